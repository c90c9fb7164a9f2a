package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"hoithao/models"
	"hoithao/views/papers"
)

// kinds are the papers that can be printed, by the name they have on the command line.
var kinds = []struct {
	name, about string
	print       func(w io.Writer, record models.Record) error
}{
	{"minutes", "biên bản", func(w io.Writer, record models.Record) error { return papers.Minutes(w, record.ComposeMinutes()) }},
	{"agenda", "chương trình", func(w io.Writer, record models.Record) error { return papers.Agenda(w, record.Agenda()) }},
}

// print writes a paper of an event.
func (m *Main) print(ctx context.Context, args []string) error {
	f := m.flags("print")
	out := f.String("o", "", "tệp PDF ghi ra (không ghi: đầu ra chuẩn)")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		for _, kind := range kinds {
			fmt.Fprintf(m.Stdout, "  %-12s %s\n", kind.name, kind.about)
		}
		return nil
	}
	if len(rest) != 2 {
		return usage("print: cần loại văn bản và tên sự kiện; xem hoithao print -h")
	}
	if ending := strings.ToLower(filepath.Ext(*out)); *out != "" && *out != "-" && ending != ".pdf" {
		return usage("print: chỉ in ra tệp .pdf, không in ra “%s”", ending)
	}
	for _, kind := range kinds {
		if kind.name != rest[0] {
			continue
		}
		db, err := f.open(ctx)
		if err != nil {
			return err
		}
		defer db.Close()
		event, err := findEvent(ctx, db, rest[1])
		if err != nil {
			return err
		}
		record, err := db.Record(ctx, event.ID)
		if err != nil {
			return err
		}
		print := kind.print
		if kind.name == "minutes" && record.Minutes.Final() { // as they were agreed, whatever became of the record
			minutes, err := db.Minutes(ctx, record)
			if err != nil {
				return err
			}
			print = func(w io.Writer, _ models.Record) error { return papers.Minutes(w, minutes) }
		}
		return m.output(*out, true, func(w io.Writer) error { return print(w, record) })
	}
	return usage("print: không có loại văn bản “%s”; hoithao print liệt kê các loại", rest[0])
}
