package models

import (
	"context"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
)

// The journal keeps before and after of each change, and so a phone that was corrected years ago. An erasure takes away the whole detail of such a
// row, for a part of it cannot go: the row's hash covers the detail's. What the row itself says stays, and that its detail was erased is seen. A
// load writes one row for all that it has changed: its detail goes with the first person of it who is erased.

// formerContacts adds the phones and addresses that the person has had before.
func (tx *DB) formerContacts(ctx context.Context, e *erasing) error {
	return tx.details(ctx, 0, *e, func(_ ID, subject string, value any) {
		e.walk(subject, value, func(uid, name string, field any) bool {
			if text, ok := field.(string); ok && e.uids[uid] && (name == "Phone" || name == "Email") {
				e.secret(text)
			}
			return false
		})
	})
}

// detailsHolding are the rows of a chain (zero: the office's) whose details hold what is erased.
func (tx *DB) detailsHolding(ctx context.Context, event ID, e erasing) (rows []ID, err error) {
	err = tx.details(ctx, event, e, func(row ID, subject string, value any) {
		if e.holds(subject, value) && !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	})
	if err != nil || event == 0 {
		return rows, err
	}
	// What was said of them when they were a delegate, or spoke, and was taken out since: the things are gone, only the journal tells of them.
	for _, person := range e.people {
		name := person.Name()
		if name == nameless {
			continue
		}
		var some []ID
		if err := tx.list(ctx, &some, `SELECT journal.id FROM journal JOIN journal_details ON journal_id = journal.id
			WHERE `+chainOf(event)+` AND actor = ? AND what = 'hand_in' AND NOT EXISTS (SELECT 1 FROM speeches WHERE speeches.uid = subject)`, int64(event), linkName(name)); err != nil {
			return nil, err
		}
		rows = append(rows, some...)
		var found []struct {
			ID     ID
			Detail string
		}
		if err := tx.list(ctx, &found, `SELECT journal.id, detail FROM journal JOIN journal_details ON journal_id = journal.id
			WHERE `+chainOf(event)+` AND topic = 'delegates' AND NOT EXISTS (SELECT 1 FROM delegates WHERE delegates.uid = subject)
			AND detail LIKE ? ESCAPE '\' AND detail LIKE '%"Needs":"_%'`, int64(event), like(name)); err != nil {
			return nil, err
		}
		for _, one := range found {
			var detail struct{ Before, After struct{ Name, Needs string } }
			if json.Unmarshal([]byte(one.Detail), &detail) == nil && (detail.Before.Name == name && detail.Before.Needs != "" || detail.After.Name == name && detail.After.Needs != "") {
				rows = append(rows, one.ID)
			}
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows), nil
}

// eraseDetails takes the details of those rows away.
func (tx *DB) eraseDetails(ctx context.Context, event ID, e erasing) (int64, error) {
	rows, err := tx.detailsHolding(ctx, event, e)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if err := tx.exec(ctx, `DELETE FROM journal_details WHERE journal_id = ?`, row); err != nil {
			return 0, err
		}
	}
	return int64(len(rows)), nil
}

// details reads those of a chain that may hold what is erased: of rows about the person, of loads, and where a phone or an address stands.
func (tx *DB) details(ctx context.Context, event ID, e erasing, each func(row ID, subject string, value any)) error {
	subjects := []string{}
	for uid := range e.uids {
		subjects = append(subjects, uid)
	}
	if event != 0 {
		for uid := range e.delegates {
			subjects = append(subjects, uid)
		}
		for text := range e.texts {
			subjects = append(subjects, text[:32])
		}
	}
	slices.Sort(subjects)
	subjects = slices.Compact(subjects)
	var rows, some []ID
	for chunk := range slices.Chunk(subjects, 500) {
		if err := tx.listIn(ctx, &some, `SELECT id FROM journal WHERE `+chainOf(event)+` AND subject IN (?) AND `+notIssued, int64(event), chunk); err != nil {
			return err
		}
		rows = append(rows, some...)
	}
	if err := tx.list(ctx, &some, `SELECT id FROM journal WHERE `+chainOf(event)+` AND what = 'load'`, int64(event)); err != nil {
		return err
	}
	rows = append(rows, some...)
	for _, secret := range e.secrets {
		if err := tx.list(ctx, &some, `SELECT id FROM journal JOIN journal_details ON journal_id = journal.id WHERE `+chainOf(event)+` AND detail LIKE ? ESCAPE '\' AND `+notIssued,
			int64(event), like(secret)); err != nil {
			return err
		}
		rows = append(rows, some...)
	}
	slices.Sort(rows)
	for _, row := range slices.Compact(rows) {
		var found []struct{ Subject, Detail string }
		if err := tx.list(ctx, &found, `SELECT subject, detail FROM journal JOIN journal_details ON journal_id = journal.id WHERE journal.id = ?`, row); err != nil {
			return err
		}
		for _, one := range found {
			var value any
			if json.Unmarshal([]byte(one.Detail), &value) == nil {
				each(row, one.Subject, value)
			}
		}
	}
	return nil
}

// personal are the fields of a person that go; they are gone together with a name that nothing in the record has any more.
var personal = map[string]bool{"Phone": true, "Email": true, "BornYear": true, "Note": true}

// holds tells whether a detail holds what is erased. Subject is the uid of what the row is about.
func (e erasing) holds(subject string, detail any) bool {
	return e.walk(subject, detail, func(uid, name string, field any) bool {
		switch field := field.(type) {
		case nil:
			return false
		case string:
			if field == "" {
				return false
			}
			if e.told(field) {
				return true
			}
		case float64:
			if name == "Position" && e.texts[uid+" "+strconv.FormatInt(int64(field), 10)] {
				return true
			}
		}
		switch {
		case e.uids[uid]:
			return e.fields[name] || !e.named[uid] && (name == "Given" || name == "Merged")
		case e.delegates[uid]:
			return name == "Needs"
		}
		return false
	})
}

// walk tells whether one of the fields within a value is asked for. A field belongs to the nearest thing around it that has a uid.
func (e erasing) walk(uid string, value any, asked func(uid, name string, field any) bool) bool {
	switch value := value.(type) {
	case map[string]any:
		if own, ok := value["UID"].(string); ok && own != "" {
			uid = own
		}
		for name, field := range value {
			if asked(uid, name, field) || e.walk(uid, field, asked) {
				return true
			}
		}
	case []any:
		for _, one := range value {
			if asked(uid, "", one) || e.walk(uid, one, asked) {
				return true
			}
		}
	}
	return false
}
