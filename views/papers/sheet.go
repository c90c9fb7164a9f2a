// Package papers makes the official papers as PDF: each takes a value of package models and writes a file, and the same value gives the
// same bytes. It knows the forms (regime.go) and the page; what a paper says was decided by package models.
//
// No other package imports gofpdf. Lengths are in mm from the upper left corner of the page, sizes of type in pt.
package papers

import (
	"bytes"
	"io"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"

	"hoithao/models"
)

// The extent of Liberation Serif above and below the baseline, in sizes.
const ascent, descent = 0.891, 0.216

// A book is a file in the making: one paper or several, which share the fonts.
type book struct {
	pdf   *gofpdf.Fpdf
	fonts map[string]*widths // those in use: only these are embedded
	face  face
	watch func(done, of int) error // told how far the drawing of a paper is; an error ends the work. nil: nobody watches

	attach   Attacher
	inserts  []Insert // pages of other files that come between ours
	inserted int      // how many pages those are
}

// A sheet is an official paper of a book. Its methods put text under text; flow breaks it into pages and draws them.
type sheet struct {
	*form
	*book
	width float64 // of the text
	boxes []box
	stamp models.Stamp // at the foot of each page of an issued paper
	first int          // the page of the book on which the paper begins; its own pages are counted from there
	goes  bool         // goes on with the numbers of the pages before, from start on
	start int
}

// box is what a page break never cuts: a line, a row of a table, a block of signatures.
type box struct {
	before float64 // space above, dropped at the top of a page
	height float64
	keep   bool            // on the page of the next box
	head   *box            // drawn again when the box opens a page
	draw   func(y float64) // y is the box's upper edge
}

// newBook is an empty file. Its dates are those of the paper, so that the same paper gives the same bytes.
func newBook(title, author string, dated models.Date) *book {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	pdf.SetCatalogSort(true)
	created := time.Unix(0, 0).UTC()
	if dated != "" {
		created = dated.Time()
	}
	pdf.SetCreationDate(created)
	pdf.SetModificationDate(created)
	pdf.SetProducer("hoithao", true)
	pdf.SetTitle(printed(title), true)
	pdf.SetAuthor(printed(author), true)
	return &book{pdf: pdf, fonts: map[string]*widths{}}
}

// sheet begins a paper of the book in a form.
func (b *book) sheet(form *form, stamp models.Stamp) *sheet {
	return &sheet{form: form, book: b, width: form.page.width - form.page.left - form.page.right, stamp: stamp}
}

// put adds boxes below what is there.
func (s *sheet) put(boxes ...box) { s.boxes = append(s.boxes, boxes...) }

// gap leaves room below what is there; it never opens a page.
func (s *sheet) gap(height float64) {
	s.put(box{before: height, keep: true, draw: func(float64) {}})
}

// paragraph is justified text in the face of the body, its first line indented. A heading is of the given style and stays with
// what follows; no paragraph leaves a single line on a page.
func (s *sheet) paragraph(text string) { s.lines(text, s.text.face, false) }

func (s *sheet) heading(text, style string) { s.lines(text, face{style, s.text.size}, true) }

func (s *sheet) lines(text string, face face, heading bool) {
	x, width, unit := s.page.left, s.width, face.size*mm/1000
	lines := s.font(face).wrap(text, int((width-s.text.indent)/unit), int(width/unit))
	down := baseline(s.text.leading, face.size)
	for i, line := range lines {
		next := box{height: s.text.leading, keep: heading || i == 0 && len(lines) > 1 || i == len(lines)-2}
		x, width := x, width
		if i == 0 {
			next.before = s.text.before
			x, width = x+s.text.indent, width-s.text.indent
		}
		next.draw = func(y float64) { s.justify(x, y+down, width, line, face) }
		s.put(next)
	}
}

// centred is text in the middle of a column, each line a box that stays with the next.
func (s *sheet) centred(x, width float64, text string, face face) (last line) {
	lines := s.balance(text, face, width)
	for _, line := range lines {
		s.put(box{height: singleSpaced(face.size), keep: true, draw: func(y float64) {
			s.center(x, y+baseline(singleSpaced(face.size), face.size), width, line, face)
		}})
	}
	return lines[len(lines)-1]
}

// baseline is how far below the upper edge of a line the letters stand.
func baseline(leading, size float64) float64 { return (leading + (ascent-descent)*size*mm) / 2 }

// wrap breaks a text into lines of a width in mm.
func (s *sheet) wrap(text string, face face, width float64) []line {
	limit := int(width / (face.size * mm / 1000))
	return s.font(face).wrap(text, limit, limit)
}

// balance breaks a heading into as few lines as wrap does, but where a reader would.
func (s *sheet) balance(text string, face face, width float64) []line {
	return s.font(face).balance(text, int(width/(face.size*mm/1000)))
}

// length is a line's in mm.
func (l line) length(size float64) float64 { return float64(l.width) * size * mm / 1000 }

// font takes a face's font into the paper and answers its widths. The bytes are cloned since gofpdf writes into them.
func (b *book) font(face face) *widths {
	font := b.fonts[face.style]
	if font == nil {
		b.pdf.AddUTF8FontFromBytes(family, face.style, bytes.Clone(files[face.style]))
		font = metrics()[face.style]
		b.fonts[face.style] = font
	}
	return font
}

func (b *book) use(face face) {
	if b.face != face {
		b.font(face)
		b.pdf.SetFont(family, face.style, face.size)
		b.face = face
	}
}

// say draws a text from x on, standing on y.
func (s *sheet) say(x, y float64, text string, face face) {
	s.use(face)
	s.pdf.Text(x, y, text)
}

func (s *sheet) center(x, y, width float64, line line, face face) {
	s.say(x+(width-line.length(face.size))/2, y, line.text, face)
}

func (s *sheet) justify(x, y, width float64, line line, face face) {
	if line.last || line.spaces == 0 {
		s.say(x, y, line.text, face)
		return
	}
	s.use(face)
	s.pdf.SetXY(x, y-0.3*face.size*mm) // where a cell without height has its baseline
	s.pdf.CellFormat(width, 0, line.text, "", 0, "J", false, 0, "")
}

// rule draws a level line of a weight in pt.
func (s *sheet) rule(x, y, length, weight float64) {
	s.pdf.SetLineWidth(weight * mm)
	s.pdf.Line(x, y, x+length, y)
}

// flow breaks the boxes into pages and draws them, unless it is told to stop.
func (s *sheet) flow() error {
	top, bottom := s.page.top, s.page.height-s.page.bottom
	if s.first = s.pdf.PageCount() + 1; s.goes {
		s.first = s.start - s.inserted
	}
	y := s.newPage(nil)
	fresh := true // nothing stands on the page yet
	for start := 0; start < len(s.boxes); {
		if s.watch != nil {
			if err := s.watch(start, len(s.boxes)); err != nil {
				return err
			}
		}
		end, height := start, 0.0 // of the boxes that want to stay together
		for ; ; end++ {
			if height += s.boxes[end].height; end > start || !fresh {
				height += s.boxes[end].before
			}
			if !s.boxes[end].keep || end == len(s.boxes)-1 {
				break
			}
		}
		room := bottom - top
		if head := s.boxes[start].head; head != nil {
			room -= head.height
		}
		lost := height > room // they cannot: they break where they must
		if !lost && !fresh && y+height > bottom {
			y, fresh = s.newPage(s.boxes[start].head), true
		}
		for ; start <= end; start++ {
			box := s.boxes[start]
			if !fresh && lost && y+box.before+box.height > bottom {
				y, fresh = s.newPage(box.head), true
			}
			if !fresh {
				y += box.before
			}
			box.draw(y)
			y += box.height
			fresh = fresh && box.height == 0
		}
	}
	return nil
}

// newPage opens a page with its number and answers where its text begins.
func (s *sheet) newPage(head *box) (y float64) {
	if s.page.width == 210 && s.page.height == 297 {
		s.pdf.AddPage()
	} else {
		s.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: s.page.width, Ht: s.page.height})
	}
	y = s.page.top
	if s.stamp.Code != "" {
		s.stampPage()
	}
	if n := s.pdf.PageNo() - s.first + 1; n > 1 && s.page.number.size > 0 {
		text := strconv.Itoa(n)
		s.center(s.page.left, s.page.numberAt, s.width, line{text: text, width: s.font(s.page.number).measure(text)}, s.page.number)
	}
	if head != nil {
		head.draw(y)
		y += head.height
	}
	return y
}

// write hands the file out whole, or not at all.
func (b *book) write(w io.Writer) error {
	var file bytes.Buffer
	if err := b.pdf.Output(&file); err != nil {
		return err
	}
	whole := finish(file.Bytes())
	if len(b.inserts) > 0 {
		var err error
		if whole, err = b.attach.Merge(whole, b.inserts); err != nil {
			return errNotMerged
		}
	}
	_, err := w.Write(whole)
	return err
}
