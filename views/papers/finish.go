package papers

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
)

var (
	rootOf    = regexp.MustCompile(`/Root (\d+) 0 R`)
	sizeOf    = regexp.MustCompile(`/Size (\d+)`)
	infoOf    = regexp.MustCompile(`/Info (\d+) 0 R`)
	startOf   = regexp.MustCompile(`startxref\n(\d+)`)
	endOfDict = []byte(">>\nendobj")
)

// finish makes a PDF 1.4 of what gofpdf wrote, which calls itself 1.3, and says in the catalog that it is Vietnamese and should be shown
// by its title (NĐ 30/2020 and archives ask for 1.4; readers for the blind need the language). The catalog is written anew behind the file,
// as the format's incremental updates allow; the identifier comes from the contents.
func finish(file []byte) []byte {
	copy(file, "%PDF-1.4")
	tail := file[max(0, len(file)-300):]
	root, size, info, start := rootOf.FindSubmatch(tail), sizeOf.FindSubmatch(tail), infoOf.FindSubmatch(tail), startOf.FindSubmatch(tail)
	object := fmt.Appendf(nil, "\n%s 0 obj\n", root[1])
	catalog := file[bytes.LastIndex(file, object):]
	catalog = catalog[len(object):bytes.Index(catalog, endOfDict)]
	id := sha256.Sum256(file)
	at := len(file)
	file = fmt.Appendf(file, "%s 0 obj\n%s/Lang (vi-VN)\n/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n", root[1], catalog)
	xref := len(file)
	file = fmt.Appendf(file, "xref\n%s 1\n%010d 00000 n \n", root[1], at)
	return fmt.Appendf(file, "trailer\n<<\n/Size %s\n/Root %s 0 R\n/Info %s 0 R\n/Prev %s\n/ID [<%x><%[5]x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		size[1], root[1], info[1], start[1], id[:16], xref)
}
