package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func at(minutes int) models.Time {
	return models.At(modelstest.Now.Add(time.Duration(minutes) * time.Minute))
}

func (h *hall) mark(delegate int, state string) models.Mark {
	return models.Mark{EventID: h.event.ID, DelegateID: h.delegates[delegate].ID, SessionID: h.session, State: state}
}

func (h *hall) attendance(delegate int) models.Attendance {
	h.t.Helper()
	found, err := h.db.Delegate(context.Background(), h.event.ID, h.delegates[delegate].ID)
	h.must(err)
	return found.At(h.session)
}

func TestMark(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	steps := []struct {
		name     string
		mark     models.Mark
		revision bool // whether one is taken
		want     models.Attendance
	}{
		{"comes", models.Mark{State: models.Present, ArrivedAt: at(20)}, true, models.Attendance{State: models.Present, ArrivedAt: at(20)}},
		{"comes again by another door", models.Mark{State: models.Present, ArrivedAt: at(25)}, false, models.Attendance{State: models.Present, ArrivedAt: at(20)}},
		{"leaves", models.Mark{State: models.Present, LeftAt: at(100)}, true, models.Attendance{State: models.Present, ArrivedAt: at(20), LeftAt: at(100)}},
		{"was a mistake", models.Mark{State: models.Absent}, true, models.Attendance{State: models.Absent}},
		{"has a reason", models.Mark{State: models.AbsentExcused, Reason: " Đi  công tác "}, true, models.Attendance{State: models.AbsentExcused, Reason: "Đi công tác"}},
		{"has it no more", models.Mark{State: models.Absent}, true, models.Attendance{State: models.Absent, Reason: "Đi công tác"}},
		{"comes after all", models.Mark{State: models.Present, ArrivedAt: at(90)}, true, models.Attendance{State: models.Present, ArrivedAt: at(90)}},
		{"an absentee has no times", models.Mark{State: models.Absent, ArrivedAt: at(90)}, true, models.Attendance{State: models.Absent}},
	}
	for _, step := range steps {
		before := h.last().Revision
		mark := step.mark
		mark.EventID, mark.DelegateID, mark.SessionID = h.event.ID, h.delegates[0].ID, h.session
		h.must(h.db.Mark(ctx, secretary, mark))
		got := h.attendance(0)
		if got.State != step.want.State || got.ArrivedAt != step.want.ArrivedAt || got.LeftAt != step.want.LeftAt || got.Reason != step.want.Reason || got.NotedBy != secretary.Name {
			t.Errorf("%s: %+v, want %+v", step.name, got, step.want)
		}
		if taken := h.last().Revision > before; taken != step.revision {
			t.Errorf("%s: a revision was taken: %v", step.name, taken)
		}
	}
	h.must(h.db.Unmark(ctx, secretary, h.event.ID, h.delegates[0].ID, h.session))
	if got := h.attendance(0); got.State != "" {
		t.Errorf("taken back: %+v", got)
	}
	last := h.last()
	if last.What != "unmark" || !strings.Contains(last.Detail, `"Thuần 000"`) && !strings.Contains(last.Detail, `Thuần 000`) {
		t.Errorf("the journal says %s %s", last.What, last.Detail)
	}
	h.must(h.db.Unmark(ctx, secretary, h.event.ID, h.delegates[0].ID, h.session))
	if h.last().Revision != last.Revision {
		t.Error("taking back nothing took a revision")
	}
}

func TestMarkRefused(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	other := hallOf(t, h.db, 1)
	for name, mark := range map[string]models.Mark{
		"a session of another event":  {EventID: h.event.ID, DelegateID: h.delegates[0].ID, SessionID: other.session, State: models.Present},
		"a delegate of another event": {EventID: h.event.ID, DelegateID: other.delegates[0].ID, SessionID: h.session, State: models.Present},
		"another event":               {EventID: other.event.ID, DelegateID: h.delegates[0].ID, SessionID: h.session, State: models.Present},
	} {
		if err := h.db.Mark(ctx, secretary, mark); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if err := h.db.Unmark(ctx, secretary, mark.EventID, mark.DelegateID, mark.SessionID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s, taken back: %v", name, err)
		}
	}
	wants(t, h.db.Mark(ctx, secretary, h.mark(0, "late")), "state")
	late := h.mark(0, models.Present)
	late.ArrivedAt, late.LeftAt = at(60), at(30)
	wants(t, h.db.Mark(ctx, secretary, late), "left_at")
	long := h.mark(0, models.Absent)
	long.Reason = strings.Repeat("ă", 501)
	wants(t, h.db.Mark(ctx, secretary, long), "reason")
}

func TestMarkOnAnOldVersion(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	h.must(h.db.Mark(ctx, secretary, h.mark(0, models.Present)))
	old := h.attendance(0)
	edit := h.mark(0, models.Present)
	edit.ArrivedAt, edit.Version = at(40), old.Version
	h.must(h.db.Mark(ctx, secretary, edit))
	var stale models.Stale
	edit.ArrivedAt = at(50)
	if err := h.db.Mark(ctx, secretary, edit); !errors.As(err, &stale) || stale.Now.(models.Attendance).ArrivedAt != at(40) {
		t.Errorf("an edit of an old version: %v", err)
	}
	// Taken back and marked again, it is not the version of before.
	h.must(h.db.Unmark(ctx, secretary, h.event.ID, h.delegates[0].ID, h.session))
	h.must(h.db.Mark(ctx, secretary, h.mark(0, models.Present)))
	edit.Version = old.Version
	if err := h.db.Mark(ctx, secretary, edit); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an edit of a mark that was taken back: %v", err)
	}
	edit.Version = h.attendance(0).Version
	edit.ArrivedAt = models.Time{}
	h.must(h.db.Mark(ctx, secretary, edit))
}

func TestMarkAll(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 6)
	declined := h.delegates[0] // of the first group, with two others
	declined.Reply = "declined"
	h.must(h.db.SaveDelegate(ctx, secretary, declined))
	h.must(h.db.Mark(ctx, secretary, h.mark(1, models.AbsentExcused)))
	marked, err := h.db.MarkAll(ctx, secretary, h.event.ID, h.session, h.groups[0].ID, models.Present)
	if err != nil || marked != 1 {
		t.Errorf("marked %d, %v; want the one who has not declined and is not marked", marked, err)
	}
	if got := h.attendance(0).State + h.attendance(1).State + h.attendance(2).State + h.attendance(3).State; got != models.AbsentExcused+models.Present {
		t.Errorf("the states are %s", got)
	}
	marked, err = h.db.MarkAll(ctx, secretary, h.event.ID, h.session, 0, models.Absent)
	if err != nil || marked != 4 {
		t.Errorf("marked %d absent, %v; want 4", marked, err)
	}
	before := h.last().Revision
	if marked, err = h.db.MarkAll(ctx, secretary, h.event.ID, h.session, 0, models.Absent); err != nil || marked != 0 || h.last().Revision != before {
		t.Errorf("nobody left to mark: %d, %v", marked, err)
	}
	h.must(h.db.Mark(ctx, secretary, h.mark(3, models.Present)))
	unmarked, err := h.db.UnmarkAll(ctx, secretary, h.event.ID, h.session, 0)
	if err != nil || unmarked != 4 || h.attendance(3).State != models.Present || h.attendance(1).State != models.AbsentExcused {
		t.Errorf("took back %d, %v; what was marked by hand is %q and %q", unmarked, err, h.attendance(3).State, h.attendance(1).State)
	}
	_, err = h.db.MarkAll(ctx, secretary, h.event.ID, h.session, 99999, models.Present)
	wants(t, err, "group")
	if _, err = h.db.MarkAll(ctx, secretary, h.event.ID, 99999, 0, models.Present); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a session that is none: %v", err)
	}
}

func TestHeadcount(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	group := h.groups[2].ID
	set := func(present *int64, version int64) error {
		return h.db.SetHeadcount(ctx, secretary, h.event.ID, group, h.session, present, version)
	}
	heads := func() models.Headcount {
		groups, err := h.db.Groups(ctx, h.event.ID)
		h.must(err)
		return groups[2].At(h.session)
	}
	h.must(set(number(36), 0))
	first := heads()
	if first.Present != 36 {
		t.Errorf("counted %+v", first)
	}
	if err := set(number(37), 0); !errors.Is(err, models.ErrConflict) {
		t.Errorf("two counted at once: %v", err)
	}
	h.must(set(number(36), 0)) // the same number is no conflict
	h.must(set(number(0), first.Version))
	if got := heads(); got.Present != 0 || got.Version == 0 {
		t.Errorf("nobody came: %+v", got)
	}
	h.must(set(nil, heads().Version))
	if got := heads(); got.Version != 0 {
		t.Errorf("taken back: %+v", got)
	}
	h.must(set(number(5), 0))
	if err := set(number(6), first.Version); !errors.Is(err, models.ErrConflict) {
		t.Errorf("the version of a count that was taken back: %v", err)
	}
	wants(t, set(number(models.MostHeads+1), 0), "present")
	wants(t, h.db.SetHeadcount(ctx, secretary, h.event.ID, h.groups[0].ID, h.session, number(1), 0), "present")
	if err := h.db.SetHeadcount(ctx, secretary, h.event.ID, group, 99999, number(1), 0); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a session that is none: %v", err)
	}
}

func TestLate(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	opened, err := h.db.Opened(ctx, h.event.ID, h.session)
	h.must(err)
	if opened != at(60) { // 07:30 reception, 08:00 opening
		t.Errorf("opens at %s, want %s", opened, at(60))
	}
	for _, test := range []struct {
		name       string
		attendance models.Attendance
		opened     models.Time
		late       bool
	}{
		{"before", models.Attendance{State: models.Present, ArrivedAt: at(50)}, opened, false},
		{"within the minute", models.Attendance{State: models.Present, ArrivedAt: models.At(opened.Add(59 * time.Second))}, opened, false},
		{"after", models.Attendance{State: models.Present, ArrivedAt: at(61)}, opened, true},
		{"at a time nobody noted", models.Attendance{State: models.Present}, opened, false},
		{"absent", models.Attendance{State: models.Absent, ArrivedAt: at(61)}, opened, false},
		{"at an opening nobody noted", models.Attendance{State: models.Present, ArrivedAt: at(61)}, models.Time{}, false},
	} {
		if got := test.attendance.Late(test.opened); got != test.late {
			t.Errorf("%s: late is %v", test.name, got)
		}
	}
	session := models.Session{StartsAt: at(30), EndsAt: at(270)}
	for minutes, want := range map[int]models.Time{0: at(0), 200: at(200), -100: {}, 271: {}, 3000: {}} {
		if got := session.Arrival(at(minutes)); got != want {
			t.Errorf("marked at minute %d, arrived at %s, want %s", minutes, got, want)
		}
	}
}

// Who is replaced and who stands in are one of those invited, in the counts on the screen and in the report; marked absent, the replaced counts
// as the absent that the minutes name.
func TestOnePlaceIsInvitedOnce(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 3)
	h.must(h.db.AddSubstitute(ctx, secretary, h.event.ID, h.delegates[0].ID, h.delegates[1].PersonID, "agreed"))
	h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, DelegateID: h.delegates[1].ID, SessionID: h.session, State: models.Present}))
	is := func(invited, came, excused, unmarked int64) {
		t.Helper()
		turnout, err := h.db.Turnout(ctx, h.event.ID, h.session)
		h.must(err)
		record, err := h.db.Record(ctx, h.event.ID)
		h.must(err)
		report := record.Report().Sessions[0]
		for where, total := range map[string]models.Turnout{"the screen": models.Total(turnout), "the report": report.Total} {
			if total.Invited() != invited || total.Came() != came || total.Excused != excused || total.Unmarked() != unmarked {
				t.Errorf("%s says %d invited, %d came, %d excused, %d not marked", where, total.Invited(), total.Came(), total.Excused, total.Unmarked())
			}
		}
		if len(report.Unmarked) != int(unmarked) {
			t.Errorf("the report lists %d as not marked", len(report.Unmarked))
		}
	}
	is(42, 1, 0, 1) // 40 of them are the heads of a unit
	if list := h.list(models.DelegateFilter{SessionID: h.session, State: "unmarked"}); len(list) != 1 || list[0].ID != h.delegates[2].ID {
		t.Errorf("%d are listed as not marked", len(list))
	}
	if marked, err := h.db.MarkAll(ctx, secretary, h.event.ID, h.session, 0, models.Absent); err != nil || marked != 1 {
		t.Errorf("%d are marked absent with the rest: %v", marked, err)
	}
	h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, DelegateID: h.delegates[2].ID, SessionID: h.session, State: models.Present}))
	is(42, 2, 0, 0)
	h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, DelegateID: h.delegates[0].ID, SessionID: h.session, State: models.AbsentExcused, Reason: "đi công tác"}))
	is(43, 2, 1, 0)
}

// Whatever is marked, moved, answered and counted, the counts are those of a recount.
func TestTurnoutIsARecount(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 7)
	check := func(t *rapid.T) {
		turnout, err := h.db.Turnout(ctx, h.event.ID, h.session)
		h.must(err)
		groups, err := h.db.Groups(ctx, h.event.ID)
		h.must(err)
		want := map[models.ID]*models.Turnout{}
		for _, group := range groups {
			counted := &models.Turnout{}
			if count := group.At(h.session); count.Version != 0 {
				counted.Heads = &count.Present
			}
			want[group.ID] = counted
		}
		for _, delegate := range h.list(models.DelegateFilter{Limit: 1000}) {
			if want[delegate.GroupID] == nil {
				want[delegate.GroupID] = &models.Turnout{}
			}
			if delegate.At(h.session).State == "" && slices.ContainsFunc(delegate.Substitutes, func(s models.Substitute) bool { return s.ReplacedID == delegate.ID && s.State == "agreed" }) {
				continue
			}
			counted := want[delegate.GroupID]
			counted.Named++
			if delegate.Away() {
				counted.Away++
			}
			switch delegate.At(h.session).State {
			case models.Present:
				counted.Present++
			case models.AbsentExcused:
				counted.Excused++
			case models.Absent:
				counted.Absent++
			}
		}
		if len(turnout) != len(want) {
			t.Fatalf("%d groups are counted, want %d", len(turnout), len(want))
		}
		for _, got := range turnout {
			counted := *want[got.Group.ID]
			if heads := fmt.Sprint(value(got.Heads), value(counted.Heads)); value(got.Heads) != value(counted.Heads) {
				t.Fatalf("%q: heads %s", got.Group.Name, heads)
			}
			counted.Group, counted.Heads = got.Group, got.Heads
			if got.Named != counted.Named || got.Away != counted.Away || got.Present != counted.Present || got.Excused != counted.Excused || got.Absent != counted.Absent {
				t.Fatalf("%q: counted %+v, a recount gives %+v", got.Group.Name, got, counted)
			}
			if got.Unmarked() < 0 || got.Away > got.Named {
				t.Fatalf("%q: %d unmarked, %d away", got.Group.Name, got.Unmarked(), got.Away)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 15).Draw(t, "acts") {
			i := rapid.IntRange(0, len(h.delegates)-1).Draw(t, "who")
			group := append(h.groups, models.Group{})[rapid.IntRange(0, len(h.groups)).Draw(t, "group")].ID
			state := rapid.SampledFrom(models.AttendanceStates).Draw(t, "state")
			switch rapid.IntRange(0, 7).Draw(t, "act") {
			case 0:
				h.must(h.db.Unmark(ctx, secretary, h.event.ID, h.delegates[i].ID, h.session))
			case 1:
				_, err := h.db.MarkAll(ctx, secretary, h.event.ID, h.session, group, state)
				h.must(err)
			case 2:
				_, err := h.db.UnmarkAll(ctx, secretary, h.event.ID, h.session, group)
				h.must(err)
			case 3:
				delegate, err := h.db.Delegate(ctx, h.event.ID, h.delegates[i].ID)
				h.must(err)
				delegate.GroupID, delegate.Reply = group, rapid.SampledFrom(models.Replies).Draw(t, "reply")
				h.must(h.db.SaveDelegate(ctx, secretary, delegate))
			case 4:
				groups, err := h.db.Groups(ctx, h.event.ID)
				h.must(err)
				h.must(h.db.SetHeadcount(ctx, secretary, h.event.ID, h.groups[2].ID, h.session, number(int64(i)), groups[2].At(h.session).Version))
			default:
				h.must(h.db.Mark(ctx, secretary, h.mark(i, state)))
			}
			check(t)
		}
	})
}

func value(n *int64) int64 {
	if n == nil {
		return -1
	}
	return *n
}

// Many doors mark one delegate at once: it is one mark, one of theirs, nobody sees a fault, and the journal has what each did that changed anything.
func TestManyDoors(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	before := h.last().Revision
	var doors sync.WaitGroup
	for i := range 32 {
		doors.Go(func() {
			door := models.Actor{Name: fmt.Sprintf("Cửa %d", i)}
			mark := h.mark(0, models.AttendanceStates[i%3])
			mark.ArrivedAt = at(i)
			if err := h.db.Mark(ctx, door, mark); err != nil {
				t.Error(err)
			}
		})
	}
	doors.Wait()
	got := h.attendance(0)
	rows, err := h.db.Journal(ctx, models.JournalFilter{EventID: h.event.ID, Topic: models.TopicAttendance, Limit: 100})
	h.must(err)
	if last := rows[0]; last.Actor != got.NotedBy || len(rows) > 32 || rows[len(rows)-1].Revision != before+1 || last.Revision != before+int64(len(rows)) {
		t.Errorf("%s has the last word, the journal's is %s of %d", got.NotedBy, last.Actor, len(rows))
	}
	if got := h.list(models.DelegateFilter{}); len(got) != 1 || len(got[0].Attendance) != 1 {
		t.Errorf("there are %d marks", len(got[0].Attendance))
	}
}
