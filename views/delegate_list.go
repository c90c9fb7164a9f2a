package views

import (
	"io"
	"strconv"
	"strings"

	"hoithao/models"
)

// DelegateList writes delegates as a table .xlsx that can be worked on and imported again: its headings are those that an import knows, and the
// last column names each person for certain. The names of groups go by their numbers.
func DelegateList(w io.Writer, event models.Event, delegates []models.Delegate, groups map[models.ID]string) error {
	list := Spreadsheet{Name: T("Đại biểu"), Title: []string{event.Title}, Landscape: true, Columns: []SpreadsheetColumn{
		{"TT", 5}, {"Danh xưng", 12}, {"Họ và tên", 28}, {"Chức vụ", 50}, {"Nhóm", 24}, {"Vai trò", 18}, {"Điện thoại", 16}, {"Thư điện tử", 26},
		{"Năm sinh", 10}, {"Chỗ ngồi", 12}, {"Yêu cầu", 30}, {"Trả lời", 16}, {"Mã trong danh bạ", 36},
	}}
	for i, delegate := range delegates {
		person := delegate.Person
		var roles []string
		for _, role := range delegate.RoleWords() {
			roles = append(roles, wordOf(Vietnamese, "delegate", role).Text)
		}
		born := ""
		if person.BornYear != nil {
			born = strconv.FormatInt(*person.BornYear, 10)
		}
		list.Rows = append(list.Rows, []string{strconv.Itoa(i + 1), person.Honorific, person.Name(), strings.Join(person.PostsOn(event.Day()), "; "), groups[delegate.GroupID],
			strings.Join(roles, ", "), person.Phone, person.Email, born, delegate.Seat, delegate.Needs, wordOf(Vietnamese, "reply", delegate.Reply).Text, person.UID})
	}
	return list.Write(w)
}
