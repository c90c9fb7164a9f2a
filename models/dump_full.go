package models

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// HandOverFull is HandOver with all that the other machine needs to take the event's place: invitations, passes, scans, documents, issued
// papers with their numbers and files, and the journal.
func (db *DB) HandOverFull(ctx context.Context, w io.Writer, slug string) error {
	if err := db.DumpFull(ctx, w, slug); err != nil {
		return err
	}
	return db.noteHandOver(ctx, slug)
}

// DumpFull writes the same file and notes nothing. The same record gives the same bytes.
func (db *DB) DumpFull(ctx context.Context, w io.Writer, slug string) error {
	var file File
	err := db.View(ctx, func(tx *DB) error {
		event, err := tx.Event(ctx, slug)
		if err == nil {
			file, err = tx.fileOf(ctx, event, true)
		}
		return err
	})
	if err != nil {
		return err
	}
	return file.Write(w)
}

func (tx *DB) dumpFull(ctx context.Context, event Event) (*FileFull, error) {
	full := &FileFull{Home: event.Home, Files: map[string][]byte{}}
	if full.Home == "" {
		if err := tx.get(ctx, &full.Home, `SELECT uid FROM office`); err != nil {
			return nil, err
		}
	}
	uids := map[string]map[int64]string{} // by table
	for _, t := range fullTables {
		table, err := tx.dumpTable(ctx, event, t, uids)
		if err != nil {
			return nil, err
		}
		if len(table.Rows) == 0 {
			continue
		}
		full.Tables = append(full.Tables, table)
		for _, row := range table.Rows {
			for column, value := range row {
				if sha, ok := value.(string); ok && strings.HasSuffix(column, "sha256") && full.Files[sha] == nil {
					if full.Files[sha], err = tx.fileContent(ctx, sha); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	var rows []JournalRow
	if err := tx.list(ctx, &rows, `
		SELECT journal.*, COALESCE(salt, '') AS salt, COALESCE(detail, '') AS detail
		FROM journal LEFT JOIN journal_details ON journal_id = journal.id WHERE event_id = ? ORDER BY revision`, event.ID); err != nil {
		return nil, err
	}
	for _, row := range rows {
		full.Journal = append(full.Journal, FileJournal{row.Revision, row.At.Format(time.RFC3339Nano), row.Actor, row.Topic, row.What, row.Subject,
			row.DetailHash, row.Prev, row.Hash, row.Salt, row.Detail})
	}
	return full, nil
}

// dumpTable reads the rows of a table, in an order that is the same on every machine as far as their keys are.
func (tx *DB) dumpTable(ctx context.Context, event Event, t fullTable, uids map[string]map[int64]string) (FileTable, error) {
	table := FileTable{Name: t.name}
	query := `SELECT * FROM ` + t.name + ` WHERE ` + t.where
	rows, err := tx.tx.QueryxContext(ctx, tx.rebind(query), slices.Repeat([]any{event.ID}, strings.Count(query, "?"))...)
	if err != nil {
		return table, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return table, err
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return table, err
	}
	only := strings.Fields(t.columns)
	var all [][]any
	for rows.Next() {
		row, err := rows.SliceScan()
		if err != nil {
			return table, err
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		return table, err
	}
	person := slices.Index(names, "person_id")
	for _, values := range all {
		row := map[string]any{}
		nameless := t.name == "delegates" && values[person] == nil // a place that a unit has not named yet stands nowhere else
		for i, name := range names {
			if values[i] == nil || name == "id" || name == "event_id" || len(only) > 0 && !nameless && !slices.Contains(only, name) {
				continue
			}
			parent := fullReferences[name]
			if parent == "" {
				row[name] = fullValue(values[i], types[i].DatabaseTypeName())
				continue
			}
			id, _ := values[i].(int64)
			if row[name], err = tx.uidOf(ctx, parent, id, uids); err != nil {
				return table, err
			}
		}
		t.strip(row)
		table.Rows = append(table.Rows, row)
	}
	slices.SortStableFunc(table.Rows, t.compare)
	return table, nil
}

// compare orders rows by their keys; what points to another row of the table stands behind those that do not.
func (t fullTable) compare(a, b map[string]any) int {
	if _, points := a["parent_id"]; points != (b["parent_id"] != nil) {
		if points {
			return 1
		}
		return -1
	}
	for _, name := range strings.Fields(t.key) {
		x, isNumber := a[name].(int64)
		y, _ := b[name].(int64)
		if isNumber && x != y {
			return int(x - y)
		}
		if order := strings.Compare(rowText(a[name]), rowText(b[name])); order != 0 && !isNumber {
			return order
		}
	}
	return strings.Compare(rowText(a), rowText(b))
}

// strip takes out of a row what means nothing elsewhere: who is just sending a letter, and the number of a person in a habit. A letter that
// waits is held back there until somebody lets it go, so that two machines do not send it both.
func (t fullTable) strip(row map[string]any) {
	switch t.name {
	case "outbox":
		if row["state"] == "waiting" || row["state"] == "sending" {
			row["state"] = "paused"
		}
		row["lease"] = ""
		delete(row, "leased_until")
	case "settings":
		var habit PaperHabit
		content, _ := row["content"].(string)
		if json.Unmarshal([]byte(content), &habit) == nil {
			habit.SignerID = 0
			if text, err := json.Marshal(habit, json.Deterministic(true), json.OmitZeroStructFields(true)); err == nil {
				row["content"] = string(text)
			}
		}
	}
}

// uidOf names a row on every machine; a register by its organization, kind and series.
func (tx *DB) uidOf(ctx context.Context, table string, id int64, uids map[string]map[int64]string) (uid string, err error) {
	if known, ok := uids[table][id]; ok {
		return known, nil
	}
	query := `SELECT uid FROM ` + table + ` WHERE id = ?`
	if table == "registers" {
		query = `SELECT o.uid || '/' || r.kind || '/' || r.series FROM registers r JOIN organizations o ON o.id = r.organization_id WHERE r.id = ?`
	}
	if err := tx.get(ctx, &uid, query, id); err != nil {
		return "", err
	}
	if uids[table] == nil {
		uids[table] = map[int64]string{}
	}
	uids[table][id] = uid
	return uid, nil
}
