package papers

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"

	"hoithao/models"
	"hoithao/views"
)

// Options are how a paper is written; the zero Options write a PDF.
type Options struct {
	Format string                   // pdf, docx, xlsx, txt; "": pdf
	Watch  func(done, of int) error // told how far the drawing of each paper is; an error ends the work
	Attach Attacher                 // puts in the files that were handed in; nil: their papers say that there is one
}

// Write writes a composed paper as a file. It is the one door: whoever prints asks a record to compose the paper and gives it here.
func Write(w io.Writer, paper models.Printable, options Options) error {
	switch options.Format {
	case "", "pdf":
		head := paper.Head()
		b := newBook(paper.Caption(), head.Body, head.Dated)
		b.watch = options.Watch
		b.attach = options.Attach
		if err := b.draw(paper); err != nil {
			return err
		}
		if err := b.write(w); !errors.Is(err, errNotMerged) {
			return err
		}
		options.Attach = unattached{} // the rest is printed all the same
		return Write(w, paper, options)
	case "txt":
		if news, ok := paper.(models.NewsBrief); ok {
			_, err := io.WriteString(w, news.Plain())
			return err
		}
	case "zip":
		if pack, ok := paper.(models.Pack); ok {
			return zipped(w, pack, options)
		}
	case "xlsx":
		if list, ok := paper.(models.List); ok {
			return views.WriteSpreadsheets(w, spreadsheets(list)...)
		}
	case "docx":
		if set := setting(paper); set != nil {
			head := paper.Head()
			d := newDocument(formOf(head.Regime))
			set(d)
			return d.write(w, paper.Caption(), head.Body, head.Dated)
		}
	}
	return fmt.Errorf("%T has no twin as %s", paper, options.Format)
}

// zipped writes each paper of a pack as a file of its own.
func zipped(w io.Writer, pack models.Pack, options Options) error {
	archive := zip.NewWriter(w)
	for i, paper := range pack.Papers {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%02d. %s.pdf", i+1, fileName(paper.Caption())), Method: zip.Deflate})
		if err != nil {
			return err
		}
		options.Format = "pdf"
		if err := Write(file, paper, options); err != nil {
			return err
		}
	}
	return archive.Close()
}

// fileName is a caption as the name of a file on any system.
func fileName(caption string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|“”`, r) || r < ' ' {
			return -1
		}
		return r
	}, printed(caption))
	if runes := []rune(name); len(runes) > 100 {
		name = string(runes[:100])
	}
	return strings.TrimSpace(strings.TrimRight(name, ". "))
}

// setting is what a paper that has an editable twin says, for a sheet or a document; nil when it has none.
func setting(paper models.Printable) func(setter) {
	switch p := paper.(type) {
	case models.Minutes:
		return func(s setter) { setMinutes(s, p) }
	case models.InvitationPaper:
		return func(s setter) { setInvitation(s, p) }
	case models.Notice:
		return func(s setter) { setNotice(s, p) }
	case models.NewsBrief:
		return func(s setter) { setNews(s, p) }
	}
	return nil
}

// draw adds a paper to the book.
func (b *book) draw(paper models.Printable) error {
	switch p := paper.(type) {
	case models.Minutes:
		return b.minutes(p)
	case models.Agenda:
		return b.agenda(p)
	case models.List:
		return b.list(p)
	case models.Seating:
		return b.seating(p)
	case models.Plates:
		return b.plates(p)
	case models.Badges:
		return b.badges(p)
	case models.Introduction:
		return b.introduction(p)
	case models.Slips:
		return b.slips(p)
	case models.InvitationPaper:
		return b.invitation(p)
	case models.CertificatePaper:
		return b.certificates(p)
	case models.Proceedings:
		return b.proceedings(p)
	case models.Notice, models.NewsBrief:
		s := b.sheet(formOf(p.Head().Regime), p.Head().Stamp)
		setting(p)(s)
		return s.flow()
	case models.Pack:
		for _, part := range p.Papers {
			if err := b.draw(part); err != nil {
				return err
			}
		}
		if len(p.Papers) == 0 {
			b.pdf.AddPage()
		}
		return nil
	}
	return fmt.Errorf("nobody draws a %T", paper)
}
