package main

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hoithao/models"
)

// On slow 3G, as Chromium's own tools slow it down (400 kbit/s, 400 ms), with nothing kept from before, a delegate reads the letter and answers. No
// script is waited for: without any the same answer goes out.
func TestInvitedOnSlow3G(t *testing.T) {
	o, ctx := newInviter(t), context.Background()
	_, err := o.db.Invite(ctx, o.by, o.event.ID, models.Invitees{}, models.Time{})
	o.must(err)
	const name = "Dương Mẫu Trung"
	w := open(t, o.site, 390, 844).phone()
	slow := network.Conditions{Latency: 400, DownloadThroughput: 400_000 / 8, UploadThroughput: 400_000 / 8}
	if _, err := chromedp.Call(w.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&slow}}); err != nil {
		t.Fatal(err)
	}
	w.visit(o.of(name).Path())
	w.see("trân trọng kính mời", name)
	var first struct{ Painted, Bytes float64 }
	w.eval(`(() => { const at = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
		return {painted: at, bytes: [...performance.getEntriesByType("resource"), performance.getEntriesByType("navigation")[0]].reduce((sum, e) => sum + e.transferSize, 0)}; })()`, &first)
	t.Logf("painted after %.0f ms, %.0f bytes", first.Painted, first.Bytes)
	if first.Bytes == 0 || first.Bytes > 24_000 { // with the heads of the answers; the body alone is weighed in TestInvitedFirstVisit
		t.Errorf("the first visit takes %.0f bytes", first.Bytes)
	}
	w.fill("Tôi sẽ tham dự", "true")
	w.press("Gửi trả lời")
	w.see("Đã ghi trả lời")

	if _, err := chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	w.bare = true
	tried := false
	for _, other := range o.invited() {
		if tried || other.ToUnit() || other.Delegate.Reply != "none" {
			continue
		}
		tried = true
		w.visit(other.Path())
		w.see("trân trọng kính mời", other.Delegate.Person.Name())
		if o.read(); !o.of(other.Delegate.Person.Name()).OpenedAt.IsZero() { // it is the page's script that notes the opening: robots run none
			t.Error("opened by a script that did not run")
		}
		w.fill("Tôi sẽ tham dự", "true")
		w.press("Gửi trả lời")
		w.see("Đã ghi trả lời")
		o.read()
		if one := o.of(other.Delegate.Person.Name()); one.OpenedAt.IsZero() || one.Delegate.Reply != "accepted" { // who answers has looked
			t.Errorf("opened %v, reply %q", one.OpenedAt, one.Delegate.Reply)
		}
	}
	if !tried {
		t.Error("nobody else is invited")
	}
}
