package papers

import "hoithao/models"

// A name keeps to one line down to this size (pt); a longer one, which nobody could read across a table, takes two.
const plateOneLine, plateLeast = 28.0, 8.0

// plates draws name plates: of each a tent of two faces, folded in the middle (papers.md, 4.4).
func (b *book) plates(p models.Plates) error {
	width, height := float64(p.Width), float64(p.Height)
	s := b.card(210, 297)
	if width > 204 {
		s = b.card(297, 210)
	}
	height = min(height, (s.page.height-10)/2)
	x, fold := (s.page.width-width)/2, s.page.height/2
	for i, plate := range p.Faces {
		if err := b.told(i, len(p.Faces)); err != nil {
			return err
		}
		s.open()
		face := s.plate(plate, x, fold, width, height, float64(p.Most))
		face()
		s.upsideDown(s.page.width/2, fold, face)
		for _, y := range []float64{fold - height, fold, fold + height} {
			for _, from := range []float64{max(0, x-4), min(s.page.width-3, x+width+1)} {
				s.mark(from, y, from+3, y)
			}
		}
	}
	if len(p.Faces) == 0 {
		s.open()
	}
	return nil
}

// plate sets a face whose upper edge is at y.
func (s *sheet) plate(plate models.Plate, x, y, width, height, most float64) func() {
	inner := width - 12
	room := height - 12
	below := 0.0
	var unit []line
	var unitFace face
	if text := printed(plate.Unit); text != "" {
		var size float64
		unit, size = s.fit(text, "", 24, 10, inner, room*0.35, 2)
		unitFace, below = face{"", size}, float64(len(unit))*singleSpaced(size)+3
	}
	name := orDots(plate.Name)
	lines, size := s.fit(name, "B", most, plateOneLine, inner, room-below, 1)
	if size < most && len(lines) == 1 && lines[0].text != name {
		lines, size = s.fit(name, "B", min(most, 48), plateLeast, inner, room-below, 2)
	}
	nameFace := face{"B", size}
	top := y + (height-float64(len(lines))*singleSpaced(size)-below)/2
	return func() {
		end := s.stackLines(x+6, top, inner, lines, nameFace)
		s.stackLines(x+6, end+3, inner, unit, unitFace)
	}
}
