package handlers

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// personForm is the form of a person as typed; its posts are rows.
type personForm struct {
	Family    string `form:"family"`
	Given     string `form:"given"`
	Honorific string `form:"honorific"`
	Rank      string `form:"protocol_rank"`
	Born      string `form:"born_year"`
	Phone     string `form:"phone"`
	Email     string `form:"email"`
	Note      string `form:"note"`
	Version   int64  `form:"version"`
	More      bool   `form:"more"`  // another row is asked for, nothing is to be saved yet
	Other     bool   `form:"other"` // it is somebody else of the same name
	Posts     []postForm
}

type postForm struct {
	ID, Place, Title, Organization, From, Until string
}

// blank tells whether nothing was written in the row: it is no post, or no more.
func (f postForm) blank() bool {
	return strings.TrimSpace(f.Title+f.Organization+f.From+f.Until) == ""
}

func readPersonForm(c *fiber.Ctx) (form personForm, err error) {
	if err := c.BodyParser(&form); err != nil {
		return form, fiber.ErrBadRequest
	}
	rows := rowsOf(c, "post_id", "post_place", "post_title", "post_organization", "post_from", "post_until")
	if len(rows) > 100 {
		return form, fiber.ErrBadRequest
	}
	for _, row := range rows {
		if post := (postForm{row[0], row[1], row[2], row[3], row[4], row[5]}); !post.blank() {
			form.Posts = append(form.Posts, post)
		}
	}
	// The places that were written decide; a row without one keeps behind those before it.
	place := func(p postForm) int {
		if n, err := strconv.Atoi(strings.TrimSpace(p.Place)); err == nil {
			return n
		}
		return 1000
	}
	slices.SortStableFunc(form.Posts, func(a, b postForm) int { return cmp.Compare(place(a), place(b)) })
	for i := range form.Posts {
		form.Posts[i].Place = strconv.Itoa(i + 1)
	}
	return form, nil
}

func (s *site) personFormOf(c *fiber.Ctx, person models.Person) (form personForm, err error) {
	form = personForm{Family: person.Family, Given: person.Given, Honorific: person.Honorific, Phone: person.Phone, Email: person.Email, Note: person.Note, Version: person.Version,
		Rank: written(person.ProtocolRank), Born: written(person.BornYear)}
	organizations, _, err := s.standing(c, person)
	if err != nil {
		return form, err
	}
	labels, err := s.labels(c, organizations)
	for i, post := range person.Posts {
		form.Posts = append(form.Posts, postForm{formID(post.ID), strconv.Itoa(i + 1), post.Title, labels[post.OrganizationID], shortDate(post.ValidFrom), shortDate(post.ValidUntil)})
	}
	return form, err
}

func (s *site) labels(c *fiber.Ctx, organizations map[models.ID]models.Organization) (map[models.ID]string, error) {
	var all []models.Organization
	for _, organization := range organizations {
		all = append(all, organization)
	}
	return s.db.OrganizationLabels(c.UserContext(), all)
}

// person is what the form says, put over the person as it stands. Phone and e-mail are taken only from who may see them.
func (s *site) person(c *fiber.Ctx, form personForm, person models.Person, contact bool, wrong models.Invalid) (models.Person, error) {
	person.Family, person.Given, person.Honorific, person.Note, person.Version = form.Family, form.Given, form.Honorific, form.Note, form.Version
	if strings.TrimSpace(form.Given) == "" {
		person.Family, person.Given = viet.SplitName(form.Family)
	}
	person.ProtocolRank, person.BornYear = count(form.Rank, "protocol_rank", wrong), count(form.Born, "born_year", wrong)
	if contact {
		person.SetContact(visitOf(c).user, form.Phone, form.Email)
	}
	person.Posts = nil
	for i, row := range form.Posts {
		field := "post-" + strconv.Itoa(i)
		post := models.Post{ID: number(row.ID), Title: row.Title, ValidFrom: date(row.From, field, wrong), ValidUntil: date(row.Until, field, wrong)}
		if strings.TrimSpace(row.Organization) != "" {
			organization, err := s.db.ChooseOrganization(c.UserContext(), cut(row.Organization, 600))
			var none models.Invalid
			if errors.As(err, &none) {
				wrong[field] = none["organization"]
			} else if err != nil {
				return person, err
			}
			post.OrganizationID = organization.ID
		}
		person.Posts = append(person.Posts, post)
	}
	return person, nil
}

type personFormPage struct {
	views.Page
	Person     models.Person // zero when it is a new one
	Contact    bool
	Form       personForm
	Wrong      models.Invalid
	Stale      []views.Both
	Same       []models.Person // others of the same name
	Suggestion *models.Suggestion
	Today      models.Date
}

// Rows are the rows of posts that the form shows: those there are, and empty ones to write into.
func (page personFormPage) Rows() []postForm {
	rows := slices.Clone(page.Form.Posts)
	for range max(2, 3-len(rows)) {
		rows = append(rows, postForm{Place: strconv.Itoa(len(rows) + 1)})
	}
	return rows
}

// Honorifics are offered while somebody types.
func (page personFormPage) Honorifics() []string { return models.Honorifics }

func (s *site) personFormPage(c *fiber.Ctx, title string, person models.Person, form personForm, contact bool) personFormPage {
	return personFormPage{Page: s.page(c, title), Person: person, Form: form, Contact: contact, Today: s.today()}
}

func (s *site) newPerson(c *fiber.Ctx) error {
	form := personForm{}
	if id := number(c.Query("organization")); id != 0 {
		organization, err := s.db.Organization(c.UserContext(), id)
		if err != nil {
			return err
		}
		labels, err := s.db.OrganizationLabels(c.UserContext(), []models.Organization{organization})
		if err != nil {
			return err
		}
		form.Posts = []postForm{{Place: "1", Organization: labels[id]}}
	}
	return s.render(c, "people/edit", s.personFormPage(c, views.T("Thêm người"), models.Person{}, form, true))
}

func (s *site) addPerson(c *fiber.Ctx) error {
	form, err := readPersonForm(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	page := s.personFormPage(c, views.T("Thêm người"), models.Person{}, form, true)
	if form.More {
		return s.render(c, "people/edit", page)
	}
	person, err := s.person(c, form, models.Person{}, true, wrong)
	if err != nil {
		return err
	}
	if page.Same, err = s.sameName(c, person); err != nil {
		return err
	}
	if len(page.Same) > 0 && !form.Other {
		wrong["other"] = views.T("Danh bạ đã có người cùng tên. Nếu đây là người khác, hãy đánh dấu rồi lưu.")
	}
	if len(wrong) == 0 {
		added, err := s.db.AddPerson(c.UserContext(), by(c), person)
		if err == nil {
			return s.done(c, personURL(added.ID), views.T("Đã thêm %s."), added.Name())
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page.Wrong = wrong
	return s.again(c, "people/edit", page)
}

// sameName are those of the directory who have the person's name.
func (s *site) sameName(c *fiber.Ctx, person models.Person) (same []models.Person, err error) {
	name := viet.Clean(person.Name())
	if name == "" {
		return nil, nil
	}
	people, err := s.db.People(c.UserContext(), models.PersonFilter{Search: cut(name, 200), Limit: 20})
	for _, other := range people {
		if viet.Same(other.Name(), name) {
			same = append(same, other)
		}
	}
	return same, err
}

func (s *site) editPerson(c *fiber.Ctx) error {
	person, contact, err := s.personOf(c)
	if err != nil {
		return err
	}
	form, err := s.personFormOf(c, person)
	if err != nil {
		return err
	}
	page := s.personFormPage(c, views.T("Sửa thông tin người"), person, form, contact)
	if _, page.Suggestion, err = s.standing(c, person); err != nil {
		return err
	}
	return s.render(c, "people/edit", page)
}

func (s *site) savePerson(c *fiber.Ctx) error {
	form, err := readPersonForm(c)
	if err != nil {
		return err
	}
	before, contact, err := s.personOf(c)
	if err != nil {
		return err
	}
	page := s.personFormPage(c, views.T("Sửa thông tin người"), before, form, contact)
	if _, page.Suggestion, err = s.standing(c, before); err != nil {
		return err
	}
	if form.More {
		return s.render(c, "people/edit", page)
	}
	wrong := models.Invalid{}
	person, err := s.person(c, form, before, contact, wrong)
	if err != nil {
		return err
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SavePerson(c.UserContext(), by(c), person)
		if err == nil {
			return s.done(c, personURL(before.ID), views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.Person)
	if !ok {
		return s.again(c, "people/edit", page)
	}
	theirs, err := s.personFormOf(c, now)
	if err != nil {
		return err
	}
	page.Person, page.Form.Version, page.Form.Posts = now, stale.Version, standingPosts(form.Posts, theirs.Posts)
	if page.Stale = bothPeople(theirs, page.Form, contact); len(page.Stale) == 0 { // both have written the same
		return s.done(c, personURL(before.ID), views.T("Đã lưu."))
	}
	c.Status(fiber.StatusConflict)
	return s.render(c, "people/edit", page)
}

// standingPosts gives rows the numbers of the posts that stand now with the same title, where their own post is no more.
func standingPosts(mine, theirs []postForm) []postForm {
	for i := range mine {
		if slices.ContainsFunc(theirs, func(p postForm) bool { return p.ID == mine[i].ID }) {
			continue
		}
		mine[i].ID = ""
		for _, post := range theirs {
			taken := slices.ContainsFunc(mine, func(p postForm) bool { return p.ID == post.ID })
			if post.Title == strings.TrimSpace(mine[i].Title) && !taken {
				mine[i].ID = post.ID
			}
		}
	}
	return mine
}

// bothPeople are the fields in which what stands now and what was typed differ.
func bothPeople(now, mine personForm, contact bool) []views.Both {
	posts := func(form personForm) string {
		var lines []string
		for _, post := range form.Posts {
			line := strings.TrimSpace(post.Title)
			for _, more := range []string{post.Organization, post.From, post.Until} {
				if more = strings.TrimSpace(more); more != "" {
					line += " · " + more
				}
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	}
	if !contact {
		now.Phone, now.Email, mine.Phone, mine.Email = "", "", "", ""
	}
	return views.Differing(
		views.Both{Label: views.T("Họ và đệm"), Now: now.Family, Mine: mine.Family},
		views.Both{Label: views.T("Tên"), Now: now.Given, Mine: mine.Given},
		views.Both{Label: views.T("Danh xưng"), Now: now.Honorific, Mine: mine.Honorific},
		views.Both{Label: views.T("Chức vụ"), Now: posts(now), Mine: posts(mine)},
		views.Both{Label: views.T("Thứ tự lễ tân"), Now: now.Rank, Mine: mine.Rank},
		views.Both{Label: views.T("Năm sinh"), Now: now.Born, Mine: mine.Born},
		views.Both{Label: views.T("Điện thoại"), Now: now.Phone, Mine: mine.Phone},
		views.Both{Label: views.T("Thư điện tử"), Now: now.Email, Mine: mine.Email},
		views.Both{Label: views.T("Ghi chú"), Now: now.Note, Mine: mine.Note},
	)
}

func (s *site) removePerson(c *fiber.Ctx) error {
	page, err := s.personPage(c)
	if err != nil {
		return err
	}
	err = s.db.RemovePerson(c.UserContext(), by(c), page.Person.ID)
	if errors.As(err, &page.Wrong) {
		return s.again(c, "people/show", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/people", views.T("Đã xóa %s khỏi danh bạ."), page.Person.Name())
}

func personURL(id models.ID) string { return "/people/" + formID(id) }
