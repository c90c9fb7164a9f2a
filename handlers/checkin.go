package handlers

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// checkinPage is the door's screen. Without scripts each press is a form that leads back to it; the module checkin.js sends the same forms and
// takes the parts of the answer, and keeps what it cannot send.
type checkinPage struct {
	views.Page
	Event    models.Event
	Who      string // the account: what a device keeps is its alone
	Sessions []models.Session
	Session  models.Session
	Door     string // its name, as typed at this device
	Act      string // in, out: what the next scan does
	Code     string // as scanned or typed
	Name     string // of a walk-in, as typed
	Post     string
	Nonce    string // of the next scan
	Answer   *checkinAnswer
	Choices  []checkinAnswer // among whom the code does not decide
	Unknown  bool            // nobody has the code
	Last     []checkinAnswer // at this door
	Doubtful []checkinAnswer
	Turnout  []models.Turnout
	Total    models.Turnout
	Wrong    models.Invalid
}

// checkinAnswer is a scan as the door is told of it, or somebody to choose.
type checkinAnswer struct {
	views.Page
	Event    models.Event
	Door     string
	Act      string
	Nonce    string // of the next scan, if this one is chosen or undone
	How      string // he was found
	Scan     models.Scan
	Delegate models.Delegate
	Mark     models.Attendance
	Group    string
	Replaced string // for whom the delegate stands in
	Instead  string // who stands in for the delegate
	Moment   time.Time
	Since    time.Time
}

// Post is one line of what the delegate is.
func (a checkinAnswer) Post() string {
	return strings.Join(a.Delegate.Person.PostsOn(a.Event.Day()), ", ")
}

// Undoable tells whether the scan can be taken back.
func (a checkinAnswer) Undoable() bool {
	return a.Scan.Outcome == models.CameIn || a.Scan.Outcome == models.CameBack || a.Scan.Outcome == models.WentOut
}

type checkinForm struct {
	Session  string `form:"session" query:"session"`
	Door     string `form:"door" query:"door"`
	Act      string `form:"act" query:"act"`
	Code     string `form:"code" query:"q"`
	Delegate string `form:"delegate"`
	How      string `form:"how"`
	Nonce    string `form:"nonce" query:"seen"` // in an address: the scan that was answered
	Undoes   string `form:"undoes"`
	Scanned  int64  `form:"scanned"` // the device's clock, in milliseconds
	Sent     int64  `form:"sent"`
	Name     string `form:"name"`
	Post     string `form:"post"`
	Part     bool   `form:"part"` // answered with the parts that have changed
	Read     bool   `form:"read"` // of a frame: only the text of its code is wanted
}

// seen is what the door has seen, of a delegate.
func (form checkinForm) seen(event models.Event, session, delegate models.ID, how string) models.Seen {
	return models.Seen{EventID: event.ID, SessionID: session, DelegateID: delegate, Nonce: form.Nonce, Act: form.Act, Door: form.Door, Undoes: form.Undoes, How: how,
		ScannedAt: moment(form.Scanned), SentAt: moment(form.Sent)}
}

// moment is an instant as a device's clock writes it.
func moment(milliseconds int64) models.Time {
	if milliseconds <= 0 {
		return models.Time{}
	}
	return models.At(time.UnixMilli(milliseconds))
}

func (s *site) showCheckin(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.QueryParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	if form.Nonce != "" {
		scan, err := s.db.ScanByNonce(c.UserContext(), page.Event.ID, form.Nonce)
		if err == nil {
			err = s.answerCheckin(c, &page, scan)
		}
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	} else if form.Code != "" {
		if _, err := s.findAtDoor(c, &page, form); err != nil {
			return err
		}
	}
	if err := s.fillCheckin(c, &page); err != nil {
		return err
	}
	return s.render(c, "checkin/show", page)
}

// checkinPage is the screen without what it shows.
func (s *site) checkinPage(c *fiber.Ctx, form checkinForm) (page checkinPage, err error) {
	v := visitOf(c)
	page = checkinPage{Page: s.page(c, views.T("Đón đại biểu")), Event: v.event, Who: formID(v.user.ID), Door: cut(form.Door, 60), Act: form.Act, Code: cut(form.Code, 500), Nonce: secret(16), Wrong: models.Invalid{}}
	if page.Act != models.ScanOut {
		page.Act = models.ScanIn
	}
	if page.Sessions, err = s.db.Sessions(c.UserContext(), v.event.ID); err != nil || len(page.Sessions) == 0 {
		return page, err
	}
	page.Session, err = s.hallSession(page.Sessions, form.Session)
	return page, err
}

// lastAtDoor is how many scans of its own a door shows, to undo one.
const lastAtDoor = 8

// MostLast is that number, for the page, which adds what is scanned by itself.
func (page checkinPage) MostLast() int { return lastAtDoor }

// fillCheckin reads what stands beside the answer: the last scans of this door, the doubtful ones, and the counts.
func (s *site) fillCheckin(c *fiber.Ctx, page *checkinPage) error {
	if len(page.Sessions) == 0 {
		return nil
	}
	if err := s.countCheckin(c, page); err != nil {
		return err
	}
	last, err := s.db.LastScans(c.UserContext(), page.Event.ID, page.Session.ID, page.Door, lastAtDoor)
	if err == nil {
		page.Last, err = s.answers(c, *page, last)
	}
	return err
}

// countCheckin reads the counts and the scans whose time somebody should look at.
func (s *site) countCheckin(c *fiber.Ctx, page *checkinPage) (err error) {
	if page.Turnout, err = s.db.Turnout(c.UserContext(), page.Event.ID, page.Session.ID); err != nil {
		return err
	}
	page.Total = models.Total(page.Turnout)
	doubtful, err := s.db.DoubtfulScans(c.UserContext(), page.Event.ID, page.Session.ID)
	if err == nil {
		page.Doubtful, err = s.answers(c, *page, doubtful)
	}
	return err
}

// countCheckins answers with those alone, for pages that follow the event.
func (s *site) countCheckins(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.QueryParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err == nil {
		err = s.countCheckin(c, &page)
	}
	if err != nil {
		return err
	}
	return s.render(c, "checkin/show#counts", page)
}

// answers are what a door is told of scans: as many queries for many as for one.
func (s *site) answers(c *fiber.Ctx, page checkinPage, scans []models.Scan) (all []checkinAnswer, err error) {
	var ids []models.ID
	for _, scan := range scans {
		ids = append(ids, scan.DelegateID)
	}
	delegates, err := s.db.DelegatesOf(c.UserContext(), page.Event.ID, ids)
	if err != nil {
		return nil, err
	}
	for _, scan := range scans {
		if delegate, ok := delegates[scan.DelegateID]; ok {
			all = append(all, page.answer(scan, delegate))
		}
	}
	return all, nil
}

// answer is what a door is told of a delegate, and of a scan if there is one.
func (page checkinPage) answer(scan models.Scan, delegate models.Delegate) checkinAnswer {
	a := checkinAnswer{Page: page.Page, Event: page.Event, Door: page.Door, Act: page.Act, Nonce: secret(16), Scan: scan, Delegate: delegate, Mark: delegate.At(page.Session.ID),
		Moment: page.Event.Local(scan.ScannedAt), Since: page.Event.Local(scan.SinceAt)}
	for _, substitute := range delegate.Substitutes {
		switch {
		case substitute.State != "agreed":
		case substitute.DelegateID == delegate.ID:
			a.Replaced = substitute.Replaced
		default:
			a.Instead = substitute.Stands
		}
	}
	return a
}

func (s *site) answerCheckin(c *fiber.Ctx, page *checkinPage, scan models.Scan) error {
	delegate, err := s.db.Delegate(c.UserContext(), page.Event.ID, scan.DelegateID)
	if err != nil {
		return err
	}
	answer := page.answer(scan, delegate)
	answer.Group, err = s.db.GroupName(c.UserContext(), delegate.GroupID)
	page.Answer = &answer
	return err
}

// nameGroups gives those to choose from the names of their groups.
func (s *site) nameGroups(c *fiber.Ctx, event models.Event, choices []checkinAnswer) error {
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	for _, group := range groups {
		for i := range choices {
			if choices[i].Delegate.GroupID == group.ID {
				choices[i].Group = group.Name
			}
		}
	}
	return err
}

// back is the address of the screen as this door has set it.
func (page checkinPage) back(more url.Values) string {
	more.Set("session", formID(page.Session.ID))
	if page.Door != "" {
		more.Set("door", page.Door)
	}
	if page.Act == models.ScanOut {
		more.Set("act", page.Act)
	}
	return page.Event.URL() + "/checkin?" + more.Encode()
}

// Home is that address with nothing asked.
func (page checkinPage) Home() string { return page.back(url.Values{}) }
