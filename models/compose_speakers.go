package models

import (
	"slices"
	"strconv"
	"strings"

	"hoithao/models/viet"
)

// speakersKind is danh sách đăng ký phát biểu.
var speakersKind = PaperKind{
	Name: "speakers", Title: "Danh sách đăng ký phát biểu", Needs: []string{"speeches"},
	Topics: []string{TopicEvent, TopicAgenda, TopicDelegates, TopicSpeeches, TopicDirectory, TopicPapers},
	Fields: []PaperField{
		{Name: "states", Label: "Gồm các đăng ký", Kind: "choices", Usual: "requested accepted called", Choices: []PaperChoice{
			{"requested", "Chờ duyệt"}, {"accepted", "Đã duyệt"}, {"called", "Đã mời, đang phát biểu"}, {"spoken", "Đã phát biểu"}, {"refused", "Không duyệt, trả lại"}}},
		{Name: "columns", Label: "Các cột", Kind: "choices", Usual: "posts topic minutes state", Choices: []PaperChoice{
			{"posts", "Chức vụ, đơn vị công tác"}, {"topic", "Nội dung phát biểu"}, {"minutes", "Thời gian"}, {"paper", "Văn bản kèm theo"}, {"state", "Trạng thái"}, {"note", "Ghi chú (để trống)"}}},
		{Name: "items", Label: "Chia theo mục của chương trình", Kind: "yes", Usual: "yes"},
		{Name: "blanks", Label: "Dòng trống ở cuối", Kind: "number", Usual: "0", Least: 0, Most: 50},
		pageField, makerField},
	compose: func(record Record, paper Paper) Printable { return record.speakerList(paper) },
}

var speakerHeads = map[string]string{
	"posts": "Chức vụ, đơn vị công tác", "topic": "Nội dung phát biểu", "minutes": "Thời gian (phút)", "paper": "Văn bản kèm theo", "state": "Trạng thái", "note": "Ghi chú",
}

var speechWords = map[string]string{
	"requested": "Chờ duyệt", "accepted": "Đã duyệt", "returned": "Trả lại", "refused": "Không duyệt", "called": "Đã mời", "speaking": "Đang phát biểu", "spoken": "Đã phát biểu",
}

func (record Record) speakerList(paper Paper) List {
	l, c := record.list(paper, "Danh sách đăng ký phát biểu")
	states := paper.Some("states")
	columns := paper.Some("columns")
	part := ListPart{Columns: []ListColumn{{Code: "no", Head: "TT"}, {Code: "name", Head: "Họ và tên"}}}
	for _, code := range columns {
		part.Columns = append(part.Columns, ListColumn{Code: code, Head: speakerHeads[code]})
	}
	number, minutes := 0, int64(0)
	for _, item := range c.Items {
		headed := !paper.Yes("items")
		for _, speech := range c.Speeches {
			if speech.ItemID != item.ID || !slices.Contains(states, stateOf(speech)) || speech.DelegateID == 0 && speech.SpeakerText == "" && speech.Topic == "" {
				continue
			}
			if !headed {
				headed = true
				part.Rows = append(part.Rows, ListRow{Kind: "group", Cells: []string{orMissing(item.Title)}})
			}
			number++
			if speech.Minutes != nil {
				minutes += *speech.Minutes
			}
			row := ListRow{Cells: []string{strconv.Itoa(number), orMissing(c.holder(speech))}}
			for _, code := range columns {
				row.Cells = append(row.Cells, c.ofSpeech(speech, code))
			}
			part.Rows = append(part.Rows, row)
		}
	}
	for range paper.Whole("blanks") {
		number++
		part.Rows = append(part.Rows, ListRow{Cells: []string{strconv.Itoa(number)}})
	}
	l.Parts = []ListPart{part}
	if minutes > 0 {
		l.Foot = []string{"Tổng thời gian dự kiến: " + viet.Count(minutes) + " phút."}
	}
	return l
}

// stateOf is the state of a speech as the choices of the paper name it.
func stateOf(speech Speech) string {
	switch speech.State {
	case "speaking":
		return "called"
	case "returned":
		return "refused"
	}
	return speech.State
}

func (c *composer) ofSpeech(speech Speech, column string) string {
	switch column {
	case "posts":
		if delegate := c.byID[speech.DelegateID]; delegate != nil {
			return c.duties(delegate)
		}
	case "topic":
		return strings.TrimSpace(speech.Topic)
	case "minutes":
		if speech.Minutes != nil {
			return viet.Count(*speech.Minutes)
		}
	case "paper":
		if speech.HasPaper {
			return "Có"
		}
	case "state":
		return speechWords[speech.State]
	}
	return ""
}
