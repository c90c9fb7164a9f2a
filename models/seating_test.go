package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"hoithao/models"
)

// seatsOf are who sits where, by name.
func seatsOf(t *testing.T, db *models.DB, event models.ID) map[string]string {
	t.Helper()
	record, err := db.Record(context.Background(), event)
	if err != nil {
		t.Fatal(err)
	}
	seats := map[string]string{}
	for _, delegate := range record.Delegates {
		seats[delegate.Person.Name()] = delegate.Seat
	}
	return seats
}

// Seats follow protocol: from the front, from the middle outwards; the hand moves people afterwards, and whoever sat there takes the seat that
// becomes free. A hall that is too small seats nobody.
func TestSeats(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	event := events[0].ID
	for i := range 7 {
		if _, err := db.AddNewDelegate(ctx, loading, event, 0, fmt.Sprintf("Đại biểu %d", i+1), "Trưởng ban"); err != nil {
			t.Fatal(err)
		}
	}
	hall := func(rows string) {
		t.Helper()
		paper, err := db.Paper(ctx, event, "seating", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.SavePaper(ctx, loading, event, "seating", "", models.PaperForm{Version: paper.Version, Options: models.Choices{"rows": rows, "seats": "3"}}); err != nil {
			t.Fatal(err)
		}
	}
	hall("2")
	var wrong models.Invalid
	if _, err := db.AssignSeats(ctx, loading, event, false); !errors.As(err, &wrong) || wrong["seats"] == "" {
		t.Fatalf("seven in six seats: %v", err)
	}
	if got := seatsOf(t, db, event); got["Đại biểu 1"] != "" {
		t.Errorf("some are seated: %v", got)
	}
	hall("3")
	if n, err := db.AssignSeats(ctx, loading, event, false); err != nil || n != 7 {
		t.Fatalf("%d seated: %v", n, err)
	}
	got := seatsOf(t, db, event)
	for name, seat := range map[string]string{"Đại biểu 1": "A2", "Đại biểu 2": "A3", "Đại biểu 3": "A1", "Đại biểu 4": "B2", "Đại biểu 7": "C2"} {
		if got[name] != seat {
			t.Errorf("%s sits at %q, want %s", name, got[name], seat)
		}
	}
	if n, err := db.AssignSeats(ctx, loading, event, false); err != nil || n != 0 {
		t.Errorf("again: %d seated: %v", n, err)
	}
	record, err := db.Record(ctx, event)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.MoveSeat(ctx, loading, event, record.Delegates[6].ID, "a 02"); err != nil {
		t.Fatal(err)
	}
	if got := seatsOf(t, db, event); got["Đại biểu 7"] != "A2" || got["Đại biểu 1"] != "C2" {
		t.Errorf("after the change: %v", got)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}
