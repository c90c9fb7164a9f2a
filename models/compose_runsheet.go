package models

import (
	"fmt"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// runsheetKind is kịch bản điều hành: for those who run the event, with what nobody else is told.
var runsheetKind = PaperKind{
	Name: "runsheet", Title: "Kịch bản điều hành", Needs: []string{"items"},
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicSpeeches, TopicDirectory, TopicPapers},
	Fields: []PaperField{sessionField,
		{Name: "speakers", Label: "Ghi người phát biểu trong từng mục", Kind: "yes", Usual: "yes"},
		{Name: "real", Label: "Cột giờ dự kiến, thực tế", Kind: "yes", Usual: "yes"},
		{Name: "page", Label: "Khổ giấy", Kind: "choice", Usual: "across", Choices: pageField.Choices},
		makerField},
	compose: func(record Record, paper Paper) Printable { return record.runSheet(paper) },
}

func (record Record) runSheet(paper Paper) List {
	l, c := record.list(paper, "Kịch bản điều hành")
	l.Mark = insiders
	sessions := c.chosen(paper)
	l.of(c, sessions)
	part := ListPart{Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "time", Head: "Kế hoạch"}}}
	if paper.Yes("real") {
		part.Columns = append(part.Columns, ListColumn{Code: "time", Head: "Dự kiến, thực tế"})
	}
	part.Columns = append(part.Columns, ListColumn{Code: "what", Head: "Nội dung"}, ListColumn{Code: "who", Head: "Người thực hiện"}, ListColumn{Code: "remark", Head: "Việc phải làm, lưu ý"})
	wanted := map[ID]bool{}
	for _, session := range sessions {
		wanted[session.ID] = true
	}
	parts, _ := record.OnClock(Time{})
	number := 0
	for _, some := range parts {
		if len(sessions) < len(c.Sessions) && !wanted[some.Session.ID] {
			continue
		}
		for _, lane := range some.Lanes {
			if heading := c.laneName(some, lane, len(parts)); heading != "" {
				part.Rows = append(part.Rows, ListRow{Kind: "group", Cells: []string{heading}})
			}
			for _, line := range lane.Lines {
				number++
				printed := c.row(line.Item, lane.Room)
				row := ListRow{Cells: []string{strconv.Itoa(number), printed.Time}}
				if printed.Break {
					row.Kind = "break"
				}
				if paper.Yes("real") {
					row.Cells = append(row.Cells, c.reckoned(line))
				}
				what := orMissing(line.Title)
				if paper.Yes("speakers") {
					what = strings.Join(append([]string{what}, c.turns(line.Item)...), "\n")
				}
				row.Cells = append(row.Cells, what, printed.Who, line.Note)
				part.Rows = append(part.Rows, row)
			}
		}
	}
	l.Parts = []ListPart{part}
	return l
}

// laneName heads the lines of a session, or of one of its rooms.
func (c *composer) laneName(part Part, lane Lane, parts int) string {
	name := ""
	if parts > 1 && part.Session.ID != 0 {
		name = c.sessionName(part.Session)
	}
	if len(part.Lanes) > 1 || name != "" {
		return strings.Trim(name+", "+lane.Room, ", ")
	}
	return name
}

// reckoned is when a line really began and ended, or is expected to; "" where the plan stands, for the hand to fill in.
func (c *composer) reckoned(line Line) string {
	if line.StartedAt.IsZero() && line.EndedAt.IsZero() && line.Late() == 0 {
		return ""
	}
	text := missing
	if !line.Starts.IsZero() {
		text = viet.ClockTable(c.Event.Local(line.Starts))
	}
	if !line.Ends.IsZero() {
		text += " - " + viet.ClockTable(c.Event.Local(line.Ends))
	}
	if line.StartedAt.IsZero() {
		text += "\n(dự kiến)"
	}
	return text
}

// turns are those who speak in an item, in their order.
func (c *composer) turns(item Item) (lines []string) {
	for _, speech := range c.Speeches {
		if speech.ItemID != item.ID || speech.State == "requested" || speech.State == "returned" || speech.State == "refused" {
			continue
		}
		who := c.holder(speech)
		if who == "" && speech.Topic == "" || speech.DelegateID != 0 && speech.DelegateID == item.PresenterID && speech.Topic == "" {
			continue
		}
		line := "- " + strings.Trim(who+": "+clause(speech.Topic), ": ")
		if speech.Minutes != nil {
			line += fmt.Sprintf(" (%s phút)", viet.Count(*speech.Minutes))
		}
		lines = append(lines, line)
	}
	return lines
}

// holder is who holds a speech; "" when nobody has taken it.
func (c *composer) holder(speech Speech) string {
	if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
		return viet.UpperFirst(c.who(delegate.Person))
	}
	return viet.UpperFirst(speech.SpeakerText)
}
