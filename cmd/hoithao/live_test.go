package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Two phones and a secretary at once: what the secretary changes is on both phones without anybody loading a page again, and what a reader
// has opened stays open.
func TestFollow(t *testing.T) {
	site, _ := serving(t, "demo", "--addr", "127.0.0.1:0")
	const event = "/events/hoi-nghi-mau"
	office, first, second := open(t, site, 1280, 900), open(t, site, 390, 844), open(t, site, 320, 640)
	office.signIn("to-chuc", demoPassword)
	for _, phone := range []*window{first, second} {
		phone.visit(event)
		phone.eval(`void (window.unmoved = true)`, new(any)) // gone when the page is loaded again
		phone.until(`document.querySelector("[data-following]") !== null`)
	}
	office.visit(event + "/settings")
	office.fill("Địa điểm", "Nhà văn hóa trung tâm")
	office.press("Lưu")
	office.see("Đã lưu")
	for _, phone := range []*window{first, second} {
		phone.see("Nhà văn hóa trung tâm")
		phone.until(`window.unmoved === true`)
	}
}

// until waits until a condition holds in the page.
func (w *window) until(condition string) {
	w.t.Helper()
	if _, err := chromedp.Run(w.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(patience))); err != nil {
		w.t.Fatalf("%s: %v\n%s", condition, err, w.text())
	}
}
