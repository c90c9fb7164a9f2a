package models

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
)

// Every change looks first and writes afterwards. What belongs to one event, or to the office, waits for its door meanwhile; between two
// events, or between an event and the directory, somebody may still be quicker on PostgreSQL, and then the database itself refuses the write.

// unique are the texts that are unique over all events, by table and column, and what is said where one is taken: the same as by who looks first.
var unique = map[string]func() Invalid{"events.slug": slugTaken, "users.account": accountTaken}

// overtaken makes of a write that the database refused for what somebody else has just written what a look before it would have said: Invalid
// of the text that is taken, else ErrOvertaken, with the driver's own words for the log. What would go through if it were tried again, as after a
// deadlock, stays a fault: a desk or a door that meets one sends its acts once more.
func overtaken(err error) error {
	var postgres *pgconn.PgError
	var sqlite sqlite3.Error
	switch {
	case errors.As(err, &postgres):
		switch postgres.Code {
		case "23505": // unique_violation: a column's own constraint is called table_column_key
			column, _ := strings.CutPrefix(strings.TrimSuffix(postgres.ConstraintName, "_key"), postgres.TableName+"_")
			return taken(postgres.TableName+"."+column, err)
		case "23503": // foreign_key_violation
			return fmt.Errorf("%w: %w", ErrOvertaken, err)
		}
	case errors.As(err, &sqlite):
		switch sqlite.ExtendedCode {
		case sqlite3.ErrConstraintUnique:
			_, column, _ := strings.Cut(sqlite.Error(), "failed: ")
			return taken(column, err)
		case sqlite3.ErrConstraintForeignKey:
			return fmt.Errorf("%w: %w", ErrOvertaken, err)
		}
	}
	return err
}

func taken(column string, err error) error {
	if wrong, ok := unique[column]; ok {
		return wrong()
	}
	return fmt.Errorf("%w: %w", ErrOvertaken, err)
}
