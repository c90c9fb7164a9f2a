package views

import (
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"

	"hoithao/models"
	"hoithao/models/viet"
)

// Calendar writes an event as a calendar file (RFC 5545): an entry for each session, with its agenda as the description. site is the
// address of the program, "" when it has none. It holds what guests may see, so that it can be handed on: a draft agenda is left out.
//
// The sequence is the public revision, by which a calendar knows the later file; an entry keeps its UID as long as its session lives. The
// same record gives the same bytes.
func Calendar(w io.Writer, record models.Record, site string) error {
	calendar := newCalendar(record.Event.Title)
	enter(calendar, record, site)
	return calendar.SerializeTo(w, ics.WithNewLineWindows)
}

// Calendars writes several events as one calendar that others follow; it asks them to look again each hour.
func Calendars(w io.Writer, name string, records []models.Record, site string) error {
	calendar := newCalendar(name)
	calendar.SetRefreshInterval("PT1H")
	calendar.SetXPublishedTTL("PT1H")
	for _, record := range records {
		enter(calendar, record, site)
	}
	return calendar.SerializeTo(w, ics.WithNewLineWindows)
}

func newCalendar(name string) *ics.Calendar {
	calendar := ics.NewCalendarFor("hoithao")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetXWRCalName(line(name))
	return calendar
}

// enter puts an event into a calendar.
func enter(calendar *ics.Calendar, record models.Record, site string) {
	event := record.Event
	place := event.Place
	if place == "" {
		place = record.Organizer.Place
	}
	parts, _ := record.OnClock(models.Time{})
	for _, part := range parts {
		session := part.Session
		if session.ID == 0 {
			continue
		}
		entry := calendar.AddEvent(session.UID + "@hoithao")
		entry.SetDtStampTime(session.StartsAt.Time) // RFC 5545 wants one; a clock would make each file another
		if !record.ChangedAt.IsZero() {
			entry.SetDtStampTime(record.ChangedAt.Time)
			entry.SetModifiedAt(record.ChangedAt.Time)
		}
		entry.SetSequence(int(event.PublicRevision))
		entry.SetStartAt(session.StartsAt.Time)
		entry.SetEndAt(session.EndsAt.Time)
		summary := viet.UpperFirst(event.Word()) + " “" + event.Title + "”"
		if len(record.Sessions) > 1 {
			summary = record.SessionName(session) + ": " + summary
		}
		entry.SetSummary(line(summary))
		entry.SetLocation(line(strings.Join(filled(session.Room, event.Venue, place), ", ")))
		if event.AgendaState == "published" {
			if text := description(record, part); text != "" {
				entry.SetDescription(text)
			}
		}
		if site != "" {
			entry.SetURL(site + event.URL())
		}
		entry.SetStatus(ics.ObjectStatusConfirmed)
		if !event.CancelledAt.IsZero() {
			entry.SetStatus(ics.ObjectStatusCancelled)
		}
	}
}

// description is the agenda of a session, a line an item, by rooms when there are several.
func description(record models.Record, part models.Part) string {
	var lines []string
	for _, lane := range part.Lanes {
		if len(part.Lanes) > 1 && lane.Room != "" {
			lines = append(lines, line(lane.Room)+":")
		}
		for _, item := range lane.Lines {
			text := line(item.Title)
			if at := record.Event.Local(item.StartsAt); !at.IsZero() {
				text = viet.ClockTable(at) + " " + text
			}
			if who := record.Who(item.Item); who != "" {
				text += " (" + line(who) + ")"
			}
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// line is a text on one line, whatever is in it: a line's end in a title must not begin a line of the file.
func line(text string) string { return viet.Clean(text) }

func filled(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
