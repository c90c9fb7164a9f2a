package models_test

import (
	"context"
	"errors"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func TestSettings(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	usual, err := db.Settings(ctx)
	if want := (models.Settings{Visibility: "staff", TimeZone: "Asia/Ho_Chi_Minh", InvitationDays: 3, NoticeDays: 5}); usual != want || err != nil {
		t.Errorf("as usual they are %+v, %v", usual, err)
	}
	var wrong models.Invalid
	for field, edit := range map[string]func(*models.Settings){
		"visibility": func(s *models.Settings) { s.Visibility = "all" }, "time_zone": func(s *models.Settings) { s.TimeZone = "Hà Nội" },
		"invitation_days": func(s *models.Settings) { s.InvitationDays = -1 }, "notice_days": func(s *models.Settings) { s.NoticeDays = 61 },
	} {
		bad := usual
		edit(&bad)
		if err := db.SaveSettings(ctx, hand, bad); !errors.As(err, &wrong) || wrong[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := db.SaveSettings(ctx, hand, usual); err != nil { // nothing to do
		t.Fatal(err)
	}
	wanted := usual
	wanted.InvitationDays, wanted.Visibility = 5, "public"
	if err := db.SaveSettings(ctx, hand, wanted); err != nil {
		t.Fatal(err)
	}
	now, err := db.Settings(ctx)
	if now.InvitationDays != 5 || now.Visibility != "public" || now.NoticeDays != 5 || err != nil {
		t.Errorf("%+v, %v", now, err)
	}
	if err := db.SaveSettings(ctx, hand, wanted); !errors.As(err, new(models.Stale)) {
		t.Errorf("an old version was saved: %v", err)
	}
	if rows, err := db.Journal(ctx, models.JournalFilter{Topic: models.TopicSettings}); len(rows) != 1 || err != nil {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestWorkingDays(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	if err := db.AddUsualHolidays(ctx, hand, 2019); err != nil {
		t.Fatal(err)
	}
	for _, day := range []models.Holiday{
		{Day: "2019-04-15", Name: "Giỗ Tổ"}, {Day: "2019-04-29", Name: "Nghỉ bù"}, {Day: "2019-05-04", Name: "Làm bù", Working: true},
	} {
		if err := db.AddHoliday(ctx, hand, day); err != nil {
			t.Fatal(err)
		}
	}
	var wrong models.Invalid
	for field, bad := range map[string]models.Holiday{"day": {Name: "A"}, "name": {Day: "2019-06-01"}, "working": {Day: "2019-06-03", Name: "A", Working: true}} {
		if err := db.AddHoliday(ctx, hand, bad); !errors.As(err, &wrong) || wrong[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	calendar, err := db.Holidays(ctx, 2019)
	if err != nil || len(calendar) != 7 || calendar[0].Day != "2019-01-01" {
		t.Fatalf("%v, %v", calendar, err)
	}
	tests := []struct {
		from models.Date
		n    int64
		want models.Date
	}{
		{"2018-11-13", 5, "2018-11-20"},  // over a weekend
		{"2018-11-13", -3, "2018-11-08"}, // before it
		{"2019-04-26", 1, "2019-05-02"},  // over 29 April to 1 May
		{"2019-05-03", 1, "2019-05-04"},  // a Saturday that is worked
		{"2019-05-06", -1, "2019-05-04"},
		{"2018-11-17", 0, "2018-11-17"},
		{"2018-11-17", 1, "2018-11-19"}, // from a Saturday
	}
	for _, test := range tests {
		if got := calendar.Add(test.from, test.n); got != test.want {
			t.Errorf("%s and %d working days is %s, want %s", test.from, test.n, got, test.want)
		}
	}
	if err := db.RemoveHoliday(ctx, hand, "2019-04-15"); err != nil {
		t.Error(err)
	}
	if err := db.RemoveHoliday(ctx, hand, "2019-04-15"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if others, _ := db.Holidays(ctx, 2018); len(others) != 0 {
		t.Errorf("of another year: %v", others)
	}
}
