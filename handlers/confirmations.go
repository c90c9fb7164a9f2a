package handlers

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// confirmationsPage is who was asked to confirm a passage of the minutes, and what they said.
type confirmationsPage struct {
	views.Page
	Event    models.Event
	Speeches []confirmationLine
	Askable  int // speeches whose speakers can be asked now
	Keeps    bool
	Closed   bool // the minutes are approved
	Wrong    models.Invalid
}

type confirmationLine struct {
	models.Confirmable
	Text    string // to be copied into a message: the words and the link
	Changes []views.Change
	Ask     bool // the speaker can be asked, or asked again
	Wrong   models.Invalid
	Remark  string
}

func (s *site) listConfirmations(c *fiber.Ctx) error {
	page, err := s.confirmationsPage(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return s.render(c, "confirmations/list", page)
}

func (s *site) confirmationsPage(c *fiber.Ctx) (page confirmationsPage, err error) {
	v := visitOf(c)
	page = confirmationsPage{Page: s.page(c, views.T("Xác nhận phát biểu")), Event: v.event, Keeps: v.access.Record, Wrong: models.Invalid{}}
	row, err := s.db.MinutesOf(c.UserContext(), v.event.ID, 0)
	if err != nil {
		return page, err
	}
	page.Closed = row.Final() || !v.event.ArchivedAt.IsZero()
	speeches, err := s.db.Confirmables(c.UserContext(), v.event)
	if err != nil {
		return page, err
	}
	for _, one := range speeches {
		line := confirmationLine{Confirmable: one}
		asked := one.Confirmation
		line.Ask = !page.Closed && (asked.ID == 0 || asked.Moved() && asked.State != "proposed" || asked.TokenHash == nil)
		if line.Ask {
			page.Askable++
		}
		if asked.Link != "" && asked.State == "asked" && page.Keeps { // whoever has the link answers for the speaker
			line.Text = "Kính gửi " + one.Name + ": xin đọc và xác nhận phần ghi ý kiến của đại biểu trong biên bản " + v.event.Word() + " “" + v.event.Title + "” tại " + s.origin(c) + asked.Link
		}
		if asked.Proposal != "" {
			line.Changes = views.Diff(asked.Passage, asked.Proposal)
		}
		page.Speeches = append(page.Speeches, line)
	}
	return page, nil
}

// askConfirmations asks the chosen speakers.
func (s *site) askConfirmations(c *fiber.Ctx) error {
	event := visitOf(c).event
	var speeches []models.ID
	for _, value := range c.Context().PostArgs().PeekMulti("speech") {
		speeches = append(speeches, number(string(value)))
	}
	var wrong models.Invalid
	err := error(nil)
	if len(speeches) == 0 {
		err = models.Invalid{"speech": views.T("Hãy chọn người để hỏi.")}
	}
	asked := 0
	if err == nil {
		asked, err = s.db.AskConfirmations(c.UserContext(), by(c), event.ID, speeches)
	}
	if errors.As(err, &wrong) {
		page, err := s.confirmationsPage(c)
		if err != nil {
			return err
		}
		page.Wrong = wrong
		return s.again(c, "confirmations/list", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/confirmations", views.T("Đã lập đề nghị cho %d người. Sao chép lời nhắn dưới đây để gửi; ai có trang giấy mời cũng thấy đề nghị ở đó."), asked)
}

// decideConfirmation takes a proposal over, or refuses it.
func (s *site) decideConfirmation(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	event, remark := visitOf(c).event, c.FormValue("remark")
	err = s.db.DecideConfirmation(c.UserContext(), by(c), event.ID, id, c.FormValue("act") == "take", remark, int64(number(c.FormValue("version"))))
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.confirmationsPage(c)
		if err != nil {
			return err
		}
		for i := range page.Speeches {
			if page.Speeches[i].Confirmation.ID == id {
				page.Speeches[i].Wrong, page.Speeches[i].Remark = wrong, remark
			}
		}
		page.Wrong = wrong
		return s.again(c, "confirmations/list", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/confirmations#speech-"+formID(id), views.T("Đã ghi."))
}

// passagePage is a speaker's own passage, as the link shows it: no word of anybody else's.
type passagePage struct {
	views.Page
	Event        models.Event
	Me           string
	Confirmation models.Confirmation
	Closed       bool
	Seen         string // version of the confirmation and of the passage
	Proposal     string
	Wrong        models.Invalid
}

// passage finds what the link opens. Guessing is held up as with invitations, and what is nobody's looks the same.
func (s *site) passage(c *fiber.Ctx) (page passagePage, err error) {
	private(c)
	event, confirmation, closed, err := s.db.ConfirmationByLink(c.UserContext(), c.Params("token"))
	if errors.Is(err, models.ErrNotFound) && s.guessed.over(s.address(c), guesses, guessing, s.db.Now().Time) {
		return page, fiber.ErrTooManyRequests
	}
	if err != nil {
		return page, err
	}
	v := visitOf(c)
	v.event = event
	if archived(c) {
		return page, models.ErrArchived
	}
	if c.Method() == fiber.MethodPost && s.acted.over("c"+formID(confirmation.ID), acts, acting, s.db.Now().Time) {
		return page, fiber.ErrTooManyRequests
	}
	page = passagePage{Page: s.guestPage(c, views.T("Xin xác nhận nội dung phát biểu")), Event: event, Me: "/c/" + c.Params("token"), Confirmation: confirmation,
		Closed: closed || !event.ArchivedAt.IsZero(), Wrong: models.Invalid{}}
	page.Links, page.Invited, page.Within = nil, true, nil
	page.Seen = strconv.FormatInt(confirmation.Version, 10) + ":" + strconv.FormatInt(confirmation.Speech.SummaryVersion, 10)
	page.Proposal = confirmation.Proposal
	if page.Proposal == "" {
		page.Proposal = confirmation.Speech.Summary
	}
	return page, nil
}

func (s *site) showPassage(c *fiber.Ctx) error {
	page, err := s.passage(c)
	if err != nil {
		return err
	}
	return s.render(c, "confirmations/passage", page)
}

// answerPassage takes the speaker's word. Who read something else than stands now reads it again, with what was typed still there.
func (s *site) answerPassage(c *fiber.Ctx) error {
	page, err := s.passage(c)
	if err != nil {
		return err
	}
	proposal := ""
	if c.FormValue("answer") == "propose" {
		if proposal = c.FormValue("proposal"); strings.TrimSpace(proposal) == "" {
			page.Proposal, page.Wrong = "", models.Invalid{"proposal": views.T("Hãy ghi nội dung đề nghị.")}
			return s.again(c, "confirmations/passage", page)
		}
	}
	version, passage, _ := strings.Cut(c.FormValue("seen"), ":")
	err = s.db.AnswerConfirmation(c.UserContext(), page.Confirmation, proposal, int64(number(version)), int64(number(passage)))
	var wrong models.Invalid
	switch {
	case errors.As(err, &wrong):
		page.Wrong, page.Proposal = wrong, proposal
		return s.again(c, "confirmations/passage", page)
	case errors.Is(err, models.ErrConflict):
		if page, err = s.passage(c); err != nil {
			return err
		}
		page.Wrong = models.Invalid{"": views.T("Nội dung vừa thay đổi. Xin đọc lại bản dưới đây rồi trả lời.")}
		if proposal != "" {
			page.Proposal = proposal
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "confirmations/passage", page)
	case err != nil:
		return err
	}
	return s.done(c, page.Me, views.T("Đã ghi ý kiến. Xin cảm ơn."))
}
