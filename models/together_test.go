package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// batch lets writes wait behind one that holds the file until all of them do, in their order, and answers how each of them ended.
func batch(t *testing.T, db *models.DB, works ...func(tx *models.DB) error) []error {
	t.Helper()
	ctx := context.Background()
	ends := make([]error, len(works))
	var group sync.WaitGroup
	if err := db.Share(ctx, func(*models.DB) error {
		for i, work := range works {
			group.Go(func() {
				defer func() {
					if reason := recover(); reason != nil {
						ends[i] = fmt.Errorf("panic: %v", reason)
					}
				}()
				ends[i] = db.Share(ctx, work)
			})
			for db.Waiting() <= i {
				time.Sleep(time.Millisecond)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	group.Wait()
	return ends
}

// onFile is a database of SQLite with a table to write into, and what is in it for whoever reads from outside.
func onFile(t *testing.T) (db *models.DB, write func(n int) func(tx *models.DB) error, written func() []string) {
	t.Helper()
	if modelstest.Server != "" {
		t.Skip("PostgreSQL lets many write at once, each with a commit of its own")
	}
	ctx, name := context.Background(), modelstest.Name(t)
	db, err := models.Open(ctx, name, models.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Exec(ctx, `CREATE TABLE written (n BIGINT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	write = func(n int) func(tx *models.DB) error {
		return func(tx *models.DB) error { return tx.Exec(ctx, fmt.Sprintf(`INSERT INTO written (n) VALUES (%d)`, n)) }
	}
	return db, write, func() []string { return values(t, rawAt(t, name), `SELECT n FROM written ORDER BY n`) }
}

// Writes that wait for each other are one commit; what goes wrong with one of them is undone alone.
func TestWritesTogether(t *testing.T) {
	db, write, written := onFile(t)
	ctx, refused := context.Background(), errors.New("refused")
	var inside, outside int
	ends := batch(t, db,
		write(1),
		func(tx *models.DB) error { return errors.Join(write(2)(tx), refused) },
		func(tx *models.DB) error { write(3)(tx); panic("three") },
		func(tx *models.DB) (err error) {
			if inside, err = tx.Count(ctx, `SELECT count(*) FROM written`); err == nil {
				outside, err = db.Count(ctx, `SELECT count(*) FROM written`)
			}
			return errors.Join(err, write(4)(tx))
		},
	)
	if ends[0] != nil || !errors.Is(ends[1], refused) || ends[2] == nil || ends[2].Error() != "panic: three" || ends[3] != nil {
		t.Errorf("the writes ended with %v", ends)
	}
	if inside != 1 || outside != 0 {
		t.Errorf("the fourth write sees %d rows, and others %d before it has ended", inside, outside)
	}
	if got := written(); !slices.Equal(got, []string{"1", "4"}) {
		t.Errorf("there is %v", got)
	}
}

// When the file cannot grow, each is told what became of its own write.
func TestWritesTogetherOnFullDisk(t *testing.T) {
	db, write, written := onFile(t)
	ctx := context.Background()
	pages, err := db.Count(ctx, `PRAGMA page_count`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
	ends := batch(t, db, write(1), func(tx *models.DB) error {
		return tx.Exec(ctx, `INSERT INTO written (n) WITH RECURSIVE many (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM many WHERE n < 100000) SELECT n FROM many`)
	}, write(3))
	if !errors.Is(ends[1], models.ErrDiskFull) {
		t.Errorf("the large write ended with %v", ends[1])
	}
	kept := []string{}
	for i, n := range []string{"1", "", "3"} {
		if ends[i] == nil {
			kept = append(kept, n)
		}
	}
	if got := written(); !slices.Equal(got, kept) {
		t.Errorf("there is %v, and told was %v", got, ends)
	}
	if err := db.Exec(ctx, `PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if ends := batch(t, db, write(5), write(6)); ends[0] != nil || ends[1] != nil {
		t.Errorf("afterwards: %v", ends)
	}
}

// Many at once, some of which fail: what was acknowledged is there, and nothing else.
func TestManyWritesTogether(t *testing.T) {
	db, write, written := onFile(t)
	var mu sync.Mutex
	var group sync.WaitGroup
	told := []string{}
	for n := 1000; n < 1200; n++ {
		group.Go(func() {
			err := db.Share(context.Background(), func(tx *models.DB) error {
				if err := write(n)(tx); err != nil || n%3 > 0 {
					return err
				}
				return errors.New("refused")
			})
			if (err == nil) != (n%3 > 0) {
				t.Errorf("%d: %v", n, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				told = append(told, fmt.Sprint(n))
			}
		})
	}
	group.Wait()
	slices.Sort(told)
	if got := written(); !slices.Equal(got, told) {
		t.Errorf("told was %v, there is %v", told, got)
	}
}
