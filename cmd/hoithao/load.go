package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"hoithao/models"
)

// load reads events into the database, a file after the other; what stood before a file that is wrong has been loaded.
func (m *Main) load(ctx context.Context, args []string) error {
	f := m.flags("load")
	replace := f.Bool("replace", false, "nạp đè cả khi hồ sơ ở đây đã thay đổi từ khi lấy tệp ra")
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
		if err := m.loadFile(ctx, db, name, models.LoadOptions{Replace: *replace}); err != nil {
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
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, event := range report.Events {
		fmt.Fprintf(m.Stdout, "%s: %s\n", event.Slug, outcomes[event.Outcome])
	}
	if len(report.Events) == 0 {
		fmt.Fprintf(m.Stdout, "%s: %d cơ quan, %d người\n", name, report.Organizations, report.People)
	}
	return nil
}
