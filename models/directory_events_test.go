package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

func invite(t testing.TB, db *models.DB, event models.ID, people ...models.ID) {
	t.Helper()
	if _, err := db.AddDelegates(context.Background(), hand, event, 0, people); err != nil {
		t.Fatal(err)
	}
}

// What the directory says is printed by events: a change there is a change here, in the journal, for the public page, and for the order
// of delegates.
func TestDirectoryMovesEvents(t *testing.T) {
	ctx, db := context.Background(), modelstest.DB(t)
	office := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party"})
	board := addOrganization(t, db, models.Organization{Name: "Ban Tuyên giáo", ParentID: office.ID})
	elsewhere := addOrganization(t, db, models.Organization{Name: "Tỉnh ủy Nam Định"})
	first := addPerson(t, db, "Trần Đức", "Thuần", models.Post{Title: "Trưởng ban"})
	second := addPerson(t, db, "Phạm Sỹ", "Lợi")
	addEvent(t, db, "cua-ban", board.ID)
	addEvent(t, db, "noi-khac", elsewhere.ID)
	addEvent(t, db, "khong-lien-quan", elsewhere.ID)
	for _, slug := range []string{"cua-ban", "noi-khac"} {
		event, _ := db.Event(ctx, slug)
		invite(t, db, event.ID, first.ID, second.ID)
	}
	order := func(slug string) string {
		event, _ := db.Event(ctx, slug)
		record, err := db.Record(ctx, event.ID)
		if err != nil {
			t.Fatal(err)
		}
		names := ""
		for _, delegate := range record.Delegates {
			names += delegate.Person.Given + " "
		}
		return names
	}
	revisions := func() map[string][2]int64 {
		now := map[string][2]int64{}
		for _, slug := range []string{"cua-ban", "noi-khac", "khong-lien-quan"} {
			event, err := db.Event(ctx, slug)
			if err != nil {
				t.Fatal(err)
			}
			now[slug] = [2]int64{event.Revision, event.PublicRevision}
		}
		return now
	}
	savePerson := func(id models.ID, edit func(*models.Person)) func() error {
		return func() error {
			person, err := db.Person(ctx, id)
			if err != nil {
				return err
			}
			edit(&person)
			return db.SavePerson(ctx, hand, person)
		}
	}
	saveOrganization := func(id models.ID, edit func(*models.Organization)) func() error {
		return func() error {
			organization, err := db.Organization(ctx, id)
			if err != nil {
				return err
			}
			edit(&organization)
			return db.SaveOrganization(ctx, hand, organization)
		}
	}
	tests := []struct {
		name  string
		do    func() error
		moved []string
	}{
		{"a post", savePerson(first.ID, func(p *models.Person) { p.Posts[0].Title = "Trưởng ban Tuyên giáo" }), []string{"cua-ban", "noi-khac"}},
		{"a rank", savePerson(second.ID, func(p *models.Person) { p.ProtocolRank = rank(10) }), []string{"cua-ban", "noi-khac"}},
		{"nothing", savePerson(second.ID, func(*models.Person) {}), nil},
		{"a phone, which no paper prints", savePerson(second.ID, func(p *models.Person) { p.Phone = "0912 345 678" }), nil},
		{"the organizer", saveOrganization(board.ID, func(o *models.Organization) { o.PrintName = text("BAN TUYÊN GIÁO") }), []string{"cua-ban"}},
		{"the organizer's parent", saveOrganization(office.ID, func(o *models.Organization) { o.Place = "Hà Nam" }), []string{"cua-ban"}},
		{"another organizer", saveOrganization(elsewhere.ID, func(o *models.Organization) { o.Place = "Nam Định" }), []string{"noi-khac", "khong-lien-quan"}},
	}
	if got := order("cua-ban"); got != "Thuần Lợi " {
		t.Errorf("at first the order is %s", got)
	}
	for _, test := range tests {
		before := revisions()
		if err := test.do(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		after := revisions()
		for slug, was := range before {
			want := was
			for _, moved := range test.moved {
				if moved == slug {
					want = [2]int64{was[0] + 1, was[0] + 1}
				}
			}
			if after[slug] != want {
				t.Errorf("%s: %s went from %v to %v, want %v", test.name, slug, was, after[slug], want)
			}
			if want == was {
				continue
			}
			event, _ := db.Event(ctx, slug)
			rows, err := db.Journal(ctx, models.JournalFilter{EventID: event.ID, Limit: 1})
			if err != nil || rows[0].Topic != models.TopicDirectory || rows[0].What != "edit" || rows[0].Actor != hand.Name || rows[0].Detail == "" {
				t.Errorf("%s: the journal of %s has %+v, %v", test.name, slug, rows, err)
			}
		}
	}
	for _, slug := range []string{"cua-ban", "noi-khac"} {
		if got := order(slug); got != "Lợi Thuần " {
			t.Errorf("with the rank the order of %s is %s", slug, got)
		}
	}
	for _, id := range []models.ID{first.ID, second.ID} {
		var wrong models.Invalid
		if err := db.RemovePerson(ctx, hand, id); !errors.As(err, &wrong) {
			t.Errorf("a delegate was removed from the directory: %v", err)
		}
	}
}

// A person who comes to many events with many delegates: a change of the name must not be felt.
func BenchmarkSavePersonOfLargeEvents(b *testing.B) {
	ctx, db := context.Background(), modelstest.DB(b)
	office := addOrganization(b, db, models.Organization{Name: "Tỉnh ủy"})
	var people []models.ID
	for i := range 2000 {
		people = append(people, addPerson(b, db, "Nguyễn Văn", fmt.Sprintf("An%d", i), models.Post{Title: "Chuyên viên"}).ID)
	}
	for i := range 5 {
		event := addEvent(b, db, fmt.Sprintf("hoi-thao-%d", i), office.ID)
		for some := range slices.Chunk(people, models.MostAtOnce) {
			invite(b, db, event.ID, some...)
		}
	}
	for b.Loop() {
		person, err := db.Person(ctx, people[1000])
		if err != nil {
			b.Fatal(err)
		}
		person.ProtocolRank = rank(person.Version)
		if err := db.SavePerson(ctx, hand, person); err != nil {
			b.Fatal(err)
		}
	}
}
