package handlers

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// deskPage is the secretary's console of one room.
type deskPage struct {
	views.Page
	Event    models.Event
	Record   models.Record
	Room     string
	Rooms    []views.Link // when there are several
	Session  models.Session
	Lane     models.Lane
	Outlook  models.Outlook
	Current  models.Line // what is on, as somebody noted; zero: nothing
	Next     models.Line // what can begin next; zero: nothing
	Item     models.Item // whose queue is shown: of the one that is on, else of the first to come in which somebody waits
	Speaking deskSpeech
	Queue    []deskSpeech
	Spoken   []deskSpeech
	Unsaved  []deskSpeech // texts that this secretary has typed and that are not in the record
	Last     models.DeskAct
	Total    models.Turnout
	Turnout  []models.Turnout
	Votes    []voteLine
	Drawn    []conclusionLine
	Who      string // the account: what a browser keeps is its alone
	Now      string // the server's clock
	Back     string // the query that leads back to this room
	UID      string // of what a form will add
	Options  []views.Option
	Request  requestForm
	Vote     voteForm
	Task     conclusionForm
	Wrong    models.Invalid
	Asked    string // the form that was sent: request, vote, conclusion
	Choose   []views.Option
}

// deskSpeech is a speech as the desk shows it. Text is what this secretary has typed, else the record's.
type deskSpeech struct {
	models.Speech
	Who, Posts string
	Text       string
	Restored   models.Time // when the text was kept that is not in the record; zero: none
	Base       int64       // the version that the text was typed on
	Held       bool        // somebody else has changed the text that this secretary was typing: first it is decided which one stays
}

// Name is who speaks, else on what.
func (s deskSpeech) Name() string {
	if s.Who != "" {
		return s.Who
	}
	return s.Topic
}

// Stamp is an instant as scripts read it; "" for none.
func (page deskPage) Stamp(t models.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// Told is how long something took, in minutes and seconds.
func (page deskPage) Told(d time.Duration) string {
	return viet.Count(int64(d/time.Minute)) + ":" + viet.Count(int64(d/time.Second)%60)
}

func (s *site) showDesk(c *fiber.Ctx) error {
	page, err := s.deskPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "desk/show", page)
}

func (s *site) deskPage(c *fiber.Ctx) (page deskPage, err error) {
	v, now := visitOf(c), s.db.Now()
	record, err := s.db.Programme(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	page = deskPage{Page: s.page(c, views.T("Bàn thư ký")), Event: record.Event, Record: record, Now: now.Format(time.RFC3339Nano), UID: models.NewUID(),
		Request: requestForm{}}
	page.Options = itemOptions(page.Page, v.event, record.Items)
	page.Path, page.Who = v.event.URL()+"/desk", formID(v.user.ID)
	parts, _ := record.OnClock(now)
	page.choose(parts, c.Query("room"), now)
	if page.Last, err = s.db.LastAct(c.UserContext(), v.event.ID); err != nil {
		return page, err
	}
	if err := s.deskSpeeches(c.UserContext(), v, &page); err != nil {
		return page, err
	}
	if page.Session.ID != 0 {
		if page.Turnout, err = s.db.Turnout(c.UserContext(), v.event.ID, page.Session.ID); err != nil {
			return page, err
		}
		page.Total = models.Total(page.Turnout)
	}
	for _, vote := range record.Votes {
		page.Votes = append(page.Votes, voteLineOf(vote))
	}
	for i, conclusion := range record.Conclusions {
		line := conclusionLine{Conclusion: conclusion, Number: i + 1}
		if conclusion.Task != nil {
			line.Responsible = conclusion.Task.Who(v.event.Day())
		}
		page.Drawn = append(page.Drawn, line)
	}
	page.Request.Item = formID(page.Item.ID)
	page.Vote.Item = page.Request.Item
	return page, nil
}

// choose finds the room that was asked for, else the one where something is on, and in it the session that is on or comes next, else the last.
func (page *deskPage) choose(parts []models.Part, room string, now models.Time) {
	var rooms []string
	best := -1
	for i, part := range parts {
		for _, lane := range part.Lanes {
			if !slices.ContainsFunc(rooms, func(r string) bool { return viet.Fold(r) == viet.Fold(lane.Room) }) {
				rooms = append(rooms, lane.Room)
			}
			if room != "" && viet.Fold(lane.Room) != viet.Fold(strings.TrimSpace(room)) {
				continue
			}
			rank := 0
			for _, line := range lane.Lines {
				switch {
				case line.Running():
					rank = 3
				case line.StartedAt.IsZero() && line.State != "done":
					rank = max(rank, 1)
				}
			}
			if rank == 1 && !part.Session.StartsAt.After(now.Time) {
				rank = 2
			}
			past := page.Session.ID != part.Session.ID && !page.Session.EndsAt.After(now.Time) // then what was left open there is let go
			if rank > best || rank == best && rank != 1 && past {
				best = rank
				page.Session, page.Lane, page.Room = parts[i].Session, lane, lane.Room
			}
		}
	}
	if len(rooms) > 1 {
		for _, name := range rooms {
			page.Rooms = append(page.Rooms, views.Link{Name: name, URL: page.Event.URL() + "/desk?room=" + url.QueryEscape(name), Current: name == page.Room})
		}
		page.Back = "?room=" + url.QueryEscape(page.Room)
	}
	page.Outlook = page.Lane.Outlook(now)
	for i, line := range page.Lane.Lines {
		if line.Running() {
			page.Current, page.Next = line, models.Line{}
			for _, later := range page.Lane.Lines[i+1:] {
				if later.StartedAt.IsZero() && page.Next.ID == 0 {
					page.Next = later
				}
			}
			break
		}
		if line.StartedAt.IsZero() && (line.State != "done" || !line.Noted) && page.Next.ID == 0 {
			page.Next = line
		}
	}
	page.Item = page.queueOf()
}

func (page *deskPage) queueOf() models.Item {
	waits := map[models.ID]bool{}
	for _, speech := range page.Record.Speeches {
		waits[speech.ItemID] = waits[speech.ItemID] || speech.Waits() || speech.State == "speaking"
	}
	if kind := page.Current.Kind; waits[page.Current.ID] || kind == "discussion" || kind == "paper" {
		return page.Current.Item
	}
	for _, line := range page.Lane.Lines {
		if line.EndedAt.IsZero() && waits[line.ID] {
			return line.Item
		}
	}
	if page.Current.ID != 0 {
		return page.Current.Item
	}
	return page.Next.Item
}

// deskSpeeches are those of the item whose queue is shown, and what this secretary has typed.
func (s *site) deskSpeeches(ctx context.Context, v *visit, page *deskPage) error {
	drafts, err := s.db.Drafts(ctx, v.user, v.event.ID)
	if err != nil {
		return err
	}
	speakers := map[models.ID]models.Delegate{}
	for _, delegate := range page.Record.Delegates {
		speakers[delegate.ID] = delegate
	}
	for _, speech := range page.Record.Speeches {
		one := deskSpeech{Speech: speech, Text: speech.Summary, Base: speech.SummaryVersion}
		one.Who, one.Posts = speaker(v.event, speech, speakers)
		draft, typed := drafts[deskDraft(speech)]
		typed = typed && draft.Text != speech.Summary
		if typed {
			one.Text, one.Restored, one.Base = draft.Text, draft.SavedAt, draft.Version
		}
		here := speech.ItemID == page.Item.ID && page.Item.ID != 0
		if speech.State == "speaking" && speech.ItemID == page.Current.ID {
			page.Speaking = one
			if typed && draft.Version == speech.SummaryVersion {
				continue // it stands in the field where it was typed
			}
		}
		if typed {
			page.Unsaved = append(page.Unsaved, one)
		}
		switch {
		case !here:
		case speech.Waits():
			page.Queue = append(page.Queue, one)
		case speech.State != "speaking":
			page.Spoken = append(page.Spoken, one)
		}
	}
	if page.Speaking.Base != page.Speaking.SummaryVersion {
		page.Speaking.Text, page.Speaking.Base, page.Speaking.Held = page.Speaking.Summary, page.Speaking.SummaryVersion, true // the other text stands in a card of its own
	}
	slices.SortStableFunc(page.Queue, func(a, b deskSpeech) int {
		called := func(s deskSpeech) int {
			if s.State == "called" {
				return 0
			}
			return 1
		}
		return called(a) - called(b)
	})
	return nil
}

// deskDraft is the name of a summary that is being typed at the desk.
func deskDraft(speech models.Speech) string { return "desk:" + speech.UID }
