package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
)

// Finding is something wrong with the database: where, and why in Vietnamese.
type Finding struct {
	Where string // a table and row, a journal and revision, a file's hash
	Why   string
}

func (finding Finding) Error() string { return finding.Where + ": " + finding.Why }

// Check reads the whole database and answers all that does not hold: the engine's own integrity, the chains of the journal, stored
// files against their hashes, and what the program keeps beside the record. An empty answer means that all is well.
func (db *DB) Check(ctx context.Context) (findings []Finding, err error) {
	err = db.View(ctx, func(tx *DB) error {
		c := dbChecker{tx: tx, ctx: ctx}
		for _, check := range []func() error{c.engine, c.chains, c.files, c.issued, c.kept} {
			if err := check(); err != nil {
				return err
			}
		}
		findings = c.findings
		return nil
	})
	return findings, err
}

type dbChecker struct {
	tx       *DB
	ctx      context.Context
	findings []Finding
}

func (c *dbChecker) found(where, why string) { c.findings = append(c.findings, Finding{where, why}) }

// engine asks SQLite about its pages, indexes and references; PostgreSQL sees to those by itself.
func (c *dbChecker) engine() error {
	if c.tx.Postgres() {
		return nil
	}
	var broken []string
	if err := c.tx.list(c.ctx, &broken, `SELECT integrity_check FROM pragma_integrity_check`); err != nil {
		return err
	}
	for _, why := range broken {
		if why != "ok" {
			c.found("SQLite", why)
		}
	}
	var references []struct {
		Table  string
		RowID  *int64 `db:"rowid"`
		Parent string
	}
	if err := c.tx.list(c.ctx, &references, `SELECT "table", rowid, parent FROM pragma_foreign_key_check`); err != nil {
		return err
	}
	for _, r := range references {
		row := int64(0)
		if r.RowID != nil {
			row = *r.RowID
		}
		c.found(fmt.Sprintf("%s %d", r.Table, row), "trỏ tới một dòng không có trong "+r.Parent)
	}
	return nil
}

// chains follows the journal of the office and of each event.
func (c *dbChecker) chains() error {
	var office struct {
		UID, Head string
		Revision  int64
	}
	if err := c.tx.get(c.ctx, &office, `SELECT uid, head, revision FROM office`); err != nil {
		return err
	}
	var events []Event
	if err := c.tx.list(c.ctx, &events, `SELECT * FROM events ORDER BY id`); err != nil {
		return err
	}
	errs := []error{c.tx.checkChain(c.ctx, "office", office.UID, 0, office.Revision, office.Head)}
	for _, event := range events {
		errs = append(errs, c.tx.checkChain(c.ctx, event.Slug, event.UID, event.ID, event.Revision, event.Head))
	}
	for _, err := range errs {
		var broken BrokenChain
		if errors.As(err, &broken) {
			c.found(fmt.Sprintf("nhật ký %s, lần %d", broken.Chain, broken.Revision), broken.Why)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// files reads every stored file, and looks whether what the record links to is there whole.
func (c *dbChecker) files() error {
	var files []StoredFile
	if err := c.tx.list(c.ctx, &files, `SELECT * FROM files WHERE complete ORDER BY sha256`); err != nil {
		return err
	}
	for _, file := range files {
		content, err := c.tx.OpenFile(c.ctx, file.SHA256)
		if err != nil {
			return err
		}
		hash := sha256.New()
		size, err := io.Copy(hash, content)
		if err != nil {
			return err
		}
		if size != file.Size || hex.EncodeToString(hash.Sum(nil)) != file.SHA256 {
			c.found("tệp "+file.SHA256, "nội dung không còn khớp với mã băm")
		}
	}
	return c.rows(`
		SELECT 'tệp ' || sha256 AS place FROM files WHERE NOT complete AND sha256 IN (`+linkedFiles+`)`, "chưa đủ nội dung mà hồ sơ đã dùng")
}

// issued compares each issued paper with what the journal says of its issue: the chain holds the hashes of its file and of its values.
func (c *dbChecker) issued() error {
	var ids []ID
	if err := c.tx.list(c.ctx, &ids, `SELECT id FROM paper_versions ORDER BY id`); err != nil {
		return err
	}
	for _, id := range ids { // one by one: a book or a list of thousands is large
		var row struct {
			Code, Content, Detail string
			File                  SHA256 `db:"file_sha256"`
		}
		if err := c.tx.get(c.ctx, &row, `
			SELECT code, content, file_sha256, COALESCE(detail, '') AS detail FROM paper_versions
			LEFT JOIN journal ON journal.event_id = paper_versions.event_id AND subject = paper_versions.uid AND topic = 'papers' AND what = 'issue'
			LEFT JOIN journal_details ON journal_id = journal.id WHERE paper_versions.id = ?`, id); err != nil {
			return err
		}
		var kept struct{ After issuedEntry }
		switch {
		case row.Detail == "":
			c.found("papers "+row.Code, "nhật ký không ghi việc ban hành")
		case json.Unmarshal([]byte(row.Detail), &kept) != nil || kept.After.SHA256 != string(row.File) || kept.After.Code != row.Code:
			c.found("papers "+row.Code, "không phải tệp đã ban hành")
		case kept.After.ContentHash != hashOf(row.Content):
			c.found("papers "+row.Code, "nội dung không như lúc ban hành")
		}
	}
	return nil
}

// kept compares what the program keeps for lists with what it follows from. An archived event stays as it was issued.
func (c *dbChecker) kept() error {
	if err := c.rows(`
		SELECT 'events ' || slug AS place FROM events
		WHERE COALESCE(starts_at <> (SELECT min(starts_at) FROM sessions WHERE event_id = events.id), FALSE)
			OR COALESCE(ends_at <> (SELECT max(ends_at) FROM sessions WHERE event_id = events.id), FALSE)
			OR (starts_at IS NULL) <> NOT EXISTS (SELECT 1 FROM sessions WHERE event_id = events.id)
		ORDER BY id`, "giờ bắt đầu, kết thúc không khớp với các buổi"); err != nil {
		return err
	}
	return c.rows(`
		SELECT 'delegates ' || delegates.uid AS place FROM delegates
		JOIN events ON events.id = delegates.event_id LEFT JOIN people ON people.id = person_id
		WHERE archived_at IS NULL AND rank <> COALESCE(delegates.protocol_rank, people.protocol_rank, `+fmt.Sprint(Unranked)+`)
		ORDER BY delegates.id`, "thứ tự không khớp với thứ bậc của đại biểu")
}

// rows finds each place that a query answers.
func (c *dbChecker) rows(query, why string) error {
	var places []string
	if err := c.tx.list(c.ctx, &places, query); err != nil {
		return err
	}
	for _, place := range places {
		c.found(place, why)
	}
	return nil
}
