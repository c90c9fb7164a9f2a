package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
)

// doorList is what a door keeps to go on without network: the least that it takes to recognize who comes.
type doorList struct {
	Revision  int64          `json:"revision"`
	Session   models.ID      `json:"session"`
	Moved     bool           `json:"moved,omitzero"` // only those whose attendance moved since the revision that was asked for
	Delegates []doorDelegate `json:"delegates"`
}

type doorDelegate struct {
	ID     models.ID `json:"id"`
	Number string    `json:"number,omitempty"`
	Name   string    `json:"name"`
	Post   string    `json:"post,omitempty"`
	Group  string    `json:"group,omitempty"`
	Seat   string    `json:"seat,omitempty"`
	For    string    `json:"for,omitempty"`    // stands in for
	Pass   string    `json:"pass,omitempty"`   // SHA-256 of the pass
	Letter string    `json:"letter,omitempty"` // of the link in the letter
	In     string    `json:"in,omitempty"`     // inside since, 07h52; "?": nobody knows
}

// listCheckin is the list for a door. A door that has it as it stands is told so; one that has it as it was some scans ago gets those.
func (s *site) listCheckin(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.QueryParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	tag := `W/"` + strconv.FormatInt(page.Event.Revision, 10) + "-" + formID(page.Session.ID) + page.Language() + `"` // the hours in it are in the page's language
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	list := doorList{Revision: page.Event.Revision, Session: page.Session.ID, Delegates: []doorDelegate{}}
	delegates, err := []models.Delegate(nil), error(nil)
	if since, _ := strconv.ParseInt(c.Query("since"), 10, 64); since > 0 && since <= page.Event.Revision {
		delegates, list.Moved, err = s.db.MovedAtDoor(c.UserContext(), page.Event.ID, since)
	}
	if err == nil && !list.Moved {
		delegates, err = s.db.Delegates(c.UserContext(), models.DelegateFilter{EventID: page.Event.ID, Limit: 1 << 20})
	}
	if err != nil {
		return err
	}
	letters, err := s.db.LettersAtDoor(c.UserContext(), page.Event.ID)
	if err != nil {
		return err
	}
	groups, err := s.db.Groups(c.UserContext(), page.Event.ID)
	if err != nil {
		return err
	}
	names := map[models.ID]string{}
	for _, group := range groups {
		names[group.ID] = group.Name
	}
	for _, delegate := range delegates {
		answer := page.answer(models.Scan{}, delegate)
		line := doorDelegate{ID: delegate.ID, Number: delegate.Short(), Name: delegate.Person.Name(), Group: names[delegate.GroupID], Seat: delegate.Seat, For: answer.Replaced, Letter: letters[delegate.ID]}
		if posts := delegate.Person.PostsOn(page.Event.Day()); len(posts) > 0 {
			line.Post = posts[0]
		}
		if delegate.PassHash != nil {
			line.Pass = *delegate.PassHash
		}
		if mark := answer.Mark; mark.State == models.Present && mark.LeftAt.IsZero() {
			if line.In = "?"; !mark.ArrivedAt.IsZero() {
				line.In = page.OClock(page.Event.Local(mark.ArrivedAt))
			}
		}
		list.Delegates = append(list.Delegates, line)
	}
	return c.JSON(list)
}
