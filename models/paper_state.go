package models

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// PaperState is a paper of an event as the print room shows it.
type PaperState struct {
	Kind    PaperKind
	Paper   Paper
	State   string    // not_ready, ready, printed, changed, issued, outdated
	Missing []Missing // what is missing, and where it is mended
	Number  string    // "15"; "": none
}

// States of a paper, in the order of its life. A printed or issued paper whose record now says something else is changed, or outdated.
const (
	PaperNotReady = "not_ready"
	PaperReady    = "ready"
	PaperPrinted  = "printed"
	PaperChanged  = "changed"
	PaperIssued   = "issued"
	PaperOutdated = "outdated"
)

// PaperStates are the states of all papers of a record. Only those that were printed or issued are composed: what nobody has in hand
// cannot have changed.
func (db *DB) PaperStates(ctx context.Context, record Record) ([]PaperState, error) {
	states := []PaperState{}
	for _, kind := range paperKinds {
		paper, err := db.Paper(ctx, record.Event.ID, kind.Name, "")
		if err != nil {
			return nil, err
		}
		state, err := db.PaperState(ctx, record, kind, paper)
		if err != nil {
			return nil, err
		}
		states = append(states, state)
	}
	return states, nil
}

// PaperState is the state of one paper.
func (db *DB) PaperState(ctx context.Context, record Record, kind PaperKind, paper Paper) (PaperState, error) {
	state := PaperState{Kind: kind, Paper: paper, State: PaperReady, Missing: record.PaperMissing(kind, paper), Number: numbered(paper.Number, paper.NumberSuffix)}
	if kind.Name == "minutes" {
		state.Number = numbered(record.Minutes.Number, record.Minutes.NumberSuffix)
	}
	switch {
	case paper.Issued.ID != 0:
		changed, err := db.outdated(ctx, record, kind, paper)
		if err != nil {
			return state, err
		}
		state.State = PaperIssued
		if changed {
			state.State = PaperOutdated
		}
	case paper.PrintedDigest != "":
		state.State = PaperPrinted
		composed, err := db.ComposePaper(ctx, record, kind, paper)
		if err != nil {
			return state, err
		}
		if Digest(composed) != paper.PrintedDigest {
			state.State = PaperChanged
		}
	case len(state.Missing) > 0:
		state.State = PaperNotReady
	}
	return state, nil
}

// outdated tells whether an issued paper would say something else if it were issued now.
func (db *DB) outdated(ctx context.Context, record Record, kind PaperKind, paper Paper) (bool, error) {
	var kept struct{ Stamp Stamp }
	if err := json.Unmarshal([]byte(paper.Issued.Content), &kept); err != nil {
		return false, err
	}
	paper.Stamp = kept.Stamp
	composed, err := db.ComposePaper(ctx, record, kind, paper)
	if err != nil {
		return false, err
	}
	content, err := json.Marshal(composed, json.Deterministic(true))
	return string(content) != paper.Issued.Content, err
}

// PaperChanges are the changes since a paper was last printed or issued, of the parts of the record that it prints, newest first.
func (db *DB) PaperChanges(ctx context.Context, event Event, state PaperState, zone *time.Location) (rows []HistoryRow, err error) {
	since := state.Paper.PrintedRevision
	if state.Paper.Issued.ID != 0 {
		since = state.Paper.Issued.Revision
	}
	for _, topic := range state.Kind.Topics { // one by one: a thousand marks do not hide the item that was moved before them
		some, err := db.History(ctx, JournalFilter{EventID: event.ID, Topic: topic}, zone)
		if err != nil {
			return nil, err
		}
		for _, row := range some {
			others := row.Topic == TopicPapers && row.Subject != state.Paper.UID
			if row.Revision > since && !others && row.What != "print" && row.What != "issue" {
				rows = append(rows, row)
			}
		}
	}
	slices.SortFunc(rows, func(a, b HistoryRow) int { return cmp.Compare(b.Revision, a.Revision) })
	return rows[:min(len(rows), PageSize)], nil
}

// MarkPrinted writes down that a paper went to the printer, and what it said; with a pack, also that its papers did.
func (db *DB) MarkPrinted(ctx context.Context, by Actor, record Record, kind string, composed Printable) error {
	marks := map[string]string{kind: Digest(composed)}
	if pack, ok := composed.(Pack); ok {
		for i, part := range pack.Papers {
			marks[pack.Kinds[i]] = Digest(part)
		}
	}
	return db.change(ctx, by, record.Event.ID, func(tx *DB) (Change, error) {
		var printed []string
		change := Change{Topic: TopicPapers, What: "print"}
		for _, name := range slices.Sorted(maps.Keys(marks)) {
			subject := ""
			if name == minutesKind.Name {
				subject = record.Subject()
			}
			paper, err := tx.Paper(ctx, record.Event.ID, name, subject)
			if err != nil {
				return Change{}, err
			}
			if paper, err = tx.keepPaper(ctx, paper); err != nil {
				return Change{}, err
			}
			if err := tx.exec(ctx, `UPDATE papers SET printed_at = ?, printed_by = ?, printed_revision = ?, printed_digest = ? WHERE id = ?`,
				tx.Now(), by.Name, record.Event.Revision, marks[name], paper.ID); err != nil {
				return Change{}, err
			}
			printed, change.Of = append(printed, name), paper.UID
		}
		change.After = struct{ Paper []string }{printed}
		return change, nil
	})
}

// PaperMissing lists what a paper lacks before it can be given out, in the order in which it is mended. It prints all the same.
func (record Record) PaperMissing(kind PaperKind, paper Paper) []Missing {
	if kind.Name == "minutes" {
		return record.MinutesMissing()
	}
	list := []Missing{}
	url := record.Event.URL()
	add := func(what, page string) { list = append(list, Missing{What: what, URL: url + page}) }
	for _, need := range kind.Needs {
		switch {
		case need == "sessions" && len(record.Sessions) == 0:
			add(need, "/sessions/new")
		case need == "venue" && record.Event.Venue == "":
			add(need, "/settings")
		case need == "items" && len(record.Items) == 0:
			add(need, "/agenda")
		case need == "delegates" && len(record.Delegates) == 0 && len(record.Groups) == 0:
			add(need, "/delegates")
		case need == "people" && len(record.Delegates) == 0:
			add(need, "/delegates")
		case need == "attendance" && !slices.ContainsFunc(record.Delegates, func(d Delegate) bool { return len(d.Attendance) > 0 }) &&
			!slices.ContainsFunc(record.Groups, func(g Group) bool { return len(g.Headcounts) > 0 }):
			add(need, "/attendance")
		case need == "came" && paper.Option("who") == "present" && !slices.ContainsFunc(record.Report().Sessions, func(s SessionReport) bool { return s.Total.Came() > 0 }):
			add("present", "/attendance")
		case need == "present" && !slices.ContainsFunc(record.Delegates, func(d Delegate) bool {
			return slices.ContainsFunc(d.Attendance, func(a Attendance) bool { return a.State == Present })
		}):
			add(need, "/attendance")
		case need == "speeches" && len(record.Speeches) == 0:
			add(need, "/speeches")
		case need == "summaries" && !slices.ContainsFunc(record.Speeches, func(s Speech) bool { return s.Summary != "" || s.Topic != "" }):
			add(need, "/speeches")
		case need == "texts" && !slices.ContainsFunc(record.Speeches, func(s Speech) bool { return s.Text != "" || s.HasPaper }):
			add(need, "/speeches")
		case need == "conclusions" && len(record.Conclusions) == 0 && !record.composer(record.letterhead("").Regime, "").responded():
			add(need, "/conclusions")
		case need == "seats" && !slices.ContainsFunc(record.Delegates, func(d Delegate) bool { return d.Seat != "" }):
			add(need, "/seating")
		}
	}
	paper = record.Proposed(kind, paper)
	page := "/papers/" + kind.Name
	if kind.Signed && paper.SignerID == 0 {
		add("signer", page+"#decide")
	}
	if kind.Signed && kind.Type != "" && len(paper.places()) == 0 {
		add("recipients", page+"#decide")
	}
	if head := paper.head(record, ""); kind.Type != "" && head.Code == "" {
		body := record.Organizer.ID
		if len(paper.Issuer) > 0 {
			body = paper.Issuer[0].ID
		}
		list = append(list, Missing{What: "code", URL: "/organizations/" + strconv.FormatInt(int64(body), 10) + "/edit"})
	}
	if kind.Type != "" && paper.DatedOn == "" && kind.Dated {
		add("dated", page+"#decide")
	}
	return list
}
