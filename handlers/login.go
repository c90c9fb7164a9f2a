package handlers

import (
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// signInAddress is where a guest signs in and comes back from to this page.
func signInAddress(c *fiber.Ctx) string { return "/login?to=" + url.QueryEscape(c.OriginalURL()) }

// local is an address within this site; any other leads to the start page.
func local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	if parsed, err := url.Parse(address); err != nil || parsed.Host != "" || parsed.Scheme != "" {
		return "/"
	}
	return address
}

func (s *site) newLogin(c *fiber.Ctx) error {
	if visitOf(c).user != nil {
		return c.Redirect(local(c.Query("to")), fiber.StatusSeeOther)
	}
	empty, err := s.db.Empty(c.UserContext())
	if err != nil {
		return err
	}
	if empty {
		return c.Redirect("/setup", fiber.StatusSeeOther)
	}
	return s.render(c, "login", views.Login{Page: s.guestPage(c, views.T("Đăng nhập")), To: local(c.Query("to"))})
}

// guestPage is a page with a form for somebody who is not signed in.
func (s *site) guestPage(c *fiber.Ctx, title string) views.Page {
	page := s.page(c, title)
	if page.Account == "" {
		page.CSRF = formToken(s.guestToken(c))
		page.Insecure = !secure(c) && !c.IsFromLocal()
	}
	return page
}

func (s *site) addLogin(c *fiber.Ctx) error {
	var form struct{ Account, Password, To string }
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	token, _, err := s.db.SignIn(c.UserContext(), form.Account, form.Password, s.address(c), c.Get(fiber.HeaderUserAgent))
	if wrong, throttled := errors.Is(err, models.ErrWrongPassword), errors.As(err, new(models.Throttled)); wrong || throttled {
		problem := views.T("Tên đăng nhập hoặc mật khẩu không đúng.")
		if throttled {
			_, problem = meaning(err)
		}
		status, _ := meaning(err)
		if wrong {
			status = fiber.StatusUnprocessableEntity
		}
		page := s.guestPage(c, views.T("Đăng nhập"))
		c.Status(status)
		return s.render(c, "login", views.Login{Page: page, Name: form.Account, To: local(form.To), Problem: page.Say(problem)})
	}
	if err != nil {
		return err
	}
	if v := visitOf(c); v.login != 0 { // the browser's login before this one ends with it
		if err := s.db.SignOut(c.UserContext(), v.user.ID, v.login); err != nil {
			return err
		}
	}
	setCookie(c, "login", token, 7*24*time.Hour)
	dropCookie(c, "guest")
	return c.Redirect(local(form.To), fiber.StatusSeeOther)
}

func (s *site) removeLogin(c *fiber.Ctx) error {
	v := visitOf(c)
	if err := s.db.SignOut(c.UserContext(), v.user.ID, v.login); err != nil {
		return err
	}
	dropCookie(c, "login")
	if c.FormValue("keep") == "" { // something of another account waits in this browser
		c.Set("Clear-Site-Data", `"storage"`)
	}
	return c.Redirect("/", fiber.StatusSeeOther)
}

// newSetup and addSetup make the first administrator, once, for whoever holds the code that the program printed when it started.
func (s *site) newSetup(c *fiber.Ctx) error {
	if err := s.unused(c); err != nil {
		return err
	}
	return s.render(c, "setup", views.Setup{Page: s.guestPage(c, views.T("Người quản trị đầu tiên")), Code: c.Query("code")})
}

func (s *site) addSetup(c *fiber.Ctx) error {
	if err := s.unused(c); err != nil {
		return err
	}
	var form struct{ Account, Name, Password, Again, Code string }
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	if form.Password != form.Again {
		wrong["again"] = views.T("Hai lần gõ mật khẩu không giống nhau.")
	}
	if subtle.ConstantTimeCompare([]byte(strings.TrimSpace(form.Code)), []byte(s.SetupCode)) != 1 {
		wrong["code"] = views.T("Mã không đúng. Mã hiện trong cửa sổ đã mở chương trình.")
	}
	if len(wrong) == 0 {
		_, err := s.db.AddUser(c.UserContext(), models.Actor{Name: viet.Clean(form.Name)}, models.NewUser{Account: form.Account, Name: form.Name, Password: form.Password,
			First: true, Roles: []models.Role{{Role: models.Administrator}}})
		if err == nil {
			return s.addLogin(c)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return s.again(c, "setup", views.Setup{Page: s.guestPage(c, views.T("Người quản trị đầu tiên")), User: form.Account, Name: form.Name, Code: form.Code, Wrong: wrong})
}

// unused answers not found as soon as there is an account, and as long as there is no code.
func (s *site) unused(c *fiber.Ctx) error {
	empty, err := s.db.Empty(c.UserContext())
	if err == nil && (!empty || s.SetupCode == "") {
		return models.ErrNotFound
	}
	return err
}
