package viet

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestAlphabet(t *testing.T) {
	want := map[rune]bool{'đ': true, 'Đ': true}
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			letter := norm.NFC.String(string(vowel) + tone)
			for _, r := range letter + strings.ToUpper(letter) {
				want[r] = true
			}
		}
	}
	for plain := 'a'; plain <= 'z'; plain++ {
		want[plain], want[plain-'a'+'A'] = true, true
	}
	for _, r := range Alphabet {
		if !want[r] {
			t.Errorf("%c is too many or there twice", r)
		}
		delete(want, r)
	}
	for r := range want {
		t.Errorf("%c is missing", r)
	}
	if n := utf8.RuneCountInString(Alphabet); n != 134+2*26 {
		t.Errorf("%d letters", n)
	}
}

func TestPoint(t *testing.T) {
	want := strings.Fields("a b c d đ e g h i k l m n o p q r s t u v x y aa ab ac ad ađ ae")
	for i, letter := range want {
		if got := Point(i); got != letter {
			t.Errorf("Point(%d) = %q, want %q", i, got, letter)
		}
	}
	for i, letter := range map[int]string{-1: "", 23 + 22: "ay", 23 + 23: "ba", 23 + 23*23: "aaa"} {
		if got := Point(i); got != letter {
			t.Errorf("Point(%d) = %q, want %q", i, got, letter)
		}
	}
}

func TestCase(t *testing.T) {
	tests := []struct{ in, upper, upperFirst, lowerFirst string }{
		{"", "", "", ""},
		{"nguyễn đức thuần", "NGUYỄN ĐỨC THUẦN", "Nguyễn đức thuần", "nguyễn đức thuần"},
		{norm.NFD.String("ủy ban"), "ỦY BAN", "Ủy ban", "ủy ban"},
		{"đồng chí Lợi", "ĐỒNG CHÍ LỢI", "Đồng chí Lợi", "đồng chí Lợi"},
		{"thứ Ba", "THỨ BA", "Thứ Ba", "thứ Ba"},
		{"“hội thảo”", "“HỘI THẢO”", "“Hội thảo”", "“hội thảo”"},
		{"Hội thảo", "HỘI THẢO", "Hội thảo", "hội thảo"},
		{"Ý kiến", "Ý KIẾN", "Ý kiến", "ý kiến"},
		{"UBND tỉnh", "UBND TỈNH", "UBND tỉnh", "UBND tỉnh"},
		{"HĐND", "HĐND", "HĐND", "HĐND"},
		{"3 đại biểu", "3 ĐẠI BIỂU", "3 đại biểu", "3 đại biểu"},
		{"…", "…", "…", "…"},
	}
	for _, test := range tests {
		if got := Upper(test.in); got != test.upper {
			t.Errorf("Upper(%q) = %q", test.in, got)
		}
		if got := UpperFirst(test.in); got != test.upperFirst {
			t.Errorf("UpperFirst(%q) = %q", test.in, got)
		}
		if got := LowerFirst(test.in); got != test.lowerFirst {
			t.Errorf("LowerFirst(%q) = %q", test.in, got)
		}
	}
}
