package handlers_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hoithao/models"
)

func TestAttendancePage(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 5)
	b := s.as("door")
	const at = "/events/cong-khai/attendance"
	b.get(at).want(t, http.StatusOK, "Nguyễn Minh Thủy 01", "Chưa điểm danh", "Đội ngũ cộng tác viên DLXH của tỉnh")
	pressed := func(delegate int, state string) string {
		return fmt.Sprintf(`aria-pressed="true" aria-label="%s: %s"`, state, delegates[delegate].Person.Name())
	}
	press := func(delegate int, state string) answer {
		return b.post(at, form("delegate", fmt.Sprint(delegates[delegate].ID), "state", state))
	}

	// Pressed before the session, at 07:00, he has arrived then; pressed once more, the mark is taken back.
	press(0, "present").leads(t, fmt.Sprint(at, "#d-", delegates[0].ID))
	b.get(at).want(t, http.StatusOK, "Đã ghi.", pressed(0, "Có mặt"), "đến lúc 07h00")
	press(0, "").leads(t, at)
	if a := b.get(at); strings.Contains(a.Body, `aria-pressed="true"`) {
		t.Error("the mark is not taken back")
	}
	press(1, "absent_excused").leads(t, at)
	b.get(at).want(t, http.StatusOK, pressed(1, "Vắng có lý do"))
	press(2, "perhaps").want(t, http.StatusUnprocessableEntity, "Hãy chọn có mặt hay vắng.")
	b.post(at, form("delegate", "99999", "state", "present")).want(t, http.StatusNotFound)
	b.post("/events/noi-bo/attendance", form("delegate", fmt.Sprint(delegates[0].ID), "state", "present")).want(t, http.StatusNotFound)
	b.get(at+"?session=99999").want(t, http.StatusNotFound)
	b.get(at+"?state=absent_excused").want(t, http.StatusOK, delegates[1].Person.Name())
	if a := b.get(at + "?state=absent_excused"); strings.Contains(a.Body, delegates[2].Person.Name()) {
		t.Error("the filter shows who is not marked")
	}

	// To a script the answer is what has changed of the page.
	part := b.post(at, form("delegate", fmt.Sprint(delegates[3].ID), "state", "present", "part", "true")).
		want(t, http.StatusOK, fmt.Sprintf(`id="d-%d" data-part data-said="%s: Có mặt"`, delegates[3].ID, delegates[3].Person.Name()), `id="totals" data-part`, `id="groups" data-part`)
	if strings.Contains(part.Body, "<html") || strings.Contains(part.Body, delegates[1].Person.Name()) {
		t.Error("a script is answered with more than has changed")
	}
}

func TestAttendanceTimes(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 2)
	b := s.as("secretary")
	const at = "/events/cong-khai/attendance"
	whole := form("delegate", fmt.Sprint(delegates[0].ID), "whole", "true", "version", "0", "state", "present", "arrived", "8h20", "left", "10:30")
	b.post(at, whole).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Đến muộn 08h20", "Về lúc 10h30")
	whole.Set("arrived", "sớm")
	b.post(at, whole).want(t, http.StatusUnprocessableEntity, "Giờ viết như 08:00 hoặc 8h30.", `value="sớm"`, fmt.Sprintf(`href="#f-arrived-%d"`, delegates[0].ID))
	whole.Set("arrived", "09:00")
	b.post(at, whole).leads(t, at) // in passing, the first arrival stands
	b.get(at).want(t, http.StatusOK, "Đến muộn 08h20")

	version := func() string {
		t.Helper()
		found, err := s.db.Delegate(context.Background(), delegates[0].EventID, delegates[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(found.Attendance[0].Version)
	}
	old := version()
	whole.Set("version", old)
	whole.Set("arrived", "11:00")
	b.post(at, whole).want(t, http.StatusUnprocessableEntity, "Giờ về phải sau giờ đến.", `value="11:00"`)
	whole.Set("arrived", "07:50")
	b.post(at, whole).leads(t, at)
	if a := b.get(at); strings.Contains(a.Body, "Đến muộn") {
		t.Error("who came before the opening is late")
	}
	whole.Set("arrived", "08:45")
	for _, part := range []string{"", "true"} {
		whole.Set("part", part)
		b.post(at, whole).want(t, http.StatusConflict, "Người khác vừa sửa phần này", "07:50", "08:45", `name="version" value="`+version()+`"`)
	}
	absent := form("delegate", fmt.Sprint(delegates[1].ID), "whole", "true", "state", "absent_excused", "reason", "Họp <Ban Thường vụ>")
	b.post(at, absent).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Lý do: Họp &lt;Ban Thường vụ&gt;")
	absent.Set("reason", strings.Repeat("ă", 501))
	b.post(at, absent).want(t, http.StatusUnprocessableEntity, "Nội dung dài quá 500 ký tự.")
}

func TestAttendanceOfGroups(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 5)
	b := s.as("secretary")
	const at = "/events/cong-khai/attendance"
	group := fmt.Sprint("group=", delegates[0].GroupID)
	b.post(at+"/all?"+group, form("state", "present")).leads(t, at+"?"+group)
	b.get(at).want(t, http.StatusOK, "Đã đánh dấu 3 đại biểu.")
	b.post(at+"/all?"+group, form("state", "present")).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Không còn ai chưa điểm danh trong nhóm này.")
	b.post(at+"/all?"+group, form("state", "")).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Đã bỏ đánh dấu 3 đại biểu.")
	b.post(at+"/all", form("state", "asleep")).want(t, http.StatusUnprocessableEntity)

	groups, err := s.db.Groups(context.Background(), delegates[0].EventID)
	if err != nil {
		t.Fatal(err)
	}
	heads := fmt.Sprint(at, "/heads/", groups[2].ID)
	b.post(heads, form("present", "36", "version", "0")).leads(t, at)
	b.get(at).want(t, http.StatusOK, "36 <span class=\"quiet\">/ 40</span>", `name="present" value="36"`)
	b.post(heads, form("present", "38", "version", "0")).want(t, http.StatusConflict, "36", `value="38"`, "Người khác vừa sửa phần này")
	b.post(heads, form("present", "vài", "version", "0")).want(t, http.StatusUnprocessableEntity, "Hãy ghi một số nguyên không âm.", `value="vài"`)
	b.post(fmt.Sprint(at, "/heads/", groups[0].ID), form("present", "3", "version", "0")).want(t, http.StatusUnprocessableEntity, "hãy điểm danh từng người")
	b.post(fmt.Sprint("/events/noi-bo/attendance/heads/", groups[2].ID), form("present", "3", "version", "0")).want(t, http.StatusNotFound)
}

func TestAttendanceOfSeveralSessions(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 2)
	event := s.event("cong-khai")
	if err := s.db.AddSession(context.Background(), models.Actor{Name: "thử"}, models.Session{EventID: event.ID, Name: "Chiều 13/11/2018",
		StartsAt: models.At(event.EndsAt.Add(2 * 3600e9)), EndsAt: models.At(event.EndsAt.Add(5 * 3600e9))}); err != nil {
		t.Fatal(err)
	}
	sessions, err := s.db.Sessions(context.Background(), event.ID)
	if err != nil {
		t.Fatal(err)
	}
	b := s.as("door")
	at := fmt.Sprint("/events/cong-khai/attendance?session=", sessions[1].ID)
	b.get("/events/cong-khai/attendance").want(t, http.StatusOK, "Chiều 13/11/2018")
	b.post(at, form("delegate", fmt.Sprint(delegates[0].ID), "state", "present")).leads(t, at)
	a := b.get(at).want(t, http.StatusOK, `aria-pressed="true"`)
	if strings.Contains(a.Body, "đến lúc") {
		t.Error("a mark that is made hours before the session says when somebody came")
	}
	if a := b.get("/events/cong-khai/attendance"); strings.Contains(a.Body, `aria-pressed="true"`) {
		t.Error("the mark of one session shows in another")
	}
}

// The forms of a session's page count in that session, not in the one that the page would open with.
func TestAttendanceOfAnotherSession(t *testing.T) {
	s := newSite(t)
	ctx, event, by := context.Background(), s.event("noi-bo"), models.Actor{Name: "thử"}
	s.must(s.db.AddSession(ctx, by, models.Session{EventID: event.ID, StartsAt: models.At(event.EndsAt.Add(3600e9)), EndsAt: models.At(event.EndsAt.Add(2 * 3600e9))}))
	_, err := s.db.AddGroup(ctx, by, models.Group{EventID: event.ID, Name: "Cộng tác viên", Collective: true})
	s.must(err)
	sessions, err := s.db.Sessions(ctx, event.ID)
	s.must(err)
	b := s.as("secretary")
	page := b.get("/events/noi-bo/attendance?session="+id(sessions[1].ID)).want(t, http.StatusOK)
	actions := regexp.MustCompile(`action="([^"]*/attendance/(?:heads/\d+|all)[^"]*)"`).FindAllStringSubmatch(page.Body, -1)
	if len(actions) == 0 {
		t.Fatal("no form")
	}
	for _, action := range actions {
		if address, err := url.Parse(html.UnescapeString(action[1])); err != nil || address.Query().Get("session") != id(sessions[1].ID) {
			t.Errorf("%s leads to no session: %v", action[1], err)
		}
	}
	heads := regexp.MustCompile(`action="([^"]*/heads/\d+[^"]*)"`).FindStringSubmatch(page.Body)
	b.post(html.UnescapeString(heads[1]), url.Values{"present": {"36"}, "version": {"0"}})
	record, err := s.db.Record(ctx, event.ID)
	s.must(err)
	for _, group := range record.Groups {
		if !group.Collective {
			continue
		}
		if len(group.Headcounts) != 1 || group.Headcounts[0].SessionID != sessions[1].ID || group.Headcounts[0].Present != 36 {
			t.Errorf("%+v", group.Headcounts)
		}
	}
}
