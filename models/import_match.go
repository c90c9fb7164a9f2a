package models

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// matcher knows whom the rows of a list may mean.
type matcher struct {
	plan   ImportPlan
	people map[string][]Person // of the directory, by name without marks
	keyed  map[string]Person   // by uid
	there  map[ID]bool         // delegates of the event
	taken  map[ID]int          // the row that is this person
	rows   map[string][]int    // rows of somebody new, by name without marks
}

// read finds those of the directory who have a name of the list, marks aside, in a few queries however long it is.
func (m *matcher) read(ctx context.Context, tx *DB, event ID, rows []ImportRow) error {
	marked := map[string]bool{}
	var keys [][]byte
	var uids []string
	for _, row := range rows {
		if row.State != "new" {
			continue
		}
		name := row.Person.Name()
		if !viet.HasMarks(name) {
			marked[viet.Fold(name)] = true
		}
		if len(row.Key) == 32 {
			uids = append(uids, row.Key)
		}
		// A name may be parted elsewhere in the directory: 'Nguyễn | Thu Hà'.
		keys = append(keys, viet.SortKeys(name)...)
	}
	var found []Person
	slices.SortFunc(keys, bytes.Compare)
	keys = slices.CompactFunc(keys, bytes.Equal)
	for some := range slices.Chunk(keys, 500) {
		var people []Person
		if err := tx.listIn(ctx, &people, `SELECT * FROM people WHERE sort_key IN (?) AND merged_into_id IS NULL AND erased_at IS NULL`, some); err != nil {
			return err
		}
		found = append(found, people...)
	}
	for some := range slices.Chunk(uids, 500) {
		var people []Person
		if err := tx.listIn(ctx, &people, `SELECT * FROM people WHERE uid IN (?) AND merged_into_id IS NULL AND erased_at IS NULL`, some); err != nil {
			return err
		}
		found = append(found, people...)
	}
	if len(marked) > 0 {
		loose, err := tx.peopleFolded(ctx, marked)
		if err != nil {
			return err
		}
		found = append(found, loose...)
	}
	slices.SortFunc(found, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	found = slices.CompactFunc(found, func(a, b Person) bool { return a.ID == b.ID })
	if err := tx.postsOf(ctx, found); err != nil {
		return err
	}
	m.people, m.keyed = map[string][]Person{}, map[string]Person{}
	for _, person := range found {
		name := viet.Fold(person.Name())
		m.people[name] = append(m.people[name], person)
		m.keyed[person.UID] = person
	}
	if event == 0 {
		return nil
	}
	var delegates []ID
	if err := tx.list(ctx, &delegates, `SELECT person_id FROM delegates WHERE event_id = ? AND person_id IS NOT NULL`, event); err != nil {
		return err
	}
	for _, id := range delegates {
		m.there[id] = true
	}
	return nil
}

// peopleFolded goes through the directory for names that a list has written without marks: no index finds those.
func (tx *DB) peopleFolded(ctx context.Context, names map[string]bool) (found []Person, err error) {
	for last := int64(0); ; { // no ID: of that zero is none
		var some []Person
		if err := tx.list(ctx, &some, `SELECT * FROM people WHERE id > ? AND merged_into_id IS NULL AND erased_at IS NULL ORDER BY id LIMIT 2000`, last); err != nil || len(some) == 0 {
			return found, err
		}
		for _, person := range some {
			if names[viet.Fold(person.Name())] {
				found = append(found, person)
			}
			last = int64(person.ID)
		}
	}
}

// place decides whom a row means, given the rows before it.
func (m *matcher) place(rows []ImportRow, i int) {
	row := &rows[i]
	if row.State != "new" {
		return
	}
	if row.Choice == "skip" {
		row.State = "left"
		return
	}
	if person, ok := m.keyed[row.Key]; ok && row.Key != "" {
		m.is(row, person)
		return
	}
	name := viet.Fold(row.Person.Name())
	var sure, maybe []Person
	for _, person := range m.people[name] {
		switch sameness(row.Person, person) {
		case surely:
			sure = append(sure, person)
		case perhaps:
			maybe = append(maybe, person)
		}
	}
	// Of twins that a list has twice, each row is one.
	free := slices.DeleteFunc(slices.Clone(sure), func(p Person) bool { return m.taken[p.ID] != 0 })
	if len(sure) > 1 && len(free) > 0 && !slices.ContainsFunc(free, func(p Person) bool { return !m.there[p.ID] }) {
		m.is(row, free[0])
		return
	}
	var earlier []int
	for _, at := range m.rows[name] {
		switch sameness(row.Person, rows[at].Person) {
		case surely:
			if row.Choice != "new" {
				row.State, row.Repeats = "repeat", rows[at].Row
				row.May = []ImportMay{{Choice: "row:" + strconv.Itoa(rows[at].Row), Person: rows[at].Person, Row: rows[at].Row}}
				return
			}
			earlier = append(earlier, at)
		case perhaps:
			if !twoOfOneList(row.Person, rows[at].Person) {
				earlier = append(earlier, at)
			}
		}
	}
	if len(sure) == 1 && row.Choice == "" {
		m.is(row, sure[0])
		return
	}
	if len(sure)+len(maybe)+len(earlier) == 0 {
		m.rows[name] = append(m.rows[name], i)
		return
	}
	for _, person := range append(sure, maybe...) {
		row.May = append(row.May, ImportMay{Choice: "person:" + strconv.FormatInt(int64(person.ID), 10), Person: person, There: m.there[person.ID]})
	}
	for _, at := range earlier {
		row.May = append(row.May, ImportMay{Choice: "row:" + strconv.Itoa(rows[at].Row), Person: rows[at].Person, Row: rows[at].Row})
	}
	m.choose(rows, i, name)
}

// choose does what the user has decided of a doubtful row; a choice that is none any more is not yet decided.
func (m *matcher) choose(rows []ImportRow, i int, name string) {
	row := &rows[i]
	row.State = "doubtful"
	if row.Choice == "new" {
		row.State = "new"
		m.rows[name] = append(m.rows[name], i)
		return
	}
	for _, may := range row.May {
		if may.Choice != row.Choice {
			continue
		}
		if may.Row != 0 {
			row.State, row.Repeats = "repeat", may.Row
			return
		}
		m.is(row, may.Person)
		return
	}
	row.Choice = ""
}

// is says that a row is somebody of the directory.
func (m *matcher) is(row *ImportRow, person Person) {
	row.Match = person
	switch {
	case m.taken[person.ID] != 0:
		row.State, row.Repeats = "repeat", m.taken[person.ID]
	case m.there[person.ID]:
		row.State = "there"
	default:
		row.State = "known"
	}
	if m.taken[person.ID] == 0 {
		m.taken[person.ID] = row.Row
	}
}

// How surely two of one name are one.
const (
	never = iota
	perhaps
	surely
)

// sameness tells how surely a person of a list is somebody of that name, marks aside: by a phone, an address, a post; or because neither says
// more than the name. Two born in different years are two, and so are two whose names are written with other marks.
func sameness(a, b Person) int {
	one, other := a.Name(), b.Name()
	if !viet.Same(one, other) && viet.HasMarks(one) && viet.HasMarks(other) {
		return never
	}
	if a.BornYear != nil && b.BornYear != nil && *a.BornYear != *b.BornYear {
		return never
	}
	if a.Email != "" && strings.EqualFold(a.Email, b.Email) {
		return surely
	}
	for _, number := range digits(a.Phone) {
		if slices.Contains(digits(b.Phone), number) {
			return surely
		}
	}
	if !viet.Same(one, other) {
		return perhaps
	}
	for _, post := range a.Posts {
		if slices.ContainsFunc(b.Posts, func(p Post) bool { return plainly(p.Title) == plainly(post.Title) }) {
			return surely
		}
	}
	// Two that say nothing but the name.
	if len(a.Posts) == 0 && len(b.Posts) == 0 && (a.Phone == "" || b.Phone == "") && (a.Email == "" || b.Email == "") {
		return surely
	}
	return perhaps
}

// twoOfOneList tells whether two of one name that one list has with two posts and two phones are two: whoever made it knew.
func twoOfOneList(a, b Person) bool {
	return len(digits(a.Phone)) > 0 && len(digits(b.Phone)) > 0 && len(a.Posts) > 0 && len(b.Posts) > 0
}
