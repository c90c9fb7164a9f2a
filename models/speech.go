package models

// Speech is a speech or paper for its whole life, from the request to the proceedings.
type Speech struct {
	ID           ID
	UID          string
	EventID      ID `db:"event_id"`
	ItemID       ID `db:"item_id"`
	Position     int64
	Kind         string // as Item.Kind
	State        string // requested, accepted, returned, refused, called, speaking, spoken
	DelegateID   ID     `db:"delegate_id"`
	SpeakerText  string `db:"speaker_text"`
	Topic        string
	Minutes      *int64
	Summary      string
	Text         string
	HasPaper     bool   `db:"has_paper"`
	RequestedHow string `db:"requested_how"`
	RequestedAt  Time   `db:"requested_at"`
	StartedAt    Time   `db:"started_at"`
	EndedAt      Time   `db:"ended_at"`
	PausedAt     Time   `db:"paused_at"`
	PausedMS     int64  `db:"paused_ms"`
	ConfirmedAt  Time   `db:"confirmed_at"`
	Version      int64
}
