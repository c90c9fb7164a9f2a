package models_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// clockwork is a database whose clock the test moves.
func clockwork(t *testing.T) (db *models.DB, name string, now *time.Time) {
	t.Helper()
	at := modelstest.Now
	name, now = modelstest.Name(t), &at
	return reopen(t, name, now), name, now
}

func reopen(t *testing.T, name string, now *time.Time) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), name, models.Options{Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

const right = "mật khẩu của tôi"

func addUser(t *testing.T, db *models.DB, account string, roles ...models.Role) models.User {
	t.Helper()
	user, err := db.AddUser(context.Background(), hand, models.NewUser{Account: account, Name: "Người " + account, Password: right, Roles: roles})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// Failures make the next try wait, also after a restart; another address, and another account, do not wait.
func TestThrottleSurvivesRestart(t *testing.T) {
	ctx := context.Background()
	db, name, now := clockwork(t)
	addUser(t, db, "thuan")
	try := func(account, password, address string) error {
		_, _, err := db.SignIn(ctx, account, password, address, "")
		return err
	}
	for i := range 5 {
		if err := try("thuan", "sai rồi nhé", "10.0.0.1"); !errors.Is(err, models.ErrWrongPassword) {
			t.Fatalf("failure %d: %v", i+1, err)
		}
	}
	db.Close()
	db = reopen(t, name, now)
	var throttled models.Throttled
	if err := try("thuan", right, "10.0.0.1"); !errors.As(err, &throttled) || throttled.Wait > time.Second {
		t.Errorf("after a restart: %v", err)
	}
	if err := try("thuan", right, "10.0.0.2"); err != nil {
		t.Errorf("the right password from another address: %v", err)
	}
	waits := []time.Duration{}
	for range 15 { // each further failure doubles the wait, up to a quarter of an hour
		*now = now.Add(15 * time.Minute)
		if err := try("thuan", "sai rồi nhé", "10.0.0.1"); !errors.Is(err, models.ErrWrongPassword) {
			t.Fatal(err)
		}
		if err := try("thuan", right, "10.0.0.1"); errors.As(err, &throttled) {
			waits = append(waits, throttled.Wait)
		}
	}
	if len(waits) != 15 || waits[0] != 2*time.Second || waits[3] != 16*time.Second || waits[14] != 15*time.Minute {
		t.Errorf("the waits are %v", waits)
	}
	*now = now.Add(15 * time.Minute)
	if err := try("thuan", right, "10.0.0.1"); err != nil {
		t.Errorf("having waited, the right password: %v", err)
	}
	if err := try("thuan", "sai rồi nhé", "10.0.0.1"); !errors.Is(err, models.ErrWrongPassword) {
		t.Errorf("success did not forget the failures: %v", err)
	}
}

// Who tries at once gets no more tries than who tries in a row.
func TestThrottleHoldsParallelTries(t *testing.T) {
	db, _, _ := clockwork(t)
	addUser(t, db, "thuan")
	var mu sync.Mutex
	var looked int
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := db.SignIn(context.Background(), "thuan", "sai rồi nhé", "10.0.0.1", ""); errors.Is(err, models.ErrWrongPassword) {
				mu.Lock()
				looked++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if looked != 5 {
		t.Errorf("%d passwords were looked at", looked)
	}
}

// One address that tries many accounts is stopped, but does not stop who is signed in from there; of IPv6 a subscriber's half is one address.
func TestThrottleOfAnAddress(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	addUser(t, db, "chu-tri")
	addUser(t, db, "thu-ky")
	if _, _, err := db.SignIn(ctx, "chu-tri", right, "2001:db8::1", ""); err != nil {
		t.Fatal(err)
	}
	for i := range 70 {
		account := "ai-do-" + strings.Repeat("x", i)
		address := "2001:db8::" + string("0123456789abcdef"[i%16])
		db.SignIn(ctx, account, "mot mat khau nao do", address, "")
	}
	var throttled models.Throttled
	if _, _, err := db.SignIn(ctx, "thu-ky", right, "2001:db8::9", ""); !errors.As(err, &throttled) {
		t.Errorf("the address may still try: %v", err)
	}
	if _, _, err := db.SignIn(ctx, "chu-tri", right, "2001:db8::9", ""); err != nil {
		t.Errorf("a stranger has locked out the chair: %v", err)
	}
	if _, _, err := db.SignIn(ctx, "thu-ky", right, "2001:db8:0:1::9", ""); err != nil {
		t.Errorf("another subscriber has to wait: %v", err)
	}
}

// An unknown account, a wrong password and a disabled account are answered alike, and cost alike.
func TestSignInBetraysNothing(t *testing.T) {
	ctx := context.Background()
	db, _, now := clockwork(t)
	addUser(t, db, "quan-tri", models.Role{Role: models.Administrator})
	user := addUser(t, db, "nghi-viec")
	user, _ = db.User(ctx, user.ID)
	user.DisabledAt = models.At(*now)
	if err := db.SaveUser(ctx, hand, user); err != nil {
		t.Fatal(err)
	}
	least := map[string]time.Duration{} // of several tries: a busy machine only makes them longer
	for range 5 {
		for name, try := range map[string][2]string{"unknown": {"khong-co", right}, "wrong": {"quan-tri", "sai rồi nhé"}, "disabled": {"nghi-viec", right}, "empty": {"", ""}, "broken": {"\xff" + strings.Repeat("ư", 90), right}} {
			start := time.Now()
			token, who, err := db.SignIn(ctx, try[0], try[1], "10.0.0."+name, "")
			if took := time.Since(start); least[name] == 0 || took < least[name] {
				least[name] = took
			}
			if !errors.Is(err, models.ErrWrongPassword) || err.Error() != models.ErrWrongPassword.Error() || token != "" || who.ID != 0 {
				t.Errorf("%s: %v, %q, %v", name, err, token, who.ID)
			}
		}
	}
	for name, took := range least {
		if took < least["wrong"]/3 || took > least["wrong"]*3 {
			t.Errorf("%s took %v, a wrong password %v", name, took, least["wrong"])
		}
	}
}

// A login ends when it has not been used for so long, and when it has lasted so long however much it was used.
func TestLoginEnds(t *testing.T) {
	ctx := context.Background()
	db, _, now := clockwork(t)
	addUser(t, db, "thuan")
	in := func() string {
		token, _, err := db.SignIn(ctx, "thuan", right, "10.0.0.1", "Firefox")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := in()
	*now = now.Add(12*time.Hour - time.Millisecond)
	if _, _, err := db.LoggedIn(ctx, token); err != nil {
		t.Errorf("within twelve hours: %v", err)
	}
	*now = now.Add(12 * time.Hour)
	if _, _, err := db.LoggedIn(ctx, token); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("twelve hours idle: %v", err)
	}
	token = in()
	for range 7*4 - 1 { // used all the time
		*now = now.Add(6 * time.Hour)
		if _, _, err := db.LoggedIn(ctx, token); err != nil {
			t.Fatal(err)
		}
	}
	*now = now.Add(6 * time.Hour)
	if _, _, err := db.LoggedIn(ctx, token); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a week long: %v", err)
	}
	if logins, err := db.Logins(ctx, 1); err != nil || len(logins) != 0 {
		t.Errorf("%v, %v", logins, err)
	}
}

func TestWhatEndsLogins(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name  string
		do    func(db *models.DB, user models.User, logins []models.Login) error
		alive []bool // of two logins, the later first
	}{
		{"nothing", func(*models.DB, models.User, []models.Login) error { return nil }, []bool{true, true}},
		{"signing one out", func(db *models.DB, user models.User, logins []models.Login) error {
			return db.SignOut(ctx, user.ID, logins[1].ID)
		}, []bool{true, false}},
		{"signing somebody else's out", func(db *models.DB, user models.User, logins []models.Login) error {
			return db.SignOut(ctx, user.ID+1, logins[1].ID)
		}, []bool{true, true}},
		{"signing all others out", func(db *models.DB, user models.User, logins []models.Login) error {
			return db.SignOutOthers(ctx, user.ID, logins[0].ID)
		}, []bool{true, false}},
		{"signing all out", func(db *models.DB, user models.User, _ []models.Login) error { return db.SignOut(ctx, user.ID, 0) }, []bool{false, false}},
		{"another password", func(db *models.DB, user models.User, _ []models.Login) error {
			return db.SetPassword(ctx, hand, user, "một câu khác hẳn")
		}, []bool{false, false}},
		{"another role", func(db *models.DB, user models.User, _ []models.Login) error {
			user.Roles = []models.Role{{Role: models.Door}}
			return db.SaveUser(ctx, hand, user)
		}, []bool{false, false}},
		{"disabling", func(db *models.DB, user models.User, _ []models.Login) error {
			user.DisabledAt = db.Now()
			return db.SaveUser(ctx, hand, user)
		}, []bool{false, false}},
		{"another language", func(db *models.DB, user models.User, _ []models.Login) error { return db.SetLanguage(ctx, user, "en") }, []bool{true, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db, _, now := clockwork(t)
			addUser(t, db, "quan-tri", models.Role{Role: models.Administrator})
			user := addUser(t, db, "thuan")
			user, err := db.User(ctx, user.ID)
			if err != nil {
				t.Fatal(err)
			}
			tokens := make([]string, 2)
			for i := range tokens {
				if tokens[len(tokens)-1-i], err = db.AddLogin(ctx, user, "10.0.0.1", "Firefox"); err != nil {
					t.Fatal(err)
				}
				*now = now.Add(time.Minute)
			}
			if tokens[0] == tokens[1] || len(tokens[0]) != 43 { // 256 bits
				t.Errorf("the tokens are %q", tokens)
			}
			logins, err := db.Logins(ctx, user.ID)
			if err != nil || len(logins) != 2 {
				t.Fatalf("%v, %v", logins, err)
			}
			if err := test.do(db, user, logins); err != nil {
				t.Fatal(err)
			}
			for i, token := range tokens {
				who, _, err := db.LoggedIn(ctx, token)
				if alive := err == nil && who.ID == user.ID; alive != test.alive[i] {
					t.Errorf("login %d lives: %v, want %v (%v)", i, alive, test.alive[i], err)
				}
			}
		})
	}
}

// Nothing that the database keeps signs anybody in.
func TestNothingStoredSignsIn(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	user := addUser(t, db, "thuan")
	token, _, err := db.SignIn(ctx, "thuan", right, "10.0.0.1", "")
	if err != nil {
		t.Fatal(err)
	}
	logins, err := db.Logins(ctx, user.ID)
	if err != nil || len(logins) != 1 {
		t.Fatal(logins, err)
	}
	user, _ = db.User(ctx, user.ID)
	if logins[0].TokenHash == token || strings.Contains(user.Password, right) || !strings.HasPrefix(user.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kept are %q and %q", logins[0].TokenHash, user.Password)
	}
	for _, stored := range []string{logins[0].TokenHash, user.Password, user.UID, ""} {
		if _, _, err := db.LoggedIn(ctx, stored); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q signs in: %v", stored, err)
		}
		if _, _, err := db.SignIn(ctx, "thuan", stored, "10.0.0.2", ""); !errors.Is(err, models.ErrWrongPassword) {
			t.Errorf("%q is taken for the password: %v", stored, err)
		}
	}
	rows, err := db.Journal(ctx, models.JournalFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if strings.Contains(row.Detail, "argon2") || strings.Contains(row.Detail, right) {
			t.Errorf("the journal keeps a secret: %s", row.Detail)
		}
	}
}

func TestPasswords(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	tests := []struct {
		password string
		taken    bool
	}{
		{"1234567", false}, {"12345678", false}, {"01011990", false}, {"0912345678", false}, {"19/05/1990", false},
		{"Matkhau@123", false}, {"Mật khẩu 123", false}, {"P@ssw0rd2024", false}, {"admin12345", false}, {"nguyen.an", false}, {"nguyen.an123", false},
		{"aaaaaaaaaaaaaaaaaaaa", false}, {"abcabcabcabc", false}, {"qwertyuiop", false}, {"87654321", false}, {"1qaz2wsx", false}, {"hoithao2018", false},
		{"con trâu đi trước", true}, {"Xq7!kd9w", true}, {"abc def ghi jkl mno", false}, {"123456789012345678901234567890 là số", true}, {strings.Repeat("dài và khó đoán ", 20), true},
		{strings.Repeat("dài và khó đoán ", 70), false}, {"😀😀😀😀😀😀😀😀 mặt cười", true},
	}
	for _, test := range tests {
		_, err := db.AddUser(ctx, hand, models.NewUser{Account: "nguyen.an", Name: "A", Password: test.password})
		var wrong models.Invalid
		if taken := !errors.As(err, &wrong) || wrong["password"] == ""; taken != test.taken {
			t.Errorf("%.40q is taken: %v, want %v", test.password, taken, test.taken)
		}
	}
}

// Keyboards send the same letters composed or not; it is the same password.
func TestPasswordIsComposed(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	if _, err := db.AddUser(ctx, hand, models.NewUser{Account: "an", Name: "A", Password: "Bến đò Hà Nam"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.SignIn(ctx, "AN ", "Be\u0302\u0301n đo\u0300 Ha\u0300 Nam", "", ""); err != nil {
		t.Errorf("decomposed: %v", err)
	}
	if _, _, err := db.SignIn(ctx, "an", "Ben do Ha Nam", "", ""); !errors.Is(err, models.ErrWrongPassword) {
		t.Errorf("without marks: %v", err)
	}
}

func TestCheckPassword(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	user := addUser(t, db, "thuan")
	user, _ = db.User(ctx, user.ID)
	if err := db.CheckPassword(ctx, user, right, "10.0.0.1"); err != nil {
		t.Error(err)
	}
	for range 5 {
		if err := db.CheckPassword(ctx, user, "sai", "10.0.0.1"); !errors.Is(err, models.ErrWrongPassword) {
			t.Error(err)
		}
	}
	if err := db.CheckPassword(ctx, user, right, "10.0.0.1"); !errors.As(err, new(models.Throttled)) {
		t.Errorf("may be guessed without end: %v", err)
	}
}

func TestUsers(t *testing.T) {
	ctx := context.Background()
	db, _, _ := clockwork(t)
	first, err := db.AddUser(ctx, hand, models.NewUser{Account: "Quan-Tri", Name: " Người  đầu ", Password: right, First: true, Roles: []models.Role{{Role: models.Administrator}}})
	if err != nil || first.Account != "quan-tri" || first.Name != "Người đầu" {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := db.AddUser(ctx, hand, models.NewUser{Account: "thu-hai", Name: "B", Password: right, First: true}); !errors.Is(err, models.ErrForbidden) {
		t.Errorf("a second first administrator: %v", err)
	}
	bad := []struct {
		name, field string
		user        models.NewUser
	}{
		{"taken", "account", models.NewUser{Account: "QUAN-TRI", Name: "B", Password: right}},
		{"marks", "account", models.NewUser{Account: "thuần", Name: "B", Password: right}},
		{"no name", "name", models.NewUser{Account: "b1", Password: right}},
		{"short", "password", models.NewUser{Account: "b1", Name: "B", Password: "abc"}},
		{"language", "language", models.NewUser{Account: "b1", Name: "B", Password: right, Language: "fr"}},
		{"role", "roles", models.NewUser{Account: "b1", Name: "B", Password: right, Roles: []models.Role{{Role: "god"}}}},
		{"role nowhere", "roles", models.NewUser{Account: "b1", Name: "B", Password: right, Roles: []models.Role{{Role: models.Door, OrganizationID: 99}}}},
	}
	var wrong models.Invalid
	for _, test := range bad {
		if _, err := db.AddUser(ctx, hand, test.user); !errors.As(err, &wrong) || wrong[test.field] == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	user, _ := db.User(ctx, first.ID)
	for name, edit := range map[string]func(*models.User){
		"without a role": func(u *models.User) { u.Roles = nil }, "for one organization only": func(u *models.User) { u.Roles = []models.Role{{Role: models.Organizer}} },
		"disabled": func(u *models.User) { u.DisabledAt = db.Now() },
	} {
		last := user
		edit(&last)
		if err := db.SaveUser(ctx, hand, last); !errors.As(err, &wrong) || wrong["roles"] == "" {
			t.Errorf("the last administrator %s: %v", name, err)
		}
	}
	user.Account, user.UID, user.Password, user.Name = "khac", "khac", "khac", "Tên mới" // only the name may change
	if err := db.SaveUser(ctx, hand, user); err != nil {
		t.Fatal(err)
	}
	now, _ := db.User(ctx, first.ID)
	if now.Account != "quan-tri" || now.UID != first.UID || now.Name != "Tên mới" {
		t.Errorf("%+v", now)
	}
	if _, _, err := db.SignIn(ctx, "quan-tri", right, "", ""); err != nil {
		t.Errorf("the password has changed, too: %v", err)
	}
	var stale models.Stale
	if err := db.SaveUser(ctx, hand, user); !errors.As(err, &stale) {
		t.Errorf("an old version was saved: %v", err)
	}
	if err := db.SetPassword(ctx, hand, models.User{ID: 99}, "một câu khác hẳn"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a password for nobody: %v", err)
	}
}

// An account that is made between the two questions of a reader takes nobody else's place.
func TestUsersWhileOneIsMade(t *testing.T) {
	ctx, name := context.Background(), modelstest.Name(t)
	var between func(string)
	db, err := models.Open(ctx, name, models.Options{Asked: func(query string) {
		if between != nil {
			between(query)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	addUser(t, db, "an", models.Role{Role: models.Secretary})
	other := openedAt(t, name)
	between = func(query string) {
		if strings.Contains(query, "FROM roles") {
			between = nil
			addUser(t, other, "binh", models.Role{Role: models.Administrator})
		}
	}
	users, err := db.Users(ctx)
	if err != nil || between != nil {
		t.Fatal(err, between == nil)
	}
	for _, user := range users {
		if user.Account == "an" && (len(user.Roles) != 1 || user.Roles[0].Role != models.Secretary) {
			t.Errorf("%+v", user)
		}
	}
}

func TestDevices(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36":                            "Chrome · Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0":              "Edge · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1":    "Safari · iPhone",
		"Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36": "Samsung Internet · Android",
		"Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0":                                                                     "Firefox · Linux",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15":                      "Safari · macOS",
		"curl/8.5.0": "curl/8.5.0", "": "",
	} {
		if got := (models.Login{Agent: agent}).Device(); got != want {
			t.Errorf("%s is %q", agent, got)
		}
	}
}
