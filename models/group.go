package models

import (
	"context"
	"slices"
	"unicode/utf8"

	"hoithao/models/viet"
)

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

// At is the head-count of a session; the zero Headcount, of version 0, when nobody has counted.
func (g Group) At(session ID) Headcount {
	for _, count := range g.Headcounts {
		if count.SessionID == session {
			return count
		}
	}
	return Headcount{}
}

// MostHeads is the largest head-count that is believed.
const MostHeads = 100_000

// Groups lists the groups of an event in their order, with units and head-counts.
func (db *DB) Groups(ctx context.Context, event ID) ([]Group, error) {
	r := reader{tx: db, ctx: ctx, event: event}
	groups := r.groups()
	return groups, r.err
}

// Group reads a group of an event, with its units.
func (db *DB) Group(ctx context.Context, event, id ID) (group Group, err error) {
	if err := db.get(ctx, &group, `SELECT * FROM groups WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return group, err
	}
	err = db.list(ctx, &group.Units, `
		SELECT organizations.* FROM group_units JOIN organizations ON organizations.id = organization_id WHERE group_id = ? ORDER BY position`, id)
	return group, err
}

// GroupName is the name of a group; "" of none.
func (db *DB) GroupName(ctx context.Context, id ID) (name string, err error) {
	if id == 0 {
		return "", nil
	}
	err = db.get(ctx, &name, `SELECT name FROM groups WHERE id = ?`, id)
	return name, err
}

// check makes the group's text clean and says what is wrong with it.
func (g *Group) check() Invalid {
	wrong := Invalid{}
	g.Name = viet.Clean(g.Name)
	switch {
	case g.Name == "":
		wrong["name"] = "Hãy ghi tên nhóm."
	case utf8.RuneCountInString(g.Name) > 500:
		wrong["name"] = "Tên nhóm dài quá 500 ký tự."
	}
	if g.Expected != nil && (*g.Expected < 0 || *g.Expected > MostHeads) {
		wrong["expected"] = "Số người dự kiến phải từ 0 đến 100.000."
	}
	seen := map[ID]bool{}
	g.Units = slices.DeleteFunc(slices.Clone(g.Units), func(unit Organization) bool {
		twice := seen[unit.ID]
		seen[unit.ID] = true
		return twice
	})
	if len(g.Units) > 500 {
		wrong["units"] = "Một nhóm có nhiều nhất 500 đơn vị."
	}
	return wrong
}

// groupEntry is a group as the journal keeps it.
type groupEntry struct {
	Name       string
	Collective bool
	Expected   *int64
	Press      bool
	Units      []string
}

func (g Group) entry() groupEntry {
	entry := groupEntry{Name: g.Name, Collective: g.Collective, Expected: g.Expected, Press: g.Press}
	for _, unit := range g.Units {
		entry.Units = append(entry.Units, unit.Name)
	}
	return entry
}

// AddGroup adds a group behind the others. Of its units only the number is read.
func (db *DB) AddGroup(ctx context.Context, by Actor, group Group) (Group, error) {
	if wrong := group.check(); len(wrong) > 0 {
		return group, wrong
	}
	err := db.change(ctx, by, group.EventID, func(tx *DB) (Change, error) {
		var err error
		if err = tx.nameUnits(ctx, &group); err != nil {
			return Change{}, err
		}
		if err = tx.get(ctx, &group.Position, `SELECT COALESCE(max(position), 0) + 1 FROM groups WHERE event_id = ?`, group.EventID); err != nil {
			return Change{}, err
		}
		if group.ID, err = tx.insertGroup(ctx, group); err != nil {
			return Change{}, err
		}
		entry := group.entry()
		if group, err = tx.Group(ctx, group.EventID, group.ID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "add", Of: group.UID, After: entry}, nil
	})
	return group, err
}

// SaveGroup changes a group's own fields and its units. It names the version it was made on.
func (db *DB) SaveGroup(ctx context.Context, by Actor, group Group) error {
	if wrong := group.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, group.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Group(ctx, group.EventID, group.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != group.Version {
			return Change{}, Stale{before.Version, before}
		}
		if err := tx.nameUnits(ctx, &group); err != nil {
			return Change{}, err
		}
		if was, is := before.entry(), group.entry(); was.Name == is.Name && was.Collective == is.Collective && was.Press == is.Press &&
			equal(was.Expected, is.Expected) && slices.Equal(was.Units, is.Units) {
			return Change{}, nil
		}
		if err := tx.setUnits(ctx, group); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "edit", Of: before.UID, Before: before.entry(), After: group.entry()}, tx.exec(ctx,
			`UPDATE groups SET name = ?, collective = ?, expected = ?, press = ?, version = version + 1 WHERE id = ?`,
			group.Name, group.Collective, group.Expected, group.Press, group.ID)
	})
}

func equal(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

// nameUnits reads the units that are given by number.
func (tx *DB) nameUnits(ctx context.Context, group *Group) error {
	if len(group.Units) == 0 {
		return nil
	}
	ids := make([]ID, len(group.Units))
	for i, unit := range group.Units {
		ids[i] = unit.ID
	}
	units, _, err := tx.Units(ctx, ids)
	if err == nil && len(units) != len(ids) {
		err = Invalid{"units": "Có đơn vị không còn trong danh bạ. Hãy chọn lại."}
	}
	group.Units = units
	return err
}

// Units reads organizations in the order of their numbers given, and the names directly above them, which tell units of one name apart. A
// number that is none is left out.
func (db *DB) Units(ctx context.Context, ids []ID) (units []Organization, above map[ID]string, err error) {
	above = map[ID]string{}
	if len(ids) == 0 {
		return nil, above, nil
	}
	if err = db.listIn(ctx, &units, `SELECT * FROM organizations WHERE id IN (?)`, ids); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(units, func(a, b Organization) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	var named []struct {
		ID   ID
		Name string
	}
	err = db.listIn(ctx, &named, `SELECT o.id, p.name FROM organizations o JOIN organizations p ON p.id = o.parent_id WHERE o.id IN (?)`, ids)
	for _, unit := range named {
		above[unit.ID] = unit.Name
	}
	return units, above, err
}

// RemoveGroup removes a group on which nothing hangs: no delegate, no invitation, no head-count.
func (db *DB) RemoveGroup(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Group(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		var used struct{ Delegates, Invitations, Headcounts bool }
		if err := tx.get(ctx, &used, `SELECT EXISTS (SELECT 1 FROM delegates WHERE event_id = ? AND group_id = ?) AS delegates,
			EXISTS (SELECT 1 FROM invitations WHERE event_id = ? AND group_id = ?) AS invitations,
			EXISTS (SELECT 1 FROM headcounts WHERE group_id = ?) AS headcounts`, event, id, event, id, id); err != nil {
			return Change{}, err
		}
		switch {
		case used.Delegates:
			return Change{}, Invalid{"group": "Nhóm này còn đại biểu nên không xóa được. Hãy chuyển đại biểu sang nhóm khác trước."}
		case used.Headcounts:
			return Change{}, Invalid{"group": "Nhóm này đã ghi số người có mặt nên không xóa được."}
		case used.Invitations:
			return Change{}, Invalid{"group": "Nhóm này đã có giấy mời nên không xóa được."}
		}
		return Change{Topic: TopicDelegates, What: "remove", Of: before.UID, Before: before.entry()}, tx.exec(ctx, `DELETE FROM groups WHERE id = ?`, id)
	})
}

func groupsInOrder() inOrder { return inOrder{table: "groups", topic: TopicDelegates} }

// MoveGroup moves a group one place up or down; at the end of the list it stays.
func (db *DB) MoveGroup(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.moveWithin(ctx, by, event, groupsInOrder(), id, up)
}

// OrderGroups gives the groups an order, which names exactly those that there are.
func (db *DB) OrderGroups(ctx context.Context, by Actor, event ID, order []ID) error {
	return db.putInOrder(ctx, by, event, groupsInOrder(), order)
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
