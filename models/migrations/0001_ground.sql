
CREATE TABLE office (
	id              INTEGER PRIMARY KEY CHECK (id = 1),
	uid             TEXT NOT NULL,
	revision        INTEGER NOT NULL DEFAULT 0,
	head            TEXT NOT NULL DEFAULT '',
	key_fingerprint TEXT NOT NULL DEFAULT '',
	created_at      TIMESTAMP NOT NULL
);

CREATE TABLE organizations (
	id           INTEGER PRIMARY KEY,
	uid          TEXT NOT NULL UNIQUE,
	parent_id    INTEGER REFERENCES organizations (id),
	name         TEXT NOT NULL,
	print_name   TEXT,
	print_above  TEXT,
	kind         TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'party', 'state', 'front', 'other')),
	code         TEXT NOT NULL DEFAULT '',
	place        TEXT NOT NULL DEFAULT '',
	valid_from   DATE,
	valid_until  DATE,
	successor_id INTEGER REFERENCES organizations (id),
	folded       TEXT NOT NULL,
	sort_key     BLOB NOT NULL,
	version      INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX organizations_by_parent ON organizations (parent_id, sort_key, id);
CREATE INDEX organizations_by_name ON organizations (sort_key, id, folded);

CREATE TABLE people (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	family        TEXT NOT NULL DEFAULT '',
	given         TEXT NOT NULL,
	honorific     TEXT NOT NULL DEFAULT '',
	protocol_rank INTEGER,
	born_year     INTEGER,
	phone         TEXT NOT NULL DEFAULT '',
	email         TEXT NOT NULL DEFAULT '',
	contact_of_id INTEGER REFERENCES organizations (id),
	note          TEXT NOT NULL DEFAULT '',
	erased_at     TIMESTAMP,
	folded        TEXT NOT NULL,
	sort_key      BLOB NOT NULL,
	version       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX people_by_name ON people (sort_key, id, folded);

CREATE TABLE posts (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	person_id       INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	position        INTEGER NOT NULL,
	title           TEXT NOT NULL,
	organization_id INTEGER REFERENCES organizations (id),
	valid_from      DATE,
	valid_until     DATE
);
CREATE INDEX posts_by_person ON posts (person_id, position);
CREATE INDEX posts_by_organization ON posts (organization_id);

CREATE TABLE terms (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER NOT NULL REFERENCES organizations (id),
	name            TEXT NOT NULL,
	begins_on       DATE NOT NULL,
	ends_on         DATE
);

CREATE TABLE holidays (
	day     DATE PRIMARY KEY,
	name    TEXT NOT NULL,
	working BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE settings (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER REFERENCES organizations (id),
	name            TEXT NOT NULL,
	content         TEXT NOT NULL,
	version         INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX settings_by_name ON settings (name, COALESCE(organization_id, 0));

CREATE TABLE users (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	account       TEXT NOT NULL UNIQUE,
	name          TEXT NOT NULL,
	password      TEXT NOT NULL,
	person_id     INTEGER REFERENCES people (id),
	language      TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
	disabled_at   TIMESTAMP,
	created_at    TIMESTAMP NOT NULL,
	version       INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE roles (
	user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	organization_id INTEGER REFERENCES organizations (id),
	role            TEXT NOT NULL CHECK (role IN ('administrator', 'organizer', 'secretary', 'door', 'chair'))
);
CREATE UNIQUE INDEX roles_by_user ON roles (user_id, COALESCE(organization_id, 0), role);

CREATE TABLE logins (
	id         INTEGER PRIMARY KEY,
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	token_hash TEXT NOT NULL UNIQUE,
	address    TEXT NOT NULL DEFAULT '',
	agent      TEXT NOT NULL DEFAULT '',
	created_at TIMESTAMP NOT NULL,
	seen_at    TIMESTAMP NOT NULL,
	expires_at TIMESTAMP NOT NULL
);
CREATE INDEX logins_by_user ON logins (user_id);

CREATE TABLE login_failures (
	account   TEXT NOT NULL,
	address   TEXT NOT NULL,
	failures  INTEGER NOT NULL,
	last_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (account, address)
);

CREATE TABLE files (
	sha256     TEXT PRIMARY KEY,
	size       INTEGER NOT NULL,
	type       TEXT NOT NULL,
	complete   BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TIMESTAMP NOT NULL
);

CREATE TABLE file_pieces (
	sha256   TEXT NOT NULL REFERENCES files (sha256) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	bytes    BLOB NOT NULL,
	PRIMARY KEY (sha256, position)
);

CREATE TABLE events (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	slug            TEXT NOT NULL UNIQUE,
	kind            TEXT NOT NULL CHECK (kind IN ('workshop', 'conference', 'meeting', 'seminar', 'training', 'congress')),
	noun            TEXT NOT NULL DEFAULT '',
	title           TEXT NOT NULL,
	organizer_id    INTEGER NOT NULL REFERENCES organizations (id),
	place           TEXT NOT NULL DEFAULT '',
	venue           TEXT NOT NULL DEFAULT '',
	time_zone       TEXT NOT NULL DEFAULT 'Asia/Ho_Chi_Minh',
	visibility      TEXT NOT NULL DEFAULT 'staff' CHECK (visibility IN ('public', 'invited', 'staff')),
	regime          TEXT NOT NULL DEFAULT '',
	agenda_state    TEXT NOT NULL DEFAULT 'draft' CHECK (agenda_state IN ('draft', 'published')),
	series_uid      TEXT NOT NULL DEFAULT '',
	note            TEXT NOT NULL DEFAULT '',
	starts_at       TIMESTAMP,
	ends_at         TIMESTAMP,
	cancelled_at    TIMESTAMP,
	archived_at     TIMESTAMP,
	folded          TEXT NOT NULL,
	revision        INTEGER NOT NULL DEFAULT 0,
	public_revision INTEGER NOT NULL DEFAULT 0,
	head            TEXT NOT NULL DEFAULT '',
	version         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX events_by_time ON events (starts_at, id);
CREATE INDEX events_by_end ON events (ends_at);
CREATE INDEX events_by_organizer ON events (organizer_id);

CREATE TABLE event_staff (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	role     TEXT NOT NULL CHECK (role IN ('organizer', 'secretary', 'door', 'chair')),
	PRIMARY KEY (event_id, user_id, role)
);
CREATE INDEX event_staff_by_user ON event_staff (user_id);

CREATE TABLE sessions (
	id        INTEGER PRIMARY KEY,
	uid       TEXT NOT NULL UNIQUE,
	event_id  INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position  INTEGER NOT NULL,
	name      TEXT NOT NULL DEFAULT '',
	starts_at TIMESTAMP NOT NULL,
	ends_at   TIMESTAMP NOT NULL,
	room      TEXT NOT NULL DEFAULT '',
	version   INTEGER NOT NULL DEFAULT 1,
	CHECK (ends_at > starts_at)
);
CREATE INDEX sessions_by_event ON sessions (event_id, position);

CREATE TABLE groups (
	id         INTEGER PRIMARY KEY,
	uid        TEXT NOT NULL UNIQUE,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position   INTEGER NOT NULL,
	name       TEXT NOT NULL,
	collective BOOLEAN NOT NULL DEFAULT FALSE,
	expected   INTEGER,
	press      BOOLEAN NOT NULL DEFAULT FALSE,
	version    INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX groups_by_event ON groups (event_id, position);

CREATE TABLE group_units (
	event_id        INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	group_id        INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
	organization_id INTEGER NOT NULL REFERENCES organizations (id),
	position        INTEGER NOT NULL,
	PRIMARY KEY (group_id, organization_id)
);

CREATE TABLE headcounts (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	group_id   INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
	session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	present    INTEGER NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (group_id, session_id)
);

CREATE TABLE invitations (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	event_id        INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	group_id        INTEGER REFERENCES groups (id),
	organization_id INTEGER REFERENCES organizations (id),
	heads           INTEGER,
	whom            TEXT NOT NULL DEFAULT '',
	answer_by       TIMESTAMP,
	salt            TEXT NOT NULL,
	token_hash      TEXT NOT NULL UNIQUE,
	reached_how     TEXT NOT NULL DEFAULT '' CHECK (reached_how IN ('', 'letter', 'mail', 'message', 'phone', 'hand')),
	reached_at      TIMESTAMP,
	opened_at       TIMESTAMP,
	revoked_at      TIMESTAMP,
	version         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX invitations_by_event ON invitations (event_id, id);

CREATE TABLE delegates (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	event_id      INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	person_id     INTEGER REFERENCES people (id),
	group_id      INTEGER REFERENCES groups (id),
	invitation_id INTEGER REFERENCES invitations (id),
	roles         TEXT NOT NULL DEFAULT '',
	honorific     TEXT NOT NULL DEFAULT '',
	protocol_rank INTEGER,
	rank          INTEGER NOT NULL,
	reply         TEXT NOT NULL DEFAULT 'none' CHECK (reply IN ('none', 'accepted', 'declined', 'substituted')),
	reason        TEXT NOT NULL DEFAULT '',
	replied_at    TIMESTAMP,
	replied_how   TEXT NOT NULL DEFAULT '',
	seat          TEXT NOT NULL DEFAULT '',
	needs         TEXT NOT NULL DEFAULT '',
	version       INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX delegates_by_person ON delegates (event_id, person_id);
CREATE INDEX delegates_by_rank ON delegates (event_id, rank, position, id);
CREATE INDEX delegates_by_group ON delegates (event_id, group_id, rank, position, id);
CREATE INDEX delegates_of_person ON delegates (person_id);

CREATE TABLE substitutes (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	replaced_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'refused')),
	decided_by  TEXT NOT NULL DEFAULT '',
	decided_at  TIMESTAMP,
	version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX substitutes_by_event ON substitutes (event_id);
CREATE UNIQUE INDEX substitutes_standing ON substitutes (replaced_id) WHERE state <> 'refused';

CREATE TABLE attendance (
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('present', 'absent', 'absent_excused')),
	arrived_at  TIMESTAMP,
	left_at     TIMESTAMP,
	reason      TEXT NOT NULL DEFAULT '',
	how         TEXT NOT NULL DEFAULT '',
	noted_by    TEXT NOT NULL DEFAULT '',
	noted_at    TIMESTAMP NOT NULL,
	version     INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (delegate_id, session_id)
);
CREATE INDEX attendance_by_session ON attendance (session_id, state);

CREATE TABLE scans (
	id          INTEGER PRIMARY KEY,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	nonce       TEXT NOT NULL,
	act         TEXT NOT NULL CHECK (act IN ('in', 'out', 'undo')),
	door        TEXT NOT NULL DEFAULT '',
	scanned_at  TIMESTAMP NOT NULL,
	received_at TIMESTAMP NOT NULL,
	doubtful    BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX scans_by_nonce ON scans (event_id, nonce);
CREATE INDEX scans_by_delegate ON scans (delegate_id, session_id);

CREATE TABLE agenda_items (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	session_id     INTEGER REFERENCES sessions (id),
	position       INTEGER NOT NULL,
	kind           TEXT NOT NULL CHECK (kind IN ('registration', 'opening', 'keynote', 'paper', 'discussion', 'break', 'directive',
	                                             'response', 'vote', 'conclusion', 'closing', 'other')),
	title          TEXT NOT NULL,
	starts_at      TIMESTAMP,
	minutes        INTEGER,
	room           TEXT NOT NULL DEFAULT '',
	presenter_id   INTEGER REFERENCES delegates (id),
	presenter_text TEXT NOT NULL DEFAULT '',
	note           TEXT NOT NULL DEFAULT '',
	started_at     TIMESTAMP,
	ended_at       TIMESTAMP,
	paused_at      TIMESTAMP,
	paused_ms      INTEGER NOT NULL DEFAULT 0,
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX agenda_items_by_event ON agenda_items (event_id, position);

CREATE TABLE speeches (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	event_id      INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	item_id       INTEGER NOT NULL REFERENCES agenda_items (id),
	position      INTEGER NOT NULL,
	kind          TEXT NOT NULL,
	state         TEXT NOT NULL DEFAULT 'accepted'
	              CHECK (state IN ('requested', 'accepted', 'returned', 'refused', 'called', 'speaking', 'spoken')),
	delegate_id   INTEGER REFERENCES delegates (id),
	speaker_text  TEXT NOT NULL DEFAULT '',
	topic         TEXT NOT NULL DEFAULT '',
	minutes       INTEGER,
	summary       TEXT NOT NULL DEFAULT '',
	text          TEXT NOT NULL DEFAULT '',
	has_paper     BOOLEAN NOT NULL DEFAULT FALSE,
	requested_how TEXT NOT NULL DEFAULT '',
	requested_at  TIMESTAMP,
	started_at    TIMESTAMP,
	ended_at      TIMESTAMP,
	paused_at     TIMESTAMP,
	paused_ms     INTEGER NOT NULL DEFAULT 0,
	confirmed_at  TIMESTAMP,
	version       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX speeches_by_event ON speeches (event_id, item_id, position);
CREATE UNIQUE INDEX speeches_speaking ON speeches (event_id, item_id) WHERE state = 'speaking';

CREATE TABLE speech_texts (
	id          INTEGER PRIMARY KEY,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	speech_id   INTEGER NOT NULL REFERENCES speeches (id) ON DELETE CASCADE,
	position    INTEGER NOT NULL,
	text        TEXT NOT NULL DEFAULT '',
	file_sha256 TEXT REFERENCES files (sha256),
	file_name   TEXT NOT NULL DEFAULT '',
	received_at TIMESTAMP NOT NULL,
	state       TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'accepted', 'returned')),
	remark      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX speech_texts_by_speech ON speech_texts (speech_id, position);

CREATE TABLE votes (
	id       INTEGER PRIMARY KEY,
	uid      TEXT NOT NULL UNIQUE,
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	item_id  INTEGER REFERENCES agenda_items (id),
	position INTEGER NOT NULL,
	question TEXT NOT NULL,
	method   TEXT NOT NULL DEFAULT '' CHECK (method IN ('', 'show_of_hands', 'ballot', 'electronic')),
	ayes     INTEGER,
	noes     INTEGER,
	others   INTEGER,
	invalid  INTEGER,
	version  INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX votes_by_event ON votes (event_id, position);

CREATE TABLE conclusions (
	id       INTEGER PRIMARY KEY,
	uid      TEXT NOT NULL UNIQUE,
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	text     TEXT NOT NULL,
	version  INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX conclusions_by_event ON conclusions (event_id, position);

CREATE TABLE tasks (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	event_id        INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	conclusion_id   INTEGER NOT NULL UNIQUE REFERENCES conclusions (id) ON DELETE CASCADE,
	person_id       INTEGER REFERENCES people (id),
	organization_id INTEGER REFERENCES organizations (id),
	responsible     TEXT NOT NULL DEFAULT '',
	due_on          DATE,
	state           TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
	version         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX tasks_by_event ON tasks (event_id);
CREATE INDEX tasks_open ON tasks (event_id) WHERE state = 'open';

CREATE TABLE minutes (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	session_id     INTEGER REFERENCES sessions (id),
	number         INTEGER,
	number_suffix  TEXT NOT NULL DEFAULT '',
	state          TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'final', 'issued')),
	dated_on       DATE,
	opened_at      TIMESTAMP,
	closed_at      TIMESTAMP,
	secretary_text TEXT NOT NULL DEFAULT '',
	closed_by      TEXT NOT NULL DEFAULT '',
	closed_by_at   TIMESTAMP,
	agreed_by      TEXT NOT NULL DEFAULT '',
	agreed_at      TIMESTAMP,
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX minutes_by_event ON minutes (event_id, COALESCE(session_id, 0));

CREATE TABLE minutes_people (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	role       TEXT NOT NULL CHECK (role IN ('chair', 'secretary')),
	position   INTEGER NOT NULL,
	person_id  INTEGER NOT NULL REFERENCES people (id),
	PRIMARY KEY (minutes_id, role, position)
);

CREATE TABLE minutes_sections (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	name       TEXT NOT NULL CHECK (name IN ('content', 'documents', 'other', 'attendance', 'course', 'conclusions', 'end')),
	text       TEXT NOT NULL,
	composed   TEXT NOT NULL DEFAULT '',
	edited_by  TEXT NOT NULL DEFAULT '',
	edited_at  TIMESTAMP NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (minutes_id, name)
);

CREATE TABLE minutes_remarks (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	section    TEXT NOT NULL,
	text       TEXT NOT NULL,
	made_by    TEXT NOT NULL,
	made_at    TIMESTAMP NOT NULL,
	settled_at TIMESTAMP
);

CREATE TABLE approval_links (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	person_id  INTEGER REFERENCES people (id),
	token_hash TEXT NOT NULL UNIQUE,
	pin_hash   TEXT NOT NULL,
	failures   INTEGER NOT NULL DEFAULT 0,
	expires_at TIMESTAMP NOT NULL,
	used_at    TIMESTAMP
);

CREATE TABLE documents (
	id         INTEGER PRIMARY KEY,
	uid        TEXT NOT NULL UNIQUE,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	item_id    INTEGER REFERENCES agenda_items (id),
	position   INTEGER NOT NULL,
	title      TEXT NOT NULL,
	audience   TEXT NOT NULL DEFAULT 'staff' CHECK (audience IN ('all', 'groups', 'staff')),
	group_ids  TEXT NOT NULL DEFAULT '',
	open_from  TIMESTAMP,
	open_until TIMESTAMP,
	version    INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX documents_by_event ON documents (event_id, position);

CREATE TABLE document_versions (
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
	position    INTEGER NOT NULL,
	file_sha256 TEXT NOT NULL REFERENCES files (sha256),
	file_name   TEXT NOT NULL,
	added_at    TIMESTAMP NOT NULL,
	PRIMARY KEY (document_id, position)
);

CREATE TABLE photos (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position    INTEGER NOT NULL,
	caption     TEXT NOT NULL DEFAULT '',
	credit      TEXT NOT NULL DEFAULT '',
	file_sha256 TEXT REFERENCES files (sha256),
	version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX photos_by_event ON photos (event_id, position);

CREATE TABLE papers (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	kind           TEXT NOT NULL,
	subject_uid    TEXT NOT NULL DEFAULT '',
	issuer_id      INTEGER REFERENCES organizations (id),
	dated_on       DATE,
	signer_id      INTEGER REFERENCES people (id),
	quality        TEXT NOT NULL DEFAULT '',
	signer_post    TEXT NOT NULL DEFAULT '',
	recipients     TEXT NOT NULL DEFAULT '',
	copies         INTEGER,
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX papers_by_kind ON papers (event_id, kind, subject_uid);

CREATE TABLE paper_versions (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	paper_id    INTEGER NOT NULL REFERENCES papers (id),
	position    INTEGER NOT NULL,
	code        TEXT NOT NULL UNIQUE,
	content     TEXT NOT NULL,
	revision    INTEGER NOT NULL,
	file_sha256 TEXT NOT NULL REFERENCES files (sha256),
	signed_sha256 TEXT REFERENCES files (sha256),
	reason      TEXT NOT NULL DEFAULT '',
	issued_by   TEXT NOT NULL,
	issued_at   TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX paper_versions_by_paper ON paper_versions (paper_id, position);

CREATE TABLE registers (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER NOT NULL REFERENCES organizations (id),
	kind            TEXT NOT NULL,
	series          TEXT NOT NULL,
	last_number     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX registers_by_series ON registers (organization_id, kind, series);

CREATE TABLE register_numbers (
	register_id INTEGER NOT NULL REFERENCES registers (id),
	number      INTEGER NOT NULL,
	suffix      TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL CHECK (state IN ('reserved', 'used', 'cancelled')),
	reason      TEXT NOT NULL DEFAULT '',
	paper_uid   TEXT NOT NULL DEFAULT '',
	taken_by    TEXT NOT NULL,
	taken_at    TIMESTAMP NOT NULL,
	PRIMARY KEY (register_id, number, suffix)
);

CREATE TABLE outbox (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	event_id      INTEGER REFERENCES events (id) ON DELETE CASCADE,
	invitation_id INTEGER REFERENCES invitations (id),
	kind          TEXT NOT NULL,
	recipient     TEXT NOT NULL,
	subject       TEXT NOT NULL,
	body          TEXT NOT NULL,
	state         TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'paused')),
	attempts      INTEGER NOT NULL DEFAULT 0,
	due_at        TIMESTAMP NOT NULL,
	sent_at       TIMESTAMP,
	error         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_event ON outbox (event_id, id);

CREATE TABLE message_texts (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	kind     TEXT NOT NULL,
	subject  TEXT NOT NULL,
	body     TEXT NOT NULL,
	version  INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (event_id, kind)
);

CREATE TABLE journal (
	id          INTEGER PRIMARY KEY,
	event_id    INTEGER REFERENCES events (id) ON DELETE CASCADE,
	revision    INTEGER NOT NULL,
	at          TIMESTAMP NOT NULL,
	actor       TEXT NOT NULL,
	topic       TEXT NOT NULL,
	what        TEXT NOT NULL,
	subject     TEXT NOT NULL DEFAULT '',
	detail_hash TEXT NOT NULL,
	prev        TEXT NOT NULL,
	hash        TEXT NOT NULL
);
CREATE UNIQUE INDEX journal_by_event ON journal (event_id, revision);
CREATE UNIQUE INDEX journal_of_office ON journal (revision) WHERE event_id IS NULL;

CREATE TABLE journal_details (
	journal_id INTEGER PRIMARY KEY REFERENCES journal (id) ON DELETE CASCADE,
	salt       TEXT NOT NULL,
	detail     TEXT NOT NULL
);

CREATE TABLE handovers (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	head     TEXT NOT NULL,
	PRIMARY KEY (event_id, position)
);

CREATE TABLE file_keys (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	key      TEXT NOT NULL,
	kind     TEXT NOT NULL,
	uid      TEXT NOT NULL,
	PRIMARY KEY (event_id, key)
);

CREATE TABLE drafts (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	field      TEXT NOT NULL,
	text       TEXT NOT NULL,
	version    INTEGER NOT NULL,
	saved_at   TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX drafts_by_field ON drafts (event_id, user_id, field);
