package views

import (
	"strings"
	"time"

	"hoithao/models/viet"
)

// Page is what the layout needs of every page. The value given to a page embeds it:
//
//	type eventPage struct {
//		views.Page
//		Event models.Event
//	}
//
// The layout reads it as .Page, so that a page may have a Title or Links of its own.
type Page struct {
	Lang     string  // "vi", "en"; "": Vietnamese
	Title    string  // in the reader's language; a page's own define "title" comes first
	Account  string  // the name of who is signed in; "": nobody
	Who      string  // the number of that account: what a browser keeps is its alone
	CSRF     string  // the token of the forms; "": no form of the layout is shown that needs it
	Notice   string  // what was just done, in the reader's language
	Warning  string  // what needs care, in the reader's language
	Path     string  // of this page, to come back to
	Insecure bool    // plain HTTP: what is typed can be read on the way
	Invited  bool    // of somebody who came through a link: nobody who signs in
	Links    []Link  // the main navigation
	Within   *Within // the event whose page this is
}

// Page is the page itself, so that the layout can be given a bare Page as well as a struct that embeds one.
func (p Page) Page() Page { return p }

// Language is the language in which the page is shown.
func (p Page) Language() string {
	if p.Lang == English {
		return English
	}
	return Vietnamese
}

// Say is a Vietnamese text in the page's language.
func (p Page) Say(text string, args ...any) string { return Translate(p.Language(), text, args...) }

// OClock is a local time of day as the page's language writes it: "08h00", "08:00".
func (p Page) OClock(at time.Time) string {
	if p.Language() == English {
		return at.Format("15:04")
	}
	return viet.ClockTable(at)
}

// Within is the event around a page: its title, and the pages beside this one.
type Within struct {
	Title string
	URL   string
	State Word // shown beside the title; empty: nothing
	Links []Link
}

// Part is a stage of the work on an event, and its pages.
type Part struct {
	Name    string
	Current bool
	Links   []Link
}

// URL is where the part begins.
func (p Part) URL() string { return p.Links[0].URL }

// Parts are the event's pages by stage, in the order of the work.
func (w Within) Parts() []Part {
	var parts []Part
	for _, link := range w.Links {
		if len(parts) == 0 || parts[len(parts)-1].Name != link.Part {
			parts = append(parts, Part{Name: link.Part})
		}
		part := &parts[len(parts)-1]
		part.Links, part.Current = append(part.Links, link), part.Current || link.Current
	}
	return parts
}

// Link leads to a page. Name is a Vietnamese text as for T.
type Link struct {
	Name    string
	URL     string
	Current bool
	Count   int    // shown behind the name, unless 0
	Part    string // of an event's page: the stage of the work that it belongs to
}

// EventLinks are the pages of an event for those who work on it, in the order of the work: before the day, in the hall, the record, the papers.
func EventLinks(url string) []Link {
	overview, prepare, hall, record, papers := T("Tổng quan"), T("Chuẩn bị"), T("Hội trường"), T("Ghi chép"), T("Giấy tờ")
	return []Link{
		{Part: overview, Name: overview, URL: url},

		{Part: prepare, Name: T("Chương trình"), URL: url + "/agenda"},
		{Part: prepare, Name: T("Đại biểu"), URL: url + "/delegates"},
		{Part: prepare, Name: T("Giấy mời"), URL: url + "/invitations"},
		{Part: prepare, Name: T("Đi thay"), URL: url + "/substitutes"},
		{Part: prepare, Name: T("Chỗ ngồi"), URL: url + "/seating"},
		{Part: prepare, Name: T("Tài liệu"), URL: url + "/documents"},
		{Part: prepare, Name: T("Thư, tin nhắn"), URL: url + "/messages"},
		{Part: prepare, Name: T("Thiết lập"), URL: url + "/settings"},

		{Part: hall, Name: T("Đón đại biểu"), URL: url + "/checkin"},
		{Part: hall, Name: T("Bàn thư ký"), URL: url + "/desk"},
		{Part: hall, Name: T("Điểm danh"), URL: url + "/attendance"},
		{Part: hall, Name: T("Chủ trì"), URL: url + "/chair"},
		{Part: hall, Name: T("Màn hình"), URL: url + "/screens"},

		{Part: record, Name: T("Phát biểu"), URL: url + "/speeches"},
		{Part: record, Name: T("Xác nhận phát biểu"), URL: url + "/confirmations"},
		{Part: record, Name: T("Kết luận"), URL: url + "/conclusions"},
		{Part: record, Name: T("Biên bản"), URL: url + "/minutes"},
		{Part: record, Name: T("Ảnh"), URL: url + "/photos"},

		{Part: papers, Name: T("Phòng in"), URL: url + "/papers"},
		{Part: papers, Name: T("Nhiệm vụ"), URL: url + "/tasks"},
		{Part: papers, Name: T("Báo cáo"), URL: url + "/report"},
		{Part: papers, Name: T("Lưu trữ"), URL: url + "/archive"},
		{Part: papers, Name: T("Lịch sử"), URL: url + "/history"},
	}
}

// Here marks the link that a path belongs to: the one with the longest address that the path begins with.
func Here(path string, links []Link) []Link {
	best, length := -1, 0
	for i, link := range links {
		if path == link.URL || strings.HasPrefix(path, strings.TrimSuffix(link.URL, "/")+"/") {
			if len(link.URL) > length {
				best, length = i, len(link.URL)
			}
		}
	}
	for i := range links {
		links[i].Current = i == best
	}
	return links
}

// Pager leads through a long list: "" where there is nothing more.
type Pager struct{ First, Next string }

// Login is the page "login".
type Login struct {
	Page
	Name    string // as typed
	To      string // where to go then
	Problem string // why it failed, in the reader's language
}

// Setup is the page "setup", where the first administrator is made.
type Setup struct {
	Page
	User  string            // what will be typed at sign-in
	Code  string            // that the program printed when it started
	Name  string            // as it stands in the history
	Wrong map[string]string // by "account", "name", "password", "again", "code"
}

// Fault is the page "error".
type Fault struct {
	Page
	Status    int
	Sentence  string   // in the reader's language
	RequestID string   // to be named to those who help; "": not ours to explain
	Typed     []string // what came too late to be saved
}
