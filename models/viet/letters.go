package viet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Alphabet holds every letter a Vietnamese text may need: the 26 plain Latin letters (f j w z for foreign words) and the 67
// with a mark (đ, and 12 vowels in six tones less the six plain ones), each small and capital, in NFC. A font that has them all
// prints any name.
const Alphabet = "" +
	"abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "đĐ" +
	"àảãáạ" + "ÀẢÃÁẠ" +
	"ăằẳẵắặ" + "ĂẰẲẴẮẶ" +
	"âầẩẫấậ" + "ÂẦẨẪẤẬ" +
	"èẻẽéẹ" + "ÈẺẼÉẸ" +
	"êềểễếệ" + "ÊỀỂỄẾỆ" +
	"ìỉĩíị" + "ÌỈĨÍỊ" +
	"òỏõóọ" + "ÒỎÕÓỌ" +
	"ôồổỗốộ" + "ÔỒỔỖỐỘ" +
	"ơờởỡớợ" + "ƠỜỞỠỚỢ" +
	"ùủũúụ" + "ÙỦŨÚỤ" +
	"ưừửữứự" + "ƯỪỬỮỨỰ" +
	"ỳỷỹýỵ" + "ỲỶỸÝỴ"

// points are the letters that number the points of a clause: the alphabet without the letters that carry a mark, but with đ
// (NĐ 30/2020 itself runs d, đ, e, g).
var points = []rune("abcdđeghiklmnopqrstuvxy")

// Point is the letter of the i-th point, counted from 0: a, b, c, d, đ, e, g … y. No rule goes beyond the 23 letters; there
// it goes on as spreadsheets name columns: aa, ab … ay, ba. A negative i has no letter.
func Point(i int) string {
	var letters []rune
	for n := i + 1; n > 0; n = (n - 1) / len(points) {
		letters = append(letters, points[(n-1)%len(points)])
	}
	slices.Reverse(letters)
	return string(letters)
}

// Upper is s in capitals. It composes first: a decomposed letter has no capital of its own, and fonts draw it badly.
func Upper(s string) string { return strings.ToUpper(norm.NFC.String(s)) }

// UpperFirst gives the first letter a capital, for a text that comes to open a line: thứ Ba, “hội thảo”. Quotes and brackets
// before it are passed over; a text that opens with a number stays.
func UpperFirst(s string) string {
	before, first, after := cutFirst(s)
	return before + strings.ToUpper(first) + after
}

// LowerFirst is for a name that comes to stand inside a sentence: Hội thảo, but also UBND: a capital followed by another is an
// abbreviation, or a whole line in capitals, and stays.
func LowerFirst(s string) string {
	before, first, after := cutFirst(s)
	if next, _ := utf8.DecodeRuneInString(after); unicode.IsUpper(next) {
		return before + first + after
	}
	return before + strings.ToLower(first) + after
}

// cutFirst cuts s, composed, around its first rune that is not punctuation.
func cutFirst(s string) (before, first, after string) {
	s = norm.NFC.String(s)
	at := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPunct(r) })
	if at < 0 {
		return s, "", ""
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[:at], s[at : at+size], s[at+size:]
}
