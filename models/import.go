package models

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"hoithao/models/sheets"
	"hoithao/models/viet"
)

// Import is a list that was uploaded and waits to be taken over: into an event, whose delegates its people become, or (EventID zero) into the
// directory alone. It is no part of the record until then. It belongs to the user who uploaded it, and waits a day.
type Import struct {
	ID        ID
	EventID   ID     `db:"event_id"`
	UserID    ID     `db:"user_id"`
	FileName  string `db:"file_name"`
	Packed    []byte `db:"sheets"`
	Decided   string `db:"plan"`
	ExpiresAt Time   `db:"expires_at"`

	Sheets []sheets.Sheet `db:"-"`
	Plan   ImportPlan     `db:"-"`
}

// ImportPlan is what the user has decided about a list.
type ImportPlan struct {
	Sheet    int            // which of the sheets
	Head     int            // the row of the headings, 1 for the first; 0: there is none
	First    int            // the first row below the head
	Columns  []sheets.Field // what each column holds
	GroupID  ID             // of those whose row names no group
	Sections bool           // a row between the people names the group of those below it
	Choices  map[int]string // by row, see ImportRow.Choices
}

const (
	importWaits = 24 * time.Hour
	mostImports = 5 // of one user
)

// AddImport reads an uploaded list and keeps it until its user has decided; Invalid at "file" when it is none. What has waited too long, and
// of the user's own what is too much, goes. The plan is a first guess.
func (db *DB) AddImport(ctx context.Context, user *User, event Event, fileName string, content []byte) (Import, error) {
	waiting := Import{EventID: event.ID, UserID: user.ID, FileName: cut(viet.Clean(fileName), 200), ExpiresAt: At(db.Now().Add(importWaits))}
	if !event.ArchivedAt.IsZero() {
		return waiting, ErrLocked
	}
	var err error
	var why sheets.Unreadable
	waiting.Sheets, err = sheets.Read(content)
	if errors.As(err, &why) {
		return waiting, Invalid{"file": string(why)}
	}
	if err != nil {
		return waiting, err
	}
	waiting.Plan = guessedPlan(waiting.Sheets)
	if waiting.Packed, err = pack(waiting.Sheets); err != nil {
		return waiting, err
	}
	decided, err := json.Marshal(waiting.Plan)
	if err != nil {
		return waiting, err
	}
	err = db.transact(ctx, func(tx *DB) (err error) {
		if waiting.ID, err = tx.add(ctx, `INSERT INTO imports (event_id, user_id, file_name, sheets, plan, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			waiting.EventID, waiting.UserID, waiting.FileName, waiting.Packed, string(decided), waiting.ExpiresAt); err != nil {
			return err
		}
		return tx.exec(ctx, `DELETE FROM imports WHERE expires_at <= ? OR user_id = ? AND id NOT IN (SELECT id FROM imports WHERE user_id = ? ORDER BY id DESC LIMIT ?)`,
			tx.Now(), user.ID, user.ID, mostImports)
	})
	return waiting, err
}

// guessedPlan takes the sheet whose head says most, the first of several.
func guessedPlan(all []sheets.Sheet) ImportPlan {
	best, most := 0, -1
	for i, sheet := range all {
		guess, known := sheets.GuessOf(sheet), 0
		for _, field := range guess.Columns {
			if field != sheets.Nothing {
				known++
			}
		}
		if guess.Head > 0 {
			known += 100
		}
		if known > most {
			best, most = i, known
		}
	}
	guess := sheets.GuessOf(all[best])
	return ImportPlan{Sheet: best, Head: guess.Head, First: guess.First, Columns: guess.Columns, Sections: true}
}

func pack(all []sheets.Sheet) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed) // it is read within minutes
	if err != nil {
		return nil, err
	}
	err = errors.Join(json.MarshalWrite(w, all), w.Close())
	return packed.Bytes(), err
}

// Import reads a list that waits, if it is this user's, for this event (zero: the directory), and has not waited too long.
func (db *DB) Import(ctx context.Context, user *User, event, id ID) (waiting Import, err error) {
	if err := db.get(ctx, &waiting, `SELECT * FROM imports WHERE id = ? AND user_id = ? AND COALESCE(event_id, 0) = ? AND expires_at > ?`, id, user.ID, int64(event), db.Now()); err != nil {
		return waiting, err
	}
	r, err := gzip.NewReader(bytes.NewReader(waiting.Packed))
	if err != nil {
		return waiting, err
	}
	if err := json.UnmarshalRead(io.LimitReader(r, 64<<20), &waiting.Sheets); err != nil {
		return waiting, err
	}
	return waiting, json.Unmarshal([]byte(waiting.Decided), &waiting.Plan)
}

// Imports are the lists of a user that wait for an event (zero: the directory), the latest first, without their rows.
func (db *DB) Imports(ctx context.Context, user *User, event ID) (waiting []Import, err error) {
	err = db.list(ctx, &waiting, `SELECT id, event_id, user_id, file_name, expires_at FROM imports WHERE user_id = ? AND COALESCE(event_id, 0) = ? AND expires_at > ? ORDER BY id DESC`,
		user.ID, int64(event), db.Now())
	return waiting, err
}

// Sheet is the one that was chosen.
func (i Import) Sheet() sheets.Sheet { return i.Sheets[i.Plan.Sheet] }

// SavePlan keeps what the user has decided. A name must be read from somewhere, and by one way.
func (db *DB) SavePlan(ctx context.Context, waiting Import) error {
	plan, wrong := &waiting.Plan, Invalid{}
	if plan.Sheet < 0 || plan.Sheet >= len(waiting.Sheets) {
		return Invalid{"sheet": "Hãy chọn một trang tính."}
	}
	width := waiting.Sheet().Width()
	if len(plan.Columns) > width {
		plan.Columns = plan.Columns[:width]
	}
	has := func(field sheets.Field) bool { return slices.Contains(plan.Columns, field) }
	for _, field := range plan.Columns {
		if !slices.Contains(sheets.Fields, field) {
			wrong["columns"] = "Không có loại cột này."
		}
	}
	switch {
	case !has(sheets.Name) && !has(sheets.Given):
		wrong["columns"] = "Hãy chọn cột họ và tên, hoặc hai cột họ đệm và tên."
	case has(sheets.Name) && (has(sheets.Given) || has(sheets.Family)):
		wrong["columns"] = "Họ tên ở một cột hoặc ở hai cột họ đệm và tên, không cả hai."
	}
	if plan.Head < 0 || plan.Head > len(waiting.Sheet().Rows) {
		wrong["head"] = "Không có dòng này trong danh sách."
	}
	if plan.First < 1 || plan.First > len(waiting.Sheet().Rows)+1 || plan.First <= plan.Head {
		wrong["first"] = "Dòng đầu tiên có người phải ở dưới dòng tiêu đề."
	}
	if _, err := db.groupName(ctx, waiting.EventID, plan.GroupID); err != nil {
		if !errors.As(err, &wrong) {
			return err
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	decided, err := json.Marshal(*plan)
	if err != nil {
		return err
	}
	touched, err := db.affect(ctx, `UPDATE imports SET plan = ? WHERE id = ? AND user_id = ?`, string(decided), waiting.ID, waiting.UserID)
	if err == nil && touched == 0 {
		err = ErrNotFound
	}
	return err
}

// DropImport forgets a list.
func (db *DB) DropImport(ctx context.Context, user *User, id ID) error {
	return db.exec(ctx, `DELETE FROM imports WHERE id = ? AND user_id = ?`, id, user.ID)
}

// values are what the cells of a row say, by field; of several columns of one field those that say something.
func (plan ImportPlan) values(row []string) map[sheets.Field][]string {
	of := map[sheets.Field][]string{}
	for i, field := range plan.Columns {
		if i < len(row) && field != sheets.Nothing && strings.TrimSpace(row[i]) != "" {
			of[field] = append(of[field], row[i])
		}
	}
	return of
}
