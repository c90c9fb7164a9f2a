package handlers

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkRatios compares, in one run and side by side, the public page of an event with a constant answer of the same length that
// passes the same middleware.
func BenchmarkRatios(b *testing.B) {
	db, err := models.Open(context.Background(), modelstest.Name(b), models.Options{Now: func() time.Time { return modelstest.Now }, Key: make([]byte, models.KeySize)})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s := newSite(db, Config{})
	event := publicEvent(b, db)

	app := s.front()
	var constant []byte
	app.Get("/constant", func(c *fiber.Ctx) error {
		c.Type("html", "utf-8")
		return c.Send(constant)
	})
	s.routes(app)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go app.Listener(listener)
	defer app.Shutdown()
	site := "http://" + listener.Addr().String()

	_, constant, err = fasthttp.Get(nil, site+event.URL())
	if err != nil {
		b.Fatal(err)
	}
	for _, mode := range []struct{ name, accept string }{{"plain", ""}, {"compressed", "gzip, br"}} {
		modelstest.Ratio{What: "public page, unchanged, " + mode.name, Against: "a constant answer of its length", AtLeast: 0.5}.Measure(b,
			func(b *testing.B) { ask(b, site+event.URL(), mode.accept) },
			func(b *testing.B) { ask(b, site+"/constant", mode.accept) })
	}
	invited := invitedTo(b, db, event)
	if _, constant, err = fasthttp.Get(nil, site+invited.Path()); err != nil {
		b.Fatal(err)
	}
	for _, mode := range []struct{ name, accept string }{{"plain", ""}, {"compressed", "gzip, br"}} {
		modelstest.Ratio{What: "an invited delegate's page, unchanged, " + mode.name, Against: "a constant answer of its length", AtLeast: 0.3}.Measure(b,
			func(b *testing.B) { ask(b, site+invited.Path(), mode.accept) },
			func(b *testing.B) { ask(b, site+"/constant", mode.accept) })
	}
}

// invitedTo is one of two hundred who are invited, and have accepted.
func invitedTo(b *testing.B, db *models.DB, event models.Event) models.Invitation {
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	var people []models.ID
	for i := range 200 {
		person, err := db.AddPerson(ctx, by, models.Person{Family: "Nguyễn Văn", Given: "Thuần", Posts: []models.Post{{Title: fmt.Sprintf("Chuyên viên phòng số %d", i)}}})
		if err != nil {
			b.Fatal(err)
		}
		people = append(people, person.ID)
	}
	if _, err := db.AddDelegates(ctx, by, event.ID, 0, people); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Invite(ctx, by, event.ID, models.Invitees{}, models.Time{}); err != nil {
		b.Fatal(err)
	}
	invited, err := db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
	if err != nil {
		b.Fatal(err)
	}
	if err := db.AnswerFor(ctx, by, event.ID, invited[0].Delegate.ID, models.Answer{Reply: "accepted", How: "phone"}); err != nil {
		b.Fatal(err)
	}
	return invited[0]
}

func publicEvent(b *testing.B, db *models.DB) models.Event {
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	organization, err := db.AddOrganization(ctx, by, models.Organization{Name: "Ban Tuyên giáo", Kind: "party"})
	if err != nil {
		b.Fatal(err)
	}
	start := db.Now()
	event, err := db.AddEvent(ctx, by, models.NewEvent{Usual: true, StartsAt: start, EndsAt: models.At(start.Add(4 * time.Hour)),
		Event: models.Event{Kind: "workshop", Title: "Nâng cao chất lượng", OrganizerID: organization.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "public"}})
	if err != nil {
		b.Fatal(err)
	}
	if err := db.PublishAgenda(ctx, by, event.ID, true); err != nil {
		b.Fatal(err)
	}
	return event
}

// ask sends 1,600 requests over 32 connections.
func ask(b *testing.B, address, accept string) {
	const connections, each = 32, 50
	client := fasthttp.Client{MaxConnsPerHost: connections}
	defer client.CloseIdleConnections()
	var group sync.WaitGroup
	for range connections {
		group.Go(func() {
			request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			request.SetRequestURI(address)
			if accept != "" {
				request.Header.Set("Accept-Encoding", accept)
			}
			for range each {
				if err := client.Do(request, response); err != nil || response.StatusCode() != fiber.StatusOK {
					b.Errorf("status %d: %v %.300s", response.StatusCode(), err, response.Body())
					return
				}
			}
		})
	}
	group.Wait()
}
