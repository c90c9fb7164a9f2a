package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// reportPage is what an event comes to in figures: who was there, who spoke for how long.
type reportPage struct {
	views.Page
	Event                        models.Event
	Report                       models.Report
	Attendance, Speaking, Groups views.Chart
}

// Lasted is a length of time in the reader's language.
func (page reportPage) Lasted(seconds int64) string { return views.Lasted(page.Page, seconds) }

// Share is what a group's share of the time is called.
func (page reportPage) Share(share models.GroupSpeakingShare) string {
	return views.ShareName(page.Page, share)
}

// Open are all of a session whom nobody has marked or counted.
func (page reportPage) Open(session models.SessionReport) (open int64) {
	for _, group := range session.Groups {
		open += group.Open()
	}
	return open
}

func (s *site) showReport(c *fiber.Ctx) error {
	event := visitOf(c).event
	record, err := s.db.Record(c.UserContext(), event.ID)
	if err != nil {
		return err
	}
	page := reportPage{Page: s.page(c, views.T("Báo cáo")), Event: record.Event, Report: record.Report()}
	page.Attendance = views.AttendanceChart(page.Page, page.Report)
	page.Speaking = views.SpeakingChart(page.Page, page.Report)
	page.Groups = views.GroupChart(page.Page, page.Report)
	return s.render(c, "report/show", page)
}
