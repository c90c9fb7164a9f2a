package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// Each session has minutes of its own, from the head to the issue, and those of the event stand beside them untouched: head, sections, remarks,
// approval by a link, number, versions.
func TestMinutesOfEachSession(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	board := h.event.OrganizerID
	office, err := h.db.Organization(ctx, board)
	h.must(err)
	office.Kind, office.Code, office.Place = "state", "STTTT", "Hà Nam"
	h.must(h.db.SaveOrganization(ctx, secretary, office))
	h.must(h.db.AddSession(ctx, secretary, models.Session{EventID: h.event.ID, StartsAt: models.At(h.event.StartsAt.Add(5 * time.Hour)), EndsAt: models.At(h.event.StartsAt.Add(8 * time.Hour)), Room: "Phòng 2"}))
	sessions, err := h.db.Sessions(ctx, h.event.ID)
	h.must(err)
	morning, afternoon := sessions[0].ID, sessions[1].ID
	head := models.MinutesForm{OpenedAt: at(60), ClosedAt: at(270), Chairs: []models.ID{h.delegates[0].PersonID}, SecretaryText: "Lê Thị Hoa, chuyên viên"}
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, morning, head))
	h.must(h.db.SaveSection(ctx, secretary, h.event.ID, morning, "other", "Ghi âm buổi sáng.", "", 0))
	h.must(h.db.SaveSection(ctx, secretary, h.event.ID, 0, "other", "Ghi âm cả hội thảo.", "", 0))

	row := func(session models.ID) models.MinutesRow {
		t.Helper()
		row, err := h.db.MinutesOf(ctx, h.event.ID, session)
		h.must(err)
		return row
	}
	standing := func(session models.ID) models.Minutes {
		t.Helper()
		record, err := h.db.RecordOf(ctx, h.event.ID, session)
		h.must(err)
		minutes, err := h.db.Minutes(ctx, record)
		h.must(err)
		return minutes
	}
	if own, whole, other := standing(morning), standing(0), standing(afternoon); own.Section("other").Text != "Ghi âm buổi sáng." || whole.Section("other").Text != "Ghi âm cả hội thảo." ||
		other.Section("other").Text != "" || own.Session == "" || whole.Session != "" || !strings.HasSuffix(own.Caption(), own.Session) {
		t.Errorf("%+v\n%+v\n%+v", own, whole, other)
	}
	if text := standing(morning).Section("conclusions").Text; text != "" {
		t.Errorf("the first session concludes %q", text)
	}
	if end := standing(morning).End.Text; !strings.HasPrefix(end, "Buổi làm việc kết thúc") {
		t.Error(end)
	}

	// To the chair: a remark, and approval by a link, of this session's alone.
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, morning, row(morning).Version))
	h.must(h.db.AddRemark(ctx, chairman, h.event.ID, morning, "course", "Ghi rõ hơn."))
	if _, err := h.db.RecordOf(ctx, h.event.ID, 999); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a session that there is not: %v", err)
	}
	if err := h.db.SaveMinutes(ctx, secretary, h.event.ID, 999, head); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("minutes of a session that there is not: %v", err)
	}
	remarks, err := h.db.Remarks(ctx, row(morning).ID)
	h.must(err)
	if whole, err := h.db.Remarks(ctx, row(0).ID); err != nil || len(whole) != 0 || len(remarks) != 1 {
		t.Fatalf("%v, of the event %v, %v", remarks, whole, err)
	}
	h.must(h.db.SettleRemark(ctx, secretary, h.event.ID, remarks[0].ID))
	token, pin, err := h.db.AddApproval(ctx, secretary, h.event.ID, morning, h.delegates[0].PersonID)
	h.must(err)
	approval, err := h.db.Unlock(ctx, token, pin)
	h.must(err)
	if approval.SessionID != morning {
		t.Errorf("%+v", approval)
	}
	if err := h.db.ApproveByLink(ctx, approval, row(morning).Version, standing(0).Seen()); !errors.Is(err, models.ErrConflict) {
		t.Errorf("approved what is another's: %v", err)
	}
	h.must(h.db.ApproveByLink(ctx, approval, row(morning).Version, standing(morning).Seen()))
	agreed := standing(morning)
	if row(morning).State != "final" || row(0).State != "draft" || row(afternoon).ID != 0 || agreed.Draft {
		t.Errorf("%s, %s, %+v", row(morning).State, row(0).State, row(afternoon))
	}
	h.must(h.db.SaveSection(ctx, secretary, h.event.ID, 0, "other", "Ghi âm, ghi hình.", "", row(0).Section("other").Version)) // the event's go on

	// Numbers and issues: one after the other from one register, each its own paper.
	issue := func(session models.ID) models.PaperVersion {
		t.Helper()
		record, err := h.db.RecordOf(ctx, h.event.ID, session)
		h.must(err)
		kind, _ := models.KindOfPaper("minutes")
		paper, err := h.db.Paper(ctx, h.event.ID, "minutes", record.Subject())
		h.must(err)
		composed, err := h.db.ComposePaper(ctx, record, kind, paper)
		h.must(err)
		version, err := h.db.IssuePaper(ctx, secretary, h.event.ID, models.Issue{Kind: "minutes", Subject: record.Subject(), Seen: models.Digest(composed), Reason: "Thử", Override: true},
			func(models.Printable) ([]byte, error) { return []byte("%PDF-1.4 " + record.Subject()), nil })
		h.must(err)
		return version
	}
	first := issue(morning)
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, afternoon, models.MinutesForm{OpenedAt: at(330), ClosedAt: at(480), Chairs: head.Chairs, SecretaryText: head.SecretaryText}))
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, afternoon, row(afternoon).Version))
	h.must(h.db.AgreeMinutes(ctx, chairman, h.event.ID, afternoon, row(afternoon).Version, standing(afternoon).Seen()))
	second := issue(afternoon)
	if first.Number == second.Number || first.Code == second.Code || !strings.HasPrefix(first.Number, "01/") || !strings.HasPrefix(second.Number, "02/") || first.Caption == second.Caption {
		t.Errorf("%+v\n%+v", first, second)
	}
	if row(morning).State != "issued" || row(0).State != "draft" || row(0).Number != nil {
		t.Errorf("%s, %s", row(morning).State, row(0).State)
	}
	h.must(h.db.ReopenMinutes(ctx, chairman, h.event.ID, morning, row(morning).Version, "Ghi sai tên"))
	if row(morning).State != "draft" || row(afternoon).State != "issued" {
		t.Errorf("%s, %s", row(morning).State, row(afternoon).State)
	}
	if versions, err := h.db.PaperVersions(ctx, h.event.ID, "minutes", sessions[0].UID); err != nil || len(versions) != 1 {
		t.Errorf("%v, %v", versions, err)
	}
	if broken, err := h.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// Where each session has minutes and the event none, the start page asks for the least ready of them.
func TestDutyOfMinutesApart(t *testing.T) {
	ctx, now := context.Background(), modelstest.Now
	db, err := models.Open(ctx, modelstest.Name(t), models.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := hallOf(t, db, 1)
	user, err := db.AddUser(ctx, secretary, models.NewUser{Account: "tat-ca", Name: "Tất cả", Password: "mật khẩu để thử", Roles: []models.Role{{Role: models.Administrator}}})
	h.must(err)
	asked := func() string {
		t.Helper()
		now = h.event.EndsAt.Add(24 * time.Hour)
		duties, err := h.db.Duties(ctx, &user)
		h.must(err)
		for _, duty := range duties {
			if duty.What == "minutes" || duty.What == "agree" {
				return duty.What
			}
		}
		return ""
	}
	form := models.MinutesForm{OpenedAt: at(60), ClosedAt: at(270), Chairs: []models.ID{h.delegates[0].PersonID}, SecretaryText: "Hoa"}
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, h.session, form))
	if got := asked(); got != "minutes" {
		t.Errorf("a draft: %q", got)
	}
	row, err := h.db.MinutesOf(ctx, h.event.ID, h.session)
	h.must(err)
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, h.session, row.Version))
	if got := asked(); got != "agree" {
		t.Errorf("submitted: %q", got)
	}
	record, err := h.db.RecordOf(ctx, h.event.ID, h.session)
	h.must(err)
	minutes, err := h.db.Minutes(ctx, record)
	h.must(err)
	h.must(h.db.AgreeMinutes(ctx, chairman, h.event.ID, h.session, row.Version+1, minutes.Seen()))
	if got := asked(); got != "" {
		t.Errorf("final: %q", got)
	}
}

// Of many PINs that are sent at once no more are looked at than of many in a row: after that the right one opens nothing either.
func TestManyPINsAtOnce(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	h.head()
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, 0, h.minutesRow().Version))
	token, pin, err := h.db.AddApproval(ctx, secretary, h.event.ID, 0, h.delegates[0].PersonID)
	h.must(err)
	var wait sync.WaitGroup
	var looked atomic.Int64
	for i := range 12 {
		wait.Go(func() {
			wrong := fmt.Sprintf("%06d", i)
			if wrong == pin {
				return
			}
			switch _, err := h.db.Unlock(ctx, token, wrong); {
			case errors.As(err, new(models.Invalid)):
				looked.Add(1)
			case !errors.Is(err, models.ErrNotFound):
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := looked.Load(); got != 5 {
		t.Errorf("%d wrong PINs were looked at", got)
	}
	if _, err := h.db.Unlock(ctx, token, pin); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the right one then: %v", err)
	}
}

// A passage is asked about, and decided, until the minutes that hold it are approved: those of its session, or the event's.
func TestConfirmationsUntilTheSessionIsAgreed(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	h.must(h.db.AddSession(ctx, secretary, models.Session{EventID: h.event.ID, StartsAt: models.At(h.event.StartsAt.Add(5 * time.Hour)), EndsAt: models.At(h.event.StartsAt.Add(8 * time.Hour))}))
	sessions, err := h.db.Sessions(ctx, h.event.ID)
	h.must(err)
	afternoon, err := h.db.AddItem(ctx, secretary, models.Item{EventID: h.event.ID, SessionID: sessions[1].ID, Kind: "discussion", Title: "Thảo luận", Minutes: number(30)}, 0)
	h.must(err)
	spoken := func(item models.ID) models.Speech {
		return h.speak(models.Speech{ItemID: item, DelegateID: h.delegates[1].ID, Kind: "discussion", State: "spoken", Summary: "Nêu ba giải pháp.", StartedAt: at(100), EndedAt: at(110)})
	}
	early, late := spoken(0), spoken(afternoon.ID)
	ask := func(speech models.Speech) error {
		_, err := h.db.AskConfirmations(ctx, secretary, h.event.ID, []models.ID{speech.ID})
		return err
	}
	morning := sessions[0].ID
	h.must(h.db.SaveMinutes(ctx, secretary, h.event.ID, morning, models.MinutesForm{OpenedAt: at(60), ClosedAt: at(270), Chairs: []models.ID{h.delegates[0].PersonID}, SecretaryText: "Lê Thị Hoa, chuyên viên"}))
	row, err := h.db.MinutesOf(ctx, h.event.ID, morning)
	h.must(err)
	h.must(h.db.CloseMinutes(ctx, secretary, h.event.ID, morning, row.Version))
	record, err := h.db.RecordOf(ctx, h.event.ID, morning)
	h.must(err)
	standing, err := h.db.Minutes(ctx, record)
	h.must(err)
	h.must(h.db.AgreeMinutes(ctx, chairman, h.event.ID, morning, row.Version+1, standing.Seen()))
	if err := ask(early); !errors.Is(err, models.ErrLocked) {
		t.Errorf("asked about what is agreed to: %v", err)
	}
	if err := ask(late); err != nil {
		t.Errorf("of the other session: %v", err)
	}
}
