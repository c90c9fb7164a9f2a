package papers

// column is a column of a table: its width in mm, its head, and whether its cells are centred.
type column struct {
	width   float64
	head    string
	centred bool
}

// grid sets a table of the text's width. Its head is repeated on each page, and a row is cut only when it is higher than a page.
type grid struct {
	*sheet
	columns []column
	head    *box
	least   float64 // mm that a row is high at least: room to write by hand
}

// headLines are the most that the head of a table has.
const headLines = 6

func (s *sheet) grid(columns []column) *grid {
	g := &grid{sheet: s, columns: columns}
	heads := make([][]string, len(columns))
	for i, column := range columns {
		heads[i] = paragraphs(column.head)
	}
	boxes := g.boxesOf(columns, heads, "B", true, headLines)[:1] // a longer head would leave its pages no room
	boxes[0].keep = true
	g.head = &boxes[0]
	s.put(boxes...)
	return g
}

// row adds a row; a cell is a list of paragraphs.
func (g *grid) row(style string, cells ...[]string) {
	g.add(g.columns, cells, style, false)
}

// across adds a row of one cell over all columns, which stays with the next.
func (g *grid) across(text string) {
	first := len(g.boxes)
	g.add([]column{{width: g.width}}, [][]string{{text}}, "B", false)
	for i := first; i < len(g.boxes); i++ {
		g.boxes[i].keep = true
	}
}

func (g *grid) add(columns []column, cells [][]string, style string, centred bool) {
	room := g.page.height - g.page.top - g.page.bottom - g.head.height - 2*g.table.padding
	boxes := g.boxesOf(columns, cells, style, centred, int(room/g.table.leading))
	for i := range boxes {
		boxes[i].head = g.head
	}
	g.put(boxes...)
}

// boxesOf makes a row, in pieces of so many lines at most.
func (g *grid) boxesOf(columns []column, cells [][]string, style string, centred bool, most int) (boxes []box) {
	t := g.table
	face := face{style, t.size}
	lines := make([][]line, len(columns))
	deepest := 1
	for i, column := range columns {
		for _, text := range cells[i] {
			if text = printed(text); text != "" {
				set := g.wrap
				if centred { // a head
					set = g.balance
				}
				lines[i] = append(lines[i], set(text, face, column.width-2*t.padding)...)
			}
		}
		deepest = max(deepest, len(lines[i]))
	}
	for from := 0; from < deepest; from += most {
		n := min(most, deepest-from)
		height := float64(n)*t.leading + 2*t.padding
		above := t.padding
		if style != "B" && height < g.least {
			above, height = (g.least-float64(n)*t.leading)/2, g.least
		}
		boxes = append(boxes, box{height: height, draw: func(y float64) {
			x := g.page.left
			g.pdf.SetLineWidth(t.rule * mm)
			for i, column := range columns {
				g.pdf.Rect(x, y, column.width, height, "D")
				for n, line := range lines[i][min(from, len(lines[i])):min(from+n, len(lines[i]))] {
					at := y + above + float64(n)*t.leading + baseline(t.leading, face.size)
					if centred || column.centred {
						g.center(x+t.padding, at, column.width-2*t.padding, line, face)
					} else {
						g.say(x+t.padding, at, line.text, face)
					}
				}
				x += column.width
			}
		}})
	}
	return boxes
}
