package models

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"github.com/jmoiron/sqlx"
)

// together lets short writes that come at the same time share one commit. A commit waits for the disk; of eight doors that scan at once, seven
// would wait for it only to wait for their own after it.
type together struct {
	mu      sync.Mutex
	busy    bool               // a write is on its way
	waiting []chan *sharedWork // in the order in which they came; each is sent what it goes on with
}

// mostTogether is how many writes share a commit: with more of them all doors wait for one, and then all want the processor at once.
const mostTogether = 6

// sharedWork is a transaction that goes from one write to the next, each behind a savepoint of its own.
type sharedWork struct {
	tx    *sqlx.Tx
	count int           // writes in it
	done  chan struct{} // closed when it was committed, or was not
	err   error         // then why not
}

var (
	errUnfinished = errors.New("the write did not come to its end") // it panicked
	errEndsBatch  = errors.New("the transaction has ended")
)

// sharing is the database whose transactions share their commits with others that come at the same moment: for short writes whose contexts do
// not end, since SQLite undoes a whole transaction of which one statement is interrupted.
func (db *DB) sharing() *DB {
	other := *db
	other.shares = !db.Postgres()
	return &other
}

// transactTogether runs work in a transaction that others may have begun and others may go on with. It returns when all of it is on the disk.
// An error undoes this work alone, unless SQLite has undone everything: then each of them is told.
func (db *DB) transactTogether(ctx context.Context, work func(tx *DB) error) (err error) {
	batch := db.together.enter()
	if batch == nil {
		tx, err := db.write.BeginTxx(ctx, nil)
		if err != nil {
			db.together.leave()
			return err
		}
		batch = &sharedWork{tx: tx, done: make(chan struct{})}
	}
	inner := *db
	inner.tx = batch.tx
	err = errUnfinished
	defer func() { err = inner.finish(batch, err) }()
	if batch.count > 0 {
		if _, err := batch.tx.Exec(`SAVEPOINT one`); err != nil {
			return errors.Join(errEndsBatch, err)
		}
	}
	return work(&inner)
}

// finish ends one work of a batch: it hands the batch on to the next, or commits it.
func (db *DB) finish(batch *sharedWork, err error) error {
	switch {
	case err == nil && batch.count == 0:
	case err == nil:
		_, batch.err = batch.tx.Exec(`RELEASE one`)
	case batch.count == 0 || errors.Is(err, errEndsBatch):
		batch.err = err
	default:
		_, batch.err = batch.tx.Exec(`ROLLBACK TO one; RELEASE one`)
	}
	if err == nil {
		batch.count++
	}
	if batch.err == nil && db.together.hand(batch) {
		<-batch.done // an error, too, may rest on what the batch had written before: "this scan is known"
		return cmp.Or(batch.err, err)
	}
	if batch.err == nil {
		batch.err = meaning(batch.tx.Commit())
	}
	if batch.err != nil {
		batch.tx.Rollback() // after a commit that failed it does nothing
	}
	close(batch.done)
	db.together.leave()
	if batch.err == nil {
		db.commits.tell()
	}
	return cmp.Or(batch.err, err)
}

// enter waits for its turn and answers with the batch to go on with; nil: one is to be begun.
func (t *together) enter() *sharedWork {
	t.mu.Lock()
	if !t.busy {
		t.busy = true
		t.mu.Unlock()
		return nil
	}
	turn := make(chan *sharedWork, 1)
	t.waiting = append(t.waiting, turn)
	t.mu.Unlock()
	return <-turn
}

// hand gives the batch to who waits longest; false: nobody waits, or it is full.
func (t *together) hand(batch *sharedWork) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 || batch.count >= mostTogether {
		return false
	}
	t.next(batch)
	return true
}

// leave lets who waits longest begin a batch.
func (t *together) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy = len(t.waiting) > 0; t.busy {
		t.next(nil)
	}
}

func (t *together) next(batch *sharedWork) {
	t.waiting[0] <- batch
	t.waiting = t.waiting[1:]
}
