package models

import (
	"cmp"
	"slices"
	"time"
)

// Acts of a scan.
const (
	ScanIn   = "in"
	ScanOut  = "out"
	ScanUndo = "undo"
)

// Scan is what a door saw: a delegate came in or went out, or an earlier scan is taken back. The nonce is made by the device and names
// the scan for ever, so that a repeat is the same scan.
type Scan struct {
	ID         ID
	EventID    ID `db:"event_id"`
	DelegateID ID `db:"delegate_id"`
	SessionID  ID `db:"session_id"`
	Nonce      string
	Act        string // in, out, undo
	Door       string
	ScannedAt  Time   `db:"scanned_at"`  // the device's clock
	ReceivedAt Time   `db:"received_at"` // ours
	Doubtful   bool   // the device's clock could not be trusted, or the scan came days late
	Undoes     string // of an undo: the nonce of what it takes back
	How        string // pass, letter, number, name, walk-in, self
	NotedBy    string `db:"noted_by"`
	Outcome    string // what the door was answered, see Presence.answer
	SinceAt    Time   `db:"since_at"`
	SinceDoor  string `db:"since_door"`
}

// before is the order of what happened: by the devices' clocks, and by nonce where those do not tell.
func (s Scan) before(other Scan) int {
	return cmp.Or(s.ScannedAt.Compare(other.ScannedAt.Time), cmp.Compare(s.Nonce, other.Nonce))
}

// handMark is the last word of a hand about a delegate and a session; the zero handMark: nobody has said anything.
type handMark struct {
	State     string // "": taken back
	ArrivedAt Time   `db:"arrived_at"`
	LeftAt    Time   `db:"left_at"`
	Reason    string
	How       string
	NotedBy   string `db:"noted_by"`
	NotedAt   Time   `db:"noted_at"`
}

// over tells whether the hand's word goes over a scan. That somebody is present is said at its time, and for what was before it; that he
// is absent, or that a mark was wrong, is said of what was known then: a scan that came in later is news.
func (hand handMark) over(scan Scan) bool {
	if hand.State == Present {
		return !scan.ScannedAt.After(hand.NotedAt.Time)
	}
	return scan.ReceivedAt.Before(hand.NotedAt.Time)
}

// byForm is how a mark was made whose times somebody has written or looked at: what doors saw before it says nothing more.
const byForm = "form"

// Presence is what scans and hand say together of a delegate at a session.
type Presence struct {
	State     string // as of attendance; "": nobody knows
	ArrivedAt Time   // the first arrival; zero when its time is not known
	LeftAt    Time   // zero when the delegate is inside, or nobody knows when he went
	By        Scan   // the scan that decided the state; zero: the hand did

	inside bool
	since  Scan // of the stay, or of the leaving: the scan that began it; zero: a hand's word
	sinceT Time
}

// presence is what all scans of a delegate at a session, and what a hand noted, come to. It does not matter in which order they became
// known: the devices' clocks order them, an undo takes back the scan that it names, with the repeats of it at the same door until then,
// and the hand's word goes over what was before it. A clock that is not trusted orders, but no time is taken from it.
func presence(session Session, hand handMark, scans []Scan) Presence {
	standing := standing(scans)
	p := Presence{State: hand.State, ArrivedAt: hand.ArrivedAt, LeftAt: hand.LeftAt}
	if hand.State == Present {
		p.inside, p.sinceT = hand.LeftAt.IsZero(), firstTime(hand.ArrivedAt, hand.NotedAt)
	}
	known := hand.State == Present // the first arrival is known, or will never be
	for _, scan := range standing {
		if hand.over(scan) { // only an earlier arrival counts
			if at := arrival(session, scan); hand.State == Present && hand.How != byForm && scan.Act == ScanIn && !at.IsZero() && (p.ArrivedAt.IsZero() || at.Before(p.ArrivedAt.Time)) {
				p.ArrivedAt, p.sinceT = at, at
			}
			continue
		}
		was := p.State
		p.State, p.By = Present, scan
		switch scan.Act {
		case ScanIn:
			if was != Present {
				p.ArrivedAt, p.LeftAt = Time{}, Time{}
			}
			if !known {
				p.ArrivedAt, known = arrival(session, scan), true
			}
			if !p.inside {
				p.since, p.sinceT = scan, scan.ScannedAt
			}
			p.inside, p.LeftAt = true, Time{}
		case ScanOut:
			if was != Present { // the door missed the coming
				p.ArrivedAt = Time{}
			}
			known = true
			if p.inside || was != Present {
				p.since, p.sinceT, p.LeftAt = scan, scan.ScannedAt, leaving(session, scan)
			}
			p.inside = false
		}
	}
	if !p.LeftAt.IsZero() && p.LeftAt.Before(p.ArrivedAt.Time) { // somebody noted an arrival that a door knows better
		p.ArrivedAt = Time{}
	}
	return p
}

// standing are the scans in their order that no undo has taken back.
func standing(scans []Scan) []Scan {
	ordered := slices.SortedFunc(slices.Values(scans), Scan.before)
	ordered = slices.CompactFunc(ordered, func(a, b Scan) bool { return a.Nonce == b.Nonce })
	gone := make([]bool, len(ordered))
	for _, undo := range ordered {
		if undo.Act != ScanUndo {
			continue
		}
		at := slices.IndexFunc(ordered, func(s Scan) bool { return s.Nonce == undo.Undoes && s.Act != ScanUndo })
		if at < 0 { // it has not come yet
			continue
		}
		gone[at] = true
		for i := at + 1; i < len(ordered) && ordered[i].before(undo) < 0; i++ {
			if other := ordered[i]; other.Act == ordered[at].Act && other.Door == ordered[at].Door {
				gone[i] = true
			} else if other.Act != ScanUndo && other.Act != ordered[at].Act {
				break
			}
		}
	}
	var left []Scan
	for i, scan := range ordered {
		if !gone[i] && scan.Act != ScanUndo {
			left = append(left, scan)
		}
	}
	return left
}

// arrival is the time that a scan gives to a coming: none when the clock is not trusted or it is not the time to come.
func arrival(session Session, scan Scan) Time {
	if scan.Doubtful {
		return Time{}
	}
	return session.Arrival(scan.ScannedAt)
}

// leaving is the time that a scan gives to a going: none when the clock is not trusted, or the session is long over.
func leaving(session Session, scan Scan) Time {
	if scan.Doubtful || scan.ScannedAt.Before(session.StartsAt.Add(-2*time.Hour)) || scan.ScannedAt.After(session.EndsAt.Add(12*time.Hour)) {
		return Time{}
	}
	return scan.ScannedAt
}

func firstTime(times ...Time) Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return Time{}
}

// Outcomes of a scan, as the door is told.
const (
	CameIn      = "in"      // noted as present
	CameBack    = "back"    // had gone out, and is in again
	AlreadyIn   = "already" // was in, since when and at which door
	WentOut     = "out"
	AlreadyOut  = "gone" // had gone out, since when and at which door
	TakenBack   = "undone"
	NothingBack = "nothing" // an undo of what nobody has seen yet, or of what was taken back
)

// answer is what a door is told of a scan, given what is known beside it.
func (scan *Scan) answer(session Session, hand handMark, others []Scan) {
	if scan.Act == ScanUndo {
		scan.Outcome = NothingBack
		if slices.ContainsFunc(standing(others), func(s Scan) bool { return s.Nonce == scan.Undoes }) {
			scan.Outcome = TakenBack
		}
		return
	}
	earlier := slices.DeleteFunc(slices.Clone(others), func(s Scan) bool { return s.before(*scan) > 0 })
	if hand.NotedAt.After(scan.ScannedAt.Time) { // it was not known then
		hand = handMark{}
	}
	before := presence(session, hand, earlier)
	since := func() { scan.SinceAt, scan.SinceDoor = before.sinceT, before.since.Door }
	switch left := before.State == Present && !before.inside; {
	case scan.Act == ScanIn && before.inside:
		scan.Outcome = AlreadyIn
		since()
	case scan.Act == ScanIn && left:
		scan.Outcome = CameBack
	case scan.Act == ScanIn:
		scan.Outcome = CameIn
	case left:
		scan.Outcome = AlreadyOut
		since()
	default:
		scan.Outcome = WentOut
	}
}
