package models

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func person(given string) Person { return Person{Family: "Trần Đức", Given: given} }

func minuteOf(m int) Time { return At(time.Date(2018, 11, 13, 1, m, 0, 0, time.UTC)) }

func TestReport(t *testing.T) {
	forty, heads := int64(40), Headcount{GroupID: 3, SessionID: 1, Present: 36, Version: 1}
	record := Record{
		Event:    Event{TimeZone: "Asia/Ho_Chi_Minh"},
		Sessions: []Session{{ID: 1, StartsAt: minuteOf(0), EndsAt: minuteOf(180)}},
		Groups:   []Group{{ID: 1, Name: "Lãnh đạo tỉnh"}, {ID: 2, Name: "Ban Tuyên giáo"}, {ID: 3, Name: "Cộng tác viên", Collective: true, Expected: &forty, Headcounts: []Headcount{heads}}},
		Items: []Item{
			{ID: 1, SessionID: 1, Kind: "registration", StartsAt: minuteOf(0)},
			{ID: 2, SessionID: 1, Kind: "opening", StartsAt: minuteOf(10), StartedAt: minuteOf(12), EndedAt: minuteOf(20), PresenterID: 1},
			{ID: 3, SessionID: 1, Kind: "discussion", StartedAt: minuteOf(20), EndedAt: minuteOf(60), PresenterID: 1},
			{ID: 4, SessionID: 1, Kind: "closing", StartsAt: minuteOf(170)},
		},
		Delegates: []Delegate{
			{ID: 1, UID: "a", GroupID: 1, Person: person("Một"), Attendance: []Attendance{{SessionID: 1, State: Present, ArrivedAt: minuteOf(5)}}},
			{ID: 2, UID: "b", GroupID: 2, Person: person("Hai"), Attendance: []Attendance{{SessionID: 1, State: Present, ArrivedAt: minuteOf(13), LeftAt: minuteOf(30)}}},
			{ID: 3, UID: "c", GroupID: 2, Person: person("Ba"), Reply: "declined", Reason: "đi công tác", Attendance: []Attendance{{SessionID: 1, State: AbsentExcused}}},
			{ID: 4, UID: "d", GroupID: 2, Person: person("Bốn"), SubstituteFor: 3},
			{ID: 5, UID: "e", Person: person("Năm"), Attendance: []Attendance{{SessionID: 1, State: Absent}}},
		},
		Speeches: []Speech{
			{ID: 1, ItemID: 3, State: "spoken", DelegateID: 2, StartedAt: minuteOf(20), EndedAt: minuteOf(30), PausedMS: 60_000},
			{ID: 2, ItemID: 3, State: "spoken", SpeakerText: "Công an tỉnh", StartedAt: minuteOf(30), EndedAt: minuteOf(40)},
			{ID: 3, ItemID: 3, State: "spoken", SpeakerText: "CÔNG AN TỈNH"}, // nobody looked at the clock
			{ID: 4, ItemID: 3, State: "spoken", DelegateID: 2, StartedAt: minuteOf(41), EndedAt: minuteOf(42)},
			{ID: 5, ItemID: 3, State: "accepted", DelegateID: 1},
			{ID: 6, ItemID: 3, State: "spoken", Topic: "Một chủ đề không ai nhận"},
		},
	}
	report := record.Report()
	session := report.Sessions[0]
	if session.Opened != minuteOf(12) || session.Closed != minuteOf(60) || session.Name != "Sáng 13/11/2018" {
		t.Errorf("%q from %v to %v", session.Name, session.Opened, session.Closed)
	}
	if len(session.Groups) != 4 || session.Total.Came() != 2+36 || session.Total.Invited() != 45 || session.Groups[1].Excused != 1 || session.Groups[1].Away != 1 || session.Groups[3].Absent != 1 {
		t.Errorf("%+v\n%+v", session.Groups, session.Total)
	}
	if len(session.Present) != 2 || session.Present[0].Late || session.Present[0].Early || !session.Present[1].Late || !session.Present[1].Early || session.Present[1].Group != "Ban Tuyên giáo" {
		t.Errorf("%+v", session.Present)
	}
	if len(session.Absent) != 2 || !session.Absent[0].Excused || session.Absent[0].Reason != "đi công tác" || session.Absent[0].Substitute.ID != 4 || session.Absent[1].Excused || session.Absent[1].Substitute != nil {
		t.Errorf("%+v", session.Absent)
	}
	if len(session.Unmarked) != 1 || session.Unmarked[0].ID != 4 {
		t.Errorf("%+v", session.Unmarked)
	}
	type row struct {
		name, group                string
		speeches, untimed, seconds int64
	}
	want := []row{{"Trần Đức Hai", "Ban Tuyên giáo", 2, 0, 600}, {"Công an tỉnh", "", 2, 1, 600}, {"Trần Đức Một", "Lãnh đạo tỉnh", 1, 0, 480}}
	for i, speaker := range report.Speakers {
		if got := (row{speaker.Name, speaker.Group, speaker.Speeches, speaker.Untimed, speaker.Seconds}); i >= len(want) || got != want[i] {
			t.Errorf("speaker %d is %+v", i, got)
		}
	}
	if len(report.Speakers) != len(want) || report.Seconds != 1680 || report.Untimed != 1 {
		t.Errorf("%d speakers, %d s, %d untimed", len(report.Speakers), report.Seconds, report.Untimed)
	}
	if len(report.Groups) != 4 || report.Groups[0].Seconds != 480 || report.Groups[1].Seconds != 600 || report.Groups[2].Speakers != 0 || !report.Groups[3].Outside || report.Groups[3].Seconds != 600 {
		t.Errorf("%+v", report.Groups)
	}
	if report.Groups[3].Untimed != 1 || report.Groups[1].Untimed != 0 {
		t.Errorf("untimed by group: %+v", report.Groups)
	}
}

// A group whose speakers nobody timed has not spoken for no time at all: the chart says what the table above it says.
func TestUntimedGroup(t *testing.T) {
	record := Record{
		Groups: []Group{{ID: 1, Name: "Lãnh đạo tỉnh"}, {ID: 2, Name: "Ban Tuyên giáo"}}, Items: []Item{{ID: 1, Kind: "discussion"}},
		Delegates: []Delegate{{ID: 1, UID: "a", GroupID: 1, Person: person("Một")}},
		Speeches:  []Speech{{ID: 1, ItemID: 1, State: "spoken", DelegateID: 1}},
	}
	parts := speakingParts(record.Report())
	if bars := parts[len(parts)-1].Bars; bars[0].Text != "không ghi giờ" || bars[1].Text != "0 giây" {
		t.Errorf("%+v", bars)
	}
}

// What was only planned is not told as if it had been so.
func TestPlannedHours(t *testing.T) {
	record := Record{
		Event: Event{TimeZone: "Asia/Ho_Chi_Minh"}, Sessions: []Session{{ID: 1, StartsAt: minuteOf(0), EndsAt: minuteOf(180)}},
		Items: []Item{{ID: 1, SessionID: 1, Kind: "opening", StartsAt: minuteOf(0)}},
	}
	hours := func(change func(*Record)) string {
		r := record
		r.Items = slices.Clone(record.Items)
		change(&r)
		return r.attendanceReport(Paper{kind: attendanceReportKind}).Parts[0].Lines[1]
	}
	for want, change := range map[string]func(*Record){
		"Dự kiến khai mạc lúc 8 giờ 00, kết thúc lúc 11 giờ 00.":         func(*Record) {},
		"Khai mạc lúc 8 giờ 05, dự kiến kết thúc lúc 11 giờ 00.":         func(r *Record) { r.Items[0].StartedAt = minuteOf(5) },
		"Dự kiến khai mạc lúc 8 giờ 00; thực tế kết thúc lúc 11 giờ 05.": func(r *Record) { r.Minutes.ClosedAt = minuteOf(185) },
		"Khai mạc lúc 8 giờ 05, kết thúc lúc 11 giờ 05.":                 func(r *Record) { r.Minutes.OpenedAt, r.Minutes.ClosedAt = minuteOf(5), minuteOf(185) },
	} {
		if got := hours(change); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Who declined and came all the same stands on the lists of those who come.
func TestWhoCameAllTheSame(t *testing.T) {
	session := Session{ID: 1, StartsAt: minuteOf(0), EndsAt: minuteOf(180)}
	c := Record{}.composer(Record{}.letterhead("").Regime, "")
	declined := Delegate{ID: 1, Reply: "declined"}
	if c.wants("coming", &declined, []Session{session}) {
		t.Error("who declined comes")
	}
	declined.Attendance = []Attendance{{SessionID: 1, State: Present}}
	if !c.wants("coming", &declined, []Session{session}) {
		t.Error("who declined and came is not listed")
	}
}

// Who spoke from when to when is known has spoken, though nobody moved the state: the report counts him, and the chair is not told that he has not.
func TestSpokenByTheClock(t *testing.T) {
	record := Record{
		Event: Event{TimeZone: "Asia/Ho_Chi_Minh"}, Sessions: []Session{{ID: 1, StartsAt: minuteOf(0), EndsAt: minuteOf(60)}},
		Items:     []Item{{ID: 1, SessionID: 1, Kind: "discussion", StartsAt: minuteOf(0), StartedAt: minuteOf(0), EndedAt: minuteOf(60)}},
		Delegates: []Delegate{{ID: 1, UID: "a", Person: person("Một")}, {ID: 2, UID: "b", Person: person("Hai")}},
		Speeches: []Speech{
			{ID: 1, ItemID: 1, State: "accepted", DelegateID: 1, StartedAt: minuteOf(10), EndedAt: minuteOf(20)},
			{ID: 2, ItemID: 1, State: "accepted", DelegateID: 2},
		},
	}
	if speakers := record.Report().Speakers; len(speakers) != 1 || speakers[0].Seconds != 600 {
		t.Errorf("%+v", speakers)
	}
	if hall := record.Hall(minuteOf(70)); len(hall.Silent) != 1 || hall.Silent[0].ID != 2 {
		t.Errorf("%+v", hall.Silent)
	}
}

// A paper that would print dots where its whole matter stands is not ready, and tells where the matter is written; with it, it is ready.
func TestPapersOfAnEmptyEvent(t *testing.T) {
	empty := Record{Event: Event{Slug: "x", TimeZone: "Asia/Ho_Chi_Minh"}}
	whole := Record{
		Event: empty.Event, Sessions: []Session{{ID: 1, StartsAt: minuteOf(0), EndsAt: minuteOf(180)}},
		Items:       []Item{{ID: 1, SessionID: 1, Kind: "discussion"}},
		Delegates:   []Delegate{{ID: 1, UID: "a", Person: person("Một"), Seat: "A1", Attendance: []Attendance{{SessionID: 1, State: Present}}}},
		Speeches:    []Speech{{ID: 1, ItemID: 1, State: "accepted", DelegateID: 1}},
		Conclusions: []Conclusion{{ID: 1, Text: "Tiếp tục thực hiện"}},
	}
	lacks := func(record Record, kind, what string) bool {
		paper, _ := KindOfPaper(kind)
		return slices.ContainsFunc(record.PaperMissing(paper, Paper{kind: paper}), func(m Missing) bool { return m.What == what })
	}
	for kind, what := range map[string]string{"runsheet": "items", "delegates": "delegates", "signin": "delegates", "seating": "seats", "nameplates": "people", "badges": "people",
		"mc": "present", "speakers": "speeches", "notice": "conclusions", "attendance-report": "attendance", "certificate": "present"} {
		if !lacks(empty, kind, what) || lacks(whole, kind, what) {
			t.Errorf("%s: without %v, with %v", kind, lacks(empty, kind, what), lacks(whole, kind, what))
		}
	}
	// A body that came without names is greeted, and is attendance.
	counted := empty
	counted.Sessions, counted.Groups = whole.Sessions, []Group{{ID: 1, Collective: true, Headcounts: []Headcount{{GroupID: 1, SessionID: 1, Present: 3, Version: 1}}}}
	if lacks(counted, "mc", "present") || lacks(counted, "attendance-report", "attendance") {
		t.Error("heads that were counted are nobody")
	}
}

// Whatever is pressed in whatever order, at whatever instants, the clock never turns back and every second is either run or paused.
func TestStopwatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w stopwatch
		now := minuteOf(0)
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			at := At(now.Add(time.Duration(rapid.IntRange(-90, 600).Draw(t, "seconds")) * time.Second)) // clocks of several machines
			before := w
			act := rapid.SampledFrom([]func(*stopwatch, Time) bool{(*stopwatch).start, (*stopwatch).pause, (*stopwatch).resume, (*stopwatch).end}).Draw(t, "act")
			if done := act(&w, at); done != (w != before) {
				t.Fatalf("%+v became %+v, and the answer is %v", before, w, done)
			}
			once := w
			if act(&w, at) || w != once {
				t.Fatalf("a second press did something: %+v became %+v", once, w)
			}
			if w.PausedMS < 0 || w.ran(at) < 0 || !before.StartedAt.IsZero() && w.StartedAt != before.StartedAt || !before.EndedAt.IsZero() && w != before {
				t.Fatalf("%+v became %+v", before, w)
			}
			if !w.EndedAt.IsZero() {
				if !w.PausedAt.IsZero() || w.ran(at)+time.Duration(w.PausedMS)*time.Millisecond != w.EndedAt.Sub(w.StartedAt.Time) {
					t.Fatalf("seconds are missing: %+v", w)
				}
			}
			if at.After(now.Time) {
				now = at
			}
		}
	})
}
