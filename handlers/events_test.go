package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/public"
)

func TestStart(t *testing.T) {
	s := newSite(t)
	guest := s.as("guest").get("/").want(t, http.StatusOK, "Hội thảo, hội nghị", "/events/cong-khai", "Tiếp theo lúc 07h30:", "Đón tiếp đại biểu")
	if strings.Contains(guest.Body, "noi-bo") || strings.Contains(guest.Body, "Việc cần làm") {
		t.Error("a guest is told of what is internal")
	}
	s.as("organizer").get("/").want(t, http.StatusOK, "Việc cần làm", `href="/events/noi-bo/agenda"`, `href="/events/cong-khai/delegates"`, "Tạo sự kiện")
	if page := s.as("stranger").get("/").want(t, http.StatusOK); strings.Contains(page.Body, "noi-bo") {
		t.Error("another office is told of what is internal")
	}
	if page := s.as("door").get("/").want(t, http.StatusOK, "/events/noi-bo"); strings.Contains(page.Body, "Việc cần làm") {
		t.Error("the door is told to publish the agenda")
	}
}

func TestListEvents(t *testing.T) {
	s := newSite(t)
	tests := []struct {
		who, query   string
		words, never string
	}{
		{"guest", "", "/events/cong-khai", "noi-bo"},
		{"stranger", "", "/events/cong-khai", "noi-bo"},
		{"secretary", "", "/events/noi-bo", "Tạo sự kiện"},
		{"organizer", "?q=DU+LUAN&kind=workshop&year=2018&state=coming", "/events/noi-bo", "Không tìm thấy"},
		{"organizer", "?q=%25", "Không tìm thấy sự kiện nào.", "/events/noi-bo"},
		{"organizer", "?kind=congress", "Không tìm thấy sự kiện nào.", "/events/noi-bo"},
		{"organizer", "?state=past", "Không tìm thấy sự kiện nào.", "/events/noi-bo"},
	}
	for _, test := range tests {
		page := s.as(test.who).get("/events"+test.query).want(t, http.StatusOK, test.words)
		if strings.Contains(page.Body, test.never) {
			t.Errorf("%s %s: there is %q", test.who, test.query, test.never)
		}
	}
	for _, query := range []string{"?after=x&id=1", "?id=9999999999999999999", "?year=x"} {
		if status := s.as("guest").get("/events" + query).StatusCode; status >= 500 {
			t.Errorf("%s: status %d", query, status)
		}
	}
}

func (s *testSite) newEventForm() url.Values {
	return url.Values{"kind": {"meeting"}, "title": {"“Giao ban công tác tuyên giáo”"}, "organizer": {fmt.Sprint(s.event("noi-bo").OrganizerID)}, "time_zone": {"Asia/Ho_Chi_Minh"},
		"visibility": {"public"}, "day": {"2018-12-05"}, "starts": {"14:00"}, "ends": {"16:00"}, "usual": {"true"}, "venue": {"Phòng họp số 1"}}
}

func TestAddEvent(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/events/new").want(t, http.StatusOK, "Sao chép từ một sự kiện trước", "Ban Tuyên giáo Tỉnh ủy")
	b.post("/events", s.newEventForm()).leads(t, "/events/cuoc-hop-giao-ban-cong-tac-tuyen-giao-2018/agenda")
	b.get("/events/cuoc-hop-giao-ban-cong-tac-tuyen-giao-2018").want(t, http.StatusOK, "14h00, thứ Tư, 05/12/2018", "Nêu mục đích, nội dung cuộc họp", "Phòng họp số 1, Hà Nam")

	for field, bad := range map[string]string{"title": "", "day": "31/02/2018", "ends": "13:00", "organizer": "", "kind": "x", "time_zone": "Mars"} {
		form := s.newEventForm()
		form.Set(field, bad)
		form.Set("note", "được giữ lại")
		b.post("/events", form).want(t, http.StatusUnprocessableEntity, `id="f-`+field+`-error"`, "được giữ lại")
	}
	// Not for another office, whatever the form says.
	stranger := s.as("stranger")
	stranger.post("/events", s.newEventForm()).want(t, http.StatusUnprocessableEntity, "Hãy chọn cơ quan tổ chức.")
	form := s.newEventForm()
	form.Set("from", "cong-khai")
	stranger.post("/events", form).want(t, http.StatusNotFound)
	stranger.get("/events/new?from=noi-bo").want(t, http.StatusNotFound)
}

func TestCopyEventOfForm(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/events/new?from=cong-khai").want(t, http.StatusOK, "Sao chép từ:", `name="from" value="cong-khai"`, `value="07:30"`)
	form := s.newEventForm()
	form.Set("from", "cong-khai")
	form.Set("title", "Lần thứ hai")
	form.Set("starts", "13:30")
	b.post("/events", form).leads(t, "/events/cuoc-hop-lan-thu-hai-2018/agenda")
	b.get("/events/cuoc-hop-lan-thu-hai-2018/agenda").want(t, http.StatusOK, "13h30", "Báo cáo đề dẫn", "Dự thảo", "Chiều 05/12/2018")
}

// settingsForm is what the settings send when nothing is changed in them.
func settingsForm(e models.Event) url.Values {
	return url.Values{"version": {fmt.Sprint(e.Version)}, "kind": {e.Kind}, "title": {e.Title}, "organizer": {fmt.Sprint(e.OrganizerID)}, "venue": {e.Venue}, "time_zone": {e.TimeZone},
		"visibility": {e.Visibility}, "slug": {e.Slug}}
}

func TestSettings(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/events/noi-bo/settings").want(t, http.StatusOK, "Sáng 13/11/2018", "Văn bản Đảng (66-QĐ/TW, 2017)", "Xóa sự kiện")
	event := s.event("noi-bo")
	form := settingsForm(event)
	form.Set("title", "Tên mới")
	// Fields that the form has not: a hand may send them, nothing comes of it.
	for field, value := range map[string]string{"AgendaState": "published", "agenda_state": "published", "archived_at": "2018-01-01", "revision": "1", "ID": "1", "uid": "x", "starts_at": "x"} {
		form.Set(field, value)
	}
	b.post("/events/noi-bo/settings", form).leads(t, "/events/noi-bo/settings")
	now := s.event("noi-bo")
	if now.Title != "Tên mới" || now.AgendaState != "draft" || now.UID != event.UID || now.StartsAt != event.StartsAt {
		t.Errorf("now %+v", now)
	}
	form.Set("title", "Tên của người khác")
	b.post("/events/noi-bo/settings", form).want(t, http.StatusConflict, "Người khác vừa sửa phần này", "Tên của người khác", "Tên mới", fmt.Sprintf(`name="version" value="%d"`, now.Version))

	form = settingsForm(now)
	form.Set("organizer", "3") // the other office
	b.post("/events/noi-bo/settings", form).want(t, http.StatusUnprocessableEntity, "Hãy chọn cơ quan tổ chức.")

	// Cancelled: the page and the calendar say so.
	public := s.event("cong-khai")
	form = settingsForm(public)
	form.Set("cancelled", "true")
	b.post("/events/cong-khai/settings", form).leads(t, "/events/cong-khai/settings")
	guest := s.as("guest")
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Sự kiện này đã hủy.")
	guest.get("/events/cong-khai.ics").want(t, http.StatusOK, "STATUS:CANCELLED", fmt.Sprintf("SEQUENCE:%d", s.event("cong-khai").PublicRevision))
	guest.get("/").want(t, http.StatusOK, "Đã hủy")
	if s.event("cong-khai").PublicRevision <= public.PublicRevision {
		t.Error("the sequence has not grown")
	}
}

func TestSessions(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	form := url.Values{"day": {"2018-11-13"}, "starts": {"14:00"}, "ends": {"17:00"}, "room": {"Phòng 2"}}
	b.get("/events/noi-bo/sessions/new").want(t, http.StatusOK, "Thêm buổi")
	b.post("/events/noi-bo/sessions", form).leads(t, "/events/noi-bo/settings#sessions")
	b.get("/events/noi-bo/settings").want(t, http.StatusOK, "Chiều 13/11/2018", "Phòng 2")
	record, err := s.db.Record(context.Background(), s.event("noi-bo").ID)
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("/events/noi-bo/sessions/%d", record.Sessions[1].ID)
	b.get(address).want(t, http.StatusOK, `value="14:00"`, `value="Phòng 2"`)
	form.Set("version", "1")
	form.Set("ends", "13:00")
	b.post(address, form).want(t, http.StatusUnprocessableEntity, "Giờ kết thúc phải sau giờ bắt đầu.", `id="f-ends-error"`)
	form.Set("ends", "16:00")
	b.post(address, form).leads(t, "/events/noi-bo/settings#sessions")
	form.Set("room", "Phòng 3")
	b.post(address, form).want(t, http.StatusConflict, "Phòng 2", "Phòng 3")
	b.post(strings.Replace(address, "noi-bo", "cong-khai", 1), form).want(t, http.StatusNotFound)
	b.post(fmt.Sprintf("/events/noi-bo/sessions/%d/remove", record.Sessions[0].ID), nil).want(t, http.StatusUnprocessableEntity, "đã có mục chương trình")
	b.post(address+"/remove", nil).leads(t, "/events/noi-bo/settings#sessions")
	b.get(address).want(t, http.StatusNotFound)
}

func TestStaffOfEvent(t *testing.T) {
	s := newSite(t)
	b, nobody := s.as("organizer"), s.as("nobody")
	nobody.get("/events/noi-bo").want(t, http.StatusNotFound)
	b.post("/events/noi-bo/staff", url.Values{"account": {"ai-do"}, "role": {"door"}}).want(t, http.StatusUnprocessableEntity, "Không có tài khoản này.", `value="ai-do"`)
	b.post("/events/noi-bo/staff", url.Values{"account": {"nobody"}, "role": {"administrator"}}).want(t, http.StatusUnprocessableEntity, "Không có vai trò này.")
	b.post("/events/noi-bo/staff", url.Values{"account": {"nobody"}, "role": {"secretary"}}).leads(t, "/events/noi-bo/settings#staff")
	page := b.get("/events/noi-bo/settings").want(t, http.StatusOK, "Tài khoản nobody", "Thư ký")
	nobody.get("/events/noi-bo").want(t, http.StatusOK)
	nobody.get("/events/noi-bo/settings").want(t, http.StatusNotFound)
	user := regexp.MustCompile(`name="user" value="(\d+)"`).FindStringSubmatch(page.Body)
	if user == nil {
		t.Fatal("nothing to take off")
	}
	if strings.Contains(page.Body, `value="stranger"`) {
		t.Error("accounts of another office are offered")
	}
	b.post("/events/noi-bo/staff/remove", url.Values{"user": {user[1]}, "role": {"secretary"}}).leads(t, "/events/noi-bo/settings#staff")
	nobody.get("/events/noi-bo").want(t, http.StatusNotFound)
}

func TestRemoveEvent(t *testing.T) {
	s := newSite(t)
	s.as("secretary").post("/events/noi-bo/remove", nil).want(t, http.StatusNotFound)
	b, event := s.as("organizer"), s.event("noi-bo")
	conclusion := models.Conclusion{EventID: event.ID, Text: "Giao Ban Tuyên giáo tham mưu."}
	if _, err := s.db.AddConclusion(context.Background(), models.Actor{Name: "thử"}, conclusion); err != nil {
		t.Fatal(err)
	}
	b.post("/events/noi-bo/remove", nil).want(t, http.StatusUnprocessableEntity, "Sự kiện đã có ghi chép nên không xóa được.")
	b.get("/events/noi-bo").want(t, http.StatusOK)
	b.post("/events/cong-khai/remove", nil).leads(t, "/events")
	b.get("/events/cong-khai").want(t, http.StatusNotFound)
}

func TestLanguage(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/events").want(t, http.StatusOK, `action="/language"`)
	b.post("/language", url.Values{"language": {"en"}, "to": {"/events?kind=workshop"}}).leads(t, "/events?kind=workshop")
	b.get("/events").want(t, http.StatusOK, `<html lang="en">`, "New event")
	s.as("organizer").get("/events").want(t, http.StatusOK, `<html lang="en">`) // another browser
	b.post("/language", url.Values{"language": {"vi"}, "to": {"//evil.example"}}).leads(t, "/")
	if b.post("/language", url.Values{"language": {"vi"}, "to": {"https://evil.example"}}).Header.Get("Location") != "/" {
		t.Error("sent elsewhere")
	}
	guest := s.as("guest")
	guest.get("/events").want(t, http.StatusOK, `href="/events?lang=en"`)
	guest.get("/events?lang=en").want(t, http.StatusOK, `<html lang="en">`)
	guest.get("/events").want(t, http.StatusOK, `<html lang="en">`)
}

var assets = regexp.MustCompile(`(?:href|src)="(/public/[^"]+\.(?:css|js|svg))"|from "(/public/[^"]+)"`)

// A delegate's first visit costs little, on a phone in a full hall.
func TestFirstVisit(t *testing.T) {
	if bytes, files := firstVisit(t, newSite(t).as("guest"), "/events/cong-khai"); bytes > 20<<10 || files < 5 {
		t.Errorf("the first visit takes %d bytes in %d files", bytes, files)
	}
}

// firstVisit is the page with all that it loads, as it is sent over plain HTTP: browsers then take gzip and no more.
func firstVisit(t testing.TB, guest *browser, path string) (bytes, files int) {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	bytes = int(guest.send(request).want(t, http.StatusOK).ContentLength)
	seen, queue := map[string]bool{}, guest.get(path).Body
	for queue != "" {
		found := assets.FindAllStringSubmatch(queue, -1)
		queue = ""
		for _, match := range found {
			address := match[1] + match[2]
			file, ok := public.Lookup(address)
			if !ok {
				t.Fatalf("%s is not there", address)
			}
			if !seen[address] {
				content, _ := file.For("gzip")
				bytes, queue = bytes+len(content), queue+string(file.Content)
			}
			seen[address] = true
		}
	}
	return bytes, 1 + len(seen)
}
