package handlers

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// A stream says "412 agenda" when the event has come to revision 412 and its agenda moved, and nothing of what the record says: the page reads
// again what it shows, by its own right. A browser that was away says what it heard last, in Last-Event-ID or since=, and is told what it
// missed. topics=agenda,speeches asks only for those. Whoever does not accept a stream gets the one line and may come again.

const (
	heartbeat = 15 * time.Second // between signs of life; a browser that is gone, or signed out, is found by them
	writeIn   = 10 * time.Second // how long a browser may take to take a line
)

// showLive follows an event: staff hear of all topics, others of what the public page shows.
func (s *site) showLive(c *fiber.Ctx) error {
	v := visitOf(c)
	slug, token, topics := v.event.Slug, v.token, topicsOf(c.Query("topics"))
	if v.access.Staff() {
		return s.follow(c, audience{topics: topics}, func(ctx context.Context) bool {
			user, _, err := s.db.LoggedIn(ctx, token)
			if err != nil {
				return false
			}
			event, err := s.db.Event(ctx, slug)
			if err != nil {
				return false
			}
			access, err := s.db.Access(ctx, &user, event)
			return err == nil && access.Staff()
		})
	}
	guests := audience{guest: true, public: true, topics: topics}
	if v.invited {
		event, link := v.event, c.Cookies("invited")
		return s.follow(c, guests, func(ctx context.Context) bool {
			invited, err := s.db.Invited(ctx, event, link)
			return err == nil && invited
		})
	}
	return s.follow(c, guests, func(ctx context.Context) bool {
		_, _, err := s.db.PublicRevision(ctx, slug)
		return err == nil
	})
}

// follow answers with the news of the event that a guard has read: to staff of every topic, to guests of those they may know. Still is asked at
// each heartbeat whether the visitor may still listen.
func (s *site) follow(c *fiber.Ctx, who audience, still func(context.Context) bool) error {
	event := visitOf(c).event
	revision := event.Revision
	if who.public {
		revision = event.PublicRevision
	}
	since, known := heard(c)
	if !known {
		since = revision
	}
	l := newListener(event.ID, since, who)
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !streaming(c) {
		return s.sayOnce(c, l, revision)
	}
	l.address, l.visitor = networkOf(s.address(c)), visitOf(c).token
	if !s.hub.enter(l, event.Revision) {
		c.Set(fiber.HeaderRetryAfter, "10")
		return c.SendStatus(fiber.StatusServiceUnavailable)
	}
	// The listener stands in the hub already: what happens from here on is told. What happened before is read now.
	if err := s.catchUp(c.UserContext(), l, since); err != nil {
		s.hub.leave(l)
		return err
	}
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // a proxy must not gather lines
	c.Context().SetConnectionClose()
	c.Context().SetBodyStream(&stream{hub: s.hub, listener: l, conn: c.Context().Conn(), still: still, first: since}, -1)
	return nil
}

// streaming tells whether the visitor takes a stream. One of HTTP/1.0, an old proxy's, would be kept back until its end.
func streaming(c *fiber.Ctx) bool {
	return strings.Contains(c.Get(fiber.HeaderAccept), "text/event-stream") && c.Request().Header.IsHTTP11()
}

// heard is the revision of which the browser knows.
func heard(c *fiber.Ctx) (since int64, known bool) {
	for _, text := range []string{c.Get("Last-Event-ID"), c.Query("since")} {
		if since, err := strconv.ParseInt(text, 10, 64); err == nil && since >= 0 {
			return since, true
		}
	}
	return 0, false
}

// topicsOf are the topics that an address asks for.
func topicsOf(query string) (topics []string) {
	for topic := range strings.SplitSeq(cut(query, 200), ",") {
		if topic != "" {
			topics = append(topics, topic)
		}
	}
	return topics
}

// catchUp lays out what a listener has missed since a revision.
func (s *site) catchUp(ctx context.Context, l *listener, since int64) error {
	missed, err := s.db.News(ctx, map[models.ID]int64{l.event: since})
	for _, news := range missed {
		l.tell(news)
	}
	return err
}

// sayOnce answers where the event stands and what moved since the visitor last asked.
func (s *site) sayOnce(c *fiber.Ctx, l *listener, revision int64) error {
	if err := s.catchUp(c.UserContext(), l, l.told); err != nil {
		return err
	}
	if news, ok := l.take(); ok {
		return c.SendString(line(news))
	}
	return c.SendString(strconv.FormatInt(revision, 10))
}

// line is news as they are sent: the revision, and the topics that moved.
func line(news models.News) string {
	return strconv.FormatInt(news.Revision, 10) + " " + strings.Join(news.Topics, " ")
}

// stream is the body of an answer that does not end by itself: it is written by the connection's own goroutine.
type stream struct {
	hub      *hub
	listener *listener
	conn     net.Conn
	still    func(context.Context) bool
	first    int64 // the revision of which the browser knows
}

// WriteTo writes news as they come, until the browser is gone, may listen no more, or the program stops.
func (st *stream) WriteTo(w io.Writer) (written int64, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			st.hub.log.LogAttrs(context.Background(), slog.LevelError, "panic", slog.String("route", "live"), slog.String("fault", fmt.Sprint(fault)))
			err = io.ErrUnexpectedEOF
		}
	}()
	write := func(text string) bool {
		if err = st.conn.SetWriteDeadline(time.Now().Add(writeIn)); err != nil {
			return false
		}
		var n int
		n, err = io.WriteString(w, text)
		written += int64(n)
		return err == nil
	}
	// When the program starts again, a thousand browsers do not come back in the same moment.
	if !write(fmt.Sprintf("retry: %d\nid: %d\n\n", 1000+rand.IntN(3000), st.first)) {
		return written, err
	}
	next := heartbeat/2 + rand.N(heartbeat/2)
	timer := time.NewTimer(next)
	defer timer.Stop()
	for {
		select {
		case <-st.listener.wake:
			news, ok := st.listener.take()
			if ok && !write("id: "+strconv.FormatInt(news.Revision, 10)+"\ndata: "+line(news)+"\n\n") {
				return written, err
			}
		case <-timer.C:
			if !st.still(st.hub.stop) || !write(":\n\n") {
				return written, err
			}
			timer.Reset(heartbeat)
		case <-st.hub.stop.Done():
			return written, nil
		}
	}
}

// SupportsBodyWriteTo says that WriteTo takes the place of Read.
func (st *stream) SupportsBodyWriteTo() bool { return true }

// Read is there for the interface only.
func (st *stream) Read([]byte) (int, error) { return 0, io.EOF }

// Close takes the listener out when the answer has ended, in whatever way.
func (st *stream) Close() error {
	st.hub.leave(st.listener)
	return nil
}
