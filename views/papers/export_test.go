package papers

import (
	"io"
	"strings"

	"hoithao/models"
)

// Printed is the sanitiser, for tests.
var Printed = printed

// MissingLetters are those of a text that some style has no glyph for.
func MissingLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if printable(r) {
			return -1
		}
		return r
	}, text)
}

// Specimen writes a text in all four styles.
func Specimen(w io.Writer, text string) error {
	b := newBook("", "", "")
	s := b.sheet(&nn2020, models.Stamp{})
	for _, style := range []string{"", "B", "I", "BI"} {
		s.lines(text, face{style, 14}, false)
	}
	if err := s.flow(); err != nil {
		return err
	}
	return b.write(w)
}
