package views

import (
	"fmt"

	"hoithao/models"
	"hoithao/models/viet"
)

// Chart is a picture of bars, drawn by the server: no script, no colour alone, and beside it a table with the same figures. Lengths are units of
// its own, which a phone shows as they are and a wide screen larger.
type Chart struct {
	ID          string
	Title, What string // the name of the picture, and what it shows in words, for those who do not see it
	Rows        []ChartRow
}

// ChartRow is a bar with its name above it. Value is what stands behind the name.
type ChartRow struct {
	Y           int
	Label       string
	Value       string
	Parts       []ChartPart
	Whole       ChartPart // the bar that the parts fill
	TextY, BarY int
}

// ChartPart is a piece of a bar; Kind names its look in staff.css.
type ChartPart struct {
	X, Width int
	Kind     string
}

const (
	chartWidth = 340
	chartRow   = 42 // a line of text, and a bar
	chartText  = 40 // letters that stand in a line beside the value
)

// Height is that of the whole picture.
func (c Chart) Height() int { return len(c.Rows) * chartRow }

// Width is the same for all, so that two pictures below each other are alike.
func (c Chart) Width() int { return chartWidth }

// add appends a bar whose parts are shares of most.
func (c *Chart) add(label, value string, most int64, parts ...ChartShare) {
	at := len(c.Rows) * chartRow
	row := ChartRow{Y: at, Label: shorten(label, chartText), Value: value, TextY: at + 14, BarY: at + 20, Whole: ChartPart{Width: chartWidth, Kind: "whole"}}
	done := int64(0)
	for _, part := range parts {
		x := int(done * chartWidth / max(1, most))
		done += part.Count
		if width := int(done*chartWidth/max(1, most)) - x; width > 0 {
			row.Parts = append(row.Parts, ChartPart{x, width, part.Kind})
		}
	}
	c.Rows = append(c.Rows, row)
}

// ChartShare is a part of a bar before it is drawn.
type ChartShare struct {
	Count int64
	Kind  string
}

// shorten cuts a name that is too long for its line; the table beside it has the whole.
func shorten(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}

// AttendanceChart shows who was at each session: those who came, those who were away with a reason and without, and those whom nobody marked.
func AttendanceChart(p Page, report models.Report) Chart {
	chart := Chart{ID: "chart-attendance", Title: p.Say(T("Dự họp theo buổi")), What: p.Say(T("Mỗi buổi một thanh: có mặt, vắng có lý do, vắng không lý do, chưa ghi nhận. Số liệu ở bảng bên."))}
	for _, session := range report.Sessions {
		total := session.Total
		chart.add(session.Name, fmt.Sprintf("%s/%s", viet.Number(total.Came()), viet.Number(total.Invited())), max(total.Invited(), total.Came()+total.Missing()),
			ChartShare{total.Came(), "present"}, ChartShare{total.Excused, "excused"}, ChartShare{total.Absent, "absent"})
	}
	return chart
}

// SpeakingChart shows how long each person spoke, the longest first, against the longest of them.
func SpeakingChart(p Page, report models.Report) Chart {
	chart := Chart{ID: "chart-speaking", Title: p.Say(T("Thời gian phát biểu theo người")), What: p.Say(T("Mỗi người một thanh, dài nhất ở trên. Số liệu ở bảng bên."))}
	most := int64(0)
	for _, one := range report.Speakers {
		most = max(most, one.Seconds)
	}
	for _, one := range report.Speakers {
		if one.Seconds > 0 {
			chart.add(one.Name, Lasted(p, one.Seconds), most, ChartShare{one.Seconds, "present"})
		}
	}
	return chart
}

// GroupChart shows how the groups share the time of all who spoke.
func GroupChart(p Page, report models.Report) Chart {
	chart := Chart{ID: "chart-groups", Title: p.Say(T("Thời gian phát biểu theo thành phần")), What: p.Say(T("Mỗi thành phần một thanh, so với tổng thời gian phát biểu. Số liệu ở bảng bên."))}
	for _, share := range report.Groups {
		if share.Seconds > 0 {
			chart.add(ShareName(p, share), Lasted(p, share.Seconds), report.Seconds, ChartShare{share.Seconds, "present"})
		}
	}
	return chart
}

// ShareName is what a share of the time is called.
func ShareName(p Page, share models.GroupSpeakingShare) string {
	switch {
	case share.Outside:
		return p.Say(T("Ngoài danh sách đại biểu"))
	case share.Group.ID == 0:
		return p.Say(T("Chưa xếp nhóm"))
	}
	return share.Group.Name
}

// Lasted is a length of time in words: "12 phút 05 giây".
func Lasted(p Page, seconds int64) string {
	switch {
	case seconds < 60:
		return p.Say(T("%d giây"), seconds)
	case seconds < 3600 && seconds%60 == 0:
		return p.Say(T("%d phút"), seconds/60)
	case seconds < 3600:
		return p.Say(T("%d phút %02d giây"), seconds/60, seconds%60)
	}
	return p.Say(T("%d giờ %02d phút"), seconds/3600, seconds/60%60)
}
