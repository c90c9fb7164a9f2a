package models

import (
	"cmp"
	"slices"
	"time"

	"hoithao/models/viet"
)

// Report is what an event comes to in figures: who was there at each session, and who spoke for how long. It follows from the record alone.
type Report struct {
	Sessions []SessionReport
	Speakers []SpeakerReport      // who spoke longest first; of the same length who spoke first
	Groups   []GroupSpeakingShare // in the order of the groups; then those of no group, then those who are no delegates
	Seconds  int64                // of all who spoke
	Untimed  int64                // speeches that were held and whose length nobody noted
}

// SessionReport is who was at a session.
type SessionReport struct {
	Session  Session
	Name     string // as papers call it: "Sáng 13/11/2018"
	Opened   Time   // when it really opened and closed, as far as somebody noted it; else as planned
	Closed   Time
	Began    bool      // somebody noted when it opened
	Ended    bool      // somebody noted when it closed
	Groups   []Turnout // in the order of the groups, then those of no group if there are any
	Total    Turnout
	Present  []Arrival // in protocol order
	Absent   []Absence // in protocol order
	Unmarked []Delegate
}

// Arrival is a delegate who was there.
type Arrival struct {
	Delegate Delegate
	Group    string
	At       Time // zero: nobody noted when
	LeftAt   Time
	Late     bool      // after the session had opened
	Early    bool      // gone before it closed
	InPlace  *Delegate // whom the delegate stands in for; nil: nobody
}

// Absence is a delegate who was not there.
type Absence struct {
	Delegate   Delegate
	Group      string
	Excused    bool
	Reason     string    // of the absence, else of the refusal; "": none is known
	Substitute *Delegate // who came in place; nil: nobody
}

// SpeakerReport is how much somebody spoke. Who is no delegate is told by the text alone.
type SpeakerReport struct {
	Delegate Delegate // the zero Delegate: a body, or somebody from the floor
	Name     string
	Group    string
	Speeches int64 // held, whether timed or not
	Untimed  int64 // of them, those whose length nobody noted
	Seconds  int64 // without the pauses
}

// GroupSpeakingShare is how much a group spoke.
type GroupSpeakingShare struct {
	Group    Group // the zero Group: of no group, or no delegates
	Outside  bool  // those who are no delegates
	Speakers int64 // people
	Speeches int64
	Untimed  int64 // of them, those whose length nobody noted
	Seconds  int64
}

// Report counts what the record says.
func (record Record) Report() Report {
	var report Report
	for _, session := range record.Sessions {
		report.Sessions = append(report.Sessions, record.attendanceOf(session))
	}
	record.speaking(&report)
	return report
}

func (record Record) attendanceOf(session Session) SessionReport {
	report := SessionReport{Session: session, Name: record.SessionName(session)}
	report.Opened, report.Began = record.opens(session)
	report.Closed, report.Ended = record.closes(session)
	at, names := map[ID]*Turnout{}, map[ID]string{}
	turnout := make([]Turnout, len(record.Groups)+1) // the last: of no group
	for i, group := range record.Groups {
		turnout[i].Group, at[group.ID], names[group.ID] = group, &turnout[i], group.Name
		if count := group.At(session.ID); count.Version != 0 {
			turnout[i].Heads = &count.Present
		}
	}
	at[0] = &turnout[len(record.Groups)]
	byID, standsIn := map[ID]*Delegate{}, map[ID]*Delegate{}
	for i := range record.Delegates {
		byID[record.Delegates[i].ID] = &record.Delegates[i]
		if whom := record.Delegates[i].SubstituteFor; whom != 0 {
			standsIn[whom] = &record.Delegates[i]
		}
	}
	for _, delegate := range record.Delegates {
		mark := delegate.At(session.ID)
		if mark.State == "" && standsIn[delegate.ID] != nil {
			continue // the place is the substitute's
		}
		t := at[delegate.GroupID]
		t.Named++
		if delegate.Away() {
			t.Away++
		}
		switch mark.State {
		case Present:
			t.Present++
			report.Present = append(report.Present, Arrival{delegate, names[delegate.GroupID], mark.ArrivedAt, mark.LeftAt,
				mark.Late(report.Opened), mark.Left(report.Closed), byID[delegate.SubstituteFor]})
		case AbsentExcused, Absent:
			absence := Absence{Delegate: delegate, Group: names[delegate.GroupID], Reason: mark.Reason, Substitute: standsIn[delegate.ID]}
			if mark.State == AbsentExcused {
				t.Excused++
				absence.Excused, absence.Reason = true, cmp.Or(mark.Reason, delegate.Reason)
			} else {
				t.Absent++
			}
			report.Absent = append(report.Absent, absence)
		default:
			report.Unmarked = append(report.Unmarked, delegate)
		}
	}
	report.Groups = turnout
	if at[0].Named == 0 {
		report.Groups = turnout[:len(record.Groups)]
	}
	report.Total = Total(report.Groups)
	return report
}

// speaking adds up the speeches that were held. An item that somebody presents and under which no speech stands is a speech of the presenter.
func (record Record) speaking(report *Report) {
	at := map[string]int{} // speakers, by delegate or name
	groups := map[ID]Group{}
	for _, group := range record.Groups {
		groups[group.ID] = group
	}
	add := func(id ID, text string, length time.Duration, timed bool) {
		delegate := record.Delegate(id)
		name := text
		if delegate.ID != 0 {
			name = delegate.Person.Name()
		}
		if name == "" {
			return // a theme that nobody took
		}
		key := "text " + viet.Fold(name)
		if delegate.ID != 0 {
			key = delegate.UID
		}
		i, known := at[key]
		if !known {
			i = len(report.Speakers)
			at[key], report.Speakers = i, append(report.Speakers, SpeakerReport{Delegate: delegate, Name: name, Group: groups[delegate.GroupID].Name})
		}
		one := &report.Speakers[i]
		one.Speeches++
		if !timed {
			one.Untimed++
			report.Untimed++
			return
		}
		one.Seconds += int64(length / time.Second)
		report.Seconds += int64(length / time.Second)
	}
	spoken := map[ID]bool{}
	for _, item := range record.Items {
		for _, speech := range record.Speeches {
			if speech.ItemID != item.ID {
				continue
			}
			spoken[item.ID] = true
			if speech.Given() {
				add(speech.DelegateID, speech.SpeakerText, speech.Ran(speech.EndedAt), !speech.StartedAt.IsZero() && !speech.EndedAt.IsZero())
			}
		}
		if !spoken[item.ID] && presented[item.Kind] && !item.EndedAt.IsZero() {
			add(item.PresenterID, item.PresenterText, item.Ran(item.EndedAt), !item.StartedAt.IsZero())
		}
	}
	slices.SortStableFunc(report.Speakers, func(a, b SpeakerReport) int { return cmp.Compare(b.Seconds, a.Seconds) })
	report.Groups = record.shares(report.Speakers)
}

// presented are the kinds of items whose presenter speaks for their whole length.
var presented = map[string]bool{"opening": true, "keynote": true, "paper": true, "directive": true, "response": true, "conclusion": true, "closing": true}

func (record Record) shares(speakers []SpeakerReport) (shares []GroupSpeakingShare) {
	all := make([]GroupSpeakingShare, len(record.Groups)+2)
	at := map[ID]int{0: len(record.Groups)}
	for i, group := range record.Groups {
		all[i].Group, at[group.ID] = group, i
	}
	all[len(all)-1].Outside = true
	for _, one := range speakers {
		share := &all[at[one.Delegate.GroupID]]
		if one.Delegate.ID == 0 {
			share = &all[len(all)-1]
		}
		share.Speakers, share.Speeches = share.Speakers+1, share.Speeches+one.Speeches
		share.Untimed, share.Seconds = share.Untimed+one.Untimed, share.Seconds+one.Seconds
	}
	for i, share := range all {
		if i < len(record.Groups) || share.Speakers > 0 {
			shares = append(shares, share)
		}
	}
	return shares
}
