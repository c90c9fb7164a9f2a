package models

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hoithao/models/viet"
)

// titles stand before a name in a list; a dot behind, or none.
var titles = map[string]string{
	"đ/c": "đồng chí", "đc": "đồng chí", "đ.c": "đồng chí", "đồng chí": "đồng chí", "ông": "ông", "bà": "bà",
	"gs": "GS", "pgs": "PGS", "ts": "TS", "ths": "ThS", "gs.ts": "GS.TS", "pgs.ts": "PGS.TS", "gs,ts": "GS.TS", "pgs,ts": "PGS.TS", "gs, ts": "GS.TS", "pgs, ts": "PGS.TS",
	"bs": "BS", "ks": "KS", "cn": "CN", "ls": "LS", "hòa thượng": "Hòa thượng", "thượng tọa": "Thượng tọa", "linh mục": "Linh mục", "mục sư": "Mục sư", "ngài": "Ngài",
}

var title = func() *regexp.Regexp {
	var words []string
	for word := range titles {
		words = append(words, regexp.QuoteMeta(word))
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)^(` + strings.Join(words, "|") + `)([.:]\s*|\s+)`)
}()

// titleWords are the first words of the titles. A name that begins with none of them is looked at no further: a list has thousands.
var titleWords = func() map[string]bool {
	first := map[string]bool{}
	for word := range titles {
		first[firstWord(word)] = true
	}
	return first
}()

func firstWord(name string) string {
	if at := strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == ':' || r == ',' }); at >= 0 {
		name = name[:at]
	}
	return strings.ToLower(name)
}

// behindName parts a name from what some write behind it in the same cell.
var behindName = regexp.MustCompile(`\s*(?:[\n,;(]| [-–—] )\s*`)

// bareName reads a cell with a name: without a title before it and a post behind it.
func bareName(cell string) (name, honorific, tail string) {
	name = strings.TrimSpace(cell)
	for titleWords[firstWord(name)] {
		found := title.FindStringSubmatch(name)
		if found == nil || len(found[0]) == len(name) {
			break
		}
		known := titles[strings.ToLower(found[1])]
		if honorific != "" && known != "đồng chí" && known != "ông" && known != "bà" {
			known = honorific + "." + known // 'PGS. TS. Trần Văn A'
		}
		honorific, name = known, name[len(found[0]):]
	}
	if strings.ContainsAny(name, "\n,;(-–—") {
		if at := behindName.FindStringIndex(name); at != nil && at[0] > 0 {
			name, tail = name[:at[0]], strings.TrimSuffix(name[at[1]:], ")")
		}
	}
	return viet.Clean(name), honorific, viet.Clean(tail)
}

// inCapitals tells whether a name is written in capitals. A very short one may be an abbreviation.
func inCapitals(name string) bool {
	letters := strings.Map(onlyLetters, name)
	return utf8.RuneCountInString(letters) > 3 && letters == strings.ToUpper(letters)
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// capitalized is a name in capitals as it is written: each word with one.
func capitalized(name string) string {
	first := true
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			first = true
			return r
		}
		if first {
			first = false
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
}

// readPosts are the posts of a row: a line or a part before a semicolon each, the unit's name put behind the last unless its words are there.
func readPosts(cells []string, tail, unit string) (posts []string) {
	var plain []string
	for _, cell := range cells {
		for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '\n' || r == ';' }) {
			if part = strings.Trim(viet.Clean(part), "-–+ ,."); part == "" {
				continue
			}
			if same := plainly(part); !slices.Contains(plain, same) {
				posts, plain = append(posts, part), append(plain, same)
			}
		}
	}
	if len(posts) == 0 && tail != "" {
		posts, plain = []string{tail}, []string{plainly(tail)}
	}
	switch {
	case unit == "":
		return posts
	case len(posts) == 0:
		return []string{unit}
	}
	words := " " + plainly(unit) + " "
	if !slices.ContainsFunc(plain, func(p string) bool { return strings.Contains(" "+p+" ", words) }) {
		posts[len(posts)-1] = joinUnit(posts[len(posts)-1], unit)
	}
	return posts
}

// joinUnit is a post with its unit: 'Trưởng ban' and 'Ban Tuyên giáo' are 'Trưởng Ban Tuyên giáo', as papers write.
func joinUnit(post, unit string) string {
	words, names := strings.Fields(post), strings.Fields(unit)
	last := plainly(words[len(words)-1])
	for n := min(len(words)-1, len(names)); n > 0; n-- {
		if name := plainly(names[n-1]); !strings.HasSuffix(last, name) && !strings.HasSuffix(name, last) {
			continue
		}
		if plainly(strings.Join(words[len(words)-n:], " ")) == plainly(strings.Join(names[:n], " ")) {
			return strings.Join(append(words[:len(words)-n:len(words)-n], names...), " ")
		}
	}
	return post + " " + unit
}

// plainly is a text by which two are compared: folded, its words alone.
func plainly(text string) string {
	folded := viet.Fold(text)
	if strings.IndexFunc(folded, func(r rune) bool { return r != ' ' && notLetter(r) }) < 0 {
		return folded // as most are
	}
	return strings.Join(strings.FieldsFunc(folded, notLetter), " ")
}

// readPhone is a phone number as people write it. Excel drops the zero of one that was typed as a number.
func readPhone(cell string) string {
	phone := strings.Trim(viet.Clean(cell), "; ")
	if len(phone) == 9 && strings.Trim(phone, "0123456789") == "" && strings.ContainsRune("235789", rune(phone[0])) {
		return "0" + phone
	}
	return phone
}

// digits are those of each number in a text of phone numbers, the country's code as zero.
func digits(phone string) (numbers []string) {
	for part := range strings.FieldsFuncSeq(phone, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(" .-()+", r) }) {
		number := strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, part)
		if rest, ok := strings.CutPrefix(number, "84"); ok && len(number) > 10 {
			number = "0" + rest
		}
		if len(number) >= 8 {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

var year = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

// readYear is the year of a birth: a year, a day with its year, or the number as which Excel keeps a day. Nil: none.
func readYear(cell string, today Date) *int64 {
	n := int64(0)
	if found := year.FindStringSubmatch(cell); found != nil {
		n, _ = strconv.ParseInt(found[1], 10, 64)
	} else if day, err := strconv.Atoi(strings.TrimSuffix(cell, ".0")); err == nil && day > 10_000 && day < 100_000 {
		n = int64(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Year())
	}
	if n < 1900 || n > int64(today.Time().Year()) {
		return nil
	}
	return &n
}

// readRoles are the roles that a text names.
func readRoles(text string) string {
	if text == "" {
		return ""
	}
	text = " " + plainly(text) + " "
	var roles []string
	for _, role := range []struct{ role, words string }{
		{"chair", "chu tri|chu toa|doan chu tich"}, {"secretary", "thu ky"}, {"speaker", "tham luan|phat bieu|bao cao vien|dien gia|dien thuyet|bao cao"},
		{"guest", "khach moi|khach"}, {"press", "bao chi|phong vien|nha bao"}, {"delegate", "dai bieu"},
	} {
		for word := range strings.SplitSeq(role.words, "|") {
			if strings.Contains(text, " "+word+" ") {
				roles = append(roles, role.role)
				break
			}
		}
	}
	return strings.Join(roles, " ")
}
