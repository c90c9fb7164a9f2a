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
	now := db.Now()
	err = db.transact(ctx, func(tx *DB) error {
		// The condition stands twice: of two programs that find the same row the second waits for the first, and then no longer finds it due.
		return tx.get(ctx, &m, `
			UPDATE outbox SET state = 'sending', lease = ?, leased_until = ?, attempts = attempts + 1
			WHERE `+due+` AND id = (SELECT id FROM outbox WHERE `+due+` ORDER BY due_at, id LIMIT 1) RETURNING *`,
			holder, At(now.Add(MessageLease)), now, now, now, now)
	})
	if err == nil && !m.ExpiresAt.IsZero() && m.ExpiresAt.Before(now.Time) {
		if err = db.settleMessage(ctx, m, `state = 'failed', error = ?`, tooLate()); err == nil {
			return db.ClaimMessage(ctx, holder)
		}
	}
	return m, err
}

func tooLate() string { return "Đã quá hạn gửi." }

// settleMessage writes the end of an attempt, if the message is still the holder's.
func (db *DB) settleMessage(ctx context.Context, m Message, set string, args ...any) error {
	return db.exec(ctx, `UPDATE outbox SET `+set+`, lease = '', leased_until = NULL WHERE id = ? AND state = 'sending' AND lease = ?`, append(args, m.ID, m.Lease)...)
}

// MessageSent notes that the mail server took a message.
func (db *DB) MessageSent(ctx context.Context, m Message) error {
	return db.settleMessage(ctx, m, `state = 'sent', sent_how = 'mail', error = '', sent_at = ?`, db.Now())
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

// NoteReached records of invitations that their letter has gone out, by mail or from hand to hand: the board of invitations shows it. It may be
// asked at any time and does nothing twice.
func (db *DB) NoteReached(ctx context.Context) error {
	const unnoted = `invitations.reached_how = '' AND EXISTS (SELECT 1 FROM outbox WHERE invitation_id = invitations.id AND kind = 'invitation' AND state = 'sent')`
	var events []ID
	if err := db.list(ctx, &events, `SELECT DISTINCT event_id FROM outbox WHERE kind = 'invitation' AND state = 'sent' AND invitation_id IN (
		SELECT id FROM invitations WHERE reached_how = '') ORDER BY event_id`); err != nil {
		return err
	}
	for _, event := range events {
		err := db.change(ctx, Actor{Name: "hoithao"}, event, func(tx *DB) (Change, error) {
			reached, err := tx.affect(ctx, `
				UPDATE invitations SET version = version + 1,
					reached_how = (SELECT CASE WHEN min(sent_how) = 'hand' THEN 'message' ELSE 'mail' END FROM outbox WHERE invitation_id = invitations.id AND kind = 'invitation' AND state = 'sent'),
					reached_at = (SELECT min(sent_at) FROM outbox WHERE invitation_id = invitations.id AND kind = 'invitation' AND state = 'sent')
				WHERE event_id = ? AND `+unnoted, event)
			if err != nil || reached == 0 {
				return Change{}, err
			}
			return Change{Topic: TopicMessages, What: "reach", After: messagesEntry{"invitation", reached}}, nil
		})
		if err != nil && !errors.Is(err, ErrLocked) { // an archived event stays as it is
			return err
		}
	}
	return nil
}
