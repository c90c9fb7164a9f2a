package handlers

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/public"
	"hoithao/views"
)

// page is what the layout needs, for a page with a Vietnamese title.
func (s *site) page(c *fiber.Ctx, title string, args ...any) views.Page {
	v := visitOf(c)
	page := views.Page{Lang: v.language, Title: views.Translate(v.language, title, args...), Path: c.Path(), Notice: s.takeNotice(c)}
	if v.user != nil {
		page.Account, page.Who = v.user.Name, formID(v.user.ID)
		page.CSRF, page.Insecure = formToken(v.token), !secure(c) && !c.IsFromLocal()
	}
	if s.Demo {
		page.Warning = page.Say(views.T("Bản dùng thử: dữ liệu sẽ mất khi tắt chương trình."))
	}
	page.Links = views.Here(c.Path(), mainLinks(v.user))
	if v.event.ID != 0 && v.access.Staff() {
		page.Within = within(v, c.Path())
	}
	return page
}

func mainLinks(user *models.User) []views.Link {
	links := []views.Link{{Name: views.T("Sự kiện"), URL: "/events"}, {Name: views.T("Lịch"), URL: "/calendar"}}
	if user.Keeps() {
		links = append(links, views.Link{Name: views.T("Nhiệm vụ"), URL: "/tasks"})
	}
	if user.Organizes() {
		links = append(links, views.Link{Name: views.T("Người"), URL: "/people"}, views.Link{Name: views.T("Cơ quan"), URL: "/organizations"})
	}
	if user.Administers() {
		links = append(links, views.Link{Name: views.T("Quản trị"), URL: "/admin"})
	}
	return links
}

// partOf says of pages that have no link of their own to which of the linked ones they belong.
var partOf = map[string]string{"groups": "delegates", "sessions": "settings", "votes": "conclusions", "wall": "screens"}

// within is the event around a page: of its pages those that the visitor may open.
func within(v *visit, path string) *views.Within {
	page, _, _ := strings.Cut(strings.TrimPrefix(path, v.event.URL()+"/"), "/")
	if of, ok := partOf[page]; ok {
		path = v.event.URL() + "/" + of
	}
	var links []views.Link
	for _, link := range views.EventLinks(v.event.URL()) {
		if mayOpen(v.access, strings.TrimPrefix(link.URL, v.event.URL())) {
			links = append(links, link)
		}
	}
	return &views.Within{Title: v.event.Title, URL: v.event.URL(), Links: views.Here(path, links)}
}

// mayOpen tells which pages of an event an access opens; the route table holds it, this only hides what would be refused.
func mayOpen(access models.Access, page string) bool {
	switch page {
	case "/seating", "/settings", "/messages", "/invitations", "/archive":
		return access.Organize
	case "/photos", "/speeches", "/conclusions", "/minutes", "/papers", "/history", "/tasks", "/report", "/confirmations":
		return access.Record || access.Agree
	case "/chair":
		return access.Record || access.Agree
	case "/desk", "/screens":
		return access.Record
	case "/substitutes":
		return access.Agree
	case "/attendance", "/checkin":
		return access.Door
	}
	return access.Staff()
}

// render answers with a page. Its file, and the page struct that embeds views.Page, have the same noun.
func (s *site) render(c *fiber.Ctx, name string, page any) error {
	return c.Render(name, page)
}

// again shows a form once more, with what was typed and what is wrong with it.
func (s *site) again(c *fiber.Ctx, name string, page any) error {
	return c.Status(fiber.StatusUnprocessableEntity).Render(name, page)
}

// longNotice is how many letters of a sentence a cookie takes along: a name in it may be long, and what the browser sends has an end.
const longNotice = 300

// done leads on after a change, with a sentence that says what was done.
func (s *site) done(c *fiber.Ctx, to, notice string, args ...any) error {
	text := cut(views.Translate(visitOf(c).language, notice, args...), longNotice)
	setCookie(c, "notice", base64.RawURLEncoding.EncodeToString([]byte(text)), 0)
	return c.Redirect(to, fiber.StatusSeeOther)
}

// takeNotice is the sentence of the change before this page; it is shown once.
func (s *site) takeNotice(c *fiber.Ctx) string {
	sent := c.Cookies(cookie(c, "notice"))
	if sent == "" || c.Method() != fiber.MethodGet {
		return ""
	}
	dropCookie(c, "notice")
	text, err := base64.RawURLEncoding.DecodeString(sent)
	if err != nil || len(text) > 4*longNotice {
		return ""
	}
	return string(text)
}

// origin is the address that links begin with: the one that was set, else the one at which this browser has come.
func (s *site) origin(c *fiber.Ctx) string { return cmp.Or(s.URL, c.BaseURL()) }

// showAsset answers with a style sheet, a script or an icon, which may be kept for ever: its address names its content.
func (s *site) showAsset(c *fiber.Ctx) error {
	file, ok := public.Lookup(c.Path())
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return sendFile(c, file)
}

// sendFile answers with what is packed already, as the browser likes it best.
func sendFile(c *fiber.Ctx, file public.File) error {
	content, encoding := file.For(c.Get(fiber.HeaderAcceptEncoding))
	c.Set(fiber.HeaderContentType, file.Type)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
	}
	return c.Send(content)
}

// streams are answers that no middleware may hold back, and those that are packed already.
func streams(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Path(), public.Prefix) || strings.HasSuffix(c.Path(), ".pdf") || strings.HasSuffix(c.Path(), "/live") || streaming(c)
}

func (s *site) health(c *fiber.Ctx) error {
	if err := s.db.Ready(c.UserContext()); err != nil {
		return err
	}
	return c.SendString("ok")
}

// pager leads to the next page of a list that fills one: the address of this page with the last row's place in it.
func pager(c *fiber.Ctx, rows int, last func() models.Cursor) views.Pager {
	var pages views.Pager
	query := url.Values{}
	for name, value := range c.Queries() {
		if name != "after" && name != "id" {
			query.Set(name, value)
		} else {
			pages.First = c.Path()
		}
	}
	if pages.First != "" && len(query) > 0 {
		pages.First += "?" + query.Encode()
	}
	if rows == models.PageSize {
		cursor := last()
		query.Set("after", cursor.Key)
		query.Set("id", strconv.FormatInt(int64(cursor.ID), 10))
		pages.Next = c.Path() + "?" + query.Encode()
	}
	return pages
}
