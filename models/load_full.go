package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// storeFull stores the files of events before anything is locked, and answers which of them are new.
func (db *DB) storeFull(ctx context.Context, file File) (fresh []string, err error) {
	for i, event := range file.Events {
		if event.Full == nil {
			continue
		}
		for _, sha := range slices.Sorted(maps.Keys(event.Full.Files)) {
			stored, isNew, err := db.addFile(ctx, bytes.NewReader(event.Full.Files[sha]), 1<<62)
			if isNew {
				fresh = append(fresh, stored)
			}
			if err != nil {
				return fresh, err
			}
			if stored != sha {
				return fresh, Refused{file.Events[i].Slug, "một tệp đính kèm không đúng với mã SHA-256 của nó", ErrConflict}
			}
		}
	}
	return fresh, nil
}

// loadFull brings in what only dump --full carries. A file that was loaded already, and nothing has happened since, brings nothing.
func (e *eventLoad) loadFull() {
	full := e.file.Full
	if full == nil || e.err != nil {
		return
	}
	if !e.fresh {
		var last JournalRow
		e.get(&last, `SELECT * FROM journal WHERE event_id = ? ORDER BY revision DESC LIMIT 1`)
		if e.err != nil || last.What == "load" && last.Subject == e.file.Head || last.Hash == e.file.Head {
			return
		}
	}
	tables := map[string]FileTable{}
	for _, table := range full.Tables {
		tables[table.Name] = table
	}
	counts := map[string]int{}
	for _, t := range fullTables {
		table := tables[t.name]
		for _, row := range table.Rows {
			e.loadRow(t, row)
		}
		if len(table.Rows) > 0 {
			counts[t.name] = len(table.Rows)
		}
	}
	if len(counts) > 0 {
		e.changed.note("full", nil, counts)
	}
	if e.err == nil {
		e.err = e.continueJournal(full.Journal)
	}
}

// loadRow writes a row of a table that travels whole. A row that points to what is not here is left out.
func (e *eventLoad) loadRow(t fullTable, row map[string]any) {
	if !e.allowed() {
		return
	}
	columns, err := e.tx.columnsOf(e.ctx, t.name)
	if err != nil {
		e.err = err
		return
	}
	var names []string
	var values []any
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if !slices.Contains(columns, name) || name == "id" || name == "event_id" {
			e.err = Refused{e.file.Slug, fmt.Sprintf("chương trình này không biết cột %s.%s trong tệp; hãy dùng bản mới hơn", t.name, name), ErrConflict}
			return
		}
		value, err := rowValue(row[name])
		parent := fullReferences[name]
		if name == "register_id" {
			parent = "registers"
		}
		if err == nil && parent != "" {
			uid, _ := value.(string)
			var id ID
			id, err = e.tx.idOf(e.ctx, parent, uid)
			if errors.Is(err, ErrNotFound) {
				if strings.Contains(" "+t.key+" ", " "+name+" ") || parent == "papers" {
					return
				}
				err = nil
			}
			value = id
		}
		if err != nil {
			e.err = Refused{e.file.Slug, fmt.Sprintf("không đọc được %s.%s trong tệp", t.name, name), ErrConflict}
			return
		}
		names, values = append(names, name), append(values, value)
	}
	if t.columns != "" { // the row is here already
		uid := row["uid"]
		sets := make([]string, len(names))
		for i, name := range names {
			sets[i] = name + ` = ?`
		}
		e.exec(`UPDATE `+t.name+` SET `+strings.Join(sets, ", ")+` WHERE event_id = ? AND uid = ?`, append(values, e.event.ID, uid)...)
		return
	}
	if slices.Contains(columns, "event_id") {
		names, values = append(names, "event_id"), append(values, e.event.ID)
	}
	var sets []string
	for _, name := range names {
		if !strings.Contains(" "+t.key+" ", " "+name+" ") && name != "event_id" {
			sets = append(sets, name+` = excluded.`+name)
		}
	}
	conflict := `DO NOTHING`
	switch {
	case t.name == "registers": // numbers are never handed out twice
		conflict = `DO UPDATE SET last_number = CASE WHEN excluded.last_number > registers.last_number THEN excluded.last_number ELSE registers.last_number END`
	case !t.keep && len(sets) > 0:
		conflict = `DO UPDATE SET ` + strings.Join(sets, ", ")
		if slices.Contains(columns, "event_id") {
			conflict += ` WHERE ` + t.name + `.event_id = excluded.event_id`
		}
	}
	e.exec(`INSERT INTO `+t.name+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Repeat(`, ?`, len(names))[2:]+`) ON CONFLICT (`+
		strings.ReplaceAll(t.key, " ", ", ")+`) `+conflict, values...)
}

// columnsOf are the columns of a table.
func (tx *DB) columnsOf(ctx context.Context, table string) ([]string, error) {
	rows, err := tx.tx.QueryContext(ctx, `SELECT * FROM `+table+` WHERE 1 = 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// idOf is the number here of a row that a file names.
func (tx *DB) idOf(ctx context.Context, table, uid string) (id ID, err error) {
	if table != "registers" {
		err = tx.get(ctx, &id, `SELECT id FROM `+table+` WHERE uid = ?`, uid)
		return id, err
	}
	parts := strings.SplitN(uid, "/", 3)
	if len(parts) != 3 {
		return 0, ErrNotFound
	}
	err = tx.get(ctx, &id, `SELECT r.id FROM registers r JOIN organizations o ON o.id = r.organization_id WHERE o.uid = ? AND r.kind = ? AND r.series = ?`, parts[0], parts[1], parts[2])
	return id, err
}

// continueJournal goes on with the file's journal where it continues what is here: from the beginning on an empty place, else from the row
// at which this record stands. The load's own row then follows the file's last. A journal that does not hold is refused.
func (e *eventLoad) continueJournal(rows []FileJournal) error {
	head := e.link.Head
	at := 0
	if !e.fresh {
		if at = slices.IndexFunc(rows, func(r FileJournal) bool { return r.Hash == head }) + 1; at == 0 {
			return nil // it was loaded over what has moved: the chain here goes on
		}
	}
	if len(rows) == 0 || rows[len(rows)-1].Hash != e.file.Head || rows[len(rows)-1].Revision != e.file.Revision {
		return nil
	}
	for _, r := range rows[at:] {
		instant, err := time.Parse(time.RFC3339Nano, r.At)
		row := JournalRow{EventID: e.event.ID, Revision: r.Revision, At: At(instant), Actor: r.Actor, Topic: r.Topic, What: r.What, Subject: r.Subject,
			DetailHash: r.DetailHash, Prev: r.Prev, Hash: r.Hash}
		handed := r.Prev == "" && r.What == "load" && r.Subject == r.Hash
		if err != nil || r.Prev != head || !handed && row.hash(e.event.UID) != r.Hash || r.Salt != "" && hashOf(r.Salt, r.Detail) != r.DetailHash {
			return Refused{e.file.Slug, fmt.Sprintf("nhật ký trong tệp không khớp từ lần thay đổi %d", r.Revision), ErrConflict}
		}
		e.journal = append(e.journal, row)
		e.details = append(e.details, [2]string{r.Salt, r.Detail})
		head = r.Hash
	}
	return nil
}

// writeJournal puts the rows there, as the last thing before the load's own, which follows them.
func (e *eventLoad) writeJournal() error {
	for i, row := range e.journal {
		id, err := e.tx.add(e.ctx, `
			INSERT INTO journal (event_id, revision, at, actor, topic, what, subject, detail_hash, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			row.EventID, row.Revision, row.At, row.Actor, row.Topic, row.What, row.Subject, row.DetailHash, row.Prev, row.Hash)
		if err == nil && e.details[i][0] != "" {
			err = e.tx.exec(e.ctx, `INSERT INTO journal_details (journal_id, salt, detail) VALUES (?, ?, ?)`, id, e.details[i][0], e.details[i][1])
		}
		if err != nil {
			return err
		}
		e.link.Revision, e.link.Head = row.Revision+1, row.Hash
	}
	return nil
}
