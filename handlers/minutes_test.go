package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

var clerk = models.Actor{Name: "thử"}

// delegate puts somebody with a post into an event.
func (s *testSite) delegate(slug, family, given, post string) models.Delegate {
	s.t.Helper()
	ctx, event := context.Background(), s.event(slug)
	person, err := s.db.AddPerson(ctx, clerk, models.Person{Family: family, Given: given, Posts: []models.Post{{Title: post}}})
	s.must(err)
	_, err = s.db.AddDelegates(ctx, clerk, event.ID, 0, []models.ID{person.ID})
	s.must(err)
	found, err := s.db.FindSpeakers(ctx, event, person.Told(event.Day()))
	s.must(err)
	if len(found) != 1 {
		s.t.Fatalf("%d delegates are %s", len(found), person.Told(event.Day()))
	}
	return found[0]
}

func (s *testSite) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// item is the number of an event's agenda item of a kind.
func (s *testSite) item(slug, kind string) models.ID {
	s.t.Helper()
	record, err := s.db.Record(context.Background(), s.event(slug).ID)
	s.must(err)
	for _, item := range record.Items {
		if item.Kind == kind {
			return item.ID
		}
	}
	s.t.Fatalf("no item of kind %s", kind)
	return 0
}

// value is that of a hidden input of a page, the first of this name from the words on.
func (a answer) value(t testing.TB, from, name string) string {
	t.Helper()
	_, after, found := strings.Cut(a.Body, from)
	match := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(after)
	if !found || match == nil {
		t.Fatalf("no %s behind %q", name, from)
	}
	return match[1]
}

// The whole way of the minutes through the screens: written, closed by the secretary, agreed by the chair, reopened.
func TestMinutesThroughTheScreens(t *testing.T) {
	s := newSite(t)
	chairing := s.delegate("noi-bo", "Trần Đức", "Thuần", "Trưởng ban Tuyên giáo Tỉnh ủy")
	secretary, chair := s.as("secretary"), s.as("chair")
	const page = "/events/noi-bo/minutes"

	secretary.get(page).want(t, http.StatusOK, "Còn thiếu", "Người chủ trì", "Tự soạn", `action="/events/noi-bo/minutes/sections/course"`)
	chair.get(page).want(t, http.StatusOK, "Biên bản")
	if strings.Contains(chair.get(page).Body, `action="/events/noi-bo/minutes/close"`) {
		t.Error("the chair is offered what only the secretary may do")
	}
	secretary.post(page+"/close", url.Values{"version": {"0"}}).want(t, http.StatusUnprocessableEntity, "Chưa có người chủ trì.", "Chưa có giờ bế mạc.")

	head := url.Values{"version": {"0"}, "number": {"15a"}, "opened_day": {"2018-11-13"}, "opened": {"08:00"}, "closed_day": {"13/11/2018"}, "closed": {"11h30"},
		"add_chair": {"Trần Đức Thuần"}, "add_secretary": {"Lê Thị Hoa, chuyên viên"}}
	wrong := url.Values{"version": {"0"}, "number": {"mười lăm"}, "closed_day": {"31/02/2018"}, "closed": {"11h30"}, "add_chair": {"Không Có Ai"}}
	secretary.post(page, wrong).want(t, http.StatusUnprocessableEntity, "Số viết như 15 hoặc 15a.", "Ngày viết như 13/11/2018.", "Không có đại biểu nào tên như vậy", `value="mười lăm"`, `value="Không Có Ai"`)
	secretary.post(page, head).leads(t, page)
	secretary.get(page).want(t, http.StatusOK, "15a", "bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018", "Trần Đức Thuần, Trưởng ban Tuyên giáo Tỉnh ủy", "Lê Thị Hoa, chuyên viên")
	secretary.post(page, head).want(t, http.StatusConflict, "Người khác vừa sửa phần này")

	// A section by hand; the record moves on.
	form := secretary.get(page)
	secretary.post(page+"/sections/course", url.Values{"course": {"Diễn biến viết tay."}, "version": {"0"}, "composed": {form.value(t, `id="course"`, "composed")}}).leads(t, page+"#course")
	_, err := s.db.AddSpeech(context.Background(), clerk, models.Speech{EventID: s.event("noi-bo").ID, ItemID: s.item("noi-bo", "discussion"), DelegateID: chairing.ID, Summary: "Ý kiến đến sau."})
	s.must(err)
	secretary.get(page).want(t, http.StatusOK, "Đã sửa tay", "Hồ sơ đã đổi sau khi sửa", "Diễn biến viết tay.", "<ins>")

	// Two secretaries on one section.
	secretary.post(page+"/sections/course", url.Values{"course": {"Bản của người thứ hai."}, "version": {"0"}, "composed": {""}}).
		want(t, http.StatusConflict, "Bản của người thứ hai.", "Diễn biến viết tay.", "Tài khoản secretary")

	// Closed; nothing can be written; the chair agrees to what was shown.
	secretary.post(page+"/close", url.Values{"version": {secretary.get(page).value(t, "/minutes/close", "version")}}).leads(t, page)
	secretary.post(page+"/sections/end", url.Values{"end": {"x"}, "version": {"0"}, "composed": {""}}).want(t, http.StatusConflict)
	secretary.post(page+"/agree", url.Values{"seen": {"x"}}).want(t, http.StatusNotFound)
	shown := chair.get(page).want(t, http.StatusOK, "đang chờ chủ trì đồng ý", "Tài khoản secretary")
	seen := shown.value(t, "/minutes/agree", "seen")
	_, err = s.db.AddConclusion(context.Background(), clerk, models.Conclusion{EventID: s.event("noi-bo").ID, Text: "Kết luận đến sau."})
	s.must(err)
	again := chair.post(page+"/agree", url.Values{"seen": {seen}}).want(t, http.StatusConflict, "Biên bản vừa thay đổi.", "Kết luận đến sau.")
	chair.post(page+"/agree", url.Values{"seen": {again.value(t, "/minutes/agree", "seen")}}).leads(t, page)
	chair.get(page).want(t, http.StatusOK, "Đây là bản để ký.", "Đã chốt", "Tài khoản chair")

	// What changes now is told, and not printed: not even the event's name.
	paper := chair.get(page+".pdf").want(t, http.StatusOK, "%PDF").Body
	renamed := s.event("noi-bo")
	renamed.Title = "Tên đặt sau khi ký"
	s.must(s.db.SaveEvent(context.Background(), clerk, renamed))
	if chair.get(page+".pdf").Body != paper {
		t.Error("the final paper moved")
	}
	_, err = s.db.AddConclusion(context.Background(), clerk, models.Conclusion{EventID: s.event("noi-bo").ID, Text: "Kết luận sau khi ký."})
	s.must(err)
	final := secretary.get(page).want(t, http.StatusOK, "Hồ sơ đã thay đổi sau khi chốt", "Kết luận sau khi ký.")
	if strings.Count(final.Body, "Kết luận sau khi ký.") != 1 {
		t.Error("the final minutes have what came after them")
	}
	if paper != chair.get(page+".pdf").Body {
		t.Error("the final paper moved with the record")
	}
	secretary.post(page, head).want(t, http.StatusConflict)

	secretary.post(page+"/reopen", url.Values{"version": {final.value(t, "/minutes/reopen", "version")}, "reason": {""}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi lý do mở lại.")
	secretary.post(page+"/reopen", url.Values{"version": {final.value(t, "/minutes/reopen", "version")}, "reason": {"Thiếu một kết luận"}}).leads(t, page)
	secretary.get(page).want(t, http.StatusOK, "Dự thảo", "Kết luận sau khi ký.", "Diễn biến viết tay.")
	secretary.get("/events/noi-bo/history?topic=minutes").want(t, http.StatusOK, "Thiếu một kết luận", "Mở lại", "Chủ trì đồng ý", "Tài khoản chair", "07h00 13/11/2018")
}

// A text that is being typed is kept for its writer, restored when the form is opened again, and in no journal.
func TestDraftsThroughTheScreens(t *testing.T) {
	s := newSite(t)
	secretary, organizer := s.as("secretary"), s.as("organizer")
	event := s.event("noi-bo")
	speech, err := s.db.AddSpeech(context.Background(), clerk, models.Speech{EventID: event.ID, ItemID: s.item("noi-bo", "discussion"), SpeakerText: "Công an tỉnh"})
	s.must(err)
	page := fmt.Sprintf("/events/noi-bo/speeches/%d", speech.ID)
	revision := s.event("noi-bo").Revision

	secretary.post(page+"/draft", url.Values{"summary": {"Đang viết dở"}, "version": {"1"}}).want(t, http.StatusOK, `"version":1`)
	if s.event("noi-bo").Revision != revision {
		t.Error("typing took a revision")
	}
	secretary.get(page).want(t, http.StatusOK, "Đang viết dở", "Có phần viết dở lúc 07h00")
	if strings.Contains(organizer.get(page).Body, "Đang viết dở") {
		t.Error("somebody else sees the draft")
	}

	// Somebody else saves: the draft says so, and saving shows both texts.
	organizer.post(page, url.Values{"item": {fmt.Sprint(speech.ItemID)}, "kind": {"discussion"}, "state": {"accepted"}, "speaker": {"Công an tỉnh"}, "summary": {"Bản của ban tổ chức."}, "version": {"1"}}).leads(t, "/events/noi-bo/speeches")
	secretary.post(page+"/draft", url.Values{"summary": {"Đang viết dở nữa"}, "version": {"1"}}).want(t, http.StatusConflict)
	secretary.post(page, url.Values{"item": {fmt.Sprint(speech.ItemID)}, "kind": {"discussion"}, "state": {"accepted"}, "speaker": {"Công an tỉnh"}, "summary": {"Đang viết dở nữa"}, "version": {"1"}}).
		want(t, http.StatusConflict, "Đang viết dở nữa", "Bản của ban tổ chức.", `name="version" value="2"`)

	// The writer leaves: the record has the text, if it was written on what stands.
	secretary.post(page+"/draft/remove", nil).leads(t, page)
	secretary.post(page+"/draft", url.Values{"summary": {"Viết xong rồi đi."}, "version": {"2"}, "left": {"1"}}).want(t, http.StatusNoContent)
	if now, err := s.db.Speech(context.Background(), event.ID, speech.ID); err != nil || now.Summary != "Viết xong rồi đi." || now.SpeakerText != "Công an tỉnh" {
		t.Errorf("%+v, %v", now, err)
	}
	secretary.post(page+"/draft", url.Values{"title": {"x"}, "version": {"3"}}).want(t, http.StatusBadRequest)

	// Of the minutes likewise.
	secretary.post("/events/noi-bo/minutes/sections/end/draft", url.Values{"end": {"Kết thúc, viết dở"}, "version": {"0"}}).want(t, http.StatusOK)
	secretary.get("/events/noi-bo/minutes").want(t, http.StatusOK, "Kết thúc, viết dở", "Có phần viết dở")
	secretary.post("/events/noi-bo/minutes/sections/none/draft", url.Values{"none": {"x"}}).want(t, http.StatusNotFound)
	secretary.post("/events/noi-bo/minutes/sections/end/draft/remove", nil).leads(t, "/events/noi-bo/minutes#end")
	if strings.Contains(secretary.get("/events/noi-bo/minutes").Body, "Kết thúc, viết dở") {
		t.Error("the draft is still there")
	}
}

func TestSpeechesThroughTheScreens(t *testing.T) {
	s := newSite(t)
	s.delegate("noi-bo", "Nguyễn Văn", "Hòa", "Trưởng ban Tuyên giáo Huyện ủy Kim Bảng")
	second := s.delegate("noi-bo", "Nguyễn Văn", "Hòa", "Trưởng ban Tuyên giáo Thành ủy Phủ Lý")
	s.delegate("cong-khai", "Trần Thị", "Đào", "Chuyên viên")
	secretary := s.as("secretary")
	const page = "/events/noi-bo/speeches"
	item := fmt.Sprint(s.item("noi-bo", "discussion"))

	secretary.get(page).want(t, http.StatusOK, "Chưa có phát biểu nào.", `data-suggest="/events/noi-bo/speeches/speakers"`)
	secretary.get(page+"/speakers?q=hoa").want(t, http.StatusOK, "Nguyễn Văn Hòa, Trưởng ban Tuyên giáo Thành ủy Phủ Lý")
	if body := secretary.get(page + "/speakers?q=dao").Body; body != "[]" {
		t.Errorf("names of another event: %s", body)
	}
	// Two of one name: one must be chosen, by post and unit.
	secretary.post(page, url.Values{"item": {item}, "speaker": {"Nguyễn Văn Hòa"}, "topic": {"<b>Chủ đề</b>"}}).
		want(t, http.StatusUnprocessableEntity, "Có nhiều đại biểu cùng tên.", "Huyện ủy Kim Bảng", "Thành ủy Phủ Lý", "&lt;b&gt;Chủ đề")
	secretary.post(page, url.Values{"item": {item}, "speaker": {"Nguyễn Văn Hòa"}, "who": {fmt.Sprint(second.ID)}}).leads(t, page)
	secretary.post(page, url.Values{"item": {item}, "speaker": {"Công an tỉnh"}, "topic": {"Phối hợp"}}).leads(t, page)
	secretary.post(page, url.Values{"item": {item}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi người phát biểu hoặc chủ đề.")
	secretary.post(page, url.Values{"item": {fmt.Sprint(s.item("cong-khai", "discussion"))}, "topic": {"x"}}).want(t, http.StatusUnprocessableEntity, "Hãy chọn mục chương trình.")
	secretary.get(page).want(t, http.StatusOK, "Nguyễn Văn Hòa", "Thành ủy Phủ Lý", "Công an tỉnh", "Phối hợp")

	speeches, err := s.db.Speeches(context.Background(), s.event("noi-bo").ID)
	s.must(err)
	one := fmt.Sprintf("%s/%d", page, speeches[0].ID)
	if speeches[0].DelegateID != second.ID {
		t.Errorf("the speaker is %d, want %d", speeches[0].DelegateID, second.ID)
	}
	form := url.Values{"item": {item}, "kind": {"discussion"}, "state": {"spoken"}, "version": {"1"}, "speaker": {second.Told(s.event("noi-bo").Day())},
		"summary": {"Một.\r\nHai."}, "minutes": {"7"}, "day": {"2018-11-13"}, "starts": {"09:54"}, "ends": {"10:01"}, "has_paper": {"true"}}
	secretary.get(one).want(t, http.StatusOK, second.Told(s.event("noi-bo").Day()))
	secretary.post(one, form).leads(t, page)
	saved, err := s.db.Speech(context.Background(), s.event("noi-bo").ID, speeches[0].ID)
	s.must(err)
	if saved.Summary != "Một.\nHai." || saved.DelegateID != second.ID || *saved.Minutes != 7 || !saved.HasPaper || s.event("noi-bo").Local(saved.StartedAt).Format("15:04") != "09:54" {
		t.Errorf("%+v", saved)
	}
	form.Set("version", "2")
	form.Set("ends", "08:00")
	form.Set("minutes", "bảy")
	secretary.post(one, form).want(t, http.StatusUnprocessableEntity, "Hãy ghi một số nguyên không âm.")
	secretary.post(fmt.Sprintf("%s/%d/move", page, speeches[1].ID), url.Values{"move": {"up"}}).leads(t, page)
	secretary.post(page+"/items/"+item+"/order", url.Values{"order": {fmt.Sprintf("%d,%d", speeches[0].ID, speeches[1].ID)}}).want(t, http.StatusNoContent)
	secretary.post(page+"/items/"+item+"/order", url.Values{"order": {"1"}}).want(t, http.StatusConflict)
	secretary.get("/events/cong-khai/speeches/"+fmt.Sprint(speeches[0].ID)).want(t, http.StatusNotFound)
	secretary.post(one+"/remove", nil).leads(t, page)
	secretary.get("/events/noi-bo/history?topic=speeches").want(t, http.StatusOK, "Xóa", "Nguyễn Văn Hòa", "Tóm tắt", "09h54")
}

func TestConclusionsThroughTheScreens(t *testing.T) {
	s := newSite(t)
	s.delegate("noi-bo", "Trần Đức", "Thuần", "Trưởng ban Tuyên giáo Tỉnh ủy")
	secretary := s.as("secretary")
	const page = "/events/noi-bo/conclusions"
	secretary.post(page, url.Values{"text": {"Tham mưu, triển khai."}, "responsible": {"Trần Đức Thuần"}, "due": {"01/12/2018"}, "state": {"open"}}).leads(t, page)
	secretary.post(page, url.Values{"text": {"Tiếp tục quán triệt."}}).leads(t, page)
	secretary.post(page, url.Values{"text": {" "}, "responsible": {"Ai đó"}, "due": {"khi nào xong"}, "state": {"open"}}).want(t, http.StatusUnprocessableEntity, "Ngày viết như 13/11/2018.", `value="Ai đó"`)
	secretary.get(page).want(t, http.StatusOK, "Trần Đức Thuần, Trưởng ban Tuyên giáo Tỉnh ủy", "thời hạn 01/12/2018", "Đang thực hiện")
	secretary.get(page+"/responsibles?q=tuyen%20giao").want(t, http.StatusOK, "Ban Tuyên giáo Tỉnh ủy, Tỉnh ủy Hà Nam", "Trần Đức Thuần")

	all, err := s.db.Conclusions(context.Background(), s.event("noi-bo").ID)
	s.must(err)
	one := fmt.Sprintf("%s/%d", page, all[0].ID)
	secretary.post(one, url.Values{"text": {all[0].Text}, "responsible": {"Ban Tuyên giáo Tỉnh ủy"}, "state": {"done"}, "version": {"1"}}).leads(t, page)
	secretary.post(one, url.Values{"text": {"Viết lại."}, "responsible": {"Ban Tuyên giáo Tỉnh ủy"}, "state": {"open"}, "version": {"1"}}).
		want(t, http.StatusConflict, "Viết lại.", "Tham mưu, triển khai.", "Hoàn thành", `name="version" value="2"`)
	secretary.get("/events/noi-bo/history?topic=conclusions").want(t, http.StatusOK, "Đang thực hiện", "Hoàn thành", "Ban Tuyên giáo Tỉnh ủy", "01/12/2018")
	secretary.post(page+"/order", url.Values{"order": {fmt.Sprintf("%d,%d", all[1].ID, all[0].ID)}}).want(t, http.StatusNoContent)

	const votes = "/events/noi-bo/votes"
	secretary.get(votes+"/new").want(t, http.StatusOK, "Tán thành")
	secretary.post(votes, url.Values{"question": {"Thông qua biên bản"}, "method": {"show_of_hands"}, "ayes": {"68"}, "noes": {"0"}, "others": {"2"}}).leads(t, page)
	secretary.post(votes, url.Values{"question": {""}, "ayes": {"nhiều"}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi một số nguyên không âm.", `value="nhiều"`)
	secretary.get(page).want(t, http.StatusOK, "Thông qua biên bản", "97,1%", "Giơ tay")
	secretary.post(one+"/remove", nil).leads(t, page)
}

// Whatever one event has cannot be reached, changed or told apart from nothing through another.
func TestThingsOfAnotherEvent(t *testing.T) {
	s := newSite(t)
	ctx, event := context.Background(), s.event("noi-bo")
	speech, err := s.db.AddSpeech(ctx, clerk, models.Speech{EventID: event.ID, ItemID: s.item("noi-bo", "discussion"), Topic: "kín"})
	s.must(err)
	conclusion, err := s.db.AddConclusion(ctx, clerk, models.Conclusion{EventID: event.ID, Text: "kín"})
	s.must(err)
	vote, err := s.db.AddVote(ctx, clerk, models.Vote{EventID: event.ID, Question: "kín"})
	s.must(err)
	photo, err := s.db.AddPhoto(ctx, clerk, models.Photo{EventID: event.ID, Caption: "kín"})
	s.must(err)
	revision := s.event("noi-bo").Revision
	b := s.as("secretary")
	for noun, id := range map[string]models.ID{"speeches": speech.ID, "conclusions": conclusion.ID, "votes": vote.ID, "photos": photo.ID} {
		address := fmt.Sprintf("/events/cong-khai/%s/%d", noun, id)
		b.get(address).want(t, http.StatusNotFound)
		for _, what := range []string{"", "/move", "/remove"} {
			b.post(address+what, url.Values{"version": {"1"}, "text": {"x"}, "question": {"x"}, "move": {"up"}}).want(t, http.StatusNotFound)
		}
	}
	if got := s.event("noi-bo").Revision; got != revision {
		t.Errorf("revision %d, want %d", got, revision)
	}
	b.get("/events/cong-khai/photos/"+fmt.Sprint(photo.ID)+"/file").want(t, http.StatusNotFound)
}

func TestHistoryPages(t *testing.T) {
	s := newSite(t)
	event := s.event("noi-bo")
	for i := range 60 {
		_, err := s.db.AddConclusion(context.Background(), clerk, models.Conclusion{EventID: event.ID, Text: fmt.Sprintf("kết luận thứ %d", i)})
		s.must(err)
	}
	b := s.as("secretary")
	first := b.get("/events/noi-bo/history?topic=conclusions").want(t, http.StatusOK, "kết luận thứ 59")
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(first.Body)
	if next == nil || strings.Contains(first.Body, "kết luận thứ 5 ") {
		t.Fatal("no second page")
	}
	b.get(strings.ReplaceAll(next[1], "&amp;", "&")).want(t, http.StatusOK, "kết luận thứ 0", "kết luận thứ 9", "Về đầu danh sách")
	if at := modelstest.Now.In(time.FixedZone("", 7*3600)).Format("15h04"); !strings.Contains(first.Body, at) {
		t.Errorf("no local time %s", at)
	}
}
