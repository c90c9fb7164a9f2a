package handlers

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// checked is what the last check of the database found, for as long as the program runs.
type checked struct {
	mu       sync.Mutex
	at       models.Time
	findings []models.Finding
}

type backupPage struct {
	views.Page
	Checked  time.Time // zero: not since the program was started
	Findings []models.Finding
}

func (s *site) showBackup(c *fiber.Ctx) error {
	page := backupPage{Page: s.page(c, views.T("Sao lưu"))}
	zone, err := s.zone(c)
	if err != nil {
		return err
	}
	s.checked.mu.Lock()
	defer s.checked.mu.Unlock()
	if page.Findings = s.checked.findings; !s.checked.at.IsZero() {
		page.Checked = s.checked.at.In(zone)
	}
	return s.render(c, "admin/backup", page)
}

// takeBackup sends a consistent copy of the whole database, which was read back and checked.
func (s *site) takeBackup(c *fiber.Ctx) error {
	taken, err := s.db.TakeCopy(c.UserContext(), by(c))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.sqlite3")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="hoithao-`+string(s.today())+`.db"`)
	return c.SendStream(taken, int(taken.Size))
}

// checkDatabase reads the whole database: its integrity, the chains of the journal, stored files against their hashes.
func (s *site) checkDatabase(c *fiber.Ctx) error {
	findings, err := s.db.Check(c.UserContext())
	if err != nil {
		return err
	}
	s.checked.mu.Lock()
	s.checked.at, s.checked.findings = s.db.Now(), findings
	s.checked.mu.Unlock()
	return s.done(c, "/admin/backup", views.T("Đã kiểm tra xong."))
}
