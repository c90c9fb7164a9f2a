package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/views/papers"
)

// minutesFile is a PDF of some pages as somebody might hand it in.
func minutesFile(t *testing.T, word string, lines int) []byte {
	t.Helper()
	var record models.Record
	record.Event.Title = word
	for range lines {
		record.Conclusions = append(record.Conclusions, models.Conclusion{Text: strings.Repeat(word+" ", 60)})
	}
	var file bytes.Buffer
	if err := papers.Write(&file, record.ComposeMinutes(), papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// bomb is a small file whose table of objects swells to a gigabyte.
func bomb(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	zeros := make([]byte, 1<<20)
	for range 1 << 10 {
		w.Write(zeros)
	}
	w.Close()
	head := "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
	stream := fmt.Sprintf("3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n", packed.Len())
	return []byte(head + stream + packed.String() + fmt.Sprintf("\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(head)))
}

// Papers handed in as PDF stand behind their titles in the proceedings; of a damaged, locked or swelling one the book says that it is there, and
// the rest is printed.
func TestAttachedFiles(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	whole := minutesFile(t, "Nguyên", 30)
	files := [][]byte{whole, whole[:len(whole)/2], bytes.Repeat([]byte("%PDF-1.4 xref trailer "), 2000), []byte("một tệp văn bản"), bomb(t), minutesFile(t, "Sau", 3)}
	wants := []string{"trang tiếp theo", "không đọc được tệp PDF này", "không đọc được tệp PDF này", "không phải PDF", "đọc", "trang tiếp theo"}
	if _, err := exec.LookPath("qpdf"); err == nil {
		dir := t.TempDir()
		plain, locked := filepath.Join(dir, "plain.pdf"), filepath.Join(dir, "locked.pdf")
		os.WriteFile(plain, whole, 0o600)
		if out, err := exec.Command("qpdf", "--encrypt", "mật khẩu", "chủ", "256", "--", plain, locked).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		content, err := os.ReadFile(locked)
		if err != nil {
			t.Fatal(err)
		}
		files, wants = append(files, content), append(wants, "Có văn bản kèm theo; ")
		packed := filepath.Join(dir, "packed.pdf") // as many programs write today: objects within streams
		if out, err := exec.Command("qpdf", "--object-streams=generate", plain, packed).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		if content, err = os.ReadFile(packed); err != nil || !bytes.Contains(content, []byte("/ObjStm")) {
			t.Fatal("qpdf packs nothing: ", err)
		}
		files, wants = append(files, content), append(wants, "trang tiếp theo")
	}
	record := models.Record{
		Event: models.Event{Kind: "workshop", Title: "Ghép", TimeZone: "Asia/Ho_Chi_Minh"}, Organizer: models.Organization{Name: "Ban Tuyên giáo", Kind: "party"},
		Items: []models.Item{{ID: 1, Kind: "paper", Title: "Tham luận"}},
	}
	for i, file := range files {
		sha, err := db.AddFile(ctx, bytes.NewReader(file), 0)
		if err != nil {
			t.Fatal(err)
		}
		record.Speeches = append(record.Speeches, models.Speech{ID: models.ID(i + 1), ItemID: 1, Kind: "paper", State: "spoken", Topic: fmt.Sprint("Bài ", i), Handed: models.HandedText{FileSHA256: models.SHA256(sha), FileName: "x.pdf"}})
	}
	kind, _ := models.KindOfPaper("proceedings")
	book := record.Compose(kind, models.Paper{DatedOn: "2018-11-15"})
	began := time.Now()
	var file bytes.Buffer
	if err := papers.Write(&file, book, papers.Options{Attach: attacher{db: db}}); err != nil {
		t.Fatal(err)
	}
	out := file.Bytes()
	t.Logf("written in %v", time.Since(began))
	var again bytes.Buffer
	if err := papers.Write(&again, book, papers.Options{Attach: attacher{db: db}}); err != nil || !bytes.Equal(again.Bytes(), out) {
		t.Errorf("the same record gives another book: %v", err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		missing(t, err.Error())
	}
	path := filepath.Join(t.TempDir(), "book.pdf")
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", out)
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(text), "\f")
	at := func(words string) int {
		for i, page := range pages {
			if i > 1 && strings.Contains(page, words) { // behind cover and contents
				return i + 1
			}
		}
		return 0
	}
	for i, want := range wants {
		page := at(fmt.Sprint("BÀI ", i))
		if page == 0 || !strings.Contains(strings.Join(strings.Fields(pages[page-1]), " "), want) {
			t.Errorf("paper %d stands on page %d, without %q:\n%s", i, page, want, pages[max(page-1, 0)])
		}
		if entry := fmt.Sprintf("Bài %d ", i); !strings.Contains(pages[1], entry) || !strings.HasSuffix(lineWith(pages[1], entry), fmt.Sprint(" ", page)) {
			t.Errorf("the table of contents says %q, it is page %d", lineWith(pages[1], entry), page)
		}
	}
	if first, second := at("Nguyên Nguyên"), at("BÀI 1"); first != at("BÀI 0")+1 || second <= first {
		t.Errorf("the file's pages begin at %d, the next paper at %d", first, second)
	}
	info, err := exec.Command("pdfinfo", path).Output()
	if err != nil || !strings.Contains(string(info), "Kỷ yếu hội thảo “Ghép”") {
		t.Errorf("%v: %s", err, info)
	}
}

func lineWith(page, words string) string {
	for line := range strings.Lines(page) {
		if strings.Contains(line, words) {
			return strings.TrimRight(line, " \n")
		}
	}
	return ""
}

// A file that takes too long is given up.
func TestAttachedTakesTooLong(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := (attacher{}).start(ctx, strings.NewReader("%PDF-"), "pages"); err == nil || !strings.Contains(err.Error(), "quá lâu") {
		t.Errorf("%v", err)
	}
}

// The command is for the program itself alone.
func TestReadAttachedIsHidden(t *testing.T) {
	var said bytes.Buffer
	m := Main{Args: []string{attachCommand, "pages"}, Env: func(string) string { return "" }, Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said}
	if status := m.Run(context.Background()); status != 2 || !strings.Contains(said.String(), "không có lệnh") {
		t.Errorf("%d, %s", status, said.String())
	}
}
