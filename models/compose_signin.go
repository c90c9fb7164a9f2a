package models

import (
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// signinKind is danh sách ký tên, with its variants for what is handed out.
var signinKind = PaperKind{
	Name: "signin", Title: "Danh sách ký tên", Needs: []string{"delegates"}, Twins: []string{"xlsx"},
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "variant", Label: "Ký về việc", Kind: "choice", Usual: "attendance", Choices: []PaperChoice{
			{"attendance", "Có mặt"}, {"documents", "Nhận tài liệu"}, {"meals", "Nhận suất ăn"}, {"allowance", "Nhận tiền hỗ trợ"}}},
		sessionField,
		{Name: "amount", Label: "Mức mỗi người", Hint: "Số bộ tài liệu, số suất ăn hoặc số tiền (đồng); 0: để trống cột này.", Kind: "number", Usual: "0", Least: 0, Most: 1_000_000_000},
		{Name: "columns", Label: "Cột thêm", Hint: "Mỗi dòng là tên một cột để trống, nhiều nhất 4 cột.", Kind: "lines"},
		{Name: "blanks", Label: "Dòng trống cuối mỗi nhóm", Hint: "Cho người đi thay. Nhóm không nêu tên có đủ dòng cho số người dự kiến.", Kind: "number", Usual: "3", Least: 0, Most: 50},
		{Name: "height", Label: "Chiều cao dòng (mm)", Kind: "number", Usual: "9", Least: 7, Most: 20},
		orderField, groupsField, whoField, pageField, makerField},
	compose: func(record Record, paper Paper) Printable { return record.signIn(paper) },
}

// most blank rows that a group without names gets, whatever it expects.
const mostBlanks = 300

var signIns = map[string]struct{ name, amount, sign string }{
	"attendance": {"Danh sách ký tên", "", "Ký tên"},
	"documents":  {"Danh sách ký nhận tài liệu", "Số bộ", "Ký nhận"},
	"meals":      {"Danh sách ký nhận suất ăn", "Số suất", "Ký nhận"},
	"allowance":  {"Danh sách ký nhận tiền hỗ trợ", "Số tiền (đồng)", "Ký nhận"},
}

func (record Record) signIn(paper Paper) List {
	variant := paper.Option("variant")
	words, known := signIns[variant]
	if !known {
		variant, words = "attendance", signIns["attendance"]
	}
	l, c := record.list(paper, words.name)
	sessions := c.chosen(paper)
	l.of(c, sessions)
	l.RowHeight = paper.Whole("height")
	amount := paper.Whole("amount")
	part := ListPart{Columns: []ListColumn{{Code: "no", Head: "TT", Number: true}, {Code: "name", Head: "Họ và tên"}, {Code: "posts", Head: "Chức vụ, đơn vị công tác"}}}
	if words.amount != "" {
		part.Columns = append(part.Columns, ListColumn{Code: "amount", Head: words.amount, Number: true})
	}
	for line := range strings.Lines(paper.Option("columns")) {
		if line = viet.Clean(line); line != "" && len(part.Columns) < 8 {
			part.Columns = append(part.Columns, ListColumn{Code: "free", Head: line})
		}
	}
	if variant == "attendance" && len(sessions) > 1 && len(sessions) <= 6 {
		for _, session := range sessions {
			part.Columns = append(part.Columns, ListColumn{Code: "sign", Head: words.sign + "\n" + c.session(session)})
		}
	} else {
		part.Columns = append(part.Columns, ListColumn{Code: "sign", Head: words.sign})
	}
	number := 0
	row := func(name, posts string, counts bool) {
		number++
		cells := []string{strconv.Itoa(number), name, posts}
		if words.amount != "" && counts && amount > 0 {
			cells = append(cells, viet.Number(amount))
		}
		part.Rows = append(part.Rows, ListRow{Cells: cells})
	}
	people := c.wanted(paper, sessions)
	fill := func(people []*Delegate, blanks int64) {
		for _, delegate := range people {
			row(delegate.Person.Name(), c.duties(delegate), true)
		}
		for range blanks {
			row("", "", false)
		}
	}
	blanks := paper.Whole("blanks")
	if paper.Yes("groups") {
		groups, members := c.grouped(people)
		for i, group := range groups {
			expected := c.anonymous(group, len(members[i]))
			if len(members[i]) == 0 && !group.Collective && (group.ID != 0 || len(people) > 0 || len(c.Groups) > 0) {
				continue
			}
			if len(c.Groups) > 0 {
				part.Rows = append(part.Rows, ListRow{Kind: "group", Cells: []string{orMissing(group.Name)}})
			}
			fill(members[i], max(blanks, min(expected, mostBlanks)))
		}
	} else {
		fill(people, blanks)
	}
	if words.amount != "" {
		sum := ListRow{Kind: "sum", Cells: []string{"", "Tổng cộng", "", missing}}
		if amount > 0 && len(people) > 0 {
			sum.Cells[3] = viet.Number(amount * int64(len(people)))
		}
		part.Rows = append(part.Rows, sum)
	}
	l.Parts = []ListPart{part}
	l.Foot = c.signInFoot(variant, people, sessions, amount)
	return l
}

// signInFoot is what stands under the table: counts as far as somebody took them, else dots to write on.
func (c *composer) signInFoot(variant string, people []*Delegate, sessions []Session, amount int64) []string {
	count := missing
	if len(people) > 0 {
		count = viet.Count(int64(len(people)))
	}
	switch variant {
	case "allowance":
		if amount == 0 || len(people) == 0 {
			return []string{"Tổng số tiền: " + missing + " đồng (bằng chữ: " + missing + ")."}
		}
		sum := amount * int64(len(people))
		return []string{"Tổng số: " + count + " người; tổng số tiền: " + viet.Number(sum) + " đồng (bằng chữ: " + viet.Words(sum) + " đồng)."}
	case "documents", "meals":
		what := map[string]string{"documents": "bộ", "meals": "suất"}[variant]
		sum := missing
		if amount > 0 && len(people) > 0 {
			sum = viet.Count(amount * int64(len(people)))
		}
		return []string{"Tổng số: " + count + " người; " + sum + " " + what + "."}
	}
	present, excused, absent, marked := missing, missing, missing, false
	if len(sessions) == 1 {
		here, with, without, _ := c.tally(people, sessions[0].ID)
		if marked = here+with+without > 0; marked {
			present, excused, absent = viet.Count(int64(here)), viet.Count(int64(with)), viet.Count(int64(with+without))
		}
	}
	return []string{"Tổng số: " + count + " đại biểu; có mặt: " + present + "; vắng: " + absent + " (có lý do: " + excused + ")."}
}
