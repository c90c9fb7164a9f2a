package handlers

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type adminPage struct {
	views.Page
	Users    int
	Disabled int
	Settings models.Settings
	Rows     []models.HistoryRow // the latest of the office's journal
}

func (s *site) showAdmin(c *fiber.Ctx) error {
	page := adminPage{Page: s.page(c, views.T("Quản trị"))}
	users, err := s.db.Users(c.UserContext())
	if err != nil {
		return err
	}
	for _, user := range users {
		page.Users++
		if !user.DisabledAt.IsZero() {
			page.Disabled++
		}
	}
	if page.Settings, err = s.db.Settings(c.UserContext()); err != nil {
		return err
	}
	zone := models.Event{TimeZone: page.Settings.TimeZone}.Zone()
	if page.Rows, err = s.db.History(c.UserContext(), models.JournalFilter{Limit: 5}, zone); err != nil {
		return err
	}
	return s.render(c, "admin/show", page)
}

type journalPage struct {
	views.Page
	Rows   []models.HistoryRow
	Topic  string
	Topics []views.Option
	Pager  views.Pager
}

// listJournal is the office's own history: directory, accounts and settings.
func (s *site) listJournal(c *fiber.Ctx) error {
	page := journalPage{Page: s.page(c, views.T("Nhật ký cơ quan")), Topic: c.Query("topic")}
	zone, err := s.zone(c)
	if err != nil {
		return err
	}
	if page.Rows, err = s.db.History(c.UserContext(), models.JournalFilter{Topic: page.Topic, Before: int64(number(c.Query("id")))}, zone); err != nil {
		return err
	}
	page.Topics = page.Among("topic", models.TopicDirectory, models.TopicAccounts, models.TopicSettings, models.TopicEvent)
	page.Pager = pager(c, len(page.Rows), func() models.Cursor { return models.Cursor{ID: models.ID(page.Rows[len(page.Rows)-1].Revision)} })
	return s.render(c, "admin/journal", page)
}

type settingsForm struct {
	Visibility string `form:"visibility"`
	TimeZone   string `form:"time_zone"`
	Invitation string `form:"invitation_days"`
	Notice     string `form:"notice_days"`
	Version    int64  `form:"version"`
}

func settingsFormOf(s models.Settings) settingsForm {
	return settingsForm{s.Visibility, s.TimeZone, strconv.FormatInt(s.InvitationDays, 10), strconv.FormatInt(s.NoticeDays, 10), s.Version}
}

type holidayForm struct {
	Day     string `form:"day"`
	Name    string `form:"name"`
	Working bool   `form:"working"`
}

type officePage struct {
	views.Page
	Form         settingsForm
	Wrong        models.Invalid
	Stale        []views.Both
	Year         int
	Holidays     models.Calendar
	Holiday      holidayForm
	HolidayWrong models.Invalid
	Kept         int64                                      // months after an event during which contacts are kept; zero: for ever
	Example      struct{ Event, Invited, Told models.Date } // the deadlines of an event two weeks from now
}

func (s *site) officePage(c *fiber.Ctx, form settingsForm) (page officePage, err error) {
	today := s.today()
	page = officePage{Page: s.page(c, views.T("Thiết lập cơ quan")), Form: form, Year: today.Time().Year()}
	if year, err := strconv.Atoi(c.Query("year")); err == nil && year >= 1900 && year < 3000 {
		page.Year = year
	}
	calendar, err := s.db.Holidays(c.UserContext(), 0)
	if err != nil {
		return page, err
	}
	for _, day := range calendar {
		if day.Day.Time().Year() == page.Year {
			page.Holidays = append(page.Holidays, day)
		}
	}
	settings, err := s.db.Settings(c.UserContext())
	page.Kept = settings.ContactMonths
	page.Example.Event = calendar.Add(models.DateOf(today.Time().AddDate(0, 0, 13)), 1)
	page.Example.Invited, page.Example.Told = calendar.Add(page.Example.Event, -settings.InvitationDays), calendar.Add(page.Example.Event, settings.NoticeDays)
	return page, err
}

func (s *site) editOffice(c *fiber.Ctx) error {
	settings, err := s.db.Settings(c.UserContext())
	if err != nil {
		return err
	}
	page, err := s.officePage(c, settingsFormOf(settings))
	if err != nil {
		return err
	}
	return s.render(c, "admin/settings", page)
}

func (s *site) saveOffice(c *fiber.Ctx) error {
	var form settingsForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	days := func(text, field string) int64 {
		if n := count(text, field, wrong); n != nil {
			return *n
		}
		if wrong[field] == "" {
			wrong[field] = views.T("Hãy ghi số ngày từ 0 đến 60.")
		}
		return 0
	}
	settings := models.Settings{Visibility: form.Visibility, TimeZone: strings.TrimSpace(form.TimeZone), Version: form.Version,
		InvitationDays: days(form.Invitation, "invitation_days"), NoticeDays: days(form.Notice, "notice_days")}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveSettings(c.UserContext(), by(c), settings)
		if err == nil {
			return s.done(c, "/admin/settings", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.officePage(c, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.Settings)
	if !ok {
		return s.again(c, "admin/settings", page)
	}
	theirs := settingsFormOf(now)
	page.Form.Version = stale.Version
	page.Stale = views.Differing(
		views.Both{Label: views.T("Sự kiện mới: ai được xem"), Now: page.Word("visibility", theirs.Visibility), Mine: page.Word("visibility", form.Visibility)},
		views.Both{Label: views.T("Múi giờ"), Now: theirs.TimeZone, Mine: form.TimeZone},
		views.Both{Label: views.T("Giấy mời đến trước, ngày làm việc"), Now: theirs.Invitation, Mine: form.Invitation},
		views.Both{Label: views.T("Thông báo kết luận trong vòng, ngày làm việc"), Now: theirs.Notice, Mine: form.Notice},
	)
	c.Status(fiber.StatusConflict)
	return s.render(c, "admin/settings", page)
}

func (s *site) addHoliday(c *fiber.Ctx) error {
	var form holidayForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	holiday := models.Holiday{Day: date(form.Day, "day", wrong), Name: form.Name, Working: form.Working}
	if len(wrong) == 0 {
		err := s.db.AddHoliday(c.UserContext(), by(c), holiday)
		if err == nil {
			return s.done(c, holidaysURL(holiday.Day.Time().Year()), views.T("Đã ghi ngày %s."), shortDate(holiday.Day))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	settings, err := s.db.Settings(c.UserContext())
	if err != nil {
		return err
	}
	page, err := s.officePage(c, settingsFormOf(settings))
	if err != nil {
		return err
	}
	page.Holiday, page.HolidayWrong = form, wrong
	return s.again(c, "admin/settings", page)
}

// fillHolidays writes the days off of a year that fall on the same date each year.
func (s *site) fillHolidays(c *fiber.Ctx) error {
	year, err := strconv.Atoi(c.FormValue("year"))
	if err != nil || year < 1900 || year >= 3000 {
		return fiber.ErrBadRequest
	}
	if err := s.db.AddUsualHolidays(c.UserContext(), by(c), year); err != nil {
		return err
	}
	return s.done(c, holidaysURL(year), views.T("Đã ghi các ngày lễ dương lịch năm %d."), year)
}

func (s *site) removeHoliday(c *fiber.Ctx) error {
	day, err := models.ParseDate(c.FormValue("day"))
	if err != nil {
		return fiber.ErrBadRequest
	}
	if err := s.db.RemoveHoliday(c.UserContext(), by(c), day); err != nil {
		return err
	}
	return s.done(c, holidaysURL(day.Time().Year()), views.T("Đã bỏ ngày %s."), shortDate(day))
}

func holidaysURL(year int) string { return "/admin/settings?year=" + strconv.Itoa(year) + "#holidays" }
