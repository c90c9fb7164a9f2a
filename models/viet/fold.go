package viet

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is s as it is searched for: small letters without marks, đ as d, one space between words, so that nguyen finds Nguyễn.
// Store it beside the text and fold the query too. Folding twice changes nothing. It has to be done here: of the databases
// SQLite lowers ASCII only and its remove_diacritics leaves đ.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == ' ':
			space = b.Len() > 0
		case known(r):
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteByte(plain[r])
		default:
			return fold(s)
		}
	}
	return b.String()
}

// plain has of each character that lists and records are full of, ASCII that shows and the Vietnamese letters, composed, what it is folded to.
// They stand for themselves: what is written in them alone is taken letter by letter, without the tables of all scripts.
var plain = func() (plain ['ỹ' + 1]byte) { // the last of them
	for r := '!'; r <= '~'; r++ {
		plain[r] = fold(string(r))[0]
	}
	for _, r := range Alphabet {
		plain[r] = fold(string(r))[0]
	}
	return plain
}()

func known(r rune) bool { return int(r) < len(plain) && plain[r] != 0 }

// fold is Fold for texts of any script.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	// A letter after a broken byte would not be decomposed.
	for _, r := range norm.NFD.String(strings.ToValidUTF8(s, "")) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.M, unicode.Cc, unicode.Cf):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		switch r = unicode.ToLower(r); r {
		case 'đ', 'ð', 'ɖ': // does not decompose; old fonts left Ð and Ɖ, which look the same, in its place
			r = 'd'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// HasMarks reports whether s has a Vietnamese diacritic or đ. Somebody who types marks means them: such a query is to be
// matched as it is first, and folded only after.
func HasMarks(s string) bool {
	strange := false
	for _, r := range s {
		if r >= utf8.RuneSelf {
			if known(r) {
				return true
			}
			strange = true
		}
	}
	if !strange {
		return false
	}
	// grave, acute, circumflex, tilde, breve, hook above, horn, dot below
	return strings.ContainsAny(norm.NFD.String(s), "đĐ\u0300\u0301\u0302\u0303\u0306\u0309\u031B\u0323")
}

// Same reports whether a and b are the same words: composed or not, in small letters or capitals, with the tone placed in the
// old way (hòa, thủy, khỏe) or the new (hoà, thuỷ, khoẻ). Both are official: laws keep the old, schools teach the new (QĐ
// 1989/QĐ-BGDĐT, 25/5/2018), and NĐ 30/2020 mixes them. Nothing else is looked through: Mỹ is not Mĩ.
func Same(a, b string) bool {
	return a == b || alike(a) == alike(b)
}

func alike(s string) string {
	return word.ReplaceAllStringFunc(norm.NFC.String(strings.ToLower(s)), placeTone)
}

// word is what betweenWords parts.
var word = regexp.MustCompile(`[\pL\pM\pN]+`)

// placeTone moves the tone of a syllable, composed and in small letters, to where the new way has it. The ways part only in
// open syllables in oa, oe and uy; after q the u belongs to the consonant and never carries the tone.
func placeTone(syllable string) string {
	_, last := utf8.DecodeLastRuneInString(syllable)
	_, before := utf8.DecodeLastRuneInString(syllable[:len(syllable)-last])
	head, tail := syllable[:len(syllable)-last-before], syllable[len(syllable)-last-before:]
	if placed, ok := newPlace[tail]; ok && !strings.HasSuffix(head, "q") {
		return head + placed
	}
	return syllable
}

// newPlace maps the old placement of a tone to the new: òa to oà, 15 pairs in all.
var newPlace = func() map[string]string {
	pairs := make(map[string]string)
	for _, vowels := range []string{"oa", "oe", "uy"} {
		for _, tone := range []string{"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			pairs[norm.NFC.String(vowels[:1]+tone+vowels[1:])] = norm.NFC.String(vowels + tone)
		}
	}
	return pairs
}()
