package views

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"
)

// Field is an input of a form as the partial "field" shows it: label, hint, input, and the error tied to it. Templates make it:
//
//	{{template "field" (field "title" "Tên hội thảo" .Form.Title .Wrong "required" "maxlength=300" "hint=Không viết trong ngoặc kép")}}
//
// Label and hint are Vietnamese texts as for t. What follows the errors, in any order:
//
//	"required" "autofocus" "readonly" …    attributes without a value
//	"type=date" "min=0" "inputmode=…" …    attributes; type=checkbox makes a box to tick, whose value is a bool
//	"hint=…"                               a sentence below the label
//	"rows=6"                               a text of many lines
//	"words=reply"                          a choice among the words of words.go
//	[]Option                               a choice among these
//	"empty=…"                              with a choice: the text of the choice of none
//	"radio"                                shows the choices side by side
//	"roll=12"                              a start or length that moves the row 12 of an agenda, for js/roll.js
//	"id=…"                                 where two forms of a page have fields of one name
type Field struct {
	Name, ID           string
	Label, Hint, Error string
	Type               string // "text", "textarea", "select", "radio", "checkbox", or any type of an input
	Value              string // for a checkbox: "true" when ticked
	Required           bool
	Options            []Option
	Attributes         template.HTMLAttr
}

// Option is one choice. Label stands there as it is.
type Option struct{ Value, Label string }

// fieldAttributes are those that a field may be given, so that a misspelt one is found.
var fieldAttributes = strings.Fields(`autofocus autocomplete inputmode list max maxlength min minlength multiple pattern placeholder
	readonly rows size spellcheck step accept disabled enterkeyhint autocapitalize`)

// DescribedBy are the ids of what explains the input to those who do not see it.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

func newField(language, name, label string, value any, wrong map[string]string, more ...any) (Field, error) {
	f := Field{Name: name, ID: "f-" + name, Type: "text", Label: Translate(language, label), Error: Translate(language, wrong[name])}
	var attributes strings.Builder
	for _, extra := range more {
		if options, ok := extra.([]Option); ok {
			f.choose(options)
			continue
		}
		text, ok := extra.(string)
		if !ok {
			return f, fmt.Errorf("field %s: what is %v?", name, extra)
		}
		key, content, has := strings.Cut(text, "=")
		switch key {
		case "type":
			f.Type = content
		case "hint":
			f.Hint = Translate(language, content)
		case "id":
			f.ID = content
		case "roll":
			key = "data-roll-minutes"
			if f.Type != "number" {
				key = "data-roll-start"
			}
			attributes.WriteString(" " + key + `="` + template.HTMLEscapeString(content) + `"`)
		case "required":
			f.Required = true
		case "radio":
			f.Type = "radio"
		case "words":
			f.choose(options(language, content))
		case "empty":
			f.choose(slices.Concat([]Option{{"", Translate(language, content)}}, f.Options)) // other fields choose among the same
		default:
			if !slices.Contains(fieldAttributes, key) {
				return f, fmt.Errorf("field %s: what is %q?", name, text)
			}
			if key == "rows" {
				f.Type = "textarea"
			}
			attributes.WriteString(" " + key)
			if has {
				attributes.WriteString(`="` + template.HTMLEscapeString(content) + `"`)
			}
		}
	}
	f.Attributes = template.HTMLAttr(attributes.String())
	f.Value = f.write(value)
	return f, nil
}

func (f *Field) choose(options []Option) {
	f.Options = options
	if f.Type == "text" {
		f.Type = "select"
	}
}

// write is a value as the input wants it.
func (f Field) write(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case *int64:
		if value == nil {
			return ""
		}
		return fmt.Sprint(*value)
	case time.Time:
		layout := map[string]string{"date": time.DateOnly, "time": "15:04"}[f.Type]
		if layout == "" {
			layout = "2006-01-02T15:04" // datetime-local
		}
		if value.IsZero() {
			return ""
		}
		return value.Format(layout)
	}
	return fmt.Sprint(value)
}
