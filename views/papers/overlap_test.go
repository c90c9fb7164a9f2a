package papers_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"hoithao/models"
	"hoithao/views/papers"
	"hoithao/views/papers/paperstest"
)

// edges are the margins of a page: top, bottom, left, right. Official paper has those of its form, upright or across; what is cut or folded
// out of a sheet has its own.
func edges(kind string, page paperstest.Page) (top, bottom, left, right float64) {
	if own, known := ownEdges[kind]; known {
		return own, own, own, own
	}
	if upright := near(page.Width, 210) && near(page.Height, 297); upright || near(page.Width, 297) && near(page.Height, 210) {
		return 20, 20, 30, 15
	}
	return 8, 8, 8, 8
}

// ownEdges are kinds whose sheets have narrow margins of their own. A pack has sheets of all kinds, each held to its margins as a paper of its own.
var ownEdges = map[string]float64{"nameplates": 3, "badges": 3, "seating": 8, "certificate": 8, "pack": 3}

// whole checks that on no page a text stands over another, outside the margins, or across the lines of its cell.
func whole(t testing.TB, kind string, paper paperstest.Paper) {
	t.Helper()
	const slack = 0.15
	if len(paper.Pages) == 0 {
		t.Fatal("no page")
	}
	for n, page := range paper.Pages {
		top, bottom, left, right := edges(kind, page)
		sorted := slices.SortedFunc(slices.Values(page.Texts), func(a, b paperstest.Text) int { return compare(a.Top(), b.Top()) })
		var above []paperstest.Text // those that reach down to the text
		for _, text := range sorted {
			if strings.ContainsRune(text.Text, '\uFFFD') {
				t.Fatalf("page %d: %q has U+FFFD", n+1, text.Text)
			}
			if strings.TrimSpace(text.Text) == "" || text.Y < top && digits(text.Text) { // the page's number
				continue
			}
			if text.X < left-slack || text.Right() > page.Width-right+slack || text.Top() < top-slack || text.Foot() > page.Height-bottom+slack {
				t.Fatalf("page %d: %q stands outside the margins: %.2f to %.2f, %.2f to %.2f", n+1, text.Text, text.X, text.Right(), text.Top(), text.Foot())
			}
			above = slices.DeleteFunc(above, func(other paperstest.Text) bool { return other.Foot() < text.Top()+0.1 })
			for _, other := range above {
				// What hangs below a line may come near the marks above the next; the letters themselves may not touch.
				if text.X < other.Right()-slack && other.X < text.Right()-slack && apart(text, other) < 0 {
					t.Fatalf("page %d: %q stands over %q, at %.2f, %.2f and %.2f, %.2f", n+1, text.Text, other.Text, text.X, text.Y, other.X, other.Y)
				}
			}
			above = append(above, text)
			if cell := cellOf(page, text); cell != nil && (text.X < cell.X-slack || text.Right() > cell.X+cell.Width+slack || text.Top() < cell.Y-slack || text.Foot() > cell.Y+cell.Height+slack) {
				t.Fatalf("page %d: %q stands across its cell %+v: %.2f to %.2f, %.2f to %.2f", n+1, text.Text, *cell, text.X, text.Right(), text.Top(), text.Foot())
			}
		}
		for _, box := range page.Boxes {
			if box.X < left-slack || box.X+box.Width > page.Width-right+slack || box.Y < top-slack || box.Y+box.Height > page.Height-bottom+slack {
				t.Fatalf("page %d: a box stands outside the margins: %+v", n+1, box)
			}
		}
	}
}

// apart is how far two texts stand from each other by their capitals and baselines; below zero they touch.
func apart(a, b paperstest.Text) float64 {
	head := func(t paperstest.Text) float64 {
		if t.Turned {
			return t.Y
		}
		return t.Y - 0.66*t.Size*pt
	}
	foot := func(t paperstest.Text) float64 { return head(t) + 0.66*t.Size*pt }
	return max(head(a)-foot(b), head(b)-foot(a)) - 0.1
}

// cellOf is the smallest drawn box around the middle of a text.
func cellOf(page paperstest.Page, text paperstest.Text) (cell *paperstest.Box) {
	x, y := text.Middle(), (text.Top()+text.Foot())/2
	for i := range page.Boxes {
		box := &page.Boxes[i]
		if box.Filled || x < box.X || x > box.X+box.Width || y < box.Y || y > box.Y+box.Height {
			continue
		}
		if cell == nil || box.Width*box.Height < cell.Width*cell.Height {
			cell = box
		}
	}
	return cell
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func digits(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// hard are records that try a paper: few and many, long and short, and nothing at all.
func hard() map[string]models.Record {
	records := map[string]models.Record{"workshop": workshop(), "state": state(), "empty": {}, "lively": lively(), "one": crowd(1), "many": crowd(300)}
	draft := workshop()
	draft.Minutes, draft.Event.AgendaState, draft.Event.Venue, draft.Sessions = models.MinutesRow{}, "draft", "", nil
	records["draft"] = draft
	for name, text := range map[string]string{
		"one word": "Y", "120 letters": strings.TrimSpace(strings.Repeat("Nguyễn Thị Hoàng ", 8))[:120], "a long word": strings.Repeat("ƯỠ", 150), "wide": strings.Repeat("W", 120),
	} {
		records[name] = filled(text)
	}
	return records
}

// filled is a lively record in which one text stands wherever somebody may write.
func filled(text string) models.Record {
	r := lively()
	r.Event.Title, r.Event.Venue = text, text
	r.Organizer.PrintName, r.Organizer.Place = &text, text
	for i := range r.Delegates {
		r.Delegates[i].Person = person(r.Delegates[i].PersonID, "", text, text, text, text, text, text)
		r.Delegates[i].Reason, r.Delegates[i].Seat, r.Delegates[i].Needs, r.Delegates[i].Honorific = text, text, text, text
		r.Delegates[i].Person.Phone, r.Delegates[i].Person.Email = text, text
	}
	for i := range r.Groups {
		r.Groups[i].Name = text
	}
	for i := range r.Items {
		r.Items[i].Title, r.Items[i].Note, r.Items[i].PresenterText = text, text, text
	}
	for i := range r.Speeches {
		r.Speeches[i].SpeakerText, r.Speeches[i].Topic = text, text
	}
	for i := range r.Sessions {
		r.Sessions[i].Name, r.Sessions[i].Room = text, text
	}
	return r
}

// lively is the workshop over two sessions with everything that may happen: substitutes, absences, seats, requests to speak, notes.
func lively() models.Record {
	r := crowd(40)
	r.Sessions[0].UID = "s1"
	r.Sessions = append(r.Sessions, models.Session{ID: 2, UID: "s2", StartsAt: at(13, 30), EndsAt: at(17, 0), Room: "Phòng họp số 2"})
	for i := range r.Items {
		r.Items[i].Note = "Nhắc ban âm thanh; chuẩn bị hoa cho diễn giả."
	}
	r.Items[1].StartedAt, r.Items[1].EndedAt = at(8, 5), at(8, 20)
	r.Items = append(r.Items, models.Item{ID: 30, SessionID: 2, Kind: "paper", Title: "Tham luận buổi chiều", StartsAt: at(13, 30), Minutes: ptr[int64](90), PresenterID: 1001})
	r.Speeches = append(r.Speeches,
		models.Speech{ID: 40, ItemID: 30, State: "requested", DelegateID: 1002, Topic: "Vai trò của báo chí", Minutes: ptr[int64](7), HasPaper: true},
		models.Speech{ID: 41, ItemID: 30, State: "accepted", DelegateID: 1003, Topic: "Công tác phối hợp", Minutes: ptr[int64](10)},
		models.Speech{ID: 42, ItemID: 4, State: "spoken", DelegateID: 1004, StartedAt: at(9, 0), EndedAt: at(9, 7)})
	for i := range r.Delegates {
		d := &r.Delegates[i]
		d.UID, d.Pass, d.Seat = fmt.Sprint("d", i), fmt.Sprintf("pass%022d", i), fmt.Sprintf("%c%d", 'A'+i/10, i%10+1)
		d.Number = ptr(int64(i + 101))
		d.Person.Phone, d.Person.Email = "0912345678", fmt.Sprintf("dai-bieu-%d@example.vn", i)
		if i > 2 {
			d.GroupID = models.ID(1 + i%3)
		}
		switch i {
		case 5:
			d.Reply, d.Reason, d.Attendance = "declined", "đi công tác", []models.Attendance{{SessionID: 1, State: models.AbsentExcused, Reason: "đi công tác"}}
		case 6:
			d.Reply, d.Attendance = "substituted", []models.Attendance{{SessionID: 1, State: models.AbsentExcused}}
		case 7:
			d.SubstituteFor = r.Delegates[6].ID
		case 8:
			d.Attendance = []models.Attendance{{SessionID: 1, State: models.Present, ArrivedAt: at(9, 0), LeftAt: at(10, 0)}}
		case 9:
			d.Attendance = []models.Attendance{{SessionID: 1, State: models.Absent}}
		case 10:
			d.Attendance, d.Roles = nil, "press"
		case 11:
			d.Roles = "secretary"
		}
	}
	r.Delegates = append(r.Delegates, models.Delegate{ID: 5000, GroupID: 2, Seat: "Bàn danh dự"}) // a place without a name
	return r
}

// choices are papers that try a kind: nothing decided, everything decided about head and foot, and each option in each of its ways.
func choices(kind models.PaperKind) map[string]models.Paper {
	signer := person(90, "Nguyễn Hữu Hoàng", "Long", "Phó Trưởng Ban Thường trực Ban Tuyên giáo Tỉnh ủy")
	papers := map[string]models.Paper{
		"": {},
		"decided": {DatedOn: "2026-06-01", SignerID: 90, Signer: signer, Quality: "KT", QualityOf: "Trưởng ban", Number: ptr[int64](7), NumberSuffix: "a",
			Recipients: "Thường trực Tỉnh ủy (để báo cáo)\nCác ban của Tỉnh ủy\nLưu Ban Tuyên giáo Tỉnh ủy"},
	}
	try := func(field, value string) {
		papers[field+"="+value] = models.Paper{Options: models.Choices{field: value}}
	}
	for _, field := range kind.Fields {
		switch field.Kind {
		case "yes":
			try(field.Name, "yes")
			try(field.Name, "no")
		case "number":
			try(field.Name, strconv.FormatInt(field.Least, 10))
			try(field.Name, strconv.FormatInt(field.Most, 10))
		case "choice":
			for _, choice := range field.Choices {
				try(field.Name, choice.Code)
			}
		case "choices":
			var all []string
			for _, choice := range field.Choices {
				all = append(all, choice.Code)
			}
			try(field.Name, strings.Join(all, " "))
			try(field.Name, "")
		case "lines", "text":
			try(field.Name, strings.Repeat("Một dòng chữ dài để thử xem có tràn ra ngoài không ", 3)+"\n"+strings.Repeat("ƯỠ", 60)+"\nHai\nBa")
		}
	}
	return papers
}

// No paper of any kind, of any record, decided in any way, has a text over another, outside its margins or across its cell.
func TestNothingOverlaps(t *testing.T) {
	records := hard()
	for _, kind := range models.PaperKinds() {
		t.Run(kind.Name, func(t *testing.T) {
			for about, paper := range choices(kind) {
				for name, record := range records {
					if testing.Short() && about != "" && name != "lively" || about != "" && name == "many" {
						continue
					}
					check(t, kind, record, paper, name+", "+about)
				}
			}
			if !testing.Short() {
				check(t, kind, crowd(5000), models.Paper{}, "5000")
			}
		})
	}
}

func check(t *testing.T, kind models.PaperKind, record models.Record, paper models.Paper, about string) {
	t.Helper()
	composed := record.Compose(kind, paper)
	var file bytes.Buffer
	if err := papers.Write(&file, composed, papers.Options{}); err != nil {
		t.Fatalf("%s: %v", about, err)
	}
	t.Run(about, func(t *testing.T) { whole(t, kind.Name, read(t, file.Bytes())) })
}
