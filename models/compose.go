package models

import (
	"fmt"
	"strings"

	"hoithao/models/viet"
)

// missing stands where a paper has nothing to print: it always prints, and shows what is not known yet.
const missing = "…"

// composer turns a record into the words of one paper. It only reads, and the same record gives the same words.
type composer struct {
	Record
	words    wording
	day      Date             // of the paper; posts are those held on it
	byID     map[ID]*Delegate // delegates
	byPerson map[ID]*Delegate // delegates by their person
	replaced map[ID]*Delegate // who stands in for a delegate
	names    map[string]int   // how many delegates bear a name
	live     bool             // the list of speakers was kept while the event went on
	told     map[ID]bool      // whose posts the section has already given
}

// wording is what the words of a paper owe to its form.
type wording struct {
	honorific string // before the name of somebody who has none of his own; "": none
	counted   string // what named people are counted in: "05 đồng chí"
	hour      string // before an hour at which the event begins or ends
}

var (
	partyWords = wording{honorific: "đồng chí", counted: "đồng chí", hour: "vào hồi"}
	// NĐ 30/2020, Phụ lục III, mẫu 1.9. No word of address is printed that nobody recorded: ông and bà cannot be told from a name.
	stateWords = wording{counted: "đại biểu", hour: "vào"}
)

func wordsOf(regime Regime) wording {
	if regime.Party() {
		return partyWords
	}
	return stateWords
}

func (record Record) composer(regime Regime, day Date) *composer {
	c := &composer{
		Record: record, words: wordsOf(regime), day: day,
		byID: map[ID]*Delegate{}, byPerson: map[ID]*Delegate{}, replaced: map[ID]*Delegate{}, names: map[string]int{},
	}
	for i := range record.Delegates {
		delegate := &record.Delegates[i]
		c.byID[delegate.ID] = delegate
		if delegate.SubstituteFor != 0 {
			c.replaced[delegate.SubstituteFor] = delegate
		}
		if delegate.PersonID == 0 {
			continue
		}
		c.byPerson[delegate.PersonID] = delegate
		c.names[delegate.Person.Name()]++
	}
	for _, speech := range record.Speeches {
		c.live = c.live || speech.State == "called" || speech.State == "speaking" || speech.State == "spoken"
	}
	return c
}

// letterhead is the head of a paper of the event's organizer.
func (record Record) letterhead(dated Date) Letterhead {
	return record.letterheadOf(record.Organizer, record.Ancestors, dated)
}

// letterheadOf is the head of a paper that a body issues; above are those over it, nearest first.
func (record Record) letterheadOf(body Organization, ancestors []Organization, dated Date) Letterhead {
	kind, place, above := body.Kind, body.Place, ""
	if place == "" {
		place = record.Event.Place
	}
	for _, ancestor := range ancestors {
		if kind == "" {
			kind = ancestor.Kind
		}
		if place == "" {
			place = ancestor.Place
		}
	}
	switch {
	case body.PrintAbove != nil:
		above = *body.PrintAbove
	case len(ancestors) > 0:
		above = ancestors[0].printed()
	}
	regime := Regime(record.Event.Regime)
	if regime == "" {
		regime = RegimeOf(kind, dated)
	}
	return Letterhead{Regime: regime, Above: above, Body: body.printed(), Code: body.Code, Place: place, Dated: dated}
}

// printed is the name as it stands at the head of papers.
func (o Organization) printed() string {
	if o.PrintName != nil && *o.PrintName != "" {
		return *o.PrintName
	}
	return viet.Upper(o.Name)
}

// eitherSex is before the name of somebody of whom nobody wrote down how to address them: who reads chooses.
const eitherSex = "ông (bà)"

// address lets nobody stand with a bare name: letters, notices and certificates of the State speak to people.
func (c *composer) address() {
	if c.words.honorific == "" {
		c.words.honorific = eitherSex
	}
}

// who is a person as a sentence names him: "đồng chí Trần Đức Thuần".
func (c *composer) who(person Person) string {
	name := person.Name()
	if name == "" {
		return missing
	}
	honorific := person.Honorific
	if delegate := c.byPerson[person.ID]; delegate != nil && delegate.Honorific != "" {
		honorific = delegate.Honorific
	}
	if honorific == "" {
		honorific = c.words.honorific
	}
	return strings.TrimSpace(honorific + " " + name)
}

// full is a person with all posts of the day, in their order: Party rank first as the directory has it.
func (c *composer) full(person Person) string {
	return strings.Join(append([]string{c.who(person)}, person.PostsOn(c.day)...), ", ")
}

// mention is full for the first time in a section and who from then on; of people with the same name always full, with the group
// when even the posts do not tell them apart (16-HD/VPTW: speakers with the same name also get post and unit).
func (c *composer) mention(person Person) string {
	first := !c.told[person.ID]
	c.told[person.ID] = true
	delegate := c.byPerson[person.ID]
	if delegate == nil || c.names[person.Name()] < 2 {
		if first {
			return c.full(person)
		}
		return c.who(person)
	}
	full := c.full(person)
	for i := range c.Delegates {
		other := &c.Delegates[i]
		if other.PersonID == 0 || other.ID == delegate.ID || other.Person.Name() != person.Name() || c.full(other.Person) != full {
			continue
		}
		if group := c.group(delegate.GroupID); group.Name != "" {
			return full + ", " + group.Name
		}
	}
	return full
}

func (c *composer) group(id ID) Group {
	for _, group := range c.Groups {
		if group.ID == id && id != 0 {
			return group
		}
	}
	return Group{}
}

// session is the name of a session as lists and headings print it: "Sáng 13/11/2018". Of sessions that run at once the room tells
// which is meant.
func (c *composer) session(session Session) string {
	name := c.sessionName(session)
	for _, other := range c.Sessions {
		if other.ID != session.ID && session.Room != "" && c.sessionName(other) == name {
			return name + " (" + session.Room + ")"
		}
	}
	return name
}

func (c *composer) sessionName(session Session) string {
	if session.Name != "" {
		return session.Name
	}
	if session.StartsAt.IsZero() {
		return missing
	}
	return viet.PartOfDay(c.Event.Local(session.StartsAt))
}

// first and last sessions by the clock; nil when there is none.
func (record Record) first() (first *Session) {
	for i := range record.Sessions {
		if session := &record.Sessions[i]; first == nil || session.StartsAt.Before(first.StartsAt.Time) {
			first = session
		}
	}
	return first
}

func (record Record) last() (last *Session) {
	for i := range record.Sessions {
		if session := &record.Sessions[i]; last == nil || session.StartsAt.After(last.StartsAt.Time) {
			last = session
		}
	}
	return last
}

func (record Record) dayOf(session *Session) Date {
	if session == nil {
		return ""
	}
	return DateOf(record.Event.Local(session.StartsAt))
}

// word is the event's noun, never empty.
func (record Record) word() string {
	if word := record.Event.Word(); word != "" {
		return word
	}
	return nouns["meeting"]
}

// sentence ends a text with a full stop unless it has an end of its own.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return text
	}
	return strings.TrimRight(text, ";:, ") + "."
}

// clause is a text as part of a longer sentence, without its full stop.
func clause(text string) string { return strings.TrimRight(strings.TrimSpace(text), ".;:, ") }

// numbered is the number of a paper as it prints: two digits at least, then the suffix.
func numbered(number *int64, suffix string) string {
	if number == nil {
		return ""
	}
	return fmt.Sprintf("%02d%s", *number, suffix)
}

// orMissing is the text, or … where there is none.
func orMissing(text string) string {
	if text == "" {
		return missing
	}
	return text
}
