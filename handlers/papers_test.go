package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/views/papers/paperstest"
)

// sited is a site that knows its address, with a term for the committee of its board.
func sited(t *testing.T) *testSite {
	t.Helper()
	s := newSite(t)
	s.app = handlers.New(s.db, handlers.Config{URL: "https://hoithao.example.vn"})
	ctx := context.Background()
	organizations, err := s.db.Organizations(ctx, models.OrganizationFilter{Search: "Tỉnh ủy Hà Nam"})
	s.must(err)
	s.must(s.db.AddTerm(ctx, clerk, models.Term{OrganizationID: organizations[0].ID, Name: "2015 - 2020", BeginsOn: "2015-10-20"}))
	return s
}

// finalMinutes closes and agrees to the minutes of an event as the secretary and the chair would.
func (s *testSite) finalMinutes(slug string) {
	s.t.Helper()
	s.submitted(slug)
	ctx, event := context.Background(), s.event(slug)
	record, err := s.db.Record(ctx, event.ID)
	s.must(err)
	s.must(s.db.AgreeMinutes(ctx, clerk, event.ID, 0, record.Minutes.Version, record.ComposeMinutes().Seen()))
}

var seenNumber = regexp.MustCompile(`name="seen" value="([0-9a-f]{64})"`)

func (b *browser) seen(path string) string {
	b.site.t.Helper()
	match := seenNumber.FindStringSubmatch(b.get(path).Body)
	if match == nil {
		b.site.t.Fatalf("%s shows nothing to issue", path)
	}
	return match[1]
}

// Minutes are issued once they are final: with a reason while something is missing, with a number from the register, and a code on each page that
// leads to what was issued. Reopened, they are issued as a second version; the first is still there to the last byte.
func TestIssueMinutes(t *testing.T) {
	s := sited(t)
	const page = "/events/noi-bo/papers/minutes"
	secretary, guest := s.as("secretary"), s.as("guest")
	if got := secretary.post(page+"/issue", url.Values{"seen": {secretary.seen(page)}}); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "phải được chốt") {
		t.Fatalf("a draft: status %d", got.StatusCode)
	}
	s.finalMinutes("noi-bo")
	seen := secretary.seen(page)
	if got := secretary.post(page+"/issue", url.Values{"seen": {seen}}); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "còn thiếu nội dung") {
		t.Fatalf("incomplete, without a word: status %d", got.StatusCode)
	}
	if got := secretary.post(page+"/issue", url.Values{"seen": {seen}, "override": {"yes"}}); got.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("incomplete, without a reason: status %d", got.StatusCode)
	}
	if got := secretary.post(page+"/issue", url.Values{"seen": {strings.Repeat("0", 64)}, "override": {"yes"}, "reason": {"Gấp"}}); got.StatusCode != http.StatusConflict {
		t.Fatalf("something else than what was seen: status %d", got.StatusCode)
	}
	issued := secretary.post(page+"/issue", url.Values{"seen": {seen}, "override": {"yes"}, "reason": {"Chưa có tổng hợp ý kiến"}})
	if issued.StatusCode != http.StatusSeeOther {
		t.Fatalf("issue: status %d: %.400s", issued.StatusCode, issued.Body)
	}
	s.as("organizer").get("/organizations/"+id(s.event("noi-bo").OrganizerID)+"/register").want(t, http.StatusOK, "01</th>") // as the paper bears it
	first := secretary.get(page + "/versions/1.pdf")
	if first.StatusCode != http.StatusOK {
		t.Fatalf("the issued file: status %d: %.300s", first.StatusCode, first.Body)
	}
	paper, err := paperstest.Read([]byte(first.Body))
	s.must(err)
	for i, sheet := range paper.Pages {
		code, found := sheet.Find("Mã kiểm tra: ")
		if !found || code.Y < 279 || code.Y > 294 {
			t.Errorf("page %d has no code at its foot", i+1)
		}
	}
	if text, _ := paper.Find("Số 01-BB/BTGTU"); text.Text == "" {
		t.Errorf("no number on the issued minutes: %.300s", paper.Plain())
	}
	address, _ := paper.Find("https://hoithao.example.vn/v/")
	path := strings.TrimPrefix(address.Text, "https://hoithao.example.vn")

	check := guest.get(path)
	sum := sha256.Sum256([]byte(first.Body))
	for _, words := range []string{"bản mới nhất", "01-BB/BTGTU", "13/11/2018", hex.EncodeToString(sum[:])} {
		if !strings.Contains(check.Body, words) {
			t.Errorf("the check page does not say %s", words)
		}
	}
	for _, name := range []string{"Thuần", "Mai", "Tài khoản"} {
		if strings.Contains(check.Body, name) {
			t.Errorf("the check page names %s", name)
		}
	}
	if got := guest.upload(path, nil, "bien-ban.pdf", []byte(first.Body)); !strings.Contains(got.Body, "khớp từng chữ với bản 1") {
		t.Error("the issued file is not known again")
	}
	if got := guest.upload(path, nil, "bien-ban.pdf", []byte(first.Body+" ")); !strings.Contains(got.Body, "không khớp") {
		t.Error("a changed file passes")
	}
	if got := guest.get("/v/AAAAA-AAAAA"); got.StatusCode != http.StatusNotFound || !strings.Contains(got.Body, "không phải của văn bản nào") {
		t.Errorf("a code of nobody: status %d", got.StatusCode)
	}
	if got := guest.get("/v?code=" + url.QueryEscape(strings.ToLower(strings.ReplaceAll(path[3:], "-", " ")))); got.Header.Get("Location") != path {
		t.Errorf("a code as somebody types it leads to %q", got.Header.Get("Location"))
	}

	// The scan that came back from the signature.
	signed := []byte("%PDF-1.4 bản quét")
	if got := secretary.upload(page+"/versions/1/signed", nil, "quet.pdf", []byte("<html>")); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a page as the signed copy: status %d", got.StatusCode)
	}
	if got := secretary.upload(page+"/versions/1/signed", nil, "quet.pdf", signed); got.StatusCode != http.StatusSeeOther {
		t.Errorf("the signed copy: status %d", got.StatusCode)
	}
	if got := secretary.get(page + "/versions/1/signed.pdf"); got.Body != string(signed) || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the signed copy is %q", got.Body)
	}
	if got := guest.upload(path, nil, "quet.pdf", signed); !strings.Contains(got.Body, "bản đã ký") {
		t.Error("the signed copy is not known again")
	}

	// A second version.
	ctx, event := context.Background(), s.event("noi-bo")
	row, err := s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	s.must(s.db.ReopenMinutes(ctx, clerk, event.ID, 0, row.Version, "Sửa giờ bế mạc"))
	row, err = s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	s.must(s.db.SaveMinutes(ctx, clerk, event.ID, 0, models.MinutesForm{Number: row.Number, OpenedAt: row.OpenedAt, ClosedAt: models.At(modelstest.Now.Add(5 * time.Hour)), Chairs: []models.ID{row.Chairs[0].ID}, SecretaryText: row.SecretaryText, Version: row.Version}))
	if got := secretary.get("/events/noi-bo/papers"); !strings.Contains(got.Body, "Hồ sơ đã đổi sau khi ban hành") {
		t.Error("the print room does not say that the record has changed since the issue")
	}
	row, err = s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	s.must(s.db.CloseMinutes(ctx, clerk, event.ID, 0, row.Version))
	record, err := s.db.Record(ctx, event.ID)
	s.must(err)
	s.must(s.db.AgreeMinutes(ctx, clerk, event.ID, 0, row.Version+1, record.ComposeMinutes().Seen()))
	if got := secretary.post(page+"/issue", url.Values{"seen": {secretary.seen(page)}, "override": {"yes"}, "reason": {"Sửa giờ bế mạc"}}); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("the second version: status %d: %.600s", got.StatusCode, got.Body)
	}
	if again := secretary.get(page + "/versions/1.pdf"); again.Body != first.Body {
		t.Error("the first version is not what it was")
	}
	if got := guest.get(path); !strings.Contains(got.Body, "Đã có bản mới hơn: bản 2") {
		t.Error("the first code does not say that there is a second version")
	}
	if broken, err := s.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// What was printed is known: a later change of what the paper says is named, one that it does not print is none.
func TestPrintedPapersFollowTheRecord(t *testing.T) {
	s := sited(t)
	secretary := s.as("secretary")
	const page = "/events/noi-bo/papers/agenda"
	state := func(want, not string) {
		t.Helper()
		if got := secretary.get(page).Body; !strings.Contains(got, want) || strings.Contains(got, not) {
			t.Errorf("the page does not say %q, or says %q", want, not)
		}
	}
	state("Sẵn sàng in", "Đã in")
	if got := secretary.post(page+"/print", nil); got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(got.Body, "%PDF-1.4") {
		t.Fatalf("print: status %d, %s", got.StatusCode, got.Header.Get("Content-Type"))
	}
	state("Đã in", "Hồ sơ đã đổi")
	s.delegate("noi-bo", "Phạm Sỹ", "Lợi", "Phó Bí thư Thường trực Tỉnh ủy")
	state("Đã in", "Hồ sơ đã đổi")
	ctx, event := context.Background(), s.event("noi-bo")
	record, err := s.db.Programme(ctx, event.ID)
	s.must(err)
	_, err = s.db.AddItem(ctx, clerk, models.Item{EventID: event.ID, SessionID: record.Sessions[0].ID, Kind: "paper", Title: "Tham luận bổ sung"}, 0)
	s.must(err)
	state("Hồ sơ đã thay đổi sau khi in", "Đã in<")
	if got := secretary.get(page).Body; !strings.Contains(got, "Tham luận bổ sung") {
		t.Error("the page does not name what changed")
	}
}

// A script is told how far the drawing is, and gets the file in the same answer.
func TestPrintWithProgress(t *testing.T) {
	s := sited(t)
	b := s.as("secretary")
	request := httptest.NewRequest(http.MethodPost, "/events/noi-bo/papers/agenda/print", strings.NewReader(url.Values{"_csrf": {b.csrf}}.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/vnd.hoithao.progress")
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := s.app.Test(request, -1)
	s.must(err)
	content, err := io.ReadAll(response.Body)
	s.must(err)
	body := string(content)
	head, file, found := strings.Cut(body, "%PDF-")
	if !found || !regexp.MustCompile(`(?s)^(\{"done":\d+,"of":\d+\}\n)*\{"size":\d+,"type":"application/pdf"\}\n$`).MatchString(head) || len(file) < 1000 {
		t.Errorf("the answer begins %.300q", body)
	}
}

// A paper bears the name of the organizer or of a body above it, and takes its number from that body's register: never from a stranger's.
func TestIssuerIsOurs(t *testing.T) {
	s := newSite(t)
	organizer := s.as("organizer")
	const page = "/events/noi-bo/papers/notice"
	for name, of := range map[string]string{"a stranger's": id(s.organization("Tỉnh ủy Nam Định").ID), "nobody's": "9223372036854775807"} {
		if got := organizer.post(page, url.Values{"issuer": {of}, "version": {"0"}}); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "cơ quan cấp trên ban hành") {
			t.Errorf("%s: status %d", name, got.StatusCode)
		}
	}
	organizer.post(page, url.Values{"issuer": {id(s.organization("Tỉnh ủy Hà Nam").ID)}, "version": {"0"}}).leads(t, page)
}

// Where something is missing, each reader finds the way that is open to him, and none that leads to a closed door.
func TestMissingLeadsSomewhere(t *testing.T) {
	s := newSite(t)
	way := regexp.MustCompile(`<a href="([^"]+)">bổ sung</a>`)
	ways := map[string]int{}
	for _, who := range []string{"organizer", "secretary", "chair"} {
		b := s.as(who)
		for _, page := range []string{"/papers", "/papers/minutes", "/papers/seating", "/papers/mc", "/papers/notice", "/minutes"} {
			body := b.get("/events/noi-bo"+page).want(t, http.StatusOK).Body
			for _, found := range append(way.FindAllStringSubmatch(body, -1), regexp.MustCompile(`<a href="(/organizations/\d+/register)">`).FindAllStringSubmatch(body, -1)...) {
				ways[who]++
				address, _, _ := strings.Cut(html.UnescapeString(found[1]), "#")
				if got := b.get(address); got.StatusCode != http.StatusOK {
					t.Errorf("the %s is led from %s to %s: status %d", who, page, address, got.StatusCode)
				}
			}
		}
	}
	if ways["organizer"] <= ways["secretary"] || ways["secretary"] <= ways["chair"] {
		t.Errorf("%v", ways)
	}
}
