package models_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func agendaForm(version int64, post string) models.PaperForm {
	return models.PaperForm{SignerPost: post, Recipients: "Như thành phần mời\nLưu Ban Tuyên giáo Tỉnh ủy", Version: version}
}

// Two who decide about one paper at once: one of them is told what the other has saved, and nothing is overwritten. A choice that changes nothing is no
// change.
func TestPaperDecisionsNeverOverwrite(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	event := events[0].ID
	var wait sync.WaitGroup
	var mu sync.Mutex
	saved, stale := 0, 0
	for i := range 8 {
		wait.Go(func() {
			err := db.SavePaper(ctx, loading, event, "agenda", "", agendaForm(0, fmt.Sprintf("Trưởng ban %d", i)))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				saved++
			case errors.As(err, new(models.Stale)):
				stale++
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if saved != 1 || stale != 7 {
		t.Errorf("%d saved, %d told of the other", saved, stale)
	}
	paper, err := db.Paper(ctx, event, "agenda", "")
	if err != nil {
		t.Fatal(err)
	}
	before, err := db.Event(ctx, events[0].Slug)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SavePaper(ctx, loading, event, "agenda", "", agendaForm(paper.Version, paper.SignerPost)); err != nil {
		t.Fatal(err)
	}
	if after, err := db.Event(ctx, events[0].Slug); err != nil || after.Revision != before.Revision {
		t.Errorf("saving the same again took revision %d after %d: %v", after.Revision, before.Revision, err)
	}
}

// What an office is used to is proposed for its next event: what it wrote down as its habit.
func TestPaperHabits(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 2)
	form := models.PaperForm{Options: models.Choices{"passed": "yes"}, Keep: true}
	if err := db.SavePaper(ctx, loading, events[0].ID, "minutes", "", form); err != nil {
		t.Fatal(err)
	}
	kind, _ := models.KindOfPaper("minutes")
	record, err := db.Record(ctx, events[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := db.Paper(ctx, events[1].ID, "minutes", "")
	if err != nil {
		t.Fatal(err)
	}
	composed, err := db.ComposePaper(ctx, record, kind, paper)
	if err != nil {
		t.Fatal(err)
	}
	if end := composed.(models.Minutes).End.Text; !strings.Contains(end, "nhất trí thông qua") {
		t.Errorf("the next minutes end with %q", end)
	}
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// What a form may not say about a paper is refused by field, and nothing is kept.
func TestPaperFormIsChecked(t *testing.T) {
	ctx := context.Background()
	db, _, _, events := partyOffice(t, 1)
	tests := []struct {
		name, field string
		form        models.PaperForm
	}{
		{"an unknown quality", "quality", models.PaperForm{Quality: "XX"}},
		{"signing for nobody", "quality_of", models.PaperForm{Quality: "KT"}},
		{"no copies", "copies", models.PaperForm{Copies: new(int64)}},
		{"recipients without end", "recipients", models.PaperForm{Recipients: strings.Repeat("a", 300_000)}},
		{"a signer of nowhere", "signer", models.PaperForm{SignerID: 999}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var wrong models.Invalid
			if err := db.SavePaper(ctx, loading, events[0].ID, "agenda", "", test.form); !errors.As(err, &wrong) || wrong[test.field] == "" {
				t.Errorf("answers %v", err)
			}
			if paper, err := db.Paper(ctx, events[0].ID, "agenda", ""); err != nil || paper.ID != 0 {
				t.Errorf("something is kept: %v", err)
			}
		})
	}
}

// Whoever changes an issued paper behind the program is found: its values, or what its row points to.
func TestCheckFindsChangedPapers(t *testing.T) {
	ctx := context.Background()
	name := modelstest.Unguarded(t, "workshop", func(db *models.DB) error {
		_, err := db.Load(ctx, loading, strings.NewReader(workshopFile), models.LoadOptions{})
		return err
	})
	db, raw := openedAt(t, name), rawAt(t, name)
	event, err := db.Event(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := models.KindOfPaper("agenda")
	issue := models.Issue{Kind: "agenda", Seen: models.Digest(record.Compose(kind, models.Paper{})), Reason: "Thử", Override: true}
	version, err := db.IssuePaper(ctx, loading, event.ID, issue, func(paper models.Printable) ([]byte, error) {
		return []byte("%PDF-1.4 " + paper.Head().Stamp.Code), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if findings, err := db.Check(ctx); err != nil || len(findings) > 0 {
		t.Fatalf("before: %v, %v", findings, err)
	}
	for _, change := range []struct{ statement, found string }{
		{`UPDATE paper_versions SET content = REPLACE(content, 'a', 'b')`, "nội dung không như lúc ban hành"},
		{`UPDATE paper_versions SET code = 'AAAAA-AAAAA'`, "không phải tệp đã ban hành"},
	} {
		if _, err := raw.Exec(change.statement); err != nil {
			t.Fatal(err)
		}
		findings, err := db.Check(ctx)
		if err != nil || len(findings) != 1 || findings[0].Why != change.found {
			t.Errorf("%s: %v, %v", change.statement, findings, err)
		}
	}
	if _, err := db.PaperByCode(ctx, version.Code); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the code that was taken away still leads somewhere: %v", err)
	}
}

// A paper that the record overtakes while it is being written is written again when it still says the same, and refused when it does not: nothing is
// issued that nobody has read.
func TestIssueWhileTheRecordMoves(t *testing.T) {
	ctx := context.Background()
	name := modelstest.Filled(t, "workshop", func(db *models.DB) error {
		_, err := db.Load(ctx, loading, strings.NewReader(workshopFile), models.LoadOptions{})
		return err
	})
	db := openedAt(t, name)
	event, err := db.Event(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := models.KindOfPaper("agenda")
	written := 0
	issue := func(meanwhile func() error) (models.PaperVersion, error) {
		written = 0
		return db.IssuePaper(ctx, loading, event.ID, models.Issue{Kind: "agenda", Seen: models.Digest(record.Compose(kind, models.Paper{})), Reason: "Thử", Override: true},
			func(paper models.Printable) ([]byte, error) {
				if written++; written == 1 {
					if err := meanwhile(); err != nil {
						t.Error(err)
					}
				}
				return fmt.Appendf(nil, "%%PDF-1.4 %d", written), nil
			})
	}
	version, err := issue(func() error {
		_, err := db.AddConclusion(ctx, loading, models.Conclusion{EventID: event.ID, Text: "Việc khác"}) // no agenda prints it
		return err
	})
	if err != nil || written != 2 {
		t.Fatalf("written %d times: %v", written, err)
	}
	file, err := db.OpenFile(ctx, string(version.FileSHA256))
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(file); err != nil || string(content) != "%PDF-1.4 2" {
		t.Errorf("the file is %q: %v", content, err)
	}
	if _, err := issue(func() error {
		item := record.Items[0]
		item.Title = "Đón tiếp đại biểu ở tiền sảnh"
		return db.SaveItem(ctx, loading, item)
	}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("something else than what was read: %v", err)
	}
	if versions, err := db.PaperVersions(ctx, event.ID, "agenda", ""); err != nil || len(versions) != 1 {
		t.Errorf("%d versions: %v", len(versions), err)
	}
}

// Who signed last is proposed as long as there is somebody: of a merged record the one to use, of one that was erased or removed nobody. The print
// room opens in any case.
func TestSignerWhoIsGone(t *testing.T) {
	ctx := context.Background()
	for what, gone := range map[string]func(*models.DB, models.Person) models.ID{
		"stays": func(_ *models.DB, person models.Person) models.ID { return person.ID },
		"merged": func(db *models.DB, person models.Person) models.ID {
			stays := addPerson(t, db, "Trần Đức", "Thuần")
			if err := db.MergePeople(ctx, loading, stays.ID, person.ID, stays.Version, person.Version); err != nil {
				t.Fatal(err)
			}
			return stays.ID
		},
		"erased": func(db *models.DB, person models.Person) models.ID {
			if err := db.ErasePerson(ctx, loading, person.ID, person.Version, "Theo yêu cầu"); err != nil {
				t.Fatal(err)
			}
			return 0
		},
		"removed": func(db *models.DB, person models.Person) models.ID {
			if err := db.RemovePerson(ctx, loading, person.ID); err != nil {
				t.Fatal(err)
			}
			return 0
		},
	} {
		t.Run(what, func(t *testing.T) {
			db, _, _, events := partyOffice(t, 2)
			person := addPerson(t, db, "Trần Đức", "Thuần")
			form := agendaForm(0, "Trưởng ban")
			form.SignerID, form.Keep = person.ID, true
			if err := db.SavePaper(ctx, loading, events[0].ID, "invitation", "", form); err != nil {
				t.Fatal(err)
			}
			paper, err := db.Paper(ctx, events[0].ID, "invitation", "")
			if err != nil {
				t.Fatal(err)
			}
			form.SignerID, form.Version, form.Keep = 0, paper.Version, false
			if err := db.SavePaper(ctx, loading, events[0].ID, "invitation", "", form); err != nil {
				t.Fatal(err)
			}
			if person, err = db.Person(ctx, person.ID); err != nil {
				t.Fatal(err)
			}
			want := gone(db, person)
			if paper, err = db.Paper(ctx, events[1].ID, "invitation", ""); err != nil || paper.SignerID != want || want == 0 && paper.SignerPost != "" {
				t.Errorf("the next one is signed by %d, %q, wanted %d: %v", paper.SignerID, paper.SignerPost, want, err)
			}
			if paper.Recipients != form.Recipients {
				t.Errorf("sent to %q", paper.Recipients)
			}
		})
	}
}

// Secretaries sign for the committee; the deputy of a head signs for the head.
func TestHowAPostSigns(t *testing.T) {
	for post, want := range map[string]string{
		"Bí thư Huyện ủy": "TM Ban Thường vụ, Bí thư", "Phó Bí thư Thường trực Tỉnh ủy": "TM Ban Thường vụ, Phó Bí thư Thường trực",
		"Phó Trưởng ban Thường trực": "KT Trưởng ban, Phó Trưởng ban Thường trực", "Trưởng ban": ", Trưởng ban", "Phó Giám đốc Sở": "KT Giám đốc, Phó Giám đốc",
	} {
		record := small()
		record.Delegates[0].Person.Posts = []models.Post{{Title: post}}
		record.Delegates[0].Roles = "chair"
		paper := record.Proposed(kindOf(t, "invitation"), models.Paper{Kind: "invitation"})
		got := strings.TrimSpace(paper.Quality+" "+paper.QualityOf) + ", " + paper.SignerPost
		if got != want {
			t.Errorf("%s signs %q, wanted %q", post, got, want)
		}
	}
}

// What was changed since a paper went to the printer is told though the whole hall has been marked since.
func TestPaperChangesBehindManyMarks(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 12)
	state := models.PaperState{Kind: kindOf(t, "agenda")}
	state.Paper.PrintedRevision = h.last().Revision
	_, err := h.db.AddItem(ctx, secretary, models.Item{EventID: h.event.ID, SessionID: h.session, Kind: "other", Title: "Tặng hoa", Minutes: number(5)}, 0)
	h.must(err)
	added := h.last().Revision
	for i := range 6 {
		for _, delegate := range h.delegates {
			h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, DelegateID: delegate.ID, SessionID: h.session, State: models.AttendanceStates[i%2]}))
		}
	}
	rows, err := h.db.PaperChanges(ctx, h.event, state, time.UTC)
	if h.must(err); len(rows) != 1 || rows[0].Revision != added {
		t.Errorf("%+v", rows)
	}
}
