package papers_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hoithao/models"
	"hoithao/views/papers"
)

// seeds are texts that have troubled writers of files.
var seeds = []string{
	"", "Hội thảo", "a\x00b\u202ec", "😀👩\u200d👩", strings.Repeat("x", 1500), "Ho\u0323\u0302i", "\ufffd\xff\xfe", "1. Đầu mục\n2. Đầu mục\n\n3.", "((((\\\\))))\r\n",
	"\u0301\u0301\u0301", "漢字", strings.Repeat("ẵ ", 300), strings.Repeat("W", 300), strings.Repeat("ƠỂ ", 100), "./.", "…", "“”", "-----", "\u2028\u2029\u0085\v\f",
	"=1+1", "@SUM(A1)", "-2+3\tx", "]]></w:t><script>alert(1)</script>&amp;&#0;", "../../etc/passwd", "_x0041_", ") Tj ET /JS (x)",
}

// Whatever stands in a field, the paper is made: no panic, nothing outside the margins, no U+FFFD.
func FuzzMinutes(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed, seed, seed, int64(15), uint8(0))
		f.Add("Ủy ban nhân dân tỉnh Hà Nam", seed, "Nguyễn Văn A", int64(-1), uint8(3))
	}
	regimes := []models.Regime{models.Dang2018, models.Dang2026, models.NN2011, models.NN2020, "unknown"}
	f.Fuzz(func(t *testing.T, body, text, name string, number int64, n uint8) {
		if len(body)+len(text)+len(name) > 6000 {
			t.Skip()
		}
		record := workshop()
		record.Event.Regime = string(regimes[int(n)%len(regimes)])
		record.Event.Title, record.Event.Venue, record.Event.Noun, record.Event.Place = text, name, body, body
		record.Organizer.PrintName, record.Ancestors[0].PrintName = &body, &name
		record.Organizer.Place, record.Organizer.Code = text, body
		record.Sessions[0].Name = name
		record.Minutes.Number, record.Minutes.NumberSuffix, record.Minutes.SecretaryText = &number, name, text
		for range n % 6 {
			record.Minutes.Chairs = append(record.Minutes.Chairs, person(9, name, body, text))
		}
		record.Minutes.Edited = []models.EditedSection{{Name: models.MinutesSections[int(n)%7], Text: text}, {Name: "other", Text: body}}
		record.Delegates[1].Person = person(2, name, body, text, text)
		record.Delegates[1].Attendance[0].State = []string{"present", "absent", "absent_excused", ""}[n%4]
		record.Delegates[1].Reason = text
		record.Items[3].Title, record.Items[3].PresenterText = text, name
		record.Speeches[1].SpeakerText, record.Speeches[2].Summary, record.Speeches[3].Topic = name, text, body
		record.Votes = []models.Vote{{ItemID: record.Items[3].ID, Question: text, Ayes: &number, Noes: &number, Others: &number, Method: "ballot"}}
		record.Conclusions[0].Text = text
		minutes := record.ComposeMinutes()
		minutes.Recipients = []string{text, name}
		inside(t, read(t, minutesOf(t, minutes)))
		inside(t, read(t, agendaPDF(t, record)))
	})
}

// Whatever stands in every field at once, each kind of paper is made and keeps its margins, and its twins can be opened: no formula in Excel, no
// markup in Word.
func FuzzPapers(f *testing.F) {
	kinds := models.PaperKinds()
	for i, seed := range seeds {
		f.Add(seed, uint8(i))
		f.Add(seed, uint8(i+len(seeds)))
	}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		if utf8.RuneCountInString(text) > 500 { // the longest line that a form takes
			t.Skip()
		}
		kind, record := kinds[int(n)%len(kinds)], filled(text)
		record.Delegates = record.Delegates[:12]
		paper := record.Compose(kind, models.Paper{DatedOn: "2026-06-01", SignerID: 90, Signer: person(90, text, text, text), Quality: "KT", QualityOf: text, NumberSuffix: text, Recipients: text + "\n" + text})
		t.Log(kind.Name)
		whole(t, kind.Name, read(t, pdfOf(t, paper)))
		for _, twin := range kind.Twins {
			var file bytes.Buffer
			if err := papers.Write(&file, paper, papers.Options{Format: twin}); err != nil {
				t.Fatal(err)
			}
			switch twin {
			case "docx":
				readWord(t, file.Bytes())
			case "xlsx":
				noFormula(t, file.Bytes())
			}
		}
	})
}

// noFormula opens a workbook and finds texts and numbers only.
func noFormula(t testing.TB, content []byte) {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := file.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s!%s is a formula: %s", sheet, cell, formula)
				}
			}
		}
	}
}
