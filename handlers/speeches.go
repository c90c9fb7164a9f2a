package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type speechesPage struct {
	views.Page
	Event   models.Event
	Items   []speechItem
	Count   int
	Keeps   bool // the reader may write
	Form    speechForm
	Wrong   models.Invalid
	Choose  []views.Option // delegates of the typed name, when there are several
	Options []views.Option // the agenda items
}

// speechItem is an item of the agenda with its speeches.
type speechItem struct {
	models.Item
	Speeches []speechLine
}

type speechLine struct {
	models.Speech
	Number     int
	Who, Posts string
	Text       models.SpeechText // the last that was handed in; position 0: none
	Late       bool              // it came after the deadline
	Wanted     bool              // none has come, and the deadline is over
	Bare       bool              // the minutes will name the speaker and have nothing to say
}

// speechForm is the form of a speech as typed.
type speechForm struct {
	Item     string `form:"item"`
	Kind     string `form:"kind"`
	State    string `form:"state"`
	Speaker  string `form:"speaker"`
	Who      string `form:"who"` // the delegate chosen among several of one name
	Topic    string `form:"topic"`
	Minutes  string `form:"minutes"`
	Summary  string `form:"summary"`
	Text     string `form:"text"`
	HasPaper bool   `form:"has_paper"`
	Day      string `form:"day"`
	Starts   string `form:"starts"`
	Ends     string `form:"ends"`
	Version  int64  `form:"version"`
}

func (s *site) listSpeeches(c *fiber.Ctx) error {
	page, err := s.speechesPage(c, speechForm{Item: c.Query("item")})
	if err != nil {
		return err
	}
	return s.render(c, "speeches/list", page)
}

func (s *site) speechesPage(c *fiber.Ctx, form speechForm) (page speechesPage, err error) {
	v := visitOf(c)
	page = speechesPage{Page: s.page(c, views.T("Phát biểu")), Event: v.event, Keeps: v.access.Record, Form: form}
	record, speakers, err := s.db.SpeechList(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	page.Count = len(record.Speeches)
	texts, err := s.db.SpeechTexts(c.UserContext(), v.event.ID)
	if err != nil {
		return page, err
	}
	overdue := !v.event.TextsBy.IsZero() && s.db.Now().After(v.event.TextsBy.Time)
	begun := !v.event.StartsAt.IsZero() && s.db.Now().After(v.event.StartsAt.Time)
	for _, item := range record.Items {
		line := speechItem{Item: item}
		for _, speech := range record.Speeches {
			if speech.ItemID == item.ID {
				one := speechLine{Speech: speech, Number: len(line.Speeches) + 1}
				one.Who, one.Posts = speaker(v.event, speech, speakers)
				if handed := texts[speech.ID]; len(handed) > 0 {
					one.Text = handed[len(handed)-1]
					one.Late = one.Text.Late(v.event)
				} else {
					one.Wanted = overdue && !begun && speech.DelegateID != 0 && (speech.Kind == "paper" || speech.Kind == "keynote") && speech.State != "refused"
				}
				one.Bare = begun && one.Who != "" && speech.Summary == "" && (speech.State == "accepted" || speech.State == "spoken")
				line.Speeches = append(line.Speeches, one)
			}
		}
		if len(line.Speeches) > 0 || item.Kind != "registration" && item.Kind != "break" {
			page.Items = append(page.Items, line)
		}
	}
	page.Options = itemOptions(page.Page, v.event, record.Items)
	if page.Form.Item == "" {
		page.Form.Item = usualItem(record)
	}
	return page, nil
}

// speaker is who speaks as a page shows it: the name, and what tells it from others of the same name.
func speaker(event models.Event, speech models.Speech, speakers map[models.ID]models.Delegate) (who, posts string) {
	delegate, known := speakers[speech.DelegateID]
	if !known {
		return speech.SpeakerText, ""
	}
	return delegate.Person.Name(), strings.Join(delegate.Person.PostsOn(event.Day()), ", ")
}

// usualItem is where the next speech most likely belongs: the item that is on, else the one with the last speech, else the discussion.
func usualItem(record models.Record) string {
	usual := models.ID(0)
	for _, item := range record.Items {
		if !item.StartedAt.IsZero() && item.EndedAt.IsZero() {
			return formID(item.ID)
		}
		if item.Kind == "discussion" && usual == 0 {
			usual = item.ID
		}
	}
	if usual == 0 && len(record.Speeches) > 0 {
		usual = record.Speeches[len(record.Speeches)-1].ItemID
	}
	return formID(usual)
}

func itemOptions(page views.Page, event models.Event, items []models.Item) (options []views.Option) {
	for _, item := range items {
		label := item.Title
		if !item.StartsAt.IsZero() {
			label = page.OClock(event.Local(item.StartsAt)) + " · " + label
		}
		options = append(options, views.Option{Value: formID(item.ID), Label: label})
	}
	return options
}

// listSpeakers answers what a speaker's field offers while a name is typed.
func (s *site) listSpeakers(c *fiber.Ctx) error {
	v := visitOf(c)
	names := []string{}
	found, err := s.db.Speakers(c.UserContext(), v.event.ID, cut(c.Query("q"), 200), 20)
	if err != nil {
		return err
	}
	for _, delegate := range found {
		names = append(names, delegate.Told(v.event.Day()))
	}
	return c.JSON(names)
}

// speech is what the form says, put over the speech as it stands; choose are the delegates of the typed name when there are several.
func (s *site) speech(c *fiber.Ctx, form speechForm, speech models.Speech, wrong models.Invalid) (_ models.Speech, choose []views.Option, err error) {
	event := visitOf(c).event
	speech.EventID, speech.ItemID, speech.Kind, speech.State = event.ID, number(form.Item), form.Kind, form.State
	speech.Topic, speech.Summary, speech.Text, speech.HasPaper, speech.Version = form.Topic, form.Summary, form.Text, form.HasPaper, form.Version
	speech.Minutes = count(form.Minutes, "minutes", wrong)
	speech.StartedAt, speech.EndedAt = models.Time{}, models.Time{}
	if form.Starts != "" {
		speech.StartedAt = instant(form.Day, form.Starts, event.Zone(), "starts", wrong)
	}
	if form.Ends != "" {
		speech.EndedAt = instant(form.Day, form.Ends, event.Zone(), "ends", wrong)
	}
	choose, err = s.setSpeaker(c, form, &speech, wrong)
	return speech, choose, err
}

// setSpeaker finds out whom the typed name means. Who was the speaker before stays so as long as the text is the same.
func (s *site) setSpeaker(c *fiber.Ctx, form speechForm, speech *models.Speech, wrong models.Invalid) ([]views.Option, error) {
	event := visitOf(c).event
	if speech.DelegateID != 0 {
		if before, err := s.db.Speaker(c.UserContext(), event.ID, speech.DelegateID); err != nil || before.Told(event.Day()) == form.Speaker {
			return nil, err
		}
	}
	speech.DelegateID, speech.SpeakerText = 0, form.Speaker
	found, err := s.db.FindSpeakers(c.UserContext(), event, form.Speaker)
	if err != nil {
		return nil, err
	}
	if chosen := number(form.Who); chosen != 0 {
		if slices.ContainsFunc(found, func(d models.Delegate) bool { return d.ID == chosen }) {
			speech.DelegateID = chosen
			return nil, nil
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		speech.DelegateID = found[0].ID
		return nil, nil
	}
	wrong["who"] = views.T("Có nhiều đại biểu cùng tên. Hãy chọn một người.")
	groups, err := s.db.GroupNames(c.UserContext(), event.ID)
	var choose []views.Option
	for _, delegate := range found {
		label := delegate.Told(event.Day())
		if group := groups[delegate.GroupID]; group != "" {
			label += " (" + group + ")"
		}
		choose = append(choose, views.Option{Value: formID(delegate.ID), Label: label})
	}
	return choose, err
}

func (s *site) addSpeech(c *fiber.Ctx) error {
	var form speechForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	wrong := models.Invalid{}
	speech, choose, err := s.speech(c, form, models.Speech{}, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		speech, err = s.db.AddSpeech(c.UserContext(), by(c), speech)
		if err == nil {
			return s.done(c, visitOf(c).event.URL()+"/speeches?item="+formID(speech.ItemID)+"#item-"+formID(speech.ItemID), views.T("Đã thêm."))
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page, err := s.speechesPage(c, form)
	if err != nil {
		return err
	}
	page.Wrong, page.Choose = wrong, choose
	return s.again(c, "speeches/list", page)
}
