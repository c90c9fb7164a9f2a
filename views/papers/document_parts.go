package papers

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"time"

	"rsc.io/qr"

	"hoithao/models"
)

// Sides at which a paragraph stands; "" is the left.
const center, right = "center", "right"

// Styles of a document.
const bodyStyle, headingStyle = "NoiDung", "TieuMuc"

// block is a paragraph or a table of a document.
type block interface{ xml(b *strings.Builder) }

// passage is a paragraph. What its style says it leaves at zero. Lengths are in mm.
type passage struct {
	style       string
	align       string
	before      float64
	leading     float64 // zero: single
	exact       bool
	left, right float64
	keep        bool    // on the page of the next
	rule        float64 // a line at its upper edge, pt
	runs        []run
}

// run is text of one face; a line end in it is one of the paragraph. The zero face is the style's.
type run struct {
	text      string
	face      face
	underline bool
	picture   int     // counted from 1
	size      float64 // of the picture
}

// grille is a table without borders.
type grille struct {
	columns []float64
	rows    [][]cell
}

type cell struct {
	passages []passage
	span     int
}

// twips are twentieths of a point.
func twips(length float64) int { return int(math.Round(length / mm * 20)) }

func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text))
	return b.String()
}

func (p passage) xml(b *strings.Builder) {
	b.WriteString("<w:p><w:pPr>")
	if p.style != "" {
		fmt.Fprintf(b, `<w:pStyle w:val="%s"/>`, p.style)
	}
	if p.keep {
		b.WriteString("<w:keepNext/>")
	}
	if p.rule > 0 {
		fmt.Fprintf(b, `<w:pBdr><w:top w:val="single" w:sz="%d" w:space="0" w:color="000000"/></w:pBdr>`, int(math.Round(p.rule*8)))
	}
	if p.before > 0 || p.leading > 0 {
		fmt.Fprintf(b, `<w:spacing w:before="%d"`, twips(p.before))
		if p.exact {
			fmt.Fprintf(b, ` w:line="%d" w:lineRule="exact"`, max(1, twips(p.leading)))
		}
		b.WriteString("/>")
	}
	if p.left > 0 || p.right > 0 {
		fmt.Fprintf(b, `<w:ind w:left="%d" w:right="%d"/>`, twips(p.left), twips(p.right))
	}
	if p.align != "" {
		fmt.Fprintf(b, `<w:jc w:val="%s"/>`, p.align)
	}
	b.WriteString("</w:pPr>")
	for _, run := range p.runs {
		run.xml(b)
	}
	b.WriteString("</w:p>")
}

func (r run) xml(b *strings.Builder) {
	if r.picture > 0 {
		size := int(r.size * 36000)
		fmt.Fprintf(b, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%[1]d"/><wp:docPr id="%[2]d" name="QR %[2]d" descr="QR"/>`+
			`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[2]d" name="qr%[2]d.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
			`<pic:blipFill><a:blip r:embed="rIdPicture%[2]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
			`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[1]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
			size, r.picture)
		return
	}
	if r.text == "" {
		return
	}
	b.WriteString("<w:r>")
	if r.face.size > 0 {
		b.WriteString("<w:rPr>")
		if strings.Contains(r.face.style, "B") {
			b.WriteString("<w:b/><w:bCs/>")
		}
		if strings.Contains(r.face.style, "I") {
			b.WriteString("<w:i/><w:iCs/>")
		}
		fmt.Fprintf(b, `<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, int(r.face.size*2))
		if r.underline {
			b.WriteString(`<w:u w:val="single"/>`)
		}
		b.WriteString("</w:rPr>")
	}
	for i, line := range strings.Split(r.text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escaped(line) + "</w:t>")
	}
	b.WriteString("</w:r>")
}

func (t grille) xml(b *strings.Builder) {
	sum := 0.0
	for _, width := range t.columns {
		sum += width
	}
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, twips(sum))
	for _, width := range t.columns {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, twips(width))
	}
	b.WriteString("</w:tblGrid>")
	for _, row := range t.rows {
		b.WriteString("<w:tr>")
		at := 0
		for _, cell := range row {
			width := 0.0
			span := max(1, cell.span)
			for _, column := range t.columns[at : at+span] {
				width += column
			}
			at += span
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
			if span > 1 {
				fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, span)
			}
			b.WriteString("</w:tcPr>")
			if len(cell.passages) == 0 {
				b.WriteString("<w:p/>")
			}
			for _, passage := range cell.passages {
				passage.xml(b)
			}
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
}

// picture is a QR code as a PNG, eight dots a module.
func picture(link string) ([]byte, error) {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return nil, err
	}
	const dots = 8
	img := image.NewPaletted(image.Rect(0, 0, code.Size*dots, code.Size*dots), color.Palette{color.White, color.Black})
	for y := range img.Rect.Max.Y {
		for x := range img.Rect.Max.X {
			if code.Black(x/dots, y/dots) {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var file bytes.Buffer
	err = png.Encode(&file, img)
	return file.Bytes(), err
}

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS      = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	relationNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// write hands the document out. The same paper gives the same bytes: no file in the archive bears an hour but the paper's own date.
func (d *document) write(w io.Writer, title, author string, dated models.Date) error {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	var fault error
	add := func(name, content string) {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(part, content)
		}
		if err != nil && fault == nil {
			fault = err
		}
	}
	add("[Content_Types].xml", declaration+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`+
		`<Default Extension="png" ContentType="image/png"/>`+
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`+
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>`+
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>`+
		`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>`+
		`<Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>`+
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`+
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`)
	add("_rels/.rels", declaration+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
		`<Relationship Id="rId1" Type="`+relationNS+`/officeDocument" Target="word/document.xml"/>`+
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`+
		`<Relationship Id="rId3" Type="`+relationNS+`/extended-properties" Target="docProps/app.xml"/></Relationships>`)
	created := time.Unix(0, 0).UTC()
	if dated != "" {
		created = dated.Time()
	}
	at := created.UTC().Format(time.RFC3339)
	add("docProps/core.xml", declaration+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`+
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`+escaped(printed(title))+`</dc:title><dc:creator>`+escaped(printed(author))+
		`</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">`+at+`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`+at+`</dcterms:modified><dc:language>vi-VN</dc:language></cp:coreProperties>`)
	add("docProps/app.xml", declaration+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>hoithao</Application></Properties>`)
	add("word/settings.xml", declaration+`<w:settings `+wordNS+`><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>`+
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>`)
	add("word/styles.xml", declaration+d.styles())
	number := d.page.number
	add("word/header1.xml", declaration+`<w:hdr `+wordNS+`><w:p><w:pPr><w:jc w:val="center"/></w:pPr>`+
		fmt.Sprintf(`<w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>`+
			`<w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>`, int(number.size*2))+
		`</w:p></w:hdr>`)
	add("word/header2.xml", declaration+`<w:hdr `+wordNS+`><w:p/></w:hdr>`)
	relations := declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rIdStyles" Type="` + relationNS + `/styles" Target="styles.xml"/><Relationship Id="rIdSettings" Type="` + relationNS + `/settings" Target="settings.xml"/>` +
		`<Relationship Id="rIdHeader" Type="` + relationNS + `/header" Target="header1.xml"/><Relationship Id="rIdFirst" Type="` + relationNS + `/header" Target="header2.xml"/>`
	for i, picture := range d.pictures {
		add(fmt.Sprintf("word/media/qr%d.png", i+1), string(picture))
		relations += fmt.Sprintf(`<Relationship Id="rIdPicture%d" Type="%s/image" Target="media/qr%[1]d.png"/>`, i+1, relationNS)
	}
	add("word/_rels/document.xml.rels", relations+"</Relationships>")
	var body strings.Builder
	body.WriteString(declaration + `<w:document ` + wordNS + `><w:body>`)
	section := d.section()
	for i, block := range d.blocks {
		if _, end := block.(sectionEnd); end {
			fmt.Fprintf(&body, `<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>%s</w:pPr></w:p>`, section)
			continue
		}
		block.xml(&body)
		if _, table := block.(grille); table && i+1 < len(d.blocks) { // two tables in a row are one in Word
			if _, another := d.blocks[i+1].(grille); another {
				passage{leading: mm, exact: true}.xml(&body)
			}
		}
	}
	if len(d.blocks) > 0 {
		if _, table := d.blocks[len(d.blocks)-1].(grille); table { // Word wants a paragraph behind a table
			passage{leading: mm, exact: true}.xml(&body)
		}
	}
	body.WriteString(section + "</w:body></w:document>")
	add("word/document.xml", body.String())
	if err := archive.Close(); err != nil || fault != nil {
		return fmt.Errorf("the document: %v, %v", fault, err)
	}
	_, err := w.Write(file.Bytes())
	return err
}

// section is what the pages of a paper are like.
func (d *document) section() string {
	p := d.page
	orientation := ""
	if p.width > p.height {
		orientation = ` w:orient="landscape"`
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" r:id="rIdFirst"/><w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`,
		twips(p.width), twips(p.height), orientation, twips(p.top), twips(p.right), twips(p.bottom), twips(p.left), twips(p.numberAt-ascent*p.number.size*mm), twips(10.0))
}

// sectionEnd ends the pages of one paper of several.
type sectionEnd struct{}

func (sectionEnd) xml(*strings.Builder) {}

// styles are the form's text as Word's styles, so that what is typed later looks like what stands there.
func (d *document) styles() string {
	spacing := fmt.Sprintf(`<w:spacing w:before="%d" w:after="0" w:line="%d" w:lineRule="exact"/>`, twips(d.text.before), twips(d.text.leading))
	if math.Abs(d.text.leading-singleSpaced(d.text.size)) < 0.01 {
		spacing = fmt.Sprintf(`<w:spacing w:before="%d" w:after="0" w:line="240" w:lineRule="auto"/>`, twips(d.text.before))
	}
	body := func(id, name, next, more string) string {
		return fmt.Sprintf(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="%s"/><w:qFormat/><w:pPr>%s<w:widowControl/>%s<w:ind w:firstLine="%d"/><w:jc w:val="both"/></w:pPr></w:style>`,
			id, name, next, more, spacing, twips(d.text.indent))
	}
	return `<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>` +
		fmt.Sprintf(`<w:color w:val="000000"/><w:sz w:val="%d"/><w:szCs w:val="%[1]d"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`, int(d.text.size*2)) +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		body(bodyStyle, "Nội dung", bodyStyle, "") + body(headingStyle, "Tiểu mục", bodyStyle, "<w:keepNext/>") + `</w:styles>`
}
