package models

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// An office may say for how many months after the end of an event it keeps what serves only to reach and look after its people: phones and e-mail,
// needs on arrival, links and passes, what was written to them, and what the doors' devices saw. Then the program clears it by itself, event by event.
// The record stays: who was invited, answered, came, spoke. A phone stays with whom another event needs it for, with whom a task is open, and where it was
// written since. Who stands in the directory alone, in no event, is not touched.

// Clearing is an event whose time is over, and what of it is to be cleared.
type Clearing struct {
	Event  Event
	People []ID // whose phone and e-mail go
	Parts  []ErasedPart
}

// clearingsAtOnce is how many events a look finds.
const clearingsAtOnce = 200

// mostMonths is how long an office may say: longer than archives keep.
const mostMonths = 600

// clearEntry is what the journal keeps of a clearing: how much of what.
type clearEntry struct {
	Name   string // of the event
	Count  int64  `json:",omitzero"` // people whose phone and e-mail went
	Erased []string
}

// retainedPart is one kind of thing that is to be cleared of an event beside its people's contacts.
type retainedPart struct {
	what   string
	table  string
	where  string // takes the event's number
	bound  bool   // … and the instant before which it was written
	change string
}

func (part retainedPart) args(event ID, bound Time) []any {
	if part.bound {
		return []any{event, bound}
	}
	return []any{event}
}

// of is the condition for the event of a query around it.
func (part retainedPart) of() string {
	return strings.Replace(part.where, `event_id = ?`, part.table+`.event_id = events.id`, 1)
}

var retained = []retainedPart{
	{"needs", "delegates", `event_id = ? AND needs <> ''`, false, `UPDATE delegates SET needs = '', version = version + 1`},
	{"links", "invitations", `event_id = ? AND salt <> ''`, false, `UPDATE invitations SET salt = '', token_hash = '` + gone + `' || uid, version = version + 1`},
	{"links", "confirmations", `event_id = ? AND salt <> ''`, false, `UPDATE confirmations SET salt = '', token_hash = '` + gone + `' || uid`},
	{"passes", "delegates", `event_id = ? AND salt <> ''`, false, `UPDATE delegates SET salt = '', pass_hash = '` + gone + `' || uid`},
	{"approvals", "approval_links", `event_id = ? AND used_at IS NULL`, false, `DELETE FROM approval_links`},
	{"waiting", "outbox", `event_id = ? AND state <> 'sent' AND COALESCE(queued_at, due_at) <= ?`, true, `DELETE FROM outbox`},
	{"messages", "outbox", `event_id = ? AND state = 'sent' AND ` + unblanked + ` AND COALESCE(queued_at, due_at) <= ?`, true,
		`UPDATE outbox SET recipient = '', name = '', subject = '', body = '', error = ''`},
	{"scans", "scans", `event_id = ?`, false, `DELETE FROM scans`},
	{"scans", "hand_marks", `event_id = ?`, false, `DELETE FROM hand_marks`},
}

// uncontacted are the people of an event whose phone and e-mail go, by the event's number and three times the bound.
const uncontacted = `merged_into_id IS NULL AND erased_at IS NULL AND (phone <> '' OR email <> '') AND id IN (SELECT person_id FROM delegates WHERE event_id = ?)
	AND (contact_at IS NULL OR contact_at <= ?)
	AND NOT EXISTS (SELECT 1 FROM delegates d JOIN events e ON e.id = d.event_id WHERE d.person_id = people.id AND (e.ends_at IS NULL OR e.ends_at > ?))
	AND NOT EXISTS (SELECT 1 FROM tasks JOIN events e ON e.id = tasks.event_id WHERE tasks.person_id = people.id AND (state = 'open' OR e.ends_at > ?))`

// uncontactedOf is uncontacted for the event of a query around it.
var uncontactedOf = strings.Replace(uncontacted, `WHERE event_id = ?`, `WHERE event_id = events.id`, 1)

// bound is the instant up to which events must have ended, so many months ago.
func (db *DB) bound(months int64) Time { return At(db.Now().AddDate(0, -int(months), 0)) }

// Clearings tells what keeping contacts for so many months would clear now, at most clearingsAtOnce events, those first that ended first. It changes
// nothing. None for zero months, which is for ever.
func (db *DB) Clearings(ctx context.Context, months int64) (clearings []Clearing, err error) {
	if months <= 0 || months > mostMonths {
		return nil, nil
	}
	bound := db.bound(months)
	err = db.View(ctx, func(tx *DB) error {
		where, args := `EXISTS (SELECT 1 FROM people WHERE `+uncontactedOf+`)`, []any{bound, bound, bound, bound}
		for _, part := range retained {
			where += ` OR EXISTS (SELECT 1 FROM ` + part.table + ` WHERE ` + part.of() + `)`
			if part.bound {
				args = append(args, bound)
			}
		}
		var events []Event
		if err := tx.list(ctx, &events, `SELECT * FROM events WHERE ends_at <= ? AND (`+where+`) ORDER BY ends_at, id LIMIT ?`, append(args, clearingsAtOnce)...); err != nil {
			return err
		}
		for _, event := range events {
			clearing := Clearing{Event: event}
			if err := tx.list(ctx, &clearing.People, `SELECT id FROM people WHERE `+uncontacted+` ORDER BY id`, event.ID, bound, bound, bound); err != nil {
				return err
			}
			if len(clearing.People) > 0 {
				clearing.Parts = append(clearing.Parts, ErasedPart{"contacts", event, int64(len(clearing.People))})
			}
			for _, part := range retained {
				var count int64
				if err := tx.get(ctx, &count, `SELECT count(*) FROM `+part.table+` WHERE `+part.where, part.args(event.ID, bound)...); err != nil {
					return err
				}
				at := slices.IndexFunc(clearing.Parts, func(p ErasedPart) bool { return p.What == part.what })
				if count > 0 && at < 0 {
					clearing.Parts = append(clearing.Parts, ErasedPart{part.what, event, count})
				} else if count > 0 {
					clearing.Parts[at].Count += count
				}
			}
			clearings = append(clearings, clearing)
		}
		return nil
	})
	return clearings, err
}

// ClearContacts clears what the office's setting says, if its day has come, and lists that nobody has taken over in time. It may be asked at any time and by several
// programs: what is cleared is cleared.
func (db *DB) ClearContacts(ctx context.Context) error {
	if err := db.exec(ctx, `DELETE FROM imports WHERE expires_at <= ?`, db.Now()); err != nil {
		return err
	}
	settings, err := db.Settings(ctx)
	if err != nil || settings.ContactMonths <= 0 || DateOf(db.Now().In(home)) < settings.ContactFrom {
		return err
	}
	for range 1000 {
		clearings, err := db.Clearings(ctx, settings.ContactMonths)
		if err != nil || len(clearings) == 0 {
			return err
		}
		for _, clearing := range clearings {
			if err := db.clear(ctx, clearing.Event, db.bound(settings.ContactMonths)); err != nil {
				return err
			}
		}
		if err := db.wipe(ctx); err != nil || len(clearings) < clearingsAtOnce {
			return err
		}
	}
	return nil
}

// clear clears one event, in one change of the directory and the event.
func (db *DB) clear(ctx context.Context, event Event, bound Time) error {
	by := Actor{Name: "hoithao"}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var people []Person
		if err := tx.list(ctx, &people, `SELECT * FROM people WHERE `+uncontacted+` ORDER BY id`, event.ID, bound, bound, bound); err != nil {
			return Change{}, err
		}
		e := erasing{uids: map[string]bool{}, named: map[string]bool{}, delegates: map[string]bool{}, fields: map[string]bool{"Phone": true, "Email": true}}
		for _, person := range people {
			e.uids[person.UID], e.named[person.UID] = true, true
			if err := tx.exec(ctx, `UPDATE people SET phone = '', email = '', contact_of_id = NULL, contact_at = NULL, version = version + 1 WHERE id = ?`, person.ID); err != nil {
				return Change{}, err
			}
		}
		details, err := tx.eraseDetails(ctx, 0, e)
		if err != nil {
			return Change{}, err
		}
		end, err := tx.takeErasure(ctx, event.ID)
		if err != nil {
			return Change{}, err
		}
		var delegates []string
		if err := tx.list(ctx, &delegates, `SELECT uid FROM delegates WHERE event_id = ?`, event.ID); err != nil {
			return Change{}, err
		}
		for _, uid := range delegates {
			e.delegates[uid] = true
		}
		erased := map[string]int64{"contacts": int64(len(people)), "details": details}
		for _, part := range retained {
			touched, err := tx.affect(ctx, part.change+` WHERE `+part.where, part.args(event.ID, bound)...)
			if err != nil {
				return Change{}, err
			}
			erased[part.what] += touched
		}
		more, err := tx.eraseDetails(ctx, event.ID, e)
		if err != nil {
			return Change{}, err
		}
		erased["details"] += more
		entry := clearEntry{Name: event.Title, Count: int64(len(people)), Erased: kinds(erased)}
		if len(entry.Erased) == 0 { // another has done it since
			return Change{}, nil
		}
		change := Change{Topic: TopicSettings, What: "clear", Of: event.UID, After: entry}
		if err := tx.record(ctx, by, end, Change{Topic: TopicDelegates, What: "clear", Of: event.UID, After: entry}); err != nil {
			return Change{}, err
		}
		return change, nil
	})
}

// SaveRetention says for how many months after the end of an event contacts are kept; zero is for ever. It names the version of the settings on which it was
// made. It holds from the next day on, so that a slip can be taken back.
func (db *DB) SaveRetention(ctx context.Context, by Actor, months, version int64) error {
	if months < 0 || months > mostMonths {
		return Invalid{"months": "Hãy ghi số tháng từ 0 đến 600; 0 là giữ mãi."}
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Settings(ctx)
		if err != nil {
			return Change{}, err
		}
		if before.Version != version {
			return Change{}, Stale{before.Version, before}
		}
		if before.ContactMonths == months {
			return Change{}, nil
		}
		after := before
		after.ContactMonths, after.ContactFrom = months, ""
		if months > 0 {
			after.ContactFrom = DateOf(tx.Now().In(home).AddDate(0, 0, 1))
		}
		for name, content := range map[string]string{"contact_months": strconv.FormatInt(months, 10), "contact_from": string(after.ContactFrom)} {
			if err := tx.putSetting(ctx, name, content); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicSettings, What: "edit", Before: before, After: after}, nil
	})
}
