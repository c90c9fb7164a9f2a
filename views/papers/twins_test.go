package papers_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hoithao/models"
	"hoithao/views/papers"
)

// The twins of lists in Excel say what the papers say: every cell text, whatever it looks like, and only counts and sums numbers.
func TestListTwins(t *testing.T) {
	record := handful()
	record.Delegates[3].Person = person(1000, `=HYPERLINK("http://x","y")`, "@SUM(1)", "-1+2", "+84")
	record.Delegates[3].Person.Phone = "0912345678"
	for _, test := range []struct {
		kind    string
		paper   models.Paper
		texts   []string
		numbers []string
	}{
		{"delegates", models.Paper{Options: models.Choices{"columns": "posts phone"}}, []string{`=HYPERLINK("http://x","y") @SUM(1)`, "0912345678", "-1+2, +84", "Lãnh đạo tỉnh", "LƯU HÀNH NỘI BỘ"}, []string{"1", "2"}},
		{"signin", models.Paper{Options: models.Choices{"variant": "allowance", "amount": "200000"}}, []string{"Số tiền (đồng)", "Tổng số: 11 người; tổng số tiền: 2.200.000 đồng (bằng chữ: hai triệu hai trăm nghìn đồng)."}, []string{"200000", "2200000"}},
		{"attendance-report", models.Paper{}, []string{"Có lý do: đi công tác", "Tổng cộng", "09h00", "Đến muộn"}, []string{"84"}},
	} {
		t.Run(test.kind, func(t *testing.T) {
			kind, _ := models.KindOfPaper(test.kind)
			var content, again bytes.Buffer
			for _, w := range []*bytes.Buffer{&content, &again} {
				if err := papers.Write(w, record.Compose(kind, test.paper), papers.Options{Format: "xlsx"}); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(content.Bytes(), again.Bytes()) {
				t.Error("the same record gives other bytes")
			}
			file, err := excelize.OpenReader(&content)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			texts, numbers := map[string]bool{}, map[string]bool{}
			for _, sheet := range file.GetSheetList() {
				rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				for y, row := range rows {
					for x, value := range row {
						cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
						if formula, _ := file.GetCellFormula(sheet, cell); formula != "" {
							t.Errorf("%s!%s is a formula: %s", sheet, cell, formula)
						}
						kind, err := file.GetCellType(sheet, cell)
						if err != nil {
							t.Fatal(err)
						}
						if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset && value != "" {
							numbers[value] = true
						} else {
							texts[value] = true
						}
					}
				}
			}
			for _, text := range test.texts {
				if !texts[text] {
					t.Errorf("no text %q", text)
				}
			}
			for _, number := range test.numbers {
				if !numbers[number] {
					t.Errorf("%s is no number: %v", number, numbers)
				}
			}
			for number := range numbers {
				if strings.Trim(number, "0123456789") != "" {
					t.Errorf("%q is typed as a number", number)
				}
			}
		})
	}
}

// Microsoft's own library finds nothing wrong with what we write for Word and Excel: Word opens it without a question.
func TestTwinsAreValid(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	validator := filepath.Join(cache, "hoithao", "ooxml-validator-0.4.0")
	if _, err := os.Stat(validator); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no validator of Office files (make deps fetches it)")
	}
	files := map[string][]byte{}
	for name, paper := range twins(t) {
		if !strings.Contains(name, "2026") && !strings.Contains(name, "2011") { // which differ in words and sizes only
			files[name+".docx"] = docxOf(t, paper)
		}
	}
	files["hostile.docx"] = docxOf(t, filled(`]]></w:t><w:p>&amp;"'`).ComposeMinutes())
	for _, name := range []string{"delegates", "signin", "attendance-report"} {
		for about, record := range map[string]models.Record{"": handful(), "-empty": {}, "-hostile": filled("=1+1\"'<&>]]>")} {
			var file bytes.Buffer
			if err := papers.Write(&file, composed(t, record, name, models.Paper{}), papers.Options{Format: "xlsx"}); err != nil {
				t.Fatal(err)
			}
			files[name+about+".xlsx"] = file.Bytes()
		}
	}
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(validator, path, "Microsoft365")
		run.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "DOTNET_BUNDLE_EXTRACT_BASE_DIR="+filepath.Join(dir, "net"))
		said, _ := run.Output() // its status is that of the file
		var found struct {
			OK     bool
			Errors []struct{ Description, Path, XPath string }
		}
		if err := json.Unmarshal(said, &found); err != nil {
			t.Fatalf("%s: %v: %s", name, err, said)
		}
		for _, fault := range found.Errors[:min(3, len(found.Errors))] {
			t.Errorf("%s: %s, %s, %s", name, fault.Path, fault.XPath, fault.Description)
		}
		if !found.OK && len(found.Errors) == 0 {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// A list in Excel looks like the list on paper: numbers of rows in the middle, sums at the right, what stands under the table at the left, and it is
// printed with the margins of an official paper and numbers on its pages.
func TestListTwinsLookLikeTheirPapers(t *testing.T) {
	kind, _ := models.KindOfPaper("signin")
	var content bytes.Buffer
	if err := papers.Write(&content, handful().Compose(kind, models.Paper{Options: models.Choices{"variant": "allowance", "amount": "200000"}}), papers.Options{Format: "xlsx"}); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&content)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet := file.GetSheetName(0)
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	aligned := func(x, y int) string {
		cell, _ := excelize.CoordinatesToCellName(x, y)
		id, err := file.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := file.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style.Alignment.Horizontal
	}
	if rows[5][0] != "1" || aligned(1, 6) != "center" || aligned(2, 6) != "" || aligned(4, 6) != "right" {
		t.Errorf("%q is aligned %q, %q, %q", rows[5], aligned(1, 6), aligned(2, 6), aligned(4, 6))
	}
	if last := len(rows); !strings.HasPrefix(rows[last-1][0], "Tổng số") || aligned(1, last) != "" {
		t.Errorf("under the table: %q, %q", rows[last-1], aligned(1, last))
	}
	margins, err := file.GetPageMargins(sheet)
	if err != nil || *margins.Left < 1.18 || *margins.Right > 0.6 {
		t.Errorf("margins: %v", err)
	}
	if header, err := file.GetHeaderFooter(sheet); err != nil || !header.DifferentFirst || !strings.HasSuffix(header.OddHeader, "&P") {
		t.Errorf("header: %+v, %v", header, err)
	}
}
