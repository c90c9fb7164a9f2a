package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"hoithao/models"
)

// The sample conference is made up and says so: all happens in a province called Mẫu (sample), and everybody's middle name is Mẫu.

const conferenceSlug = "hoi-nghi-mau"

// sampleConference is a conference of two days, the second of which is today: the first is recorded, the second goes on. The same
// clock gives the same conference.
func sampleConference(now time.Time) models.File {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err) // the zones are in the binary
	}
	year, month, day := now.In(zone).Date()
	s := sample{
		rand:  rand.New(rand.NewPCG(2018, 1113)),
		first: time.Date(year, month, day-1, 0, 0, 0, 0, zone),
	}
	s.directory()
	s.event = models.FileEvent{
		Slug: conferenceSlug, Kind: "conference", Title: "Chuyển đổi số trong công tác tuyên truyền: kinh nghiệm từ cơ sở (dữ liệu mẫu)",
		Organizer: "ban-mau", Place: "Tỉnh Mẫu", Venue: "Trung tâm Hội nghị tỉnh Mẫu", Visibility: "public",
		Note: "Hội nghị mẫu để dùng thử: mọi tên người, cơ quan, con số đều đặt ra.",
		Sessions: []models.FileSession{
			{Key: "sang-1", StartsAt: s.at(0, 7, 30), EndsAt: s.at(0, 11, 30), Room: "Hội trường lớn"},
			{Key: "chieu-1", StartsAt: s.at(0, 13, 30), EndsAt: s.at(0, 17, 0), Room: "Hội trường lớn"},
			{Key: "sang-2", StartsAt: s.at(1, 7, 30), EndsAt: s.at(1, 11, 30), Room: "Hội trường lớn"},
			{Key: "chieu-2", StartsAt: s.at(1, 13, 30), EndsAt: s.at(1, 16, 30), Room: "Hội trường lớn"},
		},
	}
	s.groups()
	s.delegates()
	s.agenda()
	s.speeches()
	s.results()
	s.file.Format = models.FileFormat
	s.file.Events = []models.FileEvent{s.event, s.coming()}
	return s.file
}

type sample struct {
	rand  *rand.Rand
	first time.Time // midnight of the first day
	file  models.File
	event models.FileEvent
}

// at is an instant of the first day (0) or the second (1).
func (s *sample) at(day, hour, minute int) string {
	return s.first.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).Format(time.RFC3339)
}

func number(n int64) *int64 { return &n }

// sampleBodies are the organizations, each below the one named third; head is what its head is called before its name.
var sampleBodies = []struct{ key, name, parent, kind, code, head string }{
	{"tinh-uy-mau", "Tỉnh ủy Mẫu", "", "party", "TU", "Bí thư"},
	{"ban-mau", "Ban Tuyên giáo và Dân vận Tỉnh ủy Mẫu", "tinh-uy-mau", "party", "BTGDVTU", "Trưởng"},
	{"van-phong-mau", "Văn phòng Tỉnh ủy Mẫu", "tinh-uy-mau", "party", "VPTU", "Chánh"},
	{"ubnd-mau", "Ủy ban nhân dân tỉnh Mẫu", "", "state", "UBND", "Chủ tịch"},
	{"so-van-hoa-mau", "Sở Văn hóa, Thể thao và Du lịch tỉnh Mẫu", "ubnd-mau", "state", "SVHTTDL", "Giám đốc"},
	{"so-khoa-hoc-mau", "Sở Khoa học và Công nghệ tỉnh Mẫu", "ubnd-mau", "state", "SKHCN", "Giám đốc"},
	{"so-giao-duc-mau", "Sở Giáo dục và Đào tạo tỉnh Mẫu", "ubnd-mau", "state", "SGDĐT", "Giám đốc"},
	{"mat-tran-mau", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Mẫu", "", "front", "MTTQ", "Chủ tịch"},
	{"truong-mau", "Trường Chính trị tỉnh Mẫu", "tinh-uy-mau", "party", "TCT", "Hiệu trưởng"},
	{"bao-mau", "Báo và Phát thanh, Truyền hình tỉnh Mẫu", "tinh-uy-mau", "party", "BPTTH", "Tổng Biên tập"},
	{"xa-mau-1", "Đảng ủy xã Mẫu Đông", "tinh-uy-mau", "party", "ĐU1", "Bí thư"},
	{"xa-mau-2", "Đảng ủy phường Mẫu Tây", "tinh-uy-mau", "party", "ĐU2", "Bí thư"},
}

var (
	sampleFamilies = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"}
	sampleGiven    = []string{"An", "Ánh", "Bách", "Bình", "Châu", "Chi", "Cường", "Dũng", "Duyên", "Đạt", "Đông", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hòa", "Huệ",
		"Hùng", "Hương", "Khánh", "Kiên", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Ngọc", "Oanh", "Phúc", "Phương", "Quân", "Quỳnh", "Sơn", "Tâm", "Thảo",
		"Thắng", "Thủy", "Trang", "Trung", "Tuấn", "Uyên", "Vân", "Việt", "Xuân", "Yến"}
	samplePosts = []string{"Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên chính", "Chuyên viên", "Cán bộ", "Phóng viên"}
)

const sampleDelegates = 300

// directory makes the bodies and their people: the first of a body heads it, the second is the deputy.
func (s *sample) directory() {
	for _, body := range sampleBodies {
		s.file.Organizations = append(s.file.Organizations, models.FileOrganization{Key: body.key, Name: body.name, Parent: body.parent, Kind: body.kind, Code: body.code, Place: "Tỉnh Mẫu"})
	}
	names := s.rand.Perm(len(sampleFamilies) * len(sampleGiven))
	for i := range sampleDelegates {
		body := sampleBodies[i%len(sampleBodies)]
		post := samplePosts[2+s.rand.IntN(len(samplePosts)-2)] + ", " + body.name
		var rank *int64
		switch n := i / len(sampleBodies); {
		case n == 0:
			post, rank = body.head+" "+body.name, number(int64(100+10*i))
		case n == 1:
			post, rank = "Phó "+body.head+" "+body.name, number(int64(300+10*i))
		case n < 6:
			post = samplePosts[n%2] + ", " + body.name
		}
		s.file.People = append(s.file.People, models.FilePerson{
			Key: person(i), Name: sampleFamilies[names[i]%len(sampleFamilies)] + " Mẫu " + sampleGiven[names[i]/len(sampleFamilies)], ProtocolRank: rank,
			Posts: []models.FilePost{{Title: post, Organization: body.key}},
		})
	}
}

func person(i int) string { return fmt.Sprintf("mau-%03d", i+1) }

func (s *sample) groups() {
	counted := func(sessions ...int64) (all []models.FileHeadcount) {
		for i, present := range sessions {
			all = append(all, models.FileHeadcount{Session: s.event.Sessions[i].Key, Present: number(present)})
		}
		return all
	}
	s.event.Groups = []models.FileGroup{
		{Key: "lanh-dao", Name: "Lãnh đạo tỉnh và các cơ quan"},
		{Key: "dang", Name: "Các cơ quan Đảng, Mặt trận"},
		{Key: "so-nganh", Name: "Các sở, ngành"},
		{Key: "co-so", Name: "Đảng ủy các xã, phường"},
		{Key: "khach", Name: "Khách mời, chuyên gia"},
		{Key: "cong-tac-vien", Name: "Cộng tác viên dư luận xã hội các xã, phường", Collective: true, Expected: number(60), Units: []string{"xa-mau-1", "xa-mau-2"}, Attendance: counted(54, 49)},
		{Key: "doan-vien", Name: "Đoàn viên, thanh niên tình nguyện", Collective: true, Expected: number(25), Attendance: counted(25)},
		{Key: "bao-chi", Name: "Cơ quan báo chí trong tỉnh", Collective: true, Press: true, Expected: number(8)},
	}
}

// delegates invites everybody: the leaders chair, some speak, some do not come and send somebody.
func (s *sample) delegates() {
	for i := range sampleDelegates {
		body := sampleBodies[i%len(sampleBodies)]
		d := models.FileDelegate{Person: person(i), Group: "co-so", Roles: []string{"delegate"}, Reply: "accepted"}
		switch {
		case i < len(sampleBodies):
			d.Group = "lanh-dao"
		case i%29 == 0:
			d.Group, d.Roles = "khach", []string{"guest"}
		case body.kind == "state":
			d.Group = "so-nganh"
		case body.key[:2] != "xa":
			d.Group = "dang"
		}
		switch {
		case i < 2:
			d.Roles = []string{"chair"}
		case i == 2 || i == 14:
			d.Roles = []string{"secretary"}
		case i < 30:
			d.Roles = append(d.Roles, "speaker")
		case s.rand.IntN(100) < 8:
			d.Reply = "none"
		case s.rand.IntN(100) < 5:
			d.Reply, d.Reason = "declined", "Bận công tác đã có lịch trước"
		}
		s.attend(&d)
		s.event.Delegates = append(s.event.Delegates, d)
	}
	for n, i := range []int{45, 81, 117} { // who sends somebody of the same body
		away, stands := &s.event.Delegates[i], &s.event.Delegates[i+12*(n+1)]
		away.Reply, away.Reason, away.Attendance = "substituted", "Đi công tác", nil
		stands.Reply, stands.Reason, stands.SubstituteFor = "accepted", "", away.Person
	}
}

// seatSamples gives the delegates of the sample conference their seats, as an organizer would.
func seatSamples(ctx context.Context, db *models.DB, slug string) error {
	event, err := db.Event(ctx, slug)
	if err != nil {
		return err
	}
	hall := models.PaperForm{Options: models.Choices{"rows": "15", "seats": "20", "aisle": "10"}}
	if err := db.SavePaper(ctx, by("demo"), event.ID, "seating", "", hall); err != nil {
		return err
	}
	_, err = db.AssignSeats(ctx, by("demo"), event.ID, true)
	return err
}

// attend records the sessions of the first day.
func (s *sample) attend(d *models.FileDelegate) {
	for session, begins := range []int{7, 13} {
		mark := models.FileAttendance{Session: s.event.Sessions[session].Key, State: models.Present, How: "scan", NotedBy: "Lễ tân (dùng thử)"}
		late, luck := s.rand.IntN(55), s.rand.IntN(100)
		if session == 1 {
			late /= 2 // the afternoon begins on the half hour, the morning's talks half an hour after the doors open
		}
		switch {
		case d.Reply == "declined":
			mark.State, mark.Reason, mark.How = models.AbsentExcused, d.Reason, "hand"
		case luck < 4:
			mark.State, mark.Reason, mark.How = models.AbsentExcused, "Báo vắng qua điện thoại", "hand"
		case luck < 8 || d.Reply == "none" && luck < 50:
			mark.State, mark.How = models.Absent, "hand"
		case luck < 14:
			continue // nobody has ticked them off
		default:
			mark.ArrivedAt = s.at(0, begins, 5+late)
			if luck > 97 {
				mark.LeftAt = s.at(0, begins+3, 5)
			}
		}
		mark.NotedAt = s.at(0, begins, 5+late)
		d.Attendance = append(d.Attendance, mark)
	}
}
