package views

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// workshop is the morning of the first workshop, on its own clock.
var workshop = time.Date(2018, 11, 13, 8, 0, 0, 0, time.FixedZone("+07", 7*60*60))

// kitchen is a page that uses everything there is.
type kitchen struct {
	Page
	Above   []Link
	At      time.Time
	Replies []string
	Pager   Pager
	Wrong   map[string]string
	Name    string
	Minutes *int64
	Units   []Option
}

func aKitchen(language string) kitchen {
	minutes := int64(40)
	return kitchen{
		Page: Page{
			Lang: language, Account: "Trần Đức Thuần", Who: "7", CSRF: "token", Notice: "Đã lưu chương trình.", Path: "/events/x/agenda",
			Links: Here("/events/x/agenda", []Link{{Name: "Hôm nay", URL: "/"}, {Name: "Hội thảo", URL: "/events"}, {Name: "Danh bạ", URL: "/people"}}),
			Within: &Within{Title: "Nâng cao chất lượng công tác dư luận xã hội trên địa bàn tỉnh trong giai đoạn hiện nay", URL: "/events/x",
				State: wordOf(language, "agenda", "published"), Links: Here("/events/x/agenda", EventLinks("/events/x"))},
		},
		Above: []Link{{Name: "Hội thảo", URL: "/events"}, {Name: "Chương trình", URL: "/events/x/agenda"}}, At: workshop,
		Replies: []string{"none", "accepted", "declined"}, Pager: Pager{First: "?", Next: "?after=12"},
		Wrong: map[string]string{"title": "Tên mục là cần thiết."}, Minutes: &minutes, Units: []Option{{"1", "Thành ủy Phủ Lý"}, {"2", "Huyện ủy Kim Bảng"}},
	}
}

// beside is the program's templates with some of the test's.
type beside struct{ test, program fs.FS }

func (b beside) Open(name string) (fs.File, error) {
	if f, err := b.test.Open(name); err == nil && name != "." && name != "partials" {
		return f, nil
	}
	return b.program.Open(name)
}

func with(pages fs.FS) *Engine { return over(beside{pages, embedded}) }

func render(t *testing.T, e *Engine, name string, binding any) string {
	t.Helper()
	var page bytes.Buffer
	if err := e.Render(&page, name, binding); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func TestKitchen(t *testing.T) {
	for _, language := range []string{Vietnamese, English} {
		page := render(t, with(os.DirFS("testdata/pages")), "kitchen", aKitchen(language))
		for _, want := range []string{
			`<html lang="` + language + `">`, "<title>Mọi thứ trên một trang · Hội Thảo</title>",
			`<option value="keynote" selected>`, `aria-describedby="f-title-hint f-title-error" aria-invalid="true"`, `href="#f-title"`,
			`value="08:00"`, `value="2018-11-13"`, `value="40"`, `<option value="2" selected>Huyện ủy Kim Bảng`,
			"13/11/2018", `aria-current="page"`, `name="_csrf" value="token"`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", language, want)
			}
		}
		for _, unwanted := range []string{"ZgotmplZ", "<no value>", " style=", "<style", "javascript:", " onclick", "%!"} {
			if strings.Contains(page, unwanted) {
				t.Errorf("%s: there is %q", language, unwanted)
			}
		}
		if dir := os.Getenv("HOITHAO_PICTURES"); dir != "" {
			os.WriteFile(filepath.Join(dir, "kitchen-"+language+".html"), []byte(page), 0o644)
		}
	}
}

func TestRender(t *testing.T) {
	pages := fstest.MapFS{
		"a.html":       {Data: []byte(`{{define "title"}}A{{end}}{{define "main"}}{{template "part" .}}{{end}}{{define "part"}}<p>{{.Page.Account}}</p>{{end}}`)},
		"b.html":       {Data: []byte(`{{define "main"}}main of b{{end}}`)},
		"c.html":       {Data: []byte(`{{define "main"}}tiếng Việt{{end}}`)},
		"c.en.html":    {Data: []byte(`{{define "main"}}English prose{{end}}`)},
		"half.html":    {Data: []byte(`{{define "main"}}{{.Nothing}}{{end}}`)},
		"no-main.html": {Data: []byte(`text`)},
	}
	e := with(pages)
	if got := render(t, e, "a#part", Page{Account: "<Hoa>"}); got != "<p>&lt;Hoa&gt;</p>" {
		t.Errorf("a#part = %q", got)
	}
	if got := render(t, e, "a", struct{ Page }{Page{Account: "Hoa"}}); !strings.Contains(got, "<title>A · Hội Thảo</title>") || !strings.Contains(got, "<p>Hoa</p>") {
		t.Errorf("a = %s", got)
	}
	if got := render(t, e, "b", Page{Title: "Tên"}); !strings.Contains(got, "<title>Tên · ") || !strings.Contains(got, "main of b") {
		t.Errorf("b shows what is not its own: %s", got)
	}
	if got := render(t, e, "c", Page{}); !strings.Contains(got, "tiếng Việt") {
		t.Error("no Vietnamese prose")
	}
	if got := render(t, e, "c", Page{Lang: English}); !strings.Contains(got, "English prose") {
		t.Error("no English prose")
	}
	for _, name := range []string{"half", "no-main", "missing", "../engine", "a#missing", ""} {
		var page bytes.Buffer
		if err := e.Render(&page, name, Page{}); err == nil || page.Len() > 0 {
			t.Errorf("%q: error %v after %d bytes", name, err, page.Len())
		}
	}
}

func TestLoad(t *testing.T) {
	if err := New().Load(); err != nil {
		t.Error(err)
	}
	if err := over(fstest.MapFS{}).Load(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty directory gives %v", err)
	}
}

func TestFromDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, embedded); err != nil {
		t.Fatal(err)
	}
	e := FromDisk(dir)
	for _, text := range []string{"trước", "sau"} {
		os.WriteFile(filepath.Join(dir, "x.html"), []byte(`{{define "main"}}`+text+`{{end}}`), 0o644)
		if got := render(t, e, "x", Page{}); !strings.Contains(got, text) {
			t.Errorf("the file says %s, the page does not", text)
		}
	}
}

// Many readers in two languages, from the first moment on.
func TestRenderInParallel(t *testing.T) {
	e := with(os.DirFS("testdata/pages"))
	want := map[string]string{Vietnamese: render(t, with(os.DirFS("testdata/pages")), "kitchen", aKitchen(Vietnamese)), English: render(t, with(os.DirFS("testdata/pages")), "kitchen", aKitchen(English))}
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			language := []string{Vietnamese, English}[i%2]
			for range 5 {
				var page, part bytes.Buffer
				if err := e.Render(&part, "kitchen#now", aKitchen(language)); err != nil {
					t.Error(err)
				}
				if err := e.Render(&page, "kitchen", aKitchen(language)); err != nil {
					t.Error(err)
				}
				if page.String() != want[language] || !strings.Contains(page.String(), part.String()) {
					t.Error("a page differs from the one rendered alone")
				}
			}
		})
	}
	group.Wait()
}

func TestOwnPages(t *testing.T) {
	bindings := map[string][]any{
		"login": {Login{}, Login{Page: Page{CSRF: "token", Path: "/login"}, Name: "hoa", To: "/events", Problem: "Sai."}},
		"setup": {Setup{}, Setup{Wrong: map[string]string{"account": "Đã có."}}},
		"error": {Fault{Status: 404, Sentence: "Không tìm thấy trang này."}, Fault{Status: 500, Sentence: "Có lỗi.", RequestID: "abc"}},
		"help":  {Page{}, Page{Lang: English}, Page{Account: "Hoa", CSRF: "token", Insecure: true, Warning: "Sắp hết chỗ."}},
	}
	for name, all := range bindings {
		for i, binding := range all {
			page := render(t, New(), name, binding)
			if !strings.HasSuffix(page, "</html>\n") || strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "<no value>") {
				t.Errorf("%s is not whole: %s", name, page)
			}
			if dir := os.Getenv("HOITHAO_PICTURES"); dir != "" && i == len(all)-1 {
				os.WriteFile(filepath.Join(dir, name+".html"), []byte(page), 0o644)
			}
		}
		for _, left := range Unrendered() {
			if left == name {
				t.Errorf("%s counts as never rendered", name)
			}
		}
	}
}

func TestHere(t *testing.T) {
	tests := []struct{ path, want string }{
		{"/events/x", "Tổng quan"}, {"/events/x/agenda", "Chương trình"}, {"/events/x/agenda/12", "Chương trình"},
		{"/events/x/agendas", "Tổng quan"}, {"/events/xy", ""}, {"/", ""},
	}
	for _, test := range tests {
		got := ""
		for _, link := range Here(test.path, EventLinks("/events/x")) {
			if link.Current {
				got += link.Name
			}
		}
		if got != test.want {
			t.Errorf("%s lies in %q, want %q", test.path, got, test.want)
		}
	}
}
