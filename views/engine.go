// Package views makes all that people read on a screen: pages from templates, and the words in them. It is given values and a
// writer; it knows no request, no database and no clock.
//
// A page is a file beside this one, named by its path without the ending: events/show is events/show.html. It defines "main",
// often "title", sometimes "scripts"; layout.html puts them into the whole, and the files in partials/ are at hand in every page.
// The text in the templates is Vietnamese, which is also the key of the English in english/.
package views

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed *.html */*.html
var embedded embed.FS

// Engine renders pages; it is Fiber's Views. It may be used by many goroutines at once.
//
// A page is parsed when it is first asked for in a language: what nobody reads takes no memory.
type Engine struct {
	files  fs.FS
	reload bool

	mu    sync.RWMutex
	pages map[page]*template.Template
}

type page struct{ name, language string }

// New is an engine over the templates in the binary.
func New() *Engine { return over(embedded) }

// FromDisk is an engine that reads the templates in a directory again for each page, for work on them.
func FromDisk(dir string) *Engine {
	engine := over(os.DirFS(dir))
	engine.reload = true
	return engine
}

func over(files fs.FS) *Engine { return &Engine{files: files, pages: map[page]*template.Template{}} }

// Load fails when there is nothing to render with. Pages are parsed later, one by one; a test parses them all.
func (e *Engine) Load() error {
	_, err := fs.Stat(e.files, "layout.html")
	return err
}

// Render writes the page name, or with name#part only that template of the page, in the language of the binding. It writes all
// of it or nothing. The layout is always ours; the argument stands there for Fiber.
func (e *Engine) Render(w io.Writer, name string, binding any, _ ...string) error {
	name, part, _ := strings.Cut(name, "#")
	if part == "" {
		part = "layout"
	}
	t, err := e.page(page{name, languageOf(binding)})
	if err != nil {
		return err
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := t.ExecuteTemplate(buffer, part, binding); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	if part == "layout" {
		rendered(name)
	}
	_, err = buffer.WriteTo(w)
	return err
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (e *Engine) page(p page) (*template.Template, error) {
	if e.reload {
		return e.parse(p)
	}
	e.mu.RLock()
	t := e.pages[p]
	e.mu.RUnlock()
	if t != nil {
		return t, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if t := e.pages[p]; t != nil {
		return t, nil
	}
	t, err := e.parse(p)
	if err == nil {
		e.pages[p] = t
	}
	return t, err
}

// parse makes the set of one page: layout, partials and its own file. Nothing is shared between pages, so that "main" is
// always the page's own.
func (e *Engine) parse(p page) (*template.Template, error) {
	if !fs.ValidPath(p.name) {
		return nil, fmt.Errorf("page %s: %w", p.name, fs.ErrInvalid)
	}
	t := template.New("layout").Funcs(functions(p.language))
	sources := append(e.partials(), p.name+".html")
	if own := p.name + "." + p.language + ".html"; e.has(own) { // a page of much prose has its own file in English
		sources[len(sources)-1] = own
	}
	layout, err := fs.ReadFile(e.files, "layout.html")
	if err != nil {
		return nil, err
	}
	if _, err := t.Parse(string(layout)); err != nil {
		return nil, fmt.Errorf("layout.html: %w", err)
	}
	for _, source := range sources {
		text, err := fs.ReadFile(e.files, source)
		if err != nil {
			return nil, err
		}
		if _, err := t.New(source).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	if t.Lookup("main") == nil {
		return nil, errors.New("page " + p.name + ` defines no "main"`)
	}
	return t, nil
}

func (e *Engine) partials() []string {
	names, _ := fs.Glob(e.files, "partials/*.html")
	return names
}

func (e *Engine) has(file string) bool {
	_, err := fs.Stat(e.files, file)
	return err == nil
}

// languageOf is what the binding asks for, else Vietnamese.
func languageOf(binding any) string {
	if speaks, ok := binding.(interface{ Language() string }); ok && speaks.Language() == English {
		return English
	}
	return Vietnamese
}

// Pages are the names of all pages in the binary.
func Pages() []string {
	var names []string
	fs.WalkDir(embedded, ".", func(file string, entry fs.DirEntry, err error) error {
		name, isPage := strings.CutSuffix(file, ".html")
		if isPage && path.Dir(file) != "partials" && file != "layout.html" && path.Ext(name) == "" {
			names = append(names, name)
		}
		return err
	})
	return names
}

var seen sync.Map

func rendered(name string) {
	if _, ok := seen.Load(name); !ok {
		seen.Store(name, true)
	}
}

// Unrendered are the pages that nothing has rendered since the program started: a test-suite asks for it at its end.
func Unrendered() []string {
	return slices.DeleteFunc(Pages(), func(name string) bool {
		_, ok := seen.Load(name)
		return ok
	})
}
