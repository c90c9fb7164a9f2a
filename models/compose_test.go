package models_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
)

func on(day, hour, minute int) models.Time {
	return models.At(time.Date(2018, 11, day, hour, minute, 0, 0, time.FixedZone("", 7*60*60)))
}

func of[T any](value T) *T { return &value }

func named(id models.ID, name string, posts ...string) models.Person {
	person := models.Person{ID: id, Given: name}
	for _, post := range posts {
		person.Posts = append(person.Posts, models.Post{Title: post})
	}
	return person
}

func comes(id models.ID, name, roles string, marks ...models.Attendance) models.Delegate {
	return models.Delegate{ID: id, PersonID: id, Person: named(id, name, "Chuyên viên "+name), Roles: roles, Attendance: marks}
}

func mark(session models.ID, state string) models.Attendance {
	return models.Attendance{SessionID: session, State: state}
}

// small is a workshop of the Party with one session, three delegates and one item of each kind that the tests need.
func small() models.Record {
	return models.Record{
		Event:     models.Event{Kind: "workshop", Title: "Dư luận xã hội", Venue: "Hội trường Tỉnh ủy", TimeZone: "Asia/Ho_Chi_Minh"},
		Organizer: models.Organization{ID: 2, Name: "Ban Tuyên giáo Tỉnh ủy", PrintName: of("BAN TUYÊN GIÁO"), Code: "BTGTU"},
		Ancestors: []models.Organization{{ID: 1, Name: "Tỉnh ủy Hà Nam", Kind: "party", Place: "Hà Nam"}},
		Sessions:  []models.Session{{ID: 1, StartsAt: on(13, 7, 30), EndsAt: on(13, 11, 30)}},
		Delegates: []models.Delegate{
			comes(1, "An", "chair", mark(1, models.Present)), comes(2, "Bình", "secretary", mark(1, models.Present)), comes(3, "Chi", "", mark(1, models.Present)),
		},
		Items: []models.Item{
			{ID: 1, SessionID: 1, Kind: "registration", Title: "Đón tiếp đại biểu", StartsAt: on(13, 7, 30)},
			{ID: 2, SessionID: 1, Kind: "opening", Title: "Khai mạc", StartsAt: on(13, 8, 0), PresenterText: "Ban Tổ chức"},
			{ID: 3, SessionID: 1, Kind: "paper", Title: "Tham luận"},
			{ID: 4, SessionID: 1, Kind: "break", Title: "Giải lao"},
			{ID: 5, SessionID: 1, Kind: "discussion", Title: "Thảo luận"},
		},
		Minutes: models.MinutesRow{Number: of[int64](5), NumberSuffix: "a", OpenedAt: on(13, 8, 0), ClosedAt: on(13, 11, 5)},
	}
}

// section is the text of a part of the minutes, wherever the form has it.
func section(m models.Minutes, name string) string {
	for _, line := range m.Opening {
		if line.Name == name || line.Label == name {
			return line.Text
		}
	}
	for _, section := range append(slices.Clone(m.Sections), m.End) {
		if section.Name == name {
			return section.Text
		}
	}
	return "(no such section)"
}

func TestComposeMinutes(t *testing.T) {
	state := func(r *models.Record) { r.Ancestors[0].Kind = "state" }
	two := func(r *models.Record) {
		r.Sessions = append(r.Sessions, models.Session{ID: 2, StartsAt: on(13, 14, 0), EndsAt: on(13, 17, 0), Room: "Phòng họp số 2"})
		r.Delegates[0].Attendance = append(r.Delegates[0].Attendance, mark(2, models.Present))
		r.Delegates[1].Attendance = append(r.Delegates[1].Attendance, mark(2, models.Absent))
		r.Delegates[2].Attendance = []models.Attendance{mark(1, models.AbsentExcused), mark(2, models.AbsentExcused)}
	}
	tests := []struct {
		name    string
		change  func(*models.Record)
		section string
		want    string // a line of it
	}{
		{"start", nil, "Thời gian", "bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018."},
		{"start of the State's", state, "Thời gian bắt đầu", "8 giờ 00, ngày 13 tháng 11 năm 2018."},
		{"start as the first item was started", func(r *models.Record) { r.Minutes.OpenedAt, r.Items[1].StartedAt = models.Time{}, on(13, 8, 3) }, "Thời gian",
			"bắt đầu vào hồi 8 giờ 03, ngày 13 tháng 11 năm 2018."},
		{"the plan is not the start", func(r *models.Record) { r.Minutes.OpenedAt = models.Time{} }, "Thời gian", "bắt đầu vào hồi … giờ …, ngày 13 tháng 11 năm 2018."},
		{"end", nil, "end", "Hội thảo kết thúc vào hồi 11 giờ 05, ngày 13 tháng 11 năm 2018."},
		{"end of another kind of event", func(r *models.Record) { r.Event.Noun = "phiên họp" }, "end", "Phiên họp kết thúc vào hồi 11 giờ 05, ngày 13 tháng 11 năm 2018."},
		{"end of the State's", state, "end", "Hội thảo kết thúc vào 11 giờ 05, ngày 13 tháng 11 năm 2018."},
		{"end not known", func(r *models.Record) { r.Minutes.ClosedAt, r.Sessions = models.Time{}, nil }, "end", "Hội thảo kết thúc vào hồi … giờ …, ngày … tháng … năm …"},
		{"an hour is on the hall's clock", func(r *models.Record) { r.Event.TimeZone = "Europe/Paris" }, "end", "Hội thảo kết thúc vào hồi 5 giờ 05, ngày 13 tháng 11 năm 2018."},
		{"chair by role", nil, "Người chủ trì", "đồng chí An, Chuyên viên An."},
		{"chairs as chosen", func(r *models.Record) {
			r.Minutes.Chairs = []models.Person{named(3, "Chi", "Bí thư", "Chủ tịch"), named(9, "Dũng")}
		}, "Người chủ trì",
			"đồng chí Chi, Bí thư, Chủ tịch; đồng chí Dũng."},
		{"no chair", func(r *models.Record) { r.Delegates = nil }, "Người chủ trì", "…"},
		{"secretary by role", nil, "Người ghi biên bản", "đồng chí Bình, Chuyên viên Bình."},
		{"secretary as typed", func(r *models.Record) { r.Minutes.SecretaryText = "đồng chí Lê Mai, chuyên viên" }, "Người ghi biên bản", "đồng chí Lê Mai, chuyên viên."},
		{"the State's chair has no word of address", state, "Chủ trì (chủ tọa)", "An, Chuyên viên An."},
		{"unless one is recorded", func(r *models.Record) { state(r); r.Delegates[0].Person.Honorific = "ông" }, "Chủ trì (chủ tọa)", "Ông An, Chuyên viên An."},
		{"a word of address in this event", func(r *models.Record) { r.Delegates[0].Honorific = "Hòa thượng" }, "Người chủ trì", "Hòa thượng An, Chuyên viên An."},
		{"posts of the day", func(r *models.Record) {
			r.Delegates[0].Person.Posts = []models.Post{{Title: "Trưởng ban", ValidUntil: "2018-11-13"}, {Title: "Bí thư", ValidFrom: "2018-11-14"}}
		}, "Người chủ trì", "đồng chí An, Trưởng ban."},

		{"present", nil, "attendance", "- Có mặt: 03 đồng chí, gồm:"},
		{"present are named in order", nil, "attendance", "+ Đồng chí Chi, Chuyên viên Chi."},
		{"nobody absent", nil, "attendance", "- Vắng mặt: không."},
		{"absent", func(r *models.Record) {
			r.Delegates[1].Attendance = []models.Attendance{{SessionID: 1, State: models.AbsentExcused, Reason: "đi công tác"}}
			r.Delegates[2].Attendance[0].State = models.Absent
		}, "attendance", "- Vắng mặt: 02 đồng chí (có lý do: 01; không có lý do: 01), gồm:"},
		{"why", func(r *models.Record) {
			r.Delegates[1].Attendance = []models.Attendance{{SessionID: 1, State: models.AbsentExcused, Reason: "đi công tác."}}
		}, "attendance", "+ Đồng chí Bình, Chuyên viên Bình (có lý do: đi công tác)."},
		{"without reason", func(r *models.Record) { r.Delegates[2].Attendance[0].State = models.Absent }, "attendance", "+ Đồng chí Chi, Chuyên viên Chi (không có lý do)."},
		{"nobody was marked", func(r *models.Record) {
			for i := range r.Delegates {
				r.Delegates[i].Attendance = nil
			}
		}, "attendance", "- Có mặt: … đồng chí."},
		{"the unmarked are named", func(r *models.Record) { r.Delegates[2].Attendance = nil }, "attendance", "- Chưa điểm danh: 01 đồng chí, gồm:"},
		{"and make the absent unknown", func(r *models.Record) { r.Delegates[2].Attendance = nil }, "attendance", "- Vắng mặt: … đồng chí."},
		{"a substitute", func(r *models.Record) { r.Delegates[1].SubstituteFor, r.Delegates[2].Attendance = 3, nil }, "attendance",
			"+ Đồng chí Bình, Chuyên viên Bình (thay đồng chí Chi)."},
		{"the replaced is not unmarked", func(r *models.Record) { r.Delegates[1].SubstituteFor, r.Delegates[2].Attendance = 3, nil }, "attendance", "- Vắng mặt: không."},
		{"the replaced as absent", func(r *models.Record) {
			r.Delegates[1].SubstituteFor = 3
			r.Delegates[2].Attendance[0].State = models.AbsentExcused
		}, "attendance",
			"+ Đồng chí Chi, Chuyên viên Chi (có lý do; đồng chí Bình dự thay)."},
		{"guests", func(r *models.Record) { r.Delegates[2].Roles = "guest" }, "attendance", "1.2. Đại biểu mời dự"},
		{"guests of the State's", func(r *models.Record) { state(r); r.Delegates[2].Roles = "guest" }, "attendance", "b) Khách mời:"},
		{"the State counts delegates", state, "attendance", "- Có mặt: 03 đại biểu, gồm:"},
		{"a collective is named", func(r *models.Record) {
			r.Groups = []models.Group{{ID: 1, Name: "Thường trực huyện ủy", Collective: true, Expected: of[int64](10)}}
		}, "attendance", "+ Thường trực huyện ủy."},
		{"and counted when somebody did", func(r *models.Record) {
			r.Groups = []models.Group{{ID: 1, Name: "Thường trực huyện ủy", Collective: true, Headcounts: []models.Headcount{{SessionID: 1, Present: 9}}}}
		}, "attendance", "+ Thường trực huyện ủy (09 đồng chí)."},
		{"the press", func(r *models.Record) { r.Groups = []models.Group{{ID: 1, Name: "Báo Hà Nam", Press: true}} }, "attendance", "- Báo Hà Nam."},
		{"late", func(r *models.Record) { r.Delegates[2].Attendance[0].ArrivedAt = on(13, 8, 20) }, "attendance", "- Đến muộn: đồng chí Chi (8 giờ 20)."},
		{"left", func(r *models.Record) { r.Delegates[2].Attendance[0].LeftAt = on(13, 10, 0) }, "attendance", "- Về sớm: đồng chí Chi (10 giờ 00)."},
		{"several sessions: each", two, "attendance", "+ Sáng 13/11/2018: 02 đồng chí;"},
		{"several sessions: present in any", two, "attendance", "- Dự ít nhất một buổi: 02 đồng chí, gồm:"},
		{"several sessions: who came to all where anybody was marked needs no remark", func(r *models.Record) {
			two(r)
			r.Sessions = append(r.Sessions, models.Session{ID: 3, StartsAt: on(14, 8, 0), EndsAt: on(14, 11, 0)})
		}, "attendance", "+ Đồng chí An, Chuyên viên An;"},
		{"several sessions: of one only", two, "attendance", "+ Đồng chí Bình, Chuyên viên Bình (dự sáng 13/11/2018)."},
		{"several sessions: absent", two, "attendance",
			"+ Chiều 13/11/2018: 02 đồng chí (có lý do: 01; không có lý do: 01): đồng chí Bình (không có lý do), đồng chí Chi (có lý do)."},

		{"sessions at once are told apart by their rooms", func(r *models.Record) {
			two(r)
			r.Sessions = append(r.Sessions, models.Session{ID: 3, StartsAt: on(13, 14, 0), EndsAt: on(13, 17, 0), Room: "Phòng họp số 3"})
		}, "attendance", "+ Chiều 13/11/2018 (Phòng họp số 3): … đồng chí."},

		{"an item with its presenter", nil, "course", "2.1. Khai mạc: Ban Tổ chức."},
		{"an item with its real times", func(r *models.Record) { r.Items[1].StartedAt, r.Items[1].EndedAt = on(13, 8, 1), on(13, 8, 9) }, "course",
			"2.1. Khai mạc (từ 8 giờ 01 đến 8 giờ 09): Ban Tổ chức."},
		{"points of the State's", state, "course", "1. Khai mạc: Ban Tổ chức."},
		{"a paper", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 3, Kind: "paper", State: "spoken", DelegateID: 3, Topic: "Nắm bắt dư luận", Summary: "Nêu kinh nghiệm.", HasPaper: true}}
		}, "course", "Đồng chí Chi, Chuyên viên Chi trình bày tham luận “Nắm bắt dư luận”: Nêu kinh nghiệm (có văn bản kèm theo)."},
		{"several papers are counted", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 3, Kind: "paper", State: "spoken", DelegateID: 3, Topic: "A"}, {ItemID: 3, Kind: "paper", State: "spoken", DelegateID: 2, Topic: "B"}}
		}, "course", "2.2. Tham luận (02 tham luận)"},
		{"a theme without a speaker", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "discussion", State: "spoken", Topic: "Vai trò của báo chí"}, {ItemID: 5, Kind: "discussion", State: "spoken", Topic: "Từ cơ sở"}}
		}, "course", "(1) Vai trò của báo chí."},
		{"a second mention is short", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "discussion", State: "spoken", DelegateID: 3, Topic: "Một"}, {ItemID: 5, Kind: "discussion", State: "spoken", DelegateID: 3, Topic: "Hai"}}
		}, "course", "(2) Đồng chí Chi phát biểu ý kiến: Hai."},
		{"but not of one whose name another bears", func(r *models.Record) {
			r.Delegates[1].Person.Given = "Chi"
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "discussion", State: "spoken", DelegateID: 3, Topic: "Một"}, {ItemID: 5, Kind: "discussion", State: "spoken", DelegateID: 3, Topic: "Hai"}}
		}, "course", "(2) Đồng chí Chi, Chuyên viên Chi phát biểu ý kiến: Hai."},
		{"who also gets the group when the posts are the same", func(r *models.Record) {
			r.Groups = []models.Group{{ID: 7, Name: "Huyện ủy Bình Lục"}}
			r.Delegates[2].GroupID = 7
			r.Delegates[1].Person = named(2, "Chi", "Chuyên viên Chi")
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "discussion", State: "spoken", DelegateID: 3, Topic: "Một"}}
		}, "course", "Đồng chí Chi, Chuyên viên Chi, Huyện ủy Bình Lục phát biểu ý kiến: Một."},
		{"times of a speech", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "directive", State: "spoken", SpeakerText: "Lãnh đạo tỉnh", StartedAt: on(13, 10, 22), EndedAt: on(13, 11, 1), Summary: "Yêu cầu."}}
		}, "course", "Lãnh đạo tỉnh phát biểu chỉ đạo (từ 10 giờ 22 đến 11 giờ 01): Yêu cầu."},
		{"several sessions head their items", func(r *models.Record) { two(r); r.Items[4].SessionID = 2 }, "course", "2.2. Chiều 13/11/2018 (Phòng họp số 2)"},
		{"and number them below", func(r *models.Record) { two(r); r.Items[4].SessionID = 2 }, "course", "2.2.1. Thảo luận."},
		{"a vote", func(r *models.Record) {
			r.Votes = []models.Vote{{ItemID: 5, Question: "Thông qua quy chế", Method: "show_of_hands", Ayes: of[int64](45), Noes: of[int64](3), Others: of[int64](2)}}
		}, "course", "Biểu quyết (hình thức: giơ tay): Thông qua quy chế. Kết quả: tán thành 45 (90%); không tán thành 03 (6%); ý kiến khác 02 (4%)."},
		{"a vote not wholly counted has no shares", func(r *models.Record) {
			r.Votes = []models.Vote{{Question: "Thông qua quy chế", Method: "ballot", Ayes: of[int64](45), Invalid: of[int64](1)}}
		}, "course", "Biểu quyết (hình thức: bỏ phiếu): Thông qua quy chế. Kết quả: tán thành 45; không tán thành …; ý kiến khác …; phiếu không hợp lệ 01."},
		{"nothing happened", func(r *models.Record) { r.Items = nil }, "course", "…"},

		{"a conclusion", func(r *models.Record) { r.Conclusions = []models.Conclusion{{Text: "Tiếp tục thực hiện"}} }, "conclusions", "3.1. Tiếp tục thực hiện."},
		{"a task", func(r *models.Record) {
			r.Conclusions = []models.Conclusion{{Text: "Tham mưu", Task: &models.Task{OrganizationID: 2, Organization: models.Organization{Name: "Ban Tuyên giáo Tỉnh ủy"}, DueOn: "2018-12-05"}}}
		}, "conclusions", "3.1. Tham mưu. Phân công thực hiện: Ban Tuyên giáo Tỉnh ủy; thời hạn hoàn thành: ngày 05/12/2018."},
		{"a task of a person", func(r *models.Record) {
			r.Conclusions = []models.Conclusion{{Text: "Tham mưu", Task: &models.Task{PersonID: 3, Person: named(3, "Chi", "Chuyên viên Chi")}}}
		}, "conclusions",
			"3.1. Tham mưu. Phân công thực hiện: đồng chí Chi, Chuyên viên Chi."},
		{"conclusions of the State's", func(r *models.Record) { state(r); r.Conclusions = []models.Conclusion{{Text: "Một"}, {Text: "Hai"}} }, "conclusions", "2. Hai."},
		{"no conclusions", nil, "conclusions", "…"},
		{"no conclusions, but a response that closes", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, Kind: "response", State: "spoken", DelegateID: 1, Summary: "Tiếp thu."}}
		}, "conclusions", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			record := small()
			if test.change != nil {
				test.change(&record)
			}
			if text := section(record.ComposeMinutes(), test.section); !slices.Contains(strings.Split(text, "\n"), test.want) {
				t.Errorf("no line\n%s\nin\n%s", test.want, text)
			}
		})
	}
}

// What nobody recorded, and what did not happen, does not print.
func TestComposeMinutesLeavesOut(t *testing.T) {
	tests := []struct {
		name   string
		change func(*models.Record)
		never  string
	}{
		{"registration", nil, "Đón tiếp"},
		{"a break", nil, "Giải lao"},
		{"heads that were expected", func(r *models.Record) {
			r.Groups = []models.Group{{ID: 1, Name: "X", Collective: true, Expected: of[int64](10)}}
		}, "10"},
		{"a speech that was asked for", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, State: "requested", Topic: "Xin phát biểu"}}
		}, "Xin phát biểu"},
		{"a speech that was refused", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, State: "refused", Topic: "Bị từ chối"}}
		}, "Bị từ chối"},
		{"an accepted speech whose turn never came", func(r *models.Record) {
			r.Speeches = []models.Speech{{ItemID: 5, State: "accepted", Topic: "Hết giờ"}, {ItemID: 5, State: "spoken", Topic: "Đã nói"}}
		}, "Hết giờ"},
		{"a task that was dropped", func(r *models.Record) {
			r.Conclusions = []models.Conclusion{{Text: "X", Task: &models.Task{Responsible: "Y", State: "dropped"}}}
		}, "Phân công"},
		{"one who is late by seconds", func(r *models.Record) {
			r.Delegates[0].Attendance[0].ArrivedAt = models.At(on(13, 8, 0).Add(59 * time.Second))
		}, "Đến muộn"},
		{"one who leaves after the close", func(r *models.Record) { r.Delegates[0].Attendance[0].LeftAt = on(13, 11, 20) }, "Về sớm"},
		{"a nameless place of a unit", func(r *models.Record) {
			r.Delegates = append(r.Delegates, models.Delegate{ID: 9, Attendance: []models.Attendance{mark(1, models.Present)}})
		}, "04"},
		{"documents and other matters", nil, "Tài liệu"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			record := small()
			if test.change != nil {
				test.change(&record)
			}
			minutes := record.ComposeMinutes()
			for _, line := range minutes.Opening {
				if strings.Contains(line.Label+line.Text, test.never) {
					t.Errorf("%s: %s", line.Label, line.Text)
				}
			}
			for _, section := range minutes.Sections {
				if strings.Contains(section.Text, test.never) {
					t.Errorf("%s:\n%s", section.Heading, section.Text)
				}
			}
		})
	}
}

func TestComposeMinutesEdited(t *testing.T) {
	record := small()
	composed := record.ComposeMinutes().Composed("course")
	record.Minutes.Edited = []models.EditedSection{
		{Name: "course", Text: "2.1. Khai mạc.", Composed: composed}, {Name: "documents", Text: "Báo cáo đề dẫn.", Composed: ""}, {Name: "end", Text: "Hết.", Composed: "Khác."},
	}
	minutes := record.ComposeMinutes()
	if course := minutes.Sections[1]; course.Text != "2.1. Khai mạc." || course.Composed != composed || !course.Edited || course.Moved {
		t.Errorf("%+v", course)
	}
	if text := section(minutes, "documents"); text != "Báo cáo đề dẫn." {
		t.Errorf("documents: %s", text)
	}
	if minutes.End.Text != "Hết." || !minutes.End.Edited || !minutes.End.Moved {
		t.Errorf("%+v", minutes.End)
	}
	record.Items[1].Title = "Khai mạc hội thảo"
	if course := record.ComposeMinutes().Sections[1]; course.Text != "2.1. Khai mạc." || !course.Moved {
		t.Errorf("the record has moved: %+v", course)
	}
	var names []string
	for _, section := range record.ComposeMinutes().Sections {
		names = append(names, section.Name)
		if section.Name == "attendance" && (section.Edited || section.Moved || section.Text != section.Composed) {
			t.Errorf("nobody edited %+v", section)
		}
	}
	if want := []string{"attendance", "course", "conclusions"}; !slices.Equal(names, want) {
		t.Errorf("sections %q, want %q", names, want)
	}
}

func TestComposeLetterhead(t *testing.T) {
	tests := []struct {
		name   string
		change func(*models.Record)
		want   models.Letterhead
	}{
		{"as it is", nil, models.Letterhead{Regime: models.Dang2018, Above: "TỈNH ỦY HÀ NAM", Body: "BAN TUYÊN GIÁO", Code: "BTGTU", Place: "Hà Nam", Dated: "2018-11-13", Number: "05a", Type: "BB"}},
		{"the paper's own date", func(r *models.Record) { r.Minutes.DatedOn, r.Organizer.Place = "2026-05-27", "Phủ Lý" },
			models.Letterhead{Regime: models.Dang2026, Above: "TỈNH ỦY HÀ NAM", Body: "BAN TUYÊN GIÁO", Code: "BTGTU", Place: "Phủ Lý", Dated: "2026-05-27", Number: "05a", Type: "BB"}},
		{"the last session, without a close", func(r *models.Record) {
			r.Minutes = models.MinutesRow{}
			r.Sessions = append(r.Sessions, models.Session{ID: 2, StartsAt: on(14, 8, 0), EndsAt: on(14, 11, 0)})
		}, models.Letterhead{Regime: models.Dang2018, Above: "TỈNH ỦY HÀ NAM", Body: "BAN TUYÊN GIÁO", Code: "BTGTU", Place: "Hà Nam", Dated: "2018-11-14", Type: "BB"}},
		{"the State's, no line above", func(r *models.Record) {
			r.Organizer = models.Organization{Name: "Ủy ban nhân dân tỉnh Hà Nam", PrintAbove: of(""), Kind: "state", Code: "UBND"}
		}, models.Letterhead{Regime: models.NN2011, Body: "ỦY BAN NHÂN DÂN TỈNH HÀ NAM", Code: "UBND", Place: "Hà Nam", Dated: "2018-11-13", Number: "05a", Type: "BB"}},
		{"a line above of its own, a form of the event's own", func(r *models.Record) {
			r.Organizer.PrintAbove, r.Event.Regime, r.Event.Place = of("ĐẢNG BỘ TỈNH HÀ NAM"), "nn-2020", "Phủ Lý"
		}, models.Letterhead{Regime: models.NN2020, Above: "ĐẢNG BỘ TỈNH HÀ NAM", Body: "BAN TUYÊN GIÁO", Code: "BTGTU", Place: "Phủ Lý", Dated: "2018-11-13", Number: "05a", Type: "BB"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			record := small()
			if test.change != nil {
				test.change(&record)
			}
			if got := record.ComposeMinutes().Letterhead; got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestRegimeOf(t *testing.T) {
	tests := []struct {
		kind  string
		dated models.Date
		want  models.Regime
	}{
		{"party", "2018-11-13", models.Dang2018}, {"party", "2026-05-26", models.Dang2018}, {"party", "2026-05-27", models.Dang2026}, {"party", "", models.Dang2026},
		{"state", "2020-03-04", models.NN2011}, {"state", "2020-03-05", models.NN2020}, {"front", "2018-11-13", models.NN2011}, {"other", "2026-06-01", models.NN2020}, {"", "", models.NN2020},
	}
	for _, test := range tests {
		if got := models.RegimeOf(test.kind, test.dated); got != test.want {
			t.Errorf("%s on %s: %s, want %s", test.kind, test.dated, got, test.want)
		}
	}
}

func TestSigners(t *testing.T) {
	record := small()
	minutes := record.ComposeMinutes()
	if !slices.Equal(minutes.Chairs, []string{"An"}) || !slices.Equal(minutes.Secretaries, []string{"Bình"}) {
		t.Errorf("by role: %q, %q", minutes.Chairs, minutes.Secretaries)
	}
	for text, want := range map[string]string{
		"Đồng chí Lê Thị Mai, Chuyên viên": "Lê Thị Mai", "Vũ Hà - Phó Trưởng phòng": "Vũ Hà", "bà Mai (Văn phòng)": "Mai", "Ông Ích Khiêm": "Ông Ích Khiêm", "Ông Nguyễn Văn An, chuyên viên": "Nguyễn Văn An", "Đỗ An": "Đỗ An",
	} {
		record.Minutes.SecretaryText = text
		if got := record.ComposeMinutes().Secretaries; !slices.Equal(got, []string{want}) {
			t.Errorf("%q signs as %q, want %q", text, got, want)
		}
	}
	if minutes := (models.Record{}).ComposeMinutes(); len(minutes.Chairs)+len(minutes.Secretaries) > 0 || !minutes.Draft {
		t.Errorf("an empty record: %+v", minutes)
	}
}

func TestComposeAgenda(t *testing.T) {
	record := small()
	record.Items[1].Minutes, record.Items[1].PresenterID = of[int64](15), 1
	record.Items[2].Room = "Phòng họp số 3"
	record.Speeches = []models.Speech{{ItemID: 3, State: "accepted", Topic: "Nắm bắt dư luận", DelegateID: 3}, {ItemID: 3, State: "requested", Topic: "Chưa duyệt"}}
	agenda := record.Agenda()
	if agenda.When != "(Ngày 13/11/2018, tại Hội trường Tỉnh ủy)" || agenda.Type != "" || !agenda.Draft || agenda.Regime != models.Dang2018 || agenda.Dated != "2018-11-13" {
		t.Errorf("%+v", agenda)
	}
	want := []models.AgendaRow{
		{Time: "07h30", What: "Đón tiếp đại biểu"},
		{Time: "08h00 - 08h15", What: "Khai mạc", Who: "Đồng chí An, Chuyên viên An"},
		{What: "Tham luận (Phòng họp số 3)\n- Nắm bắt dư luận (đồng chí Chi)"},
		{What: "Giải lao", Break: true},
		{What: "Thảo luận"},
	}
	if len(agenda.Sessions) != 1 || agenda.Sessions[0].Name != "" || !slices.Equal(agenda.Sessions[0].Rows, want) {
		t.Errorf("got  %+v\nwant %+v", agenda.Sessions, want)
	}
	record.Sessions = append(record.Sessions, models.Session{ID: 2, StartsAt: on(14, 14, 0), Room: "Phòng họp số 2"})
	record.Items[4].SessionID = 2
	record.Event.AgendaState = "published"
	agenda = record.Agenda()
	if agenda.Draft || len(agenda.Sessions) != 2 || agenda.Sessions[0].Name != "Sáng 13/11/2018" || agenda.Sessions[1].Name != "Chiều 14/11/2018 (Phòng họp số 2)" {
		t.Errorf("%+v", agenda)
	}
	if agenda.When != "(Từ ngày 13/11/2018 đến ngày 14/11/2018, tại Hội trường Tỉnh ủy)" {
		t.Error(agenda.When)
	}
	if empty := (models.Record{}).Agenda(); empty.When != "(Ngày …, tại …)" || len(empty.Sessions) != 1 {
		t.Errorf("%+v", empty)
	}
}
