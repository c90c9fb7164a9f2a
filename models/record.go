package models

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Record is all of an event that papers, pages and files are made from, read in a fixed number of queries.
type Record struct {
	Event       Event
	Organizer   Organization
	Ancestors   []Organization // of the organizer, nearest first
	Sessions    []Session
	Groups      []Group
	Delegates   []Delegate // by rank, then as listed
	Items       []Item
	Speeches    []Speech // by item, then in order of speaking
	Votes       []Vote
	Conclusions []Conclusion
	Photos      []Photo
	Minutes     MinutesRow   // of the whole event, or of the session alone (OfSession); zero when nobody has begun them
	Apart       []MinutesRow // minutes that sessions have of their own
	GoesOn      bool         // of a session alone: others follow, so that nothing is concluded yet
	Invitations []Invitation // of persons in the order of the delegates, then of units; with Link as Delegate.Pass: see Letters. Not in Programme
	ChangedAt   Time         // when what the public sees moved last; only where a calendar is written, see Changed
}

// Record reads a whole event as it stands at one moment. Who came in only to stand in for another is no delegate until the chair has agreed.
func (db *DB) Record(ctx context.Context, event ID) (Record, error) {
	return db.readRecord(ctx, event, `delegates.event_id = ? AND `+stands, true)
}

// Programme reads what the agenda shows: like Record, but of the delegates only those who present or speak, without their attendance. It
// costs as much whether fifty delegates are invited or five thousand.
func (db *DB) Programme(ctx context.Context, event ID) (Record, error) {
	return db.readRecord(ctx, event, `delegates.id IN (SELECT presenter_id FROM agenda_items i WHERE i.event_id = ? UNION SELECT delegate_id FROM speeches s WHERE s.event_id = ?)`, false)
}

func (db *DB) readRecord(ctx context.Context, event ID, delegates string, attendance bool) (record Record, err error) {
	err = db.View(ctx, func(tx *DB) error {
		r := reader{tx: tx, ctx: ctx, event: event}
		r.get(&record.Event, `SELECT * FROM events WHERE id = ?`, event)
		if r.err != nil {
			return r.err
		}
		line, err := tx.Ancestry(ctx, record.Event.OrganizerID)
		if err != nil {
			return err
		}
		record.Organizer, record.Ancestors = line[0], line[1:]
		r.list(&record.Sessions, `SELECT * FROM sessions WHERE event_id = ? ORDER BY position, id`)
		r.list(&record.Items, `SELECT * FROM agenda_items WHERE event_id = ? ORDER BY position, id`)
		r.list(&record.Speeches, `
			SELECT speeches.* FROM speeches JOIN agenda_items ON agenda_items.id = item_id
			WHERE speeches.event_id = ? ORDER BY agenda_items.position, agenda_items.id, speeches.position, speeches.id`)
		if attendance {
			r.handed(record.Speeches)
		}
		r.list(&record.Votes, `SELECT * FROM votes WHERE event_id = ? ORDER BY position, id`)
		r.list(&record.Photos, `SELECT * FROM photos WHERE event_id = ? ORDER BY position, id`)
		people := r.people(delegates)
		record.Conclusions = r.conclusions()
		r.responsible(record.Conclusions, people)
		record.Groups = r.groups()
		record.Delegates = r.delegates(delegates, people, attendance)
		if attendance {
			record.Invitations = r.invitations(record.Delegates)
		}
		record.Minutes, record.Apart = r.minutes(people)
		return r.err
	})
	return record, err
}

// reader reads parts of an event one after the other and keeps the first error.
type reader struct {
	tx    *DB
	ctx   context.Context
	event ID
	err   error
}

func (r *reader) get(dest any, query string, args ...any) {
	if r.err == nil {
		r.err = r.tx.get(r.ctx, dest, query, args...)
	}
}

// list runs a query whose arguments are all the event.
func (r *reader) list(dest any, query string) {
	if r.err == nil {
		r.err = r.tx.list(r.ctx, dest, query, slices.Repeat([]any{r.event}, strings.Count(query, "?"))...)
	}
}

// handed are the texts of speeches that were accepted.
func (r *reader) handed(speeches []Speech) {
	var texts []HandedText
	r.list(&texts, `SELECT speech_id, text, file_sha256, file_name FROM speech_texts WHERE event_id = ? AND state = 'accepted' ORDER BY position, id`)
	last := map[ID]HandedText{}
	for _, text := range texts {
		last[text.SpeechID] = text
	}
	for i := range speeches {
		speeches[i].Handed = last[speeches[i].ID]
	}
}

func (r *reader) conclusions() []Conclusion {
	var conclusions []Conclusion
	var tasks []Task
	r.list(&conclusions, `SELECT * FROM conclusions WHERE event_id = ? ORDER BY position, id`)
	r.list(&tasks, `SELECT * FROM tasks WHERE event_id = ?`)
	of := map[ID]*Task{}
	for i := range tasks {
		of[tasks[i].ConclusionID] = &tasks[i]
	}
	for i := range conclusions {
		conclusions[i].Task = of[conclusions[i].ID]
	}
	return conclusions
}

// responsible says who the tasks are laid on.
func (r *reader) responsible(conclusions []Conclusion, people map[ID]Person) {
	var bodies []Organization
	r.list(&bodies, `SELECT * FROM organizations WHERE id IN (SELECT organization_id FROM tasks WHERE event_id = ?)`)
	for _, conclusion := range conclusions {
		task := conclusion.Task
		if task == nil {
			continue
		}
		task.Person = people[task.PersonID]
		if at := slices.IndexFunc(bodies, func(body Organization) bool { return body.ID == task.OrganizationID }); at >= 0 {
			task.Organization = bodies[at]
		}
	}
}

func (r *reader) groups() []Group {
	var groups []Group
	var units []struct {
		GroupID ID `db:"group_id"`
		Organization
	}
	var counts []Headcount
	r.list(&groups, `SELECT * FROM groups WHERE event_id = ? ORDER BY position, id`)
	r.list(&units, `
		SELECT group_id, organizations.* FROM group_units JOIN organizations ON organizations.id = organization_id
		WHERE event_id = ? ORDER BY position`)
	r.list(&counts, `
		SELECT headcounts.* FROM headcounts JOIN sessions ON sessions.id = session_id
		WHERE headcounts.event_id = ? ORDER BY sessions.position, sessions.id`)
	at := map[ID]*Group{}
	for i := range groups {
		at[groups[i].ID] = &groups[i]
	}
	for _, unit := range units {
		if group := at[unit.GroupID]; group != nil { // nil: it was added after the first query
			group.Units = append(group.Units, unit.Organization)
		}
	}
	for _, count := range counts {
		if group := at[count.GroupID]; group != nil {
			group.Headcounts = append(group.Headcounts, count)
		}
	}
	return groups
}

// people are those that the event names, with their posts.
func (r *reader) people(delegates string) map[ID]Person {
	named := `(SELECT person_id FROM delegates WHERE ` + delegates + `
		UNION SELECT person_id FROM minutes_people WHERE event_id = ? UNION SELECT person_id FROM tasks WHERE event_id = ?)`
	var people []Person
	var posts []Post
	r.list(&people, `SELECT * FROM people WHERE id IN `+named)
	r.list(&posts, `SELECT * FROM posts WHERE person_id IN `+named+` ORDER BY person_id, position, id`)
	of := make(map[ID]Person, len(people))
	for _, person := range people {
		of[person.ID] = person
	}
	for start := 0; start < len(posts); {
		end := start
		for end < len(posts) && posts[end].PersonID == posts[start].PersonID {
			end++
		}
		person := of[posts[start].PersonID]
		person.Posts = posts[start:end:end]
		of[person.ID] = person
		start = end
	}
	return of
}

func (r *reader) delegates(which string, people map[ID]Person, whole bool) []Delegate {
	var delegates []Delegate
	var attendance []Attendance
	var substitutes []Substitute
	r.list(&delegates, `SELECT * FROM delegates WHERE `+which+` ORDER BY rank, position, id`)
	if whole {
		r.list(&attendance, `
			SELECT attendance.* FROM sessions JOIN attendance ON session_id = sessions.id
			WHERE sessions.event_id = ? ORDER BY sessions.position, sessions.id`)
	}
	r.list(&substitutes, `SELECT * FROM substitutes WHERE event_id = ? AND state = 'agreed'`)
	at := make(map[ID]*Delegate, len(delegates))
	for i := range delegates {
		delegates[i].Person = people[delegates[i].PersonID]
		if whole {
			delegates[i].Pass = r.tx.PassOf(delegates[i])
		}
		at[delegates[i].ID] = &delegates[i]
	}
	for _, mark := range attendance {
		if delegate := at[mark.DelegateID]; delegate != nil {
			delegate.Attendance = append(delegate.Attendance, mark)
		}
	}
	for _, substitute := range substitutes {
		if delegate := at[substitute.DelegateID]; delegate != nil {
			delegate.SubstituteFor = substitute.ReplacedID
		}
	}
	return delegates
}

// invitations are those of the event that still have whom they invite.
func (r *reader) invitations(delegates []Delegate) []Invitation {
	var rows, ordered []Invitation
	var units []Organization
	r.list(&rows, `SELECT * FROM invitations WHERE event_id = ? ORDER BY id`)
	r.list(&units, `SELECT * FROM organizations WHERE id IN (SELECT organization_id FROM invitations WHERE event_id = ?)`)
	at, bodies := make(map[ID]*Invitation, len(rows)), map[ID]Organization{}
	for _, unit := range units {
		bodies[unit.ID] = unit
	}
	for i := range rows {
		rows[i].link(r.tx)
		at[rows[i].ID] = &rows[i]
	}
	for _, row := range rows {
		if parent := at[row.ParentID]; parent != nil {
			parent.Named++
		}
	}
	for _, delegate := range delegates {
		if row := at[delegate.InvitationID]; row != nil {
			row.Delegate = delegate
			ordered = append(ordered, *row)
		}
	}
	for _, row := range rows {
		if row.ToUnit() {
			row.Unit = bodies[row.OrganizationID]
			ordered = append(ordered, row)
		}
	}
	return ordered
}

// minutes reads those of the whole event, and those that sessions have of their own.
func (r *reader) minutes(people map[ID]Person) (whole MinutesRow, apart []MinutesRow) {
	var rows []MinutesRow
	var signers []struct {
		MinutesID ID `db:"minutes_id"`
		Role      string
		PersonID  ID `db:"person_id"`
	}
	var edited []EditedSection
	r.list(&rows, `SELECT * FROM minutes WHERE event_id = ? ORDER BY id`)
	r.list(&signers, `SELECT minutes_id, role, person_id FROM minutes_people WHERE event_id = ? ORDER BY role, position`)
	r.list(&edited, `SELECT * FROM minutes_sections WHERE event_id = ? ORDER BY name`)
	for _, row := range rows {
		for _, signer := range signers {
			switch {
			case signer.MinutesID != row.ID:
			case signer.Role == "chair":
				row.Chairs = append(row.Chairs, people[signer.PersonID])
			default:
				row.Secretaries = append(row.Secretaries, people[signer.PersonID])
			}
		}
		for _, section := range edited {
			if section.MinutesID == row.ID {
				row.Edited = append(row.Edited, section)
			}
		}
		if row.SessionID == 0 {
			whole = row
		} else {
			apart = append(apart, row)
		}
	}
	return whole, apart
}

// Delegate finds a delegate of the record by number; the zero Delegate when there is none.
func (r Record) Delegate(id ID) Delegate {
	for _, delegate := range r.Delegates {
		if id != 0 && delegate.ID == id {
			return delegate
		}
	}
	return Delegate{}
}

// Who is who presents an item, as a page shows it: with honorific and first post, or the text.
func (r Record) Who(item Item) string {
	delegate := r.Delegate(item.PresenterID)
	if delegate.ID == 0 {
		return item.PresenterText
	}
	day := DateOf(r.Event.Local(item.StartsAt))
	honorific := cmp.Or(delegate.Honorific, delegate.Person.Honorific, wordsOf(r.letterhead(day).Regime).honorific)
	who := viet.UpperFirst(strings.TrimSpace(honorific + " " + delegate.Person.Name()))
	if posts := delegate.Person.PostsOn(day); len(posts) > 0 {
		who += ", " + posts[0]
	}
	return who
}
