package papers_test

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"hoithao/models"
	"hoithao/views/papers/paperstest"
)

// Every badge's code, at the least size that can be chosen, is read again from a page as a scanner of 200 dpi sees it.
func TestBadgeCodes(t *testing.T) {
	record := handful()
	for _, size := range []string{"20", "30"} {
		paper := read(t, printed(t, "badges", record, models.Paper{Options: models.Choices{"code": size, "who": "all"}}))
		var passes []string
		for _, page := range paper.Pages {
			for _, code := range codes(page) {
				got, err := qrcode.NewQRCodeReader().Decode(bitmap(t, code), nil)
				if err != nil {
					t.Fatal(err)
				}
				passes = append(passes, got.GetText())
			}
		}
		var want []string
		for _, delegate := range record.Delegates {
			if delegate.Person.Name() != "" {
				want = append(want, delegate.Pass)
			}
		}
		if strings.Join(passes, " ") != strings.Join(want, " ") {
			t.Errorf("%s mm: %v, want %v", size, passes, want)
		}
	}
}

// codes are the filled boxes of a page, a code each: the modules are the small ones, and a code's follow each other.
func codes(page paperstest.Page) (all [][]paperstest.Box) {
	fresh := true
	for _, box := range page.Boxes {
		if !box.Filled {
			continue
		}
		if box.Width > 40 { // the band over the next
			fresh = true
			continue
		}
		if fresh {
			all, fresh = append(all, nil), false
		}
		all[len(all)-1] = append(all[len(all)-1], box)
	}
	return all
}

func bitmap(t *testing.T, modules []paperstest.Box) *gozxing.BinaryBitmap {
	t.Helper()
	const dots, quiet = 200 / 25.4, 4.0 // dots a mm, mm of paper around
	left, top, right, foot := modules[0].X, modules[0].Y, 0.0, 0.0
	for _, box := range modules {
		left, top, right, foot = min(left, box.X), min(top, box.Y), max(right, box.X+box.Width), max(foot, box.Y+box.Height)
	}
	scan := image.NewGray(image.Rect(0, 0, int((right-left+2*quiet)*dots), int((foot-top+2*quiet)*dots)))
	draw.Draw(scan, scan.Bounds(), image.White, image.Point{}, draw.Src)
	for _, box := range modules {
		at := func(mm, from float64) int { return int((mm - from + quiet) * dots) }
		draw.Draw(scan, image.Rect(at(box.X, left), at(box.Y, top), at(box.X+box.Width, left), at(box.Y+box.Height, top)), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(scan)
	if err != nil {
		t.Fatal(err)
	}
	return bits
}

// A name keeps to one line, as large as it fits, and stands twice: once on its head, each in the middle of its face.
func TestNameplates(t *testing.T) {
	record := workshop()
	record.Delegates[1].Person = person(2, "Nguyễn Thị Hoàng Phương", "Thảo", "Phó Viện trưởng")
	paper := read(t, printed(t, "nameplates", record, models.Paper{}))
	if len(paper.Pages) != 3 {
		t.Fatalf("%d pages for three delegates", len(paper.Pages))
	}
	for i, name := range []string{"PHẠM SỸ LỢI", "NGUYỄN THỊ HOÀNG PHƯƠNG THẢO", "TRẦN ĐỨC THUẦN"} {
		var upright, turned paperstest.Text
		for _, text := range paper.Pages[i].Texts {
			if text.Text == name && text.Turned {
				turned = text
			} else if text.Text == name {
				upright = text
			}
		}
		if upright.Size == 0 || turned.Size != upright.Size || upright.Style != "B" || !near(upright.Middle(), 105) || !near(turned.Middle(), 105) || !near(upright.Y-148.5, 148.5-turned.Y) {
			t.Errorf("%s: %+v and %+v", name, upright, turned)
		}
		if upright.Size < 28 || upright.Size > 60 || i == 0 && upright.Size != 60 || upright.Width > 188.1 {
			t.Errorf("%s is %.0f pt and %.1f mm wide", name, upright.Size, upright.Width)
		}
	}
}
