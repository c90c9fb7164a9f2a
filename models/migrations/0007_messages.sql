-- Messages: whom they are for, so that none goes twice, who is sending them, and what goes by itself.
ALTER TABLE outbox ADD COLUMN whom TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN occasion TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN queued_at TIMESTAMP;
ALTER TABLE outbox ADD COLUMN expires_at TIMESTAMP;
ALTER TABLE outbox ADD COLUMN sent_how TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN lease TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN leased_until TIMESTAMP;
ALTER TABLE outbox ADD COLUMN to_note BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX outbox_by_occasion ON outbox (event_id, kind, whom, occasion) WHERE whom <> '';
CREATE INDEX outbox_to_note ON outbox (event_id) WHERE to_note;
CREATE TABLE reminders (
	event_id      INTEGER PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
	answer_days   INTEGER,
	text_days     INTEGER,
	tomorrow_days INTEGER,
	task_days     INTEGER,
	version       INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE leases (
	name     TEXT PRIMARY KEY,
	holder   TEXT NOT NULL,
	until_at TIMESTAMP NOT NULL
);
