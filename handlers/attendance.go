package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type attendancePage struct {
	views.Page
	Event    models.Event
	Sessions []models.Session
	Session  models.Session
	Filter   attendanceQuery
	Lines    []attendanceLine
	Turnout  []models.Turnout
	Total    models.Turnout
	Groups   []views.Option
	Heads    []headsLine // of the collective groups
	Wrong    models.Invalid
	Stale    []views.Both // two head-counts of a group, when a form was made on an older version
	Pager    views.Pager
}

// StateOptions are the states to choose from in the filter.
func (page attendancePage) StateOptions() []views.Option {
	return append([]views.Option{{Value: "unmarked", Label: page.Word("attendance", "")}}, page.Among("attendance", models.AttendanceStates...)...)
}

// attendanceQuery is the search of the list, as it stands in the address.
type attendanceQuery struct {
	Session string `query:"session"`
	Group   string `query:"group"` // a number, or "none"
	Search  string `query:"q"`
	State   string `query:"state"`
	After   string `query:"after"`
	ID      int64  `query:"id"`
}

// GroupID is the group that is shown; zero: all.
func (q attendanceQuery) GroupID() models.ID { return delegateQuery{Group: q.Group}.group() }

// Query is the search as it stands behind an address.
func (q attendanceQuery) Query() string {
	values := url.Values{}
	for name, value := range map[string]string{"session": q.Session, "group": q.Group, "q": q.Search, "state": q.State, "after": q.After} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.ID != 0 {
		values.Set("id", strconv.FormatInt(q.ID, 10))
	}
	return values.Encode()
}

// attendanceLine is a delegate in the list, with the form of his times and reason.
type attendanceLine struct {
	views.Page
	Event    models.Event
	Session  models.Session
	Query    string
	Delegate models.Delegate
	Mark     models.Attendance
	Group    string
	Late     bool
	Left     bool
	Form     markForm
	Wrong    models.Invalid
	Stale    []views.Both // what stands now beside what was typed, when the form was made on an older version
	Open     bool         // the form is shown
}

// States are the states that a press marks.
func (attendanceLine) States() []string { return models.AttendanceStates }

// markForm is a mark as pressed or typed.
type markForm struct {
	Delegate string `form:"delegate"`
	State    string `form:"state"` // "": the mark is taken back
	Whole    bool   `form:"whole"` // the form with times and reason, not only a press
	Arrived  string `form:"arrived"`
	Left     string `form:"left"`
	Reason   string `form:"reason"`
	Version  int64  `form:"version"`
	Part     bool   `form:"part"` // answered with what has changed of the page
}

// headsLine is a collective group with the form of its head-count.
type headsLine struct {
	models.Turnout
	Present string // as typed
	Version int64
	Wrong   models.Invalid
}

func (s *site) showAttendance(c *fiber.Ctx) error {
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	if err := s.listAttendance(c, &page); err != nil {
		return err
	}
	return s.render(c, "attendance/show", page)
}

// hallSession is the session that an address or a form names, else the one that a page opens with at this hour.
func (s *site) hallSession(sessions []models.Session, named string) (models.Session, error) {
	chosen := number(named)
	if chosen == 0 {
		return models.SessionAt(sessions, s.db.Now()), nil
	}
	i := slices.IndexFunc(sessions, func(session models.Session) bool { return session.ID == chosen })
	if i < 0 {
		return models.Session{}, models.ErrNotFound
	}
	return sessions[i], nil
}

// attendancePage is the page without what it shows.
func (s *site) attendancePage(c *fiber.Ctx) (page attendancePage, err error) {
	v := visitOf(c)
	page = attendancePage{Page: s.page(c, views.T("Điểm danh")), Event: v.event, Wrong: models.Invalid{}}
	if err := c.QueryParser(&page.Filter); err != nil {
		return page, fiber.ErrBadRequest
	}
	if page.Sessions, err = s.db.Sessions(c.UserContext(), v.event.ID); err != nil || len(page.Sessions) == 0 {
		return page, err
	}
	if page.Session, err = s.hallSession(page.Sessions, page.Filter.Session); err != nil {
		return page, err
	}
	page.Filter.Session = formID(page.Session.ID)
	return page, nil
}

// countAttendance reads the counts of the page by group.
func (s *site) countAttendance(c *fiber.Ctx, page *attendancePage) (err error) {
	if page.Turnout, err = s.db.Turnout(c.UserContext(), page.Event.ID, page.Session.ID); err != nil {
		return err
	}
	page.Total = models.Total(page.Turnout)
	page.Groups = delegatesPage{Page: page.Page}.groupOptions(page.Turnout)
	for _, t := range page.Turnout {
		if t.Group.Collective {
			page.Heads = append(page.Heads, headsLine{Turnout: t, Present: written(t.Heads), Version: t.Group.At(page.Session.ID).Version})
		}
	}
	return nil
}

// listAttendance reads the page of the list that the address asks for.
func (s *site) listAttendance(c *fiber.Ctx, page *attendancePage) error {
	delegates, err := s.db.Delegates(c.UserContext(), models.DelegateFilter{Coming: true, EventID: page.Event.ID, GroupID: page.Filter.GroupID(), Search: cut(page.Filter.Search, 200),
		SessionID: page.Session.ID, State: page.Filter.State, After: models.Cursor{Key: page.Filter.After, ID: models.ID(page.Filter.ID)}})
	if err != nil {
		return err
	}
	page.Pager = pager(c, len(delegates), func() models.Cursor { return delegates[len(delegates)-1].Cursor() })
	return s.attendanceLines(c, page, delegates)
}

// attendanceLines puts the counts and some lines into the page.
func (s *site) attendanceLines(c *fiber.Ctx, page *attendancePage, delegates []models.Delegate) error {
	if err := s.countAttendance(c, page); err != nil {
		return err
	}
	opened, err := s.db.Opened(c.UserContext(), page.Event.ID, page.Session.ID)
	if err != nil {
		return err
	}
	names, query := groupNames(page.Turnout), page.Filter.Query()
	for _, delegate := range delegates {
		mark := delegate.At(page.Session.ID)
		page.Lines = append(page.Lines, attendanceLine{Page: page.Page, Event: page.Event, Session: page.Session, Query: query, Delegate: delegate, Mark: mark,
			Group: names[delegate.GroupID], Late: mark.Late(opened), Left: mark.Left(page.Session.EndsAt), Form: markFormOf(page.Event, mark), Wrong: models.Invalid{}})
	}
	return nil
}

func markFormOf(event models.Event, mark models.Attendance) markForm {
	return markForm{State: mark.State, Arrived: clock(event.Local(mark.ArrivedAt)), Left: clock(event.Local(mark.LeftAt)), Reason: mark.Reason, Version: mark.Version}
}

// saveAttendance takes a press, which decides the state (pressed again, it takes the mark back), or the form with times and reason.
func (s *site) saveAttendance(c *fiber.Ctx) error {
	var form markForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	mark := models.Mark{EventID: page.Event.ID, DelegateID: number(form.Delegate), SessionID: page.Session.ID, State: form.State}
	switch {
	case form.Whole:
		on := day(page.Event.Local(page.Session.StartsAt))
		mark.Reason, mark.Version = form.Reason, form.Version
		if form.State == models.Present {
			mark.ArrivedAt = timeOf(on, form.Arrived, page.Event, "arrived", wrong)
			mark.LeftAt = timeOf(on, form.Left, page.Event, "left", wrong)
		}
	case form.State == models.Present:
		mark.ArrivedAt = page.Session.Arrival(s.db.Now())
	}
	var stale models.Stale
	if len(wrong) == 0 {
		if form.State == "" {
			err = s.db.Unmark(c.UserContext(), by(c), mark.EventID, mark.DelegateID, mark.SessionID)
		} else {
			err = s.db.Mark(c.UserContext(), by(c), mark)
		}
		if err == nil {
			return s.attendanceSaved(c, page, form)
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
		if why, ok := wrong["left_at"]; ok {
			wrong["left"] = why
		}
	}
	return s.attendanceAgain(c, page, form, wrong, stale)
}

// timeOf reads a time of day of the session's day; empty is none.
func timeOf(on, text string, event models.Event, field string, wrong models.Invalid) models.Time {
	if text == "" {
		return models.Time{}
	}
	return instant(on, text, event.Zone(), field, wrong)
}

// attendanceSaved answers a script with what has changed of the page, and a form by leading back to it.
func (s *site) attendanceSaved(c *fiber.Ctx, page attendancePage, form markForm) error {
	if !form.Part {
		return s.toAttendance(c, number(form.Delegate), views.T("Đã ghi."))
	}
	delegate, err := s.db.Delegate(c.UserContext(), page.Event.ID, number(form.Delegate))
	if err != nil {
		return err
	}
	if err := s.attendanceLines(c, &page, []models.Delegate{delegate}); err != nil {
		return err
	}
	return s.render(c, "attendance/show#marked", page)
}

// attendanceAgain shows the form of a delegate's times and reason once more.
func (s *site) attendanceAgain(c *fiber.Ctx, page attendancePage, form markForm, wrong models.Invalid, stale models.Stale) error {
	delegate, err := s.db.Delegate(c.UserContext(), page.Event.ID, number(form.Delegate))
	if err != nil {
		return err
	}
	if form.Part {
		err = s.attendanceLines(c, &page, []models.Delegate{delegate})
	} else {
		err = s.listAttendance(c, &page)
	}
	if err != nil {
		return err
	}
	for i := range page.Lines {
		line := &page.Lines[i]
		if line.Delegate.ID != delegate.ID {
			continue
		}
		if _, ok := stale.Now.(models.Attendance); ok {
			line.Stale = line.both(form)
			form.Version = line.Mark.Version
		}
		line.Form, line.Wrong, line.Open = form, wrong, true
		for field, why := range wrong {
			page.Wrong[field+"-"+formID(delegate.ID)] = why
		}
	}
	if c.Status(fiber.StatusUnprocessableEntity); stale.Now != nil {
		c.Status(fiber.StatusConflict)
	}
	if form.Part {
		return s.render(c, "attendance/show#marked", page)
	}
	return s.render(c, "attendance/show", page)
}

// both are the fields in which what stands now and what was typed differ.
func (line attendanceLine) both(mine markForm) []views.Both {
	now := markFormOf(line.Event, line.Mark)
	return views.Differing(
		views.Both{Label: views.T("Điểm danh"), Now: line.Word("attendance", now.State), Mine: line.Word("attendance", mine.State)},
		views.Both{Label: views.T("Giờ đến"), Now: now.Arrived, Mine: mine.Arrived},
		views.Both{Label: views.T("Giờ về"), Now: now.Left, Mine: mine.Left},
		views.Both{Label: views.T("Lý do"), Now: now.Reason, Mine: mine.Reason},
	)
}

// toAttendance leads back to the page as it was filtered, to one of its rows.
func (s *site) toAttendance(c *fiber.Ctx, id models.ID, notice string, args ...any) error {
	to := visitOf(c).event.URL() + "/attendance"
	if query := string(c.Request().URI().QueryString()); query != "" {
		to += "?" + query
	}
	if id != 0 {
		to += "#d-" + formID(id)
	}
	return s.done(c, to, notice, args...)
}

// markAll marks those of the group that is shown whom nobody has marked; with no state it takes such marks back.
func (s *site) markAll(c *fiber.Ctx) error {
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	state := c.FormValue("state")
	if state == "" {
		count, err := s.db.UnmarkAll(c.UserContext(), by(c), page.Event.ID, page.Session.ID, page.Filter.GroupID())
		if err != nil {
			return err
		}
		return s.toAttendance(c, 0, views.T("Đã bỏ đánh dấu %d đại biểu."), count)
	}
	count, err := s.db.MarkAll(c.UserContext(), by(c), page.Event.ID, page.Session.ID, page.Filter.GroupID(), state)
	if err != nil {
		return err
	}
	if count == 0 {
		return s.toAttendance(c, 0, views.T("Không còn ai chưa điểm danh trong nhóm này."))
	}
	return s.toAttendance(c, 0, views.T("Đã đánh dấu %d đại biểu."), count)
}

// saveHeadcount takes the number of those who came of a collective group; an empty one takes it back.
func (s *site) saveHeadcount(c *fiber.Ctx) error {
	id, err := thing(c, "group")
	if err != nil {
		return err
	}
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	present := count(c.FormValue("present"), "present", wrong)
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SetHeadcount(c.UserContext(), by(c), page.Event.ID, id, page.Session.ID, present, version)
		if err == nil {
			return s.toAttendance(c, 0, views.T("Đã ghi."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	if err := s.listAttendance(c, &page); err != nil {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	page.Wrong = models.Invalid{"": wrong["present"]} // of a group that has no such form
	for i := range page.Heads {
		heads := &page.Heads[i]
		if heads.Group.ID != id {
			continue
		}
		if stale.Now != nil { // the number of the other stands in the counts, the typed one in the form
			c.Status(fiber.StatusConflict)
			page.Stale = []views.Both{{Label: heads.Group.Name, Now: heads.Present, Mine: c.FormValue("present")}}
		}
		heads.Present, heads.Wrong, page.Wrong = c.FormValue("present"), wrong, models.Invalid{}
		for _, why := range wrong {
			page.Wrong["present-"+formID(id)] = why
		}
	}
	return s.render(c, "attendance/show", page)
}
