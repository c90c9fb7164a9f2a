package models

import "context"

// Duty is something that an event needs done, for the start page.
type Duty struct {
	Event Event
	What  string // agenda, delegates, attendance, minutes, agree, tasks
	Count int64  // of things that are open; zero when it is one
}

// Duties lists what the events that a user works at need: from their own state, so that nothing has to be ticked off twice.
func (db *DB) Duties(ctx context.Context, user *User) ([]Duty, error) {
	reach, args := user.reaches("organizer_id", "events.id")
	var rows []struct {
		Event
		Items, Delegates, Unmarked, Open int64
		Minutes                          string
	}
	now := db.Now()
	args = append([]any{now, DateOf(now.Time)}, args...)
	err := db.list(ctx, &rows, `
		SELECT events.*,
			(SELECT count(*) FROM agenda_items WHERE event_id = events.id) AS items,
			(SELECT count(*) FROM delegates WHERE event_id = events.id) + (SELECT count(*) FROM groups WHERE event_id = events.id AND collective) AS delegates,
			(SELECT count(*) FROM sessions s JOIN delegates d ON d.event_id = s.event_id WHERE s.event_id = events.id AND s.ends_at < ?
				AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.delegate_id = d.id AND a.session_id = s.id)) AS unmarked,
			(SELECT count(*) FROM tasks WHERE event_id = events.id AND state = 'open' AND due_on < ?) AS open,
			COALESCE((SELECT state FROM minutes WHERE event_id = events.id AND session_id IS NULL), '') AS minutes
		FROM events WHERE archived_at IS NULL AND cancelled_at IS NULL AND `+reach+` ORDER BY starts_at, id LIMIT 100`, args...)
	if err != nil {
		return nil, err
	}
	duties := []Duty{}
	for _, row := range rows {
		add := func(what string, count int64) { duties = append(duties, Duty{row.Event, what, count}) }
		over := !row.EndsAt.IsZero() && row.EndsAt.Before(now.Time)
		switch {
		case !over && (row.Items == 0 || row.AgendaState == "draft"):
			add("agenda", 0)
		case !over && row.Delegates == 0:
			add("delegates", 0)
		case over && row.Unmarked > 0:
			add("attendance", row.Unmarked)
		}
		switch {
		case over && (row.Minutes == "" || row.Minutes == "draft"):
			add("minutes", 0)
		case row.Minutes == "submitted":
			add("agree", 0)
		}
		if row.Open > 0 {
			add("tasks", row.Open)
		}
	}
	return duties, nil
}
