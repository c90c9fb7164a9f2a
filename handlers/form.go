package handlers

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views"
)

// Forms keep what was typed as text, so that a form with a fault comes back as it was sent. These read the text into values of the
// record, and note under the field's name what cannot be read.

// said is what was typed into a small form that stands beside a page's own: a remark, a reason. When the page is shown again because of it,
// it stands there as it was typed.
type said struct{ Section, Remark, Reason string }

func saidIn(c *fiber.Ctx) said {
	if c.Method() != fiber.MethodPost {
		return said{}
	}
	return said{c.FormValue("section"), c.FormValue("remark"), c.FormValue("reason")}
}

func (s said) written() bool { return s.Remark != "" || s.Reason != "" }

// On is the remark on a section; "" when it is on another.
func (s said) On(section string) string {
	if s.Section != section {
		return ""
	}
	return s.Remark
}

// Wrong is what is wrong with the remark, for the section that it is on.
func (s said) Wrong(section string, wrong models.Invalid) models.Invalid {
	if s.Section != section {
		return nil
	}
	return wrong
}

// instant reads a day and a time of day, as browsers send them or as people write them, on the clock of a zone.
// Both empty is no instant.
func instant(day, clock string, zone *time.Location, field string, wrong models.Invalid) models.Time {
	day, clock = strings.TrimSpace(day), strings.TrimSpace(clock)
	if day == "" && clock == "" {
		return models.Time{}
	}
	year, month, date, ok := viet.ParseDate(day)
	if !ok {
		wrong[field] = views.T("Ngày viết như 13/11/2018.")
		return models.Time{}
	}
	hour, minute, ok := viet.ParseClock(clock)
	if !ok {
		wrong[field] = views.T("Giờ viết như 08:00 hoặc 8h30.")
		return models.Time{}
	}
	return models.At(time.Date(year, month, date, hour, minute, 0, 0, zone))
}

// date reads a day; empty is none.
func date(text, field string, wrong models.Invalid) models.Date {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	year, month, day, ok := viet.ParseDate(strings.TrimSpace(text))
	if !ok {
		wrong[field] = views.T("Ngày viết như 13/11/2018.")
		return ""
	}
	return models.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// count reads a whole number that is not negative; empty is none.
func count(text, field string, wrong models.Invalid) *int64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 0 {
		wrong[field] = views.T("Hãy ghi một số nguyên không âm.")
		return nil
	}
	return &n
}

// number reads the number of a thing that a form chose; what cannot be read is none.
func number(text string) models.ID {
	n, _ := strconv.ParseInt(text, 10, 64)
	return models.ID(n)
}

// day and clock are an instant as the inputs of a form want it; with no instant, empty.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("15:04")
}

// formID is the number of a thing as a form chooses it; none is "".
func formID(id models.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// written is a number as a form shows it.
func written(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

func some(n int) *int64 {
	long := int64(n)
	return &long
}

// shortDate is a day as people write it.
func shortDate(day models.Date) string {
	if day == "" {
		return ""
	}
	return viet.ShortDate(day.Time())
}

// ids reads numbers written as 3,1,2.
func ids(text string) (ids []models.ID) {
	for part := range strings.SplitSeq(text, ",") {
		if id := number(part); id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func labelOf(options []views.Option, value string) string {
	for _, option := range options {
		if option.Value == value {
			return option.Label
		}
	}
	return value
}

// cut is the beginning of a text that is searched for.
func cut(text string, letters int) string {
	if runes := []rune(text); len(runes) > letters {
		return string(runes[:letters])
	}
	return text
}

// rowsOf are the rows of a form whose fields stand in it again and again: of each row one value per name.
func rowsOf(c *fiber.Ctx, names ...string) (rows [][]string) {
	for i, name := range names {
		for j, value := range c.Context().PostArgs().PeekMulti(name) {
			if j == len(rows) {
				rows = append(rows, make([]string, len(names)))
			}
			rows[j][i] = string(value)
		}
	}
	return rows
}
