package models

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// StaffRoles are the roles that an event can give, in the order in which forms offer them.
var StaffRoles = []string{Organizer, Secretary, Door, Chair}

// Staff is an account that serves one event, beside those whose role reaches it.
type Staff struct {
	UserID  ID `db:"user_id"`
	Account string
	Name    string
	Role    string
}

// Staff lists who serves an event, by name.
func (db *DB) Staff(ctx context.Context, event ID) ([]Staff, error) {
	staff := []Staff{}
	err := db.list(ctx, &staff, `SELECT user_id, account, name, role FROM event_staff JOIN users ON id = user_id WHERE event_id = ? ORDER BY name, account, role`, event)
	return staff, err
}

// AddStaff gives an account a role at one event. It holds from the account's next request on.
func (db *DB) AddStaff(ctx context.Context, by Actor, event ID, account, role string) error {
	account = strings.ToLower(viet.Clean(account))
	if !slices.Contains(StaffRoles, role) {
		return Invalid{"role": "Không có vai trò này."}
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var user User
		err := tx.get(ctx, &user, `SELECT * FROM users WHERE account = ? AND disabled_at IS NULL`, account)
		if errors.Is(err, ErrNotFound) {
			return Change{}, Invalid{"account": "Không có tài khoản này."}
		}
		if err != nil {
			return Change{}, err
		}
		added, err := tx.affect(ctx, `INSERT INTO event_staff (event_id, user_id, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, event, user.ID, role)
		if err != nil || added == 0 {
			return Change{}, err
		}
		return Change{Topic: TopicStaff, What: "add", Of: user.UID, After: Staff{user.ID, user.Account, user.Name, role}}, nil
	})
}

// RemoveStaff takes a role at one event from an account. One that it has not is gone already.
func (db *DB) RemoveStaff(ctx context.Context, by Actor, event, user ID, role string) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		removed, err := tx.affect(ctx, `DELETE FROM event_staff WHERE event_id = ? AND user_id = ? AND role = ?`, event, user, role)
		if err != nil || removed == 0 {
			return Change{}, err
		}
		before, err := tx.User(ctx, user)
		return Change{Topic: TopicStaff, What: "remove", Of: before.UID, Before: Staff{user, before.Account, before.Name, role}}, err
	})
}
