package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type organizationsPage struct {
	views.Page
	Search string
	Ended  bool // those that are no more, too
	Rows   []models.Organization
	Below  map[models.ID][]models.Organization // of the rows of the tree
	Above  map[models.ID]string                // of what was found: the one above
	Today  models.Date
	Pager  views.Pager
}

// listOrganizations shows the tree from its top, two levels deep; a search goes through all levels.
func (s *site) listOrganizations(c *fiber.Ctx) error {
	page := organizationsPage{Page: s.page(c, views.T("Cơ quan")), Search: cut(strings.TrimSpace(c.Query("q")), 200), Ended: c.Query("ended") != "", Today: s.today()}
	filter := models.OrganizationFilter{Search: page.Search, Top: page.Search == "", After: after(c), Valid: page.Today}
	if page.Ended {
		filter.Valid = ""
	}
	var err error
	if page.Rows, err = s.db.Organizations(c.UserContext(), filter); err != nil {
		return err
	}
	var ids []models.ID
	for _, organization := range page.Rows {
		ids = append(ids, organization.ID)
	}
	if page.Search == "" {
		page.Below = map[models.ID][]models.Organization{}
		below, err := s.db.Below(c.UserContext(), ids, filter.Valid)
		if err != nil {
			return err
		}
		for _, organization := range below {
			page.Below[organization.ParentID] = append(page.Below[organization.ParentID], organization)
		}
	} else {
		page.Above = map[models.ID]string{}
		lines, err := s.db.Lines(c.UserContext(), ids)
		if err != nil {
			return err
		}
		for _, organization := range lines {
			page.Above[organization.ID] = organization.Name
		}
	}
	page.Pager = pager(c, len(page.Rows), func() models.Cursor { return page.Rows[len(page.Rows)-1].Cursor() })
	return s.render(c, "organizations/list", page)
}

// suggestOrganizations are names for a field in which an organization is chosen.
func (s *site) suggestOrganizations(c *fiber.Ctx) error {
	names, err := s.db.SuggestOrganizations(c.UserContext(), cut(c.Query("q"), 200))
	if err != nil {
		return err
	}
	return c.JSON(names)
}

type organizationPage struct {
	views.Page
	Organization models.Organization
	Line         []models.Organization // above it, nearest first
	Kind         string                // its own, or the nearest ancestor's
	Head         letterhead
	Successor    models.Organization
	Below        []models.Organization
	People       []models.Person
	Today        models.Date
	Pager        views.Pager // of those below
	Wrong        models.Invalid
}

// Crumbs are the organizations above, the highest first.
func (page organizationPage) Crumbs() []views.Link {
	links := []views.Link{{Name: views.T("Cơ quan"), URL: "/organizations"}}
	for i := len(page.Line) - 1; i >= 0; i-- {
		links = append(links, views.Link{Name: page.Line[i].Name, URL: organizationURL(page.Line[i].ID)})
	}
	return links
}

// letterhead is the head of a paper of the organization, as it will print.
type letterhead struct{ Above, Name, Code, Place string }

func letterheadOf(organization models.Organization, line []models.Organization) letterhead {
	above, name := organization.Head(line)
	head := letterhead{above, name, organization.Code, organization.Place}
	for _, ancestor := range line {
		if head.Place == "" {
			head.Place = ancestor.Place
		}
	}
	return head
}

func (s *site) organizationPage(c *fiber.Ctx) (page organizationPage, err error) {
	id, err := thing(c, "id")
	if err != nil {
		return page, err
	}
	ctx := c.UserContext()
	line, err := s.db.Ancestry(ctx, id)
	if err != nil {
		return page, err
	}
	page = organizationPage{Page: s.page(c, "%s", line[0].Name), Organization: line[0], Line: line[1:], Today: s.today(), Head: letterheadOf(line[0], line[1:])}
	for _, organization := range line {
		if page.Kind == "" {
			page.Kind = organization.Kind
		}
	}
	if page.Organization.SuccessorID != 0 {
		if page.Successor, err = s.db.Organization(ctx, page.Organization.SuccessorID); err != nil {
			return page, err
		}
	}
	if page.Below, err = s.db.Organizations(ctx, models.OrganizationFilter{ParentID: id, After: after(c)}); err != nil {
		return page, err
	}
	page.Pager = pager(c, len(page.Below), func() models.Cursor { return page.Below[len(page.Below)-1].Cursor() })
	page.People, err = s.db.People(ctx, models.PersonFilter{OrganizationID: id, Limit: 20})
	return page, err
}

func (s *site) showOrganization(c *fiber.Ctx) error {
	page, err := s.organizationPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "organizations/show", page)
}

func (s *site) removeOrganization(c *fiber.Ctx) error {
	page, err := s.organizationPage(c)
	if err != nil {
		return err
	}
	err = s.db.RemoveOrganization(c.UserContext(), by(c), page.Organization.ID)
	if errors.As(err, &page.Wrong) {
		return s.again(c, "organizations/show", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/organizations", views.T("Đã xóa %s khỏi danh bạ."), page.Organization.Name)
}

func organizationURL(id models.ID) string { return "/organizations/" + formID(id) }
