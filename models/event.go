package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
)

// Kinds of events, in the order in which forms offer them.
var EventKinds = []string{"workshop", "conference", "meeting", "seminar", "training", "congress"}

// nouns are the printed words of the kinds.
var nouns = map[string]string{
	"workshop": "hội thảo", "conference": "hội nghị", "meeting": "cuộc họp", "seminar": "tọa đàm", "training": "lớp tập huấn", "congress": "đại hội",
}

// Event is a workshop, conference or meeting.
type Event struct {
	ID             ID
	UID            string
	Slug           string
	Kind           string
	Noun           string // overrides the kind's printed word
	Title          string // without quotes
	OrganizerID    ID     `db:"organizer_id"`
	Place          string // "": the organizer's
	Venue          string
	TimeZone       string `db:"time_zone"` // IANA
	Visibility     string // public, invited, staff
	Regime         string // "": by organizer and date
	AgendaState    string `db:"agenda_state"` // draft, published
	SeriesUID      string `db:"series_uid"`
	Note           string // internal
	StartsAt       Time   `db:"starts_at"` // of the first session
	EndsAt         Time   `db:"ends_at"`   // of the last session
	CancelledAt    Time   `db:"cancelled_at"`
	ArchivedAt     Time   `db:"archived_at"`
	Folded         string
	Revision       int64
	PublicRevision int64 `db:"public_revision"`
	Head           string
	Version        int64
	ContactName    string `db:"contact_name"` // whom the invited call
	ContactPhone   string `db:"contact_phone"`
	AnswerBy       Time   `db:"answer_by"`    // by when new invitations ask for an answer
	TextsBy        Time   `db:"texts_by"`     // by when speakers hand in their texts
	SelfCheckin    bool   `db:"self_checkin"` // delegates may note themselves present by the code on the hall's screen
	Home           string // uid of the office that hands out its registers' numbers, while the event is away from there; "": this one
}

// Session is a part of an event for which attendance is taken: a morning, an afternoon, a day.
type Session struct {
	ID       ID
	UID      string
	EventID  ID `db:"event_id"`
	Position int64
	Name     string // "": computed from the start
	StartsAt Time   `db:"starts_at"`
	EndsAt   Time   `db:"ends_at"`
	Room     string
	Version  int64
}

// URL is the event's address within the site.
func (e Event) URL() string { return "/events/" + e.Slug }

// Word is the printed noun in lower case: "hội thảo".
func (e Event) Word() string {
	if e.Noun != "" {
		return e.Noun
	}
	return nouns[e.Kind]
}

// Zone is the event's time zone; the data is in the binary, and an unknown name was refused at the door.
func (e Event) Zone() *time.Location {
	if zone, ok := zones.Load(e.TimeZone); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(e.TimeZone, zone)
	return zone
}

// zones keeps the zones that were read: reading one costs more than a query. There are a few hundred at most.
var zones sync.Map

// Local is an instant on the event's own clock, for printing.
func (e Event) Local(t Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.In(e.Zone())
}

// Event reads an event by its slug.
func (db *DB) Event(ctx context.Context, slug string) (event Event, err error) {
	err = db.get(ctx, &event, `SELECT * FROM events WHERE slug = ?`, slug)
	return event, err
}

// EventByID reads an event by its number, for what leads to it by another way than its address.
func (db *DB) EventByID(ctx context.Context, id ID) (event Event, err error) {
	err = db.get(ctx, &event, `SELECT * FROM events WHERE id = ?`, id)
	return event, err
}

// PublicRevision is the last revision of a public event that its page shows: as long as it stands, so does the page.
func (db *DB) PublicRevision(ctx context.Context, slug string) (event ID, revision int64, err error) {
	var at struct {
		ID       ID
		Revision int64
	}
	err = db.get(ctx, &at, `SELECT id, public_revision AS revision FROM events WHERE slug = ? AND visibility = 'public'`, slug)
	return at.ID, at.Revision, err
}

// check makes the event's text clean and says what is wrong with it.
func (e *Event) check() Invalid {
	wrong := Invalid{}
	for _, text := range []*string{&e.Title, &e.Noun, &e.Place, &e.Venue, &e.Slug} {
		*text = viet.Clean(*text)
	}
	e.Note = viet.CleanText(e.Note)
	e.Title = strings.Trim(e.Title, `“”"`)
	switch {
	case e.Title == "":
		wrong["title"] = "Hãy ghi tên sự kiện."
	case utf8.RuneCountInString(e.Title) > 500:
		wrong["title"] = "Tên sự kiện dài quá 500 ký tự."
	}
	for field, text := range map[string]string{"noun": e.Noun, "place": e.Place, "venue": e.Venue, "slug": e.Slug} {
		if utf8.RuneCountInString(text) > 200 {
			wrong[field] = "Dài quá 200 ký tự."
		}
	}
	if utf8.RuneCountInString(e.Note) > 100_000 {
		wrong["note"] = "Ghi chú dài quá 100.000 ký tự."
	}
	if !slices.Contains(EventKinds, e.Kind) {
		wrong["kind"] = "Hãy chọn loại sự kiện."
	}
	if !slices.Contains([]string{"public", "invited", "staff"}, e.Visibility) {
		wrong["visibility"] = "Hãy chọn ai được xem."
	}
	if _, err := time.LoadLocation(e.TimeZone); err != nil || e.TimeZone == "" || e.TimeZone == "Local" {
		wrong["time_zone"] = "Không có múi giờ này."
	}
	if !slices.Contains([]string{"", string(Dang2018), string(Dang2026), string(NN2011), string(NN2020)}, e.Regime) {
		wrong["regime"] = "Không có thể thức này."
	}
	if e.Slug != "" && !slugs.MatchString(e.Slug) || e.Slug == "new" { // the address of the form
		wrong["slug"] = "Địa chỉ chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."
	}
	if e.OrganizerID == 0 {
		wrong["organizer"] = "Hãy chọn cơ quan tổ chức."
	}
	e.index()
	return wrong
}

// index keeps what searches go by.
func (e *Event) index() { e.Folded = viet.Fold(e.Title + " " + e.Venue + " " + e.Slug) }

func slugTaken() Invalid {
	return Invalid{"slug": "Địa chỉ này đã có sự kiện khác dùng."}
}

var slugs = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// slugOf makes an address from a title: its first words without marks, and the year.
func slugOf(noun, title string, year int) string {
	words := strings.FieldsFunc(viet.Fold(noun+" "+title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words[:min(len(words), 10)], "-")
	if year != 0 {
		slug += "-" + strconv.Itoa(year)
	}
	return strings.Trim(slug, "-")
}

// freeSlug is the slug itself, or with the first number behind it that no event has.
func (db *DB) freeSlug(ctx context.Context, slug string) (string, error) {
	free := slug
	for n := 2; ; n++ {
		_, err := db.Event(ctx, free)
		if errors.Is(err, ErrNotFound) {
			return free, nil
		}
		if err != nil {
			return "", err
		}
		free = slug + "-" + strconv.Itoa(n)
	}
}

// NewEvent is an event to be made, with its first session.
type NewEvent struct {
	Event
	StartsAt, EndsAt Time // of the first session
	Room             string
	Usual            bool // begin with the usual agenda of the kind
	From             ID   // an event to copy sessions, groups and agenda from, moved to the new day; zero: none
	WithDelegates    bool // of that event too
}

// AddEvent makes an event and answers it. Its slug comes from the title when none is given.
func (db *DB) AddEvent(ctx context.Context, by Actor, wanted NewEvent) (event Event, err error) {
	event = wanted.Event
	wrong := event.check()
	switch {
	case wanted.StartsAt.IsZero():
		wrong["starts_at"] = "Hãy ghi ngày giờ bắt đầu."
	case wanted.From == 0 && !wanted.EndsAt.After(wanted.StartsAt.Time):
		wrong["ends_at"] = "Giờ kết thúc phải sau giờ bắt đầu."
	}
	if len(wrong) > 0 {
		return event, wrong
	}
	slug := event.Slug
	err = db.transact(ctx, func(tx *DB) error {
		event.UID = newUID()
		event.AgendaState = "draft"
		base := cmp.Or(slug, slugOf(event.Word(), event.Title, event.Local(wanted.StartsAt).Year()))
		for err := errTaken; errors.Is(err, errTaken); { // once more when somebody has just taken the slug
			if event.Slug, err = tx.freeSlug(ctx, base); err != nil {
				return err
			}
			if slug != "" && event.Slug != slug {
				return slugTaken()
			}
			if event.ID, err = tx.insertEvent(ctx, event); err != nil && !errors.Is(err, errTaken) {
				return err
			}
		}
		return tx.change(ctx, by, event.ID, func(tx *DB) (Change, error) {
			if err := tx.furnish(ctx, event, wanted); err != nil {
				return Change{}, err
			}
			return Change{Topic: TopicEvent, What: "add", Of: event.UID, After: event}, tx.keepTimes(ctx, event.ID)
		})
	})
	if err != nil {
		return event, err
	}
	return db.Event(ctx, event.Slug)
}

// errTaken is an insert whose slug another event has.
var errTaken = fmt.Errorf("slug taken: %w", ErrConflict)

// insertEvent answers errTaken where another event has the slug.
func (tx *DB) insertEvent(ctx context.Context, e Event) (ID, error) {
	id, err := tx.add(ctx, `
		INSERT INTO events (uid, slug, kind, noun, title, organizer_id, place, venue, time_zone, visibility, regime, agenda_state, series_uid, note, folded)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING RETURNING id`,
		e.UID, e.Slug, e.Kind, e.Noun, e.Title, e.OrganizerID, e.Place, e.Venue, e.TimeZone, e.Visibility, e.Regime, e.AgendaState, e.SeriesUID, e.Note, e.Folded)
	if errors.Is(err, ErrNotFound) {
		err = errTaken
	}
	return id, err
}

// keepTimes holds the event's start and end to those of its sessions.
func (tx *DB) keepTimes(ctx context.Context, event ID) error {
	var before, after Event
	if err := tx.get(ctx, &before, `SELECT * FROM events WHERE id = ?`, event); err != nil {
		return err
	}
	if err := tx.get(ctx, &after, `
		UPDATE events SET starts_at = (SELECT min(starts_at) FROM sessions WHERE event_id = events.id),
		                  ends_at = (SELECT max(ends_at) FROM sessions WHERE event_id = events.id) WHERE id = ? RETURNING *`, event); err != nil {
		return err
	}
	return tx.retell(ctx, before, after)
}

// SaveEvent changes an event's own fields. The event names the version it was made on.
func (db *DB) SaveEvent(ctx context.Context, by Actor, event Event) error {
	wrong := event.check()
	if event.Slug == "" {
		wrong["slug"] = "Hãy ghi địa chỉ."
	}
	if len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event.ID, func(tx *DB) (Change, error) {
		var before Event
		if err := tx.get(ctx, &before, `SELECT * FROM events WHERE id = ?`, event.ID); err != nil {
			return Change{}, err
		}
		if before.Version != event.Version {
			return Change{}, Stale{before.Version, before}
		}
		// What the form cannot change stays as it stands.
		event.UID, event.AgendaState, event.SeriesUID, event.StartsAt, event.EndsAt = before.UID, before.AgendaState, before.SeriesUID, before.StartsAt, before.EndsAt
		event.ArchivedAt, event.Revision, event.PublicRevision, event.Head, event.Home = before.ArchivedAt, before.Revision, before.PublicRevision, before.Head, before.Home
		if event == before {
			return Change{}, nil
		}
		if before.Slug != event.Slug {
			if free, err := tx.freeSlug(ctx, event.Slug); err != nil || free != event.Slug {
				return Change{}, errors.Join(err, slugTaken())
			}
		}
		if err := tx.retell(ctx, before, event); err != nil {
			return Change{}, err
		}
		what := "edit"
		if event.CancelledAt.IsZero() != before.CancelledAt.IsZero() {
			what = "cancel"
			if event.CancelledAt.IsZero() {
				what = "resume"
			}
		}
		return Change{Topic: TopicEvent, What: what, Of: event.UID, Before: before, After: event}, tx.exec(ctx, `
			UPDATE events SET slug = ?, kind = ?, noun = ?, title = ?, organizer_id = ?, place = ?, venue = ?, time_zone = ?, visibility = ?, regime = ?,
				note = ?, cancelled_at = ?, folded = ?, self_checkin = ?, version = version + 1 WHERE id = ?`,
			event.Slug, event.Kind, event.Noun, event.Title, event.OrganizerID, event.Place, event.Venue, event.TimeZone, event.Visibility, event.Regime,
			event.Note, event.CancelledAt, event.Folded, event.SelfCheckin, event.ID)
	})
}

// RemoveEvent removes an event as long as nothing is recorded: no attendance, no speech that was held, no minutes. The office's
// journal keeps that there was one, and the registers the numbers that it took.
func (db *DB) RemoveEvent(ctx context.Context, by Actor, event Event) error {
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var recorded bool
		if err := tx.get(ctx, &recorded, `SELECT
			EXISTS (SELECT 1 FROM attendance WHERE event_id = ?) OR EXISTS (SELECT 1 FROM headcounts WHERE event_id = ?)
			OR EXISTS (SELECT 1 FROM speeches WHERE event_id = ? AND (started_at IS NOT NULL OR summary <> '' OR text <> ''))
			OR EXISTS (SELECT 1 FROM conclusions WHERE event_id = ?) OR EXISTS (SELECT 1 FROM votes WHERE event_id = ?)
			OR EXISTS (SELECT 1 FROM minutes WHERE event_id = ?) OR EXISTS (SELECT 1 FROM paper_versions WHERE event_id = ?)`,
			event.ID, event.ID, event.ID, event.ID, event.ID, event.ID, event.ID); err != nil {
			return Change{}, err
		}
		if recorded {
			return Change{}, ErrLocked
		}
		// Rows of the event that point to each other go first; the rest goes with it.
		if _, err := tx.takeRevision(ctx, event.ID); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE register_numbers SET state = 'cancelled', reason = ? WHERE state = 'reserved' AND (event_uid = ? OR paper_uid IN (SELECT uid FROM papers WHERE event_id = ?))`,
			"Sự kiện đã xóa", event.UID, event.ID); err != nil {
			return Change{}, err
		}
		for _, statement := range []string{
			`DELETE FROM outbox WHERE event_id = ?`, `DELETE FROM speeches WHERE event_id = ?`, `DELETE FROM documents WHERE event_id = ?`, `DELETE FROM agenda_items WHERE event_id = ?`,
			`DELETE FROM delegates WHERE event_id = ?`, `DELETE FROM invitations WHERE event_id = ?`, `DELETE FROM papers WHERE event_id = ?`,
		} {
			if err := tx.exec(ctx, statement, event.ID); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicEvent, What: "remove", Of: event.UID, Before: event}, tx.exec(ctx, `DELETE FROM events WHERE id = ?`, event.ID)
	})
}

// Series is the name of the series that the event belongs to: that of the event it continues, else its own.
func (e Event) Series() string {
	if e.SeriesUID != "" {
		return e.SeriesUID
	}
	return e.UID
}
