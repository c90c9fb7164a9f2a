package handlers_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// testSite is the true program over a fresh database with two offices, an account of each role, and two events of the first office:
// "cong-khai", which everybody may see, and "noi-bo", which only staff may.
type testSite struct {
	t    testing.TB
	name string // of the database
	db   *models.DB
	app  *fiber.App
}

// Who can ask. The stranger organizes for another office.
var everybody = []string{"guest", "nobody", "door", "secretary", "chair", "organizer", "stranger", "administrator"}

func newSite(t testing.TB) *testSite {
	t.Helper()
	name := modelstest.Filled(t, "handlers", furnish)
	db, err := models.Open(context.Background(), name, models.Options{Now: func() time.Time { return modelstest.Now }, Key: bytes.Repeat([]byte{7}, models.KeySize)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &testSite{t, name, db, handlers.New(db, handlers.Config{SetupCode: "ma-so"})}
}

func furnish(db *models.DB) error {
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	office, err := db.AddOrganization(ctx, by, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party", Code: "TU", Place: "Hà Nam"})
	if err != nil {
		return err
	}
	board, err := db.AddOrganization(ctx, by, models.Organization{ParentID: office.ID, Name: "Ban Tuyên giáo Tỉnh ủy", Code: "BTGTU", Place: "Hà Nam"})
	if err != nil {
		return err
	}
	other, err := db.AddOrganization(ctx, by, models.Organization{Name: "Tỉnh ủy Nam Định", Kind: "party", Code: "TU", Place: "Nam Định"})
	if err != nil {
		return err
	}
	roles := map[string]models.Role{
		"door": {OrganizationID: board.ID, Role: models.Door}, "secretary": {OrganizationID: board.ID, Role: models.Secretary},
		"chair": {OrganizationID: board.ID, Role: models.Chair}, "organizer": {OrganizationID: board.ID, Role: models.Organizer},
		"stranger": {OrganizationID: other.ID, Role: models.Organizer}, "administrator": {Role: models.Administrator},
	}
	for _, who := range everybody[1:] {
		wanted := models.NewUser{Account: who, Name: "Tài khoản " + who, Password: password}
		if role, ok := roles[who]; ok {
			wanted.Roles = []models.Role{role}
		}
		if _, err := db.AddUser(ctx, by, wanted); err != nil {
			return err
		}
	}
	for slug, visibility := range map[string]string{"cong-khai": "public", "noi-bo": "staff"} {
		event, err := db.AddEvent(ctx, by, models.NewEvent{Usual: true,
			Event: models.Event{Slug: slug, Kind: "workshop", Title: "Nâng cao chất lượng công tác dư luận xã hội", OrganizerID: board.ID, Venue: "Hội trường Tỉnh ủy",
				TimeZone: "Asia/Ho_Chi_Minh", Visibility: visibility},
			StartsAt: models.At(modelstest.Now.Add(30 * time.Minute)), EndsAt: models.At(modelstest.Now.Add(270 * time.Minute))})
		if err != nil {
			return err
		}
		if slug == "cong-khai" {
			if err := db.PublishAgenda(ctx, by, event.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

const password = "mật khẩu để thử"

// event is an event of the site as it stands.
func (s *testSite) event(slug string) models.Event {
	s.t.Helper()
	event, err := s.db.Event(context.Background(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return event
}

// browser is somebody's browser: it keeps cookies and fills in the token of forms.
type browser struct {
	site    *testSite
	cookies map[string]string
	csrf    string
}

// as is the browser of an account that has signed in; "guest" has not.
func (s *testSite) as(who string) *browser {
	s.t.Helper()
	b := &browser{site: s, cookies: map[string]string{}}
	if who == "guest" {
		b.get("/login")
		return b
	}
	users, err := s.db.Users(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, user := range users {
		if user.Account == who {
			if b.cookies["login"], err = s.db.AddLogin(context.Background(), user, "127.0.0.1", "thử"); err != nil {
				s.t.Fatal(err)
			}
			b.get("/account")
			return b
		}
	}
	s.t.Fatalf("nobody is %s", who)
	return nil
}

// answer is what came back.
type answer struct {
	*http.Response
	Body string
}

func (b *browser) get(path string) answer { return b.do(http.MethodGet, path, nil) }

// post sends a form; the token is added.
func (b *browser) post(path string, form url.Values) answer {
	if form == nil {
		form = url.Values{}
	}
	if !form.Has("_csrf") {
		form.Set("_csrf", b.csrf)
	}
	return b.do(http.MethodPost, path, form)
}

func (b *browser) do(method, path string, form url.Values) answer {
	b.site.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.send(request)
}

var tokens = regexp.MustCompile(`name="csrf" content="([^"]+)"`)

func (b *browser) send(request *http.Request) answer {
	b.site.t.Helper()
	request.Header.Set("Accept", "text/html")
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.site.app.Test(request, -1)
	if err != nil {
		b.site.t.Fatalf("%s %s: %v", request.Method, request.URL, err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if cookie.MaxAge < 0 || cookie.Value == "" {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie.Value
		}
	}
	if found := tokens.FindSubmatch(body); found != nil {
		b.csrf = string(found[1])
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/") {
		body = bytes.ToValidUTF8(body, []byte("?"))
	}
	return answer{response, string(body)}
}

// want fails unless the answer has the status and all the words.
func (a answer) want(t testing.TB, status int, words ...string) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("status %d, want %d: %.300s", a.StatusCode, status, a.Body)
	}
	for _, word := range words {
		if !strings.Contains(a.Body, word) {
			t.Errorf("no %q in %.2000s", word, a.Body)
		}
	}
	return a
}

// leads fails unless the answer sends the browser on to an address that begins so.
func (a answer) leads(t testing.TB, to string) answer {
	t.Helper()
	if location := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(location, to) {
		t.Errorf("status %d to %q, want 303 to %q: %.500s", a.StatusCode, location, to, a.Body)
	}
	return a
}
