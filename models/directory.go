package models

import (
	"context"
	"errors"
)

// The directory is shared by all events: what a paper prints of a person or an organization is read from here. So a change of one is
// also a change of each event that prints it, and takes a revision there; archived events keep what they have issued.

// reprint takes a revision in each event that prints one of these people or organizations, and keeps its order of delegates when ranks
// have changed. It runs inside changeOffice: the office's chain first, then the events in the order of their numbers.
func (tx *DB) reprint(ctx context.Context, by Actor, people, organizations []ID, ranks bool, change Change) error {
	events, err := tx.printing(ctx, people, organizations)
	if err != nil {
		return err
	}
	for _, event := range events {
		end, err := tx.takeRevision(ctx, event)
		if errors.Is(err, ErrLocked) { // archived since it was found
			return ErrConflict
		}
		if err != nil {
			return err
		}
		if ranks {
			if err := tx.keepRanks(ctx, event); err != nil {
				return err
			}
		}
		if err := tx.record(ctx, by, end, change); err != nil {
			return err
		}
	}
	return nil
}
