package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// itemForm is the form of an item as typed.
type itemForm struct {
	Kind      string `form:"kind"`
	Title     string `form:"title"`
	Session   string `form:"session"`
	Room      string `form:"room"`
	Day       string `form:"day"`
	Start     string `form:"start"`
	Minutes   string `form:"minutes"`
	Presenter string `form:"presenter"`
	Who       string `form:"who"` // the delegate chosen among several of one name
	Note      string `form:"note"`
	After     string `form:"after"` // the item that a new one follows; "": the last
	Version   int64  `form:"version"`

	// what happened, in a form of its own
	Started string `form:"started"`
	Ended   string `form:"ended"`
}

func (s *site) itemFormOf(c *fiber.Ctx, item models.Item) (itemForm, error) {
	event := visitOf(c).event
	starts := event.Local(item.StartsAt)
	form := itemForm{Kind: item.Kind, Title: item.Title, Session: formID(item.SessionID), Room: item.Room, Day: day(starts), Start: clock(starts), Note: item.Note,
		Presenter: item.PresenterText, Version: item.Version, Started: clock(event.Local(item.StartedAt)), Ended: clock(event.Local(item.EndedAt))}
	form.Minutes = written(item.Minutes)
	if item.PresenterID != 0 {
		delegate, err := s.db.Speaker(c.UserContext(), event.ID, item.PresenterID)
		if err != nil {
			return form, err
		}
		form.Presenter = delegate.Told(event.Day())
	}
	return form, nil
}

// item is what the form says, put over the item as it stands. The start is a time of day: of the day on which it was, if its session has that
// day, else of the session's first day.
func (s *site) item(c *fiber.Ctx, form itemForm, item models.Item, sessions []models.Session, wrong models.Invalid) (models.Item, []views.Option, error) {
	event := visitOf(c).event
	item.EventID, item.Kind, item.Title, item.SessionID, item.Room = event.ID, form.Kind, form.Title, number(form.Session), form.Room
	item.Note, item.Version = form.Note, form.Version
	item.Minutes = count(form.Minutes, "minutes", wrong)
	was := item.StartsAt
	item.StartsAt = models.Time{}
	if strings.TrimSpace(form.Start) != "" {
		on := form.Day
		for _, session := range sessions {
			first, last := day(event.Local(session.StartsAt)), day(event.Local(session.EndsAt))
			if session.ID == item.SessionID && (on < first || on > last) {
				on = first
			}
		}
		if on == "" {
			on = day(event.Local(was))
		}
		item.StartsAt = instant(on, form.Start, event.Zone(), "start", wrong)
	}
	speech := models.Speech{DelegateID: item.PresenterID}
	choose, err := s.setSpeaker(c, speechForm{Speaker: form.Presenter, Who: form.Who}, &speech, wrong)
	item.PresenterID, item.PresenterText = speech.DelegateID, speech.SpeakerText
	return item, choose, err
}

// itemPage is the form of one item, with its lane beside it.
type itemPage struct {
	agendaPage
	Item     models.Item // zero when it is a new one
	Form     itemForm
	Wrong    models.Invalid
	Choose   []views.Option // delegates of the typed name, when there are several
	Sessions []views.Option
	Rooms    []string
	Lane     models.Lane // the items around it
	Stale    []views.Both
}

func (s *site) itemPage(c *fiber.Ctx, title string, item models.Item, form itemForm) (page itemPage, err error) {
	page = itemPage{Item: item, Form: form}
	if page.agendaPage, err = s.agendaPage(c); err != nil {
		return page, err
	}
	page.Title = page.Say(title)
	for _, session := range page.Record.Sessions {
		page.Sessions = append(page.Sessions, views.Option{Value: formID(session.ID), Label: page.Record.SessionName(session)})
	}
	if page.Form.Session == "" && len(page.Sessions) > 0 {
		page.Form.Session = page.Sessions[0].Value
	}
	for _, part := range page.Parts {
		if item.ID == 0 && formID(part.Session.ID) == page.Form.Session {
			for _, lane := range part.Lanes {
				if page.Lane.Lines == nil || lane.Room == form.Room {
					page.Lane = lane
				}
			}
		}
		for _, lane := range part.Lanes {
			if lane.Room != "" {
				page.Rooms = append(page.Rooms, lane.Room)
			}
			for _, line := range lane.Lines {
				if item.ID != 0 && line.ID == item.ID {
					page.Lane = lane
				}
			}
		}
	}
	return page, nil
}

func (s *site) newItem(c *fiber.Ctx) error {
	form := itemForm{Kind: "paper", Session: c.Query("session"), Room: c.Query("room"), Minutes: "15"}
	if c.Query("carried") != "" {
		carried, err := s.carried(c)
		if err != nil {
			return err
		}
		form.Kind, form.Title, form.Note = "other", "Kiểm điểm việc thực hiện kết luận kỳ trước", carried
	}
	page, err := s.itemPage(c, views.T("Thêm mục"), models.Item{}, form)
	if err != nil {
		return err
	}
	return s.render(c, "agenda/item", page)
}

func (s *site) addItem(c *fiber.Ctx) error {
	var form itemForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.itemPage(c, views.T("Thêm mục"), models.Item{}, form)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	item, choose, err := s.item(c, form, models.Item{}, page.Record.Sessions, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		added, err := s.db.AddItem(c.UserContext(), by(c), item, number(form.After))
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/agenda#item-"+formID(added.ID), views.T("Đã thêm."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page.Wrong, page.Choose = wrong, choose
	return s.again(c, "agenda/item", page)
}

func (s *site) editItem(c *fiber.Ctx) error {
	item, err := s.itemOf(c)
	if err != nil {
		return err
	}
	form, err := s.itemFormOf(c, item)
	if err != nil {
		return err
	}
	page, err := s.itemPage(c, views.T("Sửa mục"), item, form)
	if err != nil {
		return err
	}
	return s.render(c, "agenda/item", page)
}

// itemOf is the item of the address, if it belongs to the event.
func (s *site) itemOf(c *fiber.Ctx) (models.Item, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Item{}, err
	}
	return s.db.Item(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) saveItem(c *fiber.Ctx) error {
	return s.keepItem(c, func(form itemForm, before models.Item, wrong models.Invalid) ([]views.Option, error) {
		record, err := s.db.Programme(c.UserContext(), before.EventID)
		if err != nil {
			return nil, err
		}
		item, choose, err := s.item(c, form, before, record.Sessions, wrong)
		if err != nil || len(wrong) > 0 {
			return choose, err
		}
		return choose, s.db.SaveItem(c.UserContext(), by(c), item)
	})
}

// recordItem notes when an item really began and ended. It leaves the plan as it is.
func (s *site) recordItem(c *fiber.Ctx) error {
	return s.keepItem(c, func(form itemForm, item models.Item, wrong models.Invalid) ([]views.Option, error) {
		event := visitOf(c).event
		on := event.Local(item.StartedAt)
		if on.IsZero() {
			on = event.Local(item.StartsAt)
		}
		if on.IsZero() {
			on = event.Local(event.StartsAt)
		}
		item.StartedAt, item.EndedAt, item.Version = models.Time{}, models.Time{}, form.Version
		if strings.TrimSpace(form.Started) != "" {
			item.StartedAt = instant(day(on), form.Started, event.Zone(), "started", wrong)
		}
		if strings.TrimSpace(form.Ended) != "" {
			item.EndedAt = instant(day(on), form.Ended, event.Zone(), "ended", wrong)
		}
		if len(wrong) > 0 {
			return nil, nil
		}
		return nil, s.db.RecordItem(c.UserContext(), by(c), item)
	})
}

// keepItem saves what a form says of an item, or shows the form again.
func (s *site) keepItem(c *fiber.Ctx, save func(itemForm, models.Item, models.Invalid) ([]views.Option, error)) error {
	var form itemForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.itemOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	var stale models.Stale
	choose, err := save(form, before, wrong)
	if err == nil && len(wrong) == 0 {
		return s.done(c, visitOf(c).event.URL()+"/agenda#item-"+formID(before.ID), views.T("Đã lưu."))
	}
	if err != nil && !errors.As(err, &wrong) && !errors.As(err, &stale) {
		return err
	}
	asIs, err := s.itemFormOf(c, before)
	if err != nil {
		return err
	}
	form = form.over(asIs, c.Path())
	page, err := s.itemPage(c, views.T("Sửa mục"), before, form)
	if err != nil {
		return err
	}
	page.Wrong, page.Choose = wrong, choose
	if now, ok := stale.Now.(models.Item); ok {
		theirs, err := s.itemFormOf(c, now)
		if err != nil {
			return err
		}
		page.Form.Version, page.Stale = stale.Version, page.both(theirs)
		c.Status(fiber.StatusConflict)
		return s.render(c, "agenda/item", page)
	}
	return s.again(c, "agenda/item", page)
}

// over is what was typed; the fields of the page's other form, which was not sent, show what stands.
func (f itemForm) over(asIs itemForm, path string) itemForm {
	if strings.HasSuffix(path, "/times") {
		asIs.Started, asIs.Ended, asIs.Version = f.Started, f.Ended, f.Version
		return asIs
	}
	f.Started, f.Ended = asIs.Started, asIs.Ended
	return f
}

// both are the fields in which what stands now and what was typed differ.
func (page itemPage) both(theirs itemForm) []views.Both {
	mine := page.Form
	return views.Differing(
		views.Both{Label: views.T("Loại"), Now: page.Word("item", theirs.Kind), Mine: page.Word("item", mine.Kind)},
		views.Both{Label: views.T("Nội dung"), Now: theirs.Title, Mine: mine.Title},
		views.Both{Label: views.T("Buổi"), Now: labelOf(page.Sessions, theirs.Session), Mine: labelOf(page.Sessions, mine.Session)},
		views.Both{Label: views.T("Phòng"), Now: theirs.Room, Mine: mine.Room},
		views.Both{Label: views.T("Bắt đầu"), Now: theirs.Start, Mine: mine.Start},
		views.Both{Label: views.T("Số phút"), Now: theirs.Minutes, Mine: mine.Minutes},
		views.Both{Label: views.T("Người thực hiện"), Now: theirs.Presenter, Mine: mine.Presenter},
		views.Both{Label: views.T("Ghi chú nội bộ"), Now: theirs.Note, Mine: mine.Note},
		views.Both{Label: views.T("Bắt đầu thực tế"), Now: theirs.Started, Mine: mine.Started},
		views.Both{Label: views.T("Kết thúc thực tế"), Now: theirs.Ended, Mine: mine.Ended},
	)
}

func (s *site) removeItem(c *fiber.Ctx) error {
	item, err := s.itemOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	err = s.db.RemoveItem(c.UserContext(), by(c), item.EventID, item.ID)
	if errors.As(err, &wrong) {
		form, err := s.itemFormOf(c, item)
		if err != nil {
			return err
		}
		page, err := s.itemPage(c, views.T("Sửa mục"), item, form)
		if err != nil {
			return err
		}
		page.Wrong = renamed(wrong, map[string]string{"item": ""})
		return s.again(c, "agenda/item", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/agenda", views.T("Đã xóa mục. Các mục sau đã dồn lên."))
}
