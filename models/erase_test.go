package models_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// Everything by which to reach or look after a person, in words that stand nowhere else.
const (
	herPhone  = "0912 345 678"
	herOld    = "0987 111 222"
	herMail   = "le.thi.hoa@yte.hanam.example"
	herNeeds  = "ăn chay, xe lăn ở cổng phía đông"
	herNote   = "con dâu đồng chí nguyên giám đốc"
	herText   = "bản tham luận còn viết dở về y tế cơ sở"
	herReason = "Theo đơn đề nghị ngày 02/12/2026"
)

// erasable is a hall in which she is invited, has answered, asked to speak, handed in a text, was written to, and was corrected in the directory.
type erasable struct {
	*hall
	name   string // of the database
	now    time.Time
	person models.Person
	other  models.Person // merged into her
	link   string
	file   []byte
	speech models.Speech
}

func newErasable(t *testing.T) *erasable {
	t.Helper()
	ctx := context.Background()
	h := &erasable{name: modelstest.Name(t), now: modelstest.Now.Add(-72 * time.Hour)}
	db, err := models.Open(ctx, h.name, models.Options{Now: func() time.Time { return h.now }, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.hall = hallOf(t, db, 3)
	clerk := addUser(t, db, "vanphong", models.Role{Role: models.Administrator})
	h.person = models.Person{Family: "Lê Thị", Given: "Hoa", BornYear: number(1970), Note: herNote, Posts: []models.Post{{Title: "Giám đốc Sở Y tế"}}}
	h.person.SetContact(&clerk, herOld, herMail)
	h.person, err = db.AddPerson(ctx, secretary, h.person)
	h.must(err)
	h.person.SetContact(&clerk, herPhone, herMail)
	h.must(db.SavePerson(ctx, secretary, h.person))
	h.other = models.Person{Family: "Lê Thị", Given: "Hoa", Posts: []models.Post{{Title: "Tỉnh ủy viên"}}}
	h.other.SetContact(&clerk, "", "hoa@gmail.example")
	h.other, err = db.AddPerson(ctx, secretary, h.other)
	h.must(err)
	h.reread()
	h.must(db.MergePeople(ctx, secretary, h.person.ID, h.other.ID, h.person.Version, h.other.Version))
	h.reread()
	_, err = db.AddDelegates(ctx, secretary, h.event.ID, 0, []models.ID{h.person.ID})
	h.must(err)
	invitations := h.invited()
	her := invitations[slices.IndexFunc(invitations, func(i models.Invitation) bool { return i.Delegate.PersonID == h.person.ID })]
	h.link = her.Link
	h.must(db.SaveNeeds(ctx, her, herNeeds))
	queued, err := db.MailInvitations(ctx, secretary, h.event, nil)
	h.must(err)
	if queued != 4 {
		t.Fatalf("%d letters", queued)
	}
	for {
		m, err := db.ClaimMessage(ctx, "thử")
		if errors.Is(err, models.ErrNotFound) {
			break
		}
		h.must(err)
		h.must(db.MessageSent(ctx, m))
	}
	h.must(db.NoteReached(ctx))
	_, err = db.QueueMail(ctx, secretary, h.event.ID, models.Mail{Kind: "thanks", To: []models.Recipient{{UID: h.person.UID, Name: h.person.Name(), Email: herMail}}})
	h.must(err)
	h.must(db.PublishAgenda(ctx, secretary, h.event.ID, true))
	item := h.itemOf("discussion")
	h.must(db.RequestSpeech(ctx, her, item.ID, "Y tế cơ sở", nil))
	speeches, err := db.Speeches(ctx, h.event.ID)
	h.must(err)
	for _, speech := range speeches {
		if speech.Topic == "Y tế cơ sở" {
			h.speech = speech
		}
	}
	h.must(db.HandIn(ctx, her.Guest(), models.SpeechText{EventID: h.event.ID, SpeechID: h.speech.ID, Text: herText}, 0))
	h.file = []byte("%PDF-1.4\n% bài của Lê Thị Hoa 7d1f\n%%EOF\n")
	sha, err := db.AddFile(ctx, bytes.NewReader(h.file), 0)
	h.must(err)
	h.must(db.HandIn(ctx, her.Guest(), models.SpeechText{EventID: h.event.ID, SpeechID: h.speech.ID, FileSHA256: models.SHA256(sha), FileName: "tham-luan.pdf"}, 0))
	_, err = db.AddImport(ctx, &clerk, h.event, "danh sach.csv", []byte("Họ và tên,Điện thoại\nLê Thị Hoa,"+herPhone+"\n"))
	h.must(err)
	return h
}

func (h *erasable) reread() {
	h.t.Helper()
	var err error
	h.person, err = h.db.Person(context.Background(), h.person.ID)
	h.must(err)
}

// stands are those of the texts that stand anywhere in the database.
func (h *erasable) stands(texts ...string) (found []string) {
	h.t.Helper()
	raw := rawAt(h.t, h.name)
	query := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if models.Postgres(h.name) {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	var whole string
	for _, table := range values(h.t, raw, query) {
		table = strings.Trim(table, "|")
		whole += strings.Join(values(h.t, raw, `SELECT * FROM `+table), "\n")
	}
	for _, text := range texts {
		if strings.Contains(whole, text) {
			found = append(found, text)
		}
	}
	return found
}

var hers = []string{herPhone, herOld, herMail, "hoa@gmail.example", herNeeds, herNote, herText}

// What serves to reach her or to look after her goes from everywhere, also from the journal, whose chains hold; what the record says of her stays.
func TestErasePerson(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	if found := h.stands(hers...); len(found) != len(hers) {
		t.Fatalf("of her stands only %q", found)
	}
	before, err := h.db.Erasure(ctx, h.other.ID) // of the record that was merged: of hers
	h.must(err)
	if before.Person.ID != h.person.ID || len(before.Merged) != 1 || !before.Named {
		t.Errorf("%+v", before)
	}
	parts := func(parts []models.ErasedPart) (names []string) {
		for _, part := range parts {
			if !slices.Contains(names, part.What) {
				names = append(names, part.What)
			}
		}
		slices.Sort(names)
		return names
	}
	if goes := parts(before.Goes); !slices.Equal(goes, []string{"born_year", "details", "email", "imports", "links", "messages", "needs", "note", "passes", "phone", "texts", "waiting"}) {
		t.Errorf("goes %q", goes)
	}
	if stays := parts(before.Stays); !slices.Equal(stays, []string{"delegate", "journal", "speeches"}) {
		t.Errorf("stays %q", stays)
	}

	wants(t, h.db.ErasePerson(ctx, secretary, h.person.ID, h.person.Version, " "), "reason")
	if err := h.db.ErasePerson(ctx, secretary, h.person.ID, h.person.Version-1, herReason); !errors.Is(err, models.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	if found := h.stands(hers...); len(found) != len(hers) {
		t.Errorf("refused, and only %q is left", found)
	}
	h.must(h.db.ErasePerson(ctx, secretary, h.other.ID, h.person.Version, herReason))
	if found := h.stands(hers...); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	h.reread()
	if h.person.ErasedAt.IsZero() || h.person.Name() != "Lê Thị Hoa" || len(h.person.Posts) != 2 || h.person.BornYear != nil {
		t.Errorf("%+v", h.person)
	}
	if people, err := h.db.People(ctx, models.PersonFilter{Search: "hoa"}); err != nil || len(people) != 0 {
		t.Errorf("the directory finds %v, %v", people, err)
	}
	if _, _, err := h.db.InvitationByLink(ctx, h.link); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the link: %v", err)
	}
	if texts, err := h.db.TextsOf(ctx, h.event.ID, h.speech.ID); err != nil || len(texts) != 0 {
		t.Errorf("%v %v", texts, err)
	}
	if _, err := h.db.ClaimMessage(ctx, "thử"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("something is sent yet: %v", err)
	}
	last := h.last()
	if last.What != "erase" || last.Subject != h.person.UID || strings.Contains(last.Detail, herReason) {
		t.Errorf("%+v", last)
	}
	office, err := h.db.Journal(ctx, models.JournalFilter{Limit: 1})
	h.must(err)
	if office[0].What != "erase" || !strings.Contains(office[0].Detail, herReason) {
		t.Errorf("%+v", office[0])
	}
	h.check()

	// Again: there is nothing to do, and nothing happens. What has come since goes, too.
	sizes := journalSize(t, h.hall)
	h.must(h.db.ErasePerson(ctx, secretary, h.person.ID, 1, herReason))
	if now := journalSize(t, h.hall); now != sizes {
		t.Errorf("the chains grew from %v to %v", sizes, now)
	}
	delegates := h.list(models.DelegateFilter{Search: "hoa"})
	delegates[0].Needs = herNeeds
	h.must(h.db.SaveDelegate(ctx, secretary, delegates[0]))
	h.must(h.db.ErasePerson(ctx, secretary, h.person.ID, 1, herReason))
	if found := h.stands(hers...); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	after, err := h.db.Erasure(ctx, h.person.ID)
	h.must(err)
	if len(after.Goes) != 0 || len(after.Stays) != len(before.Stays) {
		t.Errorf("%+v", after)
	}

	// She is nobody to invite, to change, to merge or to write to.
	h.person.Phone = herPhone
	if err := h.db.SavePerson(ctx, secretary, h.person); !errors.Is(err, models.ErrLocked) {
		t.Errorf("changed: %v", err)
	}
	to, err := h.db.Recipients(ctx, h.event, "coming", 0)
	h.must(err)
	if slices.ContainsFunc(to, func(r models.Recipient) bool { return r.UID == h.person.UID }) {
		t.Error("she is written to")
	}
	h.check()
}

// The bytes of the file do not say it either, once it is erased: what was removed is overwritten.
func TestErasedIsOverwritten(t *testing.T) {
	if modelstest.Server != "" {
		t.Skip("PostgreSQL's own files are the server's business; see the manual")
	}
	h := newErasable(t)
	h.must(h.db.ErasePerson(context.Background(), secretary, h.person.ID, h.person.Version, herReason))
	for _, ending := range []string{"", "-wal"} {
		content, err := os.ReadFile(h.name + ending)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		h.must(err)
		for _, text := range append(hers, string(h.file), "% bài của Lê Thị Hoa") {
			if bytes.Contains(content, []byte(text)) {
				t.Errorf("the bytes of hoithao.db%s hold %q", ending, text)
			}
		}
	}
}

// An archived event, which nobody changes any more, is gone through too; and the name that nothing in the record has goes as well.
func TestEraseWhatIsArchivedAndWhoIsUnnamed(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	h.must(h.db.Exec(ctx, `UPDATE events SET archived_at = starts_at, revision = revision + 1`)) // as a file of the archive brings it
	h.must(h.db.Exec(ctx, `UPDATE events SET revision = revision - 1`))
	h.must(h.db.ErasePerson(ctx, secretary, h.person.ID, h.person.Version, herReason))
	if found := h.stands(hers...); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	if err := h.db.SaveDelegate(ctx, secretary, h.list(models.DelegateFilter{})[0]); err != nil && !errors.Is(err, models.ErrLocked) {
		t.Error(err)
	}
	nobody := models.Person{Family: "Vương Thúy", Given: "Kiều", Phone: "0243 999 888", Posts: []models.Post{{Title: "Cán bộ thử việc phòng Tổng hợp"}}}
	nobody, err := h.db.AddPerson(ctx, secretary, nobody)
	h.must(err)
	h.must(h.db.ErasePerson(ctx, secretary, nobody.ID, 1, herReason))
	if found := h.stands("Vương Thúy", "vuong thuy", "Kiều", "0243 999 888", "Cán bộ thử việc"); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	h.check()
}

// A file from before, loaded over the record, does not bring back what was erased; a file from after takes it away elsewhere.
func TestErasedStayErased(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	var before, after bytes.Buffer
	h.must(h.db.HandOverFull(ctx, &before, h.event.Slug))
	h.must(h.db.ErasePerson(ctx, secretary, h.person.ID, h.person.Version, herReason))
	if _, err := h.db.Load(ctx, secretary, bytes.NewReader(before.Bytes()), models.LoadOptions{}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("an older file: %v", err)
	}
	_, err := h.db.Load(ctx, secretary, bytes.NewReader(before.Bytes()), models.LoadOptions{Replace: true})
	h.must(err)
	if found := h.stands(hers[:6]...); len(found) > 0 {
		t.Errorf("the file has brought back %q", found)
	}
	if _, _, err := h.db.InvitationByLink(ctx, h.link); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the link: %v", err)
	}
	h.check()

	h.must(h.db.HandOverFull(ctx, &after, h.event.Slug))
	laptop := &erasable{name: modelstest.Name(t)}
	db, err := models.Open(ctx, laptop.name, models.Options{Now: func() time.Time { return h.now }, Key: key})
	h.must(err)
	defer db.Close()
	laptop.hall = &hall{t: t, db: db}
	_, err = db.Load(ctx, secretary, bytes.NewReader(before.Bytes()), models.LoadOptions{})
	h.must(err)
	if found := laptop.stands(hers[:1]...); len(found) != 1 {
		t.Errorf("the laptop has %q", found)
	}
	_, err = db.Load(ctx, secretary, bytes.NewReader(after.Bytes()), models.LoadOptions{Replace: true})
	h.must(err)
	if found := laptop.stands(hers[:6]...); len(found) > 0 {
		t.Errorf("on the laptop there still stands %q", found)
	}
	laptop.check()

	fresh := &erasable{name: modelstest.Name(t)}
	db, err = models.Open(ctx, fresh.name, models.Options{Now: func() time.Time { return h.now }, Key: key})
	h.must(err)
	defer db.Close()
	fresh.hall = &hall{t: t, db: db}
	_, err = db.Load(ctx, secretary, bytes.NewReader(after.Bytes()), models.LoadOptions{})
	h.must(err)
	if people, err := db.People(ctx, models.PersonFilter{Search: "hoa"}); err != nil || len(people) != 0 {
		t.Errorf("on a new machine she is alive: %v %v", people, err)
	}
	fresh.check()
}

// Who was taken out of the event since, with what they had handed in, stands only in the journal: there too it goes. Who is removed from the directory leaves
// no phone behind.
func TestEraseWhatWasTakenOut(t *testing.T) {
	h := newErasable(t)
	ctx := context.Background()
	speech, err := h.db.Speech(ctx, h.event.ID, h.speech.ID)
	h.must(err)
	h.must(h.db.RemoveSpeech(ctx, secretary, h.event.ID, speech.ID))
	delegates := h.list(models.DelegateFilter{Search: "hoa"})
	h.must(h.db.RemoveDelegate(ctx, secretary, h.event.ID, delegates[0].ID))
	if found := h.stands(herNeeds, herText); len(found) != 2 {
		t.Fatalf("only %q is left", found)
	}
	h.must(h.db.ErasePerson(ctx, secretary, h.person.ID, h.person.Version, herReason))
	if found := h.stands(hers...); len(found) > 0 {
		t.Errorf("there still stands %q", found)
	}
	h.check()

	clerk := addUser(t, h.db, "vanphong-2", models.Role{Role: models.Administrator})
	person := models.Person{Family: "Đỗ", Given: "Hùng"}
	person.SetContact(&clerk, "0977 000 444", "hung@hanam.example")
	person, err = h.db.AddPerson(ctx, secretary, person)
	h.must(err)
	h.must(h.db.RemovePerson(ctx, secretary, person.ID))
	if found := h.stands("0977 000 444", "hung@hanam.example"); len(found) > 0 {
		t.Errorf("removed, and there still stands %q", found)
	}
	h.check()
}
