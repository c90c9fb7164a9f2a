package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/models/modelstest"
)

func (s *testSite) user(account string) models.User {
	s.t.Helper()
	users, err := s.db.Users(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, user := range users {
		if user.Account == account {
			return user
		}
	}
	s.t.Fatalf("nobody is %s", account)
	return models.User{}
}

func TestUsersOfTheOffice(t *testing.T) {
	s := newSite(t)
	b := s.as("administrator")
	b.get("/admin").want(t, http.StatusOK, "7 tài khoản")
	b.get("/admin/users").want(t, http.StatusOK, "Tài khoản secretary", "Ban Tuyên giáo Tỉnh ủy")
	b.get("/admin/users/new").want(t, http.StatusOK, "toàn cơ quan", "Ban tổ chức")
	form := url.Values{"account": {"Thuan.TD"}, "name": {"Trần Đức Thuần"}, "password": {"mưa dầm thấm lâu"}, "language": {"vi"},
		"role": {"organizer", "door", ""}, "role_organization": {"Ban Tuyên giáo Tỉnh ủy", "", ""}}
	b.post("/admin/users", form).leads(t, "/admin/users")
	user := s.user("thuan.td")
	if len(user.Roles) != 2 || user.Roles[1].OrganizationID != s.organization("Ban Tuyên giáo Tỉnh ủy").ID {
		t.Errorf("%+v", user)
	}
	for field, test := range map[string][2]string{
		"account": {"thuần", "Tên đăng nhập gồm"}, "name": {" ", "Hãy ghi họ và tên."}, "password": {"12345678", "quá dễ đoán"}, "language": {"fr", "Hãy chọn ngôn ngữ."},
		"role": {"god", "Không có vai trò này."}, "role_organization": {"Không có đâu", "Danh bạ không có cơ quan này"},
	} {
		bad := url.Values{"account": {"nguoi-khac"}, "name": {"Người khác"}, "password": {"mưa dầm thấm lâu"}, "language": {"vi"}, "role": {"door"}, "role_organization": {""}}
		bad.Set(field, test[0])
		got := b.post("/admin/users", bad).want(t, http.StatusUnprocessableEntity, test[1])
		if strings.Contains(got.Body, "mưa dầm") {
			t.Errorf("%s: the password comes back", field)
		}
	}
	b.post("/admin/users", form).want(t, http.StatusUnprocessableEntity, "đã có người dùng")

	// Changing roles ends the account's logins; what the form must not change stays.
	other := s.as("secretary")
	other.get("/account").want(t, http.StatusOK, "Tài khoản secretary")
	before := s.user("secretary")
	path := fmt.Sprintf("/admin/users/%d", before.ID)
	b.get(path).want(t, http.StatusOK, "Tài khoản secretary", `value="Ban Tuyên giáo Tỉnh ủy"`)
	edit := url.Values{"name": {"Thư ký mới"}, "language": {"en"}, "version": {fmt.Sprint(before.Version)}, "role": {"door"}, "role_organization": {"Ban Tuyên giáo Tỉnh ủy"},
		"account": {"khac"}, "password": {"không được đổi"}, "uid": {"x"}, "id": {"1"}}
	b.post(path, edit).leads(t, "/admin/users")
	now := s.user("secretary")
	if now.Name != "Thư ký mới" || now.Language != "en" || now.Password != before.Password || now.UID != before.UID || len(now.Roles) != 1 || now.Roles[0].Role != models.Door {
		t.Errorf("%+v", now)
	}
	other.get("/account").leads(t, "/login")
	b.post(path, edit).want(t, http.StatusConflict)

	// The last administrator stays one.
	mine := s.user("administrator")
	b.post(fmt.Sprintf("/admin/users/%d", mine.ID), url.Values{"name": {"A"}, "language": {"vi"}, "version": {fmt.Sprint(mine.Version)}, "role": {"door"}, "role_organization": {""}}).
		want(t, http.StatusUnprocessableEntity, "Phải còn ít nhất một quản trị viên.")

	// Another password, and the account disabled.
	b.post(path+"/password", url.Values{"password": {"ngan"}}).want(t, http.StatusUnprocessableEntity, "ít nhất 8 ký tự")
	b.post(path+"/password", url.Values{"password": {"có công mài sắt"}}).leads(t, "/admin/users")
	guest := s.as("guest")
	guest.post("/login", url.Values{"account": {"secretary"}, "password": {"có công mài sắt"}}).leads(t, "/")
	now = s.user("secretary")
	b.post(path, url.Values{"name": {now.Name}, "language": {"vi"}, "version": {fmt.Sprint(now.Version)}, "disabled": {"true"}}).leads(t, "/admin/users")
	guest.get("/account").leads(t, "/login")
	s.as("guest").post("/login", url.Values{"account": {"secretary"}, "password": {"có công mài sắt"}}).want(t, http.StatusUnprocessableEntity, "không đúng")

	b.get("/admin/journal").want(t, http.StatusOK, "Thư ký mới", "Tài khoản administrator", "Đổi mật khẩu")
	b.get("/admin/journal?topic=directory").want(t, http.StatusOK, "Tỉnh ủy Nam Định")
}

func TestOwnAccount(t *testing.T) {
	s := newSite(t)
	b, elsewhere := s.as("secretary"), s.as("secretary")
	b.get("/account").want(t, http.StatusOK, "Thư ký", "Ban Tuyên giáo Tỉnh ủy", "máy này")
	for name, test := range map[string][2]string{
		"the old one is wrong": {"không phải", "Mật khẩu đang dùng không đúng."}, "too easy": {"12345678", "quá dễ đoán"}, "not the same twice": {"mưa dầm thấm lâu", "không giống nhau"},
	} {
		form := url.Values{"old": {password}, "password": {test[0]}, "again": {test[0]}}
		switch name {
		case "the old one is wrong":
			form.Set("old", test[0])
		case "not the same twice":
			form.Set("again", "khác")
		}
		b.post("/account/password", form).want(t, http.StatusUnprocessableEntity, test[1])
	}
	before := b.cookies["login"]
	b.post("/account/password", url.Values{"old": {password}, "password": {"mưa dầm thấm lâu"}, "again": {"mưa dầm thấm lâu"}}).leads(t, "/account")
	if b.cookies["login"] == before {
		t.Error("the browser has kept its token")
	}
	b.get("/account").want(t, http.StatusOK, "Đã đổi mật khẩu.")
	elsewhere.get("/account").leads(t, "/login")
	stolen := &browser{site: s, cookies: map[string]string{"login": before}}
	stolen.get("/account").leads(t, "/login")

	// One's own logins, and nobody else's.
	one, two, stranger := s.as("door"), s.as("door"), s.as("chair")
	logins, err := s.db.Logins(context.Background(), s.user("door").ID)
	if err != nil || len(logins) != 2 {
		t.Fatal(logins, err)
	}
	first := logins[1].ID // the earlier one
	stranger.post("/account/logins", url.Values{"login": {fmt.Sprint(first)}}).leads(t, "/account")
	one.get("/account").want(t, http.StatusOK, "Đăng xuất máy này")
	two.post("/account/logins", url.Values{"login": {fmt.Sprint(first)}}).leads(t, "/account")
	one.get("/account").leads(t, "/login")
	three := s.as("door")
	two.post("/account/logins", nil).leads(t, "/account")
	three.get("/account").leads(t, "/login")
	two.get("/account").want(t, http.StatusOK)
}

// A browser that signs in gets a token of its own, whatever it came with, and the one it had is worth nothing then.
func TestSignInChangesTheToken(t *testing.T) {
	s := newSite(t)
	b := s.as("guest")
	b.cookies["login"] = "a-token-that-somebody-put-there-before"
	b.get("/login")
	b.post("/login", url.Values{"account": {"door"}, "password": {password}, "to": {"/account"}}).leads(t, "/account")
	first := b.cookies["login"]
	if len(first) != 43 || b.cookies["guest"] != "" {
		t.Errorf("the cookies are %v", b.cookies)
	}
	b.get("/account").want(t, http.StatusOK, "Tài khoản door")
	b.post("/login", url.Values{"account": {"chair"}, "password": {password}}).leads(t, "/")
	b.get("/account").want(t, http.StatusOK, "Tài khoản chair")
	old := &browser{site: s, cookies: map[string]string{"login": first}}
	old.get("/account").leads(t, "/login")
	last := b.cookies["login"]
	b.post("/logout", nil).leads(t, "/")
	old.cookies["login"] = last
	old.get("/account").leads(t, "/login")
}

// Unknown and wrong are answered with the same page, and so is who has tried too often.
func TestSignInPage(t *testing.T) {
	s := newSite(t)
	answers := map[string]string{}
	for _, account := range []string{"door", "nobody-at-all"} {
		b := s.as("guest")
		for range 5 {
			b.post("/login", url.Values{"account": {account}, "password": {"không đúng đâu"}}).want(t, http.StatusUnprocessableEntity, "không đúng")
		}
		got := b.post("/login", url.Values{"account": {account}, "password": {password}}).want(t, http.StatusTooManyRequests, "quá nhiều lần")
		answers[account] = strings.ReplaceAll(strings.ReplaceAll(got.Body, account, ""), b.csrf, "")
	}
	if answers["door"] != answers["nobody-at-all"] {
		t.Error("the answers differ")
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	s := newSite(t)
	for _, to := range []string{"//evil.example", `/\evil.example`, "https:evil.example", "https://evil.example", "/\t/evil.example", "javascript:alert(1)", "", "evil"} {
		got := s.as("guest").post("/login", url.Values{"account": {"door"}, "password": {password}, "to": {to}})
		if got.Header.Get("Location") != "/" {
			t.Errorf("%q leads to %q", to, got.Header.Get("Location"))
		}
	}
	s.as("guest").post("/login", url.Values{"account": {"door"}, "password": {password}, "to": {"/people?q=a"}}).leads(t, "/people?q=a")
}

// Under TLS, as a trusted proxy says, the cookies are bound to this host and to TLS.
func TestCookies(t *testing.T) {
	s := newSite(t)
	s.app = handlers.New(s.db, handlers.Config{TrustedProxies: []string{"0.0.0.0"}})
	for _, scheme := range []string{"http", "https"} {
		b := &browser{site: s, cookies: map[string]string{}}
		send := func(method, path string, form url.Values) answer {
			request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
			request.Header.Set("X-Forwarded-Proto", scheme)
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return b.send(request)
		}
		send("GET", "/login", nil)
		got := send("POST", "/login", url.Values{"_csrf": {b.csrf}, "account": {"door"}, "password": {password}}).leads(t, "/")
		for _, cookie := range got.Cookies() {
			if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
				t.Errorf("%s: %v", scheme, cookie)
			}
			if strings.HasPrefix(cookie.Name, "__Host-") != (scheme == "https") || cookie.Secure != (scheme == "https") {
				t.Errorf("%s: %v", scheme, cookie)
			}
		}
		if hsts := got.Header.Get("Strict-Transport-Security"); (hsts != "") != (scheme == "https") {
			t.Errorf("%s: HSTS is %q", scheme, hsts)
		}
	}
}

// The first administrator is made once, by whoever holds the code.
func TestSetup(t *testing.T) {
	db, err := models.Open(context.Background(), modelstest.Name(t), models.Options{Now: func() time.Time { return modelstest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := &testSite{t: t, db: db, app: handlers.New(db, handlers.Config{})}
	b := &browser{site: s, cookies: map[string]string{}}
	b.get("/setup").want(t, http.StatusNotFound) // no code, no setup
	s.app = handlers.New(db, handlers.Config{SetupCode: "ma-so"})
	b.get("/login").leads(t, "/setup")
	b.get("/setup?code=ma-so").want(t, http.StatusOK, `value="ma-so"`)
	form := func(field, value string) url.Values {
		form := url.Values{"account": {"quan-tri"}, "name": {"Người quản trị"}, "password": {"mưa dầm thấm lâu"}, "again": {"mưa dầm thấm lâu"}, "code": {" ma-so "}}
		form.Set(field, value)
		return form
	}
	for field, test := range map[string][2]string{
		"code": {"", "Mã không đúng."}, "again": {"khác", "không giống nhau"}, "name": {"", "Hãy ghi họ và tên."}, "account": {"Quản trị", "Tên đăng nhập gồm"}, "password": {"ngắn", "không giống nhau"},
	} {
		b.post("/setup", form(field, test[0])).want(t, http.StatusUnprocessableEntity, test[1])
	}
	if empty, _ := db.Empty(context.Background()); !empty {
		t.Fatal("an account was made")
	}
	b.post("/setup", form("code", "ma-so")).leads(t, "/")
	b.get("/admin").want(t, http.StatusOK, "1 tài khoản")
	guest := &browser{site: s, cookies: map[string]string{}}
	guest.get("/setup?code=ma-so").want(t, http.StatusNotFound)
	guest.get("/login")
	guest.post("/setup", form("account", "thu-hai")).want(t, http.StatusNotFound)
}

func TestOfficeSettings(t *testing.T) {
	s := newSite(t)
	b := s.as("administrator")
	b.get("/admin/settings").want(t, http.StatusOK, `name="invitation_days"`, "27/11/2018", "22/11/2018", "04/12/2018")
	form := func(field, value string) url.Values {
		form := url.Values{"visibility": {"public"}, "time_zone": {"Asia/Ho_Chi_Minh"}, "invitation_days": {"5"}, "notice_days": {"5"}, "version": {"0"}}
		if field != "" {
			form.Set(field, value)
		}
		return form
	}
	for field, test := range map[string][2]string{
		"visibility": {"all", "Hãy chọn ai được xem."}, "time_zone": {"Hà Nội", "Không có múi giờ này."}, "invitation_days": {"nhiều", "số nguyên không âm"}, "notice_days": {"", "từ 0 đến 60"},
	} {
		b.post("/admin/settings", form(field, test[0])).want(t, http.StatusUnprocessableEntity, test[1])
	}
	b.post("/admin/settings", form("", "")).leads(t, "/admin/settings")
	b.get("/admin/settings").want(t, http.StatusOK, "20/11/2018")
	b.get("/events/new").want(t, http.StatusOK, `value="public" checked`)
	b.post("/admin/settings", form("invitation_days", "7")).want(t, http.StatusConflict, "Người khác vừa sửa phần này")

	b.post("/admin/holidays", url.Values{"day": {"20/11/2018"}, "name": {"Nghỉ bù"}}).leads(t, "/admin/settings?year=2018")
	b.get("/admin/settings").want(t, http.StatusOK, "Nghỉ bù", "20/11/2018")
	b.post("/admin/holidays", url.Values{"day": {"20/11/2018"}, "name": {""}}).want(t, http.StatusUnprocessableEntity, "Hãy ghi tên ngày nghỉ.")
	b.post("/admin/holidays", url.Values{"day": {"mai"}, "name": {"Nghỉ"}}).want(t, http.StatusUnprocessableEntity, "Ngày viết như 13/11/2018.")
	b.post("/admin/holidays/usual", url.Values{"year": {"2019"}}).leads(t, "/admin/settings?year=2019")
	b.get("/admin/settings?year=2019").want(t, http.StatusOK, "Quốc khánh", "02/9/2019")
	b.post("/admin/holidays/usual", url.Values{"year": {"x"}}).want(t, http.StatusBadRequest)
	b.post("/admin/holidays/remove", url.Values{"day": {"2019-09-02"}}).leads(t, "/admin/settings?year=2019")
	b.post("/admin/holidays/remove", url.Values{"day": {"2019-09-02"}}).want(t, http.StatusNotFound)
}

func TestBackup(t *testing.T) {
	s := newSite(t)
	b := s.as("administrator")
	b.get("/admin/backup").want(t, http.StatusOK, "Chưa kiểm tra từ khi chương trình khởi động.")
	b.post("/admin/check", nil).leads(t, "/admin/backup")
	b.get("/admin/backup").want(t, http.StatusOK, "dữ liệu nguyên vẹn")
	got := b.post("/admin/backup", nil).want(t, http.StatusOK, "SQLite format 3")
	if name := got.Header.Get("Content-Disposition"); name != `attachment; filename="hoithao-2018-11-13.db"` {
		t.Errorf("it is called %s", name)
	}
	b.get("/admin/journal?topic=settings").want(t, http.StatusOK, "Tải bản sao lưu", "Tài khoản administrator")
}
