package models

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// FileFull is what dump --full adds to an event: rows of tables as they stand, so that columns that come later travel too, the files they
// name, and the journal. A row refers to others by uid. The key of links and passes never travels, only their hashes.
type FileFull struct {
	Home    string            `json:"home,omitzero"` // uid of the office whose registers number the event's papers
	Tables  []FileTable       `json:"tables,omitzero"`
	Files   map[string][]byte `json:"files,omitzero"` // by SHA-256
	Journal []FileJournal     `json:"journal,omitzero"`
}

// FileTable is rows of one table. A column is left out of a row where it is NULL.
type FileTable struct {
	Name string           `json:"name"`
	Rows []map[string]any `json:"rows"`
}

// FileJournal is a change, with its detail unless that was erased.
type FileJournal struct {
	Revision   int64  `json:"revision"`
	At         string `json:"at"`
	Actor      string `json:"actor"`
	Topic      string `json:"topic"`
	What       string `json:"what"`
	Subject    string `json:"subject,omitzero"`
	DetailHash string `json:"detail_hash"`
	Prev       string `json:"prev,omitzero"`
	Hash       string `json:"hash"`
	Salt       string `json:"salt,omitzero"`
	Detail     string `json:"detail,omitzero"`
}

// fullTable is a table of which rows travel, after those that it points to.
type fullTable struct {
	name  string
	key   string // the columns by which a row is known on another machine, beside the event
	where string // its question marks take the event's number

	columns string // only these, of a table whose rest stands in the file already; "": all
	keep    bool   // a row that is there stays as it is, and none is removed: what was seen, issued or belongs to the office
	grows   string // columns of such a row that may still change
	shared  bool   // belongs to the office, not to the event
}

// ofSessions are the minutes of single sessions; those of the whole event stand in the file itself.
const ofSessions = `event_id = ? AND minutes_id IN (SELECT id FROM minutes WHERE session_id IS NOT NULL)`

// ofNamed are substitutes between people; see delegatesOf.
const ofNamed = `replaced_id IN (SELECT id FROM delegates WHERE person_id IS NOT NULL) AND delegate_id IN (SELECT id FROM delegates WHERE person_id IS NOT NULL)`

// ofOrganizer are the body that organizes an event and those above it.
const ofOrganizer = `organization_id IN (
	WITH RECURSIVE above (id, parent_id) AS (
		SELECT id, parent_id FROM organizations WHERE id IN (SELECT organizer_id FROM events WHERE id = ? UNION SELECT issuer_id FROM papers WHERE event_id = ?)
		UNION SELECT organizations.id, organizations.parent_id FROM organizations JOIN above ON organizations.id = above.parent_id
	) SELECT id FROM above)`

// ofNumbers are the numbers that papers of an event bear, and those that were set aside for it.
const ofNumbers = `(paper_uid <> '' AND paper_uid IN (SELECT uid FROM papers WHERE event_id = ?) OR event_uid IN (SELECT uid FROM events WHERE id = ?))`

var fullTables = []fullTable{
	{name: "events", key: "uid", where: `id = ?`, columns: "uid contact_name contact_phone answer_by texts_by"},
	{name: "holidays", key: "day", where: `day IS NOT NULL`, keep: true, shared: true},
	{name: "terms", key: "organization_id name", where: ofOrganizer, keep: true, shared: true},
	{name: "settings", key: "organization_id name", where: `name LIKE 'paper.%' AND ` + ofOrganizer, keep: true, shared: true},
	{name: "invitations", key: "uid", where: `event_id = ?`},
	{name: "delegates", key: "uid", where: `event_id = ?`, columns: "uid invitation_id salt pass_hash"},
	{name: "substitutes", key: "uid", where: `event_id = ? AND ` + ofNamed, columns: "uid proposed_by proposed_at made remark"},
	{name: "speech_texts", key: "speech_id position", where: `event_id = ?`},
	{name: "tasks", key: "uid", where: `event_id = ?`, columns: "uid settled_by settled_at"},
	{name: "task_remarks", key: "uid", where: `event_id = ?`},
	{name: "screens", key: "", where: `event_id = ?`},
	{name: "message_texts", key: "kind", where: `event_id = ?`},
	{name: "reminders", key: "", where: `event_id = ?`},
	{name: "documents", key: "uid", where: `event_id = ?`},
	{name: "document_versions", key: "document_id position", where: `event_id = ?`},
	{name: "hand_marks", key: "delegate_id session_id", where: `event_id = ?`},
	{name: "scans", key: "nonce", where: `event_id = ?`, keep: true},
	{name: "minutes", key: "uid", where: `event_id = ? AND session_id IS NOT NULL`},
	{name: "minutes_people", key: "minutes_id role position", where: ofSessions},
	{name: "minutes_sections", key: "minutes_id name", where: ofSessions},
	{name: "minutes_remarks", key: "minutes_id section made_by made_at text", where: `event_id = ?`},
	{name: "confirmations", key: "uid", where: `event_id = ?`},
	{name: "approval_links", key: "token_hash", where: `event_id = ?`},
	{name: "papers", key: "uid", where: `event_id = ?`},
	{name: "paper_versions", key: "uid", where: `event_id = ?`, keep: true, grows: "signed_sha256"},
	{name: "registers", key: "organization_id kind series", where: `id IN (SELECT register_id FROM register_numbers WHERE ` + ofNumbers + `)`, keep: true, shared: true},
	{name: "register_numbers", key: "register_id number suffix", where: ofNumbers, keep: true, shared: true},
	{name: "outbox", key: "uid", where: `event_id = ?`, keep: true, grows: "state attempts sent_at sent_how error to_note"},
}

// fullReferences are the columns that hold the number of a row, and of which table.
var fullReferences = map[string]string{
	"organization_id": "organizations", "issuer_id": "organizations", "person_id": "people", "signer_id": "people", "delegate_id": "delegates",
	"session_id": "sessions", "group_id": "groups", "item_id": "agenda_items", "invitation_id": "invitations", "parent_id": "invitations",
	"document_id": "documents", "paper_id": "papers", "speech_id": "speeches", "minutes_id": "minutes", "task_id": "tasks", "register_id": "registers",
	"replaced_id": "delegates",
}

// notCarried are the tables that do not travel with an event, and why. Every other stands in the file itself (see dump) or in fullTables.
var notCarried = map[string]string{
	"office":            "names this database; the file says which office is the event's home",
	"users":             "accounts and passwords belong to a machine; the journal keeps the names of those who acted",
	"roles":             "belong to accounts",
	"logins":            "belong to accounts",
	"login_failures":    "belong to accounts",
	"event_staff":       "belongs to accounts",
	"leases":            "work that a program of this database does at the moment",
	"imports":           "lists that wait a day for their user, no part of the record",
	"drafts":            "text that an account is still typing; the record gets it when the writer leaves it",
	"schema_migrations": "the steps that this database has taken",
}

// inFile are the tables whose rows the file itself carries (see dumper), and those that it carries in its own way.
var inFile = []string{"organizations", "people", "posts", "events", "sessions", "groups", "group_units", "headcounts", "delegates", "substitutes", "attendance",
	"agenda_items", "speeches", "votes", "conclusions", "tasks", "photos", "minutes", "minutes_people", "minutes_sections", "handovers", "file_keys",
	"files", "file_pieces", "journal", "journal_details"}

// fullValue is a value as JSON has it: an instant is {"at": …} and a day {"on": …}.
func fullValue(value any, kind string) any {
	switch v := value.(type) {
	case time.Time:
		if kind == "DATE" {
			return map[string]any{"on": v.Format(time.DateOnly)}
		}
		return map[string]any{"at": At(v).Format(time.RFC3339Nano)}
	case []byte:
		return string(v)
	}
	return value
}

// rowValue is the value that the database takes for one of JSON.
func rowValue(value any) (any, error) {
	switch v := value.(type) {
	case map[string]any:
		if on, ok := v["on"].(string); ok && len(v) == 1 {
			_, err := time.Parse(time.DateOnly, on)
			return on, err
		}
		at, _ := v["at"].(string)
		t, err := time.Parse(time.RFC3339Nano, at)
		return At(t).Time, err
	case float64:
		return int64(v), nil
	case int64:
		return v, nil
	case json.Number:
		return v.Int64()
	case string:
		if strings.ContainsRune(v, 0) {
			return nil, fmt.Errorf("NUL")
		}
		return v, nil
	case bool, nil:
		return v, nil
	}
	return nil, fmt.Errorf("a value of %T", value)
}

// rowText is a value or a row as one text, the same for what was read from the database and from a file.
func rowText(value any) string {
	text, err := json.Marshal(value) // maps in the order of their names
	if err != nil {
		return ""
	}
	return string(text)
}

// keyOf is what a row is known by.
func (t fullTable) keyOf(row map[string]any) string {
	var parts []any
	for _, name := range strings.Fields(t.key) {
		parts = append(parts, row[name])
	}
	return rowText(parts)
}
