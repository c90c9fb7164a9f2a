package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	long := strings.Repeat("Cấp ủy các cấp tiếp tục quán triệt. ", 40)
	tests := []struct{ name, before, after, want string }{
		{"the same", "một", "một", ""},
		{"a word", "quán triệt Kết luận", "quán triệt nghiêm túc Kết luận", "quán triệt [+nghiêm túc +]Kết luận"},
		{"another word", "68 đại biểu", "70 đại biểu", "[-68 -][+70 +]đại biểu"},
		{"a line more", "một\nhai", "một\nhai\nba", "một\nhai[+\nba+]"},
		{"a line less", "một\nhai\nba", "một\nba", "một\n[-hai\n-]ba"},
		{"from nothing", "", "một hai", "[+một hai+]"},
		{"to nothing", "một hai", "", "[-một hai-]"},
		{"tones count", "hoà", "hòa", "[-hoà-][+hòa+]"},
	}
	for _, test := range tests {
		if got := marked(Diff(test.before, test.after)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if got := marked(Diff(long+"68"+long, long+"70"+long)); len(got) > len(long) || !strings.Contains(got, "[-68Cấp ") || strings.Count(got, " … ") != 2 {
		t.Errorf("a long text is not cut: %q", got)
	}
}

func marked(changes []Change) string {
	var text strings.Builder
	for _, change := range changes {
		text.WriteString(map[string]string{"out": "[-", "in": "[+"}[change.Kind] + change.Text + map[string]string{"out": "-]", "in": "+]"}[change.Kind])
	}
	return text.String()
}

// What is not in the later text is marked out, what is not in the earlier in: either text can be read from the difference.
func TestDiffIsWhole(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"đồng chí ", "hội ", "thảo", "\n", " ", "kết luận"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		before, after := strings.Join(words.Draw(t, "before"), ""), strings.Join(words.Draw(t, "after"), "")
		if before == after {
			return
		}
		var earlier, later strings.Builder
		for _, change := range Diff(before, after) {
			if change.Kind != "in" {
				earlier.WriteString(change.Text)
			}
			if change.Kind != "out" {
				later.WriteString(change.Text)
			}
		}
		if earlier.String() != before || later.String() != after {
			t.Fatalf("%q and %q read %q and %q", before, after, earlier.String(), later.String())
		}
	})
}

// Texts of any length are compared in bounded time and memory.
func TestDiffOfLongTexts(t *testing.T) {
	before, after := strings.Repeat("một hai ba\n", 9000), strings.Repeat("một hai bốn\n", 9000)
	if changes := Diff(before, after); len(changes) == 0 {
		t.Error("no difference")
	}
}
