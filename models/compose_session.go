package models

import "slices"

// OfSession is the record as if the event were that session alone: what was on in it, who spoke, who was there. Chairs and the taker of the minutes
// are the event's. Conclusions belong to no session, so the last one has them. What was edited, numbered or agreed to is of the whole event's
// minutes, and is not here. It answers false when there is no such session.
func (record Record) OfSession(id ID) (Record, bool) {
	at := slices.IndexFunc(record.Sessions, func(s Session) bool { return s.ID == id })
	if at < 0 {
		return record, false
	}
	session, last := record.Sessions[at], at == len(record.Sessions)-1
	whole := record.Minutes
	record.Minutes = MinutesRow{EventID: record.Event.ID, SessionID: id, State: "draft", SecretaryText: whole.SecretaryText, Chairs: whole.Chairs, Secretaries: whole.Secretaries}
	if at == 0 {
		record.Minutes.OpenedAt = whole.OpenedAt
	}
	record.Sessions = []Session{session}
	of := map[ID]bool{}
	var items []Item
	for _, item := range record.Items {
		if item.SessionID == id {
			items, of[item.ID] = append(items, item), true
			if item.EndedAt.After(record.Minutes.ClosedAt.Time) {
				record.Minutes.ClosedAt = item.EndedAt
			}
		}
	}
	record.Items = items
	if last && !whole.ClosedAt.IsZero() {
		record.Minutes.ClosedAt = whole.ClosedAt
	}
	record.Speeches = slices.DeleteFunc(slices.Clone(record.Speeches), func(s Speech) bool { return !of[s.ItemID] })
	record.Votes = slices.DeleteFunc(slices.Clone(record.Votes), func(v Vote) bool { return !of[v.ItemID] && !(last && v.ItemID == 0) })
	if !last {
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
