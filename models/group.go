package models

// Group is one of the parts of an event's attendance. A collective group stands for people who are not named.
type Group struct {
	ID         ID
	UID        string
	EventID    ID `db:"event_id"`
	Position   int64
	Name       string
	Collective bool
	Expected   *int64 // head-count
	Press      bool
	Version    int64

	Units      []Organization `db:"-"` // that send the people of a collective group
	Headcounts []Headcount    `db:"-"` // in the order of sessions
}

// Headcount is how many of a collective group were present at a session.
type Headcount struct {
	EventID   ID `db:"event_id"`
	GroupID   ID `db:"group_id"`
	SessionID ID `db:"session_id"`
	Present   int64
	Version   int64
}
