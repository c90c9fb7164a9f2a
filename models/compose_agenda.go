package models

import (
	"strings"

	"hoithao/models/viet"
)

// Agenda composes the agenda as it prints, in the form of the organizer on the day of the first session.
func (record Record) Agenda() Agenda {
	head := record.letterhead(record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	agenda := Agenda{
		Letterhead: head,
		Draft:      record.Event.AgendaState != "published",
		Word:       record.word(),
		Title:      orMissing(record.Event.Title),
		When:       c.when(),
	}
	// An item without a session stands with those before it.
	rows := make([][]AgendaRow, max(len(c.Sessions), 1))
	at := 0
	for _, item := range c.Items {
		for i, session := range c.Sessions {
			if session.ID == item.SessionID {
				at = i
			}
		}
		var room string
		if len(c.Sessions) > 0 {
			room = c.Sessions[at].Room
		}
		rows[at] = append(rows[at], c.row(item, room))
	}
	for i := range rows {
		session := AgendaSession{Rows: rows[i]}
		if len(c.Sessions) > 1 {
			session.Name = c.sessionNamed(c.Sessions[i].ID)
		}
		agenda.Sessions = append(agenda.Sessions, session)
	}
	return agenda
}

// when is the line under the title: "(Ngày 13/11/2018, tại Hội trường Tỉnh ủy)".
func (c *composer) when() string {
	day := "Ngày " + missing
	if first, last := c.dayOf(c.first()), c.dayOf(c.last()); first != "" {
		day = "Ngày " + viet.ShortDate(first.Time())
		if last != first {
			day = "Từ ngày " + viet.ShortDate(first.Time()) + " đến ngày " + viet.ShortDate(last.Time())
		}
	}
	return "(" + day + ", tại " + orMissing(clause(c.Event.Venue)) + ")"
}

func (c *composer) row(item Item, room string) AgendaRow {
	row := AgendaRow{What: orMissing(item.Title), Who: viet.UpperFirst(item.PresenterText), Break: item.Kind == "break"}
	if !item.StartsAt.IsZero() {
		row.Time = viet.ClockTable(c.Event.Local(item.StartsAt))
		if end := item.PlannedEnd(); end.After(item.StartsAt.Time) {
			row.Time += " - " + viet.ClockTable(c.Event.Local(end))
		}
	}
	if item.Room != "" && item.Room != room {
		row.What += " (" + item.Room + ")"
	}
	if delegate := c.byID[item.PresenterID]; delegate != nil && delegate.Person.Name() != "" {
		row.Who = viet.UpperFirst(c.full(delegate.Person))
	}
	if item.Kind == "paper" {
		row.What = strings.Join(append([]string{row.What}, c.papers(item)...), "\n")
	}
	return row
}

// papers are those accepted for an item, each with its speaker.
func (c *composer) papers(item Item) (lines []string) {
	for _, speech := range c.Speeches {
		if speech.ItemID != item.ID || speech.Topic == "" || speech.State == "requested" || speech.State == "returned" || speech.State == "refused" {
			continue
		}
		line := "- " + clause(speech.Topic)
		who := speech.SpeakerText
		if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
			who = c.who(delegate.Person)
		}
		if who != "" && speech.DelegateID != item.PresenterID {
			line += " (" + who + ")"
		}
		lines = append(lines, line)
	}
	return lines
}
