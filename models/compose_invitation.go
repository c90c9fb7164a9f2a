package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// invitationKind is the letters of one sending: they share a number of the register and are printed as one file, a letter a page.
var invitationKind = PaperKind{
	Name: "invitation", Title: "Giấy mời", Type: "GM", Twins: []string{"docx"}, Needs: []string{"sessions", "venue"}, Signed: true, Dated: true, Issued: true,
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicInvitations, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "whom", Label: "In giấy mời cho", Kind: "choice", Usual: "all", Choices: []PaperChoice{{"all", "tất cả"}, {"people", "cá nhân"}, {"units", "cơ quan, đơn vị"}}},
		{Name: "note", Label: "Lưu ý", Hint: "Tài liệu kèm theo, trang phục, chỗ để xe …; mỗi dòng là một đoạn.", Kind: "lines"},
		{Name: "end", Label: "Câu kết", Hint: "Để trống: câu thường dùng của Đảng; thể thức của Nhà nước không có câu này.", Kind: "lines"},
		{Name: "code", Label: "In mã QR dẫn tới trang của người được mời", Kind: "yes", Usual: "yes"},
	},
	compose: func(record Record, paper Paper) Printable { return record.InvitationPaper(paper) },
}

// InvitationPaper is the letters of one sending as they print.
type InvitationPaper struct {
	Letterhead
	Draft      bool
	Word       string
	Title      string
	Subject    string // "dự Hội thảo “…”"
	Letters    []PrintedLetter
	Recipients []string
	Signature  Signature
}

// PrintedLetter is one of them. A line of Text is a paragraph.
type PrintedLetter struct {
	Text string
	Link string // of the page where the invited answers; "": the office has no address, or no key
	Code string // names the letter on the telephone; nobody comes in with it
}

// Caption is what the file is called.
func (p InvitationPaper) Caption() string { return caption("Giấy mời dự", p.Word, p.Title) }

// InvitationPaper composes the letters of the record's invitations. Before anybody is invited it is one letter with dots, for the form of it;
// where nobody has made invitations yet, those who are on the list are who will be invited.
func (record Record) InvitationPaper(paper Paper) InvitationPaper {
	head := paper.head(record, "")
	c := record.composer(head.Regime, head.Dated)
	p := InvitationPaper{
		Letterhead: head, Draft: paper.draft(), Word: record.word(), Title: orMissing(record.Event.Title),
		Recipients: paper.recipients(), Signature: paper.signature(head.Regime),
	}
	c.address()
	event := viet.UpperFirst(p.Word) + " “" + strings.Trim(p.Title, `“”"`) + "”"
	p.Subject = "Dự " + event
	if head.Regime.Party() {
		p.Subject = "dự " + event
	}
	c.day = c.dayOf(c.first())
	facts := []string{
		"Tới dự " + event + ".",
		"Chủ trì: " + c.list(c.chairs()),
		"Thời gian: " + sentence(c.beginning()),
		"Địa điểm: " + sentence(orMissing(record.Event.Venue)),
	}
	if head.Regime.Party() {
		facts[0] = "Dự " + viet.UpperFirst(p.Word) + ": “" + strings.Trim(p.Title, `“”"`) + "”."
	} else {
		facts[1] = "Chủ trì: " + viet.UpperFirst(c.list(c.chairs()))
	}
	for _, letter := range record.lettersOf(paper) {
		lines := append([]string{c.issuer(paper) + " trân trọng kính mời: " + sentence(c.invited(letter))}, facts...)
		for line := range strings.Lines(paper.Option("note")) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, sentence(line))
			}
		}
		if answer := c.answer(letter); answer != "" {
			lines = append(lines, answer)
		}
		if end := strings.TrimSpace(paper.Option("end")); end != "" {
			lines = append(lines, end)
		} else if head.Regime.Party() {
			lines = append(lines, "Rất mong "+c.addressed(letter)+" thu xếp thời gian tới dự.")
		}
		printed := PrintedLetter{Text: strings.Join(lines, "\n")}
		if paper.Yes("code") {
			printed.Code = letterCode(letter.UID)
			if paper.Site != "" && letter.Path != "" {
				printed.Link = paper.Site + letter.Path
			}
		}
		p.Letters = append(p.Letters, printed)
	}
	return p
}

// lettersOf are whom the letters go to: those who are named, else who is invited, of the chosen sort.
func (record Record) lettersOf(paper Paper) []InvitationLetter {
	if paper.To != "" {
		if named := record.LettersTo(paper.To); len(named) > 0 {
			return named
		}
		return []InvitationLetter{{}}
	}
	all := record.Letters()
	if len(record.Invitations) == 0 {
		all = record.proposedLetters()
	}
	var letters []InvitationLetter
	for _, letter := range all {
		if whom := paper.Option("whom"); whom == "people" && letter.Unit || whom == "units" && !letter.Unit {
			continue
		}
		letters = append(letters, letter)
	}
	if len(letters) == 0 {
		return []InvitationLetter{{}}
	}
	return letters
}

// LettersTo are the letters to whom a text names: by the uid of the invitation, or by a part of the name, marks left out or not.
func (record Record) LettersTo(text string) (letters []InvitationLetter) {
	words := viet.Fold(text)
	for _, letter := range record.Letters() {
		if letter.UID == text || strings.TrimSpace(words) != "" && strings.Contains(viet.Fold(letter.To), words) {
			letters = append(letters, letter)
		}
	}
	return letters
}

// proposedLetters are letters to those on the list, and to the units that send the people of collective groups.
func (record Record) proposedLetters() (letters []InvitationLetter) {
	for _, delegate := range record.Delegates {
		if delegate.Person.Name() != "" && delegate.SubstituteFor == 0 {
			letters = append(letters, record.Letter(Invitation{Delegate: delegate}))
		}
	}
	for _, group := range record.Groups {
		for _, unit := range group.Units {
			letters = append(letters, record.Letter(Invitation{OrganizationID: unit.ID, Unit: unit, GroupID: group.ID}))
		}
	}
	return letters
}

// invited is whom a letter invites, as its first sentence says it.
func (c *composer) invited(letter InvitationLetter) string {
	if !letter.Unit {
		return orMissing(letter.Who())
	}
	who := orMissing(letter.To) + " cử " + viet.Count(letter.Heads) + " " + c.words.counted
	if letter.Whom != "" {
		who += " (" + clause(letter.Whom) + ")"
	}
	return who + " tham dự"
}

// addressed is how a letter speaks to whom it invites.
func (c *composer) addressed(letter InvitationLetter) string {
	switch {
	case letter.Unit:
		return "các " + c.words.counted
	case letter.To == "" || strings.HasPrefix(letter.To, "đồng chí "):
		return "đồng chí"
	}
	return letter.To
}

// answer is by when, and whom, the invited are asked to answer; "" when neither is known.
func (c *composer) answer(letter InvitationLetter) string {
	ask := "Đề nghị trả lời"
	if letter.Unit {
		ask = "Đề nghị đăng ký danh sách " + c.words.counted + " tham dự"
	}
	if !letter.AnswerBy.IsZero() {
		at := c.Event.Local(letter.AnswerBy)
		if at.Hour() == 23 && at.Minute() == 59 { // the whole day is given
			ask += " chậm nhất " + viet.LongDate(at)
		} else {
			ask += " trước " + viet.ClockProse(at) + ", " + viet.LongDate(at)
		}
	}
	switch {
	case letter.Contact == "" && letter.ContactPhone == "" && letter.AnswerBy.IsZero():
		return ""
	case letter.Contact != "" && letter.ContactPhone != "":
		ask += " với " + letter.Contact + ", điện thoại " + letter.ContactPhone
	case letter.Contact != "":
		ask += " với " + letter.Contact
	case letter.ContactPhone != "":
		ask += " theo số điện thoại " + letter.ContactPhone
	}
	return sentence(ask)
}

// beginning is when the event is, as letters say it: "01 buổi (sáng), bắt đầu từ 8 giờ 00, ngày 13 tháng 11 năm 2018 (thứ Ba)". It begins with
// the first item after the registration, and says from when people are received: the page behind the letter's code and the mail begin there. Of
// several sessions each day is named.
func (c *composer) beginning() string {
	first, last := c.first(), c.last()
	if first == nil {
		return "… giờ …, ngày … tháng … năm …"
	}
	begins := first.StartsAt
	for _, item := range c.Items {
		if item.SessionID == first.ID && item.Kind != "registration" && !item.StartsAt.IsZero() {
			begins = item.StartsAt
			break
		}
	}
	at := c.Event.Local(begins)
	start := "bắt đầu từ " + viet.ClockProse(at) + ", " + viet.LongDate(at) + " (" + viet.Weekday(at) + ")"
	received := ""
	registers := func(item Item) bool { return item.SessionID == first.ID && item.Kind == "registration" }
	if begins.After(first.StartsAt.Time) && slices.ContainsFunc(c.Items, registers) {
		received = "; đón tiếp đại biểu từ " + viet.ClockProse(c.Event.Local(first.StartsAt))
	}
	if len(c.Sessions) == 1 {
		return "01 buổi (" + viet.LowerFirst(viet.DayPart(at)) + "), " + start + received
	}
	until := c.Event.Local(last.StartsAt)
	if DateOf(until) == DateOf(at) {
		return viet.Count(int64(len(c.Sessions))) + " buổi trong ngày, " + start + received
	}
	return viet.Count(int64(len(c.Sessions))) + " buổi, " + start + ", đến hết " + viet.LongDate(until) + " (" + viet.Weekday(until) + ")" + received
}

// letterCode names a letter: eight signs of the invitation's own number. It is not its link, and opens nothing.
func letterCode(uid string) string {
	if len(uid) < 8 {
		return ""
	}
	return viet.Upper(uid[:4] + "-" + uid[4:8])
}
