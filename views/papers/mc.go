package papers

import "hoithao/models"

// introduction draws what is read out: large type, a paragraph a person, nothing but the words.
func (b *book) introduction(m models.Introduction) error {
	own := *formOf(m.Regime)
	own.text.size = float64(m.Size)
	own.text.leading = 1.3 * own.text.size * mm
	own.text.before = 0.5 * own.text.size * mm
	s := b.sheet(&own, models.Stamp{})
	s.centred(s.page.left, s.width, "LỜI GIỚI THIỆU ĐẠI BIỂU", own.kind)
	s.centred(s.page.left, s.width, subject(m.Word, m.Title), own.subject)
	s.centred(s.page.left, s.width, orDots(m.When), own.table.caption)
	s.gap(own.text.before)
	for _, text := range append(append([]string{m.Opening}, m.Lines...), m.Closing) {
		if text = printed(text); text != "" {
			s.paragraph(text)
		}
	}
	return s.flow()
}
