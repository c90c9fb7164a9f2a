package models

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FileNumber is the number of a paper, which may bear a suffix: 15 or "15a". "" is none.
type FileNumber string

func (n FileNumber) MarshalJSON() ([]byte, error) {
	if number, suffix := n.parts(); number != nil && suffix == "" {
		return strconv.AppendInt(nil, *number, 10), nil
	}
	return json.Marshal(string(n))
}

func (n *FileNumber) UnmarshalJSON(value []byte) error {
	switch jsontext.Value(value).Kind() {
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return err
		}
		*n = FileNumber(text)
	case '0':
		if strings.ContainsAny(string(value), ".eE-") {
			return wrongNumber
		}
		*n = FileNumber(value)
	case 'n':
		*n = ""
	default:
		return wrongNumber
	}
	return nil
}

const wrongNumber = fileWhy(`số viết như 15 hoặc "15a"`)

// parts are the number and its suffix; nil when the text does not begin with a number.
func (n FileNumber) parts() (*int64, string) {
	end := strings.IndexFunc(string(n), func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(n)
	}
	number, err := strconv.ParseInt(string(n[:end]), 10, 64)
	if err != nil {
		return nil, ""
	}
	return &number, string(n[end:])
}

// maxFile bounds what is read into memory: pictures of an event included.
const maxFile = 512 << 20

// ReadFile reads and checks a file without a database. What is wrong with it is a FileError.
func ReadFile(r io.Reader) (File, error) {
	var file File
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return file, err
	}
	if len(data) > maxFile {
		return file, FileError{Why: "tệp lớn hơn 512 MB"}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF")) // Windows' editor puts it there
	if err := json.Unmarshal(data, &file, json.RejectUnknownMembers(true)); err != nil {
		return file, explain(data, err)
	}
	file.source = data
	if wrong := file.check(); wrong != nil {
		wrong.locate(data)
		return file, *wrong
	}
	return file, nil
}

// Write writes the file for people to read: an object of a list is a line.
func (f File) Write(w io.Writer) error {
	var b bytes.Buffer
	if err := json.MarshalWrite(&b, f, json.Deterministic(true), jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true)); err != nil {
		return err
	}
	var out bytes.Buffer
	in := jsontext.NewDecoder(&b)
	if err := spread(&out, in, ""); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err := w.Write(out.Bytes())
	return err
}

// spread copies an object with a member a line; a list of objects has an object a line, but an event is spread again.
func spread(out *bytes.Buffer, in *jsontext.Decoder, indent string) error {
	if _, err := in.ReadToken(); err != nil {
		return err
	}
	out.WriteString("{")
	for i := 0; in.PeekKind() != '}'; i++ {
		name, err := in.ReadValue()
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n  " + indent)
		out.Write(name)
		out.WriteString(": ")
		events := string(name) == `"events"`
		if in.PeekKind() != '[' {
			value, err := in.ReadValue()
			if err != nil {
				return err
			}
			out.Write(value)
			continue
		}
		if _, err := in.ReadToken(); err != nil {
			return err
		}
		out.WriteByte('[')
		empty := in.PeekKind() == ']'
		for j := 0; in.PeekKind() != ']'; j++ {
			if j > 0 {
				out.WriteByte(',')
			}
			out.WriteString("\n    " + indent)
			if events {
				if err := spread(out, in, indent+"    "); err != nil {
					return err
				}
				continue
			}
			value, err := in.ReadValue()
			if err != nil {
				return err
			}
			out.Write(value)
		}
		if !empty {
			out.WriteString("\n  " + indent)
		}
		out.WriteByte(']')
		if _, err := in.ReadToken(); err != nil {
			return err
		}
	}
	out.WriteString("\n" + indent + "}")
	_, err := in.ReadToken()
	return err
}
