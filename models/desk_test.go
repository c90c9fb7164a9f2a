package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// clocked is a hall whose clock a test turns.
func clocked(t testing.TB) (*hall, *atomic.Int64) {
	t.Helper()
	seconds := &atomic.Int64{}
	db, err := models.Open(context.Background(), modelstest.Name(t), models.Options{Now: func() time.Time { return modelstest.Now.Add(time.Duration(seconds.Load()) * time.Second) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return hallOf(t, db, 2), seconds
}

// states are the speeches of the discussion as "a speaking, b accepted".
func (h *hall) states() (states []string) {
	h.t.Helper()
	speeches, err := h.db.Speeches(context.Background(), h.event.ID)
	h.must(err)
	for _, speech := range speeches {
		states = append(states, speech.Topic+" "+speech.State)
	}
	return states
}

func (h *hall) speechOf(topic string) models.Speech {
	h.t.Helper()
	speeches, err := h.db.Speeches(context.Background(), h.event.ID)
	h.must(err)
	for _, speech := range speeches {
		if speech.Topic == topic {
			return speech
		}
	}
	h.t.Fatalf("no speech on %s", topic)
	return models.Speech{}
}

func (h *hall) itemOf(kind string) models.Item {
	h.t.Helper()
	item, err := h.db.Item(context.Background(), h.event.ID, h.item(kind))
	h.must(err)
	return item
}

// A discussion as a secretary keeps it: late, paused, a wrong press taken back, each press twice.
func TestDesk(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	event := h.event.ID
	a, b, c := h.speak(models.Speech{Topic: "a"}).ID, h.speak(models.Speech{Topic: "b"}).ID, h.speak(models.Speech{Topic: "c", State: "requested"}).ID
	opening, discussion := h.item("opening"), h.item("discussion")
	type act func(context.Context, models.Actor, models.ID, models.ID, models.Time) error
	steps := []struct {
		name string
		at   int64 // minutes
		do   act
		on   models.ID
		want []string
		rows int64 // changes that the first press makes
	}{
		{"the opening begins", 30, h.db.StartItem, opening, []string{"a accepted", "b accepted", "c requested"}, 1},
		{"who speaks first brings the item on, and ends the one before", 40, h.db.StartSpeech, a, []string{"a speaking", "b accepted", "c requested"}, 3},
		{"he stops for a moment", 41, h.db.PauseSpeech, a, nil, 1},
		{"and goes on", 43, h.db.ResumeSpeech, a, nil, 1},
		{"a request is taken", 44, h.db.AcceptSpeech, c, []string{"a speaking", "b accepted", "c accepted"}, 1},
		{"c is to get ready", 44, h.db.CallSpeech, c, []string{"a speaking", "b accepted", "c called"}, 1},
		{"who was called comes next", 47, h.db.NextSpeech, a, []string{"a spoken", "b accepted", "c speaking"}, 2},
		{"the light goes out", 48, h.db.PauseItem, discussion, nil, 2},
		{"and comes back", 50, h.db.ResumeSpeech, c, nil, 2},
		{"b will not speak", 51, h.db.RefuseSpeech, b, []string{"a spoken", "b refused", "c speaking"}, 1},
		{"the last one ends", 52, h.db.NextSpeech, c, []string{"a spoken", "b refused", "c spoken"}, 1},
		{"the discussion ends", 55, h.db.EndItem, discussion, nil, 1},
	}
	for _, step := range steps {
		seconds.Store(step.at * 60)
		before := h.last().Revision
		if err := step.do(ctx, secretary, event, step.on, models.Time{}); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		once := h.last().Revision
		if once-before != step.rows {
			t.Errorf("%s: %d changes", step.name, once-before)
		}
		if err := step.do(ctx, secretary, event, step.on, models.Time{}); err != nil || h.last().Revision != once {
			t.Errorf("%s, pressed twice: %v, %d changes more", step.name, err, h.last().Revision-once)
		}
		if got := h.states(); step.want != nil && !slices.Equal(got, step.want) {
			t.Errorf("%s: %v", step.name, got)
		}
	}
	if ran := h.speechOf("a").Ran(models.Time{}); ran != 5*time.Minute {
		t.Errorf("a spoke for %v", ran)
	}
	if ran := h.speechOf("c").Ran(models.Time{}); ran != 3*time.Minute {
		t.Errorf("c spoke for %v", ran)
	}
	if item := h.itemOf("discussion"); item.Ran(models.Time{}) != 13*time.Minute {
		t.Errorf("the discussion ran for %v: %+v", item.Ran(models.Time{}), item)
	}
	if item := h.itemOf("opening"); item.EndedAt != at(40) {
		t.Errorf("the opening ended at %v", item.EndedAt)
	}
	var wrong models.Invalid
	if err := h.db.StartItem(ctx, secretary, event, opening, models.Time{}); !errors.As(err, &wrong) {
		t.Errorf("what has ended began again: %v", err)
	}
	if err := h.db.StartSpeech(ctx, secretary, event, b, models.Time{}); !errors.As(err, &wrong) {
		t.Errorf("who was refused speaks: %v", err)
	}
	if err := h.db.StartItem(ctx, secretary, event+1, opening, models.Time{}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an event that is not there: %v", err)
	}
}

// Acts that were pressed without a network come with their own time; what cannot be is now, or the first moment that can.
func TestDeskLater(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	a, b := h.speak(models.Speech{Topic: "a"}).ID, h.speak(models.Speech{Topic: "b"}).ID
	seconds.Store(60 * 60)
	h.must(h.db.StartSpeech(ctx, secretary, h.event.ID, a, at(40)))
	h.must(h.db.NextSpeech(ctx, secretary, h.event.ID, a, at(30))) // a clock that is behind
	if one, two := h.speechOf("a"), h.speechOf("b"); one.StartedAt != at(40) || one.EndedAt != at(40) || two.StartedAt != at(40) {
		t.Errorf("%+v\n%+v", one, two)
	}
	h.must(h.db.EndSpeech(ctx, secretary, h.event.ID, b, at(600)))
	if two := h.speechOf("b"); two.EndedAt != at(60) {
		t.Errorf("ended at %v, in the time to come", two.EndedAt)
	}
}

func TestUndo(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	event, a := h.event.ID, h.speak(models.Speech{Topic: "a"}).ID
	h.speak(models.Speech{Topic: "b"})
	undo := func() models.DeskAct {
		t.Helper()
		last, err := h.db.LastAct(ctx, event)
		h.must(err)
		h.must(h.db.UndoAct(ctx, secretary, event, last.Revision))
		revision := h.last().Revision
		if err := h.db.UndoAct(ctx, secretary, event, last.Revision); err != nil || h.last().Revision != revision {
			t.Fatalf("undone twice: %v", err)
		}
		return last
	}
	if last, err := h.db.LastAct(ctx, event); err != nil || last.Revision != 0 {
		t.Fatalf("%+v, %v", last, err)
	}
	h.must(h.db.StartSpeech(ctx, secretary, event, a, models.Time{}))
	began := h.speechOf("a")
	seconds.Store(120)
	h.must(h.db.NextSpeech(ctx, secretary, event, a, models.Time{}))
	seconds.Store(180)
	if last := undo(); len(last.Did) != 2 || last.Did[0].What != "end" || last.Did[0].Name != "a" || last.Did[1].What != "start" {
		t.Errorf("%+v", last)
	}
	if got := h.states(); !slices.Equal(got, []string{"a speaking", "b accepted"}) {
		t.Errorf("%v", got)
	}
	now := h.speechOf("a")
	if now.StartedAt != began.StartedAt || !now.EndedAt.IsZero() || now.Ran(models.At(modelstest.Now.Add(3*time.Minute))) != 3*time.Minute {
		t.Errorf("the clock does not go on as if nothing had been: %+v", now)
	}
	undo() // the start, with the item that it brought on
	if got, item := h.states(), h.itemOf("discussion"); !slices.Equal(got, []string{"a accepted", "b accepted"}) || item.Running() {
		t.Errorf("%v %+v", got, item)
	}
	if last, err := h.db.LastAct(ctx, event); err != nil || last.Revision != 0 {
		t.Errorf("there is more to undo: %+v, %v", last, err)
	}
	// What somebody has changed by hand since stays.
	h.must(h.db.StartItem(ctx, secretary, event, h.item("opening"), models.Time{}))
	last, err := h.db.LastAct(ctx, event)
	h.must(err)
	item := h.itemOf("opening")
	item.StartedAt = at(1)
	h.must(h.db.RecordItem(ctx, secretary, item))
	if err := h.db.UndoAct(ctx, secretary, event, last.Revision); !errors.Is(err, models.ErrConflict) {
		t.Errorf("undone over a change by hand: %v", err)
	}
}

// The summary has a version of its own: the clock does not disturb who types, and two who type find both texts.
func TestSaveSummary(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	id := h.speak(models.Speech{Topic: "a"}).ID
	h.must(h.db.StartSpeech(ctx, secretary, h.event.ID, id, models.Time{}))
	version, err := h.db.SaveSummary(ctx, secretary, h.event.ID, id, "Một.", 1)
	if err != nil || version != 2 {
		t.Fatalf("version %d, %v", version, err)
	}
	h.must(h.db.EndSpeech(ctx, secretary, h.event.ID, id, models.Time{}))
	if version, err = h.db.SaveSummary(ctx, secretary, h.event.ID, id, "Một, hai.", 2); err != nil || version != 3 {
		t.Fatalf("version %d, %v", version, err)
	}
	var stale models.Stale
	if _, err = h.db.SaveSummary(ctx, secretary, h.event.ID, id, "Khác.", 2); !errors.As(err, &stale) || stale.Version != 3 || stale.Now.(models.Speech).Summary != "Một, hai." {
		t.Errorf("%v", err)
	}
	revision := h.last().Revision
	if version, err = h.db.SaveSummary(ctx, secretary, h.event.ID, id, "Một, hai.", 1); err != nil || version != 3 || h.last().Revision != revision {
		t.Errorf("the same text: version %d, %v", version, err)
	}
	form := h.speechOf("a")
	form.Summary = "Ba."
	h.must(h.db.SaveSpeech(ctx, secretary, form))
	if got := h.speechOf("a"); got.SummaryVersion != 4 {
		t.Errorf("saved by the form, the summary is of version %d", got.SummaryVersion)
	}
}

// Who spoke before somebody kept the desk, and has the times to show for it, is not given the floor again.
func TestQueueWithoutWhoHasSpoken(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	event, item := h.event.ID, h.item("discussion")
	h.speak(models.Speech{Topic: "a", StartedAt: at(0), EndedAt: at(60)})
	b, c := h.speak(models.Speech{Topic: "b"}), h.speak(models.Speech{Topic: "c"})
	h.must(h.db.OrderQueue(ctx, secretary, event, item, []models.ID{c.ID, b.ID}))
	seconds.Store(120)
	h.must(h.db.StartSpeech(ctx, secretary, event, b.ID, models.Time{}))
	h.must(h.db.NextSpeech(ctx, secretary, event, b.ID, models.Time{}))
	if got := h.states(); !slices.Equal(got, []string{"a accepted", "c speaking", "b spoken"}) {
		t.Errorf("%v", got)
	}
}

func TestQueue(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	event, item := h.event.ID, h.item("discussion")
	a, b, c := h.speak(models.Speech{Topic: "a"}), h.speak(models.Speech{Topic: "b", State: "requested", RequestedHow: "slip"}), h.speak(models.Speech{Topic: "c"})
	if b.RequestedAt.IsZero() {
		t.Error("nobody knows when b asked")
	}
	h.must(h.db.StartSpeech(ctx, secretary, event, a.ID, models.Time{}))
	h.must(h.db.OrderQueue(ctx, secretary, event, item, []models.ID{c.ID, b.ID}))
	if got := h.states(); !slices.Equal(got, []string{"a speaking", "c accepted", "b requested"}) {
		t.Errorf("%v", got)
	}
	if err := h.db.OrderQueue(ctx, secretary, event, item, []models.ID{a.ID, c.ID, b.ID}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("who speaks was put into the queue: %v", err)
	}
	h.must(h.db.MoveInQueue(ctx, secretary, event, b.ID, true))
	revision := h.last().Revision
	h.must(h.db.MoveInQueue(ctx, secretary, event, b.ID, true)) // the first
	if got := h.states(); !slices.Equal(got, []string{"a speaking", "b requested", "c accepted"}) || h.last().Revision != revision {
		t.Errorf("%v", got)
	}
	speeches, err := h.db.Speeches(ctx, event)
	h.must(err)
	if models.PlaceInQueue(speeches, b.ID) != 0 || models.PlaceInQueue(speeches, c.ID) != 1 || models.PlaceInQueue(speeches, a.ID) != -1 {
		t.Error("a wrong place in the queue")
	}
	// A phone that asks twice, and a form sent twice
	asked, err := h.db.AskToSpeak(ctx, secretary, models.Speech{EventID: event, ItemID: item, DelegateID: h.delegates[0].ID})
	h.must(err)
	again, err := h.db.AskToSpeak(ctx, secretary, models.Speech{EventID: event, ItemID: item, DelegateID: h.delegates[0].ID, Topic: "khác"})
	if err != nil || again.ID != asked.ID || asked.RequestedHow != "phone" || asked.State != "requested" {
		t.Errorf("%+v, then %+v, %v", asked, again, err)
	}
	uid := models.NewUID()
	for range 2 {
		h.speak(models.Speech{UID: uid, Topic: "d"})
	}
	for range 2 {
		if _, err := h.db.AddVote(ctx, secretary, models.Vote{UID: uid, EventID: event, Question: "Thông qua?"}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{UID: uid, EventID: event, Text: "Giao Ban."}); err != nil {
			t.Fatal(err)
		}
	}
	record, err := h.db.Record(ctx, event)
	h.must(err)
	if len(record.Speeches) != 5 || len(record.Votes) != 1 || len(record.Conclusions) != 1 {
		t.Errorf("%d speeches, %d votes, %d conclusions", len(record.Speeches), len(record.Votes), len(record.Conclusions))
	}
	if _, err := h.db.AddSpeech(ctx, secretary, models.Speech{EventID: event, ItemID: item, Topic: "x", UID: "../x"}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a uid that is none: %v", err)
	}
}

// deskHolds fails unless there is one order, one speaker an item, one item a room, and every clock makes sense.
func (h *hall) deskHolds() error {
	record, err := h.db.Record(context.Background(), h.event.ID)
	if err != nil {
		return err
	}
	running := 0
	for _, item := range record.Items {
		if item.Running() {
			running++
		}
		if item.PausedMS < 0 || !item.EndedAt.IsZero() && (item.StartedAt.IsZero() || item.EndedAt.Before(item.StartedAt.Time)) {
			return fmt.Errorf("item %+v", item)
		}
		if !item.EndedAt.IsZero() && item.EndedAt.Sub(item.StartedAt.Time).Milliseconds() < item.PausedMS {
			return fmt.Errorf("item stood still for longer than it ran: %+v", item)
		}
	}
	if running > 1 {
		return fmt.Errorf("%d items at once in one room", running)
	}
	speaking := map[models.ID]int{}
	places := map[string]bool{}
	for _, speech := range record.Speeches {
		place := fmt.Sprint(speech.ItemID, " ", speech.Position)
		if places[place] {
			return fmt.Errorf("two speeches at place %s", place)
		}
		places[place] = true
		if speech.State == "speaking" {
			speaking[speech.ItemID]++
			if !speech.Running() || !record.Item(speech.ItemID).Running() {
				return fmt.Errorf("speaks in an item that is not on: %+v", speech)
			}
		}
		if speech.State == "spoken" && (speech.EndedAt.IsZero() || speech.EndedAt.Before(speech.StartedAt.Time) || speech.EndedAt.Sub(speech.StartedAt.Time).Milliseconds() < speech.PausedMS) {
			return fmt.Errorf("spoke %+v", speech)
		}
		if (speech.State == "accepted" || speech.State == "requested" || speech.State == "called") && speech.Running() {
			return fmt.Errorf("waits while the clock runs: %+v", speech)
		}
	}
	for item, n := range speaking {
		if n > 1 {
			return fmt.Errorf("%d speak in item %d", n, item)
		}
	}
	return nil
}

// Twenty people press whatever they like at once: what holds at a desk holds after every round, and the chain of the journal with it.
func TestDeskForTwenty(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	event := h.event.ID
	items := []models.ID{h.item("opening"), h.item("keynote"), h.item("discussion"), h.item("closing")}
	var speeches []models.ID
	for i := range 8 {
		speeches = append(speeches, h.speak(models.Speech{Topic: fmt.Sprint(i), ItemID: items[1+i%2], State: []string{"accepted", "requested"}[i/4]}).ID)
	}
	ofItem := []func(context.Context, models.Actor, models.ID, models.ID, models.Time) error{h.db.StartItem, h.db.PauseItem, h.db.ResumeItem, h.db.EndItem}
	ofSpeech := []func(context.Context, models.Actor, models.ID, models.ID, models.Time) error{h.db.CallSpeech, h.db.StartSpeech, h.db.PauseSpeech, h.db.ResumeSpeech, h.db.EndSpeech,
		h.db.NextSpeech, h.db.AcceptSpeech, h.db.RefuseSpeech}
	checks := 0
	rapid.Check(t, func(t *rapid.T) {
		if checks++; checks > 12 { // each is twenty people who press several times
			return
		}
		var presses [20][]func() error
		for who := range presses {
			for range rapid.IntRange(1, 3).Draw(t, "presses") {
				late := time.Duration(rapid.IntRange(-60, 300).Draw(t, "late")) * time.Second
				item, speech := rapid.SampledFrom(items).Draw(t, "item"), rapid.SampledFrom(speeches).Draw(t, "speech")
				onItem, onSpeech := rapid.SampledFrom(ofItem).Draw(t, "act"), rapid.SampledFrom(ofSpeech).Draw(t, "act")
				kind := rapid.IntRange(0, 9).Draw(t, "kind")
				presses[who] = append(presses[who], func() error {
					at := models.At(h.db.Now().Add(-late))
					switch kind {
					case 0, 1:
						return onItem(ctx, secretary, event, item, at)
					case 2:
						last, err := h.db.LastAct(ctx, event)
						if err != nil || last.Revision == 0 {
							return err
						}
						return h.db.UndoAct(ctx, secretary, event, last.Revision)
					case 3:
						return h.db.MoveInQueue(ctx, secretary, event, speech, late > 0)
					}
					return onSpeech(ctx, secretary, event, speech, at)
				})
			}
		}
		var wait sync.WaitGroup
		faults := make(chan error, 100)
		for _, of := range presses {
			wait.Go(func() {
				for _, press := range of {
					var wrong models.Invalid
					if err := press(); err != nil && !errors.As(err, &wrong) && !errors.Is(err, models.ErrConflict) {
						faults <- err
					}
				}
			})
		}
		wait.Wait()
		close(faults)
		for err := range faults {
			t.Fatal(err)
		}
		if err := h.deskHolds(); err != nil {
			t.Fatal(err)
		}
		seconds.Add(int64(rapid.IntRange(0, 600).Draw(t, "pass")))
	})
	problems, err := h.db.Check(ctx)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// Times that are put right by hand keep no pause that does not lie between them: what begins anew has stood still for nothing.
func TestCorrectedTimesKeepNoPause(t *testing.T) {
	ctx := context.Background()
	h, seconds := clocked(t)
	item := h.itemOf("discussion")
	speech := h.speak(models.Speech{ItemID: item.ID, SpeakerText: "Công an tỉnh", Topic: "a", Kind: "discussion", State: "accepted"})
	for _, act := range []struct {
		do func(context.Context, models.Actor, models.ID, models.ID, models.Time) error
		id models.ID
		at int
	}{{h.db.StartItem, item.ID, 30}, {h.db.CallSpeech, speech.ID, 31}, {h.db.StartSpeech, speech.ID, 31}, {h.db.PauseSpeech, speech.ID, 32}, {h.db.ResumeSpeech, speech.ID, 42},
		{h.db.EndSpeech, speech.ID, 45}, {h.db.PauseItem, item.ID, 46}, {h.db.ResumeItem, item.ID, 66}} {
		seconds.Store(int64(act.at) * 60)
		h.must(act.do(ctx, secretary, h.event.ID, act.id, models.Time{}))
	}
	const minute = 60_000
	paused := func(ofItem, ofSpeech int64) {
		t.Helper()
		if item, speech = h.itemOf("discussion"), h.speechOf("a"); item.PausedMS != ofItem*minute || speech.PausedMS != ofSpeech*minute || !item.PausedAt.IsZero() || !speech.PausedAt.IsZero() {
			t.Errorf("the item stood still for %d ms, the speech for %d", item.PausedMS, speech.PausedMS)
		}
	}
	paused(20, 10)
	item.EndedAt, speech.EndedAt = at(40), at(35)
	h.must(h.db.RecordItem(ctx, secretary, item))
	h.must(h.db.SaveSpeech(ctx, secretary, speech))
	paused(10, 4)
	item.StartedAt, item.EndedAt = models.Time{}, models.Time{}
	speech.StartedAt, speech.EndedAt, speech.State = models.Time{}, models.Time{}, "accepted"
	h.must(h.db.RecordItem(ctx, secretary, item))
	h.must(h.db.SaveSpeech(ctx, secretary, speech))
	paused(0, 0)
}
