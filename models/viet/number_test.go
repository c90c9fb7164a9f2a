package viet

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumberAndCount(t *testing.T) {
	tests := []struct {
		n             int64
		number, count string
	}{
		{0, "0", "0"},
		{2, "2", "02"},
		{5, "5", "05"},
		{9, "9", "09"},
		{10, "10", "10"},
		{999, "999", "999"},
		{1234, "1.234", "1.234"},
		{1234567, "1.234.567", "1.234.567"},
		{-5, "-5", "-5"},
		{-1234, "-1.234", "-1.234"},
		{math.MinInt64, "-9.223.372.036.854.775.808", "-9.223.372.036.854.775.808"},
	}
	for _, test := range tests {
		if got := Number(test.n); got != test.number {
			t.Errorf("Number(%d) = %q", test.n, got)
		}
		if got := Count(test.n); got != test.count {
			t.Errorf("Count(%d) = %q", test.n, got)
		}
	}
}

func TestDecimal(t *testing.T) {
	tests := []struct {
		f      float64
		places int
		want   string
	}{
		{1000.5, 1, "1.000,5"},
		{1000.5, 0, "1.001"},
		{1000.5, 2, "1.000,50"},
		{0.25, 1, "0,3"},
		{-0.25, 1, "-0,3"},
		{-0.04, 1, "0,0"},
		{85.5, 1, "85,5"},
		{1234567.891, 2, "1.234.567,89"},
		{0, 0, "0"},
	}
	for _, test := range tests {
		if got := Decimal(test.f, test.places); got != test.want {
			t.Errorf("Decimal(%v, %d) = %q, want %q", test.f, test.places, got, test.want)
		}
	}
}

func TestPercent(t *testing.T) {
	tests := []struct {
		part, whole int64
		want        string
	}{
		{171, 200, "85,5%"},
		{1, 1, "100%"},
		{0, 7, "0%"},
		{1, 3, "33,3%"},
		{2, 3, "66,7%"},
		{1, 16, "6,3%"},
		{999, 1000, "99,9%"},
		{9999, 10000, "100%"},
		{1, 10000, "0%"},
		{5, 4, "125%"},
		{0, 0, ""},
		{7, 0, ""},
		{math.MaxInt64, math.MaxInt64, "100%"},
	}
	for _, test := range tests {
		if got := Percent(test.part, test.whole); got != test.want {
			t.Errorf("Percent(%d, %d) = %q, want %q", test.part, test.whole, got, test.want)
		}
	}
}

func TestNumberIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		if got := strings.ReplaceAll(Number(n), ".", ""); got != strconv.FormatInt(n, 10) {
			t.Errorf("Number(%d) = %q", n, Number(n))
		}
	})
}
