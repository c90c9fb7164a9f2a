package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// findAtDoor finds whom a code means, or puts into the page those to choose from and what is wrong. A name never decides alone.
func (s *site) findAtDoor(c *fiber.Ctx, page *checkinPage, form checkinForm) (models.Found, error) {
	if id := number(form.Delegate); id != 0 {
		return models.Found{One: id, How: cut(form.How, 20)}, nil
	}
	found, err := s.db.FindAtDoor(c.UserContext(), page.Event.ID, form.Code)
	if errors.As(err, &page.Wrong) {
		return found, nil
	}
	if err != nil || found.One != 0 {
		return found, err
	}
	page.Unknown = len(found.Delegates) == 0
	for _, delegate := range found.Delegates {
		choice := page.answer(models.Scan{}, delegate)
		choice.How = found.How
		page.Choices = append(page.Choices, choice)
	}
	return found, s.nameGroups(c, page.Event, page.Choices)
}

// addScan takes what was scanned, typed or chosen, or an undo. Sent again it is the same.
func (s *site) addScan(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	return s.scan(c, form)
}

func (s *site) scan(c *fiber.Ctx, form checkinForm) error {
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	var found models.Found
	if form.Act != models.ScanUndo || form.Delegate != "" {
		if found, err = s.findAtDoor(c, &page, form); err != nil {
			return err
		}
		if found.One == 0 {
			// A repeat has its answer already, whatever the code leads to by now.
			if known, err := s.db.ScanByNonce(c.UserContext(), page.Event.ID, form.Nonce); err == nil {
				return s.scanned(c, page, form, known)
			} else if !errors.Is(err, models.ErrNotFound) {
				return err
			}
			return s.notScanned(c, page, form)
		}
	}
	scan, err := s.db.AddScan(c.UserContext(), by(c), form.seen(page.Event, page.Session.ID, found.One, found.How))
	if errors.As(err, &page.Wrong) {
		return s.notScanned(c, page, form)
	}
	if err != nil {
		return err
	}
	return s.scanned(c, page, form, scan)
}

// scanned answers a recorded scan: the parts of the page, or the way back to it.
func (s *site) scanned(c *fiber.Ctx, page checkinPage, form checkinForm, scan models.Scan) error {
	if !form.Part {
		return c.Redirect(page.back(url.Values{"seen": {scan.Nonce}}), fiber.StatusSeeOther)
	}
	page.Code = ""
	if err := s.answerCheckin(c, &page, scan); err != nil {
		return err
	}
	page.Last = []checkinAnswer{*page.Answer} // the page puts it before those that it shows
	return s.render(c, "checkin/show#scanned", page)
}

// notScanned shows whom to choose from, that nobody is known by the code, or what is wrong with it.
func (s *site) notScanned(c *fiber.Ctx, page checkinPage, form checkinForm) error {
	switch {
	case len(page.Wrong) > 0:
		c.Status(fiber.StatusUnprocessableEntity)
	case page.Unknown:
		c.Status(fiber.StatusNotFound)
	}
	if form.Part {
		return s.render(c, "checkin/show#answer", page)
	}
	if len(page.Choices) > 0 {
		return c.Redirect(page.back(url.Values{"q": {form.Code}}), fiber.StatusSeeOther)
	}
	if err := s.fillCheckin(c, &page); err != nil {
		return err
	}
	return s.render(c, "checkin/show", page)
}

// addWalkIn takes somebody whom nobody has invited: name and unit or post.
func (s *site) addWalkIn(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	scan, err := s.db.AddWalkIn(c.UserContext(), by(c), form.seen(page.Event, page.Session.ID, 0, ""), form.Name, form.Post)
	if errors.As(err, &page.Wrong) {
		page.Name, page.Post, page.Code = form.Name, form.Post, ""
		return s.notScanned(c, page, form)
	}
	if err != nil {
		return err
	}
	return s.scanned(c, page, form, scan)
}

// scanPhoto reads the code in a photo and goes on as if it had been scanned. Of a frame of the camera only the code is wanted: whoever
// holds a badge before it is scanned once, not with each frame.
func (s *site) scanPhoto(c *fiber.Ctx) error {
	var form checkinForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	page, err := s.checkinPage(c, form)
	if err != nil {
		return err
	}
	form.Code, err = readPhoto(c)
	if form.Read && errors.Is(err, models.ErrNotFound) {
		return c.SendString("")
	} else if form.Read && err == nil {
		return c.SendString(form.Code)
	}
	switch {
	case errors.As(err, &page.Wrong):
		return s.notScanned(c, page, form)
	case errors.Is(err, models.ErrNotFound):
		page.Wrong["file"] = views.T("Không thấy mã QR trong ảnh. Hãy chụp gần và rõ hơn, hoặc gõ số trên thẻ.")
		return s.notScanned(c, page, form)
	case err != nil:
		return err
	}
	form.Delegate = ""
	return s.scan(c, form)
}

// readPhoto is the text of the code in the picture of a form.
func readPhoto(c *fiber.Ctx) (string, error) {
	name, content, err := uploaded(c, models.MaxFrame, views.T("Ảnh lớn hơn 12 MB."))
	if err == nil && name == "" {
		err = models.Invalid{"file": views.T("Hãy chọn hoặc chụp một ảnh.")}
	}
	if err != nil {
		return "", err
	}
	return models.ReadQR(c.UserContext(), content)
}
