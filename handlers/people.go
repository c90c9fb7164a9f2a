package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type peoplePage struct {
	views.Page
	Search       string
	Organization models.Organization // zero: of all
	People       []models.Person
	Today        models.Date
	Pager        views.Pager
}

func (s *site) listPeople(c *fiber.Ctx) error {
	page := peoplePage{Page: s.page(c, views.T("Người")), Search: cut(c.Query("q"), 200), Today: s.today()}
	filter := models.PersonFilter{Search: page.Search, OrganizationID: number(c.Query("organization")), After: after(c)}
	var err error
	if filter.OrganizationID != 0 {
		if page.Organization, err = s.db.Organization(c.UserContext(), filter.OrganizationID); err != nil {
			return err
		}
	}
	if page.People, err = s.db.People(c.UserContext(), filter); err != nil {
		return err
	}
	page.Pager = pager(c, len(page.People), func() models.Cursor { return page.People[len(page.People)-1].Cursor() })
	return s.render(c, "people/list", page)
}

// after is the place in a list after which the page of the address begins.
func after(c *fiber.Ctx) models.Cursor {
	return models.Cursor{Key: c.Query("after"), ID: number(c.Query("id"))}
}

// today is the day in Vietnam: whether somebody holds a post does not depend on an event.
func (s *site) today() models.Date {
	return models.DateOf(models.Event{TimeZone: "Asia/Ho_Chi_Minh"}.Local(s.db.Now()))
}

type personPage struct {
	views.Page
	Person        models.Person
	Contact       bool // the reader may see phone and e-mail
	Organizations map[models.ID]models.Organization
	Appearances   []models.Appearance
	Suggestion    *models.Suggestion
	Today         models.Date
	Wrong         models.Invalid
	Erases        string // "all": the reader may have the person's data in a file and erase them, "file": only the first
}

// Held tells whether a post is held today.
func (page personPage) Held(post models.Post) bool { return post.ValidOn(page.Today) }

func (s *site) personPage(c *fiber.Ctx) (page personPage, err error) {
	person, contact, err := s.personOf(c)
	if err != nil {
		return page, err
	}
	page = personPage{Page: s.page(c, "%s", person.Name()), Person: person, Contact: contact, Today: s.today()}
	switch user := visitOf(c).user; {
	case user.Administers():
		page.Erases = "all"
	case contact:
		page.Erases = "file"
	}
	if page.Organizations, page.Suggestion, err = s.standing(c, person); err != nil {
		return page, err
	}
	page.Appearances, err = s.db.Appearances(c.UserContext(), visitOf(c).user, person.ID)
	return page, err
}

// personOf is the person of the address, without phone and e-mail when they are not for the reader.
func (s *site) personOf(c *fiber.Ctx) (person models.Person, contact bool, err error) {
	id, err := thing(c, "id")
	if err != nil {
		return person, false, err
	}
	if person, err = s.db.Person(c.UserContext(), id); err != nil {
		return person, false, err
	}
	contact, err = s.db.SeesContact(c.UserContext(), visitOf(c).user, person)
	return person, contact, err
}

// standing are the organizations of a person's posts with those above, and the rank that the posts suggest; nil when they suggest none.
func (s *site) standing(c *fiber.Ctx, person models.Person) (map[models.ID]models.Organization, *models.Suggestion, error) {
	var ids []models.ID
	for _, post := range person.Posts {
		if post.OrganizationID != 0 {
			ids = append(ids, post.OrganizationID)
		}
	}
	lines, err := s.db.Lines(c.UserContext(), ids)
	organizations := map[models.ID]models.Organization{}
	for _, organization := range lines {
		organizations[organization.ID] = organization
	}
	if suggestion, ok := models.SuggestRank(person, lines, s.today()); ok {
		return organizations, &suggestion, err
	}
	return organizations, nil, err
}

func (s *site) showPerson(c *fiber.Ctx) error {
	page, err := s.personPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "people/show", page)
}
