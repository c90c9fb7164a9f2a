-- Passes of delegates, and the people whom an invited unit has named.
ALTER TABLE invitations ADD COLUMN parent_id INTEGER REFERENCES invitations (id);
ALTER TABLE delegates ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE delegates ADD COLUMN pass_hash TEXT;
CREATE UNIQUE INDEX delegates_by_pass ON delegates (pass_hash);
CREATE INDEX delegates_by_invitation ON delegates (invitation_id);
