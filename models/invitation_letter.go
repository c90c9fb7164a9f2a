package models

import (
	"cmp"
	"strings"

	"hoithao/models/viet"
)

// InvitationLetter is what a letter of invitation says of whom it invites, of the answer and of the link: a pure value, beside what the
// record says of the event itself. The same words stand on the page behind the link.
type InvitationLetter struct {
	UID          string   // of the invitation: papers.subject_uid
	To           string   // "đồng chí Trần Đức Thuần", or the unit's name
	Posts        []string // of the person, on the day of the event
	Unit         bool     // a unit is invited, which sends people
	Heads        int64    // so many, of a unit; else 0
	Whom         string   // what kind of person a unit sends; "": any
	Group        string   // the name of the group; "": none
	AnswerBy     Time     // zero: no date was set
	Contact      string   // whom to call, "" when nobody was named
	ContactPhone string
	Path         string // of the page, "/i/…" or "/u/…", to be put behind the site's address; "": there is no key here
	Revoked      bool   // such a letter is not printed again
}

// Letter is the letter of one of the record's invitations.
func (record Record) Letter(i Invitation) InvitationLetter {
	day := record.dayOf(record.first())
	letter := InvitationLetter{
		UID: i.UID, Unit: i.ToUnit(), Whom: i.Whom, AnswerBy: i.AnswerBy, Contact: record.Event.ContactName, ContactPhone: record.Event.ContactPhone,
		Path: i.Path(), Revoked: !i.RevokedAt.IsZero(),
	}
	for _, group := range record.Groups {
		if group.ID == i.GroupID {
			letter.Group = group.Name
		}
	}
	if letter.Unit {
		letter.To, letter.Heads = i.Unit.Name, i.Asked()
		return letter
	}
	delegate := i.Delegate
	honorific := cmp.Or(delegate.Honorific, delegate.Person.Honorific, wordsOf(record.letterhead(day).Regime).honorific, eitherSex)
	letter.To, letter.Posts = strings.TrimSpace(honorific+" "+delegate.Person.Name()), delegate.Person.PostsOn(day)
	return letter
}

// Letters are those of all invitations of the record that stand, persons first in the order of protocol, then units.
func (record Record) Letters() (letters []InvitationLetter) {
	for _, unit := range []bool{false, true} {
		for _, invitation := range record.Invitations {
			if invitation.ToUnit() == unit && invitation.RevokedAt.IsZero() {
				letters = append(letters, record.Letter(invitation))
			}
		}
	}
	return letters
}

// Who is whom the letter invites as a sentence says it: with the posts behind the name; a unit as a sentence asks it for people.
func (l InvitationLetter) Who() string {
	if !l.Unit {
		return strings.Join(append([]string{l.To}, l.Posts...), ", ")
	}
	who := l.To + " cử " + viet.Count(l.Heads) + " đại biểu"
	if l.Whom != "" {
		who += " (" + l.Whom + ")"
	}
	return who
}

// ChairedBy is who chairs, as a letter says it: with posts; several are joined. "" when nobody is known. The chairs are given, since a
// Programme has only those delegates who speak.
func (record Record) ChairedBy(chairs []Delegate) string {
	record.Delegates = chairs
	day := record.dayOf(record.first())
	c := record.composer(record.letterhead(day).Regime, day)
	var people []string
	for _, person := range c.signers(nil, "chair") {
		people = append(people, c.full(person))
	}
	return strings.Join(people, "; ")
}
