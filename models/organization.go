package models

import (
	"context"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// OrganizationKinds decide which official form papers follow; "" is the nearest ancestor's.
var OrganizationKinds = []string{"", "party", "state", "front", "other"}

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

// ValidOn tells whether the organization lived on a day; on no day, always.
func (o Organization) ValidOn(day Date) bool {
	return day == "" || (o.ValidFrom == "" || o.ValidFrom <= day) && (o.ValidUntil == "" || day <= o.ValidUntil)
}

// Head is what stands at the head of the organization's papers, given those above it, nearest first: the line above ("": none) and the name.
func (o Organization) Head(above []Organization) (line, name string) {
	switch {
	case o.PrintAbove != nil:
		line = *o.PrintAbove
	case len(above) > 0:
		line = above[0].printed()
	}
	return line, o.printed()
}

// Organization reads one by its number.
func (db *DB) Organization(ctx context.Context, id ID) (organization Organization, err error) {
	err = db.get(ctx, &organization, `SELECT * FROM organizations WHERE id = ?`, id)
	return organization, err
}

// OrganizationFilter chooses organizations for a list. The zero filter is all of them.
type OrganizationFilter struct {
	Search   string // in name and code; marks may be left out
	ParentID ID     // only those directly below
	Top      bool   // only those below nobody
	Valid    Date   // only those that live on this day
	After    Cursor // the last row of the page before
	Limit    int    // zero: a page
}

// Organizations lists organizations by name.
func (db *DB) Organizations(ctx context.Context, filter OrganizationFilter) ([]Organization, error) {
	where, args := []string{"1 = 1"}, []any{}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if filter.Search != "" {
		and(`folded LIKE ? ESCAPE '\'`, likeFolded(filter.Search))
	}
	if filter.ParentID != 0 {
		and(`parent_id = ?`, filter.ParentID)
	}
	if filter.Top {
		and(`parent_id IS NULL`)
	}
	if filter.Valid != "" {
		and(`(valid_from IS NULL OR valid_from <= ?) AND (valid_until IS NULL OR valid_until >= ?)`, filter.Valid, filter.Valid)
	}
	if filter.After.ID != 0 {
		key, err := hex.DecodeString(filter.After.Key)
		if err != nil {
			return nil, ErrNotFound
		}
		and(`(sort_key, id) > (?, ?)`, key, filter.After.ID)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	organizations := []Organization{}
	err := db.list(ctx, &organizations, `SELECT * FROM organizations WHERE `+strings.Join(where, " AND ")+` ORDER BY sort_key, id LIMIT ?`, append(args, filter.Limit)...)
	return organizations, err
}

// Cursor is the organization's place in a list of organizations.
func (o Organization) Cursor() Cursor { return Cursor{hex.EncodeToString(o.SortKey), o.ID} }

// Below lists those directly below any of these, by name: for showing a tree a level further.
func (db *DB) Below(ctx context.Context, parents []ID, valid Date) ([]Organization, error) {
	organizations := []Organization{}
	if len(parents) == 0 {
		return organizations, nil
	}
	if valid != "" {
		return organizations, db.listIn(ctx, &organizations, `
			SELECT * FROM organizations WHERE parent_id IN (?) AND (valid_from IS NULL OR valid_from <= ?) AND (valid_until IS NULL OR valid_until >= ?)
			ORDER BY sort_key, id LIMIT 500`, parents, valid, valid)
	}
	return organizations, db.listIn(ctx, &organizations, `SELECT * FROM organizations WHERE parent_id IN (?) ORDER BY sort_key, id LIMIT 500`, parents)
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

// check makes the organization's text clean, keeps the columns that follow from it, and says what is wrong with it.
func (o *Organization) check() Invalid {
	wrong := Invalid{}
	line := func(text *string, field string) {
		*text = viet.Clean(*text)
		tooLong(wrong, field, *text, maxLine)
	}
	line(&o.Name, "name")
	line(&o.Code, "code")
	line(&o.Place, "place")
	o.PrintName, o.PrintAbove = copied(o.PrintName), copied(o.PrintAbove) // what the caller holds stays as it is
	if o.PrintName != nil {
		line(o.PrintName, "print_name")
	}
	if o.PrintAbove != nil {
		line(o.PrintAbove, "print_above")
	}
	if o.Name == "" {
		wrong["name"] = "Hãy ghi tên cơ quan."
	}
	if !slices.Contains(OrganizationKinds, o.Kind) {
		wrong["kind"] = "Không có loại cơ quan này."
	}
	if o.ValidFrom != "" && o.ValidUntil != "" && o.ValidUntil < o.ValidFrom {
		wrong["valid_until"] = "Ngày kết thúc phải sau ngày bắt đầu."
	}
	if o.SuccessorID != 0 && o.SuccessorID == o.ID {
		wrong["successor"] = "Cơ quan không thể kế thừa chính mình."
	}
	if o.PrintName != nil && *o.PrintName == "" {
		o.PrintName = nil // a body without a name at the head of its papers is no body
	}
	o.index()
	return wrong
}

func copied(text *string) *string {
	if text == nil {
		return nil
	}
	same := *text
	return &same
}

// index keeps what lists and searches go by.
func (o *Organization) index() {
	o.Folded = viet.Fold(o.Name + " " + o.Code)
	o.SortKey = viet.TextKey(o.Name)
}

// related says what is wrong with an organization's place among the others. It runs with the office's chain held, so that two changes
// cannot make a circle together.
func (tx *DB) related(ctx context.Context, o Organization) error {
	wrong := Invalid{}
	if o.ParentID != 0 {
		line, err := tx.Ancestry(ctx, o.ParentID)
		if err == ErrNotFound {
			wrong["parent"] = "Không có cơ quan này."
		} else if err != nil {
			return err
		}
		if o.ID != 0 && slices.ContainsFunc(line, func(above Organization) bool { return above.ID == o.ID }) {
			wrong["parent"] = "Cơ quan cấp trên đang thuộc chính cơ quan này, nên không chọn được."
		}
		if len(line) > 50 {
			wrong["parent"] = "Cây cơ quan quá sâu."
		}
	}
	for next, steps := o.SuccessorID, 0; next != 0; steps++ {
		successor, err := tx.Organization(ctx, next)
		if err == ErrNotFound {
			wrong["successor"] = "Không có cơ quan này."
			break
		} else if err != nil {
			return err
		}
		if next = successor.SuccessorID; next == o.ID && o.ID != 0 || steps > 50 {
			wrong["successor"] = "Hai cơ quan không thể kế thừa lẫn nhau."
			break
		}
	}
	return wrong.err()
}

// AddOrganization makes an organization and answers it.
func (db *DB) AddOrganization(ctx context.Context, by Actor, organization Organization) (Organization, error) {
	organization.ID, organization.Version = 0, 1
	if wrong := organization.check(); len(wrong) > 0 {
		return organization, wrong
	}
	organization.UID = newUID()
	err := db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		err := tx.related(ctx, organization)
		if err != nil {
			return Change{}, err
		}
		organization.ID, err = tx.putOrganization(ctx, organization)
		return Change{Topic: TopicDirectory, What: "add", Of: organization.UID, After: organization}, err
	})
	return organization, err
}

// SaveOrganization changes an organization; it names the version it was made on. Events that print it take a revision.
func (db *DB) SaveOrganization(ctx context.Context, by Actor, organization Organization) error {
	if wrong := organization.check(); len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Organization(ctx, organization.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != organization.Version {
			return Change{}, Stale{before.Version, before}
		}
		organization.UID = before.UID
		if reflect.DeepEqual(organization, before) {
			return Change{}, nil
		}
		if err := tx.related(ctx, organization); err != nil {
			return Change{}, err
		}
		if _, err := tx.putOrganization(ctx, organization); err != nil {
			return Change{}, err
		}
		change := Change{Topic: TopicDirectory, What: "edit", Of: organization.UID, Before: before, After: organization}
		return change, tx.reprint(ctx, by, nil, []ID{organization.ID}, false, change)
	})
}

// RemoveOrganization removes an organization that nothing refers to; one that has lived is ended by its last day instead.
func (db *DB) RemoveOrganization(ctx context.Context, by Actor, id ID) error {
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Organization(ctx, id)
		if err != nil {
			return Change{}, err
		}
		var used bool
		if err := tx.get(ctx, &used, `SELECT
			EXISTS (SELECT 1 FROM organizations WHERE parent_id = ?) OR EXISTS (SELECT 1 FROM organizations WHERE successor_id = ?)
			OR EXISTS (SELECT 1 FROM posts WHERE organization_id = ?) OR EXISTS (SELECT 1 FROM people WHERE contact_of_id = ?)
			OR EXISTS (SELECT 1 FROM terms WHERE organization_id = ?) OR EXISTS (SELECT 1 FROM settings WHERE organization_id = ?)
			OR EXISTS (SELECT 1 FROM roles WHERE organization_id = ?) OR EXISTS (SELECT 1 FROM events WHERE organizer_id = ?)
			OR EXISTS (SELECT 1 FROM group_units WHERE organization_id = ?) OR EXISTS (SELECT 1 FROM invitations WHERE organization_id = ?)
			OR EXISTS (SELECT 1 FROM tasks WHERE organization_id = ?) OR EXISTS (SELECT 1 FROM papers WHERE issuer_id = ?)
			OR EXISTS (SELECT 1 FROM registers WHERE organization_id = ?)`,
			id, id, id, id, id, id, id, id, id, id, id, id, id); err != nil {
			return Change{}, err
		}
		if used {
			return Change{}, Invalid{"organization": "Cơ quan này đã được dùng (đơn vị trực thuộc, chức vụ, sự kiện hoặc văn bản) nên không xóa được. Nếu cơ quan đã kết thúc hoạt động, hãy ghi ngày kết thúc."}
		}
		return Change{Topic: TopicDirectory, What: "remove", Of: before.UID, Before: before}, tx.exec(ctx, `DELETE FROM organizations WHERE id = ?`, id)
	})
}
