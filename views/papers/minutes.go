package papers

import (
	"regexp"
	"strings"

	"hoithao/models"
	"hoithao/models/viet"
)

// minutes draws the minutes in the form of the issuing body on their date: 16-HD/VPTW's model for the Party, mẫu 1.9 of NĐ 30/2020
// (Phụ lục III) for the State.
func (b *book) minutes(m models.Minutes) error {
	s := b.sheet(formOf(m.Regime), m.Stamp)
	setMinutes(s, m)
	return s.flow()
}

// setMinutes sets the minutes, on a sheet or in their editable twin.
func setMinutes(s setter, m models.Minutes) {
	form := s.rules()
	s.letterhead(m.Letterhead, form.minutes.dated, m.Draft)
	what := subject(m.Word, m.Title)
	if session := printed(m.Session); session != "" {
		what += " (" + session + ")"
	}
	s.title("BIÊN BẢN", what, form.minutes.under)
	var body []part
	for _, line := range m.Opening {
		body = append(body, labelled(form.minutes.mark, line)...)
	}
	for _, section := range m.Sections {
		texts := parts(section.Text)
		if len(texts) == 0 {
			continue
		}
		if heading := printed(section.Heading); heading != "" {
			body = append(body, part{heading, true, form.minutes.headingStyle})
		}
		body = append(body, texts...)
	}
	body = append(body, parts(m.End.Text)...)
	setParts(s, body)
	right := form.minutes.right
	if strings.HasSuffix(right, " ") {
		right = printed(right + viet.Upper(m.Word))
	}
	s.signatures(
		signer{form.minutes.left, form.minutes.prompts[0], form.minutes.promptFaces[0], m.Secretaries},
		signer{right, form.minutes.prompts[1], form.minutes.promptFaces[1], m.Chairs},
	)
	s.recipientList(m.Recipients)
}

// setParts sets the contents of a paper; the last paragraph takes the form's end mark.
func setParts(s setter, body []part) {
	if len(body) > 0 {
		last := &body[len(body)-1]
		last.text, last.heading = ended(last.text, s.rules().end), false
	}
	for _, part := range body {
		if part.heading {
			s.heading(part.text, part.style)
		} else {
			s.paragraph(part.text)
		}
	}
}

// part is a paragraph of the contents.
type part struct {
	text    string
	heading bool
	style   string // of a heading
}

// labelled is a line of the opening: "- Địa điểm: Hội trường Tỉnh ủy."
func labelled(mark string, line models.Labelled) []part {
	label := mark + printed(line.Label) + ":"
	texts := parts(line.Text)
	switch {
	case len(texts) == 0:
		return []part{{text: label + " …"}}
	case line.List:
		return append([]part{{text: label, heading: true}}, texts...)
	}
	texts[0] = part{text: label + " " + texts[0].text}
	return texts
}

var numberedLine = regexp.MustCompile(`^(\d+\.)+ `)

// parts are the paragraphs of a text. A numbered line without an end of its own, under which something else stands, heads it.
func parts(text string) []part {
	texts := paragraphs(text)
	all := make([]part, len(texts))
	for i, text := range texts {
		all[i].text = text
		if number := numberedLine.FindString(text); number != "" && i+1 < len(texts) && !strings.ContainsAny(text[len(text)-1:], ".;:?!,") && !strings.HasSuffix(text, "…") {
			next := numberedLine.FindString(texts[i+1])
			all[i].heading = strings.Count(next, ".") != strings.Count(number, ".")
			all[i].style = "B"
		}
	}
	return all
}

// ended is the last paragraph with the form's end mark.
func ended(text, mark string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "./."), ".")
	if mark == "." && strings.HasSuffix(text, "…") {
		return text
	}
	return text + mark
}
