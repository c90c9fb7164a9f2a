package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hoithao/models"
)

// Months after an event what serves to reach its people goes by itself, once, and the record stays.
func TestClearContacts(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	settings := func() models.Settings {
		settings, err := h.db.Settings(ctx)
		h.must(err)
		return settings
	}
	if settings().ContactMonths != 0 {
		t.Error("contacts are not kept for ever before anybody has decided")
	}
	// Two of the hall's people have a phone, too: one is invited to a later event, one has an open task.
	for i, phone := range []string{"0901 000 111", "0902 000 222", "0903 000 333"} {
		person := h.delegates[i].Person
		person.Phone = phone
		h.must(h.db.SavePerson(ctx, secretary, person))
	}
	h.now = h.now.AddDate(1, 0, 0)
	h.must(h.db.ClearContacts(ctx))
	if found := h.stands(hers...); len(found) != len(hers) {
		t.Errorf("for ever, and only %q is left", found)
	}
	wants(t, h.db.SaveRetention(ctx, secretary, 601, settings().Version), "months")
	if err := h.db.SaveRetention(ctx, secretary, 6, settings().Version+1); !errors.Is(err, models.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	later, err := h.db.AddEvent(ctx, secretary, models.NewEvent{Event: models.Event{Kind: "workshop", Title: "Hội thảo sau", OrganizerID: h.event.OrganizerID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
		StartsAt: models.At(h.now.Add(24 * time.Hour)), EndsAt: models.At(h.now.Add(26 * time.Hour))})
	h.must(err)
	invite(t, h.db, later.ID, h.delegates[1].PersonID)
	conclusion := models.Conclusion{EventID: h.event.ID, Text: "Giao việc", Task: &models.Task{PersonID: h.delegates[2].PersonID, State: "open"}}
	_, err = h.db.AddConclusion(ctx, secretary, conclusion)
	h.must(err)

	clearings, err := h.db.Clearings(ctx, 6)
	h.must(err)
	if len(clearings) != 1 || len(clearings[0].People) != 2 {
		t.Fatalf("%d events", len(clearings))
	}
	if none, err := h.db.Clearings(ctx, 24); err != nil || len(none) != 0 {
		t.Errorf("%+v %v", none, err)
	}
	h.must(h.db.SaveRetention(ctx, secretary, 6, settings().Version))
	h.must(h.db.ClearContacts(ctx)) // not yet: it holds from tomorrow on
	if found := h.stands(herPhone); len(found) != 1 {
		t.Error("cleared on the day it was said")
	}
	if now := settings(); now.ContactMonths != 6 || now.ContactFrom == "" {
		t.Errorf("%+v", now)
	}
	saved := settings()
	saved.NoticeDays = 7
	h.must(h.db.SaveSettings(ctx, secretary, models.Settings{Visibility: saved.Visibility, TimeZone: saved.TimeZone, InvitationDays: saved.InvitationDays, NoticeDays: 7, Version: saved.Version}))
	if now := settings(); now.ContactMonths != 6 {
		t.Error("another form has changed it")
	}

	h.now = h.now.AddDate(0, 0, 1)
	before := h.list(models.DelegateFilter{})
	sizes := journalSize(t, h.hall)
	h.must(h.db.ClearContacts(ctx))
	if grown := journalSize(t, h.hall); grown != [2]int{sizes[0] + 1, sizes[1] + 1} {
		t.Errorf("the chains grew from %v to %v", sizes, grown)
	}
	if found := h.stands(herPhone, herMail, herNeeds, "0901 000 111", "Kính gửi"); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	if found := h.stands("0902 000 222", "0903 000 333", "Lê Thị", herNote, herText); len(found) != 5 {
		t.Errorf("of what stays stands only %q", found)
	}
	if _, _, err := h.db.InvitationByLink(ctx, h.link); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the link: %v", err)
	}
	after := h.list(models.DelegateFilter{})
	for i := range after {
		if after[i].Reply != before[i].Reply || after[i].Person.Name() != before[i].Person.Name() {
			t.Errorf("%+v became %+v", before[i], after[i])
		}
	}
	for _, invitation := range h.invitations(models.InvitationFilter{}) {
		if !invitation.RevokedAt.IsZero() || invitation.Link != "" {
			t.Errorf("%+v", invitation)
		}
	}
	last := h.last()
	if last.What != "clear" || last.Actor != "hoithao" || !strings.Contains(last.Detail, "contacts") {
		t.Errorf("%+v", last)
	}
	h.check()

	h.now = h.now.Add(time.Hour)
	h.must(h.db.ClearContacts(ctx))
	if grown := journalSize(t, h.hall); grown != [2]int{sizes[0] + 1, sizes[1] + 1} {
		t.Errorf("again, and the chains grew to %v", grown)
	}
}

// A list that nobody has taken over in time goes by itself, also when nothing else is ever cleared.
func TestClearImports(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	raw := rawAt(t, h.name)
	count := func() int { return len(values(t, raw, `SELECT id FROM imports`)) }
	h.must(h.db.ClearContacts(ctx))
	if count() != 1 {
		t.Error("it has not waited its day")
	}
	h.now = h.now.AddDate(0, 0, 2)
	h.must(h.db.ClearContacts(ctx))
	if count() != 0 {
		t.Error("it waits for ever")
	}
}
