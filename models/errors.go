package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What a model method returns when it cannot do what it was asked. Anything else is our fault.
var (
	ErrNotFound  = errors.New("not found")
	ErrForbidden = errors.New("forbidden")
	ErrConflict  = errors.New("conflict")
	ErrLocked    = errors.New("locked") // the event is archived or its minutes are closed
	ErrDiskFull  = errors.New("disk full")
)

// ErrArchived is the ErrLocked of an event that was archived: it is only read.
var ErrArchived = fmt.Errorf("archived: %w", ErrLocked)

// ErrOvertaken is the ErrConflict that the database itself found: somebody was quicker, or a check of ours is missing.
var ErrOvertaken = fmt.Errorf("overtaken: %w", ErrConflict)

// Invalid says which fields are wrong and why, in Vietnamese, which is also the key of the translation.
type Invalid map[string]string

func (wrong Invalid) Error() string {
	var parts []string
	for field, why := range wrong {
		parts = append(parts, field+": "+why)
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// err is wrong as an error, or nil when nothing is.
func (wrong Invalid) err() error {
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// Stale is a save of a text on a version that is no longer the last: both texts, so that a person can choose. It is an ErrConflict.
type Stale struct {
	Version int64 // the version that stands now
	Now     any   // what stands in the record, of the kind that was saved
}

func (stale Stale) Error() string {
	return fmt.Sprintf("saved on an old version; now %d", stale.Version)
}
func (stale Stale) Unwrap() error { return ErrConflict }
