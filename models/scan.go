package models

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"hoithao/models/viet"
)

// How far a device's clock may be wrong, and how late a scan may come, before its time is not trusted.
const (
	clockSkew = 2 * time.Minute
	lateSync  = 12 * time.Hour
)

var nonces = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// Seen is a scan as a door sends it: once, or again and again until it has the answer.
type Seen struct {
	EventID, SessionID ID
	DelegateID         ID // of an undo of something known: not needed
	Nonce, Act, Door   string
	Undoes             string
	How                string
	ScannedAt          Time // the device's clock; zero: now
	SentAt             Time // the device's clock when it sent this: tells how wrong it is; zero: not known
}

// scan is what the record keeps of it, received now.
func (seen Seen) scan(by Actor, now Time) (Scan, Invalid) {
	scan := Scan{EventID: seen.EventID, DelegateID: seen.DelegateID, SessionID: seen.SessionID, Nonce: seen.Nonce, Act: seen.Act, Door: viet.Clean(seen.Door),
		ScannedAt: At(seen.ScannedAt.Time), ReceivedAt: now, Undoes: seen.Undoes, How: seen.How, NotedBy: by.Name}
	wrong := Invalid{}
	if !nonces.MatchString(scan.Nonce) || scan.Act == ScanUndo && !nonces.MatchString(scan.Undoes) {
		wrong["nonce"] = "Lượt quét thiếu mã của nó. Xin tải lại trang."
	}
	if scan.Act != ScanIn && scan.Act != ScanOut && scan.Act != ScanUndo {
		wrong["act"] = "Hãy chọn vào hay ra."
	}
	if utf8.RuneCountInString(scan.Door) > 60 {
		wrong["door"] = "Tên cửa dài quá 60 ký tự."
	}
	if scan.ScannedAt.IsZero() {
		scan.ScannedAt = now
	}
	skew, age := time.Duration(0), now.Sub(scan.ScannedAt.Time)
	if !seen.SentAt.IsZero() {
		skew = now.Sub(seen.SentAt.Time).Abs()
	}
	scan.Doubtful = skew > clockSkew || age < -clockSkew || age > lateSync
	if year := scan.ScannedAt.Year(); year < 1970 || year > 9999 {
		scan.ScannedAt, scan.Doubtful = now, true
	}
	return scan, wrong
}

// AddScan records what a door saw and answers it. Sent again, in whatever order, it is the same scan with the same answer. The delegate's
// attendance follows from all scans together, see presence.
func (db *DB) AddScan(ctx context.Context, by Actor, seen Seen) (Scan, error) {
	scan, wrong := seen.scan(by, db.Now())
	if len(wrong) > 0 {
		return scan, wrong
	}
	ctx = context.WithoutCancel(ctx) // begun, it is finished: others may share its commit
	err := db.sharing().change(ctx, by, scan.EventID, func(tx *DB) (Change, error) { return tx.addScan(ctx, &scan) })
	if err != nil || scan.ID != 0 {
		return scan, err
	}
	return db.ScanByNonce(ctx, scan.EventID, scan.Nonce) // a repeat
}

// ScanByNonce is a scan of an event, with the answer that its door was given.
func (db *DB) ScanByNonce(ctx context.Context, event ID, nonce string) (scan Scan, err error) {
	err = db.get(ctx, &scan, `SELECT * FROM scans WHERE event_id = ? AND nonce = ?`, event, nonce)
	return scan, err
}

// AddWalkIn puts somebody whom nobody has invited into the directory, with a post, makes him a delegate of no group and records that he came
// in: all of it, once, or nothing.
func (db *DB) AddWalkIn(ctx context.Context, by Actor, seen Seen, name, post string) (Scan, error) {
	seen.Act, seen.How = ScanIn, "walk-in"
	scan, wrong := seen.scan(by, db.Now())
	person := newPerson(name, post)
	if person.Given == "" {
		wrong["name"] = "Hãy ghi họ và tên."
	}
	if len(wrong) > 0 {
		return scan, wrong
	}
	err := db.transact(ctx, func(tx *DB) error {
		added, err := tx.AddPerson(ctx, by, person) // holds the office's chain: of two that are the same, one waits here
		if err != nil {
			return err
		}
		if _, err := tx.ScanByNonce(ctx, scan.EventID, scan.Nonce); !errors.Is(err, ErrNotFound) {
			return cmp.Or(err, errNothing)
		}
		if _, err := tx.AddDelegates(ctx, by, scan.EventID, 0, []ID{added.ID}); err != nil {
			return err
		}
		if scan.DelegateID, _, err = tx.delegateFor(ctx, scan.EventID, 0, added.ID); err != nil {
			return err
		}
		return tx.change(ctx, by, scan.EventID, func(tx *DB) (Change, error) { return tx.addScan(ctx, &scan) })
	})
	if errors.Is(err, errNothing) {
		return db.ScanByNonce(ctx, scan.EventID, scan.Nonce)
	}
	return scan, err
}

// scanEntry is a scan as the journal keeps it, with what became of the attendance.
type scanEntry struct {
	Name      string
	Session   string
	Scan      string // its act
	Door      string
	ScannedAt Time
	Doubtful  bool
	State     string
	ArrivedAt Time
	LeftAt    Time
}

// addScan writes a scan and the attendance that follows. A repeat is nothing: the scan then has no ID.
func (tx *DB) addScan(ctx context.Context, scan *Scan) (Change, error) {
	if scan.Act == ScanUndo {
		if of, err := tx.ScanByNonce(ctx, scan.EventID, scan.Undoes); err == nil {
			scan.DelegateID, scan.SessionID = of.DelegateID, of.SessionID
		} else if !errors.Is(err, ErrNotFound) || scan.DelegateID == 0 {
			return Change{}, err
		}
	}
	known, err := tx.noted(ctx, scan.EventID, scan.DelegateID, scan.SessionID)
	if err != nil {
		return Change{}, err
	}
	var others []Scan
	var hand handMark
	if known.Scanned {
		if err := tx.list(ctx, &others, `SELECT * FROM scans WHERE delegate_id = ? AND session_id = ?`, scan.DelegateID, scan.SessionID); err != nil {
			return Change{}, err
		}
		if slices.ContainsFunc(others, func(s Scan) bool { return s.Nonce == scan.Nonce }) {
			return Change{}, nil
		}
		err = tx.get(ctx, &hand, `SELECT state, arrived_at, left_at, reason, how, noted_by, noted_at FROM hand_marks WHERE delegate_id = ? AND session_id = ?`, scan.DelegateID, scan.SessionID)
	} else if known.State != "" {
		if err = tx.keepHand(ctx, true, scan.DelegateID, scan.SessionID); err == nil {
			hand = known.hand()
		}
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Change{}, err
	}
	session := Session{StartsAt: known.StartsAt, EndsAt: known.EndsAt}
	scan.answer(session, hand, others)
	scan.ID, err = tx.add(ctx, `
		INSERT INTO scans (event_id, delegate_id, session_id, nonce, act, door, scanned_at, received_at, doubtful, undoes, how, noted_by, outcome, since_at, since_door)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id, nonce) DO NOTHING RETURNING id`,
		scan.EventID, scan.DelegateID, scan.SessionID, scan.Nonce, scan.Act, scan.Door, scan.ScannedAt, scan.ReceivedAt, scan.Doubtful, scan.Undoes, scan.How,
		scan.NotedBy, scan.Outcome, scan.SinceAt, scan.SinceDoor)
	if errors.Is(err, ErrNotFound) { // the nonce is that of a scan of somebody else: it stands
		return Change{}, nil
	}
	if err != nil {
		return Change{}, err
	}
	p := presence(session, hand, append(others, *scan))
	before := known.entry()
	after := attendanceEntry{before.Name, before.Session, p.State, p.ArrivedAt, p.LeftAt, ""}
	if p.State == hand.State {
		after.Reason = hand.Reason
	}
	entry := scanEntry{before.Name, before.Session, scan.Act, scan.Door, scan.ScannedAt, scan.Doubtful, after.State, after.ArrivedAt, after.LeftAt}
	change := Change{Topic: TopicAttendance, What: "scan", Of: known.UID, After: entry}
	if before.State != "" {
		change.Before = attendanceEntry{State: before.State, ArrivedAt: before.ArrivedAt, LeftAt: before.LeftAt}
	}
	switch {
	case before == after:
		return change, nil
	case after.State == "":
		return change, tx.exec(ctx, `DELETE FROM attendance WHERE delegate_id = ? AND session_id = ?`, scan.DelegateID, scan.SessionID)
	}
	how, notedBy, notedAt := hand.How, hand.NotedBy, hand.NotedAt
	if p.By.Nonce != "" {
		how, notedBy, notedAt = "scan", p.By.NotedBy, p.By.ReceivedAt
		if p.By.How == "self" {
			how = "self"
		}
	}
	return change, tx.exec(ctx, putAttendance, scan.EventID, scan.DelegateID, scan.SessionID, after.State, after.ArrivedAt, after.LeftAt, after.Reason, how, notedBy, notedAt, known.Revision)
}

// hand is the attendance that was there before any door saw the delegate.
func (n noted) hand() handMark {
	return handMark{n.State, n.ArrivedAt, n.LeftAt, n.Reason, n.How, n.NotedBy, n.NotedAt}
}

// keepHand keeps a mark beneath the scans of the delegate, if there are any.
func (tx *DB) keepHand(ctx context.Context, scanned bool, delegate, session ID) error {
	if !scanned {
		return nil
	}
	return tx.exec(ctx, `
		INSERT INTO hand_marks (event_id, delegate_id, session_id, state, arrived_at, left_at, reason, how, noted_by, noted_at)
		SELECT event_id, delegate_id, session_id, state, arrived_at, left_at, reason, how, noted_by, noted_at FROM attendance WHERE delegate_id = ? AND session_id = ?
		ON CONFLICT (delegate_id, session_id) DO UPDATE SET state = excluded.state, arrived_at = excluded.arrived_at, left_at = excluded.left_at,
			reason = excluded.reason, how = excluded.how, noted_by = excluded.noted_by, noted_at = excluded.noted_at`, delegate, session)
}

// takeHand keeps beneath the scans of a delegate that a hand has taken the mark back.
func (tx *DB) takeHand(ctx context.Context, by Actor, event, delegate, session ID) error {
	return tx.exec(ctx, `
		INSERT INTO hand_marks (event_id, delegate_id, session_id, state, noted_by, noted_at) VALUES (?, ?, ?, '', ?, ?)
		ON CONFLICT (delegate_id, session_id) DO UPDATE SET state = '', arrived_at = NULL, left_at = NULL, reason = '', how = '',
			noted_by = excluded.noted_by, noted_at = excluded.noted_at`, event, delegate, session, by.Name, tx.Now())
}

// DoubtfulScans are those of a session whose time somebody should look at: of delegates whose times nobody has written since. Newest first.
func (db *DB) DoubtfulScans(ctx context.Context, event, session ID) ([]Scan, error) {
	scans := []Scan{}
	err := db.list(ctx, &scans, `
		SELECT scans.* FROM scans LEFT JOIN attendance a ON a.delegate_id = scans.delegate_id AND a.session_id = scans.session_id
		WHERE scans.event_id = ? AND scans.session_id = ? AND doubtful AND act <> 'undo' AND COALESCE(a.how, '') <> 'form'
			AND NOT EXISTS (SELECT 1 FROM scans u WHERE u.event_id = scans.event_id AND u.delegate_id = scans.delegate_id AND u.undoes = scans.nonce)
		ORDER BY scans.id DESC LIMIT ?`, event, session, PageSize)
	return scans, err
}

// LastScans are the newest of a session, at one door or (door "") at all.
func (db *DB) LastScans(ctx context.Context, event, session ID, door string, limit int) ([]Scan, error) {
	scans := []Scan{}
	err := db.list(ctx, &scans, `SELECT * FROM scans WHERE event_id = ? AND session_id = ? AND (? = '' OR door = ?) ORDER BY id DESC LIMIT ?`, event, session, door, door, limit)
	return scans, err
}
