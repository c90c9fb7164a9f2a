package models

import "context"

// Exec runs a statement where writes are made, for tests that do mischief.
func (db *DB) Exec(ctx context.Context, statement string) error { return db.exec(ctx, statement) }
