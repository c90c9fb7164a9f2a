package models_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"hoithao/models"
)

// A laptop that is given a backup of the office is a copy when that is said: the register's numbers stay the office's, save those that were set
// aside. What the laptop has done comes home without being told to replace anything. Restored as the office's own it hands out numbers again.
func TestCopyHandsOutNoNumbers(t *testing.T) {
	ctx := context.Background()
	office, committee, board, events := partyOffice(t, 3)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	take := func(db *models.DB, i int) error { return db.TakeNumber(ctx, loading, events[i].ID, "minutes", "") }
	holds := func(db *models.DB) {
		t.Helper()
		if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
			t.Errorf("check: %v %v", broken, err)
		}
	}
	restored := func(from *models.DB, copied bool) *models.DB {
		t.Helper()
		file, targets := filepath.Join(t.TempDir(), "backup.db"), emptyTargets(t)
		target := targets[len(targets)-1] // of the engine that is tried
		must(from.Backup(ctx, file))
		must(models.Restore(ctx, file, target, models.RestoreOptions{Copy: copied}))
		db, err := models.Open(ctx, target, models.Options{})
		must(err)
		t.Cleanup(func() { db.Close() })
		holds(db)
		return db
	}
	must(office.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}))
	must(take(office, 0))
	must(office.ReserveNumbers(ctx, loading, events[1].ID, "minutes", 1))

	laptop := restored(office, true)
	var wrong models.Invalid
	if err := take(laptop, 2); !errors.As(err, &wrong) {
		t.Errorf("a copy hands out a number: %v", err)
	}
	if err := laptop.ReserveNumbers(ctx, loading, events[2].ID, "minutes", 1); !errors.As(err, &wrong) {
		t.Errorf("a copy sets a number aside: %v", err)
	}
	must(take(laptop, 1))
	must(take(office, 2))
	var file bytes.Buffer
	must(laptop.HandOverFull(ctx, &file, events[1].Slug))
	_, err := office.Load(ctx, loading, &file, models.LoadOptions{})
	must(err)
	holds(office)
	if got := numbers(t, office, board.ID); len(got) != 3 {
		t.Errorf("the office's register: %q", got)
	}

	// The office is lost, and the laptop takes its place.
	again := restored(laptop, false)
	must(take(again, 2))
}
