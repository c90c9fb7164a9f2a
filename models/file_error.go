package models

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FileError is what is wrong with a portable file, and where. Line and Column count from 1, Column in characters; they are zero when
// the place is not known.
type FileError struct {
	Line, Column int
	Path         string // events[0].agenda[3].presenter
	Why          string // a sentence in Vietnamese

	pointer jsontext.Pointer
}

func (wrong FileError) Error() string {
	var parts []string
	if wrong.Line > 0 {
		parts = append(parts, fmt.Sprintf("%d:%d", wrong.Line, wrong.Column))
	}
	if wrong.Path != "" {
		parts = append(parts, wrong.Path)
	}
	return strings.Join(append(parts, wrong.Why), ": ")
}

// fileWhy is the Why of a value that reads itself.
type fileWhy string

func (why fileWhy) Error() string { return string(why) }

// explain makes a FileError of what the reader of JSON says.
func explain(data []byte, err error) error {
	var syntax *jsontext.SyntacticError
	var meaning *json.SemanticError
	var why fileWhy
	switch {
	case !utf8.Valid(data):
		wrong := FileError{Why: "tệp phải viết bằng UTF-8, ở đây có chỗ không phải"}
		for n := 0; n < len(data); {
			r, size := utf8.DecodeRune(data[n:])
			if r == utf8.RuneError && size == 1 {
				wrong.at(data, n)
				break
			}
			n += size
		}
		return wrong
	case errors.As(err, &syntax):
		wrong := FileError{Path: pathOf(syntax.JSONPointer), Why: "không đúng cú pháp JSON"}
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			wrong.Why = "trường này viết hai lần"
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			wrong.Why = "tệp kết thúc giữa chừng"
		}
		wrong.at(data, int(syntax.ByteOffset))
		return wrong
	case errors.As(err, &meaning):
		wrong := FileError{pointer: meaning.JSONPointer, Why: wanted(meaning)}
		switch {
		case errors.Is(err, json.ErrUnknownName):
			wrong.Why = fmt.Sprintf("không có trường “%s” ở đây", meaning.JSONPointer.LastToken())
		case errors.As(err, &why):
			wrong.Why = why.Error()
		}
		wrong.locate(data)
		return wrong
	}
	return err
}

// wanted says what should have stood where something of another type does.
func wanted(err *json.SemanticError) string {
	if err.GoType == nil {
		return "giá trị này không đọc được"
	}
	kind := err.GoType
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	switch kind.Kind() {
	case reflect.String:
		return "phải là một chuỗi trong dấu ngoặc kép"
	case reflect.Int64:
		return "phải là một số nguyên"
	case reflect.Bool:
		return "phải là true hoặc false"
	case reflect.Slice:
		if kind.Elem().Kind() == reflect.Uint8 {
			return "phải là tệp viết bằng base64"
		}
		return "phải là một danh sách [ … ]"
	}
	return "phải là một đối tượng { … }"
}

// at sets line and column of a byte.
func (wrong *FileError) at(data []byte, offset int) {
	offset = max(0, min(offset, len(data)))
	line := bytes.LastIndexByte(data[:offset], '\n') + 1
	wrong.Line = bytes.Count(data[:line], []byte("\n")) + 1
	wrong.Column = utf8.RuneCount(data[line:offset]) + 1
}

// locate finds the place of the error's pointer; of what is missing, the place of the object that should have it.
func (wrong *FileError) locate(data []byte) {
	wrong.Path = pathOf(wrong.pointer)
	found := map[jsontext.Pointer]int{}
	looked := map[jsontext.Pointer]bool{"": true}
	for pointer := wrong.pointer; pointer != ""; pointer = pointer.Parent() {
		looked[pointer] = true
	}
	in := jsontext.NewDecoder(bytes.NewReader(data))
	for len(found) < len(looked) {
		from := int(in.InputOffset())
		if _, err := in.ReadToken(); err != nil {
			break
		}
		pointer := in.StackPointer()
		if _, ok := found[pointer]; looked[pointer] && !ok {
			found[pointer] = from + len(data[from:]) - len(bytes.TrimLeft(data[from:], " \t\r\n,:"))
		}
	}
	for pointer := wrong.pointer; ; pointer = pointer.Parent() {
		if offset, ok := found[pointer]; ok || pointer == "" {
			wrong.at(data, offset)
			return
		}
	}
}

// pathOf writes a pointer as people read it: /events/0/agenda/3 is events[0].agenda[3].
func pathOf(pointer jsontext.Pointer) string {
	var path strings.Builder
	for token := range pointer.Tokens() {
		if _, err := strconv.Atoi(token); err == nil {
			path.WriteString("[" + token + "]")
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(token)
	}
	return path.String()
}
