package models

import (
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
	"speakers": `EXISTS (SELECT 1 FROM speeches WHERE speeches.delegate_id = delegates.id AND speeches.state <> 'refused')`,
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
		WHERE delegates.event_id = ? AND delegates.person_id IS NOT NULL AND `+condition+` ORDER BY delegates.rank, delegates.position, delegates.id`,
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
		if at := event.Local(row.AnswerBy); !at.IsZero() {
			recipient.answerBy = viet.ClockTable(at) + " ngày " + viet.ShortDate(at)
		}
		to = append(to, recipient)
	}
	return to, nil
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
