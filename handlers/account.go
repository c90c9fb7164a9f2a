package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// accountPage is one's own account: what it may do, its password, and where it is signed in.
type accountPage struct {
	views.Page
	User          *models.User
	Organizations map[models.ID]models.Organization
	Logins        []models.Login
	Here          models.ID // the login of this browser
	Zone          *time.Location
	Wrong         models.Invalid
}

// Local is a moment on the office's clock.
func (page accountPage) Local(t models.Time) time.Time { return t.In(page.Zone) }

func (s *site) accountPage(c *fiber.Ctx) (page accountPage, err error) {
	v := visitOf(c)
	page = accountPage{Page: s.page(c, views.T("Tài khoản của tôi")), User: v.user, Here: v.login}
	if page.Organizations, err = s.organizationsOf(c, *v.user); err != nil {
		return page, err
	}
	if page.Zone, err = s.zone(c); err != nil {
		return page, err
	}
	page.Logins, err = s.db.Logins(c.UserContext(), v.user.ID)
	return page, err
}

// zone is the office's time zone, for what belongs to no event.
func (s *site) zone(c *fiber.Ctx) (*time.Location, error) {
	settings, err := s.db.Settings(c.UserContext())
	return models.Event{TimeZone: settings.TimeZone}.Zone(), err
}

func (s *site) showAccount(c *fiber.Ctx) error {
	page, err := s.accountPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "account", page)
}

// savePassword changes one's own password. It ends all logins, and this browser gets a new one.
func (s *site) savePassword(c *fiber.Ctx) error {
	var form struct{ Old, Password, Again string }
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	user, wrong := *visitOf(c).user, models.Invalid{}
	if form.Password != form.Again {
		wrong["again"] = views.T("Hai lần gõ mật khẩu không giống nhau.")
	}
	err := s.db.CheckPassword(c.UserContext(), user, form.Old, s.address(c))
	switch {
	case errors.Is(err, models.ErrWrongPassword):
		wrong["old"] = views.T("Mật khẩu đang dùng không đúng.")
	case err != nil:
		return err
	}
	if len(wrong) == 0 {
		if err = s.db.SetPassword(c.UserContext(), by(c), user, form.Password); err == nil {
			token, err := s.db.AddLogin(c.UserContext(), user, s.address(c), c.Get(fiber.HeaderUserAgent))
			if err != nil {
				return err
			}
			setCookie(c, "login", token, 7*24*time.Hour)
			return s.done(c, "/account", views.T("Đã đổi mật khẩu. Các máy khác phải đăng nhập lại."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page, err := s.accountPage(c)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "account", page)
}

// endLogin signs one's own account out of another browser, or of all others.
func (s *site) endLogin(c *fiber.Ctx) error {
	v := visitOf(c)
	login := number(c.FormValue("login"))
	if login == 0 {
		if err := s.db.SignOutOthers(c.UserContext(), v.user.ID, v.login); err != nil {
			return err
		}
		return s.done(c, "/account", views.T("Đã đăng xuất khỏi các máy khác."))
	}
	if login == v.login {
		return s.removeLogin(c)
	}
	if err := s.db.SignOut(c.UserContext(), v.user.ID, login); err != nil {
		return err
	}
	return s.done(c, "/account", views.T("Đã đăng xuất khỏi máy đó."))
}
