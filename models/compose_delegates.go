package models

import (
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// delegatesKind is danh sách đại biểu.
var delegatesKind = PaperKind{
	Name: "delegates", Title: "Danh sách đại biểu", Needs: []string{"delegates"}, Twins: []string{"xlsx"}, Signed: true,
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicDirectory, TopicPapers},
	Fields: []PaperField{orderField, groupsField, whoField, sessionField,
		{Name: "columns", Label: "Các cột", Kind: "choices", Usual: "posts note", Choices: []PaperChoice{
			{"posts", "Chức vụ, đơn vị công tác"}, {"group", "Thành phần"}, {"roles", "Vai trò"}, {"reply", "Trả lời"}, {"seat", "Chỗ ngồi"},
			{"phone", "Điện thoại"}, {"email", "Thư điện tử"}, {"needs", "Yêu cầu phục vụ"}, {"note", "Ghi chú (để trống)"}},
			Hint: "Bản có điện thoại hoặc thư điện tử được ghi “LƯU HÀNH NỘI BỘ”."},
		{Name: "honorifics", Label: "Ghi từ xưng hô trước tên", Kind: "yes", Usual: "no"},
		pageField, makerField},
	compose: func(record Record, paper Paper) Printable { return record.delegateList(paper) },
}

var delegateHeads = map[string]string{
	"posts": "Chức vụ, đơn vị công tác", "group": "Thành phần", "roles": "Vai trò", "reply": "Trả lời", "seat": "Chỗ ngồi",
	"phone": "Điện thoại", "email": "Thư điện tử", "needs": "Yêu cầu phục vụ", "note": "Ghi chú",
}

var roleWords = map[string]string{"chair": "Chủ trì", "secretary": "Thư ký", "speaker": "Báo cáo viên", "guest": "Khách mời", "press": "Báo chí", "delegate": "Đại biểu"}

var replyWords = map[string]string{"accepted": "Dự", "declined": "Không dự", "substituted": "Cử người thay"}

func (record Record) delegateList(paper Paper) List {
	l, c := record.list(paper, "Danh sách đại biểu")
	sessions := c.chosen(paper)
	if paper.Option("who") == "present" {
		l.of(c, sessions)
	}
	part := ListPart{Columns: []ListColumn{{Code: "no", Head: "TT", Number: true}, {Code: "name", Head: "Họ và tên"}}}
	columns := paper.Some("columns")
	for _, code := range columns {
		if code == "phone" || code == "email" {
			l.Mark = insiders
		}
		part.Columns = append(part.Columns, ListColumn{Code: code, Head: delegateHeads[code]})
	}
	number := 0
	row := func(delegate *Delegate) {
		number++
		name := c.named(delegate)
		if paper.Yes("honorifics") && name != missing {
			name = viet.UpperFirst(c.who(delegate.Person))
		}
		cells := []string{strconv.Itoa(number), name}
		for _, code := range columns {
			cells = append(cells, c.about(delegate, code))
		}
		part.Rows = append(part.Rows, ListRow{Cells: cells})
	}
	people := c.wanted(paper, sessions)
	var anonymous int64
	if paper.Yes("groups") {
		groups, members := c.grouped(people)
		for i, group := range groups {
			expected := c.anonymous(group, len(members[i]))
			if len(members[i]) == 0 && !(group.Collective && paper.Option("who") != "present") {
				continue
			}
			heading := group.Name
			if expected > 0 && paper.Option("who") != "present" {
				heading, anonymous = heading+" ("+viet.Count(expected+int64(len(members[i])))+" người)", anonymous+expected
			}
			part.Rows = append(part.Rows, ListRow{Kind: "group", Cells: []string{heading}})
			for _, delegate := range members[i] {
				row(delegate)
			}
		}
	} else {
		for _, delegate := range people {
			row(delegate)
		}
	}
	l.Parts = []ListPart{part}
	total := "Danh sách gồm " + viet.Count(int64(number)) + " đại biểu"
	switch {
	case number == 0:
		total = "Danh sách gồm " + missing + " đại biểu"
	case anonymous > 0:
		total += " có tên, cùng " + viet.Count(anonymous) + " người của các đoàn không nêu tên"
	}
	l.Foot = []string{total + "."}
	return l
}

// about is what a column says of a delegate.
func (c *composer) about(delegate *Delegate, column string) string {
	switch column {
	case "posts":
		return c.duties(delegate)
	case "group":
		return c.group(delegate.GroupID).Name
	case "roles":
		var words []string
		for _, role := range delegate.RoleWords() {
			if word := roleWords[role]; word != "" {
				words = append(words, word)
			}
		}
		return strings.Join(words, ", ")
	case "reply":
		return replyWords[delegate.Reply]
	case "seat":
		return delegate.Seat
	case "phone":
		return delegate.Person.Phone
	case "email":
		return delegate.Person.Email
	case "needs":
		return delegate.Needs
	}
	return ""
}
