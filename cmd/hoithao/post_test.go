package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"mime"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models"
)

// office is a database with an event, a mail server that is a sink, and letters to send.
type office struct {
	t     testing.TB
	file  string
	db    *models.DB
	sink  *sink
	event models.Event
	log   strings.Builder
	now   time.Time // nothing: the true clock
}

func newOffice(t testing.TB) *office {
	t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	o := &office{t: t, file: filepath.Join(t.TempDir(), "hoithao.db"), sink: newSink(t)}
	slug, _ := workshopToKill(t, o.file)
	db, err := models.Open(ctx, o.file, models.Options{Now: func() time.Time {
		if o.now.IsZero() {
			return time.Now()
		}
		return o.now
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o.db = db
	if o.event, err = db.Event(ctx, slug); err != nil {
		t.Fatal(err)
	}
	if err := db.SaveMailServer(ctx, by, models.MailServer{Host: "127.0.0.1", Port: o.sink.port(), Security: "none", From: "vanphong@hanam.example", FromName: "Văn phòng Tỉnh ủy", Rate: 6000}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) queue(occasion string, n int) {
	o.t.Helper()
	var to []models.Recipient
	for i := range n {
		to = append(to, models.Recipient{UID: fmt.Sprint(i), Name: fmt.Sprintf("Nguyễn Văn Thuần %d", i), Email: fmt.Sprintf("dai-bieu-%d@hanam.example", i)})
	}
	if _, err := o.db.QueueMail(context.Background(), models.Actor{Name: "thử"}, o.event.ID, models.Mail{Kind: "thanks", Occasion: occasion, To: to}); err != nil {
		o.t.Fatal(err)
	}
}

// post is a sender that is impatient, so that a test does not wait.
func (o *office) post() *post {
	p := newPost(o.db, slog.New(slog.NewTextHandler(&o.log, nil)), "https://hoithao.example.vn", "")
	p.patience, p.rest = 300*time.Millisecond, 20*time.Millisecond
	return p
}

func (o *office) states() string {
	o.t.Helper()
	counts, err := o.db.CountMessages(context.Background(), o.event.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return fmt.Sprint(counts)
}

func (o *office) only() models.Message {
	o.t.Helper()
	messages, err := o.db.Messages(context.Background(), models.MessageFilter{EventID: o.event.ID})
	if err != nil || len(messages) != 1 {
		o.t.Fatalf("%d messages, %v", len(messages), err)
	}
	return messages[0]
}

func TestPost(t *testing.T) {
	o := newOffice(t)
	o.queue("1", 20)
	if err := o.post().round(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := o.states(); got != "map[sent:20]" || len(o.sink.got()) != 20 {
		t.Errorf("%s, %d letters", got, len(o.sink.got()))
	}
	if err := o.post().round(context.Background()); err != nil || len(o.sink.got()) != 20 {
		t.Errorf("%v, %d letters", err, len(o.sink.got()))
	}
	if log := o.log.String(); strings.Contains(log, "@hanam") || strings.Contains(log, "Thuần") || !strings.Contains(log, "sent=20") {
		t.Errorf("the log: %s", log)
	}
}

// What a mail server may do instead of taking a letter, and what becomes of the letter.
func TestPostWithABadServer(t *testing.T) {
	const taken = "map[sent:1]"
	tests := []struct {
		name     string
		stage    string
		answer   string
		state    string // afterwards
		attempts int64
		says     string
		then     string // the state when the server behaves again
	}{
		{"no such mailbox", "rcpt", "550 5.1.1 no such mailbox", "failed", 1, "no such mailbox", "map[failed:1]"},
		{"mailbox is full", "rcpt", "452 4.2.2 full", "waiting", 1, "4.2.2 full", taken},
		{"greylisted", "rcpt", "451 4.7.1 later", "waiting", 1, "later", taken},
		{"sender is refused", "mail", "550 not you", "waiting", 0, "not you", taken},
		{"too much today", "mail", "452 too many", "waiting", 0, "too many", taken},
		{"no data now", "data", "451 no", "waiting", 1, "no", taken},
		{"spam", "dot", "554 5.7.1 spam", "failed", 1, "spam", "map[failed:1]"},
		{"disk is full", "dot", "452 disk", "waiting", 1, "disk", taken},
		{"closes", "dot", "421 closing", "waiting", 1, "closing", taken},
		{"drops at once", "connect", "drop", "waiting", 0, "", taken},
		{"is not ready", "connect", "554 go away", "waiting", 0, "go away", taken},
		{"hangs at once", "connect", "hang", "waiting", 0, "", taken},
		{"hangs at the address", "rcpt", "hang", "waiting", 1, "", taken},
		{"drops in the middle of the letter", "middle", "drop", "waiting", 1, "", taken},
		{"hangs after the letter", "dot", "hang", "waiting", 1, "", taken},
		{"drops after the letter", "dot", "drop", "waiting", 1, "", taken},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.queue("1", 1)
			o.sink.misbehaves(func(stage string) string {
				if stage == test.stage {
					return test.answer
				}
				return ""
			})
			p := o.post()
			start := time.Now()
			p.round(context.Background())
			if took := time.Since(start); took > 20*p.patience {
				t.Errorf("it waits for %v", took)
			}
			m := o.only()
			if m.State != test.state || m.Attempts != test.attempts || !strings.Contains(m.Error, test.says) || m.Error == "" || len(o.sink.got()) != 0 {
				t.Errorf("state %s, attempts %d, error %q, letters %d", m.State, m.Attempts, m.Error, len(o.sink.got()))
			}
			if log := o.log.String(); strings.Contains(log, "@") || strings.Contains(log, "Thuần") {
				t.Errorf("the log: %s", log)
			}
			o.sink.misbehaves(nil)
			o.now = time.Now().Add(2 * time.Minute)
			if err := p.round(context.Background()); err != nil && test.then == taken {
				t.Error(err)
			}
			if got := o.states(); got != test.then {
				t.Errorf("afterwards %s, want %s", got, test.then)
			}
		})
	}
}

// A server that is away is not asked all the time, nor are letters counted as tried; once it is there all go out.
func TestPostGoesOn(t *testing.T) {
	o := newOffice(t)
	o.queue("1", 3)
	var refusals atomic.Int32
	o.sink.misbehaves(func(stage string) string {
		if stage == "connect" && refusals.Add(1) <= 3 {
			return "421 busy"
		}
		return ""
	})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan bool)
	go func() { o.post().run(ctx); close(done) }()
	if !comes(func() bool { return len(o.sink.got()) >= 3 }) {
		t.Fatal("they never go out: ", o.states())
	}
	stop()
	<-done // with the last letter noted
	if got := o.states(); got != "map[sent:3]" {
		t.Error(got)
	}
}

// Told to stop while the server takes its time, the program brings the letter to its end, and begins no other.
func TestPostStops(t *testing.T) {
	o := newOffice(t)
	o.queue("1", 5)
	ctx, stop := context.WithCancel(context.Background())
	o.sink.misbehaves(func(stage string) string {
		if stage == "taken" {
			stop()
			time.Sleep(100 * time.Millisecond)
		}
		return ""
	})
	o.post().run(ctx)
	if got := o.states(); got != "map[sent:1 waiting:4]" || len(o.sink.got()) != 1 {
		t.Errorf("%s, %d letters", got, len(o.sink.got()))
	}
}

func TestPostKeepsToItsRate(t *testing.T) {
	o := newOffice(t)
	server, err := o.db.MailServer(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	server.Rate = 600 // one each 100 ms
	if err := o.db.SaveMailServer(context.Background(), models.Actor{Name: "thử"}, server); err != nil {
		t.Fatal(err)
	}
	o.queue("1", 6)
	start := time.Now()
	if err := o.post().round(context.Background()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took < 500*time.Millisecond {
		t.Errorf("6 letters in %v", took)
	}
}

// Several programs on one database: each letter goes once.
func TestPostsTogether(t *testing.T) {
	o := newOffice(t)
	o.queue("1", 40)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan bool)
	for range 3 {
		go func() {
			p := o.post()
			p.log = slog.New(slog.DiscardHandler)
			p.run(ctx)
			done <- true
		}()
	}
	if !comes(func() bool { return o.states() == "map[sent:40]" }) {
		t.Fatal(o.states())
	}
	stop()
	for range 3 {
		<-done
	}
	if got := len(o.sink.got()); got != 40 {
		t.Errorf("%d letters", got)
	}
}

// A letter as Go's and Python's mail readers understand it, whatever stands in the names.
func TestLettersAreRead(t *testing.T) {
	o := newOffice(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	text, err := o.db.MessageText(ctx, o.event.ID, "thanks")
	if err != nil {
		t.Fatal(err)
	}
	text.Subject = "Cảm ơn {ho_ten} đã dự Hội thảo “Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh Hà Nam”"
	text.Body = "Kính gửi: {kinh_gui}\n\n.\n.một dòng bắt đầu bằng dấu chấm\nFrom đầu dòng\n" + strings.Repeat("Đường lối, chính sách. ", 60) + "\n{lien_ket}"
	if err := o.db.SaveMessageText(ctx, by, text); err != nil {
		t.Fatal(err)
	}
	names := []string{"Trần Đức Thuần", `Nguyễn "Tám" Văn, <x@example.org>, \`, "Kẻ\r\nBcc: tat-ca@example.org\r\n\r\nxin chào", strings.Repeat("Nguyễn Thị Mười ", 12), "x" + "\u202e" + "=?utf-8?q?abc?="}
	var to []models.Recipient
	for i, name := range names {
		to = append(to, models.Recipient{UID: fmt.Sprint(i), Name: name, Email: fmt.Sprintf("a%d@hanam.example", i)})
	}
	if _, err := o.db.QueueMail(ctx, by, o.event.ID, models.Mail{Kind: "thanks", To: to}); err != nil {
		t.Fatal(err)
	}
	if err := o.post().round(ctx); err != nil {
		t.Fatal(err)
	}
	messages, err := o.db.Messages(ctx, models.MessageFilter{EventID: o.event.ID})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(messages)
	for i, raw := range o.sink.got() {
		for _, line := range strings.Split(raw, "\n") {
			if len(line) > 998 {
				t.Errorf("a line of %d bytes", len(line))
			}
			if strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
				t.Errorf("a line that is not ASCII: %q", line)
			}
		}
		letter, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
		if err != nil || subject != messages[i].Subject || !strings.Contains(subject, "Hội thảo “Nâng cao") {
			t.Errorf("%q, %v", subject, err)
		}
		addressed, err := letter.Header.AddressList("To")
		if err != nil || len(addressed) != 1 || addressed[0].Address != messages[i].Recipient || strings.Join(strings.Fields(addressed[0].Name), " ") != messages[i].Name {
			t.Errorf("%v, %v, want %q", addressed, err, messages[i].Name)
		}
		from, err := letter.Header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != "Văn phòng Tỉnh ủy" {
			t.Errorf("%v, %v", from, err)
		}
		if letter.Header.Get("Bcc") != "" || letter.Header.Get("Message-Id") != "<"+messages[i].UID+"@hanam.example>" || letter.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("%v", letter.Header)
		}
		if date, err := letter.Header.Date(); err != nil || date.Unix() != messages[i].QueuedAt.Unix() {
			t.Errorf("%v, %v", date, err)
		}
	}
	if len(o.sink.got()) != len(names) || len(o.sink.rcpts) != len(names) {
		t.Fatalf("%d letters to %v", len(o.sink.got()), o.sink.rcpts)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no python3: the letters were read by Go alone")
	}
	for i, raw := range o.sink.got() {
		reader := exec.Command(python, "-c", `
import email, email.policy, sys
letter = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
assert not letter.defects, letter.defects
to = letter['to'].addresses
assert len(to) == 1, to
sys.stdout.buffer.write('\n'.join([letter['subject'], to[0].display_name, to[0].addr_spec, letter.get_content_type(), letter.get_content()]).encode())`)
		reader.Stdin = strings.NewReader(raw)
		output, err := reader.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		body, err := o.db.Letter(ctx, messages[i], "https://hoithao.example.vn")
		if err != nil {
			t.Fatal(err)
		}
		whole := strings.Join([]string{messages[i].Subject, messages[i].Name, messages[i].Recipient, "text/plain", body + "\n"}, "\n")
		// Python 3.11 leaves the fold between two encoded words of a name standing, against RFC 2047, 6.2; Go and mail programs do not.
		read, want := strings.SplitN(strings.ReplaceAll(string(output), "\r\n", "\n"), "\n", 3), strings.SplitN(whole, "\n", 3)
		for part := range want {
			if part == 1 {
				read[1], want[1] = strings.ReplaceAll(read[1], " ", ""), strings.ReplaceAll(want[1], " ", "")
			}
			if read[part] != want[part] {
				t.Errorf("python reads %.400q\nwant %.400q", read[part], want[part])
			}
		}
	}
}

// The true program is killed between the server's "taken" and its own note, once a letter, again and again. Each letter arrives; of one whose
// note was lost the second copy is the same letter to the byte, by which mail programs know that they have it.
func TestKilledBetweenSendingAndNoting(t *testing.T) {
	o := newOffice(t)
	const letters = 4
	o.queue("1", letters)
	taken := make(chan bool, 100)
	var kills atomic.Int32
	o.sink.misbehaves(func(stage string) string {
		if stage == "taken" {
			taken <- true
			if kills.Load() < letters {
				return "hang" // the program never hears that the letter was taken
			}
		}
		return ""
	})
	if err := o.db.Close(); err != nil {
		t.Fatal(err)
	}
	for kills.Load() < letters {
		_, process := serving(t, "serve", "--addr", "127.0.0.1:0", "--db", o.file)
		select {
		case <-taken:
		case <-time.After(patience):
			t.Fatal("nothing is sent")
		}
		process.Kill()
		process.Wait()
		time.Sleep(50 * time.Millisecond)
		o.later(models.MessageLease + time.Minute)
		kills.Add(1)
	}
	serving(t, "serve", "--addr", "127.0.0.1:0", "--db", o.file)
	db, err := models.Open(context.Background(), o.file, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	o.db = db
	if !comes(func() bool { return o.states() == fmt.Sprintf("map[sent:%d]", letters) }) {
		t.Fatal(o.states())
	}
	copies := map[string][]string{}
	for _, raw := range o.sink.got() {
		letter, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		id := letter.Header.Get("Message-Id")
		copies[id] = append(copies[id], raw)
	}
	if total := len(o.sink.got()); len(copies) != letters || total > letters+int(kills.Load()) {
		t.Errorf("%d letters in %d copies after %d kills", len(copies), total, kills.Load())
	}
	for id, same := range copies {
		for _, raw := range same {
			if raw != same[0] {
				t.Errorf("%s came as two letters:\n%s\n%s", id, same[0], raw)
			}
		}
	}
	t.Logf("%d letters, %d copies, %d kills", letters, len(o.sink.got()), kills.Load())
}

// later lets the claims and leases of a program that is gone run out.
func (o *office) later(by time.Duration) {
	o.t.Helper()
	raw := rawSQLite(o.t, o.file)
	defer raw.Close()
	past := models.At(time.Now().Add(-by)).Time
	for _, statement := range []string{`UPDATE outbox SET leased_until = ? WHERE leased_until IS NOT NULL`, `UPDATE leases SET until_at = ?`} {
		if _, err := raw.Exec(statement, past); err != nil {
			o.t.Fatal(err)
		}
	}
}

func rawSQLite(t testing.TB, file string) *sql.DB {
	t.Helper()
	raw, err := sql.Open("hoithao-sqlite", "file:"+file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
