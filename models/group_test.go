package models_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func TestGroups(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	unit, err := h.db.AddOrganization(ctx, secretary, models.Organization{ParentID: h.event.OrganizerID, Name: "Ban Tuyên giáo Huyện ủy Kim Bảng"})
	h.must(err)
	press := models.Group{EventID: h.event.ID, Name: "  Báo   Hà Nam ", Press: true, Collective: true, Expected: number(1), Units: []models.Organization{{ID: unit.ID}, {ID: unit.ID}, {ID: h.event.OrganizerID}}}
	press, err = h.db.AddGroup(ctx, secretary, press)
	h.must(err)
	if press.Name != "Báo Hà Nam" || len(press.Units) != 2 || press.Units[0].Name != unit.Name || press.Position != 4 {
		t.Errorf("added %+v", press)
	}
	for field, wrong := range map[string]func(*models.Group){
		"name":     func(g *models.Group) { g.Name = " " },
		"expected": func(g *models.Group) { g.Expected = number(models.MostHeads + 1) },
		"units":    func(g *models.Group) { g.Units = []models.Organization{{ID: 99999}} },
	} {
		bad := press
		wrong(&bad)
		wants(t, h.db.SaveGroup(ctx, secretary, bad), field)
		_, err := h.db.AddGroup(ctx, secretary, bad)
		wants(t, err, field)
	}
	long := press
	long.Name = strings.Repeat("ă", 501)
	wants(t, h.db.SaveGroup(ctx, secretary, long), "name")

	before := h.last().Revision
	h.must(h.db.SaveGroup(ctx, secretary, press))
	if h.last().Revision != before {
		t.Error("saving the same took a revision")
	}
	changed := press
	changed.Name, changed.Units = "Báo, đài", nil
	h.must(h.db.SaveGroup(ctx, secretary, changed))
	var stale models.Stale
	if err := h.db.SaveGroup(ctx, secretary, press); !errors.As(err, &stale) || stale.Now.(models.Group).Name != "Báo, đài" {
		t.Errorf("an old version: %v", err)
	}

	names := func() (names []string) {
		groups, err := h.db.Groups(ctx, h.event.ID)
		h.must(err)
		for _, group := range groups {
			names = append(names, group.Name)
		}
		return names
	}
	h.must(h.db.MoveGroup(ctx, secretary, h.event.ID, press.ID, true))
	h.must(h.db.MoveGroup(ctx, secretary, h.event.ID, h.groups[0].ID, true)) // the first stays
	if got, want := names(), []string{"Lãnh đạo tỉnh", "Ban Tuyên giáo", "Báo, đài", "Cộng tác viên"}; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
	order := []models.ID{press.ID, h.groups[2].ID, h.groups[1].ID, h.groups[0].ID}
	h.must(h.db.OrderGroups(ctx, secretary, h.event.ID, order))
	if err := h.db.OrderGroups(ctx, secretary, h.event.ID, order[1:]); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an order of some: %v", err)
	}
	if got, want := names(), []string{"Báo, đài", "Cộng tác viên", "Ban Tuyên giáo", "Lãnh đạo tỉnh"}; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}

	wants(t, h.db.RemoveGroup(ctx, secretary, h.event.ID, h.groups[0].ID), "group")
	h.must(h.db.SetHeadcount(ctx, secretary, h.event.ID, h.groups[2].ID, h.session, number(36), 0))
	wants(t, h.db.RemoveGroup(ctx, secretary, h.event.ID, h.groups[2].ID), "group")
	h.must(h.db.RemoveGroup(ctx, secretary, h.event.ID, press.ID))
	if err := h.db.RemoveGroup(ctx, secretary, h.event.ID, press.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	other := hallOf(t, h.db, 0)
	if err := h.db.RemoveGroup(ctx, secretary, h.event.ID, other.groups[0].ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a group of another event: %v", err)
	}
}

// A group that is added between the two questions of a reader does him no harm.
func TestGroupsWhileOneIsAdded(t *testing.T) {
	ctx, name := context.Background(), modelstest.Name(t)
	var between func(string)
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }, Asked: func(query string) {
		if between != nil {
			between(query)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, other := hallOf(t, db, 0), openedAt(t, name)
	unit := addOrganization(t, other, models.Organization{Name: "Báo Hà Nam"})
	between = func(query string) {
		if !strings.Contains(query, "group_units") {
			return
		}
		between = nil
		group, err := other.AddGroup(ctx, secretary, models.Group{EventID: h.event.ID, Name: "Báo chí", Collective: true, Units: []models.Organization{unit}})
		h.must(err)
		h.must(other.SetHeadcount(ctx, secretary, h.event.ID, group.ID, h.session, number(3), 0))
	}
	groups, err := db.Groups(ctx, h.event.ID)
	if err != nil || len(groups) < 3 || between != nil {
		t.Errorf("%d groups, added between %t, %v", len(groups), between == nil, err)
	}
}
