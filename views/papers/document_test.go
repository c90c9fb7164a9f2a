package papers_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
)

func docxOf(t testing.TB, paper models.Printable) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, paper, papers.Options{Format: "docx"}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func pdfOf(t testing.TB, paper models.Printable) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, paper, papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// word is a .docx as it was read back: each part well formed, and the text of its paragraphs.
type word struct {
	parts      map[string]string
	paragraphs []string
}

func readWord(t testing.TB, file []byte) (read word) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	read.parts = map[string]string{}
	for _, part := range archive.File {
		opened, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		read.parts[part.Name] = string(content)
		if !strings.HasSuffix(part.Name, ".xml") && !strings.HasSuffix(part.Name, ".rels") {
			continue
		}
		tokens := xml.NewDecoder(bytes.NewReader(content))
		text, within := "", false
		for {
			token, err := tokens.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			if part.Name != "word/document.xml" {
				continue
			}
			switch token := token.(type) {
			case xml.StartElement:
				within = token.Name.Local == "t"
				if token.Name.Local == "br" {
					text += " "
				}
			case xml.CharData:
				if within {
					text += string(token)
				}
			case xml.EndElement:
				within = false
				if token.Name.Local == "p" && text != "" {
					read.paragraphs, text = append(read.paragraphs, text), ""
				}
			}
		}
	}
	return read
}

// twins are the papers that have an editable twin, by name.
func twins(t testing.TB) map[string]models.Printable {
	empty := models.Record{}
	all := map[string]models.Printable{
		"minutes": workshop().ComposeMinutes(), "minutes-state": state().ComposeMinutes(), "minutes-empty": empty.ComposeMinutes(), "minutes-crowd": crowd(120).ComposeMinutes(),
	}
	for name, paper := range inForms(t) {
		if _, twin := twinOf(paper); twin {
			all[name] = paper
		}
	}
	return all
}

// The document is one that Word reads: its parts are well formed, name each other, and have the paper's form.
func TestDocument(t *testing.T) {
	for name, paper := range twins(t) {
		file := docxOf(t, paper)
		read := readWord(t, file)
		for _, part := range []string{"[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml", "word/settings.xml", "word/header1.xml", "word/header2.xml", "word/_rels/document.xml.rels"} {
			if read.parts[part] == "" {
				t.Errorf("%s: no %s", name, part)
			}
		}
		body := read.parts["word/document.xml"]
		for _, wanted := range []string{`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`, "<w:titlePg/>"} {
			if !strings.Contains(body, wanted) {
				t.Errorf("%s: no %s", name, wanted)
			}
		}
		if !strings.Contains(read.parts["word/styles.xml"], `w:ascii="Times New Roman"`) || !strings.Contains(read.parts["word/styles.xml"], `<w:lang w:val="vi-VN"`) ||
			!strings.Contains(read.parts["word/header1.xml"], " PAGE ") || strings.Contains(read.parts["word/header2.xml"], "PAGE") {
			t.Errorf("%s: font, language or page number", name)
		}
		if strings.Count(body, "<w:tbl>") > 0 && strings.Contains(body, "</w:tbl><w:tbl>") {
			t.Errorf("%s: two tables without a paragraph between them are one in Word", name)
		}
		if !bytes.Equal(file, docxOf(t, paper)) {
			t.Errorf("%s: the same paper gives other bytes", name)
		}
	}
	core := readWord(t, docxOf(t, workshop().ComposeMinutes())).parts["docProps/core.xml"]
	if !strings.Contains(core, "<dc:title>Biên bản hội thảo “Nâng cao") || !strings.Contains(core, "<dc:creator>BAN TUYÊN GIÁO</dc:creator>") || !strings.Contains(core, "2018-11-13T00:00:00Z") {
		t.Errorf("properties: %s", core)
	}
}

// Word leads lines exactly 18 pt apart in the Party's form, singly in the State's, as the sheets do.
func TestDocumentLeading(t *testing.T) {
	party, state := readWord(t, docxOf(t, workshop().ComposeMinutes())), readWord(t, docxOf(t, state().ComposeMinutes()))
	if styles := party.parts["word/styles.xml"]; !strings.Contains(styles, `w:before="120" w:after="0" w:line="360" w:lineRule="exact"`) || !strings.Contains(styles, `w:firstLine="567"`) {
		t.Error("the Party's: not 6 pt before, 18 pt exactly, indented 10 mm")
	}
	if styles := state.parts["word/styles.xml"]; !strings.Contains(styles, `w:before="120" w:after="0" w:line="240" w:lineRule="auto"`) {
		t.Error("the State's: not 6 pt before, single")
	}
}

// Markup in a field is text, in the document and in its properties.
func TestDocumentEscapes(t *testing.T) {
	hostile := `<w:p>&amp;]]></w:t></w:r></w:p><script>alert("1")</script>` + "\x00\x0b\ufffe\u202e😀"
	record := workshop()
	record.Event.Title, record.Event.Venue, record.Organizer.PrintName = hostile, hostile, &hostile
	record.Conclusions[0].Text = hostile
	read := readWord(t, docxOf(t, record.ComposeMinutes()))
	if got := strings.Count(strings.Join(read.paragraphs, "\n"), `<w:p>&amp;]]></w:t></w:r></w:p>`); got < 4 {
		t.Errorf("stands there %d times as text", got)
	}
	if core := read.parts["docProps/core.xml"]; strings.Contains(core, "<script>") || !strings.Contains(core, "&lt;script&gt;") {
		t.Errorf("properties: %s", core)
	}
}

// LibreOffice opens each document and prints the same words in the same order as our own sheet, on about as many pages, at the same places.
func TestDocumentByLibreOffice(t *testing.T) {
	dir := t.TempDir()
	all := twins(t)
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir}
	for name, paper := range all {
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, docxOf(t, paper), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-ours.pdf"), pdfOf(t, paper), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	tool(t, "soffice", args...)
	if dir := os.Getenv("LOOK"); dir != "" {
		defer func(from string) { os.CopyFS(filepath.Join(dir, "docx"), os.DirFS(from)) }(args[5])
	}
	for name, paper := range all {
		ours, theirs := wordsOf(t, filepath.Join(dir, name+"-ours.pdf")), wordsOf(t, filepath.Join(dir, name+".pdf"))
		for i := range min(len(ours), len(theirs)) {
			if ours[i] != theirs[i] {
				t.Errorf("%s: word %d is %q by LibreOffice, %q by us; after %q", name, i, theirs[i:min(i+8, len(theirs))], ours[i:min(i+8, len(ours))], ours[max(0, i-5):i])
				break
			}
		}
		if len(ours) != len(theirs) {
			t.Errorf("%s: %d words by LibreOffice, %d by us", name, len(theirs), len(ours))
		}
		pages := func(path string) int { return strings.Count(tool(t, "pdftotext", path, "-"), "\f") }
		if got, want := pages(filepath.Join(dir, name+".pdf")), len(read(t, pdfOf(t, paper)).Pages); math.Abs(float64(got-want)) > float64(want)/8 {
			t.Errorf("%s: %d pages by LibreOffice, %d by us", name, got, want)
		}
		samePlaces(t, name, filepath.Join(dir, name+".pdf"), filepath.Join(dir, name+"-ours.pdf"))
	}
}

// wordsOf are the words of a PDF in the order of reading, without page numbers.
func wordsOf(t *testing.T, path string) (words []string) {
	for _, page := range strings.Split(tool(t, "pdftotext", "-raw", path, "-"), "\f") {
		found := strings.Fields(page)
		if len(found) > 0 && len(found[0]) < 3 && strings.Trim(found[0], "0123456789") == "" {
			found = found[1:]
		}
		words = append(words, found...)
	}
	return words
}

// samePlaces compares where the words of the first page stand, to 2 mm for the head and 6 mm for the rest.
func samePlaces(t *testing.T, name, theirs, ours string) {
	t.Helper()
	places := func(path string) (all []struct {
		X float64 `xml:"xMin,attr"`
		Y float64 `xml:"yMin,attr"`
		W string  `xml:",chardata"`
	}) {
		out := tool(t, "pdftotext", "-raw", "-bbox", "-l", "1", path, "-")
		var page struct {
			Words []struct {
				X float64 `xml:"xMin,attr"`
				Y float64 `xml:"yMin,attr"`
				W string  `xml:",chardata"`
			} `xml:"body>doc>page>word"`
		}
		if err := xml.Unmarshal([]byte(out), &page); err != nil {
			t.Fatal(err)
		}
		return page.Words
	}
	a, b := places(theirs), places(ours)
	if len(a) < 10 || len(b) < 10 {
		t.Fatalf("%s: %d and %d words", name, len(a), len(b))
	}
	for i := range min(len(a), len(b), 40) {
		if a[i].W == b[i].W && (math.Abs(a[i].X-b[i].X) > 6/pt*1 || math.Abs(a[i].Y-b[i].Y) > 6/pt*1) {
			t.Errorf("%s: %q stands at %.0f, %.0f mm by LibreOffice, at %.0f, %.0f by us", name, a[i].W, a[i].X*pt, a[i].Y*pt, b[i].X*pt, b[i].Y*pt)
			return
		}
	}
}

func TestDocumentsAtOnce(t *testing.T) {
	minutes := workshop().ComposeMinutes()
	want := docxOf(t, minutes)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if !bytes.Equal(docxOf(t, minutes), want) {
				t.Error("another document")
			}
		})
	}
	all.Wait()
}
