package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"rsc.io/qr"

	"hoithao/models"
)

const checkin = "/events/" + stageSlug + "/checkin"

// scan is what a USB scanner does: it types a text and Enter, wherever the focus is.
func (w *window) scan(text string) {
	w.t.Helper()
	w.do("scan", chromedp.KeyEvent(text+"\r"))
}

// answered waits for an answer of the door.
func (w *window) answered(outcome string, words ...string) {
	w.t.Helper()
	all := []string{}
	for _, word := range words {
		all = append(all, `document.getElementById("answer").innerText.normalize().includes(`+quote(word)+`)`)
	}
	w.until(strings.Join(append(all, `document.getElementById("answer").dataset.outcome === `+quote(outcome)), " && "))
}

// waiting waits until so many scans are kept on this device, refused ones among them.
func (w *window) waiting(n, refused int) {
	w.t.Helper()
	count := `new Promise(done => { const open = indexedDB.open("hoithao-door"); open.onsuccess = () => { if (!open.result.objectStoreNames.length) { open.result.close(); return done("none"); } const all = open.result.transaction("queue").objectStore("queue").getAll();
		all.onsuccess = () => { open.result.close(); done([all.result.length, all.result.filter(s => s.why).length].join(" ")); }; }; })`
	var got string
	if !comes(func() bool { w.eval(count, &got); return got == itoa(n)+" "+itoa(refused) }) {
		w.t.Fatalf("%s scans wait, not %d %d\n%s", got, n, refused, w.text())
	}
}

func itoa(n int) string { return string(rune('0' + n)) }

// atDoor opens the door's page under a name, and waits until it has its list.
func (w *window) atDoor(name string) {
	w.t.Helper()
	w.visit(checkin + "?door=" + name)
	w.held()
}

func (w *window) held() {
	w.t.Helper()
	w.until(`document.querySelector("[data-following]") !== null`)
	w.listed(`true`)
}

// listed waits until the list that is kept on this device has a delegate d of whom a condition holds.
func (w *window) listed(condition string) {
	w.t.Helper()
	if !comes(func() (kept bool) {
		w.eval(`new Promise(done => { const open = indexedDB.open("hoithao-door"); open.onsuccess = () => { const db = open.result; if (!db.objectStoreNames.length) { db.close(); return done(false); }
			const all = db.transaction("lists").objectStore("lists").getAll(); all.onsuccess = () => { db.close(); done(all.result.some(list => list.delegates.some(d => `+condition+`))); }; }; })`, &kept)
		return kept
	}) {
		w.t.Fatalf("nobody on the door's list is %s", condition)
	}
}

// choose puts a file into the page's input for photos.
func (w *window) choose(selector, file string) {
	w.t.Helper()
	found, err := chromedp.Call(w.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.querySelector(" + quote(selector) + ")"})
	if err == nil {
		_, err = chromedp.Call(w.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, ObjectID: found.Result.ObjectID})
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// picturedCode is a PNG with the QR code of a text.
func picturedCode(t *testing.T, text string) string {
	t.Helper()
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(name, code.PNG(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The door through a morning in real browsers: a scanner, typed numbers, names without marks, a photo, a guest, undo, leaving and coming back,
// another door; then the network goes, everything goes on, and comes together when it is back.
func TestDoor(t *testing.T) {
	s := newStage(t)
	site, _ := s.serve("127.0.0.1:0")
	first, second := open(t, site, 1280, 900), open(t, site, 390, 844)
	usher := s.account("le-tan", models.Door)
	first.enter(usher)
	second.enter(s.account("le-tan-2", models.Door))
	look := func(w *window, name string) {
		t.Helper()
		w.accessible("door, " + name)
		w.narrow("door, " + name)
		w.picture("door-" + name)
	}
	first.atDoor("Cửa 1")
	second.atDoor("Cửa 2")
	look(first, "ready")
	look(second, "ready-phone")

	// The scanner types into the field though the focus is on a button of the page; a badge's address is as good as its code.
	first.eval(`document.querySelector("[name=act][value=in]").focus()`, new(any))
	first.scan("http://hoi.thao/p/" + s.delegates[0].Pass)
	first.answered("in", "Phạm Sỹ Lợi", "Lãnh đạo tỉnh", "Mời vào")
	look(first, "in")
	second.until(`document.querySelector("#counts h2 b").textContent === "1"`) // counted at the other door, too
	second.scan("101")
	second.answered("already", "Phạm Sỹ Lợi", "Đã vào lúc", "tại Cửa 1")
	look(second, "already")
	second.still()
	second.answered("already", "Đã vào lúc") // said in words, too, not by the colour alone
	first.scan("999")
	first.answered("unknown", "Không tìm thấy")
	first.forgive() // the console says that there is no 999
	look(first, "unknown")

	// A name without marks is asked for; the choice is taken by keyboard.
	first.scan("nguyen thi hoa")
	first.answered("choose", "Nguyễn Thị Hòa", "Nguyễn Thị Hoa")
	look(first, "choose")
	first.within("#answer li", "Nguyễn Thị Hoa", func() { first.press("Vào") })
	first.answered("in", "Nguyễn Thị Hoa")
	first.tap("?")
	first.until(`document.getElementById("keys").open`)
	look(first, "keys")
	first.tap("\x1b")

	// Undo by key, a photo, a guest, leaving and coming back.
	first.alt("z")
	first.answered("undone", "Nguyễn Thị Hoa")
	first.choose("#f-file", picturedCode(t, s.delegates[4].Pass))
	first.answered("in", "Đặng Văn Đông")
	first.alt("k")
	first.fill("Họ và tên", "Lê Thị Khách")
	first.fill("Đơn vị, chức vụ", "Báo Hà Nam")
	first.hit("Thêm và ghi vào")
	first.answered("in", "Lê Thị Khách", "Báo Hà Nam")
	first.alt("r")
	first.scan("105")
	first.answered("out", "Đặng Văn Đông")
	second.scan("105")
	second.answered("back", "Đặng Văn Đông")
	// The last scans of this door, the newest first, in the page as they came; and the same from the server.
	last := func() string {
		var names string
		first.eval(`[...document.querySelectorAll("#last b")].map(name => name.textContent.normalize()).join(", ")`, &names)
		return names
	}
	shown := "Đặng Văn Đông, Lê Thị Khách, Đặng Văn Đông, Nguyễn Thị Hoa, Nguyễn Thị Hoa, Phạm Sỹ Lợi"
	if got := last(); got != shown {
		t.Errorf("the last scans are %s", got)
	}
	first.atDoor("Cửa 1")
	if got := last(); got != shown {
		t.Errorf("read again, the last scans are %s", got)
	}
	first.alt("v")
	if got := s.mark(4); got.State != models.Present || !got.LeftAt.IsZero() {
		t.Errorf("who came back is %+v", got)
	}

	first.listed(`d.number === "105" && d.in`) // what the other door saw is on this one's list

	// The cable is pulled at the first door. It goes on by its list and says so.
	first.offline(true)
	first.scan(s.delegates[5].Pass)
	first.answered("kept", "Lê Quốc Bình", "Đã giữ lại")
	first.see("Mất kết nối", "1 lượt quét chờ gửi")
	look(first, "offline")
	first.scan("dang van")
	first.answered("choose", "Đặng Văn Đông")
	first.press("Vào: Đặng Văn Đông")
	first.answered("kept", "Đặng Văn Đông", "Máy này ghi đã vào lúc")
	first.scan("107")
	first.answered("kept", "Vũ Thị Lan")
	first.alt("z") // she was somebody else
	first.answered("kept", "Vũ Thị Lan", "Đã hoàn tác")
	first.scan("108")
	first.answered("kept", "Hoàng Minh Tuấn")
	first.scan("999") // not on the list of this device: kept with what was typed
	first.answered("kept", "999", "Không có trong danh sách của máy này")
	look(first, "offline-unknown")
	first.alt("k")
	first.fill("Họ và tên", "Trần Văn Vãng Lai")
	first.hit("Thêm và ghi vào")
	first.answered("kept", "Trần Văn Vãng Lai")
	if got := s.mark(5); got.State != "" {
		t.Errorf("without a network the record has %+v", got)
	}
	second.scan("108") // meanwhile, at the other door
	second.answered("in", "Hoàng Minh Tuấn")

	first.forgive()
	first.offline(false)
	first.until(`document.getElementById("offline").hidden`)
	first.see("Lượt quét chưa ghi được", "Không tìm thấy")
	first.waiting(1, 1)
	look(first, "refused")
	for _, n := range []int{5, 7} {
		if got := s.mark(n); got.State != models.Present {
			t.Errorf("%s is %+v", stageNames[n], got)
		}
	}
	if got := s.mark(6); got.State != "" {
		t.Errorf("who was taken back is %+v", got)
	}
	// What was refused stays until somebody puts it right, with its own time; also when the page is loaded again.
	first.forgive()
	first.visit(checkin + "?door=Cửa 1")
	first.see("Lượt quét chưa ghi được")
	first.within("#stuck li", "999", func() { first.fill("Số hoặc họ tên đúng", "110") })
	first.within("#stuck li", "999", func() { first.press("Gửi lại") })
	first.waiting(0, 0)
	if got := s.mark(9); got.State != models.Present {
		t.Errorf("who was put right is %+v", got)
	}
	first.until(`document.getElementById("stuck").hidden`)

	// One record each, and the counts of both doors agree with them.
	scans, err := s.db.LastScans(context.Background(), s.event.ID, s.session(), "", 1000)
	s.must(err)
	in := map[models.ID]int{}
	for _, scan := range scans {
		if scan.Outcome == models.CameIn {
			in[scan.DelegateID]++
		}
	}
	for _, w := range []*window{first, second} {
		w.until(`document.querySelector("#counts h2 b").textContent === "7"`) // 0, 4, 5, 7, 9 and two guests
	}
	if len(in) != 8 { // and the one who was taken back
		t.Errorf("%d delegates have come in", len(in))
	}

	// Signing out leaves nothing on the device.
	first.press("Đăng xuất")
	first.see("Đăng nhập")
	var left int
	first.eval(`indexedDB.databases().then(all => all.filter(d => d.name === "hoithao-door").length)`, &left)
	if left != 0 {
		t.Error("the list of the door is still on the device")
	}
	first.forgive()
	second.forgive()
}

// What a device keeps belongs to an account: when the sign-in has ended it waits, another account neither sends nor sees it, and a scan that
// comes days late is flagged. The page was loaded again without a network meanwhile.
func TestDoorOfAnother(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	site, _ := s.serve("127.0.0.1:0")
	w := open(t, site, 1280, 900)
	token, other := s.account("le-tan", models.Door), s.account("le-tan-2", models.Door)
	w.enter(token)
	w.atDoor("Cửa 1")
	w.offline(true)
	w.scan("103")
	w.answered("kept", "Nguyễn Thị Hòa")
	w.scan("104")
	w.answered("kept", "Nguyễn Thị Hoa")
	w.eval(`new Promise(done => { const open = indexedDB.open("hoithao-door"); open.onsuccess = () => { const store = open.result.transaction("queue", "readwrite").objectStore("queue"), all = store.getAll();
		all.onsuccess = () => { const scan = all.result.find(s => s.who === "Nguyễn Thị Hoa"); scan.scanned -= 3 * 24 * 3600e3; store.put(scan).onsuccess = () => { open.result.close(); done(1); }; }; }; })`, new(any))
	user, login, err := s.db.LoggedIn(ctx, token)
	s.must(err)
	s.must(s.db.SignOut(ctx, user.ID, login.ID))
	w.offline(false)
	w.see("Đã hết phiên đăng nhập")
	w.accessible("door, signed out")
	w.picture("door-signedout")
	w.offline(true)
	w.eval(`void setTimeout(() => location.reload())`, new(any))
	comes(func() bool { return !strings.Contains(w.text(), "Đón đại biểu") })
	w.offline(false)
	w.waitSite()

	w.enter(other)
	w.atDoor("Cửa 1")
	w.see("Máy này còn giữ 2 lượt quét của tài khoản hoặc sự kiện khác")
	w.scan("105")
	w.answered("in", "Đặng Văn Đông")
	w.waiting(2, 0)
	if got := s.mark(2); got.State != "" {
		t.Errorf("another account has sent %+v", got)
	}
	w.press("Đăng xuất") // leaves what is not his
	w.see("Đăng nhập")
	w.waiting(2, 0)
	w.forgive()
	w.signIn("le-tan", demoPassword)
	w.atDoor("Cửa 1")
	w.waiting(0, 0)
	if got := s.mark(2); got.State != models.Present || got.ArrivedAt.IsZero() {
		t.Errorf("what waited is %+v", got)
	}
	if got := s.mark(3); got.State != models.Present || !got.ArrivedAt.IsZero() {
		t.Errorf("what came days late is %+v", got)
	}
	w.within("#doubtful", "Giờ cần xem lại", func() { w.see("Nguyễn Thị Hoa") })
	w.forgive()
}

// waitSite waits until the browser reaches the program again.
func (w *window) waitSite() {
	w.t.Helper()
	if !comes(func() bool { return chromedp.Do(w.ctx, chromedp.Navigate(w.site+"/login")) == nil }) {
		w.t.Fatal("the browser does not come back")
	}
	w.forgive()
}

// A camera before which somebody holds a badge: it is scanned once, however long. The page came from another machine, as a phone's does, so that
// the browser gives the camera for the encryption alone, by a certificate that an office made for itself and a person let pass; without
// encryption there is a photo instead.
func TestDoorCamera(t *testing.T) {
	s := newStage(t)
	cert, key := ownCertificate(t)
	secured, _ := s.serve("127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	plain, _ := s.serve("127.0.0.1:0")
	inHall := func(site string) string { return strings.Replace(site, "127.0.0.1", hallAddress, 1) }
	w := open(t, inHall(secured), 390, 844, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", film(t, s.delegates[6].Pass)), chromedp.Flag("host-resolver-rules", "MAP "+hallAddress+" 127.0.0.1"))
	w.letPass()
	usher := s.account("le-tan", models.Door)
	w.enter(usher)
	w.atDoor("Cửa 1")
	w.hit("Mở máy ảnh")
	w.answered("in", "Vũ Thị Lan")
	w.picture("door-camera")
	w.accessible("door, camera")
	w.eval(`new Promise(done => setTimeout(done, 2500))`, new(any)) // some frames more
	scans, err := s.db.LastScans(context.Background(), s.event.ID, s.session(), "", 100)
	s.must(err)
	if len(scans) != 1 {
		t.Errorf("%d scans of one badge", len(scans))
	}
	w.hit("Tắt máy ảnh")
	w.until(`document.querySelector("[data-video]").hidden`)

	w.site = inHall(plain)
	open := w.beside(390, 844)
	open.enter(usher)
	open.atDoor("Cửa 2")
	var secure, camera, photo bool
	open.eval(`isSecureContext`, &secure)
	open.eval(`document.querySelector("[data-camera]").checkVisibility()`, &camera)
	open.eval(`document.querySelector("[for=f-file]").checkVisibility()`, &photo)
	if secure || camera || !photo {
		t.Errorf("without encryption: secure %v, a camera %v, a photo %v", secure, camera, photo)
	}
	open.choose("#f-file", picturedCode(t, s.delegates[4].Pass))
	open.answered("in", "Đặng Văn Đông")
	open.picture("door-plain")
	open.forgive() // the console says that a header counts under TLS only
}

// still asks for a page without motion, as some systems do: then nothing on it is moved, not even a button under the finger.
func (w *window) still() {
	w.t.Helper()
	w.do("reduced motion", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
	var moves []string
	w.eval(`[...document.querySelectorAll("*")].filter(e => { const style = getComputedStyle(e); return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior === "smooth"; }).map(e => e.outerHTML.slice(0, 80)).concat(
		document.getAnimations().map(a => a.constructor.name), [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.selectorText?.includes(":active") && rule.style.transform).map(rule => rule.cssText))`, &moves)
	if len(moves) > 0 {
		w.t.Errorf("moves though none is wanted: %v", moves)
	}
}

// letPass opens the site in spite of a certificate that nobody vouches for, as a person does at the browser's warning.
func (w *window) letPass() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(w.site+"/login")); err == nil || !strings.Contains(err.Error(), "ERR_CERT_AUTHORITY_INVALID") {
		w.t.Fatalf("the browser does not warn: %v", err)
	}
	w.until(`document.getElementById("proceed-link") !== null`)
	w.eval(`void document.getElementById("proceed-link").click()`, new(any))
	w.see("Tên đăng nhập")
	w.forgive()
}

// film is a video of a QR code that stands still, as Chromium's camera of files takes it.
func film(t *testing.T, text string) string {
	t.Helper()
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const width, height, scale = 640, 480, 10
	frame := bytes.Repeat([]byte{235}, width*height)
	for y := range code.Size * scale {
		for x := range code.Size * scale {
			if code.Black(x/scale, y/scale) {
				frame[(y+60)*width+x+150] = 16
			}
		}
	}
	var film bytes.Buffer
	film.WriteString("YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
	for range 3 {
		film.WriteString("FRAME\n")
		film.Write(frame)
		film.Write(bytes.Repeat([]byte{128}, width*height/2))
	}
	name := filepath.Join(t.TempDir(), "badge.y4m")
	if err := os.WriteFile(name, film.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Killed between the commit and the answer: the door, which heard nothing, sends the same again and is told the same.
func TestScanKilledUnanswered(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	site, process := s.serve("127.0.0.1:0")
	cookie := "login=" + s.account("le-tan", models.Door)
	token := formTokenOf(t, site, cookie)
	for round := range 3 {
		nonce := fmt.Sprint("unanswered-", round)
		body := url.Values{"_csrf": {token}, "nonce": {nonce}, "act": {"in"}, "door": {"Cửa 1"}, "code": {fmt.Sprint(101 + round)}, "part": {"true"}}.Encode()
		request := "POST " + checkin + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + fmt.Sprint(len(body)) + "\r\n\r\n" + body
		connection, err := net.Dial("tcp", strings.TrimPrefix(site, "http://"))
		s.must(err)
		_, err = connection.Write([]byte(request))
		s.must(err)
		for { // it is committed; nobody reads the answer
			if _, err := s.db.ScanByNonce(ctx, s.event.ID, nonce); err == nil {
				break
			}
		}
		process.Kill()
		connection.Close()
		before, err := s.db.ScanByNonce(ctx, s.event.ID, nonce)
		s.must(err)
		site, process = s.serve("127.0.0.1:0")
		for range 2 {
			again, err := http.NewRequest(http.MethodPost, site+checkin, strings.NewReader(body))
			s.must(err)
			again.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			again.Header.Set("Cookie", cookie)
			response, err := http.DefaultClient.Do(again)
			s.must(err)
			said, err := io.ReadAll(response.Body)
			response.Body.Close()
			s.must(err)
			if !strings.Contains(string(said), `data-outcome="in"`) || !strings.Contains(string(said), stageNames[round]) {
				t.Fatalf("the retry is told %.400s", said)
			}
		}
		if after, err := s.db.ScanByNonce(ctx, s.event.ID, nonce); err != nil || after.ID != before.ID || !after.ReceivedAt.Equal(before.ReceivedAt.Time) {
			t.Errorf("the scan %+v became %+v: %v", before, after, err)
		}
	}
	scans, err := s.db.LastScans(ctx, s.event.ID, s.session(), "", 100)
	s.must(err)
	if len(scans) != 3 {
		t.Errorf("%d scans, not 3", len(scans))
	}
}

// session is the stage's only one.
func (s *stage) session() models.ID {
	s.t.Helper()
	sessions, err := s.db.Sessions(context.Background(), s.event.ID)
	s.must(err)
	return sessions[0].ID
}
