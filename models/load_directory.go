package models

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// loadDirectory makes the organizations and people of the file equal to it, and knows them by key from then on.
func (l *loader) loadDirectory() error {
	if err := l.loadOrganizations(); err != nil {
		return err
	}
	return l.loadPeople()
}

// bound is the uid that a key means to one of the file's events.
func (l *loader) bound(kind, key string) string {
	for _, event := range l.events {
		if binding, ok := event.bound[key]; ok && binding.Kind == kind {
			return binding.UID
		}
	}
	return ""
}

func (l *loader) loadOrganizations() error {
	wanted := l.file.Organizations
	uids := make([]string, len(wanted))
	for i, o := range wanted {
		uids[i] = o.UID
		if o.UID == "" {
			uids[i] = l.bound(keyOrganization, o.Key)
		}
	}
	var rows []Organization
	for some := range slices.Chunk(uids, 500) {
		var found []Organization
		if err := l.tx.listIn(l.ctx, &found, `SELECT * FROM organizations WHERE uid IN (?) ORDER BY id`, some); err != nil {
			return err
		}
		rows = append(rows, found...)
	}
	if len(l.events) == 0 {
		twins, err := l.twinOrganizations()
		if err != nil {
			return err
		}
		rows = append(rows, twins...)
	}
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return uids[i] }, func(o Organization) string { return o.UID })
	if len(l.events) == 0 {
		p.match(func(i int) string { return unless(uids[i], wanted[i].twin()) }, Organization.twin)
	}
	l.organizations = make(map[string]ID, len(wanted))
	for i, o := range wanted {
		l.organizations[o.Key] = p.row(i).ID
	}
	for i, o := range wanted {
		old := p.row(i)
		now := old
		now.UID = firstOf(old.UID, o.UID, newUID())
		l.keys[o.Key] = binding{o.Key, keyOrganization, now.UID}
		now.ParentID = l.organizations[o.Parent]
		now.Name, now.PrintName, now.PrintAbove, now.Kind, now.Code, now.Place = o.Name, o.PrintName, o.PrintAbove, o.Kind, o.Code, o.Place
		now.ValidFrom, now.ValidUntil = Date(o.From), Date(o.Until)
		now.index()
		if same(old, now) && !l.parentComes(p, i) {
			continue
		}
		now.Version = old.Version + 1
		var err error
		if now.ID, err = l.tx.putOrganization(l.ctx, now); err != nil {
			return err
		}
		l.organizations[o.Key] = now.ID
		l.noteDirectory("organization", old.ID, old.UID, old.plain(), now.plain())
	}
	return l.loadParents(p)
}

// loadParents sets the parents of those that stand before a new parent in the file.
func (l *loader) loadParents(p *pairing[Organization]) error {
	for i, o := range l.file.Organizations {
		if !l.parentComes(p, i) {
			continue
		}
		if err := l.tx.exec(l.ctx, `UPDATE organizations SET parent_id = ? WHERE id = ?`, l.organizations[o.Parent], l.organizations[o.Key]); err != nil {
			return err
		}
	}
	return nil
}

// parentComes tells whether an organization's parent is new and stands behind it.
func (l *loader) parentComes(p *pairing[Organization], i int) bool {
	later := slices.IndexFunc(l.file.Organizations, func(parent FileOrganization) bool { return parent.Key == l.file.Organizations[i].Parent })
	return later > i && p.of[later] < 0
}

func (l *loader) noteDirectory(kind string, oldID ID, uid string, old, now any) {
	if oldID == 0 {
		l.directory.note(kind, nil, now)
	} else {
		l.directory.note(kind, old, now)
		l.touched.uids = append(l.touched.uids, uid)
	}
	if kind == "organization" {
		l.report.Organizations++
		if oldID != 0 {
			l.touched.organizations = append(l.touched.organizations, oldID)
		}
		return
	}
	l.report.People++
	if oldID != 0 {
		l.touched.people = append(l.touched.people, oldID)
	}
}

func (tx *DB) putOrganization(ctx context.Context, o Organization) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO organizations (uid, parent_id, name, print_name, print_above, kind, code, place, valid_from, valid_until, successor_id, folded, sort_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (uid) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, print_name = excluded.print_name,
			print_above = excluded.print_above, kind = excluded.kind, code = excluded.code, place = excluded.place, valid_from = excluded.valid_from,
			valid_until = excluded.valid_until, successor_id = excluded.successor_id, folded = excluded.folded, sort_key = excluded.sort_key,
			version = organizations.version + 1
		RETURNING id`,
		o.UID, o.ParentID, o.Name, o.PrintName, o.PrintAbove, o.Kind, o.Code, o.Place, o.ValidFrom, o.ValidUntil, o.SuccessorID, o.Folded, o.SortKey)
}

func (l *loader) loadPeople() error {
	wanted := l.file.People
	uids := make([]string, len(wanted))
	for i, p := range wanted {
		uids[i] = p.UID
		if p.UID == "" {
			uids[i] = l.bound(keyPerson, p.Key)
		}
	}
	var rows []Person
	for some := range slices.Chunk(uids, 500) {
		var found []Person
		if err := l.tx.listIn(l.ctx, &found, `SELECT * FROM people WHERE uid IN (?) ORDER BY id`, some); err != nil {
			return err
		}
		rows = append(rows, found...)
	}
	if len(l.events) == 0 {
		twins, err := l.twinPeople()
		if err != nil {
			return err
		}
		rows = append(rows, twins...)
	}
	if err := l.tx.postsOf(l.ctx, rows); err != nil {
		return err
	}
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return uids[i] }, func(p Person) string { return p.UID })
	if len(l.events) == 0 {
		p.match(func(i int) string { return unless(uids[i], wanted[i].twin()) }, Person.twin)
	}
	l.people = make(map[string]loadPerson, len(wanted))
	for i, person := range wanted {
		id, rank, err := l.loadPerson(fmt.Sprintf("/people/%d", i), person, p.row(i))
		if err != nil {
			return err
		}
		l.people[person.Key] = loadPerson{id, rank}
	}
	return nil
}

// loadPerson makes a person equal to the file's. One whose data were erased stays so.
func (l *loader) loadPerson(at string, p FilePerson, old Person) (ID, *int64, error) {
	now := old
	now.UID = firstOf(old.UID, p.UID, newUID())
	l.keys[p.Key] = binding{p.Key, keyPerson, now.UID}
	if !old.ErasedAt.IsZero() {
		return old.ID, old.ProtocolRank, nil
	}
	if old.ID == 0 || old.Name() != p.Name || p.Given != "" {
		now.Family, now.Given = p.split()
	}
	now.Honorific, now.ProtocolRank, now.BornYear, now.Note = p.Honorific, p.ProtocolRank, p.BornYear, p.Note
	if p.Phone != nil {
		now.Phone = *p.Phone
	}
	if p.Email != nil {
		now.Email = *p.Email
	}
	if now.ContactOfID == 0 && now.Phone+now.Email != "" && len(l.file.Events) > 0 {
		now.ContactOfID = l.organizations[l.file.Events[0].Organizer]
	}
	posts, left := l.posts(p.Posts, old.Posts)
	now.Posts = posts
	now.index()
	if same(old, now) {
		return old.ID, old.ProtocolRank, nil
	}
	now.Version = old.Version + 1
	var err error
	if now.ID, err = l.tx.putPerson(l.ctx, now); err != nil {
		return 0, nil, err
	}
	for _, post := range left {
		if err := l.tx.exec(l.ctx, `DELETE FROM posts WHERE id = ?`, post.ID); err != nil {
			return 0, nil, err
		}
	}
	for i, post := range posts {
		if slices.Contains(old.Posts, post) {
			continue
		}
		post.PersonID = now.ID
		if post.UID == "" {
			post.UID = newUID()
		}
		if post.ID, err = l.tx.putPost(l.ctx, post); err == ErrNotFound {
			err = l.wrong(fmt.Sprintf("%s/posts/%d/uid", at, i), "uid này đã thuộc về chức vụ của người khác")
		}
		if err != nil {
			return 0, nil, err
		}
		posts[i] = post
	}
	l.noteDirectory("person", old.ID, old.UID, old.plain(), now.plain())
	return now.ID, now.ProtocolRank, nil
}

// posts pairs the posts of the file with those that stand, and answers them as they are to be and those that are no more.
func (l *loader) posts(wanted []FilePost, rows []Post) (posts, left []Post) {
	p := pairs(rows, len(wanted))
	p.match(func(i int) string { return wanted[i].UID }, func(p Post) string { return p.UID })
	p.match(func(i int) string { return unless(wanted[i].UID, wanted[i].Title) }, func(p Post) string { return p.Title })
	p.match(func(i int) string { return unless(wanted[i].UID, "next") }, func(Post) string { return "next" })
	var order places
	for i, w := range wanted {
		post := p.row(i)
		post.UID = firstOf(post.UID, w.UID)
		post.Position = order.next(post.Position, post.ID)
		post.Title, post.OrganizationID = w.Title, l.organizations[w.Organization]
		post.ValidFrom, post.ValidUntil = Date(w.From), Date(w.Until)
		posts = append(posts, post)
	}
	return posts, p.left()
}

func (tx *DB) putPerson(ctx context.Context, p Person) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO people (uid, family, given, honorific, protocol_rank, born_year, phone, email, contact_of_id, note, folded, sort_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (uid) DO UPDATE SET family = excluded.family, given = excluded.given, honorific = excluded.honorific,
			protocol_rank = excluded.protocol_rank, born_year = excluded.born_year, phone = excluded.phone, email = excluded.email,
			contact_of_id = excluded.contact_of_id, note = excluded.note, folded = excluded.folded, sort_key = excluded.sort_key,
			version = people.version + 1
		RETURNING id`,
		p.UID, p.Family, p.Given, p.Honorific, p.ProtocolRank, p.BornYear, p.Phone, p.Email, p.ContactOfID, p.Note, p.Folded, p.SortKey)
}

// putPost answers ErrNotFound when the uid is another person's post.
func (tx *DB) putPost(ctx context.Context, p Post) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO posts (uid, person_id, position, title, organization_id, valid_from, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (uid) DO UPDATE SET position = excluded.position, title = excluded.title, organization_id = excluded.organization_id,
			valid_from = excluded.valid_from, valid_until = excluded.valid_until WHERE posts.person_id = excluded.person_id
		RETURNING id`,
		p.UID, p.PersonID, p.Position, p.Title, p.OrganizationID, p.ValidFrom, p.ValidUntil)
}

// postsOf reads the posts of people into them.
func (tx *DB) postsOf(ctx context.Context, people []Person) error {
	at := make(map[ID]int, len(people))
	ids := make([]ID, len(people))
	for i, person := range people {
		at[person.ID], ids[i] = i, person.ID
	}
	for some := range slices.Chunk(ids, 500) {
		var posts []Post
		if err := tx.listIn(ctx, &posts, `SELECT * FROM posts WHERE person_id IN (?) ORDER BY person_id, position, id`, some); err != nil {
			return err
		}
		for _, post := range posts {
			person := &people[at[post.PersonID]]
			person.Posts = append(person.Posts, post)
		}
	}
	return nil
}

// A file of the directory alone has no event that could have bound its keys: there a thing without uid is the same as one that is
// here in just the same words.

func (o FileOrganization) twin() string {
	return strings.Join([]string{o.Name, o.Kind, o.Code, o.Place, o.From, o.Until}, "\n")
}

func (o Organization) twin() string {
	return strings.Join([]string{o.Name, o.Kind, o.Code, o.Place, string(o.ValidFrom), string(o.ValidUntil)}, "\n")
}

func (p FilePerson) twin() string {
	words := []string{p.Name, p.Honorific}
	for _, post := range p.Posts {
		words = append(words, post.Title)
	}
	return strings.Join(words, "\n")
}

func (p Person) twin() string {
	return strings.Join(append([]string{p.Name(), p.Honorific}, p.PostsOn("")...), "\n")
}

func (l *loader) twinOrganizations() (rows []Organization, err error) {
	names := make([]string, len(l.file.Organizations))
	for i, o := range l.file.Organizations {
		names[i] = unless(o.UID, o.Name)
	}
	for some := range slices.Chunk(names, 500) {
		var found []Organization
		if err := l.tx.listIn(l.ctx, &found, `SELECT * FROM organizations WHERE name IN (?) ORDER BY id`, some); err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return slices.DeleteFunc(rows, func(o Organization) bool {
		return slices.ContainsFunc(l.file.Organizations, func(f FileOrganization) bool { return f.UID == o.UID })
	}), nil
}

func (l *loader) twinPeople() (rows []Person, err error) {
	names := make([]string, len(l.file.People))
	for i, p := range l.file.People {
		names[i] = unless(p.UID, p.Name)
	}
	for some := range slices.Chunk(names, 500) {
		var found []Person
		if err := l.tx.listIn(l.ctx, &found, `SELECT * FROM people WHERE family || CASE family WHEN '' THEN '' ELSE ' ' END || given IN (?) ORDER BY id`, some); err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return slices.DeleteFunc(rows, func(p Person) bool {
		return slices.ContainsFunc(l.file.People, func(f FilePerson) bool { return f.UID == p.UID })
	}), nil
}

// split is the name in its two parts.
func (p FilePerson) split() (family, given string) {
	if p.Given != "" {
		return strings.TrimSpace(strings.TrimSuffix(p.Name, p.Given)), p.Given
	}
	return viet.SplitName(p.Name)
}

// plain is what the journal keeps: without what only serves to search and sort.
func (o Organization) plain() Organization {
	o.Folded, o.SortKey = "", nil
	return o
}

func (p Person) plain() Person {
	p.Folded, p.SortKey = "", nil
	return p
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
