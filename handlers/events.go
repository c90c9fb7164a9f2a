package handlers

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

type eventsPage struct {
	views.Page
	Filter eventQuery
	Events []models.Event
	Years  []views.Option
	Now    models.Time
	Pager  views.Pager
	MayAdd bool
}

// eventQuery is the search of the list, as it stands in the address.
type eventQuery struct {
	Search string `query:"q"`
	Kind   string `query:"kind"`
	Year   int    `query:"year"`
	State  string `query:"state"`
	After  string `query:"after"` // the last event's start
	ID     int64  `query:"id"`    // and number
}

// Narrowed tells whether anything is searched for.
func (q eventQuery) Narrowed() bool {
	return q.Search != "" || q.Kind != "" || q.Year != 0 || q.State != ""
}

func (s *site) listEvents(c *fiber.Ctx) error {
	var query eventQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	page := eventsPage{Page: s.page(c, views.T("Sự kiện")), Filter: query, Now: s.db.Now(), MayAdd: v.user.Organizes()}
	filter := models.EventFilter{User: v.user, Search: cut(query.Search, 200), Kind: query.Kind, Year: query.Year, State: query.State,
		Before: models.Cursor{Key: query.After, ID: models.ID(query.ID)}}
	var err error
	if page.Events, err = s.db.Events(c.UserContext(), filter); err != nil {
		return err
	}
	years, err := s.db.EventYears(c.UserContext(), v.user)
	if err != nil {
		return err
	}
	for _, year := range years {
		page.Years = append(page.Years, views.Option{Value: strconv.Itoa(year), Label: strconv.Itoa(year)})
	}
	page.Pager = pager(c, len(page.Events), func() models.Cursor { return page.Events[len(page.Events)-1].Cursor() })
	return s.render(c, "events/list", page)
}

// eventForm is the form of an event as typed.
type eventForm struct {
	Kind       string `form:"kind"`
	Noun       string `form:"noun"`
	Title      string `form:"title"`
	Slug       string `form:"slug"`
	Organizer  string `form:"organizer"`
	Place      string `form:"place"`
	Venue      string `form:"venue"`
	TimeZone   string `form:"time_zone"`
	Visibility string `form:"visibility"`
	Regime     string `form:"regime"`
	Note       string `form:"note"`
	Version    int64  `form:"version"`
	Cancelled  bool   `form:"cancelled"`
	Self       bool   `form:"self"`

	// only when it is made
	Day       string `form:"day"`
	Starts    string `form:"starts"`
	Ends      string `form:"ends"`
	Room      string `form:"room"`
	Usual     bool   `form:"usual"`
	From      string `form:"from"` // the slug of an event to copy
	Delegates bool   `form:"delegates"`
}

// event is what the form says, put over the event as it stands.
func (f eventForm) event(event models.Event) models.Event {
	event.Kind, event.Noun, event.Title, event.Slug = f.Kind, f.Noun, f.Title, f.Slug
	event.OrganizerID, event.Place, event.Venue, event.TimeZone = number(f.Organizer), f.Place, f.Venue, f.TimeZone
	event.Visibility, event.Regime, event.Note, event.SelfCheckin, event.Version = f.Visibility, f.Regime, f.Note, f.Self, f.Version
	return event
}

func eventFormOf(e models.Event) eventForm {
	return eventForm{Kind: e.Kind, Noun: e.Noun, Title: e.Title, Slug: e.Slug, Organizer: formID(e.OrganizerID), Place: e.Place, Venue: e.Venue,
		TimeZone: e.TimeZone, Visibility: e.Visibility, Regime: e.Regime, Note: e.Note, Version: e.Version, Cancelled: !e.CancelledAt.IsZero(), Self: e.SelfCheckin}
}

// newEventPage is the form of an event that is to be made.
type newEventPage struct {
	views.Page
	Form       eventForm
	Wrong      models.Invalid
	Organizers []views.Option
	Earlier    []views.Option // events that could be copied
	From       models.Event   // the one that is; zero: none
}

func (s *site) newEventPage(c *fiber.Ctx, form eventForm, wrong models.Invalid) (page newEventPage, err error) {
	page = newEventPage{Page: s.page(c, views.T("Tạo sự kiện")), Form: form, Wrong: wrong}
	if page.Organizers, err = s.organizers(c); err != nil {
		return page, err
	}
	if page.Form.Organizer == "" && len(page.Organizers) == 1 {
		page.Form.Organizer = page.Organizers[0].Value
	}
	if form.From != "" {
		page.From, _, err = s.eventBySlug(c, form.From)
		return page, err
	}
	earlier, err := s.db.Events(c.UserContext(), models.EventFilter{User: visitOf(c).user, Organizes: true})
	for _, event := range earlier {
		page.Earlier = append(page.Earlier, views.Option{Value: event.Slug, Label: event.Title + " (" + viet.ShortDate(event.Local(event.StartsAt)) + ")"})
	}
	return page, err
}

// organizers are the organizations for which the visitor may make events.
func (s *site) organizers(c *fiber.Ctx) (options []views.Option, err error) {
	organizers, err := s.db.Organizers(c.UserContext(), visitOf(c).user)
	for _, organizer := range organizers {
		options = append(options, views.Option{Value: formID(organizer.ID), Label: organizer.Name})
	}
	return options, err
}

// mayOrganize notes when the visitor may not make events for the organization that the form names. An event stays with its own.
func (s *site) mayOrganize(c *fiber.Ctx, organizer models.ID, wrong models.Invalid) error {
	organizers, err := s.organizers(c)
	if !slices.ContainsFunc(organizers, func(o views.Option) bool { return o.Value == formID(organizer) }) {
		wrong["organizer"] = views.T("Hãy chọn cơ quan tổ chức.")
	}
	return err
}

func (s *site) newEvent(c *fiber.Ctx) error {
	settings, err := s.db.Settings(c.UserContext())
	if err != nil {
		return err
	}
	form := eventForm{Kind: "workshop", TimeZone: settings.TimeZone, Visibility: settings.Visibility, Starts: "08:00", Ends: "11:30", Usual: true}
	if from := c.Query("from"); from != "" {
		event, err := s.copied(c, from)
		if err != nil {
			return err
		}
		form = eventFormOf(event)
		form.Slug, form.From, form.Cancelled, form.Note, form.Version = "", event.Slug, false, "", 0
		form.Starts = clock(event.Local(event.StartsAt))
	}
	page, err := s.newEventPage(c, form, nil)
	if err != nil {
		return err
	}
	return s.render(c, "events/new", page)
}

// copied is an event that the visitor may copy.
func (s *site) copied(c *fiber.Ctx, slug string) (models.Event, error) {
	event, access, err := s.eventBySlug(c, slug)
	if err == nil && !access.Organize {
		err = models.ErrForbidden
	}
	return event, err
}

func (s *site) addEvent(c *fiber.Ctx) error {
	var form eventForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wanted, wrong := models.NewEvent{Event: form.event(models.Event{}), Room: form.Room, Usual: form.Usual, WithDelegates: form.Delegates}, models.Invalid{}
	wanted.StartsAt = instant(form.Day, form.Starts, wanted.Zone(), "day", wrong)
	if form.From == "" {
		wanted.EndsAt = instant(form.Day, form.Ends, wanted.Zone(), "ends", wrong)
	} else {
		event, err := s.copied(c, form.From)
		if err != nil {
			return err
		}
		wanted.From, wanted.SeriesUID = event.ID, event.Series()
	}
	if err := s.mayOrganize(c, wanted.OrganizerID, wrong); err != nil {
		return err
	}
	if len(wrong) == 0 {
		event, err := s.db.AddEvent(c.UserContext(), by(c), wanted)
		if err == nil {
			return s.done(c, event.URL()+"/agenda", views.T("Đã tạo sự kiện. Hãy xem lại chương trình."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
		wrong = renamed(wrong, map[string]string{"starts_at": "day", "ends_at": "ends"})
	}
	page, err := s.newEventPage(c, form, wrong)
	if err != nil {
		return err
	}
	return s.again(c, "events/new", page)
}

// renamed are the faults under the names that the form's fields have.
func renamed(wrong models.Invalid, names map[string]string) models.Invalid {
	fields := models.Invalid{}
	for field, why := range wrong {
		if name, ok := names[field]; ok {
			field = name
		}
		fields[field] = why
	}
	return fields
}

// settingsPage is all that is set for an event: its own fields, its sessions, who serves it.
type settingsPage struct {
	views.Page
	Event      models.Event
	Form       eventForm
	Wrong      models.Invalid
	Organizers []views.Option
	Regime     string        // that the organizer and the day lead to
	Stale      []views.Both  // what stands now beside what was typed, when the form was made on an older version
	Record     models.Record // its sessions
	Staff      []models.Staff
	Accounts   []views.Option // that could serve
	StaffForm  staffForm
	StaffWrong models.Invalid
}

func (s *site) settingsPage(c *fiber.Ctx, form eventForm) (page settingsPage, err error) {
	event := visitOf(c).event
	page = settingsPage{Page: s.page(c, views.T("Thiết lập sự kiện")), Event: event, Form: form}
	record, err := s.db.Programme(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	page.Record, page.Regime = record, string(record.UsualRegime())
	if page.Organizers, err = s.organizers(c); err != nil {
		return page, err
	}
	if !slices.ContainsFunc(page.Organizers, func(o views.Option) bool { return o.Value == formID(event.OrganizerID) }) {
		page.Organizers = append(page.Organizers, views.Option{Value: formID(event.OrganizerID), Label: record.Organizer.Name})
	}
	if page.Staff, err = s.db.Staff(c.UserContext(), event.ID); err != nil {
		return page, err
	}
	page.Accounts, err = s.colleagues(c)
	return page, err
}

func (s *site) editEvent(c *fiber.Ctx) error {
	page, err := s.settingsPage(c, eventFormOf(visitOf(c).event))
	if err != nil {
		return err
	}
	return s.render(c, "events/edit", page)
}

func (s *site) saveEvent(c *fiber.Ctx) error {
	var form eventForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	was := visitOf(c).event
	event, wrong := form.event(was), models.Invalid{}
	if form.Cancelled && was.CancelledAt.IsZero() {
		event.CancelledAt = s.db.Now()
	} else if !form.Cancelled {
		event.CancelledAt = models.Time{}
	}
	if event.OrganizerID != was.OrganizerID {
		if err := s.mayOrganize(c, event.OrganizerID, wrong); err != nil {
			return err
		}
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveEvent(c.UserContext(), by(c), event)
		if err == nil {
			return s.done(c, event.URL()+"/settings", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.settingsPage(c, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	if now, ok := stale.Now.(models.Event); ok {
		page.Form.Version, page.Stale = stale.Version, page.both(eventFormOf(now))
		c.Status(fiber.StatusConflict)
		return s.render(c, "events/edit", page)
	}
	return s.again(c, "events/edit", page)
}

// both are the fields in which what stands now and what was typed differ.
func (page settingsPage) both(theirs eventForm) []views.Both {
	mine := page.Form
	state := func(cancelled bool) string {
		if cancelled {
			return page.Say(views.T("Đã hủy"))
		}
		return ""
	}
	return views.Differing(
		views.Both{Label: views.T("Loại"), Now: page.Word("event", theirs.Kind), Mine: page.Word("event", mine.Kind)},
		views.Both{Label: views.T("Tên gọi khi in"), Now: theirs.Noun, Mine: mine.Noun},
		views.Both{Label: views.T("Tên sự kiện"), Now: theirs.Title, Mine: mine.Title},
		views.Both{Label: views.T("Cơ quan tổ chức"), Now: labelOf(page.Organizers, theirs.Organizer), Mine: labelOf(page.Organizers, mine.Organizer)},
		views.Both{Label: views.T("Địa điểm"), Now: theirs.Venue, Mine: mine.Venue},
		views.Both{Label: views.T("Địa danh"), Now: theirs.Place, Mine: mine.Place},
		views.Both{Label: views.T("Múi giờ"), Now: theirs.TimeZone, Mine: mine.TimeZone},
		views.Both{Label: views.T("Ai được xem"), Now: page.Word("visibility", theirs.Visibility), Mine: page.Word("visibility", mine.Visibility)},
		views.Both{Label: views.T("Thể thức văn bản"), Now: page.Word("regime", theirs.Regime), Mine: page.Word("regime", mine.Regime)},
		views.Both{Label: views.T("Địa chỉ trang"), Now: theirs.Slug, Mine: mine.Slug},
		views.Both{Label: views.T("Ghi chú nội bộ"), Now: theirs.Note, Mine: mine.Note},
		views.Both{Label: views.T("Đại biểu tự điểm danh"), Now: page.Word("bool", strconv.FormatBool(theirs.Self)), Mine: page.Word("bool", strconv.FormatBool(mine.Self))},
		views.Both{Label: views.T("Hủy sự kiện"), Now: state(theirs.Cancelled), Mine: state(mine.Cancelled)},
	)
}

func (s *site) removeEvent(c *fiber.Ctx) error {
	event := visitOf(c).event
	err := s.db.RemoveEvent(c.UserContext(), by(c), event)
	if errors.Is(err, models.ErrLocked) {
		page, err := s.settingsPage(c, eventFormOf(event))
		if err != nil {
			return err
		}
		page.Wrong = models.Invalid{"": views.T("Sự kiện đã có ghi chép nên không xóa được. Nếu không tổ chức nữa, hãy đánh dấu hủy.")}
		return s.again(c, "events/edit", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/events", views.T("Đã xóa sự kiện."))
}

// eventBySlug is an event that the address does not name, and what the visitor may do there.
func (s *site) eventBySlug(c *fiber.Ctx, slug string) (models.Event, models.Access, error) {
	event, err := s.db.Event(c.UserContext(), slug)
	if err != nil {
		return event, models.Access{}, err
	}
	access, err := s.db.Access(c.UserContext(), visitOf(c).user, event)
	return event, access, err
}
