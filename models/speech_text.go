package models

import (
	"context"
	"slices"

	"hoithao/models/viet"
)

// SpeechText is a text of a speech as it was handed in; each version is kept.
type SpeechText struct {
	ID         ID
	EventID    ID `db:"event_id"`
	SpeechID   ID `db:"speech_id"`
	Position   int64
	Text       string // typed; "": a file
	FileSHA256 SHA256 `db:"file_sha256"`
	FileName   string `db:"file_name"`
	ReceivedAt Time   `db:"received_at"`
	State      string // received, accepted, returned
	Remark     string // why it was returned
	HandedBy   string `db:"handed_by"`
	DecidedBy  string `db:"decided_by"`
	DecidedAt  Time   `db:"decided_at"`
}

// Late tells whether the text came after the event's deadline as it stands.
func (t SpeechText) Late(event Event) bool {
	return !event.TextsBy.IsZero() && t.ReceivedAt.After(event.TextsBy.Time)
}

// mostTexts is how many versions of a text are kept: more are a mistake.
const mostTexts = 50

// SpeechTexts are the texts of an event's speeches by speech, the first version first, without what was typed.
func (db *DB) SpeechTexts(ctx context.Context, event ID) (map[ID][]SpeechText, error) {
	var texts []SpeechText
	err := db.list(ctx, &texts, `
		SELECT id, event_id, speech_id, position, file_sha256, file_name, received_at, state, remark, handed_by, decided_by, decided_at
		FROM speech_texts WHERE event_id = ? ORDER BY speech_id, position`, event)
	of := map[ID][]SpeechText{}
	for _, text := range texts {
		of[text.SpeechID] = append(of[text.SpeechID], text)
	}
	return of, err
}

// TextsOf are the texts of one speech, the first version first, with what was typed.
func (db *DB) TextsOf(ctx context.Context, event, speech ID) ([]SpeechText, error) {
	texts := []SpeechText{}
	err := db.list(ctx, &texts, `SELECT * FROM speech_texts WHERE event_id = ? AND speech_id = ? ORDER BY position`, event, speech)
	return texts, err
}

// textEntry is a speech's text as the journal keeps it.
type textEntry struct {
	Name     string // the speaker
	Topic    string
	Position int64
	FileName string
	Text     string
	State    string
	Remark   string
}

// HandIn adds a version to the texts of a speech: typed, or a file that AddUpload has stored. A speech whose text had been returned waits to
// be accepted again. The same text or file again is the same version.
func (db *DB) HandIn(ctx context.Context, by Actor, text SpeechText, speaker ID) error {
	wrong := Invalid{}
	text.Text = viet.CleanText(text.Text)
	if text.Text == "" && text.FileSHA256 == "" {
		wrong["text"] = "Hãy viết nội dung hoặc chọn tệp."
	}
	if tooLong(wrong, "text", text.Text, maxText); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, text.EventID, func(tx *DB) (Change, error) {
		speech, err := tx.Speech(ctx, text.EventID, text.SpeechID)
		if err != nil {
			return Change{}, err
		}
		if speaker != 0 && speech.DelegateID != speaker {
			return Change{}, ErrNotFound
		}
		if speaker != 0 && slices.Contains([]string{"refused", "speaking", "spoken"}, speech.State) {
			return Change{}, Invalid{"text": "Phát biểu này không nhận thêm bài nữa. Xin gọi số điện thoại liên hệ."}
		}
		texts, err := tx.TextsOf(ctx, text.EventID, text.SpeechID)
		if err != nil {
			return Change{}, err
		}
		if len(texts) > 0 {
			last := texts[len(texts)-1]
			if last.Text == text.Text && last.FileSHA256 == text.FileSHA256 {
				return Change{}, nil
			}
			if text.Position = last.Position; len(texts) >= mostTexts {
				return Change{}, Invalid{"text": "Đã nộp quá nhiều bản. Xin gọi số điện thoại liên hệ."}
			}
		}
		text.Position++
		if err := tx.exec(ctx, `INSERT INTO speech_texts (event_id, speech_id, position, text, file_sha256, file_name, received_at, handed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			text.EventID, text.SpeechID, text.Position, text.Text, text.FileSHA256, text.FileName, tx.Now(), by.Name); err != nil {
			return Change{}, err
		}
		state := speech.State
		if state == "returned" {
			state = "requested"
		}
		return Change{Topic: TopicSpeeches, What: "hand_in", Of: speech.UID, After: textEntry{Topic: speech.Topic, Position: text.Position, FileName: text.FileName, Text: text.Text, State: state}},
			tx.exec(ctx, `UPDATE speeches SET state = ?, version = version + 1 WHERE id = ?`, state, speech.ID)
	})
}

// JudgeText accepts a version of a speech's text, or returns it with a remark. With the acceptance of a typed text the speech has it as its full
// text, unless it has one; with either the speech is accepted or returned, as long as it is only asked for.
func (db *DB) JudgeText(ctx context.Context, by Actor, event, speechID ID, position int64, state, remark string) error {
	wrong := Invalid{}
	if remark = viet.CleanText(remark); state != "accepted" && state != "returned" {
		wrong["state"] = "Hãy chọn nhận hay trả lại."
	}
	if state == "returned" && remark == "" {
		wrong["remark"] = "Hãy ghi cần sửa gì."
	}
	if tooLong(wrong, "remark", remark, maxLine*4); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		speech, err := tx.Speech(ctx, event, speechID)
		if err != nil {
			return Change{}, err
		}
		var text SpeechText
		if err := tx.get(ctx, &text, `SELECT * FROM speech_texts WHERE event_id = ? AND speech_id = ? AND position = ?`, event, speechID, position); err != nil {
			return Change{}, err
		}
		if text.State == state && text.Remark == remark {
			return Change{}, nil
		}
		if err := tx.exec(ctx, `UPDATE speech_texts SET state = ?, remark = ?, decided_by = ?, decided_at = ? WHERE id = ?`, state, remark, by.Name, tx.Now(), text.ID); err != nil {
			return Change{}, err
		}
		was := textEntry{Topic: speech.Topic, Position: position, FileName: text.FileName, State: text.State, Remark: text.Remark}
		now := was
		now.State, now.Remark = state, remark
		if slices.Contains([]string{"requested", "accepted", "returned"}, speech.State) {
			speech.State = state
		}
		if state == "accepted" {
			if speech.HasPaper = true; speech.Text == "" {
				speech.Text = text.Text
			}
		}
		return Change{Topic: TopicSpeeches, What: "judge", Of: speech.UID, Before: was, After: now},
			tx.exec(ctx, `UPDATE speeches SET state = ?, has_paper = ?, text = ?, version = version + 1 WHERE id = ?`, speech.State, speech.HasPaper, speech.Text, speech.ID)
	})
}

// mostRequests is how many speeches somebody may ask for through a link and not yet have been given.
const mostRequests = 3

// RequestSpeech asks, through a link, to speak at an item. The same item and topic again is the same request.
func (db *DB) RequestSpeech(ctx context.Context, i Invitation, item ID, topic string, minutes *int64) error {
	wrong := Invalid{}
	if topic = viet.Clean(topic); topic == "" {
		wrong["topic"] = "Hãy ghi chủ đề."
	}
	tooLong(wrong, "topic", topic, maxLine)
	if minutes != nil && (*minutes < 1 || *minutes > 60) {
		wrong["minutes"] = "Số phút phải từ 1 đến 60."
	}
	if len(wrong) > 0 {
		return wrong
	}
	return already(db.change(ctx, i.Guest(), i.EventID, func(tx *DB) (change Change, err error) {
		event, _, err := tx.standingInvitation(ctx, i.ID)
		if err != nil {
			return Change{}, err
		}
		if !event.CancelledAt.IsZero() || !event.EndsAt.IsZero() && tx.Now().After(event.EndsAt.Time) {
			return Change{}, closedByEvent
		}
		var there []Speech
		if err := tx.list(ctx, &there, `SELECT * FROM speeches WHERE event_id = ? AND delegate_id = ?`, i.EventID, i.Delegate.ID); err != nil {
			return Change{}, err
		}
		waiting := 0
		for _, speech := range there {
			if speech.ItemID == item && viet.Same(speech.Topic, topic) {
				return Change{}, errAlready
			}
			if speech.State == "requested" {
				waiting++
			}
		}
		if waiting >= mostRequests {
			return Change{}, Invalid{"topic": "Đại biểu đã đăng ký nhiều phát biểu chưa được duyệt. Xin chờ ban tổ chức."}
		}
		speakable, err := tx.Speakable(ctx, i.EventID)
		if err != nil {
			return Change{}, err
		}
		if !slices.ContainsFunc(speakable, func(one Item) bool { return one.ID == item }) {
			return Change{}, Invalid{"item": "Hãy chọn mục chương trình."}
		}
		speech := Speech{EventID: i.EventID, ItemID: item, State: "requested", DelegateID: i.Delegate.ID, Topic: topic, Minutes: minutes, RequestedHow: "phone", RequestedAt: tx.Now()}
		change, err = tx.addSpeech(ctx, &speech)
		change.What = "request"
		return change, err
	}))
}

// Speakable are the items at which delegates may ask to speak: papers and discussions of a published agenda that are not over.
func (db *DB) Speakable(ctx context.Context, event ID) ([]Item, error) {
	items := []Item{}
	err := db.list(ctx, &items, `
		SELECT agenda_items.* FROM agenda_items JOIN events ON events.id = event_id WHERE event_id = ? AND agenda_state = 'published'
			AND agenda_items.kind IN ('paper', 'discussion') AND ended_at IS NULL ORDER BY agenda_items.position, agenda_items.id`, event)
	return items, err
}

// WithdrawRequest takes back, through a link, a request to speak on which nobody has decided.
func (db *DB) WithdrawRequest(ctx context.Context, i Invitation, speech ID) error {
	return db.change(ctx, i.Guest(), i.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Speech(ctx, i.EventID, speech)
		if err != nil {
			return Change{}, err
		}
		if before.DelegateID != i.Delegate.ID {
			return Change{}, ErrNotFound
		}
		if before.State != "requested" || before.RequestedHow != "phone" {
			return Change{}, Invalid{"topic": "Phát biểu này đã được duyệt, không rút ở đây được. Xin gọi số điện thoại liên hệ."}
		}
		return Change{Topic: TopicSpeeches, What: "remove", Of: before.UID, Before: before}, tx.exec(ctx, `DELETE FROM speeches WHERE id = ?`, before.ID)
	})
}

// OwnSpeech is a speech of a delegate as his page shows it.
type OwnSpeech struct {
	Speech
	Item  string // its title
	Ahead int64  // who speaks before him at the item and has not spoken yet
	Texts []SpeechText
}

// SpeechesOf are the speeches of a delegate, with their place in the queue and the texts that were handed in.
func (db *DB) SpeechesOf(ctx context.Context, event, delegate ID) ([]OwnSpeech, error) {
	var own []struct {
		Speech
		Item  string
		Ahead int64
	}
	if err := db.list(ctx, &own, `
		SELECT speeches.*, agenda_items.title AS item, (SELECT count(*) FROM speeches s WHERE s.event_id = speeches.event_id AND s.item_id = speeches.item_id
			AND s.state IN ('requested', 'accepted', 'called', 'speaking') AND (s.position, s.id) < (speeches.position, speeches.id)) AS ahead
		FROM speeches JOIN agenda_items ON agenda_items.id = item_id WHERE speeches.event_id = ? AND delegate_id = ?
		ORDER BY agenda_items.position, speeches.position, speeches.id`, event, delegate); err != nil || len(own) == 0 {
		return nil, err
	}
	speeches, ids, at := make([]OwnSpeech, len(own)), []ID{}, map[ID]*OwnSpeech{}
	for i, speech := range own {
		speeches[i] = OwnSpeech{Speech: speech.Speech, Item: speech.Item, Ahead: speech.Ahead}
		ids, at[speech.ID] = append(ids, speech.ID), &speeches[i]
	}
	var texts []SpeechText
	if err := db.listIn(ctx, &texts, `SELECT * FROM speech_texts WHERE speech_id IN (?) ORDER BY speech_id, position`, ids); err != nil {
		return nil, err
	}
	for _, text := range texts {
		at[text.SpeechID].Texts = append(at[text.SpeechID].Texts, text)
	}
	return speeches, nil
}
