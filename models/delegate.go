package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hoithao/models/viet"
)

// Roles that a delegate may have, in the order in which forms offer them.
var DelegateRoles = []string{"chair", "secretary", "speaker", "guest", "press", "delegate"}

// Replies that a delegate may have given, in the order in which forms offer them.
var Replies = []string{"none", "accepted", "declined", "substituted"}

// Unranked is the rank of those for whom nobody has decided: after all others, in the order of the list.
const Unranked = 1 << 30

// Ungrouped stands in a filter for the delegates of no group.
const Ungrouped ID = -1

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
	Salt         string  `json:"-"`
	PassHash     *string `db:"pass_hash" json:"-"` // SHA-256 of the pass; nil: none was made

	Number *int64 // in the event, see Short; nil: none yet

	Pass          string       `db:"-" json:"-"` // the token that the badge shows; "": there is no key here
	Person        Person       `db:"-"`
	Attendance    []Attendance `db:"-"` // in the order of sessions
	Substitutes   []Substitute `db:"-"` // that replace this delegate, or whom this delegate replaces; only in lists of delegates
	SubstituteFor ID           `db:"-"` // the delegate replaced, once the chair has agreed; zero: nobody
}

// Has tells whether the delegate has a role.
func (d Delegate) Has(role string) bool { return slices.Contains(strings.Fields(d.Roles), role) }

// RoleWords are the delegate's roles, in the order given.
func (d Delegate) RoleWords() []string { return strings.Fields(d.Roles) }

// Short is the number that the badge prints and that can be typed at the door; "" when there is none. It stays with the delegate, whatever
// becomes of the order of the list.
func (d Delegate) Short() string {
	if d.Number == nil {
		return ""
	}
	return strconv.FormatInt(*d.Number, 10)
}

// Away tells whether the delegate has said not to come.
func (d Delegate) Away() bool { return d.Reply == "declined" || d.Reply == "substituted" }

// At is the delegate's attendance of a session; the zero Attendance when nothing was recorded.
func (d Delegate) At(session ID) Attendance {
	for _, attendance := range d.Attendance {
		if attendance.SessionID == session {
			return attendance
		}
	}
	return Attendance{}
}

// Cursor is the delegate's place in a list in protocol order.
func (d Delegate) Cursor() Cursor { return Cursor{fmt.Sprintf("%d.%d", d.Rank, d.Position), d.ID} }

// MostAtOnce is how many people may be made delegates in one change.
const MostAtOnce = 500

// AddDelegates makes people delegates of an event, in one change, in the order given and behind those that are there. Whoever is a delegate
// already stays as he is: it answers how many were added.
func (db *DB) AddDelegates(ctx context.Context, by Actor, event, group ID, people []ID) (added int, err error) {
	switch {
	case len(people) == 0:
		return 0, Invalid{"people": "Hãy chọn ít nhất một người."}
	case len(people) > MostAtOnce:
		return 0, Invalid{"people": "Mỗi lần thêm được nhiều nhất 500 người."}
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		groupName, err := tx.groupName(ctx, event, group)
		if err != nil {
			return Change{}, err
		}
		new, err := tx.addDelegates(ctx, event, group, people)
		if err != nil || len(new) == 0 {
			return Change{}, err
		}
		added = len(new)
		change := Change{Topic: TopicDelegates, What: "add"}
		entry := delegatesEntry{Group: groupName}
		for _, delegate := range new {
			entry.Names = append(entry.Names, delegate.Person.Name())
		}
		if change.After = entry; len(new) == 1 {
			change.Of = new[0].UID
		}
		return change, nil
	})
	return added, err
}

// AddNewDelegate puts somebody who is not in the directory there, with one post, and makes him a delegate: the office's chain first, then
// the event's, so that two of such changes never wait for each other.
func (db *DB) AddNewDelegate(ctx context.Context, by Actor, event, group ID, name, post string) (Person, error) {
	person := newPerson(name, post)
	if person.Given == "" {
		return person, Invalid{"name": "Hãy ghi họ và tên."}
	}
	err := db.transact(ctx, func(tx *DB) (err error) {
		if person, err = tx.AddPerson(ctx, by, person); err != nil {
			return err
		}
		_, err = tx.AddDelegates(ctx, by, event, group, []ID{person.ID})
		return err
	})
	return person, err
}

// newPerson is somebody of whom a form knows the name and a post.
func newPerson(name, post string) Person {
	var person Person
	person.Family, person.Given = viet.SplitName(viet.Clean(name))
	if post = viet.Clean(post); post != "" {
		person.Posts = []Post{{Title: post}}
	}
	return person
}

// delegatesEntry is people who came into an event, as the journal keeps them.
type delegatesEntry struct {
	Group string
	Names []string
}

// addDelegates inserts those people who are not delegates yet and answers them.
func (tx *DB) addDelegates(ctx context.Context, event, group ID, people []ID) ([]Delegate, error) {
	there, err := tx.DelegatesAmong(ctx, event, people)
	if err != nil {
		return nil, err
	}
	persons, err := tx.peopleOf(ctx, people)
	if err != nil {
		return nil, err
	}
	var last int64
	if err := tx.get(ctx, &last, `SELECT COALESCE(max(position), 0) FROM delegates WHERE event_id = ?`, event); err != nil {
		return nil, err
	}
	var added []Delegate
	for _, id := range people {
		if there[id] {
			// Who was once proposed to stand in, and not agreed to, is a delegate in his own right from now on.
			if err := tx.exec(ctx, `UPDATE substitutes SET made = ? WHERE event_id = ? AND state <> 'agreed' AND made
				AND delegate_id IN (SELECT id FROM delegates WHERE event_id = ? AND person_id = ?)`, false, event, event, id); err != nil {
				return nil, err
			}
			continue
		}
		there[id] = true
		person, known := persons[id]
		if !known || !person.Live() {
			return nil, Invalid{"people": "Có người không còn trong danh bạ. Hãy tìm và chọn lại."}
		}
		last++
		delegate := Delegate{UID: newUID(), EventID: event, Position: last, PersonID: id, GroupID: group, Person: person}
		delegate.Rank = delegate.effective(person.ProtocolRank)
		if delegate.ID, err = tx.insertDelegate(ctx, delegate); err != nil {
			return nil, err
		}
		added = append(added, delegate)
	}
	return added, nil
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

// groupName is the name of a group of the event; of no group, "". A group of another event is none to choose.
func (tx *DB) groupName(ctx context.Context, event, group ID) (name string, err error) {
	if group == 0 {
		return "", nil
	}
	var names []string
	if err = tx.list(ctx, &names, `SELECT name FROM groups WHERE event_id = ? AND id = ?`, event, group); err == nil && len(names) == 0 {
		err = Invalid{"group": "Hãy chọn một nhóm của sự kiện này."}
	}
	return strings.Join(names, ""), err
}

// check makes the delegate's text clean and says what is wrong with it.
func (d *Delegate) check() Invalid {
	wrong := Invalid{}
	d.Honorific, d.Reason, d.Seat, d.Needs = viet.Clean(d.Honorific), viet.Clean(d.Reason), viet.Clean(d.Seat), viet.CleanText(d.Needs)
	var roles []string
	for _, role := range strings.Fields(d.Roles) {
		if !slices.Contains(DelegateRoles, role) {
			wrong["roles"] = "Không có vai trò này."
		}
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	d.Roles = strings.Join(roles, " ")
	if !slices.Contains(Replies, d.Reply) {
		wrong["reply"] = "Hãy chọn một câu trả lời."
	}
	if d.ProtocolRank != nil && (*d.ProtocolRank < -Unranked || *d.ProtocolRank > 2*Unranked) {
		wrong["protocol_rank"] = "Thứ tự là một số nhỏ hơn, ví dụ 10 hoặc 250."
	}
	for field, text := range map[string]string{"honorific": d.Honorific, "reason": d.Reason, "seat": d.Seat} {
		if utf8.RuneCountInString(text) > 500 {
			wrong[field] = "Nội dung dài quá 500 ký tự."
		}
	}
	if utf8.RuneCountInString(d.Needs) > 10_000 {
		wrong["needs"] = "Nội dung dài quá 10.000 ký tự."
	}
	return wrong
}

// delegateEntry is a delegate as the journal keeps him.
type delegateEntry struct {
	Name         string
	Group        string
	Roles        string
	Honorific    string
	ProtocolRank *int64
	Reply        string
	Reason       string
	Seat         string
	Needs        string
}

func (d Delegate) entry(group string) delegateEntry {
	return delegateEntry{d.Person.Name(), group, d.Roles, d.Honorific, d.ProtocolRank, d.Reply, d.Reason, d.Seat, d.Needs}
}

// SaveDelegate changes what an event says of a delegate. It names the version it was made on.
func (db *DB) SaveDelegate(ctx context.Context, by Actor, delegate Delegate) error {
	if wrong := delegate.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, delegate.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Delegate(ctx, delegate.EventID, delegate.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != delegate.Version {
			return Change{}, Stale{before.Version, before}
		}
		switch {
		case delegate.Reply != before.Reply && before.Standing().ID != 0:
			return Change{}, Invalid{"reply": "Đã ghi người đi thay đại biểu này. Hãy bỏ ghi đi thay trước."}
		case delegate.Away() && !before.Away() && before.StandsFor().ID != 0:
			return Change{}, Invalid{"reply": "Đại biểu này đang đi thay người khác. Hãy bỏ ghi đi thay trước."}
		}
		delegate.Person, delegate.RepliedAt = before.Person, before.RepliedAt
		if delegate.Reply == "none" {
			delegate.RepliedAt = Time{}
		} else if delegate.Reply != before.Reply {
			delegate.RepliedAt = tx.Now()
		}
		group, err := tx.groupName(ctx, delegate.EventID, delegate.GroupID)
		if err != nil {
			return Change{}, err
		}
		was := group
		if before.GroupID != delegate.GroupID {
			if was, err = tx.groupName(ctx, delegate.EventID, before.GroupID); err != nil {
				return Change{}, err
			}
		}
		old, new := before.entry(was), delegate.entry(group)
		same := equal(old.ProtocolRank, new.ProtocolRank)
		if old.ProtocolRank, new.ProtocolRank = nil, nil; same && old == new && before.GroupID == delegate.GroupID {
			return Change{}, nil
		}
		return Change{Topic: TopicDelegates, What: "edit", Of: before.UID, Before: before.entry(was), After: delegate.entry(group)}, tx.exec(ctx, `
			UPDATE delegates SET group_id = ?, roles = ?, honorific = ?, protocol_rank = ?, rank = ?, reply = ?, reason = ?, replied_at = ?,
				seat = ?, needs = ?, version = version + 1 WHERE id = ?`,
			delegate.GroupID, delegate.Roles, delegate.Honorific, delegate.ProtocolRank, delegate.effective(before.Person.ProtocolRank),
			delegate.Reply, delegate.Reason, delegate.RepliedAt, delegate.Seat, delegate.Needs, delegate.ID)
	})
}

// RemoveDelegate takes a delegate out of an event, as long as nothing of what happened hangs on him.
func (db *DB) RemoveDelegate(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Delegate(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		group, err := tx.groupName(ctx, event, before.GroupID)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDelegates, What: "remove", Of: before.UID, Before: before.entry(group)}, tx.dropDelegate(ctx, before)
	})
}

// dropDelegate takes a delegate out with his invitation, unless something of what happened hangs on him.
func (tx *DB) dropDelegate(ctx context.Context, d Delegate) error {
	var used struct{ Attendance, Speeches, Items, Minutes, Substitutes bool }
	if err := tx.get(ctx, &used, `SELECT
		EXISTS (SELECT 1 FROM attendance WHERE delegate_id = ?) AS attendance,
		EXISTS (SELECT 1 FROM speeches WHERE event_id = ? AND delegate_id = ?) AS speeches,
		EXISTS (SELECT 1 FROM agenda_items WHERE event_id = ? AND presenter_id = ?) AS items,
		EXISTS (SELECT 1 FROM minutes_people WHERE event_id = ? AND person_id = ?) AS minutes,
		EXISTS (SELECT 1 FROM substitutes WHERE event_id = ? AND (replaced_id = ? OR delegate_id = ?)) AS substitutes`,
		d.ID, d.EventID, d.ID, d.EventID, d.ID, d.EventID, d.PersonID, d.EventID, d.ID, d.ID); err != nil {
		return err
	}
	switch {
	case used.Attendance:
		return Invalid{"delegate": "Đại biểu này đã được điểm danh nên không xóa được. Nếu ghi nhầm, hãy bỏ điểm danh trước."}
	case used.Speeches:
		return Invalid{"delegate": "Đại biểu này có tên trong phần phát biểu nên không xóa được."}
	case used.Items:
		return Invalid{"delegate": "Đại biểu này được phân công trong chương trình nên không xóa được. Hãy đổi người thực hiện trước."}
	case used.Minutes:
		return Invalid{"delegate": "Đại biểu này chủ trì hoặc ghi biên bản nên không xóa được."}
	case used.Substitutes:
		return Invalid{"delegate": "Đại biểu này có ghi việc đi thay nên không xóa được. Hãy bỏ ghi đi thay trước."}
	}
	if err := tx.exec(ctx, `DELETE FROM delegates WHERE id = ?`, d.ID); err != nil {
		return err
	}
	return tx.dropInvitation(ctx, d.InvitationID)
}

func (tx *DB) insertDelegate(ctx context.Context, d Delegate) (ID, error) {
	d.UID = cmp.Or(d.UID, newUID())
	salt, hash := tx.passOf(d.UID)
	return tx.add(ctx, `
		INSERT INTO delegates (uid, event_id, position, person_id, group_id, invitation_id, roles, honorific, protocol_rank, rank, seat, salt, pass_hash, number)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(max(number), 0) + 1 FROM delegates WHERE event_id = ?)) RETURNING id`,
		d.UID, d.EventID, d.Position, d.PersonID, d.GroupID, d.InvitationID, d.Roles, d.Honorific, d.ProtocolRank, d.Rank, d.Seat, salt, hash, d.EventID)
}
