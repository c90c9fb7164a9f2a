package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// invitationsPage is the board: who was reached how, who has opened the page, who has answered, which unit owes names.
type invitationsPage struct {
	views.Page
	Event  models.Event
	Filter invitationQuery
	Rows   []models.Invitation
	Count  models.InvitationCount
	Groups []views.Option
	Names  map[models.ID]string // of the groups
	Site   string               // the address in front of links; "": it is not known
	Usual  string               // how who has no honorific is called, in what goes out
	Terms  termsForm
	Stale  []views.Both // what somebody else has made of the terms meanwhile
	Wrong  models.Invalid
	Pager  views.Pager
	Back   string // the search as it stands in the address
	Until  string // what was typed as a deadline for many
}

// Link is the whole address of a row's page; "" without a key.
func (page invitationsPage) Link(i models.Invitation) string {
	if i.Path() == "" || !i.RevokedAt.IsZero() {
		return ""
	}
	return page.Site + i.Path()
}

// Text is what an organizer copies into a message, with the link.
func (page invitationsPage) Text(i models.Invitation) string {
	return views.InvitationText(page.Event, i, page.Usual, page.Link(i))
}

// Kinds, Reacheds and Openeds are what the filter offers.
func (page invitationsPage) Kinds() []views.Option {
	return []views.Option{{Value: "person", Label: page.Say(views.T("Người"))}, {Value: "unit", Label: page.Say(views.T("Đơn vị"))}}
}

func (page invitationsPage) Reacheds() []views.Option {
	options := []views.Option{{Value: "none", Label: page.Say(views.T("Chưa chuyển"))}}
	for _, how := range models.ReachedHows {
		options = append(options, views.Option{Value: how, Label: page.Word("reached", how)})
	}
	return options
}

func (page invitationsPage) Openeds() []views.Option {
	return []views.Option{{Value: "yes", Label: page.Say(views.T("Đã mở trang"))}, {Value: "no", Label: page.Say(views.T("Chưa mở trang"))}}
}

// Hows are the ways in which an answer comes to an organizer.
func (page invitationsPage) Hows() []views.Option {
	return page.Among("replied", models.RepliedHows...)
}

// invitationQuery is the search of the board, as it stands in the address.
type invitationQuery struct {
	Search  string `query:"q"`
	Kind    string `query:"kind"`
	Group   string `query:"group"`
	Reached string `query:"reached"`
	Opened  string `query:"opened"`
	Reply   string `query:"reply"`
	Owes    bool   `query:"owes"`
	Revoked bool   `query:"revoked"`
	After   string `query:"after"`
	ID      int64  `query:"id"`
}

// Narrow tells whether only some are shown.
func (q invitationQuery) Narrow() bool {
	q.After, q.ID = "", 0
	return q != invitationQuery{}
}

func (q invitationQuery) filter(event models.Event) models.InvitationFilter {
	group := number(q.Group)
	if q.Group == "none" {
		group = models.Ungrouped
	}
	return models.InvitationFilter{EventID: event.ID, Kind: q.Kind, GroupID: group, Reached: q.Reached, Opened: q.Opened, Reply: q.Reply, Owes: q.Owes,
		Revoked: q.Revoked, Search: cut(q.Search, 200), After: models.Cursor{Key: q.After, ID: models.ID(q.ID)}}
}

// termsForm is what an event asks of the invited, as typed.
type termsForm struct {
	ContactName  string `form:"contact_name"`
	ContactPhone string `form:"contact_phone"`
	AnswerBy     string `form:"answer_by"`
	TextsBy      string `form:"texts_by"`
	Version      int64  `form:"version"`
}

func termsFormOf(event models.Event) termsForm {
	return termsForm{event.ContactName, event.ContactPhone, day(event.Local(event.AnswerBy)), day(event.Local(event.TextsBy)), event.Version}
}

func (s *site) listInvitations(c *fiber.Ctx) error {
	var query invitationQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.invitationsPage(c, query)
	if err != nil {
		return err
	}
	return s.render(c, "invitations/list", page)
}

func (s *site) invitationsPage(c *fiber.Ctx, query invitationQuery) (page invitationsPage, err error) {
	event := visitOf(c).event
	page = invitationsPage{Page: s.page(c, views.T("Giấy mời")), Event: event, Filter: query, Names: map[models.ID]string{}, Site: s.origin(c), Terms: termsFormOf(event)}
	if page.Rows, err = s.db.Invitations(c.UserContext(), query.filter(event)); err != nil {
		return page, err
	}
	if page.Count, err = s.db.CountInvitations(c.UserContext(), event.ID); err != nil {
		return page, err
	}
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	for _, group := range groups {
		page.Groups = append(page.Groups, views.Option{Value: formID(group.ID), Label: group.Name})
		page.Names[group.ID] = group.Name
	}
	if query := string(c.Request().URI().QueryString()); query != "" {
		page.Back = "?" + query
	}
	page.Pager = pager(c, len(page.Rows), func() models.Cursor { return page.Rows[len(page.Rows)-1].Cursor() })
	return page, nil
}

func (s *site) saveTerms(c *fiber.Ctx) error {
	var form termsForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	var stale models.Stale
	terms := models.Terms{ContactName: form.ContactName, ContactPhone: form.ContactPhone, Version: form.Version,
		AnswerBy: lastOf(event, form.AnswerBy, "answer_by", wrong), TextsBy: lastOf(event, form.TextsBy, "texts_by", wrong)}
	if len(wrong) == 0 {
		err := s.db.SaveTerms(c.UserContext(), by(c), event.ID, terms)
		if err == nil {
			return s.done(c, event.URL()+"/invitations", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.invitationsPage(c, invitationQuery{})
	if err != nil {
		return err
	}
	page.Terms, page.Wrong = form, wrong
	now, ok := stale.Now.(models.Event)
	if !ok {
		return s.again(c, "invitations/list", page)
	}
	theirs := termsFormOf(now)
	page.Terms.Version = stale.Version
	page.Stale = views.Differing(
		views.Both{Label: views.T("Người liên hệ"), Now: theirs.ContactName, Mine: form.ContactName},
		views.Both{Label: views.T("Điện thoại liên hệ"), Now: theirs.ContactPhone, Mine: form.ContactPhone},
		views.Both{Label: views.T("Hạn trả lời"), Now: theirs.AnswerBy, Mine: form.AnswerBy},
		views.Both{Label: views.T("Hạn nộp bài phát biểu"), Now: theirs.TextsBy, Mine: form.TextsBy},
	)
	if len(page.Stale) == 0 { // both have written the same
		return s.done(c, event.URL()+"/invitations", views.T("Đã lưu."))
	}
	c.Status(fiber.StatusConflict)
	return s.render(c, "invitations/list", page)
}

// lastOf is the last moment of a day that a form names as a deadline, on the event's clock.
func lastOf(event models.Event, text, field string, wrong models.Invalid) models.Time {
	if text == "" {
		return models.Time{}
	}
	return event.EndOfDay(instant(text, "12:00", event.Zone(), field, wrong))
}

// amendInvitations does one thing to all that were ticked.
func (s *site) amendInvitations(c *fiber.Ctx) error {
	var form struct {
		Invitations []int64 `form:"invitations"`
		Act         string  `form:"act"`
		How         string  `form:"how"`
		Until       string  `form:"until"`
	}
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	ctx, event, wrong := c.UserContext(), visitOf(c).event, models.Invalid{}
	ids := make([]models.ID, len(form.Invitations))
	for i, id := range form.Invitations {
		ids[i] = models.ID(id)
	}
	var done int
	var err error
	switch form.Act {
	case "reach":
		done, err = s.db.Reach(ctx, by(c), event.ID, ids, form.How, models.Time{})
	case "revoke":
		done, err = s.db.Revoke(ctx, by(c), event.ID, ids)
	case "reissue":
		done, err = s.db.Reissue(ctx, by(c), event.ID, ids)
	case "mail":
		if len(ids) == 0 {
			err = models.Invalid{"invitations": views.T("Hãy chọn ít nhất một giấy mời.")}
			break
		}
		var queued int64
		queued, err = s.db.MailInvitations(ctx, by(c), event, ids)
		done = int(queued)
	case "extend":
		if until := lastOf(event, form.Until, "until", wrong); len(wrong) == 0 {
			done, err = s.db.Extend(ctx, by(c), event.ID, ids, until)
		}
	default:
		return fiber.ErrBadRequest
	}
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	if len(wrong) == 0 {
		to := event.URL() + "/invitations"
		if query := string(c.Request().URI().QueryString()); query != "" {
			to += "?" + query
		}
		notice := views.T("Đã ghi %d giấy mời.")
		if form.Act == "mail" {
			notice = views.T("Đã chuẩn bị %d thư.")
		}
		return s.done(c, to, notice, done)
	}
	var query invitationQuery
	if err := c.QueryParser(&query); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.invitationsPage(c, query)
	if err != nil {
		return err
	}
	page.Wrong, page.Until = wrong, form.Until
	return s.again(c, "invitations/list", page)
}

// inviteForm is whom to invite, as typed.
type inviteForm struct {
	What      string  `form:"what"` // people, units
	Group     string  `form:"group"`
	Delegates []int64 `form:"delegates"`
	Units     []int64 `form:"units"`
	Pick      string  `form:"pick"`
	Heads     string  `form:"heads"`
	Whom      string  `form:"whom"`
	AnswerBy  string  `form:"answer_by"`
	UnitGroup string  `form:"unit_group"`
}

// invitePage chooses whom to invite.
type invitePage struct {
	views.Page
	Event     models.Event
	Form      inviteForm
	Wrong     models.Invalid
	Left      int64 // delegates without an invitation
	Groups    []views.Option
	Collected []views.Option // groups that units send people to
	Delegates []models.Delegate
	Units     []models.Organization // that the search has found
}

func (s *site) newInvitations(c *fiber.Ctx) error {
	event := visitOf(c).event
	page, err := s.invitePage(c, inviteForm{Pick: c.Query("pick"), Group: c.Query("group"), Heads: "2", AnswerBy: day(event.Local(event.AnswerBy))})
	if err != nil {
		return err
	}
	return s.render(c, "invitations/new", page)
}

func (s *site) invitePage(c *fiber.Ctx, form inviteForm) (page invitePage, err error) {
	event := visitOf(c).event
	page = invitePage{Page: s.page(c, views.T("Mời")), Event: event, Form: form}
	counted, err := s.db.CountInvitations(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	page.Left = counted.Left
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	if err != nil {
		return page, err
	}
	for _, group := range groups {
		option := views.Option{Value: formID(group.ID), Label: group.Name}
		page.Groups = append(page.Groups, option)
		if group.Collective || len(group.Units) > 0 {
			page.Collected = append(page.Collected, option)
		}
	}
	if form.Pick == "" {
		return page, nil
	}
	if page.Delegates, err = s.db.Uninvited(c.UserContext(), event.ID, cut(form.Pick, 200)); err != nil {
		return page, err
	}
	page.Units, err = s.db.Organizations(c.UserContext(), models.OrganizationFilter{Search: cut(form.Pick, 200)})
	return page, err
}

func (s *site) addInvitations(c *fiber.Ctx) error {
	var form inviteForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	answerBy := lastOf(event, form.AnswerBy, "answer_by", wrong)
	heads := count(form.Heads, "heads", wrong)
	var made int
	var err error
	switch {
	case form.What != "units":
		delete(wrong, "heads")
		if len(wrong) > 0 {
			break
		}
		whom := models.Invitees{}
		if form.What == "some" {
			for _, id := range form.Delegates {
				whom.Delegates = append(whom.Delegates, models.ID(id))
			}
			if len(whom.Delegates) == 0 {
				wrong["delegates"] = views.T("Hãy chọn ít nhất một người.")
				break
			}
		} else if whom.GroupID = number(form.Group); form.Group == "none" {
			whom.GroupID = models.Ungrouped
		}
		made, err = s.db.Invite(c.UserContext(), by(c), event.ID, whom, answerBy)
	case len(wrong) == 0:
		var units []models.ID
		for _, id := range form.Units {
			units = append(units, models.ID(id))
		}
		made, err = s.db.InviteUnits(c.UserContext(), by(c), event.ID, units, models.UnitTerms{GroupID: number(form.UnitGroup), Heads: heads, Whom: form.Whom, AnswerBy: answerBy})
	}
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	if len(wrong) > 0 {
		page, err := s.invitePage(c, form)
		if err != nil {
			return err
		}
		page.Wrong = wrong
		return s.again(c, "invitations/new", page)
	}
	if form.Pick != "" {
		return s.done(c, event.URL()+"/invitations/new?"+url.Values{"pick": {cut(form.Pick, 200)}}.Encode(), views.T("Đã lập %d giấy mời."), made)
	}
	return s.done(c, event.URL()+"/invitations", views.T("Đã lập %d giấy mời."), made)
}
