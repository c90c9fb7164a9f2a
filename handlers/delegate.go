package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type delegatePage struct {
	views.Page
	Event    models.Event
	Delegate models.Delegate
	Form     delegateForm
	Wrong    models.Invalid
	Groups   []views.Option
	Stale    []views.Both // what stands now beside what was typed, when the form was made on an older version
	Pick     string       // who is searched for to stand in
	People   []models.Person
	There    map[models.ID]bool // who is a delegate already
}

// Roles are all roles, for the form.
func (page delegatePage) Roles() []string { return models.DelegateRoles }

// Replaced tells whether somebody stands in for the delegate already, agreed to or not.
func (page delegatePage) Replaced() bool {
	return slices.ContainsFunc(page.Delegate.Substitutes, func(s models.Substitute) bool {
		return s.ReplacedID == page.Delegate.ID && s.State != "refused"
	})
}

// Has tells whether the form has a role ticked.
func (page delegatePage) Has(role string) bool { return slices.Contains(page.Form.Roles, role) }

// delegateForm is the form of a delegate as typed.
type delegateForm struct {
	Group     string   `form:"group"`
	Roles     []string `form:"roles"`
	Honorific string   `form:"honorific"`
	Rank      string   `form:"protocol_rank"`
	Reply     string   `form:"reply"`
	Reason    string   `form:"reason"`
	Seat      string   `form:"seat"`
	Needs     string   `form:"needs"`
	Version   int64    `form:"version"`
}

func delegateFormOf(d models.Delegate) delegateForm {
	form := delegateForm{Group: formID(d.GroupID), Roles: d.RoleWords(), Honorific: d.Honorific, Reply: d.Reply, Reason: d.Reason, Seat: d.Seat, Needs: d.Needs, Version: d.Version, Rank: written(d.ProtocolRank)}
	return form
}

// delegate is what the form says, put over the delegate as he stands. Roles that he had keep their order; new ones come behind.
func (f delegateForm) delegate(d models.Delegate, wrong models.Invalid) models.Delegate {
	var roles []string
	for _, role := range append(d.RoleWords(), f.Roles...) {
		if slices.Contains(f.Roles, role) && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	d.GroupID, d.Roles, d.Honorific, d.Reply, d.Reason = number(f.Group), strings.Join(roles, " "), f.Honorific, f.Reply, f.Reason
	d.Seat, d.Needs, d.Version, d.ProtocolRank = f.Seat, f.Needs, f.Version, nil
	if text := strings.TrimSpace(f.Rank); text != "" {
		rank, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			wrong["protocol_rank"] = views.T("Hãy ghi một số nguyên, ví dụ 10 hoặc 250; để trống thì theo thứ tự của người này trong danh bạ.")
		}
		d.ProtocolRank = &rank
	}
	return d
}

// delegateOf is the delegate of the address, if he belongs to the event.
func (s *site) delegateOf(c *fiber.Ctx) (models.Delegate, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Delegate{}, err
	}
	return s.db.Delegate(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) editDelegate(c *fiber.Ctx) error {
	delegate, err := s.delegateOf(c)
	if err != nil {
		return err
	}
	page, err := s.delegatePage(c, delegate, delegateFormOf(delegate))
	if err != nil {
		return err
	}
	return s.render(c, "delegates/edit", page)
}

func (s *site) delegatePage(c *fiber.Ctx, delegate models.Delegate, form delegateForm) (page delegatePage, err error) {
	event := visitOf(c).event
	page = delegatePage{Page: s.page(c, views.T("Đại biểu")), Event: event, Delegate: delegate, Form: form, Pick: cut(c.Query("pick"), 200)}
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	for _, group := range groups {
		page.Groups = append(page.Groups, views.Option{Value: formID(group.ID), Label: group.Name})
	}
	page.People, page.There, err = s.pick(c, page.Pick)
	return page, err
}

func (s *site) saveDelegate(c *fiber.Ctx) error {
	var form delegateForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.delegateOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	delegate := form.delegate(before, wrong)
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveDelegate(c.UserContext(), by(c), delegate)
		if err == nil {
			return s.done(c, delegateURL(c, before.ID), views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.delegatePage(c, before, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	if now, ok := stale.Now.(models.Delegate); ok {
		page.Delegate, page.Form.Version = now, stale.Version
		if page.Stale = page.both(delegateFormOf(now)); len(page.Stale) == 0 { // both have written the same
			return s.done(c, delegateURL(c, before.ID), views.T("Đã lưu."))
		}
		c.Status(fiber.StatusConflict)
		return s.render(c, "delegates/edit", page)
	}
	return s.again(c, "delegates/edit", page)
}

// both are the fields in which what stands now and what was typed differ.
func (page delegatePage) both(theirs delegateForm) []views.Both {
	mine, roles := page.Form, func(form delegateForm) string {
		var words []string
		for _, role := range models.DelegateRoles {
			if slices.Contains(form.Roles, role) {
				words = append(words, page.Word("delegate", role))
			}
		}
		return strings.Join(words, ", ")
	}
	return views.Differing(
		views.Both{Label: views.T("Nhóm"), Now: labelOf(page.Groups, theirs.Group), Mine: labelOf(page.Groups, mine.Group)},
		views.Both{Label: views.T("Vai trò"), Now: roles(theirs), Mine: roles(mine)},
		views.Both{Label: views.T("Cách xưng hô trong sự kiện này"), Now: theirs.Honorific, Mine: mine.Honorific},
		views.Both{Label: views.T("Thứ tự lễ tân trong sự kiện này"), Now: theirs.Rank, Mine: mine.Rank},
		views.Both{Label: views.T("Trả lời"), Now: page.Word("reply", theirs.Reply), Mine: page.Word("reply", mine.Reply)},
		views.Both{Label: views.T("Lý do"), Now: theirs.Reason, Mine: mine.Reason},
		views.Both{Label: views.T("Chỗ ngồi"), Now: theirs.Seat, Mine: mine.Seat},
		views.Both{Label: views.T("Yêu cầu riêng"), Now: theirs.Needs, Mine: mine.Needs},
	)
}

func delegateURL(c *fiber.Ctx, id models.ID) string {
	return visitOf(c).event.URL() + "/delegates/" + formID(id)
}

func (s *site) removeDelegate(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	event := visitOf(c).event
	err = s.db.RemoveDelegate(c.UserContext(), by(c), event.ID, id)
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		return s.delegateAgain(c, id, wrong)
	}
	if err != nil {
		return err
	}
	return s.done(c, event.URL()+"/delegates", views.T("Đã xóa đại biểu khỏi sự kiện."))
}

// delegateAgain shows a delegate's page once more, with why something could not be done.
func (s *site) delegateAgain(c *fiber.Ctx, id models.ID, wrong models.Invalid) error {
	delegate, err := s.db.Delegate(c.UserContext(), visitOf(c).event.ID, id)
	if err != nil {
		return err
	}
	page, err := s.delegatePage(c, delegate, delegateFormOf(delegate))
	if err != nil {
		return err
	}
	page.Wrong = models.Invalid{}
	for _, why := range wrong { // what is wrong is no field of this form
		page.Wrong[""] = why
	}
	return s.again(c, "delegates/edit", page)
}

// addSubstitute records who stands in for a delegate: somebody of the directory, or somebody new.
func (s *site) addSubstitute(c *fiber.Ctx) error {
	var form struct {
		Person string `form:"person"`
		Name   string `form:"name"`
		Post   string `form:"post"`
		State  string `form:"state"`
	}
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	delegate, err := s.delegateOf(c)
	if err != nil {
		return err
	}
	if form.Name != "" || form.Post != "" {
		err = s.db.AddNewSubstitute(c.UserContext(), by(c), delegate, form.Name, form.Post, form.State)
	} else {
		err = s.db.AddSubstitute(c.UserContext(), by(c), delegate.EventID, delegate.ID, number(form.Person), form.State)
	}
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		return s.delegateAgain(c, delegate.ID, wrong)
	}
	if err != nil {
		return err
	}
	return s.done(c, delegateURL(c, delegate.ID), views.T("Đã ghi người đi thay."))
}

func (s *site) decideSubstitute(c *fiber.Ctx) error {
	return s.changeSubstitute(c, func(event, id models.ID) error {
		version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
		return s.db.DecideSubstitute(c.UserContext(), by(c), event, id, c.FormValue("state"), c.FormValue("remark"), version)
	})
}

func (s *site) removeSubstitute(c *fiber.Ctx) error {
	return s.changeSubstitute(c, func(event, id models.ID) error {
		return s.db.RemoveSubstitute(c.UserContext(), by(c), event, id)
	})
}

func (s *site) changeSubstitute(c *fiber.Ctx, change func(event, id models.ID) error) error {
	delegate, err := s.delegateOf(c)
	if err != nil {
		return err
	}
	id, err := thing(c, "substitute")
	if err != nil {
		return err
	}
	err = change(delegate.EventID, id)
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		return s.delegateAgain(c, delegate.ID, wrong)
	}
	if err != nil {
		return err
	}
	return s.done(c, delegateURL(c, delegate.ID), views.T("Đã lưu."))
}
