package models_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// crowd is a file with n delegates, each with two posts and their attendance.
func crowd(t testing.TB, n int) string {
	t.Helper()
	file := models.File{Format: models.FileFormat, Organizations: []models.FileOrganization{{Key: "ban", Name: "Ban Tuyên giáo", Kind: "party"}}}
	event := models.FileEvent{Slug: slug, Kind: "conference", Title: "Hội nghị", Organizer: "ban",
		Sessions: []models.FileSession{{Key: "sang", StartsAt: "2018-11-13T07:30:00+07:00", EndsAt: "2018-11-13T11:30:00+07:00"}}}
	for i := range n {
		key := fmt.Sprintf("nguoi-%d", i)
		file.People = append(file.People, models.FilePerson{Key: key, Name: fmt.Sprintf("Nguyễn Mẫu %d", i), Posts: []models.FilePost{{Title: "Chuyên viên", Organization: "ban"}, {Title: "Đảng viên"}}})
		event.Delegates = append(event.Delegates, models.FileDelegate{Person: key, Roles: []string{"delegate"}, Reply: "accepted",
			Attendance: []models.FileAttendance{{Session: "sang", State: "present", ArrivedAt: "2018-11-13T07:20:00+07:00"}}})
	}
	file.Events = []models.FileEvent{event}
	var text bytes.Buffer
	if err := file.Write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestLoadCrowd(t *testing.T) {
	db, other := modelstest.DB(t), modelstest.DB(t)
	file := crowd(t, 300)
	load(t, db, file)
	if r := record(t, db); len(r.Delegates) != 300 || len(r.Delegates[299].Person.Posts) != 2 || r.Delegates[299].Person.Given != "299" {
		t.Error(len(r.Delegates))
	}
	first := dump(t, db)
	load(t, other, first)
	if dump(t, other) != first {
		t.Error("the dump does not give itself")
	}
	if report := load(t, db, file); report.Events[0].Outcome != "unchanged" {
		t.Error(report)
	}
	sound(t, db)
}

// A load of 5,000 delegates and its dump stay within a few seconds.
func BenchmarkLoadCrowd(b *testing.B) {
	file := crowd(b, 5000)
	for b.Loop() {
		b.StopTimer()
		db := modelstest.DB(b)
		b.StartTimer()
		start := time.Now()
		load(b, db, file)
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "load-ms")
		start = time.Now()
		dump(b, db)
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "dump-ms")
		start = time.Now()
		load(b, db, file)
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "again-ms")
	}
}

// What a file cannot carry holds what it hangs on: here a place of an invited unit in a group.
func TestLoadKeepsWhatHangs(t *testing.T) {
	db, raw := opened(t)
	load(t, db, workshopFile)
	r := record(t, db)
	// Around the door, in the way of a program that knows invitations.
	for _, statement := range []string{
		`UPDATE events SET revision = revision + 1`,
		fmt.Sprintf(`INSERT INTO delegates (uid, event_id, position, group_id, rank) VALUES ('%032x', %d, 9, %d, %d)`, 1, r.Event.ID, r.Groups[2].ID, models.Unranked),
		`UPDATE events SET revision = revision - 1`,
	} {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	file := replaced(t, workshopFile, `,
        {"key": "bao-chi", "name": "Báo chí", "collective": true, "press": true}`, ``)
	_, err := db.Load(context.Background(), loading, strings.NewReader(file), models.LoadOptions{Replace: true})
	if !errors.Is(err, models.ErrConflict) || !strings.Contains(err.Error(), "thành phần “Báo chí”") {
		t.Error(err)
	}
	if report := load(t, db, replaced(t, workshopFile, "Tầng 2", "Tầng 9")); report.Events[0].Outcome != "updated" {
		t.Error(report)
	}
	if r := record(t, db); len(r.Delegates) != 5 {
		t.Errorf("the place without a name is gone: %d delegates", len(r.Delegates))
	}
	if strings.Contains(dump(t, db), fmt.Sprintf("%032x", 1)) {
		t.Error("a place without a name is dumped")
	}
}

// Records of every shape are dumped, loaded into an empty database and dumped again as the same bytes.
func TestDumpProperty(t *testing.T) {
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		if runs++; runs > 10 && modelstest.Server != "" {
			return // a server is slow to make two databases a hundred times
		}
		db, other := modelstest.DB(t), modelstest.DB(t)
		defer db.Close()
		defer other.Close()
		var text bytes.Buffer
		if err := drawFile(rt).Write(&text); err != nil {
			rt.Fatal(err)
		}
		report, err := db.Load(context.Background(), loading, bytes.NewReader(text.Bytes()), models.LoadOptions{})
		if err != nil {
			rt.Fatalf("%v\n%s", err, text.String())
		}
		if report.Events[0].Outcome != "added" {
			rt.Fatal(report)
		}
		first := dump(t, db)
		if _, err := other.Load(context.Background(), loading, strings.NewReader(first), models.LoadOptions{}); err != nil {
			rt.Fatalf("%v\n%s", err, first)
		}
		if second := dump(t, other); second != first {
			rt.Fatalf("%s\nis dumped as\n%s", first, second)
		}
		for _, again := range []string{text.String(), first} {
			report, err := db.Load(context.Background(), loading, strings.NewReader(again), models.LoadOptions{})
			if err != nil || report.Events[0].Outcome != "unchanged" {
				rt.Fatalf("again: %v %v\n%s", report, err, again)
			}
		}
	})
}

// drawFile is a file whose references hold.
func drawFile(t *rapid.T) models.File {
	word := rapid.OneOf(rapid.SampledFrom([]string{"Trần Đức Thuần", "Thuỷ", "a\u0300", "🙂", "x\u200by", "“trích”", "=1+1", "<b>", "Ð", "\u202eabc", "\"", "\\", "ﬁ", "뀀", "  hai  cách "}), rapid.StringN(1, 12, 40).Filter(func(s string) bool {
		return !strings.ContainsRune(s, 0)
	}))
	named := rapid.Map(word, func(s string) string { return "Tên " + s })
	lines := rapid.Map(rapid.SliceOfN(word, 0, 3), func(s []string) string { return strings.Join(s, "\n") })
	maybe := func(label string, g *rapid.Generator[string]) string {
		if rapid.Bool().Draw(t, label+"?") {
			return g.Draw(t, label)
		}
		return ""
	}
	count := func(label string) *int64 {
		if rapid.Bool().Draw(t, label+"?") {
			n := rapid.Int64Range(0, 1000).Draw(t, label)
			return &n
		}
		return nil
	}
	date := rapid.Map(rapid.IntRange(0, 40000), func(days int) string { return time.Date(1950, 1, 1+days, 0, 0, 0, 0, time.UTC).Format("2006-01-02") })
	instant := rapid.Map(rapid.Int64Range(0, 1<<42), func(ms int64) string {
		return time.UnixMilli(ms).In(time.FixedZone("", int(ms%14)*3600)).Format("2006-01-02T15:04:05.999Z07:00")
	})
	n := func(label string, most int) int { return rapid.IntRange(0, most).Draw(t, label) }
	pick := func(label string, keys []string) string {
		if len(keys) == 0 || rapid.Bool().Draw(t, label+" none") {
			return ""
		}
		return rapid.SampledFrom(keys).Draw(t, label)
	}
	oneOf := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }

	file := models.File{Format: models.FileFormat}
	var organizations, people, sessions, groups, items []string
	for i := range 1 + n("organizations", 3) {
		o := models.FileOrganization{Key: fmt.Sprintf("o%d", i), Name: named.Draw(t, "name"), Parent: pick("parent", organizations), Kind: oneOf("kind", "", "party", "state"), Code: maybe("code", word),
			Place: maybe("place", word), From: maybe("from", date)}
		if rapid.Bool().Draw(t, "print name?") {
			name := word.Draw(t, "print name")
			o.PrintName, o.PrintAbove = &name, &name
		}
		organizations = append(organizations, o.Key)
		file.Organizations = append(file.Organizations, o)
	}
	for i := range n("people", 4) {
		p := models.FilePerson{Key: fmt.Sprintf("p%d", i), Name: named.Draw(t, "name"), Honorific: maybe("honorific", word), ProtocolRank: count("rank"), Note: lines.Draw(t, "note")}
		for range n("posts", 2) {
			p.Posts = append(p.Posts, models.FilePost{Title: named.Draw(t, "post"), Organization: pick("organization", organizations), Until: maybe("until", date)})
		}
		people = append(people, p.Key)
		file.People = append(file.People, p)
	}
	event := models.FileEvent{Slug: slug, Kind: oneOf("kind", models.EventKinds...), Title: named.Draw(t, "title"), Organizer: rapid.SampledFrom(organizations).Draw(t, "organizer"), Noun: maybe("noun", word),
		Venue: maybe("venue", word), TimeZone: oneOf("zone", "", "UTC", "Asia/Tokyo", "America/St_Johns"), Visibility: oneOf("visibility", "", "public", "invited"), Note: lines.Draw(t, "note"),
		CancelledAt: maybe("cancelled", instant), ArchivedAt: maybe("archived", instant)}
	for i := range n("sessions", 3) {
		sessions = append(sessions, fmt.Sprintf("s%d", i))
		start := instant.Draw(t, "start")
		at, _ := time.Parse(time.RFC3339, start)
		event.Sessions = append(event.Sessions, models.FileSession{Key: sessions[i], Name: maybe("name", word), StartsAt: start, EndsAt: at.Add(time.Hour).Format(time.RFC3339Nano)})
	}
	for i := range n("groups", 2) {
		groups = append(groups, fmt.Sprintf("g%d", i))
		g := models.FileGroup{Key: groups[i], Name: named.Draw(t, "name"), Collective: rapid.Bool().Draw(t, "collective"), Expected: count("expected"), Units: organizations[:n("units", len(organizations))]}
		for _, session := range sessions {
			if present := count("present"); present != nil {
				g.Attendance = append(g.Attendance, models.FileHeadcount{Session: session, Present: present})
			}
		}
		event.Groups = append(event.Groups, g)
	}
	for i, person := range people {
		d := models.FileDelegate{Person: person, Group: pick("group", groups), Roles: models.DelegateRoles[:n("roles", 3)], ProtocolRank: count("rank"), Reply: oneOf("reply", "", "accepted"), Seat: maybe("seat", word)}
		if i > 0 && rapid.Bool().Draw(t, "stands in") {
			d.SubstituteFor = people[i-1]
		}
		for _, session := range sessions {
			if rapid.Bool().Draw(t, "attends") {
				d.Attendance = append(d.Attendance, models.FileAttendance{Session: session, State: oneOf("state", "present", "absent", "absent_excused"), ArrivedAt: maybe("arrived", instant), Reason: maybe("reason", word)})
			}
		}
		event.Delegates = append(event.Delegates, d)
	}
	for i := range n("items", 3) {
		items = append(items, fmt.Sprintf("i%d", i))
		event.Agenda = append(event.Agenda, models.FileItem{Key: items[i], Session: pick("session", sessions), Kind: oneOf("kind", models.ItemKinds...), Title: named.Draw(t, "title"), StartsAt: maybe("starts", instant),
			Minutes: count("minutes"), Presenter: pick("presenter", people), PresenterText: maybe("text", word), StartedAt: maybe("started", instant)})
	}
	for _, item := range items {
		for range n("speeches", 2) {
			event.Speeches = append(event.Speeches, models.FileSpeech{Item: item, State: oneOf("state", "", "requested", "spoken"), Speaker: pick("speaker", people), Topic: maybe("topic", word), Summary: lines.Draw(t, "summary"),
				Text: lines.Draw(t, "text")})
		}
	}
	for range n("votes", 2) {
		event.Votes = append(event.Votes, models.FileVote{Item: pick("item", items), Question: named.Draw(t, "question"), For: count("for"), Abstain: count("abstain")})
	}
	for range n("conclusions", 2) {
		c := models.FileConclusion{Text: "Kết luận " + lines.Draw(t, "text")}
		if rapid.Bool().Draw(t, "task") {
			c.Task = &models.FileTask{Responsible: pick("responsible", append(people, organizations...)), ResponsibleText: maybe("text", word), Due: maybe("due", date)}
		}
		event.Conclusions = append(event.Conclusions, c)
	}
	for range n("photos", 2) {
		event.Photos = append(event.Photos, models.FilePhoto{Caption: maybe("caption", word), Credit: maybe("credit", word)})
	}
	if rapid.Bool().Draw(t, "minutes") {
		event.Minutes = &models.FileMinutes{State: oneOf("state", "", "final"), Number: models.FileNumber(oneOf("number", "", "7", "12b")), Dated: maybe("dated", date), OpenedAt: maybe("opened", instant),
			Chairs: people[:n("chairs", len(people))], SecretaryText: maybe("secretary", word), Sections: map[string]string{"end": lines.Draw(t, "end")}}
	}
	file.Events = []models.FileEvent{event}
	return file
}

// Whatever bytes are loaded, nothing panics, and what is refused leaves no trace.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(workshopFile))
	f.Add([]byte(`{"format": "hoithao/1"}`))
	f.Add([]byte(`{"format": "hoithao/1", "organizations": [{"key": "a", "name": "A"}], "events": [{"slug": "a", "kind": "meeting", "title": "A", "organizer": "a"}]}`))
	f.Add([]byte("\xff"))
	db := modelstest.DB(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx := context.Background()
		before, err := db.Journal(ctx, models.JournalFilter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Load(ctx, loading, bytes.NewReader(data), models.LoadOptions{})
		var wrong models.FileError
		var refused models.Refused
		if err == nil || errors.As(err, &refused) {
			return
		}
		if !errors.As(err, &wrong) {
			t.Fatalf("%v", err)
		}
		after, err := db.Journal(ctx, models.JournalFilter{Limit: 1})
		if err != nil || len(after) != len(before) || len(after) > 0 && after[0].Hash != before[0].Hash {
			t.Fatalf("a refused file has changed the directory: %v", err)
		}
	})
}
