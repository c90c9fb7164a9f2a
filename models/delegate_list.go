package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// DelegateFilter chooses the delegates of an event for a list in protocol order.
type DelegateFilter struct {
	EventID   ID
	GroupID   ID     // zero: all; Ungrouped: those of no group
	Role      string // "": any
	Reply     string // "": any
	Search    string // in name and posts; marks may be left out
	SessionID ID     // with State: attendance of that session
	State     string // present, absent, absent_excused, or "unmarked"; "": any
	Coming    bool   // without those who are proposed to stand in and not agreed to
	After     Cursor // the last row of the page before
	Limit     int    // zero: a page
}

// Delegates lists delegates by rank, then as they were listed, with person, posts, attendance and substitutes: five queries however many there are.
func (db *DB) Delegates(ctx context.Context, filter DelegateFilter) ([]Delegate, error) {
	from, where, args := `delegates`, []string{"delegates.event_id = ?"}, []any{filter.EventID}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	switch filter.GroupID {
	case 0:
	case Ungrouped:
		and(`group_id IS NULL`)
	default:
		and(`group_id = ?`, filter.GroupID)
	}
	if filter.Role != "" {
		if !slices.Contains(DelegateRoles, filter.Role) { // nothing of it can then be read as a pattern
			return []Delegate{}, nil
		}
		and(`' ' || roles || ' ' LIKE ?`, "% "+filter.Role+" %")
	}
	if filter.Reply != "" {
		and(`reply = ?`, filter.Reply)
	}
	if filter.Search != "" {
		from += ` JOIN people ON people.id = person_id`
		and(`people.folded LIKE ? ESCAPE '\'`, likeFolded(filter.Search))
	}
	switch filter.State {
	case "":
	case "unmarked":
		and(`NOT EXISTS (SELECT 1 FROM attendance WHERE delegate_id = delegates.id AND session_id = ?) AND NOT `+replaced, filter.SessionID)
	default:
		and(`delegates.id IN (SELECT delegate_id FROM attendance WHERE session_id = ? AND state = ?)`, filter.SessionID, filter.State)
	}
	if filter.Coming {
		and(stands)
	}
	if filter.After.ID != 0 {
		var rank, position int64
		if _, err := fmt.Sscanf(filter.After.Key, "%d.%d", &rank, &position); err != nil {
			return nil, ErrNotFound
		}
		and(`(delegates.rank, delegates.position, delegates.id) > (?, ?, ?)`, rank, position, filter.After.ID)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	delegates := []Delegate{}
	if err := db.list(ctx, &delegates, `SELECT delegates.* FROM `+from+` WHERE `+strings.Join(where, " AND ")+`
		ORDER BY delegates.rank, delegates.position, delegates.id LIMIT ?`, append(args, filter.Limit)...); err != nil {
		return nil, err
	}
	return delegates, db.present(ctx, filter.EventID, delegates)
}

// AllDelegates lists all delegates of an event who have a name, by rank; phone and e-mail only where the user sees them.
func (db *DB) AllDelegates(ctx context.Context, user *User, event ID) (all []Delegate, err error) {
	err = db.View(ctx, func(tx *DB) error {
		sees, err := tx.SeesContacts(ctx, user)
		if err != nil {
			return err
		}
		for after := (Cursor{}); ; {
			some, err := tx.Delegates(ctx, DelegateFilter{EventID: event, After: after, Limit: 500})
			if err != nil || len(some) == 0 {
				return err
			}
			after = some[len(some)-1].Cursor()
			for _, delegate := range some {
				if !sees(delegate.Person) {
					delegate.Person.Phone, delegate.Person.Email = "", ""
				}
				if delegate.PersonID != 0 {
					all = append(all, delegate)
				}
			}
		}
	})
	return all, err
}

// DelegatesBefore counts the delegates of the filter's group that stand before its page; of its other conditions none counts.
func (db *DB) DelegatesBefore(ctx context.Context, filter DelegateFilter) (before int64, err error) {
	if filter.After.ID == 0 {
		return 0, nil
	}
	var rank, position int64
	if _, err := fmt.Sscanf(filter.After.Key, "%d.%d", &rank, &position); err != nil {
		return 0, ErrNotFound
	}
	condition, args := `(rank, position, id) <= (?, ?, ?)`, []any{filter.EventID, rank, position, filter.After.ID}
	switch filter.GroupID {
	case 0:
	case Ungrouped:
		condition += ` AND group_id IS NULL`
	default:
		condition, args = condition+` AND group_id = ?`, append(args, filter.GroupID)
	}
	err = db.get(ctx, &before, `SELECT count(*) FROM delegates WHERE event_id = ? AND `+condition, args...)
	return before, err
}

// Delegate reads a delegate of an event, as Delegates does.
func (db *DB) Delegate(ctx context.Context, event, id ID) (Delegate, error) {
	delegates := make([]Delegate, 1)
	if err := db.get(ctx, &delegates[0], `SELECT * FROM delegates WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return Delegate{}, err
	}
	err := db.present(ctx, event, delegates)
	return delegates[0], err
}

// DelegatesOf reads some delegates of an event, as Delegates does, in no order.
func (db *DB) DelegatesOf(ctx context.Context, event ID, ids []ID) (map[ID]Delegate, error) {
	delegates, of := []Delegate{}, map[ID]Delegate{}
	if len(ids) == 0 {
		return of, nil
	}
	err := db.listIn(ctx, &delegates, `SELECT * FROM delegates WHERE id IN (?)`, ids) // found by their number alone, however many the event has
	delegates = slices.DeleteFunc(delegates, func(d Delegate) bool { return d.EventID != event })
	if err == nil {
		err = db.present(ctx, event, delegates)
	}
	for _, delegate := range delegates {
		of[delegate.ID] = delegate
	}
	return of, err
}

// present reads what is shown of delegates beside their own row.
func (db *DB) present(ctx context.Context, event ID, delegates []Delegate) error {
	if len(delegates) == 0 {
		return nil
	}
	ids, persons, at := make([]ID, len(delegates)), make([]ID, len(delegates)), make(map[ID]*Delegate, len(delegates))
	for i := range delegates {
		ids[i], persons[i], at[delegates[i].ID] = delegates[i].ID, delegates[i].PersonID, &delegates[i]
	}
	people, err := db.peopleOf(ctx, persons)
	if err != nil {
		return err
	}
	var attendance []Attendance
	if err := db.listIn(ctx, &attendance, `
		SELECT attendance.* FROM attendance JOIN sessions ON sessions.id = session_id WHERE delegate_id IN (?) ORDER BY sessions.position, sessions.id`, ids); err != nil {
		return err
	}
	var substitutes []Substitute
	if err := db.listIn(ctx, &substitutes, selectSubstitutes+` WHERE s.event_id = ? AND (s.replaced_id IN (?) OR s.delegate_id IN (?)) ORDER BY s.id`, event, ids, ids); err != nil {
		return err
	}
	for i := range delegates {
		delegates[i].Person = people[delegates[i].PersonID]
	}
	for _, mark := range attendance {
		at[mark.DelegateID].Attendance = append(at[mark.DelegateID].Attendance, mark)
	}
	for _, substitute := range substitutes {
		if replaced := at[substitute.ReplacedID]; replaced != nil {
			replaced.Substitutes = append(replaced.Substitutes, substitute)
		}
		if other := at[substitute.DelegateID]; other != nil {
			other.Substitutes = append(other.Substitutes, substitute)
			if substitute.State == "agreed" {
				other.SubstituteFor = substitute.ReplacedID
			}
		}
	}
	return nil
}

// DelegatesAmong tells which of some people are delegates of the event already.
func (db *DB) DelegatesAmong(ctx context.Context, event ID, people []ID) (map[ID]bool, error) {
	among := map[ID]bool{}
	if len(people) == 0 {
		return among, nil
	}
	var ids []ID
	if err := db.listIn(ctx, &ids, `SELECT person_id FROM delegates WHERE event_id = ? AND person_id IN (?)`, event, people); err != nil {
		return nil, err
	}
	for _, id := range ids {
		among[id] = true
	}
	return among, nil
}
