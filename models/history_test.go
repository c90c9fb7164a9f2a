package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// said is a change in a line: what, of whom, and each field before and after.
func said(row models.HistoryRow) string {
	side := func(values []models.HistoryValue) string {
		var parts []string
		for _, value := range values {
			part := value.Noun + ":" + value.Text
			if value.Noun == "" {
				part = value.Text
			}
			if !value.Local.IsZero() {
				part = value.Local.Format("15:04 02/01/2006")
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, "; ")
	}
	line := fmt.Sprintf("%s %s %s", row.Topic, row.What, row.Of)
	for _, field := range row.Fields {
		line += fmt.Sprintf(" | %s: %s → %s", field.Name, side(field.Before), side(field.After))
	}
	return line
}

func TestHistory(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party"})
	board := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: office.ID, PrintAbove: text("")})
	board.ParentID, board.ValidUntil, board.Kind = 0, "2025-06-30", "party"
	if err := db.SaveOrganization(ctx, hand, board); err != nil {
		t.Fatal(err)
	}
	person := addPerson(t, db, "Trần Đức", "Thuần", models.Post{Title: "Trưởng ban", OrganizationID: board.ID})
	person.Posts[0].Title = "Trưởng ban Tuyên giáo"
	person.Note = strings.Repeat("dài ", 100) + "cũ" + strings.Repeat(" đuôi", 100)
	if err := db.SavePerson(ctx, hand, person); err != nil {
		t.Fatal(err)
	}
	person, _ = db.Person(ctx, person.ID)
	person.Note = strings.Replace(person.Note, "cũ", "mới", 1)
	if err := db.SavePerson(ctx, hand, person); err != nil {
		t.Fatal(err)
	}
	addUser(t, db, "thuan", models.Role{Role: models.Organizer, OrganizationID: board.ID}, models.Role{Role: models.Door})
	rows, err := db.History(ctx, models.JournalFilter{}, time.FixedZone("+07", 7*3600))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"accounts add Người thuan | Account:  → thuan | Name:  → Người thuan | Language:  → language:vi | Roles:  → role:organizer; Ban Tuyên giáo; role:door",
		"", // below
		"", // the note's first text
		"directory add Trần Đức Thuần | Family:  → Trần Đức | Given:  → Thuần | Posts:  → Trưởng ban",
		"directory edit Ban Tuyên giáo | Kind:  → organization:party | ValidUntil:  → 30/06/2025 | ParentID: Tỉnh ủy Hà Nam → ",
		"directory add Ban Tuyên giáo | ParentID:  → Tỉnh ủy Hà Nam | Name:  → Ban Tuyên giáo",
		"directory add Tỉnh ủy Hà Nam | Name:  → Tỉnh ủy Hà Nam | Kind:  → organization:party",
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		if got := said(row); want[i] != "" && got != want[i] {
			t.Errorf("row %d:\n%s\nwant\n%s", i, got, want[i])
		}
		if row.Actor != hand.Name || row.Local.Format("15:04") != "07:00" {
			t.Errorf("row %d is by %s at %v", i, row.Actor, row.Local)
		}
	}
	note := rows[1].Fields[0]
	if note.Name != "Note" || len(note.Before[0].Text) > 300 || !strings.Contains(note.Before[0].Text, "dài cũ đuôi") || !strings.Contains(note.After[0].Text, "dài mới đuôi") {
		t.Errorf("of a long text: %+v", note)
	}
	if got := said(rows[2]); !strings.Contains(got, "Posts: Trưởng ban → Trưởng ban Tuyên giáo") {
		t.Error(got)
	}
}

func TestHistoryOfAnEvent(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam"})
	event := addEvent(t, db, "hoi-thao", office.ID)
	event.Visibility = "staff"
	if err := db.SaveEvent(ctx, hand, event); err != nil {
		t.Fatal(err)
	}
	rows, err := db.History(ctx, models.JournalFilter{EventID: event.ID}, event.Zone())
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if got := said(rows[0]); got != "event edit Hội thảo hoi-thao | Visibility: visibility:public → visibility:staff" {
		t.Error(got)
	}
}

// An act on many is a row like any other: of its names it shows thirty, and says that there are more.
func TestHistoryOfMany(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	event := addEvent(t, db, "hoi-thao", addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam"}).ID)
	for _, many := range []int{30, 31} {
		var people []models.ID
		for i := range many {
			people = append(people, addPerson(t, db, "Lê Thị", fmt.Sprintf("Hoa %d", i)).ID)
		}
		invite(t, db, event.ID, people...)
		rows, err := db.History(ctx, models.JournalFilter{EventID: event.ID, Limit: 1}, time.UTC)
		if err != nil || len(rows) != 1 || len(rows[0].Fields) != 1 {
			t.Fatal(rows, err)
		}
		names := rows[0].Fields[0].After
		if len(names) != many || names[29].Text != "Lê Thị Hoa 29" || many > 30 && names[30].Text != "…" {
			t.Errorf("%d names of %d: %v", len(names), many, names)
		}
	}
}
