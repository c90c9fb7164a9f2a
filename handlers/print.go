package handlers

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/public"
	"hoithao/views"
	"hoithao/views/papers"
)

// How many papers are drawn at once: each takes a core, and a large one some hundred megabytes. Others wait for their turn.
const drawnAtOnce = 2

// fileTypes are the types of the formats that a paper may have.
var fileTypes = map[string]string{
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"txt":  "text/plain; charset=utf-8",
	"zip":  "application/zip",
}

// printAgenda is the agenda as a paper: for whoever may see the event once it is published, before that for staff.
func (s *site) printAgenda(c *fiber.Ctx) error {
	v := visitOf(c)
	if v.event.AgendaState != "published" && !v.access.Staff() {
		return refuse(c)
	}
	// The paper is a function of the record: as long as nothing has moved it is the same, however many ask for it.
	key := pageKey{v.event.ID, "agenda.pdf"}
	kept, ok := s.pages.get(key, v.event.Revision, time.Time{})
	if !ok {
		record, err := s.db.Programme(c.UserContext(), v.event.ID)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if err := s.draw(c.UserContext(), &content, record.Agenda(), papers.Options{}); err != nil {
			return err
		}
		kept = cachedPage{revision: record.Event.Revision, until: time.Unix(0, 0), file: public.File{Content: content.Bytes()}}
		s.pages.put(key, kept)
	}
	return sendPaper(c, views.T("Chương trình"), "pdf", kept.file.Content)
}

// printMinutes is the minutes as they stand: a draft as it composes, final ones as they were agreed.
func (s *site) printMinutes(c *fiber.Ctx) error { return s.sendComposed(c, "minutes", "pdf") }

// previewPaper answers a paper as it stands; looking at it writes nothing down.
func (s *site) previewPaper(c *fiber.Ctx) error {
	return s.sendComposed(c, c.Params("kind"), c.Params("format"))
}

func (s *site) sendComposed(c *fiber.Ctx, name, format string) error {
	kind, known := models.KindOfPaper(name)
	if !known || format != "pdf" && !slices.Contains(kind.Twins, format) {
		return models.ErrNotFound
	}
	_, composed, err := s.composed(c, kind, cut(c.Query("to"), 200))
	if err != nil {
		return err
	}
	return s.drawn(c, composed, kind.Title, format)
}

// drawn answers with a paper once it is drawn. A script may ask to be told how far the drawing is; when it hangs up, the drawing ends.
func (s *site) drawn(c *fiber.Ctx, paper models.Printable, title, format string) error {
	if c.Get(fiber.HeaderAccept) == progressType {
		s.streamPaper(c, paper, format)
		return nil
	}
	var content bytes.Buffer
	if err := s.draw(c.UserContext(), &content, paper, papers.Options{Format: format}); err != nil {
		return err
	}
	return sendPaper(c, title, format, content.Bytes())
}

// composed is a paper of the event as it stands, with the record that it was composed from; of letters only those to whom to names, "" is all.
func (s *site) composed(c *fiber.Ctx, kind models.PaperKind, to string) (record models.Record, composed models.Printable, err error) {
	err = s.db.View(c.UserContext(), func(tx *models.DB) error {
		if record, err = tx.RecordOf(c.UserContext(), visitOf(c).event.ID, paperSession(c, kind)); err != nil {
			return err
		}
		// Phone and e-mail print only for whoever sees them on the screen.
		sees, err := tx.SeesContacts(c.UserContext(), visitOf(c).user)
		if err != nil {
			return err
		}
		for i := range record.Delegates {
			if person := &record.Delegates[i].Person; !sees(*person) {
				person.Phone, person.Email = "", ""
			}
		}
		paper, err := tx.Paper(c.UserContext(), record.Event.ID, kind.Name, record.Subject())
		if err != nil {
			return err
		}
		paper.Site, paper.To = s.URL, to
		if to != "" && kind.Name == "invitation" && len(record.LettersTo(to)) == 0 {
			return models.Invalid{"to": "Không có giấy mời nào cho người hay đơn vị như vậy."}
		}
		composed, err = tx.ComposePaper(c.UserContext(), record, kind, paper)
		return err
	})
	return record, composed, err
}

// draw writes a paper when its turn comes; whoever no longer waits is not drawn for.
func (s *site) draw(ctx context.Context, w io.Writer, paper models.Printable, options papers.Options) error {
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	options.Attach = s.Attach
	return papers.Write(w, paper, options)
}

// sendPaper answers a file under the paper's and the event's names. A browser shows a PDF and saves the rest.
func sendPaper(c *fiber.Ctx, kind, format string, content []byte) error {
	how := "attachment"
	if format == "pdf" {
		how = "inline"
		framed(c)
	}
	c.Set(fiber.HeaderContentType, fileTypes[format])
	c.Set(fiber.HeaderContentDisposition, disposition(how, paperName(kind, visitOf(c).event)+"."+format))
	return c.Send(content)
}

// progressType is what a page's script accepts that wants to be told how far the drawing is.
const progressType = "application/vnd.hoithao.progress"

// printPaper is a paper for the printer: the record keeps that it was printed and what it said.
func (s *site) printPaper(c *fiber.Ctx) error {
	kind, err := kindOf(c)
	if err != nil {
		return err
	}
	format := c.FormValue("as", "pdf")
	if format != "pdf" && !slices.Contains(kind.Twins, format) {
		return models.ErrNotFound
	}
	record, composed, err := s.composed(c, kind, "")
	if err != nil {
		return err
	}
	if err := s.db.MarkPrinted(c.UserContext(), by(c), record, kind.Name, composed); err != nil {
		return err
	}
	return s.drawn(c, composed, kind.Title, format)
}

// streamPaper answers lines of how far the drawing is, then a line with the size of the file, then the file. One answer holds it all, so that
// any instance of the program may give it, and nothing waits to be fetched.
func (s *site) streamPaper(c *fiber.Ctx, composed models.Printable, format string) {
	say := s.page(c, "").Say // the context is gone when the stream runs
	c.Set(fiber.HeaderContentType, progressType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Accel-Buffering", "no")
	log := s.log
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer func() {
			if fault := recover(); fault != nil {
				log.Error("fault", "route", "print", "error", fmt.Sprint(fault))
			}
		}()
		tell := func(line any) error {
			text, err := json.Marshal(line)
			if err != nil {
				return err
			}
			if _, err := w.Write(append(text, '\n')); err != nil {
				return err
			}
			return w.Flush()
		}
		type far struct {
			Done int `json:"done"`
			Of   int `json:"of"`
		}
		var last time.Time
		var content bytes.Buffer
		err := s.draw(context.Background(), &content, composed, papers.Options{Format: format, Watch: func(done, of int) error {
			if now := time.Now(); now.Sub(last) > 150*time.Millisecond {
				last = now
				return tell(far{done, of})
			}
			return nil
		}})
		if err != nil {
			_, text := meaning(err)
			tell(map[string]string{"error": say(text)})
			return
		}
		if tell(map[string]any{"size": content.Len(), "type": fileTypes[format]}) == nil {
			w.Write(content.Bytes())
		}
	})
}
