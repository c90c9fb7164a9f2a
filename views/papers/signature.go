package papers

import (
	"strings"

	"hoithao/models"
)

// signer is a column of the signatures: who signs as what. Without a name yet, dots stand in its place.
type signer struct {
	title  string
	prompt string
	face   face // of the prompt
	names  []string
}

// signatures are two blocks side by side, with room above each name. They stay together, and never open a page alone: the two boxes
// before them come along.
func (s *sheet) signatures(left, right signer) {
	s.withLastLines()
	columns := [2]signer{left, right}
	at := [2]float64{s.page.left, s.page.left + s.signature.columns[0] + s.signature.gap}
	first := len(s.boxes)
	s.gap(2 * s.text.before)
	row := func(before float64, texts [2]string, faces [2]face) {
		var lines [2][]line
		for i, text := range texts {
			if text != "" {
				lines[i] = s.wrap(text, faces[i], s.signature.columns[i])
			}
		}
		pitch := singleSpaced(max(faces[0].size, faces[1].size))
		for n := range max(len(lines[0]), len(lines[1])) {
			s.put(box{before: before, height: pitch, keep: true, draw: func(y float64) {
				for i := range lines {
					if n < len(lines[i]) {
						s.center(at[i], y+baseline(pitch, faces[i].size), s.signature.columns[i], lines[i][n], faces[i])
					}
				}
			}})
			before = 0
		}
	}
	title, name := s.signature.title, s.signature.name
	row(0, [2]string{left.title, right.title}, [2]face{title, title})
	row(0, [2]string{left.prompt, right.prompt}, [2]face{left.face, right.face})
	for i := range max(len(left.names), len(right.names), 1) {
		var names [2]string
		for side, column := range columns {
			if i < len(column.names) {
				names[side] = orDots(column.names[i])
			} else if i == 0 && column.title != "" {
				names[side] = "…"
			}
		}
		s.put(box{height: s.signature.space, keep: true, draw: func(float64) {}})
		row(0, names, [2]face{name, name})
	}
	if first < len(s.boxes) {
		s.boxes[len(s.boxes)-1].keep = false
	}
}

// withLastLines keeps what comes next with the two boxes before it, so that signatures never open a page alone.
func (s *sheet) withLastLines() {
	for i := max(0, len(s.boxes)-2); i < len(s.boxes); i++ {
		s.boxes[i].keep = true
	}
}

// recipientList is Nơi nhận, at the left below the signatures.
func (s *sheet) recipientList(items []string) {
	if len(items) == 0 {
		return
	}
	s.boxes[len(s.boxes)-1].keep = true
	s.gap(s.text.before)
	s.put(s.recipientBoxes(items, s.columns[0])...)
	s.boxes[len(s.boxes)-1].keep = false
}

// recipientBoxes are the lines of Nơi nhận in a column at the left edge; the last item ends with a full stop.
func (s *sheet) recipientBoxes(items []string, width float64) (boxes []box) {
	r := s.recipients
	put := func(text string, face face, underline bool) {
		pitch := singleSpaced(face.size)
		for _, line := range s.wrap(text, face, width) {
			boxes = append(boxes, box{height: pitch, keep: true, draw: func(y float64) {
				y += baseline(pitch, face.size)
				s.say(s.page.left, y, line.text, face)
				if underline {
					s.rule(s.page.left, y+0.6, line.length(face.size), ruleWeight)
				}
			}})
		}
	}
	put(r.label, r.heading, r.underline)
	for _, text := range s.recipientTexts(items) {
		put(text, r.item, false)
	}
	return boxes
}

// recipientTexts are the items of Nơi nhận as they print; the last ends with a full stop.
func (f *form) recipientTexts(items []string) (texts []string) {
	for i, item := range items {
		end := f.recipients.separator
		if i == len(items)-1 {
			end = "."
		}
		if item = strings.TrimRight(orDots(item), ".;, "); item == "…" {
			end = ""
		}
		texts = append(texts, "- "+item+end)
	}
	return texts
}

// signatureRow is a line above a signature, or the name below it.
type signatureRow struct {
	text string
	face face
}

// signatureRows say who signs: as whose hand, as what, and the name, which stands below the room for signature and seal.
func (f *form) signatureRows(sign models.Signature) (rows []signatureRow) {
	if sign.Authority != "" {
		rows = append(rows, signatureRow{printed(sign.Authority), f.signature.title}, signatureRow{orDots(sign.Post), f.signature.post})
	} else {
		rows = append(rows, signatureRow{orDots(sign.Post), f.signature.title})
	}
	return append(rows, signatureRow{orDots(sign.Name), f.signature.name})
}

// closing sets the recipients beside who signs (boxes 9b and 7 of NĐ 30/2020 and of 36-HD/VPTW): both begin on one level. The signature is
// never cut; a list of recipients that is longer goes on over the page.
func (s *sheet) closing(recipients []string, sign models.Signature) {
	s.withLastLines()
	s.gap(2 * s.text.before)
	at, width := s.page.left+s.signature.columns[0]+s.signature.gap, s.signature.columns[1]
	var lines []box // of the signature, the room above the name with the name
	row := func(above float64, text string, face face) {
		pitch := singleSpaced(face.size)
		for i, line := range s.balance(text, face, width) {
			room := above
			if i > 0 {
				room = 0
			}
			lines = append(lines, box{height: room + pitch, keep: true, draw: func(y float64) {
				s.center(at, y+room+baseline(pitch, face.size), width, line, face)
			}})
		}
	}
	rows := s.signatureRows(sign)
	for i, line := range rows {
		if i == len(rows)-1 {
			row(s.signature.space, line.text, line.face)
		} else {
			row(0, line.text, line.face)
		}
	}

	var left []box
	if len(recipients) > 0 {
		left = s.recipientBoxes(recipients, s.signature.columns[0]-2)
	}
	// One box, which no page break cuts, holds the signature and the recipients beside it, these first, as both are read; what is left of a long list
	// goes on below. A signature that is higher than a page has to be cut, and nothing stands beside it.
	signature := stacked(lines)
	if signature.height > s.page.height-s.page.top-s.page.bottom {
		s.put(lines...)
	} else {
		n, reached := 0, 0.0
		for n < len(left) && reached+left[n].height <= signature.height {
			reached += left[n].height
			n++
		}
		beside := stacked(left[:n])
		left = left[n:]
		s.put(box{height: signature.height, draw: func(y float64) { beside.draw(y); signature.draw(y) }})
	}
	for i := range left {
		left[i].keep = false
	}
	s.put(left...)
}

// stacked is boxes under each other as one, which no page break cuts.
func stacked(boxes []box) (one box) {
	for _, box := range boxes {
		one.height += box.height
	}
	one.draw = func(y float64) {
		for _, box := range boxes {
			box.draw(y)
			y += box.height
		}
	}
	return one
}
