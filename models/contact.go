package models

import (
	"context"
	"slices"

	"hoithao/models/viet"
)

// SeesContact tells whether a user sees and changes a person's phone and e-mail: they stay with the office that entered them. What
// nobody has entered yet is open to all who keep the directory.
func (db *DB) SeesContact(ctx context.Context, user *User, person Person) (bool, error) {
	switch {
	case user.whole():
		return true, nil
	case person.Phone == "" && person.Email == "":
		return user.Organizes(), nil
	case user == nil || person.ContactOfID == 0:
		return false, nil
	}
	line, err := db.Ancestry(ctx, person.ContactOfID)
	return slices.ContainsFunc(line, func(o Organization) bool {
		return slices.ContainsFunc(user.Roles, func(r Role) bool { return r.OrganizationID == o.ID && r.directory() })
	}), err
}

// SeesContacts is SeesContact for many people at once.
func (db *DB) SeesContacts(ctx context.Context, user *User) (func(Person) bool, error) {
	mine := map[ID]bool{}
	if user != nil && !user.whole() {
		var ids []ID
		if err := db.list(ctx, &ids, `WITH RECURSIVE mine (id) AS (
				SELECT organization_id FROM roles WHERE user_id = ? AND role IN (?, ?)
				UNION SELECT organizations.id FROM organizations JOIN mine ON organizations.parent_id = mine.id
			) SELECT id FROM mine`, user.ID, Administrator, Organizer); err != nil {
			return nil, err
		}
		for _, id := range ids {
			mine[id] = true
		}
	}
	return func(person Person) bool {
		switch {
		case user.whole():
			return true
		case person.Phone == "" && person.Email == "":
			return user.Organizes()
		}
		return person.ContactOfID != 0 && mine[person.ContactOfID]
	}, nil
}

// SetContact writes a phone and an e-mail that a user has entered, who sees them.
func (p *Person) SetContact(user *User, phone, email string) {
	phone, email = viet.Clean(phone), viet.Clean(email)
	if p.Phone == phone && p.Email == email {
		return
	}
	if p.Phone+p.Email == "" || p.ContactOfID == 0 {
		p.ContactOfID = user.office()
	}
	p.Phone, p.Email = phone, email
	if phone+email == "" {
		p.ContactOfID = 0
	}
}
