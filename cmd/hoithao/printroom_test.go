package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The whole pack of three hundred takes its time: the page says how far it is, stops when told, and in the end has the file. A damaged PDF and one
// that swells to gigabytes stand as a sentence in the proceedings, and the program goes on.
func TestPrintRoom(t *testing.T) {
	site, _ := serving(t, "demo", "--addr", "127.0.0.1:0")
	w := open(t, site, 1280, 900)
	w.signIn("quan-tri", demoPassword)
	const event = "/events/hoi-nghi-mau"
	w.visit(event + "/papers")
	w.see("Phòng in")
	w.eval(`document.querySelectorAll("[name=o-papers]").forEach(box => { box.checked = true; })`, new(any))
	w.press("Lưu lựa chọn")

	w.see("Thiết lập văn bản")
	w.click("In")
	w.see("Đang soạn:")
	w.accessible("printing")
	w.picture("print-progress")
	w.click("Dừng")
	w.see("Đã dừng.")

	w.eval(`(() => { const make = URL.createObjectURL; URL.createObjectURL = file => make(window.shown = file); })()`, new(any))
	w.click("Xem PDF")
	w.see("Đã soạn xong.", "Mở tệp")
	var head string
	w.eval(`window.shown.slice(0, 5).text()`, &head)
	if head != "%PDF-" {
		t.Errorf("the file begins with %q", head)
	}
	w.accessible("printed")
	w.picture("print-done")
	w.visit(event + "/papers") // what opened beside it goes with the browser

	// Speakers hand in what is cut off, which is refused, and what nobody can read, which shows only when it is read.
	dir := t.TempDir()
	whole := minutesFile(t, "Nguyên", 20)
	handed := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	half := handed("nửa.pdf", whole[:len(whole)/2])
	damaged, swelling := handed("hỏng.pdf", bytes.ReplaceAll(whole, []byte(" obj"), []byte(" obx"))), handed("phình.pdf", bomb(t))
	w.visit(event + "/speeches")
	speeches := w.hrefs(`a[href*="/speeches/"]`, `/speeches/\d+$`)
	if len(speeches) < 2 {
		t.Fatal("too few speeches: ", speeches)
	}
	hand := func(speech, file string) {
		w.visit(speech)
		w.press("Ghi bài nhận bằng cách khác")
		w.within("form[enctype]", "Lưu bài", func() {
			w.upload("input[type=file]", file)
			w.press("Lưu bài")
		})
	}
	hand(speeches[0], half)
	w.see("Tệp bị hỏng hoặc chưa tải lên hết")
	for i, file := range []string{damaged, swelling} {
		hand(speeches[i], file)
		w.see(filepath.Base(file))
		w.press("Nhận bài")
	}
	began := time.Now()
	words := w.pdf(event + "/papers/proceedings.pdf")
	t.Logf("the proceedings took %v", time.Since(began))
	for _, sentence := range []string{"không đọc được tệp PDF này", "MỤC LỤC"} {
		if !strings.Contains(words, sentence) {
			t.Errorf("the proceedings do not say %q", sentence)
		}
	}
	if n := strings.Count(words, "Có văn bản kèm theo;"); n != 2 {
		t.Errorf("%d files are said to be unreadable", n)
	}
	w.visit(event + "/papers")
	w.see("Phòng in")
}

// click presses what stays on the page.
func (w *window) click(words string) {
	w.t.Helper()
	var found bool
	w.eval(`(() => {
		const one = [...document.querySelectorAll("button, a")].find(e => e.checkVisibility() && e.innerText.normalize().trim() === `+quote(words)+`);
		one?.click();
		return !!one;
	})()`, &found)
	if !found {
		w.t.Fatalf("nothing to press says %q\n%s", words, w.text())
	}
}

// hrefs are the addresses of links whose path matches, each once.
func (w *window) hrefs(selector, pattern string) (paths []string) {
	w.t.Helper()
	w.eval(`[...new Set([...document.querySelectorAll(`+quote(selector)+`)].map(a => new URL(a.href).pathname).filter(p => new RegExp(`+quote(pattern)+`).test(p)))]`, &paths)
	return paths
}

// upload chooses files in a field of the part of the page, as the system's dialog would.
func (w *window) upload(selector string, files ...string) {
	w.t.Helper()
	found, err := chromedp.Call(w.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: `document.querySelector(` + quote(w.part+selector) + `)`})
	if err == nil {
		_, err = chromedp.Call(w.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: found.Result.ObjectID})
	}
	if err != nil {
		w.t.Fatalf("%s: %v", selector, err)
	}
}
