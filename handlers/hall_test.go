package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// newKeyedSite is newSite with a link key, as a site in use has one.
func newKeyedSite(t *testing.T) *testSite {
	t.Helper()
	s := newSite(t)
	key := bytes.Repeat([]byte{7}, models.KeySize) // that of newSite
	db, err := models.Open(context.Background(), s.name, models.Options{Now: func() time.Time { return modelstest.Now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s.db, s.app = db, handlers.New(db, handlers.Config{Sites: []string{"http://127.0.0.1:8080", "http://192.168.1.5:8080"}})
	return s
}

var screenAddress = regexp.MustCompile(`/s/[a-z2-7]{26}`)

// The screen opens without an account by its address, and no more when that is renewed; what staff let it say is on it, and in the history.
func TestScreen(t *testing.T) {
	s := newKeyedSite(t)
	staff, guest := s.as("secretary"), s.as("guest")
	const event = "/events/noi-bo"
	guest.get(event+"/screen").leads(t, "/login")
	if address := screenAddress.FindString(staff.get(event+"/screens").want(t, http.StatusOK).Body); address != "" {
		t.Errorf("there is an address before anybody asked: %s", address)
	}
	address := func() string {
		t.Helper()
		staff.post(event+"/screens/address", nil).leads(t, event+"/screens")
		address := screenAddress.FindString(staff.get(event + "/screens").Body)
		if address == "" {
			t.Fatal("no address")
		}
		return address
	}
	old := address()
	guest.get(old).want(t, http.StatusOK, "Nâng cao chất lượng", `data-stream="`+old+`/live"`, "Đã có mặt", `role="img"`)
	staff.get(event+"/screen").want(t, http.StatusOK, "Nâng cao chất lượng")

	staff.post(event+"/screens/message", url.Values{"message": {"Mời đại biểu\n về chỗ"}, "version": {"1"}}).leads(t, event+"/screens")
	guest.get(old).want(t, http.StatusOK, "Mời đại biểu về chỗ")
	staff.post(event+"/screens/message", url.Values{"message": {"Khác"}, "version": {"1"}}).want(t, http.StatusConflict, "Mời đại biểu về chỗ", `value="Khác"`)
	staff.post(event+"/screens/message", url.Values{"message": {strings.Repeat("x", 201)}, "version": {"2"}}).want(t, http.StatusUnprocessableEntity, "quá 200 ký tự", strings.Repeat("x", 201))
	staff.get(event+"/history").want(t, http.StatusOK, "Thông báo trên màn hình", "Mời đại biểu về chỗ")

	fresh := address()
	guest.get(old).want(t, http.StatusNotFound)
	guest.get(old+"/live").want(t, http.StatusNotFound)
	guest.get(fresh).want(t, http.StatusOK, "Mời đại biểu về chỗ")
	guest.get(fresh+"/live").want(t, http.StatusOK)
	guest.get("/s/aaaaaaaaaaaaaaaaaaaaaaaaaa").want(t, http.StatusNotFound)
}

// What is on, who speaks and since when is on the screen and before the chair, who also sees who waits, who has not spoken and how late it is.
func TestHallShowsWhatHappens(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	event := s.event("cong-khai")
	record, err := s.db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	first, second := record.Items[0], record.Items[1]
	minutes := int64(7)
	for _, speech := range []models.Speech{
		{ItemID: first.ID, SpeakerText: "Công an tỉnh", Topic: "Phối hợp nắm tình hình"},
		{ItemID: second.ID, SpeakerText: "Ban Tuyên giáo Huyện ủy Kim Bảng", State: "speaking", Minutes: &minutes, StartedAt: models.At(modelstest.Now)},
		{ItemID: second.ID, SpeakerText: "Báo Hà Nam"},
	} {
		speech.EventID = event.ID
		if _, err := s.db.AddSpeech(ctx, by, speech); err != nil {
			t.Fatal(err)
		}
	}
	first.StartedAt, first.EndedAt = models.At(modelstest.Now.Add(-10*time.Minute)), models.At(modelstest.Now)
	if err := s.db.RecordItem(ctx, by, first); err != nil {
		t.Fatal(err)
	}
	second.StartedAt = models.At(modelstest.Now)
	if err := s.db.RecordItem(ctx, by, second); err != nil {
		t.Fatal(err)
	}
	b := s.as("chair")
	screen := b.get("/events/cong-khai/screen").want(t, http.StatusOK, "Ban Tuyên giáo Huyện ủy Kim Bảng", `data-started="2018-11-13T07:00:00&#43;07:00"`, `data-minutes="7"`)
	if strings.Contains(screen.Body, "Đã có mặt") {
		t.Error("counts are shown after the start")
	}
	chair := b.get("/events/cong-khai/chair").want(t, http.StatusOK, "Ban Tuyên giáo Huyện ủy Kim Bảng", "Công an tỉnh", "Báo Hà Nam", "Dự kiến kết thúc")
	waiting, silent, _ := strings.Cut(chair.Body, "Chưa phát biểu")
	if !strings.Contains(waiting, "Báo Hà Nam") || !strings.Contains(silent, "Công an tỉnh") {
		t.Error("who waits and who has not spoken are not told apart")
	}
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	cameOf = regexp.MustCompile(`(?:Có mặt|Đã có mặt) ([0-9.]+) / ([0-9.]+)`)
)

// Door, desk, attendance, chair, screen and report say the same of how many were invited and came, also when somebody has said not to come.
func TestHallCountsAgree(t *testing.T) {
	s := newKeyedSite(t)
	ctx, office, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	people := s.people("noi-bo", 3)
	s.must(s.db.AnswerFor(ctx, office, event.ID, people[2].ID, models.Answer{Reply: "declined", Reason: "đi công tác", How: "phone"}))
	record, err := s.db.Record(ctx, event.ID)
	s.must(err)
	s.must(s.db.Mark(ctx, office, models.Mark{EventID: event.ID, SessionID: record.Sessions[0].ID, DelegateID: people[0].ID, State: models.Present}))
	turnout, err := s.db.Turnout(ctx, event.ID, record.Sessions[0].ID)
	s.must(err)
	total := models.Total(turnout)
	if total.Away != 1 || total.Came() != 1 {
		t.Fatalf("%+v", total)
	}
	want := fmt.Sprintf("1 / %d", total.Invited())
	staff := s.as("secretary")
	for _, page := range []string{"/checkin", "/desk", "/attendance", "/chair", "/screen", "/report"} {
		body := staff.get("/events/noi-bo"+page).want(t, http.StatusOK).Body
		text := strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
		if page == "/report" {
			text = strings.ReplaceAll(strings.ReplaceAll(text, record.Event.SessionName(record.Sessions[0]), "Có mặt"), "/", " / ")
		}
		if found := cameOf.FindStringSubmatch(text); found == nil || found[1]+" / "+found[2] != want {
			t.Errorf("%s says %q, want %s", page, found, want)
		}
	}
}

// Desk, door and attendance open with the session that is on or for which people arrive, between two with the next, and at the end with the last.
func TestHallOpensWithSession(t *testing.T) {
	s := newSite(t)
	ctx, office, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	now := modelstest.Now
	db, err := models.Open(ctx, s.name, models.Options{Now: func() time.Time { return now }, Key: bytes.Repeat([]byte{7}, models.KeySize)})
	s.must(err)
	t.Cleanup(func() { db.Close() })
	s.db, s.app = db, handlers.New(db, handlers.Config{})
	for _, hours := range []time.Duration{24, 30} {
		s.must(db.AddSession(ctx, office, models.Session{EventID: event.ID, StartsAt: models.At(now.Add(hours * time.Hour)), EndsAt: models.At(now.Add((hours + 4) * time.Hour))}))
	}
	sessions, err := db.Sessions(ctx, event.ID)
	s.must(err)
	minutes := int64(240)
	for _, session := range sessions[1:] {
		_, err := db.AddItem(ctx, office, models.Item{EventID: event.ID, SessionID: session.ID, Kind: "discussion", Title: "Thảo luận", StartsAt: session.StartsAt, Minutes: &minutes}, 0)
		s.must(err)
	}
	for _, at := range []struct {
		hours time.Duration
		want  int
	}{{0, 0}, {6, 1}, {25, 1}, {29, 2}, {31, 2}, {60, 2}} {
		now = modelstest.Now.Add(at.hours * time.Hour)
		staff, want := s.as("secretary"), sessions[at.want]
		for page, shows := range map[string]string{
			"/desk": fmt.Sprintf("/attendance?session=%d\"", want.ID), "/checkin": fmt.Sprintf("data-session=\"%d\"", want.ID), "/attendance": fmt.Sprintf("name=\"session\" value=\"%d\"", want.ID),
		} {
			if body := staff.get("/events/noi-bo"+page).want(t, http.StatusOK).Body; !strings.Contains(body, shows) {
				t.Errorf("%d hours later %s does not open with %s", at.hours, page, event.SessionName(want))
			}
		}
	}
	// What nobody has started or ended, and what has no length, does not hold the desk back when the next session has begun.
	_, err = db.AddItem(ctx, office, models.Item{EventID: event.ID, SessionID: sessions[1].ID, Kind: "closing", Title: "Kết thúc buổi sáng"}, 0)
	s.must(err)
	now = modelstest.Now.Add(30*time.Hour + time.Minute)
	s.as("secretary").get("/events/noi-bo/desk").want(t, http.StatusOK, fmt.Sprintf("/attendance?session=%d\"", sessions[2].ID))
}
