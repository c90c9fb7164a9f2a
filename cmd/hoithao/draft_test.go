package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hoithao/models"
)

// What could not be saved before the sign-in ended waits in the browser for whoever wrote it: on a shared machine no other account is offered
// it, and its sign-out leaves it. The writer gets it back; the writer's own sign-out leaves nothing.
func TestDraftOfAnother(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	site, _ := s.serve("127.0.0.1:0")
	w := open(t, site, 1280, 900)
	token, other := s.account("thu-ky", models.Secretary), s.account("thu-ky-2", models.Secretary)
	const minutes, written = "/events/" + stageSlug + "/minutes", "Viết dở ở máy chung."
	text := func() (value string) {
		w.eval(`document.querySelector("[data-autosave]").value`, &value)
		return value
	}
	kept := func() (keys []string) {
		w.eval(`Object.keys(localStorage).filter(key => key.startsWith("draft:")).sort()`, &keys)
		return keys
	}

	w.enter(token)
	w.visit(minutes)
	before := text()
	w.offline(true)
	w.eval(`void (document.querySelector("[data-autosave]").closest("details").open = true)`, new(any))
	w.do("focus", chromedp.Focus(chromedp.CSS("[data-autosave]")))
	w.write(written)
	w.see("Mất kết nối")
	user, login, err := s.db.LoggedIn(ctx, token)
	s.must(err)
	s.must(s.db.SignOut(ctx, user.ID, login.ID))
	w.offline(false)
	w.see("Đã hết phiên làm việc")
	if len(kept()) != 1 {
		t.Fatalf("the browser keeps %q", kept())
	}

	w.enter(other)
	w.visit(minutes)
	if got := text(); got != before {
		t.Errorf("another account is offered %q, not %q", got, before)
	}
	w.eval(`["draft:" + document.querySelector("meta[name=account]").content + " /mine", "draft:/of-a-former-version"].forEach(key => localStorage.setItem(key, "{}"))`, new(any))
	w.press("Đăng xuất")
	w.see("Đăng nhập")
	if keys := kept(); len(keys) != 1 || slices.Contains(keys, "draft:/of-a-former-version") {
		t.Errorf("when the other has signed out the browser keeps %q", keys)
	}

	w.signIn("thu-ky", demoPassword)
	w.visit(minutes)
	w.see("Đã lưu")
	if got := text(); !strings.Contains(got, written) {
		t.Errorf("the writer is offered %q", got)
	}
	w.press("Đăng xuất")
	w.see("Đăng nhập")
	if keys := kept(); len(keys) != 0 {
		t.Errorf("when the writer has signed out the browser keeps %q", keys)
	}
	w.forgive()
}
