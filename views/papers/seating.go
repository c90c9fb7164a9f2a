package papers

import (
	"strconv"

	"hoithao/models"
	"hoithao/models/viet"
)

// Of a seating plan, in mm: margins, the least width of a seat, the height of a row, the aisle, the letter before a row.
const seatEdge, seatLeast, seatHeight, seatAisle, seatLetter = 10.0, 17.0, 13.0, 8.0, 8.0

// seating draws the plan of a hall on sheets across: what is wider or deeper than one goes on over the next.
func (b *book) seating(p models.Seating) error {
	s := b.card(297, 210)
	seats := len(p.Rows[0].Seats)
	room := s.page.width - 2*seatEdge - 2*seatLetter
	most := int((room - seatAisle) / seatLeast)
	for first := 0; first < seats; first += most {
		last := min(first+most, seats)
		width := min(30, (room-seatAisle)/float64(last-first))
		y := s.seatingHead(p, first, last)
		for i, row := range p.Rows {
			if err := b.told(i, len(p.Rows)); err != nil {
				return err
			}
			if y+seatHeight > s.page.height-seatEdge {
				s.open()
				y = seatEdge
			}
			s.seatRow(p, row, first, last, width, y)
			y += seatHeight + 1
		}
		if last == seats {
			s.seatNotes(p, y+2)
		}
	}
	return nil
}

// seatingHead is the title, and the table of the chairs where the hall looks to; it answers where the rows begin.
func (s *sheet) seatingHead(p models.Seating, first, last int) float64 {
	s.open()
	width, y := s.page.width-2*seatEdge, seatEdge
	line := func(text, style string, size, height float64, lines int) {
		set, size := s.fit(text, style, size, 7, width, height, lines)
		y = s.stackLines(seatEdge, y, width, set, face{style, size})
	}
	title := "SƠ ĐỒ CHỖ NGỒI"
	if last-first < len(p.Rows[0].Seats) {
		title += ", GHẾ " + strconv.Itoa(first+1) + " ĐẾN " + strconv.Itoa(last)
	}
	line(title, "B", 15, 8, 1)
	line(subject(p.Word, p.Title), "B", 12, 12, 2)
	line(orDots(p.When), "I", 11, 6, 1)
	y += 2
	if len(p.Rostrum) == 0 {
		return y
	}
	text := "CHỦ TỌA: "
	for i, name := range p.Rostrum {
		if i > 0 {
			text += "; "
		}
		text += orDots(name)
	}
	set, size := s.fit(text, "B", 11, 6, 150, 11, 2)
	s.pdf.SetLineWidth(0.4 * mm)
	s.pdf.Rect((s.page.width-160)/2, y, 160, 13, "D")
	s.stackLines((s.page.width-150)/2, y+(13-float64(len(set))*singleSpaced(size))/2, 150, set, face{"B", size})
	return y + 17
}

func (s *sheet) seatRow(p models.Seating, row models.SeatRow, first, last int, width, y float64) {
	aisle := 0.0
	if int(p.Aisle) > first && int(p.Aisle) < last {
		aisle = seatAisle
	}
	x := (s.page.width - float64(last-first)*width - aisle) / 2
	letter := face{"B", 11}
	name := line{text: row.Name, width: s.font(letter).measure(row.Name)}
	s.center(x-seatLetter, y+seatHeight/2+1.4, seatLetter, name, letter)
	for n := first; n < last; n++ {
		if n == int(p.Aisle) && n > first {
			x += aisle
		}
		s.pdf.SetLineWidth(0.3 * mm)
		s.pdf.Rect(x, y, width, seatHeight, "D")
		number := face{"", 6.5}
		label := row.Name + strconv.Itoa(n+1)
		s.center(x, y+3, width, line{text: label, width: s.font(number).measure(label)}, number)
		if text := printed(row.Seats[n]); text != "" {
			set, size := s.fit(text, "B", 9, 4, width-1.6, seatHeight-4.2, 3)
			s.stackLines(x+0.8, y+3.7+(seatHeight-4.2-float64(len(set))*singleSpaced(size))/2, width-1.6, set, face{"B", size})
		}
		x += width
	}
}

// seatNotes are those who sit elsewhere, and how many have no seat.
func (s *sheet) seatNotes(p models.Seating, y float64) {
	notes := p.Elsewhere
	if len(notes) > 0 {
		notes = append([]string{"Chỗ khác:"}, notes...)
	}
	if p.Unseated > 0 {
		notes = append(notes, "Chưa có chỗ: "+viet.Count(p.Unseated)+" người.")
	}
	plain := face{"", 10}
	for _, note := range notes {
		for _, line := range s.wrap(printed(note), plain, s.page.width-2*seatEdge) {
			if y+singleSpaced(plain.size) > s.page.height-seatEdge {
				s.open()
				y = seatEdge
			}
			s.say(seatEdge, y+baseline(singleSpaced(plain.size), plain.size), line.text, plain)
			y += singleSpaced(plain.size)
		}
	}
}
