package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// The log tells what was asked and what went wrong, and of nobody who, by which link, or what they typed.
func TestLogsAreOfNobody(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	var log bytes.Buffer
	var broken atomic.Int64 // 1: the database fails, 2: it panics
	db, err := models.Open(ctx, s.name, models.Options{Now: func() time.Time { return modelstest.Now }, Key: bytes.Repeat([]byte{7}, models.KeySize), Asked: func(query string) {
		if broken.Load() == 2 && !strings.Contains(query, "logins") {
			panic("the database: " + strings.Fields(query)[0])
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.db, s.app = db, handlers.New(db, handlers.Config{SetupCode: "ma-so-lan-dau", Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	person, invitation := s.invitedPerson("Lê Thị|Hoa")
	_, unit := s.linksOf("noi-bo")
	event := s.event("noi-bo")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.PublishAgenda(ctx, by, event.ID, true))
	approval, pin, err := db.AddApproval(ctx, by, event.ID, 0, s.submitted("noi-bo").PersonID)
	must(err)
	must(db.RenewScreen(ctx, by, event))
	screen, err := db.Screen(ctx, event)
	must(err)
	delegate, err := db.Delegate(ctx, event.ID, invitation.Delegate.ID)
	must(err)
	pass := db.PassOf(delegate)
	if pass == "" || screen.Token == "" || approval == "" {
		t.Fatal(pass, screen, approval)
	}
	admin, guest := s.as("administrator"), s.as("guest")
	session := admin.cookies["login"]
	const typed = "đêm qua tôi mơ thấy 0977 666 555"
	round := func() {
		for _, b := range []*browser{guest, admin} {
			for _, path := range []string{
				invitation.Path(), invitation.Path() + "/agenda", invitation.Path() + "/calendar.ics", invitation.Path() + "x", unit.Path(), "/u/" + invitation.Link, "/i/" + strings.Repeat("a", 26),
				"/approve/" + approval, "/approve/" + approval + "/minutes.pdf", "/approve/xyz", "/s/" + screen.Token, "/s/" + screen.Token + "x", "/v/" + pass,
				"/people?q=" + url.QueryEscape(herPhone), "/people?q=" + url.QueryEscape("Lê Thị Hoa"), "/people/1?next=" + herMail, "/events/noi-bo/delegates?q=" + url.QueryEscape(typed),
				"/events/noi-bo/invitations?q=hoa", "/khong-co/" + url.PathEscape("Lê Thị Hoa"), "/login?to=" + url.QueryEscape(invitation.Path()), "/events/noi-bo/here?k=" + pass,
				"/events/noi-bo/checkin/list", "/events/" + url.PathEscape("Lê Thị Hoa"), "/people/x" + herMail, "/%zz" + herMail,
			} {
				request := httptest.NewRequest(http.MethodGet, "http://hoithao/", nil)
				request.URL.Opaque = "//hoithao" + path
				request.RequestURI = path
				request.Header.Set("Referer", "https://hoithao.example"+invitation.Path())
				request.Header.Set("User-Agent", "máy của Lê Thị Hoa")
				b.send(request)
			}
			for path, form := range map[string]url.Values{
				invitation.Path() + "/answer":               {"reply": {"substituted"}, "name": {"Lê Thị Hoa"}, "phone": {typed}},
				invitation.Path() + "/needs":                {"needs": {typed}},
				invitation.Path() + "/speeches":             {"topic": {""}, "text": {typed}},
				unit.Path() + "/people":                     {"name": {"Lê Thị Hoa"}, "phone": {herPhone}, "post": {typed}},
				"/approve/" + approval:                      {"pin": {"không phải " + pin}},
				"/people":                                   {"family": {"Lê Thị"}, "given": {"Hoa"}, "phone": {herPhone}, "email": {"không phải " + herMail}},
				"/people/1":                                 {"given": {""}, "note": {typed}, "version": {"x"}},
				fmt.Sprintf("/people/%d/erase", person.ID):  {"reason": {""}, "sure": {"true"}},
				fmt.Sprintf("/people/%d/export", person.ID): nil,
				"/login":                             {"account": {herMail}, "password": {typed}},
				"/setup":                             {"code": {"ma-so-sai " + typed}},
				"/admin/mail/test":                   {"to": {herMail}},
				"/events/noi-bo/checkin":             {"code": {pass}, "nonce": {"1"}},
				"/events/noi-bo/checkin/walk-in":     {"name": {"Lê Thị Hoa"}, "post": {typed}},
				"/events/noi-bo/here":                {"code": {"123456"}, "pass": {pass}},
				"/events/noi-bo/messages":            {"kind": {"thanks"}, "audience": {typed}},
				"/events/noi-bo/documents?x=" + pass: {"title": {typed}},
			} {
				b.post(path, form)
			}
		}
	}
	round()
	broken.Store(2)
	round()
	broken.Store(0)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	round()
	text := log.String()
	for _, want := range []string{`"level":"ERROR"`, `"msg":"panic"`, `"msg":"fault"`, `"route":"/i/:token"`, `"route":"/approve/:token"`, `"status":500`, `"status":422`} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing was provoked: no %s in the log", want)
		}
	}
	lower := strings.ToLower(text)
	for _, secret := range []string{invitation.Link, unit.Link, approval, screen.Token, pass, session, admin.csrf, guest.csrf, herPhone, "0912+345", "0912%20345", herMail, "Lê Thị", "l%C3%AA", "le thi hoa",
		"0977 666", "0977+666", "0977%20666", "đêm qua", password, "ma-so-lan-dau", "máy của", "Tài khoản"} {
		if secret != "" && strings.Contains(lower, strings.ToLower(secret)) {
			at := strings.Index(lower, strings.ToLower(secret))
			t.Errorf("the log has %q: %s", secret, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}
