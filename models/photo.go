package models

import (
	"bytes"
	"context"

	"hoithao/models/viet"
)

// Photo is a picture of the event with its caption and credit; FileSHA256 is "" as long as only the caption is known.
type Photo struct {
	ID         ID
	UID        string
	EventID    ID `db:"event_id"`
	Position   int64
	Caption    string
	Credit     string
	FileSHA256 SHA256 `db:"file_sha256"`
	Version    int64
}

// Photos lists the photos of an event in their order.
func (db *DB) Photos(ctx context.Context, event ID) ([]Photo, error) {
	photos := []Photo{}
	err := db.list(ctx, &photos, `SELECT * FROM photos WHERE event_id = ? ORDER BY position, id`, event)
	return photos, err
}

// Photo reads a photo of an event.
func (db *DB) Photo(ctx context.Context, event, id ID) (photo Photo, err error) {
	err = db.get(ctx, &photo, `SELECT * FROM photos WHERE event_id = ? AND id = ?`, event, id)
	return photo, err
}

// AddPicture stores a picture and answers its SHA-256, by which a photo is then linked; Invalid at "file" when it is none, is broken, or
// has more bytes or pixels than may be. What it is says its content, never its name.
func (db *DB) AddPicture(ctx context.Context, content []byte) (SHA256, error) {
	if why := badPicture(content); why != "" {
		return "", Invalid{"file": why}
	}
	sha, err := db.AddFile(ctx, bytes.NewReader(content), MaxUpload)
	return SHA256(sha), err
}

func (p *Photo) check() Invalid {
	wrong := Invalid{}
	p.Caption, p.Credit = viet.Clean(p.Caption), viet.Clean(p.Credit)
	if p.Caption == "" && p.FileSHA256 == "" {
		wrong["caption"] = "Hãy ghi chú thích hoặc chọn ảnh."
	}
	tooLong(wrong, "caption", p.Caption, maxLine)
	tooLong(wrong, "credit", p.Credit, maxLine)
	return wrong
}

// AddPhoto adds a photo at the end: a caption, a stored picture, or both.
func (db *DB) AddPhoto(ctx context.Context, by Actor, photo Photo) (Photo, error) {
	if wrong := photo.check(); len(wrong) > 0 {
		return photo, wrong
	}
	err := db.change(ctx, by, photo.EventID, func(tx *DB) (Change, error) {
		id, err := tx.add(ctx, `
			INSERT INTO photos (uid, event_id, position, caption, credit, file_sha256)
			VALUES (?, ?, (SELECT COALESCE(max(position), 0) + 1 FROM photos WHERE event_id = ?), ?, ?, ?) RETURNING id`,
			newUID(), photo.EventID, photo.EventID, photo.Caption, photo.Credit, photo.FileSHA256)
		if err != nil {
			return Change{}, err
		}
		photo, err = tx.Photo(ctx, photo.EventID, id)
		return Change{Topic: TopicPhotos, What: "add", Of: photo.UID, After: photo}, err
	})
	return photo, err
}

// SavePhoto changes a photo's caption, credit and picture. It names the version it was made on. A picture that another takes the place of is gone,
// unless something else shows it.
func (db *DB) SavePhoto(ctx context.Context, by Actor, photo Photo) error {
	if wrong := photo.check(); len(wrong) > 0 {
		return wrong
	}
	var before Photo
	if err := db.change(ctx, by, photo.EventID, func(tx *DB) (_ Change, err error) {
		if before, err = tx.Photo(ctx, photo.EventID, photo.ID); err != nil {
			return Change{}, err
		}
		if before.Version != photo.Version {
			return Change{}, Stale{before.Version, before}
		}
		after := before
		after.Caption, after.Credit, after.FileSHA256 = photo.Caption, photo.Credit, photo.FileSHA256
		if after == before {
			return Change{}, nil
		}
		after.Version++
		return Change{Topic: TopicPhotos, What: "edit", Of: before.UID, Before: before, After: after}, tx.exec(ctx,
			`UPDATE photos SET caption = ?, credit = ?, file_sha256 = ?, version = ? WHERE event_id = ? AND id = ?`,
			after.Caption, after.Credit, after.FileSHA256, after.Version, after.EventID, after.ID)
	}); err != nil || before.FileSHA256 == photo.FileSHA256 || before.FileSHA256 == "" {
		return err
	}
	return db.dropFiles(ctx, []string{string(before.FileSHA256)})
}

// MovePhoto moves a photo one place up or down.
func (db *DB) MovePhoto(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.moveWithin(ctx, by, event, inOrder{table: "photos", topic: TopicPhotos}, id, up)
}

// OrderPhotos puts all photos into an order.
func (db *DB) OrderPhotos(ctx context.Context, by Actor, event ID, order []ID) error {
	return db.putInOrder(ctx, by, event, inOrder{table: "photos", topic: TopicPhotos}, order)
}

// RemovePhoto removes a photo; the journal keeps its caption, and nothing any more its picture unless something else shows it.
func (db *DB) RemovePhoto(ctx context.Context, by Actor, event, id ID) error {
	var photo Photo
	if err := db.change(ctx, by, event, func(tx *DB) (_ Change, err error) {
		if photo, err = tx.Photo(ctx, event, id); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicPhotos, What: "remove", Of: photo.UID, Before: photo}, tx.exec(ctx, `DELETE FROM photos WHERE event_id = ? AND id = ?`, event, id)
	}); err != nil || photo.FileSHA256 == "" {
		return err
	}
	return db.dropFiles(ctx, []string{string(photo.FileSHA256)})
}
