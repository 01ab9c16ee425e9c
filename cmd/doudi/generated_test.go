package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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
	for path, args := range map[string][]string{
		"docs/schema/input.schema.json": {"packs", "schema", "--input"},
		"docs/schema/pack.schema.json":  {"packs", "schema"},
	} {
		docs[path] = []byte(mustRun(t, args...))
	}
	return docs
}

// mustRun runs a command line in this process and wants it to end well.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	if status := run(args, terminal{in: strings.NewReader(""), out: &out, err: &complaints, now: fixedClock}); status != 0 {
		t.Fatalf("doudi %s: status %d\n%s", strings.Join(args, " "), status, complaints.String())
	}
	return out.String()
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
	return []byte(hand + generatedMark + mustRun(t, "packs", "names"))
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

// contracts is the source of the packages whose names the glossary explains.
func contracts(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, room := range []string{"money", "civil", "fact", "pack", "policy", "engine", "casefile"} {
		files, _ := filepath.Glob("../../" + room + "/*.go")
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
		}
	}
	return b.String()
}
