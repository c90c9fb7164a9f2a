package models

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"hoithao/models/viet"
)

// check makes the file's text clean and answers the first thing that is wrong, or nil. It is all that can be known without a
// database; what it has let through, a load may rely on.
func (f *File) check() *FileError {
	c := fileChecker{keys: map[string]fileKey{}, uids: map[string]bool{}}
	if f.Format != FileFormat {
		c.fail("/format", "phải là “%s”", FileFormat)
	}
	c.collect(f)
	for i := range f.Organizations {
		c.organization(fmt.Sprintf("/organizations/%d", i), &f.Organizations[i])
	}
	c.tree(f.Organizations)
	for i := range f.People {
		c.person(fmt.Sprintf("/people/%d", i), &f.People[i])
	}
	slugs := map[string]bool{}
	for i := range f.Events {
		at := fmt.Sprintf("/events/%d", i)
		c.event = i
		c.eventOf(at, &f.Events[i])
		c.once(at+"/slug", f.Events[i].Slug, slugs)
	}
	return c.wrong
}

// fileChecker goes through a file and keeps the first error.
type fileChecker struct {
	wrong     *FileError
	keys      map[string]fileKey
	uids      map[string]bool
	event     int             // the event it is in
	delegates map[string]bool // of that event, by person
	numbers   map[string]bool // of them, on their badges
}

// fileKey is what a key of the file names.
type fileKey struct {
	kind  string
	event int // -1: of the directory
}

// Kinds of things that have a key, as table file_keys has them, and their Vietnamese names.
const (
	keyOrganization = "organization"
	keyPerson       = "person"
	keySession      = "session"
	keyGroup        = "group"
	keyItem         = "item"
)

var keyNames = map[string]string{
	keyOrganization: "cơ quan", keyPerson: "người", keySession: "buổi", keyGroup: "thành phần", keyItem: "mục chương trình",
}

func (c *fileChecker) fail(at, why string, args ...any) {
	if c.wrong == nil {
		c.wrong = &FileError{pointer: jsontext.Pointer(at), Why: fmt.Sprintf(why, args...)}
	}
}

// collect reads all keys, since a reference may stand before the thing it names.
func (c *fileChecker) collect(f *File) {
	for i := range f.Organizations {
		c.key(fmt.Sprintf("/organizations/%d/key", i), &f.Organizations[i].Key, fileKey{keyOrganization, -1})
	}
	for i := range f.People {
		c.key(fmt.Sprintf("/people/%d/key", i), &f.People[i].Key, fileKey{keyPerson, -1})
	}
	for i := range f.Events {
		event := &f.Events[i]
		for j := range event.Sessions {
			c.key(fmt.Sprintf("/events/%d/sessions/%d/key", i, j), &event.Sessions[j].Key, fileKey{keySession, i})
		}
		for j := range event.Groups {
			c.key(fmt.Sprintf("/events/%d/groups/%d/key", i, j), &event.Groups[j].Key, fileKey{keyGroup, i})
		}
		for j := range event.Agenda {
			c.key(fmt.Sprintf("/events/%d/agenda/%d/key", i, j), &event.Agenda[j].Key, fileKey{keyItem, i})
		}
	}
}

func (c *fileChecker) key(at string, key *string, of fileKey) {
	c.need(at, key)
	if other, ok := c.keys[*key]; ok && *key != "" {
		c.fail(at, "khóa “%s” đã đặt cho một %s khác trong tệp", *key, keyNames[other.kind])
	}
	c.keys[*key] = of
}

func (c *fileChecker) uid(at string, uid *string) {
	if *uid == "" {
		return
	}
	*uid = strings.ToLower(strings.ReplaceAll(*uid, "-", ""))
	if bytes, err := hex.DecodeString(*uid); err != nil || len(bytes) != 16 {
		c.fail(at+"/uid", "phải là 32 chữ số hệ mười sáu (128 bit)")
	}
	if c.uids[*uid] {
		c.fail(at+"/uid", "đã có ở một chỗ khác trong tệp")
	}
	c.uids[*uid] = true
}

// line makes a text of one line clean, lines one of many, need one that must not be empty.
func (c *fileChecker) line(at string, text *string) {
	c.noNUL(at, *text)
	*text = viet.Clean(*text)
}

func (c *fileChecker) lines(at string, text *string) {
	c.noNUL(at, *text)
	*text = viet.CleanText(*text)
}

func (c *fileChecker) need(at string, text *string) {
	c.line(at, text)
	if *text == "" {
		c.fail(at, "còn thiếu, phải có")
	}
}

func (c *fileChecker) noNUL(at, text string) {
	if strings.ContainsRune(text, 0) {
		c.fail(at, "có ký tự NUL")
	}
}

// oneOf holds a value to a list; "" is allowed unless needed says otherwise.
func (c *fileChecker) oneOf(at, value string, needed bool, values ...string) {
	switch {
	case value == "" && needed:
		c.fail(at, "còn thiếu, phải có")
	case value != "" && !slices.Contains(values, value):
		c.fail(at, "không nhận giá trị “%s”; chỉ nhận: %s", value, strings.Join(values, ", "))
	}
}

// once holds a value to stand once among those seen.
func (c *fileChecker) once(at, value string, seen map[string]bool) {
	if seen[value] {
		c.fail(at, "“%s” có hai lần trong danh sách", value)
	}
	seen[value] = true
}

// ref holds a reference to a thing of one of some kinds, of the directory or of the same event.
func (c *fileChecker) ref(at string, key *string, kinds ...string) {
	c.line(at, key)
	if *key == "" {
		return
	}
	var names []string
	for _, kind := range kinds {
		names = append(names, keyNames[kind])
	}
	of, ok := c.keys[*key]
	switch {
	case !ok:
		c.fail(at, "không có %s nào mang khóa “%s”", strings.Join(names, " hay "), *key)
	case !slices.Contains(kinds, of.kind):
		c.fail(at, "“%s” là khóa của một %s, ở đây cần %s", *key, keyNames[of.kind], strings.Join(names, " hay "))
	case of.event >= 0 && of.event != c.event:
		c.fail(at, "“%s” là khóa của một %s thuộc sự kiện khác", *key, keyNames[of.kind])
	}
}

func (c *fileChecker) mustRef(at string, key *string, kinds ...string) {
	c.need(at, key)
	c.ref(at, key, kinds...)
}

// delegate holds a reference to the person of a delegate of the event.
func (c *fileChecker) delegate(at string, key *string) {
	c.ref(at, key, keyPerson)
	if *key != "" && !c.delegates[*key] {
		c.fail(at, "“%s” không có trong danh sách đại biểu", *key)
	}
}

func (c *fileChecker) count(at string, number *int64) {
	if number != nil && (*number < 0 || *number > 1e9) {
		c.fail(at, "phải là số từ 0 trở lên")
	}
}

var instants = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// instant reads an instant that check has let through; none is the zero Time.
func instant(text string) Time {
	if !instants.MatchString(text) {
		return Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return Time{}
	}
	return At(t)
}

func (c *fileChecker) instant(at, text string) Time {
	t := instant(text)
	if year := t.Year(); text != "" && (t.IsZero() || year < 1000 || year > 9998) {
		c.fail(at, "“%s” không phải thời điểm; viết như 2018-11-13T07:30:00+07:00", text)
	}
	return t
}

// span holds two instants in order.
func (c *fileChecker) span(at, from, until, start, end string) {
	a, b := c.instant(at+"/"+from, start), c.instant(at+"/"+until, end)
	if !a.IsZero() && !b.IsZero() && b.Before(a.Time) {
		c.fail(at+"/"+until, "sớm hơn %s", from)
	}
}

func (c *fileChecker) date(at, text string) {
	if date, err := ParseDate(text); text != "" && (err != nil || date < "1000") {
		c.fail(at, "“%s” không phải ngày; viết như 2018-11-13", text)
	}
}

func (c *fileChecker) dates(at, from, until string) {
	c.date(at+"/from", from)
	c.date(at+"/until", until)
	if from != "" && until != "" && until < from {
		c.fail(at+"/until", "sớm hơn from")
	}
}

func (c *fileChecker) organization(at string, o *FileOrganization) {
	c.uid(at, &o.UID)
	c.ref(at+"/parent", &o.Parent, keyOrganization)
	c.need(at+"/name", &o.Name)
	if o.PrintName != nil {
		c.line(at+"/print_name", o.PrintName)
	}
	if o.PrintAbove != nil {
		c.line(at+"/print_above", o.PrintAbove)
	}
	c.oneOf(at+"/kind", o.Kind, false, "party", "state", "front", "other")
	c.line(at+"/code", &o.Code)
	c.line(at+"/place", &o.Place)
	c.dates(at, o.From, o.Until)
}

// tree holds that nobody is above himself.
func (c *fileChecker) tree(organizations []FileOrganization) {
	parents := map[string]string{}
	for _, o := range organizations {
		parents[o.Key] = o.Parent
	}
	for i, o := range organizations {
		steps := 0
		for above := o.Parent; above != ""; above = parents[above] {
			if steps++; above == o.Key || steps > len(organizations) {
				c.fail(fmt.Sprintf("/organizations/%d/parent", i), "“%s” thành cấp trên của chính nó", o.Key)
				break
			}
		}
	}
}

func (c *fileChecker) person(at string, p *FilePerson) {
	c.uid(at, &p.UID)
	c.need(at+"/name", &p.Name)
	c.line(at+"/given", &p.Given)
	if p.Given != "" && p.Name != p.Given && !strings.HasSuffix(p.Name, " "+p.Given) {
		c.fail(at+"/given", "tên “%s” phải đứng cuối họ tên “%s”", p.Given, p.Name)
	}
	c.line(at+"/honorific", &p.Honorific)
	if p.BornYear != nil && (*p.BornYear < 1000 || *p.BornYear > 9999) {
		c.fail(at+"/born_year", "phải là năm gồm bốn chữ số")
	}
	if p.Phone != nil {
		c.line(at+"/phone", p.Phone)
	}
	if p.Email != nil {
		c.line(at+"/email", p.Email)
	}
	c.instant(at+"/contact_at", p.ContactAt)
	c.lines(at+"/note", &p.Note)
	c.instant(at+"/erased", p.Erased)
	for i := range p.Posts {
		post, at := &p.Posts[i], fmt.Sprintf("%s/posts/%d", at, i)
		c.uid(at, &post.UID)
		c.need(at+"/title", &post.Title)
		c.ref(at+"/organization", &post.Organization, keyOrganization)
		c.dates(at, post.From, post.Until)
	}
}
