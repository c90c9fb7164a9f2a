package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// Whatever is wrong with a file is told with its place, and nothing is changed.
func TestFileErrors(t *testing.T) {
	tests := []struct {
		name string
		edit []string // of the workshop's file
		path string
		line int // 0: not looked at
		why  string
	}{
		{"format", []string{`"hoithao/1"`, `"hoithao/2"`}, "format", 2, "phải là “hoithao/1”"},
		{"syntax", []string{`"uid-none"`, ``, `{"key": "dung", "name": "Dũng"}`, `{"key": "dung" "name": "Dũng"}`}, "people[3]", 16, "không đúng cú pháp JSON"},
		{"cut off", []string{workshopFile[2000:], ``}, "events[0].sessions[0].starts_at", 25, "tệp kết thúc giữa chừng"},
		{"not UTF-8", []string{"Dũng", "D\xffng"}, "", 16, "UTF-8"},
		{"NUL", []string{"Dũng", `D\u0000ng`}, "people[3].name", 16, "có ký tự NUL"},
		{"written twice", []string{`"name": "Dũng"`, `"name": "Dũng", "name": "Dũng"`}, "people[3].name", 16, "viết hai lần"},
		{"unknown field", []string{`"seat": "A1"`, `"chair": "A1"`}, "events[0].delegates[0].chair", 34, "không có trường “chair” ở đây"},
		{"unknown field of the file", []string{`"note": "A made-up`, `"remark": "A made-up`}, "remark", 3, "không có trường “remark”"},
		{"a number for a text", []string{`"seat": "A1"`, `"seat": 1`}, "events[0].delegates[0].seat", 34, "phải là một chuỗi"},
		{"a text for a number", []string{`"minutes": 10`, `"minutes": "10"`}, "events[0].speeches[1].minutes", 0, "phải là một số nguyên"},
		{"a fraction", []string{`"minutes": 10`, `"minutes": 10.5`}, "events[0].speeches[1].minutes", 0, "phải là một số nguyên"},
		{"too large", []string{`"minutes": 10`, `"minutes": 99999999999999999999`}, "events[0].speeches[1].minutes", 0, "phải là một số nguyên"},
		{"negative", []string{`"present": 18`, `"present": -1`}, "events[0].groups[1].attendance[0].present", 30, "từ 0 trở lên"},
		{"a text for a list", []string{`"units": ["huyen-2", "huyen-1"]`, `"units": "huyen-2"`}, "events[0].groups[1].units", 30, "phải là một danh sách"},
		{"a list for an object", []string{`"task": {"responsible": "huyen-1"}`, `"task": []`}, "events[0].conclusions[2].task", 0, "phải là một đối tượng"},
		{"a text for yes or no", []string{`"collective": true, "press"`, `"collective": "true", "press"`}, "events[0].groups[2].collective", 31, "phải là true hoặc false"},
		{"missing title", []string{`"title": "Thảo luận", `, ``}, "events[0].agenda[2].title", 0, "còn thiếu"},
		{"missing key", []string{`"key": "thao-luan", `, ``}, "events[0].agenda[2].key", 0, "còn thiếu"},
		{"missing organizer", []string{`"organizer": "ban", `, ``}, "events[0].organizer", 0, "còn thiếu"},
		{"missing head-count", []string{`"session": "sang", "present": 18`, `"session": "sang"`}, "events[0].groups[1].attendance[0].present", 30, "còn thiếu"},
		{"a name of nothing but marks", []string{`"name": "Dũng"`, `"name": "\u200b\u202e "`}, "people[3].name", 16, "còn thiếu"},
		{"unknown kind", []string{`"kind": "vote"`, `"kind": "party"`}, "events[0].agenda[3].kind", 0, "không nhận giá trị “party”; chỉ nhận: registration, opening"},
		{"unknown state", []string{`"state": "absent"}`, `"state": "late"}`}, "events[0].delegates[0].attendance[1].state", 0, "không nhận giá trị “late”"},
		{"unknown role", []string{`["secretary"]`, `["speaker", "boss"]`}, "events[0].delegates[3].roles[1]", 0, "không nhận giá trị “boss”"},
		{"key twice", []string{`"key": "dung"`, `"key": "tu"`}, "people[3].key", 16, "khóa “tu” đã đặt cho một cơ quan"},
		{"uid twice", []string{`"key": "dung"`, `"uid": "00112233445566778899aabbccddeeff", "key": "dung"`, `"key": "giang"`, `"uid": "00112233-4455-6677-8899-AABBCCDDEEFF", "key": "giang"`}, "people[4].uid", 0, "đã có ở một chỗ khác"},
		{"not a uid", []string{`"key": "dung"`, `"uid": "x", "key": "dung"`}, "people[3].uid", 16, "128 bit"},
		{"unknown organizer", []string{`"organizer": "ban"`, `"organizer": "bna"`}, "events[0].organizer", 21, "không có cơ quan nào mang khóa “bna”"},
		{"a session for a person", []string{`"presenter": "binh"`, `"presenter": "sang"`}, "events[0].agenda[1].presenter", 0, "“sang” là khóa của một buổi, ở đây cần người"},
		{"a presenter who is no delegate", []string{`"presenter": "binh"`, `"presenter": "dung"`}, "events[0].agenda[1].presenter", 0, "“dung” không có trong danh sách đại biểu"},
		{"a speaker who is no delegate", []string{`"item": "de-dan", "speaker": "binh"`, `"item": "de-dan", "speaker": "dung"`}, "events[0].speeches[0].speaker", 0, "không có trong danh sách đại biểu"},
		{"unknown session", []string{`"key": "bieu-quyet", "session": "chieu"`, `"key": "bieu-quyet", "session": "toi"`}, "events[0].agenda[3].session", 0, "không có buổi nào mang khóa “toi”"},
		{"nobody is responsible", []string{`"responsible": "huyen-1"`, `"responsible": "sang"`}, "events[0].conclusions[2].task.responsible", 0, "cần người hay cơ quan"},
		{"a delegate twice", []string{`{"person": "giang", "roles"`, `{"person": "an", "roles"`}, "events[0].delegates[3].person", 0, "“an” có hai lần"},
		{"attendance twice", []string{`{"session": "chieu", "state"`, `{"session": "sang", "state"`}, "events[0].delegates[0].attendance[1].session", 0, "“sang” có hai lần"},
		{"a unit twice", []string{`["huyen-2", "huyen-1"]`, `["huyen-2", "huyen-2"]`}, "events[0].groups[1].units[1]", 30, "có hai lần"},
		{"stands in for himself", []string{`"substitute_for": "an"`, `"substitute_for": "chi"`}, "events[0].delegates[2].substitute_for", 0, "chính mình"},
		{"two stand in for one", []string{`"roles": ["secretary"]`, `"substitute_for": "an"`}, "events[0].delegates[3].substitute_for", 0, "đã có người khác đi thay “an”"},
		{"not a date", []string{`"until": "2025-06-30"`, `"until": "2025-02-30"`}, "organizations[0].until", 5, "không phải ngày"},
		{"a date the other way round", []string{`"dated": "2018-11-13"`, `"dated": "13/11/2018"`}, "events[0].minutes.dated", 0, "viết như 2018-11-13"},
		{"an instant without offset", []string{`"opened_at": "2018-11-13T08:00:00+07:00"`, `"opened_at": "2018-11-13T08:00:00"`}, "events[0].minutes.opened_at", 0, "không phải thời điểm"},
		{"year 0", []string{`"opened_at": "2018-11-13T08:00:00+07:00"`, `"opened_at": "0001-01-01T00:00:00Z"`}, "events[0].minutes.opened_at", 0, "không phải thời điểm"},
		{"unknown zone", []string{`Asia/Ho_Chi_Minh`, `Asia/Ha_Nam`}, "events[0].time_zone", 0, "không biết múi giờ “Asia/Ha_Nam”"},
		{"ends before it starts", []string{`"ends_at": "2018-11-13T16:30:00+07:00"`, `"ends_at": "2018-11-13T06:30:00Z"`}, "events[0].sessions[1].ends_at", 0, "muộn hơn starts_at"},
		{"left before he came", []string{`"left_at": "2018-11-13T11:00:00+07:00"`, `"left_at": "2018-11-13T07:00:00+07:00"`}, "events[0].delegates[0].attendance[0].left_at", 0, "sớm hơn arrived_at"},
		{"valid backwards", []string{`"from": "1997-01-01"`, `"from": "2026-01-01"`}, "organizations[0].until", 5, "sớm hơn from"},
		{"above itself", []string{`{"key": "tu",`, `{"key": "tu", "parent": "phong",`}, "organizations[0].parent", 5, "cấp trên của chính nó"},
		{"a slug with marks", []string{`"slug": "hoi-thao-mau"`, `"slug": "hội-thảo"`}, "events[0].slug", 21, "chữ thường không dấu"},
		{"a number of minutes that is none", []string{`"number": "15a"`, `"number": "a15"`}, "events[0].minutes.number", 0, "15a"},
		{"a number of minutes with a fraction", []string{`"number": "15a"`, `"number": 15.5`}, "events[0].minutes.number", 0, "15a"},
		{"chair and chairs", []string{`"chairs": [`, `"chair": "an", "chairs": [`}, "events[0].minutes.chairs", 0, "một trong hai"},
		{"unknown section", []string{`"end": "Hội`, `"begin": "Hội`}, "events[0].minutes.sections.begin", 0, "không nhận giá trị “begin”"},
		{"given name elsewhere", []string{`"given": "Chi Niê Kđăm"`, `"given": "Mẫu"`}, "people[2].given", 0, "đứng cuối"},
		{"head without uid", []string{`"slug": "hoi-thao-mau"`, `"slug": "hoi-thao-mau", "head": "` + strings.Repeat("a", 64) + `", "revision": 1`}, "events[0].head", 0, "uid"},
		{"not base64", []string{`"file": "iVBOR`, `"file": "!VBOR`}, "events[0].photos[0].file", 0, "base64"},
		{"no picture", []string{picture, `, "file": "aGVsbG8="`}, "events[0].photos[0].file", 0, "không phải ảnh"},
	}
	db := modelstest.DB(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := workshopFile
			for i := 0; i < len(test.edit); i += 2 {
				file = strings.ReplaceAll(file, test.edit[i], test.edit[i+1])
			}
			_, err := db.Load(context.Background(), loading, strings.NewReader(file), models.LoadOptions{})
			var wrong models.FileError
			if !errors.As(err, &wrong) {
				t.Fatalf("%v", err)
			}
			if wrong.Path != test.path || !strings.Contains(wrong.Why, test.why) || test.line != 0 && wrong.Line != test.line || wrong.Line == 0 || wrong.Column == 0 {
				t.Errorf("%d:%d %s: %s", wrong.Line, wrong.Column, wrong.Path, wrong.Why)
			}
		})
	}
	if empty, err := db.Events(context.Background(), models.EventFilter{}); err != nil || len(empty) > 0 {
		t.Errorf("%d events, %v", len(empty), err)
	}
	if rows, err := db.Journal(context.Background(), models.JournalFilter{}); err != nil || len(rows) > 0 {
		t.Errorf("the office's chain has %d rows, %v", len(rows), err)
	}
}

// The column is counted in characters, where the name of the field stands.
func TestFileErrorColumn(t *testing.T) {
	file := replaced(t, workshopFile, `"name": "Đỗ Mẫu Giang", "posts"`, `"name": "Đỗ Mẫu Giang", "post"`)
	_, err := models.ReadFile(strings.NewReader("\uFEFF" + file))
	if got := fmt.Sprint(err); !strings.HasPrefix(got, "17:46: people[4].post: ") {
		t.Error(got)
	}
}

func TestLoadConflicts(t *testing.T) {
	// Two machines: the office has loaded the file by hand and handed it over to the hall.
	type machines struct {
		office, hall *models.DB
		out          string // what the office gave to the hall
	}
	edited := func(t *testing.T, file string) string { return replaced(t, file, "Tầng 2", "Tầng 9") }
	tests := []struct {
		name string
		play func(t *testing.T, m machines) (into *models.DB, file string)
		want string // added, updated, unchanged, conflict
	}{
		{"by hand, again", func(t *testing.T, m machines) (*models.DB, string) { return m.office, workshopFile }, "unchanged"},
		{"by hand, edited", func(t *testing.T, m machines) (*models.DB, string) { return m.office, edited(t, workshopFile) }, "updated"},
		{"by hand, after a change here", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.office)
			return m.office, edited(t, workshopFile)
		}, "conflict"},
		{"by hand, onto what another machine sent", func(t *testing.T, m machines) (*models.DB, string) { return m.hall, edited(t, workshopFile) }, "updated"},
		{"by hand, onto an event made here", func(t *testing.T, m machines) (*models.DB, string) {
			db := modelstest.DB(t)
			load(t, db, replaced(t, workshopFile, `"slug": "hoi-thao-mau"`, `"slug": "khac"`))
			ctx := context.Background()
			other, err := db.Event(ctx, "khac")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.AddEvent(ctx, loading, models.NewEvent{Event: models.Event{Slug: slug, Kind: "workshop", Title: "Thử", OrganizerID: other.OrganizerID, TimeZone: "Asia/Ho_Chi_Minh",
				Visibility: "staff"}, StartsAt: other.StartsAt, EndsAt: other.EndsAt}); err != nil {
				t.Fatal(err)
			}
			return db, workshopFile
		}, "conflict"},
		{"own dump", func(t *testing.T, m machines) (*models.DB, string) { return m.office, dump(t, m.office) }, "unchanged"},
		{"own dump, edited", func(t *testing.T, m machines) (*models.DB, string) { return m.office, edited(t, dump(t, m.office)) }, "updated"},
		{"own dump, after a change", func(t *testing.T, m machines) (*models.DB, string) {
			file := dump(t, m.office)
			touch(t, m.office)
			return m.office, edited(t, file)
		}, "conflict"},
		{"back from the hall", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.hall)
			return m.office, dump(t, m.hall)
		}, "updated"},
		{"back from the hall, twice the same", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.hall)
			load(t, m.office, dump(t, m.hall))
			return m.office, dump(t, m.hall)
		}, "unchanged"},
		{"back from the hall, again and again", func(t *testing.T, m machines) (*models.DB, string) {
			for range 3 {
				touch(t, m.hall)
				load(t, m.office, handOver(t, m.hall))
			}
			touch(t, m.hall)
			return m.office, handOver(t, m.hall)
		}, "updated"},
		{"to and fro", func(t *testing.T, m machines) (*models.DB, string) {
			for range 2 {
				touch(t, m.hall)
				load(t, m.office, handOver(t, m.hall))
				touch(t, m.office)
				load(t, m.hall, handOver(t, m.office))
			}
			touch(t, m.hall)
			return m.office, dump(t, m.hall)
		}, "updated"},
		{"back from the hall, but the office has moved", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.hall)
			touch(t, m.office)
			return m.office, dump(t, m.hall)
		}, "conflict"},
		{"back from the hall, and the office has moved since", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.hall)
			load(t, m.office, handOver(t, m.hall))
			touch(t, m.office)
			touch(t, m.hall)
			return m.office, dump(t, m.hall)
		}, "conflict"},
		{"an older file than what is here", func(t *testing.T, m machines) (*models.DB, string) {
			touch(t, m.hall)
			old := handOver(t, m.hall)
			touch(t, m.hall)
			load(t, m.office, handOver(t, m.hall))
			return m.office, old
		}, "conflict"},
		{"by way of a third machine", func(t *testing.T, m machines) (*models.DB, string) {
			third := modelstest.DB(t)
			touch(t, m.hall)
			load(t, third, dump(t, m.hall))
			touch(t, third)
			return m.office, dump(t, third)
		}, "updated"},
		{"nothing done in the hall", func(t *testing.T, m machines) (*models.DB, string) { return m.office, dump(t, m.hall) }, "unchanged"},
		{"into the hall, which does not know it", func(t *testing.T, m machines) (*models.DB, string) { return modelstest.DB(t), m.out }, "added"},
		{"another event of the same slug", func(t *testing.T, m machines) (*models.DB, string) {
			db := modelstest.DB(t)
			load(t, db, workshopFile)
			return db, m.out
		}, "conflict"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := machines{office: modelstest.DB(t), hall: modelstest.DB(t)}
			load(t, m.office, workshopFile)
			m.out = handOver(t, m.office)
			load(t, m.hall, m.out)
			into, file := test.play(t, m)
			before := ""
			if test.want != "added" {
				before = dump(t, into)
			}
			report, err := into.Load(context.Background(), loading, strings.NewReader(file), models.LoadOptions{})
			got := fmt.Sprint(err)
			switch {
			case err == nil:
				got = report.Events[0].Outcome
			case errors.Is(err, models.ErrConflict):
				got = "conflict"
			}
			if got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
			if (got == "conflict" || got == "unchanged") && dump(t, into) != before {
				t.Error("the record has changed")
			}
			sound(t, into)
		})
	}
}

// Replace takes the file for the truth, whatever has happened here since.
func TestLoadReplace(t *testing.T) {
	db := modelstest.DB(t)
	load(t, db, workshopFile)
	file := dump(t, db)
	touch(t, db)
	if report := load(t, db, file, models.LoadOptions{Replace: true}); report.Events[0].Outcome != "updated" {
		t.Error(report)
	}
	if e := event(t, db); e.Note != "Nội bộ." || e.Revision != 3 {
		t.Errorf("%s, revision %d", e.Note, e.Revision)
	}
	sound(t, db)
}

// Closed minutes say the same for ever: a file that would change a word of them is refused, with Replace too; one that does not is loaded.
func TestLoadOntoClosedMinutes(t *testing.T) {
	closed := func(t *testing.T) (*models.DB, string) {
		db := modelstest.DB(t)
		file := replaced(t, workshopFile, `"minutes": {"number"`, `"minutes": {"state": "issued", "number"`)
		load(t, db, file)
		return db, file
	}
	tests := []struct {
		name    string
		edit    []string
		refused bool
	}{
		{"the same", nil, false},
		{"an internal note", []string{`"Nội bộ."`, `"Nội bộ, đã xem."`}, false},
		{"the number", []string{`"15a"`, `"16"`}, true},
		{"back to a draft", []string{`"state": "issued"`, `"state": "draft"`}, true},
		{"what was said", []string{`Nêu thực trạng.`, `Nêu kết quả.`}, true},
		{"who was there", []string{`"state": "absent"}`, `"state": "present"}`}, true},
		{"a person's name", []string{`Nguyễn Mẫu Bình`, `Nguyễn Mẫu Bách`}, true},
		{"the minutes taken out", []string{workshopFile[strings.Index(workshopFile, `"number": "15a"`):strings.Index(workshopFile, `"content": ""}}`)], `"sections": {`}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db, file := closed(t)
			before := dump(t, db)
			_, err := db.Load(context.Background(), loading, strings.NewReader(replaced(t, file, test.edit...)), models.LoadOptions{Replace: true})
			if test.refused != errors.Is(err, models.ErrLocked) || !test.refused && err != nil {
				t.Error(err)
			}
			if test.refused && dump(t, db) != before {
				t.Error("the record has changed")
			}
		})
	}
}

// An archived event is only read; a file that says the same is no change.
func TestLoadOntoArchived(t *testing.T) {
	db := modelstest.DB(t)
	file := replaced(t, workshopFile, `"note": "Nội bộ."`, `"note": "Nội bộ.", "archived_at": "2018-12-01T00:00:00Z"`)
	load(t, db, file)
	if report := load(t, db, file); report.Events[0].Outcome != "unchanged" {
		t.Error(report)
	}
	for _, edit := range [][]string{{"Tầng 2", "Tầng 9"}, {`, "archived_at": "2018-12-01T00:00:00Z"`, ``}} {
		if _, err := db.Load(context.Background(), loading, strings.NewReader(replaced(t, file, edit...)), models.LoadOptions{Replace: true}); !errors.Is(err, models.ErrLocked) {
			t.Errorf("%q: %v", edit, err)
		}
	}
	other := modelstest.DB(t)
	load(t, other, dump(t, db))
	if dump(t, other) != dump(t, db) {
		t.Error("the dump of an archived event does not give itself")
	}
	sound(t, db)
	sound(t, other)
}
