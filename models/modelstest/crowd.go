package modelstest

import (
	"bytes"
	"context"
	"fmt"

	"hoithao/models"
)

// Crowd is an office that has seen much: so many people and organizations in its directory, so many events, and at the first of them,
// which everybody may see, so many of the people as delegates: all are marked in the morning, none in the afternoon.
type Crowd struct {
	People, Organizations, Events, Delegates int
}

// CrowdSlug is the slug of a crowd's first event.
const CrowdSlug = "hoi-nghi-lon"

// Key names the crowd for Filled.
func (crowd Crowd) Key() string { return fmt.Sprintf("%+v", crowd) }

// Fill loads the crowd into a database.
func (crowd Crowd) Fill(db *models.DB) error {
	file := models.File{Format: models.FileFormat}
	for i := range max(crowd.Organizations, 1) {
		file.Organizations = append(file.Organizations, models.FileOrganization{Key: fmt.Sprint("o", i), Name: fmt.Sprintf("%s xã %s %s %d", bodies[i%len(bodies)], middles[i/7%len(middles)], givens[i%len(givens)], i),
			Kind: "party", Place: "Hà Nam"})
	}
	organization := func(i int) string { return file.Organizations[i%len(file.Organizations)].Key }
	for i := range max(crowd.People, crowd.Delegates) {
		file.People = append(file.People, models.FilePerson{Key: fmt.Sprint("p", i), Name: families[i%len(families)] + " " + middles[i/3%len(middles)] + " " + givens[i/2%len(givens)],
			Posts: []models.FilePost{{Title: "Tỉnh ủy viên"}, {Title: "Trưởng " + bodies[i%len(bodies)], Organization: organization(i)}}})
	}
	for i := range max(crowd.Events, 1) {
		day := Now.AddDate(0, 0, -i/2)
		at := func(hour int) string { return day.Format("2006-01-02") + fmt.Sprintf("T%02d:00:00+07:00", hour) }
		file.Events = append(file.Events, models.FileEvent{Slug: fmt.Sprint("hoi-nghi-", i), Kind: models.EventKinds[i%len(models.EventKinds)], Title: fmt.Sprintf("Công tác dư luận xã hội lần thứ %d", i),
			Organizer: organization(0), Visibility: "public", Sessions: []models.FileSession{{Key: "sang", StartsAt: at(8), EndsAt: at(11)}, {Key: "chieu", StartsAt: at(14), EndsAt: at(17)}}})
	}
	first := &file.Events[0]
	first.Slug = CrowdSlug
	first.Groups = []models.FileGroup{{Key: "tinh", Name: "Lãnh đạo tỉnh"}, {Key: "huyen", Name: "Các huyện ủy"}}
	for i := range crowd.Delegates {
		first.Delegates = append(first.Delegates, models.FileDelegate{Person: file.People[i].Key, Group: first.Groups[i%2].Key, Roles: []string{"delegate"}, Reply: "accepted",
			Attendance: []models.FileAttendance{{Session: "sang", State: models.AttendanceStates[i%3], NotedBy: "Lễ tân"}}})
	}
	var text bytes.Buffer
	if err := file.Write(&text); err != nil {
		return err
	}
	_, err := db.Load(context.Background(), models.Actor{Name: "thử"}, &text, models.LoadOptions{})
	return err
}

var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đinh", "Trịnh"}
	middles  = []string{"Văn", "Thị", "Đức", "Hữu", "Thị Thu", "Quang", "Minh", "Ngọc", "Xuân", "Thanh", "Kim", "Bá", "Công"}
	givens   = []string{"An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hiếu", "Hùng", "Khánh", "Lan", "Linh", "Lợi", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quý", "Sơn", "Thảo", "Thuần", "Trang", "Tuấn", "Uyên",
		"Vân", "Việt", "Xuyến", "Yến"}
	bodies = []string{"Ban Tuyên giáo", "Văn phòng Đảng ủy", "Ủy ban nhân dân", "Ủy ban Mặt trận Tổ quốc", "Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên"}
)
