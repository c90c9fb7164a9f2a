package papers_test

import (
	"bytes"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
)

// A hall that is wider than a sheet is parted at its aisle or evenly, a deeper one into two halves; nowhere do a few rows or seats stand alone.
func TestHalls(t *testing.T) {
	kind, _ := models.KindOfPaper("seating")
	for _, test := range []struct {
		name, rows, seats, aisle string
		titles                   []string // of the sheets; "": a sheet without
		last                     []string // a seat of each sheet, which stands nowhere else
	}{
		{"at the aisle", "15", "20", "10", []string{"GHẾ 1 ĐẾN 10", "GHẾ 11 ĐẾN 20"}, []string{"O10", "O11"}},
		{"evenly", "10", "20", "0", []string{"GHẾ 1 ĐẾN 10", "GHẾ 11 ĐẾN 20"}, []string{"J10", "J11"}},
		{"an aisle at one side", "10", "20", "2", []string{"GHẾ 1 ĐẾN 10", "GHẾ 11 ĐẾN 20"}, []string{"J10", "J11"}},
		{"three sheets", "8", "40", "0", []string{"GHẾ 1 ĐẾN 14", "GHẾ 15 ĐẾN 27", "GHẾ 28 ĐẾN 40"}, []string{"H14", "H27", "H40"}},
		{"two halves", "18", "10", "5", []string{"SƠ ĐỒ CHỖ NGỒI", ""}, []string{"I10", "R10"}},
	} {
		composed := crowd(0).Compose(kind, models.Paper{Options: models.Choices{"rows": test.rows, "seats": test.seats, "aisle": test.aisle}})
		var file bytes.Buffer
		if err := papers.Write(&file, composed, papers.Options{}); err != nil {
			t.Fatal(err)
		}
		pages := read(t, file.Bytes()).Pages
		if len(pages) != len(test.titles) {
			t.Fatalf("%s: %d sheets", test.name, len(pages))
		}
		for i, page := range pages {
			text := strings.Join(page.Lines(), "\t") + "\t"
			if !strings.Contains(text, test.titles[i]) || test.titles[i] == "" && strings.Contains(text, "SƠ ĐỒ") {
				t.Errorf("%s: sheet %d has not the title %q", test.name, i+1, test.titles[i])
			}
			for n, seat := range test.last {
				if strings.Contains("\t"+text, "\t"+seat+"\t") != (n == i) {
					t.Errorf("%s: seat %s and sheet %d", test.name, seat, i+1)
				}
			}
		}
	}
}
