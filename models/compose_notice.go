package models

import (
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// noticeKind is the notice of the conclusions (QĐ 45/2018/QĐ-TTg: sent out within five working days, see Duties).
var noticeKind = PaperKind{
	Name: "notice", Title: "Thông báo kết luận", Type: "TB", Twins: []string{"docx"}, Needs: []string{"sessions", "conclusions"}, Signed: true, Dated: true, Issued: true,
	Topics: []string{TopicEvent, TopicDelegates, TopicAttendance, TopicSpeeches, TopicConclusions, TopicMinutes, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "people", Label: "Số đại biểu nêu tên", Hint: "Những người đầu theo thứ tự; các thành phần khác nêu tên chung.", Kind: "number", Usual: "5", Least: 0, Most: 100},
		{Name: "end", Label: "Câu kết", Hint: "Để trống: cơ quan thông báo để các nơi biết, thực hiện.", Kind: "lines"},
	},
	compose: func(record Record, paper Paper) Printable { return record.Notice(paper) },
}

// Notice is the notice of an event's conclusions as it prints. A line of Text is a paragraph.
type Notice struct {
	Letterhead
	Draft      bool
	Word       string
	Title      string // of the event
	Subject    string // "kết luận của đồng chí …, … tại Hội thảo “…”"
	Text       string
	Recipients []string
	Signature  Signature
}

// Caption is what the file is called.
func (n Notice) Caption() string { return caption("Thông báo kết luận", n.Word, n.Title) }

// Notice composes the notice of the conclusions. Of an event that has none in writing the last word is what was said in response to a
// directive, or in conclusion, as in the minutes.
func (record Record) Notice(paper Paper) Notice {
	head := paper.head(record, "")
	c := record.composer(head.Regime, head.Dated)
	n := Notice{
		Letterhead: head, Draft: paper.draft(), Word: record.word(), Title: orMissing(record.Event.Title),
		Recipients: paper.recipients(), Signature: paper.signature(head.Regime),
	}
	c.address()
	c.day = c.dayOf(c.last()) // posts are those held at the event
	speech, spoke := c.lastWord()
	points := c.noticePoints()
	concludes, person := "kết luận như sau:", Person{}
	if delegate := c.byID[speech.DelegateID]; spoke && delegate != nil {
		person = delegate.Person
	}
	if len(points) == 0 && spoke {
		for line := range strings.Lines(speech.Summary) {
			if line = strings.TrimSpace(line); line != "" {
				points = append(points, line)
			}
		}
		if speech.Kind == "response" {
			concludes = "tiếp thu, kết luận như sau:"
		}
	}
	chairs := c.chairs()
	if person.Name() == "" && len(chairs) > 0 {
		person = chairs[0]
	}
	event := viet.UpperFirst(n.Word) + " “" + strings.Trim(n.Title, `“”"`) + "”"
	n.Subject = "Kết luận của " + c.postAndName(person) + " tại " + event
	if head.Regime.Party() {
		n.Subject = "kết luận của " + c.full(person) + " tại " + event
	}
	lines := []string{viet.UpperFirst(c.onWhatDays()) + ", tại " + orMissing(clause(c.Event.Venue)) + ", " + c.chairing(chairs) + " chủ trì " + event + "."}
	if came := c.attendees(paper.Whole("people"), ", "); came != "" {
		lines = append(lines, "Tham dự "+n.Word+" có: "+came+".")
	}
	lines = append(lines, c.having()+c.again(person, chairs)+" "+concludes)
	for i, point := range points {
		lines = append(lines, strconv.Itoa(i+1)+". "+viet.UpperFirst(sentence(point)))
	}
	if len(points) == 0 {
		lines = append(lines, "1. "+missing)
	}
	end := strings.TrimSpace(paper.Option("end"))
	if end == "" {
		end = c.issuer(paper) + " thông báo để các cơ quan, đơn vị, địa phương biết, thực hiện."
	}
	n.Text = strings.Join(append(lines, end), "\n")
	return n
}

// issuer is the name of the body that issues a paper, as a sentence writes it.
func (c *composer) issuer(paper Paper) string {
	if len(paper.Issuer) > 0 {
		return orMissing(paper.Issuer[0].Name)
	}
	return orMissing(c.Organizer.Name)
}

// lastWord is the speech that closes the event: the conclusion, else the answer to a directive.
func (c *composer) lastWord() (last Speech, spoke bool) {
	for _, kind := range []string{"conclusion", "response"} {
		for _, speech := range slices.Backward(c.Speeches) {
			if speech.Kind == kind && c.spoken(speech) {
				return speech, true
			}
		}
	}
	return Speech{}, false
}

// noticePoints are the conclusions, each with the task that it lays on somebody.
func (c *composer) noticePoints() (points []string) {
	for _, conclusion := range c.Conclusions {
		point := sentence(orMissing(conclusion.Text))
		if task := conclusion.Task; task != nil && task.State != "dropped" {
			point += " " + c.task(*task)
		}
		points = append(points, point)
	}
	return points
}

// postAndName is a person as the State's notices name who concluded: the posts, then the name, with no "ông" or "bà" between.
func (c *composer) postAndName(person Person) string {
	posts, who := strings.Join(person.PostsOn(c.day), ", "), c.who(person)
	if posts == "" {
		return who
	}
	for _, plain := range []string{eitherSex, "ông", "bà"} {
		if who == plain+" "+person.Name() {
			who = person.Name()
		}
	}
	return posts + " " + who
}

// chairing are those who chaired, as a sentence begins with them.
func (c *composer) chairing(chairs []Person) string {
	var named []string
	for _, chair := range chairs {
		named = append(named, c.full(chair))
	}
	return orMissing(strings.Join(named, "; "))
}

// again is somebody who may have been named already: then without posts.
func (c *composer) again(person Person, named []Person) string {
	if slices.ContainsFunc(named, func(one Person) bool { return one.ID == person.ID }) || person.Name() == "" {
		return c.who(person)
	}
	return c.full(person)
}

// having is what was heard before the conclusions: who reported, and that people spoke.
func (c *composer) having() string {
	for _, speech := range c.Speeches {
		if speech.Kind != "keynote" || !c.spoken(speech) {
			continue
		}
		who := strings.TrimSpace(speech.SpeakerText)
		if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
			who = c.full(delegate.Person)
		}
		if who != "" {
			return "Sau khi nghe " + who + " báo cáo và ý kiến phát biểu của các đại biểu, "
		}
	}
	return "Sau khi nghe ý kiến phát biểu của các đại biểu, "
}

// onWhatDays is "ngày 13 tháng 11 năm 2018", or from when to when.
func (c *composer) onWhatDays() string {
	first, last := c.dayOf(c.first()), c.dayOf(c.last())
	switch {
	case first == "":
		return "ngày … tháng … năm …"
	case first == last:
		return viet.LongDate(first.Time())
	}
	return "từ " + viet.LongDate(first.Time()) + " đến " + viet.LongDate(last.Time())
}

// attendees says who attended, in the order of protocol: so many by name, with join before their posts, then those who are not named by their
// groups. The hosts are not among them. Where nobody was marked everybody who has not said no counts.
func (c *composer) attendees(most int64, join string) string {
	marked := slices.ContainsFunc(c.Delegates, func(d Delegate) bool {
		return slices.ContainsFunc(d.Attendance, func(a Attendance) bool { return a.State != "" })
	})
	hosts := c.chairs()
	var named []string
	var rest []ID // groups of those who are not
	press := map[ID]bool{}
	for _, group := range c.Groups {
		press[group.ID] = group.Press
	}
	for _, delegate := range c.Delegates {
		if !c.attended(delegate, marked) || delegate.Has("press") || press[delegate.GroupID] ||
			slices.ContainsFunc(hosts, func(host Person) bool { return host.ID == delegate.PersonID }) {
			continue
		}
		if int64(len(named)) < most {
			text := c.who(delegate.Person)
			if posts := delegate.Person.PostsOn(c.day); len(posts) > 0 {
				text += join + strings.Join(posts, ", ")
			}
			if whom := c.byID[delegate.SubstituteFor]; whom != nil && whom.Person.Name() != "" {
				text += " (thay " + c.who(whom.Person) + ")"
			}
			named = append(named, text)
			continue
		}
		if !slices.Contains(rest, delegate.GroupID) {
			rest = append(rest, delegate.GroupID)
		}
	}
	for _, group := range c.Groups {
		if group.Press || !group.Collective && !slices.Contains(rest, group.ID) {
			continue
		}
		absent := len(group.Headcounts) > 0
		for _, count := range group.Headcounts {
			absent = absent && count.Present == 0
		}
		if !absent {
			named = append(named, represented(group.Name))
		}
	}
	if slices.Contains(rest, 0) {
		named = append(named, "các đại biểu khác")
	}
	if len(named) < 2 {
		return strings.Join(named, "")
	}
	and := " và "
	if strings.Contains(named[len(named)-2], and) { // which would run into one with what stands before it
		and = " cùng "
	}
	return strings.Join(named[:len(named)-1], "; ") + and + named[len(named)-1]
}

// represented is a group in a sentence that says who came: people as they are called, of bodies their representatives.
func represented(group string) string {
	text := inSentence(clause(group))
	if slices.ContainsFunc(bodies, func(body string) bool { return strings.HasPrefix(strings.ToLower(text), body) }) {
		return "đại diện " + text
	}
	return text
}

// bodies begin the name of a group that is made of bodies, not of people.
var bodies = []string{"các cơ quan", "các sở", "các ban", "các ngành", "các đơn vị", "các phòng", "các trường", "các viện", "các doanh nghiệp", "các địa phương", "các tổ chức", "các đoàn thể", "các hội",
	"các huyện", "các xã", "các phường", "cơ quan", "sở ", "báo ", "đài ", "viện ", "trường ", "đảng ủy", "huyện ủy", "thành ủy", "tỉnh ủy", "ủy ban", "văn phòng", "mặt trận", "liên đoàn", "ban tuyên giáo", "công an "}

// attended tells whether a delegate was there at any session, or, where nobody was marked, has not said no.
func (c *composer) attended(delegate Delegate, marked bool) bool {
	if delegate.Person.Name() == "" {
		return false
	}
	if !marked {
		return !delegate.Away() && c.replaced[delegate.ID] == nil
	}
	return slices.ContainsFunc(delegate.Attendance, func(a Attendance) bool { return a.State == Present })
}

// inSentence is a text that was written to stand alone, as part of a sentence: with a small first letter, unless it begins with a name, which
// shows in the capital of the next word, or is one of those that keep theirs.
func inSentence(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	next := strings.TrimSpace(rest)
	if next != "" && next != viet.LowerFirst(next) || slices.Contains([]string{"Đảng", "Thường"}, first) || slices.Contains(namedBodies, firstWords(text, 2)) {
		return text
	}
	return viet.LowerFirst(text)
}

// namedBodies begin the names of bodies, which keep their capital wherever they stand.
var namedBodies = []string{"Ban Tuyên", "Sở Nội", "Bộ Chính", "Văn phòng", "Ủy ban", "Hội đồng", "Mặt trận", "Liên đoàn", "Trung ương", "Quốc hội", "Chính phủ", "Tỉnh ủy", "Thành ủy", "Huyện ủy"}

func firstWords(text string, n int) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(n, len(words))], " ")
}
