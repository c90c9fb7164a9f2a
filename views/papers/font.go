package papers

import (
	"encoding/binary"
	"math"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// family is Liberation Serif: the widths of Times New Roman, which every form asks for, and all Vietnamese letters.
const family = "liberationserif"

var files = map[string][]byte{
	"": liberationserifregular.TTF, "B": liberationserifbold.TTF, "I": liberationserifitalic.TTF, "BI": liberationserifbolditalic.TTF,
}

// widths are the advance widths of a font's letters in thousandths of its size, rounded as gofpdf rounds them; a rune without a
// glyph has -1.
type widths [1 << 16]int16

// metrics reads each font once for all papers.
var metrics = sync.OnceValue(func() map[string]*widths {
	all := map[string]*widths{}
	for style, file := range files {
		all[style] = readWidths(file)
	}
	return all
})

// printable tells whether all four styles have the rune.
func printable(r rune) bool {
	if r < 0 || r > 0xFFFF || r == 0xFFFD {
		return false
	}
	return glyphs()[r]
}

var glyphs = sync.OnceValue(func() *[1 << 16]bool {
	var have [1 << 16]bool
	for r := range have {
		have[r] = unicode.IsPrint(rune(r)) // which leaves out what only steers, and private use
		for _, widths := range metrics() {
			have[r] = have[r] && widths[r] >= 0
		}
	}
	return &have
})

// readWidths reads the tables cmap (format 4, Unicode) and hmtx of a TrueType file. The files are our own and known to be whole.
func readWidths(file []byte) *widths {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	u32 := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	tables := map[string][]byte{}
	for i := range u16(file, 4) {
		entry := file[12+16*i:]
		tables[string(entry[:4])] = file[u32(entry, 8):][:u32(entry, 12)]
	}
	scale := 1000 / float64(u16(tables["head"], 18))
	measured := u16(tables["hhea"], 34)
	width := func(glyph int) int16 {
		return int16(math.Round(scale * float64(u16(tables["hmtx"], 4*min(glyph, measured-1)))))
	}
	var all widths
	for r := range all {
		all[r] = -1
	}
	for i := range u16(tables["cmap"], 2) {
		entry := tables["cmap"][4+8*i:]
		cmap := tables["cmap"][u32(entry, 4):]
		if platform := u16(entry, 0); u16(cmap, 0) != 4 || platform != 0 && (platform != 3 || u16(entry, 2) != 1) {
			continue
		}
		n := u16(cmap, 6) // twice the number of segments
		for at := 0; at < n; at += 2 {
			last, first, delta, offset := u16(cmap, 14+at), u16(cmap, 16+n+at), u16(cmap, 16+2*n+at), u16(cmap, 16+3*n+at)
			for r := first; r <= last && r < 0xFFFF; r++ {
				glyph := r
				if offset != 0 {
					if glyph = u16(cmap, 16+3*n+at+offset+2*(r-first)); glyph == 0 {
						continue
					}
				}
				if glyph = (glyph + delta) & 0xFFFF; glyph != 0 {
					all[r] = width(glyph)
				}
			}
		}
		break
	}
	return &all
}
