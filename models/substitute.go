package models

import (
	"context"

	"hoithao/models/viet"
)

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
	ProposedBy string `db:"proposed_by"`
	ProposedAt Time   `db:"proposed_at"`
	Made       bool   // who stands in came into the event for this alone
	Remark     string // of whoever decided

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
type substituteEntry struct{ Replaced, Substitute, State, Remark string }

func (s Substitute) entry() substituteEntry {
	return substituteEntry{s.Replaced, s.Stands, s.State, s.Remark}
}

// AddSubstitute records that a person of the directory stands in for a delegate: proposed, or agreed to already. Who is not a delegate yet
// becomes one, in the group of the replaced. One substitute may stand for a delegate at a time, and nobody for two.
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
		if away.Standing().ID != 0 {
			return Change{}, Invalid{"substitute": "Đã có người đi thay đại biểu này. Hãy bỏ ghi người trước rồi ghi người mới."}
		}
		return tx.putSubstitute(ctx, by, away, person, state)
	})
}

// putSubstitute is the change by which a person comes to stand in for a delegate for whom nobody does.
func (tx *DB) putSubstitute(ctx context.Context, by Actor, away Delegate, person ID, state string) (Change, error) {
	if away.PersonID == person {
		return Change{}, Invalid{"substitute": "Không ai đi thay chính mình. Hãy chọn người khác."}
	}
	if away.StandsFor().ID != 0 {
		return Change{}, Invalid{"substitute": "Đại biểu này đang đi thay người khác nên không cử người thay nữa."}
	}
	stands, made, err := tx.delegateFor(ctx, away.EventID, away.GroupID, person)
	if err != nil {
		return Change{}, err
	}
	other, err := tx.Delegate(ctx, away.EventID, stands)
	if err != nil {
		return Change{}, err
	}
	switch {
	case other.Away():
		return Change{}, Invalid{"substitute": "Người này đã báo không tham dự nên không đi thay được."}
	case other.StandsFor().ID != 0:
		return Change{}, Invalid{"substitute": "Người này đã đi thay một đại biểu khác."}
	}
	substitute := Substitute{UID: newUID(), EventID: away.EventID, ReplacedID: away.ID, DelegateID: stands, State: state, Made: made, ProposedBy: by.Name, ProposedAt: tx.Now()}
	substitute.decide(by, tx.Now())
	// The version begins at the event's revision: SQLite gives the number of a row that is gone to the next, and the chair's word on a
	// proposal that was since replaced by another must not count for that.
	if substitute.ID, err = tx.add(ctx, `
		INSERT INTO substitutes (uid, event_id, replaced_id, delegate_id, state, decided_by, decided_at, proposed_by, proposed_at, made, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT revision FROM events WHERE id = ?)) RETURNING id`,
		substitute.UID, away.EventID, away.ID, stands, state, substitute.DecidedBy, substitute.DecidedAt, substitute.ProposedBy, substitute.ProposedAt, made, away.EventID); err != nil {
		return Change{}, err
	}
	if substitute, err = tx.substitute(ctx, away.EventID, substitute.ID); err != nil {
		return Change{}, err
	}
	if state == "agreed" {
		if err := tx.comes(ctx, away, stands); err != nil {
			return Change{}, err
		}
	}
	return Change{Topic: TopicDelegates, What: "substitute", Of: away.UID, After: substitute.entry()}, tx.exec(ctx,
		`UPDATE delegates SET reply = 'substituted', reason = '', replied_at = ?, version = version + 1 WHERE id = ? AND reply <> 'substituted'`, tx.Now(), away.ID)
}

// comes notes that who stands in with the chair's agreement comes, and invites him as the replaced was.
func (tx *DB) comes(ctx context.Context, away Delegate, stands ID) error {
	other, err := tx.Delegate(ctx, away.EventID, stands)
	if err != nil {
		return err
	}
	if other.Reply == "none" {
		if err := tx.exec(ctx, `UPDATE delegates SET reply = 'accepted', replied_at = ?, version = version + 1 WHERE id = ?`, tx.Now(), stands); err != nil {
			return err
		}
	}
	if away.InvitationID == 0 || other.InvitationID != 0 {
		return nil
	}
	var was Invitation
	if err := tx.get(ctx, &was, `SELECT * FROM invitations WHERE id = ?`, away.InvitationID); err != nil {
		return err
	}
	_, err = tx.inviteDelegate(ctx, other, Invitation{AnswerBy: was.AnswerBy})
	return err
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

// Propose proposes, through a link, somebody to stand in for a delegate: the delegate himself, or one whom the invited unit has named. It may
// be done until the event begins, for the chair decides. On is the delegate's Stand that the page showed. A proposal on which nobody has
// decided yet gives way to a new one; the same one again is the same one.
func (db *DB) Propose(ctx context.Context, i Invitation, delegate ID, newcomer Newcomer, on string) error {
	by := i.Guest()
	return already(db.transact(ctx, func(tx *DB) error {
		person, err := tx.addNewcomer(ctx, by, i.EventID, newcomer)
		if err != nil {
			return err
		}
		return tx.change(ctx, by, i.EventID, func(tx *DB) (Change, error) {
			if err := tx.notBegun(ctx, i.ID); err != nil {
				return Change{}, err
			}
			away, err := tx.Delegate(ctx, i.EventID, delegate)
			if err != nil {
				return Change{}, err
			}
			if away.InvitationID != i.ID {
				if err := tx.named(ctx, i, away); err != nil {
					return Change{}, err
				}
			}
			if standing := away.Standing(); standing.ID != 0 {
				stands, err := tx.Delegate(ctx, i.EventID, standing.DelegateID)
				if err != nil {
					return Change{}, err
				}
				switch {
				case stands.Person.sameAs(person):
					return Change{}, errAlready
				case on != "" && on != away.Stand():
					return Change{}, Stale{away.Version, away}
				case standing.State == "agreed":
					return Change{}, Invalid{"": "Chủ trì đã đồng ý người đi thay. Muốn đổi người, xin gọi số điện thoại liên hệ."}
				}
				if err := tx.dropSubstitute(ctx, standing, true); err != nil {
					return Change{}, err
				}
				if away, err = tx.Delegate(ctx, i.EventID, delegate); err != nil {
					return Change{}, err
				}
			} else if on != "" && on != away.Stand() {
				return Change{}, Stale{away.Version, away}
			}
			return tx.putSubstitute(ctx, by, away, person.ID, "proposed")
		})
	}))
}

// delegateFor is the delegate that a person is in the event; one who is none becomes one, and made says so.
func (tx *DB) delegateFor(ctx context.Context, event, group, person ID) (id ID, made bool, err error) {
	var there []struct {
		ID     ID
		Stands bool
	}
	if err := tx.list(ctx, &there, `SELECT id, `+stands+` AS stands FROM delegates WHERE event_id = ? AND person_id = ?`, event, person); err != nil {
		return 0, false, err
	}
	if len(there) > 0 {
		return there[0].ID, !there[0].Stands, nil
	}
	added, err := tx.addDelegates(ctx, event, group, []ID{person})
	if err != nil {
		return 0, false, err
	}
	return added[0].ID, true, nil
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

// DecideSubstitute records what the chair has decided of a substitute: by whom, when, and in what words. It names the version it was made
// on. To whom the chair does not agree stands for nobody: the delegate is asked again.
func (db *DB) DecideSubstitute(ctx context.Context, by Actor, event, id ID, state, remark string, version int64) error {
	wrong := Invalid{}
	remark = viet.Clean(remark)
	if tooLong(wrong, "remark", remark, maxLine); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.substitute(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		after := before
		switch after.State, after.Remark = state, remark; {
		case state != "proposed" && state != "agreed" && state != "refused":
			return Change{}, Invalid{"state": "Hãy chọn đã đồng ý hay còn chờ đồng ý."}
		case before.State == state && before.Remark == remark:
			return Change{}, nil
		case before.Version != version:
			return Change{}, Stale{before.Version, before}
		}
		away, err := tx.Delegate(ctx, event, before.ReplacedID)
		if err != nil {
			return Change{}, err
		}
		stands, err := tx.Delegate(ctx, event, before.DelegateID)
		if err != nil {
			return Change{}, err
		}
		if before.State == "refused" && state != "refused" {
			switch {
			case away.Standing().ID != 0:
				return Change{}, Invalid{"substitute": "Đã có người đi thay đại biểu này. Hãy bỏ ghi người trước rồi ghi người mới."}
			case stands.StandsFor().ID != 0:
				return Change{}, Invalid{"substitute": "Người này đã đi thay một đại biểu khác."}
			case away.StandsFor().ID != 0:
				return Change{}, Invalid{"substitute": "Đại biểu này đang đi thay người khác nên không cử người thay nữa."}
			case stands.Away() && !before.Made:
				return Change{}, Invalid{"substitute": "Người này đã báo không tham dự nên không đi thay được."}
			}
		}
		after.decide(by, tx.Now())
		if err := tx.exec(ctx, `UPDATE substitutes SET state = ?, remark = ?, decided_by = ?, decided_at = ?, version = version + 1 WHERE id = ?`,
			after.State, after.Remark, after.DecidedBy, after.DecidedAt, id); err != nil {
			return Change{}, err
		}
		if state == "agreed" {
			err = tx.comes(ctx, away, before.DelegateID)
		}
		if err == nil && state == "refused" {
			err = tx.askAgain(ctx, before.ReplacedID)
		} else if err == nil {
			err = tx.exec(ctx, `UPDATE delegates SET reply = 'substituted', reason = '', replied_at = ?, version = version + 1 WHERE id = ? AND reply <> 'substituted'`, tx.Now(), before.ReplacedID)
		}
		return Change{Topic: TopicDelegates, What: "substitute", Of: before.UID, Before: before.entry(), After: after.entry()}, err
	})
}

// askAgain takes back a delegate's answer that somebody else comes, once nobody does.
func (tx *DB) askAgain(ctx context.Context, replaced ID) error {
	return tx.exec(ctx, `
		UPDATE delegates SET reply = 'none', replied_at = NULL, replied_how = '', version = version + 1 WHERE id = ? AND reply = 'substituted'
		AND NOT EXISTS (SELECT 1 FROM substitutes WHERE replaced_id = delegates.id AND state <> 'refused')`, replaced)
}

// RemoveSubstitute takes back that somebody stands in for a delegate. Whom the chair had agreed to stays a delegate; who came in for this
// alone and was never agreed to goes.
func (db *DB) RemoveSubstitute(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.substitute(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		if err := tx.dropSubstitute(ctx, before, before.State != "agreed"); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "substitute", Of: before.UID, Before: before.entry()}, tx.askAgain(ctx, before.ReplacedID)
	})
}

// dropSubstitute takes a substitute out; whole also the delegate who was made for this alone, as long as nothing else hangs on him.
func (tx *DB) dropSubstitute(ctx context.Context, s Substitute, whole bool) error {
	if err := tx.exec(ctx, `DELETE FROM substitutes WHERE id = ?`, s.ID); err != nil || !whole || !s.Made {
		return err
	}
	stands, err := tx.Delegate(ctx, s.EventID, s.DelegateID)
	if err != nil {
		return err
	}
	return tx.dropDelegate(ctx, stands)
}

// Proposals lists the substitutes of an event, those that wait for the chair first, then as they were decided, the latest first.
func (db *DB) Proposals(ctx context.Context, event ID) ([]Proposal, error) {
	var rows []Substitute
	if err := db.list(ctx, &rows, selectSubstitutes+`
		WHERE s.event_id = ? ORDER BY CASE s.state WHEN 'proposed' THEN 0 ELSE 1 END, s.decided_at DESC, s.id DESC LIMIT 500`, event); err != nil {
		return nil, err
	}
	ids := []ID{}
	for _, row := range rows {
		ids = append(ids, row.ReplacedID, row.DelegateID)
	}
	var delegates []Delegate
	if len(ids) > 0 {
		if err := db.listIn(ctx, &delegates, `SELECT * FROM delegates WHERE id IN (?)`, ids); err != nil {
			return nil, err
		}
	}
	if err := db.name(ctx, delegates); err != nil {
		return nil, err
	}
	at := map[ID]Delegate{}
	for _, delegate := range delegates {
		at[delegate.ID] = delegate
	}
	proposals := make([]Proposal, len(rows))
	for i, row := range rows {
		proposals[i] = Proposal{row, at[row.ReplacedID], at[row.DelegateID]}
	}
	return proposals, nil
}

// Proposal is a substitute with the two delegates whom it is about.
type Proposal struct {
	Substitute
	Away, Comes Delegate
}
