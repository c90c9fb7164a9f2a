package models

import (
	"context"
	"errors"
	"slices"
	"time"

	"hoithao/models/viet"
)

// invitedEntry is who was invited at once, or what was done about their invitations, as the journal keeps it.
type invitedEntry struct {
	Names      []string
	Group      string
	Heads      *int64
	Whom       string
	AnswerBy   Time
	ReachedHow string
	ReachedAt  Time
}

// Invitees chooses the delegates of an event who are to be invited: these, a group, or all.
type Invitees struct {
	Delegates []ID
	GroupID   ID // zero: all; Ungrouped: those of no group
}

// Invite makes an invitation for each chosen delegate who has none: it answers how many were made. Who is away already, or is proposed to
// stand in and not agreed to, is not invited. Zero answerBy is the event's own.
func (db *DB) Invite(ctx context.Context, by Actor, event ID, whom Invitees, answerBy Time) (made int, err error) {
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		which, args := `1 = 1`, []any{event}
		switch {
		case len(whom.Delegates) > 0:
			which, args = `id IN (?)`, append(args, whom.Delegates)
		case whom.GroupID == Ungrouped:
			which = `group_id IS NULL`
		case whom.GroupID != 0:
			which, args = `group_id = ?`, append(args, whom.GroupID)
		}
		var delegates []Delegate
		if err := tx.listIn(ctx, &delegates, `
			SELECT * FROM delegates WHERE event_id = ? AND `+which+` AND invitation_id IS NULL AND person_id IS NOT NULL AND reply NOT IN ('declined', 'substituted')
				AND `+stands+` ORDER BY rank, position, id`, args...); err != nil || len(delegates) == 0 {
			return Change{}, err
		}
		if err := tx.name(ctx, delegates); err != nil {
			return Change{}, err
		}
		if err := tx.usualAnswerBy(ctx, event, &answerBy); err != nil {
			return Change{}, err
		}
		entry := invitedEntry{AnswerBy: answerBy}
		for _, delegate := range delegates {
			if _, err := tx.inviteDelegate(ctx, delegate, Invitation{AnswerBy: answerBy}); err != nil {
				return Change{}, err
			}
			entry.Names = append(entry.Names, delegate.Person.Name())
		}
		made = len(delegates)
		return Change{Topic: TopicInvitations, What: "invite", After: entry}, nil
	})
	return made, err
}

// stands is the condition of delegates that leaves out who came in only to stand in for another, as long as the chair has not agreed.
const stands = `(NOT EXISTS (SELECT 1 FROM substitutes waits WHERE waits.delegate_id = delegates.id AND waits.made AND waits.state <> 'agreed')
	OR EXISTS (SELECT 1 FROM substitutes comes WHERE comes.delegate_id = delegates.id AND comes.state = 'agreed'))`

// replaced is the condition of a row of delegates that somebody comes instead: nothing is to be noted of the attendance of such a one. The
// first of the two states is the index's.
const replaced = `EXISTS (SELECT 1 FROM substitutes comes WHERE comes.replaced_id = delegates.id AND comes.state <> 'refused' AND comes.state = 'agreed')`

// usualAnswerBy puts the event's own deadline where none is given.
func (tx *DB) usualAnswerBy(ctx context.Context, event ID, answerBy *Time) error {
	if !answerBy.IsZero() {
		return nil
	}
	return tx.get(ctx, answerBy, `SELECT answer_by FROM events WHERE id = ?`, event)
}

// inviteDelegate makes a delegate's invitation.
func (tx *DB) inviteDelegate(ctx context.Context, delegate Delegate, i Invitation) (ID, error) {
	i.EventID, i.GroupID = delegate.EventID, delegate.GroupID
	id, err := tx.insertInvitation(ctx, i)
	if err != nil {
		return 0, err
	}
	return id, tx.exec(ctx, `UPDATE delegates SET invitation_id = ? WHERE id = ?`, id, delegate.ID)
}

func (tx *DB) insertInvitation(ctx context.Context, i Invitation) (ID, error) {
	i.UID = newUID()
	i.Salt, i.TokenHash = tx.linkOf(i.UID)
	return tx.add(ctx, `
		INSERT INTO invitations (uid, event_id, group_id, organization_id, heads, whom, answer_by, salt, token_hash, parent_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		i.UID, i.EventID, i.GroupID, i.OrganizationID, i.Heads, i.Whom, i.AnswerBy, i.Salt, i.TokenHash, i.ParentID)
}

// MostSent is how many people a unit may be asked for.
const MostSent = 500

// UnitTerms are what units are asked for.
type UnitTerms struct {
	GroupID  ID     // of those whom they send; zero: none
	Heads    *int64 // of each
	Whom     string // what kind of person: "01 lãnh đạo, 01 chuyên viên phụ trách"
	AnswerBy Time   // zero: the event's own
}

func (t *UnitTerms) check() Invalid {
	wrong := Invalid{}
	t.Whom = viet.Clean(t.Whom)
	tooLong(wrong, "whom", t.Whom, maxLine)
	if t.Heads == nil || *t.Heads < 1 || *t.Heads > MostSent {
		wrong["heads"] = "Hãy ghi số người mỗi đơn vị cử, từ 1 đến 500."
	}
	return wrong
}

// InviteUnits makes an invitation for each unit that has none yet for the group: it answers how many were made. The units of a collective
// group need not be named: with none given they are all the group's.
func (db *DB) InviteUnits(ctx context.Context, by Actor, event ID, units []ID, terms UnitTerms) (made int, err error) {
	if wrong := terms.check(); len(wrong) > 0 {
		return 0, wrong
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		group, err := tx.groupName(ctx, event, terms.GroupID)
		if err != nil {
			return Change{}, err
		}
		if len(units) == 0 && terms.GroupID != 0 {
			if err := tx.list(ctx, &units, `SELECT organization_id FROM group_units WHERE event_id = ? AND group_id = ? ORDER BY position`, event, terms.GroupID); err != nil {
				return Change{}, err
			}
		}
		if len(units) == 0 {
			return Change{}, Invalid{"units": "Hãy chọn đơn vị."}
		}
		bodies, _, err := tx.Units(ctx, units)
		if err != nil {
			return Change{}, err
		}
		if len(bodies) < len(slices.Compact(slices.Sorted(slices.Values(units)))) {
			return Change{}, Invalid{"units": "Có đơn vị không còn trong danh bạ. Hãy chọn lại."}
		}
		if err := tx.usualAnswerBy(ctx, event, &terms.AnswerBy); err != nil {
			return Change{}, err
		}
		var there []ID
		if err := tx.list(ctx, &there, `SELECT organization_id FROM invitations WHERE event_id = ? AND organization_id IS NOT NULL AND COALESCE(group_id, 0) = ?`,
			event, int64(terms.GroupID)); err != nil {
			return Change{}, err
		}
		entry := invitedEntry{Group: group, Heads: terms.Heads, Whom: terms.Whom, AnswerBy: terms.AnswerBy}
		for _, body := range bodies {
			if slices.Contains(there, body.ID) {
				continue
			}
			if _, err := tx.insertInvitation(ctx, Invitation{EventID: event, GroupID: terms.GroupID, OrganizationID: body.ID,
				Heads: terms.Heads, Whom: terms.Whom, AnswerBy: terms.AnswerBy}); err != nil {
				return Change{}, err
			}
			entry.Names = append(entry.Names, body.Name)
		}
		if made = len(entry.Names); made == 0 {
			return Change{}, nil
		}
		return Change{Topic: TopicInvitations, What: "invite", After: entry}, nil
	})
	return made, err
}

// SaveInvitation changes an invitation's deadline, and what a unit is asked for. It names the version it was made on.
func (db *DB) SaveInvitation(ctx context.Context, by Actor, wanted Invitation) error {
	return db.change(ctx, by, wanted.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Invitation(ctx, wanted.EventID, wanted.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != wanted.Version {
			return Change{}, Stale{before.Version, before}
		}
		after := before
		if after.AnswerBy = wanted.AnswerBy; before.ToUnit() {
			terms := UnitTerms{Heads: wanted.Heads, Whom: wanted.Whom}
			wrong := terms.check()
			if len(wrong) == 0 && *terms.Heads < before.Named {
				wrong["heads"] = "Đơn vị đã cử nhiều người hơn số này."
			}
			if len(wrong) > 0 {
				return Change{}, wrong
			}
			after.Heads, after.Whom = terms.Heads, terms.Whom
		}
		if equal(before.Heads, after.Heads) && before.Whom == after.Whom && before.AnswerBy == after.AnswerBy {
			return Change{}, nil
		}
		return Change{Topic: TopicInvitations, What: "edit", Of: before.UID, Before: before.entry(), After: after.entry()}, tx.exec(ctx,
			`UPDATE invitations SET heads = ?, whom = ?, answer_by = ?, version = version + 1 WHERE id = ?`, after.Heads, after.Whom, after.AnswerBy, after.ID)
	})
}

// amend does something to invitations of an event, in one change: those that it does not touch, and those of other events, are left out.
func (db *DB) amend(ctx context.Context, by Actor, event ID, ids []ID, what string, entry invitedEntry, do func(tx *DB, i Invitation) (bool, error)) (done int, err error) {
	if len(ids) == 0 {
		return 0, Invalid{"invitations": "Hãy chọn ít nhất một giấy mời."}
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var invitations []Invitation
		for some := range slices.Chunk(ids, 500) {
			var found []Invitation
			if err := tx.listIn(ctx, &found, `SELECT * FROM invitations WHERE event_id = ? AND id IN (?) ORDER BY id`, event, some); err != nil {
				return Change{}, err
			}
			if err := tx.presentInvitations(ctx, event, found); err != nil {
				return Change{}, err
			}
			invitations = append(invitations, found...)
		}
		change := Change{Topic: TopicInvitations, What: what}
		for _, invitation := range invitations {
			touched, err := do(tx, invitation)
			if err != nil {
				return Change{}, err
			}
			if touched {
				entry.Names, change.Of = append(entry.Names, invitation.Name()), invitation.UID
			}
		}
		if done = len(entry.Names); done == 0 {
			return Change{}, nil
		}
		if change.After = entry; done > 1 {
			change.Of = ""
		}
		return change, nil
	})
	return done, err
}

// Reach notes how invitations have reached whom they invite, now unless at says when; a later way replaces an earlier one. It answers how
// many were noted. "" takes the note back.
func (db *DB) Reach(ctx context.Context, by Actor, event ID, ids []ID, how string, at Time) (int, error) {
	if how != "" && !slices.Contains(ReachedHows, how) {
		return 0, Invalid{"how": "Hãy chọn cách chuyển giấy mời."}
	}
	if at.IsZero() && how != "" {
		at = db.Now()
	}
	return db.amend(ctx, by, event, ids, "reach", invitedEntry{ReachedHow: how, ReachedAt: at}, func(tx *DB, i Invitation) (bool, error) {
		if i.ReachedHow == how {
			return false, nil
		}
		return true, tx.exec(ctx, `UPDATE invitations SET reached_how = ?, reached_at = ?, version = version + 1 WHERE id = ?`, how, at, i.ID)
	})
}

// Revoke makes links worthless: their pages say so, and whom to call.
func (db *DB) Revoke(ctx context.Context, by Actor, event ID, ids []ID) (int, error) {
	return db.amend(ctx, by, event, ids, "revoke", invitedEntry{}, func(tx *DB, i Invitation) (bool, error) {
		if !i.RevokedAt.IsZero() {
			return false, nil
		}
		return true, tx.exec(ctx, `UPDATE invitations SET revoked_at = ?, version = version + 1 WHERE id = ?`, tx.Now(), i.ID)
	})
}

// Reissue gives new links: the old ones lead nowhere any more, also when they were not revoked. What was noted of reaching the invited
// is of the old link, and goes.
func (db *DB) Reissue(ctx context.Context, by Actor, event ID, ids []ID) (int, error) {
	return db.amend(ctx, by, event, ids, "reissue", invitedEntry{}, func(tx *DB, i Invitation) (bool, error) {
		salt, hash := tx.linkOf(i.UID)
		return true, tx.exec(ctx, `
			UPDATE invitations SET salt = ?, token_hash = ?, revoked_at = NULL, opened_at = NULL, reached_how = '', reached_at = NULL, version = version + 1 WHERE id = ?`,
			salt, hash, i.ID)
	})
}

// Extend gives invitations another deadline.
func (db *DB) Extend(ctx context.Context, by Actor, event ID, ids []ID, answerBy Time) (int, error) {
	if answerBy.IsZero() {
		return 0, Invalid{"answer_by": "Hãy ghi ngày giờ."}
	}
	return db.amend(ctx, by, event, ids, "extend", invitedEntry{AnswerBy: answerBy}, func(tx *DB, i Invitation) (bool, error) {
		if i.AnswerBy == answerBy {
			return false, nil
		}
		return true, tx.exec(ctx, `UPDATE invitations SET answer_by = ?, version = version + 1 WHERE id = ?`, answerBy, i.ID)
	})
}

// errOpened says that an invitation was opened before.
var errOpened = errors.New("opened before")

// NoteOpened notes the first time that somebody has looked at the page behind a link. Later times are nothing to note.
func (db *DB) NoteOpened(ctx context.Context, i Invitation) error {
	if !i.OpenedAt.IsZero() {
		return nil
	}
	err := db.change(ctx, Actor{linkName(i.Name())}, i.EventID, func(tx *DB) (Change, error) {
		touched, err := tx.affect(ctx, `UPDATE invitations SET opened_at = ? WHERE id = ? AND opened_at IS NULL`, tx.Now(), i.ID)
		if err == nil && touched == 0 {
			err = errOpened
		}
		return Change{Topic: TopicInvitations, What: "open", Of: i.UID, After: struct{ Name string }{i.Name()}}, err
	})
	if errors.Is(err, errOpened) || errors.Is(err, ErrLocked) {
		return nil
	}
	return err
}

// linkName is how the journal names somebody who came through a link.
func linkName(name string) string { return name + " (qua đường dẫn)" }

// Guest is the actor who came through an invitation's link.
func (i Invitation) Guest() Actor { return Actor{linkName(i.Name())} }

// dropInvitation takes an invitation away with its delegate; one by which mail was sent is revoked and stays.
func (tx *DB) dropInvitation(ctx context.Context, id ID) error {
	if id == 0 {
		return nil
	}
	if err := tx.exec(ctx, `DELETE FROM invitations WHERE id = ? AND NOT EXISTS (SELECT 1 FROM outbox WHERE invitation_id = invitations.id)
		AND NOT EXISTS (SELECT 1 FROM delegates WHERE invitation_id = invitations.id)`, id); err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE invitations SET revoked_at = ?, parent_id = NULL WHERE id = ? AND revoked_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM delegates WHERE invitation_id = invitations.id)`, tx.Now(), id)
}

// EndOfDay is the last moment of an instant's day on the event's clock: deadlines are days.
func (e Event) EndOfDay(at Time) Time {
	if at.IsZero() {
		return at
	}
	local := e.Local(at)
	return At(time.Date(local.Year(), local.Month(), local.Day(), 23, 59, 59, 0, local.Location()))
}
