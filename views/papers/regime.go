package papers

import "hoithao/models"

// A form is an official form as data: every size, length and word in which the forms differ. Sizes of type are in pt, lengths in mm.
// The engine asks the form and never which regime it is.
type form struct {
	page    page
	columns [2]float64 // of the head: issuing body, and nation or Party; both centred
	nation  []headline // right column, top down
	above   face       // parent body
	body    headline   // issuing body
	star    string     // alone on its line between the body and the number; "": none
	number  numbering
	date    face
	scope   scope
	kind    face // BIÊN BẢN
	subject face // trích yếu
	under   under
	text    body
	end     string // what ends the contents

	signature  signature
	recipients recipients
	minutes    minutesForm
	table      table
}

type page struct {
	width, height            float64 // of the paper: A4 upright 210 × 297
	top, bottom, left, right float64
	number                   face
	numberAt                 float64 // baseline below the top edge; no number on the first page, none at all without a size
}

// face is a style ("", "B", "I", "BI") and a size.
type face struct {
	style string
	size  float64
}

// headline is a line of the head with the rule below it, as a share of the length of its last line.
type headline struct {
	text string
	face
	rule float64 // 0: none
}

type numbering struct {
	face
	label      string // before the number
	join       string // between number and type
	last       string // between type and the body's code
	draft      string
	draftStyle face
}

// scope is phạm vi lưu hành, below the number: LƯU HÀNH NỘI BỘ.
type scope struct {
	face
	framed bool
}

// under is what stands between the title and the contents: words, or a rule as a share of the title's last line.
type under struct {
	text string
	rule float64
}

type body struct {
	face
	indent  float64 // of the first line
	before  float64 // above a paragraph
	leading float64 // from baseline to baseline
}

type signature struct {
	columns [2]float64 // centred blocks, left and right
	gap     float64    // between them
	title   face
	post    face // of who signs for somebody, under the authority; without one the post is the title
	name    face
	space   float64 // free above the name, for signature and seal
}

type recipients struct {
	label     string
	heading   face
	underline bool
	item      face
	separator string
}

// minutesForm is what only minutes have.
type minutesForm struct {
	dated        bool // place and date stand at the head
	under        under
	mark         string // before a line of the opening
	left, right  string // over the names; right ends in a space when the event's noun follows
	prompts      [2]string
	promptFaces  [2]face
	headingStyle string
}

type table struct {
	face
	leading float64
	padding float64
	rule    float64 // pt
	caption face    // the line under the title
}

// singleSpaced is the leading in mm of single-spaced lines of Liberation Serif, as of Times New Roman: 1.15 times the size.
func singleSpaced(size float64) float64 { return 1.15 * size * mm }

// mm is the length of a point.
const mm = 25.4 / 72

// One geometry satisfies the Party's fixed margins and the State's ranges (36-HD/VPTW; NĐ 30/2020, Phụ lục I, mục I.3).
var a4 = page{width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15, number: face{"", 14}}

// dang2018 follows 36-HD/VPTW and, for minutes, the model of 16-HD/VPTW.
var dang2018 = form{
	page:       a4.numbered(13.3), // digits 10 mm below the edge
	columns:    [2]float64{80, 85},
	nation:     []headline{{"ĐẢNG CỘNG SẢN VIỆT NAM", face{"B", 15}, 1}},
	above:      face{"", 14},
	body:       headline{face: face{"B", 14}},
	star:       "*",
	number:     numbering{face: face{"", 14}, label: "Số ", join: "-", last: "/", draft: "DỰ THẢO", draftStyle: face{"I", 14}},
	date:       face{"I", 14},
	scope:      scope{face: face{"B", 12}},
	kind:       face{"B", 16},
	subject:    face{"B", 14},
	under:      under{text: "-----"},
	text:       body{face: face{"", 14}, indent: 10, before: 6 * mm, leading: 18 * mm}, // exactly 18 pt: 36-HD's least, 05-HD's range
	end:        ".",
	signature:  signature{columns: [2]float64{80, 85}, title: face{"B", 14}, post: face{"", 14}, name: face{"B", 14}, space: 4 * 18 * mm}, // four blank lines
	recipients: recipients{label: "Nơi nhận:", heading: face{"", 14}, underline: true, item: face{"", 12}, separator: ","},
	minutes: minutesForm{
		dated: true, under: under{text: "-----"}, mark: "- ",
		left: "NGƯỜI GHI BIÊN BẢN", right: "CHỦ TRÌ ", headingStyle: "B",
	},
	table: table{face: face{"", 12}, leading: singleSpaced(12), padding: 1.2, rule: 0.4, caption: face{"I", 14}},
}

// dang2026 follows 05-HD/VPTW, which differs from 36-HD/VPTW in the recipients alone as far as these papers go.
var dang2026 = func() form {
	form := dang2018
	form.recipients.separator = ";"
	return form
}()

// nn2020 follows NĐ 30/2020: placement and sizes of Phụ lục I, measures of the templates of Phụ lục III, minutes by mẫu 1.9. Sizes that
// belong together move together: 13 for Quốc hiệu goes with 14 for Tiêu ngữ and for place and date.
var nn2020 = form{
	page:    a4.numbered(13),
	columns: [2]float64{65, 100},
	nation: []headline{
		{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", face{"B", 13}, 0},
		{"Độc lập - Tự do - Hạnh phúc", face{"B", 14}, 1},
	},
	above:      face{"", 13},
	body:       headline{face: face{"B", 13}, rule: 0.4}, // a third to a half
	number:     numbering{face: face{"", 13}, label: "Số: ", join: "/", last: "-", draft: "DỰ THẢO", draftStyle: face{"I", 14}},
	date:       face{"I", 14},
	scope:      scope{face{"B", 13}, true},
	kind:       face{"B", 14},
	subject:    face{"B", 14},
	under:      under{rule: 0.4},
	text:       body{face: face{"", 14}, indent: 10, before: 6 * mm, leading: singleSpaced(14)},
	end:        "./.",
	signature:  signature{columns: [2]float64{60, 97.5}, gap: 7.5, title: face{"B", 14}, post: face{"B", 14}, name: face{"B", 14}, space: 35}, // room for the seal at its real size
	recipients: recipients{label: "Nơi nhận:", heading: face{"BI", 12}, item: face{"", 11}, separator: ";"},
	minutes: minutesForm{ // no place and date, no rule under the title
		left: "THƯ KÝ", right: "CHỦ TỌA",
		prompts:     [2]string{"(Chữ ký)", "(Chữ ký của người có thẩm quyền, dấu/chữ ký số của cơ quan, tổ chức (nếu có))"},
		promptFaces: [2]face{{"I", 14}, {"I", 13}},
	},
	table: table{face: face{"", 12}, leading: singleSpaced(12), padding: 1.2, rule: 0.4, caption: face{"I", 14}},
}

// across is the form on the sheet turned, its columns as much wider as the text is.
func (f form) across() *form {
	was := f.page.width - f.page.left - f.page.right
	f.page.width, f.page.height = f.page.height, f.page.width
	wider := (f.page.width - f.page.left - f.page.right) / was
	for _, columns := range []*[2]float64{&f.columns, &f.signature.columns} {
		columns[0], columns[1] = columns[0]*wider, columns[1]*wider
	}
	f.signature.gap *= wider
	return &f
}

func (p page) numbered(at float64) page {
	p.numberAt = at
	return p
}

// formOf is the form of a regime. Thông tư 01/2011/TT-BNV has the paper and the margins of NĐ 30/2020, and prints like it.
func formOf(regime models.Regime) *form {
	switch regime {
	case models.Dang2018:
		return &dang2018
	case models.Dang2026:
		return &dang2026
	}
	return &nn2020
}
