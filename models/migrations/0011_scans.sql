-- The last scans of a door and the doubtful ones are found however many there are.
CREATE INDEX scans_by_session ON scans (session_id, id);
CREATE INDEX scans_doubtful ON scans (session_id, id) WHERE doubtful;
