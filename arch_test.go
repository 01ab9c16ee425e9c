package doudi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one Go file of the house, parsed.
type source struct {
	path string // "pack/read.go"
	room string // "pack"; "" for the root
	test bool
	tree *ast.File
	text string
}

// made tells that a program wrote the file, from a template or queries that are
// held to their own measure.
func (s source) made() bool { return strings.HasPrefix(s.text, "// Code generated ") }

// imports are the paths that the file imports.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.tree.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

// sources reads every Go file itself: a test that asked the go command would
// stay green from the cache when a file of another package changes.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && p != "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go"):
			return nil
		}
		all = append(all, parseSource(t, filepath.ToSlash(p)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// parseSource parses one file with its comments.
func parseSource(t *testing.T, p string) source {
	t.Helper()
	text, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parser.ParseFile(token.NewFileSet(), p, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	room := path.Dir(p)
	if room == "." {
		room = ""
	}
	return source{path: p, room: room, test: strings.HasSuffix(p, "_test.go"), tree: tree, text: string(text)}
}

func TestEveryFolderIsARoomOfThePlan(t *testing.T) {
	for _, s := range sources(t) {
		if _, ok := rooms[s.room]; !ok && s.room != "" {
			t.Errorf("%s: folder %q is not in the plan (plan_test.go)", s.path, s.room)
		}
		if slices.Contains([]string{"util", "utils", "common", "model", "models", "internal"}, path.Base(s.room)) {
			t.Errorf("%s: %q is no noun of the field", s.path, s.room)
		}
	}
}

func TestEveryImportIsInThePlan(t *testing.T) {
	for _, s := range sources(t) {
		if s.room == "" {
			continue
		}
		for _, p := range s.imports() {
			if why := refuse(s, p); why != "" {
				t.Errorf("%s imports %q: %s", s.path, p, why)
			}
		}
	}
}

// refuse says why a file may not import p, or nothing.
func refuse(s source, p string) string {
	r := rooms[s.room]
	own, isOwn := strings.CutPrefix(p, "doudi/")
	switch {
	case isOwn && slices.Contains(r.own, own), isOwn && own == s.room && s.test:
		return ""
	case isOwn && s.test && (slices.Contains(r.tests, own) || slices.Contains(ground, own)):
		return ""
	case isOwn:
		return "no such arrow in the plan"
	case strings.Contains(strings.SplitN(p, "/", 2)[0], "."):
		return refuseModule(r, s, p)
	}
	return refuseStandard(r, s, p)
}

// refuseModule judges a third-party import.
func refuseModule(r room, s source, p string) string {
	allowed := r.third
	if s.test {
		allowed = list(allowed, testModules...)
	}
	for _, m := range allowed {
		if p == m || strings.HasPrefix(p, m+"/") {
			return ""
		}
	}
	return "this module has no place in this room"
}

// refuseStandard judges an import of the standard library.
func refuseStandard(r room, s source, p string) string {
	if s.test {
		return ""
	}
	if p == "testing" || strings.HasPrefix(p, "testing/") {
		return "product code does not import testing"
	}
	for _, bad := range impure {
		if r.pure && (p == bad || strings.HasPrefix(p, bad+"/")) {
			return "this room is pure: no clock, no file, no network, no chance"
		}
	}
	return ""
}

func TestExactRoomsHoldNoFloat(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !rooms[s.room].exact {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && (id.Name == "float64" || id.Name == "float32") {
				t.Errorf("%s: %s: no float near money, rates or dates", s.path, id.Name)
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.FLOAT {
				t.Errorf("%s: %s: no float near money, rates or dates", s.path, lit.Value)
			}
			return true
		})
	}
}

func TestNobodyReadsTheClockOutsideTheCommand(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.room == "cmd/doudi" {
			continue
		}
		if selects(s.tree, "time", "Now") || selects(s.tree, "time", "Since") {
			t.Errorf("%s reads the clock; it is injected", s.path)
		}
	}
}

func TestNoTestIsSkipped(t *testing.T) {
	for _, s := range sources(t) {
		for _, skip := range []string{"Skip", "Skipf", "SkipNow"} {
			if s.test && (selects(s.tree, "t", skip) || selects(s.tree, "b", skip)) {
				t.Errorf("%s skips a test: what cannot be tested must fail", s.path)
			}
		}
	}
}

// selects tells whether the file speaks of pkg.name.
func selects(tree *ast.File, pkg, name string) (found bool) {
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok && sel.Sel.Name == name {
			x, ok := sel.X.(*ast.Ident)
			found = found || ok && x.Name == pkg
		}
		return true
	})
	return found
}

func TestProductFilesAreUnder500Lines(t *testing.T) {
	for _, s := range sources(t) {
		if n := strings.Count(s.text, "\n"); n >= 500 && !s.test && !s.made() {
			t.Errorf("%s has %d lines: is it still one room?", s.path, n)
		}
	}
}

// TestEveryRoomSaysWhatItIs wants a package comment and a comment above every
// exported function and type.
func TestEveryRoomSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || s.made() {
			continue
		}
		said[s.room] = said[s.room] || s.tree.Doc != nil
		for _, decl := range s.tree.Decls {
			if name := silent(decl); name != "" {
				t.Errorf("%s: %s has no comment above it", s.path, name)
			}
		}
	}
	for room, ok := range said {
		if !ok {
			t.Errorf("package %s has no package comment", room)
		}
	}
}

// silent names an exported function or type that nothing is written above.
func silent(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && d.Recv == nil {
			return d.Name.Name
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
				return ts.Name.Name
			}
		}
	}
	return ""
}
