package handlers_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// linksOf are the invitations of a person and of a unit to an event, made when they are first asked for.
func (s *testSite) linksOf(slug string) (person, unit models.Invitation) {
	s.t.Helper()
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event(slug)
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	all, err := s.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
	must(err)
	if len(all) == 0 {
		somebody, err := s.db.AddPerson(ctx, by, models.Person{Family: "Phạm Sỹ", Given: "Lợi", Phone: "0900000001", Posts: []models.Post{{Title: "Phó Bí thư Tỉnh ủy"}}})
		must(err)
		_, err = s.db.AddDelegates(ctx, by, event.ID, 0, []models.ID{somebody.ID})
		must(err)
		_, err = s.db.Invite(ctx, by, event.ID, models.Invitees{}, models.Time{})
		must(err)
		heads := int64(2)
		bodies, err := s.db.Organizations(ctx, models.OrganizationFilter{Search: "Nam Định"})
		must(err)
		_, err = s.db.InviteUnits(ctx, by, event.ID, []models.ID{bodies[0].ID}, models.UnitTerms{Heads: &heads})
		must(err)
		all, err = s.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
		must(err)
	}
	for _, i := range all {
		if i.ToUnit() && unit.ID == 0 {
			unit = i
		} else if !i.ToUnit() && person.ID == 0 {
			person = i
		}
	}
	return person, unit
}

func (s *testSite) delegateOf(i models.Invitation) models.Delegate {
	s.t.Helper()
	delegate, err := s.db.Delegate(context.Background(), i.EventID, i.Delegate.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return delegate
}

func TestInvitedPage(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	person, unit := s.linksOf("cong-khai")
	event := s.event("cong-khai")
	if err := s.db.SaveTerms(ctx, by, event.ID, models.Terms{ContactName: "Văn phòng", ContactPhone: "0226 3852 123", Version: event.Version}); err != nil {
		t.Fatal(err)
	}
	b := s.as("guest")
	me := person.Path()
	got := b.get(me).want(t, http.StatusOK, "Phạm Sỹ Lợi", "Phó Bí thư Tỉnh ủy", "0226 3852 123", "Tôi sẽ tham dự", "calendar.ics", "google.com/maps", `<span class="what">`, `data-opened="`+me+`/open"`)
	for header, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
		if got.Header.Get(header) != want {
			t.Errorf("%s: %s", header, got.Header.Get(header))
		}
	}
	if !strings.Contains(got.Header.Get("X-Robots-Tag"), "noindex") || strings.Contains(got.Body, "0900000001") || strings.Contains(got.Body, "FORM-TOKEN") {
		t.Errorf("%v %.3000s", got.Header, got.Body)
	}
	again := b.get(me).want(t, http.StatusOK, b.csrf) // as it was kept
	other := s.as("guest")
	if kept := other.get(me).want(t, http.StatusOK); kept.Body == again.Body {
		t.Error("two visitors have one token")
	}
	b.get(strings.ToUpper(me)).want(t, http.StatusNotFound)
	b.get(me+"/agenda").want(t, http.StatusOK, `data-live="`+me+`/agenda"`)
	if calendar := b.get(me+"/calendar.ics").want(t, http.StatusOK, "BEGIN:VEVENT"); strings.Contains(calendar.Body, person.Link) {
		t.Error("a calendar, which is handed on, has the link")
	}

	// Opened by the script, or by who answers without one; never by a robot that looks.
	opened := func(path string, want bool) {
		t.Helper()
		if _, i, err := s.db.InvitationByLink(ctx, path[len("/i/"):]); err != nil || i.OpenedAt.IsZero() == want {
			t.Errorf("%s opened at %v: %v", path, i.OpenedAt, err)
		}
	}
	opened(me, false)
	b.get(unit.Path()).want(t, http.StatusOK)
	opened(unit.Path(), false)
	b.post(unit.Path()+"/open", nil).want(t, http.StatusNoContent)
	opened(unit.Path(), true)

	// An answer; the form of a page that is no longer true; a substitute, corrected; the answer taken back.
	on := s.delegateOf(person).Stand()
	b.post(me+"/answer", form("on", on)).want(t, http.StatusUnprocessableEntity, "Hãy chọn một câu trả lời.")
	b.post(me+"/answer", form("reply", "declined", "reason", "Đi công tác", "on", on)).leads(t, me)
	b.get(me).want(t, http.StatusOK, "Không tham dự", "Lý do: Đi công tác")
	opened(me, true)
	b.post(me+"/answer", form("reply", "declined", "reason", "Đi công tác", "on", on)).leads(t, me)
	b.post(me+"/answer", form("reply", "accepted", "on", on)).want(t, http.StatusConflict, "Trả lời vừa được ghi khác đi")
	on = s.delegateOf(person).Stand()
	b.post(me+"/answer", form("reply", "substituted", "name", "", "on", on)).want(t, http.StatusUnprocessableEntity, "Hãy ghi họ và tên.")
	b.post(me+"/answer", form("reply", "substituted", "name", "Lê Thị Hoa", "post", "Trưởng phòng", "unit", "Ban Dân vận", "phone", "gọi sau", "on", on)).want(t, http.StatusUnprocessableEntity, "Số điện thoại chỉ gồm", "Lê Thị Hoa")
	b.post(me+"/answer", form("reply", "substituted", "name", "Lê Thị Hoa", "post", "Trưởng phòng", "unit", "Ban Dân vận", "phone", "0911111111", "on", on)).leads(t, me)
	if page := b.get(me).want(t, http.StatusOK, "Lê Thị Hoa đi thay", "Chờ đồng ý"); strings.Contains(page.Body, "0911111111") {
		t.Error("a phone number is shown")
	}
	chair := s.as("chair")
	standing := s.delegateOf(person).Standing()
	chair.get("/events/cong-khai/substitutes").want(t, http.StatusOK, "Lê Thị Hoa, Trưởng phòng, Ban Dân vận", "Phạm Sỹ Lợi, Phó Bí thư Tỉnh ủy", "Không đồng ý")
	at := "/events/cong-khai/substitutes/" + id(standing.ID)
	chair.post(at, form("state", "maybe", "version", id(models.ID(standing.Version)))).want(t, http.StatusUnprocessableEntity)
	chair.post(at, form("state", "agreed", "version", id(models.ID(standing.Version)))).leads(t, "/events/cong-khai/substitutes")
	chair.post(at, form("state", "refused", "version", id(models.ID(standing.Version)))).want(t, http.StatusConflict)
	b.get(me).want(t, http.StatusOK, "Đã đồng ý")
	b.post(me+"/answer", form("reply", "none", "on", s.delegateOf(person).Stand())).leads(t, me)
	b.post(me+"/needs", form("needs", "Ăn chay")).leads(t, me)
	if d := s.delegateOf(person); d.Reply != "none" || d.Needs != "Ăn chay" {
		t.Errorf("%+v", d)
	}

	b.post(me+"/answer", form("reply", "accepted")).leads(t, me)
	b.get(me).want(t, http.StatusOK, `class="pass"`, "Ăn chay")

	// What moved since: of the event, without what is internal.
	event = s.event("cong-khai")
	moved := event
	moved.Venue, moved.Note = "Hội trường Ban Tuyên giáo", "chỉ nội bộ"
	if err := s.db.SaveEvent(ctx, by, moved); err != nil {
		t.Fatal(err)
	}
	if page := b.get(me).want(t, http.StatusOK, "Thay đổi từ lần xem trước", "Hội trường Ban Tuyên giáo"); strings.Contains(page.Body, "chỉ nội bộ") {
		t.Error("a note is shown")
	}

	// Somebody else's link is another's page; a unit's is none of a person, and the other way round.
	for _, path := range []string{"/i/" + unit.Link, "/u/" + person.Link, "/i/" + strings.Repeat("a", 26), "/i/x", "/u/" + strings.Repeat("a", 26), "/i/../admin", "/i/" + person.TokenHash} {
		if got := b.get(path); got.StatusCode != http.StatusNotFound || strings.Contains(got.Body, "Phạm") || strings.Contains(got.Body, "0226") {
			t.Errorf("%s: status %d, %.500s", path, got.StatusCode, got.Body)
		}
	}
	if _, err := s.db.Revoke(ctx, by, event.ID, []models.ID{person.ID}); err != nil {
		t.Fatal(err)
	}
	gone := b.get(me).want(t, http.StatusGone, "thu hồi", "0226 3852 123")
	if strings.Contains(gone.Body, "Phạm") || strings.Contains(gone.Body, event.Title) {
		t.Error("a revoked link tells more than whom to call")
	}
	b.post(me+"/answer", form("reply", "accepted")).want(t, http.StatusGone)
	if _, err := s.db.Reissue(ctx, by, event.ID, []models.ID{person.ID}); err != nil {
		t.Fatal(err)
	}
	b.get(me).want(t, http.StatusNotFound)
	person, _ = s.linksOf("cong-khai")
	b.get(person.Path()).want(t, http.StatusOK)
}

func id(n models.ID) string { return strconv.FormatInt(int64(n), 10) }

func TestUnitPage(t *testing.T) {
	s := newSite(t)
	_, unit := s.linksOf("cong-khai")
	b, me := s.as("guest"), unit.Path()
	b.get(me).want(t, http.StatusOK, "Tỉnh ủy Nam Định", "cử 02 đại biểu", "còn thiếu 02 người")
	b.post(me+"/people", form("name", "Trần Thị Bình")).want(t, http.StatusUnprocessableEntity, "Hãy ghi chức vụ hoặc đơn vị.", "Trần Thị Bình")
	b.post(me+"/decline", form("reply", "declined", "reason", "Bận đại hội")).leads(t, me)
	b.get(me).want(t, http.StatusOK, "Đơn vị đã báo không cử người dự.", "Bận đại hội")
	b.post(me+"/people", form("name", "Trần Thị Bình", "post", "Phó ban", "phone", "0912345678")).leads(t, me)
	b.post(me+"/people", form("name", "Trần Thị Bình", "post", "Phó ban", "phone", "0912345678")).leads(t, me) // twice
	b.post(me+"/people", form("name", "Nguyễn Văn An", "post", "Trưởng ban")).leads(t, me)
	page := b.get(me).want(t, http.StatusOK, "2 / 2 người", "Trần Thị Bình", "Nguyễn Văn An", "Đơn vị cử")
	if strings.Contains(page.Body, "0912345678") || strings.Contains(page.Body, "Cử thêm người") {
		t.Error("a phone number, or a form for a third")
	}
	b.post(me+"/people", form("name", "Lê Văn Cường", "post", "Phó ban")).want(t, http.StatusUnprocessableEntity, "Đơn vị đã cử đủ số người")
	guests, err := s.db.Guests(context.Background(), unit.EventID, unit.ID)
	if err != nil || len(guests) != 2 {
		t.Fatal(guests, err)
	}
	first := me + "/people/" + guests[0].Delegate.UID
	b.post(first, form("name", "", "post", "Phó ban")).want(t, http.StatusUnprocessableEntity, "Hãy ghi họ và tên.")
	b.post(first, form("name", "Lê Văn Cường", "post", "Phó ban")).leads(t, me)
	b.post(first, form("name", "Ai khác", "post", "Phó ban")).want(t, http.StatusNotFound)
	b.post(me+"/people/"+guests[1].Delegate.UID+"/remove", nil).leads(t, me)
	b.get(me).want(t, http.StatusOK, "còn thiếu 01 người", "Lê Văn Cường", "Cử thêm người")
	b.get(me+"/calendar.ics").want(t, http.StatusOK, "BEGIN:VCALENDAR")
	b.post(me+"/open", nil).want(t, http.StatusNoContent)
}

// Who was invited follows an event for the invited; who was not is sent away.
func TestInvitedFollowTheEvent(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	event := s.event("cong-khai")
	event.Visibility = "invited"
	if err := s.db.SaveEvent(ctx, models.Actor{Name: "thử"}, event); err != nil {
		t.Fatal(err)
	}
	person, _ := s.linksOf("cong-khai")
	guest, invited := s.as("guest"), s.as("guest")
	invited.get(person.Path()).want(t, http.StatusOK)
	for _, path := range []string{"", ".ics", "/live", "/agenda.pdf"} {
		guest.get("/events/cong-khai"+path).leads(t, "/login")
		invited.get("/events/cong-khai"+path).want(t, http.StatusOK)
	}
	invited.get(person.Path()+"/live").want(t, http.StatusOK)
	if _, err := s.db.Revoke(ctx, models.Actor{Name: "thử"}, event.ID, []models.ID{person.ID}); err != nil {
		t.Fatal(err)
	}
	invited.get("/events/cong-khai").leads(t, "/login")
}

// handIn posts a form with a file.
func (b *browser) handIn(path, name string, content []byte, fields ...string) answer {
	b.site.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.WriteField("_csrf", b.csrf)
	for i := 0; i < len(fields); i += 2 {
		w.WriteField(fields[i], fields[i+1])
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		b.site.t.Fatal(err)
	}
	part.Write(content)
	w.Close()
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", w.FormDataContentType())
	return b.send(request)
}

func TestSpeechTexts(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	person, _ := s.linksOf("cong-khai")
	event := s.event("cong-khai")
	if err := s.db.SaveTerms(ctx, models.Actor{Name: "thử"}, event.ID, models.Terms{TextsBy: models.At(modelstest.Now.Add(-time.Hour)), Version: event.Version}); err != nil {
		t.Fatal(err)
	}
	items, err := s.db.Speakable(ctx, event.ID)
	if err != nil || len(items) == 0 {
		t.Fatal(items, err)
	}
	b, me := s.as("guest"), person.Path()
	b.get(me).want(t, http.StatusOK, "Đăng ký phát biểu")
	b.post(me+"/speeches", form("item", id(items[0].ID), "topic", "")).want(t, http.StatusUnprocessableEntity, "Hãy ghi chủ đề.")
	b.post(me+"/speeches", form("item", "999", "topic", "Chuyển đổi số")).want(t, http.StatusUnprocessableEntity, "Hãy chọn mục chương trình.")
	for range 2 { // a double click
		b.post(me+"/speeches", form("item", id(items[0].ID), "topic", "Chuyển đổi số", "minutes", "10")).leads(t, me)
	}
	own, err := s.db.SpeechesOf(ctx, event.ID, person.Delegate.ID)
	if err != nil || len(own) != 1 || own[0].State != "requested" || own[0].RequestedHow != "phone" {
		t.Fatalf("%+v, %v", own, err)
	}
	b.get(me).want(t, http.StatusOK, "Chuyển đổi số", "Chờ duyệt", "đứng đầu danh sách")
	texts := me + "/speeches/" + id(own[0].ID) + "/texts"
	b.post(texts, nil).want(t, http.StatusUnprocessableEntity, "Hãy viết nội dung hoặc chọn tệp.")
	for name, content := range map[string][]byte{"bai.pdf": []byte("<html><script>alert(1)</script>"), "bai.exe": []byte("MZ\x90\x00\x03\x00"), "bai.doc": []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...")} {
		b.handIn(texts, name, content).want(t, http.StatusUnprocessableEntity)
	}
	if got := b.handIn(texts, "bai.txt", bytes.Repeat([]byte("a"), 25<<20+1)); got.StatusCode != http.StatusRequestEntityTooLarge && got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("too large: status %d", got.StatusCode)
	}
	b.handIn(texts, "../../bài phát biểu.txt", []byte("Kính thưa hội nghị")).leads(t, me)
	b.handIn(texts, "../../bài phát biểu.txt", []byte("Kính thưa hội nghị")).leads(t, me) // twice
	b.get(me).want(t, http.StatusOK, "bài phát biểu.txt", "Đã nộp", "Nộp muộn")
	file := b.get(texts+"/1").want(t, http.StatusOK, "Kính thưa hội nghị")
	if !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") || file.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(file.Header.Get("Content-Security-Policy"), "sandbox") || file.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", file.Header)
	}
	b.get(texts+"/2").want(t, http.StatusNotFound)

	secretary := s.as("secretary")
	at := "/events/cong-khai/speeches/" + id(own[0].ID)
	secretary.get("/events/cong-khai/speeches").want(t, http.StatusOK, "Bài nộp: Đã nộp", "Nộp muộn")
	secretary.get(at).want(t, http.StatusOK, "bài phát biểu.txt", "Trả lại để sửa")
	secretary.post(at+"/texts/1", form("state", "returned")).want(t, http.StatusUnprocessableEntity, "Hãy ghi cần sửa gì.")
	secretary.post(at+"/texts/1", form("state", "returned", "remark", "Bổ sung số liệu")).leads(t, at)
	b.get(me).want(t, http.StatusOK, "Bổ sung số liệu", "Trả lại để sửa")
	b.post(texts, form("text", "Bài có số liệu")).leads(t, me)
	secretary.get(at+"/texts/2").want(t, http.StatusOK, "Bài có số liệu")
	secretary.post(at+"/texts/2", form("state", "accepted")).leads(t, at)
	secretary.handIn(at+"/texts", "bai.txt", []byte("Bản giấy đã đánh máy")).leads(t, at)
	secretary.post(at+"/texts", form("typed", "")).want(t, http.StatusUnprocessableEntity)
	if speech, err := s.db.Speech(ctx, event.ID, own[0].ID); err != nil || speech.State != "accepted" || speech.Text != "Bài có số liệu" || !speech.HasPaper {
		t.Errorf("%+v, %v", speech, err)
	}
	b.post(me+"/speeches/"+id(own[0].ID)+"/withdraw", nil).want(t, http.StatusUnprocessableEntity, "đã được duyệt")

	// Another's speech is none of one's own.
	others := s.people("cong-khai", 1)
	if _, err := s.db.Invite(ctx, models.Actor{Name: "thử"}, event.ID, models.Invitees{}, models.Time{}); err != nil {
		t.Fatal(err)
	}
	all, err := s.db.Invitations(ctx, models.InvitationFilter{EventID: event.ID, Kind: "person"})
	if err != nil {
		t.Fatal(err, others)
	}
	stranger := all[len(all)-1].Path() + "/speeches/" + id(own[0].ID)
	b.get(stranger+"/texts/1").want(t, http.StatusNotFound)
	b.post(stranger+"/texts", form("text", "x")).want(t, http.StatusNotFound)
	b.post(stranger+"/withdraw", nil).want(t, http.StatusNotFound)
}

func TestInvitationsBoard(t *testing.T) {
	s := newSite(t)
	s.people("cong-khai", 6)
	b, url := s.as("organizer"), "/events/cong-khai/invitations"
	b.get(url).want(t, http.StatusOK, "Chưa mời ai", "6 đại biểu chưa có giấy mời")
	b.get(url+"/new").want(t, http.StatusOK, "Mời đơn vị cử người")
	b.get(url+"/new?pick=thuan").want(t, http.StatusOK, "Trần Đức Thuần 02")
	b.post(url, form("what", "some", "pick", "thuan")).want(t, http.StatusUnprocessableEntity, "Hãy chọn ít nhất một người.")
	b.post(url, form("what", "some", "pick", "thuan", "delegates", "2")).leads(t, url+"/new")
	b.post(url, form("what", "people", "answer_by", "tuần sau")).want(t, http.StatusUnprocessableEntity, "Ngày viết như")
	b.post(url, form("what", "people", "answer_by", "2018-11-12")).leads(t, url)
	b.post(url, form("what", "units", "heads", "0")).want(t, http.StatusUnprocessableEntity, "từ 1 đến 500")
	b.post(url, form("what", "units", "heads", "2")).want(t, http.StatusUnprocessableEntity, "Hãy chọn đơn vị.")
	b.get(url+"/new?pick=nam+dinh").want(t, http.StatusOK, "Tỉnh ủy Nam Định")
	b.post(url, form("what", "units", "heads", "2", "units", "3", "whom", "lãnh đạo")).leads(t, url)
	b.get(url).want(t, http.StatusOK, "Tỉnh ủy Nam Định", "0 / 2 người", "hạn 12/11/2018")
	b.post(url+"/terms", form("contact_phone", "không có", "version", "1")).want(t, http.StatusUnprocessableEntity, "Số điện thoại chỉ gồm", "không có")
	b.post(url+"/terms", form("contact_name", "Văn phòng", "contact_phone", "0226 3852 123", "answer_by", "2018-11-12", "texts_by", "2018-11-10", "version", id(models.ID(s.event("cong-khai").Version)))).leads(t, url)
	// Somebody else has saved since: both are shown, and what was typed stands in the form; saved again it counts.
	version := func() string { return id(models.ID(s.event("cong-khai").Version)) }
	old := version()
	b.post(url+"/terms", form("contact_name", "Văn phòng", "contact_phone", "0226 3852 999", "answer_by", "2018-11-12", "texts_by", "2018-11-10", "version", old)).leads(t, url)
	stale := b.post(url+"/terms", form("contact_name", "Chị Mai, văn thư", "contact_phone", "0226 3852 123", "answer_by", "2018-11-12", "texts_by", "2018-11-09", "version", old)).want(t, http.StatusConflict,
		"Người khác vừa sửa phần này", "0226 3852 999", `value="Chị Mai, văn thư"`, `value="2018-11-09"`, `name="version" value="`+version()+`"`)
	if s.event("cong-khai").ContactPhone != "0226 3852 999" || strings.Contains(stale.Body, `Bản đang viết: Hạn trả lời"`) {
		t.Error("the stale form was saved, or shows what does not differ")
	}
	b.post(url+"/terms", form("contact_name", "Văn phòng", "contact_phone", "0226 3852 999", "answer_by", "2018-11-12", "texts_by", "2018-11-10", "version", old)).leads(t, url) // the same as it stands
	b.post(url+"/terms", form("contact_name", "Văn phòng", "contact_phone", "0226 3852 123", "answer_by", "2018-11-12", "texts_by", "2018-11-10", "version", version())).leads(t, url)
	b.post(url+"/many", form("act", "mail")).want(t, http.StatusUnprocessableEntity, "Hãy chọn ít nhất một giấy mời.")
	b.post(url+"/many", form("act", "mail", "invitations", "1", "invitations", "2")).leads(t, url)
	b.post(url+"/many", form("act", "mail", "invitations", "1")).leads(t, url) // each link once
	if messages, err := s.db.Messages(context.Background(), models.MessageFilter{EventID: s.event("cong-khai").ID}); err != nil || len(messages) != 2 {
		t.Errorf("%d letters, %v", len(messages), err)
	}
	b.post(url+"/many", form("act", "reach", "how", "letter")).want(t, http.StatusUnprocessableEntity, "Hãy chọn ít nhất một giấy mời.")
	b.post(url+"/many?kind=person", form("act", "reach", "how", "letter", "invitations", "1", "invitations", "2")).leads(t, url+"?kind=person")
	b.get(url+"?reached=letter").want(t, http.StatusOK, "Đã chuyển: Thư, công văn")
	b.post(url+"/many", form("act", "extend", "until", "2018-11-13", "invitations", "1")).leads(t, url)
	b.post(url+"/many", form("act", "extend", "until", "", "invitations", "1")).want(t, http.StatusUnprocessableEntity, "Hãy ghi ngày giờ.")
	b.get(url+"?owes=true").want(t, http.StatusOK, "Tỉnh ủy Nam Định")
	b.get(url+"?reply=accepted").want(t, http.StatusOK, "Không có giấy mời nào như vậy.")
	one := url + "/1"
	page := b.get(one).want(t, http.StatusOK, "Kính mời đồng chí ", "0226 3852 123", "/i/", "Ghi trả lời thay")
	if strings.Count(page.Body, "/i/") < 2 {
		t.Error("no link to copy")
	}
	b.post(one+"/answer", form("reply", "declined", "reason", "ốm")).want(t, http.StatusUnprocessableEntity, "Hãy chọn cách trả lời.")
	b.post(one+"/answer", form("reply", "declined", "reason", "ốm", "how", "phone")).leads(t, one)
	b.get(url+"?reply=declined").want(t, http.StatusOK, "trả lời: Điện thoại")
	b.get("/events/cong-khai/history").want(t, http.StatusOK, "Tài khoản organizer", "Điện thoại")
	b.post(one, form("answer_by", "", "version", "99")).want(t, http.StatusConflict)
	unit := url + "/7"
	b.get(unit).want(t, http.StatusOK, "Tỉnh ủy Nam Định", "cử 02 đại biểu (lãnh đạo)")
	b.post(unit+"/people", form("name", "Trần Thị Bình", "post", "Phó ban")).leads(t, unit)
	b.post(unit+"/people", form("name", "", "post", "Phó ban")).want(t, http.StatusUnprocessableEntity)
	b.get(unit).want(t, http.StatusOK, "Trần Thị Bình", "1 / 2 người")
	b.post(unit+"/answer", form("reply", "declined")).want(t, http.StatusUnprocessableEntity, "Đơn vị đã cử người.")
	guests, err := s.db.Guests(context.Background(), s.event("cong-khai").ID, 7)
	if err != nil || len(guests) != 1 {
		t.Fatal(guests, err)
	}
	b.post(unit+"/people/"+guests[0].Delegate.UID+"/remove", nil).leads(t, unit)
	b.post(unit, form("heads", "3", "whom", "", "version", "9")).want(t, http.StatusConflict)
	b.post(url+"/many", form("act", "revoke", "invitations", "1")).leads(t, url)
	b.get(one).want(t, http.StatusOK, "Đường dẫn đã thu hồi.")
	b.post(url+"/many", form("act", "fly", "invitations", "1")).want(t, http.StatusBadRequest)
}

// Who guesses is held off; who has a right link is not, though he comes from the same address.
func TestGuessingLinks(t *testing.T) {
	s := newSite(t)
	person, unit := s.linksOf("cong-khai")
	b := s.as("guest")
	statuses := map[int]int{}
	for range 40 {
		statuses[b.get("/i/"+strings.Repeat("b", 26)).StatusCode]++
	}
	if statuses[http.StatusNotFound] != 30 || statuses[http.StatusTooManyRequests] != 10 {
		t.Errorf("%v", statuses)
	}
	b.get(person.Path()).want(t, http.StatusOK)
	for i := range 130 {
		if got := b.post(person.Path()+"/needs", form("needs", strings.Repeat("x", i%3))); i >= 120 && got.StatusCode != http.StatusTooManyRequests {
			t.Fatalf("post %d: status %d", i, got.StatusCode)
		}
	}
	for range 150 { // a unit's page says with each look that it was opened; its clerk goes on
		b.post(unit.Path()+"/open", nil).want(t, http.StatusNoContent)
	}
	b.post(unit.Path()+"/people", form("name", "Lê Văn Tám", "post", "Chuyên viên")).leads(t, unit.Path())
}

// The log has no link, whatever is asked.
func TestLinksInNoLog(t *testing.T) {
	s := newSite(t)
	var log bytes.Buffer
	person, unit := s.linksOf("cong-khai")
	s.app = handlers.New(s.db, handlers.Config{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	b := s.as("guest")
	for _, path := range []string{person.Path(), unit.Path(), person.Path() + "/khong-co", person.Path() + "/texts/x", "/x" + person.Path(), "/i/" + unit.Link} {
		b.get(path)
		b.post(path+"/answer", form("reply", "accepted"))
	}
	for _, token := range []string{person.Link, unit.Link} {
		if strings.Contains(log.String(), token) {
			t.Errorf("%s", log.String())
		}
	}
	if log.Len() == 0 {
		t.Error("nothing was logged")
	}
}
