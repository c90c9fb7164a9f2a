package models

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json"

	"hoithao/models/viet"
)

// Seen is a number by which a form says what its reader saw: the minutes to the letter, whether draft or final.
func (m Minutes) Seen() string {
	m.Draft = false
	text, err := json.Marshal(m, json.Deterministic(true))
	if err != nil {
		return "" // they are plain values
	}
	return hashOf(string(text))
}

// minutesState is the state of the minutes as the journal keeps it. Agreed is what was agreed, to the letter.
type minutesState struct {
	State    string
	Reason   string
	AgreedAt Time
	Agreed   *Minutes
}

// CloseMinutes is the secretary's half of the final minutes: they are written, and submitted to the chair. A sheet to sign has no dots
// in its frame: the chair, the secretary, the opening and the closing hour must be known.
func (db *DB) CloseMinutes(ctx context.Context, by Actor, event, session ID, version int64) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		row, err := tx.openMinutes(ctx, event, session, version)
		if err != nil {
			return Change{}, err
		}
		record, err := tx.RecordOf(ctx, event, session)
		if err != nil {
			return Change{}, err
		}
		wrong := Invalid{}
		for _, missing := range record.MinutesMissing() {
			switch missing.What {
			case "chair":
				wrong["chair"] = "Chưa có người chủ trì."
			case "secretary":
				wrong["secretary"] = "Chưa có người ghi biên bản."
			case "opened":
				wrong["opened"] = "Chưa có giờ khai mạc."
			case "closed":
				wrong["closed"] = "Chưa có giờ bế mạc."
			}
		}
		if len(wrong) > 0 {
			return Change{}, wrong
		}
		return Change{Topic: TopicMinutes, What: "close", Of: row.UID, Before: minutesState{State: row.State}, After: minutesState{State: "submitted"}},
			tx.exec(ctx, `UPDATE minutes SET state = 'submitted', closed_by = ?, closed_by_at = ?, version = version + 1 WHERE id = ?`, by.Name, tx.Now(), row.ID)
	})
}

// AgreeMinutes is the chair's half: the minutes are final, as seen. Seen is what the reader's page said the minutes are (Minutes.Seen); if
// the record has moved since, it is ErrConflict and they are to be read again. All sections are kept as they stand, so that the paper no
// longer moves with the record; the journal has the whole of it.
func (db *DB) AgreeMinutes(ctx context.Context, by Actor, event, session ID, version int64, seen string) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		record, err := tx.RecordOf(ctx, event, session)
		row := record.Minutes
		switch {
		case err != nil:
			return Change{}, err
		case row.State != "submitted":
			return Change{}, ErrLocked
		case row.Version != version:
			return Change{}, Stale{row.Version, row}
		}
		agreed := record.ComposeMinutes()
		if agreed.Seen() != seen {
			return Change{}, ErrConflict
		}
		agreed.Draft = false
		now := tx.Now()
		for _, name := range MinutesSections {
			section := agreed.Section(name)
			if section.Edited {
				// What the record says by now was before the chair's eyes.
				err = tx.exec(ctx, `UPDATE minutes_sections SET composed = ? WHERE minutes_id = ? AND name = ?`, section.Composed, row.ID, name)
			} else {
				// No hand has edited it: edited_by is empty, by which reopening knows it. One that a hand has edited and this form does not print stays.
				err = tx.exec(ctx, `INSERT INTO minutes_sections (event_id, minutes_id, name, text, composed, edited_at, version)
					VALUES (?, ?, ?, ?, ?, ?, (SELECT revision FROM events WHERE id = ?)) ON CONFLICT (minutes_id, name) DO NOTHING`, event, row.ID, name, section.Text, section.Composed, now, event)
			}
			if err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicMinutes, What: "agree", Of: row.UID, Before: minutesState{State: row.State}, After: minutesState{State: "final", AgreedAt: now, Agreed: &agreed}},
			tx.exec(ctx, `UPDATE minutes SET state = 'final', agreed_by = ?, agreed_at = ?, version = version + 1 WHERE id = ?`, by.Name, now, row.ID)
	})
}

// ReopenMinutes takes submitted, final or issued minutes back to a draft, for a reason that the journal keeps. What no hand had edited composes
// from the record again. What was issued stays as it was: the next minutes are issued as another version.
func (db *DB) ReopenMinutes(ctx context.Context, by Actor, event, session ID, version int64, reason string) error {
	reason = viet.CleanText(reason)
	wrong := Invalid{}
	if reason == "" {
		wrong["reason"] = "Hãy ghi lý do mở lại."
	}
	tooLong(wrong, "reason", reason, maxLine)
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		row, err := tx.MinutesOf(ctx, event, session)
		switch {
		case err != nil:
			return Change{}, err
		case row.Open():
			return Change{}, ErrLocked
		case row.Version != version:
			return Change{}, Stale{row.Version, row}
		}
		if err := tx.exec(ctx, `DELETE FROM minutes_sections WHERE minutes_id = ? AND edited_by = '' AND text = composed`, row.ID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicMinutes, What: "reopen", Of: row.UID, Before: minutesState{State: row.State}, After: minutesState{State: "draft", Reason: reason}},
			tx.exec(ctx, `UPDATE minutes SET state = 'draft', closed_by = '', closed_by_at = NULL, agreed_by = '', agreed_at = NULL, version = version + 1 WHERE id = ?`, row.ID)
	})
}

// agreedMinutes are the minutes to the letter as they were agreed; nil when the journal does not have them: they were loaded, or what it
// knew was erased.
func (db *DB) agreedMinutes(ctx context.Context, row MinutesRow) (*Minutes, error) {
	var detail string
	err := db.get(ctx, &detail, `
		SELECT COALESCE(detail, '') FROM journal LEFT JOIN journal_details ON journal_id = journal.id
		WHERE event_id = ? AND topic = 'minutes' AND what = 'agree' AND subject = ? ORDER BY revision DESC LIMIT 1`, row.EventID, row.UID)
	if errors.Is(err, ErrNotFound) || err == nil && detail == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var kept struct{ After minutesState }
	if err := json.Unmarshal([]byte(detail), &kept); err != nil {
		return nil, err
	}
	if !kept.After.AgreedAt.Equal(row.AgreedAt.Time) {
		return nil, nil
	}
	return kept.After.Agreed, nil
}

// Section is a part of the minutes by its name, wherever the form prints it; a line of the opening has its label as the heading. One that
// does not print has no heading.
func (m Minutes) Section(name string) Section {
	for _, line := range m.Opening {
		if line.Name == name {
			return Section{line.Name, line.Label, line.Text, line.Composed, line.Edited, line.Moved}
		}
	}
	for _, section := range append(m.Sections[:len(m.Sections):len(m.Sections)], m.End) {
		if section.Name == name {
			return section
		}
	}
	return Section{Name: name}
}

// Difference is a part of the minutes that says something else than it did.
type Difference struct{ Heading, Then, Now string }

// Since are the parts in which what the record says now differs from what it said when the minutes were agreed.
func (m Minutes) Since(now Minutes) []Difference {
	var differences []Difference
	compare := func(heading, then, now string) {
		if then != now {
			differences = append(differences, Difference{heading, then, now})
		}
	}
	compare("Tên "+m.Word, m.Title, now.Title)
	compare("Cơ quan ban hành", m.Above+"\n"+m.Body, now.Above+"\n"+now.Body)
	for _, line := range m.Opening {
		if line.Name != "" {
			continue
		}
		for _, other := range now.Opening {
			if other.Label == line.Label {
				compare(line.Label, line.Text, other.Text)
			}
		}
	}
	for _, name := range MinutesSections {
		then, today := m.Section(name), now.Section(name)
		heading := then.Heading
		if heading == "" {
			heading = today.Heading
		}
		compare(heading, then.Composed, today.Composed)
	}
	return differences
}
