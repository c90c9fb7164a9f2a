package modelstest

import (
	"database/sql"
	"path/filepath"
	"testing"
)

// Bare answers what inserts a row of the size of an attendance, as bare as it goes and as durable.
func Bare(b *testing.B) func(b *testing.B) {
	raw := open(b, Name(b))
	if Server == "" {
		var err error
		if raw, err = sql.Open("hoithao-sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate"); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { raw.Close() })
	}
	raw.SetMaxOpenConns(1)
	for _, statement := range []string{
		`CREATE TABLE bare (delegate_id BIGINT NOT NULL, session_id BIGINT NOT NULL, state TEXT NOT NULL, noted_by TEXT NOT NULL, noted_at TIMESTAMP NOT NULL)`,
		`CREATE UNIQUE INDEX bare_by_delegate ON bare (delegate_id, session_id)`,
		`CREATE INDEX bare_by_state ON bare (session_id, state)`,
		`CREATE INDEX bare_by_time ON bare (noted_at)`,
	} {
		if _, err := raw.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
	insert, err := raw.Prepare(`INSERT INTO bare (delegate_id, session_id, state, noted_by, noted_at) VALUES ($1, $2, $3, $4, $5)`)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	return func(b *testing.B) {
		if _, err := insert.Exec(n, 1, "present", "Lễ tân", Now); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
