package models

// Vote is a question put to the hall and its count. A count that nobody recorded is nil.
type Vote struct {
	ID       ID
	UID      string
	EventID  ID `db:"event_id"`
	ItemID   ID `db:"item_id"`
	Position int64
	Question string
	Method   string // show_of_hands, ballot, electronic
	Ayes     *int64
	Noes     *int64
	Others   *int64
	Invalid  *int64
	Version  int64
}

// Conclusion is one of the chair's conclusions, with the task it lays on somebody, if any.
type Conclusion struct {
	ID       ID
	UID      string
	EventID  ID `db:"event_id"`
	Position int64
	Text     string
	Version  int64

	Task *Task `db:"-"`
}

// Task is what a conclusion lays on a person, an organization, or somebody outside the directory.
type Task struct {
	ID             ID
	UID            string
	EventID        ID `db:"event_id"`
	ConclusionID   ID `db:"conclusion_id"`
	PersonID       ID `db:"person_id"`
	OrganizationID ID `db:"organization_id"`
	Responsible    string
	DueOn          Date `db:"due_on"`
	State          string
	Version        int64
}
