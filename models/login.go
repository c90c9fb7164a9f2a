package models

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"hoithao/models/viet"
)

// How long a browser stays signed in: so long after its last request, and so long in all.
const (
	loginIdle  = 12 * time.Hour
	loginTotal = 7 * 24 * time.Hour
)

// Login is a browser that is signed in.
type Login struct {
	ID        ID
	UserID    ID     `db:"user_id"`
	TokenHash string `db:"token_hash"`
	Address   string
	Agent     string
	CreatedAt Time `db:"created_at"`
	SeenAt    Time `db:"seen_at"`
	ExpiresAt Time `db:"expires_at"`
}

// browsers and systems are what agents say of themselves. Nearly all say that they are Chrome, Safari and Mozilla, too: the first that fits counts.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"coc_coc", "Cốc Cốc"}, {"SamsungBrowser", "Samsung Internet"}, {"Zalo", "Zalo"}, {"Firefox", "Firefox"},
		{"FxiOS", "Firefox"}, {"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}}
	systems = [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "ChromeOS"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// Device names the browser and its system: "Chrome · Windows". An agent that names neither stands for itself.
func (l Login) Device() string {
	var names []string
	for _, known := range [][][2]string{browsers, systems} {
		if i := slices.IndexFunc(known, func(one [2]string) bool { return strings.Contains(l.Agent, one[0]) }); i >= 0 {
			names = append(names, known[i][1])
		}
	}
	return cmp.Or(strings.Join(names, " · "), l.Agent)
}

// ErrWrongPassword says only that account and password do not belong together.
var ErrWrongPassword = errors.New("wrong account or password")

// Throttled says that an account has been tried too often from an address, and how long to wait.
type Throttled struct{ Wait time.Duration }

func (t Throttled) Error() string { return fmt.Sprintf("too many failed sign-ins; wait %s", t.Wait) }

// SignIn checks a password and answers a token for the browser, of which the database keeps only the hash. An unknown account costs
// the same time as a wrong password. Tries are counted per account and address, so that a stranger cannot lock anybody out; each is counted
// before its password is looked at, so that many at once are no more than many in a row.
func (db *DB) SignIn(ctx context.Context, account, password, address, agent string) (token string, user User, err error) {
	account = strings.ToLower(viet.Clean(account))
	account = strings.ToValidUTF8(account[:min(len(account), 100)], "")
	if err := db.try(ctx, account, network(address)); err != nil {
		return "", user, err
	}
	err = db.get(ctx, &user, `SELECT * FROM users WHERE account = ? AND disabled_at IS NULL`, account)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", user, err
	}
	known := err == nil
	hash := user.Password
	if !known {
		hash = nobodysPassword
	}
	right, err := verifyPassword(ctx, password, hash)
	if err != nil {
		return "", User{}, err
	}
	if !known || !right {
		return "", User{}, ErrWrongPassword
	}
	if err := db.exec(ctx, `DELETE FROM login_failures WHERE account = ? AND address = ? OR last_at < ?`, account, network(address), At(db.Now().Add(-24*time.Hour))); err != nil {
		return "", user, err
	}
	token, err = db.AddLogin(ctx, user, address, agent)
	return token, user, err
}

// CheckPassword answers nil when the password is the user's own, for changes that ask for it again. Tries are counted as at sign-in.
func (db *DB) CheckPassword(ctx context.Context, user User, password, address string) error {
	if err := db.try(ctx, user.Account, network(address)); err != nil {
		return err
	}
	right, err := verifyPassword(ctx, password, user.Password)
	if err != nil {
		return err
	}
	if !right {
		return ErrWrongPassword
	}
	return db.exec(ctx, `DELETE FROM login_failures WHERE account = ? AND address = ?`, user.Account, network(address))
}

// AddLogin signs a browser in for a user who has proved who they are, and answers the token for its cookie.
func (db *DB) AddLogin(ctx context.Context, user User, address, agent string) (token string, err error) {
	var bits [32]byte
	rand.Read(bits[:])
	token = base64.RawURLEncoding.EncodeToString(bits[:])
	now := db.Now()
	return token, db.transact(ctx, func(tx *DB) error {
		if err := tx.exec(ctx, `DELETE FROM logins WHERE expires_at < ? OR seen_at < ?`, now, At(now.Add(-loginIdle))); err != nil {
			return err
		}
		return tx.exec(ctx, `INSERT INTO logins (user_id, token_hash, address, agent, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			user.ID, tokenHash(token), network(address), viet.Clean(agent[:min(len(agent), 200)]), now, now, At(now.Add(loginTotal)))
	})
}

// nobodysPassword is compared when there is no such account.
const nobodysPassword = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// After so many failures each further one doubles the wait, up to the longest.
const (
	freeFailures   = 5
	longestWait    = 15 * time.Minute
	addressFailure = 60 // failures of one address, over all accounts, within the longest wait: an office shares an address
)

// try counts a try of an account from an address, or answers Throttled.
func (db *DB) try(ctx context.Context, account, address string) error {
	return db.transact(ctx, func(tx *DB) error {
		var own struct {
			Failures int64
			LastAt   Time `db:"last_at"`
		}
		now := tx.Now()
		// Reading by an upsert locks the row: on PostgreSQL too, those who try at once are counted one after the other.
		if err := tx.get(ctx, &own, `
			INSERT INTO login_failures (account, address, failures, last_at) VALUES (?, ?, 0, ?)
			ON CONFLICT (account, address) DO UPDATE SET failures = login_failures.failures RETURNING failures, last_at`, account, address, now); err != nil {
			return err
		}
		if own.Failures >= freeFailures {
			wait := min(longestWait, time.Second<<min(own.Failures-freeFailures, 20))
			if left := own.LastAt.Add(wait).Sub(now.Time); left > 0 {
				return Throttled{left}
			}
		}
		// Somebody who tries many accounts from one address does not shut out those who are signed in from there.
		var all struct {
			Failures int64
			Known    bool
		}
		if err := tx.get(ctx, &all, `SELECT (SELECT COALESCE(sum(failures), 0) FROM login_failures WHERE address = ? AND last_at > ?) AS failures,
			EXISTS (SELECT 1 FROM logins JOIN users ON users.id = user_id WHERE account = ? AND address = ?) AS known`,
			address, At(now.Add(-longestWait)), account, address); err != nil {
			return err
		}
		if all.Failures >= addressFailure && !all.Known {
			return Throttled{longestWait}
		}
		return tx.exec(ctx, `UPDATE login_failures SET failures = failures + 1, last_at = ? WHERE account = ? AND address = ?`, now, account, address)
	})
}

// network is the address whose tries count together: of IPv6 the half that a subscriber has, who may use any address in it.
func network(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil || parsed.Unmap().Is4() {
		return address
	}
	prefix, _ := parsed.Prefix(64)
	return prefix.String()
}

// LoggedIn answers the user of a browser's token, with roles; ErrNotFound when it is signed in no more.
func (db *DB) LoggedIn(ctx context.Context, token string) (user User, login Login, err error) {
	now := db.Now()
	err = db.get(ctx, &login, `SELECT * FROM logins WHERE token_hash = ? AND expires_at > ? AND seen_at > ?`, tokenHash(token), now, At(now.Add(-loginIdle)))
	if err != nil {
		return user, login, err
	}
	if user, err = db.User(ctx, login.UserID); err != nil {
		return user, login, err
	}
	if !user.DisabledAt.IsZero() {
		return user, login, ErrNotFound
	}
	if now.Sub(login.SeenAt.Time) > 5*time.Minute { // not at every request: a page view should not write
		err = db.exec(ctx, `UPDATE logins SET seen_at = ? WHERE id = ?`, now, login.ID)
	}
	return user, login, err
}

// Logins lists the browsers that are signed in with an account, the last used first.
func (db *DB) Logins(ctx context.Context, user ID) ([]Login, error) {
	logins := []Login{}
	now := db.Now()
	err := db.list(ctx, &logins, `SELECT * FROM logins WHERE user_id = ? AND expires_at > ? AND seen_at > ? ORDER BY seen_at DESC, id DESC`, user, now, At(now.Add(-loginIdle)))
	return logins, err
}

// SignOut ends one of a user's logins; zero ends all.
func (db *DB) SignOut(ctx context.Context, user, login ID) error {
	if login == 0 {
		return db.exec(ctx, `DELETE FROM logins WHERE user_id = ?`, user)
	}
	return db.exec(ctx, `DELETE FROM logins WHERE user_id = ? AND id = ?`, user, login)
}

// SignOutOthers ends all logins of a user but one.
func (db *DB) SignOutOthers(ctx context.Context, user, kept ID) error {
	return db.exec(ctx, `DELETE FROM logins WHERE user_id = ? AND id <> ?`, user, kept)
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
