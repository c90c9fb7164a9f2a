package models_test

import (
	"testing"

	"hoithao/models"
)

func TestSuggestRank(t *testing.T) {
	organizations := []models.Organization{
		{ID: 1, Name: "Tỉnh ủy Hà Nam"}, {ID: 2, ParentID: 1, Name: "Ban Tuyên giáo"}, {ID: 3, Name: "Ban Tuyên giáo Trung ương"},
		{ID: 4, ParentID: 3, Name: "Viện nghiên cứu Dư luận xã hội"}, {ID: 5, ParentID: 1, Name: "Huyện ủy Kim Bảng"}, {ID: 6, ParentID: 5, Name: "Ban Tuyên giáo"},
	}
	posts := func(titles ...string) (posts []models.Post) {
		for _, title := range titles {
			posts = append(posts, models.Post{Title: title})
		}
		return posts
	}
	tests := []struct {
		name  string
		posts []models.Post
		want  int64 // zero: none
		by    string
	}{
		{"nobody", nil, 0, ""},
		{"not on the ladder", posts("Nhà văn"), 0, ""},
		{"Politburo", posts("Ủy viên Bộ Chính trị", "Bí thư Thành ủy Hà Nội"), 10, "Ủy viên Bộ Chính trị"},
		{"the highest counts, not the first", posts("Trưởng ban Tuyên giáo Tỉnh ủy", "Ủy viên Ban Thường vụ Tỉnh ủy"), 70, "Ủy viên Ban Thường vụ Tỉnh ủy"},
		{"secretary of the province", posts("Bí thư Tỉnh ủy Hà Nam"), 30, ""},
		{"of a city with the rank of a province", posts("Bí thư Thành ủy Hải Phòng"), 30, ""},
		{"of a city within a province", posts("Bí thư Thành ủy Phủ Lý"), 110, ""},
		{"standing deputy secretary", posts("Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh"), 40, ""},
		{"deputy secretary", posts("Phó Bí thư Tỉnh ủy"), 50, ""},
		{"chairman of the people's committee", posts("Chủ tịch UBND tỉnh"), 50, ""},
		{"his deputy has a step of his own", posts("Phó Chủ tịch UBND tỉnh"), 80, ""},
		{"central institute, by the words", posts("Phó Viện trưởng Viện nghiên cứu Dư luận xã hội, Ban Tuyên giáo Trung ương"), 65, ""},
		{"central institute, by its organization", []models.Post{{Title: "Phó Viện trưởng", OrganizationID: 4}}, 65, ""},
		{"member of the committee", posts("Tỉnh ủy viên"), 90, ""},
		{"director of a department", posts("Giám đốc Sở Tài chính"), 100, ""},
		{"deputy director", posts("Phó Giám đốc Sở Tài chính"), 105, ""},
		{"youth union, no committee secretary", posts("Bí thư Tỉnh đoàn"), 100, ""},
		{"head of a board, by its organization", []models.Post{{Title: "Trưởng ban", OrganizationID: 2}}, 100, ""},
		{"head of a district's board", []models.Post{{Title: "Trưởng ban", OrganizationID: 6}}, 120, ""},
		{"secretary of a district", posts("Bí thư Huyện ủy Kim Bảng"), 110, ""},
		{"deputy secretary of a district", posts("Phó Bí thư Huyện ủy Kim Bảng"), 115, ""},
		{"former, right behind the present", posts("Nguyên Bí thư Tỉnh ủy"), 32, ""},
		{"head of an office", posts("Trưởng phòng Khoa giáo"), 120, ""},
		{"specialist", posts("Chuyên viên Phòng Khoa giáo"), 130, ""},
		{"a post that is over", []models.Post{{Title: "Bí thư Tỉnh ủy", ValidUntil: "2015-10-01"}, {Title: "Chuyên viên"}}, 130, ""},
		{"an organization in a circle", []models.Post{{Title: "Trưởng ban", OrganizationID: 99}}, 120, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := models.SuggestRank(models.Person{Given: "A", Posts: test.posts}, organizations, "2018-11-13")
			if !ok {
				got.Rank = 0
			}
			if got.Rank != test.want || test.by != "" && got.Post != test.by {
				t.Errorf("got %+v, want %d by %q", got, test.want, test.by)
			}
		})
	}
}
