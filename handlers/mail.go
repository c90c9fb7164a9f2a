package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type mailServerForm struct {
	Host     string `form:"host"`
	Port     string `form:"port"`
	Security string `form:"security"`
	User     string `form:"user"`
	Password string `form:"password"`
	From     string `form:"from"`
	FromName string `form:"from_name"`
	Rate     string `form:"rate"`
	Version  int64  `form:"version"`
}

type mailPage struct {
	views.Page
	Form     mailServerForm
	Wrong    models.Invalid
	Stale    []views.Both
	Password bool // there is one; it is never shown
	Ready    bool
	Linked   bool // the program knows its address

	To      string // of a test letter
	ToWrong models.Invalid
	Tests   []models.Message
	Zone    models.Event // for the hours of the tests
}

func mailServerFormOf(m models.MailServer) mailServerForm {
	return mailServerForm{Host: m.Host, Port: formID(models.ID(m.Port)), Security: m.Security, User: m.User, From: m.From, FromName: m.FromName, Rate: formID(models.ID(m.Rate)), Version: m.Version}
}

func (s *site) mailPage(c *fiber.Ctx) (page mailPage, err error) {
	page = mailPage{Page: s.page(c, views.T("Thư điện tử")), Linked: s.Config.URL != ""}
	server, err := s.db.MailServer(c.UserContext())
	if err != nil {
		return page, err
	}
	settings, err := s.db.Settings(c.UserContext())
	if err != nil {
		return page, err
	}
	page.Form, page.Password, page.Ready, page.Zone = mailServerFormOf(server), server.Password != "", server.Ready(), models.Event{TimeZone: settings.TimeZone}
	page.Tests, err = s.db.Messages(c.UserContext(), models.MessageFilter{Kind: "test", Limit: 5})
	return page, err
}

func (s *site) editMail(c *fiber.Ctx) error {
	page, err := s.mailPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "admin/mail", page)
}

func (s *site) saveMail(c *fiber.Ctx) error {
	var form mailServerForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	whole := func(text, field string) int64 {
		if n := count(text, field, wrong); n != nil {
			return *n
		}
		return 0
	}
	server := models.MailServer{Host: form.Host, Port: whole(form.Port, "port"), Security: form.Security, User: form.User, Password: form.Password,
		From: form.From, FromName: form.FromName, Rate: whole(form.Rate, "rate"), Version: form.Version}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveMailServer(c.UserContext(), by(c), server)
		if err == nil {
			return s.done(c, "/admin/mail", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.mailPage(c)
	if err != nil {
		return err
	}
	theirs := page.Form
	page.Form, page.Wrong = form, wrong
	page.Form.Password = "" // it is typed again rather than sent back
	if _, ok := stale.Now.(models.MailServer); !ok {
		return s.again(c, "admin/mail", page)
	}
	page.Form.Version = stale.Version
	page.Stale = views.Differing(
		views.Both{Label: views.T("Máy chủ thư"), Now: theirs.Host, Mine: form.Host},
		views.Both{Label: views.T("Cổng"), Now: theirs.Port, Mine: form.Port},
		views.Both{Label: views.T("Tài khoản gửi thư"), Now: theirs.User, Mine: form.User},
		views.Both{Label: views.T("Địa chỉ người gửi"), Now: theirs.From, Mine: form.From},
		views.Both{Label: views.T("Tên người gửi"), Now: theirs.FromName, Mine: form.FromName},
		views.Both{Label: views.T("Số thư mỗi phút"), Now: theirs.Rate, Mine: form.Rate},
	)
	c.Status(fiber.StatusConflict)
	return s.render(c, "admin/mail", page)
}

// testMail sends a letter to an address, so that an administrator sees whether mail goes out.
func (s *site) testMail(c *fiber.Ctx) error {
	to := c.FormValue("to")
	err := s.db.TestMail(c.UserContext(), by(c), to, views.T("Thư thử từ chương trình Hội Thảo"), views.T("Thư này cho biết máy chủ thư đã được thiết lập đúng."))
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.mailPage(c)
		if err != nil {
			return err
		}
		page.To, page.ToWrong = to, wrong
		return s.again(c, "admin/mail", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/admin/mail#tests", views.T("Thư thử sẽ được gửi trong vài giây; hãy tải lại trang để xem kết quả."))
}
