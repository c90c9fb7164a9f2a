package papers

import (
	"strconv"

	"hoithao/models"
	"hoithao/views"
)

// share is how wide a column is in mm where there is room, and how its cells stand. Those that do not give keep their width, and the others
// share what is left (papers.md, 4.2 and 4.3: practice, no rule).
type share struct {
	width   float64
	gives   bool
	centred bool
}

var shares = map[string]share{
	"no": {10, false, true}, "name": {48, true, false}, "posts": {67, true, false}, "group": {50, true, false}, "roles": {28, true, false}, "reply": {24, true, false},
	"seat": {20, true, true}, "phone": {30, true, true}, "email": {45, true, false}, "needs": {40, true, false}, "note": {30, true, false}, "sign": {40, true, false},
	"amount": {30, true, true}, "free": {26, true, false}, "time": {28, false, true}, "what": {80, true, false}, "who": {50, true, false}, "remark": {50, true, false},
	"topic": {70, true, false}, "minutes": {20, false, true}, "paper": {20, false, true}, "state": {24, true, true}, "reason": {50, true, false}, "clock": {20, false, true},
	"count": {19, false, true}, "length": {32, true, true}, "seconds": {22, false, true},
}

// upright is how wide the columns of a list may be together, in mm, before it is printed across.
const upright = 215

// list draws a list: a head, a title, and tables.
func (b *book) list(l models.List) error {
	form := formOf(l.Regime)
	if l.Page == "across" || l.Page == "" && natural(l) > upright {
		form = form.across()
	}
	s := b.sheet(form, l.Stamp)
	s.letterhead(l.Letterhead, true, false)
	s.scopeOf(l.Mark)
	s.title(printed(l.Type), subject(l.Word, l.Title), form.under)
	s.centred(s.page.left, s.width, orDots(l.When), form.table.caption)
	s.gap(form.text.before)
	for i, part := range l.Parts {
		if i > 0 {
			s.gap(form.text.before)
		}
		if heading := printed(part.Heading); heading != "" {
			s.heading(heading, "B")
		}
		for _, line := range part.Lines {
			for _, text := range paragraphs(line) {
				s.paragraph(text)
			}
		}
		if len(part.Columns) > 0 {
			if len(part.Lines) > 0 {
				s.gap(form.text.before)
			}
			s.listTable(part, float64(l.RowHeight))
		}
		s.bars(part.Bars)
	}
	for _, line := range l.Foot {
		s.paragraph(printed(line))
	}
	if l.Signer != (models.Signature{}) {
		s.closing(l.Places, l.Signer)
	} else {
		s.signatures(signer{}, signer{title: "NGƯỜI LẬP", names: []string{l.Maker}})
	}
	return s.flow()
}

// natural is the width that the widest part of a list would have.
func natural(l models.List) (width float64) {
	for _, part := range l.Parts {
		sum := 0.0
		for _, column := range part.Columns {
			sum += shares[column.Code].width
		}
		width = max(width, sum)
	}
	return width
}

// columnsOf are the columns of a list, as wide as the text together.
func (s *sheet) columnsOf(columns []models.ListColumn) []column {
	fixed, giving := 0.0, 0.0
	for _, column := range columns {
		if share := shares[column.Code]; share.gives {
			giving += share.width
		} else {
			fixed += share.width
		}
	}
	scale, rest := 1.0, 1.0
	if giving == 0 || fixed > 0.7*s.width { // so many figures that all must give
		scale = s.width / (fixed + giving)
		rest = scale
	} else {
		rest = (s.width - fixed) / giving
	}
	set := make([]column, len(columns))
	for i, one := range columns {
		share := shares[one.Code]
		set[i] = column{width: share.width * scale, head: one.Head, centred: share.centred}
		if share.gives {
			set[i].width = share.width * rest
		}
	}
	return set
}

func (s *sheet) listTable(part models.ListPart, least float64) {
	table := s.grid(s.columnsOf(part.Columns))
	table.least = least
	for _, row := range part.Rows {
		if row.Kind == "group" {
			table.across(row.Cells[0])
			continue
		}
		cells := make([][]string, len(part.Columns))
		for i := range row.Cells[:min(len(row.Cells), len(cells))] {
			cells[i] = paragraphs(row.Cells[i])
		}
		table.row(map[string]string{"sum": "B", "break": "I"}[row.Kind], cells...)
	}
	if len(part.Rows) == 0 {
		cells := make([][]string, len(part.Columns))
		for i := range cells {
			cells[i] = []string{"…"}
		}
		table.row("", cells...)
	}
	s.boxes[len(s.boxes)-1].keep = false // a heading of a group that nobody stands under
}

// Bars of a chart: what stands before them and behind them, and how high they are, in mm.
const barLabel, barText, barHeight, barPitch = 70.0, 34.0, 4.0, 6.5

// bars draws a chart: each bar with its whole as a frame, the share filled.
func (s *sheet) bars(bars []models.ListBar) {
	small := face{"", 11}
	length := s.width - barLabel - barText - 4
	for i, bar := range bars {
		lines := s.wrap(printed(bar.Label), small, barLabel)
		if len(lines) > 3 {
			lines = lines[:3]
			lines[2].text = s.cut(lines[2].text, small, barLabel)
		}
		text := s.cut(printed(bar.Text), small, barText)
		height := max(barPitch, float64(len(lines))*singleSpaced(small.size)+1.5)
		s.put(box{height: height, keep: i == 0 || i == len(bars)-2, draw: func(y float64) {
			for n, line := range lines {
				s.say(s.page.left, y+float64(n)*singleSpaced(small.size)+baseline(singleSpaced(small.size), small.size), line.text, small)
			}
			x, top := s.page.left+barLabel+2, y+(min(height, barPitch)-barHeight)/2
			s.pdf.SetLineWidth(s.table.rule * mm)
			s.pdf.Rect(x, top, length, barHeight, "D")
			if part := share01(bar.Value, bar.Of) * length; part > 0 {
				s.pdf.SetFillColor(110, 110, 110)
				s.pdf.Rect(x, top, part, barHeight, "F")
			}
			s.say(x+length+2, y+baseline(barPitch, small.size), text, small)
		}})
	}
}

// share01 is a part of a whole, from 0 to 1.
func share01(part, whole int64) float64 {
	if whole <= 0 {
		return 0
	}
	return min(1, max(0, float64(part)/float64(whole)))
}

// cut is a printed text that ends with … where it would be wider than a width in mm.
func (b *book) cut(text string, face face, width float64) string {
	font, limit := b.font(face), int(width/(face.size*mm/1000))
	if font.measure(text) <= limit {
		return text
	}
	sum := int(font['…'])
	for at, r := range text {
		if sum += max(int(font[r]), 0); sum > limit {
			return text[:at] + "…"
		}
	}
	return text
}

// spreadsheets are a list as sheets of a workbook: one a table.
func spreadsheets(l models.List) (sheets []views.Spreadsheet) {
	title := []string{l.Type, subject(l.Word, l.Title), l.When}
	if l.Mark != "" {
		title = append(title, l.Mark)
	}
	for _, part := range l.Parts {
		sheet := views.Spreadsheet{Name: part.Heading, Title: title, Borders: true, RowHeight: float64(l.RowHeight), Landscape: l.Page == "across" || l.Page == "" && natural(l) > upright}
		if part.Heading != "" {
			sheet.Title = append(title[:len(title):len(title)], part.Heading)
		}
		sheet.Title = append(sheet.Title, part.Lines...)
		for _, column := range part.Columns {
			if column.Number {
				sheet.Numbers = append(sheet.Numbers, len(sheet.Columns))
			}
			if shares[column.Code].centred && (!column.Number || column.Code == "no") {
				sheet.Centred = append(sheet.Centred, len(sheet.Columns))
			}
			sheet.Columns = append(sheet.Columns, views.SpreadsheetColumn{Head: column.Head, Width: max(6, shares[column.Code].width/2)})
		}
		for i, row := range part.Rows {
			switch row.Kind {
			case "group":
				sheet.Across = append(sheet.Across, i)
			case "sum":
				sheet.Strong = append(sheet.Strong, i)
			}
			sheet.Rows = append(sheet.Rows, row.Cells)
		}
		if len(part.Bars) > 0 {
			sheet.Columns = []views.SpreadsheetColumn{{Head: "Thành phần", Width: 40}, {Head: "Số", Width: 12}, {Head: "Trên", Width: 12}, {Head: "Ghi", Width: 20}}
			sheet.Numbers = []int{1, 2}
			for _, bar := range part.Bars {
				sheet.Rows = append(sheet.Rows, []string{bar.Label, strconv.FormatInt(bar.Value, 10), strconv.FormatInt(bar.Of, 10), bar.Text})
			}
		}
		if len(sheet.Columns) == 0 {
			sheet.Columns = []views.SpreadsheetColumn{{Head: "", Width: 60}}
		}
		sheets = append(sheets, sheet)
	}
	if last := len(sheets) - 1; last >= 0 {
		sheets[last].Foot = l.Foot
	}
	return sheets
}
