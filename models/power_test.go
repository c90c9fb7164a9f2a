package models_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// What is acknowledged lies on the disk: each commit is synced before it is answered. A log that was cut anywhere, as by the loss of power in the
// middle of a write, opens as the record was after one of its changes, whole, and later cuts never lose what earlier ones had.
func TestPowerCut(t *testing.T) {
	if modelstest.Server != "" {
		t.Skip("PostgreSQL's own affair")
	}
	ctx := context.Background()
	name, db := filled(t)
	if err := db.Share(ctx, func(tx *models.DB) error {
		for pragma, want := range map[string]int{"SELECT synchronous FROM pragma_synchronous": 2, "SELECT journal_mode = 'wal' FROM pragma_journal_mode": 1} {
			if got, err := tx.Count(ctx, pragma); err != nil || got != want {
				t.Errorf("%s: %d, %v", pragma, got, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	first := event(t, db).Revision
	for range 4 {
		touch(t, db)
	}
	end := event(t, db).Revision
	read := func(of string) []byte {
		t.Helper()
		content, err := os.ReadFile(of)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	base, log := read(name), read(name+"-wal")
	dir := t.TempDir()
	last, seen := first, map[int64]bool{}
	for sector := range len(log)/512 + 2 {
		cut := min(sector*512, len(log))
		copied := filepath.Join(dir, fmt.Sprintf("%d.db", cut))
		for file, content := range map[string][]byte{copied: base, copied + "-wal": log[:cut]} {
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		after := openedAt(t, copied)
		now := event(t, after).Revision
		if now < last || now > end {
			t.Fatalf("cut at %d of %d bytes the event is at %d; it was at %d, begun at %d", cut, len(log), now, last, first)
		}
		if !seen[now] {
			seen[now] = true
			sound(t, after)
		}
		last = now
		after.Close()
		os.Remove(copied)
	}
	if last != end || end < first+3 || int64(len(seen)) != end-first+1 {
		t.Errorf("the whole log leads from %d to %d of %d, by way of %d states", first, last, end, len(seen))
	}
}
