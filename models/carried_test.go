package models_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hoithao"
	"hoithao/models"
	"hoithao/models/modelstest"
)

// Every table of the schema travels with dump --full, or it is said why it does not. A new table fails here until somebody has decided.
func TestEveryTableIsCarriedOrNot(t *testing.T) {
	how := models.Carried()
	tables := map[string]bool{"schema_migrations": true}
	for _, name := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`).FindAllStringSubmatch(hoithao.Schema, -1) {
		tables[name[1]] = true
		if how[name[1]] == "" {
			t.Errorf("%s is neither carried nor said not to be", name[1])
		}
	}
	if len(tables) < 50 {
		t.Errorf("only %d tables were found in the schema", len(tables))
	}
	for name := range how {
		if !tables[name] {
			t.Errorf("%s is no table of the schema", name)
		}
	}
}

// notCompared are the columns that may differ between two machines that hold the same event, by table; "" is every table.
var notCompared = map[string][]string{
	"":              {"id", "event_id", "version", "summary_version"},
	"events":        {"revision", "public_revision", "head", "home"},
	"outbox":        {"state", "lease", "leased_until"},
	"registers":     {"last_number"},
	"people":        {"contact_of_id"},
	"journal":       {"at", "actor", "prev", "hash", "detail_hash", "revision"},
	"files":         {"created_at"},
	"settings":      {"content"},
	"organizations": {"successor_id"},
	"minutes":       {"dated_on"},
}

// contents are the rows of all tables that travel, as lines that say the same on every machine: what points to a row names its uid.
func contents(t *testing.T, raw *sql.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	names := map[string]string{}
	how := models.Carried()
	columnsOf := func(table string) []string {
		rows, err := raw.Query(`SELECT * FROM ` + table + ` WHERE 1 = 0`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		return columns
	}
	for table, as := range how {
		if as != "file" && as != "rows" || !slices.Contains(columnsOf(table), "uid") || !slices.Contains(columnsOf(table), "id") {
			continue
		}
		for _, line := range values(t, raw, `SELECT id, uid FROM `+table) {
			id, uid, _ := strings.Cut(line, " ")
			names[table+" "+id] = uid
		}
	}
	parents := map[string]string{"organization_id": "organizations", "issuer_id": "organizations", "person_id": "people", "signer_id": "people", "delegate_id": "delegates",
		"replaced_id": "delegates", "presenter_id": "delegates", "session_id": "sessions", "group_id": "groups", "item_id": "agenda_items", "invitation_id": "invitations",
		"document_id": "documents", "paper_id": "papers", "speech_id": "speeches", "minutes_id": "minutes", "task_id": "tasks", "conclusion_id": "conclusions",
		"organizer_id": "organizations"}
	for table, as := range how {
		if as != "file" && as != "rows" || slices.Contains([]string{"journal", "journal_details", "handovers", "file_keys", "file_pieces", "settings"}, table) {
			continue
		}
		columns := columnsOf(table)
		rows, err := raw.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			var line []string
			for i, column := range columns {
				value := *cells[i].(*any)
				if value == nil || slices.Contains(notCompared[""], column) || slices.Contains(notCompared[table], column) || column == "register_id" {
					continue
				}
				parent := parents[column]
				if column == "parent_id" {
					parent = table
				}
				if id, ok := value.(int64); ok && parent != "" {
					value = names[fmt.Sprint(parent, " ", id)]
				}
				if at, ok := value.(interface{ UnixMilli() int64 }); ok {
					value = at.UnixMilli()
				}
				if text, ok := value.([]byte); ok {
					value = fmt.Sprintf("%x", text)
				}
				line = append(line, fmt.Sprint(column, "=", value))
			}
			all[table] = append(all[table], strings.Join(line, "|"))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
		slices.Sort(all[table])
	}
	return all
}

// trip is an office and a laptop, and a file between them.
type trip struct {
	*testing.T
	ctx            context.Context
	office, laptop *models.DB
	raw            map[*models.DB]*sql.DB
}

// trips are an office and a laptop on every pair of engines that is at hand.
func trips(t *testing.T, name string, run func(*trip)) {
	sqlite := func(t *testing.T) string { return filepath.Join(t.TempDir(), "hoithao.db") }
	for _, pair := range []struct {
		name           string
		office, laptop func(*testing.T) string
		server         bool
	}{
		{"one engine", func(t *testing.T) string { return modelstest.Name(t) }, func(t *testing.T) string { return modelstest.Name(t) }, false},
		{"PostgreSQL to SQLite", func(t *testing.T) string { return modelstest.Name(t) }, sqlite, true},
		{"SQLite to PostgreSQL", sqlite, func(t *testing.T) string { return modelstest.Name(t) }, true},
	} {
		if pair.server && modelstest.Server == "" {
			continue
		}
		t.Run(name+", "+pair.name, func(t *testing.T) {
			r := &trip{T: t, ctx: context.Background(), raw: map[*models.DB]*sql.DB{}}
			open := func(name string, key []byte) *models.DB {
				db, err := withKey(t, name, key)
				if err != nil {
					t.Fatal(err)
				}
				r.raw[db] = rawAt(t, name)
				return db
			}
			r.office, r.laptop = open(pair.office(t), key), open(pair.laptop(t), bytes.Repeat([]byte{9}, models.KeySize))
			_, err := r.raw[r.laptop].Exec(`UPDATE office SET uid = '` + strings.Repeat("9", 32) + `'`) // the databases of tests are copies of one
			r.must(err)
			_, err = r.office.Load(r.ctx, loading, strings.NewReader(workshopFile), models.LoadOptions{})
			r.must(err)
			run(r)
		})
	}
}

func (r *trip) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *trip) file(from *models.DB) string {
	r.Helper()
	var file bytes.Buffer
	r.must(from.HandOverFull(r.ctx, &file, slug))
	return file.String()
}

// carry loads a file twice: it does what it says, and the second time nothing.
func (r *trip) carry(file string, to *models.DB, outcome string) {
	r.Helper()
	for _, expected := range []string{outcome, "unchanged"} {
		report, err := to.Load(r.ctx, loading, strings.NewReader(file), models.LoadOptions{})
		r.must(err)
		if got := report.Events[0].Outcome; got != expected {
			r.Errorf("a load has %s it, not %s", got, expected)
		}
	}
	if broken, err := to.Check(r.ctx); err != nil || len(broken) > 0 {
		r.Errorf("check: %v %v", broken, err)
	}
}

func (r *trip) event(db *models.DB) models.Event {
	r.Helper()
	event, err := db.Event(r.ctx, slug)
	r.must(err)
	return event
}

func (r *trip) record(db *models.DB) models.Record {
	r.Helper()
	record, err := db.Record(r.ctx, r.event(db).ID)
	r.must(err)
	return record
}

// same compares all that travels, column by column.
func (r *trip) same(when string) {
	r.Helper()
	office, laptop := contents(r.T, r.raw[r.office]), contents(r.T, r.raw[r.laptop])
	for table, rows := range office {
		if slices.Contains([]string{"people", "posts", "organizations"}, table) { // the office knows more of them
			rows = slices.DeleteFunc(rows, func(row string) bool { return !slices.Contains(laptop[table], row) })
		}
		if !slices.Equal(rows, laptop[table]) {
			r.Errorf("%s, %s: the office has\n%s\nthe laptop\n%s", when, table, strings.Join(rows, "\n"), strings.Join(laptop[table], "\n"))
		}
	}
}

func pdf(text string) func(models.Printable) ([]byte, error) {
	return func(paper models.Printable) ([]byte, error) {
		return []byte("%PDF-1.4 " + text + paper.Head().FullNumber() + paper.Head().Stamp.Code), nil
	}
}

// furnish does at the office all that may stand in tables beside the file.
func (r *trip) furnish() {
	r.Helper()
	db, ctx := r.office, r.ctx
	event, record := r.event(db), r.record(db)
	body := record.Event.OrganizerID
	line, err := db.Ancestry(ctx, body)
	r.must(err)
	r.must(db.AddTerm(ctx, loading, models.Term{OrganizationID: line[len(line)-1].ID, Name: "2015 - 2020", BeginsOn: "2015-10-01"}))
	r.must(db.AddHoliday(ctx, loading, models.Holiday{Day: "2018-11-20", Name: "Ngày truyền thống"}))
	r.must(db.SaveTerms(ctx, loading, event.ID, models.Terms{ContactName: "Nguyễn Thị Lan", ContactPhone: "0226 385 2000", AnswerBy: hm(5, 0), TextsBy: hm(6, 0), Version: event.Version}))
	_, err = db.Invite(ctx, loading, event.ID, models.Invitees{Delegates: []models.ID{record.Delegates[0].ID, record.Delegates[2].ID}}, hm(5, 0))
	r.must(err)
	heads := int64(2)
	outside, err := db.AddOrganization(ctx, loading, models.Organization{Name: "Huyện ủy Kim Bảng", Kind: "party"})
	r.must(err)
	_, err = db.InviteUnits(ctx, loading, event.ID, []models.ID{outside.ID}, models.UnitTerms{Heads: &heads, Whom: "01 lãnh đạo", AnswerBy: hm(5, 0)})
	r.must(err)
	invitations, err := db.Invitations(ctx, models.InvitationFilter{EventID: event.ID})
	r.must(err)
	for _, i := range invitations {
		if i.OrganizationID != 0 {
			r.must(db.NameGuest(ctx, loading, i, models.Newcomer{Name: "Đỗ Văn Khách", Post: "Phó Bí thư"}, 0, false))
		}
	}
	r.must(db.RenewScreen(ctx, loading, event))
	days := int64(2)
	r.must(db.SaveReminders(ctx, loading, models.Reminders{EventID: event.ID, TaskDays: &days}))
	text, err := db.MessageText(ctx, event.ID, "thanks")
	r.must(err)
	text.EventID, text.Kind, text.Subject = event.ID, "thanks", "Thư cảm ơn"
	r.must(db.SaveMessageText(ctx, loading, text))
	_, err = db.QueueMail(ctx, loading, event.ID, models.Mail{Kind: "thanks", Occasion: "1", To: []models.Recipient{{UID: strings.Repeat("a", 32), Name: "Lan", Email: "lan@hanam.vn"}}})
	r.must(err)
	sha, err := db.AddFile(ctx, strings.NewReader("%PDF-1.4 tài liệu"), 0)
	r.must(err)
	_, err = db.AddDocument(ctx, loading, models.Document{EventID: event.ID, Title: "Báo cáo đề dẫn", Audience: "all"}, models.SHA256(sha), "de-dan.pdf")
	r.must(err)
	r.must(db.HandIn(ctx, loading, models.SpeechText{EventID: event.ID, SpeechID: record.Speeches[0].ID, Text: "Toàn văn tham luận"}, 0))
	form := agendaForm(0, "Trưởng ban")
	form.SignerID, form.IssuerID = record.Delegates[0].PersonID, body
	r.must(db.SavePaper(ctx, loading, event.ID, "agenda", "", form))
	r.must(db.SavePaper(ctx, loading, event.ID, "invitation", "", models.PaperForm{DatedOn: "2018-11-01"}))
	for _, kind := range []string{"minutes", "notice"} {
		r.must(db.ReserveNumbers(ctx, loading, event.ID, kind, 1))
	}
	kind, _ := models.KindOfPaper("agenda")
	composed, err := db.ComposePaper(ctx, r.record(db), kind, r.paper(db, "agenda"))
	r.must(err)
	_, err = db.IssuePaper(ctx, loading, event.ID, models.Issue{Kind: "agenda", Seen: models.Digest(composed), Reason: "Thử", Override: true}, pdf("chương trình"))
	r.must(err)
}

func (r *trip) paper(db *models.DB, kind string) models.Paper {
	r.Helper()
	paper, err := db.Paper(r.ctx, r.event(db).ID, kind, "")
	r.must(err)
	return paper
}

// work is the day in the hall, at the laptop: scans, a summary, a vote on the way, minutes to the end, issued with a number, and the signed copy.
func (r *trip) work() {
	r.Helper()
	db, ctx := r.laptop, r.ctx
	event, record := r.event(db), r.record(db)
	session := record.Sessions[0].ID
	_, err := db.AddScan(ctx, usher, models.Seen{EventID: event.ID, SessionID: session, DelegateID: record.Delegates[2].ID, Nonce: "laptop-01", Act: "in", Door: "Cửa 1", ScannedAt: hm(7, 52)})
	r.must(err)
	_, err = db.AddWalkIn(ctx, usher, models.Seen{EventID: event.ID, SessionID: session, Nonce: "laptop-02", Door: "Cửa 1"}, "Lê Thị Khách", "Báo Hà Nam")
	r.must(err)
	speech := record.Speeches[0]
	_, err = db.SaveSpeechText(ctx, loading, event.ID, speech.ID, "summary", "Nêu ba giải pháp.", speech.SummaryVersion)
	r.must(err)
	documents, err := db.Documents(ctx, event.ID)
	r.must(err)
	r.must(db.RemoveDocument(ctx, loading, event.ID, documents[0].ID))
	conclusion, err := db.AddConclusion(ctx, loading, models.Conclusion{EventID: event.ID, Text: "Nhân rộng mô hình", Task: &models.Task{Responsible: "Tổ giúp việc", DueOn: "2018-12-01"}})
	r.must(err)
	r.must(db.SettleTask(ctx, loading, event.ID, conclusion.Task.ID, "done", "Đã xong tại chỗ", 1))
	row, err := db.MinutesOf(ctx, event.ID, 0)
	r.must(err)
	r.must(db.SaveMinutes(ctx, loading, event.ID, 0, models.MinutesForm{DatedOn: "2018-11-13", OpenedAt: hm(8, 0), ClosedAt: hm(11, 30), Chairs: []models.ID{record.Delegates[0].PersonID},
		SecretaryText: "Nguyễn Văn Thư", Version: row.Version}))
	_, _, err = db.AddApproval(ctx, loading, event.ID, 0, record.Delegates[0].PersonID)
	r.must(err)
	r.must(db.AddRemark(ctx, loading, event.ID, 0, "course", "Ghi rõ hơn ý kiến thứ hai."))
	row, err = db.MinutesOf(ctx, event.ID, 0)
	r.must(err)
	r.must(db.CloseMinutes(ctx, loading, event.ID, 0, row.Version))
	minutes, err := db.Minutes(ctx, r.record(db))
	r.must(err)
	r.must(db.AgreeMinutes(ctx, chairman, event.ID, 0, row.Version+1, minutes.Seen()))
	kind, _ := models.KindOfPaper("minutes")
	composed, err := db.ComposePaper(ctx, r.record(db), kind, r.paper(db, "minutes"))
	r.must(err)
	version, err := db.IssuePaper(ctx, loading, event.ID, models.Issue{Kind: "minutes", Seen: models.Digest(composed), Reason: "Thử", Override: true}, pdf("biên bản"))
	r.must(err)
	if version.Number != "01-BB/BTGTU" {
		r.Errorf("the laptop has issued %q", version.Number)
	}
	r.must(db.AddSignedCopy(ctx, loading, event.ID, "minutes", "", version.Position, []byte("%PDF-1.4 đã ký")))
}

// The office prepares, the laptop takes the event to the hall, works with it, and the office has all of it back: every row of every table that
// travels, column by column, whichever engine holds it.
func TestTheDayAtTheLaptop(t *testing.T) {
	trips(t, "the day", func(r *trip) {
		r.furnish()
		out := r.file(r.office)
		if again := r.file(r.office); again != out {
			r.Error("the same record gives another file")
		}
		r.carry(out, r.laptop, "added")
		r.same("before the day")
		pass := r.record(r.office).Delegates[2].Pass
		if found, err := r.laptop.FindAtDoor(r.ctx, r.event(r.laptop).ID, pass); err != nil || found.One == 0 {
			r.Errorf("the office's badge at the laptop's door: %+v, %v", found, err)
		}

		r.work()
		back := r.file(r.laptop)
		r.carry(back, r.office, "updated")
		r.same("after the day")
		if home := r.event(r.office).Home; home != "" {
			r.Errorf("the office takes itself for away from %s", home)
		}
		rows, err := r.office.Journal(r.ctx, models.JournalFilter{EventID: r.event(r.office).ID, Limit: 1000})
		r.must(err)
		if !slices.ContainsFunc(rows, func(row models.JournalRow) bool { return row.What == "scan" && row.Actor == usher.Name }) {
			r.Error("the office's journal does not tell of the door")
		}

		// And once more: what the office does after the day goes to the laptop.
		conclusions := r.record(r.office).Conclusions
		at := slices.IndexFunc(conclusions, func(c models.Conclusion) bool { return c.Text == "Nhân rộng mô hình" })
		r.must(r.office.SettleTask(r.ctx, loading, r.event(r.office).ID, conclusions[at].Task.ID, "open", "Còn phải báo cáo", conclusions[at].Task.Version))
		r.carry(r.file(r.office), r.laptop, "updated")
		r.same("at the end")
	})
}

// Numbers that two places hand out are never the same: what was set aside goes with the event, the office goes on behind it, and a number that
// both have given away is refused by its name.
func TestNumbersOfTwoPlaces(t *testing.T) {
	trips(t, "numbers", func(r *trip) {
		r.furnish()
		r.carry(r.file(r.office), r.laptop, "added")
		event := r.event(r.laptop)
		r.must(r.laptop.TakeNumber(r.ctx, loading, event.ID, "minutes", ""))
		var wrong models.Invalid
		if err := r.laptop.TakeNumber(r.ctx, loading, event.ID, "invitation", ""); !errors.As(err, &wrong) || wrong["number"] == "" {
			r.Errorf("a number that nobody has set aside: %v", err)
		}
		if err := r.laptop.ReserveNumbers(r.ctx, loading, event.ID, "invitation", 1); !errors.As(err, &wrong) {
			r.Errorf("the laptop sets numbers aside: %v", err)
		}
		// The clerk says by telephone: 07. At the office somebody else has it by the evening.
		r.must(r.laptop.ClaimNumber(r.ctx, loading, event.ID, "invitation", "", 7, ""))
		other := func(slug, kind string) models.Event {
			event, err := r.office.AddEvent(r.ctx, loading, models.NewEvent{Event: models.Event{Slug: slug, Kind: "meeting", Title: "Giao ban", OrganizerID: r.record(r.office).Event.OrganizerID,
				TimeZone: "Asia/Ho_Chi_Minh", Visibility: "staff"}, StartsAt: hm(8, 0), EndsAt: hm(9, 0)})
			r.must(err)
			return event
		}
		second := other("khac", "minutes")
		r.must(r.office.TakeNumber(r.ctx, loading, second.ID, "minutes", ""))
		if paper, err := r.office.Paper(r.ctx, second.ID, "minutes", ""); err != nil || paper.Number == nil || *paper.Number != 2 {
			r.Errorf("the office's next number is %v: %v", paper.Number, err)
		}
		r.must(r.office.SavePaper(r.ctx, loading, second.ID, "invitation", "", models.PaperForm{DatedOn: "2018-11-02"}))
		r.must(r.office.ClaimNumber(r.ctx, loading, second.ID, "invitation", "", 7, ""))
		before := contents(r.T, r.raw[r.office])
		back := r.file(r.laptop)
		var refused models.Refused
		if _, err := r.office.Load(r.ctx, loading, strings.NewReader(back), models.LoadOptions{}); !errors.As(err, &refused) || !strings.Contains(refused.Why, "số 7 trong sổ GM") {
			r.Errorf("a number that is borne twice: %v", err)
		}
		for table, rows := range contents(r.T, r.raw[r.office]) {
			if !slices.Equal(rows, before[table]) {
				r.Errorf("the refused load has changed %s", table)
			}
		}
		r.must(r.office.CancelNumber(r.ctx, loading, second.ID, "invitation", "", "Trùng với giấy mời của hội thảo"))
		if _, err := r.office.Load(r.ctx, loading, strings.NewReader(back), models.LoadOptions{}); !errors.As(err, &refused) {
			r.Errorf("a cancelled number is borne again: %v", err)
		}
		r.must(r.laptop.CancelNumber(r.ctx, loading, event.ID, "invitation", "", "Đã cấp cho văn bản khác"))
		r.must(r.laptop.ClaimNumber(r.ctx, loading, event.ID, "invitation", "", 9, ""))
		_, err := r.raw[r.laptop].Exec(`DELETE FROM register_numbers WHERE number = 7`)
		r.must(err)
		r.carry(r.file(r.laptop), r.office, "updated")
		registers, err := r.office.Registers(r.ctx, r.record(r.office).Event.OrganizerID)
		r.must(err)
		for _, register := range registers {
			if register.Kind == "GM" && register.LastNumber != 9 {
				r.Errorf("the office's register of letters goes on after %d", register.LastNumber)
			}
		}
		r.must(r.office.TakeNumber(r.ctx, loading, second.ID, "invitation", ""))
		if paper, err := r.office.Paper(r.ctx, second.ID, "invitation", ""); err != nil || paper.Number == nil || *paper.Number != 10 {
			r.Errorf("the next letter bears %v: %v", paper.Number, err)
		}
	})
}

// What the office has changed meanwhile is named, and nothing is written over it unless somebody says so; papers issued in both places stay.
func TestBothHaveChanged(t *testing.T) {
	trips(t, "both", func(r *trip) {
		r.furnish()
		r.carry(r.file(r.office), r.laptop, "added")
		r.work()
		clerk := models.Actor{Name: "Văn thư Lan"}
		r.must(r.office.RenewPass(r.ctx, clerk, r.event(r.office).ID, r.record(r.office).Delegates[0].ID))
		person, err := r.office.Person(r.ctx, r.record(r.office).Delegates[1].PersonID)
		r.must(err)
		if person.Phone == "" {
			r.Fatal("the person had no telephone before")
		}
		person.Phone = "0912 000 111"
		r.must(r.office.SavePerson(r.ctx, clerk, person))
		back := r.file(r.laptop)
		before := contents(r.T, r.raw[r.office])
		var refused models.Refused
		if _, err := r.office.Load(r.ctx, loading, strings.NewReader(back), models.LoadOptions{}); !errors.As(err, &refused) || !errors.Is(err, models.ErrConflict) {
			r.Fatalf("onto a record that has moved: %v", err)
		}
		if len(refused.Since) != 1 || refused.Since[0].What != "renew" || refused.Since[0].Actor != clerk.Name {
			r.Errorf("the refusal names %+v", refused.Since)
		}
		for table, rows := range contents(r.T, r.raw[r.office]) {
			if !slices.Equal(rows, before[table]) {
				r.Errorf("the refused load has changed %s", table)
			}
		}
		// The file wins when somebody says so, and the chain here vouches for what was issued there.
		_, err = r.office.Load(r.ctx, loading, strings.NewReader(back), models.LoadOptions{Replace: true})
		r.must(err)
		if broken, err := r.office.Check(r.ctx); err != nil || len(broken) > 0 {
			r.Errorf("check: %v %v", broken, err)
		}
		if versions, err := r.office.PaperVersions(r.ctx, r.event(r.office).ID, "minutes", ""); err != nil || len(versions) != 1 || versions[0].SignedSHA256 == "" {
			r.Errorf("the issued minutes have come as %+v: %v", versions, err)
		}
		if person, err := r.office.Person(r.ctx, person.ID); err != nil || person.Phone != "0912 000 111" { // no event prints it, so nobody was asked
			r.Errorf("the telephone that the office has written since is %q: %v", person.Phone, err)
		}
		// A file whose journal or attachment was tampered with is refused.
		for name, forged := range map[string]string{
			"journal":    strings.Replace(back, `"actor": "`+usher.Name+`"`, `"actor": "ai đó"`, 1),
			"attachment": strings.Replace(back, "JVBERi0xLjQ", "JVBERi0xLjU", 1),
		} {
			if forged == back {
				r.Fatalf("%s: nothing was forged", name)
			}
			if _, err := modelstest.DB(r.T).Load(r.ctx, loading, strings.NewReader(forged), models.LoadOptions{}); !errors.As(err, &refused) {
				r.Errorf("a forged %s: %v", name, err)
			}
		}
	})
}
