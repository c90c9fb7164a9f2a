package handlers

import (
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// fail is Fiber's error handler: every error that a handler returns becomes an answer here and nowhere else.
func (s *site) fail(c *fiber.Ctx, err error) error {
	status, text := meaning(err)
	log := func(level slog.Level, what string) {
		s.log.LogAttrs(c.UserContext(), level, what, slog.String("request", requestID(c)), slog.String("route", c.Route().Path), slog.Any("error", err))
	}
	switch {
	case status >= fiber.StatusInternalServerError:
		log(slog.LevelError, "fault")
	case errors.Is(err, models.ErrOvertaken):
		log(slog.LevelWarn, "overtaken")
	}
	c.Status(status)
	protect(c) // what a handler has said of its answer is not said of this one, and a request that could not be read has passed no handler
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderLastModified, fiber.HeaderContentDisposition} {
		c.Response().Header.Del(name)
	}
	page := s.page(c, text)
	if status == fiber.StatusNotFound && page.Account == "" && c.Method() == fiber.MethodGet && guarded(c) {
		return c.Redirect(signInAddress(c), fiber.StatusSeeOther)
	}
	if c.Accepts(fiber.MIMETextHTML, fiber.MIMEApplicationJSON) == fiber.MIMEApplicationJSON {
		return c.JSON(fiber.Map{"error": page.Say(text), "request": requestID(c)})
	}
	fault := views.Fault{Page: page, Status: status, Sentence: page.Say(text), RequestID: requestID(c)}
	if errors.Is(err, errSignedOut) {
		fault.Typed = typedIn(c)
	}
	if err := s.render(c, "error", fault); err != nil {
		return c.SendString(text)
	}
	return nil
}

// errSignedOut is a form of ours that came when the sign-in was over.
var errSignedOut = errors.New("signed out")

// typedIn is what somebody has written into a form, without what is quickly chosen again and what nobody else shall read: a browser has no way
// back to it.
func typedIn(c *fiber.Ctx) (texts []string) {
	keep := func(name, value string) {
		switch name {
		case "_csrf", "password", "old", "again", "pin", "composed", "seen":
		default:
			if len(strings.Fields(value)) > 1 {
				texts = append(texts, value)
			}
		}
	}
	for name, value := range c.Request().PostArgs().All() {
		keep(string(name), string(value))
	}
	if form, err := c.MultipartForm(); err == nil {
		for _, name := range slices.Sorted(maps.Keys(form.Value)) {
			for _, value := range form.Value[name] {
				keep(name, value)
			}
		}
	}
	return texts
}

// meaning is an error in HTTP's words and the visitor's. A visitor never reads the error itself.
func meaning(err error) (status int, text string) {
	var http *fiber.Error
	var wrong models.Invalid
	var throttled models.Throttled
	switch {
	case errors.Is(err, models.ErrNotFound), errors.Is(err, models.ErrForbidden): // alike, so that nothing is betrayed
		return fiber.StatusNotFound, views.T("Không tìm thấy trang này, hoặc bạn không có quyền xem.")
	case errors.Is(err, errSignedOut):
		return fiber.StatusForbidden, views.T("Đã hết phiên làm việc nên nội dung vừa gửi chưa được lưu.")
	case errors.Is(err, models.ErrConflict):
		return fiber.StatusConflict, views.T("Nội dung này vừa được người khác sửa. Hãy tải lại trang rồi làm lại.")
	case errors.Is(err, models.ErrArchived):
		return fiber.StatusConflict, views.T("Sự kiện đã lưu trữ nên chỉ đọc, không thay đổi được nữa. Khi thật cần, quản trị viên mở lại ở trang Lưu trữ, với lý do.")
	case errors.Is(err, models.ErrLocked):
		return fiber.StatusConflict, views.T("Nội dung này đã khóa, không sửa được nữa.")
	case errors.Is(err, models.ErrDiskFull):
		return fiber.StatusInsufficientStorage, views.T("Ổ đĩa của máy chủ đã đầy nên chưa lưu được. Hãy báo quản trị viên; nội dung trước đó vẫn còn nguyên.")
	case errors.As(err, &wrong):
		for _, why := range wrong {
			text = why
		}
		return fiber.StatusUnprocessableEntity, text
	case errors.As(err, &throttled):
		return fiber.StatusTooManyRequests, views.T("Đăng nhập sai quá nhiều lần. Hãy chờ một lát rồi thử lại.")
	case errors.As(err, &http):
		switch http.Code {
		case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
			return fiber.StatusNotFound, views.T("Không tìm thấy trang này, hoặc bạn không có quyền xem.")
		case fiber.StatusTooManyRequests:
			return http.Code, views.T("Có quá nhiều yêu cầu. Hãy chờ một lát rồi thử lại.")
		case fiber.StatusRequestEntityTooLarge:
			return http.Code, views.T("Nội dung gửi lên quá lớn.")
		case fiber.StatusForbidden:
			return http.Code, views.T("Yêu cầu không được chấp nhận. Hãy tải lại trang rồi làm lại.")
		}
		if http.Code < fiber.StatusInternalServerError {
			return http.Code, views.T("Yêu cầu không đúng. Hãy kiểm tra lại rồi làm lại.")
		}
	}
	return fiber.StatusInternalServerError, views.T("Máy chủ gặp lỗi. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị viên mã yêu cầu dưới đây.")
}
