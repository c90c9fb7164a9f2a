package papers

import (
	"strings"

	"hoithao/models"
	"hoithao/models/viet"
)

// The rule under a line of the head stands so far below the letters, and the next line so far below its own place (mm); its weight (pt).
const ruleBelow, ruleRoom, ruleWeight = 1.5, 1.8, 0.6

// letterhead is the head of the first page: who issues the paper, its number, place and date. Both columns are centred; number and date
// stand on one line (NĐ 30/2020, Phụ lục I, mục IV; 36-HD/VPTW). A place and date wider than its column begins further left and ends at the
// right margin.
func (s *sheet) letterhead(head models.Letterhead, dated, draft bool) {
	leftAt, rightAt := s.page.left, s.page.left+s.columns[0]
	left := []headline{{text: head.Above, face: s.above}, {orDots(head.Body), s.body.face, s.body.rule}}
	number := s.star // of a paper without a number; else the star stands over it
	if head.Type != "" {
		left = append(left, headline{text: s.star, face: s.above})
		number = s.numberOf(head)
	}
	var marks []func(y float64)
	height := max(s.stack(&marks, leftAt, s.columns[0], left), s.stack(&marks, rightAt, s.columns[1], s.nation))
	s.put(box{height: height, keep: true, draw: func(y float64) {
		for _, mark := range marks {
			mark(y)
		}
	}})

	var numbers, dates []line
	if number != "" {
		numbers = s.wrap(number, s.number.face, s.columns[0])
	}
	if dated {
		dates = s.wrap(placeAndDate(head), s.date, s.width)
	}
	pitch := singleSpaced(max(s.number.size, s.date.size))
	place := func(line line) float64 { // where a date begins
		if length := line.length(s.date.size); length > s.columns[1] {
			return s.page.left + s.width - length
		} else {
			return rightAt + (s.columns[1]-length)/2
		}
	}
	for len(numbers)+len(dates) > 0 {
		var number, date *line
		if len(numbers) > 0 {
			number = &numbers[0]
			numbers = numbers[1:]
		}
		// The date waits for a line of its own when the number reaches into it.
		if len(dates) > 0 && (number == nil || leftAt+(s.columns[0]+number.length(s.number.size))/2+2 < place(dates[0])) {
			date = &dates[0]
			dates = dates[1:]
		}
		s.put(box{height: pitch, keep: true, draw: func(y float64) {
			y += baseline(pitch, s.date.size)
			if number != nil {
				s.center(leftAt, y, s.columns[0], *number, s.number.face)
			}
			if date != nil {
				s.say(place(*date), y, date.text, s.date)
			}
		}})
	}
	if draft {
		s.centred(leftAt, s.columns[0], s.number.draft, s.number.draftStyle)
	}
}

// stack sets headlines under each other and answers their height; marks draw them from the height at which they begin.
func (s *sheet) stack(marks *[]func(y float64), x, width float64, headlines []headline) (height float64) {
	for _, headline := range headlines {
		text := printed(headline.text)
		if text == "" {
			continue
		}
		lines := s.balance(text, headline.face, width)
		if len(lines) > headingLines {
			lines = lines[:headingLines]
		}
		pitch := singleSpaced(headline.size)
		for _, line := range lines {
			down := height + baseline(pitch, headline.size)
			*marks = append(*marks, func(y float64) { s.center(x, y+down, width, line, headline.face) })
			height += pitch
		}
		if headline.rule > 0 {
			last := lines[len(lines)-1]
			length := last.length(headline.size) * headline.rule
			down := height - pitch + baseline(pitch, headline.size) + ruleBelow
			*marks = append(*marks, func(y float64) { s.rule(x+(width-length)/2, y+down, length, ruleWeight) })
			height += ruleRoom
		}
	}
	return height
}

// scopeOf is who may see the paper, in the left column (box 11 of NĐ 30/2020 and of 36-HD/VPTW).
func (s *sheet) scopeOf(mark string) {
	mark = printed(mark)
	if mark == "" {
		return
	}
	line := line{text: mark, width: s.font(s.scope.face).measure(mark)}
	pitch := singleSpaced(s.scope.size)
	s.gap(s.text.before)
	s.put(box{height: pitch + 2, keep: true, draw: func(y float64) {
		s.center(s.page.left, y+1+baseline(pitch, s.scope.size), s.columns[0], line, s.scope.face)
		if length := line.length(s.scope.size) + 6; s.scope.framed {
			s.pdf.SetLineWidth(ruleWeight * mm)
			s.pdf.Rect(s.page.left+(s.columns[0]-length)/2, y, length, pitch+2, "D")
		}
	}})
}

// numberOf is the number and the code: "Số 15-BB/BTGTU", "Số: 05/BB-STTTT".
func (f *form) numberOf(head models.Letterhead) string {
	return f.number.label + orDots(head.Number) + f.number.join + printed(head.Type) + f.number.last + orDots(head.Code)
}

// placeAndDate is "Hà Nam, ngày 13 tháng 11 năm 2018".
func placeAndDate(head models.Letterhead) string {
	date := "ngày … tháng … năm …"
	if head.Dated != "" {
		date = viet.LongDate(head.Dated.Time())
	}
	return orDots(head.Place) + ", " + date
}

// orDots is a text ready to print, with dots where there is none.
func orDots(text string) string {
	if text = printed(text); text == "" {
		return "…"
	}
	return text
}

// title is the paper's kind and subject, with what the form puts under them.
func (s *sheet) title(kind, subject string, under under) {
	s.gap(singleSpaced(s.kind.size))
	s.centred(s.page.left, s.width, kind, s.kind)
	if printed(subject) == "" {
		s.gap(s.text.before)
		return
	}
	// A line of the subject is kept a little narrower than the text, as titles are.
	last := s.centred(s.page.left+5, s.width-10, printed(subject), s.subject)
	switch {
	case under.text != "":
		s.centred(s.page.left, s.width, under.text, face{"", s.text.size})
	case under.rule > 0:
		length := last.length(s.subject.size) * under.rule
		pitch := singleSpaced(s.subject.size)
		down := ruleBelow - pitch + baseline(pitch, s.subject.size)
		s.put(box{height: ruleRoom, keep: true, draw: func(y float64) {
			s.rule(s.page.left+(s.width-length)/2, y+down, length, ruleWeight)
		}})
	}
	s.gap(s.text.before)
}

// subject is an event as a title names it: Hội thảo “…”.
func subject(word, title string) string {
	return viet.UpperFirst(word) + " “" + strings.Trim(orDots(title), `“”"`) + "”"
}
