package models

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// TaskRemark is what was told about a task while it was under way.
type TaskRemark struct {
	ID      ID
	UID     string
	EventID ID `db:"event_id"`
	TaskID  ID `db:"task_id"`
	Text    string
	MadeBy  string `db:"made_by"`
	MadeAt  Time   `db:"made_at"`
}

// OpenTask is a task with where it comes from, for lists over many events.
type OpenTask struct {
	Task
	Event   Event
	Text    string // of the conclusion that lays it
	Remarks []TaskRemark
}

// TaskFilter chooses tasks for a list.
type TaskFilter struct {
	User    *User  // only those of events that the user's roles reach; nil: whatever the others say
	EventID ID     // of one event
	Series  string // of the events of a series that begin before Until
	Until   Time
	State   string // open, late, done, dropped; "": all
	Search  string // in the conclusion, or who has the task; marks may be left out
	After   Cursor // the last row of the page before
	Limit   int    // zero: a page
}

// farDue stands for a task without a due date, which comes after all that have one.
const farDue = "9999-12-31"

// Tasks lists tasks, what is due first at the top; those without a due date come last. Late is counted on the office's day.
func (db *DB) Tasks(ctx context.Context, filter TaskFilter) ([]OpenTask, error) {
	where, args := []string{"1 = 1"}, []any{}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if filter.User != nil {
		reach, reached := filter.User.reaches("events.organizer_id", "events.id", Administrator, Organizer, Secretary, Chair)
		and(reach, reached...)
	}
	if filter.EventID != 0 {
		and(`tasks.event_id = ?`, filter.EventID)
	}
	if filter.Series != "" {
		and(`(events.uid = ? OR events.series_uid = ?)`, filter.Series, filter.Series)
	}
	if !filter.Until.IsZero() {
		and(`events.starts_at < ?`, filter.Until)
	}
	switch filter.State {
	case "late":
		and(`tasks.state = 'open' AND tasks.due_on < ?`, DateOf(db.now().In(home)))
	case "open", "done", "dropped":
		and(`tasks.state = ?`, filter.State)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	tasks := []OpenTask{}
	err := db.View(ctx, func(tx *DB) error {
		found, err := tx.findTasks(ctx, filter, strings.Join(where, " AND "), args)
		if err != nil {
			return err
		}
		for _, row := range found {
			tasks = append(tasks, OpenTask{Task: row.Task, Text: row.Text})
		}
		return tx.tellTasks(ctx, tasks)
	})
	return tasks, err
}

// taskRow is a task with the words by which it is found. What a conclusion says is searched for in this list alone, so it has no folded column.
type taskRow struct {
	Task
	Text string
	Who  string // folded: the person with posts, the organization
}

// says tells whether a folded text stands in the task.
func (row taskRow) says(folded string) bool {
	return strings.Contains(row.Who, folded) || strings.Contains(viet.Fold(row.Text), folded) || strings.Contains(viet.Fold(row.Responsible), folded)
}

// findTasks reads a page of tasks. A search reads on, ten pages at a time, until the page is full: an office has a few thousand of them.
func (tx *DB) findTasks(ctx context.Context, filter TaskFilter, where string, args []any) (found []taskRow, err error) {
	limit, folded := filter.Limit, viet.Fold(filter.Search)
	if folded != "" {
		limit *= 10
	}
	for after := filter.After; ; {
		here, values := where, args
		if after.ID != 0 {
			due, err := ParseDate(after.Key)
			if err != nil { // none, or made up
				due = farDue
			}
			here += ` AND (COALESCE(tasks.due_on, '` + farDue + `') > ? OR COALESCE(tasks.due_on, '` + farDue + `') = ? AND tasks.id > ?)`
			values = append(slices.Clone(args), due, due, after.ID)
		}
		var rows []taskRow
		if err := tx.list(ctx, &rows, `
			SELECT tasks.*, conclusions.text, COALESCE(people.folded, organizations.folded, '') AS who FROM tasks
			JOIN conclusions ON conclusions.id = conclusion_id JOIN events ON events.id = tasks.event_id
			LEFT JOIN people ON people.id = tasks.person_id LEFT JOIN organizations ON organizations.id = tasks.organization_id
			WHERE `+here+` ORDER BY COALESCE(tasks.due_on, '`+farDue+`'), tasks.id LIMIT ?`, append(slices.Clone(values), limit)...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.says(folded) && len(found) < filter.Limit {
				found = append(found, row)
			}
		}
		if len(rows) < limit || len(found) == filter.Limit {
			return found, nil
		}
		last := rows[len(rows)-1]
		after = Cursor{string(last.DueOn), last.ID}
	}
}

// tellTasks reads who has the tasks, of which events they are, and what was remarked.
func (tx *DB) tellTasks(ctx context.Context, tasks []OpenTask) error {
	var ids, events, persons, bodies []ID
	for _, task := range tasks {
		ids, events = append(ids, task.ID), append(events, task.EventID)
		if task.PersonID != 0 {
			persons = append(persons, task.PersonID)
		}
		if task.OrganizationID != 0 {
			bodies = append(bodies, task.OrganizationID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	people, err := tx.peopleOf(ctx, persons)
	if err != nil {
		return err
	}
	var organizations []Organization
	var held []Event
	var remarks []TaskRemark
	if len(bodies) > 0 {
		if err := tx.listIn(ctx, &organizations, `SELECT * FROM organizations WHERE id IN (?)`, bodies); err != nil {
			return err
		}
	}
	if err := tx.listIn(ctx, &held, `SELECT * FROM events WHERE id IN (?)`, events); err != nil {
		return err
	}
	if err := tx.listIn(ctx, &remarks, `SELECT * FROM task_remarks WHERE task_id IN (?) ORDER BY id`, ids); err != nil {
		return err
	}
	for i := range tasks {
		task := &tasks[i]
		task.Person = people[task.PersonID]
		if at := slices.IndexFunc(organizations, func(o Organization) bool { return o.ID == task.OrganizationID }); at >= 0 {
			task.Organization = organizations[at]
		}
		task.Event = held[slices.IndexFunc(held, func(e Event) bool { return e.ID == task.EventID })]
		for _, remark := range remarks {
			if remark.TaskID == task.ID {
				task.Remarks = append(task.Remarks, remark)
			}
		}
	}
	return nil
}

// Cursor is the task's place in a list of tasks.
func (t OpenTask) Cursor() Cursor { return Cursor{string(t.DueOn), t.ID} }

// CarriedTasks are the tasks of the earlier events of the series that a user may know of and that are open, or were settled since the one before.
func (db *DB) CarriedTasks(ctx context.Context, user *User, event Event) ([]OpenTask, error) {
	if event.StartsAt.IsZero() {
		return nil, nil
	}
	tasks, err := db.Tasks(ctx, TaskFilter{User: user, Series: event.Series(), Until: event.StartsAt, Limit: 500})
	if err != nil {
		return nil, err
	}
	var last Event // the event before this one
	for _, task := range tasks {
		if task.Event.StartsAt.After(last.StartsAt.Time) {
			last = task.Event
		}
	}
	return slices.DeleteFunc(tasks, func(task OpenTask) bool {
		return task.EventID == event.ID || task.State != "open" && task.EventID != last.ID && !task.SettledAt.After(last.StartsAt.Time)
	}), nil
}

// CarriedText tells how tasks stand, a line each, as an agenda or minutes can take it over.
func CarriedText(tasks []OpenTask) string {
	var lines []string
	for i, task := range tasks {
		text := strings.Join(strings.Fields(task.Text), " ")
		if who := task.Who(task.Event.Day()); who != "" {
			text += "; giao " + who
		}
		if task.DueOn != "" {
			text += "; thời hạn " + viet.ShortDate(task.DueOn.Time())
		}
		switch task.State {
		case "done":
			text += "; đã hoàn thành"
		case "dropped":
			text += "; thôi thực hiện"
		default:
			text += "; đang thực hiện"
		}
		if len(task.Remarks) > 0 {
			text += " (" + strings.Join(strings.Fields(task.Remarks[len(task.Remarks)-1].Text), " ") + ")"
		}
		lines = append(lines, strconv.Itoa(i+1)+". "+text+".")
	}
	return strings.Join(lines, "\n")
}

// taskEntry is a task's state as the journal keeps it.
type taskEntry struct {
	Task   string // what the conclusion says
	State  string
	Remark string
}

// SettleTask says how a task stands: done, dropped or open again, by whom and when, with a remark if there is something to say. It names the
// version of the task it was made on.
func (db *DB) SettleTask(ctx context.Context, by Actor, event, id ID, state, remark string, version int64) error {
	remark = viet.CleanText(remark)
	wrong := Invalid{}
	if !slices.Contains(TaskStates, state) {
		wrong["state"] = "Hãy chọn trạng thái."
	}
	if state == "dropped" && remark == "" {
		wrong["remark"] = "Hãy ghi vì sao không thực hiện nữa."
	}
	if tooLong(wrong, "remark", remark, maxText); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		conclusion, err := tx.taskOf(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		task := *conclusion.Task
		if task.Version != version {
			return Change{}, Stale{task.Version, task}
		}
		if task.State == state {
			return tx.remark(ctx, by, conclusion, remark)
		}
		settledBy, settledAt := settledAs(by, state, tx.Now())
		if err := tx.exec(ctx, `UPDATE tasks SET state = ?, settled_by = ?, settled_at = ?, version = version + 1 WHERE event_id = ? AND id = ?`,
			state, settledBy, settledAt, event, id); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE conclusions SET version = version + 1 WHERE event_id = ? AND id = ?`, event, conclusion.ID); err != nil { // it counts the edits of both
			return Change{}, err
		}
		if remark != "" {
			if _, err := tx.remark(ctx, by, conclusion, remark); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicConclusions, What: "state", Of: task.UID, Before: taskEntry{conclusion.Text, task.State, ""}, After: taskEntry{conclusion.Text, state, remark}}, nil
	})
}

// AddTaskRemark writes down what was told about a task.
func (db *DB) AddTaskRemark(ctx context.Context, by Actor, event, id ID, text string) error {
	text = viet.CleanText(text)
	wrong := Invalid{}
	if text == "" {
		wrong["remark"] = "Hãy ghi nội dung."
	}
	if tooLong(wrong, "remark", text, maxText); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		conclusion, err := tx.taskOf(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		return tx.remark(ctx, by, conclusion, text)
	})
}

// taskOf is the conclusion that lays a task.
func (tx *DB) taskOf(ctx context.Context, event, id ID) (Conclusion, error) {
	var conclusion ID
	if err := tx.get(ctx, &conclusion, `SELECT conclusion_id FROM tasks WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return Conclusion{}, err
	}
	return tx.Conclusion(ctx, event, conclusion)
}

// remark adds a remark to a task, unless it is the last that was made: a form that was sent twice.
func (tx *DB) remark(ctx context.Context, by Actor, conclusion Conclusion, text string) (Change, error) {
	task := *conclusion.Task
	var last []TaskRemark
	if err := tx.list(ctx, &last, `SELECT * FROM task_remarks WHERE task_id = ? ORDER BY id DESC LIMIT 1`, task.ID); err != nil || text == "" ||
		len(last) > 0 && last[0].Text == text && last[0].MadeBy == by.Name {
		return Change{}, err
	}
	return Change{Topic: TopicConclusions, What: "note", Of: task.UID, After: taskEntry{conclusion.Text, task.State, text}}, tx.exec(ctx,
		`INSERT INTO task_remarks (uid, event_id, task_id, text, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)`, newUID(), task.EventID, task.ID, text, by.Name, tx.Now())
}
