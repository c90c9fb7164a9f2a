package models

import (
	"context"
	"errors"
	"slices"

	"hoithao/models/viet"
)

// Confirmation is a speaker's own passage of the minutes, which the secretary has asked them to read before the minutes are approved. Whoever has
// its link sees that passage and nothing else. It is no gate: minutes are agreed to with or without it.
type Confirmation struct {
	ID         ID
	UID        string
	EventID    ID `db:"event_id"`
	SpeechID   ID `db:"speech_id"`
	Salt       string
	TokenHash  *string `db:"token_hash"` // nil: made without a key
	State      string  // asked, confirmed, proposed, taken, refused
	Passage    string  // that they were asked about, or that they confirmed
	Proposal   string
	AskedBy    string `db:"asked_by"`
	AskedAt    Time   `db:"asked_at"`
	AnsweredAt Time   `db:"answered_at"`
	DecidedBy  string `db:"decided_by"`
	DecidedAt  Time   `db:"decided_at"`
	Remark     string // why a proposal was refused
	Version    int64

	Speech Speech `db:"-"`
	Name   string `db:"-"` // of the speaker
	Posts  string `db:"-"`
	Link   string `db:"-"` // the address on the site, for whoever may hand it out; "": there is no key, or the link was made on another machine
}

const forPassage = "passage" // of a confirmation: opens a speaker's own passage

// Moved tells that the secretary has changed the passage since the speaker answered, or was asked.
func (c Confirmation) Moved() bool { return c.Passage != c.Speech.Summary }

// Settled tells that the speaker has agreed to the passage as it stands.
func (c Confirmation) Settled() bool {
	return (c.State == "confirmed" || c.State == "taken") && !c.Moved()
}

// Confirmable is a speech of a delegate, that was held and of which the minutes say something, with what its speaker was asked, if anything.
type Confirmable struct {
	Speech       Speech
	Name, Posts  string
	Confirmation Confirmation // ID zero: nobody has asked
}

// Confirmables lists them in the order of the minutes.
func (db *DB) Confirmables(ctx context.Context, event Event) ([]Confirmable, error) {
	list := []Confirmable{}
	err := db.View(ctx, func(tx *DB) error {
		record, err := tx.Record(ctx, event.ID)
		if err != nil {
			return err
		}
		var asked []Confirmation
		if err := tx.list(ctx, &asked, `SELECT * FROM confirmations WHERE event_id = ? ORDER BY id`, event.ID); err != nil {
			return err
		}
		for _, speech := range record.Speeches {
			delegate := record.Delegate(speech.DelegateID)
			at := slices.IndexFunc(asked, func(c Confirmation) bool { return c.SpeechID == speech.ID })
			if at < 0 && (delegate.PersonID == 0 || !speech.Given() || speech.Summary == "") {
				continue
			}
			one := Confirmable{Speech: speech, Name: delegate.Person.Name(), Posts: delegate.Person.Told(event.Day())}
			if at >= 0 {
				one.Confirmation = tx.tellPassage(asked[at], speech, one.Name, one.Posts)
			}
			list = append(list, one)
		}
		return nil
	})
	return list, err
}

// tellPassage is a confirmation with what is known of its speech.
func (db *DB) tellPassage(c Confirmation, speech Speech, name, posts string) Confirmation {
	c.Speech, c.Name, c.Posts = speech, name, posts
	if token := db.tokenOf(forPassage, c.UID, c.Salt, c.TokenHash); token != "" {
		c.Link = "/c/" + token
	}
	return c
}

// passageEntry is a confirmation as the journal keeps it.
type passageEntry struct {
	DelegateID ID
	Passage    string
	Proposal   string
	Remark     string
}

// AskConfirmations asks the speakers of speeches to confirm their passages as they stand, in one change; it answers how many were asked. Whoever was asked
// about the same words already is not asked again; the link stays the same.
func (db *DB) AskConfirmations(ctx context.Context, by Actor, event ID, speeches []ID) (asked int, err error) {
	err = db.changes(ctx, by, event, func(tx *DB) (changes []Change, err error) {
		asked = 0
		for _, id := range speeches {
			if err := tx.confirmable(ctx, event, id); err != nil {
				return nil, err
			}
			speech, err := tx.Speech(ctx, event, id)
			if err != nil {
				return nil, err
			}
			if speech.DelegateID == 0 || !speech.Given() || speech.Summary == "" {
				return nil, Invalid{"speech": "Chỉ hỏi được đại biểu đã phát biểu và đã có tóm tắt."}
			}
			var before []Confirmation
			if err := tx.list(ctx, &before, `SELECT * FROM confirmations WHERE speech_id = ?`, id); err != nil {
				return nil, err
			}
			if len(before) > 0 && before[0].Passage == speech.Summary && before[0].TokenHash != nil {
				continue
			}
			c := Confirmation{UID: newUID(), Salt: newUID()}
			if len(before) > 0 {
				c.UID, c.Salt = before[0].UID, before[0].Salt
			}
			if token := tx.token(forPassage, c.UID, c.Salt); token != "" {
				hash := tokenHash(token)
				c.TokenHash = &hash
			}
			if err := tx.exec(ctx, `
				INSERT INTO confirmations (uid, event_id, speech_id, salt, token_hash, state, passage, asked_by, asked_at) VALUES (?, ?, ?, ?, ?, 'asked', ?, ?, ?)
				ON CONFLICT (speech_id) DO UPDATE SET token_hash = excluded.token_hash, state = 'asked', passage = excluded.passage, proposal = '', asked_by = excluded.asked_by,
					asked_at = excluded.asked_at, answered_at = NULL, decided_by = '', decided_at = NULL, remark = '', version = confirmations.version + 1`,
				c.UID, event, id, c.Salt, c.TokenHash, speech.Summary, by.Name, tx.Now()); err != nil {
				return nil, err
			}
			asked++
			changes = append(changes, Change{Topic: TopicSpeeches, What: "ask", Of: speech.UID, After: passageEntry{DelegateID: speech.DelegateID, Passage: speech.Summary}})
		}
		return changes, nil
	})
	return asked, err
}

// confirmable refuses what comes after the minutes were approved: those of the event, or of the session of a speech.
func (tx *DB) confirmable(ctx context.Context, event, speech ID) error {
	var approved bool
	err := tx.get(ctx, &approved, `SELECT EXISTS (SELECT 1 FROM minutes WHERE event_id = ? AND state IN ('final', 'issued') AND (session_id IS NULL
		OR session_id = (SELECT session_id FROM speeches JOIN agenda_items ON agenda_items.id = item_id WHERE speeches.id = ?)))`, event, speech)
	if err == nil && approved {
		err = ErrLocked
	}
	return err
}

// ConfirmationByLink finds whose passage a token opens; ErrNotFound when it is nobody's. Closed tells that the minutes are approved.
func (db *DB) ConfirmationByLink(ctx context.Context, token string) (event Event, c Confirmation, closed bool, err error) {
	err = db.View(ctx, func(tx *DB) error {
		if err := tx.get(ctx, &c, `SELECT * FROM confirmations WHERE token_hash = ?`, tokenHash(token)); err != nil {
			return err
		}
		if event, err = tx.EventByID(ctx, c.EventID); err != nil {
			return err
		}
		speech, err := tx.Speech(ctx, c.EventID, c.SpeechID)
		if err != nil {
			return err
		}
		delegate, err := tx.Delegate(ctx, c.EventID, speech.DelegateID)
		if err != nil {
			return err
		}
		c = tx.tellPassage(c, speech, delegate.Person.Name(), delegate.Person.Told(event.Day()))
		if err := tx.confirmable(ctx, event.ID, c.SpeechID); errors.Is(err, ErrLocked) {
			closed = true
		} else if err != nil {
			return err
		}
		return nil
	})
	return event, c, closed, err
}

// ConfirmationsOf are those that a delegate has not answered yet, with their links, for the delegate's own page.
func (db *DB) ConfirmationsOf(ctx context.Context, event, delegate ID) (open []Confirmation, err error) {
	var rows []Confirmation
	if err := db.list(ctx, &rows, `
		SELECT confirmations.* FROM confirmations JOIN speeches ON speeches.id = speech_id
		WHERE confirmations.event_id = ? AND delegate_id = ? AND confirmations.state = 'asked' ORDER BY confirmations.id`, event, delegate); err != nil || len(rows) == 0 {
		return nil, err
	}
	for _, row := range rows {
		if err := db.confirmable(ctx, event, row.SpeechID); errors.Is(err, ErrLocked) {
			continue
		} else if err != nil {
			return nil, err
		}
		if row = db.tellPassage(row, Speech{}, "", ""); row.Link != "" {
			open = append(open, row)
		}
	}
	return open, nil
}

// AnswerConfirmation is the speaker's word about the passage that the page showed, of which it names the version: it is right as it stands, or it should
// say something else. The word can be changed until the minutes are approved.
func (db *DB) AnswerConfirmation(ctx context.Context, c Confirmation, proposal string, version, passage int64) error {
	proposal = viet.CleanText(proposal)
	wrong := Invalid{}
	if tooLong(wrong, "proposal", proposal, maxText); len(wrong) > 0 {
		return wrong
	}
	by := Actor{Name: c.Name + " (qua đường dẫn)"}
	return db.change(ctx, by, c.EventID, func(tx *DB) (Change, error) {
		if err := tx.confirmable(ctx, c.EventID, c.SpeechID); err != nil {
			return Change{}, err
		}
		before, speech, err := tx.confirmation(ctx, c.EventID, c.ID)
		if err != nil {
			return Change{}, err
		}
		state, what, at := "confirmed", "confirm", tx.Now()
		if proposal != "" && proposal != speech.Summary {
			state, what = "proposed", "propose"
		} else {
			proposal = ""
		}
		if before.State == state && before.Proposal == proposal && before.Passage == speech.Summary { // sent twice
			return Change{}, nil
		}
		if before.Version != version || speech.SummaryVersion != passage {
			return Change{}, ErrConflict
		}
		confirmed := at
		if state == "proposed" {
			confirmed = Time{}
		}
		if err := tx.exec(ctx, `UPDATE speeches SET confirmed_at = ? WHERE event_id = ? AND id = ?`, confirmed, c.EventID, c.SpeechID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicSpeeches, What: what, Of: speech.UID, After: passageEntry{speech.DelegateID, speech.Summary, proposal, ""}}, tx.exec(ctx, `
			UPDATE confirmations SET state = ?, passage = ?, proposal = ?, answered_at = ?, decided_by = '', decided_at = NULL, remark = '', version = version + 1
			WHERE event_id = ? AND id = ?`, state, speech.Summary, proposal, at, c.EventID, c.ID)
	})
}

func (tx *DB) confirmation(ctx context.Context, event, id ID) (c Confirmation, speech Speech, err error) {
	if err = tx.get(ctx, &c, `SELECT * FROM confirmations WHERE event_id = ? AND id = ?`, event, id); err == nil {
		speech, err = tx.Speech(ctx, event, c.SpeechID)
	}
	return c, speech, err
}

// DecideConfirmation is the secretary's word about a proposal: taken over, it becomes the passage, and counts as confirmed; refused, with a remark
// that the speaker reads, the passage stays.
func (db *DB) DecideConfirmation(ctx context.Context, by Actor, event, id ID, take bool, remark string, version int64) error {
	remark = viet.CleanText(remark)
	wrong := Invalid{}
	if !take && remark == "" {
		wrong["remark"] = "Hãy ghi vì sao không tiếp thu."
	}
	if tooLong(wrong, "remark", remark, maxText); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		c, speech, err := tx.confirmation(ctx, event, id)
		if err == nil {
			err = tx.confirmable(ctx, event, c.SpeechID)
		}
		switch {
		case err != nil:
			return Change{}, err
		case c.Version != version || c.State != "proposed":
			return Change{}, ErrConflict
		}
		entry := passageEntry{speech.DelegateID, speech.Summary, c.Proposal, remark}
		if !take {
			return Change{Topic: TopicSpeeches, What: "refuse", Of: speech.UID, After: entry}, tx.exec(ctx,
				`UPDATE confirmations SET state = 'refused', decided_by = ?, decided_at = ?, remark = ?, version = version + 1 WHERE event_id = ? AND id = ?`, by.Name, tx.Now(), remark, event, id)
		}
		if speech.Summary != c.Passage { // the secretary has written on since: the proposal was made on other words
			return Change{}, ErrConflict
		}
		after := speech
		after.Summary, after.SummaryVersion, after.Version = c.Proposal, speech.SummaryVersion+1, speech.Version+1
		if err := tx.updateSpeech(ctx, after); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE speeches SET confirmed_at = ? WHERE event_id = ? AND id = ?`, tx.Now(), event, speech.ID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicSpeeches, What: "take", Of: speech.UID, Before: passageEntry{DelegateID: speech.DelegateID, Passage: speech.Summary}, After: passageEntry{speech.DelegateID, c.Proposal, "", remark}},
			tx.exec(ctx, `UPDATE confirmations SET state = 'taken', passage = ?, decided_by = ?, decided_at = ?, remark = ?, version = version + 1 WHERE event_id = ? AND id = ?`,
				c.Proposal, by.Name, tx.Now(), remark, event, id)
	})
}

// Unconfirmed counts the speakers who were asked and have not answered, and the proposals that wait for the secretary.
func (db *DB) Unconfirmed(ctx context.Context, event ID) (silent, proposed int64, err error) {
	var count struct{ Silent, Proposed int64 }
	err = db.get(ctx, &count, `
		SELECT COALESCE(SUM(CASE WHEN state = 'asked' THEN 1 ELSE 0 END), 0) AS silent, COALESCE(SUM(CASE WHEN state = 'proposed' THEN 1 ELSE 0 END), 0) AS proposed
		FROM confirmations WHERE event_id = ?`, event)
	return count.Silent, count.Proposed, err
}
