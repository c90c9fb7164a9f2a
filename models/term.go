package models

import (
	"context"
	"errors"
	"fmt"

	"hoithao/models/viet"
)

// Term is a congress term of a committee: its papers, and those of the bodies below it, are numbered from 1 within it (05-HD/VPTW).
type Term struct {
	ID             ID
	OrganizationID ID `db:"organization_id"`
	Name           string
	BeginsOn       Date `db:"begins_on"`
	EndsOn         Date `db:"ends_on"` // the last day; "": it still runs
}

// Terms lists the terms of a committee, the newest first.
func (db *DB) Terms(ctx context.Context, organization ID) ([]Term, error) {
	terms := []Term{}
	err := db.list(ctx, &terms, `SELECT * FROM terms WHERE organization_id = ? ORDER BY begins_on DESC, id DESC`, organization)
	return terms, err
}

// AddTerm writes a term down. Terms of one committee never overlap: a paper has one number.
func (db *DB) AddTerm(ctx context.Context, by Actor, term Term) error {
	wrong := Invalid{}
	term.Name = viet.Clean(term.Name)
	if term.Name == "" {
		wrong["name"] = "Hãy ghi tên nhiệm kỳ, như “2020 - 2025”."
	}
	tooLong(wrong, "name", term.Name, maxLine)
	if term.BeginsOn == "" {
		wrong["begins_on"] = "Hãy ghi ngày bắt đầu: ngày khai mạc đại hội."
	}
	if term.EndsOn != "" && term.EndsOn < term.BeginsOn {
		wrong["ends_on"] = "Ngày kết thúc ở trước ngày bắt đầu."
	}
	if len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		organization, err := tx.Organization(ctx, term.OrganizationID)
		if err != nil {
			return Change{}, err
		}
		terms, err := tx.Terms(ctx, term.OrganizationID)
		if err != nil {
			return Change{}, err
		}
		for _, other := range terms {
			if (term.EndsOn == "" || other.BeginsOn <= term.EndsOn) && (other.EndsOn == "" || term.BeginsOn <= other.EndsOn) {
				return Change{}, Invalid{"begins_on": fmt.Sprintf("Trùng thời gian với nhiệm kỳ %s.", other.Name)}
			}
			if other.Name == term.Name {
				return Change{}, Invalid{"name": "Đã có nhiệm kỳ này."}
			}
		}
		return Change{Topic: TopicDirectory, What: "term", Of: organization.UID, After: term}, tx.exec(ctx,
			`INSERT INTO terms (organization_id, name, begins_on, ends_on) VALUES (?, ?, ?, ?)`, term.OrganizationID, term.Name, term.BeginsOn, term.EndsOn)
	})
}

// EndTerm writes down the last day of a term that runs.
func (db *DB) EndTerm(ctx context.Context, by Actor, organization, id ID, on Date) error {
	return db.changeTerm(ctx, by, organization, id, func(tx *DB, term Term) (Change, error) {
		if on == "" || on < term.BeginsOn {
			return Change{}, Invalid{"ends_on": "Hãy ghi ngày kết thúc, sau ngày bắt đầu."}
		}
		after := term
		after.EndsOn = on
		return Change{Topic: TopicDirectory, What: "edit", Before: term, After: after}, tx.exec(ctx, `UPDATE terms SET ends_on = ? WHERE id = ?`, on, id)
	})
}

// RemoveTerm takes a term out again, as long as no number was taken in it.
func (db *DB) RemoveTerm(ctx context.Context, by Actor, organization, id ID) error {
	return db.changeTerm(ctx, by, organization, id, func(tx *DB, term Term) (Change, error) {
		var used bool
		if err := tx.get(ctx, &used, `
			WITH RECURSIVE below (id) AS (
				SELECT id FROM organizations WHERE id = ? UNION SELECT organizations.id FROM organizations JOIN below ON organizations.parent_id = below.id
			) SELECT EXISTS (SELECT 1 FROM registers WHERE series = ? AND organization_id IN (SELECT id FROM below))`, organization, term.Name); err != nil {
			return Change{}, err
		}
		if used {
			return Change{}, Invalid{"": "Nhiệm kỳ này đã có số văn bản nên không xóa được."}
		}
		return Change{Topic: TopicDirectory, What: "remove", Before: term}, tx.exec(ctx, `DELETE FROM terms WHERE id = ?`, id)
	})
}

func (db *DB) changeTerm(ctx context.Context, by Actor, organization, id ID, work func(tx *DB, term Term) (Change, error)) error {
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var term Term
		if err := tx.get(ctx, &term, `SELECT * FROM terms WHERE organization_id = ? AND id = ?`, organization, id); err != nil {
			return Change{}, err
		}
		return work(tx, term)
	})
}

// termOn is the term in which a body's papers of a day are numbered: that of the body or of the nearest committee above it.
func (db *DB) termOn(ctx context.Context, body ID, day Date) (Term, error) {
	line, err := db.Ancestry(ctx, body)
	if err != nil {
		return Term{}, err
	}
	for _, organization := range line {
		var term Term
		err := db.get(ctx, &term, `SELECT * FROM terms WHERE organization_id = ? AND begins_on <= ? AND (ends_on IS NULL OR ends_on >= ?) ORDER BY begins_on DESC LIMIT 1`,
			organization.ID, day, day)
		if err == nil || !errors.Is(err, ErrNotFound) {
			return term, err
		}
	}
	return Term{}, ErrNotFound
}
