package models_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// partyOffice is a database with a board of the Party below a provincial committee with terms, and events of the board.
func partyOffice(t *testing.T, events int) (db *models.DB, committee, board models.Organization, slugs []models.Event) {
	t.Helper()
	ctx := context.Background()
	db = modelstest.DB(t)
	committee, err := db.AddOrganization(ctx, loading, models.Organization{Name: "Tỉnh ủy Hà Nam", Kind: "party", Code: "TU", Place: "Hà Nam"})
	if err != nil {
		t.Fatal(err)
	}
	board, err = db.AddOrganization(ctx, loading, models.Organization{ParentID: committee.ID, Name: "Ban Tuyên giáo Tỉnh ủy", Code: "BTGTU", Place: "Hà Nam"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		event, err := db.AddEvent(ctx, loading, models.NewEvent{
			Event:    models.Event{Slug: fmt.Sprintf("su-kien-%d", i), Kind: "workshop", Title: "Dư luận xã hội", OrganizerID: board.ID, TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"},
			StartsAt: models.At(modelstest.Now), EndsAt: models.At(modelstest.Now.Add(4 * 3600 * 1e9))})
		if err != nil {
			t.Fatal(err)
		}
		slugs = append(slugs, event)
	}
	return db, committee, board, slugs
}

func numbers(t *testing.T, db *models.DB, body models.ID) (all []string) {
	t.Helper()
	ctx := context.Background()
	registers, err := db.Registers(ctx, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, register := range registers {
		rows, err := db.RegisterNumbers(ctx, body, register.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range slices.Backward(rows) {
			all = append(all, fmt.Sprintf("%s %s: %d%s %s", register.Kind, register.Series, row.Number, row.Suffix, row.State))
		}
	}
	return all
}

// A Party paper is numbered within the committee's term; without one no number is taken and the sentence says where it is written down.
func TestPartyNumbersNeedATerm(t *testing.T) {
	ctx := context.Background()
	db, committee, board, events := partyOffice(t, 1)
	var wrong models.Invalid
	if err := db.TakeNumber(ctx, loading, events[0].ID, "minutes", ""); !errors.As(err, &wrong) || wrong["number"] == "" {
		t.Fatalf("without a term: %v", err)
	}
	for _, term := range []models.Term{{Name: "2010 - 2015", BeginsOn: "2010-10-01", EndsOn: "2015-09-30"}, {Name: "2015 - 2020", BeginsOn: "2015-10-01"}} {
		term.OrganizationID = committee.ID
		if err := db.AddTerm(ctx, loading, term); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2020 - 2025", BeginsOn: "2020-10-01"}); !errors.As(err, &wrong) {
		t.Errorf("two terms at once: %v", err)
	}
	if err := db.TakeNumber(ctx, loading, events[0].ID, "minutes", ""); err != nil {
		t.Fatal(err)
	}
	if err := db.TakeNumber(ctx, loading, events[0].ID, "minutes", ""); err != nil { // pressed twice
		t.Fatal(err)
	}
	if got := numbers(t, db, board.ID); !slices.Equal(got, []string{"BB 2015 - 2020: 1 reserved"}) {
		t.Errorf("register: %v", got)
	}
	record, err := db.Record(ctx, events[0].ID)
	if err != nil || record.ComposeMinutes().FullNumber() != "01-BB/BTGTU" {
		t.Errorf("the minutes bear %s: %v", record.ComposeMinutes().FullNumber(), err)
	}
}

// A number that is given up stays in the register with its reason and is not taken again; what is skipped by hand is accounted for.
func TestRegisterHasNoGap(t *testing.T) {
	ctx := context.Background()
	db, committee, board, events := partyOffice(t, 4)
	if err := db.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}); err != nil {
		t.Fatal(err)
	}
	take := func(i int) {
		t.Helper()
		if err := db.TakeNumber(ctx, loading, events[i].ID, "minutes", ""); err != nil {
			t.Fatal(err)
		}
	}
	take(0)
	var wrong models.Invalid
	if err := db.CancelNumber(ctx, loading, events[0].ID, "minutes", "", " "); !errors.As(err, &wrong) {
		t.Errorf("without a reason: %v", err)
	}
	if err := db.CancelNumber(ctx, loading, events[0].ID, "minutes", "", "Hoãn hội thảo"); err != nil {
		t.Fatal(err)
	}
	take(1)
	if err := db.ClaimNumber(ctx, loading, events[2].ID, "minutes", "", 2, ""); !errors.As(err, &wrong) {
		t.Errorf("a number that another paper bears: %v", err)
	}
	if err := db.ClaimNumber(ctx, loading, events[2].ID, "minutes", "", 5, ""); err != nil {
		t.Fatal(err)
	}
	if err := db.ClaimNumber(ctx, loading, events[3].ID, "minutes", "", 5, "a"); err != nil {
		t.Fatal(err)
	}
	take(0)
	want := []string{"1 cancelled", "2 reserved", "3 used", "4 used", "5 reserved", "5a reserved", "6 reserved"}
	for i := range want {
		want[i] = "BB 2015 - 2020: " + want[i]
	}
	if got := numbers(t, db, board.ID); !slices.Equal(got, want) {
		t.Errorf("register:\n%v, want\n%v", got, want)
	}
}

// Many at the register at once: each paper gets a number of its own, and none is left out.
func TestNumbersAtOnce(t *testing.T) {
	ctx := context.Background()
	const many = 12
	db, committee, board, events := partyOffice(t, many)
	if err := db.AddTerm(ctx, loading, models.Term{OrganizationID: committee.ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for i := range 2 * many { // two people at each event
		wait.Go(func() {
			if err := db.TakeNumber(ctx, loading, events[i%many].ID, "minutes", ""); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	var want []string
	for i := range many {
		want = append(want, fmt.Sprintf("BB 2015 - 2020: %d reserved", i+1))
	}
	if got := numbers(t, db, board.ID); !slices.Equal(got, want) {
		t.Errorf("register: %v", got)
	}
}

// A paper that has a number does not leave the register that numbered it: neither by its date nor by the minutes' own. Within the term, whatever the
// year, the date is free; and where a year begins a register, the year is not.
func TestNumberStaysInItsRegister(t *testing.T) {
	ctx := context.Background()
	db, committee, board, events := partyOffice(t, 2)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, term := range []models.Term{{Name: "2015 - 2020", BeginsOn: "2015-10-01", EndsOn: "2018-11-30"}, {Name: "2018 - 2023", BeginsOn: "2018-12-01"}} {
		term.OrganizationID = committee.ID
		must(db.AddTerm(ctx, loading, term))
	}
	event := events[0].ID
	row, err := db.MinutesOf(ctx, event, 0)
	must(err)
	must(db.TakeNumber(ctx, loading, event, "minutes", ""))
	for _, event := range events {
		must(db.SavePaper(ctx, loading, event.ID, "notice", "", models.PaperForm{DatedOn: "2018-11-20"}))
	}
	must(db.TakeNumber(ctx, loading, event, "notice", ""))
	dated := func(kind string, day models.Date) error {
		t.Helper()
		if kind == "minutes" {
			row, err = db.MinutesOf(ctx, event, 0)
			must(err)
			return db.SaveMinutes(ctx, loading, event, 0, models.MinutesForm{DatedOn: day, Number: row.Number, Suffix: row.NumberSuffix, Version: row.Version})
		}
		paper, err := db.Paper(ctx, event, kind, "")
		must(err)
		form := agendaForm(paper.Version, "Trưởng ban")
		form.DatedOn = day
		return db.SavePaper(ctx, loading, event, kind, "", form)
	}
	for _, kind := range []string{"minutes", "notice"} {
		for _, day := range []models.Date{"2018-11-30", "2017-12-31", "2018-11-15"} {
			if err := dated(kind, day); err != nil {
				t.Errorf("%s of %s, within the term: %v", kind, day, err)
			}
		}
		for _, day := range []models.Date{"2018-12-01", "2010-01-01"} {
			wants(t, dated(kind, day), "dated")
		}
	}
	must(db.CancelNumber(ctx, loading, event, "minutes", "", "Đổi ngày"))
	if err := dated("minutes", "2018-12-01"); err != nil {
		t.Errorf("without a number: %v", err)
	}

	board, err = db.Organization(ctx, board.ID)
	must(err)
	board.Kind = "state"
	must(db.SaveOrganization(ctx, loading, board))
	event = events[1].ID
	must(db.TakeNumber(ctx, loading, event, "notice", ""))
	if err := dated("notice", "2018-12-31"); err != nil {
		t.Errorf("within the year: %v", err)
	}
	wants(t, dated("notice", "2019-01-01"), "dated")
	if broken, err := db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v %v", broken, err)
	}
}
