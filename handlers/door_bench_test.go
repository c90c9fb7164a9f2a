package handlers

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkDoorRatios checks 5,000 delegates in at eight doors over HTTP, as fast as the doors get their answers, while a thousand phones watch
// and others read the public page: against a bare durable insert measured before and after, and the page against itself in a quiet hour.
func BenchmarkDoorRatios(b *testing.B) {
	const doors, phones = 8, 1000
	ctx, crowd := context.Background(), modelstest.Crowd{Delegates: 5000}
	h := newHallAt(b, crowd.Unguarded(b), modelstest.CrowdSlug)
	at, err := url.Parse(h.url)
	if err != nil {
		b.Fatal(err)
	}
	for range phones {
		connection, err := net.Dial("tcp", at.Host)
		if err != nil {
			b.Fatal(err)
		}
		defer connection.Close()
		if _, err := connection.Write([]byte("GET " + at.Path + "/live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")); err != nil {
			b.Fatal(err)
		}
		if _, err := connection.Read(make([]byte, 2048)); err != nil {
			b.Fatal(err)
		}
	}
	user, err := h.db.AddUser(ctx, models.Actor{Name: "thử"}, models.NewUser{Account: "le-tan", Name: "Lễ tân", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Door}}})
	if err != nil {
		b.Fatal(err)
	}
	sessions, err := h.db.Sessions(ctx, h.event.ID)
	if err != nil {
		b.Fatal(err)
	}
	session := formID(sessions[len(sessions)-1].ID) // in which nobody is marked
	bare := modelstest.Bare(b)
	inserts := func() float64 {
		start, n := time.Now(), 0
		for ; time.Since(start) < time.Second; n++ {
			bare(b)
		}
		return float64(n) / time.Since(start).Seconds()
	}
	page := func(stop func() bool) float64 {
		var pages atomic.Int64
		var group sync.WaitGroup
		start := time.Now()
		for range 2 {
			group.Go(func() {
				for !stop() {
					response, err := http.Get(h.url)
					if err != nil || response.StatusCode != http.StatusOK {
						b.Errorf("the page: %v", err)
						return
					}
					response.Body.Close()
					pages.Add(1)
				}
			})
		}
		group.Wait()
		return float64(pages.Load()) / time.Since(start).Seconds()
	}
	quiet := time.Now().Add(time.Second)
	alone := page(func() bool { return time.Now().After(quiet) })

	// scan checks in the delegates of some numbers, one door beside the other, and answers how many a second.
	var mu sync.Mutex
	var took []float64
	scan := func(from, to int) float64 {
		var crews sync.WaitGroup
		start := time.Now()
		for door := range doors {
			token, err := h.db.AddLogin(ctx, user, "", "")
			if err != nil {
				b.Fatal(err)
			}
			crews.Go(func() {
				client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
				var mine []float64
				for n := from + door; n <= to; n += doors {
					form := url.Values{"_csrf": {formToken(token)}, "session": {session}, "nonce": {fmt.Sprintf("door-%d-%d", door, n)}, "act": {"in"}, "door": {fmt.Sprint("Cửa ", door+1)}, "code": {fmt.Sprint(n)}, "part": {"true"}}
					request, _ := http.NewRequest(http.MethodPost, h.url+"/checkin", strings.NewReader(form.Encode()))
					request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					request.Header.Set("Cookie", "login="+token)
					sent := time.Now()
					response, err := client.Do(request)
					if err != nil || response.StatusCode != http.StatusOK {
						b.Errorf("a scan: %v %v", response, err)
						return
					}
					io.Copy(io.Discard, response.Body)
					response.Body.Close()
					mine = append(mine, float64(time.Since(sent).Microseconds())/1000)
				}
				mu.Lock()
				took = append(took, mine...)
				mu.Unlock()
			})
		}
		crews.Wait()
		return float64(to-from+1) / time.Since(start).Seconds()
	}
	before := inserts()
	rate := scan(1, crowd.Delegates*4/5)
	after := inserts()
	slices.Sort(took)
	p99 := took[len(took)*99/100]

	// The last thousand while two readers ask for the public page as fast as they get it.
	var through atomic.Bool
	var group sync.WaitGroup
	var beside float64
	group.Go(func() { beside = page(through.Load) })
	scan(crowd.Delegates*4/5+1, crowd.Delegates)
	through.Store(true)
	group.Wait()
	turnout, err := h.db.Turnout(ctx, h.event.ID, sessions[len(sessions)-1].ID)
	if total := models.Total(turnout); err != nil || total.Came() != int64(crowd.Delegates) {
		b.Fatalf("%d have come: %v", total.Came(), err)
	}
	share := func(name string, ratio, least float64) {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(ratio, "ratio")
			b.ReportMetric(least, "at_least")
			b.ReportMetric(0, "ns/op")
		})
	}
	share("5,000 checked in at 8 doors while 1,000 phones watch, against a bare durable insert", rate/((before+after)/2), 0.25)
	modelstest.Figure(b, "a scan then, p99", "ms", 250, func(*testing.B) float64 { return p99 })
	share("public page while doors scan, against the same in a quiet hour", beside/alone, 0.2)
	b.Logf("%.0f scans/s, bare %.0f/s and %.0f/s, pages %.0f/s beside and %.0f/s alone", rate, before, after, beside, alone)
}
