package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hoithao/views/papers/paperstest"
)

// The main job from an empty database to the printed minutes, through the screens, as an office would do it for the workshop of 13
// November 2018: the first administrator, the organizations, the event with its agenda, delegates, attendance, speeches,
// conclusions, and the minutes that are closed, agreed to and downloaded.
func TestJourney(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hoithao.db")
	site, _, said := servingSaid(t, "serve", "--addr", "127.0.0.1:0", "--db", file)
	w := open(t, site, 1280, 900)

	code := regexp.MustCompile(`mã (\S+) để`).FindStringSubmatch(said())
	if code == nil {
		t.Fatalf("no code to begin with: %s", said())
	}
	w.visit("/")
	w.press("Đăng nhập")
	w.see("Người quản trị đầu tiên")
	w.fill("Mã bắt đầu", code[1])
	w.fill("Họ và tên", "Nguyễn Quản Trị")
	w.fill("Tên đăng nhập", "quan-tri")
	w.fill("Mật khẩu", "một câu dài dễ nhớ")
	w.fill("Nhập lại mật khẩu", "một câu dài dễ nhớ")
	w.press("Tạo tài khoản quản trị")
	w.see("Hôm nay")

	organization := func(name, parent, printed, kind, code string) {
		w.visit("/organizations/new")
		w.fill("Tên cơ quan, đơn vị", name)
		w.fill("Cơ quan cấp trên", parent)
		if printed != "" {
			w.fill("Tên in, ghi khác", printed)
			w.eval(`document.querySelector('input[name=name_as][value=own]').click()`, new(any))
		}
		w.fill("Loại", kind)
		w.fill("Ký hiệu", code)
		w.fill("Địa danh", "Hà Nam")
		w.press("Lưu")
		w.see(name, "Đã ")
	}
	organization("Tỉnh ủy Hà Nam", "", "", "Cơ quan Đảng", "TU")
	organization("Ban Tuyên giáo Tỉnh ủy", "Tỉnh ủy Hà Nam", "BAN TUYÊN GIÁO", "Như đơn vị cấp trên", "BTGTU")

	// The event, with the usual agenda of a workshop
	w.visit("/events")
	w.press("Tạo sự kiện")
	w.fill("Loại", "Hội thảo")
	w.fill("Cơ quan tổ chức", "Ban Tuyên giáo Tỉnh ủy")
	w.fill("Tên sự kiện", "Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh trong giai đoạn hiện nay")
	w.fill("Ngày", "2018-11-13")
	w.see("Thứ Ba, 13/11/2018") // whatever the order in which the browser shows a date
	w.fill("Bắt đầu", "07:30")
	w.fill("Kết thúc", "11:30")
	w.fill("Địa điểm", "Hội trường Tỉnh ủy")
	w.fill("Công khai", "true")
	w.press("Tạo sự kiện")
	w.see("Chương trình", "Báo cáo đề dẫn", "Giải lao")
	event := w.path()
	event = strings.TrimSuffix(event, "/agenda")

	// An item grows and the later ones follow
	w.press("Trao đổi, thảo luận")
	w.fill("Số phút", "60")
	w.press("Lưu")
	w.see("Phát biểu chỉ đạo")
	w.visit(event + "/agenda")
	w.see("10h55") // 10h40 and fifteen minutes more
	w.press("Công bố")
	w.see("Đã công bố")

	// Who comes
	w.visit(event + "/groups/new")
	w.fill("Tên nhóm", "Lãnh đạo tỉnh")
	w.press("Lưu")
	w.visit(event + "/groups/new")
	w.fill("Tên nhóm", "Đội ngũ cộng tác viên DLXH của tỉnh")
	w.fill("Không nêu tên từng người", "true")
	w.fill("Số người dự kiến", "40")
	w.press("Lưu")
	for _, person := range []struct{ name, post string }{
		{"Phạm Sỹ Lợi", "Phó Bí thư Thường trực Tỉnh ủy"},
		{"Trần Đức Thuần", "Trưởng ban Tuyên giáo Tỉnh ủy"},
	} {
		w.visit(event + "/delegates/new")
		w.fill("Họ và tên", person.name)
		w.fill("Chức vụ, cơ quan", person.post)
		w.press("Thêm người này")
		w.see(person.name)
	}
	w.visit(event + "/delegates")
	w.press("Trần Đức Thuần")
	w.fill("Chủ trì", "true")
	w.press("Lưu")

	// The day
	w.visit(event + "/attendance")
	w.press("Có mặt: Phạm Sỹ Lợi")
	w.see("Có mặt 1 / 42")
	w.press("Có mặt: Trần Đức Thuần")
	w.see("Có mặt 2 / 42")
	w.fill("Đội ngũ cộng tác viên DLXH của tỉnh", "36")
	w.within("form", "Đội ngũ cộng tác viên", func() { w.press("Ghi") })
	w.see("Có mặt 38 / 42")

	speech := func(item, speaker, topic, summary string) {
		w.visit(event + "/speeches")
		w.fill("Mục chương trình", item)
		w.fill("Người phát biểu", speaker)
		w.fill("Chủ đề", topic)
		w.press("Thêm")
		if summary != "" {
			w.press(speaker)
			w.fill("Tóm tắt (in vào biên bản)", summary)
			w.press("Lưu")
		}
	}
	speech("Báo cáo đề dẫn", "Ban Tuyên giáo Tỉnh ủy", "", "Nêu thực trạng, nguyên nhân và giải pháp.")
	speech("Trao đổi, thảo luận", "", "Vai trò, trách nhiệm của cộng tác viên dư luận xã hội", "")
	speech("Phát biểu chỉ đạo", "Phạm Sỹ Lợi", "", "Đề nghị cấp ủy các cấp thực hiện nghiêm Kết luận số 100.")

	w.visit(event + "/conclusions")
	w.fill("Nội dung kết luận", "Cấp ủy các cấp tiếp tục thực hiện Kết luận số 100.")
	w.press("Thêm")
	w.see("Cấp ủy các cấp tiếp tục")

	// The minutes have composed themselves; what is missing is filled in
	w.visit(event + "/minutes")
	w.see("Tự soạn", "Đồng chí Phạm Sỹ Lợi, Phó Bí thư Thường trực Tỉnh ủy", "Nêu thực trạng, nguyên nhân và giải pháp", "Còn thiếu")
	w.press("Sửa phần đầu")
	w.fill("Số biên bản", "15")
	w.fill("Giờ khai mạc", "08:00")
	w.fill("Ngày khai mạc", "2018-11-13")
	w.fill("Giờ bế mạc", "11:30")
	w.fill("Ngày bế mạc", "2018-11-13")
	w.fill("Thêm người ghi biên bản", "Lê Thị Thư Ký")
	w.press("Lưu phần đầu")
	w.see("bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018", "Lê Thị Thư Ký")

	w.press("Chốt biên bản")
	w.within("details[open]", "Chốt biên bản và trình", func() { w.press("Chốt biên bản") })
	w.within("details", "Chủ trì đồng ý", func() { w.press("Chủ trì đồng ý") })
	w.within("details[open] form", "Đồng ý với biên bản", func() { w.press("Chủ trì đồng ý") })
	w.see("Đây là bản để ký")
	w.picture("journey-minutes")

	words := w.pdf(event + "/minutes.pdf")
	last := 0
	for _, want := range []string{
		"TỈNH ỦY HÀ NAM", "BAN TUYÊN GIÁO", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 15-BB/BTGTU", "BIÊN BẢN", "Hội thảo “Nâng cao chất lượng",
		"bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018", "Hội trường Tỉnh ủy", "Người chủ trì: đồng chí Trần Đức Thuần", "Lê Thị Thư Ký",
		"Đồng chí Phạm Sỹ Lợi, Phó Bí thư Thường trực Tỉnh ủy", "Đội ngũ cộng tác viên", "Báo cáo đề dẫn", "Vai trò, trách nhiệm của cộng tác viên",
		"Kết luận số 100", "Hội thảo kết thúc vào hồi 11 giờ 30", "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI THẢO",
	} {
		at := strings.Index(words[last:], want)
		if at < 0 {
			t.Errorf("the minutes do not say %q behind what came before:\n%s", want, words)
			continue
		}
		last += at
	}
	if strings.Contains(words, "DỰ THẢO") {
		t.Error("the sheet to sign says that it is a draft")
	}

	// A delegate looks at the agenda on a phone, and signs out what was signed in
	phone := open(t, site, 390, 844)
	phone.visit(event)
	phone.see("Nâng cao chất lượng", "Trao đổi, thảo luận", "Thêm vào lịch")
	phone.accessible("the event on a phone")
	phone.narrow("the event on a phone")
	phone.picture("journey-phone")
	w.press("Đăng xuất")
	w.visit(event + "/minutes")
	w.see("Mật khẩu")
}

// path is where the browser is, within the site.
func (w *window) path() string {
	w.t.Helper()
	var path string
	w.eval(`location.pathname`, &path)
	return path
}

// pdf downloads a paper with the browser's own cookies, and answers its words in the order of reading.
func (w *window) pdf(path string) string {
	w.t.Helper()
	var file []byte // JSON carries bytes as base64
	w.eval(`fetch(`+quote(path)+`).then(r => r.ok && r.headers.get("content-type") === "application/pdf" ? r.blob() : Promise.reject(r.status))
		.then(b => new Promise(done => { const reader = new FileReader(); reader.onload = () => done(reader.result.split(",")[1]); reader.readAsDataURL(b); }))`, &file)
	paper, err := paperstest.Read(file)
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(strings.Fields(paper.Plain()), " ")
}
