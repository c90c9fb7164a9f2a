package models

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"hoithao/models/sheets"
	"hoithao/models/viet"
)

// goingParts are what an erasure takes out of an event, and stayingParts what it leaves there, in the order in which they are told.
var (
	goingParts   = []string{"needs", "links", "passes", "approvals", "waiting", "messages", "texts"}
	stayingParts = []string{"delegate", "attendance", "substitute", "speeches", "signer", "tasks", "contact", "papers"}
)

// traces are how many things of a person there are in an event.
type traces struct{ goes, stays map[string]int64 }

// gone is the hash of a link or a pass that was taken away for good: no token has it, and none is made again for it.
const gone = "="

// eventsOf are the events that know of a person, by their numbers.
func (tx *DB) eventsOf(ctx context.Context, e erasing) (events []Event, err error) {
	var ids []ID
	for _, person := range e.people {
		var some []ID
		if err := tx.list(ctx, &some, `
			SELECT event_id FROM delegates WHERE person_id = ? UNION SELECT event_id FROM minutes_people WHERE person_id = ?
			UNION SELECT event_id FROM tasks WHERE person_id = ? UNION SELECT event_id FROM papers WHERE signer_id = ?
			UNION SELECT event_id FROM approval_links WHERE person_id = ? UNION SELECT event_id FROM outbox WHERE whom = ? AND event_id IS NOT NULL`,
			person.ID, person.ID, person.ID, person.ID, person.ID, person.UID); err != nil {
			return nil, err
		}
		ids = append(ids, some...)
		if name := person.Name(); name != nameless { // where they were, and were taken out
			if err := tx.list(ctx, &some, `
				SELECT DISTINCT event_id FROM journal WHERE event_id IS NOT NULL AND actor = ?
				UNION SELECT event_id FROM journal JOIN journal_details ON journal_id = journal.id
				WHERE event_id IS NOT NULL AND topic = 'delegates' AND detail LIKE ? ESCAPE '\' AND detail LIKE '%"Needs":"_%'`, linkName(name), like(name)); err != nil {
				return nil, err
			}
			ids = append(ids, some...)
		}
	}
	for _, secret := range e.secrets {
		var some []ID
		if err := tx.list(ctx, &some, `
			SELECT DISTINCT event_id FROM journal JOIN journal_details ON journal_id = journal.id WHERE event_id IS NOT NULL AND detail LIKE ? ESCAPE '\' AND `+notIssued+`
			UNION SELECT event_id FROM outbox WHERE recipient = ? AND event_id IS NOT NULL`, like(secret), secret); err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for some := range slices.Chunk(ids, 500) {
		var found []Event
		if err := tx.listIn(ctx, &found, `SELECT * FROM events WHERE id IN (?) ORDER BY id`, some); err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	return events, nil
}

// like is the pattern, with \ as its escape, that finds a text anywhere as it is written.
func like(text string) string {
	return `%` + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + `%`
}

// tracesIn counts what of a person an event has.
func (tx *DB) tracesIn(ctx context.Context, event ID, e erasing) (traces, error) {
	found := traces{map[string]int64{}, map[string]int64{}}
	for _, person := range e.people {
		var here struct {
			Needs, Links, Passes, Approvals, Waiting, Messages, Texts int64
			Delegate, Attendance, Substitute, Speeches, Signer, Tasks int64
		}
		id := person.ID
		if err := tx.get(ctx, &here, `SELECT
			(SELECT count(*) FROM delegates WHERE event_id = ? AND person_id = ? AND needs <> '') AS needs,
			(SELECT count(*) FROM invitations WHERE `+linksOf+` AND salt <> '')
				+ (SELECT count(*) FROM confirmations WHERE `+textsOf+` AND salt <> '') AS links,
			(SELECT count(*) FROM delegates WHERE event_id = ? AND person_id = ? AND salt <> '') AS passes,
			(SELECT count(*) FROM approval_links WHERE event_id = ? AND person_id = ? AND used_at IS NULL) AS approvals,
			(SELECT count(*) FROM outbox WHERE event_id = ? AND whom = ? AND state <> 'sent') AS waiting,
			(SELECT count(*) FROM outbox WHERE event_id = ? AND whom = ? AND state = 'sent' AND `+unblanked+`) AS messages,
			(SELECT count(*) FROM speech_texts WHERE `+textsOf+` AND state <> 'accepted') AS texts,
			(SELECT count(*) FROM delegates WHERE event_id = ? AND person_id = ?) AS delegate,
			(SELECT count(*) FROM attendance WHERE event_id = ? AND delegate_id IN (SELECT id FROM delegates WHERE event_id = ? AND person_id = ?)) AS attendance,
			(SELECT count(*) FROM substitutes s WHERE event_id = ? AND (replaced_id IN (SELECT id FROM delegates WHERE event_id = ? AND person_id = ?)
				OR delegate_id IN (SELECT id FROM delegates WHERE event_id = ? AND person_id = ?))) AS substitute,
			(SELECT count(*) FROM speeches WHERE event_id = ? AND delegate_id IN (SELECT id FROM delegates WHERE event_id = ? AND person_id = ?)) AS speeches,
			(SELECT count(*) FROM minutes_people WHERE event_id = ? AND person_id = ?) + (SELECT count(*) FROM papers WHERE event_id = ? AND signer_id = ?) AS signer,
			(SELECT count(*) FROM tasks WHERE event_id = ? AND person_id = ?) AS tasks`,
			event, id, event, event, id, event, event, id, event, id, event, id, event, person.UID, event, person.UID, event, event, id, event, id, event, event, id,
			event, event, id, event, id, event, event, id, event, id, event, id, event, id); err != nil {
			return found, err
		}
		for what, count := range map[string]int64{"needs": here.Needs, "links": here.Links, "passes": here.Passes, "approvals": here.Approvals,
			"waiting": here.Waiting, "messages": here.Messages, "texts": here.Texts} {
			found.goes[what] += count
		}
		for what, count := range map[string]int64{"delegate": here.Delegate, "attendance": here.Attendance, "substitute": here.Substitute,
			"speeches": here.Speeches, "signer": here.Signer, "tasks": here.Tasks} {
			found.stays[what] += count
		}
		papers, err := tx.papersNaming(ctx, event, person.Name())
		if err != nil {
			return found, err
		}
		found.stays["papers"] = max(found.stays["papers"], int64(len(papers)))
		var contact int64
		if err := tx.get(ctx, &contact, `SELECT count(*) FROM events WHERE id = ? AND contact_name = ?`, event, person.Name()); err != nil {
			return found, err
		}
		found.stays["contact"] = max(found.stays["contact"], contact)
	}
	return found, nil
}

const (
	// linksOf are the invitations of a person in an event, by the event's number twice and the person's.
	linksOf = `event_id = ? AND organization_id IS NULL AND id IN (SELECT invitation_id FROM delegates WHERE event_id = ? AND person_id = ?)`
	// textsOf are the rows about speeches of a person at an event, by the event's number twice and the person's.
	textsOf = `event_id = ? AND speech_id IN (SELECT speeches.id FROM speeches JOIN delegates ON delegates.id = delegate_id WHERE speeches.event_id = ? AND person_id = ?)`
	// unblanked are messages of which something is there yet.
	unblanked = `recipient || name || subject || body || error <> ''`
	// notIssued leaves out what in the journal is the record itself: a paper's hashes, and the minutes to the letter as they were agreed to.
	notIssued = `NOT (topic = 'papers' AND what = 'issue' OR topic = 'minutes' AND what = 'agree')`
)

// papersNaming are the issued papers of an event in whose text a name stands.
func (tx *DB) papersNaming(ctx context.Context, event ID, name string) (papers []NamedPaper, err error) {
	if name == "" || name == nameless {
		return nil, nil
	}
	err = tx.list(ctx, &papers, `
		SELECT papers.kind, paper_versions.number, caption, code, issued_at FROM paper_versions JOIN papers ON papers.id = paper_id
		WHERE paper_versions.event_id = ? AND content LIKE ? ESCAPE '\' ORDER BY issued_at, paper_versions.id`, event, like(name))
	return papers, err
}

// NamedPaper is an issued paper in which somebody stands by name.
type NamedPaper struct {
	Kind     string `json:"kind"`
	Number   string `json:"number,omitzero"`
	Caption  string `json:"caption,omitzero"`
	Code     string `json:"code"`
	IssuedAt Time   `db:"issued_at" json:"issued_at"`
}

// eraseWithin takes out of an event what of a person goes, and answers how much of what, and the files that were handed in. It writes no row of
// the journal.
func (tx *DB) eraseWithin(ctx context.Context, event ID, e erasing) (erased map[string]int64, files []string, err error) {
	erased = map[string]int64{}
	do := func(what, query string, args ...any) {
		if err == nil {
			var touched int64
			touched, err = tx.affect(ctx, query, args...)
			erased[what] += touched
		}
	}
	for _, person := range e.people {
		id := person.ID
		var handed []string
		if err := tx.list(ctx, &handed, `SELECT DISTINCT file_sha256 FROM speech_texts WHERE `+textsOf+` AND state <> 'accepted' AND file_sha256 IS NOT NULL`, event, event, id); err != nil {
			return nil, nil, err
		}
		files = append(files, handed...)
		do("links", `UPDATE invitations SET salt = '', token_hash = '`+gone+`' || uid, revoked_at = COALESCE(revoked_at, ?), version = version + 1 WHERE `+linksOf+` AND salt <> ''`,
			tx.Now(), event, event, id)
		do("links", `UPDATE confirmations SET salt = '', token_hash = '`+gone+`' || uid WHERE `+textsOf+` AND salt <> ''`, event, event, id)
		do("needs", `UPDATE delegates SET needs = '', version = version + 1 WHERE event_id = ? AND person_id = ? AND needs <> ''`, event, id)
		do("passes", `UPDATE delegates SET salt = '', pass_hash = '`+gone+`' || uid WHERE event_id = ? AND person_id = ? AND salt <> ''`, event, id)
		do("approvals", `DELETE FROM approval_links WHERE event_id = ? AND person_id = ? AND used_at IS NULL`, event, id)
		do("waiting", `DELETE FROM outbox WHERE event_id = ? AND whom = ? AND state <> 'sent'`, event, person.UID)
		do("messages", `UPDATE outbox SET recipient = '', name = '', subject = '', body = '', error = '' WHERE event_id = ? AND whom = ? AND `+unblanked, event, person.UID)
		do("texts", `DELETE FROM speech_texts WHERE `+textsOf+` AND state <> 'accepted'`, event, event, id)
	}
	for _, secret := range e.secrets { // a letter to another who has the same address, or to try the mail server
		do("messages", `UPDATE outbox SET recipient = '', error = '' WHERE event_id = ? AND recipient = ? AND state = 'sent'`, event, secret)
	}
	return erased, files, err
}

// importsNaming are the lists that wait to be taken over and name a person: they go as a whole, since they wait a day at most.
func (tx *DB) importsNaming(ctx context.Context, e erasing) (naming []ID, err error) {
	var ids []ID
	if err := tx.list(ctx, &ids, `SELECT id FROM imports ORDER BY id`); err != nil {
		return nil, err
	}
	for _, id := range ids {
		var packed []byte
		if err := tx.get(ctx, &packed, `SELECT sheets FROM imports WHERE id = ?`, id); err != nil {
			return nil, err
		}
		var all []sheets.Sheet
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err == nil {
			err = json.UnmarshalRead(io.LimitReader(r, 64<<20), &all)
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(sheet sheets.Sheet) bool {
			return slices.ContainsFunc(sheet.Rows, func(row []string) bool { return e.inRow(row) })
		}) {
			naming = append(naming, id)
		}
	}
	return naming, nil
}

// inRow tells whether a row of a list names the person.
func (e erasing) inRow(row []string) bool {
	words := " " + viet.Fold(strings.Join(row, " ")) + " "
	for _, person := range e.people {
		if person.Given != nameless && strings.Contains(words, " "+viet.Fold(person.Name())+" ") {
			return true
		}
	}
	return slices.ContainsFunc(row, e.told)
}

// told tells whether a text says one of the person's phones or addresses.
func (e erasing) told(text string) bool {
	digits := ""
	for _, secret := range e.secrets {
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
			return true
		}
		if number := onlyDigits(secret); len(number) >= 8 && !strings.Contains(secret, "@") {
			if digits == "" {
				digits = onlyDigits(text)
			}
			if strings.Contains(digits, number) {
				return true
			}
		}
	}
	return false
}
