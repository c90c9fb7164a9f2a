package models

import (
	"context"
	"time"
)

// usual are the items that a kind of event begins with; a length of zero shares what the fixed ones leave of the session.
var usual = map[string][]Item{
	"workshop": {
		{Kind: "registration", Title: "Đón tiếp đại biểu, phát tài liệu", Minutes: number(30)},
		{Kind: "opening", Title: "Tuyên bố lý do, giới thiệu đại biểu", PresenterText: "Ban Tổ chức", Minutes: number(10)},
		{Kind: "opening", Title: "Phát biểu khai mạc", Minutes: number(10)},
		{Kind: "keynote", Title: "Báo cáo đề dẫn", Minutes: number(20)},
		{Kind: "paper", Title: "Trình bày tham luận", Minutes: number(60)},
		{Kind: "break", Title: "Giải lao", Minutes: number(15)},
		{Kind: "discussion", Title: "Trao đổi, thảo luận", Minutes: number(45)},
		{Kind: "directive", Title: "Phát biểu chỉ đạo", Minutes: number(20)},
		{Kind: "response", Title: "Tiếp thu ý kiến chỉ đạo", Minutes: number(10)},
		{Kind: "closing", Title: "Bế mạc", PresenterText: "Ban Tổ chức", Minutes: number(10)},
	},
	"conference": {
		{Kind: "registration", Title: "Đón tiếp đại biểu, phát tài liệu", Minutes: number(30)},
		{Kind: "opening", Title: "Tuyên bố lý do, giới thiệu đại biểu", PresenterText: "Ban Tổ chức", Minutes: number(10)},
		{Kind: "opening", Title: "Phát biểu khai mạc", Minutes: number(10)},
		{Kind: "keynote", Title: "Trình bày báo cáo", Minutes: number(30)},
		{Kind: "discussion", Title: "Thảo luận", Minutes: number(70)},
		{Kind: "break", Title: "Giải lao", Minutes: number(15)},
		{Kind: "directive", Title: "Phát biểu chỉ đạo", Minutes: number(30)},
		{Kind: "conclusion", Title: "Kết luận hội nghị", Minutes: number(20)},
		{Kind: "closing", Title: "Bế mạc", PresenterText: "Ban Tổ chức", Minutes: number(5)},
	},
	"meeting": {
		{Kind: "opening", Title: "Nêu mục đích, nội dung cuộc họp", Minutes: number(10)},
		{Kind: "keynote", Title: "Báo cáo nội dung", Minutes: number(20)},
		{Kind: "discussion", Title: "Thảo luận", Minutes: number(60)},
		{Kind: "conclusion", Title: "Kết luận cuộc họp", Minutes: number(15)},
	},
	"seminar": {
		{Kind: "registration", Title: "Đón tiếp đại biểu", Minutes: number(15)},
		{Kind: "opening", Title: "Giới thiệu nội dung, khách mời", Minutes: number(10)},
		{Kind: "keynote", Title: "Gợi mở chủ đề", Minutes: number(20)},
		{Kind: "discussion", Title: "Trao đổi", Minutes: number(90)},
		{Kind: "closing", Title: "Tổng kết", Minutes: number(10)},
	},
	"training": {
		{Kind: "registration", Title: "Điểm danh học viên, phát tài liệu", Minutes: number(20)},
		{Kind: "opening", Title: "Khai mạc lớp tập huấn", Minutes: number(10)},
		{Kind: "paper", Title: "Chuyên đề 1", Minutes: number(80)},
		{Kind: "break", Title: "Giải lao", Minutes: number(15)},
		{Kind: "paper", Title: "Chuyên đề 2", Minutes: number(80)},
		{Kind: "discussion", Title: "Trao đổi, giải đáp", Minutes: number(30)},
		{Kind: "closing", Title: "Bế giảng", Minutes: number(10)},
	},
	"congress": {
		{Kind: "registration", Title: "Đón tiếp đại biểu, khách mời", Minutes: number(30)},
		{Kind: "opening", Title: "Chào cờ, tuyên bố lý do, giới thiệu đại biểu", Minutes: number(15)},
		{Kind: "vote", Title: "Bầu Đoàn Chủ tịch, Đoàn Thư ký", Minutes: number(15)},
		{Kind: "opening", Title: "Diễn văn khai mạc", Minutes: number(15)},
		{Kind: "keynote", Title: "Báo cáo trình đại hội", Minutes: number(30)},
		{Kind: "discussion", Title: "Thảo luận các văn kiện", Minutes: number(60)},
		{Kind: "break", Title: "Giải lao", Minutes: number(15)},
		{Kind: "directive", Title: "Phát biểu chỉ đạo", Minutes: number(20)},
		{Kind: "vote", Title: "Bầu cử", Minutes: number(45)},
		{Kind: "vote", Title: "Thông qua nghị quyết", Minutes: number(15)},
		{Kind: "closing", Title: "Diễn văn bế mạc", Minutes: number(10)},
	},
}

func number(n int64) *int64 { return &n }

// furnish gives a new event its first session and agenda, or those of an earlier event moved to the new day.
func (tx *DB) furnish(ctx context.Context, event Event, wanted NewEvent) error {
	if wanted.From != 0 {
		return tx.copyEvent(ctx, event, wanted)
	}
	session, err := tx.insertSession(ctx, Session{EventID: event.ID, Position: 1, StartsAt: wanted.StartsAt, EndsAt: wanted.EndsAt, Room: wanted.Room})
	if err != nil || !wanted.Usual {
		return err
	}
	at := wanted.StartsAt
	for i, item := range usual[event.Kind] {
		item.EventID, item.SessionID, item.Position, item.StartsAt = event.ID, session, int64(i+1), at
		if _, err := tx.insertItem(ctx, item); err != nil {
			return err
		}
		at = item.PlannedEnd()
	}
	return nil
}

// copyEvent copies an earlier event's plan: what was to be, never what happened. All times move by as much as lies between the two starts
// on the clocks of the two halls: eight in the morning stays eight in the morning.
func (tx *DB) copyEvent(ctx context.Context, event Event, wanted NewEvent) error {
	from, err := tx.Record(ctx, wanted.From)
	if err != nil {
		return err
	}
	first := wanted.StartsAt
	if len(from.Sessions) > 0 {
		first = from.Sessions[0].StartsAt
	}
	between := wall(event.Local(wanted.StartsAt), time.UTC).Sub(wall(from.Event.Local(first), time.UTC))
	move := func(t Time) Time {
		if t.IsZero() {
			return t
		}
		return At(wall(wall(from.Event.Local(t), time.UTC).Add(between), event.Zone()))
	}
	sessions, groups, delegates := map[ID]ID{}, map[ID]ID{}, map[ID]ID{}
	for _, session := range from.Sessions {
		old := session.ID
		session.EventID, session.Name, session.StartsAt, session.EndsAt = event.ID, "", move(session.StartsAt), move(session.EndsAt)
		if sessions[old], err = tx.insertSession(ctx, session); err != nil {
			return err
		}
	}
	for _, group := range from.Groups {
		old := group.ID
		group.EventID = event.ID
		if groups[old], err = tx.insertGroup(ctx, group); err != nil {
			return err
		}
	}
	if wanted.WithDelegates {
		for _, delegate := range from.Delegates {
			old := delegate.ID
			if !delegate.Person.ErasedAt.IsZero() { // who asked to be forgotten is not invited again
				continue
			}
			delegate = Delegate{EventID: event.ID, Position: delegate.Position, PersonID: delegate.PersonID, GroupID: groups[delegate.GroupID],
				Roles: delegate.Roles, Honorific: delegate.Honorific, ProtocolRank: delegate.ProtocolRank, Rank: delegate.Rank}
			if delegates[old], err = tx.insertDelegate(ctx, delegate); err != nil {
				return err
			}
		}
	}
	for _, item := range from.Items {
		item = Item{EventID: event.ID, SessionID: sessions[item.SessionID], Position: item.Position, Kind: item.Kind, Title: item.Title, StartsAt: move(item.StartsAt),
			Minutes: item.Minutes, Room: item.Room, PresenterID: delegates[item.PresenterID], PresenterText: item.PresenterText, Note: item.Note}
		if _, err := tx.insertItem(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// wall is what a clock on the wall shows at t, as an instant of another zone.
func wall(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}
