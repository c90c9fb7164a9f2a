package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hoithao/models"
)

// A secretary keeps the record by keyboard alone; the network goes and comes back. What was pressed and typed meanwhile is in the record, and
// in each state the desk is accessible.
func TestDeskByKeyboard(t *testing.T) {
	site, _ := serving(t, "demo", "--addr", "127.0.0.1:0")
	w := open(t, site, 1280, 900)
	w.signIn("quan-tri", demoPassword)
	const event = "/events/hoi-nghi-mau"
	look := func(name string) {
		t.Helper()
		w.accessible("desk, " + name)
		w.narrow("desk, " + name)
		w.picture("desk-" + name)
	}
	// The morning goes on, at whatever hour this runs: the desk shows the room where something is on.
	w.visit(event + "/agenda")
	var begins int
	w.eval(`fetch(`+quote(event+"/desk/items/")+` + [...document.querySelectorAll("[data-id]")].find(row => row.textContent.includes("Đón tiếp đại biểu") && !row.textContent.includes("phát tài liệu")).dataset.id + "/start",
		{ method: "POST", body: new URLSearchParams({ _csrf: document.querySelector("meta[name=csrf]").content }) }).then(answer => answer.status)`, &begins)
	w.visit(event + "/desk")
	w.tap("?")
	w.see("Phím tắt của bàn thư ký")
	look("keys")
	w.tap("\x1b")
	for i, item := range []string{"Đón tiếp đại biểu", "Tham luận của các xã, phường"} {
		if i > 0 {
			w.tap("n")
		}
		w.until(`document.querySelector("#desk-now.on b")?.textContent === ` + quote(item))
	}
	w.tap("q")
	look("request")
	w.tap("\x1b")
	w.tap("1")
	w.until(`document.querySelector("#desk-now .speaker") !== null`)
	var who string
	w.eval(`document.querySelector("#desk-now .speaker").textContent`, &who)
	w.tap("s")
	w.write("Đề nghị có quy chế phối hợp.")
	w.see("Đã lưu")
	look("speaker")
	w.eval(`void (document.querySelector("#desk-now .clock").dataset.minutes = "0")`, new(any))
	w.see("Quá giờ")
	look("overrun")
	w.tap("\x1b")
	w.tap("p")
	w.until(`document.querySelector("#desk-now [data-watch][data-paused]:not([data-paused=''])") !== null`)
	look("paused")
	w.tap("p")
	w.until(`document.querySelector("#desk-now [data-watch][data-paused='']") !== null`)
	w.tap("s")

	w.offline(true)
	w.write(" Hằng tuần gửi thông tin.")
	w.tap("\x1b")
	w.tap("e")
	w.see("1 thao tác được giữ trên máy này")
	look("offline")
	w.forgive() // the console says that there is no network
	w.offline(false)
	w.until(`document.querySelector("#desk-now .speaker") === null`)
	w.until(`document.querySelector("#desk-waiting").hidden`)
	w.tap("x")
	w.until(`document.querySelector("#desk-now.on") === null`)
	look("between")

	// Somebody else signs in beside this page: what is pressed here is not done in their name.
	var begun string
	w.eval(`(async () => {
		const post = (to, fields) => fetch(to, { method: "POST", body: new URLSearchParams(fields) }), token = text => /name="csrf" content="([^"]+)"/.exec(text)[1];
		await post("/logout", { _csrf: document.querySelector("meta[name=csrf]").content, keep: "true" });
		await post("/login", { _csrf: token(await (await fetch("/login")).text()), account: "thu-ky", password: `+quote(demoPassword)+` });
		return "";
	})()`, &begun)
	w.tap("n")
	w.see("Đã hết phiên làm việc: mọi nội dung được giữ trên máy này.")
	w.eval(`fetch(location.href).then(answer => answer.text()).then(text => new DOMParser().parseFromString(text, "text/html").querySelector("#desk-now.on")?.textContent ?? "nothing")`, &begun)
	if begun != "nothing" {
		t.Errorf("in another account's name this was begun: %s", begun)
	}
	w.forgive()

	w.visit(event + "/speeches")
	w.press(who)
	var summary string
	w.eval(`document.querySelector("[name=summary]").value`, &summary)
	if want := "Đề nghị có quy chế phối hợp. Hằng tuần gửi thông tin."; summary != want {
		t.Errorf("the summary is %q, not %q", summary, want)
	}
	var twice []bool
	w.eval(`[1, 2].map(() => document.querySelector("form[method=post]:has([name=summary])").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true })))`, &twice)
	if len(twice) != 2 || !twice[0] || twice[1] {
		t.Errorf("a double press: %v", twice)
	}
	var ends string
	w.eval(`document.querySelector("[name=ends]").value`, &ends)
	if !strings.Contains(ends, ":") {
		t.Errorf("no end is noted: %q", ends)
	}
}

// Two secretaries write on one speech. Whose text is older is told, sees both texts and chooses; in light and dark, on a desk and on a phone that
// is accessible, and the keyboard reaches both choices. When the field goes away under somebody who writes, what is typed stays a text.
func TestDeskClash(t *testing.T) {
	s := newStage(t)
	site, _ := s.serve("127.0.0.1:0")
	first := open(t, site, 1280, 900)
	second := first.beside(1280, 900)
	first.enter(s.account("thu-ky", models.Secretary))
	second.enter(s.account("thu-ky-2", models.Secretary))
	const desk = "/events/" + stageSlug + "/desk"
	first.visit(desk)
	first.tap("n")
	first.until(`document.querySelector("#desk-now.on") !== null`)
	speaks := func(name string) {
		t.Helper()
		first.tap("q")
		first.fill("Người phát biểu", name)
		first.hit("Mời phát biểu ngay")
		first.until(`document.querySelector("#desk-now .speaker")?.textContent === ` + quote(name))
		second.until(`document.querySelector("#desk-now .speaker")?.textContent === ` + quote(name))
	}
	field := func(w *window, value string) {
		t.Helper()
		w.until(`document.querySelector("#desk-now textarea")?.value.normalize() === ` + quote(value))
	}
	second.visit(desk)
	second.until(`document.querySelector("[data-following]") !== null`)

	// The second has a draft when the first saves; then the second writes on.
	speaks(stageNames[2])
	first.tap("s")
	first.write("Cần quy chế.")
	second.tap("s")
	second.write("Bồi dưỡng")
	second.see("Đã lưu")
	first.tap("\x1b")
	first.tap("e")
	second.see("Người khác vừa sửa tóm tắt của "+stageNames[2], "Cần quy chế.")
	second.write(" nghiệp vụ p.") // goes on where the text is now: no letter is a command
	second.until(`document.activeElement.value.normalize() === "Bồi dưỡng nghiệp vụ p."`)
	second.within(".card.wrong", "Bản đã lưu", func() { second.press("Lưu bản đang viết") })
	second.until(`document.querySelector("#desk-unsaved .card") === null`)
	if got := s.summary(stageNames[2]); got != "Bồi dưỡng nghiệp vụ p." {
		t.Errorf("the record has %q", got)
	}

	// Both write while she speaks: the second is told at the field and asks for both texts.
	speaks(stageNames[3])
	first.tap("s")
	first.write("Một.")
	first.see("Đã lưu")
	second.tap("s")
	second.write("Hai.")
	second.see("Đã lưu")
	first.until(`document.querySelector("#desk-now [data-autosave]").dataset.version === "2"`) // she rests: it is in the record
	second.see("Người khác vừa sửa")
	second.until(`document.querySelector("[id^=mine-]")?.value === "Hai."`)
	field(second, "Một.")
	for _, look := range []struct {
		name, scheme  string
		width, height int64
	}{{"desk-light", "light", 1280, 900}, {"desk-dark", "dark", 1280, 900}, {"phone-dark", "dark", 390, 844}, {"phone-light", "light", 390, 844}} {
		second.do("viewport", chromedp.EmulateViewport(look.width, look.height))
		second.scheme(look.scheme)
		second.accessible("clash " + look.name)
		second.narrow("clash " + look.name)
		second.picture("clash-" + look.name)
	}
	second.eval(`document.querySelector("[data-open=keys]").focus()`, new(any))
	for _, words := range []string{"Bản đang viết", "Bản đã lưu", "Lưu bản đang viết", "Giữ bản đã lưu"} {
		second.tab()
		var on string
		second.eval(`(document.activeElement.labels?.[0] ?? document.getElementById(document.activeElement.getAttribute("aria-labelledby")) ?? document.activeElement).innerText.normalize()`, &on)
		if on != words {
			t.Errorf("the keyboard comes to %q, not to %q", on, words)
		}
	}
	second.do("Enter", chromedp.KeyEvent("\r"))
	second.until(`document.querySelector("#desk-unsaved .card") === null`)
	field(second, "Một.")
	second.tap("s")
	second.write(" Ba.")
	second.until(`document.querySelector("#desk-now [data-autosave]").defaultValue.normalize() === "Một. Ba."`) // she rests: it is in the record
	second.write(" Bốn.")                                                                                       // where she was
	field(second, "Một. Ba. Bốn.")
	second.see("Đã lưu")
	second.tap("\x1b")
	second.tap("e")
	second.until(`document.querySelector("#desk-now .speaker") === null`)
	if got := s.summary(stageNames[3]); got != "Một. Ba. Bốn." {
		t.Errorf("the record has %q", got)
	}
}

// What others do while a button is held down does not take it from under the mouse, and the focus stays with the control that has it.
func TestDeskPress(t *testing.T) {
	s := newStage(t)
	site, _ := s.serve("127.0.0.1:0")
	first := open(t, site, 1280, 900)
	second := first.beside(1280, 900)
	first.enter(s.account("thu-ky", models.Secretary))
	second.enter(s.account("thu-ky-2", models.Secretary))
	const desk = "/events/" + stageSlug + "/desk"
	for _, w := range []*window{first, second} {
		w.visit(desk)
	}
	second.until(`document.querySelector("[data-following]") !== null`)
	first.tap("n")
	waits := func(name string) {
		t.Helper()
		first.tap("q")
		first.fill("Người phát biểu", name)
		first.hit("Thêm vào hàng chờ")
		first.until(`document.querySelector("#desk-queue").innerText.normalize().includes(` + quote(name) + `)`)
	}
	shows := func(name string) string {
		return `document.querySelector("#desk-queue").innerText.normalize().includes(` + quote(name) + `)`
	}
	waits(stageNames[2])
	second.until(shows(stageNames[2]))

	// The focus: another row comes, and the button of this row has it still.
	invite := `document.querySelector("[aria-label='Mời phát biểu: ` + stageNames[2] + `']")`
	second.eval(invite+`.focus()`, new(any))
	waits(stageNames[3])
	second.until(shows(stageNames[3]))
	second.until(`document.activeElement === ` + invite)

	// The mouse: while it is down a third row comes, and the page hears of it.
	var at struct{ X, Y float64 }
	second.eval(`(() => { const box = `+invite+`.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()`, &at)
	mouse := func(event input.DispatchMouseEventType) {
		t.Helper()
		if _, err := chromedp.Call(second.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: event, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, ClickCount: 1}); err != nil {
			t.Fatal(err)
		}
	}
	mouse("mousePressed")
	const read = `performance.getEntriesByType("resource").filter(entry => entry.initiatorType === "fetch" && entry.name.endsWith("/desk")).length`
	var before int
	second.eval(read, &before)
	waits(stageNames[4])
	second.until(read + ` > ` + fmt.Sprint(before))
	second.eval(`new Promise(done => setTimeout(done, 100))`, new(any)) // what was read is shown by now
	mouse("mouseReleased")
	second.until(`document.querySelector("#desk-now .speaker")?.textContent.normalize() === ` + quote(stageNames[2]))
	second.until(shows(stageNames[4]))
}

// tap presses one key where the focus is, as a keyboard does: what the page makes of the key keeps the letter from being written.
func (w *window) tap(key string) {
	w.t.Helper()
	down := input.DispatchKeyEventParams{Type: "keyDown", Key: key, Text: key, UnmodifiedText: key, WindowsVirtualKeyCode: int64(strings.ToUpper(key)[0])}
	if key == "\x1b" {
		down.Key, down.Text, down.UnmodifiedText = "Escape", "", ""
	}
	up := input.DispatchKeyEventParams{Type: "keyUp", Key: down.Key, WindowsVirtualKeyCode: down.WindowsVirtualKeyCode}
	for _, event := range []input.DispatchKeyEventParams{down, up} {
		if _, err := chromedp.Call(w.ctx, input.DispatchKeyEvent, event); err != nil {
			w.t.Fatal(err)
		}
	}
}

// tab goes on to what the keyboard reaches next.
func (w *window) tab() {
	w.t.Helper()
	w.do("Tab", chromedp.KeyEvent("\t"))
}

// write types a text where the focus is.
func (w *window) write(text string) {
	w.t.Helper()
	w.do("write "+text, chromedp.KeyEvent(text))
}

// offline pulls the plug of this window, or puts it back.
func (w *window) offline(off bool) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := chromedp.Call(w.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}}); err != nil {
		w.t.Fatal(err)
	}
}

// alt presses a letter with Alt held.
func (w *window) alt(letter string) {
	w.t.Helper()
	code := strings.ToUpper(letter)
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		if _, err := chromedp.Call(w.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventType(kind), Key: letter, Code: "Key" + code, WindowsVirtualKeyCode: int64(code[0]), Modifiers: 1}); err != nil {
			w.t.Fatal(err)
		}
	}
}
