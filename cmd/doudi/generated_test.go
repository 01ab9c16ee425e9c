package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/pack"
)

// generatedMark divides a page: what stands above it is written by hand.
const generatedMark = "<!-- generated: make generate -->\n"

// TestGenerated holds every document that is made from the packs against what
// they would give today; with -update it writes them.
func TestGenerated(t *testing.T) {
	for path, want := range generated(t) {
		path = filepath.Join("../..", path)
		have, err := os.ReadFile(path)
		switch {
		case bytes.Equal(have, want):
		case *update:
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("%s is stale (%v): run make generate", path, err)
		}
	}
}

// generated is every made document by its path.
func generated(t *testing.T) map[string][]byte {
	t.Helper()
	docs := map[string][]byte{"docs/glossary.md": glossary(t)}
	for _, kind := range pack.SchemaKinds {
		if kind != "input" && kind != "any" { // those differ from place to place: doudi packs schema
			docs["docs/schema/"+kind+".schema.json"] = pack.SchemaJSON(kind)
		}
	}
	return docs
}

// mustRun runs a command line in this process and wants it to end well.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	out, status := runHere(args...)
	if status != 0 {
		t.Fatalf("doudi %s: status %d\n%s", strings.Join(args, " "), status, out)
	}
	return out
}

// mustRunAny is mustRun for a question that may stay open.
func mustRunAny(t *testing.T, args ...string) string {
	t.Helper()
	out, status := runHere(args...)
	if status != 0 && status != int(exitUndetermined) {
		t.Fatalf("doudi %s: status %d\n%s", strings.Join(args, " "), status, out)
	}
	return out
}

// runHere runs a command line in this process; complaints follow the output.
func runHere(args ...string) (string, int) {
	var out, complaints bytes.Buffer
	status := run(args, terminal{in: strings.NewReader(""), out: &out, err: &complaints, now: fixedClock})
	return out.String() + complaints.String(), status
}

// glossary is the hand-written part with the names of the packs below it.
func glossary(t *testing.T) []byte {
	t.Helper()
	page, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	hand, _, ok := strings.Cut(string(page), generatedMark)
	if !ok {
		t.Fatal("docs/glossary.md has lost its mark")
	}
	return []byte(hand + generatedMark + glossaryTable(t))
}

// glossaryRow is one name; where several packs say it alike it is one row.
type glossaryRow struct {
	label, name, kind string
}

// glossaryTable is everything that the embedded packs name.
func glossaryTable(t *testing.T) string {
	t.Helper()
	lib, err := (&app{}).library("")
	if err != nil {
		t.Fatal(err)
	}
	packsOf, clausesOf := map[glossaryRow][]string{}, map[glossaryRow][]string{}
	for _, id := range lib.ids() {
		eachName(lib.set.Packs[id], func(row glossaryRow, cites []pack.Cite) {
			packsOf[row] = appendNew(packsOf[row], id)
			for _, c := range cites {
				clausesOf[row] = appendNew(clausesOf[row], c.Text)
			}
		})
	}
	var lines []string
	for row, packs := range packsOf {
		lines = append(lines, fmt.Sprintf("| %s | `%s` | %s | %s | %s |\n", row.label, row.name, row.kind,
			strings.Join(packs, " "), strings.Join(clausesOf[row], " ")))
	}
	slices.Sort(lines)
	return "\n| 中文 | identifier | 是什么 | 政策包 | 条款 |\n|---|---|---|---|---|\n" + strings.Join(lines, "")
}

// appendNew adds a word that is not there yet.
func appendNew(list []string, word string) []string {
	if slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// eachName visits everything that a pack names.
func eachName(p *pack.Pack, visit func(glossaryRow, []pack.Cite)) {
	for _, d := range p.Facts {
		visit(glossaryRow{d.Label, strings.Trim(d.Entity+"."+d.Key, "."), "事实"}, d.Cites)
	}
	for _, f := range p.Figures {
		for _, r := range f.Rows {
			visit(glossaryRow{cmp.Or(f.Label, f.Question), f.ID, "数值"}, r.Cites)
		}
	}
	for _, c := range p.Choices {
		visit(glossaryRow{c.Label, c.ID, "选择"}, c.Cites)
	}
	for _, r := range p.Rules {
		visit(glossaryRow{r.Label, r.ID, "规则"}, r.Cites)
	}
	for _, g := range p.Programmes {
		visit(glossaryRow{g.Label, g.ID, "待遇"}, g.Cites)
	}
}

func TestGlossaryNamesOnlyWhatTheCodeHas(t *testing.T) {
	page, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	hand, _, _ := strings.Cut(string(page), generatedMark)
	code := contracts(t)
	for _, m := range regexp.MustCompile("`([A-Z]\\w+)`").FindAllStringSubmatch(hand, -1) {
		if !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(code) {
			t.Errorf("glossary: no %s in the code", m[1])
		}
	}
}

// contracts is the source of all packages at the root.
func contracts(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	files, _ := filepath.Glob("../../*/*.go")
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}
