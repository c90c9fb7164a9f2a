package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// table is a table as the SQLite side of a copy knows it.
type table struct {
	name    string
	columns []column
	self    []string // columns that point to rows of the same table
}

type column struct{ Name, Type string }

// copyTables makes all tables of one database equal to those of another, in the transactions they are in. Of the two at least one is
// SQLite, and both have taken the same steps. The journal comes last and goes first: see modelstest.
func copyTables(ctx context.Context, from, to *DB) error {
	sqlite := from
	if from.Postgres() {
		sqlite = to
	}
	tables, err := sqlite.tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) {
		if err := to.exec(ctx, `DELETE FROM `+t.name); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if err := t.copy(ctx, from, to); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// tables lists the tables of a SQLite database so that what is pointed to stands before what points.
func (db *DB) tables(ctx context.Context) ([]table, error) {
	var names []string
	if err := db.list(ctx, &names, `
		SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'
		ORDER BY name IN ('journal', 'journal_details'), name`); err != nil {
		return nil, err
	}
	var references []struct{ Name, Column, Parent string }
	if err := db.list(ctx, &references, `
		SELECT m.name, f."from" AS "column", f."table" AS parent FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`); err != nil {
		return nil, err
	}
	var tables []table
	placed := map[string]bool{}
	for len(tables) < len(names) {
		before := len(tables)
		for _, name := range names {
			waits := placed[name]
			for _, r := range references {
				waits = waits || r.Name == name && r.Parent != name && !placed[r.Parent]
			}
			if waits || strings.HasPrefix(name, "journal") && len(tables) < len(names)-2 {
				continue
			}
			t := table{name: name}
			if err := db.list(ctx, &t.columns, `SELECT name, type FROM pragma_table_info(?) ORDER BY cid`, name); err != nil {
				return nil, err
			}
			for _, c := range t.columns {
				for _, r := range references {
					if r.Name == name && r.Parent == name && r.Column == c.Name {
						t.self = append(t.self, c.Name)
					}
				}
			}
			tables, placed[name] = append(tables, t), true
		}
		if len(tables) == before {
			return nil, fmt.Errorf("tables point to each other in a ring")
		}
	}
	return tables, nil
}

// copy writes the rows of a table, some at a time. Where rows point to each other, they do so only once all are there.
func (t table) copy(ctx context.Context, from, to *DB) error {
	var names []string
	for _, c := range t.columns {
		names = append(names, c.Name)
	}
	rows, err := from.tx.QueryxContext(ctx, `SELECT `+strings.Join(names, ", ")+` FROM `+t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	insert := `INSERT INTO ` + t.name + ` (` + strings.Join(names, ", ") + `) VALUES `
	values := `(?` + strings.Repeat(`, ?`, len(names)-1) + `)`
	most := max(1, 600/len(names))
	var held []any
	var later [][]any // UPDATE … SET the columns that point to the same table … WHERE id
	flush := func() error {
		n := len(held) / len(names)
		if n == 0 {
			return nil
		}
		err := to.exec(ctx, insert+values+strings.Repeat(`, `+values, n-1), held...)
		held = held[:0]
		return err
	}
	for rows.Next() {
		row, err := rows.SliceScan()
		if err != nil {
			return err
		}
		var points []any
		for i, c := range t.columns {
			row[i] = c.value(row[i])
			if slices.Contains(t.self, c.Name) {
				points = append(points, row[i])
				row[i] = nil
			}
		}
		if slices.ContainsFunc(points, func(p any) bool { return p != nil }) {
			later = append(later, append(points, row[slices.Index(names, "id")]))
		}
		if held = append(held, row...); len(held)/len(names) >= most || t.name == "file_pieces" {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	for _, points := range later {
		if err := to.exec(ctx, `UPDATE `+t.name+` SET `+strings.Join(t.self, ` = ?, `)+` = ? WHERE id = ?`, points...); err != nil {
			return err
		}
	}
	if to.Postgres() && slices.Contains(names, "id") {
		return to.exec(ctx, `SELECT setval(pg_get_serial_sequence('`+t.name+`', 'id'), COALESCE((SELECT max(id) FROM `+t.name+`), 0) + 1, false)`)
	}
	return nil
}

// value is a value as the program itself writes it: a date without a clock, an instant in UTC.
func (c column) value(value any) any {
	t, ok := value.(time.Time)
	switch {
	case ok && c.Type == "DATE":
		return t.Format(time.DateOnly)
	case ok:
		return At(t).Time
	}
	return value
}
