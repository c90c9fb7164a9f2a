package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const missingPage = "/khong-co-trang-nay"

// demoPages are the pages of the demo that people look at, for an administrator, who sees all of them.
func demoPages() []string {
	pages := []string{missingPage, "/", "/help", "/events", "/events?q=du+luan", "/events/new", "/people", "/people?q=thuan", "/people/new", "/organizations", "/organizations/new",
		"/account", "/v", "/calendar", "/admin", "/admin/users", "/admin/users/new", "/admin/journal", "/admin/settings", "/admin/mail", "/tasks"}
	for _, slug := range []string{"hoi-thao-du-luan-xa-hoi-2018", "hoi-nghi-mau"} {
		for _, page := range []string{"", "/agenda", "/agenda/new", "/delegates", "/delegates/new", "/groups", "/groups/new", "/attendance", "/desk", "/speeches", "/conclusions", "/votes/new",
			"/minutes", "/confirmations", "/tasks", "/report", "/archive", "/seating", "/checkin", "/papers", "/papers/invitation", "/papers/notice", "/papers/proceedings", "/papers/minutes", "/papers/pack", "/photos", "/history", "/settings", "/sessions/new"} {
			pages = append(pages, "/events/"+slug+page)
		}
	}
	for _, page := range []string{"", "/invitations", "/invitations/new?pick=mau", "/substitutes", "/speeches", "/documents", "/messages", "/messages/new", "/messages/reminders", "/messages/words/invitation", "/delegates/import"} {
		pages = append(pages, "/events/"+comingSlug+page)
	}
	return pages
}

// invitedPages are those that the demo offers to look at without an account, by what it says of them.
func invitedPages(t *testing.T, said string) []string {
	t.Helper()
	pages := regexp.MustCompile(`/[iu]/[a-z2-7]{26}`).FindAllString(said, -1)
	if len(pages) != 4 {
		t.Fatalf("the demo offers %v", pages)
	}
	return pages
}

// Every page of the demo, on a desk, on a phone and on the smallest one, in light and dark: no rule of accessibility is broken, nothing sticks out, and the
// console has nothing to say.
func TestPages(t *testing.T) {
	site, _, said := servingSaid(t, "demo", "--addr", "127.0.0.1:0")
	for _, screen := range []struct {
		name          string
		width, height int
		scheme        string
	}{{"desk", 1280, 900, "light"}, {"phone", 390, 844, "dark"}, {"smallest", 320, 640, "light"}} {
		t.Run(screen.name, func(t *testing.T) {
			w := open(t, site, screen.width, screen.height)
			w.scheme(screen.scheme)
			w.visit("/login")
			w.accessible("/login")
			w.picture(screen.name + "-login")
			invited := invitedPages(t, said())
			look := func(page, name string) {
				w.visit(page)
				w.accessible(screen.name + " " + name)
				w.narrow(screen.name + " " + name)
				w.picture(screen.name + "-" + name)
			}
			w.eval(`document.cookie = "seen=1.1." + Math.floor(Date.now() / 1000) + "; path=`+invited[1]+`"`, new(any)) // who looked when the event was new
			for n, page := range invited {
				if look(page, fmt.Sprintf("invited-%d", n)); n == 1 {
					w.see("Thay đổi từ lần xem trước", "Hội trường lớn")
				}
			}
			look("/i/aaaaaaaaaaaaaaaaaaaaaaaaaa", "invited-gone")
			w.forgive() // the console says that it is not there
			w.signIn("quan-tri", demoPassword)
			for _, page := range demoPages() {
				w.visit(page)
				if page == missingPage {
					w.forgive() // the console says that it is not there
				}
				name := screen.name + " " + page
				w.accessible(name)
				w.narrow(name)
				w.picture(screen.name + strings.NewReplacer("/", "_", "?", "_").Replace(page))
			}
			first := w.links("/people/", "/organizations/", "/agenda/", "/delegates/", "/groups/", "/speeches/", "/conclusions/", "/photos/", "/sessions/", "/votes/", "/admin/users/", "/invitations/", "/documents/")
			if len(first) < 12 {
				t.Errorf("only %d pages of things were found: %v", len(first), first)
			}
			for i, page := range first {
				w.visit(page)
				w.accessible(screen.name + " " + page)
				w.narrow(screen.name + " " + page)
				w.picture(fmt.Sprintf("%s-thing-%d", screen.name, i))
			}
		})
	}
}

// signIn signs in at the page for it.
func (w *window) signIn(account, password string) {
	w.t.Helper()
	w.visit("/login")
	w.fill("Tên đăng nhập", account)
	w.fill("Mật khẩu", password)
	w.press("Đăng nhập")
	w.see("Hôm nay")
}

// scheme asks for light or dark, as the system would.
func (w *window) scheme(scheme string) {
	w.t.Helper()
	w.do("scheme", chromedp.Func(emulate(scheme)))
}

// links looks through the list pages of the demo and answers one address of a thing of each kind.
func (w *window) links(kinds ...string) []string {
	w.t.Helper()
	var found []string
	for _, kind := range kinds {
		for _, list := range []string{"/people", "/organizations", "/admin/users", "/events/" + "hoi-nghi-mau" + "/agenda", "/events/" + "hoi-nghi-mau" + "/delegates", "/events/" + "hoi-nghi-mau" + "/groups",
			"/events/" + "hoi-nghi-mau" + "/speeches", "/events/" + "hoi-nghi-mau" + "/conclusions", "/events/hoi-thao-du-luan-xa-hoi-2018/photos", "/events/" + comingSlug + "/invitations", "/events/" + comingSlug + "/documents", "/events/" + "hoi-nghi-mau" + "/settings"} {
			if !strings.Contains(list+"/", kind) && kind != "/sessions/" && kind != "/votes/" {
				continue
			}
			w.visit(list)
			var address string
			w.eval(fmt.Sprintf(`[...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href")).find(h => /%s\d+$/.test(h)) ?? ""`, strings.ReplaceAll(kind, "/", `\/`)), &address)
			if address != "" {
				found = append(found, address)
				break
			}
		}
	}
	return found
}
