package models

import (
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// continueJournal goes on with the file's journal where it continues what is here: from the beginning on an empty place, else from the row
// at which this record stands. The load's own row then follows the file's last. A journal that does not hold is refused.
func (e *eventLoad) continueJournal(rows []FileJournal) error {
	head := e.link.Head
	at := 0
	if !e.fresh {
		if at = slices.IndexFunc(rows, func(r FileJournal) bool { return r.Hash == head }) + 1; at == 0 {
			return nil // it was loaded over what has moved: the chain here goes on
		}
	}
	if len(rows) == 0 || rows[len(rows)-1].Hash != e.file.Head || rows[len(rows)-1].Revision != e.file.Revision {
		return nil
	}
	for _, r := range rows[at:] {
		instant, err := time.Parse(time.RFC3339Nano, r.At)
		row := JournalRow{EventID: e.event.ID, Revision: r.Revision, At: At(instant), Actor: r.Actor, Topic: r.Topic, What: r.What, Subject: r.Subject,
			DetailHash: r.DetailHash, Prev: r.Prev, Hash: r.Hash}
		handed := r.Prev == "" && r.What == "load" && r.Subject == r.Hash
		if err != nil || r.Prev != head || !handed && row.hash(e.event.UID) != r.Hash || r.Salt != "" && hashOf(r.Salt, r.Detail) != r.DetailHash {
			return Refused{Slug: e.file.Slug, Why: fmt.Sprintf("nhật ký trong tệp không khớp từ lần thay đổi %d", r.Revision), Kind: ErrConflict}
		}
		e.journal = append(e.journal, row)
		e.details = append(e.details, [2]string{r.Salt, r.Detail})
		head = r.Hash
	}
	return nil
}

// writeJournal puts the rows there, as the last thing before the load's own, which follows them.
func (e *eventLoad) writeJournal() error {
	for i, row := range e.journal {
		id, err := e.tx.add(e.ctx, `
			INSERT INTO journal (event_id, revision, at, actor, topic, what, subject, detail_hash, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			row.EventID, row.Revision, row.At, row.Actor, row.Topic, row.What, row.Subject, row.DetailHash, row.Prev, row.Hash)
		if err == nil && e.details[i][0] != "" {
			err = e.tx.exec(e.ctx, `INSERT INTO journal_details (journal_id, salt, detail) VALUES (?, ?, ?)`, id, e.details[i][0], e.details[i][1])
		}
		if err != nil {
			return err
		}
		e.link.Revision, e.link.Head = row.Revision+1, row.Hash
	}
	return nil
}

// vouch notes the issue of papers that came in where the file's journal did not: the chain here must hold their hashes too.
func (e *eventLoad) vouch() error {
	if e.file.Full == nil {
		return nil
	}
	var orphans []string
	if err := e.tx.list(e.ctx, &orphans, `
		SELECT uid FROM paper_versions WHERE event_id = ? AND NOT EXISTS (
			SELECT 1 FROM journal WHERE journal.event_id = paper_versions.event_id AND subject = paper_versions.uid AND topic = ? AND what = 'issue') ORDER BY id`,
		e.event.ID, TopicPapers); err != nil {
		return err
	}
	for _, uid := range orphans {
		i := slices.IndexFunc(e.file.Full.Journal, func(r FileJournal) bool { return r.Subject == uid && r.Topic == TopicPapers && r.What == "issue" })
		if i < 0 {
			return Refused{Slug: e.file.Slug, Why: "nhật ký trong tệp không ghi việc ban hành một văn bản có trong tệp", Kind: ErrConflict}
		}
		row := e.file.Full.Journal[i]
		var detail struct{ After jsontext.Value }
		if err := json.Unmarshal([]byte(row.Detail), &detail); err != nil || hashOf(row.Salt, row.Detail) != row.DetailHash {
			return Refused{Slug: e.file.Slug, Why: fmt.Sprintf("nhật ký trong tệp không khớp từ lần thay đổi %d", row.Revision), Kind: ErrConflict}
		}
		link, err := e.tx.takeRevision(e.ctx, e.event.ID)
		if err == nil {
			err = e.tx.record(e.ctx, Actor{Name: row.Actor}, link, Change{Topic: TopicPapers, What: "issue", Of: uid, After: detail.After})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
