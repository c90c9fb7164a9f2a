package models

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"hoithao/models/viet"
)

// ArchiveEvent closes an event for good: from then on all of it is only read. Numbers that were set aside and bear no paper are given up, and
// letters that still wait are held back.
func (db *DB) ArchiveEvent(ctx context.Context, by Actor, event ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		var before Event
		if err := tx.get(ctx, &before, `SELECT * FROM events WHERE id = ?`, event); err != nil {
			return Change{}, err
		}
		now := tx.Now()
		switch {
		case before.Home != "":
			return Change{}, Invalid{"": "Sự kiện này do cơ quan khác giao: hãy đưa hồ sơ về đó rồi lưu trữ."}
		case before.CancelledAt.IsZero() && (before.EndsAt.IsZero() || before.EndsAt.After(now.Time)):
			return Change{}, Invalid{"": "Sự kiện chưa kết thúc nên chưa lưu trữ được."}
		}
		if err := tx.exec(ctx, `UPDATE register_numbers SET state = 'cancelled', reason = ? WHERE event_uid = ? AND paper_uid = '' AND state = 'reserved'`,
			"Giữ cho sự kiện, không dùng đến", before.UID); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE outbox SET state = 'paused' WHERE event_id = ? AND state = 'waiting'`, event); err != nil {
			return Change{}, err
		}
		after := before
		after.ArchivedAt = now
		after.Version++
		return Change{Topic: TopicEvent, What: "archive", Of: before.UID, Before: before, After: after},
			tx.exec(ctx, `UPDATE events SET archived_at = ?, version = version + 1 WHERE id = ?`, now, event)
	})
}

// reopenEntry is the reopening of an archived event as the journal keeps it.
type reopenEntry struct{ Reason string }

// UnarchiveEvent takes an event out of the archive, for a reason that the journal keeps. Beside the erasure of somebody's data it is the one change that an archived event takes.
func (db *DB) UnarchiveEvent(ctx context.Context, by Actor, event ID, reason string) error {
	reason = viet.CleanText(reason)
	wrong := Invalid{}
	if reason == "" {
		wrong["reason"] = "Hãy ghi lý do mở lại."
	}
	if tooLong(wrong, "reason", reason, maxLine); len(wrong) > 0 {
		return wrong
	}
	return db.transact(ctx, func(tx *DB) error {
		end := link{EventID: event}
		if err := tx.get(ctx, &end, `
			UPDATE events SET revision = revision + 1, archived_at = NULL, version = version + 1 WHERE id = ? AND archived_at IS NOT NULL
			RETURNING uid, revision, head, archived_at`, event); err != nil {
			return err
		}
		if err := tx.keepRanks(ctx, event); err != nil { // the directory may have moved meanwhile
			return err
		}
		return tx.record(ctx, by, end, Change{Topic: TopicEvent, What: "unarchive", Of: end.UID, After: reopenEntry{reason}})
	})
}

// Archive is an event as one file is made of it: the record, and every file that it keeps.
type Archive struct {
	Record  Record
	Tasks   []OpenTask
	Papers  []ArchivedPaper
	Files   []ArchivedFile // in the order in which they stand in the archive
	Full    []byte         // dump --full: the record itself, which load reads
	Written Time           // when the record last changed: the same record gives the same file
}

// ArchivedPaper is an issued version of a paper.
type ArchivedPaper struct {
	PaperVersion
	Kind PaperKind
}

// ArchivedFile is a stored file and what it is called there.
type ArchivedFile struct {
	Part   string // van-ban, tai-lieu, bai-phat-bieu, anh
	Title  string // what it is
	Name   string // its own name, with the ending
	SHA256 string
	Size   int64
}

// Archive reads what goes into the one file of an event, with the phones and addresses that somebody sees; nil: all of them. It changes nothing.
func (db *DB) Archive(ctx context.Context, slug string, sees func(Person) bool) (archive Archive, err error) {
	var full bytes.Buffer
	err = db.View(ctx, func(tx *DB) error {
		event, err := tx.Event(ctx, slug)
		if err != nil {
			return err
		}
		file, err := tx.fileOf(ctx, event, true)
		if err != nil {
			return err
		}
		if sees != nil {
			if err := tx.veil(ctx, &file, sees); err != nil {
				return err
			}
		}
		if err := file.Write(&full); err != nil {
			return err
		}
		if archive.Record, err = tx.Record(ctx, event.ID); err != nil {
			return err
		}
		if archive.Tasks, err = tx.Tasks(ctx, TaskFilter{EventID: event.ID, Limit: 10_000}); err != nil {
			return err
		}
		var last []JournalRow
		if last, err = tx.Journal(ctx, JournalFilter{EventID: event.ID, Limit: 1}); err != nil {
			return err
		}
		archive.Written = event.StartsAt
		if len(last) > 0 {
			archive.Written = last[0].At
		}
		return tx.archiveFiles(ctx, event, &archive)
	})
	archive.Full = full.Bytes()
	return archive, err
}

// veil takes out of an event's file the phones and addresses that somebody does not see, also of messages.
func (tx *DB) veil(ctx context.Context, file *File, sees func(Person) bool) error {
	var uids []string
	for _, person := range file.People {
		uids = append(uids, person.UID)
	}
	hidden := map[any]bool{}
	for some := range slices.Chunk(uids, 500) {
		var people []Person
		if err := tx.listIn(ctx, &people, `SELECT * FROM people WHERE uid IN (?)`, some); err != nil {
			return err
		}
		for _, person := range people {
			hidden[person.UID] = !sees(person)
		}
	}
	for i := range file.People {
		if person := &file.People[i]; hidden[person.UID] {
			person.Phone, person.Email, person.ContactAt = nil, nil, ""
		}
	}
	for _, event := range file.Events {
		if event.Full == nil {
			continue
		}
		for _, table := range event.Full.Tables {
			for _, row := range table.Rows {
				if table.Name == "outbox" && hidden[row["whom"]] {
					row["recipient"] = ""
				}
			}
		}
	}
	return nil
}

func (tx *DB) archiveFiles(ctx context.Context, event Event, archive *Archive) error {
	var versions []struct {
		PaperVersion
		Kind string
	}
	if err := tx.list(ctx, &versions, `
		SELECT paper_versions.*, papers.kind FROM paper_versions JOIN papers ON papers.id = paper_id WHERE paper_versions.event_id = ?
		ORDER BY issued_at, code`, event.ID); err != nil {
		return err
	}
	add := func(part, title, name string, sha SHA256) error {
		file, err := tx.StoredFile(ctx, string(sha))
		if err == nil {
			archive.Files = append(archive.Files, ArchivedFile{part, title, name, string(sha), file.Size})
		}
		return err
	}
	for _, version := range versions {
		kind, _ := KindOfPaper(version.Kind)
		archive.Papers = append(archive.Papers, ArchivedPaper{version.PaperVersion, kind})
		title := version.Caption
		if version.Number != "" {
			title += " (số " + version.Number + ")"
		}
		name := kind.Title + " " + version.Number + " ban " + strconv.FormatInt(version.Position, 10)
		if err := add("van-ban", title, name+".pdf", version.FileSHA256); err != nil {
			return err
		}
		if version.SignedSHA256 != "" {
			if err := add("van-ban", title+", bản đã ký", name+" da ky.pdf", version.SignedSHA256); err != nil {
				return err
			}
		}
	}
	documents, err := tx.Documents(ctx, event.ID)
	if err != nil {
		return err
	}
	for _, document := range documents {
		for _, version := range document.Versions {
			if err := add("tai-lieu", document.Title, version.FileName, version.FileSHA256); err != nil {
				return err
			}
		}
	}
	var texts []struct {
		Topic    string
		Speaker  string
		FileName string `db:"file_name"`
		SHA256   SHA256 `db:"file_sha256"`
	}
	if err := tx.list(ctx, &texts, `
		SELECT speeches.topic, COALESCE(TRIM(people.family || ' ' || people.given), speeches.speaker_text) AS speaker, file_name, file_sha256
		FROM speech_texts JOIN speeches ON speeches.id = speech_id LEFT JOIN delegates ON delegates.id = speeches.delegate_id LEFT JOIN people ON people.id = person_id
		WHERE speech_texts.event_id = ? AND file_sha256 IS NOT NULL ORDER BY received_at, file_sha256`, event.ID); err != nil {
		return err
	}
	for _, text := range texts {
		if err := add("bai-phat-bieu", firstOf(text.Topic, text.Speaker)+" – "+text.Speaker, text.FileName, text.SHA256); err != nil {
			return err
		}
	}
	photos := slices.DeleteFunc(slices.Clone(archive.Record.Photos), func(p Photo) bool { return p.FileSHA256 == "" })
	for i, photo := range photos {
		file, err := tx.StoredFile(ctx, string(photo.FileSHA256))
		if err != nil {
			return err
		}
		ending := map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}[file.Type]
		if err := add("anh", firstOf(photo.Caption, "Ảnh "+strconv.Itoa(i+1)), "anh "+strconv.Itoa(i+1)+ending, photo.FileSHA256); err != nil {
			return err
		}
	}
	return nil
}
