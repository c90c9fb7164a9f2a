package modelstest

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// Ratio is a row of `make bench`: what one thing costs against another, measured in the same run. One of the bounds is set.
type Ratio struct {
	What, Against string
	AtMost        float64 // so many times the time of the other
	AtLeast       float64 // that share of the other's rate
	Milliseconds  bool    // tells, too, how long the thing takes here
}

// A measurement takes so many rounds of so long at least, the two in turn, so that both meet the same machine.
const (
	ratioRounds = 11
	ratioRound  = 40 * time.Millisecond
	ratioLimit  = 12 * time.Second // fewer rounds, but three at least, when they take longer
)

// Measure reports the median of the rounds' ratios. Each function does its thing once; before the first round both are done once unmeasured.
func (ratio Ratio) Measure(b *testing.B, what, against func(b *testing.B)) {
	b.Run(ratio.What+", against "+ratio.Against, func(b *testing.B) {
		times, others := repeats(b, what), repeats(b, against)
		var ratios, took []float64
		for start := time.Now(); len(ratios) < ratioRounds && (len(ratios) < 3 || time.Since(start) < ratioLimit); {
			other := round(b, against, others)
			one := round(b, what, times)
			ratios, took = append(ratios, one/other), append(took, one)
		}
		b.ReportMetric(0, "ns/op")
		if ratio.Milliseconds {
			b.ReportMetric(median(took)*1000, "ms")
		}
		if ratio.AtLeast != 0 {
			b.ReportMetric(1/median(ratios), "ratio")
			b.ReportMetric(ratio.AtLeast, "at_least")
		} else {
			b.ReportMetric(median(ratios), "ratio")
			b.ReportMetric(ratio.AtMost, "at_most")
		}
	})
}

// Figure is a row of `make bench` that stands for itself: so much of a unit (ms, KB, MB), and how much it may be.
func Figure(b *testing.B, what, unit string, atMost float64, measure func(b *testing.B) float64) {
	b.Run(what, func(b *testing.B) {
		b.ReportMetric(measure(b), unit)
		b.ReportMetric(atMost, "at_most")
		b.ReportMetric(0, "ns/op")
	})
}

// Milliseconds is how long a thing takes: the median of the rounds.
func Milliseconds(b *testing.B, thing func(b *testing.B)) float64 {
	times := repeats(b, thing)
	var took []float64
	for range ratioRounds {
		took = append(took, round(b, thing, times)*1000)
	}
	return median(took)
}

// repeats is how often a thing must be done for a round.
func repeats(b *testing.B, thing func(b *testing.B)) int {
	thing(b)
	return min(10_000, 1+int(ratioRound.Seconds()/round(b, thing, 1)))
}

// round is how many seconds it takes once.
func round(b *testing.B, thing func(b *testing.B), times int) float64 {
	runtime.GC() // nobody pays for what the other left
	start := time.Now()
	for range times {
		thing(b)
	}
	return max(time.Since(start), 1).Seconds() / float64(times)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
