package models

import (
	"context"
	"slices"
)

// printing lists the open events, in the order of their numbers, whose papers print one of these people or organizations. A change of
// those takes a revision there too. An organization is printed where it, or one below it, organizes, sends people, or has a task; a
// person's posts print as they are written, whatever the organization is called.
func (db *DB) printing(ctx context.Context, people, organizations []ID) ([]ID, error) {
	var events []ID
	for some := range slices.Chunk(people, 500) {
		var found []ID
		if err := db.listIn(ctx, &found, `
			SELECT id FROM events WHERE archived_at IS NULL AND (
				id IN (SELECT event_id FROM delegates WHERE person_id IN (?))
				OR id IN (SELECT event_id FROM minutes_people WHERE person_id IN (?))
				OR id IN (SELECT event_id FROM tasks WHERE person_id IN (?))
				OR id IN (SELECT event_id FROM papers WHERE signer_id IN (?)))`, some, some, some, some); err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	for some := range slices.Chunk(organizations, 500) {
		var found []ID
		if err := db.listIn(ctx, &found, `
			WITH RECURSIVE below (id) AS (
				SELECT id FROM organizations WHERE id IN (?)
				UNION SELECT organizations.id FROM organizations JOIN below ON organizations.parent_id = below.id
			)
			SELECT id FROM events WHERE archived_at IS NULL AND (
				organizer_id IN (SELECT id FROM below)
				OR id IN (SELECT event_id FROM group_units WHERE organization_id IN (SELECT id FROM below))
				OR id IN (SELECT event_id FROM invitations WHERE organization_id IN (SELECT id FROM below))
				OR id IN (SELECT event_id FROM tasks WHERE organization_id IN (SELECT id FROM below))
				OR id IN (SELECT event_id FROM papers WHERE issuer_id IN (SELECT id FROM below)))`, some); err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	slices.Sort(events)
	return slices.Compact(events), nil
}
