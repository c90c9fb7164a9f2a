package models

import (
	"slices"
	"strings"
)

// Pack is several papers in one file, in printing order.
type Pack struct {
	Letterhead // of the first paper: its date is the file's
	Title      string
	Kinds      []string // of the papers
	Papers     []Printable
}

// Caption is what the file is called.
func (p Pack) Caption() string {
	return "Bộ tài liệu “" + strings.Trim(p.Title, `“”"`) + "”"
}

// packKind is filled in once all kinds are known: it chooses among them.
var packKind = PaperKind{Name: "pack", Title: "Bộ tài liệu", Twins: []string{"zip"}}

func init() {
	// What is handed out and used in the hall; minutes, notices and proceedings come afterwards.
	usual := []string{"agenda", "runsheet", "delegates", "signin", "seating", "nameplates", "badges", "mc", "speakers"}
	var chosen []string
	field := PaperField{Name: "papers", Label: "Gồm các văn bản", Kind: "choices"}
	for _, kind := range paperKinds {
		field.Choices = append(field.Choices, PaperChoice{kind.Name, kind.Title})
		if slices.Contains(usual, kind.Name) {
			chosen = append(chosen, kind.Name)
		}
	}
	field.Usual = strings.Join(chosen, " ")
	packKind.Fields = []PaperField{field}
	packKind.compose = func(record Record, paper Paper) Printable {
		pack := Pack{Title: orMissing(record.Event.Title)}
		for _, name := range paper.Some("papers") {
			kind, _ := KindOfPaper(name)
			part, decided := paper.Parts[name]
			if !decided {
				part = Paper{EventID: record.Event.ID, Kind: name}
			}
			pack.Kinds = append(pack.Kinds, name)
			pack.Papers = append(pack.Papers, record.Compose(kind, record.Proposed(kind, part)))
		}
		if len(pack.Papers) > 0 {
			pack.Letterhead = pack.Papers[0].Head()
		}
		return pack
	}
	for _, kind := range paperKinds {
		for _, topic := range kind.Topics {
			if !slices.Contains(packKind.Topics, topic) {
				packKind.Topics = append(packKind.Topics, topic)
			}
		}
	}
	paperKinds = append(paperKinds, packKind)
}
