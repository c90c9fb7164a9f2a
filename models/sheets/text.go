package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readText reads a file .csv as Excel writes it: UTF-8 with or without its mark, UTF-16 ("Unicode Text"), or the code page of a
// Vietnamese Windows; comma, semicolon or tab between the cells.
func readText(content []byte) ([]Sheet, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	text = lineEnds.Replace(text)
	comma := rune(0)
	if line, rest, ok := strings.Cut(text, "\n"); ok && len(line) == len("sep=;") && strings.HasPrefix(strings.ToLower(line), "sep=") {
		comma, text = rune(line[4]), rest
	}
	if comma == 0 || comma == '"' {
		comma = separator(text)
	}
	sheet, err := split(text, comma)
	if err != nil || len(sheet.Rows) == 0 {
		return nil, err
	}
	return []Sheet{sheet}, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n")

// decode makes UTF-8 of a text. What has bytes that no text has is none.
func decode(content []byte) (string, error) {
	var as encoding.Encoding
	switch {
	case bytes.HasPrefix(content, []byte{0xEF, 0xBB, 0xBF}):
		content = content[3:]
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		as = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case halfEmpty(content, 1):
		as = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case halfEmpty(content, 0):
		as = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case !utf8.Valid(content):
		as = charmap.Windows1258
	}
	if as != nil {
		var err error
		if content, err = as.NewDecoder().Bytes(content); err != nil {
			return "", errNoList
		}
	}
	strange := 0
	for _, r := range string(content) {
		if r == 0 {
			return "", errNoList
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError || r >= 0x80 && r < 0xA0 {
			strange++
		}
	}
	if strange > len(content)/100 {
		return "", errNoList
	}
	return string(content), nil
}

// halfEmpty tells whether text may be UTF-16 without its mark: of its first bytes many at even (0) or odd (1) places are zero, none at the others.
func halfEmpty(content []byte, odd int) bool {
	zeros, head := 0, content[:min(len(content)&^1, 400)]
	for i, b := range head {
		if b == 0 && i%2 != odd {
			return false
		}
		if b == 0 {
			zeros++
		}
	}
	return zeros > len(head)/8
}

// separator is what parts the cells: the one by which a head can be read, else the one that parts most rows into as many cells.
func separator(text string) rune {
	sample := text[:min(len(text), 64<<10)]
	best, most := ',', -1
	for _, comma := range []rune{',', ';', '\t'} {
		sheet, err := split(sample, comma)
		if err != nil { // its cells are many, at least
			if most < 1 {
				best, most = comma, 1
			}
			continue
		}
		widths := map[int]int{}
		alike := 0
		for _, row := range sheet.Rows {
			if len(row) > 1 {
				widths[len(row)]++
				alike = max(alike, widths[len(row)])
			}
		}
		_, known := head(sheet)
		if score := known*1_000_000 + alike; score > most {
			best, most = comma, score
		}
	}
	return best
}

// split parts a text into rows and cells. Quotes are taken as people leave them; a row stands where Excel shows it.
func split(text string, comma rune) (sheet Sheet, err error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = comma, true, -1, true
	var size extent
	within := 0 // line breaks inside of cells so far
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sheet, errNoList
		}
		line, _ := reader.FieldPos(0)
		at := max(line-1-within, len(sheet.Rows))
		for _, cell := range cells {
			within += strings.Count(cell, "\n")
		}
		if at > farthestRow {
			return sheet, errTooLong
		}
		if err := sheet.add(at, cells, &size); err != nil {
			return sheet, err
		}
	}
	sheet.trim()
	return sheet, nil
}
