package handlers

import (
	"sync"
	"time"
)

// pageCache keeps public pages as they were last sent, until the event's public revision moves or the clock brings the next item on.
type pageCache struct {
	mu    sync.RWMutex
	pages map[pageKey]cachedPage
}

type pageKey struct {
	event    int64
	language string
}

type cachedPage struct {
	revision int64
	until    time.Time // what is on now stands until then
	tag      string
	content  []byte
}

// get answers a page that is still true.
func (cache *pageCache) get(key pageKey, revision int64, now time.Time) (cachedPage, bool) {
	cache.mu.RLock()
	defer cache.mu.RUnlock()
	page, ok := cache.pages[key]
	return page, ok && page.revision == revision && now.Before(page.until)
}

func (cache *pageCache) put(key pageKey, page cachedPage) {
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if cache.pages == nil || len(cache.pages) > 500 { // an office has few events that people look at on one day
		cache.pages = map[pageKey]cachedPage{}
	}
	cache.pages[key] = page
}
