package papers

import (
	"strconv"

	"hoithao/models"
)

// Columns of the agenda, as printed by provincial offices (papers.md, 4.2).
var agendaColumns = []column{{10, "TT", true}, {28, "Thời gian", true}, {77, "Nội dung", false}, {50, "Người thực hiện", false}}

// agenda draws the agenda of an event: an unnumbered sheet with a table.
func (b *book) agenda(a models.Agenda) error {
	form := formOf(a.Regime)
	s := b.sheet(form, a.Stamp)
	s.letterhead(a.Letterhead, true, a.Draft)
	s.title("CHƯƠNG TRÌNH", subject(a.Word, a.Title), form.under)
	s.centred(s.page.left, s.width, orDots(a.When), form.table.caption)
	s.gap(form.text.before)
	s.agendaTable(a)
	s.boxes[len(s.boxes)-1].keep = true
	s.gap(2 * form.text.before)
	s.centred(s.page.left+form.signature.columns[0]+form.signature.gap, form.signature.columns[1], "BAN TỔ CHỨC", form.signature.title)
	return s.flow()
}

// agendaTable is the table of an agenda.
func (s *sheet) agendaTable(a models.Agenda) {
	table := s.grid(agendaColumns)
	number := 0
	for _, session := range a.Sessions {
		if session.Name != "" {
			table.across(session.Name)
		}
		for _, row := range session.Rows {
			number++
			style := ""
			if row.Break {
				style = "I"
			}
			table.row(style, []string{strconv.Itoa(number)}, []string{row.Time}, paragraphs(row.What), []string{row.Who})
		}
	}
	if number == 0 {
		table.row("", []string{"…"}, []string{"…"}, []string{"…"}, []string{"…"})
	}
}
