package models

import (
	"cmp"
	"context"
	"slices"

	"hoithao/models/viet"
)

// Conclusion is one of the chair's conclusions, with the task it lays on somebody, if any. Its version counts the edits of both.
type Conclusion struct {
	ID       ID
	UID      string
	EventID  ID `db:"event_id"`
	Position int64
	Text     string
	Version  int64

	Task *Task `db:"-"`
}

// Task is what a conclusion lays on a person, an organization, or somebody outside the directory.
type Task struct {
	ID             ID
	UID            string
	EventID        ID `db:"event_id"`
	ConclusionID   ID `db:"conclusion_id"`
	PersonID       ID `db:"person_id"`
	OrganizationID ID `db:"organization_id"`
	Responsible    string
	DueOn          Date `db:"due_on"`
	State          string
	Version        int64
	SettledBy      string `db:"settled_by"` // who said that it is done or dropped
	SettledAt      Time   `db:"settled_at"`

	Person       Person       `db:"-"` // who they are, where a whole record was read
	Organization Organization `db:"-"`
}

// TaskStates are the states of a task, in the order in which forms offer them.
var TaskStates = []string{"open", "done", "dropped"}

// Late tells that a task is still open after its last day.
func (t Task) Late(today Date) bool { return t.State == "open" && t.DueOn != "" && t.DueOn < today }

// Conclusions lists the conclusions of an event in their order, with their tasks.
func (db *DB) Conclusions(ctx context.Context, event ID) ([]Conclusion, error) {
	conclusions := []Conclusion{}
	err := db.View(ctx, func(tx *DB) error {
		r := reader{tx: tx, ctx: ctx, event: event}
		conclusions = append(conclusions, r.conclusions()...)
		r.responsible(conclusions, r.people(`1 = 0`))
		return r.err
	})
	return conclusions, err
}

// Who is who has the task, as a screen shows it.
func (t Task) Who(day Date) string {
	switch {
	case t.PersonID != 0:
		return t.Person.Told(day)
	case t.OrganizationID != 0:
		return t.Organization.Name
	}
	return t.Responsible
}

// Conclusion reads a conclusion of an event with its task.
func (db *DB) Conclusion(ctx context.Context, event, id ID) (conclusion Conclusion, err error) {
	if err := db.get(ctx, &conclusion, `SELECT * FROM conclusions WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return conclusion, err
	}
	var tasks []Task
	if err := db.list(ctx, &tasks, `SELECT * FROM tasks WHERE event_id = ? AND conclusion_id = ?`, event, id); err != nil {
		return conclusion, err
	}
	if len(tasks) == 0 {
		return conclusion, nil
	}
	task := &tasks[0]
	conclusion.Task = task
	if task.OrganizationID != 0 {
		return conclusion, db.get(ctx, &task.Organization, `SELECT * FROM organizations WHERE id = ?`, task.OrganizationID)
	}
	people, err := db.peopleOf(ctx, []ID{task.PersonID})
	task.Person = people[task.PersonID]
	return conclusion, err
}

// bare is the conclusion for the journal, which names people by their number: what is known of them stands in the directory.
func (c Conclusion) bare() Conclusion {
	if c.Task != nil {
		task := *c.Task
		task.Person, task.Organization = Person{}, Organization{}
		c.Task = &task
	}
	return c
}

func (c *Conclusion) check() Invalid {
	wrong := Invalid{}
	c.Text = viet.CleanText(c.Text)
	if c.Text == "" {
		wrong["text"] = "Hãy ghi nội dung kết luận."
	}
	tooLong(wrong, "text", c.Text, maxText)
	if c.Task == nil {
		return wrong
	}
	task := *c.Task // the caller's stays as it was
	task.Responsible = viet.Clean(task.Responsible)
	if task.PersonID != 0 || task.OrganizationID != 0 {
		task.Responsible = ""
	}
	if task.State == "" {
		task.State = "open"
	}
	if !slices.Contains(TaskStates, task.State) {
		wrong["state"] = "Hãy chọn trạng thái."
	}
	if task.PersonID == 0 && task.OrganizationID == 0 && task.Responsible == "" {
		wrong["responsible"] = "Hãy ghi người hoặc đơn vị thực hiện."
	}
	tooLong(wrong, "responsible", task.Responsible, maxLine)
	c.Task = &task
	return wrong
}

// known refuses a task for somebody who is not in the directory.
func (tx *DB) known(ctx context.Context, task *Task) error {
	if task == nil {
		return nil
	}
	if task.PersonID != 0 && task.OrganizationID != 0 {
		return Invalid{"responsible": "Hãy chọn một người hoặc một đơn vị."}
	}
	var known bool
	if err := tx.get(ctx, &known, `SELECT (? = 0 OR EXISTS (SELECT 1 FROM people WHERE id = ?)) AND (? = 0 OR EXISTS (SELECT 1 FROM organizations WHERE id = ?))`,
		int64(task.PersonID), int64(task.PersonID), int64(task.OrganizationID), int64(task.OrganizationID)); err != nil {
		return err
	}
	if !known {
		return Invalid{"responsible": "Không có người hoặc đơn vị này trong danh bạ."}
	}
	return nil
}

// AddConclusion adds a conclusion at the end. One with a uid that is there already was sent twice.
func (db *DB) AddConclusion(ctx context.Context, by Actor, conclusion Conclusion) (Conclusion, error) {
	if wrong := conclusion.check(); len(wrong) > 0 {
		return conclusion, wrong
	}
	err := db.change(ctx, by, conclusion.EventID, func(tx *DB) (Change, error) {
		if id, err := tx.sent(ctx, "conclusions", conclusion.EventID, conclusion.UID); err != nil || id != 0 {
			return Change{}, err
		}
		if err := tx.known(ctx, conclusion.Task); err != nil {
			return Change{}, err
		}
		id, err := tx.add(ctx, `
			INSERT INTO conclusions (uid, event_id, position, text)
			VALUES (?, ?, (SELECT COALESCE(max(position), 0) + 1 FROM conclusions WHERE event_id = ?), ?) RETURNING id`,
			cmp.Or(conclusion.UID, newUID()), conclusion.EventID, conclusion.EventID, conclusion.Text)
		if err != nil {
			return Change{}, err
		}
		if err := tx.setTask(ctx, by, conclusion.EventID, id, conclusion.Task); err != nil {
			return Change{}, err
		}
		conclusion, err = tx.Conclusion(ctx, conclusion.EventID, id)
		return Change{Topic: TopicConclusions, What: "add", Of: conclusion.UID, After: conclusion.bare()}, err
	})
	return conclusion, err
}

// SaveConclusion changes a conclusion and its task; without a task, the one it had goes. It names the version it was made on.
func (db *DB) SaveConclusion(ctx context.Context, by Actor, conclusion Conclusion) error {
	if wrong := conclusion.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, conclusion.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Conclusion(ctx, conclusion.EventID, conclusion.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != conclusion.Version {
			return Change{}, Stale{before.Version, before}
		}
		if before.Text == conclusion.Text && sameTask(before.Task, conclusion.Task) {
			return Change{}, nil
		}
		if err := tx.known(ctx, conclusion.Task); err != nil {
			return Change{}, err
		}
		if err := tx.exec(ctx, `UPDATE conclusions SET text = ?, version = version + 1 WHERE event_id = ? AND id = ?`, conclusion.Text, conclusion.EventID, conclusion.ID); err != nil {
			return Change{}, err
		}
		if err := tx.setTask(ctx, by, conclusion.EventID, conclusion.ID, conclusion.Task); err != nil {
			return Change{}, err
		}
		after, err := tx.Conclusion(ctx, conclusion.EventID, conclusion.ID)
		return Change{Topic: TopicConclusions, What: "edit", Of: before.UID, Before: before.bare(), After: after.bare()}, err
	})
}

func sameTask(a, b *Task) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.PersonID == b.PersonID && a.OrganizationID == b.OrganizationID && a.Responsible == b.Responsible && a.DueOn == b.DueOn && a.State == b.State
}

// setTask gives a conclusion its task, or none. A task that is changed stays the same thing; who settles it is noted with the hour.
func (tx *DB) setTask(ctx context.Context, by Actor, event, conclusion ID, task *Task) error {
	if task == nil {
		return tx.exec(ctx, `DELETE FROM tasks WHERE event_id = ? AND conclusion_id = ?`, event, conclusion)
	}
	settledBy, settledAt := settledAs(by, task.State, tx.Now())
	return tx.exec(ctx, `
		INSERT INTO tasks (uid, event_id, conclusion_id, person_id, organization_id, responsible, due_on, state, settled_by, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conclusion_id) DO UPDATE SET person_id = excluded.person_id, organization_id = excluded.organization_id,
			responsible = excluded.responsible, due_on = excluded.due_on, state = excluded.state, version = tasks.version + 1,
			settled_by = CASE WHEN tasks.state = excluded.state THEN tasks.settled_by ELSE excluded.settled_by END,
			settled_at = CASE WHEN tasks.state = excluded.state THEN tasks.settled_at ELSE excluded.settled_at END`,
		newUID(), event, conclusion, task.PersonID, task.OrganizationID, task.Responsible, task.DueOn, task.State, settledBy, settledAt)
}

// settledAs is by whom and when a task came into a state; an open one is settled by nobody.
func settledAs(by Actor, state string, now Time) (string, Time) {
	if state == "open" {
		return "", Time{}
	}
	return by.Name, now
}

// MoveConclusion moves a conclusion one place up or down.
func (db *DB) MoveConclusion(ctx context.Context, by Actor, event, id ID, up bool) error {
	return db.moveWithin(ctx, by, event, inOrder{table: "conclusions", topic: TopicConclusions}, id, up)
}

// OrderConclusions puts all conclusions into an order.
func (db *DB) OrderConclusions(ctx context.Context, by Actor, event ID, order []ID) error {
	return db.putInOrder(ctx, by, event, inOrder{table: "conclusions", topic: TopicConclusions}, order)
}

// RemoveConclusion removes a conclusion with its task; the journal keeps them.
func (db *DB) RemoveConclusion(ctx context.Context, by Actor, event, id ID) error {
	return db.change(ctx, by, event, func(tx *DB) (Change, error) {
		before, err := tx.Conclusion(ctx, event, id)
		if err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicConclusions, What: "remove", Of: before.UID, Before: before.bare()}, tx.exec(ctx, `DELETE FROM conclusions WHERE event_id = ? AND id = ?`, event, id)
	})
}

// Responsible is somebody or some body that a task can be laid on.
type Responsible struct {
	PersonID, OrganizationID ID
	Name                     string // with the posts, or with the body above it
}

// Responsibles finds people and organizations of the directory by name, post or body: first delegates of the event in the order of protocol,
// then bodies that were alive on its day, then others; at most limit of each.
func (db *DB) Responsibles(ctx context.Context, event Event, search string, limit int) ([]Responsible, error) {
	found := []Responsible{}
	delegates, err := db.Speakers(ctx, event.ID, search, limit)
	if err != nil {
		return nil, err
	}
	for _, delegate := range delegates {
		found = append(found, Responsible{PersonID: delegate.PersonID, Name: delegate.Told(event.Day())})
	}
	var bodies []struct {
		ID          ID
		Name, Above string
	}
	like, day := likeFolded(search), event.Day()
	if day == "" {
		day = DateOf(event.Local(db.Now()))
	}
	if err := db.list(ctx, &bodies, `
		SELECT o.id, o.name, COALESCE(p.name, '') AS above FROM organizations o LEFT JOIN organizations p ON p.id = o.parent_id
		WHERE o.folded LIKE ? ESCAPE '\' AND (o.valid_from IS NULL OR o.valid_from <= ?) AND (o.valid_until IS NULL OR o.valid_until >= ?)
		ORDER BY o.sort_key, o.id LIMIT ?`, like, day, day, limit); err != nil {
		return nil, err
	}
	for _, body := range bodies {
		name := body.Name
		if body.Above != "" {
			name += ", " + body.Above
		}
		found = append(found, Responsible{OrganizationID: body.ID, Name: name})
	}
	return found, nil
}

// FindResponsible answers whom a typed text means: those whose whole name it is, or who bear the name in it. None means somebody outside.
func (db *DB) FindResponsible(ctx context.Context, event Event, typed string) ([]Responsible, error) {
	typed = viet.Clean(typed)
	if typed == "" {
		return nil, nil
	}
	found, err := db.Responsibles(ctx, event, firstPart(typed), 200)
	if err != nil {
		return nil, err
	}
	var whole, named []Responsible
	for _, one := range found {
		if viet.Same(one.Name, typed) {
			whole = append(whole, one)
		} else if viet.Same(firstPart(one.Name), typed) {
			named = append(named, one)
		}
	}
	if len(whole) > 0 {
		return whole, nil
	}
	return named, nil
}
