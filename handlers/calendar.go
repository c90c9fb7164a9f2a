package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// showCalendar answers the event for a phone's own calendar. It holds what guests may see, whoever asks: files are handed on.
func (s *site) showCalendar(c *fiber.Ctx) error {
	v := visitOf(c)
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return err
	}
	changed, err := s.db.Changed(c.UserContext(), v.event.ID)
	if err != nil {
		return err
	}
	record.ChangedAt = changed[v.event.ID]
	var content bytes.Buffer
	if err := views.Calendar(&content, record, s.Config.URL); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, disposition("attachment", v.event.Slug+".ics"))
	return c.Send(content.Bytes())
}

type calendarPage struct {
	views.Page
	Months []calendarMonth
	Feed   string // the address to follow
}

// calendarMonth is a month with what begins in it.
type calendarMonth struct {
	Name   string
	Events []models.Event
}

// listCalendar shows what is to come, month by month: to guests what is public.
func (s *site) listCalendar(c *fiber.Ctx) error {
	from, _ := s.db.Today()
	page := calendarPage{Page: s.page(c, views.T("Lịch sự kiện")), Feed: s.origin(c) + "/calendar.ics"}
	events, err := s.db.Events(c.UserContext(), models.EventFilter{User: visitOf(c).user, Since: from, Soonest: true, Limit: 200})
	if err != nil {
		return err
	}
	for _, event := range events {
		name := page.Say(views.T("Chưa định ngày"))
		if at := event.Local(event.StartsAt); !at.IsZero() {
			name = page.Say(views.T("Tháng %d/%d"), int(at.Month()), at.Year())
		}
		if last := len(page.Months) - 1; last < 0 || page.Months[last].Name != name {
			page.Months = append(page.Months, calendarMonth{Name: name})
		}
		month := &page.Months[len(page.Months)-1]
		month.Events = append(month.Events, event)
	}
	return s.render(c, "calendar", page)
}

// feedCalendar is the calendar of all public events, for programs that follow it: whoever asks, it holds what guests may see.
func (s *site) feedCalendar(c *fiber.Ctx) error {
	records, err := s.db.PublicCalendar(c.UserContext())
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := views.Calendars(&content, views.T("Lịch sự kiện"), records, s.Config.URL); err != nil {
		return err
	}
	sum := sha256.Sum256(content.Bytes())
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, disposition("inline", "hoi-thao.ics"))
	return c.Send(content.Bytes())
}
