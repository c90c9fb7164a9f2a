package models_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
)

// A task is settled by somebody at some hour, opened again, and remarked upon; two who settle it at once do not overwrite each other.
func TestTasksAreSettled(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	made, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: h.event.ID, Text: "Nhân rộng mô hình.",
		Task: &models.Task{PersonID: h.delegates[0].PersonID, DueOn: "2018-12-01"}})
	h.must(err)
	task := func() models.OpenTask {
		t.Helper()
		tasks, err := h.db.Tasks(ctx, models.TaskFilter{EventID: h.event.ID})
		h.must(err)
		if len(tasks) != 1 {
			t.Fatalf("%d tasks", len(tasks))
		}
		return tasks[0]
	}
	if open := task(); open.SettledBy != "" || !open.SettledAt.IsZero() || open.Text != "Nhân rộng mô hình." || open.Who("2018-11-13") == "" {
		t.Errorf("at first: %+v", open)
	}
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() { errs[i] = h.db.SettleTask(ctx, secretary, h.event.ID, made.Task.ID, "done", "", 1) })
	}
	wait.Wait()
	settled := 0
	for _, err := range errs {
		if err == nil {
			settled++
		} else if !errors.As(err, new(models.Stale)) {
			t.Error(err)
		}
	}
	if done := task(); settled != 1 || done.State != "done" || done.SettledBy != secretary.Name || done.SettledAt.IsZero() {
		t.Errorf("%d have settled it: %+v", settled, done)
	}
	wants(t, h.db.SettleTask(ctx, secretary, h.event.ID, made.Task.ID, "dropped", " ", 2), "remark")
	wants(t, h.db.SettleTask(ctx, secretary, h.event.ID, made.Task.ID, "late", "", 2), "state")
	h.must(h.db.SettleTask(ctx, secretary, h.event.ID, made.Task.ID, "open", "Báo cáo chưa đủ", 2))
	h.must(h.db.SettleTask(ctx, secretary, h.event.ID, made.Task.ID, "open", "Báo cáo chưa đủ", 3)) // sent twice
	if open := task(); open.SettledBy != "" || !open.SettledAt.IsZero() || len(open.Remarks) != 1 || open.Remarks[0].MadeBy != secretary.Name {
		t.Errorf("open again: %+v", open)
	}
	if conclusion, err := h.db.Conclusion(ctx, h.event.ID, made.ID); err != nil || conclusion.Version != 3 {
		t.Errorf("who edits the conclusion is not told: version %d, %v", conclusion.Version, err)
	}
	if err := h.db.SettleTask(ctx, secretary, h.event.ID, 9999, "done", "", 1); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("no such task: %v", err)
	}
}

// The list of all tasks goes by their due dates, page by page, and says what is late; what one user may not see is not in it.
func TestAllTasks(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	for _, task := range []struct {
		text, responsible string
		due               models.Date
	}{
		{"Không hạn", "Các huyện, thành ủy", ""}, {"Sau", "Tổ giúp việc", "2018-12-01"}, {"Quá hạn", "Văn phòng", "2018-11-01"}, {"Trước", "Tổ giúp việc", "2018-11-20"},
	} {
		_, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: h.event.ID, Text: task.text, Task: &models.Task{Responsible: task.responsible, DueOn: task.due}})
		h.must(err)
	}
	list := func(filter models.TaskFilter) (texts []string) {
		t.Helper()
		for {
			tasks, err := h.db.Tasks(ctx, filter)
			h.must(err)
			for _, task := range tasks {
				texts = append(texts, task.Text)
			}
			if len(tasks) < max(filter.Limit, 1) {
				return texts
			}
			filter.After = tasks[len(tasks)-1].Cursor()
		}
	}
	office := &models.User{ID: 1, Roles: []models.Role{{Role: models.Secretary}}}
	for _, test := range []struct {
		name   string
		filter models.TaskFilter
		want   string
	}{
		{"all, a page at a time", models.TaskFilter{User: office, Limit: 1}, "Quá hạn|Trước|Sau|Không hạn"},
		{"late", models.TaskFilter{User: office, State: "late"}, "Quá hạn"},
		{"by whom, in small letters", models.TaskFilter{User: office, Search: "giúp việc"}, "Trước|Sau"},
		{"without marks", models.TaskFilter{User: office, Search: "giup VIEC"}, "Trước|Sau"},
		{"what is laid, without marks", models.TaskFilter{User: office, Search: "qua han"}, "Quá hạn"},
		{"done", models.TaskFilter{User: office, State: "done"}, ""},
		{"a door's", models.TaskFilter{User: &models.User{ID: 1, Roles: []models.Role{{Role: models.Door}}}}, ""},
		{"with signs of the search itself", models.TaskFilter{User: office, Search: "%"}, ""},
	} {
		if got := strings.Join(list(test.filter), "|"); got != test.want {
			t.Errorf("%s: %s", test.name, got)
		}
	}
	for range 25 {
		_, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: h.event.ID, Text: "Khác", Task: &models.Task{Responsible: "Tổ", DueOn: "2018-11-15"}})
		h.must(err)
	}
	if got := strings.Join(list(models.TaskFilter{User: office, Search: "hạn", Limit: 1}), "|"); got != "Quá hạn|Không hạn" {
		t.Errorf("before and behind many others: %s", got)
	}
}

// What an event laid on people is carried to the next of its series, with its state; what was settled long before is not.
func TestTasksAreCarried(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	user := &models.User{ID: 1, Roles: []models.Role{{Role: models.Organizer}}}
	lay := func(event models.ID, text string) models.Conclusion {
		made, err := h.db.AddConclusion(ctx, secretary, models.Conclusion{EventID: event, Text: text, Task: &models.Task{Responsible: "Văn phòng", DueOn: "2018-12-01"}})
		h.must(err)
		return made
	}
	next := func(slug string, days int) models.Event {
		event, err := h.db.AddEvent(ctx, secretary, models.NewEvent{From: h.event.ID, Event: models.Event{Slug: slug, Kind: "workshop", Title: "Kỳ sau", OrganizerID: h.event.OrganizerID,
			TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff", SeriesUID: h.event.Series()}, StartsAt: models.At(h.event.StartsAt.AddDate(0, 0, days))})
		h.must(err)
		return event
	}
	lay(h.event.ID, "Còn mở")
	done := lay(h.event.ID, "Đã xong")
	h.must(h.db.SettleTask(ctx, secretary, h.event.ID, done.Task.ID, "done", "", 1))
	second := next("ky-hai", 30)
	lay(second.ID, "Việc kỳ hai")
	third := next("ky-ba", 60)
	carried := func(event models.Event) (texts []string) {
		t.Helper()
		tasks, err := h.db.CarriedTasks(ctx, user, event)
		h.must(err)
		for _, task := range tasks {
			texts = append(texts, task.Text+" "+task.State)
		}
		slices.Sort(texts)
		return texts
	}
	if got := carried(second); !slices.Equal(got, []string{"Còn mở open", "Đã xong done"}) {
		t.Errorf("the second has %q", got)
	}
	if got := carried(third); !slices.Equal(got, []string{"Còn mở open", "Việc kỳ hai open"}) {
		t.Errorf("the third has %q", got)
	}
	if got := carried(h.event); len(got) != 0 {
		t.Errorf("the first has %q", got)
	}
	tasks, err := h.db.CarriedTasks(ctx, user, third)
	h.must(err)
	if text := models.CarriedText(tasks); !strings.Contains(text, "1. Còn mở; giao Văn phòng; thời hạn 01/12/2018; đang thực hiện.") {
		t.Errorf("it is told as %q", text)
	}
}

// An archived event takes no change but its reopening, which needs a reason and is in the journal; numbers that were set aside are given up.
func TestArchive(t *testing.T) {
	ctx := context.Background()
	db, committee, _, events := partyOffice(t, 1)
	event := events[0]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	wants(t, db.ArchiveEvent(ctx, loading, event.ID), "")
	must(db.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}))
	must(db.ReserveNumbers(ctx, loading, event.ID, "minutes", 2))
	event.CancelledAt = models.At(time.Now())
	event, err := db.Event(ctx, event.Slug)
	must(err)
	event.CancelledAt = db.Now()
	must(db.SaveEvent(ctx, loading, event))
	must(db.ArchiveEvent(ctx, loading, event.ID))
	event, err = db.Event(ctx, event.Slug)
	must(err)
	if event.ArchivedAt.IsZero() {
		t.Error("it is not archived")
	}
	if got := numbers(t, db, event.OrganizerID); !slices.Equal(got, []string{"BB 2015 - 2020: 1 cancelled", "BB 2015 - 2020: 2 cancelled"}) {
		t.Errorf("numbers that were set aside: %q", got)
	}
	if _, err := db.AddConclusion(ctx, loading, models.Conclusion{EventID: event.ID, Text: "Muộn"}); !errors.Is(err, models.ErrArchived) || !errors.Is(err, models.ErrLocked) {
		t.Errorf("a change of an archived event: %v", err)
	}
	if err := db.ArchiveEvent(ctx, loading, event.ID); !errors.Is(err, models.ErrArchived) {
		t.Errorf("archived twice: %v", err)
	}
	wants(t, db.UnarchiveEvent(ctx, loading, event.ID, " "), "reason")
	must(db.UnarchiveEvent(ctx, loading, event.ID, "Bổ sung bản ký"))
	if err := db.UnarchiveEvent(ctx, loading, event.ID, "Lần nữa"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("reopened twice: %v", err)
	}
	rows, err := db.Journal(ctx, models.JournalFilter{EventID: event.ID, Limit: 2})
	must(err)
	if rows[0].What != "unarchive" || !strings.Contains(rows[0].Detail, "Bổ sung bản ký") || rows[1].What != "archive" {
		t.Errorf("the journal says %+v", rows)
	}
	_, err = db.AddConclusion(ctx, loading, models.Conclusion{EventID: event.ID, Text: "Bổ sung"})
	must(err)
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v %v", broken, err)
	}
}
