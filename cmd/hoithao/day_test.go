package main

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hoithao/models"
)

// stays marks the page that is there now: same fails when it was loaded again since.
func (w *window) stays() {
	w.t.Helper()
	w.eval(`void (window.unmoved = true)`, new(any))
}

func (w *window) same(what string) {
	w.t.Helper()
	var unmoved bool
	if w.eval(`window.unmoved === true`, &unmoved); !unmoved {
		w.t.Errorf("%s was loaded again", what)
	}
}

// The day in the hall, with everybody at once: two doors, desk, screen, chair and three phones. The network of one door and of the desk is cut
// in the middle of it, the program is killed and started again. At the close the minutes are ready, and whatever was acknowledged is in them
// or in the record.
func TestDay(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	_, err := s.db.Invite(ctx, by("thử"), s.event.ID, models.Invitees{}, models.Time{})
	s.must(err)
	s.must(s.db.RenewScreen(ctx, by("thử"), s.event))
	invitations, err := s.db.Invitations(ctx, models.InvitationFilter{EventID: s.event.ID, Limit: 100})
	s.must(err)
	links := map[models.ID]string{}
	for _, invitation := range invitations {
		links[invitation.Delegate.ID] = "/i/" + invitation.Link
	}
	shown, err := s.db.Screen(ctx, s.event)
	s.must(err)
	site, process := s.serve("127.0.0.1:0")
	const event = "/events/" + stageSlug

	door := open(t, site, 1280, 900)
	other, desk, screen, chair := door.beside(390, 844), door.beside(1280, 900), door.beside(1920, 1080), door.beside(820, 1180)
	phones := []*window{door.beside(390, 844), door.beside(390, 844), door.beside(390, 844)}
	all := append([]*window{door, other, desk, screen, chair}, phones...)
	door.enter(s.account("le-tan", models.Door))
	other.enter(s.account("le-tan-2", models.Door))
	desk.enter(s.account("thu-ky", models.Secretary))
	chair.enter(s.account("chu-tri", models.Chair))
	desk.visit(event + "/desk")
	screen.visit("/s/" + shown.Token)
	chair.visit(event + "/chair")
	phones[0].visit(event)
	for _, w := range []*window{desk, screen, chair, phones[0]} {
		w.until(`document.querySelector("[data-following]") !== null`)
		w.stays()
	}
	door.atDoor("Cửa 1")
	other.atDoor("Cửa 2")
	screen.picture("day-screen-before")
	screen.accessible("screen before")

	// People come.
	for n, w := range []*window{door, door, other, door} {
		w.scan(s.delegates[n].Pass)
		w.answered("in", stageNames[n])
	}
	other.scan(s.delegates[1].Pass)
	other.answered("already", "tại Cửa 1")
	screen.until(`document.querySelector(".counts b").textContent === "4"`)
	chair.see(stageNames[1])

	// It begins. Two ask to speak from their phones.
	on := func(title string) {
		t.Helper()
		desk.until(`document.querySelector("#desk-now.on b")?.textContent === ` + quote(title))
		screen.see(title)
		chair.see(title)
		phones[0].until(`document.querySelector("[data-now-title]").textContent.includes(` + quote(title) + `)`)
	}
	desk.tap("n")
	on("Khai mạc")
	desk.tap("n")
	on("Báo cáo đề dẫn")
	asks := func(phone *window, n int, topic string) {
		t.Helper()
		phone.visit(links[s.delegates[n].ID])
		phone.press("Đăng ký phát biểu")
		phone.fill("Mục chương trình", "Trao đổi, thảo luận")
		phone.fill("Chủ đề", topic)
		phone.within("#speak", "Đăng ký", func() { phone.press("Đăng ký") })
		phone.see("Đã đăng ký phát biểu", topic)
		phone.until(`document.querySelector("[data-following]") !== null`)
		phone.stays()
	}
	asks(phones[1], 2, "Nắm bắt dư luận từ cơ sở")
	asks(phones[2], 3, "Kinh nghiệm của cộng tác viên")
	phones[2].see("còn 01 người trước")
	desk.tap("n")
	on("Trao đổi, thảo luận")
	for _, name := range []string{stageNames[2], stageNames[3]} {
		chair.see(name)
		desk.tap("a")
		desk.until(`![...document.querySelectorAll("#desk-queue li")].some(li => li.innerText.includes(` + quote(name) + `) && li.querySelector("[data-key=a]"))`)
	}
	desk.tap("1")
	desk.until(`document.querySelector("#desk-now .speaker")?.textContent === ` + quote(stageNames[2]))
	screen.see(stageNames[2], "Nắm bắt dư luận từ cơ sở")
	screen.picture("day-screen-speaker")
	screen.accessible("screen with a speaker")
	phones[2].see("Đã nhận")
	desk.tap("s")
	desk.write("Cần phản ánh kịp thời.")
	desk.see("Đã lưu")

	// The cables of a door and of the desk are pulled; both go on.
	door.offline(true)
	desk.offline(true)
	for _, n := range []int{4, 5} {
		door.scan(s.delegates[n].Pass)
		door.answered("kept", stageNames[n])
	}
	other.scan(s.delegates[5].Pass) // the same person at the other door
	other.answered("in", stageNames[5])
	desk.write(" Hằng tuần gửi thông tin.")
	desk.tap("\x1b")
	desk.tap("e")
	desk.see("1 thao tác được giữ trên máy này")

	// The program is killed, and the other door hears of it; then it is back at the same address.
	process.Kill()
	other.scan(s.delegates[6].Pass)
	other.answered("kept", stageNames[6])
	other.see("Mất kết nối")
	again, _ := s.serve(strings.TrimPrefix(site, "http://"))
	if again != site {
		t.Fatalf("it is back at %s, not %s", again, site)
	}
	other.waiting(0, 0)
	door.offline(false)
	desk.offline(false)
	door.waiting(0, 0)
	desk.until(`document.getElementById("desk-waiting").hidden`)
	desk.until(`document.querySelector("#desk-now .speaker") === null`)
	phones[2].see("đứng đầu danh sách") // follows the queue without being asked, also after the program was away
	for _, w := range all {
		w.forgive() // consoles have told of it
	}

	// On to the end.
	desk.tap("1")
	desk.until(`document.querySelector("#desk-now .speaker")?.textContent === ` + quote(stageNames[3]))
	screen.see(stageNames[3])
	desk.tap("s")
	desk.write("Bồi dưỡng nghiệp vụ cho cộng tác viên.")
	desk.see("Đã lưu")
	desk.tap("\x1b")
	desk.tap("e")
	desk.until(`document.querySelector("#desk-now .speaker") === null`)
	desk.tap("k")
	desk.fill("Nội dung kết luận", "Ban Tuyên giáo ban hành quy chế phối hợp.")
	desk.hit("Ghi kết luận")
	desk.until(`document.getElementById("desk-conclusions").innerText.includes("quy chế phối hợp")`)
	desk.tap("v")
	desk.until(`document.getElementById("more-vote").open`)
	desk.fill("Nội dung biểu quyết", "Thông qua dự thảo quy chế")
	desk.fill("Tán thành", "6")
	desk.fill("Không tán thành", "0")
	desk.hit("Ghi biểu quyết")
	desk.until(`document.getElementById("desk-votes").innerText.includes("Thông qua dự thảo quy chế")`)
	desk.tap("\x1b")
	for _, title := range []string{"Giải lao", "Phát biểu chỉ đạo", "Kết luận hội thảo"} {
		desk.tap("m")
		on(title)
	}
	chair.picture("day-chair")
	chair.accessible("chair")
	chair.narrow("chair")
	phones[0].picture("day-phone")
	phones[2].picture("day-phone-speaker")
	phones[2].accessible("phone of who has spoken")
	desk.tap("x")
	desk.until(`document.querySelector("#desk-now.on") === null`)
	chair.see("Chưa có mục nào đang diễn ra")
	screen.until(`!document.getElementById("screen").innerText.includes("Đang diễn ra")`)
	screen.picture("day-screen-after")
	screen.accessible("screen after")
	for name, w := range map[string]*window{"the desk": desk, "the screen": screen, "the chair's page": chair, "a phone": phones[0], "a speaker's phone": phones[1], "another's": phones[2]} {
		w.same(name)
	}

	// What was acknowledged is in the record …
	record, err := s.db.Record(ctx, s.event.ID)
	s.must(err)
	for n := range 7 {
		if got := s.mark(n); got.State != models.Present || got.ArrivedAt.IsZero() {
			t.Errorf("%s is %+v", stageNames[n], got)
		}
	}
	for _, item := range record.Items {
		if item.StartedAt.IsZero() || item.EndedAt.IsZero() {
			t.Errorf("%s ran from %v to %v", item.Title, item.StartedAt, item.EndedAt)
		}
	}
	for _, speech := range record.Speeches {
		if speech.State != "spoken" || speech.EndedAt.IsZero() {
			t.Errorf("speech %+v", speech)
		}
	}
	if len(record.Votes) != 1 || record.Item(record.Votes[0].ItemID).Kind != "discussion" || len(record.Conclusions) != 1 || len(record.Speeches) != 2 {
		t.Errorf("%+v, %+v, %d speeches", record.Votes, record.Conclusions, len(record.Speeches))
	}
	// … and in the minutes, which are closed, agreed to and printed.
	for _, w := range all {
		w.forgive()
	}
	desk.visit(event + "/minutes")
	desk.press("Chốt biên bản")
	desk.within("details[open]", "Chốt biên bản và trình", func() { desk.press("Chốt biên bản") })
	chair.visit(event + "/minutes")
	chair.within("details", "Chủ trì đồng ý", func() { chair.press("Chủ trì đồng ý") })
	chair.within("details[open] form", "Đồng ý với biên bản", func() { chair.press("Chủ trì đồng ý") })
	chair.see("Đây là bản để ký")
	words := desk.pdf(event + "/minutes.pdf")
	for _, want := range append(stageNames[:7:7], "BIÊN BẢN", "Hội thảo kết thúc vào hồi", stageNames[2], "Nắm bắt dư luận từ cơ sở", "Cần phản ánh kịp thời. Hằng tuần gửi thông tin.", stageNames[3], "Kinh nghiệm của cộng tác viên",
		"Bồi dưỡng nghiệp vụ cho cộng tác viên.", "Ban Tuyên giáo ban hành quy chế phối hợp.", "Thông qua dự thảo quy chế") {
		if !strings.Contains(words, want) {
			t.Errorf("the minutes do not say %q:\n%s", want, words)
		}
	}
	if strings.Contains(words, "DỰ THẢO") {
		t.Error("the sheet to sign says that it is a draft")
	}
	for _, w := range all {
		w.do("leave", chromedp.Navigate("about:blank")) // before the program is gone
	}
	if broken, err := s.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("%v %v", broken, err)
	}
}
