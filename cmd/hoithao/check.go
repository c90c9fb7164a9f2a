package main

import (
	"context"
	"fmt"
)

// check reads the whole database and tells all that does not hold.
func (m *Main) check(ctx context.Context, args []string) error {
	f := m.flags("check")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usage("check: không nhận “%s”", rest[0])
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	findings, err := db.Check(ctx)
	if err != nil {
		return err
	}
	for _, finding := range findings {
		fmt.Fprintln(m.Stdout, finding)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%s: %d chỗ không đúng", shown(*f.db), len(findings))
	}
	fmt.Fprintf(m.Stdout, "%s: không có gì sai\n", shown(*f.db))
	return nil
}
