package models

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"
)

// HandOverFull is HandOver with all that the other machine needs to take the event's place: invitations, passes, scans, documents, issued
// papers with their numbers and files, and the journal.
func (db *DB) HandOverFull(ctx context.Context, w io.Writer, slug string) error {
	var file File
	err := db.View(ctx, func(tx *DB) error {
		event, err := tx.Event(ctx, slug)
		if err != nil {
			return err
		}
		if file, err = tx.dump(ctx, event); err == nil {
			file.Events[0].Full, err = tx.dumpFull(ctx, event)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := file.Write(w); err != nil {
		return err
	}
	return db.noteHandOver(ctx, slug)
}

func (tx *DB) dumpFull(ctx context.Context, event Event) (*FileFull, error) {
	full := &FileFull{Files: map[string][]byte{}}
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

// dumpTable reads the rows of a table, in the order in which they came.
func (tx *DB) dumpTable(ctx context.Context, event Event, t fullTable, uids map[string]map[int64]string) (FileTable, error) {
	table := FileTable{Name: t.name}
	order := strings.ReplaceAll(t.key, " ", ", ")
	rows, err := tx.tx.QueryxContext(ctx, tx.rebind(`SELECT * FROM `+t.name+` WHERE `+t.where+` ORDER BY `+order), event.ID)
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
	for _, values := range all {
		row := map[string]any{}
		for i, name := range names {
			if values[i] == nil || name == "id" || name == "event_id" || len(only) > 0 && !slices.Contains(only, name) {
				continue
			}
			parent := fullReferences[name]
			if name == "register_id" {
				parent = "registers"
			}
			if parent == "" {
				row[name] = fullValue(values[i], types[i].DatabaseTypeName())
				continue
			}
			id, _ := values[i].(int64)
			if row[name], err = tx.uidOf(ctx, parent, id, uids); err != nil {
				return table, err
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return table, nil
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
