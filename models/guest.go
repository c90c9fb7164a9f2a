package models

import (
	"context"

	"hoithao/models/viet"
)

// A unit that is invited names the people it sends. Each becomes a delegate, in the group of the invitation, and has an invitation of his own.

// Guests are the invitations of those whom a unit has named, in the order in which it did.
func (db *DB) Guests(ctx context.Context, event, unit ID) ([]Invitation, error) {
	guests := []Invitation{}
	if err := db.list(ctx, &guests, `SELECT * FROM invitations WHERE event_id = ? AND parent_id = ? ORDER BY id`, event, unit); err != nil {
		return nil, err
	}
	return guests, db.presentInvitations(ctx, event, guests)
}

// guestEntry is somebody whom a unit sends, as the journal keeps it.
type guestEntry struct{ Unit, Name, Replaced string }

// NameGuest names somebody whom a unit sends, in place of another one when replaced is given. The head-count is held. Through the unit's link
// it may be done until the deadline. The same name with the same post again is the same person.
func (db *DB) NameGuest(ctx context.Context, by Actor, unit Invitation, newcomer Newcomer, replaced ID, link bool) error {
	return already(db.transact(ctx, func(tx *DB) error {
		person, err := tx.addNewcomer(ctx, by, unit.EventID, newcomer)
		if err != nil {
			return err
		}
		return tx.change(ctx, by, unit.EventID, func(tx *DB) (Change, error) {
			if link {
				if err := tx.stillOpen(ctx, unit.ID); err != nil {
					return Change{}, err
				}
			}
			invitation, err := tx.Invitation(ctx, unit.EventID, unit.ID)
			if err != nil {
				return Change{}, err
			}
			if !invitation.ToUnit() {
				return Change{}, ErrNotFound
			}
			guests, err := tx.Guests(ctx, unit.EventID, unit.ID)
			if err != nil {
				return Change{}, err
			}
			entry := guestEntry{Unit: invitation.Unit.Name, Name: person.Name()}
			for _, guest := range guests {
				if guest.Delegate.Person.sameAs(person) {
					return Change{}, errAlready
				}
			}
			if replaced != 0 {
				old, err := tx.Delegate(ctx, unit.EventID, replaced)
				if err != nil {
					return Change{}, err
				}
				if err := tx.named(ctx, invitation, old); err != nil {
					return Change{}, err
				}
				if err := tx.dropDelegate(ctx, old); err != nil {
					return Change{}, err
				}
				entry.Replaced = old.Person.Name()
			} else if int64(len(guests)) >= invitation.Asked() {
				return Change{}, Invalid{"": "Đơn vị đã cử đủ số người. Muốn đổi, hãy thay một người đã cử."}
			}
			added, err := tx.addDelegates(ctx, unit.EventID, invitation.GroupID, []ID{person.ID})
			if err != nil {
				return Change{}, err
			}
			if _, err := tx.inviteDelegate(ctx, added[0], Invitation{AnswerBy: invitation.AnswerBy, ParentID: invitation.ID}); err != nil {
				return Change{}, err
			}
			if err := tx.exec(ctx, `UPDATE delegates SET reply = 'accepted', replied_at = ?, replied_how = ? WHERE id = ?`, tx.Now(), byUnit, added[0].ID); err != nil {
				return Change{}, err
			}
			return Change{Topic: TopicDelegates, What: "name", Of: added[0].UID, After: entry}, tx.exec(ctx,
				`UPDATE invitations SET declined_at = NULL, reason = '', version = version + 1 WHERE id = ?`, invitation.ID)
		})
	}))
}

// named refuses a delegate whom the unit of the invitation has not named.
func (tx *DB) named(ctx context.Context, unit Invitation, delegate Delegate) error {
	var parent ID
	if err := tx.get(ctx, &parent, `SELECT parent_id FROM invitations WHERE id = ?`, delegate.InvitationID); err != nil {
		return err
	}
	if parent == 0 || parent != unit.ID {
		return ErrNotFound
	}
	return nil
}

// RemoveGuest takes somebody back whom a unit has named.
func (db *DB) RemoveGuest(ctx context.Context, by Actor, unit Invitation, delegate ID, link bool) error {
	return db.change(ctx, by, unit.EventID, func(tx *DB) (Change, error) {
		if link {
			if err := tx.stillOpen(ctx, unit.ID); err != nil {
				return Change{}, err
			}
		}
		old, err := tx.Delegate(ctx, unit.EventID, delegate)
		if err != nil {
			return Change{}, err
		}
		if err := tx.named(ctx, unit, old); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "unname", Of: old.UID, Before: guestEntry{Unit: unit.Unit.Name, Name: old.Person.Name()}}, tx.dropDelegate(ctx, old)
	})
}

// DeclineUnit notes that a unit sends nobody, and why; or, with declined false, that it will after all.
func (db *DB) DeclineUnit(ctx context.Context, by Actor, unit Invitation, declined bool, reason string, link bool) error {
	wrong := Invalid{}
	if reason = viet.Clean(reason); !declined {
		reason = ""
	}
	if tooLong(wrong, "reason", reason, maxLine); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, unit.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Invitation(ctx, unit.EventID, unit.ID)
		if err != nil {
			return Change{}, err
		}
		if !before.ToUnit() {
			return Change{}, ErrNotFound
		}
		if !before.DeclinedAt.IsZero() == declined && before.Reason == reason {
			return Change{}, nil
		}
		if link {
			if err := tx.stillOpen(ctx, unit.ID); err != nil {
				return Change{}, err
			}
		}
		if declined && before.Named > 0 {
			return Change{}, Invalid{"": "Đơn vị đã cử người. Hãy bỏ tên những người đã cử trước."}
		}
		after := before
		if after.DeclinedAt, after.Reason = (Time{}), reason; declined {
			after.DeclinedAt = tx.Now()
		}
		return Change{Topic: TopicInvitations, What: "answer", Of: before.UID, Before: before.entry(), After: after.entry()}, tx.exec(ctx,
			`UPDATE invitations SET declined_at = ?, reason = ?, version = version + 1 WHERE id = ?`, after.DeclinedAt, after.Reason, after.ID)
	})
}
