package handlers

import (
	"time"

	"hoithao/models"
)

// agendaDays are the sessions with their items, what is on and what is next by the clock and by what was started and ended, and the
// moment until which that is so.
func agendaDays(record models.Record, now models.Time) (days []agendaDay, until time.Time) {
	until = now.Add(time.Hour)
	next := false
	for _, session := range record.Sessions {
		day := agendaDay{Session: session}
		for _, item := range record.Items {
			if item.SessionID != session.ID {
				continue
			}
			line := agendaLine{Item: item, Who: record.Who(item)}
			end := item.PlannedEnd()
			switch {
			case !item.EndedAt.IsZero(), item.StartedAt.IsZero() && !end.IsZero() && !now.Before(end.Time):
				line.State = "done"
			case !item.StartedAt.IsZero(), !item.StartsAt.IsZero() && !now.Before(item.StartsAt.Time):
				line.State = "now"
			case !next:
				line.State, next = "next", true
			}
			for _, edge := range []models.Time{item.StartsAt, end} {
				if edge.After(now.Time) && edge.Before(until) {
					until = edge.Time
				}
			}
			day.Items = append(day.Items, line)
		}
		days = append(days, day)
	}
	return days, until
}
