package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// hall is an event of one morning with groups and delegates, to be counted and put in order.
type hall struct {
	t         testing.TB
	db        *models.DB
	event     models.Event
	session   models.ID
	groups    []models.Group
	delegates []models.Delegate
}

var secretary = models.Actor{Name: "Thư ký"}

// newHall has so many delegates in two groups by turns, nobody ranked, and a collective group.
func newHall(t testing.TB, delegates int) *hall {
	t.Helper()
	return hallOf(t, modelstest.DB(t), delegates)
}

func hallOf(t testing.TB, db *models.DB, delegates int) *hall {
	t.Helper()
	ctx := context.Background()
	h := &hall{t: t, db: db}
	board, err := db.AddOrganization(ctx, secretary, models.Organization{Name: "Ban Tuyên giáo Tỉnh ủy", Kind: "party"})
	h.must(err)
	h.event, err = db.AddEvent(ctx, secretary, models.NewEvent{Event: models.Event{Kind: "workshop", Title: "Dư luận xã hội", OrganizerID: board.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
		StartsAt: models.At(modelstest.Now.Add(30 * time.Minute)), EndsAt: models.At(modelstest.Now.Add(270 * time.Minute)), Usual: true})
	h.must(err)
	sessions, err := db.Sessions(ctx, h.event.ID)
	h.must(err)
	h.session = sessions[0].ID
	for _, group := range []models.Group{{Name: "Lãnh đạo tỉnh"}, {Name: "Ban Tuyên giáo"}, {Name: "Cộng tác viên", Collective: true, Expected: number(40)}} {
		group.EventID = h.event.ID
		group, err = db.AddGroup(ctx, secretary, group)
		h.must(err)
		h.groups = append(h.groups, group)
	}
	var ids [2][]models.ID
	for i := range delegates {
		person, err := db.AddPerson(ctx, secretary, models.Person{Family: "Trần Đức", Given: fmt.Sprintf("Thuần %03d", i), Posts: []models.Post{{Title: "Ủy viên Ban Thường vụ Tỉnh ủy"}, {Title: "Trưởng ban"}}})
		h.must(err)
		ids[i%2] = append(ids[i%2], person.ID)
	}
	for i, some := range ids {
		if len(some) > 0 {
			_, err := db.AddDelegates(ctx, secretary, h.event.ID, h.groups[i].ID, some)
			h.must(err)
		}
	}
	h.delegates = h.list(models.DelegateFilter{Limit: 1000})
	return h
}

func number(n int64) *int64 { return &n }

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) list(filter models.DelegateFilter) []models.Delegate {
	h.t.Helper()
	filter.EventID = h.event.ID
	delegates, err := h.db.Delegates(context.Background(), filter)
	h.must(err)
	return delegates
}

func (h *hall) order() []models.ID { return ids(h.list(models.DelegateFilter{Limit: 1000})) }

func ids(delegates []models.Delegate) (ids []models.ID) {
	for _, delegate := range delegates {
		ids = append(ids, delegate.ID)
	}
	return ids
}

// last is the newest row of the event's journal.
func (h *hall) last() models.JournalRow {
	h.t.Helper()
	rows, err := h.db.Journal(context.Background(), models.JournalFilter{EventID: h.event.ID, Limit: 1})
	h.must(err)
	return rows[0]
}

func wants(t *testing.T, err error, field string) {
	t.Helper()
	var wrong models.Invalid
	if !errors.As(err, &wrong) || wrong[field] == "" {
		t.Errorf("got %v, want something wrong with %q", err, field)
	}
}

func TestAddDelegates(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 4)
	person := h.delegates[0].PersonID
	new, err := h.db.AddNewDelegate(ctx, secretary, h.event.ID, h.groups[1].ID, " Phạm  Sỹ Lợi ", "Phó Bí thư Thường trực Tỉnh ủy")
	h.must(err)
	if new.Family != "Phạm Sỹ" || new.Given != "Lợi" {
		t.Errorf("the new person is %q %q", new.Family, new.Given)
	}
	before := h.last().Revision
	added, err := h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{person, new.ID})
	if err != nil || added != 0 || h.last().Revision != before {
		t.Errorf("those who are there: added %d, %v, revision %d after %d", added, err, h.last().Revision, before)
	}
	_, err = h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{person, 99999})
	wants(t, err, "people")
	_, err = h.db.AddDelegates(ctx, secretary, h.event.ID, 99999, []models.ID{person})
	wants(t, err, "group")
	_, err = h.db.AddNewDelegate(ctx, secretary, h.event.ID, 0, " ", "")
	wants(t, err, "name")
	all := h.list(models.DelegateFilter{})
	last := all[len(all)-1]
	if len(all) != 5 || last.Person.Name() != "Phạm Sỹ Lợi" || last.GroupID != h.groups[1].ID || last.Person.Posts[0].Title != "Phó Bí thư Thường trực Tỉnh ủy" {
		t.Errorf("%d delegates, the last %+v", len(all), last)
	}
}

func TestDelegatesFilter(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 6)
	h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, DelegateID: h.delegates[0].ID, SessionID: h.session, State: models.Present}))
	chair := h.delegates[1]
	chair.Roles, chair.GroupID, chair.Reply = "speaker  chair speaker", 0, "accepted"
	h.must(h.db.SaveDelegate(ctx, secretary, chair))
	for _, test := range []struct {
		name   string
		filter models.DelegateFilter
		want   int
	}{
		{"all", models.DelegateFilter{}, 6},
		{"of a group", models.DelegateFilter{GroupID: h.groups[0].ID}, 2},
		{"of no group", models.DelegateFilter{GroupID: models.Ungrouped}, 1},
		{"with a role", models.DelegateFilter{Role: "chair"}, 1},
		{"with a part of a role", models.DelegateFilter{Role: "cha"}, 0},
		{"with a pattern for a role", models.DelegateFilter{Role: "%"}, 0},
		{"who come", models.DelegateFilter{Reply: "accepted"}, 1},
		{"without marks", models.DelegateFilter{Search: "tran duc thuan 003"}, 1},
		{"by a post", models.DelegateFilter{Search: "uy vien ban thuong vu"}, 6},
		{"by nothing there is", models.DelegateFilter{Search: "%"}, 0},
		{"present", models.DelegateFilter{SessionID: h.session, State: models.Present}, 1},
		{"unmarked", models.DelegateFilter{SessionID: h.session, State: "unmarked"}, 5},
		{"absent", models.DelegateFilter{SessionID: h.session, State: models.Absent}, 0},
		{"of another event", models.DelegateFilter{EventID: 99}, 6},
	} {
		if got := h.list(test.filter); len(got) != test.want {
			t.Errorf("%s: %d delegates, want %d", test.name, len(got), test.want)
		}
	}
	if got := h.list(models.DelegateFilter{Role: "chair"})[0]; got.Roles != "speaker chair" {
		t.Errorf("roles are %q", got.Roles)
	}
}

func TestDelegatesPages(t *testing.T) {
	h := newHall(t, 7)
	h.must(h.db.MoveDelegate(context.Background(), secretary, h.event.ID, h.delegates[5].ID, models.Beside{Before: h.delegates[1].ID}))
	var paged []models.ID
	filter := models.DelegateFilter{Limit: 3}
	for {
		page := h.list(filter)
		paged = append(paged, ids(page)...)
		if len(page) < 3 {
			break
		}
		filter.After = page[2].Cursor()
	}
	if !slices.Equal(paged, h.order()) {
		t.Errorf("pages give %v, the list is %v", paged, h.order())
	}
	if _, err := h.db.Delegates(context.Background(), models.DelegateFilter{EventID: h.event.ID, After: models.Cursor{Key: "x' OR 1=1", ID: 1}}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a cursor that is none: %v", err)
	}
}

func TestSaveDelegate(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 3)
	delegate := h.delegates[2]
	delegate.ProtocolRank, delegate.Reply, delegate.Reason, delegate.Seat, delegate.Needs, delegate.Honorific = number(5), "declined", "Đi công tác", "A1", "Đến từ hôm trước\nở khách sạn", "PGS.TS"
	h.must(h.db.SaveDelegate(ctx, secretary, delegate))
	got, err := h.db.Delegate(ctx, h.event.ID, delegate.ID)
	h.must(err)
	if h.order()[0] != delegate.ID || got.Rank != 5 || got.RepliedAt != h.db.Now() || got.Version != delegate.Version+1 || got.Needs != delegate.Needs {
		t.Errorf("saved as %+v", got)
	}
	before := h.last().Revision
	h.must(h.db.SaveDelegate(ctx, secretary, got))
	if h.last().Revision != before {
		t.Error("saving the same took a revision")
	}
	var stale models.Stale
	if err := h.db.SaveDelegate(ctx, secretary, delegate); !errors.As(err, &stale) || stale.Version != got.Version || !errors.Is(err, models.ErrConflict) {
		t.Errorf("an old version: %v", err)
	}
	for field, wrong := range map[string]func(*models.Delegate){
		"roles":         func(d *models.Delegate) { d.Roles = "king" },
		"reply":         func(d *models.Delegate) { d.Reply = "perhaps" },
		"group":         func(d *models.Delegate) { d.GroupID = 99999 },
		"reason":        func(d *models.Delegate) { d.Reason = strings.Repeat("ă", 501) },
		"protocol_rank": func(d *models.Delegate) { d.ProtocolRank = number(1 << 40) },
	} {
		bad := got
		wrong(&bad)
		wants(t, h.db.SaveDelegate(ctx, secretary, bad), field)
	}
	foreign := got
	foreign.EventID = 99
	if err := h.db.SaveDelegate(ctx, secretary, foreign); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("by another event: %v", err)
	}
}

func TestRemoveDelegate(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 4)
	mark := models.Mark{EventID: h.event.ID, DelegateID: h.delegates[0].ID, SessionID: h.session, State: models.Absent}
	h.must(h.db.Mark(ctx, secretary, mark))
	wants(t, h.db.RemoveDelegate(ctx, secretary, h.event.ID, h.delegates[0].ID), "delegate")
	h.must(h.db.Unmark(ctx, secretary, h.event.ID, h.delegates[0].ID, h.session))
	h.must(h.db.AddSubstitute(ctx, secretary, h.event.ID, h.delegates[0].ID, h.delegates[1].PersonID, "agreed"))
	wants(t, h.db.RemoveDelegate(ctx, secretary, h.event.ID, h.delegates[1].ID), "delegate")
	h.must(h.db.RemoveDelegate(ctx, secretary, h.event.ID, h.delegates[2].ID))
	if err := h.db.RemoveDelegate(ctx, secretary, h.event.ID, h.delegates[2].ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if got := h.order(); slices.Contains(got, h.delegates[2].ID) || len(got) != 3 {
		t.Errorf("there are %v", got)
	}
}

func TestSubstitutes(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 3)
	person, err := h.db.AddPerson(ctx, secretary, models.Person{Family: "Lê Thị", Given: "Hoa"})
	h.must(err)
	away := h.delegates[0].ID
	h.must(h.db.AddSubstitute(ctx, secretary, h.event.ID, away, person.ID, "proposed"))
	wants(t, h.db.AddSubstitute(ctx, secretary, h.event.ID, away, h.delegates[1].PersonID, "agreed"), "substitute")
	wants(t, h.db.AddSubstitute(ctx, secretary, h.event.ID, h.delegates[1].ID, h.delegates[1].PersonID, "agreed"), "substitute")
	replaced, err := h.db.Delegate(ctx, h.event.ID, away)
	h.must(err)
	if replaced.Reply != "substituted" || len(replaced.Substitutes) != 1 || replaced.Substitutes[0].Stands != "Lê Thị Hoa" {
		t.Errorf("replaced: %+v", replaced)
	}
	substitute := replaced.Substitutes[0]
	other, err := h.db.Delegate(ctx, h.event.ID, substitute.DelegateID)
	h.must(err)
	if other.SubstituteFor != 0 || other.GroupID != h.delegates[0].GroupID {
		t.Errorf("before the chair has agreed: %+v", other)
	}
	h.must(h.db.DecideSubstitute(ctx, secretary, h.event.ID, substitute.ID, "agreed", "", substitute.Version))
	if err := h.db.DecideSubstitute(ctx, secretary, h.event.ID, substitute.ID, "refused", "", substitute.Version); !errors.Is(err, models.ErrConflict) {
		t.Errorf("decided on an old version: %v", err)
	}
	record, err := h.db.Record(ctx, h.event.ID)
	h.must(err)
	if got := record.Delegate(substitute.DelegateID); got.SubstituteFor != away {
		t.Errorf("the papers say that %+v replaces %d", got, got.SubstituteFor)
	}
	h.must(h.db.RemoveSubstitute(ctx, secretary, h.event.ID, substitute.ID))
	if replaced, err = h.db.Delegate(ctx, h.event.ID, away); err != nil || replaced.Reply != "none" || len(replaced.Substitutes) != 0 {
		t.Errorf("taken back: %+v, %v", replaced, err)
	}
}

// Whatever a hand does, the order is what it asked for, total, and the same however the list is read.
func TestOrderOfDelegates(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 9)
	ranked, err := h.db.AddPerson(ctx, secretary, models.Person{Family: "Phạm Sỹ", Given: "Lợi", ProtocolRank: number(10)})
	h.must(err)
	_, err = h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{ranked.ID})
	h.must(err)
	if h.list(models.DelegateFilter{})[0].PersonID != ranked.ID {
		t.Fatal("a person's rank does not count")
	}
	rapid.Check(t, func(t *rapid.T) {
		want := h.order()
		pick := rapid.IntRange(0, len(want)-1)
		for range rapid.IntRange(1, 12).Draw(t, "moves") {
			from, to := pick.Draw(t, "from"), pick.Draw(t, "to")
			id := want[from]
			before := slices.Clone(want)
			want = slices.Insert(slices.Delete(slices.Clone(want), from, from+1), to, id)
			switch how := rapid.SampledFrom([]string{"beside", "drag", "step"}).Draw(t, "how"); {
			case how == "drag":
				h.must(h.db.OrderDelegates(ctx, secretary, h.event.ID, before, want))
			case how == "step":
				up := to < from
				h.must(h.db.StepDelegate(ctx, secretary, h.event.ID, id, 0, up))
				want = slices.Clone(before)
				if up && from > 0 {
					want[from], want[from-1] = want[from-1], want[from]
				} else if !up && from+1 < len(want) {
					want[from], want[from+1] = want[from+1], want[from]
				}
			case to > 0:
				h.must(h.db.MoveDelegate(ctx, secretary, h.event.ID, id, models.Beside{After: want[to-1]}))
			default:
				h.must(h.db.MoveDelegate(ctx, secretary, h.event.ID, id, models.Beside{Before: want[1]}))
			}
			if got := h.order(); !slices.Equal(got, want) {
				t.Fatalf("the order is %v, want %v", got, want)
			}
		}
	})
	person, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID, Search: "Phạm Sỹ Lợi"})
	h.must(err)
	if rank := person[0].Person.ProtocolRank; rank == nil || *rank != 10 {
		t.Errorf("moving changed the person's own rank to %v", rank)
	}
	if _, err := h.db.SuggestOrder(ctx, secretary, h.event.ID); err != nil {
		t.Fatal(err)
	}
	want := append([]models.ID{person[0].ID}, ids(h.delegates)...)
	if got := h.order(); !slices.Equal(got, want) {
		t.Errorf("the suggested order is %v, want %v", got, want)
	}
	again, err := h.db.SuggestOrder(ctx, secretary, h.event.ID)
	if err != nil || again != 0 {
		t.Errorf("suggested twice: %d, %v", again, err)
	}
}

// Two hands drag different delegates on pages that were read before the other's move: both moves stand.
func TestOrderByTwoHands(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 6)
	was := h.order()
	a, b, c, d, e, f := was[0], was[1], was[2], was[3], was[4], was[5]
	h.must(h.db.OrderDelegates(ctx, secretary, h.event.ID, was, []models.ID{b, a, c, d, e, f}))
	h.must(h.db.OrderDelegates(ctx, secretary, h.event.ID, was, []models.ID{a, b, c, d, f, e}))
	if got, want := h.order(), []models.ID{b, a, c, d, f, e}; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
	if err := h.db.OrderDelegates(ctx, secretary, h.event.ID, was, []models.ID{a, b}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an order of others: %v", err)
	}
	h.must(h.db.RemoveDelegate(ctx, secretary, h.event.ID, c))
	h.must(h.db.OrderDelegates(ctx, secretary, h.event.ID, was, []models.ID{f, a, b, c, d, e}))
	if got, want := h.order(), []models.ID{b, f, a, d, e}; !slices.Equal(got, want) {
		t.Errorf("with one removed, and one put before another, the order is %v, want %v", got, want)
	}
}
