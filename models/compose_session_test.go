package models_test

import (
	"context"
	"strings"
	"testing"

	"hoithao/models"
)

// The minutes of one session tell of that session alone: who spoke in it, who was there, when it opened and closed. They are a draft without a number,
// whatever the minutes of the whole event are.
func TestMinutesOfOneSession(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	day := h.event.StartsAt
	record, err := h.db.Record(ctx, h.event.ID)
	h.must(err)
	record.Sessions = append(record.Sessions, models.Session{ID: 900, EventID: h.event.ID, StartsAt: models.At(day.AddDate(0, 0, 1)), EndsAt: models.At(day.AddDate(0, 0, 1).Add(4 * 3600e9))})
	first := record.Sessions[0].ID
	record.Items = []models.Item{
		{ID: 1, SessionID: first, Kind: "discussion", Title: "Thảo luận sáng", StartedAt: day, EndedAt: models.At(day.Add(3600e9))},
		{ID: 2, SessionID: 900, Kind: "discussion", Title: "Thảo luận ngày hai"},
	}
	record.Speeches = []models.Speech{
		{ID: 1, ItemID: 1, Kind: "discussion", State: "spoken", SpeakerText: "Hội Nông dân", Summary: "Ý kiến buổi đầu."},
		{ID: 2, ItemID: 2, Kind: "discussion", State: "spoken", SpeakerText: "Hội Phụ nữ", Summary: "Ý kiến ngày hai."},
	}
	record.Conclusions = []models.Conclusion{{Text: "Kết luận chung"}}
	number := int64(15)
	record.Minutes = models.MinutesRow{ID: 1, State: "final", Number: &number, Edited: []models.EditedSection{{Name: "course", Text: "Sửa tay cho cả hội thảo"}}}
	text := func(id models.ID) string {
		t.Helper()
		one, ok := record.OfSession(id)
		if !ok {
			t.Fatalf("no session %d", id)
		}
		minutes := one.ComposeMinutes()
		if !minutes.Draft || minutes.Number != "" {
			t.Errorf("they are a draft: %v, with the number %q", minutes.Draft, minutes.Number)
		}
		var all strings.Builder
		for _, section := range append(minutes.Sections, minutes.End) {
			all.WriteString(section.Text + "\n")
		}
		return all.String()
	}
	morning, second := text(first), text(900)
	if !strings.Contains(morning, "Ý kiến buổi đầu") || strings.Contains(morning, "ngày hai") || strings.Contains(morning, "Kết luận chung") || strings.Contains(morning, "Sửa tay") {
		t.Errorf("the first says\n%s", morning)
	}
	if !strings.Contains(second, "Ý kiến ngày hai") || strings.Contains(second, "buổi đầu") || !strings.Contains(second, "Kết luận chung") {
		t.Errorf("the second says\n%s", second)
	}
	if _, ok := record.OfSession(12345); ok {
		t.Error("there is a session that there is not")
	}
	if len(record.Speeches) != 2 || len(record.Sessions) < 2 || record.Minutes.Number == nil {
		t.Error("the record itself was changed")
	}
}
