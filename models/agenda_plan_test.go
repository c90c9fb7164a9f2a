package models

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var morning = At(time.Date(2018, 11, 13, 1, 0, 0, 0, time.UTC)) // 08:00 at Hà Nam

// aPlan is two sessions of a day, the first in two rooms.
func aPlan() *plan {
	return &plan{sessions: map[ID]Session{
		1: {ID: 1, Position: 1, StartsAt: morning, EndsAt: At(morning.Add(4 * time.Hour)), Room: "Hội trường"},
		2: {ID: 2, Position: 2, StartsAt: At(morning.Add(6 * time.Hour)), EndsAt: At(morning.Add(9 * time.Hour)), Room: "Hội trường"},
	}}
}

// ends is when a lane begins and ends by the plan, and how many minutes of items it holds.
func (p *plan) extent(l lane) (start, end time.Time, filled time.Duration) {
	for _, i := range p.in(l) {
		item := p.items[i]
		if start.IsZero() {
			start = item.StartsAt.Time
		}
		end, filled = item.StartsAt.Add(item.length()), filled+item.length()
	}
	return start, end, filled
}

// Whatever is done to an agenda and in whatever order, it stays an agenda: places are dense, each lane runs forward from its anchor without
// an overlap, lengths stay, and the end of a lane moves by exactly what was done.
func TestPlan(t *testing.T) {
	lanes := []lane{{1, "hoi truong"}, {1, "phong 2"}, {2, "hoi truong"}}
	rapid.Check(t, func(t *rapid.T) {
		p, last := aPlan(), ID(0)
		lengths := map[ID]int64{}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			l := rapid.SampledFrom(lanes).Draw(t, "lane")
			ids := p.ids(l)
			start, end, filled := p.extent(l)
			others := map[lane]time.Time{}
			for _, other := range lanes {
				_, others[other], _ = p.extent(other)
			}
			var wantStart, wantEnd time.Time
			act := rapid.SampledFrom([]string{"add", "add", "resize", "later", "order", "remove"}).Draw(t, "act")
			if len(ids) == 0 {
				act = "add"
			}
			minutes := rapid.Int64Range(0, 90).Draw(t, "minutes")
			delta := time.Duration(minutes) * time.Minute
			switch act {
			case "add":
				last++
				item := Item{ID: last, SessionID: l.session, Minutes: number(minutes)}
				if l.room == "phong 2" {
					item.Room = "Phòng 2"
				}
				var after ID
				if len(ids) > 0 {
					after = rapid.SampledFrom(ids).Draw(t, "after")
				}
				p.add(item, after)
				lengths[last] = minutes
				wantStart, wantEnd = start, end.Add(delta)
				if len(ids) == 0 {
					wantStart, wantEnd = p.sessions[l.session].StartsAt.Time, p.sessions[l.session].StartsAt.Add(delta)
				}
			case "resize", "later":
				at := rapid.IntRange(0, len(ids)-1).Draw(t, "which")
				item := p.items[p.in(l)[at]]
				wantStart, wantEnd = start, end.Add(delta)
				if act == "resize" {
					wantEnd = end.Add(delta - item.length())
					item.Minutes, lengths[item.ID] = number(minutes), minutes
				} else {
					item.StartsAt = At(item.StartsAt.Add(delta))
					if at == 0 {
						wantStart = start.Add(delta)
					}
				}
				if err := p.edit(item); err != nil {
					t.Fatal(err)
				}
			case "order":
				p.order(rapid.Permutation(ids).Draw(t, "order"))
				wantStart, wantEnd = start, end
			case "remove":
				at := rapid.IntRange(0, len(ids)-1).Draw(t, "which")
				places := p.in(l)
				item := p.items[places[at]]
				p.remove(item.ID)
				delete(lengths, item.ID)
				wantStart, wantEnd = start, end.Add(-item.length())
				if at == len(ids)-1 && at > 0 { // the gap before the last item goes with it
					before := p.items[places[at-1]]
					wantEnd = before.StartsAt.Add(before.length())
				}
				if at == 0 && len(ids) > 1 { // so does the gap behind the first
					next := p.items[p.in(l)[0]]
					wantStart = next.StartsAt.Time
				}
			}
			p.arrange()
			if p.laneLen(l) > 0 {
				gotStart, gotEnd, _ := p.extent(l)
				if !gotStart.Equal(wantStart) || !gotEnd.Equal(wantEnd) {
					t.Fatalf("%s: the lane runs from %s to %s, want %s to %s (was %s to %s, filled %s)", act, gotStart, gotEnd, wantStart, wantEnd, start, end, filled)
				}
			}
			for _, other := range lanes {
				if _, now, _ := p.extent(other); other != l && !now.Equal(others[other]) {
					t.Fatalf("%s in %v moved %v", act, l, other)
				}
			}
			p.hold(t, lanes, lengths)
		}
	})
}

func (p *plan) laneLen(l lane) int { return len(p.in(l)) }

// hold fails when the agenda is none.
func (p *plan) hold(t *rapid.T, lanes []lane, lengths map[ID]int64) {
	seen := map[ID]bool{}
	for i, item := range p.items {
		if seen[item.ID] {
			t.Fatalf("item %d stands twice", item.ID)
		}
		seen[item.ID] = true
		if *item.Minutes != lengths[item.ID] {
			t.Fatalf("item %d is %d minutes long, was made %d", item.ID, *item.Minutes, lengths[item.ID])
		}
		if i > 0 && p.sessions[item.SessionID].Position < p.sessions[p.items[i-1].SessionID].Position {
			t.Fatal("an item of a later session stands before one of an earlier")
		}
	}
	if len(seen) != len(lengths) {
		t.Fatalf("%d items, want %d", len(seen), len(lengths))
	}
	for _, l := range lanes {
		var free time.Time
		for _, i := range p.in(l) {
			item := p.items[i]
			if item.StartsAt.IsZero() || item.StartsAt.Before(free) {
				t.Fatalf("item %d starts at %s, the one before it ends at %s", item.ID, item.StartsAt, free)
			}
			free = item.StartsAt.Add(item.length())
		}
	}
}

// lineUp is a lane of items, each given as start and length in minutes from the morning; a start of -1 is none.
func lineUp(items ...[2]int64) *plan {
	p := aPlan()
	for i, item := range items {
		one := Item{ID: ID(i + 1), SessionID: 1, Minutes: number(item[1])}
		if item[0] >= 0 {
			one.StartsAt = At(morning.Add(time.Duration(item[0]) * time.Minute))
		}
		p.items = append(p.items, one)
	}
	return p
}

// starts are the items in order with their starts, in minutes from the morning.
func (p *plan) starts() (starts [][2]int64) {
	for _, item := range p.items {
		at := int64(-1)
		if !item.StartsAt.IsZero() {
			at = int64(item.StartsAt.Sub(morning.Time) / time.Minute)
		}
		starts = append(starts, [2]int64{int64(item.ID), at})
	}
	return starts
}

func TestPlanRules(t *testing.T) {
	at := func(minutes int64) Time { return At(morning.Add(time.Duration(minutes) * time.Minute)) }
	edit := func(id ID, change func(*Item)) func(*plan) error {
		return func(p *plan) error {
			item := p.items[id-1]
			change(&item)
			return p.edit(item)
		}
	}
	lane := [][2]int64{{0, 30}, {30, 10}, {60, 20}, {80, 40}} // a gap of 20 before the third
	tests := []struct {
		name  string
		items [][2]int64
		do    func(*plan) error
		want  [][2]int64
		wrong bool
	}{
		{"longer: later items move, the gap stays", lane, edit(1, func(i *Item) { i.Minutes = number(35) }), [][2]int64{{1, 0}, {2, 35}, {3, 65}, {4, 85}}, false},
		{"shorter", lane, edit(3, func(i *Item) { i.Minutes = number(5) }), [][2]int64{{1, 0}, {2, 30}, {3, 60}, {4, 65}}, false},
		{"later and shorter by as much: nothing moves", lane, edit(3, func(i *Item) { i.Minutes, i.StartsAt = number(10), at(70) }), [][2]int64{{1, 0}, {2, 30}, {3, 70}, {4, 80}}, false},
		{"the anchor earlier: all move", lane, edit(1, func(i *Item) { i.StartsAt = at(-30) }), [][2]int64{{1, -30}, {2, 0}, {3, 30}, {4, 50}}, false},
		{"before the item before it: refused", lane, edit(3, func(i *Item) { i.StartsAt = at(20) }), nil, true},
		{"into the item before it: allowed, and a warning will say so", lane, edit(2, func(i *Item) { i.StartsAt = at(25) }), [][2]int64{{1, 0}, {2, 25}, {3, 55}, {4, 75}}, false},
		{"no length any more", lane, edit(3, func(i *Item) { i.Minutes = nil }), [][2]int64{{1, 0}, {2, 30}, {3, 60}, {4, 60}}, false},
		{"no start any more: moves nothing", lane, edit(2, func(i *Item) { i.StartsAt = Time{} }), [][2]int64{{1, 0}, {2, -1}, {3, 60}, {4, 80}}, false},
		{"to another session: follows on there, what it leaves closes up", lane, edit(2, func(i *Item) { i.SessionID = 2 }), [][2]int64{{1, 0}, {3, 50}, {4, 70}, {2, 360}}, false},
		{"to another room at its time", lane, edit(2, func(i *Item) { i.Room = "Phòng 2" }), [][2]int64{{1, 0}, {3, 50}, {4, 70}, {2, 30}}, false},
		{"a room's other spelling is the same lane", lane, edit(2, func(i *Item) { i.Room = "hội trường" }), [][2]int64{{1, 0}, {2, 30}, {3, 60}, {4, 80}}, false},
		{"added with a start in a gap: nothing moves", lane, func(p *plan) error {
			p.add(Item{ID: 9, SessionID: 1, StartsAt: at(40), Minutes: number(20)}, 0)
			return nil
		}, [][2]int64{{1, 0}, {2, 30}, {9, 40}, {3, 60}, {4, 80}}, false},
		{"added with a start, too long for the gap", lane, func(p *plan) error {
			p.add(Item{ID: 9, SessionID: 1, StartsAt: at(45), Minutes: number(20)}, 0)
			return nil
		}, [][2]int64{{1, 0}, {2, 30}, {9, 45}, {3, 65}, {4, 85}}, false},
		{"added behind an item", lane, func(p *plan) error {
			p.add(Item{ID: 9, SessionID: 1, Minutes: number(15)}, 1)
			return nil
		}, [][2]int64{{1, 0}, {9, 30}, {2, 45}, {3, 75}, {4, 95}}, false},
		{"added without a length", lane, func(p *plan) error {
			p.add(Item{ID: 9, SessionID: 1}, 0)
			return nil
		}, [][2]int64{{1, 0}, {2, 30}, {3, 60}, {4, 80}, {9, 120}}, false},
		{"turned round: anchor, lengths and gaps stay", lane, func(p *plan) error {
			p.order([]ID{4, 3, 2, 1})
			return nil
		}, [][2]int64{{4, 0}, {3, 40}, {2, 80}, {1, 90}}, false},
		{"one without a start keeps none in a new order", [][2]int64{{0, 30}, {-1, 0}, {30, 10}}, func(p *plan) error {
			p.order([]ID{3, 2, 1})
			return nil
		}, [][2]int64{{3, 0}, {2, -1}, {1, 10}}, false},
		{"taken out", lane, func(p *plan) error { p.remove(1); return nil }, [][2]int64{{2, 0}, {3, 30}, {4, 50}}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := lineUp(test.items...)
			err := test.do(p)
			p.arrange()
			if (err != nil) != test.wrong {
				t.Fatalf("error %v", err)
			}
			if err == nil && !slices.Equal(p.starts(), test.want) {
				t.Errorf("got %v, want %v", p.starts(), test.want)
			}
		})
	}
}
