package models

import (
	"fmt"
	"strings"
)

// matches: a thing of an event that has a uid is the same as the row with that uid, and no other. One without is known by its key
// (sessions, groups, items), by its person (delegates, even when the uid differs: a person comes once), or, where there is no key, by
// what it says and else by its place in the list.

func (e *eventLoad) loadSessions() {
	var rows []Session
	e.list(&rows, `SELECT * FROM sessions WHERE event_id = ? ORDER BY position, id`)
	wanted := e.file.Sessions
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return e.uidOf(keySession, wanted[i].UID, wanted[i].Key) }, func(s Session) string { return s.UID })
	e.sessions = make(map[string]ID, len(wanted))
	var order places
	for i, s := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, s.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.Name, now.StartsAt, now.EndsAt, now.Room = s.Name, instant(s.StartsAt), instant(s.EndsAt), s.Room
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/sessions/%d", i), `
				INSERT INTO sessions (uid, event_id, position, name, starts_at, ends_at, room) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET position = excluded.position, name = excluded.name, starts_at = excluded.starts_at,
					ends_at = excluded.ends_at, room = excluded.room, version = sessions.version + 1
				WHERE sessions.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.Position, now.Name, now.StartsAt, now.EndsAt, now.Room)
			e.changed.note("session", was(old, old.ID), now)
		}
		e.sessions[s.Key] = now.ID
		e.bind(s.Key, keySession, now.UID)
	}
	for _, row := range p.left() {
		e.remove("session", "sessions", "buổi "+quoted(row.Name), row.ID, row,
			hanging{"lượt quét thẻ", `SELECT COUNT(*) FROM scans WHERE session_id = ?`},
			hanging{"biên bản riêng", `SELECT COUNT(*) FROM minutes WHERE session_id = ?`})
	}
}

func (e *eventLoad) loadGroups() {
	r := reader{tx: e.tx, ctx: e.ctx, event: e.event.ID, err: e.err}
	rows := r.groups()
	e.err = r.err
	wanted := e.file.Groups
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return e.uidOf(keyGroup, wanted[i].UID, wanted[i].Key) }, func(g Group) string { return g.UID })
	e.groups = make(map[string]ID, len(wanted))
	var order places
	for i, g := range wanted {
		old := p.row(i)
		oldUnits, oldCounts := unitsOf(old), old.Headcounts
		old.Units, old.Headcounts = nil, nil
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, g.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.Name, now.Collective, now.Expected, now.Press = g.Name, g.Collective, g.Expected, g.Press
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/groups/%d", i), `
				INSERT INTO groups (uid, event_id, position, name, collective, expected, press) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET position = excluded.position, name = excluded.name, collective = excluded.collective,
					expected = excluded.expected, press = excluded.press, version = groups.version + 1
				WHERE groups.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.Position, now.Name, now.Collective, now.Expected, now.Press)
			e.changed.note("group", was(old, old.ID), now)
		}
		e.groups[g.Key] = now.ID
		e.bind(g.Key, keyGroup, now.UID)
		e.loadUnits(now.ID, g, oldUnits)
		e.loadHeadcounts(now.ID, g, oldCounts)
	}
	for _, row := range p.left() {
		e.remove("group", "groups", "thành phần "+quoted(row.Name), row.ID, row,
			hanging{"giấy mời", `SELECT COUNT(*) FROM invitations WHERE group_id = ?`},
			hanging{"chỗ của đơn vị được mời", `SELECT COUNT(*) FROM delegates WHERE group_id = ? AND person_id IS NULL`})
	}
}

func unitsOf(g Group) (ids []ID) {
	for _, unit := range g.Units {
		ids = append(ids, unit.ID)
	}
	return ids
}

func (e *eventLoad) loadUnits(group ID, g FileGroup, old []ID) {
	var now []ID
	for _, key := range g.Units {
		now = append(now, e.organizations[key])
	}
	if same(old, now) {
		return
	}
	e.exec(`DELETE FROM group_units WHERE group_id = ?`, group)
	for i, unit := range now {
		e.exec(`INSERT INTO group_units (event_id, group_id, organization_id, position) VALUES (?, ?, ?, ?)`, e.event.ID, group, unit, i+1)
	}
	e.changed.note("units", some(old), some(now))
}

func (e *eventLoad) loadHeadcounts(group ID, g FileGroup, old []Headcount) {
	p := pairs(old, len(g.Attendance))
	p.match(func(i int) string { return fmt.Sprint(e.sessions[g.Attendance[i].Session]) }, func(h Headcount) string { return fmt.Sprint(h.SessionID) })
	for i, count := range g.Attendance {
		old := p.row(i)
		now := old
		now.EventID, now.GroupID, now.SessionID, now.Present = e.event.ID, group, e.sessions[count.Session], *count.Present
		if now == old {
			continue
		}
		now.Version++
		e.exec(`
			INSERT INTO headcounts (event_id, group_id, session_id, present) VALUES (?, ?, ?, ?)
			ON CONFLICT (group_id, session_id) DO UPDATE SET present = excluded.present, version = headcounts.version + 1`,
			now.EventID, now.GroupID, now.SessionID, now.Present)
		e.changed.note("headcount", was(old, old.GroupID), now)
	}
	for _, row := range p.left() {
		e.exec(`DELETE FROM headcounts WHERE group_id = ? AND session_id = ?`, row.GroupID, row.SessionID)
		e.changed.note("headcount", row, nil)
	}
}

func (e *eventLoad) loadItems() {
	var rows []Item
	e.list(&rows, `SELECT * FROM agenda_items WHERE event_id = ? ORDER BY position, id`)
	wanted := e.file.Agenda
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return e.uidOf(keyItem, wanted[i].UID, wanted[i].Key) }, func(i Item) string { return i.UID })
	e.items = make(map[string]ID, len(wanted))
	var order places
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, f.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.SessionID, now.Kind, now.Title, now.StartsAt, now.Minutes, now.Room = e.sessions[f.Session], f.Kind, f.Title, instant(f.StartsAt), f.Minutes, f.Room
		now.PresenterID, now.PresenterText, now.Note = e.delegates[f.Presenter], f.PresenterText, f.Note
		now.StartedAt, now.EndedAt, now.PausedAt, now.PausedMS = instant(f.StartedAt), instant(f.EndedAt), instant(f.PausedAt), f.PausedMS
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/agenda/%d", i), `
				INSERT INTO agenda_items (uid, event_id, session_id, position, kind, title, starts_at, minutes, room, presenter_id, presenter_text,
					note, started_at, ended_at, paused_at, paused_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET session_id = excluded.session_id, position = excluded.position, kind = excluded.kind,
					title = excluded.title, starts_at = excluded.starts_at, minutes = excluded.minutes, room = excluded.room,
					presenter_id = excluded.presenter_id, presenter_text = excluded.presenter_text, note = excluded.note,
					started_at = excluded.started_at, ended_at = excluded.ended_at, paused_at = excluded.paused_at, paused_ms = excluded.paused_ms,
					version = agenda_items.version + 1
				WHERE agenda_items.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.SessionID, now.Position, now.Kind, now.Title, now.StartsAt, now.Minutes, now.Room, now.PresenterID,
				now.PresenterText, now.Note, now.StartedAt, now.EndedAt, now.PausedAt, now.PausedMS)
			e.changed.note("item", was(old, old.ID), now)
		}
		e.items[f.Key] = now.ID
		e.bind(f.Key, keyItem, now.UID)
	}
	for _, row := range p.left() {
		e.remove("item", "agenda_items", "mục "+quoted(row.Title), row.ID, row,
			hanging{"tài liệu", `SELECT COUNT(*) FROM documents WHERE item_id = ?`})
	}
}

func (e *eventLoad) loadSpeeches() {
	var rows []Speech
	e.list(&rows, `
		SELECT speeches.* FROM speeches JOIN agenda_items ON agenda_items.id = item_id
		WHERE speeches.event_id = ? ORDER BY agenda_items.position, agenda_items.id, speeches.position, speeches.id`)
	wanted := e.file.Speeches
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(s Speech) string { return s.UID })
	p.match(func(i int) string {
		f := wanted[i]
		return unless(f.UID, fmt.Sprint(e.items[f.Item], e.delegates[f.Speaker], f.SpeakerText, "\n", f.Topic))
	}, func(s Speech) string { return fmt.Sprint(s.ItemID, s.DelegateID, s.SpeakerText, "\n", s.Topic) })
	p.match(func(i int) string { return unless(wanted[i].UID, fmt.Sprint(e.items[wanted[i].Item])) }, func(s Speech) string { return fmt.Sprint(s.ItemID) })
	order := map[ID]*places{}
	plan := make([]Speech, len(wanted))
	for i, f := range wanted {
		now := p.row(i)
		item := e.items[f.Item]
		if order[item] == nil {
			order[item] = &places{}
		}
		now.UID, now.EventID, now.ItemID, now.Position = firstOf(now.UID, f.UID, newUID()), e.event.ID, item, order[item].next(now.Position, now.ID)
		now.Kind, now.State, now.DelegateID, now.SpeakerText, now.Topic, now.Minutes = f.Kind, f.State, e.delegates[f.Speaker], f.SpeakerText, f.Topic, f.Minutes
		now.Summary, now.Text, now.HasPaper, now.RequestedHow, now.RequestedAt = f.Summary, f.Text, f.HasPaper, f.RequestedHow, instant(f.RequestedAt)
		now.StartedAt, now.EndedAt, now.PausedAt, now.PausedMS = instant(f.StartedAt), instant(f.EndedAt), instant(f.PausedAt), f.PausedMS
		now.ConfirmedAt = instant(f.ConfirmedAt)
		plan[i] = now
		// One speaks at a time in an item: who no longer does makes room before another begins.
		if old := p.row(i); old.State == "speaking" && !same(old, now) {
			e.exec(`UPDATE speeches SET state = 'called' WHERE id = ?`, old.ID)
		}
	}
	for _, row := range p.left() {
		if row.State == "speaking" {
			e.exec(`UPDATE speeches SET state = 'called' WHERE id = ?`, row.ID)
		}
		e.remove("speech", "speeches", "phát biểu "+quoted(firstOf(row.Topic, row.SpeakerText)), row.ID, row,
			hanging{"bài đã nhận", `SELECT COUNT(*) FROM speech_texts WHERE speech_id = ?`})
	}
	for i, now := range plan {
		if old := p.row(i); !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/speeches/%d", i), `
				INSERT INTO speeches (uid, event_id, item_id, position, kind, state, delegate_id, speaker_text, topic, minutes, summary, text, has_paper,
					requested_how, requested_at, started_at, ended_at, paused_at, paused_ms, confirmed_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET item_id = excluded.item_id, position = excluded.position, kind = excluded.kind, state = excluded.state,
					delegate_id = excluded.delegate_id, speaker_text = excluded.speaker_text, topic = excluded.topic, minutes = excluded.minutes,
					summary = excluded.summary, text = excluded.text, has_paper = excluded.has_paper, requested_how = excluded.requested_how,
					requested_at = excluded.requested_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
					paused_at = excluded.paused_at, paused_ms = excluded.paused_ms, confirmed_at = excluded.confirmed_at,
					version = speeches.version + 1,
					summary_version = speeches.summary_version + CASE WHEN speeches.summary = excluded.summary THEN 0 ELSE 1 END
				WHERE speeches.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.ItemID, now.Position, now.Kind, now.State, now.DelegateID, now.SpeakerText, now.Topic, now.Minutes,
				now.Summary, now.Text, now.HasPaper, now.RequestedHow, now.RequestedAt, now.StartedAt, now.EndedAt, now.PausedAt, now.PausedMS, now.ConfirmedAt)
			e.changed.note("speech", was(old, old.ID), now)
		}
	}
}

func (e *eventLoad) loadVotes() {
	var rows []Vote
	e.list(&rows, `SELECT * FROM votes WHERE event_id = ? ORDER BY position, id`)
	wanted := e.file.Votes
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(v Vote) string { return v.UID })
	p.match(func(i int) string { return unless(wanted[i].UID, wanted[i].Question) }, func(v Vote) string { return v.Question })
	p.match(func(i int) string { return unless(wanted[i].UID, "next") }, func(Vote) string { return "next" })
	var order places
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, f.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.ItemID, now.Question, now.Method, now.Ayes, now.Noes, now.Others, now.Invalid = e.items[f.Item], f.Question, f.Method, f.For, f.Against, f.Abstain, f.Invalid
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/votes/%d", i), `
				INSERT INTO votes (uid, event_id, item_id, position, question, method, ayes, noes, others, invalid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET item_id = excluded.item_id, position = excluded.position, question = excluded.question,
					method = excluded.method, ayes = excluded.ayes, noes = excluded.noes, others = excluded.others, invalid = excluded.invalid,
					version = votes.version + 1
				WHERE votes.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.ItemID, now.Position, now.Question, now.Method, now.Ayes, now.Noes, now.Others, now.Invalid)
			e.changed.note("vote", was(old, old.ID), now)
		}
	}
	for _, row := range p.left() {
		e.remove("vote", "votes", "biểu quyết "+quoted(row.Question), row.ID, row)
	}
}

func (e *eventLoad) loadPhotos() {
	var rows []Photo
	e.list(&rows, `SELECT * FROM photos WHERE event_id = ? ORDER BY position, id`)
	wanted := e.file.Photos
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(p Photo) string { return p.UID })
	p.match(func(i int) string { return unless(wanted[i].UID, string(e.pictures[i])) }, func(p Photo) string { return string(p.FileSHA256) })
	p.match(func(i int) string { return unless(wanted[i].UID, wanted[i].Caption) }, func(p Photo) string { return p.Caption })
	p.match(func(i int) string { return unless(wanted[i].UID, "next") }, func(Photo) string { return "next" })
	var order places
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, f.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.Caption, now.Credit, now.FileSHA256 = f.Caption, f.Credit, e.pictures[i]
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/photos/%d", i), `
				INSERT INTO photos (uid, event_id, position, caption, credit, file_sha256) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET position = excluded.position, caption = excluded.caption, credit = excluded.credit,
					file_sha256 = excluded.file_sha256, version = photos.version + 1
				WHERE photos.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.Position, now.Caption, now.Credit, now.FileSHA256)
			e.changed.note("photo", was(old, old.ID), now)
		}
	}
	for _, row := range p.left() {
		e.remove("photo", "photos", "ảnh "+quoted(row.Caption), row.ID, row)
	}
}

// rolesOf are a delegate's roles as the row keeps them.
func rolesOf(roles []string) string { return strings.Join(roles, " ") }
