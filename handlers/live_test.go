package handlers

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"go.uber.org/goleak"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// hall is the true program on a port of its own, with one public event, as many phones see it.
type hall struct {
	testing.TB
	name  string
	db    *models.DB
	site  *site
	url   string // of the event
	event models.Event
	stop  func() // tells it to stop, and waits until it has

	phones []*phone
}

func newHall(t testing.TB, name string) *hall {
	t.Helper()
	return newHallAt(t, name, "hoi-thao")
}

func newHallAt(t testing.TB, name, slug string) *hall {
	t.Helper()
	db, err := models.Open(context.Background(), name, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := newSite(db, Config{Stop: ctx})
	app := s.front()
	s.routes(app)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() { app.Listener(listener); close(ended) }()
	h := &hall{TB: t, name: name, db: db, site: s}
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := app.ShutdownWithTimeout(10 * time.Second); err != nil {
			t.Error(err)
		}
		<-ended
		for _, p := range h.phones {
			p.response.Body.Close()
		}
		s.hub.running.Wait()
		db.Close()
	})
	t.Cleanup(h.stop)
	if h.event, err = db.Event(ctx, slug); err != nil {
		t.Fatal(err)
	}
	h.url = "http://" + listener.Addr().String() + h.event.URL()
	return h
}

func withEvent(t testing.TB) string {
	t.Helper()
	return modelstest.Filled(t, "live", func(db *models.DB) error {
		ctx, by := context.Background(), models.Actor{Name: "thử"}
		organization, err := db.AddOrganization(ctx, by, models.Organization{Name: "Ban Tuyên giáo", Kind: "party"})
		if err != nil {
			return err
		}
		event, err := db.AddEvent(ctx, by, models.NewEvent{Usual: true, StartsAt: db.Now(), EndsAt: models.At(db.Now().Add(4 * time.Hour)),
			Event: models.Event{Slug: "hoi-thao", Kind: "workshop", Title: "Nâng cao chất lượng", OrganizerID: organization.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "public"}})
		if err != nil {
			return err
		}
		if err := db.PublishAgenda(ctx, by, event.ID, true); err != nil {
			return err
		}
		_, err = db.AddUser(ctx, by, models.NewUser{Account: "thu-ky", Name: "Thư ký", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Secretary}}})
		return err
	})
}

// act moves the event: its public page, or only what staff see.
func (h *hall) act(shown bool) int64 {
	h.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	var err error
	if shown {
		event := h.now()
		event.Venue = fmt.Sprint("Hội trường ", event.Revision)
		err = h.db.SaveEvent(ctx, by, event)
	} else {
		_, err = h.db.AddConclusion(ctx, by, models.Conclusion{EventID: h.event.ID, Text: "Kết luận"})
	}
	if err != nil {
		h.Fatal(err)
	}
	return h.now().Revision
}

func (h *hall) now() models.Event {
	h.Helper()
	event, err := h.db.Event(context.Background(), h.event.Slug)
	if err != nil {
		h.Fatal(err)
	}
	return event
}

// phone is one open stream.
type phone struct {
	h        *hall
	response *http.Response
	lines    *bufio.Reader
	last     string // id
}

// signedIn is the cookie of the secretary.
func (h *hall) signedIn() string {
	h.Helper()
	users, err := h.db.Users(context.Background())
	if err != nil {
		h.Fatal(err)
	}
	token, err := h.db.AddLogin(context.Background(), users[0], "", "")
	if err != nil {
		h.Fatal(err)
	}
	return "login=" + token
}

func (h *hall) ask(query string, headers ...string) *http.Response {
	h.Helper()
	request, err := http.NewRequest(http.MethodGet, h.url+"/live"+query, nil)
	if err != nil {
		h.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	if err != nil {
		h.Fatal(err)
	}
	return response
}

func (h *hall) open(query string, headers ...string) *phone {
	h.Helper()
	response := h.ask(query, append(headers, "Accept", "text/event-stream")...)
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		h.Fatalf("status %d, %v", response.StatusCode, response.Header)
	}
	p := &phone{h: h, response: response, lines: bufio.NewReader(response.Body)}
	h.phones = append(h.phones, p)
	p.read() // where it begins
	return p
}

// read is the data of the next block, signs of life and the beginning too; "gone" when the stream has ended.
func (p *phone) read() (data string) {
	for {
		line, err := p.lines.ReadString('\n')
		if err != nil {
			return "gone"
		}
		switch line = strings.TrimSuffix(line, "\n"); {
		case line == "":
			return data
		case strings.HasPrefix(line, "id: "):
			p.last = line[4:]
		case strings.HasPrefix(line, "data: "):
			data = line[6:]
		}
	}
}

// want waits for news.
func (p *phone) want(data string) {
	p.h.Helper()
	got := make(chan string, 1)
	go func() {
		for {
			if data := p.read(); data != "" {
				got <- data
				return
			}
		}
	}()
	select {
	case read := <-got:
		if read != data {
			p.h.Errorf("the stream says %q, want %q", read, data)
		}
	case <-time.After(time.Minute):
		p.h.Errorf("the stream does not say %q", data)
	}
}

// Two goroutines of fasthttp outlive a server for some seconds, however many it has served.
var (
	ofServer = goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2")
	ofClock  = goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1")
)

// Who hears what, in what order, and what somebody hears who was away.
func TestLive(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	h := newHall(t, withEvent(t))
	cookie := h.signedIn()
	guest, staff, minutes := h.open(""), h.open("", "Cookie", cookie), h.open("?topics=minutes,conclusions", "Cookie", cookie)
	if header := guest.response.Header; header.Get("X-Accel-Buffering") != "no" || header.Get("Cache-Control") != "no-store" || header.Get("ETag") != "" || header.Get("Content-Encoding") != "" {
		t.Errorf("headers %v", header)
	}

	first := h.act(false)
	staff.want(fmt.Sprint(first, " conclusions"))
	minutes.want(fmt.Sprint(first, " conclusions"))
	if err := h.db.PublishAgenda(t.Context(), models.Actor{Name: "thử"}, h.event.ID, false); err != nil {
		t.Fatal(err)
	}
	second := first + 1
	staff.want(fmt.Sprint(second, " agenda"))
	guest.want(fmt.Sprint(second, " agenda")) // and nothing of the conclusion
	third := h.act(true)
	for _, p := range []*phone{guest, staff, minutes} { // what moves the event itself concerns everybody, and the agenda nobody of the minutes
		p.want(fmt.Sprint(third, " event"))
	}

	// Away, and back: by what the browser heard last, by what its page says, or from here on.
	guest.response.Body.Close()
	h.act(false)
	fifth := h.act(true)
	h.open("", "Last-Event-ID", guest.last).want(fmt.Sprint(fifth, " event"))
	h.open(fmt.Sprint("?since=", second)).want(fmt.Sprint(fifth, " event"))
	h.open(fmt.Sprint("?since=", second, "&topics=conclusions"), "Cookie", cookie).want(fmt.Sprint(fifth, " event conclusions"))
	later := h.open("")
	nothing := h.open(fmt.Sprint("?since=", fifth))
	back := h.open(fmt.Sprint("?since=", fifth+500)) // the database was put back to an earlier copy
	back.want(fmt.Sprint(fifth, " *"))
	sixth := h.act(true)
	for _, p := range []*phone{later, nothing, back} {
		p.want(fmt.Sprint(sixth, " event"))
	}

	// Without a stream: one line.
	for query, want := range map[string]string{"": fmt.Sprint(sixth), fmt.Sprint("?since=", sixth): fmt.Sprint(sixth), fmt.Sprint("?since=", fifth): fmt.Sprint(sixth, " event")} {
		response := h.ask(query)
		if said, _ := bufio.NewReader(response.Body).ReadString('\n'); said != want {
			t.Errorf("%q is answered with %q, want %q", query, said, want)
		}
		response.Body.Close()
	}

	ended := make(chan bool)
	go func() {
		for staff.read() != "gone" {
		}
		close(ended)
	}()
	h.stop()
	<-ended
	if err := goleak.Find(leaks, ofServer, ofClock); err != nil {
		t.Error(err)
	}
}

// Another process, and another instance on the same PostgreSQL, are heard. When one is gone its phones go to the other and miss nothing.
func TestLiveInstances(t *testing.T) {
	name := withEvent(t)
	here, there := newHall(t, name), newHall(t, name)
	phones := []*phone{here.open(""), there.open("")}
	for range 3 {
		revision := there.act(true)
		for _, p := range phones {
			p.want(fmt.Sprint(revision, " event"))
		}
	}
	there.stop()
	missed := here.act(true)
	moved := here.open("", "Last-Event-ID", phones[1].last)
	moved.want(fmt.Sprint(missed, " event"))
}

// A thousand phones of which a hundred never read: the others hear everything in time, and when all are gone nothing is left.
func TestLiveCrowd(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand connections")
	}
	leaks := goleak.IgnoreCurrent()
	h := newHall(t, withEvent(t))
	const all, deaf, acts = 1000, 100, 10
	var phones []*phone
	for i := range all {
		if i < deaf {
			h.open("?since=0") // its answer is never read on
			continue
		}
		phones = append(phones, h.open(""))
	}
	heard := make([]int64, len(phones))
	var group sync.WaitGroup
	var last int64
	for range acts {
		last = h.act(true)
		time.Sleep(pace / 2) // some fall together, some do not
	}
	for i, p := range phones {
		group.Go(func() {
			for heard[i] < last {
				data := p.read()
				if data == "gone" {
					return
				}
				var revision int64
				if data != "" {
					fmt.Sscan(data, &revision)
					if revision <= heard[i] {
						t.Errorf("phone %d hears %d after %d", i, revision, heard[i])
						return
					}
					heard[i] = revision
				}
			}
		})
	}
	done := make(chan bool)
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("not all have heard all")
	}
	for i := range phones {
		if heard[i] != last {
			t.Errorf("phone %d has heard %d of %d", i, heard[i], last)
		}
	}
	h.stop()
	if err := goleak.Find(leaks, ofServer, ofClock); err != nil {
		t.Error(err)
	}
}

// Nobody takes all the room; who finds none is told when to come again.
func TestLiveBounds(t *testing.T) {
	h := newHall(t, withEvent(t))
	cookie := h.signedIn()
	for range mostOfVisitor {
		h.open("", "Cookie", cookie)
	}
	refused := h.ask("", "Cookie", cookie, "Accept", "text/event-stream")
	if refused.StatusCode != fiber.StatusServiceUnavailable || refused.Header.Get("Retry-After") == "" {
		t.Errorf("window %d of one visitor: status %d", mostOfVisitor+1, refused.StatusCode)
	}
	refused.Body.Close()
	h.open("") // another has room

	hub := newHub(h.db, nil, h.site.log)
	defer hub.running.Wait()
	var listeners []*listener
	defer func() {
		for _, l := range listeners {
			hub.leave(l)
			hub.leave(l) // again is no harm
		}
		if hub.total != 0 || hub.guests != 0 || len(hub.from) != 0 || len(hub.of) != 0 || len(hub.events) != 0 {
			t.Errorf("left: %d %d %v %v %v", hub.total, hub.guests, hub.from, hub.of, hub.events)
		}
	}()
	enter := func(address string, who audience) bool {
		l := newListener(h.event.ID, 0, who)
		l.address = networkOf(address)
		entered := hub.enter(l, 0)
		if entered {
			listeners = append(listeners, l)
		}
		return entered
	}
	guest, staff := audience{guest: true}, audience{}
	for i := range mostOfAddress {
		if !enter(fmt.Sprintf("2001:db8::%x", i), guest) {
			t.Fatalf("no room for guest %d of an address", i)
		}
	}
	if enter("2001:db8::ffff:1", guest) {
		t.Error("a network has more room than it should")
	}
	if !enter("2001:db8::ffff:2", staff) {
		t.Error("guests of the same network leave no room for the desk")
	}
	for i := mostOfAddress; i < mostGuests; i++ {
		if !enter(fmt.Sprintf("10.0.%d.%d", i/256, i%256), guest) {
			t.Fatalf("no room for guest %d", i)
		}
	}
	if enter("10.9.9.9", guest) {
		t.Error("guests take the places of staff")
	}
	for i := mostGuests + 1; i < mostListeners; i++ {
		if !enter("10.9.9.9", staff) {
			t.Fatalf("no room for listener %d", i)
		}
	}
	if enter("10.9.9.9", staff) {
		t.Error("there is more room than there should be")
	}
}

// A listener that does not take its news is told all of them in one when it does.
func TestSlowListener(t *testing.T) {
	l := newListener(1, 10, audience{})
	for revision, topic := range []string{models.TopicAgenda, models.TopicMinutes, models.TopicAgenda, models.TopicSpeeches} {
		l.tell(models.News{Revision: int64(11 + revision), Topics: []string{topic}})
	}
	if news, ok := l.take(); !ok || line(news) != "14 speeches agenda minutes" {
		t.Errorf("taken: %+v %v", news, ok)
	}
	if news, ok := l.take(); ok {
		t.Errorf("taken again: %+v", news)
	}
	if l.tell(models.News{Revision: 14, Topics: []string{models.TopicAgenda}}); len(l.wake) != 1 { // still from before
		t.Error("the sign is lost")
	}
	if _, ok := l.take(); ok {
		t.Error("told twice")
	}
}
