package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type staffForm struct {
	Account string `form:"account"`
	Role    string `form:"role"`
	User    string `form:"user"`
}

// colleagues are the accounts that the visitor may know of: those with a role in an organization where the visitor has one.
func (s *site) colleagues(c *fiber.Ctx) (options []views.Option, err error) {
	user := visitOf(c).user
	users, err := s.db.Users(c.UserContext())
	for _, other := range users {
		known := user.Administers() || slices.ContainsFunc(other.Roles, func(theirs models.Role) bool {
			return slices.ContainsFunc(user.Roles, func(mine models.Role) bool { return mine.OrganizationID == theirs.OrganizationID })
		})
		if known && other.DisabledAt.IsZero() {
			options = append(options, views.Option{Value: other.Account, Label: other.Name})
		}
	}
	return options, err
}

func (s *site) addStaff(c *fiber.Ctx) error {
	var form staffForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	err := s.db.AddStaff(c.UserContext(), by(c), event.ID, form.Account, form.Role)
	if errors.As(err, &wrong) {
		page, err := s.settingsPage(c, eventFormOf(event))
		if err != nil {
			return err
		}
		page.StaffForm, page.StaffWrong = form, wrong
		return s.again(c, "events/edit", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/settings#staff", views.T("Đã thêm."))
}

func (s *site) removeStaff(c *fiber.Ctx) error {
	var form staffForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event := visitOf(c).event
	if err := s.db.RemoveStaff(c.UserContext(), by(c), event.ID, number(form.User), form.Role); err != nil {
		return err
	}
	return s.done(c, event.URL()+"/settings#staff", views.T("Đã bỏ."))
}
