package views

import (
	"embed"
	"fmt"
	"io/fs"
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
// Vietnamese. Without arguments nothing is formatted: a % is a %.
func Translate(language, text string, args ...any) string {
	if language == English {
		if translated, ok := english()[text]; ok {
			text = translated
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

//go:embed english/*.txt
var dictionaries embed.FS

// english is read when somebody first wants it.
var english = sync.OnceValue(func() map[string]string {
	words, err := readDictionaries(dictionaries)
	if err != nil {
		panic(err) // they are in the binary, and tested
	}
	return words
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
