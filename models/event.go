package models

import "time"

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
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Local is an instant on the event's own clock, for printing.
func (e Event) Local(t Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.In(e.Zone())
}
