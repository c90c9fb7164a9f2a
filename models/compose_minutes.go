package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// ComposeMinutes composes the minutes of the whole event in the form of the issuing body on their date. Sections that a hand has
// edited stand as edited. What the record does not know prints as …; a number that nobody recorded is never printed.
func (record Record) ComposeMinutes() Minutes {
	row := record.Minutes
	head := record.letterhead(record.minutesDay())
	head.Type, head.Number = "BB", numbered(row.Number, row.NumberSuffix)
	c := record.composer(head.Regime, head.Dated)
	chairs, secretaries := c.chairs(), c.secretaries()
	m := Minutes{
		Letterhead: head,
		Draft:      row.State != "final" && row.State != "issued",
		Word:       record.word(),
		Title:      orMissing(record.Event.Title),
		End:        c.section("end", "", c.end()),
	}
	if record.Subject() != "" {
		m.Session = record.SessionName(record.Sessions[0])
	}
	for _, chair := range chairs {
		m.Chairs = append(m.Chairs, chair.Name())
	}
	for _, secretary := range secretaries {
		m.Secretaries = append(m.Secretaries, secretary.Name())
	}
	taker := c.list(secretaries)
	if len(secretaries) == 0 && row.SecretaryText != "" {
		m.Secretaries, taker = []string{signature(row.SecretaryText)}, sentence(row.SecretaryText)
	}
	course, conclusions := c.course(), c.conclusions()
	if conclusions == "" && !c.responded() && !record.GoesOn {
		conclusions = missing
	}
	if head.Regime.Party() {
		m.Opening = c.partyOpening(c.list(chairs), taker)
		m.Sections = []Section{
			c.section("attendance", "1. Thành phần "+m.Word, c.attendance(partyBlocks)),
			c.section("course", "2. Diễn biến "+m.Word, course),
			c.section("conclusions", "3. Kết luận "+m.Word, conclusions),
		}
	} else {
		m.Opening = c.stateOpening(c.list(chairs), taker)
		m.Sections = []Section{
			c.section("course", "Nội dung (theo diễn biến "+m.Word+"):", course),
			c.section("conclusions", "Kết luận "+m.Word+":", conclusions),
		}
	}
	return m
}

// minutesDay is the date of the minutes: their own, else the local date of the close, else of the last session.
func (record Record) minutesDay() Date {
	switch row := record.Minutes; {
	case row.DatedOn != "":
		return row.DatedOn
	case !row.ClosedAt.IsZero():
		return DateOf(record.Event.Local(row.ClosedAt))
	}
	return record.dayOf(record.last())
}

// partyOpening is the opening of 16-HD/VPTW's model.
func (c *composer) partyOpening(chairs, secretaries string) []Labelled {
	return slices.DeleteFunc([]Labelled{
		{Label: "Thời gian", Text: sentence("bắt đầu " + c.words.hour + " " + c.moment(c.opened(), c.dayOf(c.first())))},
		{Label: "Địa điểm", Text: sentence(orMissing(c.Event.Venue))},
		c.line("content", "Nội dung", sentence(orMissing(viet.UpperFirst(c.Event.Title)))),
		{Label: "Người chủ trì", Text: chairs},
		{Label: "Người ghi biên bản", Text: secretaries},
		c.line("documents", "Tài liệu sử dụng trong "+c.word(), ""),
		c.line("other", "Thông tin khác", ""),
	}, unsaid)
}

// stateOpening is the opening of mẫu 1.9 (NĐ 30/2020, Phụ lục III). The form has no line for the documents, nor one for the contents beside
// their course: they stand only where a hand has written them.
func (c *composer) stateOpening(chairs, secretaries string) []Labelled {
	attendance := c.line("attendance", "Thành phần tham dự", c.attendance(stateBlocks))
	attendance.List = true
	return slices.DeleteFunc([]Labelled{
		{Label: "Thời gian bắt đầu", Text: sentence(c.moment(c.opened(), c.dayOf(c.first())))},
		{Label: "Địa điểm", Text: sentence(orMissing(c.Event.Venue))},
		attendance,
		{Label: "Chủ trì (chủ tọa)", Text: viet.UpperFirst(chairs)},
		{Label: "Thư ký (người ghi biên bản)", Text: viet.UpperFirst(secretaries)},
		c.line("content", "Nội dung", ""),
		c.line("documents", "Tài liệu sử dụng", ""),
		c.line("other", "Thông tin khác", ""),
	}, unsaid)
}

// unsaid lines do not print: nothing in the record speaks of them, and no hand has.
func unsaid(line Labelled) bool { return line.Text == "" }

func (c *composer) line(name, label, composed string) Labelled {
	section := c.section(name, "", composed)
	return Labelled{Name: name, Label: label, Text: section.Text, Composed: composed, Edited: section.Edited, Moved: section.Moved}
}

// section is a section as edited by hand, else as composed.
func (c *composer) section(name, heading, composed string) Section {
	section := Section{Name: name, Heading: heading, Text: composed, Composed: composed}
	for _, edited := range c.Minutes.Edited {
		if edited.Name == name {
			section.Text, section.Edited, section.Moved = edited.Text, true, edited.Composed != composed
		}
	}
	return section
}

// end says when the event ended. The end mark of the State's form is the paper's.
func (c *composer) end() string {
	day := c.dayOf(c.last())
	what := c.word()
	if c.Subject() != "" {
		what = "buổi làm việc"
	}
	return sentence(viet.UpperFirst(what) + " kết thúc " + c.words.hour + " " + c.moment(c.closed(), day))
}

// moment is an hour with its date: "8 giờ 00, ngày 13 tháng 11 năm 2018". Without the hour the date stands alone behind dots.
func (c *composer) moment(at Time, day Date) string {
	switch {
	case !at.IsZero():
		local := c.Event.Local(at)
		return viet.ClockProse(local) + ", " + viet.LongDate(local)
	case day != "":
		return "… giờ …, " + viet.LongDate(day.Time())
	}
	return "… giờ …, ngày … tháng … năm …"
}

// opened is when the event really began: as the secretary noted it, else when the first item after the registration was started.
func (c *composer) opened() Time {
	if !c.Minutes.OpenedAt.IsZero() {
		return c.Minutes.OpenedAt
	}
	for _, item := range c.Items {
		if item.Kind != "registration" && !item.StartedAt.IsZero() {
			return item.StartedAt
		}
	}
	return Time{}
}

// closed is when the event closed: as the minutes note it, else when its last item ended at the desk.
func (c *composer) closed() Time {
	last := c.last()
	if !c.Minutes.ClosedAt.IsZero() || last == nil {
		return c.Minutes.ClosedAt
	}
	ended := Time{}
	for _, item := range c.Items {
		if item.SessionID != last.ID {
			continue
		}
		if item.Running() {
			return Time{}
		}
		ended = item.EndedAt
	}
	return ended
}

// chairs are those who sign as such: as chosen for the minutes, else the delegates with the role.
func (c *composer) chairs() []Person {
	return c.signers(c.Minutes.Chairs, "chair")
}

// secretaries likewise; a name typed in their stead goes before the role.
func (c *composer) secretaries() []Person {
	if len(c.Minutes.Secretaries) == 0 && c.Minutes.SecretaryText != "" {
		return nil
	}
	return c.signers(c.Minutes.Secretaries, "secretary")
}

func (c *composer) signers(chosen []Person, role string) []Person {
	if len(chosen) > 0 {
		return chosen
	}
	for _, delegate := range c.Delegates {
		if delegate.Has(role) && delegate.Person.Name() != "" {
			chosen = append(chosen, delegate.Person)
		}
	}
	return chosen
}

// list names people with their posts in one sentence.
func (c *composer) list(people []Person) string {
	var named []string
	for _, person := range people {
		named = append(named, c.full(person))
	}
	return sentence(orMissing(strings.Join(named, "; ")))
}

// signature is the bare name in what was typed for somebody outside the directory: no word of address, no posts
// (NĐ 30/2020, Phụ lục I, mục II.7; 36-HD/VPTW).
func signature(text string) string {
	name := text
	for _, end := range []string{",", " - ", " – ", ";", "("} {
		name, _, _ = strings.Cut(name, end)
	}
	words := strings.Fields(name)
	switch {
	case len(words) > 2 && strings.EqualFold(words[0]+" "+words[1], "đồng chí"):
		words = words[2:]
	case len(words) > 1 && (words[0] == "ông" || words[0] == "bà"), len(words) > 3 && (words[0] == "Ông" || words[0] == "Bà"): // Ông Ích Khiêm is a name
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// conclusions are the chair's, numbered, each with the task it lays on somebody.
func (c *composer) conclusions() string {
	var lines []string
	for i, conclusion := range c.Conclusions {
		text := c.point("3.", i) + sentence(orMissing(conclusion.Text))
		if task := conclusion.Task; task != nil && task.State != "dropped" {
			text += " " + c.task(*task)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

func (c *composer) task(task Task) string {
	responsible := task.Responsible
	switch {
	case task.PersonID != 0:
		responsible = c.full(task.Person)
	case task.OrganizationID != 0:
		responsible = task.Organization.Name
	}
	text := "Phân công thực hiện: " + clause(orMissing(responsible))
	if task.DueOn != "" {
		text += "; thời hạn hoàn thành: ngày " + viet.ShortDate(task.DueOn.Time())
	}
	return sentence(text)
}

// responded tells that a conclusion or the answer to a directive was spoken, which closes an event that has no written conclusions.
func (c *composer) responded() bool {
	return slices.ContainsFunc(c.Speeches, func(speech Speech) bool {
		return (speech.Kind == "response" || speech.Kind == "conclusion") && c.spoken(speech)
	})
}
