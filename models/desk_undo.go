package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
)

// clockActs are the acts that a hand may take back: those of the clock, and of the queue.
const clockActs = `('start', 'pause', 'continue', 'end', 'call', 'accept', 'refuse')`

// DeskAct is what somebody did at the desk with one press: the last of it that still stands can be undone.
type DeskAct struct {
	Revision int64 // of its last change: names it
	At       Time
	Actor    string
	Did      []DeskChange // in the order done
}

// DeskChange is one thing that an act changed.
type DeskChange struct {
	Topic string // agenda or speeches
	What  string
	Name  string // of the item, or who speaks or on what

	row           JournalRow
	before, after clockState
}

// clockState is of an item or a speech what an act changes, as the journal keeps it.
type clockState struct {
	UID, State                   string
	StartedAt, EndedAt, PausedAt Time
	PausedMS                     int64
	Act                          string

	Title, Topic, SpeakerText string
	DelegateID                ID
}

func (c clockState) watch() stopwatch {
	return stopwatch{c.StartedAt, c.EndedAt, c.PausedAt, c.PausedMS}
}

// LastAct is what can be undone at an event: the last act at the desk that nothing has changed since. The zero DeskAct: nothing.
func (db *DB) LastAct(ctx context.Context, event ID) (last DeskAct, err error) {
	err = db.View(ctx, func(tx *DB) error {
		last, err = tx.lastAct(ctx, event)
		return err
	})
	return last, err
}

func (tx *DB) lastAct(ctx context.Context, event ID) (DeskAct, error) {
	rows := []JournalRow{}
	for _, topic := range []string{TopicAgenda, TopicSpeeches} {
		var some []JournalRow
		if err := tx.list(ctx, &some, `
			SELECT journal.*, salt, detail FROM journal JOIN journal_details ON journal_id = journal.id
			WHERE event_id = ? AND topic = ? AND what IN `+clockActs+` AND detail <> '' ORDER BY revision DESC LIMIT 30`, event, topic); err != nil {
			return DeskAct{}, err
		}
		rows = append(rows, some...)
	}
	acts := map[string]*DeskAct{}
	var newest []*DeskAct
	for _, row := range rows {
		var detail struct{ Before, After clockState }
		if err := json.Unmarshal([]byte(row.Detail), &detail); err != nil || detail.After.Act == "" {
			continue
		}
		act := acts[detail.After.Act]
		if act == nil {
			act = &DeskAct{}
			acts[detail.After.Act], newest = act, append(newest, act)
		}
		if row.Revision > act.Revision {
			act.Revision, act.At, act.Actor = row.Revision, row.At, row.Actor
		}
		act.Did = append(act.Did, DeskChange{Topic: row.Topic, What: row.What, row: row, before: detail.Before, after: detail.After})
	}
	var last *DeskAct
	for _, act := range newest {
		if last != nil && act.Revision < last.Revision || tx.Now().Sub(act.At.Time) > lateAct {
			continue
		}
		stands, err := tx.stands(ctx, event, act)
		if err != nil {
			return DeskAct{}, err
		}
		if stands {
			last = act
		}
	}
	if last == nil {
		return DeskAct{}, nil
	}
	slices.SortFunc(last.Did, func(a, b DeskChange) int { return cmp.Compare(a.row.Revision, b.row.Revision) })
	return *last, nil
}

// stands tells whether everything that an act changed is as the act left it, and puts the names in.
func (tx *DB) stands(ctx context.Context, event ID, act *DeskAct) (bool, error) {
	for i := range act.Did {
		did := &act.Did[i]
		if did.Topic == TopicAgenda {
			var items []Item
			if err := tx.list(ctx, &items, `SELECT * FROM agenda_items WHERE event_id = ? AND uid = ?`, event, did.after.UID); err != nil {
				return false, err
			}
			if len(items) == 0 || items[0].watch() != did.after.watch() {
				return false, nil
			}
			did.Name = items[0].Title
			continue
		}
		var speeches []Speech
		if err := tx.list(ctx, &speeches, `SELECT * FROM speeches WHERE event_id = ? AND uid = ?`, event, did.after.UID); err != nil {
			return false, err
		}
		if len(speeches) == 0 || speeches[0].watch() != did.after.watch() || speeches[0].State != did.after.State {
			return false, nil
		}
		name, err := tx.speakerOf(ctx, speeches[0])
		if err != nil {
			return false, err
		}
		did.Name = name
	}
	return true, nil
}

// speakerOf is who speaks, as a line names it; without a name on what.
func (tx *DB) speakerOf(ctx context.Context, speech Speech) (string, error) {
	switch {
	case speech.DelegateID != 0:
		delegate, err := tx.Speaker(ctx, speech.EventID, speech.DelegateID)
		return delegate.Person.Name(), err
	case speech.SpeakerText != "":
		return speech.SpeakerText, nil
	}
	return speech.Topic, nil
}

// UndoAct takes the act of a revision back, as if it had not been done: the clock goes on that was stopped, and is still that was started. It
// is a conflict when something has changed since; when it was undone already, there is nothing to do.
func (db *DB) UndoAct(ctx context.Context, by Actor, event ID, revision int64) error {
	return db.atDesk(ctx, by, event, Time{}, func(d *desk) error {
		last, err := d.tx.lastAct(ctx, event)
		if err != nil {
			return err
		}
		if last.Revision != revision {
			var undone bool
			if err := d.tx.get(ctx, &undone, `
				SELECT EXISTS (SELECT 1 FROM journal JOIN journal_details ON journal_id = journal.id
					WHERE event_id = ? AND topic IN (?, ?) AND revision > ? AND what = 'undo' AND detail LIKE ?)`,
				event, TopicAgenda, TopicSpeeches, revision, fmt.Sprintf(`%%"Undid":%d}%%`, revision)); err != nil {
				return err
			}
			if undone {
				return nil
			}
			return ErrConflict
		}
		d.undid = revision
		for i := len(last.Did) - 1; i >= 0; i-- {
			if err := d.undo(last.Did[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) undo(did DeskChange) error {
	if did.Topic == TopicAgenda {
		var item Item
		if err := d.tx.get(d.ctx, &item, `SELECT * FROM agenda_items WHERE event_id = ? AND uid = ?`, d.event, did.after.UID); err != nil {
			return err
		}
		after := item
		after.set(did.before.watch())
		if after.Running() && !item.Running() {
			if err := d.free(after); err != nil {
				return err
			}
		}
		return d.keepItem(item, after, "undo")
	}
	var speech Speech
	if err := d.tx.get(d.ctx, &speech, `SELECT * FROM speeches WHERE event_id = ? AND uid = ?`, d.event, did.after.UID); err != nil {
		return err
	}
	after := speech
	after.set(did.before.watch())
	after.State = did.before.State
	if after.State == "speaking" && speech.State != "speaking" {
		if others, err := d.speaking(speech.ItemID); err != nil || len(others) > 0 {
			return cmp.Or(err, error(Invalid{"undo": "Ở mục này đang có người khác phát biểu."}))
		}
	}
	return d.keepSpeech(speech, after, "undo")
}

// free refuses an item that is to go on while another is on in its room.
func (d *desk) free(item Item) error {
	plan, err := d.tx.plan(d.ctx, d.event)
	if err != nil {
		return err
	}
	for _, other := range plan.items {
		if other.ID != item.ID && other.Running() && plan.laneOf(other).room == plan.laneOf(item).room {
			return Invalid{"undo": "Trong phòng này đang có mục khác diễn ra."}
		}
	}
	return nil
}
