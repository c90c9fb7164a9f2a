package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type conclusionsPage struct {
	views.Page
	Event       models.Event
	Conclusions []conclusionLine
	Votes       []voteLine
	Keeps       bool // the reader may write
	Form        conclusionForm
	Wrong       models.Invalid
	Choose      []views.Option // who bears the typed name, when there are several
}

type conclusionLine struct {
	models.Conclusion
	Number      int
	Responsible string
	Late        bool
}

// conclusionForm is the form of a conclusion and its task as typed.
type conclusionForm struct {
	Text        string `form:"text"`
	Responsible string `form:"responsible"`
	Who         string `form:"who"` // chosen among several of one name: person:12, organization:3, or text
	Due         string `form:"due"`
	State       string `form:"state"`
	Version     int64  `form:"version"`
}

func (s *site) listConclusions(c *fiber.Ctx) error {
	page, err := s.conclusionsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "conclusions/list", page)
}

func (s *site) conclusionsPage(c *fiber.Ctx) (page conclusionsPage, err error) {
	v := visitOf(c)
	page = conclusionsPage{Page: s.page(c, views.T("Kết luận")), Event: v.event, Keeps: v.access.Record}
	conclusions, err := s.db.Conclusions(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	today := models.DateOf(v.event.Local(s.db.Now()))
	for i, conclusion := range conclusions {
		line := conclusionLine{Conclusion: conclusion, Number: i + 1}
		if conclusion.Task != nil {
			line.Responsible, line.Late = conclusion.Task.Who(v.event.Day()), conclusion.Task.Late(today)
		}
		page.Conclusions = append(page.Conclusions, line)
	}
	votes, err := s.db.Votes(c.UserContext(), v.event.ID)
	for _, vote := range votes {
		page.Votes = append(page.Votes, voteLineOf(vote))
	}
	return page, err
}

// conclusion is what the form says, put over the conclusion as it stands.
func (s *site) conclusion(c *fiber.Ctx, form conclusionForm, conclusion models.Conclusion, wrong models.Invalid) (models.Conclusion, []views.Option, error) {
	event, before := visitOf(c).event, conclusion.Task
	conclusion.EventID, conclusion.Text, conclusion.Version, conclusion.Task = event.ID, form.Text, form.Version, nil
	due := date(form.Due, "due", wrong)
	if strings.TrimSpace(form.Responsible) == "" && due == "" {
		return conclusion, nil, nil
	}
	task := &models.Task{DueOn: due, State: form.State, Responsible: form.Responsible}
	conclusion.Task = task
	if before != nil && before.Who(event.Day()) == form.Responsible { // as it was
		task.PersonID, task.OrganizationID, task.Responsible = before.PersonID, before.OrganizationID, before.Responsible
		return conclusion, nil, nil
	}
	choose, err := s.setResponsible(c, form, task, wrong)
	return conclusion, choose, err
}

// setResponsible finds out whom or which body the typed text means.
func (s *site) setResponsible(c *fiber.Ctx, form conclusionForm, task *models.Task, wrong models.Invalid) ([]views.Option, error) {
	found, err := s.db.FindResponsible(c.UserContext(), visitOf(c).event, form.Responsible)
	if err != nil || len(found) == 0 || form.Who == "text" {
		return nil, err
	}
	at := 0
	if len(found) > 1 {
		at = slices.IndexFunc(found, func(r models.Responsible) bool { return responsibleValue(r) == form.Who })
	}
	if at < 0 {
		wrong["who"] = views.T("Có nhiều người hoặc đơn vị cùng tên. Hãy chọn một.")
		var choose []views.Option
		for _, one := range found {
			choose = append(choose, views.Option{Value: responsibleValue(one), Label: one.Name})
		}
		return choose, nil
	}
	task.PersonID, task.OrganizationID, task.Responsible = found[at].PersonID, found[at].OrganizationID, ""
	return nil, nil
}

func responsibleValue(r models.Responsible) string {
	if r.PersonID != 0 {
		return "person:" + formID(r.PersonID)
	}
	return "organization:" + formID(r.OrganizationID)
}

// listResponsibles answers what the field of a task offers while a name is typed.
func (s *site) listResponsibles(c *fiber.Ctx) error {
	found, err := s.db.Responsibles(c.UserContext(), visitOf(c).event, cut(c.Query("q"), 200), 10)
	if err != nil {
		return err
	}
	names := []string{}
	for _, one := range found {
		names = append(names, one.Name)
	}
	return c.JSON(names)
}

func (s *site) addConclusion(c *fiber.Ctx) error {
	var form conclusionForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	conclusion, choose, err := s.conclusion(c, form, models.Conclusion{}, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		_, err := s.db.AddConclusion(c.UserContext(), by(c), conclusion)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/conclusions", views.T("Đã thêm."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page, err := s.conclusionsPage(c)
	if err != nil {
		return err
	}
	page.Form, page.Wrong, page.Choose = form, wrong, choose
	return s.again(c, "conclusions/list", page)
}

type conclusionPage struct {
	views.Page
	Event      models.Event
	Conclusion models.Conclusion
	Form       conclusionForm
	Wrong      models.Invalid
	Choose     []views.Option
	Stale      []views.Both
}

// conclusionOf is the conclusion of the address, if it belongs to the event.
func (s *site) conclusionOf(c *fiber.Ctx) (models.Conclusion, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Conclusion{}, err
	}
	return s.db.Conclusion(c.UserContext(), visitOf(c).event.ID, id)
}

func conclusionFormOf(event models.Event, conclusion models.Conclusion) conclusionForm {
	form := conclusionForm{Text: conclusion.Text, Version: conclusion.Version, State: "open"}
	if task := conclusion.Task; task != nil {
		form.Responsible, form.Due, form.State = task.Who(event.Day()), string(task.DueOn), task.State
	}
	return form
}

func (s *site) editConclusion(c *fiber.Ctx) error {
	conclusion, err := s.conclusionOf(c)
	if err != nil {
		return err
	}
	event := visitOf(c).event
	return s.render(c, "conclusions/edit", conclusionPage{Page: s.page(c, views.T("Kết luận")), Event: event, Conclusion: conclusion, Form: conclusionFormOf(event, conclusion)})
}

func (s *site) saveConclusion(c *fiber.Ctx) error {
	var form conclusionForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.conclusionOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	conclusion, choose, err := s.conclusion(c, form, before, wrong)
	if err != nil {
		return err
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err = s.db.SaveConclusion(c.UserContext(), by(c), conclusion)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/conclusions", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page := conclusionPage{Page: s.page(c, views.T("Kết luận")), Event: visitOf(c).event, Conclusion: before, Form: form, Wrong: wrong, Choose: choose}
	if now, ok := stale.Now.(models.Conclusion); ok {
		theirs := conclusionFormOf(page.Event, now)
		page.Form.Version = stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Nội dung kết luận"), Now: theirs.Text, Mine: form.Text},
			views.Both{Label: views.T("Giao cho"), Now: theirs.Responsible, Mine: form.Responsible},
			views.Both{Label: views.T("Thời hạn"), Now: theirs.Due, Mine: form.Due},
			views.Both{Label: views.T("Trạng thái"), Now: page.Word("task", theirs.State), Mine: page.Word("task", form.State)},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "conclusions/edit", page)
	}
	return s.again(c, "conclusions/edit", page)
}

func (s *site) moveConclusion(c *fiber.Ctx) error {
	conclusion, err := s.conclusionOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveConclusion(c.UserContext(), by(c), conclusion.EventID, conclusion.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/conclusions", fiber.StatusSeeOther)
}

func (s *site) orderConclusions(c *fiber.Ctx) error {
	if err := s.db.OrderConclusions(c.UserContext(), by(c), visitOf(c).event.ID, ids(c.FormValue("order"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *site) removeConclusion(c *fiber.Ctx) error {
	conclusion, err := s.conclusionOf(c)
	if err != nil {
		return err
	}
	if err := s.db.RemoveConclusion(c.UserContext(), by(c), conclusion.EventID, conclusion.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/conclusions", views.T("Đã xóa. Lịch sử vẫn giữ nội dung."))
}
