package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// startPage is today and what comes; for staff also what needs doing.
type startPage struct {
	views.Page
	Today, Coming, Past []models.Event
	Duties              []models.Duty
}

func (s *site) showStart(c *fiber.Ctx) error {
	user := visitOf(c).user
	page := startPage{Page: s.page(c, views.T("Hôm nay"))}
	coming, err := s.db.Events(c.UserContext(), models.EventFilter{User: user, State: "coming", Limit: 200})
	if err != nil {
		return err
	}
	now := s.db.Now()
	for i := len(coming) - 1; i >= 0; i-- { // the nearest first
		event := coming[i]
		if !event.StartsAt.IsZero() && models.DateOf(event.Local(event.StartsAt)) <= models.DateOf(event.Local(now)) {
			page.Today = append(page.Today, event)
		} else if len(page.Coming) < 20 {
			page.Coming = append(page.Coming, event)
		}
	}
	if page.Past, err = s.db.Events(c.UserContext(), models.EventFilter{User: user, State: "past", Limit: 5}); err != nil {
		return err
	}
	if user != nil {
		if page.Duties, err = s.db.Duties(c.UserContext(), user); err != nil {
			return err
		}
	}
	return s.render(c, "start", page)
}

func (s *site) showHelp(c *fiber.Ctx) error {
	return s.render(c, "help", s.page(c, views.T("Hướng dẫn")))
}
