package views

import "strings"

// Both are the two texts of a field that two people have changed: what stands in the record now, and what was typed. Label is a Vietnamese
// text as for T.
type Both struct{ Label, Now, Mine string }

// Differing are those whose texts differ; line ends of forms do not count.
func Differing(all ...Both) []Both {
	var differing []Both
	for _, both := range all {
		if both.Now, both.Mine = unixLines.Replace(both.Now), unixLines.Replace(both.Mine); both.Now != both.Mine {
			differing = append(differing, both)
		}
	}
	return differing
}

var unixLines = strings.NewReplacer("\r\n", "\n")

// Word is the screen's word for a code of the record, in the page's language.
func (p Page) Word(noun, code string) string { return wordOf(p.Language(), noun, code).Text }

// Among are some of a noun's words to choose from, in the page's language.
func (p Page) Among(noun string, codes ...string) []Option {
	var choices []Option
	for _, code := range codes {
		choices = append(choices, Option{code, p.Word(noun, code)})
	}
	return choices
}
