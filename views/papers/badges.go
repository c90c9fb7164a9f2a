package papers

import (
	"rsc.io/qr"

	"hoithao/models"
)

// inks are the colours of the band of a badge, dark enough for white letters on them.
var inks = map[string][3]int{"blue": {24, 78, 140}, "red": {170, 25, 35}, "green": {20, 110, 60}, "amber": {150, 90, 0}, "purple": {100, 40, 130}, "grey": {80, 80, 80}}

// On a badge: the strip that a hole is punched into, and the coloured band, mm.
const holeStrip, roleBand = 10.0, 14.0

// badges draws badges, as many on a sheet of A4 as fit, with marks to cut along (papers.md, 4.4).
func (b *book) badges(p models.Badges) error {
	width, height := float64(p.Width), float64(p.Height)
	s := b.card(210, 297)
	if count(297, 210, width, height) > count(210, 297, width, height) {
		s = b.card(297, 210)
	}
	columns, rows := max(1, int((s.page.width-10)/width)), max(1, int((s.page.height-10)/height))
	left, top := (s.page.width-float64(columns)*width)/2, (s.page.height-float64(rows)*height)/2
	for i, card := range p.Cards {
		if err := b.told(i, len(p.Cards)); err != nil {
			return err
		}
		at := i % (columns * rows)
		if at == 0 {
			s.open()
			for n := range columns + 1 {
				x := left + float64(n)*width
				s.mark(x, top-4.5, x, top-1.5)
				s.mark(x, s.page.height-top+1.5, x, s.page.height-top+4.5)
			}
			for n := range rows + 1 {
				y := top + float64(n)*height
				s.mark(left-4.5, y, left-1.5, y)
				s.mark(s.page.width-left+1.5, y, s.page.width-left+4.5, y)
			}
		}
		if err := s.badge(p, card, left+float64(at%columns)*width, top+float64(at/columns)*height); err != nil {
			return err
		}
	}
	if len(p.Cards) == 0 {
		s.open()
	}
	return nil
}

// count is how many badges a sheet holds.
func count(width, height, w, h float64) int { return int((width-10)/w) * int((height-10)/h) }

func (s *sheet) badge(p models.Badges, card models.Badge, x, y float64) error {
	width, height := float64(p.Width), float64(p.Height)
	inner := width - 8
	ink := inks[card.Colour]
	s.pdf.SetFillColor(ink[0], ink[1], ink[2])
	s.pdf.Rect(x+2, y+holeStrip, width-4, roleBand, "F")
	role, size := s.fit(printed(card.Role), "B", 24, 8, inner, roleBand-2, 1)
	s.pdf.SetTextColor(255, 255, 255)
	s.stackLines(x+4, y+holeStrip+(roleBand-singleSpaced(size))/2, inner, role, face{"B", size})
	s.pdf.SetTextColor(0, 0, 0)

	foot := y + height - 4
	code := 0.0
	if card.Pass != "" || card.Number != "" {
		code = 6
		if card.Pass != "" {
			code += min(float64(p.Code), height/3)
		}
	}
	room := foot - code - (y + holeStrip + roleBand + 2) // for event, name and unit
	event, size := s.fit(subject(p.Word, p.Title), "", 10, 6, inner, room*0.26, 3)
	end := s.stackLines(x+4, y+holeStrip+roleBand+2, inner, event, face{"", size})
	if card.Name == "" {
		for n := range 2 { // lines to write on
			s.rule(x+8, end+room*(0.25+0.25*float64(n)), width-16, 0.4)
		}
	} else {
		name, size := s.fit(printed(card.Name), "B", 26, 9, inner, room*0.36, 2)
		end = s.stackLines(x+4, end+room*0.06, inner, name, face{"B", size})
		if unit := printed(card.Unit); unit != "" {
			lines, size := s.fit(unit, "", 13, 7, inner, room*0.26, 3)
			s.stackLines(x+4, end+1, inner, lines, face{"", size})
		}
	}
	if card.Pass != "" {
		size := code - 6
		if err := s.qr(x+(width-size)/2, foot-code, size, card.Pass, qr.M); err != nil {
			return err
		}
	}
	if number := printed(card.Number); number != "" {
		lines, size := s.fit(number, "B", 14, 6, inner, 6, 1)
		s.stackLines(x+4, foot-5.8, inner, lines, face{"B", size})
	}
	return nil
}
