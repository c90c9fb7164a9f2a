package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// invitationPage is one invitation: its link, what to copy, how it was delivered, the answer on somebody's behalf, the people of a unit.
type invitationPage struct {
	invitationsPage
	Invitation models.Invitation
	Guests     []models.Invitation
	Form       invitationForm
	Answer     answerNote
	Code       code // the link as a code to scan
}

// invitationForm is what an invitation asks, as typed.
type invitationForm struct {
	AnswerBy string `form:"answer_by"`
	Heads    string `form:"heads"`
	Whom     string `form:"whom"`
	Version  int64  `form:"version"`
}

// answerNote is an answer that an organizer notes, as typed.
type answerNote struct {
	Reply  string `form:"reply"`
	Reason string `form:"reason"`
	How    string `form:"how"`
	Name   string `form:"name"`
	Post   string `form:"post"`
	Phone  string `form:"phone"`
}

// invitationOf is the invitation of the address, if it belongs to the event.
func (s *site) invitationOf(c *fiber.Ctx) (models.Invitation, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Invitation{}, err
	}
	return s.db.Invitation(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) showInvitation(c *fiber.Ctx) error {
	invitation, err := s.invitationOf(c)
	if err != nil {
		return err
	}
	page, err := s.invitationPage(c, invitation)
	if err != nil {
		return err
	}
	return s.render(c, "invitations/show", page)
}

func (s *site) invitationPage(c *fiber.Ctx, i models.Invitation) (page invitationPage, err error) {
	event := visitOf(c).event
	page.invitationsPage = invitationsPage{Page: s.page(c, views.T("Giấy mời")), Event: event, Site: s.origin(c)}
	page.Invitation, page.Form = i, invitationForm{AnswerBy: day(event.Local(i.AnswerBy)), Whom: i.Whom, Version: i.Version}
	page.Answer = answerNote{Reply: i.Delegate.Reply, Reason: i.Delegate.Reason, How: "phone"}
	page.Code = codeOf(page.Link(i))
	if page.Usual, err = s.db.UsualHonorific(c.UserContext(), event); err != nil {
		return page, err
	}
	if i.ToUnit() {
		page.Form.Heads = formID(models.ID(i.Asked()))
		page.Guests, err = s.db.Guests(c.UserContext(), event.ID, i.ID)
	}
	return page, err
}

// invitationAgain leads back to the page after an act, or shows it with what is wrong.
func (s *site) invitationAgain(c *fiber.Ctx, i models.Invitation, form invitationForm, answer answerNote, err error) error {
	var wrong models.Invalid
	var stale models.Stale
	switch {
	case err == nil:
		return s.done(c, visitOf(c).event.URL()+"/invitations/"+formID(i.ID), views.T("Đã lưu."))
	case !errors.As(err, &wrong) && !errors.As(err, &stale):
		return err
	}
	now, old := stale.Now.(models.Invitation)
	if old {
		i = now
	}
	page, err := s.invitationPage(c, i)
	if err != nil {
		return err
	}
	if old {
		theirs := page.Form
		page.Form, page.Form.Version = form, stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Hạn trả lời"), Now: theirs.AnswerBy, Mine: form.AnswerBy},
			views.Both{Label: views.T("Số người được cử"), Now: theirs.Heads, Mine: form.Heads},
			views.Both{Label: views.T("Thành phần"), Now: theirs.Whom, Mine: form.Whom},
		)
		if len(page.Stale) == 0 { // both have written the same
			return s.done(c, visitOf(c).event.URL()+"/invitations/"+formID(i.ID), views.T("Đã lưu."))
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "invitations/show", page)
	}
	if page.Wrong = wrong; form != (invitationForm{}) {
		page.Form = form
	}
	if answer != (answerNote{}) {
		page.Answer = answer
	}
	return s.again(c, "invitations/show", page)
}

func (s *site) saveInvitation(c *fiber.Ctx) error {
	var form invitationForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i, err := s.invitationOf(c)
	if err != nil {
		return err
	}
	wrong, wanted := models.Invalid{}, i
	wanted.AnswerBy, wanted.Heads, wanted.Whom, wanted.Version = lastOf(visitOf(c).event, form.AnswerBy, "answer_by", wrong), count(form.Heads, "heads", wrong), form.Whom, form.Version
	if err = wrong; len(wrong) == 0 {
		err = s.db.SaveInvitation(c.UserContext(), by(c), wanted)
	}
	return s.invitationAgain(c, i, form, answerNote{}, err)
}

// answerFor notes what somebody has told the office.
func (s *site) answerFor(c *fiber.Ctx) error {
	var form answerNote
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i, err := s.invitationOf(c)
	if err != nil {
		return err
	}
	if i.ToUnit() {
		err = s.db.DeclineUnit(c.UserContext(), by(c), i, form.Reply == "declined", form.Reason, false)
	} else {
		err = s.db.AnswerFor(c.UserContext(), by(c), i.EventID, i.Delegate.ID, models.Answer{Reply: form.Reply, Reason: form.Reason, How: form.How})
	}
	return s.invitationAgain(c, i, invitationForm{}, form, err)
}

// nameFor names somebody whom a unit sends, as the unit has told the office.
func (s *site) nameFor(c *fiber.Ctx) error {
	var form answerNote
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i, err := s.invitationOf(c)
	if err != nil {
		return err
	}
	err = s.db.NameGuest(c.UserContext(), by(c), i, models.Newcomer{Name: form.Name, Post: form.Post, Phone: form.Phone}, 0, false)
	return s.invitationAgain(c, i, invitationForm{}, form, err)
}

func (s *site) unnameFor(c *fiber.Ctx) error {
	i, err := s.invitationOf(c)
	if err != nil {
		return err
	}
	guests, err := s.db.Guests(c.UserContext(), i.EventID, i.ID)
	if err != nil {
		return err
	}
	for _, guest := range guests {
		if guest.Delegate.UID == c.Params("guest") {
			return s.invitationAgain(c, i, invitationForm{}, answerNote{}, s.db.RemoveGuest(c.UserContext(), by(c), i, guest.Delegate.ID, false))
		}
	}
	return models.ErrNotFound
}
