package sheets

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hoithao/models/viet"
)

// Field is what a column holds.
type Field string

const (
	Nothing   Field = ""        // nothing that is wanted
	Ordinal   Field = "ordinal" // the running number: read only to tell sections from people
	Name      Field = "name"    // the whole name
	Family    Field = "family"  // họ và đệm
	Given     Field = "given"   // tên
	Honorific Field = "honorific"
	Post      Field = "post"
	Unit      Field = "unit"
	Phone     Field = "phone"
	Email     Field = "email"
	Born      Field = "born" // a year or a day
	Group     Field = "group"
	Role      Field = "role"
	Rank      Field = "rank" // protocol
	Seat      Field = "seat"
	Needs     Field = "needs"
	Note      Field = "note"
	Key       Field = "key" // by which a list that was taken out knows its people again
)

// Fields are all of them, in the order in which forms offer them.
var Fields = []Field{Nothing, Ordinal, Name, Family, Given, Honorific, Post, Unit, Phone, Email, Born, Group, Role, Rank, Seat, Needs, Note, Key}

// Guess is where the list begins and what its columns hold.
type Guess struct {
	Head    int     // the row of the headings, 1 for the first; 0: there is none
	First   int     // the first row below all of the head, 1 for the first
	Columns []Field // of each column
}

// headRows is how far down a head is looked for: titles of the office and of the list stand above.
const headRows = 40

// GuessOf reads the head of a sheet, wherever it stands and however it is worded; without one it looks at the cells.
func GuessOf(sheet Sheet) Guess {
	guess := Guess{Columns: make([]Field, sheet.Width())}
	at, known := head(sheet)
	if known == 0 {
		guess.First = 1
		guess.look(sheet)
		return guess
	}
	return guess.under(sheet, at)
}

// UnderHead is the guess when the headings are known to stand in a row, 1 for the first; 0: in none.
func UnderHead(sheet Sheet, row int) Guess {
	guess := Guess{Columns: make([]Field, sheet.Width())}
	if row < 1 || row > len(sheet.Rows) {
		guess.First = 1
		guess.look(sheet)
		return guess
	}
	return guess.under(sheet, row-1)
}

func (guess Guess) under(sheet Sheet, at int) Guess {
	guess.Head, guess.First = at+1, at+2
	heads := make([]string, len(guess.Columns))
	for i := range heads {
		heads[i] = sheet.Cell(at, i)
	}
	if below := at + 1; subheads(sheet, at) {
		above := ""
		for i := range heads {
			sub := sheet.Cell(below, i)
			if heads[i] != "" {
				above = heads[i]
			}
			if heads[i] == "" && sub == "" {
				above = ""
			} else if sub != "" {
				heads[i] = above + " / " + sub
			}
		}
		guess.First++
	}
	for guess.First <= len(sheet.Rows) && numbering(sheet.Rows[guess.First-1]) {
		guess.First++
	}
	for i, text := range heads {
		guess.Columns[i] = fieldOf(text)
	}
	guess.names(sheet, heads)
	guess.look(sheet)
	guess.once()
	return guess
}

// words by which a heading is known, folded; the first field that has one of them is it, so what is told by a part of another's words stands
// before it. A word that begins with = must be the whole heading.
var headings = []struct {
	field Field
	words []string
}{
	{Key, []string{"ma trong danh ba", "=uid"}},
	{Email, []string{"email", "e mail", "gmail", "thu dien tu", "hop thu", "=mail"}},
	{Phone, []string{"dien thoai", "sdt", "so dt", "di dong", "dtdd", "=dt", "phone", "mobile", "=tel", "so may", "lien he", "lien lac"}},
	{Born, []string{"nam sinh", "ngay sinh", "thang nam sinh", "sinh nam", "sinh ngay", "year of birth", "date of birth", "=birth year", "=ns"}},
	{Family, []string{"ho va ten dem", "ho dem", "ho va dem", "ho lot", "ho chu dem", "ho va chu dem", "ten dem", "=ho", "=family name", "=surname", "=last name"}},
	{Honorific, []string{"danh xung", "xung ho", "hoc ham", "hoc vi", "=ong ba", "=ong", "=title"}},
	{Rank, []string{"thu tu le tan", "thu tu uu tien", "protocol rank"}},
	{Ordinal, []string{"=stt", "=tt", "=so tt", "=so thu tu", "=thu tu", "=no", "=n", "=s tt"}},
	{Post, []string{"chuc vu", "chuc danh", "chuc trach", "cv dv", "=position", "=post", "=job title"}},
	{Seat, []string{"cho ngoi", "vi tri ngoi", "so ghe", "=ghe", "=seat"}},
	{Needs, []string{"yeu cau", "nhu cau", "phuong tien", "cho nghi", "an nghi"}},
	{Note, []string{"ghi chu", "luu y", "=note", "=notes"}},
	{Group, []string{"thanh phan", "nhom", "=khoi", "loai dai bieu", "=group"}},
	{Role, []string{"vai tro", "tu cach", "=role"}},
	{Unit, []string{"don vi", "co quan", "noi cong tac", "noi lam viec", "dia phuong", "to chuc", "phong ban", "=organization", "=unit", "=dv"}},
	{Name, []string{"ho va ten", "ho ten", "ho ten", "ten dai bieu", "ten nguoi", "=dai bieu", "dong chi", "full name", "=name", "=ho va", "danh sach dai bieu"}},
	{Given, []string{"=ten", "=ten goi", "=given name", "=first name"}},
}

// fieldOf is what a heading says.
func fieldOf(heading string) Field {
	if len([]rune(heading)) > 80 { // a sentence above the list
		return Nothing
	}
	above, sub, parted := strings.Cut(heading, " / ")
	if parted { // what stands below tells more, when it tells anything
		if field := fieldOf(sub); field != Nothing && field != Ordinal {
			return field
		}
		return fieldOf(above)
	}
	text := plain(heading)
	for _, row := range headings {
		for _, word := range row.words {
			whole, is := strings.CutPrefix(word, "=")
			if is && text == whole || !is && strings.Contains(" "+text+" ", " "+word+" ") {
				return row.field
			}
		}
	}
	return Nothing
}

// plain is a text folded, its letters and digits only.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(viet.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// head finds the row with the most headings, the first of several; known is how many they are. It takes a name, or two others.
func head(sheet Sheet) (at, known int) {
	for i, row := range sheet.Rows[:min(len(sheet.Rows), headRows)] {
		var fields []Field
		named := false
		for _, cell := range row {
			field := fieldOf(cell)
			if field == Nothing || slices.Contains(fields, field) {
				continue
			}
			fields = append(fields, field)
			named = named || field == Name || field == Family || field == Given
		}
		filled := 0
		for _, cell := range row {
			if cell != "" {
				filled++
			}
		}
		if n := len(fields); n > known && (n >= 2 || named && filled == 1 && len(row[len(row)-1]) < 30) && 2*n >= filled {
			at, known = i, n
		}
	}
	return at, known
}

// subheads tells whether the row below the head belongs to it: all of its cells are headings, and none could be somebody's.
func subheads(sheet Sheet, at int) bool {
	if at+1 >= len(sheet.Rows) {
		return false
	}
	found := 0
	for i, cell := range sheet.Rows[at+1] {
		if cell == "" {
			continue
		}
		born := fieldOf(sheet.Cell(at, i)) == Born || i > 0 && sheet.Cell(at, i) == "" && fieldOf(sheet.Cell(at, i-1)) == Born
		if sex := plain(cell); born && (sex == "nam" || sex == "nu") {
			found++
			continue
		}
		if fieldOf(cell) == Nothing {
			return false
		}
		found++
	}
	return found > 0
}

var columnNumber = regexp.MustCompile(`^\(?(\d{1,2}|[A-Z])\)?$`)

// numbering tells whether a row only numbers the columns: (1) (2) (3), or A B 1 2.
func numbering(row []string) bool {
	found := 0
	for _, cell := range row {
		if cell == "" {
			continue
		}
		if !columnNumber.MatchString(cell) {
			return false
		}
		found++
	}
	return found > 1
}

// names sees to names in two columns: below one merged heading, or a given name beside the family's.
func (guess *Guess) names(sheet Sheet, heads []string) {
	has := func(field Field) int { return slices.Index(guess.Columns, field) }
	name, family, given := has(Name), has(Family), has(Given)
	switch {
	case name >= 0 && given < 0 && family < 0 && name+1 < len(heads) && heads[name+1] == "" && guess.share(sheet, name+1, single) > 0.7:
		guess.Columns[name], guess.Columns[name+1] = Family, Given
	case name >= 0 && name+1 < len(heads) && given == name+1 && family < 0: // 'Họ và tên' over the family name, 'Tên' beside it
		if guess.share(sheet, given, single) > 0.7 {
			guess.Columns[name] = Family
		}
	case name < 0 && family < 0 && given >= 0: // 'Tên' alone
		guess.Columns[given] = Name
	case name < 0 && family >= 0 && given < 0:
		if family+1 < len(heads) && heads[family+1] == "" && guess.share(sheet, family+1, single) > 0.7 {
			guess.Columns[family+1] = Given
		} else {
			guess.Columns[family] = Name
		}
	}
}

// look guesses by the cells what no heading has said.
func (guess *Guess) look(sheet Sheet) {
	kinds := []struct {
		field Field
		is    func(string) bool
		share float64
	}{
		{Key, isKey, 0.5}, {Email, isEmail, 0.5}, {Phone, isPhone, 0.6}, {Name, isName, 0.6},
	}
	for i, field := range guess.Columns {
		if field != Nothing || guess.Head > 0 && sheet.Cell(guess.Head-1, i) != "" {
			continue
		}
		for _, kind := range kinds {
			taken := slices.Contains(guess.Columns, kind.field) || kind.field == Name && slices.Contains(guess.Columns, Given)
			if !taken && guess.share(sheet, i, kind.is) >= kind.share {
				guess.Columns[i] = kind.field
				break
			}
		}
	}
}

// once leaves a field that one column alone can hold to the first; a post, a phone, a year of birth may stand in several.
func (guess *Guess) once() {
	seen := map[Field]bool{}
	for i, field := range guess.Columns {
		if seen[field] && slices.Contains([]Field{Name, Family, Given, Group, Key, Ordinal, Rank}, field) {
			guess.Columns[i] = Nothing
		}
		seen[field] = true
	}
}

// share is which part of a column's cells is so, of those that hold something.
func (guess *Guess) share(sheet Sheet, column int, is func(string) bool) float64 {
	filled, so := 0, 0
	for row := max(guess.First-1, 0); row < len(sheet.Rows) && filled < 200; row++ {
		if cell := sheet.Cell(row, column); cell != "" {
			filled++
			if is(cell) {
				so++
			}
		}
	}
	if filled == 0 {
		return 0
	}
	return float64(so) / float64(filled)
}

var (
	email = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phone = regexp.MustCompile(`^[+(]?[\d .()\-]{8,16}$`)
	key   = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

func isEmail(cell string) bool { return email.MatchString(cell) }
func isPhone(cell string) bool { return phone.MatchString(cell) }
func isKey(cell string) bool   { return key.MatchString(cell) }

func single(cell string) bool {
	return !strings.Contains(cell, " ") && strings.IndexFunc(cell, notNamed) < 0
}

func notNamed(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '-'
}

// isName tells whether a cell may be somebody's whole name: two to six words, all with a capital, the first a usual family name.
func isName(cell string) bool {
	words := strings.Fields(cell)
	if len(words) < 2 || len(words) > 6 {
		return false
	}
	for _, word := range words {
		if first := []rune(word)[0]; !unicode.IsUpper(first) || strings.IndexFunc(word, notNamed) >= 0 {
			return false
		}
	}
	return slices.Contains(families, viet.Fold(words[0]))
}

// families are the usual family names, folded.
var families = strings.Fields(`nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao dinh trinh luong mai to truong ha cao ta chu quach doan
	thai kieu bach luu lam khuat nghiem phung thach tong trieu vuong au an ba banh bao be cai cam canh cat chau chung co cu cung dam dan danh dau diep dong
	giap han hua khong khuong la lai lieu lo lu luc ma mac mach mong nong ninh nhan on phi phuong quan quang sam son tang than thanh thi thieu thuong tieu
	ton tri ung van vi viem vien vong xa y yen`)
