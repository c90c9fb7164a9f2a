package handlers

import (
	"bytes"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/public"
	"hoithao/views"
	"hoithao/views/papers"
)

// printAgenda is the agenda as a paper: for whoever may see the event once it is published, before that for staff.
func (s *site) printAgenda(c *fiber.Ctx) error {
	v := visitOf(c)
	if v.event.AgendaState != "published" && !v.access.Staff() {
		return refuse(c)
	}
	// The paper is a function of the record: as long as nothing has moved it is the same, however many ask for it.
	key := pageKey{v.event.ID, "agenda.pdf"}
	return s.paper(c, views.T("Chương trình"), func(w io.Writer) error {
		if kept, ok := s.pages.get(key, v.event.Revision, time.Time{}); ok {
			_, err := w.Write(kept.file.Content)
			return err
		}
		record, err := s.db.Programme(c.UserContext(), v.event.ID)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if err := papers.Write(&content, record.Agenda(), papers.Options{}); err != nil {
			return err
		}
		s.pages.put(key, cachedPage{revision: record.Event.Revision, until: time.Unix(0, 0), file: public.File{Content: content.Bytes()}})
		_, err = w.Write(content.Bytes())
		return err
	})
}

// printMinutes is the minutes as they stand: a draft as it composes, final ones as they were agreed.
func (s *site) printMinutes(c *fiber.Ctx) error {
	record, err := s.db.Record(c.UserContext(), visitOf(c).event.ID)
	if err != nil {
		return err
	}
	minutes, err := s.db.Minutes(c.UserContext(), record)
	if err != nil {
		return err
	}
	return s.paper(c, views.T("Biên bản"), func(w io.Writer) error { return papers.Write(w, minutes, papers.Options{}) })
}

// paper answers a PDF that a browser shows, and saves under the paper's and the event's names.
func (s *site) paper(c *fiber.Ctx, kind string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	framed(c)
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, disposition("inline", paperName(kind, visitOf(c).event)+".pdf"))
	return c.Send(content.Bytes())
}

// paperName is the name of a paper's file, in Vietnamese like the paper.
func paperName(kind string, event models.Event) string {
	name := kind + " " + event.Word() + " " + cut(event.Title, 80)
	if !event.StartsAt.IsZero() {
		name += " " + viet.ShortDate(event.Local(event.StartsAt))
	}
	return name
}
