package models

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// Settings are what the office may change about the program. Version counts the changes of all of them.
type Settings struct {
	Visibility     string // of a new event
	TimeZone       string // of a new event, IANA
	InvitationDays int64  // working days before an event by which its letters have arrived (QĐ 45/2018, Điều 10: 3)
	NoticeDays     int64  // working days after an event within which the notice of its conclusions goes out (QĐ 45/2018: 5)
	ContactMonths  int64  `json:",omitzero"` // after an event's end, during which contacts are kept; zero: for ever. See SaveRetention
	ContactFrom    Date   `json:",omitzero"` // the first day on which they are cleared
	Version        int64  `json:",omitzero"`
}

// setting is one of them: the name in the database, what holds until somebody decides, and where its value stands.
type setting struct {
	name, usual string
	text        func(*Settings) *string
	days        func(*Settings) *int64
}

var settings = []setting{
	{"visibility", "staff", func(s *Settings) *string { return &s.Visibility }, nil},
	{"time_zone", "Asia/Ho_Chi_Minh", func(s *Settings) *string { return &s.TimeZone }, nil},
	{"invitation_days", "3", nil, func(s *Settings) *int64 { return &s.InvitationDays }},
	{"notice_days", "5", nil, func(s *Settings) *int64 { return &s.NoticeDays }},
	{"contact_months", "0", nil, func(s *Settings) *int64 { return &s.ContactMonths }},
	{"contact_from", "", func(s *Settings) *string { return (*string)(&s.ContactFrom) }, nil},
}

func (one setting) read(s *Settings, content string) {
	if one.text != nil {
		*one.text(s) = content
	} else {
		*one.days(s), _ = strconv.ParseInt(content, 10, 64)
	}
}

func (one setting) write(s Settings) string {
	if one.text != nil {
		return *one.text(&s)
	}
	return strconv.FormatInt(*one.days(&s), 10)
}

// Settings reads the office's settings; what nobody has decided is as usual.
func (db *DB) Settings(ctx context.Context) (read Settings, err error) {
	var rows []struct {
		Name, Content string
		Version       int64
	}
	if err := db.list(ctx, &rows, `SELECT name, content, version FROM settings WHERE organization_id IS NULL`); err != nil {
		return read, err
	}
	for _, one := range settings {
		one.read(&read, one.usual)
		for _, row := range rows {
			if row.Name == one.name {
				one.read(&read, row.Content)
				read.Version += row.Version
			}
		}
	}
	return read, nil
}

func (s Settings) check() Invalid {
	wrong := Invalid{}
	if !slices.Contains([]string{"public", "invited", "staff"}, s.Visibility) {
		wrong["visibility"] = "Hãy chọn ai được xem."
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		wrong["time_zone"] = "Không có múi giờ này."
	}
	for field, days := range map[string]int64{"invitation_days": s.InvitationDays, "notice_days": s.NoticeDays} {
		if days < 0 || days > 60 {
			wrong[field] = "Hãy ghi số ngày từ 0 đến 60."
		}
	}
	return wrong
}

// SaveSettings changes the office's settings; they name the version they were made on.
func (db *DB) SaveSettings(ctx context.Context, by Actor, wanted Settings) error {
	if wrong := wanted.check(); len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Settings(ctx)
		if err != nil {
			return Change{}, err
		}
		if before.Version != wanted.Version {
			return Change{}, Stale{before.Version, before}
		}
		wanted.ContactMonths, wanted.ContactFrom = before.ContactMonths, before.ContactFrom
		if before == wanted {
			return Change{}, nil
		}
		for _, one := range settings {
			if one.write(before) == one.write(wanted) {
				continue
			}
			if err := tx.putSetting(ctx, one.name, one.write(wanted)); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicSettings, What: "edit", Before: before, After: wanted}, nil
	})
}

// putSetting writes a setting of the whole office.
func (tx *DB) putSetting(ctx context.Context, name, content string) error {
	return tx.exec(ctx, `INSERT INTO settings (organization_id, name, content) VALUES (NULL, ?, ?)
		ON CONFLICT (name, COALESCE(organization_id, 0)) DO UPDATE SET content = excluded.content, version = settings.version + 1`, name, content)
}
