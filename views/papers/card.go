package papers

import (
	"github.com/jung-kurt/gofpdf"
)

// card is a sheet out of which things are cut or folded: it has no head, no number and narrow margins.
func (b *book) card(width, height float64) *sheet {
	return &sheet{book: b, form: &form{page: page{width: width, height: height}}}
}

// open opens a page of the sheet's size.
func (s *sheet) open() {
	if s.page.width == 210 && s.page.height == 297 {
		s.pdf.AddPage()
	} else {
		s.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: s.page.width, Ht: s.page.height})
	}
}

// fit breaks a printed text into so many lines at most, as large as a width and a height in mm allow, from one size of type down to another;
// what does not fit even then ends with ….
func (b *book) fit(text, style string, most, least, width, height float64, lines int) (set []line, size float64) {
	font := b.font(face{style, most})
	for size = most; ; size-- {
		set = font.balance(text, int(width/(size*mm/1000)))
		if len(set) <= lines && float64(len(set))*singleSpaced(size) <= height {
			return set, size
		}
		if size-1 < least {
			break
		}
	}
	limit := max(1, min(lines, int(height/singleSpaced(size))))
	set = font.wrap(text, int(width/(size*mm/1000)), int(width/(size*mm/1000)))
	if len(set) > limit {
		set = set[:limit]
		last := &set[limit-1]
		last.text = b.cut(last.text+"……", face{style, size}, width)
		last.width = font.measure(last.text)
	}
	return set, size
}

// stackLines sets lines of a size under each other in the middle of a column, from y down, and answers where they end.
func (s *sheet) stackLines(x, y, width float64, lines []line, face face) float64 {
	for _, line := range lines {
		s.center(x, y+baseline(singleSpaced(face.size), face.size), width, line, face)
		y += singleSpaced(face.size)
	}
	return y
}

// mark is a thin short line where the sheet is cut or folded.
func (s *sheet) mark(x1, y1, x2, y2 float64) {
	s.pdf.SetLineWidth(0.25 * mm)
	s.pdf.Line(x1, y1, x2, y2)
}

// upsideDown draws on its head, around a point.
func (s *sheet) upsideDown(x, y float64, draw func()) {
	s.pdf.TransformBegin()
	s.pdf.Transform(gofpdf.TransformMatrix{A: -1, D: -1, E: 2 * x / mm, F: 2 * (s.page.height - y) / mm})
	draw()
	s.pdf.TransformEnd()
}

// told tells who watches how far the work is.
func (b *book) told(done, of int) error {
	if b.watch == nil {
		return nil
	}
	return b.watch(done, of)
}
