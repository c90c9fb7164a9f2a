package models

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// HistoryRow is a change as people read it: who, when, what, and of each field what it was and what it became.
type HistoryRow struct {
	JournalRow
	Local  time.Time // when, on the reader's clock
	Of     string    // the name of the thing; "": none
	Fields []HistoryField
	Erased bool // the detail was removed on request; that there was a change stays
}

// HistoryField is a field that has changed. Name is that of the value's field in Go, as StartsAt; the screen has a word for it.
type HistoryField struct {
	Name          string
	Before, After []HistoryValue // none: empty
}

// HistoryValue is a text, a code of the record with the noun that names it in the screen's words, or a moment.
type HistoryValue struct {
	Text  string
	Noun  string    // "": Text is what it says
	Local time.Time // not zero: a moment
}

// History is the journal of an event, or of the office, newest first, as people read it, on the clock of a zone.
func (db *DB) History(ctx context.Context, filter JournalFilter, zone *time.Location) ([]HistoryRow, error) {
	var rows []HistoryRow
	err := db.View(ctx, func(tx *DB) error {
		journal, err := tx.Journal(ctx, filter)
		if err != nil {
			return err
		}
		reader := historian{zone: zone, names: map[string]map[ID]string{}}
		rows = make([]HistoryRow, len(journal))
		details := make([]detail, len(journal))
		for i, row := range journal {
			details[i] = detailOf(row.Detail)
			rows[i] = reader.row(row, details[i]) // learns which names it needs
		}
		if err := reader.learn(ctx, tx); err != nil {
			return err
		}
		for i, row := range journal {
			rows[i] = reader.row(row, details[i])
		}
		return nil
	})
	return rows, err
}

// internal are fields that say nothing to a reader.
var internal = map[string]bool{
	"ID": true, "UID": true, "EventID": true, "Version": true, "Position": true, "Folded": true, "SortKey": true, "Revision": true, "PublicRevision": true,
	"Head": true, "Rank": true, "Password": true, "UserID": true, "CreatedAt": true, "Salt": true, "TokenHash": true, "PinHash": true, "SeriesUID": true,
	"SummaryVersion": true, "Act": true, "Undid": true, "ConclusionID": true, "Person": true, "Attendance": true, "Composed": true, "MinutesID": true, "PausedMS": true,
	"Order": true, "FileSHA256": true, "Agreed": true, "ContentHash": true,
}

// references are the fields that hold the number of a thing, and where its name is.
var references = map[string]string{
	"PersonID": "people", "SignerID": "people",
	"OrganizationID": "organizations", "ParentID": "organizations", "OrganizerID": "organizations", "SuccessorID": "organizations", "ContactOfID": "organizations", "IssuerID": "organizations",
	"GroupID": "groups", "SessionID": "sessions", "ItemID": "agenda_items",
	"PresenterID": "delegates", "DelegateID": "delegates", "ReplacedID": "delegates", "SubstituteFor": "delegates",
}

// nameQueries read the names of things by their numbers.
var nameQueries = map[string]string{
	"people":        `SELECT id, TRIM(family || ' ' || given) AS name FROM people WHERE id IN (?)`,
	"organizations": `SELECT id, name FROM organizations WHERE id IN (?)`,
	"groups":        `SELECT id, name FROM groups WHERE id IN (?)`,
	"sessions":      `SELECT id, name FROM sessions WHERE id IN (?)`,
	"agenda_items":  `SELECT id, title AS name FROM agenda_items WHERE id IN (?)`,
	"delegates":     `SELECT delegates.id, TRIM(family || ' ' || given) AS name FROM delegates JOIN people ON people.id = person_id WHERE delegates.id IN (?)`,
}

// nouns of codes, by field, and where a field's codes depend on what the change is about, by topic.
var codes = map[string]map[string]string{
	"Kind":        {TopicEvent: "event", TopicAgenda: "item", TopicSpeeches: "item", TopicDirectory: "organization", TopicMessages: "message", TopicSettings: "message"},
	"Audience":    {"": "audience"},
	"Security":    {"": "security"},
	"State":       {TopicAttendance: "attendance", TopicSpeeches: "speech", TopicMinutes: "minutes", TopicConclusions: "task", TopicDelegates: "substitute"},
	"Visibility":  {"": "visibility"},
	"AgendaState": {"": "agenda"},
	"Reply":       {"": "reply"},
	"Method":      {"": "method"},
	"Quality":     {"": "quality"},
	"Paper":       {"": "papername"},
	"Role":        {"": "role"},
	"Language":    {"": "language"},
	"Name":        {TopicMinutes: "section"},
	"Section":     {"": "section"},
	"Scan":        {"": "scan"},
	"Roles":       {TopicDelegates: "delegate"},
	"ReachedHow":  {"": "reached"},
	"RepliedHow":  {"": "replied"},
	"Erased":      {"": "erased"},
}

// historian reads journal rows; what it must call by name it first collects, then reads once.
type historian struct {
	zone  *time.Location
	topic string
	names map[string]map[ID]string // by table
}

func (h *historian) learn(ctx context.Context, tx *DB) error {
	for table, names := range h.names {
		ids := make([]ID, 0, len(names))
		for id := range names {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		var rows []struct {
			ID   ID
			Name string
		}
		if err := tx.listIn(ctx, &rows, nameQueries[table], ids); err != nil {
			return err
		}
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	}
	return nil
}

func (h *historian) row(row JournalRow, detail detail) HistoryRow {
	h.topic = row.Topic
	read := HistoryRow{JournalRow: row, Local: row.At.In(h.zone), Erased: row.Detail == ""}
	before, after := detail.before, detail.after
	for _, fields := range []fields{after, before} {
		if read.Of == "" {
			read.Of = h.name(fields)
		}
	}
	for _, name := range append(after.order, before.order...) {
		if internal[name] || slices.ContainsFunc(read.Fields, func(f HistoryField) bool { return f.Name == name }) || bytes.Equal(before.values[name], after.values[name]) {
			continue
		}
		field := HistoryField{name, h.values(name, before.values[name]), h.values(name, after.values[name])}
		if len(field.Before)+len(field.After) == 0 || slices.Equal(field.Before, field.After) {
			continue
		}
		if len(field.Before) == 1 && len(field.After) == 1 {
			field.Before[0].Text, field.After[0].Text = differing(field.Before[0].Text, field.After[0].Text)
		}
		for _, side := range [][]HistoryValue{field.Before, field.After} {
			for i := range side {
				side[i].Text = cut(side[i].Text, 1000)
			}
		}
		read.Fields = append(read.Fields, field)
	}
	return read
}

// name is what a thing is called: the first of its fields that names it.
func (h *historian) name(f fields) string {
	if given := text(f.values["Given"]); given != "" {
		return strings.TrimSpace(text(f.values["Family"]) + " " + given)
	}
	for _, field := range []string{"Title", "Name", "Question", "Text", "Topic", "Caption", "FileName", "Account", "PersonID", "DelegateID", "PresenterText", "SpeakerText", "ItemID"} {
		value, ok := f.values[field]
		if !ok {
			continue
		}
		var names []string
		for _, part := range h.values(field, value) {
			if part.Noun == "" && part.Text != "" {
				names = append(names, part.Text)
			}
		}
		if len(names) > 0 {
			return cut(strings.Join(names, ", "), 120)
		}
	}
	return ""
}

// mostShown is how many values of a list are shown; beyond them stands an ellipsis.
const mostShown = 30

// values are what a field holds, each as it is to be shown.
func (h *historian) values(name string, value jsontext.Value) []HistoryValue {
	noun, ok := codes[name][h.topic]
	if !ok {
		noun = codes[name][""]
	}
	switch value.Kind() {
	case 't', 'f':
		return []HistoryValue{{Text: string(value), Noun: "bool"}}
	case '0':
		if table := references[name]; table != "" {
			id, _ := strconv.ParseInt(string(value), 10, 64)
			return h.named(table, ID(id))
		}
		return []HistoryValue{{Text: string(value)}}
	case '"':
		return h.texts(text(value), noun)
	case '[':
		var all []HistoryValue
		decoder := jsontext.NewDecoder(bytes.NewBuffer(value))
		decoder.ReadToken()
		for decoder.PeekKind() != ']' {
			part, err := decoder.ReadValue()
			if err != nil {
				break
			}
			if all = append(all, h.values(name, part)...); len(all) > mostShown {
				return append(all[:mostShown], HistoryValue{Text: "…"})
			}
		}
		return all
	case '{':
		inner := fieldsOf(jsontext.NewDecoder(bytes.NewBuffer(value)))
		if role, ok := inner.values["Role"]; ok {
			return append(h.values("Role", role), h.values("OrganizationID", inner.values["OrganizationID"])...)
		}
		if name := h.name(inner); name != "" {
			return []HistoryValue{{Text: name}}
		}
	}
	return nil
}

func (h *historian) named(table string, id ID) []HistoryValue {
	if h.names[table] == nil {
		h.names[table] = map[ID]string{}
	}
	name := h.names[table][id]
	h.names[table][id] = name
	if name == "" {
		return nil
	}
	return []HistoryValue{{Text: name}}
}

func (h *historian) texts(text, noun string) []HistoryValue {
	if noun == "delegate" {
		var words []HistoryValue
		for _, word := range strings.Fields(text) {
			words = append(words, HistoryValue{Text: word, Noun: noun})
		}
		return words
	}
	if noun != "" {
		return []HistoryValue{{Text: text, Noun: noun}}
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return []HistoryValue{{Local: at.In(h.zone)}}
	}
	if day, err := ParseDate(text); err == nil {
		return []HistoryValue{{Text: day.Time().Format("02/01/2006")}}
	}
	if text == "" {
		return nil
	}
	return []HistoryValue{{Text: text}}
}

// differing leaves of two long texts what differs, with some words around it.
func differing(before, after string) (string, string) {
	const around = 60
	a, b := []rune(before), []rune(after)
	if len(a) < 4*around || len(b) < 4*around {
		return before, after
	}
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	excerpt := func(text []rune) string {
		from, to := max(head-around, 0), min(len(text)-tail+around, len(text))
		shown := string(text[from:to])
		if from > 0 {
			shown = "…" + shown
		}
		if to < len(text) {
			shown += "…"
		}
		return shown
	}
	return excerpt(a), excerpt(b)
}

// cut holds a text to so many letters.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
