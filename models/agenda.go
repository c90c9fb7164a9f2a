package models

import (
	"context"
	"time"
)

// Kinds of agenda items, in the order in which forms offer them.
var ItemKinds = []string{"registration", "opening", "keynote", "paper", "discussion", "break", "directive", "response", "vote", "conclusion", "closing", "other"}

// Item is an item of the agenda. StartsAt and Minutes are the plan; StartedAt and EndedAt what happened.
type Item struct {
	ID            ID
	UID           string
	EventID       ID `db:"event_id"`
	SessionID     ID `db:"session_id"`
	Position      int64
	Kind          string
	Title         string
	StartsAt      Time   `db:"starts_at"`
	Minutes       *int64 // planned length
	Room          string // "": the session's
	PresenterID   ID     `db:"presenter_id"` // a delegate
	PresenterText string `db:"presenter_text"`
	Note          string // internal
	StartedAt     Time   `db:"started_at"`
	EndedAt       Time   `db:"ended_at"`
	PausedAt      Time   `db:"paused_at"`
	PausedMS      int64  `db:"paused_ms"`
	Version       int64
}

// PlannedEnd is the planned start and length together; zero when either is open.
func (item Item) PlannedEnd() Time {
	if item.StartsAt.IsZero() || item.Minutes == nil {
		return Time{}
	}
	return At(item.StartsAt.Add(time.Duration(*item.Minutes) * time.Minute))
}

func (tx *DB) insertItem(ctx context.Context, i Item) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO agenda_items (uid, event_id, session_id, position, kind, title, starts_at, minutes, room, presenter_id, presenter_text, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), i.EventID, i.SessionID, i.Position, i.Kind, i.Title, i.StartsAt, i.Minutes, i.Room, i.PresenterID, i.PresenterText, i.Note)
}
