package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hoithao/models"
	"hoithao/views"
)

type usersPage struct {
	views.Page
	Users         []models.User
	Organizations map[models.ID]models.Organization // of the roles
}

func (s *site) listUsers(c *fiber.Ctx) error {
	page := usersPage{Page: s.page(c, views.T("Tài khoản"))}
	var err error
	if page.Users, err = s.db.Users(c.UserContext()); err != nil {
		return err
	}
	if page.Organizations, err = s.organizationsOf(c, page.Users...); err != nil {
		return err
	}
	return s.render(c, "admin/users", page)
}

// organizationsOf are the organizations of some users' roles, with those above.
func (s *site) organizationsOf(c *fiber.Ctx, users ...models.User) (map[models.ID]models.Organization, error) {
	var ids []models.ID
	for _, user := range users {
		for _, role := range user.Roles {
			if role.OrganizationID != 0 && !slices.Contains(ids, role.OrganizationID) {
				ids = append(ids, role.OrganizationID)
			}
		}
	}
	lines, err := s.db.Lines(c.UserContext(), ids)
	organizations := map[models.ID]models.Organization{}
	for _, organization := range lines {
		organizations[organization.ID] = organization
	}
	return organizations, err
}

// userForm is the form of an account as typed; its roles are rows.
type userForm struct {
	Account  string `form:"account"`
	Name     string `form:"name"`
	Language string `form:"language"`
	Password string `form:"password"`
	Disabled bool   `form:"disabled"`
	Version  int64  `form:"version"`
	More     bool   `form:"more"` // another row is asked for, nothing is to be saved yet
	Roles    []roleForm
}

type roleForm struct{ Role, Organization string }

func readUserForm(c *fiber.Ctx) (form userForm, err error) {
	if err := c.BodyParser(&form); err != nil {
		return form, fiber.ErrBadRequest
	}
	for _, row := range rowsOf(c, "role", "role_organization") {
		if row[0] != "" {
			form.Roles = append(form.Roles, roleForm{row[0], row[1]})
		}
	}
	if len(form.Roles) > 50 {
		return form, fiber.ErrBadRequest
	}
	return form, nil
}

func (s *site) userFormOf(c *fiber.Ctx, user models.User) (form userForm, err error) {
	form = userForm{Account: user.Account, Name: user.Name, Language: user.Language, Disabled: !user.DisabledAt.IsZero(), Version: user.Version}
	organizations, err := s.organizationsOf(c, user)
	if err != nil {
		return form, err
	}
	labels, err := s.labels(c, organizations)
	for _, role := range user.Roles {
		form.Roles = append(form.Roles, roleForm{role.Role, labels[role.OrganizationID]})
	}
	return form, err
}

// roles are those that the form says. An organization that is meant but not found is never taken for the whole office.
func (s *site) roles(c *fiber.Ctx, form userForm, wrong models.Invalid) (roles []models.Role, err error) {
	for _, row := range form.Roles {
		role := models.Role{Role: row.Role}
		if role.OrganizationID, err = s.chosen(c, row.Organization, "roles", wrong); err != nil {
			return nil, err
		}
		roles = append(roles, role)
	}
	return roles, nil
}

type userFormPage struct {
	views.Page
	User   models.User // zero when it is a new one
	Form   userForm
	Wrong  models.Invalid
	Stale  []views.Both
	Logins []models.Login
	Choice []views.Option // of roles
}

// Rows are the rows of roles that the form shows: those there are, and an empty one to write into.
func (page userFormPage) Rows() []roleForm { return append(slices.Clone(page.Form.Roles), roleForm{}) }

func (s *site) userFormPage(c *fiber.Ctx, title string, user models.User, form userForm) userFormPage {
	page := userFormPage{Page: s.page(c, title), User: user, Form: form}
	page.Form.Password = "" // never sent back
	page.Choice = page.Among("role", models.UserRoles...)
	return page
}

func (s *site) newUser(c *fiber.Ctx) error {
	return s.render(c, "admin/user", s.userFormPage(c, views.T("Thêm tài khoản"), models.User{}, userForm{Language: "vi"}))
}

func (s *site) addUser(c *fiber.Ctx) error {
	form, err := readUserForm(c)
	if err != nil {
		return err
	}
	page := s.userFormPage(c, views.T("Thêm tài khoản"), models.User{}, form)
	if form.More {
		return s.render(c, "admin/user", page)
	}
	wrong := models.Invalid{}
	roles, err := s.roles(c, form, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		user, err := s.db.AddUser(c.UserContext(), by(c), models.NewUser{Account: form.Account, Name: form.Name, Language: form.Language, Password: form.Password, Roles: roles})
		if err == nil {
			return s.done(c, "/admin/users", views.T("Đã thêm tài khoản %s."), user.Account)
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	page.Wrong = wrong
	return s.again(c, "admin/user", page)
}

// userOf is the account of the address.
func (s *site) userOf(c *fiber.Ctx) (models.User, error) {
	id, err := thing(c, "id")
	if err != nil {
		return models.User{}, err
	}
	return s.db.User(c.UserContext(), id)
}

func (s *site) editUser(c *fiber.Ctx) error {
	user, err := s.userOf(c)
	if err != nil {
		return err
	}
	form, err := s.userFormOf(c, user)
	if err != nil {
		return err
	}
	page := s.userFormPage(c, views.T("Sửa tài khoản"), user, form)
	if page.Logins, err = s.db.Logins(c.UserContext(), user.ID); err != nil {
		return err
	}
	return s.render(c, "admin/user", page)
}

func (s *site) saveUser(c *fiber.Ctx) error {
	form, err := readUserForm(c)
	if err != nil {
		return err
	}
	before, err := s.userOf(c)
	if err != nil {
		return err
	}
	form.Account = before.Account
	page := s.userFormPage(c, views.T("Sửa tài khoản"), before, form)
	if form.More {
		return s.render(c, "admin/user", page)
	}
	user, wrong := before, models.Invalid{}
	user.Name, user.Language, user.Version = form.Name, form.Language, form.Version
	if user.Roles, err = s.roles(c, form, wrong); err != nil {
		return err
	}
	switch {
	case !form.Disabled:
		user.DisabledAt = models.Time{}
	case before.DisabledAt.IsZero():
		user.DisabledAt = s.db.Now()
	}
	var stale models.Stale
	if len(wrong) == 0 {
		err := s.db.SaveUser(c.UserContext(), by(c), user)
		if err == nil {
			return s.done(c, "/admin/users", views.T("Đã lưu tài khoản %s."), user.Account)
		}
		if !errors.As(err, &wrong) && !errors.As(err, &stale) {
			return err
		}
	}
	page.Wrong = wrong
	now, ok := stale.Now.(models.User)
	if !ok {
		return s.again(c, "admin/user", page)
	}
	theirs, err := s.userFormOf(c, now)
	if err != nil {
		return err
	}
	page.User, page.Form.Version, page.Stale = now, stale.Version, page.both(theirs)
	c.Status(fiber.StatusConflict)
	return s.render(c, "admin/user", page)
}

// both are the fields in which what stands now and what was typed differ.
func (page userFormPage) both(now userForm) []views.Both {
	roles := func(form userForm) string {
		var lines []string
		for _, role := range form.Roles {
			lines = append(lines, strings.TrimSpace(page.Word("role", role.Role)+" "+role.Organization))
		}
		return strings.Join(lines, "\n")
	}
	disabled := func(form userForm) string {
		if form.Disabled {
			return page.Say(views.T("Đã khóa"))
		}
		return page.Say(views.T("Đang dùng"))
	}
	mine := page.Form
	return views.Differing(
		views.Both{Label: views.T("Họ và tên"), Now: now.Name, Mine: mine.Name},
		views.Both{Label: views.T("Ngôn ngữ"), Now: page.Word("language", now.Language), Mine: page.Word("language", mine.Language)},
		views.Both{Label: views.T("Vai trò"), Now: roles(now), Mine: roles(mine)},
		views.Both{Label: views.T("Trạng thái"), Now: disabled(now), Mine: disabled(mine)},
	)
}

// setPassword gives an account another password; whoever has forgotten theirs asks the administrator.
func (s *site) setPassword(c *fiber.Ctx) error {
	user, err := s.userOf(c)
	if err != nil {
		return err
	}
	wrong := models.Invalid{}
	err = s.db.SetPassword(c.UserContext(), by(c), user, c.FormValue("password"))
	if err == nil {
		return s.done(c, "/admin/users", views.T("Đã đặt mật khẩu mới cho %s. Mọi máy đang đăng nhập tài khoản này phải đăng nhập lại."), user.Account)
	}
	if !errors.As(err, &wrong) {
		return err
	}
	form, err := s.userFormOf(c, user)
	if err != nil {
		return err
	}
	page := s.userFormPage(c, views.T("Sửa tài khoản"), user, form)
	page.Wrong = wrong
	return s.again(c, "admin/user", page)
}

// endLogins signs an account out everywhere.
func (s *site) endLogins(c *fiber.Ctx) error {
	user, err := s.userOf(c)
	if err != nil {
		return err
	}
	if err := s.db.SignOut(c.UserContext(), user.ID, 0); err != nil {
		return err
	}
	return s.done(c, "/admin/users/"+formID(user.ID), views.T("Đã đăng xuất tài khoản %s khỏi mọi máy."), user.Account)
}
