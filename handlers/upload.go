package handlers

import (
	"io"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// uploaded is the file that a form sends as "file"; no name: none was chosen. It is Invalid, in the words given, when it has more bytes than may be.
func uploaded(c *fiber.Ctx, most int64, tooLarge string) (name string, content []byte, err error) {
	header, err := c.FormFile("file")
	if err != nil || header.Size == 0 && header.Filename == "" {
		return "", nil, nil
	}
	if header.Size > most {
		return "", nil, models.Invalid{"file": tooLarge}
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return header.Filename, content, err
}

// sendUpload answers with a file that came from outside: opened by itself it may run and load nothing. A browser may keep it, but asks each
// time: who may have it can change.
func (s *site) sendUpload(c *fiber.Ctx, stored models.StoredFile) error {
	tag := `"` + stored.SHA256 + `"`
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	file, err := s.db.OpenFile(c.UserContext(), stored.SHA256)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, stored.Type)
	return c.SendStream(file, int(stored.Size))
}
