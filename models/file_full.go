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

// fullTable is a table that travels whole, after those that it points to. Key are the columns by which a row is known on another machine.
type fullTable struct {
	name, key string
	where     string // takes the event's number
	keep      bool   // a row that is there stays as it is: what was seen or issued does not change
	columns   string // only these, of a table whose rest stands in the file already; "": all
}

var fullTables = []fullTable{
	{name: "invitations", key: "uid", where: `event_id = ?`},
	{name: "delegates", key: "uid", where: `event_id = ?`, columns: "uid invitation_id salt pass_hash"},
	{name: "documents", key: "uid", where: `event_id = ?`},
	{name: "document_versions", key: "document_id position", where: `event_id = ?`, keep: true},
	{name: "hand_marks", key: "delegate_id session_id", where: `event_id = ?`},
	{name: "scans", key: "event_id nonce", where: `event_id = ?`, keep: true},
	{name: "papers", key: "uid", where: `event_id = ?`},
	{name: "paper_versions", key: "uid", where: `event_id = ?`, keep: true},
	{name: "registers", key: "organization_id kind series", where: `organization_id IN (SELECT organizer_id FROM events WHERE id = ?)`},
	{name: "register_numbers", key: "register_id number suffix", where: `paper_uid <> '' AND paper_uid IN (SELECT uid FROM papers WHERE event_id = ?)`, keep: true},
}

// fullReferences are the columns that hold the number of a row, and of which table.
var fullReferences = map[string]string{
	"organization_id": "organizations", "issuer_id": "organizations", "person_id": "people", "signer_id": "people", "delegate_id": "delegates",
	"session_id": "sessions", "group_id": "groups", "item_id": "agenda_items", "invitation_id": "invitations", "parent_id": "invitations",
	"document_id": "documents", "paper_id": "papers", "speech_id": "speeches",
}

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
			return on, nil
		}
		at, _ := v["at"].(string)
		t, err := time.Parse(time.RFC3339Nano, at)
		return At(t).Time, err
	case float64:
		return int64(v), nil
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
