package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// tasksPage is what an event has laid on people and units, and what the events before it in its series have.
type tasksPage struct {
	views.Page
	Event   models.Event
	Tasks   []taskLine
	Carried []taskLine
	Keeps   bool
	Wrong   models.Invalid
	Stale   []views.Both
}

// taskLine is a task as a list shows it.
type taskLine struct {
	models.OpenTask
	Who   string
	Late  bool
	Keeps bool // the reader may say how it stands
	Form  taskForm
	Wrong models.Invalid // of this task's form
}

// taskForm is what was typed about a task.
type taskForm struct {
	State   string `form:"state"`
	Remark  string `form:"remark"`
	Version int64  `form:"version"`
}

func (s *site) taskLines(tasks []models.OpenTask, keeps bool) (lines []taskLine) {
	for _, task := range tasks {
		event := task.Event
		lines = append(lines, taskLine{OpenTask: task, Who: task.Who(event.Day()), Late: task.Late(models.DateOf(event.Local(s.db.Now()))),
			Keeps: keeps && event.ArchivedAt.IsZero(), Form: taskForm{State: task.State, Version: task.Version}})
	}
	return lines
}

func (s *site) listTasks(c *fiber.Ctx) error {
	page, err := s.tasksPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "tasks/list", page)
}

func (s *site) tasksPage(c *fiber.Ctx) (page tasksPage, err error) {
	v := visitOf(c)
	page = tasksPage{Page: s.page(c, views.T("Nhiệm vụ")), Event: v.event, Keeps: v.access.Record && v.event.ArchivedAt.IsZero(), Wrong: models.Invalid{}}
	tasks, err := s.db.Tasks(c.UserContext(), models.TaskFilter{EventID: v.event.ID, Limit: 1000})
	if err != nil {
		return page, err
	}
	page.Tasks = s.taskLines(tasks, page.Keeps)
	carried, err := s.db.CarriedTasks(c.UserContext(), v.user, v.event)
	page.Carried = s.taskLines(carried, false)
	return page, err
}

// saveTask says how a task stands, or adds a remark.
func (s *site) saveTask(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	var form taskForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	event := visitOf(c).event
	err = s.db.SettleTask(c.UserContext(), by(c), event.ID, id, form.State, form.Remark, form.Version)
	var wrong models.Invalid
	var stale models.Stale
	if !errors.As(err, &wrong) && !errors.As(err, &stale) {
		if err != nil {
			return err
		}
		return s.done(c, event.URL()+"/tasks#task-"+formID(id), views.T("Đã ghi."))
	}
	page, err := s.tasksPage(c)
	if err != nil {
		return err
	}
	page.Wrong = wrong
	for i := range page.Tasks {
		if line := &page.Tasks[i]; line.ID == id {
			line.Form, line.Wrong = form, wrong
			if now, ok := stale.Now.(models.Task); ok {
				line.Form.Version = stale.Version
				page.Stale = views.Differing(views.Both{Label: views.T("Trạng thái"), Now: page.Word("task", now.State), Mine: page.Word("task", form.State)})
				if len(page.Stale) == 0 {
					page.Stale = []views.Both{{Label: views.T("Diễn biến"), Mine: strings.TrimSpace(form.Remark)}}
				}
			}
		}
	}
	if stale.Now != nil {
		c.Status(fiber.StatusConflict)
		return s.render(c, "tasks/list", page)
	}
	return s.again(c, "tasks/list", page)
}

// allTasksPage are the tasks of all events at which the reader keeps or reads the record.
type allTasksPage struct {
	views.Page
	Tasks  []taskLine
	State  string
	States []views.Option
	Search string
	Pager  views.Pager
}

// taskStates are what the list of all tasks can be narrowed to.
var taskStates = []string{"open", "late", "done", "dropped", "all"}

func (s *site) listAllTasks(c *fiber.Ctx) error {
	page := allTasksPage{Page: s.page(c, views.T("Nhiệm vụ")), State: c.Query("state", "open"), Search: cut(c.Query("q"), 200)}
	filter := models.TaskFilter{User: visitOf(c).user, State: page.State, Search: page.Search, After: after(c)}
	if page.State == "all" {
		filter.State = ""
	}
	tasks, err := s.db.Tasks(c.UserContext(), filter)
	if err != nil {
		return err
	}
	page.Tasks, page.States = s.taskLines(tasks, false), page.Among("tasks", taskStates...)
	page.Pager = pager(c, len(tasks), func() models.Cursor { return tasks[len(tasks)-1].Cursor() })
	return s.render(c, "tasks/all", page)
}

// carried tells how the tasks of the earlier events of the series stand, for the agenda and the minutes; "" when there are none that the reader
// may know of.
func (s *site) carried(c *fiber.Ctx) (string, error) {
	v := visitOf(c)
	tasks, err := s.db.CarriedTasks(c.UserContext(), v.user, v.event)
	return models.CarriedText(tasks), err
}
