package views

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// QR is a QR code as the path of an SVG, with the quiet zone that scanners need around it.
type QR struct {
	Text string // what it says
	Size int    // of its sides, in modules
	Path string
}

// quiet is the width of the zone around a code in modules (ISO/IEC 18004).
const quiet = 4

// QROf is the code of a text; the zero QR, which shows nothing, when the text is "" or too long for one.
func QROf(text string) QR {
	code, err := qr.Encode(text, qr.M)
	if text == "" || err != nil {
		return QR{}
	}
	var path strings.Builder
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from {
				width := strconv.Itoa(to - from)
				path.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(row+quiet) + "h" + width + "v1h-" + width + "z")
				from = to
			}
		}
	}
	return QR{text, code.Size + 2*quiet, path.String()}
}
