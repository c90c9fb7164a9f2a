-- What the print room keeps of a paper: for whom somebody signs, its number, what was chosen, and what it said when it was last printed.
ALTER TABLE papers ADD COLUMN quality_of TEXT NOT NULL DEFAULT '';
ALTER TABLE papers ADD COLUMN number INTEGER;
ALTER TABLE papers ADD COLUMN number_suffix TEXT NOT NULL DEFAULT '';
ALTER TABLE papers ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE papers ADD COLUMN printed_at TIMESTAMP;
ALTER TABLE papers ADD COLUMN printed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE papers ADD COLUMN printed_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE papers ADD COLUMN printed_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE paper_versions ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE paper_versions ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE paper_versions ADD COLUMN body TEXT NOT NULL DEFAULT '';
ALTER TABLE paper_versions ADD COLUMN dated_on DATE;
