package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// sessionForm is the form of a session as typed.
type sessionForm struct {
	Name    string `form:"name"`
	Day     string `form:"day"`
	Starts  string `form:"starts"`
	EndDay  string `form:"end_day"` // "": the same day
	Ends    string `form:"ends"`
	Room    string `form:"room"`
	Version int64  `form:"version"`
}

// session is what the form says, put over the session as it stands.
func (f sessionForm) session(event models.Event, session models.Session, wrong models.Invalid) models.Session {
	session.EventID, session.Name, session.Room, session.Version = event.ID, f.Name, f.Room, f.Version
	session.StartsAt = instant(f.Day, f.Starts, event.Zone(), "day", wrong)
	last := f.EndDay
	if last == "" {
		last = f.Day
	}
	session.EndsAt = instant(last, f.Ends, event.Zone(), "ends", wrong)
	return session
}

func sessionFormOf(event models.Event, session models.Session) sessionForm {
	starts, ends := event.Local(session.StartsAt), event.Local(session.EndsAt)
	form := sessionForm{Name: session.Name, Day: day(starts), Starts: clock(starts), EndDay: day(ends), Ends: clock(ends), Room: session.Room, Version: session.Version}
	if form.EndDay == form.Day {
		form.EndDay = ""
	}
	return form
}

type sessionPage struct {
	views.Page
	Event   models.Event
	Session models.Session // zero when it is a new one
	Form    sessionForm
	Wrong   models.Invalid
	Stale   []views.Both
}

func (s *site) sessionPage(c *fiber.Ctx, session models.Session, form sessionForm) sessionPage {
	title := views.T("Thêm buổi")
	if session.ID != 0 {
		title = views.T("Sửa buổi")
	}
	return sessionPage{Page: s.page(c, title), Event: visitOf(c).event, Session: session, Form: form}
}

func (s *site) newSession(c *fiber.Ctx) error {
	event := visitOf(c).event
	form := sessionForm{Day: day(event.Local(event.EndsAt)), Starts: "14:00", Ends: "17:00"}
	return s.render(c, "events/session", s.sessionPage(c, models.Session{}, form))
}

func (s *site) addSession(c *fiber.Ctx) error {
	return s.keepSession(c, models.Session{}, s.db.AddSession, views.T("Đã thêm buổi."))
}

func (s *site) editSession(c *fiber.Ctx) error {
	session, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	return s.render(c, "events/session", s.sessionPage(c, session, sessionFormOf(visitOf(c).event, session)))
}

func (s *site) saveSession(c *fiber.Ctx) error {
	session, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	return s.keepSession(c, session, s.db.SaveSession, views.T("Đã lưu."))
}

// sessionOf is the session of the address, if it belongs to the event.
func (s *site) sessionOf(c *fiber.Ctx) (models.Session, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Session{}, err
	}
	return s.db.Session(c.UserContext(), visitOf(c).event.ID, id)
}

// keepSession adds or saves what the form says.
func (s *site) keepSession(c *fiber.Ctx, was models.Session, keep func(context.Context, models.Actor, models.Session) error, done string) error {
	var form sessionForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	session := form.session(event, was, wrong)
	var stale models.Stale
	if len(wrong) == 0 {
		err := keep(c.UserContext(), by(c), session)
		if err == nil {
			return s.done(c, event.URL()+"/settings#sessions", done)
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page := s.sessionPage(c, was, form)
	page.Wrong = renamed(wrong, map[string]string{"starts_at": "day", "ends_at": "ends"})
	if now, ok := stale.Now.(models.Session); ok {
		theirs := sessionFormOf(event, now)
		page.Form.Version = stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Tên buổi"), Now: theirs.Name, Mine: form.Name},
			views.Both{Label: views.T("Ngày"), Now: theirs.Day, Mine: form.Day},
			views.Both{Label: views.T("Bắt đầu"), Now: theirs.Starts, Mine: form.Starts},
			views.Both{Label: views.T("Kết thúc"), Now: theirs.Ends, Mine: form.Ends},
			views.Both{Label: views.T("Phòng"), Now: theirs.Room, Mine: form.Room},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "events/session", page)
	}
	return s.again(c, "events/session", page)
}

func (s *site) removeSession(c *fiber.Ctx) error {
	session, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	err = s.db.RemoveSession(c.UserContext(), by(c), event.ID, session.ID)
	if errors.As(err, &wrong) {
		page := s.sessionPage(c, session, sessionFormOf(event, session))
		page.Wrong = renamed(wrong, map[string]string{"session": ""})
		return s.again(c, "events/session", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/settings#sessions", views.T("Đã xóa buổi."))
}
