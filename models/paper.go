package models

// Regime is the official form that a paper follows; views/papers knows its sizes and words.
type Regime string

const (
	Dang2018 Regime = "dang-2018" // 66-QĐ/TW and 36-HD/VPTW
	Dang2026 Regime = "dang-2026" // 399-QĐ/TW and 05-HD/VPTW, from 27/5/2026
	NN2011   Regime = "nn-2011"   // Thông tư 01/2011/TT-BNV
	NN2020   Regime = "nn-2020"   // Nghị định 30/2020/NĐ-CP, from 05/3/2020
)

// RegimeOf chooses the form by the issuing body's kind (of the body or its nearest ancestor that has one) and the paper's own date. A paper
// without a date is still to come, and takes the newest form.
func RegimeOf(kind string, dated Date) Regime {
	if dated == "" {
		dated = "9999-12-31"
	}
	switch {
	case kind == "party" && dated >= "2026-05-27":
		return Dang2026
	case kind == "party":
		return Dang2018
	case dated >= "2020-03-05":
		return NN2020
	}
	return NN2011
}

// Party tells whether the form is the Party's; else it is the State's.
func (r Regime) Party() bool { return r == Dang2018 || r == Dang2026 }

// Letterhead is what the head of an official paper says.
type Letterhead struct {
	Regime Regime
	Above  string // printed name of the parent body; "": no line
	Body   string // printed name of the issuing body
	Code   string // of the issuing body, in the number
	Place  string // before the date
	Dated  Date   // "": not known yet
	Number string // "15", "05", "15a"; "": not taken yet
	Type   string // "BB"; "" for a paper that bears no number
	Stamp  Stamp  // of an issued paper
}

// FullNumber is the number with the type and the body's code: "15-BB/BTGTU" (Party), "05/BB-STTTT" (State); "" as long as there is none.
func (head Letterhead) FullNumber() string {
	switch {
	case head.Number == "" || head.Type == "":
		return ""
	case head.Regime.Party():
		return head.Number + "-" + head.Type + "/" + head.Code
	}
	return head.Number + "/" + head.Type + "-" + head.Code
}

// Head is the letterhead itself, for every paper that has one.
func (head Letterhead) Head() Letterhead { return head }

// Stamp is what stands at the foot of each page of an issued paper.
type Stamp struct {
	Code    string // by which the paper is checked; "": not issued
	Version string // 1, 2 …
	URL     string // where; "": the office has no address yet, and the code stands alone
}

// Signature is who signs for the body, at the right below a paper (NĐ 30/2020, Phụ lục I, mục II.7; 36-HD/VPTW).
type Signature struct {
	Authority string // "K/T TRƯỞNG BAN", "TM. ỦY BAN NHÂN DÂN"; "": signs in the own post
	Post      string // in capitals, without the body's name
	Name      string
}

// Agenda is the agenda of an event as it prints.
type Agenda struct {
	Letterhead
	Draft    bool // not yet published
	Word     string
	Title    string
	When     string // "(Ngày 13/11/2018, tại Hội trường Tỉnh ủy)"
	Sessions []AgendaSession
}

// Caption is what the file is called.
func (a Agenda) Caption() string { return caption("Chương trình", a.Word, a.Title) }

// AgendaSession is a session of the printed agenda; Name is "" when the event has only one.
type AgendaSession struct {
	Name string
	Rows []AgendaRow
}

// AgendaRow is a row of the printed agenda.
type AgendaRow struct {
	Time  string // "08h00 - 08h15"
	What  string // a line is a paragraph
	Who   string
	Break bool
}
