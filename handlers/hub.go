package handlers

import (
	"context"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"hoithao/models"
)

// hub is who watches which event. While anybody does, one goroutine waits for the record to move and tells those whom it concerns: only
// that it moved and what. Each reads for itself what it may see. Nobody holds up the others: what a listener has not taken yet is added to.
type hub struct {
	db   *models.DB
	log  *slog.Logger
	stop context.Context

	mu      sync.Mutex
	events  map[models.ID]*watched
	from    map[string]int // guests of an address
	of      map[string]int // listeners of a visitor
	total   int
	guests  int
	asleep  func()    // ends the watch; nil: nobody watches
	nudge   chan bool // somebody came, or the record moved
	running sync.WaitGroup
}

// watched is an event that somebody watches, and the revision of which the listeners have been told.
type watched struct {
	revision  int64
	listeners map[*listener]bool
}

// Bounds of the hub: a hall shares one address behind some routers, but no visitor needs more than a few windows. However many guests come,
// there is room for those who work at the event and for its screens.
const (
	mostListeners = 5000
	mostGuests    = mostListeners - 500
	mostOfAddress = 2000 // guests
	mostOfVisitor = 20
	pace          = 200 * time.Millisecond // between two looks, so that nobody is told more than five times a second
)

func newHub(db *models.DB, stop context.Context, log *slog.Logger) *hub {
	if stop == nil {
		stop = context.Background()
	}
	return &hub{db: db, log: log, stop: stop, events: map[models.ID]*watched{}, from: map[string]int{}, of: map[string]int{}, nudge: make(chan bool, 1)}
}

// enter takes a listener in, if there is room. The event's revision is one that was read before: what came since is told.
func (h *hub) enter(l *listener, revision int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stop.Err() != nil || h.total >= mostListeners || l.visitor != "" && h.of[l.visitor] >= mostOfVisitor {
		return false
	}
	if l.guest && (h.guests >= mostGuests || h.from[l.address] >= mostOfAddress) {
		return false
	}
	h.total++
	h.of[l.visitor]++
	if l.guest {
		h.guests++
		h.from[l.address]++
	}
	event := h.events[l.event]
	if event == nil {
		event = &watched{revision, map[*listener]bool{}}
		h.events[l.event] = event
	}
	event.listeners[l] = true
	if h.asleep == nil {
		ctx, cancel := context.WithCancel(h.stop)
		h.asleep = cancel
		h.running.Go(func() { h.db.Watch(ctx, h.wake) })
		h.running.Go(func() { h.run(ctx) })
	}
	return true
}

// leave takes a listener out; with the last one the watch ends.
func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	event := h.events[l.event]
	if event == nil || !event.listeners[l] {
		return
	}
	delete(event.listeners, l)
	if len(event.listeners) == 0 {
		delete(h.events, l.event)
	}
	h.total--
	less(h.of, l.visitor)
	if l.guest {
		h.guests--
		less(h.from, l.address)
	}
	if h.total == 0 {
		h.asleep()
		h.asleep = nil
	}
}

func less(counts map[string]int, key string) {
	if counts[key]--; counts[key] == 0 {
		delete(counts, key)
	}
}

// wake makes the hub look soon.
func (h *hub) wake() {
	select {
	case h.nudge <- true:
	default:
	}
}

// run looks for news when it is woken, at once the first time and then at its pace.
func (h *hub) run(ctx context.Context) {
	defer h.wake() // what it may have heard at the end is for the next one
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.nudge:
		}
		found, err := h.look(ctx)
		if err != nil && ctx.Err() == nil {
			h.log.LogAttrs(ctx, slog.LevelWarn, "live", slog.String("fault", err.Error()))
			h.wake()
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest(found)):
		}
	}
}

// rest is how long the hub waits before it looks again: when nobody was told anything, the next act shall not wait for it.
func rest(found bool) time.Duration {
	if found {
		return pace
	}
	return pace / 10
}

// look reads what moved of the events that are watched, and tells the listeners.
func (h *hub) look(ctx context.Context) (found bool, err error) {
	h.mu.Lock()
	since := make(map[models.ID]int64, len(h.events))
	for id, event := range h.events {
		since[id] = event.revision
	}
	h.mu.Unlock()
	all, err := h.db.News(ctx, since)
	if err != nil {
		return false, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, news := range all {
		event := h.events[news.EventID]
		if event == nil {
			continue
		}
		event.revision = news.Revision
		for l := range event.listeners {
			l.tell(news)
		}
	}
	return len(all) > 0, nil
}

// audience is who listens, and to what.
type audience struct {
	guest  bool     // does not work at the event
	public bool     // sees the public page only
	topics []string // that are shown; none: all
}

// listener is one window that watches one event.
type listener struct {
	audience
	event   models.ID
	address string // the network it comes from
	visitor string // the login; "": nobody knows
	wake    chan struct{}

	mu      sync.Mutex
	told    int64 // the revision that it knows
	waiting models.News
}

func newListener(event models.ID, since int64, who audience) *listener {
	return &listener{audience: who, event: event, told: since, wake: make(chan struct{}, 1)}
}

// concerns tells whether a listener shows anything of what moved. A load and the like move all of an event under one topic.
func (l *listener) concerns(news models.News) bool {
	return len(l.topics) == 0 || slices.ContainsFunc(news.Topics, func(topic string) bool {
		return topic == models.TopicEvent || topic == models.TopicAll || slices.Contains(l.topics, topic)
	})
}

// tell lays news out for the listener to take. They add up until it does.
func (l *listener) tell(news models.News) {
	l.mu.Lock()
	defer l.mu.Unlock()
	news, ok := news.For(l.told, l.public)
	if !ok || !l.concerns(news) {
		return
	}
	if len(l.waiting.Topics) > 0 {
		news.Topics = slices.Clone(news.Topics)
		for _, topic := range l.waiting.Topics {
			if !slices.Contains(news.Topics, topic) {
				news.Topics = append(news.Topics, topic)
			}
		}
	}
	l.told, l.waiting = news.Revision, news
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// take answers the news that wait; ok is false when there are none.
func (l *listener) take() (news models.News, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	news, l.waiting = l.waiting, models.News{}
	return news, len(news.Topics) > 0
}

// networkOf is whose listeners count together: of IPv6 the half that a subscriber has.
func networkOf(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil || parsed.Unmap().Is4() {
		return address
	}
	prefix, _ := parsed.Prefix(64)
	return prefix.String()
}
