package handlers

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/sheets"
	"hoithao/views"
)

// A list comes in by three steps: it is uploaded, its columns are named, and row by row it is seen what would happen. Between them it waits in
// the database. The same pages serve an event, whose delegates the people become, and the directory alone.

// importsURL is where lists are uploaded; back is the page that shows who is there.
func importsURL(c *fiber.Ctx) (url, back string) {
	if event := visitOf(c).event; event.ID != 0 {
		return event.URL() + "/delegates/import", event.URL() + "/delegates"
	}
	return "/people/import", "/people"
}

type importsPage struct {
	views.Page
	Event   models.Event // zero: into the directory alone
	URL     string
	Back    string
	Waiting []models.Import
	Wrong   models.Invalid
}

func (s *site) importsPage(c *fiber.Ctx) (page importsPage, err error) {
	v := visitOf(c)
	page = importsPage{Page: s.page(c, views.T("Nhập từ danh sách")), Event: v.event}
	page.URL, page.Back = importsURL(c)
	page.Waiting, err = s.db.Imports(c.UserContext(), v.user, v.event.ID)
	return page, err
}

func (s *site) newImport(c *fiber.Ctx) error {
	page, err := s.importsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "imports/new", page)
}

func (s *site) addImport(c *fiber.Ctx) error {
	v := visitOf(c)
	url, _ := importsURL(c)
	name, content, err := uploaded(c, sheets.MaxFile, views.T("Tệp lớn hơn 10 MB."))
	if err == nil && name == "" {
		err = models.Invalid{"file": views.T("Hãy chọn một tệp.")}
	}
	if err == nil {
		var waiting models.Import
		if waiting, err = s.db.AddImport(c.UserContext(), v.user, v.event, name, content); err == nil {
			return c.Redirect(url+"/"+formID(waiting.ID), fiber.StatusSeeOther)
		}
	}
	var wrong models.Invalid
	if !errors.As(err, &wrong) {
		return err
	}
	page, err := s.importsPage(c)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "imports/new", page)
}

// importOf is the list of the address, if it is this user's and for this event.
func (s *site) importOf(c *fiber.Ctx) (models.Import, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Import{}, err
	}
	v := visitOf(c)
	return s.db.Import(c.UserContext(), v.user, v.event.ID, id)
}

type importPage struct {
	views.Page
	Event   models.Event
	URL     string // of this list
	Back    string
	Import  models.Import
	Columns []importColumn
	Sheets  []views.Option
	Groups  []views.Option
	Head    string // rows as typed
	First   string
	Wrong   models.Invalid
}

// importColumn is a column of the list that holds something.
type importColumn struct {
	Index    int
	Name     string // as Excel calls it
	Heading  string
	Examples []string
	Field    string
}

func (s *site) importPage(c *fiber.Ctx, waiting models.Import) (page importPage, err error) {
	event := visitOf(c).event
	page = importPage{Page: s.page(c, views.T("Chọn cột của danh sách")), Event: event, Import: waiting, Head: written(some(waiting.Plan.Head)), First: written(some(waiting.Plan.First))}
	url, back := importsURL(c)
	page.URL, page.Back = url+"/"+formID(waiting.ID), back
	for i, sheet := range waiting.Sheets {
		page.Sheets = append(page.Sheets, views.Option{Value: strconv.Itoa(i), Label: sheet.Name + " (" + strconv.Itoa(len(sheet.Rows)) + ")"})
	}
	sheet := waiting.Sheet()
	for i := range sheet.Width() {
		column := importColumn{Index: i, Name: sheets.ColumnName(i), Heading: sheet.Cell(waiting.Plan.Head-1, i)}
		if i < len(waiting.Plan.Columns) {
			column.Field = string(waiting.Plan.Columns[i])
		}
		for row := max(waiting.Plan.First-1, 0); row < len(sheet.Rows) && len(column.Examples) < 3; row++ {
			if cell := sheet.Cell(row, i); cell != "" {
				column.Examples = append(column.Examples, cut(cell, 60))
			}
		}
		if column.Heading != "" || len(column.Examples) > 0 {
			page.Columns = append(page.Columns, column)
		}
	}
	if event.ID == 0 {
		return page, nil
	}
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	for _, group := range groups {
		page.Groups = append(page.Groups, views.Option{Value: formID(group.ID), Label: group.Name})
	}
	return page, err
}

func some(n int) *int64 {
	long := int64(n)
	return &long
}

// Fields are what a column may hold; what only a delegate has is none of the directory's.
func (page importPage) Fields() (options []views.Option) {
	for _, field := range sheets.Fields {
		switch field {
		case sheets.Group, sheets.Role, sheets.Seat, sheets.Needs:
			if page.Event.ID == 0 {
				continue
			}
		}
		options = append(options, views.Option{Value: string(field), Label: page.Word("column", string(field))})
	}
	return options
}

func (s *site) editImport(c *fiber.Ctx) error {
	waiting, err := s.importOf(c)
	if err != nil {
		return err
	}
	page, err := s.importPage(c, waiting)
	if err != nil {
		return err
	}
	return s.render(c, "imports/edit", page)
}

// saveImport keeps what the columns hold and leads on to the rows; asked to read the headings anew, it shows what it then takes them for.
func (s *site) saveImport(c *fiber.Ctx) error {
	waiting, err := s.importOf(c)
	if err != nil {
		return err
	}
	plan, wrong := &waiting.Plan, models.Invalid{}
	if sheet, err := strconv.Atoi(c.FormValue("sheet")); err == nil && sheet >= 0 && sheet < len(waiting.Sheets) {
		plan.Sheet = sheet
	}
	head, first := count(c.FormValue("head"), "head", wrong), count(c.FormValue("first"), "first", wrong)
	again := c.FormValue("again") != ""
	if plan.Head = 0; head != nil {
		plan.Head = int(*head)
	}
	if again {
		guess := sheets.UnderHead(waiting.Sheet(), plan.Head)
		if c.FormValue("head") == "" {
			guess = sheets.GuessOf(waiting.Sheet())
		}
		plan.Head, plan.First, plan.Columns, plan.Choices = guess.Head, guess.First, guess.Columns, nil
	} else {
		if plan.First = plan.Head + 1; first != nil {
			plan.First = int(*first)
		}
		plan.GroupID, plan.Sections, plan.Columns = number(c.FormValue("group")), c.FormValue("sections") == "true", make([]sheets.Field, waiting.Sheet().Width())
		for i := range plan.Columns {
			plan.Columns[i] = sheets.Field(c.FormValue("column-" + strconv.Itoa(i)))
		}
		if len(wrong) == 0 {
			err := s.db.SavePlan(c.UserContext(), waiting)
			if err == nil {
				url, _ := importsURL(c)
				return c.Redirect(url+"/"+formID(waiting.ID)+"/preview", fiber.StatusSeeOther)
			}
			if !errors.As(err, &wrong) {
				return err
			}
		}
	}
	page, err := s.importPage(c, waiting)
	if err != nil {
		return err
	}
	if page.Wrong = wrong; again {
		return s.render(c, "imports/edit", page)
	}
	page.Head, page.First = c.FormValue("head"), c.FormValue("first")
	return s.again(c, "imports/edit", page)
}

func (s *site) removeImport(c *fiber.Ctx) error {
	waiting, err := s.importOf(c)
	if err != nil {
		return err
	}
	if err := s.db.DropImport(c.UserContext(), visitOf(c).user, waiting.ID); err != nil {
		return err
	}
	url, _ := importsURL(c)
	return s.done(c, url, views.T("Đã bỏ danh sách %s."), waiting.FileName)
}

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
		to += "?state=" + state
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

// exportDelegates answers all delegates as a table that can be worked on and imported again.
func (s *site) exportDelegates(c *fiber.Ctx) error {
	v := visitOf(c)
	delegates, err := s.db.AllDelegates(c.UserContext(), v.user, v.event.ID)
	if err != nil {
		return err
	}
	groups, err := s.db.GroupNames(c.UserContext(), v.event.ID)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := views.DelegateList(&content, v.event, delegates, groups); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, views.SpreadsheetType)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="dai-bieu-`+v.event.Slug+`.xlsx"`)
	return c.Send(content.Bytes())
}
