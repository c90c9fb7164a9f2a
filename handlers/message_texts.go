package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type wordsForm struct {
	Subject string `form:"subject"`
	Body    string `form:"body"`
	Version int64  `form:"version"`
	Act     string `form:"act"` // preview, save
}

type wordsPage struct {
	views.Page
	Event     models.Event
	Kind      string
	Kinds     []string
	Form      wordsForm
	Wrong     models.Invalid
	Stale     []views.Both
	Variables []variable
	Own       bool // the event has words of its own

	Subject, Body string // as the first delegate would get it; empty: not asked for
	Name          string // of that delegate
}

// variable is what may stand in braces, with an example.
type variable struct{ Name, Says string }

func (s *site) wordsPage(c *fiber.Ctx, form wordsForm) (wordsPage, error) {
	v := visitOf(c)
	page := wordsPage{Page: s.page(c, views.T("Mẫu thư")), Event: v.event, Kind: c.Params("kind"), Kinds: models.MessageKinds, Form: form}
	if _, err := s.db.MessageText(c.UserContext(), v.event.ID, page.Kind); err != nil {
		return page, err
	}
	page.Own = form.Version > 0
	for _, name := range models.Variables(page.Kind) {
		page.Variables = append(page.Variables, variable{"{" + name + "}", page.Word("variable", name)})
	}
	return page, nil
}

// preview shows the words as the first delegate would get them.
func (s *site) preview(c *fiber.Ctx, page *wordsPage) error {
	v := visitOf(c)
	to := models.Recipient{Name: views.T("Nguyễn Văn A"), Values: map[string]string{"chuc_vu": "…"}}
	delegates, err := s.db.Delegates(c.UserContext(), models.DelegateFilter{EventID: v.event.ID, Limit: 1})
	if err != nil {
		return err
	}
	if len(delegates) > 0 && delegates[0].PersonID != 0 {
		person := delegates[0].Person
		to = models.Recipient{Name: person.Name(), Honorific: person.Honorific, Values: map[string]string{"chuc_vu": strings.Join(person.PostsOn(v.event.Day()), ", ")}}
	}
	for _, name := range models.Variables(page.Kind) { // what is not known yet stands as a word
		if to.Values[name] == "" && (name == "han_tra_loi" || name == "noi_dung" || name == "chu_de" || name == "thoi_han") {
			to.Values[name] = "[" + page.Word("variable", name) + "]"
		}
	}
	page.Name = to.Name
	page.Subject, page.Body, err = s.db.PreviewMessage(c.UserContext(), v.event, models.MessageText{EventID: v.event.ID, Kind: page.Kind, Subject: page.Form.Subject, Body: page.Form.Body}, to, s.exampleLink())
	return err
}

func (s *site) editWords(c *fiber.Ctx) error {
	text, err := s.db.MessageText(c.UserContext(), visitOf(c).event.ID, c.Params("kind"))
	if err != nil {
		return err
	}
	page, err := s.wordsPage(c, wordsForm{Subject: text.Subject, Body: text.Body, Version: text.Version})
	if err != nil {
		return err
	}
	if err := s.preview(c, &page); err != nil {
		return err
	}
	return s.render(c, "messages/words", page)
}

// saveWords keeps the words, or only shows how they would read.
func (s *site) saveWords(c *fiber.Ctx) error {
	var form wordsForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	page, err := s.wordsPage(c, form)
	if err != nil {
		return err
	}
	if form.Act == "preview" {
		err = s.preview(c, &page)
	} else {
		err = s.db.SaveMessageText(c.UserContext(), by(c), models.MessageText{EventID: v.event.ID, Kind: page.Kind, Subject: form.Subject, Body: form.Body, Version: form.Version})
	}
	var wrong models.Invalid
	var stale models.Stale
	switch {
	case errors.As(err, &wrong):
		page.Wrong = wrong
		return s.again(c, "messages/words", page)
	case errors.As(err, &stale):
		now, _ := stale.Now.(models.MessageText)
		page.Form.Version = stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Tiêu đề"), Now: now.Subject, Mine: form.Subject},
			views.Both{Label: views.T("Nội dung"), Now: now.Body, Mine: form.Body},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "messages/words", page)
	case err != nil:
		return err
	case form.Act == "preview":
		return s.render(c, "messages/words", page)
	}
	return s.done(c, v.event.URL()+"/messages/words/"+page.Kind, views.T("Đã lưu."))
}

// restoreWords goes back to the program's own words.
func (s *site) restoreWords(c *fiber.Ctx) error {
	v := visitOf(c)
	if err := s.db.RestoreMessageText(c.UserContext(), by(c), v.event.ID, c.Params("kind")); err != nil {
		return err
	}
	return s.done(c, v.event.URL()+"/messages/words/"+c.Params("kind"), views.T("Đã trở lại lời thư mẫu."))
}

type remindersForm struct {
	Answer   string `form:"answer_days"`
	Text     string `form:"text_days"`
	Tomorrow string `form:"tomorrow_days"`
	Task     string `form:"task_days"`
	Version  int64  `form:"version"`
}

type remindersPage struct {
	views.Page
	Event models.Event
	Form  remindersForm
	Wrong models.Invalid
	Stale []views.Both
}

func remindersFormOf(r models.Reminders) remindersForm {
	return remindersForm{written(r.AnswerDays), written(r.TextDays), written(r.TomorrowDays), written(r.TaskDays), r.Version}
}

func (s *site) editReminders(c *fiber.Ctx) error {
	reminders, err := s.db.Reminders(c.UserContext(), visitOf(c).event.ID)
	if err != nil {
		return err
	}
	return s.render(c, "messages/reminders", remindersPage{Page: s.page(c, views.T("Nhắc tự động")), Event: visitOf(c).event, Form: remindersFormOf(reminders)})
}

func (s *site) saveReminders(c *fiber.Ctx) error {
	var form remindersForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	page := remindersPage{Page: s.page(c, views.T("Nhắc tự động")), Event: v.event, Form: form}
	wrong := models.Invalid{}
	reminders := models.Reminders{EventID: v.event.ID, AnswerDays: count(form.Answer, "answer_days", wrong), TextDays: count(form.Text, "text_days", wrong),
		TomorrowDays: count(form.Tomorrow, "tomorrow_days", wrong), TaskDays: count(form.Task, "task_days", wrong), Version: form.Version}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveReminders(c.UserContext(), by(c), reminders)
		if err == nil {
			return s.done(c, v.event.URL()+"/messages", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.Reminders)
	if !ok {
		return s.again(c, "messages/reminders", page)
	}
	theirs := remindersFormOf(now)
	page.Form.Version = stale.Version
	page.Stale = views.Differing(
		views.Both{Label: views.T("Nhắc trả lời"), Now: theirs.Answer, Mine: form.Answer},
		views.Both{Label: views.T("Nhắc gửi bài phát biểu"), Now: theirs.Text, Mine: form.Text},
		views.Both{Label: views.T("Nhắc trước ngày họp"), Now: theirs.Tomorrow, Mine: form.Tomorrow},
		views.Both{Label: views.T("Nhắc nhiệm vụ"), Now: theirs.Task, Mine: form.Task},
	)
	c.Status(fiber.StatusConflict)
	return s.render(c, "messages/reminders", page)
}
