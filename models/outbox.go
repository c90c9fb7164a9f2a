package models

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Message is one of the outbox: to be sent by mail, or, where there is no address or no mail server, handed on as a text.
type Message struct {
	ID           ID
	UID          string // also the left part of the Message-ID
	EventID      ID     `db:"event_id"`
	InvitationID ID     `db:"invitation_id"`
	Kind         string
	Recipient    string // mail address; "": none
	Subject      string
	Body         string // with {lien_ket} where the link stands; see Letter
	State        string // waiting, sending, sent, failed, paused
	Attempts     int64
	DueAt        Time `db:"due_at"`
	SentAt       Time `db:"sent_at"`
	Error        string
	Whom         string // uid of the person or the unit
	Name         string // of the person or the unit
	Occasion     string
	QueuedAt     Time   `db:"queued_at"`
	ExpiresAt    Time   `db:"expires_at"`
	SentHow      string `db:"sent_how"` // mail, hand
	Lease        string
	LeasedUntil  Time `db:"leased_until"`
	ToNote       bool `db:"to_note"` // it went out, and its invitation does not say so yet
}

// Recipient is somebody whom a message goes to.
type Recipient struct {
	UID        string            // of the person or the unit: with kind and occasion it makes a repeat the same message
	Name       string            // "Trần Đức Thuần", "Huyện ủy Kim Bảng"
	Honorific  string            // "": the usual one
	Unit       bool              // an organization, not a person
	Email      string            // "" or no address: the text is handed on
	Invitation ID                // whose link {lien_ket} is; zero: the event's page
	Values     map[string]string // of the variables that are this recipient's: "chuc_vu", "han_tra_loi", "noi_dung" …

	answerBy string // until when the invitation wants an answer
	occasion string // of this recipient; "": the mail's
}

// Mail is one message to many.
type Mail struct {
	Kind     string // one of MessageKinds
	Occasion string // the same kind goes once to everybody for an occasion: a day, a task, a number of the form
	Due      Time   // not before; zero: now
	Until    Time   // not later; zero: whenever
	To       []Recipient
}

// mailboxes are the addresses that a mail server takes everywhere: no quotes, no comments, nothing that could be read as more than one.
var mailboxes = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)

// MailAddress tells whether a text is an address that mail can be sent to.
func MailAddress(text string) bool { return len(text) <= 254 && mailboxes.MatchString(text) }

// QueueMail puts a message for each recipient into the outbox, in the event's words, in one change. Who has the message for this occasion
// already gets no second one: it answers how many are new. Unknown values of a recipient are a fault of the program.
func (db *DB) QueueMail(ctx context.Context, by Actor, event ID, mail Mail) (queued int64, err error) {
	if len(mail.To) == 0 {
		return 0, nil
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		queued = 0
		messages, err := tx.compose(ctx, event, mail)
		if err != nil {
			return Change{}, err
		}
		for some := range slices.Chunk(messages, 100) {
			var args []any
			for _, m := range some {
				args = append(args, m.UID, m.EventID, m.InvitationID, m.Kind, m.Recipient, m.Subject, m.Body, m.DueAt, m.Whom, m.Name, m.Occasion, m.QueuedAt, m.ExpiresAt)
			}
			row := `(?` + strings.Repeat(`, ?`, len(args)/len(some)-1) + `)`
			added, err := tx.affect(ctx, `
				INSERT INTO outbox (uid, event_id, invitation_id, kind, recipient, subject, body, due_at, whom, name, occasion, queued_at, expires_at)
				VALUES `+row+strings.Repeat(`, `+row, len(some)-1)+` ON CONFLICT (event_id, kind, whom, occasion) WHERE whom <> '' DO NOTHING`, args...)
			if err != nil {
				return Change{}, err
			}
			queued += added
		}
		if queued == 0 {
			return Change{}, nil
		}
		return Change{Topic: TopicMessages, What: "send", After: messagesEntry{mail.Kind, queued}}, nil
	})
	return queued, err
}

// messagesEntry is what the journal keeps of many messages: to whom each went is in the outbox.
type messagesEntry struct {
	Kind  string `json:",omitzero"`
	Count int64
}

// compose makes the messages as they will stand in the outbox.
func (tx *DB) compose(ctx context.Context, event ID, mail Mail) ([]Message, error) {
	text, err := tx.MessageText(ctx, event, mail.Kind)
	if err != nil {
		return nil, err
	}
	var of Event
	if err := tx.get(ctx, &of, `SELECT * FROM events WHERE id = ?`, event); err != nil {
		return nil, err
	}
	common, kind, err := tx.messageValues(ctx, of)
	if err != nil {
		return nil, err
	}
	now, known := tx.Now(), Variables(mail.Kind)
	var messages []Message
	for _, to := range mail.To {
		values := maps.Clone(common)
		for name, value := range to.Values {
			if !slices.Contains(known, name) || name == "lien_ket" {
				return nil, fmt.Errorf("a message of kind %s has no value %s", mail.Kind, name)
			}
			values[name] = value
		}
		addressTo(values, to, kind)
		m := Message{UID: newUID(), EventID: event, InvitationID: to.Invitation, Kind: mail.Kind, Recipient: viet.Clean(to.Email), DueAt: mail.Due, Whom: to.UID,
			Name: viet.Clean(to.Name), Occasion: mail.Occasion, QueuedAt: now, ExpiresAt: mail.Until}
		if m.DueAt.IsZero() {
			m.DueAt = now
		}
		if to.occasion != "" {
			m.Occasion = to.occasion
		}
		if !MailAddress(m.Recipient) {
			m.Recipient = ""
		}
		m.Subject, m.Body = text.fill(values)
		messages = append(messages, m)
	}
	return messages, nil
}

// addressTo puts a recipient's name into the values of the variables, and how they are addressed.
func addressTo(values map[string]string, to Recipient, kind string) {
	honorific, name := viet.Clean(to.Honorific), viet.Clean(to.Name)
	if honorific == "" {
		honorific = addressOf(kind, to.Unit)
	}
	values["ho_ten"], values["danh_xung"], values["kinh_gui"] = name, honorific, honorific+" "+name
	if to.Unit {
		values["kinh_gui"] = name
	}
}

// PreviewMessage is a message as a recipient would get it, in words that are being written; a link stands where theirs will stand.
func (db *DB) PreviewMessage(ctx context.Context, event Event, text MessageText, to Recipient, link string) (subject, body string, err error) {
	if wrong := text.check(); len(wrong) > 0 {
		return "", "", wrong
	}
	common, kind, err := db.messageValues(ctx, event)
	if err != nil {
		return "", "", err
	}
	maps.Copy(common, to.Values)
	addressTo(common, to, kind)
	subject, body = text.fill(common)
	return subject, linked(body, link), nil
}

// Letter is a message's text as it goes out, the recipient's own link in it; site is the program's address, "" when it has none, and the
// text then has no link. ErrNotFound when the invitation it is about was revoked.
func (db *DB) Letter(ctx context.Context, m Message, site string) (string, error) {
	letters, err := db.Letters(ctx, []Message{m}, site)
	if text, ok := letters[m.ID]; ok || err != nil {
		return text, err
	}
	return "", ErrNotFound
}

// Letters are the texts of several messages by their numbers, in a fixed number of queries; one whose invitation was revoked has none.
func (db *DB) Letters(ctx context.Context, messages []Message, site string) (map[ID]string, error) {
	var events, invitations []ID
	for _, m := range messages {
		events, invitations = append(events, m.EventID), append(invitations, m.InvitationID)
	}
	letters := map[ID]string{}
	if len(messages) == 0 {
		return letters, nil
	}
	pages, paths := map[ID]string{}, map[ID]string{}
	var of []struct {
		ID   ID
		Slug string
	}
	var invited []Invitation
	if err := db.listIn(ctx, &of, `SELECT id, slug FROM events WHERE id IN (?)`, events); err != nil {
		return nil, err
	}
	if err := db.listIn(ctx, &invited, `SELECT * FROM invitations WHERE id IN (?) AND revoked_at IS NULL`, invitations); err != nil {
		return nil, err
	}
	for _, event := range of {
		pages[event.ID] = "/events/" + event.Slug
	}
	for _, invitation := range invited {
		invitation.link(db)
		paths[invitation.ID] = invitation.Path()
	}
	for _, m := range messages {
		link := pages[m.EventID]
		if m.InvitationID != 0 {
			stands := false
			if link, stands = paths[m.InvitationID]; !stands {
				continue
			}
		}
		if site == "" || link == "" {
			letters[m.ID] = linked(m.Body, "")
		} else {
			letters[m.ID] = linked(m.Body, site+link)
		}
	}
	return letters, nil
}

// MessageFilter chooses messages of an event for a list, newest first.
type MessageFilter struct {
	EventID ID // zero: those of no event
	State   string
	Kind    string // "": all
	Search  string // in names, as they are written
	Before  ID     // zero: from the newest
	Limit   int    // zero: a page
}

// MessageStates are how a message may stand, as lists are narrowed; "hand" are those that somebody must hand on.
var MessageStates = []string{"waiting", "hand", "sending", "sent", "failed", "paused"}

// Stands is the message's state as a screen tells it.
func (m Message) Stands() string {
	if m.Recipient == "" && m.State == "waiting" {
		return "hand"
	}
	return m.State
}

// Messages lists the outbox of an event.
func (db *DB) Messages(ctx context.Context, filter MessageFilter) ([]Message, error) {
	where, args := []string{`event_id = ?`}, []any{filter.EventID}
	if filter.EventID == 0 {
		where, args = []string{`event_id IS NULL`}, nil
	}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	switch filter.State {
	case "":
	case "hand":
		and(`state = 'waiting' AND recipient = ''`)
	case "waiting":
		and(`state = 'waiting' AND recipient <> ''`)
	default:
		and(`state = ?`, filter.State)
	}
	if filter.Kind != "" {
		and(`kind = ?`, filter.Kind)
	}
	if filter.Search != "" {
		and(`name LIKE ? ESCAPE '\'`, `%`+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(viet.Clean(filter.Search))+`%`)
	}
	if filter.Before != 0 {
		and(`id < ?`, filter.Before)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	messages := []Message{}
	err := db.list(ctx, &messages, `SELECT * FROM outbox WHERE `+strings.Join(where, " AND ")+` ORDER BY id DESC LIMIT ?`, append(args, filter.Limit)...)
	return messages, err
}

// Message reads one of an event.
func (db *DB) Message(ctx context.Context, event, id ID) (m Message, err error) {
	err = db.get(ctx, &m, `SELECT * FROM outbox WHERE event_id = ? AND id = ?`, event, id)
	return m, err
}

// CountMessages counts an event's messages by how they stand.
func (db *DB) CountMessages(ctx context.Context, event ID) (map[string]int64, error) {
	var rows []struct {
		State string
		Count int64
	}
	err := db.list(ctx, &rows, `SELECT CASE WHEN state = 'waiting' AND recipient = '' THEN 'hand' ELSE state END AS state, count(*) AS count
		FROM outbox WHERE event_id = ? GROUP BY 1`, event)
	counts := map[string]int64{}
	for _, row := range rows {
		counts[row.State] = row.Count
	}
	return counts, err
}

// moveMessages puts messages of an event from some states into another: all (id zero) or one. None is no change.
func (db *DB) moveMessages(ctx context.Context, by Actor, event, id ID, what, set, from string, args ...any) (moved int64, err error) {
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		change := Change{Topic: TopicMessages, What: what}
		which, args := ` WHERE event_id = ? AND `+from, append(args, event)
		if id != 0 {
			m, err := tx.Message(ctx, event, id)
			if err != nil {
				return Change{}, err
			}
			change.Of, change.After = m.UID, messageEntry{m.Kind, m.Name}
			which, args = which+` AND id = ?`, append(args, id)
		}
		if moved, err = tx.affect(ctx, `UPDATE outbox SET `+set+which, args...); err != nil || moved == 0 {
			return Change{}, err
		}
		if id == 0 {
			change.After = messagesEntry{Count: moved}
		}
		return change, nil
	})
	return moved, err
}

// messageEntry is what the journal keeps of one message.
type messageEntry struct{ Kind, Name string }

// PauseMessages holds back what waits: all of an event, or one message. What is being sent at this moment goes out.
func (db *DB) PauseMessages(ctx context.Context, by Actor, event, id ID) (int64, error) {
	return db.moveMessages(ctx, by, event, id, "pause", `state = 'paused'`, `state = 'waiting' AND recipient <> ''`)
}

// ResumeMessages lets go out what was held back.
func (db *DB) ResumeMessages(ctx context.Context, by Actor, event, id ID) (int64, error) {
	return db.moveMessages(ctx, by, event, id, "continue", `state = 'waiting'`, `state = 'paused'`)
}

// ResendMessage sends a message once more. One that failed is the same letter; one that was sent is a new one, since mail programs show a
// letter that they have already only once.
func (db *DB) ResendMessage(ctx context.Context, by Actor, event, id ID) error {
	_, err := db.moveMessages(ctx, by, event, id, "resend",
		`uid = CASE WHEN state = 'sent' THEN ? ELSE uid END, queued_at = CASE WHEN state = 'sent' THEN ? ELSE queued_at END,
		state = 'waiting', attempts = 0, error = '', sent_at = NULL, sent_how = '', expires_at = NULL, due_at = ?`,
		`state IN ('sent', 'failed')`, newUID(), db.Now(), db.Now())
	return err
}

// ResendFailed sends once more all messages of an event that failed.
func (db *DB) ResendFailed(ctx context.Context, by Actor, event ID) (int64, error) {
	return db.moveMessages(ctx, by, event, 0, "resend", `state = 'waiting', attempts = 0, error = '', expires_at = NULL, due_at = ?`, `state = 'failed'`, db.Now())
}

// HandMessage notes that somebody handed a message on, by Zalo, SMS or telephone.
func (db *DB) HandMessage(ctx context.Context, by Actor, event, id ID) error {
	_, err := db.moveMessages(ctx, by, event, id, "hand", `state = 'sent', sent_how = 'hand', sent_at = ?, error = '', lease = '', leased_until = NULL,
		to_note = (kind = 'invitation' AND invitation_id IS NOT NULL)`,
		`state IN ('waiting', 'failed', 'paused')`, db.Now())
	return err
}
