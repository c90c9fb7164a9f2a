package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// What nothing has a day after it was stored goes, with its bytes; what something has stays, and what is just being stored again.
func TestSweepFiles(t *testing.T) {
	ctx, now := context.Background(), modelstest.Now
	name := modelstest.Name(t)
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := hallOf(t, db, 0)
	store := func(text string) models.SHA256 {
		t.Helper()
		sha, err := db.AddFile(ctx, strings.NewReader("%PDF-1.4 "+text), 0)
		h.must(err)
		return models.SHA256(sha)
	}
	loose, again, linked, picture := store("không ai dùng"), store("lại được gửi lên"), store("tài liệu"), models.SHA256("")
	_, err = db.AddDocument(ctx, secretary, models.Document{EventID: h.event.ID, Title: "Báo cáo", Audience: "all"}, linked, "bao-cao.pdf")
	h.must(err)
	picture, err = db.AddPicture(ctx, aJPEG(t))
	h.must(err)
	_, err = db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID, FileSHA256: picture})
	h.must(err)
	stays := func(when string, want map[models.SHA256]bool) {
		t.Helper()
		h.must(db.SweepFiles(ctx))
		for sha, there := range want {
			if _, err := db.StoredFile(ctx, string(sha)); there != (err == nil) || !there && !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: %s, wanted there %t: %v", when, sha, there, err)
			}
		}
	}
	now = now.Add(24*time.Hour - time.Millisecond)
	stays("a moment before", map[models.SHA256]bool{loose: true, again: true, linked: true, picture: true})
	if same := store("lại được gửi lên"); same != again {
		t.Fatal("another file")
	}
	now = now.Add(time.Millisecond)
	stays("a day later", map[models.SHA256]bool{loose: false, again: true, linked: true, picture: true})
	now = now.Add(24 * time.Hour)
	stays("two days later", map[models.SHA256]bool{again: false, linked: true, picture: true})
	var pieces int
	if err := rawAt(t, name).QueryRow(`SELECT COUNT(*) FROM file_pieces WHERE sha256 NOT IN (SELECT sha256 FROM files)`).Scan(&pieces); err != nil || pieces > 0 {
		t.Errorf("%d pieces of files that are gone, %v", pieces, err)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v %v", broken, err)
	}
}
