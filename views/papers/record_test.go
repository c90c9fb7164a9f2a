package papers_test

import (
	"fmt"
	"time"

	"hoithao/models"
)

var hanoi = time.FixedZone("+07", 7*60*60)

// at is an hour of the workshop's day, 13 November 2018, at Hà Nam.
func at(hour, minute int) models.Time {
	return models.At(time.Date(2018, 11, 13, hour, minute, 0, 0, hanoi))
}

func ptr[T any](value T) *T { return &value }

func person(id models.ID, family, given string, posts ...string) models.Person {
	p := models.Person{ID: id, Family: family, Given: given}
	for _, title := range posts {
		p.Posts = append(p.Posts, models.Post{Title: title})
	}
	return p
}

// workshop is the workshop of 13 November 2018 at Hà Nam: its facts and figures, in words of our own where the report speaks.
func workshop() models.Record {
	const (
		morning = 1

		province, institute, board, standing, heads, helpers, newspaper = 1, 2, 3, 4, 5, 6, 7

		loi, thuy, thuan = 1, 2, 3

		register, open, keynote, discuss, direct, respond, shut = 1, 2, 3, 4, 5, 6, 7
	)
	here := func(hour, minute int) []models.Attendance {
		return []models.Attendance{{SessionID: morning, State: models.Present, ArrivedAt: at(hour, minute)}}
	}
	theme := func(id models.ID, topic string) models.Speech {
		return models.Speech{ID: id, ItemID: discuss, Kind: "discussion", State: "spoken", Topic: topic}
	}
	return models.Record{
		Event: models.Event{
			ID: 1, Kind: "workshop", Place: "Hà Nam", Venue: "Hội trường Tỉnh ủy", TimeZone: "Asia/Ho_Chi_Minh", AgendaState: "published",
			Title: "Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh trong giai đoạn hiện nay",
		},
		Organizer: models.Organization{ID: 2, ParentID: 1, Name: "Ban Tuyên giáo Tỉnh ủy", PrintName: ptr("BAN TUYÊN GIÁO"), Kind: "party", Code: "BTGTU", Place: "Hà Nam"},
		Ancestors: []models.Organization{{ID: 1, Name: "Tỉnh ủy Hà Nam", PrintName: ptr("TỈNH ỦY HÀ NAM"), Kind: "party", Code: "TU", Place: "Hà Nam"}},
		Sessions:  []models.Session{{ID: morning, Name: "Sáng 13/11/2018", StartsAt: at(7, 30), EndsAt: at(11, 30)}},
		Groups: []models.Group{
			{ID: province, Name: "Lãnh đạo tỉnh"},
			{ID: institute, Name: "Viện nghiên cứu Dư luận xã hội, Ban Tuyên giáo Trung ương"},
			{ID: board, Name: "Ban Tuyên giáo Tỉnh ủy"},
			{ID: standing, Name: "Thường trực các huyện, thành ủy, đảng ủy trực thuộc", Collective: true, Expected: ptr[int64](10)},
			{ID: heads, Name: "Lãnh đạo Ban Tuyên giáo các huyện, thành ủy, đảng ủy trực thuộc", Collective: true, Expected: ptr[int64](20)},
			{ID: helpers, Name: "Đội ngũ cộng tác viên DLXH của tỉnh", Collective: true, Expected: ptr[int64](40)},
			{ID: newspaper, Name: "Báo Hà Nam", Collective: true, Press: true, Expected: ptr[int64](1)},
		},
		Delegates: []models.Delegate{
			{ID: loi, PersonID: loi, GroupID: province, Roles: "speaker", Attendance: here(7, 50),
				Person: person(loi, "Phạm Sỹ", "Lợi", "Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh")},
			{ID: thuy, PersonID: thuy, GroupID: institute, Roles: "guest", Attendance: here(7, 45),
				Person: person(thuy, "Nguyễn Minh", "Thủy", "Phó Viện trưởng Viện nghiên cứu Dư luận xã hội, Ban Tuyên giáo Trung ương")},
			{ID: thuan, PersonID: thuan, GroupID: board, Roles: "chair speaker", Attendance: here(7, 30),
				Person: person(thuan, "Trần Đức", "Thuần", "Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng ban Tuyên giáo Tỉnh ủy")},
		},
		Items: []models.Item{
			{ID: register, SessionID: morning, Kind: "registration", Title: "Đón tiếp đại biểu, phát tài liệu", StartsAt: at(7, 30), Minutes: ptr[int64](30)},
			{ID: open, SessionID: morning, Kind: "opening", Title: "Tuyên bố lý do, giới thiệu đại biểu", StartsAt: at(8, 0), Minutes: ptr[int64](10), PresenterText: "Ban Tổ chức"},
			{ID: keynote, SessionID: morning, Kind: "keynote", Title: "Báo cáo đề dẫn", StartsAt: at(8, 10), Minutes: ptr[int64](30), PresenterText: "Ban Tuyên giáo Tỉnh ủy"},
			{ID: discuss, SessionID: morning, Kind: "discussion", Title: "Trao đổi, thảo luận", StartsAt: at(8, 40), Minutes: ptr[int64](100)},
			{ID: direct, SessionID: morning, Kind: "directive", Title: "Phát biểu chỉ đạo", StartsAt: at(10, 20), Minutes: ptr[int64](40), PresenterID: loi},
			{ID: respond, SessionID: morning, Kind: "response", Title: "Tiếp thu ý kiến chỉ đạo", StartsAt: at(11, 0), Minutes: ptr[int64](20), PresenterID: thuan},
			{ID: shut, SessionID: morning, Kind: "closing", Title: "Bế mạc", StartsAt: at(11, 20), Minutes: ptr[int64](10), PresenterText: "Ban Tổ chức"},
		},
		Speeches: []models.Speech{
			{ID: 1, ItemID: keynote, Kind: "keynote", State: "spoken", SpeakerText: "Ban Tuyên giáo Tỉnh ủy",
				Summary: "Đánh giá thực trạng công tác dư luận xã hội của tỉnh: kết quả, hạn chế, nguyên nhân, kinh nghiệm nắm bắt, nghiên cứu và định hướng dư luận; đề xuất giải pháp cho thời gian tới."},
			theme(2, "Vai trò của việc nắm bắt dư luận xã hội đối với công tác lãnh đạo, chỉ đạo của cấp ủy"),
			theme(3, "Thực trạng và giải pháp nâng cao vai trò lãnh đạo của cấp ủy đảng đối với công tác dư luận xã hội"),
			theme(4, "Vai trò, trách nhiệm của cộng tác viên dư luận xã hội"),
			theme(5, "Công tác tham mưu, phối hợp, nắm bắt và định hướng dư luận của ban tuyên giáo cấp ủy"),
			theme(6, "Thực tiễn nắm bắt thông tin dư luận xã hội từ cơ sở"),
			theme(7, "Vai trò của báo chí, truyền thông trong định hướng dư luận"),
			theme(8, "Phối hợp giữa lực lượng công an với ngành Tuyên giáo"),
			{ID: 9, ItemID: direct, Kind: "directive", State: "spoken", DelegateID: loi, StartedAt: at(10, 22), EndedAt: at(11, 1),
				Summary: "Cấp ủy các cấp tiếp tục thực hiện nghiêm túc Kết luận số 100 của Ban Bí thư Trung ương Đảng (khóa XI); chủ động nắm bắt, phân tích, dự báo tình hình tư tưởng, giải quyết kịp thời vấn đề phát sinh; ngành Tuyên giáo đổi mới quy trình, phương pháp nắm bắt, phản ánh dư luận; bồi dưỡng đạo đức, nghiệp vụ cho cộng tác viên."},
			{ID: 10, ItemID: respond, Kind: "response", State: "spoken", DelegateID: thuan, StartedAt: at(11, 2), EndedAt: at(11, 20),
				Summary: "Đề nghị ban tuyên giáo các huyện, thành ủy, đảng ủy trực thuộc tiếp tục nghiên cứu, tham mưu, triển khai các giải pháp đã nêu tại hội thảo."},
		},
		Conclusions: []models.Conclusion{
			{ID: 1, Text: "Cấp ủy các cấp tiếp tục quán triệt, thực hiện hiệu quả Kết luận số 100 của Ban Bí thư Trung ương Đảng (khóa XI)."},
			{ID: 2, Text: "Triển khai các giải pháp đã nêu tại hội thảo.",
				Task: &models.Task{ConclusionID: 2, Responsible: "Ban Tuyên giáo các huyện, thành ủy, đảng ủy trực thuộc"}},
		},
		Minutes: models.MinutesRow{
			ID: 1, Number: ptr[int64](15), State: "final", DatedOn: "2018-11-13", OpenedAt: at(8, 0), ClosedAt: at(11, 30),
			Chairs: []models.Person{person(thuan, "Trần Đức", "Thuần", "Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng ban Tuyên giáo Tỉnh ủy")},
		},
	}
}

// state is the same workshop held by an office of the State on a day of 2020.
func state() models.Record {
	r := workshop()
	r.Organizer = models.Organization{ID: 2, ParentID: 1, Name: "Sở Thông tin và Truyền thông", Kind: "state", Code: "STTTT", Place: "Hà Nam"}
	r.Ancestors = []models.Organization{{ID: 1, Name: "Ủy ban nhân dân tỉnh Hà Nam", Kind: "state", Code: "UBND", Place: "Hà Nam"}}
	r.Minutes.Number, r.Minutes.DatedOn = ptr[int64](5), "2020-11-13"
	return r
}

// moved is a record on another paper date.
func moved(r models.Record, day models.Date) models.Record {
	r.Minutes.DatedOn = day
	return r
}

// crowd is the workshop with so many delegates.
func crowd(n int) models.Record {
	r := workshop()
	for i := range n {
		id := models.ID(1000 + i)
		r.Delegates = append(r.Delegates, models.Delegate{
			ID: id, PersonID: id, Person: person(id, "Nguyễn Văn", fmt.Sprintf("Đại %d", i+1), "Trưởng ban Tuyên giáo Huyện ủy", "Ủy viên Ban Thường vụ"),
			Attendance: []models.Attendance{{SessionID: 1, State: models.Present, ArrivedAt: at(7, 40)}},
		})
	}
	return r
}
