package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// visit is what is known of a request: who asks, and about which event.
type visit struct {
	number     string // of the request, for the log and the visitor
	token      string // of the login, or of a guest's form
	user       *models.User
	login      models.ID
	language   string
	event      models.Event
	access     models.Access
	invited    bool              // came through a link of the event
	invitation models.Invitation // whose link the address holds
	guarded    bool              // a guard has refused: a guest is sent to sign in
}

func visitOf(c *fiber.Ctx) *visit {
	if v, ok := c.Locals("visit").(*visit); ok {
		return v
	}
	v := &visit{}
	c.Locals("visit", v)
	return v
}

func requestID(c *fiber.Ctx) string { return visitOf(c).number }
func guarded(c *fiber.Ctx) bool     { return visitOf(c).guarded }

// by is who makes the change.
func by(c *fiber.Ctx) models.Actor { return visitOf(c).user.Actor() }

// refuse hides what is there from those who may not see it; a guest may sign in and try again.
func refuse(c *fiber.Ctx) error {
	visitOf(c).guarded = true
	return models.ErrForbidden
}

func (s *site) signedIn(c *fiber.Ctx) error {
	if visitOf(c).user == nil {
		return refuse(c)
	}
	return c.Next()
}

// organizer lets pass who may make events and change the directory.
func (s *site) organizer(c *fiber.Ctx) error {
	if !visitOf(c).user.Organizes() {
		return refuse(c)
	}
	return c.Next()
}

func (s *site) administrator(c *fiber.Ctx) error {
	if !visitOf(c).user.Administers() {
		return refuse(c)
	}
	return c.Next()
}

// visitor lets pass whoever may read the event's own page.
func (s *site) visitor(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.event.Visibility == "public" || v.access.Staff() || v.invited })
}

// staff lets pass whoever works at the event; organize, record, door and agree ask for more.
func (s *site) staff(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Staff() })
}

func (s *site) organize(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Organize })
}

func (s *site) record(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Record })
}

func (s *site) door(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Door })
}

// keeps lets pass whoever keeps the record or agrees to it: they read all that the minutes are made of.
func (s *site) keeps(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Record || v.access.Agree })
}

func (s *site) agree(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.access.Agree })
}

// guard reads the event of the address and what the visitor may do there.
func (s *site) guard(c *fiber.Ctx, may func(*visit) bool) error {
	v := visitOf(c)
	event, err := s.db.Event(c.UserContext(), c.Params("slug"))
	if err != nil {
		v.guarded = true
		return err
	}
	access, err := s.db.Access(c.UserContext(), v.user, event)
	if err != nil {
		return err
	}
	v.event, v.access = event, access
	if !access.Staff() {
		if v.invited, err = s.wasInvited(c, event); err != nil {
			return err
		}
	}
	if !may(v) {
		return refuse(c)
	}
	if archived(c) {
		return models.ErrArchived
	}
	return c.Next()
}

// archived tells whether a request would change an event that is only read by now. Taking it out of the archive is the one act that is left.
func archived(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodPost && !visitOf(c).event.ArchivedAt.IsZero() && c.Route().Path != "/events/:slug/unarchive"
}

// thing is the number in the address of something within the event.
func thing(c *fiber.Ctx, name string) (models.ID, error) {
	id, err := c.ParamsInt(name)
	if err != nil || id <= 0 {
		return 0, models.ErrNotFound
	}
	return models.ID(id), nil
}
