package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Imported is what a list has done.
type Imported struct {
	Delegates int // that came into the event
	People    int // that came into the directory
	Completed int // of the directory, of whom the list knew more
}

// importEntry is a list taken over, as the journal keeps it: names, and of the directory what was written into it.
type importEntry struct {
	FileName  string
	Names     []string `json:",omitzero"` // delegates
	People    []string `json:",omitzero"` // new in the directory
	Completed []string `json:",omitzero"` // in the directory before
	Groups    []string `json:",omitzero"` // new
}

// ApplyImport takes a list over, all of it or nothing, in one change of the directory and one of the event. Seen is what the reader saw
// (Preview.Seen); if directory or event have moved so that the list would do something else, it is ErrConflict. Wrong rows are left out
// only when that was said. The list is then gone: a second press finds none.
func (db *DB) ApplyImport(ctx context.Context, user *User, waiting Import, seen string, leaveWrong bool) (done Imported, err error) {
	by := user.Actor()
	err = db.transact(ctx, func(tx *DB) error {
		var plan importing
		office := func(tx *DB) (Change, error) {
			if plan, err = tx.planImport(ctx, user, waiting, seen, leaveWrong); err != nil {
				return Change{}, err
			}
			entry := importEntry{FileName: waiting.FileName}
			if err := plan.people(ctx, tx, user, by, &entry); err != nil || len(entry.People)+len(entry.Completed) == 0 {
				return Change{}, err
			}
			return Change{Topic: TopicDirectory, What: "import", After: entry}, nil
		}
		if err := tx.changeOffice(ctx, by, office); err != nil {
			return err
		}
		done.People, done.Completed = len(plan.new), len(plan.completed)
		if len(plan.delegates()) == 0 {
			return nil
		}
		done.Delegates, err = plan.invite(ctx, tx, by)
		return err
	})
	if errors.Is(err, errNothing) { // the directory has nothing to learn
		err = db.change(ctx, by, waiting.EventID, func(tx *DB) (Change, error) {
			plan, err := tx.planImport(ctx, user, waiting, seen, leaveWrong)
			switch {
			case err != nil || len(plan.delegates()) == 0:
				return Change{}, err
			case len(plan.new)+len(plan.completed) > 0:
				return Change{}, ErrConflict
			}
			entry, err := plan.seat(ctx, tx)
			done.Delegates = len(entry.Names)
			return Change{Topic: TopicDelegates, What: "import", After: entry}, err
		})
		if err == nil {
			err = db.DropImport(ctx, user, waiting.ID) // when there was nothing to do it stands there still
		}
	}
	return done, err
}

// importing is a list on its way into the record.
type importing struct {
	waiting   Import
	rows      []ImportRow
	new       []*ImportRow // in the directory
	completed []*ImportRow
}

func (tx *DB) planImport(ctx context.Context, user *User, waiting Import, seen string, leaveWrong bool) (plan importing, err error) {
	// Whoever takes the list away first has it: of two presses one finds nothing.
	taken, err := tx.affect(ctx, `DELETE FROM imports WHERE id = ? AND user_id = ?`, waiting.ID, user.ID)
	if err != nil {
		return plan, err
	}
	if taken == 0 {
		return plan, ErrNotFound
	}
	preview, err := tx.preview(ctx, user, waiting)
	switch {
	case err != nil:
		return plan, err
	case preview.Seen != seen:
		return plan, ErrConflict
	case preview.Undecided > 0:
		return plan, Invalid{"choices": fmt.Sprintf("Còn %d dòng chưa chọn là ai.", preview.Undecided)}
	case preview.Counts["wrong"] > 0 && !leaveWrong:
		return plan, Invalid{"leave": fmt.Sprintf("Còn %d dòng sai. Hãy sửa trong tệp rồi tải lên lại, hoặc chọn bỏ qua các dòng ấy.", preview.Counts["wrong"])}
	}
	plan = importing{waiting: waiting, rows: preview.Rows}
	for i := range plan.rows {
		switch row := &plan.rows[i]; {
		case row.State == "new":
			plan.new = append(plan.new, row)
		case len(row.Fills) > 0 && row.State != "repeat":
			plan.completed = append(plan.completed, row)
		}
	}
	return plan, nil
}

// delegates are the rows of those who come into the event.
func (plan importing) delegates() (coming []*ImportRow) {
	if plan.waiting.EventID == 0 {
		return nil
	}
	for i := range plan.rows {
		if state := plan.rows[i].State; state == "new" || state == "known" {
			coming = append(coming, &plan.rows[i])
		}
	}
	return coming
}

// people writes those into the directory who are not there, and what it does not know of others.
func (plan importing) people(ctx context.Context, tx *DB, user *User, by Actor, entry *importEntry) error {
	var people, posts [][]any
	at := map[string]*ImportRow{}
	for _, row := range plan.new {
		person := &row.Person
		person.UID, person.Version = newUID(), 1
		if person.Phone+person.Email != "" {
			person.ContactOfID = user.office()
		}
		at[person.UID] = row
		people = append(people, []any{person.UID, person.Family, person.Given, person.Honorific, person.ProtocolRank, person.BornYear, person.Phone, person.Email,
			person.ContactOfID, person.Note, person.Folded, person.SortKey, tx.reachedAt(*person)})
		entry.People = append(entry.People, person.Told(""))
	}
	var added []rowAdded
	if err := tx.addRows(ctx, &added, `INSERT INTO people (uid, family, given, honorific, protocol_rank, born_year, phone, email, contact_of_id, note, folded, sort_key, contact_at)`,
		people, ` RETURNING id, uid`); err != nil {
		return err
	}
	for _, one := range added {
		row := at[one.UID]
		row.Person.ID = one.ID
		row.Match = row.Person
	}
	for _, row := range plan.new {
		for i, post := range row.Person.Posts {
			posts = append(posts, []any{newUID(), row.Person.ID, i + 1, post.Title, post.OrganizationID})
		}
	}
	if err := tx.addRows(ctx, nil, `INSERT INTO posts (uid, person_id, position, title, organization_id)`, posts, ``); err != nil {
		return err
	}
	var printed []ID
	for _, row := range plan.completed {
		before := row.Match
		person := before
		if slices.Contains(row.Fills, "Honorific") {
			person.Honorific = row.Person.Honorific
		}
		if slices.Contains(row.Fills, "BornYear") {
			person.BornYear = row.Person.BornYear
		}
		if slices.Contains(row.Fills, "Posts") {
			person.Posts = slices.Clone(row.Person.Posts)
		}
		phone, email := before.Phone, before.Email
		if slices.Contains(row.Fills, "Phone") {
			phone = row.Person.Phone
		}
		if slices.Contains(row.Fills, "Email") {
			email = row.Person.Email
		}
		person.SetContact(user, phone, email)
		person.index()
		if _, err := tx.putPerson(ctx, person); err != nil {
			return err
		}
		if err := tx.setPosts(ctx, &person, before.Posts); err != nil {
			return err
		}
		if slices.ContainsFunc(row.Fills, func(name string) bool { return name != "Phone" && name != "Email" }) {
			printed = append(printed, person.ID)
		}
		entry.Completed = append(entry.Completed, person.Name())
		row.Match = person
	}
	return tx.reprint(ctx, by, printed, nil, false, Change{Topic: TopicDirectory, What: "import", After: importEntry{FileName: plan.waiting.FileName, Completed: entry.Completed}})
}

// invite makes the rows delegates, in a change of the event.
func (plan importing) invite(ctx context.Context, tx *DB, by Actor) (delegates int, err error) {
	err = tx.change(ctx, by, plan.waiting.EventID, func(tx *DB) (Change, error) {
		entry, err := plan.seat(ctx, tx)
		delegates = len(entry.Names)
		return Change{Topic: TopicDelegates, What: "import", After: entry}, err
	})
	return delegates, err
}

// seat inserts the delegates behind those that are there, in the order of the list, and the groups that they need.
func (plan importing) seat(ctx context.Context, tx *DB) (entry importEntry, err error) {
	entry.FileName = plan.waiting.FileName
	event := plan.waiting.EventID
	groups, err := tx.Groups(ctx, event)
	if err != nil {
		return entry, err
	}
	var last struct{ Delegate, Number, Group int64 }
	if err := tx.get(ctx, &last, `SELECT COALESCE((SELECT max(position) FROM delegates WHERE event_id = ?), 0) AS delegate,
		COALESCE((SELECT max(number) FROM delegates WHERE event_id = ?), 0) AS number,
		COALESCE((SELECT max(position) FROM groups WHERE event_id = ?), 0) AS "group"`, event, event, event); err != nil {
		return entry, err
	}
	of := map[string]ID{}
	var rows [][]any
	for i, row := range plan.delegates() {
		group, known := of[row.Group]
		if at := slices.IndexFunc(groups, func(g Group) bool { return viet.Same(g.Name, row.Group) }); !known && at >= 0 {
			group, known = groups[at].ID, true
		}
		if row.Group == "" {
			group, known = plan.waiting.Plan.GroupID, true
		}
		if !known {
			last.Group++
			made := Group{UID: newUID(), EventID: event, Position: last.Group, Name: row.Group}
			if made.ID, err = tx.add(ctx, `INSERT INTO groups (uid, event_id, position, name) VALUES (?, ?, ?, ?) RETURNING id`, made.UID, event, made.Position, made.Name); err != nil {
				return entry, err
			}
			groups, group = append(groups, made), made.ID
			entry.Groups = append(entry.Groups, made.Name)
		}
		of[row.Group] = group
		uid := newUID()
		salt, hash := tx.passOf(uid)
		rows = append(rows, []any{uid, event, last.Delegate + int64(i) + 1, row.Match.ID, group, row.Roles, Delegate{}.effective(row.Match.ProtocolRank), row.Seat, row.Needs,
			salt, hash, last.Number + int64(i) + 1})
		entry.Names = append(entry.Names, row.Match.Name())
	}
	return entry, tx.addRows(ctx, nil, `
		INSERT INTO delegates (uid, event_id, position, person_id, group_id, roles, rank, seat, needs, salt, pass_hash, number)`, rows, ``)
}

// rowAdded is what the database calls a row that was inserted.
type rowAdded struct {
	ID  ID
	UID string
}

// addRows inserts many rows, a hundred with a statement. Into is the statement up to its columns; with added, which returning fills, it reads back.
func (tx *DB) addRows(ctx context.Context, added *[]rowAdded, into string, rows [][]any, returning string) error {
	if len(rows) == 0 {
		return nil
	}
	one := `(` + strings.TrimSuffix(strings.Repeat(`?, `, len(rows[0])), `, `) + `)`
	for some := range slices.Chunk(rows, 100) {
		query := into + ` VALUES ` + strings.TrimSuffix(strings.Repeat(one+`, `, len(some)), `, `) + returning
		args := slices.Concat(some...)
		var err error
		if added != nil {
			var more []rowAdded
			err = tx.list(ctx, &more, query, args...)
			*added = append(*added, more...)
		} else {
			err = tx.exec(ctx, query, args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
