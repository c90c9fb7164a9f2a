package models

import (
	"slices"
	"time"

	"hoithao/models/viet"
)

// plan is the agenda of an event while it is changed. It only counts: no database, no clock.
//
// The items of one session in one room form a lane, and follow each other in it. The rule, for times of the plan:
//
//   - The first item's start anchors the lane. Nothing in it begins before.
//   - What follows moves by as much as the time before it grew or shrank. When the end of an item moves (its length, its start or both were
//     changed), all later items of the lane move as far. So do they when an item is put in or taken out. A gap that a person left stays as long as it was.
//   - A new order keeps the anchor, the lengths, and the gaps between the first and second place, the second and third …: the lane ends when it ended.
//   - An item without a start has no place on the clock. It keeps none, and moves nothing.
//
// Items in other rooms or sessions never move along.
type plan struct {
	zone     *time.Location // of the event, for telling times
	sessions map[ID]Session
	items    []Item // in order
	was      []Item // as they stand in the database
}

// lane names one: a session and a room, by its folded name.
type lane struct {
	session ID
	room    string
}

func (p *plan) laneOf(item Item) lane {
	room := item.Room
	if room == "" {
		room = p.sessions[item.SessionID].Room
	}
	return lane{item.SessionID, viet.Fold(room)}
}

// in are the places of a lane's items.
func (p *plan) in(l lane) (places []int) {
	for i, item := range p.items {
		if p.laneOf(item) == l {
			places = append(places, i)
		}
	}
	return places
}

func (p *plan) ids(l lane) (ids []ID) {
	for _, i := range p.in(l) {
		ids = append(ids, p.items[i].ID)
	}
	return ids
}

// line is an item as a person reads it in the history: "08h40 Thảo luận".
func (p *plan) line(item Item) string {
	if item.StartsAt.IsZero() {
		return item.Title
	}
	return viet.ClockTable(item.StartsAt.In(p.zone)) + " " + item.Title
}

func (p *plan) lines(ids []ID) (lines []string) {
	for _, id := range ids {
		lines = append(lines, p.line(p.items[slices.IndexFunc(p.items, func(item Item) bool { return item.ID == id })]))
	}
	return lines
}

// shift moves the timed items at some places; none comes before an instant.
func (p *plan) shift(places []int, by time.Duration, floor Time) {
	for _, i := range places {
		if item := &p.items[i]; !item.StartsAt.IsZero() {
			if item.StartsAt = At(item.StartsAt.Add(by)); item.StartsAt.Before(floor.Time) {
				item.StartsAt = floor
			}
		}
	}
}

// add puts an item into its lane; see AddItem.
func (p *plan) add(item Item, after ID) {
	places := p.in(p.laneOf(item))
	at := len(places) // in the lane
	own := !item.StartsAt.IsZero()
	for k, i := range places {
		if own && p.items[i].StartsAt.After(item.StartsAt.Time) {
			at = k
			break
		}
		if !own && p.items[i].ID == after {
			at = k + 1
		}
	}
	push := item.length()
	if own {
		push = 0
		for _, i := range places[at:] {
			if next := p.items[i].StartsAt; !next.IsZero() {
				push = max(0, item.StartsAt.Add(item.length()).Sub(next.Time))
				break
			}
		}
	} else {
		item.StartsAt = p.sessions[item.SessionID].StartsAt
		for _, i := range places[:at] {
			if before := p.items[i]; !before.StartsAt.IsZero() {
				item.StartsAt = At(before.StartsAt.Add(before.length()))
			}
		}
	}
	p.shift(places[at:], push, item.StartsAt)
	where := len(p.items)
	switch {
	case at < len(places):
		where = places[at]
	case at > 0:
		where = places[at-1] + 1
	}
	p.items = slices.Insert(p.items, where, item)
}

// remove takes an item out of its lane.
func (p *plan) remove(id ID) {
	at := slices.IndexFunc(p.items, func(item Item) bool { return item.ID == id })
	if at < 0 {
		return
	}
	item := p.items[at]
	if !item.StartsAt.IsZero() {
		p.shift(p.later(at), -item.length(), item.StartsAt)
	}
	p.items = slices.Delete(p.items, at, at+1)
}

// later are the places behind one in the same lane.
func (p *plan) later(at int) []int {
	places := p.in(p.laneOf(p.items[at]))
	return places[slices.Index(places, at)+1:]
}

// edit puts an item in the place of the one with its number.
func (p *plan) edit(item Item) error {
	at := slices.IndexFunc(p.items, func(i Item) bool { return i.ID == item.ID })
	before := p.items[at]
	if p.laneOf(before) != p.laneOf(item) {
		p.remove(item.ID)
		if session := p.sessions[item.SessionID]; item.StartsAt.Before(session.StartsAt.Time) || !item.StartsAt.Before(session.EndsAt.Time) {
			item.StartsAt = Time{} // a time of the session it comes from
		}
		p.add(item, 0)
		return nil
	}
	for _, i := range p.in(p.laneOf(item)) {
		if i < at && item.StartsAt != before.StartsAt && !item.StartsAt.IsZero() && item.StartsAt.Before(p.items[i].StartsAt.Time) {
			return Invalid{"start": "Giờ bắt đầu sớm hơn mục đứng trước. Hãy chuyển mục này lên trước rồi mới sửa giờ."}
		}
	}
	p.items[at] = item
	if !before.StartsAt.IsZero() && !item.StartsAt.IsZero() {
		p.shift(p.later(at), item.StartsAt.Sub(before.StartsAt.Time)+item.length()-before.length(), item.StartsAt)
	}
	return nil
}

// order puts the items of a lane into an order, all of them, and times them anew.
func (p *plan) order(ids []ID) {
	of := map[ID]Item{}
	for _, item := range p.items {
		of[item.ID] = item
	}
	places := p.in(p.laneOf(of[ids[0]]))
	var clock Time
	var gaps []time.Duration
	var end time.Time
	for _, i := range places {
		item := p.items[i]
		if item.StartsAt.IsZero() {
			continue
		}
		if clock.IsZero() {
			clock = item.StartsAt
		} else {
			gaps = append(gaps, max(0, item.StartsAt.Sub(end)))
		}
		end = item.StartsAt.Add(item.length())
	}
	gaps = append(gaps, 0)
	for k, i := range places {
		item := of[ids[k]]
		if !item.StartsAt.IsZero() {
			item.StartsAt = clock
			clock, gaps = At(clock.Add(item.length()+gaps[0])), gaps[1:]
		}
		p.items[i] = item
	}
}

// arrange brings the items into the order of their sessions.
func (p *plan) arrange() {
	slices.SortStableFunc(p.items, func(a, b Item) int {
		return int(p.sessions[a.SessionID].Position - p.sessions[b.SessionID].Position)
	})
}

// settled are the items each with a session: one that names none stands with those before it, the first with the first session.
func settled(sessions []Session, items []Item) []Item {
	if len(sessions) == 0 {
		return items
	}
	items, at := slices.Clone(items), sessions[0].ID
	for i := range items {
		if items[i].SessionID == 0 {
			items[i].SessionID = at
		}
		at = items[i].SessionID
	}
	return items
}
