package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hoithao/models/viet"
)

// Reminders are what an event's messages remind of by themselves, so many working days before; nil: not at all.
type Reminders struct {
	EventID      ID     `db:"event_id"`
	AnswerDays   *int64 `db:"answer_days"`   // before the event: who has not answered
	TextDays     *int64 `db:"text_days"`     // before the event: whose text is missing
	TomorrowDays *int64 `db:"tomorrow_days"` // before the event: who comes
	TaskDays     *int64 `db:"task_days"`     // before a task is due: who has it
	Version      int64
}

// remindFrom is the hour of the event's own clock from which reminders go out.
const remindFrom = 8

// Reminders reads those of an event; version 0 when nobody has decided.
func (db *DB) Reminders(ctx context.Context, event ID) (r Reminders, err error) {
	err = db.get(ctx, &r, `SELECT * FROM reminders WHERE event_id = ?`, event)
	if errors.Is(err, ErrNotFound) {
		return Reminders{EventID: event}, nil
	}
	return r, err
}

func (r Reminders) check() Invalid {
	wrong := Invalid{}
	for field, days := range map[string]*int64{"answer_days": r.AnswerDays, "text_days": r.TextDays, "tomorrow_days": r.TomorrowDays, "task_days": r.TaskDays} {
		if days != nil && (*days < 0 || *days > 60) {
			wrong[field] = "Hãy ghi số ngày từ 0 đến 60."
		}
	}
	return wrong
}

// SaveReminders changes what an event reminds of. It names the version it was made on.
func (db *DB) SaveReminders(ctx context.Context, by Actor, wanted Reminders) error {
	if wrong := wanted.check(); len(wrong) > 0 {
		return wrong
	}
	return db.change(ctx, by, wanted.EventID, func(tx *DB) (Change, error) {
		before, err := tx.Reminders(ctx, wanted.EventID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != wanted.Version {
			return Change{}, Stale{before.Version, before}
		}
		wanted.Version++
		return Change{Topic: TopicMessages, What: "edit", Before: before, After: wanted}, tx.exec(ctx, `
			INSERT INTO reminders (event_id, answer_days, text_days, tomorrow_days, task_days, version) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (event_id) DO UPDATE SET answer_days = excluded.answer_days, text_days = excluded.text_days,
				tomorrow_days = excluded.tomorrow_days, task_days = excluded.task_days, version = excluded.version`,
			wanted.EventID, wanted.AnswerDays, wanted.TextDays, wanted.TomorrowDays, wanted.TaskDays, wanted.Version)
	})
}

// Remind puts what is due into the outboxes of all events. It may be asked at any time and by several programs: nobody is reminded twice of the
// same thing. An event that moves to another day is another occasion.
func (db *DB) Remind(ctx context.Context) error {
	now := db.Now()
	var events []struct {
		Event
		AnswerDays   *int64 `db:"answer_days"`
		TextDays     *int64 `db:"text_days"`
		TomorrowDays *int64 `db:"tomorrow_days"`
		TaskDays     *int64 `db:"task_days"`
	}
	if err := db.list(ctx, &events, `
		SELECT events.*, answer_days, text_days, tomorrow_days, task_days FROM events JOIN reminders ON reminders.event_id = events.id
		WHERE archived_at IS NULL AND cancelled_at IS NULL AND (starts_at > ? OR task_days IS NOT NULL AND EXISTS (
			SELECT 1 FROM tasks WHERE tasks.event_id = events.id AND state = 'open'))`, now); err != nil || len(events) == 0 {
		return err
	}
	calendar, err := db.Holidays(ctx, 0)
	if err != nil {
		return err
	}
	remind := func(event Event, answers, texts, tomorrow, tasks *int64) error {
		due := func(day Date, days *int64) bool { // so many working days before a day, at the hour
			if days == nil || day == "" {
				return false
			}
			first := calendar.Add(day, -*days).Time()
			return !now.Before(time.Date(first.Year(), first.Month(), first.Day(), remindFrom, 0, 0, 0, event.Zone()))
		}
		var mails []Mail
		if event.StartsAt.After(now.Time) {
			if due(event.Day(), answers) {
				mails = append(mails, Mail{Kind: "reminder", Occasion: string(event.Day())})
			}
			if due(event.Day(), texts) {
				mails = append(mails, Mail{Kind: "text", Occasion: string(event.Day())})
			}
			if due(event.Day(), tomorrow) {
				mails = append(mails, Mail{Kind: "tomorrow", Occasion: string(event.Day())})
			}
		}
		for _, mail := range mails {
			if mail.To, err = db.reminded(ctx, event, mail); err == nil {
				mail.Until = event.StartsAt
				_, err = db.QueueMail(ctx, Actor{Name: "hoithao"}, event.ID, mail)
			}
			if err != nil {
				return err
			}
		}
		return db.remindOfTasks(ctx, event, func(day Date) bool { return due(day, tasks) })
	}
	var failed error
	for _, row := range events { // what keeps one event from being reminded keeps no other
		if err := remind(row.Event, row.AnswerDays, row.TextDays, row.TomorrowDays, row.TaskDays); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", row.Slug, err))
		}
	}
	return failed
}

// unreminded is the condition that a person has not been reminded on this occasion; that the message is somebody's lets its index be used.
const unreminded = `NOT EXISTS (SELECT 1 FROM outbox JOIN people ON people.uid = outbox.whom
	WHERE outbox.event_id = delegates.event_id AND people.id = delegates.person_id AND outbox.kind = ? AND outbox.occasion = ? AND outbox.whom <> '')`

// missingText is the condition that a delegate's speech was accepted and its text has not come, or was sent back.
const missingText = `EXISTS (SELECT 1 FROM speeches WHERE speeches.event_id = delegates.event_id AND speeches.delegate_id = delegates.id AND ` + speechWithoutText + `)`

const speechWithoutText = `speeches.state IN ('accepted', 'returned') AND speeches.kind IN ('keynote', 'paper') AND speeches.text = ''
	AND NOT EXISTS (SELECT 1 FROM speech_texts WHERE speech_id = speeches.id AND speech_texts.state <> 'returned')`

// reminded are those whom a reminder is for and who have not had it.
func (db *DB) reminded(ctx context.Context, event Event, mail Mail) ([]Recipient, error) {
	condition := map[string]string{"reminder": audiences["silent"], "text": missingText, "tomorrow": audiences["coming"]}[mail.Kind]
	to, err := db.recipients(ctx, event, condition+` AND `+unreminded, mail.Kind, mail.Occasion)
	if err != nil {
		return nil, err
	}
	if mail.Kind == "reminder" {
		units, err := db.owing(ctx, event, mail)
		if err != nil {
			return nil, err
		}
		to = append(to, units...)
	}
	var topics map[string]string
	if mail.Kind == "text" && len(to) > 0 {
		if topics, err = db.topicsOwed(ctx, event.ID); err != nil {
			return nil, err
		}
	}
	for i, one := range to {
		to[i] = one.Saying(mail.Kind, map[string]string{"chu_de": topics[one.UID]})
	}
	return to, nil
}

// owing are the invited units that have named fewer people than they were asked for. A unit has no mail address: its text is handed on.
func (db *DB) owing(ctx context.Context, event Event, mail Mail) (to []Recipient, err error) {
	var rows []struct {
		ID       ID
		UID      string
		Name     string
		AnswerBy Time `db:"answer_by"`
	}
	err = db.list(ctx, &rows, `
		SELECT i.id, organizations.uid, organizations.name, answer_by FROM invitations i JOIN organizations ON organizations.id = i.organization_id
		WHERE i.event_id = ? AND i.reached_how <> '' AND `+owes+`
			AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.event_id = i.event_id AND whom = organizations.uid AND kind = ? AND occasion = ? AND whom <> '')
		ORDER BY organizations.sort_key, organizations.id`, event.ID, mail.Kind, mail.Occasion)
	for _, row := range rows {
		to = append(to, Recipient{UID: row.UID, Name: row.Name, Unit: true, Invitation: row.ID, answerBy: told(event, row.AnswerBy)})
	}
	return to, err
}

// topicsOwed are the topics of the speeches without a text, by the uid of the speaker.
func (db *DB) topicsOwed(ctx context.Context, event ID) (map[string]string, error) {
	var rows []struct{ UID, Topic string }
	err := db.list(ctx, &rows, `
		SELECT people.uid, speeches.topic FROM speeches JOIN delegates ON delegates.id = speeches.delegate_id JOIN people ON people.id = delegates.person_id
		WHERE speeches.event_id = ? AND speeches.topic <> '' AND `+speechWithoutText+` ORDER BY speeches.id`, event)
	topics := map[string]string{}
	for _, row := range rows {
		if topics[row.UID] != "" {
			topics[row.UID] += "; "
		}
		topics[row.UID] += row.Topic
	}
	return topics, err
}

// remindOfTasks reminds who has an open task that is due soon, once for each task and date.
func (db *DB) remindOfTasks(ctx context.Context, event Event, due func(Date) bool) error {
	var tasks []struct {
		UID            string
		DueOn          Date `db:"due_on"`
		Text           string
		PersonID       ID `db:"person_id"`
		OrganizationID ID `db:"organization_id"`
	}
	if err := db.list(ctx, &tasks, `
		SELECT tasks.uid, due_on, text, person_id, tasks.organization_id FROM tasks JOIN conclusions ON conclusions.id = conclusion_id
		WHERE tasks.event_id = ? AND state = 'open' AND due_on IS NOT NULL AND (person_id IS NOT NULL OR organization_id IS NOT NULL)
			AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.event_id = tasks.event_id AND kind = 'task' AND occasion LIKE tasks.uid || '%' AND occasion LIKE '%' || CAST(due_on AS TEXT))
		ORDER BY due_on, tasks.id`, event.ID); err != nil {
		return err
	}
	for _, task := range tasks {
		if !due(task.DueOn) {
			continue
		}
		to := Recipient{Unit: true}
		if task.PersonID != 0 {
			person, err := db.Person(ctx, task.PersonID)
			if err != nil {
				return err
			}
			if !person.ErasedAt.IsZero() {
				continue
			}
			to = person.recipient(event)
		} else {
			body, err := db.Organization(ctx, task.OrganizationID)
			if err != nil {
				return err
			}
			to.UID, to.Name = body.UID, body.Name
		}
		to = to.Saying("task", map[string]string{"noi_dung": task.Text, "thoi_han": viet.LongDate(task.DueOn.Time())})
		if _, err := db.QueueMail(ctx, Actor{Name: "hoithao"}, event.ID, Mail{Kind: "task", Occasion: fmt.Sprint(task.UID, " ", task.DueOn), To: slices.Clip([]Recipient{to})}); err != nil {
			return err
		}
	}
	return nil
}
