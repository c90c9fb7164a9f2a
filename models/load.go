package models

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// LoadOptions change how a file is loaded.
type LoadOptions struct {
	Replace bool // also onto a record that has moved since the file was made: what was done here since is lost
	Own     bool // from now on the registers here number its papers: the office that it comes from hands out no more
}

// LoadReport says what a load has done.
type LoadReport struct {
	Events                []EventLoad
	Organizations, People int // of the directory, added or changed
}

// EventLoad is what a load has done to an event.
type EventLoad struct {
	Slug, Title string
	Outcome     string // added, updated, unchanged
}

// Refused says why a file cannot be loaded onto what is here, in Vietnamese. It is an ErrConflict or an ErrLocked.
type Refused struct {
	Slug, Why string
	Kind      error
	Since     []JournalRow // what has been changed here since the file was made, the newest first, some of it; none: unknown
}

func (refused Refused) Error() string { return refused.Slug + ": " + refused.Why }
func (refused Refused) Unwrap() error { return refused.Kind }

// Load reads a portable file into the record: all of it, or nothing and an error that is a FileError, Refused or a fault. An event of
// the file is made equal to the file; see File for what a field that is not written means, and matches below for what is the same
// thing. People and organizations are never removed, and what a file cannot carry (invitations, documents, issued papers) stays. A
// load that changes nothing takes no revision.
func (db *DB) Load(ctx context.Context, by Actor, r io.Reader, options LoadOptions) (LoadReport, error) {
	file, err := ReadFile(r)
	if err != nil {
		return LoadReport{}, err
	}
	pictures, fresh, err := db.storePictures(ctx, file)
	if err == nil {
		var more []string
		more, err = db.storeFull(ctx, file)
		fresh = append(fresh, more...)
	}
	report := LoadReport{}
	if err == nil {
		err = db.transact(ctx, func(tx *DB) error {
			l := loader{tx: tx, ctx: ctx, by: by, options: options, file: &file, pictures: pictures}
			if err := l.load(); err != nil {
				return err
			}
			report = l.report
			if !l.moved {
				return errNothing
			}
			return nil
		})
	}
	if err == nil || errors.Is(err, errNothing) {
		return report, nil
	}
	return LoadReport{}, errors.Join(err, db.dropFiles(context.WithoutCancel(ctx), fresh))
}

// storePictures stores the pictures before anything is locked and answers their hashes by event and photo, and which of them are new.
func (db *DB) storePictures(ctx context.Context, file File) (pictures [][]SHA256, fresh []string, err error) {
	for _, event := range file.Events {
		hashes := make([]SHA256, len(event.Photos))
		for i, photo := range event.Photos {
			if len(photo.File) == 0 {
				continue
			}
			sha, isNew, err := db.addFile(ctx, bytes.NewReader(photo.File), 0)
			if isNew || err != nil {
				fresh = append(fresh, sha)
			}
			if err != nil {
				return nil, fresh, err
			}
			hashes[i] = SHA256(sha)
		}
		pictures = append(pictures, hashes)
	}
	return pictures, fresh, nil
}

// loader brings one file into the record, in one transaction. It holds the office's chain, and then those of its events.
type loader struct {
	tx       *DB
	ctx      context.Context
	by       Actor
	options  LoadOptions
	file     *File
	pictures [][]SHA256

	events        []*eventLoad
	organizations map[string]ID         // by key
	people        map[string]loadPerson // by key
	keys          map[string]binding    // of the directory
	directory     changed               // of the office
	touched       touched               // what stood in the directory before and is now otherwise
	erased        []ID                  // people whose data are erased here, or in the file

	report LoadReport
	moved  bool // anything at all
}

type loadPerson struct {
	ID     ID
	Rank   *int64
	Erased bool // nothing by which to reach or to look after them is taken from the file
}

// touched are things of the directory that papers of other events may print.
type touched struct {
	people, organizations []ID
	uids                  []string
}

func (l *loader) load() error {
	office, err := l.tx.takeRevision(l.ctx, 0)
	if err != nil {
		return err
	}
	l.keys = map[string]binding{}
	for i := range l.file.Events {
		event, err := l.open(i)
		if err != nil {
			return err
		}
		l.events = append(l.events, event)
	}
	if err := l.loadDirectory(); err != nil {
		return err
	}
	printing, err := l.tx.printing(l.ctx, l.touched.people, l.touched.organizations)
	if err != nil {
		return err
	}
	for _, event := range l.events {
		if err := event.load(slices.Contains(printing, event.event.ID)); err != nil {
			return err
		}
		printing = slices.DeleteFunc(printing, func(id ID) bool { return id == event.event.ID })
	}
	if err := l.tell(printing); err != nil {
		return err
	}
	if err := l.keepErased(); err != nil {
		return err
	}
	l.moved = l.moved || !l.directory.empty()
	if l.directory.empty() {
		return l.tx.giveBack(l.ctx, office)
	}
	return l.tx.record(l.ctx, l.by, office, Change{Topic: TopicDirectory, What: "load", Before: l.directory.before, After: l.directory.after})
}

// tell takes a revision in other events that print what has changed in the directory, and keeps their order of delegates.
func (l *loader) tell(events []ID) error {
	for _, event := range events {
		link, err := l.tx.takeRevision(l.ctx, event)
		if err != nil {
			return err
		}
		if err := l.tx.keepRanks(l.ctx, event); err != nil {
			return err
		}
		change := Change{Topic: TopicDirectory, What: "edit", After: l.touched.uids}
		if len(l.touched.uids) == 1 {
			change.Of = l.touched.uids[0]
		}
		if err := l.tx.record(l.ctx, l.by, link, change); err != nil {
			return err
		}
	}
	return nil
}

// giveBack undoes takeRevision when there was nothing to do, and the transaction goes on.
func (tx *DB) giveBack(ctx context.Context, end link) error {
	if end.EventID == 0 {
		return tx.exec(ctx, `UPDATE office SET revision = ? WHERE id = 1`, end.Revision-1)
	}
	return tx.exec(ctx, `UPDATE events SET revision = ? WHERE id = ?`, end.Revision-1, end.EventID)
}

// changed collects what a load has changed, by kind, for the journal.
type changed struct{ before, after map[string][]any }

// note adds a thing as it was and as it is; nil for one that was not, or is no more.
func (c *changed) note(kind string, before, after any) {
	if c.before == nil {
		c.before, c.after = map[string][]any{}, map[string][]any{}
	}
	if before != nil {
		c.before[kind] = append(c.before[kind], before)
	}
	if after != nil {
		c.after[kind] = append(c.after[kind], after)
	}
}

func (c *changed) empty() bool { return len(c.before) == 0 && len(c.after) == 0 }

// was is a row as it stood, for the journal; nil when it is new.
func was[T any](row T, id ID) any {
	if id == 0 {
		return nil
	}
	return row
}

// some is a list for the journal; nil when it is empty.
func some[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// pairing finds for each thing of a list in the file the row that stands for it, by one likeness after the other.
type pairing[R any] struct {
	rows  []R
	of    []int // by thing: index of its row, or -1
	taken []bool
}

func pairs[R any](rows []R, things int) *pairing[R] {
	return &pairing[R]{rows, slices.Repeat([]int{-1}, things), make([]bool, len(rows))}
}

// match pairs things and rows that are still alone and have the same name, in order. An empty name is like none.
func (p *pairing[R]) match(thing func(i int) string, row func(r R) string) *pairing[R] {
	free := map[string][]int{}
	for j, r := range p.rows {
		if name := row(r); !p.taken[j] && name != "" {
			free[name] = append(free[name], j)
		}
	}
	for i := range p.of {
		if p.of[i] >= 0 {
			continue
		}
		if name := thing(i); len(free[name]) > 0 {
			p.of[i], free[name] = free[name][0], free[name][1:]
			p.taken[p.of[i]] = true
		}
	}
	return p
}

// row is the row of a thing; the zero row when the thing is new.
func (p *pairing[R]) row(i int) (row R) {
	if p.of[i] >= 0 {
		row = p.rows[p.of[i]]
	}
	return row
}

// left are the rows that stand for nothing in the file.
func (p *pairing[R]) left() (rows []R) {
	for j, row := range p.rows {
		if !p.taken[j] {
			rows = append(rows, row)
		}
	}
	return rows
}

// unless is the name by which a thing without uid is known; one with a uid is known by that alone.
func unless(uid, name string) string {
	if uid != "" {
		return ""
	}
	return name
}

// places gives the things of a list their positions: a row keeps its own as long as it stands behind the one before.
type places struct {
	position int64
	id       ID
}

func (p *places) next(position int64, id ID) int64 {
	if id == 0 || position < p.position || position == p.position && id < p.id {
		position = p.position + 1
	}
	if id == 0 {
		id = 1 << 62 // it will be the last of its position
	}
	p.position, p.id = position, id
	return position
}

// wrong is an error at a place of the file that only the database could tell.
func (l *loader) wrong(at, why string) error {
	wrong := FileError{pointer: jsontext.Pointer(at), Why: why}
	wrong.locate(l.file.source)
	return wrong
}
