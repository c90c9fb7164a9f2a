package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	address "net/mail"
	"os"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"hoithao/models"
	"hoithao/views"
)

// post sends what waits in the outbox, a letter at a time and no faster than the office allows. It speaks with the mail server of the
// settings and with nobody else. Of several programs on one database one sends.
type post struct {
	db       *models.DB
	log      *slog.Logger
	site     string         // the address in links; "": letters have none
	password string         // of the mail server; "": that of the settings
	roots    *x509.CertPool // whose certificates of mail servers are believed; nil: those that the machine believes
	patience time.Duration  // for an answer of the mail server
	rest     time.Duration  // between two looks at an empty outbox
	unpaced  bool           // as fast as it goes: to measure

	holder string // this program among others
	last   time.Time
}

const (
	postPatience = 30 * time.Second
	postRest     = 5 * time.Second
	mostPatience = 5 * time.Minute // between attempts to reach a server that is away
)

func newPost(db *models.DB, log *slog.Logger, site, password string) *post {
	var holder [8]byte
	rand.Read(holder[:])
	return &post{db: db, log: log, site: site, password: password, patience: postPatience, rest: postRest, holder: hex.EncodeToString(holder[:])}
}

// authorities are whom the office believes beside the machine's own: the PEM file of whoever has given its mail server a certificate. "" is none.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("HOITHAO_SMTP_CA: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("HOITHAO_SMTP_CA: %s không có chứng thư nào (PEM)", file)
	}
	return roots, nil
}

// run sends until ctx ends; the letter that is on its way then is finished, and noted.
func (p *post) run(ctx context.Context) {
	wait := time.Duration(0)
	for away := p.rest; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = p.rest
		if err := p.round(ctx); err != nil && ctx.Err() == nil {
			wait, away = away, min(2*away, mostPatience)
			p.log.LogAttrs(ctx, slog.LevelWarn, "mail", slog.String("trouble", trouble(err)), slog.Duration("again_in", wait))
		} else {
			away = p.rest
		}
	}
}

// remind puts reminders that are due into the outbox, each minute, on one program at a time.
func (p *post) remind(ctx context.Context) {
	for {
		work := context.WithoutCancel(ctx)
		mine, err := p.db.Lease(work, "reminders", p.holder, 2*time.Minute)
		if err == nil && mine {
			err = p.db.Remind(work)
		}
		if err != nil && ctx.Err() == nil {
			p.log.LogAttrs(ctx, slog.LevelError, "reminders", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}

// errAway says that the mail server cannot be used at all just now; the letter is not to blame.
type errAway struct{ error }

// trouble is an error for the log: what servers say may name a recipient, so it is not written there.
func trouble(err error) string {
	var away errAway
	var refused *mail.SendError
	switch {
	case errors.As(err, &refused):
		return fmt.Sprintf("%s, code %d", refused.Reason, refused.ErrorCode())
	case errors.As(err, &away):
		return "the mail server cannot be reached or refuses us"
	}
	return err.Error()
}

// round sends all that waits. An error says that the server is away.
func (p *post) round(ctx context.Context) (err error) {
	waits, err := p.db.MailWaits(ctx)
	if err != nil || !waits {
		return errors.Join(err, p.db.NoteReached(ctx)) // letters that were handed on are noted, too
	}
	server, err := p.db.MailServer(ctx)
	if err != nil || !server.Ready() {
		return err
	}
	work := context.WithoutCancel(ctx) // what is begun is brought to its end
	mine, err := p.db.Lease(work, "mail", p.holder, 2*models.MessageLease)
	if err != nil || !mine {
		return err
	}
	defer func() { err = errors.Join(err, p.db.NoteReached(work), p.db.EndLease(work, "mail", p.holder)) }()
	client, err := p.client(server)
	if err == nil {
		err = client.DialWithContext(work)
	}
	if err != nil {
		if m, claimed := p.db.ClaimMessage(work, p.holder); claimed == nil { // so that the office sees what is the matter
			err = errors.Join(errAway{err}, p.db.ReleaseMessage(work, m, spoken(err)))
		}
		return err
	}
	defer client.Close()
	sent, failed := 0, 0
	defer func() {
		if sent+failed > 0 {
			p.log.LogAttrs(work, slog.LevelInfo, "mail", slog.Int("sent", sent), slog.Int("failed", failed))
		}
	}()
	var m models.Message // claimed with the note of the one before, when it has an ID
	for renewed := time.Now(); ctx.Err() == nil; {
		if !p.pace(ctx, server.Rate) {
			break
		}
		if time.Since(renewed) > time.Minute {
			renewed = time.Now()
			if mine, err := p.db.Lease(work, "mail", p.holder, 2*models.MessageLease); err != nil || !mine {
				return errors.Join(err, p.giveBack(work, m))
			}
		}
		if m.ID == 0 {
			if m, err = p.db.ClaimMessage(work, p.holder); err != nil {
				return unlessNone(err)
			}
		}
		delivered, err := p.send(work, client, server, m)
		switch {
		case delivered && p.fast(server.Rate) && ctx.Err() == nil:
			sent++
			if m, err = p.db.SentAndClaim(work, m, p.holder); err != nil {
				return unlessNone(err)
			}
			continue
		case delivered:
			sent++
			err = p.db.MessageSent(work, m)
		default:
			failed++
		}
		m = models.Message{}
		var away errAway
		if errors.As(err, &away) {
			return err
		}
	}
	return p.giveBack(work, m)
}

// fast tells whether letters follow each other so closely that the next may be claimed with the note of the last: where they are far apart it
// waits to be claimed, and can be paused meanwhile.
func (p *post) fast(rate int64) bool { return p.unpaced || rate >= 600 }

// giveBack leaves a message that was claimed and not tried to whoever comes next.
func (p *post) giveBack(ctx context.Context, m models.Message) error {
	if m.ID == 0 {
		return nil
	}
	return p.db.ReleaseMessage(ctx, m, "")
}

// unlessNone is an error, unless it says that no message waits.
func unlessNone(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}

// pace waits until the next letter may go; false when the program is told to stop meanwhile.
func (p *post) pace(ctx context.Context, rate int64) bool {
	if wait := time.Until(p.last.Add(time.Minute / time.Duration(max(rate, 1)))); wait > 0 && !p.unpaced {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
	p.last = time.Now()
	return true
}

func (p *post) client(server models.MailServer) (*mail.Client, error) {
	options := []mail.Option{mail.WithTLSConfig(&tls.Config{ServerName: server.Host, RootCAs: p.roots, MinVersion: tls.VersionTLS12}), mail.WithPort(int(server.Port)), mail.WithTimeout(p.patience), mail.WithoutNoop(), mail.WithoutRset(), mail.WithoutSMTPUTF8()}
	switch server.Security {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if server.User != "" {
		password, err := p.password, error(nil)
		if password == "" {
			if password, err = p.db.OpenPassword(server); err != nil {
				return nil, err
			}
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(server.User), mail.WithPassword(password))
	}
	return mail.NewClient(server.Host, options...)
}

// send hands a letter to the server. That it was delivered is left to note; what else became of it is noted.
func (p *post) send(ctx context.Context, client *mail.Client, server models.MailServer, m models.Message) (delivered bool, err error) {
	letter, err := p.letter(ctx, server, m)
	if errors.Is(err, models.ErrNotFound) {
		return false, errors.Join(err, p.db.MessageFailed(ctx, m, views.T("Giấy mời đã thu hồi."), true))
	}
	if err != nil {
		return false, errors.Join(err, p.db.MessageFailed(ctx, m, views.T("Không soạn được thư."), true))
	}
	err = deliver(client, letter)
	if letter.IsDelivered() {
		return true, nil
	}
	var refused *mail.SendError
	if !errors.As(err, &refused) {
		return false, errors.Join(errAway{err}, p.db.MessageFailed(ctx, m, spoken(err), false))
	}
	switch code := refused.ErrorCode(); {
	case refused.Reason == mail.ErrSMTPMailFrom, refused.Reason == mail.ErrConnCheck: // it wants no letter of ours at all
		return false, errors.Join(errAway{err}, p.db.ReleaseMessage(ctx, m, spoken(err)))
	case code >= 500:
		return false, errors.Join(err, p.db.MessageFailed(ctx, m, spoken(err), true))
	case code >= 400 && code != 421:
		return false, errors.Join(err, p.db.MessageFailed(ctx, m, spoken(err), false))
	}
	return false, errors.Join(errAway{err}, p.db.MessageFailed(ctx, m, spoken(err), false)) // dropped in the middle: perhaps it took the letter, perhaps not
}

// deliver is Send, with a library's panic over what a server says made an error.
func deliver(client *mail.Client, letter *mail.Msg) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%v", fault)
		}
	}()
	return client.Send(letter)
}

// letter is a message as bytes that are the same at each attempt: the date and the Message-ID are the message's own.
func (p *post) letter(ctx context.Context, server models.MailServer, m models.Message) (*mail.Msg, error) {
	text, err := p.db.Letter(ctx, m, p.site)
	if err != nil {
		return nil, err
	}
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	letter.SetAddrHeaderFromMailAddress(mail.HeaderFrom, &address.Address{Name: server.FromName, Address: server.From})
	letter.BccMailAddress(&address.Address{Address: m.Recipient})                                  // to whom it goes; what it says of that is its own
	letter.SetGenHeader("To", mailbox(m.Name, m.Recipient))                                        // of heads that are preformatted the library keeps no order, and a copy is to be the same
	letter.SetGenHeaderPreformatted(mail.HeaderSubject, mime.BEncoding.Encode("utf-8", m.Subject)) // the library's folding puts a space before it
	letter.SetDateWithValue(m.QueuedAt.Time)
	letter.SetMessageIDWithValue(m.UID + "@" + server.From[strings.LastIndexByte(server.From, '@')+1:])
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(mail.TypeTextPlain, text+"\n")
	return letter, nil
}

// mailbox is a recipient as the letter's head says it. A name of Vietnamese letters is one encoded word as long as that is possible: readers that put
// a space between two of them, as some do, would tear the last syllable.
func mailbox(name, at string) string {
	encoded := mime.BEncoding.Encode("utf-8", name)
	if encoded == name { // as it is, or in quotes
		return (&address.Address{Name: name, Address: at}).String()
	}
	return encoded + " <" + at + ">"
}

// spoken is what went wrong, for the office: in the server's words, without our library's. Of a server that cannot prove who it is nothing was
// sent, neither password nor letter.
func spoken(err error) string {
	var unknown x509.UnknownAuthorityError
	var named x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &unknown):
		return views.T("Chứng thư của máy chủ thư do một nơi cấp không quen biết, nên chưa gửi gì. Nếu cơ quan tự cấp chứng thư, hãy ghi tệp của nơi cấp vào HOITHAO_SMTP_CA.")
	case errors.As(err, &named):
		return views.T("Chứng thư của máy chủ thư không ghi tên máy chủ đã thiết lập, nên chưa gửi gì.")
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return views.T("Chứng thư của máy chủ thư đã hết hạn hoặc chưa có hiệu lực, nên chưa gửi gì.")
	case strings.Contains(err.Error(), "does not support STARTTLS"): // the library has no error of its own for it
		return views.T("Máy chủ thư không mã hóa (STARTTLS), nên mật khẩu và thư chưa được gửi đi.")
	}
	text, _, _ := strings.Cut(err.Error(), ", affected")
	return oneLine(strings.ToValidUTF8(text, "?"))
}
