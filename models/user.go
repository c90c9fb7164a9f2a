package models

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Roles of accounts, the widest first.
const (
	Administrator = "administrator"
	Organizer     = "organizer"
	Secretary     = "secretary"
	Door          = "door"
	Chair         = "chair" // acts for the chair
)

// UserRoles are the roles in the order in which forms offer them.
var UserRoles = []string{Administrator, Organizer, Secretary, Door, Chair}

// User is an account.
type User struct {
	ID         ID
	UID        string
	Account    string // what is typed at sign-in
	Name       string // as it stands in the journal
	Password   string // argon2id, PHC string
	PersonID   ID     `db:"person_id"`
	Language   string // vi, en
	DisabledAt Time   `db:"disabled_at"`
	CreatedAt  Time   `db:"created_at"`
	Version    int64

	Roles []Role `db:"-"`
}

// Role is what an account may do in an organization's subtree; with no organization, in the whole office.
type Role struct {
	UserID         ID `db:"user_id"`
	OrganizationID ID `db:"organization_id"`
	Role           string
}

// Actor is the user as the journal names them.
func (u *User) Actor() Actor {
	if u == nil {
		return Actor{}
	}
	return Actor{u.Name}
}

// Administers tells whether the user may change accounts and settings of the whole office.
func (u *User) Administers() bool {
	return u != nil && slices.ContainsFunc(u.Roles, func(r Role) bool { return r.Role == Administrator && r.OrganizationID == 0 })
}

// Keeps tells whether the user keeps or agrees to a record somewhere, by a role: who serves a single event only has its own pages.
func (u *User) Keeps() bool {
	return u != nil && slices.ContainsFunc(u.Roles, func(r Role) bool { return r.Role != Door })
}

// Organizes tells whether the user may make events and change the directory.
func (u *User) Organizes() bool {
	return u != nil && slices.ContainsFunc(u.Roles, Role.directory)
}

// directory tells whether the role may change the directory.
func (r Role) directory() bool { return r.Role == Administrator || r.Role == Organizer }

// office is the organization in whose name the user keeps the directory; zero: the whole office.
func (u *User) office() ID {
	if u == nil || u.whole() {
		return 0
	}
	for _, role := range u.Roles {
		if role.directory() {
			return role.OrganizationID
		}
	}
	return 0
}

// whole tells whether one of the user's roles is for the whole office.
func (u *User) whole() bool {
	return u != nil && slices.ContainsFunc(u.Roles, func(r Role) bool { return r.OrganizationID == 0 })
}

// reaches is the SQL condition that an event is staffed by the user: one of the roles is for the organizer or above it, or the event names
// them. With roles it is the condition that one of these is among them.
func (u *User) reaches(organizer, event string, as ...string) (condition string, args []any) {
	switch {
	case u == nil:
		return `1 = 0`, nil
	case slices.ContainsFunc(u.Roles, func(r Role) bool { return r.OrganizationID == 0 && (len(as) == 0 || slices.Contains(as, r.Role)) }):
		return `1 = 1`, nil
	}
	among, roles := ``, []any{u.ID}
	if len(as) > 0 {
		among = ` AND role IN (?` + strings.Repeat(`, ?`, len(as)-1) + `)`
		for _, role := range as {
			roles = append(roles, role)
		}
	}
	return `(` + organizer + ` IN (WITH RECURSIVE mine (id) AS (
			SELECT organization_id FROM roles WHERE user_id = ?` + among + `
			UNION SELECT organizations.id FROM organizations JOIN mine ON organizations.parent_id = mine.id
		) SELECT id FROM mine) OR ` + event + ` IN (SELECT event_id FROM event_staff WHERE user_id = ?` + among + `))`, slices.Concat(roles, roles)
}

// Access is what a user may do at an event.
type Access struct {
	Organize bool // change the event, its agenda, its delegates
	Record   bool // keep the record: attendance, speeches, conclusions, minutes
	Door     bool // attendance only
	Agree    bool // agree to the minutes as the chair, or for the chair
}

// Staff tells whether the user sees the event's inside at all.
func (a Access) Staff() bool { return a.Organize || a.Record || a.Door || a.Agree }

// Access answers what a user (nil: a guest) may do at an event: by a role for the organizer or above it, or as the event's own staff.
func (db *DB) Access(ctx context.Context, user *User, event Event) (Access, error) {
	var access Access
	if user == nil {
		return access, nil
	}
	var line []Organization
	if slices.ContainsFunc(user.Roles, func(role Role) bool { return role.OrganizationID != 0 }) {
		var err error
		if line, err = db.Ancestry(ctx, event.OrganizerID); err != nil {
			return access, err
		}
	}
	var roles []string
	if err := db.list(ctx, &roles, `SELECT role FROM event_staff WHERE event_id = ? AND user_id = ?`, event.ID, user.ID); err != nil {
		return access, err
	}
	for _, role := range user.Roles {
		if role.OrganizationID == 0 || slices.ContainsFunc(line, func(o Organization) bool { return o.ID == role.OrganizationID }) {
			roles = append(roles, role.Role)
		}
	}
	for _, role := range roles {
		switch role {
		case Administrator, Organizer:
			access.Organize, access.Record, access.Door, access.Agree = true, true, true, true
		case Secretary:
			access.Record, access.Door = true, true
		case Door:
			access.Door = true
		case Chair:
			access.Agree = true
		}
	}
	return access, nil
}

// User reads an account with its roles.
func (db *DB) User(ctx context.Context, id ID) (user User, err error) {
	if err := db.get(ctx, &user, `SELECT * FROM users WHERE id = ?`, id); err != nil {
		return user, err
	}
	err = db.list(ctx, &user.Roles, `SELECT * FROM roles WHERE user_id = ? ORDER BY role, organization_id`, id)
	return user, err
}

// Users lists all accounts by name, with their roles.
func (db *DB) Users(ctx context.Context) ([]User, error) {
	users := []User{}
	var roles []Role
	if err := db.list(ctx, &users, `SELECT * FROM users ORDER BY account`); err != nil {
		return nil, err
	}
	if err := db.list(ctx, &roles, `SELECT * FROM roles ORDER BY user_id, role, organization_id`); err != nil {
		return nil, err
	}
	at := make(map[ID]*User, len(users))
	for i := range users {
		at[users[i].ID] = &users[i]
	}
	for _, role := range roles {
		if user := at[role.UserID]; user != nil { // nil: it was made after the first query
			user.Roles = append(user.Roles, role)
		}
	}
	return users, nil
}

// Empty tells whether nobody has an account yet: the first administrator is then made in the browser.
func (db *DB) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := db.get(ctx, &empty, `SELECT NOT EXISTS (SELECT 1 FROM users)`)
	return empty, err
}

// NewUser is an account to be made.
type NewUser struct {
	Account  string
	Name     string
	Password string // as typed
	Language string // "": vi
	Roles    []Role
	First    bool // the first administrator: refused when there is an account already
}

func accountTaken() Invalid {
	return Invalid{"account": "Tên đăng nhập này đã có người dùng."}
}

var accounts = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,63}$`)

// AddUser makes an account.
func (db *DB) AddUser(ctx context.Context, by Actor, wanted NewUser) (user User, err error) {
	user = User{UID: newUID(), Account: strings.ToLower(viet.Clean(wanted.Account)), Name: viet.Clean(wanted.Name), Language: wanted.Language, CreatedAt: db.Now(), Roles: wanted.Roles}
	if user.Language == "" {
		user.Language = "vi"
	}
	wrong := user.check()
	if why := weak(wanted.Password, user.Account); why != "" {
		wrong["password"] = why
	}
	if len(wrong) > 0 {
		return user, wrong
	}
	if user.Password, err = hashPassword(ctx, wanted.Password); err != nil {
		return user, err
	}
	err = db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var taken bool
		if err := tx.get(ctx, &taken, `SELECT EXISTS (SELECT 1 FROM users WHERE account = ?)`, user.Account); err != nil {
			return Change{}, err
		}
		if taken {
			return Change{}, accountTaken()
		}
		if empty, err := tx.Empty(ctx); err != nil || wanted.First && !empty {
			return Change{}, errors.Join(err, ErrForbidden)
		}
		if user.ID, err = tx.add(ctx, `INSERT INTO users (uid, account, name, password, language, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			user.UID, user.Account, user.Name, user.Password, user.Language, user.CreatedAt); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicAccounts, What: "add", Of: user.UID, After: user.open()}, tx.setRoles(ctx, user)
	})
	return user, err
}

// SaveUser changes an account's name, language, roles, and whether it is disabled. Disabling ends all its sessions.
func (db *DB) SaveUser(ctx context.Context, by Actor, user User) error {
	user.Name = viet.Clean(user.Name)
	if wrong := user.check(); len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.User(ctx, user.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != user.Version {
			return Change{}, Stale{before.Version, before.open()}
		}
		user = User{ID: before.ID, UID: before.UID, Account: before.Account, Name: user.Name, PersonID: before.PersonID, Language: user.Language,
			DisabledAt: user.DisabledAt, CreatedAt: before.CreatedAt, Version: before.Version, Roles: user.Roles}
		if reflect.DeepEqual(user, before.open()) {
			return Change{}, nil
		}
		if err := tx.exec(ctx, `UPDATE users SET name = ?, language = ?, disabled_at = ?, version = version + 1 WHERE id = ?`,
			user.Name, user.Language, user.DisabledAt, user.ID); err != nil {
			return Change{}, err
		}
		if err := tx.setRoles(ctx, user); err != nil {
			return Change{}, err
		}
		var administrators int
		if err := tx.get(ctx, &administrators, `SELECT count(*) FROM users JOIN roles ON user_id = id
			WHERE role = 'administrator' AND organization_id IS NULL AND disabled_at IS NULL`); err != nil {
			return Change{}, err
		}
		if administrators == 0 {
			return Change{}, Invalid{"roles": "Phải còn ít nhất một quản trị viên."}
		}
		// What an account may do has changed: whoever is signed in with it signs in again.
		return Change{Topic: TopicAccounts, What: "edit", Of: user.UID, Before: before.open(), After: user.open()},
			tx.exec(ctx, `DELETE FROM logins WHERE user_id = ?`, user.ID)
	})
}

// SetLanguage keeps the language in which a user reads the screens. It changes nothing of what the account may do, so nobody is signed out.
func (db *DB) SetLanguage(ctx context.Context, user User, language string) error {
	if language != "vi" && language != "en" {
		return Invalid{"language": "Hãy chọn ngôn ngữ."}
	}
	return db.changeOffice(ctx, user.Actor(), func(tx *DB) (Change, error) {
		var before string
		if err := tx.get(ctx, &before, `SELECT language FROM users WHERE id = ?`, user.ID); err != nil || before == language {
			return Change{}, err
		}
		type spoken struct{ Language string }
		return Change{Topic: TopicAccounts, What: "language", Of: user.UID, Before: spoken{before}, After: spoken{language}},
			tx.exec(ctx, `UPDATE users SET language = ?, version = version + 1 WHERE id = ?`, language, user.ID)
	})
}

// SetPassword gives an account a new password and ends all its sessions.
func (db *DB) SetPassword(ctx context.Context, by Actor, user User, password string) error {
	if why := weak(password, user.Account); why != "" {
		return Invalid{"password": why}
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		changed, err := tx.affect(ctx, `UPDATE users SET password = ?, version = version + 1 WHERE id = ?`, hash, user.ID)
		if err != nil {
			return Change{}, err
		}
		if changed == 0 {
			return Change{}, ErrNotFound
		}
		named := struct{ Account, Name string }{user.Account, user.Name}
		return Change{Topic: TopicAccounts, What: "password", Of: user.UID, Before: named, After: named}, tx.exec(ctx, `DELETE FROM logins WHERE user_id = ?`, user.ID)
	})
}

func (tx *DB) setRoles(ctx context.Context, user User) error {
	if err := tx.exec(ctx, `DELETE FROM roles WHERE user_id = ?`, user.ID); err != nil {
		return err
	}
	for _, role := range user.Roles {
		if role.OrganizationID != 0 {
			if _, err := tx.Organization(ctx, role.OrganizationID); errors.Is(err, ErrNotFound) {
				return Invalid{"roles": "Không có cơ quan này."}
			} else if err != nil {
				return err
			}
		}
		if err := tx.exec(ctx, `INSERT INTO roles (user_id, organization_id, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, user.ID, role.OrganizationID, role.Role); err != nil {
			return err
		}
	}
	return nil
}

// open is the account without its secret, for the journal.
func (u User) open() User {
	u.Password = ""
	return u
}

func (u User) check() Invalid {
	wrong := Invalid{}
	if !accounts.MatchString(u.Account) {
		wrong["account"] = "Tên đăng nhập gồm 2 đến 64 chữ thường không dấu, chữ số, dấu chấm, gạch nối."
	}
	if u.Name == "" {
		wrong["name"] = "Hãy ghi họ và tên."
	}
	tooLong(wrong, "name", u.Name, maxLine)
	if u.Language != "vi" && u.Language != "en" {
		wrong["language"] = "Hãy chọn ngôn ngữ."
	}
	for _, role := range u.Roles {
		if !slices.Contains(UserRoles, role.Role) {
			wrong["roles"] = "Không có vai trò này."
		}
	}
	return wrong
}
