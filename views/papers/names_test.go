package papers_test

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"hoithao/models"
	"hoithao/views/papers"
)

// hostile names try to leave the place where a name stands: a file's name, a line of the metadata, a string of a PDF.
var hostile = []string{
	"../../etc/passwd", `..\..\windows\system32`, "a\r\nSet-Cookie: x=1", ") /JS (app.alert(1)) /S /JavaScript (", "\u202egpj.exe", "CON", "a\x00b", strings.Repeat("Ưỡ ", 200), "</dc:title><script>", ".", "",
}

// A hostile title is only text in the metadata of each kind of paper, as poppler reads it: one line, and nothing that acts.
func TestHostileMetadata(t *testing.T) {
	if _, err := exec.LookPath("pdfinfo"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no poppler here")
	}
	for i, name := range hostile {
		for j, kind := range models.PaperKinds() {
			if (i+j)%3 != 0 { // each name in a third of the kinds
				continue
			}
			record := filled(name)
			record.Delegates = record.Delegates[:3]
			path := filepath.Join(t.TempDir(), "x.pdf")
			if err := os.WriteFile(path, pdfOf(t, record.Compose(kind, models.Paper{Site: "https://hoithao.example.vn"})), 0o600); err != nil {
				t.Fatal(err)
			}
			said, err := exec.Command("pdfinfo", path).Output()
			if err != nil {
				t.Fatalf("%s of %q: %v", kind.Name, name, err)
			}
			text := string(said)
			if !strings.Contains(text, "JavaScript:      no") || strings.Contains(text, "\nSet-Cookie") {
				t.Errorf("%s of %q:\n%s", kind.Name, name, text)
			}
			title, _, _ := strings.Cut(strings.TrimPrefix(text, "Title:"), "\n")
			if title = strings.TrimSpace(title); title == "" || strings.ContainsFunc(title, func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' }) {
				t.Errorf("%s of %q is called %q", kind.Name, name, title)
			}
		}
	}
}

// The files of a pack unpack beside each other on any system, whatever the event is called.
func TestHostileFileNames(t *testing.T) {
	kind, _ := models.KindOfPaper("pack")
	for _, name := range hostile {
		record := filled(name)
		record.Delegates = record.Delegates[:3]
		var file bytes.Buffer
		if err := papers.Write(&file, record.Compose(kind, models.Paper{}), papers.Options{Format: "zip"}); err != nil {
			t.Fatal(err)
		}
		archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, entry := range archive.File {
			if !filepath.IsLocal(entry.Name) || strings.ContainsAny(entry.Name, `/\:*?"<>|`) || strings.ContainsFunc(entry.Name, unicode.IsControl) || strings.Contains(entry.Name, "\u202e") ||
				len(entry.Name) > 255 || !strings.HasSuffix(entry.Name, ".pdf") || strings.HasSuffix(entry.Name, " .pdf") || seen[entry.Name] {
				t.Errorf("%q gives a file called %q", name, entry.Name)
			}
			seen[entry.Name] = true
		}
		if len(seen) == 0 {
			t.Error("an empty pack")
		}
	}
}
