package views

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"time"

	"hoithao/models/viet"
	"hoithao/public"
)

// functions are all that templates can call, in a language. They are pure, and there will not be many more of them.
func functions(language string) template.FuncMap {
	vietnamese := language != English
	choose := func(vi, en func(time.Time) string) func(any) (string, error) {
		return func(v any) (string, error) {
			t, err := local(v)
			if err != nil || t.IsZero() {
				return "", err
			}
			if vietnamese {
				return vi(t), nil
			}
			return en(t), nil
		}
	}
	layout := func(layout string) func(time.Time) string {
		return func(t time.Time) string { return t.Format(layout) }
	}
	return template.FuncMap{
		// t is a text in the reader's language: {{t "Còn thiếu %d mục" .Missing}}
		"t": func(text string, args ...any) string { return Translate(language, text, args...) },
		// word is the screen's word for a code of the record: {{word "reply" .Reply}}; see words.go
		"word": func(noun, code string) Word { return wordOf(language, noun, code) },

		// Times are local, by Event.Local; a time that is none prints nothing.
		"clock":    choose(viet.ClockTable, layout("15:04")),        // 08h00
		"date":     choose(viet.ShortDate, viet.ShortDate),          // 13/11/2018, 05/02/2020
		"longdate": choose(viet.LongDate, layout("2 January 2006")), // ngày 13 tháng 11 năm 2018
		"weekday":  choose(viet.Weekday, layout("Monday")),          // thứ Ba
		// weekdays are the seven names from Sunday on, as they open a line, for js/date.js.
		"weekdays": func() string { return strings.Join(weekdays(vietnamese), "|") },

		"number": func(v any) (string, error) { return whole(v, vietnamese, viet.Number) }, // 1.234
		"count":  func(v any) (string, error) { return whole(v, vietnamese, viet.Count) },  // 05

		"lines": lines,      // the paragraphs of a text
		"asset": public.URL, // the address of a file in public/
		// field is an input with its label, value and error, for the partial of that name; see field.go
		"field": func(name, label string, value any, wrong map[string]string, more ...any) (Field, error) {
			return newField(language, name, label, value, wrong, more...)
		},
		"values": values, // several things by name, for a partial
	}
}

// local is the time in a value that a template prints. A models.Time is an instant and has no clock of its own, so it is
// refused: it would be printed in UTC. A models.Date has only a day.
func local(v any) (time.Time, error) {
	switch v := v.(type) {
	case time.Time:
		return v, nil
	case interface{ Time() time.Time }: // models.Date
		return v.Time(), nil
	case interface{ IsZero() bool }:
		if v.IsZero() {
			return time.Time{}, nil
		}
	case nil:
		return time.Time{}, nil
	}
	return time.Time{}, fmt.Errorf("a %T has no local time: ask Event.Local", v)
}

func weekdays(vietnamese bool) (names []string) {
	for day := range 7 {
		at := time.Date(2018, 11, 11+day, 0, 0, 0, 0, time.UTC) // a Sunday
		if vietnamese {
			names = append(names, viet.UpperFirst(viet.Weekday(at)))
		} else {
			names = append(names, at.Weekday().String())
		}
	}
	return names
}

// whole writes a whole number of any type; a number that is absent prints nothing.
func whole(v any, vietnamese bool, write func(int64) string) (string, error) {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	var n int64
	switch {
	case !value.IsValid():
		return "", nil
	case value.CanInt():
		n = value.Int()
	case value.CanUint():
		n = int64(value.Uint())
	default:
		return "", fmt.Errorf("%T is no whole number", v)
	}
	if vietnamese {
		return write(n), nil
	}
	return strings.ReplaceAll(viet.Number(n), ".", ","), nil
}

// lines are the paragraphs of a text; empty lines only part them.
func lines(text string) []string {
	var paragraphs []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return paragraphs
}

// values gives a partial several things by name: {{template "confirm" (values "page" $ "action" .URL "label" (t "Xóa"))}}
func values(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("values wants pairs of name and value")
	}
	named := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("values wants a name, not %v", pairs[i])
		}
		named[name] = pairs[i+1]
	}
	return named, nil
}
