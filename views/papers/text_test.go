package papers

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// However a text is broken, all its words are there in order, no line is wider than it may be, and what each says of itself is true.
func TestWrap(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 11))
	font := metrics()["B"]
	for range 3000 {
		words := make([]string, random.IntN(30)+1)
		for i := range words {
			words[i] = strings.Repeat(string([]rune("aâđWỹ.-")[random.IntN(7)]), random.IntN(12)+1)
		}
		text := strings.Join(words, " ")
		limit := random.IntN(20000) + 1000
		for name, lines := range map[string][]line{"wrap": font.wrap(text, limit, limit), "balance": font.balance(text, limit)} {
			var letters strings.Builder
			for i, line := range lines {
				letters.WriteString(strings.ReplaceAll(line.text, " ", ""))
				if line.width != font.measure(line.text) || line.spaces != strings.Count(line.text, " ") || line.last != (i == len(lines)-1) {
					t.Fatalf("%s %q: %+v", name, text, line)
				}
				if line.width > limit || line.text != strings.TrimSpace(line.text) || line.text == "" {
					t.Fatalf("%s %q in %d: %+v", name, text, limit, line)
				}
			}
			if letters.String() != strings.ReplaceAll(text, " ", "") {
				t.Fatalf("%s %q: lost letters: %v", name, text, lines)
			}
			if name == "balance" && len(lines) > len(font.wrap(text, limit, limit)) {
				t.Fatalf("balance makes more lines of %q", text)
			}
		}
	}
}

// A heading is broken where a reader would.
func TestBalance(t *testing.T) {
	tests := []struct {
		text  string
		width float64 // mm, in 14 pt bold
		want  string
	}{
		{"BAN TUYÊN GIÁO VÀ DÂN VẬN", 65, "BAN TUYÊN GIÁO / VÀ DÂN VẬN"},
		{"ỦY BAN NHÂN DÂN TỈNH HÀ NAM", 65, "ỦY BAN NHÂN DÂN / TỈNH HÀ NAM"},
		{"SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", 65, "SỞ VĂN HÓA, THỂ THAO / VÀ DU LỊCH"},
		{"HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ PHỦ LÝ", 80, "HỘI ĐỒNG NHÂN DÂN / THÀNH PHỐ PHỦ LÝ"},
		{"Hội thảo “Đổi mới công tác tuyên truyền đối với đồng bào các dân tộc thiểu số”", 155, "Hội thảo “Đổi mới công tác tuyên truyền / đối với đồng bào các dân tộc thiểu số”"},
		{"BAN TUYÊN GIÁO", 80, "BAN TUYÊN GIÁO"},
		{"SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH HÀ NAM", 80, "SỞ THÔNG TIN VÀ / TRUYỀN THÔNG TỈNH HÀ NAM"},
		{"Thông báo kết luận Hội nghị “Chuyển đổi số ngành tuyên giáo Hà Nam”", 100, "Thông báo kết luận Hội nghị “Chuyển đổi / số ngành tuyên giáo Hà Nam”"},
		{"Dự kiến, thực tế", 26, "Dự kiến, / thực tế"},
	}
	for _, test := range tests {
		var lines []string
		for _, line := range metrics()["B"].balance(test.text, int(test.width/(14*mm/1000))) {
			lines = append(lines, line.text)
		}
		if got := strings.Join(lines, " / "); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}

// What belongs together stays on one line: a name with what its bearer is called, an hour, a day, a figure with what it counts; but a line too
// narrow for them is broken all the same.
func TestTogether(t *testing.T) {
	for _, test := range []struct {
		text string
		bad  []string // how no line may end
	}{
		{"Người chủ trì: đồng chí Bùi Mẫu Quân, Bí thư; đồng chí Võ Mẫu Quỳnh; Đồng chí An; ông Ích; bà Tư (bà Năm)", []string{"đồng", "đồng chí", "Đồng chí", "ông", "bà", "Đồng"}},
		{"từ 10 giờ 33 đến 11 giờ 03, ngày 27 tháng 11 năm 2026, thời hạn hoàn thành: ngày 12/12/2026", []string{"giờ", "10", "11 giờ", "ngày", "tháng", "năm"}},
		{"Có mặt: 02 đồng chí, 15 đại biểu, 03 tham luận, 1.250.000 đồng, Kết luận số 100, khóa XI, 40 phút, điện thoại 0226 385 1234", []string{"02", "0226", "385", "0226 385", "02 đồng", "15", "03", "1.250.000", "số", "khóa", "40"}},
	} {
		font := metrics()[""]
		for limit := 14000; limit < 60000; limit += 500 {
			for _, line := range font.wrap(test.text, limit, limit) {
				for _, bad := range test.bad {
					if !line.last && (line.text == bad || strings.HasSuffix(line.text, " "+bad)) {
						t.Fatalf("a line of %d ends with %s: %s", limit, bad, line.text)
					}
				}
			}
		}
	}
	for _, line := range metrics()[""].wrap("- Phạm Sỹ Lợi - Phó Bí thư", 5200, 5200) {
		if strings.HasPrefix(line.text, "- P") != (line.text[0] == '-') {
			t.Errorf("a dash begins %q", line.text)
		}
	}
	for text, want := range map[string]bool{"27/11/2026); đồng chí": false, "2018, người": false, "02 người": true, "1. Bản": false, "8,5 phút": true} {
		if got := together(text, strings.Index(text, " ")); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if lines := metrics()[""].wrap("ngày 13/11/2018", 5000, 5000); len(lines) != 2 || lines[0].text != "ngày" {
		t.Errorf("in a narrow column: %v", lines)
	}
}
