package models

import (
	"cmp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// List is a paper that is a table, or several under each other: lists of delegates and of speakers, the run sheet, the report of attendance.
// What it says is decided here; how wide a column is, by the form.
type List struct {
	Letterhead
	Name      string // what the file is called: "Danh sách đại biểu"
	Type      string // over the subject, in capitals: "DANH SÁCH ĐẠI BIỂU"
	Mark      string // who may see it: "LƯU HÀNH NỘI BỘ"; "": whoever gets it
	Word      string
	Title     string
	When      string
	Page      string // upright, across; "": as wide as the columns ask for
	RowHeight int64  // mm at least, of rows in which somebody writes; 0: as high as the text
	Parts     []ListPart
	Foot      []string
	Maker     string    // who drew it up; under NGƯỜI LẬP
	Signer    Signature // who signs for the body; without one only who drew it up
	Places    []string  // Nơi nhận, beside a signer
}

// Caption is what the file is called.
func (l List) Caption() string { return caption(l.Name, l.Word, l.Title) }

// ListPart is a table with what stands over it; each of them may be missing.
type ListPart struct {
	Heading string
	Lines   []string // paragraphs
	Columns []ListColumn
	Rows    []ListRow
	Bars    []ListBar
}

// ListColumn is a column of a list. The form knows by the code how wide it is.
type ListColumn struct {
	Code   string
	Head   string
	Number bool // whole numbers, which a spreadsheet adds up
}

// ListRow is a row of a list. A line of a cell is a paragraph.
type ListRow struct {
	Kind  string // group: one cell over all columns; sum: of the rows above; break; "": any other
	Cells []string
}

// ListBar is a bar of a chart: so much of so many.
type ListBar struct {
	Label     string
	Value, Of int64
	Text      string // behind the bar
}

// Fields that several lists have.
var (
	sessionField = PaperField{Name: "session", Label: "Buổi thứ", Hint: "Đếm theo thứ tự trong chương trình. 0: mọi buổi.", Kind: "number", Usual: "0", Least: 0, Most: 1000}
	orderField   = PaperField{Name: "order", Label: "Xếp theo", Kind: "choice", Usual: "protocol", Choices: []PaperChoice{{"protocol", "Thứ tự lễ tân"}, {"alphabet", "Vần chữ cái của tên"}}}
	whoField     = PaperField{Name: "who", Label: "Gồm những ai", Kind: "choice", Usual: "coming", Choices: []PaperChoice{
		{"coming", "Được mời, trừ người đã báo không dự"}, {"all", "Mọi người được mời"}, {"accepted", "Đã nhận lời"}, {"present", "Có mặt theo điểm danh"}}}
	groupsField = PaperField{Name: "groups", Label: "Chia theo nhóm", Kind: "yes", Usual: "yes"}
	pageField   = PaperField{Name: "page", Label: "Khổ giấy", Kind: "choice", Choices: []PaperChoice{{"", "Theo số cột"}, {"upright", "A4 dọc"}, {"across", "A4 ngang"}}}
	makerField  = PaperField{Name: "maker", Label: "Người lập", Hint: "Họ và tên; để trống thì in chỗ để ký.", Kind: "text"}
	insiders    = "LƯU HÀNH NỘI BỘ"
)

// list begins a list of the event, dated like the first session unless the office has chosen.
func (record Record) list(paper Paper, name string) (List, *composer) {
	head := paper.head(record, record.dayOf(record.first()))
	c := record.composer(head.Regime, head.Dated)
	l := List{
		Letterhead: head, Name: name, Type: viet.Upper(name), Word: record.word(), Title: orMissing(record.Event.Title), When: c.when(),
		Page: paper.Option("page"), Maker: viet.Clean(paper.Option("maker")),
	}
	if paper.SignerID != 0 || paper.SignerPost != "" {
		l.Signer, l.Places = paper.signature(head.Regime), paper.places()
	}
	return l, c
}

// chosen are the sessions that a paper is about: the one it was made for, the one whose number was chosen, else all.
func (c *composer) chosen(paper Paper) []Session {
	for i, session := range c.Sessions {
		if paper.SubjectUID != "" && session.UID == paper.SubjectUID || paper.Whole("session") == int64(i+1) {
			return c.Sessions[i : i+1]
		}
	}
	return c.Sessions
}

// of narrows the line under the title to the sessions that the paper is about.
func (l *List) of(c *composer, sessions []Session) {
	if len(sessions) == 1 && len(c.Sessions) > 1 {
		l.When = "(" + viet.UpperFirst(c.session(sessions[0])) + ", tại " + orMissing(clause(cmp.Or(sessions[0].Room, c.Event.Venue))) + ")"
	}
}

// who are the delegates that a paper chooses, in the order that it chooses.
func (c *composer) wanted(paper Paper, sessions []Session) (delegates []*Delegate) {
	for i := range c.Delegates {
		delegate := &c.Delegates[i]
		if c.wants(paper.Option("who"), delegate, sessions) {
			delegates = append(delegates, delegate)
		}
	}
	if paper.Option("order") == "alphabet" {
		byName(delegates)
	}
	return delegates
}

func (c *composer) wants(who string, delegate *Delegate, sessions []Session) bool {
	switch who {
	case "coming": // or who came all the same
		return !delegate.Away() || slices.ContainsFunc(sessions, func(session Session) bool { return delegate.At(session.ID).State == Present })
	case "accepted":
		return delegate.Reply == "accepted"
	case "present":
		return slices.ContainsFunc(sessions, func(session Session) bool { return delegate.At(session.ID).State == Present })
	}
	return true
}

// byName puts delegates in the order of Vietnamese names; those of the same name, and places without one, stay as they were, these last.
func byName(delegates []*Delegate) {
	keys := make(map[*Delegate]string, len(delegates))
	for _, delegate := range delegates {
		keys[delegate] = "\xff"
		if delegate.Person.Name() != "" {
			keys[delegate] = string(viet.SortKey(delegate.Person.Family, delegate.Person.Given))
		}
	}
	slices.SortStableFunc(delegates, func(a, b *Delegate) int { return cmp.Compare(keys[a], keys[b]) })
}

// grouped are delegates by the groups of the event, in their order, then those of no group. A group without delegates is there, too.
func (c *composer) grouped(delegates []*Delegate) (groups []Group, people [][]*Delegate) {
	at := map[ID]int{}
	for i, group := range c.Groups {
		at[group.ID] = i
	}
	people = make([][]*Delegate, len(c.Groups)+1)
	for _, delegate := range delegates {
		i, known := at[delegate.GroupID]
		if !known {
			i = len(c.Groups)
		}
		people[i] = append(people[i], delegate)
	}
	return append(slices.Clone(c.Groups), Group{Name: "Chưa xếp nhóm"}), people
}

// named is a delegate as a list names him, without a word of address; a place without a name is …
func (c *composer) named(delegate *Delegate) string { return orMissing(delegate.Person.Name()) }

// duties are a delegate's posts of the day, or the group of one who has none; and whom he stands in for.
func (c *composer) duties(delegate *Delegate) string {
	text := strings.Join(delegate.Person.PostsOn(c.day), ", ")
	if text == "" {
		text = c.group(delegate.GroupID).Name
	}
	if stands := c.standsIn(delegate); stands != "" {
		text = strings.TrimSpace(text + "\n(" + stands + ")")
	}
	return text
}

// standsIn is "thay đồng chí Trần Đức Thuần"; "" of one who comes for himself.
func (c *composer) standsIn(delegate *Delegate) string {
	if whom := c.byID[delegate.SubstituteFor]; whom != nil && whom.Person.Name() != "" {
		return "thay " + c.who(whom.Person)
	}
	return ""
}

// anonymous is how many people the collective groups expect beyond those who are named.
func (c *composer) anonymous(group Group, named int) int64 {
	if !group.Collective || group.Expected == nil {
		return 0
	}
	return max(0, *group.Expected-int64(named))
}
