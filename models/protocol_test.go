package models

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever ranks there are, even at the ends of what a number can be, a delegate is settled where he was put, and nobody else passes anybody.
func TestSettle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rank := rapid.OneOf(rapid.Int64Range(-3, 30), rapid.Just(int64(Unranked)), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, Unranked - 1, 2 * Unranked}))
		ranks := rapid.SliceOfN(rank, 1, 12).Draw(t, "ranks")
		slices.Sort(ranks)
		order := make([]place, len(ranks))
		for i, rank := range ranks {
			order[i] = place{ID(i + 1), rank}
		}
		at := rapid.IntRange(0, len(order)-1)
		from, to := at.Draw(t, "from"), at.Draw(t, "to")
		moved, first, last := move(order, from, to)
		if moved[to].ID != order[from].ID || first > to || last < to {
			t.Fatalf("moved from %d to %d gives %v, new from %d to %d", from, to, moved, first, last)
		}
		// Sorted by rank alone, with ties as they were, the order is the one that was asked for.
		sorted := slices.Clone(moved)
		slices.SortStableFunc(sorted, func(a, b place) int {
			switch {
			case a.Rank != b.Rank && a.Rank < b.Rank:
				return -1
			case a.Rank != b.Rank:
				return 1
			}
			return int(a.ID - b.ID)
		})
		if !slices.Equal(sorted, moved) {
			t.Fatalf("moved from %d to %d gives %v, which sorts as %v", from, to, moved, sorted)
		}
	})
}

// The longest part of a list that keeps its order is what no hand has touched.
func TestStay(t *testing.T) {
	for _, test := range []struct {
		was, now []ID
		moved    []ID
	}{
		{[]ID{1, 2, 3, 4}, []ID{1, 2, 3, 4}, nil},
		{[]ID{1, 2, 3, 4}, []ID{4, 1, 2, 3}, []ID{4}},
		{[]ID{1, 2, 3, 4}, []ID{2, 3, 4, 1}, []ID{1}},
		{[]ID{5, 3, 9, 1}, []ID{5, 9, 1, 3}, []ID{3}},
		{nil, nil, nil},
	} {
		var moved []ID
		kept := stay(test.was, test.now)
		for _, id := range test.now {
			if !kept[id] {
				moved = append(moved, id)
			}
		}
		if !slices.Equal(moved, test.moved) {
			t.Errorf("%v to %v: moved %v, want %v", test.was, test.now, moved, test.moved)
		}
	}
}
