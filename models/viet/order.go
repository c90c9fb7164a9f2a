package viet

import (
	"bytes"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// SplitName parts a full name at its last space into family and middle name (họ đệm) and given name (tên). A single word is a
// given name. It is a first guess to be offered for correction: foreign names and those of some peoples are built otherwise.
func SplitName(full string) (family, given string) {
	full = Clean(full)
	at := strings.LastIndexByte(full, ' ')
	return full[:max(at, 0)], full[at+1:]
}

// SortKey gives bytes that put names in Vietnamese order when compared as bytes, in Go or by any database: by given name
// first, then by family and middle name, each as TextKey does. Two who have the same name have the same key; what parts them,
// birth date or unit, is for the caller.
func SortKey(family, given string) []byte { return key(given, family) }

// TextKey is SortKey for what is not a person's name. Syllables are compared one after the other from the first, each by its
// letters (a ă â … d đ e ê) and then by its tone (ngang, huyền, hỏi, ngã, sắc, nặng); a shorter text comes before its own
// continuation, and Quận 2 before Quận 10. Case, punctuation and the place of the tone (see Same) do not count.
func TextKey(s string) []byte { return key(s) }

// Compare is the order of TextKey: -1, 0 or +1.
func Compare(a, b string) int { return bytes.Compare(TextKey(a), TextKey(b)) }

// SortKeys are the keys of a full name however it is parted into family and given name, a given name alone first: by them somebody is found
// whose name was parted elsewhere. The words are parted by one space each, as Clean leaves them.
func SortKeys(full string) [][]byte {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	all, ends := make([]byte, 0, 128), make([]int, 0, 8)
	for word := range strings.SplitSeq(norm.NFC.String(strings.ToLower(full)), " ") {
		all = c.add(all, word)
		ends = append(ends, len(all))
	}
	keys := make([][]byte, len(ends))
	for i := range keys {
		at := 0 // where the given name begins
		if i > 0 {
			at = ends[i-1]
		}
		key := make([]byte, 0, len(all)+1)
		keys[i] = append(append(append(key, all[at:]...), 0), all[:at]...)
	}
	return keys
}

// key collates syllable by syllable. Over a whole text the collator would weigh tones only after all letters: má xa, ma xb, mà
// xc. And it weighs a tone by its place, so that hoá came before hòa; hence placeTone.
//
// The bytes are, per field, any number of
//
//	1  letters  0 0  tones  0 0
//
// and 0 between fields. No weight of the collator is 0 0, so that whatever ends first sorts first, at every level.
func key(fields ...string) []byte {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	key := make([]byte, 0, 128) // never nil, which a database would take for NULL
	for i, field := range fields {
		if i > 0 {
			key = append(key, 0)
		}
		key = c.add(key, norm.NFC.String(strings.ToLower(field)))
	}
	return key
}

func betweenWords(r rune) bool {
	if known(r) {
		return !(plain[r] >= 'a' && plain[r] <= 'z' || plain[r] >= '0' && plain[r] <= '9')
	}
	return !unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// collators are pooled: one holds iterators and serves one goroutine at a time.
var collators = sync.Pool{New: func() any {
	return &collator{Collator: collate.New(language.Vietnamese, collate.IgnoreCase, collate.Numeric), keys: map[string][]byte{}}
}}

type collator struct {
	*collate.Collator
	buf  collate.Buffer
	keys map[string][]byte // of the syllables that it has met: the language has a few thousand
}

const (
	mostKeys    = 10_000
	longestKept = 24 // bytes; a syllable has 15 at most
)

// add puts the keys of a text's syllables, in small letters and composed, behind a key.
func (c *collator) add(key []byte, text string) []byte {
	for syllable := range strings.FieldsFuncSeq(text, betweenWords) {
		made, ok := c.keys[syllable]
		if !ok {
			c.buf.Reset()
			made = append([]byte{1}, c.KeyFromString(&c.buf, placeTone(syllable))...)
			made = append(made, 0, 0)
			if len(syllable) <= longestKept {
				if len(c.keys) == mostKeys {
					clear(c.keys)
				}
				c.keys[strings.Clone(syllable)] = made
			}
		}
		key = append(key, made...)
	}
	return key
}
