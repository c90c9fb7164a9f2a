package viet

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSplitName(t *testing.T) {
	tests := []struct{ full, family, given string }{
		{"", "", ""},
		{"An", "", "An"},
		{"Nguyễn Văn An", "Nguyễn Văn", "An"},
		{"  Phạm \u00A0 Sỹ\tLợi ", "Phạm Sỹ", "Lợi"},
		{norm.NFD.String("Trần Đức Thuần"), "Trần Đức", "Thuần"},
		{"H'Hen Niê", "H'Hen", "Niê"}, // wrong for this people, hence editable
	}
	for _, test := range tests {
		if family, given := SplitName(test.full); family != test.family || given != test.given {
			t.Errorf("SplitName(%q) = %q, %q", test.full, family, given)
		}
	}
}

// Each list is in order, its texts parted by | or else by spaces; every text must sort before every later one.
func TestCompare(t *testing.T) {
	tests := map[string]string{
		"tones":                     "ma mà mả mã má mạ",
		"tones after the old way":   "hòa hoả hõa hoá họa",
		"tones of uy":               "thuy thuỳ thủy thuỹ thúy thuỵ",
		"letters with marks":        "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y",
		"foreign letters":           "e f g i j k v w x y z",
		"d before đ, tones between": "da dạ đa đá",
		"names":                     "An Anh Ánh Ân Ấn",
		"letters before tones":      "ma mạ mai mài mam",
		"tones are of the syllable": "ma xc|mà xb|má xa", // weighed over the whole, it would be the other way round
		"a part before the whole":   "An|An Bình|An Bình Hoà|Anh|Anh An",
		"numbers by size":           "Quận 1|Quận 2|Quận 10|Quận 12|Quận Ba Đình",
		"numbers inside":            "2a|10a|10b|a2|a10",
		"districts":                 "Bình Lục|Duy Tiên|Kim Bảng|Lý Nhân|Phủ Lý|Thanh Liêm",
		"offices":                   "Ban Dân vận|Ban Tổ chức|Ban Tuyên giáo|Báo Hà Nam|Đài Phát thanh|Hội Nông dân|Sở Tài chính",
		"no letters first":          "|a",
	}
	for name, list := range tests {
		t.Run(name, func(t *testing.T) {
			texts := strings.Split(list, "|")
			if len(texts) == 1 {
				texts = strings.Fields(list)
			}
			for i, a := range texts {
				for j, b := range texts {
					if got := Compare(a, b); got != cmp.Compare(i, j) {
						t.Errorf("Compare(%q, %q) = %d", a, b, got)
					}
				}
			}
		})
	}
}

func TestCompareLooksThrough(t *testing.T) {
	for _, pair := range [][2]string{
		{"Nguyễn", norm.NFD.String("Nguyễn")},
		{"NGUYỄN VĂN AN", "Nguyễn Văn An"},
		{"Hòa", "Hoà"},
		{"Sở Văn hóa - Thể thao", "Sở Văn hoá, Thể  thao"},
		{"“Hà Nam”", "Hà Nam"},
		{"Tổ 02", "Tổ 2"},
	} {
		if got := Compare(pair[0], pair[1]); got != 0 {
			t.Errorf("Compare(%q, %q) = %d", pair[0], pair[1], got)
		}
	}
}

func TestSortKey(t *testing.T) {
	want := []string{
		"An",
		"Lê Thị An",
		"Nguyen Van An", // ê is another letter than e, so before every Nguyễn
		"Nguyễn An",
		"Nguyễn Bình An",
		"Nguyễn Văn An",
		"Nguyễn Vân An",
		"Đỗ Anh",
		"Bùi Ánh",
		"Vũ Thị Ân",
		"Phạm Hoa",
		"Trần Hòa",
		"Vũ Hoà",
		"Bùi Hoá",
		"Phạm Sỹ Lợi",
		"Trần Đức Thuần",
		"Lê Thủy",
		"Ngô Thuý",
		"Đinh Tiến Ý",
	}
	got := slices.Clone(want)
	rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(SortKey(SplitName(a)), SortKey(SplitName(b))) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Whoever has two syllables in the given name comes after all who have the first alone, whatever the family.
	if bytes.Compare(SortKey("Vũ", "An"), SortKey("Bùi", "An Bình")) >= 0 {
		t.Error("the family outweighs the given name")
	}
}

func TestKeyOfNothingIsNotNil(t *testing.T) {
	for _, s := range []string{"", " ", "…"} {
		if TextKey(s) == nil || SortKey(s, s) == nil {
			t.Errorf("no key for %q", s)
		}
	}
}

func TestOrderIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var family, given [3]string
		for i := range family {
			family[i], given[i] = text().Draw(t, "family"), text().Draw(t, "given")
		}
		by := func(i, j int) int {
			got := bytes.Compare(SortKey(family[i], given[i]), SortKey(family[j], given[j]))
			if want := cmp.Or(Compare(given[i], given[j]), Compare(family[i], family[j])); got != want {
				t.Errorf("keys order (%+q, %+q) and (%+q, %+q) %d, parts %d", family[i], given[i], family[j], given[j], got, want)
			}
			if back := bytes.Compare(SortKey(family[j], given[j]), SortKey(family[i], given[i])); back != -got {
				t.Errorf("%d one way, %d the other", got, back)
			}
			return got
		}
		if by(0, 1) <= 0 && by(1, 2) <= 0 && by(0, 2) > 0 {
			t.Errorf("a ≤ b ≤ c, but c < a: %+q %+q", family, given)
		}
	})
}

func TestPartSortsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringMatching(`[a-zđàạêế]{1,5}( [a-zđàạêế]{1,5}){0,2}`).Draw(t, "part")
		more := rapid.StringMatching(`[a-zđ]{1,2}| [a-zđ]{1,3}( [0-9]{1,3})?`).Draw(t, "more")
		if Compare(part, part+more) >= 0 {
			t.Errorf("%q does not come before %q", part, part+more)
		}
	})
}

func TestKeysFromManyGoroutines(t *testing.T) {
	names := []string{"An", "Ánh", "Nguyễn Văn Hòa", "Trần Đức Thuần", "Quận 10"}
	want := make([][]byte, len(names))
	for i, name := range names {
		want[i] = TextKey(name)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 500 {
				if i := n % len(names); !bytes.Equal(TextKey(names[i]), want[i]) {
					t.Errorf("another key for %q", names[i])
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkSortKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		SortKey("Nguyễn Thị Thanh", "Thủy")
	}
}

func BenchmarkCompare(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Compare("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Huyện ủy")
	}
}

// A name is found however it was parted.
func TestSortKeysAreThoseOfEachParting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := Clean(text().Draw(t, "name"))
		want := [][]byte{SortKey("", name)}
		for at, r := range name {
			if r == ' ' {
				want = append(want, SortKey(name[:at], name[at+1:]))
			}
		}
		if got := SortKeys(name); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("SortKeys(%+q) = %x, want %x", name, got, want)
		}
	})
}
