package handlers

import (
	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type historyPage struct {
	views.Page
	Event  models.Event
	Rows   []models.HistoryRow
	Topic  string
	Topics []views.Option
	Pager  views.Pager
}

// eventTopics are the parts of an event that its history can be narrowed to.
var eventTopics = []string{models.TopicEvent, models.TopicAgenda, models.TopicDelegates, models.TopicAttendance, models.TopicSpeeches,
	models.TopicConclusions, models.TopicMinutes, models.TopicPhotos, models.TopicPapers, models.TopicDocuments, models.TopicMessages, models.TopicStaff, models.TopicDirectory}

func (s *site) listHistory(c *fiber.Ctx) error {
	v := visitOf(c)
	page := historyPage{Page: s.page(c, views.T("Lịch sử")), Event: v.event, Topic: c.Query("topic")}
	var err error
	filter := models.JournalFilter{EventID: v.event.ID, Topic: page.Topic, Before: int64(number(c.Query("id")))}
	if page.Rows, err = s.db.History(c.UserContext(), filter, v.event.Zone()); err != nil {
		return err
	}
	page.Topics = page.Among("topic", eventTopics...)
	page.Pager = pager(c, len(page.Rows), func() models.Cursor { return models.Cursor{ID: models.ID(page.Rows[len(page.Rows)-1].Revision)} })
	return s.render(c, "history/list", page)
}
