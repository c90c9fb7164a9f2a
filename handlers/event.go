package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// eventPage is the event as delegates see it: the agenda first.
type eventPage struct {
	views.Page
	Record models.Record
	Event  models.Event
	Shown  bool // the agenda is published, or the visitor is staff
	Staff  bool
	Days   []agendaDay
}

// agendaDay is a session of the agenda as the page shows it.
type agendaDay struct {
	Session models.Session
	Items   []agendaLine
}

type agendaLine struct {
	models.Item
	Who   string
	State string // done, now, next, ""
}

// showEvent answers guests from memory as long as what they would see is the same.
func (s *site) showEvent(c *fiber.Ctx) error {
	v := visitOf(c)
	if v.user != nil {
		page, _, err := s.eventPage(c)
		if err != nil {
			return err
		}
		return s.render(c, "events/show", page)
	}
	key := pageKey{int64(v.event.ID), v.language}
	now := s.db.Now().Time
	cached, ok := s.pages.get(key, v.event.PublicRevision, now)
	if !ok {
		page, until, err := s.eventPage(c)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if err := s.Views.Render(&content, "events/show", page); err != nil {
			return err
		}
		sum := sha256.Sum256(content.Bytes())
		cached = cachedPage{v.event.PublicRevision, until, `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, content.Bytes()}
		s.pages.put(key, cached)
	}
	c.Set(fiber.HeaderCacheControl, "private, no-cache") // keep it, but ask
	c.Set(fiber.HeaderETag, cached.tag)
	if c.Get(fiber.HeaderIfNoneMatch) == cached.tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Type("html", "utf-8")
	return c.Send(cached.content)
}

// eventPage is the page and the moment until which it is true: when the clock brings the next item on.
func (s *site) eventPage(c *fiber.Ctx) (page eventPage, until time.Time, err error) {
	v := visitOf(c)
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return page, until, err
	}
	page = eventPage{Page: s.page(c, record.Event.Title), Record: record, Event: record.Event, Staff: v.access.Staff()}
	page.Shown = page.Staff || record.Event.AgendaState == "published"
	now := s.db.Now()
	page.Days, until = agendaDays(record, now)
	return page, until, nil
}

func (s *site) showCalendar(c *fiber.Ctx) error {
	v := visitOf(c)
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+v.event.Slug+`.ics"`)
	return views.Calendar(c.Response().BodyWriter(), record, s.Config.URL)
}
