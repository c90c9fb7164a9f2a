package models

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"hoithao/models/viet"
)

// Paper is what an office has decided about a paper of an event: head, signature, recipients, options. The zero Paper of an event is one
// about which nobody has decided anything.
type Paper struct {
	ID              ID
	UID             string
	EventID         ID `db:"event_id"`
	Kind            string
	SubjectUID      string `db:"subject_uid"`
	IssuerID        ID     `db:"issuer_id"` // zero: the event's organizer
	DatedOn         Date   `db:"dated_on"`
	SignerID        ID     `db:"signer_id"`
	Quality         string // TM, KT, TL, TUQ, Q; "": signs in the own post
	QualityOf       string `db:"quality_of"`
	SignerPost      string `db:"signer_post"`
	Recipients      string // a line each
	Copies          *int64
	Number          *int64
	NumberSuffix    string `db:"number_suffix"`
	Options         Choices
	PrintedAt       Time   `db:"printed_at"`
	PrintedBy       string `db:"printed_by"`
	PrintedRevision int64  `db:"printed_revision"`
	PrintedDigest   string `db:"printed_digest"`
	Version         int64

	Signer Person         `db:"-"`
	Issuer []Organization `db:"-"` // with those above, nearest first; none: the event's organizer
	Usual  Choices        `db:"-"` // what the office is used to, where nothing was chosen for this paper
	Issued PaperVersion   `db:"-"` // the last that was issued; the zero version when none was
	Stamp  Stamp          `db:"-"` // of the version being issued

	To    string           `db:"-"` // of letters: only those to whom this names, by a part of the name or the invitation's uid; "": all
	Site  string           `db:"-"` // the address of the office's program, in the codes on letters; "": none
	Parts map[string]Paper `db:"-"` // of a pack: what is decided about its papers

	kind PaperKind
}

// PaperVersion is a paper as it was issued: values and bytes, kept for ever.
type PaperVersion struct {
	ID           ID
	UID          string
	EventID      ID `db:"event_id"`
	PaperID      ID `db:"paper_id"`
	Position     int64
	Code         string // of /v/CODE
	Content      string // the composed value, JSON
	Revision     int64  // of the event
	FileSHA256   SHA256 `db:"file_sha256"`
	SignedSHA256 SHA256 `db:"signed_sha256"`
	Reason       string
	IssuedBy     string `db:"issued_by"`
	IssuedAt     Time   `db:"issued_at"`
	Caption      string // what the file is called
	Number       string // as it stands on the paper: "15-BB/BTGTU"; "": it bears none
	Body         string // who issued it, as printed
	DatedOn      Date   `db:"dated_on"`
}

// Choices are what was chosen about a paper, by the names of its kind's fields.
type Choices map[string]string

func (o *Choices) Scan(from any) error {
	var text []byte
	switch value := from.(type) {
	case string:
		text = []byte(value)
	case []byte:
		text = value
	}
	if len(text) == 0 {
		*o = nil
		return nil
	}
	return json.Unmarshal(text, o)
}

// Option is what is chosen for a field: for this paper, else by the office, else as usual.
func (p Paper) Option(name string) string {
	for _, options := range []Choices{p.Options, p.Usual} {
		if value, ok := options[name]; ok {
			return value
		}
	}
	return p.kind.Field(name).Usual
}

// Yes tells whether a field of yes and no is chosen.
func (p Paper) Yes(name string) bool { return p.Option(name) == "yes" }

// Whole is the number in a field, held to its bounds; what is none is as usual.
func (p Paper) Whole(name string) int64 {
	field := p.kind.Field(name)
	n, err := strconv.ParseInt(p.Option(name), 10, 64)
	if err != nil {
		n, _ = strconv.ParseInt(field.Usual, 10, 64)
	}
	return min(max(n, field.Least), field.Most)
}

// Some are the codes chosen of several, in the order of the field's choices.
func (p Paper) Some(name string) (codes []string) {
	chosen := " " + p.Option(name) + " "
	for _, choice := range p.kind.Field(name).Choices {
		if strings.Contains(chosen, " "+choice.Code+" ") {
			codes = append(codes, choice.Code)
		}
	}
	return codes
}

// Qualities are as whose hand somebody signs: thay mặt, ký thay, thừa lệnh, thừa ủy quyền, quyền.
var Qualities = []string{"", "TM", "KT", "TL", "TUQ", "Q"}

// head is the letterhead of a paper on its date; without one, on the given.
func (p Paper) head(record Record, usual Date) Letterhead {
	dated := usual
	if p.DatedOn != "" {
		dated = p.DatedOn
	}
	body, above := record.Organizer, record.Ancestors
	if len(p.Issuer) > 0 {
		body, above = p.Issuer[0], p.Issuer[1:]
	}
	head := record.letterheadOf(body, above, dated)
	head.Type, head.Number, head.Stamp = p.kind.Type, numbered(p.Number, p.NumberSuffix), p.Stamp
	return head
}

// draft tells whether the paper still says DỰ THẢO: one that bears a number does until it is issued.
func (p Paper) draft() bool { return p.Stamp.Code == "" }

// signature is who signs, as the form writes it: the Party's with a stroke (K/T), the State's with dots (KT.).
func (p Paper) signature(regime Regime) Signature {
	post := p.SignerPost
	if post == "" && p.SignerID != 0 {
		post = signingPost(p.Signer)
	}
	s := Signature{Post: viet.Upper(post), Name: p.Signer.Name()}
	if p.Quality == "" {
		return s
	}
	mark := p.Quality + "."
	if regime.Party() && len(p.Quality) == 2 {
		mark = p.Quality[:1] + "/" + p.Quality[1:]
	}
	if p.Quality == "Q" { // acting: one line, the post is the one acted in
		s.Post = viet.Upper(mark + " " + post)
		return s
	}
	s.Authority = viet.Upper(strings.TrimSpace(mark + " " + p.QualityOf))
	return s
}

// recipients are the places, of which a letter or a notice has at least one: dots until they are known.
func (p Paper) recipients() []string {
	if list := p.places(); len(list) > 0 {
		return list
	}
	return []string{missing}
}

// places are the recipients, a line each.
func (p Paper) places() (list []string) {
	for line := range strings.Lines(p.Recipients) {
		if line = viet.Clean(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// signingPosts are posts of those who sign papers, the longer before the shorter; what follows them in a directory is the body's name,
// which never stands in a signature (36-HD/VPTW).
var signingPosts = []string{
	"Phó Bí thư Thường trực", "Phó Chủ tịch Thường trực", "Phó Chủ nhiệm Thường trực", "Phó Trưởng ban Thường trực", "Phó Chánh Văn phòng", "Phó Tổng Giám đốc", "Phó Viện trưởng", "Phó Vụ trưởng", "Phó Cục trưởng",
	"Phó Hiệu trưởng", "Phó Giám đốc", "Phó Trưởng phòng", "Phó Trưởng ban", "Phó Trưởng Ban", "Phó Chủ nhiệm", "Phó Chủ tịch", "Phó Bí thư",
	"Chánh Văn phòng", "Tổng Giám đốc", "Viện trưởng", "Vụ trưởng", "Cục trưởng", "Hiệu trưởng", "Giám đốc", "Trưởng phòng", "Trưởng ban", "Trưởng Ban", "Chủ nhiệm", "Chủ tịch", "Bí thư",
}

// signingPost is the post in which a person would sign: the first of the posts that is one of those, without the body's name; else the last post.
func signingPost(person Person) string {
	titles := person.PostsOn("")
	for _, title := range titles {
		for _, post := range signingPosts {
			if strings.HasPrefix(title, post) {
				return post
			}
		}
	}
	if len(titles) > 0 {
		return titles[len(titles)-1]
	}
	return ""
}

// Paper reads what is decided about a paper of an event; of one about which nothing is, what the office is used to.
func (db *DB) Paper(ctx context.Context, event ID, kind, subject string) (paper Paper, err error) {
	err = db.View(ctx, func(tx *DB) error {
		err := tx.get(ctx, &paper, `SELECT * FROM papers WHERE event_id = ? AND kind = ? AND subject_uid = ?`, event, kind, subject)
		if errors.Is(err, ErrNotFound) {
			paper, err = Paper{EventID: event, Kind: kind, SubjectUID: subject}, nil
		}
		if err != nil {
			return err
		}
		return tx.furnishPaper(ctx, &paper)
	})
	return paper, err
}

// furnishPaper reads whom and what a paper's row points to.
func (tx *DB) furnishPaper(ctx context.Context, paper *Paper) (err error) {
	paper.kind, _ = KindOfPaper(paper.Kind)
	if paper.Version == 0 || len(paper.Options) == 0 {
		habit, err := tx.habit(ctx, paper.EventID, paper.Kind)
		if err != nil {
			return err
		}
		paper.Usual = habit.Options
		if paper.SignerID == 0 && paper.kind.Signed && paper.Version == 0 {
			paper.Recipients, paper.Copies = habit.Recipients, habit.Copies
			signer, err := tx.usualSigner(ctx, habit.SignerID)
			if err != nil {
				return err
			}
			if signer == habit.SignerID || signer != 0 {
				paper.SignerID, paper.Quality, paper.QualityOf, paper.SignerPost = signer, habit.Quality, habit.QualityOf, habit.SignerPost
			}
		}
	}
	if paper.ID != 0 {
		err := tx.get(ctx, &paper.Issued, `SELECT * FROM paper_versions WHERE paper_id = ? ORDER BY position DESC LIMIT 1`, paper.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	if paper.SignerID != 0 {
		if paper.Signer, err = tx.Person(ctx, paper.SignerID); err != nil {
			return err
		}
	}
	if paper.IssuerID != 0 {
		if paper.Issuer, err = tx.Ancestry(ctx, paper.IssuerID); err != nil {
			return err
		}
	}
	if paper.Kind == packKind.Name {
		paper.Parts = map[string]Paper{}
		for _, name := range paper.Some("papers") {
			if paper.Parts[name], err = tx.Paper(ctx, paper.EventID, name, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// usualSigner is who signed before, as the directory has them now: of a merged record the one to use; zero when there is nobody any more.
func (tx *DB) usualSigner(ctx context.Context, id ID) (ID, error) {
	if id == 0 {
		return 0, nil
	}
	person, err := tx.Person(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !person.ErasedAt.IsZero():
		return 0, nil
	case err == nil && person.MergedIntoID != 0:
		return tx.usualSigner(ctx, person.MergedIntoID)
	}
	return id, err
}

// ComposePaper composes a paper of a record as it stands: minutes that are final to the letter as they were agreed.
func (db *DB) ComposePaper(ctx context.Context, record Record, kind PaperKind, paper Paper) (Printable, error) {
	paper.kind = kind
	if kind.Name == "minutes" {
		minutes, err := db.Minutes(ctx, record)
		return minutes.with(paper), err
	}
	composed := record.Compose(kind, record.Proposed(kind, paper))
	if pack, ok := composed.(Pack); ok {
		for i, name := range paper.Some("papers") {
			if name == minutesKind.Name {
				minutes, err := db.Minutes(ctx, record)
				if err != nil {
					return nil, err
				}
				pack.Papers[i] = minutes.with(paper.Parts[name])
			}
		}
	}
	return composed, nil
}

// Proposed is a paper with a signer, if nobody has chosen one: who chairs the event, and how that post signs.
func (record Record) Proposed(kind PaperKind, paper Paper) Paper {
	if !kind.Signed || paper.SignerID != 0 || paper.SignerPost != "" || paper.Version != 0 {
		return paper
	}
	chairs := record.composer(record.letterhead(paper.DatedOn).Regime, paper.DatedOn).chairs()
	if len(chairs) == 0 {
		return paper
	}
	paper.Signer, paper.SignerID, paper.SignerPost = chairs[0], chairs[0].ID, signingPost(chairs[0])
	switch head, deputy := strings.CutPrefix(paper.SignerPost, "Phó "); {
	case strings.HasPrefix(head, "Bí thư"): // secretaries sign for the committee, never one for another (36-HD/VPTW)
		paper.Quality, paper.QualityOf = "TM", "Ban Thường vụ"
	case deputy: // a deputy signs for the head (36-HD/VPTW; NĐ 30/2020)
		paper.Quality, paper.QualityOf = "KT", viet.UpperFirst(strings.TrimSuffix(head, " Thường trực"))
	}
	return paper
}
