package models

import (
	"strings"

	"hoithao/models/viet"
)

// moved names those who came after a session had really opened, and those who left before it closed.
func (c *composer) moved(people []*Delegate, sessions []Session) (lines []string) {
	var late, left []string
	for _, session := range sessions {
		opens, _ := c.opens(session)
		closes, _ := c.closes(session)
		note := func(delegate *Delegate, at Time) string {
			when := viet.ClockProse(c.Event.Local(at))
			if len(sessions) > 1 {
				when += ", " + viet.LowerFirst(c.session(session))
			}
			return c.who(delegate.Person) + " (" + when + ")"
		}
		for _, delegate := range people {
			mark := delegate.At(session.ID)
			if mark.Late(opens) {
				late = append(late, note(delegate, mark.ArrivedAt))
			}
			if mark.Left(closes) {
				left = append(left, note(delegate, mark.LeftAt))
			}
		}
	}
	if len(late) > 0 {
		lines = append(lines, "- Đến muộn: "+strings.Join(late, "; ")+".")
	}
	if len(left) > 0 {
		lines = append(lines, "- Về sớm: "+strings.Join(left, "; ")+".")
	}
	return lines
}

// opens is when a session really opened: for the event's first as the minutes note it, else its first item that is not registration, as
// it was started or else planned; noted tells whether somebody wrote it down.
func (record Record) opens(session Session) (at Time, noted bool) {
	if first := record.first(); first != nil && first.ID == session.ID && !record.Minutes.OpenedAt.IsZero() {
		return record.Minutes.OpenedAt, true
	}
	for _, item := range record.Items {
		if item.SessionID == session.ID && item.Kind != "registration" {
			if !item.StartedAt.IsZero() {
				return item.StartedAt, true
			}
			return item.StartsAt, false
		}
	}
	return Time{}, false
}

// closes is when a session really closed: for the event's last as the minutes note it, else when its last item ended, else as planned;
// noted tells whether somebody wrote it down.
func (record Record) closes(session Session) (at Time, noted bool) {
	if last := record.last(); last != nil && last.ID == session.ID && !record.Minutes.ClosedAt.IsZero() {
		return record.Minutes.ClosedAt, true
	}
	var closes Time
	for _, item := range record.Items {
		if item.SessionID == session.ID && item.EndedAt.After(closes.Time) {
			closes = item.EndedAt
		}
	}
	if closes.IsZero() {
		return session.EndsAt, false
	}
	return closes, true
}
