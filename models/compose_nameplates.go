package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Plates are biển tên for the table: two faces of a tent, the upper one on its head. Lengths are in mm, sizes of type in pt.
type Plates struct {
	Letterhead
	Word, Title   string
	Width, Height int64 // of a face
	Most          int64 // size of a name, where it fits
	Faces         []Plate
}

// Plate is what a face says.
type Plate struct{ Name, Unit string }

// Caption is what the file is called.
func (p Plates) Caption() string { return caption("Biển tên", p.Word, p.Title) }

// Head is none: a plate bears no letterhead.
func (p Plates) Head() Letterhead { return Letterhead{Dated: p.Dated, Body: p.Body} }

// nameplatesKind is biển tên.
var nameplatesKind = PaperKind{
	Name: "nameplates", Title: "Biển tên", Needs: []string{"people"},
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "width", Label: "Chiều rộng một mặt (mm)", Hint: "Mặt rộng hơn 204 mm được in trên giấy ngang.", Kind: "number", Usual: "200", Least: 100, Most: 287},
		{Name: "face", Label: "Chiều cao một mặt (mm)", Hint: "Hai mặt gấp lại phải vừa một tờ A4.", Kind: "number", Usual: "95", Least: 40, Most: 140},
		{Name: "size", Label: "Cỡ chữ tên lớn nhất (pt)", Hint: "Tên dài được thu nhỏ cho vừa một dòng.", Kind: "number", Usual: "60", Least: 30, Most: 96},
		{Name: "unit", Label: "Dòng dưới tên", Kind: "choice", Usual: "post", Choices: []PaperChoice{{"post", "Chức vụ đầu tiên"}, {"group", "Thành phần"}, {"none", "Không ghi"}}},
		whoField, sessionField, orderField, seatsField},
	compose: func(record Record, paper Paper) Printable { return record.plates(paper) },
}

var seatsField = PaperField{Name: "people", Label: "In cho", Kind: "choice", Usual: "all", Choices: []PaperChoice{
	{"all", "Mọi đại biểu trong danh sách"}, {"rostrum", "Chủ trì và thư ký"}, {"guests", "Khách mời"}, {"seated", "Người đã có chỗ ngồi"}}}

// bearers are those for whom a plate or a badge is printed: who has no name yet gets none.
func (c *composer) bearers(paper Paper) []*Delegate {
	return slices.DeleteFunc(c.wanted(paper, c.chosen(paper)), func(delegate *Delegate) bool {
		switch paper.Option("people") {
		case "rostrum":
			return !delegate.Has("chair") && !delegate.Has("secretary") || delegate.Person.Name() == ""
		case "guests":
			return !delegate.Has("guest") || delegate.Person.Name() == ""
		case "seated":
			return delegate.Seat == "" || delegate.Person.Name() == ""
		}
		return delegate.Person.Name() == ""
	})
}

func (record Record) plates(paper Paper) Plates {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	p := Plates{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), Width: paper.Whole("width"), Height: paper.Whole("face"), Most: paper.Whole("size")}
	for _, delegate := range c.bearers(paper) {
		p.Faces = append(p.Faces, Plate{viet.Upper(delegate.Person.Name()), c.under(delegate, paper.Option("unit"))})
	}
	return p
}

// under is what stands under a name.
func (c *composer) under(delegate *Delegate, what string) string {
	switch what {
	case "post":
		if posts := delegate.Person.PostsOn(c.day); len(posts) > 0 {
			return posts[0]
		}
		return c.group(delegate.GroupID).Name
	case "posts":
		return c.duty(delegate)
	case "group":
		return c.group(delegate.GroupID).Name
	}
	return ""
}

// duty is all posts of the day in one line, or the group of one who has none.
func (c *composer) duty(delegate *Delegate) string {
	if posts := delegate.Person.PostsOn(c.day); len(posts) > 0 {
		return strings.Join(posts, ", ")
	}
	return c.group(delegate.GroupID).Name
}
