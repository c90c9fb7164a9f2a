package models

import (
	"context"
	"slices"
)

// The order of delegates is that of (rank, position, id): total, and stable while nobody moves anybody. A hand changes it by giving a
// delegate a rank in this event that lies between those of the neighbours; the person's own rank, which all events share, never changes.

// place is a delegate in protocol order.
type place struct {
	ID   ID
	Rank int64
}

// apart is how far new ranks stand from each other, so that the next hand finds room between them.
const apart = 10

// settle gives the delegate at one place of an order a rank between its neighbours'. Where there is no room, the fewest of the neighbours
// to one side move with it; where there is none at all, everybody is numbered anew. It answers the first and the last place that have a
// new rank.
func settle(order []place, at int) (first, last int) {
	if !slices.ContainsFunc(order, place.wild) {
		for more := range order {
			for _, first := range []int{at - more, at} {
				if last := first + more; first >= 0 && last < len(order) && room(order, first, last) {
					return first, last
				}
			}
		}
	}
	last = len(order) - 1
	room(order, 0, last)
	return 0, last
}

// wild tells of a rank, from a file, that is so large that there is no counting on from it.
func (row place) wild() bool { return row.Rank < -1<<40 || row.Rank > 1<<40 }

// room gives the places from first to last ranks between those before and behind them, if there is room for so many. Behind the last
// there is none beyond Unranked: who is added later comes last.
func room(order []place, first, last int) bool {
	count := int64(last - first + 1)
	var below, step int64 = 0, apart
	switch {
	case first > 0:
		below = order[first-1].Rank
	case last+1 < len(order):
		below = min(0, order[last+1].Rank-apart*(count+1))
	}
	if last+1 < len(order) {
		step = min(apart, (order[last+1].Rank-below)/(count+1))
	} else if first > 0 && below+apart*count >= Unranked {
		return false
	}
	if step < 1 {
		return false
	}
	for i := first; i <= last; i++ {
		below += step
		order[i].Rank = below
	}
	return true
}

// move takes a delegate from one place of an order to another, and settles him there.
func move(order []place, from, to int) (moved []place, first, last int) {
	one := order[from]
	moved = slices.Insert(slices.Delete(slices.Clone(order), from, from+1), to, one)
	first, last = settle(moved, to)
	return moved, first, last
}

// stay are the most rows of a list that keep their order among each other in another order of it: the longest rising sequence of places.
func stay(was, now []ID) map[ID]bool {
	at := map[ID]int{}
	for i, id := range was {
		at[id] = i
	}
	length, before, best := make([]int, len(now)), make([]int, len(now)), -1
	for i := range now {
		length[i], before[i] = 1, -1
		for j := range i {
			if at[now[j]] < at[now[i]] && length[j] >= length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	kept := map[ID]bool{}
	for i := best; i >= 0; i = before[i] {
		kept[now[i]] = true
	}
	return kept
}

// moveEntry is where a delegate stood in the order, as the journal keeps it.
type moveEntry struct {
	Name string
	Nth  int // 1 is the first
}

// arrange lets a hand change the protocol order of an event. The hand is given the order and answers with it changed by move, telling
// who was moved; the ranks that differ are written.
func (db *DB) arrange(ctx context.Context, by Actor, event ID, hand func(order []place) ([]place, []ID, error)) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var before []place
		if err := tx.list(ctx, &before, `SELECT id, rank FROM delegates WHERE event_id = ? ORDER BY rank, position, id`, event); err != nil {
			return Change{}, err
		}
		after, moved, err := hand(before)
		if err != nil || len(moved) == 0 {
			return Change{}, err
		}
		was := make(map[ID]int, len(before))
		for i, row := range before {
			was[row.ID] = i
		}
		now := make(map[ID]int, len(after))
		for i, row := range after {
			now[row.ID] = i
			if before[was[row.ID]].Rank == row.Rank {
				continue
			}
			if err := tx.exec(ctx, `UPDATE delegates SET protocol_rank = ?, rank = ?, version = version + 1 WHERE id = ?`, row.Rank, row.Rank, row.ID); err != nil {
				return Change{}, err
			}
		}
		var delegates []Delegate
		if err := tx.listIn(ctx, &delegates, `SELECT * FROM delegates WHERE id IN (?)`, moved); err != nil {
			return Change{}, err
		}
		if err := tx.present(ctx, event, delegates); err != nil {
			return Change{}, err
		}
		var from, to []moveEntry
		change := Change{Topic: TopicDelegates, What: "move"}
		for _, delegate := range delegates {
			name := delegate.Person.Name()
			from, to = append(from, moveEntry{name, was[delegate.ID] + 1}), append(to, moveEntry{name, now[delegate.ID] + 1})
			change.Of = delegate.UID
		}
		if change.Before, change.After = from, to; len(delegates) == 1 {
			change.Before, change.After = from[0], to[0]
		} else {
			change.Of = ""
		}
		return change, nil
	})
}

// Beside is a place in the order: before a delegate or after one.
type Beside struct{ Before, After ID }

// MoveDelegate puts a delegate beside another in the protocol order of the event.
func (db *DB) MoveDelegate(ctx context.Context, by Actor, event, id ID, to Beside) error {
	return db.arrange(ctx, by, event, func(order []place) ([]place, []ID, error) {
		return put(order, id, to)
	})
}

// put moves one delegate beside another; where he stands there already, nobody is moved.
func put(order []place, id ID, to Beside) ([]place, []ID, error) {
	from := slices.IndexFunc(order, func(row place) bool { return row.ID == id })
	other := slices.IndexFunc(order, func(row place) bool { return row.ID == to.Before || row.ID == to.After })
	if from < 0 || other < 0 {
		return nil, nil, ErrNotFound
	}
	if to.After != 0 {
		other++
	}
	if from < other {
		other-- // what stands behind moves up when he is taken out
	}
	if from == other {
		return order, nil, nil
	}
	moved, _, _ := move(order, from, other)
	return moved, []ID{id}, nil
}

// StepDelegate moves a delegate past the one above or below, within a group when one is named; at the end of the list he stays.
func (db *DB) StepDelegate(ctx context.Context, by Actor, event, id, group ID, up bool) error {
	var ids []ID
	condition, args := `1 = 1`, []any{event}
	switch group {
	case 0:
	case Ungrouped:
		condition = `group_id IS NULL`
	default:
		condition, args = `group_id = ?`, append(args, group)
	}
	if err := db.list(ctx, &ids, `SELECT id FROM delegates WHERE event_id = ? AND `+condition+` ORDER BY rank, position, id`, args...); err != nil {
		return err
	}
	at := slices.Index(ids, id)
	switch {
	case at < 0:
		return ErrNotFound
	case up && at > 0:
		return db.MoveDelegate(ctx, by, event, id, Beside{Before: ids[at-1]})
	case !up && at+1 < len(ids):
		return db.MoveDelegate(ctx, by, event, id, Beside{After: ids[at+1]})
	}
	return nil
}

// OrderDelegates brings some delegates, a page of a list, from the order in which they were shown into another. Only those are moved whom the
// hand has moved, so that two hands at work do not undo each other.
func (db *DB) OrderDelegates(ctx context.Context, by Actor, event ID, was, now []ID) error {
	if len(now) > MostAtOnce || !permutes(was, now) {
		return ErrConflict
	}
	kept := stay(was, now)
	return db.arrange(ctx, by, event, func(order []place) (_ []place, moved []ID, err error) {
		known := map[ID]bool{}
		for _, row := range order {
			known[row.ID] = true
		}
		now := slices.DeleteFunc(slices.Clone(now), func(id ID) bool { return !known[id] }) // who was removed meanwhile
		for i, id := range now {
			if kept[id] {
				continue
			}
			var to Beside
			switch {
			case i > 0:
				to.After = now[i-1]
			case len(now) > 1:
				to.Before = now[1]
			default:
				continue
			}
			var one []ID
			if order, one, err = put(order, id, to); err != nil {
				return nil, nil, err
			}
			moved = append(moved, one...)
		}
		return order, moved, nil
	})
}

// SuggestOrder gives up the event's own order: each delegate has the person's rank again, those without one as they were listed. It answers
// how many delegates had a rank of their own.
func (db *DB) SuggestOrder(ctx context.Context, by Actor, event ID) (reset int, err error) {
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var own []Delegate
		if err := tx.list(ctx, &own, `SELECT * FROM delegates WHERE event_id = ? AND protocol_rank IS NOT NULL ORDER BY rank, position, id`, event); err != nil {
			return Change{}, err
		}
		if reset = len(own); reset == 0 {
			return Change{}, nil
		}
		var before []rankEntry
		for _, delegate := range own {
			before = append(before, rankEntry{delegate.UID, *delegate.ProtocolRank})
		}
		return Change{Topic: TopicDelegates, What: "reset", Before: before}, tx.exec(ctx, `
			UPDATE delegates SET protocol_rank = NULL, rank = COALESCE((SELECT people.protocol_rank FROM people WHERE people.id = delegates.person_id), ?),
				version = version + 1 WHERE event_id = ? AND protocol_rank IS NOT NULL`, Unranked, event)
	})
	return reset, err
}

// rankEntry is a rank that an event had given, as the journal keeps it: by the delegate's uid.
type rankEntry struct {
	Of   string
	Rank int64
}

// permutes tells whether two lists have the same things, each once.
func permutes(a, b []ID) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b) && len(slices.Compact(a)) == len(b)
}
