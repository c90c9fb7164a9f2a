package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// SQLite parses a query each time it is asked, which costs more than running a short one. This driver is mattn's with one thing
// added: a connection keeps the statements it has prepared, as PostgreSQL's driver does by itself.
func init() { sql.Register("hoithao-sqlite", cachingDriver{&sqlite3.SQLiteDriver{}}) }

// Statements kept by a connection. The program has a few hundred query texts; the bound is against those made by lists with many filters.
const keptStatements = 400

type cachingDriver struct{ *sqlite3.SQLiteDriver }

func (d cachingDriver) Open(name string) (driver.Conn, error) {
	conn, err := d.SQLiteDriver.Open(name)
	if err != nil {
		return nil, err
	}
	return &cachingConn{SQLiteConn: conn.(*sqlite3.SQLiteConn), kept: map[string]*keptStatement{}}, nil
}

type cachingConn struct {
	*sqlite3.SQLiteConn
	kept map[string]*keptStatement
}

// PrepareContext hands out the kept statement, unless its rows are still being read.
func (c *cachingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if kept := c.kept[query]; kept != nil {
		if !kept.busy {
			kept.busy = true
			return kept, nil
		}
		return c.SQLiteConn.PrepareContext(ctx, query)
	}
	// Of a bare ? in a join SQLite looks at the value, and then plans, and so parses, the kept statement again for every other one.
	stmt, err := c.SQLiteConn.PrepareContext(ctx, strings.ReplaceAll(query, "?", "+?"))
	if err != nil || len(c.kept) >= keptStatements {
		return stmt, err
	}
	kept := &keptStatement{SQLiteStmt: stmt.(*sqlite3.SQLiteStmt), busy: true}
	c.kept[query] = kept
	return kept, nil
}

// QueryContext and ExecContext send database/sql by way of PrepareContext; only a text without arguments, which may hold several
// statements, goes to SQLite as it is.
func (c *cachingConn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return nil, driver.ErrSkip
}

func (c *cachingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) > 0 {
		return nil, driver.ErrSkip
	}
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

func (c *cachingConn) Close() error {
	for _, kept := range c.kept {
		kept.SQLiteStmt.Close()
	}
	return c.SQLiteConn.Close()
}

type keptStatement struct {
	*sqlite3.SQLiteStmt
	busy bool
}

func (s *keptStatement) Close() error {
	s.busy = false
	return nil
}
