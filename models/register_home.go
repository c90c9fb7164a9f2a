package models

import "context"

// homeOf is where the event's registers are kept, "" here, and its uid. In a copy of an office's database that is nowhere here: the office goes
// on, under the same uid.
func (tx *DB) homeOf(ctx context.Context, event ID) (home, uid string, err error) {
	var row struct{ Home, UID string }
	err = tx.get(ctx, &row, `SELECT CASE WHEN home = '' AND `+isCopy+` THEN (SELECT uid FROM office) ELSE home END AS home, uid FROM events WHERE id = ?`, event)
	return row.Home, row.UID, err
}

// isCopy is the condition that this database is a copy of one that goes on elsewhere.
const isCopy = `EXISTS (SELECT 1 FROM settings WHERE organization_id IS NULL AND name = 'copy')`

// markCopy notes whether this database is a copy. Where each event stood is noted, so that what it brings home is known to continue from there.
func (tx *DB) markCopy(ctx context.Context, copied bool) error {
	var was bool
	if err := tx.get(ctx, &was, `SELECT `+isCopy); err != nil || was == copied {
		return err
	}
	return tx.changeOffice(ctx, Actor{Name: "hoithao restore"}, func(tx *DB) (Change, error) {
		type entry struct{ Copy bool }
		change := Change{Topic: TopicSettings, What: "restore", Before: entry{was}, After: entry{copied}}
		if !copied {
			return change, tx.exec(ctx, `DELETE FROM settings WHERE organization_id IS NULL AND name = 'copy'`)
		}
		var slugs []string
		if err := tx.list(ctx, &slugs, `SELECT slug FROM events ORDER BY id`); err != nil {
			return Change{}, err
		}
		for _, slug := range slugs {
			if err := tx.noteHandOver(ctx, slug); err != nil {
				return Change{}, err
			}
		}
		return change, tx.putSetting(ctx, "copy", "true")
	})
}
