// Package public holds what browsers fetch beside the pages: the style sheet, small scripts, the icon. Each is served under an
// address that names its content, so that it may be cached for ever.
package public

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"

	brotli "github.com/molecule-man/go-brrr" // what fasthttp compresses with
)

//go:embed *.css *.svg js/*.js
var embedded embed.FS

// Prefix is where the files are served.
const Prefix = "/public/"

// File is one file, ready to be sent. Its bytes are shared: they must not be changed.
type File struct {
	Type    string // for Content-Type
	Content []byte
	packed  func() packed
}

type packed struct{ gzip, brotli []byte }

// Page makes a File of a page that many will ask for while it stands: it is packed once, and quickly, when somebody first asks.
func Page(content []byte) File {
	return File{"text/html; charset=utf-8", content, sync.OnceValue(func() packed { return pack(content, gzip.DefaultCompression, quickBrotli) })}
}

// quickBrotli makes a page a tenth larger than the best does, in a fiftieth of its time.
const quickBrotli = 6

// For is the content in the best encoding that an Accept-Encoding header allows: "br", "gzip" or "", which is none.
func (f File) For(accepted string) (content []byte, encoding string) {
	switch {
	case takes(accepted, "br"):
		return f.packed().brotli, "br"
	case takes(accepted, "gzip"):
		return f.packed().gzip, "gzip"
	}
	return f.Content, ""
}

func takes(accepted, encoding string) bool {
	for offer := range strings.SplitSeq(accepted, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(offer), ";")
		if strings.TrimSpace(name) == encoding {
			quality = strings.TrimSpace(quality)
			return quality != "q=0" && quality != "q=0.0" && quality != "q=0.00" && quality != "q=0.000"
		}
	}
	return false
}

// set is all files as they stood at one moment.
type set struct {
	urls  map[string]string // by name: "app.css"
	files map[string]File   // by path: "app.3f9c2b81.css"
}

var (
	built = sync.OnceValue(func() *set {
		s, err := build(embedded)
		if err != nil {
			panic(err) // the files are in the binary, and tested
		}
		return s
	})
	disk atomic.Pointer[string]
)

// FromDisk makes the package read a directory again at each request, for work on the files.
func FromDisk(dir string) { disk.Store(&dir) }

func current() *set {
	if dir := disk.Load(); dir != nil {
		if s, err := build(os.DirFS(*dir)); err == nil {
			return s
		}
	}
	return built()
}

// URL is the address of a file: "app.css" → "/public/app.3f9c2b81.css". A name that is not there is an error in the program.
func URL(name string) (string, error) {
	url, ok := current().urls[name]
	if !ok {
		return "", fmt.Errorf("public/%s: %w", name, fs.ErrNotExist)
	}
	return url, nil
}

// Lookup finds the file that an address names. Only the address of its present content is known: under another one a browser
// would keep the wrong content for ever.
func Lookup(url string) (File, bool) {
	file, ok := current().files[strings.TrimPrefix(url, Prefix)]
	return file, ok
}

// build reads all files. Modules come after those they import, since the address of an import is part of their content.
func build(files fs.FS) (*set, error) {
	s := &set{map[string]string{}, map[string]File{}}
	var add func(name string, above []string) error
	add = func(name string, above []string) error {
		if _, done := s.urls[name]; done {
			return nil
		}
		for _, importer := range above {
			if importer == name {
				return fmt.Errorf("public/%s imports itself", name)
			}
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".js" {
			if content, err = resolve(name, content, func(imported string) (string, error) {
				err := add(imported, append(above, name))
				return s.urls[imported], err
			}); err != nil {
				return err
			}
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
		s.urls[name] = Prefix + hashed
		s.files[hashed] = File{Type: typeOf(ext), Content: content, packed: sync.OnceValue(func() packed { return pack(content, gzip.BestCompression, brotli.BestCompression) })}
		return nil
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		return add(name, nil)
	})
	return s, err
}

// imports are the specifiers of our own modules: import {send} from "./send.js".
var imports = regexp.MustCompile(`(?m)^(import .*")(\./[a-z]+\.js)(";)$`)

// resolve writes the addresses of the imported modules into a module.
func resolve(name string, content []byte, url func(string) (string, error)) ([]byte, error) {
	var failed error
	content = imports.ReplaceAllFunc(content, func(line []byte) []byte {
		parts := imports.FindSubmatch(line)
		address, err := url(path.Join(path.Dir(name), string(parts[2])))
		if err != nil {
			failed = fmt.Errorf("public/%s: %w", name, err)
		}
		return bytes.Join([][]byte{parts[1], []byte(address), parts[3]}, nil)
	})
	return content, failed
}

// typeOf does not ask the machine, whose tables may know .js as something else.
func typeOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

// pack compresses; our own files as far as it goes, since it is done once for each that is asked for.
func pack(content []byte, zip, squeeze int) packed {
	var zipped bytes.Buffer
	w, _ := gzip.NewWriterLevel(&zipped, zip)
	w.Write(content)
	w.Close()
	squeezed, err := brotli.Compress(content, squeeze)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	return packed{zipped.Bytes(), squeezed}
}
