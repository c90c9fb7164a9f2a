package papers

import (
	"strconv"

	"hoithao/models"
	"hoithao/models/viet"
)

// Of a seating plan, in mm: margins, the least width of a seat, the height of a row and the least it may have, the aisle, the letter before a row.
const seatEdge, seatLeast, seatHeight, seatLow, seatAisle, seatLetter = 10.0, 17.0, 13.0, 8.5, 8.0, 8.0

// seating draws the plan of a hall on sheets across: what is wider or deeper than one goes on over the next, all of about one size.
func (b *book) seating(p models.Seating) error {
	s := b.card(297, 210)
	seats := len(p.Rows[0].Seats)
	room := s.page.width - 2*seatEdge - 2*seatLetter
	ends := seatBlocks(seats, int(p.Aisle), int((room-seatAisle)/seatLeast))
	for block, last := range ends {
		first := 0
		if block > 0 {
			first = ends[block-1]
		}
		width := min(30, (room-seatAisle)/float64(last-first))
		y := s.seatingHead(p, first, last)
		foot := s.page.height - seatEdge
		if p.Unseated > 0 || len(p.Elsewhere) > 0 {
			foot -= 8 // for a note of a line
		}
		height, deep := seatRows(len(p.Rows), foot-y, foot-seatEdge)
		for i, row := range p.Rows {
			if err := b.told(i, len(p.Rows)); err != nil {
				return err
			}
			if i == deep || y+height > s.page.height-seatEdge {
				s.open()
				y = seatEdge
			}
			s.seatRow(p, row, first, last, width, y, height)
			y += height + 1
		}
		if last == seats {
			s.seatNotes(p, y+2)
		}
	}
	return nil
}

// seatBlocks are the seats behind which the sheets of a row end, of so many at most: parted by the aisle where that will do, else evenly.
func seatBlocks(seats, aisle, most int) (ends []int) {
	if seats > most && aisle > 0 && aisle <= most && seats-aisle <= most {
		return []int{aisle, seats}
	}
	blocks := (seats + most - 1) / most
	for n := 1; n <= blocks; n++ {
		ends = append(ends, (seats*n+blocks-1)/blocks)
	}
	return ends
}

// seatRows are how high each of so many rows is, and how many stand on the first sheet: all of them, if need be lower, as long as names can be
// read; else half of them, when the other half finds room on the next.
func seatRows(rows int, first, next float64) (height float64, deep int) {
	if height = first/float64(rows) - 1; height >= seatLow {
		return min(height, seatHeight), rows
	}
	if half := (rows + 1) / 2; float64(half)*(seatHeight+1) <= first && float64(rows-half)*(seatHeight+1) <= next {
		return seatHeight, half
	}
	return seatHeight, rows
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

func (s *sheet) seatRow(p models.Seating, row models.SeatRow, first, last int, width, y, height float64) {
	aisle := 0.0
	if int(p.Aisle) > first && int(p.Aisle) < last {
		aisle = seatAisle
	}
	x := (s.page.width - float64(last-first)*width - aisle) / 2
	letter := face{"B", 11}
	name := line{text: row.Name, width: s.font(letter).measure(row.Name)}
	s.center(x-seatLetter, y+height/2+1.4, seatLetter, name, letter)
	for n := first; n < last; n++ {
		if n == int(p.Aisle) && n > first {
			x += aisle
		}
		s.pdf.SetLineWidth(0.3 * mm)
		s.pdf.Rect(x, y, width, height, "D")
		number := face{"", 6.5}
		label := row.Name + strconv.Itoa(n+1)
		s.center(x, y+3, width, line{text: label, width: s.font(number).measure(label)}, number)
		if text := printed(row.Seats[n]); text != "" {
			set, size := s.fit(text, "B", 9, 4, width-1.6, height-4.2, 3)
			s.stackLines(x+0.8, y+3.7+(height-4.2-float64(len(set))*singleSpaced(size))/2, width-1.6, set, face{"B", size})
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
