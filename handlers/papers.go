package handlers

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// papersPage is the print room: every paper of the event with its state.
type papersPage struct {
	views.Page
	Event   models.Event
	Papers  []models.PaperState
	Pack    models.PaperState
	Chosen  map[string]bool  // in the pack
	Decides bool             // the visitor may decide, print and issue
	Apart   []minutesSession // sessions that can have minutes of their own
	Wrong   models.Invalid
}

func (s *site) listPapers(c *fiber.Ctx) error {
	v := visitOf(c)
	record, err := s.db.Record(c.UserContext(), v.event.ID)
	if err != nil {
		return err
	}
	page := papersPage{Page: s.page(c, views.T("Văn bản")), Event: v.event, Decides: v.access.Record, Chosen: map[string]bool{}, Apart: minutesSessions(record)}
	states, err := s.db.PaperStates(c.UserContext(), record)
	if err != nil {
		return err
	}
	for _, state := range states {
		state.Missing = v.mends(state.Missing)
		if state.Kind.Name == "pack" {
			page.Pack = state
			for _, name := range state.Paper.Some("papers") {
				page.Chosen[name] = true
			}
			continue
		}
		page.Papers = append(page.Papers, state)
	}
	return s.render(c, "papers/list", page)
}

// mends leaves of what is missing the addresses at which this visitor may mend it: for the others it is somebody else's to mend.
func (v *visit) mends(missing []models.Missing) []models.Missing {
	kept := slices.Clone(missing)
	for i := range kept {
		may, page := v.access.Record, strings.TrimPrefix(kept[i].URL, v.event.URL()+"/")
		switch part, _, _ := strings.Cut(page, "/"); part {
		case "": // of an organization
			may = v.access.Organize && v.user.Organizes()
		case "seating", "sessions", "settings", "delegates", "agenda":
			may = v.access.Organize
		case "attendance":
			may = v.access.Door
		}
		if !may {
			kept[i].URL = ""
		}
	}
	return kept
}

// paperPage is one paper: what it looks like, what is decided about it, its number, and what was issued of it.
type paperPage struct {
	views.Page
	Event    models.Event
	Session  string // what the session is called whose minutes it is; "": it is of the whole event
	Query    string // what its addresses end with: which session's minutes they are
	State    models.PaperState
	Form     paperForm
	Fields   []paperField
	Signers  []views.Option
	Issuers  []views.Option
	Versions []models.PaperVersion
	Changes  []models.HistoryRow // since it was printed or issued
	Seen     string
	Text     string // of a paper that is copied rather than printed
	Decides  bool
	Register bool // the visitor may see the register
	Said     said // on issuing it, or on giving its number up
	Gives    bool // its number up
	Wrong    models.Invalid
	Stale    []views.Both
}

// paperForm is what is decided about a paper, as typed.
type paperForm struct {
	Dated      string `form:"dated"`
	Issuer     string `form:"issuer"`
	Signer     string `form:"signer"`
	Quality    string `form:"quality"`
	QualityOf  string `form:"quality_of"`
	SignerPost string `form:"signer_post"`
	Recipients string `form:"recipients"`
	Copies     string `form:"copies"`
	Keep       bool   `form:"keep"`
	Version    int64  `form:"version"`

	Options models.Choices `form:"-"`
}

// paperField is a choice about a paper with what is chosen.
type paperField struct {
	models.PaperField
	Value  string
	Chosen map[string]bool
}

// Input is the name of the field in the form, apart from those that every paper has.
func (f paperField) Input() string { return "o-" + f.Name }

// Bounds is what a number may be, in words.
func (f paperField) Bounds() []any { return []any{viet.Number(f.Least), viet.Number(f.Most)} }

// kindOf is the kind of paper in the address.
func kindOf(c *fiber.Ctx) (models.PaperKind, error) {
	kind, known := models.KindOfPaper(c.Params("kind"))
	if !known {
		return kind, models.ErrNotFound
	}
	return kind, nil
}

func paperURL(c *fiber.Ctx, kind models.PaperKind) string {
	return visitOf(c).event.URL() + "/papers/" + kind.Name + sessionQuery(paperSession(c, kind))
}

// paperSession is the session whose minutes a paper of the address is; zero: it is of the whole event, as all others are.
func paperSession(c *fiber.Ctx, kind models.PaperKind) models.ID {
	if kind.Name != "minutes" {
		return 0
	}
	return sessionAsked(c)
}

// subjectOf tells the paper of the address from others of its kind: the uid of the session, or "".
func (s *site) subjectOf(c *fiber.Ctx, kind models.PaperKind) (string, error) {
	session := paperSession(c, kind)
	if session == 0 {
		return "", nil
	}
	one, err := s.db.Session(c.UserContext(), visitOf(c).event.ID, session)
	return one.UID, err
}

func (s *site) showPaper(c *fiber.Ctx) error {
	page, err := s.paperPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "papers/show", page)
}

func (s *site) paperPage(c *fiber.Ctx) (page paperPage, err error) {
	v, ctx := visitOf(c), c.UserContext()
	kind, err := kindOf(c)
	if err != nil {
		return page, err
	}
	record, err := s.db.RecordOf(ctx, v.event.ID, paperSession(c, kind))
	if err != nil {
		return page, err
	}
	paper, err := s.db.Paper(ctx, v.event.ID, kind.Name, record.Subject())
	if err != nil {
		return page, err
	}
	page = paperPage{Page: s.page(c, kind.Title), Event: v.event, Query: sessionQuery(paperSession(c, kind)), Decides: v.access.Record, Said: saidIn(c), Gives: strings.HasSuffix(c.Path(), "/cancel")}
	if page.State, err = s.db.PaperState(ctx, record, kind, paper); err != nil {
		return page, err
	}
	page.State.Missing, page.Register = v.mends(page.State.Missing), v.user.Organizes()
	if record.Subject() != "" {
		page.Session = record.SessionName(record.Sessions[0])
	}
	composed, err := s.db.ComposePaper(ctx, record, kind, paper)
	if err != nil {
		return page, err
	}
	page.Seen = models.Digest(composed)
	if copied, ok := composed.(interface{ Plain() string }); ok {
		page.Text = copied.Plain()
	}
	if paper.PrintedRevision > 0 || paper.Issued.ID != 0 {
		if page.Changes, err = s.db.PaperChanges(ctx, v.event, page.State, v.event.Zone()); err != nil {
			return page, err
		}
	}
	if page.Versions, err = s.db.PaperVersions(ctx, v.event.ID, kind.Name, record.Subject()); err != nil {
		return page, err
	}
	page.Form = paperFormOf(record.Proposed(kind, paper))
	for _, field := range kind.Fields {
		page.Fields = append(page.Fields, paperFieldOf(field, paper.Option(field.Name)))
	}
	if kind.Signed || kind.Type != "" {
		if err := s.signatories(c, &page, record, paper); err != nil {
			return page, err
		}
	}
	return page, nil
}

func paperFormOf(p models.Paper) paperForm {
	form := paperForm{Dated: string(p.DatedOn), Issuer: formID(p.IssuerID), Signer: formID(p.SignerID), Quality: p.Quality, QualityOf: p.QualityOf,
		SignerPost: p.SignerPost, Recipients: p.Recipients, Copies: written(p.Copies), Version: p.Version}
	return form
}

func paperFieldOf(field models.PaperField, value string) paperField {
	read := paperField{PaperField: field, Value: value, Chosen: map[string]bool{}}
	for _, code := range strings.Fields(value) {
		read.Chosen[code] = true
	}
	return read
}

// signatories are who may sign and which body may issue: those who chair, then whoever has a post in the organizer's office or in the one above
// it; the organizer and the bodies above it.
func (s *site) signatories(c *fiber.Ctx, page *paperPage, record models.Record, paper models.Paper) error {
	add := func(person models.Person) {
		value := formID(person.ID)
		if value != "" && !slices.ContainsFunc(page.Signers, func(o views.Option) bool { return o.Value == value }) {
			page.Signers = append(page.Signers, views.Option{Value: value, Label: person.Told(record.Event.Day())})
		}
	}
	add(paper.Signer)
	for _, delegate := range record.Delegates {
		if delegate.Has("chair") {
			add(delegate.Person)
		}
	}
	bodies := append([]models.Organization{record.Organizer}, record.Ancestors...)
	for _, body := range bodies[:min(2, len(bodies))] {
		people, err := s.db.People(c.UserContext(), models.PersonFilter{OrganizationID: body.ID, Limit: 100})
		if err != nil {
			return err
		}
		for _, person := range people {
			add(person)
		}
	}
	for i, body := range bodies {
		value := formID(body.ID)
		if i == 0 {
			value = ""
		}
		page.Issuers = append(page.Issuers, views.Option{Value: value, Label: body.Name})
	}
	return nil
}

// savePaper keeps what is decided about a paper.
func (s *site) savePaper(c *fiber.Ctx) error {
	kind, err := kindOf(c)
	if err != nil {
		return err
	}
	var form paperForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	form.Options = optionsOf(c, kind)
	wrong := models.Invalid{}
	decided := models.PaperForm{DatedOn: date(form.Dated, "dated", wrong), IssuerID: number(form.Issuer), SignerID: number(form.Signer), Quality: form.Quality,
		QualityOf: form.QualityOf, SignerPost: form.SignerPost, Recipients: form.Recipients, Copies: count(form.Copies, "copies", wrong),
		Options: form.Options, Version: form.Version, Keep: form.Keep && visitOf(c).access.Organize}
	subject, err := s.subjectOf(c, kind)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err = s.db.SavePaper(c.UserContext(), by(c), visitOf(c).event.ID, kind.Name, subject, decided)
	} else {
		err = wrong
	}
	if err == nil {
		return s.done(c, paperURL(c, kind), views.T("Đã lưu."))
	}
	return s.paperAgain(c, err, form)
}

// paperAgain shows the paper with what was typed and what is wrong with it, or with what somebody else has saved meanwhile.
func (s *site) paperAgain(c *fiber.Ctx, err error, form paperForm) error {
	var wrong models.Invalid
	var stale models.Stale
	if !errors.As(err, &wrong) && !errors.As(err, &stale) && !errors.Is(err, models.ErrConflict) {
		return err
	}
	page, failed := s.paperPage(c)
	if failed != nil {
		return failed
	}
	if form.Version != 0 || form.Options != nil {
		standing := page.Form
		page.Form = form
		for i, field := range page.State.Kind.Fields {
			page.Fields[i] = paperFieldOf(field, form.Options[field.Name])
		}
		if now, ok := stale.Now.(models.Paper); ok {
			page.Form.Version = now.Version
			page.Stale = views.Differing(
				views.Both{Label: views.T("Ngày của văn bản"), Now: standing.Dated, Mine: form.Dated},
				views.Both{Label: views.T("Chức vụ khi ký"), Now: standing.SignerPost, Mine: form.SignerPost},
				views.Both{Label: views.T("Nơi nhận"), Now: standing.Recipients, Mine: form.Recipients},
			)
			c.Status(fiber.StatusConflict)
			return s.render(c, "papers/show", page)
		}
	}
	if wrong == nil { // it was decided on something else than what it says by now
		page.Wrong = models.Invalid{"": views.T("Văn bản vừa thay đổi. Xin xem lại bản đang hiện ở đây rồi quyết định.")}
		c.Status(fiber.StatusConflict)
		return s.render(c, "papers/show", page)
	}
	page.Wrong = models.Invalid{}
	for field, why := range wrong {
		if slices.ContainsFunc(page.Fields, func(f paperField) bool { return f.Name == field }) {
			field = "o-" + field
		}
		page.Wrong[field] = why
	}
	return s.again(c, "papers/show", page)
}

// optionsOf are the choices that the form sent. A box that is not ticked sends nothing, which is a choice too.
func optionsOf(c *fiber.Ctx, kind models.PaperKind) models.Choices {
	sent := map[string][]string{}
	for key, value := range c.Request().PostArgs().All() {
		sent[string(key)] = append(sent[string(key)], string(value))
	}
	chosen := models.Choices{}
	for _, field := range kind.Fields {
		values, given := sent["o-"+field.Name]
		if given || field.Kind == "yes" || field.Kind == "choices" {
			chosen[field.Name] = strings.Join(values, " ")
		}
	}
	return maps.Clone(chosen)
}

// takeNumber and cancelNumber are the register's: the next number, one chosen by hand, or the number given up for a reason.
func (s *site) takeNumber(c *fiber.Ctx) error {
	kind, err := kindOf(c)
	if err != nil {
		return err
	}
	event := visitOf(c).event.ID
	subject, err := s.subjectOf(c, kind)
	if err != nil {
		return err
	}
	if typed := strings.TrimSpace(c.FormValue("number")); typed != "" {
		digits := typed[:len(typed)-len(strings.TrimLeft(typed, "0123456789"))]
		n, _ := strconv.ParseInt(digits, 10, 32)
		err = s.db.ClaimNumber(c.UserContext(), by(c), event, kind.Name, subject, n, typed[len(digits):])
	} else {
		err = s.db.TakeNumber(c.UserContext(), by(c), event, kind.Name, subject)
	}
	if err != nil {
		return s.paperAgain(c, err, paperForm{})
	}
	return s.done(c, paperURL(c, kind)+"#number", views.T("Đã lấy số."))
}

func (s *site) cancelNumber(c *fiber.Ctx) error {
	kind, err := kindOf(c)
	if err != nil {
		return err
	}
	subject, err := s.subjectOf(c, kind)
	if err != nil {
		return err
	}
	if err := s.db.CancelNumber(c.UserContext(), by(c), visitOf(c).event.ID, kind.Name, subject, c.FormValue("reason")); err != nil {
		return s.paperAgain(c, err, paperForm{})
	}
	return s.done(c, paperURL(c, kind)+"#number", views.T("Đã hủy số; sổ giữ lại số này với lý do."))
}

// paperName is the name of a paper's file, in Vietnamese like the paper.
func paperName(kind string, event models.Event) string {
	name := kind + " " + event.Word() + " " + cut(event.Title, 80)
	if !event.StartsAt.IsZero() {
		name += " " + viet.ShortDate(event.Local(event.StartsAt))
	}
	return name
}
