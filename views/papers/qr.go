package papers

import (
	"rsc.io/qr"
)

// The code of an issued paper stands in the lower margin of each page: a square of so many mm from that height on (papers.md: y 279 to 294).
const stampSize, stampBelow = 15.0, 18.0

// qr draws a QR code as filled rectangles, a run of modules each: it stays sharp at any size. The quiet zone around it is the caller's.
func (b *book) qr(x, y, size float64, text string, level qr.Level) error {
	code, err := qr.Encode(text, level)
	if err != nil {
		return err
	}
	unit := size / float64(code.Size)
	b.pdf.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from {
				b.pdf.Rect(x+float64(from)*unit, y+float64(row)*unit, float64(to-from)*unit, unit, "F")
				from = to
			}
		}
	}
	return nil
}

// The code on a letter: its size and the room beside it in mm (four modules of a code of forty are 2.2), and the type of the lines.
const codeSize, codeQuiet = 22.0, 4.0

var codeFace = face{"", 11}

// code stands below the signature, whole and never alone on a page.
func (s *sheet) code(link string, lines []string) {
	if len(s.boxes) > 0 {
		s.boxes[len(s.boxes)-1].keep = true
	}
	s.gap(s.text.before)
	x, width, height := s.page.left, s.width, 0.0
	if link != "" {
		x, width, height = x+codeSize+codeQuiet, width-codeSize-codeQuiet, codeSize
	}
	var texts []line
	pitch := singleSpaced(codeFace.size)
	for _, text := range lines {
		texts = append(texts, s.wrap(printed(text), codeFace, width)...)
	}
	if most := int((s.page.height - s.page.top - s.page.bottom - 100) / pitch); len(texts) > most {
		texts = texts[:most]
	}
	s.put(box{height: max(height, float64(len(texts))*pitch), draw: func(y float64) {
		if link != "" {
			s.qr(s.page.left, y, codeSize, link, qr.M) // a link that is too long for a code stands beside it in letters
		}
		for i, line := range texts {
			s.say(x, y+float64(i)*pitch+baseline(pitch, codeFace.size), line.text, codeFace)
		}
	}})
}

// stampPage says which issued paper the page belongs to, and where that can be checked. Without an address the short code stands alone.
func (s *sheet) stampPage() {
	x, y := s.page.left, s.page.height-stampBelow
	small := face{"", 8}
	if s.stamp.URL != "" && s.qr(x, y, stampSize, s.stamp.URL, qr.M) == nil {
		x += stampSize + 2
	}
	s.say(x, y+stampSize-5, "Mã kiểm tra: "+printed(s.stamp.Code)+" · bản "+printed(s.stamp.Version), small)
	if s.stamp.URL != "" {
		s.say(x, y+stampSize-1, printed(s.stamp.URL), small)
	}
}
