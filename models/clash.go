package models

import (
	"context"
	"time"
)

// Elsewhere is where somebody of an event is wanted in another event at the same time. Nothing is refused for it: offices know better.
type Elsewhere struct {
	PersonID ID `db:"person_id"`
	Title    string
	Slug     string
	Shown    bool   // the reader may know which event it is
	Item     string // that they present or speak in; "": they are invited to the session
	StartsAt Time   `db:"starts_at"`
	EndsAt   Time   `db:"ends_at"`
	Minutes  *int64
}

// end is when it is over; an item without a length is taken to last for a quarter of an hour.
func (e Elsewhere) end() time.Time {
	if !e.EndsAt.IsZero() {
		return e.EndsAt.Time
	}
	minutes := int64(15)
	if e.Minutes != nil {
		minutes = *e.Minutes
	}
	return e.StartsAt.Add(time.Duration(minutes) * time.Minute)
}

// Meets tells whether it overlaps with a time.
func (e Elsewhere) Meets(from, until time.Time) bool {
	return e.StartsAt.Before(until) && from.Before(e.end())
}

// Elsewhere finds which of some people are invited to, present or speak in another event while this one has a session. An event that is cancelled, or
// that somebody has declined, wants nobody. The title of an event that a reader may not see stays untold.
func (db *DB) Elsewhere(ctx context.Context, user *User, event ID, people []ID) (map[ID][]Elsewhere, error) {
	of := map[ID][]Elsewhere{}
	if len(people) == 0 {
		return of, nil
	}
	reach, reached := user.reaches("e.organizer_id", "e.id")
	const there = ` FROM delegates d JOIN events e ON e.id = d.event_id `
	const wanted = ` WHERE d.person_id IN (?) AND d.event_id <> ? AND d.reply NOT IN ('declined', 'substituted') AND e.cancelled_at IS NULL
		AND EXISTS (SELECT 1 FROM sessions mine JOIN sessions theirs ON theirs.event_id = e.id AND mine.starts_at < theirs.ends_at AND theirs.starts_at < mine.ends_at
			WHERE mine.event_id = ? AND x.starts_at < mine.ends_at AND `
	shown := `d.person_id, e.title, e.slug, (e.visibility = 'public' OR ` + reach + `) AS shown`
	var args []any
	query := ``
	for i, part := range []string{
		`SELECT ` + shown + `, '' AS item, x.starts_at, x.ends_at, NULL AS minutes` + there + `JOIN sessions x ON x.event_id = e.id` + wanted + `x.ends_at > mine.starts_at)`,
		`SELECT ` + shown + `, x.title AS item, x.starts_at, NULL AS ends_at, x.minutes` + there + `
			JOIN agenda_items x ON x.event_id = e.id AND (x.presenter_id = d.id OR EXISTS (
				SELECT 1 FROM speeches WHERE speeches.event_id = e.id AND speeches.item_id = x.id AND speeches.delegate_id = d.id AND speeches.state <> 'refused'))` + wanted + `x.starts_at >= theirs.starts_at)`,
	} {
		if i > 0 {
			query += ` UNION ALL `
		}
		query += part
		args = append(append(args, reached...), people, event, event)
	}
	var rows []Elsewhere
	if err := db.listIn(ctx, &rows, `SELECT * FROM (`+query+`) found ORDER BY starts_at, slug, item`, args...); err != nil {
		return nil, err
	}
	for _, row := range rows {
		of[row.PersonID] = append(of[row.PersonID], row)
	}
	return of, nil
}

// Clashes are the items of the record whose presenter or speaker is wanted in another event while the item lasts: of each person and event the
// nearest reason, by item.
func (record Record) Clashes(elsewhere map[ID][]Elsewhere) map[ID][]Elsewhere {
	of := map[ID][]Elsewhere{}
	wanted := func(item Item, delegate ID) {
		person := record.Delegate(delegate).PersonID
		best := map[string]Elsewhere{}
		for _, other := range elsewhere[person] {
			if other.Meets(item.StartsAt.Time, item.StartsAt.Add(max(item.length(), time.Minute))) && (best[other.Slug].Slug == "" || other.Item != "") {
				best[other.Slug] = other
			}
		}
		for _, other := range elsewhere[person] {
			if found, ok := best[other.Slug]; ok {
				of[item.ID] = append(of[item.ID], found)
				delete(best, other.Slug)
			}
		}
	}
	for _, item := range record.Items {
		if item.StartsAt.IsZero() {
			continue
		}
		asked := map[ID]bool{}
		for _, delegate := range append([]ID{item.PresenterID}, record.speakersOf(item.ID)...) {
			if delegate != 0 && !asked[delegate] {
				asked[delegate] = true
				wanted(item, delegate)
			}
		}
	}
	return of
}

// speakersOf are the delegates who speak in an item.
func (record Record) speakersOf(item ID) (speakers []ID) {
	for _, speech := range record.Speeches {
		if speech.ItemID == item && speech.DelegateID != 0 && speech.State != "refused" {
			speakers = append(speakers, speech.DelegateID)
		}
	}
	return speakers
}

// People are the persons whom the record names as delegates.
func (record Record) People() (people []ID) {
	for _, delegate := range record.Delegates {
		if delegate.PersonID != 0 {
			people = append(people, delegate.PersonID)
		}
	}
	return people
}
