package handlers

import (
	"sync"
	"time"
)

// limiter counts what one address or one link does within a while. It lives in memory: what it holds off costs little to try again, and nobody
// guesses 130 bits.
type limiter struct {
	mu   sync.Mutex
	seen map[string]window
}

type window struct {
	from  time.Time
	count int
}

// over counts one more and tells whether it is more than may be within the while.
func (l *limiter) over(key string, most int, within time.Duration, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil || len(l.seen) > 10_000 {
		l.seen = map[string]window{}
	}
	at := l.seen[key]
	if now.Sub(at.from) > within || now.Before(at.from) {
		at = window{from: now}
	}
	at.count++
	l.seen[key] = at
	return at.count > most
}
