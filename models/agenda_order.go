package models

import (
	"context"
	"slices"
)

// ItemOrder is a lane of the agenda as the journal keeps it when its order changes, and the item that was moved.
type ItemOrder struct {
	Title string
	Items []string
}

// MoveItem moves an item one place up or down in its lane, which is timed anew. At the lane's end there is nothing to do.
func (db *DB) MoveItem(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.order(ctx, by, event, id, func(ids []ID) ([]ID, error) { return oneOn(ids, id, up), nil })
}

// OrderItems puts the items of one lane into an order and times the lane anew. was is the order that the hand changed, nil when that does
// not matter: if the lane looks otherwise now, or ids are not its items, the answer is Stale with the []ID that stand.
func (db *DB) OrderItems(ctx context.Context, by Actor, event ID, ids, was []ID) error {
	if len(ids) == 0 {
		return nil
	}
	return db.order(ctx, by, event, ids[0], func(now []ID) ([]ID, error) {
		if was != nil && !slices.Equal(was, now) || !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(now))) {
			return nil, Stale{Now: now}
		}
		return ids, nil
	})
}

// order changes the order of the lane in which an item lies.
func (db *DB) order(ctx context.Context, by Actor, event, of ID, decide func(ids []ID) ([]ID, error)) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		item, err := tx.Item(ctx, event, of)
		if err != nil {
			return Change{}, err
		}
		plan, err := tx.plan(ctx, event)
		if err != nil {
			return Change{}, err
		}
		ids := plan.ids(plan.laneOf(item))
		wanted, err := decide(ids)
		if err != nil || slices.Equal(wanted, ids) {
			return Change{}, err
		}
		before := ItemOrder{item.Title, plan.lines(ids)}
		plan.order(wanted)
		_, err = tx.keepPlan(ctx, plan, 0)
		return Change{Topic: TopicAgenda, What: "move", Of: item.UID, Before: before, After: ItemOrder{item.Title, plan.lines(wanted)}}, err
	})
}

// plan reads the agenda of an event for a change.
func (tx *DB) plan(ctx context.Context, event ID) (*plan, error) {
	p := &plan{sessions: map[ID]Session{}}
	var e Event
	if err := tx.get(ctx, &e, `SELECT time_zone FROM events WHERE id = ?`, event); err != nil {
		return nil, err
	}
	p.zone = e.Zone()
	var sessions []Session
	if err := tx.list(ctx, &sessions, `SELECT * FROM sessions WHERE event_id = ? ORDER BY position, id`, event); err != nil {
		return nil, err
	}
	for _, session := range sessions {
		p.sessions[session.ID] = session
	}
	if err := tx.list(ctx, &p.items, `SELECT * FROM agenda_items WHERE event_id = ? ORDER BY position, id`, event); err != nil {
		return nil, err
	}
	p.items = settled(sessions, p.items)
	p.was = slices.Clone(p.items)
	return p, nil
}

// along are the items that a change moved beside the one it was about.
type along struct{ were, are []string }

func (a along) before(item Item) any { return journalItem(item, a.were) }
func (a along) after(item Item) any  { return journalItem(item, a.are) }

func journalItem(item Item, moved []string) any {
	switch {
	case item.ID == 0 && len(moved) == 0:
		return nil
	case len(moved) == 0:
		return item
	}
	return ItemChange{item, moved}
}

// keepPlan writes the places and starts that the plan has changed. A start that moved makes a form that was opened before stale: saved, it
// would turn the clock back. Of the item that the change is about, nothing is told twice.
func (tx *DB) keepPlan(ctx context.Context, p *plan, about ID) (moved along, err error) {
	p.arrange()
	was := map[ID]Item{}
	for _, item := range p.was {
		was[item.ID] = item
	}
	for i := range p.items {
		item := &p.items[i]
		before, known := was[item.ID]
		item.Position = int64(i + 1)
		shifted := item.StartsAt != before.StartsAt
		if known && before.Position == item.Position && !shifted {
			continue
		}
		step := 0
		if shifted && known && item.ID != about {
			step = 1
		}
		if err := tx.exec(ctx, `UPDATE agenda_items SET position = ?, starts_at = ?, version = version + ? WHERE id = ?`, item.Position, item.StartsAt, step, item.ID); err != nil {
			return moved, err
		}
		if item.ID != about && shifted {
			moved.were = append(moved.were, p.line(before))
			moved.are = append(moved.are, p.line(*item))
		}
	}
	return moved, nil
}
