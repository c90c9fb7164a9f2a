package models_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkRatiosOfImport compares bringing ten thousand rows in with reading the same file by its library alone, and with bare inserts.
func BenchmarkRatiosOfImport(b *testing.B) {
	if modelstest.Server != "" {
		b.Skip("on SQLite")
	}
	const rows = 10_000
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	file := listOf(b, rows)
	db := openedAt(b, modelstest.Few.Unguarded(b))
	event, err := db.Event(ctx, modelstest.CrowdSlug)
	if err != nil {
		b.Fatal(err)
	}
	user, err := db.AddUser(ctx, by, models.NewUser{Account: "van-thu", Name: "Văn thư", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Organizer, OrganizationID: event.OrganizerID}}})
	if err != nil {
		b.Fatal(err)
	}
	if user, err = db.User(ctx, user.ID); err != nil {
		b.Fatal(err)
	}
	see := func(b *testing.B) (models.Import, models.Preview) {
		waiting, err := db.AddImport(ctx, &user, event, "danh sách.xlsx", file)
		if err == nil {
			waiting, err = db.Import(ctx, &user, event.ID, waiting.ID)
		}
		if err != nil {
			b.Fatal(err)
		}
		preview, err := db.PreviewImport(ctx, &user, waiting)
		if err != nil || preview.Counts["new"] != rows {
			b.Fatal(preview.Counts, err)
		}
		return waiting, preview
	}
	modelstest.Ratio{What: "a list of 10,000 rows uploaded and seen row by row", Against: "its file read by the library alone", AtMost: 4, Milliseconds: true}.Measure(b, func(b *testing.B) {
		waiting, _ := see(b)
		if err := db.DropImport(ctx, &user, waiting.ID); err != nil {
			b.Fatal(err)
		}
	}, func(b *testing.B) {
		book, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		defer book.Close()
		if read, err := book.GetRows("Sheet1"); err != nil || len(read) != rows+1 {
			b.Fatal(len(read), err)
		}
	})
	// What was seen is worked out once more within the same change, so that nothing has moved meanwhile.
	modelstest.Figure(b, "10,000 rows taken over, against bare inserts of as many people, posts and delegates", "ratio", 12, func(b *testing.B) float64 {
		waiting, preview := see(b)
		start := time.Now()
		done, err := db.ApplyImport(ctx, &user, waiting, preview.Seen, false)
		took := time.Since(start)
		if err != nil || done.Delegates != rows {
			b.Fatal(done, err)
		}
		return took.Seconds() / bare(b, 3*rows).Seconds()
	})
}

// listOf is a list of so many people, all of other names.
func listOf(b *testing.B, rows int) []byte {
	book := excelize.NewFile()
	defer book.Close()
	write := func(at int, cells ...any) {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", at), &cells); err != nil {
			b.Fatal(err)
		}
	}
	write(1, "TT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Thư điện tử")
	syllables := []string{"An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Khánh", "Lan", "Minh"}
	for i := range rows {
		name := "Nguyễn Mẫu"
		for n := i; n >= 0; n = n/10 - 1 {
			name += " " + syllables[n%10]
		}
		write(i+2, i+1, name, fmt.Sprintf("Chuyên viên phòng số %d", i%17), fmt.Sprintf("Sở số %d", i%23), fmt.Sprintf("09%08d", i), fmt.Sprintf("nguoi-%d@hanam.example", i))
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// bare is how long so many durable inserts take, in one transaction and with one index.
func bare(b *testing.B, rows int) time.Duration {
	raw, err := sql.Open("hoithao-sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	if _, err := raw.Exec(`CREATE TABLE bare (id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, phone TEXT NOT NULL); CREATE INDEX bare_by_name ON bare (folded)`); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	tx, err := raw.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare(`INSERT INTO bare (name, folded, phone) VALUES (?, ?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		if _, err := insert.Exec("Nguyễn Văn Thuần", fmt.Sprint("nguyen van thuan ", i), "0900000000"); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
