package models

import (
	"bytes"
	"context"
	"fmt"
	"slices"
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
	keys, today := map[string]string{}, DateOf(tx.Now().Time) // of units, by their words: a list has few
	var all [][]byte
	for _, row := range rows {
		if _, known := keys[row.Unit]; row.Unit != "" && !known {
			key := viet.TextKey(row.Unit)
			keys[row.Unit], all = string(key), append(all, key)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	all = slices.CompactFunc(all, bytes.Equal)
	of := map[string][]Organization{}
	for some := range slices.Chunk(all, 500) {
		var found []Organization
		if err := tx.listIn(ctx, &found, `SELECT * FROM organizations WHERE sort_key IN (?) ORDER BY id`, some); err != nil {
			return err
		}
		for _, organization := range found {
			if organization.ValidOn(today) {
				of[string(organization.SortKey)] = append(of[string(organization.SortKey)], organization)
			}
		}
	}
	for i := range rows {
		posts := rows[i].Person.Posts
		if rows[i].Unit == "" || len(posts) == 0 {
			continue
		}
		if units := of[keys[rows[i].Unit]]; len(units) == 1 {
			posts[len(posts)-1].OrganizationID = units[0].ID
		}
	}
	return nil
}
