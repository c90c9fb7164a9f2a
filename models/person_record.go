package models

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// PersonFormat names the form of a PersonRecord as JSON.
const PersonFormat = "hoithao-person/1"

// PersonRecord is all that the record knows of a person, to be handed to them: what the directory says, and of each event that its reader organizes
// invitation and answer, attendance, speeches with their texts, duties, what was written to them, and the papers in which they stand by name. Links
// and passes are keys and no knowledge: they are not in it.
type PersonRecord struct {
	Format    string         `json:"format"`
	MadeAt    Time           `json:"made_at"`
	UID       string         `json:"uid"`
	Name      string         `json:"name"`
	Family    string         `json:"family,omitzero"`
	Given     string         `json:"given"`
	Honorific string         `json:"honorific,omitzero"`
	Rank      *int64         `json:"protocol_rank,omitzero"`
	BornYear  *int64         `json:"born_year,omitzero"`
	Phone     string         `json:"phone,omitzero"`
	Email     string         `json:"email,omitzero"`
	KeptBy    string         `json:"contact_kept_by,omitzero"` // the office that entered phone and e-mail
	ContactAt Time           `json:"contact_at,omitzero"`      // when they were last written
	Note      string         `json:"note,omitzero"`
	ErasedAt  Time           `json:"erased_at,omitzero"`
	Posts     []RecordPost   `json:"posts,omitzero"`
	Merged    []string       `json:"merged,omitzero"`   // names of records that were merged into this one
	Accounts  []string       `json:"accounts,omitzero"` // of this program
	Events    []PersonEvent  `json:"events,omitzero"`
	Elsewhere int64          `json:"events_elsewhere,omitzero"` // events of other offices, which the reader does not organize: not told here
	Changes   []RecordChange `json:"changes,omitzero"`          // what the journal says of the person

	Files map[string]SHA256 `json:"-"` // texts that were handed in, by their path beside the record
}

// RecordPost is a post that the person holds or has held.
type RecordPost struct {
	Title        string `json:"title"`
	Organization string `json:"organization,omitzero"`
	From         Date   `json:"from,omitzero"`
	Until        Date   `json:"until,omitzero"`
}

// PersonEvent is an event as far as the person is concerned.
type PersonEvent struct {
	Event       Event              `json:"-"`
	UID         string             `json:"uid"`
	Title       string             `json:"title"`
	StartsAt    Time               `json:"starts_at,omitzero"`
	EndsAt      Time               `json:"ends_at,omitzero"`
	Organizer   string             `json:"organizer"`
	Number      *int64             `json:"number,omitzero"` // on the badge
	Group       string             `json:"group,omitzero"`
	Roles       []string           `json:"roles,omitzero"`
	Honorific   string             `json:"honorific,omitzero"`
	Reply       string             `json:"reply,omitzero"`
	Reason      string             `json:"reason,omitzero"`
	RepliedAt   Time               `json:"replied_at,omitzero"`
	RepliedHow  string             `json:"replied_how,omitzero"`
	Seat        string             `json:"seat,omitzero"`
	Needs       string             `json:"needs,omitzero"`
	Invitation  *RecordInvitation  `json:"invitation,omitzero"`
	Substitutes []RecordSubstitute `json:"substitutes,omitzero"`
	Attendance  []RecordAttendance `json:"attendance,omitzero"`
	Scans       []RecordScan       `json:"scans,omitzero"`
	Speeches    []RecordSpeech     `json:"speeches,omitzero"`
	Duties      []RecordDuty       `json:"duties,omitzero"`
	Messages    []RecordMessage    `json:"messages,omitzero"`
	Papers      []NamedPaper       `json:"papers,omitzero"`
}

// RecordInvitation is how somebody was invited, and when they looked.
type RecordInvitation struct {
	Unit       string `json:"named_by_unit,omitzero"`
	AnswerBy   Time   `json:"answer_by,omitzero" db:"answer_by"`
	ReachedHow string `json:"reached_how,omitzero" db:"reached_how"`
	ReachedAt  Time   `json:"reached_at,omitzero" db:"reached_at"`
	OpenedAt   Time   `json:"opened_at,omitzero" db:"opened_at"`
	RevokedAt  Time   `json:"revoked_at,omitzero" db:"revoked_at"`
}

// RecordSubstitute is somebody who stood in for another; the person is one of the two.
type RecordSubstitute struct {
	Replaced   string `json:"replaced"`
	Stands     string `json:"stands_in"`
	State      string `json:"state"`
	ProposedBy string `json:"proposed_by,omitzero"`
	ProposedAt Time   `json:"proposed_at,omitzero"`
	DecidedBy  string `json:"decided_by,omitzero"`
	DecidedAt  Time   `json:"decided_at,omitzero"`
	Remark     string `json:"remark,omitzero"`
}

// RecordAttendance is the attendance of a session.
type RecordAttendance struct {
	Session   string `json:"session"`
	State     string `json:"state"`
	ArrivedAt Time   `json:"arrived_at,omitzero" db:"arrived_at"`
	LeftAt    Time   `json:"left_at,omitzero" db:"left_at"`
	Reason    string `json:"reason,omitzero"`
	How       string `json:"how,omitzero"`
	NotedBy   string `json:"noted_by,omitzero" db:"noted_by"`
	NotedAt   Time   `json:"noted_at" db:"noted_at"`
}

// RecordScan is what a door has seen.
type RecordScan struct {
	Act        string `json:"act"`
	Door       string `json:"door,omitzero"`
	ScannedAt  Time   `json:"scanned_at" db:"scanned_at"`
	ReceivedAt Time   `json:"received_at" db:"received_at"`
	How        string `json:"how,omitzero"`
	NotedBy    string `json:"noted_by,omitzero" db:"noted_by"`
}

// RecordSpeech is a speech with all texts that were handed in.
type RecordSpeech struct {
	ID           ID           `json:"-"`
	Item         string       `json:"item"`
	Topic        string       `json:"topic,omitzero"`
	State        string       `json:"state"`
	RequestedHow string       `json:"requested_how,omitzero" db:"requested_how"`
	RequestedAt  Time         `json:"requested_at,omitzero" db:"requested_at"`
	StartedAt    Time         `json:"started_at,omitzero" db:"started_at"`
	EndedAt      Time         `json:"ended_at,omitzero" db:"ended_at"`
	Summary      string       `json:"summary,omitzero"`
	Text         string       `json:"text,omitzero"`
	Texts        []RecordText `json:"texts,omitzero" db:"-"`
}

// RecordText is a version of a text as it was handed in.
type RecordText struct {
	Position   int64  `json:"position"`
	ReceivedAt Time   `json:"received_at" db:"received_at"`
	HandedBy   string `json:"handed_by,omitzero" db:"handed_by"`
	State      string `json:"state"`
	Remark     string `json:"remark,omitzero"`
	Text       string `json:"text,omitzero"`
	FileName   string `json:"file_name,omitzero" db:"file_name"`
	SHA256     SHA256 `json:"sha256,omitzero" db:"file_sha256"`
	File       string `json:"file,omitzero" db:"-"` // its path beside the record
}

// RecordDuty is what somebody had to do: an item of the agenda, minutes or a paper to sign, a task.
type RecordDuty struct {
	Kind  string `json:"kind"` // item, chair, secretary, sign, task
	Text  string `json:"text"`
	DueOn Date   `json:"due_on,omitzero" db:"due_on"`
	State string `json:"state,omitzero"`
}

// RecordMessage is what was written to somebody; their own link stood where {lien_ket} stands.
type RecordMessage struct {
	Kind      string `json:"kind"`
	Recipient string `json:"recipient,omitzero"`
	Subject   string `json:"subject,omitzero"`
	Body      string `json:"body,omitzero"`
	State     string `json:"state"`
	SentHow   string `json:"sent_how,omitzero" db:"sent_how"`
	QueuedAt  Time   `json:"queued_at,omitzero" db:"queued_at"`
	SentAt    Time   `json:"sent_at,omitzero" db:"sent_at"`
}

// RecordChange is a row of the journal about the person: who, when and what; before and after stand in the journal.
type RecordChange struct {
	At    Time   `json:"at"`
	Actor string `json:"actor"`
	Topic string `json:"topic"`
	What  string `json:"what"`
	Event string `json:"event,omitzero"`
}

// PersonRecord reads all that the record knows of a person, for a user who sees their phone and e-mail. Of a merged record it is that of the one to
// use. The office's journal keeps that it was made.
func (db *DB) PersonRecord(ctx context.Context, user *User, id ID) (record PersonRecord, err error) {
	err = db.changeOffice(ctx, user.Actor(), func(tx *DB) (Change, error) {
		e, err := tx.erasingOf(ctx, id)
		if err != nil {
			return Change{}, err
		}
		for _, person := range e.people {
			if sees, err := tx.SeesContact(ctx, user, person); err != nil {
				return Change{}, err
			} else if !sees {
				return Change{}, ErrForbidden
			}
		}
		if record, err = tx.personRecord(ctx, user, e); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDirectory, What: "export", Of: record.UID}, nil
	})
	return record, err
}

func (tx *DB) personRecord(ctx context.Context, user *User, e erasing) (PersonRecord, error) {
	person := e.people[0]
	record := PersonRecord{
		Format: PersonFormat, MadeAt: tx.Now(), UID: person.UID, Name: person.Name(), Family: person.Family, Given: person.Given, Honorific: person.Honorific,
		Rank: person.ProtocolRank, BornYear: person.BornYear, Phone: person.Phone, Email: person.Email, ContactAt: person.ContactAt, Note: person.Note,
		ErasedAt: person.ErasedAt, Files: map[string]SHA256{},
	}
	organization := func(id ID) (name string, err error) {
		if id != 0 {
			err = tx.get(ctx, &name, `SELECT name FROM organizations WHERE id = ?`, id)
		}
		return name, err
	}
	var err error
	if record.KeptBy, err = organization(person.ContactOfID); err != nil {
		return record, err
	}
	for _, post := range person.Posts {
		of, err := organization(post.OrganizationID)
		if err != nil {
			return record, err
		}
		record.Posts = append(record.Posts, RecordPost{post.Title, of, post.ValidFrom, post.ValidUntil})
	}
	for _, merged := range e.people[1:] {
		record.Merged = append(record.Merged, merged.Name())
	}
	for _, one := range e.people {
		if !user.Administers() {
			break
		}
		var accounts []string
		if err := tx.list(ctx, &accounts, `SELECT account FROM users WHERE person_id = ? ORDER BY account`, one.ID); err != nil {
			return record, err
		}
		record.Accounts = append(record.Accounts, accounts...)
	}
	events, err := tx.eventsOf(ctx, e)
	if err != nil {
		return record, err
	}
	reach, args := user.reaches("organizer_id", "events.id", Administrator, Organizer)
	titles := map[ID]string{}
	if user.Administers() { // whose the office's journal is
		titles[0] = ""
	}
	for _, event := range events {
		var mine bool
		if err := tx.get(ctx, &mine, `SELECT `+reach+` FROM events WHERE id = ?`, append(args, event.ID)...); err != nil {
			return record, err
		}
		if !mine {
			record.Elsewhere++
			continue
		}
		titles[event.ID] = event.Title
		for _, one := range e.people {
			told, err := tx.personEvent(ctx, event, one, record.Files)
			if err != nil {
				return record, err
			}
			if told != nil {
				record.Events = append(record.Events, *told)
			}
		}
	}
	record.Changes, err = tx.changesOf(ctx, e, titles)
	return record, err
}

// personEvent is what an event has of a person; nil when nothing.
func (tx *DB) personEvent(ctx context.Context, event Event, person Person, files map[string]SHA256) (*PersonEvent, error) {
	told := PersonEvent{Event: event, UID: event.UID, Title: event.Title, StartsAt: event.StartsAt, EndsAt: event.EndsAt}
	var delegates []Delegate
	err := tx.get(ctx, &told.Organizer, `SELECT name FROM organizations WHERE id = ?`, event.OrganizerID)
	list := func(dest any, query string, args ...any) {
		if err == nil {
			err = tx.list(ctx, dest, query, args...)
		}
	}
	list(&delegates, `SELECT * FROM delegates WHERE event_id = ? AND person_id = ?`, event.ID, person.ID)
	for _, delegate := range delegates {
		told.Number, told.Roles, told.Honorific, told.Reply, told.Reason = delegate.Number, delegate.RoleWords(), delegate.Honorific, delegate.Reply, delegate.Reason
		told.RepliedAt, told.RepliedHow, told.Seat, told.Needs = delegate.RepliedAt, delegate.RepliedHow, delegate.Seat, delegate.Needs
		if err == nil {
			told.Group, err = tx.groupName(ctx, event.ID, delegate.GroupID)
		}
		var invitations []RecordInvitation
		list(&invitations, `
			SELECT COALESCE(o.name, '') AS unit, i.answer_by, i.reached_how, i.reached_at, i.opened_at, i.revoked_at FROM invitations i
			LEFT JOIN invitations u ON u.id = i.parent_id LEFT JOIN organizations o ON o.id = u.organization_id WHERE i.id = ?`, delegate.InvitationID)
		if len(invitations) > 0 {
			told.Invitation = &invitations[0]
		}
		var substitutes []Substitute
		list(&substitutes, selectSubstitutes+` WHERE s.event_id = ? AND (s.replaced_id = ? OR s.delegate_id = ?) ORDER BY s.id`, event.ID, delegate.ID, delegate.ID)
		for _, s := range substitutes {
			told.Substitutes = append(told.Substitutes, RecordSubstitute{s.Replaced, s.Stands, s.State, s.ProposedBy, s.ProposedAt, s.DecidedBy, s.DecidedAt, s.Remark})
		}
		list(&told.Attendance, `
			SELECT sessions.name AS session, a.state, a.arrived_at, a.left_at, a.reason, a.how, a.noted_by, a.noted_at FROM attendance a JOIN sessions ON sessions.id = session_id
			WHERE a.delegate_id = ? ORDER BY sessions.position, sessions.id`, delegate.ID)
		list(&told.Scans, `SELECT act, door, scanned_at, received_at, how, noted_by FROM scans WHERE delegate_id = ? ORDER BY scanned_at, id`, delegate.ID)
		list(&told.Speeches, `
			SELECT s.id, i.title AS item, s.topic, s.state, s.requested_how, s.requested_at, s.started_at, s.ended_at, s.summary, s.text
			FROM speeches s JOIN agenda_items i ON i.id = s.item_id WHERE s.event_id = ? AND s.delegate_id = ? ORDER BY s.id`, event.ID, delegate.ID)
		for i := range told.Speeches {
			texts := &told.Speeches[i].Texts
			list(texts, `SELECT position, received_at, handed_by, state, remark, text, file_name, file_sha256 FROM speech_texts WHERE speech_id = ? ORDER BY position`, told.Speeches[i].ID)
			for j := range *texts {
				if text := &(*texts)[j]; text.SHA256 != "" {
					text.File = fmt.Sprintf("tep/%d-%s", len(files)+1, plainName(text.FileName))
					files[text.File] = text.SHA256
				}
			}
		}
		list(&told.Duties, `SELECT 'item' AS kind, title AS text FROM agenda_items WHERE event_id = ? AND presenter_id = ? ORDER BY position`, event.ID, delegate.ID)
	}
	var duties []RecordDuty
	list(&duties, `
		SELECT role AS kind, '' AS text, NULL AS due_on, minutes.state FROM minutes_people JOIN minutes ON minutes.id = minutes_id WHERE minutes_people.event_id = ? AND person_id = ? ORDER BY minutes_id, role`, event.ID, person.ID)
	told.Duties = append(told.Duties, duties...)
	duties = nil
	list(&duties, `SELECT 'sign' AS kind, kind AS text FROM papers WHERE event_id = ? AND signer_id = ? ORDER BY id`, event.ID, person.ID)
	told.Duties = append(told.Duties, duties...)
	duties = nil
	list(&duties, `SELECT 'task' AS kind, conclusions.text, due_on, state FROM tasks JOIN conclusions ON conclusions.id = conclusion_id WHERE tasks.event_id = ? AND person_id = ? ORDER BY tasks.id`, event.ID, person.ID)
	told.Duties = append(told.Duties, duties...)
	list(&told.Messages, `SELECT kind, recipient, subject, body, state, sent_how, queued_at, sent_at FROM outbox WHERE event_id = ? AND whom = ? ORDER BY id`, event.ID, person.UID)
	if err == nil {
		told.Papers, err = tx.papersNaming(ctx, event.ID, person.Name())
	}
	if len(delegates)+len(told.Duties)+len(told.Messages) == 0 {
		return nil, err
	}
	return &told, err
}

// plainName is a file's name that every system takes and that leads nowhere else.
func plainName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, name)
	if name = strings.Trim(name, ". "); name == "" {
		return "tep"
	}
	return cut(name, 120)
}

// changesOf are the rows of the journal about a person: in the office's chain, and in those of the events that are told.
func (tx *DB) changesOf(ctx context.Context, e erasing, titles map[ID]string) (changes []RecordChange, err error) {
	var subjects []string
	for uid := range e.uids {
		subjects = append(subjects, uid)
	}
	for uid := range e.delegates {
		subjects = append(subjects, uid)
	}
	var rows []JournalRow
	err = tx.listIn(ctx, &rows, `SELECT journal.*, '' AS salt, '' AS detail FROM journal WHERE subject IN (?) ORDER BY at, id LIMIT 10000`, subjects)
	for _, row := range rows {
		if title, known := titles[row.EventID]; known {
			changes = append(changes, RecordChange{row.At, row.Actor, row.Topic, row.What, title})
		}
	}
	return changes, err
}
