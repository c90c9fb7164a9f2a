package models_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

var chairman = models.Actor{Name: "Giúp chủ trì"}

func (h *hall) record() models.Record {
	h.t.Helper()
	record, err := h.db.Record(context.Background(), h.event.ID)
	h.must(err)
	return record
}

// minutes are the minutes as they stand.
func (h *hall) minutes() models.Minutes {
	h.t.Helper()
	minutes, err := h.db.Minutes(context.Background(), h.record())
	h.must(err)
	return minutes
}

func (h *hall) minutesRow() models.MinutesRow {
	h.t.Helper()
	row, err := h.db.MinutesOf(context.Background(), h.event.ID, 0)
	h.must(err)
	return row
}

// head saves a head that lacks nothing.
func (h *hall) head() {
	h.t.Helper()
	h.must(h.db.SaveMinutes(context.Background(), secretary, h.event.ID, 0, models.MinutesForm{Number: number(15), OpenedAt: at(60), ClosedAt: at(270),
		Chairs: []models.ID{h.delegates[0].PersonID}, SecretaryText: "Lê Thị Hoa, chuyên viên", Version: h.minutesRow().Version}))
}

func TestSaveMinutes(t *testing.T) {
	ctx, h, other := context.Background(), newHall(t, 2), newHall(t, 1)
	tests := []struct {
		name  string
		form  models.MinutesForm
		wrong string
	}{
		{"a number without end", models.MinutesForm{Number: number(0)}, "number"},
		{"a suffix alone", models.MinutesForm{Suffix: "a"}, "number"},
		{"a suffix that is none", models.MinutesForm{Number: number(15), Suffix: "/BB"}, "number"},
		{"closed before it opened", models.MinutesForm{OpenedAt: at(60), ClosedAt: at(30)}, "closed"},
		{"a chair who is nobody", models.MinutesForm{Chairs: []models.ID{9999}}, "chair"},
		{"a secretary of another event", models.MinutesForm{Secretaries: []models.ID{other.delegates[0].PersonID + 1000}}, "secretary"},
		{"a secretary without end", models.MinutesForm{SecretaryText: strings.Repeat("ơ", 501)}, "secretary_text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wants(t, h.db.SaveMinutes(ctx, secretary, h.event.ID, 0, test.form), test.wrong) })
	}
	if row := h.minutesRow(); row.ID != 0 {
		t.Errorf("a refused head left %+v", row)
	}
	form := models.MinutesForm{Number: number(15), Suffix: "a", DatedOn: "2018-11-13", OpenedAt: at(60), ClosedAt: at(270),
		Chairs: []models.ID{h.delegates[1].PersonID, h.delegates[0].PersonID, h.delegates[1].PersonID}, SecretaryText: " Lê Thị  Hoa "}
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, 0, form))
	row, minutes := h.minutesRow(), h.minutes()
	if len(row.Chairs) != 2 || row.Chairs[0].ID != h.delegates[1].PersonID || row.SecretaryText != "Lê Thị Hoa" || row.Version != 1 || minutes.Number != "15a" || len(minutes.Chairs) != 2 {
		t.Errorf("%+v, %+v", row, minutes)
	}
	var stale models.Stale
	if err := h.db.SaveMinutes(ctx, secretary, h.event.ID, 0, form); !errors.As(err, &stale) || stale.Version != 1 {
		t.Errorf("a second beginning: %v", err)
	}
	form.Version = 1
	revision := h.last().Revision
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, 0, form))
	if h.last().Revision != revision {
		t.Error("a head that is the same took a revision")
	}
}

func TestSections(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	save := func(name, text, composed string, version int64) error {
		return h.db.SaveSection(ctx, secretary, h.event.ID, 0, name, text, composed, version)
	}
	course := h.minutes().Composed("course")
	h.must(save("course", course, course, 0))
	if len(h.minutesRow().Edited) != 0 {
		t.Error("the text that composes counts as an edit")
	}
	h.must(save("course", "Viết bằng tay.\n\n\nHai dòng.  ", strings.ReplaceAll(course, "\n", "\r\n"), 0))
	section, edited := h.minutes().Section("course"), h.minutesRow().Section("course")
	if section.Text != "Viết bằng tay.\n\nHai dòng." || !section.Edited || section.Moved || edited.Composed != course || edited.EditedBy != secretary.Name {
		t.Errorf("%+v, %+v", section, edited)
	}

	// Two secretaries on one section: the second is shown what stands.
	var stale models.Stale
	if err := save("course", "Người thứ hai.", course, 0); !errors.As(err, &stale) || stale.Now.(models.EditedSection).Text != section.Text {
		t.Errorf("the second writer was told %v", err)
	}

	// The record moves on: the hand's text stays and says so.
	h.speak(models.Speech{Topic: "Ý kiến mới", SpeakerText: "Công an tỉnh"})
	section = h.minutes().Section("course")
	if !section.Moved || section.Text != "Viết bằng tay.\n\nHai dòng." || !strings.Contains(section.Composed, "Ý kiến mới") {
		t.Errorf("%+v", section)
	}

	// Composed again, and written again: the number of the first edit does not come back.
	h.must(h.db.ComposeSection(ctx, secretary, h.event.ID, 0, "course", edited.Version))
	if h.minutes().Section("course").Edited {
		t.Error("still edited")
	}
	if row := h.last(); !strings.Contains(row.Detail, "Viết bằng tay.") {
		t.Errorf("the journal does not keep the text: %s", row.Detail)
	}
	h.must(save("course", "Lần hai.", course, 0))
	if err := save("course", "Từ trang cũ.", course, edited.Version); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a page from before: %v", err)
	}
	if err := save("preamble", "x", "", 0); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("no such section: %v", err)
	}
	wants(t, save("end", strings.Repeat("ế", 100_001), "", 0), "end")
}

func TestCloseAgreeReopen(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	err := h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, 0)
	for _, field := range []string{"chair", "secretary", "opened", "closed"} {
		wants(t, err, field)
	}
	h.head()
	h.must(h.db.SaveSection(ctx, secretary, h.event.ID, 0, "other", "Ghi âm toàn bộ hội thảo.", "", 0))
	if err := h.db.AgreeMinutes(ctx, chairman, h.event.ID, 0, 1, h.minutes().Seen()); !errors.Is(err, models.ErrLocked) {
		t.Errorf("agreed before the secretary closed them: %v", err)
	}
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, 1))
	if err := h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, 2); !errors.Is(err, models.ErrLocked) {
		t.Errorf("closed twice: %v", err)
	}
	if err := h.db.SaveSection(ctx, secretary, h.event.ID, 0, "end", "x", "", 0); !errors.Is(err, models.ErrLocked) {
		t.Errorf("written in after the close: %v", err)
	}
	seen := h.minutes().Seen()
	h.speak(models.Speech{SpeakerText: "Công an tỉnh", Summary: "Đề nghị phối hợp."})
	if err := h.db.AgreeMinutes(ctx, chairman, h.event.ID, 0, 2, seen); !errors.Is(err, models.ErrConflict) {
		t.Errorf("agreed to what is no longer there: %v", err)
	}
	h.must(h.db.AgreeMinutes(ctx, chairman, h.event.ID, 0, 2, h.minutes().Seen()))
	agreed, row := h.minutes(), h.minutesRow()
	if agreed.Draft || row.State != "final" || row.ClosedBy != secretary.Name || row.AgreedBy != chairman.Name || row.AgreedAt.IsZero() || len(row.Edited) != len(models.MinutesSections) {
		t.Errorf("%+v, %+v", row, agreed)
	}

	// The record moves on, and so do the event and the people in it. The paper does not, and the page can say what moved.
	h.must(h.db.RemoveSpeech(ctx, secretary, h.event.ID, h.record().Speeches[0].ID))
	event := h.record().Event
	event.Title, event.Venue = "Tên mới", "Hội trường mới"
	h.must(h.db.SaveEvent(ctx, secretary, event))
	if now := h.minutes(); now.Seen() != agreed.Seen() || now.Draft {
		t.Errorf("the final minutes moved:\n%+v\n%+v", now, agreed)
	}
	var headings []string
	for _, difference := range agreed.Since(h.record().ComposeMinutes()) {
		headings = append(headings, difference.Heading)
	}
	if got := strings.Join(headings, "; "); got != "Tên hội thảo; Địa điểm; Nội dung; 2. Diễn biến hội thảo" {
		t.Errorf("moved: %s", got)
	}
	for name, err := range map[string]error{
		"head":    h.db.SaveMinutes(ctx, secretary, h.event.ID, 0, models.MinutesForm{Version: row.Version}),
		"section": h.db.SaveSection(ctx, secretary, h.event.ID, 0, "end", "x", "", row.Section("end").Version),
		"compose": h.db.ComposeSection(ctx, secretary, h.event.ID, 0, "other", row.Section("other").Version),
		"close":   h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, row.Version),
	} {
		if !errors.Is(err, models.ErrLocked) {
			t.Errorf("%s of final minutes: %v", name, err)
		}
	}

	wants(t, h.db.ReopenMinutes(ctx, chairman, h.event.ID, 0, row.Version, " \n"), "reason")
	if err := h.db.ReopenMinutes(ctx, chairman, h.event.ID, 0, row.Version-1, "Sai"); !errors.Is(err, models.ErrConflict) {
		t.Errorf("reopened from an old page: %v", err)
	}
	h.must(h.db.ReopenMinutes(ctx, chairman, h.event.ID, 0, row.Version, "Ghi sai kết luận"))
	row = h.minutesRow()
	if row.State != "draft" || row.AgreedBy != "" || len(row.Edited) != 1 || row.Edited[0].Text != "Ghi âm toàn bộ hội thảo." {
		t.Errorf("%+v", row)
	}
	if now := h.minutes(); now.Title != "Tên mới" || !now.Draft || strings.Contains(now.Section("course").Text, "Công an") {
		t.Errorf("%+v", now)
	}
	if last := h.last(); last.What != "reopen" || !strings.Contains(last.Detail, "Ghi sai kết luận") {
		t.Errorf("the journal says %s %s", last.What, last.Detail)
	}
}

// Any order of writing, closing, agreeing, reopening and changing the record: the states follow each other as they should, what a hand
// wrote is lost by nobody else, and final minutes do not move by a letter.
func TestMinutesRapid(t *testing.T) {
	ctx := context.Background()
	name := modelstest.Name(t)
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	rapid.Check(t, func(rt *rapid.T) {
		h := hallOf(t, db, 1)
		h.head()
		state, written, agreed, typed := "draft", map[string]string{}, models.Minutes{}, 0
		locked := func(err error) bool { // refused exactly when the minutes are not open
			if state != "draft" {
				if !errors.Is(err, models.ErrLocked) {
					rt.Fatalf("%s minutes answer %v", state, err)
				}
				return true
			}
			h.must(err)
			return false
		}
		rt.Repeat(map[string]func(*rapid.T){
			"write": func(rt *rapid.T) {
				name := rapid.SampledFrom(models.MinutesSections).Draw(rt, "section")
				typed++
				text := "viết tay " + strconv.Itoa(typed)
				if !locked(h.db.SaveSection(ctx, secretary, h.event.ID, 0, name, text, h.minutes().Section(name).Composed, h.minutesRow().Section(name).Version)) {
					written[name] = text
				}
			},
			"compose": func(rt *rapid.T) {
				name := rapid.SampledFrom(models.MinutesSections).Draw(rt, "section")
				if !locked(h.db.ComposeSection(ctx, secretary, h.event.ID, 0, name, h.minutesRow().Section(name).Version)) {
					delete(written, name)
				}
			},
			"record": func(*rapid.T) {
				typed++
				_, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: h.event.ID, Text: "kết luận " + strconv.Itoa(typed)})
				h.must(err)
			},
			"rename": func(*rapid.T) {
				typed++
				event := h.record().Event
				event.Title = "Tên " + strconv.Itoa(typed)
				h.must(h.db.SaveEvent(ctx, secretary, event))
			},
			"close": func(*rapid.T) {
				if !locked(h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, h.minutesRow().Version)) {
					state = "submitted"
				}
			},
			"agree": func(rt *rapid.T) {
				err := h.db.AgreeMinutes(ctx, chairman, h.event.ID, 0, h.minutesRow().Version, h.minutes().Seen())
				if state != "submitted" {
					if !errors.Is(err, models.ErrLocked) {
						rt.Fatalf("agreed to %s minutes: %v", state, err)
					}
					return
				}
				h.must(err)
				state, agreed = "final", h.minutes()
			},
			"reopen": func(rt *rapid.T) {
				err := h.db.ReopenMinutes(ctx, chairman, h.event.ID, 0, h.minutesRow().Version, "Lý do")
				if state == "draft" {
					if !errors.Is(err, models.ErrLocked) {
						rt.Fatalf("reopened a draft: %v", err)
					}
					return
				}
				h.must(err)
				state = "draft"
			},
			"": func(rt *rapid.T) {
				record := h.record()
				now, err := h.db.Minutes(ctx, record)
				h.must(err)
				row, composed := record.Minutes, record.ComposeMinutes()
				if row.State != state || now.Draft != (state != "final") {
					rt.Fatalf("state %s, want %s", row.State, state)
				}
				if state == "final" && (now.Seen() != agreed.Seen() || composed.Section("course").Text != agreed.Section("course").Text) {
					rt.Fatal("final minutes moved")
				}
				for _, name := range models.MinutesSections {
					text, byHand := written[name]
					section := now.Section(name)
					if byHand && section.Text != text {
						rt.Fatalf("%s: %q, written %q", name, section.Text, text)
					}
					if state != "final" && section.Edited != byHand {
						rt.Fatalf("%s: edited %v, want %v", name, section.Edited, byHand)
					}
					if state != "final" && !byHand && section.Text != section.Composed {
						rt.Fatalf("%s does not compose: %q", name, section.Text)
					}
				}
			},
		})
	})
}

func TestMinutesMissing(t *testing.T) {
	h := newHall(t, 2)
	missing := func() string {
		var all []string
		for _, one := range h.record().MinutesMissing() {
			text := one.What
			if one.Count > 0 {
				text += " " + strconv.FormatInt(one.Count, 10)
			}
			if !strings.HasPrefix(one.URL, h.event.URL()+"/") {
				t.Errorf("%s leads to %s", one.What, one.URL)
			}
			all = append(all, text)
		}
		return strings.Join(all, ", ")
	}
	if got := missing(); got != "chair, secretary, opened, closed, attendance 2, headcounts 1, opinions, conclusion" {
		t.Errorf("of nothing: %s", got)
	}
	h.head()
	h.speak(models.Speech{Topic: "Một chủ đề không có người phát biểu"})
	h.speak(models.Speech{SpeakerText: "Công an tỉnh"})
	_, err := h.db.AddConclusion(context.Background(), secretary, models.Conclusion{EventID: h.event.ID, Text: "Kết luận"})
	h.must(err)
	if got := missing(); got != "attendance 2, headcounts 1, summary" {
		t.Errorf("%s", got)
	}

	// A count that the paper would print as dots is missing, whichever it is.
	seven, none := int64(7), int64(0)
	vote, err := h.db.AddVote(context.Background(), secretary, models.Vote{EventID: h.event.ID, Question: "Thông qua", Ayes: &seven})
	h.must(err)
	if got := missing(); got != "attendance 2, headcounts 1, summary, vote" {
		t.Errorf("with half a vote: %s", got)
	}
	vote.Noes, vote.Others = &none, &none
	h.must(h.db.SaveVote(context.Background(), secretary, vote))
	if got := missing(); got != "attendance 2, headcounts 1, summary" {
		t.Errorf("with a whole vote: %s", got)
	}

	// Why somebody is absent is said with the mark, or was said already in the refusal.
	for _, delegate := range h.delegates {
		mark := models.Mark{EventID: h.event.ID, DelegateID: delegate.ID, SessionID: h.session, State: models.AbsentExcused}
		h.must(h.db.Mark(context.Background(), secretary, mark))
	}
	if got := missing(); got != "reasons 2, headcounts 1, summary" {
		t.Errorf("without reasons: %s", got)
	}
	h.must(h.db.AnswerFor(context.Background(), secretary, h.event.ID, h.delegates[0].ID, models.Answer{Reply: "declined", Reason: "Đi công tác", How: models.RepliedHows[0]}))
	if got := missing(); got != "reasons 1, headcounts 1, summary" {
		t.Errorf("with the reason of a refusal: %s", got)
	}
}
