package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hoithao/models"
)

// item is the number of the agenda item of a kind.
func (h *hall) item(kind string) models.ID {
	h.t.Helper()
	record, err := h.db.Record(context.Background(), h.event.ID)
	h.must(err)
	for _, item := range record.Items {
		if item.Kind == kind {
			return item.ID
		}
	}
	h.t.Fatalf("no item of kind %s", kind)
	return 0
}

func (h *hall) speak(speech models.Speech) models.Speech {
	h.t.Helper()
	if speech.EventID = h.event.ID; speech.ItemID == 0 {
		speech.ItemID = h.item("discussion")
	}
	speech, err := h.db.AddSpeech(context.Background(), secretary, speech)
	h.must(err)
	return speech
}

func TestAddSpeech(t *testing.T) {
	h, other := newHall(t, 2), newHall(t, 1)
	tests := []struct {
		name   string
		speech models.Speech
		wrong  string // the field; "": right
		state  string
	}{
		{"a delegate", models.Speech{DelegateID: h.delegates[0].ID}, "", "accepted"},
		{"a body", models.Speech{SpeakerText: "  Công an   tỉnh "}, "", "accepted"},
		{"a theme without a speaker", models.Speech{Topic: "Nắm bắt thông tin từ cơ sở"}, "", "accepted"},
		{"one who has spoken", models.Speech{SpeakerText: "Công an tỉnh", State: "spoken"}, "", "spoken"},
		{"with a summary it stays as it was set", models.Speech{SpeakerText: "Công an tỉnh", Summary: "Đề nghị phối hợp."}, "", "accepted"},
		{"whoever has ended is not speaking", models.Speech{SpeakerText: "Công an tỉnh", State: "speaking", StartedAt: at(10), EndedAt: at(20)}, "", "spoken"},
		{"nothing", models.Speech{}, "speaker", ""},
		{"only spaces", models.Speech{SpeakerText: " \t\u200b ", Topic: "  "}, "speaker", ""},
		{"no such kind", models.Speech{Topic: "x", Kind: "song"}, "kind", ""},
		{"no such state", models.Speech{Topic: "x", State: "sung"}, "state", ""},
		{"an end before the start", models.Speech{Topic: "x", StartedAt: at(20), EndedAt: at(10)}, "ends", ""},
		{"an end without a start", models.Speech{Topic: "x", EndedAt: at(10)}, "starts", ""},
		{"a delegate who is nobody", models.Speech{DelegateID: 9999}, "speaker", ""},
		{"no such item", models.Speech{Topic: "x", ItemID: 9999}, "item", ""},
		{"a topic without end", models.Speech{Topic: strings.Repeat("đ", 501)}, "topic", ""},
		{"a summary without end", models.Speech{Topic: "x", Summary: strings.Repeat("đ", 100_001)}, "summary", ""},
		{"negative minutes", models.Speech{Topic: "x", Minutes: number(-1)}, "minutes", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.speech.EventID = h.event.ID; test.speech.ItemID == 0 {
				test.speech.ItemID = h.item("discussion")
			}
			got, err := h.db.AddSpeech(context.Background(), secretary, test.speech)
			if test.wrong != "" {
				wants(t, err, test.wrong)
				return
			}
			if err != nil || got.State != test.state || got.Kind != "discussion" || got.SpeakerText != strings.Join(strings.Fields(test.speech.SpeakerText), " ") {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	if _, err := h.db.AddSpeech(context.Background(), secretary, models.Speech{EventID: other.event.ID, ItemID: h.item("discussion") + 1000, Topic: "x"}); err == nil {
		t.Error("an item of another event was taken")
	}
}

func TestSaveSpeech(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	speech := h.speak(models.Speech{DelegateID: h.delegates[0].ID, Topic: "Một"})
	first, second := speech, speech
	first.Summary = "Ý kiến thứ nhất."
	h.must(h.db.SaveSpeech(ctx, secretary, first))
	revision := h.last().Revision

	second.Topic = "Hai"
	var stale models.Stale
	if err := h.db.SaveSpeech(ctx, secretary, second); !errors.As(err, &stale) || stale.Version != 2 || stale.Now.(models.Speech).Summary != first.Summary {
		t.Fatalf("the second writer was told %v", err)
	}
	second.Version = stale.Version
	second.Summary = first.Summary
	h.must(h.db.SaveSpeech(ctx, secretary, second))
	again, err := h.db.Speech(ctx, h.event.ID, speech.ID)
	h.must(err)
	if again.Topic != "Hai" || again.Summary != first.Summary || again.Version != 3 || again.State != "accepted" {
		t.Errorf("%+v", again)
	}
	h.must(h.db.SaveSpeech(ctx, secretary, again))
	if got := h.last().Revision; got != revision+1 {
		t.Errorf("a save that changes nothing took revision %d", got)
	}
	if _, err := h.db.SaveSpeechText(ctx, secretary, h.event.ID, speech.ID, "summary", "Mới.", 1); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an old text: %v", err)
	}
	version, err := h.db.SaveSpeechText(ctx, secretary, h.event.ID, speech.ID, "summary", "Mới.", 3)
	if err != nil || version != 4 {
		t.Errorf("version %d, %v", version, err)
	}
	if _, err := h.db.Speech(ctx, h.event.ID+1, speech.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("read from another event: %v", err)
	}
}

// One total order within an item, whatever is moved, added and removed.
func TestOrderOfSpeeches(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	var ids []models.ID
	for _, topic := range []string{"a", "b", "c", "d"} {
		ids = append(ids, h.speak(models.Speech{Topic: topic}).ID)
	}
	h.speak(models.Speech{Topic: "khác", ItemID: h.item("keynote")})
	order := func() string {
		speeches, err := h.db.Speeches(ctx, h.event.ID)
		h.must(err)
		text := ""
		for _, speech := range speeches {
			if speech.ItemID == h.item("discussion") {
				text += speech.Topic
			}
		}
		return text
	}
	steps := []struct {
		name string
		do   func() error
		want string
	}{
		{"as added", func() error { return nil }, "abcd"},
		{"the last up", func() error { return h.db.MoveSpeech(ctx, secretary, h.event.ID, ids[3], true) }, "abdc"},
		{"the first up stays", func() error { return h.db.MoveSpeech(ctx, secretary, h.event.ID, ids[0], true) }, "abdc"},
		{"the first down", func() error { return h.db.MoveSpeech(ctx, secretary, h.event.ID, ids[0], false) }, "badc"},
		{"all in an order", func() error {
			return h.db.OrderSpeeches(ctx, secretary, h.event.ID, h.item("discussion"), []models.ID{ids[3], ids[2], ids[1], ids[0]})
		}, "dcba"},
		{"one removed", func() error { return h.db.RemoveSpeech(ctx, secretary, h.event.ID, ids[2]) }, "dba"},
		{"the next up over the gap", func() error { return h.db.MoveSpeech(ctx, secretary, h.event.ID, ids[0], true) }, "dab"},
		{"into another item", func() error {
			speech, err := h.db.Speech(ctx, h.event.ID, ids[3])
			speech.ItemID = h.item("keynote")
			return errors.Join(err, h.db.SaveSpeech(ctx, secretary, speech))
		}, "ab"},
	}
	for _, step := range steps {
		if err := step.do(); err != nil || order() != step.want {
			t.Fatalf("%s: %q, %v, want %q", step.name, order(), err, step.want)
		}
	}
	for _, wrong := range [][]models.ID{{ids[0]}, {ids[0], ids[0]}, {ids[0], ids[1], ids[2]}, nil} {
		if err := h.db.OrderSpeeches(ctx, secretary, h.event.ID, h.item("discussion"), wrong); !errors.Is(err, models.ErrConflict) {
			t.Errorf("order %v: %v", wrong, err)
		}
	}
	if err := h.db.RemoveSpeech(ctx, secretary, h.event.ID, ids[2]); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	row := h.last()
	if !strings.Contains(row.Detail, `"keynote"`) && row.What != "edit" {
		t.Errorf("the journal says %s %s", row.What, row.Detail)
	}
}

func TestFindSpeakers(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	var people []models.ID
	for _, post := range []string{"Trưởng ban Tuyên giáo Huyện ủy Kim Bảng", "Trưởng ban Tuyên giáo Thành ủy Phủ Lý", ""} {
		person := models.Person{Family: "Nguyễn Văn", Given: "Hòa"}
		if post == "" {
			person = models.Person{Family: "Trần Thị", Given: "Đào"}
		} else {
			person.Posts = []models.Post{{Title: post}}
		}
		person, err := h.db.AddPerson(ctx, secretary, person)
		h.must(err)
		people = append(people, person.ID)
	}
	_, err := h.db.AddDelegates(ctx, secretary, h.event.ID, h.groups[0].ID, people)
	h.must(err)
	for typed, want := range map[string]int{
		"Nguyễn Văn Hòa": 2, "nguyễn văn hoà": 2, "Nguyễn Văn Hòa, Trưởng ban Tuyên giáo Thành ủy Phủ Lý": 1, "Nguyễn Văn Hòa, Trưởng ban": 0,
		"Trần Thị Đào": 1, "Tran Thi Dao": 0, "Công an tỉnh": 0, "": 0, "Hòa": 0, "%": 0, "_": 0,
	} {
		found, err := h.db.FindSpeakers(ctx, h.event, typed)
		if err != nil || len(found) != want {
			t.Errorf("%q finds %d, %v, want %d", typed, len(found), err, want)
		}
	}
	for search, want := range map[string]int{"hoa": 2, "phu ly": 1, "dao": 1, "xyz": 0, "100%": 0} {
		if found, err := h.db.Speakers(ctx, h.event.ID, search, 20); err != nil || len(found) != want {
			t.Errorf("searching %q finds %d, %v, want %d", search, len(found), err, want)
		}
	}
}

func TestDrafts(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	hoa, err := h.db.AddUser(ctx, secretary, models.NewUser{Account: "hoa", Name: "Hòa", Password: "mật khẩu để thử"})
	h.must(err)
	lan, err := h.db.AddUser(ctx, secretary, models.NewUser{Account: "lan", Name: "Lan", Password: "mật khẩu để thử"})
	h.must(err)
	revision := h.last().Revision
	h.must(h.db.SaveDraft(ctx, &hoa, h.event, "minutes:course", "một", 1))
	h.must(h.db.SaveDraft(ctx, &hoa, h.event, "minutes:course", "một hai", 1))
	h.must(h.db.SaveDraft(ctx, &lan, h.event, "minutes:course", "của Lan", 2))
	drafts, err := h.db.Drafts(ctx, &hoa, h.event.ID)
	h.must(err)
	if len(drafts) != 1 || drafts["minutes:course"].Text != "một hai" || drafts["minutes:course"].Version != 1 {
		t.Errorf("%+v", drafts)
	}
	h.must(h.db.DropDrafts(ctx, &hoa, h.event.ID, "minutes:course", "minutes:end"))
	if drafts, err := h.db.Drafts(ctx, &hoa, h.event.ID); err != nil || len(drafts) != 0 {
		t.Errorf("%+v, %v", drafts, err)
	}
	if drafts, err := h.db.Drafts(ctx, &lan, h.event.ID); err != nil || len(drafts) != 1 {
		t.Errorf("Lan's went too: %+v, %v", drafts, err)
	}
	wants(t, h.db.SaveDraft(ctx, &hoa, h.event, "minutes:course", strings.Repeat("a", 100_001), 1), "text")
	if h.last().Revision != revision {
		t.Error("typing took a revision")
	}
}

// A speech that was noted of the wrong delegate: the link of the first opens nothing any more, what he confirmed is not the other's word, and the other
// can be asked, also about the same words.
func TestConfirmationIsOneSpeakers(t *testing.T) {
	ctx := context.Background()
	h, _ := keyedHall(t, 2)
	speech := h.speak(models.Speech{DelegateID: h.delegates[0].ID, Kind: "discussion", State: "spoken", Summary: "Nêu ba giải pháp.", StartedAt: at(100), EndedAt: at(110)})
	ask := func() models.Confirmation {
		t.Helper()
		if asked, err := h.db.AskConfirmations(ctx, secretary, h.event.ID, []models.ID{speech.ID}); err != nil || asked != 1 {
			t.Fatalf("asked %d, %v", asked, err)
		}
		list, err := h.db.Confirmables(ctx, h.event)
		if err != nil || len(list) != 1 || list[0].Confirmation.Link == "" {
			t.Fatalf("%+v, %v", list, err)
		}
		return list[0].Confirmation
	}
	read := func() models.Speech {
		t.Helper()
		speech, err := h.db.Speech(ctx, h.event.ID, speech.ID)
		h.must(err)
		return speech
	}
	first := ask()
	h.must(h.db.AnswerConfirmation(ctx, first, "", first.Version, read().SummaryVersion))
	if speech = read(); speech.ConfirmedAt.IsZero() {
		t.Fatal("not confirmed")
	}
	speech.Topic = "Công tác dư luận xã hội"
	h.must(h.db.SaveSpeech(ctx, secretary, speech))
	if speech = read(); speech.ConfirmedAt.IsZero() {
		t.Error("a topic took the confirmation away")
	}
	speech.DelegateID = h.delegates[1].ID
	h.must(h.db.SaveSpeech(ctx, secretary, speech))
	if !read().ConfirmedAt.IsZero() {
		t.Error("confirmed by another")
	}
	if _, _, _, err := h.db.ConfirmationByLink(ctx, strings.TrimPrefix(first.Link, "/c/")); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the link of the first speaker: %v", err)
	}
	if second := ask(); second.Link == first.Link || second.Name == first.Name || second.State != "asked" {
		t.Errorf("%+v", second)
	}
}
