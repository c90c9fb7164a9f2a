package models

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hoithao/models/viet"
)

// mergeEntry is two records that have become one, as the journal keeps it.
type mergeEntry struct {
	Person
	Merged string // the name of the other record
}

// MergePeople makes two records of one person one: what is of the other comes to the one that stays, in every open event. The other remains as
// an empty hand that points to it, and with its name and posts, since archived events print it: those keep their words. Each is named with the
// version its reader saw. Where both are delegates of one event, one of them must be without any trace there; else it is Invalid, by the event's name.
func (db *DB) MergePeople(ctx context.Context, by Actor, stays, goes ID, seenStays, seenGoes int64) error {
	if stays == goes {
		return Invalid{"with": "Hãy chọn một người khác."}
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Person(ctx, stays)
		if err != nil {
			return Change{}, err
		}
		other, err := tx.Person(ctx, goes)
		switch {
		case err != nil:
			return Change{}, err
		case !before.Live() || !other.Live():
			return Change{}, ErrLocked
		case before.Version != seenStays || other.Version != seenGoes:
			return Change{}, ErrConflict
		}
		after := before.with(other)
		if _, err := tx.putPerson(ctx, after); err != nil {
			return Change{}, err
		}
		if err := tx.setPosts(ctx, &after, before.Posts); err != nil {
			return Change{}, err
		}
		after.Version++
		events, err := tx.printing(ctx, []ID{stays, goes}, nil)
		if err != nil {
			return Change{}, err
		}
		shown := Change{Topic: TopicDirectory, What: "merge", Of: before.UID, Before: before.printed(), After: mergeEntry{after.printed(), other.Name()}}
		for _, event := range events {
			if err := tx.mergeWithin(ctx, by, event, stays, goes, shown); err != nil {
				return Change{}, err
			}
		}
		for _, statement := range []string{
			`UPDATE users SET person_id = ? WHERE person_id = ?`,
			`UPDATE people SET merged_into_id = ? WHERE merged_into_id = ?`,
		} {
			if err := tx.exec(ctx, statement, stays, goes); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicDirectory, What: "merge", Of: before.UID, Before: before, After: mergeEntry{after, other.Name()}}, tx.exec(ctx,
			`UPDATE people SET merged_into_id = ?, phone = '', email = '', contact_of_id = NULL, contact_at = NULL, note = '', version = version + 1 WHERE id = ?`, stays, goes)
	})
}

// with is the person with what only the other record knows.
func (p Person) with(other Person) Person {
	p.Honorific = firstOf(p.Honorific, other.Honorific)
	if p.ProtocolRank == nil {
		p.ProtocolRank = other.ProtocolRank
	}
	if p.BornYear == nil {
		p.BornYear = other.BornYear
	}
	// A phone and an e-mail belong to one office: those of another do not come among them.
	if p.Phone+p.Email == "" || p.ContactOfID == other.ContactOfID {
		if p.Phone+p.Email == "" {
			p.ContactOfID = other.ContactOfID
		}
		p.Phone, p.Email = firstOf(p.Phone, other.Phone), firstOf(p.Email, other.Email)
	}
	if other.Note != "" && other.Note != p.Note {
		p.Note = viet.CleanText(p.Note + "\n" + other.Note)
	}
	p.Posts = slices.Clone(p.Posts)
	for _, post := range other.Posts {
		if !slices.ContainsFunc(p.Posts, func(mine Post) bool { return plainly(mine.Title) == plainly(post.Title) }) {
			post.ID, post.UID, post.PersonID = 0, "", p.ID
			p.Posts = append(p.Posts, post)
		}
	}
	p.index()
	return p
}

// mergeWithin does it in an open event, whose row of the journal it writes.
func (tx *DB) mergeWithin(ctx context.Context, by Actor, event, stays, goes ID, change Change) error {
	end, err := tx.takeRevision(ctx, event)
	if errors.Is(err, ErrLocked) { // archived since it was found
		return ErrConflict
	}
	if err != nil {
		return err
	}
	var both []Delegate
	if err := tx.list(ctx, &both, `SELECT * FROM delegates WHERE event_id = ? AND person_id IN (?, ?)`, event, stays, goes); err != nil {
		return err
	}
	if len(both) == 2 {
		if err := tx.leaveOne(ctx, event, both); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		`UPDATE delegates SET person_id = ?, version = version + 1 WHERE event_id = ? AND person_id = ?`,
		`UPDATE tasks SET person_id = ? WHERE event_id = ? AND person_id = ?`,
		`UPDATE papers SET signer_id = ? WHERE event_id = ? AND signer_id = ?`,
		`UPDATE approval_links SET person_id = ? WHERE event_id = ? AND person_id = ?`,
	} {
		if err := tx.exec(ctx, statement, stays, event, goes); err != nil {
			return err
		}
	}
	// Nobody signs the same minutes twice as the same.
	if err := tx.exec(ctx, `DELETE FROM minutes_people WHERE event_id = ? AND person_id = ? AND EXISTS (SELECT 1 FROM minutes_people mine
		WHERE mine.minutes_id = minutes_people.minutes_id AND mine.role = minutes_people.role AND mine.person_id = ?)`, event, goes, stays); err != nil {
		return err
	}
	if err := tx.exec(ctx, `UPDATE minutes_people SET person_id = ? WHERE event_id = ? AND person_id = ?`, stays, event, goes); err != nil {
		return err
	}
	if err := tx.keepRanks(ctx, event); err != nil {
		return err
	}
	return tx.record(ctx, by, end, change)
}

// leaveOne removes of two delegates who are one the one on whom nothing hangs; it is Invalid when on both something does.
func (tx *DB) leaveOne(ctx context.Context, event ID, both []Delegate) error {
	for _, delegate := range both {
		var used bool
		if err := tx.get(ctx, &used, `SELECT
			EXISTS (SELECT 1 FROM attendance WHERE delegate_id = ?) OR EXISTS (SELECT 1 FROM scans WHERE delegate_id = ?)
			OR EXISTS (SELECT 1 FROM speeches WHERE event_id = ? AND delegate_id = ?) OR EXISTS (SELECT 1 FROM agenda_items WHERE event_id = ? AND presenter_id = ?)
			OR EXISTS (SELECT 1 FROM substitutes WHERE event_id = ? AND (replaced_id = ? OR delegate_id = ?))`,
			delegate.ID, delegate.ID, event, delegate.ID, event, delegate.ID, event, delegate.ID, delegate.ID); err != nil {
			return err
		}
		if used || delegate.Reply != "none" || delegate.InvitationID != 0 || delegate.Needs+delegate.Seat != "" {
			continue
		}
		return tx.exec(ctx, `DELETE FROM delegates WHERE id = ?`, delegate.ID)
	}
	var title string
	if err := tx.get(ctx, &title, `SELECT title FROM events WHERE id = ?`, event); err != nil {
		return err
	}
	return Invalid{"with": fmt.Sprintf("Cả hai đều là đại biểu của “%s” và đều đã có điểm danh, trả lời hoặc phát biểu ở đó. Hãy chuyển hết về một người trước.", title)}
}

// Duplicates are people of the directory who may be one: of the same name, with the next names after a place in the list. Of each group those are
// named first who share a phone, an address or a post.
type Duplicates struct {
	People []Person
	Sure   bool // something beside the name says so
}

// Duplicates lists the names that several people have, at most a page of them, behind a place.
func (db *DB) Duplicates(ctx context.Context, after Cursor) (groups []Duplicates, err error) {
	key, err := keyOf(after)
	if err != nil {
		return nil, err
	}
	var keys [][]byte
	if err := db.list(ctx, &keys, `SELECT sort_key FROM people WHERE sort_key > ? AND merged_into_id IS NULL AND erased_at IS NULL
		GROUP BY sort_key HAVING count(*) > 1 ORDER BY sort_key LIMIT ?`, key, PageSize); err != nil || len(keys) == 0 {
		return nil, err
	}
	var people []Person
	if err := db.listIn(ctx, &people, `SELECT * FROM people WHERE sort_key IN (?) AND merged_into_id IS NULL AND erased_at IS NULL ORDER BY sort_key, id LIMIT 1000`, keys); err != nil {
		return nil, err
	}
	if err := db.postsOf(ctx, people); err != nil {
		return nil, err
	}
	for i, person := range people {
		if i == 0 || string(people[i-1].SortKey) != string(person.SortKey) {
			groups = append(groups, Duplicates{})
		}
		group := &groups[len(groups)-1]
		group.Sure = group.Sure || slices.ContainsFunc(group.People, func(p Person) bool { return sameness(p, person) == surely })
		group.People = append(group.People, person)
	}
	return groups, nil
}
