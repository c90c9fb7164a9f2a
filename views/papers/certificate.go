package papers

import (
	"hoithao/models"
	"hoithao/models/viet"
)

// Sizes of type on a certificate, which no form prescribes.
var (
	certificateTitle = face{"B", 26}
	certificateName  = face{"B", 22}
)

// certificates draws a page for each of those who were there.
func (b *book) certificates(p models.CertificatePaper) error {
	form := *formOf(p.Regime)
	if p.Landscape { // the head keeps its columns, at the two sides of the sheet
		form.page.width, form.page.height = form.page.height, form.page.width
		form.page.left, form.page.right = 20, 20
		wide := form.page.width - form.page.left - form.page.right
		form.columns = [2]float64{wide / 2, wide / 2}
		form.signature.columns = [2]float64{wide - 110, 110}
		form.signature.gap = 0
	}
	form.page.number = face{}
	return b.each(len(p.Certificates), func(i int) error {
		s := b.sheet(&form, p.Stamp)
		room := 24.0
		if p.Landscape {
			room = 13
		}
		s.certificate(p, p.Certificates[i], room)
		for ; room > 1 && s.tall() > form.page.height-form.page.top-form.page.bottom; room-- { // long names and many posts: closer together, on one page
			s.boxes = nil
			s.certificate(p, p.Certificates[i], room)
		}
		return s.flow()
	})
}

// tall is how high all is that was put on the sheet.
func (s *sheet) tall() (height float64) {
	for _, box := range s.boxes {
		height += box.before + box.height
	}
	return height
}

func (s *sheet) certificate(p models.CertificatePaper, one models.Certificate, room float64) {
	head := p.Letterhead
	head.Type = ""
	s.letterhead(head, false, false)
	s.gap(room)
	s.place("GIẤY CHỨNG NHẬN", certificateTitle, center)
	s.gap(room / 2)
	s.place(orDots(p.Body)+" chứng nhận", face{"", 16}, center)
	s.gap(room / 2)
	s.fitted(orDots(one.Name), certificateName, 14)
	s.gap(1)
	s.fitted(one.Posts, face{"I", 15}, 11)
	s.gap(room / 2)
	s.fitted(one.Did, face{"", 16}, 12)
	s.gap(1)
	s.fitted("("+viet.UpperFirst(orDots(p.When))+")", face{"I", 14}, 11)
	s.gap(room / 2)
	x, width := s.page.left+s.signature.columns[0]+s.signature.gap, s.signature.columns[1]
	s.centred(x, width, placeAndDate(head), s.date)
	s.sign(p.Signature)
}

// fitted is a text in the middle of the page, in a smaller face down to a least size where it would take more than two lines.
func (s *sheet) fitted(text string, face face, least float64) {
	text = printed(text)
	if text == "" {
		return
	}
	for face.size > least && len(s.balance(text, face, s.width)) > 2 {
		face.size--
	}
	s.place(text, face, center)
}

// sign is who signs, at the right, without recipients.
func (s *sheet) sign(sign models.Signature) {
	x, width := s.page.left+s.signature.columns[0]+s.signature.gap, s.signature.columns[1]
	rows := s.signatureRows(sign)
	for i, row := range rows {
		if i == len(rows)-1 {
			s.put(box{height: min(s.signature.space, 25.5), keep: true, draw: func(float64) {}})
		}
		s.centred(x, width, row.text, row.face)
	}
	s.boxes[len(s.boxes)-1].keep = false
}
