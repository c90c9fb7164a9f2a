package models

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Copy is a file to be sent on, a backup or what is known of a person; closing it removes it from this machine.
type Copy struct {
	*os.File
	Size int64
	dir  string
}

// Close ends the copy.
func (c *Copy) Close() error { return errors.Join(c.File.Close(), os.RemoveAll(c.dir)) }

// MakeCopy is a file that write fills, ready to be read from its beginning.
func MakeCopy(write func(io.Writer) error) (taken *Copy, err error) {
	dir, err := os.MkdirTemp("", "hoithao-")
	if err != nil {
		return nil, err
	}
	taken = &Copy{dir: dir}
	if taken.File, err = os.OpenFile(filepath.Join(dir, "copy"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err = write(taken.File); err == nil {
		taken.Size, err = taken.Seek(0, io.SeekEnd)
	}
	if err == nil {
		_, err = taken.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, taken.Close())
	}
	return taken, nil
}

// TakeCopy makes a backup to be sent on. The office's journal keeps who took one, since it holds everything.
func (db *DB) TakeCopy(ctx context.Context, by Actor) (*Copy, error) {
	if err := db.changeOffice(ctx, by, func(*DB) (Change, error) { return Change{Topic: TopicSettings, What: "backup"}, nil }); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "hoithao-backup-")
	if err != nil {
		return nil, err
	}
	taken := &Copy{dir: dir}
	name := filepath.Join(dir, "hoithao.db")
	if err := db.Backup(ctx, name); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if taken.File, err = os.Open(name); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	info, err := taken.Stat()
	if err != nil {
		return nil, errors.Join(err, taken.Close())
	}
	taken.Size = info.Size()
	return taken, nil
}
