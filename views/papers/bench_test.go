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
	"hoithao/views/papers"
)

// The minutes of so many delegates cost little more than a bare loop over gofpdf that writes the same lines: compare the two, and each with
// its number of delegates.
var sizes = []int{300, 1000, 5000}

func BenchmarkMinutes(b *testing.B) {
	for _, n := range sizes {
		record := crowd(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := papers.Minutes(io.Discard, record.ComposeMinutes()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompose(b *testing.B) {
	var minutes models.Minutes
	for _, n := range sizes {
		record := crowd(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				minutes = record.ComposeMinutes()
			}
		})
	}
	_ = minutes
}

func BenchmarkBareGofpdf(b *testing.B) {
	for _, n := range sizes {
		pages := read(b, minutesPDF(b, crowd(n))).Pages
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				pdf := gofpdf.New("P", "mm", "A4", "")
				pdf.AddUTF8FontFromBytes("serif", "", bytes.Clone(liberationserifregular.TTF))
				pdf.AddUTF8FontFromBytes("serif", "B", bytes.Clone(liberationserifbold.TTF))
				pdf.AddUTF8FontFromBytes("serif", "I", bytes.Clone(liberationserifitalic.TTF))
				pdf.SetAutoPageBreak(false, 0)
				pdf.SetCellMargin(0)
				for _, page := range pages {
					pdf.AddPage()
					style, size := "", 0.0
					for _, text := range page.Texts {
						if text.Style != style || text.Size != size {
							style, size = text.Style, text.Size
							pdf.SetFont("serif", style, size)
						}
						pdf.SetXY(text.X, text.Y-4)
						pdf.MultiCell(195.1-text.X, 6.35, text.Text, "", "J", false)
					}
				}
				if err := pdf.Output(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
