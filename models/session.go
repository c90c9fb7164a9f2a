package models

import (
	"context"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
)

func (tx *DB) insertSession(ctx context.Context, s Session) (ID, error) {
	return tx.add(ctx, `INSERT INTO sessions (uid, event_id, position, name, starts_at, ends_at, room) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), s.EventID, s.Position, s.Name, s.StartsAt, s.EndsAt, s.Room)
}

// SessionChange is a session as the journal keeps it, with the items that moved along.
type SessionChange struct {
	Session
	Along []string
}

func (s *Session) check() Invalid {
	wrong := Invalid{}
	s.Name, s.Room = viet.Clean(s.Name), viet.Clean(s.Room)
	if s.StartsAt.IsZero() {
		wrong["starts_at"] = "Hãy ghi ngày giờ bắt đầu."
	}
	if !s.EndsAt.After(s.StartsAt.Time) {
		wrong["ends_at"] = "Giờ kết thúc phải sau giờ bắt đầu."
	} else if s.EndsAt.Sub(s.StartsAt.Time) > 24*time.Hour {
		wrong["ends_at"] = "Một buổi không dài quá 24 giờ. Sự kiện nhiều ngày thì mỗi ngày ghi thành buổi riêng."
	}
	if utf8.RuneCountInString(s.Name) > 200 {
		wrong["name"] = "Tên buổi dài quá 200 ký tự."
	}
	if utf8.RuneCountInString(s.Room) > 200 {
		wrong["room"] = "Tên phòng dài quá 200 ký tự."
	}
	return wrong
}

// AddSession adds a session at its place in time.
func (db *DB) AddSession(ctx context.Context, by Actor, session Session) error {
	if wrong := session.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, session.EventID, func(tx *DB) (Change, error) {
		id, err := tx.insertSession(ctx, session)
		if err != nil {
			return Change{}, err
		}
		var after Session
		if err := tx.get(ctx, &after, `SELECT * FROM sessions WHERE id = ?`, id); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicAgenda, What: "add", Of: after.UID, After: after}, tx.orderSessions(ctx, session.EventID)
	})
}

// SaveSession changes a session. It names the version it was made on. Its items move with its start, so that a session can be put off as a
// whole; what really happened stays where it was.
func (db *DB) SaveSession(ctx context.Context, by Actor, session Session) error {
	if wrong := session.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, session.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Session(ctx, session.EventID, session.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != session.Version {
			return Change{}, Stale{before.Version, before}
		}
		session.UID, session.Position = before.UID, before.Position
		if session == before {
			return Change{}, nil
		}
		if err := tx.exec(ctx, `UPDATE sessions SET name = ?, starts_at = ?, ends_at = ?, room = ?, version = version + 1 WHERE id = ?`,
			session.Name, session.StartsAt, session.EndsAt, session.Room, session.ID); err != nil {
			return Change{}, err
		}
		if err := tx.orderSessions(ctx, session.EventID); err != nil {
			return Change{}, err
		}
		plan, err := tx.plan(ctx, session.EventID)
		if err != nil {
			return Change{}, err
		}
		for i := range plan.items {
			if item := &plan.items[i]; item.SessionID == session.ID && !item.StartsAt.IsZero() {
				item.StartsAt = At(item.StartsAt.Add(session.StartsAt.Sub(before.StartsAt.Time)))
			}
		}
		along, err := tx.keepPlan(ctx, plan, 0)
		after := SessionChange{session, along.are}
		return Change{Topic: TopicAgenda, What: "edit", Of: before.UID, Before: SessionChange{before, along.were}, After: after}, err
	})
}

// RemoveSession removes a session on which nothing hangs: no item, no attendance. An event keeps its last session.
func (db *DB) RemoveSession(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Session(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		var used bool
		if err := tx.get(ctx, &used, `SELECT EXISTS (SELECT 1 FROM agenda_items WHERE session_id = ?) OR EXISTS (SELECT 1 FROM attendance WHERE session_id = ?)
			OR EXISTS (SELECT 1 FROM headcounts WHERE session_id = ?) OR EXISTS (SELECT 1 FROM minutes WHERE event_id = ? AND session_id = ?)
			OR (SELECT count(*) FROM sessions WHERE event_id = ?) = 1`, id, id, id, event, id, event); err != nil {
			return Change{}, err
		}
		if used {
			return Change{}, Invalid{"session": "Buổi này đã có mục chương trình hoặc điểm danh, hoặc là buổi duy nhất, nên không xóa được."}
		}
		if err := tx.exec(ctx, `DELETE FROM sessions WHERE id = ?`, id); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicAgenda, What: "remove", Of: before.UID, Before: before}, tx.orderSessions(ctx, event)
	})
}

// Session reads a session of an event.
func (db *DB) Session(ctx context.Context, event, id ID) (session Session, err error) {
	err = db.get(ctx, &session, `SELECT * FROM sessions WHERE event_id = ? AND id = ?`, event, id)
	return session, err
}

// orderSessions numbers the sessions by time, and holds the event's start and end to theirs.
func (tx *DB) orderSessions(ctx context.Context, event ID) error {
	if err := tx.exec(ctx, `
		UPDATE sessions SET position = (SELECT count(*) FROM sessions s WHERE s.event_id = sessions.event_id
			AND (s.starts_at < sessions.starts_at OR s.starts_at = sessions.starts_at AND s.id <= sessions.id)) WHERE event_id = ?`, event); err != nil {
		return err
	}
	return tx.keepTimes(ctx, event)
}
