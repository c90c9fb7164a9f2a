package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type photosPage struct {
	views.Page
	Event  models.Event
	Photos []models.Photo
	Keeps  bool // the reader may write
	Form   photoForm
	Wrong  models.Invalid
}

// photoForm is the form of a photo as typed, without the picture.
type photoForm struct {
	Caption string `form:"caption"`
	Credit  string `form:"credit"`
	Version int64  `form:"version"`
}

func (s *site) listPhotos(c *fiber.Ctx) error {
	page, err := s.photosPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "photos/list", page)
}

func (s *site) photosPage(c *fiber.Ctx) (photosPage, error) {
	v := visitOf(c)
	photos, err := s.db.Photos(c.UserContext(), v.event.ID)
	return photosPage{Page: s.page(c, views.T("Ảnh")), Event: v.event, Photos: photos, Keeps: v.access.Record}, err
}

// picture stores the picture of a form, before anything is locked; "" when none was chosen.
func (s *site) picture(c *fiber.Ctx) (models.SHA256, error) {
	name, content, err := uploaded(c, models.MaxUpload, views.T("Ảnh lớn hơn 25 MB."))
	if err != nil || name == "" {
		return "", err
	}
	return s.db.AddPicture(c.UserContext(), content)
}

func (s *site) addPhoto(c *fiber.Ctx) error {
	var form photoForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	var wrong models.Invalid
	sha, err := s.picture(c)
	if err == nil {
		_, err = s.db.AddPhoto(c.UserContext(), by(c), models.Photo{EventID: visitOf(c).event.ID, Caption: form.Caption, Credit: form.Credit, FileSHA256: sha})
	}
	if errors.As(err, &wrong) {
		page, err := s.photosPage(c)
		if err != nil {
			return err
		}
		page.Form, page.Wrong = form, wrong
		return s.again(c, "photos/list", page)
	}
	if err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/photos", views.T("Đã thêm ảnh."))
}

type photoPage struct {
	views.Page
	Event models.Event
	Photo models.Photo
	Form  photoForm
	Wrong models.Invalid
	Stale []views.Both
}

// photoOf is the photo of the address, if it belongs to the event.
func (s *site) photoOf(c *fiber.Ctx) (models.Photo, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.Photo{}, err
	}
	return s.db.Photo(c.UserContext(), visitOf(c).event.ID, id)
}

func (s *site) photoPage(c *fiber.Ctx, photo models.Photo, form photoForm) photoPage {
	return photoPage{Page: s.page(c, views.T("Sửa ảnh")), Event: visitOf(c).event, Photo: photo, Form: form}
}

func (s *site) editPhoto(c *fiber.Ctx) error {
	photo, err := s.photoOf(c)
	if err != nil {
		return err
	}
	return s.render(c, "photos/edit", s.photoPage(c, photo, photoForm{photo.Caption, photo.Credit, photo.Version}))
}

func (s *site) savePhoto(c *fiber.Ctx) error {
	var form photoForm
	if err := c.BodyParser(&form); err != nil {
		return fiber.ErrBadRequest
	}
	before, err := s.photoOf(c)
	if err != nil {
		return err
	}
	photo := before
	photo.Caption, photo.Credit, photo.Version = form.Caption, form.Credit, form.Version
	sha, err := s.picture(c)
	if sha != "" {
		photo.FileSHA256 = sha
	}
	if err == nil {
		err = s.db.SavePhoto(c.UserContext(), by(c), photo)
	}
	if err == nil {
		return s.done(c, visitOf(c).event.URL()+"/photos", views.T("Đã lưu."))
	}
	var wrong models.Invalid
	var stale models.Stale
	page := s.photoPage(c, before, form)
	switch {
	case errors.As(err, &wrong):
		page.Wrong = wrong
		return s.again(c, "photos/edit", page)
	case errors.As(err, &stale):
		now, _ := stale.Now.(models.Photo)
		page.Photo, page.Form.Version = now, stale.Version
		page.Stale = views.Differing(
			views.Both{Label: views.T("Chú thích"), Now: now.Caption, Mine: form.Caption},
			views.Both{Label: views.T("Người chụp, nguồn ảnh"), Now: now.Credit, Mine: form.Credit},
		)
		c.Status(fiber.StatusConflict)
		return s.render(c, "photos/edit", page)
	}
	return err
}

func (s *site) movePhoto(c *fiber.Ctx) error {
	photo, err := s.photoOf(c)
	if err != nil {
		return err
	}
	if err := s.db.MovePhoto(c.UserContext(), by(c), photo.EventID, photo.ID, c.FormValue("move") == "up"); err != nil {
		return err
	}
	return c.Redirect(visitOf(c).event.URL()+"/photos", fiber.StatusSeeOther)
}

func (s *site) removePhoto(c *fiber.Ctx) error {
	photo, err := s.photoOf(c)
	if err != nil {
		return err
	}
	if err := s.db.RemovePhoto(c.UserContext(), by(c), photo.EventID, photo.ID); err != nil {
		return err
	}
	return s.done(c, visitOf(c).event.URL()+"/photos", views.T("Đã xóa ảnh."))
}

// showPhoto answers with the picture itself, as what its content is and nothing else.
func (s *site) showPhoto(c *fiber.Ctx) error {
	photo, err := s.photoOf(c)
	if err != nil {
		return err
	}
	if photo.FileSHA256 == "" {
		return models.ErrNotFound
	}
	stored, err := s.db.StoredFile(c.UserContext(), string(photo.FileSHA256))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(stored.Type, "image/") || strings.HasPrefix(stored.Type, "image/svg") { // loaded from a file that holds something else
		stored.Type = fiber.MIMEOctetStream
		c.Set(fiber.HeaderContentDisposition, "attachment")
	}
	return s.sendUpload(c, stored)
}
