package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func TestAddEventRefuses(t *testing.T) {
	a := newAgenda(t)
	whole := models.NewEvent{Event: a.event, StartsAt: models.At(modelstest.Now), EndsAt: models.At(modelstest.Now.Add(time.Hour))}
	whole.Event.Slug = ""
	tests := []struct {
		name   string
		change func(*models.NewEvent)
		field  string
	}{
		{"no title", func(e *models.NewEvent) { e.Title = "“”" }, "title"},
		{"a title without end", func(e *models.NewEvent) { e.Title = strings.Repeat("ữ", 501) }, "title"},
		{"no such kind", func(e *models.NewEvent) { e.Kind = "party" }, "kind"},
		{"nobody may see it", func(e *models.NewEvent) { e.Visibility = "" }, "visibility"},
		{"no such zone", func(e *models.NewEvent) { e.TimeZone = "Asia/Hanoi" }, "time_zone"},
		{"no such form", func(e *models.NewEvent) { e.Regime = "nn-1999" }, "regime"},
		{"no start", func(e *models.NewEvent) { e.StartsAt = models.Time{} }, "starts_at"},
		{"ends before it starts", func(e *models.NewEvent) { e.EndsAt = models.At(modelstest.Now.Add(-time.Hour)) }, "ends_at"},
		{"an address with marks", func(e *models.NewEvent) { e.Slug = "hội-thảo" }, "slug"},
		{"the address of the form", func(e *models.NewEvent) { e.Slug = "new" }, "slug"},
		{"an address in use", func(e *models.NewEvent) { e.Slug = a.event.Slug }, "slug"},
		{"a venue without end", func(e *models.NewEvent) { e.Venue = strings.Repeat("x", 201) }, "venue"},
	}
	for _, test := range tests {
		wanted := whole
		test.change(&wanted)
		var wrong models.Invalid
		if _, err := a.db.AddEvent(ctx, tester, wanted); !errors.As(err, &wrong) || wrong[test.field] == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	again, err := a.db.AddEvent(ctx, tester, whole)
	if err != nil || again.Slug != a.event.Slug+"-2" {
		t.Errorf("an event of the same title lies at %s: %v", again.Slug, err)
	}
}

// A form that changes an event leaves alone what it has no field for, and one made on an older version is refused.
func TestSaveEvent(t *testing.T) {
	a := newAgenda(t, 30)
	event := a.record().Event
	public := event.PublicRevision
	changed := event
	changed.Title, changed.Head, changed.AgendaState, changed.PublicRevision, changed.StartsAt = "Tên mới", "x", "published", 99, models.Time{}
	if err := a.db.SaveEvent(ctx, tester, changed); err != nil {
		t.Fatal(err)
	}
	now := a.record().Event
	if now.Title != "Tên mới" || now.AgendaState != "draft" || now.StartsAt != event.StartsAt || now.PublicRevision != public+1 || now.Version != event.Version+1 {
		t.Errorf("now %+v", now)
	}
	var stale models.Stale
	if err := a.db.SaveEvent(ctx, tester, changed); !errors.As(err, &stale) || stale.Now.(models.Event).Title != "Tên mới" {
		t.Errorf("on an old version: %v", err)
	}
	if err := a.db.SaveEvent(ctx, tester, now); err != nil || a.record().Event.Revision != now.Revision {
		t.Errorf("nothing changed: %v", err)
	}
}

func TestCopyEvent(t *testing.T) {
	a := newAgenda(t, 30, 10)
	items := a.record().Items
	items[0].StartedAt = items[0].StartsAt
	if err := a.db.RecordItem(ctx, tester, items[0]); err != nil {
		t.Fatal(err)
	}
	if err := a.db.PublishAgenda(ctx, tester, a.event.ID, true); err != nil {
		t.Fatal(err)
	}
	wanted := models.NewEvent{Event: a.event, From: a.event.ID, StartsAt: models.At(modelstest.Now.Add(7*24*time.Hour + 90*time.Minute))} // a week later at 08:30
	wanted.Event.Slug, wanted.Event.Title = "", "Lần hai"
	copied, err := a.db.AddEvent(ctx, tester, wanted)
	if err != nil {
		t.Fatal(err)
	}
	b := &agendaOf{t, a.db, copied}
	b.want("08:30 Mục 1, 09:00 Mục 2")
	record := b.record()
	if !record.Items[0].StartedAt.IsZero() || record.Event.AgendaState != "draft" {
		t.Error("what happened was copied")
	}
	if record.Sessions[0].EndsAt.Sub(record.Sessions[0].StartsAt.Time) != 4*time.Hour {
		t.Errorf("the session lasts %s", record.Sessions[0].EndsAt.Sub(record.Sessions[0].StartsAt.Time))
	}
}

// Lists lead through all events, whatever the filter, each once.
func TestEvents(t *testing.T) {
	a := newAgenda(t)
	for i := range 7 {
		start := modelstest.Now.Add(time.Duration(i-3) * 24 * time.Hour)
		wanted := models.NewEvent{Event: a.event, StartsAt: models.At(start), EndsAt: models.At(start.Add(time.Hour))}
		wanted.Event.Slug, wanted.Event.Title, wanted.Event.Kind = "", fmt.Sprint("Sự kiện ", i), []string{"workshop", "meeting"}[i%2]
		wanted.Event.Visibility = []string{"public", "staff"}[i%2]
		if _, err := a.db.AddEvent(ctx, tester, wanted); err != nil {
			t.Fatal(err)
		}
	}
	office := a.event.OrganizerID
	user := func(name string, role models.Role) *models.User {
		added, err := a.db.AddUser(ctx, tester, models.NewUser{Account: name, Name: name, Password: "mật khẩu để thử", Roles: []models.Role{role}})
		if err != nil {
			t.Fatal(err)
		}
		return &added
	}
	secretary, administrator := user("secretary", models.Role{OrganizationID: office, Role: models.Secretary}), user("administrator", models.Role{Role: models.Administrator})
	tests := []struct {
		name   string
		filter models.EventFilter
		want   int
	}{
		{"a guest", models.EventFilter{}, 5},
		{"an account", models.EventFilter{User: secretary}, 8},
		{"who organizes nothing", models.EventFilter{User: secretary, Organizes: true}, 0},
		{"who organizes all", models.EventFilter{User: administrator, Organizes: true}, 8},
		{"by title without marks", models.EventFilter{User: secretary, Search: "SU KIEN"}, 7},
		{"nothing but a sign of the search", models.EventFilter{User: secretary, Search: "%"}, 0},
		{"by kind", models.EventFilter{User: secretary, Kind: "meeting"}, 3},
		{"by year", models.EventFilter{User: secretary, Year: 2018}, 8},
		{"of another year", models.EventFilter{User: secretary, Year: 2019}, 0},
		{"of a year that no clock knows", models.EventFilter{User: secretary, Year: 999999}, 0},
		{"of a year before all years", models.EventFilter{User: secretary, Year: -999999}, 0},
		{"past", models.EventFilter{User: secretary, State: "past"}, 3},
		{"coming", models.EventFilter{User: secretary, State: "coming"}, 5},
		{"cancelled", models.EventFilter{User: secretary, State: "cancelled"}, 0},
	}
	for _, test := range tests {
		filter := test.filter
		filter.Limit = 2
		var seen []models.ID
		for {
			page, err := a.db.Events(ctx, filter)
			if err != nil {
				t.Fatal(err)
			}
			for i, event := range page {
				if slices.Contains(seen, event.ID) || i > 0 && event.StartsAt.After(page[i-1].StartsAt.Time) {
					t.Errorf("%s: %s comes twice or too late", test.name, event.Title)
				}
				seen = append(seen, event.ID)
			}
			if len(page) < 2 {
				break
			}
			filter.Before = page[1].Cursor()
		}
		if len(seen) != test.want {
			t.Errorf("%s: %d events, want %d", test.name, len(seen), test.want)
		}
	}
	if _, err := a.db.Events(ctx, models.EventFilter{Before: models.Cursor{Key: "x", ID: 1}}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a place that is none: %v", err)
	}
	if years, err := a.db.EventYears(ctx, nil); err != nil || !slices.Equal(years, []int{2018}) {
		t.Errorf("years %v: %v", years, err)
	}
}

func TestStaff(t *testing.T) {
	a := newAgenda(t)
	user, err := a.db.AddUser(ctx, tester, models.NewUser{Account: "hoa", Name: "Lê Thị Hoa", Password: "mật khẩu để thử"})
	if err != nil {
		t.Fatal(err)
	}
	access := func() models.Access {
		access, err := a.db.Access(ctx, &user, a.event)
		if err != nil {
			t.Fatal(err)
		}
		return access
	}
	if access().Staff() {
		t.Fatal("an account without a role is staff")
	}
	public := a.public()
	for range 2 {
		if err := a.db.AddStaff(ctx, tester, a.event.ID, " Hoa ", models.Door); err != nil {
			t.Fatal(err)
		}
	}
	if got := access(); !got.Door || got.Record || got.Organize {
		t.Errorf("at the door: %+v", got)
	}
	if a.public() != public {
		t.Error("guests are told of staff")
	}
	var wrong models.Invalid
	if err := a.db.AddStaff(ctx, tester, a.event.ID, "hoa", models.Administrator); !errors.As(err, &wrong) || wrong["role"] == "" {
		t.Errorf("an administrator of one event: %v", err)
	}
	if err := a.db.AddStaff(ctx, tester, a.event.ID, "ai", models.Door); !errors.As(err, &wrong) || wrong["account"] == "" {
		t.Errorf("nobody: %v", err)
	}
	if err := a.db.RemoveStaff(ctx, tester, a.event.ID, user.ID, models.Secretary); err != nil || !access().Door {
		t.Errorf("a role that was not given: %v", err)
	}
	if err := a.db.RemoveStaff(ctx, tester, a.event.ID, user.ID, models.Door); err != nil || access().Staff() {
		t.Errorf("still staff: %v", err)
	}
	if rows, err := a.db.Journal(ctx, models.JournalFilter{EventID: a.event.ID, Topic: models.TopicStaff}); err != nil || len(rows) != 2 {
		t.Errorf("%d rows of staff, want 2: %v", len(rows), err)
	}
}

// What needs doing follows from the event's own state, and is told to those who can do it.
func TestDuties(t *testing.T) {
	a := newAgenda(t)
	users := map[string]*models.User{}
	for _, role := range []string{models.Organizer, models.Secretary, models.Door, models.Chair} {
		user, err := a.db.AddUser(ctx, tester, models.NewUser{Account: role, Name: role, Password: "mật khẩu để thử", Roles: []models.Role{{OrganizationID: a.event.OrganizerID, Role: role}}})
		if err != nil {
			t.Fatal(err)
		}
		users[role] = &user
	}
	want := func(role, duties string) {
		t.Helper()
		var what []string
		all, err := a.db.Duties(ctx, users[role])
		if err != nil {
			t.Fatal(err)
		}
		for _, duty := range all {
			what = append(what, duty.What)
		}
		if got := strings.Join(what, " "); got != duties {
			t.Errorf("%s: %q, want %q", role, got, duties)
		}
	}
	want(models.Organizer, "agenda delegates")
	want(models.Secretary, "")
	want(models.Door, "")
	ten := int64(10)
	a.add(models.Item{Title: "Khai mạc", Minutes: &ten}, 0)
	if err := a.db.PublishAgenda(ctx, tester, a.event.ID, true); err != nil {
		t.Fatal(err)
	}
	want(models.Organizer, "delegates")

	past := a.record().Sessions[0]
	past.StartsAt, past.EndsAt = models.At(past.StartsAt.Add(-24*time.Hour)), models.At(past.EndsAt.Add(-24*time.Hour))
	if err := a.db.SaveSession(ctx, tester, past); err != nil {
		t.Fatal(err)
	}
	want(models.Organizer, "minutes")
	want(models.Secretary, "minutes")
	want(models.Chair, "")
	event := a.record().Event
	event.CancelledAt = models.At(modelstest.Now)
	if err := a.db.SaveEvent(ctx, tester, event); err != nil {
		t.Fatal(err)
	}
	want(models.Secretary, "")
}

func TestSetLanguage(t *testing.T) {
	a := newAgenda(t)
	user, err := a.db.AddUser(ctx, tester, models.NewUser{Account: "hoa", Name: "Hoa", Password: "mật khẩu để thử"})
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.db.AddLogin(ctx, user, "127.0.0.1", "thử")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.db.SetLanguage(ctx, user, "en"); err != nil {
		t.Fatal(err)
	}
	now, _, err := a.db.LoggedIn(ctx, token) // nobody is signed out for it
	if err != nil || now.Language != "en" {
		t.Errorf("language %s: %v", now.Language, err)
	}
	var wrong models.Invalid
	if err := a.db.SetLanguage(ctx, user, "fr"); !errors.As(err, &wrong) {
		t.Errorf("another language: %v", err)
	}
}

// An event that had come as far as letters in the outbox and numbers in the register can be removed: the numbers stay accounted for.
func TestRemoveEventWithNumbersAndLetters(t *testing.T) {
	ctx := context.Background()
	db, committee, board, events := partyOffice(t, 1)
	event := events[0]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}))
	must(db.SavePaper(ctx, loading, event.ID, "invitation", "", models.PaperForm{DatedOn: "2018-11-01"}))
	must(db.TakeNumber(ctx, loading, event.ID, "invitation", ""))
	must(db.ReserveNumbers(ctx, loading, event.ID, "notice", 2))
	person, err := db.AddPerson(ctx, loading, models.Person{Family: "Lê Thị", Given: "Lan", Email: "lan@hanam.example"})
	must(err)
	invite(t, db, event.ID, person.ID)
	_, err = db.Invite(ctx, loading, event.ID, models.Invitees{}, models.Time{})
	must(err)
	to, err := db.InvitationRecipients(ctx, event, nil)
	must(err)
	if queued, err := db.QueueMail(ctx, loading, event.ID, models.Mail{Kind: "invitation", To: to}); err != nil || queued != 1 {
		t.Fatalf("%d letters, %v", queued, err)
	}
	must(db.RemoveEvent(ctx, loading, event))
	got := numbers(t, db, board.ID)
	if want := []string{"GM 2015 - 2020: 1 cancelled", "TB 2015 - 2020: 1 cancelled", "TB 2015 - 2020: 2 cancelled"}; !slices.Equal(got, want) {
		t.Errorf("register: %v, want %v", got, want)
	}
	if _, err := db.Event(ctx, event.Slug); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the event: %v", err)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v %v", broken, err)
	}
}

// Many who make an event of one title at once, or press twice, make as many events, each with an address of its own; of those who ask for one address
// one has it, and the others are told.
func TestEventsOfOneTitleAtOnce(t *testing.T) {
	ctx := context.Background()
	db, _, board, _ := partyOffice(t, 0)
	const many = 6
	var wait sync.WaitGroup
	var mu sync.Mutex
	slugs, refused := map[string]int{}, 0
	for i := range 2 * many {
		wait.Go(func() {
			wanted := models.NewEvent{Event: models.Event{Kind: "workshop", Title: "Dư luận xã hội", OrganizerID: board.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
				StartsAt: models.At(modelstest.Now), EndsAt: models.At(modelstest.Now.Add(4 * time.Hour))}
			if i%2 == 0 {
				wanted.Slug = "mot-dia-chi"
			}
			event, err := db.AddEvent(ctx, loading, wanted)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				slugs[event.Slug]++
			case errors.As(err, new(models.Invalid)):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if len(slugs) != many+1 || slugs["mot-dia-chi"] != 1 || refused != many-1 {
		t.Errorf("%v, %d refused", slugs, refused)
	}
}
