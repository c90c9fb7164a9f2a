package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hoithao/models"
)

// stage is a workshop that goes on right now, in a database of its own with a key: its delegates have passes.
type stage struct {
	t         *testing.T
	db        *models.DB
	file      string
	event     models.Event
	delegates []models.Delegate // in the order of stageNames
}

const stageSlug = "hoi-thao-thu"

// stageNames are whom a door meets: two that begin alike, one with đ.
var stageNames = []string{"Phạm Sỹ Lợi", "Trần Đức Thuần", "Nguyễn Thị Hòa", "Nguyễn Thị Hoa", "Đặng Văn Đông", "Lê Quốc Bình", "Vũ Thị Lan", "Hoàng Minh Tuấn", "Bùi Xuân Phúc", "Ngô Thị Mai", "Đỗ Văn Sơn", "Phan Thị Yến"}

func newStage(t *testing.T) *stage {
	t.Helper()
	return newStageAt(t, filepath.Join(t.TempDir(), "hoithao.db"))
}

// newStageAt is a stage on a database by name.
func newStageAt(t *testing.T, name string) *stage {
	t.Helper()
	ctx, s := context.Background(), &stage{t: t, file: name}
	key := bytes.Repeat([]byte{7}, models.KeySize)
	t.Setenv("HOITHAO_KEY", fmt.Sprintf("%x", key))
	var err error
	s.db, err = models.Create(ctx, s.file, models.Options{Key: key})
	s.must(err)
	t.Cleanup(func() { s.db.Close() })
	start := time.Now().Truncate(time.Minute).Add(-10 * time.Minute)
	at := func(minutes int) string { return start.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339) }
	event := models.FileEvent{Slug: stageSlug, Kind: "workshop", Title: "Nâng cao chất lượng công tác dư luận xã hội", Organizer: "ban", Place: "Hà Nam", Venue: "Hội trường Tỉnh ủy", Visibility: "public",
		SelfCheckin: true, Sessions: []models.FileSession{{Key: "buoi", StartsAt: at(0), EndsAt: at(240)}}, Groups: []models.FileGroup{{Key: "tinh", Name: "Lãnh đạo tỉnh"}, {Key: "ctv", Name: "Cộng tác viên"}},
		Minutes: &models.FileMinutes{SecretaryText: "Lê Thị Thư Ký"}}
	for i, item := range []struct{ kind, title string }{
		{"opening", "Khai mạc"}, {"keynote", "Báo cáo đề dẫn"}, {"discussion", "Trao đổi, thảo luận"}, {"break", "Giải lao"}, {"directive", "Phát biểu chỉ đạo"}, {"conclusion", "Kết luận hội thảo"},
	} {
		event.Agenda = append(event.Agenda, models.FileItem{Key: item.kind, Session: "buoi", Kind: item.kind, Title: item.title, StartsAt: at(30 * i), Minutes: number(30)})
	}
	file := models.File{Format: models.FileFormat, Organizations: []models.FileOrganization{{Key: "tinh-uy", Name: "Tỉnh ủy Hà Nam", Kind: "party", Code: "TU", Place: "Hà Nam"},
		{Key: "ban", Parent: "tinh-uy", Name: "Ban Tuyên giáo Tỉnh ủy", Kind: "party", Code: "BTGTU", Place: "Hà Nam"}}}
	for i, name := range stageNames {
		file.People = append(file.People, models.FilePerson{Key: fmt.Sprint(i), Name: name, Posts: []models.FilePost{{Title: fmt.Sprint("Ủy viên ", i+1), Organization: "ban"}}})
		delegate := models.FileDelegate{Person: fmt.Sprint(i), Group: "ctv", Number: number(int64(101 + i))}
		if i < 2 {
			delegate.Group = "tinh"
		}
		if i == 1 {
			delegate.Roles = []string{"chair"}
		}
		event.Delegates = append(event.Delegates, delegate)
	}
	file.Events = []models.FileEvent{event}
	var text bytes.Buffer
	s.must(file.Write(&text))
	_, err = s.db.Load(ctx, by("thử"), &text, models.LoadOptions{})
	s.must(err)
	s.event, err = s.db.Event(ctx, stageSlug)
	s.must(err)
	record, err := s.db.Record(ctx, s.event.ID)
	s.must(err)
	for _, name := range stageNames {
		for _, delegate := range record.Delegates {
			if delegate.Person.Name() == name {
				s.delegates = append(s.delegates, delegate)
			}
		}
	}
	return s
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// serve starts the program on the database, at an address that a former start had, or 127.0.0.1:0.
func (s *stage) serve(address string, args ...string) (site string, process *os.Process) {
	s.t.Helper()
	return serving(s.t, append([]string{"serve", "--addr", address, "--db", s.file}, args...)...)
}

// account is a new account with a role, and the token of a sign-in.
func (s *stage) account(name, role string) (token string) {
	s.t.Helper()
	user, err := s.db.AddUser(context.Background(), by("thử"), models.NewUser{Account: name, Name: name, Password: demoPassword, Roles: []models.Role{{Role: role}}})
	s.must(err)
	token, err = s.db.AddLogin(context.Background(), user, "", "")
	s.must(err)
	return token
}

// enter signs a window in by its cookie, which has another name under TLS.
func (w *window) enter(token string) {
	w.t.Helper()
	if strings.HasPrefix(w.site, "https:") {
		w.cookie("__Host-login", token)
		return
	}
	w.cookie("login", token)
}

func (w *window) cookie(name, value string) {
	w.t.Helper()
	secure := strings.HasPrefix(w.site, "https:")
	if _, err := chromedp.Call(w.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: w.site, Path: "/", Secure: &secure}); err != nil {
		w.t.Fatal(err)
	}
}

// mark is the attendance of the nth delegate as the record has it.
func (s *stage) mark(n int) models.Attendance {
	s.t.Helper()
	ctx := context.Background()
	sessions, err := s.db.Sessions(ctx, s.event.ID)
	s.must(err)
	delegate, err := s.db.Delegate(ctx, s.event.ID, s.delegates[n].ID)
	s.must(err)
	return delegate.At(sessions[0].ID)
}

// summary is what the record has of the last speech of somebody.
func (s *stage) summary(name string) (text string) {
	s.t.Helper()
	record, err := s.db.Record(context.Background(), s.event.ID)
	s.must(err)
	of := map[models.ID]string{}
	for _, delegate := range record.Delegates {
		of[delegate.ID] = delegate.Person.Name()
	}
	for _, speech := range record.Speeches {
		if of[speech.DelegateID] == name {
			text = speech.Summary
		}
	}
	return text
}
