package handlers_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// policy is who may ask what: every route of the program stands in one row, by hand, so that a guard that is forgotten in app.go is found
// here. The stranger organizes for another office: the directory is shared, the events of this office are not.
var policy = map[string]string{
	everyone: `
		GET / GET /help GET /login POST /login GET /setup POST /setup GET /events GET /calendar GET /calendar.ics GET /healthz GET /s/:token GET /s/:token/live GET /c/:token POST /c/:token
		GET /i/:token POST /i/:token/open POST /i/:token/answer POST /i/:token/needs GET /i/:token/agenda GET /i/:token/live GET /i/:token/calendar.ics
		GET /i/:token/documents/:id POST /i/:token/speeches POST /i/:token/speeches/:id/withdraw POST /i/:token/speeches/:id/texts
		GET /i/:token/speeches/:id/texts/:position
		GET /u/:token POST /u/:token/open POST /u/:token/people POST /u/:token/people/:guest POST /u/:token/people/:guest/remove POST /u/:token/decline
		GET /u/:token/calendar.ics
		GET /v GET /v/:code POST /v/:code
		GET /approve/:token POST /approve/:token POST /approve/:token/agree POST /approve/:token/return POST /approve/:token/remarks GET /approve/:token/minutes.pdf
		GET /events/:slug/here POST /events/:slug/here`, // here where the organizer allows it
	"nobody door secretary chair organizer stranger administrator": `
		POST /language POST /logout GET /account POST /account/password POST /account/logins GET /tasks`,
	"organizer stranger administrator": `
		GET /events/new POST /events
		GET /people/import POST /people/import GET /people/import/:id POST /people/import/:id GET /people/import/:id/preview POST /people/import/:id/preview
		POST /people/import/:id/apply POST /people/import/:id/remove GET /people/duplicates GET /people/:id/merge POST /people/:id/merge
		GET /people POST /people GET /people/new GET /people/:id POST /people/:id GET /people/:id/edit POST /people/:id/remove POST /people/:id/export
		GET /organizations POST /organizations GET /organizations/new GET /organizations/suggest GET /organizations/preview
		GET /organizations/:id POST /organizations/:id GET /organizations/:id/edit POST /organizations/:id/remove
		GET /organizations/:id/register POST /organizations/:id/terms POST /organizations/:id/terms/:term/end POST /organizations/:id/terms/:term/remove`,
	"administrator": `
		POST /events/:slug/unarchive
		GET /admin GET /admin/users POST /admin/users GET /admin/users/new GET /admin/users/:id POST /admin/users/:id POST /admin/users/:id/password
		POST /admin/users/:id/logins GET /admin/journal GET /admin/settings POST /admin/settings POST /admin/holidays POST /admin/holidays/usual
		POST /admin/holidays/remove GET /admin/backup POST /admin/backup POST /admin/check
		GET /admin/mail POST /admin/mail POST /admin/mail/test
		GET /people/:id/erase POST /people/:id/erase GET /admin/retention POST /admin/retention`,

	// Of an event that only its staff may see
	"door secretary chair organizer administrator": `
		GET /events/:slug GET /events/:slug/live GET /events/:slug/screen GET /events/:slug/wall GET /events/:slug.ics GET /events/:slug/agenda GET /events/:slug/agenda.pdf GET /events/:slug/delegates
		GET /events/:slug/photos/:id/file GET /events/:slug/documents GET /events/:slug/documents/:id/file
		GET /events/:slug/documents/:id/versions/:position GET /events/:slug/here/code`,
	"door secretary organizer administrator": `
		GET /events/:slug/attendance POST /events/:slug/attendance POST /events/:slug/attendance/all POST /events/:slug/attendance/heads/:group
		GET /events/:slug/checkin POST /events/:slug/checkin GET /events/:slug/checkin/counts GET /events/:slug/checkin/list POST /events/:slug/checkin/photo
		POST /events/:slug/checkin/walk-in`,
	"secretary chair organizer administrator": `
		GET /events/:slug/chair GET /events/:slug/tasks GET /events/:slug/report GET /events/:slug/confirmations
		GET /events/:slug/speeches GET /events/:slug/conclusions GET /events/:slug/photos GET /events/:slug/minutes GET /events/:slug/minutes.pdf POST /events/:slug/minutes/reopen POST /events/:slug/minutes/remarks
		GET /events/:slug/papers GET /events/:slug/papers/:kind.:format GET /events/:slug/papers/:kind GET /events/:slug/papers/:kind/versions/:version.pdf
		GET /events/:slug/papers/:kind/versions/:version/signed.pdf GET /events/:slug/history`,
	"chair organizer administrator": `GET /events/:slug/substitutes POST /events/:slug/substitutes/:id POST /events/:slug/minutes/agree`,
	"secretary organizer administrator": `
		POST /events/:slug/tasks/:id POST /events/:slug/confirmations POST /events/:slug/confirmations/:id
		GET /events/:slug/screens POST /events/:slug/screens/message POST /events/:slug/screens/address
		POST /events/:slug/speeches/:id/texts GET /events/:slug/speeches/:id/texts/:position POST /events/:slug/speeches/:id/texts/:position
		GET /events/:slug/agenda/:id POST /events/:slug/agenda/:id/times
		GET /events/:slug/desk POST /events/:slug/desk/items/:id/:act POST /events/:slug/desk/speeches/:id/summary POST /events/:slug/desk/speeches/:id/draft
		POST /events/:slug/desk/speeches/:id/draft/remove POST /events/:slug/desk/speeches/:id/move POST /events/:slug/desk/speeches/:id/:act
		POST /events/:slug/desk/queue/:id POST /events/:slug/desk/undo POST /events/:slug/desk/requests POST /events/:slug/desk/votes POST /events/:slug/desk/conclusions
		POST /events/:slug/speeches GET /events/:slug/speeches/speakers POST /events/:slug/speeches/items/:id/order GET /events/:slug/speeches/:id
		POST /events/:slug/speeches/:id POST /events/:slug/speeches/:id/draft POST /events/:slug/speeches/:id/draft/remove
		POST /events/:slug/speeches/:id/move POST /events/:slug/speeches/:id/remove
		POST /events/:slug/conclusions GET /events/:slug/conclusions/responsibles POST /events/:slug/conclusions/order GET /events/:slug/conclusions/:id
		POST /events/:slug/conclusions/:id POST /events/:slug/conclusions/:id/move POST /events/:slug/conclusions/:id/remove
		GET /events/:slug/votes/new POST /events/:slug/votes GET /events/:slug/votes/:id POST /events/:slug/votes/:id POST /events/:slug/votes/:id/move
		POST /events/:slug/votes/:id/remove
		POST /events/:slug/documents GET /events/:slug/documents/:id POST /events/:slug/documents/:id POST /events/:slug/documents/:id/versions
		POST /events/:slug/documents/:id/withdraw POST /events/:slug/documents/:id/move POST /events/:slug/documents/:id/remove
		POST /events/:slug/photos GET /events/:slug/photos/:id POST /events/:slug/photos/:id POST /events/:slug/photos/:id/move POST /events/:slug/photos/:id/remove
		POST /events/:slug/minutes/remarks/:id/settle POST /events/:slug/minutes/links
		POST /events/:slug/papers/:kind POST /events/:slug/papers/:kind/print POST /events/:slug/papers/:kind/number POST /events/:slug/papers/:kind/number/cancel
		POST /events/:slug/papers/:kind/issue POST /events/:slug/papers/:kind/versions/:version/signed
		POST /events/:slug/minutes POST /events/:slug/minutes/close POST /events/:slug/minutes/sections/:name POST /events/:slug/minutes/sections/:name/compose
		POST /events/:slug/minutes/sections/:name/draft POST /events/:slug/minutes/sections/:name/draft/remove`,
	"organizer administrator": `
		GET /events/:slug/archive POST /events/:slug/archive GET /events/:slug/archive.zip
		GET /events/:slug/invitations POST /events/:slug/invitations GET /events/:slug/invitations/new POST /events/:slug/invitations/terms
		POST /events/:slug/invitations/many GET /events/:slug/invitations/:id POST /events/:slug/invitations/:id POST /events/:slug/invitations/:id/answer
		POST /events/:slug/invitations/:id/people POST /events/:slug/invitations/:id/people/:guest/remove
		GET /events/:slug/seating POST /events/:slug/seating/assign POST /events/:slug/seating/move
		GET /events/:slug/settings POST /events/:slug/settings POST /events/:slug/remove
		GET /events/:slug/messages POST /events/:slug/messages GET /events/:slug/messages/new POST /events/:slug/messages/all POST /events/:slug/messages/:id
		GET /events/:slug/messages/reminders POST /events/:slug/messages/reminders GET /events/:slug/messages/words/:kind
		POST /events/:slug/messages/words/:kind POST /events/:slug/messages/words/:kind/restore
		GET /events/:slug/sessions/new POST /events/:slug/sessions GET /events/:slug/sessions/:id POST /events/:slug/sessions/:id
		POST /events/:slug/sessions/:id/remove POST /events/:slug/staff POST /events/:slug/staff/remove
		POST /events/:slug/agenda GET /events/:slug/agenda/new POST /events/:slug/agenda/order POST /events/:slug/agenda/publish POST /events/:slug/agenda/:id
		POST /events/:slug/agenda/:id/move POST /events/:slug/agenda/:id/remove
		GET /events/:slug/groups POST /events/:slug/groups GET /events/:slug/groups/new POST /events/:slug/groups/order GET /events/:slug/groups/:id
		POST /events/:slug/groups/:id POST /events/:slug/groups/:id/move POST /events/:slug/groups/:id/remove
		GET /events/:slug/delegates.xlsx
		GET /events/:slug/delegates/import POST /events/:slug/delegates/import GET /events/:slug/delegates/import/:id POST /events/:slug/delegates/import/:id
		GET /events/:slug/delegates/import/:id/preview POST /events/:slug/delegates/import/:id/preview POST /events/:slug/delegates/import/:id/apply
		POST /events/:slug/delegates/import/:id/remove
		POST /events/:slug/delegates GET /events/:slug/delegates/new POST /events/:slug/delegates/order POST /events/:slug/delegates/suggest
		GET /events/:slug/delegates/:id POST /events/:slug/delegates/:id POST /events/:slug/delegates/:id/move POST /events/:slug/delegates/:id/remove
		POST /events/:slug/delegates/:id/substitutes POST /events/:slug/delegates/:id/substitutes/:substitute
		POST /events/:slug/delegates/:id/substitutes/:substitute/remove`,
}

const everyone = "guest nobody door secretary chair organizer stranger administrator"

// may are the roles that may ask a route.
func may(t *testing.T, route string) []string {
	t.Helper()
	for who, routes := range policy {
		words := strings.Fields(routes)
		for i := 0; i < len(words); i += 2 {
			if words[i]+" "+words[i+1] == route {
				return strings.Fields(who)
			}
		}
	}
	t.Errorf("%s stands in no row of the policy", route)
	return nil
}

// routes are those of the program, without the HEAD that Fiber adds to each GET and without middleware.
func routes(app *fiber.App) (routes []fiber.Route) {
	for _, route := range app.GetRoutes(true) {
		if route.Method != fiber.MethodHead && route.Path != "/public/*" && !slices.ContainsFunc(routes, func(r fiber.Route) bool { return r.Method == route.Method && r.Path == route.Path }) {
			routes = append(routes, route)
		}
	}
	return routes
}

// address is a route's address for the staff-only event, with the numbers of things that are there.
func (s *testSite) address(route fiber.Route) string {
	path := strings.ReplaceAll(route.Path, ":slug", "noi-bo")
	if strings.Contains(path, ":token") {
		person, unit := s.linksOf("noi-bo")
		path = strings.NewReplacer("/i/:token", person.Path(), "/u/:token", unit.Path()).Replace(path)
	}
	path = strings.NewReplacer(":kind", "minutes", ":format", "pdf").Replace(path)
	for _, param := range route.Params {
		path = strings.ReplaceAll(path, ":"+param, "1")
	}
	return path
}

// Every route, asked by everybody. Who may not is sent to sign in, or told that there is no such page: never more.
func TestWhoMay(t *testing.T) {
	shared := newSite(t)
	for _, who := range everybody {
		t.Run(who, func(t *testing.T) {
			for _, route := range routes(shared.app) {
				name := route.Method + " " + route.Path
				allowed := slices.Contains(may(t, name), who)
				s := shared
				if allowed && route.Method == fiber.MethodPost {
					s = newSite(t) // the act may remove what the next route asks for
				}
				b := s.as(who)
				var got answer
				if route.Method == fiber.MethodGet {
					got = b.get(s.address(route))
				} else {
					got = b.post(s.address(route), url.Values{"version": {"0"}})
				}
				refused := got.StatusCode == http.StatusNotFound ||
					got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/login")
				if allowed == refused && !(allowed && thingless(route)) {
					t.Errorf("%s by %s: status %d to %q, may: %v", name, who, got.StatusCode, got.Header.Get("Location"), allowed)
				}
				if got.StatusCode >= 500 {
					t.Errorf("%s by %s: status %d: %.300s", name, who, got.StatusCode, got.Body)
				}
			}
		})
	}
}

// thingless are routes of a thing within an event, which may have none of number 1, and of the first start, which is over: "not found"
// is the right answer there to those who may ask.
func thingless(route fiber.Route) bool {
	return len(route.Params) > 1 || strings.Contains(route.Path, ":id") || strings.Contains(route.Path, ":kind") || route.Path == "/setup" || route.Path == "/v/:code" || strings.HasPrefix(route.Path, "/approve/") || strings.HasPrefix(route.Path, "/c/") || strings.HasPrefix(route.Path, "/s/") || route.Path == "/events/:slug/seating/move" || route.Path == "/events/:slug/attendance" || route.Path == "/events/:slug/unarchive" ||
		strings.HasPrefix(route.Path, "/events/:slug/here") // there is none where the organizer has not asked for it
}

// Nothing that changes is done for a form without our token, with another's, or for a browser that says it comes from elsewhere.
func TestForeignForms(t *testing.T) {
	s := newSite(t)
	for _, route := range routes(s.app) {
		if route.Method == fiber.MethodGet {
			continue
		}
		for _, test := range []struct {
			name, token, header, value string
		}{
			{"no token", "", "", ""},
			{"another's token", "AAAA", "", ""},
			{"from another site", "right", "Sec-Fetch-Site", "cross-site"},
			{"from a sister site", "right", "Sec-Fetch-Site", "same-site"},
			{"from another origin", "right", "Origin", "https://example.org"},
			{"from nowhere, without a token", "", "Origin", "null"},
		} {
			b := s.as("administrator")
			token := test.token
			if token == "right" {
				token = b.csrf
			}
			request := httptest.NewRequest(route.Method, s.address(route), strings.NewReader(url.Values{"_csrf": {token}}.Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if test.header != "" {
				request.Header.Set(test.header, test.value)
			}
			if got := b.send(request); got.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s, %s: status %d", route.Method, route.Path, test.name, got.StatusCode)
			}
		}
	}
}

// Every answer, whatever it says, carries the headers that hold browsers back.
func TestHeaders(t *testing.T) {
	s := newSite(t)
	b := s.as("administrator")
	for _, route := range append(routes(s.app), fiber.Route{Method: "GET", Path: "/khong-co"}) {
		if route.Method != fiber.MethodGet {
			continue
		}
		got := b.get(s.address(route))
		csp := got.Header.Get("Content-Security-Policy")
		for _, rule := range []string{"object-src 'none'", "base-uri 'none'", "frame-ancestors '"} {
			if !strings.Contains(csp, rule) && !strings.Contains(csp, "sandbox") {
				t.Errorf("%s: no %s in %q", route.Path, rule, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", route.Path, csp)
		}
		for header, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"} {
			if got.Header.Get(header) != value {
				t.Errorf("%s: %s is %q", route.Path, header, got.Header.Get(header))
			}
		}
		if strings.Contains(got.Body, "<style") || strings.Contains(got.Body, " style=") || strings.Contains(got.Body, "<script>") || strings.Contains(got.Body, " onclick=") {
			t.Errorf("%s: style or script in the page itself", route.Path)
		}
	}
}

// A page that is only looked at changes nothing in the database: not a row of any table.
func TestGetsChangeNothing(t *testing.T) {
	s := newSite(t)
	s.linksOf("noi-bo")
	for _, who := range []string{"guest", "administrator"} {
		b := s.as(who)
		before := s.state()
		for _, route := range routes(s.app) {
			if route.Method == fiber.MethodGet {
				b.get(s.address(route))
			}
		}
		for table, rows := range s.state() {
			if rows != before[table] {
				t.Errorf("looking around as %s changed %s", who, table)
			}
		}
	}
}

// state is a hash of the rows of each table.
func (s *testSite) state() map[string]string {
	s.t.Helper()
	driver, name, query := "hoithao-sqlite", "file:"+s.name+"?mode=ro", `SELECT name FROM sqlite_master WHERE type = 'table'`
	if models.Postgres(s.name) {
		driver, name, query = "pgx", s.name, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	state := map[string]string{}
	for _, table := range s.texts(db, query) {
		rows := s.texts(db, `SELECT CAST(x AS TEXT) FROM (SELECT `+allColumns(s.t, db, table)+` AS x FROM `+table+`) t ORDER BY 1`)
		state[table] = fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(rows, "\n"))))
	}
	return state
}

// allColumns joins the columns of a table into one text.
func allColumns(t testing.TB, db *sql.DB, table string) string {
	rows, err := db.Query(`SELECT * FROM ` + table + ` LIMIT 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for i, column := range columns {
		columns[i] = `COALESCE(CAST(` + column + ` AS TEXT), '')`
	}
	return strings.Join(columns, ` || '|' || `)
}

func (s *testSite) texts(db *sql.DB, query string) (texts []string) {
	s.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			s.t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

// An address written another way opens no door.
func TestPathTricks(t *testing.T) {
	s := newSite(t)
	guest := s.as("guest")
	for _, path := range []string{"/events/noi-bo/agenda", "/admin/users", "/people", "/events/noi-bo/minutes"} {
		for _, trick := range []string{
			strings.Replace(path, "/e", "/%65", 1), strings.Replace(path, "/a", "/%2561", 1), "/" + path, path + "/", path + "//", "/." + path, "/x/.." + path,
			"/public/..%2f" + path[1:], "/public/../" + path[1:], strings.ToUpper(path), path + "%00", path + ";.css", path + "/x.css", path + "?_method=GET",
		} {
			request, err := http.NewRequest(http.MethodGet, "http://hoithao"+trick, nil)
			if err != nil {
				continue
			}
			request.Header.Set("X-HTTP-Method-Override", "GET")
			request.Header.Set("X-Original-URL", path)
			if got := guest.send(request); got.StatusCode >= 200 && got.StatusCode < 300 {
				t.Errorf("%s: status %d", trick, got.StatusCode)
			}
		}
	}
}
