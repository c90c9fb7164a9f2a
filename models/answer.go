package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Answer is what an invited person answers: accepted, declined, or none, which takes an answer back. That somebody else comes is said
// by Propose.
type Answer struct {
	Reply  string
	Reason string // of a refusal
	How    string // of one that an organizer notes: see RepliedHows
	On     string // the Stand that the page showed on which it was given; "": whatever stands
}

// Stand names the answer as it stands, for forms: an answer that was given on another is not to overwrite one that nobody has seen.
func (d Delegate) Stand() string {
	stand := fmt.Sprintf("%s.%d", d.Reply, d.RepliedAt.UnixMilli())
	if standing := d.Standing(); standing.ID != 0 {
		stand += fmt.Sprintf(".%d.%d", standing.ID, standing.Version)
	}
	return stand
}

// Standing is who stands in for the delegate, proposed or agreed to; the zero Substitute when nobody does.
func (d Delegate) Standing() Substitute {
	for _, substitute := range d.Substitutes {
		if substitute.ReplacedID == d.ID && substitute.State != "refused" {
			return substitute
		}
	}
	return Substitute{}
}

// StandsFor is for whom the delegate stands in, or is proposed to; the zero Substitute when for nobody.
func (d Delegate) StandsFor() Substitute {
	for _, substitute := range d.Substitutes {
		if substitute.DelegateID == d.ID && substitute.State != "refused" {
			return substitute
		}
	}
	return Substitute{}
}

// Refused is the last substitute of the delegate to whom the chair did not agree; the zero Substitute when there is none.
func (d Delegate) Refused() (refused Substitute) {
	for _, substitute := range d.Substitutes {
		if substitute.ReplacedID == d.ID && substitute.State == "refused" {
			refused = substitute
		}
	}
	return refused
}

// answerEntry is an answer as the journal keeps it.
type answerEntry struct {
	Name       string
	Reply      string
	Reason     string
	RepliedHow string
	Substitute string // who no longer stands in
}

// AnswerFor notes the answer of a delegate who has told it to an organizer.
func (db *DB) AnswerFor(ctx context.Context, by Actor, event, id ID, answer Answer) error {
	if answer.Reply != "none" && !slices.Contains(RepliedHows, answer.How) {
		return Invalid{"how": "Hãy chọn cách trả lời."}
	}
	return db.answer(ctx, by, event, id, answer, nil)
}

// AnswerByLink is the answer of an invited person, until the deadline.
func (db *DB) AnswerByLink(ctx context.Context, i Invitation, answer Answer) error {
	answer.How = byLink
	return db.answer(ctx, i.Guest(), i.EventID, i.Delegate.ID, answer, &i)
}

func (db *DB) answer(ctx context.Context, by Actor, event, id ID, answer Answer, link *Invitation) error {
	if !slices.Contains([]string{"none", "accepted", "declined"}, answer.Reply) {
		return Invalid{"reply": "Hãy chọn một câu trả lời."}
	}
	if answer.Reason = viet.Clean(answer.Reason); answer.Reply != "declined" {
		answer.Reason = ""
	}
	if answer.Reply == "none" {
		answer.How = ""
	}
	wrong := Invalid{}
	if tooLong(wrong, "reason", answer.Reason, maxLine); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Delegate(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		confirms := before.RepliedHow == byUnit && link != nil // it was the unit that said so
		if before.Reply == answer.Reply && before.Reason == answer.Reason && before.Standing().ID == 0 && !confirms {
			return Change{}, nil
		}
		if link != nil {
			if err := tx.stillOpen(ctx, link.ID); err != nil {
				return Change{}, err
			}
		}
		if answer.On != "" && answer.On != before.Stand() {
			return Change{}, Stale{before.Version, before}
		}
		if answer.Reply == "declined" && before.StandsFor().ID != 0 {
			return Change{}, Invalid{"reply": "Đại biểu đang được ghi là đi thay nên không báo vắng ở đây được. Xin báo ban tổ chức."}
		}
		after := answerEntry{Name: before.Person.Name(), Reply: answer.Reply, Reason: answer.Reason, RepliedHow: answer.How}
		was := answerEntry{Name: after.Name, Reply: before.Reply, Reason: before.Reason, RepliedHow: before.RepliedHow}
		if standing := before.Standing(); standing.ID != 0 {
			was.Substitute = standing.Stands
			if err := tx.dropSubstitute(ctx, standing, true); err != nil {
				return Change{}, err
			}
		}
		at := tx.Now()
		if answer.Reply == "none" {
			at = Time{}
		}
		return Change{Topic: TopicDelegates, What: "answer", Of: before.UID, Before: was, After: after}, tx.exec(ctx,
			`UPDATE delegates SET reply = ?, reason = ?, replied_at = ?, replied_how = ?, version = version + 1 WHERE id = ?`,
			answer.Reply, answer.Reason, at, answer.How, id)
	})
}

// errClosed are the reasons why a link takes no answer any more.
var (
	closedByDeadline = Invalid{"": "Đã hết hạn trả lời ở đây. Xin gọi số điện thoại liên hệ."}
	closedByEvent    = Invalid{"": "Sự kiện đã bắt đầu hoặc đã hủy, không ghi thêm ở đây được. Xin gọi số điện thoại liên hệ."}
)

// stillOpen refuses what comes through a link whose time is over, or that was revoked since its page was shown.
func (tx *DB) stillOpen(ctx context.Context, id ID) error {
	event, invitation, err := tx.standingInvitation(ctx, id)
	if err == nil && !invitation.Open(event, tx.Now()) {
		err = closedByDeadline
	}
	return err
}

// notBegun refuses what comes through a link once the event has begun.
func (tx *DB) notBegun(ctx context.Context, id ID) error {
	event, _, err := tx.standingInvitation(ctx, id)
	if err == nil && (!event.CancelledAt.IsZero() || !event.StartsAt.IsZero() && !tx.Now().Before(event.StartsAt.Time)) {
		err = closedByEvent
	}
	return err
}

func (tx *DB) standingInvitation(ctx context.Context, id ID) (event Event, invitation Invitation, err error) {
	if err = tx.get(ctx, &invitation, `SELECT * FROM invitations WHERE id = ?`, id); err != nil {
		return event, invitation, err
	}
	if err = tx.get(ctx, &event, `SELECT * FROM events WHERE id = ?`, invitation.EventID); err == nil && invitation.Gone(event, tx.Now()) {
		err = ErrNotFound
	}
	return event, invitation, err
}

// SaveNeeds writes what an invited person needs on arrival, until the event begins.
func (db *DB) SaveNeeds(ctx context.Context, i Invitation, needs string) error {
	wrong := Invalid{}
	needs = viet.CleanText(needs)
	if len([]rune(needs)) > 2000 {
		wrong["needs"] = "Nội dung dài quá 2.000 ký tự."
		return wrong
	}
	return db.change(ctx, i.Guest(), i.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Delegate(ctx, i.EventID, i.Delegate.ID)
		if err != nil || before.Needs == needs {
			return Change{}, err
		}
		if err := tx.notBegun(ctx, i.ID); err != nil {
			return Change{}, err
		}
		type entry struct{ Name, Needs string }
		return Change{Topic: TopicDelegates, What: "edit", Of: before.UID, Before: entry{before.Person.Name(), before.Needs}, After: entry{before.Person.Name(), needs}},
			tx.exec(ctx, `UPDATE delegates SET needs = ?, version = version + 1 WHERE id = ?`, needs, before.ID)
	})
}

// Newcomer is somebody of whom a form behind a link knows this much.
type Newcomer struct {
	Name  string
	Post  string
	Unit  string
	Phone string
}

// addNewcomer takes the newcomer to an event into the directory.
func (db *DB) addNewcomer(ctx context.Context, by Actor, event ID, newcomer Newcomer) (Person, error) {
	var office ID
	if err := db.get(ctx, &office, `SELECT organizer_id FROM events WHERE id = ?`, event); err != nil {
		return Person{}, err
	}
	person, err := newcomer.person(office)
	if err != nil {
		return Person{}, err
	}
	return db.AddPerson(ctx, by, person)
}

// person is the newcomer as the directory takes him; the phone belongs to the office that holds the event.
func (n Newcomer) person(office ID) (Person, error) {
	post, unit := viet.Clean(n.Post), viet.Clean(n.Unit)
	if unit != "" && !strings.Contains(viet.Fold(post), viet.Fold(unit)) {
		post = strings.TrimPrefix(post+", "+unit, ", ")
	}
	person := newPerson(n.Name, post)
	wrong := Invalid{}
	if person.Given == "" {
		wrong["name"] = "Hãy ghi họ và tên."
	}
	if post == "" {
		wrong["post"] = "Hãy ghi chức vụ hoặc đơn vị."
	}
	tooLong(wrong, "name", n.Name, 200)
	tooLong(wrong, "post", post, maxLine)
	if person.Phone = viet.Clean(n.Phone); person.Phone != "" {
		if person.ContactOfID = office; !telephone(person.Phone) {
			wrong["phone"] = "Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm và dấu +."
		}
	}
	return person, wrong.err()
}

// telephone tells whether a text can be dialled.
func telephone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" .+-()", r):
			return false
		}
	}
	return digits >= 6 && digits <= 20
}

// sameAs tells whether the directory's person is the one that a form names again.
func (p Person) sameAs(other Person) bool {
	return viet.Same(p.Name(), other.Name()) && slices.EqualFunc(p.PostsOn(""), other.PostsOn(""), viet.Same)
}

// errAlready says that what a form asks for is there already: it was sent twice.
var errAlready = errors.New("it is there already")

// already turns errAlready into none, once all is rolled back.
func already(err error) error {
	if errors.Is(err, errAlready) {
		return nil
	}
	return err
}
