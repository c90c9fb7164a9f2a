package models

import "strings"

// Hall is what goes on in the hall at an instant: what its screens and the chair look at.
type Hall struct {
	Parts   []Part
	Part    Part   // that is on, else the next, else the last
	On      []Line // in all rooms
	Next    Line   // zero: nothing
	Begun   bool   // something of the part has really begun
	Speaks  Speech // who speaks; zero: nobody
	Waiting []Speech
	Silent  []Speech // of those who were to speak in items that are over, who has not
	Outlook Outlook  // of the room that closes last: by how much its close moves, and what could be shortened
	Closes  Time     // when the part is expected to close; zero: nobody knows
}

// Hall looks at the record at an instant.
func (record Record) Hall(now Time) (hall Hall) {
	hall.Parts, _ = record.OnClock(now)
	hall.On, hall.Next = OnAndNext(hall.Parts)
	for _, part := range hall.Parts {
		if len(part.Lanes) == 0 {
			continue
		}
		if hall.Part = part; part.Session.ID == 0 || part.Session.EndsAt.After(now.Time) || part.has("now") {
			break
		}
	}
	states := map[ID]string{}
	for _, lane := range hall.Part.Lanes {
		closes := Time{}
		for _, line := range lane.Lines {
			states[line.ID] = line.State
			hall.Begun = hall.Begun || !line.StartedAt.IsZero()
			closes = later(closes, line.Ends)
		}
		if closes.After(hall.Closes.Time) {
			hall.Closes, hall.Outlook = closes, lane.Outlook(now)
		}
	}
	for _, speech := range record.Speeches {
		state, here := states[speech.ItemID]
		switch {
		case speech.State == "speaking":
			hall.Speaks = speech
		case !here || !speech.Waits():
		case state == "done":
			hall.Silent = append(hall.Silent, speech)
		default:
			hall.Waiting = append(hall.Waiting, speech)
		}
	}
	return hall
}

func (part Part) has(state string) bool {
	for _, lane := range part.Lanes {
		for _, line := range lane.Lines {
			if line.State == state {
				return true
			}
		}
	}
	return false
}

// Speaker is who gives a speech, with the posts held on the day: the delegate, or the text that stands for one.
func (r Record) Speaker(speech Speech) (name, post string) {
	delegate := r.Delegate(speech.DelegateID)
	if delegate.ID == 0 {
		return speech.SpeakerText, ""
	}
	return delegate.Person.Name(), strings.Join(delegate.Person.PostsOn(r.Event.Day()), ", ")
}
