package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hoithao/models"
)

// items are the items of an event as they stand.
func (s *testSite) items(slug string) []models.Item {
	s.t.Helper()
	record, err := s.db.Record(context.Background(), s.event(slug).ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return record.Items
}

// itemForm is what the form of an item sends when nothing is changed in it.
func itemForm(event models.Event, item models.Item) url.Values {
	return url.Values{"version": {fmt.Sprint(item.Version)}, "kind": {item.Kind}, "title": {item.Title}, "session": {fmt.Sprint(item.SessionID)},
		"day": {event.Local(item.StartsAt).Format("2006-01-02")}, "start": {event.Local(item.StartsAt).Format("15:04")}, "minutes": {fmt.Sprint(*item.Minutes)},
		"room": {item.Room}, "presenter": {item.PresenterText}, "note": {item.Note}}
}

func TestAgendaPage(t *testing.T) {
	s := newSite(t)
	s.as("organizer").get("/events/noi-bo/agenda").want(t, http.StatusOK, "07h30", "Đón tiếp đại biểu, phát tài liệu", "30′", "Dự thảo", "Công bố", "Thêm mục")
	page := s.as("door").get("/events/noi-bo/agenda").want(t, http.StatusOK, "Báo cáo đề dẫn")
	for _, unwanted := range []string{"Công bố</button>", "Thêm mục", `name="move"`, "/agenda/1\""} {
		if strings.Contains(page.Body, unwanted) {
			t.Errorf("the door is offered %q", unwanted)
		}
	}
}

func TestSaveItemOfForm(t *testing.T) {
	s := newSite(t)
	b, event, item := s.as("organizer"), s.event("noi-bo"), s.items("noi-bo")[0]
	address := fmt.Sprintf("/events/noi-bo/agenda/%d", item.ID)
	b.get(address).want(t, http.StatusOK, `value="07:30"`, `value="30"`, "Thực tế", "Xóa mục")

	// What follows rolls along.
	form := itemForm(event, item)
	form.Set("minutes", "45")
	b.post(address, form).leads(t, "/events/noi-bo/agenda")
	b.get("/events/noi-bo/agenda").want(t, http.StatusOK, "08h15", "45′", "Đã lưu.")

	// The same form once more is stale: both texts are shown, nothing is lost.
	form.Set("title", "Đón tiếp khách mời")
	answer := b.post(address, form).want(t, http.StatusConflict, "Người khác vừa sửa phần này", "Đón tiếp khách mời", "Đón tiếp đại biểu, phát tài liệu")
	if !strings.Contains(answer.Body, fmt.Sprintf(`name="version" value="%d"`, s.items("noi-bo")[0].Version)) {
		t.Error("the form does not go on from the version that stands")
	}
	if s.items("noi-bo")[0].Title != item.Title {
		t.Error("a stale form was saved")
	}

	// Faults come back at their fields, with what was typed.
	form.Set("version", fmt.Sprint(s.items("noi-bo")[0].Version))
	for field, bad := range map[string]string{"title": "", "start": "25:99", "minutes": "nửa giờ", "kind": "party", "session": "999"} {
		wrong := url.Values{}
		for name, value := range form {
			wrong[name] = value
		}
		wrong.Set(field, bad)
		wrong.Set("note", "được giữ lại")
		b.post(address, wrong).want(t, http.StatusUnprocessableEntity, "Chưa lưu được", `id="f-`+field+`-error"`, "được giữ lại")
	}
	if got := s.items("noi-bo")[0]; got.Note != "" || got.Title != item.Title {
		t.Errorf("half of a form was saved: %+v", got)
	}
}

// A secretary notes what happened and cannot change the plan.
func TestRecordItemOfForm(t *testing.T) {
	s := newSite(t)
	b, event, item := s.as("secretary"), s.event("cong-khai"), s.items("cong-khai")[1]
	address := fmt.Sprintf("/events/cong-khai/agenda/%d", item.ID)
	if page := b.get(address).want(t, http.StatusOK, "Thực tế"); strings.Contains(page.Body, "Xóa mục") || strings.Contains(page.Body, `name="title"`) {
		t.Error("the secretary is offered the plan")
	}
	b.post(address, itemForm(event, item)).want(t, http.StatusNotFound)
	form := url.Values{"version": {fmt.Sprint(item.Version)}, "started": {"08:14"}, "ended": {""}, "title": {"khác"}, "minutes": {"999"}}
	b.post(address+"/times", form).leads(t, "/events/cong-khai/agenda")
	got := s.items("cong-khai")[1]
	if event.Local(got.StartedAt).Format("15:04") != "08:14" || got.Title != item.Title || *got.Minutes != *item.Minutes {
		t.Errorf("got %+v", got)
	}
	b.post(address+"/times", url.Values{"version": {fmt.Sprint(got.Version)}, "started": {"08:14"}, "ended": {"08:01"}}).want(t, http.StatusUnprocessableEntity, "Giờ kết thúc phải sau giờ bắt đầu.", `value="08:01"`)
	s.as("guest").get("/events/cong-khai").want(t, http.StatusOK, "08h14", "<s>kế hoạch 08h00</s>", "data-running")
}

func TestAddAndRemoveItem(t *testing.T) {
	s := newSite(t)
	b, items := s.as("organizer"), s.items("noi-bo")
	b.get(fmt.Sprintf("/events/noi-bo/agenda/new?session=%d", items[0].SessionID)).want(t, http.StatusOK, "Đứng sau")
	form := url.Values{"kind": {"break"}, "title": {"Văn nghệ chào mừng"}, "session": {fmt.Sprint(items[0].SessionID)}, "minutes": {"15"}, "after": {fmt.Sprint(items[0].ID)}, "presenter": {"Đoàn Nghệ thuật tỉnh"}}
	b.post("/events/noi-bo/agenda", form).leads(t, "/events/noi-bo/agenda#item-")
	now := s.items("noi-bo")
	if now[1].Title != "Văn nghệ chào mừng" || now[1].PresenterText != "Đoàn Nghệ thuật tỉnh" || now[2].StartsAt.Sub(items[1].StartsAt.Time).Minutes() != 15 {
		t.Errorf("it stands %+v, then %+v", now[1], now[2])
	}
	b.post(fmt.Sprintf("/events/noi-bo/agenda/%d/remove", now[1].ID), nil).leads(t, "/events/noi-bo/agenda")
	if s.items("noi-bo")[1].StartsAt != items[1].StartsAt {
		t.Error("what followed has not moved up again")
	}

	speech := models.Speech{EventID: s.event("noi-bo").ID, ItemID: items[4].ID, Kind: "paper", State: "accepted", Topic: "Vai trò của cộng tác viên", SpeakerText: "Thành ủy Phủ Lý"}
	if _, err := s.db.AddSpeech(context.Background(), models.Actor{Name: "thử"}, speech); err != nil {
		t.Fatal(err)
	}
	b.post(fmt.Sprintf("/events/noi-bo/agenda/%d/remove", items[4].ID), nil).want(t, http.StatusUnprocessableEntity, "đã có phát biểu")
	// An item of another event is no item of this one.
	foreign := s.items("cong-khai")[0]
	for _, act := range []string{"", "/times", "/move", "/remove"} {
		b.post(fmt.Sprintf("/events/noi-bo/agenda/%d%s", foreign.ID, act), url.Values{"version": {"1"}, "title": {"x"}}).want(t, http.StatusNotFound)
	}
}

func TestMoveItems(t *testing.T) {
	s := newSite(t)
	b, items := s.as("organizer"), s.items("noi-bo")
	b.post(fmt.Sprintf("/events/noi-bo/agenda/%d/move", items[1].ID), url.Values{"move": {"up"}}).leads(t, "/events/noi-bo/agenda#item-")
	var order []string
	for _, item := range s.items("noi-bo") {
		order = append(order, fmt.Sprint(item.ID))
	}
	if order[0] != fmt.Sprint(items[1].ID) {
		t.Fatalf("the order is %v", order)
	}
	shown := strings.Join(order, ",")
	order[0], order[1] = order[1], order[0]
	wanted := strings.Join(order, ",")
	answer := b.post("/events/noi-bo/agenda/order", url.Values{"order": {wanted}, "version": {shown}}).want(t, http.StatusOK, "data-reorder", `data-version="`+wanted+`"`, "07h30")
	if strings.Contains(answer.Body, "<html") || answer.Header.Get("X-Version") != wanted {
		t.Errorf("the answer is more than the list: %.200s", answer.Body)
	}
	// On an order that no longer stands, nothing moves.
	b.post("/events/noi-bo/agenda/order", url.Values{"order": {shown}, "version": {shown}}).want(t, http.StatusConflict)
	b.post("/events/noi-bo/agenda/order", url.Values{"order": {"x,y"}, "version": {""}}).want(t, http.StatusBadRequest)
	if got := s.items("noi-bo"); fmt.Sprint(got[0].ID) != order[0] || got[0].StartsAt != items[0].StartsAt {
		t.Error("the order is another")
	}
}

func TestPublish(t *testing.T) {
	s := newSite(t)
	b, guest := s.as("organizer"), s.as("guest")
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Báo cáo đề dẫn")
	guest.get("/events/cong-khai.ics").want(t, http.StatusOK, "Giải lao")
	if pdf := guest.get("/events/cong-khai/agenda.pdf").want(t, http.StatusOK, "%PDF-"); pdf.Header.Get("Content-Type") != "application/pdf" ||
		!strings.HasPrefix(pdf.Header.Get("Content-Disposition"), "inline; ") || !strings.Contains(pdf.Header.Get("Content-Disposition"), "filename*=UTF-8''Ch%C6%B0%C6%A1ng%20tr%C3%ACnh%20h%E1%BB%99i") {
		t.Errorf("the paper is %v", pdf.Header)
	}
	b.post("/events/cong-khai/agenda/publish", url.Values{"publish": {"false"}}).leads(t, "/events/cong-khai/agenda")
	page := guest.get("/events/cong-khai").want(t, http.StatusOK, "Chương trình chi tiết sẽ được công bố sau.", "07h30 – 11h30")
	calendar := guest.get("/events/cong-khai.ics").want(t, http.StatusOK, "BEGIN:VEVENT")
	for _, text := range []string{page.Body, calendar.Body} {
		if strings.Contains(text, "đề dẫn") || strings.Contains(text, "Giải lao") {
			t.Errorf("a draft is told to guests: %.500s", text)
		}
	}
	guest.get("/events/cong-khai/agenda.pdf").leads(t, "/login")
	b.get("/events/cong-khai/agenda.pdf").want(t, http.StatusOK, "%PDF-")
	b.get("/events/cong-khai").want(t, http.StatusOK, "còn là dự thảo", "Báo cáo đề dẫn")
	b.post("/events/cong-khai/agenda/publish", url.Values{"publish": {"true"}}).leads(t, "/events/cong-khai/agenda")
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Báo cáo đề dẫn")
}

// A guest's page is kept; nothing that one guest sent is in what the next one gets.
func TestKeptPage(t *testing.T) {
	s := newSite(t)
	request := httptest.NewRequest(http.MethodGet, "/EVENTS/cong-khai/?lang=vi&x=1", nil)
	request.AddCookie(&http.Cookie{Name: "notice", Value: "SOG7mWEgxJHhu5NjIGfDrCDEkcOz"})
	first := s.as("guest").send(request).want(t, http.StatusOK)
	second := s.as("guest").get("/events/cong-khai").want(t, http.StatusOK)
	if first.Body != second.Body || strings.Contains(second.Body, `class="notice"`) || strings.Contains(second.Body, "/EVENTS/") {
		t.Errorf("the first guest's own is in the page: %.300s", second.Body)
	}
	request = httptest.NewRequest(http.MethodGet, "/events/cong-khai", nil)
	request.Header.Set("If-None-Match", second.Header.Get("ETag"))
	s.as("guest").send(request).want(t, http.StatusNotModified)
	if english := s.as("guest").get("/events/cong-khai?lang=en").want(t, http.StatusOK, "Add to calendar", "Workshop ·"); strings.Contains(english.Body, "Thêm vào lịch") {
		t.Error("half English")
	}
}
