package models

import "context"

// Group is one of the parts of an event's attendance. A collective group stands for people who are not named.
type Group struct {
	ID         ID
	UID        string
	EventID    ID `db:"event_id"`
	Position   int64
	Name       string
	Collective bool
	Expected   *int64 // head-count
	Press      bool
	Version    int64

	Units      []Organization `db:"-"` // that send the people of a collective group
	Headcounts []Headcount    `db:"-"` // in the order of sessions
}

// Headcount is how many of a collective group were present at a session.
type Headcount struct {
	EventID   ID `db:"event_id"`
	GroupID   ID `db:"group_id"`
	SessionID ID `db:"session_id"`
	Present   int64
	Version   int64
}

func (tx *DB) insertGroup(ctx context.Context, g Group) (ID, error) {
	id, err := tx.add(ctx, `INSERT INTO groups (uid, event_id, position, name, collective, expected, press) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), g.EventID, g.Position, g.Name, g.Collective, g.Expected, g.Press)
	if err != nil {
		return 0, err
	}
	g.ID = id
	return id, tx.setUnits(ctx, g)
}

func (tx *DB) setUnits(ctx context.Context, g Group) error {
	if err := tx.exec(ctx, `DELETE FROM group_units WHERE group_id = ?`, g.ID); err != nil {
		return err
	}
	for i, unit := range g.Units {
		if err := tx.exec(ctx, `INSERT INTO group_units (event_id, group_id, organization_id, position) VALUES (?, ?, ?, ?)`, g.EventID, g.ID, unit.ID, i+1); err != nil {
			return err
		}
	}
	return nil
}
