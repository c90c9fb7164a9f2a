package models

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hoithao/models/viet"
)

// Dump writes an event as a portable file, with what it needs of the directory. It changes nothing, and the same record gives the
// same bytes; loaded into an empty database and dumped there it gives them again.
func (db *DB) Dump(ctx context.Context, w io.Writer, slug string) error {
	var file File
	err := db.View(ctx, func(tx *DB) error {
		event, err := tx.Event(ctx, slug)
		if err != nil {
			return err
		}
		file, err = tx.fileOf(ctx, event, false)
		return err
	})
	if err != nil {
		return err
	}
	return file.Write(w)
}

// HandOver is Dump for a file that goes to another machine: it notes where the event stood, so that what comes back is known to
// continue from here. The note takes no revision.
func (db *DB) HandOver(ctx context.Context, w io.Writer, slug string) error {
	if err := db.Dump(ctx, w, slug); err != nil {
		return err
	}
	return db.noteHandOver(ctx, slug)
}

func (db *DB) noteHandOver(ctx context.Context, slug string) error {
	return db.exec(ctx, `
		INSERT INTO handovers (event_id, position, head)
		SELECT id, COALESCE((SELECT max(position) FROM handovers WHERE event_id = events.id), 0) + 1, head FROM events
		WHERE slug = ? AND head <> '' AND NOT EXISTS (SELECT 1 FROM handovers WHERE event_id = events.id AND handovers.head = events.head)`, slug)
}

// fileOf is the file of an event; full: with all that only dump --full carries.
func (tx *DB) fileOf(ctx context.Context, event Event, full bool) (File, error) {
	record, err := tx.readRecord(ctx, event.ID, `delegates.event_id = ?`, true) // with those who wait for the chair's word
	if err != nil {
		return File{}, err
	}
	d := dumper{tx: tx, ctx: ctx, record: record, full: full}
	d.read()
	if d.err != nil {
		return File{}, d.err
	}
	file := File{Format: FileFormat, Organizations: d.organizationsOf(), People: d.peopleOf(), Events: []FileEvent{d.eventOf()}}
	if full && d.err == nil {
		file.Events[0].Full, d.err = tx.dumpFull(ctx, event)
	}
	return file, d.err
}

// dumper writes the file of a record. Everything but the record itself it reads beforehand.
type dumper struct {
	tx     *DB
	ctx    context.Context
	record Record
	full   bool // the file is to name all that rows of other tables point to
	err    error

	organizations []Organization // all that the file needs, in the order in which they became known
	people        []Person
	substitutes   []Substitute
	handovers     []string
	keys          map[string]string // by uid
	taken         map[string]bool   // keys

	organizationKeys, personKeys, sessionKeys, groupKeys, itemKeys map[ID]string
	persons                                                        map[ID]string // of delegates, by delegate: the person's key
}

func (d *dumper) list(dest any, query string, args ...any) {
	if d.err == nil {
		d.err = d.tx.list(d.ctx, dest, query, args...)
	}
}

func (d *dumper) read() {
	event := d.record.Event.ID
	people := `
		SELECT person_id FROM delegates WHERE event_id = ? UNION SELECT person_id FROM tasks WHERE event_id = ?
		UNION SELECT person_id FROM minutes_people JOIN minutes ON minutes.id = minutes_id WHERE minutes.event_id = ? AND session_id IS NULL`
	organizations := `
		SELECT organizer_id FROM events WHERE id = ? UNION SELECT organization_id FROM group_units WHERE event_id = ?
		UNION SELECT organization_id FROM tasks WHERE event_id = ?`
	if d.full {
		people += `
		UNION SELECT person_id FROM minutes_people WHERE event_id = ? UNION SELECT signer_id FROM papers WHERE event_id = ?
		UNION SELECT person_id FROM approval_links WHERE event_id = ?`
		organizations += `
		UNION SELECT organization_id FROM invitations WHERE event_id = ? UNION SELECT issuer_id FROM papers WHERE event_id = ?
		UNION SELECT organization_id FROM registers JOIN register_numbers ON register_id = registers.id WHERE ` + ofNumbers
	}
	organizations += ` UNION SELECT organization_id FROM posts WHERE person_id IN (` + people + `)`
	of := func(query string) []any { return slices.Repeat([]any{event}, strings.Count(query, "?")) }
	d.list(&d.people, `SELECT * FROM people WHERE id IN (`+people+`) ORDER BY id`, of(people)...)
	if d.err == nil {
		d.err = d.tx.postsOf(d.ctx, d.people)
	}
	d.list(&d.organizations, `
		WITH RECURSIVE needed (id) AS (
			SELECT id FROM organizations WHERE id IN (`+organizations+`)
			UNION SELECT organizations.parent_id FROM organizations JOIN needed ON organizations.id = needed.id WHERE parent_id IS NOT NULL
		) SELECT * FROM organizations WHERE id IN (SELECT id FROM needed) ORDER BY id`, of(organizations)...)
	d.list(&d.substitutes, `SELECT * FROM substitutes WHERE event_id = ? ORDER BY id`, event)
	d.list(&d.handovers, `SELECT head FROM handovers WHERE event_id = ? AND head <> ? ORDER BY position`, event, d.record.Event.Head)
	d.readKeys()
}

// readKeys gives each thing a key: the one that a file gave it, else one made from its name.
func (d *dumper) readKeys() {
	var bindings []binding
	d.list(&bindings, `SELECT key, kind, uid FROM file_keys WHERE event_id = ? ORDER BY key`, d.record.Event.ID)
	d.keys, d.taken = map[string]string{}, map[string]bool{}
	for _, b := range bindings {
		d.keys[b.UID], d.taken[b.Key] = b.Key, true
	}
	d.organizationKeys, d.personKeys, d.sessionKeys, d.groupKeys, d.itemKeys = map[ID]string{}, map[ID]string{}, map[ID]string{}, map[ID]string{}, map[ID]string{}
	for _, o := range d.organizations {
		d.organizationKeys[o.ID] = d.key(o.UID, firstOf(o.Code, o.Name), "co-quan")
	}
	for _, p := range d.people {
		d.personKeys[p.ID] = d.key(p.UID, p.Name(), "nguoi")
	}
	for _, s := range d.record.Sessions {
		name := s.Name
		if name == "" {
			name = "buoi " + d.record.Event.Local(s.StartsAt).Format("2-1 15h04")
		}
		d.sessionKeys[s.ID] = d.key(s.UID, name, "buoi")
	}
	for _, g := range d.record.Groups {
		d.groupKeys[g.ID] = d.key(g.UID, g.Name, "thanh-phan")
	}
	for _, i := range d.record.Items {
		d.itemKeys[i.ID] = d.key(i.UID, i.Title, "muc")
	}
	d.persons = map[ID]string{}
	for _, delegate := range d.record.Delegates {
		d.persons[delegate.ID] = d.personKeys[delegate.PersonID]
	}
}

// key is a key that reads well and is free: the first words of a name without marks, and a number where needed.
func (d *dumper) key(uid, name, without string) string {
	if key := d.keys[uid]; key != "" {
		return key
	}
	words := strings.FieldsFunc(viet.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	base := strings.Join(words[:min(len(words), 6)], "-")
	if base == "" || len(base) > 60 {
		base = without
	}
	key := base
	for n := 2; d.taken[key]; n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	d.taken[key] = true
	return key
}

func (d *dumper) organizationsOf() (all []FileOrganization) {
	for _, o := range d.organizations {
		all = append(all, FileOrganization{
			Key: d.organizationKeys[o.ID], UID: o.UID, Parent: d.organizationKeys[o.ParentID], Name: o.Name, PrintName: o.PrintName, PrintAbove: o.PrintAbove,
			Kind: o.Kind, Code: o.Code, Place: o.Place, From: string(o.ValidFrom), Until: string(o.ValidUntil),
		})
	}
	return all
}

func (d *dumper) peopleOf() (all []FilePerson) {
	for _, p := range d.people {
		file := FilePerson{
			Key: d.personKeys[p.ID], UID: p.UID, Name: p.Name(), Honorific: p.Honorific, ProtocolRank: p.ProtocolRank, BornYear: p.BornYear, Note: p.Note,
			Phone: written(p.Phone), Email: written(p.Email),
		}
		if d.full {
			file.ContactAt = d.at(p.ContactAt)
		}
		if !p.ErasedAt.IsZero() {
			file.Erased = p.ErasedAt.Format(time.RFC3339Nano)
		}
		if _, given := viet.SplitName(file.Name); given != p.Given {
			file.Given = p.Given
		}
		for _, post := range p.Posts {
			file.Posts = append(file.Posts, FilePost{UID: post.UID, Title: post.Title, Organization: d.organizationKeys[post.OrganizationID],
				From: string(post.ValidFrom), Until: string(post.ValidUntil)})
		}
		all = append(all, file)
	}
	return all
}

// written is a text that stands in the file only when there is one.
func written(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// at writes an instant on the event's own clock.
func (d *dumper) at(t Time) string {
	if t.IsZero() {
		return ""
	}
	return d.record.Event.Local(t).Format("2006-01-02T15:04:05.999Z07:00")
}

func (d *dumper) eventOf() FileEvent {
	e := d.record.Event
	file := FileEvent{
		Slug: e.Slug, UID: e.UID, Head: e.Head, Revision: e.Revision, Seen: d.handovers, Kind: e.Kind, Noun: e.Noun, Title: e.Title,
		Organizer: d.organizationKeys[e.OrganizerID], Place: e.Place, Venue: e.Venue, TimeZone: e.TimeZone, Visibility: e.Visibility, Regime: e.Regime,
		AgendaState: e.AgendaState, Series: e.SeriesUID, Note: e.Note, SelfCheckin: e.SelfCheckin, CancelledAt: d.at(e.CancelledAt), ArchivedAt: d.at(e.ArchivedAt),
	}
	for _, s := range d.record.Sessions {
		file.Sessions = append(file.Sessions, FileSession{Key: d.sessionKeys[s.ID], UID: s.UID, Name: s.Name, StartsAt: d.at(s.StartsAt), EndsAt: d.at(s.EndsAt), Room: s.Room})
	}
	for _, g := range d.record.Groups {
		group := FileGroup{Key: d.groupKeys[g.ID], UID: g.UID, Name: g.Name, Collective: g.Collective, Expected: g.Expected, Press: g.Press}
		for _, unit := range g.Units {
			group.Units = append(group.Units, d.organizationKeys[unit.ID])
		}
		for _, count := range g.Headcounts {
			group.Attendance = append(group.Attendance, FileHeadcount{d.sessionKeys[count.SessionID], &count.Present})
		}
		file.Groups = append(file.Groups, group)
	}
	file.Delegates = d.delegatesOf()
	for _, i := range d.record.Items {
		file.Agenda = append(file.Agenda, FileItem{
			Key: d.itemKeys[i.ID], UID: i.UID, Session: d.sessionKeys[i.SessionID], Kind: i.Kind, Title: i.Title, StartsAt: d.at(i.StartsAt), Minutes: i.Minutes,
			Room: i.Room, Presenter: d.persons[i.PresenterID], PresenterText: i.PresenterText, Note: i.Note, StartedAt: d.at(i.StartedAt),
			EndedAt: d.at(i.EndedAt), PausedAt: d.at(i.PausedAt), PausedMS: i.PausedMS,
		})
	}
	for _, s := range d.record.Speeches {
		file.Speeches = append(file.Speeches, FileSpeech{
			Item: d.itemKeys[s.ItemID], UID: s.UID, Kind: s.Kind, State: s.State, Speaker: d.persons[s.DelegateID], SpeakerText: s.SpeakerText, Topic: s.Topic,
			Minutes: s.Minutes, Summary: s.Summary, Text: s.Text, HasPaper: s.HasPaper, RequestedHow: s.RequestedHow, RequestedAt: d.at(s.RequestedAt),
			StartedAt: d.at(s.StartedAt), EndedAt: d.at(s.EndedAt), PausedAt: d.at(s.PausedAt), PausedMS: s.PausedMS, ConfirmedAt: d.at(s.ConfirmedAt),
		})
	}
	for _, v := range d.record.Votes {
		file.Votes = append(file.Votes, FileVote{Item: d.itemKeys[v.ItemID], UID: v.UID, Question: v.Question, Method: v.Method,
			For: v.Ayes, Against: v.Noes, Abstain: v.Others, Invalid: v.Invalid})
	}
	for _, c := range d.record.Conclusions {
		conclusion := FileConclusion{UID: c.UID, Text: c.Text}
		if t := c.Task; t != nil {
			conclusion.Task = &FileTask{UID: t.UID, Responsible: firstOf(d.personKeys[t.PersonID], d.organizationKeys[t.OrganizationID]),
				ResponsibleText: t.Responsible, Due: string(t.DueOn), State: t.State}
		}
		file.Conclusions = append(file.Conclusions, conclusion)
	}
	for _, p := range d.record.Photos {
		photo := FilePhoto{UID: p.UID, Caption: p.Caption, Credit: p.Credit}
		if p.FileSHA256 != "" && d.err == nil {
			photo.File, d.err = d.tx.fileContent(d.ctx, string(p.FileSHA256))
		}
		file.Photos = append(file.Photos, photo)
	}
	file.Minutes = d.minutesOf()
	return file
}

// delegatesOf lists the delegates as they were entered; places without a name belong to their invitations and stay here.
func (d *dumper) delegatesOf() (all []FileDelegate) {
	delegates := slices.Clone(d.record.Delegates)
	slices.SortStableFunc(delegates, func(a, b Delegate) int {
		if a.Position != b.Position {
			return int(a.Position - b.Position)
		}
		return int(a.ID - b.ID)
	})
	for _, delegate := range delegates {
		if delegate.PersonID == 0 {
			continue
		}
		file := FileDelegate{
			Person: d.personKeys[delegate.PersonID], UID: delegate.UID, Group: d.groupKeys[delegate.GroupID], Roles: strings.Fields(delegate.Roles),
			Honorific: delegate.Honorific, ProtocolRank: delegate.ProtocolRank, Reply: delegate.Reply, Reason: delegate.Reason, RepliedAt: d.at(delegate.RepliedAt),
			RepliedHow: delegate.RepliedHow, Seat: delegate.Seat, Number: delegate.Number, Needs: delegate.Needs,
		}
		if len(file.Roles) == 0 {
			file.Roles = nil
		}
		for _, s := range d.substitutes {
			if s.DelegateID != delegate.ID || d.persons[s.ReplacedID] == "" {
				continue
			}
			if s.State == "agreed" {
				file.SubstituteFor = d.persons[s.ReplacedID]
			}
			file.Substitutions = append(file.Substitutions, FileSubstitution{UID: s.UID, For: d.persons[s.ReplacedID], State: s.State,
				DecidedBy: s.DecidedBy, DecidedAt: d.at(s.DecidedAt)})
		}
		for _, mark := range delegate.Attendance {
			file.Attendance = append(file.Attendance, FileAttendance{Session: d.sessionKeys[mark.SessionID], State: mark.State, ArrivedAt: d.at(mark.ArrivedAt),
				LeftAt: d.at(mark.LeftAt), Reason: mark.Reason, How: mark.How, NotedBy: mark.NotedBy, NotedAt: d.at(mark.NotedAt)})
		}
		all = append(all, file)
	}
	return all
}

func (d *dumper) minutesOf() *FileMinutes {
	m := d.record.Minutes
	if m.ID == 0 {
		return nil
	}
	file := &FileMinutes{
		UID: m.UID, State: m.State, Dated: string(m.DatedOn), OpenedAt: d.at(m.OpenedAt), ClosedAt: d.at(m.ClosedAt), SecretaryText: m.SecretaryText,
		ClosedBy: m.ClosedBy, ClosedByAt: d.at(m.ClosedByAt), AgreedBy: m.AgreedBy, AgreedAt: d.at(m.AgreedAt),
	}
	if m.Number != nil {
		file.Number = FileNumber(fmt.Sprint(*m.Number) + m.NumberSuffix)
	}
	file.Chair, file.Chairs = d.signersOf(m.Chairs)
	file.Secretary, file.Secretaries = d.signersOf(m.Secretaries)
	for _, section := range m.Edited {
		if file.Sections == nil {
			file.Sections, file.Edited = map[string]string{}, map[string]FileEdit{}
		}
		file.Sections[section.Name] = section.Text
		file.Edited[section.Name] = FileEdit{section.EditedBy, d.at(section.EditedAt), section.Composed}
	}
	return file
}

func (d *dumper) signersOf(people []Person) (one string, several []string) {
	for _, person := range people {
		several = append(several, d.personKeys[person.ID])
	}
	if len(several) == 1 {
		return several[0], nil
	}
	return "", several
}
