package models

import (
	"cmp"
	"slices"
	"time"

	"hoithao/models/viet"
)

// AgendaWarning is something in an agenda that a person should look at. Nothing is refused for it: offices know better.
type AgendaWarning struct {
	What    string // overrun, early, outside, gap, overlap, room, person
	Item    ID     // where it shows
	Other   ID     // the other item of a gap, an overlap, a room or a person; zero: none
	Minutes int64  // how long, of an overrun, an early start, a gap, an overlap
	Name    string // of the room or the person
}

// AgendaWarnings are, in the order of the items:
//
//	overrun  the item ends so many minutes after its session
//	early    the item begins so many minutes before its session
//	outside  the item lies outside its session altogether
//	gap      nothing stands in the lane for so many minutes before the item
//	overlap  the item begins so many minutes before the one before it ends
//	room     two items of different sessions are in one room at one time
//	person   one person presents or speaks in two items at one time
func (record Record) AgendaWarnings() []AgendaWarning {
	var warnings []AgendaWarning
	record.Items = settled(record.Sessions, record.Items)
	p := &plan{sessions: map[ID]Session{}, items: record.Items}
	for _, session := range record.Sessions {
		p.sessions[session.ID] = session
	}
	before := map[lane]Item{}
	for _, item := range record.Items {
		if item.StartsAt.IsZero() {
			continue
		}
		warn := func(what string, other ID, d time.Duration) {
			warnings = append(warnings, AgendaWarning{What: what, Item: item.ID, Other: other, Minutes: int64(d / time.Minute)})
		}
		start, end := item.StartsAt.Time, item.StartsAt.Add(item.length())
		if session, ok := p.sessions[item.SessionID]; ok {
			switch {
			case !start.Before(session.EndsAt.Time) || !end.After(session.StartsAt.Time) && start.Before(session.StartsAt.Time):
				warn("outside", 0, 0)
			case start.Before(session.StartsAt.Time):
				warn("early", 0, session.StartsAt.Sub(start))
			case end.After(session.EndsAt.Time):
				warn("overrun", 0, end.Sub(session.EndsAt.Time))
			}
		}
		place := p.laneOf(item)
		if last, ok := before[place]; ok && last.Minutes != nil {
			switch gap := start.Sub(last.PlannedEnd().Time); {
			case gap > 0:
				warn("gap", last.ID, gap)
			case gap < 0:
				warn("overlap", last.ID, -gap)
			}
		}
		before[place] = item
	}
	warnings = append(warnings, record.doubles(p)...)
	order := map[ID]int{}
	for i, item := range record.Items {
		order[item.ID] = i
	}
	slices.SortStableFunc(warnings, func(a, b AgendaWarning) int { return cmp.Compare(order[a.Item], order[b.Item]) })
	return warnings
}

// doubles are rooms and people that are wanted twice at one time. Within a lane an overlap says it already.
func (record Record) doubles(p *plan) (warnings []AgendaWarning) {
	people := map[ID][]ID{} // who is wanted in an item
	for _, item := range record.Items {
		if item.PresenterID != 0 {
			people[item.ID] = append(people[item.ID], item.PresenterID)
		}
	}
	for _, speech := range record.Speeches {
		if speech.DelegateID != 0 && speech.State != "refused" && !slices.Contains(people[speech.ItemID], speech.DelegateID) {
			people[speech.ItemID] = append(people[speech.ItemID], speech.DelegateID)
		}
	}
	timed := slices.DeleteFunc(slices.Clone(record.Items), func(item Item) bool { return item.StartsAt.IsZero() || item.length() == 0 })
	slices.SortStableFunc(timed, func(a, b Item) int { return a.StartsAt.Compare(b.StartsAt.Time) })
	for i, one := range timed {
		for _, other := range timed[i+1:] {
			if !other.StartsAt.Before(one.PlannedEnd().Time) {
				break
			}
			here, there := p.laneOf(one), p.laneOf(other)
			if here == there {
				continue
			}
			if here.room == there.room && here.room != "" {
				warnings = append(warnings, AgendaWarning{What: "room", Item: other.ID, Other: one.ID, Name: cmp.Or(other.Room, p.sessions[other.SessionID].Room)})
			}
			for _, person := range people[one.ID] {
				if slices.Contains(people[other.ID], person) {
					warnings = append(warnings, AgendaWarning{What: "person", Item: other.ID, Other: one.ID, Name: record.Delegate(person).Person.Name()})
				}
			}
		}
	}
	return warnings
}

// Item finds an item of the record by number; the zero Item when there is none.
func (record Record) Item(id ID) Item {
	if i := slices.IndexFunc(record.Items, func(item Item) bool { return item.ID == id }); i >= 0 {
		return record.Items[i]
	}
	return Item{}
}

// SessionName is what a session is called: its name, else the part of its day.
func (record Record) SessionName(session Session) string {
	switch {
	case session.Name != "":
		return session.Name
	case session.StartsAt.IsZero():
		return ""
	}
	return viet.PartOfDay(record.Event.Local(session.StartsAt))
}

// UsualRegime is the form that the event's papers follow when nobody overrides it: by the organizer and the day.
func (record Record) UsualRegime() Regime {
	record.Event.Regime = ""
	return record.letterhead(record.dayOf(record.first())).Regime
}
