package papers_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
)

func minutesPDF(t testing.TB, r models.Record) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, r.ComposeMinutes(), papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func agendaPDF(t testing.TB, r models.Record) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, r.Agenda(), papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestLook writes papers to look at into the directory LOOK.
func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("LOOK names no directory")
	}
	draft := workshop()
	draft.Minutes = models.MinutesRow{}
	days := workshop()
	days.Sessions = append(days.Sessions, models.Session{ID: 2, StartsAt: at(14, 0), EndsAt: at(17, 0), Room: "Phòng họp số 2"}, models.Session{ID: 3, StartsAt: at(14, 0), EndsAt: at(17, 0), Room: "Phòng họp số 3"})
	for i := range 9 {
		item := models.Item{ID: models.ID(20 + i), SessionID: models.ID(2 + i/5), Kind: "paper", Title: "Tham luận về công tác nắm bắt, định hướng dư luận xã hội", StartsAt: at(14, 10*(i%5)), Minutes: ptr[int64](10), PresenterID: 2}
		if i%5 == 2 {
			item.Kind, item.Title, item.PresenterID = "break", "Giải lao", 0
		}
		days.Items = append(days.Items, item)
	}
	days.Minutes.Chairs = append(days.Minutes.Chairs, person(1, "Phạm Sỹ", "Lợi"))
	days.Minutes.Secretaries = []models.Person{person(50, "Lê Thị", "Mai", "Chuyên viên"), person(51, "Vũ", "Hà"), person(52, "Đỗ Quốc", "An")}
	days.Delegates[1].Attendance = append(days.Delegates[1].Attendance, models.Attendance{SessionID: 2, State: models.AbsentExcused, Reason: "đi công tác"})
	days.Votes = []models.Vote{{ItemID: 28, Question: "Thông qua quy chế phối hợp", Method: "show_of_hands", Ayes: ptr[int64](45), Noes: ptr[int64](3), Others: ptr[int64](2)}}
	for name, file := range map[string][]byte{
		"party2018": minutesPDF(t, workshop()), "party2026": minutesPDF(t, moved(workshop(), "2026-06-01")), "state2020": minutesPDF(t, state()),
		"draft": minutesPDF(t, draft), "empty": minutesPDF(t, models.Record{}), "agenda": agendaPDF(t, workshop()), "agenda-state": agendaPDF(t, state()), "crowd": minutesPDF(t, crowd(60)), "days": minutesPDF(t, days), "agenda-days": agendaPDF(t, days),
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func minutesOf(t testing.TB, minutes models.Minutes) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, minutes, papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

var itoa = strconv.Itoa

func agendaOf(t testing.TB, agenda models.Agenda) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Write(&file, agenda, papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
