package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/public"
)

// pageCache keeps public pages as they were last sent, until the event's public revision moves or the clock brings the next item on.
type pageCache struct {
	mu    sync.RWMutex
	pages map[pageKey]cachedPage
}

type pageKey struct {
	event    models.ID
	language string
}

type cachedPage struct {
	revision int64
	until    time.Time // what is on now stands until then
	tag      string
	file     public.File
}

func keepPage(content []byte, revision int64, until time.Time) cachedPage {
	sum := sha256.Sum256(content)
	return cachedPage{revision, until, `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, public.Page(content)}
}

// sendPage answers with a kept page, or with nothing but "as it was" to whoever has it.
func sendPage(c *fiber.Ctx, page cachedPage) error {
	c.Set(fiber.HeaderCacheControl, "private, no-cache") // keep it, but ask
	c.Set(fiber.HeaderETag, page.tag)
	if c.Get(fiber.HeaderIfNoneMatch) == page.tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return sendFile(c, page.file)
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
