package viet

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"blank", " \t\u00A0\n ", ""},
		{"clean", "Hội thảo “Dư luận xã hội”", "Hội thảo “Dư luận xã hội”"},
		{"decomposed, as macOS names files", norm.NFD.String("Nguyễn Đức Thuần"), "Nguyễn Đức Thuần"},
		{"white space of all kinds", " Hà\u00A0\u202FNam\t\r\n\u2028\u3000 2018 ", "Hà Nam 2018"},
		{"control characters", "Hà\x00 \x07Nam\x7F\u009F", "Hà Nam"},
		{"invalid UTF-8", "Hà\xff N\xc3am\xe1\xbb", "Hà Nam"},
		{"a replacement character is text", "H\uFFFD", "H\uFFFD"},
		{"bidi override", "gpj.\u202Eexe\u202C", "gpj.exe"},
		{"bidi isolates and marks", "\u2066a\u2069\u200Eb\u200Fc\u061C", "abc"},
		{"zero-width spaces", "\uFEFFNguy\u200Bễn\u2060 \u200CAn\u00AD", "Nguyễn An"},
		{"a space and something hidden", "An \u200B Bình", "An Bình"},
		{"a mark parted from its letter", "a\u200B\u0301", "á"},
		{"noncharacters", "a\uFFFE\uFFFF", "a"},
		{"emoji held by a joiner", "👩\u200D🔬", "👩\u200D🔬"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Clean(test.in); got != test.want {
				t.Errorf("Clean(%+q) = %+q, want %+q", test.in, got, test.want)
			}
		})
	}
}

func TestCleanCopiesNothingClean(t *testing.T) {
	name := strings.Repeat("Nguyễn Đức Thuần, ", 5) + "Hà Nam"
	if n := testing.AllocsPerRun(100, func() { Clean(name) }); n != 0 {
		t.Errorf("Clean of clean text allocates %v times", n)
	}
}

func TestCleanText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "\r\n\n \n", ""},
		{"one line", "  một  dòng ", "một dòng"},
		{"line ends of three systems", "một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"},
		{"a line that opens with a mark", "a\r\u0301b", "a\n\u0301b"},
		{"line ends of word processors", "một\vhai\u2028ba\u2029bốn\fnăm\u0085sáu", "một\nhai\nba\nbốn\nnăm\nsáu"},
		{"trailing spaces", "một \t\nhai\u00A0\n", "một\nhai"},
		{"one blank line stays", "một\n\nhai", "một\n\nhai"},
		{"several become one", "\n\nmột\n \n\t\n\u200B\n\nhai\n\n", "một\n\nhai"},
		{"decomposed", norm.NFD.String("Hội\nthảo"), "Hội\nthảo"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := CleanText(test.in); got != test.want {
				t.Errorf("CleanText(%+q) = %+q, want %+q", test.in, got, test.want)
			}
		})
	}
}

// text draws what a form may be sent: any bytes, with a liking for what needs cleaning.
func text() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"Nguyễn", "đ", "Ð", "hòa", "hoà", norm.NFD.String("Thuỵ"), " ", "\u00A0", "\r\n", "\n\n", "\t", "\x00", "\u200B",
			"\u202E", "\u200D", "\uFFFD", "\xff", "\xe1\xbb", "\u0301", "\u0323", "\u031B", "\u034F", "İ", "10", "02", "-", "가",
		}),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 4), func(b []byte) string { return string(b) }),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 8), func(pieces []string) string { return strings.Join(pieces, "") })
}

func TestCleanTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "s")
		once := Clean(s)
		if twice := Clean(once); twice != once {
			t.Errorf("Clean gives %+q, then %+q", once, twice)
		}
		once = CleanText(s)
		if twice := CleanText(once); twice != once {
			t.Errorf("CleanText gives %+q, then %+q", once, twice)
		}
		if one := Clean(once); one != Clean(s) {
			t.Errorf("Clean of CleanText gives %+q, Clean %+q", one, Clean(s))
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Nguyễn  Văn\x00An", norm.NFD.String("Đắk Lắk"), "a\u200B\u0301", "\xe1\xbb\u202E", "một\r\n\r\n\r\nhai"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := Clean(s)
		whole := CleanText(s)
		for _, got := range append(strings.Split(whole, "\n"), line, strings.ReplaceAll(whole, "\n", ".")) {
			if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
				t.Errorf("%+q is not valid NFC", got)
			}
			if i := strings.IndexFunc(got, unicode.IsControl); i >= 0 {
				t.Errorf("%+q has a control character at %d", got, i)
			}
			if strings.Contains(got, "  ") {
				t.Errorf("%+q has spaces in a row", got)
			}
		}
		if strings.TrimSpace(whole) != whole || strings.TrimSpace(line) != line || strings.Contains(whole, "\n\n\n") {
			t.Errorf("%+q or %+q has space to spare", line, whole)
		}
		if Clean(line) != line || CleanText(whole) != whole {
			t.Errorf("%+q or %+q changes when cleaned again", line, whole)
		}
		if folded := Fold(s); Fold(folded) != folded {
			t.Errorf("%+q changes when folded again", folded)
		}
	})
}
