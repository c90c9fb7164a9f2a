package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// News is how far an event has come, and what moved on the way.
type News struct {
	EventID  ID `db:"id"`
	Revision int64
	Public   int64    `db:"public_revision"` // the last that the public page shows
	Topics   []string `db:"-"`               // that moved, each once; TopicAll when there was too much to name
}

// TopicAll stands for all topics where there are too many changes to look through.
const TopicAll = "*"

// mostNews is how many changes are looked through for their topics.
const mostNews = 200

// For is what somebody who knows of a revision has to be told; ok is false when that is nothing. With onlyPublic it is what the public page
// shows. An event that stands before that revision was put back to an earlier copy: everything may be different.
func (news News) For(since int64, onlyPublic bool) (_ News, ok bool) {
	back := news.Revision < since && slices.Contains(news.Topics, TopicAll)
	if !onlyPublic {
		return news, back || news.Revision > since
	}
	if !back && news.Public <= since {
		return news, false
	}
	shown := []string{}
	for _, topic := range news.Topics {
		if public[topic] {
			shown = append(shown, topic)
		}
	}
	if len(shown) == 0 {
		shown = []string{TopicAll}
	}
	news.Topics = shown
	return news, true
}

// News are the news of some events, each since a revision of it. An event that did not move, or is there no more, has none.
func (db *DB) News(ctx context.Context, since map[ID]int64) ([]News, error) {
	if len(since) == 0 {
		return nil, nil
	}
	ids := make([]ID, 0, len(since))
	for id := range since {
		ids = append(ids, id)
	}
	var all, moved []News
	if err := db.listIn(ctx, &all, `SELECT id, revision, public_revision FROM events WHERE id IN (?) ORDER BY id`, ids); err != nil {
		return nil, err
	}
	for _, news := range all {
		if news.Revision == since[news.EventID] {
			continue
		}
		var topics []string
		if err := db.list(ctx, &topics, `
			SELECT topic FROM journal WHERE event_id = ? AND revision > ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
			news.EventID, since[news.EventID], news.Revision, mostNews); err != nil {
			return nil, err
		}
		if len(topics) == mostNews || news.Revision < since[news.EventID] {
			topics = []string{TopicAll}
		}
		known := map[string]bool{}
		for _, topic := range topics {
			if !known[topic] {
				known[topic] = true
				news.Topics = append(news.Topics, topic)
			}
		}
		moved = append(moved, news)
	}
	return moved, nil
}

// How often somebody who watches looks whether another process has changed anything: SQLite tells nothing by itself, but it is cheap to ask.
// PostgreSQL tells; it is asked, too, because a pooler between us and it may keep that to itself.
const (
	askSQLite   = 250 * time.Millisecond
	askPostgres = time.Second
)

// Watch calls moved when the record may have changed, whoever changed it: this process, a command beside it, another instance on the same
// PostgreSQL. It may call once for many changes, and for none, and must not be held up. It returns when ctx ends.
func (db *DB) Watch(ctx context.Context, moved func()) {
	defer db.commits.follow(moved)()
	for ctx.Err() == nil {
		var err error
		if db.Postgres() {
			err = db.listen(ctx, moved)
		} else {
			err = db.ask(ctx, moved)
		}
		if err != nil && ctx.Err() == nil { // the server is gone for a while, say
			select {
			case <-ctx.Done():
			case <-time.After(askPostgres):
			}
			moved()
		}
	}
}

// ask looks at the number that SQLite shows to one connection when another, of whatever process, has written.
func (db *DB) ask(ctx context.Context, moved func()) error {
	conn, err := db.read.Connx(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	ticker := time.NewTicker(askSQLite)
	defer ticker.Stop()
	var last int64
	for {
		var version int64
		if err := conn.GetContext(ctx, &version, `PRAGMA data_version`); err != nil {
			return err
		}
		if version != last {
			last = version
			moved()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// listen waits for what the door of any instance announces. Its connection is not used for anything else afterwards.
func (db *DB) listen(ctx context.Context, moved func()) error {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		postgres, ok := raw.(*stdlib.Conn)
		if !ok {
			return errors.New("not a connection of pgx")
		}
		if _, err := postgres.Conn().Exec(ctx, `LISTEN `+channel); err != nil {
			return driver.ErrBadConn
		}
		for {
			moved()
			wait, cancel := context.WithTimeout(ctx, askPostgres)
			_, err := postgres.Conn().WaitForNotification(wait)
			cancel()
			if ctx.Err() != nil || err != nil && !pgconn.Timeout(err) {
				return driver.ErrBadConn
			}
		}
	})
}

// channel is what PostgreSQL calls the news of the journal.
const channel = "hoithao"

// announce makes the statement that writes the last row of a change tell the other instances on PostgreSQL, at its commit and without
// another way there and back. SQLite needs nothing.
func (db *DB) announce() string {
	if !db.Postgres() {
		return ""
	}
	return ` RETURNING pg_notify('` + channel + `', '')`
}

// commits tells those who watch in this process that something was committed.
type commits struct {
	mu        sync.Mutex
	last      int
	followers map[int]func()
}

func (c *commits) follow(moved func()) (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.followers == nil {
		c.followers = map[int]func(){}
	}
	c.last++
	id := c.last
	c.followers[id] = moved
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.followers, id)
	}
}

func (c *commits) tell() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, moved := range c.followers {
		moved()
	}
}
