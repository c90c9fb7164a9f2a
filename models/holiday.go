package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hoithao/models/viet"
)

// Holiday is a day off, or a day of a weekend that is worked in exchange for one.
type Holiday struct {
	Day     Date
	Name    string
	Working bool // worked in exchange
}

// Holidays lists the days of a year, in their order; year zero: of all years.
func (db *DB) Holidays(ctx context.Context, year int) (Calendar, error) {
	days := []Holiday{}
	if year == 0 {
		return days, db.list(ctx, &days, `SELECT day, name, working FROM holidays ORDER BY day`)
	}
	return days, db.list(ctx, &days, `SELECT day, name, working FROM holidays WHERE day >= ? AND day <= ? ORDER BY day`,
		Date(fmt.Sprintf("%04d-01-01", year)), Date(fmt.Sprintf("%04d-12-31", year)))
}

// AddHoliday writes a day into the table; a day that stands there is written anew.
func (db *DB) AddHoliday(ctx context.Context, by Actor, holiday Holiday) error {
	return db.addHolidays(ctx, by, []Holiday{holiday})
}

// AddUsualHolidays writes the days off that fall on the same date each year (Bộ luật Lao động 2019, Điều 112). Those of the lunar
// calendar, and the day beside 2 September, are decided each year and written by hand.
func (db *DB) AddUsualHolidays(ctx context.Context, by Actor, year int) error {
	var days []Holiday
	for _, usual := range []Holiday{{Day: "01-01", Name: "Tết Dương lịch"}, {Day: "04-30", Name: "Ngày Chiến thắng"}, {Day: "05-01", Name: "Quốc tế Lao động"}, {Day: "09-02", Name: "Quốc khánh"}} {
		usual.Day = Date(fmt.Sprintf("%04d-%s", year, usual.Day))
		days = append(days, usual)
	}
	return db.addHolidays(ctx, by, days)
}

func (db *DB) addHolidays(ctx context.Context, by Actor, days []Holiday) error {
	for i := range days {
		day, wrong := &days[i], Invalid{}
		day.Name = viet.Clean(day.Name)
		tooLong(wrong, "name", day.Name, maxLine)
		if day.Day < "1900-01-01" || day.Day > "2999-12-31" {
			wrong["day"] = "Hãy ghi ngày, như 02/9/2026."
		}
		if day.Name == "" {
			wrong["name"] = "Hãy ghi tên ngày nghỉ."
		}
		if weekend := weekend(day.Day); day.Working && !weekend {
			wrong["working"] = "Chỉ thứ Bảy, Chủ nhật mới cần ghi là ngày làm bù."
		}
		if len(wrong) > 0 {
			return wrong
		}
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Holidays(ctx, 0)
		if err != nil {
			return Change{}, err
		}
		days = slices.DeleteFunc(days, func(day Holiday) bool { return slices.Contains(before, day) })
		for _, day := range days {
			if err := tx.exec(ctx, `INSERT INTO holidays (day, name, working) VALUES (?, ?, ?)
				ON CONFLICT (day) DO UPDATE SET name = excluded.name, working = excluded.working`, day.Day, day.Name, day.Working); err != nil {
				return Change{}, err
			}
		}
		switch len(days) {
		case 0:
			return Change{}, nil
		case 1:
			return Change{Topic: TopicSettings, What: "add", After: days[0]}, nil
		}
		return Change{Topic: TopicSettings, What: "add", After: struct{ Holidays []Holiday }{days}}, nil
	})
}

// RemoveHoliday takes a day out of the table.
func (db *DB) RemoveHoliday(ctx context.Context, by Actor, day Date) error {
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		var before Holiday
		if err := tx.get(ctx, &before, `SELECT day, name, working FROM holidays WHERE day = ?`, day); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicSettings, What: "remove", Before: before}, tx.exec(ctx, `DELETE FROM holidays WHERE day = ?`, day)
	})
}

// Calendar is the table of days off; what it does not name is worked from Monday to Friday.
type Calendar []Holiday

// Works tells whether a day is a working day.
func (c Calendar) Works(day Date) bool {
	at := slices.IndexFunc(c, func(h Holiday) bool { return h.Day == day })
	if at >= 0 {
		return c[at].Working
	}
	return !weekend(day)
}

// Add is the day so many working days after a day, or before it when n is negative.
func (c Calendar) Add(day Date, n int64) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for t := day.Time(); n > 0; {
		t = t.AddDate(0, 0, step)
		if day = DateOf(t); c.Works(day) {
			n--
		}
	}
	return day
}

func weekend(day Date) bool {
	weekday := day.Time().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}
