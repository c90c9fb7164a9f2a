package models

import (
	"context"
	"time"
)

// Duty is something that an event needs done, for the start page.
type Duty struct {
	Event Event
	What  string // agenda, delegates, letters, texts, notice, attendance, minutes, agree, tasks
	Count int64  // of things that are open; zero when it is one
	By    Date   // until when; "": at once
	Late  bool   // that day is over
}

// dutyFor is how long after an event its record is asked for: later it is history, and nobody is to be nagged about it.
const dutyFor = 60 * 24 * time.Hour

// soon is how many working days before its last day a duty with a date is told.
const soon = 5

// minutesApart is the state of minutes that each session has of its own, where the event has none: the least of them, draft until every session
// has some.
const minutesApart = `(SELECT CASE
		WHEN count(*) < (SELECT count(*) FROM sessions WHERE event_id = events.id) OR min(CASE state WHEN 'draft' THEN 0 ELSE 1 END) = 0 THEN 'draft'
		WHEN min(CASE state WHEN 'submitted' THEN 0 ELSE 1 END) = 0 THEN 'submitted' ELSE 'final' END
	FROM minutes WHERE event_id = events.id AND session_id IS NOT NULL HAVING count(*) > 0)`

// Duties lists what the events that a user works at need of that user, by their own state, so that nothing has to be ticked off twice. It
// asks whether something is there, never how much, so that five thousand delegates cost as much as fifty.
func (db *DB) Duties(ctx context.Context, user *User) ([]Duty, error) {
	now := db.Now()
	organize, organizing := user.reaches("organizer_id", "events.id", Administrator, Organizer)
	record, recording := user.reaches("organizer_id", "events.id", Administrator, Organizer, Secretary)
	agree, agreeing := user.reaches("organizer_id", "events.id", Administrator, Organizer, Chair)
	reach, reaching := user.reaches("organizer_id", "events.id")
	var args []any
	for _, more := range [][]any{organizing, recording, agreeing, {now, DateOf(now.In(home))}, reaching, {At(now.Add(-dutyFor))}} {
		args = append(args, more...)
	}
	var rows []struct {
		Event
		Organizing, Recording, Agreeing bool
		Items, Delegates, Unmarked      bool
		Unsent, Textless, Unnoticed     bool
		Open                            int64
		Minutes                         string
	}
	err := db.list(ctx, &rows, `
		SELECT events.*, `+organize+` AS organizing, `+record+` AS recording, `+agree+` AS agreeing,
			EXISTS (SELECT 1 FROM agenda_items WHERE event_id = events.id) AS items,
			EXISTS (SELECT 1 FROM delegates WHERE event_id = events.id) OR EXISTS (SELECT 1 FROM groups WHERE event_id = events.id AND collective) AS delegates,
			EXISTS (SELECT 1 FROM sessions s WHERE s.event_id = events.id AND s.ends_at < ?
				AND NOT EXISTS (SELECT 1 FROM attendance WHERE session_id = s.id) 
				AND NOT EXISTS (SELECT 1 FROM groups JOIN headcounts ON group_id = groups.id WHERE groups.event_id = events.id AND session_id = s.id)) AS unmarked,
			(SELECT count(*) FROM tasks WHERE event_id = events.id AND state = 'open' AND due_on < ?) AS open,
			COALESCE((SELECT state FROM minutes WHERE event_id = events.id AND session_id IS NULL), `+minutesApart+`, '') AS minutes,
			EXISTS (SELECT 1 FROM invitations WHERE event_id = events.id AND reached_how = '' AND revoked_at IS NULL)
				OR EXISTS (SELECT 1 FROM delegates WHERE event_id = events.id) AND NOT EXISTS (SELECT 1 FROM invitations WHERE event_id = events.id) AS unsent,
			EXISTS (SELECT 1 FROM speeches WHERE speeches.event_id = events.id AND delegate_id IS NOT NULL AND `+speechWithoutText+`) AS textless,
			EXISTS (SELECT 1 FROM conclusions WHERE event_id = events.id) AND NOT EXISTS (SELECT 1 FROM papers
				WHERE event_id = events.id AND kind = 'notice' AND (printed_at IS NOT NULL OR EXISTS (SELECT 1 FROM paper_versions WHERE paper_id = papers.id))) AS unnoticed
		FROM events WHERE archived_at IS NULL AND cancelled_at IS NULL AND `+reach+`
			AND id IN (`+endsSince+` UNION ALL SELECT event_id FROM tasks WHERE state = 'open')
		ORDER BY starts_at, id LIMIT 100`, args...)
	if err != nil {
		return nil, err
	}
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	calendar, err := db.Holidays(ctx, 0)
	if err != nil {
		return nil, err
	}
	duties := []Duty{}
	for _, row := range rows {
		add := func(may bool, what string, count int64) {
			if may {
				duties = append(duties, Duty{Event: row.Event, What: what, Count: count})
			}
		}
		// Letters have arrived so many working days before (QĐ 45/2018, Điều 10), and what is said is printed with them, unless the event asks for
		// the texts by a day of its own: told as the day comes near.
		dated := func(may bool, what string, own Time) {
			today, by := DateOf(row.Local(now)), calendar.Add(row.Day(), -settings.InvitationDays)
			if !own.IsZero() {
				by = DateOf(row.Local(own))
			}
			if may && today >= calendar.Add(by, -soon) {
				duties = append(duties, Duty{Event: row.Event, What: what, By: by, Late: today > by})
			}
		}
		over := !row.EndsAt.IsZero() && row.EndsAt.Before(now.Time)
		switch {
		case !over && (!row.Items || row.AgendaState == "draft"):
			add(row.Organizing, "agenda", 0)
		case over && row.Delegates && row.Unmarked:
			add(row.Recording, "attendance", 0)
		}
		if !over && !row.Delegates {
			add(row.Organizing, "delegates", 0)
		}
		if begun := row.StartsAt.IsZero() || !row.StartsAt.After(now.Time); !begun {
			if row.Unsent {
				dated(row.Organizing, "letters", Time{})
			}
			if row.Textless {
				dated(row.Recording, "texts", row.TextsBy)
			}
		}
		switch {
		case over && (row.Minutes == "" || row.Minutes == "draft"):
			add(row.Recording, "minutes", 0)
		case row.Minutes == "submitted":
			add(row.Agreeing, "agree", 0)
		}
		if over && row.Unnoticed && row.Recording { // within so many working days after the event (QĐ 45/2018, Điều 10)
			by := calendar.Add(DateOf(row.Local(row.EndsAt)), settings.NoticeDays)
			duties = append(duties, Duty{Event: row.Event, What: "notice", By: by, Late: DateOf(row.Local(now)) > by})
		}
		if row.Open > 0 {
			add(row.Recording, "tasks", row.Open)
		}
	}
	return duties, nil
}

// Agendas reads what several events have on their agenda, without people: a record each, in the order of the events.
func (db *DB) Agendas(ctx context.Context, events []Event) ([]Record, error) {
	records := make([]Record, len(events))
	var ids []ID
	at := map[ID]*Record{}
	for i, event := range events {
		records[i].Event = event
		at[event.ID] = &records[i]
		ids = append(ids, event.ID)
	}
	if len(ids) == 0 {
		return records, nil
	}
	var sessions []Session
	var items []Item
	if err := db.listIn(ctx, &sessions, `SELECT * FROM sessions WHERE event_id IN (?) ORDER BY event_id, position, id`, ids); err != nil {
		return nil, err
	}
	if err := db.listIn(ctx, &items, `SELECT * FROM agenda_items WHERE event_id IN (?) ORDER BY event_id, position, id`, ids); err != nil {
		return nil, err
	}
	for _, session := range sessions {
		at[session.EventID].Sessions = append(at[session.EventID].Sessions, session)
	}
	for _, item := range items {
		at[item.EventID].Items = append(at[item.EventID].Items, item)
	}
	return records, nil
}
