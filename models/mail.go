package models

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// MailServer is how the office's mail goes out. The zero MailServer sends nothing: texts are then handed on by people.
type MailServer struct {
	Host     string
	Port     int64
	Security string // starttls, tls, none
	User     string
	Password string `json:"-"` // no journal and no page ever has it
	From     string // the address of the sender
	FromName string // "Ban Tuyên giáo Tỉnh ủy Hà Nam"
	Rate     int64  // letters a minute, at most
	Version  int64  `json:",omitzero"`
}

// Ready tells whether mail can be sent.
func (m MailServer) Ready() bool { return m.Host != "" && m.From != "" }

// Securities are the ways to speak with a mail server, in the order in which forms offer them.
var Securities = []string{"starttls", "tls", "none"}

var hosts = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$`)

var mailSettings = []struct {
	name string
	text func(*MailServer) *string
	n    func(*MailServer) *int64
}{
	{"mail_host", func(m *MailServer) *string { return &m.Host }, nil},
	{"mail_port", nil, func(m *MailServer) *int64 { return &m.Port }},
	{"mail_security", func(m *MailServer) *string { return &m.Security }, nil},
	{"mail_user", func(m *MailServer) *string { return &m.User }, nil},
	{"mail_password", func(m *MailServer) *string { return &m.Password }, nil},
	{"mail_from", func(m *MailServer) *string { return &m.From }, nil},
	{"mail_from_name", func(m *MailServer) *string { return &m.FromName }, nil},
	{"mail_rate", nil, func(m *MailServer) *int64 { return &m.Rate }},
}

// MailServer reads the settings of mail. Password is as it is stored; see OpenPassword.
func (db *DB) MailServer(ctx context.Context) (server MailServer, err error) {
	server = MailServer{Port: 587, Security: "starttls", Rate: 60}
	var rows []struct {
		Name, Content string
		Version       int64
	}
	if err := db.list(ctx, &rows, `SELECT name, content, version FROM settings WHERE organization_id IS NULL AND name LIKE 'mail\_%' ESCAPE '\'`); err != nil {
		return server, err
	}
	for _, row := range rows {
		for _, one := range mailSettings {
			if one.name != row.Name {
				continue
			}
			server.Version += row.Version
			if one.text != nil {
				*one.text(&server) = row.Content
			} else {
				*one.n(&server), _ = strconv.ParseInt(row.Content, 10, 64)
			}
		}
	}
	return server, nil
}

func (m *MailServer) check() Invalid {
	wrong := Invalid{}
	m.Host, m.User, m.From, m.FromName = viet.Clean(m.Host), viet.Clean(m.User), viet.Clean(m.From), viet.Clean(m.FromName)
	if m.Host == "" { // mail is off; what else stands there is kept
		return wrong
	}
	if !hosts.MatchString(m.Host) || len(m.Host) > 253 {
		wrong["host"] = "Hãy ghi tên máy chủ, ví dụ: smtp.hanam.gov.vn."
	}
	if m.Port < 1 || m.Port > 65535 {
		wrong["port"] = "Cổng là một số từ 1 đến 65535."
	}
	if !slices.Contains(Securities, m.Security) {
		wrong["security"] = "Hãy chọn cách mã hóa."
	}
	if m.Security == "none" && m.User != "" {
		wrong["user"] = "Không mã hóa thì mật khẩu đi qua mạng ai cũng đọc được: hãy chọn mã hóa, hoặc để trống tài khoản."
	}
	if !MailAddress(m.From) {
		wrong["from"] = "Hãy ghi địa chỉ thư, ví dụ: vanphong@hanam.gov.vn."
	}
	tooLong(wrong, "user", m.User, maxLine)
	tooLong(wrong, "from_name", m.FromName, maxLine)
	tooLong(wrong, "password", m.Password, maxLine)
	if m.Rate < 1 || m.Rate > 6000 {
		wrong["rate"] = "Số thư mỗi phút từ 1 đến 6000."
	}
	return wrong
}

// SaveMailServer changes the settings of mail. An empty password leaves the one that is there, unless there is no account to use it with. The
// journal never has it.
func (db *DB) SaveMailServer(ctx context.Context, by Actor, wanted MailServer) error {
	if wrong := wanted.check(); len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.MailServer(ctx)
		if err != nil {
			return Change{}, err
		}
		if before.Version != wanted.Version {
			return Change{}, Stale{before.Version, before}
		}
		fresh := wanted.Password != ""
		switch {
		case wanted.User == "":
			wanted.Password = ""
		case !fresh && wanted.Host == before.Host:
			wanted.Password = before.Password
		case fresh:
			if wanted.Password, err = tx.seal(wanted.Password); err != nil {
				return Change{}, err
			}
		default: // a password is for the server that it was entered for, and goes to no other
			return Change{}, Invalid{"password": "Máy chủ khác: hãy ghi lại mật khẩu."}
		}
		if before == wanted {
			return Change{}, nil
		}
		for _, one := range mailSettings {
			content := func(m MailServer) string {
				if one.text != nil {
					return *one.text(&m)
				}
				return strconv.FormatInt(*one.n(&m), 10)
			}
			if content(before) == content(wanted) && before.Version > 0 {
				continue
			}
			if err := tx.exec(ctx, `INSERT INTO settings (organization_id, name, content) VALUES (NULL, ?, ?)
				ON CONFLICT (name, COALESCE(organization_id, 0)) DO UPDATE SET content = excluded.content, version = settings.version + 1`, one.name, content(wanted)); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicSettings, What: "edit", Before: mailEntry{before, before.Password != "", false}, After: mailEntry{wanted, wanted.Password != "", fresh}}, nil
	})
}

// mailEntry is what the journal keeps: that there is a password, and that it was changed, never which.
type mailEntry struct {
	MailServer
	HasPassword     bool
	PasswordChanged bool `json:",omitzero"`
}

// TestMail puts a letter of no event into the outbox, for an administrator to see whether mail goes out.
func (db *DB) TestMail(ctx context.Context, by Actor, to, subject, body string) error {
	to = viet.Clean(to)
	if !MailAddress(to) {
		return Invalid{"to": "Hãy ghi địa chỉ thư, ví dụ: vanphong@hanam.gov.vn."}
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		now := tx.Now()
		return Change{Topic: TopicSettings, What: "send", After: messagesEntry{"test", 1}}, tx.exec(ctx, `
			INSERT INTO outbox (uid, kind, recipient, subject, body, due_at, queued_at) VALUES (?, 'test', ?, ?, ?, ?, ?)`,
			newUID(), to, viet.Clean(subject), viet.CleanText(body), now, now)
	})
}

// Words that say how a stored password is kept.
const (
	sealed = "sealed:"
	plain  = "plain:"
)

// seal is a password as it is stored: under the office's key, which lies beside the database and not in it, so that a stolen backup does not
// open the mailbox. Where there is no key it stands as it is.
func (db *DB) seal(password string) (string, error) {
	box, err := db.box()
	if err != nil || box == nil {
		return plain + password, err
	}
	return sealed + hex.EncodeToString(box.Seal(nil, nil, []byte(password), nil)), nil
}

// OpenPassword is the password itself.
func (db *DB) OpenPassword(server MailServer) (string, error) {
	if text, ok := strings.CutPrefix(server.Password, plain); ok || server.Password == "" {
		return text, nil
	}
	box, err := db.box()
	if err != nil || box == nil {
		return "", errors.Join(err, ErrWrongKey)
	}
	closed, err := hex.DecodeString(strings.TrimPrefix(server.Password, sealed))
	if err != nil {
		return "", err
	}
	open, err := box.Open(nil, nil, closed, nil)
	return string(open), err
}

// box seals under a key that serves for nothing else; nil where the office has no key.
func (db *DB) box() (cipher.AEAD, error) {
	if len(db.key) == 0 {
		return nil, nil
	}
	mac := hmac.New(sha256.New, db.key)
	mac.Write([]byte("mail password"))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
