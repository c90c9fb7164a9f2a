package models

import (
	"fmt"
	"strings"

	"hoithao/models/viet"
)

// What a speech of a kind is called when the minutes say that somebody gave it.
var spokenAs = map[string]string{
	"opening": "phát biểu khai mạc", "keynote": "trình bày báo cáo đề dẫn", "paper": "trình bày tham luận", "discussion": "phát biểu ý kiến",
	"directive": "phát biểu chỉ đạo", "response": "phát biểu tiếp thu", "conclusion": "phát biểu kết luận", "closing": "phát biểu bế mạc",
}

// How a vote was taken (16-HD/VPTW: the minutes record the method and the counts).
var votedBy = map[string]string{"show_of_hands": "giơ tay", "ballot": "bỏ phiếu", "electronic": "biểu quyết điện tử"}

const invalidVotes = "phiếu không hợp lệ"

// course is what happened, in the order of the agenda: each item, its speeches in the order of speaking, its votes. Registration and
// breaks are no part of it.
func (c *composer) course() string {
	c.told = map[ID]bool{}
	speeches, votes := map[ID][]Speech{}, map[ID][]Vote{}
	for _, speech := range c.Speeches {
		if c.spoken(speech) {
			speeches[speech.ItemID] = append(speeches[speech.ItemID], speech)
		}
	}
	var loose []Vote // of no item
	for _, vote := range c.Votes {
		if c.item(vote.ItemID) {
			votes[vote.ItemID] = append(votes[vote.ItemID], vote)
		} else {
			loose = append(loose, vote)
		}
	}
	var lines []string
	prefix, number, session, sessions := "2.", 0, ID(0), 0
	for _, item := range c.Items {
		if item.Kind == "registration" || item.Kind == "break" {
			continue
		}
		if len(c.Sessions) > 1 && item.SessionID != 0 && item.SessionID != session {
			session = item.SessionID
			lines = append(lines, c.point("2.", sessions)+c.sessionNamed(session))
			sessions++
			prefix, number = fmt.Sprintf("%s%d.", "2.", sessions), 0
		}
		lines = append(lines, c.itemLines(c.point(prefix, number), item, speeches[item.ID], votes[item.ID])...)
		number++
	}
	if len(loose) > 0 {
		if sessions > 0 {
			prefix, number = "2.", sessions
		}
		lines = append(lines, c.itemLines(c.point(prefix, number), Item{Title: "Biểu quyết"}, nil, loose)...)
	}
	return orMissing(strings.Join(lines, "\n"))
}

// point is a number in front of a line. The Party's parts are numbered and their points below them ("2.1. "), the State's form has
// no numbers of its own ("1. ").
func (c *composer) point(prefix string, i int) string {
	if c.words != partyWords {
		_, prefix, _ = strings.Cut(prefix, ".")
	}
	return fmt.Sprintf("%s%d. ", prefix, i+1)
}

func (c *composer) item(id ID) bool {
	for _, item := range c.Items {
		if item.ID == id && id != 0 && item.Kind != "registration" && item.Kind != "break" {
			return true
		}
	}
	return false
}

func (c *composer) sessionNamed(id ID) string {
	for _, session := range c.Sessions {
		if session.ID == id {
			name := c.sessionName(session)
			if session.Room != "" {
				name += " (" + session.Room + ")"
			}
			return name
		}
	}
	return missing
}

// spoken tells that a speech was given. Those asked for, returned or refused were not; one that was only accepted or called was, if the minutes
// have something of it, or if nobody at this event kept the list of speakers while it went on.
func (c *composer) spoken(speech Speech) bool {
	switch speech.State {
	case "requested", "returned", "refused":
		return false
	case "accepted", "called":
		if speech.Summary != "" || !speech.StartedAt.IsZero() {
			return true
		}
		return !c.live
	}
	return true
}

func (c *composer) itemLines(number string, item Item, speeches []Speech, votes []Vote) []string {
	heading := number + orMissing(clause(item.Title))
	if len(speeches) > 1 || len(speeches) == 1 && item.Kind == "discussion" {
		counted := "ý kiến"
		if item.Kind == "paper" {
			counted = "tham luận"
		}
		heading += fmt.Sprintf(" (%s %s)", viet.Count(int64(len(speeches))), counted)
	}
	if len(speeches) != 1 || speeches[0].StartedAt.IsZero() {
		heading += c.span(item.StartedAt, item.EndedAt)
	}
	if len(speeches)+len(votes) == 0 {
		if presenter := c.presenter(item); presenter != "" {
			heading += ": " + presenter
		}
		return []string{sentence(heading)}
	}
	lines := []string{heading}
	if !c.speaks(item, speeches) {
		if presenter := c.presenter(item); presenter != "" {
			lines = append(lines, sentence("Người thực hiện: "+presenter))
		}
	}
	for i, speech := range speeches {
		line := c.speech(speech)
		if len(speeches) > 1 {
			line = fmt.Sprintf("(%d) %s", i+1, line)
		}
		lines = append(lines, strings.Split(line, "\n")...)
	}
	for _, vote := range votes {
		lines = append(lines, c.vote(vote))
	}
	return lines
}

func (c *composer) presenter(item Item) string {
	if delegate := c.byID[item.PresenterID]; delegate != nil && delegate.Person.Name() != "" {
		return c.mention(delegate.Person)
	}
	return item.PresenterText
}

// speaks tells that the item's presenter is one of its speakers, who will be named there.
func (c *composer) speaks(item Item, speeches []Speech) bool {
	for _, speech := range speeches {
		if speech.DelegateID == item.PresenterID && speech.SpeakerText == item.PresenterText {
			return true
		}
	}
	return false
}

// speech is what the minutes say of a speech. Without a speaker it is a theme of the discussion, and its topic stands alone.
func (c *composer) speech(speech Speech) string {
	who := speech.SpeakerText
	if delegate := c.byID[speech.DelegateID]; delegate != nil && delegate.Person.Name() != "" {
		who = c.mention(delegate.Person)
	}
	topic, summary := clause(speech.Topic), strings.TrimSpace(speech.Summary)
	head := who
	if who != "" {
		as := spokenAs[speech.Kind]
		if as == "" {
			as = "phát biểu"
		}
		head += " " + as
		if speech.Kind == "paper" && topic != "" {
			head += " “" + strings.Trim(topic, `“”"`) + "”"
			topic = ""
		}
	}
	head += c.span(speech.StartedAt, speech.EndedAt)
	said := sentence(topic)
	if topic == "" {
		said = sentence(summary)
	} else if summary != "" {
		said += " " + sentence(summary)
	}
	text := strings.TrimSpace(head)
	switch {
	case who == "" && said != "":
		text = strings.TrimSuffix(said, ".") + head
	case said != "":
		text += ": " + strings.TrimSuffix(said, ".")
	}
	if speech.HasPaper {
		text += " (có văn bản kèm theo)"
	}
	return viet.UpperFirst(sentence(orMissing(strings.TrimSpace(text))))
}

// span is when something happened, on the hall's clock; "" when nobody noted it.
func (c *composer) span(from, to Time) string {
	switch {
	case from.IsZero():
		return ""
	case to.IsZero():
		return " (lúc " + viet.ClockProse(c.Event.Local(from)) + ")"
	}
	return " (từ " + viet.ClockProse(c.Event.Local(from)) + " đến " + viet.ClockProse(c.Event.Local(to)) + ")"
}

// vote is a question, how it was put, and the counts. Shares print only when all three counts are known: they are of all votes given,
// the invalid ones among them.
func (c *composer) vote(vote Vote) string {
	text := "Biểu quyết"
	if method := votedBy[vote.Method]; method != "" {
		text += " (hình thức: " + method + ")"
	}
	text += ": " + clause(orMissing(vote.Question)) + ". Kết quả: "
	var whole int64
	known := true
	for _, count := range []*int64{vote.Ayes, vote.Noes, vote.Others} {
		if known = known && count != nil; known {
			whole += *count
		}
	}
	if vote.Invalid != nil {
		whole += *vote.Invalid
	}
	var results []string
	for _, result := range []struct {
		name  string
		count *int64
	}{{"tán thành", vote.Ayes}, {"không tán thành", vote.Noes}, {"ý kiến khác", vote.Others}, {invalidVotes, vote.Invalid}} {
		if result.count == nil {
			if result.name != invalidVotes {
				results = append(results, result.name+" "+missing)
			}
			continue
		}
		share := ""
		if known && whole > 0 {
			share = " (" + viet.Percent(*result.count, whole) + ")"
		}
		results = append(results, result.name+" "+viet.Count(*result.count)+share)
	}
	return sentence(text + strings.Join(results, "; "))
}
