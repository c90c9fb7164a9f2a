package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hoithao/models"
	"testing/fstest"
	"text/template/parse"

	"golang.org/x/text/unicode/norm"
)

// used are all texts that screens show, with the places that use them: in templates, in words.go, and in Go code under T, in
// Translate, or as the reason of a models.Invalid.
func used(t *testing.T) map[string]string {
	texts := map[string]string{}
	for noun, all := range words {
		for _, word := range all {
			texts[word.text] = "words.go: " + noun
		}
	}
	files, _ := fs.Glob(embedded, "*.html")
	deeper, _ := fs.Glob(embedded, "*/*.html")
	for _, name := range append(files, deeper...) {
		text, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		trees, err := parse.Parse(name, string(text), "", "", functions(Vietnamese), map[string]any{
			"and": 0, "or": 0, "not": 0, "eq": 0, "ne": 0, "lt": 0, "le": 0, "gt": 0, "ge": 0, "len": 0, "index": 0, "slice": 0, "print": 0, "printf": 0, "println": 0, "html": 0, "urlquery": 0,
		})
		if err != nil {
			t.Error(err)
		}
		for _, tree := range trees {
			inTemplate(tree.Root, func(text string) { texts[text] = name })
		}
	}
	filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." {
			return fs.SkipDir
		}
		if strings.HasPrefix(entry.Name(), "compose") { // what papers say stays Vietnamese
			return nil
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Log(err) // the compiler will say so, too
				return nil
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				inGo(n, func(text string) { texts[text] = file })
				return true
			})
		}
		return nil
	})
	for _, kind := range models.PaperKinds() {
		texts[kind.Title] = "papers: " + kind.Name
		for _, field := range kind.Fields {
			texts[field.Label], texts[field.Hint] = "papers: "+kind.Name, "papers: "+kind.Name
			for _, choice := range field.Choices {
				texts[choice.Label] = "papers: " + kind.Name
			}
		}
	}
	return texts
}

// inTemplate finds {{t "…"}}, and label, hint and empty of {{field …}}.
func inTemplate(node parse.Node, found func(string)) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				inTemplate(child, found)
			}
		}
	case *parse.ActionNode:
		inTemplate(n.Pipe, found)
	case *parse.TemplateNode:
		inTemplate(n.Pipe, found)
	case *parse.IfNode:
		inBranch(&n.BranchNode, found)
	case *parse.RangeNode:
		inBranch(&n.BranchNode, found)
	case *parse.WithNode:
		inBranch(&n.BranchNode, found)
	case *parse.PipeNode:
		if n != nil {
			for _, command := range n.Cmds {
				inTemplate(command, found)
			}
		}
	case *parse.ChainNode:
		inTemplate(n.Node, found)
	case *parse.CommandNode:
		for _, arg := range n.Args {
			inTemplate(arg, found)
		}
		function, ok := n.Args[0].(*parse.IdentifierNode)
		if !ok {
			return
		}
		for i, arg := range n.Args {
			text, ok := arg.(*parse.StringNode)
			switch {
			case !ok:
			case function.Ident == "t" && i == 1, function.Ident == "field" && i == 2:
				found(text.Text)
			case function.Ident == "field" && i > 4:
				for _, key := range []string{"hint=", "empty="} {
					if content, is := strings.CutPrefix(text.Text, key); is {
						found(content)
					}
				}
			}
		}
	}
}

func inBranch(n *parse.BranchNode, found func(string)) {
	inTemplate(n.Pipe, found)
	inTemplate(n.List, found)
	inTemplate(n.ElseList, found)
}

var vietnamese = regexp.MustCompile(`[À-ỹĐđ]`)

// inGo finds T("…"), Translate(language, "…"), Say("…"), why a list is Unreadable("…"), the reasons in Invalid{…} and wrong["field"] = "…", and sentences that a
// function returns, as the one does that says why a password is weak.
func inGo(node ast.Node, found func(string)) {
	take := func(e ast.Expr) {
		if call, ok := e.(*ast.CallExpr); ok && lastName(call.Fun) == "Sprintf" {
			e = call.Args[0]
		}
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				found(text)
			}
		}
	}
	switch n := node.(type) {
	case *ast.CallExpr:
		switch name := lastName(n.Fun); {
		case (name == "T" || name == "Unreadable") && len(n.Args) == 1, (name == "Say" || name == "refuse") && len(n.Args) > 0:
			take(n.Args[0])
		case name == "Translate" && len(n.Args) > 1:
			take(n.Args[1])
		}
	case *ast.CompositeLit:
		if lastName(n.Type) == "Invalid" {
			for _, element := range n.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					take(pair.Value)
				}
			}
		}
	case *ast.ReturnStmt:
		for _, result := range n.Results {
			if call, ok := result.(*ast.CallExpr); ok && lastName(call.Fun) == "Sprintf" {
				result = call.Args[0]
			}
			if literal, ok := result.(*ast.BasicLit); ok && strings.HasSuffix(literal.Value, `."`) && vietnamese.MatchString(literal.Value) {
				take(literal)
			}
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if index, ok := left.(*ast.IndexExpr); ok && lastName(index.X) == "wrong" && i < len(n.Rhs) {
				take(n.Rhs[i])
			}
		}
	}
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestEnglishIsComplete(t *testing.T) {
	texts := used(t)
	for text, where := range texts {
		if _, ok := english().words[text]; !ok && text != "" {
			t.Errorf("%s: no English for %q", where, text)
		}
	}
	for text := range english().words {
		if _, ok := texts[text]; !ok {
			t.Errorf("nothing uses %q", text)
		}
	}
}

var verb = regexp.MustCompile(`%[^%a-zA-Z]*[a-zA-Z%]|\{\w+\}`)

func TestEnglishTakesTheSameArguments(t *testing.T) {
	for text, english := range english().words {
		if want, got := verb.FindAllString(text, -1), verb.FindAllString(english, -1); !slices.Equal(got, want) {
			t.Errorf("%q takes %v, in English %v", text, want, got)
		}
		if !norm.NFC.IsNormalString(text) {
			t.Errorf("%q is not in NFC", text)
		}
	}
}

// The second word of a code would never be read.
func TestWordsStandOnce(t *testing.T) {
	for noun, all := range words {
		seen := map[string]string{}
		for _, word := range all {
			if before, again := seen[word.code]; again {
				t.Errorf("%s %q is %q, and %q again", noun, word.code, before, word.text)
			}
			seen[word.code] = word.text
		}
	}
}

func TestTranslate(t *testing.T) {
	twelve := int64(12)
	tests := []struct {
		language, text string
		args           []any
		want           string
	}{
		{Vietnamese, "%d phút", []any{&twelve}, "12 phút"}, // a figure that may be missing
		{Vietnamese, "Chương trình", nil, "Chương trình"},
		{English, "Chương trình", nil, "Agenda"},
		{English, "Chuyển lên: %s", []any{"Khai mạc"}, "Move up: Khai mạc"},
		{Vietnamese, "Chuyển lên: %s", []any{"Khai mạc"}, "Chuyển lên: Khai mạc"},
		{English, "Không ai dịch 100%", nil, "Không ai dịch 100%"},
		{"fr", "Chương trình", nil, "Chương trình"},
		{English, "", nil, ""},
		{English, "Chuyển lên: Khai mạc $1 100%", nil, "Move up: Khai mạc $1 100%"}, // put together before
	}
	for _, test := range tests {
		if got := Translate(test.language, test.text, test.args...); got != test.want {
			t.Errorf("Translate(%s, %q) = %q, want %q", test.language, test.text, got, test.want)
		}
	}
}

// One is one in English, in a text with its figures and in a reason that models have put together.
func TestEnglishNumbers(t *testing.T) {
	d := newDictionary(map[string]string{"Còn %d ghế trống cho %s đại biểu.": "There {is|are} %d free {seat|seats} for %s {delegate|delegates}."})
	for text, want := range map[string]string{
		"Còn 1 ghế trống cho 12 đại biểu.":     "There is 1 free seat for 12 delegates.",
		"Còn 01 ghế trống cho 1 đại biểu.":     "There is 01 free seat for 1 delegate.",
		"Còn 0 ghế trống cho {a|b} đại biểu.":  "There are 0 free seats for {a|b} delegates.",
		"Còn 21 ghế trống cho 1.001 đại biểu.": "There are 21 free seats for 1.001 delegates.",
	} {
		if got := d.recognize(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	one := int64(1)
	for want, args := range map[string][]any{"1 delegate was added.": {1}, "2 delegates were added.": {2}, "0 delegates were added.": {0}} {
		if got := Translate(English, T("Đã thêm %d đại biểu."), args...); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := Translate(English, T("%d đơn vị"), &one); got != "1 unit" {
		t.Errorf("%q", got)
	}
	for text, english := range english().words {
		if left := agree(english, func(int) string { return "1" }); strings.Contains(left, "|") {
			t.Errorf("%q: %q", text, left)
		}
	}
}

func TestReadDictionaries(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "# a\n\nMột\n= One\nHai\n= Two\n", ""},
		{"twice", "Một\n= One\nMột\n= Two", "stands twice"},
		{"no English", "Một\nHai\n= Two", "has no English"},
		{"no English at the end", "Một\n", "has no English"},
		{"no Vietnamese", "= Two", "English of what"},
	}
	for _, test := range tests {
		_, err := readDictionaries(fstest.MapFS{"english/x.txt": {Data: []byte(test.text)}})
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// Templates show Vietnamese only through t: a sentence written straight into the HTML would stay Vietnamese in English.
func TestTemplatesHaveNoBareWords(t *testing.T) {
	for _, name := range append(Pages(), "layout", "partials/field", "partials/errors", "partials/conflict", "partials/autosave") {
		if own := name + ".en.html"; fileExists(own) { // prose with a file for each language
			continue
		}
		text, err := fs.ReadFile(embedded, name+".html")
		if err != nil {
			t.Fatal(err)
		}
		bare := regexp.MustCompile(`(?s)\{\{.*?\}\}`).ReplaceAllString(string(text), "")
		for _, allowed := range []string{"Hội Thảo", "Tiếng Việt"} {
			bare = strings.ReplaceAll(bare, allowed, "")
		}
		for i, line := range strings.Split(bare, "\n") {
			if vietnamese.MatchString(line) {
				t.Errorf("%s.html:%d: not through t: %s", name, i+1, strings.TrimSpace(line))
			}
		}
	}
}

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// In a sentence a screen calls an event as its papers do, until it has a word of its own.
func TestNounsAgree(t *testing.T) {
	for _, kind := range words["event"] {
		if got, want := wordOf(Vietnamese, "noun", kind.code).Text, (models.Event{Kind: kind.code}).Word(); got != want {
			t.Errorf("%s is %q, on papers %q", kind.code, got, want)
		}
		if got := wordOf(English, "noun", kind.code).Text; got == (models.Event{Kind: kind.code}).Word() {
			t.Errorf("%s has no English: %q", kind.code, got)
		}
	}
}
