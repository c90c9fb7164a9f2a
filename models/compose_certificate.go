package models

import (
	"strings"

	"hoithao/models/viet"
)

// certificateKind is the certificate of having attended, a page for each. Neither NĐ 30/2020 nor the Party's rules know it as a kind of paper with a
// number: its form is practice, under the head of the body.
var certificateKind = PaperKind{
	Name: "certificate", Title: "Giấy chứng nhận", Needs: []string{"sessions", "present"}, Signed: true, Issued: true,
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicSpeeches, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "who", Label: "Cấp cho", Kind: "choice", Usual: "any", Choices: []PaperChoice{
			{"any", "người dự ít nhất một buổi"}, {"every", "người dự đủ các buổi"}, {"speakers", "người trình bày tham luận, đề dẫn"}}},
		{Name: "page", Label: "Khổ giấy A4", Kind: "choice", Usual: "landscape", Choices: []PaperChoice{{"landscape", "ngang"}, {"portrait", "đứng"}}},
	},
	compose: func(record Record, paper Paper) Printable { return record.CertificatePaper(paper) },
}

// CertificatePaper is the certificates of an event as they print, a page each.
type CertificatePaper struct {
	Letterhead
	Word         string
	Title        string
	Landscape    bool
	Body         string // the body that certifies, as a sentence writes it
	Certificates []Certificate
	When         string // "ngày 13 tháng 11 năm 2018, tại Hội trường Tỉnh ủy"
	Signature    Signature
}

// Certificate is whom one of them is for.
type Certificate struct {
	Name  string // "Đồng chí Phạm Sỹ Lợi"
	Posts string
	Did   string // "Đã tham dự Hội thảo “…”"
}

// Caption is what the file is called.
func (p CertificatePaper) Caption() string {
	return caption("Giấy chứng nhận tham dự", p.Word, p.Title)
}

// CertificatePaper composes a certificate for each of those who were there, in the order of protocol; where nobody was, one with dots.
func (record Record) CertificatePaper(paper Paper) CertificatePaper {
	last := record.dayOf(record.last())
	head := paper.head(record, last)
	c := record.composer(head.Regime, head.Dated)
	c.address()
	if last != "" {
		c.day = last
	}
	p := CertificatePaper{
		Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), Landscape: paper.Option("page") != "portrait",
		Body: c.issuer(paper), When: c.onWhatDays() + ", tại " + orMissing(clause(record.Event.Venue)), Signature: paper.signature(head.Regime),
	}
	event := viet.UpperFirst(p.Word) + " “" + strings.Trim(p.Title, `“”"`) + "”"
	for _, delegate := range record.Delegates {
		if did := c.did(delegate, paper.Option("who")); did != "" {
			p.Certificates = append(p.Certificates, Certificate{
				Name: viet.UpperFirst(c.who(delegate.Person)), Posts: strings.Join(delegate.Person.PostsOn(c.day), ", "), Did: did + " " + event,
			})
		}
	}
	if len(p.Certificates) == 0 {
		p.Certificates = []Certificate{{Name: missing, Posts: missing, Did: "Đã tham dự " + event}}
	}
	return p
}

// did is what a delegate is certified to have done; "" when nothing of it is known.
func (c *composer) did(delegate Delegate, which string) string {
	if delegate.Person.Name() == "" {
		return ""
	}
	sessions := 0
	for _, session := range c.Sessions {
		if delegate.At(session.ID).State == Present {
			sessions++
		}
	}
	if which == "speakers" {
		for _, speech := range c.Speeches {
			if speech.DelegateID != delegate.ID || !c.spoken(speech) || speech.Kind != "paper" && speech.Kind != "keynote" {
				continue
			}
			if topic := clause(speech.Topic); topic != "" {
				return "Đã trình bày " + map[string]string{"paper": "tham luận", "keynote": "báo cáo đề dẫn"}[speech.Kind] + " “" + strings.Trim(topic, `“”"`) + "” tại"
			}
			return "Đã " + spokenAs[speech.Kind] + " tại"
		}
		return ""
	}
	if sessions == 0 || which == "every" && sessions < len(c.Sessions) {
		return ""
	}
	return "Đã tham dự"
}
