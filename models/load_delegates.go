package models

import "fmt"

func (e *eventLoad) loadDelegates() {
	var all, rows []Delegate
	var marks []Attendance
	e.list(&all, `SELECT * FROM delegates WHERE event_id = ? ORDER BY position, id`)
	e.list(&marks, `SELECT * FROM attendance WHERE event_id = ?`)
	for _, row := range all {
		if row.PersonID != 0 { // a unit's place without a name belongs to its invitation, which a file does not carry
			rows = append(rows, row)
		}
	}
	wanted := e.file.Delegates
	person := func(i int) ID { return e.people[wanted[i].Person].ID }
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(d Delegate) string { return d.UID })
	p.match(func(i int) string { return fmt.Sprint(person(i)) }, func(d Delegate) string { return fmt.Sprint(d.PersonID) })
	e.freePeople(p, person)
	numbers := e.numbers(p, all)

	var seen []ID
	e.list(&seen, `SELECT DISTINCT delegate_id FROM scans WHERE event_id = ?`)
	e.scanned = map[ID]bool{}
	for _, id := range seen {
		e.scanned[id] = true
	}
	noted := map[ID][]Attendance{}
	for _, mark := range marks {
		noted[mark.DelegateID] = append(noted[mark.DelegateID], mark)
	}
	e.delegates = make(map[string]ID, len(wanted))
	var order places
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.UID, now.EventID, now.Position = firstOf(f.UID, old.UID, newUID()), e.event.ID, order.next(old.Position, old.ID)
		now.PersonID, now.GroupID, now.Roles, now.Honorific, now.ProtocolRank = person(i), e.groups[f.Group], rolesOf(f.Roles), f.Honorific, f.ProtocolRank
		now.Rank = now.effective(e.people[f.Person].Rank)
		now.Reply, now.Reason, now.RepliedAt, now.RepliedHow, now.Seat, now.Needs = firstOf(f.Reply, "none"), f.Reason, instant(f.RepliedAt), f.RepliedHow, f.Seat, f.Needs
		if e.people[f.Person].Erased {
			now.Needs = ""
		}
		now.Number = numbers[i]
		if old.UID != now.UID { // a pass belongs to its uid
			now.Salt, now.PassHash = e.tx.passOf(now.UID)
		}
		if !same(old, now) {
			if old.ID != 0 && old.UID != now.UID {
				e.exec(`UPDATE delegates SET uid = ?, salt = ?, pass_hash = ? WHERE id = ?`, now.UID, now.Salt, now.PassHash, old.ID)
			}
			now.Version++
			now.ID = e.put(fmt.Sprintf("/delegates/%d", i), `
				INSERT INTO delegates (uid, event_id, position, person_id, group_id, roles, honorific, protocol_rank, rank, reply, reason, replied_at,
					replied_how, seat, needs, salt, pass_hash, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (uid) DO UPDATE SET position = excluded.position, person_id = excluded.person_id, group_id = excluded.group_id,
					roles = excluded.roles, honorific = excluded.honorific, protocol_rank = excluded.protocol_rank, rank = excluded.rank,
					reply = excluded.reply, reason = excluded.reason, replied_at = excluded.replied_at, replied_how = excluded.replied_how,
					seat = excluded.seat, needs = excluded.needs, number = excluded.number, version = delegates.version + 1
				WHERE delegates.event_id = excluded.event_id RETURNING id`,
				now.UID, now.EventID, now.Position, now.PersonID, now.GroupID, now.Roles, now.Honorific, now.ProtocolRank, now.Rank, now.Reply,
				now.Reason, now.RepliedAt, now.RepliedHow, now.Seat, now.Needs, now.Salt, now.PassHash, now.Number)
			e.changed.note("delegate", was(old, old.ID), now)
		}
		e.delegates[f.Person] = now.ID
		e.loadAttendance(now.ID, f.Attendance, noted[old.ID])
	}
	for _, row := range p.left() {
		e.remove("delegate", "delegates", "một đại biểu", row.ID, row,
			hanging{"lượt quét thẻ", `SELECT COUNT(*) FROM scans WHERE delegate_id = ?`},
			hanging{"giấy mời", `SELECT COUNT(*) FROM delegates WHERE id = ? AND invitation_id IS NOT NULL`})
	}
	e.loadSubstitutes()
}

// freePeople lets go of people who change their row, or whose row is to go: nobody may stand in an event twice, not even for a moment.
func (e *eventLoad) freePeople(p *pairing[Delegate], person func(i int) ID) {
	coming := map[ID]bool{}
	var going []Delegate
	for i := range p.of {
		if old := p.row(i); old.PersonID != person(i) {
			coming[person(i)] = true
			going = append(going, old)
		}
	}
	for _, row := range append(going, p.left()...) {
		if row.ID != 0 && coming[row.PersonID] {
			e.exec(`UPDATE delegates SET person_id = NULL WHERE id = ?`, row.ID)
		}
	}
}

// numbers are those of the file's delegates: the file's own, else what the row had, else the next. Rows that lose theirs let go of it here,
// since no two may have the same, not even for a moment; a place without a name gets another one.
func (e *eventLoad) numbers(p *pairing[Delegate], all []Delegate) []*int64 {
	numbers, taken, last := make([]*int64, len(p.of)), map[int64]bool{}, int64(0)
	take := func(number *int64) *int64 {
		taken[*number], last = true, max(last, *number)
		return number
	}
	next := func() *int64 { number := last + 1; return take(&number) }
	for i := range numbers {
		if number := e.file.Delegates[i].Number; number != nil {
			numbers[i] = take(number)
		}
	}
	var without []Delegate // places whose number goes to a name
	for _, row := range all {
		if row.PersonID == 0 && row.Number != nil && !taken[*row.Number] {
			take(row.Number)
		} else if row.PersonID == 0 {
			without = append(without, row)
		}
	}
	for i := range numbers {
		if old := p.row(i).Number; numbers[i] == nil && old != nil && !taken[*old] {
			numbers[i] = take(old)
		}
	}
	for _, row := range p.left() {
		if row.Number != nil {
			last = max(last, *row.Number)
		}
	}
	for i := range numbers {
		if numbers[i] == nil {
			numbers[i] = next()
		}
		if old := p.row(i); old.Number != nil && *old.Number != *numbers[i] {
			e.exec(`UPDATE delegates SET number = NULL WHERE id = ?`, old.ID)
		}
	}
	for _, row := range p.left() {
		if row.Number != nil && taken[*row.Number] {
			e.exec(`UPDATE delegates SET number = NULL WHERE id = ?`, row.ID)
		}
	}
	for _, row := range without {
		e.exec(`UPDATE delegates SET number = ? WHERE id = ?`, next(), row.ID)
	}
	return numbers
}

func (e *eventLoad) loadAttendance(delegate ID, wanted []FileAttendance, rows []Attendance) {
	if len(wanted) == 0 && len(rows) == 0 {
		return
	}
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return fmt.Sprint(e.sessions[wanted[i].Session]) }, func(a Attendance) string { return fmt.Sprint(a.SessionID) })
	for i, f := range wanted {
		old := p.row(i)
		now := old
		now.EventID, now.DelegateID, now.SessionID = e.event.ID, delegate, e.sessions[f.Session]
		now.State, now.ArrivedAt, now.LeftAt, now.Reason = f.State, instant(f.ArrivedAt), instant(f.LeftAt), f.Reason
		if f.NotedAt != "" {
			now.How, now.NotedBy, now.NotedAt = f.How, f.NotedBy, instant(f.NotedAt)
		} else if !same(old, now) {
			now.How, now.NotedBy, now.NotedAt = firstOf(f.How, "load"), firstOf(f.NotedBy, e.by.Name), e.tx.Now()
		}
		if same(old, now) {
			continue
		}
		now.Version++
		e.exec(`
			INSERT INTO attendance (event_id, delegate_id, session_id, state, arrived_at, left_at, reason, how, noted_by, noted_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (delegate_id, session_id) DO UPDATE SET state = excluded.state, arrived_at = excluded.arrived_at, left_at = excluded.left_at,
				reason = excluded.reason, how = excluded.how, noted_by = excluded.noted_by, noted_at = excluded.noted_at, version = attendance.version + 1`,
			now.EventID, now.DelegateID, now.SessionID, now.State, now.ArrivedAt, now.LeftAt, now.Reason, now.How, now.NotedBy, now.NotedAt)
		if e.err == nil {
			e.err = e.tx.keepHand(e.ctx, e.scanned[delegate], now.DelegateID, now.SessionID)
		}
		e.changed.note("attendance", was(old, old.DelegateID), now)
	}
	for _, row := range p.left() {
		if e.scanned[row.DelegateID] && e.allowed() {
			e.err = e.tx.takeHand(e.ctx, e.by, e.event.ID, row.DelegateID, row.SessionID)
		}
		e.exec(`DELETE FROM attendance WHERE delegate_id = ? AND session_id = ?`, row.DelegateID, row.SessionID)
		e.changed.note("attendance", row, nil)
	}
}

// loadSubstitutes takes out all that has changed before anything comes in, since one stands for another only once.
func (e *eventLoad) loadSubstitutes() {
	var all, rows, wanted []Substitute
	var files []FileSubstitution
	e.list(&all, `SELECT * FROM substitutes WHERE event_id = ? ORDER BY id`)
	listed := map[ID]bool{}
	for _, id := range e.delegates {
		listed[id] = true
	}
	for _, row := range all {
		if listed[row.DelegateID] && listed[row.ReplacedID] {
			rows = append(rows, row)
		}
	}
	for _, d := range e.file.Delegates {
		for _, s := range d.Substitutions {
			files = append(files, s)
			wanted = append(wanted, Substitute{UID: s.UID, EventID: e.event.ID, ReplacedID: e.delegates[s.For], DelegateID: e.delegates[d.Person],
				State: s.State, DecidedBy: s.DecidedBy, DecidedAt: instant(s.DecidedAt)})
		}
	}
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(s Substitute) string { return s.UID })
	p.match(func(i int) string {
		return unless(wanted[i].UID, fmt.Sprint(wanted[i].ReplacedID, wanted[i].DelegateID))
	},
		func(s Substitute) string { return fmt.Sprint(s.ReplacedID, s.DelegateID) })
	var coming []Substitute
	for i, now := range wanted {
		old := p.row(i)
		now.ID, now.Version, now.UID = old.ID, old.Version, firstOf(old.UID, now.UID, newUID())
		now.ProposedBy, now.ProposedAt, now.Made, now.Remark = old.ProposedBy, old.ProposedAt, old.Made, old.Remark // a file does not carry it
		if old.ID != 0 && files[i].DecidedAt == "" && files[i].UID == "" {                                          // the short form does not know who decided
			now.DecidedBy, now.DecidedAt = old.DecidedBy, old.DecidedAt
		}
		if same(old, now) {
			continue
		}
		if old.ID != 0 {
			e.exec(`DELETE FROM substitutes WHERE id = ?`, old.ID)
		}
		now.Version++
		coming = append(coming, now)
		e.changed.note("substitute", was(old, old.ID), now)
	}
	for _, row := range p.left() {
		e.exec(`DELETE FROM substitutes WHERE id = ?`, row.ID)
		e.changed.note("substitute", row, nil)
	}
	for _, now := range coming {
		e.exec(`
			INSERT INTO substitutes (uid, event_id, replaced_id, delegate_id, state, decided_by, decided_at, version, proposed_by, proposed_at, made, remark)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			now.UID, now.EventID, now.ReplacedID, now.DelegateID, now.State, now.DecidedBy, now.DecidedAt, now.Version, now.ProposedBy, now.ProposedAt, now.Made, now.Remark)
	}
}
