package models

import "strconv"

// Missing is something that the minutes lack: a code of what, how many or whose, and where it is mended.
type Missing struct {
	What  string // chair, secretary, opened, closed, attendance, headcounts, reasons, summary, opinions, vote, conclusion
	Count int64  // of delegates or groups; zero when it is one thing
	Of    string // the item or the speaker
	URL   string
}

// MinutesMissing lists what a reader of the minutes would look for in vain, in the order of the paper.
func (record Record) MinutesMissing() []Missing {
	list := []Missing{}
	url := record.Event.URL()
	head := "/minutes#head"
	if record.Subject() != "" {
		head = "/minutes?session=" + strconv.FormatInt(int64(record.Minutes.SessionID), 10) + "#head"
	}
	add := func(what string, count int64, of, page string) {
		list = append(list, Missing{what, count, of, url + page})
	}
	c := record.composer(record.letterhead(record.minutesDay()).Regime, record.minutesDay())
	if len(c.chairs()) == 0 {
		add("chair", 0, "", head)
	}
	if len(c.secretaries()) == 0 && record.Minutes.SecretaryText == "" {
		add("secretary", 0, "", head)
	}
	if c.opened().IsZero() {
		add("opened", 0, "", head)
	}
	if c.closed().IsZero() {
		add("closed", 0, "", head)
	}
	if unmarked, reasons := record.unmarked(); unmarked+reasons > 0 {
		if unmarked > 0 {
			add("attendance", unmarked, "", "/attendance")
		}
		if reasons > 0 {
			add("reasons", reasons, "", "/attendance")
		}
	}
	if uncounted := record.uncounted(); uncounted > 0 {
		add("headcounts", uncounted, "", "/attendance")
	}
	given := map[ID]int{}
	for _, speech := range record.Speeches {
		if !c.spoken(speech) {
			continue
		}
		given[speech.ItemID]++
		who := speech.SpeakerText
		if delegate := c.byID[speech.DelegateID]; delegate != nil {
			who = delegate.Person.Name()
		}
		// A theme of the discussion without a speaker stands by its topic alone.
		if speech.Summary == "" && (who != "" || speech.Topic == "") {
			add("summary", 0, who, "/speeches/"+strconv.FormatInt(int64(speech.ID), 10))
		}
	}
	for _, item := range record.Items {
		if item.Kind == "discussion" && given[item.ID] == 0 {
			add("opinions", 0, item.Title, "/speeches#item-"+strconv.FormatInt(int64(item.ID), 10))
		}
	}
	for _, vote := range record.Votes {
		if vote.Ayes == nil || vote.Noes == nil || vote.Others == nil { // the paper prints dots for each
			add("vote", 0, vote.Question, "/votes/"+strconv.FormatInt(int64(vote.ID), 10))
		}
	}
	if len(record.Conclusions) == 0 && !c.responded() && !record.GoesOn {
		add("conclusion", 0, "", "/conclusions")
	}
	return list
}

// unmarked counts named delegates whose presence nobody noted at some session, and absences said to have a reason without it. For whom
// somebody else came nothing is to be noted.
func (record Record) unmarked() (unmarked, reasons int64) {
	replaced := map[ID]bool{}
	for _, delegate := range record.Delegates {
		replaced[delegate.SubstituteFor] = true
	}
	for _, delegate := range record.Delegates {
		if delegate.Person.Name() == "" || replaced[delegate.ID] {
			continue
		}
		open, unexplained := false, false
		for _, session := range record.Sessions {
			mark := delegate.At(session.ID)
			open = open || mark.State == ""
			unexplained = unexplained || mark.State == AbsentExcused && mark.Reason == "" && delegate.Reason == "" // that of a refusal prints, too
		}
		if open {
			unmarked++
		}
		if unexplained {
			reasons++
		}
	}
	return unmarked, reasons
}

// uncounted are collective groups whose heads nobody counted at some session.
func (record Record) uncounted() (n int64) {
	for _, group := range record.Groups {
		if group.Collective && len(group.Headcounts) < len(record.Sessions) {
			n++
		}
	}
	return n
}
