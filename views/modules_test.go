package views

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hoithao/public"
)

// hall serves the kitchen page with the policy of the program, and keeps what the scripts send.
type hall struct {
	*httptest.Server
	mu       sync.Mutex
	posts    []string // "path?fields"
	reports  int      // breaches of the policy
	status   int      // of the next answers to /save
	revision int
}

func newHall(t *testing.T) *hall {
	h := &hall{status: http.StatusOK, revision: 412}
	page := render(t, with(os.DirFS("testdata/pages")), "kitchen", aKitchen(Vietnamese))
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; report-uri /report")
		if r.Method == http.MethodPost {
			r.ParseForm()
			h.posts = append(h.posts, r.URL.Path+"?"+r.Form.Encode())
		}
		switch path := r.URL.Path; {
		case path == "/report":
			h.reports++
		case path == "/order":
			w.Header().Set("X-Version", "2")
		case path == "/save" && h.status == http.StatusServiceUnavailable: // as when the network breaks
			panic(http.ErrAbortHandler)
		case path == "/save":
			w.WriteHeader(h.status)
			fmt.Fprint(w, `{"version": 4}`)
		case path == "/x/live": // as of a proxy that lets no stream through: refused, then asked
			if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			fmt.Fprint(w, h.revision, " agenda")
		case path == "/part":
			fmt.Fprint(w, `<section id="programme" data-live="/part">Đã đổi</section>`)
		case strings.HasPrefix(path, public.Prefix):
			file, ok := public.Lookup(path)
			if !ok {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", file.Type)
			w.Write(file.Content)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hall) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

// last is the last post to a path.
func (h *hall) last(path string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := len(h.posts) - 1; i >= 0; i-- {
		if strings.HasPrefix(h.posts[i], path+"?") {
			return h.posts[i]
		}
	}
	return ""
}

// tab is a browser at the kitchen page; the test is skipped where there is none.
type tab struct {
	*testing.T
	ctx context.Context
}

func newTab(t *testing.T, url string, width int64) tab {
	chromium, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("no chromium")
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	tab := tab{t, ctx}
	tab.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(url))
	tab.wait(`document.documentElement.classList.contains("modules")`)
	return tab
}

func (t tab) do(steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(t.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func (t tab) run(script string) string {
	t.Helper()
	result, err := chromedp.Run(t.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// wait waits until a condition holds.
func (t tab) wait(condition string) {
	t.Helper()
	if _, err := chromedp.Run(t.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
}

const order = `[...document.querySelectorAll("#order > li")].map(row => row.dataset.id).join()`

func TestModules(t *testing.T) {
	h := newHall(t)
	tab := newTab(t, h.URL, 1280)
	is := func(script, want string) {
		t.Helper()
		if got := tab.run(script); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}

	// What is on, by the server's clock.
	is(`document.querySelector("[aria-current=time] .what").textContent`, "Trao đổi, thảo luận")
	is(`document.querySelector("[data-now-left]").textContent`, "còn khoảng 24 phút")
	is(`document.querySelector("[data-agenda] li").className`, "done")

	// A row moves by its button, by keys, and by its handle.
	tab.do(chromedp.Click(chromedp.CSS(`#order [data-id="1"] button[value=down]`)))
	is(order, "2,1,3")
	is(`document.activeElement.value`, "down")
	tab.do(chromedp.KeyEvent(kb.ArrowDown, chromedp.KeyModifiers(chromedp.ModifierAlt)))
	is(order, "2,3,1")
	tab.do(chromedp.DragAndDrop(chromedp.CSS(`#order [data-id="1"] .grip`), chromedp.CSS(`#order [data-id="2"] .grip`)))
	tab.wait(order + ` === "1,2,3"`)
	tab.wait(`document.querySelector(".toast").textContent === "Đã chuyển đến vị trí 1 trên 3"`)
	tab.wait(`document.querySelector("#order").dataset.version === "2"`)
	for deadline := time.Now().Add(10 * time.Second); !strings.HasPrefix(h.last("/order"), "/order?_csrf=token&order=1%2C2%2C3&version="); {
		if time.Now().After(deadline) {
			t.Fatalf("the order that was sent is %q", h.last("/order"))
		}
		time.Sleep(10 * time.Millisecond)
	}

	// A longer item moves the later ones; a later start moves itself, too.
	tab.do(chromedp.SetValue(chromedp.CSS("#f-minutes"), "55"))
	tab.run(`document.querySelector("#f-minutes").dispatchEvent(new Event("input", {bubbles: true}))`)
	is(`[...document.querySelectorAll("#order > li > time")].map(t => t.textContent).join()`, "07h30,08h00,08h55")
	tab.run(`(document.querySelector("#f-start").value = "08:10", document.querySelector("#f-start").dispatchEvent(new Event("input", {bubbles: true})))`)
	is(`[...document.querySelectorAll("#order > li > time")].map(t => t.textContent).join()`, "07h30,08h10,09h05")

	// A text saves itself; without a network it is kept; when somebody else was faster, it says so.
	status := `document.querySelector("#f-summary-saved").textContent`
	tab.do(chromedp.SendKeys(chromedp.CSS("#f-summary"), " Một."))
	tab.wait(`/^Đã lưu \d\dh\d\d’\d\d$/.test(` + status + `)`)
	is(`document.querySelector("#f-summary").form.querySelector("[name=version]").value`, "4")
	if sent := h.last("/save"); !strings.Contains(sent, "version=3") || !strings.Contains(sent, "_csrf=token") {
		t.Errorf("what was saved is %q", sent)
	}
	h.set(func() { h.status = http.StatusServiceUnavailable })
	tab.do(chromedp.SendKeys(chromedp.CSS("#f-summary"), " Hai."))
	tab.wait(status + `.startsWith("Mất kết nối")`)
	is(`JSON.parse(localStorage.getItem("draft:7 /save")).text.includes("Hai.")`, "true")
	h.set(func() { h.status = http.StatusOK })
	tab.run(`dispatchEvent(new Event("online"))`)
	tab.wait(status + `.startsWith("Đã lưu")`)
	is(`localStorage.getItem("draft:7 /save")`, "null")

	// Left, the page hands the text to the record; one that was taken out of the page is let go and hands over nothing.
	tab.run(`(() => {
		window.handed = [];
		navigator.sendBeacon = () => handed.push("text");
		const text = document.querySelector("[data-autosave]"), place = document.createComment("");
		text.dataset.leave = "";
		dispatchEvent(new Event("pagehide"));
		text.replaceWith(place);
		document.dispatchEvent(new CustomEvent("refreshed"));
		dispatchEvent(new Event("pagehide"));
		place.replaceWith(text);
		delete text.dataset.leave;
	})()`)
	is(`handed.length`, "1")
	h.set(func() { h.status = http.StatusConflict })
	tab.do(chromedp.SendKeys(chromedp.CSS("#f-summary"), " Ba."))
	tab.wait(status + `.startsWith("Người khác vừa sửa phần này. Xem hai bản")`)

	// What follows the event is fetched again when its revision moves.
	h.set(func() { h.revision++ })
	tab.run(`dispatchEvent(new Event("online"))`)
	tab.wait(`document.querySelector("#programme").textContent === "Đã đổi"`)

	// A menu closes with Escape and gives the focus back.
	tab.run(`document.querySelector("details.confirm summary").click()`)
	tab.do(chromedp.KeyEvent(kb.Escape))
	is(`document.querySelector("details.confirm").open`, "false")

	h.set(func() {
		if h.reports > 0 {
			t.Errorf("the page broke its policy %d times", h.reports)
		}
	})
}

// On the smallest phone nothing lies outside, and everything is large enough for a thumb.
func TestSmallScreen(t *testing.T) {
	tab := newTab(t, newHall(t).URL, 320)
	tab.run(`document.querySelector(".bar .menu summary").click()`)
	if wide := tab.run(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 321 && e.checkVisibility() && !e.closest(".tabs, .unseen, .scroll, thead")).map(e => e.outerHTML.slice(0, 80)).join("\n")`); wide != "" {
		t.Errorf("these lie outside:\n%s", wide)
	}
	if width := tab.run(`document.documentElement.scrollWidth`); width != "320" {
		t.Errorf("the page is %s wide", width)
	}
	if low := tab.run(`[...document.querySelectorAll("button, .button, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, .tabs a, .check, .choice label")].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80)).join("\n")`); low != "" {
		t.Errorf("these are less than 44 px high:\n%s", low)
	}
}
