package handlers

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// hallPage is what goes on in the hall: for its screens, and for the chair.
type hallPage struct {
	views.Page
	Record       models.Record
	Hall         models.Hall
	Stream       string // where its news come from, without /live
	Speaker      speakerLine
	Timer        views.Timer
	Clock, Until string // of the server, and until when this is so
	until        models.Time
	Time         string         // of day
	Counts       bool           // nothing has begun yet: who has come is what counts
	Total        models.Turnout // of the part
	Message      string
	Address      string // of the event for phones in the hall; "": unknown
	QR           views.QR
	Here         string // the code by which delegates note themselves present, in two halves; "": not now
	HereQR       views.QR

	Waiting, Silent []speakerLine
	Present         []models.Delegate // the first of them in protocol order
	More            bool
}

type speakerLine struct{ Name, Post, Topic, Item string }

// Early is by how many minutes the part closes before its plan.
func (page hallPage) Early() int64 { return -page.Hall.Outlook.Late }

func (s *site) hallPage(c *fiber.Ctx, event models.Event, title string) (page hallPage, err error) {
	record, err := s.db.Programme(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	now := s.db.Now()
	page = hallPage{Page: s.page(c, title), Record: record, Hall: record.Hall(now), Stream: event.URL()}
	_, until := record.OnClock(now)
	page.until = until
	page.Clock, page.Until = event.Local(now).Format(time.RFC3339Nano), event.Local(until).Format(time.RFC3339)
	page.Time = page.OClock(event.Local(now))
	switch {
	case page.Hall.Speaks.ID != 0:
		speech := page.Hall.Speaks
		page.Speaker = speakerOf(record, speech)
		page.Timer = views.TimerOf(page.Page, event, speech.StartedAt, speech.PausedAt, speech.PausedMS, speech.Minutes)
	case len(page.Hall.On) == 1 && page.Hall.On[0].Noted:
		item := page.Hall.On[0]
		page.Timer = views.TimerOf(page.Page, event, item.StartedAt, item.PausedAt, item.PausedMS, item.Minutes)
	}
	page.Counts = !page.Hall.Begun && page.Hall.Part.Session.EndsAt.After(now.Time)
	turnout, err := s.db.Turnout(c.UserContext(), event.ID, page.Hall.Part.Session.ID)
	page.Total = models.Total(turnout)
	return page, err
}

func speakerOf(record models.Record, speech models.Speech) speakerLine {
	name, post := record.Speaker(speech)
	return speakerLine{cmp.Or(name, speech.Topic), post, speech.Topic, record.Item(speech.ItemID).Title}
}

// showScreen shows the hall's screen to whoever is signed in.
func (s *site) showScreen(c *fiber.Ctx) error {
	return s.screen(c, visitOf(c).event, visitOf(c).event.URL())
}

// showHallScreen shows it on a computer of the hall, which has the screen's address and no account.
func (s *site) showHallScreen(c *fiber.Ctx) error {
	event, err := s.db.EventByScreen(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return s.screen(c, event, "/s/"+c.Params("token"))
}

func (s *site) screen(c *fiber.Ctx, event models.Event, stream string) error {
	page, err := s.hallPage(c, event, views.T("Màn hình"))
	if err != nil {
		return err
	}
	screen, err := s.db.Screen(c.UserContext(), event)
	if err != nil {
		return err
	}
	page.Stream, page.Message = stream, screen.Message
	page.Address = s.inHall(c, event.URL())
	page.QR = views.QROf(page.Address)
	if code, until := s.db.HereCode(event, s.db.Now()); page.Counts && code != "" {
		page.Here = code[:3] + " " + code[3:]
		if address := s.inHall(c, event.URL()+"/here?code="+code); address != "" {
			page.HereQR = views.QROf(address)
		}
		if page.until.After(until.Time) {
			page.Until = event.Local(until).Format(time.RFC3339)
		}
	}
	return s.render(c, "hall/screen", page)
}

// showHallLive follows the event for a screen of the hall, as long as its address stands.
func (s *site) showHallLive(c *fiber.Ctx) error {
	token := c.Params("token")
	event, err := s.db.EventByScreen(c.UserContext(), token)
	if err != nil {
		return err
	}
	visitOf(c).event = event
	return s.follow(c, audience{topics: topicsOf(c.Query("topics"))}, func(ctx context.Context) bool {
		_, err := s.db.EventByScreen(ctx, token)
		return err == nil
	})
}

// mostPresent is how many of those present the chair sees at once.
const mostPresent = 200

// showChair shows who is here, who waits to speak, who has not spoken, and how late it is.
func (s *site) showChair(c *fiber.Ctx) error {
	event := visitOf(c).event
	page, err := s.hallPage(c, event, views.T("Chủ trì"))
	if err != nil {
		return err
	}
	for _, speech := range page.Hall.Waiting {
		page.Waiting = append(page.Waiting, speakerOf(page.Record, speech))
	}
	for _, speech := range page.Hall.Silent {
		page.Silent = append(page.Silent, speakerOf(page.Record, speech))
	}
	if session := page.Hall.Part.Session.ID; session != 0 {
		page.Present, err = s.db.Delegates(c.UserContext(), models.DelegateFilter{EventID: event.ID, SessionID: session, State: models.Present, Limit: mostPresent + 1})
	}
	if page.More = len(page.Present) > mostPresent; page.More {
		page.Present = page.Present[:mostPresent]
	}
	return errors.Join(err, s.render(c, "hall/chair", page))
}

// inHall is an address of ours that phones in the hall reach: the one that was given, else the one at which we were asked, unless that is this
// machine itself, else one of this machine in its network. It is "" when there is none.
func (s *site) inHall(c *fiber.Ctx, path string) string {
	base := s.Config.URL
	if base == "" {
		base = c.BaseURL()
		if asked, err := url.Parse(base); err != nil || loopback(asked.Hostname()) {
			base = ""
			for _, site := range s.Sites {
				if at, err := url.Parse(site); err == nil && !loopback(at.Hostname()) {
					base = site
					break
				}
			}
		}
	}
	if base == "" {
		return ""
	}
	return base + path
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || host == "" || ip != nil && ip.IsLoopback()
}

// screensPage is where staff see to the screens and the address for phones.
type screensPage struct {
	views.Page
	Event   models.Event
	Screen  models.Screen
	Message string // as typed
	Wrong   models.Invalid
	Stale   bool
	Link    string // opens the screen without an account; "": none was asked for
	Address string
	Plain   bool // the address is not encrypted
	QR      views.QR
}

func (s *site) screensPage(c *fiber.Ctx) (page screensPage, err error) {
	event := visitOf(c).event
	page = screensPage{Page: s.page(c, views.T("Màn hình hội trường")), Event: event, Address: s.inHall(c, event.URL())}
	if page.Screen, err = s.db.Screen(c.UserContext(), event); err != nil {
		return page, err
	}
	page.Message = page.Screen.Message
	if page.Screen.Token != "" {
		page.Link = cmp.Or(s.inHall(c, "/s/"+page.Screen.Token), c.BaseURL()+"/s/"+page.Screen.Token)
	}
	page.Plain = strings.HasPrefix(page.Address, "http:")
	page.QR = views.QROf(page.Address)
	return page, nil
}

func (s *site) editScreens(c *fiber.Ctx) error {
	page, err := s.screensPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "hall/settings", page)
}

// showWall is a sheet to print and put on the wall: the address for phones, as large as it goes.
func (s *site) showWall(c *fiber.Ctx) error {
	page, err := s.screensPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "hall/wall", page)
}

func (s *site) renewScreen(c *fiber.Ctx) error {
	event := visitOf(c).event
	if err := s.db.RenewScreen(c.UserContext(), by(c), event); err != nil {
		return err
	}
	return s.done(c, event.URL()+"/screens", views.T("Màn hình có địa chỉ mới."))
}

func (s *site) sayOnScreen(c *fiber.Ctx) error {
	event, message := visitOf(c).event, c.FormValue("message")
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	err := s.db.SayOnScreen(c.UserContext(), by(c), event, message, version)
	if err == nil {
		return s.done(c, event.URL()+"/screens", views.T("Đã đổi thông báo trên màn hình."))
	}
	var wrong models.Invalid
	var stale models.Stale
	if !errors.As(err, &wrong) && !errors.As(err, &stale) {
		return err
	}
	page, failed := s.screensPage(c)
	if failed != nil {
		return failed
	}
	if page.Message, page.Wrong = message, wrong; wrong != nil {
		return s.again(c, "hall/settings", page)
	}
	page.Stale = true
	c.Status(fiber.StatusConflict)
	return s.render(c, "hall/settings", page)
}
