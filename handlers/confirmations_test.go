package handlers_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// passages are two speeches of the staff-only event that were held and summed up, of a delegate with an invitation and of another.
func (s *testSite) passages() []models.Speech {
	s.t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	s.linksOf("noi-bo")
	event := s.event("noi-bo")
	other, err := s.db.AddPerson(ctx, by, models.Person{Family: "Trần Đức", Given: "Thuần"})
	if err == nil {
		_, err = s.db.AddDelegates(ctx, by, event.ID, 0, []models.ID{other.ID})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	record, err := s.db.Record(ctx, event.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	at := models.At(modelstest.Now.Add(-600e9))
	for _, delegate := range record.Delegates {
		speech := models.Speech{EventID: event.ID, ItemID: record.Items[3].ID, DelegateID: delegate.ID, Kind: "keynote", State: "spoken", Summary: "Ý kiến của " + delegate.Person.Name() + ": ba giải pháp.",
			StartedAt: at, EndedAt: models.At(modelstest.Now)}
		if speech, err = s.db.AddSpeech(ctx, by, speech); err != nil {
			s.t.Fatal(err)
		}
		if speech.State != "spoken" || speech.Summary == "" {
			s.t.Fatalf("%+v", speech)
		}
	}
	speeches, err := s.db.Speeches(ctx, event.ID)
	if err != nil || len(speeches) != 2 {
		s.t.Fatalf("%d speeches, %v", len(speeches), err)
	}
	return speeches
}

// asked asks both speakers and answers their confirmations in the order of the speeches.
func (s *testSite) asked(secretary *browser) []models.Confirmable {
	s.t.Helper()
	form := url.Values{}
	for _, speech := range s.passages() {
		form.Add("speech", id(speech.ID))
	}
	secretary.post("/events/noi-bo/confirmations", form).leads(s.t, "/events/noi-bo/confirmations")
	return s.confirmables()
}

func (s *testSite) confirmables() []models.Confirmable {
	s.t.Helper()
	list, err := s.db.Confirmables(context.Background(), s.event("noi-bo"))
	if err != nil || len(list) != 2 {
		s.t.Fatalf("%d passages: %v", len(list), err)
	}
	return list
}

// A speaker sees the own passage and no other, confirms it or proposes a correction; the secretary takes it over by one act, or refuses it with a word
// that the speaker reads.
func TestSpeakersConfirm(t *testing.T) {
	s := newSite(t)
	secretary, guest := s.as("secretary"), s.as("guest")
	secretary.get("/events/noi-bo/confirmations").want(t, 200, "Chưa có phát biểu nào đã nói xong và có tóm tắt.")
	secretary.post("/events/noi-bo/confirmations", nil).want(t, 422, "Hãy chọn người để hỏi.")
	list := s.asked(secretary)
	first, second := list[0], list[1]
	secretary.get("/events/noi-bo/confirmations").want(t, 200, first.Confirmation.Link, "Chưa trả lời")
	if body := s.as("chair").get("/events/noi-bo/confirmations").want(t, 200, first.Name).Body; strings.Contains(body, "/c/") {
		t.Error("the chair is given a speaker's link")
	}
	secretary.get("/events/noi-bo/minutes").want(t, 200, "02 người được mời chưa xác nhận phần phát biểu của mình.")
	person, _ := s.linksOf("noi-bo")
	guest.get(person.Path()).want(t, 200, "Xin xác nhận nội dung phát biểu", "/c/")

	link := first.Confirmation.Link
	got := guest.get(link).want(t, 200, first.Speech.Summary, first.Name)
	if strings.Contains(got.Body, second.Name) || strings.Contains(got.Body, second.Speech.Summary) {
		t.Error("a speaker reads another's passage")
	}
	if got.Header.Get("Cache-Control") != "no-store" || !strings.Contains(got.Header.Get("X-Robots-Tag"), "noindex") {
		t.Errorf("%v", got.Header)
	}
	guest.post(link, url.Values{"answer": {"propose"}, "proposal": {" "}, "seen": {"1:1"}}).want(t, 422, "Hãy ghi nội dung đề nghị.")
	guest.post(link, url.Values{"answer": {"confirm"}, "seen": {"1:1"}}).leads(t, link)
	guest.post(link, url.Values{"answer": {"confirm"}, "seen": {"1:1"}}).leads(t, link) // pressed twice
	guest.get(link).want(t, 200, "Đã xác nhận", "Có thể đề nghị sửa")
	if speech := s.confirmables()[0].Speech; speech.ConfirmedAt.IsZero() {
		t.Error("the speech does not say that it is confirmed")
	}

	other := second.Confirmation.Link
	guest.post(other, url.Values{"answer": {"propose"}, "proposal": {"Bốn giải pháp."}, "seen": {"1:1"}}).leads(t, other)
	secretary.get("/events/noi-bo/confirmations").want(t, 200, "Đề nghị sửa", "Bốn", "Tiếp thu, ghi vào biên bản")
	secretary.get("/events/noi-bo/minutes").want(t, 200, "01 đề nghị sửa đang chờ thư ký.")
	act := "/events/noi-bo/confirmations/" + id(second.Confirmation.ID)
	secretary.post(act, url.Values{"act": {"refuse"}, "version": {"2"}}).want(t, 422, "Hãy ghi vì sao không tiếp thu.")
	secretary.post(act, url.Values{"act": {"refuse"}, "version": {"2"}, "remark": {"Băng ghi âm: ba giải pháp"}}).leads(t, "/events/noi-bo/confirmations")
	guest.get(other).want(t, 200, "Băng ghi âm: ba giải pháp", "Không tiếp thu")
	guest.post(other, url.Values{"answer": {"propose"}, "proposal": {"Ba giải pháp, một kiến nghị."}, "seen": {"3:1"}}).leads(t, other)
	secretary.post(act, url.Values{"act": {"take"}, "version": {"2"}}).want(t, 409)
	secretary.post(act, url.Values{"act": {"take"}, "version": {"4"}}).leads(t, "/events/noi-bo/confirmations")
	if speech := s.confirmables()[1].Speech; speech.Summary != "Ba giải pháp, một kiến nghị." || speech.ConfirmedAt.IsZero() || speech.SummaryVersion != 2 {
		t.Errorf("taken over: %+v", speech)
	}
	secretary.get("/events/noi-bo/minutes").want(t, 200, "Ba giải pháp, một kiến nghị")
	secretary.get("/events/noi-bo/history").want(t, 200, "Tiếp thu ý kiến sửa", "Xác nhận nội dung phát biểu", first.Name+" (qua đường dẫn)")
}

// What the secretary has changed meanwhile is read again before it is confirmed; two who answer at once by one link do not overwrite each other.
func TestSpeakersConfirmWhatStands(t *testing.T) {
	s := newSite(t)
	secretary, guest := s.as("secretary"), s.as("guest")
	one := s.asked(secretary)[0]
	link := one.Confirmation.Link
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	if _, err := s.db.SaveSpeechText(ctx, by, one.Speech.EventID, one.Speech.ID, "summary", "Năm giải pháp.", one.Speech.Version); err != nil {
		t.Fatal(err)
	}
	guest.post(link, url.Values{"answer": {"propose"}, "proposal": {"Sáu giải pháp."}, "seen": {"1:1"}}).want(t, 409, "Năm giải pháp.", "Sáu giải pháp.", "Nội dung vừa thay đổi")
	secretary.get("/events/noi-bo/confirmations").want(t, 200, "nội dung đã đổi từ lần hỏi trước")
	var wait sync.WaitGroup
	errs := make([]error, 8)
	_, asked, _, err := s.db.ConfirmationByLink(ctx, strings.TrimPrefix(link, "/c/"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range errs {
		wait.Go(func() { errs[i] = s.db.AnswerConfirmation(ctx, asked, "Ý kiến "+id(models.ID(i)), 1, 2) })
	}
	wait.Wait()
	answered := 0
	for _, err := range errs {
		if err == nil {
			answered++
		}
	}
	if answered != 1 {
		t.Errorf("%d answers at once were all taken", answered)
	}
}

// A link is guessed by nobody, opens no other event, and is closed when the minutes are approved.
func TestPassagesAreClosed(t *testing.T) {
	s := newSite(t)
	secretary := s.as("secretary")
	one := s.asked(secretary)[0]
	link := one.Confirmation.Link
	guest := s.as("guest")
	for _, wrong := range []string{"/c/" + strings.Repeat("a", 26), link[:len(link)-1] + "a", link + "a", "/c/" + one.Confirmation.UID, "/c/%27%20OR%201=1"} {
		if wrong != link {
			guest.get(wrong).want(t, 404)
			guest.post(wrong, url.Values{"answer": {"confirm"}, "seen": {"1:1"}}).want(t, 404)
		}
	}
	ctx, event := context.Background(), s.event("noi-bo")
	record, err := s.db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	by := models.Actor{Name: "thử"}
	at := models.At(modelstest.Now)
	if err := s.db.SaveMinutes(ctx, by, event.ID, 0, models.MinutesForm{OpenedAt: at, ClosedAt: models.At(at.Add(3600e9)), Chairs: []models.ID{record.Delegates[0].PersonID}, SecretaryText: "Thư", Version: record.Minutes.Version}); err != nil {
		t.Fatal(err)
	}
	row, err := s.db.MinutesOf(ctx, event.ID, 0)
	if err == nil {
		err = s.db.CloseMinutes(ctx, by, event.ID, 0, row.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	guest.get(link).want(t, 200, "Nội dung đúng, tôi xác nhận") // the chair is still reading
	if record, err = s.db.Record(ctx, event.ID); err != nil {
		t.Fatal(err)
	}
	minutes, err := s.db.Minutes(ctx, record)
	if err == nil {
		err = s.db.AgreeMinutes(ctx, by, event.ID, 0, record.Minutes.Version, minutes.Seen())
	}
	if err != nil {
		t.Fatal(err)
	}
	if body := guest.get(link).want(t, 200, "Biên bản đã được duyệt").Body; strings.Contains(body, "tôi xác nhận") {
		t.Error("a closed passage can be confirmed")
	}
	guest.post(link, url.Values{"answer": {"confirm"}, "seen": {"1:1"}}).want(t, 409)
	secretary.post("/events/noi-bo/confirmations", url.Values{"speech": {id(one.Speech.ID)}}).want(t, 409)
	s.archived()
	guest.post(link, url.Values{"answer": {"confirm"}, "seen": {"1:1"}}).want(t, 409, "đã lưu trữ nên chỉ đọc")
	for range 40 {
		guest.get("/c/" + strings.Repeat("b", 26))
	}
	guest.get("/c/"+strings.Repeat("b", 26)).want(t, 429)
}
