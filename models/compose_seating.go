package models

import "strconv"

// Seating is sơ đồ chỗ ngồi: a hall of rows, and who sits where as the delegates' seats say.
type Seating struct {
	Letterhead
	Word, Title string
	When        string
	Aisle       int64 // behind so many seats of a row; 0: none
	Rostrum     []string
	Rows        []SeatRow
	Elsewhere   []string // "Bàn danh dự: Trần Đức Thuần"
	Unseated    int64
}

// SeatRow is a row, A the nearest to the rostrum; a seat that is free is "".
type SeatRow struct {
	Name  string
	Seats []string
}

// Caption is what the file is called.
func (s Seating) Caption() string { return caption("Sơ đồ chỗ ngồi", s.Word, s.Title) }

// seatingKind is sơ đồ chỗ ngồi.
var seatingKind = PaperKind{
	Name: "seating", Title: "Sơ đồ chỗ ngồi", Needs: []string{"seats"},
	Topics: []string{TopicEvent, TopicDelegates, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "rows", Label: "Số hàng", Hint: "Hàng A gần đoàn chủ tọa nhất. Chỗ ngồi của đại biểu ghi như A1, B12.", Kind: "number", Usual: "10", Least: 1, Most: 52},
		{Name: "seats", Label: "Số ghế mỗi hàng", Kind: "number", Usual: "10", Least: 1, Most: 60},
		{Name: "aisle", Label: "Lối đi sau ghế thứ", Hint: "0: không có lối đi giữa hàng.", Kind: "number", Usual: "5", Least: 0, Most: 60},
		{Name: "rostrum", Label: "Có bàn chủ tọa", Kind: "yes", Usual: "yes"}},
	compose: func(record Record, paper Paper) Printable { return record.seating(paper) },
}

// seatRow is the letter of a row, counted from 0: A … Z, AA … AZ.
func seatRow(i int64) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return "A" + string(rune('A'+i%26))
}

func (record Record) seating(paper Paper) Seating {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	s := Seating{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), When: c.when(), Aisle: paper.Whole("aisle")}
	at := map[string]*string{}
	seats := paper.Whole("seats")
	for i := range paper.Whole("rows") {
		row := SeatRow{Name: seatRow(i), Seats: make([]string, seats)}
		for n := range row.Seats {
			at[row.Name+strconv.Itoa(n+1)] = &row.Seats[n]
		}
		s.Rows = append(s.Rows, row)
	}
	if s.Aisle >= seats {
		s.Aisle = 0
	}
	for i := range c.Delegates {
		delegate := &c.Delegates[i]
		name := delegate.Person.Name()
		seat := CleanSeat(delegate.Seat)
		place := at[seat]
		switch {
		case place != nil && name != "" && *place == "":
			*place = name
		case place != nil && name != "":
			*place += "; " + name // two at one seat: the plan shows it
		case seat != "" && name != "":
			s.Elsewhere = append(s.Elsewhere, clause(delegate.Seat)+": "+name)
		case paper.Yes("rostrum") && delegate.Has("chair") && name != "":
			s.Rostrum = append(s.Rostrum, name)
		case name != "" && !delegate.Away():
			s.Unseated++
		}
	}
	if paper.Yes("rostrum") && len(s.Rostrum) == 0 {
		s.Rostrum = []string{missing}
	}
	return s
}
