package handlers

import (
	"archive/zip"
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// What a person may ask of the office that keeps their data: to have them in a file, and to have them erased. The file is a ZIP of a page that every
// browser opens, without this program and without another, the same as JSON for machines, and the texts that were handed in. A table .xlsx would
// cut long texts, and a person is no table.

type recordPage struct {
	views.Page
	Record models.PersonRecord
	Zone   *time.Location
}

// Local is a moment on the office's clock, or on the event's.
func (page recordPage) Local(at models.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.In(page.Zone)
}

// exportPerson sends the file. It is a POST: the journal keeps who took it.
func (s *site) exportPerson(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	record, err := s.db.PersonRecord(c.UserContext(), visitOf(c).user, id)
	if err != nil {
		return err
	}
	zone, err := s.zone(c)
	if err != nil {
		return err
	}
	page := recordPage{Page: s.page(c, "%s", record.Name), Record: record, Zone: zone}
	packed, err := models.MakeCopy(func(w io.Writer) error { return s.packPerson(c, w, page) })
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, disposition("attachment", "ho-so-"+record.UID[:8]+".zip")) // the name is nobody's: names of files stay behind in many places
	return c.SendStream(packed, int(packed.Size))
}

func (s *site) packPerson(c *fiber.Ctx, w io.Writer, page recordPage) error {
	archive := zip.NewWriter(w)
	file, err := archive.Create("ho-so.html")
	if err == nil {
		err = s.Views.Render(file, "people/show#record", page)
	}
	if err == nil {
		file, err = archive.Create("ho-so.json")
	}
	if err == nil {
		err = json.MarshalWrite(file, page.Record, jsontext.WithIndent("  "))
	}
	for _, name := range slices.Sorted(maps.Keys(page.Record.Files)) {
		var content io.ReadCloser
		if err == nil {
			content, err = s.db.OpenFile(c.UserContext(), string(page.Record.Files[name]))
		}
		if err == nil {
			file, err = archive.Create(name)
		}
		if err == nil {
			_, err = io.Copy(file, content)
		}
	}
	return errors.Join(err, archive.Close())
}

type erasePage struct {
	views.Page
	Person  models.Person
	Erasure models.Erasure
	Reason  string
	Wrong   models.Invalid
	Changed bool // it has changed since the reader saw it
}

// Goes and Stays are the parts of the directory and of each event, in this order.
func (page erasePage) Goes() []erasedPlace { return placesOf(page.Erasure.Goes) }

func (page erasePage) Stays() []erasedPlace { return placesOf(page.Erasure.Stays) }

// erasedPlace is an event, or (zero) the directory, with what goes or stays there.
type erasedPlace struct {
	Event models.Event
	Parts []models.ErasedPart
}

func placesOf(parts []models.ErasedPart) (places []erasedPlace) {
	for _, part := range parts {
		at := slices.IndexFunc(places, func(place erasedPlace) bool { return place.Event.ID == part.Event.ID })
		if at < 0 {
			places, at = append(places, erasedPlace{Event: part.Event}), len(places)
		}
		places[at].Parts = append(places[at].Parts, part)
	}
	return places
}

func (s *site) erasePage(c *fiber.Ctx) (page erasePage, err error) {
	id, err := thing(c, "id")
	if err != nil {
		return page, err
	}
	erasure, err := s.db.Erasure(c.UserContext(), id)
	return erasePage{Page: s.page(c, views.T("Xóa dữ liệu cá nhân")), Person: erasure.Person, Erasure: erasure}, err
}

// newErasure shows what would go and what would stay; once it was done, what has stayed and why.
func (s *site) newErasure(c *fiber.Ctx) error {
	page, err := s.erasePage(c)
	if err != nil {
		return err
	}
	return s.render(c, "people/erase", page)
}

func (s *site) addErasure(c *fiber.Ctx) error {
	page, err := s.erasePage(c)
	if err != nil {
		return err
	}
	page.Reason = cut(c.FormValue("reason"), 1000)
	if c.FormValue("sure") != "true" {
		page.Wrong = models.Invalid{"sure": views.T("Hãy đánh dấu để xác nhận: việc này không hoàn lại được.")}
		return s.again(c, "people/erase", page)
	}
	err = s.db.ErasePerson(c.UserContext(), by(c), page.Person.ID, int64(number(c.FormValue("version"))), page.Reason)
	if errors.As(err, &page.Wrong) {
		return s.again(c, "people/erase", page)
	}
	if errors.Is(err, models.ErrConflict) {
		page.Changed = true
		c.Status(fiber.StatusConflict)
		return s.render(c, "people/erase", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, personURL(page.Person.ID)+"/erase", views.T("Đã xóa dữ liệu cá nhân."))
}

type retentionPage struct {
	views.Page
	Settings  models.Settings
	Months    string // as typed
	Asked     int64  // the months that are looked at; zero: for ever
	Clearings []models.Clearing
	People    int // of them all
	From      models.Date
	Wrong     models.Invalid
	Stale     []views.Both
}

// retentionPage looks what keeping contacts for so many months would clear now.
func (s *site) retentionPage(c *fiber.Ctx, months string) (page retentionPage, err error) {
	page = retentionPage{Page: s.page(c, views.T("Thời hạn giữ liên lạc")), Months: months, Wrong: models.Invalid{}, From: models.DateOf(s.today().Time().AddDate(0, 0, 1))}
	if page.Settings, err = s.db.Settings(c.UserContext()); err != nil {
		return page, err
	}
	if months == "" {
		page.Months = written(&page.Settings.ContactMonths)
	}
	asked := count(page.Months, "months", page.Wrong)
	if asked == nil {
		return page, nil
	}
	if page.Asked = *asked; page.Asked == page.Settings.ContactMonths && page.Settings.ContactFrom != "" {
		page.From = page.Settings.ContactFrom
	}
	page.Clearings, err = s.db.Clearings(c.UserContext(), page.Asked)
	people := map[models.ID]bool{}
	for _, clearing := range page.Clearings {
		for _, id := range clearing.People {
			people[id] = true
		}
	}
	page.People = len(people)
	return page, err
}

func (s *site) editRetention(c *fiber.Ctx) error {
	page, err := s.retentionPage(c, cut(c.Query("months"), 10))
	if err != nil {
		return err
	}
	return s.render(c, "admin/retention", page)
}

func (s *site) saveRetention(c *fiber.Ctx) error {
	page, err := s.retentionPage(c, cut(c.FormValue("months", " "), 10))
	if err != nil {
		return err
	}
	if len(page.Wrong) == 0 && page.Months == " " {
		page.Wrong["months"] = views.T("Hãy ghi số tháng từ 0 đến 600; 0 là giữ mãi.")
	}
	if len(page.Wrong) == 0 && len(page.Clearings) > 0 && c.FormValue("sure") != "true" {
		page.Wrong["sure"] = views.T("Hãy đánh dấu để xác nhận: việc này không hoàn lại được.")
	}
	if len(page.Wrong) > 0 {
		return s.again(c, "admin/retention", page)
	}
	err = s.db.SaveRetention(c.UserContext(), by(c), page.Asked, int64(number(c.FormValue("version"))))
	var stale models.Stale
	switch {
	case errors.As(err, &stale):
		now, _ := stale.Now.(models.Settings)
		page.Stale = views.Differing(views.Both{Label: views.T("Giữ liên lạc (tháng)"), Now: written(&now.ContactMonths), Mine: page.Months})
		c.Status(fiber.StatusConflict)
		return s.render(c, "admin/retention", page)
	case errors.As(err, &page.Wrong):
		return s.again(c, "admin/retention", page)
	case err != nil:
		return err
	}
	return s.done(c, "/admin/retention", views.T("Đã lưu."))
}
