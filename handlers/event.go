package handlers

import (
	"bytes"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// eventPage is the event as delegates see it: the agenda first.
type eventPage struct {
	views.Page
	Record    models.Record
	Event     models.Event
	Shown     bool // the agenda is published, or the visitor is staff
	Staff     bool
	Organizes bool
	Parts     []models.Part
	On        []models.Line // what is on now, in all rooms
	Next      models.Line   // what is next; zero: nothing
	Documents []models.Document
	Clock     string // the server's time, for the page to go by; "" when the page is kept for later
	Follows   int64  // the revision that the page shows, for those who follow it
}

// Noun is the event's own word with a capital, else that of its kind in the reader's language.
func (page eventPage) Noun() string {
	if page.Event.Noun != "" {
		return viet.UpperFirst(page.Event.Noun)
	}
	return views.Named(page.Language(), "event", page.Event.Kind)
}

// Spread is over how many milliseconds the phones of a hall ask for the page again, when it has moved.
func (page eventPage) Spread() int {
	if page.Staff {
		return 0
	}
	return 150
}

// Where is the hall and the town.
func (page eventPage) Where() string {
	place := page.Event.Place
	if place == "" {
		place = page.Record.Organizer.Place
	}
	var where []string
	for _, text := range []string{page.Event.Venue, place} {
		if text != "" && !strings.Contains(strings.Join(where, ", "), text) {
			where = append(where, text)
		}
	}
	return strings.Join(where, ", ")
}

// Left is how many minutes a line still takes, by the clock of the page; zero when nobody knows.
func (page eventPage) Left(line models.Line) int64 {
	now, err := time.Parse(time.RFC3339, page.Clock)
	if err != nil || line.Ends.IsZero() {
		return 0
	}
	return max(0, int64(line.Ends.Sub(now).Minutes()))
}

// remembered answers a guest with a public page as it was last sent, as long as it is true: of the record it asks only where the event stands.
func (s *site) remembered(c *fiber.Ctx) error {
	v := visitOf(c)
	if v.user != nil {
		return c.Next()
	}
	event, revision, err := s.db.PublicRevision(c.UserContext(), c.Params("slug"))
	if err != nil {
		return c.Next() // whoever guards the route says what that means
	}
	page, ok := s.pages.get(pageKey{event, v.language}, revision, s.db.Now().Time)
	if !ok {
		return c.Next()
	}
	return sendPage(c, page)
}

// showEvent shows the event; a guest's page is kept for those who come after.
func (s *site) showEvent(c *fiber.Ctx) error {
	v := visitOf(c)
	now := s.db.Now()
	page, until, err := s.eventPage(c, now)
	if err != nil {
		return err
	}
	if v.user != nil {
		page.Clock = v.event.Local(now).Format(time.RFC3339)
		return s.render(c, "events/show", page)
	}
	page.Path, page.Notice = v.event.URL(), "" // nothing of this visitor goes to the next
	var content bytes.Buffer
	if err := s.Views.Render(&content, "events/show", page); err != nil {
		return err
	}
	// The record may have moved since the guard read the event: the page is kept under the revision that it shows.
	kept := keepPage(content.Bytes(), page.Event.PublicRevision, until.Time)
	s.pages.put(pageKey{v.event.ID, v.language}, kept)
	return sendPage(c, kept)
}

// eventPage is the page and the moment until which it is true: when the clock brings the next item on.
func (s *site) eventPage(c *fiber.Ctx, now models.Time) (page eventPage, until models.Time, err error) {
	v := visitOf(c)
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return page, until, err
	}
	page = eventPage{Page: s.page(c, record.Event.Title), Record: record, Event: record.Event, Staff: v.access.Staff(), Organizes: v.access.Organize}
	if page.Follows = record.Event.PublicRevision; page.Staff {
		page.Follows = record.Event.Revision
	}
	page.Shown = page.Staff || record.Event.AgendaState == "published"
	page.Parts, until = record.OnClock(now)
	page.On, page.Next = models.OnAndNext(page.Parts)
	documents, turn, err := s.db.DocumentsUntil(c.UserContext(), record.Event.ID, nil, now)
	page.Documents, until.Time = documents, earlier(until.Time, turn.Time)
	return page, until, err
}

// disposition names a file for the browser: as text for old ones, and in full (RFC 6266, RFC 5987).
func disposition(how, name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/:*?<>|%`, r) {
			return '_'
		}
		return r
	}, name)
	return how + `; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
