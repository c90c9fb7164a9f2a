package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type groupsPage struct {
	views.Page
	Event   models.Event
	Turnout []models.Turnout
	Total   models.Turnout
}

func (s *site) listGroups(c *fiber.Ctx) error {
	v := visitOf(c)
	page := groupsPage{Page: s.page(c, views.T("Nhóm đại biểu")), Event: v.event}
	var err error
	if page.Turnout, err = s.db.Turnout(c.UserContext(), v.event.ID, 0); err != nil {
		return err
	}
	page.Total = models.Total(page.Turnout)
	return s.render(c, "groups/list", page)
}

type groupPage struct {
	views.Page
	Event models.Event
	Group models.Group // zero when it is a new one
	Form  groupForm
	Wrong models.Invalid
	Units []models.Organization // chosen
	Found []models.Organization // by the search, beside those
	Above map[models.ID]string  // the names above the units
	Stale []views.Both
}

// groupForm is the form of a group as typed.
type groupForm struct {
	Name       string  `form:"name"`
	Collective bool    `form:"collective"`
	Expected   string  `form:"expected"`
	Press      bool    `form:"press"`
	Units      []int64 `form:"units"`
	Search     string  `form:"unit"`     // for units
	Searched   string  `form:"searched"` // what was found before
	Find       string  `form:"find"`     // the button beside the search
	Version    int64   `form:"version"`
}

// finds tells whether the form only looks for units, and is not to be saved yet.
func (f groupForm) finds() bool { return f.Find != "" || f.Search != "" && f.Search != f.Searched }

func groupFormOf(group models.Group) groupForm {
	form := groupForm{Name: group.Name, Collective: group.Collective, Press: group.Press, Expected: written(group.Expected), Version: group.Version}
	for _, unit := range group.Units {
		form.Units = append(form.Units, int64(unit.ID))
	}
	return form
}

// group is what the form says, put over the group as it stands.
func (f groupForm) group(group models.Group, wrong models.Invalid) models.Group {
	group.Name, group.Collective, group.Press, group.Version = f.Name, f.Collective, f.Press, f.Version
	group.Expected, group.Units = count(f.Expected, "expected", wrong), nil
	for _, id := range f.Units {
		group.Units = append(group.Units, models.Organization{ID: models.ID(id)})
	}
	return group
}

func (s *site) groupPage(c *fiber.Ctx, title string, group models.Group, form groupForm) (page groupPage, err error) {
	page = groupPage{Page: s.page(c, title), Event: visitOf(c).event, Group: group, Form: form}
	chosen := map[models.ID]bool{}
	ids := make([]models.ID, len(form.Units))
	for i, id := range form.Units {
		ids[i] = models.ID(id)
		chosen[ids[i]] = true
	}
	if page.Units, page.Above, err = s.db.Units(c.UserContext(), ids); err != nil || form.Search == "" {
		return page, err
	}
	found, err := s.db.Organizations(c.UserContext(), models.OrganizationFilter{Search: cut(form.Search, 200), Valid: page.Event.Day()})
	if err != nil {
		return page, err
	}
	ids = ids[:0]
	for _, unit := range found {
		if !chosen[unit.ID] {
			page.Found, ids = append(page.Found, unit), append(ids, unit.ID)
		}
	}
	_, above, err := s.db.Units(c.UserContext(), ids)
	for id, name := range above {
		page.Above[id] = name
	}
	return page, err
}

func (s *site) newGroup(c *fiber.Ctx) error {
	page, err := s.groupPage(c, views.T("Thêm nhóm"), models.Group{}, groupForm{})
	if err != nil {
		return err
	}
	return s.render(c, "groups/edit", page)
}

func (s *site) addGroup(c *fiber.Ctx) error {
	return s.writeGroup(c, views.T("Thêm nhóm"), models.Group{EventID: visitOf(c).event.ID}, func(group models.Group) error {
		_, err := s.db.AddGroup(c.UserContext(), by(c), group)
		return err
	})
}

// groupOf is the group of the address, if it belongs to the event.
func (s *site) groupOf(c *fiber.Ctx) (models.Group, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Group{}, err
	}
	return s.db.Group(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) editGroup(c *fiber.Ctx) error {
	group, err := s.groupOf(c)
	if err != nil {
		return err
	}
	page, err := s.groupPage(c, group.Name, group, groupFormOf(group))
	if err != nil {
		return err
	}
	return s.render(c, "groups/edit", page)
}

func (s *site) saveGroup(c *fiber.Ctx) error {
	group, err := s.groupOf(c)
	if err != nil {
		return err
	}
	return s.writeGroup(c, group.Name, group, func(group models.Group) error {
		return s.db.SaveGroup(c.UserContext(), by(c), group)
	})
}

// writeGroup reads the form and writes the group, unless the form only looks for units.
func (s *site) writeGroup(c *fiber.Ctx, title string, before models.Group, write func(models.Group) error) error {
	var form groupForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	var stale models.Stale
	group := form.group(before, wrong)
	if !form.finds() && len(wrong) == 0 {
		err := write(group)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/groups", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.groupPage(c, title, before, form)
	if err != nil {
		return err
	}
	if form.finds() {
		return s.render(c, "groups/edit", page)
	}
	page.Wrong = wrong
	if now, ok := stale.Now.(models.Group); ok {
		page.Group, page.Form.Version = now, stale.Version
		if page.Stale = page.both(now); len(page.Stale) == 0 { // both have written the same
			return s.done(c, visitOf(c).event.URL()+"/groups", views.T("Đã lưu."))
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "groups/edit", page)
	}
	return s.again(c, "groups/edit", page)
}

// both are the fields in which what stands now and what was typed differ.
func (page groupPage) both(now models.Group) []views.Both {
	theirs, mine := groupFormOf(now), page.Form
	yes := func(is bool) string {
		if is {
			return page.Say(views.T("Có"))
		}
		return page.Say(views.T("Không"))
	}
	names := func(units []models.Organization) (text string) {
		for _, unit := range units {
			text += unit.Name + "\n"
		}
		return text
	}
	return views.Differing(
		views.Both{Label: views.T("Tên nhóm"), Now: theirs.Name, Mine: mine.Name},
		views.Both{Label: views.T("Không nêu tên từng người"), Now: yes(theirs.Collective), Mine: yes(mine.Collective)},
		views.Both{Label: views.T("Số người dự kiến"), Now: theirs.Expected, Mine: mine.Expected},
		views.Both{Label: views.T("Là cơ quan báo chí"), Now: yes(theirs.Press), Mine: yes(mine.Press)},
		views.Both{Label: views.T("Đơn vị cử người"), Now: names(now.Units), Mine: names(page.Units)},
	)
}

func (s *site) removeGroup(c *fiber.Ctx) error {
	group, err := s.groupOf(c)
	if err != nil {
		return err
	}
	err = s.db.RemoveGroup(c.UserContext(), by(c), group.EventID, group.ID)
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.groupPage(c, group.Name, group, groupFormOf(group))
		if err != nil {
			return err
		}
		page.Wrong = models.Invalid{"": wrong["group"]}
		return s.again(c, "groups/edit", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/groups", views.T("Đã xóa nhóm."))
}

func (s *site) moveGroup(c *fiber.Ctx) error {
	group, err := s.groupOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveGroup(c.UserContext(), by(c), group.EventID, group.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/groups#g-"+formID(group.ID), views.T("Đã chuyển."))
}

func (s *site) orderGroups(c *fiber.Ctx) error {
	if err := s.db.OrderGroups(c.UserContext(), by(c), visitOf(c).event.ID, ids(c.FormValue("order"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
