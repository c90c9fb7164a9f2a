package handlers

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// Late tells whether a text came after the deadline.
func (page invitedPage) Late(text models.SpeechText) bool { return text.Late(page.Event) }

func (s *site) requestSpeech(c *fiber.Ctx) error {
	return s.asInvited(c, "speak", views.T("Đã đăng ký phát biểu."), func(ctx context.Context, i models.Invitation, form answerForm) error {
		wrong := models.Invalid{}
		minutes := count(form.Minutes, "minutes", wrong)
		if len(wrong) > 0 {
			return wrong
		}
		return s.db.RequestSpeech(ctx, i, number(form.Item), form.Topic, minutes)
	})
}

func (s *site) withdrawSpeech(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	return s.asInvited(c, "speak", views.T("Đã rút đăng ký phát biểu."), func(ctx context.Context, i models.Invitation, form answerForm) error {
		return s.db.WithdrawRequest(ctx, i, id)
	})
}

// handInSpeech takes a text: typed, or a file.
func (s *site) handInSpeech(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	return s.asInvited(c, "speak", views.T("Đã nhận bài. Xin cảm ơn."), func(ctx context.Context, i models.Invitation, form answerForm) error {
		own, err := s.db.SpeechesOf(ctx, i.EventID, i.Delegate.ID)
		if err != nil {
			return err
		}
		for _, speech := range own {
			if speech.ID == id {
				return s.handIn(c, i.Guest(), models.SpeechText{EventID: i.EventID, SpeechID: id, Text: form.Text}, i.Delegate.ID)
			}
		}
		return models.ErrNotFound
	})
}

// handIn stores the file of a form, if there is one, and gives the speech its new text.
func (s *site) handIn(c *fiber.Ctx, by models.Actor, text models.SpeechText, speaker models.ID) (err error) {
	if text.FileSHA256, text.FileName, err = s.addUpload(c, c.FormValue("not_secret") == "true"); err != nil {
		return err
	}
	return s.db.HandIn(c.UserContext(), by, text, speaker)
}

// showOwnText answers a speaker with a version of his own text.
func (s *site) showOwnText(c *fiber.Ctx) error {
	i := visitOf(c).invitation
	own, err := s.db.SpeechesOf(c.UserContext(), i.EventID, i.Delegate.ID)
	if err != nil {
		return err
	}
	for _, speech := range own {
		if formID(speech.ID) == c.Params("id") {
			return s.sendText(c, speech.Texts)
		}
	}
	return models.ErrNotFound
}

// sendText answers with the version of a text that the address names, as a file.
func (s *site) sendText(c *fiber.Ctx, texts []models.SpeechText) error {
	for _, text := range texts {
		if strconv.FormatInt(text.Position, 10) != c.Params("position") {
			continue
		}
		if text.FileSHA256 != "" {
			err := s.sendDocument(c, models.DocumentVersion{FileSHA256: text.FileSHA256, FileName: text.FileName, AddedAt: text.ReceivedAt})
			private(c)
			return err
		}
		c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		c.Set(fiber.HeaderContentDisposition, disposition("attachment", "bai-phat-bieu-"+c.Params("position")+".txt"))
		return c.SendString(text.Text)
	}
	return models.ErrNotFound
}
