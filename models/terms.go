package models

import (
	"context"

	"hoithao/models/viet"
)

// Terms are what an event asks of those whom it invites: whom they call, by when they answer, by when speakers hand in their texts.
type Terms struct {
	ContactName  string
	ContactPhone string
	AnswerBy     Time // of new invitations: those that were made keep theirs
	TextsBy      Time
	Version      int64 `json:"-"` // of the event on which they were made
}

// Terms are those of the event as it stands.
func (e Event) Terms() Terms {
	return Terms{e.ContactName, e.ContactPhone, e.AnswerBy, e.TextsBy, e.Version}
}

// SaveTerms changes an event's terms. They name the version of the event on which they were made.
func (db *DB) SaveTerms(ctx context.Context, by Actor, event ID, terms Terms) error {
	wrong := Invalid{}
	terms.ContactName, terms.ContactPhone = viet.Clean(terms.ContactName), viet.Clean(terms.ContactPhone)
	tooLong(wrong, "contact_name", terms.ContactName, 200)
	if terms.ContactPhone != "" && !telephone(terms.ContactPhone) {
		wrong["contact_phone"] = "Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm và dấu +."
	}
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var before Event
		if err := tx.get(ctx, &before, `SELECT * FROM events WHERE id = ?`, event); err != nil {
			return Change{}, err
		}
		was := before.Terms()
		if was.Version != terms.Version {
			return Change{}, Stale{before.Version, before}
		}
		if was == terms {
			return Change{}, nil
		}
		return Change{Topic: TopicEvent, What: "edit", Of: before.UID, Before: was, After: terms}, tx.exec(ctx,
			`UPDATE events SET contact_name = ?, contact_phone = ?, answer_by = ?, texts_by = ?, version = version + 1 WHERE id = ?`,
			terms.ContactName, terms.ContactPhone, terms.AnswerBy, terms.TextsBy, event)
	})
}
