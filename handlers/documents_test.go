package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// aWord is a Word file with paragraphs; parts are more files in it.
func aWord(t testing.TB, paragraphs []string, parts ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	var text strings.Builder
	for _, paragraph := range paragraphs {
		for _, run := range strings.SplitAfter(paragraph, " ") { // as Word writes: a sentence in pieces
			fmt.Fprintf(&text, `<w:r><w:t>%s</w:t></w:r>`, run)
		}
		text.WriteString(`</w:p><w:p>`)
	}
	for name, content := range map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": `<w:document xmlns:w="w"><w:body><w:p>` + text.String() + `</w:p></w:body></w:document>`} {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(content))
	}
	for _, name := range parts {
		archive.Create(name)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestHostileDocuments(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	const page = "/events/noi-bo/documents"
	utf16 := func(text string) string {
		var wide strings.Builder
		for _, r := range text {
			wide.WriteByte(byte(r >> 8))
			wide.WriteByte(byte(r))
		}
		return wide.String()
	}
	const only = "Chỉ nhận PDF, Word"
	tests := []struct {
		name, file string
		content    []byte
		sentence   string
	}{
		{"HTML renamed", "bao-cao.pdf", []byte("<!doctype html><script>alert(1)</script>"), only},
		{"SVG", "anh.svg", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), only},
		{"a program", "../../bao-cao.pdf.exe", []byte("MZ\x90\x00"), only},
		{"an archive", "tat-ca.zip", zipped(t, "a.txt"), only},
		{"old Word", "bao-cao.doc", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 x"), "kiểu cũ"},
		{"macros", "bao-cao.docx", aWord(t, []string{"Báo cáo"}, "word/vbaProject.bin"), "Tệp có macro"},
		{"half a PDF", "bao-cao.pdf", []byte("%PDF-1.4\n1 0 obj"), "Tệp bị hỏng"},
		{"a little too large", "bao-cao.txt", bytes.Repeat([]byte("a"), models.MaxUpload+1), "Tệp lớn hơn 25 MB."},
		{"empty", "bao-cao.txt", nil, "Hãy chọn tệp."},
		{"not text", "bao-cao.txt", []byte("abc\x00def"), only},
		{"secret by its name", "Bao cao - TỐI MẬT.pdf", []byte("%PDF-1.4\n%%EOF"), "độ mật (TỐI MẬT)"},
		{"secret by its name, in pieces", "kh_MẬT_2018.pdf", []byte("%PDF-1.4\n%%EOF"), "độ mật (MẬT)"},
		{"secret Word", "bao-cao.docx", aWord(t, []string{"TỈNH ỦY HÀ NAM", "TUYỆT MẬT", "Báo cáo"}), "độ mật (TUYỆT MẬT)"},
		{"secret text, NFD", "bao-cao.txt", []byte("UBND\n  MÂ\u0323T \nBáo cáo"), "độ mật (MẬT)"},
		{"secret PDF", "bao-cao.pdf", []byte("%PDF-1.4\n(" + utf16("MẬT") + ")Tj\n%%EOF"), "độ mật (MẬT)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.upload(page, map[string]string{"title": "Tên đã gõ", "audience": "all"}, test.file, test.content).want(t, http.StatusUnprocessableEntity, test.sentence, "Tên đã gõ")
		})
	}
	documents, err := s.db.Documents(context.Background(), s.event("noi-bo").ID)
	if err != nil || len(documents) != 0 {
		t.Errorf("%+v, %v", documents, err)
	}
	for _, harmless := range []struct {
		file    string
		content []byte
	}{
		{"Bảo mật thông tin, mật độ dân số.docx", aWord(t, []string{"Bí mật nhà nước là gì", "độ MẬT của văn bản", "Mật"})},
		{"ghi-chu.txt", []byte("Tài liệu lưu hành nội bộ\n")},
	} {
		b.upload(page, map[string]string{"audience": "staff"}, harmless.file, harmless.content).leads(t, page)
	}
	b.upload(page, map[string]string{"audience": "staff", "not_secret": "true"}, "Thẻ mẫu MẬT.txt", []byte("mẫu")).leads(t, page)
	s.as("door").upload(page, map[string]string{"audience": "staff"}, "a.txt", []byte("x")).want(t, http.StatusNotFound)
}

func zipped(t testing.TB, names ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, name := range names {
		archive.Create(name)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestDocumentsThroughTheScreens(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	b := s.as("organizer")
	const page = "/events/cong-khai/documents"
	b.upload(page, map[string]string{"title": "", "audience": "all"}, "", nil).want(t, http.StatusUnprocessableEntity, "Hãy ghi tên tài liệu.")
	b.upload(page, map[string]string{"title": "x", "audience": "groups"}, "", nil).want(t, http.StatusUnprocessableEntity, "Hãy chọn ít nhất một nhóm.")
	b.upload(page, map[string]string{"audience": "all"}, `C:\Tài liệu\Báo cáo đề dẫn.pdf`, []byte("%PDF-1.4\nx\n%%EOF")).leads(t, page)
	b.get(page).want(t, http.StatusOK, "Báo cáo đề dẫn", "Đang mở", "Mọi người xem được sự kiện", "Không tải lên tài liệu có độ mật")
	documents, err := s.db.Documents(ctx, s.event("cong-khai").ID)
	s.must(err)
	one := fmt.Sprintf("%s/%d", page, documents[0].ID)

	guest := s.as("guest")
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Báo cáo đề dẫn", one+"/file")
	file := guest.get(one+"/file").want(t, http.StatusOK, "%PDF-1.4")
	for header, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-cache",
		"Content-Disposition": `attachment; filename="B_o c_o ____ d_n.pdf"; filename*=UTF-8''` + "B%C3%A1o%20c%C3%A1o%20%C4%91%E1%BB%81%20d%E1%BA%ABn.pdf"} {
		got := file.Header.Get(header)
		if header == "Content-Disposition" {
			got, want = got[strings.Index(got, "filename*"):], want[strings.Index(want, "filename*"):]
		}
		if got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	again := httptest.NewRequest(http.MethodGet, one+"/file", nil)
	again.Header.Set("If-None-Match", file.Header.Get("ETag"))
	guest.send(again).want(t, http.StatusNotModified)

	// A second version is what guests get; the first stays for staff.
	b.upload(one+"/versions", nil, "", nil).want(t, http.StatusUnprocessableEntity, "Hãy chọn tệp.")
	b.upload(one+"/versions", nil, "Báo cáo sửa.html", []byte("Bản hai")).leads(t, page)
	guest.get(one+"/file").want(t, http.StatusOK, "Bản hai")
	b.get(one).want(t, http.StatusOK, "Bản 1: Báo cáo đề dẫn.pdf", "Bản 2: Báo cáo sửa.html.txt")
	b.get(one+"/versions/1").want(t, http.StatusOK, "%PDF")
	b.get(one+"/versions/3").want(t, http.StatusNotFound)
	guest.get(one+"/versions/1").want(t, http.StatusSeeOther)

	// Taken back by the clock: the guest's kept page goes with it.
	end := s.event("cong-khai").Local(s.event("cong-khai").EndsAt)
	form := url.Values{"title": {"Báo cáo"}, "audience": {"all"}, "version": {"1"}, "at_end": {"true"}}
	b.post(one, form).leads(t, page)
	b.get(page).want(t, http.StatusOK, "thu hồi lúc "+end.Format("15")+"h"+end.Format("04"))
	form.Set("title", "Của người khác")
	b.post(one, form).want(t, http.StatusConflict, "Của người khác", `name="version" value="2"`)
	guest.get("/events/cong-khai").want(t, http.StatusOK, one+"/file")
	b.post(one+"/withdraw", nil).leads(t, page)
	if got := guest.get("/events/cong-khai"); strings.Contains(got.Body, one+"/file") {
		t.Error("a document that was taken back is still offered")
	}
	guest.get(one+"/file").want(t, http.StatusNotFound)
	s.as("nobody").get(one+"/file").want(t, http.StatusNotFound)
	b.get(one+"/file").want(t, http.StatusOK)
	b.get("/events/cong-khai/history").want(t, http.StatusOK, "Thu hồi", "Thêm bản mới", "Tài liệu: Báo cáo đề dẫn")
	b.post(one+"/move", nil).leads(t, page)
	b.post(one+"/remove", nil).leads(t, page)
	b.get(one).want(t, http.StatusNotFound)
}

func TestDocumentsOfGroups(t *testing.T) {
	s := newSite(t)
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event("cong-khai")
	first, err := s.db.AddGroup(ctx, by, models.Group{EventID: event.ID, Name: "Lãnh đạo tỉnh"})
	s.must(err)
	second, err := s.db.AddGroup(ctx, by, models.Group{EventID: event.ID, Name: "Báo chí"})
	s.must(err)
	b := s.as("organizer")
	b.upload("/events/cong-khai/documents", map[string]string{"title": "Riêng", "audience": "groups", "groups": first.UID}, "a.txt", []byte("riêng")).leads(t, "/events/cong-khai/documents")
	b.get("/events/cong-khai/documents").want(t, http.StatusOK, "Lãnh đạo tỉnh")
	now := models.At(modelstest.Now)
	for _, test := range []struct {
		groups []models.ID
		at     models.Time
		want   int
	}{{nil, now, 0}, {[]models.ID{second.ID}, now, 0}, {[]models.ID{second.ID, first.ID}, now, 1}, {[]models.ID{first.ID}, models.At(now.Add(-time.Hour)), 1}} {
		if got, err := s.db.DocumentsFor(ctx, event.ID, test.groups, test.at); err != nil || len(got) != test.want {
			t.Errorf("%v: %d documents, %v", test.groups, len(got), err)
		}
	}
	documents, err := s.db.Documents(ctx, event.ID)
	s.must(err)
	s.as("guest").get(fmt.Sprintf("/events/cong-khai/documents/%d/file", documents[0].ID)).want(t, http.StatusNotFound)
}
