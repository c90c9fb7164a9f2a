package paperstest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

const mm = 25.4 / 72

var (
	startAt = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	prevAt  = regexp.MustCompile(`/Prev (\d+)`)
	rootAt  = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoAt  = regexp.MustCompile(`/Info (\d+) 0 R`)
	fontAt  = regexp.MustCompile(`/(F[0-9a-f]+) (\d+) 0 R`)
	langAt  = regexp.MustCompile(`/Lang \(([^)]*)\)`)
	baseAt  = regexp.MustCompile(`/BaseFont /utf8liberationserif(\w*)`)
	heirAt  = regexp.MustCompile(`/DescendantFonts \[(\d+) 0 R\]`)
	kidsAt  = regexp.MustCompile(`/Kids \[([^\]]*)\]`)
	boxAt   = regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	bodyAt  = regexp.MustCompile(`/Contents (\d+) 0 R`)
	sizeAt  = regexp.MustCompile(`/Length (\d+)`)
	refAt   = regexp.MustCompile(`(\d+) 0 R`)
)

// reader follows the cross-reference tables of a file from its end, as a viewer does.
type reader struct {
	file  []byte
	at    map[int]int // objects
	fonts map[string]*font
}

type font struct {
	style  string
	widths map[int]float64
	other  float64
}

// Read reads a paper.
func Read(file []byte) (paper Paper, err error) {
	defer func() { // a file of ours is whole; what is not is a failed test
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the file is broken: %v", fault)
		}
	}()
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		return paper, errors.New("not a PDF")
	}
	r := &reader{file: file, at: map[int]int{}, fonts: map[string]*font{}}
	trailer := r.tables()
	catalog, info := r.object(r.ref(rootAt, trailer)), r.object(r.ref(infoAt, trailer))
	paper.Version = string(file[5:8])
	if lang := langAt.FindStringSubmatch(catalog); lang != nil {
		paper.Lang = lang[1]
	}
	paper.Title, paper.Author = entry(info, "/Title "), entry(info, "/Author ")
	for _, found := range fontAt.FindAllStringSubmatch(r.object(2), -1) {
		r.fonts[found[1]] = r.font(atoi(found[2]))
		paper.Fonts = append(paper.Fonts, r.fonts[found[1]].style)
	}
	slices.Sort(paper.Fonts)
	pages := r.object(1)
	size := boxAt.FindStringSubmatch(pages)
	for _, kid := range refAt.FindAllStringSubmatch(kidsAt.FindStringSubmatch(pages)[1], -1) {
		object := r.object(atoi(kid[1]))
		size := size
		if own := boxAt.FindStringSubmatch(object); own != nil { // a page of another size says so itself
			size = own
		}
		page := Page{Width: float(size[1]) * mm, Height: float(size[2]) * mm}
		r.draw(&page, r.stream(r.ref(bodyAt, object)))
		paper.Pages = append(paper.Pages, page)
	}
	return paper, nil
}

// tables reads the cross-reference tables, the last first, and answers the last trailer.
func (r *reader) tables() (trailer string) {
	at := atoi(string(startAt.FindSubmatch(r.file)[1]))
	for {
		table := string(r.file[at:])
		table = table[:strings.Index(table, "startxref")]
		entries, tail, _ := strings.Cut(table, "trailer")
		lines := strings.Split(strings.TrimPrefix(entries, "xref\n"), "\n")
		var first, count int
		fmt.Sscanf(lines[0], "%d %d", &first, &count)
		for i, line := range lines[1 : 1+count] {
			if _, known := r.at[first+i]; !known && strings.HasSuffix(line, "n ") {
				r.at[first+i] = atoi(line[:10])
			}
		}
		if trailer == "" {
			trailer = tail
		}
		prev := prevAt.FindStringSubmatch(tail)
		if prev == nil {
			return trailer
		}
		at = atoi(prev[1])
	}
}

// object is an object's dictionary.
func (r *reader) object(n int) string {
	text := r.file[r.at[n]:]
	head := fmt.Sprintf("%d 0 obj\n", n)
	if !bytes.HasPrefix(text, []byte(head)) {
		panic(fmt.Sprintf("object %d does not stand where the table says", n))
	}
	text = text[len(head):]
	text = text[:bytes.Index(text, []byte("endobj"))]
	if at := bytes.Index(text, []byte("\nstream\n")); at >= 0 {
		text = text[:at]
	}
	return string(text)
}

func (r *reader) stream(n int) []byte {
	size := atoi(sizeAt.FindStringSubmatch(r.object(n))[1])
	text := r.file[r.at[n]:]
	text = text[bytes.Index(text, []byte("\nstream\n"))+8:]
	inflated, err := zlib.NewReader(bytes.NewReader(text[:size]))
	if err != nil {
		panic(err)
	}
	all, err := io.ReadAll(inflated)
	if err != nil {
		panic(err)
	}
	return all
}

func (r *reader) ref(pattern *regexp.Regexp, text string) int {
	return atoi(pattern.FindStringSubmatch(text)[1])
}

// font reads the style and the widths that the file itself gives.
func (r *reader) font(n int) *font {
	outer := r.object(n)
	inner := r.object(r.ref(heirAt, outer))
	f := &font{style: baseAt.FindStringSubmatch(outer)[1], widths: map[int]float64{}}
	if _, other, found := strings.Cut(inner, "/DW "); found {
		fmt.Sscan(other, &f.other)
	}
	_, table, _ := strings.Cut(inner, "/W [")
	table, _, _ = strings.Cut(table, "/CIDToGIDMap")
	tokens := strings.Fields(strings.NewReplacer("[", " [ ", "]", " ] ").Replace(table))
	for i := 0; i+2 < len(tokens); {
		first := atoi(tokens[i])
		if tokens[i+1] != "[" { // first last width
			for r := first; r <= atoi(tokens[i+1]); r++ {
				f.widths[r] = float(tokens[i+2])
			}
			i += 3
			continue
		}
		for i += 2; tokens[i] != "]"; i++ {
			f.widths[first] = float(tokens[i])
			first++
		}
		i++
	}
	return f
}

func (f *font) width(r rune) float64 {
	if width, known := f.widths[int(r)]; known {
		return width
	}
	return f.other
}

// entry is a text of the information dictionary.
func entry(info, name string) string {
	_, text, found := strings.Cut(info, name)
	if !found {
		return ""
	}
	lexer := lexer{text: []byte(text)}
	token := lexer.next()
	return strings.TrimPrefix(decode(token.text), "\uFEFF")
}

// decode reads UTF-16, as the file holds all its text.
func decode(text []byte) string {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
	}
	return string(utf16.Decode(units))
}

func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func float(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return f
}
