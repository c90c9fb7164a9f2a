package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

const checkin = "/events/cong-khai/checkin"

func scanForm(nonce, code string, more ...string) url.Values {
	return form(append([]string{"nonce", nonce, "code", code, "act", "in", "door", "Cửa 1"}, more...)...)
}

func TestCheckin(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 5)
	b := s.as("door")
	name := delegates[2].Person.Name()
	b.get(checkin).want(t, http.StatusOK, "Quét thẻ, gõ số hoặc họ tên", "Sẵn sàng", `name="nonce"`)

	// By number, without scripts: back to the page with the answer, which a repeat gets too.
	number := delegates[2].Short()
	answered := checkin + "?door=C%E1%BB%ADa+1&seen=scan-0001"
	b.post(checkin, scanForm("scan-0001", number)).leads(t, answered)
	b.get(answered).want(t, http.StatusOK, `data-outcome="in"`, "Mời vào", name, "Hoàn tác")
	b.post(checkin, scanForm("scan-0001", number)).leads(t, answered)
	b.get(answered).want(t, http.StatusOK, `data-outcome="in"`)
	other := scanForm("scan-0002", number, "part", "true")
	other.Set("door", "Cửa 2")
	part := b.post(checkin, other).want(t, http.StatusOK, "Đã vào lúc 07h00 tại Cửa 1", `id="last" data-part`)
	if strings.Contains(part.Body, "<html") {
		t.Error("a script is answered with the whole page")
	}

	// A name is never enough: there are those to choose from, without marks too.
	b.post(checkin, scanForm("scan-0003", "nguyen minh", "part", "true")).want(t, http.StatusOK, "Chọn đúng người", `name="delegate" value="`+fmt.Sprint(delegates[3].ID)+`"`)
	b.post(checkin, scanForm("scan-0003", "nguyen minh")).leads(t, checkin+"?door=C%E1%BB%ADa+1&q=nguyen+minh")
	b.get(checkin+"?q=nguyen+minh").want(t, http.StatusOK, "Chọn đúng người")
	b.post(checkin, form("nonce", "scan-0004", "delegate", fmt.Sprint(delegates[3].ID), "how", "name", "act", "in", "part", "true")).want(t, http.StatusOK, "Mời vào", delegates[3].Person.Name())
	b.post(checkin, form("nonce", "scan-0005", "undoes", "scan-0004", "act", "undo", "part", "true")).want(t, http.StatusOK, "Đã hoàn tác")

	// What cannot be: said, and still in the form.
	b.post(checkin, scanForm("scan-0006", "99999")).want(t, http.StatusNotFound, "Không tìm thấy", `value="99999"`)
	b.post(checkin, scanForm("scan-0006", "")).want(t, http.StatusUnprocessableEntity, "Hãy quét thẻ, gõ số hoặc họ tên.")
	b.post(checkin, scanForm("x", number)).want(t, http.StatusUnprocessableEntity, "Lượt quét thiếu mã của nó.")
	b.post(checkin, scanForm("scan-0006", "họpđồngchínhquyềnđịaphươngx")).want(t, http.StatusUnprocessableEntity, "Bộ gõ tiếng Việt")
	b.post(checkin, scanForm("scan-0006", number, "session", "99999")).want(t, http.StatusNotFound)

	// A walk-in needs a name; what was typed stays.
	b.post(checkin+"/walk-in", form("nonce", "scan-0007", "name", " ", "post", "Báo Hà Nam")).want(t, http.StatusUnprocessableEntity, "Hãy ghi họ và tên.", `value="Báo Hà Nam"`)
	b.post(checkin+"/walk-in", form("nonce", "scan-0007", "name", "Lê Thị Khách", "post", "Báo Hà Nam", "part", "true")).want(t, http.StatusOK, "Mời vào", "Lê Thị Khách", "Báo Hà Nam")
	b.get(checkin+"/counts").want(t, http.StatusOK, `data-live="/events/cong-khai/checkin/counts?session=`, `<b class="num">2</b>`)
	s.as("organizer").get("/events/cong-khai/history").want(t, http.StatusOK, "Quét ở cửa", "Cửa 2", "Hoàn tác")
}

// The list that a door keeps has the least that it takes, and is not sent again as long as it stands.
func TestCheckinList(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 2)
	b := s.as("door")
	first := b.get(checkin+"/list").want(t, http.StatusOK, delegates[0].Person.Name(), `"number":"1"`)
	for _, secret := range []string{"phone", "email", "needs", "salt", "born"} {
		if strings.Contains(first.Body, secret) {
			t.Errorf("the list has %s", secret)
		}
	}
	request := httptest.NewRequest(http.MethodGet, checkin+"/list", nil)
	request.Header.Set("If-None-Match", first.Header.Get("ETag"))
	b.send(request).want(t, http.StatusNotModified)
	b.post(checkin, scanForm("scan-0001", delegates[0].Short())).leads(t, checkin)
	request = httptest.NewRequest(http.MethodGet, checkin+"/list", nil)
	request.Header.Set("If-None-Match", first.Header.Get("ETag"))
	b.send(request).want(t, http.StatusOK, `"in":"07h00"`)

	// Whoever has it as it was gets what moved since; after more than scans, all of it.
	var list struct{ Revision int64 }
	if err := json.Unmarshal([]byte(first.Body), &list); err != nil {
		t.Fatal(err)
	}
	moved := b.get(checkin+"/list?since="+fmt.Sprint(list.Revision)).want(t, http.StatusOK, `"moved":true`, delegates[0].Person.Name(), `"in":"07h00"`)
	if strings.Contains(moved.Body, delegates[1].Person.Name()) {
		t.Error("who has not moved is sent again")
	}
	b.post(checkin+"/walk-in", form("nonce", "scan-0002", "name", "Lê Thị Khách")).leads(t, checkin)
	whole := b.get(checkin+"/list?since="+fmt.Sprint(list.Revision)).want(t, http.StatusOK, delegates[1].Person.Name(), "Lê Thị Khách")
	if strings.Contains(whole.Body, `"moved"`) {
		t.Error("a new delegate is no scan")
	}

	request = httptest.NewRequest(http.MethodGet, checkin+"/list?lang=en", nil) // in English with its hours, though nothing has moved
	request.Header.Set("If-None-Match", whole.Header.Get("ETag"))
	b.send(request).want(t, http.StatusOK, `"in":"07:00"`)
}

// picture is a QR code of a text, its modules so many pixels wide.
func picture(t *testing.T, text string, scale int) []byte {
	t.Helper()
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	code.Scale = scale
	return code.PNG()
}

// upload is a form with a picture in it.
func upload(b *browser, t *testing.T, path string, content []byte, fields url.Values) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range fields {
		w.WriteField(name, fields.Get(name))
	}
	file, err := w.CreateFormFile("file", "the.png")
	if err != nil {
		t.Fatal(err)
	}
	file.Write(content)
	w.Close()
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", w.FormDataContentType())
	request.Header.Set("X-CSRF-Token", b.csrf)
	return b.send(request)
}

func TestCheckinPhoto(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 3)
	b := s.as("door")
	fields := form("nonce", "photo-001", "act", "in", "part", "true")
	upload(b, t, checkin+"/photo", picture(t, delegates[1].Short(), 4), fields).want(t, http.StatusOK, "Mời vào", delegates[1].Person.Name())

	// Of a frame only its code is read.
	frame := upload(b, t, checkin+"/photo", picture(t, delegates[1].Short(), 4), form("read", "true"))
	if frame.Body != delegates[1].Short() {
		t.Errorf("a frame is read as %q", frame.Body)
	}
	var empty, flood bytes.Buffer
	white := image.NewPaletted(image.Rect(0, 0, 200, 200), color.Palette{color.White})
	png.Encode(&empty, white)
	fields.Set("nonce", "photo-002")
	upload(b, t, checkin+"/photo", empty.Bytes(), fields).want(t, http.StatusUnprocessableEntity, "Không thấy mã QR trong ảnh.")
	upload(b, t, checkin+"/photo", []byte("no picture"), fields).want(t, http.StatusUnprocessableEntity, "không phải ảnh")
	(&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&flood, image.NewPaletted(image.Rect(0, 0, 30_000, 1000), color.Palette{color.White}))
	upload(b, t, checkin+"/photo", flood.Bytes(), fields).want(t, http.StatusUnprocessableEntity, "quá nhiều điểm ảnh")
	b.post(checkin+"/photo", form("nonce", "photo-003")).want(t, http.StatusUnprocessableEntity, "Hãy chọn hoặc chụp một ảnh.")
}

// A delegate notes himself present by the code of the hall's screen, if the organizer allows it.
func TestHere(t *testing.T) {
	s := newSite(t)
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	s.people("cong-khai", 2)
	event := s.event("cong-khai")
	guest := s.as("guest")
	guest.get("/events/cong-khai/here").leads(t, "/login")
	event.SelfCheckin = true
	if err := s.db.SaveEvent(ctx, by, event); err != nil {
		t.Fatal(err)
	}
	keyed, err := models.Create(ctx, s.name, models.Options{Now: func() time.Time { return modelstest.Now }, Key: bytes.Repeat([]byte{7}, models.KeySize)})
	if err != nil {
		t.Fatal(err)
	}
	defer keyed.Close()
	s.db, s.app = keyed, handlers.New(keyed, handlers.Config{})
	record, err := keyed.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	event = record.Event
	delegate := record.Delegates[0]
	code, until := keyed.HereCode(event, keyed.Now())
	next, _ := keyed.HereCode(event, until)
	if len(code) != 6 || code == next || until.Sub(modelstest.Now) > models.HereEvery {
		t.Fatalf("the code is %s until %v, then %s", code, until, next)
	}
	const here = "/events/cong-khai/here"
	s.as("secretary").get(here+"/code").want(t, http.StatusOK, code)
	s.as("secretary").get("/events/cong-khai/screen").want(t, http.StatusOK, code[:3]+" "+code[3:], `data-until="`+event.Local(until).Format("2006-01-02T15:04:05"))
	guest.get(here+"?code="+code).want(t, http.StatusOK, `value="`+code+`"`)
	guest.post(here, form("nonce", "here-0001", "code", next, "pass", delegate.Pass)).want(t, http.StatusUnprocessableEntity, "Mã đã đổi.")
	guest.post(here, form("nonce", "here-0001", "code", code, "pass", "1")).want(t, http.StatusUnprocessableEntity, "Không đọc được mã của đại biểu.")
	guest.post(here, form("nonce", "here-0001", "code", code, "pass", *delegate.PassHash)).want(t, http.StatusUnprocessableEntity, "Không đọc được mã của đại biểu.")
	for range 2 {
		guest.post(here, form("nonce", "here-0001", "code", code[:3]+" "+code[3:], "pass", "https://hoi.thao/p/"+delegate.Pass)).want(t, http.StatusOK, "Đã ghi có mặt", delegate.Person.Name())
	}
	upload(guest, t, here, picture(t, delegate.Pass, 4), form("nonce", "here-0002", "code", code)).want(t, http.StatusOK, "Đã ghi có mặt từ trước")
	s.as("door").post(checkin, scanForm("scan-0001", delegate.Pass, "part", "true")).want(t, http.StatusOK, "Đã vào lúc 07h00")
}
