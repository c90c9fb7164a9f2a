package handlers

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
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

// checkinPage is the screen without what it shows: the session of the form, else the one that is on, else the first.
func (s *site) checkinPage(c *fiber.Ctx, form checkinForm) (page checkinPage, err error) {
	v := visitOf(c)
	page = checkinPage{Page: s.page(c, views.T("Đón đại biểu")), Event: v.event, Who: formID(v.user.ID), Door: cut(form.Door, 60), Act: form.Act, Code: cut(form.Code, 500), Nonce: secret(16), Wrong: models.Invalid{}}
	if page.Act != models.ScanOut {
		page.Act = models.ScanIn
	}
	if page.Sessions, err = s.db.Sessions(c.UserContext(), v.event.ID); err != nil || len(page.Sessions) == 0 {
		return page, err
	}
	page.Session = page.Sessions[0]
	chosen := number(form.Session)
	for _, session := range page.Sessions {
		if session.ID == chosen || chosen == 0 && !session.Arrival(s.db.Now()).IsZero() {
			page.Session = session
			break
		}
	}
	if chosen != 0 && page.Session.ID != chosen {
		return page, models.ErrNotFound
	}
	return page, nil
}

// fillCheckin reads what stands beside the answer: the last scans of this door, the doubtful ones, and the counts.
func (s *site) fillCheckin(c *fiber.Ctx, page *checkinPage) error {
	if len(page.Sessions) == 0 {
		return nil
	}
	if err := s.countCheckin(c, page); err != nil {
		return err
	}
	last, err := s.db.LastScans(c.UserContext(), page.Event.ID, page.Session.ID, page.Door, 6)
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
	if err := s.nameGroups(c, page.Event, []*checkinAnswer{&answer}); err != nil {
		return err
	}
	page.Answer = &answer
	return nil
}

func (s *site) nameGroups(c *fiber.Ctx, event models.Event, answers []*checkinAnswer) error {
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	for _, group := range groups {
		for _, answer := range answers {
			if answer.Delegate.GroupID == group.ID {
				answer.Group = group.Name
			}
		}
	}
	return err
}

// findAtDoor finds whom a code means: one delegate, or into the page those to choose from and what is wrong. A name never decides alone.
func (s *site) findAtDoor(c *fiber.Ctx, page *checkinPage, form checkinForm) (found models.Found, err error) {
	if id := number(form.Delegate); id != 0 {
		delegate, err := s.db.Delegate(c.UserContext(), page.Event.ID, id)
		if err != nil {
			return found, err
		}
		return models.Found{Delegates: []models.Delegate{delegate}, How: cut(form.How, 20)}, nil
	}
	found, err = s.db.FindAtDoor(c.UserContext(), page.Event.ID, form.Code)
	if err != nil {
		if errors.As(err, &page.Wrong) {
			err = nil
		}
		return models.Found{}, err
	}
	page.Unknown = len(found.Delegates) == 0
	if len(found.Delegates) == 1 && found.How != "name" {
		return found, nil
	}
	var all []*checkinAnswer
	page.Choices = make([]checkinAnswer, len(found.Delegates))
	for i, delegate := range found.Delegates {
		page.Choices[i] = page.answer(models.Scan{}, delegate)
		page.Choices[i].How = found.How
		all = append(all, &page.Choices[i])
	}
	return models.Found{}, s.nameGroups(c, page.Event, all)
}

// addScan takes what was scanned, typed or chosen, or an undo. Sent again it is the same.
func (s *site) addScan(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	return s.scan(c, form)
}

func (s *site) scan(c *fiber.Ctx, form checkinForm) error {
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	// A repeat has its answer already, whatever the code would lead to now.
	if known, err := s.db.ScanByNonce(c.UserContext(), page.Event.ID, form.Nonce); err == nil {
		return s.scanned(c, page, form, known)
	} else if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	var found models.Found
	if form.Act != models.ScanUndo || form.Delegate != "" {
		if found, err = s.findAtDoor(c, &page, form); err != nil {
			return err
		}
		if len(found.Delegates) != 1 {
			return s.notScanned(c, page, form)
		}
	}
	var id models.ID
	if len(found.Delegates) == 1 {
		id = found.Delegates[0].ID
	}
	scan, err := s.db.AddScan(c.UserContext(), by(c), form.seen(page.Event, page.Session.ID, id, found.How))
	if errors.As(err, &page.Wrong) {
		return s.notScanned(c, page, form)
	}
	if err != nil {
		return err
	}
	return s.scanned(c, page, form, scan)
}

// scanned answers a recorded scan: the parts of the page, or the way back to it.
func (s *site) scanned(c *fiber.Ctx, page checkinPage, form checkinForm, scan models.Scan) error {
	if !form.Part {
		return c.Redirect(page.back(url.Values{"seen": {scan.Nonce}}), fiber.StatusSeeOther)
	}
	page.Code = ""
	last, err := s.db.LastScans(c.UserContext(), page.Event.ID, page.Session.ID, page.Door, 6)
	if err != nil {
		return err
	}
	all, err := s.answers(c, page, append(last, scan))
	if err != nil {
		return err
	}
	if len(all) != len(last)+1 {
		return models.ErrNotFound
	}
	page.Answer, page.Last = &all[len(last)], all[:len(last)]
	if err := s.nameGroups(c, page.Event, []*checkinAnswer{page.Answer}); err != nil {
		return err
	}
	return s.render(c, "checkin/show#scanned", page)
}

// notScanned shows whom to choose from, that nobody is known by the code, or what is wrong with it.
func (s *site) notScanned(c *fiber.Ctx, page checkinPage, form checkinForm) error {
	switch {
	case len(page.Wrong) > 0:
		c.Status(fiber.StatusUnprocessableEntity)
	case page.Unknown:
		c.Status(fiber.StatusNotFound)
	}
	if form.Part {
		return s.render(c, "checkin/show#answer", page)
	}
	if len(page.Choices) > 0 {
		return c.Redirect(page.back(url.Values{"q": {form.Code}}), fiber.StatusSeeOther)
	}
	if err := s.fillCheckin(c, &page); err != nil {
		return err
	}
	return s.render(c, "checkin/show", page)
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

// addWalkIn takes somebody whom nobody has invited: name and unit or post.
func (s *site) addWalkIn(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	scan, err := s.db.AddWalkIn(c.UserContext(), by(c), form.seen(page.Event, page.Session.ID, 0, ""), form.Name, form.Post)
	if errors.As(err, &page.Wrong) {
		page.Name, page.Post, page.Code = form.Name, form.Post, ""
		return s.notScanned(c, page, form)
	}
	if err != nil {
		return err
	}
	return s.scanned(c, page, form, scan)
}

// scanPhoto reads the code in a photo and goes on as if it had been scanned. Of a frame of the camera only the code is wanted: whoever
// holds a badge before it is scanned once, not with each frame.
func (s *site) scanPhoto(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	form.Code, err = readPhoto(c)
	if form.Read && errors.Is(err, models.ErrNotFound) {
		return c.SendString("")
	} else if form.Read && err == nil {
		return c.SendString(form.Code)
	}
	switch {
	case errors.As(err, &page.Wrong):
		return s.notScanned(c, page, form)
	case errors.Is(err, models.ErrNotFound):
		page.Wrong["file"] = views.T("Không thấy mã QR trong ảnh. Hãy chụp gần và rõ hơn, hoặc gõ số trên thẻ.")
		return s.notScanned(c, page, form)
	case err != nil:
		return err
	}
	form.Delegate = ""
	return s.scan(c, form)
}

// readPhoto is the text of the code in the picture of a form.
func readPhoto(c *fiber.Ctx) (string, error) {
	header, err := c.FormFile("file")
	if err != nil || header.Size == 0 {
		return "", models.Invalid{"file": views.T("Hãy chọn hoặc chụp một ảnh.")}
	}
	if header.Size > models.MaxFrame {
		return "", models.Invalid{"file": views.T("Ảnh lớn hơn 12 MB.")}
	}
	file, err := header.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return "", err
	}
	return models.ReadQR(c.UserContext(), content)
}

// doorList is what a door keeps to go on without network: the least that it takes to recognize who comes.
type doorList struct {
	Revision  int64          `json:"revision"`
	Session   models.ID      `json:"session"`
	Moved     bool           `json:"moved,omitzero"` // only those whose attendance moved since the revision that was asked for
	Delegates []doorDelegate `json:"delegates"`
}

type doorDelegate struct {
	ID     models.ID `json:"id"`
	Number string    `json:"number,omitempty"`
	Name   string    `json:"name"`
	Post   string    `json:"post,omitempty"`
	Group  string    `json:"group,omitempty"`
	Seat   string    `json:"seat,omitempty"`
	For    string    `json:"for,omitempty"`    // stands in for
	Pass   string    `json:"pass,omitempty"`   // SHA-256 of the pass
	Letter string    `json:"letter,omitempty"` // of the link in the letter
	In     string    `json:"in,omitempty"`     // inside since, 07h52; "?": nobody knows
}

// listCheckin is the list for a door. A door that has it as it stands is told so; one that has it as it was some scans ago gets those.
func (s *site) listCheckin(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.QueryParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	tag := `W/"` + strconv.FormatInt(page.Event.Revision, 10) + "-" + formID(page.Session.ID) + `"`
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	list := doorList{Revision: page.Event.Revision, Session: page.Session.ID, Delegates: []doorDelegate{}}
	delegates, err := []models.Delegate(nil), error(nil)
	if since, _ := strconv.ParseInt(c.Query("since"), 10, 64); since > 0 && since <= page.Event.Revision {
		delegates, list.Moved, err = s.db.MovedAtDoor(c.UserContext(), page.Event.ID, since)
	}
	if err == nil && !list.Moved {
		delegates, err = s.db.Delegates(c.UserContext(), models.DelegateFilter{EventID: page.Event.ID, Limit: 1 << 20})
	}
	if err != nil {
		return err
	}
	letters, err := s.db.LettersAtDoor(c.UserContext(), page.Event.ID)
	if err != nil {
		return err
	}
	groups, err := s.db.Groups(c.UserContext(), page.Event.ID)
	if err != nil {
		return err
	}
	names := map[models.ID]string{}
	for _, group := range groups {
		names[group.ID] = group.Name
	}
	for _, delegate := range delegates {
		answer := page.answer(models.Scan{}, delegate)
		line := doorDelegate{ID: delegate.ID, Number: delegate.Short(), Name: delegate.Person.Name(), Group: names[delegate.GroupID], Seat: delegate.Seat, For: answer.Replaced, Letter: letters[delegate.ID]}
		if posts := delegate.Person.PostsOn(page.Event.Day()); len(posts) > 0 {
			line.Post = posts[0]
		}
		if delegate.PassHash != nil {
			line.Pass = *delegate.PassHash
		}
		if mark := answer.Mark; mark.State == models.Present && mark.LeftAt.IsZero() {
			if line.In = "?"; !mark.ArrivedAt.IsZero() {
				line.In = viet.ClockTable(page.Event.Local(mark.ArrivedAt))
			}
		}
		list.Delegates = append(list.Delegates, line)
	}
	return c.JSON(list)
}
