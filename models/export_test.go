package models

import (
	"context"
	"io/fs"
	"testing/fstest"
)

// Exec runs a statement where writes are made, for tests that do mischief.
func (db *DB) Exec(ctx context.Context, statement string) error { return db.exec(ctx, statement) }

// Dialect is a text of schema.sql as an engine takes it.
func Dialect(text string, server bool) string {
	if server {
		return postgres.Replace(text)
	}
	return text
}

// WithStep puts a step behind those there are, until the function that it answers is called.
func WithStep(version, text string) (restore func()) {
	with := fstest.MapFS{"migrations/" + version + ".sql": {Data: []byte(text)}}
	names, err := fs.Glob(embedded, "migrations/*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := embedded.ReadFile(name)
		if err != nil {
			panic(err)
		}
		with[name] = &fstest.MapFile{Data: data}
	}
	migrations = with
	return func() { migrations = embedded }
}

// PresenceOf is what scans and a hand's mark come to.
var PresenceOf = presence

type HandMark = handMark

// Carried tells how each table travels with dump --full: "file", "rows", or why not.
func Carried() map[string]string {
	how := map[string]string{}
	for name, why := range notCarried {
		how[name] = why
	}
	for _, name := range inFile {
		how[name] = "file"
	}
	for _, t := range fullTables {
		if how[t.name] == "" || t.columns == "" && how[t.name] != "file" {
			how[t.name] = "rows"
		}
	}
	return how
}

// Share runs work as a write that may share its commit, and Waiting counts those that wait for their turn.
func (db *DB) Share(ctx context.Context, work func(tx *DB) error) error {
	return db.sharing().transact(ctx, work)
}

func (db *DB) Waiting() int {
	db.together.mu.Lock()
	defer db.together.mu.Unlock()
	return len(db.together.waiting)
}

// Count reads one number, within the transaction if this is one.
func (db *DB) Count(ctx context.Context, query string) (n int, err error) {
	err = db.get(ctx, &n, query)
	return n, err
}
