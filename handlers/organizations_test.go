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

func TestOrganizations(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	b.get("/organizations").want(t, http.StatusOK, "Tỉnh ủy Hà Nam", "Ban Tuyên giáo Tỉnh ủy", "Tỉnh ủy Nam Định")
	b.get("/organizations?q=tuyen+giao").want(t, http.StatusOK, "Ban Tuyên giáo Tỉnh ủy", "Thuộc Tỉnh ủy Hà Nam")
	b.get("/organizations?q=khong+co").want(t, http.StatusOK, "Không tìm thấy cơ quan nào.")
	b.get("/organizations/suggest?q=tuyen").want(t, http.StatusOK, `["Ban Tuyên giáo Tỉnh ủy"]`)

	office := s.organization("Tỉnh ủy Hà Nam")
	b.get(fmt.Sprintf("/organizations/new?parent=%d", office.ID)).want(t, http.StatusOK, `value="Tỉnh ủy Hà Nam"`)
	form := url.Values{"name": {"Huyện ủy Kim Bảng"}, "parent": {"Tỉnh ủy Hà Nam"}, "above_as": {"own"}, "print_above": {"ĐẢNG BỘ TỈNH HÀ NAM"}, "name_as": {"usual"},
		"kind": {"party"}, "code": {"HU"}, "place": {"Kim Bảng"}, "valid_from": {"01/01/1950"}, "valid_until": {"30/6/2025"}, "successor": {""}}
	preview := url.Values{"preview": {"true"}}
	for name, values := range form {
		preview[name] = values
	}
	b.post("/organizations", preview).want(t, http.StatusOK, "HUYỆN ỦY KIM BẢNG", "ĐẢNG BỘ TỈNH HÀ NAM")
	b.post("/organizations", form).leads(t, "/organizations/")
	added := s.organization("Huyện ủy Kim Bảng")
	path := fmt.Sprintf("/organizations/%d", added.ID)
	if added.ParentID != office.ID || added.PrintName != nil || *added.PrintAbove != "ĐẢNG BỘ TỈNH HÀ NAM" || added.ValidUntil != "2025-06-30" {
		t.Errorf("%+v", added)
	}
	b.get(path).want(t, http.StatusOK, "ĐẢNG BỘ TỈNH HÀ NAM", "HUYỆN ỦY KIM BẢNG", "Cơ quan Đảng", "30/6/2025")
	b.get(fmt.Sprintf("/organizations/%d", office.ID)).want(t, http.StatusOK, "Huyện ủy Kim Bảng")

	// Three values: as usual, none, a text. The form comes back with what stands.
	for _, test := range []struct {
		aboveAs, above string
		want           *string
	}{{"none", "không kể", new(string)}, {"usual", "không kể", nil}, {"own", "TỈNH ỦY", ptr("TỈNH ỦY")}} {
		form.Set("version", fmt.Sprint(s.organization("Huyện ủy Kim Bảng").Version))
		form.Set("above_as", test.aboveAs)
		form.Set("print_above", test.above)
		b.post(path, form).leads(t, path)
		now := s.organization("Huyện ủy Kim Bảng")
		if (now.PrintAbove == nil) != (test.want == nil) || now.PrintAbove != nil && *now.PrintAbove != *test.want {
			t.Errorf("%s: %v", test.aboveAs, now.PrintAbove)
		}
		b.get(path+"/edit").want(t, http.StatusOK, `value="`+test.aboveAs+`" checked`)
	}
	b.post(fmt.Sprintf("/organizations/%d/remove", office.ID), nil).want(t, http.StatusUnprocessableEntity, "Cơ quan này đã được dùng")
	b.post(path+"/remove", nil).leads(t, "/organizations")
	b.get(path).want(t, http.StatusNotFound)
}

func ptr(s string) *string { return &s }

func TestOrganizationPreview(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	got := b.get("/organizations/preview?name=Ban+T%E1%BB%95+ch%E1%BB%A9c&parent=T%E1%BB%89nh+%E1%BB%A7y+H%C3%A0+Nam&above_as=usual&name_as=usual").want(t, http.StatusOK, "TỈNH ỦY HÀ NAM", "BAN TỔ CHỨC", "Hà Nam, ")
	if strings.Contains(got.Body, "<html") {
		t.Error("the whole page came")
	}
	b.get("/organizations/preview?name=A&parent=nobody").want(t, http.StatusOK, "A")
}

func TestOrganizationIsRefused(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	board := s.organization("Ban Tuyên giáo Tỉnh ủy")
	office := s.organization("Tỉnh ủy Hà Nam")
	tests := []struct {
		name, path, field, value, why string
	}{
		{"no name", "", "name", "", "Hãy ghi tên cơ quan."},
		{"a parent that is none", "", "parent", "Không có đâu", "Danh bạ không có cơ quan này"},
		{"below itself", fmt.Sprintf("/%d", office.ID), "parent", board.Name, "Cơ quan cấp trên đang thuộc chính cơ quan này"},
		{"its own successor", fmt.Sprintf("/%d", board.ID), "successor", board.Name, "Cơ quan không thể kế thừa chính mình."},
		{"a day that is none", "", "valid_from", "hôm qua", "Ngày viết như 13/11/2018."},
		{"a printed name that is to be written", "", "name_as", "own", "Hãy ghi tên in"},
		{"a line above that is to be written", "", "above_as", "own", "Hãy ghi dòng in phía trên"},
		{"a kind that is none", "", "kind", "army", "Không có loại cơ quan này."},
		{"a code longer than any", "", "code", strings.Repeat("A", 501), "Nội dung dài quá 500 ký tự."},
	}
	for _, test := range tests {
		form := url.Values{"name": {"Tên đang gõ"}, "version": {"1"}, "name_as": {"usual"}, "above_as": {"usual"}}
		form.Set(test.field, test.value)
		got := b.post("/organizations"+test.path, form).want(t, http.StatusUnprocessableEntity, test.why)
		if test.field != "name" && !strings.Contains(got.Body, "Tên đang gõ") {
			t.Errorf("%s: what was typed is gone", test.name)
		}
	}
	if all, _ := s.db.Organizations(context.Background(), models.OrganizationFilter{}); len(all) != 3 || all[0].Version != 1 {
		t.Errorf("something was saved: %+v", all)
	}
}

func TestOrganizationInConflict(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	board := s.organization("Ban Tuyên giáo Tỉnh ủy")
	path := fmt.Sprintf("/organizations/%d", board.ID)
	form := url.Values{"name": {"Ban Tuyên giáo và Dân vận"}, "parent": {"Tỉnh ủy Hà Nam"}, "version": {"1"}, "name_as": {"usual"}, "above_as": {"usual"}, "code": {"BTGDVTU"}}
	b.post(path, form).leads(t, path)
	form.Set("name", "Ban Tuyên huấn")
	b.post(path, form).want(t, http.StatusConflict, "Ban Tuyên giáo và Dân vận", "Ban Tuyên huấn", `name="version" value="2"`)
	if now, _ := s.db.Organization(context.Background(), board.ID); now.Name != "Ban Tuyên giáo và Dân vận" {
		t.Errorf("%+v", now)
	}
}
