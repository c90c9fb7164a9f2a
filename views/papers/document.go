package papers

import (
	"strings"

	"hoithao/models"
)

// A document is an official paper as a Word file, to be gone on with by hand: the same form as the sheet, of the same parts in the same
// order. Lines are broken by Word, but for heads and titles, which are broken where the sheet breaks them.
type document struct {
	*form
	width    float64 // of the text
	blocks   []block
	pictures [][]byte
}

func newDocument(form *form) *document {
	return &document{form: form, width: form.page.width - form.page.left - form.page.right}
}

func (d *document) rules() *form { return d.form }

func (d *document) put(passages ...passage) {
	for i := range passages {
		d.blocks = append(d.blocks, &passages[i])
	}
}

// paragraph and heading are the two styles that whoever edits the document will use most.
func (d *document) paragraph(text string) {
	d.put(passage{style: bodyStyle, runs: []run{{text: text}}})
}

func (d *document) heading(text, style string) {
	d.put(passage{style: headingStyle, runs: []run{{text: text, face: face{style, d.text.size}}}})
}

// place is text of a face at a side of the page.
func (d *document) place(text string, face face, side string) {
	if text = printed(text); text == "" {
		return
	}
	p := passage{align: side, keep: side == center, runs: []run{{text: text, face: face}}}
	if side == center {
		p.runs[0].text = broken(text, face, d.width)
	}
	d.put(p)
}

func (d *document) gap(height float64) { d.put(passage{leading: height, exact: true, keep: true}) }

// broken is a heading with line ends where the sheet has them.
func broken(text string, face face, width float64) string {
	var lines []string
	for _, line := range metrics()[face.style].balance(text, int(width/(face.size*mm/1000))) {
		lines = append(lines, line.text)
	}
	return strings.Join(lines, "\n")
}

// extent is the length in mm of the last line of a broken text.
func extent(text string, face face) float64 {
	last := text[strings.LastIndex(text, "\n")+1:]
	return float64(metrics()[face.style].measure(last)) * face.size * mm / 1000
}

// ruled is an empty line of a column with a level line of a length at its upper edge.
func ruled(width, length float64) passage {
	side := (width - length) / 2
	return passage{leading: ruleRoom, exact: true, keep: true, left: side, right: side, rule: ruleWeight}
}

// headlines are lines of the head in their column.
func headlines(width float64, lines []headline) (all []passage) {
	for _, line := range lines {
		text := printed(line.text)
		if text == "" {
			continue
		}
		parts := strings.Split(broken(text, line.face, width), "\n")
		text = strings.Join(parts[:min(len(parts), headingLines)], "\n")
		all = append(all, passage{align: center, keep: true, runs: []run{{text: text, face: line.face}}})
		if line.rule > 0 {
			all = append(all, ruled(width, extent(text, line.face)*line.rule))
		}
	}
	return all
}

func (d *document) letterhead(head models.Letterhead, dated, draft bool) {
	left := []headline{{text: head.Above, face: d.above}, {orDots(head.Body), d.body.face, d.body.rule}}
	number := d.star
	if head.Type != "" {
		left = append(left, headline{text: d.star, face: d.above})
		number = d.form.numberOf(head)
	}
	columns := d.columns
	t := grille{columns: columns[:], rows: [][]cell{{{passages: headlines(columns[0], left)}, {passages: headlines(columns[1], d.nation)}}}}
	// A place and date wider than its column begins further left, as on the sheet: beside the number where that leaves room for it.
	date, side := "", center
	if dated {
		date = placeAndDate(head)
	}
	numbered := passage{align: center, keep: true, runs: []run{{text: number, face: d.number.face}}}
	place := passage{align: side, keep: true, runs: []run{{text: date, face: d.date}}}
	if over := extent(date, d.date) - columns[1]; over <= 0 {
		t.rows = append(t.rows, []cell{{passages: []passage{numbered}}, {passages: []passage{place}}})
	} else {
		place.align = right
		if room := columns[0] - over - 1; over > 0 && 2*room-columns[0] > extent(number, d.number.face) {
			numbered.left, numbered.align = 0, center
			t.columns = []float64{room, columns[0] - room, columns[1]}
			t.rows[0][0].span = 2
			numbered.left, numbered.right = (columns[0]-room)/2, 0 // stays about the middle of the column
			t.rows = append(t.rows, []cell{{passages: []passage{numbered}}, {passages: []passage{place}, span: 2}})
		} else {
			t.rows = append(t.rows, []cell{{passages: []passage{numbered}}, {}}, []cell{{passages: []passage{place}, span: 2}})
		}
	}
	if draft {
		mark := passage{align: center, keep: true, runs: []run{{text: d.number.draft, face: d.number.draftStyle}}}
		row := []cell{{passages: []passage{mark}}, {}}
		if len(t.columns) == 3 {
			row[0].span = 2
		}
		t.rows = append(t.rows, row)
	}
	d.blocks = append(d.blocks, t)
}

func (d *document) title(kind, subject string, under under) {
	d.gap(singleSpaced(d.kind.size))
	d.place(kind, d.kind, center)
	text := printed(subject)
	if text == "" {
		d.gap(d.text.before)
		return
	}
	text = broken(text, d.subject, d.width-10)
	d.put(passage{align: center, keep: true, runs: []run{{text: text, face: d.subject}}})
	switch {
	case under.text != "":
		d.place(under.text, face{"", d.text.size}, center)
	case under.rule > 0:
		d.put(ruled(d.width, extent(text, d.subject)*under.rule))
	}
	d.gap(d.text.before)
}

// withLastLines keeps the last paragraph with what comes next.
func (d *document) withLastLines() {
	if len(d.blocks) > 0 {
		if last, ok := d.blocks[len(d.blocks)-1].(*passage); ok {
			last.keep = true
		}
	}
}

func (d *document) signatures(left, right signer) {
	d.withLastLines()
	d.gap(2 * d.text.before)
	t := grille{columns: []float64{d.signature.columns[0], d.signature.gap, d.signature.columns[1]}}
	row := func(before float64, texts [2]string, faces [2]face) {
		cells := make([]cell, 3)
		for i, text := range texts {
			p := passage{align: center, keep: true, before: before, runs: []run{{text: text, face: faces[i]}}}
			cells[2*i].passages = []passage{p}
		}
		t.rows = append(t.rows, cells)
	}
	row(0, [2]string{left.title, right.title}, [2]face{d.signature.title, d.signature.title})
	if left.prompt+right.prompt != "" {
		row(0, [2]string{left.prompt, right.prompt}, [2]face{left.face, right.face})
	}
	for i := range max(len(left.names), len(right.names), 1) {
		var names [2]string
		for side, column := range [2]signer{left, right} {
			if i < len(column.names) {
				names[side] = orDots(column.names[i])
			} else if i == 0 {
				names[side] = "…"
			}
		}
		row(d.signature.space, names, [2]face{d.signature.name, d.signature.name})
	}
	for _, cell := range t.rows[len(t.rows)-1] {
		for i := range cell.passages {
			cell.passages[i].keep = false
		}
	}
	d.blocks = append(d.blocks, t)
}

func (d *document) recipientList(items []string) {
	if len(items) == 0 {
		return
	}
	d.gap(d.text.before)
	list := d.recipientLines(items)
	for i := range list {
		list[i].right = d.width - d.columns[0]
	}
	d.put(list...)
}

func (d *document) recipientLines(items []string) (list []passage) {
	texts := d.form.recipientTexts(items)
	list = append(list, passage{keep: true, runs: []run{{text: d.recipients.label, face: d.recipients.heading, underline: d.recipients.underline}}})
	for i, text := range texts {
		list = append(list, passage{keep: i < len(texts)-1, runs: []run{{text: text, face: d.recipients.item}}})
	}
	return list
}

func (d *document) closing(recipients []string, sign models.Signature) {
	d.withLastLines()
	d.gap(2 * d.text.before)
	var left, right []passage
	if len(recipients) > 0 {
		left = d.recipientLines(recipients)
	}
	rows := d.form.signatureRows(sign)
	for i, row := range rows {
		p := passage{align: center, keep: i < len(rows)-1, runs: []run{{text: broken(row.text, row.face, d.signature.columns[1]), face: row.face}}}
		if i == len(rows)-1 {
			p.before = d.signature.space
		}
		right = append(right, p)
	}
	for i := range left { // a list longer than the signature may go on over the page
		left[i].keep = i < len(rows)
		left[i].right = 2
	}
	d.blocks = append(d.blocks, grille{
		columns: []float64{d.signature.columns[0], d.signature.gap, d.signature.columns[1]}, rows: [][]cell{{{passages: left}, {}, {passages: right}}},
	})
}

// code is a QR code of a size with lines beside it.
func (d *document) code(link string, lines []string) {
	var texts []passage
	for _, text := range lines {
		texts = append(texts, passage{runs: []run{{text: printed(text), face: codeFace}}})
	}
	picture, err := picture(link)
	if link == "" || err != nil {
		d.gap(d.text.before)
		d.put(texts...)
		return
	}
	d.pictures = append(d.pictures, picture) // each its own, for Word numbers what is drawn
	d.gap(d.text.before)
	d.blocks = append(d.blocks, grille{
		columns: []float64{codeSize + codeQuiet, d.width - codeSize - codeQuiet},
		rows:    [][]cell{{{passages: []passage{{runs: []run{{picture: len(d.pictures), size: codeSize}}}}}, {passages: texts}}},
	})
}

// newPaper ends a section, so that the next paper begins on a page of its own without a number.
func (d *document) newPaper() { d.blocks = append(d.blocks, sectionEnd{}) }
