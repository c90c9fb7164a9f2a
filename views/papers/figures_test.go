package papers_test

import (
	"math"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/views/papers/paperstest"
)

const pt = 25.4 / 72

func near(a, b float64) bool { return math.Abs(a-b) < 0.06 }

// figure is where and how a text stands: a figure of 0 is not looked at.
type figure struct {
	rule, text          string
	style               string
	size                float64
	middle, left, right float64
}

func (f figure) check(t *testing.T, paper paperstest.Paper) {
	t.Helper()
	text, page := paper.Find(f.text)
	switch {
	case page == 0:
		t.Errorf("%s: %q does not stand there", f.rule, f.text)
	case text.Style != f.style || text.Size != f.size:
		t.Errorf("%s: %q is %v pt %q, want %v pt %q", f.rule, f.text, text.Size, text.Style, f.size, f.style)
	case f.middle != 0 && !near(text.Middle(), f.middle):
		t.Errorf("%s: the middle of %q is at %.2f, want %.2f", f.rule, f.text, text.Middle(), f.middle)
	case f.left != 0 && !near(text.X, f.left):
		t.Errorf("%s: %q begins at %.2f, want %.2f", f.rule, f.text, text.X, f.left)
	case f.right != 0 && !near(text.Right(), f.right):
		t.Errorf("%s: %q ends at %.2f, want %.2f", f.rule, f.text, text.Right(), f.right)
	}
}

// Middles of the columns of the head, and of the text.
const (
	partyLeft, partyRight = 30 + 80.0/2, 110 + 85.0/2
	stateLeft, stateRight = 30 + 65.0/2, 95 + 100.0/2
	middle                = 30 + 165.0/2
)

func TestPartyMinutesFigures(t *testing.T) {
	for _, day := range []models.Date{"2018-11-13", "2026-06-01"} {
		t.Run(string(models.RegimeOf("party", day)), func(t *testing.T) {
			paper := read(t, minutesPDF(t, moved(workshop(), day)))
			for _, figure := range []figure{
				{rule: "36-HD: title of the Party 15 bold", text: "ĐẢNG CỘNG SẢN VIỆT NAM", style: "B", size: 15, middle: partyRight},
				{rule: "36-HD: parent body 14 regular", text: "TỈNH ỦY HÀ NAM", size: 14, middle: partyLeft},
				{rule: "36-HD: issuing body 14 bold", text: "BAN TUYÊN GIÁO", style: "B", size: 14, middle: partyLeft},
				{rule: "36-HD: a star alone", text: "*", size: 14, middle: partyLeft},
				{rule: "36-HD: number without colon", text: "Số 15-BB/BTGTU", size: 14, middle: partyLeft},
				{rule: "36-HD: place and date 14 italic", text: "Hà Nam, ngày ", style: "I", size: 14, middle: partyRight},
				{rule: "36-HD: kind 15 to 16 bold", text: "BIÊN BẢN", style: "B", size: 16, middle: middle},
				{rule: "36-HD: subject 14 to 15 bold", text: "Hội thảo “Nâng cao", style: "B", size: 14, middle: middle},
				{rule: "36-HD: five hyphens", text: "-----", size: 14, middle: middle},
				{rule: "36-HD: body 14 indented 10", text: "- Thời gian: bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018.", size: 14, left: 40},
				{rule: "36-HD: body justified", text: "- Nội dung: ", size: 14, left: 40, right: 195},
				{rule: "16-HD: heading of a part", text: "1. Thành phần hội thảo", style: "B", size: 14, left: 40},
				{rule: "16-HD: the taker signs left", text: "NGƯỜI GHI BIÊN BẢN", style: "B", size: 14, middle: partyLeft},
				{rule: "16-HD: the chair signs right", text: "CHỦ TRÌ HỘI THẢO", style: "B", size: 14, middle: partyRight},
			} {
				figure.check(t, paper)
			}
			for _, text := range paper.Pages[0].Texts {
				if text.Text == "-----" || text.Text == "*" {
					continue
				}
				if strings.Contains(text.Text, "CỘNG HÒA") || strings.Contains(text.Text, "Độc lập") || strings.Contains(text.Text, "Số:") {
					t.Errorf("a Party paper says %q", text.Text)
				}
			}
			if plain := paper.Plain(); strings.Contains(plain, "./.") {
				t.Error("05-HD: a Party paper ends with a full stop only")
			}
			party, _ := paper.Pages[0].Find("ĐẢNG CỘNG SẢN VIỆT NAM")
			ruled(t, paper.Pages[0], party, 1)
			if n := len(paper.Pages[0].Rules); n != 1 {
				t.Errorf("%d rules on the first page, want that of the Party's title", n)
			}
		})
	}
}

func TestStateMinutesFigures(t *testing.T) {
	for _, day := range []models.Date{"2018-11-13", "2020-11-13"} {
		t.Run(string(models.RegimeOf("state", day)), func(t *testing.T) {
			paper := read(t, minutesPDF(t, moved(state(), day)))
			for _, figure := range []figure{
				{rule: "NĐ 30, box 1: Quốc hiệu 13 bold", text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style: "B", size: 13, middle: stateRight},
				{rule: "NĐ 30, box 1: Tiêu ngữ 14 bold", text: "Độc lập - Tự do - Hạnh phúc", style: "B", size: 14, middle: stateRight},
				{rule: "NĐ 30, box 2: parent body 13", text: "ỦY BAN NHÂN DÂN", size: 13, middle: stateLeft},
				{rule: "NĐ 30, box 2: issuing body 13 bold", text: "VÀ TRUYỀN THÔNG", style: "B", size: 13, middle: stateLeft},
				{rule: "NĐ 30, box 3: number with colon and two digits", text: "Số: 05/BB-STTTT", size: 13, middle: stateLeft},
				{rule: "NĐ 30, box 5a: kind 14 bold", text: "BIÊN BẢN", style: "B", size: 14, middle: middle},
				{rule: "NĐ 30, box 5a: subject 14 bold", text: "Hội thảo “Nâng cao", style: "B", size: 14, middle: middle},
				{rule: "mẫu 1.9: start", text: "Thời gian bắt đầu: 8 giờ 00, ngày 13 tháng 11 năm 2018.", size: 14, left: 40},
				{rule: "mẫu 1.9: who attends", text: "Thành phần tham dự:", size: 14, left: 40},
				{rule: "mẫu 1.9: chair", text: "Chủ trì (chủ tọa): Trần Đức Thuần", size: 14, left: 40},
				{rule: "mẫu 1.9: secretary", text: "Thư ký (người ghi biên bản): …", size: 14, left: 40},
				{rule: "mẫu 1.9: course", text: "Nội dung (theo diễn biến hội thảo):", size: 14, left: 40},
				{rule: "NĐ 30: ends with ./.", text: "Hội thảo kết thúc vào 11 giờ 30, ngày 13 tháng 11 năm 2018./.", size: 14, left: 40},
				{rule: "mẫu 1.9: the secretary signs left", text: "THƯ KÝ", style: "B", size: 14, middle: 30 + 60.0/2},
				{rule: "mẫu 1.9: prompt", text: "(Chữ ký)", style: "I", size: 14, middle: 30 + 60.0/2},
				{rule: "mẫu 1.9: the chair signs right", text: "CHỦ TỌA", style: "B", size: 14, middle: 97.5 + 97.5/2},
				{rule: "mẫu 1.9: prompt", text: "(Chữ ký của người có thẩm quyền", style: "I", size: 13, middle: 97.5 + 97.5/2},
				{rule: "NĐ 30, box 7b: name 14 bold", text: "Trần Đức Thuần", size: 14},
			} {
				figure.check(t, paper)
			}
			first := paper.Pages[0]
			if _, found := first.Find("Hà Nam, ngày"); found {
				t.Error("mẫu 1.9 has no place and date")
			}
			motto, _ := first.Find("Độc lập")
			ruled(t, first, motto, 1)
			body, _ := first.Find("VÀ TRUYỀN THÔNG")
			ruled(t, first, body, 0.4)
			if n := len(first.Rules); n != 2 {
				t.Errorf("%d rules on the first page, want two: mẫu 1.9 has none under the title", n)
			}
			if strings.Contains(paper.Plain(), "-----") || strings.Contains(paper.Plain(), "ĐẢNG CỘNG SẢN") {
				t.Error("a State paper in the Party's dress")
			}
		})
	}
}

// ruled checks that a centred rule of a share of the text's length stands 1 to 1.5 mm under it, 0.5 to 0.75 pt strong (papers.md, 8).
func ruled(t *testing.T, page paperstest.Page, text paperstest.Text, share float64) {
	t.Helper()
	for _, rule := range page.Rules {
		if below := rule.Y1 - text.Y; below < 1 || below > 1.51 || !near((rule.X1+rule.X2)/2, text.Middle()) {
			continue
		}
		if !near(rule.X2-rule.X1, share*text.Width) {
			t.Errorf("the rule under %q is %.2f mm long, want %.2f", text.Text, rule.X2-rule.X1, share*text.Width)
		}
		if rule.Weight < 0.5 || rule.Weight > 0.75 {
			t.Errorf("the rule under %q is %.2f pt strong", text.Text, rule.Weight)
		}
		return
	}
	t.Errorf("no rule under %q", text.Text)
}

func TestAgendaFigures(t *testing.T) {
	party, state := read(t, agendaPDF(t, workshop())), read(t, agendaPDF(t, state()))
	for _, figure := range []figure{
		{rule: "Party: place and date", text: "Hà Nam, ngày 13 tháng 11 năm 2018", style: "I", size: 14, middle: partyRight},
		{rule: "Party: kind", text: "CHƯƠNG TRÌNH", style: "B", size: 16, middle: middle},
		{rule: "Party: five hyphens", text: "-----", size: 14, middle: middle},
		{rule: "when and where 14 italic", text: "(Ngày 13/11/2018, tại Hội trường Tỉnh ủy)", style: "I", size: 14, middle: middle},
		{rule: "TT 10 mm", text: "TT", style: "B", size: 12, middle: 30 + 10.0/2},
		{rule: "Thời gian 28 mm", text: "Thời gian", style: "B", size: 12, middle: 40 + 28.0/2},
		{rule: "Nội dung 77 mm", text: "Nội dung", style: "B", size: 12, middle: 68 + 77.0/2},
		{rule: "Người thực hiện 50 mm", text: "Người thực hiện", style: "B", size: 12, middle: 145 + 50.0/2},
		{rule: "times on one line", text: "08h10 - 08h40", size: 12, middle: 40 + 28.0/2},
		{rule: "organizers sign", text: "BAN TỔ CHỨC", style: "B", size: 14, middle: partyRight},
	} {
		figure.check(t, party)
	}
	for _, figure := range []figure{
		{rule: "State: place and date 14 italic", text: "Hà Nam, ngày 13 tháng 11 năm 2018", style: "I", size: 14, middle: stateRight},
		{rule: "State: kind", text: "CHƯƠNG TRÌNH", style: "B", size: 14, middle: middle},
	} {
		figure.check(t, state)
	}
	subject, _ := state.Pages[0].Find("trên địa bàn tỉnh")
	ruled(t, state.Pages[0], subject, 0.4)
	if strings.Contains(party.Plain(), "Số ") || strings.Contains(state.Plain(), "Số:") {
		t.Error("an agenda bears no number")
	}
	for _, box := range party.Pages[0].Boxes {
		if box.Weight < 0.25*1 || box.Weight > 0.5 {
			t.Errorf("lines of the table are %.2f pt strong, want 0.25 to 0.5", box.Weight)
		}
	}
}

// Leading and the space above paragraphs (36-HD: exactly 18 pt; NĐ 30: 1.15 of 14 pt; both 6 pt).
func TestLeading(t *testing.T) {
	for _, test := range []struct {
		name    string
		file    []byte
		leading float64
	}{
		{"Party 18 pt", minutesPDF(t, workshop()), 18 * pt},
		{"State 16.1 pt", minutesPDF(t, state()), 16.1 * pt},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, page := range read(t, test.file).Pages {
				var before *paperstest.Text
				for i := range page.Texts {
					text := &page.Texts[i]
					if text.Size != 14 || text.X != 30 && text.X > 40.1 || text.Y < 75 && page.Texts[0].Text != "2" && page.Texts[0].Text != "3" {
						continue
					}
					if near(text.X, 30) && before != nil && !near(text.Y-before.Y, test.leading) {
						t.Errorf("%q stands %.2f below its line, want %.2f", text.Text, text.Y-before.Y, test.leading)
					}
					if near(text.X, 40) && before != nil && !near(text.Y-before.Y, test.leading+6*pt) {
						t.Errorf("%q stands %.2f below the last paragraph, want %.2f", text.Text, text.Y-before.Y, test.leading+6*pt)
					}
					before = nil
					if near(text.X, 30) || near(text.X, 40) {
						before = text
					}
				}
			}
		})
	}
}

// Page numbers are centred, 14 pt upright, from page 2 on: the Party's 10 mm below the edge, the State's on a baseline at 13 mm.
func TestPageNumbers(t *testing.T) {
	for _, test := range []struct {
		name     string
		file     []byte
		baseline float64
	}{
		{"Party", minutesPDF(t, crowd(100)), 10 + 0.676*14*pt}, // a figure is 0.676 of the size high
		{"State", minutesPDF(t, state()), 13},
	} {
		t.Run(test.name, func(t *testing.T) {
			for i, page := range read(t, test.file).Pages {
				var numbers []paperstest.Text
				for _, text := range page.Texts {
					if text.Y < 20 {
						numbers = append(numbers, text)
					}
				}
				if i == 0 && len(numbers) > 0 {
					t.Error("the first page bears a number")
				}
				if i > 0 && (len(numbers) != 1 || numbers[0].Text != strings.TrimSpace(numbers[0].Text) || numbers[0].Size != 14 || numbers[0].Style != "" ||
					!near(numbers[0].Middle(), middle) || math.Abs(numbers[0].Y-test.baseline) > 0.1 || numbers[0].Text != itoa(i+1)) {
					t.Errorf("page %d: %v", i+1, numbers)
				}
			}
		})
	}
}

// The block of signatures: blank room above the names (36-HD: four lines; NĐ 30: a box of 35 × 60 mm for a digital seal).
func TestSignatures(t *testing.T) {
	several := workshop()
	several.Minutes.Chairs = append(several.Minutes.Chairs, person(1, "Phạm Sỹ", "Lợi"))
	several.Minutes.Secretaries = []models.Person{person(50, "Lê Thị", "Mai", "Chuyên viên"), person(51, "Vũ", "Hà"), person(52, "Đỗ Quốc", "An")}
	official := state()
	official.Minutes.Secretaries = several.Minutes.Secretaries[:1]
	for _, test := range []struct {
		name        string
		record      models.Record
		above, want string // the name is want, the last line above it above
		room        float64
		middle      float64
	}{
		{"Party chair", several, "CHỦ TRÌ HỘI THẢO", "Trần Đức Thuần", 4 * 18 * pt, partyRight},
		{"Party second chair", several, "Trần Đức Thuần", "Phạm Sỹ Lợi", 4 * 18 * pt, partyRight},
		{"Party secretary", several, "NGƯỜI GHI BIÊN BẢN", "Lê Thị Mai", 4 * 18 * pt, partyLeft},
		{"Party second secretary", several, "Lê Thị Mai", "Vũ Hà", 4 * 18 * pt, partyLeft},
		{"Party third secretary", several, "Vũ Hà", "Đỗ Quốc An", 4 * 18 * pt, partyLeft},
		{"State chair", official, "dấu/chữ ký số", "Trần Đức Thuần", 35, 97.5 + 97.5/2},
		{"State secretary", official, "(Chữ ký)", "Lê Thị Mai", 35, 30 + 60.0/2},
	} {
		t.Run(test.name, func(t *testing.T) {
			paper := read(t, minutesPDF(t, test.record))
			last := paper.Pages[len(paper.Pages)-1]
			var above, name paperstest.Text
			for _, text := range last.Texts {
				if strings.Contains(text.Text, test.above) && text.Style != "" && text.Middle() > test.middle-40 && text.Middle() < test.middle+40 {
					above = text
				}
				if text.Text == test.want && text.Style == "B" {
					name = text
				}
			}
			if name.Size != 14 || !near(name.Middle(), test.middle) {
				t.Errorf("the name: %v, middle %.2f, want %.2f", name, name.Middle(), test.middle)
			}
			// Room between the foot of the letters above and the head of the name.
			if room := (name.Y - 0.891*14*pt) - (above.Y + 0.216*above.Size*pt); room < test.room-0.1 {
				t.Errorf("%.2f mm of room between %q and %q, want %.2f", room, above.Text, name.Text, test.room)
			}
		})
	}
}

func TestRecipients(t *testing.T) {
	for _, test := range []struct {
		name      string
		record    models.Record
		style     string
		size      float64
		items     float64
		underline bool
		first     string
	}{
		{"dang-2018: comma", workshop(), "", 14, 12, true, "- Thường trực Tỉnh ủy (để báo cáo),"},
		{"dang-2026: semicolon", moved(workshop(), "2026-06-01"), "", 14, 12, true, "- Thường trực Tỉnh ủy (để báo cáo);"},
		{"nn-2020: 12 bold italic, items 11", state(), "BI", 12, 11, false, "- Thường trực Tỉnh ủy (để báo cáo);"},
	} {
		t.Run(test.name, func(t *testing.T) {
			minutes := test.record.ComposeMinutes()
			minutes.Recipients = []string{"Thường trực Tỉnh ủy (để báo cáo)", "Lưu Ban Tuyên giáo Tỉnh ủy"}
			paper := read(t, minutesOf(t, minutes))
			last := paper.Pages[len(paper.Pages)-1]
			heading, _ := last.Find("Nơi nhận:")
			if heading.Style != test.style || heading.Size != test.size || !near(heading.X, 30) {
				t.Errorf("heading: %v", heading)
			}
			item, found := last.Find(test.first)
			if !found || item.Size != test.items || item.Style != "" {
				t.Errorf("item: %v", item)
			}
			if _, found := last.Find("- Lưu Ban Tuyên giáo Tỉnh ủy."); !found {
				t.Error("the last item ends with a full stop")
			}
			underlined := false
			for _, rule := range last.Rules {
				underlined = underlined || near(rule.X1, 30) && near(rule.X2-rule.X1, heading.Width) && rule.Y1 > heading.Y && rule.Y1 < heading.Y+1
			}
			if underlined != test.underline {
				t.Errorf("underlined: %v", underlined)
			}
		})
	}
}
