package models

import "fmt"

func (e *eventLoad) loadConclusions() {
	r := reader{tx: e.tx, ctx: e.ctx, event: e.event.ID, err: e.err}
	rows := r.conclusions()
	e.err = r.err
	var tasks []Task
	for i := range rows {
		if rows[i].Task != nil {
			tasks = append(tasks, *rows[i].Task)
			rows[i].Task = nil
		}
	}
	wanted := e.file.Conclusions
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(c Conclusion) string { return c.UID })
	p.match(func(i int) string { return unless(wanted[i].UID, wanted[i].Text) }, func(c Conclusion) string { return c.Text })
	p.match(func(i int) string { return unless(wanted[i].UID, "next") }, func(Conclusion) string { return "next" })
	var order places
	conclusions := make([]ID, len(wanted))
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(old.UID, f.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.Text = f.Text
		if !same(old, now) {
			now.Version++
			now.ID = e.put(fmt.Sprintf("/conclusions/%d", i), `
				INSERT INTO conclusions (uid, event_id, position, text) VALUES (?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET position = excluded.position, text = excluded.text, version = conclusions.version + 1
				WHERE conclusions.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.Position, now.Text)
			e.changed.note("conclusion", was(old, old.ID), now)
		}
		conclusions[i] = now.ID
	}
	e.loadTasks(conclusions, tasks)
	for _, row := range p.left() {
		e.remove("conclusion", "conclusions", "một kết luận", row.ID, row)
	}
}

func (e *eventLoad) loadTasks(conclusions []ID, rows []Task) {
	task := func(i int) *FileTask { return e.file.Conclusions[i].Task }
	p := pairs(rows, len(conclusions))
	p.match(func(i int) string {
		if task(i) == nil {
			return ""
		}
		return task(i).UID
	}, func(t Task) string { return t.UID })
	p.match(func(i int) string {
		if task(i) == nil {
			return ""
		}
		return unless(task(i).UID, fmt.Sprint(conclusions[i]))
	}, func(t Task) string { return fmt.Sprint(t.ConclusionID) })
	for _, row := range p.left() { // a conclusion lays one task: the old one goes before the new one comes
		e.exec(`DELETE FROM tasks WHERE id = ?`, row.ID)
		e.changed.note("task", row, nil)
	}
	for i, conclusion := range conclusions {
		f := task(i)
		if f == nil {
			continue
		}
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.ConclusionID = firstOf(old.UID, f.UID, newUID()), e.event.ID, conclusion
		now.PersonID, now.OrganizationID, now.Responsible = e.people[f.Responsible].ID, e.organizations[f.Responsible], f.ResponsibleText
		now.DueOn, now.State = Date(f.Due), f.State
		if same(old, now) {
			continue
		}
		now.Version++
		now.ID = e.put(fmt.Sprintf("/conclusions/%d/task", i), `
			INSERT INTO tasks (uid, event_id, conclusion_id, person_id, organization_id, responsible, due_on, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (uid) DO UPDATE SET conclusion_id = excluded.conclusion_id, person_id = excluded.person_id,
				organization_id = excluded.organization_id, responsible = excluded.responsible, due_on = excluded.due_on, state = excluded.state,
				version = tasks.version + 1
			WHERE tasks.event_id = excluded.event_id RETURNING id`,
			now.UID, now.EventID, now.ConclusionID, now.PersonID, now.OrganizationID, now.Responsible, now.DueOn, now.State)
		e.changed.note("task", was(old, old.ID), now)
	}
}

// loadMinutes makes the minutes of the whole event equal to the file's. Closed ones do not change: see lockedMinutes.
func (e *eventLoad) loadMinutes() {
	var rows []MinutesRow
	e.list(&rows, `SELECT * FROM minutes WHERE event_id = ? AND session_id IS NULL`)
	var old MinutesRow
	if len(rows) > 0 {
		old = rows[0]
	}
	f := e.file.Minutes
	if f == nil {
		if old.ID != 0 {
			e.remove("minutes", "minutes", "biên bản", old.ID, old,
				hanging{"góp ý", `SELECT COUNT(*) FROM minutes_remarks WHERE minutes_id = ?`},
				hanging{"đường dẫn phê duyệt", `SELECT COUNT(*) FROM approval_links WHERE minutes_id = ?`})
		}
		return
	}
	now := old
	now.UID, now.EventID = firstOf(f.UID, old.UID, newUID()), e.event.ID
	now.Number, now.NumberSuffix = f.Number.parts()
	now.State, now.DatedOn, now.OpenedAt, now.ClosedAt, now.SecretaryText = f.State, Date(f.Dated), instant(f.OpenedAt), instant(f.ClosedAt), f.SecretaryText
	now.ClosedBy, now.ClosedByAt, now.AgreedBy, now.AgreedAt = f.ClosedBy, instant(f.ClosedByAt), f.AgreedBy, instant(f.AgreedAt)
	if !same(old, now) {
		if old.ID != 0 && old.UID != now.UID {
			e.exec(`UPDATE minutes SET uid = ? WHERE id = ?`, now.UID, old.ID)
		}
		now.Version++
		now.ID = e.put("/minutes", `
			INSERT INTO minutes (uid, event_id, number, number_suffix, state, dated_on, opened_at, closed_at, secretary_text, closed_by, closed_by_at,
				agreed_by, agreed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (uid) DO UPDATE SET number = excluded.number, number_suffix = excluded.number_suffix, state = excluded.state,
				dated_on = excluded.dated_on, opened_at = excluded.opened_at, closed_at = excluded.closed_at, secretary_text = excluded.secretary_text,
				closed_by = excluded.closed_by, closed_by_at = excluded.closed_by_at, agreed_by = excluded.agreed_by, agreed_at = excluded.agreed_at,
				version = minutes.version + 1
			WHERE minutes.event_id = excluded.event_id RETURNING id`,
			now.UID, now.EventID, now.Number, now.NumberSuffix, now.State, now.DatedOn, now.OpenedAt, now.ClosedAt, now.SecretaryText, now.ClosedBy,
			now.ClosedByAt, now.AgreedBy, now.AgreedAt)
		e.changed.note("minutes", was(old, old.ID), now)
	}
	e.loadSigners(now.ID, f)
	e.loadSections(now.ID, f)
}

func (e *eventLoad) loadSigners(minutes ID, f *FileMinutes) {
	type signer struct {
		Role     string
		PersonID ID `db:"person_id"`
	}
	var old, now []signer
	if e.err == nil {
		e.err = e.tx.list(e.ctx, &old, `SELECT role, person_id FROM minutes_people WHERE minutes_id = ? ORDER BY role, position`, minutes)
	}
	for _, key := range f.Chairs {
		now = append(now, signer{"chair", e.people[key].ID})
	}
	for _, key := range f.Secretaries {
		now = append(now, signer{"secretary", e.people[key].ID})
	}
	if same(old, now) {
		return
	}
	e.exec(`DELETE FROM minutes_people WHERE minutes_id = ?`, minutes)
	for i, s := range now {
		e.exec(`INSERT INTO minutes_people (event_id, minutes_id, role, position, person_id) VALUES (?, ?, ?, ?, ?)`, e.event.ID, minutes, s.Role, i+1, s.PersonID)
	}
	e.changed.note("signers", some(old), some(now))
}

func (e *eventLoad) loadSections(minutes ID, f *FileMinutes) {
	var rows []EditedSection
	if e.err == nil {
		e.err = e.tx.list(e.ctx, &rows, `SELECT * FROM minutes_sections WHERE minutes_id = ?`, minutes)
	}
	names := sorted(f.Sections)
	p := pairs(rows, len(names))
	p.match(func(i int) string { return names[i] }, func(s EditedSection) string { return s.Name })
	for i, name := range names {
		old := p.row(i)
		now := old
		now.EventID, now.MinutesID, now.Name, now.Text = e.event.ID, minutes, name, f.Sections[name]
		if edit, ok := f.Edited[name]; ok {
			now.Composed, now.EditedBy = edit.Composed, edit.By
			if edit.At != "" {
				now.EditedAt = instant(edit.At)
			}
		} else if !same(old, now) {
			now.Composed, now.EditedBy, now.EditedAt = "", e.by.Name, Time{}
		}
		if now.EditedAt.IsZero() {
			now.EditedAt = e.tx.Now()
		}
		if same(old, now) {
			continue
		}
		now.Version++
		e.exec(`
			INSERT INTO minutes_sections (event_id, minutes_id, name, text, composed, edited_by, edited_at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (minutes_id, name) DO UPDATE SET text = excluded.text, composed = excluded.composed, edited_by = excluded.edited_by,
				edited_at = excluded.edited_at, version = minutes_sections.version + 1`,
			now.EventID, now.MinutesID, now.Name, now.Text, now.Composed, now.EditedBy, now.EditedAt)
		e.changed.note("section", was(old, old.MinutesID), now)
	}
	for _, row := range p.left() {
		e.exec(`DELETE FROM minutes_sections WHERE minutes_id = ? AND name = ?`, row.MinutesID, row.Name)
		e.changed.note("section", row, nil)
	}
}
