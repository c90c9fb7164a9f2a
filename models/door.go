package models

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hoithao/models/viet"
)

// Found is whom a door has found by what was scanned or typed, and by what: pass, letter, number or name.
type Found struct {
	One       ID         // the only delegate whom a pass, a letter or a number means; zero: somebody has to choose
	Delegates []Delegate // those to choose from; none: nobody was found
	How       string
}

var (
	tokens = regexp.MustCompile(`^[a-z2-7]{26}$`)
	hashes = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// FindAtDoor finds delegates by a pass, an address that ends in one or in the token of a letter, the SHA-256 of either, a number as the badge
// prints it, or a name whose marks may be left out. A letter to a unit finds all whom the unit has named.
func (db *DB) FindAtDoor(ctx context.Context, event ID, text string) (Found, error) {
	text = viet.Clean(text)
	code := text
	if at := strings.LastIndexAny(code, "/="); at >= 0 {
		code = code[at+1:]
	}
	code = strings.ToLower(code)
	switch {
	case text == "":
		return Found{}, Invalid{"code": "Hãy quét thẻ, gõ số hoặc họ tên."}
	case tokens.MatchString(code):
		return db.foundByHash(ctx, event, tokenHash(code))
	case hashes.MatchString(code):
		return db.foundByHash(ctx, event, code)
	case strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 && len(text) <= 9:
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return Found{How: "number"}, nil
		}
		return db.foundBy(ctx, event, "number", `SELECT id FROM delegates WHERE event_id = ? AND number = ?`, event, number)
	case len([]rune(text)) > 20 && !strings.Contains(text, " ") && strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) >= 0:
		return Found{}, Invalid{"code": "Bộ gõ tiếng Việt đã đổi các chữ mà máy quét gửi. Hãy chuyển bộ gõ sang chế độ tiếng Anh rồi quét lại."}
	}
	delegates, err := db.Delegates(ctx, DelegateFilter{EventID: event, Search: text, Limit: 20})
	return Found{Delegates: delegates, How: "name"}, err
}

func (db *DB) foundByHash(ctx context.Context, event ID, hash string) (Found, error) {
	found, err := db.foundBy(ctx, event, "pass", `SELECT id FROM delegates WHERE event_id = ? AND pass_hash = ?`, event, hash)
	if err != nil || found.One != 0 {
		return found, err
	}
	return db.foundBy(ctx, event, "letter", `
		SELECT d.id FROM delegates d JOIN invitations i ON i.id = d.invitation_id OR i.id = (SELECT parent_id FROM invitations WHERE id = d.invitation_id)
		WHERE d.event_id = ? AND d.person_id IS NOT NULL AND i.token_hash = ? AND i.revoked_at IS NULL ORDER BY d.rank, d.position, d.id`, event, hash)
}

func (db *DB) foundBy(ctx context.Context, event ID, how, query string, args ...any) (Found, error) {
	found := Found{How: how}
	var ids []ID
	if err := db.list(ctx, &ids, query, args...); err != nil {
		return found, err
	}
	if len(ids) == 1 {
		found.One = ids[0]
		return found, nil
	}
	for _, id := range ids {
		delegate, err := db.Delegate(ctx, event, id)
		if err != nil {
			return found, err
		}
		found.Delegates = append(found.Delegates, delegate)
	}
	return found, nil
}

// LettersAtDoor are the hashes of the letters of an event's delegates, by delegate: those that lead to one person alone.
func (db *DB) LettersAtDoor(ctx context.Context, event ID) (map[ID]string, error) {
	var rows []struct {
		ID        ID
		TokenHash string `db:"token_hash"`
	}
	letters := map[ID]string{}
	err := db.list(ctx, &rows, `
		SELECT min(d.id) AS id, i.token_hash FROM delegates d JOIN invitations i ON i.id = d.invitation_id
		WHERE d.event_id = ? AND d.person_id IS NOT NULL AND i.revoked_at IS NULL GROUP BY i.token_hash HAVING count(*) = 1`, event)
	for _, row := range rows {
		letters[row.ID] = row.TokenHash
	}
	return letters, err
}

// mostMoved is how many changes a door catches up with one by one.
const mostMoved = 500

// MovedAtDoor are the delegates whose attendance moved after a revision. It is false when more moved than that of what a door's list shows,
// or too much.
func (db *DB) MovedAtDoor(ctx context.Context, event ID, since int64) ([]Delegate, bool, error) {
	var moved []struct{ Topic, Subject string }
	err := db.list(ctx, &moved, `SELECT topic, subject FROM journal WHERE event_id = ? AND revision > ? ORDER BY revision LIMIT ?`, event, since, mostMoved+1)
	if err != nil || len(moved) > mostMoved {
		return nil, false, err
	}
	uids := []string{""}
	for _, change := range moved {
		switch change.Topic {
		case TopicAttendance:
			if change.Subject == "" { // a whole group
				return nil, false, nil
			}
			uids = append(uids, change.Subject)
		case TopicAgenda, TopicSpeeches, TopicConclusions, TopicMinutes, TopicPapers, TopicPhotos, TopicDocuments, TopicMessages, TopicStaff, TopicScreen:
		default:
			return nil, false, nil
		}
	}
	delegates := []Delegate{}
	if err := db.listIn(ctx, &delegates, `SELECT * FROM delegates WHERE event_id = ? AND uid IN (?)`, event, uids); err != nil {
		return nil, false, err
	}
	return delegates, true, db.present(ctx, event, delegates)
}

// HereEvery is how long a code of the hall's screen stands.
const HereEvery = 30 * time.Second

// HereCode is what the hall's screen shows at an instant, six digits by which delegates note themselves present, and until when; "" when the
// event does not allow it, or there is no key here. It follows from the key and the time: nothing is kept.
func (db *DB) HereCode(event Event, now Time) (code string, until Time) {
	if !event.SelfCheckin || len(db.key) == 0 {
		return "", Time{}
	}
	slot := now.Unix() / int64(HereEvery.Seconds())
	mac := hmac.New(sha256.New, db.key)
	mac.Write([]byte(hashOf("here", event.UID, strconv.FormatInt(slot, 10))))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000), At(time.Unix((slot+1)*int64(HereEvery.Seconds()), 0))
}

// AddHere records that a delegate is in the hall, by the pass or the link of his letter and the code that the hall's screen shows, or showed
// until half a minute ago. The nonce makes a repeat the same.
func (db *DB) AddHere(ctx context.Context, event Event, token, code, nonce string) (Scan, Delegate, error) {
	now := db.Now()
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	shown, _ := db.HereCode(event, now)
	before, _ := db.HereCode(event, At(now.Add(-HereEvery)))
	if shown == "" {
		return Scan{}, Delegate{}, ErrNotFound
	}
	var found Found
	if at := strings.LastIndexAny(token, "/="); tokens.MatchString(strings.ToLower(viet.Clean(token[at+1:]))) {
		var err error
		if found, err = db.FindAtDoor(ctx, event.ID, token); err != nil {
			return Scan{}, Delegate{}, err
		}
	}
	if found.One == 0 {
		return Scan{}, Delegate{}, Invalid{"pass": "Không đọc được mã của đại biểu. Hãy mở lại đường dẫn trong giấy mời, hoặc đến bàn lễ tân."}
	}
	delegate, err := db.Delegate(ctx, event.ID, found.One)
	if err != nil {
		return Scan{}, Delegate{}, err
	}
	if code != shown && code != before {
		return Scan{}, delegate, Invalid{"code": "Mã đã đổi. Hãy nhập mã đang hiện trên màn hình hội trường."}
	}
	sessions, err := db.Sessions(ctx, event.ID)
	if err != nil {
		return Scan{}, Delegate{}, err
	}
	if len(sessions) == 0 || SessionAt(sessions, now).Arrival(now).IsZero() {
		return Scan{}, delegate, Invalid{"": "Chưa đến giờ điểm danh của buổi nào."}
	}
	scan, err := db.AddScan(ctx, Actor{Name: delegate.Person.Name()}, Seen{EventID: event.ID, SessionID: SessionAt(sessions, now).ID, DelegateID: delegate.ID, Nonce: nonce, Act: ScanIn, How: "self"})
	return scan, delegate, err
}
