package handlers

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// sectionPage shows two texts of a section that two people have written.
type sectionPage struct {
	views.Page
	Event   models.Event
	Query   string // which session's minutes they are; "": the event's
	Name    string
	Mine    string
	Theirs  string
	By      string
	At      time.Time
	Version int64
}

func (s *site) saveSection(c *fiber.Ctx) error {
	v := visitOf(c)
	name := c.Params("name")
	text, version := c.FormValue(name), models.ID(0)
	version = number(c.FormValue("version"))
	composed := c.FormValue("composed")
	if !c.Request().PostArgs().Has("composed") { // from the page of two texts
		standing, err := s.composedNow(c)
		if err != nil {
			return err
		}
		composed = standing.Composed(name)
	}
	err := s.db.SaveSection(c.UserContext(), by(c), v.event.ID, sessionAsked(c), name, text, composed, int64(version))
	var wrong models.Invalid
	var stale models.Stale
	switch {
	case err == nil:
		if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, minutesDraft(sessionAsked(c), name)); err != nil {
			return err
		}
		return s.done(c, minutesURL(c)+"#"+name, views.T("Đã lưu."))
	case errors.As(err, &wrong):
		page, err := s.minutesPage(c)
		if err != nil {
			return err
		}
		page.Wrong = wrong
		for i := range page.Parts {
			if page.Parts[i].Name == name {
				page.Parts[i].Field, page.Parts[i].Open = text, true
			}
		}
		return s.again(c, "minutes/edit", page)
	case errors.As(err, &stale):
		now, _ := stale.Now.(models.EditedSection)
		page := sectionPage{Page: s.page(c, views.T("Biên bản")), Event: v.event, Query: sessionQuery(sessionAsked(c)), Name: name, Mine: text, Theirs: now.Text, By: now.EditedBy,
			At: v.event.Local(now.EditedAt), Version: stale.Version}
		if now.Version == 0 { // somebody has let it compose again
			standing, err := s.composedNow(c)
			if err != nil {
				return err
			}
			page.Theirs = standing.Composed(name)
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "minutes/conflict", page)
	}
	return err
}

func (s *site) composedNow(c *fiber.Ctx) (models.Minutes, error) {
	record, err := s.db.RecordOf(c.UserContext(), visitOf(c).event.ID, sessionAsked(c))
	return record.ComposeMinutes(), err
}

func (s *site) composeSection(c *fiber.Ctx) error {
	v := visitOf(c)
	if err := s.db.ComposeSection(c.UserContext(), by(c), v.event.ID, sessionAsked(c), c.Params("name"), int64(number(c.FormValue("version")))); err != nil {
		return err
	}
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, minutesDraft(sessionAsked(c), c.Params("name"))); err != nil {
		return err
	}
	return s.done(c, minutesURL(c)+"#"+c.Params("name"), views.T("Mục này lại được tự soạn từ hồ sơ."))
}

// draftSection keeps a section while it is being typed.
func (s *site) draftSection(c *fiber.Ctx) error {
	name := c.Params("name")
	if !slices.Contains(models.MinutesSections, name) {
		return models.ErrNotFound
	}
	row, err := s.db.MinutesOf(c.UserContext(), visitOf(c).event.ID, sessionAsked(c))
	if err != nil {
		return err
	}
	if !row.Open() {
		return models.ErrLocked
	}
	return s.keepDraft(c, minutesDraft(sessionAsked(c), name), readDraft(c, name), row.Section(name).Version)
}

func (s *site) dropSectionDraft(c *fiber.Ctx) error {
	v := visitOf(c)
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, minutesDraft(sessionAsked(c), c.Params("name"))); err != nil {
		return err
	}
	return c.Redirect(minutesURL(c)+"#"+c.Params("name"), fiber.StatusSeeOther)
}
