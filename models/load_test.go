package models_test

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

//go:embed testdata/workshop.json
var workshopFile string

var loading = models.Actor{Name: "thử"}

const (
	slug    = "hoi-thao-mau"
	picture = `, "file": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="`
)

func load(t testing.TB, db *models.DB, file string, options ...models.LoadOptions) models.LoadReport {
	t.Helper()
	report, err := db.Load(context.Background(), loading, strings.NewReader(file), append(options, models.LoadOptions{})[0])
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return report
}

func dump(t testing.TB, db *models.DB) string {
	t.Helper()
	var file bytes.Buffer
	if err := db.Dump(context.Background(), &file, slug); err != nil {
		t.Fatalf("dump: %v", err)
	}
	return file.String()
}

// handOver dumps for another machine.
func handOver(t testing.TB, db *models.DB) string {
	t.Helper()
	var file bytes.Buffer
	if err := db.HandOver(context.Background(), &file, slug); err != nil {
		t.Fatalf("hand over: %v", err)
	}
	return file.String()
}

func event(t testing.TB, db *models.DB) models.Event {
	t.Helper()
	event, err := db.Event(context.Background(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return event
}

func record(t testing.TB, db *models.DB) models.Record {
	t.Helper()
	record, err := db.Record(context.Background(), event(t, db).ID)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// touch is a change made here by hand.
func touch(t testing.TB, db *models.DB) {
	t.Helper()
	e := event(t, db)
	e.Note += "x"
	if err := db.SaveEvent(context.Background(), loading, e); err != nil {
		t.Fatal(err)
	}
}

func sound(t testing.TB, db *models.DB) {
	t.Helper()
	findings, err := db.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		t.Errorf("check: %v", finding)
	}
}

func replaced(t testing.TB, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the file has no %q", pairs[i])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func TestLoad(t *testing.T) {
	db := modelstest.DB(t)
	report := load(t, db, workshopFile)
	if got := fmt.Sprint(report); got != "{[{hoi-thao-mau Nâng cao chất lượng công tác dư luận xã hội added}] 5 5}" {
		t.Error(got)
	}
	r := record(t, db)
	if r.Event.Revision != 1 || r.Organizer.Name != "Ban Tuyên giáo Tỉnh ủy" || len(r.Ancestors) != 1 {
		t.Errorf("%+v", r.Event)
	}
	if got := r.Event.StartsAt.Format(time.RFC3339) + " " + r.Event.EndsAt.Format(time.RFC3339); got != "2018-11-13T00:30:00Z 2018-11-13T09:30:00Z" {
		t.Error(got)
	}
	var order []string
	for _, delegate := range r.Delegates {
		order = append(order, fmt.Sprintf("%s %d", delegate.Person.Given, delegate.Rank))
	}
	if got := strings.Join(order, ", "); got != "Chi Niê Kđăm 5, An 10, Bình 30, Giang 1073741824" {
		t.Error(got)
	}
	if r.Delegates[0].SubstituteFor != r.Delegates[1].ID {
		t.Error("nobody stands in for An")
	}
	if r.Speeches[1].Kind != "paper" || r.Speeches[2].Kind != "discussion" {
		t.Error("the kind of a speech is its own, else its item's")
	}
	if m := r.Minutes; *m.Number != 15 || m.NumberSuffix != "a" || len(m.Chairs) != 2 || len(m.Secretaries) != 1 || len(m.Edited) != 2 {
		t.Errorf("%+v", m)
	}
	sound(t, db)
}

// What was loaded is dumped, and the dump gives itself again from an empty database, byte for byte.
func TestDumpGivesItself(t *testing.T) {
	db, other := modelstest.DB(t), modelstest.DB(t)
	load(t, db, workshopFile)
	first := dump(t, db)
	if again := dump(t, db); again != first {
		t.Error("the same record gives other bytes")
	}
	load(t, other, first)
	if second := dump(t, other); second != first {
		t.Errorf("%s\nis dumped as\n%s", first, second)
	}
	if event(t, other).Head != event(t, db).Head || event(t, other).Revision != 1 {
		t.Error("the chain does not go on where the file left it")
	}
	touch(t, other)
	third := dump(t, other)
	another := modelstest.DB(t)
	load(t, another, third)
	if dump(t, another) != third {
		t.Error("the dump of a record that came from a file and went on does not give itself")
	}
	for _, db := range []*models.DB{db, other, another} {
		sound(t, db)
	}
}

func TestLoadTwice(t *testing.T) {
	db := modelstest.DB(t)
	load(t, db, workshopFile)
	first := dump(t, db)
	for _, file := range []string{workshopFile, first} {
		report := load(t, db, file)
		if report.Events[0].Outcome != "unchanged" || report.Organizations+report.People != 0 {
			t.Error(report)
		}
	}
	if dump(t, db) != first {
		t.Error("a load that changes nothing has changed something")
	}
	rows, err := db.Journal(context.Background(), models.JournalFilter{})
	if err != nil || len(rows) != 1 {
		t.Errorf("the office's chain has %d rows, %v", len(rows), err)
	}
}

// An edited file updates in place: what is the same keeps its number, since links hang on it.
func TestLoadInPlace(t *testing.T) {
	tests := []struct {
		name  string
		edit  []string
		check func(before, after models.Record) bool
	}{
		{"title", []string{"Nâng cao chất lượng", "Giữ vững chất lượng"}, func(b, a models.Record) bool {
			return a.Event.Title == "Giữ vững chất lượng công tác dư luận xã hội" && strings.HasPrefix(a.Event.Folded, "giu vung") && a.Event.ID == b.Event.ID
		}},
		{"session", []string{`"room": "Tầng 2"`, `"room": "Tầng 3"`}, func(b, a models.Record) bool {
			return a.Sessions[0].Room == "Tầng 3" && a.Sessions[0].ID == b.Sessions[0].ID && a.Sessions[0].Version == 2 && a.Sessions[1] == b.Sessions[1]
		}},
		{"a conclusion in front", []string{`{"text": "Tiếp tục thực hiện."}`, `{"text": "Mới."}, {"text": "Tiếp tục thực hiện."}`}, func(b, a models.Record) bool {
			return len(a.Conclusions) == 5 && a.Conclusions[0].Text == "Mới." && a.Conclusions[1].ID == b.Conclusions[0].ID && a.Conclusions[2].Task.ID == b.Conclusions[1].Task.ID
		}},
		{"a conclusion reworded", []string{`"Tiếp tục thực hiện."`, `"Tiếp tục thực hiện tốt."`}, func(b, a models.Record) bool {
			return a.Conclusions[0].ID == b.Conclusions[0].ID && a.Conclusions[0].Text == "Tiếp tục thực hiện tốt."
		}},
		{"a task taken back", []string{`, "task": {"responsible": "huyen-1"}`, ``}, func(b, a models.Record) bool { return a.Conclusions[2].Task == nil }},
		{"an item renamed", []string{`"title": "Thảo luận"`, `"title": "Trao đổi"`}, func(b, a models.Record) bool {
			return a.Items[2].ID == b.Items[2].ID && a.Items[2].Title == "Trao đổi" && a.Speeches[1].ID == b.Speeches[1].ID && a.Speeches[1].Version == 1
		}},
		{"a speech in front", []string{`{"item": "thao-luan", "kind": "paper"`, `{"item": "thao-luan", "topic": "Mới"}, {"item": "thao-luan", "kind": "paper"`}, func(b, a models.Record) bool {
			return len(a.Speeches) == 4 && a.Speeches[1].Topic == "Mới" && a.Speeches[2].ID == b.Speeches[1].ID && a.Speeches[3].ID == b.Speeches[2].ID
		}},
		{"a delegate's person by a new name", []string{`"name": "Dũng"`, `"name": "Lê Mẫu Dũng"`, `"name": "Đỗ Mẫu Giang"`, `"name": "Đỗ Mẫu Hà"`}, func(b, a models.Record) bool {
			last := len(a.Delegates) - 1
			return a.Delegates[last].ID == b.Delegates[last].ID && a.Delegates[last].PersonID == b.Delegates[last].PersonID && a.Delegates[last].Person.Name() == "Đỗ Mẫu Hà"
		}},
		{"a person's rank", []string{`"protocol_rank": 30`, `"protocol_rank": 1`}, func(b, a models.Record) bool {
			return a.Delegates[0].Person.Given == "Bình" && a.Delegates[0].Rank == 1
		}},
		{"attendance", []string{`"state": "absent"}`, `"state": "present"}`}, func(b, a models.Record) bool {
			return a.Delegates[2].Attendance[1].State == "present" && a.Delegates[2].Attendance[0] == b.Delegates[2].Attendance[0]
		}},
		{"units turned round", []string{`["huyen-2", "huyen-1"]`, `["huyen-1", "huyen-2"]`}, func(b, a models.Record) bool {
			return a.Groups[1].Units[0].ID == b.Groups[1].Units[1].ID && a.Groups[1].ID == b.Groups[1].ID
		}},
		{"nobody stands in", []string{`, "substitute_for": "an"`, ``}, func(b, a models.Record) bool { return a.Delegates[0].SubstituteFor == 0 }},
		{"another stands in", []string{`"person": "chi", "honorific": "đồng chí", "protocol_rank": 5, "substitute_for": "an"`, `"person": "chi"`, `{"person": "giang"`, `{"person": "giang", "substitute_for": "an"`},
			func(b, a models.Record) bool {
				return a.Delegates[len(a.Delegates)-1].SubstituteFor != 0 || a.Delegates[2].SubstituteFor != 0
			}},
		{"a person exchanged", []string{`{"person": "giang", "roles"`, `{"person": "dung", "roles"`}, func(b, a models.Record) bool {
			return len(a.Delegates) == 4 && a.Delegates[3].Person.Given == "Dũng" && a.Delegates[3].ID != b.Delegates[3].ID
		}},
		{"the picture taken out", []string{picture, ``}, func(b, a models.Record) bool {
			return a.Photos[0].ID == b.Photos[0].ID && a.Photos[0].FileSHA256 == ""
		}},
		{"a section back to what is composed", []string{`"end": "Hội thảo kết thúc lúc 16 giờ 30.", `, ``}, func(b, a models.Record) bool { return len(a.Minutes.Edited) == 1 && a.Minutes.ID == b.Minutes.ID }},
		{"the minutes taken out", []string{workshopFile[strings.Index(workshopFile, `,
      "minutes"`) : strings.Index(workshopFile, `"content": ""}}`)+len(`"content": ""}}`)], ``}, func(b, a models.Record) bool { return a.Minutes.ID == 0 }},
		{"a post in front", []string{`[{"title": "Trưởng ban`, `[{"title": "Ủy viên"}, {"title": "Trưởng ban`}, func(b, a models.Record) bool {
			return len(a.Delegates[2].Person.Posts) == 2 && a.Delegates[2].Person.Posts[1].ID == b.Delegates[2].Person.Posts[0].ID
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db := modelstest.DB(t)
			load(t, db, workshopFile)
			before := record(t, db)
			file := replaced(t, workshopFile, test.edit...)
			if report := load(t, db, file); report.Events[0].Outcome != "updated" {
				t.Error(report)
			}
			after := record(t, db)
			if !test.check(before, after) {
				t.Error("the record is not as it should be")
			}
			if after.Event.Revision != 2 {
				t.Errorf("revision %d", after.Event.Revision)
			}
			if report := load(t, db, file); report.Events[0].Outcome != "unchanged" {
				t.Error("once more:", report)
			}
			other := modelstest.DB(t)
			load(t, other, dump(t, db))
			if dump(t, other) != dump(t, db) {
				t.Error("the dump does not give itself")
			}
			sound(t, db)
		})
	}
}

// A key that a file gives up goes with its thing; an order that the file changes is the record's.
func TestLoadRemovesAndOrders(t *testing.T) {
	db := modelstest.DB(t)
	load(t, db, workshopFile)
	before := record(t, db)
	file := replaced(t, workshopFile, `
        {"key": "don-tiep", "session": "sang", "kind": "registration", "title": "Đón tiếp đại biểu", "starts_at": "2018-11-13T07:30:00+07:00", "minutes": 30},`, ``)
	first := strings.Index(file, `{"key": "thao-luan"`)
	second := strings.Index(file, `,
        {"key": "bieu-quyet"`)
	item := file[first:second]
	file = replaced(t, file, item+",\n", "", `{"key": "de-dan"`, item+`, {"key": "de-dan"`)
	load(t, db, file)
	after := record(t, db)
	if len(after.Items) != 3 || after.Items[0].ID != before.Items[2].ID || after.Items[1].ID != before.Items[1].ID || after.Items[2].ID != before.Items[3].ID {
		t.Errorf("%+v", after.Items)
	}
	// The key is free again: it now means a new thing.
	load(t, db, replaced(t, file, `{"key": "de-dan"`, `{"key": "don-tiep", "kind": "other", "title": "Khác"}, {"key": "de-dan"`))
	if r := record(t, db); len(r.Items) != 4 || r.Items[1].Title != "Khác" {
		t.Errorf("%+v", r.Items)
	}
	sound(t, db)
}

// Keys of unrelated files never meet.
func TestKeysOfOtherFiles(t *testing.T) {
	db := modelstest.DB(t)
	load(t, db, workshopFile)
	other := replaced(t, workshopFile, `"slug": "hoi-thao-mau"`, `"slug": "hoi-thao-khac"`, "Tỉnh ủy Mẫu", "Tỉnh ủy Khác", "Trần Mẫu An", "Lê Mẫu An")
	if report := load(t, db, other); report.Organizations != 5 || report.People != 5 {
		t.Error(report)
	}
	if r := record(t, db); r.Ancestors[0].Name != "Tỉnh ủy Mẫu" || r.Event.Revision != 1 {
		t.Error("the first event has moved")
	}
	sound(t, db)
}

// A change of somebody whom another open event prints takes a revision there, and none in an archived one.
func TestLoadTellsOtherEvents(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	load(t, db, workshopFile)
	file := dump(t, db)
	cut := strings.Index(file, `  "events"`)
	directory := file[:cut]
	edited := replaced(t, directory, `"protocol_rank": 30`, `"protocol_rank": 2`)
	report := load(t, db, strings.TrimRight(strings.TrimSpace(edited), ",")+"}")
	if report.People != 1 || len(report.Events) != 0 {
		t.Error(report)
	}
	after := record(t, db)
	if after.Event.Revision != 2 || after.Delegates[0].Person.Given != "Bình" || after.Delegates[0].Rank != 2 {
		t.Errorf("revision %d, first %+v", after.Event.Revision, after.Delegates[0])
	}
	rows, err := db.Journal(ctx, models.JournalFilter{EventID: after.Event.ID})
	if err != nil || rows[0].Topic != models.TopicDirectory || rows[0].Subject != after.Delegates[0].Person.UID {
		t.Errorf("%+v %v", rows[0], err)
	}
	sound(t, db)
}

// A file of the directory alone may be loaded twice too.
func TestLoadDirectoryOnly(t *testing.T) {
	db := modelstest.DB(t)
	file := workshopFile[:strings.Index(workshopFile, `,
  "events"`)] + "}"
	if report := load(t, db, file); report.Organizations != 5 || report.People != 5 {
		t.Error(report)
	}
	if report := load(t, db, file); report.Organizations != 0 || report.People != 0 {
		t.Error(report)
	}
}

func TestLoadPictures(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	load(t, db, workshopFile)
	sha := string(record(t, db).Photos[0].FileSHA256)
	stored, err := db.StoredFile(ctx, sha)
	if err != nil || stored.Type != "image/png" || stored.Size != 70 {
		t.Errorf("%+v %v", stored, err)
	}
	// A file that is refused leaves no picture behind.
	other := modelstest.DB(t)
	load(t, other, replaced(t, workshopFile, picture, ``))
	touch(t, other)
	if _, err := other.Load(ctx, loading, strings.NewReader(workshopFile), models.LoadOptions{}); !errors.Is(err, models.ErrConflict) {
		t.Error(err)
	}
	if _, err := other.StoredFile(ctx, sha); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the picture of a refused file is there: %v", err)
	}
}
