package viet

import (
	"fmt"
	"time"
)

// LongDate is the date at the head of a paper: ngày 05 tháng 02 năm 2020, ngày 29 tháng 6 năm 2019. Days below 10 and the
// months 1 and 2 take a 0 in front, the months 3 to 9 do not: where a digit could be slipped in to make another date (NĐ
// 30/2020, Phụ lục I; the Party's 36-HD/VPTW and 05-HD/VPTW say the same).
func LongDate(t time.Time) string {
	return fmt.Sprintf("ngày %02d tháng %s năm %d", t.Day(), month(t.Month()), t.Year())
}

// ShortDate is the date in figures, by the rule of LongDate: 06/02/2017, 16/8/2010.
func ShortDate(t time.Time) string {
	return fmt.Sprintf("%02d/%s/%d", t.Day(), month(t.Month()), t.Year())
}

func month(m time.Month) string {
	if m <= time.February {
		return fmt.Sprintf("%02d", m)
	}
	return fmt.Sprint(int(m))
}

// Weekday names the day as inside a sentence: thứ Ba, Chủ nhật. The name has a capital, the word thứ only where it opens a
// line, for which there is UpperFirst (NĐ 30/2020, Phụ lục II, mục V.8c).
func Weekday(t time.Time) string {
	return [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}[t.Weekday()]
}

// DayPart names the part of the day that a session or a report is called by: Sáng until noon, Chiều until 18 hours, then Tối.
func DayPart(t time.Time) string {
	switch {
	case t.Hour() < 12:
		return "Sáng"
	case t.Hour() < 18:
		return "Chiều"
	}
	return "Tối"
}

// PartOfDay is DayPart with the date: Sáng 13/11/2018.
func PartOfDay(t time.Time) string { return DayPart(t) + " " + ShortDate(t) }

// ClockProse is the hour in running text and minutes: 8 giờ 00. The word phút is left out, as in the forms of NĐ 30/2020,
// Phụ lục III.
func ClockProse(t time.Time) string { return fmt.Sprintf("%d giờ %02d", t.Hour(), t.Minute()) }

// ClockTable is the hour in the columns of an agenda, always of one width: 08h00.
func ClockTable(t time.Time) string { return fmt.Sprintf("%02dh%02d", t.Hour(), t.Minute()) }
