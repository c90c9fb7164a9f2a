package models

import (
	"context"
	"errors"
	"time"
)

// A message goes out in three steps: a program claims it, for so long; it hands it to the mail server; it notes that it was sent. Killed before
// the second step, the next program sends it; killed between second and third, the next program sends the same letter again, of the same
// Message-ID, date and bytes, by which mail programs know that they have it.

// MessageLease is how long a claimed message is left to the program that claimed it.
const MessageLease = 3 * time.Minute

// Delays before the next attempt, after the first, the second …; behind the last the message has failed.
var retryAfter = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// due are the messages that can be sent: they wait and their time has come, or the program that had claimed them is gone.
const due = `recipient <> '' AND (state = 'waiting' AND due_at <= ? OR state = 'sending' AND leased_until < ?)`

// MailWaits tells whether there is a message to be sent now.
func (db *DB) MailWaits(ctx context.Context) (bool, error) {
	var waits bool
	now := db.Now()
	err := db.get(ctx, &waits, `SELECT EXISTS (SELECT 1 FROM outbox WHERE `+due+`)`, now, now)
	return waits, err
}

// ClaimMessage takes the message that is due first, for a holder; ErrNotFound when there is none. No two holders get the same one.
func (db *DB) ClaimMessage(ctx context.Context, holder string) (m Message, err error) {
	err = db.transact(ctx, func(tx *DB) error {
		m, err = tx.claim(ctx, holder)
		return err
	})
	if err != nil {
		return m, err
	}
	return db.unlessLate(ctx, m, holder)
}

// SentAndClaim is MessageSent and ClaimMessage in one durable write, for letters that go out in a row: each costs half. ErrNotFound says that
// the message is noted and no other is due.
func (db *DB) SentAndClaim(ctx context.Context, sent Message, holder string) (m Message, err error) {
	none := false
	err = db.transact(ctx, func(tx *DB) error {
		if err := tx.MessageSent(ctx, sent); err != nil {
			return err
		}
		m, err = tx.claim(ctx, holder)
		if none = errors.Is(err, ErrNotFound); none {
			return nil
		}
		return err
	})
	switch {
	case err != nil:
		return m, err
	case none:
		return m, ErrNotFound
	}
	return db.unlessLate(ctx, m, holder)
}

func (tx *DB) claim(ctx context.Context, holder string) (m Message, err error) {
	now := tx.Now()
	// The condition stands twice: of two programs that find the same row the second waits for the first, and then no longer finds it due.
	err = tx.get(ctx, &m, `
		UPDATE outbox SET state = 'sending', lease = ?, leased_until = ?, attempts = attempts + 1
		WHERE `+due+` AND id = (SELECT id FROM outbox WHERE `+due+` ORDER BY due_at, id LIMIT 1) RETURNING *`,
		holder, At(now.Add(MessageLease)), now, now, now, now)
	return m, err
}

// unlessLate is a claimed message; one whose time is over has failed, and the next is claimed instead.
func (db *DB) unlessLate(ctx context.Context, m Message, holder string) (Message, error) {
	if m.ExpiresAt.IsZero() || !m.ExpiresAt.Before(db.Now().Time) {
		return m, nil
	}
	if err := db.settleMessage(ctx, m, `state = 'failed', error = ?`, tooLate()); err != nil {
		return m, err
	}
	return db.ClaimMessage(ctx, holder)
}

func tooLate() string { return "Đã quá hạn gửi." }

// settleMessage writes the end of an attempt, if the message is still the holder's.
func (db *DB) settleMessage(ctx context.Context, m Message, set string, args ...any) error {
	return db.exec(ctx, `UPDATE outbox SET `+set+`, lease = '', leased_until = NULL WHERE id = ? AND state = 'sending' AND lease = ?`, append(args, m.ID, m.Lease)...)
}

// MessageSent notes that the mail server took a message.
func (db *DB) MessageSent(ctx context.Context, m Message) error {
	return db.settleMessage(ctx, m, `state = 'sent', sent_how = 'mail', error = '', sent_at = ?, to_note = (kind = 'invitation' AND invitation_id IS NOT NULL)`, db.Now())
}

// MessageFailed notes that the server did not take a message: for good, or it is tried again later, ever more seldom.
func (db *DB) MessageFailed(ctx context.Context, m Message, why string, forGood bool) error {
	if forGood || int(m.Attempts) > len(retryAfter) {
		return db.settleMessage(ctx, m, `state = 'failed', error = ?`, cut(why, 500))
	}
	return db.settleMessage(ctx, m, `state = 'waiting', error = ?, due_at = ?`, cut(why, 500), At(db.Now().Add(retryAfter[max(0, m.Attempts-1)])))
}

// ReleaseMessage gives back a message that was not tried, since the server could not be reached: that is not counted against the message.
func (db *DB) ReleaseMessage(ctx context.Context, m Message, why string) error {
	return db.settleMessage(ctx, m, `state = 'waiting', attempts = attempts - 1, error = ?`, cut(why, 500))
}

// NoteReached records of invitations that their letter has gone out, by mail or from hand to hand, where nobody has noted another way. It may be asked
// at any time and notes nothing twice.
func (db *DB) NoteReached(ctx context.Context) error {
	var events []ID
	if err := db.list(ctx, &events, `SELECT DISTINCT event_id FROM outbox WHERE to_note ORDER BY event_id`); err != nil {
		return err
	}
	for _, event := range events {
		err := db.transact(ctx, func(tx *DB) error { return tx.noteReached(ctx, event) })
		if err != nil && !errors.Is(err, ErrLocked) && !errors.Is(err, errNothing) { // an archived event stays as it is
			return err
		}
		if err := db.exec(ctx, `UPDATE outbox SET to_note = FALSE WHERE to_note AND event_id = ?`, event); err != nil {
			return err
		}
	}
	return nil
}

func (tx *DB) noteReached(ctx context.Context, event ID) error {
	for sent, reached := range map[string]string{"mail": "mail", "hand": "message"} {
		var ids []ID
		// A letter that was reissued since bears another link: the one that went out leads nowhere.
		if err := tx.list(ctx, &ids, `
			SELECT DISTINCT invitations.id FROM outbox JOIN invitations ON invitations.id = invitation_id
			WHERE to_note AND outbox.event_id = ? AND sent_how = ? AND reached_how = '' AND occasion = SUBSTR(token_hash, 1, 16) ORDER BY invitations.id`, event, sent); err != nil {
			return err
		}
		if len(ids) == 0 {
			continue
		}
		if _, err := tx.Reach(ctx, Actor{Name: "hoithao"}, event, ids, reached, Time{}); err != nil {
			return err
		}
	}
	return nil
}
