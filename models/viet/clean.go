package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean makes one line of what somebody typed or pasted. The result is valid UTF-8 in NFC, holds no control character and no
// character that only steers or hides (see invisible), and every run of white space, line breaks and no-break spaces included,
// is one space, with none at the ends. Text enters the program through Clean or CleanText, so that the rest may rely on it.
//
// Clean Vietnamese text is returned as it is, without a copy.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unwanted(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	// Only now: a mark may have been parted from its letter by something just dropped.
	return norm.NFC.String(b.String())
}

// clean reports that Clean would change nothing; of some foreign texts with loose marks it says no to be safe.
func clean(s string) bool {
	if s == "" {
		return true
	}
	last, strange := ' ', false // so that a space in front is one too many
	for _, r := range s {
		switch {
		case r == ' ':
			if last == ' ' {
				return false
			}
		case known(r):
		case unicode.IsSpace(r), unwanted(r):
			return false
		default:
			strange = true
		}
		last = r
	}
	return last != ' ' && (!strange || utf8.ValidString(s) && norm.NFC.QuickSpanString(s) == len(s))
}

// CleanText is Clean for a text of many lines. Every kind of line break becomes \n, each line is cleaned by itself, and of
// several blank lines in a row one is left; none opens or closes the text.
func CleanText(s string) string {
	if clean(s) { // one line
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for line := range strings.SplitSeq(lineBreaks.Replace(s), "\n") {
		line = Clean(line)
		if line == "" {
			blank = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if blank {
				b.WriteByte('\n')
			}
		}
		b.WriteString(line)
		blank = false
	}
	return b.String()
}

// lineBreaks turns what systems and word processors end a line with into \n; Word's own line break is \v.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// unwanted characters have no place in a text. The noncharacters among them, U+FFFE and U+FFFF, would spoil XML files.
func unwanted(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Noncharacter_Code_Point, invisible)
}

// invisible characters show nothing, but make two names that look alike differ, or turn the reading direction of what follows.
// The zero-width joiner U+200D is not one of them: it holds emoji together.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00AD, 0x00AD, 1}, // soft hyphen
		{0x061C, 0x061C, 1}, // Arabic letter mark
		{0x180E, 0x180E, 1}, // Mongolian vowel separator
		{0x200B, 0x200C, 1}, // zero-width space and non-joiner
		{0x200E, 0x200F, 1}, // left-to-right and right-to-left marks
		{0x202A, 0x202E, 1}, // bidi embeddings and overrides
		{0x2060, 0x206F, 1}, // word joiner, invisible operators, bidi isolates
		{0xFEFF, 0xFEFF, 1}, // byte order mark
		{0xFFF9, 0xFFFB, 1}, // interlinear annotation
	},
	LatinOffset: 1,
}
