package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// people makes so many delegates of an event, in two groups by turns, beside a collective group.
func (s *testSite) people(slug string, count int) []models.Delegate {
	s.t.Helper()
	ctx, by, event := context.Background(), models.Actor{Name: "thử"}, s.event(slug)
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var groups []models.ID
	expected := int64(40)
	for _, group := range []models.Group{{Name: "Lãnh đạo tỉnh"}, {Name: "Ban Tuyên giáo Tỉnh ủy"}, {Name: "Đội ngũ cộng tác viên DLXH của tỉnh", Collective: true, Expected: &expected}} {
		group.EventID = event.ID
		added, err := s.db.AddGroup(ctx, by, group)
		must(err)
		groups = append(groups, added.ID)
	}
	for i := range count {
		person, err := s.db.AddPerson(ctx, by, models.Person{Family: []string{"Nguyễn Minh", "Trần Đức", "Phạm Sỹ"}[i%3], Given: fmt.Sprintf("%s %02d", []string{"Thủy", "Thuần", "Lợi", "Hoa"}[i%4], i+1),
			Posts: []models.Post{{Title: "Ủy viên Ban Thường vụ Tỉnh ủy"}, {Title: "Trưởng ban Tuyên giáo Tỉnh ủy"}}})
		must(err)
		_, err = s.db.AddDelegates(ctx, by, event.ID, groups[i%2], []models.ID{person.ID})
		must(err)
	}
	delegates, err := s.db.Delegates(ctx, models.DelegateFilter{EventID: event.ID})
	must(err)
	return delegates
}

func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

func TestDelegatesPages(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 4)
	b := s.as("organizer")
	const at = "/events/cong-khai/delegates"
	b.get(at).want(t, http.StatusOK, "Nguyễn Minh Thủy 01", "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng ban Tuyên giáo Tỉnh ủy", "Lãnh đạo tỉnh (2)", "dự kiến 40 người", `data-reorder="`+at+`/order"`)
	b.get(at+"?q=tran%20duc").want(t, http.StatusOK, "Trần Đức Thuần 02")
	if a := b.get(at + "?q=tran%20duc"); strings.Contains(a.Body, "Nguyễn Minh Thủy 01") || strings.Contains(a.Body, "data-reorder") {
		t.Error("a search shows others, or lets a hand order what it found")
	}
	b.get(at+"?group=none").want(t, http.StatusOK, "Không có đại biểu nào như vậy.")
	s.as("door").get(at).want(t, http.StatusOK, "Nguyễn Minh Thủy 01")
	if a := s.as("door").get(at); strings.Contains(a.Body, "data-reorder") || strings.Contains(a.Body, at+"/new") {
		t.Error("the door is offered what it may not do")
	}

	// By keys and by a drag: the second before the first, then the last to the front.
	b.post(fmt.Sprint(at, "/", delegates[1].ID, "/move?group="), form("move", "up")).leads(t, at+"?group=#d-")
	was := fmt.Sprint(delegates[1].ID, ",", delegates[0].ID, ",", delegates[2].ID, ",", delegates[3].ID)
	now := fmt.Sprint(delegates[3].ID, ",", delegates[1].ID, ",", delegates[0].ID, ",", delegates[2].ID)
	if a := b.post(at+"/order", form("order", now, "version", was)); a.StatusCode != http.StatusNoContent || a.Header.Get("X-Version") != now {
		t.Errorf("a drag: %d, version %q", a.StatusCode, a.Header.Get("X-Version"))
	}
	b.get(at).want(t, http.StatusOK, `data-version="`+now+`"`)
	b.post(at+"/order", form("order", "1,2", "version", "1,2,3")).want(t, http.StatusConflict)
	b.post(at+"/suggest", nil).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Đã sắp theo gợi ý", `data-version="`+fmt.Sprint(delegates[0].ID, ",", delegates[1].ID, ",", delegates[2].ID, ",", delegates[3].ID)+`"`)
}

func TestAddDelegatesFromTheDirectory(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 2)
	person, err := s.db.AddPerson(context.Background(), models.Actor{Name: "thử"}, models.Person{Family: "Lê Thị", Given: "Hoa", Posts: []models.Post{{Title: "Phó Trưởng phòng Tuyên truyền"}}})
	if err != nil {
		t.Fatal(err)
	}
	b := s.as("organizer")
	const at = "/events/cong-khai/delegates"
	b.get(at+"/new?pick=le+thi").want(t, http.StatusOK, "Lê Thị Hoa", "Phó Trưởng phòng Tuyên truyền", fmt.Sprintf(`name="people" value="%d"`, person.ID))
	if a := b.get(at + "/new?pick=thuan"); !strings.Contains(a.Body, "Đã có") || strings.Contains(a.Body, fmt.Sprintf(`name="people" value="%d"`, delegates[1].PersonID)) {
		t.Error("somebody who is a delegate can be chosen again")
	}
	b.post(at, form("pick", "le", "people", fmt.Sprint(person.ID), "people", fmt.Sprint(delegates[0].PersonID))).leads(t, at+"/new?")
	b.get(at+"/new").want(t, http.StatusOK, "Đã thêm 1 đại biểu; 1 người đã có trong danh sách.")
	b.get(at).want(t, http.StatusOK, "Lê Thị Hoa")
	b.post(at, form("group", "", "name", " Phạm  Văn Đồng ", "post", "Chuyên viên")).leads(t, at+"/new")
	b.get(at).want(t, http.StatusOK, "Phạm Văn Đồng", "Chuyên viên")
	b.post(at, form("name", " ", "post", "Chuyên viên")).want(t, http.StatusUnprocessableEntity, "Hãy ghi họ và tên.", `value="Chuyên viên"`)
	b.post(at, nil).want(t, http.StatusUnprocessableEntity, "Hãy chọn ít nhất một người.")
	group := s.groupOf("noi-bo", "Của sự kiện khác")
	b.post(at, form("group", fmt.Sprint(group), "name", "Ai đó")).want(t, http.StatusUnprocessableEntity, "Hãy chọn một nhóm của sự kiện này.")
}

// groupOf is a new group of an event.
func (s *testSite) groupOf(slug, name string) models.ID {
	s.t.Helper()
	group, err := s.db.AddGroup(context.Background(), models.Actor{Name: "thử"}, models.Group{EventID: s.event(slug).ID, Name: name})
	if err != nil {
		s.t.Fatal(err)
	}
	return group.ID
}

func TestEditDelegate(t *testing.T) {
	s := newSite(t)
	delegates := s.people("cong-khai", 3)
	b := s.as("organizer")
	at := fmt.Sprint("/events/cong-khai/delegates/", delegates[2].ID)
	b.get(at).want(t, http.StatusOK, "Phạm Sỹ Lợi 03", `name="version" value="1"`)
	whole := form("version", "1", "group", fmt.Sprint(delegates[2].GroupID), "roles", "speaker", "roles", "chair", "reply", "declined", "reason", "Đi công tác", "protocol_rank", "5", "seat", "A1", "needs", "Đón ở ga\r\nlúc 7 giờ", "honorific", "PGS.TS")
	b.post(at, whole).leads(t, at)
	b.get(at).want(t, http.StatusOK, "Đã lưu.", "PGS.TS", "Đón ở ga\nlúc 7 giờ", `value="5"`, `value="chair" checked`)
	b.get("/events/cong-khai/delegates").want(t, http.StatusOK, fmt.Sprintf(`data-version="%d,`, delegates[2].ID), "Không tham dự", "Lý do: Đi công tác")

	whole.Set("reason", "Ốm")
	b.post(at, whole).want(t, http.StatusConflict, "Người khác vừa sửa phần này", "Đi công tác", "Ốm", `name="version" value="2"`)
	whole.Set("version", "2")
	whole.Set("protocol_rank", "đầu")
	b.post(at, whole).want(t, http.StatusUnprocessableEntity, "Hãy ghi một số nguyên", `value="đầu"`, `value="Ốm"`)
	whole.Set("protocol_rank", "")
	whole.Set("reply", "perhaps")
	b.post(at, whole).want(t, http.StatusUnprocessableEntity, "Hãy chọn một câu trả lời.")

	// What belongs to another event is not there.
	foreign := fmt.Sprint("/events/noi-bo/delegates/", delegates[2].ID)
	b.get(foreign).want(t, http.StatusNotFound)
	for _, path := range []string{"", "/move", "/remove", "/substitutes", "/substitutes/1", "/substitutes/1/remove"} {
		b.post(foreign+path, whole).want(t, http.StatusNotFound)
	}

	substitute := fmt.Sprint("/events/cong-khai/delegates/", delegates[0].ID, "/substitutes")
	b.post(substitute, form("state", "agreed")).want(t, http.StatusUnprocessableEntity, "Hãy chọn người đi thay.")
	b.post(substitute, form("state", "proposed", "name", "Lê Thị Hoa", "post", "Phó phòng")).leads(t, strings.TrimSuffix(substitute, "/substitutes"))
	b.get(strings.TrimSuffix(substitute, "/substitutes")).want(t, http.StatusOK, "Lê Thị Hoa", "Chờ đồng ý", "Chủ trì đã đồng ý")
	replaced, err := s.db.Delegate(context.Background(), delegates[0].EventID, delegates[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	version := fmt.Sprint(replaced.Standing().Version)
	b.post(substitute+"/1", form("state", "agreed", "version", version)).leads(t, strings.TrimSuffix(substitute, "/substitutes"))
	b.post(substitute+"/1", form("state", "refused", "version", version)).want(t, http.StatusConflict)
	b.post(strings.TrimSuffix(substitute, "/substitutes")+"/remove", nil).want(t, http.StatusUnprocessableEntity, "Hãy bỏ ghi đi thay trước.")
	b.post(substitute+"/1/remove", nil).leads(t, strings.TrimSuffix(substitute, "/substitutes"))
	b.post(strings.TrimSuffix(substitute, "/substitutes")+"/remove", nil).leads(t, "/events/cong-khai/delegates")
	b.get(strings.TrimSuffix(substitute, "/substitutes")).want(t, http.StatusNotFound)
}

func TestGroupsPages(t *testing.T) {
	s := newSite(t)
	b := s.as("organizer")
	const at = "/events/cong-khai/groups"
	b.get(at).want(t, http.StatusOK, "Chưa có nhóm nào.")
	b.post(at, form("name", "", "expected", "nhiều")).want(t, http.StatusUnprocessableEntity, "Hãy ghi một số nguyên không âm.", `value="nhiều"`)
	b.post(at, form("name", " ", "expected", "3")).want(t, http.StatusUnprocessableEntity, "Hãy ghi tên nhóm.")

	// Looking for units saves nothing and keeps what was typed; the found ones can then be chosen.
	found := b.post(at, form("name", "Thường trực các huyện ủy", "collective", "true", "expected", "10", "unit", "tuyen giao", "find", "1")).
		want(t, http.StatusOK, "Ban Tuyên giáo Tỉnh ủy", "Tỉnh ủy Hà Nam", `value="Thường trực các huyện ủy"`, `value="10"`)
	if strings.Contains(found.Body, "Tỉnh ủy Nam Định") {
		t.Error("units were found that nobody searched for")
	}
	unit := regexp.MustCompile(`name="units" value="(\d+)"`).FindStringSubmatch(found.Body)[1]
	b.post(at, form("name", "Thường trực các huyện ủy", "collective", "true", "expected", "10", "unit", "tuyen giao", "searched", "tuyen giao", "units", unit)).leads(t, at)
	b.post(at, form("name", "Lãnh đạo tỉnh")).leads(t, at)
	page := b.get(at).want(t, http.StatusOK, "Thường trực các huyện ủy", "Ban Tuyên giáo Tỉnh ủy", "dự kiến 10 người", "Lãnh đạo tỉnh")
	ids := regexp.MustCompile(`<li data-id="(\d+)"`).FindAllStringSubmatch(page.Body, -1)
	first, second := ids[0][1], ids[1][1]

	b.post(at+"/"+second+"/move", form("move", "up")).leads(t, at+"#g-"+second)
	b.post(at+"/order", form("order", first+","+second)).want(t, http.StatusNoContent)
	b.post(at+"/order", form("order", first)).want(t, http.StatusConflict)
	b.post(at+"/"+first, form("version", "1", "name", "Thường trực huyện ủy", "units", "99999")).want(t, http.StatusUnprocessableEntity, "Có đơn vị không còn trong danh bạ.")
	b.post(at+"/"+first, form("version", "1", "name", "Thường trực huyện ủy", "collective", "true")).leads(t, at)
	b.post(at+"/"+first, form("version", "1", "name", "Thường trực")).want(t, http.StatusConflict, "Thường trực huyện ủy", `value="Thường trực"`, `name="version" value="2"`)
	b.get("/events/noi-bo/groups/"+first).want(t, http.StatusNotFound)
	b.post("/events/noi-bo/groups/"+first+"/remove", nil).want(t, http.StatusNotFound)

	b.post("/events/cong-khai/delegates", form("group", second, "name", "Phạm Sỹ Lợi")).leads(t, "/events/cong-khai/delegates/new")
	b.post(at+"/"+second+"/remove", nil).want(t, http.StatusUnprocessableEntity, "Nhóm này còn đại biểu nên không xóa được.")
	b.post(at+"/"+first+"/remove", nil).leads(t, at)
}

// A page asks the same number of queries whether five delegates are invited or five hundred.
func TestQueriesOfDelegates(t *testing.T) {
	var asked atomic.Int64
	counts := map[int]map[string]int64{}
	for _, invited := range []int{5, 500} {
		s := newSite(t)
		s.people("cong-khai", invited)
		db, err := models.Open(context.Background(), s.name, models.Options{Now: func() time.Time { return modelstest.Now }, Asked: func(string) { asked.Add(1) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		s.db, s.app = db, handlers.New(db, handlers.Config{})
		b := s.as("organizer")
		delegates, err := db.Delegates(context.Background(), models.DelegateFilter{EventID: s.event("cong-khai").ID})
		if err != nil {
			t.Fatal(err)
		}
		one := fmt.Sprint(delegates[0].ID)
		counts[invited] = map[string]int64{}
		for _, step := range []struct {
			name string
			ask  func() answer
		}{
			{"delegates", func() answer { return b.get("/events/cong-khai/delegates") }},
			{"delegates found", func() answer { return b.get("/events/cong-khai/delegates?q=tran+duc") }},
			{"people to pick", func() answer { return b.get("/events/cong-khai/delegates/new?pick=thuan") }},
			{"groups", func() answer { return b.get("/events/cong-khai/groups") }},
			{"attendance", func() answer { return b.get("/events/cong-khai/attendance") }},
			{"attendance of the unmarked", func() answer { return b.get("/events/cong-khai/attendance?state=unmarked") }},
			{"a mark", func() answer {
				return b.post("/events/cong-khai/attendance", form("delegate", one, "state", "present", "part", "true"))
			}},
		} {
			asked.Store(0)
			step.ask().want(t, http.StatusOK)
			counts[invited][step.name] = asked.Load()
		}
	}
	for name, few := range counts[5] {
		if many := counts[500][name]; few != many || few == 0 {
			t.Errorf("%s: %d queries for 5 delegates, %d for 500", name, few, many)
		}
	}
}
