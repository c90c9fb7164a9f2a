package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoithao/models"
)

// authority is an office that gives its own servers their certificates.
type authority struct {
	t     *testing.T
	about *x509.Certificate
	key   *ecdsa.PrivateKey
	file  string // its own certificate, as HOITHAO_SMTP_CA names it
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{t: t, about: about, key: key, file: filepath.Join(t.TempDir(), "ca.pem")}
	if err := os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// gives makes a certificate for a server: at this machine, or of another name; until when it holds.
func (a *authority) gives(name string, until time.Time) *tls.Config {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: until, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if name == "" {
		about.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	} else {
		about.DNSNames = []string{name}
	}
	made, err := x509.CreateCertificate(rand.Reader, about, a.about, &key.PublicKey, a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{made}, PrivateKey: key}}}
}

// Letters and the password go encrypted or not at all: to a server with a certificate that the office believes, and to no other. What is wrong is said, and
// the letter waits.
func TestPostEncrypted(t *testing.T) {
	ours, strangers, later := newAuthority(t), newAuthority(t), time.Now().Add(time.Hour)
	tests := []struct {
		name, security string
		offers         *tls.Config // nil: nothing
		why            string      // "": the letter arrives
	}{
		{"STARTTLS", "starttls", ours.gives("", later), ""},
		{"TLS at once", "tls", ours.gives("", later), ""},
		{"STARTTLS, given by a stranger", "starttls", strangers.gives("", later), "một nơi cấp không quen biết"},
		{"TLS at once, given by a stranger", "tls", strangers.gives("", later), "một nơi cấp không quen biết"},
		{"another server's", "starttls", ours.gives("thu.khac.example", later), "không ghi tên máy chủ"},
		{"one that has expired", "tls", ours.gives("", time.Now().Add(-time.Minute)), "đã hết hạn"},
		{"no encryption offered", "starttls", nil, "không mã hóa (STARTTLS)"},
	}
	o, ctx := newOffice(t), context.Background()
	roots, err := authorities(ours.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, err := o.db.MailServer(ctx)
			if err != nil {
				t.Fatal(err)
			}
			sink := newSecuredSink(t, test.offers, test.security == "tls")
			server.Host, server.Port, server.Security, server.User, server.Password = "127.0.0.1", sink.port(), test.security, "vanphong", "mật khẩu của hòm thư"
			if err := o.db.SaveMailServer(ctx, models.Actor{Name: "thử"}, server); err != nil {
				t.Fatal(err)
			}
			o.queue(test.name, 1)
			p := o.post()
			p.roots, p.patience = roots, 10*time.Second
			failed := p.round(ctx)
			messages, err := o.db.Messages(ctx, models.MessageFilter{EventID: o.event.ID})
			if err != nil {
				t.Fatal(err)
			}
			letter := messages[0]
			password := base64.StdEncoding.EncodeToString([]byte("\x00vanphong\x00mật khẩu của hòm thư"))
			if test.why == "" {
				if failed != nil || letter.State != "sent" || len(sink.got()) != 1 || len(sink.signed) != 1 || !strings.HasPrefix(sink.signed[0], "tls AUTH PLAIN") || !strings.Contains(sink.signed[0], password) {
					t.Errorf("%v: %s, %d letters, signed in by %q", failed, letter.State, len(sink.got()), sink.signed)
				}
				return
			}
			if failed == nil || letter.State != "waiting" || !strings.Contains(letter.Error, test.why) || len(sink.got()) != 0 || len(sink.signed) != 0 {
				t.Errorf("%v: %s with %q, %d letters, signed in by %q", failed, letter.State, letter.Error, len(sink.got()), sink.signed)
			}
			if _, err := o.db.PauseMessages(ctx, models.Actor{Name: "thử"}, o.event.ID, 0); err != nil { // out of the next one's way
				t.Fatal(err)
			}
		})
	}
	if strings.Contains(o.log.String(), "mật khẩu của") {
		t.Error("the log has the password")
	}
	server, err := o.db.MailServer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	server.Security, server.Password = "none", "mật khẩu"
	if err := o.db.SaveMailServer(ctx, models.Actor{Name: "thử"}, server); err == nil || !strings.Contains(err.Error(), "ai cũng đọc được") {
		t.Errorf("a password over plain text: %v", err)
	}
}

// The file of one's own authority is looked at when the program starts.
func TestOwnAuthority(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("không phải chứng thư"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{empty: "không có chứng thư nào", filepath.Join(t.TempDir(), "missing.pem"): "HOITHAO_SMTP_CA"} {
		got := run(t, map[string]string{"HOITHAO_SMTP_CA": file}, "", "serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "hoithao.db"))
		if got.status != 1 || !strings.Contains(got.stderr, want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: %+v", file, got)
		}
	}
}
