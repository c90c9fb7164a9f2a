package handlers

import (
	"context"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"hoithao/models"
	"hoithao/views"
	"hoithao/views/papers"
)

// Config is what the command decides; the zero Config serves in plain HTTP at whatever address it is asked.
type Config struct {
	URL            string          // the address in links and QR codes, without a slash at the end; "": unknown
	TrustedProxies []string        // addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
	SetupCode      string          // asked for when the first administrator is made
	Log            *slog.Logger    // nil: nowhere
	Views          *views.Engine   // nil: the templates in the binary
	Attach         papers.Attacher // puts PDFs that were handed in into the proceedings; nil: they are only mentioned
	Demo           bool            // says so on every page

	Sites []string // addresses at which this machine is reached, itself first; none: unknown

	Stop context.Context // ends when the program is told to stop: what streams is closed then, before the rest; nil: never
}

// site is what handlers need.
type site struct {
	Config
	db      *models.DB
	log     *slog.Logger
	pages   pageCache
	links   pageCache // of the invited
	guessed limiter   // links that are nobody's, by address
	acted   limiter   // posts through a link
	checked checked
	hub     *hub
	drawing chan struct{} // a place for each paper that is drawn at once
}

const (
	smallBody   = 1 << 20  // bytes, of a form
	largeBody   = 26 << 20 // bytes, of an upload with its wrapping
	largeHeader = 8 << 10  // bytes, of the address, which may hold a search in Vietnamese, and of the cookies
)

// New is the whole program over a database.
func New(db *models.DB, config Config) *fiber.App {
	s := newSite(db, config)
	app := s.front()
	s.routes(app)
	app.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	return app
}

func newSite(db *models.DB, config Config) *site {
	s := &site{Config: config, db: db, log: config.Log, drawing: make(chan struct{}, drawnAtOnce)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.Views == nil {
		s.Views = views.New()
	}
	s.hub = newHub(db, config.Stop, s.log)
	return s
}

// front is what every request passes before its route.
func (s *site) front() *fiber.App {
	app := fiber.New(fiber.Config{
		Immutable:               true,
		DisableStartupMessage:   true,
		ErrorHandler:            s.fail,
		Views:                   s.Views,
		BodyLimit:               largeBody, // each address has its own, see bounds
		ReadBufferSize:          largeHeader,
		ReadTimeout:             30 * time.Second,
		IdleTimeout:             2 * time.Minute,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.TrustedProxies,
	})
	app.Server().HeaderReceived = bounds
	app.Use(s.number, s.account, recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: s.panicked}), s.headers)
	app.Use(compress.New(compress.Config{Next: streams}))
	app.Get("/public/*", s.showAsset)
	app.Get("/healthz", s.health)
	app.Use(legible, s.whoever, s.sameSite)
	return app
}
