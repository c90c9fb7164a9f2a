package models

import (
	"context"
	"slices"
)

// inOrder is a list whose order a hand decides: a table of the event, and of speeches those of one item.
type inOrder struct {
	table, topic string
	item         ID
}

// rows are the list's rows in their order.
func (list inOrder) rows(ctx context.Context, tx *DB, event ID) (rows []struct {
	ID       ID
	UID      string
	Position int
}, err error) {
	args := []any{event}
	query := map[string]string{
		"speeches":    `SELECT id, uid, position FROM speeches WHERE event_id = ? AND item_id = ? ORDER BY position, id`,
		"conclusions": `SELECT id, uid, position FROM conclusions WHERE event_id = ? ORDER BY position, id`,
		"votes":       `SELECT id, uid, position FROM votes WHERE event_id = ? ORDER BY position, id`,
		"groups":      `SELECT id, uid, position FROM groups WHERE event_id = ? ORDER BY position, id`,
		"photos":      `SELECT id, uid, position FROM photos WHERE event_id = ? ORDER BY position, id`,
		"documents":   `SELECT id, uid, position FROM documents WHERE event_id = ? ORDER BY position, id`,
	}[list.table]
	if list.table == "speeches" {
		args = append(args, list.item)
	}
	return rows, tx.list(ctx, &rows, query, args...)
}

// moveWithin moves a row one place up or down.
func (db *DB) moveWithin(ctx context.Context, by Actor, event ID, list inOrder, id ID, up bool) error {
	return db.reorder(ctx, by, event, list, func(before []ID) ([]ID, error) {
		if !slices.Contains(before, id) {
			return nil, ErrNotFound
		}
		return oneOn(before, id, up), nil
	})
}

// oneOn is an order in which a row that it has stands one place further up or down. At the end it is as it was.
func oneOn(order []ID, id ID, up bool) []ID {
	at := slices.Index(order, id)
	to := at + 1
	if up {
		to = at - 1
	}
	if to < 0 || to >= len(order) {
		return order
	}
	order = slices.Clone(order)
	order[at], order[to] = order[to], order[at]
	return order
}

// putInOrder gives the list an order, which names exactly its rows: else it was read before somebody added or removed one.
func (db *DB) putInOrder(ctx context.Context, by Actor, event ID, list inOrder, order []ID) error {
	return db.reorder(ctx, by, event, list, func(before []ID) ([]ID, error) {
		if !slices.Equal(slices.Sorted(slices.Values(order)), slices.Sorted(slices.Values(before))) {
			return nil, ErrConflict
		}
		return order, nil
	})
}

func (db *DB) reorder(ctx context.Context, by Actor, event ID, list inOrder, arrange func(before []ID) ([]ID, error)) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		rows, err := list.rows(ctx, tx, event)
		if err != nil {
			return Change{}, err
		}
		before, uids, places := []ID{}, map[ID]string{}, map[ID]int{}
		for _, row := range rows {
			before, uids[row.ID], places[row.ID] = append(before, row.ID), row.UID, row.Position
		}
		after, err := arrange(before)
		if err != nil || slices.Equal(before, after) {
			return Change{}, err
		}
		moved := ""
		for i, id := range after {
			if id != before[i] && moved == "" {
				moved = uids[id]
			}
			if places[id] == i+1 {
				continue
			}
			if err := tx.exec(ctx, map[string]string{
				"speeches":    `UPDATE speeches SET position = ? WHERE event_id = ? AND id = ?`,
				"conclusions": `UPDATE conclusions SET position = ? WHERE event_id = ? AND id = ?`,
				"votes":       `UPDATE votes SET position = ? WHERE event_id = ? AND id = ?`,
				"groups":      `UPDATE groups SET position = ? WHERE event_id = ? AND id = ?`,
				"photos":      `UPDATE photos SET position = ? WHERE event_id = ? AND id = ?`,
				"documents":   `UPDATE documents SET position = ? WHERE event_id = ? AND id = ?`,
			}[list.table], i+1, event, id); err != nil {
				return Change{}, err
			}
		}
		order := func(ids []ID) any {
			var named []string
			for _, id := range ids {
				named = append(named, uids[id])
			}
			return struct{ Order []string }{named}
		}
		return Change{Topic: list.topic, What: "move", Of: moved, Before: order(before), After: order(after)}, nil
	})
}
