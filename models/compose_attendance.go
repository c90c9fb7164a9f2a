package models

import (
	"fmt"
	"strings"

	"hoithao/models/viet"
)

// block is one of the parts into which a form divides those who attend.
type block int

const (
	official block = iota
	guests
	press
)

// Headings of the blocks: 16-HD/VPTW's model numbers them; mẫu 1.9 of NĐ 30/2020 leaves the division to the writer.
var (
	partyBlocks = [...]string{"Đại biểu chính thức", "Đại biểu mời dự", "Cơ quan báo chí, truyền hình đưa tin"}
	stateBlocks = [...]string{"Đại biểu", "Khách mời", "Cơ quan báo chí"}
)

// attendance says who came. Named people are counted; a collective group is named, and counted only where somebody counted its heads.
// Over several sessions the counts stand per session, with the distinct people present in any. Within a block people stand in
// protocol order, as the record has them.
func (c *composer) attendance(headings [3]string) string {
	pressGroups := map[ID]bool{}
	for _, group := range c.Groups {
		pressGroups[group.ID] = group.Press
	}
	var people [3][]*Delegate
	named := map[ID]bool{} // groups
	for i := range c.Delegates {
		delegate := &c.Delegates[i]
		if delegate.Person.Name() == "" {
			continue // a place of a unit that has no name yet
		}
		named[delegate.GroupID] = true
		switch {
		case delegate.Has("press") || pressGroups[delegate.GroupID]:
			people[press] = append(people[press], delegate)
		case delegate.Has("guest"):
			people[guests] = append(people[guests], delegate)
		default:
			people[official] = append(people[official], delegate)
		}
	}
	var collectives [3][]string
	for _, group := range c.Groups {
		switch {
		case group.Press && (group.Collective || !named[group.ID]):
			collectives[press] = append(collectives[press], c.collective(group))
		case group.Collective && !group.Press:
			collectives[official] = append(collectives[official], c.collective(group))
		}
	}
	blocks := 0
	for kind := range people {
		if kind == int(official) || len(people[kind])+len(collectives[kind]) > 0 {
			blocks++
		}
	}
	var lines []string
	number := 0
	for kind := range people {
		if kind != int(official) && len(people[kind])+len(collectives[kind]) == 0 {
			continue
		}
		switch {
		case c.words == partyWords:
			lines = append(lines, fmt.Sprintf("1.%d. %s", number+1, headings[kind]))
		case blocks > 1:
			lines = append(lines, viet.Point(number)+") "+headings[kind]+":")
		}
		number++
		lines = append(lines, c.block(people[kind])...)
		lines = append(lines, c.collectives(block(kind), len(people[kind]) > 0, collectives[kind])...)
		if kind == int(official) && len(people[kind])+len(collectives[kind]) == 0 {
			lines = append(lines, "- Có mặt: "+c.unknown(), "- Vắng mặt: "+c.unknown())
		}
	}
	return strings.Join(lines, "\n")
}

func (c *composer) count(n int) string { return viet.Count(int64(n)) + " " + c.words.counted }

// unknown is a count that nobody took.
func (c *composer) unknown() string { return missing + " " + c.words.counted + "." }

// collective is a group without names, with the heads that were counted.
func (c *composer) collective(group Group) string {
	var counts []string
	for _, count := range group.Headcounts {
		text := c.count(int(count.Present))
		if count.Present == 0 {
			text = "vắng mặt"
		}
		if len(c.Sessions) > 1 {
			for _, session := range c.Sessions {
				if session.ID == count.SessionID {
					text = viet.LowerFirst(c.session(session)) + ": " + text
				}
			}
		}
		counts = append(counts, text)
	}
	if len(counts) == 0 {
		return clause(group.Name)
	}
	return clause(group.Name) + " (" + strings.Join(counts, "; ") + ")"
}

func (c *composer) collectives(kind block, after bool, names []string) []string {
	switch {
	case len(names) == 0:
		return nil
	case kind == press:
		return items("- ", names)
	case after:
		return append([]string{"- Cùng dự có:"}, items("+ ", names)...)
	}
	return append([]string{"- Tham dự có:"}, items("+ ", names)...)
}

// items are the lines of a list: a semicolon between them, a full stop at its end.
func items(mark string, texts []string) []string {
	lines := make([]string, len(texts))
	for i, text := range texts {
		if lines[i] = mark + viet.UpperFirst(text) + ";"; i == len(texts)-1 {
			lines[i] = mark + sentence(viet.UpperFirst(text))
		}
	}
	return lines
}

// block says who of a part was present and who was not.
func (c *composer) block(people []*Delegate) []string {
	if len(people) == 0 {
		return nil
	}
	sessions := c.Sessions
	if len(sessions) == 0 {
		sessions = []Session{{}}
	}
	called := 0 // sessions at which somebody was marked: who came to all of these needs no remark
	for _, session := range sessions {
		if here, with, without, _ := c.tally(people, session.ID); here+with+without > 0 {
			called++
		}
	}
	var present, unmarked []string
	for _, delegate := range people {
		var at []string
		marked := false
		for _, session := range sessions {
			state := delegate.At(session.ID).State
			marked = marked || state != ""
			if state == Present {
				at = append(at, viet.LowerFirst(c.session(session)))
			}
		}
		switch {
		case len(at) > 0 && len(at) == called:
			present = append(present, c.attends(delegate, ""))
		case len(at) > 0:
			present = append(present, c.attends(delegate, "dự "+strings.Join(at, ", ")))
		case !marked && c.replaced[delegate.ID] == nil:
			unmarked = append(unmarked, c.attends(delegate, ""))
		}
	}
	var lines []string
	if len(sessions) == 1 {
		lines = append(lines, c.present(people, sessions[0], present)...)
		lines = append(lines, c.absent(people, sessions[0])...)
	} else {
		lines = append(lines, c.bySession(people, sessions, present)...)
	}
	if len(unmarked) > 0 {
		lines = append(lines, "- Chưa điểm danh: "+c.count(len(unmarked))+", gồm:")
		lines = append(lines, items("+ ", unmarked)...)
	}
	return append(lines, c.moved(people, sessions)...)
}

// attends is a person as the list of those present names him.
func (c *composer) attends(delegate *Delegate, note string) string {
	text := c.full(delegate.Person)
	if whom := c.byID[delegate.SubstituteFor]; whom != nil && whom.Person.Name() != "" {
		text += " (thay " + c.who(whom.Person) + ")"
	}
	if note != "" {
		text += " (" + note + ")"
	}
	return text
}

// tally counts the marks of a session: excused and not are the absent; open are those whom nobody marked,
// and for whom nobody stands in.
func (c *composer) tally(people []*Delegate, session ID) (present, excused, not, open int) {
	for _, delegate := range people {
		switch delegate.At(session).State {
		case Present:
			present++
		case AbsentExcused:
			excused++
		case Absent:
			not++
		default:
			if c.replaced[delegate.ID] == nil {
				open++
			}
		}
	}
	return present, excused, not, open
}

func (c *composer) present(people []*Delegate, session Session, names []string) []string {
	present, excused, not, _ := c.tally(people, session.ID)
	switch {
	case present > 0:
		return append([]string{"- Có mặt: " + c.count(present) + ", gồm:"}, items("+ ", names)...)
	case excused+not > 0:
		return []string{"- Có mặt: không."}
	}
	return []string{"- Có mặt: " + c.unknown()}
}

func (c *composer) absent(people []*Delegate, session Session) []string {
	count, names := c.absentees(people, session, c.full)
	if len(names) == 0 {
		return []string{"- Vắng mặt: " + count + "."}
	}
	return append([]string{"- Vắng mặt: " + count + ", gồm:"}, items("+ ", names)...)
}

// absentees are the count of those absent from a session, and who they were and why.
func (c *composer) absentees(people []*Delegate, session Session, name func(Person) string) (count string, names []string) {
	_, excused, not, open := c.tally(people, session.ID)
	for _, delegate := range people {
		mark := delegate.At(session.ID)
		if mark.State != Absent && mark.State != AbsentExcused {
			continue
		}
		why := "không có lý do"
		if mark.State == AbsentExcused {
			why = "có lý do"
			if reason := clause(mark.Reason); reason != "" {
				why = "có lý do: " + reason
			} else if reason = clause(delegate.Reason); reason != "" {
				why = "có lý do: " + reason
			}
		}
		if other := c.replaced[delegate.ID]; other != nil {
			why += "; " + c.who(other.Person) + " dự thay"
		}
		names = append(names, name(delegate.Person)+" ("+why+")")
	}
	if len(names) == 0 {
		if open > 0 {
			return missing + " " + c.words.counted, nil
		}
		return "không", nil
	}
	var reasons []string
	if excused > 0 {
		reasons = append(reasons, "có lý do: "+viet.Count(int64(excused)))
	}
	if not > 0 {
		reasons = append(reasons, "không có lý do: "+viet.Count(int64(not)))
	}
	return c.count(len(names)) + " (" + strings.Join(reasons, "; ") + ")", names
}

func (c *composer) bySession(people []*Delegate, sessions []Session, names []string) []string {
	var came, missed []string
	for _, session := range sessions {
		name := c.session(session)
		present, excused, not, _ := c.tally(people, session.ID)
		switch {
		case present > 0:
			came = append(came, name+": "+c.count(present))
		case excused+not > 0:
			came = append(came, name+": không")
		default:
			came = append(came, name+": "+missing+" "+c.words.counted)
		}
		count, absent := c.absentees(people, session, c.who)
		if len(absent) > 0 {
			count += ": " + strings.Join(absent, ", ")
		}
		missed = append(missed, name+": "+count)
	}
	lines := append([]string{"- Có mặt:"}, items("+ ", came)...)
	if len(names) > 0 {
		lines = append(lines, "- Dự ít nhất một buổi: "+c.count(len(names))+", gồm:")
		lines = append(lines, items("+ ", names)...)
	}
	lines = append(lines, "- Vắng mặt:")
	return append(lines, items("+ ", missed)...)
}
