package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"rsc.io/qr"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// invitedPage is the page of an invited person: the letter, the answer, the agenda, the papers, the speeches, the pass.
type invitedPage struct {
	eventPage
	Me         string // the address of this page
	Invitation models.Invitation
	Delegate   models.Delegate
	Letter     models.InvitationLetter
	Chair      string // who chairs, as the letter says it
	Open       bool   // answers are still taken
	Begun      bool   // the event has begun: nothing more is asked
	Until      time.Time
	Form       answerForm
	Wrong      models.Invalid
	Part       string // of the page that Wrong is about: answer, needs, speak
	Stale      bool   // the answer was given on a page that showed another
	Speeches   []models.OwnSpeech
	Passages   []models.Confirmation // that wait for the speaker's word
	Items      []views.Option        // at which one may ask to speak
	Documents  []models.Document
	Changes    []models.PublicChange
	Pass       code
	Map        string
}

// answerForm is what an invited person has typed.
type answerForm struct {
	Reply   string `form:"reply"`
	Reason  string `form:"reason"`
	Name    string `form:"name"`
	Post    string `form:"post"`
	Unit    string `form:"unit"`
	Phone   string `form:"phone"`
	On      string `form:"on"`
	Needs   string `form:"needs"`
	Item    string `form:"item"`
	Topic   string `form:"topic"`
	Minutes string `form:"minutes"`
	Speech  string `form:"-"` // whose text it is: the address says it
	Text    string `form:"text"`
}

func (f answerForm) newcomer() models.Newcomer {
	return models.Newcomer{Name: f.Name, Post: f.Post, Unit: f.Unit, Phone: f.Phone}
}

// Deadline is until when something may be done, as the page says it; "" when there is no such moment. Deadlines of days end with the day.
func (page eventPage) Deadline(at time.Time) string {
	switch {
	case at.IsZero():
		return ""
	case at.Hour() == 23 && at.Minute() == 59:
		return page.Say(views.T("hết ngày %s"), viet.ShortDate(at))
	}
	return page.Say(views.T("%s ngày %s"), page.OClock(at), viet.ShortDate(at))
}

// Answers are what may be answered, for the form.
func (page invitedPage) Answers() []views.Option {
	return []views.Option{{Value: "accepted", Label: page.Say(views.T("Tôi sẽ tham dự"))}, {Value: "declined", Label: page.Say(views.T("Tôi không tham dự được"))},
		{Value: "substituted", Label: page.Say(views.T("Tôi đề nghị người khác đi thay"))}}
}

// code is a QR code as a path of unit squares, for an image of vectors.
type code struct {
	Path string
	Size int
}

func codeOf(text string) (c code) {
	if text == "" {
		return c
	}
	encoded, err := qr.Encode(text, qr.M)
	if err != nil {
		return c
	}
	var path strings.Builder
	for y := range encoded.Size {
		for x := 0; x < encoded.Size; x++ {
			from := x
			for x < encoded.Size && encoded.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+4, y+4, x-from, x-from) // with the quiet zone around it
			}
		}
	}
	return code{path.String(), encoded.Size + 8}
}

// mapOf is where a map shows a place.
func mapOf(where string) string {
	return "https://www.google.com/maps/search/?api=1&query=" + url.QueryEscape(where)
}

// placeholder stands in a kept page where the token of the visitor's forms comes.
const placeholder = "FORM-TOKEN-OF-WHOEVER-ASKS-FOR-THIS-PAGE"

// rememberedLink answers with an invited person's page as it was last sent, as long as the event stands where it stood: of the record it asks
// only that. What depends on the visitor's browser beside the token of the forms is not remembered.
func (s *site) rememberedLink(c *fiber.Ctx) error {
	v := visitOf(c)
	if v.user != nil || c.Cookies(cookie(c, "notice")) != "" {
		return c.Next()
	}
	stand, err := s.db.LinkStand(c.UserContext(), c.Params("token"))
	if err != nil {
		return c.Next() // whoever guards the route says what that means
	}
	if base, _ := lastSeen(c, stand.PublicRevision, s.db.Now()); base < stand.PublicRevision {
		return c.Next()
	}
	page, ok := s.links.get(pageKey{stand.Invitation, v.language}, stand.Revision, s.db.Now().Time)
	if !ok {
		return c.Next()
	}
	keepSeen(c, stand.PublicRevision, s.db.Now())
	return s.sendLink(c, page.file.Content)
}

func (s *site) sendLink(c *fiber.Ctx, content []byte) error {
	private(c)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(bytes.ReplaceAll(content, []byte(placeholder), []byte(formToken(s.guestToken(c)))))
}

func (s *site) showInvited(c *fiber.Ctx) error {
	v, now := visitOf(c), s.db.Now()
	s.follows(c)
	page, until, err := s.invitedPage(c)
	if err != nil {
		return err
	}
	base, _ := lastSeen(c, v.event.PublicRevision, now)
	if page.Changes, err = s.db.ChangesSince(c.UserContext(), v.event, base); err != nil {
		return err
	}
	keepSeen(c, v.event.PublicRevision, now)
	if v.user != nil || page.Notice != "" || len(page.Changes) > 0 {
		return s.render(c, "invited/person", page)
	}
	page.CSRF = placeholder
	var content bytes.Buffer
	if err := s.Views.Render(&content, "invited/person", page); err != nil {
		return err
	}
	kept := keepPage(content.Bytes(), v.event.Revision, until.Time)
	s.links.put(pageKey{v.invitation.ID, v.language}, kept)
	return s.sendLink(c, kept.file.Content)
}

// invitedPage is the page and the moment until which it is true.
func (s *site) invitedPage(c *fiber.Ctx) (page invitedPage, until models.Time, err error) {
	v, ctx, now := visitOf(c), c.UserContext(), s.db.Now()
	page = invitedPage{Me: v.invitation.Path(), Invitation: v.invitation, Delegate: v.invitation.Delegate}
	if page.eventPage, until, err = s.eventPage(c, now); err != nil {
		return page, until, err
	}
	page.Links, page.Invited = nil, true // of the office's pages none is for the invited
	page.Shown = page.Event.AgendaState == "published"
	if v.user == nil {
		page.CSRF = formToken(s.guestToken(c))
	}
	if page.Letter, page.Chair, err = s.letterOf(c, page.Record); err != nil {
		return page, until, err
	}
	page.Open = v.invitation.Open(v.event, now)
	page.Begun = !v.event.CancelledAt.IsZero() || !v.event.StartsAt.IsZero() && !now.Before(v.event.StartsAt.Time)
	page.Until = v.event.Local(v.invitation.Until(v.event))
	page.Form = answerForm{Reply: page.Delegate.Reply, Reason: page.Delegate.Reason, On: page.Delegate.Stand(), Needs: page.Delegate.Needs}
	if page.Form.Reply == "none" {
		page.Form.Reply = ""
	}
	if page.Passages, err = s.db.ConfirmationsOf(ctx, v.event.ID, page.Delegate.ID); err != nil {
		return page, until, err
	}
	if page.Speeches, err = s.db.SpeechesOf(ctx, v.event.ID, page.Delegate.ID); err != nil {
		return page, until, err
	}
	speakable, err := s.db.Speakable(ctx, v.event.ID)
	if err != nil {
		return page, until, err
	}
	if v.event.CancelledAt.IsZero() {
		page.Items = itemOptions(page.Page, v.event, speakable)
	}
	groups := []models.ID{}
	if page.Delegate.GroupID != 0 {
		groups = append(groups, page.Delegate.GroupID)
	}
	var papers models.Time
	if page.Documents, papers, err = s.db.DocumentsUntil(ctx, v.event.ID, groups, now); err != nil {
		return page, until, err
	}
	if v.event.CancelledAt.IsZero() && page.Delegate.Reply != "declined" && page.Delegate.Standing().State != "agreed" {
		page.Pass = codeOf(s.db.PassOf(page.Delegate))
	}
	if where := page.Where(); where != "" {
		page.Map = mapOf(where)
	}
	for _, moment := range []models.Time{papers, v.invitation.Until(v.event), v.event.StartsAt, v.event.EndsAt} {
		if moment.After(now.Time) {
			until = models.At(earlier(until.Time, moment.Time))
		}
	}
	return page, until, nil
}

// letterOf is what the letter behind the link says, and who chairs.
func (s *site) letterOf(c *fiber.Ctx, record models.Record) (letter models.InvitationLetter, chair string, err error) {
	v := visitOf(c)
	chairs, err := s.db.Delegates(c.UserContext(), models.DelegateFilter{EventID: v.event.ID, Role: "chair", Limit: 5, Coming: true})
	return record.Letter(v.invitation), record.ChairedBy(chairs), err
}

// invitedAgain shows the page once more with what was typed and what is wrong, or that it was typed on an old page.
func (s *site) invitedAgain(c *fiber.Ctx, part string, form answerForm, err error) error {
	var wrong models.Invalid
	if !errors.As(err, &wrong) && !errors.Is(err, models.ErrConflict) {
		return err
	}
	v := visitOf(c)
	event, invitation, found := s.db.InvitationByLink(c.UserContext(), v.invitation.Link)
	if found != nil {
		return found
	}
	v.event, v.invitation = event, invitation
	page, _, err := s.invitedPage(c)
	if err != nil {
		return err
	}
	page.Wrong, page.Part, page.Stale = wrong, part, wrong == nil
	stands := page.Form
	if page.Form = form; part != "answer" { // each form of the page has what is its own
		page.Form.Reply, page.Form.Reason = stands.Reply, stands.Reason
	}
	if page.Form.On = stands.On; part != "needs" {
		page.Form.Needs = stands.Needs
	}
	page.Form.Speech = c.Params("id")
	if page.Stale {
		c.Status(fiber.StatusConflict)
		return s.render(c, "invited/person", page)
	}
	return s.again(c, "invited/person", page)
}

// asInvited reads the form, does what it asks and leads back to the page.
func (s *site) asInvited(c *fiber.Ctx, part, notice string, do func(ctx context.Context, i models.Invitation, form answerForm) error) error {
	var form answerForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	i := visitOf(c).invitation
	if err := do(c.UserContext(), i, form); err != nil {
		return s.invitedAgain(c, part, form, err)
	}
	return s.done(c, i.Path()+"#"+part, notice)
}

func (s *site) answerInvited(c *fiber.Ctx) error {
	return s.asInvited(c, "answer", views.T("Đã ghi trả lời. Xin cảm ơn."), func(ctx context.Context, i models.Invitation, form answerForm) error {
		if form.Reply == "substituted" {
			return s.db.Propose(ctx, i, i.Delegate.ID, form.newcomer(), form.On)
		}
		return s.db.AnswerByLink(ctx, i, models.Answer{Reply: form.Reply, Reason: form.Reason, On: form.On})
	})
}

func (s *site) saveInvitedNeeds(c *fiber.Ctx) error {
	return s.asInvited(c, "needs", views.T("Đã lưu."), func(ctx context.Context, i models.Invitation, form answerForm) error {
		return s.db.SaveNeeds(ctx, i, form.Needs)
	})
}

// showInvitedDocument answers with a paper that is open to the delegate.
func (s *site) showInvitedDocument(c *fiber.Ctx) error {
	v := visitOf(c)
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	documents, err := s.db.DocumentsFor(c.UserContext(), v.event.ID, []models.ID{v.invitation.Delegate.GroupID}, s.db.Now())
	if err != nil {
		return err
	}
	for _, document := range documents {
		if document.ID == id {
			err := s.sendDocument(c, document.Latest())
			private(c)
			return err
		}
	}
	return models.ErrNotFound
}

// showInvitedAgenda is the part of the page that follows the event.
func (s *site) showInvitedAgenda(c *fiber.Ctx) error {
	page, _, err := s.invitedPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "invited/person#agenda", page)
}

// invitedTopics are those of the invited's own page: what everybody is shown, and the queue in which he waits.
var invitedTopics = []string{models.TopicEvent, models.TopicAgenda, models.TopicDocuments, models.TopicDirectory, models.TopicSpeeches}

// Waits tells that the invited has asked to speak and has not spoken.
func (page invitedPage) Waits() bool {
	return slices.ContainsFunc(page.Speeches, func(s models.OwnSpeech) bool { return s.Waits() })
}

// followInvited tells what moves of what the page shows, whoever may see the event beside the invited.
func (s *site) followInvited(c *fiber.Ctx) error {
	v := visitOf(c)
	event, token := v.event, v.invitation.Link
	topics, asked := invitedTopics, topicsOf(c.Query("topics"))
	if !slices.Contains(asked, models.TopicSpeeches) && len(asked) > 0 {
		topics = topics[:len(topics)-1]
	}
	return s.follow(c, audience{guest: true, topics: topics}, func(ctx context.Context) bool {
		invited, err := s.db.Invited(ctx, event, token)
		return err == nil && invited
	})
}

// A browser keeps in a cookie what its reader has seen of the event: the public revision from which news are told, the last that was shown, and when.
// After half an hour what was shown counts as read.
const reading = 30 * time.Minute

func lastSeen(c *fiber.Ctx, revision int64, now models.Time) (base int64, known bool) {
	var shown, at int64
	if _, err := fmt.Sscanf(c.Cookies("seen"), "%d.%d.%d", &base, &shown, &at); err != nil || base > revision || shown > revision {
		return revision, false
	}
	if now.Sub(time.Unix(at, 0)) > reading {
		base = shown
	}
	return base, true
}

func keepSeen(c *fiber.Ctx, revision int64, now models.Time) {
	base, _ := lastSeen(c, revision, now)
	c.Cookie(&fiber.Cookie{Name: "seen", Value: fmt.Sprintf("%d.%d.%d", base, revision, now.Unix()), Path: "/i/" + c.Params("token"), MaxAge: int(models.LinkLife.Seconds()),
		HTTPOnly: true, SameSite: "Lax", Secure: secure(c)})
}
