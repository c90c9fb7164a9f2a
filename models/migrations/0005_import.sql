ALTER TABLE people ADD COLUMN merged_into_id INTEGER REFERENCES people (id);
ALTER TABLE people ADD COLUMN contact_at TIMESTAMP;
CREATE TABLE imports (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER REFERENCES events (id) ON DELETE CASCADE,
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	file_name  TEXT NOT NULL,
	sheets     BLOB NOT NULL,
	plan       TEXT NOT NULL,
	expires_at TIMESTAMP NOT NULL
);
CREATE INDEX imports_by_user ON imports (user_id, id);
CREATE INDEX imports_by_expiry ON imports (expires_at);
