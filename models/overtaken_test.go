package models_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// atOnce does things in the same moment and answers their errors.
func atOnce(things ...func() error) []error {
	errs, start := make([]error, len(things)), make(chan struct{})
	var wait sync.WaitGroup
	for i, thing := range things {
		wait.Go(func() {
			<-start
			errs[i] = thing()
		})
	}
	close(start)
	wait.Wait()
	return errs
}

const rounds = 12

func workshopOf(slug string, organizer models.ID) models.NewEvent {
	return models.NewEvent{Event: models.Event{Slug: slug, Kind: "workshop", Title: "Dư luận xã hội", OrganizerID: organizer, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
		StartsAt: models.At(modelstest.Now), EndsAt: models.At(modelstest.Now.Add(4 * time.Hour))}
}

// Several events take one address in the same moment: one gets it, and each of the others is told the same as by the look beforehand.
func TestOneSlugSavedAtOnce(t *testing.T) {
	ctx := context.Background()
	db, _, board, _ := partyOffice(t, 0)
	var events []models.Event
	for i := range 4 {
		event, err := db.AddEvent(ctx, loading, workshopOf(fmt.Sprint("su-kien-", i), board.ID))
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	for round := range rounds {
		var saves []func() error
		for i := range events {
			event, err := db.EventByID(ctx, events[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			event.Slug = fmt.Sprint("mot-dia-chi-", round)
			saves = append(saves, func() error { return db.SaveEvent(ctx, loading, event) })
		}
		saves = append(saves, func() error {
			_, err := db.AddEvent(ctx, loading, workshopOf(fmt.Sprint("mot-dia-chi-", round), board.ID))
			return err
		})
		got := 0
		for _, err := range atOnce(saves...) {
			var wrong models.Invalid
			switch {
			case err == nil:
				got++
			case !errors.As(err, &wrong) || wrong["slug"] != "Địa chỉ này đã có sự kiện khác dùng.":
				t.Errorf("%v", err)
			}
		}
		if got != 1 {
			t.Errorf("%d events have the address", got)
		}
	}
}

// Somebody is removed from the directory while an event names him: either it stands or he is gone, and who comes second is told why not.
func TestRemovedWhileNamed(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	event := events[0]
	group, err := db.AddGroup(ctx, loading, models.Group{EventID: event.ID, Name: "Đại biểu"})
	if err != nil {
		t.Fatal(err)
	}
	told := func(err error) bool {
		return err == nil || errors.Is(err, models.ErrOvertaken) || errors.Is(err, models.ErrNotFound) || errors.As(err, new(models.Invalid))
	}
	for round := range rounds {
		person, err := db.AddPerson(ctx, loading, models.Person{Family: "Trần Đức", Given: fmt.Sprint("Thuần ", round)})
		if err != nil {
			t.Fatal(err)
		}
		body, err := db.AddOrganization(ctx, loading, models.Organization{Name: fmt.Sprint("Ban ", round), Kind: "party", Place: "Hà Nam"})
		if err != nil {
			t.Fatal(err)
		}
		slug := fmt.Sprint("cua-ban-", round)
		errs := atOnce(
			func() error { return db.RemovePerson(ctx, loading, person.ID) },
			func() error {
				_, err := db.AddDelegates(ctx, loading, event.ID, group.ID, []models.ID{person.ID})
				return err
			},
			func() error { return db.RemoveOrganization(ctx, loading, body.ID) },
			func() error { _, err := db.AddEvent(ctx, loading, workshopOf(slug, body.ID)); return err },
		)
		for i, err := range errs {
			if !told(err) {
				t.Errorf("%d: %v", i, err)
			}
		}
		delegates, err := db.DelegatesAmong(ctx, event.ID, []models.ID{person.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Person(ctx, person.ID); errors.Is(err, models.ErrNotFound) == delegates[person.ID] {
			t.Errorf("a delegate %v, in the directory: %v", delegates[person.ID], err)
		}
		_, there := db.Event(ctx, slug)
		if _, err := db.Organization(ctx, body.ID); errors.Is(err, models.ErrNotFound) == (there == nil) {
			t.Errorf("of the event: %v, of its organizer: %v", there, err)
		}
	}
}
