package models_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkRatios compares what the record costs with the bare minimum, and large lists with small ones.
func BenchmarkRatios(b *testing.B) {
	engine := "SQLite"
	if modelstest.Server != "" {
		engine = "PostgreSQL"
	}
	modelstest.Ratio{What: "recording one attendance, " + engine, Against: "a bare durable insert, three indexes", AtLeast: 0.3, Milliseconds: true}.Measure(b, marks(b), inserts(b))
}

// marks answers what marks one delegate after the other through the door.
func marks(b *testing.B) func(b *testing.B) {
	ctx, crowd := context.Background(), modelstest.Crowd{Delegates: 5000}
	db := openedAt(b, crowd.Unguarded(b))
	event, err := db.Event(ctx, modelstest.CrowdSlug)
	if err != nil {
		b.Fatal(err)
	}
	sessions, err := db.Sessions(ctx, event.ID)
	if err != nil {
		b.Fatal(err)
	}
	delegates, err := db.Delegates(ctx, models.DelegateFilter{EventID: event.ID, Limit: crowd.Delegates})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	return func(b *testing.B) {
		mark := models.Mark{EventID: event.ID, SessionID: sessions[1].ID, DelegateID: delegates[n%len(delegates)].ID, State: models.AttendanceStates[n/len(delegates)%2]}
		if err := db.Mark(ctx, models.Actor{Name: "Lễ tân"}, mark); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

// inserts answers what inserts a row with the same values, as bare as it goes and as durable.
func inserts(b *testing.B) func(b *testing.B) {
	raw := rawAt(b, modelstest.Name(b))
	if modelstest.Server == "" {
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
		if _, err := insert.Exec(n, 1, models.Present, "Lễ tân", modelstest.Now); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
