package models_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// office is a database with a crowd in it, and where the middle of its lists is.
type office struct {
	db        *models.DB
	crowd     modelstest.Crowd
	event     models.Event
	sessions  []models.Session
	asked     atomic.Int64
	person    models.Cursor
	body      models.Cursor
	delegate  models.Cursor
	happened  models.Cursor // of an event
	changed   int64         // a revision
	organizer *models.User
}

func officeOf(t testing.TB, crowd modelstest.Crowd) *office {
	t.Helper()
	ctx, name := context.Background(), crowd.Name(t)
	o := &office{crowd: crowd}
	var err error
	check := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.db, err = models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }, Asked: func(string) { o.asked.Add(1) }})
	check()
	t.Cleanup(func() { o.db.Close() })
	raw := rawAt(t, name)
	middle := func(query string, n int, dest ...any) {
		err = raw.QueryRow(query+` LIMIT 1 OFFSET $1`, n/2).Scan(dest...)
		check()
	}
	o.event, err = o.db.Event(ctx, modelstest.CrowdSlug)
	check()
	o.sessions, err = o.db.Sessions(ctx, o.event.ID)
	check()
	var person models.Person
	middle(`SELECT sort_key, id FROM people ORDER BY sort_key, id`, crowd.People, &person.SortKey, &person.ID)
	var body models.Organization
	middle(`SELECT sort_key, id FROM organizations ORDER BY sort_key, id`, crowd.Organizations, &body.SortKey, &body.ID)
	var delegate models.Delegate
	middle(`SELECT rank, position, id FROM delegates WHERE event_id = (SELECT id FROM events WHERE slug = '`+modelstest.CrowdSlug+`') ORDER BY rank, position, id`, crowd.Delegates, &delegate.Rank, &delegate.Position, &delegate.ID)
	var event models.Event
	middle(`SELECT starts_at, id FROM events ORDER BY starts_at DESC, id DESC`, crowd.Events, &event.StartsAt, &event.ID)
	o.person, o.body, o.delegate, o.happened, o.changed = person.Cursor(), body.Cursor(), delegate.Cursor(), event.Cursor(), o.event.Revision-int64(crowd.Changes)/2
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
		rows, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, After: from(middle, o.delegate)})
		return len(rows), err
	}},
	{"delegates not marked", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, SessionID: o.sessions[1].ID, State: "unmarked", After: from(middle, o.delegate)})
		return len(rows), err
	}},
	{"people", "100,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.People(ctx, models.PersonFilter{After: from(middle, o.person)})
		return len(rows), err
	}},
	{"organizations", "20,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Organizations(ctx, models.OrganizationFilter{After: from(middle, o.body)})
		return len(rows), err
	}},
	{"organizations at the top", "20,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Organizations(ctx, models.OrganizationFilter{Top: true, After: from(middle, o.body)})
		return len(rows), err
	}},
	{"events, a guest's", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Events(ctx, models.EventFilter{Before: from(middle, o.happened)})
		return len(rows), err
	}},
	{"events, an organizer's", "5,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		rows, err := o.db.Events(ctx, models.EventFilter{User: o.organizer, Before: from(middle, o.happened)})
		return len(rows), err
	}},
	{"history", "100,000", func(ctx context.Context, o *office, middle bool) (int, error) {
		filter := models.JournalFilter{EventID: o.event.ID}
		if middle {
			filter.Before = o.changed
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

// few fills a page of each list; measured against it are the lists of the largest office that the program is made for.
var few = modelstest.Crowd{People: models.PageSize, Organizations: models.PageSize, Events: models.PageSize, Delegates: models.PageSize, Changes: models.PageSize}

// A page of a list asks the same few queries however long the list is.
func TestQueriesOfLists(t *testing.T) {
	small, large := officeOf(t, few), officeOf(t, modelstest.Crowd{People: 300, Organizations: 300, Events: 300, Delegates: 300, Changes: 300})
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

// many is the largest office that the program is made for.
var many = modelstest.Crowd{People: 100_000, Organizations: 20_000, Events: 5000, Delegates: 5000, Changes: 100_000}

// BenchmarkRatiosOfLists compares long lists with those of one page.
func BenchmarkRatiosOfLists(b *testing.B) {
	if modelstest.Server != "" {
		b.Skip("on SQLite")
	}
	small, large := officeOf(b, few), officeOf(b, many)
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
	ctx, name := context.Background(), many.Name(b)
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
