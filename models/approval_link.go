package models

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// How long a link to approve minutes is open, and how many wrong PINs end it.
const (
	approvalFor      = 7 * 24 * time.Hour
	approvalFailures = 5
)

// Approval is a one-time link by which a chair without an account reads the minutes and decides: the link comes by one way, the PIN by another.
type Approval struct {
	ID        ID
	EventID   ID     `db:"event_id"`
	MinutesID ID     `db:"minutes_id"`
	SessionID ID     `db:"session_id"` // whose minutes they are; zero: the whole event's
	PersonID  ID     `db:"person_id"`
	TokenHash string `db:"token_hash"`
	PinHash   string `db:"pin_hash"`
	Failures  int64
	ExpiresAt Time `db:"expires_at"`
	UsedAt    Time `db:"used_at"` // when its bearer agreed; it opens nothing from then on
}

// approvalEntry is a link as the journal keeps it: for whom, never the link itself.
type approvalEntry struct {
	PersonID  ID
	ExpiresAt Time
}

// AddApproval makes a link for one who chairs, and ends the ones before it. Token and PIN are answered here and never again.
func (db *DB) AddApproval(ctx context.Context, by Actor, event, session, person ID) (token, pin string, err error) {
	token = strings.ToLower(rand.Text())
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", "", err
	}
	pin = fmt.Sprintf("%06d", number)
	hash, err := hashPassword(ctx, pin)
	if err != nil {
		return "", "", err
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		record, err := tx.RecordOf(ctx, event, session)
		if err != nil {
			return Change{}, err
		}
		row := record.Minutes
		switch {
		case row.ID == 0 || row.Final():
			return Change{}, ErrLocked
		case !record.chairedBy(person):
			return Change{}, Invalid{"chair": "Người này không chủ trì."}
		}
		expires := At(tx.Now().Add(approvalFor))
		if err := tx.exec(ctx, `DELETE FROM approval_links WHERE event_id = ? AND minutes_id = ? AND person_id = ? AND used_at IS NULL`, event, row.ID, person); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicMinutes, What: "link", Of: row.UID, After: approvalEntry{person, expires}}, tx.exec(ctx,
			`INSERT INTO approval_links (event_id, minutes_id, person_id, token_hash, pin_hash, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
			event, row.ID, person, tokenHash(token), hash, expires)
	})
	return token, pin, err
}

// chairedBy tells whether a person signs the minutes as the chair.
func (record Record) chairedBy(person ID) bool {
	for _, chair := range record.composer(record.letterhead("").Regime, "").chairs() {
		if chair.ID == person && person != 0 {
			return true
		}
	}
	return false
}

// Chairs are those who sign the minutes as the chair.
func (record Record) Chairs() []Person {
	return record.composer(record.letterhead("").Regime, "").chairs()
}

// Approval finds the link of a token: ErrNotFound when there is none, or when it is over. It says nothing of the minutes before the PIN is right.
func (db *DB) Approval(ctx context.Context, token string) (approval Approval, err error) {
	if err = db.get(ctx, &approval, `SELECT approval_links.*, session_id FROM approval_links JOIN minutes ON minutes.id = minutes_id WHERE token_hash = ?`, tokenHash(token)); err != nil {
		return approval, err
	}
	if !approval.UsedAt.IsZero() || !approval.ExpiresAt.After(db.Now().Time) || approval.Failures >= approvalFailures {
		return Approval{}, ErrNotFound
	}
	return approval, nil
}

// unlocking lets one PIN be tried at a time: of many that are sent at once no more are looked at than of many in a row.
var unlocking = make(chan struct{}, 1)

// Unlock is the link with its PIN. A wrong one is counted, in the journal too; too many end the link.
func (db *DB) Unlock(ctx context.Context, token, pin string) (approval Approval, err error) {
	select {
	case unlocking <- struct{}{}:
		defer func() { <-unlocking }()
	case <-ctx.Done():
		return approval, ctx.Err()
	}
	if approval, err = db.Approval(ctx, token); err != nil {
		return approval, err
	}
	right, err := verifyPassword(ctx, strings.TrimSpace(pin), approval.PinHash)
	if err != nil || right {
		return approval, err
	}
	err = db.change(ctx, Actor{Name: "đường dẫn phê duyệt"}, approval.EventID, func(tx *DB) (Change, error) {
		return Change{Topic: TopicMinutes, What: "pin", After: approvalEntry{PersonID: approval.PersonID}},
			tx.exec(ctx, `UPDATE approval_links SET failures = failures + 1 WHERE event_id = ? AND id = ?`, approval.EventID, approval.ID)
	})
	if err == nil {
		err = Invalid{"pin": "Mã PIN không đúng."}
	}
	return approval, err
}

// ApproveByLink agrees to the minutes as seen, in the name of the link's bearer, and uses the link up.
func (db *DB) ApproveByLink(ctx context.Context, approval Approval, version int64, seen string) error {
	return db.transact(ctx, func(tx *DB) error {
		by, err := tx.bearer(ctx, approval)
		if err != nil {
			return err
		}
		if err := tx.AgreeMinutes(ctx, by, approval.EventID, approval.SessionID, version, seen); err != nil {
			return err
		}
		return tx.change(ctx, by, approval.EventID, func(tx *DB) (Change, error) {
			return Change{Topic: TopicMinutes, What: "used", After: approvalEntry{PersonID: approval.PersonID}},
				tx.exec(ctx, `UPDATE approval_links SET used_at = ? WHERE event_id = ? AND id = ?`, tx.Now(), approval.EventID, approval.ID)
		})
	})
}

// ReturnByLink gives the minutes back to the secretary with a reason; the link stays open for the next reading.
func (db *DB) ReturnByLink(ctx context.Context, approval Approval, version int64, reason string) error {
	by, err := db.bearer(ctx, approval)
	if err != nil {
		return err
	}
	return db.ReopenMinutes(ctx, by, approval.EventID, approval.SessionID, version, reason)
}

// RemarkByLink writes a remark down in the name of the link's bearer.
func (db *DB) RemarkByLink(ctx context.Context, approval Approval, section, text string) error {
	by, err := db.bearer(ctx, approval)
	if err != nil {
		return err
	}
	return db.AddRemark(ctx, by, approval.EventID, approval.SessionID, section, text)
}

// bearer is whom the journal names for what is done by a link.
func (db *DB) bearer(ctx context.Context, approval Approval) (Actor, error) {
	person, err := db.Person(ctx, approval.PersonID)
	return Actor{Name: person.Name() + " (qua đường dẫn)"}, err
}
