package models

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"
)

// Invitation is a letter to a person, to a unit that sends people, or to a person whom a unit has named. Behind its link is a page where
// the invited answers without an account.
type Invitation struct {
	ID             ID
	UID            string
	EventID        ID     `db:"event_id"`
	GroupID        ID     `db:"group_id"`        // of those whom a unit sends
	OrganizationID ID     `db:"organization_id"` // the unit; zero: a person is invited
	Heads          *int64 // how many a unit is asked for
	Whom           string // what kind of person
	AnswerBy       Time   `db:"answer_by"`
	Salt           string `json:"-"`
	TokenHash      string `db:"token_hash" json:"-"`
	ReachedHow     string `db:"reached_how"` // see ReachedHows
	ReachedAt      Time   `db:"reached_at"`
	OpenedAt       Time   `db:"opened_at"` // by a person's browser, not by a robot that looks at links
	RevokedAt      Time   `db:"revoked_at"`
	Version        int64
	ParentID       ID   `db:"parent_id"`   // the unit's invitation, of somebody whom a unit has named
	DeclinedAt     Time `db:"declined_at"` // a unit sends nobody
	Reason         string

	Link     string       `db:"-" json:"-"` // the token of the page's address, see Path; "": there is no key here
	Delegate Delegate     `db:"-" json:"-"` // who is invited, when it is a person
	Unit     Organization `db:"-" json:"-"` // who is invited, when it is a unit
	Named    int64        `db:"-" json:"-"` // how many people a unit has named
}

// ReachedHows are the ways in which an invitation reaches people, in the order in which forms offer them.
var ReachedHows = []string{"letter", "mail", "message", "phone", "hand"}

// Ways of an answer. One that came through the link says so; all others were noted by somebody with an account.
const (
	byLink = "link"
	byUnit = "unit" // the unit has named him
)

// RepliedHows are the ways in which an answer reaches an organizer who notes it.
var RepliedHows = []string{"phone", "letter", "mail", "message", "hand"}

// ToUnit tells whether a unit is invited, which sends people.
func (i Invitation) ToUnit() bool { return i.OrganizationID != 0 }

// Path is the address of the page of whom it invites, within the site: /i/… of a person, /u/… of a unit; "" without a link.
func (i Invitation) Path() string {
	switch {
	case i.Link == "":
		return ""
	case i.ToUnit():
		return "/u/" + i.Link
	}
	return "/i/" + i.Link
}

// Asked is how many people a unit is asked for; one when nobody has said.
func (i Invitation) Asked() int64 {
	if i.Heads == nil {
		return 1
	}
	return *i.Heads
}

// Owed is how many names a unit still owes.
func (i Invitation) Owed() int64 {
	if !i.ToUnit() || !i.RevokedAt.IsZero() || !i.DeclinedAt.IsZero() {
		return 0
	}
	return max(0, i.Asked()-i.Named)
}

// Name is whom it invites.
func (i Invitation) Name() string {
	if i.ToUnit() {
		return i.Unit.Name
	}
	return i.Delegate.Person.Name()
}

// Cursor is the invitation's place in a list.
func (i Invitation) Cursor() Cursor { return Cursor{strconv.FormatInt(int64(i.ID), 10), i.ID} }

// LinkLife is how long after an event the links of its invitations lead anywhere.
const LinkLife = 60 * 24 * time.Hour

// Gone tells whether the link no longer leads anywhere: the invitation was revoked, or the event is long over.
func (i Invitation) Gone(event Event, now Time) bool {
	return !i.RevokedAt.IsZero() || !event.EndsAt.IsZero() && now.Sub(event.EndsAt.Time) > LinkLife
}

// Open tells whether who is invited may still answer, and change an answer: until the deadline of the invitation, else until the event begins.
func (i Invitation) Open(event Event, now Time) bool {
	until := i.Until(event)
	return i.RevokedAt.IsZero() && event.CancelledAt.IsZero() && event.ArchivedAt.IsZero() && (until.IsZero() || now.Before(until.Time))
}

// Until is the moment up to which answers are taken; none when neither a deadline nor the event's begin is known.
func (i Invitation) Until(event Event) Time {
	return cmp.Or(i.AnswerBy, event.StartsAt)
}

// linkOf is the salt and the hash of an invitation's link, new. Without a key the hash is a place-holder that no token has.
func (db *DB) linkOf(uid string) (salt, hash string) {
	salt = newUID()
	if token := db.token(forInvitation, uid, salt); token != "" {
		return salt, tokenHash(token)
	}
	return salt, "-" + uid
}

// link of an invitation as it stands; "" where it cannot be made.
func (i *Invitation) link(db *DB) {
	i.Link = db.tokenOf(forInvitation, i.UID, i.Salt, &i.TokenHash)
}

// giveLinks gives links to invitations that were made while there was no key.
func (db *DB) giveLinks(ctx context.Context) error {
	if len(db.key) == 0 {
		return nil
	}
	var events []ID
	if err := db.list(ctx, &events, `
		SELECT id FROM events WHERE archived_at IS NULL AND EXISTS (SELECT 1 FROM invitations WHERE event_id = events.id AND token_hash = '-' || uid) ORDER BY id`); err != nil {
		return err
	}
	for _, event := range events {
		if err := db.change(ctx, Actor{Name: "hoithao"}, event, func(tx *DB) (Change, error) {
			var without []Invitation
			if err := tx.list(ctx, &without, `SELECT * FROM invitations WHERE event_id = ? AND token_hash = '-' || uid ORDER BY id`, event); err != nil || len(without) == 0 {
				return Change{}, err
			}
			for _, invitation := range without {
				salt, hash := tx.linkOf(invitation.UID)
				if err := tx.exec(ctx, `UPDATE invitations SET salt = ?, token_hash = ? WHERE id = ?`, salt, hash, invitation.ID); err != nil {
					return Change{}, err
				}
			}
			return Change{Topic: TopicInvitations, What: "link", After: struct{ Count int }{len(without)}}, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// InvitationByLink finds whom a link invites, with the event; ErrNotFound when it is nobody's. A revoked one is found, so that its page can
// say so: see Gone.
func (db *DB) InvitationByLink(ctx context.Context, token string) (event Event, invitation Invitation, err error) {
	if len(token) != 26 {
		return event, invitation, ErrNotFound
	}
	err = db.View(ctx, func(tx *DB) error {
		if err := tx.get(ctx, &invitation, `SELECT * FROM invitations WHERE token_hash = ?`, tokenHash(token)); err != nil {
			return err
		}
		if err := tx.get(ctx, &event, `SELECT * FROM events WHERE id = ?`, invitation.EventID); err != nil {
			return err
		}
		invitations := []Invitation{invitation}
		err := tx.presentInvitations(ctx, event.ID, invitations)
		invitation = invitations[0]
		return err
	})
	invitation.Link = token
	return event, invitation, err
}

// LinkStand is where the event of a link stands.
type LinkStand struct {
	Invitation     ID
	Revision       int64
	PublicRevision int64 `db:"public_revision"`
}

// LinkStand tells where the event stands to which a link leads: as long as it stands there, so does the page behind the link. ErrNotFound when
// the link is nobody's, or revoked.
func (db *DB) LinkStand(ctx context.Context, token string) (stand LinkStand, err error) {
	if len(token) != 26 {
		return stand, ErrNotFound
	}
	err = db.get(ctx, &stand, `
		SELECT i.id AS invitation, revision, public_revision FROM invitations i JOIN events ON events.id = event_id WHERE token_hash = ? AND revoked_at IS NULL`, tokenHash(token))
	return stand, err
}

// Invited tells whether a link is one to the event that still leads there: who has it follows the event as its guests do. It is the
// seam for whatever an event shows to the invited.
func (db *DB) Invited(ctx context.Context, event Event, token string) (bool, error) {
	if len(token) != 26 {
		return false, nil
	}
	var found []Invitation
	if err := db.list(ctx, &found, `SELECT * FROM invitations WHERE token_hash = ? AND event_id = ?`, tokenHash(token), event.ID); err != nil || len(found) == 0 {
		return false, err
	}
	return !found[0].Gone(event, db.Now()), nil
}

// Invitation reads one of an event.
func (db *DB) Invitation(ctx context.Context, event, id ID) (Invitation, error) {
	invitations := make([]Invitation, 1)
	if err := db.get(ctx, &invitations[0], `SELECT * FROM invitations WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return Invitation{}, err
	}
	err := db.presentInvitations(ctx, event, invitations)
	return invitations[0], err
}

// presentInvitations reads what is shown of invitations beside their own row, in a fixed number of queries.
func (db *DB) presentInvitations(ctx context.Context, event ID, invitations []Invitation) error {
	if len(invitations) == 0 {
		return nil
	}
	ids, units, at := []ID{}, []ID{}, map[ID]*Invitation{}
	for i := range invitations {
		invitations[i].link(db)
		ids, at[invitations[i].ID] = append(ids, invitations[i].ID), &invitations[i]
		if invitations[i].ToUnit() {
			units = append(units, invitations[i].OrganizationID)
		}
	}
	delegates := []Delegate{}
	if err := db.listIn(ctx, &delegates, `SELECT * FROM delegates WHERE invitation_id IN (?) ORDER BY rank, position, id`, ids); err != nil {
		return err
	}
	if err := db.present(ctx, event, delegates); err != nil {
		return err
	}
	for _, delegate := range delegates {
		at[delegate.InvitationID].Delegate = delegate
	}
	if len(units) == 0 {
		return nil
	}
	bodies, _, err := db.Units(ctx, units)
	if err != nil {
		return err
	}
	byID := map[ID]Organization{}
	for _, body := range bodies {
		byID[body.ID] = body
	}
	var named []struct {
		ID    ID
		Count int64
	}
	if err := db.listIn(ctx, &named, `SELECT parent_id AS id, count(*) AS count FROM invitations WHERE parent_id IN (?) GROUP BY parent_id`, ids); err != nil {
		return err
	}
	for i := range invitations {
		invitations[i].Unit = byID[invitations[i].OrganizationID]
	}
	for _, count := range named {
		at[count.ID].Named = count.Count
	}
	return nil
}

// invitationEntry is an invitation as the journal keeps it: a link is nothing to keep.
type invitationEntry struct {
	Name       string
	Heads      *int64
	Whom       string
	AnswerBy   Time
	ReachedHow string
	ReachedAt  Time
	RevokedAt  Time
	DeclinedAt Time
	Reason     string
}

func (i Invitation) entry() invitationEntry {
	return invitationEntry{i.Name(), i.Heads, i.Whom, i.AnswerBy, i.ReachedHow, i.ReachedAt, i.RevokedAt, i.DeclinedAt, i.Reason}
}

func (i Invitation) String() string { return fmt.Sprintf("invitation %d", i.ID) } // never the link
