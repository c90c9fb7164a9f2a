package models_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// watching watches a database until the test ends; awake waits for a sign, and asleep is true when none has come.
type watching struct {
	t     *testing.T
	moved chan bool
	stop  func()
}

func watch(t *testing.T, db *models.DB) *watching {
	t.Helper()
	w := &watching{t: t, moved: make(chan bool, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan bool)
	go func() {
		db.Watch(ctx, func() {
			select {
			case w.moved <- true:
			default:
			}
		})
		close(done)
	}()
	w.stop = func() { cancel(); <-done }
	t.Cleanup(w.stop)
	w.awake() // it says so once when it begins
	return w
}

func (w *watching) awake() {
	w.t.Helper()
	select {
	case <-w.moved:
	case <-time.After(time.Minute):
		w.t.Fatal("nobody said that anything moved")
	}
}

func addBoard(t *testing.T, db *models.DB) models.ID {
	t.Helper()
	board, err := db.AddOrganization(t.Context(), tester, models.Organization{Name: "Ban Tuyên giáo", Kind: "party"})
	if err != nil {
		t.Fatal(err)
	}
	return board.ID
}

func eventNow(t *testing.T, db *models.DB) models.Event {
	t.Helper()
	event, err := db.Event(t.Context(), "xem")
	if err != nil {
		t.Fatal(err)
	}
	return event
}

// A change by this process, by another that has opened the same database, and by one that was never told to: all are seen.
func TestWatch(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	ctx, name := t.Context(), modelstest.Name(t)
	here, there := openedAt(t, name), openedAt(t, name)
	event := addEvent(t, there, "xem", addBoard(t, there))
	w := watch(t, here)
	for n, db := range []*models.DB{here, there, here, there, there} {
		before := event.Revision
		event.Venue = fmt.Sprint("Hội trường ", n)
		if err := db.SaveEvent(ctx, tester, event); err != nil {
			t.Fatal(err)
		}
		for {
			w.awake()
			news, err := here.News(ctx, map[models.ID]int64{event.ID: before})
			if err != nil {
				t.Fatal(err)
			}
			if len(news) == 1 {
				break
			}
		}
		event = eventNow(t, db)
	}
	w.stop()
	here.Close()
	there.Close()
	if err := goleak.Find(leaks); err != nil {
		t.Error(err)
	}
}

// On PostgreSQL the other instance is told at the commit, long before it would ask.
func TestWatchIsTold(t *testing.T) {
	if modelstest.Server == "" {
		t.Skip("SQLite tells nothing")
	}
	ctx, name := t.Context(), modelstest.Name(t)
	here, there := openedAt(t, name), openedAt(t, name)
	event := addEvent(t, there, "xem", addBoard(t, there))
	w := watch(t, here)
	var took []time.Duration
	for n := range 9 {
		event.Venue = fmt.Sprint("Hội trường ", n)
		if err := there.SaveEvent(ctx, tester, event); err != nil {
			t.Fatal(err)
		}
		committed := time.Now()
		for since := event.Revision; ; {
			news, err := here.News(ctx, map[models.ID]int64{event.ID: since})
			if err != nil {
				t.Fatal(err)
			}
			w.awake()
			if len(news) == 1 {
				break
			}
		}
		took = append(took, time.Since(committed))
		event = eventNow(t, there)
		time.Sleep(50 * time.Millisecond) // nothing may be on its way
	}
	slices.Sort(took)
	if took[len(took)/2] > 500*time.Millisecond {
		t.Errorf("it takes %v until the other knows", took)
	}
}

// What the news say: topics once each, since a revision; the public page has its own.
func TestNews(t *testing.T) {
	ctx, db := t.Context(), modelstest.DB(t)
	event := addEvent(t, db, "xem", addBoard(t, db))
	session, err := db.Sessions(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	news := func(since int64) models.News {
		t.Helper()
		all, err := db.News(ctx, map[models.ID]int64{event.ID: since, 999: 3})
		if err != nil || len(all) > 1 {
			t.Fatal(all, err)
		}
		if len(all) == 0 {
			return models.News{}
		}
		return all[0]
	}
	since := event.Revision
	if got := news(since); got.Revision != 0 {
		t.Errorf("news of nothing: %+v", got)
	}
	group, err := db.AddGroup(ctx, tester, models.Group{EventID: event.ID, Name: "Các huyện ủy", Collective: true})
	if err != nil {
		t.Fatal(err)
	}
	count := int64(9)
	if err := db.SetHeadcount(ctx, tester, event.ID, group.ID, session[0].ID, &count, 0); err != nil {
		t.Fatal(err)
	}
	got := news(since)
	if got.Revision != since+2 || !slices.Contains(got.Topics, models.TopicAttendance) || len(got.Topics) != 2 {
		t.Errorf("news %+v since %d", got, since)
	}
	if _, ok := got.For(since, true); ok {
		t.Errorf("heads that were counted are news for the public: %+v", got)
	}
	if _, ok := got.For(since, false); !ok {
		t.Error("no news for the staff")
	}
	if err := db.PublishAgenda(ctx, tester, event.ID, true); err != nil {
		t.Fatal(err)
	}
	shown, ok := news(since).For(since, true)
	if !ok || !slices.Equal(shown.Topics, []string{models.TopicAgenda}) || shown.Public != since+3 {
		t.Errorf("news for the public: %+v %v", shown, ok)
	}
	if got := news(since + 50); !slices.Equal(got.Topics, []string{models.TopicAll}) { // the database was put back to an earlier copy
		t.Errorf("news since a revision that is not there: %+v", got)
	}
}
