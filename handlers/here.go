package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// herePage is where a delegate notes himself present: by the code of the hall's screen, and the pass or link that he was given.
type herePage struct {
	views.Page
	Event models.Event
	Code  string // of the hall's screen, as typed or as its QR brought it
	Pass  string
	Nonce string
	Scan  models.Scan
	Who   models.Delegate
	Wrong models.Invalid
}

// hereCode is the code as a screen shows it.
type hereCode struct {
	views.Page
	Event   models.Event
	Code    string
	Seconds int64 // how long it stands still
}

// self lets pass whoever is asked to note himself present. It shows nothing of the event but its name.
func (s *site) self(c *fiber.Ctx) error {
	return s.guard(c, func(v *visit) bool { return v.event.SelfCheckin })
}

func (s *site) showHere(c *fiber.Ctx) error {
	return s.render(c, "here/show", s.herePage(c))
}

func (s *site) herePage(c *fiber.Ctx) herePage {
	page := herePage{Page: s.page(c, views.T("Ghi có mặt")), Event: visitOf(c).event, Code: cut(c.Query("code"), 20), Nonce: secret(16), Wrong: models.Invalid{}}
	if page.CSRF == "" {
		page.CSRF = formToken(s.guestToken(c))
	}
	return page
}

func (s *site) addHere(c *fiber.Ctx) error {
	page := s.herePage(c)
	page.Code, page.Pass, page.Nonce = cut(c.FormValue("code"), 20), cut(c.FormValue("pass"), 500), c.FormValue("nonce")
	pass, err := page.Pass, error(nil)
	if pass == "" { // a photo of the badge or of the letter; what is none leads to no delegate
		var none models.Invalid
		if pass, err = readPhoto(c); err != nil && !errors.Is(err, models.ErrNotFound) && !errors.As(err, &none) {
			return err
		}
	}
	page.Scan, page.Who, err = s.db.AddHere(c.UserContext(), page.Event, pass, page.Code, page.Nonce)
	if errors.As(err, &page.Wrong) {
		return s.again(c, "here/show", page)
	}
	if err != nil {
		return err
	}
	return s.render(c, "here/show", page)
}

// showHereCode is the code for a screen that shows it: a part of a page, to be read again when it has run out.
func (s *site) showHereCode(c *fiber.Ctx) error {
	code := hereCode{Page: s.page(c, ""), Event: visitOf(c).event}
	var until models.Time
	code.Code, until = s.db.HereCode(code.Event, s.db.Now())
	code.Seconds = int64(until.Sub(s.db.Now().Time).Seconds())
	if code.Code == "" {
		return models.ErrNotFound
	}
	return s.render(c, "here/show#code", code)
}
