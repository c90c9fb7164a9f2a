-- Whom the invited call and by when they answer; who proposed a substitute; units that send nobody; who took a speaker's text.
ALTER TABLE events ADD COLUMN contact_name TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN answer_by TIMESTAMP;
ALTER TABLE events ADD COLUMN texts_by TIMESTAMP;
ALTER TABLE invitations ADD COLUMN declined_at TIMESTAMP;
ALTER TABLE invitations ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX invitations_by_parent ON invitations (parent_id);
ALTER TABLE substitutes ADD COLUMN proposed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE substitutes ADD COLUMN proposed_at TIMESTAMP;
ALTER TABLE substitutes ADD COLUMN made BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE substitutes ADD COLUMN remark TEXT NOT NULL DEFAULT '';
CREATE INDEX substitutes_by_delegate ON substitutes (delegate_id);
ALTER TABLE speech_texts ADD COLUMN handed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE speech_texts ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE speech_texts ADD COLUMN decided_at TIMESTAMP;
