package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type eventsPage struct {
	views.Page
	Filter eventQuery
	Events []models.Event
	Years  []int
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

func (s *site) listEvents(c *fiber.Ctx) error {
	var query eventQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	page := eventsPage{Page: s.page(c, views.T("Sự kiện")), Filter: query, MayAdd: v.user.Organizes()}
	filter := models.EventFilter{User: v.user, Search: query.Search, Kind: query.Kind, Year: query.Year, State: query.State,
		Before: models.Cursor{Key: query.After, ID: models.ID(query.ID)}}
	var err error
	if page.Events, err = s.db.Events(c.UserContext(), filter); err != nil {
		return err
	}
	if page.Years, err = s.db.EventYears(c.UserContext()); err != nil {
		return err
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
	event.Visibility, event.Regime, event.Note, event.Version = f.Visibility, f.Regime, f.Note, f.Version
	return event
}

func eventFormOf(e models.Event) eventForm {
	return eventForm{Kind: e.Kind, Noun: e.Noun, Title: e.Title, Slug: e.Slug, Organizer: strconv.FormatInt(int64(e.OrganizerID), 10), Place: e.Place, Venue: e.Venue,
		TimeZone: e.TimeZone, Visibility: e.Visibility, Regime: e.Regime, Note: e.Note, Version: e.Version, Cancelled: !e.CancelledAt.IsZero()}
}

type eventFormPage struct {
	views.Page
	Event      models.Event // zero when it is a new one
	Form       eventForm
	Wrong      models.Invalid
	Organizers []views.Option
	Stale      *models.Event // what stands now, when the form was made on an older version
}

func (s *site) eventFormPage(c *fiber.Ctx, title string, form eventForm) (eventFormPage, error) {
	organizers, err := s.db.Organizers(c.UserContext(), visitOf(c).user)
	page := eventFormPage{Page: s.page(c, title), Event: visitOf(c).event, Form: form}
	for _, organizer := range organizers {
		page.Organizers = append(page.Organizers, views.Option{Value: strconv.FormatInt(int64(organizer.ID), 10), Label: organizer.Name})
	}
	return page, err
}

func (s *site) newEvent(c *fiber.Ctx) error {
	form := eventForm{Kind: "workshop", TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff", Starts: "08:00", Ends: "11:30", Usual: true}
	if from := c.Query("from"); from != "" {
		event, access, err := s.eventBySlug(c, from)
		if err != nil {
			return err
		}
		if !access.Organize {
			return models.ErrForbidden
		}
		form = eventFormOf(event)
		form.Slug, form.From, form.Cancelled, form.Delegates = "", event.Slug, false, true
		form.Starts, form.Ends = clock(event.Local(event.StartsAt)), clock(event.Local(event.EndsAt))
	}
	page, err := s.eventFormPage(c, views.T("Tạo sự kiện"), form)
	if err != nil {
		return err
	}
	return s.render(c, "events/new", page)
}

func (s *site) addEvent(c *fiber.Ctx) error {
	var form eventForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wanted, wrong := models.NewEvent{Event: form.event(models.Event{}), Room: form.Room, Usual: form.Usual, WithDelegates: form.Delegates}, models.Invalid{}
	zone := wanted.Zone()
	wanted.StartsAt = instant(form.Day, form.Starts, zone, "day", wrong)
	wanted.EndsAt = instant(form.Day, form.Ends, zone, "ends", wrong)
	if form.From != "" {
		event, access, err := s.eventBySlug(c, form.From)
		if err != nil {
			return err
		}
		if !access.Organize {
			return models.ErrForbidden
		}
		wanted.From, wanted.SeriesUID = event.ID, event.Series()
	}
	if may, err := s.mayOrganize(c, wanted.OrganizerID); err != nil {
		return err
	} else if !may {
		wrong["organizer"] = views.T("Hãy chọn cơ quan tổ chức.")
	}
	if len(wrong) == 0 {
		event, err := s.db.AddEvent(c.UserContext(), by(c), wanted)
		if err == nil {
			return s.done(c, event.URL()+"/agenda", views.T("Đã tạo sự kiện. Hãy xem lại chương trình."))
		}
		var more models.Invalid
		if !errors.As(err, &more) {
			return err
		}
		wrong = more
		wrong["day"], wrong["ends"] = wrong["starts_at"], wrong["ends_at"]
	}
	page, err := s.eventFormPage(c, views.T("Tạo sự kiện"), form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "events/new", page)
}

func (s *site) editEvent(c *fiber.Ctx) error {
	page, err := s.eventFormPage(c, views.T("Thiết lập sự kiện"), eventFormOf(visitOf(c).event))
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
	if may, err := s.mayOrganize(c, event.OrganizerID); err != nil {
		return err
	} else if !may {
		wrong["organizer"] = views.T("Hãy chọn cơ quan tổ chức.")
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
	page, err := s.eventFormPage(c, views.T("Thiết lập sự kiện"), form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	if now, ok := stale.Now.(models.Event); ok {
		page.Stale, page.Form.Version = &now, stale.Version
		c.Status(fiber.StatusConflict)
		return s.render(c, "events/edit", page)
	}
	return s.again(c, "events/edit", page)
}

func (s *site) removeEvent(c *fiber.Ctx) error {
	event := visitOf(c).event
	err := s.db.RemoveEvent(c.UserContext(), by(c), event)
	if errors.Is(err, models.ErrLocked) {
		return s.done(c, event.URL()+"/settings", views.T("Sự kiện đã có ghi chép nên không xóa được."))
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

// mayOrganize tells whether the visitor may make events for an organization.
func (s *site) mayOrganize(c *fiber.Ctx, organizer models.ID) (bool, error) {
	organizers, err := s.db.Organizers(c.UserContext(), visitOf(c).user)
	for _, organization := range organizers {
		if organization.ID == organizer {
			return true, nil
		}
	}
	return false, err
}
