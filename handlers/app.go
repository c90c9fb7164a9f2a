// Package handlers is all that knows HTTP and Fiber: it reads requests, asks models, and answers with views. It holds no SQL.
package handlers

import (
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"hoithao/models"
	"hoithao/views"
)

// Config is what the command decides; the zero Config serves in plain HTTP at whatever address it is asked.
type Config struct {
	URL            string        // the address in links and QR codes, without a slash at the end; "": unknown
	TrustedProxies []string      // addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
	SetupCode      string        // asked for when the first administrator is made
	Log            *slog.Logger  // nil: nowhere
	Views          *views.Engine // nil: the templates in the binary
	Demo           bool          // says so on every page
}

// site is what handlers need.
type site struct {
	Config
	db    *models.DB
	log   *slog.Logger
	pages pageCache
}

const (
	smallBody = 1 << 20  // bytes, of a form
	largeBody = 26 << 20 // bytes, of an upload with its wrapping
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
	s := &site{Config: config, db: db, log: config.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.Views == nil {
		s.Views = views.New()
	}
	return s
}

// front is what every request passes before its route.
func (s *site) front() *fiber.App {
	app := fiber.New(fiber.Config{
		Immutable:               true,
		DisableStartupMessage:   true,
		ErrorHandler:            s.fail,
		Views:                   s.Views,
		BodyLimit:               largeBody, // each route holds its own, see limit
		ReadTimeout:             30 * time.Second,
		IdleTimeout:             2 * time.Minute,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.TrustedProxies,
	})
	app.Use(s.number, s.account, recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: s.panicked}), s.headers)
	app.Use(compress.New(compress.Config{Next: streams}))
	app.Get("/public/*", s.showAsset)
	app.Get("/healthz", s.health)
	app.Use(limit(smallBody), s.whoever, s.sameSite)
	return app
}

// routes are all routes of the program, grouped by who may. Each guard is named at its route, and each handler checks the object.
func (s *site) routes(app *fiber.App) {
	// Anybody
	app.Get("/", s.showStart)
	app.Get("/help", s.showHelp)
	app.Get("/login", s.newLogin)
	app.Post("/login", s.addLogin)
	app.Get("/setup", s.newSetup)
	app.Post("/setup", s.addSetup)
	app.Get("/events", s.listEvents)

	// Whoever has an account
	app.Post("/logout", s.signedIn, s.removeLogin)

	// Organizers
	app.Get("/events/new", s.organizer, s.newEvent)
	app.Post("/events", s.organizer, s.addEvent)

	// An event, by what the user may do there
	app.Get("/events/:slug.ics", s.visitor, s.showCalendar)
	app.Get("/events/:slug", s.visitor, s.showEvent)
	app.Get("/events/:slug/settings", s.organize, s.editEvent)
	app.Post("/events/:slug/settings", s.organize, s.saveEvent)
	app.Post("/events/:slug/remove", s.organize, s.removeEvent)
}
