package models

import (
	"context"
	"errors"
	"unicode/utf8"

	"hoithao/models/viet"
)

// Screen is what an event's screens in the hall have of their own; zero as long as nobody asked for any.
type Screen struct {
	EventID   ID `db:"event_id"`
	Salt      string
	TokenHash *string `db:"token_hash"`
	Message   string  // shown to all; "": none
	Version   int64
	Token     string `db:"-"` // of the address that opens them; "": there is no key here, or nobody asked for it
}

// screenEntry is a screen as the journal keeps it.
type screenEntry struct{ Text string }

// Screen reads an event's screen.
func (db *DB) Screen(ctx context.Context, event Event) (screen Screen, err error) {
	err = db.get(ctx, &screen, `SELECT * FROM screens WHERE event_id = ?`, event.ID)
	if errors.Is(err, ErrNotFound) {
		return Screen{EventID: event.ID}, nil
	}
	screen.Token = db.tokenOf(forScreen, event.UID, screen.Salt, screen.TokenHash)
	return screen, err
}

// EventByScreen is the event that a screen's address opens; ErrNotFound when it was renewed.
func (db *DB) EventByScreen(ctx context.Context, token string) (event Event, err error) {
	err = db.get(ctx, &event, `SELECT * FROM events WHERE id = (SELECT event_id FROM screens WHERE token_hash = ?)`, tokenHash(token))
	return event, err
}

// RenewScreen gives the screens a new address; the old one opens nothing any more.
func (db *DB) RenewScreen(ctx context.Context, by Actor, event Event) error {
	return db.change(ctx, by, event.ID, func(tx *DB) (Change, error) {
		salt := newUID()
		var hash *string
		if token := tx.token(forScreen, event.UID, salt); token != "" {
			sum := tokenHash(token)
			hash = &sum
		}
		return Change{Topic: TopicScreen, What: "address", Of: event.UID}, tx.exec(ctx, `
			INSERT INTO screens (event_id, salt, token_hash) VALUES (?, ?, ?)
			ON CONFLICT (event_id) DO UPDATE SET salt = excluded.salt, token_hash = excluded.token_hash`, event.ID, salt, hash)
	})
}

// SayOnScreen lets the screens say something, or with "" nothing. It names the version it was made on.
func (db *DB) SayOnScreen(ctx context.Context, by Actor, event Event, message string, version int64) error {
	message = viet.Clean(message)
	if utf8.RuneCountInString(message) > 200 {
		return Invalid{"message": "Thông báo dài quá 200 ký tự thì cả hội trường không kịp đọc."}
	}
	return db.change(ctx, by, event.ID, func(tx *DB) (Change, error) {
		before, err := tx.Screen(ctx, event)
		if err != nil {
			return Change{}, err
		}
		if before.Message == message {
			return Change{}, nil
		}
		if before.Version != version {
			return Change{}, Stale{before.Version, before}
		}
		return Change{Topic: TopicScreen, What: "say", Of: event.UID, Before: screenEntry{before.Message}, After: screenEntry{message}}, tx.exec(ctx, `
			INSERT INTO screens (event_id, message) VALUES (?, ?)
			ON CONFLICT (event_id) DO UPDATE SET message = excluded.message, version = screens.version + 1`, event.ID, message)
	})
}
