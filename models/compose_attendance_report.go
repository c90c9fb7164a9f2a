package models

import (
	"fmt"
	"strconv"

	"hoithao/models/viet"
)

// attendanceReportKind is báo cáo điểm danh: what an event came to in figures.
var attendanceReportKind = PaperKind{
	Name: "attendance-report", Title: "Báo cáo điểm danh", Needs: []string{"sessions", "attendance"}, Twins: []string{"xlsx"}, Signed: true,
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicAttendance, TopicSpeeches, TopicMinutes, TopicDirectory, TopicPapers},
	Fields: []PaperField{sessionField,
		{Name: "parts", Label: "Gồm các phần", Kind: "choices", Usual: "groups chart absent arrivals speaking", Choices: []PaperChoice{
			{"groups", "Số liệu theo nhóm"}, {"chart", "Biểu đồ"}, {"absent", "Vắng mặt và lý do"}, {"arrivals", "Giờ đến, giờ về"}, {"unmarked", "Chưa điểm danh"}, {"speaking", "Thời gian phát biểu"}}},
		{Name: "arrivals", Label: "Giờ đến, giờ về của", Kind: "choice", Usual: "moved", Choices: []PaperChoice{{"moved", "Người đến muộn, về sớm"}, {"all", "Mọi người có mặt"}}},
		pageField, makerField},
	compose: func(record Record, paper Paper) Printable { return record.attendanceReport(paper) },
}

func (record Record) attendanceReport(paper Paper) List {
	l, c := record.list(paper, "Báo cáo điểm danh")
	sessions := c.chosen(paper)
	l.of(c, sessions)
	wanted := map[ID]bool{}
	for _, session := range sessions {
		wanted[session.ID] = true
	}
	parts := map[string]bool{}
	for _, part := range paper.Some("parts") {
		parts[part] = true
	}
	report := record.Report()
	for _, session := range report.Sessions {
		if !wanted[session.Session.ID] {
			continue
		}
		session.Name = c.session(session.Session)
		l.Parts = append(l.Parts, c.sessionParts(session, parts, paper.Option("arrivals") == "all")...)
	}
	if parts["speaking"] {
		l.Parts = append(l.Parts, speakingParts(report)...)
	}
	if len(l.Parts) == 0 {
		l.Parts = []ListPart{{Lines: []string{"Chưa có buổi nào được điểm danh."}}}
	}
	return l
}

func (c *composer) sessionParts(session SessionReport, wanted map[string]bool, everybody bool) (parts []ListPart) {
	name := viet.UpperFirst(session.Name)
	total, open := session.Total, int64(0)
	for _, t := range session.Groups {
		open += t.Open()
	}
	share := func(t Turnout, open int64) string { // where nobody has counted there is no share to tell
		if open > 0 && open == t.Invited() {
			return missing
		}
		return orMissing(viet.Percent(t.Came(), t.Invited()))
	}
	lines := []string{fmt.Sprintf("Được mời %s người; có mặt %s người (%s); vắng %s đại biểu, trong đó có lý do %s; chưa điểm danh %s.",
		viet.Count(total.Invited()), viet.Count(total.Came()), share(total, open), viet.Count(total.Missing()), viet.Count(total.Excused), viet.Count(open))}
	if !session.Opened.IsZero() && !session.Closed.IsZero() {
		opened, closed := "Khai mạc lúc ", ", kết thúc lúc "
		switch {
		case session.Began && !session.Ended:
			closed = ", dự kiến kết thúc lúc "
		case !session.Began:
			if opened = "Dự kiến khai mạc lúc "; session.Ended {
				closed = "; thực tế kết thúc lúc "
			}
		}
		lines = append(lines, opened+viet.ClockProse(c.Event.Local(session.Opened))+closed+viet.ClockProse(c.Event.Local(session.Closed))+".")
	}
	first := ListPart{Heading: name, Lines: lines}
	if wanted["groups"] {
		first.Columns = []ListColumn{{Code: "no", Head: "TT"}, {Code: "group", Head: "Thành phần"}, {"count", "Được mời", true}, {"count", "Có mặt", true}, {"count", "Vắng có lý do", true},
			{"count", "Vắng không lý do", true}, {"count", "Chưa điểm danh", true}, {Code: "count", Head: "Tỷ lệ có mặt"}}
		row := func(kind, number, name string, t Turnout, open int64) ListRow {
			return ListRow{Kind: kind, Cells: []string{number, name, viet.Number(t.Invited()), viet.Number(t.Came()), viet.Number(t.Excused), viet.Number(t.Absent), viet.Number(open), share(t, open)}}
		}
		for i, t := range session.Groups {
			first.Rows = append(first.Rows, row("", strconv.Itoa(i+1), groupTitle(t.Group), t, t.Open()))
		}
		first.Rows = append(first.Rows, row("sum", "", "Tổng cộng", total, open))
	}
	parts = append(parts, first)
	if wanted["chart"] && len(session.Groups) > 0 {
		chart := ListPart{Heading: name + ": tỷ lệ có mặt"}
		for _, t := range session.Groups {
			chart.Bars = append(chart.Bars, ListBar{groupTitle(t.Group), t.Came(), t.Invited(), viet.Number(t.Came()) + "/" + viet.Number(t.Invited())})
		}
		parts = append(parts, chart)
	}
	if wanted["absent"] && len(session.Absent) > 0 {
		part := ListPart{Heading: name + ": vắng mặt", Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "name", Head: "Họ và tên"}, {Code: "posts", Head: "Chức vụ, đơn vị công tác"}, {Code: "reason", Head: "Lý do"}}}
		for i, absence := range session.Absent {
			reason := "Không có lý do"
			if absence.Excused {
				reason = "Có lý do"
			}
			if text := clause(absence.Reason); text != "" {
				reason += ": " + text
			}
			if absence.Substitute != nil {
				reason += "\n" + viet.UpperFirst(c.who(absence.Substitute.Person)) + " dự thay"
			}
			part.Rows = append(part.Rows, ListRow{Cells: []string{strconv.Itoa(i + 1), c.named(&absence.Delegate), c.duties(&absence.Delegate), reason}})
		}
		parts = append(parts, part)
	}
	if wanted["arrivals"] {
		part := ListPart{Heading: name + ": đến muộn, về sớm", Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "name", Head: "Họ và tên"}, {Code: "posts", Head: "Chức vụ, đơn vị công tác"},
			{Code: "clock", Head: "Giờ đến"}, {Code: "clock", Head: "Giờ về"}, {Code: "note", Head: "Ghi chú"}}}
		if everybody {
			part.Heading = name + ": giờ đến, giờ về"
		}
		for _, arrival := range session.Present {
			if everybody || arrival.Late || arrival.Early {
				part.Rows = append(part.Rows, ListRow{Cells: []string{strconv.Itoa(len(part.Rows) + 1), c.named(&arrival.Delegate), c.duties(&arrival.Delegate), c.clock(arrival.At), c.clock(arrival.LeftAt), arrival.note()}})
			}
		}
		if len(part.Rows) > 0 {
			parts = append(parts, part)
		}
	}
	if wanted["unmarked"] && len(session.Unmarked) > 0 {
		part := ListPart{Heading: name + ": chưa điểm danh", Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "name", Head: "Họ và tên"}, {Code: "posts", Head: "Chức vụ, đơn vị công tác"}, {Code: "reply", Head: "Trả lời"}}}
		for i, delegate := range session.Unmarked {
			part.Rows = append(part.Rows, ListRow{Cells: []string{strconv.Itoa(i + 1), c.named(&delegate), c.duties(&delegate), replyWords[delegate.Reply]}})
		}
		parts = append(parts, part)
	}
	return parts
}

func (a Arrival) note() string {
	switch {
	case a.Late && a.Early:
		return "Đến muộn, về sớm"
	case a.Late:
		return "Đến muộn"
	case a.Early:
		return "Về sớm"
	}
	return ""
}

func (c *composer) clock(at Time) string {
	if at.IsZero() {
		return ""
	}
	return viet.ClockTable(c.Event.Local(at))
}

func groupTitle(group Group) string {
	if group.ID == 0 {
		return "Chưa xếp nhóm"
	}
	return orMissing(group.Name)
}

// length is how long somebody spoke: "1 giờ 05 phút", "12 phút 30 giây".
func length(seconds int64) string {
	hours, minutes, rest := seconds/3600, seconds/60%60, seconds%60
	switch {
	case hours > 0:
		return fmt.Sprintf("%d giờ %02d phút", hours, minutes)
	case minutes > 0 && rest > 0:
		return fmt.Sprintf("%d phút %02d giây", minutes, rest)
	case minutes > 0:
		return fmt.Sprintf("%d phút", minutes)
	}
	return fmt.Sprintf("%d giây", rest)
}

func speakingParts(report Report) (parts []ListPart) {
	if len(report.Speakers) == 0 {
		return nil
	}
	people := ListPart{Heading: "Thời gian phát biểu của từng người", Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "name", Head: "Người phát biểu"}, {Code: "group", Head: "Thành phần"},
		{"count", "Số lượt", true}, {Code: "length", Head: "Thời gian"}, {"seconds", "Tính bằng giây", true}}}
	var speeches int64
	for i, one := range report.Speakers {
		text := length(one.Seconds)
		if one.Untimed > 0 {
			if one.Untimed == one.Speeches {
				text = missing
			}
			text += "\n(" + viet.Count(one.Untimed) + " lượt không ghi giờ)"
		}
		speeches += one.Speeches
		people.Rows = append(people.Rows, ListRow{Cells: []string{strconv.Itoa(i + 1), orMissing(one.Name), one.Group, viet.Number(one.Speeches), text, viet.Number(one.Seconds)}})
	}
	people.Rows = append(people.Rows, ListRow{Kind: "sum", Cells: []string{"", "Tổng cộng", "", viet.Number(speeches), length(report.Seconds), viet.Number(report.Seconds)}})
	groups := ListPart{Heading: "Thời gian phát biểu theo nhóm"}
	for _, share := range report.Groups {
		name := groupTitle(share.Group)
		if share.Outside {
			name = "Ngoài danh sách đại biểu"
		}
		text := length(share.Seconds)
		if share.Seconds == 0 && share.Untimed > 0 {
			text = "không ghi giờ"
		}
		groups.Bars = append(groups.Bars, ListBar{name, share.Seconds, max(1, report.Seconds), text})
	}
	return append(parts, people, groups)
}
