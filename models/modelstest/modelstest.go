// Package modelstest gives every test a fresh, real database: SQLite, or PostgreSQL when HOITHAO_TEST_POSTGRES names a server.
// The database refuses what is written to an event around the one door (models/journal.go).
package modelstest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
)

// Now is the time at which the tests take place: the workshop's day, before it opens. 07:00 at Hà Nam.
var Now = time.Date(2018, 11, 13, 0, 0, 0, 0, time.UTC)

// Server is the PostgreSQL server to test on; empty is SQLite.
var Server = os.Getenv("HOITHAO_TEST_POSTGRES")

// DB is a fresh database whose clock stands at Now.
func DB(t testing.TB) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), Name(t), models.Options{Now: func() time.Time { return Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Name is a fresh database's file or address, for tests that open it themselves. It is gone when the test ends.
func Name(t testing.TB) string { return Filled(t, "", nil) }

// Filled is a fresh database that fill has written to. What takes long to write is written once for a key, and copied.
func Filled(t testing.TB, key string, fill func(*models.DB) error) string {
	t.Helper()
	return copyOf(t, templateOf(t, key, fill, true))
}

// Unguarded is Filled without the guard of the one door, which costs time: for measuring how long writes take.
func Unguarded(t testing.TB, key string, fill func(*models.DB) error) string {
	t.Helper()
	return copyOf(t, templateOf(t, key+" unguarded", fill, false))
}

func copyOf(t testing.TB, template template) string {
	t.Helper()
	if Server == "" {
		name := filepath.Join(t.TempDir(), "hoithao.db")
		if err := os.WriteFile(name, template.file, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	name := random("hoithao_")
	onServer(t, `CREATE DATABASE `+name+` TEMPLATE `+template.database)
	t.Cleanup(func() { onServer(t, `DROP DATABASE `+name+` WITH (FORCE)`) })
	return at(name)
}

// template is a database to copy: the bytes of a file, or a database on the server, which is itself thrown away after the tests.
type template struct {
	file     []byte
	database string
}

var (
	mu        sync.Mutex
	templates = map[string]template{}
)

func templateOf(t testing.TB, key string, fill func(*models.DB) error, guarded bool) template {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	if made, ok := templates[key]; ok {
		return made
	}
	var made template
	if Server != "" {
		made.database = random("template_")
		onServer(t, `CREATE DATABASE `+made.database)
		create(t, at(made.database), fill)
		if guarded {
			guard(t, at(made.database), postgresGuard)
		}
	} else {
		name := filepath.Join(t.TempDir(), "template.db")
		create(t, name, fill)
		if guarded {
			guard(t, name, sqliteGuard)
		}
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		made.file = file
	}
	templates[key] = made
	return made
}

func create(t testing.TB, name string, fill func(*models.DB) error) {
	t.Helper()
	db, err := models.Create(context.Background(), name, models.Options{Now: func() time.Time { return Now }})
	if err != nil {
		t.Fatal(err)
	}
	if fill != nil {
		if err := fill(db); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// unguarded are tables with an event_id that are not the record: the journal itself, text being typed, mail on its way, lists that wait.
var unguarded = map[string]bool{"journal": true, "drafts": true, "outbox": true, "handovers": true, "imports": true}

// guard puts triggers on every table of an event. Inside the door the journal has no row of the revision yet; outside it has.
func guard(t testing.TB, name string, triggers func(table string) []string) {
	db := open(t, name)
	defer db.Close()
	query := `SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'event_id')`
	if models.Postgres(name) {
		query = `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'event_id'`
	}
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	tables := []string{"events"}
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		if !unguarded[table] {
			tables = append(tables, table)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		for _, trigger := range triggers(table) {
			if _, err := db.Exec(trigger); err != nil {
				t.Fatalf("%s: %v", trigger, err)
			}
		}
	}
}

func sqliteGuard(table string) (triggers []string) {
	const around = `EXISTS (SELECT 1 FROM events e JOIN journal j ON j.event_id = e.id AND j.revision = e.revision WHERE e.id = %s)`
	if table == "events" {
		return []string{fmt.Sprintf(`CREATE TRIGGER door_events BEFORE UPDATE ON events WHEN NEW.revision = OLD.revision AND `+around+`
			BEGIN SELECT RAISE(ABORT, 'events: written around the door'); END`, "OLD.id")}
	}
	for act, row := range map[string]string{"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"} {
		triggers = append(triggers, fmt.Sprintf(`CREATE TRIGGER door_%s_%s BEFORE %s ON %s WHEN `+around+`
			BEGIN SELECT RAISE(ABORT, '%s: written around the door'); END`, table, strings.ToLower(act), act, table, row+".event_id", table))
	}
	return triggers
}

func postgresGuard(table string) []string {
	const function = `CREATE OR REPLACE FUNCTION door_%[1]s() RETURNS trigger LANGUAGE plpgsql AS $$
		DECLARE event BIGINT := %[2]s;
		BEGIN
			IF EXISTS (SELECT 1 FROM events e JOIN journal j ON j.event_id = e.id AND j.revision = e.revision WHERE e.id = event) %[3]s THEN
				RAISE EXCEPTION '%[1]s: written around the door';
			END IF;
			RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
		END $$`
	if table == "events" {
		return []string{fmt.Sprintf(function, table, `OLD.id`, `AND NEW.revision = OLD.revision`),
			`CREATE TRIGGER door BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION door_events()`}
	}
	return []string{fmt.Sprintf(function, table, `CASE WHEN TG_OP = 'INSERT' THEN NEW.event_id ELSE OLD.event_id END`, ``),
		`CREATE TRIGGER door BEFORE INSERT OR UPDATE OR DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION door_` + table + `()`}
}

// open is a database without the models.
func open(t testing.TB, name string) *sql.DB {
	t.Helper()
	driver := "hoithao-sqlite"
	if models.Postgres(name) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func onServer(t testing.TB, statement string) {
	t.Helper()
	db := open(t, Server)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// at is the address of a database on the server.
func at(name string) string {
	address, _ := url.Parse(Server)
	address.Path = "/" + name
	return address.String()
}

func random(prefix string) string {
	var bits [8]byte
	rand.Read(bits[:])
	return prefix + hex.EncodeToString(bits[:])
}
