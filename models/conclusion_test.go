package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hoithao/models"
)

func TestConclusions(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 1)
	person := h.delegates[0].PersonID
	tests := []struct {
		name  string
		in    models.Conclusion
		wrong string
	}{
		{"without a task", models.Conclusion{Text: "Tiếp tục quán triệt."}, ""},
		{"a person's task", models.Conclusion{Text: "Một", Task: &models.Task{PersonID: person, DueOn: "2018-12-01"}}, ""},
		{"a body's task", models.Conclusion{Text: "Hai", Task: &models.Task{OrganizationID: h.event.OrganizerID}}, ""},
		{"somebody outside", models.Conclusion{Text: "Ba", Task: &models.Task{Responsible: "Các huyện, thành ủy"}}, ""},
		{"no text", models.Conclusion{Text: " \n "}, "text"},
		{"nobody's task", models.Conclusion{Text: "Bốn", Task: &models.Task{DueOn: "2018-12-01"}}, "responsible"},
		{"two at once", models.Conclusion{Text: "Năm", Task: &models.Task{PersonID: person, OrganizationID: h.event.OrganizerID}}, "responsible"},
		{"an unknown person", models.Conclusion{Text: "Sáu", Task: &models.Task{PersonID: 9999}}, "responsible"},
		{"no such state", models.Conclusion{Text: "Bảy", Task: &models.Task{PersonID: person, State: "late"}}, "state"},
		{"a text without end", models.Conclusion{Text: strings.Repeat("ữ", 100_001)}, "text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.in.EventID = h.event.ID
			got, err := h.db.AddConclusion(ctx, secretary, test.in)
			if test.wrong != "" {
				wants(t, err, test.wrong)
				return
			}
			if err != nil || got.Text != test.in.Text || (got.Task == nil) != (test.in.Task == nil) || got.Task != nil && got.Task.State != "open" {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}

	all, err := h.db.Conclusions(ctx, h.event.ID)
	h.must(err)
	changed := all[1]
	task := *changed.Task
	task.State = "done"
	changed.Task = &task
	h.must(h.db.SaveConclusion(ctx, secretary, changed))
	var stale models.Stale
	if err := h.db.SaveConclusion(ctx, secretary, all[1]); !errors.As(err, &stale) || stale.Now.(models.Conclusion).Task.State != "done" {
		t.Errorf("an old version of the task: %v", err)
	}
	changed.Version, changed.Task = stale.Version, nil
	h.must(h.db.SaveConclusion(ctx, secretary, changed))
	if now, err := h.db.Conclusion(ctx, h.event.ID, changed.ID); err != nil || now.Task != nil {
		t.Errorf("%+v, %v", now, err)
	}
	h.must(h.db.MoveConclusion(ctx, secretary, h.event.ID, all[3].ID, true))
	h.must(h.db.RemoveConclusion(ctx, secretary, h.event.ID, all[0].ID))
	after, err := h.db.Conclusions(ctx, h.event.ID)
	h.must(err)
	if len(after) != 3 || after[1].ID != all[3].ID {
		t.Errorf("%+v", after)
	}
	if who := []string{after[1].Task.Who(""), after[2].Task.Who("")}; who[0] != "Các huyện, thành ủy" || who[1] != "Ban Tuyên giáo Tỉnh ủy" {
		t.Errorf("%q", who)
	}
}

func TestFindResponsible(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 2)
	for typed, want := range map[string]models.Responsible{
		"Ban Tuyên giáo Tỉnh ủy": {OrganizationID: h.event.OrganizerID, Name: "Ban Tuyên giáo Tỉnh ủy"},
		h.delegates[0].Told(""):  {PersonID: h.delegates[0].PersonID, Name: h.delegates[0].Told("")},
		"Trần Đức Thuần 001":     {PersonID: h.delegates[1].PersonID, Name: h.delegates[1].Told("")},
	} {
		found, err := h.db.FindResponsible(ctx, h.event, typed)
		if err != nil || len(found) != 1 || found[0].PersonID == 0 && found[0] != want || found[0].PersonID != 0 && found[0].OrganizationID != 0 {
			t.Errorf("%q finds %+v, %v, want %+v", typed, found, err, want)
		}
	}
	if found, err := h.db.FindResponsible(ctx, h.event, "Các huyện, thành ủy"); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestVotes(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	tests := []struct {
		name  string
		in    models.Vote
		share string // of the ayes
		wrong string
	}{
		{"whole", models.Vote{Question: "Thông qua biên bản", Method: "show_of_hands", Ayes: number(68), Noes: number(0), Others: number(2)}, "97,1%", ""},
		{"the invalid count in the whole", models.Vote{Question: "x", Method: "ballot", Ayes: number(1), Noes: number(1), Others: number(1), Invalid: number(1)}, "25%", ""},
		{"a count that nobody took", models.Vote{Question: "x", Ayes: number(68)}, "", ""},
		{"nobody voted", models.Vote{Question: "x", Ayes: number(0), Noes: number(0), Others: number(0)}, "", ""},
		{"no question", models.Vote{Ayes: number(1)}, "", "question"},
		{"no such method", models.Vote{Question: "x", Method: "lots"}, "", "method"},
		{"fewer than none", models.Vote{Question: "x", Noes: number(-1)}, "", "noes"},
		{"more than there are", models.Vote{Question: "x", Ayes: number(1 << 40)}, "", "ayes"},
		{"no such item", models.Vote{Question: "x", ItemID: 9999}, "", "item"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.in.EventID = h.event.ID
			got, err := h.db.AddVote(ctx, secretary, test.in)
			if test.wrong != "" {
				wants(t, err, test.wrong)
				return
			}
			if err != nil || got.Share(got.Ayes) != test.share {
				t.Errorf("%s of the votes, %v, want %s", got.Share(got.Ayes), err, test.share)
			}
		})
	}
	votes, err := h.db.Votes(ctx, h.event.ID)
	h.must(err)
	vote := votes[0]
	vote.Noes = number(3)
	h.must(h.db.SaveVote(ctx, secretary, vote))
	if err := h.db.SaveVote(ctx, secretary, vote); !errors.Is(err, models.ErrConflict) {
		t.Errorf("saved twice: %v", err)
	}
	h.must(h.db.MoveVote(ctx, secretary, h.event.ID, vote.ID, false))
	h.must(h.db.RemoveVote(ctx, secretary, h.event.ID, votes[3].ID))
	after, err := h.db.Votes(ctx, h.event.ID)
	if err != nil || len(after) != 3 || after[1].ID != vote.ID || *after[1].Noes != 3 {
		t.Errorf("%+v, %v", after, err)
	}
}
