package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hoithao/models"
)

// dump writes an event as a portable file. The event notes that it was handed over, so that what comes back is known to continue it.
func (m *Main) dump(ctx context.Context, args []string) error {
	f := m.flags("dump")
	out := f.String("o", "", "tệp ghi ra (không ghi: đầu ra chuẩn)")
	full := f.Bool("full", false, "kèm giấy mời, lượt quét, biên bản riêng của từng buổi, văn bản đã ban hành, tệp và nhật ký: để máy khác tiếp nhận cả sự kiện")
	reserve := f.String("reserve", "", "với --full: giữ trước số văn bản để ban hành ở nơi khác, như minutes=1,notice=1")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	aside, wrong := numbersOf(*reserve)
	if wrong != nil || *reserve != "" && !*full {
		return usage("dump: --reserve đi cùng --full và viết như minutes=1,notice=2; xem hoithao dump -h")
	}
	if len(rest) != 1 {
		return usage("dump: cần tên của một sự kiện; xem hoithao dump -h")
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
	for _, one := range aside {
		err := db.ReserveNumbers(ctx, by("dump"), event.ID, one.kind, one.count)
		var wrong models.Invalid
		if errors.As(err, &wrong) {
			return fmt.Errorf("--reserve %s: %s", one.kind, strings.Join(slices.Sorted(maps.Values(wrong)), " "))
		}
		if err != nil {
			return err
		}
	}
	hand := db.HandOver
	if *full {
		hand = db.HandOverFull
	} else if err := m.sayLeftOut(ctx, db, event); err != nil {
		return err
	}
	return m.output(*out, false, private, func(w io.Writer) error { return hand(ctx, w, rest[0]) })
}

// sayLeftOut names the sessions with minutes of their own. Those are signed, numbered and approved apart, with links and remarks, so they travel
// whole, with --full, and a plain file goes without them: whoever writes one is to know.
func (m *Main) sayLeftOut(ctx context.Context, db *models.DB, event models.Event) error {
	sessions, err := db.Sessions(ctx, event.ID)
	if err != nil {
		return err
	}
	var names []string
	for _, session := range sessions {
		row, err := db.MinutesOf(ctx, event.ID, session.ID)
		if err != nil {
			return err
		}
		if row.ID != 0 {
			names = append(names, event.SessionName(session))
		}
	}
	if len(names) > 0 {
		fmt.Fprintf(m.Stderr, "hoithao: tệp này không có biên bản riêng của %s; dump --full mang theo cả biên bản ấy\n", strings.Join(names, ", "))
	}
	return nil
}

// aside are so many numbers to be set aside for a kind of paper.
type aside struct {
	kind  string
	count int
}

// numbersOf reads "minutes=1,notice=2"; a kind alone is one.
func numbersOf(text string) (all []aside, err error) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		kind, count, given := strings.Cut(strings.TrimSpace(part), "=")
		one := aside{kind, 1}
		if given {
			if one.count, err = strconv.Atoi(count); err != nil {
				return nil, err
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// findEvent is an event by its slug, or an error that says there is none.
func findEvent(ctx context.Context, db *models.DB, slug string) (models.Event, error) {
	event, err := db.Event(ctx, slug)
	if errors.Is(err, models.ErrNotFound) {
		return event, fmt.Errorf("không có sự kiện “%s”", slug)
	}
	return event, err
}
