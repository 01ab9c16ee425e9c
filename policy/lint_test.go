package policy

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"doudi/civil"
	"doudi/pack"
)

// noLine is the evidence of a pack without a single case.
type noLine struct{}

func (noLine) OnLine(string) bool { return false }

// lintDir lints the lowest pack of a directory as of 2026-11-21.
func lintDir(t *testing.T, dir string) (pack.Problems, *pack.Set) {
	t.Helper()
	set, problems := pack.LoadAll(os.DirFS(dir))
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	id := "cn"
	if set.Packs["cn-99"] != nil {
		id = "cn-99"
	}
	r, problems := set.Resolve(id)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	p, problems := Compile(r)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	today, _ := civil.MakeDate(2026, 11, 21)
	return Lint(p, today, noLine{}), set
}

// TestLintFindsEachKind has one pack per kind, with what lint says beside it.
func TestLintFindsEachKind(t *testing.T) {
	for _, kind := range LintKinds {
		t.Run(kind, func(t *testing.T) {
			dir := filepath.Join("testdata", "lint", kind)
			found, set := lintDir(t, dir)
			golden(t, filepath.Join(dir, "want.txt"), found.Text(set.Source))
			if !slices.ContainsFunc(found, func(p pack.Problem) bool { return p.Kind == kind }) {
				t.Errorf("lint does not find %s", kind)
			}
		})
	}
}

func TestLintAcceptsARecordedDeviation(t *testing.T) {
	found, set := lintDir(t, filepath.Join("testdata", "lint_good", "deviates"))
	if len(found) > 0 {
		t.Error(found.Text(set.Source))
	}
}
