package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/models/sheets"
)

// sends posts a form with a file.
func (b *browser) sends(path, name string, content []byte) answer {
	b.site.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("_csrf", b.csrf)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		b.site.t.Fatal(err)
	}
	file.Write(content)
	form.Close()
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return b.send(request)
}

var (
	seenField = regexp.MustCompile(`name="seen" value="([^"]*)"`)
	selected  = regexp.MustCompile(`<select id="f-column-(\d+)"[^>]*>.*?<option value="([a-z]+)" selected`)
)

// plan is the form of the columns as the page offers it.
func planForm(page answer) url.Values {
	values := url.Values{"sheet": {"0"}, "sections": {"true"}}
	for _, name := range []string{"head", "first"} {
		if found := regexp.MustCompile(`name="` + name + `"[^>]*value="(\d*)"`).FindStringSubmatch(page.Body); found != nil {
			values.Set(name, found[1])
		}
	}
	for _, found := range selected.FindAllStringSubmatch(page.Body, -1) {
		values.Set("column-"+found[1], found[2])
	}
	return values
}

const messyList = "DANH SÁCH ĐẠI BIỂU;;;;\n\nSTT;Họ và tên;Chức vụ;Đơn vị;SĐT\nI;LÃNH ĐẠO TỈNH;;;\n1;Đ/c LÊ THỊ HOA;Trưởng ban;Ban Tuyên giáo Tỉnh ủy;912345678\n2;=HYPERLINK(\"x\");x;;\n" +
	"II;Các sở;;;\n1;Ngô Bảo;Giám đốc;Sở Y tế;\n2;Ngô Bảo;Chuyên viên;Sở Nội vụ;\n"

func TestImportPages(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	const at = "/events/cong-khai/delegates/import"
	b.get("/events/cong-khai/delegates").want(t, http.StatusOK, at, "/events/cong-khai/delegates.xlsx")
	b.get(at).want(t, http.StatusOK, "Tệp danh sách", `enctype="multipart/form-data"`)
	uploaded := b.sends(at, "ds <b>.csv", []byte(messyList)).leads(t, at+"/")
	list := uploaded.Header.Get("Location")
	page := b.get(list).want(t, http.StatusOK, "ds &lt;b&gt;.csv", "B: Họ và tên", "Đ/c LÊ THỊ HOA")
	form := planForm(page)
	if form.Get("head") != "3" || form.Get("first") != "4" || form.Get("column-1") != "name" || form.Get("column-3") != "unit" || form.Get("column-4") != "phone" {
		t.Fatalf("%v", form)
	}
	// Wrong choices come back as they were made.
	bad := planForm(page)
	bad.Set("column-1", "")
	bad.Set("first", "2")
	b.post(list, bad).want(t, http.StatusUnprocessableEntity, "Hãy chọn cột họ và tên", "Dòng đầu tiên có người phải ở dưới", `name="first" inputmode="numeric" maxlength="5" aria-describedby="f-first-error" aria-invalid="true" value="2"`)
	b.post(list, url.Values{"sheet": {"0"}, "head": {"3"}, "again": {"true"}}).want(t, http.StatusOK, `<option value="unit" selected>`)
	b.post(list, form).leads(t, list+"/preview")
	preview := b.get(list+"/preview").want(t, http.StatusOK, "Lê Thị Hoa", "Trưởng Ban Tuyên giáo Tỉnh ủy", "0912345678", "không phải là họ và tên", "LÃNH ĐẠO TỈNH", "Còn 1 dòng cần chọn", "Là người ở dòng 8: Ngô Bảo")
	if seenField.MatchString(preview.Body) {
		t.Error("a list with an open choice can be taken over")
	}
	b.get(list+"/preview?state=wrong").want(t, http.StatusOK, "Dòng 6")
	b.post(list+"/apply", form).leads(t, list+"/preview") // nothing was seen
	b.post(list+"/preview", url.Values{"choice-9": {"new"}, "choice-x": {"new"}, "choice-9999999": {"new"}}).leads(t, list+"/preview")
	preview = b.get(list+"/preview").want(t, http.StatusOK, "Nhập 3 đại biểu", "Bỏ qua các dòng sai")
	seen := seenField.FindStringSubmatch(preview.Body)[1]
	b.post(list+"/apply", url.Values{"seen": {seen}}).want(t, http.StatusUnprocessableEntity, "Còn 1 dòng sai")
	// Nobody else's business.
	for _, who := range []string{"stranger", "administrator"} {
		other := s.as(who)
		other.get(list).want(t, http.StatusNotFound)
		other.get(strings.Replace(list, "cong-khai", "noi-bo", 1)).want(t, http.StatusNotFound)
	}
	b.get(strings.Replace(list, "/events/cong-khai/delegates", "/people", 1)).want(t, http.StatusNotFound)
	b.post(list+"/apply", url.Values{"seen": {seen}, "leave": {"true"}}).leads(t, "/events/cong-khai/delegates")
	b.get("/events/cong-khai/delegates").want(t, http.StatusOK, "Đã nhập danh sách: 3 đại biểu, trong đó 3 người mới", "Lê Thị Hoa", "Các sở")
	b.post(list+"/apply", url.Values{"seen": {seen}, "leave": {"true"}}).leads(t, "/events/cong-khai/delegates")
	b.get("/events/cong-khai/history").want(t, http.StatusOK, "Nhập danh sách", "Lê Thị Hoa", "ds &lt;b&gt;.csv")
	s.as("administrator").get("/admin/journal").want(t, http.StatusOK, "Nhập danh sách", "Lê Thị Hoa, Trưởng Ban Tuyên giáo Tỉnh ủy")
	b.get("/people?q=le+thi+hoa").want(t, http.StatusOK, "Trưởng Ban Tuyên giáo Tỉnh ủy")

	// Into the directory alone.
	to := b.sends("/people/import", "x.csv", []byte("Họ và tên,Chức vụ\nTrần Văn Ký,Chuyên viên\n")).leads(t, "/people/import/").Header.Get("Location")
	b.post(to, planForm(b.get(to).want(t, http.StatusOK, "Họ và tên"))).leads(t, to+"/preview")
	seen = seenField.FindStringSubmatch(b.get(to+"/preview").want(t, http.StatusOK, "Nhập 1 người").Body)[1]
	b.post(to+"/apply", url.Values{"seen": {seen}}).leads(t, "/people")
	b.get("/people?q=tran+van+ky").want(t, http.StatusOK, "Trần Văn Ký", "thêm 1 người vào danh bạ")
	b.cookies["language"] = "en"
	b.get(at).want(t, http.StatusOK, "Import a list")
}

func TestMergePages(t *testing.T) {
	s := newSite(t)
	one := s.person(models.Person{Family: "Lê Thị", Given: "Hoa", Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}}})
	other := s.person(models.Person{Family: "Lê Thị", Given: "Hoa", Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}, {Title: "Tỉnh ủy viên"}}})
	event := s.event("cong-khai")
	if _, err := s.db.AddDelegates(context.Background(), models.Actor{Name: "thử"}, event.ID, 0, []models.ID{other.ID}); err != nil {
		t.Fatal(err)
	}
	b := s.as("organizer")
	at := fmt.Sprintf("/people/%d/merge", one.ID)
	b.get("/people/duplicates").want(t, http.StatusOK, "Cùng chức vụ hoặc liên lạc", fmt.Sprintf("%s?with=%d", at, other.ID))
	b.get(at).want(t, http.StatusOK, "Bản ghi nào cũng là Lê Thị Hoa?", "Tỉnh ủy viên")
	b.get(fmt.Sprintf("%s?with=%d", at, other.ID)).want(t, http.StatusOK, "Giữ lại", "không hoàn lại được", event.Title)
	form := url.Values{"with": {fmt.Sprint(one.ID)}, "version": {"1"}, "other_version": {"1"}}
	b.post(at, form).want(t, http.StatusUnprocessableEntity, "Hãy chọn một người khác.")
	form.Set("with", fmt.Sprint(other.ID))
	form.Set("version", "7")
	b.post(at, form).want(t, http.StatusConflict)
	form.Set("version", "1")
	b.post(at, form).leads(t, fmt.Sprintf("/people/%d", one.ID))
	b.get(fmt.Sprintf("/people/%d", one.ID)).want(t, http.StatusOK, "Tỉnh ủy viên", event.Title)
	b.get(fmt.Sprintf("/people/%d", other.ID)).want(t, http.StatusOK, "đã gộp vào một người khác")
	b.get("/people/duplicates").want(t, http.StatusOK, "Không có ai cùng tên.")
	b.get("/events/cong-khai/history").want(t, http.StatusOK, "Gộp hai người")
}

func TestImportRefusesFiles(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	const at = "/events/cong-khai/delegates/import"
	b.sends(at, "", nil).want(t, http.StatusUnprocessableEntity, "Hãy chọn một tệp.")
	for name, test := range map[string]struct{ content, why string }{
		"x.xlsx": {"PK\x03\x04 broken", "bị hỏng"}, "x.csv": {"%PDF-1.4\x00\x01", "không phải là danh sách"}, "x.xls": {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "kiểu cũ"},
		"rỗng.csv": {" ", "không có dòng nào"}, "../../etc/passwd": {strings.Repeat("a\x00", 900), ""},
	} {
		got := b.sends(at, name, []byte(test.content))
		if test.why != "" {
			got.want(t, http.StatusUnprocessableEntity, test.why)
		} else if got.StatusCode >= 500 {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
	}
	b.sends(at, "lớn.csv", bytes.Repeat([]byte("a"), sheets.MaxFile+1)).want(t, http.StatusUnprocessableEntity, "lớn hơn 10 MB")
}

// What is taken out and brought in again changes nothing; phones of another office are not taken out.
func TestExportAndImport(t *testing.T) {
	s := newSite(t)
	s.people("cong-khai", 30)
	ctx := context.Background()
	mine := s.person(models.Person{Family: "Lê Thị", Given: "Hoa", Phone: "0912000001", ContactOfID: s.organization("Ban Tuyên giáo Tỉnh ủy").ID})
	theirs := s.person(models.Person{Family: "=SUM(1)", Given: "Hoa", Phone: "0912000002", ContactOfID: s.organization("Tỉnh ủy Nam Định").ID})
	twin := s.person(models.Person{Family: "Lê Thị", Given: "Hoa"})
	event := s.event("cong-khai")
	if _, err := s.db.AddDelegates(ctx, models.Actor{Name: "thử"}, event.ID, 0, []models.ID{mine.ID, theirs.ID, twin.ID}); err != nil {
		t.Fatal(err)
	}
	b := s.as("organizer")
	got := b.get("/events/cong-khai/delegates.xlsx")
	if got.StatusCode != http.StatusOK || !strings.Contains(got.Header.Get("Content-Type"), "spreadsheetml") || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", got.StatusCode, got.Header)
	}
	content := b.bytes("/events/cong-khai/delegates.xlsx")
	read, err := sheets.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(read[0].Rows)
	if len(read[0].Rows) != 35 || !strings.Contains(text, "0912000001") || strings.Contains(text, "0912000002") || !strings.Contains(text, "=SUM(1) Hoa") {
		t.Errorf("%d rows: %.500s", len(read[0].Rows), text)
	}
	before := s.state()
	list := b.sends("/events/cong-khai/delegates/import", "lại.xlsx", content).leads(t, "/events/cong-khai/delegates/import/").Header.Get("Location")
	b.post(list, planForm(b.get(list))).leads(t, list+"/preview")
	page := b.get(list+"/preview").want(t, http.StatusOK, "Đã là đại biểu")
	form := url.Values{"leave": {"true"}}
	form.Set("seen", seenField.FindStringSubmatch(page.Body)[1])
	b.post(list+"/apply", form).leads(t, "/events/cong-khai/delegates")
	after := s.state()
	for table, rows := range before {
		if rows != after[table] && table != "logins" {
			t.Errorf("%s has changed", table)
		}
	}
}

// bytes are an answer as it came.
func (b *browser) bytes(path string) []byte {
	b.site.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.site.app.Test(request, -1)
	if err != nil {
		b.site.t.Fatal(err)
	}
	var content bytes.Buffer
	content.ReadFrom(response.Body)
	return content.Bytes()
}
