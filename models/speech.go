package models

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"hoithao/models/viet"
)

// Speech is a speech or paper for its whole life, from the request to the proceedings.
type Speech struct {
	ID           ID
	UID          string
	EventID      ID `db:"event_id"`
	ItemID       ID `db:"item_id"`
	Position     int64
	Kind         string // as Item.Kind
	State        string // requested, accepted, returned, refused, called, speaking, spoken
	DelegateID   ID     `db:"delegate_id"`
	SpeakerText  string `db:"speaker_text"`
	Topic        string
	Minutes      *int64
	Summary      string
	Text         string
	HasPaper     bool   `db:"has_paper"`
	RequestedHow string `db:"requested_how"`
	RequestedAt  Time   `db:"requested_at"`
	StartedAt    Time   `db:"started_at"`
	EndedAt      Time   `db:"ended_at"`
	PausedAt     Time   `db:"paused_at"`
	PausedMS     int64  `db:"paused_ms"`
	ConfirmedAt  Time   `db:"confirmed_at"`
	Version      int64

	SummaryVersion int64      `db:"summary_version"` // of the summary alone
	Handed         HandedText `db:"-" json:"-"`      // the accepted text, where a whole record was read
}

// HandedText is the last of a speech's texts that was accepted: typed, or a file.
type HandedText struct {
	SpeechID   ID `db:"speech_id"`
	Text       string
	FileSHA256 SHA256 `db:"file_sha256"`
	FileName   string `db:"file_name"`
}

// Given tells whether a speech was given: its state says so, or somebody wrote down when it ended and left the state as it was.
func (s Speech) Given() bool {
	return s.State == "spoken" || (s.State == "accepted" || s.State == "called") && !s.EndedAt.IsZero()
}

// SpeechStates are the states in the order of a speech's life.
var SpeechStates = []string{"requested", "accepted", "returned", "refused", "called", "speaking", "spoken"}

// How long texts may be, in letters: a title of one line, and a text of many.
const (
	maxLine = 500
	maxText = 100_000
)

// tooLong notes under a field that its text is longer than a record or a paper can bear.
func tooLong(wrong Invalid, field, text string, limit int) {
	if utf8.RuneCountInString(text) <= limit {
		return
	}
	wrong[field] = "Nội dung dài quá 500 ký tự."
	if limit == maxText {
		wrong[field] = "Nội dung dài quá 100.000 ký tự."
	}
}

// Speeches lists the speeches of an event in the order of the agenda, then of speaking, without their full texts.
func (db *DB) Speeches(ctx context.Context, event ID) ([]Speech, error) {
	speeches := []Speech{}
	err := db.list(ctx, &speeches, `
		SELECT speeches.id, speeches.uid, speeches.event_id, item_id, speeches.position, speeches.kind, state, delegate_id, speaker_text, topic,
			speeches.minutes, summary, has_paper, requested_how, requested_at, speeches.started_at, speeches.ended_at, speeches.paused_at,
			speeches.paused_ms, confirmed_at, speeches.version, summary_version
		FROM speeches JOIN agenda_items ON agenda_items.id = item_id
		WHERE speeches.event_id = ? ORDER BY agenda_items.position, agenda_items.id, speeches.position, speeches.id`, event)
	return speeches, err
}

// Speech reads a speech of an event.
func (db *DB) Speech(ctx context.Context, event, id ID) (speech Speech, err error) {
	err = db.get(ctx, &speech, `SELECT * FROM speeches WHERE event_id = ? AND id = ?`, event, id)
	return speech, err
}

// check makes the speech's texts clean and says what is wrong with it.
func (s *Speech) check() Invalid {
	wrong := Invalid{}
	s.SpeakerText, s.Topic = viet.Clean(s.SpeakerText), viet.Clean(s.Topic)
	s.Summary, s.Text = viet.CleanText(s.Summary), viet.CleanText(s.Text)
	if s.DelegateID != 0 {
		s.SpeakerText = ""
	}
	if s.DelegateID == 0 && s.SpeakerText == "" && s.Topic == "" && s.Summary == "" {
		wrong["speaker"] = "Hãy ghi người phát biểu hoặc chủ đề."
	}
	if s.ItemID == 0 {
		wrong["item"] = "Hãy chọn mục chương trình."
	}
	if !slices.Contains(ItemKinds, s.Kind) {
		wrong["kind"] = "Hãy chọn loại phát biểu."
	}
	if !slices.Contains(SpeechStates, s.State) {
		wrong["state"] = "Hãy chọn trạng thái."
	}
	if s.Minutes != nil && (*s.Minutes < 0 || *s.Minutes > 24*60) {
		wrong["minutes"] = "Số phút phải từ 0 đến 1440."
	}
	if s.StartedAt.IsZero() && !s.EndedAt.IsZero() {
		wrong["starts"] = "Hãy ghi giờ bắt đầu."
	}
	if !s.EndedAt.IsZero() && s.EndedAt.Before(s.StartedAt.Time) {
		wrong["ends"] = "Giờ kết thúc không được trước giờ bắt đầu."
	}
	tooLong(wrong, "speaker", s.SpeakerText, maxLine)
	tooLong(wrong, "topic", s.Topic, maxLine)
	tooLong(wrong, "summary", s.Summary, maxText)
	tooLong(wrong, "text", s.Text, maxText)
	if s.State == "speaking" && !s.EndedAt.IsZero() {
		s.State = "spoken"
	}
	return wrong
}

// belongs refuses an item or a speaker of another event, and a second one who speaks at the same time.
func (tx *DB) belongs(ctx context.Context, s Speech) error {
	var found struct{ Item, Delegate, Speaking bool }
	if err := tx.get(ctx, &found, `SELECT
		EXISTS (SELECT 1 FROM agenda_items WHERE event_id = ? AND id = ?) AS item,
		EXISTS (SELECT 1 FROM delegates WHERE event_id = ? AND id = ?) AS delegate,
		EXISTS (SELECT 1 FROM speeches WHERE event_id = ? AND item_id = ? AND state = 'speaking' AND id <> ?) AS speaking`,
		s.EventID, s.ItemID, s.EventID, s.DelegateID, s.EventID, s.ItemID, int64(s.ID)); err != nil {
		return err
	}
	wrong := Invalid{}
	if !found.Item {
		wrong["item"] = "Hãy chọn mục chương trình."
	}
	if s.DelegateID != 0 && !found.Delegate {
		wrong["speaker"] = "Đại biểu này không có trong danh sách của sự kiện."
	}
	if s.State == "speaking" && found.Speaking {
		wrong["state"] = "Ở mục này đang có người khác phát biểu."
	}
	return wrong.err()
}

// AddSpeech adds a speech at the end of its item, of the item's kind and accepted unless it says otherwise. One with a uid that is there
// already was sent twice: it is answered as it stands.
func (db *DB) AddSpeech(ctx context.Context, by Actor, speech Speech) (Speech, error) {
	if speech.State == "" {
		speech.State = "accepted"
	}
	err := db.change(ctx, by, speech.EventID, func(tx *DB) (Change, error) { return tx.addSpeech(ctx, &speech) })
	return speech, err
}

func (tx *DB) addSpeech(ctx context.Context, speech *Speech) (Change, error) {
	id, err := tx.sent(ctx, "speeches", speech.EventID, speech.UID)
	if err != nil {
		return Change{}, err
	}
	if id != 0 {
		*speech, err = tx.Speech(ctx, speech.EventID, id)
		return Change{}, err
	}
	if speech.RequestedHow != "" && speech.RequestedAt.IsZero() {
		speech.RequestedAt = tx.Now()
	}
	if speech.Kind == "" {
		if err := tx.get(ctx, &speech.Kind, `SELECT kind FROM agenda_items WHERE event_id = ? AND id = ?`, speech.EventID, speech.ItemID); err != nil {
			return Change{}, Invalid{"item": "Hãy chọn mục chương trình."}
		}
	}
	if wrong := speech.check(); len(wrong) > 0 {
		return Change{}, wrong
	}
	if err := tx.belongs(ctx, *speech); err != nil {
		return Change{}, err
	}
	if speech.Position, err = tx.lastSpeech(ctx, speech.EventID, speech.ItemID); err != nil {
		return Change{}, err
	}
	if speech.ID, err = tx.add(ctx, `
		INSERT INTO speeches (uid, event_id, item_id, position, kind, state, delegate_id, speaker_text, topic, minutes, summary, text, has_paper,
			requested_how, requested_at, started_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		cmp.Or(speech.UID, newUID()), speech.EventID, speech.ItemID, speech.Position, speech.Kind, speech.State, speech.DelegateID, speech.SpeakerText, speech.Topic,
		speech.Minutes, speech.Summary, speech.Text, speech.HasPaper, speech.RequestedHow, speech.RequestedAt, speech.StartedAt, speech.EndedAt); err != nil {
		return Change{}, err
	}
	*speech, err = tx.Speech(ctx, speech.EventID, speech.ID)
	return Change{Topic: TopicSpeeches, What: "add", Of: speech.UID, After: *speech}, err
}

// lastSpeech is the place behind the last speech of an item.
func (tx *DB) lastSpeech(ctx context.Context, event, item ID) (position int64, err error) {
	err = tx.get(ctx, &position, `SELECT COALESCE(max(position), 0) + 1 FROM speeches WHERE event_id = ? AND item_id = ?`, event, item)
	return position, err
}

// SaveSpeech changes a speech. It names the version it was made on. In another item it goes to the end.
func (db *DB) SaveSpeech(ctx context.Context, by Actor, speech Speech) error {
	if wrong := speech.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, speech.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Speech(ctx, speech.EventID, speech.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != speech.Version {
			return Change{}, Stale{before.Version, before}
		}
		after := before
		after.ItemID, after.Kind, after.State, after.DelegateID, after.SpeakerText = speech.ItemID, speech.Kind, speech.State, speech.DelegateID, speech.SpeakerText
		after.Topic, after.Minutes, after.Summary, after.Text, after.HasPaper = speech.Topic, speech.Minutes, speech.Summary, speech.Text, speech.HasPaper
		after.StartedAt, after.EndedAt = speech.StartedAt, speech.EndedAt
		if after.ItemID != before.ItemID {
			if after.Position, err = tx.lastSpeech(ctx, after.EventID, after.ItemID); err != nil {
				return Change{}, err
			}
		}
		watch := after.watch()
		watch.corrected()
		after.set(watch)
		if after.State == "spoken" {
			after.PausedAt = Time{}
		}
		if sameSpeech(before, after) {
			return Change{}, nil
		}
		if after.Summary != before.Summary {
			after.SummaryVersion++
		}
		if err := tx.belongs(ctx, after); err != nil {
			return Change{}, err
		}
		if after.DelegateID != before.DelegateID { // what one speaker was asked, or has confirmed, is not the other's
			after.ConfirmedAt = Time{}
			if err := tx.exec(ctx, `DELETE FROM confirmations WHERE event_id = ? AND speech_id = ?`, after.EventID, after.ID); err != nil {
				return Change{}, err
			}
			if err := tx.exec(ctx, `UPDATE speeches SET confirmed_at = NULL WHERE event_id = ? AND id = ?`, after.EventID, after.ID); err != nil {
				return Change{}, err
			}
		}
		after.Version++
		return Change{Topic: TopicSpeeches, What: "edit", Of: before.UID, Before: before, After: after}, tx.updateSpeech(ctx, after)
	})
}

func (tx *DB) updateSpeech(ctx context.Context, s Speech) error {
	return tx.exec(ctx, `
		UPDATE speeches SET item_id = ?, position = ?, kind = ?, state = ?, delegate_id = ?, speaker_text = ?, topic = ?, minutes = ?, summary = ?, text = ?,
			has_paper = ?, started_at = ?, ended_at = ?, paused_at = ?, paused_ms = ?, version = ?, summary_version = ? WHERE event_id = ? AND id = ?`,
		s.ItemID, s.Position, s.Kind, s.State, s.DelegateID, s.SpeakerText, s.Topic, s.Minutes, s.Summary, s.Text,
		s.HasPaper, s.StartedAt, s.EndedAt, s.PausedAt, s.PausedMS, s.Version, s.SummaryVersion, s.EventID, s.ID)
}

// sameSpeech compares by value: the minutes granted are behind a pointer.
func sameSpeech(a, b Speech) bool {
	same := a.Minutes == b.Minutes || a.Minutes != nil && b.Minutes != nil && *a.Minutes == *b.Minutes
	a.Minutes, b.Minutes = nil, nil
	return same && a == b
}

// SaveSpeechText changes only the summary or the full text (field "summary" or "text"), on the version it was written on, and answers the
// version that stands then. The rest of the speech stays as it is.
func (db *DB) SaveSpeechText(ctx context.Context, by Actor, event, id ID, field, text string, version int64) (int64, error) {
	speech, err := db.Speech(ctx, event, id)
	if err != nil {
		return 0, err
	}
	speech.Version = version
	switch field {
	case "summary":
		speech.Summary = text
	case "text":
		speech.Text = text
	default:
		return 0, ErrNotFound
	}
	if err := db.SaveSpeech(ctx, by, speech); err != nil {
		return 0, err
	}
	speech, err = db.Speech(ctx, event, id)
	return speech.Version, err
}

// MoveSpeech moves a speech one place up or down within its item. At the end of the list there is nothing to do.
func (db *DB) MoveSpeech(ctx context.Context, by Actor, event, id ID, up bool) error {
	speech, err := db.Speech(ctx, event, id)
	if err != nil {
		return err
	}
	return db.moveWithin(ctx, by, event, inOrder{table: "speeches", topic: TopicSpeeches, item: speech.ItemID}, id, up)
}

// OrderSpeeches puts the speeches of an item into an order. It has to name exactly those that are there.
func (db *DB) OrderSpeeches(ctx context.Context, by Actor, event, item ID, order []ID) error {
	return db.putInOrder(ctx, by, event, inOrder{table: "speeches", topic: TopicSpeeches, item: item}, order)
}

// RemoveSpeech removes a speech; the journal keeps what it said.
func (db *DB) RemoveSpeech(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Speech(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicSpeeches, What: "remove", Of: before.UID, Before: before}, tx.exec(ctx, `DELETE FROM speeches WHERE event_id = ? AND id = ?`, event, id)
	})
}
