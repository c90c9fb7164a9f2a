package views

import (
	"cmp"
	"strings"

	"hoithao/models"
	"hoithao/models/viet"
)

// InvitationText is what an organizer copies into a message to whom an invitation invites, with the link to its page; in Vietnamese, as all
// that goes out is. Usual is how whoever has no honorific of their own is called.
func InvitationText(event models.Event, i models.Invitation, usual, link string) string {
	var text strings.Builder
	text.WriteString("Kính mời ")
	if i.ToUnit() {
		text.WriteString(i.Unit.Name + " cử " + viet.Count(i.Asked()) + " đại biểu")
		if i.Whom != "" {
			text.WriteString(" (" + i.Whom + ")")
		}
	} else {
		honorific := cmp.Or(i.Delegate.Honorific, i.Delegate.Person.Honorific, usual)
		text.WriteString(strings.TrimSpace(honorific + " " + i.Delegate.Person.Name()))
	}
	text.WriteString(" dự " + event.Word() + " “" + event.Title + "”")
	if at := event.Local(event.StartsAt); !at.IsZero() {
		text.WriteString(", " + viet.ClockProse(at) + " " + viet.Weekday(at) + ", " + viet.ShortDate(at))
	}
	if event.Venue != "" {
		text.WriteString(", tại " + event.Venue)
	}
	text.WriteString(".")
	if by := event.Local(i.AnswerBy); !by.IsZero() {
		text.WriteString(" Xin trả lời trước hết ngày " + viet.ShortDate(by) + ".")
	}
	if link != "" {
		text.WriteString(" Giấy mời, chương trình, trả lời: " + link)
	}
	if event.ContactPhone != "" {
		text.WriteString(" Liên hệ: " + strings.TrimSpace(event.ContactName+" "+event.ContactPhone) + ".")
	}
	return text.String()
}
