package models_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// office is a database with a crowd in it.
type office struct {
	db        *models.DB
	event     models.Event
	sessions  []models.Session
	organizer *models.User
	middle    modelstest.Middle
	asked     atomic.Int64
}

func officeOf(t testing.TB, crowd modelstest.Crowd) *office {
	t.Helper()
	ctx, name := context.Background(), crowd.Name(t)
	o := &office{middle: crowd.Middle(t, name)}
	var err error
	if o.db, err = models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }, Asked: func(string) { o.asked.Add(1) }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.db.Close() })
	if o.event, err = o.db.Event(ctx, modelstest.CrowdSlug); err != nil {
		t.Fatal(err)
	}
	if o.sessions, err = o.db.Sessions(ctx, o.event.ID); err != nil {
		t.Fatal(err)
	}
	o.organizer = &models.User{Roles: []models.Role{{Role: models.Organizer, OrganizationID: o.event.OrganizerID}}}
	return o
}

// lists are those that grow: each reads its first page, or one in its middle, and answers how many rows that has.
var lists = []struct {
	name string
	of   string // how many there are in the large office
	page func(ctx context.Context, o *office, middle bool) (int, error)
}{
	{"delegates", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, After: from(middle, o.middle.Delegate)})
		return len(rows), err
	}},
	{"delegates not marked", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, SessionID: o.sessions[1].ID, State: "unmarked", After: from(middle, o.middle.Delegate)})
		return len(rows), err
	}},
	{"people", "100,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.People(ctx, models.PersonFilter{After: from(middle, o.middle.Person)})
		return len(rows), err
	}},
	{"organizations", "20,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Organizations(ctx, models.OrganizationFilter{After: from(middle, o.middle.Organization)})
		return len(rows), err
	}},
	{"organizations at the top", "20,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Organizations(ctx, models.OrganizationFilter{Top: true, After: from(middle, o.middle.Organization)})
		return len(rows), err
	}},
	{"events, a guest's", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Events(ctx, models.EventFilter{Before: from(middle, o.middle.Event)})
		return len(rows), err
	}},
	{"events, an organizer's", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Events(ctx, models.EventFilter{User: o.organizer, Before: from(middle, o.middle.Event)})
		return len(rows), err
	}},
	{"history", "100,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		filter := models.JournalFilter{EventID: o.event.ID}
		if middle {
			filter.Before = o.middle.Revision
		}
		rows, err := o.db.History(ctx, filter, time.UTC)
		return len(rows), err
	}},
}

func from(middle bool, cursor models.Cursor) models.Cursor {
	if middle {
		return cursor
	}
	return models.Cursor{}
}

// A page of a list asks the same few queries however long the list is.
func TestQueriesOfLists(t *testing.T) {
	small, large := officeOf(t, modelstest.Few), officeOf(t, modelstest.Some)
	for _, list := range lists {
		for _, middle := range []bool{false, true} {
			asked := [2]int64{}
			for i, o := range []*office{small, large} {
				o.asked.Store(0)
				rows, err := list.page(context.Background(), o, middle && o == large)
				if err != nil || rows != models.PageSize {
					t.Errorf("%s: %d rows, %v", list.name, rows, err)
				}
				asked[i] = o.asked.Load()
			}
			if asked[0] != asked[1] || asked[0] > 8 {
				t.Errorf("%s, middle %v: %d queries in the small office, %d in the large", list.name, middle, asked[0], asked[1])
			}
		}
	}
}

// BenchmarkRatiosOfLists compares long lists with those of one page.
func BenchmarkRatiosOfLists(b *testing.B) {
	if modelstest.Server != "" {
		b.Skip("on SQLite")
	}
	small, large := officeOf(b, modelstest.Few), officeOf(b, modelstest.Many)
	for _, list := range lists {
		for _, middle := range []bool{false, true} {
			page := func(o *office) func(b *testing.B) {
				return func(b *testing.B) {
					if rows, err := list.page(context.Background(), o, middle && o == large); err != nil || rows != models.PageSize {
						b.Fatal(rows, err)
					}
				}
			}
			modelstest.Ratio{What: list.name + map[bool]string{false: ", first page of ", true: ", a page amid "}[middle] + list.of, Against: "the same at 50", AtMost: 3, Milliseconds: true}.Measure(b, page(large), page(small))
		}
	}
}

// BenchmarkRatiosOfSearches looks for a part of a name among those of the largest office.
func BenchmarkRatiosOfSearches(b *testing.B) {
	if modelstest.Server != "" {
		b.Skip("on SQLite")
	}
	ctx, name := context.Background(), modelstest.Many.Name(b)
	db, raw := openedAt(b, name), rawAt(b, name)
	for _, search := range []struct{ what, text, folded string }{{"a name that many have", "thuan", "%thuan%"}, {"a name that nobody has", "uyenx", "%uyenx%"}} {
		find := func(b *testing.B) {
			if _, err := db.People(ctx, models.PersonFilter{Search: search.text}); err != nil {
				b.Fatal(err)
			}
		}
		count := func(b *testing.B) {
			var n int
			if err := raw.QueryRow(`SELECT count(*) FROM people WHERE folded LIKE ?`, search.folded).Scan(&n); err != nil {
				b.Fatal(err)
			}
		}
		what := "search of 100,000 people, " + search.what
		modelstest.Ratio{What: what, Against: "a bare count of them", AtMost: 2}.Measure(b, find, count)
		modelstest.Figure(b, what, "ms", 50, func(b *testing.B) float64 { return modelstest.Milliseconds(b, find) })
	}
}
