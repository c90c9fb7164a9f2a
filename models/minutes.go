package models

// MinutesSections are the parts of the minutes that may be edited by hand, in printed order.
var MinutesSections = []string{"content", "documents", "other", "attendance", "course", "conclusions", "end"}

// MinutesRow is what the record keeps of the minutes beside the record itself.
type MinutesRow struct {
	ID            ID
	UID           string
	EventID       ID `db:"event_id"`
	SessionID     ID `db:"session_id"` // zero: the whole event
	Number        *int64
	NumberSuffix  string `db:"number_suffix"`
	State         string // draft, submitted, approved, final, issued
	DatedOn       Date   `db:"dated_on"`
	OpenedAt      Time   `db:"opened_at"`
	ClosedAt      Time   `db:"closed_at"`
	SecretaryText string `db:"secretary_text"`
	ClosedBy      string `db:"closed_by"` // the secretary who closed them
	ClosedByAt    Time   `db:"closed_by_at"`
	AgreedBy      string `db:"agreed_by"` // the chair, or who acts for the chair
	AgreedAt      Time   `db:"agreed_at"`
	Version       int64

	Chairs      []Person        `db:"-"`
	Secretaries []Person        `db:"-"`
	Edited      []EditedSection `db:"-"`
}

// EditedSection is a section of the minutes that a hand has changed.
type EditedSection struct {
	EventID   ID `db:"event_id"`
	MinutesID ID `db:"minutes_id"`
	Name      string
	Text      string
	Composed  string // what the record said when it was edited
	EditedBy  string `db:"edited_by"`
	EditedAt  Time   `db:"edited_at"`
	Version   int64
}

// Minutes are the minutes of an event as they stand: composed from the record, with the sections a hand has changed.
// They are a value: the paper is a pure function of it.
type Minutes struct {
	Letterhead
	Draft       bool   // not yet final: the paper says DỰ THẢO
	Word        string // the event's noun in lower case: "hội thảo"
	Title       string // of the event, without quotes
	Opening     []Labelled
	Sections    []Section // attendance, course, conclusions
	End         string    // "Hội thảo kết thúc vào hồi 11 giờ 30, ngày 13 tháng 11 năm 2018."
	Secretaries []string  // names as they sign; empty: nobody is named yet
	Chairs      []string
}

// Labelled is a line of the opening: "Địa điểm" and the venue. Name is the section that a hand may edit, or "".
type Labelled struct {
	Name, Label, Text string
	Composed          string // what the record says; differs from Text when Edited
	Edited            bool
	Moved             bool // the record has changed since the edit
}

// Section is a numbered part of the minutes. Text is plain: a line is a paragraph.
type Section struct {
	Name, Heading, Text string
	Composed            string
	Edited              bool
	Moved               bool
}
