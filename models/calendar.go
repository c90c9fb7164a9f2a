package models

import (
	"context"
	"slices"
	"time"
)

// Changed tells when what the public sees of events moved last, by their numbers.
func (db *DB) Changed(ctx context.Context, events ...ID) (map[ID]Time, error) {
	var rows []struct {
		ID ID
		At Time
	}
	changed := map[ID]Time{}
	if len(events) == 0 {
		return changed, nil
	}
	err := db.listIn(ctx, &rows, `SELECT events.id, at FROM events JOIN journal ON event_id = events.id AND journal.revision = public_revision WHERE events.id IN (?)`, events)
	for _, row := range rows {
		changed[row.ID] = row.At
	}
	return changed, err
}

// calendarSince is how long an event stays in the office's calendar after its end, and mostEvents how many stand there.
const (
	calendarSince = 90 * 24 * time.Hour
	mostEvents    = 500
)

// PublicCalendar reads the public events that are to come or were lately, each with its organizer and sessions, the cancelled ones too: whoever
// follows the calendar is to learn that they are off.
func (db *DB) PublicCalendar(ctx context.Context) (records []Record, err error) {
	err = db.View(ctx, func(tx *DB) error {
		events := []Event{}
		if err := tx.list(ctx, &events, `SELECT * FROM events WHERE visibility = 'public' AND ends_at >= ? ORDER BY starts_at, id LIMIT ?`,
			At(tx.Now().Add(-calendarSince)), mostEvents); err != nil || len(events) == 0 {
			return err
		}
		var ids, organizers []ID
		for _, event := range events {
			ids, organizers = append(ids, event.ID), append(organizers, event.OrganizerID)
		}
		var sessions []Session
		var bodies []Organization
		if err := tx.listIn(ctx, &sessions, `SELECT * FROM sessions WHERE event_id IN (?) ORDER BY event_id, position, id`, ids); err != nil {
			return err
		}
		if err := tx.listIn(ctx, &bodies, `SELECT * FROM organizations WHERE id IN (?)`, organizers); err != nil {
			return err
		}
		changed, err := tx.Changed(ctx, ids...)
		if err != nil {
			return err
		}
		records = make([]Record, len(events))
		for i, event := range events {
			records[i].Event, records[i].ChangedAt = event, changed[event.ID]
			if at := slices.IndexFunc(bodies, func(o Organization) bool { return o.ID == event.OrganizerID }); at >= 0 {
				records[i].Organizer = bodies[at]
			}
			for _, session := range sessions {
				if session.EventID == event.ID {
					records[i].Sessions = append(records[i].Sessions, session)
				}
			}
		}
		return nil
	})
	return records, err
}
