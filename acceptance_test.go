package doudi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// proof is one line under a sentence of docs/acceptance: what shows it.
type proof struct{ kind, what string }

// clause is one sentence of an issue with its proofs.
type clause struct {
	file, sentence string
	line           int
	proofs         []proof
}

var proofLine = regexp.MustCompile(`^- (test|script|make|file|open): (.+)$`)

// acceptance reads every file of docs/acceptance.
func acceptance(t *testing.T) []clause {
	t.Helper()
	files, err := filepath.Glob("docs/acceptance/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("docs/acceptance holds nothing", err)
	}
	var all []clause
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, clauses(t, f, string(text))...)
	}
	return all
}

// clauses reads one file: a sentence stands on a line that begins with "> ",
// its proofs on the lines that begin with "- " below it.
func clauses(t *testing.T, file, text string) []clause {
	t.Helper()
	var found []clause
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "> "):
			found = append(found, clause{file: file, sentence: line[2:], line: i + 1})
		case strings.HasPrefix(line, "- ") && len(found) > 0:
			m := proofLine.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("%s:%d: a proof reads `- test|script|make|file|open: …`, not %q", file, i+1, line)
				continue
			}
			last := &found[len(found)-1]
			last.proofs = append(last.proofs, proof{kind: m[1], what: strings.Trim(m[2], "` ")})
		}
	}
	return found
}

func TestEverySentenceOfAnIssueIsShownOrOpen(t *testing.T) {
	for _, c := range acceptance(t) {
		if len(c.proofs) == 0 {
			t.Errorf("%s:%d: nothing shows: %s", c.file, c.line, c.sentence)
		}
	}
}

func TestEverythingThatAcceptanceNamesExists(t *testing.T) {
	tests := goTests(t)
	for _, c := range acceptance(t) {
		for _, p := range c.proofs {
			if why := missing(tests, p); why != "" {
				t.Errorf("%s:%d: %s: %s", c.file, c.line, p.what, why)
			}
		}
	}
}

// missing says why a named proof is not there, or nothing.
func missing(tests map[string]bool, p proof) string {
	switch p.kind {
	case "test":
		words := strings.Fields(p.what)
		if len(words) != 2 || !tests[words[0]+" "+words[1]] {
			return "no such test; write `- test: FOLDER TestName`"
		}
	case "script":
		return absent("cmd/doudi/testdata/script/" + p.what)
	case "file":
		return absent(p.what)
	case "make":
		return notInMakefile(p.what)
	}
	return ""
}

// absent says that a file is not there.
func absent(path string) string {
	if _, err := os.Stat(path); err != nil {
		return "no such file"
	}
	return ""
}

// notInMakefile says that the Makefile has no such target.
func notInMakefile(target string) string {
	text, err := os.ReadFile("Makefile")
	if err != nil || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(target)+`:`).Match(text) {
		return "no such target in the Makefile"
	}
	return ""
}

// goTests is every test, benchmark and fuzz target of the house as "folder Name".
func goTests(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, s := range sources(t) {
		folder := s.room
		if folder == "" {
			folder = "."
		}
		for _, name := range testNames(s) {
			found[folder+" "+name] = true
		}
	}
	return found
}

// testNames are the functions of a _test file that go test would run.
func testNames(s source) []string {
	var names []string
	for _, decl := range s.tree.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && s.test && f.Recv == nil && regexp.MustCompile(`^(Test|Benchmark|Fuzz|Example)`).MatchString(f.Name.Name) {
			names = append(names, f.Name.Name)
		}
	}
	return names
}

func TestNamesOfTestsAreReadFromTheirSource(t *testing.T) {
	const text = "package x\nfunc TestA(t *testing.T) {}\nfunc helper() {}\nfunc BenchmarkB(b *testing.B) {}\n"
	tree, err := parser.ParseFile(token.NewFileSet(), "x_test.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(testNames(source{test: true, tree: tree}), " "); got != "TestA BenchmarkB" {
		t.Errorf("got %q", got)
	}
}

func TestAProofThatIsNotThereIsNoticed(t *testing.T) {
	for _, p := range []proof{{"test", "pack TestNobodyWroteThis"}, {"test", "TestWithoutAFolder"},
		{"script", "nobody.txtar"}, {"file", "docs/nobody.md"}, {"make", "nobody"}} {
		if missing(goTests(t), p) == "" {
			t.Errorf("%s %s should be missed", p.kind, p.what)
		}
	}
}
