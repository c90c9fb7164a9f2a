package models

import (
	"cmp"
	"context"
	"slices"

	"hoithao/models/viet"
)

// Vote is a question put to the hall and its count. A count that nobody recorded is nil.
type Vote struct {
	ID       ID
	UID      string
	EventID  ID `db:"event_id"`
	ItemID   ID `db:"item_id"`
	Position int64
	Question string
	Method   string // show_of_hands, ballot, electronic
	Ayes     *int64
	Noes     *int64
	Others   *int64
	Invalid  *int64
	Version  int64
}

// VoteMethods are the ways to vote, in the order in which forms offer them.
var VoteMethods = []string{"show_of_hands", "ballot", "electronic"}

// Given is how many votes were given, the invalid ones among them. It is zero as long as one of the three counts is not known: a share of
// an unknown whole says nothing.
func (v Vote) Given() int64 {
	if v.Ayes == nil || v.Noes == nil || v.Others == nil {
		return 0
	}
	given := *v.Ayes + *v.Noes + *v.Others
	if v.Invalid != nil {
		given += *v.Invalid
	}
	return given
}

// Share is a count's part of the votes given: "85,5%"; "" where nothing can be said.
func (v Vote) Share(count *int64) string {
	if count == nil {
		return ""
	}
	return viet.Percent(*count, v.Given())
}

// Votes lists the votes of an event in their order.
func (db *DB) Votes(ctx context.Context, event ID) ([]Vote, error) {
	votes := []Vote{}
	err := db.list(ctx, &votes, `SELECT * FROM votes WHERE event_id = ? ORDER BY position, id`, event)
	return votes, err
}

// Vote reads a vote of an event.
func (db *DB) Vote(ctx context.Context, event, id ID) (vote Vote, err error) {
	err = db.get(ctx, &vote, `SELECT * FROM votes WHERE event_id = ? AND id = ?`, event, id)
	return vote, err
}

func (v *Vote) check() Invalid {
	wrong := Invalid{}
	v.Question = viet.Clean(v.Question)
	if v.Question == "" {
		wrong["question"] = "Hãy ghi nội dung biểu quyết."
	}
	tooLong(wrong, "question", v.Question, maxLine)
	if v.Method != "" && !slices.Contains(VoteMethods, v.Method) {
		wrong["method"] = "Hãy chọn hình thức biểu quyết."
	}
	for field, count := range map[string]*int64{"ayes": v.Ayes, "noes": v.Noes, "others": v.Others, "invalid": v.Invalid} {
		if count != nil && (*count < 0 || *count > 1_000_000) {
			wrong[field] = "Hãy ghi một số từ 0 đến 1.000.000."
		}
	}
	return wrong
}

// of refuses an item of another event.
func (v Vote) of(ctx context.Context, tx *DB) error {
	if v.ItemID == 0 {
		return nil
	}
	var there bool
	err := tx.get(ctx, &there, `SELECT EXISTS (SELECT 1 FROM agenda_items WHERE event_id = ? AND id = ?)`, v.EventID, v.ItemID)
	if err == nil && !there {
		err = Invalid{"item": "Hãy chọn mục chương trình."}
	}
	return err
}

// AddVote adds a vote at the end. One with a uid that is there already was sent twice.
func (db *DB) AddVote(ctx context.Context, by Actor, vote Vote) (Vote, error) {
	if wrong := vote.check(); len(wrong) > 0 {
		return vote, wrong
	}
	err := db.change(ctx, by, vote.EventID, func(tx *DB) (Change, error) {
		if id, err := tx.sent(ctx, "votes", vote.EventID, vote.UID); err != nil || id != 0 {
			return Change{}, err
		}
		if err := vote.of(ctx, tx); err != nil {
			return Change{}, err
		}
		id, err := tx.add(ctx, `
			INSERT INTO votes (uid, event_id, item_id, position, question, method, ayes, noes, others, invalid)
			VALUES (?, ?, ?, (SELECT COALESCE(max(position), 0) + 1 FROM votes WHERE event_id = ?), ?, ?, ?, ?, ?, ?) RETURNING id`,
			cmp.Or(vote.UID, newUID()), vote.EventID, vote.ItemID, vote.EventID, vote.Question, vote.Method, vote.Ayes, vote.Noes, vote.Others, vote.Invalid)
		if err != nil {
			return Change{}, err
		}
		vote, err = tx.Vote(ctx, vote.EventID, id)
		return Change{Topic: TopicConclusions, What: "add", Of: vote.UID, After: vote}, err
	})
	return vote, err
}

// SaveVote changes a vote. It names the version it was made on.
func (db *DB) SaveVote(ctx context.Context, by Actor, vote Vote) error {
	if wrong := vote.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, vote.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Vote(ctx, vote.EventID, vote.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != vote.Version {
			return Change{}, Stale{before.Version, before}
		}
		if before.same(vote) {
			return Change{}, nil
		}
		if err := vote.of(ctx, tx); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `
			UPDATE votes SET item_id = ?, question = ?, method = ?, ayes = ?, noes = ?, others = ?, invalid = ?, version = version + 1 WHERE event_id = ? AND id = ?`,
			vote.ItemID, vote.Question, vote.Method, vote.Ayes, vote.Noes, vote.Others, vote.Invalid, vote.EventID, vote.ID); err != nil {
			return Change{}, err
		}
		after, err := tx.Vote(ctx, vote.EventID, vote.ID)
		return Change{Topic: TopicConclusions, What: "edit", Of: before.UID, Before: before, After: after}, err
	})
}

// same compares what a form changes.
func (v Vote) same(w Vote) bool {
	for _, pair := range [][2]*int64{{v.Ayes, w.Ayes}, {v.Noes, w.Noes}, {v.Others, w.Others}, {v.Invalid, w.Invalid}} {
		if (pair[0] == nil) != (pair[1] == nil) || pair[0] != nil && *pair[0] != *pair[1] {
			return false
		}
	}
	return v.ItemID == w.ItemID && v.Question == w.Question && v.Method == w.Method
}

// MoveVote moves a vote one place up or down.
func (db *DB) MoveVote(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.moveWithin(ctx, by, event, inOrder{table: "votes", topic: TopicConclusions}, id, up)
}

// RemoveVote removes a vote; the journal keeps it.
func (db *DB) RemoveVote(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Vote(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicConclusions, What: "remove", Of: before.UID, Before: before}, tx.exec(ctx, `DELETE FROM votes WHERE event_id = ? AND id = ?`, event, id)
	})
}
