package models_test

import (
	"context"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkRatios compares what the record costs with the bare minimum, and large lists with small ones.
func BenchmarkRatios(b *testing.B) {
	engine := "SQLite"
	if modelstest.Server != "" {
		engine = "PostgreSQL"
	}
	modelstest.Ratio{What: "recording one attendance, " + engine, Against: "a bare durable insert, three indexes", AtLeast: 0.3, Milliseconds: true}.Measure(b, marks(b), modelstest.Bare(b))
}

// marks answers what marks one delegate after the other through the door.
func marks(b *testing.B) func(b *testing.B) {
	ctx, crowd := context.Background(), modelstest.Crowd{Delegates: 5000}
	db := openedAt(b, crowd.Unguarded(b))
	event, err := db.Event(ctx, modelstest.CrowdSlug)
	if err != nil {
		b.Fatal(err)
	}
	sessions, err := db.Sessions(ctx, event.ID)
	if err != nil {
		b.Fatal(err)
	}
	delegates, err := db.Delegates(ctx, models.DelegateFilter{EventID: event.ID, Limit: crowd.Delegates})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	return func(b *testing.B) {
		mark := models.Mark{EventID: event.ID, SessionID: sessions[1].ID, DelegateID: delegates[n%len(delegates)].ID, State: models.AttendanceStates[n/len(delegates)%2]}
		if err := db.Mark(ctx, models.Actor{Name: "Lễ tân"}, mark); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
