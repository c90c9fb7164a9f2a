package models

import (
	"context"
	"errors"
	"testing"
	"time"
)

// The chain is tried from inside the package, since only here something can be written around the door.

func openTest(t *testing.T) *DB {
	t.Helper()
	now := time.Date(2018, 11, 13, 0, 0, 0, 0, time.UTC)
	db, err := Create(context.Background(), t.TempDir()+"/hoithao.db", Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// testEvent is an event with n changes in its journal.
func testEvent(t *testing.T, db *DB, n int) Event {
	t.Helper()
	ctx := context.Background()
	organizer, err := db.add(ctx, `INSERT INTO organizations (uid, name, folded, sort_key) VALUES (?, 'Ban Tuyên giáo', 'ban tuyen giao', ?) RETURNING id`, newUID(), []byte{1})
	if err != nil {
		t.Fatal(err)
	}
	start := db.Now()
	event, err := db.AddEvent(ctx, Actor{"thử"}, NewEvent{Event: Event{Kind: "workshop", Title: "Thử", OrganizerID: organizer, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
		StartsAt: start, EndsAt: At(start.Add(time.Hour))})
	if err != nil {
		t.Fatal(err)
	}
	for range n - 1 {
		event.Note += "x"
		if err := db.SaveEvent(ctx, Actor{"thử"}, event); err != nil {
			t.Fatal(err)
		}
		if event, err = db.Event(ctx, event.Slug); err != nil {
			t.Fatal(err)
		}
	}
	return event
}

func TestChain(t *testing.T) {
	tests := []struct {
		name     string
		tamper   string // around the door
		revision int64  // the first row that does not hold; zero: the chain holds
	}{
		{"as it was written", ``, 0},
		{"a row changed", `UPDATE journal SET actor = 'người khác' WHERE revision = 3`, 3},
		{"a time changed", `UPDATE journal SET at = '2018-11-14 00:00:00+00:00' WHERE revision = 2`, 2},
		{"a row removed", `DELETE FROM journal WHERE revision = 3`, 3},
		{"the last row removed", `DELETE FROM journal WHERE revision = 5`, 5},
		{"two rows in each other's place", `UPDATE journal SET revision = CASE revision WHEN 2 THEN 103 ELSE 102 END WHERE revision IN (2, 3);
			UPDATE journal SET revision = revision - 100 WHERE revision > 100`, 2},
		{"a detail changed", `UPDATE journal_details SET detail = '{}' WHERE journal_id = (SELECT id FROM journal WHERE revision = 4 AND event_id IS NOT NULL)`, 4},
		{"a detail erased", `DELETE FROM journal_details WHERE journal_id = (SELECT id FROM journal WHERE revision = 4 AND event_id IS NOT NULL)`, 0},
		{"the event's head changed", `UPDATE events SET head = 'x'`, 5},
		{"the event's revision turned back", `UPDATE events SET revision = 4`, 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, db := context.Background(), openTest(t)
			event := testEvent(t, db, 5)
			if test.tamper != "" {
				if err := db.exec(ctx, test.tamper); err != nil {
					t.Fatal(err)
				}
			}
			event, err := db.Event(ctx, event.Slug)
			if err != nil {
				t.Fatal(err)
			}
			err = db.checkChain(ctx, event.Slug, event.UID, event.ID, event.Revision, event.Head)
			var broken BrokenChain
			if errors.As(err, &broken) != (test.revision != 0) || broken.Revision != test.revision {
				t.Errorf("got %v, want the chain broken at %d", err, test.revision)
			}
		})
	}
}

// A change that has nothing to do takes no revision, and one that fails leaves nothing behind.
func TestChangeOfNothing(t *testing.T) {
	ctx, db := context.Background(), openTest(t)
	event := testEvent(t, db, 2)
	fault := errors.New("fault")
	for _, test := range []struct {
		name   string
		answer Change
		err    error
	}{{"nothing to do", Change{}, nil}, {"a fault", Change{Topic: TopicEvent}, fault}} {
		err := db.change(ctx, Actor{"thử"}, event.ID, func(tx *DB) (Change, error) {
			if err := tx.exec(ctx, `UPDATE events SET note = 'còn lại' WHERE id = ?`, event.ID); err != nil {
				return Change{}, err
			}
			return test.answer, test.err
		})
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v", test.name, err)
		}
		after, err := db.Event(ctx, event.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if after.Revision != event.Revision || after.Note != event.Note || after.Head != event.Head {
			t.Errorf("%s left a trace: %+v", test.name, after)
		}
	}
}

// An archived event takes no change.
func TestChangeOfArchived(t *testing.T) {
	ctx, db := context.Background(), openTest(t)
	event := testEvent(t, db, 1)
	if err := db.exec(ctx, `UPDATE events SET archived_at = ? WHERE id = ?`, db.Now(), event.ID); err != nil {
		t.Fatal(err)
	}
	event.Note = "x"
	if err := db.SaveEvent(ctx, Actor{"thử"}, event); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
}
