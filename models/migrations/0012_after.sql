-- What comes after the day: registers that stay at home when an event goes to the hall, tasks that are settled and remarked upon, speakers who
-- confirm their passage.
ALTER TABLE events ADD COLUMN home TEXT NOT NULL DEFAULT '';
ALTER TABLE register_numbers ADD COLUMN event_uid TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN settled_by TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN settled_at TIMESTAMP;
CREATE TABLE task_remarks (
	id       INTEGER PRIMARY KEY,
	uid      TEXT NOT NULL UNIQUE,
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	task_id  INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
	text     TEXT NOT NULL,
	made_by  TEXT NOT NULL,
	made_at  TIMESTAMP NOT NULL
);
CREATE INDEX task_remarks_by_task ON task_remarks (task_id, id);
CREATE TABLE confirmations (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	speech_id   INTEGER NOT NULL UNIQUE REFERENCES speeches (id) ON DELETE CASCADE,
	salt        TEXT NOT NULL DEFAULT '',
	token_hash  TEXT UNIQUE,
	state       TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'confirmed', 'proposed', 'taken', 'refused')),
	passage     TEXT NOT NULL,
	proposal    TEXT NOT NULL DEFAULT '',
	asked_by    TEXT NOT NULL,
	asked_at    TIMESTAMP NOT NULL,
	answered_at TIMESTAMP,
	decided_by  TEXT NOT NULL DEFAULT '',
	decided_at  TIMESTAMP,
	remark      TEXT NOT NULL DEFAULT '',
	version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX confirmations_by_event ON confirmations (event_id);
