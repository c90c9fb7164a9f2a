package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
	"hoithao/views/papers"
)

// issuePaper freezes a paper as its reader saw it.
func (s *site) issuePaper(c *fiber.Ctx) error {
	kind, err := kindOf(c)
	if err != nil {
		return err
	}
	subject, err := s.subjectOf(c, kind)
	if err != nil {
		return err
	}
	issue := models.Issue{Kind: kind.Name, Subject: subject, Seen: c.FormValue("seen"), Site: s.URL, Reason: c.FormValue("reason"), Override: c.FormValue("override") != ""}
	version, err := s.db.IssuePaper(c.UserContext(), by(c), visitOf(c).event.ID, issue, func(paper models.Printable) ([]byte, error) {
		var content bytes.Buffer
		err := s.draw(c.UserContext(), &content, paper, papers.Options{})
		return content.Bytes(), err
	})
	if err != nil {
		return s.paperAgain(c, err, paperForm{})
	}
	return s.done(c, paperURL(c, kind)+"#versions", views.T("Đã ban hành bản %d, mã kiểm tra %s."), version.Position, version.Code)
}

// versionOf is the issued version of the address.
func (s *site) versionOf(c *fiber.Ctx) (models.PaperKind, models.PaperVersion, error) {
	kind, err := kindOf(c)
	if err != nil {
		return kind, models.PaperVersion{}, err
	}
	position, err := thing(c, "version")
	if err != nil {
		return kind, models.PaperVersion{}, err
	}
	subject, err := s.subjectOf(c, kind)
	if err != nil {
		return kind, models.PaperVersion{}, err
	}
	version, err := s.db.PaperVersion(c.UserContext(), visitOf(c).event.ID, kind.Name, subject, int64(position))
	return kind, version, err
}

// showIssued answers the bytes that were issued, and showSigned the copy that was signed: always the same.
func (s *site) showIssued(c *fiber.Ctx) error {
	kind, version, err := s.versionOf(c)
	if err != nil {
		return err
	}
	return s.sendStored(c, kind, version.FileSHA256, "inline")
}

func (s *site) showSigned(c *fiber.Ctx) error {
	kind, version, err := s.versionOf(c)
	if err != nil {
		return err
	}
	if version.SignedSHA256 == "" {
		return models.ErrNotFound
	}
	return s.sendStored(c, kind, version.SignedSHA256, "attachment") // a file from outside: the browser saves it
}

func (s *site) sendStored(c *fiber.Ctx, kind models.PaperKind, sha models.SHA256, how string) error {
	stored, err := s.db.StoredFile(c.UserContext(), string(sha))
	if err != nil {
		return err
	}
	file, err := s.db.OpenFile(c.UserContext(), stored.SHA256)
	if err != nil {
		return err
	}
	framed(c)
	c.Set(fiber.HeaderContentType, fileTypes["pdf"])
	c.Set(fiber.HeaderContentDisposition, disposition(how, paperName(kind.Title, visitOf(c).event)+".pdf"))
	return c.SendStream(file, int(stored.Size))
}

// addSigned attaches the signed copy to an issued version.
func (s *site) addSigned(c *fiber.Ctx) error {
	kind, version, err := s.versionOf(c)
	if err != nil {
		return err
	}
	_, content, err := uploaded(c, models.MaxUpload, views.T("Tệp lớn hơn 25 MB."))
	if err == nil && len(content) == 0 {
		err = models.Invalid{"file": views.T("Hãy chọn tệp PDF.")}
	}
	subject, failed := s.subjectOf(c, kind)
	if failed != nil {
		return failed
	}
	if err == nil {
		err = s.db.AddSignedCopy(c.UserContext(), by(c), visitOf(c).event.ID, kind.Name, subject, version.Position, content)
	}
	if err != nil {
		return s.paperAgain(c, err, paperForm{})
	}
	return s.done(c, paperURL(c, kind)+"#versions", views.T("Đã lưu bản đã ký."))
}

// checkPage says what a code on a printed sheet leads to. It names no person.
type checkPage struct {
	views.Page
	Typed   string
	Found   bool
	Checked models.Checked
	Compare string // what a file that was handed in is: same, signed, other, none; "": none was
	Edition int64  // which version it is
	SHA256  string // of the file that was handed in
	Wrong   models.Invalid
}

// askCode is where a code is typed; showCode is where the QR leads.
func (s *site) askCode(c *fiber.Ctx) error {
	if typed := c.Query("code"); typed != "" {
		if code := models.CleanCode(typed); code != "" {
			return c.Redirect("/v/"+code, fiber.StatusSeeOther)
		}
		page := checkPage{Page: s.guestPage(c, views.T("Kiểm tra văn bản")), Typed: cut(typed, 40), Wrong: models.Invalid{"code": views.T("Mã gồm mười chữ và số, như 7K3QM-X9ACT.")}}
		return s.again(c, "papers/check", page)
	}
	return s.render(c, "papers/check", checkPage{Page: s.guestPage(c, views.T("Kiểm tra văn bản"))})
}

func (s *site) showCode(c *fiber.Ctx) error {
	page, err := s.checkPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "papers/check", page)
}

func (s *site) checkPage(c *fiber.Ctx) (page checkPage, err error) {
	page = checkPage{Page: s.guestPage(c, views.T("Kiểm tra văn bản")), Typed: models.CleanCode(c.Params("code"))}
	page.Checked, err = s.db.PaperByCode(c.UserContext(), page.Typed)
	if errors.Is(err, models.ErrNotFound) {
		c.Status(fiber.StatusNotFound)
		return page, nil
	}
	page.Found = err == nil
	return page, err
}

// checkFile compares a file with what was issued. The file is read and forgotten.
func (s *site) checkFile(c *fiber.Ctx) error {
	page, err := s.checkPage(c)
	if err != nil || !page.Found {
		return errors.Join(err, s.render(c, "papers/check", page))
	}
	_, content, err := uploaded(c, models.MaxUpload, views.T("Tệp lớn hơn 25 MB."))
	if err == nil && len(content) == 0 {
		err = models.Invalid{"file": views.T("Hãy chọn một tệp, nhiều nhất 25 MB.")}
	}
	if errors.As(err, &page.Wrong) {
		return s.again(c, "papers/check", page)
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	page.SHA256 = hex.EncodeToString(sum[:])
	position, signed, err := s.db.EditionOf(c.UserContext(), page.Checked.PaperID, page.SHA256)
	if err != nil {
		return err
	}
	page.Edition = position
	switch {
	case position == 0:
		page.Compare = "none"
	case position != page.Checked.Position:
		page.Compare = "other"
	case signed:
		page.Compare = "signed"
	default:
		page.Compare = "same"
	}
	return s.render(c, "papers/check", page)
}
