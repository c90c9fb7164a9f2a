package models

import (
	"context"
	"slices"
	"strings"
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
