package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"hoithao/models"
	"hoithao/views"
)

// load reads events into the database, a file after the other; what stood before a file that is wrong has been loaded.
func (m *Main) load(ctx context.Context, args []string) error {
	f := m.flags("load")
	replace := f.Bool("replace", false, "nạp đè cả khi hồ sơ ở đây đã thay đổi từ khi lấy tệp ra")
	own := f.Bool("own", false, "từ nay máy này giữ sổ văn bản của sự kiện, cơ quan đã giao không cấp số nữa")
	names, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return usage("load: thiếu tên tệp; xem hoithao load -h")
	}
	db, err := f.create(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, name := range names {
		if err := m.loadFile(ctx, db, name, models.LoadOptions{Replace: *replace, Own: *own}); err != nil {
			return err
		}
	}
	return nil
}

// outcomes are what a load has done to an event, in words.
var outcomes = map[string]string{"added": "đã thêm", "updated": "đã cập nhật", "unchanged": "không có gì thay đổi"}

func (m *Main) loadFile(ctx context.Context, db *models.DB, name string, options models.LoadOptions) error {
	var in io.Reader = m.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	report, err := db.Load(ctx, by("load"), in, options)
	var wrong models.FileError
	switch {
	case errors.As(err, &wrong) && wrong.Line > 0: // as compilers write it: FILE:12:5: …
		return fmt.Errorf("%s:%w", name, err)
	case err != nil:
		return fmt.Errorf("%s: %w%s", name, err, since(err))
	}
	for _, event := range report.Events {
		fmt.Fprintf(m.Stdout, "%s: %s\n", event.Slug, outcomes[event.Outcome])
	}
	if len(report.Events) == 0 {
		fmt.Fprintf(m.Stdout, "%s: %d cơ quan, %d người\n", name, report.Organizations, report.People)
	}
	return nil
}

// since names what has been changed here since a file was made that does not fit any more, on the clock of this machine.
func since(err error) string {
	var refused models.Refused
	if !errors.As(err, &refused) || len(refused.Since) == 0 {
		return ""
	}
	var changes []string
	for _, row := range refused.Since {
		changes = append(changes, fmt.Sprintf("%s %s (%s, %s)", views.Named(views.Vietnamese, "topic", row.Topic), strings.ToLower(views.Named(views.Vietnamese, "what", row.What)),
			row.Actor, row.At.Local().Format("15:04 02/01/2006")))
	}
	return "; thay đổi ở đây từ khi đó: " + strings.Join(changes, "; ")
}
