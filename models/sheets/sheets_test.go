package sheets

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// workbook is a file .xlsx with these rows on its first sheet; a nil cell is not there.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, row := range rows {
		for j, cell := range row {
			name, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if cell != nil {
				if err := file.SetCellValue("Sheet1", name, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return bytesOf(t, file)
}

func bytesOf(t testing.TB, file *excelize.File) []byte {
	t.Helper()
	var content bytes.Buffer
	if err := file.Write(&content); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func read(t testing.TB, content []byte) Sheet {
	t.Helper()
	sheets, err := Read(content)
	if err != nil {
		t.Fatal(err)
	}
	return sheets[0]
}

// Heads as offices write them.
func TestGuess(t *testing.T) {
	tests := []struct {
		name    string
		rows    [][]string
		head    int
		first   int
		columns []Field
	}{
		{"titles above, a name in one column", [][]string{
			{"TỈNH ỦY HÀ NAM", "", "", "ĐẢNG CỘNG SẢN VIỆT NAM"}, {"BAN TUYÊN GIÁO"}, {}, {"DANH SÁCH ĐẠI BIỂU"}, {"dự Hội thảo khoa học về đơn vị, cơ quan và chức vụ ngày 13/11/2018"}, {},
			{"STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Ghi chú"}, {"1", "Nguyễn Văn An", "Trưởng ban", "Ban Tuyên giáo", ""}},
			7, 8, []Field{Ordinal, Name, Post, Unit, Note}},
		{"a merged heading over two columns", [][]string{
			{"TT", "HỌ VÀ TÊN", "", "CHỨC VỤ, ĐƠN VỊ"}, {"1", "Nguyễn Văn", "An", "Trưởng ban"}, {"2", "Trần Thị", "Bình", "Phó Trưởng ban"}},
			1, 2, []Field{Ordinal, Family, Given, Post}},
		{"a head of two rows, and the columns numbered", [][]string{
			{"Số TT", "Họ và tên", "", "Năm sinh", "", "Nơi công tác", "SĐT"}, {"", "Họ đệm", "Tên", "Nam", "Nữ"}, {"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"}, {"1", "Lê", "Hoa", "", "1970", "Sở Y tế", "0912345678"}},
			1, 4, []Field{Ordinal, Family, Given, Born, Born, Unit, Phone}},
		{"another order, other words", [][]string{
			{"Cơ quan", "Di động", "Họ tên đại biểu", "Chức danh", "Hộp thư", "Thành phần", "Vai trò"}, {"Sở Y tế", "0912345678", "Lê Thị Hoa", "Giám đốc", "a@b.vn", "Sở, ngành", "Khách mời"}},
			1, 2, []Field{Unit, Phone, Name, Post, Email, Group, Role}},
		{"a given name called by its name alone", [][]string{{"Họ lót", "Tên", "Chức vụ"}, {"Lê Thị", "Hoa", "x"}}, 1, 2, []Field{Family, Given, Post}},
		{"the whole name called a name", [][]string{{"Stt", "Tên", "Đơn vị"}, {"1", "Lê Thị Hoa", "Sở Y tế"}}, 1, 2, []Field{Ordinal, Name, Unit}},
		{"no marks, a unit's phone", [][]string{{"ho ten", "so dien thoai co quan", "ten don vi"}, {"Le Thi Hoa", "0226", "So Y te"}}, 1, 2, []Field{Name, Phone, Unit}},
		{"no head: the cells tell", [][]string{{"1", "Nguyễn Văn An", "Sở Y tế", "0912 345 678"}, {"2", "Trần Thị Bình", "Sở Y tế", "0912.345.679"}, {"3", "Đặng Văn Cảnh", "x", ""}}, 0, 1, []Field{Nothing, Name, Nothing, Phone}},
		{"English", [][]string{{"No.", "Full name", "Position", "Organization", "Email"}, {"1", "An", "x", "y", "a@b.c"}}, 1, 2, []Field{Ordinal, Name, Post, Unit, Email}},
		{"the same heading twice", [][]string{{"Họ và tên", "Chức vụ Đảng", "Chức vụ chính quyền", "Họ và tên"}, {"Lê Thị Hoa", "Tỉnh ủy viên", "Giám đốc", "x"}}, 1, 2, []Field{Name, Post, Post, Nothing}},
		{"nothing at all", nil, 0, 1, nil},
	}
	for _, test := range tests {
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			sheet := Sheet{}
			var size extent
			for i, row := range test.rows {
				var cells []string
				for _, cell := range row {
					cells = append(cells, form.String(" "+cell+"\u00a0"))
				}
				if err := sheet.add(i, cells, &size); err != nil {
					t.Fatal(err)
				}
			}
			got := GuessOf(sheet)
			if got.Head != test.head || got.First != test.first || !slices.Equal(got.Columns, test.columns) {
				t.Errorf("%s: head %d, first %d, columns %q; want %d, %d, %q", test.name, got.Head, got.First, got.Columns, test.head, test.first, test.columns)
			}
		}
	}
}

// The same list in each form that Excel writes.
func TestForms(t *testing.T) {
	rows := [][]string{{"STT", "Họ và tên", "Chức vụ; đơn vị"}, {"1", "Nguyễn Thị Thu Hường", "Trưởng phòng, Sở Y tế"}, {}, {"2", "Đặng Văn Ước", "Phó Trưởng ban \"thường trực\"\nTỉnh ủy viên"}}
	delimited := func(comma string) string {
		var b strings.Builder
		for _, row := range rows {
			for i, cell := range row {
				if i > 0 {
					b.WriteString(comma)
				}
				if strings.ContainsAny(cell, comma+"\"\n") {
					cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
				}
				b.WriteString(cell)
			}
			b.WriteString("\r\n")
		}
		return b.String()
	}
	utf16le := func(text string, order binary.AppendByteOrder, mark bool) (content []byte) {
		if mark {
			text = "\ufeff" + text
		}
		for _, unit := range utf16.Encode([]rune(text)) {
			content = order.AppendUint16(content, unit)
		}
		return content
	}
	var cells [][]any
	for _, row := range rows {
		var line []any
		for _, cell := range row {
			line = append(line, norm.NFD.String(cell))
		}
		cells = append(cells, line)
	}
	files := map[string][]byte{
		"xlsx":                         workbook(t, cells...),
		"csv, UTF-8":                   []byte(delimited(",")),
		"csv, UTF-8 with its mark":     []byte("\ufeff" + delimited(",")),
		"csv, semicolons":              []byte(delimited(";")),
		"csv, sep=":                    []byte("sep=;\r\n" + delimited(";")),
		"csv, tabs":                    []byte(delimited("\t")),
		"csv, NFD":                     []byte(norm.NFD.String(delimited(","))),
		"csv, breaks of an old Mac":    []byte(strings.ReplaceAll(delimited(","), "\r\n", "\r")),
		"Unicode Text":                 utf16le(delimited("\t"), binary.LittleEndian, true),
		"UTF-16, big end first":        utf16le(delimited(","), binary.BigEndian, true),
		"UTF-16 without a mark":        utf16le(delimited(";"), binary.LittleEndian, false),
		"UTF-16 BE without a mark":     utf16le(delimited(";"), binary.BigEndian, false),
		"Windows-1258, as Excel saves": windows1258(t, delimited(",")),
	}
	for name, content := range files {
		sheet := read(t, content)
		if len(sheet.Rows) != len(rows) {
			t.Errorf("%s: %d rows: %q", name, len(sheet.Rows), sheet.Rows)
			continue
		}
		for i, row := range rows {
			if !slices.Equal(sheet.Rows[i], row) && len(row)+len(sheet.Rows[i]) > 0 {
				t.Errorf("%s, row %d: %q, want %q", name, i+1, sheet.Rows[i], row)
			}
		}
	}
}

// windows1258 is a text in the code page of a Vietnamese Windows: letters with their own mark, the tone behind.
func windows1258(t *testing.T, text string) []byte {
	var loose strings.Builder
	for _, r := range text {
		if _, ok := charmap.Windows1258.EncodeRune(r); ok {
			loose.WriteRune(r)
			continue
		}
		var base, tone []rune
		for _, part := range norm.NFD.String(string(r)) {
			if slices.Contains([]rune{0x300, 0x301, 0x303, 0x309, 0x323}, part) {
				tone = append(tone, part)
			} else {
				base = append(base, part)
			}
		}
		loose.WriteString(norm.NFC.String(string(base)) + string(tone))
	}
	content, err := charmap.Windows1258.NewEncoder().Bytes([]byte(loose.String()))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestUnreadable(t *testing.T) {
	good := workbook(t, []any{"Họ và tên"}, []any{"Lê Thị Hoa"})
	manyRows := func(n int) []byte {
		return []byte("Họ và tên,Chức vụ\n" + strings.Repeat("Lê Thị Hoa,Trưởng phòng\n", n))
	}
	far := excelize.NewFile()
	far.SetCellValue("Sheet1", "A1048576", "x")
	wide := excelize.NewFile()
	wide.SetCellValue("Sheet1", "XFD1", "x")
	tests := []struct {
		name    string
		content []byte
		why     error
	}{
		{"nothing", nil, errEmpty},
		{"blanks", []byte("\ufeff \r\n ,, \r\n"), errEmpty},
		{"an empty workbook", bytesOf(t, excelize.NewFile()), errEmpty},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), errNoList},
		{"a PDF", []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x01\x02"), errNoList},
		{"an old workbook", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), errOld},
		{"a document", archive(t, map[string]string{"word/document.xml": "<x/>"}), errOther},
		{"an archive cut short", good[:len(good)-30], errBroken},
		{"an archive cut in half", good[:len(good)/2], errBroken},
		{"an archive with no more than its name", []byte("PK\x03\x04"), errBroken},
		{"no workbook in the workbook", archive(t, map[string]string{"xl/workbook.xml": "<workbook><sheets><sheet"}), nil},
		{"a bomb", bomb(t, 64<<20), errTooBig},
		{"a bomb in many parts", archive(t, pieces(maxParts+1)), errTooBig},
		{"too large", make([]byte, MaxFile+1), errHuge},
		{"too many rows", manyRows(MaxRows + 100), errTooLong},
		{"a row at the end of the world", bytesOf(t, far), errTooLong},
		{"a column there", bytesOf(t, wide), errTooWide},
		{"too many columns", []byte(strings.Repeat("x,", 200) + "x"), errTooWide},
		{"too long a cell", []byte("Họ và tên,x\nLê," + strings.Repeat("ạ", MaxCell+1)), Unreadable("Ô B2 dài quá 10.000 ký tự.")},
	}
	for _, test := range tests {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		sheets, err := Read(test.content)
		runtime.ReadMemStats(&after)
		var why Unreadable
		if err == nil || !errors.As(err, &why) || test.why != nil && err != test.why {
			t.Errorf("%s: %v, %d sheets; want %v", test.name, err, len(sheets), test.why)
		}
		if strings.Contains(test.name, "bomb") && (time.Since(start) > time.Second || after.TotalAlloc-before.TotalAlloc > 16<<20) {
			t.Errorf("%s took %v and %d bytes", test.name, time.Since(start), after.TotalAlloc-before.TotalAlloc)
		}
	}
	if sheet := read(t, manyRows(MaxRows)); len(sheet.Rows) != MaxRows+1 {
		t.Errorf("%d rows", len(sheet.Rows))
	}
}

func pieces(n int) map[string]string {
	parts := map[string]string{"xl/workbook.xml": ""}
	for i := range n {
		parts[fmt.Sprint(i)] = ""
	}
	return parts
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	for name, text := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

// bomb is a small workbook whose sheet unpacks to so many bytes.
func bomb(t testing.TB, size int) []byte {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range size / (1 << 20) {
			part.Write(make([]byte, 1<<20))
		}
	}
	w.Close()
	return content.Bytes()
}

// A bomb that lies about its size is no larger than it says.
func TestLyingBomb(t *testing.T) {
	content := bomb(t, 64<<20)
	var size [4]byte
	binary.LittleEndian.PutUint32(size[:], 64<<20)
	var small [4]byte
	binary.LittleEndian.PutUint32(small[:], 1000)
	lying := bytes.ReplaceAll(content, size[:], small[:])
	if bytes.Equal(lying, content) {
		t.Fatal("the size was not found")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(lying)
	runtime.ReadMemStats(&after)
	if err == nil || after.TotalAlloc-before.TotalAlloc > 32<<20 {
		t.Errorf("%v, and %d bytes", err, after.TotalAlloc-before.TotalAlloc)
	}
}

// Formulas are read by the value they had, numbers and days as they are written, other sheets beside the first, hidden ones not at all.
func TestWorkbook(t *testing.T) {
	file := excelize.NewFile()
	file.SetSheetRow("Sheet1", "A1", &[]any{"Họ và tên", "Điện thoại", "Năm sinh", "Chức vụ"})
	file.SetSheetRow("Sheet1", "A3", &[]any{"Lê Thị Hoa", 912345678, time.Date(1970, 5, 19, 0, 0, 0, 0, time.UTC), nil})
	file.SetCellFormula("Sheet1", "D3", `HYPERLINK("http://x","y")`)
	file.MergeCell("Sheet1", "A1", "B1")
	file.NewSheet("Khối huyện")
	file.SetSheetRow("Khối huyện", "B2", &[]any{"Trần Văn Bình"})
	file.NewSheet("Ẩn")
	file.SetSheetRow("Ẩn", "A1", &[]any{"mật"})
	file.SetSheetVisible("Ẩn", false)
	sheets, err := Read(bytesOf(t, file))
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 2 || sheets[1].Name != "Khối huyện" || sheets[1].Cell(1, 1) != "Trần Văn Bình" {
		t.Fatalf("%+v", sheets)
	}
	if got := sheets[0].Rows[2]; !slices.Equal(got, []string{"Lê Thị Hoa", "912345678", "25707"}) || len(sheets[0].Rows[1]) != 0 {
		t.Errorf("%q", sheets[0].Rows)
	}
}

// Whatever comes: no panic, no rows beyond the bounds, and every text clean.
func FuzzRead(f *testing.F) {
	f.Add([]byte("Họ và tên;Chức vụ\n\"Lê \"\"Hoa\"\"\";x\n"))
	f.Add([]byte("\xff\xfeH\x00\n\x00"))
	f.Add(windows1258ForFuzz())
	f.Add(workbook(f, []any{"TT", "Họ và tên"}, []any{1, "Lê Thị Hoa"}))
	f.Add(archive(f, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet name="x" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c><c r="ZZ" t="inlineStr"><is><t>x</t></is></c></row><row r="-5"/></sheetData></worksheet>`}))
	f.Fuzz(func(t *testing.T, content []byte) {
		sheets, err := Read(content)
		var why Unreadable
		if err != nil {
			if !errors.As(err, &why) {
				t.Fatalf("unexplained: %v", err)
			}
			return
		}
		rows := 0
		for _, sheet := range sheets {
			guess := GuessOf(sheet)
			if len(guess.Columns) != sheet.Width() || guess.First < 1 || guess.Head >= guess.First && guess.Head > 0 {
				t.Fatalf("a guess beside the sheet: %+v", guess)
			}
			for _, row := range sheet.Rows {
				if len(row) > 0 {
					rows++
				}
				for _, cell := range row {
					if !norm.NFC.IsNormalString(cell) || strings.ContainsRune(cell, 0) {
						t.Fatalf("%q", cell)
					}
				}
			}
		}
		if rows > MaxRows+headRows {
			t.Fatalf("%d rows", rows)
		}
	})
}

func windows1258ForFuzz() []byte { return []byte("H\xf4 v\xe0 t\xean,Ch\xfd\xecc\nL\xea,x\n") }
