package hoithao

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is who may import whom within the program. There is no arrow back.
var allowed = map[string][]string{
	"cmd/hoithao":             {"handlers", "views", "views/papers", "models", "models/viet", "public"},
	"handlers":                {"views", "views/papers", "models", "models/sheets", "models/viet", "public"},
	"views":                   {"models", "models/viet", "public"},
	"views/papers":            {"views", "models", "models/viet"}, // a paper's twin in Excel is a sheet of package views
	"models":                  {"models/sheets", "models/viet"},
	"models/sheets":           {"models/viet"}, // reads what is uploaded, and knows nothing of the record
	"models/viet":             {},
	"models/migrations":       {},
	"public":                  {},
	"models/modelstest":       {"models", "models/viet"}, // for tests only
	"views/papers/paperstest": {},                        // for tests only
}

// only is who alone may import a library.
var only = map[string][]string{
	"github.com/jung-kurt/gofpdf":    {"views/papers"},
	"github.com/gofiber/fiber/v2":    {"handlers", "cmd/hoithao"},
	"github.com/jmoiron/sqlx":        {"models"},
	"github.com/mattn/go-sqlite3":    {"models"},
	"github.com/jackc/pgx/v5/stdlib": {"models"},
	"github.com/pdfcpu/pdfcpu":       {"cmd/hoithao"}, // in a process of its own
	"os/exec":                        {"cmd/hoithao"},
	"html/template":                  {"views"},
	"github.com/xuri/excelize/v2":    {"views", "models/sheets"},                                        // one writes tables, the other reads those that are uploaded
	"os":                             {"cmd/hoithao", "models", "models/modelstest", "views", "public"}, // files; environment only in cmd
}

func TestImports(t *testing.T) {
	for file, imports := range sources(t) {
		from := filepath.ToSlash(filepath.Dir(file))
		if from == "." {
			continue
		}
		targets, known := allowed[from]
		if !known {
			t.Errorf("%s: folder %s is in no plan", file, from)
		}
		for _, path := range imports {
			if within, ours := strings.CutPrefix(path, "hoithao/"); ours && !slices.Contains(targets, within) {
				t.Errorf("%s imports %s: an arrow that the plan has not", file, within)
			}
			for library, who := range only {
				if (path == library || strings.HasPrefix(path, library+"/")) && !slices.Contains(who, from) && !strings.HasSuffix(file, "_test.go") && !isTesting(from) {
					t.Errorf("%s imports %s, which is for %s", file, path, strings.Join(who, ", "))
				}
			}
		}
	}
}

func isTesting(folder string) bool { return strings.HasSuffix(folder, "test") }

// TestTopLevel holds the plan of the house: no junk drawer beside it.
func TestTopLevel(t *testing.T) {
	plan := []string{"cmd", "handlers", "models", "views", "public", ".ci", ".git", ".github", "dist"}
	entries, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.Contains(entry, ".") || entry == "Makefile" || entry == "LICENSE" || entry == "hoithao" {
			continue
		}
		if !slices.Contains(plan, entry) {
			t.Errorf("%s is not in the plan", entry)
		}
	}
}

// sources are the imports of all Go files, tests but for those of testing packages left out: a test may look anywhere.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			found[path] = append(found[path], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
