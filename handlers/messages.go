package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type messagesPage struct {
	views.Page
	Event    models.Event
	Filter   models.MessageFilter
	Messages []message
	Counts   map[string]int64
	States   []views.Option
	Kinds    []views.Option
	Ready    bool // mail can be sent
	Linked   bool // letters have links
	Pager    views.Pager
}

// message is one of the outbox with the text that goes out.
type message struct {
	models.Message
	Letter  string // "": the invitation was revoked
	Address string // where it goes, not to be read off the screen in full
}

// Open tells whether a person may still hand the text on.
func (m message) Open() bool { return m.State != "sent" && m.State != "sending" && m.Letter != "" }

// veiled is a mail address of which only so much is shown that its owner would know it: the office that entered it sees it in the directory.
func veiled(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return ""
	}
	return address[:1] + "…" + address[at:]
}

func (s *site) listMessages(c *fiber.Ctx) error {
	v := visitOf(c)
	page := messagesPage{Page: s.page(c, views.T("Thư, tin nhắn")), Event: v.event, Linked: s.Config.URL != ""}
	page.Filter = models.MessageFilter{EventID: v.event.ID, State: c.Query("state"), Kind: c.Query("kind"), Search: cut(c.Query("q"), 200), Before: number(c.Query("id"))}
	messages, err := s.db.Messages(c.UserContext(), page.Filter)
	if err != nil {
		return err
	}
	letters, err := s.db.Letters(c.UserContext(), messages, s.Config.URL)
	if err != nil {
		return err
	}
	for _, m := range messages {
		page.Messages = append(page.Messages, message{m, letters[m.ID], veiled(m.Recipient)})
	}
	if page.Counts, err = s.db.CountMessages(c.UserContext(), v.event.ID); err != nil {
		return err
	}
	server, err := s.db.MailServer(c.UserContext())
	if err != nil {
		return err
	}
	page.Ready = server.Ready()
	page.States, page.Kinds = page.Among("outbox", models.MessageStates...), page.Among("message", models.MessageKinds...)
	page.Pager = pager(c, len(messages), func() models.Cursor { return models.Cursor{ID: messages[len(messages)-1].ID} })
	return s.render(c, "messages/list", page)
}

// actMessages holds back, lets go or sends again all that can be of an event.
func (s *site) actMessages(c *fiber.Ctx) error {
	v := visitOf(c)
	var moved int64
	var err error
	notice := views.T("Đã tạm dừng %d thư.")
	switch c.FormValue("act") {
	case "pause":
		moved, err = s.db.PauseMessages(c.UserContext(), by(c), v.event.ID, 0)
	case "continue":
		notice = views.T("%d thư sẽ được gửi tiếp.")
		moved, err = s.db.ResumeMessages(c.UserContext(), by(c), v.event.ID, 0)
	case "resend":
		notice = views.T("%d thư sẽ được gửi lại.")
		moved, err = s.db.ResendFailed(c.UserContext(), by(c), v.event.ID)
	default:
		return fiber.ErrBadRequest
	}
	if err != nil {
		return err
	}
	return s.done(c, v.event.URL()+"/messages", notice, moved)
}

// actMessage does the same for one message, and notes that somebody handed it on.
func (s *site) actMessage(c *fiber.Ctx) error {
	v := visitOf(c)
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	if _, err := s.db.Message(c.UserContext(), v.event.ID, id); err != nil {
		return err
	}
	notice := views.T("Đã tạm dừng.")
	switch c.FormValue("act") {
	case "pause":
		_, err = s.db.PauseMessages(c.UserContext(), by(c), v.event.ID, id)
	case "continue":
		notice = views.T("Thư sẽ được gửi tiếp.")
		_, err = s.db.ResumeMessages(c.UserContext(), by(c), v.event.ID, id)
	case "resend":
		notice = views.T("Thư sẽ được gửi lại.")
		err = s.db.ResendMessage(c.UserContext(), by(c), v.event.ID, id)
	case "hand":
		notice = views.T("Đã ghi là đã gửi.")
		err = s.db.HandMessage(c.UserContext(), by(c), v.event.ID, id)
	default:
		return fiber.ErrBadRequest
	}
	if err != nil {
		return err
	}
	back := v.event.URL() + "/messages"
	if state := c.FormValue("state"); state == "hand" || state == "failed" { // on with the list that is being worked through
		back += "?state=" + state
	}
	return s.done(c, back, notice)
}

// mailForm is a message to many, as typed.
type mailForm struct {
	Kind     string `form:"kind"`
	Audience string `form:"audience"`
	Group    string `form:"group"`
	Content  string `form:"noi_dung"`
	Occasion string `form:"occasion"` // a number of this form: sent twice it is one sending
	Act      string `form:"act"`      // preview, send
}

type newMessagesPage struct {
	views.Page
	Event     models.Event
	Form      mailForm
	Wrong     models.Invalid
	Kinds     []views.Option
	Audiences []views.Option
	Groups    []views.Option
	Ready     bool

	Asked   bool // the preview is shown
	Count   int  // of recipients
	Mailed  int  // of them with an address
	Subject string
	Body    string
}

// sendable are the kinds that an organizer sends from here; tasks go by themselves.
var sendable = []string{"invitation", "change", "reminder", "text", "tomorrow", "thanks"}

func (s *site) newMessagesPage(c *fiber.Ctx, form mailForm) (page newMessagesPage, err error) {
	v := visitOf(c)
	page = newMessagesPage{Page: s.page(c, views.T("Gửi thư")), Event: v.event, Form: form}
	if page.Form.Occasion == "" {
		page.Form.Occasion = secret(9)
	}
	page.Kinds, page.Audiences = page.Among("message", sendable...), page.Among("mailed", models.Audiences...)
	names, err := s.db.GroupNames(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	groups, err := s.db.Groups(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	for _, group := range groups {
		page.Groups = append(page.Groups, views.Option{Value: formID(group.ID), Label: names[group.ID]})
	}
	server, err := s.db.MailServer(c.UserContext())
	page.Ready = server.Ready()
	return page, err
}

func (s *site) newMessages(c *fiber.Ctx) error {
	page, err := s.newMessagesPage(c, mailForm{Kind: "change", Audience: "coming"})
	if err != nil {
		return err
	}
	return s.render(c, "messages/new", page)
}

// addMessages shows a message to many as the first of them would get it, and, when asked to, puts it into the outbox.
func (s *site) addMessages(c *fiber.Ctx) error {
	var form mailForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	v := visitOf(c)
	page, err := s.newMessagesPage(c, form)
	if err != nil {
		return err
	}
	to, wrong, err := s.recipients(c, form)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		page.Wrong = wrong
		return s.again(c, "messages/new", page)
	}
	if form.Act == "send" {
		queued, err := s.db.QueueMail(c.UserContext(), by(c), v.event.ID, models.Mail{Kind: form.Kind, Occasion: page.Form.Occasion, To: to})
		if err != nil {
			return err
		}
		return s.done(c, v.event.URL()+"/messages", views.T("Đã chuẩn bị %d thư."), queued)
	}
	text, err := s.db.MessageText(c.UserContext(), v.event.ID, form.Kind)
	if err != nil {
		return err
	}
	page.Asked, page.Count = true, len(to)
	for _, one := range to {
		if models.MailAddress(one.Email) {
			page.Mailed++
		}
	}
	page.Subject, page.Body, err = s.db.PreviewMessage(c.UserContext(), v.event, text, to[0], s.exampleLink())
	if err != nil {
		return err
	}
	return s.render(c, "messages/new", page)
}

// recipients are those whom the form means, with what it says to them.
func (s *site) recipients(c *fiber.Ctx, form mailForm) ([]models.Recipient, models.Invalid, error) {
	wrong := models.Invalid{}
	if !slices.Contains(sendable, form.Kind) {
		wrong["kind"] = views.T("Hãy chọn loại thư.")
	}
	if form.Kind == "change" && strings.TrimSpace(form.Content) == "" {
		wrong["noi_dung"] = views.T("Hãy ghi điều thay đổi.")
	}
	if len(form.Content) > 8000 {
		wrong["noi_dung"] = views.T("Nội dung dài quá 2.000 ký tự.")
	}
	if form.Kind == "invitation" { // to whom the invitations are, that have not gone out
		to, err := s.db.InvitationRecipients(c.UserContext(), visitOf(c).event, nil)
		if err == nil && len(to) == 0 {
			wrong["kind"] = views.T("Không còn giấy mời nào chờ gửi.")
		}
		return to, wrong, err
	}
	to, err := s.db.Recipients(c.UserContext(), visitOf(c).event, form.Audience, number(form.Group))
	var invalid models.Invalid
	if errors.As(err, &invalid) {
		wrong["audience"] = invalid["audience"]
		err = nil
	} else if err == nil && len(to) == 0 {
		wrong["audience"] = views.T("Không có ai như vậy.")
	}
	for i := range to {
		to[i] = to[i].Saying(form.Kind, map[string]string{"noi_dung": form.Content})
	}
	return to, wrong, err
}

// exampleLink stands in previews where a recipient's own link will stand.
func (s *site) exampleLink() string {
	if s.Config.URL == "" {
		return ""
	}
	return s.Config.URL + "/i/…"
}
