package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// seatingPage is the plan of the hall: whoever is picked moves to the seat that is pressed next.
type seatingPage struct {
	views.Page
	Event     models.Event
	Plan      models.Seating
	At        map[string]models.Delegate
	Picked    models.Delegate // zero: nobody
	Unseated  []models.Delegate
	Elsewhere []models.Delegate // at a seat that the plan has not
	Wrong     models.Invalid
}

// Number is a seat's place in its row, from 1.
func (seatingPage) Number(i int) int { return i + 1 }

func (s *site) showSeating(c *fiber.Ctx) error {
	page, err := s.seatingPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "seating/show", page)
}

func (s *site) seatingPage(c *fiber.Ctx) (page seatingPage, err error) {
	event := visitOf(c).event
	record, err := s.db.Record(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	paper, err := s.db.Paper(c.UserContext(), event.ID, "seating", "")
	if err != nil {
		return page, err
	}
	kind, _ := models.KindOfPaper("seating")
	plan, _ := record.Compose(kind, paper).(models.Seating)
	page = seatingPage{Page: s.page(c, views.T("Chỗ ngồi")), Event: event, Plan: plan, At: map[string]models.Delegate{}}
	known := map[string]bool{}
	for _, row := range plan.Rows {
		for i := range row.Seats {
			known[row.Name+strconv.Itoa(i+1)] = true
		}
	}
	for _, delegate := range record.Delegates {
		seat := models.CleanSeat(delegate.Seat)
		switch {
		case delegate.Person.Name() == "":
		case known[seat]:
			page.At[seat] = delegate
		case seat != "":
			page.Elsewhere = append(page.Elsewhere, delegate)
		case !delegate.Away():
			page.Unseated = append(page.Unseated, delegate)
		}
		if delegate.ID != 0 && delegate.ID == number(c.Query("pick")) {
			page.Picked = delegate
		}
	}
	return page, nil
}

func (s *site) assignSeats(c *fiber.Ctx) error {
	given, err := s.db.AssignSeats(c.UserContext(), by(c), visitOf(c).event.ID, c.FormValue("anew") != "")
	return s.seated(c, err, views.T("Đã xếp chỗ cho %d đại biểu."), given)
}

func (s *site) moveSeat(c *fiber.Ctx) error {
	return s.seated(c, s.db.MoveSeat(c.UserContext(), by(c), visitOf(c).event.ID, number(c.FormValue("delegate")), c.FormValue("seat")), views.T("Đã đổi chỗ."))
}

func (s *site) seated(c *fiber.Ctx, err error, notice string, args ...any) error {
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.seatingPage(c)
		if err != nil {
			return err
		}
		page.Wrong = wrong
		return s.again(c, "seating/show", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/seating", notice, args...)
}
