package models

import "time"

// stopwatch is what happened to an item or a speech: when it began, when it ended, and how long it stood still in between. It only counts.
// Whatever instants it is given, in whatever order, time never runs backwards on it: a start comes before an end, and pauses lie between.
type stopwatch struct {
	StartedAt, EndedAt, PausedAt Time
	PausedMS                     int64 // pauses that are over
}

func (item Item) watch() stopwatch {
	return stopwatch{item.StartedAt, item.EndedAt, item.PausedAt, item.PausedMS}
}
func (s Speech) watch() stopwatch { return stopwatch{s.StartedAt, s.EndedAt, s.PausedAt, s.PausedMS} }

func (item *Item) set(w stopwatch) {
	item.StartedAt, item.EndedAt, item.PausedAt, item.PausedMS = w.StartedAt, w.EndedAt, w.PausedAt, w.PausedMS
}
func (s *Speech) set(w stopwatch) {
	s.StartedAt, s.EndedAt, s.PausedAt, s.PausedMS = w.StartedAt, w.EndedAt, w.PausedAt, w.PausedMS
}

// Running tells that the item has begun and not ended; it may be paused.
func (item Item) Running() bool { return item.watch().running() }

// Running tells that the speaker has begun and not ended; the clock may be paused.
func (s Speech) Running() bool { return s.watch().running() }

// Ran is how long the item has run at an instant, without its pauses.
func (item Item) Ran(now Time) time.Duration { return item.watch().ran(now) }

// Ran is how long somebody has spoken at an instant, without the pauses.
func (s Speech) Ran(now Time) time.Duration { return s.watch().ran(now) }

func (w stopwatch) running() bool { return !w.StartedAt.IsZero() && w.EndedAt.IsZero() }

// paused is how long it stood still until an instant.
func (w stopwatch) paused(now Time) time.Duration {
	paused := time.Duration(w.PausedMS) * time.Millisecond
	if !w.PausedAt.IsZero() {
		paused += max(0, now.Sub(w.PausedAt.Time))
	}
	return paused
}

func (w stopwatch) ran(now Time) time.Duration {
	if w.StartedAt.IsZero() {
		return 0
	}
	if !w.EndedAt.IsZero() {
		now = w.EndedAt
	}
	return max(0, now.Sub(w.StartedAt.Time)-w.paused(now))
}

// corrected takes out the pauses that do not lie between a start and an end that somebody has put right by hand: none, without a start.
func (w *stopwatch) corrected() {
	switch {
	case w.StartedAt.IsZero():
		*w = stopwatch{EndedAt: w.EndedAt}
	case !w.EndedAt.IsZero():
		w.PausedAt, w.PausedMS = Time{}, min(w.PausedMS, max(0, w.EndedAt.Sub(w.StartedAt.Time).Milliseconds()))
	}
}

// Each act answers false where there is nothing to do: a second press of the same button is none.

func (w *stopwatch) start(at Time) bool {
	if !w.StartedAt.IsZero() {
		return false
	}
	*w = stopwatch{StartedAt: at}
	return true
}

func (w *stopwatch) pause(at Time) bool {
	if !w.running() || !w.PausedAt.IsZero() {
		return false
	}
	w.PausedAt = w.after(at)
	return true
}

func (w *stopwatch) resume(at Time) bool {
	if !w.running() || w.PausedAt.IsZero() {
		return false
	}
	w.PausedMS += max(0, at.Sub(w.PausedAt.Time).Milliseconds())
	w.PausedAt = Time{}
	return true
}

func (w *stopwatch) end(at Time) bool {
	if !w.running() {
		return false
	}
	at = w.after(at)
	w.resume(at)
	w.EndedAt = at
	return true
}

// after is the instant, or the first at which the clock can stand that has run so far.
func (w stopwatch) after(at Time) Time {
	least := At(w.StartedAt.Add(time.Duration(w.PausedMS) * time.Millisecond))
	if w.PausedAt.After(least.Time) {
		least = w.PausedAt
	}
	if at.Before(least.Time) {
		return least
	}
	return at
}
