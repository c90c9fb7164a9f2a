package views

// Word is what a screen calls a code of the record. It prints as its text; the partial "tag" shows it in its colour:
// {{template "tag" (word "reply" .Reply)}}.
type Word struct {
	Text string
	Tone string // "ok", "wait", "bad", or "" for a plain one
}

func (w Word) String() string { return w.Text }

// words are the screen's words for the codes of schema.sql, in the order in which forms offer them.
var words = map[string][]struct{ code, text, tone string }{
	"event": { // events.kind
		{"workshop", "Hội thảo", ""},
		{"conference", "Hội nghị", ""},
		{"meeting", "Cuộc họp", ""},
		{"seminar", "Tọa đàm", ""},
		{"training", "Tập huấn", ""},
		{"congress", "Đại hội", ""},
	},
	"item": { // agenda_items.kind, speeches.kind
		{"registration", "Đón tiếp đại biểu", ""},
		{"opening", "Khai mạc", ""},
		{"keynote", "Báo cáo đề dẫn", ""},
		{"paper", "Tham luận", ""},
		{"discussion", "Thảo luận", ""},
		{"break", "Giải lao", ""},
		{"directive", "Phát biểu chỉ đạo", ""},
		{"response", "Tiếp thu ý kiến", ""},
		{"vote", "Biểu quyết", ""},
		{"conclusion", "Kết luận", ""},
		{"closing", "Bế mạc", ""},
		{"other", "Nội dung khác", ""},
	},
	"visibility": {
		{"public", "Công khai", ""},
		{"invited", "Người được mời", ""},
		{"staff", "Nội bộ", ""},
	},
	"agenda": { // events.agenda_state
		{"draft", "Dự thảo", "wait"},
		{"published", "Đã công bố", "ok"},
	},
	"role": { // roles.role, event_staff.role
		{"administrator", "Quản trị", ""},
		{"organizer", "Ban tổ chức", ""},
		{"secretary", "Thư ký", ""},
		{"door", "Lễ tân", ""},
		{"chair", "Chủ trì", ""},
	},
	"delegate": { // a word of delegates.roles
		{"chair", "Chủ trì", ""},
		{"secretary", "Thư ký", ""},
		{"speaker", "Người phát biểu", ""},
		{"guest", "Khách mời", ""},
		{"press", "Báo chí", ""},
		{"delegate", "Đại biểu", ""},
	},
	"reply": {
		{"none", "Chưa trả lời", "wait"},
		{"accepted", "Tham dự", "ok"},
		{"declined", "Không tham dự", "bad"},
		{"substituted", "Cử người đi thay", "wait"},
	},
	"substitute": {
		{"proposed", "Chờ đồng ý", "wait"},
		{"agreed", "Đã đồng ý", "ok"},
		{"refused", "Không đồng ý", "bad"},
	},
	"attendance": {
		{"", "Chưa điểm danh", ""},
		{"present", "Có mặt", "ok"},
		{"absent_excused", "Vắng có lý do", "wait"},
		{"absent", "Vắng không lý do", "bad"},
	},
	"speech": {
		{"requested", "Chờ duyệt", "wait"},
		{"accepted", "Đã nhận", "ok"},
		{"returned", "Trả lại để sửa", "wait"},
		{"refused", "Không nhận", "bad"},
		{"called", "Đã mời", "wait"},
		{"speaking", "Đang phát biểu", "wait"},
		{"spoken", "Đã phát biểu", "ok"},
	},
	"method": { // votes.method
		{"show_of_hands", "Giơ tay", ""},
		{"ballot", "Bỏ phiếu", ""},
		{"electronic", "Biểu quyết điện tử", ""},
	},
	"task": {
		{"open", "Đang thực hiện", "wait"},
		{"done", "Hoàn thành", "ok"},
		{"dropped", "Thôi thực hiện", ""},
	},
	"minutes": {
		{"draft", "Dự thảo", "wait"},
		{"submitted", "Đã trình", "wait"},
		{"approved", "Đã duyệt", "ok"},
		{"final", "Bản chính thức", "ok"},
		{"issued", "Đã ban hành", "ok"},
	},
	"section": { // minutes_sections.name
		{"content", "Nội dung", ""},
		{"documents", "Tài liệu", ""},
		{"other", "Nội dung khác", ""},
		{"attendance", "Thành phần tham dự", ""},
		{"course", "Diễn biến", ""},
		{"conclusions", "Kết luận", ""},
		{"end", "Kết thúc", ""},
	},
	"organization": { // organizations.kind
		{"", "Như đơn vị cấp trên", ""},
		{"party", "Cơ quan Đảng", ""},
		{"state", "Cơ quan nhà nước", ""},
		{"front", "Mặt trận, đoàn thể", ""},
		{"other", "Tổ chức khác", ""},
	},
}

// wordOf is the word for a code; a code that nobody has named stands for itself.
func wordOf(language, noun, code string) Word {
	for _, word := range words[noun] {
		if word.code == code {
			return Word{Translate(language, word.text), word.tone}
		}
	}
	return Word{Text: code}
}

// options are all words of a noun, to choose from.
func options(language, noun string) []Option {
	var choices []Option
	for _, word := range words[noun] {
		choices = append(choices, Option{word.code, Translate(language, word.text)})
	}
	return choices
}
