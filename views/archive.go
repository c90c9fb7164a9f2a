package views

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
	"time"

	"hoithao/models"
	"hoithao/models/viet"
)

// ArchiveRecord is the name of the record itself within an archive: what dump --full writes and load reads.
const ArchiveRecord = "ho-so.json"

// archiveIndex is the page that stands in an archive for those who have nothing but a browser. It is Vietnamese like the papers beside it, and
// needs no other file. The engine's pages have a layout and a program behind them; this one has neither.
var archiveIndex = template.Must(template.New("index").Funcs(functions(Vietnamese)).Parse(`<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{{.Title}}</title></head>
<body>
<h1>{{.Title}}</h1>
<dl>{{range .Facts}}<dt><b>{{index . 0}}</b></dt><dd>{{index . 1}}</dd>
{{end}}</dl>
{{range .Parts}}<h2>{{.Title}}</h2>
<ul>{{range .Files}}<li><a href="{{.Path}}">{{.Title}}</a><br><small>{{.Path}} · {{number .Size}} byte · SHA-256 {{.SHA256}}</small></li>
{{end}}</ul>
{{end}}{{with .Conclusions}}<h2>Kết luận</h2>
<ol>{{range .}}<li>{{range lines .Text}}<p>{{.}}</p>{{end}}{{with .Task}}<p>{{.}}</p>{{end}}</li>
{{end}}</ol>
{{end}}<h2>Hồ sơ để nạp lại</h2>
<p><a href="ho-so.json">ho-so.json</a> chứa toàn bộ hồ sơ: chương trình, đại biểu, điểm danh, phát biểu, biên bản, nhật ký. Chương trình Hội Thảo đọc lại bằng lệnh <code>hoithao load ho-so.json</code>.</p>
<p>Để biết các tệp còn nguyên vẹn: mở thư mục này, chạy <code>sha256sum -c SHA256SUMS</code>.</p>
</body>
</html>
`))

type archivePage struct {
	Title       string
	Facts       [][2]string
	Parts       []archivePart
	Conclusions []archivedConclusion
}

type archivePart struct {
	name, Title string
	Files       []archivedFile
}

type archivedFile struct {
	models.ArchivedFile
	Path string
}

type archivedConclusion struct{ Text, Task string }

// WriteArchive writes an event as one ZIP file: the record, its papers, documents, texts and photos, a page to read them by, and the SHA-256 of each.
// The same archive gives the same bytes. Open reads a stored file by its SHA-256.
func WriteArchive(w io.Writer, archive models.Archive, open func(sha string) (io.ReadCloser, error)) error {
	out := zip.NewWriter(w)
	event := archive.Record.Event
	written := event.Local(archive.Written)
	var sums strings.Builder
	add := func(name string, packed bool, content io.Reader) error {
		header := &zip.FileHeader{Name: name, Modified: time.Date(written.Year(), written.Month(), written.Day(), written.Hour(), written.Minute(), written.Second(), 0, time.UTC)}
		if packed {
			header.Method = zip.Deflate
		}
		header.SetMode(0o644)
		file, err := out.CreateHeader(header)
		if err != nil {
			return err
		}
		hash := sha256.New()
		if _, err := io.Copy(io.MultiWriter(file, hash), content); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(hash.Sum(nil)), name)
		return nil
	}
	page := archivePageOf(archive)
	var index strings.Builder
	if err := archiveIndex.Execute(&index, page); err != nil {
		return err
	}
	if err := add("index.html", true, strings.NewReader(index.String())); err != nil {
		return err
	}
	if err := add(ArchiveRecord, true, strings.NewReader(string(archive.Full))); err != nil {
		return err
	}
	for _, part := range page.Parts {
		for _, file := range part.Files {
			content, err := open(file.SHA256)
			if err != nil {
				return err
			}
			err = add(file.Path, false, content)
			content.Close()
			if err != nil {
				return err
			}
		}
	}
	manifest := sums.String()
	if err := add("SHA256SUMS", true, strings.NewReader(manifest)); err != nil {
		return err
	}
	return out.Close()
}

func archivePageOf(archive models.Archive) archivePage {
	record := archive.Record
	event := record.Event
	page := archivePage{Title: viet.UpperFirst(event.Word()) + " “" + event.Title + "”"}
	fact := func(name, text string) {
		if text != "" {
			page.Facts = append(page.Facts, [2]string{name, text})
		}
	}
	fact("Cơ quan tổ chức", record.Organizer.Name)
	if !event.StartsAt.IsZero() {
		fact("Thời gian", viet.ClockTable(event.Local(event.StartsAt))+" "+viet.LongDate(event.Local(event.StartsAt))+" – "+viet.ClockTable(event.Local(event.EndsAt))+" "+viet.LongDate(event.Local(event.EndsAt)))
	}
	fact("Địa điểm", event.Venue)
	sessions := record.Report().Sessions // as they are counted on every page and paper
	if len(sessions) == 0 {
		fact("Đại biểu", viet.Count(int64(len(record.Delegates))))
	}
	for _, session := range sessions {
		fact(session.Name, fmt.Sprintf("được mời %s người, có mặt %s người", viet.Count(session.Total.Invited()), viet.Count(session.Total.Came())))
	}
	if event.ArchivedAt.IsZero() {
		fact("Trạng thái", "Chưa lưu trữ: hồ sơ còn có thể thay đổi.")
	} else {
		fact("Lưu trữ", viet.ClockTable(event.Local(event.ArchivedAt))+" "+viet.LongDate(event.Local(event.ArchivedAt)))
	}
	fact("Nhật ký", fmt.Sprintf("%s lần thay đổi, mã băm cuối %s", viet.Number(event.Revision), event.Head))
	taken := map[string]bool{}
	for _, part := range []archivePart{{name: "van-ban", Title: "Văn bản đã ban hành"}, {name: "tai-lieu", Title: "Tài liệu"}, {name: "bai-phat-bieu", Title: "Bài phát biểu"}, {name: "anh", Title: "Ảnh"}} {
		for _, file := range archive.Files {
			if file.Part == part.name {
				part.Files = append(part.Files, archivedFile{file, archivePath(file, taken)})
			}
		}
		if len(part.Files) > 0 {
			page.Parts = append(page.Parts, part)
		}
	}
	for _, conclusion := range record.Conclusions {
		one := archivedConclusion{Text: conclusion.Text}
		for _, task := range archive.Tasks {
			if task.ConclusionID != conclusion.ID {
				continue
			}
			one.Task = "Giao cho: " + task.Who(event.Day())
			if task.DueOn != "" {
				one.Task += "; thời hạn " + viet.ShortDate(task.DueOn.Time())
			}
			one.Task += "; " + strings.ToLower(wordOf(Vietnamese, "task", task.State).Text)
			if !task.SettledAt.IsZero() {
				one.Task += " (" + task.SettledBy + ", " + viet.ShortDate(event.Local(task.SettledAt)) + ")"
			}
			one.Task += "."
		}
		page.Conclusions = append(page.Conclusions, one)
	}
	return page
}

// archivePath is a name within the archive that every system can unpack: small letters without marks, each once.
func archivePath(file models.ArchivedFile, taken map[string]bool) string {
	ending := strings.ToLower(path.Ext(file.Name))
	words := strings.FieldsFunc(viet.Fold(strings.TrimSuffix(file.Name, path.Ext(file.Name))), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	ending = strings.Map(func(r rune) rune {
		if r == '.' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, ending)
	base := strings.Join(words[:min(len(words), 12)], "-")
	if base == "" || len(base) > 120 {
		base = "tep"
	}
	name := file.Part + "/" + base + ending
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s/%s-%d%s", file.Part, base, n, ending)
	}
	taken[name] = true
	return name
}
