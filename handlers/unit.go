package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// unitPage is the page of an invited unit: whom it is asked for, and whom it has named.
type unitPage struct {
	eventPage
	Me         string
	Invitation models.Invitation
	Letter     models.InvitationLetter
	Chair      string
	Guests     []models.Invitation
	Open       bool
	Begun      bool
	Until      time.Time
	Form       answerForm
	Replacing  string // the uid of whom the form replaces; "": it names one more
	Wrong      models.Invalid
	Map        string
}

func (s *site) showUnit(c *fiber.Ctx) error {
	s.follows(c)
	page, err := s.unitPage(c)
	if err != nil {
		return err
	}
	page.Replacing = c.Query("replace")
	return s.render(c, "invited/unit", page)
}

func (s *site) unitPage(c *fiber.Ctx) (page unitPage, err error) {
	v, now := visitOf(c), s.db.Now()
	page = unitPage{Me: v.invitation.Path(), Invitation: v.invitation}
	if page.eventPage, _, err = s.eventPage(c, now); err != nil {
		return page, err
	}
	page.Links, page.Invited = nil, true
	page.Shown = page.Event.AgendaState == "published"
	if v.user == nil {
		page.CSRF = formToken(s.guestToken(c))
	}
	if page.Letter, page.Chair, err = s.letterOf(c, page.Record); err != nil {
		return page, err
	}
	page.Open, page.Until = v.invitation.Open(v.event, now), v.event.Local(v.invitation.Until(v.event))
	page.Begun = !v.event.CancelledAt.IsZero() || !v.event.StartsAt.IsZero() && !now.Before(v.event.StartsAt.Time)
	if where := page.Where(); where != "" {
		page.Map = mapOf(where)
	}
	page.Guests, err = s.db.Guests(c.UserContext(), v.event.ID, v.invitation.ID)
	return page, err
}

// guestOf is whom the unit has named, by the uid in the address: numbers are given again once their bearer is gone.
func (s *site) guestOf(c *fiber.Ctx) (models.Delegate, error) {
	i := visitOf(c).invitation
	guests, err := s.db.Guests(c.UserContext(), i.EventID, i.ID)
	if err != nil {
		return models.Delegate{}, err
	}
	for _, guest := range guests {
		if guest.Delegate.UID == c.Params("guest") {
			return guest.Delegate, nil
		}
	}
	return models.Delegate{}, models.ErrNotFound
}

// unitDone leads back to the unit's page, or shows it once more with what is wrong.
func (s *site) unitDone(c *fiber.Ctx, form answerForm, replacing, notice string, err error) error {
	var wrong models.Invalid
	switch {
	case err == nil:
		return s.done(c, visitOf(c).invitation.Path()+"#people", notice)
	case errors.Is(err, models.ErrConflict):
		wrong = models.Invalid{"": views.T("Nội dung này vừa được người khác sửa. Hãy tải lại trang rồi làm lại.")}
	case !errors.As(err, &wrong):
		return err
	}
	v := visitOf(c)
	var found error
	if v.event, v.invitation, found = s.db.InvitationByLink(c.UserContext(), v.invitation.Link); found != nil {
		return found
	}
	page, found := s.unitPage(c)
	if found != nil {
		return found
	}
	page.Form, page.Replacing, page.Wrong = form, replacing, wrong
	return s.again(c, "invited/unit", page)
}

func (s *site) addGuest(c *fiber.Ctx) error {
	var form answerForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i := visitOf(c).invitation
	return s.unitDone(c, form, "", views.T("Đã ghi người được cử."), s.db.NameGuest(c.UserContext(), i.Guest(), i, form.newcomer(), 0, true))
}

// replaceGuest names another in place of one; once the deadline is over it proposes him, and the chair decides.
func (s *site) replaceGuest(c *fiber.Ctx) error {
	var form answerForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	guest, err := s.guestOf(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	if v.invitation.Open(v.event, s.db.Now()) {
		err = s.db.NameGuest(c.UserContext(), v.invitation.Guest(), v.invitation, form.newcomer(), guest.ID, true)
	} else {
		err = s.db.Propose(c.UserContext(), v.invitation, guest.ID, form.newcomer(), "")
	}
	return s.unitDone(c, form, guest.UID, views.T("Đã ghi người thay."), err)
}

func (s *site) removeGuest(c *fiber.Ctx) error {
	guest, err := s.guestOf(c)
	if err != nil {
		return err
	}
	i := visitOf(c).invitation
	return s.unitDone(c, answerForm{}, "", views.T("Đã bỏ tên."), s.db.RemoveGuest(c.UserContext(), i.Guest(), i, guest.ID, true))
}

// declineUnit says that the unit sends nobody, or that it will after all.
func (s *site) declineUnit(c *fiber.Ctx) error {
	var form answerForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i := visitOf(c).invitation
	return s.unitDone(c, form, "", views.T("Đã ghi trả lời của đơn vị."), s.db.DeclineUnit(c.UserContext(), i.Guest(), i, form.Reply == "declined", form.Reason, true))
}
