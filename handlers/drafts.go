package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// typed is a text as js/autosave.js sends it while it is being written.
type typed struct {
	field, text string
	version     int64 // of the row it is written on
	left        bool  // the writer has left the page
}

// readDraft reads the one of these fields that was sent.
func readDraft(c *fiber.Ctx, fields ...string) typed {
	sent := typed{left: c.FormValue("left") != ""}
	sent.version, _ = strconv.ParseInt(c.FormValue("version"), 10, 64)
	for _, field := range fields {
		if c.Request().PostArgs().Has(field) {
			sent.field, sent.text = field, c.FormValue(field)
		}
	}
	return sent
}

// keepDraft keeps a text for its writer, on whatever version it is written: nothing typed is lost. When somebody else has saved since, the
// answer says so (409), and saving the form will show both texts.
func (s *site) keepDraft(c *fiber.Ctx, name string, sent typed, version int64) error {
	if sent.field == "" {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	if err := s.db.SaveDraft(c.UserContext(), v.user, v.event, name, sent.text, sent.version); err != nil {
		return err
	}
	if sent.version != version {
		c.Status(fiber.StatusConflict)
	}
	return c.JSON(fiber.Map{"version": sent.version})
}

func (s *site) dropDraft(c *fiber.Ctx, name string) error {
	v := visitOf(c)
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, name); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
