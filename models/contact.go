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
