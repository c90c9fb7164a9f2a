package models

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"hoithao/models/viet"
)

// codeLetters are those of check codes: none is taken for another, on paper or by telephone.
const codeLetters = "ABCDEFGHJKLMNPQRSTVWXYZ23456789"

// newCode is the short code of an issued paper: "7K3QM-X9ACT". It is no secret, only nobody's to guess.
func newCode() string {
	var bits [10]byte
	var code strings.Builder
	for code.Len() < 11 {
		rand.Read(bits[:])
		for _, b := range bits {
			if int(b) >= 256/len(codeLetters)*len(codeLetters) || code.Len() == 11 { // every letter as likely as any other
				continue
			}
			if code.Len() == 5 {
				code.WriteByte('-')
			}
			code.WriteByte(codeLetters[int(b)%len(codeLetters)])
		}
	}
	return code.String()
}

// CleanCode is a code as it was typed: small letters, spaces and a missing stroke do no harm.
func CleanCode(typed string) string {
	var letters strings.Builder
	for _, r := range strings.ToUpper(typed) {
		if strings.ContainsRune(codeLetters, r) {
			letters.WriteRune(r)
		}
	}
	code := letters.String()
	if len(code) != 10 {
		return ""
	}
	return code[:5] + "-" + code[5:]
}

// Digest is a number by which a form says what its reader saw, and by which a later print is known to say something else: the paper to the
// letter, whether issued or not.
func Digest(paper Printable) string {
	text, err := json.Marshal(paper, json.Deterministic(true))
	if err != nil {
		return "" // they are plain values
	}
	return hashOf(fmt.Sprintf("%T", paper), string(text))
}

// substance is a digest of what a paper says beside its number, its code and the mark of a draft, which come with the issue.
func substance(paper Printable) string {
	text, err := json.Marshal(paper, json.Deterministic(true))
	var fields map[string]jsontext.Value
	if err == nil {
		err = json.Unmarshal(text, &fields)
	}
	for _, name := range []string{"Number", "Stamp", "Draft"} {
		delete(fields, name)
	}
	if err == nil {
		text, err = json.Marshal(fields, json.Deterministic(true))
	}
	if err != nil {
		return "" // they are plain values
	}
	return hashOf(string(text))
}

// Issue is a paper about to be issued: what its reader saw, and where the printed sheet can be checked.
type Issue struct {
	Kind, Subject string
	Seen          string // Digest of the paper that was shown
	Site          string // the address of the office's program, without a slash at the end; "": none
	Reason        string // of a later version, or why it is issued although something is missing
	Override      bool   // it is issued although something is missing
}

// IssuePaper freezes a paper: its values and the bytes that print writes of them, under a number, a code and a SHA-256. A paper that bears a number takes
// the next one if it has none yet. Whoever issues has seen the paper: if it says something else by now, it is ErrConflict. The bytes are
// written outside the event's lock, which a large paper must not hold; should the record move meanwhile, they are written again, or it is
// ErrConflict when the paper says something else by then.
func (db *DB) IssuePaper(ctx context.Context, by Actor, event ID, issue Issue, print func(Printable) ([]byte, error)) (version PaperVersion, err error) {
	kind, known := KindOfPaper(issue.Kind)
	if !known || !kind.Issued {
		return version, ErrNotFound
	}
	issue.Reason = viet.CleanText(issue.Reason)
	standing, record, paper, err := db.standing(ctx, event, kind, issue.Subject, Stamp{})
	if err != nil {
		return version, err
	}
	if Digest(standing) != issue.Seen {
		return version, ErrConflict
	}
	if err := record.issuable(kind, paper, issue); err != nil {
		return version, err
	}
	if head := standing.Head(); head.Type != "" && head.Number == "" {
		if err := db.TakeNumber(ctx, by, event, issue.Kind, issue.Subject); err != nil {
			return version, err
		}
	}
	code := newCode()
	stamp := Stamp{Code: code, Version: fmt.Sprint(paper.Issued.Position + 1)}
	if issue.Site != "" {
		stamp.URL = issue.Site + "/v/" + code
	}
	for range 5 {
		composed, record, paper, err := db.standing(ctx, event, kind, issue.Subject, stamp)
		if err != nil {
			return version, err
		}
		if substance(composed) != substance(standing) {
			return version, ErrConflict
		}
		file, err := print(composed)
		if err != nil {
			return version, err
		}
		sha, fresh, err := db.addFile(ctx, bytes.NewReader(file), 0)
		if err != nil {
			return version, err
		}
		version, err = db.freeze(ctx, by, record, paper, kind, issue, composed, code, SHA256(sha))
		if err != nil && fresh {
			if err := db.dropFiles(ctx, []string{sha}); err != nil {
				return version, err
			}
		}
		if !errors.Is(err, errMoved) {
			return version, err
		}
	}
	return version, ErrConflict
}

// errMoved says that the record has moved between the writing of a paper and its issue.
var errMoved = errors.New("the record has moved")

// standing is a paper as it stands, with the record and the decisions that it was composed from, all of one moment.
func (db *DB) standing(ctx context.Context, event ID, kind PaperKind, subject string, stamp Stamp) (composed Printable, record Record, paper Paper, err error) {
	err = db.View(ctx, func(tx *DB) error {
		if paper, err = tx.Paper(ctx, event, kind.Name, subject); err != nil {
			return err
		}
		session, err := tx.sessionOf(ctx, paper)
		if err != nil {
			return err
		}
		if record, err = tx.RecordOf(ctx, event, session); err != nil {
			return err
		}
		paper.Stamp = stamp
		composed, err = tx.ComposePaper(ctx, record, kind, paper)
		return err
	})
	return composed, record, paper, err
}

// issuable says why a paper may not be issued yet.
func (record Record) issuable(kind PaperKind, paper Paper, issue Issue) error {
	if kind.Name == "minutes" {
		switch {
		case record.Minutes.State == "issued":
			return Invalid{"issue": "Biên bản này đã ban hành. Muốn có bản mới, hãy mở lại biên bản với lý do."}
		case record.Minutes.State != "final":
			return Invalid{"issue": "Biên bản phải được chốt và chủ trì đồng ý trước khi ban hành."}
		}
	}
	missing := record.PaperMissing(kind, paper)
	if len(missing) > 0 && !issue.Override {
		return Invalid{"issue": "Văn bản còn thiếu nội dung. Hãy bổ sung, hoặc ghi lý do ban hành khi còn thiếu."}
	}
	if issue.Reason == "" && (len(missing) > 0 || paper.Issued.ID != 0) {
		return Invalid{"reason": "Hãy ghi lý do."}
	}
	wrong := Invalid{}
	tooLong(wrong, "reason", issue.Reason, maxLine)
	return wrong.err()
}

// freeze links the issued file inside the event's lock, if the event stands where it stood when the file was written.
func (db *DB) freeze(ctx context.Context, by Actor, record Record, paper Paper, kind PaperKind, issue Issue, composed Printable, code string, sha SHA256) (version PaperVersion, err error) {
	content, err := json.Marshal(composed, json.Deterministic(true))
	if err != nil {
		return version, err
	}
	head := composed.Head()
	err = db.change(ctx, by, record.Event.ID, func(tx *DB) (Change, error) {
		var revision int64
		if err := tx.get(ctx, &revision, `SELECT revision FROM events WHERE id = ?`, record.Event.ID); err != nil {
			return Change{}, err
		}
		if revision != record.Event.Revision+1 { // this change has taken one
			return Change{}, errMoved
		}
		if paper, err = tx.keepPaper(ctx, paper); err != nil {
			return Change{}, err
		}
		if err := tx.get(ctx, &version, `
			INSERT INTO paper_versions (uid, event_id, paper_id, position, code, content, revision, file_sha256, reason, issued_by, issued_at, caption, number, body, dated_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
			newUID(), record.Event.ID, paper.ID, paper.Issued.Position+1, code, string(content), revision, sha, issue.Reason, by.Name, tx.Now(),
			composed.Caption(), head.FullNumber(), head.Body, head.Dated); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE register_numbers SET state = 'used' WHERE paper_uid = ? AND state = 'reserved'`, paper.UID); err != nil {
			return Change{}, err
		}
		if kind.Name == "minutes" {
			if err := tx.exec(ctx, `UPDATE minutes SET state = 'issued', version = version + 1 WHERE id = ?`, record.Minutes.ID); err != nil {
				return Change{}, err
			}
		}
		entry := issuedEntry{Paper: issue.Kind, Number: head.Number, PaperDate: head.Dated, Edition: version.Position, Code: code, SHA256: string(sha), ContentHash: hashOf(string(content)), Reason: issue.Reason}
		if issue.Override {
			for _, missing := range record.PaperMissing(kind, paper) {
				entry.Missing = append(entry.Missing, missing.What)
			}
		}
		return Change{Topic: TopicPapers, What: "issue", Of: version.UID, After: entry}, nil
	})
	return version, err
}

// issuedEntry is an issued paper as the journal keeps it: its hash stands in the chain.
type issuedEntry struct {
	Paper       string
	Number      string
	PaperDate   Date
	Edition     int64
	Code        string
	SHA256      string // of the file
	ContentHash string // of the values
	Reason      string
	Missing     []string
}

// PaperVersions lists what was issued of a paper, the newest first.
func (db *DB) PaperVersions(ctx context.Context, event ID, kind, subject string) ([]PaperVersion, error) {
	versions := []PaperVersion{}
	err := db.list(ctx, &versions, `
		SELECT paper_versions.* FROM paper_versions JOIN papers ON papers.id = paper_id
		WHERE papers.event_id = ? AND papers.kind = ? AND papers.subject_uid = ? ORDER BY paper_versions.position DESC`, event, kind, subject)
	return versions, err
}

// PaperVersion reads one of them by its position.
func (db *DB) PaperVersion(ctx context.Context, event ID, kind, subject string, position int64) (version PaperVersion, err error) {
	err = db.get(ctx, &version, `
		SELECT paper_versions.* FROM paper_versions JOIN papers ON papers.id = paper_id
		WHERE papers.event_id = ? AND papers.kind = ? AND papers.subject_uid = ? AND paper_versions.position = ?`, event, kind, subject, position)
	return version, err
}

// AddSignedCopy attaches the scan of the signed sheet, or the digitally signed PDF, to an issued version. The program neither makes nor judges a
// signature. A copy once attached is replaced only by another; the journal keeps the hash of both.
func (db *DB) AddSignedCopy(ctx context.Context, by Actor, event ID, kind, subject string, position int64, content []byte) error {
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return Invalid{"file": "Bản đã ký phải là tệp PDF."}
	}
	sha, fresh, err := db.addFile(ctx, bytes.NewReader(content), 0)
	if err != nil {
		return err
	}
	err = db.change(ctx, by, event, func(tx *DB) (Change, error) {
		version, err := tx.PaperVersion(ctx, event, kind, subject, position)
		if err != nil || version.SignedSHA256 == SHA256(sha) {
			return Change{}, err
		}
		return Change{Topic: TopicPapers, What: "signed", Of: version.UID, Before: signedEntry{kind, position, string(version.SignedSHA256)}, After: signedEntry{kind, position, sha}},
			tx.exec(ctx, `UPDATE paper_versions SET signed_sha256 = ? WHERE id = ?`, SHA256(sha), version.ID)
	})
	if err != nil && fresh {
		return errors.Join(err, db.dropFiles(ctx, []string{sha}))
	}
	return err
}

type signedEntry struct {
	Paper   string
	Edition int64
	SHA256  string
}

// Checked is what a code on a printed sheet leads to. It names nobody.
type Checked struct {
	PaperVersion
	Kind   PaperKind
	Newest int64 // the last version that was issued
}

// PaperByCode finds an issued version by the code on its pages; ErrNotFound when it is not one of ours.
func (db *DB) PaperByCode(ctx context.Context, code string) (checked Checked, err error) {
	err = db.View(ctx, func(tx *DB) error {
		if err := tx.get(ctx, &checked.PaperVersion, `SELECT * FROM paper_versions WHERE code = ?`, code); err != nil {
			return err
		}
		var kind string
		if err := tx.get(ctx, &kind, `SELECT kind FROM papers WHERE id = ?`, checked.PaperID); err != nil {
			return err
		}
		checked.Kind, _ = KindOfPaper(kind)
		return tx.get(ctx, &checked.Newest, `SELECT max(position) FROM paper_versions WHERE paper_id = ?`, checked.PaperID)
	})
	return checked, err
}

// EditionOf finds an issued version of a paper by the hash of a file: the version whose printed or signed file it is; zero when it is none of them.
func (db *DB) EditionOf(ctx context.Context, paper ID, sha string) (position int64, signed bool, err error) {
	var rows []struct {
		Position int64
		Signed   bool
	}
	err = db.list(ctx, &rows, `SELECT position, COALESCE(signed_sha256 = ?, FALSE) AS signed FROM paper_versions WHERE paper_id = ? AND (file_sha256 = ? OR signed_sha256 = ?) ORDER BY position DESC LIMIT 1`,
		sha, paper, sha, sha)
	if err != nil || len(rows) == 0 {
		return 0, false, err
	}
	return rows[0].Position, rows[0].Signed, nil
}
