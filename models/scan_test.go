package models_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

var usher = models.Actor{Name: "Lễ tân"}

// hm is an instant of the workshop's morning on its own clock: hm(7, 52).
func hm(hour, minute int) models.Time {
	return models.At(time.Date(2018, 11, 13, hour-7, minute, 0, 0, time.UTC))
}

// doors is a hall with a clock that can be moved.
type doors struct {
	*hall
	name string
	now  time.Time
	mu   sync.Mutex
}

func newDoors(t testing.TB, delegates int) *doors {
	t.Helper()
	d := &doors{now: modelstest.Now}
	d.name = modelstest.Name(t)
	db, err := models.Open(context.Background(), d.name, models.Options{Now: func() time.Time {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.now
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d.hall = hallOf(t, db, delegates)
	return d
}

func (d *doors) clock(t models.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = t.Time
}

// scan is what a door has seen of the nth delegate.
func (d *doors) scan(n int, nonce, act, door string, when models.Time) models.Seen {
	return models.Seen{EventID: d.event.ID, SessionID: d.session, DelegateID: d.delegates[n].ID, Nonce: "a-nonce-" + nonce, Act: act, Door: door, ScannedAt: when}
}

func (d *doors) undo(nonce, of, door string, when models.Time) models.Seen {
	return models.Seen{EventID: d.event.ID, Nonce: "a-nonce-" + nonce, Act: models.ScanUndo, Door: door, Undoes: "a-nonce-" + of, ScannedAt: when}
}

func (d *doors) add(seen models.Seen) models.Scan {
	d.t.Helper()
	scan, err := d.db.AddScan(context.Background(), usher, seen)
	d.must(err)
	return scan
}

// attendance is what the record says of the nth delegate.
func (d *doors) attendance(n int) models.Attendance {
	d.t.Helper()
	delegate, err := d.db.Delegate(context.Background(), d.event.ID, d.delegates[n].ID)
	d.must(err)
	return delegate.At(d.session)
}

// is holds the attendance of the nth delegate to a state and times, written 07:52; "" is none.
func (d *doors) is(n int, state, arrived, left string) {
	d.t.Helper()
	got := d.attendance(n)
	text := func(t models.Time) string {
		if t.IsZero() {
			return ""
		}
		return d.event.Local(t).Format("15:04")
	}
	if got.State != state || text(got.ArrivedAt) != arrived || text(got.LeftAt) != left {
		d.t.Errorf("the attendance is %q %s–%s, not %q %s–%s", got.State, text(got.ArrivedAt), text(got.LeftAt), state, arrived, left)
	}
}

func (d *doors) check() {
	d.t.Helper()
	broken, err := d.db.Check(context.Background())
	d.must(err)
	if len(broken) > 0 {
		d.t.Error(broken)
	}
}

// A morning at two doors.
func TestScans(t *testing.T) {
	d := newDoors(t, 3)
	d.clock(hm(7, 52))
	first := d.add(d.scan(0, "1", "in", "Cửa 1", hm(7, 52)))
	if first.Outcome != models.CameIn {
		t.Errorf("the first scan says %s", first.Outcome)
	}
	d.is(0, "present", "07:52", "")
	again := d.add(d.scan(0, "1", "in", "Cửa 1", hm(7, 52)))
	if again.ID != first.ID || again.Outcome != first.Outcome {
		t.Errorf("a repeat is %+v", again)
	}
	d.clock(hm(7, 58))
	other := d.add(d.scan(0, "2", "in", "Cửa 2", hm(7, 58)))
	if other.Outcome != models.AlreadyIn || other.SinceAt != hm(7, 52) || other.SinceDoor != "Cửa 1" {
		t.Errorf("the other door is told %+v", other)
	}
	if repeat := d.add(d.scan(0, "2", "in", "Cửa 2", hm(7, 58))); repeat.Outcome != models.AlreadyIn || repeat.SinceDoor != "Cửa 1" {
		t.Errorf("the other door is told another thing: %+v", repeat)
	}

	d.clock(hm(9, 30)) // goes, and comes back
	if out := d.add(d.scan(0, "3", "out", "Cửa 1", hm(9, 30))); out.Outcome != models.WentOut {
		t.Errorf("going out says %s", out.Outcome)
	}
	d.is(0, "present", "07:52", "09:30")
	if gone := d.add(d.scan(0, "3b", "out", "Cửa 2", hm(9, 31))); gone.Outcome != models.AlreadyOut || gone.SinceAt != hm(9, 30) {
		t.Errorf("going out twice says %+v", gone)
	}
	if back := d.add(d.scan(0, "4", "in", "Cửa 2", hm(9, 45))); back.Outcome != models.CameBack {
		t.Errorf("coming back says %s", back.Outcome)
	}
	d.is(0, "present", "07:52", "")

	// The wrong badge, taken back; the repeat of it at the same door goes too, the other door's does not.
	d.clock(hm(10, 4))
	d.add(d.scan(1, "5", "in", "Cửa 1", hm(9, 58)))
	d.add(d.scan(1, "6", "in", "Cửa 1", hm(9, 59)))
	if undone := d.add(d.undo("7", "5", "Cửa 1", hm(10, 0))); undone.Outcome != models.TakenBack || undone.DelegateID != d.delegates[1].ID {
		t.Errorf("the undo says %+v", undone)
	}
	d.is(1, "", "", "")
	if twice := d.add(d.undo("8", "5", "Cửa 1", hm(10, 1))); twice.Outcome != models.NothingBack {
		t.Errorf("undone twice: %s", twice.Outcome)
	}
	d.add(d.scan(1, "9", "in", "Cửa 1", hm(10, 2)))
	d.add(d.scan(1, "10", "in", "Cửa 2", hm(10, 3)))
	d.add(d.undo("11", "9", "Cửa 1", hm(10, 4)))
	d.is(1, "present", "10:03", "")

	// Going out without having been seen: he was here, nobody knows since when.
	d.add(d.scan(2, "12", "out", "Cửa 1", hm(10, 5)))
	d.is(2, "present", "", "10:05")
	d.check()
}

// Scans and a hand's marks stand side by side.
func TestScansAndHand(t *testing.T) {
	ctx := context.Background()
	d := newDoors(t, 5)
	mark := func(n int, mark models.Mark) {
		t.Helper()
		mark.EventID, mark.DelegateID, mark.SessionID = d.event.ID, d.delegates[n].ID, d.session
		d.must(d.db.Mark(ctx, secretary, mark))
	}
	d.clock(hm(7, 0))
	mark(0, models.Mark{State: models.AbsentExcused, Reason: "Bận họp"})
	d.clock(hm(7, 52)) // the excused comes after all, and that was a mistake
	d.add(d.scan(0, "1", "in", "Cửa 1", hm(7, 52)))
	d.is(0, "present", "07:52", "")
	d.add(d.undo("2", "1", "Cửa 1", hm(7, 53)))
	d.is(0, models.AbsentExcused, "", "")
	if got := d.attendance(0); got.Reason != "Bận họp" || got.NotedBy != secretary.Name {
		t.Errorf("the mark that was there came back as %+v", got)
	}

	// A door without network saw him before the secretary did.
	d.clock(hm(8, 30))
	mark(1, models.Mark{State: models.Present, ArrivedAt: hm(8, 30)})
	d.clock(hm(9, 0))
	d.add(d.scan(1, "3", "in", "Cửa 2", hm(7, 52)))
	d.is(1, "present", "07:52", "")
	d.add(d.scan(1, "3c", "out", "Cửa 2", hm(8, 10))) // seen by a hand after that
	d.is(1, "present", "07:52", "")

	// The secretary marks absent whom a door without network has let in.
	mark(2, models.Mark{State: models.Absent})
	d.clock(hm(9, 5))
	d.add(d.scan(2, "4", "in", "Cửa 2", hm(7, 40)))
	d.is(2, "present", "07:40", "")
	d.clock(hm(9, 10)) // and knows better now
	mark(2, models.Mark{State: models.Absent})
	d.is(2, models.Absent, "", "")
	d.clock(hm(9, 11))
	d.add(d.undo("5", "4", "Cửa 2", hm(9, 11)))
	d.is(2, models.Absent, "", "")

	// Times that somebody has written stay what doors say later of earlier.
	d.add(d.scan(3, "6", "in", "Cửa 1", hm(9, 11)))
	d.clock(hm(9, 20))
	mark(3, models.Mark{State: models.Present, ArrivedAt: hm(8, 15), Version: d.attendance(3).Version})
	d.clock(hm(9, 30))
	d.add(d.scan(3, "7", "out", "Cửa 1", hm(9, 30)))
	d.is(3, "present", "08:15", "09:30")

	// A mark that is taken back takes with it what was known, not what comes.
	d.clock(hm(9, 31))
	d.must(d.db.Unmark(ctx, secretary, d.event.ID, d.delegates[3].ID, d.session))
	d.is(3, "", "", "")
	d.clock(hm(9, 40))
	d.add(d.scan(3, "8", "in", "Cửa 1", hm(9, 40)))
	d.is(3, "present", "09:40", "")

	// So does one for the whole group.
	d.add(d.scan(4, "9", "in", "Cửa 1", hm(9, 40)))
	d.add(d.undo("10", "9", "Cửa 1", hm(9, 40)))
	d.clock(hm(9, 50))
	_, err := d.db.MarkAll(ctx, secretary, d.event.ID, d.session, 0, models.Present)
	d.must(err)
	d.clock(hm(9, 55))
	d.add(d.scan(4, "11", "out", "Cửa 1", hm(9, 55)))
	d.is(4, "present", "", "09:55")
	d.add(d.undo("12", "11", "Cửa 1", hm(9, 56)))
	d.is(4, "present", "", "")
	d.check()
}

// A clock that is wrong, and a door that comes back after days, are flagged; no time is taken from them.
func TestDoubtfulScans(t *testing.T) {
	ctx := context.Background()
	d := newDoors(t, 4)
	d.clock(hm(8, 0))
	wrong := d.scan(0, "1", "in", "Cửa 1", hm(7, 30))
	wrong.SentAt = hm(7, 31) // half an hour behind
	late := d.scan(1, "2", "in", "Cửa 1", models.At(hm(8, 0).AddDate(0, 0, -3)))
	future := d.scan(2, "3", "in", "Cửa 1", hm(9, 0))
	good := d.scan(3, "4", "in", "Cửa 1", hm(7, 30))
	good.SentAt = hm(8, 1)
	for _, seen := range []models.Seen{wrong, late, future, good} {
		d.add(seen)
	}
	for n := range 3 {
		d.is(n, "present", "", "")
	}
	d.is(3, "present", "07:30", "")
	doubtful, err := d.db.DoubtfulScans(ctx, d.event.ID, d.session)
	d.must(err)
	if len(doubtful) != 3 {
		t.Errorf("%d scans are doubtful", len(doubtful))
	}
	// Somebody has looked at one and written the time, another was taken back.
	d.must(d.db.Mark(ctx, secretary, models.Mark{EventID: d.event.ID, DelegateID: d.delegates[0].ID, SessionID: d.session, State: models.Present, ArrivedAt: hm(7, 59), Version: d.attendance(0).Version}))
	d.add(d.undo("5", "2", "Cửa 1", hm(8, 0)))
	if doubtful, err = d.db.DoubtfulScans(ctx, d.event.ID, d.session); err != nil || len(doubtful) != 1 || doubtful[0].Nonce != "a-nonce-3" {
		t.Errorf("%+v %v", doubtful, err)
	}
}

func TestScansRefused(t *testing.T) {
	ctx := context.Background()
	d := newDoors(t, 1)
	for name, seen := range map[string]models.Seen{
		"nonce": {EventID: d.event.ID, SessionID: d.session, DelegateID: d.delegates[0].ID, Act: "in", Nonce: "x"},
		"act":   d.scan(0, "1", "through", "Cửa 1", hm(8, 0)),
		"door":  d.scan(0, "1", "in", fmt.Sprintf("%061d", 1), hm(8, 0)),
	} {
		var wrong models.Invalid
		if _, err := d.db.AddScan(ctx, usher, seen); !errors.As(err, &wrong) || wrong[name] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := d.scan(0, "1", "in", "", hm(8, 0))
	stranger.DelegateID = 999
	for _, seen := range []models.Seen{stranger, d.undo("1", "never", "", hm(8, 0))} {
		if _, err := d.db.AddScan(ctx, usher, seen); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
	}
	rows, err := d.db.Journal(ctx, models.JournalFilter{EventID: d.event.ID, Topic: models.TopicAttendance})
	if err != nil || len(rows) != 0 {
		t.Errorf("refused scans left %d changes: %v", len(rows), err)
	}
}

// Whatever the order in which they become known: the same presence.
func TestPresenceOfAnyOrder(t *testing.T) {
	session := models.Session{StartsAt: hm(8, 0), EndsAt: hm(11, 30)}
	rapid.Check(t, func(t *rapid.T) {
		scans := drawScans(t, rapid.IntRange(0, 9).Draw(t, "scans"))
		var hand models.HandMark
		if rapid.Bool().Draw(t, "hand") {
			hand = models.HandMark{State: rapid.SampledFrom([]string{"", "present", "absent", "absent_excused"}).Draw(t, "state"), NotedAt: hm(9, rapid.IntRange(0, 59).Draw(t, "noted")),
				How: rapid.SampledFrom([]string{"hand", "form"}).Draw(t, "how")}
			if hand.State == "present" && rapid.Bool().Draw(t, "timed") {
				hand.ArrivedAt = hm(8, rapid.IntRange(0, 59).Draw(t, "arrived"))
			}
		}
		want := models.PresenceOf(session, hand, scans)
		if got := models.PresenceOf(session, hand, rapid.Permutation(scans).Draw(t, "order")); got != want {
			t.Fatalf("in another order %+v is %+v", want, got)
		}
		if repeated := models.PresenceOf(session, hand, append(slices.Clone(scans), scans...)); repeated.State != want.State || repeated.ArrivedAt != want.ArrivedAt || repeated.LeftAt != want.LeftAt {
			t.Fatalf("seen twice %+v is %+v", want, repeated)
		}
		if !want.LeftAt.IsZero() && want.LeftAt.Before(want.ArrivedAt.Time) {
			t.Fatalf("left before coming: %+v", want)
		}
		if want.State != "present" && (!want.ArrivedAt.IsZero() || !want.LeftAt.IsZero()) {
			t.Fatalf("times of somebody who was not there: %+v", want)
		}
	})
}

// drawScans are scans of one delegate at three doors, with undos of some of them, in the order of their nonces.
func drawScans(t *rapid.T, n int) (scans []models.Scan) {
	for i := range n {
		scan := models.Scan{Nonce: fmt.Sprintf("nonce-%02d", i), Act: rapid.SampledFrom([]string{"in", "in", "out", "undo"}).Draw(t, "act"),
			Door: fmt.Sprint("Cửa ", rapid.IntRange(1, 3).Draw(t, "door")), ScannedAt: hm(8, rapid.IntRange(0, 50).Draw(t, "minute")), ReceivedAt: hm(8, 55)}
		if scan.Act == "undo" {
			scan.Undoes = fmt.Sprintf("nonce-%02d", rapid.IntRange(0, n-1).Draw(t, "undoes"))
		}
		scans = append(scans, scan)
	}
	return scans
}

// Scans, undos, leavings and offline replays of several delegates at several doors, in two orders, with repeats anywhere: the record says the
// same, each nonce is one row and had one answer, and the journal holds.
func TestScansConverge(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		var sent []models.Seen
		var halls []*doors
		var states []map[int]models.Attendance
		var perDelegate [][]models.Scan
		for range 2 {
			perDelegate = append(perDelegate, drawScans(rt, rapid.IntRange(0, 6).Draw(rt, "scans")))
		}
		for range 2 {
			d := newDoors(t, 2)
			defer d.db.Close() // not only with the test: a hundred halls would keep all connections that the server has
			d.clock(hm(9, 0))
			halls = append(halls, d)
			sent = sent[:0]
			for n, scans := range perDelegate {
				for _, s := range scans {
					seen := d.scan(n, fmt.Sprintf("%d-%s", n, s.Nonce), s.Act, s.Door, s.ScannedAt)
					if s.Act == "undo" {
						seen.Undoes = fmt.Sprintf("a-nonce-%d-%s", n, s.Undoes)
					}
					sent = append(sent, seen)
				}
			}
			order := rapid.Permutation(append(slices.Clone(sent), sent...)).Draw(rt, "order")
			answers := map[string]models.Scan{}
			for _, seen := range order {
				scan, err := d.db.AddScan(ctx, usher, seen)
				if err != nil {
					rt.Fatal(err)
				}
				if before, ok := answers[seen.Nonce]; ok && before != scan {
					rt.Fatalf("a repeat of %+v is told %+v", before, scan)
				}
				answers[seen.Nonce] = scan
			}
			rows, err := d.db.Journal(ctx, models.JournalFilter{EventID: d.event.ID, Topic: models.TopicAttendance, Limit: 1000})
			if err != nil || len(rows) != len(sent) {
				rt.Fatalf("%d scans made %d changes: %v", len(sent), len(rows), err)
			}
			state := map[int]models.Attendance{}
			for n := range perDelegate {
				mark := d.attendance(n)
				state[n] = models.Attendance{State: mark.State, ArrivedAt: mark.ArrivedAt, LeftAt: mark.LeftAt, How: mark.How}
			}
			states = append(states, state)
		}
		if !maps.Equal(states[0], states[1]) {
			rt.Fatalf("one order comes to %+v, the other to %+v", states[0], states[1])
		}
		halls[0].check()
	})
}

// 32 doors at once: with one nonce it is one scan and one answer; with 32 it is one record of attendance, one "came in" and 31 "already in".
func TestManyDoorsAtOnce(t *testing.T) {
	d := newDoors(t, 2)
	d.clock(hm(8, 0))
	outcomes := func(n int, nonce func(door int) string) map[string]int {
		var wait sync.WaitGroup
		var mu sync.Mutex
		counts := map[string]int{}
		for door := range 32 {
			wait.Go(func() {
				seen := d.scan(n, nonce(door), "in", "Cửa 1", hm(8, 0))
				seen.ScannedAt = models.Time{}
				if door%2 == 1 {
					seen.Door = "Cửa 2"
				}
				scan, err := d.db.AddScan(context.Background(), usher, seen)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				counts[scan.Outcome]++
				mu.Unlock()
			})
		}
		wait.Wait()
		return counts
	}
	if got := outcomes(0, func(int) string { return "same-one" }); got[models.CameIn] != 32 {
		t.Errorf("one scan sent 32 times is told %v", got)
	}
	// At one instant the nonces order: the first of those received by then is told that it came in.
	got := outcomes(1, func(door int) string { return fmt.Sprintf("door-%02d", door) })
	if got[models.CameIn] < 1 || got[models.CameIn]+got[models.AlreadyIn] != 32 {
		t.Errorf("32 doors are told %v", got)
	}
	rows := values(t, rawAt(t, d.name), `SELECT delegate_id, count(*) FROM attendance GROUP BY delegate_id`)
	if len(rows) != 2 {
		t.Errorf("%v", rows)
	}
	d.is(0, "present", "08:00", "")
	d.is(1, "present", "08:00", "")
	d.check()
}

// Somebody whom nobody has invited comes into directory, event and hall at once, and once however often he is sent.
func TestWalkIns(t *testing.T) {
	ctx := context.Background()
	d := newDoors(t, 1)
	d.clock(hm(8, 0))
	seen := models.Seen{EventID: d.event.ID, SessionID: d.session, Nonce: "walk-in-1", Door: "Cửa 1"}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if scan, err := d.db.AddWalkIn(ctx, usher, seen, "Lê Thị Khách", "Báo Hà Nam"); err != nil || scan.Outcome != models.CameIn {
				t.Errorf("%+v %v", scan, err)
			}
		})
	}
	wait.Wait()
	delegates, err := d.db.Delegates(ctx, models.DelegateFilter{EventID: d.event.ID, Search: "le thi khach"})
	d.must(err)
	if len(delegates) != 1 || delegates[0].At(d.session).State != models.Present || delegates[0].Person.Posts[0].Title != "Báo Hà Nam" {
		t.Fatalf("%+v", delegates)
	}
	people, err := d.db.People(ctx, models.PersonFilter{Search: "le thi khach"})
	d.must(err)
	if len(people) != 1 {
		t.Errorf("%d people", len(people))
	}
	var wrong models.Invalid
	seen.Nonce = "walk-in-2"
	if _, err := d.db.AddWalkIn(ctx, usher, seen, " ", ""); !errors.As(err, &wrong) || wrong["name"] == "" {
		t.Error(err)
	}
	d.check()
}
