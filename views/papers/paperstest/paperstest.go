// Package paperstest reads a paper back, so that tests can say where each word stands on the page. It understands the files that
// package papers writes, not PDF at large, and takes nothing from package papers: places, sizes and widths are those in the file.
package paperstest

import (
	"fmt"
	"math"
	"strings"
)

// Paper is a file as it was read.
type Paper struct {
	Version, Lang, Title, Author string
	Fonts                        []string // styles embedded: "", "B", "I", "BI"
	Pages                        []Page
}

// Page is what a page shows, in the order of drawing. Lengths are in mm from its upper left corner.
type Page struct {
	Width, Height float64
	Texts         []Text
	Rules         []Rule
	Boxes         []Box
}

// Text is a run of letters on one baseline.
type Text struct {
	X, Y   float64 // of the baseline's left end
	Turned bool    // stands on its head: its first letter is at the right
	Width  float64
	Size   float64 // pt
	Style  string  // "", "B", "I", "BI"
	Text   string
	places []float64 // of each rune, and the end
}

// Rule is a straight line; Weight is in pt.
type Rule struct{ X1, Y1, X2, Y2, Weight float64 }

// Box is a rectangle, drawn or filled; X and Y are its upper left corner.
type Box struct {
	X, Y, Width, Height, Weight float64
	Filled                      bool
}

// Right is where a text ends.
func (t Text) Right() float64 { return t.X + t.Width }

// Top and Foot are how far the letters reach, as most of them do: a capital's mark may stand a little higher.
func (t Text) Top() float64  { return t.reach(0.7, 0.216) }
func (t Text) Foot() float64 { return t.reach(-0.216, -0.7) }

// reach is so many sizes above the baseline, of a turned text the other.
func (t Text) reach(up, turned float64) float64 {
	if t.Turned {
		up = turned
	}
	return t.Y - up*t.Size*mm
}

// Middle is the middle of a text.
func (t Text) Middle() float64 { return t.X + t.Width/2 }

// Words are the words of a text, each at its place.
func (t Text) Words() (words []Text) {
	runes := []rune(t.Text)
	for start := 0; start < len(runes); {
		if runes[start] == ' ' {
			start++
			continue
		}
		end := start
		for end < len(runes) && runes[end] != ' ' {
			end++
		}
		word := t
		word.Text, word.X, word.Width = string(runes[start:end]), min(t.places[start], t.places[end]), math.Abs(t.places[end]-t.places[start])
		word.places = t.places[start : end+1]
		words = append(words, word)
		start = end
	}
	return words
}

// String is how golden files show a text.
func (t Text) String() string {
	if t.Turned {
		return fmt.Sprintf("%6.2f %6.2f %4.1f %-2s %s, turned", t.X, t.Y, t.Size, t.Style, t.Text)
	}
	return fmt.Sprintf("%6.2f %6.2f %4.1f %-2s %s", t.X, t.Y, t.Size, t.Style, t.Text)
}

// Lines are the page's texts joined line by line: those of one baseline from left to right with a tab between, downwards.
func (p Page) Lines() (lines []string) {
	taken := make([]bool, len(p.Texts))
	for i, text := range p.Texts {
		if taken[i] {
			continue
		}
		line := text.Text
		for j := i + 1; j < len(p.Texts); j++ {
			if math.Abs(p.Texts[j].Y-text.Y) < 0.01 {
				line += "\t" + p.Texts[j].Text
				taken[j] = true
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Find is the first text on the page that holds the words, and whether there is one.
func (p Page) Find(words string) (Text, bool) {
	for _, text := range p.Texts {
		if strings.Contains(text.Text, words) {
			return text, true
		}
	}
	return Text{}, false
}

// Find is the first text of the paper that holds the words, and its page, counted from 1; 0 when there is none.
func (p Paper) Find(words string) (Text, int) {
	for i, page := range p.Pages {
		if text, found := page.Find(words); found {
			return text, i + 1
		}
	}
	return Text{}, 0
}

// Plain is all text of the paper, without the page numbers above the top margin of 20 mm. Lines of one paragraph are joined by a space;
// it is for tests that look for sentences.
func (p Paper) Plain() string {
	var all []string
	for _, page := range p.Pages {
		for _, text := range page.Texts {
			if text.Y > 20 {
				all = append(all, text.Text)
			}
		}
	}
	return strings.Join(all, " ")
}

// Golden is the paper as a golden file holds it: every text, rule and box with its place.
func (p Paper) Golden() string {
	var b strings.Builder
	fmt.Fprintf(&b, "PDF %s %s\ntitle %s\nauthor %s\nfonts %q\n", p.Version, p.Lang, p.Title, p.Author, p.Fonts)
	for i, page := range p.Pages {
		fmt.Fprintf(&b, "\npage %d  %.2f × %.2f\n", i+1, page.Width, page.Height)
		for _, text := range page.Texts {
			fmt.Fprintln(&b, text)
		}
		for _, rule := range page.Rules {
			fmt.Fprintf(&b, "%6.2f %6.2f to %6.2f %6.2f, %.2f pt\n", rule.X1, rule.Y1, rule.X2, rule.Y2, rule.Weight)
		}
		for _, box := range page.Boxes {
			fmt.Fprintf(&b, "%6.2f %6.2f box %6.2f × %6.2f\n", box.X, box.Y, box.Width, box.Height)
		}
	}
	return b.String()
}
