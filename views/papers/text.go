package papers

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hoithao/models/viet"
)

// printed is the one door through which text comes onto a page: one line of NFC without control and bidi characters, and of runes that
// the fonts have. A rune that they lack becomes what Unicode holds for its equal, if they have that (U+2011 the hyphen, fullwidth letters
// the plain ones), and is left out else; nothing ever prints as U+FFFD.
func printed(text string) string {
	text = viet.Clean(text)
	have := glyphs()
	whole := true
	for _, r := range text {
		if r > 0xFFFF || !have[r] {
			whole = false
			break
		}
	}
	if whole {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch equal, known := equals[r]; {
		case printable(r):
			b.WriteRune(r)
		case known:
			b.WriteString(equal)
		default:
			for _, part := range norm.NFKC.String(string(r)) {
				if printable(part) || unicode.IsSpace(part) {
					b.WriteRune(part)
				}
			}
		}
	}
	return viet.Clean(b.String())
}

// equals are runes that the fonts lack and Unicode knows no equal of, but a reader does.
var equals = map[rune]string{'‐': "-", '‑': "-", '‒': "-", '―': "—", '✓': "x", '✔': "x", '☑': "x", '☒': "x", '➢': "-", '❖': "-", '✧': "-"}

// paragraphs are the lines of a text, each ready to print; empty ones are left out.
func paragraphs(text string) []string {
	var all []string
	for line := range strings.SplitSeq(viet.CleanText(text), "\n") {
		if line = printed(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// line is a line of a paragraph.
type line struct {
	text   string
	width  int  // in thousandths of the size
	spaces int  // between its words
	last   bool // of its paragraph
}

// measure is the width of a text in thousandths of its size.
func (w *widths) measure(text string) (sum int) {
	for _, r := range text {
		sum += max(int(w[r]), 0)
	}
	return sum
}

// wrap breaks a printed text at spaces into lines no wider than first for the first and rest for the others, in thousandths of the
// size: not between words that belong together, unless they would fill more than a line. A word wider than a line is broken where the line
// ends. It reads the text once.
func (w *widths) wrap(text string, first, rest int) (lines []line) {
	limit := first
	start, width, spaces := 0, 0, 0 // of the line so far
	none := breaking{at: -1}
	gap, tied := none, none              // its last space, and the last between words that belong together
	end := func(at, width, spaces int) { // the line ends at a byte of the text
		lines = append(lines, line{text: text[start:at], width: width, spaces: spaces})
		limit = rest
	}
	for at, r := range text {
		advance := max(int(w[r]), 0)
		if r == ' ' {
			here := breaking{at, width, spaces}
			if together(text, at) {
				tied = here
			} else {
				gap, tied = here, none
			}
			spaces++
		} else {
			for width+advance > limit && at > start {
				last := gap
				if gap.at < 0 {
					last = tied
				}
				if last.at < 0 { // the word itself is wider than a line
					end(at, width, spaces)
					start, width, spaces = at, 0, 0
					break
				}
				end(last.at, last.width, last.spaces)
				start, width, spaces = last.at+1, width-last.width-int(w[' ']), spaces-last.spaces-1
				if gap = none; last.at == tied.at {
					tied = none
				} else {
					tied.width, tied.spaces = tied.width-last.width-int(w[' ']), tied.spaces-last.spaces-1
				}
			}
		}
		width += advance
	}
	end(len(text), width, spaces)
	lines[len(lines)-1].last = true
	return lines
}

// breaking is a space at which a line may end, and the line before it.
type breaking struct{ at, width, spaces int }
