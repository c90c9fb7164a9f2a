package papers_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hoithao/models"
)

// Names break at words by their measured width and never shrink; a place and date too long for its column ends at the right margin.
func TestHead(t *testing.T) {
	tests := []struct {
		name   string
		head   models.Letterhead
		lines  []string // that must stand on the page
		number bool     // the date stands beside the number
	}{
		{
			"the Party's name fits in 80 mm",
			models.Letterhead{Regime: models.Dang2026, Above: "TỈNH ỦY NINH BÌNH", Body: "BAN TUYÊN GIÁO VÀ DÂN VẬN", Code: "BTGDVTU", Place: "Ninh Bình", Dated: "2026-08-03", Number: "07", Type: "BB"},
			[]string{"BAN TUYÊN GIÁO VÀ DÂN VẬN", "Số 07-BB/BTGDVTU", "Ninh Bình, ngày 03 tháng 8 năm 2026"}, true,
		},
		{
			"the State's name wraps in 65 mm",
			models.Letterhead{Regime: models.NN2020, Above: "ỦY BAN NHÂN DÂN TỈNH HÀ NAM", Body: "BAN TUYÊN GIÁO VÀ DÂN VẬN", Code: "STTTT", Place: "Hà Nam", Dated: "2020-03-05", Number: "05", Type: "BB"},
			[]string{"ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "BAN TUYÊN GIÁO", "VÀ DÂN VẬN", "Số: 05/BB-STTTT"}, false,
		},
		{
			"a number with a suffix",
			models.Letterhead{Regime: models.Dang2018, Body: "TỈNH ỦY HÀ NAM", Code: "TU", Place: "Hà Nam", Dated: "2018-02-05", Number: "15a", Type: "BB"},
			[]string{"Số 15a-BB/TU", "Hà Nam, ngày 05 tháng 02 năm 2018"}, true,
		},
		{
			"a long place ends at the right margin",
			models.Letterhead{Regime: models.Dang2018, Body: "THÀNH ỦY", Code: "TU", Place: "Thành phố Hồ Chí Minh", Dated: "2019-06-29", Number: "05", Type: "BB"},
			[]string{"Số 05-BB/TU", "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019"}, true,
		},
		{
			"a long place gives way to a long number",
			models.Letterhead{Regime: models.Dang2018, Body: "BAN TUYÊN GIÁO VÀ DÂN VẬN", Code: "BTGDVTU", Place: "Thành phố Hồ Chí Minh", Dated: "2019-06-29", Number: "105", Type: "BB"},
			[]string{"Số 105-BB/BTGDVTU", "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019"}, false,
		},
		{
			"nothing is known",
			models.Letterhead{Regime: models.Dang2018, Type: "BB"},
			[]string{"…", "Số …-BB/…", "…, ngày … tháng … năm …"}, true,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			minutes := workshop().ComposeMinutes()
			minutes.Letterhead = test.head
			paper := read(t, minutesOf(t, minutes))
			inside(t, paper)
			first := paper.Pages[0]
			var texts []string
			for _, text := range first.Texts {
				texts = append(texts, text.Text)
			}
			for _, line := range test.lines {
				if !slices.Contains(texts, line) {
					t.Errorf("%q does not stand on the page: %q", line, texts[:10])
				}
			}
			date, dated := first.Find(", ngày ")
			if !dated || !test.head.Regime.Party() {
				return
			}
			if date.Size != 14 || date.Style != "I" || date.Width > 85 && !near(date.Right(), 195) || date.Width <= 85 && !near(date.Middle(), partyRight) {
				t.Errorf("place and date: %v, %.2f wide, to %.2f", date, date.Width, date.Right())
			}
			number, _ := first.Find("Số ")
			if near(number.Y, date.Y) != test.number {
				t.Errorf("the number stands on %.2f, the date on %.2f", number.Y, date.Y)
			}
		})
	}
}

// A draft says so upright, 14 pt italic, in the left column under the number; the sheet to sign bears no mark.
func TestDraft(t *testing.T) {
	for name, record := range map[string]models.Record{"Party": workshop(), "State": state()} {
		column := partyLeft
		if name == "State" {
			column = stateLeft
		}
		for _, stage := range []string{"draft", "submitted", "approved", "final", "issued"} {
			record.Minutes.State = stage
			paper := read(t, minutesPDF(t, record))
			mark, page := paper.Find("DỰ THẢO")
			if stage == "final" || stage == "issued" {
				if page != 0 {
					t.Errorf("%s %s: bears a mark", name, stage)
				}
				continue
			}
			number, _ := paper.Find("BB")
			if page != 1 || mark.Style != "I" || mark.Size != 14 || !near(mark.Middle(), column) || mark.Y < number.Y+4 || mark.Y > number.Y+7 {
				t.Errorf("%s %s: %v under %v", name, stage, mark, number)
			}
		}
		record.Event.AgendaState = "draft"
		if _, page := read(t, agendaPDF(t, record)).Find("DỰ THẢO"); page != 1 {
			t.Errorf("%s: the draft of an agenda bears no mark", name)
		}
	}
}

// The file is PDF 1.4 and says its title, author and language; it embeds only the styles in use.
func TestFile(t *testing.T) {
	file := minutesPDF(t, workshop())
	paper := read(t, file)
	if paper.Version < "1.4" || paper.Lang != "vi-VN" || paper.Author != "BAN TUYÊN GIÁO" || !strings.HasPrefix(paper.Title, "Biên bản hội thảo “Nâng cao") {
		t.Errorf("version %s, language %q, author %q, title %q", paper.Version, paper.Lang, paper.Author, paper.Title)
	}
	if want := []string{"", "B", "I"}; !slices.Equal(paper.Fonts, want) {
		t.Errorf("fonts %q, want %q", paper.Fonts, want)
	}
	for _, page := range paper.Pages {
		if !near(page.Width, 210) || !near(page.Height, 297) {
			t.Errorf("a page of %.1f × %.1f mm", page.Width, page.Height)
		}
	}
}

// Other readers agree: qpdf finds nothing to complain of, poppler the same words and every font embedded.
func TestOtherReaders(t *testing.T) {
	dir := t.TempDir()
	for name, file := range map[string][]byte{
		"minutes": minutesPDF(t, workshop()), "state": minutesPDF(t, state()), "empty": minutesPDF(t, models.Record{}), "agenda": agendaPDF(t, workshop()), "crowd": minutesPDF(t, crowd(200)),
	} {
		path := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
		words := strings.Fields(tool(t, "pdftotext", "-raw", path, "-"))
		var want []string
		for _, page := range read(t, file).Pages {
			for _, text := range page.Texts {
				want = append(want, strings.Fields(text.Text)...)
			}
		}
		slices.Sort(words)
		slices.Sort(want)
		if !slices.Equal(words, want) {
			t.Errorf("%s: poppler reads %d words, we %d", name, len(words), len(want))
		}
		for _, font := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:] {
			if !strings.Contains(font, "liberationserif") || !strings.Contains(font, "Identity-H       yes") {
				t.Errorf("%s: %s", name, font)
			}
		}
	}
}

// tool runs a program of the system; without it the test is skipped, in CI it fails.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
