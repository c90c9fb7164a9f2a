package papers

import "hoithao/models"

// setNews sets a report: no official form governs it, and it bears no head.
func setNews(s setter, n models.NewsBrief) {
	text := s.rules().text.face
	s.place(n.When, face{"I", text.size}, "")
	s.gap(s.rules().text.before)
	s.place(n.Headline, face{"B", 16}, center)
	s.gap(s.rules().text.before)
	for _, part := range paragraphs(n.Sapo) {
		s.heading(part, "B")
	}
	for _, part := range paragraphs(n.First) {
		s.paragraph(part)
	}
	for _, caption := range n.Captions {
		s.gap(s.rules().text.before)
		s.place(caption, face{"I", text.size - 1}, center)
	}
	for _, one := range n.Paragraphs {
		for _, part := range paragraphs(one) {
			s.paragraph(part)
		}
	}
	s.withLastLines()
	s.gap(2 * s.rules().text.before)
	s.place(n.Byline, face{"B", text.size}, right)
	s.place(n.Credits, face{"I", text.size}, "")
}
