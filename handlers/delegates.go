package handlers

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type delegatesPage struct {
	views.Page
	Event     models.Event
	Filter    delegateQuery
	Delegates []models.Delegate
	Before    int64            // delegates on the pages before this one
	Turnout   []models.Turnout // by group
	Total     models.Turnout
	Groups    []views.Option
	Names     map[models.ID]string // of the groups
	Order     string               // in which the delegates are shown, when a hand may change it; else ""
	Pager     views.Pager
	Back      string // the search as it stands in the address, with its question mark, to come back to
	Keeps     bool   // the reader may change them

	Elsewhere map[models.ID][]models.Elsewhere // by person: wanted in another event at the same time
}

// Wanted says where else a person is wanted at the time of this event, a sentence for each other event.
func (page delegatesPage) Wanted(person models.ID) (sentences []string) {
	told := map[string]bool{}
	for _, other := range page.Elsewhere[person] {
		if !told[other.Slug] {
			told[other.Slug] = true
			sentences = append(sentences, elsewhere(page.Page, other))
		}
	}
	return sentences
}

// Place is a delegate's number in the order of the list, 1 for the first.
func (page delegatesPage) Place(row int) int64 { return page.Before + int64(row) + 1 }

// delegateQuery is the search of the list, as it stands in the address.
type delegateQuery struct {
	Search string `query:"q"`
	Group  string `query:"group"` // a number, or "none"
	Role   string `query:"role"`
	Reply  string `query:"reply"`
	After  string `query:"after"` // the last delegate's rank and position
	ID     int64  `query:"id"`    // and number
}

func (q delegateQuery) group() models.ID {
	if q.Group == "none" {
		return models.Ungrouped
	}
	return number(q.Group)
}

func (q delegateQuery) filter(event models.Event) models.DelegateFilter {
	return models.DelegateFilter{EventID: event.ID, GroupID: q.group(), Role: q.Role, Reply: q.Reply, Search: cut(q.Search, 200),
		After: models.Cursor{Key: q.After, ID: models.ID(q.ID)}}
}

// Narrow tells whether only some of the group's delegates are shown: their order is then not to be changed.
func (q delegateQuery) Narrow() bool { return q.Search != "" || q.Role != "" || q.Reply != "" }

func (s *site) listDelegates(c *fiber.Ctx) error {
	var query delegateQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.delegatesPage(c, query)
	if err != nil {
		return err
	}
	return s.render(c, "delegates/list", page)
}

func (s *site) delegatesPage(c *fiber.Ctx, query delegateQuery) (page delegatesPage, err error) {
	v := visitOf(c)
	page = delegatesPage{Page: s.page(c, views.T("Đại biểu")), Event: v.event, Filter: query, Keeps: v.access.Organize}
	if page.Delegates, err = s.db.Delegates(c.UserContext(), query.filter(v.event)); err != nil {
		return page, err
	}
	var people []models.ID
	for _, delegate := range page.Delegates {
		if delegate.PersonID != 0 && !delegate.Away() {
			people = append(people, delegate.PersonID)
		}
	}
	if page.Elsewhere, err = s.db.Elsewhere(c.UserContext(), v.user, v.event.ID, people); err != nil {
		return page, err
	}
	if page.Before, err = s.db.DelegatesBefore(c.UserContext(), query.filter(v.event)); err != nil {
		return page, err
	}
	if page.Turnout, err = s.db.Turnout(c.UserContext(), v.event.ID, 0); err != nil {
		return page, err
	}
	page.Total, page.Names = models.Total(page.Turnout), groupNames(page.Turnout)
	page.Groups = page.groupOptions(page.Turnout)
	if page.Keeps && !query.Narrow() {
		page.Order = joinIDs(page.Delegates)
	}
	if query := string(c.Request().URI().QueryString()); query != "" {
		page.Back = "?" + query
	}
	page.Pager = pager(c, len(page.Delegates), func() models.Cursor { return page.Delegates[len(page.Delegates)-1].Cursor() })
	return page, nil
}

// groupOptions are the groups to choose from in a filter, with the number of their delegates; groups that only have heads are left out.
func (page delegatesPage) groupOptions(turnout []models.Turnout) (options []views.Option) {
	for _, t := range turnout {
		value, label := formID(t.Group.ID), t.Group.Name
		if t.Group.ID == 0 {
			value, label = "none", page.Say(views.T("Chưa xếp nhóm"))
		} else if t.Group.Collective && t.Named == 0 {
			continue
		}
		options = append(options, views.Option{Value: value, Label: label + " (" + strconv.FormatInt(t.Named, 10) + ")"})
	}
	return options
}

func groupNames(turnout []models.Turnout) map[models.ID]string {
	names := map[models.ID]string{}
	for _, t := range turnout {
		names[t.Group.ID] = t.Group.Name
	}
	return names
}

func joinIDs(delegates []models.Delegate) string {
	ids := make([]string, len(delegates))
	for i, delegate := range delegates {
		ids[i] = formID(delegate.ID)
	}
	return strings.Join(ids, ",")
}

// orderDelegates takes the order of a page after a drag; its version is the order in which the page was shown, so that only whom the hand has
// moved moves.
func (s *site) orderDelegates(c *fiber.Ctx) error {
	order := c.FormValue("order")
	if err := s.db.OrderDelegates(c.UserContext(), by(c), visitOf(c).event.ID, ids(c.FormValue("version")), ids(order)); err != nil {
		return err
	}
	c.Set("X-Version", order)
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *site) moveDelegate(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	var query delegateQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	if err := s.db.StepDelegate(c.UserContext(), by(c), visitOf(c).event.ID, id, query.group(), c.FormValue("move") == "up"); err != nil {
		return err
	}
	return s.toDelegates(c, id, views.T("Đã chuyển."))
}

// toDelegates leads back to the list as it was filtered, to one of its rows.
func (s *site) toDelegates(c *fiber.Ctx, id models.ID, notice string, args ...any) error {
	to := visitOf(c).event.URL() + "/delegates"
	if query := string(c.Request().URI().QueryString()); query != "" {
		to += "?" + query
	}
	if id != 0 {
		to += "#d-" + formID(id)
	}
	return s.done(c, to, notice, args...)
}

func (s *site) suggestDelegates(c *fiber.Ctx) error {
	reset, err := s.db.SuggestOrder(c.UserContext(), by(c), visitOf(c).event.ID)
	if err != nil {
		return err
	}
	if reset == 0 {
		return s.toDelegates(c, 0, views.T("Thứ tự đã theo gợi ý."))
	}
	return s.toDelegates(c, 0, views.T("Đã sắp theo gợi ý: %d đại biểu trở về thứ tự lễ tân của mình."), reset)
}

// pickPage finds people of the directory to make them delegates, or adds somebody new.
type pickPage struct {
	views.Page
	Event  models.Event
	Pick   string // what is searched for
	Group  string
	Groups []views.Option
	People []models.Person
	There  map[models.ID]bool // who is a delegate already
	Form   newDelegateForm
	Wrong  models.Invalid
	More   bool // there are more than are shown
}

type newDelegateForm struct {
	People []int64 `form:"people"`
	Group  string  `form:"group"`
	Name   string  `form:"name"`
	Post   string  `form:"post"`
	Pick   string  `form:"pick"`
}

func (s *site) newDelegates(c *fiber.Ctx) error {
	page, err := s.pickPage(c, newDelegateForm{Group: c.Query("group"), Pick: c.Query("pick")})
	if err != nil {
		return err
	}
	return s.render(c, "delegates/new", page)
}

func (s *site) pickPage(c *fiber.Ctx, form newDelegateForm) (page pickPage, err error) {
	event := visitOf(c).event
	page = pickPage{Page: s.page(c, views.T("Thêm đại biểu")), Event: event, Pick: cut(form.Pick, 200), Group: form.Group, Form: form}
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	for _, group := range groups {
		page.Groups = append(page.Groups, views.Option{Value: formID(group.ID), Label: group.Name})
	}
	page.People, page.There, err = s.pick(c, page.Pick)
	page.More = len(page.People) == models.PageSize
	return page, err
}

// pick finds people of the directory, and tells which of them are delegates already.
func (s *site) pick(c *fiber.Ctx, search string) (people []models.Person, there map[models.ID]bool, err error) {
	if strings.TrimSpace(search) == "" {
		return nil, nil, nil
	}
	if people, err = s.db.People(c.UserContext(), models.PersonFilter{Search: search}); err != nil {
		return nil, nil, err
	}
	ids := make([]models.ID, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	there, err = s.db.DelegatesAmong(c.UserContext(), visitOf(c).event.ID, ids)
	return people, there, err
}

func (s *site) addDelegates(c *fiber.Ctx) error {
	var form newDelegateForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event := visitOf(c).event
	back := event.URL() + "/delegates/new?" + url.Values{"group": {form.Group}, "pick": {cut(form.Pick, 200)}}.Encode()
	var wrong models.Invalid
	if form.Name != "" || form.Post != "" {
		person, err := s.db.AddNewDelegate(c.UserContext(), by(c), event.ID, number(form.Group), form.Name, form.Post)
		if err == nil {
			return s.done(c, back, views.T("Đã thêm %s."), person.Name())
		}
		if !errors.As(err, &wrong) {
			return err
		}
	} else {
		people := make([]models.ID, len(form.People))
		for i, id := range form.People {
			people[i] = models.ID(id)
		}
		added, err := s.db.AddDelegates(c.UserContext(), by(c), event.ID, number(form.Group), people)
		switch {
		case err == nil && added < len(people):
			return s.done(c, back, views.T("Đã thêm %d đại biểu; %d người đã có trong danh sách."), added, len(people)-added)
		case err == nil:
			return s.done(c, back, views.T("Đã thêm %d đại biểu."), added)
		case !errors.As(err, &wrong):
			return err
		}
	}
	page, err := s.pickPage(c, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "delegates/new", page)
}
