package models

import (
	"context"
	"slices"

	"hoithao/models/viet"
)

// Remark is what the chair, or somebody who spoke, says about a section of the minutes before they are agreed to.
type Remark struct {
	ID        ID
	EventID   ID     `db:"event_id"`
	MinutesID ID     `db:"minutes_id"`
	Section   string // "": the minutes as a whole
	Text      string
	MadeBy    string `db:"made_by"`
	MadeAt    Time   `db:"made_at"`
	SettledAt Time   `db:"settled_at"` // when the secretary had dealt with it
}

// remarkEntry is a remark as the journal keeps it.
type remarkEntry struct {
	Section, Text string
	Settled       bool
}

// Remarks lists the remarks on some minutes: the open ones first, each group as they were made.
func (db *DB) Remarks(ctx context.Context, minutes ID) ([]Remark, error) {
	remarks := []Remark{}
	err := db.list(ctx, &remarks, `SELECT * FROM minutes_remarks WHERE minutes_id = ? ORDER BY CASE WHEN settled_at IS NULL THEN 0 ELSE 1 END, made_at, id`, minutes)
	return remarks, err
}

// AddRemark writes a remark down. Minutes that are final take none: what is to change then begins with reopening them.
func (db *DB) AddRemark(ctx context.Context, by Actor, event, session ID, section, text string) error {
	text = viet.CleanText(text)
	wrong := Invalid{}
	if text == "" {
		wrong["remark"] = "Hãy ghi góp ý."
	}
	tooLong(wrong, "remark", text, maxText)
	if section != "" && !slices.Contains(MinutesSections, section) {
		wrong["remark"] = "Không có mục này trong biên bản."
	}
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		row, err := tx.MinutesOf(ctx, event, session)
		switch {
		case err != nil:
			return Change{}, err
		case row.ID == 0:
			return Change{}, ErrNotFound
		case row.Final():
			return Change{}, ErrLocked
		}
		return Change{Topic: TopicMinutes, What: "remark", Of: row.UID, After: remarkEntry{section, text, false}}, tx.exec(ctx,
			`INSERT INTO minutes_remarks (event_id, minutes_id, section, text, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)`, event, row.ID, section, text, by.Name, tx.Now())
	})
}

// SettleRemark is the secretary's word that a remark has been dealt with.
func (db *DB) SettleRemark(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var remark Remark
		if err := tx.get(ctx, &remark, `SELECT * FROM minutes_remarks WHERE event_id = ? AND id = ?`, event, id); err != nil || !remark.SettledAt.IsZero() {
			return Change{}, err
		}
		var minutes string
		if err := tx.get(ctx, &minutes, `SELECT uid FROM minutes WHERE id = ?`, remark.MinutesID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicMinutes, What: "settle", Of: minutes, Before: remarkEntry{remark.Section, remark.Text, false}, After: remarkEntry{remark.Section, remark.Text, true}},
			tx.exec(ctx, `UPDATE minutes_remarks SET settled_at = ? WHERE id = ?`, tx.Now(), id)
	})
}
