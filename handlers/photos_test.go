package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"testing"

	"hoithao/models"
)

// upload posts a form with a file.
func (b *browser) upload(path string, fields map[string]string, name string, content []byte) answer {
	b.site.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("_csrf", b.csrf)
	for field, value := range fields {
		form.WriteField(field, value)
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		b.site.must(err)
		part.Write(content)
	}
	b.site.must(form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return b.send(request)
}

func aPicture(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestHostileUploads(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	whole := aPicture(t)
	tests := []struct {
		name, file string
		content    []byte
		status     int
		sentence   string
	}{
		{"HTML renamed", "anh.jpg", []byte("<!doctype html><script>alert(1)</script>"), http.StatusUnprocessableEntity, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"SVG", "anh.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), http.StatusUnprocessableEntity, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"SVG renamed", "anh.png", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), http.StatusUnprocessableEntity, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"cut off", "anh.png", whole[:len(whole)-10], http.StatusUnprocessableEntity, "Ảnh bị hỏng hoặc chưa tải lên hết."},
		{"empty", "anh.png", nil, http.StatusUnprocessableEntity, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"a little too large", "anh.png", append(bytes.Clone(whole), make([]byte, models.MaxUpload)...), http.StatusUnprocessableEntity, "Ảnh lớn hơn 25 MB."},
		{"a program", "../../anh.png.exe", []byte("MZ\x90\x00"), http.StatusUnprocessableEntity, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.upload("/events/noi-bo/photos", map[string]string{"caption": "Chú thích đã gõ"}, test.file, test.content).want(t, test.status, test.sentence, "Chú thích đã gõ")
		})
	}
	photos, err := s.db.Photos(context.Background(), s.event("noi-bo").ID)
	if err != nil || len(photos) != 0 {
		t.Errorf("%+v, %v", photos, err)
	}
	s.as("door").upload("/events/noi-bo/photos", nil, "anh.png", whole).want(t, http.StatusNotFound)
}

func TestPhotosThroughTheScreens(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	const page = "/events/noi-bo/photos"
	b.upload(page, map[string]string{"caption": "Toàn cảnh hội thảo", "credit": "Báo Hà Nam"}, "", nil).leads(t, page)
	b.upload(page, nil, "", nil).want(t, http.StatusUnprocessableEntity, "Hãy ghi chú thích hoặc chọn ảnh.")
	b.get(page).want(t, http.StatusOK, "Toàn cảnh hội thảo", "Báo Hà Nam", "Chưa có ảnh")
	photos, err := s.db.Photos(context.Background(), s.event("noi-bo").ID)
	s.must(err)
	one := fmt.Sprintf("%s/%d", page, photos[0].ID)
	b.get(one+"/file").want(t, http.StatusNotFound)

	b.upload(one, map[string]string{"caption": "Toàn cảnh", "version": "1"}, "anh.jpg", aPicture(t)).leads(t, page)
	b.upload(one, map[string]string{"caption": "Bản khác", "version": "1"}, "", nil).want(t, http.StatusConflict, "Bản khác", "Toàn cảnh", `name="version" value="2"`)
	file := b.get(one+"/file").want(t, http.StatusOK)
	for header, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-cache"} {
		if got := file.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	again := httptest.NewRequest(http.MethodGet, one+"/file", nil)
	again.Header.Set("If-None-Match", file.Header.Get("ETag"))
	b.send(again).want(t, http.StatusNotModified)

	// A picture of an event for staff only is for staff only, whatever the browser has kept.
	for who, status := range map[string]int{"guest": http.StatusSeeOther, "nobody": http.StatusNotFound, "stranger": http.StatusNotFound, "door": http.StatusOK} {
		s.as(who).get(one+"/file").want(t, status)
	}
	b.post(one+"/move", nil).leads(t, page)
	b.post(one+"/remove", nil).leads(t, page)
	b.get(one+"/file").want(t, http.StatusNotFound)
}
