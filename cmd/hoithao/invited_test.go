package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hoithao/models"
	"hoithao/views/papers/paperstest"
)

// inviter is an office with a workshop to come, a server that runs on its database, and the models beside it, through which secretary and chair act.
type inviter struct {
	t          *testing.T
	file, site string
	db         *models.DB
	event      models.Event
	by         models.Actor
}

func newInviter(t *testing.T, flags ...string) *inviter {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		t.Fatal(err)
	}
	year, month, day := time.Now().In(zone).Date()
	s := sample{rand: rand.New(rand.NewPCG(2018, 1113)), first: time.Date(year, month, day-1, 0, 0, 0, 0, zone)}
	s.directory()
	s.file.Format, s.file.Events = models.FileFormat, []models.FileEvent{s.coming()}
	var workshop bytes.Buffer
	if err := s.file.Write(&workshop); err != nil {
		t.Fatal(err)
	}
	o := &inviter{t: t, file: filepath.Join(t.TempDir(), "hoithao.db"), by: models.Actor{Name: "Thư ký"}}
	if got := run(t, nil, workshop.String(), "load", "-", "--db", o.file); got.status != 0 {
		t.Fatal(got.stderr)
	}
	key, err := os.ReadFile(filepath.Join(filepath.Dir(o.file), "hoithao.key"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(key)))
	if err != nil {
		t.Fatal(err)
	}
	if o.db, err = models.Open(context.Background(), o.file, models.Options{Key: secret}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.db.Close() })
	o.site, _ = serving(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--db", o.file}, flags...)...)
	o.read()
	o.must(o.db.SaveTerms(context.Background(), o.by, o.event.ID, models.Terms{ContactName: "Văn phòng Ban", ContactPhone: "0200 000 0000", Version: o.event.Version,
		AnswerBy: o.event.EndOfDay(models.At(o.event.StartsAt.AddDate(0, 0, -4))), TextsBy: o.event.EndOfDay(models.At(o.event.StartsAt.AddDate(0, 0, -3)))}))
	o.read()
	return o
}

func (o *inviter) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// read reads the event as it stands.
func (o *inviter) read() {
	o.t.Helper()
	event, err := o.db.Event(context.Background(), comingSlug)
	o.must(err)
	o.event = event
}

// invited are all invitations as they stand.
func (o *inviter) invited() []models.Invitation {
	o.t.Helper()
	all, err := o.db.Invitations(context.Background(), models.InvitationFilter{EventID: o.event.ID, Limit: 2000})
	o.must(err)
	return all
}

// of is the invitation of a person or a unit.
func (o *inviter) of(name string) models.Invitation {
	o.t.Helper()
	for _, one := range o.invited() {
		if one.Name() == name {
			return one
		}
	}
	o.t.Fatalf("%s is not invited", name)
	return models.Invitation{}
}

// printed is a paper by the command, as a file.
func (o *inviter) printed(args ...string) string {
	o.t.Helper()
	file := filepath.Join(o.t.TempDir(), "paper.pdf")
	if got := run(o.t, nil, "", append([]string{"print", "--db", o.file, "--url", o.site, "-o", file}, args...)...); got.status != 0 {
		o.t.Fatal(got.stderr)
	}
	return file
}

// words are what a printed paper says.
func (o *inviter) words(file string) string {
	o.t.Helper()
	content, err := os.ReadFile(file)
	o.must(err)
	paper, err := paperstest.Read(content)
	o.must(err)
	return strings.Join(strings.Fields(paper.Plain()), " ")
}

// scanned is what a phone's camera reads on the first page of a paper: the path of the address.
func (o *inviter) scanned(file string) string {
	o.t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		missing(o.t, "no pdftoppm")
	}
	picture := filepath.Join(o.t.TempDir(), "page")
	if output, err := exec.Command("pdftoppm", "-r", "150", "-png", "-singlefile", file, picture).CombinedOutput(); err != nil {
		o.t.Fatalf("%v %s", err, output)
	}
	content, err := os.ReadFile(picture + ".png")
	o.must(err)
	address, err := models.ReadQR(context.Background(), content)
	o.must(err)
	path, ok := strings.CutPrefix(address, o.site)
	if !ok {
		o.t.Fatalf("the code leads to %s", address)
	}
	return path
}

// phone makes a window one that is touched.
func (w *window) phone() *window {
	w.t.Helper()
	w.do("touch", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	return w
}

// good holds the page as it stands to the rules of accessibility, and to the screen.
func (w *window) good(name string) {
	w.t.Helper()
	w.accessible(name)
	w.narrow(name)
	w.picture(name)
}

// entry is the one entry of a calendar file, as Debian's python3-icalendar reads it.
type entry struct {
	UID, Summary, Location, Status string
	Sequence                       int
}

// calendar downloads what the button of the page gives and has it read.
func (w *window) calendar() (one entry) {
	w.t.Helper()
	var text string
	w.eval(`fetch([...document.querySelectorAll("a")].find(a => a.href.endsWith("calendar.ics")).href).then(r => r.ok ? r.text() : Promise.reject(r.status))`, &text)
	command := exec.Command("/usr/bin/python3", "-c", `
import sys, json, icalendar
entries = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('vevent')
assert len(entries) == 1, entries
e = entries[0]
json.dump(dict(UID=e['uid'], Summary=e['summary'], Location=e['location'], Status=e['status'], Sequence=int(e['sequence'])), sys.stdout)`)
	var complaint strings.Builder
	command.Stdin, command.Stderr = strings.NewReader(text), &complaint
	output, err := command.Output()
	if err != nil && strings.Contains(complaint.String(), "No module named") {
		missing(w.t, "no python3-icalendar")
	}
	if err == nil {
		err = json.Unmarshal(output, &one)
	}
	if err != nil {
		w.t.Fatalf("%v %s\n%s", err, complaint.String(), text)
	}
	return one
}

// A delegate with a phone: from the code on the printed letter to the answer, what he needs, a substitute; the substitute from his own letter to a
// speech and two versions of its text; the calendar across a change and a cancellation; and the lists that name who comes for whom.
func TestDelegateJourney(t *testing.T) {
	o, ctx := newInviter(t), context.Background()
	_, err := o.db.Invite(ctx, o.by, o.event.ID, models.Invitees{}, models.Time{})
	o.must(err)
	const name = "Dương Mẫu Trung"
	letter := o.printed("invitation", comingSlug, "--to", name)
	if words := o.words(letter); !strings.Contains(words, "trân trọng kính mời: đồng chí "+name) || !strings.Contains(words, "0200 000 0000") || strings.Count(words, "trân trọng kính mời") != 1 {
		t.Fatalf("the letter says %s", words)
	}
	me := o.scanned(letter)
	w := open(t, o.site, 390, 844).phone()
	w.visit(me)
	w.see("trân trọng kính mời", name, "Đưa di sản quê hương", "Phòng họp số 2", "Xin cho biết đại biểu có dự được không")
	w.good("invited-new")

	// Yes, taken back, yes again; what he needs
	w.fill("Tôi sẽ tham dự", "true")
	w.press("Gửi trả lời")
	w.see("Đã ghi trả lời", "Mã vào cửa", "Khi đến dự")
	w.press("Rút lại trả lời")
	w.see("Xin cho biết đại biểu có dự được không")
	if one := o.of(name); one.Delegate.Reply != "none" || one.OpenedAt.IsZero() {
		t.Errorf("taken back: %q, opened %v", one.Delegate.Reply, one.OpenedAt)
	}
	w.fill("Tôi sẽ tham dự", "true")
	w.press("Gửi trả lời")
	w.fill("Yêu cầu riêng", "Đi xe máy, ăn chay")
	w.within("form", "Yêu cầu riêng", func() { w.press("Lưu") })
	w.see("Đã lưu")
	w.good("invited-accepted")
	first := w.calendar()
	if !strings.Contains(first.Summary, "Đưa di sản quê hương") || !strings.Contains(first.Location, "Phòng họp số 2") || first.Status != "CONFIRMED" {
		t.Errorf("the calendar says %+v", first)
	}

	// Somebody else instead; the chair agrees
	w.press("Đổi trả lời")
	w.fill("Tôi đề nghị người khác đi thay", "true")
	w.good("invited-substitute")
	w.fill("Họ và tên", "Đinh Mẫu Thúy")
	w.fill("Chức vụ", "Phó Trưởng phòng")
	w.fill("Đơn vị", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Mẫu")
	w.fill("Điện thoại", "gọi sau")
	w.press("Gửi trả lời")
	w.see("Số điện thoại chỉ gồm")
	var needs string
	if w.eval(`document.querySelector("#needs textarea").value`, &needs); needs != "Đi xe máy, ăn chay" {
		t.Errorf("a wrong phone number has cost him what he had asked for: %q", needs)
	}
	w.good("invited-wrong")
	w.fill("Điện thoại", "0900 000 001")
	w.press("Gửi trả lời")
	w.see("Đinh Mẫu Thúy đi thay", "Chờ đồng ý")
	w.good("invited-proposed")
	proposals, err := o.db.Proposals(ctx, o.event.ID)
	o.must(err)
	if len(proposals) != 1 || proposals[0].Comes.Person.Name() != "Đinh Mẫu Thúy" || proposals[0].Away.Person.Name() != name {
		t.Fatalf("proposed: %+v", proposals)
	}
	o.must(o.db.DecideSubstitute(ctx, o.by, o.event.ID, proposals[0].ID, "agreed", "", proposals[0].Version))
	w.visit(me)
	w.see("Đinh Mẫu Thúy đi thay", "Đã đồng ý")

	// The substitute has a letter of his own; he asks to speak and hands in a text, then a file
	own := o.scanned(o.printed("invitation", comingSlug, "--to", "dinh mau thuy"))
	if own == me {
		t.Fatal("two people have one link")
	}
	w.visit(own)
	w.see("Đinh Mẫu Thúy", "dự thay "+name)
	w.press("Đăng ký phát biểu")
	w.fill("Mục chương trình", "Tham luận")
	w.fill("Chủ đề", "Kể chuyện làng bằng bản đồ số")
	w.fill("Số phút", "10")
	w.press("Đăng ký")
	w.see("Đã đăng ký phát biểu", "Kể chuyện làng bằng bản đồ số", "10 phút", "đứng đầu danh sách")
	w.press("Nộp bài phát biểu")
	w.fill("Hoặc viết nội dung", "Kính thưa hội thảo.\n\nBản đồ số của làng do học sinh lớp 8 vẽ.")
	w.press("Nộp bài")
	w.see("Bản 1")
	speeches, err := o.db.SpeechesOf(ctx, o.event.ID, o.of("Đinh Mẫu Thúy").Delegate.ID)
	o.must(err)
	if len(speeches) != 1 || len(speeches[0].Texts) != 1 {
		t.Fatalf("%+v", speeches)
	}
	o.must(o.db.JudgeText(ctx, o.by, o.event.ID, speeches[0].ID, 1, "returned", "Đề nghị nêu số liệu."))
	w.visit(own)
	w.see("Đề nghị nêu số liệu.")
	w.good("invited-returned")
	paper := o.printed("agenda", comingSlug)
	w.upload("#speak input[type=file]", paper)
	w.press("Nộp bài")
	w.see("Bản 2", "paper.pdf", "Chờ duyệt")
	if texts, err := o.db.TextsOf(ctx, o.event.ID, speeches[0].ID); err != nil || len(texts) != 2 || texts[0].Text == "" || texts[1].FileSHA256 == "" || texts[1].State != "received" {
		t.Errorf("%v %+v", err, texts)
	}

	// The hall moves: the page tells what changed, the calendar follows
	o.read()
	o.event.Venue = "Hội trường lớn"
	o.must(o.db.SaveEvent(ctx, o.by, o.event))
	w.visit(own)
	w.see("Thay đổi từ lần xem trước", "Phòng họp số 2", "Hội trường lớn")
	w.good("invited-changed")
	moved := w.calendar()
	if moved.UID != first.UID || moved.Sequence <= first.Sequence || !strings.Contains(moved.Location, "Hội trường lớn") || moved.Status != "CONFIRMED" {
		t.Errorf("%+v after %+v", moved, first)
	}

	// What prints names both
	for _, kind := range []string{"delegates", "signin", "speakers"} {
		if words := o.words(o.printed(kind, comingSlug)); !strings.Contains(words, "Đinh Mẫu Thúy") || !strings.Contains(words, "(thay đồng chí "+name) {
			t.Errorf("%s does not say who comes for whom: %s", kind, words)
		}
	}

	o.read()
	o.event.CancelledAt = o.db.Now()
	o.must(o.db.SaveEvent(ctx, o.by, o.event))
	w.visit(own)
	w.see("Sự kiện này đã hủy", "Gọi 0200 000 0000")
	w.good("invited-cancelled")
	if text := w.text(); strings.Contains(text, "Mã vào cửa") || strings.Contains(text, "Đăng ký phát biểu") {
		t.Errorf("a cancelled event still offers a pass or the floor:\n%s", text)
	}
	if off := w.calendar(); off.UID != first.UID || off.Sequence <= moved.Sequence || off.Status != "CANCELLED" {
		t.Errorf("%+v after %+v", off, moved)
	}
}

// A unit's clerk with a phone: names two people, cannot name a third, replaces one, sees who has confirmed; when the time is over the page says whom to
// call, and takes nothing from a page that was open before.
func TestUnitJourney(t *testing.T) {
	o, ctx := newInviter(t), context.Background()
	groups, err := o.db.Groups(ctx, o.event.ID)
	o.must(err)
	_, err = o.db.InviteUnits(ctx, o.by, o.event.ID, nil, models.UnitTerms{GroupID: groups[2].ID, Heads: number(2), Whom: "01 lãnh đạo, 01 cán bộ phụ trách"})
	o.must(err)
	const unit = "Đảng ủy xã Mẫu Đông"
	letter := o.printed("invitation", comingSlug, "--to", unit)
	if words := o.words(letter); !strings.Contains(words, unit+" cử 02 đồng chí (01 lãnh đạo, 01 cán bộ phụ trách) tham dự") {
		t.Fatalf("the letter says %s", words)
	}
	me := o.scanned(letter)
	w := open(t, o.site, 390, 844).phone()
	w.visit(me)
	w.see("Đảng ủy xã Mẫu Đông", "cử 02 đại biểu (01 lãnh đạo, 01 cán bộ phụ trách)", "còn thiếu 02 người", "Chưa có ai")
	w.good("unit-new")
	name := func(w *window, who, post, phone string) {
		w.fill("Họ và tên", who)
		w.fill("Chức vụ, đơn vị", post)
		w.fill("Điện thoại", phone)
		w.press("Cử người này")
	}
	name(w, "Tạ Mẫu Hợp", "Phó Chủ tịch Ủy ban nhân dân xã", "0900 000 002")
	w.see("Tạ Mẫu Hợp", "còn thiếu 01 người")
	other := open(t, o.site, 390, 844).phone() // a colleague has the page open, too
	other.visit(me)
	name(w, "Kiều Mẫu Nhi", "Công chức văn hóa", "")
	w.see("Kiều Mẫu Nhi", "2 / 2 người")
	name(other, "Mạc Mẫu Thành", "Bí thư Đoàn xã", "")
	other.see("Đơn vị đã cử đủ số người")
	if text := other.text(); strings.Contains(text, "0900 000 002") {
		t.Error("a phone number is shown to whoever has the link")
	}

	w.within("li", "Kiều Mẫu Nhi", func() { w.press("Thay người khác") })
	w.good("unit-replacing")
	w.within("li", "Kiều Mẫu Nhi", func() {
		w.fill("Họ và tên", "Lý Mẫu Quỳnh")
		w.fill("Chức vụ, đơn vị", "Hiệu trưởng Trường Tiểu học Mẫu Đông")
		w.press("Ghi người thay")
	})
	w.see("Lý Mẫu Quỳnh", "2 / 2 người")
	if strings.Contains(w.text(), "Kiều Mẫu Nhi") {
		t.Error("who was replaced is still there")
	}

	// Each of them has a page of their own, and confirms
	own := o.scanned(o.printed("invitation", comingSlug, "--to", "ly mau quynh"))
	other.visit(own)
	other.see("Lý Mẫu Quỳnh", "Đơn vị đã cử đại biểu tham dự. Xin xác nhận.")
	other.good("unit-guest")
	other.press("Tôi sẽ tham dự")
	other.see("Đã ghi trả lời", "Mã vào cửa")
	if text := other.text(); strings.Contains(text, "Xin xác nhận") {
		t.Error("who has confirmed is asked again")
	}
	w.visit(me)
	for who, state := range map[string]string{"Lý Mẫu Quỳnh": "Đã xác nhận", "Tạ Mẫu Hợp": "Đơn vị cử"} {
		var row string
		w.eval(`[...document.querySelectorAll("#people li")].map(li => li.innerText.normalize()).find(text => text.includes(`+quote(who)+`))`, &row)
		if !strings.Contains(row, state) {
			t.Errorf("%s is shown as %q, not %s", who, row, state)
		}
	}
	w.good("unit-full")

	// Over
	other.visit(me)
	_, err = o.db.Extend(ctx, o.by, o.event.ID, []models.ID{o.of(unit).ID}, models.At(o.db.Now().Add(-time.Hour)))
	o.must(err)
	w.visit(me)
	w.see("Đã hết hạn cử người ở đây", "Gọi 0200 000 0000", "Đề nghị người đi thay")
	w.good("unit-closed")
	var number string
	if w.eval(`document.querySelector("#people a[href^='tel:']").getAttribute("href")`, &number); number != "tel:0200 000 0000" && number != "tel:0200%20000%200000" {
		t.Errorf("a finger on the number calls %q", number)
	}
	other.within("li", "Tạ Mẫu Hợp", func() { other.press("Bỏ tên") })
	other.within("details[open]", "Bỏ tên người này", func() { other.press("Bỏ tên") })
	other.see("Đã hết hạn trả lời ở đây")
	if guests, err := o.db.Guests(ctx, o.event.ID, o.of(unit).ID); err != nil || len(guests) != 2 {
		t.Errorf("%v %v", guests, err)
	}
}
