package handlers

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// agendaPage is the agenda as it is worked on.
type agendaPage struct {
	views.Page
	Record    models.Record
	Event     models.Event
	Parts     []models.Part
	Warnings  map[models.ID][]string // by item
	Count     int                    // of warnings
	Organizes bool
	Records   bool   // may note when items really began and ended
	Carried   string // how the tasks of the earlier events of the series stand; "": there are none, or the reader may not know of them
}

func (s *site) agendaPage(c *fiber.Ctx) (page agendaPage, err error) {
	v := visitOf(c)
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	page = agendaPage{Page: s.page(c, views.T("Chương trình")), Record: record, Event: record.Event, Organizes: v.access.Organize, Records: v.access.Record}
	page.Parts, _ = record.OnClock(s.db.Now())
	if page.Carried, err = s.carried(c); err != nil {
		return page, err
	}
	page.Warnings, page.Count = warnings(page.Page, record)
	wanted, err := s.db.Elsewhere(c.UserContext(), v.user, record.Event.ID, record.People())
	if err != nil {
		return page, err
	}
	for item, others := range record.Clashes(wanted) {
		for _, other := range others {
			page.Warnings[item] = append(page.Warnings[item], elsewhere(page.Page, other))
			page.Count++
		}
	}
	return page, nil
}

// elsewhere says that somebody is wanted in another event at the same time.
func elsewhere(page views.Page, other models.Elsewhere) string {
	name := page.Say(views.T("một sự kiện khác"))
	if other.Shown {
		name = "“" + other.Title + "”"
	}
	switch {
	case other.Item != "" && other.Shown:
		return page.Say(views.T("Có mục “%s” ở %s cùng giờ."), other.Item, name)
	case other.Item != "":
		return page.Say(views.T("Trình bày ở %s cùng giờ."), name)
	}
	return page.Say(views.T("Được mời dự %s cùng giờ."), name)
}

func (s *site) showAgenda(c *fiber.Ctx) error {
	page, err := s.agendaPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "agenda/list", page)
}

// warnings are the sentences that stand beside items.
func warnings(page views.Page, record models.Record) (of map[models.ID][]string, count int) {
	of = map[models.ID][]string{}
	for _, warning := range record.AgendaWarnings() {
		other := record.Item(warning.Other).Title
		var text string
		switch warning.What {
		case "overrun":
			text = page.Say(views.T("Kết thúc sau giờ của buổi %d phút."), warning.Minutes)
		case "early":
			text = page.Say(views.T("Bắt đầu trước giờ của buổi %d phút."), warning.Minutes)
		case "outside":
			text = page.Say(views.T("Nằm ngoài giờ của buổi."))
		case "gap":
			text = page.Say(views.T("Trống %d phút trước mục này."), warning.Minutes)
		case "overlap":
			text = page.Say(views.T("Trùng %d phút với mục trước."), warning.Minutes)
		case "room":
			text = page.Say(views.T("%s đang dùng cho “%s” cùng giờ."), warning.Name, other)
		case "person":
			text = page.Say(views.T("%s có mặt ở “%s” cùng giờ."), warning.Name, other)
		}
		of[warning.Item] = append(of[warning.Item], text)
		count++
	}
	return of, count
}

func (s *site) moveItem(c *fiber.Ctx) error {
	item, err := s.itemOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveItem(c.UserContext(), by(c), item.EventID, item.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/agenda#item-"+formID(item.ID), fiber.StatusSeeOther)
}

// orderItems takes the new order of a lane from a hand that dragged a row, and answers the lane with its new times. The order that the page
// showed is its version: if the lane looks otherwise by now, nothing is changed.
func (s *site) orderItems(c *fiber.Ctx) error {
	order, was := ids(c.FormValue("order")), ids(c.FormValue("version"))
	event := visitOf(c).event
	if len(order) == 0 {
		return fiber.ErrBadRequest
	}
	if err := s.db.OrderItems(c.UserContext(), by(c), event.ID, order, was); err != nil {
		return err
	}
	page, err := s.agendaPage(c)
	if err != nil {
		return err
	}
	for _, part := range page.Parts {
		for _, lane := range part.Lanes {
			if len(lane.Lines) > 0 && lane.Lines[0].ID == order[0] {
				var content bytes.Buffer
				if err := s.Views.Render(&content, "agenda/list#lane", agendaLane{page, lane}); err != nil {
					return err
				}
				c.Set("X-Version", c.FormValue("order"))
				c.Type("html", "utf-8")
				return c.Send(content.Bytes())
			}
		}
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// agendaLane is one lane of the page.
type agendaLane struct {
	agendaPage
	Lane models.Lane
}

// Of is a lane with the page that it stands on.
func (page agendaPage) Of(lane models.Lane) agendaLane { return agendaLane{page, lane} }

// Order is the lane's order, by which a move knows what it was made on.
func (lane agendaLane) Order() string {
	var ids []string
	for _, line := range lane.Lane.Lines {
		ids = append(ids, formID(line.ID))
	}
	return strings.Join(ids, ",")
}

func (s *site) publishAgenda(c *fiber.Ctx) error {
	published := c.FormValue("publish") == "true"
	event := visitOf(c).event
	if err := s.db.PublishAgenda(c.UserContext(), by(c), event.ID, published); err != nil {
		return err
	}
	if published {
		return s.done(c, event.URL()+"/agenda", views.T("Đã công bố chương trình."))
	}
	return s.done(c, event.URL()+"/agenda", views.T("Chương trình đã trở lại dự thảo: khách chỉ thấy thời gian và địa điểm."))
}
