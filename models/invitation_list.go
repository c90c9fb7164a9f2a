package models

import (
	"context"
	"strings"
	"sync"
)

// InvitationFilter chooses the invitations of an event, in the order in which they were made.
type InvitationFilter struct {
	EventID ID
	Kind    string // person, unit; "": both
	GroupID ID     // zero: all; Ungrouped: those of no group
	Reached string // a way, or "none"; "": any
	Opened  string // yes, no; "": any
	Reply   string // of a person; "": any
	Owes    bool   // units that owe names
	Revoked bool   // only those whose link was revoked
	Search  string // in name and posts, or the unit's name; marks may be left out
	After   Cursor // the last row of the page before
	Limit   int    // zero: a page
}

// Invitations lists them with delegates, units and the number of names: a fixed number of queries, however many there are.
func (db *DB) Invitations(ctx context.Context, filter InvitationFilter) ([]Invitation, error) {
	where, args := []string{`i.event_id = ?`, `(i.organization_id IS NOT NULL OR EXISTS (SELECT 1 FROM delegates WHERE invitation_id = i.id))`}, []any{filter.EventID}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	delegate := func(condition string, values ...any) {
		and(`EXISTS (SELECT 1 FROM delegates WHERE invitation_id = i.id AND `+condition+`)`, values...)
	}
	switch filter.Kind {
	case "person":
		and(`i.organization_id IS NULL`)
	case "unit":
		and(`i.organization_id IS NOT NULL`)
	}
	switch filter.GroupID {
	case 0:
	case Ungrouped:
		and(`(i.organization_id IS NOT NULL AND i.group_id IS NULL OR EXISTS (SELECT 1 FROM delegates WHERE invitation_id = i.id AND delegates.group_id IS NULL))`)
	default:
		and(`(i.organization_id IS NOT NULL AND i.group_id = ? OR EXISTS (SELECT 1 FROM delegates WHERE invitation_id = i.id AND delegates.group_id = ?))`, filter.GroupID, filter.GroupID)
	}
	switch filter.Reached {
	case "":
	case "none":
		and(`i.reached_how = ''`)
	default:
		and(`i.reached_how = ?`, filter.Reached)
	}
	switch filter.Opened {
	case "yes":
		and(`i.opened_at IS NOT NULL`)
	case "no":
		and(`i.opened_at IS NULL`)
	}
	if filter.Reply != "" {
		delegate(`reply = ?`, filter.Reply)
	}
	if filter.Owes {
		and(owes)
	}
	if filter.Revoked {
		and(`i.revoked_at IS NOT NULL`)
	}
	if filter.Search != "" {
		like := likeFolded(filter.Search)
		and(`(EXISTS (SELECT 1 FROM delegates JOIN people ON people.id = person_id WHERE invitation_id = i.id AND people.folded LIKE ? ESCAPE '\')
			OR EXISTS (SELECT 1 FROM organizations WHERE organizations.id = i.organization_id AND organizations.folded LIKE ? ESCAPE '\'))`, like, like)
	}
	if filter.After.ID != 0 {
		and(`i.id > ?`, filter.After.ID)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	invitations := []Invitation{}
	if err := db.list(ctx, &invitations, `SELECT i.* FROM invitations i WHERE `+strings.Join(where, " AND ")+` ORDER BY i.id LIMIT ?`, append(args, filter.Limit)...); err != nil {
		return nil, err
	}
	return invitations, db.presentInvitations(ctx, filter.EventID, invitations)
}

// Uninvited finds delegates who have no invitation, by name or post, in the order of protocol; at most a page.
func (db *DB) Uninvited(ctx context.Context, event ID, search string) ([]Delegate, error) {
	delegates := []Delegate{}
	if err := db.list(ctx, &delegates, `
		SELECT delegates.* FROM delegates JOIN people ON people.id = person_id WHERE event_id = ? AND invitation_id IS NULL AND people.folded LIKE ? ESCAPE '\'
			AND reply NOT IN ('declined', 'substituted') AND `+stands+` ORDER BY delegates.rank, delegates.position, delegates.id LIMIT ?`, event, likeFolded(search), PageSize); err != nil {
		return nil, err
	}
	return delegates, db.name(ctx, delegates)
}

// owes is the condition of invitations i of units that owe names.
const owes = `(i.organization_id IS NOT NULL AND i.revoked_at IS NULL AND i.declined_at IS NULL
	AND (SELECT count(*) FROM invitations named WHERE named.parent_id = i.id) < COALESCE(i.heads, 1))`

// InvitationCount is how far the invitations of an event have come.
type InvitationCount struct {
	Persons, Units            int64
	Reached, Opened, Answered int64 // persons and units; a unit has answered when it owes nothing
	Accepted, Declined        int64 // persons
	Substituted               int64
	Owing                     int64 // units
	Left                      int64 // delegates without an invitation, who could be invited
	Proposals                 int64 // substitutes that wait for the chair
}

// invitedCache keeps the last counts of each event.
type invitedCache struct {
	mu   sync.Mutex
	kept map[ID]keptCount
}

type keptCount struct {
	revision int64
	count    InvitationCount
}

func (cache *invitedCache) get(event ID, revision int64) (InvitationCount, bool) {
	cache.mu.Lock()
	defer cache.mu.Unlock()
	kept, ok := cache.kept[event]
	return kept.count, ok && kept.revision == revision
}

func (cache *invitedCache) put(event ID, revision int64, count InvitationCount) {
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if cache.kept == nil || len(cache.kept) > 500 {
		cache.kept = map[ID]keptCount{}
	}
	cache.kept[event] = keptCount{revision, count}
}

// CountInvitations counts them. As Turnout, the counts are kept in memory as long as the event's revision stands.
func (db *DB) CountInvitations(ctx context.Context, event ID) (count InvitationCount, err error) {
	if db.tx != nil {
		return db.countInvitations(ctx, event)
	}
	var revision int64
	if err := db.get(ctx, &revision, `SELECT revision FROM events WHERE id = ?`, event); err != nil {
		return count, err
	}
	if count, ok := db.invited.get(event, revision); ok {
		return count, nil
	}
	if count, err = db.countInvitations(ctx, event); err == nil {
		db.invited.put(event, revision, count)
	}
	return count, err
}

func (db *DB) countInvitations(ctx context.Context, event ID) (count InvitationCount, err error) {
	var persons, units InvitationCount
	if err := db.get(ctx, &persons, `
		SELECT count(*) AS persons, count(NULLIF(i.reached_how, '')) AS reached, count(i.opened_at) AS opened, count(CASE WHEN reply <> 'none' THEN 1 END) AS answered,
			count(CASE WHEN reply = 'accepted' THEN 1 END) AS accepted, count(CASE WHEN reply = 'declined' THEN 1 END) AS declined,
			count(CASE WHEN reply = 'substituted' THEN 1 END) AS substituted
		FROM invitations i JOIN delegates ON invitation_id = i.id WHERE i.event_id = ?`, event); err != nil {
		return count, err
	}
	if err := db.get(ctx, &units, `
		SELECT count(*) AS units, count(NULLIF(i.reached_how, '')) AS reached, count(i.opened_at) AS opened, count(CASE WHEN `+owes+` THEN 1 END) AS owing
		FROM invitations i WHERE i.event_id = ? AND i.organization_id IS NOT NULL`, event); err != nil {
		return count, err
	}
	count = persons
	count.Units, count.Owing = units.Units, units.Owing
	count.Reached, count.Opened, count.Answered = persons.Reached+units.Reached, persons.Opened+units.Opened, persons.Answered+units.Units-units.Owing
	if err := db.get(ctx, &count.Left, `SELECT count(*) FROM delegates WHERE event_id = ? AND invitation_id IS NULL AND person_id IS NOT NULL
		AND reply NOT IN ('declined', 'substituted') AND `+stands, event); err != nil {
		return count, err
	}
	err = db.get(ctx, &count.Proposals, `SELECT count(*) FROM substitutes WHERE event_id = ? AND state = 'proposed'`, event)
	return count, err
}
