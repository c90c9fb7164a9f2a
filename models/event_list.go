package models

import (
	"context"
	"strings"
	"time"
)

// EventFilter chooses events for a list. The zero filter is a guest's: all public events, the latest first.
type EventFilter struct {
	User      *User  // adds those the user's roles reach
	Organizes bool   // only those at which the user organizes
	Search    string // in title, venue and slug; marks may be left out
	Kind      string
	Year      int    // of the start, at Hà Nội
	State     string // coming, past, cancelled, archived; "": all
	Since     Time   // only those that end then or later; those without a session yet too
	Until     Time   // only those that end before
	Soonest   bool   // the earliest first
	Before    Cursor // the last row of the page before
	Limit     int    // zero: a page
}

// Cursor is the place in a list after which the next page begins; the zero Cursor is the list's start.
type Cursor struct {
	Key string
	ID  ID
}

// Events lists events, the latest first; those without a session yet come before all.
func (db *DB) Events(ctx context.Context, filter EventFilter) ([]Event, error) {
	where, args := []string{"1 = 1"}, []any{}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if filter.Organizes {
		reach, reached := filter.User.reaches("organizer_id", "events.id", Administrator, Organizer)
		and(reach, reached...)
	} else {
		reach, reached := filter.User.reaches("organizer_id", "events.id")
		and(`(visibility = 'public' OR `+reach+`)`, reached...)
	}
	if filter.Search != "" {
		and(`folded LIKE ? ESCAPE '\'`, likeFolded(filter.Search))
	}
	if filter.Kind != "" {
		and(`kind = ?`, filter.Kind)
	}
	if filter.Year < 0 || filter.Year > 9999 { // no clock goes there, PostgreSQL's neither
		return []Event{}, nil
	}
	if filter.Year != 0 {
		and(`starts_at >= ? AND starts_at < ?`, At(time.Date(filter.Year, 1, 1, 0, 0, 0, 0, home)), At(time.Date(filter.Year+1, 1, 1, 0, 0, 0, 0, home)))
	}
	switch filter.State {
	case "coming":
		and(`archived_at IS NULL AND cancelled_at IS NULL AND (ends_at IS NULL OR ends_at >= ?)`, db.Now())
	case "past":
		and(`ends_at < ?`, db.Now())
	case "cancelled":
		and(`cancelled_at IS NOT NULL`)
	case "archived":
		and(`archived_at IS NOT NULL`)
	}
	if !filter.Since.IsZero() {
		and(`id IN (`+endsSince+`)`, filter.Since)
	}
	if !filter.Until.IsZero() {
		and(`ends_at < ?`, filter.Until)
	}
	switch before, err := time.Parse(time.RFC3339Nano, filter.Before.Key); {
	case filter.Before.ID == 0:
	case filter.Before.Key == "":
		and(`(starts_at IS NOT NULL OR id < ?)`, filter.Before.ID)
	case err != nil:
		return nil, ErrNotFound
	default:
		and(`(starts_at, id) < (?, ?)`, At(before), filter.Before.ID)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	order := ` ORDER BY starts_at DESC NULLS FIRST, id DESC LIMIT ?`
	if filter.Soonest {
		order = ` ORDER BY starts_at NULLS LAST, id LIMIT ?`
	}
	events := []Event{}
	err := db.list(ctx, &events, `SELECT * FROM events WHERE `+strings.Join(where, " AND ")+order, append(args, filter.Limit)...)
	return events, err
}

// endsSince are the events that end at an instant or later, or have no session yet: written so that an index finds them among all that are over.
const endsSince = `SELECT id FROM events WHERE ends_at >= ? UNION ALL SELECT id FROM events WHERE ends_at IS NULL`

// home is the clock by which the office counts days and years where no event says otherwise.
var home = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err) // the zones are in the binary
	}
	return zone
}()

// Today is the office's day, from its first instant to the next day's.
func (db *DB) Today() (from, until Time) {
	day := DateOf(db.now().In(home)).Time()
	return At(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, home)), At(time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, home))
}

// Cursor is the event's place in a list of events; one without a session yet has no key.
func (e Event) Cursor() Cursor {
	if e.StartsAt.IsZero() {
		return Cursor{"", e.ID}
	}
	return Cursor{e.StartsAt.Format(time.RFC3339Nano), e.ID}
}

// EventYears are the years from the first to the last start of the events that a user sees, the latest first.
func (db *DB) EventYears(ctx context.Context, user *User) ([]int, error) {
	var bounds struct{ First, Last Time }
	reach, args := user.reaches("organizer_id", "events.id")
	if err := db.get(ctx, &bounds, `SELECT min(starts_at) AS first, max(starts_at) AS last FROM events WHERE visibility = 'public' OR `+reach, args...); err != nil {
		return nil, err
	}
	years := []int{}
	if bounds.First.IsZero() {
		return years, nil
	}
	for year := bounds.Last.In(home).Year(); year >= bounds.First.In(home).Year(); year-- {
		years = append(years, year)
	}
	return years, nil
}
