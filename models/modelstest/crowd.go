package modelstest

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"hoithao/models"
)

// Crowd is an office that has seen much: so many people and organizations in its directory, so many events, and at the first of them,
// which everybody may see, so many of the people as delegates: all are marked in the morning, none in the afternoon.
type Crowd struct {
	People, Organizations, Events, Delegates int
	Changes                                  int // of the first event, in its journal
}

// CrowdSlug is the slug of a crowd's first event.
const CrowdSlug = "hoi-nghi-lon"

// Few fills a page of each list, and Some fill several. Many is the largest office that the program is made for.
var (
	Few  = Crowd{People: models.PageSize, Organizations: models.PageSize, Events: models.PageSize, Delegates: models.PageSize, Changes: models.PageSize}
	Some = Crowd{People: 300, Organizations: 300, Events: 300, Delegates: 300, Changes: 300}
	Many = Crowd{People: 100_000, Organizations: 20_000, Events: 5000, Delegates: 5000, Changes: 100_000}
)

// Name is a fresh database with the crowd in it.
func (crowd Crowd) Name(t testing.TB) string {
	t.Helper()
	name := Filled(t, crowd.key(), crowd.fill)
	crowd.change(t, name)
	return name
}

// Unguarded is Name without the guard of the one door: for measuring how long writes take.
func (crowd Crowd) Unguarded(t testing.TB) string {
	t.Helper()
	return Unguarded(t, crowd.key(), crowd.fill)
}

func (crowd Crowd) key() string {
	crowd.Changes = 0
	return fmt.Sprintf("%+v", crowd)
}

// change writes the changes into the journal, in the way of the one door but for the hashes: a hundred thousand marks would take a minute.
func (crowd Crowd) change(t testing.TB, name string) {
	if crowd.Changes == 0 {
		return
	}
	db := open(t, name)
	defer db.Close()
	const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1) `
	for _, statement := range []struct {
		query string
		args  []any
	}{
		{numbers + `INSERT INTO journal (event_id, revision, at, actor, topic, what, subject, detail_hash, prev, hash)
			SELECT events.id, events.revision + n, $2, 'Lễ tân', 'attendance', 'mark', '', '', '', '' FROM numbers, events WHERE slug = $3`, []any{crowd.Changes, Now, CrowdSlug}},
		{`INSERT INTO journal_details (journal_id, salt, detail)
			SELECT id, '', '{"After":{"Name":"Trần Đức Thuần ' || id || '","Session":"Sáng 13/11/2018","State":"present"}}' FROM journal WHERE hash = ''`, nil},
		{`UPDATE events SET revision = revision + $1 WHERE slug = $2`, []any{crowd.Changes, CrowdSlug}},
	} {
		if _, err := db.Exec(statement.query, statement.args...); err != nil {
			t.Fatal(err)
		}
	}
}

// Middle is where the middle of each list of a crowd is.
type Middle struct {
	Person, Organization, Delegate, Event models.Cursor
	Revision                              int64 // of the first event
}

// Middle finds the middle of the lists of the crowd in a database.
func (crowd Crowd) Middle(t testing.TB, name string) Middle {
	t.Helper()
	db := open(t, name)
	defer db.Close()
	var person models.Person
	var organization models.Organization
	var delegate models.Delegate
	var event, first models.Event
	for _, list := range []struct {
		query string
		rows  int
		dest  []any
	}{
		{`SELECT sort_key, id FROM people ORDER BY sort_key, id`, crowd.People, []any{&person.SortKey, &person.ID}},
		{`SELECT sort_key, id FROM organizations ORDER BY sort_key, id`, crowd.Organizations, []any{&organization.SortKey, &organization.ID}},
		{`SELECT rank, position, id FROM delegates ORDER BY rank, position, id`, crowd.Delegates, []any{&delegate.Rank, &delegate.Position, &delegate.ID}},
		{`SELECT starts_at, id FROM events ORDER BY starts_at DESC, id DESC`, crowd.Events, []any{&event.StartsAt, &event.ID}},
		{`SELECT revision, id FROM events WHERE slug = '` + CrowdSlug + `'`, 0, []any{&first.Revision, &first.ID}},
	} {
		if err := db.QueryRow(list.query+` LIMIT 1 OFFSET $1`, list.rows/2).Scan(list.dest...); err != nil {
			t.Fatal(err)
		}
	}
	return Middle{person.Cursor(), organization.Cursor(), delegate.Cursor(), event.Cursor(), first.Revision - int64(crowd.Changes)/2}
}

// fill loads the crowd into a database.
func (crowd Crowd) fill(db *models.DB) error {
	first := models.File{Format: models.FileFormat}
	for i := range max(crowd.Organizations, 1) {
		first.Organizations = append(first.Organizations, models.FileOrganization{Key: fmt.Sprint("o", i), Kind: "party", Place: "Hà Nam",
			Name: fmt.Sprintf("%s xã %s %s %d", bodies[i%len(bodies)], middles[i/7%len(middles)], givens[i%len(givens)], i)})
	}
	for i := range max(crowd.People, crowd.Delegates) {
		first.People = append(first.People, models.FilePerson{Key: fmt.Sprint("p", i), Name: families[i%len(families)] + " " + middles[i/3%len(middles)] + " " + givens[i/2%len(givens)],
			Posts: []models.FilePost{{Title: "Tỉnh ủy viên"}, {Title: "Trưởng " + bodies[i%len(bodies)], Organization: first.Organizations[i%len(first.Organizations)].Key}}})
	}
	event := crowd.event(0)
	event.Groups = []models.FileGroup{{Key: "tinh", Name: "Lãnh đạo tỉnh"}, {Key: "huyen", Name: "Các huyện ủy"}}
	for i := range crowd.Delegates {
		event.Delegates = append(event.Delegates, models.FileDelegate{Person: first.People[i].Key, Group: event.Groups[i%2].Key, Roles: []string{"delegate"}, Reply: "accepted",
			Attendance: []models.FileAttendance{{Session: event.Sessions[0].Key, State: models.AttendanceStates[i%3], NotedBy: "Lễ tân"}}})
	}
	first.Events = []models.FileEvent{event}
	others := models.File{Format: models.FileFormat, Organizations: first.Organizations[:1]} // an event keeps the keys of its file, so they stand in a small one
	for i := 1; i < crowd.Events; i++ {
		others.Events = append(others.Events, crowd.event(i))
	}
	for _, file := range []models.File{first, others} {
		var text bytes.Buffer
		if err := file.Write(&text); err != nil {
			return err
		}
		if _, err := db.Load(context.Background(), models.Actor{Name: "thử"}, &text, models.LoadOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// event is the crowd's event of a number: two a day, back from today.
func (crowd Crowd) event(i int) models.FileEvent {
	day := Now.AddDate(0, 0, -i/2).Format("2006-01-02")
	event := models.FileEvent{Slug: fmt.Sprint("hoi-nghi-", i), Kind: models.EventKinds[i%len(models.EventKinds)], Title: fmt.Sprintf("Công tác dư luận xã hội lần thứ %d", i), Organizer: "o0", Visibility: "public",
		Sessions: []models.FileSession{
			{Key: fmt.Sprint("sang-", i), StartsAt: day + "T08:00:00+07:00", EndsAt: day + "T11:00:00+07:00"},
			{Key: fmt.Sprint("chieu-", i), StartsAt: day + "T14:00:00+07:00", EndsAt: day + "T17:00:00+07:00"},
		}}
	if i == 0 {
		event.Slug = CrowdSlug
	}
	return event
}

var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đinh", "Trịnh"}
	middles  = []string{"Văn", "Thị", "Đức", "Hữu", "Thị Thu", "Quang", "Minh", "Ngọc", "Xuân", "Thanh", "Kim", "Bá", "Công"}
	givens   = []string{"An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hiếu", "Hùng", "Khánh", "Lan", "Linh", "Lợi", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quý", "Sơn", "Thảo", "Thuần", "Trang", "Tuấn", "Uyên",
		"Vân", "Việt", "Xuyến", "Yến"}
	bodies = []string{"Ban Tuyên giáo", "Văn phòng Đảng ủy", "Ủy ban nhân dân", "Ủy ban Mặt trận Tổ quốc", "Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên"}
)
