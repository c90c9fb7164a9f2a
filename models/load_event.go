package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// eventLoad makes one event equal to the file's.
type eventLoad struct {
	*loader
	file     *FileEvent
	place    string // in the file, as a JSON pointer
	pictures []SHA256

	event  Event // as it stands; while the work goes on, as it is to be
	link   link
	fresh  bool         // not known here before
	away   bool         // its registers are kept elsewhere
	locked bool         // archived: only a file that changes nothing passes
	frozen func() error // refuses what changes closed minutes; nil: they are open
	bound  map[string]binding

	sessions, groups, delegates, items map[string]ID // by key; delegates by their person's
	keys                               map[string]binding
	scanned                            map[ID]bool  // delegates whom doors have seen
	journal                            []JournalRow // of the file, that continue the one here
	details                            [][2]string  // of them: salt and text
	changed                            changed
	later                              []func() // removals: what points to others goes before them
	err                                error
}

// binding is what a key of the event's files means.
type binding struct{ Key, Kind, UID string }

// open finds the event or makes it, takes its revision and holds the file against what has happened here since it was made.
func (l *loader) open(i int) (*eventLoad, error) {
	file := &l.file.Events[i]
	e := &eventLoad{loader: l, file: file, place: fmt.Sprintf("/events/%d", i), pictures: l.pictures[i], bound: map[string]binding{}, keys: map[string]binding{}}
	var rows []Event
	if err := l.tx.list(l.ctx, &rows, `SELECT * FROM events WHERE uid = ? OR slug = ?`, file.UID, file.Slug); err != nil {
		return nil, err
	}
	switch {
	case len(rows) == 0:
		e.fresh = true
		return e, nil
	case len(rows) > 1, file.UID != "" && rows[0].UID != file.UID:
		return nil, Refused{Slug: file.Slug, Why: "địa chỉ này ở đây đã thuộc về một sự kiện khác", Kind: ErrConflict}
	}
	e.event = rows[0]
	var err error
	e.link, err = l.tx.takeRevision(l.ctx, e.event.ID)
	e.locked = errors.Is(err, ErrLocked)
	if err != nil && !e.locked {
		return nil, err
	}
	e.get(&e.event, `SELECT * FROM events WHERE id = ?`)
	var bindings []binding
	e.list(&bindings, `SELECT key, kind, uid FROM file_keys WHERE event_id = ?`)
	for _, b := range bindings {
		e.bound[b.Key] = b
	}
	if e.err == nil {
		e.err = e.descends()
	}
	if e.err == nil {
		e.frozen, e.err = e.freeze()
	}
	return e, e.err
}

// descends refuses a file that does not continue what is here. It does when the record stands where the file was made, or where it
// once was handed over on the file's way, or when nothing has happened here since a load of that. A file written by hand has no
// history: it may follow a load, as long as nothing has happened here since.
func (e *eventLoad) descends() error {
	if e.options.Replace || e.file.Head != "" && (e.file.Head == e.event.Head || slices.Contains(e.file.Seen, e.event.Head)) {
		return nil
	}
	var last JournalRow
	e.get(&last, `SELECT * FROM journal WHERE event_id = ? ORDER BY revision DESC LIMIT 1`)
	if e.err != nil && !errors.Is(e.err, ErrNotFound) {
		return e.err
	}
	e.err = nil
	loaded := last.Topic == TopicEvent && last.What == "load"
	switch {
	case loaded && e.file.Head == "", loaded && last.Subject != "" && (last.Subject == e.file.Head || slices.Contains(e.file.Seen, last.Subject)):
		return nil
	case e.file.Head == "":
		return Refused{Slug: e.file.Slug, Why: "hồ sơ ở đây đã thay đổi từ lần nạp trước; chỉ nạp đè khi chắc chắn muốn bỏ các thay đổi đó", Kind: ErrConflict}
	}
	since, err := e.since()
	if err != nil {
		return err
	}
	return Refused{Slug: e.file.Slug, Why: "hồ sơ ở đây đã đi tiếp từ khi tệp này được lấy ra; chỉ nạp đè khi chắc chắn muốn bỏ các thay đổi đó", Kind: ErrConflict, Since: since}
}

// since are the last changes that were made here after the latest point that this record and the file have in common; none when they have none.
func (e *eventLoad) since() ([]JournalRow, error) {
	rows, err := e.tx.Journal(e.ctx, JournalFilter{EventID: e.event.ID, Limit: 1000})
	if err != nil {
		return nil, err
	}
	common := append(slices.Clone(e.file.Seen), e.file.Head)
	at := slices.IndexFunc(rows, func(r JournalRow) bool {
		return slices.Contains(common, r.Hash) || r.What == "load" && r.Topic == TopicEvent && r.Subject != "" && slices.Contains(common, r.Subject)
	})
	if at < 0 {
		return nil, nil
	}
	return rows[:min(at, maxSince)], nil
}

// maxSince is how many changes a refusal names.
const maxSince = 20

// load does the work; printed says that something that the event prints has changed in the directory.
func (e *eventLoad) load(printed bool) error {
	before := e.event
	e.loadEvent()
	e.loadSessions()
	e.loadGroups()
	e.later = append(e.later, e.removeInvitations)
	e.loadDelegates()
	e.loadItems()
	e.loadSpeeches()
	e.loadVotes()
	e.loadConclusions()
	e.loadPhotos()
	e.loadMinutes()
	maps.Copy(e.keys, e.loader.keys)
	e.loadFull() // before what they hang on goes
	for _, remove := range slices.Backward(e.later) {
		remove()
	}
	e.saveEvent(before)
	if e.err == nil && e.frozen != nil {
		e.err = e.frozen()
	}
	if e.err != nil {
		return e.err
	}
	outcome := EventLoad{e.event.Slug, e.event.Title, "updated"}
	if e.fresh {
		outcome.Outcome = "added"
	}
	if e.changed.empty() && !printed && !e.rebinds() {
		outcome.Outcome = "unchanged"
		e.report.Events = append(e.report.Events, outcome)
		return e.tx.giveBack(e.ctx, e.link)
	}
	e.report.Events = append(e.report.Events, outcome)
	e.moved = true
	if printed && !e.locked {
		e.err = e.tx.keepRanks(e.ctx, e.event.ID)
	}
	e.bindKeys()
	e.handOver()
	if e.err != nil {
		return e.err
	}
	change := Change{Topic: TopicEvent, What: "load", Of: e.file.Head, Before: e.changed.before, After: e.changed.after}
	if err := e.writeJournal(); err != nil {
		return err
	}
	if e.fresh && e.file.Head != "" && len(e.journal) == 0 {
		change.anchor = &anchor{e.file.Revision, e.file.Head}
	}
	if err := e.tx.record(e.ctx, e.by, e.link, change); err != nil {
		return err
	}
	return e.vouch()
}

// freeze answers, when the minutes are closed, a check that they still say what they say now; else nil.
func (e *eventLoad) freeze() (func() error, error) {
	var states []string
	if err := e.tx.list(e.ctx, &states, `SELECT state FROM minutes WHERE event_id = ? AND state IN ('final', 'issued')`, e.event.ID); err != nil || len(states) == 0 {
		return nil, err
	}
	before, err := e.tx.Record(e.ctx, e.event.ID)
	if err != nil {
		return nil, err
	}
	return func() error {
		after, err := e.tx.Record(e.ctx, e.event.ID)
		if err != nil {
			return err
		}
		if !same(before.Minutes.onPaper(), after.Minutes.onPaper()) || !same(before.ComposeMinutes(), after.ComposeMinutes()) {
			return Refused{Slug: e.file.Slug, Why: "biên bản đã chốt, tệp này làm nội dung biên bản khác đi", Kind: ErrLocked}
		}
		return nil
	}, nil
}

// onPaper is what the minutes keep beside the people, whose other data may change.
func (m MinutesRow) onPaper() MinutesRow {
	m.Chairs, m.Secretaries = nil, nil
	return m
}

// loadEvent makes the event's own row, or says how it is to be.
func (e *eventLoad) loadEvent() {
	f, now := e.file, &e.event
	now.Slug, now.Kind, now.Noun, now.Title, now.Place, now.Venue = f.Slug, f.Kind, f.Noun, f.Title, f.Place, f.Venue
	now.OrganizerID = e.organizations[f.Organizer]
	now.TimeZone, now.Visibility, now.Regime, now.SeriesUID, now.Note, now.SelfCheckin = f.TimeZone, f.Visibility, f.Regime, f.Series, f.Note, f.SelfCheckin
	now.CancelledAt, now.ArchivedAt = instant(f.CancelledAt), instant(f.ArchivedAt)
	switch {
	case f.AgendaState != "":
		now.AgendaState = f.AgendaState
	case e.fresh && f.Visibility == "staff":
		now.AgendaState = "draft"
	case e.fresh:
		now.AgendaState = "published"
	}
	now.StartsAt, now.EndsAt = Time{}, Time{}
	for _, s := range f.Sessions {
		starts, ends := instant(s.StartsAt), instant(s.EndsAt)
		if now.StartsAt.IsZero() || starts.Before(now.StartsAt.Time) {
			now.StartsAt = starts
		}
		if ends.After(now.EndsAt.Time) {
			now.EndsAt = ends
		}
	}
	now.index()
	if !e.fresh {
		return
	}
	now.UID = firstOf(f.UID, newUID())
	if now.ID, e.err = e.tx.insertEvent(e.ctx, *now); e.err != nil {
		return
	}
	e.link, e.err = e.tx.takeRevision(e.ctx, now.ID)
	e.changed.note("event", nil, *now)
}

// saveEvent writes the event's row when it has changed; that it is archived is the last that is written.
func (e *eventLoad) saveEvent(before Event) {
	now := e.event
	if e.fresh {
		e.exec(`UPDATE events SET starts_at = ?, ends_at = ?, cancelled_at = ?, archived_at = ?, self_checkin = ? WHERE id = ?`,
			now.StartsAt, now.EndsAt, now.CancelledAt, now.ArchivedAt, now.SelfCheckin, now.ID)
		return
	}
	if same(before, now) {
		return
	}
	e.changed.note("event", before, now)
	e.exec(`
		UPDATE events SET slug = ?, kind = ?, noun = ?, title = ?, organizer_id = ?, place = ?, venue = ?, time_zone = ?, visibility = ?, regime = ?,
			agenda_state = ?, series_uid = ?, note = ?, starts_at = ?, ends_at = ?, cancelled_at = ?, archived_at = ?, folded = ?, self_checkin = ?,
			home = ?, version = version + 1
		WHERE id = ?`,
		now.Slug, now.Kind, now.Noun, now.Title, now.OrganizerID, now.Place, now.Venue, now.TimeZone, now.Visibility, now.Regime,
		now.AgendaState, now.SeriesUID, now.Note, now.StartsAt, now.EndsAt, now.CancelledAt, now.ArchivedAt, now.Folded, now.SelfCheckin,
		now.Home, now.ID)
}

// get and list read of the event; the first error stays and nothing is done after it.
func (e *eventLoad) get(dest any, query string) {
	if e.err == nil {
		e.err = e.tx.get(e.ctx, dest, query, e.event.ID)
	}
}

func (e *eventLoad) list(dest any, query string) {
	if e.err == nil {
		e.err = e.tx.list(e.ctx, dest, query, e.event.ID)
	}
}

// exec writes, unless the event is archived.
func (e *eventLoad) exec(query string, args ...any) {
	if e.allowed() {
		e.err = e.tx.exec(e.ctx, query, args...)
	}
}

// put writes a row by an INSERT … ON CONFLICT … RETURNING id that answers no row when the uid is of another event.
func (e *eventLoad) put(at, query string, args ...any) (id ID) {
	if !e.allowed() {
		return 0
	}
	if id, e.err = e.tx.add(e.ctx, query, args...); errors.Is(e.err, ErrNotFound) {
		e.err = e.wrong(e.place+at+"/uid", "uid này ở đây đã thuộc về một sự kiện khác")
	}
	return id
}

func (e *eventLoad) allowed() bool {
	if e.err == nil && e.locked {
		e.err = Refused{Slug: e.file.Slug, Why: "sự kiện đã lưu trữ, không thay đổi được nữa", Kind: ErrLocked}
	}
	return e.err == nil
}

// remove deletes, at the end, a row that the file no longer lists, unless one of the queries finds something that hangs on it and that
// a file cannot carry. The queries take the row's number.
func (e *eventLoad) remove(kind, table, name string, id ID, row any, hangs ...hanging) {
	e.later = append(e.later, func() {
		for _, h := range hangs {
			var found int
			if e.err == nil && e.file.Full == nil {
				e.err = e.tx.get(e.ctx, &found, h.query, id)
			}
			if e.err == nil && found > 0 {
				e.err = Refused{Slug: e.file.Slug, Why: fmt.Sprintf("tệp không còn %s, nhưng ở đây đã có %s của mục này nên không bỏ được", name, h.what), Kind: ErrConflict}
			}
		}
		e.exec(`DELETE FROM `+table+` WHERE id = ?`, id)
		e.changed.note(kind, row, nil)
	})
}

// hanging counts what hangs on a row.
type hanging struct{ what, query string }

func quoted(text string) string { return "“" + strings.TrimSpace(text) + "”" }
