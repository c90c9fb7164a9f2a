package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

var hand = models.Actor{Name: "Nguyễn Văn An"}

func addOrganization(t testing.TB, db *models.DB, organization models.Organization) models.Organization {
	t.Helper()
	organization, err := db.AddOrganization(context.Background(), hand, organization)
	if err != nil {
		t.Fatal(err)
	}
	return organization
}

func addPerson(t testing.TB, db *models.DB, family, given string, posts ...models.Post) models.Person {
	t.Helper()
	person, err := db.AddPerson(context.Background(), hand, models.Person{Family: family, Given: given, Posts: posts})
	if err != nil {
		t.Fatal(err)
	}
	return person
}

func addEvent(t testing.TB, db *models.DB, slug string, organizer models.ID) models.Event {
	t.Helper()
	event, err := db.AddEvent(context.Background(), hand, models.NewEvent{
		Event:    models.Event{Slug: slug, Kind: "workshop", Title: "Hội thảo " + slug, OrganizerID: organizer, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "public"},
		StartsAt: models.At(modelstest.Now), EndsAt: models.At(modelstest.Now.Add(4 * time.Hour))})
	if err != nil {
		t.Fatal(err)
	}
	return event
}

func text(s string) *string { return &s }
func rank(n int64) *int64   { return &n }

func TestOrganizationIsChecked(t *testing.T) {
	db := modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party"})
	tests := []struct {
		name, field  string
		organization models.Organization
	}{
		{"no name", "name", models.Organization{Name: " \t"}},
		{"a kind that is none", "kind", models.Organization{Name: "A", Kind: "army"}},
		{"ends before it begins", "valid_until", models.Organization{Name: "A", ValidFrom: "2018-01-02", ValidUntil: "2018-01-01"}},
		{"a parent that is not there", "parent", models.Organization{Name: "A", ParentID: 999}},
		{"a successor that is not there", "successor", models.Organization{Name: "A", SuccessorID: 999}},
		{"its own parent", "parent", models.Organization{ID: office.ID, Version: 1, Name: "A", ParentID: office.ID}},
		{"its own successor", "successor", models.Organization{ID: office.ID, Version: 1, Name: "A", SuccessorID: office.ID}},
		{"a name longer than any", "name", models.Organization{Name: fmt.Sprintf("%0501d", 0)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var err error
			if test.organization.ID == 0 {
				_, err = db.AddOrganization(context.Background(), hand, test.organization)
			} else {
				err = db.SaveOrganization(context.Background(), hand, test.organization)
			}
			var wrong models.Invalid
			if !errors.As(err, &wrong) || wrong[test.field] == "" || len(wrong) != 1 {
				t.Errorf("got %v, want only %s refused", err, test.field)
			}
		})
	}
	if rows, _ := db.Journal(context.Background(), models.JournalFilter{}); len(rows) != 1 {
		t.Errorf("%d rows in the office's journal, want the first addition alone", len(rows))
	}
}

func TestOrganizationTree(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party"})
	board := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo Tỉnh ủy", ParentID: office.ID, PrintName: text("BAN TUYÊN GIÁO")})
	room := addOrganization(t, db, models.Organization{Name: "Phòng Khoa giáo", ParentID: board.ID, ValidUntil: "2018-11-12", PrintAbove: text("")})

	office.ParentID = room.ID
	var wrong models.Invalid
	if err := db.SaveOrganization(ctx, hand, office); !errors.As(err, &wrong) || wrong["parent"] == "" {
		t.Errorf("a circle was not refused: %v", err)
	}
	line, err := db.Ancestry(ctx, room.ID)
	if err != nil || len(line) != 3 || line[2].ID != office.ID {
		t.Fatalf("the line of the room is %v, %v", line, err)
	}
	heads := []struct {
		of          int
		above, name string
	}{{0, "", "PHÒNG KHOA GIÁO"}, {1, "TỈNH ỦY HÀ NAM", "BAN TUYÊN GIÁO"}, {2, "", "TỈNH ỦY HÀ NAM"}}
	for _, head := range heads {
		if above, name := line[head.of].Head(line[head.of+1:]); above != head.above || name != head.name {
			t.Errorf("the head of %s is %q over %q", line[head.of].Name, above, name)
		}
	}
	for _, test := range []struct {
		name   string
		filter models.OrganizationFilter
		want   string
	}{
		{"all", models.OrganizationFilter{}, "[Ban Tuyên giáo Tỉnh ủy Phòng Khoa giáo Tỉnh ủy Hà Nam]"},
		{"the top", models.OrganizationFilter{Top: true}, "[Tỉnh ủy Hà Nam]"},
		{"below", models.OrganizationFilter{ParentID: board.ID}, "[Phòng Khoa giáo]"},
		{"below, on a day when it was no more", models.OrganizationFilter{ParentID: board.ID, Valid: "2018-11-13"}, "[]"},
		{"below, on its last day", models.OrganizationFilter{ParentID: board.ID, Valid: "2018-11-12"}, "[Phòng Khoa giáo]"},
		{"searched without marks", models.OrganizationFilter{Search: "tuyen giao"}, "[Ban Tuyên giáo Tỉnh ủy]"},
		{"searched by what SQL would take for anything", models.OrganizationFilter{Search: "%"}, "[]"},
	} {
		found, err := db.Organizations(ctx, test.filter)
		names := []string{}
		for _, o := range found {
			names = append(names, o.Name)
		}
		if fmt.Sprint(names) != test.want || err != nil {
			t.Errorf("%s: %v, %v; want %s", test.name, names, err, test.want)
		}
	}
	for _, id := range []models.ID{office.ID, board.ID} {
		if err := db.RemoveOrganization(ctx, hand, id); !errors.As(err, &wrong) {
			t.Errorf("an organization with others below was removed: %v", err)
		}
	}
	if err := db.RemoveOrganization(ctx, hand, room.ID); err != nil {
		t.Error(err)
	}
	if _, err := db.Organization(ctx, room.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the removed one is still there: %v", err)
	}
}

// Two that succeed each other would send the reader round for ever.
func TestSuccessorsMakeNoCircle(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	a := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo"})
	b := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo và Dân vận", SuccessorID: a.ID})
	a.SuccessorID = b.ID
	var wrong models.Invalid
	if err := db.SaveOrganization(ctx, hand, a); !errors.As(err, &wrong) || wrong["successor"] == "" {
		t.Errorf("got %v", err)
	}
}

func TestChooseOrganization(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	hanam := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam", Code: "TU"})
	namdinh := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Nam Định", Code: "TU"})
	first := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: hanam.ID})
	second := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: namdinh.ID})
	third := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: namdinh.ID, ValidUntil: "2000-01-01"})
	court := addOrganization(t, db, models.Organization{Name: "Trung tâm Hòa giải", Code: "TTHG"})
	brackets := addOrganization(t, db, models.Organization{Name: "Hội Nhà báo (tỉnh)"})

	all := []models.Organization{hanam, first, second, third, court, brackets}
	labels, err := db.OrganizationLabels(ctx, all)
	if err != nil {
		t.Fatal(err)
	}
	if labels[hanam.ID] != "Tỉnh ủy Hà Nam" || labels[first.ID] != "Ban Tuyên giáo (Tỉnh ủy Hà Nam)" || labels[third.ID] != fmt.Sprintf("Ban Tuyên giáo (Tỉnh ủy Nam Định) #%d", third.ID) {
		t.Errorf("the labels are %v", labels)
	}
	for _, o := range all {
		if chosen, err := db.ChooseOrganization(ctx, labels[o.ID]); chosen.ID != o.ID || err != nil {
			t.Errorf("%q chooses %d, %v; want %d", labels[o.ID], chosen.ID, err, o.ID)
		}
	}
	for label, want := range map[string]models.ID{
		" trung tâm  hoà giải ": court.ID, "trung tam hoa giai": court.ID, "tthg": court.ID, "ban tuyen giao (tinh uy ha nam)": first.ID,
		"Ban Tuyên giáo": 0, "Ban Tuyên giáo (Tỉnh ủy Nam Định)": 0, "Trung tâm": 0, "": 0, "TU": 0, "Ban Tuyên giáo (nơi khác)": 0, "Ban Tổ chức #1": 0, "#99999999999999999999": 0, "%": 0,
	} {
		chosen, err := db.ChooseOrganization(ctx, label)
		if want == 0 != errors.As(err, new(models.Invalid)) || chosen.ID != want {
			t.Errorf("%q chooses %d, %v; want %d", label, chosen.ID, err, want)
		}
	}
	if texts, err := db.SuggestOrganizations(ctx, "tuyen giao"); len(texts) != 3 || err != nil {
		t.Errorf("%v, %v", texts, err)
	}
	if line, err := db.Lines(ctx, []models.ID{first.ID, second.ID}); len(line) != 4 || err != nil {
		t.Errorf("%v, %v", line, err)
	}
}

func TestPersonIsChecked(t *testing.T) {
	db := modelstest.DB(t)
	tests := []struct {
		name, field string
		person      models.Person
	}{
		{"no name", "given", models.Person{Family: "Nguyễn"}},
		{"a negative rank", "protocol_rank", models.Person{Given: "A", ProtocolRank: rank(-1)}},
		{"born tomorrow", "born_year", models.Person{Given: "A", BornYear: rank(2019)}},
		{"an address that is none", "email", models.Person{Given: "A", Email: "a b@c"}},
		{"a post without a title", "post-1", models.Person{Given: "A", Posts: []models.Post{{Title: "Trưởng ban"}, {ValidFrom: "2018-01-01"}}}},
		{"a post that ends before it begins", "post-0", models.Person{Given: "A", Posts: []models.Post{{Title: "B", ValidFrom: "2018-01-02", ValidUntil: "2018-01-01"}}}},
		{"a post nowhere", "post-0", models.Person{Given: "A", Posts: []models.Post{{Title: "B", OrganizationID: 999}}}},
		{"more posts than anybody holds", "posts", models.Person{Given: "A", Posts: make([]models.Post, 51)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := db.AddPerson(context.Background(), hand, test.person)
			var wrong models.Invalid
			if !errors.As(err, &wrong) || wrong[test.field] == "" {
				t.Errorf("got %v, want %s refused", err, test.field)
			}
		})
	}
	if people, _ := db.People(context.Background(), models.PersonFilter{}); len(people) != 0 {
		t.Errorf("half of them were written: %v", people)
	}
}

func TestSavePerson(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy"})
	person := addPerson(t, db, "Trần  Đức", "Thuần\u200b", models.Post{Title: "Ủy viên Ban Thường vụ Tỉnh ủy", OrganizationID: office.ID}, models.Post{Title: "Trưởng ban"})
	if person.Name() != "Trần Đức Thuần" {
		t.Errorf("the name is %q", person.Name())
	}
	stands, err := db.Person(ctx, person.ID)
	if err != nil || len(stands.Posts) != 2 {
		t.Fatalf("%+v, %v", stands, err)
	}
	if err := db.SavePerson(ctx, hand, stands); err != nil { // nothing to do
		t.Fatal(err)
	}
	edited := stands
	edited.Posts = []models.Post{stands.Posts[1], {Title: "Tỉnh ủy viên"}} // one in front, one new, one gone
	if err := db.SavePerson(ctx, hand, edited); err != nil {
		t.Fatal(err)
	}
	now, err := db.Person(ctx, person.ID)
	if err != nil || len(now.Posts) != 2 || now.Posts[0].UID != stands.Posts[1].UID || now.Posts[1].Title != "Tỉnh ủy viên" || now.Version != 2 {
		t.Errorf("%+v, %v", now, err)
	}
	var stale models.Stale
	if err := db.SavePerson(ctx, hand, edited); !errors.As(err, &stale) || stale.Version != 2 {
		t.Errorf("an old version was saved: %v", err)
	}
	other := addPerson(t, db, "", "Hoa", models.Post{Title: "Chuyên viên"})
	now.Posts = append(now.Posts, other.Posts[0]) // a number that belongs to another
	if err := db.SavePerson(ctx, hand, now); err != nil {
		t.Fatal(err)
	}
	if other, _ = db.Person(ctx, other.ID); len(other.Posts) != 1 {
		t.Error("a post was taken from another person")
	}
	rows, err := db.Journal(ctx, models.JournalFilter{})
	if err != nil || len(rows) != 5 { // organization, person, edit, other person, edit
		t.Errorf("%d rows of the journal, %v", len(rows), err)
	}
	if found, err := db.People(ctx, models.PersonFilter{OrganizationID: office.ID}); err != nil || len(found) != 0 {
		t.Errorf("found by a post that is gone: %v, %v", found, err)
	}
}

func TestSearchPeople(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	addPerson(t, db, "Nguyễn Thị", "Hòa", models.Post{Title: "Bí thư Huyện ủy"})
	addPerson(t, db, "Nguyễn Thị", "Hoa", models.Post{Title: "Chuyên viên"})
	addPerson(t, db, "Lê Văn", "Ánh", models.Post{Title: "Trưởng phòng Hoá chất"})
	addPerson(t, db, "Đặng", "An")
	tests := []struct {
		search, want string
	}{
		{"", "[An Ánh Hoa Hòa]"},
		{"hoa", "[Ánh Hoa Hòa]"},
		{"Hòa", "[Hòa Ánh Hoa]"}, // whose name has the mark first
		{"Hoà", "[Hòa Ánh Hoa]"}, // wherever the mark stands
		{"nguyễn thị hòa", "[Hòa Hoa]"},
		{"dang", "[An]"},
		{"đặng", "[An]"},
		{"huyen uy", "[Hòa]"},
		{"%", "[]"},
		{"_", "[]"},
		{`\`, "[]"},
	}
	for _, test := range tests {
		for _, limit := range []int{0, 1, 2} { // in one page, and in pages of one and two
			names, after := []string{}, models.Cursor{}
			for range 10 {
				people, err := db.People(ctx, models.PersonFilter{Search: test.search, After: after, Limit: limit})
				if err != nil {
					t.Fatal(err)
				}
				for _, person := range people {
					names, after = append(names, person.Given), person.Cursor()
				}
				if limit == 0 || len(people) < limit {
					break
				}
			}
			if fmt.Sprint(names) != test.want {
				t.Errorf("%q by %d: %v, want %s", test.search, limit, names, test.want)
			}
		}
	}
}

func TestContactsStayWithTheirOffice(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam"})
	board := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: office.ID})
	other := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Nam Định"})
	role := func(organization models.ID, role string) *models.User {
		return &models.User{Roles: []models.Role{{OrganizationID: organization, Role: role}}}
	}
	person := models.Person{Given: "Thuần"}
	person.SetContact(role(board.ID, models.Organizer), " 0912 345 678 ", "")
	if person.ContactOfID != board.ID || person.Phone != "0912 345 678" {
		t.Errorf("%+v", person)
	}
	loaded := models.Person{Given: "A", Phone: "1"}
	tests := []struct {
		name   string
		user   *models.User
		person models.Person
		want   bool
	}{
		{"the office itself", role(board.ID, models.Organizer), person, true},
		{"the office above", role(office.ID, models.Organizer), person, true},
		{"the whole office", role(0, models.Administrator), person, true},
		{"another office", role(other.ID, models.Organizer), person, false},
		{"the door of the same office", role(board.ID, models.Door), person, false},
		{"nobody", nil, person, false},
		{"nothing entered yet", role(other.ID, models.Organizer), models.Person{}, true},
		{"nothing entered yet, the door", role(other.ID, models.Door), models.Person{}, false},
		{"entered for the whole office", role(board.ID, models.Organizer), loaded, false},
	}
	for _, test := range tests {
		if got, err := db.SeesContact(ctx, test.user, test.person); got != test.want || err != nil {
			t.Errorf("%s: %v, %v", test.name, got, err)
		}
	}
	person.SetContact(role(0, models.Administrator), "1", "")
	if person.ContactOfID != board.ID {
		t.Error("the whole office took the contact away from the board")
	}
	person.SetContact(role(0, models.Administrator), "", "")
	if person.ContactOfID != 0 {
		t.Error("nothing is left, and still it belongs to the board")
	}
}
