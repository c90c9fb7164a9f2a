package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// relay passes connections on to the first of several programs that is there, as the proxy before them does.
type relay struct {
	net.Listener
	to []string
}

func newRelay(t *testing.T, sites ...string) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{Listener: listener}
	for _, site := range sites {
		r.to = append(r.to, strings.TrimPrefix(site, "http://"))
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			go r.pass(from)
		}
	}()
	return r
}

func (r *relay) pass(from net.Conn) {
	defer from.Close()
	for _, address := range r.to {
		to, err := net.Dial("tcp", address)
		if err != nil {
			continue
		}
		defer to.Close()
		go func() { io.Copy(to, from); to.Close() }()
		io.Copy(from, to)
		return
	}
}

// follower is a phone that follows an event as a browser does: it comes back when the stream ends, and says what it heard last.
type follower struct {
	mu     sync.Mutex
	last   string
	topics map[string]bool
}

func (f *follower) follow(ctx context.Context, address string) {
	for ctx.Err() == nil {
		request, _ := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		request.Header.Set("Accept", "text/event-stream")
		f.mu.Lock()
		request.Header.Set("Last-Event-ID", f.last)
		f.mu.Unlock()
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			time.Sleep(20 * time.Millisecond) // as a browser waits
			continue
		}
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			f.mu.Lock()
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				f.last = id
			}
			if news, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				for _, topic := range strings.Fields(news)[1:] {
					f.topics[topic] = true
				}
			}
			f.mu.Unlock()
		}
		response.Body.Close()
	}
}

// Two programs on one database: an act at one is on the phones of the other. One is killed with -9 while somebody goes on at the other; its
// phones come to that one, and none misses anything, nor does a browser's page.
func TestTwoInstances(t *testing.T) {
	ctx := context.Background()
	s := newStageAt(t, modelstest.Name(t))
	first, process := s.serve("127.0.0.1:0")
	second, _ := s.serve("127.0.0.1:0")
	site := "http://" + newRelay(t, first, second).Addr().String()
	w := open(t, site, 390, 844)
	w.visit("/events/" + stageSlug)
	w.until(`document.querySelector("[data-following]") !== null`)
	w.stays()
	followed, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer stop()
	phones := make([]*follower, 20)
	for n := range phones {
		phones[n] = &follower{last: fmt.Sprint(s.event.PublicRevision), topics: map[string]bool{}}
		from := site
		if n%4 == 3 {
			from = second // some were there from the beginning
		}
		group.Go(func() { phones[n].follow(followed, from+"/events/"+stageSlug+"/live") })
	}
	heard := func(topic string) {
		t.Helper()
		event, err := s.db.Event(ctx, stageSlug)
		s.must(err)
		for n, phone := range phones {
			var last string
			var told bool
			if !comes(func() bool {
				phone.mu.Lock()
				defer phone.mu.Unlock()
				last, told = phone.last, phone.topics[topic]
				return last == fmt.Sprint(event.PublicRevision) && told
			}) {
				t.Fatalf("phone %d heard %s, %v; the event is at %d", n, last, told, event.PublicRevision)
			}
		}
	}
	item := func(kind string) models.Item {
		t.Helper()
		record, err := s.db.Programme(ctx, s.event.ID)
		s.must(err)
		return record.Items[slices.IndexFunc(record.Items, func(i models.Item) bool { return i.Kind == kind })]
	}
	s.must(s.db.StartItem(ctx, by("thử"), s.event.ID, item("opening").ID, models.Time{})) // a third program: this one
	heard(models.TopicAgenda)
	w.until(`document.querySelector("[data-now-title]").textContent.includes("Khai mạc")`)

	process.Kill()
	s.must(s.db.StartItem(ctx, by("thử"), s.event.ID, item("keynote").ID, models.Time{})) // while nobody follows there
	event, err := s.db.Event(ctx, stageSlug)
	s.must(err)
	event.Venue = "Nhà văn hóa trung tâm"
	s.must(s.db.SaveEvent(ctx, by("thử"), event))
	heard(models.TopicEvent)
	w.see("Nhà văn hóa trung tâm")
	w.until(`document.querySelector("[data-now-title]").textContent.includes("Báo cáo đề dẫn")`)
	w.same("the phone")
	w.forgive() // the console says that the first is gone
}
