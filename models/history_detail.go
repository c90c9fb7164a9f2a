package models

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// detail is what a row of the journal says of a thing before and after.
type detail struct{ before, after fields }

// detailOf reads a detail once over: that of an act on many things is long, and of its lists no more is looked at than is shown.
func detailOf(text string) (read detail) {
	decoder := jsontext.NewDecoder(bytes.NewBufferString(text))
	if decoder.PeekKind() != '{' {
		return read // erased
	}
	decoder.ReadToken()
	for decoder.PeekKind() == '"' {
		side, err := decoder.ReadToken()
		if err != nil {
			return read
		}
		if side.String() == "Before" {
			read.before = fieldsOf(decoder)
		} else {
			read.after = fieldsOf(decoder)
		}
	}
	return read
}

// fields are those of a value of the record, in their order. A value that is no struct is one field without a name.
type fields struct {
	order  []string
	values map[string]jsontext.Value
}

// fieldsOf reads the decoder's next value.
func fieldsOf(decoder *jsontext.Decoder) fields {
	read := fields{values: map[string]jsontext.Value{}}
	if decoder.PeekKind() != '{' {
		if value, err := decoder.ReadValue(); err == nil && value.Kind() != 'n' {
			read.order, read.values[""] = []string{""}, value.Clone()
		}
		return read
	}
	decoder.ReadToken()
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return read
		}
		key := name.String()
		if key == "Task" && decoder.PeekKind() == '{' { // a task reads as a part of its conclusion
			task := fieldsOf(decoder)
			for _, key := range task.order {
				if _, known := read.values[key]; !known {
					read.order, read.values[key] = append(read.order, key), task.values[key]
				}
			}
			continue
		}
		content, err := decoder.ReadValue()
		if err != nil {
			return read
		}
		read.order, read.values[key] = append(read.order, key), content.Clone()
	}
	decoder.ReadToken()
	return read
}

func text(value jsontext.Value) string {
	var s string
	if value.Kind() == '"' {
		json.Unmarshal(value, &s)
	}
	return s
}
