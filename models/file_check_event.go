package models

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
)

var heads = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (c *fileChecker) eventOf(at string, e *FileEvent) {
	c.uid(at, &e.UID)
	c.need(at+"/slug", &e.Slug)
	if !slugs.MatchString(e.Slug) {
		c.fail(at+"/slug", "chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối")
	}
	switch {
	case e.Head != "" && (e.UID == "" || e.Revision < 1 || e.Revision > 1e15):
		c.fail(at+"/head", "phải đi cùng uid và revision")
	case e.Head != "" && !heads.MatchString(e.Head):
		c.fail(at+"/head", "phải là 64 chữ số hệ mười sáu")
	case e.Head == "" && (e.Revision != 0 || len(e.Seen) > 0):
		c.fail(at, "revision và seen phải đi cùng head")
	}
	for i, head := range e.Seen {
		if !heads.MatchString(head) {
			c.fail(fmt.Sprintf("%s/seen/%d", at, i), "phải là 64 chữ số hệ mười sáu")
		}
	}
	c.oneOf(at+"/kind", e.Kind, true, EventKinds...)
	c.line(at+"/noun", &e.Noun)
	c.need(at+"/title", &e.Title)
	// Papers put the quotes around a title; those that belong to a part of it stay.
	if bare := strings.Trim(e.Title, `“”" `); bare != "" && len(bare) < len(e.Title) && !strings.ContainsAny(bare, `“”"`) {
		e.Title = bare
	}
	c.mustRef(at+"/organizer", &e.Organizer, keyOrganization)
	c.line(at+"/place", &e.Place)
	c.line(at+"/venue", &e.Venue)
	if e.TimeZone == "" {
		e.TimeZone = "Asia/Ho_Chi_Minh"
	}
	if _, err := time.LoadLocation(e.TimeZone); err != nil || e.TimeZone == "Local" {
		c.fail(at+"/time_zone", "không biết múi giờ “%s”; viết như Asia/Ho_Chi_Minh", e.TimeZone)
	}
	c.oneOf(at+"/visibility", e.Visibility, false, "public", "invited", "staff")
	if e.Visibility == "" {
		e.Visibility = "staff"
	}
	c.oneOf(at+"/regime", e.Regime, false, string(Dang2018), string(Dang2026), string(NN2011), string(NN2020))
	c.oneOf(at+"/agenda_state", e.AgendaState, false, "draft", "published")
	if e.Series != "" && !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(e.Series) {
		c.fail(at+"/series", "phải là 32 chữ số hệ mười sáu (128 bit)")
	}
	c.lines(at+"/note", &e.Note)
	c.instant(at+"/cancelled_at", e.CancelledAt)
	c.instant(at+"/archived_at", e.ArchivedAt)

	for i := range e.Sessions {
		c.session(fmt.Sprintf("%s/sessions/%d", at, i), &e.Sessions[i])
	}
	for i := range e.Groups {
		c.group(fmt.Sprintf("%s/groups/%d", at, i), &e.Groups[i])
	}
	c.delegates, c.numbers = map[string]bool{}, map[string]bool{}
	for i := range e.Delegates {
		place := fmt.Sprintf("%s/delegates/%d/person", at, i)
		c.mustRef(place, &e.Delegates[i].Person, keyPerson)
		c.once(place, e.Delegates[i].Person, c.delegates)
	}
	replaced := map[string]bool{}
	for i := range e.Delegates {
		c.delegateOf(fmt.Sprintf("%s/delegates/%d", at, i), &e.Delegates[i], replaced)
	}
	for i := range e.Agenda {
		c.item(fmt.Sprintf("%s/agenda/%d", at, i), &e.Agenda[i])
	}
	speaking := map[string]bool{}
	for i := range e.Speeches {
		speech, at := &e.Speeches[i], fmt.Sprintf("%s/speeches/%d", at, i)
		c.speech(at, speech, e.Agenda)
		if speech.State == "speaking" && speaking[speech.Item] {
			c.fail(at+"/state", "đã có người khác đang phát biểu ở mục này")
		}
		speaking[speech.Item] = speaking[speech.Item] || speech.State == "speaking"
	}
	for i := range e.Votes {
		c.vote(fmt.Sprintf("%s/votes/%d", at, i), &e.Votes[i])
	}
	for i := range e.Conclusions {
		c.conclusion(fmt.Sprintf("%s/conclusions/%d", at, i), &e.Conclusions[i])
	}
	for i := range e.Photos {
		photo, at := &e.Photos[i], fmt.Sprintf("%s/photos/%d", at, i)
		c.uid(at, &photo.UID)
		c.line(at+"/caption", &photo.Caption)
		c.line(at+"/credit", &photo.Credit)
		if len(photo.File) > 0 {
			if why := badPicture(photo.File); why != "" {
				c.fail(at+"/file", "%s", why)
			}
		}
	}
	if e.Minutes != nil {
		c.minutes(at+"/minutes", e.Minutes)
	}
}

func (c *fileChecker) session(at string, s *FileSession) {
	c.uid(at, &s.UID)
	c.line(at+"/name", &s.Name)
	c.line(at+"/room", &s.Room)
	c.need(at+"/starts_at", &s.StartsAt)
	c.need(at+"/ends_at", &s.EndsAt)
	starts, ends := c.instant(at+"/starts_at", s.StartsAt), c.instant(at+"/ends_at", s.EndsAt)
	if !ends.After(starts.Time) {
		c.fail(at+"/ends_at", "phải muộn hơn starts_at")
	}
}

func (c *fileChecker) group(at string, g *FileGroup) {
	c.uid(at, &g.UID)
	c.need(at+"/name", &g.Name)
	c.count(at+"/expected", g.Expected)
	seen := map[string]bool{}
	for i := range g.Units {
		at := fmt.Sprintf("%s/units/%d", at, i)
		c.mustRef(at, &g.Units[i], keyOrganization)
		c.once(at, g.Units[i], seen)
	}
	seen = map[string]bool{}
	for i := range g.Attendance {
		count, at := &g.Attendance[i], fmt.Sprintf("%s/attendance/%d", at, i)
		c.mustRef(at+"/session", &count.Session, keySession)
		c.once(at+"/session", count.Session, seen)
		if count.Present == nil {
			c.fail(at+"/present", "còn thiếu, phải có")
		}
		c.count(at+"/present", count.Present)
	}
}

// delegateOf checks a delegate; replaced are those for whom somebody stands in already.
func (c *fileChecker) delegateOf(at string, d *FileDelegate, replaced map[string]bool) {
	c.uid(at, &d.UID)
	c.ref(at+"/group", &d.Group, keyGroup)
	seen := map[string]bool{}
	for i, role := range d.Roles {
		at := fmt.Sprintf("%s/roles/%d", at, i)
		c.oneOf(at, role, true, DelegateRoles...)
		c.once(at, role, seen)
	}
	c.line(at+"/honorific", &d.Honorific)
	c.oneOf(at+"/reply", d.Reply, false, "none", "accepted", "declined", "substituted")
	c.line(at+"/reason", &d.Reason)
	c.instant(at+"/replied_at", d.RepliedAt)
	c.line(at+"/replied_how", &d.RepliedHow)
	c.line(at+"/seat", &d.Seat)
	c.lines(at+"/needs", &d.Needs)

	if d.Number != nil {
		if *d.Number < 1 || *d.Number > 1e9 {
			c.fail(at+"/number", "phải là một số nguyên dương")
		}
		c.once(at+"/number", strconv.FormatInt(*d.Number, 10), c.numbers)
	}
	agreed := false
	for i := range d.Substitutions {
		s, at := &d.Substitutions[i], fmt.Sprintf("%s/substitutions/%d", at, i)
		c.uid(at, &s.UID)
		c.need(at+"/for", &s.For)
		c.oneOf(at+"/state", s.State, false, "proposed", "agreed", "refused")
		if s.State == "" {
			s.State = "agreed"
		}
		c.line(at+"/decided_by", &s.DecidedBy)
		c.instant(at+"/decided_at", s.DecidedAt)
		c.replaces(at+"/for", &s.For, d.Person, s.State, replaced)
		agreed = agreed || s.State == "agreed" && s.For == d.SubstituteFor
	}
	c.line(at+"/substitute_for", &d.SubstituteFor)
	if d.SubstituteFor != "" && !agreed {
		c.replaces(at+"/substitute_for", &d.SubstituteFor, d.Person, "agreed", replaced)
		d.Substitutions = append(d.Substitutions, FileSubstitution{For: d.SubstituteFor, State: "agreed"})
	}

	seen = map[string]bool{}
	for i := range d.Attendance {
		mark, at := &d.Attendance[i], fmt.Sprintf("%s/attendance/%d", at, i)
		c.mustRef(at+"/session", &mark.Session, keySession)
		c.once(at+"/session", mark.Session, seen)
		c.oneOf(at+"/state", mark.State, true, Present, Absent, AbsentExcused)
		c.span(at, "arrived_at", "left_at", mark.ArrivedAt, mark.LeftAt)
		c.line(at+"/reason", &mark.Reason)
		c.line(at+"/how", &mark.How)
		c.line(at+"/noted_by", &mark.NotedBy)
		c.instant(at+"/noted_at", mark.NotedAt)
	}
}

func (c *fileChecker) replaces(at string, key *string, person, state string, replaced map[string]bool) {
	c.delegate(at, key)
	if *key == person {
		c.fail(at, "không ai đi thay chính mình")
	}
	if state == "refused" {
		return
	}
	if replaced[*key] {
		c.fail(at, "đã có người khác đi thay “%s”", *key)
	}
	replaced[*key] = true
}

func (c *fileChecker) item(at string, i *FileItem) {
	c.uid(at, &i.UID)
	c.ref(at+"/session", &i.Session, keySession)
	c.oneOf(at+"/kind", i.Kind, true, ItemKinds...)
	c.need(at+"/title", &i.Title)
	c.instant(at+"/starts_at", i.StartsAt)
	c.count(at+"/minutes", i.Minutes)
	c.line(at+"/room", &i.Room)
	c.delegate(at+"/presenter", &i.Presenter)
	c.line(at+"/presenter_text", &i.PresenterText)
	c.lines(at+"/note", &i.Note)
	c.span(at, "started_at", "ended_at", i.StartedAt, i.EndedAt)
	c.instant(at+"/paused_at", i.PausedAt)
	c.count(at+"/paused_ms", &i.PausedMS)
}

func (c *fileChecker) speech(at string, s *FileSpeech, agenda []FileItem) {
	c.uid(at, &s.UID)
	c.mustRef(at+"/item", &s.Item, keyItem)
	c.oneOf(at+"/kind", s.Kind, false, ItemKinds...)
	if item := slices.IndexFunc(agenda, func(i FileItem) bool { return i.Key == s.Item }); s.Kind == "" && item >= 0 {
		s.Kind = agenda[item].Kind
	}
	c.oneOf(at+"/state", s.State, false, "requested", "accepted", "returned", "refused", "called", "speaking", "spoken")
	c.delegate(at+"/speaker", &s.Speaker)
	c.line(at+"/speaker_text", &s.SpeakerText)
	c.line(at+"/topic", &s.Topic)
	c.count(at+"/minutes", s.Minutes)
	c.lines(at+"/summary", &s.Summary)
	c.lines(at+"/text", &s.Text)
	c.line(at+"/requested_how", &s.RequestedHow)
	c.instant(at+"/requested_at", s.RequestedAt)
	c.span(at, "started_at", "ended_at", s.StartedAt, s.EndedAt)
	c.instant(at+"/paused_at", s.PausedAt)
	c.count(at+"/paused_ms", &s.PausedMS)
	c.instant(at+"/confirmed_at", s.ConfirmedAt)
	if s.State == "" {
		s.State = "accepted"
	}
}

func (c *fileChecker) vote(at string, v *FileVote) {
	c.uid(at, &v.UID)
	c.ref(at+"/item", &v.Item, keyItem)
	c.need(at+"/question", &v.Question)
	c.oneOf(at+"/method", v.Method, false, "show_of_hands", "ballot", "electronic")
	c.count(at+"/for", v.For)
	c.count(at+"/against", v.Against)
	c.count(at+"/abstain", v.Abstain)
	c.count(at+"/invalid", v.Invalid)
}

func (c *fileChecker) conclusion(at string, conclusion *FileConclusion) {
	c.uid(at, &conclusion.UID)
	c.lines(at+"/text", &conclusion.Text)
	if conclusion.Text == "" {
		c.fail(at+"/text", "còn thiếu, phải có")
	}
	if task := conclusion.Task; task != nil {
		at += "/task"
		c.uid(at, &task.UID)
		c.ref(at+"/responsible", &task.Responsible, keyPerson, keyOrganization)
		c.line(at+"/responsible_text", &task.ResponsibleText)
		c.date(at+"/due", task.Due)
		c.oneOf(at+"/state", task.State, false, "open", "done", "dropped")
		if task.State == "" {
			task.State = "open"
		}
	}
}

func (c *fileChecker) minutes(at string, m *FileMinutes) {
	c.uid(at, &m.UID)
	if m.Number != "" {
		number, suffix := m.Number.parts()
		suffix = viet.Clean(suffix)
		if number == nil || *number < 1 || *number > 1e9 || utf8.RuneCountInString(suffix) > 10 || strings.IndexAny(suffix, "0123456789") == 0 {
			c.fail(at+"/number", "%s", wrongNumber)
		} else {
			m.Number = FileNumber(fmt.Sprint(*number) + suffix)
		}
	}
	c.oneOf(at+"/state", m.State, false, "draft", "submitted", "approved", "final", "issued")
	if m.State == "" {
		m.State = "draft"
	}
	c.date(at+"/dated", m.Dated)
	c.span(at, "opened_at", "closed_at", m.OpenedAt, m.ClosedAt)
	m.Chairs = c.signers(at, "chair", "chairs", &m.Chair, m.Chairs)
	m.Secretaries = c.signers(at, "secretary", "secretaries", &m.Secretary, m.Secretaries)
	c.line(at+"/secretary_text", &m.SecretaryText)
	c.line(at+"/closed_by", &m.ClosedBy)
	c.instant(at+"/closed_by_at", m.ClosedByAt)
	c.line(at+"/agreed_by", &m.AgreedBy)
	c.instant(at+"/agreed_at", m.AgreedAt)
	for _, name := range sorted(m.Sections) {
		at, text := at+"/sections/"+inPointer.Replace(name), m.Sections[name]
		c.oneOf(at, name, true, MinutesSections...)
		c.lines(at, &text)
		m.Sections[name] = text
	}
	for _, name := range sorted(m.Edited) {
		at, edit := at+"/edited/"+inPointer.Replace(name), m.Edited[name]
		if _, ok := m.Sections[name]; !ok {
			c.fail(at, "sections không có phần “%s”", name)
		}
		c.line(at+"/by", &edit.By)
		c.instant(at+"/at", edit.At)
		c.lines(at+"/composed", &edit.Composed)
		m.Edited[name] = edit
	}
}

// signers are those of one name or of several, whichever is written.
func (c *fileChecker) signers(at, one, several string, person *string, people []string) []string {
	if *person != "" {
		if len(people) > 0 {
			c.fail(at+"/"+several, "chỉ viết một trong hai: %s hoặc %s", one, several)
		}
		c.ref(at+"/"+one, person, keyPerson)
		people, *person = []string{*person}, ""
		return people
	}
	seen := map[string]bool{}
	for i := range people {
		at := fmt.Sprintf("%s/%s/%d", at, several, i)
		c.mustRef(at, &people[i], keyPerson)
		c.once(at, people[i], seen)
	}
	return people
}

// inPointer writes a name as a JSON pointer has it.
var inPointer = strings.NewReplacer("~", "~0", "/", "~1")

// sorted are the names of a map in order, so that of two errors always the same is told.
func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
