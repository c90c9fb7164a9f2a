package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// minutesPage is the minutes as the secretary writes them and the chair reads them.
type minutesPage struct {
	views.Page
	Event    models.Event
	Row      models.MinutesRow
	Minutes  models.Minutes
	Parts    []minutesPart
	Missing  []models.Missing
	Since    []minutesChange // what the record says otherwise by now, when the minutes are final
	Keeps    bool            // the reader may write
	Agrees   bool            // the reader may agree
	Seen     string          // what the reader sees: version and text
	Head     minutesHead
	Remarks  []models.Remark
	Carried  string           // how the tasks of the earlier events of the series stand
	Session  models.ID        // whose minutes they are; zero: the whole event's
	Sessions []minutesSession // when there are several: minutes of each, beside those of all
	Silent   int64            // speakers who were asked to confirm their passages and have not answered
	Waiting  int64            // corrections that speakers have proposed
	Chairs   []models.Person  // to whom a link can be given
	Said     said
	Wrong    models.Invalid
	Stale    []views.Both
}

// minutesSession is a session that can have minutes of its own.
type minutesSession struct {
	ID    models.ID
	Name  string
	State string
}

// minutesSessions are the sessions of an event, where there are several, with the state of their own minutes.
func minutesSessions(record models.Record) (sessions []minutesSession) {
	if len(record.Sessions) < 2 {
		return nil
	}
	for _, session := range record.Sessions {
		own := minutesSession{ID: session.ID, Name: record.SessionName(session)}
		for _, row := range record.Apart {
			if row.SessionID == session.ID {
				own.State = row.State
			}
		}
		sessions = append(sessions, own)
	}
	return sessions
}

// Query is what the addresses of the minutes end with: which session they are of.
func (page minutesPage) Query() string { return sessionQuery(page.Session) }

func sessionQuery(session models.ID) string {
	if session == 0 {
		return ""
	}
	return "?session=" + formID(session)
}

// sessionAsked is the session of the address; zero: the whole event.
func sessionAsked(c *fiber.Ctx) models.ID { return number(c.FormValue("session")) }

// minutesURL is where the minutes of the address are.
func minutesURL(c *fiber.Ctx) string {
	return visitOf(c).event.URL() + "/minutes" + sessionQuery(sessionAsked(c))
}

// RemarksOn are the remarks on a section; "": on the whole.
func (page minutesPage) RemarksOn(section string) []models.Remark {
	return remarksOn(page.Remarks, section)
}

// minutesPart is a section as its card shows it.
type minutesPart struct {
	models.Section
	Edit     models.EditedSection
	Field    string    // the text as it stands in the form: that of the section, or what was typed and not saved
	Version  int64     // that the form is made on
	Restored time.Time // when the text in the form was typed, if it is not that of the section
	Changes  []views.Change
	Open     bool
}

type minutesChange struct {
	Heading string
	Changes []views.Change
}

func (s *site) showMinutes(c *fiber.Ctx) error {
	page, err := s.minutesPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "minutes/edit", page)
}

func (s *site) minutesPage(c *fiber.Ctx) (page minutesPage, err error) {
	v := visitOf(c)
	session := sessionAsked(c)
	whole, err := s.db.Record(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	record, ok := whole, true
	if session != 0 {
		if record, ok = whole.OfSession(session); !ok {
			return page, models.ErrNotFound
		}
	}
	standing, err := s.db.Minutes(c.UserContext(), record)
	if err != nil {
		return page, err
	}
	drafts, err := s.db.Drafts(c.UserContext(), v.user, v.event.ID)
	if err != nil {
		return page, err
	}
	row := record.Minutes
	page = minutesPage{Page: s.page(c, views.T("Biên bản")), Event: v.event, Session: session, Row: row, Minutes: standing, Keeps: v.access.Record, Agrees: v.access.Agree,
		Seen: strconv.FormatInt(row.Version, 10) + ":" + standing.Seen(), Head: minutesHeadOf(record), Said: saidIn(c)}
	if page.Remarks, err = s.db.Remarks(c.UserContext(), row.ID); err != nil {
		return page, err
	}
	page.Chairs = record.Chairs()
	page.Sessions = minutesSessions(whole)
	if page.Carried, err = s.carried(c); err != nil {
		return page, err
	}
	if page.Silent, page.Waiting, err = s.db.Unconfirmed(c.UserContext(), v.event.ID); err != nil {
		return page, err
	}
	if row.Open() {
		page.Missing = v.mends(record.MinutesMissing())
	}
	if row.Final() {
		for _, difference := range standing.Since(record.ComposeMinutes()) {
			page.Since = append(page.Since, minutesChange{difference.Heading, views.Diff(difference.Then, difference.Now)})
		}
	}
	for _, name := range models.MinutesSections {
		page.Parts = append(page.Parts, minutesPartOf(v.event, row, standing.Section(name), drafts[minutesDraft(session, name)]))
	}
	return page, nil
}

// Empty are the sections of which neither the record nor a hand says anything.
func (page minutesPage) Empty() (parts []minutesPart) {
	for _, part := range page.Parts {
		if part.Text == "" && !part.Edited && part.Restored.IsZero() {
			parts = append(parts, part)
		}
	}
	return parts
}

func minutesPartOf(event models.Event, row models.MinutesRow, section models.Section, draft models.Draft) minutesPart {
	part := minutesPart{Section: section, Edit: row.Section(section.Name), Field: section.Text}
	part.Version, part.Open = part.Edit.Version, part.Edited
	if row.Open() && draft.Field != "" && draft.Text != section.Text {
		part.Field, part.Version, part.Restored, part.Open = draft.Text, draft.Version, event.Local(draft.SavedAt), true
	}
	if row.Open() && section.Moved {
		part.Changes = views.Diff(part.Edit.Composed, section.Composed)
	}
	return part
}

func minutesDraft(session models.ID, section string) string {
	if session != 0 {
		section = formID(session) + ":" + section
	}
	return "minutes:" + section
}

// minutesHead is the form of the head as typed, with those who may be ticked.
type minutesHead struct {
	Number       string   `form:"number"`
	Dated        string   `form:"dated"`
	OpenedDay    string   `form:"opened_day"`
	Opened       string   `form:"opened"`
	ClosedDay    string   `form:"closed_day"`
	Closed       string   `form:"closed"`
	Chairs       []string `form:"chair"`
	AddChair     string   `form:"add_chair"`
	Secretaries  []string `form:"secretary"`
	AddSecretary string   `form:"add_secretary"`
	Version      int64    `form:"version"`

	ChairChoices, SecretaryChoices []signer `form:"-"`
}

// signer is somebody who may be ticked as a chair or secretary.
type signer struct {
	Value, Label string
	Ticked       bool
}

// minutesHeadOf is the head as it stands: as chosen for the minutes, else the delegates with the role.
func minutesHeadOf(record models.Record) minutesHead {
	row, event := record.Minutes, record.Event
	head := minutesHead{Dated: string(row.DatedOn), AddSecretary: row.SecretaryText, Version: row.Version,
		OpenedDay: day(event.Local(row.OpenedAt)), Opened: clock(event.Local(row.OpenedAt)), ClosedDay: day(event.Local(row.ClosedAt)), Closed: clock(event.Local(row.ClosedAt))}
	if row.Number != nil {
		head.Number = strconv.FormatInt(*row.Number, 10) + row.NumberSuffix
	}
	if head.OpenedDay == "" {
		head.OpenedDay = day(event.Local(event.StartsAt))
	}
	if head.ClosedDay == "" {
		head.ClosedDay = day(event.Local(event.EndsAt))
	}
	head.ChairChoices = signers(record, row.Chairs, "chair", true)
	head.SecretaryChoices = signers(record, row.Secretaries, "secretary", row.SecretaryText == "")
	return head
}

// signers are those chosen, then the delegates with the role, who are ticked when nobody was chosen.
func signers(record models.Record, chosen []models.Person, role string, usual bool) (all []signer) {
	for _, person := range chosen {
		all = append(all, signer{formID(person.ID), person.Told(record.Event.Day()), true})
	}
	for _, delegate := range record.Delegates {
		value := formID(delegate.PersonID)
		if delegate.Has(role) && value != "" && !slices.ContainsFunc(all, func(s signer) bool { return s.Value == value }) {
			all = append(all, signer{value, delegate.Told(record.Event.Day()), usual && len(chosen) == 0})
		}
	}
	return all
}

// form is what the head says as the record takes it.
func (s *site) minutesForm(c *fiber.Ctx, head *minutesHead, wrong models.Invalid) (form models.MinutesForm, err error) {
	event := visitOf(c).event
	form = models.MinutesForm{Version: head.Version, DatedOn: date(head.Dated, "dated", wrong)}
	if text := strings.TrimSpace(head.Number); text != "" {
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		form.Number, form.Suffix = count(digits, "number", wrong), text[len(digits):]
		if digits == "" {
			wrong["number"] = views.T("Số viết như 15 hoặc 15a.")
		}
	}
	if head.Opened != "" {
		form.OpenedAt = instant(head.OpenedDay, head.Opened, event.Zone(), "opened", wrong)
	}
	if head.Closed != "" {
		form.ClosedAt = instant(head.ClosedDay, head.Closed, event.Zone(), "closed", wrong)
	}
	if form.Chairs, err = s.signersTyped(c, head.Chairs, head.AddChair, &head.ChairChoices, "add_chair", wrong); err != nil {
		return form, err
	}
	if form.Secretaries, err = s.signersTyped(c, head.Secretaries, head.AddSecretary, &head.SecretaryChoices, "", wrong); err != nil {
		return form, err
	}
	if len(form.Secretaries) == len(head.Secretaries) {
		form.SecretaryText = head.AddSecretary // nobody of the delegates: the taker of the minutes is from outside
	}
	return form, nil
}

// signersTyped are those ticked and the one whose name was typed. Of several with that name one is to be ticked.
func (s *site) signersTyped(c *fiber.Ctx, ticked []string, name string, choices *[]signer, field string, wrong models.Invalid) (ids []models.ID, err error) {
	event := visitOf(c).event
	for _, value := range ticked {
		ids = append(ids, number(value))
	}
	for i := range *choices {
		(*choices)[i].Ticked = slices.Contains(ticked, (*choices)[i].Value)
	}
	if strings.TrimSpace(name) == "" {
		return ids, nil
	}
	found, err := s.db.FindSpeakers(c.UserContext(), event, name)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 1:
		return append(ids, found[0].PersonID), nil
	case len(found) == 0 && field != "":
		wrong[field] = views.T("Không có đại biểu nào tên như vậy. Hãy thêm vào danh sách đại biểu trước.")
	case len(found) > 1:
		if field == "" {
			field = "add_secretary"
		}
		wrong[field] = views.T("Có nhiều đại biểu cùng tên. Hãy đánh dấu một người trong danh sách rồi xóa tên đã gõ.")
		for _, delegate := range found {
			*choices = append(*choices, signer{Value: formID(delegate.PersonID), Label: delegate.Told(event.Day())})
		}
	}
	return ids, nil
}

func (s *site) saveMinutes(c *fiber.Ctx) error {
	page, err := s.minutesPage(c)
	if err != nil {
		return err
	}
	head := minutesHead{ChairChoices: page.Head.ChairChoices, SecretaryChoices: page.Head.SecretaryChoices}
	if err := c.BodyParser(&head); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	form, err := s.minutesForm(c, &head, wrong)
	if err != nil {
		return err
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err = s.db.SaveMinutes(c.UserContext(), by(c), visitOf(c).event.ID, sessionAsked(c), form)
		if err == nil {
			return s.done(c, minutesURL(c)+"#head", views.T("Đã lưu."))
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	theirs := page.Head
	page.Head, page.Wrong = head, wrong
	if stale.Now != nil {
		page.Head.Version = stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Số biên bản"), Now: theirs.Number, Mine: head.Number},
			views.Both{Label: views.T("Ngày biên bản"), Now: theirs.Dated, Mine: head.Dated},
			views.Both{Label: views.T("Giờ khai mạc"), Now: theirs.OpenedDay + " " + theirs.Opened, Mine: head.OpenedDay + " " + head.Opened},
			views.Both{Label: views.T("Giờ bế mạc"), Now: theirs.ClosedDay + " " + theirs.Closed, Mine: head.ClosedDay + " " + head.Closed},
			views.Both{Label: views.T("Chủ trì"), Now: tickedNames(theirs.ChairChoices, ""), Mine: tickedNames(head.ChairChoices, head.AddChair)},
			views.Both{Label: views.T("Người ghi biên bản"), Now: tickedNames(theirs.SecretaryChoices, theirs.AddSecretary), Mine: tickedNames(head.SecretaryChoices, head.AddSecretary)},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "minutes/edit", page)
	}
	return s.again(c, "minutes/edit", page)
}

func tickedNames(all []signer, typed string) string {
	var names []string
	for _, one := range all {
		if one.Ticked {
			names = append(names, one.Label)
		}
	}
	if typed != "" {
		names = append(names, typed)
	}
	return strings.Join(names, "\n")
}

func (s *site) closeMinutes(c *fiber.Ctx) error {
	version := int64(number(c.FormValue("version")))
	return s.turned(c, s.db.CloseMinutes(c.UserContext(), by(c), visitOf(c).event.ID, sessionAsked(c), version), views.T("Đã chốt biên bản và trình chủ trì."))
}

func (s *site) agreeMinutes(c *fiber.Ctx) error {
	version, seen, _ := strings.Cut(c.FormValue("seen"), ":")
	return s.turned(c, s.db.AgreeMinutes(c.UserContext(), by(c), visitOf(c).event.ID, sessionAsked(c), int64(number(version)), seen), views.T("Chủ trì đã đồng ý. Đây là bản để ký."))
}

func (s *site) reopenMinutes(c *fiber.Ctx) error {
	version := int64(number(c.FormValue("version")))
	return s.turned(c, s.db.ReopenMinutes(c.UserContext(), by(c), visitOf(c).event.ID, sessionAsked(c), version, c.FormValue("reason")), views.T("Đã mở lại biên bản để sửa."))
}

// turned answers after a step in the life of the minutes. Who decided on something else than what stands now is shown that, and decides again.
func (s *site) turned(c *fiber.Ctx, err error, notice string) error {
	var wrong models.Invalid
	switch {
	case err == nil:
		return s.done(c, minutesURL(c), notice)
	case !errors.As(err, &wrong) && !errors.Is(err, models.ErrConflict):
		return err
	}
	page, failed := s.minutesPage(c)
	if failed != nil {
		return failed
	}
	if page.Wrong = wrong; wrong != nil {
		return s.again(c, "minutes/edit", page)
	}
	page.Wrong = models.Invalid{"": views.T("Biên bản vừa thay đổi. Xin đọc lại bản dưới đây rồi quyết định.")}
	c.Status(fiber.StatusConflict)
	return s.render(c, "minutes/edit", page)
}
