package models

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
)

// States of attendance. Late and left follow from the times.
const (
	Present       = "present"
	Absent        = "absent"
	AbsentExcused = "absent_excused"
)

// AttendanceStates are the states in the order in which forms offer them.
var AttendanceStates = []string{Present, AbsentExcused, Absent}

// Attendance is a delegate's presence at a session.
type Attendance struct {
	EventID    ID `db:"event_id"`
	DelegateID ID `db:"delegate_id"`
	SessionID  ID `db:"session_id"`
	State      string
	ArrivedAt  Time `db:"arrived_at"`
	LeftAt     Time `db:"left_at"`
	Reason     string
	How        string
	NotedBy    string `db:"noted_by"`
	NotedAt    Time   `db:"noted_at"`
	Version    int64
}

// Late tells whether the delegate came after the session had opened, by the minute that papers print: nobody is late by seconds. An
// opening or an arrival that nobody knows makes nobody late.
func (a Attendance) Late(opened Time) bool {
	return a.State == Present && !opened.IsZero() && a.ArrivedAt.Truncate(time.Minute).After(opened.Truncate(time.Minute))
}

// Left tells whether the delegate went before the session closed.
func (a Attendance) Left(closed Time) bool {
	return a.State == Present && !a.LeftAt.IsZero() && a.LeftAt.Truncate(time.Minute).Before(closed.Truncate(time.Minute))
}

// Sessions are those of an event, in their order.
func (db *DB) Sessions(ctx context.Context, event ID) ([]Session, error) {
	sessions := []Session{}
	err := db.list(ctx, &sessions, `SELECT * FROM sessions WHERE event_id = ? ORDER BY position, id`, event)
	return sessions, err
}

// Arrival is when somebody has come who is marked present now: now, from two hours before the session until its end. Attendance that is taken
// at another time says nothing of when people came.
func (s Session) Arrival(now Time) Time {
	if now.Before(s.StartsAt.Add(-2*time.Hour)) || now.After(s.EndsAt.Time) {
		return Time{}
	}
	return now
}

// SessionAt is the session that a page about the hall opens with: the one that is on or for which people arrive, else the next one, and when all
// are over the last. The sessions are in their order, and there is one at least.
func SessionAt(sessions []Session, now Time) Session {
	for _, fits := range []func(Session) bool{
		func(s Session) bool { return !s.Arrival(now).IsZero() },
		func(s Session) bool { return s.StartsAt.After(now.Time) },
	} {
		if i := slices.IndexFunc(sessions, fits); i >= 0 {
			return sessions[i]
		}
	}
	return sessions[len(sessions)-1]
}

// Opened is when a session of an event really opened: for the first as the minutes note it, else its first item that is not registration,
// as it was started or else planned. Zero when nobody knows.
func (db *DB) Opened(ctx context.Context, event, session ID) (Time, error) {
	var opened struct{ Noted, Item Time }
	err := db.get(ctx, &opened, `
		SELECT (SELECT opened_at FROM minutes WHERE event_id = s.event_id AND (session_id = s.id OR session_id IS NULL
				AND s.id = (SELECT id FROM sessions WHERE event_id = s.event_id ORDER BY position, id LIMIT 1))
				AND opened_at IS NOT NULL ORDER BY session_id IS NULL LIMIT 1) AS noted,
			(SELECT COALESCE(started_at, starts_at) FROM agenda_items WHERE event_id = s.event_id AND session_id = s.id AND kind <> 'registration'
				ORDER BY position, id LIMIT 1) AS item
		FROM sessions s WHERE s.event_id = ? AND s.id = ?`, event, session)
	if opened.Noted.IsZero() {
		return opened.Item, err
	}
	return opened.Noted, err
}

// Mark is what somebody notes of a delegate at a session.
type Mark struct {
	EventID, DelegateID, SessionID ID
	State                          string // present, absent, absent_excused
	ArrivedAt, LeftAt              Time
	Reason                         string
	How                            string // when empty "hand", or "form" with a Version

	// Version is that of the attendance whose times and reason were edited: all of the mark then stands, and another version is Stale.
	// Zero is a mark in passing: it decides the state, and of what was known keeps all that fits it; the first arrival stands.
	Version int64
}

func (m *Mark) check() Invalid {
	wrong := Invalid{}
	m.ArrivedAt, m.LeftAt, m.Reason = At(m.ArrivedAt.Time), At(m.LeftAt.Time), viet.Clean(m.Reason)
	switch {
	case m.How == "" && m.Version != 0:
		m.How = byForm
	case m.How == "":
		m.How = "hand"
	}
	if !slices.Contains(AttendanceStates, m.State) {
		wrong["state"] = "Hãy chọn có mặt hay vắng."
	}
	if m.State != Present {
		m.ArrivedAt, m.LeftAt = Time{}, Time{}
	}
	if utf8.RuneCountInString(m.Reason) > 500 {
		wrong["reason"] = "Nội dung dài quá 500 ký tự."
	}
	return wrong
}

func (m Mark) leavesFirst() bool {
	return !m.ArrivedAt.IsZero() && !m.LeftAt.IsZero() && m.LeftAt.Before(m.ArrivedAt.Time)
}

// over puts a mark in passing over what was known.
func (m Mark) over(known attendanceEntry) Mark {
	if m.Version != 0 || m.State != Present && known.State == Present || m.State == Present && known.State != Present {
		return m
	}
	if !known.ArrivedAt.IsZero() {
		m.ArrivedAt = known.ArrivedAt
	}
	if m.LeftAt.IsZero() {
		m.LeftAt = known.LeftAt
	}
	if m.Reason == "" {
		m.Reason = known.Reason
	}
	return m
}

// attendanceEntry is a delegate's attendance as the journal keeps it.
type attendanceEntry struct {
	Name      string
	Session   string
	State     string
	ArrivedAt Time
	LeftAt    Time
	Reason    string
}

// putAttendance writes a delegate's attendance of a session over what was there.
const putAttendance = `
	INSERT INTO attendance (event_id, delegate_id, session_id, state, arrived_at, left_at, reason, how, noted_by, noted_at, version)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (delegate_id, session_id) DO UPDATE SET state = excluded.state, arrived_at = excluded.arrived_at, left_at = excluded.left_at,
		reason = excluded.reason, how = excluded.how, noted_by = excluded.noted_by, noted_at = excluded.noted_at, version = excluded.version`

// Mark records a delegate's attendance of a session; the last word counts, earlier ones stay in the journal. What is known already takes
// no revision.
func (db *DB) Mark(ctx context.Context, by Actor, mark Mark) error {
	if wrong := mark.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, mark.EventID, func(tx *DB) (Change, error) {
		known, err := tx.noted(ctx, mark.EventID, mark.DelegateID, mark.SessionID)
		if err != nil {
			return Change{}, err
		}
		if mark.Version != 0 && mark.Version != known.Version {
			return Change{}, Stale{known.Version, known.attendance(mark)}
		}
		before := known.entry()
		mark := mark.over(before)
		if mark.leavesFirst() {
			return Change{}, Invalid{"left_at": "Giờ về phải sau giờ đến."}
		}
		after := attendanceEntry{before.Name, before.Session, mark.State, mark.ArrivedAt, mark.LeftAt, mark.Reason}
		if before == after {
			return Change{}, nil
		}
		if err := tx.exec(ctx, putAttendance,
			mark.EventID, mark.DelegateID, mark.SessionID, mark.State, mark.ArrivedAt, mark.LeftAt, mark.Reason, mark.How, by.Name, tx.Now(), known.Revision); err != nil {
			return Change{}, err
		}
		return known.change("mark", before, after), tx.keepHand(ctx, known.Scanned, mark.DelegateID, mark.SessionID)
	})
}

// Unmark takes a mark back; the journal keeps it.
func (db *DB) Unmark(ctx context.Context, by Actor, event, delegate, session ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		known, err := tx.noted(ctx, event, delegate, session)
		if err != nil || known.State == "" {
			return Change{}, err
		}
		if known.Scanned {
			if err := tx.takeHand(ctx, by, event, delegate, session); err != nil {
				return Change{}, err
			}
		}
		return known.change("unmark", known.entry(), attendanceEntry{}), tx.exec(ctx, `DELETE FROM attendance WHERE delegate_id = ? AND session_id = ?`, delegate, session)
	})
}

// noted is what the record says of a delegate and a session: one query for all that a mark needs.
type noted struct {
	UID           string
	Family, Given string
	Session       string
	StartsAt      Time   `db:"starts_at"`
	EndsAt        Time   `db:"ends_at"`
	TimeZone      string `db:"time_zone"`
	State         string
	ArrivedAt     Time `db:"arrived_at"`
	LeftAt        Time `db:"left_at"`
	Reason        string
	How           string
	NotedBy       string `db:"noted_by"`
	NotedAt       Time   `db:"noted_at"`
	Version       int64
	Scanned       bool  // doors have seen the delegate
	Revision      int64 // of the event: the next version, since a mark that was taken back and made again must not have its old one
}

func (db *DB) noted(ctx context.Context, event, delegate, session ID) (n noted, err error) {
	err = db.get(ctx, &n, `
		SELECT d.uid, COALESCE(p.family, '') AS family, COALESCE(p.given, '') AS given, s.name AS session, s.starts_at, s.ends_at, e.time_zone,
			COALESCE(a.state, '') AS state, a.arrived_at, a.left_at, COALESCE(a.reason, '') AS reason,
			COALESCE(a.how, '') AS how, COALESCE(a.noted_by, '') AS noted_by, a.noted_at, COALESCE(a.version, 0) AS version, e.revision,
			EXISTS (SELECT 1 FROM scans WHERE scans.delegate_id = d.id AND scans.session_id = s.id) AS scanned
		FROM delegates d JOIN sessions s ON s.event_id = d.event_id JOIN events e ON e.id = d.event_id
			LEFT JOIN people p ON p.id = d.person_id LEFT JOIN attendance a ON a.delegate_id = d.id AND a.session_id = s.id
		WHERE d.event_id = ? AND d.id = ? AND s.id = ?`, event, delegate, session)
	return n, err
}

func (n noted) entry() attendanceEntry {
	return attendanceEntry{Person{Family: n.Family, Given: n.Given}.Name(), sessionName(n.Session, n.StartsAt, n.TimeZone), n.State, n.ArrivedAt, n.LeftAt, n.Reason}
}

func (n noted) attendance(m Mark) Attendance {
	return Attendance{EventID: m.EventID, DelegateID: m.DelegateID, SessionID: m.SessionID, State: n.State, ArrivedAt: n.ArrivedAt, LeftAt: n.LeftAt, Reason: n.Reason, Version: n.Version}
}

func (n noted) change(what string, before, after attendanceEntry) Change {
	change := Change{Topic: TopicAttendance, What: what, Of: n.UID}
	if before.State != "" {
		change.Before = before
	}
	if after.State != "" {
		change.After = after
	}
	return change
}

// sessionName is a session's own name, else the part of its day.
func sessionName(name string, starts Time, zone string) string {
	if name != "" {
		return name
	}
	return viet.PartOfDay(Event{TimeZone: zone}.Local(starts))
}

// SessionName is what a session is called: by its own name, else the part of its day.
func (e Event) SessionName(s Session) string { return sessionName(s.Name, s.StartsAt, e.TimeZone) }
