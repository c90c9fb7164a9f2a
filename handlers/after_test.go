package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/models/viet"
	"hoithao/views/papers/paperstest"
)

// task lays a task of the staff-only event, due a while ago.
func (s *testSite) task(text string) models.OpenTask {
	s.t.Helper()
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	if _, err := s.db.AddConclusion(ctx, by, models.Conclusion{EventID: event.ID, Text: text, Task: &models.Task{Responsible: "Văn phòng Tỉnh ủy", DueOn: "2018-11-01"}}); err != nil {
		s.t.Fatal(err)
	}
	tasks, err := s.db.Tasks(ctx, models.TaskFilter{EventID: event.ID})
	if err != nil {
		s.t.Fatal(err)
	}
	return tasks[len(tasks)-1]
}

// A task is late on the start page, in the list of all and on its event's page; the secretary says that it is done, and it is late nowhere.
func TestTaskPages(t *testing.T) {
	s := newSite(t)
	task := s.task("Nhân rộng mô hình điểm")
	path := "/events/noi-bo/tasks"
	secretary, chair := s.as("secretary"), s.as("chair")
	secretary.get("/").want(t, 200, `href="/tasks"`)
	secretary.get("/tasks?state=late").want(t, 200, "Nhân rộng mô hình điểm", "Văn phòng Tỉnh ủy", "01/11/2018", "Quá hạn", path+"#task-")
	secretary.get("/tasks?q=mo+HINH+diem").want(t, 200, "Nhân rộng mô hình điểm")
	secretary.get("/tasks?q=khong-co").want(t, 200, "Không có nhiệm vụ nào như vậy.")
	if body := s.as("stranger").get("/tasks?state=all").want(t, 200).Body; strings.Contains(body, "Nhân rộng") {
		t.Error("another office reads the task")
	}
	if body := s.as("door").get("/tasks").want(t, 200).Body; strings.Contains(body, "Nhân rộng") {
		t.Error("the door reads the task")
	}
	chair.get(path).want(t, 200, "Nhân rộng mô hình điểm", "Quá hạn")
	act := path + "/" + id(task.ID)
	chair.post(act, url.Values{"state": {"done"}, "version": {"1"}}).want(t, 404)
	secretary.post(act, url.Values{"state": {"dropped"}, "version": {"1"}}).want(t, 422, "Hãy ghi vì sao không thực hiện nữa.", "Nhân rộng")
	secretary.post(act, url.Values{"state": {"xong"}, "remark": {"Đã gọi điện"}, "version": {"1"}}).want(t, 422, "Hãy chọn trạng thái.", "Đã gọi điện")
	secretary.post(act, url.Values{"state": {"done"}, "remark": {"Báo cáo số 12"}, "version": {"1"}}).leads(t, path)
	secretary.get(path).want(t, 200, "Hoàn thành", "Báo cáo số 12", "Tài khoản secretary ghi lúc")
	secretary.post(act, url.Values{"state": {"open"}, "remark": {"Chưa xong"}, "version": {"1"}}).want(t, 409, "Người khác vừa sửa phần này", "Chưa xong")
	if body := secretary.get("/tasks?state=late").Body; strings.Contains(body, "Nhân rộng") {
		t.Error("what is done is late")
	}
	secretary.get("/events/noi-bo/history").want(t, 200, "Ghi trạng thái nhiệm vụ", "Nhân rộng mô hình điểm")
}

// The next event of the series shows what the earlier one laid, and its agenda takes it over.
func TestCarriedTaskPages(t *testing.T) {
	s := newSite(t)
	s.task("Nhân rộng mô hình điểm")
	from := s.event("noi-bo")
	_, err := s.db.AddEvent(context.Background(), models.Actor{Name: "thử"}, models.NewEvent{From: from.ID, Event: models.Event{Slug: "ky-sau", Kind: "workshop", Title: "Kỳ sau",
		OrganizerID: from.OrganizerID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff", SeriesUID: from.Series()}, StartsAt: models.At(from.StartsAt.AddDate(0, 1, 0))})
	if err != nil {
		t.Fatal(err)
	}
	organizer := s.as("organizer")
	organizer.get("/events/ky-sau/tasks").want(t, 200, "Mang sang từ các kỳ trước", "Nhân rộng mô hình điểm", "/events/noi-bo/tasks#task-")
	organizer.get("/events/ky-sau/agenda").want(t, 200, "Nhân rộng mô hình điểm; giao Văn phòng Tỉnh ủy", "/events/ky-sau/agenda/new?carried=yes")
	organizer.get("/events/ky-sau/agenda/new?carried=yes").want(t, 200, "Kiểm điểm việc thực hiện kết luận kỳ trước", "Nhân rộng mô hình điểm")
	organizer.get("/events/ky-sau/minutes").want(t, 200, "Sao chép vào biên bản", "Nhân rộng mô hình điểm")
	if body := s.as("door").get("/events/ky-sau/agenda").want(t, 200).Body; strings.Contains(body, "Nhân rộng") {
		t.Error("the door reads the task in the agenda")
	}
}

// The report draws what its tables say, with a name for each picture and no style in the page.
func TestReportPage(t *testing.T) {
	s := newSite(t)
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	record, err := s.db.Record(ctx, event.ID)
	if err != nil {
		t.Fatal(err)
	}
	item := record.Items[3].ID
	speech, err := s.db.AddSpeech(ctx, by, models.Speech{EventID: event.ID, ItemID: item, SpeakerText: "Đại diện Hội Nông dân <tỉnh>", Kind: "keynote"})
	if err != nil {
		t.Fatal(err)
	}
	at := models.At(modelstest.Now.Add(-725e9)) // nothing ends in the future
	for _, step := range []func() error{
		func() error { return s.db.StartItem(ctx, by, event.ID, item, at) },
		func() error { return s.db.StartSpeech(ctx, by, event.ID, speech.ID, at) },
		func() error { return s.db.EndSpeech(ctx, by, event.ID, speech.ID, models.At(at.Add(725e9))) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	body := s.as("secretary").get("/events/noi-bo/report").want(t, 200, `role="img"`, "<desc", "Đại diện Hội Nông dân &lt;tỉnh&gt;", "12 phút 05 giây", `class="present"`,
		"/events/noi-bo/papers/attendance-report", "/papers/attendance-report.xlsx", "Tổng cộng").Body
	if strings.Count(body, "<svg") != strings.Count(body, "</desc>") {
		t.Error("a picture is not told in words")
	}
	s.as("secretary").get("/events/noi-bo/report?lang=en").want(t, 200)
}

// An hour is written in the page's language wherever it stands.
func TestHoursInEnglish(t *testing.T) {
	s := newSite(t)
	b := s.as("secretary")
	for _, page := range []string{"/speeches", "/votes/new", "/desk", "/screen", "/chair"} {
		for language, wanted := range map[string]*regexp.Regexp{"en": regexp.MustCompile(`\d\d:\d\d( ·|</)`), "vi": regexp.MustCompile(`\d\dh\d\d( ·|</)`)} {
			b.cookies["language"] = language
			other := regexp.MustCompile(`>\d\dh\d\d\b`)
			if language == "vi" {
				other = regexp.MustCompile(`>\d\d:\d\d\b`)
			}
			body := b.get("/events/noi-bo"+page).want(t, 200).Body
			if !wanted.MatchString(body) || other.MatchString(body) {
				t.Errorf("%s in %s: %q, %q", page, language, wanted.FindString(body), other.FindString(body))
			}
		}
	}
}

// archived is the site with the staff-only event closed for good.
func (s *testSite) archived() models.Event {
	s.t.Helper()
	ctx, by := context.Background(), models.Actor{Name: "thử"}
	event := s.event("noi-bo")
	event.CancelledAt = models.At(modelstest.Now)
	if err := s.db.SaveEvent(ctx, by, event); err != nil {
		s.t.Fatal(err)
	}
	s.as("organizer").post("/events/noi-bo/archive", nil).leads(s.t, "/events/noi-bo/archive")
	return s.event("noi-bo")
}

// Whatever is posted to an archived event, by whomever, is refused in a sentence, and nothing of it changes.
func TestArchivedEventsAreOnlyRead(t *testing.T) {
	s := newSite(t)
	s.task("Nhân rộng mô hình điểm")
	s.linksOf("noi-bo")
	event := s.archived()
	administrator, guest := s.as("administrator"), s.as("guest")
	walked := 0
	for _, route := range routes(s.app) {
		of := strings.Contains(route.Path, "/events/:slug/") || strings.HasPrefix(route.Path, "/i/:token") || strings.HasPrefix(route.Path, "/u/:token")
		if route.Method != fiber.MethodPost || !of || route.Path == "/events/:slug/unarchive" {
			continue
		}
		walked++
		b := administrator
		if !strings.Contains(route.Path, ":slug") || route.Path == "/events/:slug/here" {
			b = guest
		}
		got := b.post(s.address(route), url.Values{"version": {"0"}})
		if gone := got.StatusCode == http.StatusGone || route.Path == "/events/:slug/here" && got.StatusCode == http.StatusNotFound; !gone &&
			(got.StatusCode != http.StatusConflict || !strings.Contains(got.Body, "đã lưu trữ nên chỉ đọc")) {
			t.Errorf("%s: status %d: %.200s", route.Path, got.StatusCode, got.Body)
		}
	}
	if now := s.event("noi-bo"); walked < 100 || now.Revision != event.Revision || now != event {
		t.Errorf("after %d posts the event stands at %d, before at %d", walked, now.Revision, event.Revision)
	}
	administrator.get("/events/noi-bo/tasks").want(t, 200, "Nhân rộng mô hình điểm")
	if body := administrator.get("/events/noi-bo/tasks").Body; strings.Contains(body, "Ghi kết quả") {
		t.Error("an archived task can be settled")
	}
	// Only an administrator of the whole office opens it again, with a reason.
	s.as("organizer").post("/events/noi-bo/unarchive", url.Values{"reason": {"Thử"}}).want(t, 404)
	administrator.post("/events/noi-bo/unarchive", nil).want(t, 422, "Hãy ghi lý do mở lại.")
	administrator.post("/events/noi-bo/unarchive", url.Values{"reason": {"Bổ sung bản ký"}}).leads(t, "/events/noi-bo/archive")
	administrator.get("/events/noi-bo/history").want(t, 200, "Mở lại sau lưu trữ", "Bổ sung bản ký")
}

// An event that goes on is not archived, and the page says why.
func TestArchiveOnlyWhatIsOver(t *testing.T) {
	s := newSite(t)
	organizer := s.as("organizer")
	organizer.get("/events/noi-bo/archive").want(t, 200, "Sự kiện chưa kết thúc nên chưa lưu trữ được.")
	organizer.post("/events/noi-bo/archive", nil).want(t, 422, "Sự kiện chưa kết thúc nên chưa lưu trữ được.")
}

// The one file of an event holds its record, its papers and the hashes of all; the same record gives the same bytes, and asking changes nothing.
func TestArchiveFile(t *testing.T) {
	s := newSite(t)
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event("noi-bo")
	s.task("Nhân rộng mô hình điểm")
	for _, name := range []string{"Báo cáo đề dẫn.pdf", "Báo cáo đề dẫn.PDF"} {
		sha, err := s.db.AddFile(ctx, strings.NewReader("%PDF-1.4 "+name), 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.AddDocument(ctx, by, models.Document{EventID: event.ID, Title: "Báo cáo đề dẫn", Audience: "all"}, models.SHA256(sha), name); err != nil {
			t.Fatal(err)
		}
	}
	organizer := s.as("organizer")
	before := s.state()
	got := organizer.get("/events/noi-bo/archive.zip").want(t, 200)
	for table, rows := range s.state() {
		if rows != before[table] {
			t.Errorf("the download has changed %s", table)
		}
	}
	if again := organizer.get("/events/noi-bo/archive.zip"); again.Body != got.Body {
		t.Error("the same record gives other bytes")
	}
	if got.Header.Get("Content-Type") != "application/zip" || !strings.Contains(got.Header.Get("Content-Disposition"), "noi-bo.zip") {
		t.Errorf("%v", got.Header)
	}
	file, err := zip.NewReader(strings.NewReader(got.Body), int64(len(got.Body)))
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string][]byte{}
	for _, entry := range file.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if contents[entry.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"index.html", "ho-so.json", "SHA256SUMS", "tai-lieu/bao-cao-de-dan.pdf", "tai-lieu/bao-cao-de-dan-2.pdf"} {
		if contents[name] == nil {
			t.Errorf("no %s among %d files", name, len(contents))
		}
	}
	// The page counts as the program's pages do: those who were invited, not the rows of a list.
	record, err := s.db.Record(ctx, event.ID)
	s.must(err)
	turnout, err := s.db.Turnout(ctx, event.ID, record.Sessions[0].ID)
	s.must(err)
	if want := fmt.Sprintf("được mời %s người, có mặt %s người", viet.Count(models.Total(turnout).Invited()), viet.Count(models.Total(turnout).Came())); !strings.Contains(string(contents["index.html"]), want) {
		t.Errorf("the page does not say %q", want)
	}
	sums := 0
	for line := range strings.Lines(string(contents["SHA256SUMS"])) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if hash := sha256.Sum256(contents[name]); hex.EncodeToString(hash[:]) != sum {
			t.Errorf("%s has another hash than the manifest says", name)
		}
		sums++
	}
	if sums != len(contents)-1 {
		t.Errorf("the manifest has %d of %d files", sums, len(contents))
	}
	for _, words := range []string{"Nhân rộng mô hình điểm", "Giao cho: Văn phòng Tỉnh ủy; thời hạn 01/11/2018", "tai-lieu/bao-cao-de-dan.pdf", "hoithao load"} {
		if !bytes.Contains(contents["index.html"], []byte(words)) {
			t.Errorf("the index does not say %q", words)
		}
	}
	if report, err := modelstest.DB(t).Load(ctx, by, bytes.NewReader(contents["ho-so.json"]), models.LoadOptions{}); err != nil || report.Events[0].Outcome != "added" {
		t.Errorf("the record in the archive does not load: %v", err)
	}
}

// Where there are several sessions each can have minutes of its own, from the head to the issued paper; those of the event stay as they are.
func TestMinutesOfASession(t *testing.T) {
	s := sited(t)
	ctx, event, by := context.Background(), s.event("noi-bo"), models.Actor{Name: "thử"}
	secretary, chair := s.as("secretary"), s.as("chair")
	if body := secretary.get("/events/noi-bo/minutes").want(t, 200).Body; strings.Contains(body, "?session=") {
		t.Error("one session is offered beside the whole")
	}
	s.must(s.db.AddSession(ctx, by, models.Session{EventID: event.ID, StartsAt: models.At(event.EndsAt.Add(3600e9)), EndsAt: models.At(event.EndsAt.Add(2 * 3600e9))}))
	sessions, err := s.db.Sessions(ctx, event.ID)
	s.must(err)
	query := "?session=" + id(sessions[0].ID)
	secretary.get("/events/noi-bo/minutes").want(t, 200, query, "Cả sự kiện")
	secretary.get("/events/noi-bo/papers").want(t, 200, "Riêng từng buổi", query)
	for _, path := range []string{"/minutes", "/minutes.pdf", "/papers/minutes", "/papers/minutes.pdf", "/papers/minutes.docx"} {
		secretary.get("/events/noi-bo"+path+query).want(t, 200)
		secretary.get("/events/noi-bo"+path+"?session=999").want(t, 404)
		s.as("door").get("/events/noi-bo"+path+query).want(t, 404)
	}

	at := func(path string) string { return "/events/noi-bo" + path + query }
	for _, path := range []string{"/minutes", "/papers/minutes"} { // forms and drafts of the page lead to the session, too
		body := secretary.get(at(path)).Body
		if strings.Contains(body, "session%3d") || strings.Contains(body, "session%3D") {
			t.Errorf("%s has an address that leads to no session", path)
		}
		for _, form := range regexp.MustCompile(`<form method="post" action="(/events/noi-bo`+path+`[^"]*)"`).FindAllStringSubmatch(body, -1) {
			if !strings.HasSuffix(form[1], query) {
				t.Errorf("%s posts to %s", path, form[1])
			}
		}
	}
	person, err := s.db.AddPerson(ctx, by, models.Person{Family: "Trần Đức", Given: "Thuần", Posts: []models.Post{{Title: "Trưởng ban"}}})
	s.must(err)
	_, err = s.db.AddDelegates(ctx, by, event.ID, 0, []models.ID{person.ID})
	s.must(err)
	head := url.Values{"version": {"0"}, "opened_day": {"2018-11-13"}, "opened": {"08:00"}, "closed_day": {"2018-11-13"}, "closed": {"11:30"},
		"chair": {id(person.ID)}, "add_secretary": {"Lê Thị Hoa, chuyên viên"}}
	secretary.post(at("/minutes"), head).leads(t, at("/minutes")+"#head")
	secretary.post(at("/minutes/sections/other"), url.Values{"version": {"0"}, "composed": {""}, "other": {"Ghi âm buổi này."}}).leads(t, at("/minutes")+"#other")
	secretary.get(at("/minutes")).want(t, 200, "Ghi âm buổi này.", "Lê Thị Hoa")
	if body := secretary.get("/events/noi-bo/minutes").Body; strings.Contains(body, "Ghi âm buổi này.") || strings.Contains(body, "Lê Thị Hoa") {
		t.Error("the event's minutes have what is the session's")
	}
	row := func(session models.ID) models.MinutesRow {
		t.Helper()
		row, err := s.db.MinutesOf(ctx, event.ID, session)
		s.must(err)
		return row
	}
	own := sessions[0].ID
	version := func() url.Values { return url.Values{"version": {strconv.FormatInt(row(own).Version, 10)}} }
	secretary.post(at("/minutes/close"), version()).leads(t, at("/minutes"))
	chair.post(at("/minutes/remarks"), url.Values{"section": {"course"}, "remark": {"Ghi rõ hơn."}}).leads(t, at("/minutes"))
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(chair.get(at("/minutes")).want(t, 200, "Ghi rõ hơn.").Body)
	if seen == nil {
		t.Fatal("the chair is not asked to agree")
	}
	chair.post(at("/minutes/agree"), url.Values{"seen": {seen[1]}}).leads(t, at("/minutes"))
	if row(own).State != "final" || row(0).ID != 0 {
		t.Errorf("%s, %+v", row(own).State, row(0))
	}
	page := secretary.get(at("/papers/minutes")).want(t, 200, "Ban hành")
	digest := regexp.MustCompile(`name="seen" value="([0-9a-f]{64})"`).FindStringSubmatch(page.Body)
	if digest == nil {
		t.Fatal("nothing to issue")
	}
	secretary.post(at("/papers/minutes/issue"), url.Values{"seen": {digest[1]}, "override": {"yes"}, "reason": {"Thử"}}).leads(t, at("/papers/minutes")+"#versions")
	secretary.get(at("/papers/minutes")).want(t, 200, "Bản đã ban hành", "versions/1.pdf"+query)
	issued := secretary.get(at("/papers/minutes/versions/1.pdf")).want(t, 200)
	paper, err := paperstest.Read([]byte(issued.Body))
	s.must(err)
	if words := strings.Join(strings.Fields(paper.Plain()), " "); !strings.Contains(words, "Ghi âm buổi này.") || !strings.Contains(words, "(Sáng 13/11/2018)") || !strings.Contains(words, "Buổi làm việc kết thúc") {
		t.Errorf("the issued paper says %.600s", words)
	}
	secretary.get("/events/noi-bo/papers/minutes/versions/1.pdf").want(t, 404) // of the event's nothing was issued
	secretary.post(at("/minutes/reopen"), url.Values{"version": {strconv.FormatInt(row(own).Version, 10)}, "reason": {"Sửa"}}).leads(t, at("/minutes"))
	if row(own).State != "draft" {
		t.Error(row(own).State)
	}
}
