package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Introduction is what is read out to introduce those who came, and to greet them.
type Introduction struct {
	Letterhead
	Word, Title string
	When        string
	Size        int64 // pt, to be read at a rostrum
	Opening     string
	Lines       []string
	Closing     string
}

// Caption is what the file is called.
func (i Introduction) Caption() string {
	return caption("Lời giới thiệu đại biểu", i.Word, i.Title)
}

// Head is none: the sheet is for who reads it.
func (i Introduction) Head() Letterhead { return Letterhead{Dated: i.Dated, Body: i.Body} }

// mcKind is lời giới thiệu đại biểu.
var mcKind = PaperKind{
	Name: "mc", Title: "Lời giới thiệu đại biểu", Needs: []string{"came"},
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "form", Label: "Cách đọc", Kind: "choice", Usual: "greet", Choices: []PaperChoice{{"greet", "Kính thưa từng người"}, {"introduce", "Giới thiệu từng người"}}},
		{Name: "who", Label: "Gồm những ai", Kind: "choice", Usual: "present", Choices: []PaperChoice{{"present", "Có mặt theo điểm danh"}, {"coming", "Được mời, trừ người đã báo không dự"}, {"accepted", "Đã nhận lời"}},
			Hint: "Khi chưa ai được điểm danh: những người được mời, trừ người đã báo không dự."},
		sessionField,
		{Name: "people", Label: "Số người nêu tên", Hint: "Những người đầu theo thứ tự; các thành phần khác đọc chung.", Kind: "number", Usual: "20", Least: 1, Most: 1000},
		{Name: "guests", Label: "Khách trước, chủ sau", Kind: "yes", Usual: "yes"},
		{Name: "posts", Label: "Chức vụ", Kind: "choice", Usual: "all", Choices: []PaperChoice{{"all", "Mọi chức vụ"}, {"first", "Chức vụ đầu tiên"}}},
		{Name: "address", Label: "Từ xưng hô khi danh bạ không ghi", Hint: "Để trống: “đồng chí” ở cơ quan Đảng, “ông (bà)” ở cơ quan khác.", Kind: "text"},
		{Name: "groups", Label: "Cả các đoàn không nêu tên", Kind: "yes", Usual: "yes"},
		{Name: "size", Label: "Cỡ chữ (pt)", Kind: "number", Usual: "16", Least: 12, Most: 28}},
	compose: func(record Record, paper Paper) Printable { return record.introduction(paper) },
}

func (record Record) introduction(paper Paper) Introduction {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	if address := viet.Clean(paper.Option("address")); address != "" {
		c.words.honorific = address
	} else {
		c.address()
	}
	m := Introduction{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), When: c.when(), Size: paper.Whole("size")}
	sessions := c.chosen(paper)
	greet := paper.Option("form") != "introduce"
	begin, end := "", ";"
	if greet {
		begin, end = "Kính thưa ", "!"
	}
	pressGroups := map[ID]bool{}
	for _, group := range c.Groups {
		pressGroups[group.ID] = group.Press
	}
	who := paper.Option("who")
	if who == "present" && !c.called(sessions) {
		who = "coming" // the sheet is printed before the doors open
	}
	var blocks [3][]string // guests, hosts, press
	most, named, rest := paper.Whole("people"), map[ID]bool{}, map[ID]bool{}
	for i := range c.Delegates {
		delegate := &c.Delegates[i]
		if delegate.Person.Name() == "" || !c.wants(who, delegate, sessions) {
			continue
		}
		if most == 0 {
			rest[delegate.GroupID] = true
			continue
		}
		most--
		named[delegate.GroupID] = true
		block := 1
		switch {
		case delegate.Has("press") || pressGroups[delegate.GroupID]:
			block = 2
		case delegate.Has("guest") && paper.Yes("guests"):
			block = 0
		}
		text := c.who(delegate.Person)
		if posts := delegate.Person.PostsOn(c.day); len(posts) > 0 {
			if paper.Option("posts") == "first" {
				posts = posts[:1]
			}
			text += ", " + strings.Join(posts, ", ")
		}
		if whom := c.byID[delegate.SubstituteFor]; whom != nil && whom.Person.Name() != "" {
			text += " (dự thay " + c.full(whom.Person) + ")"
		}
		blocks[block] = append(blocks[block], text)
	}
	texts := append(append(blocks[0], blocks[1]...), blocks[2]...)
	if paper.Yes("groups") {
		for _, group := range c.Groups {
			if !rest[group.ID] && !((group.Collective || group.Press) && c.came(group, who, named[group.ID], sessions)) {
				continue
			}
			text := represented(group.Name)
			if greet {
				address := "các vị "
				if head.Regime.Party() {
					address = "các đồng chí "
				}
				text = address + strings.TrimPrefix(text, "đội ngũ ")
			}
			texts = append(texts, text)
		}
	}
	for i, text := range texts {
		if !greet {
			if i == len(texts)-1 {
				end = "."
			}
			text = "- " + viet.UpperFirst(text)
		}
		m.Lines = append(m.Lines, begin+strings.TrimRight(text, ".;!")+end)
	}
	if len(m.Lines) == 0 {
		m.Lines = []string{begin + missing}
	}
	if greet {
		m.Closing = "Kính thưa các vị đại biểu, thưa toàn thể " + record.word() + "!"
		if head.Regime.Party() {
			m.Closing = "Kính thưa các đồng chí đại biểu, thưa toàn thể " + record.word() + "!"
		}
	} else {
		m.Opening = "Về dự " + record.word() + " hôm nay, Ban Tổ chức trân trọng giới thiệu:"
	}
	return m
}

// came tells whether a group without names is read out: where only those present are, heads of it were counted, or, as the minutes have it, nobody
// took a count. One of whom people are named is not read out again without one.
func (c *composer) came(group Group, who string, named bool, sessions []Session) bool {
	if who != "present" {
		return true
	}
	for _, session := range sessions {
		if group.At(session.ID).Present > 0 {
			return true
		}
	}
	return len(group.Headcounts) == 0 && !named
}

// called tells whether anybody was marked at the sessions.
func (c *composer) called(sessions []Session) bool {
	return slices.ContainsFunc(c.Delegates, func(delegate Delegate) bool {
		return slices.ContainsFunc(sessions, func(session Session) bool { return delegate.At(session.ID).State != "" })
	})
}
