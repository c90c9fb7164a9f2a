package models

import (
	"context"
	"slices"
	"sync"
)

// Turnout is how many of a group were invited, are expected, and were at a session.
type Turnout struct {
	Group Group // the zero Group: those of no group
	Named int64 // delegates; of one who is replaced and the substitute, the substitute, unless somebody has marked the replaced, too
	Away  int64 // of them, who have said not to come

	Present, Excused, Absent int64  // of the delegates, at the session
	Heads                    *int64 // of a collective group, at the session; nil: nobody has counted
}

// ID chooses the group's delegates in a DelegateFilter.
func (t Turnout) ID() ID {
	if t.Group.ID == 0 {
		return Ungrouped
	}
	return t.Group.ID
}

// Invited is how many were asked to come: the delegates, or where a collective group expects more, that many.
func (t Turnout) Invited() int64 {
	if t.Group.Expected != nil {
		return max(*t.Group.Expected, t.Named)
	}
	return t.Named
}

// Came is how many were there: those marked present, and the heads that were counted.
func (t Turnout) Came() int64 {
	if t.Heads != nil {
		return t.Present + *t.Heads
	}
	return t.Present
}

// Missing is how many delegates were marked absent, with or without a reason.
func (t Turnout) Missing() int64 { return t.Excused + t.Absent }

// Unmarked is how many delegates nobody has marked.
func (t Turnout) Unmarked() int64 { return t.Named - t.Present - t.Excused - t.Absent }

// Open is how many nobody has marked or counted: of a collective group without a count, all who were expected beside those named.
func (t Turnout) Open() int64 {
	if t.Group.Collective && t.Heads == nil {
		return t.Unmarked() + max(0, t.Invited()-t.Named)
	}
	return t.Unmarked()
}

// Total adds groups up. Its Group expects what they expect together.
func Total(groups []Turnout) Turnout {
	var total Turnout
	var invited, heads int64
	counted := false
	for _, t := range groups {
		total.Named, total.Away = total.Named+t.Named, total.Away+t.Away
		total.Present, total.Excused, total.Absent = total.Present+t.Present, total.Excused+t.Excused, total.Absent+t.Absent
		invited += t.Invited()
		if t.Heads != nil {
			heads, counted = heads+*t.Heads, true
		}
	}
	total.Group.Expected = &invited
	if counted {
		total.Heads = &heads
	}
	return total
}

// Turnout counts the groups of an event in their order, then those of no group if there are any. With a session, also who was there.
//
// Counting reads every delegate and every mark, and many look at the counts while few change them: so they are kept in memory as long as
// the event's revision stands, which every change of them moves.
func (db *DB) Turnout(ctx context.Context, event, session ID) ([]Turnout, error) {
	if db.tx != nil { // what it sees may never be
		return db.countTurnout(ctx, event, session)
	}
	var revision int64
	if err := db.get(ctx, &revision, `SELECT revision FROM events WHERE id = ?`, event); err != nil {
		return nil, err
	}
	key := turnoutKey{event, session}
	if turnout, ok := db.turnouts.get(key, revision); ok {
		return turnout, nil
	}
	turnout, err := db.countTurnout(ctx, event, session)
	if err == nil {
		db.turnouts.put(key, revision, turnout) // counts that are newer than the revision are found under none that anybody will ask for
	}
	return turnout, err
}

// turnoutCache keeps the last counts of each session.
type turnoutCache struct {
	mu   sync.Mutex
	kept map[turnoutKey]keptTurnout
}

type turnoutKey struct{ event, session ID }

type keptTurnout struct {
	revision int64
	turnout  []Turnout
}

func (cache *turnoutCache) get(key turnoutKey, revision int64) ([]Turnout, bool) {
	cache.mu.Lock()
	defer cache.mu.Unlock()
	kept, ok := cache.kept[key]
	return slices.Clone(kept.turnout), ok && kept.revision == revision
}

func (cache *turnoutCache) put(key turnoutKey, revision int64, turnout []Turnout) {
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if cache.kept == nil || len(cache.kept) > 500 { // an office has few sessions that people look at on one day
		cache.kept = map[turnoutKey]keptTurnout{}
	}
	cache.kept[key] = keptTurnout{revision, slices.Clone(turnout)}
}

func (db *DB) countTurnout(ctx context.Context, event, session ID) ([]Turnout, error) {
	groups, err := db.Groups(ctx, event)
	if err != nil {
		return nil, err
	}
	var invited []struct {
		GroupID     ID `db:"group_id"`
		Named, Away int64
	}
	// Who stands in and who is replaced are few: each of them is looked at, and of all the others nothing but the answer.
	if err := db.list(ctx, &invited, `
		SELECT group_id, count(*) AS named, count(CASE WHEN reply IN ('declined', 'substituted') THEN 1 END) AS away
		FROM delegates WHERE event_id = ? AND id NOT IN (SELECT id FROM delegates
			WHERE id IN (SELECT delegate_id FROM substitutes WHERE event_id = ? UNION SELECT replaced_id FROM substitutes WHERE event_id = ?)
			AND NOT (`+stands+` AND (NOT `+replaced+` OR EXISTS (SELECT 1 FROM attendance a WHERE a.delegate_id = delegates.id AND a.session_id = ?))))
		GROUP BY group_id`, event, event, event, session); err != nil {
		return nil, err
	}
	var marks []struct {
		GroupID ID `db:"group_id"`
		State   string
		Count   int64
	}
	if err := db.list(ctx, &marks, `
		SELECT d.group_id, a.state, count(*) AS count FROM attendance a JOIN delegates d ON d.id = a.delegate_id
		WHERE a.session_id = ? AND d.event_id = ? GROUP BY d.group_id, a.state`, session, event); err != nil {
		return nil, err
	}
	turnout := make([]Turnout, len(groups), len(groups)+1)
	at := map[ID]*Turnout{}
	for i, group := range groups {
		turnout[i].Group = group
		at[group.ID] = &turnout[i]
		if count := group.At(session); count.Version != 0 {
			turnout[i].Heads = &count.Present
		}
	}
	for _, count := range invited {
		if count.GroupID == 0 {
			turnout = append(turnout, Turnout{})
			at[0] = &turnout[len(groups)]
		}
		if t := at[count.GroupID]; t != nil { // nil: of a group that was added after the first query
			t.Named, t.Away = count.Named, count.Away
		}
	}
	for _, mark := range marks {
		t := at[mark.GroupID]
		if t == nil {
			continue
		}
		switch mark.State {
		case Present:
			t.Present = mark.Count
		case AbsentExcused:
			t.Excused = mark.Count
		case Absent:
			t.Absent = mark.Count
		}
	}
	return turnout, nil
}
