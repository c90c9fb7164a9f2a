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

// organization is one of the site's by its name.
func (s *testSite) organization(name string) models.Organization {
	s.t.Helper()
	organization, err := s.db.ChooseOrganization(context.Background(), name)
	if err != nil {
		s.t.Fatalf("%s: %v", name, err)
	}
	return organization
}

func (s *testSite) person(person models.Person) models.Person {
	s.t.Helper()
	person, err := s.db.AddPerson(context.Background(), models.Actor{Name: "thử"}, person)
	if err != nil {
		s.t.Fatal(err)
	}
	return person
}

func TestPeople(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/people").want(t, http.StatusOK, "Danh bạ chưa có ai")
	b.get("/people/new").want(t, http.StatusOK, "Chức vụ, theo thứ tự in")

	// Made from the whole name in one field; the row without a number comes behind.
	form := url.Values{"family": {"Phạm Sỹ Lợi"}, "given": {""}, "honorific": {"đồng chí"}, "protocol_rank": {"10"}, "phone": {"0912 345 678"},
		"post_id": {"", "", ""}, "post_place": {"2", "1", "3"}, "post_title": {"Chủ tịch HĐND tỉnh", "Phó Bí thư Thường trực Tỉnh ủy", ""},
		"post_organization": {"", "Tỉnh ủy Hà Nam", ""}, "post_from": {"", "01/7/2016", ""}, "post_until": {"", "", ""}}
	b.post("/people", form).leads(t, "/people/")
	page := b.get("/people/1").want(t, http.StatusOK, "Phạm Sỹ Lợi", "Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh", "01/7/2016", "0912 345 678", "Gợi ý: 40")
	if strings.Index(page.Body, "Phó Bí thư Thường trực") > strings.Index(page.Body, "Chủ tịch HĐND") {
		t.Error("the posts are not in the order of their numbers")
	}
	b.get("/people?q=loi").want(t, http.StatusOK, "Phạm Sỹ Lợi")
	b.get("/people?q=hdnd").want(t, http.StatusOK, "Phạm Sỹ Lợi")
	b.get("/people?q=nobody").want(t, http.StatusOK, "Không tìm thấy ai")
	b.get(fmt.Sprintf("/people?organization=%d", s.organization("Tỉnh ủy Hà Nam").ID)).want(t, http.StatusOK, "Phạm Sỹ Lợi")

	// Another of the same name only when the hand says so.
	twin := url.Values{"family": {"Phạm Sỹ"}, "given": {"Lợi"}}
	b.post("/people", twin).want(t, http.StatusUnprocessableEntity, "Danh bạ đã có người cùng tên", `href="/people/1"`)
	twin.Set("other", "true")
	b.post("/people", twin).leads(t, "/people/2")
	b.post("/people/2/remove", nil).leads(t, "/people")
	b.get("/people/2").want(t, http.StatusNotFound)

	// One more row keeps what was typed and saves nothing.
	form.Set("more", "true")
	form.Set("version", "1")
	form.Set("note", "đang viết dở")
	b.post("/people/1", form).want(t, http.StatusOK, "đang viết dở", "Phó Bí thư Thường trực Tỉnh ủy")
	if person, _ := s.db.Person(context.Background(), 1); person.Note != "" || person.Version != 1 {
		t.Errorf("asking for a row has saved %+v", person)
	}
}

func TestPersonIsRefused(t *testing.T) {
	s := newSite(t)
	person := s.person(models.Person{Family: "Trần Đức", Given: "Thuần", Posts: []models.Post{{Title: "Trưởng ban"}}})
	s.person(models.Person{Given: "Khác"})
	other, err := s.db.AddOrganization(context.Background(), models.Actor{}, models.Organization{Name: "Tỉnh ủy Hà Nam", Place: "bản sao"})
	if err != nil {
		t.Fatal(err)
	}
	b := s.as("organizer")
	tests := []struct {
		name, field, value, why string
	}{
		{"no name", "family", " ", "Hãy ghi tên."},
		{"a rank that is no number", "protocol_rank", "đầu", "Hãy ghi một số nguyên không âm."},
		{"born in no year", "born_year", "3000", "Năm sinh không đúng."},
		{"an e-mail that is none", "email", "thuan", "Địa chỉ thư điện tử không đúng."},
		{"a post without a title", "post_from", "01/01/2018", "Hãy ghi chức vụ."},
		{"a day that is none", "post_until", "31/02/2018", "Ngày viết như 13/11/2018."},
		{"an organization that is none", "post_organization", "Không có đâu", "Danh bạ không có cơ quan này"},
		{"an organization that may be several", "post_organization", other.Name, "Có nhiều cơ quan cùng tên này"},
		{"a name longer than any", "given", strings.Repeat("a", 501), "Nội dung dài quá 500 ký tự."},
	}
	for _, test := range tests {
		for _, path := range []string{"/people", fmt.Sprintf("/people/%d", person.ID)} {
			form := url.Values{"family": {"Lê Văn"}, "given": {"Tám"}, "version": {"1"}, "post_title": {"", ""}, "post_organization": {"", ""}, "post_from": {"", ""}, "post_until": {"", ""}, "other": {"true"}}
			if test.field == "family" {
				form.Set("given", "")
			}
			form.Set(test.field, test.value)
			if strings.HasPrefix(test.field, "post_") && test.field != "post_from" {
				form.Set("post_title", "Chức vụ đang gõ")
			}
			got := b.post(path, form).want(t, http.StatusUnprocessableEntity, test.why)
			if test.value != " " && !strings.Contains(got.Body, test.value) {
				t.Errorf("%s at %s: what was typed is gone", test.name, path)
			}
		}
	}
	if now, _ := s.db.Person(context.Background(), person.ID); now.Version != 1 || now.Name() != "Trần Đức Thuần" {
		t.Errorf("something was saved: %+v", now)
	}
	if people, _ := s.db.People(context.Background(), models.PersonFilter{}); len(people) != 2 {
		t.Errorf("somebody was added: %d people", len(people))
	}
}

// A form made on an older version shows both texts, and saves nothing.
func TestPersonInConflict(t *testing.T) {
	s := newSite(t)
	person := s.person(models.Person{Family: "Trần Đức", Given: "Thuần", Posts: []models.Post{{Title: "Trưởng ban"}}})
	b := s.as("organizer")
	path, post := fmt.Sprintf("/people/%d", person.ID), fmt.Sprint(person.Posts[0].ID)
	form := func(version, title, note string) url.Values {
		return url.Values{"family": {"Trần Đức"}, "given": {"Thuần"}, "version": {version}, "note": {note}, "post_id": {post}, "post_place": {"1"}, "post_title": {title}, "post_organization": {""}, "post_from": {""}, "post_until": {""}}
	}
	b.post(path, form("1", "Trưởng ban Tuyên giáo", "")).leads(t, path)
	b.post(path, form("1", "Trưởng ban", "của người sau")).want(t, http.StatusConflict, "Trưởng ban Tuyên giáo", "của người sau", `name="version" value="2"`)
	now, _ := s.db.Person(context.Background(), person.ID)
	if now.Version != 2 || now.Note != "" {
		t.Errorf("%+v", now)
	}
	b.post(path, form("2", "Trưởng ban Tuyên giáo", "của người sau")).leads(t, path)
	if now, _ = s.db.Person(context.Background(), person.ID); now.Note != "của người sau" || len(now.Posts) != 1 || now.Posts[0].UID != person.Posts[0].UID {
		t.Errorf("%+v", now)
	}
}

// Phone and e-mail are neither shown to another office nor changed by its form, whatever that sends.
func TestContactOfAnotherOffice(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.post("/people", url.Values{"family": {"Trần Đức"}, "given": {"Thuần"}, "phone": {"0912 345 678"}, "email": {"thuan@hanam.vn"}}).leads(t, "/people/1")
	person, _ := s.db.Person(context.Background(), 1)
	if person.ContactOfID != s.organization("Ban Tuyên giáo Tỉnh ủy").ID {
		t.Fatalf("it belongs to %d", person.ContactOfID)
	}
	for who, sees := range map[string]bool{"organizer": true, "stranger": false, "administrator": true} {
		b := s.as(who)
		for _, path := range []string{"/people/1", "/people/1/edit", "/people"} {
			got := b.get(path).want(t, http.StatusOK, "Thuần")
			if shown := strings.Contains(got.Body, "0912 345 678") || strings.Contains(got.Body, "thuan@hanam.vn"); shown != (sees && path != "/people") {
				t.Errorf("%s at %s: shown %v", who, path, shown)
			}
		}
	}
	b = s.as("stranger")
	b.post("/people/1", url.Values{"family": {"Trần Đức"}, "given": {"Thuận"}, "phone": {"000"}, "email": {""}, "version": {"1"}, "contact_of_id": {"3"}, "uid": {"x"}}).leads(t, "/people/1")
	now, _ := s.db.Person(context.Background(), 1)
	if now.Given != "Thuận" || now.Phone != "0912 345 678" || now.Email != "thuan@hanam.vn" || now.ContactOfID != person.ContactOfID || now.UID != person.UID {
		t.Errorf("%+v", now)
	}
	// Nor by way of a conflict.
	if got := b.post("/people/1", url.Values{"family": {"A"}, "given": {"B"}, "version": {"1"}}); got.StatusCode != http.StatusConflict || strings.Contains(got.Body, "0912") {
		t.Errorf("status %d: %.300s", got.StatusCode, got.Body)
	}
	rows, err := s.db.Journal(context.Background(), models.JournalFilter{EventID: s.event("cong-khai").ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if strings.Contains(row.Detail, "0912") {
			t.Error("the phone is in an event's journal")
		}
	}
}

// A delegate is printed by the event, and stays in the directory.
func TestDelegateStaysInTheDirectory(t *testing.T) {
	s := newSite(t)
	person, event := s.person(models.Person{Family: "Trần Đức", Given: "Thuần"}), s.event("cong-khai")
	if _, err := s.db.AddDelegates(context.Background(), models.Actor{}, event.ID, 0, []models.ID{person.ID}); err != nil {
		t.Fatal(err)
	}
	b := s.as("organizer")
	b.get("/people/1").want(t, http.StatusOK, event.Title, "/events/cong-khai")
	b.post("/people/1/remove", nil).want(t, http.StatusUnprocessableEntity, "Người này có tên trong sự kiện")
	before := s.event("cong-khai")
	b.post("/people/1", url.Values{"family": {"Trần Đức"}, "given": {"Thuận"}, "version": {"1"}}).leads(t, "/people/1")
	if now := s.event("cong-khai"); now.Revision != before.Revision+1 || now.PublicRevision != now.Revision {
		t.Errorf("revision %d after %d, public %d", now.Revision, before.Revision, now.PublicRevision)
	}
}
