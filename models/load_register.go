package models

import (
	"errors"
	"fmt"
	"maps"
	"strings"
)

// putRegister sees to it that there is the register. Where its numbers are handed out, its last number follows from those that come in.
func (l *fullLoad) putRegister(t fullTable, row, old map[string]any) {
	if old != nil || l.err != nil {
		return
	}
	if _, err := l.tx.idOf(l.ctx, "registers", registerOf(row)); !errors.Is(err, ErrNotFound) {
		l.err = err
		return
	}
	row = maps.Clone(row)
	if !l.away && !l.options.Own {
		row["last_number"] = int64(0)
	}
	l.insert(t, row, nil)
}

func registerOf(row map[string]any) string {
	organization, _ := row["organization_id"].(string)
	return fmt.Sprint(organization, "/", row["kind"], "/", row["series"])
}

// putNumber brings in a number that a paper of the event bears or that was set aside for it. One that this office has meanwhile given to
// another paper is a conflict that says which: no number is ever borne twice.
func (l *fullLoad) putNumber(t fullTable, row map[string]any) {
	name, _ := row["register_id"].(string)
	register, err := l.tx.idOf(l.ctx, "registers", name)
	number, wrong := rowValue(row["number"])
	if err = errors.Join(err, wrong); err != nil {
		l.err = Refused{Slug: l.file.Slug, Why: "một số trong tệp không thuộc sổ nào của tệp", Kind: ErrConflict}
		return
	}
	var here []struct {
		State, Reason string
		PaperUID      string `db:"paper_uid"`
		EventUID      string `db:"event_uid"`
	}
	if l.err = l.tx.list(l.ctx, &here, `SELECT state, reason, paper_uid, event_uid FROM register_numbers WHERE register_id = ? AND number = ? AND suffix = ?`,
		register, number, row["suffix"]); l.err != nil {
		return
	}
	if len(here) == 0 {
		var last int64
		if l.err = l.tx.get(l.ctx, &last, `SELECT last_number FROM registers WHERE id = ?`, register); l.err != nil {
			return
		}
		if n, _ := number.(int64); n > last {
			for skipped := last + 1; !l.away && skipped < n && n-last <= maxOutside; skipped++ {
				l.exec(`INSERT INTO register_numbers (register_id, number, state, reason, taken_by, taken_at) VALUES (?, ?, 'used', ?, ?, ?) ON CONFLICT DO NOTHING`,
					register, skipped, outside, l.by.Name, l.tx.Now())
			}
			l.exec(`UPDATE registers SET last_number = ? WHERE id = ?`, n, register)
		}
		l.insert(t, row, nil)
		return
	}
	old := here[0]
	paper, _ := row["paper_uid"].(string)
	state, _ := row["state"].(string)
	reason, _ := row["reason"].(string)
	mine := old.PaperUID == paper && paper != "" || old.EventUID == l.event.UID || old.PaperUID == "" && old.State == "used"
	if !mine {
		l.err = Refused{Slug: l.file.Slug, Kind: ErrConflict, Why: fmt.Sprintf("số %v%v trong sổ %s ở đây đã cấp cho văn bản khác; hãy hủy số này ở một nơi rồi nạp lại", number, row["suffix"], l.register(name))}
		return
	}
	forward := map[string]int{"reserved": 0, "cancelled": 1, "used": 2}
	if old.PaperUID == paper && forward[state] < forward[old.State] || old.PaperUID == paper && old.State == state && old.Reason == reason || old.PaperUID != "" && paper == "" {
		return
	}
	taken, wrong := rowValue(row["taken_at"])
	if wrong != nil {
		l.err = Refused{Slug: l.file.Slug, Why: "không đọc được giờ lấy số trong tệp", Kind: ErrConflict}
		return
	}
	l.exec(`UPDATE register_numbers SET state = ?, reason = ?, paper_uid = ?, event_uid = ?, taken_by = ?, taken_at = ? WHERE register_id = ? AND number = ? AND suffix = ?`,
		state, reason, paper, row["event_uid"], row["taken_by"], taken, register, number, row["suffix"])
	l.counts[t.name]++
}

// register is a register's name for people: "BB 2018".
func (l *fullLoad) register(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	return strings.Replace(rest, "/", " ", 1)
}
