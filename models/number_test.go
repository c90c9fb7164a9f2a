package models_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// numbers are those of the event's delegates by name.
func numbersOf(t *testing.T, db *models.DB, event models.ID) map[string]string {
	t.Helper()
	delegates, err := db.Delegates(context.Background(), models.DelegateFilter{EventID: event, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	numbers, seen := map[string]string{}, []string{}
	for _, delegate := range delegates {
		if delegate.Short() == "" || slices.Contains(seen, delegate.Short()) {
			t.Fatalf("%s has number %q", delegate.Person.Name(), delegate.Short())
		}
		seen = append(seen, delegate.Short())
		numbers[delegate.Person.Name()] = delegate.Short()
	}
	return numbers
}

// A delegate's number is his own: a new order of the list, others who come or go, and the way to another machine and back leave it.
func TestNumbersStay(t *testing.T) {
	ctx := context.Background()
	h := newHall(t, 5)
	before := numbersOf(t, h.db, h.event.ID)
	h.must(h.db.MoveDelegate(ctx, secretary, h.event.ID, h.delegates[4].ID, models.Beside{Before: h.delegates[2].ID}))
	h.must(h.db.RemoveDelegate(ctx, secretary, h.event.ID, h.delegates[0].ID))
	delete(before, h.delegates[0].Person.Name())
	_, err := h.db.AddNewDelegate(ctx, secretary, h.event.ID, 0, "Lê Văn Mới", "")
	h.must(err)
	after := numbersOf(t, h.db, h.event.ID)
	for name, number := range before {
		if after[name] != number {
			t.Errorf("%s had %s and has %s", name, number, after[name])
		}
	}
	if after["Lê Văn Mới"] != "6" {
		t.Errorf("the new one has %s", after["Lê Văn Mới"])
	}

	var file bytes.Buffer
	h.must(h.db.HandOver(ctx, &file, h.event.Slug))
	there := modelstest.DB(t)
	_, err = there.Load(ctx, secretary, bytes.NewReader(file.Bytes()), models.LoadOptions{})
	h.must(err)
	event, err := there.Event(ctx, h.event.Slug)
	h.must(err)
	if got := numbersOf(t, there, event.ID); !maps.Equal(got, after) {
		t.Errorf("there the numbers are %v, not %v", got, after)
	}
}

// A file may hand the numbers out anew; two that change theirs for each other's never stand in each other's way.
func TestNumbersOfFile(t *testing.T) {
	ctx := context.Background()
	h := newHall(t, 3)
	var out bytes.Buffer
	h.must(h.db.Dump(ctx, &out, h.event.Slug))
	file, err := models.ReadFile(bytes.NewReader(out.Bytes()))
	h.must(err)
	all := file.Events[0].Delegates
	all[0].Number, all[1].Number, all[2].Number = all[1].Number, all[0].Number, nil
	want := map[string]int64{all[0].UID: *all[0].Number, all[1].UID: *all[1].Number}
	var in bytes.Buffer
	h.must(file.Write(&in))
	_, err = h.db.Load(ctx, secretary, &in, models.LoadOptions{})
	h.must(err)
	numbersOf(t, h.db, h.event.ID)
	delegates, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID})
	h.must(err)
	for _, delegate := range delegates {
		if number, ok := want[delegate.UID]; ok && number != *delegate.Number {
			t.Errorf("%s has %s, not %d", delegate.Person.Name(), delegate.Short(), number)
		}
	}
}
