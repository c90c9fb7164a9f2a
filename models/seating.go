package models

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// Seats of a hall are called by row and number: A1 is the first of the row nearest to the rostrum.

// CleanSeat is a seat as the plan calls it, however it was typed: "a 1", "A-1" and "A01" are A1.
func CleanSeat(typed string) string {
	return seatZeros.ReplaceAllString(strings.NewReplacer(" ", "", "-", "", ".", "").Replace(viet.Upper(viet.Clean(typed))), "$1$2")
}

var seatZeros = regexp.MustCompile(`^([A-Z]+)0+([0-9])`)

// seatsOf are the seats of a hall in the order of protocol: row by row from the front, in a row from the middle outwards, the right hand of the
// middle before the left, as the guests of honour are placed.
func seatsOf(paper Paper) (order []string) {
	seats := paper.Whole("seats")
	for row := range paper.Whole("rows") {
		middle := (seats + 1) / 2
		order = append(order, seatRow(row)+strconv.FormatInt(middle, 10))
		for step := int64(1); step < seats; step++ {
			for _, n := range []int64{middle + step, middle - step} {
				if n >= 1 && n <= seats {
					order = append(order, seatRow(row)+strconv.FormatInt(n, 10))
				}
			}
		}
	}
	return order
}

// seated is who is to have a seat in the hall: delegates with a name who have not said that they stay away; who chairs sits at the rostrum.
func (record Record) seated(paper Paper) (delegates []Delegate) {
	for _, delegate := range record.Delegates {
		if delegate.Person.Name() != "" && !delegate.Away() && !(paper.Yes("rostrum") && delegate.Has("chair")) {
			delegates = append(delegates, delegate)
		}
	}
	return delegates
}

// seatEntry is seats as the journal keeps them.
type seatEntry struct{ Seats []string }

// AssignSeats gives seats in the order of protocol: to those who have none, or, anew, to all. A hall that is too small is Invalid at "seats".
func (db *DB) AssignSeats(ctx context.Context, by Actor, event ID, anew bool) (given int, err error) {
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		record, err := tx.Record(ctx, event)
		if err != nil {
			return Change{}, err
		}
		paper, err := tx.Paper(ctx, event, seatingKind.Name, "")
		if err != nil {
			return Change{}, err
		}
		taken := map[string]bool{}
		var waiting []Delegate
		for _, delegate := range record.seated(paper) {
			if anew || delegate.Seat == "" {
				waiting = append(waiting, delegate)
			} else {
				taken[CleanSeat(delegate.Seat)] = true
			}
		}
		free := slices.DeleteFunc(seatsOf(paper), func(seat string) bool { return taken[seat] })
		if len(free) < len(waiting) {
			return Change{}, Invalid{"seats": fmt.Sprintf("Hội trường còn %d ghế, cần xếp %d đại biểu. Hãy thêm hàng hoặc ghế.", len(free), len(waiting))}
		}
		var before, after seatEntry
		for i, delegate := range waiting {
			if delegate.Seat == free[i] {
				continue
			}
			if err := tx.seat(ctx, delegate, free[i], &before, &after); err != nil {
				return Change{}, err
			}
			given++
		}
		if given == 0 {
			return Change{}, nil
		}
		return Change{Topic: TopicDelegates, What: "seat", Before: before, After: after}, nil
	})
	return given, err
}

// MoveSeat gives a delegate a seat; who sits there takes the one that becomes free. An empty seat leaves the delegate without.
func (db *DB) MoveSeat(ctx context.Context, by Actor, event, delegate ID, seat string) error {
	seat = CleanSeat(seat)
	wrong := Invalid{}
	tooLong(wrong, "seat", seat, maxLine)
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		mover, err := tx.Delegate(ctx, event, delegate)
		if err != nil {
			return Change{}, err
		}
		if CleanSeat(mover.Seat) == seat {
			return Change{}, nil
		}
		var all []Delegate
		if err := tx.list(ctx, &all, `SELECT * FROM delegates WHERE event_id = ? AND seat <> '' ORDER BY id`, event); err != nil {
			return Change{}, err
		}
		var before, after seatEntry
		for _, other := range all {
			if other.ID == mover.ID || seat == "" || CleanSeat(other.Seat) != seat {
				continue
			}
			if other, err = tx.Delegate(ctx, event, other.ID); err != nil {
				return Change{}, err
			}
			if err := tx.seat(ctx, other, mover.Seat, &before, &after); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicDelegates, What: "seat", Of: mover.UID, Before: &before, After: &after}, tx.seat(ctx, mover, seat, &before, &after)
	})
}

func (tx *DB) seat(ctx context.Context, delegate Delegate, seat string, before, after *seatEntry) error {
	told := func(seat string) string { return delegate.Person.Name() + ": " + orMissing(seat) }
	before.Seats, after.Seats = append(before.Seats, told(delegate.Seat)), append(after.Seats, told(seat))
	return tx.exec(ctx, `UPDATE delegates SET seat = ?, version = version + 1 WHERE id = ?`, seat, delegate.ID)
}
