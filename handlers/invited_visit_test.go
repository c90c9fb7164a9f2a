package handlers_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"hoithao/models"
)

// invitedVisit is what a phone fetches at the first visit of a delegate who comes, with a pass, a document and a speech whose text has come back.
func invitedVisit(t testing.TB) (bytes int, page string) {
	t.Helper()
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	person, _ := s.linksOf("cong-khai")
	s.must(s.db.AnswerByLink(ctx, person, models.Answer{Reply: "accepted"}))
	s.must(s.db.PublishAgenda(ctx, by, person.EventID, true))
	speakable, err := s.db.Speakable(ctx, person.EventID)
	if s.must(err); len(speakable) == 0 {
		t.Fatal("nobody may speak")
	}
	s.must(s.db.RequestSpeech(ctx, person, speakable[0].ID, "Số hóa hiện vật để học sinh tự kể chuyện quê mình", nil))
	own, err := s.db.SpeechesOf(ctx, person.EventID, person.Delegate.ID)
	s.must(err)
	s.must(s.db.HandIn(ctx, person.Guest(), models.SpeechText{EventID: person.EventID, SpeechID: own[0].ID, Text: "Kính thưa hội thảo."}, person.Delegate.ID))
	s.must(s.db.JudgeText(ctx, by, person.EventID, own[0].ID, 1, "returned", "Đề nghị nêu số liệu."))
	_, err = s.db.AddDocument(ctx, by, models.Document{EventID: person.EventID, Title: "Dự thảo chương trình", Audience: "all"}, "", "")
	s.must(err)
	guest := s.as("guest")
	page = guest.get(person.Path()).want(t, http.StatusOK, `class="pass"`, "Đề nghị nêu số liệu.").Body
	bytes, _ = firstVisit(t, guest, person.Path())
	return bytes, page
}

// The page of a delegate is light, and nothing holds its words up: scripts are modules, which wait, and all of them files of our own.
func TestInvitedFirstVisit(t *testing.T) {
	bytes, page := invitedVisit(t)
	t.Logf("%d bytes", bytes)
	if bytes > 20<<10 {
		t.Errorf("a first visit fetches %d bytes", bytes)
	}
	scripts := regexp.MustCompile(`<script[^>]*>`).FindAllString(page, -1)
	for _, script := range scripts {
		if !strings.Contains(script, `type="module"`) || !strings.Contains(script, ` src="/public/`) {
			t.Errorf("%s holds the page up", script)
		}
	}
	if len(scripts) < 3 {
		t.Errorf("only %d scripts: does the test still find them?", len(scripts))
	}
	if outside := regexp.MustCompile(`(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"`).FindAllString(page, -1); len(outside) > 0 {
		t.Errorf("fetched from elsewhere: %v", outside)
	}
}

// One letter is printed alone, for whoever may print them all; a name that nobody has is said to be none.
func TestOneLetter(t *testing.T) {
	s := newSite(t)
	person, unit := s.linksOf("cong-khai")
	const letters = "/events/cong-khai/papers/invitation.pdf"
	organizer := s.as("organizer")
	whole := organizer.get(letters).want(t, http.StatusOK)
	for _, to := range []string{person.UID, unit.UID, "pham sy loi"} {
		one := organizer.get(letters+"?"+form("to", to).Encode()).want(t, http.StatusOK)
		if one.Header.Get("Content-Type") != "application/pdf" || len(one.Body) >= len(whole.Body) {
			t.Errorf("%s: %d bytes of %s, all letters have %d", to, len(one.Body), one.Header.Get("Content-Type"), len(whole.Body))
		}
	}
	organizer.get(letters+"?to=khong+ai").want(t, http.StatusUnprocessableEntity, "Không có giấy mời nào cho người hay đơn vị như vậy.")
	organizer.get("/events/cong-khai/papers/invitation").want(t, http.StatusOK, "In từng giấy mời")
	organizer.get("/events/cong-khai/invitations").want(t, http.StatusOK, "invitation.pdf?to="+person.UID)
	s.as("guest").get(letters+"?to="+person.UID).leads(t, "/login")
}
