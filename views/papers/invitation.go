package papers

import "hoithao/models"

// setLetter sets one letter of invitation: mẫu 1.7 of NĐ 30/2020 (Phụ lục III), and the Party's form of it.
func setLetter(s setter, p models.InvitationPaper, letter models.PrintedLetter) {
	s.letterhead(p.Letterhead, true, p.Draft)
	s.title("GIẤY MỜI", p.Subject, s.rules().under)
	setParts(s, parts(letter.Text))
	s.closing(p.Recipients, p.Signature)
	var lines []string
	if letter.Link != "" {
		lines = append(lines, "Quét mã để trả lời và xem chương trình, tài liệu:", letter.Link)
	}
	if letter.Code != "" {
		lines = append(lines, "Mã giấy mời: "+letter.Code)
	}
	if len(lines) > 0 {
		s.code(letter.Link, lines)
	}
}

// invitation draws the letters of one sending, each with pages of its own.
func (b *book) invitation(p models.InvitationPaper) error {
	return b.each(len(p.Letters), func(i int) error {
		s := b.sheet(formOf(p.Regime), p.Stamp)
		setLetter(s, p, p.Letters[i])
		return s.flow()
	})
}

// each draws so many small papers, and tells whoever watches how many are done.
func (b *book) each(n int, draw func(i int) error) error {
	watch := b.watch
	b.watch = nil
	defer func() { b.watch = watch }()
	for i := range n {
		if watch != nil {
			if err := watch(i, n); err != nil {
				return err
			}
		}
		if err := draw(i); err != nil {
			return err
		}
	}
	return nil
}

// setInvitation sets all letters one behind the other.
func setInvitation(s setter, p models.InvitationPaper) {
	for i, letter := range p.Letters {
		if i > 0 {
			s.newPaper()
		}
		setLetter(s, p, letter)
	}
}
