package models

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Audiences are whom an organizer may write to, in the order in which forms offer them: all who have not declined, who has accepted, who has
// not answered an invitation, who was there, who speaks.
var Audiences = []string{"coming", "accepted", "silent", "present", "speakers"}

// audiences are the conditions by which delegates belong to one.
var audiences = map[string]string{
	"coming":   `delegates.reply IN ('none', 'accepted')`,
	"accepted": `delegates.reply = 'accepted'`,
	"silent":   `delegates.reply = 'none' AND invitations.reached_how <> ''`,
	"present":  `EXISTS (SELECT 1 FROM attendance WHERE delegate_id = delegates.id AND attendance.state = 'present')`,
	"speakers": `EXISTS (SELECT 1 FROM speeches WHERE speeches.event_id = delegates.event_id AND speeches.delegate_id = delegates.id AND speeches.state <> 'refused')`,
}

// Recipients are the delegates of an audience, of one group or (zero) all, in protocol order, as messages address them.
func (db *DB) Recipients(ctx context.Context, event Event, audience string, group ID) ([]Recipient, error) {
	condition, ok := audiences[audience]
	if !ok {
		return nil, Invalid{"audience": "Hãy chọn gửi cho ai."}
	}
	if group != 0 {
		return db.recipients(ctx, event, condition+` AND delegates.group_id = ?`, group)
	}
	return db.recipients(ctx, event, condition)
}

// reachable leaves out who asked that nothing be kept by which to reach them.
const reachable = `NOT EXISTS (SELECT 1 FROM people WHERE people.id = delegates.person_id AND erased_at IS NOT NULL)`

// recipients are the named delegates for whom a condition holds.
func (db *DB) recipients(ctx context.Context, event Event, condition string, args ...any) ([]Recipient, error) {
	var rows []struct {
		PersonID     ID `db:"person_id"`
		InvitationID ID `db:"invitation_id"`
		Honorific    string
		AnswerBy     Time `db:"answer_by"`
	}
	if err := db.list(ctx, &rows, `
		SELECT delegates.person_id, invitations.id AS invitation_id, delegates.honorific, invitations.answer_by
		FROM delegates LEFT JOIN invitations ON invitations.id = delegates.invitation_id AND invitations.revoked_at IS NULL
		WHERE delegates.event_id = ? AND delegates.person_id IS NOT NULL AND `+reachable+` AND `+stands+` AND `+condition+` ORDER BY delegates.rank, delegates.position, delegates.id`,
		append([]any{event.ID}, args...)...); err != nil {
		return nil, err
	}
	var ids []ID
	for _, row := range rows {
		ids = append(ids, row.PersonID)
	}
	people := map[ID]Person{}
	for some := range slices.Chunk(ids, 5000) {
		more, err := db.peopleOf(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, person := range more {
			people[id] = person
		}
	}
	var to []Recipient
	for _, row := range rows {
		recipient := people[row.PersonID].recipient(event)
		recipient.Invitation = row.InvitationID
		if row.Honorific != "" {
			recipient.Honorific = row.Honorific
		}
		recipient.answerBy = told(event, row.AnswerBy)
		to = append(to, recipient)
	}
	return to, nil
}

// MailInvitations puts the letters of invitations into the outbox: of these, or with none of all that have reached nobody and are not on their
// way. Each link goes once, a reissued one again. A unit has no mail address: its text is handed on.
func (db *DB) MailInvitations(ctx context.Context, by Actor, event Event, ids []ID) (int64, error) {
	to, err := db.InvitationRecipients(ctx, event, ids)
	if err != nil {
		return 0, err
	}
	return db.QueueMail(ctx, by, event.ID, Mail{Kind: "invitation", To: to})
}

// InvitationRecipients are those whom invitations invite, as messages address them.
func (db *DB) InvitationRecipients(ctx context.Context, event Event, ids []ID) (to []Recipient, err error) {
	invitations := []Invitation{}
	const open = `SELECT i.* FROM invitations i WHERE i.event_id = ? AND i.revoked_at IS NULL AND (i.organization_id IS NOT NULL OR EXISTS (SELECT 1 FROM delegates WHERE invitation_id = i.id))`
	if len(ids) > 0 {
		err = db.listIn(ctx, &invitations, open+` AND i.id IN (?) ORDER BY i.id`, event.ID, ids)
	} else {
		err = db.list(ctx, &invitations, open+` AND i.reached_how = '' AND (i.id, SUBSTR(i.token_hash, 1, 16)) NOT IN (
			SELECT invitation_id, occasion FROM outbox WHERE event_id = ? AND kind = 'invitation' AND invitation_id IS NOT NULL) ORDER BY i.id`, event.ID, event.ID)
	}
	if err == nil {
		err = db.presentInvitations(ctx, event.ID, invitations)
	}
	for _, i := range invitations {
		one := Recipient{UID: i.Unit.UID, Name: i.Unit.Name, Unit: true}
		if !i.ToUnit() {
			one = i.Delegate.Person.recipient(event)
			one.Honorific = cmp.Or(i.Delegate.Honorific, one.Honorific)
		}
		one.Invitation, one.occasion, one.answerBy = i.ID, i.TokenHash[:min(16, len(i.TokenHash))], told(event, i.AnswerBy)
		to = append(to, one.Saying("invitation", nil))
	}
	return to, err
}

// told is an instant as messages tell it.
func told(event Event, t Time) string {
	at := event.Local(t)
	if at.IsZero() {
		return ""
	}
	if at.Hour() == 23 && at.Minute() == 59 { // the whole day is given
		return "hết ngày " + viet.ShortDate(at)
	}
	return viet.ClockTable(at) + " ngày " + viet.ShortDate(at)
}

// recipient is somebody as messages address them.
func (p Person) recipient(event Event) Recipient {
	return Recipient{UID: p.UID, Name: p.Name(), Honorific: p.Honorific, Email: p.Email, Values: map[string]string{"chuc_vu": strings.Join(p.PostsOn(event.Day()), ", ")}}
}

// Saying is a recipient for a message of a kind, with the values that only that kind has.
func (to Recipient) Saying(kind string, values map[string]string) Recipient {
	own := map[string]string{}
	for _, some := range []map[string]string{to.Values, {"han_tra_loi": to.answerBy}, values} {
		for name, value := range some {
			if value != "" && slices.Contains(Variables(kind), name) {
				own[name] = value
			}
		}
	}
	to.Values = own
	return to
}
