// Package sheets reads the lists that offices keep in Excel: files .xlsx and .csv of whatever make become rows of clean text, and of their
// columns it guesses what they hold.
//
// What is read comes from anybody, so everything is bounded: the file, what it unpacks to, rows, columns, letters of a cell. It is pure: no
// clock, no database, no settings. It knows nothing of people; whom a row means is for models to say.
package sheets

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hoithao/models/viet"
)

// What a list may be. Real ones are far below.
const (
	MaxFile    = 10 << 20 // bytes
	MaxRows    = 10_000   // with something in them, on all sheets
	MaxColumns = 100
	MaxCell    = 10_000 // letters

	maxUnpacked = 48 << 20 // bytes of all parts of a file .xlsx
	maxParts    = 2000
	maxSheets   = 20
	farthestRow = 20_000 // a list may have holes, but no deeper ones
	maxText     = 16 << 20
)

// Sheet is a sheet of a file: rows as they stand in it, the first is row 1; empty ones are kept. A row ends at its last cell that holds something.
type Sheet struct {
	Name string
	Rows [][]string
}

// Cell is a cell's text; outside the row it is empty.
func (s Sheet) Cell(row, column int) string {
	if row < 0 || row >= len(s.Rows) || column < 0 || column >= len(s.Rows[row]) {
		return ""
	}
	return s.Rows[row][column]
}

// Width is the number of columns.
func (s Sheet) Width() (width int) {
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	return width
}

// Unreadable says in Vietnamese why a file cannot be read as a list.
type Unreadable string

func (why Unreadable) Error() string { return string(why) }

const (
	errNoList   = Unreadable("Tệp này không phải là danh sách .xlsx hoặc .csv.")
	errBroken   = Unreadable("Tệp .xlsx bị hỏng hoặc chưa tải lên hết. Hãy mở bằng Excel, lưu lại rồi tải lên.")
	errOld      = Unreadable("Đây là tệp .xls kiểu cũ, hoặc tệp có mật khẩu. Hãy mở bằng Excel rồi lưu thành .xlsx không mật khẩu.")
	errOther    = Unreadable("Đây là tệp của chương trình khác. Hãy lưu danh sách thành .xlsx hoặc .csv.")
	errTooBig   = Unreadable("Tệp giải nén ra quá lớn nên không được đọc.")
	errTooLong  = Unreadable("Danh sách có quá 10.000 dòng. Hãy chia thành nhiều tệp.")
	errTooWide  = Unreadable("Danh sách có quá 100 cột.")
	errEmpty    = Unreadable("Tệp không có dòng nào.")
	errHuge     = Unreadable("Tệp lớn hơn 10 MB.")
	errManyText = Unreadable("Danh sách có quá nhiều chữ.")
)

// reading lets few files be unpacked at once, so that many uploads do not take the memory together.
var reading = make(chan struct{}, 2)

// Read reads a file by its content, whatever its name: the sheets that hold something, hidden ones left out. It answers Unreadable when
// there is nothing to be read.
func Read(content []byte) (sheets []Sheet, err error) {
	if len(content) > MaxFile {
		return nil, errHuge
	}
	reading <- struct{}{}
	defer func() { <-reading }()
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		sheets, err = readWorkbook(content)
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return nil, errOld
	default:
		sheets, err = readText(content)
	}
	if err == nil && len(sheets) == 0 {
		err = errEmpty
	}
	return sheets, err
}

// readWorkbook reads a file .xlsx. What the library takes for impossible is told by a panic now and then: here it is a broken file.
func readWorkbook(content []byte) (sheets []Sheet, err error) {
	if err := checkArchive(content); err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil {
			sheets, err = nil, errBroken
		}
	}()
	// Both limits are one, or the library would write what is larger into files of its own.
	options := excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true}
	file, err := excelize.OpenReader(bytes.NewReader(content), options)
	if err != nil {
		return nil, errBroken
	}
	defer file.Close()
	var size extent
	for i, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); i >= maxSheets || err != nil || !visible {
			continue
		}
		sheet, err := readSheet(file, name, options, &size)
		var why Unreadable
		switch {
		case errors.As(err, &why):
			return nil, why
		case err != nil: // a chart, which has no rows
			continue
		case len(sheet.Rows) > 0:
			sheets = append(sheets, sheet)
		}
	}
	return sheets, nil
}

// checkArchive looks at the table of contents alone: a bomb is refused before anything of it is unpacked. No part can hold more than the
// table says; the archive's reader stops there.
func checkArchive(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return errBroken
	}
	if len(archive.File) > maxParts {
		return errTooBig
	}
	var unpacked uint64
	workbook := false
	for _, part := range archive.File {
		if part.UncompressedSize64 > maxUnpacked {
			return errTooBig
		}
		if unpacked += part.UncompressedSize64; unpacked > maxUnpacked {
			return errTooBig
		}
		workbook = workbook || strings.EqualFold(strings.ReplaceAll(part.Name, `\`, "/"), "xl/workbook.xml")
	}
	if !workbook {
		return errOther
	}
	return nil
}

func readSheet(file *excelize.File, name string, options excelize.Options, size *extent) (Sheet, error) {
	sheet := Sheet{Name: viet.Clean(name)}
	rows, err := file.Rows(name)
	if err != nil {
		return sheet, err
	}
	defer rows.Close()
	for rows.Next() {
		cells, err := rows.Columns(options)
		if err != nil {
			return sheet, errBroken
		}
		if err := sheet.add(len(sheet.Rows), cells, size); err != nil {
			return sheet, err
		}
		if len(sheet.Rows) > farthestRow+MaxRows {
			return sheet, errTooLong
		}
	}
	if rows.Error() != nil {
		return sheet, errBroken
	}
	sheet.trim()
	return sheet, nil
}

// extent counts what has been read of a file.
type extent struct{ rows, text int }

// add puts a row at its place, its cells made clean.
func (s *Sheet) add(at int, cells []string, size *extent) error {
	for i := len(cells) - 1; i >= 0 && strings.TrimSpace(cells[i]) == ""; i-- {
		cells = cells[:i]
	}
	if len(cells) > MaxColumns {
		return errTooWide
	}
	row := make([]string, 0, len(cells))
	for i, cell := range cells {
		if len(cell) > 16*MaxCell {
			return tooLong(at, i)
		}
		cell = viet.CleanText(cell)
		if utf8.RuneCountInString(cell) > MaxCell {
			return tooLong(at, i)
		}
		size.text += len(cell)
		row = append(row, cell)
	}
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	if len(row) > 0 {
		size.rows++
		if at >= farthestRow {
			return errTooLong
		}
	}
	for len(s.Rows) < at {
		s.Rows = append(s.Rows, nil)
	}
	s.Rows = append(s.Rows, slices.Clip(row))
	switch {
	case size.rows > MaxRows+headRows:
		return errTooLong
	case size.text > maxText:
		return errManyText
	}
	return nil
}

// trim drops the empty rows at the end.
func (s *Sheet) trim() {
	for len(s.Rows) > 0 && len(s.Rows[len(s.Rows)-1]) == 0 {
		s.Rows = s.Rows[:len(s.Rows)-1]
	}
}

func tooLong(row, column int) Unreadable {
	return Unreadable(fmt.Sprintf("Ô %s dài quá 10.000 ký tự.", CellName(row, column)))
}

// CellName is a cell as Excel calls it; row and column count from 0.
func CellName(row, column int) string { return ColumnName(column) + fmt.Sprint(row+1) }

// ColumnName is a column as Excel calls it, A for 0.
func ColumnName(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
