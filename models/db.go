// Package models is the record: all that knows SQL, and the rules that hold whatever the screen or the paper.
// It knows no HTTP, no HTML and no PDF.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	_ "time/tzdata" // an event's zone must be known on any machine

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
)

func init() {
	sqlx.BindDriver("hoithao-sqlite", sqlx.QUESTION)
	sqlx.BindDriver("pgx", sqlx.DOLLAR)
}

// DB is the database, or a transaction of it: every method works in both.
// It is safe for use by many goroutines, a transaction by one.
type DB struct {
	write *sqlx.DB // SQLite: the one connection that writes
	read  *sqlx.DB // SQLite: read-only connections; PostgreSQL: the same pool
	tx    *sqlx.Tx
	now   func() time.Time
	asked func(query string) // nil: nobody counts

	turnouts *turnoutCache
	invited  *invitedCache
	commits  *commits // of this process
	together *together
	shares   bool   // its transactions go through together
	key      []byte // of links and passes; none: they are not printed
}

// Options change how a database is opened; the zero value is right for use.
type Options struct {
	Now   func() time.Time   // the clock; nil is the system's
	Key   []byte             // of links and passes, KeySize bytes; nil: none are made, and papers print without
	Asked func(query string) // told every query before it is asked, from any goroutine: for tests that count them
}

// Postgres tells whether a database name is a PostgreSQL address; else it is a SQLite file.
func Postgres(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Open opens a database that exists and is up to date: a file of SQLite or an address postgres://….
// It answers ErrNotFound when there is no such file, and ErrNotMigrated when Create has to bring it up to date.
func Open(ctx context.Context, name string, options Options) (*DB, error) {
	if !Postgres(name) {
		if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", name, ErrNotFound)
		}
	}
	db, err := connect(ctx, name, options)
	if err != nil {
		return nil, err
	}
	if err = db.migrated(ctx); err == nil {
		err = db.holdKey(ctx)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Create opens a database, making it when it is missing and bringing it up to date.
func Create(ctx context.Context, name string, options Options) (*DB, error) {
	if !Postgres(name) {
		ours(name)
	}
	db, err := connect(ctx, name, options)
	if err != nil {
		return nil, err
	}
	if err = db.migrate(ctx); err == nil {
		err = db.holdKey(ctx)
	}
	if err == nil {
		err = db.givePasses(ctx)
	}
	if err == nil {
		err = db.giveLinks(ctx)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// ours makes a file that is not there yet, for nobody to read but its owner: it holds people's phones and the hashes of passwords. What SQLite
// puts beside it is as closed. Where the file cannot be made SQLite says why.
func ours(name string) {
	if file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		file.Close()
	}
}

func connect(ctx context.Context, name string, options Options) (*DB, error) {
	db := &DB{now: options.Now, asked: options.Asked, turnouts: &turnoutCache{}, invited: &invitedCache{}, commits: &commits{}, together: &together{}, key: options.Key}
	if db.now == nil {
		db.now = time.Now
	}
	if Postgres(name) {
		pool, err := sqlx.Open("pgx", name)
		if err != nil {
			return nil, err
		}
		pool.SetMaxOpenConns(16)
		pool.SetMaxIdleConns(16)
		db.write, db.read = pool, pool
		if err := pool.PingContext(ctx); err != nil {
			db.Close()
			return nil, err
		}
		return db, nil
	}

	// FULL: what was acknowledged survives a power cut. Immediate: a transaction that will write waits at its begin, never in the middle.
	// Secure delete: what is removed is overwritten in the file, so that a person who was erased is not read out of it.
	file := "file:" + (&url.URL{Path: name}).EscapedPath()
	write, err := sqlx.Open("hoithao-sqlite", file+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_foreign_keys=1&_txlock=immediate&_secure_delete=1")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	db.write, db.read = write, write
	if err := opened(ctx, write); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	read, err := sqlx.Open("hoithao-sqlite", file+"?mode=ro&_query_only=1&_busy_timeout=10000")
	if err != nil {
		db.Close()
		return nil, err
	}
	read.SetMaxOpenConns(5) // one of them watches, see Watch
	read.SetMaxIdleConns(5)
	db.read = read
	return db, nil
}

// opened makes the first connection. While SQLite makes a new file's journal a write-ahead log it does not wait for others, whatever its busy
// timeout: of programs that open the file at once one may be told that it is locked, and asks again for as long as a write would wait.
func opened(ctx context.Context, pool *sqlx.DB) error {
	for until := time.Now().Add(10 * time.Second); ; {
		err := pool.PingContext(ctx)
		var locked sqlite3.Error
		if !errors.As(err, &locked) || locked.Code != sqlite3.ErrBusy || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Close ends all connections.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.write != db.read {
		err = errors.Join(err, db.write.Close())
	}
	return err
}

// Now is the clock's time as the database keeps it.
func (db *DB) Now() Time { return At(db.now()) }

// Postgres tells which engine this is.
func (db *DB) Postgres() bool { return db.write.DriverName() == "pgx" }

// Ready answers nil when the database can be read.
func (db *DB) Ready(ctx context.Context) error {
	var one int
	return db.get(ctx, &one, `SELECT 1`)
}

// get reads one row into dest; no row is ErrNotFound.
func (db *DB) get(ctx context.Context, dest any, query string, args ...any) error {
	var err error
	if db.tx != nil {
		err = db.tx.GetContext(ctx, dest, db.rebind(query), args...)
	} else {
		err = db.read.GetContext(ctx, dest, db.rebind(query), args...)
	}
	return meaning(err)
}

// list reads all rows into dest, a pointer to a slice.
func (db *DB) list(ctx context.Context, dest any, query string, args ...any) error {
	if db.tx != nil {
		return meaning(db.tx.SelectContext(ctx, dest, db.rebind(query), args...))
	}
	return meaning(db.read.SelectContext(ctx, dest, db.rebind(query), args...))
}

// listIn is list for a query with IN (?) over a slice. No value, no row: nothing is asked.
func (db *DB) listIn(ctx context.Context, dest any, query string, args ...any) error {
	query, args, err := sqlx.In(query, args...)
	if err != nil {
		return err
	}
	return db.list(ctx, dest, query, args...)
}

// exec runs a statement.
func (db *DB) exec(ctx context.Context, query string, args ...any) error {
	_, err := db.affect(ctx, query, args...)
	return err
}

// affect runs a statement and counts the rows it touched.
func (db *DB) affect(ctx context.Context, query string, args ...any) (int64, error) {
	var result sql.Result
	var err error
	if db.tx != nil {
		result, err = db.tx.ExecContext(ctx, db.rebind(query), args...)
	} else {
		result, err = db.write.ExecContext(ctx, db.rebind(query), args...)
	}
	if err != nil {
		return 0, meaning(err)
	}
	return result.RowsAffected()
}

// add runs an INSERT … RETURNING id. Outside a transaction too it runs where writing is allowed.
func (db *DB) add(ctx context.Context, query string, args ...any) (id ID, err error) {
	if db.tx != nil {
		err = db.tx.GetContext(ctx, &id, db.rebind(query), args...)
	} else {
		err = db.write.GetContext(ctx, &id, db.rebind(query), args...)
	}
	return id, meaning(err)
}

// rebound keeps the texts of queries as PostgreSQL wants them.
var rebound sync.Map

const longestKept = 8 << 10 // bytes

func (db *DB) rebind(query string) string {
	if db.asked != nil {
		db.asked(query)
	}
	if !db.Postgres() {
		return query
	}
	if text, ok := rebound.Load(query); ok {
		return text.(string)
	}
	text := db.read.Rebind(query)
	if len(query) < longestKept { // those with a list of thousands in them come in as many lengths
		rebound.Store(query, text)
	}
	return text
}

// transact runs work in a transaction that writes; an error rolls it back. Within a transaction it is part of it.
func (db *DB) transact(ctx context.Context, work func(tx *DB) error) error {
	if db.tx != nil {
		return work(db)
	}
	if db.shares {
		return db.transactTogether(ctx, work)
	}
	err := db.run(ctx, db.write, nil, work)
	if err == nil {
		db.commits.tell()
	}
	return err
}

// View runs work on one unchanging state of the database.
func (db *DB) View(ctx context.Context, work func(tx *DB) error) error {
	if db.tx != nil {
		return work(db)
	}
	return db.run(ctx, db.read, &sql.TxOptions{ReadOnly: db.Postgres(), Isolation: isolation(db)}, work)
}

func isolation(db *DB) sql.IsolationLevel {
	if db.Postgres() {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func (db *DB) run(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions, work func(tx *DB) error) error {
	tx, err := pool.BeginTxx(ctx, options)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it does nothing
	inner := *db
	inner.tx = tx
	if err := work(&inner); err != nil {
		return err
	}
	return tx.Commit()
}

// meaning turns the drivers' errors that a caller may act on into ours.
func meaning(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	var full sqlite3.Error
	if errors.As(err, &full) && full.Code == sqlite3.ErrFull {
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	}
	return overtaken(err)
}
