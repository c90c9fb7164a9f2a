package papers_test

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/jung-kurt/gofpdf"

	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/views/papers"
	"hoithao/views/papers/paperstest"
)

// BenchmarkRatios compares the minutes of so many delegates, from the record to the last byte, with a bare loop over gofpdf that puts the same
// lines at the same places, already broken, in the same fonts; and many with few.
func BenchmarkRatios(b *testing.B) {
	for _, n := range []int{300, 1000, 5000} {
		record := crowd(n)
		lines := read(b, minutesPDF(b, record)).Pages
		modelstest.Ratio{What: fmt.Sprintf("minutes of %d delegates", n), Against: "a bare gofpdf loop of the same lines", AtMost: 2.5, Milliseconds: true}.Measure(b, minutes(record), bare(lines))
	}
	modelstest.Ratio{What: "minutes of 5000 delegates", Against: "those of 1000", AtMost: 6}.Measure(b, minutes(crowd(5000)), minutes(crowd(1000)))
}

func minutes(record models.Record) func(b *testing.B) {
	return func(b *testing.B) {
		if err := papers.Write(io.Discard, record.ComposeMinutes(), papers.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func bare(pages []paperstest.Page) func(b *testing.B) {
	return func(b *testing.B) {
		pdf := gofpdf.New("P", "mm", "A4", "")
		pdf.AddUTF8FontFromBytes("serif", "", bytes.Clone(liberationserifregular.TTF))
		pdf.AddUTF8FontFromBytes("serif", "B", bytes.Clone(liberationserifbold.TTF))
		pdf.AddUTF8FontFromBytes("serif", "I", bytes.Clone(liberationserifitalic.TTF))
		pdf.SetAutoPageBreak(false, 0)
		for _, page := range pages {
			pdf.AddPage()
			for _, text := range page.Texts {
				pdf.SetFont("serif", text.Style, text.Size)
				pdf.Text(text.X, text.Y, text.Text)
			}
		}
		if err := pdf.Output(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCardRatios prints letters, plates and badges for a thousand against those for a quarter of them, and watches the memory that a
// thousand take; the pack of a conference of 300 against one of 75.
func BenchmarkCardRatios(b *testing.B) {
	for _, name := range []string{"invitation", "badges", "nameplates", "pack"} {
		many := 1000
		if name == "pack" {
			many = 300
		}
		kind, _ := models.KindOfPaper(name)
		print := func(n int, watch func(done, of int) error) func(b *testing.B) {
			record := invitedTo(crowd(n))
			for i := range record.Delegates {
				record.Delegates[i].Pass = fmt.Sprintf("pass%022d", i)
			}
			return func(b *testing.B) {
				if err := papers.Write(io.Discard, record.Compose(kind, models.Paper{Site: "https://hoithao.example.vn"}), papers.Options{Watch: watch}); err != nil {
					b.Fatal(err)
				}
			}
		}
		modelstest.Ratio{What: fmt.Sprint(many, " ", name), Against: fmt.Sprint(many / 4), AtMost: 4.5, Milliseconds: true}.Measure(b, print(many, nil), print(many/4, nil))
		modelstest.Figure(b, fmt.Sprint("memory at most, ", many, " ", name), "MB", 150, func(b *testing.B) float64 {
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			most := uint64(0)
			look := func(done, of int) error {
				if done%50 == 0 {
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc)
				}
				return nil
			}
			print(many, look)(b)
			look(0, 0)
			return float64(most-min(most, before.HeapAlloc)) / 1e6
		})
	}
}

// BenchmarkOfficeRatios lets LibreOffice print the same minutes of 300 delegates from their Word twin, where it is installed.
func BenchmarkOfficeRatios(b *testing.B) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		b.Skip("LibreOffice is not installed")
	}
	dir := b.TempDir()
	twin := docxOf(b, crowd(300).ComposeMinutes())
	if err := os.WriteFile(filepath.Join(dir, "minutes.docx"), twin, 0o600); err != nil {
		b.Fatal(err)
	}
	modelstest.Ratio{What: "minutes of 300 delegates", Against: "LibreOffice printing their Word twin", AtMost: 0.5, Milliseconds: true}.Measure(b, minutes(crowd(300)), func(b *testing.B) {
		run := exec.Command(office, "-env:UserInstallation=file://"+dir, "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "minutes.docx"))
		if said, err := run.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, said)
		}
	})
}

// BenchmarkBrowserRatios lets Chromium print the same words from a plain page, where it is installed: what a program does that makes its papers of HTML.
func BenchmarkBrowserRatios(b *testing.B) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		b.Skip("Chromium is not installed")
	}
	dir := b.TempDir()
	var page bytes.Buffer
	page.WriteString(`<!doctype html><meta charset="utf-8"><style>@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font:14pt/1.3 "Liberation Serif",serif;text-align:justify}</style>`)
	for _, paragraph := range readWord(b, docxOf(b, crowd(300).ComposeMinutes())).paragraphs {
		page.WriteString("<p>" + html.EscapeString(paragraph) + "</p>")
	}
	file, out := filepath.Join(dir, "minutes.html"), filepath.Join(dir, "minutes.pdf")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	modelstest.Ratio{What: "minutes of 300 delegates", Against: "Chromium printing the same words", AtMost: 0.5, Milliseconds: true}.Measure(b, minutes(crowd(300)), func(b *testing.B) {
		run := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+file)
		if said, err := run.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, said)
		}
		if written, err := os.Stat(out); err != nil || written.Size() < 1000 {
			b.Fatalf("Chromium prints nothing: %v", err)
		}
	})
}
