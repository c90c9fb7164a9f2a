package models_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// keyedHall is a hall with a link key, and a clock that the test moves: the event begins half an hour after modelstest.Now.
func keyedHall(t testing.TB, delegates int) (*hall, *time.Time) {
	t.Helper()
	now := modelstest.Now.Add(-72 * time.Hour)
	db, err := models.Open(context.Background(), modelstest.Name(t), models.Options{Now: func() time.Time { return now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return hallOf(t, db, delegates), &now
}

// invited invites everybody, and answers the invitations in their order.
func (h *hall) invited() []models.Invitation {
	h.t.Helper()
	_, err := h.db.Invite(context.Background(), secretary, h.event.ID, models.Invitees{}, models.Time{})
	h.must(err)
	return h.invitations(models.InvitationFilter{})
}

func (h *hall) invitations(filter models.InvitationFilter) []models.Invitation {
	h.t.Helper()
	filter.EventID = h.event.ID
	invitations, err := h.db.Invitations(context.Background(), filter)
	h.must(err)
	return invitations
}

// unit invites a unit for so many people.
func (h *hall) unit(heads int64) models.Invitation {
	h.t.Helper()
	body, err := h.db.AddOrganization(context.Background(), secretary, models.Organization{Name: "Huyện ủy Bình Lục", Kind: "party"})
	h.must(err)
	made, err := h.db.InviteUnits(context.Background(), secretary, h.event.ID, []models.ID{body.ID}, models.UnitTerms{GroupID: h.groups[2].ID, Heads: &heads, Whom: "lãnh đạo ban tuyên giáo"})
	h.must(err)
	if made != 1 {
		h.t.Fatalf("%d units invited", made)
	}
	all := h.invitations(models.InvitationFilter{Kind: "unit"})
	return all[len(all)-1]
}

func (h *hall) delegate(id models.ID) models.Delegate {
	h.t.Helper()
	delegate, err := h.db.Delegate(context.Background(), h.event.ID, id)
	h.must(err)
	return delegate
}

func (h *hall) revision() int64 {
	h.t.Helper()
	event, err := h.db.Event(context.Background(), h.event.Slug)
	h.must(err)
	return event.Revision
}

func TestInvite(t *testing.T) {
	ctx := context.Background()
	h, _ := keyedHall(t, 4)
	deadline := models.At(modelstest.Now.Add(-24 * time.Hour))
	h.must(h.db.SaveTerms(ctx, secretary, h.event.ID, models.Terms{ContactName: "Văn phòng", ContactPhone: "0226 3852 123", AnswerBy: deadline, Version: h.event.Version}))
	wants(t, h.db.SaveTerms(ctx, secretary, h.event.ID, models.Terms{ContactPhone: "gọi nhé", Version: h.event.Version + 1}), "contact_phone")
	first, err := h.db.Invite(ctx, secretary, h.event.ID, models.Invitees{GroupID: h.groups[0].ID}, models.Time{})
	h.must(err)
	all := h.invited()
	if first != 2 || len(all) != 4 {
		t.Fatalf("%d of the group, then %d", first, len(all))
	}
	was := h.revision()
	if again, err := h.db.Invite(ctx, secretary, h.event.ID, models.Invitees{}, models.Time{}); err != nil || again != 0 || h.revision() != was {
		t.Errorf("invited twice: %d, %v", again, err)
	}
	seen := map[string]bool{}
	for _, i := range all {
		if len(i.Link) != 26 || seen[i.Link] || i.Path() != "/i/"+i.Link || i.AnswerBy != deadline || strings.Contains(i.String(), i.Link) {
			t.Errorf("%+v", i)
		}
		seen[i.Link] = true
		event, found, err := h.db.InvitationByLink(ctx, i.Link)
		if err != nil || found.ID != i.ID || event.ID != h.event.ID || found.Delegate.ID != i.Delegate.ID {
			t.Errorf("the link of %d leads to %d: %v", i.ID, found.ID, err)
		}
		if i.Link == i.Delegate.Pass {
			t.Error("a pass serves as a link")
		}
	}
	for name, token := range map[string]string{"a hash": all[0].TokenHash, "nothing": "", "an uid": all[0].UID[:26], "another's pass": h.delegates[0].Pass, "in capitals": strings.ToUpper(all[0].Link)} {
		if _, _, err := h.db.InvitationByLink(ctx, token); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s opens: %v", name, err)
		}
	}
	// A revoked link is found, to be told so; a reissued one is another, and the old one nobody's.
	_, err = h.db.Revoke(ctx, secretary, h.event.ID, []models.ID{all[0].ID})
	h.must(err)
	event, revoked, err := h.db.InvitationByLink(ctx, all[0].Link)
	if err != nil || !revoked.Gone(event, h.db.Now()) || all[1].Gone(event, h.db.Now()) {
		t.Errorf("revoked: %+v, %v", revoked, err)
	}
	if ok, err := h.db.Invited(ctx, event, all[0].Link); ok || err != nil {
		t.Errorf("who was invited still follows the event: %v", err)
	}
	if ok, err := h.db.Invited(ctx, event, all[1].Link); !ok || err != nil {
		t.Errorf("who is invited does not follow the event: %v", err)
	}
	_, err = h.db.Reissue(ctx, secretary, h.event.ID, []models.ID{all[0].ID})
	h.must(err)
	if _, _, err := h.db.InvitationByLink(ctx, all[0].Link); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the old link leads somewhere: %v", err)
	}
	if now, err := h.db.Invitation(ctx, h.event.ID, all[0].ID); err != nil || now.Link == all[0].Link || !now.RevokedAt.IsZero() {
		t.Errorf("reissued: %+v, %v", now, err)
	}
	if done, err := h.db.Reach(ctx, secretary, h.event.ID, []models.ID{all[1].ID, all[2].ID, 999}, "letter", models.Time{}); done != 2 || err != nil {
		t.Errorf("%d reached: %v", done, err)
	}
	if done, err := h.db.Reach(ctx, secretary, h.event.ID, []models.ID{all[1].ID, all[2].ID}, "letter", models.Time{}); done != 0 || err != nil {
		t.Errorf("%d reached again: %v", done, err)
	}
	_, err = h.db.Reach(ctx, secretary, h.event.ID, []models.ID{all[1].ID}, "bồ câu", models.Time{})
	wants(t, err, "how")
	h.must(h.db.NoteOpened(ctx, all[1]))
	was = h.revision()
	h.must(h.db.NoteOpened(ctx, all[1]))
	if h.revision() != was {
		t.Error("opening twice was noted twice")
	}
	for name, test := range map[string]struct {
		filter models.InvitationFilter
		want   int
	}{
		"reached": {models.InvitationFilter{Reached: "letter"}, 2}, "not reached": {models.InvitationFilter{Reached: "none"}, 2}, "opened": {models.InvitationFilter{Opened: "yes"}, 1},
		"not opened": {models.InvitationFilter{Opened: "no"}, 3}, "no answer": {models.InvitationFilter{Reply: "none"}, 4}, "by name": {models.InvitationFilter{Search: "thuan 002"}, 1},
		"a pattern": {models.InvitationFilter{Search: "%"}, 0}, "of a group": {models.InvitationFilter{GroupID: h.groups[1].ID}, 2},
	} {
		if got := h.invitations(test.filter); len(got) != test.want {
			t.Errorf("%s: %d, want %d", name, len(got), test.want)
		}
	}
	record, err := h.db.Record(ctx, h.event.ID)
	h.must(err)
	letters := record.Letters()
	if len(letters) != 4 || letters[1].Path != all[1].Path() || letters[0].To != "đồng chí Trần Đức Thuần 000" || letters[0].ContactPhone != "0226 3852 123" || letters[0].AnswerBy != deadline {
		t.Errorf("%+v", letters)
	}
	if broken, err := h.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// Without a key there are invitations but no links; they have them as soon as there is a key.
func TestInvitationsBeforeTheKey(t *testing.T) {
	ctx := context.Background()
	name := modelstest.Name(t)
	db, err := models.Open(ctx, name, models.Options{Now: func() time.Time { return modelstest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	h := hallOf(t, db, 3)
	for _, i := range h.invited() {
		if i.Path() != "" {
			t.Errorf("a link without a key: %s", i.Path())
		}
	}
	db.Close()
	if h.db, err = withKey(t, name, key); err != nil {
		t.Fatal(err)
	}
	for _, i := range h.invitations(models.InvitationFilter{}) {
		if _, found, err := h.db.InvitationByLink(ctx, i.Link); err != nil || found.ID != i.ID {
			t.Errorf("%q: %v", i.Link, err)
		}
	}
}

func TestAnswers(t *testing.T) {
	ctx := context.Background()
	h, now := keyedHall(t, 3)
	i := h.invited()[0]
	id := i.Delegate.ID
	shown := h.delegate(id).Stand()
	h.must(h.db.AnswerByLink(ctx, i, models.Answer{Reply: "declined", Reason: " Bận  họp ", On: shown}))
	was := h.revision()
	h.must(h.db.AnswerByLink(ctx, i, models.Answer{Reply: "declined", Reason: "Bận họp", On: shown})) // a double click
	if got := h.delegate(id); got.Reply != "declined" || got.Reason != "Bận họp" || got.RepliedHow != "link" || h.revision() != was {
		t.Errorf("%+v", got)
	}
	if err := h.db.AnswerByLink(ctx, i, models.Answer{Reply: "accepted", On: shown}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an old form has overwritten an answer: %v", err)
	}
	h.must(h.db.AnswerFor(ctx, secretary, h.event.ID, id, models.Answer{Reply: "accepted", How: "phone"}))
	if got := h.delegate(id); got.Reply != "accepted" || got.Reason != "" || got.RepliedHow != "phone" {
		t.Errorf("%+v", got)
	}
	if row := h.last(); row.What != "answer" || row.Actor != secretary.Name {
		t.Errorf("%+v", row)
	}
	wants(t, h.db.AnswerFor(ctx, secretary, h.event.ID, id, models.Answer{Reply: "declined"}), "how")
	wants(t, h.db.AnswerByLink(ctx, i, models.Answer{Reply: "substituted"}), "reply")
	h.must(h.db.AnswerByLink(ctx, i, models.Answer{Reply: "none"}))
	if got := h.delegate(id); got.Reply != "none" || !got.RepliedAt.IsZero() || got.RepliedHow != "" {
		t.Errorf("%+v", got)
	}

	// A substitute, another one instead, the same again, and the mind changed.
	h.must(h.db.Propose(ctx, i, id, models.Newcomer{Name: "Lê Thị Hoa", Post: "Phó Trưởng ban", Unit: "Ban Dân vận", Phone: "0912 345 678"}, h.delegate(id).Stand()))
	first := h.delegate(id).Standing()
	h.must(h.db.Propose(ctx, i, id, models.Newcomer{Name: "Lê Thị Hoa", Post: "Phó Trưởng ban, Ban Dân vận"}, ""))
	if again := h.delegate(id).Standing(); again.ID != first.ID || !again.Made {
		t.Errorf("%+v", again)
	}
	h.must(h.db.Propose(ctx, i, id, models.Newcomer{Name: "Phạm Văn Nam", Unit: "Ban Dân vận"}, h.delegate(id).Stand()))
	second := h.delegate(id).Standing()
	if len(h.list(models.DelegateFilter{})) != 4 || second.Stands != "Phạm Văn Nam" {
		t.Errorf("%+v", second)
	}
	if err := h.db.DecideSubstitute(ctx, secretary, h.event.ID, second.ID, "agreed", "", first.Version); !errors.Is(err, models.ErrConflict) {
		t.Errorf("the word on one proposal was taken for another: %v", err)
	}
	record, err := h.db.Record(ctx, h.event.ID)
	h.must(err)
	if record.Delegate(second.DelegateID).ID != 0 {
		t.Error("a paper names somebody to whom nobody has agreed")
	}
	h.must(h.db.DecideSubstitute(ctx, secretary, h.event.ID, second.ID, "refused", "Không đúng thành phần", second.Version))
	if got := h.delegate(id); got.Reply != "none" || got.Refused().Remark != "Không đúng thành phần" {
		t.Errorf("%+v", got)
	}
	h.must(h.db.DecideSubstitute(ctx, secretary, h.event.ID, second.ID, "agreed", "", second.Version+1))
	h.must(h.db.DecideSubstitute(ctx, secretary, h.event.ID, second.ID, "agreed", "", second.Version+1)) // twice
	comes := h.delegate(second.DelegateID)
	if got := h.delegate(id); got.Reply != "substituted" || comes.Reply != "accepted" || comes.InvitationID == 0 {
		t.Errorf("%+v, %+v", got, comes)
	}
	wants(t, h.db.Propose(ctx, i, id, models.Newcomer{Name: "Ai đó", Unit: "Đâu đó"}, ""), "")
	h.must(h.db.AnswerByLink(ctx, i, models.Answer{Reply: "accepted", On: h.delegate(id).Stand()}))
	if _, err := h.db.Delegate(ctx, h.event.ID, comes.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("who stood in is still there: %v", err)
	}

	*now = modelstest.Now.Add(time.Hour) // the event has begun
	wants(t, h.db.AnswerByLink(ctx, i, models.Answer{Reply: "declined"}), "")
	wants(t, h.db.Propose(ctx, i, id, models.Newcomer{Name: "Ai đó", Unit: "Đâu đó"}, ""), "")
	wants(t, h.db.SaveNeeds(ctx, i, "ăn chay"), "")
	h.must(h.db.AnswerFor(ctx, secretary, h.event.ID, id, models.Answer{Reply: "declined", How: "phone"}))
}

func TestGuests(t *testing.T) {
	ctx := context.Background()
	h, now := keyedHall(t, 2)
	unit := h.unit(2)
	if !unit.ToUnit() || unit.Owed() != 2 || unit.Path() != "/u/"+unit.Link {
		t.Fatalf("%+v", unit)
	}
	name := func(name string, replaced models.ID) error {
		return h.db.NameGuest(ctx, unit.Guest(), unit, models.Newcomer{Name: name, Post: "Trưởng ban", Phone: "0912345678"}, replaced, true)
	}
	h.must(name("Nguyễn Văn An", 0))
	h.must(name("nguyễn văn  an", 0)) // the same
	h.must(name("Trần Thị Bình", 0))
	wants(t, name("Lê Văn Cường", 0), "")
	guests, err := h.db.Guests(ctx, h.event.ID, unit.ID)
	h.must(err)
	if len(guests) != 2 || guests[0].Delegate.Reply != "accepted" || guests[0].Delegate.RepliedHow != "unit" || guests[0].Delegate.GroupID != h.groups[2].ID || guests[0].Path() == "" {
		t.Fatalf("%+v", guests)
	}
	if got := h.invitations(models.InvitationFilter{Owes: true}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	wants(t, h.db.DeclineUnit(ctx, unit.Guest(), unit, true, "bận", true), "")
	h.must(name("Lê Văn Cường", guests[0].Delegate.ID))
	if err := name("Ai khác", h.delegates[0].ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a unit has replaced somebody whom it has not named: %v", err)
	}
	if err := h.db.RemoveGuest(ctx, unit.Guest(), unit, h.delegates[0].ID, true); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a unit has removed somebody whom it has not named: %v", err)
	}
	if err := h.db.Propose(ctx, unit, h.delegates[0].ID, models.Newcomer{Name: "Ai", Unit: "Đâu"}, ""); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a unit has proposed somebody for whom it has not named: %v", err)
	}
	guests, err = h.db.Guests(ctx, h.event.ID, unit.ID)
	h.must(err)
	if len(guests) != 2 || guests[1].Name() != "Lê Văn Cường" {
		t.Fatalf("%+v", guests)
	}
	h.must(h.db.AnswerByLink(ctx, guests[1], models.Answer{Reply: "accepted"}))
	h.must(h.db.RemoveGuest(ctx, unit.Guest(), unit, guests[0].Delegate.ID, true))
	h.must(h.db.RemoveGuest(ctx, unit.Guest(), unit, guests[1].Delegate.ID, true))
	h.must(h.db.DeclineUnit(ctx, unit.Guest(), unit, true, "Đơn vị có việc đột xuất", true))
	if got, err := h.db.Invitation(ctx, h.event.ID, unit.ID); err != nil || got.DeclinedAt.IsZero() || got.Owed() != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	h.must(name("Nguyễn Văn An", 0)) // after all
	*now = modelstest.Now.Add(time.Hour)
	wants(t, name("Trần Thị Bình", 0), "")
	h.must(h.db.NameGuest(ctx, secretary, unit, models.Newcomer{Name: "Trần Thị Bình", Post: "Phó ban"}, 0, false))
}

// Whoever answers at once: the last word counts, none is lost, and the count of a unit is held.
func TestAnswersAtOnce(t *testing.T) {
	ctx := context.Background()
	h, _ := keyedHall(t, 8)
	invitations, unit := h.invited(), h.unit(3)
	before := h.revision()
	var wait sync.WaitGroup
	errs := make(chan error, 100)
	for n, i := range invitations {
		reply := []string{"accepted", "declined"}[n%2]
		wait.Go(func() { errs <- h.db.AnswerByLink(ctx, i, models.Answer{Reply: reply}) })
	}
	for _, name := range []string{"An", "Bình", "Cường", "Dũng", "Đạt", "Giang"} {
		wait.Go(func() {
			err := h.db.NameGuest(ctx, unit.Guest(), unit, models.Newcomer{Name: "Nguyễn Văn " + name, Post: "Trưởng ban"}, 0, true)
			var full models.Invalid
			if !errors.As(err, &full) {
				errs <- err
			}
		})
		wait.Go(func() {
			errs <- h.db.Propose(ctx, invitations[0], invitations[0].Delegate.ID, models.Newcomer{Name: "Lê Hoa", Post: "Phó ban"}, "")
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		h.must(err)
	}
	for n, i := range invitations[1:] {
		if got := h.delegate(i.Delegate.ID).Reply; got != []string{"declined", "accepted"}[n%2] {
			t.Errorf("the answer of %d is %s", i.Delegate.ID, got)
		}
	}
	guests, err := h.db.Guests(ctx, h.event.ID, unit.ID)
	h.must(err)
	if len(guests) != 3 {
		t.Errorf("the unit asked for 3 has named %d", len(guests))
	}
	if h.revision() < before+11 {
		t.Errorf("from %d to %d", before, h.revision())
	}
	h.consistent(t)
	if broken, err := h.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

type failer interface{ Errorf(string, ...any) }

// consistent holds what must be true of answers and substitutes whatever has been done.
func (h *hall) consistent(t failer) {
	ctx := context.Background()
	all, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID, Limit: 1000})
	h.must(err)
	coming, err := h.db.Delegates(ctx, models.DelegateFilter{EventID: h.event.ID, Limit: 1000, Coming: true})
	h.must(err)
	at, standsFor := map[models.ID]models.Delegate{}, map[models.ID]int{}
	for _, delegate := range all {
		at[delegate.ID] = delegate
	}
	for _, delegate := range all {
		standing := 0
		for _, substitute := range delegate.Substitutes {
			if substitute.ReplacedID != delegate.ID || substitute.State == "refused" {
				continue
			}
			standing++
			standsFor[substitute.DelegateID]++
			stands := at[substitute.DelegateID]
			if stands.Away() {
				t.Errorf("%s, who is away, stands in", stands.Person.Name())
			}
			if substitute.State == "agreed" && (substitute.DecidedBy == "" || substitute.DecidedAt.IsZero() || stands.SubstituteFor != delegate.ID) {
				t.Errorf("agreed by nobody: %+v", substitute)
			}
			if made := slices.ContainsFunc(coming, func(d models.Delegate) bool { return d.ID == stands.ID }); made == (substitute.Made && substitute.State == "proposed") {
				t.Errorf("%s counts: %v, %+v", stands.Person.Name(), made, substitute)
			}
		}
		if standing > 1 || (standing == 1) != (delegate.Reply == "substituted") {
			t.Errorf("%s: %d stand in, the answer is %s", delegate.Person.Name(), standing, delegate.Reply)
		}
		if (delegate.Reply == "none") != delegate.RepliedAt.IsZero() {
			t.Errorf("%s: %s at %v", delegate.Person.Name(), delegate.Reply, delegate.RepliedAt)
		}
		if delegate.Reply != "declined" && delegate.Reason != "" {
			t.Errorf("%s: %s because %s", delegate.Person.Name(), delegate.Reply, delegate.Reason)
		}
	}
	for id, n := range standsFor {
		if n > 1 {
			t.Errorf("%s stands in for %d", at[id].Person.Name(), n)
		}
	}
	invitations, err := h.db.Invitations(ctx, models.InvitationFilter{EventID: h.event.ID, Limit: 1000})
	h.must(err)
	for _, i := range invitations {
		if i.ToUnit() && (i.Named > i.Asked() || !i.DeclinedAt.IsZero() && i.Named > 0) {
			t.Errorf("%s: %d of %d, declined %v", i.Name(), i.Named, i.Asked(), i.DeclinedAt)
		}
	}
}

// Any order of acts by delegate, unit and organizer ends in a consistent record; what was refused changed nothing, and what was done twice
// was done once.
func TestAnswersInAnyOrder(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(r *rapid.T) {
		h, _ := keyedHall(t, 3)
		h.invited()
		unit := h.unit(2)
		names := []string{"Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường"}
		for range rapid.IntRange(5, 25).Draw(r, "acts") {
			var people []models.Invitation
			for _, i := range h.invitations(models.InvitationFilter{}) {
				if !i.ToUnit() {
					people = append(people, i)
				}
			}
			who := rapid.SampledFrom(people).Draw(r, "who")
			newcomer := models.Newcomer{Name: rapid.SampledFrom(names).Draw(r, "name"), Post: "Trưởng ban"}
			proposals, err := h.db.Proposals(ctx, h.event.ID)
			h.must(err)
			guests, err := h.db.Guests(ctx, h.event.ID, unit.ID)
			h.must(err)
			act := rapid.SampledFrom([]string{"answer", "answer for", "propose", "propose", "add", "decide", "decide", "take back", "name", "name", "rename", "unname", "decline unit", "save"}).Draw(r, "act")
			do := func() error { return nil }
			switch act {
			case "answer":
				answer := models.Answer{Reply: rapid.SampledFrom([]string{"none", "accepted", "declined"}).Draw(r, "reply"), Reason: "bận"}
				do = func() error { return h.db.AnswerByLink(ctx, who, answer) }
			case "answer for":
				answer := models.Answer{Reply: rapid.SampledFrom([]string{"accepted", "declined"}).Draw(r, "reply"), How: "phone"}
				do = func() error { return h.db.AnswerFor(ctx, secretary, h.event.ID, who.Delegate.ID, answer) }
			case "propose":
				do = func() error { return h.db.Propose(ctx, who, who.Delegate.ID, newcomer, "") }
			case "add":
				other := rapid.SampledFrom(h.delegates).Draw(r, "other")
				state := rapid.SampledFrom([]string{"proposed", "agreed"}).Draw(r, "state")
				err := h.db.AddSubstitute(ctx, secretary, h.event.ID, who.Delegate.ID, other.PersonID, state)
				var wrong models.Invalid
				if err != nil && !errors.As(err, &wrong) {
					r.Fatal(err)
				}
			case "decide":
				if len(proposals) > 0 {
					p := rapid.SampledFrom(proposals).Draw(r, "proposal")
					state := rapid.SampledFrom([]string{"proposed", "agreed", "refused"}).Draw(r, "state")
					do = func() error { return h.db.DecideSubstitute(ctx, secretary, h.event.ID, p.ID, state, "", p.Version) }
				}
			case "take back":
				if len(proposals) > 0 {
					p := rapid.SampledFrom(proposals).Draw(r, "proposal")
					if err := h.db.RemoveSubstitute(ctx, secretary, h.event.ID, p.ID); err != nil && !invalid(err) {
						r.Fatal(err)
					}
				}
			case "name":
				do = func() error { return h.db.NameGuest(ctx, unit.Guest(), unit, newcomer, 0, true) }
			case "rename", "unname":
				if len(guests) > 0 {
					guest := rapid.SampledFrom(guests).Draw(r, "guest").Delegate.ID
					var err error
					if act == "rename" {
						err = h.db.NameGuest(ctx, unit.Guest(), unit, newcomer, guest, true)
					} else {
						err = h.db.RemoveGuest(ctx, unit.Guest(), unit, guest, true)
					}
					if err != nil && !invalid(err) {
						r.Fatal(err)
					}
				}
			case "decline unit":
				declined := rapid.Bool().Draw(r, "declined")
				do = func() error { return h.db.DeclineUnit(ctx, unit.Guest(), unit, declined, "bận", true) }
			case "save":
				now := h.delegate(who.Delegate.ID)
				if now.Reply = rapid.SampledFrom([]string{"none", "accepted"}).Draw(r, "reply"); now.Reply != "declined" {
					now.Reason = ""
				}
				do = func() error { return h.db.SaveDelegate(ctx, secretary, now) }
			}
			before := h.revision()
			if err := do(); err != nil {
				if !invalid(err) && !errors.Is(err, models.ErrConflict) && !errors.Is(err, models.ErrNotFound) {
					r.Fatalf("%s: %v", act, err)
				}
				if h.revision() != before {
					r.Fatalf("%s was refused and has taken a revision", act)
				}
			} else if act != "save" {
				once := h.revision()
				if err := do(); err != nil && !errors.Is(err, models.ErrConflict) || h.revision() != once {
					r.Fatalf("%s twice: %v, %d after %d", act, err, h.revision(), once)
				}
			}
			h.consistent(r)
		}
		if broken, err := h.db.Check(ctx); err != nil || len(broken) > 0 {
			r.Fatalf("check: %v, %v", broken, err)
		}
	})
}

func invalid(err error) bool {
	var wrong models.Invalid
	return errors.As(err, &wrong)
}
