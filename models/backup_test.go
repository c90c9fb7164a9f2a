package models_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// state is a hash of all that a database holds, the same for both engines.
func state(t testing.TB, name string) string {
	t.Helper()
	raw := rawAt(t, name)
	defer raw.Close()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	if models.Postgres(name) {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`
	}
	hash := sha256.New()
	for _, table := range values(t, raw, query) {
		if table == "schema_migrations" {
			continue
		}
		rows := values(t, raw, `SELECT * FROM `+table)
		slices.Sort(rows)
		fmt.Fprintln(hash, table, rows)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// values are the rows of a query, each as one text.
func values(t testing.TB, raw *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := raw.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, _ := rows.Columns()
	for rows.Next() {
		row := make([]any, len(names))
		for i := range row {
			row[i] = new(any)
		}
		if err := rows.Scan(row...); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for i, cell := range row {
			value := *cell.(*any)
			if at, ok := value.(time.Time); ok {
				value = at.UTC().Format(time.RFC3339Nano)
			}
			if bytes, ok := value.([]byte); ok {
				value = hex.EncodeToString(bytes)
			}
			if len(names) == 1 {
				texts = append(texts, fmt.Sprint(value))
			} else {
				texts = append(texts, fmt.Sprintf("%s=%v", names[i], value))
			}
		}
		slices.Sort(texts)
		all = append(all, strings.Join(texts, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// filled is a database with a workshop, an account and a picture.
func filled(t testing.TB) (name string, db *models.DB) {
	t.Helper()
	name = modelstest.Name(t)
	db = openedAt(t, name)
	load(t, db, workshopFile)
	touch(t, db)
	if _, err := db.AddUser(context.Background(), loading, models.NewUser{Account: "thu-ky", Name: "Thư ký", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Secretary}}}); err != nil {
		t.Fatal(err)
	}
	return name, db
}

// emptyTargets are what a backup can be put back into: one of the engine that the tests run on, and always a file that is not there.
func emptyTargets(t testing.TB) []string {
	targets := []string{filepath.Join(t.TempDir(), "missing.db")}
	if modelstest.Server != "" {
		targets = append(targets, modelstest.Name(t))
	}
	return targets
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	name, db := filled(t)
	file := filepath.Join(t.TempDir(), "sao lưu #1.db")
	if err := db.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	want := state(t, name)
	if got := state(t, file); got != want {
		t.Error("the backup holds something else")
	}
	for _, target := range emptyTargets(t) {
		if err := models.Restore(ctx, file, target, models.RestoreOptions{}); err != nil {
			t.Fatalf("%s: %v", target, err)
		}
		if got := state(t, target); got != want {
			t.Errorf("%s holds something else", target)
		}
		restored := openedAt(t, target)
		sound(t, restored)
		// Numbers go on where they were: the first thing added must not meet one that is there.
		touch(t, restored)
		load(t, restored, replaced(t, workshopFile, `"slug": "hoi-thao-mau"`, `"slug": "hoi-thao-hai"`))
		if err := models.Restore(ctx, file, target, models.RestoreOptions{}); !errors.Is(err, models.ErrConflict) {
			t.Errorf("onto a database in use: %v", err)
		}
		if err := models.Restore(ctx, file, target, models.RestoreOptions{Replace: true}); err != nil {
			t.Errorf("replacing: %v", err)
		}
		if got := state(t, target); got != want {
			t.Errorf("%s holds something else after it was replaced", target)
		}
	}
	if err := db.Backup(ctx, file); !errors.Is(err, os.ErrExist) {
		t.Errorf("over another backup: %v", err)
	}
}

// What holds people's phones is for nobody to read but its owner: the database, what lies beside it, a backup, what was restored.
func TestFilesAreOurs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights of files are another thing there")
	}
	ctx, dir := context.Background(), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	db, err := models.Create(ctx, at("office.db"), models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := errors.Join(db.Backup(ctx, at("copy.db")), models.Restore(ctx, at("copy.db"), at("back.db"), models.RestoreOptions{})); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 6 { // the WAL and its index, and the hash of the copy
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v: %v", file.Name(), info.Mode(), err)
		}
	}
}

// A backup that is taken while somebody writes holds together, and nobody is held up.
func TestBackupUnderLoad(t *testing.T) {
	ctx := context.Background()
	name, db := filled(t)
	writing, stop := make(chan error), make(chan bool)
	writer := openedAt(t, name)
	first := event(t, db).Revision
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				writing <- nil
				return
			default:
			}
			e, err := writer.Event(ctx, slug)
			if err == nil {
				e.Note = fmt.Sprint(n)
				err = writer.SaveEvent(ctx, loading, e)
			}
			if err != nil {
				writing <- err
				return
			}
		}
	}()
	dir := t.TempDir()
	for n := range 3 {
		file := filepath.Join(dir, fmt.Sprintf("%d.db", n))
		if err := db.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(dir, fmt.Sprintf("restored-%d.db", n))
		if err := models.Restore(ctx, file, target, models.RestoreOptions{}); err != nil {
			t.Fatal(err)
		}
		restored := openedAt(t, target)
		sound(t, restored)
		if e := event(t, restored); e.Revision < first {
			t.Errorf("revision %d", e.Revision)
		}
		if state(t, target) != state(t, file) {
			t.Error("what was restored is something else")
		}
	}
	close(stop)
	if err := <-writing; err != nil {
		t.Error(err)
	}
	if event(t, db).Revision == first {
		t.Error("nobody wrote")
	}
}

func TestDamagedBackup(t *testing.T) {
	ctx := context.Background()
	_, db := filled(t)
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(t *testing.T, content []byte) {
		t.Helper()
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(t.TempDir(), "target.db")
		if err := models.Restore(ctx, file, target, models.RestoreOptions{}); !errors.Is(err, models.ErrBadBackup) {
			t.Errorf("%v", err)
		}
		if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
			t.Error("the target was made")
		}
	}
	for _, at := range []int{0, 30, 100, 4096, len(whole) / 2, len(whole) - 1} {
		t.Run(fmt.Sprintf("byte %d", at), func(t *testing.T) {
			flipped := slices.Clone(whole)
			flipped[at] ^= 0x10
			refused(t, flipped)
		})
	}
	t.Run("cut off", func(t *testing.T) { refused(t, whole[:len(whole)/2]) })
	t.Run("empty", func(t *testing.T) { refused(t, nil) })
	// Without its hash, what is inside still tells: the journal's chain holds the texts, and files their own hashes.
	if err := os.Remove(file + ".sha256"); err != nil {
		t.Fatal(err)
	}
	t.Run("a journal row, hash lost", func(t *testing.T) {
		changed := []byte(strings.Replace(string(whole), `"Title":"N`, `"Title":"M`, -1)) // some lie where nothing is read
		if slices.Equal(changed, whole) {
			t.Fatal("nothing to change")
		}
		refused(t, changed)
	})
	t.Run("empty, hash lost", func(t *testing.T) { refused(t, nil) })
	t.Run("another program's, hash lost", func(t *testing.T) { refused(t, []byte("SQLite format 3\x00 and no more")) })
	t.Run("whole, hash lost", func(t *testing.T) {
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := models.Restore(ctx, file, filepath.Join(t.TempDir(), "target.db"), models.RestoreOptions{}); err != nil {
			t.Error(err)
		}
	})
}

// A backup that cannot be written to its end leaves nothing behind.
func TestBackupWithoutRoom(t *testing.T) {
	_, db := filled(t)
	dir := t.TempDir()
	limitFileSize(t, 64<<10, func() {
		if err := db.Backup(context.Background(), filepath.Join(dir, "backup.db")); err == nil {
			t.Error("it was written all the same")
		}
	})
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
	touch(t, db)
	sound(t, db)
}

// A full disk refuses a load whole, in words of its own; when there is room again, the same load passes.
func TestLoadWithoutRoom(t *testing.T) {
	if modelstest.Server != "" {
		t.Skip("the room of a server is not ours to take")
	}
	db := modelstest.DB(t)
	room := func(pages string) {
		if err := db.Exec(context.Background(), `PRAGMA max_page_count = `+pages); err != nil {
			t.Fatal(err)
		}
	}
	room("1") // as many as there are
	if _, err := db.Load(context.Background(), loading, strings.NewReader(crowd(t, 300)), models.LoadOptions{}); !errors.Is(err, models.ErrDiskFull) {
		t.Error(err)
	}
	room("1000000")
	if events, err := db.Events(context.Background(), models.EventFilter{}); err != nil || len(events) > 0 {
		t.Errorf("%d events, %v", len(events), err)
	}
	sound(t, db)
	load(t, db, crowd(t, 300))
}
