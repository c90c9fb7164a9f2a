package papers_test

import (
	"bytes"
	"fmt"
	"io"
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
