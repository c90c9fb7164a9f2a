package models_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// A database that has taken all steps is the one that schema.sql describes: tables, columns, types, defaults, keys, checks and indexes.
func TestMigrationsLeadToSchema(t *testing.T) {
	stepped, described := empty(t), empty(t)
	db, err := models.Create(context.Background(), stepped, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	raw := rawAt(t, described)
	if _, err := raw.Exec(models.Dialect(hoithao.Schema, models.Postgres(described))); err != nil {
		t.Fatal(err)
	}
	want, got := shape(t, described), shape(t, stepped)
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("only schema.sql has %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("only the migrations have %s", line)
		}
	}
	if len(want) < 100 {
		t.Errorf("only %d lines were compared", len(want))
	}
}

// shape describes a database, a line for each column, index and constraint.
func shape(t *testing.T, name string) []string {
	raw := rawAt(t, name)
	if !models.Postgres(name) {
		lines := values(t, raw, `
			SELECT m.name || '.' || c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT IN ('schema_migrations') AND m.name NOT LIKE 'sqlite_%'`)
		for _, text := range values(t, raw, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_migrations'`) {
			lines = append(lines, plain(text))
		}
		return lines
	}
	lines := values(t, raw, `
		SELECT table_name || '.' || column_name AS place, data_type, is_nullable, column_default, is_identity FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name <> 'schema_migrations'`)
	lines = append(lines, values(t, raw, `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`)...)
	return append(lines, values(t, raw, `
		SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
		WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'schema_migrations'`)...)
}

var (
	comments = regexp.MustCompile(`--[^\n]*`)
	spaces   = regexp.MustCompile(`\s+`)
)

// plain is a statement without comments and layout; a column that a step adds is written by SQLite with a layout of its own.
func plain(text string) string {
	text = spaces.ReplaceAllString(strings.TrimSpace(comments.ReplaceAllString(text, "")), " ")
	return strings.NewReplacer(" ,", ",", " )", ")").Replace(text)
}

// Programs that start at once on an empty database bring it up to date once, and all of them get it.
func TestTwoProgramsMigrateOnce(t *testing.T) {
	if name := os.Getenv("HOITHAO_TEST_CREATE"); name != "" { // one of the programs
		db, err := models.Create(context.Background(), name, models.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Ready(context.Background()); err != nil {
			t.Fatal(err)
		}
		return
	}
	name := empty(t)
	var programs []*exec.Cmd
	for range 4 {
		program := exec.Command(os.Args[0], "-test.run=^TestTwoProgramsMigrateOnce$")
		program.Env = append(os.Environ(), "HOITHAO_TEST_CREATE="+name)
		var said strings.Builder
		program.Stdout, program.Stderr = &said, &said
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		programs = append(programs, program)
	}
	for _, program := range programs {
		if err := program.Wait(); err != nil {
			t.Errorf("%v: %s", err, program.Stdout)
		}
	}
	raw := rawAt(t, name)
	steps := values(t, raw, `SELECT version FROM schema_migrations`)
	if len(steps) == 0 || fmt.Sprint(values(t, raw, `SELECT COUNT(*) FROM office`)) != "[1]" {
		t.Errorf("%v", steps)
	}
	seen := map[string]bool{}
	for _, step := range steps {
		if seen[step] {
			t.Errorf("%s twice", step)
		}
		seen[step] = true
	}
}

// A program that opens a new file while another is about to write its first table waits for it. SQLite by itself would not: it tells at once
// that the file is locked, before its busy timeout has begun.
func TestNewFileIsLocked(t *testing.T) {
	name := filepath.Join(t.TempDir(), "hoithao.db")
	first := rawAt(t, name)
	first.SetMaxOpenConns(1)
	if _, err := first.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	released := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() {
		_, err := first.Exec(`COMMIT`)
		released <- err
	})
	db, err := models.Create(context.Background(), name, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := <-released; err != nil {
		t.Fatal(err)
	}
}

// A step that fails in its middle leaves nothing of itself; the steps before it stay.
func TestFailingStep(t *testing.T) {
	name := empty(t)
	ctx := context.Background()
	restore := models.WithStep("9999_fails", `CREATE TABLE half (id INTEGER PRIMARY KEY); CREATE TABLE half (id INTEGER PRIMARY KEY);`)
	_, err := models.Create(ctx, name, models.Options{})
	restore()
	if err == nil || !strings.Contains(err.Error(), "9999_fails") {
		t.Fatal(err)
	}
	raw := rawAt(t, name)
	if steps := values(t, raw, `SELECT version FROM schema_migrations`); len(steps) == 0 || slices.Contains(steps, "9999_fails") {
		t.Errorf("%v", steps)
	}
	query := `SELECT name FROM sqlite_master WHERE name = 'half'`
	if models.Postgres(name) {
		query = `SELECT table_name FROM information_schema.tables WHERE table_name = 'half'`
	}
	if half := values(t, raw, query); len(half) > 0 {
		t.Error("half a step is there")
	}
}

// An older program leaves the database of a newer one alone.
func TestNewerDatabase(t *testing.T) {
	name := modelstest.Name(t)
	if _, err := rawAt(t, name).Exec(`INSERT INTO schema_migrations (version, sha256, applied_at) VALUES ('9999_newer', 'x', '2030-01-01 00:00:00+00:00')`); err != nil {
		t.Fatal(err)
	}
	for _, open := range []func(context.Context, string, models.Options) (*models.DB, error){models.Open, models.Create} {
		if _, err := open(context.Background(), name, models.Options{}); err == nil || !strings.Contains(err.Error(), "9999_newer") {
			t.Error(err)
		}
	}
}
