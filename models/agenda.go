package models

import (
	"context"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
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
	return At(item.StartsAt.Add(item.length()))
}

// length is the planned length; an open one takes no time.
func (item Item) length() time.Duration {
	if item.Minutes == nil {
		return 0
	}
	return time.Duration(*item.Minutes) * time.Minute
}

// check makes the item's text clean and says what is wrong with it.
func (item *Item) check() Invalid {
	wrong := Invalid{}
	item.Title, item.Room, item.PresenterText = viet.Clean(item.Title), viet.Clean(item.Room), viet.Clean(item.PresenterText)
	item.Note = viet.CleanText(item.Note)
	switch {
	case item.Title == "":
		wrong["title"] = "Hãy ghi nội dung của mục."
	case utf8.RuneCountInString(item.Title) > 500:
		wrong["title"] = "Nội dung của mục dài quá 500 ký tự."
	}
	if !slices.Contains(ItemKinds, item.Kind) {
		wrong["kind"] = "Hãy chọn loại mục."
	}
	if item.Minutes != nil && (*item.Minutes < 0 || *item.Minutes > 24*60) {
		wrong["minutes"] = "Thời lượng từ 0 đến 1440 phút."
	}
	if utf8.RuneCountInString(item.Room) > 200 {
		wrong["room"] = "Tên phòng dài quá 200 ký tự."
	}
	if utf8.RuneCountInString(item.PresenterText) > 500 {
		wrong["presenter"] = "Tên người thực hiện dài quá 500 ký tự."
	}
	if utf8.RuneCountInString(item.Note) > 100_000 {
		wrong["note"] = "Ghi chú dài quá 100.000 ký tự."
	}
	return wrong
}

func (tx *DB) insertItem(ctx context.Context, i Item) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO agenda_items (uid, event_id, session_id, position, kind, title, starts_at, minutes, room, presenter_id, presenter_text, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), i.EventID, i.SessionID, i.Position, i.Kind, i.Title, i.StartsAt, i.Minutes, i.Room, i.PresenterID, i.PresenterText, i.Note)
}

// Item reads an item of an event.
func (db *DB) Item(ctx context.Context, event, id ID) (item Item, err error) {
	err = db.get(ctx, &item, `SELECT * FROM agenda_items WHERE event_id = ? AND id = ?`, event, id)
	return item, err
}

// ItemChange is an item as the journal keeps it, with the items whose planned start moved along: "08h40 Thảo luận".
type ItemChange struct {
	Item
	Along []string
}

// AddItem puts an item into its lane (see plan). With a start of its own it stands where that start belongs, and pushes what follows only as
// far as it would overlap. Without one it follows on: the item after, or with zero the last of the lane; what follows moves by its length.
func (db *DB) AddItem(ctx context.Context, by Actor, item Item, after ID) (added Item, err error) {
	if wrong := item.check(); len(wrong) > 0 {
		return item, wrong
	}
	err = db.change(ctx, by, item.EventID, func(tx *DB) (Change, error) {
		plan, err := tx.plan(ctx, item.EventID)
		if err != nil {
			return Change{}, err
		}
		if err := tx.checkPlace(ctx, plan, item); err != nil {
			return Change{}, err
		}
		if item.ID, err = tx.insertItem(ctx, item); err != nil {
			return Change{}, err
		}
		plan.add(item, after)
		along, err := tx.keepPlan(ctx, plan, item.ID)
		if err != nil {
			return Change{}, err
		}
		added, err = tx.Item(ctx, item.EventID, item.ID)
		return Change{Topic: TopicAgenda, What: "add", Of: added.UID, Before: along.before(Item{}), After: along.after(added)}, err
	})
	return added, err
}

// SaveItem changes the plan of an item: all but what happened. It names the version it was made on. When its end moves, the later items
// of the lane move as much; in another lane it leaves the one and comes to the other, see plan.
func (db *DB) SaveItem(ctx context.Context, by Actor, item Item) error {
	if wrong := item.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, item.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Item(ctx, item.EventID, item.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != item.Version {
			return Change{}, Stale{before.Version, before}
		}
		wanted := item
		wanted.UID, wanted.Position = before.UID, before.Position
		wanted.StartedAt, wanted.EndedAt, wanted.PausedAt, wanted.PausedMS = before.StartedAt, before.EndedAt, before.PausedAt, before.PausedMS
		if reflect.DeepEqual(before, wanted) {
			return Change{}, nil
		}
		plan, err := tx.plan(ctx, item.EventID)
		if err != nil {
			return Change{}, err
		}
		if err := tx.checkPlace(ctx, plan, wanted); err != nil {
			return Change{}, err
		}
		if err := plan.edit(wanted); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE agenda_items SET session_id = ?, kind = ?, title = ?, minutes = ?, room = ?, presenter_id = ?, presenter_text = ?, note = ?, version = version + 1 WHERE id = ?`,
			wanted.SessionID, wanted.Kind, wanted.Title, wanted.Minutes, wanted.Room, wanted.PresenterID, wanted.PresenterText, wanted.Note, wanted.ID); err != nil {
			return Change{}, err
		}
		along, err := tx.keepPlan(ctx, plan, wanted.ID)
		if err != nil {
			return Change{}, err
		}
		after, err := tx.Item(ctx, item.EventID, item.ID)
		return Change{Topic: TopicAgenda, What: "edit", Of: before.UID, Before: along.before(before), After: along.after(after)}, err
	})
}

// checkPlace refuses a session or a presenter of another event.
func (tx *DB) checkPlace(ctx context.Context, plan *plan, item Item) error {
	if _, ok := plan.sessions[item.SessionID]; !ok && (item.SessionID != 0 || len(plan.sessions) > 0) {
		return Invalid{"session": "Hãy chọn buổi."}
	}
	if item.PresenterID != 0 {
		var ours bool
		if err := tx.get(ctx, &ours, `SELECT EXISTS (SELECT 1 FROM delegates WHERE event_id = ? AND id = ?)`, item.EventID, item.PresenterID); err != nil {
			return err
		}
		if !ours {
			return Invalid{"presenter": "Người này không có trong danh sách đại biểu."}
		}
	}
	return nil
}

// RecordItem notes when an item really began and ended; zero is not yet. It names the version it was made on. The plan stays as it was.
func (db *DB) RecordItem(ctx context.Context, by Actor, item Item) error {
	if !item.StartedAt.IsZero() && !item.EndedAt.IsZero() && item.EndedAt.Before(item.StartedAt.Time) {
		return Invalid{"ended": "Giờ kết thúc phải sau giờ bắt đầu."}
	}
	if item.StartedAt.IsZero() && !item.EndedAt.IsZero() {
		return Invalid{"started": "Hãy ghi giờ bắt đầu thực tế."}
	}
	return db.change(ctx, by, item.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Item(ctx, item.EventID, item.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != item.Version {
			return Change{}, Stale{before.Version, before}
		}
		after := before
		after.StartedAt, after.EndedAt, after.Version = item.StartedAt, item.EndedAt, before.Version+1
		if before.StartedAt == after.StartedAt && before.EndedAt == after.EndedAt {
			return Change{}, nil
		}
		watch := after.watch()
		watch.corrected()
		after.set(watch)
		return Change{Topic: TopicAgenda, What: "record", Of: before.UID, Before: before, After: after}, tx.exec(ctx, `
			UPDATE agenda_items SET started_at = ?, ended_at = ?, paused_at = ?, paused_ms = ?, version = version + 1 WHERE id = ?`, after.StartedAt, after.EndedAt, after.PausedAt, after.PausedMS, after.ID)
	})
}

// RemoveItem takes an item out; what follows in its lane moves up by its length. An item on which something hangs stays.
func (db *DB) RemoveItem(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Item(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		var speeches, votes, documents bool
		for table, used := range map[string]*bool{
			`SELECT EXISTS (SELECT 1 FROM speeches WHERE event_id = ? AND item_id = ?)`:  &speeches,
			`SELECT EXISTS (SELECT 1 FROM votes WHERE event_id = ? AND item_id = ?)`:     &votes,
			`SELECT EXISTS (SELECT 1 FROM documents WHERE event_id = ? AND item_id = ?)`: &documents,
		} {
			if err := tx.get(ctx, used, table, event, id); err != nil {
				return Change{}, err
			}
		}
		switch {
		case speeches:
			return Change{}, Invalid{"item": "Mục này đã có phát biểu nên không xóa được. Hãy chuyển hoặc xóa các phát biểu trước."}
		case votes:
			return Change{}, Invalid{"item": "Mục này đã có biểu quyết nên không xóa được."}
		case documents:
			return Change{}, Invalid{"item": "Mục này đã có tài liệu nên không xóa được."}
		}
		plan, err := tx.plan(ctx, event)
		if err != nil {
			return Change{}, err
		}
		plan.remove(id)
		if err := tx.exec(ctx, `DELETE FROM agenda_items WHERE id = ?`, id); err != nil {
			return Change{}, err
		}
		along, err := tx.keepPlan(ctx, plan, 0)
		return Change{Topic: TopicAgenda, What: "remove", Of: before.UID, Before: along.before(before), After: along.after(Item{})}, err
	})
}

// PublishAgenda shows the agenda to everybody who may see the event, or makes it a draft again.
func (db *DB) PublishAgenda(ctx context.Context, by Actor, event ID, published bool) error {
	state, what := "draft", "unpublish"
	if published {
		state, what = "published", "publish"
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var before Event
		if err := tx.get(ctx, &before, `SELECT * FROM events WHERE id = ?`, event); err != nil {
			return Change{}, err
		}
		if before.AgendaState == state {
			return Change{}, nil
		}
		type agenda struct{ AgendaState string }
		return Change{Topic: TopicAgenda, What: what, Of: before.UID, Before: agenda{before.AgendaState}, After: agenda{state}},
			tx.exec(ctx, `UPDATE events SET agenda_state = ? WHERE id = ?`, state, event)
	})
}
