package viet

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", " ", ""},
		{"name", "Nguyễn Đức Thuần", "nguyen duc thuan"},
		{"decomposed", norm.NFD.String("Nguyễn Đức Thuần"), "nguyen duc thuan"},
		{"đ does not decompose", "ĐẮK LẮK đổi", "dak lak doi"},
		{"horn does", "Ơ ơ Ư ư ướt rượu", "o o u u uot ruou"},
		{"both tone placements", "hòa hoà THỦY THUỶ", "hoa hoa thuy thuy"},
		{"letters that look like đ", "Ðặng Ɖặng", "dang dang"},
		{"spaces", "  Hà \u00A0\n Nam ", "ha nam"},
		{"hidden characters", "Nguy\u200B\u200Dễn\x00", "nguyen"},
		{"punctuation stays", "31-QĐ/TW", "31-qd/tw"},
		{"foreign", "Müller, Peña", "muller, pena"},
		{"dotted capital of Turkish", "İ", "i"},
		{"invalid UTF-8", "H\xffÀ", "ha"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Fold(test.in); got != test.want {
				t.Errorf("Fold(%+q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestFoldTwice(t *testing.T) {
	for r := range unicode.MaxRune { // a lower-casing may yield what decomposes again
		if once := Fold(string(r)); Fold(once) != once {
			t.Errorf("Fold of %U gives %+q, then %+q", r, once, Fold(once))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(text().Draw(t, "s"))
		if twice := Fold(once); twice != once {
			t.Errorf("Fold gives %+q, then %+q", once, twice)
		}
	})
}

func TestFoldOfCleanAndOfAnyForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "s")
		for _, form := range []string{Clean(s), CleanText(s), norm.NFD.String(Clean(s))} {
			if Fold(form) != Fold(s) {
				t.Errorf("%+q folds to %+q, %+q to %+q", s, Fold(s), form, Fold(form))
			}
		}
	})
}

func TestHasMarks(t *testing.T) {
	plain := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, r := range Alphabet {
		want := !strings.ContainsRune(plain, r)
		if got := HasMarks(string(r)); got != want {
			t.Errorf("HasMarks(%c) = %v", r, got)
		}
		if got := HasMarks(norm.NFD.String(string(r))); got != want {
			t.Errorf("HasMarks(%c decomposed) = %v", r, got)
		}
	}
	for _, s := range []string{"", "nguyen van an", "31-QD/TW", "❤\uFE0F", "日本"} {
		if HasMarks(s) {
			t.Errorf("HasMarks(%q)", s)
		}
	}
}

func TestSame(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"", "", true},
		{"Thuần", norm.NFD.String("Thuần"), true},
		{"ĐẶNG", "đặng", true},
		{"NGƯỜI CHỦ TỌA", "người chủ toạ", true},
		{"hòa", "hoà", true}, {"hỏa", "hoả", true}, {"hõa", "hoã", true}, {"hóa", "hoá", true}, {"họa", "hoạ", true},
		{"khòe", "khoè", true}, {"khỏe", "khoẻ", true}, {"khõe", "khoẽ", true}, {"khóe", "khoé", true}, {"khọe", "khoẹ", true},
		{"thùy", "thuỳ", true}, {"thủy", "thuỷ", true}, {"thũy", "thuỹ", true}, {"thúy", "thuý", true}, {"thụy", "thuỵ", true},
		{"ủy ban", "uỷ ban", true},
		{"THỦY", norm.NFD.String("thuỷ"), true},
		{"Hóa, Hòa (Thủy)", "Hoá, Hoà (Thuỷ)", true},
		{"quý", "qúy", false},                 // not after q
		{"hoàn", "hòan", false},               // not an open syllable
		{"khuỷu", "khủyu", false},             // nor this
		{"hòa\u0331", "hoà\u0331", false},     // nor a letter of another script's making
		{"hòa", "hoa", false},                 // a tone is a tone
		{"hòa", "hoá", false},                 // and another tone another word
		{"múa", "muá", false},                 // only oa, oe, uy
		{"Mỹ", "Mĩ", false},                   // i and y are kept
		{"Phạm Sỹ Lợi", "Phạm Sĩ Lợi", false}, // in names above all
		{"đa", "da", false},
		{"Hà Nam", "Hà  Nam", false}, // cleaning is done elsewhere
	}
	for _, test := range tests {
		if got := Same(test.a, test.b); got != test.want {
			t.Errorf("Same(%q, %q) = %v", test.a, test.b, got)
		}
		if got := Same(test.b, test.a); got != test.want {
			t.Errorf("Same(%q, %q) = %v", test.b, test.a, got)
		}
	}
}

func TestSameFoldsAndSortsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "s")
		other := norm.NFD.String(alike(Clean(s)))
		s = Clean(s)
		if !Same(s, other) {
			t.Errorf("%+q is not the same as %+q", s, other)
		}
		if Compare(s, other) != 0 {
			t.Errorf("%+q is the same as %+q, but sorts elsewhere", s, other)
		}
	})
}

// What is taken letter by letter is folded as by the tables of all scripts.
func TestFoldOfKnownLetters(t *testing.T) {
	for r := range rune(unicode.MaxLatin1 + 1) {
		if got := Fold(string(r)); got != fold(string(r)) {
			t.Errorf("Fold(%q) = %q, not %q", r, got, fold(string(r)))
		}
	}
	for _, r := range Alphabet {
		if got := Fold("a " + string(r)); !known(r) || got != fold("a "+string(r)) || HasMarks(string(r)) != (r > unicode.MaxASCII) || !clean(string(r)) || betweenWords(r) {
			t.Errorf("%q is folded to %q", r, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if s := text().Draw(t, "s"); Fold(s) != fold(s) {
			t.Errorf("Fold(%+q) = %q, not %q", s, Fold(s), fold(s))
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for _, s := range []string{"nguyen duc thuan", "Đồng chí Nguyễn Đức Thuần, Ủy viên Ban Thường vụ Tỉnh ủy"} {
		b.Run(Fold(s)[:6], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
