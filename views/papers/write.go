package papers

import (
	"fmt"
	"io"

	"hoithao/models"
)

// Options are how a paper is written; the zero Options write a PDF.
type Options struct {
	Format string                   // pdf, docx, xlsx; "": pdf
	Watch  func(done, of int) error // told how far the drawing of each paper is; an error ends the work
}

// Write writes a composed paper as a file. It is the one door: whoever prints asks a record to compose the paper and gives it here.
func Write(w io.Writer, paper models.Printable, options Options) error {
	switch options.Format {
	case "", "pdf":
		head := paper.Head()
		b := newBook(paper.Caption(), head.Body, head.Dated)
		b.watch = options.Watch
		if err := b.draw(paper); err != nil {
			return err
		}
		return b.write(w)
	}
	return fmt.Errorf("%T has no twin as %s", paper, options.Format)
}

// draw adds a paper to the book.
func (b *book) draw(paper models.Printable) error {
	switch p := paper.(type) {
	case models.Minutes:
		return b.minutes(p)
	case models.Agenda:
		return b.agenda(p)
	}
	return fmt.Errorf("nobody draws a %T", paper)
}
