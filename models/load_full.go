package models

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
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
				return fresh, Refused{Slug: file.Events[i].Slug, Why: "một tệp đính kèm không đúng với mã SHA-256 của nó", Kind: ErrConflict}
			}
		}
	}
	return fresh, nil
}

// loadFull brings in what only dump --full carries: rows that are other than here, or new; what the file no longer has is taken away, save
// what was seen, issued or belongs to the office.
func (e *eventLoad) loadFull() {
	full := e.file.Full
	if full == nil || e.err != nil {
		return
	}
	e.home(full)
	load := fullLoad{eventLoad: e, tables: map[string]FileTable{}, uids: map[string]map[int64]string{}, counts: map[string]int{}}
	for _, table := range full.Tables {
		load.tables[table.Name] = table
	}
	there := make([]map[string]map[string]any, len(fullTables))
	for i, t := range fullTables {
		there[i] = load.there(t)
	}
	for i, t := range slices.Backward(fullTables) {
		if t.name != "invitations" { // see removeInvitations
			load.takeAway(t, there[i])
		}
	}
	for i, t := range fullTables {
		for _, row := range load.tables[t.name].Rows {
			load.put(t, row, there[i][t.keyOf(row)])
		}
	}
	if len(load.counts) > 0 {
		e.changed.note("full", nil, load.counts)
	}
	if e.err == nil {
		e.err = e.tx.dropFiles(e.ctx, load.loose)
	}
	if e.err == nil {
		e.err = e.continueJournal(full.Journal)
	}
}

// home notes whether the event is away from the office whose registers number its papers.
func (e *eventLoad) home(full *FileFull) {
	var office string
	if e.err = e.tx.get(e.ctx, &office, `SELECT uid FROM office`); e.err != nil {
		return
	}
	home := full.Home
	if home == office || e.options.Own {
		home = ""
	}
	if e.err = e.tx.get(e.ctx, &e.away, `SELECT `+isCopy); e.err != nil {
		return
	}
	e.away = e.away || home != ""
	if home != e.event.Home {
		e.event.Home = home
		if e.fresh {
			e.exec(`UPDATE events SET home = ? WHERE id = ?`, home, e.event.ID)
		}
	}
}

// fullLoad brings the tables of a file to what they say.
type fullLoad struct {
	*eventLoad
	tables map[string]FileTable
	uids   map[string]map[int64]string
	counts map[string]int // rows that were changed, by table
	loose  []string       // files that rows named which are gone
}

// there are the rows of a table that are here, as a file would have them, by their keys.
func (l *fullLoad) there(t fullTable) map[string]map[string]any {
	if l.err != nil {
		return nil
	}
	table, err := l.tx.dumpTable(l.ctx, l.event, t, l.uids)
	l.err = err
	rows := make(map[string]map[string]any, len(table.Rows))
	for _, row := range table.Rows {
		rows[t.keyOf(row)] = row
	}
	return rows
}

// takeAway removes the rows that the file no longer has. A paper of which something was issued stays.
func (l *fullLoad) takeAway(t fullTable, there map[string]map[string]any) {
	if t.keep || t.columns != "" || l.err != nil {
		return
	}
	stays := map[string]bool{}
	for _, row := range l.tables[t.name].Rows {
		stays[t.keyOf(row)] = true
	}
	rows := make([]map[string]any, 0, len(there))
	for key, row := range there {
		if !stays[key] {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b map[string]any) int { return -t.compare(a, b) })
	for _, row := range rows {
		names, values := l.known(t, row, strings.Fields(t.key))
		where := `event_id = ?`
		for _, name := range names {
			where += ` AND ` + name + ` = ?`
		}
		if t.name == "papers" {
			where += ` AND NOT EXISTS (SELECT 1 FROM paper_versions WHERE paper_id = papers.id)`
		}
		l.exec(`DELETE FROM `+t.name+` WHERE `+where, append([]any{l.event.ID}, values...)...)
		l.counts[t.name]++
		if sha, ok := row["file_sha256"].(string); ok {
			l.loose = append(l.loose, sha)
		}
	}
}

// removeInvitations takes away those that the file no longer has, when the delegates who had them are gone and the groups that had them are not.
func (e *eventLoad) removeInvitations() {
	if e.file.Full == nil {
		return
	}
	i := slices.IndexFunc(fullTables, func(t fullTable) bool { return t.name == "invitations" })
	load := fullLoad{eventLoad: e, tables: map[string]FileTable{}, uids: map[string]map[int64]string{}, counts: map[string]int{}}
	for _, table := range e.file.Full.Tables {
		load.tables[table.Name] = table
	}
	load.takeAway(fullTables[i], load.there(fullTables[i]))
	if len(load.counts) > 0 {
		e.changed.note("full", load.counts, nil)
	}
}

// known are columns of a row with the values that they have in this database.
func (l *fullLoad) known(t fullTable, row map[string]any, columns []string) (names []string, values []any) {
	for _, name := range columns {
		value, err := rowValue(row[name])
		if parent := fullReferences[name]; err == nil && parent != "" && value != nil {
			uid, _ := value.(string)
			value, err = l.tx.idOf(l.ctx, parent, uid)
		}
		if err != nil && l.err == nil {
			l.err = Refused{Slug: l.file.Slug, Why: fmt.Sprintf("không đọc được %s.%s trong tệp", t.name, name), Kind: ErrConflict}
		}
		names, values = append(names, name), append(values, value)
	}
	return names, values
}

// put makes a row what the file says; old is the row that is here, nil when there is none.
func (l *fullLoad) put(t fullTable, row, old map[string]any) {
	if l.err != nil {
		return
	}
	columns, err := l.tx.columnsOf(l.ctx, t.name)
	if err != nil {
		l.err = err
		return
	}
	for name := range row {
		if !slices.Contains(columns, name) || name == "id" || name == "event_id" {
			l.err = Refused{Slug: l.file.Slug, Why: fmt.Sprintf("chương trình này không biết cột %s.%s trong tệp; hãy dùng bản mới hơn", t.name, name), Kind: ErrConflict}
			return
		}
	}
	switch {
	case t.name == "registers":
		l.putRegister(t, row, old)
	case t.name == "register_numbers":
		l.putNumber(t, row)
	case old != nil:
		l.change(t, row, old)
	case t.columns != "" && row["position"] == nil: // the row itself stands in the file, and the file does not have it
		l.err = Refused{Slug: l.file.Slug, Why: fmt.Sprintf("một dòng %s trong tệp không thuộc về mục nào của tệp", t.name), Kind: ErrConflict}
	default:
		l.insert(t, row, columns)
	}
}

// change writes those columns of a row that the file has otherwise.
func (l *fullLoad) change(t fullTable, row, old map[string]any) {
	var differ []string
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if rowText(row[name]) != rowText(old[name]) {
			differ = append(differ, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old)) {
		if _, ok := row[name]; !ok {
			differ = append(differ, name)
		}
	}
	if t.keep {
		grows := strings.Fields(t.grows)
		differ = slices.DeleteFunc(differ, func(name string) bool { return !slices.Contains(grows, name) || row[name] == nil })
		if t.name == "outbox" && (row["state"] != "sent" || old["state"] == "sent") { // what went out anywhere has gone out; the rest is the business of either machine
			return
		}
	}
	if t.name == "approval_links" { // wrong PINs of both machines count
		here, _ := old["failures"].(int64)
		if there, err := rowValue(row["failures"]); err == nil && there != nil && there.(int64) < here {
			differ = slices.DeleteFunc(differ, func(name string) bool { return name == "failures" })
		}
	}
	if len(differ) == 0 {
		return
	}
	names, values := l.known(t, row, differ)
	keys, known := l.known(t, row, strings.Fields(t.key))
	where := `event_id = ?`
	if t.name == "events" {
		where = `id = ?`
	}
	for _, name := range keys {
		where += ` AND ` + name + ` = ?`
	}
	l.exec(`UPDATE `+t.name+` SET `+strings.Join(names, ` = ?, `)+` = ? WHERE `+where, append(append(values, l.event.ID), known...)...)
	l.counts[t.name]++
}

// insert adds a row. One that is there for something else already is a conflict, save what belongs to the office.
func (l *fullLoad) insert(t fullTable, row map[string]any, columns []string) {
	names, values := l.known(t, row, slices.Sorted(maps.Keys(row)))
	if slices.Contains(columns, "event_id") {
		names, values = append(names, "event_id"), append(values, l.event.ID)
	}
	if !l.allowed() {
		return
	}
	if t.name == "terms" { // no key of the database holds these apart
		var known bool
		if l.err = l.tx.get(l.ctx, &known, `SELECT EXISTS (SELECT 1 FROM terms JOIN organizations ON organizations.id = organization_id WHERE uid = ? AND terms.name = ?)`,
			row["organization_id"], row["name"]); l.err != nil || known {
			return
		}
	}
	added, err := l.tx.affect(l.ctx, `INSERT INTO `+t.name+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Repeat(`, ?`, len(names))[2:]+`) ON CONFLICT DO NOTHING`, values...)
	switch {
	case err != nil:
		l.err = err
	case added == 0 && !t.shared:
		l.err = Refused{Slug: l.file.Slug, Why: fmt.Sprintf("một dòng %s trong tệp ở đây đã thuộc về mục khác", t.name), Kind: ErrConflict}
	case added > 0:
		l.counts[t.name]++
	}
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
