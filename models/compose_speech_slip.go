package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Slips are phiếu đăng ký phát biểu, one to a page of A5.
type Slips struct {
	Letterhead
	Word, Title string
	When        string
	Slips       []Slip
}

// Slip is one of them; what is not known is left to the pen.
type Slip struct{ Name, Post, Topic, Minutes, Paper string }

// Caption is what the file is called.
func (s Slips) Caption() string { return caption("Phiếu đăng ký phát biểu", s.Word, s.Title) }

// Head is none: a slip goes from the floor to the chair.
func (s Slips) Head() Letterhead { return Letterhead{Dated: s.Dated, Body: s.Body} }

// speechSlipKind is phiếu đăng ký phát biểu.
var speechSlipKind = PaperKind{
	Name: "speech-slip", Title: "Phiếu đăng ký phát biểu",
	Topics: []string{TopicEvent, TopicDelegates, TopicSpeeches, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "blanks", Label: "Số phiếu trống", Kind: "number", Usual: "1", Least: 1, Most: 500},
		{Name: "requests", Label: "Thêm phiếu đã điền của những người đã đăng ký", Kind: "yes", Usual: "no"}},
	compose: func(record Record, paper Paper) Printable { return record.slips(paper) },
}

func (record Record) slips(paper Paper) Slips {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	s := Slips{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), When: c.when()}
	if paper.Yes("requests") {
		for _, speech := range c.Speeches {
			who := c.holder(speech)
			if who == "" || !slices.Contains([]string{"requested", "accepted", "called"}, speech.State) {
				continue
			}
			slip := Slip{Name: who, Topic: strings.TrimSpace(speech.Topic)}
			if delegate := c.byID[speech.DelegateID]; delegate != nil {
				slip.Name, slip.Post = delegate.Person.Name(), c.duty(delegate)
			}
			if speech.Minutes != nil {
				slip.Minutes = viet.Count(*speech.Minutes) + " phút"
			}
			if speech.HasPaper {
				slip.Paper = "có"
			}
			s.Slips = append(s.Slips, slip)
		}
	}
	for range paper.Whole("blanks") {
		s.Slips = append(s.Slips, Slip{})
	}
	return s
}
