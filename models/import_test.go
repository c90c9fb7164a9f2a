package models_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"hoithao/models"
	"hoithao/models/modelstest"
	"hoithao/models/sheets"
)

// clerk is an organizer of the hall's office.
func (h *hall) clerk() *models.User {
	h.t.Helper()
	user, err := h.db.AddUser(context.Background(), secretary, models.NewUser{Account: "vanthu", Name: "Văn thư", Password: "mật khẩu để thử", Roles: []models.Role{{OrganizationID: h.event.OrganizerID, Role: models.Organizer}}})
	h.must(err)
	user, err = h.db.User(context.Background(), user.ID)
	h.must(err)
	return &user
}

// list uploads rows, cells parted by |.
func (h *hall) upload(user *models.User, lines ...string) models.Import {
	h.t.Helper()
	content := strings.ReplaceAll(strings.Join(lines, "\n"), "|", "\t")
	added, err := h.db.AddImport(context.Background(), user, h.event, "danh sách.csv", []byte(content))
	h.must(err)
	waiting, err := h.db.Import(context.Background(), user, h.event.ID, added.ID)
	h.must(err)
	return waiting
}

func (h *hall) preview(user *models.User, waiting models.Import) models.Preview {
	h.t.Helper()
	preview, err := h.db.PreviewImport(context.Background(), user, waiting)
	h.must(err)
	return preview
}

// take takes a list over as it is previewed.
func (h *hall) take(user *models.User, waiting models.Import, leaveWrong bool) models.Imported {
	h.t.Helper()
	done, err := h.db.ApplyImport(context.Background(), user, waiting, h.preview(user, waiting).Seen, leaveWrong)
	h.must(err)
	return done
}

func (h *hall) everybody() (names []string) {
	h.t.Helper()
	delegates, err := h.db.Delegates(context.Background(), models.DelegateFilter{EventID: h.event.ID, Limit: 20_000})
	h.must(err)
	for _, delegate := range delegates {
		names = append(names, delegate.Person.Told(""))
	}
	return names
}

// What a row says, whatever it looks like.
func TestImportReadsRows(t *testing.T) {
	h := newHall(t, 0)
	user := h.clerk()
	tests := []struct{ name, head, row, told, also string }{
		{"plain", "Họ và tên|Chức vụ", "Lê Thị Hoa|Chuyên viên", "Lê Thị Hoa, Chuyên viên", ""},
		{"capitals and a title", "Họ và tên|Chức vụ", "Đ/c LÊ THỊ HOA|Chuyên viên", "Lê Thị Hoa, Chuyên viên", "đồng chí"},
		{"titles in a row", "Họ và tên|Đơn vị", "PGS. TS. Phạm Văn Đồng|Viện Sử học", "Phạm Văn Đồng, Viện Sử học", "PGS.TS"},
		{"no title: a name", "Họ và tên|Đơn vị", "Bà Huyện Thanh Quan|x", "Huyện Thanh Quan, x", "bà"},
		{"two columns", "Họ đệm|Tên|Chức danh", "Lê Thị|Hoa|Chuyên viên", "Lê Thị Hoa, Chuyên viên", ""},
		{"two columns in capitals, the given name a short one", "Họ đệm|Tên|Chức danh", "NGÔ THU|HÀ|Chuyên viên", "Ngô Thu Hà, Chuyên viên", ""},
		{"the unit behind the post", "Họ và tên|Chức vụ|Đơn vị", "Lê Thị Hoa|Trưởng ban|Ban Tuyên giáo Tỉnh ủy", "Lê Thị Hoa, Trưởng Ban Tuyên giáo Tỉnh ủy", ""},
		{"the unit is in the post", "Họ và tên|Chức vụ|Đơn vị", "Lê Thị Hoa|Giám đốc Sở Y tế tỉnh|SỞ Y TẾ", "Lê Thị Hoa, Giám đốc Sở Y tế tỉnh", ""},
		{"several posts", "Họ và tên|Chức vụ", "Lê Thị Hoa|Tỉnh ủy viên; - Giám đốc Sở Y tế.", "Lê Thị Hoa, Tỉnh ủy viên, Giám đốc Sở Y tế", ""},
		{"two columns of posts", "Họ và tên|Chức vụ Đảng|Chức vụ chính quyền", "Lê Thị Hoa|Tỉnh ủy viên|Giám đốc", "Lê Thị Hoa, Tỉnh ủy viên, Giám đốc", ""},
		{"a post behind the name", "Họ và tên|Điện thoại", "Lê Thị Hoa - Chuyên viên|912345678", "Lê Thị Hoa, Chuyên viên", "0912345678"},
		{"days of birth", "Họ và tên|Ngày sinh", "Lê Thị Hoa|19/5/1970", "Lê Thị Hoa", "1970"},
		{"as Excel counts days", "Họ và tên|Ngày sinh", "Lê Thị Hoa|25707", "Lê Thị Hoa", "1970"},
		{"decomposed, with stray spaces", norm.NFD.String("Họ và tên|Chức vụ"), norm.NFD.String("  Lê  Thị\u00a0Hoa | Chuyên viên "), "Lê Thị Hoa, Chuyên viên", ""},
	}
	for _, test := range tests {
		preview := h.preview(user, h.upload(user, test.head, test.row))
		if len(preview.Rows) != 1 || preview.Rows[0].State != "new" {
			t.Errorf("%s: %+v", test.name, preview.Rows)
			continue
		}
		person := preview.Rows[0].Person
		born := ""
		if person.BornYear != nil {
			born = fmt.Sprint(*person.BornYear)
		}
		if also := person.Honorific + person.Phone + born; person.Told("") != test.told || also != test.also {
			t.Errorf("%s: %q and %q, want %q and %q", test.name, person.Told(""), also, test.told, test.also)
		}
	}
	wrong := []struct{ row, why string }{
		{"|Chuyên viên|||", "Không có họ và tên."}, {"Phòng 12|x|||", "không phải là họ và tên"}, {"Lê Hoa|x|hoa@|1970|", "Địa chỉ thư điện tử “hoa@”"},
		{"Lê Hoa|x||3070|", "Năm sinh “3070”"}, {"Lê Hoa|x||không|", "Năm sinh “không”"}, {"Lê Hoa|" + strings.Repeat("x ", 300) + "|||", "Chức vụ dài quá"},
	}
	for _, test := range wrong {
		preview := h.preview(user, h.upload(user, "Họ và tên|Chức vụ|Email|Năm sinh|x", test.row))
		if row := preview.Rows[0]; row.State != "wrong" || !strings.Contains(row.Why, test.why) {
			t.Errorf("%q: %s, %q", test.row, row.State, row.Why)
		}
	}
}

// Whom a row means: new, known, doubtful.
func TestImportMatches(t *testing.T) {
	h := newHall(t, 0)
	ctx, user := context.Background(), h.clerk()
	hoa := addPerson(t, h.db, "Lê Thị", "Hoa", models.Post{Title: "Giám đốc Sở Y tế"})
	other := addPerson(t, h.db, "Lê Thị", "Hoa", models.Post{Title: "Phó Chủ tịch Hội Phụ nữ"})
	thuy := addPerson(t, h.db, "Trần", "Thu Thủy", models.Post{Title: "Chuyên viên"})
	thuy.Phone, thuy.Version = "+84 912 345 678", 1
	h.must(h.db.SavePerson(ctx, secretary, thuy))
	bare := addPerson(t, h.db, "Ngô", "Bảo")
	born := addPerson(t, h.db, "Vũ Thị", "Cúc", models.Post{Title: "Chủ tịch Hội Nông dân"})
	born.BornYear, born.Version = number(1960), 1
	h.must(h.db.SavePerson(ctx, secretary, born))
	_, err := h.db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{bare.ID})
	h.must(err)
	tests := []struct {
		row, state string
		match      models.ID
		may        int
	}{
		{"Lê Thị Hoa|GIÁM ĐỐC SỞ Y TẾ||", "known", hoa.ID, 0},
		{"lê thị hoa|Bác sĩ||", "doubtful", 0, 2},
		{"Lê Thị Hòa|Bác sĩ||", "new", 0, 0},
		{"Le Thi Hoa|Giám đốc Sở Y tế||", "doubtful", 0, 2},
		{"Trần Thu Thuỷ|Phó Trưởng phòng|0912.345.678|", "known", thuy.ID, 0},
		{"Trần Thu Thủy|Phó Trưởng phòng||", "doubtful", 0, 1},
		{"Ngô Bảo|||", "there", bare.ID, 0},
		{"Ngô Bảo|Giáo sư||", "doubtful", 0, 1},
		{"Vũ Thị Cúc|Bí thư||1980", "new", 0, 0},
		{"Vũ Thị Cúc|Bí thư||1960", "doubtful", 0, 1},
		{"Người Chưa Có|x||", "new", 0, 0},
	}
	for _, test := range tests {
		row := h.preview(user, h.upload(user, "Họ và tên|Chức vụ|SĐT|Năm sinh", test.row)).Rows[0]
		if row.State != test.state || row.Match.ID != test.match || len(row.May) != test.may {
			t.Errorf("%q: %s, person %d, may be %d; want %s, %d, %d", test.row, row.State, row.Match.ID, len(row.May), test.state, test.match, test.may)
		}
	}

	// Within a list: the same twice, one name with two posts, a person twice, and choices.
	waiting := h.upload(user, "Họ và tên|Chức vụ", "Đỗ An|Trưởng phòng", "Đỗ An|trưởng phòng.", "Đỗ An|Bí thư", "Lê Thị Hoa|Giám đốc Sở Y tế", "Lê Thị Hoa|Giám đốc Sở Y tế", "Lê Thị Hoa|Bác sĩ")
	states := func() (states []string) {
		for _, row := range h.preview(user, waiting).Rows {
			states = append(states, row.State)
		}
		return states
	}
	if got := states(); !slices.Equal(got, []string{"new", "repeat", "doubtful", "known", "repeat", "doubtful"}) {
		t.Errorf("%q", got)
	}
	waiting.Plan.Choices = map[int]string{3: "new", 4: "row:2", 7: fmt.Sprintf("person:%d", other.ID)}
	if got := states(); !slices.Equal(got, []string{"new", "new", "repeat", "known", "repeat", "known"}) {
		t.Errorf("%q", got)
	}
	waiting.Plan.Choices = map[int]string{4: "person:999", 7: "skip"}
	if got := states(); !slices.Equal(got, []string{"new", "repeat", "doubtful", "known", "repeat", "left"}) {
		t.Errorf("%q", got)
	}
}

// Sections name groups; sums, signatures and empty numbers are nobody.
func TestImportSections(t *testing.T) {
	h := newHall(t, 0)
	user := h.clerk()
	waiting := h.upload(user, "TỈNH ỦY HÀ NAM", "DANH SÁCH ĐẠI BIỂU", "TT|Họ và tên|Chức vụ|Ghi chú", "I|LÃNH ĐẠO TỈNH: 02 đ/c", "1|Lê Thị Hoa|Bí thư", "2|Ngô Bảo|Phó Bí thư", "II.|Các sở, ngành (15 người)",
		"1|Đỗ An|Giám đốc", "|Khối đoàn thể", "2|Vũ Thị Cúc|Chủ tịch", "3||", "|Tổng cộng: 04 người", "|||Hà Nam, ngày 10 tháng 11 năm 2018", "|NGƯỜI LẬP BIỂU", "|Trần Văn Ký")
	preview := h.preview(user, waiting)
	var got []string
	for _, row := range preview.Rows {
		got = append(got, row.State+" "+row.Group+row.Section)
	}
	want := []string{"section LÃNH ĐẠO TỈNH", "new LÃNH ĐẠO TỈNH", "new LÃNH ĐẠO TỈNH", "section Các sở, ngành", "new Các sở, ngành", "section Khối đoàn thể", "new Khối đoàn thể",
		"left 3", "left Tổng cộng: 04 người", "left Hà Nam, ngày 10 tháng 11 năm 2018", "left NGƯỜI LẬP BIỂU", "left Trần Văn Ký"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if !slices.Equal(preview.NewGroups, []string{"Các sở, ngành", "Khối đoàn thể"}) { // the first is there, in small letters
		t.Errorf("new groups: %q", preview.NewGroups)
	}
	h.take(user, waiting, false)
	groups, err := h.db.Groups(context.Background(), h.event.ID)
	h.must(err)
	if len(groups) != 5 || groups[4].Name != "Khối đoàn thể" {
		t.Errorf("%+v", groups)
	}
	turnout, err := h.db.Turnout(context.Background(), h.event.ID, 0)
	h.must(err)
	for _, one := range turnout {
		if want := map[string]int64{"Lãnh đạo tỉnh": 2, "Các sở, ngành": 1, "Khối đoàn thể": 1}[one.Group.Name]; one.Named != want {
			t.Errorf("%s: %d, want %d", one.Group.Name, one.Named, want)
		}
	}
}

// All or nothing, once, in one change of each chain; the second time nobody comes.
func TestImportIsTakenOverOnce(t *testing.T) {
	h := newHall(t, 2)
	ctx, user := context.Background(), h.clerk()
	known := addPerson(t, h.db, "Lê Thị", "Hoa", models.Post{Title: "Giám đốc Sở Y tế"})
	lines := []string{"Họ và tên|Chức vụ|SĐT|Năm sinh|Nhóm|Vai trò", "Lê Thị Hoa|Giám đốc Sở Y tế|0912345678|1970|Sở, ngành|Khách mời", "Ngô Bảo|Bí thư|0912345679||Lãnh đạo tỉnh|Tham luận", "Đỗ An|||||", "Sai 1|||||"}
	before := journalSize(t, h)
	waiting := h.upload(user, lines...)
	preview := h.preview(user, waiting)
	if preview.Counts["new"] != 2 || preview.Counts["known"] != 1 || preview.Counts["wrong"] != 1 || !slices.Equal(preview.Rows[0].Fills, []string{"BornYear", "Phone"}) {
		t.Fatalf("%+v", preview)
	}
	_, err := h.db.ApplyImport(ctx, user, waiting, preview.Seen, false)
	wants(t, err, "leave")
	_, err = h.db.ApplyImport(ctx, user, waiting, "anders", true)
	if !errors.Is(err, models.ErrConflict) {
		t.Errorf("%v", err)
	}
	if after := journalSize(t, h); after != before || len(h.everybody()) != 2 {
		t.Errorf("something was written: %v after %v", after, before)
	}
	done := h.take(user, waiting, true)
	if done != (models.Imported{Delegates: 3, People: 2, Completed: 1}) {
		t.Errorf("%+v", done)
	}
	if after := journalSize(t, h); after[0] != before[0]+1 || after[1] != before[1]+1 {
		t.Errorf("the chains grew from %v to %v", before, after)
	}
	if _, err := h.db.ApplyImport(ctx, user, waiting, preview.Seen, true); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a second press: %v", err)
	}
	now, err := h.db.Person(ctx, known.ID)
	h.must(err)
	if now.Phone != "0912345678" || now.ContactOfID != h.event.OrganizerID || *now.BornYear != 1970 || now.Version != 2 || now.ContactAt.IsZero() {
		t.Errorf("%+v", now)
	}
	delegates, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID})
	h.must(err)
	last := delegates[len(delegates)-3:]
	if last[0].Roles != "guest" || last[1].Roles != "speaker" || last[1].GroupID != h.groups[0].ID || last[2].Person.Name() != "Đỗ An" || last[2].Short() != "5" {
		t.Errorf("%+v", last)
	}
	again := h.upload(user, lines...)
	if preview := h.preview(user, again); preview.Coming() != 0 || preview.Counts["there"] != 3 || preview.Undecided != 0 {
		t.Errorf("the second time: %+v", preview.Counts)
	}
	if done := h.take(user, again, true); done != (models.Imported{}) {
		t.Errorf("%+v", done)
	}
	if after := journalSize(t, h); after[0] != before[0]+1 || after[1] != before[1]+1 {
		t.Errorf("the second time wrote: %v", after)
	}
	if waiting, err := h.db.Imports(ctx, user, h.event.ID); err != nil || len(waiting) != 0 {
		t.Errorf("%v, %d wait", err, len(waiting))
	}
	h.check()
}

func journalSize(t testing.TB, h *hall) (sizes [2]int) {
	t.Helper()
	for i, event := range []models.ID{0, h.event.ID} {
		rows, err := h.db.Journal(context.Background(), models.JournalFilter{EventID: event, Limit: 100_000})
		h.must(err)
		sizes[i] = len(rows)
	}
	return sizes
}

// check holds the chains.
func (h *hall) check() {
	h.t.Helper()
	found, err := h.db.Check(context.Background())
	h.must(err)
	if len(found) > 0 {
		h.t.Errorf("check: %v", found)
	}
}

// A list of one belongs to one, and not for long.
func TestImportWaits(t *testing.T) {
	now := modelstest.Now
	db, err := models.Open(context.Background(), modelstest.Name(t), models.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := hallOf(t, db, 0)
	ctx, user := context.Background(), h.clerk()
	other, err := db.AddUser(ctx, secretary, models.NewUser{Account: "khac", Name: "Khác", Password: "mật khẩu để thử"})
	h.must(err)
	first := h.upload(user, "Họ và tên|x", "Lê Hoa|x")
	for _, test := range []struct {
		user  *models.User
		event models.ID
	}{{&other, h.event.ID}, {user, 0}, {user, h.event.ID + 1}} {
		if _, err := db.Import(ctx, test.user, test.event, first.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%v", err)
		}
	}
	h.must(db.DropImport(ctx, &other, first.ID))
	for range 6 {
		h.upload(user, "Họ và tên|x", "Lê Hoa|x")
	}
	if _, err := db.Import(ctx, user, h.event.ID, first.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the oldest of seven is there: %v", err)
	}
	waiting, err := db.Imports(ctx, user, h.event.ID)
	h.must(err)
	if len(waiting) != 5 {
		t.Errorf("%d wait", len(waiting))
	}
	last := waiting[0]
	now = now.Add(25 * time.Hour)
	if _, err := db.Import(ctx, user, h.event.ID, last.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("after a day: %v", err)
	}
	h.upload(user, "Họ và tên|x", "Lê Hoa|x")
	raw := 0
	for range waiting {
		raw++
	}
	if waiting, err = db.Imports(ctx, user, h.event.ID); err != nil || len(waiting) != 1 {
		t.Errorf("%v: %d wait after a day, of %d", err, len(waiting), raw)
	}
	bad := []models.ImportPlan{{Sheet: 1}, {Sheet: -1}, {Columns: []sheets.Field{"x"}}, {Columns: []sheets.Field{sheets.Name, sheets.Given}}, {Columns: []sheets.Field{sheets.Name}, Head: 5, First: 1}, {Columns: []sheets.Field{sheets.Name}, First: 1, GroupID: 999}}
	list, err := db.Import(ctx, user, h.event.ID, waiting[0].ID)
	h.must(err)
	for _, plan := range bad {
		list.Plan = plan
		var wrong models.Invalid
		if err := db.SavePlan(ctx, list); !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", plan, err)
		}
	}
}

// Two take the same list over at once, and two lists with the same people: everybody is there once.
func TestImportAtOnce(t *testing.T) {
	h := newHall(t, 0)
	user := h.clerk()
	lines := []string{"Họ và tên|Chức vụ", "Lê Hoa|Bí thư", "Ngô Bảo|Phó Bí thư"}
	first, second := h.upload(user, lines...), h.upload(user, lines...)
	seen := h.preview(user, first).Seen
	var group sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		group.Go(func() {
			_, errs[i] = h.db.ApplyImport(context.Background(), user, []models.Import{first, second}[i%2], seen, false)
		})
	}
	group.Wait()
	fine := 0
	for _, err := range errs {
		switch {
		case err == nil:
			fine++
		case !errors.Is(err, models.ErrNotFound) && !errors.Is(err, models.ErrConflict):
			t.Error(err)
		}
	}
	if people := h.everybody(); fine != 1 || len(people) != 2 {
		t.Errorf("%d went well, %q", fine, people)
	}
	h.check()
}

// messy is a list of so many people as it may come: titles above, sections, holes, any form of Unicode, capitals, stray spaces, titles in
// the name, rows twice. It answers how many people are in it.
func messy(rows int, random *rand.Rand) (lines []string, people int) {
	lines = []string{"TỈNH ỦY HÀ NAM||||ĐẢNG CỘNG SẢN VIỆT NAM", "BAN TUYÊN GIÁO", "", "DANH SÁCH", "Đại biểu dự hội nghị, theo đơn vị công tác và chức vụ", "", "Đơn vị công tác|Số TT|Họ và tên|Chức vụ|Điện thoại di động|Ghi chú", "(1)|(2)|(3)|(4)|(5)|(6)"}
	families, middles, givens := []string{"Nguyễn", "Trần", "Đặng", "Phạm"}, []string{"Văn", "Thị", "Quốc", "Ngọc"}, []string{"Thủy", "Hòa", "Đức", "Ước", "Hưởng", "Quỳnh"}
	for i := 0; i < rows; i++ {
		if i%100 == 0 {
			lines = append(lines, fmt.Sprintf("|%s|Khối thứ %d", []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}[i/100%10], i/100))
		}
		name := fmt.Sprintf("%s %s %s %s", families[random.IntN(4)], middles[random.IntN(4)], givens[random.IntN(6)], givens[random.IntN(6)])
		cells := []string{fmt.Sprintf("Sở số %d", i%40), fmt.Sprint(i%100 + 1), name, fmt.Sprintf("Chuyên viên bậc %d", i), fmt.Sprintf("9%08d", i), ""}
		switch random.IntN(6) {
		case 0:
			cells[2] = strings.ToUpper(cells[2])
		case 1:
			cells[2] = "Đ/c " + cells[2]
		case 2:
			cells[2] = "  " + strings.ReplaceAll(cells[2], " ", "\u00a0 ")
		case 3:
			cells[2], cells[3] = norm.NFD.String(cells[2]), norm.NFD.String(cells[3])
		}
		line := strings.Join(cells, "|")
		lines = append(lines, line)
		people++
		if i%50 == 49 {
			lines = append(lines, "", norm.NFD.String(line)) // twice
		}
	}
	return append(lines, "", "||Tổng cộng: rất nhiều"), people
}

// A thousand rows, in Windows' and other clothes: each person once, and taken out and in again nothing changes.
func TestImportOfAThousand(t *testing.T) {
	h := newHall(t, 0)
	user := h.clerk()
	lines, people := messy(1000, rand.New(rand.NewPCG(1, 2)))
	waiting := h.upload(user, lines...)
	if waiting.Plan.Head != 7 || waiting.Plan.First != 9 {
		t.Fatalf("%+v", waiting.Plan)
	}
	preview := h.preview(user, waiting)
	if preview.Counts["wrong"] != 0 || preview.Counts["new"]+preview.Undecided != people || preview.Counts["repeat"] != people/50 || preview.Counts["section"] != 10 {
		t.Fatalf("%v, %d undecided of %d", preview.Counts, preview.Undecided, people)
	}
	waiting.Plan.Choices = map[int]string{}
	for _, row := range preview.Rows {
		if row.State == "doubtful" {
			waiting.Plan.Choices[row.Row] = "new"
		}
	}
	h.must(h.db.SavePlan(context.Background(), waiting))
	if done := h.take(user, waiting, false); done.Delegates != people || done.People != people {
		t.Errorf("%+v", done)
	}
	for _, name := range h.everybody() {
		if !norm.NFC.IsNormalString(name) || strings.Contains(name, "  ") || strings.Contains(name, "Đ/c") || !strings.Contains(name, "Chuyên viên bậc") {
			t.Errorf("%q", name)
		}
	}
	again := h.upload(user, lines...)
	if preview := h.preview(user, again); preview.Counts["new"]+preview.Counts["known"]+preview.Undecided != 0 || preview.Counts["there"] != people {
		t.Errorf("the second time: %v", preview.Counts)
	}
	h.check()
}
