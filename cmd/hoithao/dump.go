package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"hoithao/models"
)

// dump writes an event as a portable file. The event notes that it was handed over, so that what comes back is known to continue it.
func (m *Main) dump(ctx context.Context, args []string) error {
	f := m.flags("dump")
	out := f.String("o", "", "tệp ghi ra (không ghi: đầu ra chuẩn)")
	full := f.Bool("full", false, "kèm giấy mời, lượt quét, văn bản đã ban hành, tệp và nhật ký: để máy khác tiếp nhận cả sự kiện")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usage("dump: cần tên của một sự kiện; xem hoithao dump -h")
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := findEvent(ctx, db, rest[0]); err != nil {
		return err
	}
	hand := db.HandOver
	if *full {
		hand = db.HandOverFull
	}
	return m.output(*out, false, func(w io.Writer) error { return hand(ctx, w, rest[0]) })
}

// findEvent is an event by its slug, or an error that says there is none.
func findEvent(ctx context.Context, db *models.DB, slug string) (models.Event, error) {
	event, err := db.Event(ctx, slug)
	if errors.Is(err, models.ErrNotFound) {
		return event, fmt.Errorf("không có sự kiện “%s”", slug)
	}
	return event, err
}
