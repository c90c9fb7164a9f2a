package main

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// forget clears contacts whose time is over and files that nothing has, each hour, on one program at a time. A clearing that was begun is brought
// to its end: it is one event's at a time.
func (p *post) forget(ctx context.Context) {
	for {
		work := context.WithoutCancel(ctx)
		mine, err := p.db.Lease(work, "retention", p.holder, 2*time.Hour)
		if err == nil && mine {
			err = errors.Join(p.db.ClearContacts(work), p.db.SweepFiles(work))
		}
		if err != nil && ctx.Err() == nil {
			p.log.LogAttrs(ctx, slog.LevelError, "retention", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}
