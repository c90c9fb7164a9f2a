package models

import (
	"context"
	"slices"
	"strings"
)

// Roles that a delegate may have, in the order in which forms offer them.
var DelegateRoles = []string{"chair", "secretary", "speaker", "guest", "press", "delegate"}

// Unranked is the rank of those for whom nobody has decided: after all others, in the order of the list.
const Unranked = 1 << 30

// Delegate is a person in an event, or a named place of an invited unit.
type Delegate struct {
	ID           ID
	UID          string
	EventID      ID `db:"event_id"`
	Position     int64
	PersonID     ID     `db:"person_id"`
	GroupID      ID     `db:"group_id"`
	InvitationID ID     `db:"invitation_id"`
	Roles        string // words, see Has
	Honorific    string // in this event; "": the person's
	ProtocolRank *int64 `db:"protocol_rank"` // in this event; nil: the person's
	Rank         int64  // the one that counts
	Reply        string // none, accepted, declined, substituted
	Reason       string
	RepliedAt    Time   `db:"replied_at"`
	RepliedHow   string `db:"replied_how"`
	Seat         string
	Needs        string
	Version      int64

	Person        Person       `db:"-"`
	Attendance    []Attendance `db:"-"` // in the order of sessions
	SubstituteFor ID           `db:"-"` // the delegate replaced, once the chair has agreed; zero: nobody
}

// Has tells whether the delegate has a role.
func (d Delegate) Has(role string) bool { return slices.Contains(strings.Fields(d.Roles), role) }

// At is the delegate's attendance of a session; the zero Attendance when nothing was recorded.
func (d Delegate) At(session ID) Attendance {
	for _, attendance := range d.Attendance {
		if attendance.SessionID == session {
			return attendance
		}
	}
	return Attendance{}
}

// Substitute is somebody who stands in for a delegate; it counts once the chair has agreed.
type Substitute struct {
	ID         ID
	UID        string
	EventID    ID     `db:"event_id"`
	ReplacedID ID     `db:"replaced_id"`
	DelegateID ID     `db:"delegate_id"`
	State      string // proposed, agreed, refused
	DecidedBy  string `db:"decided_by"`
	DecidedAt  Time   `db:"decided_at"`
	Version    int64
}

func (tx *DB) insertDelegate(ctx context.Context, d Delegate) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO delegates (uid, event_id, position, person_id, group_id, roles, honorific, protocol_rank, rank, seat)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), d.EventID, d.Position, d.PersonID, d.GroupID, d.Roles, d.Honorific, d.ProtocolRank, d.Rank, d.Seat)
}

// effective is the rank that counts, given that of the delegate's person.
func (d Delegate) effective(person *int64) int64 {
	switch {
	case d.ProtocolRank != nil:
		return *d.ProtocolRank
	case person != nil:
		return *person
	}
	return Unranked
}

// keepRanks holds the ranks of an event's delegates to their own or their person's.
func (tx *DB) keepRanks(ctx context.Context, event ID) error {
	return tx.exec(ctx, `
		UPDATE delegates SET rank = COALESCE(protocol_rank, (SELECT p.protocol_rank FROM people p WHERE p.id = person_id), ?)
		WHERE event_id = ? AND rank <> COALESCE(protocol_rank, (SELECT p.protocol_rank FROM people p WHERE p.id = person_id), ?)`,
		Unranked, event, Unranked)
}
