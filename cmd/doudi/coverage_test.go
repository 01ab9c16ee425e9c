package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"doudi/pack"
	"doudi/packs"
)

// gapsHere runs coverage on the pack of testdata that has every kind of gap,
// with more case files laid beside its own, and gives the part about it.
func gapsHere(t *testing.T, more ...string) (string, int) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/coverage/gaps")); err != nil {
		t.Fatal(err)
	}
	for _, name := range more {
		text, err := os.ReadFile(filepath.Join("testdata/coverage", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "cn-620103/cases", name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, status := runHere("packs", "test", "cn-620103", "--packs", dir); status != 0 {
		t.Fatalf("the cases do not hold:\n%s", out)
	}
	out, status := runHere("packs", "coverage", "cn-620103", "--packs", dir)
	about, _, _ := strings.Cut(out, "五份文件\n")
	return about, status
}

// TestEveryKindOfGapIsTold holds the report on a pack in which each kind of
// thing is written once and almost nothing is tried.
func TestEveryKindOfGapIsTold(t *testing.T) {
	t.Parallel()
	got, status := gapsHere(t)
	if status != int(exitPack) {
		t.Errorf("status %d, want %d", status, exitPack)
	}
	const golden = "testdata/coverage/gaps.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%v got\n%s\nwant\n%s", err, got, want)
	}
	for _, w := range pointWords {
		if w.kind != pointDecided && w.kind != pointLeaving && !strings.Contains(got, "· "+w.name+" ") {
			t.Errorf("the pack of every gap has no %s", w.name)
		}
	}
}

// TestCasesCloseEveryGapButTheClause: with a case for each, only the clause
// that nothing cites is left.
func TestCasesCloseEveryGapButTheClause(t *testing.T) {
	t.Parallel()
	got, status := gapsHere(t, "closing.yaml")
	var left []string
	for line := range strings.Lines(got) {
		if strings.Contains(line, "✗") {
			left = append(left, strings.TrimSpace(line))
		}
	}
	if status != int(exitPack) || len(left) != 1 || !strings.HasPrefix(left[0], "✗ ql8/QL-06") {
		t.Errorf("status %d, left:\n%s", status, strings.Join(left, "\n"))
	}
}

// TestADocumentIsDueInFullOnceAPackListsIt: a document of the register without
// a pack is told and no gap; one clause of it in a pack makes all others due.
func TestADocumentIsDueInFullOnceAPackListsIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const text = "id: cn-63\nlabel: 青海省\nextends: cn\nversion: 2026.11\nin_force: {from: 2017-04-01, open: true}\nsources:\n" +
		"  q:\n    issuer: 青海省人民政府办公厅\n    title: 意见\n    year: 2017\n    clauses:\n      QH-01: {at: 一, says: 某}\n"
	if err := os.Mkdir(filepath.Join(dir, "cn-63"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cn-63/pack.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, status := runHere("packs", "coverage", "cn-63", "--gaps", "--packs", dir)
	if status != int(exitPack) || strings.Count(out, "登记表里有，政策包的来源里没有登记") != 39 ||
		!strings.Contains(out, "✗ q/QH-01 一（DET）：没有数值、规则或待遇引用它") {
		t.Errorf("status %d\n%s", status, out)
	}
	out, status = runHere("packs", "coverage", "cn-35", "--gaps")
	if status != 0 || !strings.Contains(out, "五份文件") {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestCoverageInJSONCountsAsTheTextDoes reads the form for machines.
func TestCoverageInJSONCountsAsTheTextDoes(t *testing.T) {
	t.Parallel()
	var r coverageReport
	out := mustRun(t, "packs", "coverage", "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Packs) == 0 || len(r.Documents) != 5 || r.Gaps != 0 || r.Counts[pointTrue].Shown == 0 {
		t.Errorf("packs %d, documents %d, gaps %d, counts %v", len(r.Packs), len(r.Documents), r.Gaps, r.Counts)
	}
	for _, p := range r.Packs {
		shown := map[pointKind]count{}
		for _, point := range p.Points {
			n := shown[point.Kind]
			n.Of++
			if point.Cases > 0 {
				n.Shown++
			}
			shown[point.Kind] = n
		}
		for kind, n := range p.Counts {
			if shown[kind] != n {
				t.Errorf("%s %s: counted %v, listed %v", p.ID, kind, n, shown[kind])
			}
		}
	}
}

// TestThePageOfCoverageNamesEveryKey holds docs/coverage.md to the kinds, the
// states and the keys that come out.
func TestThePageOfCoverageNamesEveryKey(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, w := range pointWords {
		keys[string(w.kind)] = true
	}
	for _, w := range clauseWords {
		keys[string(w.state)] = true
	}
	for _, shape := range []reflect.Type{reflect.TypeFor[coverageReport](), reflect.TypeFor[packCoverage](), reflect.TypeFor[pointLineOf](), reflect.TypeFor[count](),
		reflect.TypeFor[clauseLine](), reflect.TypeFor[tried](), reflect.TypeFor[carrier](), reflect.TypeFor[caseRef](), reflect.TypeFor[documentLine](), reflect.TypeFor[openItem]()} {
		for f := range shape.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			keys[name] = name != ""
		}
	}
	for key, wanted := range keys {
		if wanted && !strings.Contains(string(text), "`"+key+"`") {
			t.Errorf("docs/coverage.md does not name %q", key)
		}
	}
}

// TestWhoAndHowMuchOfAllFiveDocumentsIsCarried counts them against the
// register: a document whose packs are gone would only be reported as not
// shipped.
func TestWhoAndHowMuchOfAllFiveDocumentsIsCarried(t *testing.T) {
	t.Parallel()
	var r coverageReport
	if err := json.Unmarshal([]byte(mustRun(t, "packs", "coverage", "--json")), &r); err != nil {
		t.Fatal(err)
	}
	register := pack.ReadRegister(packs.Register)
	carried := map[string]int{}
	for _, p := range r.Packs {
		for _, l := range p.Clauses {
			if clause := clauseName(l.Clause); register.Computed(clause) && l.State == clauseCarried {
				carried[pack.Document(clause)]++
			}
		}
	}
	for _, d := range r.Documents {
		if d.Pack == "" || carried[d.Document] != d.Computed {
			t.Errorf("%s: pack %q, %d of %d carried", d.Name, d.Pack, carried[d.Document], d.Computed)
		}
	}
}
