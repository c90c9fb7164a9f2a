package handlers

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// Whoever has the link of an invitation needs no account. These guard the routes of links: the token leads to one invitation of one event, and
// every act is that invitation's own. A token that is nobody's, one that was revoked and one of an event that is long over are told apart
// only as far as their holder may know.

const (
	guesses, guessing = 30, 10 * time.Minute // unknown links from one address
	acts, acting      = 120, time.Hour       // posts through one link; a unit may name its people beside them, each with a slip or two
)

// invitedPerson and invitedUnit let pass who has a link of that kind.
func (s *site) invitedPerson(c *fiber.Ctx) error { return s.byLink(c, false) }
func (s *site) invitedUnit(c *fiber.Ctx) error   { return s.byLink(c, true) }

func (s *site) byLink(c *fiber.Ctx, unit bool) error {
	private(c)
	v, now := visitOf(c), s.db.Now()
	event, invitation, err := s.db.InvitationByLink(c.UserContext(), c.Params("token"))
	if err == nil && invitation.ToUnit() != unit || err == nil && !unit && invitation.Delegate.ID == 0 {
		err = models.ErrNotFound
	}
	if errors.Is(err, models.ErrNotFound) {
		if s.guessed.over(s.address(c), guesses, guessing, now.Time) {
			return fiber.ErrTooManyRequests
		}
		c.Status(fiber.StatusNotFound)
		return s.render(c, "invited/gone", gonePage{Page: s.invitedSorry(c)})
	}
	if err != nil {
		return err
	}
	if invitation.Gone(event, now) {
		page := gonePage{Page: s.invitedSorry(c), Name: event.ContactName, Phone: event.ContactPhone, Known: true}
		c.Status(fiber.StatusGone)
		return s.render(c, "invited/gone", page)
	}
	most := acts
	if unit {
		most += 3 * int(invitation.Asked())
	}
	opens := strings.HasSuffix(c.Route().Path, "/open") // by itself, with each look at the page
	if c.Method() == fiber.MethodPost && !opens && s.acted.over(formID(invitation.ID), most, acting, now.Time) {
		return fiber.ErrTooManyRequests
	}
	v.event, v.invitation = event, invitation
	if archived(c) {
		return models.ErrArchived
	}
	if c.Method() == fiber.MethodPost && !opens { // who answers has looked, with a script or without
		if err := s.db.NoteOpened(c.UserContext(), invitation); err != nil {
			return err
		}
	}
	return c.Next()
}

// gonePage says that a link leads nowhere, and whom to call.
type gonePage struct {
	views.Page
	Known       bool   // the link once was right: it may say whom to call
	Name, Phone string // of the office
}

// invitedSorry is what the page of a link that leads nowhere needs.
func (s *site) invitedSorry(c *fiber.Ctx) views.Page {
	page := s.page(c, views.T("Đường dẫn không dùng được"))
	page.Invited = true
	return page
}

// private keeps an answer out of caches and of what search engines list.
func private(c *fiber.Ctx) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
}

// follows lets the browser that has opened a link see the event as its guests do, when it is for the invited only: the visitor's guard asks
// for this cookie. It goes to the addresses of the event alone.
func (s *site) follows(c *fiber.Ctx) {
	v := visitOf(c)
	if v.event.Visibility != "invited" {
		return
	}
	c.Cookie(&fiber.Cookie{Name: "invited", Value: v.invitation.Link, Path: v.event.URL(), MaxAge: int(models.LinkLife.Seconds()), HTTPOnly: true, SameSite: "Lax", Secure: secure(c)})
}

// wasInvited tells whether the visitor has come to the event through a link that still leads there.
func (s *site) wasInvited(c *fiber.Ctx, event models.Event) (bool, error) {
	token := c.Cookies("invited")
	if token == "" || event.Visibility != "invited" {
		return false, nil
	}
	return s.db.Invited(c.UserContext(), event, token)
}

// openLink notes that a person has opened the page: the page's script posts it. Robots that look at links do not.
func (s *site) openLink(c *fiber.Ctx) error {
	if err := s.db.NoteOpened(c.UserContext(), visitOf(c).invitation); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// linkCalendar answers the event for a phone's own calendar.
func (s *site) linkCalendar(c *fiber.Ctx) error { return s.showCalendar(c) }
