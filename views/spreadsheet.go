package views

import (
	"cmp"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Spreadsheet is a table that Excel and LibreOffice open: title lines above, a head that stays when the rest is scrolled and stands again on
// each printed page, and rows. Every cell is text, whatever it looks like: a phone number keeps its zero, and "=1+1" is no formula. The
// same values give the same bytes.
type Spreadsheet struct {
	Name      string // of the sheet, made fit for one; "": "Danh sách"
	Title     []string
	Columns   []SpreadsheetColumn
	Rows      [][]string // a row shorter than the columns ends with empty cells
	Landscape bool       // printed across
	Borders   bool       // lines around the cells, as of a list to be printed and signed
}

// SpreadsheetColumn is a column: its head, and its width in letters; zero is 16.
type SpreadsheetColumn struct {
	Head  string
	Width float64
}

// SpreadsheetType is what the browser is told.
const SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// cellLetters is how many UTF-16 units a cell may have.
const cellLetters = 32767

// Write writes the table as a file .xlsx.
func (s Spreadsheet) Write(w io.Writer) error {
	file := excelize.NewFile()
	defer file.Close()
	name := sheetName(s.Name)
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	title, head, text, err := s.styles(file)
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
		if err := sheet.SetColWidth(i+1, i+1, cmp.Or(column.Width, 16)); err != nil {
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
		for i, text := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: cellText(text)}
		}
		return sheet.SetRow(at(1, row), cells)
	}
	for _, line := range s.Title {
		if err := write(title, []string{line}); err != nil {
			return err
		}
		if len(s.Columns) > 1 {
			if err := sheet.MergeCell(at(1, row), at(len(s.Columns), row)); err != nil {
				return err
			}
		}
	}
	heads := make([]string, len(s.Columns))
	for i, column := range s.Columns {
		heads[i] = column.Head
	}
	if err := write(head, heads); err != nil {
		return err
	}
	for _, texts := range s.Rows {
		padded := make([]string, len(s.Columns)) // an empty cell has its lines too
		copy(padded, texts)
		if err := write(text, padded); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return file.Write(w)
}

// styles are those of title, head and text. Their number format is that of text, so that what is typed over a cell stays text too.
func (s Spreadsheet) styles(file *excelize.File) (title, head, text int, err error) {
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
		return title, head, text, err
	}
	if head, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(true), Border: lines, Alignment: &middle}); err != nil {
		return title, head, text, err
	}
	text, err = file.NewStyle(&excelize.Style{NumFmt: asText, Font: font(false), Border: lines, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	return title, head, text, err
}

// page sets what counts when the table is printed: A4, as wide as the sheet, the head on each page.
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
	for len(utf16.Encode([]rune(name))) > 31 {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
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
