package models

import (
	"hoithao/models/viet"
)

// Badges are thẻ, several on a sheet. Lengths are in mm.
type Badges struct {
	Letterhead
	Word, Title   string
	When          string
	Width, Height int64
	Code          int64 // the QR code's size
	Cards         []Badge
}

// Badge is what a card says.
type Badge struct {
	Role   string // in capitals, over the colour: "ĐẠI BIỂU"
	Colour string // blue, red, green, amber, purple, grey
	Name   string // "": to be written on by hand
	Unit   string
	Number string // typed at the door where nothing scans
	Pass   string // in the QR code; "": none is printed
}

// Caption is what the file is called.
func (b Badges) Caption() string { return caption("Thẻ đại biểu", b.Word, b.Title) }

// Head is none: a badge bears no letterhead.
func (b Badges) Head() Letterhead { return Letterhead{Dated: b.Dated, Body: b.Body} }

var colours = []PaperChoice{{"blue", "Xanh dương"}, {"red", "Đỏ"}, {"green", "Xanh lá"}, {"amber", "Vàng sẫm"}, {"purple", "Tím"}, {"grey", "Xám"}}

// badgesKind is thẻ đại biểu.
var badgesKind = PaperKind{
	Name: "badges", Title: "Thẻ đại biểu", Needs: []string{"people"},
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "width", Label: "Chiều rộng thẻ (mm)", Kind: "number", Usual: "90", Least: 54, Most: 148},
		{Name: "face", Label: "Chiều cao thẻ (mm)", Kind: "number", Usual: "130", Least: 86, Most: 190},
		{Name: "code", Label: "Cỡ mã QR (mm)", Kind: "number", Usual: "30", Least: 20, Most: 40},
		{Name: "delegates", Label: "Màu thẻ đại biểu", Kind: "choice", Usual: "blue", Choices: colours},
		{Name: "organizers", Label: "Màu thẻ ban tổ chức", Hint: "Chủ trì và thư ký.", Kind: "choice", Usual: "red", Choices: colours},
		{Name: "guests", Label: "Màu thẻ khách mời", Kind: "choice", Usual: "purple", Choices: colours},
		{Name: "press", Label: "Màu thẻ báo chí", Kind: "choice", Usual: "green", Choices: colours},
		{Name: "unit", Label: "Dòng dưới tên", Kind: "choice", Usual: "post", Choices: []PaperChoice{{"post", "Chức vụ đầu tiên"}, {"posts", "Mọi chức vụ"}, {"group", "Thành phần"}, {"none", "Không ghi"}}},
		{Name: "blanks", Label: "Thẻ trống để ghi tay", Kind: "number", Usual: "0", Least: 0, Most: 500},
		whoField, sessionField, orderField, seatsField},
	compose: func(record Record, paper Paper) Printable { return record.badges(paper) },
}

func (record Record) badges(paper Paper) Badges {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	b := Badges{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), When: c.when(), Width: paper.Whole("width"), Height: paper.Whole("face"), Code: paper.Whole("code")}
	for _, delegate := range c.bearers(paper) {
		card := c.card(delegate, paper)
		card.Name, card.Unit = delegate.Person.Name(), c.under(delegate, paper.Option("unit"))
		card.Number, card.Pass = delegate.Short(), delegate.Pass
		b.Cards = append(b.Cards, card)
	}
	for range paper.Whole("blanks") {
		b.Cards = append(b.Cards, Badge{Role: "ĐẠI BIỂU", Colour: paper.Option("delegates")})
	}
	return b
}

// card is the role that a badge shows, and its colour.
func (c *composer) card(delegate *Delegate, paper Paper) Badge {
	switch {
	case delegate.Has("chair") || delegate.Has("secretary"):
		return Badge{Role: "BAN TỔ CHỨC", Colour: paper.Option("organizers")}
	case delegate.Has("press") || c.group(delegate.GroupID).Press:
		return Badge{Role: "BÁO CHÍ", Colour: paper.Option("press")}
	case delegate.Has("guest"):
		return Badge{Role: viet.Upper("Khách mời"), Colour: paper.Option("guests")}
	}
	return Badge{Role: "ĐẠI BIỂU", Colour: paper.Option("delegates")}
}
