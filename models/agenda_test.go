package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// agendaOf is an event whose morning has items of these lengths in minutes, the first at 07:30.
type agendaOf struct {
	t     testing.TB
	db    *models.DB
	event models.Event
}

var (
	ctx    = context.Background()
	tester = models.Actor{Name: "thử"}
)

func newAgenda(t testing.TB, lengths ...int64) *agendaOf {
	t.Helper()
	db := modelstest.DB(t)
	office, err := db.AddOrganization(ctx, tester, models.Organization{Name: "Ban Tuyên giáo Tỉnh ủy", Kind: "party", Place: "Hà Nam"})
	if err != nil {
		t.Fatal(err)
	}
	event, err := db.AddEvent(ctx, tester, models.NewEvent{
		Event:    models.Event{Kind: "workshop", Title: "Nâng cao chất lượng công tác dư luận xã hội", OrganizerID: office.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "public"},
		StartsAt: models.At(modelstest.Now.Add(30 * time.Minute)), EndsAt: models.At(modelstest.Now.Add(270 * time.Minute))})
	if err != nil {
		t.Fatal(err)
	}
	a := &agendaOf{t, db, event}
	for i, length := range lengths {
		a.add(models.Item{Title: fmt.Sprint("Mục ", i+1), Minutes: &length}, 0)
	}
	return a
}

func (a *agendaOf) add(item models.Item, after models.ID) models.Item {
	a.t.Helper()
	item.EventID = a.event.ID
	if item.Kind == "" {
		item.Kind = "paper"
	}
	if item.SessionID == 0 {
		item.SessionID = a.record().Sessions[0].ID
	}
	added, err := a.db.AddItem(ctx, tester, item, after)
	if err != nil {
		a.t.Fatal(err)
	}
	return added
}

func (a *agendaOf) record() models.Record {
	a.t.Helper()
	record, err := a.db.Record(ctx, a.event.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	return record
}

// plan is the agenda as "07:30 Mục 1, 08:00 Mục 2".
func (a *agendaOf) plan() string {
	var items []string
	for i, item := range a.record().Items {
		if item.Position != int64(i+1) {
			a.t.Errorf("%s stands at place %d, want %d", item.Title, item.Position, i+1)
		}
		items = append(items, a.event.Local(item.StartsAt).Format("15:04 ")+item.Title)
	}
	return strings.Join(items, ", ")
}

func (a *agendaOf) want(plan string) {
	a.t.Helper()
	if got := a.plan(); got != plan {
		a.t.Errorf("the agenda is %s, want %s", got, plan)
	}
}

// told fails unless the last row of the journal says so, for people to read.
func (a *agendaOf) told(what string, details ...string) {
	a.t.Helper()
	rows, err := a.db.Journal(ctx, models.JournalFilter{EventID: a.event.ID, Limit: 1})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, detail := range details {
		if rows[0].What != what || !strings.Contains(rows[0].Detail, detail) {
			a.t.Errorf("the journal says %s %s, want %s", rows[0].What, rows[0].Detail, detail)
		}
	}
}

// public is the event's public revision: what a guest's page is kept under.
func (a *agendaOf) public() int64 { return a.record().Event.PublicRevision }

func TestAgendaInTheRecord(t *testing.T) {
	a := newAgenda(t, 30, 10, 20)
	a.want("07:30 Mục 1, 08:00 Mục 2, 08:10 Mục 3")
	items := a.record().Items

	longer := items[0]
	*longer.Minutes = 45
	if err := a.db.SaveItem(ctx, tester, longer); err != nil {
		t.Fatal(err)
	}
	a.want("07:30 Mục 1, 08:15 Mục 2, 08:25 Mục 3")
	a.told("edit", `"Along":["08h00 Mục 2","08h10 Mục 3"]`, `"Along":["08h15 Mục 2","08h25 Mục 3"]`)

	// A form that was opened before the times rolled along would turn the clock back.
	old := items[2]
	old.Title = "Mục ba"
	var stale models.Stale
	if err := a.db.SaveItem(ctx, tester, old); !errors.As(err, &stale) {
		t.Errorf("an old form of an item that has moved since: %v", err)
	} else if now := stale.Now.(models.Item); stale.Version != now.Version || a.event.Local(now.StartsAt).Format("15:04") != "08:25" {
		t.Errorf("what stands now is %+v", now)
	}

	if err := a.db.MoveItem(ctx, tester, a.event.ID, items[2].ID, true); err != nil {
		t.Fatal(err)
	}
	a.want("07:30 Mục 1, 08:15 Mục 3, 08:35 Mục 2")
	before := a.record().Event.Revision
	if err := a.db.MoveItem(ctx, tester, a.event.ID, items[0].ID, true); err != nil || a.record().Event.Revision != before {
		t.Errorf("the first moved up: %v, revision %d → %d", err, before, a.record().Event.Revision)
	}

	ids := []models.ID{items[1].ID, items[0].ID, items[2].ID}
	if err := a.db.OrderItems(ctx, tester, a.event.ID, ids, []models.ID{items[0].ID, items[1].ID, items[2].ID}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an order made on another order: %v", err)
	}
	if err := a.db.OrderItems(ctx, tester, a.event.ID, ids[:2], nil); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an order of some of the items: %v", err)
	}
	if err := a.db.OrderItems(ctx, tester, a.event.ID, ids, nil); err != nil {
		t.Fatal(err)
	}
	a.want("07:30 Mục 2, 07:40 Mục 1, 08:25 Mục 3")
	a.told("move", `"Items":["07h30 Mục 1","08h15 Mục 3","08h35 Mục 2"]`, `"Items":["07h30 Mục 2","07h40 Mục 1","08h25 Mục 3"]`)
	if err := a.db.RemoveItem(ctx, tester, a.event.ID, items[0].ID); err != nil {
		t.Fatal(err)
	}
	a.want("07:30 Mục 2, 07:40 Mục 3")
}

func TestSaveItemRefuses(t *testing.T) {
	a := newAgenda(t, 30, 10)
	other := newAgenda(t, 5)
	item := a.record().Items[1]
	tests := []struct {
		name   string
		change func(*models.Item)
		field  string
	}{
		{"no title", func(i *models.Item) { i.Title = " \u200b" }, "title"},
		{"a title without end", func(i *models.Item) { i.Title = strings.Repeat("ữ", 501) }, "title"},
		{"no such kind", func(i *models.Item) { i.Kind = "party" }, "kind"},
		{"a negative length", func(i *models.Item) { n := int64(-1); i.Minutes = &n }, "minutes"},
		{"two days", func(i *models.Item) { n := int64(2880); i.Minutes = &n }, "minutes"},
		{"no such session", func(i *models.Item) { i.SessionID = 999 }, "session"},
		{"no session", func(i *models.Item) { i.SessionID = 0 }, "session"},
		{"a presenter who is no delegate", func(i *models.Item) { i.PresenterID = 999 }, "presenter"},
		{"a note without end", func(i *models.Item) { i.Note = strings.Repeat("x", 100_001) }, "note"},
		{"before the item before it", func(i *models.Item) { i.StartsAt = models.At(modelstest.Now) }, "start"},
	}
	before := a.record().Event.Revision
	for _, test := range tests {
		changed := item
		test.change(&changed)
		var wrong models.Invalid
		if err := a.db.SaveItem(ctx, tester, changed); !errors.As(err, &wrong) || wrong[test.field] == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := a.db.SaveItem(ctx, tester, item); err != nil {
		t.Errorf("nothing changed: %v", err)
	}
	if now := a.record().Event.Revision; now != before {
		t.Errorf("revision %d → %d", before, now)
	}
	foreign := item
	foreign.EventID = other.event.ID + 1000
	if err := a.db.SaveItem(ctx, tester, foreign); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an item of another event: %v", err)
	}
	if err := a.db.RemoveItem(ctx, tester, a.event.ID, 999); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("no such item: %v", err)
	}
}

func TestRemoveItemWithSpeech(t *testing.T) {
	a := newAgenda(t, 30)
	item := a.record().Items[0]
	if _, err := a.db.AddSpeech(ctx, tester, models.Speech{EventID: a.event.ID, ItemID: item.ID, Kind: "paper", State: "accepted", Topic: "Vai trò của cộng tác viên", SpeakerText: "Thành ủy Phủ Lý"}); err != nil {
		t.Fatal(err)
	}
	var wrong models.Invalid
	if err := a.db.RemoveItem(ctx, tester, a.event.ID, item.ID); !errors.As(err, &wrong) || !strings.Contains(wrong["item"], "phát biểu") {
		t.Errorf("an item with a speech: %v", err)
	}
	a.want("07:30 Mục 1")
}

func TestRecordItem(t *testing.T) {
	a := newAgenda(t, 30, 10)
	item := a.record().Items[0]
	item.StartedAt, item.EndedAt = models.At(item.StartsAt.Add(4*time.Minute)), models.At(item.StartsAt.Add(40*time.Minute))
	public := a.public()
	if err := a.db.RecordItem(ctx, tester, item); err != nil {
		t.Fatal(err)
	}
	a.want("07:30 Mục 1, 08:00 Mục 2") // the plan stays
	if a.public() == public {
		t.Error("guests would not see when it began")
	}
	if err := a.db.RecordItem(ctx, tester, item); !errors.Is(err, models.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	item = a.record().Items[0]
	var wrong models.Invalid
	item.EndedAt = models.At(item.StartedAt.Add(-time.Minute))
	if err := a.db.RecordItem(ctx, tester, item); !errors.As(err, &wrong) {
		t.Errorf("an end before the start: %v", err)
	}
	item.StartedAt, item.EndedAt = models.Time{}, models.At(modelstest.Now)
	if err := a.db.RecordItem(ctx, tester, item); !errors.As(err, &wrong) {
		t.Errorf("an end without a start: %v", err)
	}
}

func TestPublishAgenda(t *testing.T) {
	a := newAgenda(t, 30)
	for _, published := range []bool{true, true, false} {
		if err := a.db.PublishAgenda(ctx, tester, a.event.ID, published); err != nil {
			t.Fatal(err)
		}
		if got := a.record().Event.AgendaState == "published"; got != published {
			t.Errorf("published %v, is %v", published, got)
		}
	}
	rows, err := a.db.Journal(ctx, models.JournalFilter{EventID: a.event.ID})
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, row := range rows {
		what = append(what, row.What)
	}
	if want := []string{"unpublish", "publish", "add", "add"}; !slices.Equal(what, want) { // the second time was nothing
		t.Errorf("the journal says %v, want %v", what, want)
	}
}

// A session that is put off takes its items along, other sessions stay.
func TestSaveSessionMovesItems(t *testing.T) {
	a := newAgenda(t, 30, 10)
	if err := a.db.AddSession(ctx, tester, models.Session{EventID: a.event.ID, StartsAt: models.At(modelstest.Now.Add(7 * time.Hour)), EndsAt: models.At(modelstest.Now.Add(9 * time.Hour))}); err != nil {
		t.Fatal(err)
	}
	sessions := a.record().Sessions
	ten := int64(10)
	a.add(models.Item{Title: "Chiều", Minutes: &ten, SessionID: sessions[1].ID}, 0)
	a.want("07:30 Mục 1, 08:00 Mục 2, 14:00 Chiều")

	late := sessions[0]
	late.StartsAt, late.EndsAt = models.At(late.StartsAt.Add(10*time.Hour)), models.At(late.EndsAt.Add(10*time.Hour))
	if err := a.db.SaveSession(ctx, tester, late); err != nil {
		t.Fatal(err)
	}
	a.want("14:00 Chiều, 17:30 Mục 1, 18:00 Mục 2") // the sessions have changed places
	event := a.record().Event
	if !event.StartsAt.Equal(sessions[1].StartsAt.Time) || !event.EndsAt.Equal(late.EndsAt.Time) {
		t.Errorf("the event runs from %s to %s", event.StartsAt, event.EndsAt)
	}
	if err := a.db.SaveSession(ctx, tester, late); !errors.Is(err, models.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	var wrong models.Invalid
	if err := a.db.RemoveSession(ctx, tester, a.event.ID, late.ID); !errors.As(err, &wrong) {
		t.Errorf("a session with items: %v", err)
	}
}

func TestOnClock(t *testing.T) {
	at := func(minutes int) models.Time {
		return models.At(modelstest.Now.Add(time.Duration(minutes) * time.Minute))
	}
	n := func(minutes int64) *int64 { return &minutes }
	record := func(change func(items []models.Item)) models.Record {
		items := []models.Item{
			{ID: 1, SessionID: 1, Title: "A", StartsAt: at(0), Minutes: n(30)},
			{ID: 2, SessionID: 1, Title: "B", StartsAt: at(30), Minutes: n(10)},
			{ID: 3, SessionID: 1, Title: "C", StartsAt: at(60), Minutes: n(20)}, // a gap of 20 before it
			{ID: 4, SessionID: 2, Title: "D", StartsAt: at(300), Minutes: n(20)},
		}
		if change != nil {
			change(items)
		}
		return models.Record{Event: models.Event{TimeZone: "UTC"}, Items: items,
			Sessions: []models.Session{{ID: 1, StartsAt: at(0), EndsAt: at(200)}, {ID: 2, StartsAt: at(300), EndsAt: at(400)}}}
	}
	tests := []struct {
		name   string
		now    int
		change func([]models.Item)
		want   string // start and state of each
		until  int
	}{
		{"before", -10, nil, "A0 next, B30, C60, D300", 0},
		{"by the clock", 5, nil, "A0 now, B30 next, C60, D300", 30},
		{"in the gap", 45, nil, "A0 done, B30 done, C60 next, D300", 60},
		{"started late: what follows is pushed, as far as no gap takes it up", 20, func(i []models.Item) { i[0].StartedAt = at(15) }, "A15 now, B45 next, C60, D300", 45},
		{"very late: the gap is used up, the next session is not", 50, func(i []models.Item) { i[0].StartedAt = at(45) }, "A45 now, B75 next, C85, D300", 75},
		{"runs over its time: what follows moves with the clock", 40, func(i []models.Item) { i[0].StartedAt = at(0) }, "A0 now, B40 next, C60, D300", 41},
		{"runs far over: the gap is used up", 58, func(i []models.Item) { i[0].StartedAt = at(0) }, "A0 now, B58 next, C68, D300", 59},
		{"left running: nobody looks after the clock", 900, func(i []models.Item) { i[0].StartedAt = at(0) }, "A0 now, B30 next, C60, D300 done", 960},
		{"stands still", 20, func(i []models.Item) { i[0].StartedAt, i[0].PausedAt = at(0), at(10) }, "A0 now, B40 next, C60, D300", 21},
		{"stood still", 20, func(i []models.Item) { i[0].StartedAt, i[0].PausedMS = at(0), 300_000 }, "A0 now, B35 next, C60, D300", 35},
		{"started early: what follows without a gap comes earlier", 5, func(i []models.Item) { i[0].StartedAt = at(-10) }, "A-10 now, B20 next, C60, D300", 20},
		{"ended early: the next may begin at any moment", 20, func(i []models.Item) { i[0].StartedAt, i[0].EndedAt = at(0), at(15) }, "A0 done, B20 next, C60, D300", 21},
		{"ended early, and nobody noted the next: it is on by the clock", 35, func(i []models.Item) { i[0].StartedAt, i[0].EndedAt = at(0), at(15) }, "A0 done, B30 now, C60 next, D300", 40},
		{"the length is open", 50, func(i []models.Item) { i[0].StartedAt, i[0].Minutes = at(0), nil }, "A0 now, B50 next, C60, D300", 51},
		{"passed over", 20, func(i []models.Item) { i[1].StartedAt = at(10) }, "A0 done, B10 now, C60 next, D300", 30},
		{"ended", 39, func(i []models.Item) { i[1].StartedAt, i[1].EndedAt = at(30), at(38) }, "A0 done, B30 done, C60 next, D300", 40},
		{"all over", 900, nil, "A0 done, B30 done, C60 done, D300 done", 960},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			parts, until := record(test.change).OnClock(at(test.now))
			var got []string
			for _, part := range parts {
				for _, lane := range part.Lanes {
					for _, line := range lane.Lines {
						got = append(got, strings.TrimSpace(fmt.Sprintf("%s%d %s", line.Title, int(line.Starts.Sub(modelstest.Now).Minutes()), line.State)))
					}
				}
			}
			if joined := strings.Join(got, ", "); joined != test.want {
				t.Errorf("got %s, want %s", joined, test.want)
			}
			if test.name != "ended" && int(until.Sub(modelstest.Now).Minutes()) != test.until {
				t.Errorf("true until %s", until)
			}
		})
	}
}

func TestAgendaWarnings(t *testing.T) {
	at := func(minutes int) models.Time {
		return models.At(modelstest.Now.Add(time.Duration(minutes) * time.Minute))
	}
	n := func(minutes int64) *int64 { return &minutes }
	sessions := []models.Session{{ID: 1, StartsAt: at(0), EndsAt: at(100), Room: "Hội trường"}, {ID: 2, StartsAt: at(50), EndsAt: at(150), Room: "Phòng 2"}}
	delegates := []models.Delegate{{ID: 7, Person: models.Person{Family: "Trần Đức", Given: "Thuần"}}}
	tests := []struct {
		name  string
		items []models.Item
		says  []models.Speech
		want  string
	}{
		{"nothing", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(0), Minutes: n(50)}, {ID: 2, SessionID: 1, StartsAt: at(50), Minutes: n(50)}}, nil, ""},
		{"a gap and an overlap", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(0), Minutes: n(10)}, {ID: 2, SessionID: 1, StartsAt: at(15), Minutes: n(10)}, {ID: 3, SessionID: 1, StartsAt: at(22), Minutes: n(5)}}, nil,
			"gap 2/1 5, overlap 3/2 3"},
		{"too long", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(0), Minutes: n(120)}}, nil, "overrun 1/0 20"},
		{"too early", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(-10), Minutes: n(20)}}, nil, "early 1/0 10"},
		{"elsewhere", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(500), Minutes: n(20)}}, nil, "outside 1/0 0"},
		{"a room used twice", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(60), Minutes: n(20)}, {ID: 2, SessionID: 2, Room: "HỘI TRƯỜNG", StartsAt: at(70), Minutes: n(20)}}, nil, "room 2/1 0 HỘI TRƯỜNG"},
		{"a person in two rooms", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(60), Minutes: n(20), PresenterID: 7}, {ID: 2, SessionID: 2, StartsAt: at(70), Minutes: n(20)}},
			[]models.Speech{{ItemID: 2, DelegateID: 7, State: "accepted"}}, "person 2/1 0 Trần Đức Thuần"},
		{"a speech that was refused", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(60), Minutes: n(20), PresenterID: 7}, {ID: 2, SessionID: 2, StartsAt: at(70), Minutes: n(20)}},
			[]models.Speech{{ItemID: 2, DelegateID: 7, State: "refused"}}, ""},
		{"one after the other in two rooms", []models.Item{{ID: 1, SessionID: 1, StartsAt: at(60), Minutes: n(10), PresenterID: 7}, {ID: 2, SessionID: 2, StartsAt: at(70), Minutes: n(20), PresenterID: 7}}, nil, ""},
		{"without times", []models.Item{{ID: 1, SessionID: 1}, {ID: 2}}, nil, ""},
	}
	for _, test := range tests {
		record := models.Record{Sessions: sessions, Delegates: delegates, Items: test.items, Speeches: test.says}
		var got []string
		for _, w := range record.AgendaWarnings() {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %d/%d %d %s", w.What, w.Item, w.Other, w.Minutes, w.Name)))
		}
		if joined := strings.Join(got, ", "); joined != test.want {
			t.Errorf("%s: got %q, want %q", test.name, joined, test.want)
		}
	}
}
