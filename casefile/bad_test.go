package casefile_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"doudi/casefile"
	"doudi/fault"
)

var update = flag.Bool("update", false, "write the expected texts anew")

// report is what a clerk is told about a file: every family with its faults,
// then what ended the file.
func report(families []*casefile.Family, err error) string {
	var out strings.Builder
	for _, f := range families {
		state := "好"
		if f.Snapshot == nil {
			state = "有误"
		}
		fmt.Fprintf(&out, "== %s %s\n", f.Name, state)
		for _, e := range f.Faults {
			fmt.Fprintf(&out, "%d %s | %s\n", e.Row, e.Field, e.Sentence)
		}
		if f.Omitted > 0 {
			fmt.Fprintf(&out, "另有%d处\n", f.Omitted)
		}
	}
	if err != nil {
		fmt.Fprintf(&out, "!! %s\n", fault.Sentence(err))
	}
	return out.String()
}

func TestBadFilesAreExplained(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/bad/*")
	for _, path := range files {
		if strings.HasSuffix(path, ".want") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			families, err := readAll(filepath.Base(path), string(text), options())
			golden(t, path+".want", report(families, err))
		})
	}
}

// golden compares with the expected text beside the input and refuses English
// sentences and numbers in it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile(path)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	if english := regexp.MustCompile(`[A-Za-z]+ [A-Za-z]+ [A-Za-z]+`).FindString(strings.NewReplacer("doudi packs facts", "", "--xlsx", "").Replace(got)); english != "" {
		t.Errorf("English in %s: %s", path, english)
	}
	if number := regexp.MustCompile(`\d{15}`).FindString(got); number != "" {
		t.Errorf("a number is repeated: %s", number)
	}
}
