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

// who may ask what: every route of the program, as the roles of newSite. "everybody" is anybody; a row names a route as app.go does.
// "staff" are those who work at the event, whatever their role; the stranger organizes for another office and is never among them.
var policy = map[string]string{
	"GET /":      "everybody",
	"GET /help":  "everybody",
	"GET /login": "everybody", "POST /login": "everybody", "GET /healthz": "everybody",
	"GET /setup": "nobody", "POST /setup": "nobody", // there is an account already

	"GET /events": "everybody", "GET /events/new": "directory", "POST /events": "directory",
	"GET /events/:slug.ics": "staff", "GET /events/:slug": "staff", "GET /events/:slug/agenda.pdf": "staff", "GET /events/:slug/minutes.pdf": "record agree",
	"GET /events/:slug/settings": "organize", "POST /events/:slug/settings": "organize", "POST /events/:slug/remove": "organize",
	"GET /events/:slug/sessions/new": "organize", "POST /events/:slug/sessions": "organize", "GET /events/:slug/sessions/:id": "organize",
	"POST /events/:slug/sessions/:id": "organize", "POST /events/:slug/sessions/:id/remove": "organize",
	"POST /events/:slug/staff": "organize", "POST /events/:slug/staff/remove": "organize",
	"GET /events/:slug/agenda": "staff", "POST /events/:slug/agenda": "organize", "GET /events/:slug/agenda/new": "organize", "POST /events/:slug/agenda/order": "organize",
	"POST /events/:slug/agenda/publish": "organize", "GET /events/:slug/agenda/:id": "record", "POST /events/:slug/agenda/:id": "organize",
	"POST /events/:slug/agenda/:id/times": "record", "POST /events/:slug/agenda/:id/move": "organize", "POST /events/:slug/agenda/:id/remove": "organize",

	"GET /account": "signed", "POST /account/password": "signed", "POST /account/logins": "signed", "POST /logout": "signed", "POST /language": "signed",
	"GET /people": "directory", "POST /people": "directory", "GET /people/new": "directory", "GET /people/:id": "directory", "POST /people/:id": "directory",
	"GET /people/:id/edit": "directory", "POST /people/:id/remove": "directory",
	"GET /organizations": "directory", "POST /organizations": "directory", "GET /organizations/new": "directory", "GET /organizations/suggest": "directory",
	"GET /organizations/preview": "directory", "GET /organizations/:id": "directory", "POST /organizations/:id": "directory", "GET /organizations/:id/edit": "directory",
	"POST /organizations/:id/remove": "directory",
	"GET /admin":                     "administer", "GET /admin/users": "administer", "POST /admin/users": "administer", "GET /admin/users/new": "administer", "GET /admin/users/:id": "administer",
	"POST /admin/users/:id": "administer", "POST /admin/users/:id/password": "administer", "POST /admin/users/:id/logins": "administer",
	"GET /admin/journal": "administer", "GET /admin/settings": "administer", "POST /admin/settings": "administer",
	"POST /admin/holidays": "administer", "POST /admin/holidays/usual": "administer", "POST /admin/holidays/remove": "administer",
	"GET /admin/backup": "administer", "POST /admin/backup": "administer", "POST /admin/check": "administer",

	"GET /events/:slug/groups": "organize", "POST /events/:slug/groups": "organize", "GET /events/:slug/groups/new": "organize", "POST /events/:slug/groups/order": "organize",
	"GET /events/:slug/groups/:id": "organize", "POST /events/:slug/groups/:id": "organize", "POST /events/:slug/groups/:id/move": "organize", "POST /events/:slug/groups/:id/remove": "organize",
	"GET /events/:slug/delegates": "staff", "POST /events/:slug/delegates": "organize", "GET /events/:slug/delegates/new": "organize", "POST /events/:slug/delegates/order": "organize",
	"POST /events/:slug/delegates/suggest": "organize", "GET /events/:slug/delegates/:id": "organize", "POST /events/:slug/delegates/:id": "organize",
	"POST /events/:slug/delegates/:id/move": "organize", "POST /events/:slug/delegates/:id/remove": "organize", "POST /events/:slug/delegates/:id/substitutes": "organize",
	"POST /events/:slug/delegates/:id/substitutes/:substitute": "organize", "POST /events/:slug/delegates/:id/substitutes/:substitute/remove": "organize",
	"GET /events/:slug/attendance": "door", "POST /events/:slug/attendance": "door", "POST /events/:slug/attendance/all": "door", "POST /events/:slug/attendance/heads/:group": "door",

	"GET /events/:slug/speeches": "record agree", "POST /events/:slug/speeches": "record", "GET /events/:slug/speeches/speakers": "record", "POST /events/:slug/speeches/items/:id/order": "record",
	"GET /events/:slug/speeches/:id": "record", "POST /events/:slug/speeches/:id": "record", "POST /events/:slug/speeches/:id/draft": "record", "POST /events/:slug/speeches/:id/draft/remove": "record",
	"POST /events/:slug/speeches/:id/move": "record", "POST /events/:slug/speeches/:id/remove": "record",
	"GET /events/:slug/conclusions": "record agree", "POST /events/:slug/conclusions": "record", "GET /events/:slug/conclusions/responsibles": "record", "POST /events/:slug/conclusions/order": "record",
	"GET /events/:slug/conclusions/:id": "record", "POST /events/:slug/conclusions/:id": "record", "POST /events/:slug/conclusions/:id/move": "record", "POST /events/:slug/conclusions/:id/remove": "record",
	"GET /events/:slug/votes/new": "record", "POST /events/:slug/votes": "record", "GET /events/:slug/votes/:id": "record", "POST /events/:slug/votes/:id": "record",
	"POST /events/:slug/votes/:id/move": "record", "POST /events/:slug/votes/:id/remove": "record",
	"GET /events/:slug/photos": "record agree", "POST /events/:slug/photos": "record", "GET /events/:slug/photos/:id": "record", "POST /events/:slug/photos/:id": "record",
	"POST /events/:slug/photos/:id/move": "record", "POST /events/:slug/photos/:id/remove": "record", "GET /events/:slug/photos/:id/file": "staff",
	"GET /events/:slug/minutes": "record agree", "POST /events/:slug/minutes": "record", "POST /events/:slug/minutes/close": "record", "POST /events/:slug/minutes/agree": "agree",
	"POST /events/:slug/minutes/reopen": "record agree", "POST /events/:slug/minutes/sections/:name": "record", "POST /events/:slug/minutes/sections/:name/compose": "record",
	"POST /events/:slug/minutes/sections/:name/draft": "record", "POST /events/:slug/minutes/sections/:name/draft/remove": "record", "GET /events/:slug/history": "record agree",
}

var groupsOf = map[string][]string{
	"everybody":  everybody,
	"staff":      {"door", "secretary", "chair", "organizer", "administrator"},
	"signed":     everybody[1:],
	"organize":   {"organizer", "administrator"},
	"record":     {"secretary", "organizer", "administrator"},
	"door":       {"door", "secretary", "organizer", "administrator"},
	"agree":      {"chair", "organizer", "administrator"},
	"directory":  {"organizer", "stranger", "administrator"},
	"administer": {"administrator"},
	"nobody":     {},
}

func may(t *testing.T, route string) []string {
	who, known := policy[route]
	if !known {
		t.Errorf("%s stands in no row of the policy", route)
	}
	var all []string
	for _, name := range strings.Fields(who) {
		group, known := groupsOf[name]
		if !known {
			t.Errorf("%s: who is %s?", route, name)
		}
		all = append(all, group...)
	}
	return all
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
	for _, param := range route.Params {
		path = strings.ReplaceAll(path, ":"+param, "1")
	}
	return path
}

// Every route, asked by everybody. Who may not is sent to sign in, or told that there is no such page: never more.
func TestWhoMay(t *testing.T) {
	s := newSite(t)
	for _, who := range everybody {
		t.Run(who, func(t *testing.T) {
			b := s.as(who)
			for _, route := range routes(s.app) {
				name := route.Method + " " + route.Path
				if name == "POST /logout" || name == "POST /events/:slug/remove" {
					continue // ends what this test stands on; see TestSignOut and TestRemoveEvent
				}
				var got answer
				if route.Method == fiber.MethodGet {
					got = b.get(s.address(route))
				} else {
					got = b.post(s.address(route), url.Values{"version": {"0"}})
				}
				refused := got.StatusCode == http.StatusNotFound && !strings.Contains(got.Body, "data-found") ||
					got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/login")
				if allowed := slices.Contains(may(t, name), who); allowed == refused && !(allowed && thingless(route)) {
					t.Errorf("%s by %s: status %d to %q, may: %v", name, who, got.StatusCode, got.Header.Get("Location"), allowed)
				}
				if got.StatusCode >= 500 {
					t.Errorf("%s by %s: status %d: %.300s", name, who, got.StatusCode, got.Body)
				}
			}
		})
	}
}

// thingless are routes of a thing within an event: the event of this test may not have one of number 1, and "not found" is right.
func thingless(route fiber.Route) bool {
	return len(route.Params) > 1 || strings.Contains(route.Path, ":id")
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
