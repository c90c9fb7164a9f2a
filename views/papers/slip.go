package papers

import "hoithao/models"

// a5 is the sheet of a slip (papers.md, 4.5: practice).
var a5 = page{width: 148, height: 210, top: 15, bottom: 12, left: 18, right: 12}

// slips draws slips for asking to speak, one to a page.
func (b *book) slips(p models.Slips) error {
	own := *formOf(p.Regime)
	own.page = a5
	for i, slip := range p.Slips {
		if err := b.told(i, len(p.Slips)); err != nil {
			return err
		}
		s := b.sheet(&own, models.Stamp{})
		s.slip(p, slip)
	}
	return nil
}

func (s *sheet) slip(p models.Slips, slip models.Slip) {
	s.open()
	y := s.page.top
	centre := func(text, style string, most, height float64, lines int) {
		set, size := s.fit(text, style, most, 7, s.width, height, lines)
		y = s.stackLines(s.page.left, y, s.width, set, face{style, size})
	}
	centre("PHIẾU ĐĂNG KÝ PHÁT BIỂU", "B", 15, 8, 1)
	centre(subject(p.Word, p.Title), "B", 13, 22, 4)
	centre(orDots(p.When), "I", 12, 12, 2)
	y += 6
	for _, field := range []struct {
		label, text string
		lines       int
	}{
		{"Họ và tên:", slip.Name, 1}, {"Chức vụ, đơn vị:", slip.Post, 2}, {"Nội dung (chủ đề) phát biểu:", slip.Topic, 6},
		{"Thời gian dự kiến (phút, thường từ 5 đến 7):", slip.Minutes, 1}, {"Văn bản kèm theo (có/không):", slip.Paper, 1},
	} {
		y = s.blank(field.label, printed(field.text), y, field.lines)
	}
	y += 5
	right := s.page.left + s.width/2
	date, sign := face{"I", 12}, face{"B", 13}
	for _, line := range s.wrap("Ngày …… tháng …… năm ………", date, s.width/2) {
		s.center(right, y+baseline(singleSpaced(12), 12), s.width/2, line, date)
		y += singleSpaced(12)
	}
	for _, line := range s.wrap("NGƯỜI ĐĂNG KÝ", sign, s.width/2) {
		s.center(right, y+baseline(singleSpaced(13), 13), s.width/2, line, sign)
	}
}

// blank is a label with what is known behind it, else with lines to write on; it answers where the next begins.
func (s *sheet) blank(label, text string, y float64, lines int) float64 {
	const pitch = 8.5
	plain := face{"", 13}
	s.say(s.page.left, y+pitch-2, label, plain)
	x := s.page.left + float64(s.font(plain).measure(label))*plain.size*mm/1000 + 2
	if text == "" {
		s.rule(x, y+pitch-1.5, s.page.left+s.width-x, 0.3)
		for n := 1; n < lines; n++ {
			s.rule(s.page.left, y+float64(n+1)*pitch-1.5, s.width, 0.3)
		}
		return y + float64(lines)*pitch
	}
	// What is short stands behind the label, the rest below it.
	if font := s.font(plain); font.measure(text) <= int((s.page.left+s.width-x)/(plain.size*mm/1000)) {
		s.say(x, y+pitch-2, text, plain)
		return y + float64(lines)*pitch
	}
	height := float64(max(lines, 2)-1) * pitch
	set, size := s.fit(text, "", 13, 6, s.width, height, 2*lines)
	at := y + pitch
	for _, line := range set {
		s.say(s.page.left, at+baseline(singleSpaced(size), size), line.text, face{"", size})
		at += singleSpaced(size)
	}
	return y + pitch + height
}
