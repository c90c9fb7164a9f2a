package models

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"io"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hoithao/models/viet"
)

// Types of documents that are given out.
const (
	typePDF  = "application/pdf"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typePPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	typeText = "text/plain; charset=utf-8"
)

// endings are the names' endings by type, the usual one first.
var endings = map[string][]string{
	typePDF: {".pdf"}, typeDOCX: {".docx"}, typeXLSX: {".xlsx"}, typePPTX: {".pptx"}, typeText: {".txt", ".csv", ".md"},
	"image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"}, "image/webp": {".webp"},
}

// typeOf is the type of a file by its content, as it is stored.
func typeOf(content []byte) string {
	if kind := officeType(content); kind != "" {
		return kind
	}
	return http.DetectContentType(content)
}

// officeType is the type of a Word, Excel or PowerPoint file; "" of anything else. Its parts are listed, none is unpacked.
func officeType(content []byte) string {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return ""
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	has := func(name string) bool {
		return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == name })
	}
	if !has("[Content_Types].xml") {
		return ""
	}
	for part, kind := range map[string]string{"word/document.xml": typeDOCX, "xl/workbook.xml": typeXLSX, "ppt/presentation.xml": typePPTX} {
		if has(part) {
			return kind
		}
	}
	return ""
}

// documentType is the type of a document by its content, or why it cannot be given out.
func documentType(content []byte) (kind, why string) {
	if len(content) == 0 {
		return "", "Hãy chọn tệp."
	}
	if len(content) > MaxUpload {
		return "", "Tệp lớn hơn 25 MB."
	}
	switch kind := typeOf(content); kind {
	case typePDF:
		if !bytes.Contains(content[max(0, len(content)-4096):], []byte("%%EOF")) {
			return "", "Tệp bị hỏng hoặc chưa tải lên hết. Xin chọn lại tệp."
		}
		return kind, ""
	case typeDOCX, typeXLSX, typePPTX:
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return "", "Tệp bị hỏng hoặc chưa tải lên hết. Xin chọn lại tệp."
		}
		for _, part := range archive.File {
			if strings.EqualFold(path.Base(part.Name), "vbaProject.bin") {
				return "", "Tệp có macro nên không nhận. Xin lưu lại thành tệp không có macro."
			}
		}
		return kind, ""
	case "image/jpeg", "image/png", "image/webp":
		return kind, badPicture(content)
	case "text/plain; charset=utf-8":
		if utf8.Valid(content) && !bytes.ContainsFunc(content, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) }) {
			return typeText, ""
		}
	}
	if bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
		return "", "Đây là tệp Word, Excel, PowerPoint kiểu cũ. Xin lưu lại thành .docx, .xlsx, .pptx hoặc PDF."
	}
	return "", "Chỉ nhận PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), ảnh JPEG, PNG, WebP và văn bản thuần."
}

// fileName is the name under which a file is given out: without folders, with an ending that says what it is.
func fileName(sent, kind string) string {
	name := viet.Clean(sent)
	name = name[strings.LastIndexAny(name, `/\:`)+1:]
	name = strings.TrimLeft(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"*<>?|`, r) {
			return '_'
		}
		return r
	}, name), ". ")
	usual := endings[kind]
	ending := strings.ToLower(path.Ext(name))
	if len(usual) > 0 && !slices.Contains(usual, ending) {
		name += usual[0]
		ending = usual[0]
	}
	if name == ending {
		name = "tai-lieu" + ending
	}
	if letters := []rune(name); len(letters) > 150 {
		name = string(letters[:150-len(ending)]) + ending
	}
	return name
}

// Marks of secret papers, the longer first (Luật Bảo vệ bí mật nhà nước). Such a paper is neither drafted nor kept on a machine in a network.
var secretMarks = []string{"TUYỆT MẬT", "TỐI MẬT", "MẬT"}

var (
	// In a name the mark stands as a word in capitals, or is one that means nothing else.
	secretName = regexp.MustCompile(`(?:^|[^\pL])(MẬT|TỐI MẬT|TUYỆT MẬT|TOI MAT|TUYET MAT|(?i:tối mật|tuyệt mật))(?:[^\pL]|$)`)
	streams    = regexp.MustCompile(`stream\r?\n`)
)

// secretMark is the mark of a secret paper that a file's name or text plainly bears, "" when it bears none. It is a question to whoever sends
// the file, no proof: a scanned stamp is not read, and in a PDF only text that is written in letters.
func secretMark(content []byte, kind, name string) string {
	if found := secretName.FindStringSubmatch(strings.ReplaceAll(viet.Clean(name), "_", " ")); found != nil {
		return viet.Upper(found[1])
	}
	for line := range textLines(content, kind) {
		line = strings.Trim(viet.Clean(line), " .:*-–—[]()")
		if slices.Contains(secretMarks, line) {
			return line
		}
	}
	return ""
}

// textLines are the lines or paragraphs of a document, as far as they can be read within bounds.
func textLines(content []byte, kind string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		switch kind {
		case typeText:
			for line := range strings.Lines(string(content)) {
				if !yield(line) {
					return
				}
			}
		case typeDOCX, typeXLSX, typePPTX:
			archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				return
			}
			left := int64(64 << 20) // of unpacked text: a bomb is read no further
			for _, part := range archive.File {
				folder, file := path.Split(part.Name)
				if path.Ext(file) != ".xml" || !slices.Contains([]string{"word/", "xl/", "ppt/slides/", "ppt/notesSlides/", "docProps/"}, folder) {
					continue
				}
				reader, err := part.Open()
				if err != nil {
					continue
				}
				goesOn := paragraphs(io.LimitReader(reader, left), &left, yield)
				reader.Close()
				if !goesOn || left <= 0 {
					return
				}
			}
		case typePDF:
			pdfTexts(content, yield)
		}
	}
}

// paragraphs are the paragraphs of a part of an Office file: what stands in t until the paragraph or the cell ends.
func paragraphs(r io.Reader, left *int64, yield func(string) bool) bool {
	counted := &counting{r, left}
	decoder := xml.NewDecoder(counted)
	decoder.Strict = false
	var text strings.Builder
	within := false
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return text.Len() == 0 || yield(text.String())
		}
		switch token := token.(type) {
		case xml.StartElement:
			within = token.Name.Local == "t" || token.Name.Local == "title"
		case xml.CharData:
			if within && text.Len() < 1000 {
				text.Write(token)
			}
		case xml.EndElement:
			within = false
			if name := token.Name.Local; name == "p" || name == "si" || name == "title" {
				if !yield(text.String()) {
					return false
				}
				text.Reset()
			}
		}
	}
}

type counting struct {
	io.Reader
	left *int64
}

func (c *counting) Read(into []byte) (int, error) {
	n, err := c.Reader.Read(into)
	*c.left -= int64(n)
	return n, err
}

// pdfTexts finds the marks in a PDF where text is written in UTF-16, as in titles and by writers that use the letters' own numbers.
func pdfTexts(content []byte, yield func(string) bool) {
	left := 64 << 20
	look := func(text []byte) bool {
		for _, mark := range secretMarks {
			var wide []byte
			for _, unit := range utf16.Encode([]rune(mark)) {
				wide = append(wide, byte(unit>>8), byte(unit))
			}
			at := bytes.Index(text, wide)
			for whole := at >= 0; whole; {
				before, after := byte('('), byte(')')
				if at > 0 {
					before = text[at-1]
				}
				if end := at + len(wide); end < len(text) {
					after = text[end]
				}
				// A literal of its own: nothing before it in the brackets but the byte order mark.
				if after == ')' && (before == '(' || before == 0xFF) {
					return yield(mark)
				}
				next := bytes.Index(text[at+1:], wide)
				at, whole = at+1+next, next >= 0
			}
		}
		return true
	}
	if !look(content) {
		return
	}
	for _, found := range streams.FindAllIndex(content, -1) {
		reader, err := zlib.NewReader(bytes.NewReader(content[found[1]:]))
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(reader, int64(min(left, 8<<20))))
		reader.Close()
		if left -= len(text); left <= 0 || !look(text) {
			return
		}
	}
}
