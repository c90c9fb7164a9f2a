package views

import (
	"time"

	"hoithao/models"
)

// Timer is a clock that counts in the page from a start; instants are RFC 3339.
type Timer struct {
	Started, PausedAt string
	Since             string // the start as printed, for where nothing counts
	PausedMS          int64
	Minutes           int64 // granted or planned; zero: no limit
}

// TimerOf is the clock of something that runs at an event; the zero Timer before it has started.
func TimerOf(p Page, event models.Event, started, paused models.Time, pausedMS int64, minutes *int64) (timer Timer) {
	if started.IsZero() {
		return timer
	}
	timer = Timer{Started: event.Local(started).Format(time.RFC3339Nano), Since: p.OClock(event.Local(started)), PausedMS: pausedMS}
	if !paused.IsZero() {
		timer.PausedAt = event.Local(paused).Format(time.RFC3339Nano)
	}
	if minutes != nil {
		timer.Minutes = *minutes
	}
	return timer
}
