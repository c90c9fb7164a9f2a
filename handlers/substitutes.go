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
	Judged    models.ID // what the remark is on
	Said      said
	Wrong     models.Invalid
}

// Remark is what was typed on a proposal.
func (page substitutesPage) Remark(id models.ID) string {
	if id != page.Judged {
		return ""
	}
	return page.Said.Remark
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
	if errors.As(err, &wrong) || errors.Is(err, models.ErrConflict) {
		page, err := s.substitutesPage(c)
		if err != nil {
			return err
		}
		page.Judged, page.Said, page.Wrong = id, saidIn(c), models.Invalid{}
		if wrong == nil {
			page.Wrong[""] = views.T("Đề nghị này vừa được quyết định khác đi. Xin xem lại rồi quyết định.")
			c.Status(fiber.StatusConflict)
			return s.render(c, "substitutes/list", page)
		}
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
