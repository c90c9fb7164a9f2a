package papers

import (
	"errors"
	"strconv"
	"strings"

	"hoithao/models"
	"hoithao/models/viet"
)

// An Attacher puts pages of PDFs that were handed in among ours. They come from outside: it reads them where they can do no harm, in bounded
// time and memory, and a file that it cannot read is an error for that file alone.
type Attacher interface {
	// Pages reads a stored file and answers how many pages it has. The error is a sentence for whoever prints: it names no path.
	Pages(file models.SHA256) (int, error)
	// Merge answers our file with the others' pages in their places.
	Merge(ours []byte, inserts []Insert) ([]byte, error)
}

// Insert is a file whose pages come behind a page of ours.
type Insert struct {
	After int // our page, counted from 1
	File  models.SHA256
}

// errNotMerged says that the files could not be put in, each of which could be read: the book is then drawn without them.
var errNotMerged = errors.New("the files could not be put in")

// unattached mentions files that could not be put in.
type unattached struct{}

func (unattached) Pages(models.SHA256) (int, error) {
	return 0, errors.New("chưa ghép được tệp vào kỷ yếu")
}

func (unattached) Merge([]byte, []Insert) ([]byte, error) { return nil, errNotMerged }

// entry is a line of the table of contents, and where it is written once its page is known.
type entry struct {
	page int
	on   int // page of the table
	y    float64
}

// Faces of the book's titles.
var (
	bookTitle   = face{"B", 30}
	bookSubject = face{"B", 20}
	chapterFace = face{"B", 15}
	authorFace  = face{"BI", 13}
)

// proceedings draws the book: cover, table of contents, chapters. The table stands at the front and is filled in last, when each chapter has
// its page; the numbers are those of the finished book, with the pages of files that were put in.
func (b *book) proceedings(p models.Proceedings) error {
	form := *formOf(p.Regime)
	start := b.pdf.PageCount() + 1
	sheet := func() *sheet {
		s := b.sheet(&form, p.Stamp)
		s.goes, s.start = true, start
		return s
	}
	if err := b.cover(&form, p, sheet()); err != nil {
		return err
	}
	s := sheet()
	entries := s.contents(p.Chapters)
	if err := s.flow(); err != nil {
		return err
	}
	for i, chapter := range p.Chapters {
		entries[i].page = b.pdf.PageCount() + 1 - start + 1 + b.inserted
		if chapter.Part { // stands over the first of its chapters
			continue
		}
		s := sheet()
		if i > 0 && p.Chapters[i-1].Part {
			s.gap(1)
			s.place(viet.Upper(printed(p.Chapters[i-1].Title)), chapterFace, center)
			s.gap(6)
		}
		pages := b.attached(p, chapter, s)
		if err := s.flow(); err != nil {
			return err
		}
		if pages > 0 {
			b.inserts = append(b.inserts, Insert{b.pdf.PageCount(), chapter.File})
			b.inserted += pages
		}
	}
	last := b.pdf.PageCount()
	for _, entry := range entries {
		b.pdf.SetPage(entry.on)
		b.face = face{} // the page has its own
		text := strconv.Itoa(entry.page)
		width := float64(b.font(form.text.face).measure(text)) * form.text.size * mm / 1000
		b.use(form.text.face)
		b.pdf.Text(form.page.width-form.page.right-width, entry.y, text)
	}
	b.pdf.SetPage(last)
	b.face = face{}
	return nil
}

// cover is the first page: the two lines of the body, what it is, of what, where and when.
func (b *book) cover(form *form, p models.Proceedings, s *sheet) error {
	s.place(p.Above, form.above, center)
	s.place(orDots(p.Body), face{"B", 14}, center)
	s.gap(60)
	s.place("KỶ YẾU "+viet.Upper(printed(p.Word)), bookTitle, center)
	s.gap(10)
	s.fitted("“"+strings.Trim(orDots(p.Title), `“”"`)+"”", bookSubject, 14)
	s.gap(40)
	s.place(orDots(p.Place)+", năm "+orDots(p.Year), face{"B", 14}, center)
	return s.flow()
}

// contents is the table of contents: titles with dots up to where the number will stand.
func (s *sheet) contents(chapters []models.Chapter) []entry {
	entries := make([]entry, len(chapters))
	s.place("MỤC LỤC", chapterFace, center)
	s.gap(6)
	text, pitch := s.text.face, singleSpaced(s.text.size)
	width := s.width - 14 // the numbers have a column of their own
	dot := s.font(text).measure(".")
	for i, chapter := range chapters {
		entry := &entries[i]
		title := text
		indent := 0.0
		if chapter.Part {
			title = face{"B", text.size}
		} else if numberedLine.MatchString(chapter.Title) {
			indent = 6
		}
		lines := s.wrap(orDots(chapter.Title), title, width-indent)
		if len(lines) > 4 {
			lines = lines[:4]
		}
		var author []line
		if chapter.Author != "" {
			if author = s.wrap(printed(chapter.Author), face{"I", 12}, width-indent); len(author) > 3 {
				author = author[:3]
			}
		}
		for n, line := range lines {
			box := box{height: pitch, keep: n < len(lines)-1 || len(author) > 0 || chapter.Part, draw: func(y float64) {
				y += baseline(pitch, text.size)
				s.say(s.page.left+indent, y, line.text, title)
				if n < len(lines)-1 {
					return
				}
				entry.on, entry.y = s.pdf.PageNo(), y
				from := indent + line.length(text.size) + 2
				if count := int((width - from) / (float64(dot) * text.size * mm / 1000)); count > 2 {
					dots := strings.Repeat(".", count)
					s.say(s.page.left+width-float64(count*dot)*text.size*mm/1000, y, dots, text)
				}
			}}
			if n == 0 {
				box.before = s.text.before
			}
			s.put(box)
		}
		for n, line := range author {
			s.put(box{height: singleSpaced(12), keep: n < len(author)-1, draw: func(y float64) {
				s.say(s.page.left+indent, y+baseline(singleSpaced(12), 12), line.text, face{"I", 12})
			}})
		}
	}
	return entries
}

// attached sets a chapter and answers how many pages of its file come behind it. A file that cannot be read is said to be there, and why it
// is not.
func (b *book) attached(p models.Proceedings, chapter models.Chapter, s *sheet) (pages int) {
	s.place(viet.Upper(printed(chapter.Title)), chapterFace, center)
	if chapter.Author != "" {
		s.gap(2)
		s.place(chapter.Author, authorFace, center)
	}
	s.gap(4)
	switch {
	case chapter.Agenda != nil:
		s.agendaTable(*chapter.Agenda)
	case len(chapter.People) > 0:
		table := s.grid([]column{{12, "TT", true}, {53, "Họ và tên", false}, {s.width - 65, "Chức vụ, đơn vị công tác", false}})
		for _, row := range chapter.People {
			if len(row) == 2 { // a group without names
				table.add([]column{{12, "", true}, {s.width - 12, "", false}}, [][]string{{row[0]}, {row[1]}}, "", false)
				continue
			}
			table.row("", []string{row[0]}, []string{row[1]}, []string{row[2]})
		}
	case chapter.Text != "":
		for _, part := range parts(chapter.Text) {
			if part.heading {
				s.heading(part.text, part.style)
			} else {
				s.paragraph(part.text)
			}
		}
	case chapter.File != "":
		note := "(Có văn bản kèm theo.)"
		if p.Attach && b.attach != nil {
			n, err := b.attach.Pages(chapter.File)
			switch {
			case err != nil:
				note = "(Có văn bản kèm theo; " + strings.TrimRight(err.Error(), ". ") + ".)"
			default:
				pages, note = n, "(Toàn văn ở "+viet.Count(int64(n))+" trang tiếp theo.)"
			}
		}
		s.paragraph(printed(note))
	default:
		s.paragraph(orDots(chapter.Note))
	}
	s.boxes[len(s.boxes)-1].keep = false
	return pages
}
