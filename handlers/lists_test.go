package handlers_test

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// office is the true program over a database with a crowd in it, as an administrator's browser sees it.
type office struct {
	*browser
	middle  modelstest.Middle
	present []models.Delegate
	marked  int
	amid    models.Cursor // of the invitations
	asked   atomic.Int64
}

func officeOf(t testing.TB, crowd modelstest.Crowd) *office {
	t.Helper()
	ctx, name := context.Background(), crowd.Name(t)
	o := &office{middle: crowd.Middle(t, name)}
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }, Asked: func(string) { o.asked.Add(1) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.AddUser(ctx, models.Actor{Name: "thử"}, models.NewUser{Account: "administrator", Name: "Quản trị", Password: password, Roles: []models.Role{{Role: models.Administrator}}}); err != nil {
		t.Fatal(err)
	}
	s := &testSite{t, name, db, handlers.New(db, handlers.Config{})}
	o.browser = s.as("administrator")
	event := s.event(modelstest.CrowdSlug)
	if _, err := db.Invite(ctx, models.Actor{Name: "thử"}, event.ID, models.Invitees{}, models.Time{}); err != nil {
		t.Fatal(err)
	}
	invited, err := db.Invitations(ctx, models.InvitationFilter{EventID: event.ID, Limit: 10_000})
	if err != nil || len(invited) < crowd.Delegates*9/10 {
		t.Fatal(len(invited), err)
	}
	o.amid = invited[len(invited)/2].Cursor()
	if o.present, err = db.Delegates(ctx, models.DelegateFilter{EventID: s.event(modelstest.CrowdSlug).ID}); err != nil {
		t.Fatal(err)
	}
	return o
}

const crowded = "/events/" + modelstest.CrowdSlug

// pages are those of the lists that grow: the address, of which in the middle of the list the place is added.
var pages = []struct {
	name   string
	of     string // how many there are in the large office
	path   string
	middle func(m modelstest.Middle) models.Cursor // nil: there is no middle
}{
	{"delegates", "5,000", crowded + "/delegates?", func(m modelstest.Middle) models.Cursor { return m.Delegate }},
	{"attendance", "5,000", crowded + "/attendance?", func(m modelstest.Middle) models.Cursor { return m.Delegate }},
	{"people", "100,000", "/people?", func(m modelstest.Middle) models.Cursor { return m.Person }},
	{"organizations", "20,000", "/organizations?", func(m modelstest.Middle) models.Cursor { return m.Organization }},
	{"events", "5,000", "/events?", func(m modelstest.Middle) models.Cursor { return m.Event }},
	{"invitations", "5,000", crowded + "/invitations?", func(modelstest.Middle) models.Cursor { return models.Cursor{} }},
	{"history", "100,000", crowded + "/history?", func(m modelstest.Middle) models.Cursor { return models.Cursor{ID: models.ID(m.Revision)} }},
	{"the start page", "all of them", "/?", nil},
	{"the event's own page", "5,000 delegates", crowded + "?", nil},
}

// page asks for a page, or for one in its middle.
func (o *office) page(i int, middle bool) answer {
	path := pages[i].path
	if middle {
		cursor := pages[i].middle(o.middle)
		if cursor == (models.Cursor{}) {
			cursor = o.amid
		}
		path += form("after", cursor.Key, "id", strconv.FormatInt(int64(cursor.ID), 10)).Encode()
	}
	return o.get(path)
}

// A page asks the same few queries however long its list is.
func TestQueriesOfPages(t *testing.T) {
	small, large := officeOf(t, modelstest.Some), officeOf(t, modelstest.Crowd{People: 900, Organizations: 900, Events: 900, Delegates: 900, Changes: 900})
	for i, page := range pages {
		for _, middle := range []bool{false, true} {
			if middle && page.middle == nil {
				continue
			}
			asked := [2]int64{}
			for j, o := range []*office{small, large} {
				o.page(i, middle) // what is kept in memory is kept from now on
				o.asked.Store(0)
				o.page(i, middle).want(t, http.StatusOK)
				asked[j] = o.asked.Load()
			}
			if asked[0] != asked[1] || asked[0] > 30 {
				t.Errorf("%s, middle %v: %d queries in the small office, %d in the large", page.name, middle, asked[0], asked[1])
			}
		}
	}
}

// BenchmarkRatiosOfPages compares pages of long lists with those of short ones, and weighs a first visit.
func BenchmarkRatiosOfPages(b *testing.B) {
	if modelstest.Server != "" {
		b.Skip("on SQLite")
	}
	modelstest.Figure(b, "first visit of the public page with all that it loads, compressed", "KB", 20, func(b *testing.B) float64 {
		bytes, _ := firstVisit(b, newSite(b).as("guest"), "/events/cong-khai")
		return float64(bytes) / 1024
	})
	modelstest.Figure(b, "first visit of an invited delegate's page with all that it loads, compressed", "KB", 20, func(b *testing.B) float64 {
		bytes, _ := invitedVisit(b)
		return float64(bytes) / 1024
	})
	small, large := officeOf(b, modelstest.Few), officeOf(b, modelstest.Many)
	for i, page := range pages {
		for _, middle := range []bool{false, true} {
			if middle && page.middle == nil {
				continue
			}
			show := func(o *office) func(b *testing.B) {
				return func(b *testing.B) { o.page(i, middle && o == large).want(b, http.StatusOK) }
			}
			what := page.name + map[bool]string{false: ", first page of ", true: ", a page amid "}[middle] + page.of
			modelstest.Ratio{What: "page: " + what, Against: "the same at 50", AtMost: 3, Milliseconds: true}.Measure(b, show(large), show(small))
		}
	}
	// A press counts all delegates anew.
	modelstest.Ratio{What: "a press in the attendance of 5,000", Against: "the same at 50", AtMost: 5, Milliseconds: true}.Measure(b, large.press, small.press)
}

// press marks a delegate after the other, as the script of the page does.
func (o *office) press(b *testing.B) {
	delegate := o.present[o.marked%len(o.present)]
	state := []string{models.Absent, models.Present}[o.marked/len(o.present)%2]
	o.marked++
	o.post(crowded+"/attendance", form("delegate", strconv.FormatInt(int64(delegate.ID), 10), "state", state, "part", "true")).want(b, http.StatusOK)
}
