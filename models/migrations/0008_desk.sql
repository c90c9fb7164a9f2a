-- The desk: who types a summary is not disturbed by the clock beside it; the last acts of the clock are found without reading all marks of attendance.
ALTER TABLE speeches ADD COLUMN summary_version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX journal_by_topic ON journal (event_id, topic, revision);
