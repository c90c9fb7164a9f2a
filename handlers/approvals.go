package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

// addRemark and settleRemark are what is said about the minutes before they are agreed to, and the secretary's answer.
func (s *site) addRemark(c *fiber.Ctx) error {
	err := s.db.AddRemark(c.UserContext(), by(c), visitOf(c).event.ID, sessionAsked(c), c.FormValue("section"), c.FormValue("remark"))
	return s.turned(c, err, views.T("Đã ghi góp ý."))
}

func (s *site) settleRemark(c *fiber.Ctx) error {
	id, err := thing(c, "id")
	if err != nil {
		return err
	}
	return s.turned(c, s.db.SettleRemark(c.UserContext(), by(c), visitOf(c).event.ID, id), views.T("Đã ghi là đã giải quyết."))
}

// approvalPage shows a new link and its PIN, once.
type approvalPage struct {
	views.Page
	Event  models.Event
	Query  string // which session's minutes they are; "": the event's
	Person models.Person
	Link   string
	PIN    string
}

// addApproval makes a link by which a chair without an account reads and approves.
func (s *site) addApproval(c *fiber.Ctx) error {
	event, person := visitOf(c).event, number(c.FormValue("chair"))
	token, pin, err := s.db.AddApproval(c.UserContext(), by(c), event.ID, sessionAsked(c), person)
	if err != nil {
		return s.turned(c, err, "")
	}
	page := approvalPage{Page: s.page(c, views.T("Đường dẫn phê duyệt")), Event: event, Query: sessionQuery(sessionAsked(c)), Link: s.origin(c) + "/approve/" + token, PIN: pin}
	if page.Person, err = s.db.Person(c.UserContext(), person); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return s.render(c, "minutes/link", page)
}

// approvePage is the minutes as the bearer of a link reads them; without the PIN it shows nothing of them.
type approvePage struct {
	views.Page
	Token   string
	Open    bool // the PIN was right
	Event   models.Event
	Row     models.MinutesRow
	Minutes models.Minutes
	Parts   []models.Section
	Missing []models.Missing
	Remarks []models.Remark
	Seen    string
	Said    said
	Wrong   models.Invalid
}

// pinFor is how long a browser that knew the PIN may go on reading.
const pinFor = 2 * time.Hour

// unlocked is the approval of the address, if this browser has given the PIN.
func (s *site) unlocked(c *fiber.Ctx) (models.Approval, error) {
	approval, err := s.db.Approval(c.UserContext(), c.Params("token"))
	if err != nil {
		return models.Approval{}, err
	}
	if err := s.archivedApproval(c, approval); err != nil {
		return models.Approval{}, err
	}
	of, pin, _ := strings.Cut(c.Cookies(cookie(c, "pin")), ".")
	if of != pinOf(c) || pin == "" { // a PIN of another link is not tried here: it would be counted
		return models.Approval{}, errNoPIN
	}
	return s.db.Unlock(c.UserContext(), c.Params("token"), pin)
}

// archivedApproval refuses what would change an archived event.
func (s *site) archivedApproval(c *fiber.Ctx, approval models.Approval) error {
	if c.Method() != fiber.MethodPost {
		return nil
	}
	event, err := s.db.EventByID(c.UserContext(), approval.EventID)
	if err == nil && !event.ArchivedAt.IsZero() {
		err = models.ErrArchived
	}
	return err
}

var errNoPIN = errors.New("no PIN")

// pinOf tells in the cookie which link the PIN is for.
func pinOf(c *fiber.Ctx) string {
	sum := sha256.Sum256([]byte("pin\n" + c.Params("token")))
	return hex.EncodeToString(sum[:8])
}

func (s *site) showApproval(c *fiber.Ctx) error {
	return s.approval(c, nil)
}

// approval shows the minutes to the bearer of a link, or asks for the PIN.
func (s *site) approval(c *fiber.Ctx, wrong models.Invalid) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	page := approvePage{Page: s.guestPage(c, views.T("Duyệt biên bản")), Token: c.Params("token"), Said: saidIn(c), Wrong: wrong}
	page.Links = nil
	if len(wrong) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	approval, err := s.unlocked(c)
	var bad models.Invalid
	if errors.Is(err, errNoPIN) || errors.As(err, &bad) {
		dropCookie(c, "pin")
		return s.render(c, "minutes/approve", page)
	}
	if err != nil {
		return err
	}
	record, err := s.db.RecordOf(c.UserContext(), approval.EventID, approval.SessionID)
	if err != nil {
		return err
	}
	page.Open, page.Event, page.Row = true, record.Event, record.Minutes
	if page.Minutes, err = s.db.Minutes(c.UserContext(), record); err != nil {
		return err
	}
	page.Seen = strconv.FormatInt(record.Minutes.Version, 10) + ":" + page.Minutes.Seen()
	page.Missing = record.MinutesMissing()
	for _, name := range models.MinutesSections {
		if section := page.Minutes.Section(name); section.Text != "" {
			page.Parts = append(page.Parts, section)
		}
	}
	if page.Remarks, err = s.db.Remarks(c.UserContext(), record.Minutes.ID); err != nil {
		return err
	}
	return s.render(c, "minutes/approve", page)
}

// RemarksOn are the remarks on a section.
func (page approvePage) RemarksOn(section string) []models.Remark {
	return remarksOn(page.Remarks, section)
}

func remarksOn(all []models.Remark, section string) (some []models.Remark) {
	for _, remark := range all {
		if remark.Section == section {
			some = append(some, remark)
		}
	}
	return some
}

// unlockApproval takes the PIN.
func (s *site) unlockApproval(c *fiber.Ctx) error {
	pin := strings.TrimSpace(c.FormValue("pin"))
	approval, err := s.db.Approval(c.UserContext(), c.Params("token"))
	if err == nil {
		err = s.archivedApproval(c, approval)
	}
	if err == nil {
		_, err = s.db.Unlock(c.UserContext(), c.Params("token"), pin)
	}
	var wrong models.Invalid
	if errors.As(err, &wrong) {
		return s.approval(c, wrong)
	}
	if err != nil {
		return err
	}
	setCookie(c, "pin", pinOf(c)+"."+pin, pinFor)
	if saidIn(c).written() {
		c.Request().Header.SetCookie(cookie(c, "pin"), pinOf(c)+"."+pin)
		return s.approval(c, nil)
	}
	return c.Redirect("/approve/"+c.Params("token"), fiber.StatusSeeOther)
}

func (s *site) approveMinutes(c *fiber.Ctx) error {
	return s.decide(c, views.T("Đã đồng ý. Biên bản này là bản để ký."), func(approval models.Approval) error {
		version, seen, _ := strings.Cut(c.FormValue("seen"), ":")
		return s.db.ApproveByLink(c.UserContext(), approval, int64(number(version)), seen)
	})
}

func (s *site) returnMinutes(c *fiber.Ctx) error {
	return s.decide(c, views.T("Đã trả lại thư ký."), func(approval models.Approval) error {
		return s.db.ReturnByLink(c.UserContext(), approval, int64(number(c.FormValue("version"))), c.FormValue("reason"))
	})
}

func (s *site) remarkByLink(c *fiber.Ctx) error {
	return s.decide(c, views.T("Đã ghi góp ý."), func(approval models.Approval) error {
		return s.db.RemarkByLink(c.UserContext(), approval, c.FormValue("section"), c.FormValue("remark"))
	})
}

// decide lets the bearer of a link act. Who decided on something else than what stands now is shown that, and decides again.
func (s *site) decide(c *fiber.Ctx, notice string, act func(models.Approval) error) error {
	approval, err := s.unlocked(c)
	var wrong models.Invalid
	switch {
	case errors.Is(err, errNoPIN) && saidIn(c).written():
		return s.approval(c, models.Invalid{"pin": views.T("Đã quá thời hạn của lần nhập mã trước. Nội dung vừa viết được giữ lại: hãy nhập lại mã PIN rồi gửi.")})
	case errors.Is(err, errNoPIN), errors.As(err, &wrong):
		return c.Redirect("/approve/"+c.Params("token"), fiber.StatusSeeOther)
	case err != nil:
		return err
	}
	switch err = act(approval); {
	case errors.As(err, &wrong):
		return s.approval(c, wrong)
	case errors.Is(err, models.ErrConflict):
		return s.approval(c, models.Invalid{"": views.T("Biên bản vừa thay đổi. Xin đọc lại bản dưới đây rồi quyết định.")})
	case err != nil:
		return err
	}
	if _, err := s.db.Approval(c.UserContext(), c.Params("token")); errors.Is(err, models.ErrNotFound) { // used up
		dropCookie(c, "pin")
		page := approvePage{Page: s.guestPage(c, views.T("Duyệt biên bản"))}
		page.Notice = page.Say(notice)
		return s.render(c, "minutes/approved", page)
	}
	return s.done(c, "/approve/"+c.Params("token"), notice)
}

// printApproval is the sheet that the bearer of a link is to sign.
func (s *site) printApproval(c *fiber.Ctx) error {
	approval, err := s.unlocked(c)
	if err != nil {
		return errors.Join(models.ErrNotFound, err)
	}
	record, err := s.db.RecordOf(c.UserContext(), approval.EventID, approval.SessionID)
	if err != nil {
		return err
	}
	minutes, err := s.db.Minutes(c.UserContext(), record)
	if err != nil {
		return err
	}
	visitOf(c).event = record.Event
	c.Set(fiber.HeaderCacheControl, "no-store")
	return s.drawn(c, minutes, views.T("Biên bản"), "pdf")
}
