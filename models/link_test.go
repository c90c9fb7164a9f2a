package models_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

var key = bytes.Repeat([]byte{7}, models.KeySize)

func withKey(t *testing.T, name string, key []byte) (*models.DB, error) {
	t.Helper()
	db, err := models.Create(context.Background(), name, models.Options{Key: key})
	if err == nil {
		t.Cleanup(func() { db.Close() })
	}
	return db, err
}

// Whoever came into an event while there was no key has a pass as soon as there is one; a badge printed twice shows the same; a renewed
// pass makes the old one worthless; the database keeps nothing that opens a door.
func TestPasses(t *testing.T) {
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	name := modelstest.Filled(t, "workshop", func(db *models.DB) error {
		_, err := db.Load(ctx, by, strings.NewReader(workshopFile), models.LoadOptions{})
		return err
	})
	db, err := withKey(t, name, key)
	if err != nil {
		t.Fatal(err)
	}
	event, err := db.Event(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	var passes []string
	for _, delegate := range record.Delegates {
		if len(delegate.Pass) != 26 || slices.Contains(passes, delegate.Pass) {
			t.Fatalf("the pass of %s is %q", delegate.Person.Name(), delegate.Pass)
		}
		passes = append(passes, delegate.Pass)
		found, err := db.DelegateByPass(ctx, event.ID, delegate.Pass)
		if err != nil || found.ID != delegate.ID {
			t.Errorf("the pass of %d leads to %d: %v", delegate.ID, found.ID, err)
		}
		if _, err := db.DelegateByPass(ctx, event.ID, *delegate.PassHash); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("what the database keeps serves as a pass: %v", err)
		}
	}
	again, err := db.Record(ctx, event.ID)
	if err != nil || again.Delegates[0].Pass != passes[0] {
		t.Errorf("printed again, the pass is another: %v", err)
	}
	if err := db.RenewPass(ctx, by, event.ID, record.Delegates[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.DelegateByPass(ctx, event.ID, passes[0]); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a pass that was renewed still opens: %v", err)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
	if _, err := withKey(t, name, bytes.Repeat([]byte{8}, models.KeySize)); !errors.Is(err, models.ErrWrongKey) {
		t.Errorf("with another key: %v", err)
	}
}

// A laptop has a key of its own: it prints no pass, no invitation's link and no screen's address that opens nothing. Those of the office stand.
func TestLinksOfAnotherKey(t *testing.T) {
	trips(t, "links", func(r *trip) {
		r.furnish()
		r.carry(r.file(r.office), r.laptop, "added")
		for _, db := range []*models.DB{r.office, r.laptop} {
			own := db == r.office
			event := r.event(db)
			record := r.record(db)
			for _, delegate := range record.Delegates {
				if (delegate.Pass != "") != own {
					r.Errorf("at the office %t: the pass of %s is %q", own, delegate.Person.Name(), delegate.Pass)
				}
			}
			if delegate, err := db.Delegate(r.ctx, event.ID, record.Delegates[0].ID); err != nil || (db.PassOf(delegate) != "") != own {
				r.Errorf("at the office %t: one pass %q, %v", own, db.PassOf(delegate), err)
			}
			invitations, err := db.Invitations(r.ctx, models.InvitationFilter{EventID: event.ID})
			r.must(err)
			for _, invitation := range invitations {
				if (invitation.Link != "") != own || (invitation.Path() != "") != own {
					r.Errorf("at the office %t: the link of invitation %d is %q", own, invitation.ID, invitation.Link)
				}
			}
			if screen, err := db.Screen(r.ctx, event); err != nil || screen.Salt == "" || (screen.Token != "") != own {
				r.Errorf("at the office %t: the screen's token is %q, %v", own, screen.Token, err)
			}
			to, err := db.InvitationRecipients(r.ctx, event, nil)
			r.must(err)
			for i := range to {
				to[i].Email = fmt.Sprintf("khach-%d@hanam.example", i)
			}
			_, err = db.QueueMail(r.ctx, loading, event.ID, models.Mail{Kind: "invitation", To: to})
			r.must(err)
			messages, err := db.Messages(r.ctx, models.MessageFilter{EventID: event.ID, Kind: "invitation", Limit: 100})
			r.must(err)
			letters, err := db.Letters(r.ctx, messages, "https://hoithao.example")
			r.must(err)
			if len(messages) == 0 || len(letters) != len(messages) {
				r.Errorf("at the office %t: %d letters of %d messages", own, len(letters), len(messages))
			}
			for _, letter := range letters {
				if strings.Contains(letter, "https://hoithao.example/") != own || strings.Contains(letter, "{lien_ket}") || letter == "" {
					r.Errorf("at the office %t: %s", own, letter)
				}
			}
		}
	})
}
