package models

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hoithao/models/viet"
)

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
		old := p.row(i)
		id, rank, err := l.loadPerson(fmt.Sprintf("/people/%d", i), person, old)
		if err != nil {
			return err
		}
		erased := !old.ErasedAt.IsZero() || person.Erased != ""
		l.people[person.Key] = loadPerson{id, rank, erased}
		if erased && old.ID != 0 {
			l.erased = append(l.erased, id)
		}
	}
	return nil
}

// keepErased takes away again what the file has brought of people whose data are erased, with its journal too; and erases those who were erased
// on the machine that wrote the file.
func (l *loader) keepErased() error {
	for _, id := range l.erased {
		e, err := l.tx.erasingOf(l.ctx, id)
		if err != nil {
			return err
		}
		first := e.people[0].ErasedAt.IsZero()
		kinds, err := l.tx.erase(l.ctx, l.by, e, first)
		if err != nil {
			return err
		}
		if first || len(kinds) > 0 {
			l.directory.note("erased", nil, eraseEntry{Erased: kinds})
		}
	}
	return nil
}

// loadPerson makes a person equal to the file's. One whose data were erased, here or there, stays so.
func (l *loader) loadPerson(at string, p FilePerson, old Person) (ID, *int64, error) {
	now := old
	now.UID = firstOf(old.UID, p.UID, newUID())
	l.keys[p.Key] = binding{p.Key, keyPerson, now.UID}
	if !old.ErasedAt.IsZero() || p.Erased != "" && old.ID != 0 {
		return old.ID, old.ProtocolRank, nil
	}
	if p.Erased != "" {
		p.BornYear, p.Phone, p.Email, p.Note, now.ErasedAt = nil, nil, nil, "", instant(p.Erased)
	}
	if old.ID == 0 || old.Name() != p.Name || p.Given != "" {
		now.Family, now.Given = p.split()
	}
	now.Honorific, now.ProtocolRank, now.BornYear, now.Note = p.Honorific, p.ProtocolRank, p.BornYear, p.Note
	reached := instant(p.ContactAt)
	if reached.IsZero() || !old.ContactAt.After(reached.Time) { // what was written last stands: here, or where the file comes from
		if p.Phone != nil {
			now.Phone = *p.Phone
		}
		if p.Email != nil {
			now.Email = *p.Email
		}
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
	if reached.IsZero() || now.Phone+now.Email == "" {
		reached = l.tx.reachedAt(now)
	}
	if now.ID, err = l.tx.putPersonAt(l.ctx, now, reached); err != nil {
		return 0, nil, err
	}
	if !now.ErasedAt.IsZero() {
		if err := l.tx.exec(l.ctx, `UPDATE people SET erased_at = ? WHERE id = ?`, now.ErasedAt, now.ID); err != nil {
			return 0, nil, err
		}
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
	return tx.putPersonAt(ctx, p, tx.reachedAt(p))
}

// putPersonAt says when the phone or e-mail was written, if they are other than here.
func (tx *DB) putPersonAt(ctx context.Context, p Person, reached Time) (ID, error) {
	return tx.add(ctx, `
		INSERT INTO people (uid, family, given, honorific, protocol_rank, born_year, phone, email, contact_of_id, note, folded, sort_key, contact_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (uid) DO UPDATE SET family = excluded.family, given = excluded.given, honorific = excluded.honorific,
			protocol_rank = excluded.protocol_rank, born_year = excluded.born_year, phone = excluded.phone, email = excluded.email,
			contact_of_id = excluded.contact_of_id, note = excluded.note, folded = excluded.folded, sort_key = excluded.sort_key,
			contact_at = CASE WHEN people.phone = excluded.phone AND people.email = excluded.email THEN people.contact_at ELSE excluded.contact_at END,
			version = people.version + 1
		RETURNING id`,
		p.UID, p.Family, p.Given, p.Honorific, p.ProtocolRank, p.BornYear, p.Phone, p.Email, p.ContactOfID, p.Note, p.Folded, p.SortKey, reached)
}

// reachedAt is when a person's phone or e-mail is written: now, if there is one.
func (tx *DB) reachedAt(p Person) Time {
	if p.Phone+p.Email == "" {
		return Time{}
	}
	return tx.Now()
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

// split is the name in its two parts.
func (p FilePerson) split() (family, given string) {
	if p.Given != "" {
		return strings.TrimSpace(strings.TrimSuffix(p.Name, p.Given)), p.Given
	}
	return viet.SplitName(p.Name)
}
