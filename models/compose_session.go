package models

import (
	"context"
	"slices"
)

// RecordOf reads the record of an event, or (session not zero) of one of its sessions alone.
func (db *DB) RecordOf(ctx context.Context, event, session ID) (Record, error) {
	record, err := db.Record(ctx, event)
	if err != nil || session == 0 {
		return record, err
	}
	record, ok := record.OfSession(session)
	if !ok {
		return record, ErrNotFound
	}
	return record, nil
}

// Subject tells the papers of a session's record from those of the event: the session's uid, or "".
func (record Record) Subject() string {
	if record.Minutes.SessionID == 0 || len(record.Sessions) != 1 {
		return ""
	}
	return record.Sessions[0].UID
}

// OfSession is the record as if the event were that session alone: what was on in it, who spoke, who was there. Its minutes are the session's own,
// with what was edited, numbered and agreed to there; until somebody has begun them, chairs and the taker of the minutes are the event's.
// Conclusions belong to no session, so the last one has them. It answers false when there is no such session.
func (record Record) OfSession(id ID) (Record, bool) {
	at := slices.IndexFunc(record.Sessions, func(s Session) bool { return s.ID == id })
	if at < 0 {
		return record, false
	}
	session, last := record.Sessions[at], at == len(record.Sessions)-1
	whole := record.Minutes
	record.Minutes = MinutesRow{EventID: record.Event.ID, SessionID: id, State: "draft"}
	if begun := slices.IndexFunc(record.Apart, func(row MinutesRow) bool { return row.SessionID == id }); begun >= 0 {
		record.Minutes = record.Apart[begun]
	}
	if len(record.Minutes.Chairs) == 0 {
		record.Minutes.Chairs = whole.Chairs
	}
	if len(record.Minutes.Secretaries) == 0 && record.Minutes.SecretaryText == "" {
		record.Minutes.Secretaries, record.Minutes.SecretaryText = whole.Secretaries, whole.SecretaryText
	}
	if at == 0 && record.Minutes.OpenedAt.IsZero() {
		record.Minutes.OpenedAt = whole.OpenedAt
	}
	closed := !record.Minutes.ClosedAt.IsZero()
	record.Sessions = []Session{session}
	of := map[ID]bool{}
	var items []Item
	for _, item := range record.Items {
		if item.SessionID == id {
			items, of[item.ID] = append(items, item), true
			if !closed && item.EndedAt.After(record.Minutes.ClosedAt.Time) {
				record.Minutes.ClosedAt = item.EndedAt
			}
		}
	}
	record.Items = items
	if last && !closed && !whole.ClosedAt.IsZero() {
		record.Minutes.ClosedAt = whole.ClosedAt
	}
	record.Speeches = slices.DeleteFunc(slices.Clone(record.Speeches), func(s Speech) bool { return !of[s.ItemID] })
	record.Votes = slices.DeleteFunc(slices.Clone(record.Votes), func(v Vote) bool { return !of[v.ItemID] && !(last && v.ItemID == 0) })
	if record.GoesOn = !last; record.GoesOn {
		record.Conclusions = nil
	}
	record.Groups = slices.Clone(record.Groups)
	for i := range record.Groups {
		record.Groups[i].Headcounts = slices.DeleteFunc(slices.Clone(record.Groups[i].Headcounts), func(h Headcount) bool { return h.SessionID != id })
	}
	record.Delegates = slices.Clone(record.Delegates)
	for i := range record.Delegates {
		record.Delegates[i].Attendance = slices.DeleteFunc(slices.Clone(record.Delegates[i].Attendance), func(a Attendance) bool { return a.SessionID != id })
	}
	return record, true
}
