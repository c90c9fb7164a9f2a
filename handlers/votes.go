package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type voteLine struct {
	models.Vote
	Results []voteResult
}

type voteResult struct {
	Name  string
	Count *int64
	Share string // of the votes given; "" where nothing can be said
}

func voteLineOf(vote models.Vote) voteLine {
	return voteLine{vote, []voteResult{
		{views.T("Tán thành"), vote.Ayes, vote.Share(vote.Ayes)},
		{views.T("Không tán thành"), vote.Noes, vote.Share(vote.Noes)},
		{views.T("Ý kiến khác"), vote.Others, vote.Share(vote.Others)},
		{views.T("Phiếu không hợp lệ"), vote.Invalid, vote.Share(vote.Invalid)},
	}}
}

type votePage struct {
	views.Page
	Event   models.Event
	Vote    models.Vote // zero when it is a new one
	Form    voteForm
	Wrong   models.Invalid
	Options []views.Option
	Stale   []views.Both
}

// voteForm is the form of a vote as typed.
type voteForm struct {
	Item     string `form:"item"`
	Question string `form:"question"`
	Method   string `form:"method"`
	Ayes     string `form:"ayes"`
	Noes     string `form:"noes"`
	Others   string `form:"others"`
	Invalid  string `form:"invalid"`
	Version  int64  `form:"version"`
}

// vote is what the form says, put over the vote as it stands.
func (form voteForm) vote(vote models.Vote, wrong models.Invalid) models.Vote {
	vote.ItemID, vote.Question, vote.Method, vote.Version = number(form.Item), form.Question, form.Method, form.Version
	vote.Ayes, vote.Noes = count(form.Ayes, "ayes", wrong), count(form.Noes, "noes", wrong)
	vote.Others, vote.Invalid = count(form.Others, "others", wrong), count(form.Invalid, "invalid", wrong)
	return vote
}

func voteFormOf(v models.Vote) voteForm {
	return voteForm{Item: formID(v.ItemID), Question: v.Question, Method: v.Method, Ayes: written(v.Ayes), Noes: written(v.Noes), Others: written(v.Others),
		Invalid: written(v.Invalid), Version: v.Version}
}

func (s *site) votePage(c *fiber.Ctx, vote models.Vote, form voteForm) (votePage, error) {
	v := visitOf(c)
	record, _, err := s.db.SpeechList(c.UserContext(), v.event.ID)
	page := s.page(c, views.T("Biểu quyết"))
	return votePage{Page: page, Event: v.event, Vote: vote, Form: form, Options: itemOptions(page, v.event, record.Items)}, err
}

func (s *site) newVote(c *fiber.Ctx) error {
	page, err := s.votePage(c, models.Vote{}, voteForm{})
	if err != nil {
		return err
	}
	return s.render(c, "conclusions/vote", page)
}

func (s *site) addVote(c *fiber.Ctx) error {
	var form voteForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	vote := form.vote(models.Vote{EventID: visitOf(c).event.ID}, wrong)
	if len(wrong) == 0 {
		_, err := s.db.AddVote(c.UserContext(), by(c), vote)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/conclusions#votes", views.T("Đã thêm."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page, err := s.votePage(c, models.Vote{}, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "conclusions/vote", page)
}

// voteOf is the vote of the address, if it belongs to the event.
func (s *site) voteOf(c *fiber.Ctx) (models.Vote, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Vote{}, err
	}
	return s.db.Vote(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) editVote(c *fiber.Ctx) error {
	vote, err := s.voteOf(c)
	if err != nil {
		return err
	}
	page, err := s.votePage(c, vote, voteFormOf(vote))
	if err != nil {
		return err
	}
	return s.render(c, "conclusions/vote", page)
}

func (s *site) saveVote(c *fiber.Ctx) error {
	var form voteForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.voteOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	vote := form.vote(before, wrong)
	var stale models.Stale
	if len(wrong) == 0 {
		err = s.db.SaveVote(c.UserContext(), by(c), vote)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/conclusions#votes", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.votePage(c, before, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	if now, ok := stale.Now.(models.Vote); ok {
		theirs := voteFormOf(now)
		page.Form.Version = stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Nội dung biểu quyết"), Now: theirs.Question, Mine: form.Question},
			views.Both{Label: views.T("Mục chương trình"), Now: labelOf(page.Options, theirs.Item), Mine: labelOf(page.Options, form.Item)},
			views.Both{Label: views.T("Hình thức"), Now: page.Word("method", theirs.Method), Mine: page.Word("method", form.Method)},
			views.Both{Label: views.T("Tán thành"), Now: theirs.Ayes, Mine: form.Ayes},
			views.Both{Label: views.T("Không tán thành"), Now: theirs.Noes, Mine: form.Noes},
			views.Both{Label: views.T("Ý kiến khác"), Now: theirs.Others, Mine: form.Others},
			views.Both{Label: views.T("Phiếu không hợp lệ"), Now: theirs.Invalid, Mine: form.Invalid},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "conclusions/vote", page)
	}
	return s.again(c, "conclusions/vote", page)
}

func (s *site) moveVote(c *fiber.Ctx) error {
	vote, err := s.voteOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveVote(c.UserContext(), by(c), vote.EventID, vote.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/conclusions#votes", fiber.StatusSeeOther)
}

func (s *site) removeVote(c *fiber.Ctx) error {
	vote, err := s.voteOf(c)
	if err != nil {
		return err
	}
	if err := s.db.RemoveVote(c.UserContext(), by(c), vote.EventID, vote.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/conclusions#votes", views.T("Đã xóa. Lịch sử vẫn giữ nội dung."))
}
