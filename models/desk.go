package models

import (
	"context"
	"time"
)

// What the secretary does at the desk while the event goes on. Every act is done once however often it is pressed: what is so already takes
// no revision. at is when it was done, by the desk's clock put right; zero, a time to come or one long past is now.

// StartItem begins an item. What ran in its room until then ends at that moment: a room has one item at a time.
func (db *DB) StartItem(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.startItem(id) })
}

// PauseItem halts an item and who speaks in it.
func (db *DB) PauseItem(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.halt(id, "pause", (*stopwatch).pause) })
}

// ResumeItem lets an item go on, and who speaks in it.
func (db *DB) ResumeItem(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.halt(id, "continue", (*stopwatch).resume) })
}

// EndItem ends an item and who speaks in it.
func (db *DB) EndItem(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.endItem(id) })
}

// CallSpeech asks the next speaker to get ready; in an item one is called at a time.
func (db *DB) CallSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.call(id) })
}

// StartSpeech gives somebody the floor. Who spoke in the room until then has ended; the item begins, if it has not yet.
func (db *DB) StartSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.startSpeech(id) })
}

// PauseSpeech halts the clock of who speaks.
func (db *DB) PauseSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.haltSpeech(id, "pause", (*stopwatch).pause) })
}

// ResumeSpeech lets the clock of who speaks go on, and that of the item if it was halted.
func (db *DB) ResumeSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error {
		speech, err := d.tx.Speech(d.ctx, d.event, id)
		if err != nil {
			return err
		}
		return d.halt(speech.ItemID, "continue", (*stopwatch).resume)
	})
}

// EndSpeech ends a speech.
func (db *DB) EndSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error { return d.endSpeech(id) })
}

// NextSpeech ends the speech that is on and gives the floor to who waits first, if anybody does. It names the speech that ends, so that a
// second press passes nobody over.
func (db *DB) NextSpeech(ctx context.Context, by Actor, event, id ID, at Time) error {
	return db.atDesk(ctx, by, event, at, func(d *desk) error {
		speech, err := d.tx.Speech(d.ctx, d.event, id)
		if err != nil || speech.State != "speaking" {
			return err
		}
		if err := d.endSpeech(id); err != nil {
			return err
		}
		var waiting []ID
		if err := d.tx.list(d.ctx, &waiting, `
			SELECT id FROM speeches WHERE event_id = ? AND item_id = ? AND state IN ('called', 'accepted') AND ended_at IS NULL
			ORDER BY CASE state WHEN 'called' THEN 0 ELSE 1 END, position, id LIMIT 1`, d.event, speech.ItemID); err != nil || len(waiting) == 0 {
			return err
		}
		return d.startSpeech(waiting[0])
	})
}

// desk is one act in its transaction: all that it changes has one moment and one name.
type desk struct {
	ctx     context.Context
	tx      *DB
	event   ID
	at      Time
	act     string
	undid   int64 // the revision that it takes back; zero: none
	changes []Change
}

// itemAct and speechAct are what an act changed, as the journal keeps it. Act joins what one press of a button changed; Undid is the revision
// that was taken back. It stands last.
type itemAct struct {
	Item
	Act   string
	Undid int64
}

type speechAct struct {
	Speech
	Act   string
	Undid int64
}

// lateAct is how long after it was done an act is believed to have been done then: a desk without a network for longer has lost the day.
const lateAct = 12 * time.Hour

func (db *DB) atDesk(ctx context.Context, by Actor, event ID, at Time, act func(d *desk) error) error {
	return db.changes(ctx, by, event, func(tx *DB) ([]Change, error) {
		now := tx.Now()
		if at = At(at.Time); at.IsZero() || at.After(now.Time) || now.Sub(at.Time) > lateAct {
			at = now
		}
		d := &desk{ctx: ctx, tx: tx, event: event, at: at, act: newUID()}
		err := act(d)
		return d.changes, err
	})
}

func (d *desk) keepItem(before, after Item, what string) error {
	after.Version++
	d.changes = append(d.changes, Change{Topic: TopicAgenda, What: what, Of: before.UID, Before: itemAct{Item: before}, After: itemAct{after, d.act, d.undid}})
	return d.tx.exec(d.ctx, `UPDATE agenda_items SET started_at = ?, ended_at = ?, paused_at = ?, paused_ms = ?, version = ? WHERE event_id = ? AND id = ?`,
		after.StartedAt, after.EndedAt, after.PausedAt, after.PausedMS, after.Version, d.event, after.ID)
}

func (d *desk) keepSpeech(before, after Speech, what string) error {
	after.Version++
	d.changes = append(d.changes, Change{Topic: TopicSpeeches, What: what, Of: before.UID, Before: speechAct{Speech: before}, After: speechAct{after, d.act, d.undid}})
	return d.tx.exec(d.ctx, `UPDATE speeches SET state = ?, started_at = ?, ended_at = ?, paused_at = ?, paused_ms = ?, version = ? WHERE event_id = ? AND id = ?`,
		after.State, after.StartedAt, after.EndedAt, after.PausedAt, after.PausedMS, after.Version, d.event, after.ID)
}

func (d *desk) startItem(id ID) error {
	item, err := d.tx.Item(d.ctx, d.event, id)
	if err != nil || item.Running() {
		return err
	}
	if !item.EndedAt.IsZero() {
		return Invalid{"item": "Mục này đã kết thúc. Nếu đã bấm nhầm, hãy hoàn tác."}
	}
	if err := d.clear(item); err != nil {
		return err
	}
	after, watch := item, item.watch()
	watch.start(d.at)
	after.set(watch)
	return d.keepItem(item, after, "start")
}

// clear ends whatever else runs in the room of an item. The new one begins when that has ended, even by a clock that is behind.
func (d *desk) clear(item Item) error {
	plan, err := d.tx.plan(d.ctx, d.event)
	if err != nil {
		return err
	}
	for _, other := range plan.items {
		if other.ID == item.ID || !other.Running() || plan.laneOf(other).room != plan.laneOf(item).room {
			continue
		}
		if err := d.endItem(other.ID); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) endItem(id ID) error {
	item, err := d.tx.Item(d.ctx, d.event, id)
	if err != nil || !item.Running() {
		return err
	}
	speaking, err := d.speaking(id)
	if err != nil {
		return err
	}
	for _, speech := range speaking {
		if err := d.endSpeech(speech.ID); err != nil {
			return err
		}
	}
	after, watch := item, item.watch()
	watch.end(d.at)
	if d.at.Before(watch.EndedAt.Time) {
		d.at = watch.EndedAt
	}
	after.set(watch)
	return d.keepItem(item, after, "end")
}

// halt pauses an item or lets it go on, and who speaks in it.
func (d *desk) halt(id ID, what string, turn func(*stopwatch, Time) bool) error {
	item, err := d.tx.Item(d.ctx, d.event, id)
	if err != nil {
		return err
	}
	after, watch := item, item.watch()
	if turn(&watch, d.at) {
		after.set(watch)
		if err := d.keepItem(item, after, what); err != nil {
			return err
		}
	}
	speaking, err := d.speaking(id)
	if err != nil {
		return err
	}
	for _, speech := range speaking {
		if err := d.haltSpeech(speech.ID, what, turn); err != nil {
			return err
		}
	}
	return nil
}

// speaking is who speaks in an item: one, or nobody.
func (d *desk) speaking(item ID) (speeches []Speech, err error) {
	err = d.tx.list(d.ctx, &speeches, `SELECT * FROM speeches WHERE event_id = ? AND item_id = ? AND state = 'speaking'`, d.event, item)
	return speeches, err
}

func (d *desk) startSpeech(id ID) error {
	speech, err := d.tx.Speech(d.ctx, d.event, id)
	if err != nil || speech.State == "speaking" {
		return err
	}
	switch speech.State {
	case "spoken":
		return Invalid{"speech": "Người này đã phát biểu xong. Nếu đã bấm nhầm, hãy hoàn tác."}
	case "refused", "returned":
		return Invalid{"speech": "Phát biểu này chưa được nhận. Hãy nhận rồi mới mời."}
	}
	item, err := d.tx.Item(d.ctx, d.event, speech.ItemID)
	if err != nil {
		return err
	}
	if item.Running() {
		err = d.clear(item)
	} else {
		err = d.startItem(item.ID)
	}
	if err != nil {
		return err
	}
	others, err := d.speaking(item.ID)
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := d.endSpeech(other.ID); err != nil {
			return err
		}
	}
	after, watch := speech, speech.watch()
	watch.start(d.at)
	after.set(watch)
	after.State, after.EndedAt = "speaking", Time{}
	return d.keepSpeech(speech, after, "start")
}

func (d *desk) endSpeech(id ID) error {
	speech, err := d.tx.Speech(d.ctx, d.event, id)
	if err != nil || speech.State != "speaking" {
		return err
	}
	after, watch := speech, speech.watch()
	watch.start(d.at) // one whose start nobody noted
	watch.end(d.at)
	if d.at.Before(watch.EndedAt.Time) {
		d.at = watch.EndedAt
	}
	after.set(watch)
	after.State = "spoken"
	return d.keepSpeech(speech, after, "end")
}

func (d *desk) haltSpeech(id ID, what string, turn func(*stopwatch, Time) bool) error {
	speech, err := d.tx.Speech(d.ctx, d.event, id)
	if err != nil || speech.State != "speaking" {
		return err
	}
	after, watch := speech, speech.watch()
	if !turn(&watch, d.at) {
		return nil
	}
	after.set(watch)
	return d.keepSpeech(speech, after, what)
}

func (d *desk) call(id ID) error {
	speech, err := d.tx.Speech(d.ctx, d.event, id)
	if err != nil || speech.State == "called" || speech.State == "speaking" || speech.State == "spoken" {
		return err
	}
	var called []Speech
	if err := d.tx.list(d.ctx, &called, `SELECT * FROM speeches WHERE event_id = ? AND item_id = ? AND state = 'called'`, d.event, speech.ItemID); err != nil {
		return err
	}
	for _, other := range called {
		after := other
		after.State = "accepted"
		if err := d.keepSpeech(other, after, "accept"); err != nil {
			return err
		}
	}
	after := speech
	after.State = "called"
	return d.keepSpeech(speech, after, "call")
}
