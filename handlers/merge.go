package handlers

import (
	"encoding/hex"
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type duplicatesPage struct {
	views.Page
	Groups []models.Duplicates
	Today  models.Date
	Pager  views.Pager
}

func (s *site) listDuplicates(c *fiber.Ctx) error {
	page := duplicatesPage{Page: s.page(c, views.T("Người có thể trùng")), Today: s.today()}
	var err error
	if page.Groups, err = s.db.Duplicates(c.UserContext(), after(c)); err != nil {
		return err
	}
	page.Pager = pager(c, len(page.Groups), func() models.Cursor {
		last := page.Groups[len(page.Groups)-1].People[0]
		return models.Cursor{Key: hex.EncodeToString(last.SortKey), ID: last.ID}
	})
	return s.render(c, "people/duplicates", page)
}

type mergePage struct {
	views.Page
	Person models.Person // who stays
	Search string
	People []models.Person // whom the search has found
	Other  models.Person   // whose record goes; zero: not chosen yet
	Events []models.Appearance
	Today  models.Date
	Wrong  models.Invalid
}

func (s *site) mergePage(c *fiber.Ctx, with models.ID) (page mergePage, err error) {
	person, _, err := s.personOf(c)
	if err != nil {
		return page, err
	}
	page = mergePage{Page: s.page(c, views.T("Gộp hai người")), Person: person, Search: cut(c.Query("q", person.Name()), 200), Today: s.today()}
	if with != 0 {
		if page.Other, err = s.db.Person(c.UserContext(), with); err != nil {
			return page, err
		}
		page.Events, err = s.db.Appearances(c.UserContext(), visitOf(c).user, with)
		return page, err
	}
	page.People, err = s.db.People(c.UserContext(), models.PersonFilter{Search: page.Search, Limit: 20})
	return page, err
}

func (s *site) newMerge(c *fiber.Ctx) error {
	page, err := s.mergePage(c, number(c.Query("with")))
	if err != nil {
		return err
	}
	return s.render(c, "people/merge", page)
}

func (s *site) addMerge(c *fiber.Ctx) error {
	page, err := s.mergePage(c, number(c.FormValue("with")))
	if err != nil {
		return err
	}
	err = s.db.MergePeople(c.UserContext(), by(c), page.Person.ID, page.Other.ID, int64(number(c.FormValue("version"))), int64(number(c.FormValue("other_version"))))
	if errors.As(err, &page.Wrong) {
		return s.again(c, "people/merge", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, personURL(page.Person.ID), views.T("Đã gộp hai người làm một."))
}
