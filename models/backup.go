package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jmoiron/sqlx"
)

// A backup is one SQLite file, whatever the engine it was taken from, so that it goes back to either. Beside it lies its SHA-256 as
// sha256sum writes it: it tells a copy that has suffered on its way.

// ErrBadBackup says that a backup is not whole or does not hold together.
var ErrBadBackup = errors.New("the backup is damaged")

// Backup writes a consistent copy of the database to a file that must not exist yet, while others go on reading and writing. The copy
// is read back and checked before it gets its name; after an error nothing is left.
func (db *DB) Backup(ctx context.Context, file string) (err error) {
	for _, name := range []string{file, file + hashEnding} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fmt.Errorf("%s: %w", name, fs.ErrExist))
		}
	}
	part := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+"."+newUID()+".part")
	defer func() {
		for _, ending := range []string{"", "-journal", "-wal", "-shm"} {
			os.Remove(part + ending) // once it has its name there is nothing to remove
		}
	}()
	if db.Postgres() {
		err = db.backupTables(ctx, part)
	} else {
		err = db.vacuumInto(ctx, part)
	}
	if err != nil {
		return meaning(err)
	}
	if err := checkBackup(ctx, part); err != nil {
		return err
	}
	sum, err := syncAndHash(part)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file+hashEnding, []byte(sum+"  "+filepath.Base(file)+"\n"), 0o600); err != nil {
		return errors.Join(err, os.Remove(file+hashEnding))
	}
	if err := os.Rename(part, file); err != nil {
		return errors.Join(err, os.Remove(file+hashEnding))
	}
	return nil
}

const hashEnding = ".sha256"

// vacuumInto copies a SQLite database by a connection of its own: those that read may write nothing, and the one that writes has other
// things to do.
func (db *DB) vacuumInto(ctx context.Context, file string) error {
	var name string
	if err := db.get(ctx, &name, `SELECT file FROM pragma_database_list WHERE name = 'main'`); err != nil {
		return err
	}
	pool, err := sqlx.Open("hoithao-sqlite", "file:"+(&url.URL{Path: name}).EscapedPath()+"?mode=ro&_busy_timeout=10000")
	if err != nil {
		return err
	}
	ours(file) // empty, it is as good as none
	_, err = pool.ExecContext(ctx, `VACUUM INTO ?`, file)
	return errors.Join(err, pool.Close())
}

// backupTables copies a PostgreSQL database into a new SQLite file.
func (db *DB) backupTables(ctx context.Context, file string) error {
	copied, err := Create(ctx, file, Options{Now: db.now})
	if err != nil {
		return err
	}
	err = db.View(ctx, func(from *DB) error {
		return copied.transact(ctx, func(to *DB) error { return copyTables(ctx, from, to) })
	})
	if err == nil {
		err = copied.exec(ctx, `PRAGMA journal_mode = DELETE`) // one file, and nothing beside it
	}
	return errors.Join(err, copied.Close())
}

// checkBackup reads a backup as it lies there and answers ErrBadBackup with the first thing that does not hold.
func checkBackup(ctx context.Context, file string) error {
	pool, err := sqlx.Open("hoithao-sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1&_query_only=1")
	if err != nil {
		return err
	}
	db := &DB{write: pool, read: pool}
	defer db.Close()
	findings, err := db.Check(ctx)
	if err == nil && len(findings) > 0 {
		err = findings[0]
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return nil
}

func syncAndHash(name string) (sum string, err error) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Sync(), file.Close())
}

// RestoreOptions change how a backup is put back.
type RestoreOptions struct {
	Options
	Replace bool // also onto a database that is in use: all that is there is lost
	Copy    bool // the office goes on elsewhere: what is put back hands out no numbers of its registers, see homeOf
}

// Restore puts a backup into a database of either engine, which it makes if it is missing. The backup is checked first, and brought up
// to date if an older program made it. It takes the place of the database that was backed up, unless Copy is set. A database that holds anything is left alone unless Replace is set: then it is an ErrConflict.
func Restore(ctx context.Context, file, target string, options RestoreOptions) error {
	if err := checkHash(file); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "hoithao-restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	copied := filepath.Join(dir, "backup.db")
	if err := copyFile(file, copied); err != nil {
		return err
	}
	if err := checkMigrations(ctx, copied); err != nil {
		return err
	}
	from, err := Create(ctx, copied, options.Options)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	defer from.Close()
	if findings, err := from.Check(ctx); err != nil || len(findings) > 0 {
		if err == nil {
			err = findings[0]
		}
		return fmt.Errorf("%w: %w", ErrBadBackup, err)
	}

	to, err := Create(ctx, target, options.Options)
	if err != nil {
		return err
	}
	defer to.Close()
	return to.transact(ctx, func(tx *DB) error {
		var used bool
		if err := tx.get(ctx, &used, `SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM organizations) OR EXISTS (SELECT 1 FROM people) OR EXISTS (SELECT 1 FROM users)`); err != nil {
			return err
		}
		if used && !options.Replace {
			return ErrConflict
		}
		if err := from.View(ctx, func(from *DB) error { return copyTables(ctx, from, tx) }); err != nil {
			return err
		}
		// What waited when the copy was taken may have gone out since: it is held back until somebody lets it go.
		if err := tx.exec(ctx, `UPDATE outbox SET state = 'paused', lease = '', leased_until = NULL WHERE state IN ('waiting', 'sending') AND recipient <> ''`); err != nil {
			return err
		}
		return tx.markCopy(ctx, options.Copy)
	})
}

// checkHash compares a backup with the hash beside it. One that has lost its hash is known by its inner checks alone.
func checkHash(file string) error {
	kept, err := os.ReadFile(file + hashEnding)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, content); err != nil {
		return err
	}
	if sum, _, _ := strings.Cut(string(kept), " "); sum != hex.EncodeToString(hash.Sum(nil)) {
		return fmt.Errorf("%w: its SHA-256 is another than %s%s says", ErrBadBackup, file, hashEnding)
	}
	return nil
}

// checkMigrations refuses a file that is no database of this program: Create would make one of an empty file.
func checkMigrations(ctx context.Context, file string) error {
	pool, err := sqlx.Open("hoithao-sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1&_query_only=1")
	if err != nil {
		return err
	}
	defer pool.Close()
	var offices int
	if err := pool.GetContext(ctx, &offices, `SELECT COUNT(*) FROM office JOIN schema_migrations ON version = '0001_ground'`); err != nil || offices != 1 {
		return fmt.Errorf("%w: %w", ErrBadBackup, errors.Join(err, errors.New("it is no database of this program")))
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
