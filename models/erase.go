package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"hoithao/models/viet"
)

// A person may ask that what is known of them be erased. What papers and minutes say of them stays: it is the record that the law on archives wants
// kept (Luật Lưu trữ 33/2024/QH15), and with it the name and the posts under which they were a delegate, spoke, signed. All that serves to reach
// them or to look after them goes: phone, e-mail, year of birth, notes, needs on arrival, links and passes, what was written to them, texts that
// nobody has accepted, and the details of the journal that repeat any of it. The journal's rows stay, with who, when and what, and so do its
// hashes, which cover only the salted hash of a detail: check still holds the chains.

// Erasure is what goes when a person is erased, and what stays and why; after it, what has stayed.
type Erasure struct {
	Person Person   // the one to use: of a record that was merged into another, that other
	Merged []Person // records that were merged into it; they are erased with it
	Goes   []ErasedPart
	Stays  []ErasedPart
	Named  bool // the record names the person: name and posts stay
}

// ErasedPart is one kind of thing, in an event or (Event zero) in the directory.
type ErasedPart struct {
	What  string // a code of the noun "erased" or "stays" in views/words.go
	Event Event
	Count int64
}

// eraseEntry is an erasure as the journal keeps it: never what was erased.
type eraseEntry struct {
	Name   string   `json:",omitzero"` // only when the record goes on naming the person
	Reason string   `json:",omitzero"`
	Erased []string `json:",omitzero"` // kinds of things
}

// nameless stands where a name was that nothing in the record has any more.
const nameless = "(đã xóa dữ liệu)"

// erasing is what an erasure looks for.
type erasing struct {
	people    []Person        // the person, and those merged into them
	uids      map[string]bool // theirs
	named     map[string]bool // of them those whose name stays
	secrets   []string        // phones and addresses, also former ones, as they were written
	delegates map[string]bool // uids of their delegates
	fields    map[string]bool // of a person, in the journal
	texts     map[string]bool // uid of a speech, a space and the position of a text that goes
}

// Erasure tells what erasing a person would do, or has done. It changes nothing.
func (db *DB) Erasure(ctx context.Context, id ID) (erasure Erasure, err error) {
	err = db.View(ctx, func(tx *DB) error {
		e, err := tx.erasingOf(ctx, id)
		if err != nil {
			return err
		}
		erasure.Person, erasure.Merged, erasure.Named = e.people[0], e.people[1:], len(e.named) > 0
		goes := func(what string, event Event, count int64) {
			if count > 0 {
				erasure.Goes = append(erasure.Goes, ErasedPart{what, event, count})
			}
		}
		for _, person := range e.people {
			for what, there := range person.erasable() {
				if there {
					goes(what, Event{}, 1)
				}
			}
			if !e.named[person.UID] && person.Given != nameless && person.MergedIntoID == 0 {
				goes("name", Event{}, 1)
			}
		}
		slices.SortFunc(erasure.Goes, func(a, b ErasedPart) int { return strings.Compare(a.What, b.What) })
		erasure.Goes = slices.CompactFunc(erasure.Goes, func(a, b ErasedPart) bool { return a.What == b.What })
		waiting, err := tx.importsNaming(ctx, e)
		if err != nil {
			return err
		}
		goes("imports", Event{}, int64(len(waiting)))
		details, err := tx.detailsHolding(ctx, 0, e)
		if err != nil {
			return err
		}
		events, err := tx.eventsOf(ctx, e)
		if err != nil {
			return err
		}
		for _, event := range events {
			traces, err := tx.tracesIn(ctx, event.ID, e)
			if err != nil {
				return err
			}
			for _, what := range goingParts {
				goes(what, event, traces.goes[what])
			}
			for _, what := range stayingParts {
				if count := traces.stays[what]; count > 0 {
					erasure.Stays = append(erasure.Stays, ErasedPart{what, event, count})
				}
			}
			more, err := tx.detailsHolding(ctx, event.ID, e)
			if err != nil {
				return err
			}
			details = append(details, more...)
		}
		goes("details", Event{}, int64(len(details)))
		var accounts int64
		for _, person := range e.people {
			var some int64
			if err := tx.get(ctx, &some, `SELECT count(*) FROM users WHERE person_id = ?`, person.ID); err != nil {
				return err
			}
			accounts += some
		}
		if accounts > 0 {
			erasure.Stays = append(erasure.Stays, ErasedPart{What: "account", Count: accounts})
		}
		erasure.Stays = append(erasure.Stays, ErasedPart{What: "journal"})
		return nil
	})
	return erasure, err
}

// ErasePerson erases what Erasure tells, in one change of the directory and of each event that it touches, archived ones too. It names the version
// that its reader saw. Of a merged record it erases the one to use, and all that were merged into it. Erasing again finds nothing to do, or what has
// come since.
func (db *DB) ErasePerson(ctx context.Context, by Actor, id ID, version int64, reason string) error {
	reason = viet.CleanText(reason)
	wrong := Invalid{}
	if reason == "" {
		wrong["reason"] = "Hãy ghi lý do, ví dụ: theo đề nghị của người ấy ngày 02/12/2026."
	}
	if tooLong(wrong, "reason", reason, maxLine); len(wrong) > 0 {
		return wrong
	}
	err := db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		e, err := tx.erasingOf(ctx, id)
		if err != nil {
			return Change{}, err
		}
		person := e.people[0]
		first := person.ErasedAt.IsZero()
		if first && person.Version != version {
			return Change{}, Stale{person.Version, person}
		}
		erased, err := tx.erase(ctx, by, e, first)
		if err != nil || !first && len(erased) == 0 {
			return Change{}, err
		}
		entry := eraseEntry{Reason: reason, Erased: erased}
		if e.named[person.UID] {
			entry.Name = person.Name()
		}
		return Change{Topic: TopicDirectory, What: "erase", Of: person.UID, After: entry}, nil
	})
	if err != nil {
		return err
	}
	return db.wipe(ctx)
}

// wipe empties SQLite's log of changes into the file, where what was removed has been overwritten (secure_delete): else it would stand in the log
// until that is used again. While others read an old state it cannot; then the next time does it.
func (db *DB) wipe(ctx context.Context) error {
	if db.Postgres() || db.tx != nil {
		return nil
	}
	return db.exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
}

// erasable is what of the person's own row goes, and whether it is there.
func (p Person) erasable() map[string]bool {
	return map[string]bool{"phone": p.Phone != "", "email": p.Email != "", "born_year": p.BornYear != nil, "note": p.Note != ""}
}

// erasingOf reads what an erasure of a person looks for.
func (tx *DB) erasingOf(ctx context.Context, id ID) (e erasing, err error) {
	person, err := tx.Person(ctx, id)
	if err == nil && person.MergedIntoID != 0 {
		person, err = tx.Person(ctx, person.MergedIntoID)
	}
	if err != nil {
		return e, err
	}
	e = erasing{people: []Person{person}, fields: personal, uids: map[string]bool{}, named: map[string]bool{}, delegates: map[string]bool{}, texts: map[string]bool{}}
	var merged []Person
	if err := tx.list(ctx, &merged, `SELECT * FROM people WHERE merged_into_id = ? ORDER BY id`, person.ID); err != nil {
		return e, err
	}
	if err := tx.postsOf(ctx, merged); err != nil {
		return e, err
	}
	e.people = append(e.people, merged...)
	for _, person := range e.people {
		e.uids[person.UID] = true
		named, err := tx.inRecord(ctx, person.ID)
		if err != nil {
			return e, err
		}
		if named {
			e.named[person.UID] = true
		}
		e.secret(person.Phone, person.Email)
		var delegates []string
		if err := tx.list(ctx, &delegates, `SELECT uid FROM delegates WHERE person_id = ?`, person.ID); err != nil {
			return e, err
		}
		for _, uid := range delegates {
			e.delegates[uid] = true
		}
		var texts []string
		if err := tx.list(ctx, &texts, `
			SELECT speeches.uid || ' ' || CAST(speech_texts.position AS TEXT) FROM speech_texts JOIN speeches ON speeches.id = speech_id JOIN delegates ON delegates.id = delegate_id
			WHERE person_id = ? AND speech_texts.state <> 'accepted'`, person.ID); err != nil {
			return e, err
		}
		for _, text := range texts {
			e.texts[text] = true
		}
	}
	return e, tx.formerContacts(ctx, &e)
}

// inRecord tells whether the record names a person: then the name stays.
func (tx *DB) inRecord(ctx context.Context, id ID) (named bool, err error) {
	err = tx.get(ctx, &named, `SELECT
		EXISTS (SELECT 1 FROM delegates WHERE person_id = ?) OR EXISTS (SELECT 1 FROM minutes_people WHERE person_id = ?)
		OR EXISTS (SELECT 1 FROM tasks WHERE person_id = ?) OR EXISTS (SELECT 1 FROM papers WHERE signer_id = ?)`, id, id, id, id)
	return named, err
}

// shortestSecret is how long a phone or an address must be to be looked for in texts: a shorter one would be found everywhere.
const shortestSecret = 6

func (e *erasing) secret(texts ...string) {
	for _, text := range texts {
		if len(text) >= shortestSecret && !slices.Contains(e.secrets, text) {
			e.secrets = append(e.secrets, text)
		}
	}
}

// erase does it, and answers the kinds of what it has erased. All events get a row of the journal in which something was erased; at the first
// time also the open ones that print the person.
func (tx *DB) erase(ctx context.Context, by Actor, e erasing, first bool) ([]string, error) {
	events, err := tx.eventsOf(ctx, e)
	if err != nil {
		return nil, err
	}
	erased := map[string]int64{}
	var files []string
	for _, event := range events {
		end, err := tx.takeErasure(ctx, event.ID)
		if err != nil {
			return nil, err
		}
		here, shas, err := tx.eraseWithin(ctx, event.ID, e)
		if err != nil {
			return nil, err
		}
		if here["details"], err = tx.eraseDetails(ctx, event.ID, e); err != nil {
			return nil, err
		}
		entry := eraseEntry{Erased: kinds(here)}
		if files = append(files, shas...); len(entry.Erased) == 0 && (!first || !event.ArchivedAt.IsZero()) {
			if err := tx.giveBack(ctx, end); err != nil {
				return nil, err
			}
			continue
		}
		if e.named[e.people[0].UID] {
			entry.Name = e.people[0].Name()
		}
		if err := tx.record(ctx, by, end, Change{Topic: TopicDirectory, What: "erase", Of: e.people[0].UID, After: entry}); err != nil {
			return nil, err
		}
		for what, count := range here {
			erased[what] += count
		}
	}
	if err := tx.dropFiles(ctx, files); err != nil {
		return nil, err
	}
	details, err := tx.eraseDetails(ctx, 0, e)
	if err != nil {
		return nil, err
	}
	erased["details"] += details
	waiting, err := tx.importsNaming(ctx, e)
	if err != nil {
		return nil, err
	}
	for _, id := range waiting {
		if err := tx.exec(ctx, `DELETE FROM imports WHERE id = ?`, id); err != nil {
			return nil, err
		}
	}
	erased["imports"] += int64(len(waiting))
	for _, person := range e.people {
		if err := tx.erasePerson(ctx, person, e.named[person.UID], erased); err != nil {
			return nil, err
		}
	}
	return kinds(erased), nil
}

// erasePerson empties a person's own row.
func (tx *DB) erasePerson(ctx context.Context, person Person, named bool, erased map[string]int64) error {
	there := 0
	for what, is := range person.erasable() {
		if is {
			erased[what]++
			there++
		}
	}
	if !named && person.Given != nameless {
		person.Family, person.Given, person.Honorific, person.ProtocolRank, person.Posts = "", nameless, "", nil, nil
		person.index()
		if there++; person.MergedIntoID == 0 {
			erased["name"]++
		}
		if err := tx.exec(ctx, `DELETE FROM posts WHERE person_id = ?`, person.ID); err != nil {
			return err
		}
	}
	if there == 0 && !person.ErasedAt.IsZero() {
		return nil
	}
	if person.ErasedAt.IsZero() {
		person.ErasedAt = tx.Now()
	}
	return tx.exec(ctx, `
		UPDATE people SET family = ?, given = ?, honorific = ?, protocol_rank = ?, folded = ?, sort_key = ?, phone = '', email = '', contact_of_id = NULL, contact_at = NULL,
			born_year = NULL, note = '', erased_at = ?, version = version + 1 WHERE id = ?`,
		person.Family, person.Given, person.Honorific, person.ProtocolRank, person.Folded, person.SortKey, person.ErasedAt, person.ID)
}

// kinds are the kinds of things of which there was at least one, in a fixed order.
func kinds(counts map[string]int64) (kinds []string) {
	for what, count := range counts {
		if count > 0 {
			kinds = append(kinds, what)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// takeErasure is takeRevision for an erasure, which alone goes through an archived event too: that is kept as it was but for what the law wants
// gone from it.
func (tx *DB) takeErasure(ctx context.Context, event ID) (link, error) {
	end, err := tx.takeRevision(ctx, event)
	if errors.Is(err, ErrLocked) {
		err = nil
	}
	return end, err
}

// onlyDigits are the digits of a text.
func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
