package models

import "context"

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

// Ancestry is an organization and those above it, nearest first.
func (db *DB) Ancestry(ctx context.Context, id ID) ([]Organization, error) {
	var line []Organization
	err := db.list(ctx, &line, `
		WITH RECURSIVE line (id, depth) AS (
			SELECT id, 0 FROM organizations WHERE id = ?
			UNION ALL SELECT organizations.parent_id, depth + 1 FROM organizations JOIN line ON organizations.id = line.id
			WHERE organizations.parent_id IS NOT NULL AND depth < 100
		) SELECT organizations.* FROM organizations JOIN line ON line.id = organizations.id ORDER BY depth`, id)
	if err == nil && len(line) == 0 {
		return nil, ErrNotFound
	}
	return line, err
}

// Organizers lists the organizations for which a user may make events, by name: those of the user's roles and below.
func (db *DB) Organizers(ctx context.Context, user *User) ([]Organization, error) {
	organizations := []Organization{}
	if user == nil {
		return organizations, nil
	}
	err := db.list(ctx, &organizations, `
		WITH RECURSIVE mine (id) AS (
			SELECT organizations.id FROM organizations JOIN roles ON organizations.id = organization_id OR organization_id IS NULL
			WHERE user_id = ? AND role IN ('administrator', 'organizer')
			UNION SELECT organizations.id FROM organizations JOIN mine ON organizations.parent_id = mine.id
		) SELECT * FROM organizations WHERE id IN (SELECT id FROM mine) ORDER BY sort_key, id LIMIT 500`, user.ID)
	return organizations, err
}
