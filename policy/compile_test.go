package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/pack"
)

// load reads the county cn-99 of a directory over the shared nation.
func load(t testing.TB, dir string) (*pack.Set, *pack.Resolved) {
	t.Helper()
	set, _ := pack.LoadAll(os.DirFS(filepath.Join("testdata", "base")), os.DirFS(dir))
	r, problems := set.Resolve("cn-99")
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	return set, r
}

// dirs lists the packs of one kind of testdata.
func dirs(t *testing.T, kind string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", kind, "*"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no packs in testdata/%s: %v", kind, err)
	}
	return list
}

func TestBadPacksAreToldInChinese(t *testing.T) {
	t.Parallel()
	var shown []string
	for _, dir := range dirs(t, "bad") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			set, r := load(t, dir)
			_, problems := Compile(r)
			golden(t, filepath.Join(dir, "want.txt"), problems.Text(set.Source))
			if !slices.ContainsFunc(problems, func(p pack.Problem) bool { return p.Kind == filepath.Base(dir) }) {
				t.Errorf("no problem of the kind that the directory is named after")
			}
			for _, p := range problems {
				shown = append(shown, p.Kind)
			}
		})
	}
	for _, kind := range Kinds {
		if _, err := os.Stat(filepath.Join("testdata", "bad", kind)); err != nil || !slices.Contains(shown, kind) {
			t.Errorf("kind %q has no bad pack that shows it", kind)
		}
	}
	for _, kind := range shown {
		if !slices.Contains(Kinds, kind) {
			t.Errorf("kind %q is not in the closed list", kind)
		}
	}
}

// A source line quotes the pack, and what stands in brackets is a form to copy;
// everything else is for the clerk.
var (
	sourceLine = regexp.MustCompile(`(?m)^ *\d* \|.*$`)
	english    = regexp.MustCompile(`[A-Za-z]+([ ,.']+[A-Za-z]+){3}`)
	halfComma  = regexp.MustCompile(`[\p{Han}”][,;:](\p{Han}|“|$)`)
)

func TestNoBadGoldenHoldsAnEnglishSentence(t *testing.T) {
	t.Parallel()
	for _, dir := range dirs(t, "bad") {
		text, err := os.ReadFile(filepath.Join(dir, "want.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if found := english.Find(sourceLine.ReplaceAll(text, nil)); found != nil {
			t.Errorf("%s: English in a message: %q", dir, found)
		}
		if found := halfComma.Find(sourceLine.ReplaceAll(text, nil)); found != nil {
			t.Errorf("%s: half-width punctuation in a message: %q", dir, found)
		}
	}
}

func TestGoodPacksLowerAsWritten(t *testing.T) {
	t.Parallel()
	for _, dir := range dirs(t, "good") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			set, r := load(t, dir)
			p, problems := Compile(r)
			if len(problems) > 0 {
				t.Fatal(problems.Text(set.Source))
			}
			golden(t, filepath.Join(dir, "want.txt"), lowered(p))
		})
	}
}

// lowered writes everything that the county adds: form, meaning and entity.
func lowered(p *Program) string {
	var b strings.Builder
	for _, r := range p.Rules {
		if !slices.ContainsFunc(r.Versions, func(v RuleVersion) bool { return v.Origin == "cn-99" }) {
			continue
		}
		body := p.Nodes[r.Node].Args[0]
		fmt.Fprintf(&b, "%s: %s @%s\n  %s\n  %s\n", r.ID, r.Type, p.EntityName(p.Nodes[r.Node].Of), p.Dump(body), p.Describe(body))
	}
	for _, pr := range p.Programmes {
		for _, v := range pr.Versions {
			if v.Origin == "cn-99" {
				writeProgramme(&b, p, pr.ID, v)
			}
		}
	}
	for _, c := range p.Constraints {
		fmt.Fprintf(&b, "constraint %s: %s\n  %s\n", c.ID, p.Dump(c.Keep), p.Describe(c.Keep))
	}
	return b.String()
}

// writeProgramme writes the conditions and parts of one version.
func writeProgramme(b *strings.Builder, p *Program, id string, v ProgrammeVersion) {
	fmt.Fprintf(b, "programme %s %s\n", id, dumpSpan(v.Span))
	for _, c := range v.Conditions {
		fmt.Fprintf(b, "  if %s\n", p.Dump(c))
	}
	for _, part := range v.Parts {
		fmt.Fprintf(b, "  part %s %s %s\n", part.ID, dumpSpan(part.Span), p.Dump(part.Node))
	}
}
