package models

// The two papers that stand since the beginning, as the print room knows them. What may be chosen about minutes is practice, in no template: off
// until an office wants it.
var minutesKind = PaperKind{
	Name: "minutes", Title: "Biên bản", Type: "BB", Twins: []string{"docx"}, Issued: true,
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicAttendance, TopicSpeeches, TopicConclusions, TopicMinutes, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "passed", Label: "Ghi câu đã đọc và thông qua biên bản", Kind: "yes", Usual: "no"},
		{Name: "recipients", Label: "In nơi nhận", Kind: "yes", Usual: "yes"},
	},
	compose: func(record Record, paper Paper) Printable { return record.ComposeMinutes().with(paper) },
}

var agendaKind = PaperKind{
	Name: "agenda", Title: "Chương trình", Needs: []string{"sessions", "venue", "items"}, Issued: true,
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicSpeeches, TopicDirectory, TopicPapers},
	compose: func(record Record, paper Paper) Printable {
		agenda := record.Agenda()
		agenda.Stamp = paper.Stamp
		return agenda
	},
}

// with adds to the minutes what was decided about the paper.
func (m Minutes) with(paper Paper) Minutes {
	m.Stamp = paper.Stamp
	if paper.Yes("recipients") {
		m.Recipients = paper.places()
	}
	if paper.Yes("passed") && m.End.Text != "" {
		m.End.Text += "\nBiên bản đã được đọc cho các đại biểu tham dự cùng nghe và nhất trí thông qua."
	}
	return m
}
