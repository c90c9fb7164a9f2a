package models

// Organization is a body or a unit of one, in a tree of any depth.
type Organization struct {
	ID          ID
	UID         string
	ParentID    ID `db:"parent_id"`
	Name        string
	PrintName   *string `db:"print_name"`  // nil: the name in capitals
	PrintAbove  *string `db:"print_above"` // nil: the parent's printed name; "": no line
	Kind        string  // party, state, front, other; "": the nearest ancestor's
	Code        string  // in the numbers of papers
	Place       string  // before the date of a paper
	ValidFrom   Date    `db:"valid_from"`
	ValidUntil  Date    `db:"valid_until"` // the last day of its life
	SuccessorID ID      `db:"successor_id"`
	Folded      string
	SortKey     []byte `db:"sort_key"`
	Version     int64
}
