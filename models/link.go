package models

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// A link or a pass is a token that nobody guesses: an HMAC of the thing's uid and salt under the office's key, so that a letter or a badge
// can be printed again and a new salt revokes it. The database keeps only the token's SHA-256, by which it is found: whoever reads the
// database cannot use what is there, and another machine that has the row scans what this one printed.

// KeySize is the length of a link key in bytes.
const KeySize = 32

// ErrWrongKey says that the database was used with another link key: its letters and badges would be worth nothing.
var ErrWrongKey = errors.New("the link key is not the one of this database")

// Purposes of tokens. One never serves for another: who photographs a badge cannot answer for its bearer.
const (
	forPass       = "pass"       // of a delegate: opens the door
	forScreen     = "screen"     // of an event: opens the hall's screens
	forInvitation = "invitation" // of an invitation: opens the page of who is invited
)

var letters32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// token is 130 bits in small letters and digits; "" when there is no key here or the thing has no salt.
func (db *DB) token(purpose, uid, salt string) string {
	if len(db.key) == 0 || salt == "" {
		return ""
	}
	mac := hmac.New(sha256.New, db.key)
	mac.Write([]byte(hashOf(purpose, uid, salt)))
	return strings.ToLower(letters32.EncodeToString(mac.Sum(nil))[:26])
}

// tokenOf is the token of a thing that was read, with the hash by which it is found; "" also when it was made under another key, on another
// machine: what this one would print opens nothing.
func (db *DB) tokenOf(purpose, uid, salt string, hash *string) string {
	if token := db.token(purpose, uid, salt); token != "" && hash != nil && tokenHash(token) == *hash {
		return token
	}
	return ""
}

// passOf is the salt and the hash of a delegate's pass, new; empty without a key.
func (db *DB) passOf(uid string) (salt string, hash *string) {
	salt = newUID()
	if token := db.token(forPass, uid, salt); token != "" {
		sum := tokenHash(token)
		return salt, &sum
	}
	return "", nil
}

// PassOf is the pass of a delegate that was read; "" where it cannot be made.
func (db *DB) PassOf(d Delegate) string { return db.tokenOf(forPass, d.UID, d.Salt, d.PassHash) }

// Delegate by the pass that a badge, a letter or a phone shows; ErrNotFound when it is none of this event's.
func (db *DB) DelegateByPass(ctx context.Context, event ID, token string) (Delegate, error) {
	var id ID
	if err := db.get(ctx, &id, `SELECT id FROM delegates WHERE event_id = ? AND pass_hash = ?`, event, tokenHash(token)); err != nil {
		return Delegate{}, err
	}
	return db.Delegate(ctx, event, id)
}

// RenewPass makes a delegate's badge worthless and gives a new one.
func (db *DB) RenewPass(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		delegate, err := tx.Delegate(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		salt, hash := tx.passOf(delegate.UID)
		return Change{Topic: TopicDelegates, What: "renew", Of: delegate.UID, After: delegatesEntry{Names: []string{delegate.Person.Name()}}},
			tx.exec(ctx, `UPDATE delegates SET salt = ?, pass_hash = ? WHERE id = ?`, salt, hash, id)
	})
}

// holdKey sees to it that the database and the key belong together. The first key that a database is used with is its own.
func (db *DB) holdKey(ctx context.Context) error {
	if len(db.key) == 0 {
		return nil
	}
	known, err := db.KeyFingerprint(ctx)
	if err != nil {
		return err
	}
	switch fingerprint := hashOf("link key", string(db.key)); known {
	case fingerprint:
		return nil
	case "":
		return db.exec(ctx, `UPDATE office SET key_fingerprint = ? WHERE id = 1 AND key_fingerprint = ''`, fingerprint)
	}
	return ErrWrongKey
}

// KeyFingerprint tells which key the database was used with; "" when with none yet.
func (db *DB) KeyFingerprint(ctx context.Context) (fingerprint string, err error) {
	err = db.get(ctx, &fingerprint, `SELECT key_fingerprint FROM office WHERE id = 1`)
	return fingerprint, err
}

// givePasses gives those a pass who came into an event while there was no key, or before there were passes.
func (db *DB) givePasses(ctx context.Context) error {
	if len(db.key) == 0 {
		return nil
	}
	var events []ID
	if err := db.list(ctx, &events, `
		SELECT id FROM events WHERE archived_at IS NULL AND EXISTS (SELECT 1 FROM delegates WHERE event_id = events.id AND pass_hash IS NULL) ORDER BY id`); err != nil {
		return err
	}
	for _, event := range events {
		if err := db.change(ctx, Actor{Name: "hoithao"}, event, func(tx *DB) (Change, error) {
			var without []Delegate
			if err := tx.list(ctx, &without, `SELECT * FROM delegates WHERE event_id = ? AND pass_hash IS NULL ORDER BY id`, event); err != nil || len(without) == 0 {
				return Change{}, err
			}
			for _, delegate := range without {
				salt, hash := tx.passOf(delegate.UID)
				if err := tx.exec(ctx, `UPDATE delegates SET salt = ?, pass_hash = ? WHERE id = ?`, salt, hash, delegate.ID); err != nil {
					return Change{}, err
				}
			}
			return Change{Topic: TopicDelegates, What: "pass", After: struct{ Count int }{len(without)}}, nil
		}); err != nil {
			return err
		}
	}
	return nil
}
