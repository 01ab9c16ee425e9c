package pack

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with the file beside the pack, or writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// each runs a test for every directory of testdata/KIND.
func each(t *testing.T, kind string, run func(t *testing.T, dir string)) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join("testdata", kind, "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no packs in testdata/%s: %v", kind, err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) { run(t, dir) })
	}
}

func TestBadPacksAreToldInChinese(t *testing.T) {
	shown := make(map[string]bool)
	each(t, "bad", func(t *testing.T, dir string) {
		set, problems := LoadAll(os.DirFS(dir))
		golden(t, filepath.Join(dir, "want.txt"), problems.Text(set.Source))
		own := false
		for _, p := range problems {
			shown[p.Kind] = true
			own = own || strings.HasPrefix(filepath.Base(dir), p.Kind)
		}
		if !own {
			t.Errorf("no problem of the kind that the directory is named after")
		}
	})
	for _, kind := range Kinds {
		if _, err := os.Stat(filepath.Join("testdata", "bad", kind)); err != nil || !shown[kind] {
			t.Errorf("kind %q has no bad pack that shows it", kind)
		}
	}
}

// A source line quotes the pack; everything else is for the clerk.
var (
	sourceLine = regexp.MustCompile(`(?m)^ *\d* \|.*$`)
	english    = regexp.MustCompile(`[A-Za-z]+([ ,.']+[A-Za-z]+){3}`)
	halfComma  = regexp.MustCompile(`[\p{Han}”][,;:](\p{Han}|“|$)`)
)

func TestNoGoldenHoldsAnEnglishSentence(t *testing.T) {
	each(t, "bad", func(t *testing.T, dir string) {
		text, err := os.ReadFile(filepath.Join(dir, "want.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if found := english.Find(sourceLine.ReplaceAll(text, nil)); found != nil {
			t.Errorf("English in a message: %q", found)
		}
		if found := halfComma.Find(sourceLine.ReplaceAll(text, nil)); found != nil {
			t.Errorf("half-width punctuation in a message: %q", found)
		}
	})
}
