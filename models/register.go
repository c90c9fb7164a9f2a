package models

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hoithao/models/viet"
)

// Sổ văn bản: the numbers of a body's papers, one row of numbers for each type, and within it for each year (State: NĐ 30/2020, Phụ lục I,
// mục II.2) or congress term (Party: 05-HD/VPTW). A number is taken with the register's row locked, so that two at it never get the same and
// none is left out; one that is given up stays in the register with its reason.

// RegisterNumber is a number of a register, and what became of it.
type RegisterNumber struct {
	Number   int64
	Suffix   string
	State    string // reserved, used, cancelled
	Reason   string // of a cancellation, or why no paper of the program bears it
	PaperUID string `db:"paper_uid"`
	TakenBy  string `db:"taken_by"`
	TakenAt  Time   `db:"taken_at"`
	EventUID string `db:"event_uid"` // set aside for papers of that event; "": not so

	Event string // the title of the event whose paper bears it; "": none here
	Slug  string // of that event
}

// Register is a body's numbers of one type in one year or term.
type Register struct {
	ID             ID
	OrganizationID ID     `db:"organization_id"`
	Kind           string // BB, GM, TB …
	Series         string // '2018', or the term's name
	LastNumber     int64  `db:"last_number"`
}

// outside is the reason of a number that no paper of the program bears.
const outside = "Ngoài chương trình"

// maxOutside is how many numbers at once may be written down as used outside the program.
const maxOutside = 5000

// series is the year or the term in which a paper of a body on a day is numbered.
func (db *DB) series(ctx context.Context, body ID, regime Regime, day Date) (string, error) {
	if day == "" {
		return "", Invalid{"dated": "Hãy ghi ngày của văn bản trước khi lấy số."}
	}
	if !regime.Party() {
		return string(day[:4]), nil
	}
	term, err := db.termOn(ctx, body, day)
	if errors.Is(err, ErrNotFound) {
		return "", Invalid{"number": "Chưa ghi nhiệm kỳ của cấp ủy cho ngày này, nên chưa lấy số được: văn bản của Đảng đánh số theo nhiệm kỳ. Hãy ghi nhiệm kỳ ở trang của cơ quan."}
	}
	return term.Name, err
}

// Registers lists the registers of a body, the newest series first.
func (db *DB) Registers(ctx context.Context, body ID) ([]Register, error) {
	registers := []Register{}
	err := db.list(ctx, &registers, `SELECT * FROM registers WHERE organization_id = ? ORDER BY series DESC, kind`, body)
	return registers, err
}

// RegisterNumbers lists the numbers of a register, the highest first, below a number; zero: from the highest.
func (db *DB) RegisterNumbers(ctx context.Context, body, register ID, below int64) ([]RegisterNumber, error) {
	if below == 0 {
		below = 1 << 60
	}
	numbers := []RegisterNumber{}
	err := db.list(ctx, &numbers, `
		SELECT n.number, n.suffix, n.state, n.reason, n.paper_uid, n.taken_by, n.taken_at, n.event_uid,
			COALESCE(events.title, aside.title, '') AS event, COALESCE(events.slug, aside.slug, '') AS slug
		FROM register_numbers n JOIN registers ON registers.id = register_id
		LEFT JOIN papers ON papers.uid = n.paper_uid LEFT JOIN events ON events.id = papers.event_id
		LEFT JOIN events aside ON aside.uid = n.event_uid
		WHERE registers.organization_id = ? AND register_id = ? AND n.number < ? ORDER BY n.number DESC, n.suffix DESC LIMIT ?`, body, register, below, PageSize)
	return numbers, err
}

// TakeNumber takes a number for a paper: the first that was set aside for the event, else the next of the register. A paper that has one keeps
// it: pressing twice takes one. While the event is away from the office that keeps the register, only what was set aside can be taken.
func (db *DB) TakeNumber(ctx context.Context, by Actor, event ID, kind, subject string) error {
	return db.number(ctx, by, event, kind, subject, func(tx *DB, register Register, paper Paper) (int64, string, error) {
		home, uid, err := tx.homeOf(ctx, event)
		if err != nil {
			return 0, "", err
		}
		var aside []int64
		if err := tx.list(ctx, &aside, `
			SELECT number FROM register_numbers WHERE register_id = ? AND event_uid = ? AND paper_uid = '' AND state = 'reserved' ORDER BY number LIMIT 1`,
			register.ID, uid); err != nil {
			return 0, "", err
		}
		if len(aside) > 0 {
			return aside[0], "", tx.exec(ctx, `DELETE FROM register_numbers WHERE register_id = ? AND number = ? AND suffix = ''`, register.ID, aside[0])
		}
		if home != "" {
			return 0, "", Invalid{"number": "Sổ văn bản ở cơ quan đã giao sự kiện này, và không còn số nào giữ trước cho sự kiện. Hãy hỏi văn thư rồi ghi số bằng tay, hoặc lấy số khi hồ sơ đã về cơ quan."}
		}
		if err := tx.get(ctx, &register, `UPDATE registers SET last_number = last_number + 1 WHERE id = ? RETURNING *`, register.ID); err != nil {
			return 0, "", err
		}
		return register.LastNumber, "", nil
	})
}

// ClaimNumber gives a paper a number that was chosen by hand. Numbers that are skipped on the way there are written down as used outside the
// program, so that the register has no gap.
func (db *DB) ClaimNumber(ctx context.Context, by Actor, event ID, kind, subject string, number int64, suffix string) error {
	suffix = viet.Clean(suffix)
	if number < 1 || number > 99999 || !suffixes.MatchString(suffix) {
		return Invalid{"number": "Số viết như 15 hoặc 15a."}
	}
	return db.number(ctx, by, event, kind, subject, func(tx *DB, register Register, paper Paper) (int64, string, error) {
		home, uid, err := tx.homeOf(ctx, event)
		if err != nil {
			return 0, "", err
		}
		if home == "" && number-register.LastNumber > maxOutside {
			return 0, "", Invalid{"number": fmt.Sprintf("Sổ đang đến số %d; số này cách quá xa.", register.LastNumber)}
		}
		for skipped := register.LastNumber + 1; skipped < number && home == ""; skipped++ { // the register at home knows of those between
			if err := tx.putNumber(ctx, by, register.ID, skipped, "", "used", outside, ""); err != nil {
				return 0, "", err
			}
		}
		if number > register.LastNumber {
			if suffix != "" && home == "" {
				return 0, "", Invalid{"number": "Số có chữ chỉ chen vào sau một số đã có trong sổ."}
			}
			return number, suffix, tx.exec(ctx, `UPDATE registers SET last_number = ? WHERE id = ?`, number, register.ID)
		}
		var taken []RegisterNumber
		if err := tx.list(ctx, &taken, `SELECT number, suffix, state, paper_uid, event_uid FROM register_numbers WHERE register_id = ? AND number = ? AND suffix = ?`,
			register.ID, number, suffix); err != nil {
			return 0, "", err
		}
		if len(taken) == 0 {
			return number, suffix, nil
		}
		aside := taken[0].EventUID == uid && taken[0].State == "reserved"
		if taken[0].PaperUID != "" || taken[0].State != "used" && !aside { // a number written down as used outside may turn out to be this paper's
			return 0, "", Invalid{"number": "Số này đã có trong sổ."}
		}
		return number, suffix, tx.exec(ctx, `DELETE FROM register_numbers WHERE register_id = ? AND number = ? AND suffix = ?`, register.ID, number, suffix)
	})
}

// ReserveNumbers sets numbers aside for papers of an event: as many as are missing, so that the next of the kind find so many. A laptop that takes the event to the hall
// issues under them, while the office goes on from the number after them.
func (db *DB) ReserveNumbers(ctx context.Context, by Actor, event ID, kind string, count int) error {
	if known, ok := KindOfPaper(kind); !ok || !known.Issued || count < 1 || count > 100 {
		return Invalid{"number": "Hãy ghi loại văn bản có số và số lượng từ 1 đến 100."}
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		home, uid, err := tx.homeOf(ctx, event)
		if err == nil && home != "" {
			err = Invalid{"number": "Sự kiện đang ở ngoài cơ quan giữ sổ, nên chỉ cơ quan đó giữ trước được số."}
		}
		if err != nil {
			return Change{}, err
		}
		paper, head, err := tx.paperHead(ctx, event, kind, "")
		if err == nil && head.Type == "" {
			err = Invalid{"number": "Loại văn bản này không có số."}
		}
		if err != nil {
			return Change{}, err
		}
		if head.Dated == "" { // minutes have their date when they are closed: in all likelihood the event's
			var at Event
			if err := tx.get(ctx, &at, `SELECT * FROM events WHERE id = ?`, event); err != nil {
				return Change{}, err
			}
			head.Dated = at.Day()
		}
		register, err := tx.registerFor(ctx, paper, head)
		if err != nil {
			return Change{}, err
		}
		var free int
		if err := tx.get(ctx, &free, `SELECT COUNT(*) FROM register_numbers WHERE register_id = ? AND event_uid = ? AND paper_uid = '' AND state = 'reserved'`, register.ID, uid); err != nil {
			return Change{}, err
		}
		var numbers []string
		for ; free < count; free++ {
			if err := tx.get(ctx, &register, `UPDATE registers SET last_number = last_number + 1 WHERE id = ? RETURNING *`, register.ID); err != nil {
				return Change{}, err
			}
			if err := tx.exec(ctx, `INSERT INTO register_numbers (register_id, number, state, taken_by, taken_at, event_uid) VALUES (?, ?, 'reserved', ?, ?, ?)`,
				register.ID, register.LastNumber, by.Name, tx.Now(), uid); err != nil {
				return Change{}, err
			}
			numbers = append(numbers, numbered(&register.LastNumber, ""))
		}
		if len(numbers) == 0 {
			return Change{}, nil
		}
		return Change{Topic: TopicPapers, What: "reserve", After: numberEntry{kind, strings.Join(numbers, ", "), ""}}, nil
	})
}

// number gives a paper the number that take chooses, with the register's row locked.
func (db *DB) number(ctx context.Context, by Actor, event ID, kind, subject string, take func(tx *DB, register Register, paper Paper) (int64, string, error)) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		paper, head, err := tx.paperHead(ctx, event, kind, subject)
		if err != nil {
			return Change{}, err
		}
		if paper.Number != nil || head.Type == "" {
			return Change{}, nil
		}
		register, err := tx.registerFor(ctx, paper, head)
		if err != nil {
			return Change{}, err
		}
		number, suffix, err := take(tx, register, paper)
		if err != nil {
			return Change{}, err
		}
		if paper, err = tx.keepPaper(ctx, paper); err != nil {
			return Change{}, err
		}
		if err := tx.putNumber(ctx, by, register.ID, number, suffix, "reserved", "", paper.UID); err != nil {
			return Change{}, err
		}
		if err := tx.setNumber(ctx, paper, &number, suffix); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicPapers, What: "number", Of: paper.UID, After: numberEntry{kind, numbered(&number, suffix), ""}}, nil
	})
}

// registerFor is the register that numbers a paper, locked; it is made with its first number.
func (tx *DB) registerFor(ctx context.Context, paper Paper, head Letterhead) (register Register, err error) {
	body, err := tx.issuer(ctx, paper)
	if err != nil {
		return register, err
	}
	series, err := tx.series(ctx, body, head.Regime, head.Dated)
	if err != nil {
		return register, err
	}
	err = tx.get(ctx, &register, `
		INSERT INTO registers (organization_id, kind, series) VALUES (?, ?, ?)
		ON CONFLICT (organization_id, kind, series) DO UPDATE SET last_number = registers.last_number RETURNING *`, body, head.Type, series)
	return register, err
}

// inRegister answers a check, to be made once a paper that has a number was changed, that the number is still in the register to which the paper
// belongs.
func (tx *DB) inRegister(ctx context.Context, paper Paper) (stays func() error, err error) {
	if paper.Number == nil {
		return func() error { return nil }, nil
	}
	belongs := func() (string, error) {
		now, head, err := tx.paperHead(ctx, paper.EventID, paper.Kind, paper.SubjectUID)
		if err != nil {
			return "", err
		}
		body, err := tx.issuer(ctx, now)
		if err != nil {
			return "", err
		}
		series, err := tx.series(ctx, body, head.Regime, head.Dated)
		if errors.As(err, new(Invalid)) { // it belongs to none
			err = nil
		}
		return fmt.Sprint(body, " ", series), err
	}
	before, err := belongs()
	return func() error {
		after, err := belongs()
		if err == nil && after != before {
			err = Invalid{"dated": "Văn bản đã có số trong sổ của cơ quan và năm, nhiệm kỳ này. Hãy hủy số trước khi đổi."}
		}
		return err
	}, err
}

// numberEntry is a number as the journal keeps it.
type numberEntry struct{ Paper, Number, Reason string }

// CancelNumber gives up the number of a paper that is not issued, for a reason: it stays in the register as cancelled.
func (db *DB) CancelNumber(ctx context.Context, by Actor, event ID, kind, subject, reason string) error {
	reason = viet.Clean(reason)
	if reason == "" {
		return Invalid{"reason": "Hãy ghi lý do hủy số."}
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		paper, _, err := tx.paperHead(ctx, event, kind, subject)
		switch {
		case err != nil:
			return Change{}, err
		case paper.Issued.ID != 0:
			return Change{}, Invalid{"reason": "Văn bản đã ban hành nên không hủy số được."}
		case paper.Number == nil:
			return Change{}, nil
		}
		if err := tx.exec(ctx, `UPDATE register_numbers SET state = 'cancelled', reason = ? WHERE paper_uid = ? AND state = 'reserved'`, reason, paper.UID); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicPapers, What: "cancel", Of: paper.UID, Before: numberEntry{kind, numbered(paper.Number, paper.NumberSuffix), ""}, After: numberEntry{kind, "", reason}},
			tx.setNumber(ctx, paper, nil, "")
	})
}

func (tx *DB) putNumber(ctx context.Context, by Actor, register ID, number int64, suffix, state, reason, paper string) error {
	return tx.exec(ctx, `INSERT INTO register_numbers (register_id, number, suffix, state, reason, paper_uid, taken_by, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		register, number, suffix, state, reason, paper, by.Name, tx.Now())
}

// setNumber writes a paper's number where the paper prints it from; minutes have a row of their own.
func (tx *DB) setNumber(ctx context.Context, paper Paper, number *int64, suffix string) error {
	if paper.Kind == "minutes" {
		session, err := tx.sessionOf(ctx, paper)
		if err != nil {
			return err
		}
		row, err := tx.MinutesOf(ctx, paper.EventID, session)
		if err == nil && row.ID == 0 {
			row.ID, err = tx.add(ctx, `INSERT INTO minutes (uid, event_id, session_id) VALUES (?, ?, ?) RETURNING id`, newUID(), paper.EventID, session)
		}
		if err == nil {
			err = tx.exec(ctx, `UPDATE minutes SET number = ?, number_suffix = ?, version = version + 1 WHERE id = ?`, number, suffix, row.ID)
		}
		if err != nil {
			return err
		}
	}
	return tx.exec(ctx, `UPDATE papers SET number = ?, number_suffix = ?, version = version + 1 WHERE id = ?`, number, suffix, paper.ID)
}

// sessionOf is the session whose minutes a paper is; zero: the whole event's.
func (tx *DB) sessionOf(ctx context.Context, paper Paper) (session ID, err error) {
	if paper.Kind == "minutes" && paper.SubjectUID != "" {
		err = tx.get(ctx, &session, `SELECT id FROM sessions WHERE event_id = ? AND uid = ?`, paper.EventID, paper.SubjectUID)
	}
	return session, err
}

// issuer is the body whose register numbers a paper.
func (tx *DB) issuer(ctx context.Context, paper Paper) (body ID, err error) {
	if paper.IssuerID != 0 {
		return paper.IssuerID, nil
	}
	err = tx.get(ctx, &body, `SELECT organizer_id FROM events WHERE id = ?`, paper.EventID)
	return body, err
}

// paperHead reads a paper with its letterhead: type, date and form are what a number depends on.
func (tx *DB) paperHead(ctx context.Context, event ID, kind, subject string) (Paper, Letterhead, error) {
	known, ok := KindOfPaper(kind)
	if !ok {
		return Paper{}, Letterhead{}, ErrNotFound
	}
	paper, err := tx.Paper(ctx, event, kind, subject)
	if err != nil {
		return paper, Letterhead{}, err
	}
	record, err := tx.Programme(ctx, event)
	if err != nil {
		return paper, Letterhead{}, err
	}
	if session, err := tx.sessionOf(ctx, paper); err != nil {
		return paper, Letterhead{}, err
	} else if session != 0 { // whose minutes have a date of their own
		record, _ = record.OfSession(session)
	}
	return paper, record.Compose(known, paper).Head(), nil
}

// keepPaper sees to it that the paper has a row.
func (tx *DB) keepPaper(ctx context.Context, paper Paper) (Paper, error) {
	if paper.ID != 0 {
		return paper, nil
	}
	paper.UID = newUID()
	id, err := tx.add(ctx, `INSERT INTO papers (uid, event_id, kind, subject_uid) VALUES (?, ?, ?, ?) RETURNING id`, paper.UID, paper.EventID, paper.Kind, paper.SubjectUID)
	paper.ID, paper.Version = id, 1
	return paper, err
}
