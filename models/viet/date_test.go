package viet

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 8, 0, 0, 0, time.UTC) }

func TestDates(t *testing.T) {
	tests := []struct {
		t                    time.Time
		long, short, weekday string
	}{
		{day(2020, 2, 5), "ngày 05 tháng 02 năm 2020", "05/02/2020", "thứ Tư"},
		{day(2019, 6, 29), "ngày 29 tháng 6 năm 2019", "29/6/2019", "thứ Bảy"},
		{day(2017, 2, 6), "ngày 06 tháng 02 năm 2017", "06/02/2017", "thứ Hai"},
		{day(2010, 8, 16), "ngày 16 tháng 8 năm 2010", "16/8/2010", "thứ Hai"},
		{day(2022, 5, 5), "ngày 05 tháng 5 năm 2022", "05/5/2022", "thứ Năm"},
		{day(2018, 11, 13), "ngày 13 tháng 11 năm 2018", "13/11/2018", "thứ Ba"},
		{day(2018, 11, 15), "ngày 15 tháng 11 năm 2018", "15/11/2018", "thứ Năm"},
		{day(2018, 3, 9), "ngày 09 tháng 3 năm 2018", "09/3/2018", "thứ Sáu"},
		{day(2018, 1, 10), "ngày 10 tháng 01 năm 2018", "10/01/2018", "thứ Tư"},
		{day(2018, 12, 30), "ngày 30 tháng 12 năm 2018", "30/12/2018", "Chủ nhật"},
	}
	for _, test := range tests {
		if got := LongDate(test.t); got != test.long {
			t.Errorf("LongDate = %q, want %q", got, test.long)
		}
		if got := ShortDate(test.t); got != test.short {
			t.Errorf("ShortDate = %q, want %q", got, test.short)
		}
		if got := Weekday(test.t); got != test.weekday {
			t.Errorf("Weekday(%s) = %q, want %q", test.short, got, test.weekday)
		}
	}
}

func TestClock(t *testing.T) {
	tests := []struct {
		h, m               int
		prose, table, part string
	}{
		{0, 0, "0 giờ 00", "00h00", "Sáng 13/11/2018"},
		{8, 0, "8 giờ 00", "08h00", "Sáng 13/11/2018"},
		{11, 59, "11 giờ 59", "11h59", "Sáng 13/11/2018"},
		{12, 0, "12 giờ 00", "12h00", "Chiều 13/11/2018"},
		{17, 5, "17 giờ 05", "17h05", "Chiều 13/11/2018"},
		{18, 0, "18 giờ 00", "18h00", "Tối 13/11/2018"},
		{23, 30, "23 giờ 30", "23h30", "Tối 13/11/2018"},
	}
	for _, test := range tests {
		at := time.Date(2018, 11, 13, test.h, test.m, 0, 0, time.UTC)
		if got := ClockProse(at); got != test.prose {
			t.Errorf("ClockProse = %q, want %q", got, test.prose)
		}
		if got := ClockTable(at); got != test.table {
			t.Errorf("ClockTable = %q, want %q", got, test.table)
		}
		if got := PartOfDay(at); got != test.part {
			t.Errorf("PartOfDay(%s) = %q, want %q", test.table, got, test.part)
		}
	}
}

func TestZoneIsLeftAlone(t *testing.T) {
	hanoi := time.FixedZone("+07", 7*60*60)
	at := time.Date(2018, 11, 13, 0, 30, 0, 0, hanoi) // the day before in UTC
	if got := PartOfDay(at) + " " + ClockTable(at) + " " + Weekday(at); got != "Sáng 13/11/2018 00h30 thứ Ba" {
		t.Error(got)
	}
}

func TestParseDate(t *testing.T) {
	tests := []struct {
		in, want string // as ISO, empty when refused
	}{
		{"13/11/2018", "2018-11-13"},
		{"13-11-2018", "2018-11-13"},
		{"13.11.2018", "2018-11-13"},
		{"2018-11-13", "2018-11-13"},
		{"2018/11/13", "2018-11-13"},
		{"5/2/2020", "2020-02-05"},
		{"05/02/2020", "2020-02-05"},
		{" 13 / 11 / 2018\u00A0", "2018-11-13"},
		{"29/02/2020", "2020-02-29"},
		{"29/02/2019", ""},
		{"31/02/2020", ""},
		{"31/4/2020", ""},
		{"11/13/2018", ""}, // as Americans write
		{"0/1/2020", ""},
		{"1/0/2020", ""},
		{"13/11-2018", ""},
		{"13/11/18", ""},
		{"13/11/0018", ""},
		{"13/11", ""},
		{"13112018", ""},
		{"-5/2/2020", ""},
		{"+5/2/2020", ""},
		{"5/2/2020 8h", ""},
		{"٥/2/2020", ""}, // a digit, but not ours
		{"", ""},
	}
	for _, test := range tests {
		y, m, d, ok := ParseDate(test.in)
		got := ""
		if ok {
			got = time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
		if got != test.want {
			t.Errorf("ParseDate(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestParseClock(t *testing.T) {
	tests := []struct {
		in   string
		h, m int
		ok   bool
	}{
		{"8h", 8, 0, true},
		{"8h30", 8, 30, true},
		{"08h00", 8, 0, true},
		{"8H30", 8, 30, true},
		{"8h5", 8, 5, true},
		{"08:30", 8, 30, true},
		{"8:30", 8, 30, true},
		{"8 giờ 30", 8, 30, true},
		{"8 giờ 30 phút", 8, 30, true},
		{"8 gio", 8, 0, true},
		{"8g30", 8, 30, true},
		{"8h30'", 8, 30, true},
		{"0830", 8, 30, true},
		{" 8h 30 ", 8, 30, true},
		{"0h", 0, 0, true},
		{"23:59", 23, 59, true},
		{"24h", 0, 0, false},
		{"8h60", 0, 0, false},
		{"2500", 0, 0, false},
		{"8", 0, 0, false},
		{"830", 0, 0, false},
		{"8:5", 0, 0, false},
		{"8:30:00", 0, 0, false},
		{"-8h", 0, 0, false},
		{"h30", 0, 0, false},
		{"8 giờ sáng", 0, 0, false},
		{"", 0, 0, false},
	}
	for _, test := range tests {
		if h, m, ok := ParseClock(test.in); h != test.h || m != test.m || ok != test.ok {
			t.Errorf("ParseClock(%q) = %d, %d, %v", test.in, h, m, ok)
		}
	}
}

func TestWrittenDatesAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC).
			AddDate(0, 0, rapid.IntRange(0, 8999*365).Draw(t, "days")).
			Add(time.Duration(rapid.IntRange(0, 24*60-1).Draw(t, "minutes")) * time.Minute)
		for _, s := range []string{ShortDate(at), at.Format(time.DateOnly)} {
			if y, m, d, ok := ParseDate(s); !ok || y != at.Year() || m != at.Month() || d != at.Day() {
				t.Errorf("ParseDate(%q) = %d, %d, %d, %v", s, y, m, d, ok)
			}
		}
		for _, s := range []string{ClockProse(at), ClockTable(at), at.Format("15:04"), at.Format("1504")} {
			if h, m, ok := ParseClock(s); !ok || h != at.Hour() || m != at.Minute() {
				t.Errorf("ParseClock(%q) = %d, %d, %v", s, h, m, ok)
			}
		}
	})
}
