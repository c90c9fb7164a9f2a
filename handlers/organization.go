package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// organizationForm is the form of an organization as typed. What prints is three-valued: as usual, nothing, or a text of its own.
type organizationForm struct {
	Name       string `form:"name"`
	Parent     string `form:"parent"`
	NameAs     string `form:"name_as"` // usual, own
	PrintName  string `form:"print_name"`
	AboveAs    string `form:"above_as"` // usual, none, own
	PrintAbove string `form:"print_above"`
	Kind       string `form:"kind"`
	Code       string `form:"code"`
	Place      string `form:"place"`
	From       string `form:"valid_from"`
	Until      string `form:"valid_until"`
	Successor  string `form:"successor"`
	Version    int64  `form:"version"`
	Preview    bool   `form:"preview"` // the head is to be seen, nothing is to be saved yet
}

func (s *site) organizationFormOf(c *fiber.Ctx, o models.Organization) (form organizationForm, err error) {
	form = organizationForm{Name: o.Name, NameAs: "usual", AboveAs: "usual", Kind: o.Kind, Code: o.Code, Place: o.Place,
		From: shortDate(o.ValidFrom), Until: shortDate(o.ValidUntil), Version: o.Version}
	if o.PrintName != nil {
		form.NameAs, form.PrintName = "own", *o.PrintName
	}
	if o.PrintAbove != nil {
		form.AboveAs, form.PrintAbove = "own", *o.PrintAbove
	}
	if o.PrintAbove != nil && *o.PrintAbove == "" {
		form.AboveAs = "none"
	}
	var ids []models.ID
	for _, id := range []models.ID{o.ParentID, o.SuccessorID} {
		if id != 0 {
			ids = append(ids, id)
		}
	}
	near, err := s.db.Lines(c.UserContext(), ids)
	if err != nil {
		return form, err
	}
	labels, err := s.db.OrganizationLabels(c.UserContext(), near)
	form.Parent, form.Successor = labels[o.ParentID], labels[o.SuccessorID]
	return form, err
}

// organization is what the form says, put over the organization as it stands.
func (s *site) organization(c *fiber.Ctx, f organizationForm, o models.Organization, wrong models.Invalid) (models.Organization, error) {
	o.Name, o.Kind, o.Code, o.Place, o.Version = f.Name, f.Kind, f.Code, f.Place, f.Version
	o.ValidFrom, o.ValidUntil = date(f.From, "valid_from", wrong), date(f.Until, "valid_until", wrong)
	o.PrintName, o.PrintAbove = nil, nil
	if f.NameAs == "own" {
		o.PrintName = &f.PrintName
		if viet.Clean(f.PrintName) == "" {
			wrong["print_name"] = views.T("Hãy ghi tên in, hoặc chọn in theo tên cơ quan.")
		}
	}
	switch f.AboveAs {
	case "none":
		o.PrintAbove = new(string)
	case "own":
		o.PrintAbove = &f.PrintAbove
		if viet.Clean(f.PrintAbove) == "" {
			wrong["print_above"] = views.T("Hãy ghi dòng in phía trên, hoặc chọn không in.")
		}
	}
	var err error
	if o.ParentID, err = s.chosen(c, f.Parent, "parent", wrong); err != nil {
		return o, err
	}
	o.SuccessorID, err = s.chosen(c, f.Successor, "successor", wrong)
	return o, err
}

// chosen is the organization that a field means; an empty field means none.
func (s *site) chosen(c *fiber.Ctx, text, field string, wrong models.Invalid) (models.ID, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	organization, err := s.db.ChooseOrganization(c.UserContext(), cut(text, 1200))
	var none models.Invalid
	if errors.As(err, &none) {
		wrong[field] = none["organization"]
		return 0, nil
	}
	return organization.ID, err
}

type organizationFormPage struct {
	views.Page
	Organization models.Organization // zero when it is a new one
	Form         organizationForm
	Head         letterhead
	Wrong        models.Invalid
	Stale        []views.Both
}

// organizationFormPage is the form with the head of a paper as the form would have it.
func (s *site) organizationFormPage(c *fiber.Ctx, title string, o models.Organization, form organizationForm) (page organizationFormPage, err error) {
	page = organizationFormPage{Page: s.page(c, title), Organization: o, Form: form}
	unread := models.Invalid{}
	typed, err := s.organization(c, form, o, unread)
	if err != nil {
		return page, err
	}
	typed.Name, typed.Code, typed.Place = viet.Clean(typed.Name), viet.Clean(typed.Code), viet.Clean(typed.Place)
	var line []models.Organization
	if typed.ParentID != 0 {
		if line, err = s.db.Ancestry(c.UserContext(), typed.ParentID); err != nil {
			return page, err
		}
	}
	page.Head = letterheadOf(typed, line)
	return page, nil
}

// previewOrganization is the head of a paper alone, for a form that is being written.
func (s *site) previewOrganization(c *fiber.Ctx) error {
	form := organizationForm{Name: c.Query("name"), Parent: c.Query("parent"), NameAs: c.Query("name_as"), PrintName: c.Query("print_name"),
		AboveAs: c.Query("above_as"), PrintAbove: c.Query("print_above"), Code: c.Query("code"), Place: c.Query("place")}
	page, err := s.organizationFormPage(c, "", models.Organization{}, form)
	if err != nil {
		return err
	}
	return s.render(c, "organizations/edit#letterhead", page)
}

func (s *site) newOrganization(c *fiber.Ctx) error {
	form, err := s.organizationFormOf(c, models.Organization{ParentID: number(c.Query("parent"))})
	if err != nil {
		return err
	}
	page, err := s.organizationFormPage(c, views.T("Thêm cơ quan"), models.Organization{}, form)
	if err != nil {
		return err
	}
	return s.render(c, "organizations/edit", page)
}

func (s *site) addOrganization(c *fiber.Ctx) error {
	var form organizationForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.organizationFormPage(c, views.T("Thêm cơ quan"), models.Organization{}, form)
	if err != nil {
		return err
	}
	if form.Preview {
		return s.render(c, "organizations/edit", page)
	}
	wrong := models.Invalid{}
	organization, err := s.organization(c, form, models.Organization{}, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		added, err := s.db.AddOrganization(c.UserContext(), by(c), organization)
		if err == nil {
			return s.done(c, organizationURL(added.ID), views.T("Đã thêm %s."), added.Name)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page.Wrong = wrong
	return s.again(c, "organizations/edit", page)
}

// organizationOf is the organization of the address.
func (s *site) organizationOf(c *fiber.Ctx) (models.Organization, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Organization{}, err
	}
	return s.db.Organization(c.UserContext(), id)
}

func (s *site) editOrganization(c *fiber.Ctx) error {
	organization, err := s.organizationOf(c)
	if err != nil {
		return err
	}
	form, err := s.organizationFormOf(c, organization)
	if err != nil {
		return err
	}
	page, err := s.organizationFormPage(c, views.T("Sửa cơ quan"), organization, form)
	if err != nil {
		return err
	}
	return s.render(c, "organizations/edit", page)
}

func (s *site) saveOrganization(c *fiber.Ctx) error {
	var form organizationForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.organizationOf(c)
	if err != nil {
		return err
	}
	page, err := s.organizationFormPage(c, views.T("Sửa cơ quan"), before, form)
	if err != nil {
		return err
	}
	if form.Preview {
		return s.render(c, "organizations/edit", page)
	}
	wrong := models.Invalid{}
	organization, err := s.organization(c, form, before, wrong)
	if err != nil {
		return err
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveOrganization(c.UserContext(), by(c), organization)
		if err == nil {
			return s.done(c, organizationURL(before.ID), views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.Organization)
	if !ok {
		return s.again(c, "organizations/edit", page)
	}
	theirs, err := s.organizationFormOf(c, now)
	if err != nil {
		return err
	}
	page.Organization, page.Form.Version = now, stale.Version
	if page.Stale = page.both(theirs); len(page.Stale) == 0 { // both have written the same
		return s.done(c, organizationURL(before.ID), views.T("Đã lưu."))
	}
	c.Status(fiber.StatusConflict)
	return s.render(c, "organizations/edit", page)
}

// both are the fields in which what stands now and what was typed differ.
func (page organizationFormPage) both(now organizationForm) []views.Both {
	mine := page.Form
	name := func(f organizationForm) string {
		if f.NameAs == "own" {
			return f.PrintName
		}
		return page.Say(views.T("Như tên cơ quan, viết hoa"))
	}
	above := func(f organizationForm) string {
		switch f.AboveAs {
		case "own":
			return f.PrintAbove
		case "none":
			return page.Say(views.T("Không in dòng này"))
		}
		return page.Say(views.T("Tên in của cơ quan cấp trên"))
	}
	return views.Differing(
		views.Both{Label: views.T("Tên cơ quan, đơn vị"), Now: now.Name, Mine: mine.Name},
		views.Both{Label: views.T("Cơ quan cấp trên"), Now: now.Parent, Mine: mine.Parent},
		views.Both{Label: views.T("Tên in trên văn bản"), Now: name(now), Mine: name(mine)},
		views.Both{Label: views.T("Dòng in phía trên"), Now: above(now), Mine: above(mine)},
		views.Both{Label: views.T("Loại"), Now: page.Word("organization", now.Kind), Mine: page.Word("organization", mine.Kind)},
		views.Both{Label: views.T("Ký hiệu"), Now: now.Code, Mine: mine.Code},
		views.Both{Label: views.T("Địa danh"), Now: now.Place, Mine: mine.Place},
		views.Both{Label: views.T("Có từ ngày"), Now: now.From, Mine: mine.From},
		views.Both{Label: views.T("Đến hết ngày"), Now: now.Until, Mine: mine.Until},
		views.Both{Label: views.T("Cơ quan kế tục"), Now: now.Successor, Mine: mine.Successor},
	)
}
