package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// startPage is today and what comes; for staff also what needs doing.
type startPage struct {
	views.Page
	Today        []todayEvent
	Coming, Past []models.Event
	Duties       []duty
	MayAdd       bool
}

// todayEvent is an event of today with what is on in it.
type todayEvent struct {
	models.Event
	On   []models.Line
	Next models.Line
}

// duty is something that needs doing, and where it is done.
type duty struct {
	models.Duty
	URL string
}

// dutyPages are the pages on which duties are done.
var dutyPages = map[string]string{
	"agenda": "/agenda", "delegates": "/delegates", "attendance": "/attendance", "minutes": "/minutes", "agree": "/minutes", "tasks": "/tasks",
	"letters": "/invitations", "notice": "/papers/notice", "texts": "/speeches",
}

func (s *site) showStart(c *fiber.Ctx) error {
	user := visitOf(c).user
	page := startPage{Page: s.page(c, views.T("Hôm nay")), MayAdd: user.Organizes()}
	from, until := s.db.Today()
	coming, err := s.db.Events(c.UserContext(), models.EventFilter{User: user, Since: from, Soonest: true, Limit: 30})
	if err != nil {
		return err
	}
	var today []models.Event
	for _, event := range coming {
		if !event.StartsAt.IsZero() && event.StartsAt.Before(until.Time) {
			today = append(today, event)
		} else {
			page.Coming = append(page.Coming, event)
		}
	}
	agendas, err := s.db.Agendas(c.UserContext(), today)
	if err != nil {
		return err
	}
	for _, agenda := range agendas {
		event := todayEvent{Event: agenda.Event}
		if user != nil || agenda.Event.AgendaState == "published" {
			parts, _ := agenda.OnClock(s.db.Now())
			event.On, event.Next = models.OnAndNext(parts)
		}
		page.Today = append(page.Today, event)
	}
	if page.Past, err = s.db.Events(c.UserContext(), models.EventFilter{User: user, Until: from, Limit: 5}); err != nil {
		return err
	}
	if user == nil {
		return s.render(c, "start", page)
	}
	duties, err := s.db.Duties(c.UserContext(), user)
	if err != nil {
		return err
	}
	for _, open := range duties {
		page.Duties = append(page.Duties, duty{open, open.Event.URL() + dutyPages[open.What]})
	}
	return s.render(c, "start", page)
}

func (s *site) showHelp(c *fiber.Ctx) error {
	return s.render(c, "help", s.page(c, views.T("Hướng dẫn")))
}

// saveLanguage keeps the language of whoever is signed in, with the account and in this browser.
func (s *site) saveLanguage(c *fiber.Ctx) error {
	language := c.FormValue("language")
	if err := s.db.SetLanguage(c.UserContext(), *visitOf(c).user, language); err != nil {
		return err
	}
	keepLanguage(c, language)
	return c.Redirect(local(c.FormValue("to")), fiber.StatusSeeOther)
}
