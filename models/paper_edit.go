package models

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"hoithao/models/viet"
)

// PaperForm is what a form says about a paper.
type PaperForm struct {
	DatedOn    Date
	IssuerID   ID
	SignerID   ID
	Quality    string
	QualityOf  string
	SignerPost string
	Recipients string
	Copies     *int64
	Options    Choices
	Version    int64
	Keep       bool // the office is to be proposed the same next time
}

// PaperHabit is what an office is used to: how a kind of paper was signed and set last.
type PaperHabit struct {
	SignerID   ID
	Quality    string
	QualityOf  string
	SignerPost string
	Recipients string
	Copies     *int64
	Options    Choices
}

func (form *PaperForm) check(kind PaperKind) Invalid {
	wrong := Invalid{}
	form.QualityOf, form.SignerPost, form.Recipients = viet.Clean(form.QualityOf), viet.Clean(form.SignerPost), viet.CleanText(form.Recipients)
	if !slices.Contains(Qualities, form.Quality) {
		wrong["quality"] = "Hãy chọn một cách ký trong danh sách."
	}
	if form.QualityOf == "" && form.Quality != "" && form.Quality != "Q" {
		wrong["quality_of"] = "Hãy ghi ký thay ai, như “Ban Thường vụ” hoặc “Trưởng ban”."
	}
	if form.Copies != nil && (*form.Copies < 1 || *form.Copies > 10000) {
		wrong["copies"] = "Số bản từ 1 đến 10.000."
	}
	tooLong(wrong, "quality_of", form.QualityOf, maxLine)
	tooLong(wrong, "signer_post", form.SignerPost, maxLine)
	tooLong(wrong, "recipients", form.Recipients, maxText)
	chosen := Choices{}
	for _, field := range kind.Fields {
		value, given := form.Options[field.Name]
		if !given {
			continue
		}
		if value, why := field.read(value); why != "" {
			wrong[field.Name] = why
		} else if value != field.Usual || field.Kind == "choices" {
			chosen[field.Name] = value
		}
	}
	form.Options = chosen
	return wrong
}

// read makes a typed value one that the field may have, or says why it is none.
func (field PaperField) read(value string) (clean, why string) {
	codes := func(code string) bool {
		return slices.ContainsFunc(field.Choices, func(choice PaperChoice) bool { return choice.Code == code })
	}
	switch field.Kind {
	case "number":
		value = strings.ReplaceAll(viet.Clean(value), ".", "")
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < field.Least || n > field.Most {
			return "", fmt.Sprintf("Hãy ghi một số từ %s đến %s.", viet.Number(field.Least), viet.Number(field.Most))
		}
		return strconv.FormatInt(n, 10), ""
	case "yes":
		if value != "yes" {
			value = "no"
		}
		return value, ""
	case "choice":
		if !codes(value) {
			return "", "Hãy chọn một mục trong danh sách."
		}
		return value, ""
	case "choices":
		var known []string
		for _, code := range strings.Fields(value) {
			if codes(code) {
				known = append(known, code)
			}
		}
		return strings.Join(known, " "), ""
	case "lines":
		if value = viet.CleanText(value); len(value) > maxText {
			return "", "Nội dung quá dài."
		}
		return value, ""
	}
	if value = viet.Clean(value); len([]rune(value)) > maxLine {
		return "", "Nội dung quá dài."
	}
	return value, ""
}

// SavePaper changes what is decided about a paper. It names the version it was made on; zero: of a paper about which nothing was decided.
// An issued paper stays as it was issued: the next version is printed from this.
func (db *DB) SavePaper(ctx context.Context, by Actor, event ID, kind, subject string, form PaperForm) error {
	known, ok := KindOfPaper(kind)
	if !ok {
		return ErrNotFound
	}
	if wrong := form.check(known); len(wrong) > 0 {
		return wrong
	}
	err := db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Paper(ctx, event, kind, subject)
		if err != nil {
			return Change{}, err
		}
		if before.Version != form.Version {
			return Change{}, Stale{before.Version, before}
		}
		if form.SignerID != 0 {
			if _, err := tx.Person(ctx, form.SignerID); errors.Is(err, ErrNotFound) {
				return Change{}, Invalid{"signer": "Không thấy người ký này trong danh bạ."}
			} else if err != nil {
				return Change{}, err
			}
		}
		if form.IssuerID != 0 && form.IssuerID != before.IssuerID {
			if ours, err := tx.mayIssue(ctx, event, form.IssuerID); err != nil {
				return Change{}, err
			} else if !ours {
				return Change{}, Invalid{"issuer": "Văn bản do cơ quan tổ chức hoặc một cơ quan cấp trên ban hành."}
			}
		}
		stays, err := tx.inRegister(ctx, before)
		if err != nil {
			return Change{}, err
		}
		after := before
		after.DatedOn, after.IssuerID, after.SignerID, after.Quality, after.QualityOf = form.DatedOn, form.IssuerID, form.SignerID, form.Quality, form.QualityOf
		after.SignerPost, after.Recipients, after.Copies, after.Options = form.SignerPost, form.Recipients, form.Copies, form.Options
		if before.ID != 0 && before.entry() == after.entry() {
			return Change{}, nil
		}
		if after, err = tx.keepPaper(ctx, after); err != nil {
			return Change{}, err
		}
		options, err := json.Marshal(after.Options, json.Deterministic(true))
		if err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `
			UPDATE papers SET dated_on = ?, issuer_id = ?, signer_id = ?, quality = ?, quality_of = ?, signer_post = ?, recipients = ?, copies = ?, options = ?,
				version = version + 1 WHERE id = ?`, after.DatedOn, after.IssuerID, after.SignerID, after.Quality, after.QualityOf, after.SignerPost,
			after.Recipients, after.Copies, string(options), after.ID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicPapers, What: "edit", Of: after.UID, Before: before.entry(), After: after.entry()}, stays()
	})
	if err == nil && form.Keep {
		err = db.keepHabit(ctx, by, event, kind, form)
	}
	return err
}

// mayIssue tells whether an event's papers may be a body's: the organizer's, or those of one above it. A number is taken from its register.
func (tx *DB) mayIssue(ctx context.Context, event, issuer ID) (bool, error) {
	of, err := tx.EventByID(ctx, event)
	if err != nil {
		return false, err
	}
	line, err := tx.Ancestry(ctx, of.OrganizerID)
	return slices.ContainsFunc(line, func(o Organization) bool { return o.ID == issuer }), err
}

// paperEntry is what is decided about a paper, as the journal keeps it.
type paperEntry struct {
	Paper      string
	PaperDate  Date
	IssuerID   ID
	SignerID   ID
	Quality    string
	QualityOf  string
	SignerPost string
	Recipients string
	Copies     int64
	Choices    string
}

func (p Paper) entry() paperEntry {
	entry := paperEntry{p.Kind, p.DatedOn, p.IssuerID, p.SignerID, p.Quality, p.QualityOf, p.SignerPost, p.Recipients, 0, ""}
	if p.Copies != nil {
		entry.Copies = *p.Copies
	}
	var chosen []string
	for _, name := range slices.Sorted(maps.Keys(p.Options)) {
		label := name
		if known, ok := KindOfPaper(p.Kind); ok {
			label = known.Field(name).Label
		}
		chosen = append(chosen, label+": "+p.Options[name])
	}
	entry.Choices = strings.Join(chosen, "; ")
	return entry
}

// keepHabit writes down what the event's organizer is used to.
func (db *DB) keepHabit(ctx context.Context, by Actor, event ID, kind string, form PaperForm) error {
	habit := PaperHabit{form.SignerID, form.Quality, form.QualityOf, form.SignerPost, form.Recipients, form.Copies, form.Options}
	content, err := json.Marshal(habit, json.Deterministic(true), json.OmitZeroStructFields(true))
	if err != nil {
		return err
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var organizer Organization
		if err := tx.get(ctx, &organizer, `SELECT * FROM organizations WHERE id = (SELECT organizer_id FROM events WHERE id = ?)`, event); err != nil {
			return Change{}, err
		}
		changed, err := tx.affect(ctx, `
			INSERT INTO settings (organization_id, name, content) VALUES (?, ?, ?)
			ON CONFLICT (name, COALESCE(organization_id, 0)) DO UPDATE SET content = excluded.content, version = settings.version + 1 WHERE settings.content <> excluded.content`,
			organizer.ID, "paper."+kind, string(content))
		if err != nil || changed == 0 {
			return Change{}, err
		}
		return Change{Topic: TopicSettings, What: "habit", Of: organizer.UID, After: struct{ Name, Paper string }{organizer.Name, kind}}, nil
	})
}

// habit is what is proposed for a paper about which nothing is decided yet: what the organizer, or who is above it, wrote down as its habit;
// else how the organizer's last paper of the kind was signed.
func (tx *DB) habit(ctx context.Context, event ID, kind string) (habit PaperHabit, err error) {
	var organizer ID
	if err := tx.get(ctx, &organizer, `SELECT organizer_id FROM events WHERE id = ?`, event); err != nil {
		return habit, err
	}
	line, err := tx.Ancestry(ctx, organizer)
	if err != nil {
		return habit, err
	}
	for _, body := range line {
		var content string
		err := tx.get(ctx, &content, `SELECT content FROM settings WHERE organization_id = ? AND name = ?`, body.ID, "paper."+kind)
		if err == nil {
			err = json.Unmarshal([]byte(content), &habit)
			if body.ID != organizer { // the signer and the recipients are that body's own
				habit = PaperHabit{Options: habit.Options, Copies: habit.Copies}
			}
			return habit, err
		}
		if !errors.Is(err, ErrNotFound) {
			return habit, err
		}
	}
	var last Paper
	err = tx.get(ctx, &last, `
		SELECT papers.* FROM papers JOIN events ON events.id = event_id
		WHERE organizer_id = ? AND papers.kind = ? AND event_id <> ? AND (papers.signer_id IS NOT NULL OR papers.options <> '{}') ORDER BY events.starts_at DESC, papers.id DESC LIMIT 1`,
		organizer, kind, event)
	if errors.Is(err, ErrNotFound) {
		return habit, nil
	}
	return PaperHabit{last.SignerID, last.Quality, last.QualityOf, last.SignerPost, last.Recipients, last.Copies, last.Options}, err
}
