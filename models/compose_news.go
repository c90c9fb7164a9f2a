package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// newsKind is the news brief (tin bài): a draft of the report from the record, for a newspaper or the office's own pages. No official form
// governs it.
var newsKind = PaperKind{
	Name: "news", Title: "Tin bài", Twins: []string{"docx", "txt"}, Needs: []string{"sessions"},
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicAttendance, TopicSpeeches, TopicConclusions, TopicPhotos, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "people", Label: "Số đại biểu nêu tên", Kind: "number", Usual: "10", Least: 0, Most: 100},
		{Name: "themes", Label: "Số nội dung thảo luận nêu trong tin", Kind: "number", Usual: "20", Least: 1, Most: 100},
		{Name: "byline", Label: "Tác giả", Hint: "Để trống: cơ quan tổ chức.", Kind: "text"},
	},
	compose: func(record Record, paper Paper) Printable { return record.News(paper) },
}

// NewsBrief is the report of an event as it prints, in the order of its parts. It bears no head: Letterhead only says whose it is, and of when.
type NewsBrief struct {
	Letterhead
	Word       string
	Title      string
	When       string // "Thứ Năm, ngày 15/11/2018"
	Headline   string
	Sapo       string
	First      string   // who held the event, and who attended
	Captions   []string // of photos
	Paragraphs []string
	Byline     string
	Credits    string // "Ảnh: Báo Hà Nam"
}

// Caption is what the file is called.
func (n NewsBrief) Caption() string { return caption("Tin", n.Word, n.Title) }

// Plain is the report as text to copy: a paragraph a line, with an empty line between.
func (n NewsBrief) Plain() string {
	parts := []string{n.When, n.Headline, n.Sapo, n.First}
	parts = append(append(parts, n.Captions...), n.Paragraphs...)
	parts = slices.DeleteFunc(append(parts, n.Byline, n.Credits), func(part string) bool { return part == "" })
	return strings.Join(parts, "\n\n") + "\n"
}

// News drafts the report of the event.
func (record Record) News(paper Paper) NewsBrief {
	last := record.dayOf(record.last())
	head := paper.head(record, last)
	c := record.composer(head.Regime, head.Dated)
	if last != "" {
		c.day = last
	}
	c.told = map[ID]bool{}
	n := NewsBrief{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), Byline: strings.TrimSpace(paper.Option("byline"))}
	if n.Byline == "" {
		n.Byline = record.Organizer.Name
	}
	if head.Dated != "" {
		day := head.Dated.Time()
		n.When = viet.UpperFirst(viet.Weekday(day)) + ", ngày " + viet.ShortDate(day)
	}
	quoted := "“" + strings.Trim(n.Title, `“”"`) + "”"
	n.Headline = viet.UpperFirst(n.Word) + " " + quoted
	n.Sapo = c.newsDays() + ", " + orMissing(record.Organizer.Name) + " tổ chức " + n.Word + " " + quoted + "."
	n.First = n.Sapo
	if came := c.attendees(paper.Whole("people"), " - "); came != "" {
		n.First += " Về dự " + n.Word + " có " + came + "."
	}
	for _, delegate := range c.Delegates {
		c.told[delegate.PersonID] = c.told[delegate.PersonID] || strings.Contains(n.First, c.who(delegate.Person))
	}
	if quiet := c.quietChairs(); len(quiet) > 0 {
		n.First += " " + viet.UpperFirst(strings.Join(quiet, "; ")) + " chủ trì " + n.Word + "."
	}
	var credits []string
	for _, photo := range record.Photos {
		if text := sentence(photo.Caption); text != "" {
			n.Captions = append(n.Captions, text)
		}
		if credit := clause(photo.Credit); credit != "" && !slices.Contains(credits, credit) {
			credits = append(credits, credit)
		}
	}
	if len(credits) > 0 {
		n.Credits = "Ảnh: " + strings.Join(credits, "; ")
	}
	n.Paragraphs = c.newsCourse(n.Word, int(paper.Whole("themes")))
	return n
}

// newsDays is when the event was, as a report begins: "Sáng 13/11/2018".
func (c *composer) newsDays() string {
	first, last := c.dayOf(c.first()), c.dayOf(c.last())
	switch {
	case first == "":
		return "Ngày " + missing
	case len(c.Sessions) == 1:
		return viet.PartOfDay(c.Event.Local(c.Sessions[0].StartsAt))
	case first == last:
		return "Ngày " + viet.ShortDate(first.Time())
	}
	return "Từ ngày " + viet.ShortDate(first.Time()) + " đến ngày " + viet.ShortDate(last.Time())
}

// quietChairs are those who chair and do not speak, and would not be named else.
func (c *composer) quietChairs() (named []string) {
	for _, chair := range c.chairs() {
		speaks := slices.ContainsFunc(c.Speeches, func(speech Speech) bool {
			delegate := c.byID[speech.DelegateID]
			return delegate != nil && delegate.PersonID == chair.ID && c.spoken(speech) && newsSpeeches[speech.Kind] != ""
		})
		if !speaks {
			named = append(named, c.reported(chair))
		}
	}
	return named
}

// newsSpeeches are the speeches that have a paragraph of their own, with its beginning.
var newsSpeeches = map[string]string{
	"opening": "Phát biểu khai mạc", "directive": "Phát biểu chỉ đạo tại", "response": "Tiếp thu ý kiến chỉ đạo", "conclusion": "Phát biểu kết luận", "closing": "Phát biểu bế mạc",
}

// newsCourse is what happened, in the order of the agenda: a paragraph each for the keynote, the papers and the discussion together, and what was
// said by those who direct, answer and conclude.
func (c *composer) newsCourse(word string, most int) (paragraphs []string) {
	var papers, themes []string
	var kinds []string // of the items, in their order
	var said []Speech
	for _, speech := range c.Speeches {
		if !c.spoken(speech) {
			continue
		}
		topic := clause(speech.Topic)
		switch {
		case speech.Kind == "paper" && topic != "":
			papers = append(papers, c.newsPaper(speech, topic))
		case speech.Kind == "discussion" && topic != "":
			themes = append(themes, inSentence(topic))
		case speech.Kind == "discussion" && speech.Summary != "":
			themes = append(themes, inSentence(clause(firstSentence(speech.Summary))))
		}
		if speech.Kind == "keynote" && speech.Summary != "" || newsSpeeches[speech.Kind] != "" && speech.Summary != "" {
			said = append(said, speech)
		}
		if !slices.Contains(kinds, speech.Kind) {
			kinds = append(kinds, speech.Kind)
		}
	}
	shorten := func(list []string) string {
		if len(list) > most {
			return strings.Join(list[:most], "; ") + "; cùng nhiều nội dung khác"
		}
		return strings.Join(list, "; ")
	}
	for _, kind := range kinds {
		switch {
		case kind == "paper" && len(papers) > 0:
			paragraphs = append(paragraphs, viet.UpperFirst(word)+" đã nghe "+viet.Count(int64(len(papers)))+" tham luận: "+shorten(papers)+".")
		case kind == "discussion" && len(themes) > 0:
			paragraphs = append(paragraphs, "Các đại biểu tham dự "+word+" đã tích cực trao đổi, thảo luận về: "+shorten(themes)+".")
		}
		for _, speech := range said {
			if speech.Kind == kind {
				paragraphs = append(paragraphs, c.newsSpeech(speech, word))
			}
		}
	}
	if !slices.ContainsFunc(said, func(speech Speech) bool { return speech.Kind == "response" || speech.Kind == "conclusion" }) && len(c.Conclusions) > 0 {
		var lines []string
		for _, conclusion := range c.Conclusions {
			lines = append(lines, sentence(conclusion.Text))
		}
		paragraphs = append(paragraphs, viet.UpperFirst(word)+" kết luận: "+strings.Join(lines, " "))
	}
	return paragraphs
}

// newsPaper is a paper with who gave it.
func (c *composer) newsPaper(speech Speech, topic string) string {
	who := strings.TrimSpace(speech.SpeakerText)
	if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
		who = c.reported(delegate.Person)
	}
	topic = "“" + strings.Trim(topic, `“”"`) + "”"
	if who == "" {
		return topic
	}
	return topic + " của " + who
}

// reporting are verbs with which a summary may begin: then it goes on from who spoke without a colon.
var reporting = []string{
	"yêu cầu", "đề nghị", "nhấn mạnh", "khẳng định", "đánh giá", "ghi nhận", "biểu dương", "chỉ rõ", "lưu ý", "cho rằng", "cho biết", "phân tích", "nêu rõ", "kết luận", "giao", "mong muốn", "tuyên bố", "cảm ơn",
}

func (c *composer) newsSpeech(speech Speech, word string) string {
	who := strings.TrimSpace(speech.SpeakerText)
	if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
		who = c.reported(delegate.Person)
	}
	var lines []string
	for line := range strings.Lines(speech.Summary) {
		if line = sentence(line); line != "" {
			lines = append(lines, line)
		}
	}
	said := strings.Join(lines, " ")
	begin := newsSpeeches[speech.Kind] + " " + word
	switch speech.Kind {
	case "keynote":
		begin = "Báo cáo đề dẫn tại " + word
		if who != "" {
			begin = "Báo cáo đề dẫn do " + who + " trình bày tại " + word
		}
		if begins(said, reporting) {
			return begin + " đã " + viet.LowerFirst(said)
		}
		return begin + ": " + said
	case "response":
		begin = newsSpeeches[speech.Kind]
		// What was said often says itself that it answers; then that is the beginning.
		if first := firstSentence(said); strings.HasPrefix(first, "Tiếp thu") && len(first) < len(said) {
			begin, said = clause(first), strings.TrimSpace(said[len(first):])
		}
	}
	if who != "" {
		begin += ", " + who
	}
	if begins(said, reporting) && who != "" {
		return begin + " " + viet.LowerFirst(said)
	}
	return begin + " nêu rõ: " + inSentence(said)
}

func begins(text string, with []string) bool {
	text = viet.LowerFirst(text)
	return slices.ContainsFunc(with, func(verb string) bool { return strings.HasPrefix(text, verb+" ") })
}

// firstSentence is a text to its first full stop.
func firstSentence(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if at := strings.Index(line, ". "); at >= 0 {
		return line[:at+1]
	}
	return line
}

// reported is somebody as a report names him: the first time with posts behind a dash, afterwards by the post, which is how a Party's report
// speaks of its leaders, or by name.
func (c *composer) reported(person Person) string {
	posts := person.PostsOn(c.day)
	if !c.told[person.ID] {
		c.told[person.ID] = true
		if len(posts) > 0 {
			return c.who(person) + " - " + strings.Join(posts, ", ")
		}
		return c.who(person)
	}
	if c.words == partyWords && strings.HasPrefix(c.who(person), c.words.honorific+" ") {
		for _, post := range posts {
			if leads(post) && !c.shared(person, post) {
				return c.words.honorific + " " + post
			}
		}
	}
	return c.who(person)
}

// leads tells whether a post is one of those in which people sign and lead.
func leads(post string) bool {
	return slices.ContainsFunc(signingPosts, func(leading string) bool { return strings.HasPrefix(post, leading) })
}

// shared tells whether another delegate has the same post, so that it would not tell who is meant.
func (c *composer) shared(person Person, post string) bool {
	return slices.ContainsFunc(c.Delegates, func(other Delegate) bool {
		return other.PersonID != person.ID && slices.Contains(other.Person.PostsOn(c.day), post)
	})
}
