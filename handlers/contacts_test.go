package handlers_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// A phone and an address that stand nowhere else, of somebody whose contact the first office keeps.
const (
	itsPhone = "0912987650"
	itsMail  = "chi-mot-minh@yte.hanam.example"
)

// shown are the only answers in which a phone or an address may stand, with who gets them there: they keep the contact. Every other answer of every
// route, to whoever asks, is without.
var shown = map[string]string{
	"GET /admin":                         "administrator", // the latest of the journal
	"GET /people/:id":                    "organizer administrator",
	"GET /people/:id/edit":               "organizer administrator",
	"GET /events/:slug/delegates.xlsx":   "organizer administrator",
	"GET /events/:slug/archive.zip":      "organizer administrator",
	"GET /events/:slug/papers/delegates": "organizer administrator", // when the office has chosen these columns of the list
}

// Everybody looks at everything: at both events of the office, and at one of another office to which it has invited the same person.
func TestContactsAreForThoseWhoNeedThem(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	board, theirs := s.organization("Ban Tuyên giáo Tỉnh ủy"), s.organization("Tỉnh ủy Nam Định")
	person := s.person(models.Person{Family: "Lê Thị", Given: "Hoa", Phone: itsPhone, Email: itsMail, ContactOfID: board.ID, Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}}})
	twin := s.person(models.Person{Family: "Lê Thị", Given: "Hoa", Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}}})
	_, err := s.db.AddEvent(ctx, by, models.NewEvent{Usual: true, Event: models.Event{Slug: "nam-dinh", Kind: "workshop", Title: "Hội thảo của tỉnh bạn", OrganizerID: theirs.ID,
		TimeZone: "Asia/Ho_Chi_Minh", Visibility: "public"}, StartsAt: models.At(s.db.Now().AddDate(0, 0, 7)), EndsAt: models.At(s.db.Now().AddDate(0, 0, 8))})
	must(err)
	links := map[string][]string{}
	for _, slug := range []string{"noi-bo", "cong-khai", "nam-dinh"} {
		event := s.event(slug)
		must(s.db.PublishAgenda(ctx, by, event.ID, true))
		_, err := s.db.AddDelegates(ctx, by, event.ID, 0, []models.ID{person.ID})
		must(err)
		person, unit := s.linksOf(slug) // and with others, each behind a link
		links[slug] = []string{person.Path(), unit.Path()}
		_, err = s.db.Invite(ctx, by, event.ID, models.Invitees{}, models.Time{})
		must(err)
		phone := itsPhone
		if slug == "nam-dinh" { // whom a unit names there is theirs
			phone = "0900000009"
		}
		must(s.db.NameGuest(ctx, by, unit, models.Newcomer{Name: "Trần Bình", Post: "Phó ban", Phone: phone}, 0, true))
		invitations, err := s.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
		must(err)
		for _, invitation := range invitations {
			if invitation.Delegate.PersonID == 1 {
				links[slug] = append(links[slug], invitation.Path())
				items, err := s.db.Speakable(ctx, event.ID)
				must(err)
				must(s.db.RequestSpeech(ctx, invitation, items[0].ID, "Y tế cơ sở", nil))
			}
		}
		_, err = s.db.MailInvitations(ctx, by, event, nil)
		must(err)
		must(s.db.SavePaper(ctx, by, event.ID, "delegates", "", models.PaperForm{Options: map[string]string{"columns": "posts phone email"}}))
		_, err = s.db.AddConclusion(ctx, by, models.Conclusion{EventID: event.ID, Text: "Giao việc", Task: &models.Task{PersonID: 1, State: "open"}})
		must(err)
	}
	person, err = s.db.Person(ctx, person.ID)
	must(err)
	if person.ID != 1 || person.Phone != itsPhone || person.Email != itsMail {
		t.Fatalf("%+v", person)
	}
	found := map[string]bool{}
	looks := map[string][]string{"guest": {"noi-bo", "cong-khai", "nam-dinh"}, "nobody": {"cong-khai"}, "stranger": {"noi-bo", "cong-khai", "nam-dinh"}, "organizer": {"noi-bo", "nam-dinh"}}
	for _, who := range everybody {
		b := s.as(who)
		for _, slug := range append(looks[who], "noi-bo")[:max(1, len(looks[who]))] {
			for _, route := range routes(s.app) {
				if route.Method != fiber.MethodGet || strings.HasSuffix(route.Path, "/live") || slug != "noi-bo" && !strings.Contains(route.Path, ":slug") && !strings.Contains(route.Path, ":token") {
					continue
				}
				for _, address := range s.addresses(route, slug, links[slug], who == "secretary" && slug == "noi-bo") {
					got := b.get(address)
					if got.StatusCode >= 500 {
						t.Errorf("%s asks %s: status %d", who, address, got.StatusCode)
					}
					if !tells(t, got) {
						continue
					}
					name := "GET " + strings.NewReplacer("/:kind.:format", "/delegates", "/:kind", "/delegates").Replace(route.Path)
					found[name] = true
					if !slices.Contains(strings.Fields(shown[name]), who) {
						t.Errorf("%s sees a phone or an address at %s (%s)", who, address, route.Path)
					}
				}
			}
		}
		for _, path := range []string{"/people?q=" + itsPhone, "/people?q=hoa", fmt.Sprintf("/people/1/merge?with=%d", twin.ID), fmt.Sprintf("/people/%d/merge?with=1", twin.ID), "/events/noi-bo/delegates?q=hoa",
			"/events/noi-bo/invitations?q=hoa", "/events/noi-bo/messages?q=hoa", "/events/nam-dinh/messages?q=hoa", "/events/noi-bo/history?topic=directory", "/admin/journal?topic=accounts"} {
			if tells(t, b.get(path)) && path != "/people?q="+itsPhone { // there it stands in the field, as it was typed
				t.Errorf("%s sees a phone or an address at %s", who, path)
			}
		}
		// What the door's own page keeps for the time without a network.
		if tells(t, b.do(http.MethodGet, "/events/noi-bo/checkin/list", nil)) {
			t.Errorf("%s: the door's list holds a phone or an address", who)
		}
	}
	for name := range shown {
		if !found[name] {
			t.Errorf("%s shows none to anybody: the test looks past it", name)
		}
	}
	// The journal of the office tells an administrator what was entered: before and after is what it is for.
	s.as("administrator").get("/admin/journal").want(t, http.StatusOK, itsPhone)
	s.as("stranger").post("/people/1", url.Values{"family": {"Lê Thị"}, "given": {"Hoa"}, "version": {"0"}}).want(t, http.StatusConflict)
	if tells(t, s.as("stranger").post("/people/1", url.Values{"family": {"Lê"}, "given": {"Hoa"}, "version": {"0"}})) {
		t.Error("a stale form shows what is there")
	}
}

// addresses are those of a route for an event, with each of the things that may be there, and each link.
func (s *testSite) addresses(route fiber.Route, slug string, links []string, all bool) (addresses []string) {
	path := strings.ReplaceAll(route.Path, ":slug", slug)
	if route.Path == "/admin/journal" { // see the end of the test
		return nil
	}
	if strings.Contains(path, ":token") {
		for _, link := range links {
			if rest, ok := strings.CutPrefix(path, link[:3]+":token"); ok {
				addresses = append(addresses, link+rest)
			}
		}
		for i := range addresses {
			addresses[i] = filled(addresses[i], route.Params, 1)
		}
		return addresses
	}
	if strings.Contains(path, ":kind") && strings.Contains(path, "/papers/") && !strings.Contains(path, "versions") {
		for _, kind := range models.PaperKinds() { // one who does not see the contacts looks at them all: to draw takes time
			if !all && kind.Name != "delegates" && kind.Name != "pack" {
				continue
			}
			formats := append([]string{"pdf"}, kind.Twins...)
			if !strings.Contains(path, ":format") {
				formats = formats[:1]
			}
			for _, format := range formats {
				addresses = append(addresses, strings.NewReplacer(":kind", kind.Name, ":format", format).Replace(path))
			}
		}
		return addresses
	}
	path = strings.NewReplacer(":kind", "invitation", ":format", "pdf").Replace(path)
	if !strings.Contains(path, ":") {
		return []string{path}
	}
	for n := 1; n <= 3; n++ {
		addresses = append(addresses, filled(path, route.Params, n))
	}
	return addresses
}

func filled(path string, params []string, n int) string {
	for _, param := range params {
		path = strings.ReplaceAll(path, ":"+param, fmt.Sprint(n))
	}
	return path
}

var flate = regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`)

// tells whether an answer has the phone or the address: as it is, within a table or a letter, or in what a PDF draws.
func tells(t *testing.T, got answer) bool {
	t.Helper()
	within := func(content []byte) bool {
		plain := bytes.ReplaceAll(content, []byte{0}, nil) // UTF-16 of what is ASCII
		return bytes.Contains(plain, []byte(itsPhone)) || bytes.Contains(bytes.ToLower(plain), []byte(itsMail))
	}
	body := []byte(got.Body)
	switch {
	case bytes.HasPrefix(body, []byte("PK")):
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.File {
			r, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if within(content) {
				return true
			}
		}
		return false
	case bytes.HasPrefix(body, []byte("%PDF")):
		for _, stream := range flate.FindAllSubmatch(body, -1) {
			r, err := zlib.NewReader(bytes.NewReader(stream[1]))
			if err != nil {
				continue // a picture
			}
			content, _ := io.ReadAll(r)
			if within(content) {
				return true
			}
		}
		return false
	}
	return within(body)
}
