package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/views/papers"
)

// ran is what a run of the program has said.
type ran struct {
	status         int
	stdout, stderr string
}

// run runs the program as a shell would, with an environment of its own.
func run(t testing.TB, env map[string]string, stdin string, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	m := Main{Args: args, Env: func(name string) string { return env[name] }, Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr}
	return ran{m.Run(t.Context()), stdout.String(), stderr.String()}
}

const workshop = "hoi-thao-du-luan-xa-hoi-2018"

func TestCommands(t *testing.T) {
	dir := t.TempDir()
	db, pdf, json, copied := filepath.Join(dir, "thử.db"), filepath.Join(dir, "biên bản.pdf"), filepath.Join(dir, "out.json"), filepath.Join(dir, "backup.db")
	broken := filepath.Join(dir, "broken.json")
	if err := os.WriteFile(broken, []byte("{\n  \"format\": \"hoithao/1\",\n  \"evnts\": []\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	sample, err := os.ReadFile("demo/hoi-thao-2018.json")
	if err != nil {
		t.Fatal(err)
	}
	file := "demo/hoi-thao-2018.json"
	tests := []struct {
		args   string // parted by spaces; DB, PDF … stand for names
		env    map[string]string
		stdin  string
		status int
		stdout string // a part of it
		stderr string // all of it; "": nothing, "…": looked at elsewhere
	}{
		{args: "", stdout: "hoithao serve"},
		{args: "help", stdout: "HOITHAO_DB"},
		{args: "load -h", stdout: "--replace"},
		{args: "open", status: 2, stderr: "hoithao: không có lệnh “open”; xem hoithao help\n"},
		{args: "load --db DB", status: 2, stderr: "hoithao: load: thiếu tên tệp; xem hoithao load -h\n"},
		{args: "load --fast FILE", status: 2, stderr: "hoithao: load: flag provided but not defined: -fast; xem hoithao load -h\n"},
		{args: "dump x --db DB", status: 1, stderr: "hoithao: không có cơ sở dữ liệu DB\n"},
		{args: "print minutes x --db DB", status: 1, stderr: "hoithao: không có cơ sở dữ liệu DB\n"},
		{args: "check --db DB", status: 1, stderr: "hoithao: không có cơ sở dữ liệu DB\n"},
		{args: "load BROKEN --db DB", status: 1, stderr: "hoithao: BROKEN:3:3: evnts: không có trường “evnts” ở đây\n"},
		{args: "load missing.json --db DB", status: 1, stderr: "…"},
		{args: "load --db DB FILE", stdout: workshop + ": đã thêm"},
		{args: "load FILE --db DB", stdout: workshop + ": không có gì thay đổi"},
		{args: "load -", env: map[string]string{"HOITHAO_DB": db}, stdin: string(sample), stdout: workshop + ": không có gì thay đổi"},
		{args: "load FILE", env: map[string]string{"HOITHAO_DB": db, "HOITHAO_REPLACE": "maybe"}, status: 2, stderr: "hoithao: HOITHAO_REPLACE: không nhận giá trị “maybe”\n"},
		{args: "dump --db DB", status: 2, stderr: "hoithao: dump: cần tên của một sự kiện; xem hoithao dump -h\n"},
		{args: "dump khac --db DB", status: 1, stderr: "hoithao: không có sự kiện “khac”\n"},
		{args: "dump --reserve minutes=1 --db DB " + workshop, status: 2, stderr: "hoithao: dump: --reserve đi cùng --full và viết như minutes=1,notice=2; xem hoithao dump -h\n"},
		{args: "dump --full --reserve agenda --db DB " + workshop, status: 1, stderr: "hoithao: --reserve agenda: Loại văn bản này không có số.\n"},
		{args: "archive --db DB", status: 2, stderr: "hoithao: archive: cần tên của một sự kiện; xem hoithao archive -h\n"},
		{args: "archive khac --db DB", status: 1, stderr: "hoithao: không có sự kiện “khac”\n"},
		{args: "archive --db DB -o ZIP " + workshop},
		{args: "dump --db DB " + workshop, stdout: `"format": "hoithao/1"`},
		{args: "dump " + workshop + " -o JSON --db DB"},
		{args: "print", stdout: "minutes"},
		{args: "print minutes --db DB", status: 2, stderr: "hoithao: print: cần loại văn bản và tên sự kiện; xem hoithao print -h\n"},
		{args: "print letter " + workshop + " --db DB", status: 2, stderr: "hoithao: print: không có loại văn bản “letter”; hoithao print liệt kê các loại\n"},
		{args: "print agenda " + workshop + " -o x.docx --db DB", status: 2, stderr: "hoithao: print: agenda chỉ in ra tệp .pdf, không in ra “.docx”\n"},
		{args: "print minutes " + workshop + " --db DB", stdout: "%PDF-"},
		{args: "print minutes --session 1 " + workshop + " --db DB", stdout: "%PDF-"},
		{args: "print minutes --session 2 " + workshop + " --db DB", status: 1, stderr: "hoithao: không có biên bản của buổi 2; sự kiện có 1 buổi\n"},
		{args: "print agenda -o PDF " + workshop + " --db DB"},
		{args: "print minutes khac --db DB", status: 1, stderr: "hoithao: không có sự kiện “khac”\n"},
		{args: "user --db DB", status: 2, stderr: "hoithao: user: cần add, password, list hoặc disable; xem hoithao user -h\n"},
		{args: "user add quan-tri --role administrator --db DB", stdin: "mật khẩu để thử\n", stdout: "quan-tri: đã lập"},
		{args: "user add thu-ky --name Thư_ký --role secretary,door:BTGTU --db DB", stdin: "mật khẩu để thử\n", stdout: "thu-ky: đã lập"},
		{args: "user add thu-ky --db DB", stdin: "mật khẩu để thử\n", status: 1, stderr: "hoithao: account: Tên đăng nhập này đã có người dùng.\n"},
		{args: "user add khac --db DB", status: 1, stderr: "hoithao: đầu vào chuẩn không có mật khẩu\n"},
		{args: "user add khac --role boss --db DB", stdin: "x", status: 2, stderr: "…"},
		{args: "user add khac --role door:Nowhere --db DB", stdin: "x", status: 1, stderr: "hoithao: không có cơ quan “Nowhere”\n"},
		{args: "user list --db DB", stdout: "thu-ky\tThư_ký\tdoor,secretary"},
		{args: "user password thu-ky --db DB", stdin: "mật khẩu khác hẳn", stdout: "đã đổi mật khẩu"},
		{args: "user disable thu-ky --db DB", stdout: "đã khóa"},
		{args: "user list --db DB", stdout: "đã khóa"},
		{args: "user disable khac --db DB", status: 1, stderr: "hoithao: không có tài khoản “khac”\n"},
		{args: "check --db DB", stdout: "không có gì sai"},
		{args: "backup COPY --db DB", stdout: "đã sao lưu"},
		{args: "backup COPY --db DB", status: 1, stderr: "hoithao: COPY đã có, không ghi đè\n"},
		{args: "restore COPY --db DB", status: 1, stderr: "hoithao: DB đang có dữ liệu; thêm --replace nếu chắc chắn muốn thay\n"},
		{args: "restore COPY --db DB --replace", stdout: "đã phục hồi"},
		{args: "restore FILE --db DB2", status: 1, stderr: "…"},
		{args: "restore COPY --db DB2", stdout: "đã phục hồi"},
		{args: "check --db DB2", stdout: "không có gì sai"},
		{args: "restore COPY --db DB2 --replace --copy", stdout: "Đây là bản sao"},
		{args: "check --db DB2", stdout: "không có gì sai"},
		{args: "serve now --db DB", status: 2, stderr: "hoithao: serve: không nhận “now”; xem hoithao serve -h\n"},
		{args: "serve --addr nowhere --db DB", status: 1, stderr: "…"},
	}
	names := strings.NewReplacer("DB2", filepath.Join(dir, "two.db"), "ZIP", filepath.Join(dir, "out.zip"), "DB", db, "PDF", pdf, "JSON", json, "COPY", copied, "BROKEN", broken, "FILE", file)
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			var args []string
			for _, arg := range strings.Fields(test.args) {
				args = append(args, names.Replace(arg))
			}
			got := run(t, test.env, test.stdin, args...)
			if got.status != test.status || !strings.Contains(got.stdout, test.stdout) || test.stderr != "…" && got.stderr != names.Replace(test.stderr) {
				t.Errorf("status %d\nstdout %.300s\nstderr %s", got.status, got.stdout, got.stderr)
			}
			if got.status != 0 && strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("an error is one line: %q", got.stderr)
			}
		})
	}
	if content, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Error(err)
	}
	// What was dumped is what an empty database gives again.
	other := filepath.Join(dir, "other.db")
	run(t, nil, "", "load", json, "--db", other)
	want, err := os.ReadFile(json)
	if got := run(t, nil, "", "dump", workshop, "--db", other); err != nil || got.stdout != string(want) {
		t.Errorf("%v: the dump does not give itself", err)
	}
}

// started runs a serving command in this process and answers its address and what ends it.
func started(t *testing.T, args ...string) (site string, stop func() ran) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	address, ended := make(chan string, 1), make(chan int, 1)
	m := Main{Args: args, Env: func(string) string { return "" }, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, listening: func(at string) { address <- at }}
	go func() { ended <- m.Run(ctx) }()
	select {
	case at := <-address:
		return "http://" + at, func() ran { cancel(); return ran{<-ended, stdout.String(), stderr.String()} }
	case status := <-ended:
		t.Fatalf("ended with %d: %s", status, stderr.String())
	}
	return "", nil
}

func TestServeStops(t *testing.T) {
	site, stop := started(t, "serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "hoithao.db"))
	response, err := http.Get(site + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || string(body) != "ok" {
		t.Errorf("%d %s %v", response.StatusCode, body, err)
	}
	response.Body.Close()
	start := time.Now()
	got := stop()
	if got.status != 0 || time.Since(start) > 10*time.Second {
		t.Errorf("status %d after %s", got.status, time.Since(start))
	}
	if !strings.Contains(got.stderr, site) || !strings.Contains(got.stderr, "/setup") {
		t.Errorf("says %s", got.stderr)
	}
}

func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	site, stop := started(t, "demo", "--addr", "127.0.0.1:0")
	for _, path := range []string{"/", "/events/" + workshop, "/events/hoi-nghi-mau"} {
		response, err := http.Get(site + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("</html>")) {
			t.Errorf("%s: %d %v", path, response.StatusCode, err)
		}
	}
	got := stop()
	for _, account := range demoAccounts {
		if !strings.Contains(got.stdout, account.name) {
			t.Errorf("does not say how %s signs in", account.name)
		}
	}
	if got.status != 0 || !strings.Contains(got.stdout, demoPassword) {
		t.Errorf("%+v", got)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// The sample conference is the same for the same clock, stands around today, and says everywhere that it is one.
func TestSampleConference(t *testing.T) {
	now := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC) // the 25th at Hà Nội
	var first, second bytes.Buffer
	if err := errors.Join(sampleConference(now).Write(&first), sampleConference(now).Write(&second)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same clock gives another conference")
	}
	ctx, db := context.Background(), modelstest.DB(t)
	if _, err := db.Load(ctx, by("demo"), bytes.NewReader(first.Bytes()), models.LoadOptions{}); err != nil {
		t.Fatal(err)
	}
	event, err := db.Event(ctx, "hoi-nghi-mau")
	if err != nil {
		t.Fatal(err)
	}
	if got := event.Local(event.StartsAt).Format("2006-01-02 15:04") + " " + event.Local(event.EndsAt).Format("2006-01-02 15:04"); got != "2026-11-24 07:30 2026-11-25 16:30" {
		t.Error(got)
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	names, stands := map[string]bool{}, 0
	for _, delegate := range record.Delegates {
		name := delegate.Person.Name()
		if !strings.Contains(name, " Mẫu ") || !strings.Contains(delegate.Person.Posts[0].Title, "Mẫu") || names[name] {
			t.Errorf("%s, %s", name, delegate.Person.Posts[0].Title)
		}
		names[name] = true
		if delegate.SubstituteFor != 0 {
			stands++
		}
	}
	if got := fmt.Sprint(len(record.Delegates), stands, len(record.Sessions), len(record.Groups), len(record.Votes), len(record.Conclusions)); got != "300 3 4 8 2 4" {
		t.Error(got)
	}
	for _, kind := range models.PaperKinds() {
		for _, format := range append(kind.Twins, "pdf") {
			if err := papers.Write(io.Discard, record.Compose(kind, models.Paper{}), papers.Options{Format: format}); err != nil {
				t.Errorf("%s as %s: %v", kind.Name, format, err)
			}
		}
	}
}
