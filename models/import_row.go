package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hoithao/models/sheets"
	"hoithao/models/viet"
)

// States of a row of a list, in the order in which a screen shows them.
var ImportStates = []string{"wrong", "doubtful", "new", "known", "there", "repeat", "left", "section"}

// ImportRow is a row of a list as it would be taken over.
type ImportRow struct {
	Row     int    // in the file, 1 for the first
	State   string // one of ImportStates
	Why     string // it is wrong
	Person  Person // as the row tells
	Unit    string // as the row tells; its words stand in the post
	Group   string // that it shall be in: a name; of those below a section the section's
	Roles   string // words, see Delegate.Has
	Rank    *int64 // protocol, of somebody new
	Seat    string
	Needs   string
	Key     string      // uid of a person
	Section string      // what a section is called
	Repeats int         // the row that says the same; 0: none
	Match   Person      // whom it is, of the directory; zero: nobody, or not decided
	Fills   []string    // what the directory does not know yet: names of Person's fields
	May     []ImportMay // whom it may be, when that is in doubt
	Choice  string      // of the user: "new", "skip", "person:12", "row:7"; "": none yet
}

// RoleWords are the roles, one by one.
func (row ImportRow) RoleWords() []string { return strings.Fields(row.Roles) }

// Facts are what else the row tells of the person: year of birth, phone, e-mail, seat, needs.
func (row ImportRow) Facts() (facts []string) {
	born := ""
	if row.Person.BornYear != nil {
		born = strconv.FormatInt(*row.Person.BornYear, 10)
	}
	for _, fact := range []string{born, row.Person.Phone, row.Person.Email, row.Seat, row.Needs} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return facts
}

// ImportMay is somebody whom a row may mean: of the directory, or an earlier row of the list.
type ImportMay struct {
	Choice string // how it is chosen
	Person Person
	Row    int  // zero: of the directory
	There  bool // a delegate of the event already
}

// rowOf reads a row of a list.
func (plan ImportPlan) rowOf(at int, cells []string, today Date) ImportRow {
	row := ImportRow{Row: at + 1, State: "new"}
	of := plan.values(cells)
	line := func(field sheets.Field) string { return viet.Clean(strings.Join(of[field], " ")) }
	refuse := func(why string, args ...any) {
		if row.State != "wrong" {
			row.State, row.Why = "wrong", fmt.Sprintf(why, args...)
		}
	}
	var tail string // what stands behind the name in its cell
	if names := of[sheets.Name]; len(names) > 0 {
		var name, honorific string
		name, honorific, tail = bareName(names[0])
		if inCapitals(name) {
			name = capitalized(name)
		}
		row.Person.Family, row.Person.Given = viet.SplitName(name)
		row.Person.Honorific = honorific
	} else {
		family, honorific, _ := bareName(line(sheets.Family))
		given, second, _ := bareName(line(sheets.Given))
		if inCapitals(family + given) { // together, for a given name alone may be as short as what stays in capitals
			family, given = capitalized(family), capitalized(given)
		} else if inCapitals(family) {
			family = capitalized(family)
		} else if inCapitals(given) {
			given = capitalized(given)
		}
		row.Person.Family, row.Person.Given, row.Person.Honorific = family, given, firstOf(honorific, second)
		if given == "" && family != "" {
			row.Person.Family, row.Person.Given = viet.SplitName(family)
		}
	}
	if honorific := line(sheets.Honorific); honorific != "" {
		row.Person.Honorific = honorific
	}
	switch name := row.Person.Name(); {
	case name == "":
		refuse("Không có họ và tên.")
	case strings.ContainsAny(name, "0123456789@/\\=<>{}") || strings.IndexFunc(name, unicode.IsLetter) < 0:
		refuse("“%s” không phải là họ và tên.", cut(name, 60))
	case utf8.RuneCountInString(name) > 100:
		refuse("Họ và tên dài quá 100 ký tự.")
	}
	row.Unit = viet.Clean(strings.Join(of[sheets.Unit], ", "))
	for _, title := range readPosts(of[sheets.Post], tail, row.Unit) {
		row.Person.Posts = append(row.Person.Posts, Post{Title: title})
	}
	row.Person.Phone = readPhone(strings.Join(of[sheets.Phone], "; "))
	row.Person.Email = line(sheets.Email)
	if row.Person.Email != "" && !addresses.MatchString(row.Person.Email) {
		refuse("Địa chỉ thư điện tử “%s” không đúng.", cut(row.Person.Email, 60))
	}
	if born := line(sheets.Born); born != "" {
		if row.Person.BornYear = readYear(born, today); row.Person.BornYear == nil {
			refuse("Năm sinh “%s” không đúng.", cut(born, 60))
		}
	}
	if rank := line(sheets.Rank); rank != "" {
		if n, err := strconv.ParseInt(rank, 10, 64); err == nil && n >= 0 && n < Unranked {
			row.Person.ProtocolRank = &n
		} else {
			refuse("Thứ tự lễ tân “%s” không phải là số.", cut(rank, 60))
		}
	}
	row.Person.Note = viet.CleanText(strings.Join(of[sheets.Note], "\n"))
	row.Group, row.Seat, row.Needs, row.Key = line(sheets.Group), line(sheets.Seat), viet.CleanText(strings.Join(of[sheets.Needs], "\n")), line(sheets.Key)
	row.Roles = readRoles(line(sheets.Role))
	for _, text := range []string{row.Person.Honorific, row.Person.Phone, row.Person.Email, row.Group, row.Seat} {
		if utf8.RuneCountInString(text) > maxLine {
			refuse("Có ô dài quá 500 ký tự.")
		}
	}
	for _, post := range row.Person.Posts {
		if utf8.RuneCountInString(post.Title) > maxLine {
			refuse("Chức vụ dài quá 500 ký tự.")
		}
	}
	if len(row.Person.Posts) > 50 {
		refuse("Mỗi người có nhiều nhất 50 chức vụ.")
	}
	row.Person.index()
	return row
}

var (
	sectionNumber = regexp.MustCompile(`^(?:[IVXL]+|[A-HK-U]|\*|[-+])[.)]?$`)
	sectionLead   = regexp.MustCompile(`^(?:[IVXL]+|[A-H]|\d{1,2})[.)/]\s*`)
	sectionTail   = regexp.MustCompile(`\s*(?:[:(]\s*\d+\s*(?:đ/c|đồng chí|người|đại biểu|đ/b)?\s*\)?|:)\s*$`)
	footer        = regexp.MustCompile(`^\(?(?:tong so|tong cong|tong|cong|danh sach (?:nay )?(?:co|gom)|an dinh|nguoi lap|noi nhan|ghi chu|luu|ngay \d|.* ngay .* thang .* nam|t/?m |k/?t |xac nhan|thu truong|noi gui)\b`)
)

// sectionOf tells whether a row is no person but the name of those below ("I. Lãnh đạo tỉnh"), or what stands below a list. It is known by
// standing alone in its row, in a place where others have a number or a name.
func (plan ImportPlan) sectionOf(cells []string, numbered bool) (section string, footing bool) {
	number, alone, filled, loose := "", "", 0, false
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		field := sheets.Nothing
		if i < len(plan.Columns) {
			field = plan.Columns[i]
		}
		if field == sheets.Ordinal && len(cell) < 8 {
			number = cell
			continue
		}
		alone, loose = cell, field == sheets.Nothing || field == sheets.Ordinal
		filled++
	}
	lettered := sectionNumber.MatchString(number)
	switch {
	case filled == 0: // a number without anybody
		return "", true
	case filled > 1 || number != "" && !lettered:
		return "", false
	case number == "" && footer.MatchString(viet.Fold(alone)):
		return "", true
	case lettered, number == "" && (numbered || loose || sectionLead.MatchString(alone) || len(strings.Fields(alone)) > 6):
		alone = sectionTail.ReplaceAllString(sectionLead.ReplaceAllString(viet.Clean(alone), ""), "")
		return firstOf(cut(alone, 200), "…"), false
	}
	return "", false
}
