package models

import (
	"context"

	"hoithao/models/viet"
)

func (tx *DB) insertSession(ctx context.Context, s Session) (ID, error) {
	return tx.add(ctx, `INSERT INTO sessions (uid, event_id, position, name, starts_at, ends_at, room) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		newUID(), s.EventID, s.Position, s.Name, s.StartsAt, s.EndsAt, s.Room)
}

func (s *Session) check() Invalid {
	wrong := Invalid{}
	s.Name, s.Room = viet.Clean(s.Name), viet.Clean(s.Room)
	if s.StartsAt.IsZero() {
		wrong["starts_at"] = "Hãy ghi ngày giờ bắt đầu."
	}
	if !s.EndsAt.After(s.StartsAt.Time) {
		wrong["ends_at"] = "Giờ kết thúc phải sau giờ bắt đầu."
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

// SaveSession changes a session. It names the version it was made on.
func (db *DB) SaveSession(ctx context.Context, by Actor, session Session) error {
	if wrong := session.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, session.EventID, func(tx *DB) (Change, error) {
		before, err := tx.session(ctx, session.EventID, session.ID)
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
		return Change{Topic: TopicAgenda, What: "edit", Of: before.UID, Before: before, After: session}, tx.orderSessions(ctx, session.EventID)
	})
}

// RemoveSession removes a session on which nothing hangs: no item, no attendance. An event keeps its last session.
func (db *DB) RemoveSession(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.session(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		var used bool
		if err := tx.get(ctx, &used, `SELECT EXISTS (SELECT 1 FROM agenda_items WHERE session_id = ?) OR EXISTS (SELECT 1 FROM attendance WHERE session_id = ?)
			OR EXISTS (SELECT 1 FROM headcounts WHERE session_id = ?) OR (SELECT count(*) FROM sessions WHERE event_id = ?) = 1`, id, id, id, event); err != nil {
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

func (db *DB) session(ctx context.Context, event, id ID) (session Session, err error) {
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
