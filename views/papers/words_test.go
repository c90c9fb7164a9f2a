package papers_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
	"hoithao/views/papers/paperstest"
)

// composed is a paper of a record as its kind composes it.
func composed(t testing.TB, record models.Record, name string, paper models.Paper) models.Printable {
	t.Helper()
	kind, known := models.KindOfPaper(name)
	if !known {
		t.Fatalf("no kind %s", name)
	}
	return record.Compose(kind, paper)
}

// decided is a paper with a number, a date, a signer and recipients.
func decided(day models.Date) models.Paper {
	signer := person(3, "Trần Đức", "Thuần", "Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng ban Tuyên giáo Tỉnh ủy")
	if day >= "2020-03-05" && day < "2026-01-01" {
		signer = person(3, "Trần Đức", "Thuần", "Giám đốc Sở Thông tin và Truyền thông")
	}
	return models.Paper{
		Number: ptr[int64](5), DatedOn: day, SignerID: 3, Signer: signer, Site: "https://hoithao.hanam.example.vn",
		Recipients: "Thường trực Tỉnh ủy (để báo cáo)\nCác huyện, thành ủy\nLưu Văn phòng",
	}
}

// invitedTo is a record with invitations: to each delegate, and to two units.
func invitedTo(r models.Record) models.Record {
	r.Event.ContactName, r.Event.ContactPhone = "đồng chí Lê Thị Mai, Văn phòng Ban", "0226 385 1234"
	for i := range r.Delegates {
		r.Invitations = append(r.Invitations, models.Invitation{
			ID: models.ID(i + 1), UID: strings.Repeat("0123456789abcdef"[i%16:i%16+1], 4) + "5678" + "00000000", AnswerBy: at(17, 0), Delegate: r.Delegates[i],
			Link: "abcdefghijklmnopqrstuvwxyz",
		})
	}
	for i, name := range []string{"Huyện ủy Kim Bảng", "Thành ủy Phủ Lý"} {
		id := models.ID(900 + i)
		r.Invitations = append(r.Invitations, models.Invitation{
			ID: id, UID: "fedcba98765432100000", OrganizationID: id, Unit: models.Organization{ID: id, Name: name}, Heads: ptr[int64](2), Whom: "lãnh đạo phụ trách công tác tuyên giáo",
			AnswerBy: at(17, 0), Link: "zyxwvutsrqponmlkjihgfedcba",
		})
	}
	return r
}

// inForms are the papers of words in each form that applies, by name: what golden files hold, and what is looked at.
func inForms(t testing.TB) map[string]models.Printable {
	all := map[string]models.Printable{}
	book := workshop()
	book.Items = append(book.Items, models.Item{ID: 50, SessionID: 1, Kind: "paper", Title: "Tham luận"})
	for i, topic := range []string{"Nắm bắt dư luận xã hội từ cơ sở", "Vai trò của báo chí trong định hướng dư luận xã hội và những vấn đề đặt ra từ thực tiễn địa phương hiện nay"} {
		book.Speeches = append(book.Speeches, models.Speech{
			ID: models.ID(50 + i), ItemID: 50, Kind: "paper", State: "spoken", DelegateID: models.ID(2 + i), Topic: topic, Text: strings.Repeat("Công tác nắm bắt dư luận xã hội có vai trò quan trọng đối với cấp ủy. ", 60),
		})
	}
	for regime, base := range map[string]models.Record{"dang-2018": workshop(), "dang-2026": workshop(), "nn-2020": state(), "nn-2011": state(), "empty": {}} {
		day := map[string]models.Date{"dang-2018": "2018-11-15", "dang-2026": "2026-06-01", "nn-2020": "2020-11-15", "nn-2011": "2018-11-15"}[regime]
		paper := decided(day)
		if regime == "empty" {
			paper = models.Paper{}
		}
		letters := base
		if regime != "empty" {
			letters = invitedTo(base)
		}
		if regime == "nn-2020" {
			paper.Quality, paper.QualityOf, paper.SignerPost = "KT", "Giám đốc", "Phó Giám đốc"
		}
		if regime == "dang-2026" {
			paper.Quality, paper.QualityOf, paper.SignerPost = "KT", "Trưởng ban", "Phó Trưởng ban"
		}
		all["invitation-"+regime] = composed(t, letters, "invitation", paper)
		all["notice-"+regime] = composed(t, base, "notice", paper)
		all["certificate-"+regime] = composed(t, base, "certificate", paper)
	}
	official := book
	official.Organizer, official.Ancestors = state().Organizer, state().Ancestors
	for name, base := range map[string]models.Record{"": book, "-nn-2020": under(official, models.NN2020), "-empty": {}} {
		paper := models.Paper{Options: models.Choices{"introduction": "Ngày 13 tháng 11 năm 2018, Ban Tuyên giáo Tỉnh ủy tổ chức hội thảo.\nBan Tổ chức trân trọng giới thiệu."}}
		all["proceedings"+name] = composed(t, base, "proceedings", paper)
	}
	pictured := workshop()
	pictured.Photos = []models.Photo{{Caption: "Đồng chí Phạm Sỹ Lợi phát biểu chỉ đạo hội thảo", Credit: "Báo Hà Nam"}, {Caption: "Quang cảnh hội thảo", Credit: "Báo Hà Nam"}}
	all["news"] = composed(t, pictured, "news", models.Paper{DatedOn: "2018-11-15"})
	official.Photos = pictured.Photos
	all["news-nn-2020"] = composed(t, under(official, models.NN2020), "news", models.Paper{DatedOn: "2020-11-15"})
	all["news-empty"] = composed(t, models.Record{}, "news", models.Paper{})
	upright := decided("2020-11-15")
	upright.Options = models.Choices{"page": "portrait"}
	all["certificate-portrait"] = composed(t, state(), "certificate", upright)
	return all
}

func TestGoldenOfWords(t *testing.T) {
	for name, paper := range inForms(t) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name+".txt")
			pdf := pdfOf(t, paper)
			if !bytes.Equal(pdf, pdfOf(t, paper)) {
				t.Error("the same paper gives other bytes")
			}
			got := []byte(withoutCodes(read(t, pdf)).Golden())
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not what is printed:\n%s", file, firstDifference(got, want))
			}
		})
	}
}

// withoutCodes leaves out the modules of QR codes, which are read back elsewhere.
func withoutCodes(paper paperstest.Paper) paperstest.Paper {
	for i := range paper.Pages {
		paper.Pages[i].Boxes = slices.DeleteFunc(paper.Pages[i].Boxes, func(box paperstest.Box) bool { return box.Filled })
	}
	return paper
}

// TestLookAtWords writes the papers to look at into the directory LOOK.
func TestLookAtWords(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("LOOK names no directory")
	}
	for name, paper := range inForms(t) {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdfOf(t, paper), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, twin := twinOf(paper); twin {
			if err := os.WriteFile(filepath.Join(dir, name+".docx"), docxOf(t, paper), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func twinOf(paper models.Printable) (string, bool) {
	switch paper.(type) {
	case models.Minutes, models.InvitationPaper, models.Notice, models.NewsBrief:
		return "docx", true
	}
	return "", false
}

// within checks that everything on each page stands inside the margins of its paper, and that no text stands over another.
func within(t testing.TB, name string, paper paperstest.Paper) {
	t.Helper()
	const slack = 0.1
	for n, page := range paper.Pages {
		left, right := 30.0, 15.0
		if page.Width > page.Height {
			left, right = 20, 20
		}
		for i, text := range page.Texts {
			if text.Y < 20 && n > 0 {
				continue // a page number
			}
			if text.X < left-slack || text.Right() > page.Width-right+slack || text.Y-0.7*text.Size*pt < 20-slack || text.Y+0.216*text.Size*pt > page.Height-20+slack {
				t.Fatalf("%s, page %d: %q stands outside the margins: %.1f to %.1f, on %.1f", name, n+1, text.Text, text.X, text.Right(), text.Y)
			}
			if strings.ContainsRune(text.Text, '\uFFFD') {
				t.Fatalf("%s: %q", name, text.Text)
			}
			for _, other := range page.Texts[:i] {
				if text.X < other.Right()-slack && other.X < text.Right()-slack && text.Y-0.66*text.Size*pt < other.Y-0.1 && other.Y-0.66*other.Size*pt < text.Y-0.1 {
					t.Fatalf("%s, page %d: %q stands over %q", name, n+1, text.Text, other.Text)
				}
			}
			for _, box := range page.Boxes {
				if box.Filled && text.X < box.X+box.Width && box.X < text.Right() && text.Y-0.66*text.Size*pt < box.Y+box.Height && box.Y < text.Y {
					t.Fatalf("%s, page %d: %q stands in a code", name, n+1, text.Text)
				}
			}
		}
		for _, box := range page.Boxes {
			if box.X < left-slack || box.X+box.Width > page.Width-right+slack || box.Y < 20-slack || box.Y+box.Height > page.Height-20+slack {
				t.Fatalf("%s, page %d: a box stands outside the margins: %+v", name, n+1, box)
			}
		}
	}
}

func TestWordsStayInside(t *testing.T) {
	for name, paper := range inForms(t) {
		within(t, name, read(t, pdfOf(t, paper)))
	}
	long := strings.TrimSpace(strings.Repeat("Nguyễn Thị Hoàng ", 8))[:119]
	for _, name := range []string{"A", long, strings.Repeat("ƯỠ", 60), strings.Repeat("W", 500), "<b>&\x00\u202e😀((((\\\\", strings.Repeat("ẵ ", 400)} {
		for _, regime := range []models.Regime{models.Dang2018, models.NN2020} {
			record := invitedTo(workshop())
			record.Event.Regime, record.Event.Title, record.Event.Venue, record.Event.Place = string(regime), name, name, name
			record.Organizer.Name, record.Organizer.PrintName, record.Organizer.Code, record.Organizer.Place = name, &name, name, name
			record.Delegates[0].Person = person(1, "", name, name, name, name, name, name)
			record.Invitations[0].Delegate = record.Delegates[0]
			record.Invitations[3].Unit.Name, record.Invitations[3].Whom, record.Event.ContactName = name, name, name
			record.Conclusions[0].Text, record.Speeches[1].Topic, record.Speeches[8].Summary = name, name, name
			record.Photos = []models.Photo{{Caption: name, Credit: name}}
			for _, kind := range []string{"invitation", "notice", "certificate", "news", "proceedings"} {
				paper := decided("2018-11-15")
				paper.SignerPost, paper.Recipients, paper.Site = name, strings.Repeat(name+"\n", 30), "https://"+strings.Repeat("x", 60)
				paper.Options = models.Choices{"note": name, "introduction": name, "end": name, "byline": name}
				all := composed(t, record, kind, paper)
				within(t, kind+" of "+name[:1], read(t, pdfOf(t, all)))
				if _, twin := twinOf(all); twin {
					readWord(t, docxOf(t, all))
				}
			}
		}
	}
}

// The twelve differences between the forms (papers.md, 2.8), on the notice and the letter.
func TestTwelveDifferences(t *testing.T) {
	for _, kind := range []string{"notice", "invitation"} {
		deputy := func(day models.Date, of string) models.Paper {
			paper := decided(day)
			paper.Quality, paper.QualityOf, paper.SignerPost = "KT", of, "Phó "+of
			return paper
		}
		party := read(t, pdfOf(t, composed(t, invitedTo(workshop()), kind, deputy("2018-11-15", "Trưởng ban"))))
		official := read(t, pdfOf(t, composed(t, invitedTo(state()), kind, deputy("2020-11-15", "Giám đốc"))))
		type side struct {
			paper paperstest.Paper
			figure
		}
		subject := map[string][2]string{"notice": {"kết luận của đồng chí", "Kết luận của"}, "invitation": {"dự Hội thảo", "Dự Hội thảo"}}[kind]
		number := map[string][2]string{"notice": {"Số 05-TB/BTGTU", "Số: 05/TB-STTTT"}, "invitation": {"Số 05-GM/BTGTU", "Số: 05/GM-STTTT"}}[kind]
		title := map[string]string{"notice": "THÔNG BÁO", "invitation": "GIẤY MỜI"}[kind]
		for _, one := range []side{
			{party, figure{rule: "1 title block", text: "ĐẢNG CỘNG SẢN VIỆT NAM", style: "B", size: 15, middle: partyRight}},
			{official, figure{rule: "1 title block", text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style: "B", size: 13, middle: stateRight}},
			{party, figure{rule: "2 star", text: "*", size: 14, middle: partyLeft}},
			{party, figure{rule: "3 number", text: number[0], size: 14, middle: partyLeft}},
			{official, figure{rule: "3 number", text: number[1], size: 13, middle: stateLeft}},
			{party, figure{rule: "4 subject in small letters", text: subject[0], style: "B", size: 14, middle: middle}},
			{official, figure{rule: "4 subject with a capital", text: subject[1], style: "B", size: 14, middle: middle}},
			{party, figure{rule: "5 hyphens", text: "-----", size: 14, middle: middle}},
			{party, figure{rule: "6 sizes", text: title, style: "B", size: 16, middle: middle}},
			{official, figure{rule: "6 sizes", text: title, style: "B", size: 14, middle: middle}},
			{party, figure{rule: "9 authority", text: "K/T TRƯỞNG BAN", style: "B", size: 14, middle: partyRight}},
			{official, figure{rule: "9 authority", text: "KT. GIÁM ĐỐC", style: "B", size: 14, middle: 97.5 + 97.5/2}},
			{party, figure{rule: "10 post", text: "PHÓ TRƯỞNG BAN", size: 14, middle: partyRight}},
			{official, figure{rule: "10 post", text: "PHÓ GIÁM ĐỐC", style: "B", size: 14, middle: 97.5 + 97.5/2}},
			{party, figure{rule: "11 recipients", text: "Nơi nhận:", size: 14, left: 30}},
			{official, figure{rule: "11 recipients", text: "Nơi nhận:", style: "BI", size: 12, left: 30}},
			{party, figure{rule: "11 items", text: "- Các huyện, thành ủy,", size: 12, left: 30}},
			{official, figure{rule: "11 items", text: "- Các huyện, thành ủy;", size: 11, left: 30}},
		} {
			one.check(t, one.paper)
		}
		first := official.Pages[0]
		body, _ := first.Find("VÀ TRUYỀN THÔNG")
		ruled(t, first, body, 0.4) // 2: a rule and no star
		if plain := official.Plain(); strings.Contains(plain, " * ") || strings.Contains(plain, "-----") || !strings.Contains(plain, "./.") {
			t.Errorf("%s: the State's has a star, hyphens, or no end mark", kind)
		}
		if plain := party.Plain(); strings.Contains(plain, "./.") || strings.Contains(plain, "CỘNG HÒA") || strings.Contains(plain, "Số:") {
			t.Errorf("%s: the Party's in the State's dress", kind)
		}
		if n := len(first.Rules); n != 3 { // 5: under the body, the motto, the subject
			t.Errorf("%s: %d rules on the State's page", kind, n)
		}
		// 7: leading, between the lines of the first paragraph of two lines.
		for _, form := range []struct {
			paper   paperstest.Paper
			leading float64
		}{{party, 18 * pt}, {official, 16.1 * pt}} {
			found := false
			for i, text := range form.paper.Pages[0].Texts[1:] {
				before := form.paper.Pages[0].Texts[i]
				if near(before.X, 40) && near(text.X, 30) && before.Size == 14 && text.Size == 14 && before.Style+text.Style == "" && text.Text != "Nơi nhận:" {
					found = true
					if !near(text.Y-before.Y, form.leading) {
						t.Errorf("%s: %q stands %.2f below its line, want %.2f", kind, text.Text, text.Y-before.Y, form.leading)
					}
				}
			}
			if !found {
				t.Errorf("%s: no paragraph of two lines", kind)
			}
		}
	}
}

// The codes on letters are read back at their printed size, each to the page of its own invitation.
func TestCodesScan(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "letters.pdf")
	paper := composed(t, invitedTo(workshop()), "invitation", decided("2018-11-15")).(models.InvitationPaper)
	if err := os.WriteFile(path, pdfOf(t, paper), 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "pdftoppm", "-r", "150", "-png", path, filepath.Join(dir, "page"))
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil || len(pages) != len(paper.Letters) {
		t.Fatalf("%d pages of %d letters: %v", len(pages), len(paper.Letters), err)
	}
	for i, page := range pages {
		lines := strings.Fields(tool(t, "zbarimg", "-q", "--raw", page)) // it also complains that nobody listens on D-Bus
		if got := lines[len(lines)-1]; got != paper.Letters[i].Link {
			t.Errorf("page %d: %q, want %q", i+1, got, paper.Letters[i].Link)
		}
	}
}

// Letters and certificates for a crowd: each on its page, and whoever watches is told and can stop them.
func TestLettersForACrowd(t *testing.T) {
	n := 5000
	if testing.Short() {
		n = 300
	}
	record := invitedTo(crowd(n))
	for _, kind := range []string{"invitation", "certificate"} {
		paper := composed(t, record, kind, decided("2018-11-15"))
		told := 0
		var file bytes.Buffer
		if err := papers.Write(&file, paper, papers.Options{Watch: func(done, of int) error { told++; return nil }}); err != nil {
			t.Fatal(err)
		}
		pages := read(t, file.Bytes()).Pages
		want := map[string]int{"invitation": n + 5, "certificate": n + 3}[kind]
		if len(pages) != want || told != want {
			t.Errorf("%s: %d pages, told %d times, want %d", kind, len(pages), told, want)
		}
		stop := errors.New("stop")
		if err := papers.Write(&file, paper, papers.Options{Watch: func(done, of int) error {
			if done == 7 {
				return stop
			}
			return nil
		}}); !errors.Is(err, stop) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// However long the names and however many the posts, of the bearer and of the signer, a certificate is one page.
func TestCertificateIsOnePage(t *testing.T) {
	record := workshop()
	for i := range record.Delegates {
		record.Delegates[i].Person = person(models.ID(i+1), strings.Repeat("Nguyễn Thị Hoàng Anh ", 5), "Phương Thảo", strings.Repeat("Phó Trưởng ban Chỉ đạo cải cách tư pháp tỉnh, ", 5), "Trưởng ban")
	}
	for _, page := range []string{"landscape", "portrait"} {
		paper := decided("2018-11-15")
		paper.Signer, paper.Options = record.Delegates[0].Person, models.Choices{"page": page}
		got := read(t, pdfOf(t, composed(t, record, "certificate", paper)))
		if len(got.Pages) != len(record.Delegates) {
			t.Errorf("%s: %d pages for %d delegates", page, len(got.Pages), len(record.Delegates))
		}
		within(t, page, got)
	}
}

// Each entry of the table of contents names the page on which its chapter begins, with the pages of files that come between.
func TestTrueNumbers(t *testing.T) {
	record := workshop()
	record.Items = append(record.Items, models.Item{ID: 50, SessionID: 1, Kind: "paper", Title: "Tham luận"})
	for i := range 40 {
		speech := models.Speech{ID: models.ID(50 + i), ItemID: 50, Kind: "paper", State: "spoken", SpeakerText: "Đơn vị " + itoa(i), Topic: "Chuyên đề số " + itoa(i) + ".", Text: strings.Repeat("Nội dung chuyên đề. ", 100*(i%7)+1)}
		if i%5 == 0 {
			speech.Text, speech.Handed.FileSHA256 = "", models.SHA256("file"+itoa(i))
		}
		record.Speeches = append(record.Speeches, speech)
	}
	attach := &fakeFiles{}
	var file bytes.Buffer
	if err := papers.Write(&file, composed(t, record, "proceedings", models.Paper{}), papers.Options{Attach: attach}); err != nil {
		t.Fatal(err)
	}
	ours := read(t, attach.ours)
	within(t, "proceedings", ours)
	if len(attach.inserts) != 6 { // the file of every fifth of forty, but two are broken
		t.Errorf("%d files were put in: %v", len(attach.inserts), attach.inserts)
	}
	if !strings.Contains(ours.Plain(), "(Có văn bản kèm theo; tệp bị hỏng.)") {
		t.Error("nothing is said of the broken file")
	}
	numbers := map[int]int{} // of the finished book, by our page
	for i := range ours.Pages {
		numbers[i] = i + 1
		for _, insert := range attach.inserts {
			if insert.After < i+1 {
				numbers[i] += 3
			}
		}
	}
	entries := 0
	for i, page := range ours.Pages {
		if i > 0 && page.Texts[0].Text != itoa(numbers[i]) {
			t.Fatalf("page %d bears %q, want %d", i+1, page.Texts[0].Text, numbers[i])
		}
		for _, text := range page.Texts {
			number, found := strings.CutPrefix(text.Text, "CHUYÊN ĐỀ SỐ ")
			if _, after, chapter := strings.Cut(text.Text, "CHUYÊN ĐỀ SỐ "); chapter {
				number, found = after, true
			}
			if !found {
				continue
			}
			entries++
			for _, contents := range ours.Pages[1:4] {
				for _, entry := range contents.Texts {
					if !strings.HasSuffix(entry.Text, "Chuyên đề số "+number) {
						continue
					}
					for _, other := range contents.Texts {
						if near(other.Y, entry.Y) && other.X > 180 && other.Text != itoa(numbers[i]) && !strings.HasPrefix(other.Text, ".") {
							t.Errorf("chapter %s stands on page %d, the table says %s", number, numbers[i], other.Text)
						}
					}
				}
			}
		}
	}
	if entries != 40 {
		t.Errorf("%d chapters were found", entries)
	}
}

// fakeFiles are files of three pages each; two cannot be read.
type fakeFiles struct {
	ours    []byte
	inserts []papers.Insert
}

func (f *fakeFiles) Pages(file models.SHA256) (int, error) {
	if file == "file5" || file == "file20" {
		return 0, errors.New("tệp bị hỏng")
	}
	return 3, nil
}

func (f *fakeFiles) Merge(ours []byte, inserts []papers.Insert) ([]byte, error) {
	f.ours, f.inserts = bytes.Clone(ours), inserts
	return ours, nil
}
