package papers

import "hoithao/models"

// A setter takes the parts of an official paper in their order. A sheet draws them as PDF, a document writes them for Word: a paper that has
// an editable twin says once what stands on it.
type setter interface {
	rules() *form
	// letterhead is the head of the first page; without a date the form's place for it stays empty.
	letterhead(head models.Letterhead, dated, draft bool)
	// title is the paper's kind and subject, with what the form puts under them.
	title(kind, subject string, under under)
	paragraph(text string)
	heading(text, style string)
	// place is a line of a face at a side of the page; gap leaves room.
	place(text string, face face, side string)
	gap(height float64)
	// signatures are two blocks side by side; recipientList stands below them.
	signatures(left, right signer)
	recipientList(items []string)
	// withLastLines keeps what comes next on the page of the last lines before it.
	withLastLines()
	// closing is the recipients at the left and who signs for the body at the right, on one level.
	closing(recipients []string, signature models.Signature)
	// code is a QR code with lines beside it; without a link the lines stand alone.
	code(link string, lines []string)
	// newPaper begins the next of several papers that share a file.
	newPaper()
}

func (s *sheet) rules() *form { return s.form }

// newPaper is never asked of a sheet: a book has a sheet for each paper.
func (s *sheet) newPaper() { panic("a sheet is one paper") }

func (s *sheet) place(text string, face face, side string) {
	text = printed(text)
	if text == "" {
		return
	}
	lines := s.balance(text, face, s.width)
	for i, line := range lines {
		s.put(box{height: singleSpaced(face.size), keep: side == center || i < len(lines)-1, draw: func(y float64) {
			x := s.page.left
			switch side {
			case center:
				x += (s.width - line.length(face.size)) / 2
			case right:
				x += s.width - line.length(face.size)
			}
			s.say(x, y+baseline(singleSpaced(face.size), face.size), line.text, face)
		}})
	}
}
