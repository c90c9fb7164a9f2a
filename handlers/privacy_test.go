package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

const (
	herPhone = "0912 345 678"
	herMail  = "le.thi.hoa@yte.hanam.example"
)

// invitedPerson is a delegate of the staff-only event with everything by which a person is reached, and her link.
func (s *testSite) invitedPerson(name string) (models.Person, models.Invitation) {
	s.t.Helper()
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	family, given, _ := strings.Cut(name, "|")
	person := s.person(models.Person{Family: family, Given: given, Phone: herPhone, Email: herMail, Note: "ghi chú riêng", ContactOfID: event.OrganizerID,
		Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}}})
	_, err := s.db.AddDelegates(ctx, by, event.ID, 0, []models.ID{person.ID})
	must(err)
	_, err = s.db.Invite(ctx, by, event.ID, models.Invitees{}, models.Time{})
	must(err)
	invitations, err := s.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
	must(err)
	for _, invitation := range invitations {
		if invitation.Delegate.PersonID == person.ID {
			must(s.db.SaveNeeds(ctx, invitation, "ăn chay"))
			_, err = s.db.MailInvitations(ctx, by, event, []models.ID{invitation.ID})
			must(err)
			return person, invitation
		}
	}
	s.t.Fatal("she is not invited")
	return models.Person{}, models.Invitation{}
}

// All that the record knows of a person comes as one file, for whoever keeps their contact; the journal keeps who took it.
func TestExportPerson(t *testing.T) {
	s := newSite(t)
	person, invitation := s.invitedPerson("Lê Thị|Hoa")
	ctx := context.Background()
	event := s.event("noi-bo")
	if err := s.db.PublishAgenda(ctx, models.Actor{}, event.ID, true); err != nil {
		t.Fatal(err)
	}
	items, err := s.db.Speakable(ctx, event.ID)
	if err != nil || len(items) == 0 {
		t.Fatal(items, err)
	}
	if err := s.db.RequestSpeech(ctx, invitation, items[0].ID, "Y tế cơ sở", nil); err != nil {
		t.Fatal(err)
	}
	sha, err := s.db.AddFile(ctx, strings.NewReader("%PDF-1.4 bài"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.HandIn(ctx, invitation.Guest(), models.SpeechText{EventID: event.ID, SpeechID: 1, FileSHA256: models.SHA256(sha), FileName: `..\..\Tham luận/của: tôi.pdf`}, 0); err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/people/%d/export", person.ID)
	s.as("stranger").post(path, nil).want(t, http.StatusNotFound)
	s.as("secretary").post(path, nil).want(t, http.StatusNotFound)
	for _, who := range []string{"organizer", "administrator"} {
		got := s.as(who).post(path, nil)
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/zip" || strings.Contains(got.Header.Get("Content-Disposition"), "Hoa") {
			t.Fatalf("%s: %d %v", who, got.StatusCode, got.Header)
		}
		archive, err := zip.NewReader(bytes.NewReader([]byte(got.Body)), int64(len(got.Body)))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, file := range archive.File {
			r, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			files[file.Name] = string(content)
		}
		if files["tep/1-của- tôi.pdf"] != "%PDF-1.4 bài" || len(files) != 3 {
			t.Errorf("%s: %d files: %v", who, len(files), archive.File)
		}
		for _, word := range []string{"Lê Thị Hoa", "Giám đốc Sở Y tế", herPhone, herMail, "ghi chú riêng", "ăn chay", "Y tế cơ sở", event.Title, "Đã nộp", "Giấy mời"} {
			if !strings.Contains(files["ho-so.html"], word) {
				t.Errorf("%s: the page has no %q", who, word)
			}
		}
		var record models.PersonRecord
		if err := json.Unmarshal([]byte(files["ho-so.json"]), &record); err != nil {
			t.Fatal(err)
		}
		if record.Format != models.PersonFormat || record.Phone != herPhone || len(record.Events) != 1 || record.Events[0].Needs != "ăn chay" || len(record.Events[0].Messages) != 1 ||
			len(record.Events[0].Speeches) != 1 || len(record.Events[0].Speeches[0].Texts) != 1 || len(record.Changes) < 2 || (len(record.Changes) > 2) != (who == "administrator") {
			t.Errorf("%s: %+v", who, record)
		}
		for name, content := range files {
			if strings.Contains(content, invitation.Link) || strings.Contains(content, "{{") {
				t.Errorf("%s: %s has a link that opens, or a template", who, name)
			}
		}
	}
	rows, err := s.db.Journal(ctx, models.JournalFilter{Limit: 2})
	if err != nil || rows[0].What != "export" || rows[0].Actor != "Tài khoản administrator" || rows[1].Actor != "Tài khoản organizer" {
		t.Errorf("%+v %v", rows, err)
	}
}

// The page tells what goes and what stays; the act wants a reason, a tick and what was seen; afterwards the page names what was kept.
func TestErasePage(t *testing.T) {
	s := newSite(t)
	person, invitation := s.invitedPerson("Lê Thị|Hoa")
	path := fmt.Sprintf("/people/%d/erase", person.ID)
	for _, who := range []string{"guest", "organizer", "stranger", "secretary"} {
		b := s.as(who)
		if got := b.post(path, url.Values{"reason": {"x"}, "sure": {"true"}, "version": {"1"}}); got.StatusCode == http.StatusOK || got.Header.Get("Location") == path {
			t.Errorf("%s erases: %d", who, got.StatusCode)
		}
	}
	b := s.as("administrator")
	b.get(fmt.Sprintf("/people/%d", person.ID)).want(t, http.StatusOK, path, "Tải mọi dữ liệu")
	b.get(path).want(t, http.StatusOK, "Số điện thoại", "Đường dẫn riêng", "chưa gửi", "Chi tiết trước và sau", "Tên trong danh sách đại biểu", "Luật Lưu trữ 2024", "Họ tên và chức vụ được giữ")
	b.post(path, url.Values{"reason": {"theo đơn"}, "version": {"1"}}).want(t, http.StatusUnprocessableEntity, "Hãy đánh dấu để xác nhận", `value="theo đơn"`)
	b.post(path, url.Values{"reason": {" "}, "version": {"1"}, "sure": {"true"}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi lý do")
	b.post(path, url.Values{"reason": {"theo đơn"}, "version": {"0"}, "sure": {"true"}}).want(t, http.StatusConflict, "vừa được sửa", `value="theo đơn"`)
	if now, err := s.db.Person(context.Background(), person.ID); err != nil || now.Phone != herPhone {
		t.Fatalf("%+v %v", now, err)
	}
	form := url.Values{"reason": {"theo đơn"}, "version": {"1"}, "sure": {"true"}}
	b.post(path, form).leads(t, path)
	page := b.get(path).want(t, http.StatusOK, "Đã giữ lại, và vì sao", "Tên trong danh sách đại biểu", "Không còn gì phải xóa")
	if strings.Contains(page.Body, "<form method=\"post\" action=\""+path) {
		t.Error("there is still something to press")
	}
	b.post(path, form).leads(t, path) // the same form again does nothing
	rows, err := s.db.Journal(context.Background(), models.JournalFilter{Limit: 2})
	if err != nil || rows[0].What != "erase" || rows[1].What == "erase" {
		t.Errorf("%+v %v", rows, err)
	}
	b.get("/admin/journal").want(t, http.StatusOK, "Xóa dữ liệu cá nhân", "theo đơn", "Số điện thoại", "Nội dung đã được xóa theo yêu cầu")
	shown := b.get(fmt.Sprintf("/people/%d", person.ID)).want(t, http.StatusOK, "đã xóa theo yêu cầu", "Những gì đã giữ lại")
	if strings.Contains(shown.Body, herPhone) || strings.Contains(shown.Body, "/edit") {
		t.Error("there is something of her to see or to change")
	}
	s.as("guest").get(invitation.Path()).want(t, http.StatusNotFound)
	b.get("/events/noi-bo/invitations").want(t, http.StatusOK, "Lê Thị Hoa")
	b.get("/events/noi-bo/delegates").want(t, http.StatusOK, "Lê Thị Hoa")
	b.get("/events/noi-bo/history").want(t, http.StatusOK, "Xóa dữ liệu cá nhân")
	b.get("/people?q=hoa").want(t, http.StatusOK, "Không tìm thấy ai")
	b.get("/people/99/erase").want(t, http.StatusNotFound)
}

// The setting shows beforehand what it will clear, wants a tick when that is anything, and goes back on the same day.
func TestRetentionPage(t *testing.T) {
	s := newSite(t)
	s.invitedPerson("Lê Thị|Hoa")
	b := s.as("administrator")
	b.get("/admin/settings").want(t, http.StatusOK, "giữ mãi", "/admin/retention")
	b.get("/admin/retention").want(t, http.StatusOK, `value="0"`, "Không gì tự xóa")
	b.get("/admin/retention?months=1").want(t, http.StatusOK, `value="1"`, "chưa có gì đến hạn")
	later, err := models.Open(context.Background(), s.name, models.Options{Now: func() time.Time { return modelstest.Now.AddDate(0, 7, 0) }, Key: bytes.Repeat([]byte{7}, models.KeySize)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { later.Close() })
	s.db, s.app = later, handlers.New(later, handlers.Config{})
	b = s.as("administrator")
	b.get("/admin/retention?months=6").want(t, http.StatusOK, "Ngày 14/6/2019 sẽ xóa liên lạc của 1 người, trong 1 sự kiện", "Điện thoại, thư điện tử: 1", `name="sure"`)
	version := func() string {
		settings, err := s.db.Settings(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(settings.Version)
	}
	b.post("/admin/retention", url.Values{"months": {"6"}, "version": {version()}}).want(t, http.StatusUnprocessableEntity, "Hãy đánh dấu", `value="6"`)
	b.post("/admin/retention", url.Values{"months": {"sáu"}, "version": {version()}}).want(t, http.StatusUnprocessableEntity, `value="sáu"`)
	b.post("/admin/retention", url.Values{"months": {""}, "version": {version()}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi số tháng")
	b.post("/admin/retention", url.Values{"months": {"999"}, "version": {version()}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi số tháng")
	b.post("/admin/retention", url.Values{"months": {"6"}, "version": {"77"}, "sure": {"true"}}).want(t, http.StatusConflict, `value="6"`)
	b.post("/admin/retention", url.Values{"months": {"6"}, "version": {version()}, "sure": {"true"}}).leads(t, "/admin/retention")
	b.get("/admin/settings").want(t, http.StatusOK, "giữ 6 tháng")
	b.post("/admin/retention", url.Values{"months": {"0"}, "version": {version()}}).leads(t, "/admin/retention")
	b.get("/admin/journal").want(t, http.StatusOK, "Giữ liên lạc (tháng)")
}
