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
