package views

import (
	"regexp"
	"strings"
)

// Change is a piece of a text that was changed: it stands in both texts, only in the earlier ("out"), or only in the later ("in").
// "gap" stands for a long piece of both that need not be read.
type Change struct{ Kind, Text string }

// Diff compares two texts word by word, or line by line when they are long, so that a reader sees at once what differs.
func Diff(before, after string) []Change {
	if before == after {
		return nil
	}
	a, b := pieces.FindAllString(before, -1), pieces.FindAllString(after, -1)
	if len(a)*len(b) > maxCells {
		a, b = strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	}
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	var d differ
	d.add("", a[:start]...)
	d.compare(a[start:endA], b[start:endB])
	d.add("", a[endA:]...)
	return d.readable()
}

// A word with the space behind it, so that what is left out takes its space along; a line's end by itself.
var pieces = regexp.MustCompile(`\n|[^\s]+[^\S\n]*|[^\S\n]+`)

// maxCells bounds the work and memory of a comparison.
const maxCells = 4 << 20

type differ struct{ changes []Change }

func (d *differ) add(kind string, texts ...string) {
	for _, text := range texts {
		if last := len(d.changes) - 1; last >= 0 && d.changes[last].Kind == kind {
			d.changes[last].Text += text
		} else if text != "" {
			d.changes = append(d.changes, Change{kind, text})
		}
	}
}

// compare finds the longest common subsequence. Texts that are too long for it differ as a whole.
func (d *differ) compare(a, b []string) {
	if len(a)*len(b) > maxCells {
		d.add("out", strings.Join(a, ""))
		d.add("in", strings.Join(b, ""))
		return
	}
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width) // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			d.add("", a[i])
			i, j = i+1, j+1
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			d.add("out", a[i])
			i++
		default:
			d.add("in", b[j])
			j++
		}
	}
	d.add("out", a[i:]...)
	d.add("in", b[j:]...)
}

// around is how much of a common piece is shown beside a change, in letters.
const around = 160

// readable cuts the middle out of long common pieces.
func (d *differ) readable() []Change {
	var shown []Change
	for i, change := range d.changes {
		runes := []rune(change.Text)
		if change.Kind != "" || len(runes) <= 3*around {
			shown = append(shown, change)
			continue
		}
		if i > 0 {
			shown = append(shown, Change{"", string(runes[:around])})
		}
		shown = append(shown, Change{"gap", " … "})
		if i < len(d.changes)-1 {
			shown = append(shown, Change{"", string(runes[len(runes)-around:])})
		}
	}
	return shown
}
