package models

// FileFormat names the form of the portable file. What is written in it today loads in every later program.
const FileFormat = "hoithao/1"

// File is the record as a file: whole events with the organizations and people that they need. Things refer to each other by key,
// which is unique in the file across all kinds. A load takes each object as the whole truth about it: a field that is not written
// is empty, save where a comment says otherwise. Instants are RFC 3339 with offset, dates YYYY-MM-DD.
//
// Every object may have a UID, 128 bits in hexadecimal, which names the same thing on every machine.
type File struct {
	Format        string             `json:"format"`
	Note          string             `json:"note,omitzero"` // for the reader; not kept
	Organizations []FileOrganization `json:"organizations,omitzero"`
	People        []FilePerson       `json:"people,omitzero"`
	Events        []FileEvent        `json:"events,omitzero"`

	source []byte // what it was read from, to tell places
}

// FileOrganization is an organization of the directory; see Organization.
type FileOrganization struct {
	Key        string  `json:"key"`
	UID        string  `json:"uid,omitzero"`
	Parent     string  `json:"parent,omitzero"`
	Name       string  `json:"name"`
	PrintName  *string `json:"print_name,omitzero"`
	PrintAbove *string `json:"print_above,omitzero"`
	Kind       string  `json:"kind,omitzero"`
	Code       string  `json:"code,omitzero"`
	Place      string  `json:"place,omitzero"`
	From       string  `json:"from,omitzero"`
	Until      string  `json:"until,omitzero"`
}

// FilePerson is a person of the directory; see Person.
type FilePerson struct {
	Key          string     `json:"key"`
	UID          string     `json:"uid,omitzero"`
	Name         string     `json:"name"`           // family name first
	Given        string     `json:"given,omitzero"` // the given name, when it is not the last word of the name
	Honorific    string     `json:"honorific,omitzero"`
	ProtocolRank *int64     `json:"protocol_rank,omitzero"`
	BornYear     *int64     `json:"born_year,omitzero"`
	Posts        []FilePost `json:"posts,omitzero"`
	Phone        *string    `json:"phone,omitzero"`      // not written: what the office knows stays
	Email        *string    `json:"email,omitzero"`      // likewise
	ContactAt    string     `json:"contact_at,omitzero"` // when either was last written, of dump --full: what was written later stands
	Note         string     `json:"note,omitzero"`
	Erased       string     `json:"erased,omitzero"` // when the personal data were erased: a load erases them there too, and never brings them back
}

// FilePost is one of a person's posts; Title is the whole printed text.
type FilePost struct {
	UID          string `json:"uid,omitzero"`
	Title        string `json:"title"`
	Organization string `json:"organization,omitzero"`
	From         string `json:"from,omitzero"`
	Until        string `json:"until,omitzero"`
}

// FileEvent is a whole event. Head, Revision and Seen are written by Dump and say where in the event's history the file was made;
// a file written by hand has none of them.
type FileEvent struct {
	Slug        string           `json:"slug"`
	UID         string           `json:"uid,omitzero"`
	Head        string           `json:"head,omitzero"`     // hash of the last journal row
	Revision    int64            `json:"revision,omitzero"` // its number
	Seen        []string         `json:"seen,omitzero"`     // earlier heads at which the event was handed over
	Kind        string           `json:"kind"`
	Noun        string           `json:"noun,omitzero"`
	Title       string           `json:"title"`
	Organizer   string           `json:"organizer"`
	Place       string           `json:"place,omitzero"`
	Venue       string           `json:"venue,omitzero"`
	TimeZone    string           `json:"time_zone,omitzero"`    // "": Asia/Ho_Chi_Minh
	Visibility  string           `json:"visibility,omitzero"`   // "": staff
	Regime      string           `json:"regime,omitzero"`       // only to override
	AgendaState string           `json:"agenda_state,omitzero"` // draft, published; "": as it is here, and of a new event published unless for staff only
	Series      string           `json:"series,omitzero"`       // uid of the first event of a series
	Note        string           `json:"note,omitzero"`
	SelfCheckin bool             `json:"self_checkin,omitzero"` // by the code on the hall's screen
	CancelledAt string           `json:"cancelled_at,omitzero"`
	ArchivedAt  string           `json:"archived_at,omitzero"`
	Sessions    []FileSession    `json:"sessions,omitzero"`
	Groups      []FileGroup      `json:"groups,omitzero"`
	Delegates   []FileDelegate   `json:"delegates,omitzero"`
	Agenda      []FileItem       `json:"agenda,omitzero"`
	Speeches    []FileSpeech     `json:"speeches,omitzero"`
	Votes       []FileVote       `json:"votes,omitzero"`
	Conclusions []FileConclusion `json:"conclusions,omitzero"`
	Photos      []FilePhoto      `json:"photos,omitzero"`
	Minutes     *FileMinutes     `json:"minutes,omitzero"`
	Full        *FileFull        `json:"full,omitzero"` // of dump --full
}

// FileSession is a part of an event for which attendance is taken.
type FileSession struct {
	Key      string `json:"key"`
	UID      string `json:"uid,omitzero"`
	Name     string `json:"name,omitzero"`
	StartsAt string `json:"starts_at"`
	EndsAt   string `json:"ends_at"`
	Room     string `json:"room,omitzero"`
}

// FileGroup is one of the parts of an event's attendance.
type FileGroup struct {
	Key        string          `json:"key"`
	UID        string          `json:"uid,omitzero"`
	Name       string          `json:"name"`
	Collective bool            `json:"collective,omitzero"`
	Expected   *int64          `json:"expected,omitzero"`
	Press      bool            `json:"press,omitzero"`
	Units      []string        `json:"units,omitzero"` // organizations
	Attendance []FileHeadcount `json:"attendance,omitzero"`
}

// FileHeadcount is how many of a group were present at a session.
type FileHeadcount struct {
	Session string `json:"session"`
	Present *int64 `json:"present"`
}

// FileDelegate is a person in an event.
type FileDelegate struct {
	Person        string             `json:"person"`
	UID           string             `json:"uid,omitzero"`
	Group         string             `json:"group,omitzero"`
	Roles         []string           `json:"roles,omitzero"`
	Honorific     string             `json:"honorific,omitzero"` // in this event
	ProtocolRank  *int64             `json:"protocol_rank,omitzero"`
	Reply         string             `json:"reply,omitzero"`
	Reason        string             `json:"reason,omitzero"`
	RepliedAt     string             `json:"replied_at,omitzero"`
	RepliedHow    string             `json:"replied_how,omitzero"`
	SubstituteFor string             `json:"substitute_for,omitzero"` // the person replaced, with the chair's consent
	Substitutions []FileSubstitution `json:"substitutions,omitzero"`  // the same with who consented and when, and those not agreed
	Seat          string             `json:"seat,omitzero"`
	Number        *int64             `json:"number,omitzero"` // on the badge; none: as it is here, and of a new delegate the next
	Needs         string             `json:"needs,omitzero"`
	Attendance    []FileAttendance   `json:"attendance,omitzero"`
}

// FileSubstitution says for whom a delegate was to stand in, and what the chair said.
type FileSubstitution struct {
	UID       string `json:"uid,omitzero"`
	For       string `json:"for"`            // the person replaced
	State     string `json:"state,omitzero"` // proposed, agreed, refused; "": agreed
	DecidedBy string `json:"decided_by,omitzero"`
	DecidedAt string `json:"decided_at,omitzero"`
}

// FileAttendance is a delegate's presence at a session.
type FileAttendance struct {
	Session   string `json:"session"`
	State     string `json:"state"`
	ArrivedAt string `json:"arrived_at,omitzero"`
	LeftAt    string `json:"left_at,omitzero"`
	Reason    string `json:"reason,omitzero"`
	How       string `json:"how,omitzero"`      // hand, scan, self; "": load
	NotedBy   string `json:"noted_by,omitzero"` // "": who loads the file
	NotedAt   string `json:"noted_at,omitzero"` // "": as it is here, else now
}

// FileItem is an item of the agenda.
type FileItem struct {
	Key           string `json:"key"`
	UID           string `json:"uid,omitzero"`
	Session       string `json:"session,omitzero"`
	Kind          string `json:"kind"`
	Title         string `json:"title"`
	StartsAt      string `json:"starts_at,omitzero"`
	Minutes       *int64 `json:"minutes,omitzero"`
	Room          string `json:"room,omitzero"`
	Presenter     string `json:"presenter,omitzero"` // a delegate's person
	PresenterText string `json:"presenter_text,omitzero"`
	Note          string `json:"note,omitzero"`
	StartedAt     string `json:"started_at,omitzero"`
	EndedAt       string `json:"ended_at,omitzero"`
	PausedAt      string `json:"paused_at,omitzero"`
	PausedMS      int64  `json:"paused_ms,omitzero"`
}

// FileSpeech is a speech or paper.
type FileSpeech struct {
	Item         string `json:"item"`
	UID          string `json:"uid,omitzero"`
	Kind         string `json:"kind,omitzero"`    // "": the item's
	State        string `json:"state,omitzero"`   // "": accepted, which the minutes take as given when nobody kept the list of speakers
	Speaker      string `json:"speaker,omitzero"` // a delegate's person
	SpeakerText  string `json:"speaker_text,omitzero"`
	Topic        string `json:"topic,omitzero"`
	Minutes      *int64 `json:"minutes,omitzero"`
	Summary      string `json:"summary,omitzero"`
	Text         string `json:"text,omitzero"`
	HasPaper     bool   `json:"has_paper,omitzero"`
	RequestedHow string `json:"requested_how,omitzero"`
	RequestedAt  string `json:"requested_at,omitzero"`
	StartedAt    string `json:"started_at,omitzero"`
	EndedAt      string `json:"ended_at,omitzero"`
	PausedAt     string `json:"paused_at,omitzero"`
	PausedMS     int64  `json:"paused_ms,omitzero"`
	ConfirmedAt  string `json:"confirmed_at,omitzero"`
}

// FileVote is a question put to the hall and its count.
type FileVote struct {
	Item     string `json:"item,omitzero"`
	UID      string `json:"uid,omitzero"`
	Question string `json:"question"`
	Method   string `json:"method,omitzero"`
	For      *int64 `json:"for,omitzero"`
	Against  *int64 `json:"against,omitzero"`
	Abstain  *int64 `json:"abstain,omitzero"` // other opinions
	Invalid  *int64 `json:"invalid,omitzero"`
}

// FileConclusion is one of the chair's conclusions.
type FileConclusion struct {
	UID  string    `json:"uid,omitzero"`
	Text string    `json:"text"`
	Task *FileTask `json:"task,omitzero"`
}

// FileTask is what a conclusion lays on somebody.
type FileTask struct {
	UID             string `json:"uid,omitzero"`
	Responsible     string `json:"responsible,omitzero"` // a person or an organization
	ResponsibleText string `json:"responsible_text,omitzero"`
	Due             string `json:"due,omitzero"`
	State           string `json:"state,omitzero"` // "": open
}

// FilePhoto is a picture of the event.
type FilePhoto struct {
	UID     string `json:"uid,omitzero"`
	Caption string `json:"caption,omitzero"`
	Credit  string `json:"credit,omitzero"`
	File    []byte `json:"file,omitzero"` // base64
}

// FileMinutes are the minutes of the whole event, as far as they are not composed from the record.
type FileMinutes struct {
	UID           string              `json:"uid,omitzero"`
	Number        FileNumber          `json:"number,omitzero"`
	State         string              `json:"state,omitzero"` // "": draft
	Dated         string              `json:"dated,omitzero"`
	OpenedAt      string              `json:"opened_at,omitzero"`
	ClosedAt      string              `json:"closed_at,omitzero"`
	Chair         string              `json:"chair,omitzero"`  // a person
	Chairs        []string            `json:"chairs,omitzero"` // or several, in order
	Secretary     string              `json:"secretary,omitzero"`
	Secretaries   []string            `json:"secretaries,omitzero"`
	SecretaryText string              `json:"secretary_text,omitzero"`
	ClosedBy      string              `json:"closed_by,omitzero"`
	ClosedByAt    string              `json:"closed_by_at,omitzero"`
	AgreedBy      string              `json:"agreed_by,omitzero"`
	AgreedAt      string              `json:"agreed_at,omitzero"`
	Sections      map[string]string   `json:"sections,omitzero"` // by name: text edited by hand
	Edited        map[string]FileEdit `json:"edited,omitzero"`   // by name: who edited it
}

// FileEdit says who edited a section of the minutes, when, and what the record said then.
type FileEdit struct {
	By       string `json:"by,omitzero"`
	At       string `json:"at,omitzero"`
	Composed string `json:"composed,omitzero"`
}
