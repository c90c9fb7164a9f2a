package models

import "strings"

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
	Draft       bool       // not yet final: the paper says DỰ THẢO
	Word        string     // the event's noun in lower case: "hội thảo"
	Title       string     // of the event, without quotes
	Session     string     `json:",omitzero"` // what the session is called whose minutes alone they are; "": those of the whole event
	Opening     []Labelled // in the order of the form; the State's has the attendance among them
	Sections    []Section  // what follows under headings; one without a text does not print
	End         Section    // "Hội thảo kết thúc vào hồi 11 giờ 30, ngày 13 tháng 11 năm 2018."
	Secretaries []string   // names as they sign; empty: nobody is named yet
	Chairs      []string
	Recipients  []string // nơi nhận, without dash and separator; empty: not printed
}

// Caption is what the file is called.
func (m Minutes) Caption() string {
	return strings.TrimSpace(caption("Biên bản", m.Word, m.Title) + " " + m.Session)
}

// caption names a paper of an event: Biên bản hội thảo “…”.
func caption(paper, word, title string) string {
	return strings.TrimSpace(paper+" "+word) + " “" + strings.Trim(title, `“”"`) + "”"
}

// Labelled is a line of the opening: "Địa điểm" and the venue. Name is the section that a hand may edit, or "". A text of several lines
// is a paragraph a line, the first of which stands behind the label unless the label opens a list ("Thành phần tham dự").
type Labelled struct {
	Name, Label, Text string
	List              bool   // the text begins under the label
	Composed          string // what the record says; differs from Text when Edited
	Edited            bool
	Moved             bool // the record has changed since the edit
}

// Section is a part of the minutes with a heading, or without one. Text is plain: a line is a paragraph.
type Section struct {
	Name, Heading, Text string
	Composed            string
	Edited              bool
	Moved               bool
}

// Composed is what the record says in a section, whether or not a hand has changed it and whether or not it prints; it is what an
// edit of the section starts from and is kept with it.
func (m Minutes) Composed(name string) string {
	for _, line := range m.Opening {
		if line.Name == name {
			return line.Composed
		}
	}
	for _, section := range append(m.Sections[:len(m.Sections):len(m.Sections)], m.End) {
		if section.Name == name {
			return section.Composed
		}
	}
	return ""
}
