package models

import (
	"cmp"
	"slices"
	"time"
)

// Outlook is how a session goes in a room: by how much its close moves, and what could be shortened to bring it back. It is computed; the
// plan and what was noted stay as they are.
type Outlook struct {
	Planned  Time  // when the last item was to end
	Expected Time  // when it is expected to, or when it really ended
	Late     int64 // minutes by which the close moves; below zero it comes earlier
	Savings  []Saving
	Enough   bool // the savings bring the close back to the plan
}

// Saving is an item that could take less time than planned.
type Saving struct {
	Line
	Minutes int64 // that can be saved
	Left    int64 // minutes that it would still take
}

// What may become shorter, in the order in which a chair would ask for it: a break keeps five minutes, papers that have not begun two thirds
// of their time, a discussion half of what is left of it. Openings, directives and conclusions are nobody's to cut.
var shortened = []struct {
	kind string
	keep func(minutes int64) int64
}{
	{"break", func(minutes int64) int64 { return min(minutes, 5) }},
	{"paper", func(minutes int64) int64 { return minutes - minutes/3 }},
	{"discussion", func(minutes int64) int64 { return minutes - minutes/2 }},
}

// Outlook looks ahead at an instant.
func (lane Lane) Outlook(now Time) (outlook Outlook) {
	for _, line := range lane.Lines {
		outlook.Planned, outlook.Expected = later(outlook.Planned, line.PlannedEnd()), later(outlook.Expected, line.Ends)
	}
	if outlook.Planned.IsZero() || outlook.Expected.IsZero() {
		return Outlook{}
	}
	outlook.Late = int64(outlook.Expected.Truncate(time.Minute).Sub(outlook.Planned.Truncate(time.Minute)) / time.Minute)
	missing := outlook.Late
	for _, way := range shortened {
		for i, line := range lane.Lines {
			if missing <= 0 || line.Kind != way.kind || line.Ends.IsZero() || line.State == "done" {
				continue
			}
			// What has begun is left as it is, but for the rest of a discussion; what lies before what is on was passed over.
			left := line.Ends.Sub(line.Starts.Time)
			if line.Running() {
				if line.Kind != "discussion" {
					continue
				}
				left = line.Ends.Sub(later(now, line.Starts).Time)
			}
			minutes := int64(left / time.Minute)
			saved := min(minutes-way.keep(minutes), missing, outlook.reach(lane.Lines[i:]))
			if saved <= 0 {
				continue
			}
			outlook.Savings = append(outlook.Savings, Saving{line, saved, minutes - saved})
			missing -= saved
		}
	}
	outlook.Enough = outlook.Late > 0 && missing <= 0
	order := map[ID]int{}
	for i, line := range lane.Lines {
		order[line.ID] = i
	}
	slices.SortStableFunc(outlook.Savings, func(a, b Saving) int { return cmp.Compare(order[a.ID], order[b.ID]) })
	return outlook
}

// reach is by how many minutes the close can come earlier when the first of some lines does: what follows a gap of the plan starts no earlier
// than planned.
func (outlook Outlook) reach(lines []Line) int64 {
	reach := outlook.Late
	for _, line := range lines[1:] {
		if !line.StartsAt.IsZero() {
			reach = min(reach, max(0, line.Late()))
		}
	}
	return reach
}
