package papers_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views/papers"
	"hoithao/views/papers/paperstest"
)

// inside checks what every page of every paper keeps: nothing outside the margins (the page number stands in the upper one), no text
// over another, no letter without a glyph.
func inside(t testing.TB, paper paperstest.Paper) {
	t.Helper()
	const slack = 0.1
	for n, page := range paper.Pages {
		var below []paperstest.Text // texts of the last lines, from above
		for i, text := range page.Texts {
			top, foot := text.Y-0.7*text.Size*pt, text.Y+0.216*text.Size*pt
			if strings.ContainsRune(text.Text, '\uFFFD') {
				t.Fatalf("page %d: %q has U+FFFD", n+1, text.Text)
			}
			if i == 0 && n > 0 && text.Y < 20 {
				continue // its number
			}
			if text.X < 30-slack || text.Right() > 195+slack || top < 20-slack || foot > 277+slack {
				t.Fatalf("page %d: %q stands outside the margins, %.2f to %.2f, on %.2f", n+1, text.Text, text.X, text.Right(), text.Y)
			}
			for _, other := range below {
				// Capitals are 0.66 of the size high, and what hangs below the line reaches 0.216 of it.
				if text.X < other.Right()-slack && other.X < text.Right()-slack && text.Y > other.Y-0.5 && text.Y-0.66*text.Size*pt < other.Y-0.1 {
					t.Fatalf("page %d: %q stands over %q", n+1, text.Text, other.Text)
				}
			}
			if below = append(below, text); len(below) > 20 {
				below = below[1:]
			}
		}
		for _, rule := range page.Rules {
			if rule.X1 < 30-slack || rule.X2 > 195+slack {
				t.Fatalf("page %d: a rule stands outside the margins", n+1)
			}
		}
		for _, box := range page.Boxes {
			if box.X < 30-slack || box.X+box.Width > 195+slack || box.Y < 20-slack || box.Y+box.Height > 277+slack {
				t.Fatalf("page %d: a box stands outside the margins: %+v", n+1, box)
			}
		}
	}
}

// The block of signatures brings at least two lines of the body along, wherever the body ends.
func TestSignaturesNeverAlone(t *testing.T) {
	for _, base := range []models.Record{workshop(), state()} {
		pages := map[int]bool{}
		for n := range 90 {
			record := base
			record.Conclusions = nil
			for i := range n {
				record.Conclusions = append(record.Conclusions, models.Conclusion{Text: strings.Repeat("Tiếp tục nắm bắt dư luận xã hội ", i%4+1)})
			}
			if n%3 == 1 {
				record.Minutes.Secretaries = []models.Person{person(60, "Lê", "Mai"), person(61, "Vũ", "Hà"), person(62, "Đỗ", "An")}
			}
			paper := read(t, minutesPDF(t, record))
			inside(t, paper)
			pages[len(paper.Pages)] = true
			var lines []paperstest.Text // of the body, on the page of the signatures
			for _, text := range paper.Pages[len(paper.Pages)-1].Texts {
				if text.Y < 20 {
					continue
				}
				if text.Style != "" && (text.Text == "NGƯỜI GHI BIÊN BẢN" || text.Text == "THƯ KÝ") {
					break
				}
				lines = append(lines, text)
			}
			if len(lines) < 2 || len(lines) == len(paper.Pages[len(paper.Pages)-1].Texts) {
				t.Fatalf("%d conclusions: %d lines above the signatures on the last page", n, len(lines))
			}
		}
		if len(pages) < 3 {
			t.Errorf("only %v pages: nothing was tried", pages)
		}
	}
}

// No paragraph leaves a single line on a page, and no heading stands at its foot.
func TestParagraphsAcrossPages(t *testing.T) {
	for _, base := range []models.Record{workshop(), state()} {
		for n := range 40 {
			base.Speeches[0].Summary = strings.Repeat("Đánh giá thực trạng công tác dư luận xã hội của tỉnh. ", n+1)
			paper := read(t, minutesPDF(t, base))
			inside(t, paper)
			for i, page := range paper.Pages[:len(paper.Pages)-1] {
				foot := page.Texts[len(page.Texts)-1]
				if foot.Style == "B" {
					t.Fatalf("%q stands at the foot of page %d", foot.Text, i+1)
				}
				head, second := paper.Pages[i+1].Texts[1], paper.Pages[i+1].Texts[2]
				if near(head.X, 30) && near(second.X, 40) {
					t.Fatalf("%q stands alone at the head of page %d", head.Text, i+2)
				}
				if near(foot.X, 40) && near(head.X, 30) {
					t.Fatalf("%q stands alone at the foot of page %d", foot.Text, i+1)
				}
			}
		}
	}
}

// A table repeats its head on every page and never cuts a row, unless the row is higher than a page.
func TestTableAcrossPages(t *testing.T) {
	agenda := workshop().Agenda()
	rows := &agenda.Sessions[0].Rows
	random := rand.New(rand.NewPCG(2018, 11))
	for i := range 300 {
		*rows = append(*rows, models.AgendaRow{Time: "08h00 - 08h15", What: strings.Repeat("Tham luận về dư luận xã hội ", random.IntN(12)+1), Who: fmt.Sprintf("Đồng chí thứ %d", i)})
	}
	paper := read(t, agendaOf(t, agenda))
	inside(t, paper)
	number := 0
	for i, page := range paper.Pages {
		if head, found := page.Find("Người thực hiện"); !found || head.Style != "B" {
			t.Fatalf("page %d has no head", i+1)
		}
		for _, box := range page.Boxes {
			if !near(box.X, 30) {
				continue
			}
			// The number of a row stands in its first column: a box without one is the rest of a row.
			for _, text := range page.Texts {
				if near(text.Middle(), 35) && text.Y > box.Y && text.Y < box.Y+7 && text.Text != "TT" {
					number++
					if text.Text != itoa(number) {
						t.Fatalf("row %s where %d should stand", text.Text, number)
					}
				}
			}
		}
	}
	if number != len(*rows) {
		t.Errorf("%d rows printed of %d", number, len(*rows))
	}

	*rows = []models.AgendaRow{{What: strings.Repeat("Một hàng cao hơn một trang ", 400), Who: "Ban Tổ chức"}, {What: "Hàng sau"}}
	paper = read(t, agendaOf(t, agenda))
	inside(t, paper)
	if len(paper.Pages) < 2 || strings.Count(paper.Plain(), "trang") != 400 {
		t.Errorf("a row higher than a page: %d pages, %d times", len(paper.Pages), strings.Count(paper.Plain(), "trang"))
	}
}

// From one delegate to five thousand, everybody is named once and stands on the page.
func TestCrowds(t *testing.T) {
	counts := []int{1, 7, 40, 300, 5000}
	if testing.Short() {
		counts = counts[:3]
	}
	for _, n := range counts {
		for _, regime := range []models.Regime{models.Dang2018, models.NN2020} {
			record := crowd(n)
			record.Event.Regime = string(regime)
			paper := read(t, minutesPDF(t, record))
			inside(t, paper)
			words := map[string]int{}
			for _, page := range paper.Pages {
				for _, text := range page.Texts {
					for _, word := range text.Words() {
						words[word.Text]++
					}
				}
			}
			for i := range n {
				if words[itoa(i+1)+","] < 1 {
					t.Fatalf("%d delegates, %s: delegate %d is not named", n, regime, i+1)
				}
			}
		}
	}
}

// Names of every length stay where they belong.
func TestLongNames(t *testing.T) {
	for _, regime := range []models.Regime{models.Dang2018, models.Dang2026, models.NN2011, models.NN2020} {
		for _, name := range []string{
			strings.TrimSpace(strings.Repeat("Nguyễn Thị Hoàng ", 8))[:120], strings.Repeat("ƯỠ", 60), strings.Repeat("W", 120), strings.Repeat("ẵ", 10000), "",
		} {
			record := workshop()
			record.Event.Regime = string(regime)
			record.Event.Title, record.Event.Venue, record.Event.Place = name, name, name
			record.Organizer.PrintName, record.Organizer.Place, record.Organizer.Code = &name, name, name
			record.Ancestors[0].PrintName = &name
			record.Minutes.Chairs = []models.Person{person(3, "", name, name, name, name, name, name), person(70, name, "B", name)}
			record.Minutes.SecretaryText = name
			record.Delegates[0].Person = record.Minutes.Chairs[0]
			record.Items[4].Title = name
			record.Conclusions[1].Task.Responsible = name
			inside(t, read(t, minutesPDF(t, record)))
			inside(t, read(t, agendaPDF(t, record)))
		}
	}
}

// The same values give the same bytes, in one goroutine or many.
func TestSameBytes(t *testing.T) {
	minutes, agenda := workshop().ComposeMinutes(), workshop().Agenda()
	want, wantAgenda := minutesOf(t, minutes), agendaOf(t, agenda)
	empty := minutesPDF(t, models.Record{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if !bytes.Equal(minutesOf(t, minutes), want) {
				t.Error("other minutes")
			}
			if !bytes.Equal(agendaOf(t, agenda), wantAgenda) {
				t.Error("another agenda")
			}
			if !bytes.Equal(minutesPDF(t, models.Record{}), empty) {
				t.Error("other empty minutes")
			}
		})
	}
	all.Wait()
}

// Every Vietnamese letter comes back as it went in, in all four styles, with a glyph in each.
func TestAlphabet(t *testing.T) {
	var words []string
	for letters := range slices.Chunk([]rune(viet.Alphabet), 20) {
		words = append(words, string(letters))
	}
	pangram := strings.Join(words, " ")
	var file bytes.Buffer
	if err := papers.Specimen(&file, pangram); err != nil {
		t.Fatal(err)
	}
	paper := read(t, file.Bytes())
	if want := []string{"", "B", "BI", "I"}; !slices.Equal(paper.Fonts, want) {
		t.Errorf("fonts %q, want %q", paper.Fonts, want)
	}
	for _, style := range paper.Fonts {
		var lines []string
		for _, text := range paper.Pages[0].Texts {
			if text.Style == style {
				lines = append(lines, text.Text)
			}
		}
		if got := strings.Join(lines, " "); got != pangram {
			t.Errorf("in style %q comes back:\n%s\nwant\n%s", style, got, pangram)
		}
	}
	if missing := papers.MissingLetters(viet.Alphabet + "0123456789 .,;:-–—“”‘’()/…%&+*?!§°²×÷±≤≥€₫"); missing != "" {
		t.Errorf("no glyph in some style: %q", missing)
	}
}

func TestPrinted(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"composed", "Hội thảo", "Hội thảo"},
		{"decomposed", "Ho\u0323\u0302i tha\u0309o", "Hội thảo"},
		{"emoji are left out", "Chào 😀 mừng", "Chào mừng"},
		{"bidi", "a\u202eb\u2066c", "abc"},
		{"control", "a\x00b\x1bc\td", "abc d"},
		{"replacement character", "a\uFFFDb", "ab"},
		{"invalid UTF-8", "a\xffb", "ab"},
		{"no-break hyphen and spaces", "2018\u20112020\u00a0năm\u202f2018", "2018-2020 năm 2018"},
		{"fullwidth letters", "ＡＢＣ", "ABC"},
		{"mathematical letters above U+FFFF", "𝐀𝐁", "AB"},
		{"circled numbers", "①", "1"},
		{"a script without glyphs", "漢字 Hà Nam", "Hà Nam"},
		{"private use", "\ue000x", "x"},
		{"joiner", "a\u200db", "ab"},
		{"nothing left", "😀", ""},
	}
	for _, test := range tests {
		if got := papers.Printed(test.in); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
