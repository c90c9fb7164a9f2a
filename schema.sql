-- The record of Hội Thảo: the whole data model, to be read from top to bottom.
--
-- One text for two engines. SQLite takes it as it is; PostgreSQL takes it after the replacements in models/db.go
-- (INTEGER → BIGINT, INTEGER PRIMARY KEY → identity, BLOB → BYTEA, TIMESTAMP → TIMESTAMPTZ).
-- A database in use is never made from this file alone: models/migrations/ leads there step by step, and a test holds that both ends agree.
--
-- Conventions
--   id        a row's number in this database; never leaves it
--   uid       128 random bits in hexadecimal: the same thing on another machine
--   version   counts the edits of a row; an edit names the version it was made on, or is refused
--   event_id  stands in every table of an event, and such a table is written through the one door only (models/journal.go)
--   position  the order within the parent, as the hand left it
--   …_at      an instant in UTC, to the millisecond; …_on and valid_… a calendar date
--   folded    the text without marks, in lower case, for searching;  sort_key: bytes that order Vietnamese text on both engines
-- An absent text is '' and an absent number, instant or reference NULL, unless a comment says otherwise.

------------------------------------------------------------------------------------------------------------------------
-- The office: one row, the chain of everything that belongs to no event
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE office (
	id              INTEGER PRIMARY KEY CHECK (id = 1),
	uid             TEXT NOT NULL,             -- names this database in hand-overs
	revision        INTEGER NOT NULL DEFAULT 0, -- directory, accounts and settings: the last number taken
	head            TEXT NOT NULL DEFAULT '',  -- hash of the last journal row of that chain
	key_fingerprint TEXT NOT NULL DEFAULT '',  -- SHA-256 of the link key; another key refuses to start
	created_at      TIMESTAMP NOT NULL
);

------------------------------------------------------------------------------------------------------------------------
-- The directory: organizations and people
------------------------------------------------------------------------------------------------------------------------

-- A tree of any depth. Boards merge, districts end: a paper prints the name that was valid on its date.
CREATE TABLE organizations (
	id           INTEGER PRIMARY KEY,
	uid          TEXT NOT NULL UNIQUE,
	parent_id    INTEGER REFERENCES organizations (id),
	name         TEXT NOT NULL,                -- 'Ban Tuyên giáo Tỉnh ủy'
	print_name   TEXT,                         -- 'BAN TUYÊN GIÁO'; NULL: the name in capitals
	print_above  TEXT,                         -- the line above it; NULL: the parent's printed name, '': no line
	kind         TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'party', 'state', 'front', 'other')), -- '': the nearest ancestor's
	code         TEXT NOT NULL DEFAULT '',     -- 'BTGTU', as it stands in the numbers of papers
	place        TEXT NOT NULL DEFAULT '',     -- 'Hà Nam', before the date of a paper
	valid_from   DATE,
	valid_until  DATE,                         -- the last day of its life
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
	family        TEXT NOT NULL DEFAULT '',    -- họ và đệm: 'Trần Đức'
	given         TEXT NOT NULL,               -- tên: 'Thuần'
	honorific     TEXT NOT NULL DEFAULT '',    -- 'đồng chí', 'ông', 'PGS.TS'; '': the regime's own word
	protocol_rank INTEGER,                     -- lower comes first; NULL: nobody has decided
	born_year     INTEGER,                     -- breaks a tie of equal posts
	phone         TEXT NOT NULL DEFAULT '',    -- phone and email are seen by the office that entered them
	email         TEXT NOT NULL DEFAULT '',
	contact_of_id INTEGER REFERENCES organizations (id),
	note          TEXT NOT NULL DEFAULT '',
	erased_at     TIMESTAMP,                   -- personal data removed on request
	folded        TEXT NOT NULL,               -- name and posts
	sort_key      BLOB NOT NULL,               -- given name first, then family name
	version       INTEGER NOT NULL DEFAULT 1,
	merged_into_id INTEGER REFERENCES people (id), -- the same person's other record; this one stays for the events that were archived with it
	contact_at    TIMESTAMP                    -- when phone or e-mail was last written: how long they are kept counts from here
);
CREATE INDEX people_by_name ON people (sort_key, id, folded);

-- A person's posts in the order in which minutes print them.
CREATE TABLE posts (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	person_id       INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	position        INTEGER NOT NULL,
	title           TEXT NOT NULL,             -- the whole printed post; the organization is never appended
	organization_id INTEGER REFERENCES organizations (id),
	valid_from      DATE,
	valid_until     DATE
);
CREATE INDEX posts_by_person ON posts (person_id, position);
CREATE INDEX posts_by_organization ON posts (organization_id);

-- Congress terms: Party papers are numbered from 1 within a term of the committee.
CREATE TABLE terms (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER NOT NULL REFERENCES organizations (id),
	name            TEXT NOT NULL,             -- 'Nhiệm kỳ 2015 - 2020'
	begins_on       DATE NOT NULL,
	ends_on         DATE
);

-- Days off and exchanged working days, for deadlines counted in working days.
CREATE TABLE holidays (
	day     DATE PRIMARY KEY,
	name    TEXT NOT NULL,
	working BOOLEAN NOT NULL DEFAULT FALSE     -- TRUE: a weekend day that is worked in exchange
);

-- What an office may change: a value per name, for one organization's subtree or (NULL) for all.
CREATE TABLE settings (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER REFERENCES organizations (id),
	name            TEXT NOT NULL,
	content         TEXT NOT NULL,
	version         INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX settings_by_name ON settings (name, COALESCE(organization_id, 0));

------------------------------------------------------------------------------------------------------------------------
-- Accounts
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE users (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	account       TEXT NOT NULL UNIQUE,        -- what is typed at sign-in, in lower case
	name          TEXT NOT NULL,               -- as it stands in the journal
	password      TEXT NOT NULL,               -- argon2id, PHC string
	person_id     INTEGER REFERENCES people (id),
	language      TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
	disabled_at   TIMESTAMP,
	created_at    TIMESTAMP NOT NULL,
	version       INTEGER NOT NULL DEFAULT 1
);

-- A role in an organization reaches the events that its subtree organizes; NULL: the whole office.
CREATE TABLE roles (
	user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	organization_id INTEGER REFERENCES organizations (id),
	role            TEXT NOT NULL CHECK (role IN ('administrator', 'organizer', 'secretary', 'door', 'chair'))
);
CREATE UNIQUE INDEX roles_by_user ON roles (user_id, COALESCE(organization_id, 0), role);

-- Signed-in browsers. The cookie holds 32 random bytes; only their SHA-256 is here.
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

-- Failed sign-ins, counted per account and address, so that the wait survives a restart.
CREATE TABLE login_failures (
	account   TEXT NOT NULL,
	address   TEXT NOT NULL,
	failures  INTEGER NOT NULL,
	last_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (account, address)
);

------------------------------------------------------------------------------------------------------------------------
-- Files
------------------------------------------------------------------------------------------------------------------------

-- What was uploaded or issued, by content. Written before and outside an event's lock, linked inside it.
CREATE TABLE files (
	sha256     TEXT PRIMARY KEY,
	size       INTEGER NOT NULL,               -- bytes
	type       TEXT NOT NULL,                  -- found from the content, never from the name
	complete   BOOLEAN NOT NULL DEFAULT FALSE, -- all pieces are here
	created_at TIMESTAMP NOT NULL
);

CREATE TABLE file_pieces (
	sha256   TEXT NOT NULL REFERENCES files (sha256) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	bytes    BLOB NOT NULL,
	PRIMARY KEY (sha256, position)
);

------------------------------------------------------------------------------------------------------------------------
-- The event and its time
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE events (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	slug            TEXT NOT NULL UNIQUE,      -- 'hoi-thao-du-luan-xa-hoi-2018', in addresses
	kind            TEXT NOT NULL CHECK (kind IN ('workshop', 'conference', 'meeting', 'seminar', 'training', 'congress')),
	noun            TEXT NOT NULL DEFAULT '',  -- the printed word; '': the kind's ('hội thảo')
	title           TEXT NOT NULL,             -- without the quotes that papers put around it
	organizer_id    INTEGER NOT NULL REFERENCES organizations (id),
	place           TEXT NOT NULL DEFAULT '',  -- 'Hà Nam'; '': the organizer's
	venue           TEXT NOT NULL DEFAULT '',  -- 'Hội trường Tỉnh ủy'
	time_zone       TEXT NOT NULL DEFAULT 'Asia/Ho_Chi_Minh',
	visibility      TEXT NOT NULL DEFAULT 'staff' CHECK (visibility IN ('public', 'invited', 'staff')),
	regime          TEXT NOT NULL DEFAULT '',  -- '': from the organizer's kind and the paper's date
	agenda_state    TEXT NOT NULL DEFAULT 'draft' CHECK (agenda_state IN ('draft', 'published')),
	series_uid      TEXT NOT NULL DEFAULT '',  -- joins an event to the earlier ones it continues
	note            TEXT NOT NULL DEFAULT '',  -- internal
	starts_at       TIMESTAMP,                 -- first session's start and last session's end, kept by the door for lists
	ends_at         TIMESTAMP,
	cancelled_at    TIMESTAMP,
	archived_at     TIMESTAMP,                 -- read-only from then on
	folded          TEXT NOT NULL,
	revision        INTEGER NOT NULL DEFAULT 0, -- the last number taken by a change of this event
	public_revision INTEGER NOT NULL DEFAULT 0, -- the last of them that the public page shows
	head            TEXT NOT NULL DEFAULT '',  -- hash of the last journal row
	version         INTEGER NOT NULL DEFAULT 1,
	contact_name    TEXT NOT NULL DEFAULT '',  -- whom the invited call: stands on letters and on the pages behind their links
	contact_phone   TEXT NOT NULL DEFAULT '',
	answer_by       TIMESTAMP,                 -- by when new invitations ask for an answer
	texts_by        TIMESTAMP,                 -- by when speakers hand in their texts; a later one is marked
	self_checkin    BOOLEAN NOT NULL DEFAULT FALSE, -- delegates may note themselves present by the code on the hall's screen
	home            TEXT NOT NULL DEFAULT ''   -- uid of the office that hands out its registers' numbers, while the event is away from there; '': this one
);
CREATE INDEX events_by_time ON events (starts_at, id);
CREATE INDEX events_by_end ON events (ends_at);
CREATE INDEX events_by_organizer ON events (organizer_id);

-- Accounts that serve one event only, beside those whose role reaches it.
CREATE TABLE event_staff (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	role     TEXT NOT NULL CHECK (role IN ('organizer', 'secretary', 'door', 'chair')), -- chair: acts for the chair
	PRIMARY KEY (event_id, user_id, role)
);
CREATE INDEX event_staff_by_user ON event_staff (user_id);

-- Buổi: a morning, an afternoon, a day. Attendance is per session.
CREATE TABLE sessions (
	id        INTEGER PRIMARY KEY,
	uid       TEXT NOT NULL UNIQUE,
	event_id  INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position  INTEGER NOT NULL,
	name      TEXT NOT NULL DEFAULT '',        -- 'Sáng 13/11/2018'; '': computed
	starts_at TIMESTAMP NOT NULL,
	ends_at   TIMESTAMP NOT NULL,
	room      TEXT NOT NULL DEFAULT '',
	version   INTEGER NOT NULL DEFAULT 1,
	CHECK (ends_at > starts_at)
);
CREATE INDEX sessions_by_event ON sessions (event_id, position);

------------------------------------------------------------------------------------------------------------------------
-- Who comes
------------------------------------------------------------------------------------------------------------------------

-- Thành phần. A collective group stands for people who are not named: a text, a head-count, the units that send them.
CREATE TABLE groups (
	id         INTEGER PRIMARY KEY,
	uid        TEXT NOT NULL UNIQUE,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position   INTEGER NOT NULL,
	name       TEXT NOT NULL,
	collective BOOLEAN NOT NULL DEFAULT FALSE,
	expected   INTEGER,                        -- head-count
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

-- How many of a collective group were present at a session.
CREATE TABLE headcounts (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	group_id   INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
	session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	present    INTEGER NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (group_id, session_id)
);

-- Giấy mời: to a person (delegates.invitation_id leads here) or to a unit that sends people (organization_id, heads).
CREATE TABLE invitations (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	event_id        INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	group_id        INTEGER REFERENCES groups (id),
	organization_id INTEGER REFERENCES organizations (id),
	heads           INTEGER,                   -- 'mỗi đơn vị cử 02 đồng chí'
	whom            TEXT NOT NULL DEFAULT '',  -- what kind of person the unit is asked for
	answer_by       TIMESTAMP,
	salt            TEXT NOT NULL,             -- a new one revokes the link
	token_hash      TEXT NOT NULL UNIQUE,      -- SHA-256 of the link's token, HMAC(key, uid ‖ salt); '-' and the uid: made without a key
	reached_how     TEXT NOT NULL DEFAULT '' CHECK (reached_how IN ('', 'letter', 'mail', 'message', 'phone', 'hand')),
	reached_at      TIMESTAMP,
	opened_at       TIMESTAMP,
	revoked_at      TIMESTAMP,
	version         INTEGER NOT NULL DEFAULT 1,
	parent_id       INTEGER REFERENCES invitations (id), -- the unit's, of somebody whom a unit has named
	declined_at     TIMESTAMP,                 -- a unit sends nobody
	reason          TEXT NOT NULL DEFAULT ''   -- why not
);
CREATE INDEX invitations_by_event ON invitations (event_id, id);
CREATE INDEX invitations_by_parent ON invitations (parent_id);

-- Đại biểu: a person in an event, or (person_id NULL) a place of an invited unit that has no name yet.
CREATE TABLE delegates (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	event_id      INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	person_id     INTEGER REFERENCES people (id),
	group_id      INTEGER REFERENCES groups (id),
	invitation_id INTEGER REFERENCES invitations (id),
	roles         TEXT NOT NULL DEFAULT '',    -- words of: chair secretary speaker guest press delegate, in the order given
	honorific     TEXT NOT NULL DEFAULT '',    -- in this event; '': the person's
	protocol_rank INTEGER,                     -- in this event; NULL: the person's
	rank          INTEGER NOT NULL,            -- the one that counts: kept by the door so that lists are read in order
	reply         TEXT NOT NULL DEFAULT 'none' CHECK (reply IN ('none', 'accepted', 'declined', 'substituted')),
	reason        TEXT NOT NULL DEFAULT '',    -- of a refusal
	replied_at    TIMESTAMP,
	replied_how   TEXT NOT NULL DEFAULT '',    -- 'phone', 'letter' …: who answered on whose behalf is in the journal
	seat          TEXT NOT NULL DEFAULT '',
	needs         TEXT NOT NULL DEFAULT '',    -- arrival, room, meals
	version       INTEGER NOT NULL DEFAULT 1,
	salt          TEXT NOT NULL DEFAULT '',    -- a new one revokes the pass
	pass_hash     TEXT,                        -- SHA-256 of the token on the badge, HMAC(key, uid ‖ salt); NULL: made without a key
	number        INTEGER                      -- in the event, as the badge prints it and the door types it; stays with the delegate
);
CREATE UNIQUE INDEX delegates_by_number ON delegates (event_id, number);
CREATE UNIQUE INDEX delegates_by_pass ON delegates (pass_hash);
CREATE INDEX delegates_by_invitation ON delegates (invitation_id);
CREATE UNIQUE INDEX delegates_by_person ON delegates (event_id, person_id);
CREATE INDEX delegates_by_rank ON delegates (event_id, rank, position, id);
CREATE INDEX delegates_by_group ON delegates (event_id, group_id, rank, position, id);
CREATE INDEX delegates_of_person ON delegates (person_id);

-- Đi thay: who stands in for whom; printed '(thay đồng chí …)' once the chair has agreed.
CREATE TABLE substitutes (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	replaced_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'refused')),
	decided_by  TEXT NOT NULL DEFAULT '',
	decided_at  TIMESTAMP,
	version     INTEGER NOT NULL DEFAULT 1,
	proposed_by TEXT NOT NULL DEFAULT '',      -- the delegate or the unit behind a link, or an account's name
	proposed_at TIMESTAMP,
	made        BOOLEAN NOT NULL DEFAULT FALSE, -- the one who stands in came into the event for this alone: no delegate until the chair has agreed
	remark      TEXT NOT NULL DEFAULT ''       -- of whoever decided
);
CREATE INDEX substitutes_by_delegate ON substitutes (delegate_id);
CREATE INDEX substitutes_by_event ON substitutes (event_id);
CREATE UNIQUE INDEX substitutes_standing ON substitutes (replaced_id) WHERE state <> 'refused'; -- one at a time

-- Điểm danh. Late and left are not states: they follow from the times and the session's actual opening.
CREATE TABLE attendance (
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('present', 'absent', 'absent_excused')),
	arrived_at  TIMESTAMP,
	left_at     TIMESTAMP,
	reason      TEXT NOT NULL DEFAULT '',
	how         TEXT NOT NULL DEFAULT '',      -- 'hand', 'form' (with its times), 'group', 'scan', 'self', 'load'
	noted_by    TEXT NOT NULL DEFAULT '',      -- the account's name
	noted_at    TIMESTAMP NOT NULL,
	version     INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (delegate_id, session_id)
);
CREATE INDEX attendance_by_session ON attendance (session_id, state);

-- Scans at the doors. The nonce makes a repeat the same record; the time of the scan stands apart from that of receipt.
CREATE TABLE scans (
	id          INTEGER PRIMARY KEY,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	nonce       TEXT NOT NULL,
	act         TEXT NOT NULL CHECK (act IN ('in', 'out', 'undo')),
	door        TEXT NOT NULL DEFAULT '',
	scanned_at  TIMESTAMP NOT NULL,            -- the device's clock
	received_at TIMESTAMP NOT NULL,            -- ours
	doubtful    BOOLEAN NOT NULL DEFAULT FALSE, -- the device's clock could not be trusted, or the scan came days late
	undoes      TEXT NOT NULL DEFAULT '',      -- of an undo: the nonce of the scan that it takes back
	how         TEXT NOT NULL DEFAULT '',      -- 'pass', 'letter', 'number', 'name', 'walk-in', 'self'
	noted_by    TEXT NOT NULL DEFAULT '',      -- the account's name
	outcome     TEXT NOT NULL DEFAULT '',      -- the answer that the door was given, so that a repeat gets the same: 'in', 'already' …
	since_at    TIMESTAMP,                     -- of that answer: since when, and seen by which door
	since_door  TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX scans_by_nonce ON scans (event_id, nonce);
CREATE INDEX scans_by_delegate ON scans (delegate_id, session_id);
CREATE INDEX scans_by_session ON scans (session_id, id);                  -- the last ones of a door
CREATE INDEX scans_doubtful ON scans (session_id, id) WHERE doubtful;      -- those that somebody should look at

-- What a hand last noted of a delegate whom doors have scanned too: later scans go over it, and lay it bare again when they are taken back.
-- Together with the scans it is what the row of attendance follows from.
CREATE TABLE hand_marks (
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	delegate_id INTEGER NOT NULL REFERENCES delegates (id) ON DELETE CASCADE,
	session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	state       TEXT NOT NULL CHECK (state IN ('', 'present', 'absent', 'absent_excused')), -- '': the mark was taken back
	arrived_at  TIMESTAMP,
	left_at     TIMESTAMP,
	reason      TEXT NOT NULL DEFAULT '',
	how         TEXT NOT NULL DEFAULT '',      -- as in attendance
	noted_by    TEXT NOT NULL DEFAULT '',
	noted_at    TIMESTAMP NOT NULL,
	PRIMARY KEY (delegate_id, session_id)
);

------------------------------------------------------------------------------------------------------------------------
-- What happens
------------------------------------------------------------------------------------------------------------------------

-- Chương trình. starts_at and minutes are the plan; started_at and ended_at what happened; expected times are computed.
CREATE TABLE agenda_items (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	session_id     INTEGER REFERENCES sessions (id),
	position       INTEGER NOT NULL,           -- within the event
	kind           TEXT NOT NULL CHECK (kind IN ('registration', 'opening', 'keynote', 'paper', 'discussion', 'break', 'directive',
	                                             'response', 'vote', 'conclusion', 'closing', 'other')),
	title          TEXT NOT NULL,
	starts_at      TIMESTAMP,
	minutes        INTEGER,                    -- planned length
	room           TEXT NOT NULL DEFAULT '',   -- '': the session's
	presenter_id   INTEGER REFERENCES delegates (id),
	presenter_text TEXT NOT NULL DEFAULT '',   -- 'Ban Tổ chức', when nobody is named
	note           TEXT NOT NULL DEFAULT '',   -- internal, for the run sheet
	started_at     TIMESTAMP,
	ended_at       TIMESTAMP,
	paused_at      TIMESTAMP,
	paused_ms      INTEGER NOT NULL DEFAULT 0, -- pauses already over, in milliseconds
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX agenda_items_by_event ON agenda_items (event_id, position);

-- Phát biểu, tham luận: one row for its whole life, from the request to the proceedings.
CREATE TABLE speeches (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,
	event_id      INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	item_id       INTEGER NOT NULL REFERENCES agenda_items (id),
	position      INTEGER NOT NULL,            -- within the item: the order of speaking
	kind          TEXT NOT NULL,               -- as agenda_items.kind
	state         TEXT NOT NULL DEFAULT 'accepted'
	              CHECK (state IN ('requested', 'accepted', 'returned', 'refused', 'called', 'speaking', 'spoken')),
	delegate_id   INTEGER REFERENCES delegates (id),
	speaker_text  TEXT NOT NULL DEFAULT '',    -- a body that reports, or somebody from the floor
	topic         TEXT NOT NULL DEFAULT '',
	minutes       INTEGER,                     -- granted
	summary       TEXT NOT NULL DEFAULT '',    -- what the minutes print
	text          TEXT NOT NULL DEFAULT '',    -- the full text, for the proceedings
	has_paper     BOOLEAN NOT NULL DEFAULT FALSE, -- 'có văn bản kèm theo'
	requested_how TEXT NOT NULL DEFAULT '',    -- 'phone', 'slip', 'floor'
	requested_at  TIMESTAMP,
	started_at    TIMESTAMP,
	ended_at      TIMESTAMP,
	paused_at     TIMESTAMP,
	paused_ms     INTEGER NOT NULL DEFAULT 0,
	confirmed_at  TIMESTAMP,                   -- the speaker has confirmed the passage
	version       INTEGER NOT NULL DEFAULT 1,
	summary_version INTEGER NOT NULL DEFAULT 1 -- counts the edits of the summary alone: who types it is not disturbed by the clock beside it
);
CREATE INDEX speeches_by_event ON speeches (event_id, item_id, position);
CREATE UNIQUE INDEX speeches_speaking ON speeches (event_id, item_id) WHERE state = 'speaking'; -- one current speaker an item

-- Texts that were handed in, each version kept.
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
	remark      TEXT NOT NULL DEFAULT '',      -- why it was returned
	handed_by   TEXT NOT NULL DEFAULT '',      -- the speaker behind a link, or an account's name
	decided_by  TEXT NOT NULL DEFAULT '',
	decided_at  TIMESTAMP
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
	ayes     INTEGER,                          -- tán thành
	noes     INTEGER,                          -- không tán thành
	others   INTEGER,                          -- ý kiến khác
	invalid  INTEGER,                          -- phiếu không hợp lệ
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

-- Nhiệm vụ that a conclusion lays on somebody.
CREATE TABLE tasks (
	id              INTEGER PRIMARY KEY,
	uid             TEXT NOT NULL UNIQUE,
	event_id        INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	conclusion_id   INTEGER NOT NULL UNIQUE REFERENCES conclusions (id) ON DELETE CASCADE,
	person_id       INTEGER REFERENCES people (id),
	organization_id INTEGER REFERENCES organizations (id),
	responsible     TEXT NOT NULL DEFAULT '',  -- when neither is in the directory
	due_on          DATE,
	state           TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
	version         INTEGER NOT NULL DEFAULT 1,
	settled_by      TEXT NOT NULL DEFAULT '',  -- the account that said it is done or dropped
	settled_at      TIMESTAMP
);
CREATE INDEX tasks_by_event ON tasks (event_id);
CREATE INDEX tasks_open ON tasks (event_id) WHERE state = 'open';

-- What is told about a task while it is under way: an answer by telephone, a document that came.
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

-- The hall's screens: the address that opens them without an account, and what staff let them say. Without a row, none was asked for.
CREATE TABLE screens (
	event_id   INTEGER NOT NULL UNIQUE REFERENCES events (id) ON DELETE CASCADE,
	salt       TEXT NOT NULL DEFAULT '',       -- a new one revokes the address
	token_hash TEXT UNIQUE,                    -- SHA-256 of the address's token, HMAC(key, uid ‖ salt)
	message    TEXT NOT NULL DEFAULT '',
	version    INTEGER NOT NULL DEFAULT 1
);

------------------------------------------------------------------------------------------------------------------------
-- Minutes
------------------------------------------------------------------------------------------------------------------------

-- Biên bản: of the whole event (session_id NULL) or of one session.
CREATE TABLE minutes (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	session_id     INTEGER REFERENCES sessions (id),
	number         INTEGER,
	number_suffix  TEXT NOT NULL DEFAULT '',   -- 15a
	state          TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'final', 'issued')),
	dated_on       DATE,                       -- NULL: the local date of the close, else of the last session
	opened_at      TIMESTAMP,
	closed_at      TIMESTAMP,
	secretary_text TEXT NOT NULL DEFAULT '',   -- the taker of the minutes, when not in the directory
	closed_by      TEXT NOT NULL DEFAULT '',   -- the secretary's account name, and when: first half of 'final'
	closed_by_at   TIMESTAMP,
	agreed_by      TEXT NOT NULL DEFAULT '',   -- the chair, or who acts for the chair: second half
	agreed_at      TIMESTAMP,
	version        INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX minutes_by_event ON minutes (event_id, COALESCE(session_id, 0));

-- Chairs and secretaries as they sign, in order.
CREATE TABLE minutes_people (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	role       TEXT NOT NULL CHECK (role IN ('chair', 'secretary')),
	position   INTEGER NOT NULL,
	person_id  INTEGER NOT NULL REFERENCES people (id),
	PRIMARY KEY (minutes_id, role, position)
);

-- Sections edited by hand; a section that is not here is composed from the record.
CREATE TABLE minutes_sections (
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	minutes_id INTEGER NOT NULL REFERENCES minutes (id) ON DELETE CASCADE,
	name       TEXT NOT NULL CHECK (name IN ('content', 'documents', 'other', 'attendance', 'course', 'conclusions', 'end')),
	text       TEXT NOT NULL,
	composed   TEXT NOT NULL DEFAULT '',       -- what the record said when it was edited: tells whether it has moved since
	edited_by  TEXT NOT NULL DEFAULT '',
	edited_at  TIMESTAMP NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (minutes_id, name)
);

-- Remarks of the chair or of a speaker on a section, before approval.
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

-- A speaker's own passage, which the secretary has asked them to confirm by a link before the minutes are approved.
CREATE TABLE confirmations (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	speech_id   INTEGER NOT NULL UNIQUE REFERENCES speeches (id) ON DELETE CASCADE,
	salt        TEXT NOT NULL DEFAULT '',      -- a new one revokes the link
	token_hash  TEXT UNIQUE,                   -- SHA-256 of the link's token, HMAC(key, uid ‖ salt); NULL: made without a key
	state       TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'confirmed', 'proposed', 'taken', 'refused')),
	passage     TEXT NOT NULL,                 -- what they were asked to confirm
	proposal    TEXT NOT NULL DEFAULT '',      -- what it should say instead
	asked_by    TEXT NOT NULL,
	asked_at    TIMESTAMP NOT NULL,
	answered_at TIMESTAMP,
	decided_by  TEXT NOT NULL DEFAULT '',      -- who took the proposal over, or refused it
	decided_at  TIMESTAMP,
	remark      TEXT NOT NULL DEFAULT '',      -- why it was refused
	version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX confirmations_by_event ON confirmations (event_id);

-- One-time links with a PIN, by which a chair without an account approves.
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

------------------------------------------------------------------------------------------------------------------------
-- Documents, photos
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE documents (
	id         INTEGER PRIMARY KEY,
	uid        TEXT NOT NULL UNIQUE,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	item_id    INTEGER REFERENCES agenda_items (id),
	position   INTEGER NOT NULL,
	title      TEXT NOT NULL,
	audience   TEXT NOT NULL DEFAULT 'staff' CHECK (audience IN ('all', 'groups', 'staff')),
	group_ids  TEXT NOT NULL DEFAULT '',       -- uids of the groups that may see it, when the audience is 'groups'
	open_from  TIMESTAMP,
	open_until TIMESTAMP,                      -- 'thu hồi sau hội nghị'
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
	file_sha256 TEXT REFERENCES files (sha256), -- NULL: a caption that waits for its picture
	version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX photos_by_event ON photos (event_id, position);

------------------------------------------------------------------------------------------------------------------------
-- Papers and their numbers
------------------------------------------------------------------------------------------------------------------------

-- A paper of an event: what its head and foot say, as long as it is not issued.
CREATE TABLE papers (
	id             INTEGER PRIMARY KEY,
	uid            TEXT NOT NULL UNIQUE,
	event_id       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	kind           TEXT NOT NULL,              -- 'minutes', 'agenda', 'invitation' …
	subject_uid    TEXT NOT NULL DEFAULT '',   -- whom or what it is for: an invitation, a session; '': the event
	issuer_id      INTEGER REFERENCES organizations (id),
	dated_on       DATE,
	signer_id      INTEGER REFERENCES people (id),
	quality        TEXT NOT NULL DEFAULT '',   -- TM, KT, TL, TUQ, Q: as whose hand, written as the form writes it; '': in the own post
	signer_post    TEXT NOT NULL DEFAULT '',   -- 'Phó Trưởng ban', without the body's name
	recipients     TEXT NOT NULL DEFAULT '',   -- nơi nhận, a line each
	copies         INTEGER,
	version        INTEGER NOT NULL DEFAULT 1,
	quality_of     TEXT NOT NULL DEFAULT '',   -- for whom: 'Ban Thường vụ', 'Trưởng ban'
	number         INTEGER,                    -- from the register; that of minutes stands in their own row
	number_suffix  TEXT NOT NULL DEFAULT '',
	options        TEXT NOT NULL DEFAULT '{}', -- what was chosen about this kind of paper, JSON by the names in models/paper_kind.go
	printed_at     TIMESTAMP,                  -- when it last went to the printer
	printed_by     TEXT NOT NULL DEFAULT '',
	printed_revision INTEGER NOT NULL DEFAULT 0, -- of the event, then
	printed_digest TEXT NOT NULL DEFAULT ''    -- SHA-256 of what it said then: tells whether it would say something else now
);
CREATE UNIQUE INDEX papers_by_kind ON papers (event_id, kind, subject_uid);

-- What was issued: values and bytes, kept for ever.
CREATE TABLE paper_versions (
	id          INTEGER PRIMARY KEY,
	uid         TEXT NOT NULL UNIQUE,
	event_id    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	paper_id    INTEGER NOT NULL REFERENCES papers (id),
	position    INTEGER NOT NULL,              -- 1, 2 …
	code        TEXT NOT NULL UNIQUE,          -- the short code of /v/CODE
	content     TEXT NOT NULL,                 -- the model values it was printed from, JSON
	revision    INTEGER NOT NULL,              -- of the event
	file_sha256 TEXT NOT NULL REFERENCES files (sha256),
	signed_sha256 TEXT REFERENCES files (sha256), -- the signed copy, attached later
	reason      TEXT NOT NULL DEFAULT '',      -- of a later version, or of an override
	issued_by   TEXT NOT NULL,
	issued_at   TIMESTAMP NOT NULL,
	caption     TEXT NOT NULL DEFAULT '',      -- what its check page and its file are called; of nobody's person
	number      TEXT NOT NULL DEFAULT '',      -- as it stands on the paper: '15-BB/BTGTU'
	body        TEXT NOT NULL DEFAULT '',
	dated_on    DATE
);
CREATE UNIQUE INDEX paper_versions_by_paper ON paper_versions (paper_id, position);

-- Sổ văn bản: one counter per body, type of paper and year (State) or term (Party).
CREATE TABLE registers (
	id              INTEGER PRIMARY KEY,
	organization_id INTEGER NOT NULL REFERENCES organizations (id),
	kind            TEXT NOT NULL,             -- 'BB', 'GM', 'TB' …
	series          TEXT NOT NULL,             -- '2018', or the term's name
	last_number     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX registers_by_series ON registers (organization_id, kind, series);

CREATE TABLE register_numbers (
	register_id INTEGER NOT NULL REFERENCES registers (id),
	number      INTEGER NOT NULL,
	suffix      TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL CHECK (state IN ('reserved', 'used', 'cancelled')),
	reason      TEXT NOT NULL DEFAULT '',      -- of a cancellation
	paper_uid   TEXT NOT NULL DEFAULT '',
	taken_by    TEXT NOT NULL,
	taken_at    TIMESTAMP NOT NULL,
	event_uid   TEXT NOT NULL DEFAULT '',      -- set aside for papers of that event, wherever its record is
	PRIMARY KEY (register_id, number, suffix)
);

------------------------------------------------------------------------------------------------------------------------
-- Messages
------------------------------------------------------------------------------------------------------------------------

-- Mail that waits or was sent; the Message-ID is made once, so that a retry is the same letter.
CREATE TABLE outbox (
	id            INTEGER PRIMARY KEY,
	uid           TEXT NOT NULL UNIQUE,        -- also the left part of the Message-ID
	event_id      INTEGER REFERENCES events (id) ON DELETE CASCADE,
	invitation_id INTEGER REFERENCES invitations (id),
	kind          TEXT NOT NULL,               -- 'invitation', 'change', 'reminder', 'text', 'tomorrow', 'thanks', 'task', 'test'
	recipient     TEXT NOT NULL,               -- the mail address; '': none, somebody hands the text on
	subject       TEXT NOT NULL,
	body          TEXT NOT NULL,               -- the recipient's own link is put in when it goes out: here stands {lien_ket}
	state         TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'paused')),
	attempts      INTEGER NOT NULL DEFAULT 0,
	due_at        TIMESTAMP NOT NULL,
	sent_at       TIMESTAMP,
	error         TEXT NOT NULL DEFAULT '',    -- what the mail server said last
	whom          TEXT NOT NULL DEFAULT '',    -- uid of the person or the unit
	name          TEXT NOT NULL DEFAULT '',    -- of the person or the unit
	occasion      TEXT NOT NULL DEFAULT '',    -- what tells a repeat from another message of the kind
	queued_at     TIMESTAMP,                   -- the date that the letter bears, so that a retry is the same letter
	expires_at    TIMESTAMP,                   -- it is not sent later
	sent_how      TEXT NOT NULL DEFAULT '',    -- 'mail', or 'hand': somebody handed the text on
	lease         TEXT NOT NULL DEFAULT '',    -- which program sends it, while the state is 'sending' …
	leased_until  TIMESTAMP,                   -- … and until when nobody else takes it
	to_note       BOOLEAN NOT NULL DEFAULT FALSE -- it went out, and its invitation does not say so yet
);
CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_event ON outbox (event_id, id);
CREATE INDEX outbox_to_note ON outbox (event_id) WHERE to_note;
CREATE UNIQUE INDEX outbox_by_occasion ON outbox (event_id, kind, whom, occasion) WHERE whom <> '';

-- The words of an event's messages, where they differ from the program's own.
CREATE TABLE message_texts (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	kind     TEXT NOT NULL,
	subject  TEXT NOT NULL,
	body     TEXT NOT NULL,
	version  INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (event_id, kind)
);

-- What an event's messages remind of by themselves: so many working days before, NULL: not at all.
CREATE TABLE reminders (
	event_id      INTEGER PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
	answer_days   INTEGER,                     -- who has not answered
	text_days     INTEGER,                     -- who has not handed in the text of a speech
	tomorrow_days INTEGER,                     -- who comes
	task_days     INTEGER,                     -- who has a task, before it is due
	version       INTEGER NOT NULL DEFAULT 1
);

-- Work that one of several programs does at a time: whoever holds the lease.
CREATE TABLE leases (
	name     TEXT PRIMARY KEY,                 -- 'mail', 'reminders'
	holder   TEXT NOT NULL,
	until_at TIMESTAMP NOT NULL                -- then another may take it
);

------------------------------------------------------------------------------------------------------------------------
-- The journal, and what stands beside the record
------------------------------------------------------------------------------------------------------------------------

-- One row for every change: who, when, what. Each chain (an event's, or the office's with event_id NULL) is linked by hashes;
-- the hash covers the row and the hash of its detail, so that a detail can be erased and the chain still holds.
CREATE TABLE journal (
	id          INTEGER PRIMARY KEY,
	event_id    INTEGER REFERENCES events (id) ON DELETE CASCADE,
	revision    INTEGER NOT NULL,
	at          TIMESTAMP NOT NULL,
	actor       TEXT NOT NULL,                 -- the account's name, or 'hoithao load' and the like
	topic       TEXT NOT NULL,                 -- agenda, delegates, attendance, speeches, minutes …
	what        TEXT NOT NULL,                 -- add, edit, remove, move, mark, load …
	subject     TEXT NOT NULL DEFAULT '',      -- uid of the thing
	detail_hash TEXT NOT NULL,                 -- SHA-256 of salt ‖ detail
	prev        TEXT NOT NULL,                 -- hash of the row before; '' in the first
	hash        TEXT NOT NULL
);
CREATE UNIQUE INDEX journal_by_event ON journal (event_id, revision);
CREATE INDEX journal_by_topic ON journal (event_id, topic, revision);
CREATE UNIQUE INDEX journal_of_office ON journal (revision) WHERE event_id IS NULL;

CREATE TABLE journal_details (
	journal_id INTEGER PRIMARY KEY REFERENCES journal (id) ON DELETE CASCADE,
	salt       TEXT NOT NULL,
	detail     TEXT NOT NULL                   -- JSON: {"before": …, "after": …}
);

-- Where an event has been: heads of the chain at which it was handed over, so that a file can prove it descends from this record.
CREATE TABLE handovers (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	head     TEXT NOT NULL,
	PRIMARY KEY (event_id, position)
);

-- Which thing a key of an event's file means.
CREATE TABLE file_keys (
	event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	key      TEXT NOT NULL,
	kind     TEXT NOT NULL,                    -- 'organization', 'person', 'session', 'group', 'item'
	uid      TEXT NOT NULL,
	PRIMARY KEY (event_id, key)
);

-- Text as it is being typed, saved every few seconds; the record and its journal get it when the writer rests.
CREATE TABLE drafts (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	field      TEXT NOT NULL,                  -- 'speech:UID:summary', 'minutes:course'
	text       TEXT NOT NULL,
	version    INTEGER NOT NULL,               -- of the row it was typed on
	saved_at   TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX drafts_by_field ON drafts (event_id, user_id, field);

-- Lists that were uploaded and wait a day between the steps of an import: no part of the record, and in no journal.
CREATE TABLE imports (
	id         INTEGER PRIMARY KEY,
	event_id   INTEGER REFERENCES events (id) ON DELETE CASCADE, -- NULL: into the directory alone
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	file_name  TEXT NOT NULL,
	sheets     BLOB NOT NULL,                  -- the rows as they were read, JSON, packed
	plan       TEXT NOT NULL,                  -- what its user has decided so far, JSON
	expires_at TIMESTAMP NOT NULL
);
CREATE INDEX imports_by_user ON imports (user_id, id);
CREATE INDEX imports_by_expiry ON imports (expires_at);
