package models

import (
	"time"

	"hoithao/models/viet"
)

// Part is a session of the agenda as it stands on the clock. Its Session is zero for items that no session holds.
type Part struct {
	Session Session
	Lanes   []Lane // by room, in the order in which the rooms first come
}

// Lane is the items of a session in one room, in order.
type Lane struct {
	Room  string // as printed; "": nothing is said of a room
	Lines []Line
}

// Line is an item as it stands on the clock.
type Line struct {
	Item
	Starts Time   // when it really started, else when it is expected to
	Ends   Time   // when it really ended, else when it is expected to
	State  string // done, now, next or ""
	Noted  bool   // somebody noted the State; else it is told by the clock
}

// Late tells by how much the line starts otherwise than planned, in whole minutes.
func (line Line) Late() int64 {
	if line.Starts.IsZero() || line.StartsAt.IsZero() {
		return 0
	}
	return int64(line.Starts.Truncate(time.Minute).Sub(line.StartsAt.Truncate(time.Minute)) / time.Minute)
}

// OnClock is the agenda by sessions and rooms at an instant, and the instant until which it is so. What runs over or short moves what
// follows in its lane; a gap that the plan left takes up what it can. An item that somebody started and nobody has ended yet runs at least
// until now: what follows moves along with the clock, from minute to minute.
func (record Record) OnClock(now Time) (parts []Part, until Time) {
	until = At(now.Add(time.Hour))
	sessions := record.Sessions
	if len(sessions) == 0 {
		sessions = []Session{{}}
	}
	known := map[ID]int{}
	for i, session := range sessions {
		known[session.ID] = i
		parts = append(parts, Part{Session: session})
	}
	for _, item := range settled(record.Sessions, record.Items) {
		parts[known[item.SessionID]].put(item)
	}
	var next *Line
	for i := range parts {
		for j := range parts[i].Lanes {
			lines := parts[i].Lanes[j].Lines
			if expect(lines, now) {
				if minute := At(now.Truncate(time.Minute).Add(time.Minute)); minute.Before(until.Time) {
					until = minute
				}
			}
			if record.Event.CancelledAt.IsZero() {
				stand(lines, now)
			}
			running := false
			for k := range lines {
				line := &lines[k]
				running = running || line.State == "now"
				for _, edge := range []Time{line.Starts, line.Ends} {
					if edge.After(now.Time) && edge.Before(until.Time) {
						until = edge
					}
				}
				waits := line.State == "" && !line.Starts.IsZero() && (running || !line.Starts.Before(now.Time))
				if waits && (next == nil || line.Starts.Before(next.Starts.Time)) {
					next = line
				}
			}
		}
	}
	if next != nil && record.Event.CancelledAt.IsZero() {
		next.State = "next"
	}
	return parts, until
}

func (part *Part) put(item Item) {
	room := item.Room
	if room == "" {
		room = part.Session.Room
	}
	for i := range part.Lanes {
		if viet.Fold(part.Lanes[i].Room) == viet.Fold(room) {
			part.Lanes[i].Lines = append(part.Lanes[i].Lines, Line{Item: item})
			return
		}
	}
	part.Lanes = append(part.Lanes, Lane{Room: room, Lines: []Line{{Item: item}}})
}

// forgotten is how long something may run over its expected end, or stand still, until it is believed that nobody looks after the clock.
const forgotten = 6 * time.Hour

// expect gives the lines of a lane the times at which they really started and ended, or are expected to. It tells whether they move with the
// clock: something has run over its time, stands still, or could begin at any moment.
func expect(lines []Line, now Time) (moving bool) {
	var free Time    // when the lane is, by what really happened
	var planned Time // when the line before was to end
	for i := range lines {
		line := &lines[i]
		line.Starts = line.StartsAt
		switch {
		case !line.StartedAt.IsZero():
			line.Starts = line.StartedAt
		case line.Starts.IsZero() || free.IsZero() || startedAfter(lines[i:]):
		case free.After(line.Starts.Time):
			line.Starts = free
		case planned == line.StartsAt: // what was before ended early, and the plan left no gap
			line.Starts = earlier(later(free, now), line.StartsAt)
			moving = moving || line.Starts == now
		}
		line.Ends = line.expectedEnd(now)
		if line.Running() && !startedAfter(lines[i:]) {
			over := now.After(line.Ends.Time) && now.Sub(later(line.Ends, line.Starts).Time) < forgotten
			moving = moving || over || line.still(now)
			if over && !line.Ends.IsZero() {
				line.Ends = now
			} else if over {
				free = now // a length that is open lasts until it is ended
			}
		}
		if (!line.StartedAt.IsZero() || !line.EndedAt.IsZero() || !free.IsZero()) && !line.Ends.IsZero() {
			free = line.Ends
		}
		planned = line.PlannedEnd()
	}
	return moving
}

// expectedEnd is when a line really ended, else when it ends by its start, its planned length and its pauses; zero when that is open.
func (line Line) expectedEnd(now Time) Time {
	switch {
	case !line.EndedAt.IsZero():
		return line.EndedAt
	case line.Starts.IsZero() || line.Minutes == nil:
		return Time{}
	}
	paused := time.Duration(line.PausedMS) * time.Millisecond
	if line.still(now) {
		paused = line.watch().paused(now)
	}
	return At(line.Starts.Add(line.length() + paused))
}

// still tells that a line is paused, and not since so long that somebody must have forgotten it.
func (line Line) still(now Time) bool {
	return !line.PausedAt.IsZero() && line.Running() && now.Sub(line.PausedAt.Time) < forgotten
}

func later(a, b Time) Time {
	if a.Before(b.Time) {
		return b
	}
	return a
}

func earlier(a, b Time) Time {
	if b.Before(a.Time) {
		return b
	}
	return a
}

// startedAfter tells whether somebody noted a start or an end behind the first of some lines: then the first was passed over.
func startedAfter(lines []Line) bool {
	for _, line := range lines[1:] {
		if !line.StartedAt.IsZero() || !line.EndedAt.IsZero() {
			return true
		}
	}
	return false
}

// stand says what is over and what is on: by what was noted, else by the clock. While a noted item runs, nothing behind it is on.
func stand(lines []Line, now Time) {
	running := false
	for i := range lines {
		line := &lines[i]
		switch {
		case !line.EndedAt.IsZero() || line.StartedAt.IsZero() && startedAfter(lines[i:]):
			line.State, line.Noted = "done", true
		case !line.StartedAt.IsZero():
			line.State, line.Noted, running = "now", true, true
		case running || line.Starts.IsZero() || now.Before(later(line.Starts, line.StartsAt).Time): // before its planned hour somebody has to say so
		case line.Ends.IsZero() || now.Before(line.Ends.Time):
			line.State = "now"
		default:
			line.State = "done"
		}
	}
	// A length that is open lasts until the next item begins.
	for i := range lines[:max(0, len(lines)-1)] {
		if lines[i].State == "now" && !lines[i].Noted && lines[i].Ends.IsZero() && (lines[i+1].State == "now" || lines[i+1].State == "done") {
			lines[i].State = "done"
		}
	}
}

// OnAndNext are the lines that are on, and the one that is next; zero when there is none.
func OnAndNext(parts []Part) (on []Line, next Line) {
	for _, part := range parts {
		for _, lane := range part.Lanes {
			for _, line := range lane.Lines {
				switch line.State {
				case "now":
					on = append(on, line)
				case "next":
					next = line
				}
			}
		}
	}
	return on, next
}
