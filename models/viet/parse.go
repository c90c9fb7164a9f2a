package viet

import (
	"regexp"
	"strconv"
	"time"
)

// ParseDate reads a date as people type it: day, month, year parted by / - or . (13/11/2018, 5-2-2020), or year first
// (2018-11-13). The year has four digits: in 5/2/20 nobody knows the century. A date the calendar does not have, 31/02, is
// refused, never carried over into the next month.
func ParseDate(s string) (y int, m time.Month, d int, ok bool) {
	s = Clean(s)
	var year, mon, day string
	if p := dayFirst.FindStringSubmatch(s); p != nil && p[2] == p[4] {
		day, mon, year = p[1], p[3], p[5]
	} else if p := yearFirst.FindStringSubmatch(s); p != nil && p[2] == p[4] {
		year, mon, day = p[1], p[3], p[5]
	} else {
		return 0, 0, 0, false
	}
	t := time.Date(digits(year), time.Month(digits(mon)), digits(day), 0, 0, 0, 0, time.UTC)
	if int(t.Month()) != digits(mon) || t.Day() != digits(day) {
		return 0, 0, 0, false
	}
	return t.Year(), t.Month(), t.Day(), true
}

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?([/.-]) ?([1-9]\d{3})$`)
	yearFirst = regexp.MustCompile(`^([1-9]\d{3})([/.-])(\d{1,2})([/.-])(\d{1,2})$`)
)

// ParseClock reads an hour as people type it: 8h, 8h30, 08:30, 0830, 8g30, 8 giờ 30, also with phút and without marks. A bare
// number is refused, for it may be anything, and so is 24h.
func ParseClock(s string) (h, m int, ok bool) {
	s = Fold(s)
	for _, form := range clockForms {
		if p := form.FindStringSubmatch(s); p != nil {
			h, m = digits(p[1]), digits(p[2])
			if h > 23 || m > 59 {
				return 0, 0, false
			}
			return h, m, true
		}
	}
	return 0, 0, false
}

// clockForms are matched against folded text.
var clockForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d{1,2}) ?(?:h|g|gio) ?(?:(\d{1,2}) ?(?:p|ph|phut|')?)?$`),
	regexp.MustCompile(`^(\d{1,2}) ?: ?(\d{2})$`),
	regexp.MustCompile(`^(\d{2})(\d{2})$`),
}

// digits reads what a pattern has matched; none, as for the minutes of 8h, are 0.
func digits(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
