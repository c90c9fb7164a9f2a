package handlers

import (
	"bytes"
	"errors"
	"strconv"

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
