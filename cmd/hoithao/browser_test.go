package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// window is a window of a real browser, driven as a person would: by the words on the screen.
type window struct {
	t    *testing.T
	ctx  context.Context
	site string
	part string      // selector of the part of the page that fill and press look in
	mark func() bool // finds the part again, which may have been read anew; nil: the whole page
	bare bool        // it runs no scripts

	mu     sync.Mutex
	faults []string // errors of the console, answers that should not have come
}

// patience is how long a test waits for what has to come: far longer than it takes, for a machine may have other things to do.
const patience = time.Minute

// comes asks again and again until a condition holds; false: it never did.
func comes(holds func() bool) bool {
	for end := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// open starts a browser of its own, with an empty profile. Without Chromium the test is skipped; under CI that is a failure.
func open(t *testing.T, site string, width, height int, flags ...chromedp.ExecAllocatorOption) *window {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		missing(t, "no Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "vi"))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, append(options, flags...)...)
	t.Cleanup(stop)
	return opened(t, ctx, site, width, height)
}

// beside opens a window in the same browser, as if it were another one: it shares no cookie and nothing that is kept.
func (w *window) beside(width, height int) *window {
	w.t.Helper()
	return opened(w.t, w.ctx, w.site, width, height, chromedp.WithNewBrowserContext())
}

func opened(t *testing.T, ctx context.Context, site string, width, height int, options ...chromedp.ContextOption) *window {
	t.Helper()
	ctx, end := chromedp.NewContext(ctx, options...)
	t.Cleanup(end)
	w := &window{t: t, ctx: ctx, site: site}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal(err)
	}
	// A window on a screen has a least width; what a page gets may be as narrow as the narrowest phone.
	w.do("viewport", chromedp.EmulateViewport(int64(width), int64(height)))
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, fault := range w.faults {
			t.Errorf("the browser complains: %s", fault)
		}
	})
	return w
}

// missing skips a test for want of a tool, or fails it under CI, where every tool has to be there.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what + ": under CI every tool has to be there")
	}
	t.Skip(what)
}

// hear keeps what a person would find in the console: errors of scripts, of the policy, and files that are not there.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch event := event.(type) {
	case *page.EventJavascriptDialogOpening: // nothing is left half-written in these tests
		w.faults = append(w.faults, "the page asks: "+event.Message)
		go chromedp.Call(w.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, event.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError && !strings.Contains(event.Entry.Text, "422") && !strings.Contains(event.Entry.Text, "409") {
			w.faults = append(w.faults, event.Entry.Text+" "+event.Entry.URL)
		}
	}
}

func (w *window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("%s: %v\n%s", what, err, w.text())
	}
}

func (w *window) visit(path string) {
	w.t.Helper()
	w.do("visit "+path, chromedp.Navigate(w.site+path))
}

// eval is the value of an expression in the page, as JSON decodes it.
func (w *window) eval(expression string, into any) {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`(async () => JSON.stringify(await (`+expression+`)) ?? "null")()`, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%s: %v", expression, err)
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		w.t.Fatalf("%s: %v in %s", expression, err, text)
	}
}

// text is what a person reads on the page.
func (w *window) text() string {
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
	if err != nil {
		return err.Error()
	}
	return text
}

// see waits until the page shows the words, whatever their case: the page that is there now, or the one that is on its way.
func (w *window) see(words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !comes(func() bool { return strings.Contains(plain(w.text()), plain(word)) }) {
			w.t.Fatalf("%q does not appear:\n%s", word, w.text())
		}
	}
}

// plain is a text in lower case with its white space folded: a style sheet may change both.
func plain(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// within looks in one part of the page: the first that the selector matches and that holds the words.
func (w *window) within(selector, words string, act func()) {
	w.t.Helper()
	w.mark = func() bool {
		var found bool
		w.eval(fmt.Sprintf(`(() => {
		document.querySelectorAll("[data-part-of-test]").forEach(e => e.removeAttribute("data-part-of-test"));
		const one = [...document.querySelectorAll(%s)].find(e => e.innerText.normalize().includes(%s));
		one?.setAttribute("data-part-of-test", "");
		return !!one;
	})()`, quote(selector), quote(words)), &found)
		return found
	}
	if !w.mark() {
		w.t.Fatalf("no %s with %q\n%s", selector, words, w.text())
	}
	w.part = "[data-part-of-test] "
	act()
	w.part, w.mark = "", nil
}

// fill writes into the field that has the label. What a person would choose in a list is chosen by its words.
func (w *window) fill(label, value string) {
	w.t.Helper()
	if w.mark != nil {
		w.mark()
	}
	var why string
	w.eval(fmt.Sprintf(`(() => {
		const name = s => s.normalize().replace(/\s+/g, " ").trim();
		const labels = [...document.querySelectorAll(%[3]s + "label")].filter(l => l.checkVisibility());
		const label = labels.find(l => name(l.innerText) === %[1]s) ?? labels.find(l => name(l.innerText).startsWith(%[1]s));
		if (!label) return "no label";
		const input = label.control;
		if (!input) return "no input";
		input.focus();
		if (input.type === "checkbox" || input.type === "radio") { if (String(input.checked) !== %[2]s) input.click(); return ""; }
		if (input.tagName === "SELECT") {
			const option = [...input.options].find(o => name(o.text) === %[2]s || o.value === %[2]s || name(o.text).endsWith(" · " + %[2]s));
			if (!option) return "no choice among " + [...input.options].map(o => o.text).join(", ");
			input.value = option.value;
		} else input.value = %[2]s;
		input.dispatchEvent(new Event("input", {bubbles: true}));
		input.dispatchEvent(new Event("change", {bubbles: true}));
		return "";
	})()`, quote(label), quote(value), quote(w.part)), &why)
	if why != "" {
		w.t.Fatalf("fill %q with %q: %s\n%s", label, value, why, w.text())
	}
}

// press clicks, with the mouse, the button or link that bears the words, and waits for the page it leads to, if it leads to one.
func (w *window) press(words string) {
	w.t.Helper()
	if !w.hit(words) {
		w.settle(words)
	}
}

// hit clicks and waits for nothing. It tells whether what was clicked only opens something.
func (w *window) hit(words string) (opens bool) {
	w.t.Helper()
	const mark = "data-pressed"
	// What follows the event may take the mark away before the mouse is there: then nothing was pressed yet.
	for tries := 0; ; tries++ {
		if w.mark != nil {
			w.mark()
		}
		var found bool
		w.eval(fmt.Sprintf(`(() => {
		const name = e => (e.getAttribute("aria-label") ?? e.innerText).normalize().replace(/\s+/g, " ").trim();
		document.querySelectorAll("[%[2]s]").forEach(e => e.removeAttribute("%[2]s"));
		const all = ["button", "a", "summary"].flatMap(tag => [...document.querySelectorAll(%[3]s + tag)]).filter(e => e.checkVisibility() && !e.disabled && !e.closest("[aria-hidden=true]"));
		const one = all.find(e => name(e) === %[1]s) ?? all.find(e => name(e).startsWith(%[1]s));
		window.missed = true;
		if (one) { one.setAttribute("%[2]s", ""); one.scrollIntoView({block: "center"}); one.addEventListener("click", () => { window.missed = false; }, {once: true, capture: true}); }
		return !!one;
	})()`, quote(words), mark, quote(w.part)), &found)
		if !found && w.mark != nil && tries < 3 {
			continue
		}
		if !found {
			w.t.Fatalf("nothing to press says %q\n%s", words, w.text())
		}
		var stays bool // what only opens something here
		w.eval(`document.querySelector("[`+mark+`]")?.tagName === "SUMMARY"`, &stays)
		ctx, cancel := context.WithTimeout(w.ctx, patience/3) // it may have been put anew under the pointer: then once more
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("["+mark+"]")))
		cancel()
		if err == nil { // a page that moves may put something else under the mouse
			missed, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`window.missed ?? false`))
			if err != nil || !missed || w.bare { // a page that comes after the click knows nothing of it
				return stays
			}
		}
		if tries >= 3 {
			w.t.Fatalf("press %s: %v\n%s", words, err, w.text())
		}
	}
}

// settle waits until what was pressed is gone: the page it leads to is there, or a script has put something else in its place.
func (w *window) settle(words string) {
	w.t.Helper()
	if !comes(func() bool {
		ready, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !document.querySelector("[data-pressed]")`))
		return err == nil && ready
	}) {
		w.t.Fatalf("pressing %q leads nowhere:\n%s", words, w.text())
	}
}

// accessible runs the rules of axe-core on the page as it stands: none may be broken.
func (w *window) accessible(name string) {
	w.t.Helper()
	rules := os.Getenv("HOITHAO_AXE")
	if rules == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			w.t.Fatal(err)
		}
		rules = filepath.Join(cache, "hoithao", "axe-4.14.1.min.js")
	}
	script, err := os.ReadFile(rules)
	if err != nil {
		missing(w.t, "no axe-core (make deps fetches it)")
	}
	w.do("axe", chromedp.Evaluate[chromedp.Void](string(script)))
	var broken []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
	w.eval(`axe.run(document, {resultTypes: ["violations"], iframes: false}).then(r => r.violations)`, &broken)
	for _, rule := range broken {
		for _, node := range rule.Nodes[:min(len(rule.Nodes), 3)] {
			w.t.Errorf("%s breaks %s (%s): %s\n%s", name, rule.ID, rule.Help, node.HTML, node.FailureSummary)
		}
	}
}

// narrow tells whether the page fits its window: nothing sticks out to the side.
func (w *window) narrow(name string) {
	w.t.Helper()
	var wide int
	w.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &wide)
	if wide > 0 {
		w.t.Errorf("%s is %d pixels too wide for the window", name, wide)
	}
}

// picture keeps a screenshot when HOITHAO_PICTURES names a folder, for people to look at.
func (w *window) picture(name string) {
	w.t.Helper()
	folder := os.Getenv("HOITHAO_PICTURES")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644)
	}
	if err != nil {
		w.t.Error(err)
	}
}

// forgive forgets what the console has said so far.
func (w *window) forgive() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = nil
}

// emulate asks pages for light or dark.
func emulate(scheme string) func(context.Context, *chromedp.Target) error {
	return func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}
}

func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}
