package views

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func list() Spreadsheet {
	return Spreadsheet{
		Name: "Đại biểu [2018]: danh sách dài hơn ba mươi mốt chữ", Title: []string{"DANH SÁCH ĐẠI BIỂU", "Hội thảo ngày 13/11/2018"},
		Columns: []SpreadsheetColumn{{"TT", 5}, {"Họ và tên", 28}, {"Điện thoại", 0}},
		Rows: [][]string{
			{"1", "Trần Đức Thuần", "0912345678"},
			{"2", `=HYPERLINK("http://x","y")`, "+84 912"},
			{"3", "@SUM(1+1)*cmd|' /C calc'!A0", "-1"},
			{"4", "_x0041_\x00\x0b\ufffe<b>&\n dòng hai"},
			{"5", strings.Repeat("ạ", cellLetters+1)},
			{},
		},
	}
}

// What is written is read again by the library as it was, and nothing of it is a formula or a number.
func TestSpreadsheet(t *testing.T) {
	var first bytes.Buffer
	if err := list().Write(&first); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		var again bytes.Buffer
		if err := list().Write(&again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("the same values give other bytes")
		}
	}
	file, err := excelize.OpenReader(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	name := file.GetSheetList()[0]
	if len([]rune(name)) > 31 || !strings.HasPrefix(name, "Đại biểu 2018 danh sách") {
		t.Errorf("the sheet is called %q", name)
	}
	rows, err := file.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"DANH SÁCH ĐẠI BIỂU"}, {"Hội thảo ngày 13/11/2018"}, {"TT", "Họ và tên", "Điện thoại"}}
	want = append(want, list().Rows[:4]...)
	want[6] = []string{"4", "_x0041_<b>&\n dòng hai"}
	for i, row := range want {
		for j, text := range row {
			if rows[i][j] != text {
				t.Errorf("row %d, column %d: %q, want %q", i+1, j+1, rows[i][j], text)
			}
		}
	}
	if got := len([]rune(rows[7][1])); got != cellLetters {
		t.Errorf("a long cell has %d letters", got)
	}
	for _, part := range parts(t, first.Bytes()) {
		for _, number := range []string{"<f>", `t="n"`, "<v>1"} {
			if strings.HasPrefix(part.name, "xl/worksheets/") && strings.Contains(part.text, number) {
				t.Errorf("%s holds %s", part.name, number)
			}
		}
	}
}

type part struct{ name, text string }

func parts(t *testing.T, content []byte) (all []part) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range archive.File {
		reader, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, part{entry.Name, string(text)})
	}
	return all
}

// LibreOffice, which knows nothing of our library, reads the same words.
func TestSpreadsheetElsewhere(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no LibreOffice here")
	}
	dir := t.TempDir()
	var content bytes.Buffer
	if err := list().Write(&content); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "danh-sach.xlsx")
	if err := os.WriteFile(name, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", dir, name)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "danh-sach.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"1,Trần Đức Thuần,0912345678", `"=HYPERLINK(""http://x"",""y"")"`, "@SUM(1+1)*cmd", "3,"} {
		if !strings.Contains(string(text), words) {
			t.Errorf("no %q in %.600s", words, text)
		}
	}
}

// What LibreOffice prints of a list with long cells, and groups over all columns, stands in its rows: no word over another, room to sign.
func TestSpreadsheetPrinted(t *testing.T) {
	for _, tool := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip("no " + tool + " here")
		}
	}
	post := strings.Repeat("Phó Trưởng Ban Tuyên giáo Thành ủy ", 4)
	sheet := Spreadsheet{
		Title: []string{"DANH SÁCH KÝ TÊN", strings.Repeat("Hội thảo “Nâng cao chất lượng công tác dư luận xã hội” ", 4)}, Borders: true, RowHeight: 9, Across: []int{0, 3},
		Columns: []SpreadsheetColumn{{Head: "TT", Width: 6}, {Head: "Họ và tên", Width: 24}, {Head: "Chức vụ, đơn vị công tác", Width: 33}, {Head: "Ký tên", Width: 15}},
		Rows: [][]string{{strings.Repeat("Lãnh đạo các huyện, thành ủy, đảng ủy trực thuộc ", 4)}, {"1", "Trần Đức Thuần", post}, {"2", "Phạm Sỹ Lợi", "Phó Bí thư"}, {"Báo Hà Nam"}, {"3", "Đỗ", "\n"},
			{"4", strings.Repeat("Nguyễn", 20), "x"}, {"5", "Lê", "y"}},
		Foot: []string{strings.Repeat("Tổng số đại biểu ", 12)},
	}
	dir := t.TempDir()
	var content bytes.Buffer
	if err := sheet.Write(&content); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "ky-ten.xlsx")
	if err := os.WriteFile(name, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, name)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	boxes, err := exec.Command("pdftotext", "-bbox", filepath.Join(dir, "ky-ten.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	type word struct {
		X1   float64 `xml:"xMin,attr"`
		Y1   float64 `xml:"yMin,attr"`
		X2   float64 `xml:"xMax,attr"`
		Y2   float64 `xml:"yMax,attr"`
		Text string  `xml:",chardata"`
	}
	var page struct {
		Words []word `xml:"body>doc>page>word"`
	}
	if err := xml.Unmarshal(boxes, &page); err != nil {
		t.Fatal(err)
	}
	at := map[string]word{}
	for i, w := range page.Words {
		if _, seen := at[w.Text]; !seen {
			at[w.Text] = w
		}
		for _, o := range page.Words[:i] {
			if min(w.X2, o.X2)-max(w.X1, o.X1) > 1 && min(w.Y2, o.Y2)-max(w.Y1, o.Y1) > 3 {
				t.Errorf("%q stands over %q: %+v, %+v", w.Text, o.Text, w, o)
			}
		}
	}
	if len(page.Words) < 100 {
		t.Fatalf("only %d words", len(page.Words))
	}
	if room := at["Báo"].Y1 - at["Lợi"].Y1; room < 20 {
		t.Errorf("a row to sign in is %.1f pt high", room)
	}
}
