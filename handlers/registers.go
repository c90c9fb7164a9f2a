package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// registerPage is an office's register of papers, and the congress terms by which a committee's papers are numbered.
type registerPage struct {
	views.Page
	Organization models.Organization
	Registers    []models.Register
	Register     models.Register // the one that is shown
	Numbers      []models.RegisterNumber
	Terms        []models.Term
	Form         termForm
	Wrong        models.Invalid
	Pager        views.Pager
}

type termForm struct {
	Name   string `form:"name"`
	Begins string `form:"begins_on"`
	Ends   string `form:"ends_on"`
}

func (s *site) showRegister(c *fiber.Ctx) error {
	page, err := s.registerPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "organizations/register", page)
}

func (s *site) registerPage(c *fiber.Ctx) (page registerPage, err error) {
	id, err := thing(c, "id")
	if err != nil {
		return page, err
	}
	page = registerPage{Page: s.page(c, views.T("Sổ văn bản"))}
	if page.Organization, err = s.db.Organization(c.UserContext(), id); err != nil {
		return page, err
	}
	if page.Registers, err = s.db.Registers(c.UserContext(), id); err != nil {
		return page, err
	}
	if page.Terms, err = s.db.Terms(c.UserContext(), id); err != nil {
		return page, err
	}
	for i, register := range page.Registers {
		if chosen := number(c.Query("register")); register.ID == chosen || chosen == 0 && i == 0 {
			page.Register = register
		}
	}
	if page.Register.ID == 0 {
		return page, nil
	}
	if page.Numbers, err = s.db.RegisterNumbers(c.UserContext(), id, page.Register.ID, int64(number(c.Query("below")))); err != nil {
		return page, err
	}
	if len(page.Numbers) == models.PageSize {
		page.Pager.Next = c.Path() + "?register=" + formID(page.Register.ID) + "&below=" + strconv.FormatInt(page.Numbers[len(page.Numbers)-1].Number, 10)
	}
	return page, nil
}

func (s *site) addTerm(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	var form termForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	term := models.Term{OrganizationID: id, Name: form.Name, BeginsOn: date(form.Begins, "begins_on", wrong), EndsOn: date(form.Ends, "ends_on", wrong)}
	if err = error(wrong); len(wrong) == 0 {
		err = s.db.AddTerm(c.UserContext(), by(c), term)
	}
	return s.termDone(c, err, form)
}

func (s *site) endTerm(c *fiber.Ctx) error {
	id, term, err := s.termOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	on := date(c.FormValue("ends_on"), "ends_on", wrong)
	if err = error(wrong); len(wrong) == 0 {
		err = s.db.EndTerm(c.UserContext(), by(c), id, term, on)
	}
	return s.termDone(c, err, termForm{})
}

func (s *site) removeTerm(c *fiber.Ctx) error {
	id, term, err := s.termOf(c)
	if err != nil {
		return err
	}
	return s.termDone(c, s.db.RemoveTerm(c.UserContext(), by(c), id, term), termForm{})
}

func (s *site) termOf(c *fiber.Ctx) (organization, term models.ID, err error) {
	if organization, err = thing(c, "id"); err != nil {
		return 0, 0, err
	}
	term, err = thing(c, "term")
	return organization, term, err
}

func (s *site) termDone(c *fiber.Ctx, err error, form termForm) error {
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.registerPage(c)
		if err != nil {
			return err
		}
		page.Form, page.Wrong = form, wrong
		return s.again(c, "organizations/register", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/organizations/"+c.Params("id")+"/register", views.T("Đã lưu."))
}
