package models

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// The life of the minutes: draft, while the secretary writes; submitted, once the secretary has closed them; final, once the chair or
// who acts for the chair has agreed: the sheet to sign. Then what they say stands, whatever becomes of the record, until they are
// reopened with a reason. Issued minutes are kept as they were issued; reopening them begins another version.

// Open tells whether the minutes may still be written in.
func (row MinutesRow) Open() bool { return row.State == "" || row.State == "draft" }

// Final tells whether the minutes are the sheet to sign.
func (row MinutesRow) Final() bool { return row.State == "final" || row.State == "issued" }

// Section is a section as a hand has edited it; the zero EditedSection when none has.
func (row MinutesRow) Section(name string) EditedSection {
	for _, edited := range row.Edited {
		if edited.Name == name {
			return edited
		}
	}
	return EditedSection{Name: name}
}

// MinutesOf reads what the record keeps of the minutes of a session, or (zero) of the whole event; the zero row when nobody has begun them.
func (db *DB) MinutesOf(ctx context.Context, event, session ID) (row MinutesRow, err error) {
	err = db.View(ctx, func(tx *DB) error {
		var ids []ID
		if err := tx.list(ctx, &ids, `SELECT person_id FROM minutes_people WHERE event_id = ?`, event); err != nil {
			return err
		}
		people, err := tx.peopleOf(ctx, ids)
		if err != nil {
			return err
		}
		r := reader{tx: tx, ctx: ctx, event: event}
		whole, apart := r.minutes(people)
		for _, one := range append(apart, whole) {
			if one.SessionID == session {
				row = one
			}
		}
		return r.err
	})
	return row, err
}

// Minutes are the minutes of a record as they stand: once they are final, exactly as they were agreed, else as they compose.
func (db *DB) Minutes(ctx context.Context, record Record) (Minutes, error) {
	if record.Minutes.Final() {
		agreed, err := db.agreedMinutes(ctx, record.Minutes)
		if err != nil {
			return Minutes{}, err
		}
		if agreed != nil {
			agreed.Number = numbered(record.Minutes.Number, record.Minutes.NumberSuffix) // a paper may get its number when it is issued
			return *agreed, nil
		}
	}
	return record.ComposeMinutes(), nil
}

// MinutesForm is the head of the minutes as a form sends it.
type MinutesForm struct {
	Number              *int64
	Suffix              string
	DatedOn             Date
	OpenedAt, ClosedAt  Time
	Chairs, Secretaries []ID // people, in the order in which they sign; none: the delegates with the role
	SecretaryText       string
	Version             int64
}

var suffixes = regexp.MustCompile(`^[0-9A-Za-zđĐ]{0,5}$`)

func (form *MinutesForm) check() Invalid {
	wrong := Invalid{}
	form.Suffix, form.SecretaryText = viet.Clean(form.Suffix), viet.Clean(form.SecretaryText)
	if form.Number != nil && (*form.Number < 1 || *form.Number > 1_000_000) {
		wrong["number"] = "Số biên bản phải từ 1 trở lên."
	}
	if !suffixes.MatchString(form.Suffix) || form.Suffix != "" && form.Number == nil {
		wrong["number"] = "Số viết như 15 hoặc 15a."
	}
	if !form.ClosedAt.IsZero() && form.ClosedAt.Before(form.OpenedAt.Time) {
		wrong["closed"] = "Giờ bế mạc không được trước giờ khai mạc."
	}
	if len(form.Chairs) > 20 {
		wrong["chair"] = "Nhiều nhất 20 người."
	}
	if len(form.Secretaries) > 20 {
		wrong["secretary"] = "Nhiều nhất 20 người."
	}
	tooLong(wrong, "secretary_text", form.SecretaryText, maxLine)
	return wrong
}

// SaveMinutes changes the head of the minutes, on the version it was made on; zero when nobody had begun them. Closed minutes are ErrLocked.
func (db *DB) SaveMinutes(ctx context.Context, by Actor, event, session ID, form MinutesForm) error {
	if wrong := form.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.openMinutes(ctx, event, session, form.Version)
		if err != nil {
			return Change{}, err
		}
		chairs, err := tx.signers(ctx, event, "chair", form.Chairs, before.Chairs)
		if err != nil {
			return Change{}, err
		}
		secretaries, err := tx.signers(ctx, event, "secretary", form.Secretaries, before.Secretaries)
		if err != nil {
			return Change{}, err
		}
		after := before
		after.Number, after.NumberSuffix, after.DatedOn = form.Number, form.Suffix, form.DatedOn
		after.OpenedAt, after.ClosedAt, after.SecretaryText = form.OpenedAt, form.ClosedAt, form.SecretaryText
		after.Chairs, after.Secretaries = chairs, secretaries
		if before.head() == after.head() {
			return Change{}, nil
		}
		subject, err := tx.sessionUID(ctx, event, session)
		if err != nil {
			return Change{}, err
		}
		paper, err := tx.Paper(ctx, event, "minutes", subject)
		if err != nil {
			return Change{}, err
		}
		if paper.Number != nil && (!equal(before.Number, after.Number) || before.NumberSuffix != after.NumberSuffix) {
			return Change{}, Invalid{"number": "Số này lấy từ sổ văn bản. Muốn đổi, hãy hủy số ở phần Văn bản."}
		}
		stays, err := tx.inRegister(ctx, paper)
		if err != nil {
			return Change{}, err
		}
		after.Version++
		if err := tx.exec(ctx, `
			UPDATE minutes SET number = ?, number_suffix = ?, dated_on = ?, opened_at = ?, closed_at = ?, secretary_text = ?, version = ? WHERE id = ?`,
			after.Number, after.NumberSuffix, after.DatedOn, after.OpenedAt, after.ClosedAt, after.SecretaryText, after.Version, after.ID); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `DELETE FROM minutes_people WHERE minutes_id = ?`, after.ID); err != nil {
			return Change{}, err
		}
		for role, people := range map[string][]Person{"chair": chairs, "secretary": secretaries} {
			for i, person := range people {
				if err := tx.exec(ctx, `INSERT INTO minutes_people (event_id, minutes_id, role, position, person_id) VALUES (?, ?, ?, ?, ?)`,
					event, after.ID, role, i+1, person.ID); err != nil {
					return Change{}, err
				}
			}
		}
		return Change{Topic: TopicMinutes, What: "edit", Of: after.UID, Before: before.head(), After: after.head()}, stays()
	})
}

// minutesHead is the head of the minutes as the journal keeps it: comparable, and with names that can be read.
type minutesHead struct {
	Number              string
	DatedOn             Date
	OpenedAt, ClosedAt  Time
	Chairs, Secretaries string
	SecretaryText       string
}

func (row MinutesRow) head() minutesHead {
	return minutesHead{numbered(row.Number, row.NumberSuffix), row.DatedOn, row.OpenedAt, row.ClosedAt, names(row.Chairs), names(row.Secretaries), row.SecretaryText}
}

func names(people []Person) string {
	var all []string
	for _, person := range people {
		all = append(all, person.Name())
	}
	return strings.Join(all, ", ")
}

// signers are the people of these numbers, who have to be delegates of the event or to have signed already.
func (tx *DB) signers(ctx context.Context, event ID, role string, ids []ID, before []Person) ([]Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var delegates []ID
	if err := tx.listIn(ctx, &delegates, `SELECT person_id FROM delegates WHERE event_id = ? AND person_id IN (?)`, event, ids); err != nil {
		return nil, err
	}
	for _, person := range before {
		delegates = append(delegates, person.ID)
	}
	people, err := tx.peopleOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var signers []Person
	for i, id := range ids {
		if !slices.Contains(delegates, id) {
			return nil, Invalid{role: "Người này không có trong danh sách đại biểu của sự kiện."}
		}
		if !slices.Contains(ids[:i], id) {
			signers = append(signers, people[id])
		}
	}
	return signers, nil
}

// openMinutes reads the minutes for a change of what they say, on the version it was made on, and begins them when nobody has.
// With a version below zero it is any.
func (tx *DB) openMinutes(ctx context.Context, event, session ID, version int64) (MinutesRow, error) {
	row, err := tx.MinutesOf(ctx, event, session)
	switch {
	case err != nil:
		return row, err
	case !row.Open():
		return row, ErrLocked
	case version >= 0 && row.Version != version:
		return row, Stale{row.Version, row}
	case row.ID != 0:
		return row, nil
	}
	if _, err := tx.sessionUID(ctx, event, session); err != nil {
		return row, err
	}
	row = MinutesRow{UID: newUID(), EventID: event, SessionID: session, State: "draft"}
	// Version 0, as of a form that was opened before anybody began the minutes.
	row.ID, err = tx.add(ctx, `INSERT INTO minutes (uid, event_id, session_id, version) VALUES (?, ?, ?, 0) RETURNING id`, row.UID, event, session)
	return row, err
}

// sessionUID is the uid of a session of the event, by which its papers are told from the event's; "" for zero, the whole event.
func (tx *DB) sessionUID(ctx context.Context, event, session ID) (uid string, err error) {
	if session != 0 {
		err = tx.get(ctx, &uid, `SELECT uid FROM sessions WHERE event_id = ? AND id = ?`, event, session)
	}
	return uid, err
}

// SaveSection keeps a section as a hand has written it, so that composing never overwrites it. Composed is what the record said when the
// writer began; version is that of the section then, zero when it was composed. A text that is what the record said is no edit: the
// section composes on, or again.
func (db *DB) SaveSection(ctx context.Context, by Actor, event, session ID, name, text, composed string, version int64) error {
	text, composed = viet.CleanText(text), plainLines.Replace(strings.ToValidUTF8(composed, ""))
	wrong := Invalid{}
	tooLong(wrong, name, text, maxText)
	tooLong(wrong, name, composed, 4*maxText)
	if !slices.Contains(MinutesSections, name) {
		return ErrNotFound
	}
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		row, before, err := tx.openSection(ctx, event, session, name, version)
		if err != nil {
			return Change{}, err
		}
		if before.Version != 0 && before.Text == text && before.Composed == composed {
			return Change{}, nil
		}
		if text == viet.CleanText(composed) {
			if before.Version == 0 {
				return Change{}, nil
			}
			return tx.composeSection(ctx, row, before)
		}
		after := EditedSection{EventID: event, MinutesID: row.ID, Name: name, Text: text, Composed: composed, EditedBy: by.Name, EditedAt: tx.Now()}
		// The event's revision is the version, so that none comes back after the section was composed again.
		if err := tx.get(ctx, &after.Version, `
			INSERT INTO minutes_sections (event_id, minutes_id, name, text, composed, edited_by, edited_at, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT revision FROM events WHERE id = ?))
			ON CONFLICT (minutes_id, name) DO UPDATE SET text = excluded.text, composed = excluded.composed, edited_by = excluded.edited_by,
				edited_at = excluded.edited_at, version = excluded.version RETURNING version`,
			event, row.ID, name, text, composed, by.Name, after.EditedAt, event); err != nil {
			return Change{}, err
		}
		was := before.Text
		if before.Version == 0 {
			was = composed
		}
		return Change{Topic: TopicMinutes, What: "write", Of: row.UID, Before: sectionText{Written: was}, After: sectionText{name, text}}, nil
	})
}

// sectionText is a section as the journal keeps it; which one it is stands on one side only, so that the history names it.
type sectionText struct{ Section, Written string }

// plainLines undoes what a form does to the ends of lines; nothing else may differ from what the record composes.
var plainLines = strings.NewReplacer("\r\n", "\n", "\x00", "")

func (tx *DB) openSection(ctx context.Context, event, session ID, name string, version int64) (MinutesRow, EditedSection, error) {
	row, err := tx.openMinutes(ctx, event, session, -1)
	if err != nil {
		return row, EditedSection{}, err
	}
	before := row.Section(name)
	if before.Version != version {
		return row, before, Stale{before.Version, before}
	}
	return row, before, nil
}

// ComposeSection drops what a hand has written in a section: it composes from the record again. The journal keeps the text.
func (db *DB) ComposeSection(ctx context.Context, by Actor, event, session ID, name string, version int64) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		row, before, err := tx.openSection(ctx, event, session, name, version)
		if err != nil || before.Version == 0 {
			return Change{}, err
		}
		return tx.composeSection(ctx, row, before)
	})
}

func (tx *DB) composeSection(ctx context.Context, row MinutesRow, before EditedSection) (Change, error) {
	return Change{Topic: TopicMinutes, What: "compose", Of: row.UID, Before: sectionText{Written: before.Text}, After: sectionText{Section: before.Name}},
		tx.exec(ctx, `DELETE FROM minutes_sections WHERE minutes_id = ? AND name = ?`, row.ID, before.Name)
}
