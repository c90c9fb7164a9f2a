package models

import (
	"context"
	"time"
)

// Lease takes or keeps a piece of work that only one of several programs does at a time; false: another has it. Who stops renewing it loses
// it after so long. The holder is a name that no other program has.
func (db *DB) Lease(ctx context.Context, name, holder string, length time.Duration) (bool, error) {
	now := db.Now()
	taken, err := db.affect(ctx, `
		INSERT INTO leases (name, holder, until_at) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at WHERE leases.holder = excluded.holder OR leases.until_at < ?`,
		name, holder, At(now.Add(length)), now)
	return taken > 0, err
}

// EndLease gives work back that this holder has.
func (db *DB) EndLease(ctx context.Context, name, holder string) error {
	return db.exec(ctx, `DELETE FROM leases WHERE name = ? AND holder = ?`, name, holder)
}
