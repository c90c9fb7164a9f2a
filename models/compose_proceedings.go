package models

import (
	"slices"
	"strings"

	"hoithao/models/viet"
)

// proceedingsKind is the proceedings (kỷ yếu): a book, which no official form governs.
var proceedingsKind = PaperKind{
	Name: "proceedings", Title: "Kỷ yếu", Needs: []string{"sessions", "texts"}, Issued: true,
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicAttendance, TopicSpeeches, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "introduction", Label: "Lời giới thiệu", Hint: "Mỗi dòng là một đoạn; để trống thì không in.", Kind: "lines"},
		{Name: "agenda", Label: "In chương trình", Kind: "yes", Usual: "yes"},
		{Name: "delegates", Label: "In danh sách đại biểu", Kind: "yes", Usual: "yes"},
		{Name: "files", Label: "Ghép các bài nộp bằng tệp PDF", Kind: "yes", Usual: "yes"},
	},
	compose: func(record Record, paper Paper) Printable { return record.Proceedings(paper) },
}

// Proceedings are the proceedings of an event as they print.
type Proceedings struct {
	Letterhead
	Word     string
	Title    string
	Year     string
	Chapters []Chapter
	Attach   bool // files that were handed in stand behind their titles
}

// Chapter is a part of the proceedings, with an entry in the table of contents.
type Chapter struct {
	Title  string
	Author string     // under the title: who, with the posts
	Text   string     // a line is a paragraph
	File   SHA256     // of a PDF that was handed in instead
	Name   string     // of the file
	Note   string     // in place of a text: "Có văn bản kèm theo"
	Agenda *Agenda    // of the agenda's chapter
	People [][]string // of the list of delegates: number, name, posts; of a group without names number and name
	Part   bool       // stands over the chapters below it, with no text of its own
}

// Caption is what the file is called.
func (p Proceedings) Caption() string { return caption("Kỷ yếu", p.Word, p.Title) }

// What a chapter of a speech is called, where the speech has no title of its own.
var chapterNames = map[string]string{
	"opening": "Phát biểu khai mạc", "keynote": "Báo cáo đề dẫn", "paper": "Tham luận", "directive": "Phát biểu chỉ đạo", "response": "Phát biểu tiếp thu",
	"conclusion": "Phát biểu kết luận", "closing": "Phát biểu bế mạc",
}

// Proceedings composes the book: introduction, agenda, the speeches in the order of their kinds, and who was there.
func (record Record) Proceedings(paper Paper) Proceedings {
	last := record.dayOf(record.last())
	head := paper.head(record, last)
	c := record.composer(head.Regime, head.Dated)
	if last != "" {
		c.day = last
	}
	p := Proceedings{Letterhead: head, Word: record.word(), Title: orMissing(record.Event.Title), Attach: paper.Yes("files")}
	if p.Year = missing; head.Dated != "" {
		p.Year = string(head.Dated[:4])
	}
	if text := strings.TrimSpace(paper.Option("introduction")); text != "" {
		p.Chapters = append(p.Chapters, Chapter{Title: "Lời giới thiệu", Text: text})
	}
	if paper.Yes("agenda") && len(record.Items) > 0 {
		agenda := record.Agenda()
		p.Chapters = append(p.Chapters, Chapter{Title: "Chương trình", Agenda: &agenda})
	}
	for _, kind := range []string{"opening", "keynote", "paper", "directive", "response", "conclusion", "closing"} {
		number := 0
		for _, speech := range record.Speeches {
			if speech.Kind != kind || slices.Contains([]string{"requested", "returned", "refused"}, speech.State) {
				continue
			}
			chapter, any := c.chapter(speech)
			if !any && kind != "paper" {
				continue
			}
			if kind == "paper" {
				if number == 0 {
					p.Chapters = append(p.Chapters, Chapter{Title: "Các tham luận", Part: true})
				}
				number++
				chapter.Title = viet.Number(int64(number)) + ". " + chapter.Title
			}
			p.Chapters = append(p.Chapters, chapter)
		}
	}
	if paper.Yes("delegates") && len(record.Delegates) > 0 {
		p.Chapters = append(p.Chapters, Chapter{Title: "Danh sách đại biểu", People: c.proceedingsPeople()})
	}
	return p
}

// chapter is a speech as a chapter, and whether there is anything of it to read.
func (c *composer) chapter(speech Speech) (chapter Chapter, any bool) {
	chapter = Chapter{Title: chapterNames[speech.Kind], Author: strings.TrimSpace(speech.SpeakerText), Text: strings.TrimSpace(speech.Text)}
	if topic := clause(speech.Topic); topic != "" {
		chapter.Title = strings.Trim(topic, `“”"`)
	}
	if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
		chapter.Author = viet.UpperFirst(c.full(delegate.Person))
	}
	if chapter.Text == "" {
		chapter.Text = strings.TrimSpace(speech.Handed.Text)
	}
	switch {
	case chapter.Text != "":
	case speech.Handed.FileSHA256 != "":
		chapter.File, chapter.Name = speech.Handed.FileSHA256, speech.Handed.FileName
	case speech.HasPaper:
		chapter.Note = enclosed
	case speech.Summary != "":
		chapter.Text = speech.Summary
	default:
		chapter.Note = missing
		return chapter, false
	}
	return chapter, true
}

// enclosed says that a paper exists which is not printed (16-HD/VPTW).
const enclosed = "(Có văn bản kèm theo.)"

// proceedingsPeople are those who were there, or, where nobody was marked, all who have not said no.
func (c *composer) proceedingsPeople() (rows [][]string) {
	marked := slices.ContainsFunc(c.Delegates, func(d Delegate) bool { return len(d.Attendance) > 0 })
	for _, delegate := range c.Delegates {
		if c.attended(delegate, marked) {
			rows = append(rows, []string{viet.Number(int64(len(rows) + 1)), delegate.Person.Name(), strings.Join(delegate.Person.PostsOn(c.day), ", ")})
		}
	}
	for _, group := range c.Groups {
		if group.Collective {
			rows = append(rows, []string{viet.Number(int64(len(rows) + 1)), group.Name}) // over both columns
		}
	}
	return rows
}
