package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Document is a paper that an event gives out: to its staff, to delegates of some groups, or to whoever sees the event, and for a while.
type Document struct {
	ID        ID
	UID       string
	EventID   ID `db:"event_id"`
	ItemID    ID `db:"item_id"` // of the agenda; zero: of the event
	Position  int64
	Title     string
	Audience  string // staff, groups, all
	GroupIDs  string `db:"group_ids"`  // uids of the groups, when the audience is groups
	OpenFrom  Time   `db:"open_from"`  // zero: at once
	OpenUntil Time   `db:"open_until"` // zero: for good
	Version   int64

	Versions []DocumentVersion `db:"-"` // the oldest first
}

// DocumentVersion is one state of a document: a stored file with the name under which it is given out.
type DocumentVersion struct {
	EventID    ID `db:"event_id"`
	DocumentID ID `db:"document_id"`
	Position   int64
	FileSHA256 SHA256 `db:"file_sha256"`
	FileName   string `db:"file_name"`
	AddedAt    Time   `db:"added_at"`

	Size int64 // bytes
	Type string
}

// Weight is the size as people read it.
func (v DocumentVersion) Weight() string {
	if v.Size < 1<<20 {
		return viet.Number((v.Size+1023)>>10) + " KB"
	}
	return viet.Decimal(float64(v.Size)/(1<<20), 1) + " MB"
}

// Format is what kind of file it is, as people call it: "PDF", "DOCX". The name's ending goes by the content.
func (v DocumentVersion) Format() string {
	return strings.ToUpper(strings.TrimPrefix(path.Ext(v.FileName), "."))
}

// DocumentAudiences are whom a document may be for, in the order in which forms offer them.
var DocumentAudiences = []string{"staff", "groups", "all"}

// Latest is the version that is given out; the zero DocumentVersion when there is none.
func (d Document) Latest() DocumentVersion {
	if len(d.Versions) == 0 {
		return DocumentVersion{}
	}
	return d.Versions[len(d.Versions)-1]
}

// Open tells whether the document is given out at an instant at all.
func (d Document) Open(now Time) bool {
	return len(d.Versions) > 0 && !now.Before(d.OpenFrom.Time) && (d.OpenUntil.IsZero() || now.Before(d.OpenUntil.Time))
}

// OpenTo tells whether somebody who is not staff may have the document at an instant: a guest is in no group.
func (d Document) OpenTo(groups []string, now Time) bool {
	switch {
	case !d.Open(now):
		return false
	case d.Audience == "all":
		return true
	}
	return d.Audience == "groups" && slices.ContainsFunc(strings.Fields(d.GroupIDs), func(uid string) bool { return slices.Contains(groups, uid) })
}

// State tells where the document stands, for a tag: open, coming, over.
func (d Document) State(now Time) string {
	switch {
	case d.Audience == "staff":
		return "inside"
	case now.Before(d.OpenFrom.Time):
		return "coming"
	case !d.Open(now):
		return "over"
	}
	return "open"
}

// Documents lists the documents of an event in their order, with their versions.
func (db *DB) Documents(ctx context.Context, event ID) ([]Document, error) {
	return db.documents(ctx, `event_id = ?`, event)
}

func (db *DB) documents(ctx context.Context, condition string, args ...any) ([]Document, error) {
	documents := []Document{}
	var versions []DocumentVersion
	if err := db.list(ctx, &documents, `SELECT * FROM documents WHERE `+condition+` ORDER BY position, id`, args...); err != nil || len(documents) == 0 {
		return documents, err
	}
	err := db.list(ctx, &versions, `
		SELECT document_versions.*, files.size, files.type FROM document_versions JOIN files ON sha256 = file_sha256
		WHERE document_id IN (SELECT id FROM documents WHERE `+condition+`) ORDER BY document_id, document_versions.position`, args...)
	for _, version := range versions {
		at := slices.IndexFunc(documents, func(d Document) bool { return d.ID == version.DocumentID })
		if at >= 0 {
			documents[at].Versions = append(documents[at].Versions, version)
		}
	}
	return documents, err
}

// Document reads one of an event.
func (db *DB) Document(ctx context.Context, event, id ID) (Document, error) {
	documents, err := db.documents(ctx, `event_id = ? AND id = ?`, event, id)
	if err == nil && len(documents) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Document{}, err
	}
	return documents[0], nil
}

// DocumentsFor are the documents that somebody who is in some groups of the event may have at an instant; in none: a guest.
func (db *DB) DocumentsFor(ctx context.Context, event ID, groups []ID, now Time) ([]Document, error) {
	documents, _, err := db.DocumentsUntil(ctx, event, groups, now)
	return documents, err
}

// DocumentsUntil is DocumentsFor, and the instant until which the answer is true; zero: until somebody changes it.
func (db *DB) DocumentsUntil(ctx context.Context, event ID, groups []ID, now Time) (open []Document, until Time, err error) {
	var uids []string
	if len(groups) > 0 {
		if err := db.listIn(ctx, &uids, `SELECT uid FROM groups WHERE event_id = ? AND id IN (?)`, event, groups); err != nil {
			return nil, until, err
		}
	}
	documents, err := db.documents(ctx, `event_id = ? AND audience <> 'staff'`, event)
	for _, document := range documents {
		if document.OpenTo(uids, now) {
			open = append(open, document)
		}
		for _, turn := range []Time{document.OpenFrom, document.OpenUntil} {
			if turn.After(now.Time) && (until.IsZero() || turn.Before(until.Time)) {
				until = turn
			}
		}
	}
	return open, until, err
}

// check makes the document's text clean and says what is wrong with it.
func (tx *DB) checkDocument(ctx context.Context, d *Document) error {
	wrong := Invalid{}
	d.Title = viet.Clean(d.Title)
	if d.Title == "" {
		wrong["title"] = "Hãy ghi tên tài liệu."
	}
	tooLong(wrong, "title", d.Title, maxLine)
	if !slices.Contains(DocumentAudiences, d.Audience) {
		wrong["audience"] = "Hãy chọn ai được xem."
	}
	if !d.OpenFrom.IsZero() && !d.OpenUntil.IsZero() && !d.OpenUntil.After(d.OpenFrom.Time) {
		wrong["until"] = "Lúc thu hồi phải sau lúc mở."
	}
	if d.Audience != "groups" {
		d.GroupIDs = ""
	} else {
		var known []string
		if err := tx.list(ctx, &known, `SELECT uid FROM groups WHERE event_id = ? ORDER BY position, id`, d.EventID); err != nil {
			return err
		}
		asked := strings.Fields(d.GroupIDs)
		d.GroupIDs = strings.Join(slices.DeleteFunc(known, func(uid string) bool { return !slices.Contains(asked, uid) }), " ")
		if d.GroupIDs == "" {
			wrong["groups"] = "Hãy chọn ít nhất một nhóm."
		}
	}
	if d.ItemID != 0 {
		var there bool
		if err := tx.get(ctx, &there, `SELECT EXISTS (SELECT 1 FROM agenda_items WHERE event_id = ? AND id = ?)`, d.EventID, d.ItemID); err != nil {
			return err
		}
		if !there {
			wrong["item"] = "Không có mục này."
		}
	}
	return wrong.err()
}

// documentEntry is what the journal keeps of a document.
type documentEntry struct {
	Title     string
	ItemID    ID `json:",omitzero"`
	Audience  string
	Group     []string `json:",omitzero"` // names
	OpenFrom  Time     `json:",omitzero"`
	OpenUntil Time     `json:",omitzero"`
	FileName  string   `json:",omitzero"`
}

func (tx *DB) documentEntry(ctx context.Context, d Document) (documentEntry, error) {
	entry := documentEntry{Title: d.Title, ItemID: d.ItemID, Audience: d.Audience, OpenFrom: d.OpenFrom, OpenUntil: d.OpenUntil, FileName: d.Latest().FileName}
	if d.GroupIDs == "" {
		return entry, nil
	}
	err := tx.listIn(ctx, &entry.Group, `SELECT name FROM groups WHERE event_id = ? AND uid IN (?) ORDER BY position, id`, d.EventID, strings.Fields(d.GroupIDs))
	return entry, err
}

// Upload is a file as it was sent: its content and the name it had there.
type Upload struct {
	Content   []byte
	Name      string
	NotSecret bool // who sends it says that it is no secret paper, although it looks like one
}

// AddUpload stores a file of a document, before anything is locked: Invalid at "file" when it is of no type that is given out, is broken or too
// large, and at "not_secret" when it is marked as a secret paper and nobody says that it is none.
func (db *DB) AddUpload(ctx context.Context, upload Upload) (SHA256, string, error) {
	kind, why := documentType(upload.Content)
	if why != "" {
		return "", "", Invalid{"file": why}
	}
	if mark := secretMark(upload.Content, kind, upload.Name); mark != "" && !upload.NotSecret {
		return "", "", Invalid{"not_secret": fmt.Sprintf("Tệp này có dấu chỉ độ mật (%s). Tài liệu mật không được đưa lên đây. Nếu đây không phải tài liệu mật, hãy chọn lại tệp và đánh dấu ô xác nhận.", mark)}
	}
	sha, err := db.AddFile(ctx, bytes.NewReader(upload.Content), MaxUpload)
	return SHA256(sha), fileName(upload.Name, kind), err
}

// AddDocument adds a document at the end, with a stored file as its first version; without one it waits for it.
func (db *DB) AddDocument(ctx context.Context, by Actor, document Document, sha SHA256, name string) (Document, error) {
	err := db.change(ctx, by, document.EventID, func(tx *DB) (Change, error) {
		if err := tx.checkDocument(ctx, &document); err != nil {
			return Change{}, err
		}
		id, err := tx.add(ctx, `
			INSERT INTO documents (uid, event_id, item_id, position, title, audience, group_ids, open_from, open_until)
			VALUES (?, ?, ?, (SELECT COALESCE(max(position), 0) + 1 FROM documents WHERE event_id = ?), ?, ?, ?, ?, ?) RETURNING id`,
			newUID(), document.EventID, document.ItemID, document.EventID, document.Title, document.Audience, document.GroupIDs, document.OpenFrom, document.OpenUntil)
		if err == nil && sha != "" {
			err = tx.addVersion(ctx, document.EventID, id, sha, name)
		}
		if err != nil {
			return Change{}, err
		}
		if document, err = tx.Document(ctx, document.EventID, id); err != nil {
			return Change{}, err
		}
		entry, err := tx.documentEntry(ctx, document)
		return Change{Topic: TopicDocuments, What: "add", Of: document.UID, After: entry}, err
	})
	if err != nil && sha != "" {
		err = errors.Join(err, db.dropFiles(ctx, []string{string(sha)}))
	}
	return document, err
}

func (tx *DB) addVersion(ctx context.Context, event, document ID, sha SHA256, name string) error {
	return tx.exec(ctx, `
		INSERT INTO document_versions (event_id, document_id, position, file_sha256, file_name, added_at)
		VALUES (?, ?, (SELECT COALESCE(max(position), 0) + 1 FROM document_versions WHERE document_id = ?), ?, ?, ?)`, event, document, document, sha, name, tx.Now())
}

// AddDocumentVersion gives a document a new version; the earlier ones stay, for staff.
func (db *DB) AddDocumentVersion(ctx context.Context, by Actor, event, id ID, sha SHA256, name string) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Document(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		if latest := before.Latest(); latest.FileSHA256 == sha && latest.FileName == name {
			return Change{}, nil
		}
		was, err := tx.documentEntry(ctx, before)
		if err != nil {
			return Change{}, err
		}
		now := was
		now.FileName = name
		return Change{Topic: TopicDocuments, What: "version", Of: before.UID, Before: was, After: now}, tx.addVersion(ctx, event, id, sha, name)
	})
}

// SaveDocument changes what a document is called, for whom it is and when. It names the version it was made on.
func (db *DB) SaveDocument(ctx context.Context, by Actor, document Document) error {
	return db.changeDocument(ctx, by, "edit", document, func(tx *DB, before Document) (Document, error) {
		if before.Version != document.Version {
			return before, Stale{before.Version, before}
		}
		after := before
		after.Title, after.ItemID, after.Audience, after.GroupIDs, after.OpenFrom, after.OpenUntil =
			document.Title, document.ItemID, document.Audience, document.GroupIDs, document.OpenFrom, document.OpenUntil
		return after, tx.checkDocument(ctx, &after)
	})
}

// WithdrawDocument takes a document back: from now on only staff have it.
func (db *DB) WithdrawDocument(ctx context.Context, by Actor, event, id ID) error {
	return db.changeDocument(ctx, by, "withdraw", Document{EventID: event, ID: id}, func(tx *DB, before Document) (Document, error) {
		after := before
		if now := tx.Now(); before.OpenUntil.IsZero() || before.OpenUntil.After(now.Time) {
			if after.OpenUntil = now; !before.OpenFrom.Before(now.Time) { // not open yet, and not to be
				after.OpenFrom = Time{}
			}
		}
		return after, nil
	})
}

func (db *DB) changeDocument(ctx context.Context, by Actor, what string, document Document, edit func(tx *DB, before Document) (Document, error)) error {
	return db.change(ctx, by, document.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Document(ctx, document.EventID, document.ID)
		if err != nil {
			return Change{}, err
		}
		after, err := edit(tx, before)
		if err != nil {
			return Change{}, err
		}
		if after.Title == before.Title && after.ItemID == before.ItemID && after.Audience == before.Audience && after.GroupIDs == before.GroupIDs &&
			after.OpenFrom == before.OpenFrom && after.OpenUntil == before.OpenUntil {
			return Change{}, nil
		}
		was, err := tx.documentEntry(ctx, before)
		if err != nil {
			return Change{}, err
		}
		now, err := tx.documentEntry(ctx, after)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDocuments, What: what, Of: before.UID, Before: was, After: now}, tx.exec(ctx, `
			UPDATE documents SET title = ?, item_id = ?, audience = ?, group_ids = ?, open_from = ?, open_until = ?, version = version + 1 WHERE event_id = ? AND id = ?`,
			after.Title, after.ItemID, after.Audience, after.GroupIDs, after.OpenFrom, after.OpenUntil, document.EventID, document.ID)
	})
}

// MoveDocument moves a document one place up or down.
func (db *DB) MoveDocument(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.moveWithin(ctx, by, event, inOrder{table: "documents", topic: TopicDocuments}, id, up)
}

// RemoveDocument removes a document with all its versions; the journal keeps what it was called, and nothing any more the files unless
// something else has them.
func (db *DB) RemoveDocument(ctx context.Context, by Actor, event, id ID) error {
	var document Document
	if err := db.change(ctx, by, event, func(tx *DB) (_ Change, err error) {
		if document, err = tx.Document(ctx, event, id); err != nil {
			return Change{}, err
		}
		entry, err := tx.documentEntry(ctx, document)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDocuments, What: "remove", Of: document.UID, Before: entry}, tx.exec(ctx, `DELETE FROM documents WHERE event_id = ? AND id = ?`, event, id)
	}); err != nil {
		return err
	}
	var files []string
	for _, version := range document.Versions {
		files = append(files, string(version.FileSHA256))
	}
	return db.dropFiles(ctx, files)
}
