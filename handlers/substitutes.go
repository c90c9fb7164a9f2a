package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// substitutesPage is for the chair, or who acts for the chair, mostly on a phone: who is proposed to stand in for whom.
type substitutesPage struct {
	views.Page
	Event     models.Event
	Proposals []models.Proposal
	Wrong     models.Invalid
}

func (s *site) listSubstitutes(c *fiber.Ctx) error {
	page, err := s.substitutesPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "substitutes/list", page)
}

func (s *site) substitutesPage(c *fiber.Ctx) (page substitutesPage, err error) {
	page = substitutesPage{Page: s.page(c, views.T("Đi thay")), Event: visitOf(c).event}
	page.Proposals, err = s.db.Proposals(c.UserContext(), page.Event.ID)
	return page, err
}

func (s *site) judgeSubstitute(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	event := visitOf(c).event
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	err = s.db.DecideSubstitute(c.UserContext(), by(c), event.ID, id, c.FormValue("state"), c.FormValue("remark"), version)
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.substitutesPage(c)
		if err != nil {
			return err
		}
		page.Wrong = models.Invalid{}
		for _, why := range wrong {
			page.Wrong[""] = why
		}
		return s.again(c, "substitutes/list", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/substitutes", views.T("Đã lưu."))
}
