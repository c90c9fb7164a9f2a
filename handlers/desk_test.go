package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hoithao/models"
)

// deskSpeech is a speech in the discussion of the public event.
func (s *testSite) deskSpeech(topic, state string) models.Speech {
	s.t.Helper()
	ctx, event := context.Background(), s.event("cong-khai")
	record, err := s.db.Programme(ctx, event.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, item := range record.Items {
		if item.Kind == "discussion" {
			speech, err := s.db.AddSpeech(ctx, models.Actor{Name: "thử"}, models.Speech{EventID: event.ID, ItemID: item.ID, Topic: topic, State: state})
			if err != nil {
				s.t.Fatal(err)
			}
			return speech
		}
	}
	s.t.Fatal("no discussion")
	return models.Speech{}
}

func (s *testSite) speech(id models.ID) models.Speech {
	s.t.Helper()
	speech, err := s.db.Speech(context.Background(), s.event("cong-khai").ID, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return speech
}

const desk = "/events/cong-khai/desk"

// The desk without scripts: every act is a form, and the summary goes along with it.
func TestDesk(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	one, two := s.deskSpeech("Một", "requested"), s.deskSpeech("Hai", "accepted")
	b.get(desk).want(t, 200, "Bàn thư ký", "Chưa có mục nào đang diễn ra", "Bắt đầu: ")
	act := func(id models.ID, act string, form url.Values) answer {
		return b.post(fmt.Sprintf("%s/speeches/%d/%s", desk, id, act), form)
	}
	act(one.ID, "accept", nil).leads(t, desk)
	act(one.ID, "start", nil).leads(t, desk)
	b.get(desk).want(t, 200, "Đang phát biểu", "Kết thúc, mời người tiếp theo", "Hoàn tác", `data-watch="seconds"`)
	act(one.ID, "next", url.Values{"speech": {fmt.Sprint(one.ID)}, "version": {"1"}, "summary": {"Đề nghị phối hợp."}}).leads(t, desk)
	if got := s.speech(one.ID); got.State != "spoken" || got.Summary != "Đề nghị phối hợp." {
		t.Errorf("%+v", got)
	}
	act(one.ID, "next", nil).leads(t, desk) // pressed twice
	if got := s.speech(two.ID); got.State != "speaking" {
		t.Errorf("%+v", got)
	}
	act(one.ID, "start", nil).want(t, 422, "Nếu đã bấm nhầm, hãy hoàn tác")
	act(one.ID, "sing", nil).want(t, 404)
	event := s.event("cong-khai")
	last, err := s.db.LastAct(context.Background(), event.ID)
	if err != nil {
		t.Fatal(err)
	}
	b.post(desk+"/undo", url.Values{"revision": {fmt.Sprint(last.Revision)}}).leads(t, desk)
	if got := s.speech(one.ID); got.State != "speaking" || got.Summary != "Đề nghị phối hợp." {
		t.Errorf("undone: %+v", got)
	}
	b.post(desk+"/undo", url.Values{"revision": {"1"}}).want(t, 409)
	b.post(fmt.Sprintf("%s/items/%d/end", desk, one.ItemID), nil).leads(t, desk)
	if got := s.speech(one.ID); got.State != "spoken" {
		t.Errorf("%+v", got)
	}
}

func TestDeskAdds(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	item := fmt.Sprint(s.deskSpeech("Một", "accepted").ItemID)
	uid := models.NewUID()
	request := func(more ...string) url.Values {
		form := url.Values{"uid": {uid}, "item": {item}, "speaker": {"Công an tỉnh"}, "act": {"accepted"}, "how": {"slip"}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return form
	}
	for range 2 { // sent twice
		b.post(desk+"/requests", request()).leads(t, desk)
	}
	if page := b.get(desk); strings.Count(page.Body, "<b>Công an tỉnh</b>") != 1 {
		t.Error("the request was not added once")
	}
	b.post(desk+"/requests", request("uid", models.NewUID(), "speaker", "", "topic", "")).want(t, 422, "Hãy ghi người phát biểu hoặc chủ đề")
	b.post(desk+"/requests", request("uid", models.NewUID(), "minutes", "bảy", "topic", "Chủ đề đã gõ")).want(t, 422, "Chủ đề đã gõ", "Hãy ghi một số nguyên")
	b.post(desk+"/requests", request("uid", models.NewUID(), "act", "spoken")).want(t, 422, "Hãy ghi giờ bắt đầu và giờ kết thúc")
	b.post(desk+"/requests", request("uid", models.NewUID(), "act", "spoken", "speaker", "Báo Hà Nam", "starts", "09:54", "ends", "10:01")).leads(t, desk)
	b.post(desk+"/requests", request("uid", models.NewUID(), "act", "speaking", "speaker", "Thành ủy Phủ Lý")).leads(t, desk)
	b.get(desk).want(t, 200, "Báo Hà Nam", "09h54 – 10h01", "Thành ủy Phủ Lý</h2>")

	b.post(desk+"/votes", url.Values{"uid": {uid}, "question": {"Thông qua quy chế"}, "method": {"show_of_hands"}, "ayes": {"60"}, "noes": {"5"}, "others": {"3"}}).leads(t, desk)
	b.post(desk+"/votes", url.Values{"uid": {models.NewUID()}, "question": {""}, "ayes": {"61"}}).want(t, 422, "Hãy ghi nội dung biểu quyết", `value="61"`)
	b.post(desk+"/conclusions", url.Values{"uid": {uid}, "text": {"Giao Ban Tuyên giáo tham mưu."}, "responsible": {"Ban Tuyên giáo Tỉnh ủy"}, "due": {"30/11/2018"}}).leads(t, desk)
	b.get(desk).want(t, 200, "Thông qua quy chế", "88,2", "Giao Ban Tuyên giáo tham mưu", "Giao cho: Ban Tuyên giáo Tỉnh ủy", "30/11/2018")
}

// Two secretaries write one summary: the second finds both texts, whatever the clock did meanwhile, and nothing is overwritten.
func TestDeskTwoSecretaries(t *testing.T) {
	s := newSite(t)
	one, two := s.as("secretary"), s.as("organizer")
	speech := s.deskSpeech("Một", "accepted")
	at := fmt.Sprintf("%s/speeches/%d", desk, speech.ID)
	one.post(at+"/start", nil).leads(t, desk)
	text := func(version, summary string) url.Values {
		return url.Values{"version": {version}, "summary": {summary}, "speech": {fmt.Sprint(speech.ID)}}
	}
	one.post(at+"/draft", text("1", "Bản của người thứ nhất.")).want(t, 200, `"version":1`)
	one.get(desk).want(t, 200, "Bản của người thứ nhất.") // after a reload
	if body := two.get(desk).Body; strings.Contains(body, "người thứ nhất") {
		t.Error("another's draft is shown")
	}
	two.post(at+"/pause", text("1", "Bản của người thứ hai.")).leads(t, desk)
	if got := s.speech(speech.ID); got.Summary != "Bản của người thứ hai." || got.PausedAt.IsZero() {
		t.Errorf("%+v", got)
	}
	one.post(at+"/draft", text("1", "Bản của người thứ nhất, dài hơn.")).want(t, http.StatusConflict)
	one.post(at+"/end", text("1", "Bản của người thứ nhất, dài hơn.")).want(t, http.StatusConflict, "Người khác vừa sửa tóm tắt", "Bản của người thứ nhất, dài hơn.", "Bản của người thứ hai.")
	if got := s.speech(speech.ID); got.Summary != "Bản của người thứ hai." || got.State != "spoken" {
		t.Errorf("the clock waited for the text, or the text was overwritten: %+v", got)
	}
	one.get(desk).want(t, 200, "Người khác vừa sửa tóm tắt", "dài hơn")
	one.post(at+"/summary", text("2", "Hai bản gộp lại.")).leads(t, desk)
	if body := one.get(desk).Body; strings.Contains(body, "dài hơn") || s.speech(speech.ID).Summary != "Hai bản gộp lại." {
		t.Error("the joined text is not in the record, or the draft is still there")
	}
	two.post(at+"/draft", url.Values{"version": {"3"}, "summary": {"Thêm một ý."}, "left": {"1"}}).want(t, 200, `"version":4`)
	if got := s.speech(speech.ID); got.Summary != "Thêm một ý." {
		t.Errorf("left: %+v", got)
	}
}
