package handlers_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// What is text in no language is none of ours: it is left out of forms and searches, and leads nowhere in a path. PostgreSQL would refuse it.
func TestIllegible(t *testing.T) {
	s := newSite(t)
	person, _ := s.linksOf("noi-bo")
	admin, guest := s.as("administrator"), s.as("guest")
	for _, address := range []string{"/events?q=%00a", "/events?after=%FF&id=1", "/events/new?from=%FF", "/people?q=%C3%28", "/people?after=%00&id=3", "/organizations?q=%FF", "/tasks?state=%00", "/tasks?q=%FF",
		"/tasks?after=x%FF&id=1", "/tasks?after=2018-99-99&id=1", "/admin/journal?topic=%FF", "/events/noi-bo/delegates?role=%00", "/events/noi-bo/delegates?q=%FF", "/events/noi-bo/invitations?reply=%FF",
		"/events/noi-bo/attendance?state=%00", "/events/noi-bo/checkin?door=%FF", "/events/noi-bo/checkin?q=%00", "/events/noi-bo/messages?kind=%00", "/events/noi-bo/history?topic=%FF", "/v?code=%FF"} {
		if got := admin.get(address); got.StatusCode >= 500 || got.StatusCode == http.StatusBadRequest {
			t.Errorf("%s: status %d", address, got.StatusCode)
		}
	}
	for _, path := range []string{"/events/\xff", "/events/noi-bo\x80/delegates", "/i/\xff", "/v/\xff\xfe"} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.RequestURI = path
		admin.send(request).want(t, http.StatusNotFound)
	}
	// What was typed comes through without it.
	guest.get(person.Path())
	guest.post(person.Path()+"/needs", url.Values{"needs": {"Ăn \x00chay\xff"}}).leads(t, person.Path())
	if got := s.delegateOf(person).Needs; got != "Ăn chay" {
		t.Errorf("%q", got)
	}
	door := s.as("door")
	for _, bad := range []string{"\x00", "\xff", "Cửa \x00A"} {
		for _, got := range []answer{
			door.post("/events/noi-bo/checkin", url.Values{"door": {bad}, "nonce": {bad}, "code": {"1"}, "act": {"in"}}),
			door.upload("/events/noi-bo/checkin/photo", map[string]string{"door": bad}, "\xffa.png", aPicture(t)),
		} {
			if got.StatusCode != http.StatusUnprocessableEntity && got.StatusCode != http.StatusNotFound {
				t.Errorf("%q: status %d", bad, got.StatusCode)
			}
		}
	}
}

// Forms come as browsers send them.
func TestOtherWrappings(t *testing.T) {
	s := newSite(t)
	admin := s.as("administrator")
	for wrapping, body := range map[string]string{"application/json": `{"name":"a\u0000"}`, "text/xml": "<a/>", "text/plain": "name=a", "multipart/form-data": "name=a"} {
		request := httptest.NewRequest(http.MethodPost, "/organizations", strings.NewReader(body))
		request.Header.Set("Content-Type", wrapping)
		request.Header.Set("X-CSRF-Token", admin.csrf)
		if got := admin.send(request); got.StatusCode != http.StatusUnsupportedMediaType && got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d", wrapping, got.StatusCode)
		}
	}
}

// A body that is larger than its address takes is refused before it is sent, with the sentence and the headers of every other page.
func TestTooLargeUnread(t *testing.T) {
	s := newSite(t)
	ask := func(path string, length int) *http.Response {
		t.Helper()
		ours, theirs := net.Pipe()
		defer ours.Close()
		go s.app.Server().ServeConn(theirs)
		fmt.Fprintf(ours, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", path, length)
		answer, err := http.ReadResponse(bufio.NewReader(ours), nil)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for path, length := range map[string]int{"/login": 2 << 20, "/i/x/answer?a=/photos": 2 << 20, "/events/x/documents": 40 << 20, "/events/x/messages": 2 << 20, "/events/x/speeches": 2 << 20} {
		answer := ask(path, length)
		if page, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(page), "Nội dung gửi lên quá lớn.") {
			t.Errorf("%s: %v %.300s", path, err, page)
		}
		if answer.StatusCode != http.StatusRequestEntityTooLarge || answer.Header.Get("Content-Security-Policy") == "" || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, answer.StatusCode, answer.Header)
		}
	}
}

// A long search and a long name in the sentence after a change fit into what a browser sends.
func TestLongHeaders(t *testing.T) {
	s := newSite(t)
	admin := s.as("administrator")
	name := strings.Repeat("Ộ", 490)
	admin.post("/organizations", url.Values{"name": {name}, "name_as": {"usual"}, "above_as": {"usual"}, "kind": {"party"}}).leads(t, "/organizations/")
	if notice, err := base64.RawURLEncoding.DecodeString(admin.cookies["notice"]); err != nil || len(notice) > 1000 || !strings.HasPrefix(string(notice), "Đã thêm Ộ") {
		t.Errorf("%d bytes, %v", len(notice), err)
	}
	admin.get("/organizations?q="+url.QueryEscape(strings.Repeat("công tác dư luận xã hội ở cơ sở ", 60))).want(t, http.StatusOK, "Đã thêm Ộ")
}

// However the address of a stream is written, nothing holds its lines back.
func TestStreamsAreNeverPacked(t *testing.T) {
	s := newSite(t)
	s.as("guest").get("/events/cong-khai").want(t, http.StatusOK)
	for _, path := range []string{"/events/cong-khai/live", "/events/cong-khai/LIVE/"} {
		ours, theirs := net.Pipe()
		go s.app.Server().ServeConn(theirs)
		fmt.Fprintf(ours, "GET %s HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip, br\r\n\r\n", path)
		answer, err := http.ReadResponse(bufio.NewReader(ours), nil)
		if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %v %v", path, err, answer)
		}
		ours.Close()
	}
}
