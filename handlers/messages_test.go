package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hoithao/models"
)

// invited makes people delegates of an event; those with an address get mail.
func (s *testSite) invited(slug string, addresses ...string) {
	s.t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	var people []models.ID
	for i, address := range addresses {
		person, err := s.db.AddPerson(ctx, by, models.Person{Family: "Nguyễn Văn", Given: fmt.Sprintf("Thuần %d", i), Email: address, Posts: []models.Post{{Title: "Phó Trưởng ban"}}})
		s.must(err)
		people = append(people, person.ID)
	}
	_, err := s.db.AddDelegates(ctx, by, s.event(slug).ID, 0, people)
	s.must(err)
}

var occasions = regexp.MustCompile(`name="occasion" value="([^"]+)"`)

func TestMessagesThroughTheScreens(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	const page = "/events/noi-bo/messages"
	b.get(page).want(t, http.StatusOK, "Chưa có thư nào", "Chưa có máy chủ thư", "HOITHAO_URL")
	found := occasions.FindStringSubmatch(b.get(page+"/new").want(t, http.StatusOK, "Xem trước rồi mới gửi").Body)
	form := url.Values{"kind": {"change"}, "audience": {"coming"}, "noi_dung": {"Dời sang <b>14h00</b>"}, "occasion": {found[1]}, "act": {"preview"}}
	b.post(page, form).want(t, http.StatusUnprocessableEntity, "Không có ai như vậy.", "Dời sang")
	s.invited("noi-bo", "thuan@hanam.example", "")
	b.post(page, form).want(t, http.StatusOK, "2 người nhận, 1 người có địa chỉ thư.", "Kính gửi: đồng chí Nguyễn Văn Thuần 0", "Dời sang &lt;b&gt;14h00&lt;/b&gt;")
	empty := url.Values{"kind": {"change"}, "audience": {"coming"}, "act": {"send"}}
	b.post(page, empty).want(t, http.StatusUnprocessableEntity, "Hãy ghi điều thay đổi.")
	b.post(page, url.Values{"kind": {"test"}, "audience": {"x"}, "act": {"send"}}).want(t, http.StatusUnprocessableEntity, "Hãy chọn loại thư.", "Hãy chọn gửi cho ai.")
	form.Set("act", "send")
	b.post(page, form).leads(t, page)
	b.post(page, form).leads(t, page) // pressed twice: sent once
	list := b.get(page).want(t, http.StatusOK, "t…@hanam.example", "Nguyễn Văn Thuần 1", "Gửi tay", "Chờ gửi", "Nội dung để sao chép")
	if strings.Contains(list.Body, "thuan@hanam.example") {
		t.Error("an address is shown in full")
	}
	messages, err := s.db.Messages(context.Background(), models.MessageFilter{EventID: s.event("noi-bo").ID})
	s.must(err)
	if len(messages) != 2 {
		t.Fatalf("%d messages", len(messages))
	}
	one, two := fmt.Sprintf("%s/%d", page, messages[1].ID), fmt.Sprintf("%s/%d", page, messages[0].ID)
	b.post(two, url.Values{"act": {"hand"}, "state": {"hand"}}).leads(t, page+"?state=hand")
	b.get(page+"?state=sent").want(t, http.StatusOK, "Nguyễn Văn Thuần 1", "gửi tay")
	b.post(one, url.Values{"act": {"pause"}}).leads(t, page)
	b.get(page+"?state=paused&q=Thuần").want(t, http.StatusOK, "Nguyễn Văn Thuần 0", "Gửi tiếp")
	b.post(page+"/all", url.Values{"act": {"continue"}}).leads(t, page)
	b.post(one, url.Values{"act": {"khác"}}).want(t, http.StatusBadRequest)
	b.post(page+"/9999", url.Values{"act": {"pause"}}).want(t, http.StatusNotFound)
	b.get("/events/noi-bo/history").want(t, http.StatusOK, "Gửi thư", "Ghi đã gửi tay", "Tạm dừng", "Thông báo thay đổi")
	b.get(page+"?q=%25").want(t, http.StatusOK, "Không có thư nào như vậy.")

	// An address of another event reaches nothing here.
	b.post(strings.Replace(one, "noi-bo", "cong-khai", 1), url.Values{"act": {"pause"}}).want(t, http.StatusNotFound)
}

func TestWordsThroughTheScreens(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	s.invited("noi-bo", "")
	const page = "/events/noi-bo/messages/words/thanks"
	b.get(page).want(t, http.StatusOK, "{kinh_gui}", "mẫu sẵn có", "Thư gửi Nguyễn Văn Thuần 0", "đường dẫn riêng của người nhận")
	form := url.Values{"subject": {"Cảm ơn {ho_ten}"}, "body": {"Kính gửi {ten},\n{chuc_vu}"}, "version": {"0"}, "act": {"save"}}
	b.post(page, form).want(t, http.StatusUnprocessableEntity, "Không có biến {ten} trong loại thư này.", "Kính gửi {ten},")
	form.Set("act", "preview")
	b.post(page, form).want(t, http.StatusUnprocessableEntity, "Không có biến {ten}")
	form.Set("body", "Kính gửi {ho_ten},\n{chuc_vu}")
	b.post(page, form).want(t, http.StatusOK, "Kính gửi Nguyễn Văn Thuần 0,\nPhó Trưởng ban", `name="version" value="0"`)
	form.Set("act", "save")
	b.post(page, form).leads(t, page)
	form.Set("subject", "Lời khác")
	b.post(page, form).want(t, http.StatusConflict, "Người khác vừa sửa phần này", "Lời khác", `name="version" value="1"`)
	b.post(page+"/restore", nil).leads(t, page)
	b.get(page).want(t, http.StatusOK, "mẫu sẵn có")
	b.get("/events/noi-bo/messages/words/khac").want(t, http.StatusNotFound)

	const reminders = "/events/noi-bo/messages/reminders"
	b.get(reminders).want(t, http.StatusOK, "Nhắc tự động")
	b.post(reminders, url.Values{"answer_days": {"hai"}, "version": {"0"}}).want(t, http.StatusUnprocessableEntity, `value="hai"`, "Hãy ghi một số nguyên không âm.")
	b.post(reminders, url.Values{"answer_days": {"61"}, "version": {"0"}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi số ngày từ 0 đến 60.")
	b.post(reminders, url.Values{"answer_days": {"2"}, "task_days": {"3"}, "version": {"0"}}).leads(t, "/events/noi-bo/messages")
	b.post(reminders, url.Values{"answer_days": {"4"}, "version": {"0"}}).want(t, http.StatusConflict, "Nhắc trả lời")
	b.get(reminders).want(t, http.StatusOK, `value="2"`, `value="3"`)
}

func TestMailServerThroughTheScreens(t *testing.T) {
	s := newSite(t)
	b := s.as("administrator")
	const page = "/admin/mail"
	b.get(page).want(t, http.StatusOK, "Chưa có máy chủ thư", "HOITHAO_SMTP_PASSWORD")
	form := url.Values{"host": {"smtp.hanam.example"}, "port": {"587"}, "security": {"none"}, "user": {"vanphong"}, "password": {"bi-mat-cua-thu"}, "from": {"vanphong@hanam.example"}, "rate": {"60"}, "version": {"0"}}
	if got := b.post(page, form).want(t, http.StatusUnprocessableEntity, "Không mã hóa thì mật khẩu", `value="smtp.hanam.example"`); strings.Contains(got.Body, "bi-mat") {
		t.Error("the password is sent back")
	}
	form.Set("security", "starttls")
	b.post(page, form).leads(t, page)
	b.post(page, form).want(t, http.StatusConflict)
	if got := b.get(page).want(t, http.StatusOK, "Đã có, không hiện lại."); strings.Contains(got.Body, "bi-mat") {
		t.Error("the password is shown")
	}
	if got := b.get("/admin/journal").want(t, http.StatusOK, "Máy chủ thư", "smtp.hanam.example", "Đổi mật khẩu gửi thư"); strings.Contains(got.Body, "bi-mat") {
		t.Error("the journal shows the password")
	}
	b.post(page+"/test", url.Values{"to": {"x"}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi địa chỉ thư", `value="x"`)
	b.post(page+"/test", url.Values{"to": {"a@hanam.example"}}).leads(t, page)
	b.get(page).want(t, http.StatusOK, "a@hanam.example", "Chờ gửi")
}
