package models

import (
	"context"
	"slices"
	"strings"
)

// groupMark is many marks as the journal keeps them.
type groupMark struct {
	Group, Session, State string
	Names                 []string
}

// MarkAll marks all of a group (zero: of the event) whom nobody has marked at a session; those who have said not to come are never marked
// present with the others, and those for whom somebody else comes are not marked at all. It answers how many were marked.
func (db *DB) MarkAll(ctx context.Context, by Actor, event, session, group ID, state string) (marked int, err error) {
	if !slices.Contains(AttendanceStates, state) {
		return 0, Invalid{"state": "Hãy chọn có mặt hay vắng."}
	}
	return db.markAll(ctx, by, event, session, group, state, "mark", `
		NOT EXISTS (SELECT 1 FROM attendance a WHERE a.delegate_id = d.id AND a.session_id = ?) AND (? <> 'present' OR d.reply NOT IN ('declined', 'substituted'))
		AND d.id NOT IN (SELECT replaced_id FROM substitutes WHERE event_id = ? AND state = 'agreed')`,
		[]any{session, state, event}, func(tx *DB, ids []ID, revision int64) error {
			for some := range slices.Chunk(ids, 100) {
				var args []any
				for _, id := range some {
					args = append(args, event, id, session, state, byGroup, by.Name, tx.Now(), revision)
				}
				if err := tx.exec(ctx, `INSERT INTO attendance (event_id, delegate_id, session_id, state, how, noted_by, noted_at, version) VALUES `+
					strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?)`, len(some))[2:], args...); err != nil {
					return err
				}
				var scanned []ID
				if err := tx.listIn(ctx, &scanned, `SELECT DISTINCT delegate_id FROM scans WHERE session_id = ? AND delegate_id IN (?)`, session, some); err != nil {
					return err
				}
				for _, id := range scanned {
					if err := tx.keepHand(ctx, true, id, session); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

// byGroup is how those were marked whom nobody looked at one by one.
const byGroup = "group"

// UnmarkAll takes back the marks that MarkAll made in a group (zero: in the event) and that nobody has touched since.
func (db *DB) UnmarkAll(ctx context.Context, by Actor, event, session, group ID) (unmarked int, err error) {
	return db.markAll(ctx, by, event, session, group, "", "unmark", `
		EXISTS (SELECT 1 FROM attendance a WHERE a.delegate_id = d.id AND a.session_id = ? AND a.how = ?)`,
		[]any{session, byGroup}, func(tx *DB, ids []ID, _ int64) error {
			for some := range slices.Chunk(ids, 500) {
				var gone []ID
				if err := tx.listIn(ctx, &gone, `DELETE FROM attendance WHERE session_id = ? AND delegate_id IN (?) RETURNING delegate_id`, session, some); err != nil {
					return err
				}
				var scanned []ID
				if err := tx.listIn(ctx, &scanned, `SELECT DISTINCT delegate_id FROM scans WHERE session_id = ? AND delegate_id IN (?)`, session, some); err != nil {
					return err
				}
				for _, id := range scanned {
					if err := tx.takeHand(ctx, by, event, id, session); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

func (db *DB) markAll(ctx context.Context, by Actor, event, session, group ID, state, what, which string, args []any, write func(tx *DB, ids []ID, revision int64) error) (count int, err error) {
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var at struct {
			Session
			Zone     string
			Revision int64
		}
		if err := tx.get(ctx, &at, `SELECT s.*, e.time_zone AS zone, e.revision FROM sessions s JOIN events e ON e.id = s.event_id WHERE s.event_id = ? AND s.id = ?`, event, session); err != nil {
			return Change{}, err
		}
		entry := groupMark{Session: sessionName(at.Name, at.StartsAt, at.Zone), State: state}
		condition, args := which, append([]any{event}, args...)
		switch group {
		case 0:
		case Ungrouped:
			condition += ` AND d.group_id IS NULL`
		default:
			condition, args = condition+` AND d.group_id = ?`, append(args, group)
			if entry.Group, err = tx.groupName(ctx, event, group); err != nil {
				return Change{}, err
			}
		}
		var rows []struct {
			ID            ID
			Family, Given string
		}
		if err := tx.list(ctx, &rows, `
			SELECT d.id, COALESCE(p.family, '') AS family, COALESCE(p.given, '') AS given
			FROM delegates d LEFT JOIN people p ON p.id = d.person_id WHERE d.event_id = ? AND `+condition+` ORDER BY d.rank, d.position, d.id`, args...); err != nil {
			return Change{}, err
		}
		if count = len(rows); count == 0 {
			return Change{}, nil
		}
		ids := make([]ID, count)
		for i, row := range rows {
			ids[i], entry.Names = row.ID, append(entry.Names, Person{Family: row.Family, Given: row.Given}.Name())
		}
		change := Change{Topic: TopicAttendance, What: what}
		if change.After = entry; what == "unmark" {
			change.Before, change.After = entry, nil
		}
		return change, write(tx, ids, at.Revision)
	})
	return count, err
}

// headcountEntry is a head-count as the journal keeps it.
type headcountEntry struct {
	Group, Session string
	Present        int64
}

// SetHeadcount records how many of a collective group were present at a session; nil takes the number back. It names the version it was made
// on, zero when there was none.
func (db *DB) SetHeadcount(ctx context.Context, by Actor, event, group, session ID, present *int64, version int64) error {
	if present != nil && (*present < 0 || *present > MostHeads) {
		return Invalid{"present": "Số người có mặt phải từ 0 đến 100.000."}
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var before struct {
			UID, Group, Session, Zone string
			StartsAt                  Time `db:"starts_at"`
			Collective                bool
			Present                   *int64
			Version, Revision         int64
		}
		if err := tx.get(ctx, &before, `
			SELECT g.uid, g.name AS "group", g.collective, s.name AS session, s.starts_at, e.time_zone AS zone, h.present, COALESCE(h.version, 0) AS version, e.revision
			FROM groups g JOIN sessions s ON s.event_id = g.event_id JOIN events e ON e.id = g.event_id
				LEFT JOIN headcounts h ON h.group_id = g.id AND h.session_id = s.id
			WHERE g.event_id = ? AND g.id = ? AND s.id = ?`, event, group, session); err != nil {
			return Change{}, err
		}
		switch {
		case !before.Collective:
			return Change{}, Invalid{"present": "Nhóm này có danh sách đại biểu: hãy điểm danh từng người."}
		case equal(before.Present, present):
			return Change{}, nil
		case before.Version != version:
			now := Headcount{EventID: event, GroupID: group, SessionID: session, Version: before.Version}
			if before.Present != nil {
				now.Present = *before.Present
			}
			return Change{}, Stale{before.Version, now}
		}
		change := Change{Topic: TopicAttendance, What: "count", Of: before.UID}
		name := sessionName(before.Session, before.StartsAt, before.Zone)
		if before.Present != nil {
			change.Before = headcountEntry{before.Group, name, *before.Present}
		}
		if present == nil {
			return change, tx.exec(ctx, `DELETE FROM headcounts WHERE group_id = ? AND session_id = ?`, group, session)
		}
		change.After = headcountEntry{before.Group, name, *present}
		return change, tx.exec(ctx, `
			INSERT INTO headcounts (event_id, group_id, session_id, present, version) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (group_id, session_id) DO UPDATE SET present = excluded.present, version = excluded.version`, event, group, session, *present, before.Revision)
	})
}
