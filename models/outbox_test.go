package models_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// posting is the workshop in a database whose clock a test moves.
type posting struct {
	t     *testing.T
	db    *models.DB
	event models.Event
	now   time.Time
}

var poster = models.Actor{Name: "Ban tổ chức"}

func newPosting(t *testing.T) *posting {
	t.Helper()
	ctx := context.Background()
	name := modelstest.Filled(t, "workshop", func(db *models.DB) error {
		_, err := db.Load(ctx, models.Actor{Name: "thử"}, strings.NewReader(workshopFile), models.LoadOptions{})
		return err
	})
	p := &posting{t: t, now: modelstest.Now}
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return p.now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p.db = db
	if p.event, err = db.Event(ctx, slug); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *posting) queue(mail models.Mail) int64 {
	p.t.Helper()
	queued, err := p.db.QueueMail(context.Background(), poster, p.event.ID, mail)
	if err != nil {
		p.t.Fatal(err)
	}
	return queued
}

func (p *posting) messages() []models.Message {
	p.t.Helper()
	messages, err := p.db.Messages(context.Background(), models.MessageFilter{EventID: p.event.ID, Limit: 10_000})
	if err != nil {
		p.t.Fatal(err)
	}
	return messages
}

func recipients(n int) (to []models.Recipient) {
	for i := range n {
		to = append(to, models.Recipient{UID: fmt.Sprintf("u%d", i), Name: fmt.Sprintf("Nguyễn Văn %d", i), Email: fmt.Sprintf("dai-bieu-%d@hanam.example", i)})
	}
	return to
}

// The hall and the hour move while letters wait: those that nobody has got say it as it is now; what was sent, what a server may have, and what tells
// of an earlier change stay as they are.
func TestWaitingLettersTellWhatHolds(t *testing.T) {
	ctx, p := context.Background(), newPosting(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p.queue(models.Mail{Kind: "tomorrow", Occasion: "1", To: recipients(2)})
	sent, err := p.db.ClaimMessage(ctx, "máy 1")
	must(err)
	must(p.db.MessageSent(ctx, sent))
	tried, err := p.db.ClaimMessage(ctx, "máy 1")
	must(err)
	must(p.db.MessageFailed(ctx, tried, "greylisted", false))
	untried := recipients(4)[2:]
	untried[1].Email = "" // a text to hand on
	p.queue(models.Mail{Kind: "tomorrow", Occasion: "2", To: untried})
	change := recipients(5)[4:]
	change[0].Values = map[string]string{"noi_dung": "Địa điểm: " + p.event.Venue + " → nơi khác"}
	p.queue(models.Mail{Kind: "change", Occasion: "3", To: change})

	moved := p.event
	moved.Venue = "Nhà văn hóa trung tâm"
	must(p.db.SaveEvent(ctx, poster, moved))
	sessions, err := p.db.Sessions(ctx, p.event.ID)
	must(err)
	sessions[0].StartsAt, sessions[0].EndsAt = models.At(sessions[0].StartsAt.Add(time.Hour)), models.At(sessions[0].EndsAt.Add(time.Hour))
	must(p.db.SaveSession(ctx, poster, sessions[0]))

	was, is := []string{p.event.Venue, "07h30"}, []string{moved.Venue, "08h30"}
	for _, m := range p.messages() {
		want, not := is, was
		if m.ID == sent.ID || m.ID == tried.ID || m.Kind == "change" {
			want, not = was, is
		}
		for i := range want {
			if !strings.Contains(m.Subject+m.Body, want[i]) || strings.Contains(m.Subject+m.Body, not[i]) {
				t.Errorf("%s to %s, %s, %d attempts: not %q, but %q\n%s\n%s", m.Kind, m.Name, m.State, m.Attempts, want[i], not[i], m.Subject, m.Body)
			}
		}
	}
	sound(t, p.db)
}

// One message for everybody and an occasion, however often and from however many hands it is asked for.
func TestQueueMailOnce(t *testing.T) {
	p := newPosting(t)
	before, err := p.db.Event(context.Background(), slug)
	if err != nil {
		t.Fatal(err)
	}
	mail := models.Mail{Kind: "thanks", Occasion: "1", To: recipients(250)}
	if got := p.queue(mail); got != 250 {
		t.Errorf("queued %d", got)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if got, err := p.db.QueueMail(context.Background(), poster, p.event.ID, mail); got != 0 || err != nil {
				t.Errorf("queued %d again, %v", got, err)
			}
		})
	}
	wait.Wait()
	mail.To = recipients(251)
	if got := p.queue(mail); got != 1 {
		t.Errorf("queued %d for one more", got)
	}
	mail.Occasion = "2"
	if got := p.queue(mail); got != 251 {
		t.Errorf("queued %d for another occasion", got)
	}
	if got := len(p.messages()); got != 502 {
		t.Errorf("%d messages", got)
	}
	after, err := p.db.Event(context.Background(), slug)
	if err != nil || after.Revision != before.Revision+3 {
		t.Errorf("revisions %d to %d: a repeat is no change; %v", before.Revision, after.Revision, err)
	}
}

func TestComposedMessages(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	p.queue(models.Mail{Kind: "invitation", Occasion: "1", To: []models.Recipient{
		{UID: "a", Name: "Trần Đức Thuần", Email: "thuan@hanam.example", Values: map[string]string{"chuc_vu": "Trưởng Ban Tuyên giáo Tỉnh ủy", "han_tra_loi": "10/11/2018"}},
		{UID: "b", Name: "Huyện ủy Kim Bảng", Unit: true, Email: "kim bang@hanam.example"},
		{UID: "c", Name: "Kẻ\r\nBcc: tat-ca@example.org\r\n", Email: "a@b.example\r\nBcc: x@example.org", Values: map[string]string{"chuc_vu": "{lien_ket} {ho_ten}\r\n\x00x"}},
		{UID: "d", Name: "N", Email: `"a b"@hanam.example`},
	}})
	all := p.messages()
	slices.Reverse(all)
	if m := all[0]; m.Recipient != "thuan@hanam.example" || m.Subject != "Giấy mời dự tọa đàm khoa học “Nâng cao chất lượng công tác dư luận xã hội”" {
		t.Errorf("%+v", m)
	}
	letter, err := p.db.Letter(ctx, all[0], "https://hoithao.example.vn")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Kính gửi: đồng chí Trần Đức Thuần\nTrưởng Ban Tuyên giáo Tỉnh ủy\n\n", "trân trọng kính mời đồng chí dự tọa đàm khoa học “", "trả lời chậm nhất 10/11/2018.",
		"https://hoithao.example.vn/events/" + slug + "\n"} {
		if !strings.Contains(letter, want) {
			t.Errorf("no %q in\n%s", want, letter)
		}
	}
	if without, _ := p.db.Letter(ctx, all[0], ""); strings.Contains(without, "phần trả lời:") || strings.Contains(without, "\n\n\n") {
		t.Errorf("without an address of the program:\n%s", without)
	}
	if strings.Contains(all[0].Body, "https://") {
		t.Error("the outbox keeps a link")
	}
	if m := all[1]; m.Recipient != "" || m.Stands() != "hand" || !strings.HasPrefix(m.Body, "Kính gửi: Huyện ủy Kim Bảng\n\n") || !strings.Contains(m.Body, "kính mời quý cơ quan dự") ||
		strings.Contains(m.Body, "chậm nhất") {
		t.Errorf("%+v", m)
	}
	if m := all[2]; m.Recipient != "" || strings.ContainsAny(m.Name+m.Subject, "\r\n\x00") || strings.ContainsAny(m.Body, "\r\x00") {
		t.Errorf("%+v", m)
	}
	if m := all[3]; m.Recipient != "" {
		t.Errorf("%+v", m)
	}
	if _, err := p.db.QueueMail(ctx, poster, p.event.ID, models.Mail{Kind: "thanks", To: []models.Recipient{{UID: "x", Name: "N", Values: map[string]string{"luong": "1"}}}}); err == nil {
		t.Error("a value that no text can name is taken")
	}
}

func TestMessageTexts(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	for _, kind := range models.MessageKinds { // the program's own words hold to its own rules
		text, err := p.db.MessageText(ctx, p.event.ID, kind)
		if err != nil {
			t.Fatal(err)
		}
		subject, body, err := p.db.PreviewMessage(ctx, p.event, text, models.Recipient{Name: "Trần Đức Thuần", Values: map[string]string{"noi_dung": "A", "thoi_han": "B", "chu_de": "C"}}, "http://x/i/y")
		if err != nil || strings.ContainsAny(subject+body, "{}") || subject == "" || body == "" {
			t.Errorf("%s: %v\n%s\n%s", kind, err, subject, body)
		}
	}
	text, err := p.db.MessageText(ctx, p.event.ID, "thanks")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ subject, body, field, why string }{
		{"", "x", "subject", "Hãy ghi tiêu đề."},
		{"x", " \n ", "body", "Hãy ghi nội dung."},
		{"Chào {ho_ten}", "Chào {ten}", "body", "Không có biến {ten} trong loại thư này."},
		{"Chào {}", "x", "subject", "Không có biến {} trong loại thư này."},
		{"{lien_ket}", "x", "subject", "Đường dẫn riêng không đặt ở tiêu đề: tiêu đề có thể bị người khác thấy."},
		{"x", "{han_tra_loi}", "body", "Không có biến {han_tra_loi} trong loại thư này."},
		{strings.Repeat("ỡ", 301), "x", "subject", "Tiêu đề dài quá 300 ký tự."},
		{"x", strings.Repeat("ỡ", 20_001), "body", "Nội dung thư dài quá 20.000 ký tự."},
	}
	for _, test := range tests {
		wanted := text
		wanted.Subject, wanted.Body = test.subject, test.body
		var wrong models.Invalid
		if err := p.db.SaveMessageText(ctx, poster, wanted); !errors.As(err, &wrong) || wrong[test.field] != test.why {
			t.Errorf("%.40q: %v", test.body, err)
		}
	}
	text.Subject, text.Body = "Cảm ơn {ho_ten}\r\nBcc: x@example.org", "Cảm ơn {danh_xung}."
	if err := p.db.SaveMessageText(ctx, poster, text); err != nil {
		t.Fatal(err)
	}
	p.queue(models.Mail{Kind: "thanks", To: recipients(1)})
	if m := p.messages()[0]; m.Subject != "Cảm ơn Nguyễn Văn 0 Bcc: x@example.org" || m.Body != "Cảm ơn đồng chí." {
		t.Errorf("%+v", m)
	}
	var stale models.Stale
	if err := p.db.SaveMessageText(ctx, poster, text); !errors.As(err, &stale) || stale.Version != 1 {
		t.Errorf("%v", err)
	}
	if err := p.db.RestoreMessageText(ctx, poster, p.event.ID, "thanks"); err != nil {
		t.Fatal(err)
	}
	if text, err := p.db.MessageText(ctx, p.event.ID, "thanks"); err != nil || text.Version != 0 || !strings.HasPrefix(text.Subject, "Cảm ơn đã dự") {
		t.Errorf("%+v, %v", text, err)
	}
}

// Many programs claim at once: each message is one program's.
func TestClaimsAreExclusive(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	p.queue(models.Mail{Kind: "thanks", To: recipients(60)})
	var mu sync.Mutex
	claimed := map[models.ID]string{}
	var wait sync.WaitGroup
	for holder := range 6 {
		wait.Go(func() {
			for misses := 0; misses < 20; {
				m, err := p.db.ClaimMessage(ctx, fmt.Sprint(holder))
				if errors.Is(err, models.ErrNotFound) {
					misses++
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if other, twice := claimed[m.ID]; twice {
					t.Errorf("%d is claimed by %s and by %d", m.ID, other, holder)
				}
				claimed[m.ID] = fmt.Sprint(holder)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(claimed) != 60 {
		t.Errorf("%d claimed", len(claimed))
	}
}

// One write notes a letter and claims the next; behind the last it notes and claims none, and a letter whose time is over is passed by.
func TestSentAndClaim(t *testing.T) {
	p, ctx := newPosting(t), context.Background()
	to := []models.Recipient{{UID: "a", Name: "Lê Văn An", Email: "a@hanam.example"}, {UID: "b", Name: "Trần Thị Bình", Email: "b@hanam.example"}}
	p.queue(models.Mail{Kind: "thanks", Occasion: "1", To: to})
	p.queue(models.Mail{Kind: "thanks", Occasion: "2", Due: models.At(p.now), Until: models.At(p.now.Add(time.Minute)), To: to[:1]})
	first, err := p.db.ClaimMessage(ctx, "chúng ta")
	if err != nil {
		t.Fatal(err)
	}
	second, err := p.db.SentAndClaim(ctx, first, "chúng ta")
	if err != nil || second.ID == first.ID || second.State != "sending" || second.Attempts != 1 {
		t.Fatalf("%v %+v", err, second)
	}
	p.now = p.now.Add(2 * time.Minute)
	if none, err := p.db.SentAndClaim(ctx, second, "chúng ta"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("%v %+v", err, none)
	}
	states := map[string]int{}
	for _, message := range p.messages() {
		states[message.State]++
	}
	if fmt.Sprint(states) != "map[failed:1 sent:2]" {
		t.Error(states)
	}
}

func TestAttempts(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	p.queue(models.Mail{Kind: "thanks", To: recipients(1)})
	claim := func(want bool) models.Message {
		t.Helper()
		m, err := p.db.ClaimMessage(ctx, "chúng ta")
		if (err == nil) != want || err != nil && !errors.Is(err, models.ErrNotFound) {
			t.Fatalf("claimed: %v", err)
		}
		return m
	}
	settle := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first := claim(true)
	claim(false)
	settle(p.db.ReleaseMessage(ctx, first, "không nối được"))
	if m := p.messages()[0]; m.State != "waiting" || m.Attempts != 0 || m.Error != "không nối được" {
		t.Errorf("%+v", m)
	}

	// A program that is gone loses its claim after a while, and what it then says no longer counts.
	lost := claim(true)
	p.now = p.now.Add(models.MessageLease + time.Second)
	again, err := p.db.ClaimMessage(ctx, "khác")
	if err != nil || again.UID != lost.UID || !again.QueuedAt.Equal(lost.QueuedAt.Time) {
		t.Fatalf("%+v, %v", again, err)
	}
	settle(p.db.MessageFailed(ctx, lost, "550", true))
	if m := p.messages()[0]; m.State != "sending" {
		t.Errorf("%+v", m)
	}
	settle(p.db.MessageFailed(ctx, again, "451", false))
	claim(false)
	for attempt := 0; ; attempt++ {
		p.now = p.now.Add(25 * time.Hour)
		m := p.messages()[0]
		if m.State == "failed" {
			if attempt < 5 {
				t.Errorf("given up after %d", attempt)
			}
			break
		}
		if attempt > 20 {
			t.Fatal("never given up")
		}
		settle(p.db.MessageFailed(ctx, claim(true), "451", false))
	}
	settle(p.db.ResendMessage(ctx, poster, p.event.ID, again.ID))
	sent := claim(true)
	if sent.UID != again.UID {
		t.Error("a letter that failed becomes another")
	}
	settle(p.db.MessageSent(ctx, sent))
	if m := p.messages()[0]; m.State != "sent" || m.SentHow != "mail" || m.SentAt.IsZero() || m.Error != "" {
		t.Errorf("%+v", m)
	}
	settle(p.db.ResendMessage(ctx, poster, p.event.ID, again.ID))
	if m := claim(true); m.UID == again.UID {
		t.Error("a letter that is sent once more is the one that mail programs have already")
	}
}

func TestPausedAndHandedAndLate(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	to := recipients(3)
	to[2].Email = ""
	p.queue(models.Mail{Kind: "thanks", To: to, Until: models.At(p.now.Add(time.Hour))})
	if moved, err := p.db.PauseMessages(ctx, poster, p.event.ID, 0); moved != 2 || err != nil {
		t.Errorf("%d, %v", moved, err)
	}
	if waits, err := p.db.MailWaits(ctx); waits || err != nil {
		t.Errorf("%v, %v", waits, err)
	}
	all := p.messages()
	if moved, err := p.db.ResumeMessages(ctx, poster, p.event.ID, all[2].ID); moved != 1 || err != nil {
		t.Errorf("%d, %v", moved, err)
	}
	if waits, err := p.db.MailWaits(ctx); !waits || err != nil {
		t.Errorf("%v, %v", waits, err)
	}
	for range 2 {
		if err := p.db.HandMessage(ctx, poster, p.event.ID, all[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	counts, err := p.db.CountMessages(ctx, p.event.ID)
	if err != nil || fmt.Sprint(counts) != "map[paused:1 sent:1 waiting:1]" {
		t.Errorf("%v, %v", counts, err)
	}
	p.now = p.now.Add(2 * time.Hour)
	if _, err := p.db.ClaimMessage(ctx, "chúng ta"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("sent too late: %v", err)
	}
	if m, err := p.db.Message(ctx, p.event.ID, all[2].ID); err != nil || m.State != "failed" || m.Error != "Đã quá hạn gửi." {
		t.Errorf("%+v, %v", m, err)
	}
}

// A letter that waited when a backup was taken may have gone out since: put back, it does not go by itself.
func TestRestoredMessagesWait(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	p.queue(models.Mail{Kind: "thanks", To: recipients(2)})
	file, target := filepath.Join(t.TempDir(), "backup"), empty(t)
	if err := p.db.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	if err := models.Restore(ctx, file, target, models.RestoreOptions{Options: models.Options{Key: key}}); err != nil {
		t.Fatal(err)
	}
	db, err := models.Open(ctx, target, models.Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	event, err := db.Event(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	if counts, err := db.CountMessages(ctx, event.ID); err != nil || fmt.Sprint(counts) != "map[paused:2]" {
		t.Errorf("%v, %v", counts, err)
	}
}

func TestLeases(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	take := func(holder string, want bool) {
		t.Helper()
		if got, err := p.db.Lease(ctx, "mail", holder, time.Minute); got != want || err != nil {
			t.Errorf("%s: %v, %v", holder, got, err)
		}
	}
	take("a", true)
	take("b", false)
	take("a", true)
	p.now = p.now.Add(61 * time.Second)
	take("b", true)
	take("a", false)
	if err := p.db.EndLease(ctx, "mail", "a"); err != nil { // not its own
		t.Fatal(err)
	}
	take("a", false)
	if err := p.db.EndLease(ctx, "mail", "b"); err != nil {
		t.Fatal(err)
	}
	take("a", true)
}

// The password of the mailbox stands in the database sealed, in the journal not at all, and goes to no other server.
func TestMailServer(t *testing.T) {
	p := newPosting(t)
	ctx := context.Background()
	server := models.MailServer{Host: "smtp.hanam.example", Port: 587, Security: "starttls", User: "vanphong", Password: "mật khẩu thư", From: "vanphong@hanam.example", FromName: "Văn phòng", Rate: 60}
	if err := p.db.SaveMailServer(ctx, poster, server); err != nil {
		t.Fatal(err)
	}
	kept, err := p.db.MailServer(ctx)
	if err != nil || strings.Contains(kept.Password, "khẩu") || kept.Password == "" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if open, err := p.db.OpenPassword(kept); open != "mật khẩu thư" || err != nil {
		t.Errorf("%q, %v", open, err)
	}
	other := kept
	other.Host, other.Password = "smtp.example.org", ""
	var wrong models.Invalid
	if err := p.db.SaveMailServer(ctx, poster, other); !errors.As(err, &wrong) || wrong["password"] == "" {
		t.Errorf("the password goes to another server: %v", err)
	}
	same := kept
	same.Password, same.Rate = "", 30
	if err := p.db.SaveMailServer(ctx, poster, same); err != nil {
		t.Fatal(err)
	}
	after, err := p.db.MailServer(ctx)
	if err != nil || after.Password != kept.Password || after.Rate != 30 {
		t.Errorf("%+v, %v", after, err)
	}
	rows, err := p.db.Journal(ctx, models.JournalFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if strings.Contains(row.Detail, "khẩu thư") || strings.Contains(row.Detail, "sealed") {
			t.Errorf("the journal has the password: %s", row.Detail)
		}
	}
	for field, spoil := range map[string]func(*models.MailServer){
		"host": func(m *models.MailServer) { m.Host = "smtp host" }, "port": func(m *models.MailServer) { m.Port = 0 }, "from": func(m *models.MailServer) { m.From = "x" },
		"user": func(m *models.MailServer) { m.Security = "none" }, "security": func(m *models.MailServer) { m.Security = "ssl2" }, "rate": func(m *models.MailServer) { m.Rate = 0 },
	} {
		spoilt := after
		spoil(&spoilt)
		if err := p.db.SaveMailServer(ctx, poster, spoilt); !errors.As(err, &wrong) || wrong[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	off := after
	off.Host = ""
	if err := p.db.SaveMailServer(ctx, poster, off); err != nil {
		t.Fatal(err)
	}
	if off, err = p.db.MailServer(ctx); err != nil || off.Ready() {
		t.Errorf("%+v, %v", off, err)
	}
}

// What is asked of every message and every speech that there ever was would grow with the office's years: whom to write to is found by indexes.
func TestWhomToWriteToIsIndexed(t *testing.T) {
	if modelstest.Server != "" {
		t.Skip("PostgreSQL plans by what the tables hold")
	}
	ctx, name := context.Background(), modelstest.Name(t)
	var asked []string
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }, Key: key, Asked: func(query string) { asked = append(asked, query) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := hallOf(t, db, 2)
	h.invited()
	h.unit(2)
	h.must(db.SaveReminders(ctx, secretary, models.Reminders{EventID: h.event.ID, AnswerDays: number(30), TextDays: number(30), TomorrowDays: number(30), TaskDays: number(30)}))
	event, err := db.Event(ctx, h.event.Slug)
	h.must(err)
	asked = nil
	for _, audience := range models.Audiences {
		_, err := db.Recipients(ctx, event, audience, 0)
		h.must(err)
	}
	_, err = db.InvitationRecipients(ctx, event, nil)
	h.must(err)
	user := addUser(t, db, "an", models.Role{Role: models.Administrator})
	_, err = db.Elsewhere(ctx, &user, event.ID, []models.ID{h.delegates[0].PersonID})
	h.must(err)
	h.must(db.Remind(ctx))
	queries := slices.Clone(asked)
	raw, large := rawAt(t, name), regexp.MustCompile(`SCAN (outbox|speeches|speech_texts|attendance|i|d|x|invitations|delegates)\b`)
	told := 0
	for _, query := range queries {
		if !strings.HasPrefix(strings.TrimSpace(query), "SELECT") || !strings.Contains(query, "outbox") && !strings.Contains(query, "speeches") {
			continue
		}
		told++
		args := make([]any, strings.Count(query, "?"))
		for i := range args {
			args[i] = i
		}
		for _, step := range plans(t, raw, query, args) {
			if large.MatchString(step) {
				t.Errorf("%s of\n%s", step, query)
			}
		}
	}
	if told < 4 {
		t.Errorf("only %d queries were asked", told)
	}
}

func plans(t *testing.T, raw *sql.DB, query string, args []any) (steps []string) {
	t.Helper()
	rows, err := raw.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
