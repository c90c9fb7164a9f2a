package handlers_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hoithao/models"
)

// A page that is kept is shown to nobody from whom it was taken away since, and says what has changed since.
func TestKeptPageEnds(t *testing.T) {
	s := newSite(t)
	guest := s.as("guest")
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Hội trường Tỉnh ủy")
	save := func(change func(*models.Event)) {
		t.Helper()
		event := s.event("cong-khai")
		change(&event)
		if err := s.db.SaveEvent(context.Background(), models.Actor{Name: "thử"}, event); err != nil {
			t.Fatal(err)
		}
	}
	save(func(e *models.Event) { e.Venue = "Nhà văn hóa" })
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Nhà văn hóa")
	save(func(e *models.Event) { e.Visibility = "staff" })
	guest.get("/events/cong-khai").leads(t, "/login")
	save(func(e *models.Event) { e.Visibility = "public" })
	guest.get("/events/cong-khai").want(t, http.StatusOK, "Nhà văn hóa")
	if err := s.db.RemoveEvent(context.Background(), models.Actor{Name: "thử"}, s.event("cong-khai")); err != nil {
		t.Fatal(err)
	}
	guest.get("/events/cong-khai").leads(t, "/login")
}

// What is sent packed is the page.
func TestPackedPage(t *testing.T) {
	s := newSite(t)
	plain := s.as("guest").get("/events/cong-khai").want(t, http.StatusOK)
	request := httptest.NewRequest(http.MethodGet, "/events/cong-khai", nil)
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := s.app.Test(request, -1)
	if err != nil || response.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(response.Header.Get("Vary"), "Accept-Encoding") || response.Header.Get("ETag") != plain.Header.Get("ETag") {
		t.Fatal(err, response.Header)
	}
	r, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || string(text) != plain.Body {
		t.Errorf("%v %.300s", err, text)
	}
}
