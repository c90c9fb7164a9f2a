package public

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	brotli "github.com/molecule-man/go-brrr"
)

func TestLookup(t *testing.T) {
	for _, name := range []string{"app.css", "icon.svg", "js/page.js", "js/reorder.js"} {
		url, err := URL(name)
		if err != nil {
			t.Fatal(err)
		}
		file, ok := Lookup(url)
		if !ok || len(file.Content) == 0 || file.Type == "" {
			t.Errorf("%s is not at %s", name, url)
		}
	}
	if url, err := URL("missing.css"); err == nil {
		t.Errorf("missing.css is at %s", url)
	}
	for _, url := range []string{"/public/app.css", "/public/app.00000000.css", "/public/public.go", "/public/", "", "/public/../public.go"} {
		if _, ok := Lookup(url); ok {
			t.Errorf("%q is served", url)
		}
	}
}

func TestEncodings(t *testing.T) {
	url, _ := URL("app.css")
	file, _ := Lookup(url)
	tests := []struct{ accepted, want string }{
		{"gzip, deflate, br, zstd", "br"}, {"br;q=1.0, gzip;q=0.8", "br"}, {"br;q=0, gzip", "gzip"}, {"gzip;q=0", ""}, {"", ""}, {"deflate", ""}, {"x-br", ""},
	}
	for _, test := range tests {
		content, encoding := file.For(test.accepted)
		if encoding != test.want {
			t.Errorf("%q gets %q, want %q", test.accepted, encoding, test.want)
		}
		var err error
		switch encoding {
		case "br":
			content, err = brotli.Decompress(content)
		case "gzip":
			var r *gzip.Reader
			if r, err = gzip.NewReader(bytes.NewReader(content)); err == nil {
				content, err = io.ReadAll(r)
			}
		}
		if err != nil || !bytes.Equal(content, file.Content) {
			t.Errorf("%q is not the file: %v", test.accepted, err)
		}
	}
}

// Modules import each other by the names that are served, and no import is left that a browser could not follow.
func TestImports(t *testing.T) {
	any := regexp.MustCompile(`(?m)^import [^"]*"([^"]+)"`)
	found := 0
	for path, file := range current().files {
		for _, specifier := range any.FindAllSubmatch(file.Content, -1) {
			found++
			if _, ok := Lookup(string(specifier[1])); !ok {
				t.Errorf("%s imports %s, which is not served", path, specifier[1])
			}
		}
	}
	if found == 0 {
		t.Error("no module imports another: has the way of writing changed?")
	}
}

func TestBuild(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	first, err := build(fstest.MapFS{"js/a.js": file("import {x} from \"./b.js\";\n"), "js/b.js": file("export const x = 1;\n")})
	if err != nil {
		t.Fatal(err)
	}
	second, _ := build(fstest.MapFS{"js/a.js": file("import {x} from \"./b.js\";\n"), "js/b.js": file("export const x = 2;\n")})
	if first.urls["js/a.js"] == second.urls["js/a.js"] {
		t.Error("a module keeps its address although what it imports has changed")
	}
	for name, files := range map[string]fstest.MapFS{
		"a circle": {"js/a.js": file("import {x} from \"./b.js\";\n"), "js/b.js": file("import {x} from \"./a.js\";\n")},
		"missing":  {"js/a.js": file("import {x} from \"./b.js\";\n")},
	} {
		if _, err := build(files); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// What a first visit fetches beside the page must stay small: phones in a full hall share one network.
func TestSize(t *testing.T) {
	total := 0
	for _, name := range []string{"app.css", "icon.svg", "js/page.js", "js/send.js", "js/now.js", "js/live.js"} {
		url, _ := URL(name)
		file, _ := Lookup(url)
		content, _ := file.For("gzip")
		total += len(content)
		if name == "app.css" && len(content) > 6<<10 {
			t.Errorf("app.css has %d bytes compressed", len(content))
		}
	}
	if total > 12<<10 {
		t.Errorf("style and scripts of the agenda have %d bytes compressed", total)
	}
}

func TestNothingFromOutside(t *testing.T) {
	names, _ := fs.Glob(embedded, "*/*.js")
	for _, name := range append(names, "app.css", "icon.svg") {
		content, _ := fs.ReadFile(embedded, name)
		text := strings.ReplaceAll(string(content), "http://www.w3.org/2000/svg", "")
		for _, bad := range []string{"http:", "https:", "@import", "url(", "eval(", "innerHTML"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
	}
}

// Pairs of colours that meet, with the contrast that WCAG 2.2 AA asks for: 4.5 for text, 3 for edges of inputs and the focus ring.
var pairs = []struct {
	front, back string
	least       float64
}{
	{"ink", "paper", 4.5}, {"ink", "sheet", 4.5}, {"ink", "gold-soft", 4.5}, {"ink", "red-soft", 4.5}, {"paper", "ink", 4.5},
	{"quiet", "paper", 4.5}, {"quiet", "sheet", 4.5}, {"quiet", "gold-soft", 4.5}, {"quiet", "red-soft", 4.5},
	{"red", "paper", 4.5}, {"red", "sheet", 4.5}, {"red", "red-soft", 4.5}, {"red", "gold-soft", 4.5}, {"on-red", "red", 4.5},
	{"gold", "gold-soft", 4.5}, {"gold", "sheet", 4.5}, {"gold", "paper", 3}, {"green", "green-soft", 4.5},
	{"edge", "paper", 3}, {"edge", "sheet", 3},
}

func TestContrast(t *testing.T) {
	css, _ := fs.ReadFile(embedded, "app.css")
	token := regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{3,6});`)
	light, dark, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	dark, _, _ = strings.Cut(dark, "/* The ground */")
	for scheme, text := range map[string]string{"light": light, "dark": dark} {
		colour := map[string]float64{}
		for _, found := range token.FindAllStringSubmatch(text, -1) {
			colour[found[1]] = luminance(t, found[2])
		}
		for _, pair := range pairs {
			front, ok1 := colour[pair.front]
			back, ok2 := colour[pair.back]
			if !ok1 || !ok2 {
				t.Fatalf("%s: no %s or %s", scheme, pair.front, pair.back)
			}
			if ratio := (max(front, back) + .05) / (min(front, back) + .05); ratio < pair.least {
				t.Errorf("%s: %s on %s is %.2f, less than %.1f", scheme, pair.front, pair.back, ratio, pair.least)
			}
		}
	}
}

// luminance is the relative luminance of a colour, as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
