package models

import "slices"

// PaperKind is a kind of paper that the program prints: minutes, agenda, invitation …
type PaperKind struct {
	Name   string       // in addresses, file names and on the command line
	Title  string       // "Biên bản"
	Type   string       // in its number: "BB"; "": it bears none
	Twins  []string     // formats beside PDF: docx, xlsx
	Topics []string     // of the record that it prints: what moved elsewhere has not changed it
	Needs  []string     // of the record, before the paper can be given out; see PaperMissing
	Signed bool         // somebody signs for the body, with recipients at the left
	Dated  bool         // it bears the day on which it is issued, which somebody must choose
	Issued bool         // it can be issued: frozen with a code, and with a number if it has a Type
	Fields []PaperField // what the office may choose about it

	compose func(record Record, paper Paper) Printable
}

// PaperField is a choice that an office has about a paper. What nobody has chosen is as usual.
type PaperField struct {
	Name, Label, Hint string
	Kind              string // text, lines, number, yes, choice (one of), choices (some of)
	Choices           []PaperChoice
	Usual             string // of several choices, their codes with spaces between
	Least, Most       int64  // of a number
}

// PaperChoice is one of the codes that a field may have.
type PaperChoice struct{ Code, Label string }

// Printable is a composed paper: a plain value, of which the printed file is a pure function.
type Printable interface {
	Caption() string  // what the file is called: "Biên bản hội thảo “…”"
	Head() Letterhead // the zero Letterhead for a paper without one
}

// PaperKinds are all papers in the order in which a pack prints them.
func PaperKinds() []PaperKind { return paperKinds }

// KindOfPaper finds a kind by its name.
func KindOfPaper(name string) (PaperKind, bool) {
	at := slices.IndexFunc(paperKinds, func(kind PaperKind) bool { return kind.Name == name })
	if at < 0 {
		return PaperKind{}, false
	}
	return paperKinds[at], true
}

// Field finds a field of the kind by its name.
func (kind PaperKind) Field(name string) PaperField {
	for _, field := range kind.Fields {
		if field.Name == name {
			return field
		}
	}
	return PaperField{}
}

// Compose composes a paper of the record. It always can: what is not known prints as …. A Paper of zero is one about which nobody has
// decided anything yet.
func (record Record) Compose(kind PaperKind, paper Paper) Printable {
	paper.kind = kind
	return kind.compose(record, paper)
}

var paperKinds = []PaperKind{
	minutesKind, agendaKind, runsheetKind, invitationKind, delegatesKind, signinKind, seatingKind, nameplatesKind, badgesKind, mcKind, speakersKind, speechSlipKind,
	noticeKind, proceedingsKind, newsKind, attendanceReportKind, certificateKind,
}
