package views

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hoithao/models/viet"
)

// Spreadsheet is a table that Excel and LibreOffice open: title lines above, a head that stays when the rest is scrolled and stands again on
// each printed page, and rows. Every cell is text, whatever it looks like: a phone number keeps its zero, and "=1+1" is no formula; only in
// columns of numbers are whole numbers such. The same values give the same bytes.
type Spreadsheet struct {
	Name      string // of the sheet, made fit for one; "": "Danh sách"
	Title     []string
	Columns   []SpreadsheetColumn
	Rows      [][]string // a row shorter than the columns ends with empty cells
	Numbers   []int      // columns, counted from 0, whose whole numbers, grouped by dots or not, can be added up
	Centred   []int      // columns whose cells stand in the middle: short ones
	Strong    []int      // rows that add others up, counted from 0
	Across    []int      // rows that head others: their first cell stands over all columns
	RowHeight float64    // mm that a row is high at least: room to write by hand
	Foot      []string   // lines under the table
	Landscape bool       // printed across
	Borders   bool       // lines around the cells, as of a list to be printed and signed
}

// SpreadsheetColumn is a column: its head, and its width in letters; zero is usualWidth.
type SpreadsheetColumn struct {
	Head  string
	Width float64
}

// SpreadsheetType is what the browser is told.
const SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// cellLetters is how many UTF-16 units a cell may have.
const cellLetters = 32767

// Write writes the table as a file .xlsx.
func (s Spreadsheet) Write(w io.Writer) error { return WriteSpreadsheets(w, s) }

// WriteSpreadsheets writes tables as the sheets of one file .xlsx, in their order; of a name that is taken already a number tells them apart.
func WriteSpreadsheets(w io.Writer, sheets ...Spreadsheet) error {
	file := excelize.NewFile()
	defer file.Close()
	taken := map[string]bool{}
	for i, sheet := range sheets {
		name := sheetName(sheet.Name)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			number := " " + strconv.Itoa(n)
			name = sheetName(cutUnits(sheetName(sheet.Name), 31-len(number)) + number)
		}
		taken[strings.ToLower(name)] = true
		var err error
		if i == 0 {
			err = file.SetSheetName("Sheet1", name)
		} else {
			_, err = file.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if err := sheet.write(file, name); err != nil {
			return err
		}
	}
	if len(sheets) == 1 {
		return file.Write(w)
	}
	var content bytes.Buffer
	if err := file.Write(&content); err != nil {
		return err
	}
	return inOrder(w, content.Bytes())
}

// inOrder packs a file anew by the names of its parts: of several sheets the library writes now one first, now another.
func inOrder(w io.Writer, content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	slices.SortFunc(archive.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	packed := zip.NewWriter(w)
	for _, part := range archive.File {
		if err := packed.Copy(part); err != nil {
			return err
		}
	}
	return packed.Close()
}

func (s Spreadsheet) write(file *excelize.File, name string) error {
	title, head, group, text, whole, sum, err := s.styles(file)
	if err != nil {
		return err
	}
	note, middle, err := s.otherStyles(file)
	if err != nil {
		return err
	}
	if err := s.page(file, name); err != nil {
		return err
	}
	sheet, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, column := range s.Columns {
		if err := sheet.SetColWidth(i+1, i+1, cmp.Or(column.Width, usualWidth)); err != nil {
			return err
		}
	}
	above := len(s.Title) + 1 // rows up to the head
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: above, TopLeftCell: at(1, above+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := 0
	write := func(style int, texts []string) error {
		row++
		cells := make([]any, len(texts))
		for i, value := range texts {
			centred := style == text && slices.Contains(s.Centred, i)
			if cells[i] = (excelize.Cell{StyleID: style, Value: cellText(value)}); centred {
				cells[i] = excelize.Cell{StyleID: middle, Value: cellText(value)}
			}
			if n, ok := wholeNumber(value); ok && style != title && slices.Contains(s.Numbers, i) {
				if cells[i] = (excelize.Cell{StyleID: map[int]int{text: whole, head: sum}[style], Value: n}); centred {
					cells[i] = excelize.Cell{StyleID: middle, Value: n}
				}
			}
		}
		return sheet.SetRow(at(1, row), cells, excelize.RowOpts{Height: s.height(style == text, texts)})
	}
	// across writes a row of one text over all columns.
	across := func(style int, line string) error {
		texts := make([]string, len(s.Columns)) // each cell has its lines
		texts[0] = line
		row++
		cells := make([]any, len(texts))
		for i, value := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: cellText(value)}
		}
		wide := 0.0
		for _, column := range s.Columns {
			wide += cmp.Or(column.Width, usualWidth)
		}
		if err := sheet.SetRow(at(1, row), cells, excelize.RowOpts{Height: rowHeight(linesOf(line, wide))}); err != nil || len(s.Columns) == 1 {
			return err
		}
		return sheet.MergeCell(at(1, row), at(len(s.Columns), row))
	}
	for _, line := range s.Title {
		if err := across(title, line); err != nil {
			return err
		}
	}
	heads := make([]string, len(s.Columns))
	for i, column := range s.Columns {
		heads[i] = column.Head
	}
	if err := write(head, heads); err != nil {
		return err
	}
	for i, texts := range s.Rows {
		padded := make([]string, len(s.Columns)) // an empty cell has its lines too
		copy(padded, texts)
		var err error
		switch {
		case slices.Contains(s.Across, i):
			err = across(group, padded[0])
		case slices.Contains(s.Strong, i):
			err = write(head, padded)
		default:
			err = write(text, padded)
		}
		if err != nil {
			return err
		}
	}
	for _, line := range s.Foot {
		if err := across(note, line); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// usualWidth is the width of a column that says none, in letters.
const usualWidth = 16

// height is that of a row in points; 0 lets the program that opens the file choose. LibreOffice does not make room for what is broken into lines.
func (s Spreadsheet) height(writable bool, texts []string) float64 {
	lines := 1
	for i, text := range texts[:min(len(texts), len(s.Columns))] {
		lines = max(lines, linesOf(text, cmp.Or(s.Columns[i].Width, usualWidth)))
	}
	height := rowHeight(lines)
	if least := s.RowHeight * 72 / 25.4; writable && least > height {
		return least
	}
	if lines == 1 {
		return 0
	}
	return height
}

// rowHeight is the height of so many lines of 12 pt, in points; Excel knows no higher row than 409.
func rowHeight(lines int) float64 { return min(float64(lines)*15.75, 409) }

// linesOf is how many lines a text takes in a column of a width in letters, broken between words. A width counts digits of the usual font, of
// which a letter of Times takes nine tenths.
func linesOf(text string, width float64) (lines int) {
	width /= 0.9
	for line := range strings.Lines(text) {
		lines++
		used := 0
		for _, word := range strings.Fields(line) {
			length := utf8.RuneCountInString(word)
			if used > 0 && float64(used+1+length) > width {
				lines, used = lines+1, 0
			} else if used > 0 {
				used++
			}
			used += length
			for ; float64(used) > width; used -= int(width) {
				lines++
			}
		}
	}
	return max(lines, 1)
}

// wholeNumber reads a number as papers write it: 1.234.567. Zeros before it are no number's.
func wholeNumber(text string) (n int64, ok bool) {
	n, err := strconv.ParseInt(strings.ReplaceAll(text, ".", ""), 10, 64)
	return n, err == nil && n >= 0 && (viet.Number(n) == text || strconv.FormatInt(n, 10) == text)
}

// cutUnits is as much of a text as so many UTF-16 units hold.
func cutUnits(text string, most int) string {
	for len(utf16.Encode([]rune(text))) > most {
		_, last := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-last]
	}
	return text
}

// styles are those of title, head, rows over all columns, text, whole numbers and their sums. Their number format is that of text, so that what is typed over a cell stays text too.
func (s Spreadsheet) styles(file *excelize.File) (title, head, group, text, whole, sum int, err error) {
	const asText = 49
	font := func(bold bool) *excelize.Font { return &excelize.Font{Family: "Times New Roman", Size: 12, Bold: bold} }
	var lines []excelize.Border
	if s.Borders {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			lines = append(lines, excelize.Border{Type: side, Style: 1, Color: "000000"})
		}
	}
	middle := excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	if title, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(true), Alignment: &middle}); err != nil {
		return title, head, group, text, whole, sum, err
	}
	if head, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(true), Border: lines, Alignment: &middle}); err != nil {
		return title, head, group, text, whole, sum, err
	}
	if group, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(true), Border: lines, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}); err != nil {
		return title, head, group, text, whole, sum, err
	}
	if text, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(false), Border: lines, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}); err != nil {
		return title, head, group, text, whole, sum, err
	}
	const grouped = 3 // #,##0, which Excel writes in the reader's own way
	right := excelize.Alignment{Horizontal: "right", Vertical: "top"}
	if whole, err = file.NewStyle(&excelize.Style{NumFmt: grouped, Font: font(false), Border: lines, Alignment: &right}); err != nil {
		return title, head, group, text, whole, sum, err
	}
	sum, err = file.NewStyle(&excelize.Style{NumFmt: grouped, Font: font(true), Border: lines, Alignment: &right})
	return title, head, group, text, whole, sum, err
}

// otherStyles are those of a line under the table, and of cells in the middle of their column: text, too, and small numbers that nobody groups.
func (s Spreadsheet) otherStyles(file *excelize.File) (note, middle int, err error) {
	const asText = 49
	var lines []excelize.Border
	if s.Borders {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			lines = append(lines, excelize.Border{Type: side, Style: 1, Color: "000000"})
		}
	}
	font := &excelize.Font{Family: "Times New Roman", Size: 12}
	if note, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}); err != nil {
		return note, middle, err
	}
	middle, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font, Border: lines, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "top", WrapText: true}})
	return note, middle, err
}

// page sets what counts when the table is printed: A4 with the margins of an official paper, as wide as the sheet, the head on each page, and from
// the second on the page's number at the top.
func (s Spreadsheet) page(file *excelize.File, name string) error {
	orientation, a4, fit, wide, high := "portrait", 9, true, 1, 0
	if s.Landscape {
		orientation = "landscape"
	}
	if err := file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	if err := file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	const inch = 25.4
	top, left, right, edge := 20/inch, 30/inch, 15/inch, 10/inch
	if err := file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Top: &top, Bottom: &top, Left: &left, Right: &right, Header: &edge, Footer: &edge}); err != nil {
		return err
	}
	if err := file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{DifferentFirst: true, OddHeader: `&C&"Times New Roman,Regular"&14 &P`}); err != nil {
		return err
	}
	head := len(s.Title) + 1
	first, _ := excelize.JoinCellName("A", head)
	row := strings.TrimPrefix(first, "A")
	return file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: "'" + strings.ReplaceAll(name, "'", "''") + "'!$" + row + ":$" + row})
}

// at is a cell's name; columns and rows count from 1.
func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// sheetName is a text as the name of a sheet: at most 31 letters, without those that Excel refuses.
func sheetName(text string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, text)
	name = strings.Join(strings.Fields(name), " ")
	name = cutUnits(name, 31)
	return cmp.Or(strings.TrimSpace(name), "Danh sách")
}

// cellText is a text as a cell can hold it: without what an XML file must not have, and no longer than Excel reads.
func cellText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	for len(text) > cellLetters && len(utf16.Encode([]rune(text))) > cellLetters {
		_, last := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-last]
	}
	return text
}
