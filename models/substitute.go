package models

import "context"

// Substitute is somebody who stands in for a delegate; it counts once the chair has agreed.
type Substitute struct {
	ID         ID
	UID        string
	EventID    ID     `db:"event_id"`
	ReplacedID ID     `db:"replaced_id"`
	DelegateID ID     `db:"delegate_id"`
	State      string // proposed, agreed, refused
	DecidedBy  string `db:"decided_by"`
	DecidedAt  Time   `db:"decided_at"`
	Version    int64

	Replaced string // the names, only where substitutes are read with delegates
	Stands   string
}

// SubstituteStates are what may have been decided, in the order in which forms offer them.
var SubstituteStates = []string{"proposed", "agreed", "refused"}

const selectSubstitutes = `
	SELECT s.*, trim(COALESCE(rp.family, '') || ' ' || COALESCE(rp.given, '')) AS replaced, trim(COALESCE(sp.family, '') || ' ' || COALESCE(sp.given, '')) AS stands
	FROM substitutes s JOIN delegates r ON r.id = s.replaced_id JOIN delegates d ON d.id = s.delegate_id
	LEFT JOIN people rp ON rp.id = r.person_id LEFT JOIN people sp ON sp.id = d.person_id`

// substituteEntry is a substitute as the journal keeps it.
type substituteEntry struct{ Replaced, Substitute, State string }

func (s Substitute) entry() substituteEntry { return substituteEntry{s.Replaced, s.Stands, s.State} }

// AddSubstitute records that a person of the directory stands in for a delegate: proposed, or agreed to already. Who is not a delegate yet
// becomes one, in the group of the replaced. One substitute may stand for a delegate at a time.
func (db *DB) AddSubstitute(ctx context.Context, by Actor, event, replaced, person ID, state string) error {
	if state != "proposed" && state != "agreed" {
		return Invalid{"state": "Hãy chọn đã đồng ý hay còn chờ đồng ý."}
	}
	if person == 0 {
		return Invalid{"substitute": "Hãy chọn người đi thay."}
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		away, err := tx.Delegate(ctx, event, replaced)
		if err != nil {
			return Change{}, err
		}
		if away.PersonID == person {
			return Change{}, Invalid{"substitute": "Không ai đi thay chính mình. Hãy chọn người khác."}
		}
		for _, other := range away.Substitutes {
			if other.ReplacedID == replaced && other.State != "refused" {
				return Change{}, Invalid{"substitute": "Đã có người đi thay đại biểu này. Hãy bỏ ghi người trước rồi ghi người mới."}
			}
		}
		stands, err := tx.delegateFor(ctx, event, away.GroupID, person)
		if err != nil {
			return Change{}, err
		}
		substitute := Substitute{UID: newUID(), EventID: event, ReplacedID: replaced, DelegateID: stands, State: state}
		substitute.decide(by, tx.Now())
		if substitute.ID, err = tx.add(ctx, `
			INSERT INTO substitutes (uid, event_id, replaced_id, delegate_id, state, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			substitute.UID, event, replaced, stands, state, substitute.DecidedBy, substitute.DecidedAt); err != nil {
			return Change{}, err
		}
		if substitute, err = tx.substitute(ctx, event, substitute.ID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "substitute", Of: away.UID, After: substitute.entry()}, tx.exec(ctx,
			`UPDATE delegates SET reply = 'substituted', replied_at = ?, version = version + 1 WHERE id = ? AND reply <> 'substituted'`, tx.Now(), replaced)
	})
}

// AddNewSubstitute is AddSubstitute with somebody who is not in the directory yet: the office's chain first, then the event's.
func (db *DB) AddNewSubstitute(ctx context.Context, by Actor, replaced Delegate, name, post, state string) error {
	person := newPerson(name, post)
	if person.Given == "" {
		return Invalid{"name": "Hãy ghi họ và tên."}
	}
	return db.transact(ctx, func(tx *DB) (err error) {
		if person, err = tx.AddPerson(ctx, by, person); err != nil {
			return err
		}
		return tx.AddSubstitute(ctx, by, replaced.EventID, replaced.ID, person.ID, state)
	})
}

// delegateFor is the delegate that a person is in the event; one who is none becomes one.
func (tx *DB) delegateFor(ctx context.Context, event, group, person ID) (ID, error) {
	var ids []ID
	if err := tx.list(ctx, &ids, `SELECT id FROM delegates WHERE event_id = ? AND person_id = ?`, event, person); err != nil {
		return 0, err
	}
	if len(ids) > 0 {
		return ids[0], nil
	}
	added, err := tx.addDelegates(ctx, event, group, []ID{person})
	if err != nil {
		return 0, err
	}
	return added[0].ID, nil
}

func (s *Substitute) decide(by Actor, now Time) {
	if s.DecidedBy, s.DecidedAt = "", (Time{}); s.State != "proposed" {
		s.DecidedBy, s.DecidedAt = by.Name, now
	}
}

func (db *DB) substitute(ctx context.Context, event, id ID) (s Substitute, err error) {
	err = db.get(ctx, &s, selectSubstitutes+` WHERE s.event_id = ? AND s.id = ?`, event, id)
	return s, err
}

// DecideSubstitute records what was decided of a substitute, by whom and when. It names the version it was made on.
func (db *DB) DecideSubstitute(ctx context.Context, by Actor, event, id ID, state string, version int64) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.substitute(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		after := before
		switch after.State = state; {
		case state != "proposed" && state != "agreed" && state != "refused":
			return Change{}, Invalid{"state": "Hãy chọn đã đồng ý hay còn chờ đồng ý."}
		case before.State == state:
			return Change{}, nil
		case before.Version != version:
			return Change{}, Stale{before.Version, before}
		}
		if before.State == "refused" {
			var taken bool
			if err := tx.get(ctx, &taken, `SELECT EXISTS (SELECT 1 FROM substitutes WHERE replaced_id = ? AND state <> 'refused')`, before.ReplacedID); err != nil {
				return Change{}, err
			}
			if taken {
				return Change{}, Invalid{"substitute": "Đã có người đi thay đại biểu này. Hãy bỏ ghi người trước rồi ghi người mới."}
			}
		}
		after.decide(by, tx.Now())
		return Change{Topic: TopicDelegates, What: "substitute", Of: before.UID, Before: before.entry(), After: after.entry()}, tx.exec(ctx,
			`UPDATE substitutes SET state = ?, decided_by = ?, decided_at = ?, version = version + 1 WHERE id = ?`, after.State, after.DecidedBy, after.DecidedAt, id)
	})
}

// RemoveSubstitute takes back that somebody stands in for a delegate. Both stay delegates.
func (db *DB) RemoveSubstitute(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.substitute(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `DELETE FROM substitutes WHERE id = ?`, id); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "substitute", Of: before.UID, Before: before.entry()}, tx.exec(ctx, `
			UPDATE delegates SET reply = 'none', replied_at = NULL, version = version + 1 WHERE id = ? AND reply = 'substituted'
			AND NOT EXISTS (SELECT 1 FROM substitutes WHERE replaced_id = delegates.id AND state <> 'refused')`, before.ReplacedID)
	})
}
