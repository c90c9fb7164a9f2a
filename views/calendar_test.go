package views

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/viet"
)

// aMorning is the record of a workshop of one session.
func aMorning() models.Record {
	ten := int64(10)
	start := models.At(workshop)
	return models.Record{
		Event: models.Event{ID: 1, Slug: "hoi-thao", Kind: "workshop", Title: "Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh", Venue: "Hội trường Tỉnh ủy",
			TimeZone: "Asia/Ho_Chi_Minh", AgendaState: "published", PublicRevision: 7},
		Organizer: models.Organization{Name: "Ban Tuyên giáo", Kind: "party", Place: "Hà Nam"},
		Sessions:  []models.Session{{ID: 1, UID: "abc", StartsAt: start, EndsAt: models.At(start.Add(3 * time.Hour))}},
		Items: []models.Item{
			{ID: 1, SessionID: 1, Title: "Khai mạc", StartsAt: start, Minutes: &ten, PresenterText: "Ban Tổ chức", Note: "nội bộ"},
			{ID: 2, SessionID: 1, Title: "Thảo luận; trao đổi, \\ hỏi đáp", StartsAt: models.At(start.Add(10 * time.Minute))},
		},
	}
}

// calendarOf writes the file, holds it to the form of RFC 5545, and reads it back.
func calendarOf(t interface {
	Fatal(...any)
	Helper()
}, record models.Record) (string, []*ics.VEvent) {
	t.Helper()
	var file bytes.Buffer
	if err := Calendar(&file, record, "https://hoithao.example.vn"); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Count(text, "\r") != strings.Count(text, "\n") || strings.Count(text, "\r\n") != strings.Count(text, "\n") {
		t.Fatal("lines do not end in CRLF", text)
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 {
			t.Fatal("a line of more than 75 octets:", line)
		}
	}
	calendar, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err, text)
	}
	return text, calendar.Events()
}

func property(event *ics.VEvent, name ics.ComponentProperty) string {
	if p := event.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func TestCalendar(t *testing.T) {
	record := aMorning()
	text, entries := calendarOf(t, record)
	if len(entries) != 1 {
		t.Fatalf("%d entries for one session", len(entries))
	}
	for name, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: "abc@hoithao", ics.ComponentPropertySequence: "7", ics.ComponentPropertyStatus: "CONFIRMED",
		ics.ComponentPropertyDtStart: "20181113T010000Z", ics.ComponentPropertyDtEnd: "20181113T040000Z", ics.ComponentPropertyDtstamp: "20181113T010000Z",
		ics.ComponentPropertySummary:     "Hội thảo “Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh”",
		ics.ComponentPropertyLocation:    "Hội trường Tỉnh ủy, Hà Nam",
		ics.ComponentPropertyDescription: "08h00 Khai mạc (Ban Tổ chức)\n08h10 Thảo luận; trao đổi, \\ hỏi đáp",
		ics.ComponentPropertyUrl:         "https://hoithao.example.vn/events/hoi-thao",
	} {
		if got := property(entries[0], name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if strings.Contains(text, "nội bộ") {
		t.Error("an internal note is told")
	}
	if again, _ := calendarOf(t, record); again != text {
		t.Error("the same record gives another file")
	}
	record.Event.CancelledAt = models.At(workshop)
	if _, entries = calendarOf(t, record); property(entries[0], ics.ComponentPropertyStatus) != "CANCELLED" {
		t.Error("a cancelled event is not said to be cancelled")
	}
}

func TestCalendarOfDraft(t *testing.T) {
	record := aMorning()
	record.Event.AgendaState = "draft"
	text, entries := calendarOf(t, record)
	if len(entries) != 1 || strings.Contains(text, "Khai mạc") || strings.Contains(text, "Ban Tổ chức") {
		t.Errorf("a draft agenda is told: %s", text)
	}
}

// Whatever stands in titles and names, the file holds one entry for each session, with these titles and nothing put in.
func TestCalendarOfAnything(t *testing.T) {
	hostile := []string{"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:khác", "a\nATTENDEE:mailto:x@example.org", "\u2028\u2029\x85\x00", "🙂🙂🙂 " + strings.Repeat("ỡ", 200), "a\\nb", ";,:\"\\", strings.Repeat("nghiêng", 2000), "e\u0323\u0302"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String())
		record := aMorning()
		record.Event.Title, record.Event.Venue, record.Items[0].Title = text.Draw(t, "title"), text.Draw(t, "venue"), text.Draw(t, "item")
		record.Items[0].PresenterText, record.Sessions[0].Room = text.Draw(t, "presenter"), text.Draw(t, "room")
		_, entries := calendarOf(t, record)
		if len(entries) != 1 {
			t.Fatalf("%d entries", len(entries))
		}
		if got, want := property(entries[0], ics.ComponentPropertySummary), viet.Clean("Hội thảo “"+record.Event.Title+"”"); got != want {
			t.Fatalf("the summary is %q, want %q", got, want)
		}
		if entries[0].GetProperty("ATTENDEE") != nil || property(entries[0], ics.ComponentPropertySequence) != "7" {
			t.Fatal("something was put in")
		}
	})
}
