package models

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"hoithao/models/viet"
)

// The queue of an item is its speeches that have been asked for, accepted or called, in their order.

// Waits tells that a speech stands in the queue of its item.
func (s Speech) Waits() bool {
	return (s.State == "requested" || s.State == "accepted" || s.State == "called") && !s.Given()
}

// AcceptSpeech takes a request, or one that was refused before.
func (db *DB) AcceptSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error {
		return d.decide(id, "accepted", "accept", "requested", "refused", "returned")
	})
}

// RefuseSpeech takes a speech out of the queue; it can be accepted later.
func (db *DB) RefuseSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error {
		return d.decide(id, "refused", "refuse", "requested", "accepted", "called", "returned")
	})
}

func (d *desk) decide(id ID, state, what string, from ...string) error {
	speech, err := d.tx.Speech(d.ctx, d.event, id)
	if err != nil || speech.State == state {
		return err
	}
	if !slices.Contains(from, speech.State) {
		if state == "accepted" {
			return nil // called, speaking or spoken: it was accepted
		}
		return Invalid{"speech": "Người này đang phát biểu hoặc đã phát biểu xong."}
	}
	after := speech
	after.State = state
	return d.keepSpeech(speech, after, what)
}

// AskToSpeak puts a delegate's wish to speak into the queue of an item. A delegate has one open wish in an item: asking again answers it.
func (db *DB) AskToSpeak(ctx context.Context, by Actor, speech Speech) (Speech, error) {
	speech.State = "requested"
	if speech.RequestedHow == "" {
		speech.RequestedHow = "phone"
	}
	err := db.change(ctx, by, speech.EventID, func(tx *DB) (Change, error) {
		var asked []Speech
		if err := tx.list(ctx, &asked, `
			SELECT * FROM speeches WHERE event_id = ? AND item_id = ? AND delegate_id = ? AND state IN ('requested', 'accepted', 'called', 'speaking') ORDER BY id LIMIT 1`,
			speech.EventID, speech.ItemID, speech.DelegateID); err != nil {
			return Change{}, err
		}
		if len(asked) > 0 {
			speech = asked[0]
			return Change{}, nil
		}
		return tx.addSpeech(ctx, &speech)
	})
	return speech, err
}

// PlaceInQueue is how many are to speak before somebody who waits, and 0 for the first; -1 when the speech does not wait.
func PlaceInQueue(speeches []Speech, id ID) int {
	at := slices.IndexFunc(speeches, func(s Speech) bool { return s.ID == id && s.Waits() })
	if at < 0 {
		return -1
	}
	before := 0
	for i, other := range speeches {
		if other.ItemID == speeches[at].ItemID && other.Waits() && (other.State == "called" && i != at || i < at) {
			before++
		}
	}
	return before
}

// OrderQueue puts those who wait in an item into an order, among the places that they have. It has to name exactly those who wait.
func (db *DB) OrderQueue(ctx context.Context, by Actor, event, item ID, order []ID) error {
	return db.arrangeQueue(ctx, by, event, item, func(waiting []ID) ([]ID, error) {
		if !slices.Equal(slices.Sorted(slices.Values(order)), slices.Sorted(slices.Values(waiting))) {
			return nil, ErrConflict
		}
		return order, nil
	})
}

// MoveInQueue moves who waits one place up or down among those who wait; at the end there is nothing to do.
func (db *DB) MoveInQueue(ctx context.Context, by Actor, event, id ID, up bool) error {
	speech, err := db.Speech(ctx, event, id)
	if err != nil {
		return err
	}
	return db.arrangeQueue(ctx, by, event, speech.ItemID, func(waiting []ID) ([]ID, error) {
		at := slices.Index(waiting, id)
		to := at + 1
		if up {
			to = at - 1
		}
		if at < 0 || to < 0 || to >= len(waiting) {
			return waiting, nil
		}
		waiting[at], waiting[to] = waiting[to], waiting[at]
		return waiting, nil
	})
}

func (db *DB) arrangeQueue(ctx context.Context, by Actor, event, item ID, arrange func(waiting []ID) ([]ID, error)) error {
	err := db.transact(ctx, func(tx *DB) error {
		return tx.reorder(ctx, by, event, inOrder{table: "speeches", topic: TopicSpeeches, item: item}, func(all []ID) ([]ID, error) {
			var waiting []ID
			if err := tx.list(ctx, &waiting, `SELECT id FROM speeches WHERE event_id = ? AND item_id = ? AND (state = 'requested' OR state IN ('accepted', 'called') AND ended_at IS NULL) ORDER BY position, id`, event, item); err != nil {
				return nil, err
			}
			wanted, err := arrange(slices.Clone(waiting))
			if err != nil {
				return nil, err
			}
			order, next := slices.Clone(all), 0
			for i, id := range all {
				if slices.Contains(waiting, id) {
					order[i] = wanted[next]
					next++
				}
			}
			return order, nil
		})
	})
	if errors.Is(err, errNothing) && db.tx == nil {
		return nil
	}
	return err
}

// SaveSummary changes what the minutes say of a speech, on the version of the summary that it was written on, and answers the version that
// stands then. The clock and the queue do not make it stale. With another version it is Stale with the Speech.
func (db *DB) SaveSummary(ctx context.Context, by Actor, event, id ID, text string, version int64) (int64, error) {
	wrong := Invalid{}
	text = viet.CleanText(text)
	if tooLong(wrong, "summary", text, maxText); len(wrong) > 0 {
		return 0, wrong
	}
	err := db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Speech(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		if before.Summary == text {
			version = before.SummaryVersion
			return Change{}, nil
		}
		if before.SummaryVersion != version {
			return Change{}, Stale{before.SummaryVersion, before}
		}
		after := before
		after.Summary, after.SummaryVersion, after.Version = text, before.SummaryVersion+1, before.Version+1
		version = after.SummaryVersion
		return Change{Topic: TopicSpeeches, What: "edit", Of: before.UID, Before: before, After: after}, tx.updateSpeech(ctx, after)
	})
	return version, err
}

var uids = regexp.MustCompile(`^[0-9a-f]{32}$`)

// NewUID is a name for something that a form will add, so that the form sent twice adds it once.
func NewUID() string { return newUID() }

// sent is the row that a form has added before under its uid; zero: it has not. A uid of another event is nobody's to take.
func (tx *DB) sent(ctx context.Context, table string, event ID, uid string) (ID, error) {
	if uid == "" {
		return 0, nil
	}
	if !uids.MatchString(uid) {
		return 0, ErrNotFound
	}
	var found []struct {
		ID      ID
		EventID ID `db:"event_id"`
	}
	if err := tx.list(ctx, &found, map[string]string{
		"speeches":    `SELECT id, event_id FROM speeches WHERE uid = ?`,
		"votes":       `SELECT id, event_id FROM votes WHERE uid = ?`,
		"conclusions": `SELECT id, event_id FROM conclusions WHERE uid = ?`,
	}[table], uid); err != nil || len(found) == 0 {
		return 0, err
	}
	if found[0].EventID != event {
		return 0, ErrConflict
	}
	return found[0].ID, nil
}
