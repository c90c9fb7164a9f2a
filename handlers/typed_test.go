package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hoithao/models"
)

// A text that was written for an hour is not lost because the file beside it is none that is taken.
func TestTextStaysBesideBadFile(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	person, _ := s.linksOf("cong-khai")
	event := s.event("cong-khai")
	items, err := s.db.Speakable(ctx, event.ID)
	s.must(err)
	b, me := s.as("guest"), person.Path()
	b.get(me)
	b.post(me+"/speeches", form("item", id(items[0].ID), "topic", "Chuyển đổi số", "minutes", "10")).leads(t, me)
	own, err := s.db.SpeechesOf(ctx, event.ID, person.Delegate.ID)
	s.must(err)
	texts := me + "/speeches/" + id(own[0].ID) + "/texts"
	for name, content := range map[string]string{"bai.exe": "MZ\x90\x00", "Kế hoạch MẬT.txt": "x"} {
		b.handIn(texts, name, []byte(content), "text", "Kính thưa hội nghị, bài này tôi viết cả buổi").want(t, http.StatusUnprocessableEntity, "Kính thưa hội nghị, bài này tôi viết cả buổi</textarea>")
	}
}

// Who decides on what has changed meanwhile is told so, and the reason that was typed is still there.
func TestReasonStays(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	chair := s.submitted("noi-bo")
	event := s.event("noi-bo")
	secretary, ipad := s.as("secretary"), s.as("guest")
	made := secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(chair.PersonID)}})
	link, pin := approveLink.FindString(made.Body), approvePIN.FindStringSubmatch(made.Body)
	ipad.get(link)
	ipad.post(link, url.Values{"pin": pin[1:]}).leads(t, link)
	const reason = "Thiếu ý kiến của đồng chí Bí thư"
	row, err := s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	old := formOf(models.ID(row.Version - 1))
	ipad.post(link+"/return", url.Values{"version": {old}, "reason": {reason}}).want(t, http.StatusUnprocessableEntity, "Biên bản vừa thay đổi", `value="`+reason+`"`)
	ipad.post(link+"/remarks", url.Values{"section": {"content"}, "remark": {reason + strings.Repeat(" dài", 60000)}}).want(t, http.StatusUnprocessableEntity, reason+" dài")
	secretary.post("/events/noi-bo/minutes/reopen", url.Values{"version": {old}, "reason": {reason}}).want(t, http.StatusConflict, "Biên bản vừa thay đổi", `value="`+reason+`"`)

	secretary.post("/events/noi-bo/papers/minutes/issue", url.Values{"seen": {"khác"}, "reason": {reason}, "override": {"yes"}}).want(t, http.StatusConflict, "Văn bản vừa thay đổi", `value="`+reason+`"`)
}

// Two organizers change one invitation, two decide on one substitute: the second sees what the first has done, and has lost nothing.
func TestSecondOfTwo(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	person, unit := s.linksOf("noi-bo")
	organizer, event := s.as("organizer"), s.event("noi-bo")
	at := "/events/noi-bo/invitations/" + id(unit.ID)
	terms := func(heads, whom string) url.Values {
		return url.Values{"heads": {heads}, "whom": {whom}, "version": {formOf(models.ID(unit.Version))}}
	}
	organizer.post(at, terms("3", "01 lãnh đạo, 02 chuyên viên")).leads(t, at)
	organizer.post(at, terms("3", "01 lãnh đạo, 02 chuyên viên")).leads(t, at) // both the same
	second := organizer.post(at, terms("4", "04 chuyên viên")).want(t, http.StatusConflict, "Người khác vừa sửa", "01 lãnh đạo, 02 chuyên viên", `value="04 chuyên viên"`, `value="4"`)
	version := versionText.FindStringSubmatch(second.Body)
	organizer.post(at, url.Values{"heads": {"4"}, "whom": {"04 chuyên viên"}, "version": version[1:]}).leads(t, at)

	s.must(s.db.Propose(ctx, person, person.Delegate.ID, models.Newcomer{Name: "Lê Văn Hai", Post: "Chuyên viên"}, ""))
	proposals, err := s.db.Proposals(ctx, event.ID)
	s.must(err)
	judge := "/events/noi-bo/substitutes/" + id(proposals[0].ID)
	decide := func(state, remark string) answer {
		return s.as("chair").post(judge, url.Values{"state": {state}, "remark": {remark}, "version": {formOf(models.ID(proposals[0].Version))}})
	}
	decide("agreed", "").leads(t, "/events/noi-bo/substitutes")
	decide("refused", "Đã có người khác dự thay").want(t, http.StatusConflict, "vừa được quyết định khác đi", `value="Đã có người khác dự thay"`)
}

// Whose sign-in is over gets back what came too late, and nobody else does.
func TestTypedAfterSignIn(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/events/noi-bo/settings").want(t, http.StatusOK)
	s.must(s.db.SignOut(context.Background(), s.user("organizer").ID, 0))
	typed := url.Values{"note": {"Ghi chú đã viết <cả buổi>"}, "venue": {"Hội trường Tỉnh ủy"}, "slug": {"noi-bo"}, "password": {"mật khẩu của tôi"}}
	late := b.post("/events/noi-bo/settings", typed).want(t, http.StatusForbidden, "Đã hết phiên làm việc", "Ghi chú đã viết &lt;cả buổi&gt;</textarea>", "Hội trường Tỉnh ủy", "/login")
	if strings.Contains(late.Body, "mật khẩu của tôi") || late.Header.Get("Cache-Control") != "no-store" {
		t.Error("the password comes back, or a cache keeps it")
	}
	b.upload("/events/noi-bo/documents", map[string]string{"title": "Báo cáo tổng kết"}, "a.txt", []byte("x")).want(t, http.StatusForbidden, "Báo cáo tổng kết</textarea>")

	typed.Set("_csrf", "khác")
	if got := b.do(http.MethodPost, "/events/noi-bo/settings", typed); got.StatusCode != http.StatusForbidden || strings.Contains(got.Body, "Ghi chú") {
		t.Errorf("of another site: status %d", got.StatusCode)
	}
	guest := s.as("guest")
	typed.Del("_csrf")
	if got := guest.post("/events/noi-bo/settings", typed); strings.Contains(got.Body, "Ghi chú") {
		t.Errorf("of a guest: status %d", got.StatusCode)
	}
}
