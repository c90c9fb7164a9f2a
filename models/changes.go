package models

import (
	"context"
	"slices"
)

// PublicChange is something of an event that an invited person sees otherwise than before: a field, with what it was and what it is.
type PublicChange struct {
	Topic string // event or agenda
	What  string
	Of    string // the item or session
	HistoryField
}

// toldFields are those whose change is told to the invited. Notes and whatever else is internal are none.
var toldFields = map[string][]string{
	TopicEvent:  {"Title", "Venue", "Place", "StartsAt", "EndsAt", "Room", "CancelledAt", "AnswerBy", "TextsBy", "ContactPhone"},
	TopicAgenda: {"Title", "StartsAt", "Minutes", "Room", "PresenterID", "PresenterText"},
}

// ChangesSince tells what of an event the invited see otherwise since a revision, the latest first; what moved several times stands once. Of
// an agenda that is a draft nothing is told.
func (db *DB) ChangesSince(ctx context.Context, event Event, revision int64) ([]PublicChange, error) {
	if revision >= event.PublicRevision {
		return nil, nil
	}
	var rows []HistoryRow
	for _, topic := range []string{TopicEvent, TopicAgenda} {
		if topic == TopicAgenda && event.AgendaState != "published" {
			continue
		}
		some, err := db.History(ctx, JournalFilter{EventID: event.ID, Topic: topic, Limit: 100}, event.Zone())
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	slices.SortStableFunc(rows, func(a, b HistoryRow) int { return int(b.Revision - a.Revision) })
	var changes []PublicChange
	for _, row := range rows {
		if row.Revision <= revision {
			continue
		}
		if row.Topic == TopicAgenda && (row.What == "publish" || row.What == "add" || row.What == "remove") {
			changes = append(changes, PublicChange{Topic: row.Topic, What: row.What, Of: row.Of})
			continue
		}
		of := row.Of
		if row.Topic == TopicEvent {
			of = ""
		}
		for _, field := range row.Fields {
			if !slices.Contains(toldFields[row.Topic], field.Name) {
				continue
			}
			at := slices.IndexFunc(changes, func(c PublicChange) bool {
				return c.Of == of && c.Name == field.Name && c.Topic == row.Topic && c.What == ""
			})
			if at >= 0 { // a later change is listed already: it began where this one did
				changes[at].Before = field.Before
				continue
			}
			changes = append(changes, PublicChange{Topic: row.Topic, Of: of, HistoryField: field})
		}
	}
	return changes[:min(len(changes), 12)], nil
}
