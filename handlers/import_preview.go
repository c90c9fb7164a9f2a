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

// previewPage is a list as it would be taken over, row by row.
type previewPage struct {
	views.Page
	Event   models.Event
	URL     string // of the list
	Back    string
	Import  models.Import
	Preview models.Preview
	State   string             // only rows of this state are shown; "": all
	Rows    []models.ImportRow // of this page
	Query   string             // the address, with its question mark, to come back to
	Pager   views.Pager
	Wrong   models.Invalid
	Leave   bool
}

// Tab is a state with the number of its rows.
type tab struct {
	State string
	Count int
}

// Tabs are the states that rows of the list have.
func (page previewPage) Tabs() (tabs []tab) {
	for _, state := range models.ImportStates {
		if n := page.Preview.Counts[state]; n > 0 {
			tabs = append(tabs, tab{state, n})
		}
	}
	return tabs
}

// Choices are whom a row may be.
func (page previewPage) Choices(row models.ImportRow) (options []views.Option) {
	for _, may := range row.May {
		told := may.Person.Told(page.Event.Day())
		switch {
		case may.Row != 0:
			told = page.Say(views.T("Là người ở dòng %d: %s"), may.Row, told)
		case may.There:
			told = page.Say(views.T("Là đại biểu đã có: %s"), told)
		default:
			told = page.Say(views.T("Là người trong danh bạ: %s"), told)
		}
		options = append(options, views.Option{Value: may.Choice, Label: told})
	}
	return append(options, views.Option{Value: "new", Label: page.Say(views.T("Là người khác: thêm mới"))}, views.Option{Value: "skip", Label: page.Say(views.T("Bỏ qua dòng này"))})
}

// Chosen is what a row's choice is now; a repetition is one by itself.
func (page previewPage) Chosen(row models.ImportRow) string {
	if row.Choice == "" && row.State == "repeat" && len(row.May) > 0 {
		return row.May[0].Choice
	}
	return row.Choice
}

func (s *site) previewPage(c *fiber.Ctx, waiting models.Import) (page previewPage, err error) {
	v := visitOf(c)
	page = previewPage{Page: s.page(c, views.T("Xem trước danh sách")), Event: v.event, Import: waiting, State: c.Query("state")}
	url, back := importsURL(c)
	page.URL, page.Back = url+"/"+formID(waiting.ID), back
	if page.Preview, err = s.db.PreviewImport(c.UserContext(), v.user, waiting); err != nil {
		return page, err
	}
	after := int(number(c.Query("id")))
	for _, row := range page.Preview.Rows {
		if row.Row > after && (page.State == "" || row.State == page.State) && len(page.Rows) < models.PageSize {
			page.Rows = append(page.Rows, row)
		}
	}
	if query := string(c.Request().URI().QueryString()); query != "" {
		page.Query = "?" + query
	}
	page.Pager = pager(c, len(page.Rows), func() models.Cursor { return models.Cursor{ID: models.ID(page.Rows[len(page.Rows)-1].Row)} })
	return page, nil
}

func (s *site) previewImport(c *fiber.Ctx) error {
	waiting, err := s.importOf(c)
	if err != nil {
		return err
	}
	page, err := s.previewPage(c, waiting)
	if err != nil {
		return err
	}
	return s.render(c, "imports/preview", page)
}

// chooseImport keeps whom the rows of a page are, or says of all that are in doubt that they are somebody new.
func (s *site) chooseImport(c *fiber.Ctx) error {
	waiting, err := s.importOf(c)
	if err != nil {
		return err
	}
	choices := map[int]string{}
	for row, choice := range waiting.Plan.Choices {
		choices[row] = choice
	}
	if c.FormValue("all") == "new" {
		preview, err := s.db.PreviewImport(c.UserContext(), visitOf(c).user, waiting)
		if err != nil {
			return err
		}
		for _, row := range preview.Rows {
			if row.State == "doubtful" {
				choices[row.Row] = "new"
			}
		}
	} else {
		rows := len(waiting.Sheet().Rows)
		for name, value := range c.Context().PostArgs().All() {
			if row, ok := strings.CutPrefix(string(name), "choice-"); ok {
				if at, err := strconv.Atoi(row); err == nil && at > 0 && at <= rows && len(value) > 0 && len(value) < 40 {
					choices[at] = string(value)
				}
			}
		}
	}
	waiting.Plan.Choices = choices
	if err := s.db.SavePlan(c.UserContext(), waiting); err != nil {
		return err
	}
	to, _ := importsURL(c)
	to += "/" + formID(waiting.ID) + "/preview"
	if state := c.FormValue("state"); state != "" && state != "doubtful" {
		to += "?state=" + url.QueryEscape(state)
	}
	return s.done(c, to, views.T("Đã ghi lựa chọn."))
}

// applyImport takes the list over. One that is gone was taken over by an earlier press.
func (s *site) applyImport(c *fiber.Ctx) error {
	v := visitOf(c)
	url, back := importsURL(c)
	waiting, err := s.importOf(c)
	if errors.Is(err, models.ErrNotFound) {
		return s.done(c, back, views.T("Danh sách này đã được nhập, hoặc đã bỏ."))
	}
	if err != nil {
		return err
	}
	done, err := s.db.ApplyImport(c.UserContext(), v.user, waiting, c.FormValue("seen"), c.FormValue("leave") == "true")
	var wrong models.Invalid
	switch {
	case err == nil && done == (models.Imported{}):
		return s.done(c, back, views.T("Không có gì mới: mọi người trong danh sách đã có."))
	case err == nil && v.event.ID == 0:
		return s.done(c, back, views.T("Đã nhập danh sách: thêm %d người vào danh bạ, bổ sung thông tin của %d người."), done.People, done.Completed)
	case err == nil:
		return s.done(c, back, views.T("Đã nhập danh sách: %d đại biểu, trong đó %d người mới trong danh bạ; bổ sung thông tin của %d người."), done.Delegates, done.People, done.Completed)
	case errors.Is(err, models.ErrConflict):
		return s.done(c, url+"/"+formID(waiting.ID)+"/preview", views.T("Danh bạ hoặc sự kiện vừa thay đổi. Hãy xem lại danh sách rồi nhập."))
	case !errors.As(err, &wrong):
		return err
	}
	page, err := s.previewPage(c, waiting)
	if err != nil {
		return err
	}
	page.Wrong, page.Leave = wrong, c.FormValue("leave") == "true"
	return s.again(c, "imports/preview", page)
}
