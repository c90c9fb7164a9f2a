package models_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func kindOf(t *testing.T, name string) models.PaperKind {
	t.Helper()
	kind, known := models.KindOfPaper(name)
	if !known {
		t.Fatalf("no kind %s", name)
	}
	return kind
}

// inOrder finds facts in a text one behind the other.
func inOrder(t *testing.T, text string, facts ...string) {
	t.Helper()
	at := 0
	for _, fact := range facts {
		found := strings.Index(text[at:], fact)
		if found < 0 {
			where := "at all"
			if strings.Contains(text, fact) {
				where = "in its place"
			}
			t.Errorf("%q does not stand there %s:\n%s", fact, where, text)
			return
		}
		at += found + len(fact)
	}
}

// The report of the workshop of 13 November 2018 comes back from its record, fact by fact and in its order.
func TestNewsOfTheWorkshop(t *testing.T) {
	db := modelstest.DB(t)
	file, err := os.Open("../cmd/hoithao/demo/hoi-thao-2018.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	loaded, err := db.Load(context.Background(), models.Actor{Name: "test"}, file, models.LoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_ = loaded
	event, err := db.Event(context.Background(), "hoi-thao-du-luan-xa-hoi-2018")
	if err != nil {
		t.Fatal(err)
	}
	record, err := db.Record(context.Background(), event.ID)
	if err != nil {
		t.Fatal(err)
	}
	news := record.Compose(kindOf(t, "news"), models.Paper{DatedOn: "2018-11-15"}).(models.NewsBrief)
	inOrder(t, news.Plain(),
		"Thứ Năm, ngày 15/11/2018",
		"Hội thảo “Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh trong giai đoạn hiện nay”",
		"Sáng 13/11/2018, Ban Tuyên giáo Tỉnh ủy tổ chức hội thảo “Nâng cao chất lượng",
		"Sáng 13/11/2018, Ban Tuyên giáo Tỉnh ủy tổ chức hội thảo “Nâng cao chất lượng",
		"Về dự hội thảo có đồng chí Phạm Sỹ Lợi - Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh;",
		"đồng chí Nguyễn Minh Thủy - Phó Viện trưởng Viện nghiên cứu Dư luận xã hội, Ban Tuyên giáo Trung ương;",
		"Thường trực các huyện, thành ủy, đảng ủy trực thuộc;",
		"lãnh đạo Ban Tuyên giáo các huyện, thành ủy, đảng ủy trực thuộc và đội ngũ cộng tác viên DLXH của tỉnh.",
		"Đồng chí Phạm Sỹ Lợi phát biểu chỉ đạo hội thảo.",
		"Báo cáo đề dẫn", "tồn tại", "hạn chế, yếu kém", "kinh nghiệm", "giải pháp",
		"Các đại biểu tham dự hội thảo đã tích cực trao đổi, thảo luận",
		"lãnh đạo, chỉ đạo của cấp ủy các cấp", "thực trạng và giải pháp nâng cao vai trò", "cộng tác viên dư luận xã hội", "ban tuyên giáo cấp ủy", "từ cơ sở", "báo chí, truyền thông",
		"ực lượng công an và ngành Tuyên giáo",
		"Phát biểu chỉ đạo tại hội thảo, đồng chí Phó Bí thư Thường trực Tỉnh ủy yêu cầu cấp ủy các cấp",
		"Kết luận số 100 của Ban Bí thư Trung ương Đảng (khóa XI)", "đổi mới và nâng cao chất lượng công tác điều tra, nắm bắt, nghiên cứu dư luận xã hội",
		"dự báo tư tưởng của cán bộ, đảng viên, công chức, viên chức và nhân dân", "vấn đề bức xúc", "căn cứ", "tâm trạng và nguyện vọng", "đạo đức", "cộng tác viên",
		"Tiếp thu ý kiến chỉ đạo của đồng chí Phó Bí thư Thường trực Tỉnh ủy, đồng chí Trần Đức Thuần - Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng ban Tuyên giáo Tỉnh ủy đề nghị ban tuyên giáo các huyện, thành ủy, đảng ủy trực thuộc",
		"giải pháp, kinh nghiệm",
		"\n\nBan Tuyên giáo Tỉnh ủy\n\nẢnh: Báo Hà Nam\n")
	if strings.Count(news.Plain(), "Trần Đức Thuần") != 1 {
		t.Error("who answers is named where he answers")
	}
}

func TestNoticeComposes(t *testing.T) {
	base := small()
	base.Conclusions = []models.Conclusion{{Text: "đẩy mạnh công tác"}, {Text: "Theo dõi", Task: &models.Task{Responsible: "Văn phòng", DueOn: "2018-12-05"}}}
	for _, test := range []struct {
		name   string
		change func(*models.Record)
		want   []string
	}{
		{"points with tasks", nil, []string{"1. Đẩy mạnh công tác.", "2. Theo dõi. Phân công thực hiện: Văn phòng; thời hạn hoàn thành: ngày 05/12/2018."}},
		{"the chair concludes", nil, []string{"Ngày 13 tháng 11 năm 2018, tại Hội trường Tỉnh ủy, đồng chí An, Chuyên viên An chủ trì Hội thảo “Dư luận xã hội”.", "đồng chí An kết luận như sau:"}},
		{"without conclusions the answer closes", func(r *models.Record) {
			r.Conclusions = nil
			r.Speeches = []models.Speech{{Kind: "response", State: "spoken", DelegateID: 3, Summary: "Tiếp tục tham mưu.\nTriển khai giải pháp."}}
		}, []string{"đồng chí Chi, Chuyên viên Chi tiếp thu, kết luận như sau:", "1. Tiếp tục tham mưu.", "2. Triển khai giải pháp."}},
		{"nothing is known", func(r *models.Record) { *r = models.Record{} }, []string{"Ngày … tháng … năm …, tại …, … chủ trì", "1. …"}},
		{"who reported", func(r *models.Record) {
			r.Speeches = []models.Speech{{Kind: "keynote", State: "spoken", SpeakerText: "Phòng Nghiệp vụ"}}
		}, []string{"Sau khi nghe Phòng Nghiệp vụ báo cáo và ý kiến phát biểu của các đại biểu, "}},
	} {
		record := base
		if test.change != nil {
			test.change(&record)
		}
		notice := record.Compose(kindOf(t, "notice"), models.Paper{}).(models.Notice)
		for _, want := range test.want {
			if !strings.Contains(notice.Text, want) {
				t.Errorf("%s: no %q in\n%s", test.name, want, notice.Text)
			}
		}
	}
}

func TestInvitationComposes(t *testing.T) {
	record := small()
	record.Event.ContactPhone = "0226 385 1234"
	record.Invitations = []models.Invitation{
		{ID: 1, UID: "0a1b2c3d4e5f", Delegate: record.Delegates[2], Link: "xyz", AnswerBy: on(9, 17, 0)},
		{ID: 2, UID: "ffffffff0000", OrganizationID: 9, Unit: models.Organization{ID: 9, Name: "Huyện ủy Kim Bảng"}, Heads: of[int64](2), Whom: "lãnh đạo"},
		{ID: 3, UID: "eeee", Delegate: record.Delegates[1], RevokedAt: on(1, 8, 0)},
	}
	paper := record.Compose(kindOf(t, "invitation"), models.Paper{Site: "https://x.vn"}).(models.InvitationPaper)
	if len(paper.Letters) != 2 {
		t.Fatalf("%d letters", len(paper.Letters))
	}
	inOrder(t, paper.Letters[0].Text, "Ban Tuyên giáo Tỉnh ủy trân trọng kính mời: đồng chí Chi, Chuyên viên Chi.", "Dự Hội thảo: “Dư luận xã hội”.", "Chủ trì: đồng chí An",
		"Thời gian: 01 buổi (sáng), bắt đầu từ 8 giờ 00, ngày 13 tháng 11 năm 2018 (thứ Ba); đón tiếp đại biểu từ 7 giờ 30.", "Địa điểm: Hội trường Tỉnh ủy.",
		"Đề nghị trả lời trước 17 giờ 00, ngày 09 tháng 11 năm 2018 theo số điện thoại 0226 385 1234.", "Rất mong đồng chí thu xếp thời gian tới dự.")
	if letter := paper.Letters[0]; letter.Link != "https://x.vn/i/xyz" || letter.Code != "0A1B-2C3D" {
		t.Errorf("link %q, code %q", letter.Link, letter.Code)
	}
	inOrder(t, paper.Letters[1].Text, "kính mời: Huyện ủy Kim Bảng cử 02 đồng chí (lãnh đạo) tham dự.", "Rất mong các đồng chí")
	if paper := record.Compose(kindOf(t, "invitation"), models.Paper{}).(models.InvitationPaper); paper.Letters[0].Link != "" || paper.Letters[0].Code == "" {
		t.Error("without an address the code stands alone")
	}
	record.Ancestors[0].Kind = "state"
	paper = record.Compose(kindOf(t, "invitation"), models.Paper{Options: models.Choices{"whom": "units"}}).(models.InvitationPaper)
	inOrder(t, paper.Letters[0].Text, "cử 02 đại biểu (lãnh đạo) tham dự.", "Tới dự Hội thảo “Dư luận xã hội”.")
	if len(paper.Letters) != 1 || strings.Contains(paper.Letters[0].Text, "đồng chí") {
		t.Errorf("the State's: %+v", paper.Letters)
	}
}

func TestCertificatesAreForThoseWhoCame(t *testing.T) {
	record := small()
	record.Sessions = append(record.Sessions, models.Session{ID: 2, StartsAt: on(13, 14, 0), EndsAt: on(13, 17, 0)})
	record.Delegates[1].Attendance = []models.Attendance{mark(1, models.Present), mark(2, models.Present)}
	record.Delegates[2].Attendance = []models.Attendance{mark(1, models.Absent)}
	record.Speeches = []models.Speech{{Kind: "paper", State: "spoken", DelegateID: 3, Topic: "Kinh nghiệm"}}
	names := func(who string) (names string) {
		paper := record.Compose(kindOf(t, "certificate"), models.Paper{Options: models.Choices{"who": who}}).(models.CertificatePaper)
		for _, one := range paper.Certificates {
			names += one.Name + "; "
		}
		return names
	}
	for who, want := range map[string]string{"any": "Đồng chí An; Đồng chí Bình; ", "every": "Đồng chí Bình; ", "speakers": "Đồng chí Chi; "} {
		if got := names(who); got != want {
			t.Errorf("%s: %s", who, got)
		}
	}
}

// The State names who concluded by the post and the bare name.
func TestNoticeOfTheState(t *testing.T) {
	record := small()
	record.Ancestors[0].Kind = "state"
	for honorific, want := range map[string]string{"": "Chuyên viên An An tại", "ông": "Chuyên viên An An tại", "Hòa thượng": "Chuyên viên An Hòa thượng An tại"} {
		record.Delegates[0].Honorific = honorific
		if notice := record.Compose(kindOf(t, "notice"), models.Paper{}).(models.Notice); !strings.Contains(notice.Subject, "Kết luận của "+want) {
			t.Errorf("%q: %s", honorific, notice.Subject)
		}
	}
}

// Those who are not named come by their groups: bodies by their representatives, and no list ends with a “và” that runs into another.
func TestAttendeesByGroups(t *testing.T) {
	record := small()
	record.Groups = []models.Group{
		{ID: 1, Name: "Các sở, ngành", Collective: true}, {ID: 2, Name: "Lãnh đạo tỉnh và các cơ quan", Collective: true}, {ID: 3, Name: "Cộng tác viên dư luận xã hội", Collective: true},
	}
	notice := record.Compose(kindOf(t, "notice"), models.Paper{Options: models.Choices{"people": "0"}}).(models.Notice)
	inOrder(t, notice.Text, "Tham dự hội thảo có: đại diện các sở, ngành; lãnh đạo tỉnh và các cơ quan; cộng tác viên dư luận xã hội và các đại biểu khác.")
	record.Groups = record.Groups[1:]
	record.Delegates = record.Delegates[:1]
	notice = record.Compose(kindOf(t, "notice"), models.Paper{}).(models.Notice)
	inOrder(t, notice.Text, "có: lãnh đạo tỉnh và các cơ quan cùng cộng tác viên dư luận xã hội.")
}

// The greeting names so many; the others are greeted with their groups. Before the doors open nobody is marked, and everybody who has not said no counts.
func TestGreeting(t *testing.T) {
	record := small()
	record.Groups = []models.Group{
		{ID: 1, Name: "Ban Tuyên giáo Tỉnh ủy"}, {ID: 2, Name: "Báo Hà Nam", Press: true, Collective: true}, {ID: 3, Name: "Thường trực các huyện ủy", Collective: true}, {ID: 5, Name: "Đội ngũ cộng tác viên", Collective: true},
		{ID: 4, Name: "Đoàn viên", Collective: true, Headcounts: []models.Headcount{{SessionID: 1}}},
	}
	record.Delegates[2].GroupID = 1
	greeting := func(options models.Choices) string {
		return strings.Join(record.Compose(kindOf(t, "mc"), models.Paper{Options: options}).(models.Introduction).Lines, "\n")
	}
	want := "Kính thưa đồng chí An, Chuyên viên An!\nKính thưa đồng chí Bình, Chuyên viên Bình!\nKính thưa các đồng chí đại diện Ban Tuyên giáo Tỉnh ủy!\n" +
		"Kính thưa các đồng chí đại diện Báo Hà Nam!\nKính thưa các đồng chí Thường trực các huyện ủy!\nKính thưa các đồng chí cộng tác viên!"
	if got := greeting(models.Choices{"people": "2"}); got != want {
		t.Errorf("two of three:\n%s", got)
	}
	for i := range record.Delegates {
		record.Delegates[i].Attendance = nil
	}
	record.Delegates[1].Reply = "declined"
	inOrder(t, greeting(nil), "đồng chí An,", "đồng chí Chi,")
	if strings.Contains(greeting(nil), "Bình") {
		t.Error("who has said no is greeted")
	}
	record.Ancestors[0].Kind = "state"
	inOrder(t, greeting(nil), "Kính thưa các vị Thường trực các huyện ủy!")
}

// In the proceedings' list a group without names has no posts: its name has their room.
func TestProceedingsPeople(t *testing.T) {
	record := small()
	record.Groups = []models.Group{{ID: 3, Name: "Thường trực các huyện ủy, thành ủy, đảng ủy trực thuộc", Collective: true}}
	chapters := record.Compose(kindOf(t, "proceedings"), models.Paper{}).(models.Proceedings).Chapters
	rows := chapters[len(chapters)-1].People
	if len(rows) != 4 || len(rows[2]) != 3 || len(rows[3]) != 2 || rows[3][0] != "4" {
		t.Errorf("%q", rows)
	}
}
