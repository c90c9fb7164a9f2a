package papers

import "hoithao/models"

// setNotice sets the notice of the conclusions: mẫu 1.4 of NĐ 30/2020 (Phụ lục III), and the Party's form of the same parts.
func setNotice(s setter, n models.Notice) {
	s.letterhead(n.Letterhead, true, n.Draft)
	s.title("THÔNG BÁO", n.Subject, s.rules().under)
	setParts(s, parts(n.Text))
	s.closing(n.Recipients, n.Signature)
}
