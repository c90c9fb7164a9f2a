package models

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hoithao/models/sheets"
	"hoithao/models/viet"
)

// Preview is what a list would do, row by row.
type Preview struct {
	Rows      []ImportRow
	Counts    map[string]int // by state
	Undecided int            // doubtful rows without a choice
	NewGroups []string       // that the event has not
	Seen      string         // what the reader saw: if the directory has moved since, nothing is taken over
}

// Coming is how many people would come into the event, or the directory.
func (p Preview) Coming() int { return p.Counts["new"] + p.Counts["known"] }

// PreviewImport reads a list against the directory and the event as they stand.
func (db *DB) PreviewImport(ctx context.Context, user *User, waiting Import) (preview Preview, err error) {
	err = db.View(ctx, func(tx *DB) error {
		preview, err = tx.preview(ctx, user, waiting)
		return err
	})
	return preview, err
}

func (tx *DB) preview(ctx context.Context, user *User, waiting Import) (Preview, error) {
	preview := Preview{Rows: waiting.rows(DateOf(tx.Now().Time)), Counts: map[string]int{}}
	m := matcher{plan: waiting.Plan, there: map[ID]bool{}, taken: map[ID]int{}, rows: map[string][]int{}}
	if err := m.read(ctx, tx, waiting.EventID, preview.Rows); err != nil {
		return preview, err
	}
	for i := range preview.Rows {
		m.place(preview.Rows, i)
	}
	if err := tx.linkUnits(ctx, preview.Rows); err != nil {
		return preview, err
	}
	groups, err := tx.Groups(ctx, waiting.EventID)
	if err != nil {
		return preview, err
	}
	sees, err := tx.SeesContacts(ctx, user)
	if err != nil {
		return preview, err
	}
	seen := []string{fmt.Sprintf("%+v", waiting.Plan)}
	for i := range preview.Rows {
		row := &preview.Rows[i]
		preview.Counts[row.State]++
		if row.State == "doubtful" {
			preview.Undecided++
		}
		if row.Match.ID != 0 {
			row.fills(sees(row.Match))
		}
		known := func(name string) bool { return viet.Same(name, row.Group) }
		if coming := row.State == "new" || row.State == "known"; coming && row.Group != "" && waiting.EventID != 0 &&
			!slices.ContainsFunc(groups, func(g Group) bool { return known(g.Name) }) && !slices.ContainsFunc(preview.NewGroups, known) {
			preview.NewGroups = append(preview.NewGroups, row.Group)
		}
		seen = append(seen, fmt.Sprint(row.Row, row.State, row.Match.ID, row.Match.Version, row.Repeats, row.Fills))
	}
	preview.Seen = hashOf(seen...)
	return preview, nil
}

// rows are those of the list below its head, each as it reads by itself.
func (i Import) rows(today Date) (rows []ImportRow) {
	sheet, plan := i.Sheet(), i.Plan
	ordinal := slices.Index(plan.Columns, sheets.Ordinal)
	filled, numbered := 0, 0
	for at := plan.First - 1; at < len(sheet.Rows); at++ {
		if len(sheet.Rows[at]) > 0 {
			filled++
			if sheet.Cell(at, ordinal) != "" {
				numbered++
			}
		}
	}
	most := ordinal >= 0 && numbered*2 > filled
	group, ended := "", false
	for at := plan.First - 1; at < len(sheet.Rows); at++ {
		cells := sheet.Rows[at]
		if len(cells) == 0 {
			continue
		}
		section, footing := plan.sectionOf(cells, most)
		ended = ended || footing && section == "" && sheet.Cell(at, ordinal) == ""
		switch {
		case footing, ended && section != "": // signatures stand below the sum
			rows = append(rows, ImportRow{Row: at + 1, State: "left", Section: viet.Clean(strings.Join(cells, " "))})
			continue
		case section != "":
			rows = append(rows, ImportRow{Row: at + 1, State: "section", Section: section})
			group = section
			continue
		}
		row := plan.rowOf(at, cells, today)
		row.Choice = plan.Choices[row.Row]
		if row.Group == "" && plan.Sections {
			row.Group = group
		}
		rows = append(rows, row)
	}
	return rows
}

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
	names, marked, keys := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var uids []string
	for _, row := range rows {
		if row.State != "new" {
			continue
		}
		name := row.Person.Name()
		names[viet.Fold(name)] = true
		if !viet.HasMarks(name) {
			marked[viet.Fold(name)] = true
		}
		if len(row.Key) == 32 {
			uids = append(uids, row.Key)
		}
		// A name may be parted elsewhere in the directory: 'Nguyễn | Thu Hà'.
		for at := range len(name) {
			if name[at] == ' ' {
				keys[string(viet.SortKey(name[:at], name[at+1:]))] = true
			}
		}
		keys[string(viet.SortKey("", name))] = true
	}
	var found []Person
	all := make([][]byte, 0, len(keys))
	for key := range keys {
		all = append(all, []byte(key))
	}
	for some := range slices.Chunk(all, 500) {
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
		m.people[viet.Fold(person.Name())] = append(m.people[viet.Fold(person.Name())], person)
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

// fills notes what the row knows and the directory does not. Phone and e-mail count only for who may see them.
func (row *ImportRow) fills(mine bool) {
	known, told := row.Match, row.Person
	note := func(name string, missing bool) {
		if missing {
			row.Fills = append(row.Fills, name)
		}
	}
	note("Honorific", known.Honorific == "" && told.Honorific != "" && told.Honorific != "đồng chí")
	note("BornYear", known.BornYear == nil && told.BornYear != nil)
	note("Posts", len(known.Posts) == 0 && len(told.Posts) > 0)
	note("Phone", mine && known.Phone == "" && told.Phone != "")
	note("Email", mine && known.Email == "" && told.Email != "")
}

// linkUnits finds the organizations that rows name as a unit: those of just that name that live, where there is one.
func (tx *DB) linkUnits(ctx context.Context, rows []ImportRow) error {
	keys, today := map[string]bool{}, DateOf(tx.Now().Time)
	for _, row := range rows {
		if row.Unit != "" {
			keys[string(viet.TextKey(row.Unit))] = true
		}
	}
	all := make([][]byte, 0, len(keys))
	for key := range keys {
		all = append(all, []byte(key))
	}
	of := map[string][]Organization{}
	for some := range slices.Chunk(all, 500) {
		var found []Organization
		if err := tx.listIn(ctx, &found, `SELECT * FROM organizations WHERE sort_key IN (?) ORDER BY id`, some); err != nil {
			return err
		}
		for _, organization := range found {
			if organization.ValidOn(today) {
				of[hex.EncodeToString(organization.SortKey)] = append(of[hex.EncodeToString(organization.SortKey)], organization)
			}
		}
	}
	for i := range rows {
		posts := rows[i].Person.Posts
		if rows[i].Unit == "" || len(posts) == 0 {
			continue
		}
		if units := of[hex.EncodeToString(viet.TextKey(rows[i].Unit))]; len(units) == 1 {
			posts[len(posts)-1].OrganizationID = units[0].ID
		}
	}
	return nil
}
