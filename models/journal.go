package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// Actor is who makes a change: the name as the journal keeps it.
type Actor struct{ Name string }

// Topics of changes: which part of the event moved. A page re-reads itself when a topic that it shows has moved.
const (
	TopicEvent       = "event"
	TopicAgenda      = "agenda"
	TopicDelegates   = "delegates"
	TopicAttendance  = "attendance"
	TopicSpeeches    = "speeches"
	TopicConclusions = "conclusions"
	TopicMinutes     = "minutes"
	TopicPhotos      = "photos"
	TopicPapers      = "papers"
	TopicDocuments   = "documents"
	TopicMessages    = "messages"
	TopicStaff       = "staff"
	TopicScreen      = "screen"
	TopicInvitations = "invitations"
	TopicDirectory   = "directory"
	TopicAccounts    = "accounts"
	TopicSettings    = "settings"
)

// public are the topics that the public page shows; a thousand check-ins neither wake every phone nor spoil the cache.
var public = map[string]bool{TopicEvent: true, TopicAgenda: true, TopicDocuments: true, TopicDirectory: true}

// Change is what a change did, for the journal. The zero Change says that there was nothing to do: no revision is taken.
type Change struct {
	Topic         string
	What          string // add, edit, remove, move, mark, load …
	Of            string // uid of the thing
	Before, After any    // values of the record; nil where there is none

	anchor *anchor // a load onto an empty place goes on with the file's chain
}

type anchor struct {
	revision int64
	head     string
}

// change is the one door: every write to an event goes through here. It takes the event's next revision (lock and number at once),
// lets work do it, and adds the row to the journal, in one transaction. A Change of zero rolls back and is no error.
func (db *DB) change(ctx context.Context, by Actor, event ID, work func(tx *DB) (Change, error)) error {
	return db.changes(ctx, by, event, func(tx *DB) ([]Change, error) {
		change, err := work(tx)
		return []Change{change}, err
	})
}

// changes is the door for an act that changes several things at once: each has its revision and its row in the journal.
func (db *DB) changes(ctx context.Context, by Actor, event ID, work func(tx *DB) ([]Change, error)) error {
	err := db.transact(ctx, func(tx *DB) error {
		link, err := tx.takeRevision(ctx, event)
		if err != nil {
			return err
		}
		changes, err := work(tx)
		if err != nil {
			return err
		}
		recorded := false
		for _, change := range changes {
			if change.Topic == "" {
				continue
			}
			if recorded {
				if link, err = tx.takeRevision(ctx, event); err != nil {
					return err
				}
			}
			if err := tx.record(ctx, by, link, change); err != nil {
				return err
			}
			recorded = true
		}
		if !recorded {
			return errNothing
		}
		return nil
	})
	if errors.Is(err, errNothing) && db.tx == nil {
		return nil
	}
	return err
}

// errNothing rolls back a change that had nothing to do.
var errNothing = errors.New("nothing to do")

// changeOffice is the door of directory, accounts and settings, which have a chain of their own. A transaction that takes both takes
// the office's first, so that two of them never wait for each other.
func (db *DB) changeOffice(ctx context.Context, by Actor, work func(tx *DB) (Change, error)) error {
	return db.change(ctx, by, 0, work)
}

// link is the end of a chain, with a revision just taken.
type link struct {
	EventID    ID     `db:"-"`
	UID        string // of the event or the office
	Revision   int64
	Head       string
	ArchivedAt Time `db:"archived_at"`
}

func (tx *DB) takeRevision(ctx context.Context, event ID) (link, error) {
	end := link{EventID: event}
	var err error
	if event == 0 {
		err = tx.get(ctx, &end, `UPDATE office SET revision = revision + 1 WHERE id = 1 RETURNING uid, revision, head`)
	} else {
		err = tx.get(ctx, &end, `UPDATE events SET revision = revision + 1 WHERE id = ? RETURNING uid, revision, head, archived_at`, event)
	}
	if err == nil && !end.ArchivedAt.IsZero() {
		return end, ErrArchived
	}
	return end, err
}

// record adds the journal's row and moves the chain's head.
func (tx *DB) record(ctx context.Context, by Actor, end link, change Change) error {
	detail, err := json.Marshal(struct{ Before, After any }{change.Before, change.After}, json.OmitZeroStructFields(true), json.Deterministic(true))
	if err != nil {
		return err
	}
	salt := newUID()
	row := JournalRow{
		EventID: end.EventID, Revision: end.Revision, At: tx.Now(), Actor: by.Name, Topic: change.Topic, What: change.What, Subject: change.Of,
		DetailHash: hashOf(salt, string(detail)), Prev: end.Head,
	}
	row.Hash = row.hash(end.UID)
	if change.anchor != nil {
		row.Revision, row.Prev, row.Hash = change.anchor.revision, "", change.anchor.head
	}
	if end.EventID == 0 {
		err = tx.exec(ctx, `UPDATE office SET head = ? WHERE id = 1`, row.Hash)
	} else {
		shown := int64(0)
		if public[change.Topic] {
			shown = row.Revision
		}
		err = tx.exec(ctx, `UPDATE events SET head = ?, revision = ?, public_revision = CASE WHEN ? > 0 THEN ? ELSE public_revision END WHERE id = ?`,
			row.Hash, row.Revision, shown, shown, end.EventID)
	}
	if err != nil {
		return err
	}
	// The row of the journal comes last: a write to the event that finds it there came around the door (see modelstest).
	if err := tx.exec(ctx, `
		INSERT INTO journal (event_id, revision, at, actor, topic, what, subject, detail_hash, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		row.EventID, row.Revision, row.At, row.Actor, row.Topic, row.What, row.Subject, row.DetailHash, row.Prev, row.Hash); err != nil {
		return err
	}
	return tx.exec(ctx, `INSERT INTO journal_details (journal_id, salt, detail) SELECT id, ?, ? FROM journal WHERE `+chainOf(row.EventID)+` AND revision = ?`+tx.announce(),
		salt, string(detail), int64(row.EventID), row.Revision)
}

// JournalRow is a change as the journal keeps it.
type JournalRow struct {
	ID         ID
	EventID    ID `db:"event_id"` // zero: the office's chain
	Revision   int64
	At         Time
	Actor      string
	Topic      string
	What       string
	Subject    string // uid of the thing
	DetailHash string `db:"detail_hash"`
	Prev       string
	Hash       string

	Salt   string
	Detail string // JSON {"Before": …, "After": …}; "" when it was erased
}

// hash covers the row, the chain it belongs to and the row before it; of the detail only the salted hash, so that it can be erased.
func (row JournalRow) hash(chain string) string {
	return hashOf(row.Prev, chain, strconv.FormatInt(row.Revision, 10), row.At.Format(time.RFC3339Nano), row.Actor, row.Topic, row.What, row.Subject, row.DetailHash)
}

// hashOf is the SHA-256 of parts, each preceded by its length so that no two lists of parts read alike.
func hashOf(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// JournalFilter chooses rows of a chain, newest first.
type JournalFilter struct {
	EventID ID     // zero: the office's chain
	Topic   string // "": all
	Before  int64  // only revisions below; zero: from the newest
	Limit   int    // zero: 50
}

// Journal lists the changes of an event, or of the office, newest first.
func (db *DB) Journal(ctx context.Context, filter JournalFilter) ([]JournalRow, error) {
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	if filter.Before == 0 {
		filter.Before = 1 << 62
	}
	rows := []JournalRow{}
	err := db.list(ctx, &rows, `
		SELECT journal.*, COALESCE(salt, '') AS salt, COALESCE(detail, '') AS detail
		FROM journal LEFT JOIN journal_details ON journal_id = journal.id
		WHERE `+chainOf(filter.EventID)+` AND revision < ? AND (? = '' OR topic = ?)
		ORDER BY revision DESC LIMIT ?`, int64(filter.EventID), filter.Before, filter.Topic, filter.Topic, filter.Limit)
	return rows, err
}

// chainOf is the condition for one chain that an index serves on both engines; it takes the event's number as int64.
func chainOf(event ID) string {
	if event == 0 {
		return `event_id IS NULL AND ? = 0`
	}
	return `event_id = ?`
}

// PageSize is how many rows a page of a list has.
const PageSize = 50

// BrokenChain says where a chain of the journal first fails to hold.
type BrokenChain struct {
	Chain    string // the event's slug, or "office"
	Revision int64
	Why      string
}

func (broken BrokenChain) Error() string {
	return fmt.Sprintf("journal of %s, revision %d: %s", broken.Chain, broken.Revision, broken.Why)
}

// checkChain reads a whole chain and answers BrokenChain at the first row that was changed, removed or put in by another way.
func (db *DB) checkChain(ctx context.Context, name, uid string, event ID, revision int64, head string) error {
	broken := func(at int64, why string) error { return BrokenChain{name, at, why} }
	var last JournalRow
	for {
		rows := []JournalRow{}
		if err := db.list(ctx, &rows, `
			SELECT journal.*, COALESCE(salt, '') AS salt, COALESCE(detail, '') AS detail
			FROM journal LEFT JOIN journal_details ON journal_id = journal.id
			WHERE `+chainOf(event)+` AND revision > ? ORDER BY revision LIMIT 1000`, int64(event), last.Revision); err != nil {
			return err
		}
		for _, row := range rows {
			handed := last.Revision == 0 && row.What == "load" && row.Prev == "" && row.Subject == row.Hash // the chain goes on from another machine's
			switch {
			case last.Revision != 0 && row.Revision != last.Revision+1, last.Revision == 0 && row.Revision != 1 && !handed:
				return broken(last.Revision+1, "the row is missing")
			case row.Prev != last.Hash:
				return broken(row.Revision, "does not follow the row before it")
			case !handed && row.Hash != row.hash(uid):
				return broken(row.Revision, "was changed")
			case row.Salt != "" && hashOf(row.Salt, row.Detail) != row.DetailHash:
				return broken(row.Revision, "its detail was changed")
			}
			last = row
		}
		if len(rows) == 0 {
			break
		}
	}
	if last.Revision != revision || last.Hash != head {
		return broken(revision, "the chain ends elsewhere")
	}
	return nil
}
