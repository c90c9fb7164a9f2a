package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type speechPage struct {
	views.Page
	Event     models.Event
	Speech    models.Speech
	Form      speechForm
	Wrong     models.Invalid
	Choose    []views.Option
	Options   []views.Option
	States    []views.Option
	Item      models.Item
	Stale     []views.Both        // what stands now beside what was typed, when the form was made on an older version
	Texts     []models.SpeechText // that were handed in, the first version first
	TextWrong models.Invalid
	Typed     string      // of a text that is handed in here
	Remark    string      // of a text that is judged
	Restored  models.Time // when the text was saved that is shown again and is not in the record; zero: none
}

func (s *site) editSpeech(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	form, err := s.speechFormOf(c, speech)
	if err != nil {
		return err
	}
	v := visitOf(c)
	drafts, err := s.db.Drafts(c.UserContext(), v.user, v.event.ID)
	if err != nil {
		return err
	}
	restored := models.Time{}
	for field, text := range map[string]*string{"summary": &form.Summary, "text": &form.Text} {
		if draft, ok := drafts[speechDraft(speech, field)]; ok && draft.Text != *text {
			*text, restored = draft.Text, draft.SavedAt
			form.Version = min(form.Version, draft.Version) // if somebody has saved since, both texts will be shown
		}
	}
	page, err := s.speechPage(c, speech, form)
	if err != nil {
		return err
	}
	page.Restored = restored
	return s.render(c, "speeches/edit", page)
}

// speechOf is the speech of the address, if it belongs to the event.
func (s *site) speechOf(c *fiber.Ctx) (models.Speech, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Speech{}, err
	}
	return s.db.Speech(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) speechFormOf(c *fiber.Ctx, speech models.Speech) (speechForm, error) {
	event := visitOf(c).event
	form := speechForm{Item: formID(speech.ItemID), Kind: speech.Kind, State: speech.State, Speaker: speech.SpeakerText, Topic: speech.Topic,
		Summary: speech.Summary, Text: speech.Text, HasPaper: speech.HasPaper, Version: speech.Version,
		Day: day(event.Local(speech.StartedAt)), Starts: clock(event.Local(speech.StartedAt)), Ends: clock(event.Local(speech.EndedAt))}
	form.Minutes = written(speech.Minutes)
	if speech.DelegateID != 0 {
		delegate, err := s.db.Speaker(c.UserContext(), event.ID, speech.DelegateID)
		if err != nil {
			return form, err
		}
		form.Speaker = delegate.Told(event.Day())
	}
	return form, nil
}

func (s *site) speechPage(c *fiber.Ctx, speech models.Speech, form speechForm) (speechPage, error) {
	v := visitOf(c)
	page := speechPage{Page: s.page(c, views.T("Phát biểu")), Event: v.event, Speech: speech, Form: form}
	record, _, err := s.db.SpeechList(c.UserContext(), v.event.ID)
	if err == nil {
		page.Texts, err = s.db.TextsOf(c.UserContext(), v.event.ID, speech.ID)
	}
	page.Options = itemOptions(page.Page, v.event, record.Items)
	for _, item := range record.Items {
		if item.ID == speech.ItemID {
			page.Item = item
		}
	}
	if page.Form.Day == "" { // the day on which it would be
		at := page.Item.StartsAt
		if at.IsZero() {
			at = v.event.StartsAt
		}
		page.Form.Day = day(v.event.Local(at))
	}
	return page, err
}

func (s *site) saveSpeech(c *fiber.Ctx) error {
	var form speechForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.speechOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	speech, choose, err := s.speech(c, form, before, wrong)
	if err != nil {
		return err
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err = s.db.SaveSpeech(c.UserContext(), by(c), speech)
		if err == nil {
			return s.speechSaved(c, before)
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.speechPage(c, before, form)
	if err != nil {
		return err
	}
	page.Wrong, page.Choose = wrong, choose
	if now, ok := stale.Now.(models.Speech); ok {
		theirs, err := s.speechFormOf(c, now)
		if err != nil {
			return err
		}
		page.Speech, page.Form.Version = now, stale.Version
		if page.Stale = page.both(theirs); len(page.Stale) == 0 { // both have written the same
			return s.speechSaved(c, before)
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "speeches/edit", page)
	}
	return s.again(c, "speeches/edit", page)
}

// speechSaved forgets what was being typed, which the record has now.
func (s *site) speechSaved(c *fiber.Ctx, speech models.Speech) error {
	v := visitOf(c)
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, speechDraft(speech, "summary"), speechDraft(speech, "text")); err != nil {
		return err
	}
	return s.done(c, v.event.URL()+"/speeches#item-"+formID(speech.ItemID), views.T("Đã lưu."))
}

// Late tells whether a text came after the deadline.
func (page speechPage) Late(text models.SpeechText) bool { return text.Late(page.Event) }

// both are the fields in which what stands now and what was typed differ.
func (page speechPage) both(theirs speechForm) []views.Both {
	mine := page.Form
	return views.Differing(
		views.Both{Label: views.T("Mục chương trình"), Now: labelOf(page.Options, theirs.Item), Mine: labelOf(page.Options, mine.Item)},
		views.Both{Label: views.T("Người phát biểu"), Now: theirs.Speaker, Mine: mine.Speaker},
		views.Both{Label: views.T("Chủ đề"), Now: theirs.Topic, Mine: mine.Topic},
		views.Both{Label: views.T("Loại"), Now: page.Word("item", theirs.Kind), Mine: page.Word("item", mine.Kind)},
		views.Both{Label: views.T("Trạng thái"), Now: page.Word("speech", theirs.State), Mine: page.Word("speech", mine.State)},
		views.Both{Label: views.T("Số phút"), Now: theirs.Minutes, Mine: mine.Minutes},
		views.Both{Label: views.T("Bắt đầu"), Now: theirs.Starts, Mine: mine.Starts},
		views.Both{Label: views.T("Kết thúc"), Now: theirs.Ends, Mine: mine.Ends},
		views.Both{Label: views.T("Tóm tắt (in vào biên bản)"), Now: theirs.Summary, Mine: mine.Summary},
		views.Both{Label: views.T("Toàn văn"), Now: theirs.Text, Mine: mine.Text},
	)
}

func (s *site) moveSpeech(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveSpeech(c.UserContext(), by(c), speech.EventID, speech.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/speeches#item-"+formID(speech.ItemID), fiber.StatusSeeOther)
}

func (s *site) orderSpeeches(c *fiber.Ctx) error {
	item, err := thing(c, "id")
	if err != nil {
		return err
	}
	if err := s.db.OrderSpeeches(c.UserContext(), by(c), visitOf(c).event.ID, item, ids(c.FormValue("order"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *site) removeSpeech(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	if err := s.db.RemoveSpeech(c.UserContext(), by(c), speech.EventID, speech.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/speeches#item-"+formID(speech.ItemID), views.T("Đã xóa. Lịch sử vẫn giữ nội dung."))
}

// speechDraft is the name of a text that is being typed.
func speechDraft(speech models.Speech, field string) string {
	return "speech:" + speech.UID + ":" + field
}

// draftSpeech keeps the summary or the full text while it is being typed. The record gets it when the writer saves or leaves.
func (s *site) draftSpeech(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	sent := readDraft(c, "summary", "text")
	if sent.left {
		if _, err := s.db.SaveSpeechText(c.UserContext(), by(c), speech.EventID, speech.ID, sent.field, sent.text, sent.version); err == nil {
			return s.dropDraft(c, speechDraft(speech, sent.field))
		} else if !errors.Is(err, models.ErrConflict) {
			return err
		}
	}
	return s.keepDraft(c, speechDraft(speech, sent.field), sent, speech.Version)
}

func (s *site) dropSpeechDraft(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, speechDraft(speech, "summary"), speechDraft(speech, "text")); err != nil {
		return err
	}
	return c.Redirect(v.event.URL()+"/speeches/"+formID(speech.ID), fiber.StatusSeeOther)
}
