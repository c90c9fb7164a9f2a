package views

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// The languages of the screens. Papers are always Vietnamese.
const (
	Vietnamese = "vi"
	English    = "en"
)

// T marks a Vietnamese text in Go code that a screen will show, and is that text: a test sees to it that English has it. What
// reaches the screen goes through Translate, or through t in a template.
func T(text string) string { return text }

// Translate is a Vietnamese text in a language, with the arguments put in as by fmt.Sprintf. A text without English stays
// Vietnamese. Without arguments nothing is formatted: a % is a %. A reason that models have already put together, such as
// "Tệp lớn hơn 25 MB.", is known again by its pattern.
func Translate(language, text string, args ...any) string {
	for i, arg := range args { // a figure that may be missing; templates ask first whether it is there
		if figure, ok := arg.(*int64); ok && figure != nil {
			args[i] = *figure
		}
	}
	if language == English {
		if translated, ok := english().words[text]; ok {
			text = agree(translated, func(n int) string {
				if n < len(args) {
					return fmt.Sprint(args[n])
				}
				return ""
			})
		} else if len(args) == 0 {
			text = english().recognize(text)
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

var numbers = regexp.MustCompile(`\{([^{}|]*)\|([^{}|]*)\}`)

// agree chooses between one and several in an English text, "%d {delegate|delegates}": by the argument before the choice, or where there is
// none before it by the first behind.
func agree(text string, argument func(n int) string) string {
	var chosen strings.Builder
	from := 0
	for _, at := range numbers.FindAllStringSubmatchIndex(text, -1) {
		chosen.WriteString(text[from:at[0]])
		if before := len(verbs.FindAllString(text[:at[0]], -1)); strings.TrimLeft(argument(max(0, before-1)), "0") == "1" {
			chosen.WriteString(text[at[2]:at[3]])
		} else {
			chosen.WriteString(text[at[4]:at[5]])
		}
		from = at[1]
	}
	return chosen.String() + text[from:]
}

// dictionary is English by Vietnamese. Its patterns are the texts with verbs, the longest first.
type dictionary struct {
	words    map[string]string
	patterns []pattern
}

type pattern struct {
	vietnamese *regexp.Regexp
	english    string // with its verbs
}

var verbs = regexp.MustCompile(`%[sdvq]`)

func newDictionary(words map[string]string) *dictionary {
	d := &dictionary{words: words}
	for _, text := range slices.SortedFunc(maps.Keys(words), func(a, b string) int { return len(b) - len(a) }) {
		if !verbs.MatchString(text) || verbs.ReplaceAllString(text, "") == "" {
			continue
		}
		d.patterns = append(d.patterns, pattern{regexp.MustCompile("^" + verbs.ReplaceAllLiteralString(regexp.QuoteMeta(text), "(.+?)") + "$"), words[text]})
	}
	return d
}

// recognize is the English of a text that was made from one of ours, else the text.
func (d *dictionary) recognize(text string) string {
	for _, p := range d.patterns {
		if found := p.vietnamese.FindStringSubmatch(text); found != nil {
			n := 0
			return verbs.ReplaceAllStringFunc(agree(p.english, func(n int) string { return found[n+1] }), func(string) string { n++; return found[n] })
		}
	}
	return text
}

//go:embed english/*.txt
var dictionaries embed.FS

// english is read when somebody first wants it.
var english = sync.OnceValue(func() *dictionary {
	words, err := readDictionaries(dictionaries)
	if err != nil {
		panic(err) // they are in the binary, and tested
	}
	return newDictionary(words)
})

// readDictionaries reads english/*.txt: a line of Vietnamese, below it "= " and the English; # begins a remark.
func readDictionaries(files fs.FS) (map[string]string, error) {
	names, err := fs.Glob(files, "english/*.txt")
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		key := ""
		for i, line := range strings.Split(string(text), "\n") {
			line = strings.TrimRight(line, "\r")
			translated, isEnglish := strings.CutPrefix(line, "= ")
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case isEnglish && key == "":
				return nil, fmt.Errorf("%s:%d: English of what?", name, i+1)
			case isEnglish:
				if _, twice := words[key]; twice {
					return nil, fmt.Errorf("%s:%d: %q stands twice", name, i+1, key)
				}
				words[key], key = translated, ""
			case key != "":
				return nil, fmt.Errorf("%s:%d: %q has no English below it", name, i+1, key)
			default:
				key = line
			}
		}
		if key != "" {
			return nil, fmt.Errorf("%s: %q has no English below it", name, key)
		}
	}
	return words, nil
}
