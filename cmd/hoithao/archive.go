package main

import (
	"context"
	"io"

	"hoithao/views"
)

// archive writes an event with its papers as one file that is read without the program. It changes nothing.
func (m *Main) archive(ctx context.Context, args []string) error {
	f := m.flags("archive")
	out := f.String("o", "", "tệp .zip ghi ra (không ghi: đầu ra chuẩn)")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usage("archive: cần tên của một sự kiện; xem hoithao archive -h")
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	event, err := findEvent(ctx, db, rest[0])
	if err != nil {
		return err
	}
	archive, err := db.Archive(ctx, event.Slug, nil)
	if err != nil {
		return err
	}
	return m.output(*out, true, private, func(w io.Writer) error {
		return views.WriteArchive(w, archive, func(sha string) (io.ReadCloser, error) { return db.OpenFile(ctx, sha) })
	})
}
