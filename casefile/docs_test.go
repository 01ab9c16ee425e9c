package casefile_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/fault"
)

// TestExamplesOfTheManualAreRead reads every example of the input half of
// docs/determine.md with the packs that are shipped.
func TestExamplesOfTheManualAreRead(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/determine.md")
	if err != nil {
		t.Fatal(err)
	}
	input, _, _ := strings.Cut(string(text), "\n## 输出")
	examples := regexp.MustCompile("(?s)```(yaml|json|csv)\n(.*?)```").FindAllStringSubmatch(input, -1)
	if len(examples) != 3 {
		t.Fatalf("%d examples", len(examples))
	}
	o := casefile.Options{Resolve: shipped(t)}
	for _, m := range examples {
		families, err := readAll("example."+m[1], m[2], o)
		if err != nil {
			t.Errorf("%s: %s", m[1], fault.Sentence(err))
		}
		for _, f := range families {
			if f.Snapshot == nil {
				t.Errorf("%s: %s", m[1], sentences(f))
			}
		}
	}
}
