package models

// Photo is a picture of the event with its caption and credit; FileSHA256 is "" as long as only the caption is known.
type Photo struct {
	ID         ID
	UID        string
	EventID    ID `db:"event_id"`
	Position   int64
	Caption    string
	Credit     string
	FileSHA256 string `db:"file_sha256"`
	Version    int64
}
