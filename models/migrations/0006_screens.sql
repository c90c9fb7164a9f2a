-- The hall's screens.
CREATE TABLE screens (
	event_id   INTEGER NOT NULL UNIQUE REFERENCES events (id) ON DELETE CASCADE,
	salt       TEXT NOT NULL DEFAULT '',
	token_hash TEXT UNIQUE,
	message    TEXT NOT NULL DEFAULT '',
	version    INTEGER NOT NULL DEFAULT 1
);
