package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hoithao/models"
)

// Two records become one in every open event; nothing that hangs on either is lost, and the chains hold.
func TestMergePeople(t *testing.T) {
	h := newHall(t, 2)
	ctx := context.Background()
	one := addPerson(t, h.db, "Lê Thị", "Hoa", models.Post{Title: "Giám đốc Sở Y tế"})
	other := addPerson(t, h.db, "Lê Thị", "Hoa", models.Post{Title: "giám đốc Sở Y tế"}, models.Post{Title: "Tỉnh ủy viên"})
	other.Phone, other.BornYear = "0912345678", number(1970)
	h.must(h.db.SavePerson(ctx, secretary, other))
	_, err := h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{other.ID})
	h.must(err)
	groups, err := h.db.Duplicates(ctx, models.Cursor{})
	h.must(err)
	if len(groups) != 1 || len(groups[0].People) != 2 || !groups[0].Sure {
		t.Errorf("%+v", groups)
	}
	if err := h.db.MergePeople(ctx, secretary, one.ID, other.ID, 1, 1); !errors.Is(err, models.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	wants(t, h.db.MergePeople(ctx, secretary, one.ID, one.ID, 1, 1), "with")
	before := journalSize(t, h)
	h.must(h.db.MergePeople(ctx, secretary, one.ID, other.ID, 1, 2))
	if after := journalSize(t, h); after[0] != before[0]+1 || after[1] != before[1]+1 {
		t.Errorf("the chains grew from %v to %v", before, after)
	}
	now, err := h.db.Person(ctx, one.ID)
	h.must(err)
	if now.Phone != "0912345678" || *now.BornYear != 1970 || len(now.Posts) != 2 || now.Posts[1].Title != "Tỉnh ủy viên" {
		t.Errorf("%+v", now)
	}
	gone, err := h.db.Person(ctx, other.ID)
	h.must(err)
	if gone.MergedIntoID != one.ID || gone.Phone != "" || len(gone.Posts) != 2 {
		t.Errorf("%+v", gone)
	}
	if there, err := h.db.DelegatesAmong(ctx, h.event.ID, []models.ID{one.ID, other.ID}); err != nil || !there[one.ID] || there[other.ID] {
		t.Errorf("%v %v", there, err)
	}
	if people, err := h.db.People(ctx, models.PersonFilter{Search: "le thi hoa"}); err != nil || len(people) != 1 {
		t.Errorf("%d people, %v", len(people), err)
	}
	if err := h.db.MergePeople(ctx, secretary, one.ID, other.ID, 2, 3); !errors.Is(err, models.ErrLocked) {
		t.Errorf("again: %v", err)
	}
	if _, err := h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{other.ID}); err == nil {
		t.Error("the record that has gone can be invited")
	}

	// Both are delegates: the one without a trace goes; with traces on both it is refused, and nothing has happened.
	twin := addPerson(t, h.db, "Lê Thị", "Hoa")
	_, err = h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{twin.ID})
	h.must(err)
	h.must(h.db.MergePeople(ctx, secretary, one.ID, twin.ID, 2, 1))
	third := addPerson(t, h.db, "Lê Thị", "Hoa")
	_, err = h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{third.ID})
	h.must(err)
	delegates, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID})
	h.must(err)
	for _, delegate := range delegates {
		if delegate.PersonID == one.ID || delegate.PersonID == third.ID {
			h.must(h.db.Mark(ctx, secretary, models.Mark{EventID: h.event.ID, SessionID: h.session, DelegateID: delegate.ID, State: models.Present}))
		}
	}
	now, _ = h.db.Person(ctx, one.ID)
	before = journalSize(t, h)
	wants(t, h.db.MergePeople(ctx, secretary, one.ID, third.ID, now.Version, 1), "with")
	if after := journalSize(t, h); after != before || len(delegates) != 4 {
		t.Errorf("%v after %v, %d delegates", after, before, len(delegates))
	}
	h.check()
}

// What was agreed to or archived keeps its words when two records become one; tasks, signers and those who sign the minutes follow in open events.
func TestMergeWhatIsClosed(t *testing.T) {
	ctx := context.Background()
	chairman := models.Actor{Name: "Trưởng ban"}
	h := newHall(t, 2)
	stays := addPerson(t, h.db, "Trần Đức", "Thuần 000", models.Post{Title: "Phó Bí thư"})
	goes := h.delegates[0].Person
	h.head() // whom she chairs, is written down, agreed to
	conclusion, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: h.event.ID, Text: "Giao việc", Task: &models.Task{PersonID: goes.ID, State: "done"}})
	h.must(err)
	h.must(h.db.SavePaper(ctx, secretary, h.event.ID, "notice", "", models.PaperForm{SignerID: goes.ID}))
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, h.minutesRow().Version))
	h.must(h.db.AgreeMinutes(ctx, chairman, h.event.ID, 0, h.minutesRow().Version, h.minutes().Seen()))
	agreed := h.minutes()

	// An event of the same person that is archived, and one in which both stand: the one who stays is a delegate without a trace.
	old, err := h.db.AddEvent(ctx, secretary, models.NewEvent{Event: models.Event{Kind: "workshop", Title: "Hội thảo cũ", OrganizerID: h.event.OrganizerID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
		StartsAt: models.At(h.db.Now().Add(-72 * time.Hour)), EndsAt: models.At(h.db.Now().Add(-70 * time.Hour))})
	h.must(err)
	invite(t, h.db, old.ID, goes.ID)
	h.must(h.db.Exec(ctx, `UPDATE events SET archived_at = starts_at, revision = revision + 1 WHERE slug = '`+old.Slug+`'`))
	h.must(h.db.Exec(ctx, `UPDATE events SET revision = revision - 1 WHERE slug = '`+old.Slug+`'`))
	invite(t, h.db, h.event.ID, stays.ID)
	goes, err = h.db.Person(ctx, goes.ID)
	h.must(err)
	h.must(h.db.MergePeople(ctx, secretary, stays.ID, goes.ID, stays.Version, goes.Version))

	if now := h.minutes(); now.Seen() != agreed.Seen() || !h.minutesRow().Final() {
		t.Errorf("the agreed minutes became %+v", now)
	}
	record, err := h.db.Record(ctx, h.event.ID)
	h.must(err)
	hers := 0
	for _, delegate := range record.Delegates {
		if delegate.PersonID == goes.ID {
			t.Errorf("the one who has gone is a delegate: %+v", delegate)
		}
		if delegate.PersonID == stays.ID {
			hers++
		}
	}
	if hers != 1 {
		t.Errorf("she stands there %d times", hers)
	}
	now, err := h.db.Conclusion(ctx, h.event.ID, conclusion.ID)
	h.must(err)
	if now.Task == nil || now.Task.PersonID != stays.ID {
		t.Errorf("%+v", now.Task)
	}
	paper, err := h.db.Paper(ctx, h.event.ID, "notice", "")
	h.must(err)
	if paper.SignerID != stays.ID {
		t.Errorf("the notice is signed by %d", paper.SignerID)
	}
	archived, err := h.db.Record(ctx, old.ID)
	h.must(err)
	if len(archived.Delegates) != 1 || archived.Delegates[0].PersonID != goes.ID || archived.Delegates[0].Person.Posts[0].Title != goes.Posts[0].Title {
		t.Errorf("the archived event says %+v", archived.Delegates)
	}
	h.check()

	// Erased, she keeps her name in both, and the minutes every word.
	stays, err = h.db.Person(ctx, stays.ID)
	h.must(err)
	h.must(h.db.ErasePerson(ctx, secretary, stays.ID, stays.Version, "theo đơn"))
	if now := h.minutes(); now.Seen() != agreed.Seen() {
		t.Errorf("the agreed minutes became %+v", now)
	}
	if archived, err = h.db.Record(ctx, old.ID); err != nil || archived.Delegates[0].Person.Name() != goes.Name() {
		t.Errorf("the archived event says %+v, %v", archived.Delegates, err)
	}
	h.check()
}
