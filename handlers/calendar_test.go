package handlers_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hoithao/models"
)

// entry is what an independent reader says of one entry of a calendar.
type entry struct {
	UID, Summary, Location, Status, URL string
	Sequence                            int
	Start, End, Modified, Stamp         string
}

// readCalendar reads a calendar with python3-icalendar; without it the test cannot be held.
func readCalendar(t *testing.T, file string) []entry {
	t.Helper()
	python := "/usr/bin/python3" // Debian's own: another that comes first in the PATH does not see Debian's packages
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	var complaint strings.Builder
	reader := exec.Command(python, "-c", `
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
text = lambda e, name: str(e.get(name, ''))
when = lambda e, name: e.decoded(name).isoformat() if name in e else ''
json.dump([dict(UID=text(e, 'uid'), Summary=text(e, 'summary'), Location=text(e, 'location'), Status=text(e, 'status'), URL=text(e, 'url'), Sequence=int(e['sequence']),
  Start=when(e, 'dtstart'), End=when(e, 'dtend'), Modified=when(e, 'last-modified'), Stamp=when(e, 'dtstamp')) for e in calendar.walk('vevent')], sys.stdout)`)
	reader.Stdin = strings.NewReader(file)
	reader.Stderr = &complaint
	output, err := reader.Output()
	if err != nil {
		if os.Getenv("CI") == "true" || !strings.Contains(complaint.String(), "No module named") && complaint.Len() > 0 {
			t.Fatal(err, complaint.String())
		}
		t.Skip("no python3-icalendar: nobody independent reads the calendar")
	}
	var entries []entry
	if err := json.Unmarshal(output, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// The calendar that others follow, across a change of place and a cancellation, as an independent reader understands it; an event for staff is not in it.
func TestCalendarFollowed(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	guest := s.as("guest")
	file := guest.get("/calendar.ics").want(t, http.StatusOK, "METHOD:PUBLISH")
	if got := file.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Error(got)
	}
	if admin := s.as("administrator").get("/calendar.ics"); admin.Body != file.Body {
		t.Error("the calendar depends on who asks")
	}
	again := httptest.NewRequest(http.MethodGet, "/calendar.ics", nil)
	again.Header.Set("If-None-Match", file.Header.Get("ETag"))
	guest.send(again).want(t, http.StatusNotModified)

	first := readCalendar(t, file.Body)
	if len(first) != 1 || first[0].Status != "CONFIRMED" || first[0].Summary != "Hội thảo “Nâng cao chất lượng công tác dư luận xã hội”" || first[0].Location != "Hội trường Tỉnh ủy, Hà Nam" ||
		first[0].Start != "2018-11-13T00:30:00+00:00" || first[0].Modified == "" || first[0].Stamp != first[0].Modified {
		t.Fatalf("%+v", first)
	}
	event := s.event("cong-khai")
	event.Venue, event.Title = "Nhà văn hóa; phòng 2,\\ tầng 3", "Đổi tên\r\nEND:VEVENT\r\nX"
	s.must(s.db.SaveEvent(ctx, by, event))
	moved := readCalendar(t, guest.get("/calendar.ics").Body)
	if len(moved) != 1 || moved[0].UID != first[0].UID || moved[0].Sequence <= first[0].Sequence || moved[0].Location != "Nhà văn hóa; phòng 2,\\ tầng 3, Hà Nam" ||
		moved[0].Summary != "Hội thảo “Đổi tên END:VEVENT X”" {
		t.Errorf("%+v after %+v", moved, first)
	}
	sessions, err := s.db.Sessions(ctx, event.ID)
	s.must(err)
	sessions[0].StartsAt, sessions[0].EndsAt = models.At(sessions[0].StartsAt.Add(26*time.Hour)), models.At(sessions[0].EndsAt.Add(26*time.Hour))
	s.must(s.db.SaveSession(ctx, by, sessions[0]))
	later := readCalendar(t, guest.get("/calendar.ics").Body)
	if len(later) != 1 || later[0].UID != first[0].UID || later[0].Sequence <= moved[0].Sequence || later[0].Start != "2018-11-14T02:30:00+00:00" {
		t.Errorf("%+v after %+v", later, moved)
	}
	event = s.event("cong-khai")
	event.CancelledAt = s.db.Now()
	s.must(s.db.SaveEvent(ctx, by, event))
	off := readCalendar(t, guest.get("/calendar.ics").Body)
	if len(off) != 1 || off[0].UID != first[0].UID || off[0].Sequence <= later[0].Sequence || off[0].Status != "CANCELLED" {
		t.Errorf("%+v after %+v", off, later)
	}
	if own := readCalendar(t, guest.get("/events/cong-khai.ics").Body); len(own) != 1 || own[0].UID != off[0].UID || own[0].Sequence != off[0].Sequence || own[0].Status != "CANCELLED" || own[0].Modified != off[0].Modified {
		t.Errorf("the event's own file: %+v, the office's: %+v", own, off)
	}
	guest.get("/calendar").want(t, http.StatusOK, "Tháng 11/2018", "Đã hủy", "/calendar.ics")
	if got := guest.get("/calendar"); strings.Contains(got.Body, "/events/noi-bo") {
		t.Error("guests see an event for staff")
	}
	s.as("door").get("/calendar").want(t, http.StatusOK, "/events/noi-bo")
}

// Somebody invited to two events at one time is pointed out on both pages.
func TestWantedTwiceOnTheScreens(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	s.invited("noi-bo", "a@hanam.example")
	delegates, err := s.db.Delegates(ctx, models.DelegateFilter{EventID: s.event("noi-bo").ID})
	s.must(err)
	_, err = s.db.AddDelegates(ctx, by, s.event("cong-khai").ID, 0, []models.ID{delegates[0].PersonID})
	s.must(err)
	s.as("organizer").get("/events/noi-bo/delegates").want(t, http.StatusOK, "Được mời dự “Nâng cao chất lượng công tác dư luận xã hội” cùng giờ.")
	agendas, err := s.db.Agendas(ctx, []models.Event{s.event("noi-bo")})
	s.must(err)
	item := agendas[0].Items[len(agendas[0].Items)-1]
	item.PresenterID = delegates[0].ID
	s.must(s.db.SaveItem(ctx, by, item))
	s.as("organizer").get("/events/noi-bo/agenda").want(t, http.StatusOK, "Được mời dự “Nâng cao chất lượng công tác dư luận xã hội” cùng giờ.")
}
