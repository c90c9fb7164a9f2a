package handlers

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type deskAct = func(context.Context, models.Actor, models.ID, models.ID, models.Time) error

// pressed is when an act was done by the desk's clock, which has been put right by ours; zero: now.
func pressed(c *fiber.Ctx) models.Time {
	ms, err := strconv.ParseInt(c.FormValue("at"), 10, 64)
	if err != nil || ms <= 0 {
		return models.Time{}
	}
	return models.At(time.UnixMilli(ms))
}

// toDesk leads back to the room where the act was done.
func toDesk(c *fiber.Ctx) error {
	to := visitOf(c).event.URL() + "/desk"
	if room := c.Query("room"); room != "" {
		to += "?" + string(c.Request().URI().QueryString())
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// deskAgain shows the desk with what was wrong with an act.
func (s *site) deskAgain(c *fiber.Ctx, err error, put func(page *deskPage)) error {
	wrong := models.Invalid{}
	if !errors.As(err, &wrong) {
		return err
	}
	page, err := s.deskPage(c)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	if put != nil {
		put(&page)
	} else {
		page.Wrong = models.Invalid{}
		for _, why := range wrong {
			page.Wrong[""] = why
		}
	}
	return s.again(c, "desk/show", page)
}

// actOnItem starts, pauses, resumes or ends an item.
func (s *site) actOnItem(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	act, ok := map[string]deskAct{"start": s.db.StartItem, "pause": s.db.PauseItem, "resume": s.db.ResumeItem, "end": s.db.EndItem}[c.Params("act")]
	if !ok {
		return models.ErrNotFound
	}
	at := pressed(c)
	if err := act(c.UserContext(), by(c), visitOf(c).event.ID, id, at); err != nil {
		return s.deskAgain(c, err, nil)
	}
	return s.keepTyped(c)
}

// actOnSpeech does to a speech what the button says. The clock comes first: a text that somebody else has changed too holds up nobody.
func (s *site) actOnSpeech(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	act, ok := map[string]deskAct{"call": s.db.CallSpeech, "start": s.db.StartSpeech, "pause": s.db.PauseSpeech, "resume": s.db.ResumeSpeech, "end": s.db.EndSpeech,
		"next": s.db.NextSpeech, "accept": s.db.AcceptSpeech, "refuse": s.db.RefuseSpeech}[c.Params("act")]
	if !ok {
		return models.ErrNotFound
	}
	if err := act(c.UserContext(), by(c), visitOf(c).event.ID, id, pressed(c)); err != nil {
		return s.deskAgain(c, err, nil)
	}
	return s.keepTyped(c)
}

// keepTyped saves the summary that was sent along with an act.
func (s *site) keepTyped(c *fiber.Ctx) error {
	if !c.Request().PostArgs().Has("summary") {
		return toDesk(c)
	}
	speech, err := s.db.Speech(c.UserContext(), visitOf(c).event.ID, number(c.FormValue("speech")))
	if err != nil {
		return err
	}
	return s.summary(c, speech)
}

// saveSummary saves what is typed at the desk.
func (s *site) saveSummary(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	return s.summary(c, speech)
}

// summary puts a text into the record. When somebody else has changed it since, it is kept as it was typed, and the desk shows both.
func (s *site) summary(c *fiber.Ctx, speech models.Speech) error {
	v := visitOf(c)
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	_, err := s.db.SaveSummary(c.UserContext(), by(c), v.event.ID, speech.ID, c.FormValue("summary"), version)
	var wrong models.Invalid
	switch {
	case errors.Is(err, models.ErrConflict):
		if err := s.db.SaveDraft(c.UserContext(), v.user, v.event, deskDraft(speech), c.FormValue("summary"), version); err != nil {
			return err
		}
		page, err := s.deskPage(c)
		if err != nil {
			return err
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "desk/show", page)
	case errors.As(err, &wrong):
		return s.deskAgain(c, err, func(page *deskPage) { page.Speaking.Text = c.FormValue("summary") })
	case err != nil:
		return err
	}
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, deskDraft(speech)); err != nil {
		return err
	}
	return toDesk(c)
}

// draftSummary keeps the summary while it is typed; when the writer rests or leaves, the record gets it.
func (s *site) draftSummary(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	v, sent := visitOf(c), readDraft(c, "summary")
	if sent.left && sent.field != "" {
		version, err := s.db.SaveSummary(c.UserContext(), by(c), v.event.ID, speech.ID, sent.text, sent.version)
		if err == nil {
			if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, deskDraft(speech)); err != nil {
				return err
			}
			return c.JSON(fiber.Map{"version": version})
		}
		if !errors.Is(err, models.ErrConflict) {
			return err
		}
	}
	return s.keepDraft(c, deskDraft(speech), sent, speech.SummaryVersion)
}

func (s *site) dropSummaryDraft(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	if err := s.db.DropDrafts(c.UserContext(), v.user, v.event.ID, deskDraft(speech)); err != nil {
		return err
	}
	return toDesk(c)
}

func (s *site) moveInQueue(c *fiber.Ctx) error {
	speech, err := s.speechOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveInQueue(c.UserContext(), by(c), speech.EventID, speech.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return toDesk(c)
}

func (s *site) orderQueue(c *fiber.Ctx) error {
	item, err := thing(c, "id")
	if err != nil {
		return err
	}
	if err := s.db.OrderQueue(c.UserContext(), by(c), visitOf(c).event.ID, item, ids(c.FormValue("order"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// undoAct takes the last act back, which the form names.
func (s *site) undoAct(c *fiber.Ctx) error {
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err := s.db.UndoAct(c.UserContext(), by(c), visitOf(c).event.ID, revision); err != nil {
		return s.deskAgain(c, err, nil)
	}
	return s.keepTyped(c)
}

// requestForm is a wish to speak, or a speech that was missed, as typed.
type requestForm struct {
	speechForm
	UID string `form:"uid"`
	How string `form:"how"`
	Act string `form:"act"` // requested, accepted, speaking: what becomes of it
}

// addRequest puts somebody into the queue, gives the floor at once, or notes afterwards who has spoken.
func (s *site) addRequest(c *fiber.Ctx) error {
	var form requestForm
	if err := c.BodyParser(&form); err != nil || c.BodyParser(&form.speechForm) != nil {
		return fiber.ErrBadRequest
	}
	v, wrong := visitOf(c), models.Invalid{}
	speech := models.Speech{UID: form.UID, EventID: v.event.ID, ItemID: number(form.Item), Topic: form.Topic, RequestedHow: form.How, State: "accepted"}
	if form.Act == "requested" {
		speech.State = "requested"
	}
	speech.Minutes = count(form.Minutes, "minutes", wrong)
	today := day(v.event.Local(s.db.Now()))
	if form.Starts != "" {
		speech.StartedAt = instant(today, form.Starts, v.event.Zone(), "starts", wrong)
	}
	if form.Ends != "" {
		speech.EndedAt = instant(today, form.Ends, v.event.Zone(), "ends", wrong)
	}
	if form.Act == "spoken" {
		if speech.State = "spoken"; speech.StartedAt.IsZero() || speech.EndedAt.IsZero() {
			wrong["starts"] = views.T("Hãy ghi giờ bắt đầu và giờ kết thúc.")
		}
	} else {
		speech.StartedAt, speech.EndedAt = models.Time{}, models.Time{}
	}
	choose, err := s.setSpeaker(c, form.speechForm, &speech, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		speech, err = s.db.AddSpeech(c.UserContext(), by(c), speech)
		if err == nil && form.Act == "speaking" && speech.State != "spoken" {
			err = s.db.StartSpeech(c.UserContext(), by(c), v.event.ID, speech.ID, pressed(c))
		}
		if err == nil {
			return toDesk(c)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return s.deskAgain(c, wrong, func(page *deskPage) { page.Request, page.Asked, page.Choose = form, "request", choose })
}

// addDeskVote notes a vote as it falls.
func (s *site) addDeskVote(c *fiber.Ctx) error {
	var form voteForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	vote := form.vote(models.Vote{UID: c.FormValue("uid"), EventID: visitOf(c).event.ID}, wrong)
	if len(wrong) == 0 {
		_, err := s.db.AddVote(c.UserContext(), by(c), vote)
		if err == nil {
			return toDesk(c)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return s.deskAgain(c, wrong, func(page *deskPage) { page.Vote, page.Asked = form, "vote" })
}

// addDeskConclusion notes a conclusion, and the task that it lays on somebody, as it falls.
func (s *site) addDeskConclusion(c *fiber.Ctx) error {
	var form conclusionForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	conclusion, choose, err := s.conclusion(c, form, models.Conclusion{UID: c.FormValue("uid")}, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		_, err := s.db.AddConclusion(c.UserContext(), by(c), conclusion)
		if err == nil {
			return toDesk(c)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return s.deskAgain(c, wrong, func(page *deskPage) { page.Task, page.Asked, page.Choose = form, "conclusion", choose })
}
