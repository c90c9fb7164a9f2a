package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"hoithao/models"
	"hoithao/views/papers"
)

// comingSlug is the sample workshop for which people are still being invited.
const comingSlug = "hoi-thao-mau"

// coming is a workshop of a morning nine days from now, of the same people. Its hall is not the last word: see inviteSamples.
func (s *sample) coming() models.FileEvent {
	const day = 10 // the conference's first was yesterday
	event := models.FileEvent{
		Slug: comingSlug, Kind: "workshop", Title: "Đưa di sản quê hương vào trường học: việc đã làm và việc cần làm (dữ liệu mẫu)",
		Organizer: "ban-mau", Place: "Tỉnh Mẫu", Venue: "Phòng họp số 2, Trung tâm Hội nghị tỉnh Mẫu", Visibility: "invited", AgendaState: "published",
		Note:     "Hội thảo mẫu để dùng thử phần mời: mọi tên người, cơ quan, số điện thoại đều đặt ra.",
		Sessions: []models.FileSession{{Key: "di-san-sang", StartsAt: s.at(day, 7, 30), EndsAt: s.at(day, 11, 30)}},
		Groups: []models.FileGroup{
			{Key: "di-san-lanh-dao", Name: "Lãnh đạo tỉnh và các cơ quan"},
			{Key: "di-san-dien-gia", Name: "Người trình bày tham luận"},
			{Key: "di-san-co-so", Name: "Cán bộ các xã, phường, nhà trường", Units: []string{"xa-mau-1", "xa-mau-2", "truong-mau", "bao-mau"}},
		},
	}
	for _, i := range []int{1, 0, 4, 7, 14, 15, 19, 23, 24, 26, 31, 43, 55, 67} {
		d := models.FileDelegate{Person: person(i), Group: "di-san-dien-gia", Roles: []string{"delegate", "speaker"}}
		switch {
		case i == 1:
			d.Group, d.Roles, d.Reply = "di-san-lanh-dao", []string{"chair"}, "accepted"
		case i == 14:
			d.Group, d.Roles, d.Reply = "di-san-lanh-dao", []string{"secretary"}, "accepted"
		case i < 24:
			d.Group, d.Roles = "di-san-lanh-dao", []string{"delegate"}
		}
		event.Delegates = append(event.Delegates, d)
	}
	add := func(key, kind, title string, hour, minute int, minutes int64, presenter string) {
		event.Agenda = append(event.Agenda, models.FileItem{Key: key, Session: "di-san-sang", Kind: kind, Title: title, StartsAt: s.at(day, hour, minute), Minutes: number(minutes), PresenterText: presenter})
	}
	add("di-san-don-tiep", "registration", "Đón tiếp đại biểu", 7, 30, 30, "")
	add("di-san-khai-mac", "opening", "Tuyên bố lý do, giới thiệu đại biểu", 8, 0, 10, "Ban Tổ chức")
	add("di-san-de-dan", "keynote", "Báo cáo đề dẫn: di sản của tỉnh nhìn từ lớp học", 8, 10, 30, "Ban Tuyên giáo và Dân vận Tỉnh ủy Mẫu")
	add("di-san-tham-luan", "paper", "Tham luận", 8, 40, 70, "")
	add("di-san-giai-lao", "break", "Giải lao", 9, 50, 15, "")
	add("di-san-thao-luan", "discussion", "Trao đổi, thảo luận", 10, 5, 50, "")
	add("di-san-ket-luan", "conclusion", "Phát biểu kết luận", 10, 55, 20, "")
	add("di-san-be-mac", "closing", "Bế mạc", 11, 15, 10, "Ban Tổ chức")
	return event
}

// sampleLink is a link of the sample workshop that the demo offers to look at.
type sampleLink struct{ who, path string }

// inviteSamples invites to the sample workshop, and lets the invited do what the invited do: some answer, one sends somebody else, one hands in a
// text that comes back, a unit owes a name; then the hall moves.
func inviteSamples(ctx context.Context, db *models.DB) (links []sampleLink, err error) {
	event, err := db.Event(ctx, comingSlug)
	if err != nil {
		return nil, err
	}
	p := inviting{ctx: ctx, db: db, event: event, office: by("demo")}
	p.try(db.SaveTerms(ctx, p.office, event.ID, models.Terms{ContactName: "Văn phòng Ban (mẫu)", ContactPhone: "0200 000 0000", Version: event.Version,
		AnswerBy: event.EndOfDay(models.At(event.StartsAt.AddDate(0, 0, -4))), TextsBy: event.EndOfDay(models.At(event.StartsAt.AddDate(0, 0, -3)))}))
	groups, err := db.Groups(ctx, event.ID)
	p.try(err)
	if p.wrong != nil {
		return nil, p.wrong
	}
	p.count(db.Invite(ctx, p.office, event.ID, models.Invitees{}, models.Time{}))
	p.count(db.InviteUnits(ctx, p.office, event.ID, nil, models.UnitTerms{GroupID: groups[2].ID, Heads: number(2), Whom: "01 lãnh đạo, 01 cán bộ phụ trách văn hóa hoặc giáo dục"}))
	p.documents(groups[1])
	invited, err := db.Invitations(ctx, models.InvitationFilter{EventID: event.ID, Limit: 100})
	p.try(err)
	if p.wrong != nil {
		return nil, p.wrong
	}
	var people, units []models.Invitation
	for _, one := range invited {
		if one.ToUnit() {
			units = append(units, one)
		} else {
			people = append(people, one)
		}
	}
	p.answers(people)
	p.speeches(people)
	p.units(units)

	event, err = db.Event(ctx, comingSlug)
	p.try(err)
	event.Venue = "Hội trường lớn, Trung tâm Hội nghị tỉnh Mẫu"
	p.try(db.SaveEvent(ctx, p.office, event))
	return []sampleLink{
		{people[len(people)-1].Delegate.Person.Name() + ", chưa trả lời", people[len(people)-1].Path()},
		{p.speaker.Delegate.Person.Name() + ", có bài phát biểu bị trả lại", p.speaker.Path()},
		{p.away.Delegate.Person.Name() + ", đề nghị người đi thay", p.away.Path()},
		{units[0].Name() + ", còn thiếu tên", units[0].Path()},
	}, p.wrong
}

// inviting does one thing after the other until one goes wrong.
type inviting struct {
	ctx           context.Context
	db            *models.DB
	event         models.Event
	office        models.Actor
	speaker, away models.Invitation
	wrong         error
}

func (p *inviting) try(err error)           { p.wrong = errors.Join(p.wrong, err) }
func (p *inviting) count(_ int, err error)  { p.try(err) }
func (p *inviting) many(_ int64, err error) { p.try(err) }
func (p *inviting) ids(of ...models.Invitation) (ids []models.ID) {
	for _, one := range of {
		ids = append(ids, one.ID)
	}
	return ids
}

// documents are the draft of the agenda for everybody, and what the speakers are to keep to.
func (p *inviting) documents(speakers models.Group) {
	record, err := p.db.Record(p.ctx, p.event.ID)
	if err != nil {
		p.try(err)
		return
	}
	kind, _ := models.KindOfPaper("agenda")
	var agenda bytes.Buffer
	p.try(papers.Write(&agenda, record.Compose(kind, models.Paper{}), papers.Options{}))
	for _, one := range []struct {
		title, name string
		content     []byte
		groups      string
	}{
		{"Dự thảo chương trình", "chuong-trinh.pdf", agenda.Bytes(), ""},
		{"Yêu cầu đối với bài tham luận", "yeu-cau.txt", []byte("Tài liệu mẫu.\n\nBài tham luận dài không quá 5 trang, trình bày trong 10 phút, nêu rõ việc đã làm, kết quả và kiến nghị.\n"), speakers.UID},
	} {
		sha, name, err := p.db.AddUpload(p.ctx, models.Upload{Content: one.content, Name: one.name})
		if err != nil {
			p.try(err)
			return
		}
		document := models.Document{EventID: p.event.ID, Title: one.title, Audience: "all"}
		if one.groups != "" {
			document.Audience, document.GroupIDs = "groups", one.groups
		}
		_, err = p.db.AddDocument(p.ctx, p.office, document, sha, name)
		p.try(err)
	}
}

// answers are one of each kind, after the invitations have reached people in one way or another.
func (p *inviting) answers(people []models.Invitation) {
	ctx, db, event := p.ctx, p.db, p.event.ID
	p.count(db.Reach(ctx, p.office, event, p.ids(people[:6]...), "letter", models.Time{}))
	p.count(db.Reach(ctx, p.office, event, p.ids(people[6:len(people)-1]...), "message", models.Time{}))
	p.many(db.MailInvitations(ctx, p.office, p.event, p.ids(people[len(people)-1])))
	for _, one := range people[2:8] {
		p.try(db.NoteOpened(ctx, one))
	}
	p.try(db.AnswerByLink(ctx, people[2], models.Answer{Reply: "accepted"}))
	p.try(db.AnswerFor(ctx, p.office, event, people[3].Delegate.ID, models.Answer{Reply: "declined", Reason: "Đi công tác theo kế hoạch đã có", How: "phone"}))
	p.away = people[4]
	p.try(db.Propose(ctx, p.away, p.away.Delegate.ID, models.Newcomer{Name: "Đinh Mẫu Thúy", Post: "Phó Chánh Văn phòng", Unit: "Ủy ban nhân dân tỉnh Mẫu", Phone: "0200 000 0001"}, ""))
	p.try(db.Propose(ctx, people[5], people[5].Delegate.ID, models.Newcomer{Name: "Cao Mẫu Lâm", Post: "Trưởng phòng Nghiệp vụ"}, ""))
	proposals, err := db.Proposals(ctx, event)
	p.try(err)
	for _, one := range proposals {
		if one.ReplacedID == people[5].Delegate.ID {
			p.try(db.DecideSubstitute(ctx, p.office, event, one.ID, "agreed", "", one.Version))
		}
	}
}

// speeches are one whose text has come back with a remark, and one that waits to be read.
func (p *inviting) speeches(people []models.Invitation) {
	speakable, err := p.db.Speakable(p.ctx, p.event.ID)
	if err != nil || len(speakable) < 2 {
		p.try(errors.Join(err, errors.New("nobody may speak at the sample workshop")))
		return
	}
	for n, one := range []struct {
		who   models.Invitation
		topic string
	}{{people[len(people)-3], "Một tiết học tại đình làng: cách làm của Trường Trung học cơ sở Mẫu Đông"}, {people[len(people)-4], "Số hóa hiện vật để học sinh tự kể chuyện quê mình"}} {
		p.try(p.db.AnswerByLink(p.ctx, one.who, models.Answer{Reply: "accepted"}))
		p.try(p.db.RequestSpeech(p.ctx, one.who, speakable[0].ID, one.topic, number(10)))
		own, err := p.db.SpeechesOf(p.ctx, p.event.ID, one.who.Delegate.ID)
		if p.try(err); len(own) == 0 {
			return
		}
		text := strings.Repeat(one.topic+". Đây là bài mẫu, viết để dùng thử.\n\n", 6)
		p.try(p.db.HandIn(p.ctx, one.who.Guest(), models.SpeechText{EventID: p.event.ID, SpeechID: own[0].ID, Text: text}, one.who.Delegate.ID))
		if n == 0 {
			p.speaker = one.who
			p.try(p.db.SaveNeeds(p.ctx, one.who, "Đi bằng xe máy, cần chỗ gửi xe. Ăn chay."))
			p.try(p.db.JudgeText(p.ctx, p.office, p.event.ID, own[0].ID, 1, "returned", "Đề nghị nêu số liệu của năm học vừa qua và rút còn 4 trang."))
		}
	}
}

// units have named one of two, both, nobody; one sends nobody.
func (p *inviting) units(units []models.Invitation) {
	if len(units) < 4 {
		p.try(fmt.Errorf("the sample workshop has %d units", len(units)))
		return
	}
	p.count(p.db.Reach(p.ctx, p.office, p.event.ID, p.ids(units...), "letter", models.Time{}))
	for _, one := range []struct {
		unit       models.Invitation
		name, post string
	}{{units[0], "Tạ Mẫu Hợp", "Phó Chủ tịch Ủy ban nhân dân xã Mẫu Đông"}, {units[1], "Kiều Mẫu Nhi", "Phó Bí thư Đảng ủy phường Mẫu Tây"}, {units[1], "Mạc Mẫu Thành", "Công chức văn hóa, phường Mẫu Tây"}} {
		p.try(p.db.NameGuest(p.ctx, one.unit.Guest(), one.unit, models.Newcomer{Name: one.name, Post: one.post}, 0, true))
	}
	p.try(p.db.DeclineUnit(p.ctx, units[3].Guest(), units[3], true, "Trùng lịch làm báo Tết", true))
}
