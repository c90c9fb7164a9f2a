package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"hoithao/models"
)

func agendaForm(version int64, post string) models.PaperForm {
	return models.PaperForm{SignerPost: post, Recipients: "Như thành phần mời\nLưu Ban Tuyên giáo Tỉnh ủy", Version: version}
}

// Two who decide about one paper at once: one of them is told what the other has saved, and nothing is overwritten. A choice that changes nothing is no
// change.
func TestPaperDecisionsNeverOverwrite(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	event := events[0].ID
	var wait sync.WaitGroup
	var mu sync.Mutex
	saved, stale := 0, 0
	for i := range 8 {
		wait.Go(func() {
			err := db.SavePaper(ctx, loading, event, "agenda", "", agendaForm(0, fmt.Sprintf("Trưởng ban %d", i)))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				saved++
			case errors.As(err, new(models.Stale)):
				stale++
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if saved != 1 || stale != 7 {
		t.Errorf("%d saved, %d told of the other", saved, stale)
	}
	paper, err := db.Paper(ctx, event, "agenda", "")
	if err != nil {
		t.Fatal(err)
	}
	before, err := db.Event(ctx, events[0].Slug)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SavePaper(ctx, loading, event, "agenda", "", agendaForm(paper.Version, paper.SignerPost)); err != nil {
		t.Fatal(err)
	}
	if after, err := db.Event(ctx, events[0].Slug); err != nil || after.Revision != before.Revision {
		t.Errorf("saving the same again took revision %d after %d: %v", after.Revision, before.Revision, err)
	}
}

// What an office is used to is proposed for its next event: what it wrote down as its habit.
func TestPaperHabits(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 2)
	form := models.PaperForm{Options: models.Choices{"passed": "yes"}, Keep: true}
	if err := db.SavePaper(ctx, loading, events[0].ID, "minutes", "", form); err != nil {
		t.Fatal(err)
	}
	kind, _ := models.KindOfPaper("minutes")
	record, err := db.Record(ctx, events[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := db.Paper(ctx, events[1].ID, "minutes", "")
	if err != nil {
		t.Fatal(err)
	}
	composed, err := db.ComposePaper(ctx, record, kind, paper)
	if err != nil {
		t.Fatal(err)
	}
	if end := composed.(models.Minutes).End.Text; !strings.Contains(end, "nhất trí thông qua") {
		t.Errorf("the next minutes end with %q", end)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// What a form may not say about a paper is refused by field, and nothing is kept.
func TestPaperFormIsChecked(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	tests := []struct {
		name, field string
		form        models.PaperForm
	}{
		{"an unknown quality", "quality", models.PaperForm{Quality: "XX"}},
		{"signing for nobody", "quality_of", models.PaperForm{Quality: "KT"}},
		{"no copies", "copies", models.PaperForm{Copies: new(int64)}},
		{"recipients without end", "recipients", models.PaperForm{Recipients: strings.Repeat("a", 300_000)}},
		{"a signer of nowhere", "signer", models.PaperForm{SignerID: 999}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var wrong models.Invalid
			if err := db.SavePaper(ctx, loading, events[0].ID, "agenda", "", test.form); !errors.As(err, &wrong) || wrong[test.field] == "" {
				t.Errorf("answers %v", err)
			}
			if paper, err := db.Paper(ctx, events[0].ID, "agenda", ""); err != nil || paper.ID != 0 {
				t.Errorf("something is kept: %v", err)
			}
		})
	}
}
