package papers

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
	for i := max(0, len(s.boxes)-2); i < len(s.boxes); i++ {
		s.boxes[i].keep = true
	}
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
			} else if i == 0 {
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

// recipientList is Nơi nhận, at the left below the signatures; the last item ends with a full stop.
func (s *sheet) recipientList(items []string) {
	if len(items) == 0 {
		return
	}
	r := s.recipients
	s.boxes[len(s.boxes)-1].keep = true
	s.gap(s.text.before)
	put := func(text string, face face, underline bool) {
		pitch := singleSpaced(face.size)
		for _, line := range s.wrap(text, face, s.columns[0]) {
			s.put(box{height: pitch, keep: true, draw: func(y float64) {
				y += baseline(pitch, face.size)
				s.say(s.page.left, y, line.text, face)
				if underline {
					s.rule(s.page.left, y+0.6, line.length(face.size), ruleWeight)
				}
			}})
		}
	}
	put(r.label, r.heading, r.underline)
	for i, item := range items {
		end := r.separator
		if i == len(items)-1 {
			end = "."
		}
		put("- "+orDots(item)+end, r.item, false)
	}
	s.boxes[len(s.boxes)-1].keep = false
}
