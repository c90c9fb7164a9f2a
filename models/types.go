package models

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"time"
)

// ID is a row's number in this database. Zero is none, and NULL in the database.
type ID int64

func (id *ID) Scan(from any) error {
	switch value := from.(type) {
	case nil:
		*id = 0
	case int64:
		*id = ID(value)
	default:
		return fmt.Errorf("an id from %T", from)
	}
	return nil
}

func (id ID) Value() (driver.Value, error) {
	if id == 0 {
		return nil, nil
	}
	return int64(id), nil
}

// Time is an instant, in UTC and cut to the millisecond. The zero Time is none, and NULL in the database.
type Time struct{ time.Time }

// At is the instant as the database keeps it.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Millisecond)}
}

// How SQLite hands out an instant that went through an expression such as max().
const sqliteTime = "2006-01-02 15:04:05.999999999-07:00"

func (t *Time) Scan(from any) error {
	switch value := from.(type) {
	case nil:
		*t = Time{}
	case time.Time:
		*t = At(value)
	case string:
		parsed, err := time.Parse(sqliteTime, value)
		if err != nil {
			return err
		}
		*t = At(parsed)
	default:
		return fmt.Errorf("an instant from %T", from)
	}
	return nil
}

func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return At(t.Time).Time, nil
}

// Date is a day of the calendar without a zone, written 2006-01-02. The empty Date is none, and NULL in the database.
type Date string

// DateOf is the day of t in t's own zone.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// ParseDate reads 2006-01-02.
func ParseDate(text string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", err
	}
	return Date(text), nil
}

// Time is the day's first instant in UTC, for printing and counting days.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

func (d *Date) Scan(from any) error {
	switch value := from.(type) {
	case nil:
		*d = ""
	case time.Time:
		*d = DateOf(value)
	case string:
		*d = Date(value)
	default:
		return fmt.Errorf("a date from %T", from)
	}
	return nil
}

func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// newUID is 128 random bits in hexadecimal.
func newUID() string {
	var bits [16]byte
	rand.Read(bits[:])
	return hex.EncodeToString(bits[:])
}
