package papers

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that belong to what follows them, a name or a figure, and those that belong to the figure before them. A line that ends between the two
// makes the reader look for the rest.
var (
	beforeFigures = words("ngày", "tháng", "năm", "giờ", "số", "lần", "khóa", "điều", "khoản", "điểm", "quý", "hàng", "ghế", "phòng")
	behindFigures = words("giờ", "phút", "giây", "đồng", "người", "đại", "bản", "bộ", "suất", "phiếu", "ý", "tham", "lượt", "trang", "ngày", "buổi")
)

// together tells whether the words on both sides of a space stay on one line where they can: what somebody is called and the name, a figure and
// what it counts, an hour, a day, the parts of a telephone number, and a dash and the word that it stands behind or begins.
func together(text string, space int) bool {
	after := text[space+1:]
	next, size := utf8.DecodeRuneInString(after)
	from := strings.LastIndexByte(text[:space], ' ') + 1
	before := strings.ToLower(strings.TrimLeft(text[from:space], "(“"))
	switch {
	case next == '-' || next == '–':
		return strings.HasPrefix(after[size:], " ")
	case before == "-" || before == "+":
		return from == 0
	case before == "đồng":
		return strings.HasPrefix(after, "chí")
	case before == "khóa":
		return true
	case next >= '0' && next <= '9' || next == '…':
		return beforeFigures[before] || next != '…' && strings.Trim(before, "0123456789") == "" // a telephone number
	case unicode.IsUpper(next):
		return before == "ông" || before == "bà" || before == "chí" && strings.HasSuffix(strings.ToLower(text[max(0, from-len("đồng ")):from]), "đồng ")
	case before != "" && strings.Trim(before, "0123456789.,") == "" && strings.TrimRight(before, ".,") == before:
		word, _, _ := strings.Cut(after[:min(len(after), 24)], " ")
		return behindFigures[strings.TrimRight(word, ",.;:)")]
	}
	return false
}
