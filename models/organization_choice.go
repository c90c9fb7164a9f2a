package models

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// In a form an organization is chosen by writing it: its name; where others have the same name, with the one above it in brackets; and
// where even that does not tell them apart, with its number. So a form works with thousands of them, and without scripts.

// OrganizationLabels are the texts by which a form chooses these organizations.
func (db *DB) OrganizationLabels(ctx context.Context, organizations []Organization) (map[ID]string, error) {
	labels := map[ID]string{}
	if len(organizations) == 0 {
		return labels, nil
	}
	keys := make([][]byte, len(organizations))
	for i, o := range organizations {
		keys[i] = o.SortKey
	}
	var all []struct {
		ID    ID
		Name  string
		Above string
	}
	if err := db.listIn(ctx, &all, `SELECT o.id, o.name, COALESCE(above.name, '') AS above FROM organizations o
		LEFT JOIN organizations above ON above.id = o.parent_id WHERE o.sort_key IN (?)`, keys); err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, o := range all {
		count[o.Name]++
		count[o.Name+"\n"+o.Above]++
	}
	for _, o := range all {
		label := o.Name
		if count[o.Name] > 1 && o.Above != "" {
			label += " (" + o.Above + ")"
		}
		if count[o.Name] > 1 && (count[o.Name+"\n"+o.Above] > 1 || o.Above == "") {
			label += fmt.Sprintf(" #%d", o.ID)
		}
		labels[o.ID] = label
	}
	return labels, nil
}

// SuggestOrganizations are at most twenty texts that choose organizations whose name or code has a text in it.
func (db *DB) SuggestOrganizations(ctx context.Context, search string) ([]string, error) {
	found, err := db.Organizations(ctx, OrganizationFilter{Search: search, Limit: 20})
	if err != nil {
		return nil, err
	}
	labels, err := db.OrganizationLabels(ctx, found)
	texts := []string{}
	for _, o := range found {
		texts = append(texts, labels[o.ID])
	}
	return texts, err
}

var (
	withNumber   = regexp.MustCompile(`^(.*) #(\d+)$`)
	withBrackets = regexp.MustCompile(`^(.*) \((.*)\)$`)
)

// ChooseOrganization is the organization that a text of a form means; a text that means none or several is Invalid under "organization".
func (db *DB) ChooseOrganization(ctx context.Context, label string) (Organization, error) {
	label = viet.Clean(label)
	if parts := withNumber.FindStringSubmatch(label); parts != nil {
		var id ID
		fmt.Sscan(parts[2], &id)
		if o, err := db.Organization(ctx, id); err == nil && strings.HasPrefix(label, o.Name) {
			return o, nil
		} else if err != nil && err != ErrNotFound {
			return o, err
		}
	}
	found, err := db.OrganizationsNamed(ctx, label)
	if err != nil {
		return Organization{}, err
	}
	if parts := withBrackets.FindStringSubmatch(label); len(found) == 0 && parts != nil {
		if found, err = db.OrganizationsNamed(ctx, parts[1]); err != nil {
			return Organization{}, err
		}
		above, err := db.OrganizationsNamed(ctx, parts[2])
		if err != nil {
			return Organization{}, err
		}
		found = slices.DeleteFunc(found, func(o Organization) bool {
			return !slices.ContainsFunc(above, func(parent Organization) bool { return parent.ID == o.ParentID })
		})
	}
	switch len(found) {
	case 0:
		return Organization{}, Invalid{"organization": "Danh bạ không có cơ quan này. Hãy chọn trong gợi ý, hoặc thêm cơ quan trước."}
	case 1:
		return found[0], nil
	}
	return Organization{}, Invalid{"organization": "Có nhiều cơ quan cùng tên này. Hãy ghi thêm cơ quan cấp trên trong ngoặc, như: Ban Tuyên giáo (Tỉnh ủy Hà Nam)."}
}

// OrganizationsNamed are those whose name or code is a text, as it is written or, when there is none, with marks left out.
func (db *DB) OrganizationsNamed(ctx context.Context, name string) ([]Organization, error) {
	found := []Organization{}
	if name == "" {
		return found, nil
	}
	if err := db.list(ctx, &found, `SELECT * FROM organizations WHERE sort_key = ? ORDER BY id LIMIT 50`, viet.TextKey(name)); err != nil || len(found) > 0 {
		return found, err
	}
	candidates, err := db.Organizations(ctx, OrganizationFilter{Search: name, Limit: 500})
	folded := viet.Fold(name)
	return slices.DeleteFunc(candidates, func(o Organization) bool { return viet.Fold(o.Name) != folded && viet.Fold(o.Code) != folded }), err
}

// Lines are some organizations with all above them, in no order: what Ancestry is for one.
func (db *DB) Lines(ctx context.Context, ids []ID) ([]Organization, error) {
	var line []Organization
	if len(ids) == 0 {
		return line, nil
	}
	return line, db.listIn(ctx, &line, `
		WITH RECURSIVE line (id) AS (
			SELECT id FROM organizations WHERE id IN (?)
			UNION SELECT organizations.parent_id FROM organizations JOIN line ON organizations.id = line.id WHERE organizations.parent_id IS NOT NULL
		) SELECT organizations.* FROM organizations JOIN line ON line.id = organizations.id`, ids)
}
