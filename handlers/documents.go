package handlers

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// documentForm is the form of a document as typed, without the file.
type documentForm struct {
	Title     string   `form:"title"`
	Item      string   `form:"item"`
	Audience  string   `form:"audience"`
	Groups    []string `form:"groups"` // uids
	FromDay   string   `form:"from_day"`
	FromHour  string   `form:"from_hour"`
	UntilDay  string   `form:"until_day"`
	UntilHour string   `form:"until_hour"`
	AtEnd     bool     `form:"at_end"` // taken back when the event ends
	NotSecret bool     `form:"not_secret"`
	Version   int64    `form:"version"`
}

func documentFormOf(event models.Event, d models.Document) documentForm {
	from, until := event.Local(d.OpenFrom), event.Local(d.OpenUntil)
	form := documentForm{Title: d.Title, Item: formID(d.ItemID), Audience: d.Audience, Groups: strings.Fields(d.GroupIDs), FromDay: day(from), FromHour: clock(from),
		UntilDay: day(until), UntilHour: clock(until), Version: d.Version}
	if !d.OpenUntil.IsZero() && d.OpenUntil == event.EndsAt {
		form.AtEnd, form.UntilDay, form.UntilHour = true, "", ""
	}
	return form
}

// document is what the form says, put over a document.
func (f documentForm) document(event models.Event, d models.Document, wrong models.Invalid) models.Document {
	d.EventID, d.Title, d.ItemID, d.Audience, d.GroupIDs, d.Version = event.ID, f.Title, number(f.Item), f.Audience, strings.Join(f.Groups, " "), f.Version
	d.OpenFrom = instant(f.FromDay, f.FromHour, event.Zone(), "from_day", wrong)
	if d.OpenUntil = event.EndsAt; !f.AtEnd {
		d.OpenUntil = instant(f.UntilDay, f.UntilHour, event.Zone(), "until_day", wrong)
	}
	return d
}

// documentChoices are what the form offers.
type documentChoices struct {
	Items  []views.Option
	Groups []groupChoice
}

type groupChoice struct {
	UID, Name string
	Chosen    bool
}

func (s *site) documentChoices(c *fiber.Ctx, form documentForm) (choices documentChoices, err error) {
	event := visitOf(c).event
	agendas, err := s.db.Agendas(c.UserContext(), []models.Event{event})
	if err != nil {
		return choices, err
	}
	for _, item := range agendas[0].Items {
		choices.Items = append(choices.Items, views.Option{Value: formID(item.ID), Label: item.Title})
	}
	groups, err := s.db.Groups(c.UserContext(), event.ID)
	for _, group := range groups {
		choices.Groups = append(choices.Groups, groupChoice{group.UID, group.Name, slices.Contains(form.Groups, group.UID)})
	}
	return choices, err
}

type documentsPage struct {
	views.Page
	Event     models.Event
	Documents []models.Document
	Items     map[models.ID]string // titles
	Names     map[string]string    // of groups by uid
	Keeps     bool
	Now       models.Time
	Form      documentForm
	Choices   documentChoices
	Wrong     models.Invalid
}

// Groups are the names of the groups that a document is for.
func (page documentsPage) Groups(d models.Document) string {
	var names []string
	for _, uid := range strings.Fields(d.GroupIDs) {
		names = append(names, page.Names[uid])
	}
	return strings.Join(names, ", ")
}

func (s *site) documentsPage(c *fiber.Ctx, form documentForm) (page documentsPage, err error) {
	v := visitOf(c)
	page = documentsPage{Page: s.page(c, views.T("Tài liệu")), Event: v.event, Keeps: v.access.Record, Now: s.db.Now(), Form: form, Items: map[models.ID]string{}, Names: map[string]string{}}
	if page.Documents, err = s.db.Documents(c.UserContext(), v.event.ID); err != nil {
		return page, err
	}
	if page.Choices, err = s.documentChoices(c, form); err != nil {
		return page, err
	}
	for _, item := range page.Choices.Items {
		page.Items[number(item.Value)] = item.Label
	}
	for _, group := range page.Choices.Groups {
		page.Names[group.UID] = group.Name
	}
	return page, nil
}

func (s *site) listDocuments(c *fiber.Ctx) error {
	page, err := s.documentsPage(c, documentForm{Audience: "staff"})
	if err != nil {
		return err
	}
	return s.render(c, "documents/list", page)
}

// addUpload stores the file of a form, if there is one.
func (s *site) addUpload(c *fiber.Ctx, notSecret bool) (models.SHA256, string, error) {
	name, content, err := uploaded(c, models.MaxUpload, views.T("Tệp lớn hơn 25 MB."))
	if err != nil || name == "" {
		return "", "", err
	}
	return s.db.AddUpload(c.UserContext(), models.Upload{Name: name, Content: content, NotSecret: notSecret})
}

func (s *site) addDocument(c *fiber.Ctx) error {
	var form documentForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	document := form.document(event, models.Document{}, wrong)
	var err error
	if len(wrong) == 0 {
		var sha models.SHA256
		var name string
		if sha, name, err = s.addUpload(c, form.NotSecret); err == nil {
			if strings.TrimSpace(document.Title) == "" && name != "" {
				document.Title = strings.TrimSuffix(name, name[strings.LastIndexByte(name, '.'):])
			}
			_, err = s.db.AddDocument(c.UserContext(), by(c), document, sha, name)
		}
		if err == nil {
			return s.done(c, event.URL()+"/documents", views.T("Đã thêm tài liệu."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page, err := s.documentsPage(c, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	return s.again(c, "documents/list", page)
}

type documentPage struct {
	views.Page
	Event    models.Event
	Document models.Document
	Form     documentForm
	Choices  documentChoices
	Wrong    models.Invalid
	Stale    []views.Both
	Now      models.Time
}

// documentOf is the document of the address, if it belongs to the event.
func (s *site) documentOf(c *fiber.Ctx) (models.Document, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Document{}, err
	}
	return s.db.Document(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) documentPage(c *fiber.Ctx, document models.Document, form documentForm) (documentPage, error) {
	choices, err := s.documentChoices(c, form)
	return documentPage{Page: s.page(c, views.T("Sửa tài liệu")), Event: visitOf(c).event, Document: document, Form: form, Choices: choices, Now: s.db.Now()}, err
}

func (s *site) editDocument(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	page, err := s.documentPage(c, document, documentFormOf(visitOf(c).event, document))
	if err != nil {
		return err
	}
	return s.render(c, "documents/edit", page)
}

func (s *site) saveDocument(c *fiber.Ctx) error {
	var form documentForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.documentOf(c)
	if err != nil {
		return err
	}
	event, wrong := visitOf(c).event, models.Invalid{}
	document := form.document(event, before, wrong)
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveDocument(c.UserContext(), by(c), document)
		if err == nil {
			return s.done(c, event.URL()+"/documents", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page, err := s.documentPage(c, before, form)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.Document)
	if !ok {
		return s.again(c, "documents/edit", page)
	}
	theirs := documentFormOf(event, now)
	page.Form.Version = stale.Version
	page.Stale = views.Differing(
		views.Both{Label: views.T("Tên tài liệu"), Now: theirs.Title, Mine: form.Title},
		views.Both{Label: views.T("Ai được xem"), Now: page.Word("audience", theirs.Audience), Mine: page.Word("audience", form.Audience)},
		views.Both{Label: views.T("Mở từ"), Now: theirs.FromDay + " " + theirs.FromHour, Mine: form.FromDay + " " + form.FromHour},
		views.Both{Label: views.T("Thu hồi lúc"), Now: theirs.UntilDay + " " + theirs.UntilHour, Mine: form.UntilDay + " " + form.UntilHour},
	)
	c.Status(fiber.StatusConflict)
	return s.render(c, "documents/edit", page)
}

// addVersion gives a document a new file; the earlier ones stay.
func (s *site) addVersion(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	sha, name, err := s.addUpload(c, c.FormValue("not_secret") == "true")
	if err == nil && sha == "" {
		err = models.Invalid{"file": views.T("Hãy chọn tệp.")}
	}
	if err == nil {
		err = s.db.AddDocumentVersion(c.UserContext(), by(c), document.EventID, document.ID, sha, name)
	}
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		page, err := s.documentPage(c, document, documentFormOf(visitOf(c).event, document))
		if err != nil {
			return err
		}
		page.Wrong = wrong
		return s.again(c, "documents/edit", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/documents", views.T("Đã thêm bản mới."))
}

func (s *site) withdrawDocument(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	if err := s.db.WithdrawDocument(c.UserContext(), by(c), document.EventID, document.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/documents", views.T("Đã thu hồi tài liệu: từ giờ chỉ người phục vụ sự kiện xem được."))
}

func (s *site) moveDocument(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MoveDocument(c.UserContext(), by(c), document.EventID, document.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/documents", fiber.StatusSeeOther)
}

func (s *site) removeDocument(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	if err := s.db.RemoveDocument(c.UserContext(), by(c), document.EventID, document.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/documents", views.T("Đã xóa tài liệu."))
}

// showDocument answers with a document to whoever sees the event, if it is open to them.
func (s *site) showDocument(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	if !visitOf(c).access.Staff() && !document.OpenTo(nil, s.db.Now()) {
		return models.ErrNotFound
	}
	return s.sendDocument(c, document.Latest())
}

// showVersion answers staff with any version of a document.
func (s *site) showVersion(c *fiber.Ctx) error {
	document, err := s.documentOf(c)
	if err != nil {
		return err
	}
	position, err := thing(c, "position")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(document.Versions, func(v models.DocumentVersion) bool { return models.ID(v.Position) == position })
	if at < 0 {
		return models.ErrNotFound
	}
	return s.sendDocument(c, document.Versions[at])
}

// sendDocument answers with a file of a document, once it is certain that the visitor may have it: to be kept as a file, never to be shown here.
func (s *site) sendDocument(c *fiber.Ctx, version models.DocumentVersion) error {
	if version.FileSHA256 == "" {
		return models.ErrNotFound
	}
	stored, err := s.db.StoredFile(c.UserContext(), string(version.FileSHA256))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentDisposition, disposition("attachment", version.FileName))
	c.Set(fiber.HeaderLastModified, version.AddedAt.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT"))
	return s.sendUpload(c, stored)
}

// earlier is the earlier of two instants; zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
