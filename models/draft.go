package models

import (
	"context"
	"errors"

	"hoithao/models/viet"
)

// Draft is a text as somebody is typing it: no part of the record, and in no journal, until the writer saves it.
type Draft struct {
	ID      ID
	EventID ID     `db:"event_id"`
	UserID  ID     `db:"user_id"`
	Field   string // "speech:UID:summary", "minutes:course"
	Text    string
	Version int64 // of the row it was typed on
	SavedAt Time  `db:"saved_at"`
}

// SaveDraft keeps a text as it is being typed; each writer has a draft of each field. Nobody drafts in an archived event.
func (db *DB) SaveDraft(ctx context.Context, user *User, event Event, field, text string, version int64) error {
	wrong := Invalid{}
	text = viet.CleanText(text)
	if tooLong(wrong, "text", text, maxText); len(wrong) > 0 {
		return wrong
	}
	if !event.ArchivedAt.IsZero() {
		return ErrLocked
	}
	return db.exec(ctx, `
		INSERT INTO drafts (event_id, user_id, field, text, version, saved_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (event_id, user_id, field) DO UPDATE SET text = excluded.text, version = excluded.version, saved_at = excluded.saved_at`,
		event.ID, user.ID, field, text, version, db.Now())
}

// Drafts are what a user has begun to type at an event and not saved, by field.
func (db *DB) Drafts(ctx context.Context, user *User, event ID) (map[string]Draft, error) {
	of := map[string]Draft{}
	if user == nil {
		return of, nil
	}
	var drafts []Draft
	err := db.list(ctx, &drafts, `SELECT * FROM drafts WHERE event_id = ? AND user_id = ?`, event, user.ID)
	for _, draft := range drafts {
		of[draft.Field] = draft
	}
	return of, err
}

// DropDrafts forgets what a user has begun to type in these fields: it was saved, or is not wanted.
func (db *DB) DropDrafts(ctx context.Context, user *User, event ID, fields ...string) error {
	var errs []error
	for _, field := range fields {
		errs = append(errs, db.exec(ctx, `DELETE FROM drafts WHERE event_id = ? AND user_id = ? AND field = ?`, event, user.ID, field))
	}
	return errors.Join(errs...)
}
