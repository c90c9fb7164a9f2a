package handlers

import (
	"errors"
	"io"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// archivePage is where an event is closed for good, and where the one file of it is had.
type archivePage struct {
	views.Page
	Event       models.Event
	Over        bool // it can be archived
	Minutes     string
	Missing     []models.Missing // what the minutes lack
	Open        []models.OpenTask
	Administers bool
	Reason      string
	Wrong       models.Invalid
}

func (s *site) showArchive(c *fiber.Ctx) error {
	page, err := s.archivePage(c)
	if err != nil {
		return err
	}
	return s.render(c, "archive/show", page)
}

func (s *site) archivePage(c *fiber.Ctx) (page archivePage, err error) {
	v := visitOf(c)
	record, err := s.db.Record(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	page = archivePage{Page: s.page(c, views.T("Lưu trữ")), Event: record.Event, Minutes: record.Minutes.State, Administers: v.user.Administers()}
	page.Over = !record.Event.CancelledAt.IsZero() || !record.Event.EndsAt.IsZero() && !record.Event.EndsAt.After(s.db.Now().Time)
	if page.Minutes == "" {
		page.Minutes = "draft"
	}
	page.Open, err = s.db.Tasks(c.UserContext(), models.TaskFilter{EventID: v.event.ID, State: "open"})
	return page, err
}

func (s *site) archiveEvent(c *fiber.Ctx) error {
	err := s.db.ArchiveEvent(c.UserContext(), by(c), visitOf(c).event.ID)
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.archivePage(c)
		if err != nil {
			return err
		}
		page.Wrong = wrong
		return s.again(c, "archive/show", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/archive", views.T("Đã lưu trữ. Từ nay sự kiện chỉ đọc."))
}

// unarchiveEvent takes an event out of the archive: administrators of the whole office alone, with a reason.
func (s *site) unarchiveEvent(c *fiber.Ctx) error {
	err := s.db.UnarchiveEvent(c.UserContext(), by(c), visitOf(c).event.ID, c.FormValue("reason"))
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.archivePage(c)
		if err != nil {
			return err
		}
		page.Wrong, page.Reason = wrong, c.FormValue("reason")
		return s.again(c, "archive/show", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/archive", views.T("Đã mở lại sự kiện."))
}

// downloadArchive answers the one file of an event. It is written to a file of its own first: what fails in the middle must not look whole.
func (s *site) downloadArchive(c *fiber.Ctx) error {
	event := visitOf(c).event
	sees, err := s.db.SeesContacts(c.UserContext(), visitOf(c).user)
	if err != nil {
		return err
	}
	archive, err := s.db.Archive(c.UserContext(), event.Slug, sees)
	if err != nil {
		return err
	}
	taken, err := models.MakeCopy(func(w io.Writer) error {
		return views.WriteArchive(w, archive, func(sha string) (io.ReadCloser, error) { return s.db.OpenFile(c.UserContext(), sha) })
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, disposition("attachment", event.Slug+".zip"))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(taken, int(taken.Size))
}
