package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"hoithao/models"
)

// messyList is a list as an office has it: the letterhead in merged cells above the head, family names and given names in two columns, posts and
// units as text, decomposed letters, capitals, stray spaces, an address for mail of each, every fiftieth row twice. Below so many people stand one whom the
// directory knows, one who bears the name of somebody whom it knows, and a row without a name. It answers the names by the address.
func messyList(t *testing.T, file string, rows int, known, alike models.Person) map[string]string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	const sheet = "Danh sách"
	book.SetSheetName("Sheet1", sheet)
	at := 0
	write := func(cells ...any) {
		at++
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", at), &cells); err != nil {
			t.Fatal(err)
		}
	}
	for _, title := range []string{"TỈNH ỦY MẪU", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "DANH SÁCH ĐẠI BIỂU MỜI DỰ HỘI THẢO", "(Kèm theo Kế hoạch số 12-KH/BTGDVTU)"} {
		write(title)
		if err := book.MergeCell(sheet, fmt.Sprintf("A%d", at), fmt.Sprintf("H%d", at)); err != nil {
			t.Fatal(err)
		}
	}
	write()
	write("TT", "Họ và tên đệm", "Tên", "Chức vụ", "Đơn vị công tác", "Số ĐT", "Thư điện tử", "Ghi chú")
	names := map[string]string{}
	for i := range rows {
		family := sampleFamilies[i%len(sampleFamilies)] + " " + []string{"Văn", "Thị", "Quốc", "Ngọc", "Đức", "Thu"}[i/len(sampleFamilies)%6]
		given := sampleGiven[i/(6*len(sampleFamilies))%len(sampleGiven)] + " " + sampleGiven[i*7%len(sampleGiven)]
		middle, last, _ := strings.Cut(given, " ")
		email := fmt.Sprintf("nguoi-%04d@hanam.example", i)
		names[email] = family + " " + middle + " " + last
		cells := []string{fmt.Sprint(i + 1), family + " " + middle, last, fmt.Sprintf("Chuyên viên phòng số %d", i%17+1), fmt.Sprintf("Sở số %d", i%23+1), fmt.Sprintf("09%08d", i), email, ""}
		switch i % 5 {
		case 0:
			cells[1], cells[2] = strings.ToUpper(cells[1]), strings.ToUpper(cells[2])
		case 1:
			cells[1], cells[3] = norm.NFD.String(cells[1]), norm.NFD.String(cells[3])
		case 2:
			cells[1], cells[4] = "  "+strings.ReplaceAll(cells[1], " ", "\u00a0 ")+" ", cells[4]+"  "
		case 3:
			cells[6] = " " + cells[6]
		}
		row := make([]any, len(cells))
		for n, cell := range cells {
			row[n] = cell
		}
		write(row...)
		if i%50 == 49 {
			write(row...) // once more
		}
	}
	write("", known.Family, known.Given, known.PostsOn("")[0], "", "", "", "")
	write("", alike.Family, alike.Given, "Họa sĩ", "Hội Văn học nghệ thuật tỉnh", "", "", "")
	write("", "", "", "Phó Giám đốc", "Sở không tên", "", "", "chưa rõ ai")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return names
}

// read is a letter as Python's own reader understands it.
type read struct {
	To, Address, From, Subject, ID, Body string
	Defects                              int
}

func readLetters(t *testing.T, letters []string) (all []read) {
	t.Helper()
	command := exec.Command("/usr/bin/python3", "-c", `
import sys, json, email, email.policy
out = []
for text in json.load(sys.stdin):
    m = email.message_from_bytes(text.encode('latin-1'), policy=email.policy.default)
    to = m['to'].addresses[0]
    defects = len(m.defects) + sum(len(v.defects) for v in m.values()) + sum(len(p.defects) for p in m.walk())
    out.append(dict(To=to.display_name, Address=to.addr_spec, From=m['from'].addresses[0].display_name, Subject=m['subject'], ID=m['message-id'], Body=m.get_body().get_content(), Defects=defects))
json.dump(out, sys.stdout)`)
	var raw []string // a byte a letter, so that JSON changes none
	for _, letter := range letters {
		runes := make([]rune, len(letter))
		for i := range len(letter) {
			runes[i] = rune(letter[i])
		}
		raw = append(raw, string(runes))
	}
	input, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	var complaint strings.Builder
	command.Stdin, command.Stderr = strings.NewReader(string(input)), &complaint
	output, err := command.Output()
	if err == nil {
		err = json.Unmarshal(output, &all)
	}
	if err != nil {
		t.Fatalf("%v %s", err, complaint.String())
	}
	return all
}

// An organizer brings a messy list of a thousand people in, invites all and mails their letters; an independent reader finds each letter whole, and each
// link opens the page of whom the letter names.
func TestOrganizerJourney(t *testing.T) {
	const people, address = 1000, "http://hoithao.example.vn" // of the office; here it is reached at another
	o, ctx := newInviter(t, "--url", address), context.Background()
	list := filepath.Join(t.TempDir(), "danh sách mời.xlsx")
	before, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, Limit: 5000})
	o.must(err)
	directory, err := o.db.People(ctx, models.PersonFilter{Limit: 1000})
	o.must(err)
	var others []models.Person // who are not invited yet
	for _, person := range directory {
		if !slices.ContainsFunc(before, func(d models.Delegate) bool { return d.PersonID == person.ID }) {
			others = append(others, person)
		}
	}
	names := messyList(t, list, people, others[0], others[1])
	coming := people + 2
	post := newSink(t)
	sent, count := make(chan bool), 0
	var counting sync.Mutex
	post.misbehaves(func(stage string) string {
		counting.Lock()
		defer counting.Unlock()
		if stage == "taken" {
			if count++; count == people {
				close(sent)
			}
		}
		return ""
	})
	o.must(o.db.SaveMailServer(ctx, o.by, models.MailServer{Host: "127.0.0.1", Port: post.port(), Security: "none", From: "vanphong@hanam.example", FromName: "Văn phòng Tỉnh ủy", Rate: 6000}))
	if got := run(t, nil, "một câu dài dễ nhớ\n", "user", "add", "to-chuc", "--role", "organizer", "--db", o.file); got.status != 0 {
		t.Fatal(got.stderr)
	}
	w := open(t, o.site, 1280, 900)
	w.signIn("to-chuc", "một câu dài dễ nhớ")
	event := o.event.URL()

	// The list: its columns are guessed right; nothing is taken over before it was seen
	w.visit(event + "/delegates/import")
	w.upload("input[type=file]", list)
	w.press("Tải lên và xem")
	w.see("Chọn cột của danh sách", "Họ và tên đệm")
	var columns []string
	w.eval(`[...document.querySelectorAll("select[name^=column-]")].map(s => s.value)`, &columns)
	if got := strings.Join(columns, " "); got != "ordinal family given post unit phone email note" {
		t.Errorf("the columns are taken for %s", got)
	}
	w.good("import-columns")
	w.press("Xem từng dòng")
	w.see("Xem trước danh sách", "Chưa có gì được ghi")
	w.good("import-preview")
	w.do("phone", chromedp.EmulateViewport(390, 844))
	w.good("import-preview-phone")
	w.do("desk", chromedp.EmulateViewport(1280, 900))
	if strings.Contains(w.text(), "cần chọn là ai") {
		w.press("Coi tất cả là người mới")
	}
	w.fill("Bỏ qua các dòng sai", "true")
	w.press(fmt.Sprintf("Nhập %d đại biểu", coming))
	w.see("Đã nhập")
	w.good("import-done")
	delegates, err := o.db.Delegates(ctx, models.DelegateFilter{EventID: o.event.ID, Limit: 5000})
	o.must(err)
	if want := len(before) + coming; len(delegates) != want {
		t.Errorf("%d delegates, want %d", len(delegates), want)
	}
	known := map[string]bool{}
	for _, delegate := range delegates {
		known[delegate.Person.Name()] = true
	}
	for _, name := range names {
		if !known[name] {
			t.Fatalf("%s has got lost", name)
		}
	}

	// All are invited, and the letters go
	w.visit(event + "/invitations/new")
	w.press("Lập giấy mời")
	w.see(fmt.Sprintf("Đã lập %d giấy mời", len(delegates)))
	w.good("invitations-thousand")
	w.visit(event + "/messages/new")
	w.fill("Loại thư", "Giấy mời")
	w.press("Xem trước")
	w.see("Thư của người đầu tiên", fmt.Sprintf("%d người có địa chỉ thư", people))
	w.good("messages-preview")
	w.press("Gửi cho")
	w.see("Thư, tin nhắn")
	select {
	case <-sent:
	case <-time.After(2 * time.Minute):
		t.Fatalf("%d letters in two minutes", len(post.got()))
	}
	letters := readLetters(t, post.got())
	if len(letters) != people {
		t.Fatalf("%d letters for %d people", len(letters), people)
	}
	links, ids := map[string]string{}, map[string]bool{}
	link := regexp.MustCompile(regexp.QuoteMeta(address) + `(/i/[a-z2-7]{26})\s`)
	for _, letter := range letters {
		name, ours := names[letter.Address]
		found := link.FindAllStringSubmatch(letter.Body, -1)
		if !ours || letter.To != name || letter.Defects != 0 || letter.From != "Văn phòng Tỉnh ủy" || ids[letter.ID] || len(found) != 1 ||
			letter.Subject != "Giấy mời dự hội thảo “Đưa di sản quê hương vào trường học: việc đã làm và việc cần làm (dữ liệu mẫu)”" ||
			!strings.Contains(letter.Body, "Kính gửi: đồng chí "+name+"\n") || !norm.NFC.IsNormalString(letter.Body) {
			t.Fatalf("for %q: %+v", name, letter)
		}
		delete(names, letter.Address)
		ids[letter.ID] = true
		if links[found[0][1]] != "" {
			t.Fatalf("%s and %s have one link", name, links[found[0][1]])
		}
		links[found[0][1]] = name
	}
	if len(names) > 0 {
		t.Errorf("no letter for %v", names)
	}
	for path, name := range links {
		response, err := http.Get(o.site + path)
		o.must(err)
		page, err := io.ReadAll(response.Body)
		response.Body.Close()
		if o.must(err); response.StatusCode != http.StatusOK || !strings.Contains(string(page), `ồng chí `+name+`</p>`) {
			t.Fatalf("%d for %s:\n%.2000s", response.StatusCode, name, page)
		}
	}
	w.visit(event + "/messages")
	w.see("Đã gửi", "1.000")
	w.good("messages-thousand")
	w.visit(event + "/invitations?reached=mail")
	w.see("Đã chuyển: Thư điện tử")
}
