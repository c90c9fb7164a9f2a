package models_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// The record goes to the laptop in the hall before the day and comes back after it: badges that the office printed open the door there, though
// the key stayed at home; what the door saw is in the office's record, in one journal that holds; a second time nothing changes.
func TestHandOverToTheHall(t *testing.T) {
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	office, err := withKey(t, modelstest.Filled(t, "workshop", func(db *models.DB) error {
		_, err := db.Load(ctx, by, strings.NewReader(workshopFile), models.LoadOptions{})
		return err
	}), key)
	if err != nil {
		t.Fatal(err)
	}
	laptop, err := withKey(t, modelstest.Name(t), bytes.Repeat([]byte{9}, models.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	hand := func(from *models.DB) string {
		t.Helper()
		var file bytes.Buffer
		must(from.HandOverFull(ctx, &file, slug))
		return file.String()
	}
	load := func(to *models.DB, file, outcome string) {
		t.Helper()
		report, err := to.Load(ctx, by, strings.NewReader(file), models.LoadOptions{})
		must(err)
		if got := report.Events[0].Outcome; got != outcome {
			t.Errorf("the load has %s it, not %s", got, outcome)
		}
	}
	holds := func(db *models.DB) {
		t.Helper()
		if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
			t.Errorf("check: %v %v", broken, err)
		}
	}
	out := hand(office)
	if strings.Contains(out, string(key)) {
		t.Error("the key has travelled")
	}
	load(laptop, out, "added")
	holds(laptop)
	event, err := office.Event(ctx, slug)
	must(err)
	record, err := office.Record(ctx, event.ID)
	must(err)
	there, err := laptop.Event(ctx, slug)
	must(err)
	pass := record.Delegates[2].Pass
	found, err := laptop.FindAtDoor(ctx, there.ID, "https://hoithao.local/p/"+pass)
	must(err)
	if badge, err := laptop.Delegate(ctx, there.ID, found.One); err != nil || badge.UID != record.Delegates[2].UID {
		t.Fatalf("the office's badge finds %+v", found)
	}
	sessions, err := laptop.Sessions(ctx, there.ID)
	must(err)
	scan, err := laptop.AddScan(ctx, usher, models.Seen{EventID: there.ID, SessionID: sessions[0].ID, DelegateID: found.One, Nonce: "laptop-01", Act: "in", Door: "Cửa 1", ScannedAt: hm(7, 52)})
	must(err)
	_, err = laptop.AddWalkIn(ctx, usher, models.Seen{EventID: there.ID, SessionID: sessions[0].ID, Nonce: "laptop-02", Door: "Cửa 1"}, "Lê Thị Khách", "Báo Hà Nam")
	must(err)

	back := hand(laptop)
	load(office, back, "updated")
	holds(office)
	home, err := office.ScanByNonce(ctx, event.ID, "laptop-01")
	must(err)
	if home.Outcome != scan.Outcome || home.ScannedAt != scan.ScannedAt || home.DelegateID != record.Delegates[2].ID {
		t.Errorf("the scan came home as %+v", home)
	}
	rows, err := office.Journal(ctx, models.JournalFilter{EventID: event.ID, Topic: models.TopicAttendance})
	must(err)
	if len(rows) < 2 || rows[0].What != "scan" || rows[0].Actor != usher.Name {
		t.Errorf("the journal does not tell of the door: %+v", rows)
	}
	if again, err := office.Record(ctx, event.ID); err != nil || again.Delegates[2].Pass != pass {
		t.Errorf("the badge is another: %v", err)
	}
	revision := func() int64 { event, err := office.Event(ctx, slug); must(err); return event.Revision }
	at := revision()
	load(office, back, "unchanged")
	if revision() != at {
		t.Error("a second load has taken a revision")
	}

	// What has moved at the office since is not lost; a journal that was tampered with is not taken.
	must(office.RenewPass(ctx, by, event.ID, record.Delegates[0].ID))
	_, err = laptop.AddWalkIn(ctx, usher, models.Seen{EventID: there.ID, SessionID: sessions[0].ID, Nonce: "laptop-03"}, "Trần Văn Khách", "")
	must(err)
	var refused models.Refused
	if _, err := office.Load(ctx, by, strings.NewReader(hand(laptop)), models.LoadOptions{}); !errors.As(err, &refused) {
		t.Errorf("onto a record that has moved: %v", err)
	}
	forged := strings.Replace(out, `"actor": "thử"`, `"actor": "ai đó"`, 1)
	if forged == out {
		forged = strings.Replace(out, `"actor":"thử"`, `"actor":"ai đó"`, 1)
	}
	if _, err := modelstest.DB(t).Load(ctx, by, strings.NewReader(forged), models.LoadOptions{}); !errors.As(err, &refused) {
		t.Errorf("a forged journal: %v", err)
	}
}
