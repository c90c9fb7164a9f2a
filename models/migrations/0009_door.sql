-- Numbers of delegates for badges and doors, in the order in which those came who are there; what a door was answered; self check-in.
ALTER TABLE events ADD COLUMN self_checkin BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE delegates ADD COLUMN number INTEGER;
UPDATE delegates SET number = (SELECT count(*) FROM delegates before WHERE before.event_id = delegates.event_id AND before.id <= delegates.id);
CREATE UNIQUE INDEX delegates_by_number ON delegates (event_id, number);
ALTER TABLE scans ADD COLUMN undoes TEXT NOT NULL DEFAULT '';
ALTER TABLE scans ADD COLUMN how TEXT NOT NULL DEFAULT '';
ALTER TABLE scans ADD COLUMN noted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE scans ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE scans ADD COLUMN since_at TIMESTAMP;
ALTER TABLE scans ADD COLUMN since_door TEXT NOT NULL DEFAULT '';
CREATE TABLE hand_marks (
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('', 'present', 'absent', 'absent_excused')),
	arrived_at  TIMESTAMP,
	left_at     TIMESTAMP,
	reason      TEXT NOT NULL DEFAULT '',
	how         TEXT NOT NULL DEFAULT '',
	noted_by    TEXT NOT NULL DEFAULT '',
	noted_at    TIMESTAMP NOT NULL,
	PRIMARY KEY (delegate_id, session_id)
);
