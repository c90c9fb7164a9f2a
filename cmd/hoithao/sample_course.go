package main

import (
	"fmt"
	"time"

	"hoithao/models"
)

// agenda has the plenary in the great hall and, in both afternoons, three rooms at once.
func (s *sample) agenda() {
	add := func(key, session, kind, title string, day, hour, minute int, minutes int64, more func(*models.FileItem)) {
		item := models.FileItem{Key: key, Session: session, Kind: kind, Title: title, StartsAt: s.at(day, hour, minute), Minutes: number(minutes)}
		if more != nil {
			more(&item)
		}
		s.event.Agenda = append(s.event.Agenda, item)
	}
	by := func(i int) func(*models.FileItem) {
		return func(item *models.FileItem) { item.Presenter = person(i) }
	}
	text := func(who string) func(*models.FileItem) {
		return func(item *models.FileItem) { item.PresenterText = who }
	}
	add("don-tiep-1", "sang-1", "registration", "Đón tiếp đại biểu, phát tài liệu", 0, 7, 30, 30, nil)
	add("khai-mac", "sang-1", "opening", "Tuyên bố lý do, giới thiệu đại biểu", 0, 8, 0, 15, text("Ban Tổ chức"))
	add("phat-bieu-khai-mac", "sang-1", "opening", "Phát biểu khai mạc", 0, 8, 15, 15, by(0))
	add("de-dan", "sang-1", "keynote", "Báo cáo đề dẫn: chuyển đổi số nhìn từ cơ sở", 0, 8, 30, 40, by(1))
	add("giai-lao-1", "sang-1", "break", "Giải lao", 0, 9, 10, 20, nil)
	add("tham-luan-1", "sang-1", "paper", "Tham luận của các cơ quan", 0, 9, 30, 90, nil)
	add("thao-luan-1", "sang-1", "discussion", "Trao đổi tại hội trường", 0, 11, 0, 30, nil)
	s.rooms("chieu-1", 0, []string{"Dữ liệu dùng chung", "Kỹ năng cho cán bộ cơ sở", "Truyền thanh thông minh"})
	add("tong-hop-1", "chieu-1", "conclusion", "Tổng hợp ngày thứ nhất", 0, 16, 30, 30, by(1))

	add("don-tiep-2", "sang-2", "registration", "Đón tiếp đại biểu", 1, 7, 30, 30, nil)
	add("tham-luan-2", "sang-2", "paper", "Tham luận của các xã, phường", 1, 8, 0, 90, nil)
	add("giai-lao-2", "sang-2", "break", "Giải lao", 1, 9, 30, 20, nil)
	add("thao-luan-2", "sang-2", "discussion", "Thảo luận chung", 1, 9, 50, 60, nil)
	add("bieu-quyet", "sang-2", "vote", "Thông qua khuyến nghị của hội nghị", 1, 10, 50, 30, nil)
	s.rooms("chieu-2", 1, []string{"Đo lường kết quả", "Đào tạo cộng tác viên", "An toàn thông tin"})
	add("chi-dao", "chieu-2", "directive", "Phát biểu chỉ đạo", 1, 15, 30, 30, by(0))
	add("be-mac", "chieu-2", "closing", "Bế mạc", 1, 16, 0, 20, text("Ban Tổ chức"))

	s.happened("sang-1", 3)
}

// happened says that the items of a session took as long as planned, but began some minutes late.
func (s *sample) happened(session string, late time.Duration) {
	for i := range s.event.Agenda {
		item := &s.event.Agenda[i]
		if item.Session != session || item.Kind == "registration" {
			continue
		}
		start, err := time.Parse(time.RFC3339, item.StartsAt)
		if err != nil {
			panic(err) // made above
		}
		start = start.Add(late * time.Minute)
		item.StartedAt, item.EndedAt = start.Format(time.RFC3339), start.Add(time.Duration(*item.Minutes)*time.Minute).Format(time.RFC3339)
	}
}

// rooms is an afternoon in three rooms.
func (s *sample) rooms(session string, day int, themes []string) {
	for turn := range 2 {
		for room, theme := range themes {
			kind, what := "paper", "Tham luận"
			if turn == 1 {
				kind, what = "discussion", "Thảo luận"
			}
			s.event.Agenda = append(s.event.Agenda, models.FileItem{
				Key: fmt.Sprintf("%s-phong-%d-%d", session, room+1, turn+1), Session: session, Kind: kind, Title: fmt.Sprintf("%s: %s", what, theme),
				StartsAt: s.at(day, 13+turn, 30), Minutes: number(60), Room: fmt.Sprintf("Phòng %d", 101+room),
			})
		}
	}
}

// speeches of the first day are recorded; of the second they are asked for.
func (s *sample) speeches() {
	topics := []string{"Bản tin nội bộ trên điện thoại", "Nhóm dân cư trực tuyến và cách giữ nền nếp", "Đưa văn bản dễ hiểu tới từng hộ", "Tổng đài hỏi đáp của xã",
		"Bảng tin số ở nhà văn hóa thôn", "Tập huấn ngắn, làm được ngay", "Số hóa tư liệu truyền thống", "Phối hợp với nhà trường"}
	findings := []string{"Nêu cách làm từ thực tế, chi phí nhỏ, ai cũng dùng được; đề nghị nhân rộng.", "Chỉ ra ba vướng mắc: thiết bị cũ, thiếu người phụ trách, dữ liệu chưa dùng chung.",
		"Kinh nghiệm là làm thử ở một thôn rồi mới mở rộng; sau sáu tháng số người theo dõi tăng rõ.", "Kiến nghị tỉnh có quy định chung và hướng dẫn một trang cho cán bộ cơ sở."}
	s.event.Speeches = append(s.event.Speeches,
		models.FileSpeech{Item: "de-dan", State: "spoken", Speaker: person(1), Summary: "Nhìn lại hai năm chuyển đổi số ở cơ sở của tỉnh Mẫu: kết quả, hạn chế, bài học, và năm câu hỏi để hội nghị trả lời.", StartedAt: s.at(0, 8, 33), EndedAt: s.at(0, 9, 13)})
	for i, topic := range topics {
		speech := models.FileSpeech{Item: "tham-luan-1", State: "spoken", Speaker: person(3 + i), Topic: topic, Minutes: number(10), HasPaper: i%2 == 0,
			Summary: findings[i%len(findings)], StartedAt: s.at(0, 9, 33+10*i), EndedAt: s.at(0, 9, 42+10*i)}
		s.event.Speeches = append(s.event.Speeches, speech)
	}
	s.event.Speeches = append(s.event.Speeches,
		models.FileSpeech{Item: "thao-luan-1", State: "spoken", SpeakerText: "Đại biểu xã Mẫu Đông", Topic: "Kinh phí duy trì bảng tin số", Summary: "Hỏi về kinh phí duy trì sau năm đầu.", StartedAt: s.at(0, 11, 4), EndedAt: s.at(0, 11, 8)},
		models.FileSpeech{Item: "thao-luan-1", State: "spoken", Speaker: person(12), Topic: "Dữ liệu dùng chung giữa các sở", Summary: "Trả lời: đã có quy chế, cần thêm đầu mối kỹ thuật.", StartedAt: s.at(0, 11, 9), EndedAt: s.at(0, 11, 17)})
	for room := range 3 {
		for turn := range 3 {
			s.event.Speeches = append(s.event.Speeches, models.FileSpeech{Item: fmt.Sprintf("chieu-1-phong-%d-1", room+1), State: "spoken", Speaker: person(14 + room*3 + turn),
				Topic: fmt.Sprintf("Báo cáo chuyên đề %d.%d", room+1, turn+1), Minutes: number(15), Summary: findings[(room+turn)%len(findings)]})
		}
	}
	for i, topic := range []string{"Chuyện ở xã Mẫu Đông", "Chuyện ở phường Mẫu Tây", "Người cao tuổi và điện thoại thông minh", "Giữ an toàn khi dùng mạng xã hội"} {
		state := []string{"accepted", "accepted", "requested", "accepted"}[i]
		s.event.Speeches = append(s.event.Speeches, models.FileSpeech{Item: "tham-luan-2", State: state, Speaker: person(24 + i), Topic: topic, Minutes: number(12), RequestedHow: "phone", RequestedAt: s.at(0, 12, i)})
	}
}

// results are the votes and conclusions of the first day, and the minutes as far as they have come.
func (s *sample) results() {
	s.event.Votes = []models.FileVote{
		{Item: "tong-hop-1", Question: "Thông qua báo cáo tổng hợp ngày thứ nhất", Method: "show_of_hands", For: number(231), Against: number(2), Abstain: number(5)},
		{Item: "bieu-quyet", Question: "Thông qua khuyến nghị của hội nghị", Method: "ballot"},
	}
	due := func(days int) string { return s.first.AddDate(0, 0, days).Format("2006-01-02") }
	s.event.Conclusions = []models.FileConclusion{
		{Text: "Lập bộ hướng dẫn một trang cho cán bộ cơ sở về bản tin số.", Task: &models.FileTask{Responsible: "ban-mau", Due: due(15)}},
		{Text: "Rà soát dữ liệu dùng chung giữa các sở và các xã, phường.", Task: &models.FileTask{Responsible: "so-khoa-hoc-mau", Due: due(30)}},
		{Text: "Mở ba lớp tập huấn ngắn cho cộng tác viên dư luận xã hội.", Task: &models.FileTask{Responsible: person(8), Due: due(45)}},
		{Text: "Các xã, phường giữ nền nếp các nhóm dân cư trực tuyến.", Task: &models.FileTask{ResponsibleText: "Đảng ủy các xã, phường"}},
	}
	s.event.Photos = []models.FilePhoto{{Caption: "Toàn cảnh hội nghị ngày thứ nhất (ảnh mẫu, chưa có tệp)", Credit: "Ban Tổ chức"}}
	s.event.Minutes = &models.FileMinutes{OpenedAt: s.at(0, 8, 3), Chairs: []string{person(0), person(1)}, Secretaries: []string{person(2), person(14)}}
}
