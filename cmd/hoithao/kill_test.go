package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
)

// TestMain makes this test program the true one when it is told to be: a test can then start it, and kill it.
func TestMain(m *testing.M) {
	if os.Getenv("HOITHAO_TEST_RUN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program starts the true program as a process of its own.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.Command(os.Args[0], args...)
	command.Env = append(os.Environ(), "HOITHAO_TEST_RUN=1")
	return command
}

var listening = regexp.MustCompile(`https?://[0-9.:\[\]]+`)

// serving starts the program's server on a port that the kernel chooses, and answers its address when it is there.
func serving(t testing.TB, args ...string) (site string, process *os.Process) {
	t.Helper()
	site, process, _ = servingSaid(t, args...)
	return site, process
}

// servingSaid is serving, with what the program has said so far.
func servingSaid(t testing.TB, args ...string) (site string, process *os.Process, said func() string) {
	t.Helper()
	command := program(t, args...)
	output, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill(); writer.Close() })
	go func() { command.Wait(); writer.Close() }()
	found := make(chan string, 1)
	var mu sync.Mutex
	var text strings.Builder
	said = func() string {
		mu.Lock()
		defer mu.Unlock()
		return text.String()
	}
	go func() {
		lines := bufio.NewScanner(output)
		for lines.Scan() { // to the end: a pipe that nobody reads would hold the program up
			mu.Lock()
			if text.Len() < 10_000 {
				text.WriteString(lines.Text() + "\n")
			}
			mu.Unlock()
			if address := listening.FindString(lines.Text()); address != "" {
				select {
				case found <- address:
				default:
				}
			}
		}
		close(found)
	}()
	select {
	case address, ok := <-found:
		if !ok {
			t.Fatalf("it does not serve: %s", said())
		}
		return address, command.Process, said
	case <-time.After(patience):
		t.Fatal("it does not say where it serves")
	}
	return "", nil, said
}

// Whatever was acknowledged is there after kill -9, at any moment, a hundred times; and the journal's chain is whole.
func TestKill(t *testing.T) {
	rounds := 100
	if testing.Short() {
		rounds = 5
	}
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "hoithao.db")
	slug, cookie := workshopToKill(t, file)

	acknowledged := map[string]bool{}
	for round := range rounds {
		site, process := serving(t, "serve", "--addr", "127.0.0.1:0", "--db", file)
		token := formTokenOf(t, site, cookie)
		var mu sync.Mutex
		var writers sync.WaitGroup
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 10 * time.Second}
		first := make(chan bool, 4)
		for writer := range 4 {
			writers.Go(func() {
				for n := 0; ; n++ {
					text := fmt.Sprintf("Kết luận %d/%d/%d", round, writer, n)
					request, _ := http.NewRequest(http.MethodPost, site+"/events/"+slug+"/conclusions", strings.NewReader(url.Values{"_csrf": {token}, "text": {text}}.Encode()))
					request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					request.Header.Set("Cookie", cookie)
					response, err := client.Do(request)
					if err != nil {
						return // killed
					}
					response.Body.Close()
					if response.StatusCode != http.StatusSeeOther {
						t.Errorf("status %d", response.StatusCode)
						return
					}
					mu.Lock()
					acknowledged[text] = true
					mu.Unlock()
					select {
					case first <- true:
					default:
					}
				}
			})
		}
		<-first
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond) // the kill may come at any moment
		process.Kill()
		writers.Wait()
		client.CloseIdleConnections()
	}

	db, err := models.Open(ctx, file, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	event, err := db.Event(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, conclusion := range record.Conclusions {
		there[conclusion.Text] = true
	}
	for text := range acknowledged {
		if !there[text] {
			t.Errorf("%s was acknowledged and is lost", text)
		}
	}
	t.Logf("%d rounds, %d writes acknowledged, %d found", rounds, len(acknowledged), len(there))
	if output, err := program(t, "check", "--db", file).CombinedOutput(); err != nil {
		t.Errorf("hoithao check: %v: %s", err, output)
	}
}

// workshopToKill is a database with an event, and the cookie of somebody who may write to it.
func workshopToKill(t testing.TB, file string) (slug, cookie string) {
	t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	db, err := models.Create(ctx, file, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	board, err := db.AddOrganization(ctx, by, models.Organization{Name: "Ban Tuyên giáo", Kind: "party"})
	if err != nil {
		t.Fatal(err)
	}
	start := db.Now()
	event, err := db.AddEvent(ctx, by, models.NewEvent{StartsAt: start, EndsAt: models.At(start.Add(time.Hour)),
		Event: models.Event{Kind: "workshop", Title: "Thử", OrganizerID: board.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"}})
	if err != nil {
		t.Fatal(err)
	}
	user, err := db.AddUser(ctx, by, models.NewUser{Account: "thu-ky", Name: "Thư ký", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Secretary}}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := db.AddLogin(ctx, user, "", "")
	if err != nil {
		t.Fatal(err)
	}
	return event.Slug, "login=" + token
}

func formTokenOf(t *testing.T, site, cookie string) string {
	t.Helper()
	request, _ := http.NewRequest(http.MethodGet, site+"/account", nil)
	request.Header.Set("Cookie", cookie)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`name="csrf" content="([^"]+)"`).FindSubmatch(body)
	if found == nil {
		t.Fatalf("no token of forms: %.500s", body)
	}
	return string(found[1])
}
