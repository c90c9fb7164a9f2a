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
