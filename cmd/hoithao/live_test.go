package main

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"hoithao/models"
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

// A number that somebody is typing for one group stays with that group when the order of the groups changes.
func TestFollowKeepsTyped(t *testing.T) {
	s, ctx, groups := newStage(t), context.Background(), []models.ID{}
	for _, name := range []string{"Đoàn viên", "Hội viên"} {
		group, err := s.db.AddGroup(ctx, by("thử"), models.Group{EventID: s.event.ID, Name: name, Collective: true, Expected: number(40)})
		s.must(err)
		groups = append(groups, group.ID)
	}
	site, _ := s.serve("127.0.0.1:0")
	w := open(t, site, 1280, 900)
	w.enter(s.account("thu-ky", models.Secretary))
	w.visit("/events/" + stageSlug + "/attendance")
	w.until(`document.querySelector("[data-following]") !== null`)
	const typed = `[...document.querySelectorAll("#heads input[name=present]")].map(field => field.value + " " + field.form.action.split("/").pop().split("?")[0]).join()`
	w.eval(`(() => { const field = document.querySelector("#heads input[name=present]"); field.focus(); field.value = "36"; })()`, new(any))
	w.until(typed + fmt.Sprintf(` === "36 %d, %d"`, groups[0], groups[1]))
	all, err := s.db.Groups(ctx, s.event.ID)
	s.must(err)
	var order []models.ID
	for _, group := range all {
		order = append([]models.ID{group.ID}, order...)
	}
	s.must(s.db.OrderGroups(ctx, by("thử"), s.event.ID, order))
	w.until(typed + fmt.Sprintf(` === " %d,36 %d"`, groups[1], groups[0]))
}

// A text that a speaker is typing on the phone stays under its own topic when the secretary changes the order.
func TestFollowKeepsSpeech(t *testing.T) {
	o, ctx := newInviter(t), context.Background()
	_, err := o.db.Invite(ctx, o.by, o.event.ID, models.Invitees{}, models.Time{})
	o.must(err)
	invited := o.of("Dương Mẫu Trung")
	record, err := o.db.Record(ctx, o.event.ID)
	o.must(err)
	item := record.Items[slices.IndexFunc(record.Items, func(item models.Item) bool { return item.Kind == "discussion" })].ID
	for _, topic := range []string{"Phối hợp", "Bồi dưỡng"} {
		_, err := o.db.AddSpeech(ctx, o.by, models.Speech{EventID: o.event.ID, ItemID: item, DelegateID: invited.Delegate.ID, Topic: topic, State: "accepted"})
		o.must(err)
	}
	w := open(t, o.site, 390, 844).phone()
	w.visit(invited.Path())
	w.until(`document.querySelector("[data-following]") !== null`)
	const typed = `[...document.querySelectorAll("#mine .speech")].map(one => one.querySelector("b").textContent.normalize() + ": " + one.querySelector("textarea").value).join()`
	w.eval(`(() => { const field = document.querySelector("#mine textarea"); field.closest("details").open = true; field.value = "Kính thưa"; })()`, new(any))
	w.until(typed + ` === "Phối hợp: Kính thưa,Bồi dưỡng: "`)
	own, err := o.db.SpeechesOf(ctx, o.event.ID, invited.Delegate.ID)
	o.must(err)
	o.must(o.db.MoveSpeech(ctx, o.by, o.event.ID, own[1].ID, true))
	w.until(typed + ` === "Bồi dưỡng: ,Phối hợp: Kính thưa"`)
}

// until waits until a condition holds in the page.
func (w *window) until(condition string) {
	w.t.Helper()
	if _, err := chromedp.Run(w.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(patience))); err != nil {
		w.t.Fatalf("%s: %v\n%s", condition, err, w.text())
	}
}
