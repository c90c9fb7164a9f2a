package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hoithao/models/viet"
)

// MessageKinds are the kinds of an event's messages, in the order in which forms offer them: an invitation, a change, to those who have not
// answered, to those whose text is missing, to those who come, thanks, a task.
var MessageKinds = []string{"invitation", "change", "reminder", "text", "tomorrow", "thanks", "task"}

// commonVariables may stand in every message. {lien_ket} is the recipient's own link, or the event's page; it is put in when the message goes out.
var commonVariables = []string{"kinh_gui", "danh_xung", "ho_ten", "chuc_vu", "su_kien", "loai", "loai_hoa", "thoi_gian", "dia_diem", "co_quan", "lien_ket"}

// kindVariables may stand in messages of a kind, besides.
var kindVariables = map[string][]string{
	"invitation": {"han_tra_loi"}, "change": {"noi_dung"}, "reminder": {"han_tra_loi"}, "text": {"chu_de"}, "task": {"noi_dung", "thoi_han"},
}

// Variables are what may stand in braces in a message of a kind.
func Variables(kind string) []string { return slices.Concat(commonVariables, kindVariables[kind]) }

// MessageText is the words of an event's messages of a kind, with variables in braces. Version 0: the usual ones.
type MessageText struct {
	EventID ID `db:"event_id"`
	Kind    string
	Subject string
	Body    string
	Version int64
}

// MessageText reads the words of an event's messages of a kind: its own, else the usual ones.
func (db *DB) MessageText(ctx context.Context, event ID, kind string) (text MessageText, err error) {
	if !slices.Contains(MessageKinds, kind) {
		return text, ErrNotFound
	}
	err = db.get(ctx, &text, `SELECT * FROM message_texts WHERE event_id = ? AND kind = ?`, event, kind)
	if errors.Is(err, ErrNotFound) {
		text = usualTexts[kind]
		text.EventID, text.Kind, err = event, kind, nil
	}
	return text, err
}

// Longest words of a message, in letters.
const (
	maxSubject = 300
	maxBody    = 20_000
)

var braces = regexp.MustCompile(`\{([^{}\n]*)\}`)

// check makes the words clean, and names a variable that there is not.
func (m *MessageText) check() Invalid {
	wrong := Invalid{}
	m.Subject, m.Body = viet.Clean(m.Subject), viet.CleanText(m.Body)
	if m.Subject == "" {
		wrong["subject"] = "Hãy ghi tiêu đề."
	}
	if strings.TrimSpace(m.Body) == "" {
		wrong["body"] = "Hãy ghi nội dung."
	}
	if utf8.RuneCountInString(m.Subject) > maxSubject {
		wrong["subject"] = "Tiêu đề dài quá 300 ký tự."
	}
	if utf8.RuneCountInString(m.Body) > maxBody {
		wrong["body"] = "Nội dung thư dài quá 20.000 ký tự."
	}
	known := Variables(m.Kind)
	for field, text := range map[string]string{"subject": m.Subject, "body": m.Body} {
		for _, found := range braces.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, found[1]) {
				wrong[field] = fmt.Sprintf("Không có biến {%s} trong loại thư này.", found[1])
			}
		}
	}
	if strings.Contains(m.Subject, "{lien_ket}") {
		wrong["subject"] = "Đường dẫn riêng không đặt ở tiêu đề: tiêu đề có thể bị người khác thấy."
	}
	return wrong
}

// SaveMessageText changes the words of an event's messages of a kind; what waits in the outbox keeps its words. It names the version it was
// made on.
func (db *DB) SaveMessageText(ctx context.Context, by Actor, text MessageText) error {
	if wrong := text.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, text.EventID, func(tx *DB) (Change, error) {
		before, err := tx.MessageText(ctx, text.EventID, text.Kind)
		if err != nil {
			return Change{}, err
		}
		if before.Version != text.Version {
			return Change{}, Stale{before.Version, before}
		}
		if text == before {
			return Change{}, nil
		}
		text.Version++
		return Change{Topic: TopicMessages, What: "edit", Before: before, After: text}, tx.exec(ctx, `
			INSERT INTO message_texts (event_id, kind, subject, body, version) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (event_id, kind) DO UPDATE SET subject = excluded.subject, body = excluded.body, version = excluded.version`,
			text.EventID, text.Kind, text.Subject, text.Body, text.Version)
	})
}

// RestoreMessageText goes back to the usual words.
func (db *DB) RestoreMessageText(ctx context.Context, by Actor, event ID, kind string) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.MessageText(ctx, event, kind)
		if err != nil || before.Version == 0 {
			return Change{}, err
		}
		after := usualTexts[kind]
		after.EventID, after.Kind = event, kind
		return Change{Topic: TopicMessages, What: "reset", Before: before, After: after}, tx.exec(ctx, `DELETE FROM message_texts WHERE event_id = ? AND kind = ?`, event, kind)
	})
}

// fill puts values into the words. {lien_ket} is left standing. A line in which a variable has nothing to say is left out; so are the empty
// lines that would then stand together.
func (m MessageText) fill(values map[string]string) (subject, body string) {
	return viet.Clean(fillLine(m.Subject, values)), tidy(m.Body, func(line string) (string, bool) {
		for _, found := range braces.FindAllStringSubmatch(line, -1) {
			if found[1] != "lien_ket" && strings.TrimSpace(values[found[1]]) == "" {
				return "", false
			}
		}
		return fillLine(line, values), true
	})
}

func fillLine(line string, values map[string]string) string {
	return braces.ReplaceAllStringFunc(line, func(name string) string {
		if name == "{lien_ket}" {
			return name
		}
		return viet.CleanText(values[name[1:len(name)-1]])
	})
}

// tidy makes a text anew line by line.
func tidy(text string, line func(string) (string, bool)) string {
	var lines []string
	for one := range strings.SplitSeq(text, "\n") {
		made, keep := line(one)
		if !keep || made == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, made)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// retell puts what an event has become into the letters that wait for their first attempt or for a hand: where one says when and where, it says it
// as it is now. What a mail server may have already stays as it is, and so does what tells of a change, which names what was before.
func (tx *DB) retell(ctx context.Context, before, after Event) error {
	was, _, err := tx.messageValues(ctx, before)
	if err != nil {
		return err
	}
	is, _, err := tx.messageValues(ctx, after)
	if err != nil {
		return err
	}
	for _, name := range []string{"su_kien", "thoi_gian", "dia_diem"} {
		if was[name] == is[name] || was[name] == "" || is[name] == "" {
			continue
		}
		if err := tx.exec(ctx, `UPDATE outbox SET subject = REPLACE(subject, ?, ?), body = REPLACE(body, ?, ?)
			WHERE event_id = ? AND kind <> 'change' AND state IN ('waiting', 'paused') AND attempts = 0`, was[name], is[name], was[name], is[name], after.ID); err != nil {
			return err
		}
	}
	return nil
}

// linked puts the link into a body; without one the lines that want it are left out.
func linked(body, link string) string {
	return tidy(body, func(line string) (string, bool) {
		if !strings.Contains(line, "{lien_ket}") {
			return line, true
		}
		return strings.ReplaceAll(line, "{lien_ket}", link), link != ""
	})
}

// UsualHonorific is how what goes out for an event calls a person who has no honorific of their own.
func (db *DB) UsualHonorific(ctx context.Context, event Event) (string, error) {
	_, kind, err := db.messageValues(ctx, event)
	return addressOf(kind, false), err
}

// messageValues are what the variables say of an event, whoever gets the message.
func (tx *DB) messageValues(ctx context.Context, event Event) (values map[string]string, kind string, err error) {
	line, err := tx.Ancestry(ctx, event.OrganizerID)
	if err != nil {
		return nil, "", err
	}
	place := event.Place
	for _, body := range line {
		if kind == "" {
			kind = body.Kind
		}
		if place == "" {
			place = body.Place
		}
	}
	where := event.Venue
	if place != "" && !strings.Contains(where, place) {
		where = strings.Trim(where+", "+place, ", ")
	}
	values = map[string]string{
		"su_kien": event.Title, "loai": event.Word(), "loai_hoa": viet.UpperFirst(event.Word()), "dia_diem": where, "co_quan": line[0].Name,
	}
	if at := event.Local(event.StartsAt); !at.IsZero() {
		values["thoi_gian"] = viet.ClockTable(at) + ", " + viet.Weekday(at) + ", " + viet.LongDate(at)
	}
	return values, kind, nil
}
