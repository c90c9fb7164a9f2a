package models_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// twoOffices are two offices and people, in a database whose clock a test moves.
type twoOffices struct {
	*posting
	board, other models.Organization
	people       []models.Person
}

func newTwoOffices(t *testing.T) *twoOffices {
	t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	p := &posting{t: t, now: modelstest.Now}
	db, err := models.Open(ctx, modelstest.Name(t), models.Options{Now: func() time.Time { return p.now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p.db = db
	o := &twoOffices{posting: p}
	if o.board, err = db.AddOrganization(ctx, by, models.Organization{Name: "Ban Tuyên giáo", Kind: "party", Place: "Hà Nam"}); err != nil {
		t.Fatal(err)
	}
	if o.other, err = db.AddOrganization(ctx, by, models.Organization{Name: "Sở Nội vụ", Kind: "state"}); err != nil {
		t.Fatal(err)
	}
	for _, person := range []models.Person{{Family: "Trần Đức", Given: "Thuần", Email: "thuan@hanam.example"}, {Family: "Nguyễn Thị", Given: "Lan", Email: "lan@hanam.example"}, {Family: "Đỗ", Given: "Giang"}} {
		added, err := db.AddPerson(ctx, by, person)
		if err != nil {
			t.Fatal(err)
		}
		o.people = append(o.people, added)
	}
	return o
}

// holds makes an event of two hours with the first people as delegates.
func (o *twoOffices) holds(title, visibility string, organizer models.Organization, start time.Time, people int) models.Event {
	o.t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	event, err := o.db.AddEvent(ctx, by, models.NewEvent{StartsAt: models.At(start), EndsAt: models.At(start.Add(2 * time.Hour)),
		Event: models.Event{Kind: "workshop", Title: title, OrganizerID: organizer.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: visibility}})
	if err != nil {
		o.t.Fatal(err)
	}
	var ids []models.ID
	for _, person := range o.people[:people] {
		ids = append(ids, person.ID)
	}
	if people > 0 {
		if _, err := o.db.AddDelegates(ctx, by, event.ID, 0, ids); err != nil {
			o.t.Fatal(err)
		}
	}
	return event
}

func (o *twoOffices) delegate(event models.Event, person int) models.Delegate {
	o.t.Helper()
	delegates, err := o.db.Delegates(context.Background(), models.DelegateFilter{EventID: event.ID})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, delegate := range delegates {
		if delegate.PersonID == o.people[person].ID {
			return delegate
		}
	}
	o.t.Fatal("no such delegate")
	return models.Delegate{}
}

func (o *twoOffices) presents(event models.Event, person int, title string, start time.Time) models.Item {
	o.t.Helper()
	ctx := context.Background()
	sessions, err := o.db.Sessions(ctx, event.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	half := int64(30)
	item, err := o.db.AddItem(ctx, models.Actor{Name: "thử"}, models.Item{EventID: event.ID, SessionID: sessions[0].ID, Kind: "paper", Title: title, StartsAt: models.At(start), Minutes: &half,
		PresenterID: o.delegate(event, person).ID}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return item
}

func TestElsewhere(t *testing.T) {
	o := newTwoOffices(t)
	ctx := context.Background()
	start := o.now.Add(24 * time.Hour)
	mine := o.holds("Của ta", "staff", o.board, start, 3)
	secret := o.holds("Của họ, nội bộ", "staff", o.other, start.Add(time.Hour), 1)
	open := o.holds("Của họ, công khai", "public", o.other, start.Add(time.Hour), 2)
	o.holds("Sau đó", "public", o.other, start.Add(2*time.Hour), 3) // begins as ours ends
	off := o.holds("Đã hủy", "public", o.other, start, 3)
	off.CancelledAt = models.At(o.now)
	if err := o.db.SaveEvent(ctx, poster, off); err != nil {
		t.Fatal(err)
	}
	declined := o.holds("Đã từ chối", "public", o.other, start, 3)
	for person := range 3 {
		delegate := o.delegate(declined, person)
		delegate.Reply = "declined"
		if err := o.db.SaveDelegate(ctx, poster, delegate); err != nil {
			t.Fatal(err)
		}
	}
	o.presents(open, 1, "Tham luận ở nơi khác", start.Add(75*time.Minute))

	var people []models.ID
	for _, person := range o.people {
		people = append(people, person.ID)
	}
	user, err := o.db.AddUser(ctx, poster, models.NewUser{Account: "to-chuc", Name: "Tổ chức", Password: "mật khẩu để thử", Roles: []models.Role{{OrganizationID: o.board.ID, Role: models.Organizer}}})
	if err != nil {
		t.Fatal(err)
	}
	found, err := o.db.Elsewhere(ctx, &user, mine.ID, people)
	if err != nil {
		t.Fatal(err)
	}
	if got := found[people[0]]; len(got) != 2 || got[0].Slug == got[1].Slug || got[0].Shown == got[1].Shown {
		t.Errorf("%+v", got)
	}
	for _, one := range found[people[0]] {
		if one.Shown != (one.Slug == open.Slug) || one.Slug != open.Slug && one.Slug != secret.Slug {
			t.Errorf("%+v", one)
		}
	}
	if got := found[people[1]]; len(got) != 2 || got[1].Item != "Tham luận ở nơi khác" {
		t.Errorf("%+v", got)
	}
	if got := found[people[2]]; len(got) != 0 {
		t.Errorf("%+v", got)
	}

	// On the agenda: at the item that is at the same time, with the nearest reason.
	early, late := o.presents(mine, 1, "Sớm", start), o.presents(mine, 1, "Muộn", start.Add(80*time.Minute))
	record, err := o.db.Programme(ctx, mine.ID)
	if err != nil {
		t.Fatal(err)
	}
	clashes := record.Clashes(found)
	if len(clashes[early.ID]) != 0 || len(clashes[late.ID]) != 1 || clashes[late.ID][0].Item != "Tham luận ở nơi khác" {
		t.Errorf("%+v", clashes)
	}
}

// Invitations go out once for a link, and say themselves that they have; a reissued link goes again, and a note that was taken back stays away.
func TestMailInvitations(t *testing.T) {
	o := newTwoOffices(t)
	ctx := context.Background()
	event := o.holds("Hội thảo", "public", o.board, o.now.AddDate(0, 0, 20), 3)
	o.event = event
	if _, err := o.db.Invite(ctx, poster, event.ID, models.Invitees{}, models.At(o.now.AddDate(0, 0, 10))); err != nil {
		t.Fatal(err)
	}
	two := int64(2)
	if _, err := o.db.InviteUnits(ctx, poster, event.ID, []models.ID{o.other.ID}, models.UnitTerms{Heads: &two}); err != nil {
		t.Fatal(err)
	}
	mailed := func(want int64) {
		t.Helper()
		if got, err := o.db.MailInvitations(ctx, poster, event, nil); got != want || err != nil {
			t.Errorf("%d, %v; want %d", got, err, want)
		}
	}
	reached := func() (ways []string) {
		t.Helper()
		if err := o.db.NoteReached(ctx); err != nil {
			t.Fatal(err)
		}
		invitations, err := o.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, invitation := range invitations {
			ways = append(ways, invitation.ReachedHow)
		}
		return ways
	}
	send := func() (links []string) {
		t.Helper()
		for {
			m, err := o.db.ClaimMessage(ctx, "chúng ta")
			if errors.Is(err, models.ErrNotFound) {
				return links
			}
			if err != nil {
				t.Fatal(err)
			}
			letter, err := o.db.Letter(ctx, m, "https://hoithao.example.vn")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(m.Body, "/i/") || !strings.Contains(letter, "trả lời chậm nhất") {
				t.Error(letter)
			}
			links = append(links, regexp.MustCompile(`https://hoithao.example.vn/[iu]/[a-z2-7]{26}`).FindString(letter))
			if err := o.db.MessageSent(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
	}
	mailed(4)
	mailed(0)
	if got := reached(); fmt.Sprint(got) != "[   ]" {
		t.Errorf("%q", got)
	}
	first := send()
	if len(first) != 2 || first[0] == first[1] || first[0] == "" {
		t.Fatalf("%q", first)
	}
	for _, m := range o.messages() {
		if m.Stands() == "hand" && m.Name == "Sở Nội vụ" {
			if err := o.db.HandMessage(ctx, poster, event.ID, m.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := reached(); fmt.Sprint(got) != "[mail mail  message]" {
		t.Errorf("%q", got)
	}
	invitations, err := o.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.Reach(ctx, poster, event.ID, []models.ID{invitations[1].ID}, "", models.Time{}); err != nil {
		t.Fatal(err)
	}
	if got := reached(); fmt.Sprint(got) != "[mail   message]" {
		t.Errorf("%q: what somebody took back is noted again", got)
	}
	if _, err := o.db.Reissue(ctx, poster, event.ID, []models.ID{invitations[0].ID}); err != nil {
		t.Fatal(err)
	}
	mailed(1)
	if second := send(); len(second) != 1 || slices.Contains(first, second[0]) {
		t.Errorf("%q after %q", second, first)
	}
	if got := reached(); fmt.Sprint(got) != "[mail   message]" {
		t.Errorf("%q", got)
	}

	// Revoked before it went out: it does not go.
	mailed(0)
	if _, err := o.db.Reissue(ctx, poster, event.ID, []models.ID{invitations[1].ID}); err != nil {
		t.Fatal(err)
	}
	mailed(1)
	if _, err := o.db.Revoke(ctx, poster, event.ID, []models.ID{invitations[1].ID}); err != nil {
		t.Fatal(err)
	}
	m, err := o.db.ClaimMessage(ctx, "chúng ta")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.Letter(ctx, m, "https://hoithao.example.vn"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the letter of a revoked invitation: %v", err)
	}
}

// Who is reminded of what, when, and how often.
func TestRemind(t *testing.T) {
	o := newTwoOffices(t)
	ctx := context.Background()
	monday := time.Date(2018, 11, 19, 1, 0, 0, 0, time.UTC) // 08h00 at Hà Nam
	event := o.holds("Hội thảo", "public", o.board, monday, 3)
	o.event = event
	o.presents(event, 1, "Tham luận", monday)
	record, err := o.db.Programme(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.AddSpeech(ctx, poster, models.Speech{EventID: event.ID, ItemID: record.Items[0].ID, Kind: "paper", Topic: "Đổi mới", DelegateID: o.delegate(event, 1).ID}); err != nil {
		t.Fatal(err)
	}
	declined := o.delegate(event, 2)
	declined.Reply = "declined"
	if err := o.db.SaveDelegate(ctx, poster, declined); err != nil {
		t.Fatal(err)
	}
	conclusion, err := o.db.AddConclusion(ctx, poster, models.Conclusion{EventID: event.ID, Text: "Giao Ban Tuyên giáo tổng hợp", Task: &models.Task{PersonID: o.people[0].ID, DueOn: "2018-11-30", State: "open"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = conclusion
	days := func(n int64) *int64 { return &n }
	remind := func(at time.Time, want int) {
		t.Helper()
		o.now = at
		for range 2 { // asked twice: said once
			if err := o.db.Remind(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.messages(); len(got) != want {
			for _, m := range got {
				t.Logf("%s to %s for %s", m.Kind, m.Name, m.Occasion)
			}
			t.Errorf("at %v: %d messages, want %d", at, len(got), want)
		}
	}
	remind(monday.Add(-time.Hour), 0) // nobody has decided
	if err := o.db.SaveReminders(ctx, poster, models.Reminders{EventID: event.ID, TextDays: days(2), TomorrowDays: days(1), TaskDays: days(3)}); err != nil {
		t.Fatal(err)
	}
	if err := o.db.SaveReminders(ctx, poster, models.Reminders{EventID: event.ID}); err == nil {
		t.Error("saved on an old version")
	}
	thursday := monday.AddDate(0, 0, -4)
	remind(thursday.Add(-time.Minute), 0)
	remind(thursday, 1)                                     // two working days before a Monday: the text of one
	remind(monday.AddDate(0, 0, -3).Add(-2*time.Minute), 1) // Friday, not yet eight
	remind(monday.AddDate(0, 0, -3), 3)                     // both who come; who declined is left alone
	remind(monday.Add(time.Hour), 3)                        // it has begun
	remind(time.Date(2018, 11, 27, 0, 59, 0, 0, time.UTC), 3)
	remind(time.Date(2018, 11, 27, 1, 0, 0, 0, time.UTC), 4) // three working days before 30 November
	messages := o.messages()
	if m := messages[0]; m.Kind != "task" || m.Name != "Trần Đức Thuần" || m.Recipient != "thuan@hanam.example" {
		t.Errorf("%+v", m)
	}
	if m := messages[3]; m.Kind != "text" || m.Name != "Nguyễn Thị Lan" || !m.ExpiresAt.Equal(monday) {
		t.Errorf("%+v", m)
	}
}

func TestDutiesWithADate(t *testing.T) {
	o := newTwoOffices(t)
	ctx := context.Background()
	monday := time.Date(2018, 11, 26, 1, 0, 0, 0, time.UTC)
	o.holds("Hội thảo", "public", o.board, monday, 2)
	user, err := o.db.AddUser(ctx, poster, models.NewUser{Account: "to-chuc", Name: "Tổ chức", Password: "mật khẩu để thử", Roles: []models.Role{{OrganizationID: o.board.ID, Role: models.Organizer}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.db.AddHoliday(ctx, poster, models.Holiday{Day: "2018-11-23", Name: "Nghỉ"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		day  int
		told bool
		late bool
	}{{12, false, false}, {13, true, false}, {20, true, false}, {21, true, true}} { // three working days before, the Friday off: Tuesday 20
		o.now = time.Date(2018, 11, test.day, 3, 0, 0, 0, time.UTC)
		duties, err := o.db.Duties(ctx, &user)
		if err != nil {
			t.Fatal(err)
		}
		var letters models.Duty
		for _, duty := range duties {
			if duty.What == "letters" {
				letters = duty
			}
		}
		if (letters.What != "") != test.told || letters.Late != test.late || test.told && letters.By != "2018-11-20" {
			t.Errorf("on the %d: %+v", test.day, letters)
		}
	}
}

// Texts are asked for by the day that the speakers were told, which is the event's own.
func TestDutyOfTexts(t *testing.T) {
	o := newTwoOffices(t)
	ctx := context.Background()
	monday := time.Date(2018, 11, 26, 1, 0, 0, 0, time.UTC)
	event := o.holds("Hội thảo", "public", o.board, monday, 2)
	user, err := o.db.AddUser(ctx, poster, models.NewUser{Account: "to-chuc", Name: "Tổ chức", Password: "mật khẩu để thử", Roles: []models.Role{{OrganizationID: o.board.ID, Role: models.Organizer}}})
	if err != nil {
		t.Fatal(err)
	}
	record, err := o.db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	item, err := o.db.AddItem(ctx, poster, models.Item{EventID: event.ID, SessionID: record.Sessions[0].ID, Kind: "paper", Title: "Tham luận", Minutes: number(30)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.AddSpeech(ctx, poster, models.Speech{EventID: event.ID, ItemID: item.ID, Kind: "paper", State: "accepted", DelegateID: record.Delegates[0].ID}); err != nil {
		t.Fatal(err)
	}
	o.now = time.Date(2018, 11, 21, 3, 0, 0, 0, time.UTC)
	by := func() models.Date {
		t.Helper()
		duties, err := o.db.Duties(ctx, &user)
		if err != nil {
			t.Fatal(err)
		}
		for _, duty := range duties {
			if duty.What == "texts" {
				return duty.By
			}
		}
		return ""
	}
	if got := by(); got != "2018-11-21" {
		t.Errorf("with the letters, three working days before: %q", got)
	}
	if event, err = o.db.Event(ctx, event.Slug); err != nil {
		t.Fatal(err)
	}
	terms := event.Terms()
	terms.TextsBy = models.At(time.Date(2018, 11, 23, 16, 59, 0, 0, time.UTC)) // the end of that day at the event
	if err := o.db.SaveTerms(ctx, poster, event.ID, terms); err != nil {
		t.Fatal(err)
	}
	if got := by(); got != "2018-11-23" {
		t.Errorf("by the day that the speakers were told: %q", got)
	}
}

// What keeps one event from being reminded keeps no other.
func TestRemindPastAFailure(t *testing.T) {
	ctx, name := context.Background(), modelstest.Name(t)
	if modelstest.Server != "" {
		t.Skip("the failure is made as SQLite writes it")
	}
	now := modelstest.Now
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var halls []*hall
	for range 2 {
		h := hallOf(t, db, 1)
		h.must(db.SaveReminders(ctx, poster, models.Reminders{EventID: h.event.ID, TomorrowDays: number(1)}))
		halls = append(halls, h)
	}
	if _, err := rawAt(t, name).Exec(fmt.Sprintf(`CREATE TRIGGER full BEFORE INSERT ON outbox WHEN NEW.event_id = %d BEGIN SELECT RAISE(ABORT, 'no room'); END`, halls[0].event.ID)); err != nil {
		t.Fatal(err)
	}
	now = now.Add(-time.Hour)
	if err := db.Remind(ctx); err == nil || !strings.Contains(err.Error(), halls[0].event.Slug) || strings.Contains(err.Error(), halls[1].event.Slug+":") {
		t.Errorf("the failure: %v", err)
	}
	if messages, err := db.Messages(ctx, models.MessageFilter{EventID: halls[1].event.ID, Limit: 10}); err != nil || len(messages) != 1 {
		t.Errorf("of the other event: %d messages, %v", len(messages), err)
	}
}
