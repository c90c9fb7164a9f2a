package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// textsOf are the texts that were handed in for the speech of the address.
func (s *site) textsOf(c *fiber.Ctx) (models.Speech, []models.SpeechText, error) {
	speech, err := s.speechOf(c)
	if err != nil {
		return speech, nil, err
	}
	texts, err := s.db.TextsOf(c.UserContext(), speech.EventID, speech.ID)
	return speech, texts, err
}

// addSpeechText takes a text that came to the office by another way.
func (s *site) addSpeechText(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	text := models.SpeechText{EventID: speech.EventID, SpeechID: speech.ID, Text: c.FormValue("typed")}
	return s.textDone(c, speech, s.handIn(c, by(c), text, 0))
}

// textDone leads back to the speech, or shows it with what is wrong with its text.
func (s *site) textDone(c *fiber.Ctx, speech models.Speech, err error) error {
	to := visitOf(c).event.URL() + "/speeches/" + formID(speech.ID)
	var wrong models.Invalid
	if err == nil {
		return s.done(c, to+"#texts", views.T("Đã lưu."))
	}
	if !errors.As(err, &wrong) {
		return err
	}
	form, err := s.speechFormOf(c, speech)
	if err != nil {
		return err
	}
	page, err := s.speechPage(c, speech, form)
	if err != nil {
		return err
	}
	page.TextWrong = renamed(wrong, map[string]string{"text": "typed"})
	page.Typed, page.Remark = c.FormValue("typed"), c.FormValue("remark")
	return s.again(c, "speeches/edit", page)
}

func (s *site) showSpeechText(c *fiber.Ctx) error {
	_, texts, err := s.textsOf(c)
	if err != nil {
		return err
	}
	return s.sendText(c, texts)
}

func (s *site) judgeSpeechText(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	position, err := thing(c, "position")
	if err != nil {
		return err
	}
	return s.textDone(c, speech, s.db.JudgeText(c.UserContext(), by(c), speech.EventID, speech.ID, int64(position), c.FormValue("state"), c.FormValue("remark")))
}
