package models_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hoithao/models"
)

// released makes the SQLite file of an office that runs the first released program: the step of that time, and the rows that it wrote.
func released(t *testing.T) string {
	t.Helper()
	step, err := os.ReadFile("migrations/0001_ground.sql")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("testdata/0001_ground.sql")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "released.db")
	raw := rawAt(t, name)
	sum := sha256.Sum256(step)
	for _, statement := range []string{string(step), string(rows),
		`CREATE TABLE schema_migrations (version TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)`,
		`INSERT INTO schema_migrations VALUES ('0001_ground', '` + hex.EncodeToString(sum[:]) + `', '2018-11-13 09:00:00+00:00')`} {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

// rowsOf are the rows of tables, of each the columns that are named.
func rowsOf(t *testing.T, name string, columns map[string][]string) map[string][]string {
	t.Helper()
	raw, all := rawAt(t, name), map[string][]string{}
	for table, names := range columns {
		all[table] = values(t, raw, `SELECT `+strings.Join(names, ", ")+` FROM `+table)
		slices.Sort(all[table])
	}
	return all
}

// What an office has in the database of the first released program is all there after the upgrade, in place and from a backup, on either engine:
// every value of every row. And it works: what is new is there for the old rows, too, and the chains go on.
func TestUpgradeKeepsAll(t *testing.T) {
	ctx := context.Background()
	options := models.Options{Key: bytes.Repeat([]byte{7}, models.KeySize)}
	old := released(t)
	columns := map[string][]string{}
	for _, place := range values(t, rawAt(t, old), `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_migrations'`) {
		if slices.Contains([]string{"events.revision", "events.head", "office.key_fingerprint"}, place) {
			continue // the passes that the upgrade gives are a change, and the key is new
		}
		table, column, _ := strings.Cut(place, ".")
		columns[table] = append(columns[table], column)
	}
	want := rowsOf(t, old, columns)

	if _, err := models.Open(ctx, old, options); !errors.Is(err, models.ErrNotMigrated) {
		t.Fatalf("opened as it is: %v", err)
	}
	targets := emptyTargets(t)
	for _, target := range targets {
		if err := models.Restore(ctx, old, target, models.RestoreOptions{Options: options}); err != nil {
			t.Fatalf("restored to %s: %v", target, err)
		}
	}
	db, err := models.Create(ctx, old, options) // the file itself
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, target := range append(targets, old) {
		got := rowsOf(t, target, columns)
		for table, rows := range want {
			if added := len(got[table]) - len(rows); added != 0 && !(added == 2 && strings.HasPrefix(table, "journal")) { // one of passes an event
				t.Errorf("%s: %d rows more in %s", target, added, table)
			}
			for _, row := range rows {
				if !slices.Contains(got[table], row) {
					t.Errorf("%s: gone from %s: %s", target, table, row)
				}
			}
		}
		worksOn(t, target, options)
	}
}

// worksOn uses an upgraded office.
func worksOn(t *testing.T, name string, options models.Options) {
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	db, err := models.Open(ctx, name, options)
	must(err)
	defer db.Close()
	sound(t, db)
	if _, _, err := db.SignIn(ctx, "thu-ky", "mot cau dai de nho", "127.0.0.1", "thử"); err != nil {
		t.Errorf("%s: the password of before: %v", name, err)
	}

	closed, err := db.Event(ctx, "hoi-thao-mau")
	must(err)
	record, err := db.Record(ctx, closed.ID)
	must(err)
	minutes, err := db.Minutes(ctx, record)
	must(err)
	if record.Minutes.State != "final" || minutes.Draft || minutes.Section("end").Text != "Hội thảo kết thúc lúc 16 giờ 30." {
		t.Errorf("%s: the minutes that were agreed are %s, %+v", name, record.Minutes.State, minutes.Section("end"))
	}
	photos, err := db.Photos(ctx, closed.ID)
	must(err)
	whole := 0
	for _, photo := range photos {
		if photo.FileSHA256 == "" {
			continue // named in the file that was loaded, whose pictures were not with it
		}
		whole++
		file, err := db.OpenFile(ctx, string(photo.FileSHA256))
		must(err)
		content, err := io.ReadAll(file)
		must(errors.Join(err, file.Close()))
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != string(photo.FileSHA256) {
			t.Errorf("%s: a photo is another", name)
		}
	}
	if len(photos) != 3 || whole != 2 {
		t.Errorf("%s: %d photos, %d with a picture", name, len(photos), whole)
	}

	open, err := db.Event(ctx, "toa-dam-khoa-hoc-hoi-thao-sang-nam-mau-2019")
	must(err)
	record, err = db.Record(ctx, open.ID)
	must(err)
	for n, delegate := range record.Delegates {
		found, err := db.FindAtDoor(ctx, open.ID, delegate.Pass)
		must(err)
		if delegate.Pass == "" || found.One != delegate.ID {
			t.Errorf("%s: the pass of %s finds %d", name, delegate.Person.Name(), found.One)
			continue
		}
		_, err = db.AddScan(ctx, loading, models.Seen{EventID: open.ID, SessionID: record.Sessions[0].ID, DelegateID: found.One, Nonce: fmt.Sprintf("upgraded-%d", n), Act: models.ScanIn, Door: "Cửa 1"})
		must(err)
	}
	if len(record.Delegates) != 6 {
		t.Errorf("%s: %d delegates", name, len(record.Delegates))
	}
	if _, err := db.Invite(ctx, loading, open.ID, models.Invitees{}, models.Time{}); err != nil {
		t.Errorf("%s: inviting: %v", name, err)
	}
	sound(t, db)
}
