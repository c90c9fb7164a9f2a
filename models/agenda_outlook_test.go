package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
)

// laneAt is the one lane of some items, as it stands at an instant.
func laneAt(items []models.Item, now models.Time) models.Lane {
	record := models.Record{Event: models.Event{TimeZone: "UTC"}, Items: items, Sessions: []models.Session{{ID: 1, StartsAt: items[0].StartsAt, EndsAt: hm(23, 0)}}}
	parts, _ := record.OnClock(now)
	return parts[0].Lanes[0]
}

func TestOutlook(t *testing.T) {
	items := func(change func(items []models.Item)) []models.Item {
		all := []models.Item{
			{ID: 1, SessionID: 1, Kind: "opening", Title: "Khai mạc", StartsAt: hm(8, 0), Minutes: number(10)},
			{ID: 2, SessionID: 1, Kind: "paper", Title: "Tham luận", StartsAt: hm(8, 10), Minutes: number(30)},
			{ID: 3, SessionID: 1, Kind: "break", Title: "Giải lao", StartsAt: hm(8, 40), Minutes: number(15)},
			{ID: 4, SessionID: 1, Kind: "discussion", Title: "Thảo luận", StartsAt: hm(8, 55), Minutes: number(40)},
			{ID: 5, SessionID: 1, Kind: "conclusion", Title: "Kết luận", StartsAt: hm(9, 35), Minutes: number(15)},
		}
		if change != nil {
			change(all)
		}
		return all
	}
	tests := []struct {
		name   string
		now    models.Time
		change func([]models.Item)
		late   int64
		want   string // what could be shortened
		enough bool
	}{
		{"as planned", hm(7, 50), nil, 0, "", false},
		{"the opening runs over: the break gives back what it can", hm(8, 18), func(i []models.Item) { i[0].StartedAt = hm(8, 0) }, 8, "Giải lao -8=7", true},
		{"more: the paper gives a third, which is enough", hm(8, 25), func(i []models.Item) { i[0].StartedAt = hm(8, 0) }, 15, "Tham luận -5=25, Giải lao -10=5", true},
		{"much more: the discussion gives half", hm(8, 50), func(i []models.Item) { i[0].StartedAt = hm(8, 0) }, 40, "Tham luận -10=20, Giải lao -10=5, Thảo luận -20=20", true},
		{"too much", hm(9, 10), func(i []models.Item) { i[0].StartedAt = hm(8, 0) }, 60, "Tham luận -10=20, Giải lao -10=5, Thảo luận -20=20", false},
		{"ended early: the close comes earlier", hm(8, 5), func(i []models.Item) { i[0].StartedAt, i[0].EndedAt = hm(8, 0), hm(8, 5) }, -5, "", false},
		{"a gap takes the lateness up", hm(8, 20), func(i []models.Item) { i[0].StartedAt, i[4].StartsAt = hm(8, 0), hm(9, 55) }, 0, "", false},
		{"a discussion that is on gives of what is left of it", hm(9, 30), func(i []models.Item) {
			i[0].StartedAt, i[0].EndedAt, i[1].StartedAt, i[1].EndedAt = hm(8, 0), hm(8, 10), hm(8, 10), hm(8, 40)
			i[2].StartedAt, i[2].EndedAt, i[3].StartedAt = hm(8, 40), hm(9, 10), hm(9, 10)
		}, 15, "Thảo luận -10=10", false},
		{"what is over gives nothing", hm(9, 50), func(i []models.Item) {
			i[0].StartedAt, i[0].EndedAt, i[1].StartedAt, i[1].EndedAt = hm(8, 0), hm(8, 10), hm(8, 10), hm(8, 40)
			i[2].StartedAt, i[2].EndedAt, i[3].StartedAt, i[3].EndedAt, i[4].StartedAt = hm(8, 40), hm(8, 55), hm(8, 55), hm(9, 45), hm(9, 45)
		}, 10, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			outlook := laneAt(items(test.change), test.now).Outlook(test.now)
			var savings []string
			for _, saving := range outlook.Savings {
				savings = append(savings, fmt.Sprintf("%s -%d=%d", saving.Title, saving.Minutes, saving.Left))
			}
			if got := strings.Join(savings, ", "); outlook.Late != test.late || got != test.want || outlook.Enough != test.enough {
				t.Errorf("late %d, %q, enough %v", outlook.Late, got, outlook.Enough)
			}
		})
	}
}

// drawDay is a lane in the middle of its day: items with or without gaps, the first of them over, perhaps one on or standing still, and the instant.
func drawDay(t *rapid.T) (items []models.Item, now models.Time) {
	minutes := func(name string, most int) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Minute
	}
	n, gaps := rapid.IntRange(1, 8).Draw(t, "items"), rapid.Bool().Draw(t, "gaps")
	over := rapid.IntRange(0, n).Draw(t, "over")
	planned, real := hm(8, 0).Time, hm(8, 0).Add(minutes("begins late", 20))
	for i := range n {
		if gaps && i > 0 {
			planned = planned.Add(minutes("gap", 15))
		}
		item := models.Item{ID: models.ID(i + 1), SessionID: 1, Kind: rapid.SampledFrom([]string{"opening", "paper", "break", "discussion", "conclusion"}).Draw(t, "kind"), StartsAt: models.At(planned)}
		length := minutes("length", 60)
		item.Minutes = number(int64(length / time.Minute))
		planned = planned.Add(length)
		if i < over {
			item.StartedAt = models.At(real)
			real = real.Add(minutes("took", 70))
			item.EndedAt = models.At(real)
			real = real.Add(minutes("rest", 5))
		}
		items = append(items, item)
	}
	now = models.At(real.Add(minutes("since", 90)))
	if over < n && rapid.Bool().Draw(t, "one is on") {
		items[over].StartedAt = models.At(real)
		if rapid.Bool().Draw(t, "it stands still") {
			items[over].PausedAt = models.At(real.Add(min(now.Sub(real), minutes("until it stood still", 90))))
		}
	}
	return items, now
}

// What was planned, what is expected and what really was are told apart; no clock runs backwards; and what could be shortened, shortened,
// moves the close by exactly what was promised.
func TestOutlookHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, now := drawDay(t)
		lane := laneAt(items, now)
		last := models.Time{}
		for i, line := range lane.Lines {
			item := items[i]
			if line.StartsAt != item.StartsAt || *line.Minutes != *item.Minutes || line.StartedAt != item.StartedAt || line.EndedAt != item.EndedAt {
				t.Fatalf("the plan or the record of %+v became %+v", item, line)
			}
			if !item.StartedAt.IsZero() && line.Starts != item.StartedAt || !item.EndedAt.IsZero() && line.Ends != item.EndedAt {
				t.Fatalf("what really was is expected otherwise: %+v", line)
			}
			if line.Ends.Before(line.Starts.Time) || line.Starts.Before(last.Time) {
				t.Fatalf("line %d runs from %v to %v, the one before to %v", i, line.Starts, line.Ends, last)
			}
			if last = line.Starts; !item.EndedAt.IsZero() {
				last = line.Ends
			}
			if item.StartedAt.IsZero() && line.Ends.Before(now.Time) && line.State == "" {
				t.Fatalf("%+v is neither over nor to come", line)
			}
			if ran := item.Ran(now); ran < 0 || !item.StartedAt.IsZero() && ran > now.Sub(item.StartedAt.Time) {
				t.Fatalf("%+v has run for %v", item, ran)
			}
		}
		outlook := lane.Outlook(now)
		close := lane.Lines[len(lane.Lines)-1]
		if planned := close.PlannedEnd(); close.EndedAt.IsZero() && outlook.Expected == close.Ends && outlook.Planned == planned && outlook.Late != int64(close.Ends.Sub(planned.Time)/time.Minute) {
			t.Fatalf("the close moves from %v to %v, not by %d minutes", planned, close.Ends, outlook.Late)
		}
		saved := int64(0)
		shorter := append([]models.Item(nil), items...)
		for _, saving := range outlook.Savings {
			if saving.Minutes <= 0 || saving.Left < 0 || saving.State == "done" {
				t.Fatalf("%+v", saving)
			}
			saved += saving.Minutes
			item := &shorter[saving.ID-1]
			item.Minutes = number(*item.Minutes - saving.Minutes)
		}
		if saved > max(0, outlook.Late) || outlook.Enough != (outlook.Late > 0 && saved == outlook.Late) {
			t.Fatalf("%d minutes of %d: %+v", saved, outlook.Late, outlook)
		}
		if after := laneAt(shorter, now).Outlook(now); saved > 0 && after.Expected.Sub(outlook.Expected.Time) != -time.Duration(saved)*time.Minute {
			t.Fatalf("%d minutes shorter, the close moves from %v to %v", saved, outlook.Expected, after.Expected)
		}
	})
}
