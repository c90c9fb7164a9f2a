package views

import (
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"

	"hoithao/models"
)

// Calendar writes an event as a calendar file (RFC 5545): an entry for each session, with its agenda as the description. site is the
// address of the program, "" when it has none. The sequence is the public revision, so that a calendar takes the later file.
func Calendar(w io.Writer, record models.Record, site string) error {
	event := record.Event
	calendar := ics.NewCalendarFor("hoithao")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetXWRCalName(event.Title)
	for _, session := range record.Sessions {
		entry := calendar.AddEvent(session.UID + "@hoithao")
		entry.SetDtStampTime(session.StartsAt.Time)
		entry.SetSequence(int(event.PublicRevision))
		entry.SetStartAt(session.StartsAt.Time)
		entry.SetEndAt(session.EndsAt.Time)
		entry.SetSummary(event.Title)
		entry.SetLocation(strings.Join(filled(session.Room, event.Venue, event.Place), ", "))
		if site != "" {
			entry.SetURL(site + event.URL())
		}
		if !event.CancelledAt.IsZero() {
			entry.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return calendar.SerializeTo(w, ics.WithNewLineWindows)
}

func filled(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
