package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"hoithao/models"
)

// user makes, changes and lists accounts. A password comes from standard input, never from the command line, where others could read
// it; at a terminal one is made and shown once.
func (m *Main) user(ctx context.Context, args []string) error {
	f := m.flags("user")
	name := f.String("name", "", "họ tên, như nhật ký sẽ ghi")
	roles := f.String("role", "", "vai trò, cách nhau bằng dấu phẩy: "+strings.Join(models.UserRoles, ", ")+"; thêm :CƠ-QUAN để giới hạn")
	language := f.String("language", "vi", "ngôn ngữ: vi, en")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return usage("user: cần add, password, list hoặc disable; xem hoithao user -h")
	}
	acts := map[string]func(db *models.DB, account string) error{
		"add": func(db *models.DB, account string) error {
			return m.addUser(ctx, db, account, *name, *language, *roles)
		},
		"password": func(db *models.DB, account string) error { return m.setPassword(ctx, db, account) },
		"disable":  func(db *models.DB, account string) error { return m.disableUser(ctx, db, account) },
		"list":     func(db *models.DB, _ string) error { return m.listUsers(ctx, db) },
	}
	act, ok := acts[rest[0]]
	switch {
	case !ok:
		return usage("user: không có việc “%s”; xem hoithao user -h", rest[0])
	case rest[0] == "list" && len(rest) != 1, rest[0] != "list" && len(rest) != 2:
		return usage("user %s: sai số tham số; xem hoithao user -h", rest[0])
	}
	open := f.open
	if rest[0] == "add" {
		open = f.create
	}
	db, err := open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return act(db, append(rest, "")[1])
}

func (m *Main) addUser(ctx context.Context, db *models.DB, account, name, language, roles string) error {
	wanted := models.NewUser{Account: account, Name: name, Language: language}
	if name == "" {
		wanted.Name = account
	}
	for one := range strings.SplitSeq(roles, ",") {
		role, organization, _ := strings.Cut(strings.TrimSpace(one), ":")
		if role == "" {
			continue
		}
		if !slices.Contains(models.UserRoles, role) {
			return usage("user add: không có vai trò “%s”; chỉ có %s", role, strings.Join(models.UserRoles, ", "))
		}
		id, err := organizationNamed(ctx, db, organization)
		if err != nil {
			return err
		}
		wanted.Roles = append(wanted.Roles, models.Role{OrganizationID: id, Role: role})
	}
	password, made, err := m.password()
	if err != nil {
		return err
	}
	wanted.Password = password
	user, err := db.AddUser(ctx, by("user"), wanted)
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s: đã lập\n", user.Account)
	m.tell(password, made)
	return nil
}

// organizationNamed is an organization by name or code; "" is the whole office.
func organizationNamed(ctx context.Context, db *models.DB, name string) (models.ID, error) {
	if name == "" {
		return 0, nil
	}
	found, err := db.OrganizationsNamed(ctx, name)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, fmt.Errorf("không có cơ quan “%s”", name)
	case len(found) > 1:
		return 0, fmt.Errorf("có %d cơ quan tên “%s”; hãy dùng mã cơ quan", len(found), name)
	}
	return found[0].ID, nil
}

func (m *Main) setPassword(ctx context.Context, db *models.DB, account string) error {
	user, err := findUser(ctx, db, account)
	if err != nil {
		return err
	}
	password, made, err := m.password()
	if err != nil {
		return err
	}
	if err := db.SetPassword(ctx, by("user"), user, password); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s: đã đổi mật khẩu\n", user.Account)
	m.tell(password, made)
	return nil
}

func (m *Main) disableUser(ctx context.Context, db *models.DB, account string) error {
	user, err := findUser(ctx, db, account)
	if err != nil {
		return err
	}
	user.DisabledAt = db.Now()
	if err := db.SaveUser(ctx, by("user"), user); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s: đã khóa\n", user.Account)
	return nil
}

func (m *Main) listUsers(ctx context.Context, db *models.DB) error {
	users, err := db.Users(ctx)
	if err != nil {
		return err
	}
	for _, user := range users {
		var roles []string
		for _, role := range user.Roles {
			roles = append(roles, role.Role)
		}
		state := ""
		if !user.DisabledAt.IsZero() {
			state = "\tđã khóa"
		}
		fmt.Fprintf(m.Stdout, "%s\t%s\t%s%s\n", user.Account, user.Name, strings.Join(roles, ","), state)
	}
	return nil
}

func findUser(ctx context.Context, db *models.DB, account string) (models.User, error) {
	users, err := db.Users(ctx)
	if err != nil {
		return models.User{}, err
	}
	for _, user := range users {
		if user.Account == strings.ToLower(account) {
			return user, nil
		}
	}
	return models.User{}, fmt.Errorf("không có tài khoản “%s”", account)
}

// password reads one from standard input, or makes one when that is a terminal.
func (m *Main) password() (password string, made bool, err error) {
	if terminal(m.Stdin) {
		return code(), true, nil
	}
	line, err := bufio.NewReader(m.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", false, errors.New("đầu vào chuẩn không có mật khẩu")
	}
	return line, false, nil
}

func (m *Main) tell(password string, made bool) {
	if made {
		fmt.Fprintf(m.Stdout, "Mật khẩu (chỉ hiện một lần): %s\n", password)
	}
}
